/* test-doubt.c — "not known yet": it ends, it ends once, and it ends with the truth.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "ledger-double.h"
#include "ledger-fixture.h"
#include "ledger/tap-rescue.h"

typedef struct
{
  char         *folder;
  char         *dir;
  LedgerDouble *share;
  TapWorker    *worker;
  guint         n_settled;
  gboolean      settled_saved;
} Fixture;

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            Fixture    *fixture)
{
  fixture->n_settled++;
  fixture->settled_saved = saved;
}

static void
make_worker (Fixture *fixture)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;

  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  fixture->worker = _tap_worker_new_on (&options, TAP_LEDGER (fixture->share));
  g_signal_connect (fixture->worker, "settled", G_CALLBACK (settled_cb), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->share = ledger_double_new (fixture->folder);
  make_worker (fixture);
  g_assert_true (fixture_start (fixture->worker, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->worker != NULL)
    fixture_close (fixture->worker);
  g_assert_finalize_object (fixture->share);
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
}

static gboolean
is_settled (gpointer data)
{
  return ((Fixture *) data)->n_settled > 0;
}

static void
fail_next (Fixture *fixture,
           guint   *calls,
           guint    n)
{
  g_mutex_lock (&fixture->share->lock);
  *calls = n;
  g_mutex_unlock (&fixture->share->lock);
}

static void
hang_publish (Fixture  *fixture,
              gboolean  hangs)
{
  g_mutex_lock (&fixture->share->lock);
  fixture->share->hangs_publish = hangs;
  g_cond_broadcast (&fixture->share->wake);
  g_mutex_unlock (&fixture->share->lock);
}

static gint64
count_notes (Fixture *fixture)
{
  return fixture_count (fixture->worker, "SELECT count(*) FROM note");
}

static void
wait_settled (Fixture  *fixture,
              gboolean  saved)
{
  fixture_wait (is_settled, fixture, "the end of not known yet");
  fixture_spin (100);
  g_assert_cmpuint (fixture->n_settled, ==, 1);
  g_assert_cmpint (fixture->settled_saved, ==, saved);
}

/* A flush that never comes back with success must not hold the callers, nor what the others do. */
static void
test_flush_fails_on (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  char *dir = fixture_dir ();
  TapWorker *other = fixture_open (fixture->folder, dir, &error);

  g_assert_no_error (error);
  fail_next (fixture, &fixture->share->failing_flushes, G_MAXUINT);
  g_assert_false (fixture_add (fixture->worker, "published", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_true (fixture_add (other, "of another", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_seq (fixture->worker, tap_worker_get_seq (other));
  g_assert_cmpuint (fixture->n_settled, ==, 0);
  fail_next (fixture, &fixture->share->failing_flushes, 0);
  wait_settled (fixture, TRUE);
  g_assert_cmpint (count_notes (fixture), ==, 2);
  fixture_close (other);
  fixture_remove (dir);
}

/* The server was silent for long, then the request sent again finds what the first one did. */
static void
test_false_taken_after_silence (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  hang_publish (fixture, TRUE);
  ledger_double_set (fixture->share, FAULT_FALSE_TAKEN);
  g_assert_false (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  hang_publish (fixture, FALSE);
  wait_settled (fixture, TRUE);
  g_assert_cmpint (count_notes (fixture), ==, 1);
}

static void
test_false_taken_then_cut_off (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_FALSE_TAKEN_THEN_FAILS);
  /* It lies in the log: "nothing was saved" would be a lie. */
  g_assert_false (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  fixture->share->fails = FALSE;
  wait_settled (fixture, TRUE);
  g_assert_cmpint (count_notes (fixture), ==, 1);
}

/* Given up for certain, and then the server goes away for a moment: the form is not locked until somebody else writes. */
static void
test_given_up_is_remembered (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_NOT_SENT);
  fail_next (fixture, &fixture->share->failing_reads, 2);
  g_assert_false (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  wait_settled (fixture, FALSE);
  g_assert_cmpint (count_notes (fixture), ==, 0);
}

static void
test_asked_again_while_unknown (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *operation = g_uuid_string_random ();
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_NOT_SENT);
  fail_next (fixture, &fixture->share->failing_withdraws, G_MAXUINT);
  g_assert_false (fixture_add (fixture->worker, "paid", operation, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_clear_error (&error);
  /* The first try may still arrive. */
  g_assert_false (fixture_add (fixture->worker, "paid", operation, NULL, &error));
  g_clear_error (&error);
  fail_next (fixture, &fixture->share->failing_withdraws, 0);
  fixture_wait (is_settled, fixture, "the end of not known yet");
  g_assert_false (fixture->settled_saved);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "paid", operation, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (fixture), ==, 1);
}

/* --- several that wait together ------------------------------------------------------------------ */

typedef struct
{
  guint   n_answers;
  GError *error;
} Caller;

static void
caller_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Caller *caller = data;

  caller->n_answers++;
  tap_worker_command_finish (TAP_WORKER (source), result, NULL, &caller->error);
}

static gboolean
both_answered (gpointer data)
{
  Caller *callers = data;

  return callers[0].n_answers > 0 && callers[1].n_answers > 0;
}

/* Queues both while the share is silent, so that they are taken up together. */
static void
run_together (Fixture    *fixture,
              TapCommand *first,
              TapCommand *second,
              Caller      callers[2])
{
  ledger_double_hang (fixture->share, TRUE);
  fixture_spin (50);
  tap_worker_command_async (fixture->worker, first, NULL, caller_cb, &callers[0]);
  tap_worker_command_async (fixture->worker, second, NULL, caller_cb, &callers[1]);
  ledger_double_hang (fixture->share, FALSE);
  fixture_wait (both_answered, callers, "two answers");
  fixture_spin (50);
  g_assert_cmpuint (callers[0].n_answers, ==, 1);
  g_assert_cmpuint (callers[1].n_answers, ==, 1);
}

static gboolean
command_once (TapCommandContext *context,
              gconstpointer      input,
              gpointer          *result,
              GError           **error)
{
  return sqlite3_exec (context->db, "INSERT OR IGNORE INTO note (id, text) VALUES (7, 'once')", NULL, NULL, NULL)
         == SQLITE_OK;
}

/* The second one has nothing to do because of the first: it has succeeded only if the first one was saved. */
static void
test_nothing_after_a_change (Fixture      *fixture,
                             gconstpointer data)
{
  TapCommand first = { "once", command_once, NULL, NULL, NULL, "Li Ting", NULL };
  TapCommand second = first;
  Caller callers[2] = { { 0 } };

  ledger_double_set (fixture->share, FAULT_NO_ROOM);
  run_together (fixture, &first, &second, callers);
  g_assert_error (callers[0].error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  g_assert_cmpint (count_notes (fixture), ==, callers[1].error == NULL ? 1 : 0);
  g_clear_error (&callers[0].error);
  g_clear_error (&callers[1].error);
}

static void
test_same_operation_together (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *operation = g_uuid_string_random ();
  TapCommand first = { "add-note", command_add, g_strdup ("one"), g_free, g_free, "Li Ting", operation };
  TapCommand second = { "add-note", command_add, g_strdup ("one"), g_free, g_free, "Li Ting", operation };
  Caller callers[2] = { { 0 } };

  run_together (fixture, &first, &second, callers);
  g_assert_no_error (callers[0].error);
  g_assert_no_error (callers[1].error);
  g_assert_cmpint (count_notes (fixture), ==, 1);
}

/* It was on its way into the log of an epoch that is over: nothing arrives there any more, and what waits behind it goes on. */
static void
test_new_epoch (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *old = g_strconcat (fixture->folder, ".old", NULL);
  g_autofree char *anew = fixture_dir ();
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_add (fixture->worker, "before", NULL, NULL, &error));
  g_assert_no_error (error);
  g_mutex_lock (&fixture->share->lock);
  fixture->share->hangs_publish = TRUE;
  fixture->share->fault = FAULT_NOT_SENT;
  g_mutex_unlock (&fixture->share->lock);
  g_assert_false (fixture_add (fixture->worker, "never", "op-1", NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_mutex_lock (&fixture->share->lock);
  fixture->share->fails = TRUE;
  fixture->share->hangs_publish = FALSE;
  g_cond_broadcast (&fixture->share->wake);
  g_mutex_unlock (&fixture->share->lock);
  g_assert_true (tap_rescue (fixture->dir, anew, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (fixture->folder, old), ==, 0);
  g_assert_cmpint (g_rename (anew, fixture->folder), ==, 0);
  g_assert_cmpuint (fixture->n_settled, ==, 0);
  g_mutex_lock (&fixture->share->lock);
  fixture->share->fails = FALSE;
  g_mutex_unlock (&fixture->share->lock);
  fixture_wait (is_settled, fixture, "the end");
  g_assert_false (fixture->settled_saved);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "never", "op-1", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 2);
  fixture_remove (g_steal_pointer (&old));
}

#define ADD(name, func) g_test_add ("/ledger/doubt/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-flush-that-fails-on-holds-nobody", test_flush_fails_on);
  ADD ("our-own-taken-after-silence-was-saved", test_false_taken_after_silence);
  ADD ("our-own-taken-is-not-denied", test_false_taken_then_cut_off);
  ADD ("given-up-is-remembered", test_given_up_is_remembered);
  ADD ("asked-again-while-not-known", test_asked_again_while_unknown);
  ADD ("nothing-to-do-waits-for-the-change-before", test_nothing_after_a_change);
  ADD ("in-a-new-epoch-it-ends", test_new_epoch);
  ADD ("the-same-twice-is-done-once", test_same_operation_together);
  return g_test_run ();
}
