/* matrix-lane-main.c — one lane of the fault matrix: its share of the points of one operation, a line for each (test_matrix.py adds them up).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   matrix-lane OPERATION LANE LANES [ONLY]     "hit OPERATION KIND N FAULT", "FAIL … : reason", "missed …", "skip reason"
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matrix.h"

#define WAIT_MS 8000
#define CHANGES "create write mkdir unlink rmdir rename setattr"

const MatrixFault matrix_faults[] = {
  { "EIO", "fail EIO", MATRIX_FAILS, "" },
  { "ETIMEDOUT", "fail ETIMEDOUT", MATRIX_FAILS, "" },
  { "ESTALE", "fail ESTALE times=2", MATRIX_FAILS, "" },
  { "ENOSPC", "fail ENOSPC", MATRIX_REFUSES, CHANGES " fsync flush" },
  { "EROFS", "fail EROFS", MATRIX_REFUSES, CHANGES },
  { "EACCES", "fail EACCES", MATRIX_REFUSES, "lookup getattr open opendir " CHANGES },
  { "lost-reply", "lost EIO", MATRIX_FAILS, CHANGES " fsync" },
  { "hang", "hang", MATRIX_HOLDS, "" },
  { "hang-when-done", "hang-after", MATRIX_HOLDS, CHANGES " fsync" },
  { "slow", "delay 120", MATRIX_SLOW, "" },
  { "gone", "gone EHOSTDOWN", MATRIX_FAILS, "" },
  { "empty-folder", "empty", MATRIX_EMPTY, "" },
  { "power-cut", "cut EIO", MATRIX_FAILS, "" },
  { "stale-absent", "absent", MATRIX_FAILS, "lookup", TRUE },
  { "kill", "kill", MATRIX_KILLS, "" },
  { "kill-when-done", "kill-after", MATRIX_KILLS, CHANGES " fsync" },
};
const guint matrix_n_faults = G_N_ELEMENTS (matrix_faults);

static const MatrixOperation *const operations[]
    = { &matrix_commit, &matrix_pull, &matrix_snapshot, &matrix_bootstrap, &matrix_bootstrap_log,
        &matrix_backup, &matrix_taken };

typedef enum { POINT_HIT, POINT_MISSED, POINT_FAILED } Outcome;

/* --- which calls there are ------------------------------------------------------------------------------ */

static void
call_free (gpointer data)
{
  MatrixCall *call = data;

  g_free (call->kind);
  g_free (call);
}

static gboolean
is_killed (Lane *lane)
{
  return lane->operation >= matrix_killed && lane->operation < matrix_killed + MATRIX_N_KILLED;
}

static gboolean
run_healthy (Lane *lane)
{
  gboolean killed;
  const MatrixOperation *operation = lane->operation;
  static const MatrixFault nothing = { "nothing", "", MATRIX_SLOW, "" };

  if (is_killed (lane))
    return matrix_run_killed (lane, "record on", &killed);
  if (operation->prepare != NULL && !operation->prepare (lane))
    return FALSE;
  lane_quiet (lane);
  badfs_say (lane->share, "record on");
  operation->begin (lane);
  if (!lane_wait (operation->is_done, lane, WAIT_MS))
    return lane_fail (lane, "without any fault it has no end");
  /* What is cleared away afterwards belongs to it, too. */
  if (operation->path != NULL)
    fixture_spin (150);
  badfs_say (lane->share, "record off");
  return operation->judge (lane, &nothing, "") && operation->recover (lane);
}

/* The calls of one operation, as they came: the n-th of a kind, among those that belong to it. */
static GPtrArray *
record_calls (Lane *lane)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func (call_free);
  g_autoptr(GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  /* The first one still makes what is there from then on. */
  if (!run_healthy (lane) || !run_healthy (lane))
    return calls;
  text = badfs_ask (lane->share, "record get");
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", 3);
      MatrixCall *call;

      if (g_strv_length (words) < 3 || g_str_has_prefix (words[0], "release")
          || (lane->operation->path != NULL && strstr (words[2], lane->operation->path) == NULL))
        continue;
      call = g_new0 (MatrixCall, 1);
      call->kind = g_strdup (words[0]);
      call->appears = g_str_has_suffix (words[2], ".txn") || g_str_has_suffix (words[2], ".snap");
      call->n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, call->kind)) + 1;
      g_hash_table_insert (counts, g_strdup (call->kind), GUINT_TO_POINTER (call->n));
      g_ptr_array_add (calls, call);
    }
  return calls;
}

/* --- one point --------------------------------------------------------------------------------------------- */

static guint
order_fault (Lane              *lane,
             const MatrixCall  *call,
             const MatrixFault *fault)
{
  const char *path = lane->operation->path;

  return badfs_fault (lane->share, "%s %u %s%s%s", call->kind, call->n, fault->order, path != NULL ? " path=" : "",
                      path != NULL ? path : "");
}

typedef struct { Lane *lane; guint fault; } Watch;

static gboolean
is_struck (gpointer data)
{
  Watch *watch = data;

  return badfs_fired (watch->lane->share, watch->fault) > 0;
}

static gboolean
is_struck_or_done (gpointer data)
{
  Watch *watch = data;

  return is_struck (watch) || watch->lane->operation->is_done (watch->lane);
}

static gboolean
is_cut_off_or_done (gpointer data)
{
  Lane *lane = data;
  TapWorker *worker = lane->a != NULL ? lane->a : lane->c;

  return lane->operation->is_done (lane) || worker == NULL || tap_worker_get_state (worker) == TAP_LEDGER_CUT_OFF;
}

/* Whatever the share does, what this PC knows can be read. */
static gboolean
can_read (Lane *lane)
{
  if (lane->a != NULL && fixture_count (lane->a, "SELECT count(*) FROM note") < 0)
    return lane_fail (lane, "the replica cannot be read");
  return TRUE;
}

/* While it is silent: long enough that the PC says so. A snapshot is written beside everything else, and holds nobody. */
static gboolean
wait_silent (Lane *lane)
{
  if (lane->operation->path != NULL)
    {
      g_autoptr(GError) error = NULL;

      fixture_spin (lane->limits.cut_off_ms + 100);
      return tap_worker_get_state (lane->a) == TAP_LEDGER_IN_STEP
             || lane_fail (lane, "a snapshot that hangs holds up the rest");
    }
  /* Nobody watches over a backup but who called it. */
  if (lane->a == NULL && lane->c == NULL)
    {
      fixture_spin (100);
      return !lane->operation->is_done (lane) || lane_fail (lane, "it does not wait for the answer");
    }
  return lane_wait (is_cut_off_or_done, lane, WAIT_MS) || lane_fail (lane, "a silent share is not noticed");
}

static Outcome
run_killed_point (Lane              *lane,
                  const MatrixCall  *call,
                  const MatrixFault *fault)
{
  const char *path = lane->operation->path;
  g_autofree char *order = g_strdup_printf ("fault %s %u %s%s%s", call->kind, call->n, fault->order,
                                            path != NULL ? " path=" : "", path != NULL ? path : "");
  gboolean killed = FALSE;

  if (!matrix_run_killed (lane, order, &killed) || lane->failure != NULL)
    return POINT_FAILED;
  return killed ? POINT_HIT : POINT_MISSED;
}

static Outcome
run_point (Lane              *lane,
           const MatrixCall  *call,
           const MatrixFault *fault)
{
  const MatrixOperation *operation = lane->operation;
  Watch watch = { lane, 0 };
  gboolean struck;
  gboolean ok;

  if (operation->prepare != NULL && !operation->prepare (lane))
    return POINT_FAILED;
  lane_quiet (lane);
  if (strcmp (fault->name, "power-cut") == 0)
    badfs_say (lane->share, "power journal");
  lane->was_slow = FALSE;
  watch.fault = order_fault (lane, call, fault);
  operation->begin (lane);
  lane_wait (is_struck_or_done, &watch, 2000);
  ok = can_read (lane);
  struck = is_struck (&watch);
  if (struck && fault->effect == MATRIX_HOLDS)
    {
      ok = ok && wait_silent (lane) && can_read (lane);
      badfs_say (lane->share, "release");
    }
  if (operation->path == NULL && !lane_wait (operation->is_done, lane, WAIT_MS))
    ok = lane_fail (lane, "it has no end");
  ok = ok && operation->judge (lane, fault, call->kind);
  struck = is_struck (&watch);
  badfs_say (lane->share, "clear");
  badfs_say (lane->share, "power off");
  ok = ok && operation->recover (lane) && lane->failure == NULL;
  if (!ok)
    return POINT_FAILED;
  return struck ? POINT_HIT : POINT_MISSED;
}

/* --- all of them --------------------------------------------------------------------------------------------- */

static gboolean
makes_sense (Lane              *lane,
             const MatrixFault *fault,
             const MatrixCall  *call)
{
  g_auto(GStrv) kinds = g_strsplit (fault->kinds, " ", -1);

  if ((fault->appears && !call->appears) || (fault->effect == MATRIX_KILLS) != is_killed (lane))
    return FALSE;
  return fault->kinds[0] == '\0' || g_strv_contains ((const char *const *) kinds, call->kind);
}

static Lane *
renew (Lane                  *lane,
       const MatrixOperation *operation)
{
  g_autofree char *why_not = NULL;

  if (lane != NULL)
    lane_free (lane);
  lane = lane_new (operation, &why_not);
  if (lane->share == NULL)
    {
      printf ("skip %s\n", why_not);
      lane_free (lane);
      exit (77);
    }
  if (lane->failure != NULL)
    {
      printf ("FAIL %s set-up 0 none: %s\n", operation->name, lane->failure);
      lane_free (lane);
      exit (1);
    }
  return lane;
}

static Lane *
try_point (Lane              *lane,
           const MatrixCall  *call,
           const MatrixFault *fault)
{
  const MatrixOperation *operation = lane->operation;
  Outcome outcome = POINT_MISSED;

  printf ("at %s %s %u %s\n", operation->name, call->kind, call->n, fault->name);
  fflush (stdout);
  /* A look that comes in between may take the blow. */
  for (int i = 0; i < 3 && outcome == POINT_MISSED; i++)
    outcome = is_killed (lane) ? run_killed_point (lane, call, fault) : run_point (lane, call, fault);
  if (outcome == POINT_FAILED)
    {
      printf ("FAIL %s %s %u %s: %s\n", operation->name, call->kind, call->n, fault->name, lane->failure);
      lane = renew (lane, operation);
    }
  else
    printf ("%s %s %s %u %s\n", outcome == POINT_HIT ? "hit" : "missed", operation->name, call->kind, call->n, fault->name);
  return lane;
}

static void
run_lane (const MatrixOperation *operation,
          guint                  number,
          guint                  n_lanes,
          const char            *only)
{
  Lane *lane = renew (NULL, operation);
  g_autoptr(GPtrArray) calls = record_calls (lane);
  guint at = 0;

  if (lane->failure != NULL)
    {
      printf ("FAIL %s recording 0 none: %s\n", operation->name, lane->failure);
      lane_free (lane);
      exit (1);
    }
  for (guint i = 0; i < calls->len; i++)
    for (guint k = 0; k < matrix_n_faults; k++)
      {
        MatrixCall *call = calls->pdata[i];
        g_autofree char *name = g_strdup_printf ("%s %u %s", call->kind, call->n, matrix_faults[k].name);

        if (!makes_sense (lane, &matrix_faults[k], call) || at++ % n_lanes != number
            || (only != NULL && strstr (name, only) == NULL))
          continue;
        lane = try_point (lane, call, &matrix_faults[k]);
      }
  lane_free (lane);
}

int
main (int   argc,
      char *argv[])
{
  setvbuf (stdout, NULL, _IOLBF, 0);
  if (argc > 2 && strcmp (argv[1], "actor") == 0)
    return matrix_act (argv + 2);
  for (guint i = 0; argc >= 4 && i < MATRIX_N_KILLED; i++)
    if (strcmp (argv[1], matrix_killed[i].name) == 0)
      {
        run_lane (&matrix_killed[i], (guint) atoi (argv[2]), (guint) atoi (argv[3]), argc > 4 ? argv[4] : NULL);
        return 0;
      }
  for (guint i = 0; argc >= 4 && i < G_N_ELEMENTS (operations); i++)
    if (strcmp (argv[1], operations[i]->name) == 0)
      {
        run_lane (operations[i], (guint) atoi (argv[2]), (guint) atoi (argv[3]), argc > 4 ? argv[4] : NULL);
        return 0;
      }
  g_printerr ("usage: matrix-lane commit|taken|pull|snapshot|bootstrap|bootstrap-log|backup|commit-kill|snapshot-kill|bootstrap-kill|backup-kill LANE LANES [ONLY]\n");
  return 2;
}
