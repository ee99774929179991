/* tap-ledger-folder-side.c — beside the log: snapshots and who is here.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-ledger-folder-private.h"

#define COPY_CHUNK (1024 * 1024)
#define NOTE_MAX_BYTES 4096
#define SNAPSHOTS_KEPT 2

/* --- snapshots ------------------------------------------------------------------------------- */

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left > right ? -1 : left < right;
}

static GArray *
tap_ledger_folder_list_snapshots (TapLedger *ledger,
                                  GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "snapshots");
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GDir) dir = g_dir_open (path, 0, error);
  const char *name;

  if (dir == NULL)
    {
      g_array_unref (found);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *end = NULL;
      guint64 seq = g_ascii_strtoull (name, &end, 10);

      if (seq > 0 && strcmp (end, ".snap") == 0)
        g_array_append_val (found, seq);
    }
  g_array_sort (found, compare_newest_first);
  return found;
}

/* FALSE with errno. */
static gboolean
copy_file (const char *from,
           const char *to,
           mode_t      mode,
           gboolean    flush)
{
  g_autofree guint8 *chunk = g_malloc (COPY_CHUNK);
  int in = open (from, O_RDONLY | O_CLOEXEC);
  int out = in >= 0 ? open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode) : -1;
  gboolean ok = out >= 0;
  int saved = errno;

  while (ok)
    {
      gssize n = read (in, chunk, COPY_CHUNK);

      if (n == 0)
        break;
      ok = n > 0 && _tap_ledger_folder_write (out, chunk, (gsize) n);
    }
  if (ok && flush)
    ok = fsync (out) == 0;
  if (out >= 0)
    {
      saved = errno;
      if (close (out) != 0 && ok)
        {
          ok = FALSE;
          saved = errno;
        }
    }
  if (in >= 0)
    close (in);
  errno = saved;
  return ok;
}

static gboolean
tap_ledger_folder_get_snapshot_note (TapLedger *ledger,
                                     guint64    seq,
                                     char     **note,
                                     GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "snapshots/%" G_GUINT64_FORMAT ".snap/note", seq);
  g_autoptr(GBytes) text = _tap_ledger_folder_read (path, NOTE_MAX_BYTES, NULL);

  if (text == NULL)
    {
      tap_ledger_set_errno (error, errno, FALSE, path);
      return FALSE;
    }
  *note = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  return TRUE;
}

static gboolean
tap_ledger_folder_get_snapshot (TapLedger  *ledger,
                                guint64     seq,
                                const char *path,
                                char      **note,
                                GError    **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *folder = _tap_ledger_folder_path (self, "snapshots/%" G_GUINT64_FORMAT ".snap", seq);
  g_autofree char *db = g_build_filename (folder, "db", NULL);

  if (!copy_file (db, path, 0600, FALSE))
    {
      tap_ledger_set_errno (error, errno, FALSE, folder);
      return FALSE;
    }
  return tap_ledger_folder_get_snapshot_note (ledger, seq, note, error);
}

static gboolean
write_small (const char *path,
             const char *text,
             gboolean    flush)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;
  ok = _tap_ledger_folder_write (fd, text, strlen (text)) && (!flush || fsync (fd) == 0);
  saved = errno;
  if (close (fd) != 0 && ok)
    return FALSE;
  errno = saved;
  return ok;
}

static void
drop_old_snapshots (TapLedger *ledger)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autoptr(GArray) found = tap_ledger_folder_list_snapshots (ledger, NULL);

  for (guint i = SNAPSHOTS_KEPT; found != NULL && i < found->len; i++)
    {
      guint64 seq = g_array_index (found, guint64, i);
      g_autofree char *from = _tap_ledger_folder_path (self, "snapshots/%" G_GUINT64_FORMAT ".snap", seq);
      g_autofree char *dead = _tap_ledger_folder_path (
          self, "staging/dead-%s-%s-snap%" G_GUINT64_FORMAT, self->replica_id, self->tag, seq);

      if (rename (from, dead) == 0)
        _tap_ledger_folder_bury (dead);
    }
}

static gboolean
tap_ledger_folder_put_snapshot (TapLedger  *ledger,
                                guint64     seq,
                                const char *path,
                                const char *note,
                                GError    **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *name = g_strdup_printf ("%s-%s-snap%" G_GUINT64_FORMAT ".tmp", self->replica_id,
                                           self->tag, seq);
  g_autofree char *staged = _tap_ledger_folder_path (self, "staging/%s", name);
  g_autofree char *db = g_build_filename (staged, "db", NULL);
  g_autofree char *note_path = g_build_filename (staged, "note", NULL);
  g_autofree char *to = _tap_ledger_folder_path (self, "snapshots/%" G_GUINT64_FORMAT ".snap", seq);
  int code;

  if (mkdir (staged, 0777) != 0 || !copy_file (path, db, 0666, TRUE) || !write_small (note_path, note, TRUE))
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      _tap_ledger_folder_give_up (self, name);
      return FALSE;
    }
  code = rename (staged, to) == 0 ? 0 : errno;
  if (code == 0)
    {
      drop_old_snapshots (ledger);
      return TRUE;
    }
  _tap_ledger_folder_give_up (self, name);
  if (code == EEXIST || code == ENOTEMPTY)
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS, "another PC was first");
  else
    tap_ledger_set_errno (error, code, TRUE, self->folder);
  return FALSE;
}

/* --- presence -------------------------------------------------------------------------------- */

static gboolean
tap_ledger_folder_put_presence (TapLedger  *ledger,
                                const char *text,
                                gint64     *server_us,
                                GError    **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "presence/%s", self->replica_id);
  gint64 began_us = g_get_monotonic_time ();
  struct statx info;

  if (!write_small (path, text, FALSE) || _tap_ledger_folder_stat (path, &info) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  *server_us = _tap_ledger_folder_clock (self, &info, began_us);
  return TRUE;
}

static GPtrArray *
tap_ledger_folder_list_present (TapLedger *ledger,
                                GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *folder = _tap_ledger_folder_path (self, "presence");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static TapPresenceNote *
tap_ledger_folder_get_presence (TapLedger  *ledger,
                                const char *replica_id)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "presence/%s", replica_id);
  TapFileSeen seen;
  g_autoptr(GBytes) bytes = _tap_ledger_folder_read (path, NOTE_MAX_BYTES, &seen);
  TapPresenceNote *note;

  if (bytes == NULL || !seen.known)
    return NULL;
  note = g_new0 (TapPresenceNote, 1);
  note->replica_id = g_strdup (replica_id);
  note->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  note->seen_unix = seen.mtime.tv_sec;
  return note;
}

void
_tap_ledger_folder_side_init (TapLedgerInterface *iface)
{
  iface->list_snapshots = tap_ledger_folder_list_snapshots;
  iface->get_snapshot = tap_ledger_folder_get_snapshot;
  iface->get_snapshot_note = tap_ledger_folder_get_snapshot_note;
  iface->put_snapshot = tap_ledger_folder_put_snapshot;
  iface->put_presence = tap_ledger_folder_put_presence;
  iface->list_present = tap_ledger_folder_list_present;
  iface->get_presence = tap_ledger_folder_get_presence;
}
