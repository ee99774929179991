/* tap-verify-deep.c — replays the whole log into a fresh replica and compares the state with what others made of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chain shows that nobody changed the log; this shows that every PC and every snapshot made the same of it.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-log-walk.h"
#include "ledger/tap-replay.h"
#include "ledger/tap-scratch.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station.h"
#include "ledger/tap-steps.h"
#include "ledger/tap-tree.h"

/* A state somebody else made at that number. */
typedef struct
{
  guint64 seq;
  guint8  hash[TAP_HASH_LEN];
  char   *content;
} State;

typedef struct
{
  const char     *folder;
  TapLedger      *ledger;
  TapStationFile *station;
  TapScratch     *scratch;
  TapReplay      *replay;       /* NULL: not begun yet */
  GArray         *snapshots;    /* of guint64, ascending */
  State           pc;           /* content NULL: there is none to compare */
  TapSteps       *steps;
  guint64         last;
} Deep;

static gboolean
read_state (sqlite3 *db,
            State   *state,
            GError **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT seq, hash FROM applied", error);

  if (stmt == NULL)
    return FALSE;
  if (sqlite3_step (stmt) != SQLITE_ROW || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    {
      tap_sql_set_error (error, db, "applied");
      return FALSE;
    }
  state->seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (state->hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  state->content = tap_snapshot_hash_content (db, error);
  return state->content != NULL;
}

/* --- this PC's replica ------------------------------------------------------------------------- */

/* In one read transaction: programs may be saving meanwhile. */
static gboolean
read_replica (Deep       *deep,
              const char *replica_dir,
              GError    **error)
{
  sqlite3 *db;
  gboolean ok;

  if (replica_dir == NULL || !tap_replica_exists (replica_dir))
    return TRUE;
  tap_steps_begin (deep->steps, _("Reading this PC's copy"), 0);
  db = tap_replica_open_reader (replica_dir, NULL, NULL, error);
  if (db == NULL)
    return FALSE;
  ok = tap_sql_exec (db, "BEGIN", error) && read_state (db, &deep->pc, error);
  sqlite3_close (db);
  return ok;
}

static gboolean
compare_replica (Deep         *deep,
                 const guint8 *hash,
                 GError      **error)
{
  g_autofree char *content = NULL;

  if (memcmp (deep->pc.hash, hash, TAP_HASH_LEN) != 0)
    {
      /* Translators: a number. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   _("At number %llu this PC holds another transaction than the station folder. “tappetctl rescue” tells what differs."),
                   (unsigned long long) deep->pc.seq);
      return FALSE;
    }
  if (deep->replay == NULL)
    return TRUE;
  content = tap_replay_content (deep->replay, error);
  if (content == NULL || strcmp (content, deep->pc.content) == 0)
    return content != NULL;
  /* Translators: a number. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("This PC's copy of the station at number %llu does not have the content that follows from the log."),
               (unsigned long long) deep->pc.seq);
  return FALSE;
}

/* --- snapshots --------------------------------------------------------------------------------- */

static int
compare_seq (gconstpointer a,
             gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

static gboolean
set_bad_snapshot (guint64  seq,
                  GError **error)
{
  /* Translators: a number. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The snapshot at number %llu does not have the content that follows from the log. The next one takes its place; until then no PC should be set up anew."),
               (unsigned long long) seq);
  return FALSE;
}

/* The snapshot's file in @path, and what it says. FALSE without an error: it vanished meanwhile; others write snapshots, too. */
static gboolean
fetch_snapshot (Deep        *deep,
                guint64      seq,
                const char  *path,
                State       *state,
                GError     **error)
{
  g_autofree char *from = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap/db", deep->folder, seq);
  g_autofree char *text = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;
  sqlite3 *db;
  gboolean good;

  g_unlink (path);
  if (tap_tree_copy_file (from, path, NULL, NULL, NULL, deep->steps->cancellable) != TAP_COPY_DONE
      || !tap_ledger_get_snapshot_note (deep->ledger, seq, &text, NULL))
    {
      tap_steps_cancelled (deep->steps, error);
      return FALSE;
    }
  note = tap_snapshot_note_parse (text);
  db = tap_sql_open (path, error);
  if (db == NULL)
    return FALSE;
  good = note != NULL && read_state (db, state, NULL) && state->seq == seq && note->seq == seq
         && strcmp (state->content, note->content) == 0;
  sqlite3_close (db);
  return good || set_bad_snapshot (seq, error);
}

static gboolean
compare_snapshot (Deep         *deep,
                  guint64       seq,
                  const guint8 *hash,
                  GError      **error)
{
  g_autofree char *path = tap_scratch_path (deep->scratch, "snapshot.db");
  g_autofree char *content = NULL;
  g_autoptr(GError) reason = NULL;
  State state = { 0 };
  gboolean good = TRUE;

  if (fetch_snapshot (deep, seq, path, &state, &reason))
    {
      content = tap_replay_content (deep->replay, &reason);
      good = content != NULL && strcmp (content, state.content) == 0 && memcmp (state.hash, hash, TAP_HASH_LEN) == 0;
      if (!good && reason == NULL)
        set_bad_snapshot (seq, &reason);
    }
  g_free (state.content);
  g_unlink (path);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A station that was restored has no log from 1: the replay starts from a snapshot at @seq, which is compared with the chain. */
static gboolean
start_from_snapshot (Deep         *deep,
                     guint64       seq,
                     const guint8 *hash,
                     GError      **error)
{
  g_autofree char *path = tap_scratch_path (deep->scratch, "state.db");
  g_autoptr(GError) reason = NULL;
  State state = { 0 };

  if (fetch_snapshot (deep, seq, path, &state, &reason))
    {
      if (memcmp (state.hash, hash, TAP_HASH_LEN) == 0)
        deep->replay = tap_replay_open (path, FALSE, &reason);
      else
        set_bad_snapshot (seq, &reason);
    }
  g_free (state.content);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* --- walking ------------------------------------------------------------------------------------- */

static gboolean
has_snapshot (Deep    *deep,
              guint64  seq)
{
  for (guint i = 0; i < deep->snapshots->len; i++)
    if (g_array_index (deep->snapshots, guint64, i) == seq)
      return TRUE;
  return FALSE;
}

/* All that others made at this number. */
static gboolean
compare_at (Deep         *deep,
            guint64       seq,
            const guint8 *hash,
            GError      **error)
{
  if (has_snapshot (deep, seq)
      && !(deep->replay != NULL ? compare_snapshot (deep, seq, hash, error)
                                : start_from_snapshot (deep, seq, hash, error)))
    return FALSE;
  return deep->pc.content == NULL || deep->pc.seq != seq || compare_replica (deep, hash, error);
}

static gboolean
walk (Deep    *deep,
      guint64 *n_verified,
      GError **error)
{
  guint64 seq = deep->station->start_seq;
  g_autoptr(TapLogWalk) walk = tap_log_walk_new (deep->ledger, seq, deep->last);
  guint8 hash[TAP_HASH_LEN];

  memcpy (hash, deep->station->start_hash, TAP_HASH_LEN);
  if (!compare_at (deep, seq, hash, error))
    return FALSE;
  while (++seq <= deep->last)
    {
      g_autoptr(TapTxn) txn = tap_log_walk_follow (walk, deep->station, hash, NULL, error);

      if (txn == NULL || tap_steps_cancelled (deep->steps, error)
          || (deep->replay != NULL && !tap_replay_apply (deep->replay, txn, error))
          || !compare_at (deep, seq, hash, error))
        return FALSE;
      *n_verified = seq;
      tap_steps_add (deep->steps, 1);
      if (seq % 10 == 0)
        tap_ledger_step ("verify-deep");
    }
  return TRUE;
}

static gboolean
start (Deep    *deep,
       GError **error)
{
  g_autofree char *path = tap_scratch_path (deep->scratch, "state.db");
  g_autoptr(GError) reason = NULL;
  TapMark mark = { .seq = deep->station->start_seq };
  TapTailState state;

  memcpy (mark.hash, deep->station->start_hash, TAP_HASH_LEN);
  state = tap_ledger_check_tail (deep->ledger, &mark, TRUE, &deep->last, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  /* A hole is named when the walk comes to it. */
  if (state != TAP_TAIL_FITS && state != TAP_TAIL_GAP)
    deep->last = mark.seq;
  deep->snapshots = tap_ledger_list_snapshots (deep->ledger, NULL);
  if (deep->snapshots == NULL)
    deep->snapshots = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_sort (deep->snapshots, compare_seq);
  if (mark.seq > 0)
    return TRUE;
  deep->replay = tap_replay_open (path, FALSE, error);
  return deep->replay != NULL && tap_replay_start (deep->replay, deep->station->start_hash, error);
}

/* Every state was compared, and there was one to grow. */
static gboolean
check_end (Deep    *deep,
           GError **error)
{
  if (deep->replay == NULL)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("The chain is whole, but there is no snapshot from which the log could be replayed."));
      return FALSE;
    }
  if (deep->pc.content == NULL || deep->pc.seq <= deep->last)
    return TRUE;
  /* Translators: two numbers. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The station folder ends at number %llu, but this PC holds number %llu. “tappetctl rescue” tells what is missing."),
               (unsigned long long) deep->last, (unsigned long long) deep->pc.seq);
  return FALSE;
}

static gboolean
verify (Deep       *deep,
        const char *replica_dir,
        guint64    *n_verified,
        GError    **error)
{
  if (!read_replica (deep, replica_dir, error) || !start (deep, error))
    return FALSE;
  tap_steps_begin (deep->steps, _("Replaying the log"), (gint64) (deep->last - deep->station->start_seq));
  if (!walk (deep, n_verified, error) || !check_end (deep, error))
    return FALSE;
  tap_steps_end (deep->steps);
  return TRUE;
}

gboolean
tap_station_verify_deep (const char      *folder,
                         const char      *replica_dir,
                         const char      *scratch,
                         guint64         *n_verified,
                         TapProgressFunc  progress,
                         gpointer         data,
                         GCancellable    *cancellable,
                         GError         **error)
{
  TapSteps steps = { .func = progress, .data = data, .cancellable = cancellable };
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(TapScratch) own = NULL;
  Deep deep = { .folder = folder, .steps = &steps };
  gboolean ok;

  g_return_val_if_fail (folder != NULL && n_verified != NULL, FALSE);

  *n_verified = 0;
  ledger = deep.ledger = tap_ledger_folder_new (folder);
  station = deep.station = tap_ledger_open (ledger, error);
  if (station == NULL)
    return FALSE;
  *n_verified = station->start_seq;
  own = deep.scratch = tap_scratch_new (scratch, error);
  ok = own != NULL && verify (&deep, replica_dir, n_verified, error);
  g_clear_pointer (&deep.replay, tap_replay_close);
  g_clear_pointer (&deep.snapshots, g_array_unref);
  g_free (deep.pc.content);
  return ok;
}
