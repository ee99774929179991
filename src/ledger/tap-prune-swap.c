/* tap-prune-swap.c — a thousand's folder leaves the log, and a file of its name takes the place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-probe-private.h"
#include "ledger/tap-prune-private.h"

#define MOVED "pruned-"
#define GROUP "archived"

static gboolean
set_errno (TapPrune *self,
           int       code,
           GError  **error)
{
  tap_ledger_set_errno (error, code, TRUE, self->folder);
  return FALSE;
}

static gboolean
set_damaged (TapPrune   *self,
             const char *path,
             GError    **error)
{
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               /* Translators: %s is a file or folder. */
               _("%s is not what it should be. Nothing was deleted; the administrator looks at it."), path);
  return FALSE;
}

static char *
thousand_path (TapPrune *self,
               guint64   thousand)
{
  return _tap_ledger_folder_path (self->self, "log/%s/%04u", self->station->epoch, (guint) thousand);
}

static char *
moved_path (TapPrune *self,
            guint64   thousand)
{
  return _tap_ledger_folder_path (self->self, "staging/" MOVED "%s-%04u", self->station->epoch, (guint) thousand);
}

guint64
_tap_prune_first (TapPrune *self,
                  guint64   thousand)
{
  return MAX (MAX (thousand * TAP_TXNS_PER_FOLDER, self->station->start_seq + 1), 1);
}

/* --- the pack ---------------------------------------------------------------------------------------- */

/* Reads all of it back. @files NULL: against its own checksums alone. */
static gboolean
check_pack (TapPrune   *self,
            const char *path,
            guint64     thousand,
            GPtrArray  *files,
            GError    **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapArchive) pack = tap_archive_open (path, self->station->id, self->station->epoch, &reason);
  guint64 first = _tap_prune_first (self, thousand);
  guint n = (guint) ((thousand + 1) * TAP_TXNS_PER_FOLDER - first);

  if (pack == NULL && reason == NULL)
    return set_errno (self, errno, error);
  if (pack == NULL || pack->first != first || pack->n != n)
    return set_damaged (self, path, error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GBytes) bytes = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      bytes = tap_archive_read (pack, path, first + i, &reason);
      if (bytes == NULL && reason == NULL)
        return set_errno (self, errno, error);
      if (bytes == NULL || (files != NULL && !g_bytes_equal (bytes, files->pdata[i])))
        return set_damaged (self, path, error);
    }
  return TRUE;
}

static gboolean
write_pack (TapPrune   *self,
            const char *path,
            guint64     thousand,
            GPtrArray  *files)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;
  ok = tap_archive_write (fd, self->station->id, self->station->epoch, _tap_prune_first (self, thousand), files) && fsync (fd) == 0;
  saved = errno;
  if (close (fd) != 0 && ok)
    return FALSE;
  errno = saved;
  return ok;
}

gboolean
_tap_prune_put_pack (TapPrune   *self,
                     guint64     thousand,
                     GPtrArray  *files,
                     GError    **error)
{
  g_autofree char *staged = _tap_ledger_folder_path (self->self, "staging/%s-%s-pack%04u.tmp", self->self->replica_id, self->self->tag,
                                                     (guint) thousand);
  g_autofree char *file = g_build_filename (staged, "p", NULL);
  g_autofree char *archive = _tap_ledger_folder_path (self->self, "archive");
  g_autofree char *to = _tap_ledger_folder_pack_path (self->self, thousand, FALSE);
  g_autofree char *final = _tap_ledger_folder_pack_path (self->self, thousand, TRUE);
  struct statx info;
  int code;

  if (_tap_ledger_folder_stat (final, &info) == 0)
    return check_pack (self, final, thousand, files, error);
  if ((mkdir (archive, 0777) != 0 && errno != EEXIST) || mkdir (staged, 0777) != 0 || !write_pack (self, file, thousand, files))
    {
      code = errno;
      _tap_probe_remove (staged);
      return set_errno (self, code, error);
    }
  tap_ledger_step ("prune-staged");
  if (!check_pack (self, file, thousand, files, error))
    {
      _tap_probe_remove (staged);
      return FALSE;
    }
  code = _tap_probe_publish (staged, to);
  tap_ledger_step ("prune-packed");
  if (code != 0)
    _tap_probe_remove (staged);
  /* Another PC packs the same thousand: its pack is as good, once it was looked at. */
  if (code != 0 && code != EEXIST && code != ENOTEMPTY)
    return set_errno (self, code, error);
  return check_pack (self, final, thousand, files, error) && tap_ledger_flush (self->ledger, error);
}

/* --- the swap ------------------------------------------------------------------------------------------ */

/* Its content is the same on every PC, so it does not matter who is faster. */
static char *
tombstone_text (TapPrune *self,
                guint64   thousand,
                GError  **error)
{
  g_autofree char *path = _tap_ledger_folder_pack_path (self->self, thousand, TRUE);
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapArchive) pack = tap_archive_open (path, self->station->id, self->station->epoch, &reason);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *hash = NULL;

  if (pack == NULL)
    {
      if (reason != NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        set_errno (self, errno, error);
      return NULL;
    }
  hash = tap_hash_to_string (pack->hashes + (gsize) (pack->n - 1) * TAP_HASH_LEN);
  g_key_file_set_uint64 (file, GROUP, "first", pack->first);
  g_key_file_set_uint64 (file, GROUP, "last", pack->first + pack->n - 1);
  g_key_file_set_string (file, GROUP, "hash", hash);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
put_tombstone (TapPrune *self,
               guint64   thousand,
               GError  **error)
{
  g_autofree char *place = thousand_path (self, thousand);
  g_autofree char *staged = _tap_ledger_folder_path (self->self, "staging/%s-%s-tomb%04u.tmp", self->self->replica_id, self->self->tag,
                                                     (guint) thousand);
  g_autofree char *file = g_build_filename (staged, "t", NULL);
  g_autofree char *text = tombstone_text (self, thousand, error);
  struct statx info;
  int code = 0;

  if (text == NULL)
    return FALSE;
  if (_tap_ledger_folder_stat (place, &info) == 0 && S_ISREG (info.stx_mode))
    return TRUE;
  if (mkdir (staged, 0777) != 0 || !_tap_probe_write (file, text, TRUE) || rename (file, place) != 0)
    code = errno;
  _tap_probe_remove (staged);
  /* A folder with something in it: somebody published where nothing may be. */
  if (code == EISDIR || code == ENOTEMPTY || code == EEXIST)
    return set_damaged (self, place, error);
  return code == 0 || set_errno (self, code, error);
}

gboolean
_tap_prune_swap (TapPrune *self,
                 guint64   thousand,
                 GError  **error)
{
  g_autofree char *place = thousand_path (self, thousand);
  g_autofree char *moved = moved_path (self, thousand);
  struct statx info;

  if (_tap_ledger_folder_stat (place, &info) == 0 && S_ISDIR (info.stx_mode))
    {
      int code = _tap_probe_publish (place, moved);

      if (code != 0 && code != ENOENT)
        return set_errno (self, code, error);
      tap_ledger_step ("prune-moved");
    }
  if (!put_tombstone (self, thousand, error))
    return FALSE;
  tap_ledger_step ("prune-closed");
  /* On the server's disk before anything is deleted. */
  if (!tap_ledger_flush (self->ledger, error))
    return FALSE;
  _tap_probe_remove (moved);
  tap_ledger_step ("prune-deleted");
  return TRUE;
}

/* --- what was left half done -------------------------------------------------------------------------------- */

/* Moved out of the log, but not deleted: nothing of it may go before its pack was read. */
static gboolean
finish_one (TapPrune   *self,
            const char *name,
            GError    **error)
{
  g_autofree char *prefix = g_strdup_printf (MOVED "%s-", self->station->epoch);
  g_autofree char *path = NULL;
  guint64 thousand;
  char *end = NULL;

  if (!g_str_has_prefix (name, prefix))
    return TRUE;
  thousand = g_ascii_strtoull (name + strlen (prefix), &end, 10);
  if (*end != '\0')
    return TRUE;
  path = _tap_ledger_folder_pack_path (self->self, thousand, TRUE);
  return check_pack (self, path, thousand, NULL, error) && _tap_prune_swap (self, thousand, error);
}

gboolean
_tap_prune_finish_left (TapPrune *self,
                        GError  **error)
{
  g_autofree char *staging = _tap_ledger_folder_path (self->self, "staging");
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (staging, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, MOVED))
      g_ptr_array_add (names, g_strdup (entry));
  for (guint i = 0; i < names->len; i++)
    if (!finish_one (self, names->pdata[i], error))
      return FALSE;
  return TRUE;
}
