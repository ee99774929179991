/* tap-station.c — a station folder before it is opened: look at it, make it, read and verify its log.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-changeset.h"
#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-log-walk.h"
#include "ledger/tap-mount.h"
#include "ledger/tap-proof.h"
#include "ledger/tap-station.h"
#include "ledger/tap-station-write.h"

#define VERIFY_STEP 100

void
tap_station_info_free (TapStationInfo *info)
{
  g_free (info->folder);
  g_free (info->station_id);
  g_free (info->name);
  g_free (info->epoch);
  g_free (info->mount_type);
  g_free (info->mount_options);
  g_free (info);
}

/* --- looking at one -------------------------------------------------------------------------- */

static gint64
sum_sizes (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 bytes = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) != 0)
        continue;
      bytes += S_ISDIR (info.st_mode) ? sum_sizes (path) : (gint64) info.st_size;
    }
  return bytes;
}

static void
find_last (TapLedger      *ledger,
           TapStationFile *station,
           TapStationInfo *info)
{
  TapMark mark = { 0 };
  g_autoptr(GArray) snapshots = tap_ledger_list_snapshots (ledger, NULL);

  memcpy (mark.hash, station->hash, TAP_HASH_LEN);
  tap_ledger_check_tail (ledger, &mark, TRUE, &info->last_seq, NULL);
  if (snapshots != NULL && snapshots->len > 0)
    info->newest_snapshot = g_array_index (snapshots, guint64, 0);
}

TapStationInfo *
tap_station_inspect (const char *folder,
                     GError    **error)
{
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autofree char *log = NULL;
  g_autofree char *staging = NULL;
  g_autoptr(TapProof) proof = NULL;
  TapStationInfo *info;

  g_return_val_if_fail (folder != NULL, NULL);

  ledger = tap_ledger_folder_new (folder);
  station = tap_ledger_open (ledger, error);
  if (station == NULL)
    return NULL;
  info = g_new0 (TapStationInfo, 1);
  info->folder = g_strdup (folder);
  info->station_id = g_strdup (station->id);
  info->name = g_strdup (station->name);
  info->epoch = g_strdup (station->epoch);
  info->format = station->format;
  find_last (ledger, station, info);
  info->free_bytes = tap_mount_free_bytes (folder);
  tap_mount_describe (folder, &info->mount_type, &info->mount_options);
  staging = g_build_filename (folder, "staging", NULL);
  info->writable = g_access (staging, W_OK) == 0;
  proof = tap_proof_read (folder);
  info->proven = proof->state == TAP_PROOF_NEEDLESS || proof->state == TAP_PROOF_PROVEN;
  /* On a share that would be some requests for each transaction. */
  log = g_build_filename (folder, "log", NULL);
  info->log_bytes = proof->state == TAP_PROOF_NEEDLESS ? sum_sizes (log) : -1;
  return info;
}

/* --- making one ------------------------------------------------------------------------------ */

/* The last thing that is made, and only if nobody was faster: a folder without it is not a station. */
static gboolean
write_station_file (const char *folder,
                    const char *text,
                    GError    **error)
{
  g_autofree char *path = g_build_filename (folder, "station.json", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  gsize len = strlen (text);
  gboolean ok;

  if (fd < 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, folder);
      return FALSE;
    }
  ok = write (fd, text, len) == (gssize) len && fsync (fd) == 0;
  if (!ok)
    tap_ledger_set_errno (error, errno, TRUE, folder);
  close (fd);
  /* Half of it would be a damaged station. */
  if (!ok)
    unlink (path);
  return ok;
}

gboolean
tap_station_create (const char *folder,
                    const char *name,
                    GError    **error)
{
  TapStationFile station = { 0 };
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *text = NULL;

  g_return_val_if_fail (folder != NULL && name != NULL, FALSE);

  station.format = TAP_STATION_FORMAT;
  station.id = id;
  station.epoch = (char *) "1";
  station.name = (char *) name;
  text = tap_station_file_write (&station);
  return tap_mount_check_folder (folder, error) && tap_mount_check_kind (folder, error)
         && tap_station_check_empty (folder, error)
         && tap_station_make_folders (folder, station.epoch, 0, error) && write_station_file (folder, text, error);
}

/* --- its log --------------------------------------------------------------------------------- */

TapTransaction *
tap_station_read (const char *folder,
                  guint64     seq,
                  GError    **error)
{
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(TapTxn) txn = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  ledger = tap_ledger_folder_new (folder);
  station = tap_ledger_open (ledger, error);
  if (station != NULL)
    bytes = tap_ledger_read (ledger, seq, TRUE, error);
  if (bytes != NULL)
    txn = tap_txn_parse (bytes, error);
  return txn != NULL ? tap_changeset_describe (txn, FALSE, error) : NULL;
}

gboolean
tap_station_verify (const char    *folder,
                    guint64       *n_verified,
                    TapVerifyFunc  func,
                    gpointer       data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(TapLogWalk) walk = NULL;
  g_autoptr(GError) reason = NULL;
  TapMark mark = { 0 };
  guint64 last;

  g_return_val_if_fail (folder != NULL && n_verified != NULL, FALSE);

  *n_verified = 0;
  ledger = tap_ledger_folder_new (folder);
  station = tap_ledger_open (ledger, error);
  if (station == NULL)
    return FALSE;
  *n_verified = mark.seq = station->start_seq;
  memcpy (mark.hash, station->start_hash, TAP_HASH_LEN);
  tap_ledger_check_tail (ledger, &mark, TRUE, &last, &reason);
  /* A log that cannot be listed is not an empty one. */
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  walk = tap_log_walk_new (ledger, mark.seq, last);
  for (guint64 seq = mark.seq + 1; seq <= last; seq++)
    {
      g_autoptr(TapTxn) txn = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      txn = tap_log_walk_follow (walk, station, mark.hash, NULL, error);
      if (txn == NULL)
        return FALSE;
      *n_verified = seq;
      if (func != NULL && (seq % VERIFY_STEP == 0 || seq == last))
        func (seq, last, data);
    }
  return TRUE;
}
