/* test-faults.c — the file server's bad days: nothing is lost, nothing is doubled, everyone gets an answer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "ledger-double.h"
#include "ledger-fixture.h"

typedef struct
{
  char         *folder;
  char         *dir;
  LedgerDouble *share;
  TapWorker    *worker;
  guint         n_settled;
  gboolean      settled_saved;
  char         *settled_id;
  guint         n_rows;         /* rows of table note shown by ::applied */
  guint         n_reloads;
} Fixture;

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            Fixture    *fixture)
{
  fixture->n_settled++;
  fixture->settled_saved = saved;
  g_free (fixture->settled_id);
  fixture->settled_id = g_strdup (operation_id);
}

static void
applied_cb (TapWorker *worker,
            GPtrArray *transactions,
            Fixture   *fixture)
{
  for (guint i = 0; i < transactions->len; i++)
    {
      TapTransaction *transaction = transactions->pdata[i];

      for (guint k = 0; k < transaction->rows->len; k++)
        fixture->n_rows += strcmp (((TapRowChange *) transaction->rows->pdata[k])->table, "note") == 0;
    }
}

static void
reload_cb (TapWorker *worker,
           Fixture   *fixture)
{
  fixture->n_reloads++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->share = ledger_double_new (fixture->folder);
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  fixture->worker = _tap_worker_new_on (&options, TAP_LEDGER (fixture->share));
  g_signal_connect (fixture->worker, "settled", G_CALLBACK (settled_cb), fixture);
  g_signal_connect (fixture->worker, "applied", G_CALLBACK (applied_cb), fixture);
  g_signal_connect (fixture->worker, "reload", G_CALLBACK (reload_cb), fixture);
  g_assert_true (fixture_start (fixture->worker, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_close (fixture->worker);
  g_assert_finalize_object (fixture->share);
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
  g_free (fixture->settled_id);
}

static gboolean
is_settled (gpointer data)
{
  return ((Fixture *) data)->n_settled > 0;
}

static void
test_lost_reply (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *operation = g_uuid_string_random ();
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_LOST_REPLY);
  g_assert_false (fixture_add (fixture->worker, "paid", operation, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  fixture_wait (is_settled, fixture, "the end of not known yet");
  g_assert_true (fixture->settled_saved);
  g_assert_cmpstr (fixture->settled_id, ==, operation);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  /* The form that asks again under the same operation id is told the truth, and nobody pays twice. */
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "paid", operation, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  g_assert_cmpuint (fixture->n_rows, ==, 1);
  g_assert_cmpuint (fixture->n_settled, ==, 1);
}

static void
test_not_sent (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_NOT_SENT);
  g_assert_false (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  fixture_wait (is_settled, fixture, "the end of not known yet");
  g_assert_false (fixture->settled_saved);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_late_rename (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_LATE);
  g_assert_false (fixture_add (fixture->worker, "paid", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  fixture_wait (is_settled, fixture, "the end of not known yet");
  g_assert_false (fixture->settled_saved);
  /* "Not saved" was said: what arrives now must find nothing to publish, not even an empty folder. */
  g_assert_false (ledger_double_deliver (fixture->share));
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (ledger_double_deliver (fixture->share));
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
}

static void
test_false_taken (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint flushes = fixture->share->n_flushes;

  ledger_double_set (fixture->share, FAULT_FALSE_TAKEN);
  g_assert_true (fixture_add (fixture->worker, "once", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  g_assert_cmpuint (fixture->share->n_flushes, >, flushes);
}

static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_set (fixture->share, FAULT_NO_ROOM);
  g_assert_false (fixture_add (fixture->worker, "too much", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  fixture_wait_state (fixture->worker, TAP_LEDGER_READ_ONLY);
  g_assert_cmpstr (tap_worker_get_state_reason (fixture->worker), !=, "");
  /* When somebody has made room, the next one goes through and the banner goes. */
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "fits", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
}

static void
test_read_only (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->share->read_only = TRUE;
  g_assert_false (fixture_add (fixture->worker, "no", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  fixture_wait_state (fixture->worker, TAP_LEDGER_READ_ONLY);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  fixture->share->read_only = FALSE;
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
}

static void
test_flush_retried (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint flushes = fixture->share->n_flushes;

  fixture->share->failing_flushes = 1;
  g_assert_true (fixture_add (fixture->worker, "flushed", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->share->n_flushes, ==, flushes + 2);
}

static void
test_errors_cut_off (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->share->fails = TRUE;
  fixture_wait_state (fixture->worker, TAP_LEDGER_CUT_OFF);
  g_assert_false (fixture_add (fixture->worker, "no", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  fixture->share->fails = FALSE;
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "yes", NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_hang_before (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  ledger_double_hang (fixture->share, TRUE);
  /* Asked while nobody knows yet that the server is silent: answered when that is clear, and nothing was saved. */
  g_assert_false (fixture_add (fixture->worker, "lost", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_CUT_OFF);
  /* Reading goes on. */
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  ledger_double_hang (fixture->share, FALSE);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  fixture_spin (100);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  g_assert_cmpuint (fixture->n_settled, ==, 0);
}

static void
hang_publish (LedgerDouble *share,
              gboolean      hangs)
{
  g_mutex_lock (&share->lock);
  share->hangs_publish = hangs;
  g_cond_broadcast (&share->wake);
  g_mutex_unlock (&share->lock);
}

static void
test_hang_inside (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  hang_publish (fixture->share, TRUE);
  g_assert_false (fixture_add (fixture->worker, "in the rename", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
  hang_publish (fixture->share, FALSE);
  fixture_wait (is_settled, fixture, "the end of not known yet");
  g_assert_true (fixture->settled_saved);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  g_assert_cmpuint (fixture->n_rows, ==, 1);
}

typedef struct
{
  int     n_answers;
  GError *error;
} Caller;

static void
caller_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Caller *caller = data;

  caller->n_answers++;
  g_clear_error (&caller->error);
  tap_worker_command_finish (TAP_WORKER (source), result, NULL, &caller->error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* The window goes in time, everyone has an answer, and what was in the rename is found after the restart. */
static void
test_close_while_hung (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *operation = g_uuid_string_random ();
  TapCommand first = { "add-note", command_add, g_strdup ("one"), g_free, g_free, "Li Ting", operation };
  TapCommand second = { "add-note", command_add, g_strdup ("two"), g_free, g_free, "Li Ting", NULL };
  Caller callers[2] = { { 0 } };
  gboolean closed = FALSE;
  gint64 began_us;
  g_autoptr(GError) error = NULL;

  hang_publish (fixture->share, TRUE);
  tap_worker_command_async (fixture->worker, &first, NULL, caller_cb, &callers[0]);
  fixture_spin (60);
  tap_worker_command_async (fixture->worker, &second, NULL, caller_cb, &callers[1]);
  began_us = g_get_monotonic_time ();
  tap_worker_close_async (fixture->worker, 200, closed_cb, &closed);
  fixture_wait (is_true, &closed, "closing");
  fixture_spin (20);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (callers[0].n_answers, ==, 1);
  g_assert_cmpint (callers[1].n_answers, ==, 1);
  g_assert_error (callers[0].error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_assert_error (callers[1].error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED);
  g_clear_error (&callers[0].error);
  g_clear_error (&callers[1].error);
  hang_publish (fixture->share, FALSE);
  fixture_spin (300);
  g_object_unref (fixture->worker);
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note WHERE text = 'one'"), ==, 1);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note WHERE text = 'two'"), ==, 0);
}

static void
test_start_without_share (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;

  g_assert_true (fixture_add (fixture->worker, "before", NULL, NULL, &error));
  fixture_close (fixture->worker);
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  fixture->worker = _tap_worker_new_on (&options, TAP_LEDGER (fixture->share));
  ledger_double_hang (fixture->share, TRUE);
  g_assert_true (fixture_start (fixture->worker, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_CUT_OFF);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  ledger_double_hang (fixture->share, FALSE);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_clock (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->share->clock_us = 90 * G_USEC_PER_SEC;
  g_assert_true (fixture_add (fixture->worker, "amber", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_spin (50);
  g_assert_cmpint (tap_worker_get_clock_offset_s (fixture->worker), >=, 89);
  g_assert_cmpint (tap_worker_get_clock_offset_s (fixture->worker), <=, 91);
  g_assert_cmpint (tap_worker_now_unix (fixture->worker) - g_get_real_time () / G_USEC_PER_SEC, >=, 89);
  /* Two minutes: the offset is there for the amber line, and saving goes on. */
  fixture->share->clock_us = 120 * G_USEC_PER_SEC;
  g_assert_true (fixture_add (fixture->worker, "amber, too", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_spin (50);
  g_assert_cmpint (tap_worker_get_clock_offset_s (fixture->worker), >=, 119);
  fixture->share->clock_us = 301 * G_USEC_PER_SEC;
  g_assert_false (fixture_add (fixture->worker, "red", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  fixture_wait_state (fixture->worker, TAP_LEDGER_READ_ONLY);
  fixture->share->clock_us = 0;
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 2);
}

static gboolean
says_which_clock (gpointer data)
{
  const char *reason = tap_worker_get_state_reason (((Fixture *) data)->worker);

  return strstr (reason, "clock") != NULL && strstr (reason, "10 minutes") != NULL;
}

/* Ten minutes off at the start of the program already: it reads, writes nothing, says by how much, and goes on when it is set right. */
static void
test_clock_far_off (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *next = g_build_filename (fixture->folder, "log", "1", "0000", "4.txn", NULL);
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;

  g_assert_true (fixture_add (fixture->worker, "before", NULL, NULL, &error));
  fixture_close (fixture->worker);
  fixture->share->clock_us = -600 * G_USEC_PER_SEC;
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  fixture->worker = _tap_worker_new_on (&options, TAP_LEDGER (fixture->share));
  g_assert_true (fixture_start (fixture->worker, &error));
  g_assert_no_error (error);
  fixture_wait (says_which_clock, fixture, "the reason");
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_READ_ONLY);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  fixture->share->clock_us = 0;
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
}

#define ADD(name, func) g_test_add ("/ledger/faults/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-lost-reply-is-settled-as-saved", test_lost_reply);
  ADD ("a-lost-request-is-settled-as-not-saved", test_not_sent);
  ADD ("a-late-rename-finds-nothing-to-publish", test_late_rename);
  ADD ("our-own-taken-is-saved-once", test_false_taken);
  ADD ("no-room-is-read-only-until-there-is", test_no_room);
  ADD ("a-read-only-share-is-read", test_read_only);
  ADD ("saved-waits-for-the-flush", test_flush_retried);
  ADD ("errors-cut-off-and-come-back", test_errors_cut_off);
  ADD ("a-silent-share-saves-nothing-behind-the-back", test_hang_before);
  ADD ("silence-inside-the-rename-is-not-known-yet", test_hang_inside);
  ADD ("closing-while-hung-answers-everyone", test_close_while_hung);
  ADD ("starts-from-the-copy-while-the-share-is-silent", test_start_without_share);
  ADD ("a-wrong-clock-warns-then-stops", test_clock);
  ADD ("a-clock-ten-minutes-off-writes-nothing", test_clock_far_off);
  return g_test_run ();
}
