/* tap-station-write.c — writes a whole station folder from a state that is in hand: for a restore and for a rescue.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-mount.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station-write.h"
#include "ledger/tap-tree.h"

#define TXNS_PER_FOLDER 1000
/* Locked by who writes the folder; one that is there without a station.json tells of a run that was broken off. */
#define UNFINISHED ".tappet-unfinished"

static const char *const folder_names[]
    = { "log", "snapshots", "files", "presence", "flush", "archive", "staging" };

struct _TapStationWrite
{
  char          *folder;
  char          *marker;
  int            marker_fd;
  TapStationFile station;       /* owns its strings */
  gboolean       has_snapshot;
};

/* --- folders --------------------------------------------------------------------------------- */

gboolean
tap_station_check_empty (const char *folder,
                         GError    **error)
{
  g_autofree char *station = g_build_filename (folder, "station.json", NULL);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (g_file_test (station, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS,
                   _("There is a station in %s already."), folder);
      return FALSE;
    }
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && strcmp (name, "lost+found") != 0)
      {
        g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
                     _("The folder %s holds other things. Choose an empty folder for a new station."),
                     folder);
        return FALSE;
      }
  return TRUE;
}

gboolean
tap_station_make_folders (const char *folder,
                          const char *epoch,
                          guint64     seq,
                          GError    **error)
{
  g_autofree char *number = g_strdup_printf ("%04u", (guint) ((seq + 1) / TXNS_PER_FOLDER));
  g_autofree char *log = g_build_filename (folder, "log", epoch, number, NULL);
  g_autofree char *epoch_folder = g_build_filename (folder, "log", epoch, NULL);

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, folder);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (folder_names); i++)
    {
      g_autofree char *path = g_build_filename (folder, folder_names[i], NULL);

      if (mkdir (path, 0777) != 0 && errno != EEXIST)
        {
          tap_ledger_set_errno (error, errno, TRUE, path);
          return FALSE;
        }
    }
  if (mkdir (epoch_folder, 0777) != 0 || mkdir (log, 0777) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, log);
      return FALSE;
    }
  return TRUE;
}

/* --- beginning ------------------------------------------------------------------------------- */

static char *
next_epoch (const char *epoch)
{
  guint64 number = g_ascii_strtoull (epoch, NULL, 10);

  return g_strdup_printf ("%" G_GUINT64_FORMAT "-%08x", number + 1, g_random_int ());
}

/* What an earlier run left. */
static void
clear_left_over (const char *folder)
{
  static const char *const others[] = { ".station.json.new", "missing-files.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (folder_names); i++)
    {
      g_autofree char *path = g_build_filename (folder, folder_names[i], NULL);

      tap_tree_remove (path);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (folder, others[i], NULL);

      g_unlink (path);
    }
}

/* Servers without locks cannot tell two writers apart; all others do. */
static gboolean
take_marker (TapStationWrite *self,
             GError         **error)
{
  self->marker_fd = open (self->marker, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (self->marker_fd < 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  if (flock (self->marker_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS,
               _("Another program is writing a station into %s now."), self->folder);
  return FALSE;
}

static gboolean
prepare (TapStationWrite *self,
         GError         **error)
{
  gboolean left_over = g_file_test (self->marker, G_FILE_TEST_EXISTS);
  g_autofree char *station = g_build_filename (self->folder, "station.json", NULL);

  if (!tap_mount_check_folder (self->folder, error))
    return FALSE;
  if ((!left_over || g_file_test (station, G_FILE_TEST_EXISTS))
      && !tap_station_check_empty (self->folder, error))
    return FALSE;
  if (g_mkdir_with_parents (self->folder, 0777) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  if (!take_marker (self, error))
    return FALSE;
  if (left_over)
    clear_left_over (self->folder);
  return tap_station_check_empty (self->folder, error);
}

TapStationWrite *
tap_station_write_begin (const char           *folder,
                         const TapStationFile *from,
                         guint64               seq,
                         const guint8          hash[TAP_HASH_LEN],
                         GError              **error)
{
  g_autoptr(TapStationWrite) self = g_new0 (TapStationWrite, 1);

  self->folder = g_strdup (folder);
  self->marker = g_build_filename (folder, UNFINISHED, NULL);
  self->marker_fd = -1;
  self->station.format = TAP_STATION_FORMAT;
  self->station.id = g_strdup (from->id);
  self->station.name = g_strdup (from->name);
  self->station.epoch = next_epoch (from->epoch);
  self->station.parent_epoch = g_strdup (from->epoch);
  self->station.start_seq = seq;
  memcpy (self->station.start_hash, hash, TAP_HASH_LEN);
  if (!prepare (self, error) || !tap_station_make_folders (folder, self->station.epoch, seq, error))
    return NULL;
  tap_ledger_step ("write-folders");
  return g_steal_pointer (&self);
}

const char *
tap_station_write_get_epoch (TapStationWrite *self)
{
  return self->station.epoch;
}

void
tap_station_write_free (TapStationWrite *self)
{
  if (self->marker_fd >= 0)
    close (self->marker_fd);
  g_free (self->folder);
  g_free (self->marker);
  g_free (self->station.id);
  g_free (self->station.name);
  g_free (self->station.epoch);
  g_free (self->station.parent_epoch);
  g_free (self);
}

/* --- what is in it --------------------------------------------------------------------------- */

static gboolean
set_copy_error (GError    **error,
                TapCopy     result,
                const char *from,
                const char *to)
{
  int code = errno;

  if (result == TAP_COPY_CANCELLED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
  else
    tap_ledger_set_errno (error, code, result == TAP_COPY_NOT_WRITTEN, result == TAP_COPY_NOT_READ ? from : to);
  return FALSE;
}

typedef struct
{
  TapProgressFunc progress;
  gpointer        data;
  gint64          done, total;
} CopyProgress;

static void
copied_cb (gsize    bytes,
           gpointer data)
{
  CopyProgress *copy = data;

  copy->done += (gint64) bytes;
  if (copy->progress != NULL)
    copy->progress (_("Writing the new station folder"), copy->done, copy->total, copy->data);
}

gboolean
tap_station_write_snapshot (TapStationWrite *self,
                            const char      *path,
                            const char      *content,
                            TapProgressFunc  progress,
                            gpointer         data,
                            GCancellable    *cancellable,
                            GError         **error)
{
  g_autofree char *folder = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap", self->folder,
                                             self->station.start_seq);
  g_autofree char *db = g_build_filename (folder, "db", NULL);
  g_autofree char *note_path = g_build_filename (folder, "note", NULL);
  g_autofree char *hash = tap_hash_to_string (self->station.start_hash);
  TapSnapshotNote note = { self->station.start_seq, hash, (char *) content };
  g_autofree char *text = tap_snapshot_note_write (&note);
  CopyProgress copy = { progress, data, 0, tap_tree_bytes (path) };
  TapCopy result;

  if (mkdir (folder, 0777) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  result = tap_tree_copy_file (path, db, NULL, copied_cb, &copy, cancellable);
  if (result != TAP_COPY_DONE)
    return set_copy_error (error, result, path, self->folder);
  tap_ledger_step ("write-snapshot");
  if (!tap_tree_write_file (note_path, text))
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  self->has_snapshot = TRUE;
  return TRUE;
}

/* A file stays a file, and a folder with one file in it stays that. */
static gboolean
copy_one (const char   *from,
          const char   *to,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;
  TapCopy result;

  if (!g_file_test (from, G_FILE_TEST_IS_DIR))
    {
      result = tap_tree_copy_file (from, to, NULL, NULL, NULL, cancellable);
      return result == TAP_COPY_DONE || set_copy_error (error, result, from, to);
    }
  if (mkdir (to, 0777) != 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, to);
      return FALSE;
    }
  dir = g_dir_open (from, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *in = g_build_filename (from, name, NULL);
      g_autofree char *out = g_build_filename (to, name, NULL);

      result = tap_tree_copy_file (in, out, NULL, NULL, NULL, cancellable);
      if (result != TAP_COPY_DONE)
        return set_copy_error (error, result, in, out);
    }
  return TRUE;
}

gboolean
tap_station_write_file (TapStationWrite *self,
                        const char      *name,
                        const char      *from,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autofree char *folder = g_strdup_printf ("%s/files/%.2s", self->folder, name);
  g_autofree char *to = g_build_filename (folder, name, NULL);

  if (mkdir (folder, 0777) != 0 && errno != EEXIST)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  return copy_one (from, to, cancellable, error);
}

gboolean
tap_station_write_end (TapStationWrite *self,
                       GError         **error)
{
  g_autofree char *path = g_build_filename (self->folder, "station.json", NULL);
  g_autofree char *text = tap_station_file_write (&self->station);
  g_autofree char *snapshots = g_build_filename (self->folder, "snapshots", NULL);

  g_return_val_if_fail (self->has_snapshot || self->station.start_seq == 0, FALSE);

  tap_tree_sync (snapshots);
  tap_tree_sync (self->folder);
  tap_ledger_step ("write-station");
  if (!tap_tree_write_file (path, text))
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  tap_ledger_step ("write-marker");
  g_unlink (self->marker);
  return TRUE;
}
