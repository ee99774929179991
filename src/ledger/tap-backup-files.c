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

/* --- going through them ------------------------------------------------------------------------ */

static gboolean
each_in (const char        *folder,
         TapBackupFileFunc  func,
         gpointer           data,
         GError           **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_hash (name) && !func (name, tap_tree_bytes (path), data, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_tap_backup_files_each (const char        *root,
                        TapBackupFileFunc  func,
                        gpointer           data,
                        GError           **error)
{
  g_autofree char *files = g_build_filename (root, "files", NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  errno = 0;
  dir = g_dir_open (files, 0, NULL);
  if (dir == NULL)
    {
      if (errno == ENOENT)
        return TRUE;
      tap_ledger_set_errno (error, errno, FALSE, files);
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (strlen (name) == 2)
      g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *folder = g_build_filename (files, names->pdata[i], NULL);

      if (!each_in (folder, func, data, error))
        return FALSE;
    }
  return TRUE;
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

/* The file itself, or the one in the folder. */
static char *
find_content (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_strdup (path);
  dir = g_dir_open (path, 0, NULL);
  name = dir != NULL ? g_dir_read_name (dir) : NULL;
  return g_build_filename (path, name != NULL ? name : "-", NULL);
}

gboolean
_tap_backup_files_is_good (const char *path,
                           const char *name,
                           TapSteps   *steps)
{
  g_autofree char *content = find_content (path);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  TapCopy result = tap_tree_copy_file (content, NULL, sum, tap_steps_copied, steps, steps->cancellable);

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

/* Renamed into the store only when it is whole and what its name says. */
static gboolean
copy_content (Copy       *copy,
              const char *name,
              const char *from,
              const char *to,
              gboolean   *damaged,
              GError    **error)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  TapCopy result = tap_tree_copy_file (from, to, sum, tap_steps_copied, copy->steps, copy->steps->cancellable);

  if (result == TAP_COPY_CANCELLED)
    return !tap_steps_cancelled (copy->steps, error);
  if (result == TAP_COPY_NOT_WRITTEN)
    return _tap_backup_place_error (error, errno, copy->place->place);
  if (result == TAP_COPY_NOT_READ && errno != EIO && errno != ENOENT)
    {
      tap_ledger_set_errno (error, errno, FALSE, from);
      return FALSE;
    }
  *damaged = result != TAP_COPY_DONE || strcmp (g_checksum_get_string (sum), name) != 0;
  return TRUE;
}

static gboolean
copy_to_store (Copy       *copy,
               const char *name,
               gboolean   *damaged,
               GError    **error)
{
  g_autofree char *from = _tap_backup_files_path (copy->folder, name);
  g_autofree char *to = _tap_backup_files_path (copy->place->folder, name);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *beside = g_strconcat (folder, "/.", name, ".new", NULL);
  g_autofree char *in = find_content (from);
  g_autofree char *base = g_path_get_basename (in);
  gboolean is_folder = strcmp (in, from) != 0;
  g_autofree char *out = is_folder ? g_build_filename (beside, base, NULL) : g_strdup (beside);
  gboolean ok;

  tap_tree_remove (beside);
  if ((mkdir (folder, 0777) != 0 && errno != EEXIST) || (is_folder && mkdir (beside, 0777) != 0))
    return _tap_backup_place_error (error, errno, copy->place->place);
  ok = copy_content (copy, name, in, out, damaged, error);
  if (ok && !*damaged)
    {
      ok = rename (beside, to) == 0 || _tap_backup_place_error (error, errno, copy->place->place);
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
  struct stat info;

  if (stat (path, &info) != 0)
    return FALSE;
  if (tap_tree_bytes (path) == part->n)
    return TRUE;
  tap_tree_remove (path);
  return FALSE;
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
