/* tap-backup-place.c — the place of the backups: found, locked, tidied up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-backup-private.h"
#include "ledger/tap-mount.h"

#define DAY_S (24 * 3600)
#define SPARE_BYTES (1024 * 1024)

gboolean
_tap_backup_place_error (GError    **error,
                         int         code,
                         const char *place)
{
  const char *reason = g_strerror (code);

  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      /* Translators: the first %s is a folder, the second one the system's reason. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("There is no room for a backup in %s (%s). The backups that are there stay as they are; make room, or choose another place."),
                   place, reason);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      /* Translators: the first %s is a folder, the second one the system's reason. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("This PC may not write backups to %s (%s). Ask the administrator for the right to write there, or choose another place."),
                   place, reason);
      break;
    default:
      /* Translators: the first %s is a folder, the second one the system's reason. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("The place for backups, %s, cannot be used (%s). Is the share or the disk mounted? The station itself is not touched."),
                   place, reason);
      break;
    }
  return FALSE;
}

/* --- which place may it be --------------------------------------------------------------------- */

static gboolean
is_inside (const char *path,
           const char *folder)
{
  g_autofree char *real_path = realpath (path, NULL);
  g_autofree char *real_folder = realpath (folder, NULL);
  gsize len;

  if (real_path == NULL || real_folder == NULL)
    return FALSE;
  len = strlen (real_folder);
  return strncmp (real_path, real_folder, len) == 0
         && (real_path[len] == '/' || real_path[len] == '\0' || strcmp (real_folder, "/") == 0);
}

gboolean
_tap_backup_place_check (const char *place,
                         const char *folder,
                         GError    **error)
{
  struct stat info;

  if (stat (place, &info) != 0)
    return _tap_backup_place_error (error, errno, place);
  if (!S_ISDIR (info.st_mode))
    return _tap_backup_place_error (error, ENOTDIR, place);
  if (folder == NULL || !is_inside (place, folder))
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
               _("%s lies inside the station folder. A backup there would be lost together with the station; choose another disk or server."),
               place);
  return FALSE;
}

char *
tap_backup_place_warning (const char *folder,
                          const char *place)
{
  struct stat station, backups;

  g_return_val_if_fail (folder != NULL && place != NULL, NULL);

  if (stat (folder, &station) != 0 || stat (place, &backups) != 0 || station.st_dev != backups.st_dev)
    return NULL;
  return g_strdup_printf (_("%s lies on the same disk or share as the station: when that is lost, both are. Better choose another disk or server."),
                          place);
}

/* --- the station's folder in it ---------------------------------------------------------------- */

/* The station's id in place.json; *@owner NULL: there is none. FALSE with errno: not known. */
static gboolean
read_owner (const char *folder,
            char      **owner)
{
  g_autofree char *path = g_build_filename (folder, "place.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *text = NULL;
  JsonNode *root, *id;
  struct stat info;

  *owner = NULL;
  if (stat (path, &info) != 0)
    return errno == ENOENT || errno == ENOTDIR;
  errno = EIO;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL) || !json_parser_load_from_data (parser, text, -1, NULL))
    return TRUE;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return TRUE;
  id = json_object_get_member (json_node_get_object (root), "station");
  if (id != NULL && json_node_get_value_type (id) == G_TYPE_STRING)
    *owner = json_node_dup_string (id);
  return TRUE;
}

/* One that cannot be asked whose it is may be ours: then nothing is known. */
GPtrArray *
_tap_backup_place_folders (const char *place,
                           GError    **error)
{
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *own = NULL;

  if (!_tap_backup_place_check (place, NULL, error))
    return NULL;
  if (read_owner (place, &own) && own != NULL)
    {
      g_ptr_array_add (folders, g_strdup (place));
      return g_steal_pointer (&folders);
    }
  names = tap_tree_list (place);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *folder = g_build_filename (place, names->pdata[i], NULL);
      g_autofree char *owner = NULL;

      if (!read_owner (folder, &owner))
        g_clear_pointer (&names, g_ptr_array_unref);
      else if (owner != NULL)
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  if (names == NULL)
    {
      _tap_backup_place_error (error, errno, place);
      return NULL;
    }
  g_ptr_array_sort (folders, (GCompareFunc) (void (*) (void)) g_strcmp0);
  return g_steal_pointer (&folders);
}

/* What any file system takes as a name, Windows' included. */
static char *
folder_name (const TapStationFile *station,
             gboolean              with_id)
{
  g_autofree char *name = g_utf8_make_valid (station->name, -1);
  char *at;

  for (at = name; *at != '\0'; at++)
    if ((guchar) *at < ' ' || strchr ("/\\:*?\"<>|", *at) != NULL)
      *at = '_';
  g_strstrip (name);
  while (at > name && (at[-1] == '.' || at[-1] == ' '))
    *--at = '\0';
  if (name[0] == '.')
    name[0] = '_';
  if (with_id || name[0] == '\0')
    return g_strdup_printf ("%.100s-%.8s", name, station->id);
  return g_strndup (name, 100);
}

/* Somebody may have stopped between making the folder and saying whose it is. FALSE with errno 0: it is used. */
static gboolean
is_free (const char *folder)
{
  g_autoptr(GPtrArray) names = tap_tree_list (folder);
  gboolean hidden = TRUE;

  if (names == NULL)
    return errno == ENOENT;
  for (guint i = 0; i < names->len; i++)
    hidden = hidden && ((char *) names->pdata[i])[0] == '.';
  errno = 0;
  return hidden;
}

static char *
find_folder (const char           *place,
             const TapStationFile *station,
             GError              **error)
{
  g_autoptr(GPtrArray) folders = _tap_backup_place_folders (place, error);
  g_autofree char *name = folder_name (station, FALSE);
  g_autofree char *path = g_build_filename (place, name, NULL);
  g_autofree char *other = folder_name (station, TRUE);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      g_autofree char *owner = NULL;

      if (read_owner (folders->pdata[i], &owner) && g_strcmp0 (owner, station->id) == 0)
        return g_strdup (folders->pdata[i]);
    }
  if (folders == NULL)
    return NULL;
  if (is_free (path))
    return g_steal_pointer (&path);
  if (errno == 0)
    return g_build_filename (place, other, NULL);
  _tap_backup_place_error (error, errno, place);
  return NULL;
}

static gboolean
make_folder (TapBackupPlace       *self,
             const TapStationFile *station)
{
  g_autofree char *path = g_build_filename (self->folder, "place.json", NULL);
  g_autofree char *files = g_build_filename (self->folder, "files", NULL);
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  if (mkdir (self->folder, 0777) != 0 && errno != EEXIST)
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      object = json_object_new ();
      root = json_node_new (JSON_NODE_OBJECT);
      json_object_set_string_member (object, "station", station->id);
      json_object_set_string_member (object, "name", station->name);
      json_node_set_object (root, object);
      text = json_to_string (root, TRUE);
      if (!tap_tree_write_file (path, text))
        return FALSE;
    }
  return mkdir (files, 0777) == 0 || errno == EEXIST;
}

static gboolean
lock (TapBackupPlace *self,
      GError        **error)
{
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);

  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (self->lock_fd < 0)
    return _tap_backup_place_error (error, errno, self->place);
  self->locked = flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0;
  if (self->locked || errno != EWOULDBLOCK)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS,
               _("Another program is working on the backups in %s now. Try again later."), self->place);
  return FALSE;
}

/* Under the lock whoever made them is dead; where there are no locks, only what has not been touched for a day is surely left over. */
static gboolean
is_left_over (TapBackupPlace *self,
              const char     *path)
{
  struct stat info;

  if (self->locked)
    return TRUE;
  return stat (path, &info) == 0 && g_get_real_time () / G_USEC_PER_SEC - info.st_mtime > DAY_S;
}

void
_tap_backup_place_drop (TapBackupPlace *self,
                        const char     *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *gone = g_strdup_printf ("%s/.gone-%s", self->folder, base);

  if (rename (path, gone) != 0)
    return;
  tap_ledger_step ("backup-gone");
  tap_tree_remove (gone);
}

static void
clear_left_over (TapBackupPlace *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (g_str_has_prefix (name, ".making-") && is_left_over (self, path))
        _tap_backup_place_drop (self, path);
      else if (g_str_has_prefix (name, ".gone-") && is_left_over (self, path))
        tap_tree_remove (path);
    }
}

TapBackupPlace *
_tap_backup_place_open (const char           *place,
                        const TapStationFile *station,
                        GError              **error)
{
  g_autoptr(TapBackupPlace) self = g_new0 (TapBackupPlace, 1);

  self->lock_fd = -1;
  self->place = g_strdup (place);
  self->folder = find_folder (place, station, error);
  if (self->folder == NULL)
    return NULL;
  if (!make_folder (self, station))
    {
      _tap_backup_place_error (error, errno, place);
      return NULL;
    }
  if (!lock (self, error))
    return NULL;
  clear_left_over (self);
  return g_steal_pointer (&self);
}

void
_tap_backup_place_free (TapBackupPlace *self)
{
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->place);
  g_free (self->folder);
  g_free (self);
}

gboolean
_tap_backup_place_room (TapBackupPlace *self,
                        gint64          bytes,
                        GError        **error)
{
  g_autofree char *need = NULL;
  g_autofree char *have = NULL;
  gint64 free_bytes = tap_mount_free_bytes (self->folder);

  if (bytes + SPARE_BYTES <= free_bytes)
    return TRUE;
  need = g_format_size ((guint64) (bytes + SPARE_BYTES));
  have = g_format_size ((guint64) free_bytes);
  /* Translators: a folder, then two sizes. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
               _("There is no room for a backup in %s: it takes about %s, and %s are free. The backups that are there stay as they are."),
               self->place, need, have);
  return FALSE;
}

/* --- photos nobody lists any more -------------------------------------------------------------- */

static gboolean
keep_name (const char *name,
           gint64      bytes,
           gpointer    data,
           GError    **error)
{
  g_hash_table_add (data, g_strdup (name));
  return TRUE;
}

typedef struct
{
  TapBackupPlace *place;
  GHashTable     *kept;
} Collect;

static gboolean
drop_name (const char *name,
           gint64      bytes,
           gpointer    data,
           GError    **error)
{
  Collect *collect = data;
  g_autofree char *path = NULL;

  if (g_hash_table_contains (collect->kept, name))
    return TRUE;
  path = _tap_backup_files_path (collect->place->folder, name);
  tap_tree_remove (path);
  return TRUE;
}

/* Whatever cannot be looked at may need any of them: then none goes. */
static gboolean
list_kept (TapBackupPlace *self,
           GHashTable     *kept)
{
  g_autoptr(GPtrArray) names = tap_tree_list (self->folder);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      struct stat info;

      if (strcmp (name, "files") == 0)
        continue;
      if (stat (path, &info) != 0 || (S_ISDIR (info.st_mode) && !_tap_backup_files_listed (path, keep_name, kept, NULL)))
        return FALSE;
    }
  return names != NULL;
}

void
_tap_backup_place_collect (TapBackupPlace *self)
{
  g_autoptr(GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Collect collect = { self, kept };

  /* Without a lock somebody may be copying what only his unfinished list names. */
  if (self->locked && list_kept (self, kept))
    _tap_backup_files_each (self->folder, drop_name, &collect, NULL);
}
