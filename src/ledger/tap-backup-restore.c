/* tap-backup-restore.c — a station from a backup; and the drill that proves that it can be done.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger/tap-backup-private.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station-write.h"

#define DRILL_WAIT_MS 3000

/* --- restoring --------------------------------------------------------------------------------- */

typedef struct
{
  const char      *root;        /* where the files of the backups are */
  TapStationWrite *write;
  TapSteps        *steps;
  GString         *missing;
} Restore;

static gboolean
restore_file (const char *name,
              gint64      bytes,
              gpointer    data,
              GError    **error)
{
  Restore *restore = data;
  g_autofree char *path = _tap_backup_files_path (restore->root, name);

  if (tap_steps_cancelled (restore->steps, error))
    return FALSE;
  if (_tap_backup_files_is_good (path, name, restore->steps))
    return tap_station_write_file (restore->write, name, path, restore->steps->cancellable, error);
  /* One photo less does not keep the station from opening again. */
  g_string_append_printf (restore->missing, "%s\n", name);
  return !tap_steps_cancelled (restore->steps, error);
}

static gboolean
write_missing (const char *folder,
               GString    *missing,
               GError    **error)
{
  g_autofree char *path = g_build_filename (folder, "missing-files.txt", NULL);

  if (missing->len == 0 || tap_tree_write_file (path, missing->str))
    return TRUE;
  tap_ledger_set_errno (error, errno, TRUE, folder);
  return FALSE;
}

static gboolean
add_bytes (const char *name,
           gint64      bytes,
           gpointer    data,
           GError    **error)
{
  *(gint64 *) data += bytes;
  return TRUE;
}

/* @path was opened and is good; its state is in @facts. */
static gboolean
write_station (const char      *path,
               const char      *new_folder,
               TapBackupFacts  *facts,
               TapSteps        *steps,
               GError         **error)
{
  g_autofree char *root = g_path_get_dirname (path);
  g_autoptr(GString) missing = g_string_new (NULL);
  g_autoptr(TapStationWrite) write = NULL;
  Restore restore = { root, NULL, steps, missing };
  guint8 hash[TAP_HASH_LEN];
  gint64 bytes = 0;

  tap_steps_end (steps);
  tap_hash_from_string (facts->found->hash, hash);
  write = tap_station_write_begin (new_folder, facts->station, facts->found->seq, hash, error);
  if (write == NULL)
    return FALSE;
  if (facts->found->seq > 0
      && !tap_station_write_snapshot (write, facts->db, facts->found->content, steps->func, steps->data,
                                      steps->cancellable, error))
    return FALSE;
  restore.write = write;
  if (!_tap_backup_files_listed (path, add_bytes, &bytes, error))
    return FALSE;
  tap_steps_begin (steps, _("Copying photos and signatures"), bytes);
  return _tap_backup_files_listed (path, restore_file, &restore, error) && write_missing (new_folder, missing, error)
         && !tap_steps_cancelled (steps, error) && tap_station_write_end (write, error);
}

/* @content: what the state in the new folder must have as its content hash; free. */
static gboolean
restore (const char  *path,
         const char  *new_folder,
         char       **content,
         TapSteps    *steps,
         GError     **error)
{
  g_autofree char *folder = g_canonicalize_filename (path, NULL);
  g_autoptr(TapBackupManifest) manifest = NULL;
  g_autoptr(TapScratch) scratch = NULL;
  g_auto(TapBackupFacts) facts = { 0 };

  if (!_tap_backup_place_check (folder, NULL, error) || tap_steps_cancelled (steps, error))
    return FALSE;
  manifest = _tap_backup_manifest_read (folder, error);
  scratch = manifest != NULL ? tap_scratch_new (NULL, error) : NULL;
  if (scratch == NULL || !_tap_backup_open (folder, manifest, scratch, TRUE, &facts, steps, error)
      || !_tap_backup_compare (manifest, facts.found, error))
    return FALSE;
  if (content != NULL)
    *content = g_strdup (manifest->content);
  if (!write_station (folder, new_folder, &facts, steps, error))
    return FALSE;
  tap_steps_end (steps);
  return TRUE;
}

gboolean
tap_backup_restore (const char      *path,
                    const char      *new_folder,
                    TapProgressFunc  progress,
                    gpointer         data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  TapSteps steps = { .func = progress, .data = data, .cancellable = cancellable };

  g_return_val_if_fail (path != NULL && new_folder != NULL, FALSE);

  return restore (path, new_folder, NULL, &steps, error);
}

/* --- the drill --------------------------------------------------------------------------------- */

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static void
await (GMainContext  *context,
       GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (context, TRUE);
}

static gpointer
read_content (sqlite3      *db,
              gpointer      input,
              GCancellable *cancellable,
              GError      **error)
{
  return tap_snapshot_hash_content (db, error);
}

static void
close_worker (TapWorker    *worker,
              GMainContext *context)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_close_async (worker, DRILL_WAIT_MS, keep_result_cb, &result);
  await (context, &result);
  tap_worker_close_finish (worker, result, NULL);
  /* What its threads posted last. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_object_unref (worker);
}

/* As a PC that has never seen this station: its content hash once it has caught up. */
static char *
open_as_new_pc (const char   *folder,
                const char   *replica_dir,
                GMainContext *context,
                GError      **error)
{
  const TapWorkerOptions options = { .folder = folder, .replica_dir = replica_dir, .program = "tappetctl", .passive = TRUE };
  TapWorker *worker = tap_worker_new (&options);
  g_autoptr(GAsyncResult) started = NULL;
  g_autoptr(GAsyncResult) read = NULL;
  char *content = NULL;

  tap_worker_start_async (worker, NULL, keep_result_cb, &started);
  await (context, &started);
  if (tap_worker_start_finish (worker, started, error))
    {
      tap_worker_read_async (worker, read_content, NULL, NULL, g_free, NULL, keep_result_cb, &read);
      await (context, &read);
      content = tap_worker_read_finish (worker, read, error);
    }
  close_worker (worker, context);
  return content;
}

static gboolean
open_restored (const char  *folder,
               const char  *replica_dir,
               const char  *wanted,
               GError     **error)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autofree char *content = NULL;

  g_main_context_push_thread_default (context);
  content = open_as_new_pc (folder, replica_dir, context, error);
  g_main_context_pop_thread_default (context);
  if (content == NULL || strcmp (content, wanted) == 0)
    return content != NULL;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("The station restored from the backup does not have the content that the backup tells of."));
  return FALSE;
}

static gboolean
drill (const char *path,
       TapScratch *scratch,
       TapSteps   *steps,
       GError    **error)
{
  g_autofree char *folder = tap_scratch_path (scratch, "station");
  g_autofree char *replica_dir = tap_scratch_path (scratch, "replica");
  g_autofree char *missing = g_build_filename (folder, "missing-files.txt", NULL);
  g_autofree char *content = NULL;
  guint64 n_verified;

  if (!restore (path, folder, &content, steps, error))
    return FALSE;
  tap_ledger_step ("drill-restored");
  tap_steps_begin (steps, _("Opening the restored station"), 0);
  if (!tap_station_verify (folder, &n_verified, NULL, NULL, steps->cancellable, error)
      || !open_restored (folder, replica_dir, content, error) || tap_steps_cancelled (steps, error))
    return FALSE;
  tap_ledger_step ("drill-opened");
  if (!g_file_test (missing, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("The backup opens, but photos or signatures are missing in it or damaged. Check it to see which."));
  return FALSE;
}

gboolean
tap_backup_drill (const char      *path,
                  const char      *scratch,
                  gint64          *took_ms,
                  TapProgressFunc  progress,
                  gpointer         data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  TapSteps steps = { .func = progress, .data = data, .cancellable = cancellable };
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr(TapScratch) own = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL, FALSE);

  own = tap_scratch_new (scratch, error);
  ok = own != NULL && drill (path, own, &steps, error);
  if (ok)
    tap_steps_end (&steps);
  if (took_ms != NULL)
    *took_ms = (g_get_monotonic_time () - began_us) / 1000;
  return ok;
}
