/* matrix-lane.c — a station on a bad mount, a PC on it, a PC on a healthy path, and what must hold between them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "matrix.h"

#define WAIT_MS 8000

gboolean
lane_fail (Lane       *lane,
           const char *format,
           ...)
{
  va_list args;

  va_start (args, format);
  if (lane->failure == NULL)
    lane->failure = g_strdup_vprintf (format, args);
  va_end (args);
  return FALSE;
}

gboolean
lane_wait (gboolean (*done) (gpointer data),
           gpointer   data,
           int        ms)
{
  gint64 deadline_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (!done (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        return FALSE;
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
  return TRUE;
}

void
lane_keep_result (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* --- what A says of itself -------------------------------------------------------------------------- */

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            Lane       *lane)
{
  if (g_hash_table_contains (lane->settled, operation_id))
    lane_fail (lane, "an operation was settled twice");
  g_hash_table_insert (lane->settled, g_strdup (operation_id), GINT_TO_POINTER (1 + saved));
}

static void
state_cb (TapWorker *worker,
          Lane      *lane)
{
  if (tap_worker_get_state (worker) == TAP_LEDGER_SLOW)
    lane->was_slow = TRUE;
  if (tap_worker_get_state (worker) == TAP_LEDGER_SET_BACK && !lane->was_set_back)
    {
      lane->was_set_back = TRUE;
      lane_fail (lane, "a fault of the share was taken for a loss: %s", tap_worker_get_state_reason (worker));
    }
}

void
lane_watch (Lane      *lane,
            TapWorker *worker)
{
  g_signal_connect (worker, "state-changed", G_CALLBACK (state_cb), lane);
}

static void
applied_cb (TapWorker *worker,
            GPtrArray *transactions,
            Lane      *lane)
{
  for (guint i = 0; i < transactions->len; i++)
    {
      TapTransaction *transaction = transactions->pdata[i];

      if (lane->applied != 0 && transaction->seq != lane->applied + 1)
        lane_fail (lane, "number %d was shown after %d", (int) transaction->seq, (int) lane->applied);
      lane->applied = transaction->seq;
    }
}

static void
reload_cb (TapWorker *worker,
           Lane      *lane)
{
  lane->applied = tap_worker_get_seq (worker);
}

/* --- the lane ----------------------------------------------------------------------------------------- */

TapWorker *
lane_open (Lane       *lane,
           const char *folder,
           const char *dir,
           gboolean    passive)
{
  TapWorkerOptions options = fixture_options (folder, dir, &lane->limits);
  TapWorker *worker;

  options.passive = passive;
  options.pc = passive ? "BACK-02" : "FRONT-01";
  worker = tap_worker_new (&options);
  return worker;
}

static gboolean
open_pcs (Lane *lane)
{
  g_autoptr(GError) error = NULL;

  lane->b = lane_open (lane, lane->folder, lane->dirs[1], TRUE);
  if (!fixture_start (lane->b, &error))
    return lane_fail (lane, "PC B: %s", error->message);
  if (lane->operation->without_a)
    return TRUE;
  lane->a = lane_open (lane, badfs_mount (lane->share), lane->dirs[0], FALSE);
  g_signal_connect (lane->a, "settled", G_CALLBACK (settled_cb), lane);
  lane_watch (lane, lane->a);
  g_signal_connect (lane->a, "applied", G_CALLBACK (applied_cb), lane);
  g_signal_connect (lane->a, "reload", G_CALLBACK (reload_cb), lane);
  if (!fixture_start (lane->a, &error))
    return lane_fail (lane, "PC A: %s", error->message);
  return TRUE;
}

Lane *
lane_new (const MatrixOperation *operation,
          char                 **why_not)
{
  Lane *lane = g_new0 (Lane, 1);

  lane->operation = operation;
  lane->folder = fixture_station ();
  for (guint i = 0; i < G_N_ELEMENTS (lane->dirs); i++)
    lane->dirs[i] = fixture_dir ();
  lane->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tap_ledger_limits_default (&lane->limits);
  lane->limits.look_ms = 60;
  lane->limits.slow_ms = 60;
  lane->limits.stale_ms = 100;
  /* Long enough that a busy machine is not taken for a silent server. */
  lane->limits.cut_off_ms = 600;
  lane->limits.tail_check_ms = 150;
  lane->limits.presence_ms = 300;
  lane->limits.snapshot_behind = lane->limits.snapshot_at_close_behind = 0;
  lane->share = badfs_new (lane->folder, why_not);
  if (lane->share == NULL)
    return lane;
  /* As NFS does: names are remembered, so that each request is one that counts. */
  badfs_say (lane->share, "cache entry=60000 attr=1000");
  if (open_pcs (lane) && operation->set_up != NULL)
    operation->set_up (lane);
  return lane;
}

void
lane_free (Lane *lane)
{
  if (lane->share != NULL)
    badfs_say (lane->share, "clear");
  if (lane->a != NULL)
    fixture_close (lane->a);
  if (lane->b != NULL)
    fixture_close (lane->b);
  if (lane->c != NULL)
    fixture_close (lane->c);
  /* What hung in the share has come back by now. */
  fixture_spin (20);
  g_clear_pointer (&lane->share, badfs_free);
  fixture_remove (lane->folder);
  for (guint i = 0; i < G_N_ELEMENTS (lane->dirs); i++)
    fixture_remove (lane->dirs[i]);
  g_hash_table_unref (lane->settled);
  g_clear_error (&lane->error);
  g_free (lane->operation_id);
  g_free (lane->failure);
  g_free (lane);
}

void
lane_empty_dir (Lane *lane,
                guint n)
{
  g_autofree char *path = g_strdup (lane->dirs[n]);

  fixture_remove (g_steal_pointer (&lane->dirs[n]));
  g_mkdir (path, 0700);
  lane->dirs[n] = g_steal_pointer (&path);
}

typedef struct { TapWorker *worker; gint64 since_us; guint64 seq; } Waiting;

static gboolean
has_answered (gpointer data)
{
  Waiting *waiting = data;

  return tap_worker_get_last_answer_us (waiting->worker) > waiting->since_us;
}

void
lane_quiet (Lane *lane)
{
  Waiting waiting = { lane->a, g_get_monotonic_time (), 0 };

  if (lane->a == NULL)
    return;
  tap_worker_look (lane->a);
  lane_wait (has_answered, &waiting, WAIT_MS);
  fixture_spin (4);
}

/* --- what must hold ------------------------------------------------------------------------------------- */

static gboolean
is_in_step (gpointer data)
{
  return tap_worker_get_state (data) == TAP_LEDGER_IN_STEP;
}

gboolean
lane_in_step (Lane *lane)
{
  if (lane_wait (is_in_step, lane->a, WAIT_MS))
    return TRUE;
  return lane_fail (lane, "the fault is over and the PC does not come back: %s", tap_worker_get_state_reason (lane->a));
}

static gboolean
has_seq (gpointer data)
{
  Waiting *waiting = data;

  return tap_worker_get_seq (waiting->worker) >= waiting->seq;
}

gboolean
lane_catch_up_b (Lane   *lane,
                 guint64 seq)
{
  Waiting waiting = { lane->b, 0, seq };

  for (int i = 0; i < 40; i++)
    {
      tap_worker_look (lane->b);
      if (lane_wait (has_seq, &waiting, 100))
        return TRUE;
    }
  return lane_fail (lane, "the other PC does not get number %d: %s", (int) seq, tap_worker_get_state_reason (lane->b));
}

gint64
lane_count_b (Lane       *lane,
              const char *text)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM note WHERE text = '%s'", text);

  return fixture_count (lane->b, sql);
}

static gboolean
same_content (Lane      *lane,
              TapWorker *worker)
{
  g_autofree char *ours = fixture_content (worker);
  g_autofree char *theirs = fixture_content (lane->b);

  if (strcmp (ours, theirs) == 0)
    return TRUE;
  return lane_fail (lane, "the two PCs hold different things");
}

gboolean
lane_agrees (Lane *lane)
{
  g_autoptr(GError) error = NULL;

  if (!fixture_add (lane->a, "next", NULL, NULL, &error))
    return lane_fail (lane, "the next save fails: %s", error->message);
  return lane_catch_up_b (lane, tap_worker_get_seq (lane->a)) && same_content (lane, lane->a);
}

gboolean
lane_newcomer_agrees (Lane       *lane,
                      const char *folder,
                      const char *dir)
{
  g_autoptr(GError) error = NULL;
  Waiting waiting = { NULL, 0, tap_worker_get_seq (lane->b) };
  gboolean ok;

  if (lane->c == NULL)
    {
      lane->c = lane_open (lane, folder, dir, FALSE);
      if (!fixture_start (lane->c, &error))
        {
          fixture_close (g_steal_pointer (&lane->c));
          return lane_fail (lane, "a PC cannot start when the fault is over: %s", error->message);
        }
    }
  waiting.worker = lane->c;
  ok = lane_wait (has_seq, &waiting, WAIT_MS);
  if (!ok)
    lane_fail (lane, "a new PC does not get number %d: %s", (int) waiting.seq, tap_worker_get_state_reason (lane->c));
  ok = ok && same_content (lane, lane->c);
  fixture_close (g_steal_pointer (&lane->c));
  return ok;
}

/* What was staged for a number that was taken could not be given up at once; it was not saved, and that is what is said. */
static gboolean
is_second_try (Lane       *lane,
               const char *kind)
{
  return lane->operation == &matrix_taken && strcmp (kind, "rename") == 0;
}

gboolean
lane_check_answer (Lane              *lane,
                   const GError      *error,
                   const MatrixFault *fault,
                   const char        *kind)
{
  gboolean reads = strstr ("lookup getattr open read opendir readdir flush", kind) != NULL;

  if (error == NULL)
    return TRUE;
  if (error->domain != TAP_LEDGER_ERROR || strlen (error->message) < 10)
    return lane_fail (lane, "an answer without words: %s", error->message);
  switch (error->code)
    {
    case TAP_LEDGER_ERROR_UNKNOWN:
      return fault->effect != MATRIX_SLOW || lane_fail (lane, "slow is not unknown");
    case TAP_LEDGER_ERROR_CUT_OFF:
      if (fault->effect == MATRIX_SLOW || (fault->effect == MATRIX_REFUSES && !reads && !is_second_try (lane, kind)))
        return lane_fail (lane, "called cut off: %s", error->message);
      return TRUE;
    case TAP_LEDGER_ERROR_READ_ONLY:
      return fault->effect == MATRIX_REFUSES || lane_fail (lane, "called read-only: %s", error->message);
    case TAP_LEDGER_ERROR_EMPTY:
    case TAP_LEDGER_ERROR_MISSING:
      return fault->effect == MATRIX_EMPTY || lane_fail (lane, "called empty: %s", error->message);
    default:
      return lane_fail (lane, "the wrong words (%d): %s", error->code, error->message);
    }
}
