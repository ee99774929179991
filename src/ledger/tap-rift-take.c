/* tap-rift-take.c — the folder's branch is the truth: this PC's replica is set aside and starts again from the folder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The new state is built beside the replica first, so that an open program goes from one whole state to the next. Killed at any moment,
 * all of it can be run again: what only this PC has is noted down before anything of it is replaced, each entry once.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-replica-private.h"
#include "ledger/tap-rift-private.h"
#include "ledger/tap-snapshot.h"

#define BATCH 32
#define LOCK_WAIT_US (10 * G_USEC_PER_SEC)
#define SCRATCH_PREFIX "rift-"

typedef struct
{
  RiftView       *view;
  TapReplica     *fresh;        /* in a folder of its own */
  char           *dir;
  TapProgressFunc progress;
  gpointer        data;
  GCancellable   *cancellable;
} Take;

/* --- the scratch folder ---------------------------------------------------------------------------- */

static void
remove_scratch (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
  g_unlink (path);
}

/* What a run that was broken off left. Only one runs at a time: the publish lock is held. */
static void
remove_old_scratch (const char *replica_dir)
{
  g_autoptr(GDir) dir = g_dir_open (replica_dir, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, SCRATCH_PREFIX))
      {
        g_autofree char *path = g_build_filename (replica_dir, name, NULL);

        remove_scratch (path);
      }
}

/* --- the folder's state ---------------------------------------------------------------------------- */

/* The log goes on from it: the file under its number, or what a new epoch starts from. */
static gboolean
fits_log (RiftView     *view,
          guint64       seq,
          const guint8 *hash)
{
  g_autoptr(TapTxn) found = NULL;

  if (seq == view->station->start_seq)
    return memcmp (view->station->start_hash, hash, TAP_HASH_LEN) == 0;
  found = _tap_rift_get_found (view, seq);
  return found != NULL && memcmp (found->hash, hash, TAP_HASH_LEN) == 0;
}

static gboolean
is_good_snapshot (RiftView   *view,
                  sqlite3    *db,
                  guint64     seq,
                  const char *text)
{
  g_autoptr(TapSnapshotNote) note = tap_snapshot_note_parse (text);
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT seq, hash FROM applied", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *content = NULL;

  if (note == NULL || note->seq != seq || stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW
      || (guint64) sqlite3_column_int64 (stmt, 0) != seq || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    return FALSE;
  hash = tap_hash_to_string (sqlite3_column_blob (stmt, 1));
  if (strcmp (hash, note->hash) != 0 || !fits_log (view, seq, sqlite3_column_blob (stmt, 1)))
    return FALSE;
  content = tap_snapshot_hash_content (db, NULL);
  return g_strcmp0 (content, note->content) == 0;
}

static gboolean
take_snapshot (Take    *take,
               guint64  seq,
               GError **error)
{
  g_autofree char *path = g_build_filename (take->dir, "snapshot.db", NULL);
  g_autofree char *text = NULL;
  sqlite3 *db = NULL;
  gboolean ok;

  if (!tap_ledger_get_snapshot (take->view->ledger, seq, path, &text, NULL))
    return FALSE;
  db = tap_sql_open (path, NULL);
  ok = db != NULL && is_good_snapshot (take->view, db, seq, text) && tap_replica_replace (take->fresh, db, error);
  g_clear_pointer (&db, sqlite3_close);
  g_unlink (path);
  return ok;
}

static gboolean
start_from_snapshot (Take    *take,
                     GError **error)
{
  g_autoptr(GArray) found = tap_ledger_list_snapshots (take->view->ledger, NULL);
  gboolean done = FALSE;

  if (take->progress != NULL)
    take->progress (_("Fetching a snapshot"), 0, 0, take->data);
  for (guint i = 0; found != NULL && i < found->len && !done; i++)
    {
      g_autoptr(GError) reason = NULL;

      done = take_snapshot (take, g_array_index (found, guint64, i), &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }
  return TRUE;
}

/* FALSE with an error; *@end: there is no next one. */
static gboolean
read_batch (Take      *take,
            guint64    seq,
            GPtrArray *txns,
            GPtrArray *files,
            gboolean  *end,
            GError   **error)
{
  TapStationFile *station = take->view->station;

  for (; txns->len < BATCH; seq++)
    {
      g_autoptr(GError) reason = NULL;
      GBytes *bytes = tap_ledger_read (take->view->ledger, seq, TRUE, &reason);
      TapTxn *txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;

      *end = g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      if (*end)
        return TRUE;
      if (txn != NULL)
        g_ptr_array_add (txns, txn);
      if (bytes != NULL)
        g_ptr_array_add (files, bytes);
      if (txn != NULL && txn->seq == seq && strcmp (txn->station_id, station->id) == 0
          && strcmp (txn->epoch, station->epoch) == 0)
        continue;
      if (reason != NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        tap_ledger_set_damaged (error, seq);
      return FALSE;
    }
  return TRUE;
}

static gboolean
follow_log (Take    *take,
            GError **error)
{
  guint64 last = MAX (_tap_rift_last (take->view), take->view->floor);
  gboolean end = FALSE;
  TapTail tail;

  while (!end)
    {
      g_autoptr(GPtrArray) txns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_txn_free);
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      guint64 failed;

      if (g_cancellable_set_error_if_cancelled (take->cancellable, error)
          || !tap_replica_get_tail (take->fresh, &tail, error)
          || !read_batch (take, tail.seq + 1, txns, files, &end, error))
        return FALSE;
      if (txns->len > 0 && !tap_replica_apply (take->fresh, txns, files, &failed, error))
        return FALSE;
      if (take->progress != NULL)
        take->progress (_("Reading the log of the station"), (gint64) tail.seq + txns->len, (gint64) last, take->data);
    }
  if (!tap_replica_get_tail (take->fresh, &tail, error))
    return FALSE;
  if (take->view->listed->len == 0 || tail.seq >= _tap_rift_last (take->view))
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK,
                       _("Entries are missing in the middle of the station folder. Everything can be read; nothing is saved until they are back."));
  return FALSE;
}

/* What this PC's own copies say beyond the end of the folder, as far as it hangs on it: the replica that knew it cannot be read any more. */
static gboolean
follow_copies (Take    *take,
               GError **error)
{
  for (;;)
    {
      g_autoptr(GPtrArray) txns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_txn_free);
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr(GBytes) bytes = NULL;
      TapTxn *txn;
      TapTail tail;
      guint64 failed;

      if (!tap_replica_get_tail (take->fresh, &tail, error))
        return FALSE;
      bytes = tap_local_db_get_copy (take->view->local, tail.seq + 1);
      txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;
      if (txn == NULL)
        return TRUE;
      g_ptr_array_add (txns, txn);
      g_ptr_array_add (files, g_steal_pointer (&bytes));
      if (txn->seq != tail.seq + 1 || memcmp (txn->previous, tail.hash, TAP_HASH_LEN) != 0
          || strcmp (txn->epoch, take->view->station->epoch) != 0)
        return TRUE;
      if (!tap_replica_apply (take->fresh, txns, files, &failed, error))
        return FALSE;
    }
}

/* Without its snapshot a station in a new epoch has no beginning. */
static gboolean
check_start (Take    *take,
             GError **error)
{
  TapTail tail;

  if (!tap_replica_get_tail (take->fresh, &tail, error))
    return FALSE;
  if (tail.seq >= take->view->station->start_seq)
    return TRUE;
  tap_ledger_set_damaged (error, take->view->station->start_seq);
  return FALSE;
}

static gboolean
build_fresh (Take    *take,
             GError **error)
{
  TapStationFile *station = take->view->station;

  take->fresh = tap_replica_open (take->dir, NULL, NULL, error);
  return take->fresh != NULL
         && tap_replica_bind_station (take->fresh, station->id, station->epoch, station->hash, error)
         && start_from_snapshot (take, error) && check_start (take, error) && follow_log (take, error)
         && (!take->view->broken || follow_copies (take, error));
}

/* --- the change ------------------------------------------------------------------------------------ */

/* All operations of it are in the folder's state: it would be entered twice. */
static gboolean
is_in_fresh (Take         *take,
             TapRiftEntry *entry)
{
  g_auto(GStrv) ids = g_strsplit (entry->operation_ids, " ", -1);

  if (ids[0] == NULL || ids[0][0] == '\0')
    return entry->elsewhere;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!tap_replica_has_operation (take->fresh, ids[i]))
      return FALSE;
  return TRUE;
}

static gboolean
note_down (Take        *take,
           TapRift     *rift,
           TapLocalDb  *local,
           GError     **error)
{
  for (guint i = 0; i < rift->only_pc->len; i++)
    {
      TapRiftEntry *entry = rift->only_pc->pdata[i];
      const guint8 *known = _tap_rift_known_hash (take->view, entry->seq);
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(TapTxn) txn = _tap_rift_get_copy (take->view, entry->seq, &bytes);
      guint8 hash[TAP_HASH_LEN] = { 0 };

      if (is_in_fresh (take, entry) || (txn != NULL && txn->kind == TAP_TXN_MIGRATION))
        continue;
      /* One whose copy is gone is told by its number at least. */
      if (known != NULL)
        memcpy (hash, known, TAP_HASH_LEN);
      else
        memcpy (hash, &entry->seq, sizeof entry->seq);
      if (!_tap_rift_left_add (local, entry, bytes, hash, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_copies (Take        *take,
             guint64      common,
             TapLocalDb  *local,
             GError     **error)
{
  TapLocalDb *from = tap_replica_get_local (take->fresh);
  g_autoptr(GArray) keys = tap_local_db_list_copies (from, G_MAXUINT64, error);

  if (keys == NULL || !tap_local_db_drop_copies_above (local, common, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr(GBytes) bytes = tap_local_db_get_copy (from, g_array_index (keys, TapCopyKey, i).seq);
      g_autoptr(TapTxn) txn = bytes != NULL ? tap_txn_parse (bytes, error) : NULL;

      if (txn == NULL || !tap_local_db_add_copy (local, txn, bytes, error))
        return FALSE;
    }
  return tap_local_db_set (local, "epoch", take->view->station->epoch, error);
}

static gboolean
in_one_commit (Take        *take,
               TapRift     *rift,
               TapLocalDb  *local,
               gboolean     before,
               GError     **error)
{
  gboolean ok = tap_local_db_begin (local, error);

  ok = ok && (before ? note_down (take, rift, local, error) : move_copies (take, rift->common_seq, local, error));
  if (ok && tap_local_db_commit (local, error))
    return TRUE;
  tap_local_db_rollback (local);
  return FALSE;
}

static gboolean
change_over (Take        *take,
             TapRift     *rift,
             TapReplica  *replica,
             char       **aside,
             GError     **error)
{
  TapLocalDb *local = tap_replica_get_local (replica);

  if (take->progress != NULL)
    take->progress (_("Setting this PC's copy aside"), 0, 0, take->data);
  if (!(take->view->broken ? tap_replica_copy_broken (take->view->replica_dir, error)
                           : tap_replica_set_aside (replica, aside, error))
      || !in_one_commit (take, rift, local, TRUE, error))
    return FALSE;
  tap_ledger_step ("take-noted");
  if (!tap_replica_replace (replica, take->fresh->db, error))
    return FALSE;
  tap_ledger_step ("take-replaced");
  return in_one_commit (take, rift, local, FALSE, error);
}

gboolean
_tap_rift_take (RiftView         *view,
                TapRift          *rift,
                TapReplica       *replica,
                char            **aside,
                TapProgressFunc   progress,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autofree char *name = g_strdup_printf (SCRATCH_PREFIX "%s", tap_replica_get_tag (replica));
  g_autofree char *dir = g_build_filename (view->replica_dir, name, NULL);
  Take take = { .view = view, .dir = dir, .progress = progress, .data = data, .cancellable = cancellable };
  gboolean ok;

  remove_old_scratch (view->replica_dir);
  ok = build_fresh (&take, error) && change_over (&take, rift, replica, aside, error);
  g_clear_pointer (&take.fresh, tap_replica_close);
  remove_scratch (dir);
  return ok;
}

/* --- the person's command -------------------------------------------------------------------------- */

static gboolean
may_take (TapRift *rift,
          GError **error)
{
  if (rift->kind == TAP_RIFT_DIVERGED || rift->kind == TAP_RIFT_EPOCH || rift->kind == TAP_RIFT_NONE)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR,
               rift->kind == TAP_RIFT_FOREIGN ? TAP_LEDGER_ERROR_FOREIGN : TAP_LEDGER_ERROR_SET_BACK, "%s %s",
               rift->sentence, rift->advice);
  return FALSE;
}

gboolean
tap_rift_take_folder (const char       *folder,
                      const char       *replica_dir,
                      char            **aside,
                      TapProgressFunc   progress,
                      gpointer          data,
                      GCancellable     *cancellable,
                      GError          **error)
{
  g_auto(RiftView) view = { 0 };
  g_autoptr(TapReplica) replica = NULL;
  g_autoptr(TapRift) rift = NULL;
  gboolean ok;

  g_return_val_if_fail (folder != NULL && replica_dir != NULL, FALSE);

  if (!_tap_rift_view_open (&view, folder, replica_dir, error))
    return FALSE;
  replica = tap_replica_open (replica_dir, NULL, NULL, error);
  if (replica == NULL)
    return FALSE;
  if (!tap_replica_lock (replica, g_get_monotonic_time () + LOCK_WAIT_US))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                           _("Another program of this PC is saving and does not come to an end. Close it and try again."));
      return FALSE;
    }
  /* What this PC knows may have grown until nobody else was saving. */
  _tap_rift_view_clear (&view);
  memset (&view, 0, sizeof view);
  if (_tap_rift_view_open (&view, folder, replica_dir, error))
    rift = _tap_rift_judge (&view, progress, data, cancellable, error);
  ok = rift != NULL && may_take (rift, error)
       && _tap_rift_take (&view, rift, replica, aside, progress, data, cancellable, error);
  tap_replica_unlock (replica);
  return ok;
}
