/* tap-backup-files.c — photos and signatures: each is kept once for all backups of a station.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Under files/ab/ stands what is named by the SHA-256 of its content: a file, or a folder with the one file in it.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-backup-private.h"

#define NAME_LEN 64

static gboolean
is_hash (const char *name)
{
  return strlen (name) == NAME_LEN && strspn (name, "0123456789abcdef") == NAME_LEN;
}

char *
_tap_backup_files_path (const char *root,
                        const char *name)
{
  return g_strdup_printf ("%s/files/%.2s/%s", root, name, name);
}

static gboolean
is_there (const char *root)
{
  g_autofree char *station = g_build_filename (root, "station.json", NULL);
  struct stat info;

  return stat (station, &info) == 0;
}

/* --- going through them ------------------------------------------------------------------------ */

/* All of them, or an error: a list that ends early would make a backup that lacks photos. */
static GPtrArray *
list_names (const char *folder,
            GError    **error)
{
  GPtrArray *names = tap_tree_list (folder);

  if (names == NULL)
    tap_ledger_set_errno (error, errno, FALSE, folder);
  return names;
}

static gboolean
each_in (const char        *folder,
         TapBackupFileFunc  func,
         gpointer           data,
         GError           **error)
{
  g_autoptr(GPtrArray) names = list_names (folder, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gint64 bytes;

      if (!is_hash (name))
        continue;
      if (!tap_tree_measure (path, &bytes))
        {
          tap_ledger_set_errno (error, errno, FALSE, path);
          return FALSE;
        }
      if (!func (name, bytes, data, error))
        return FALSE;
    }
  return names != NULL;
}

gboolean
_tap_backup_files_each (const char        *root,
                        TapBackupFileFunc  func,
                        gpointer           data,
                        GError           **error)
{
  g_autofree char *files = g_build_filename (root, "files", NULL);
  g_autoptr(GPtrArray) names = NULL;
  struct stat info;

  /* Who never took a photo has no such folder; but then there is a station, not an empty folder in its place. */
  if (stat (files, &info) != 0 && errno == ENOENT && is_there (root))
    return TRUE;
  names = list_names (files, error);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *folder = g_build_filename (files, names->pdata[i], NULL);

      if (strlen (names->pdata[i]) == 2 && !each_in (folder, func, data, error))
        return FALSE;
    }
  return names != NULL;
}

gboolean
_tap_backup_files_listed (const char        *path,
                          TapBackupFileFunc  func,
                          gpointer           data,
                          GError           **error)
{
  g_autofree char *list = g_build_filename (path, "files.txt", NULL);
  g_autofree char *text = NULL;
  char *at, *end;

  if (!g_file_get_contents (list, &text, NULL, NULL))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("The file files.txt of the backup cannot be read."));
      return FALSE;
    }
  for (at = text; *at != '\0'; at = end + 1)
    {
      end = strchr (at, '\n');
      if (end == NULL || end - at < NAME_LEN + 2 || at[NAME_LEN] != ' ')
        break;
      *end = at[NAME_LEN] = '\0';
      if (!is_hash (at))
        break;
      if (!func (at, g_ascii_strtoll (at + NAME_LEN + 1, NULL, 10), data, error))
        return FALSE;
    }
  if (*at == '\0')
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("The file files.txt of the backup is damaged."));
  return FALSE;
}

/* The file itself, or the one in the folder. NULL with errno. */
static char *
find_content (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  struct stat info;
  const char *name;

  if (stat (path, &info) != 0)
    return NULL;
  if (!S_ISDIR (info.st_mode))
    return g_strdup (path);
  errno = 0;
  dir = g_dir_open (path, 0, NULL);
  name = dir != NULL ? g_dir_read_name (dir) : NULL;
  if (name == NULL && errno == 0)
    errno = ENOENT;
  return name != NULL ? g_build_filename (path, name, NULL) : NULL;
}

gboolean
_tap_backup_files_is_good (const char *path,
                           const char *name,
                           TapSteps   *steps)
{
  g_autofree char *content = find_content (path);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  TapCopy result = content == NULL ? TAP_COPY_NOT_READ
                                   : tap_tree_copy_file (content, NULL, sum, tap_steps_copied, steps, steps->cancellable);

  if (result == TAP_COPY_DONE)
    errno = 0;
  return result == TAP_COPY_DONE && strcmp (g_checksum_get_string (sum), name) == 0;
}

/* --- copying the new ones ---------------------------------------------------------------------- */

typedef struct
{
  const char        *folder;
  TapBackupPlace    *place;
  TapBackupManifest *manifest;
  TapSteps          *steps;
  GPtrArray         *names;     /* of TapBackupPart: name and bytes */
} Copy;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(TapBackupPart **) a)->name, (*(TapBackupPart **) b)->name);
}

static gboolean
note_name (const char *name,
           gint64      bytes,
           gpointer    data,
           GError    **error)
{
  Copy *copy = data;

  _tap_backup_manifest_add (copy->names, name, bytes, NULL);
  return !tap_steps_cancelled (copy->steps, error);
}

/* To @beside, as a file or as a folder with a file in it. */
static TapCopy
copy_content (Copy       *copy,
              const char *name,
              const char *beside,
              gboolean   *fits)
{
  g_autofree char *from = _tap_backup_files_path (copy->folder, name);
  g_autofree char *in = find_content (from);
  g_autofree char *base = in != NULL ? g_path_get_basename (in) : NULL;
  gboolean is_folder = in != NULL && strcmp (in, from) != 0;
  g_autofree char *out = is_folder ? g_build_filename (beside, base, NULL) : g_strdup (beside);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  TapCopy result;

  tap_tree_remove (beside);
  if (in == NULL)
    return TAP_COPY_NOT_READ;
  if (is_folder && mkdir (beside, 0777) != 0)
    return TAP_COPY_NOT_WRITTEN;
  result = tap_tree_copy_file (in, out, sum, tap_steps_copied, copy->steps, copy->steps->cancellable);
  *fits = result == TAP_COPY_DONE && strcmp (g_checksum_get_string (sum), name) == 0;
  return result;
}

/* Damaged is a photo that cannot be read twice while the rest of the station can; a share that is away damages nothing. */
static gboolean
copy_or_judge (Copy       *copy,
               const char *name,
               const char *beside,
               gboolean   *damaged,
               GError    **error)
{
  gboolean fits = FALSE;
  TapCopy result = copy_content (copy, name, beside, &fits);
  int code;

  if (result == TAP_COPY_NOT_READ || (result == TAP_COPY_DONE && !fits))
    result = copy_content (copy, name, beside, &fits);
  code = errno;
  if (result == TAP_COPY_CANCELLED)
    return !tap_steps_cancelled (copy->steps, error);
  if (result == TAP_COPY_NOT_WRITTEN)
    return _tap_backup_place_error (error, code, copy->place->place);
  if (result == TAP_COPY_NOT_READ && ((code != EIO && code != ENOENT) || !is_there (copy->folder)))
    {
      tap_ledger_set_errno (error, code, FALSE, copy->folder);
      return FALSE;
    }
  *damaged = !fits;
  return TRUE;
}

/* What is in the store belongs to older backups, too: it goes only when the new one stands ready. */
static gboolean
put_in_place (const char *beside,
              const char *to)
{
  g_autofree char *old = g_strconcat (beside, "-old", NULL);

  if (rename (beside, to) == 0)
    return TRUE;
  if (errno != ENOTEMPTY && errno != EEXIST && errno != EISDIR && errno != ENOTDIR)
    return FALSE;
  tap_tree_remove (old);
  if (rename (to, old) != 0 || rename (beside, to) != 0)
    return FALSE;
  tap_tree_remove (old);
  return TRUE;
}

/* Renamed into the store only when it is whole and what its name says. */
static gboolean
copy_to_store (Copy       *copy,
               const char *name,
               gboolean   *damaged,
               GError    **error)
{
  g_autofree char *to = _tap_backup_files_path (copy->place->folder, name);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *beside = g_strconcat (folder, "/.", name, ".new", NULL);
  gboolean ok;

  if (mkdir (folder, 0777) != 0 && errno != EEXIST)
    return _tap_backup_place_error (error, errno, copy->place->place);
  ok = copy_or_judge (copy, name, beside, damaged, error);
  if (ok && !*damaged)
    {
      ok = put_in_place (beside, to) || _tap_backup_place_error (error, errno, copy->place->place);
      tap_tree_sync (folder);
    }
  tap_tree_remove (beside);
  return ok;
}

/* One is there already when its size is right; the thorough look is that of tap_backup_check(). */
static gboolean
is_stored (Copy          *copy,
           TapBackupPart *part)
{
  g_autofree char *path = _tap_backup_files_path (copy->place->folder, part->name);
  gint64 bytes;

  return tap_tree_measure (path, &bytes) && bytes == part->n;
}

static gboolean
write_list (Copy       *copy,
            const char *working,
            GString    *list,
            GError    **error)
{
  g_autofree char *path = g_build_filename (working, "files.txt", NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, list->str, (gssize) list->len);

  if (!tap_tree_write_file (path, list->str))
    return _tap_backup_place_error (error, errno, copy->place->place);
  _tap_backup_manifest_add (copy->manifest->parts, "files.txt", (gint64) list->len, sum);
  return TRUE;
}

gboolean
_tap_backup_files_copy (const char        *folder,
                        TapBackupPlace    *place,
                        const char        *working,
                        TapBackupManifest *manifest,
                        TapSteps          *steps,
                        GError           **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (NULL);
  g_autoptr(TapBackupManifest) owner = _tap_backup_manifest_new ();
  g_autoptr(GString) list = g_string_new (NULL);
  Copy copy = { folder, place, manifest, steps, owner->parts };
  gint64 bytes = 0;

  if (!_tap_backup_files_each (folder, note_name, &copy, error))
    return FALSE;
  g_ptr_array_sort (owner->parts, compare_names);
  for (guint i = 0; i < owner->parts->len; i++)
    if (!is_stored (&copy, owner->parts->pdata[i]))
      {
        g_ptr_array_add (names, owner->parts->pdata[i]);
        bytes += ((TapBackupPart *) owner->parts->pdata[i])->n;
      }
  if (!_tap_backup_place_room (place, bytes, error))
    return FALSE;
  tap_steps_begin (steps, _("Copying photos and signatures"), bytes);
  for (guint i = 0; i < names->len; i++)
    {
      TapBackupPart *part = names->pdata[i];
      gboolean damaged = FALSE;

      if (tap_steps_cancelled (steps, error) || !copy_to_store (&copy, part->name, &damaged, error))
        return FALSE;
      if (damaged)
        {
          g_ptr_array_add (manifest->damaged_files, g_strdup (part->name));
          part->n = -1;
        }
      tap_ledger_step ("backup-file");
    }
  for (guint i = 0; i < owner->parts->len; i++)
    {
      TapBackupPart *part = owner->parts->pdata[i];

      if (part->n < 0)
        continue;
      g_string_append_printf (list, "%s %" G_GINT64_FORMAT "\n", part->name, part->n);
      manifest->n_files++;
    }
  return write_list (&copy, working, list, error);
}
