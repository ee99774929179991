/* test-holes.c — the holes that the design of the ledger closes, on a share that really has them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "badfs-client.h"
#include "ledger-fixture.h"
#include "ledger/tap-ledger-folder.h"

typedef struct
{
  char      *folder;
  char      *dirs[2];
  Badfs     *shares[2];         /* of two PCs: two mounts of one folder */
  TapWorker *pcs[2];
  gboolean   was_set_back;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *why_not = NULL;

  fixture->folder = fixture_station ();
  for (int i = 0; i < 2; i++)
    {
      fixture->dirs[i] = fixture_dir ();
      fixture->shares[i] = badfs_new (fixture->folder, &why_not);
      if (fixture->shares[i] == NULL)
        {
          g_test_skip (why_not);
          return;
        }
      badfs_say (fixture->shares[i], "cache entry=60000 attr=1000");
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    {
      if (fixture->shares[i] != NULL)
        badfs_say (fixture->shares[i], "clear");
      g_clear_pointer (&fixture->pcs[i], fixture_close);
      g_clear_pointer (&fixture->shares[i], badfs_free);
      if (fixture->dirs[i] != NULL)
        fixture_remove (fixture->dirs[i]);
    }
  fixture_remove (fixture->folder);
}

static gboolean
is_skipped (Fixture *fixture)
{
  return fixture->shares[0] == NULL || fixture->shares[1] == NULL;
}

static void
open_pcs (Fixture *fixture,
          int      n)
{
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < n; i++)
    {
      fixture->pcs[i] = fixture_open (badfs_mount (fixture->shares[i]), fixture->dirs[i], &error);
      g_assert_no_error (error);
    }
}

static void
must_add (Fixture    *fixture,
          int         pc,
          const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_add (fixture->pcs[pc], text, NULL, NULL, &error));
  g_assert_no_error (error);
}

static char *
txn_path (Fixture *fixture,
          guint64  seq)
{
  g_autofree char *log = g_build_filename (fixture->folder, "log", NULL);
  g_autoptr(GDir) dir = g_dir_open (log, 0, NULL);

  return g_strdup_printf ("%s/%s/%04u/%" G_GUINT64_FORMAT ".txn", log, g_dir_read_name (dir), (guint) (seq / 1000), seq);
}

/* --- the late rename ----------------------------------------------------------------------------------- */

typedef struct
{
  TapLedger *ledger;
  char      *staged;
  TapPublish outcome;
} Publishing;

static gpointer
publish_main (gpointer data)
{
  Publishing *publishing = data;

  publishing->outcome = tap_ledger_publish (publishing->ledger, publishing->staged, 1, NULL);
  return NULL;
}

static TapLedger *
open_ledger (const char *folder)
{
  TapLedger *ledger = tap_ledger_folder_new (folder);
  g_autoptr(TapStationFile) station = tap_ledger_open (ledger, NULL);

  g_assert_nonnull (station);
  tap_ledger_identify (ledger, "replica", "tag");
  return ledger;
}

/* @order: the rename is held before, or after, it was done. What the PC finds out by giving up meanwhile, on a way of its own. */
static TapWithdraw
race_rename (Fixture    *fixture,
             const char *order,
             TapPublish *outcome)
{
  g_autoptr(TapLedger) slow = open_ledger (badfs_mount (fixture->shares[0]));
  g_autoptr(TapLedger) quick = open_ledger (badfs_mount (fixture->shares[1]));
  g_autofree char *log = txn_path (fixture, 1);
  g_autofree char *thousand = g_path_get_dirname (log);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("a transaction", 13);
  g_autoptr(GError) error = NULL;
  Publishing publishing = { slow, NULL, TAP_PUBLISH_OURS };
  TapWithdraw withdrawn;
  GThread *thread;
  gint64 server_us;

  g_mkdir_with_parents (thousand, 0777);
  publishing.staged = tap_ledger_stage (slow, bytes, &server_us, &error);
  g_assert_no_error (error);
  badfs_say (fixture->shares[0], "fault rename 1 %s", order);
  thread = g_thread_new ("publish", publish_main, &publishing);
  badfs_say (fixture->shares[0], "wait held 1 5000");
  withdrawn = tap_ledger_withdraw (quick, publishing.staged, &error);
  g_assert_no_error (error);
  badfs_say (fixture->shares[0], "release");
  g_thread_join (thread);
  *outcome = publishing.outcome;
  g_free (publishing.staged);
  return withdrawn;
}

static void
test_late_rename (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *path = NULL;
  TapPublish outcome;

  if (is_skipped (fixture))
    return;
  g_assert_cmpint (race_rename (fixture, "hang", &outcome), ==, TAP_WITHDRAW_DONE);
  /* It found nothing to publish; above all no empty folder under a final name. */
  g_assert_cmpint (outcome, !=, TAP_PUBLISH_OURS);
  path = txn_path (fixture, 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_late_answer (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  TapPublish outcome;

  if (is_skipped (fixture))
    return;
  g_assert_cmpint (race_rename (fixture, "hang-after", &outcome), ==, TAP_WITHDRAW_GONE);
  g_assert_cmpint (outcome, ==, TAP_PUBLISH_OURS);
  path = txn_path (fixture, 1);
  file = g_build_filename (path, "t", NULL);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* --- an empty folder under a final name ---------------------------------------------------------------- */

static void
test_empty_final (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  if (is_skipped (fixture))
    return;
  /* Without the flag a plain rename would put ours in its place. */
  badfs_say (fixture->shares[0], "noreplace off");
  open_pcs (fixture, 1);
  must_add (fixture, 0, "before");
  path = txn_path (fixture, tap_worker_get_seq (fixture->pcs[0]) + 1);
  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
  g_assert_false (fixture_add (fixture->pcs[0], "into the hole", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  fixture_wait_state (fixture->pcs[0], TAP_LEDGER_SET_BACK);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  fixture_wait_state (fixture->pcs[0], TAP_LEDGER_IN_STEP);
  must_add (fixture, 0, "after");
  g_assert_cmpint (fixture_count (fixture->pcs[0], "SELECT count(*) FROM note"), ==, 2);
}

/* --- servers that rename otherwise ------------------------------------------------------------------------ */

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

typedef struct { GAsyncResult *results[2]; } Pair;

static gboolean
both_done (gpointer data)
{
  Pair *pair = data;

  return pair->results[0] != NULL && pair->results[1] != NULL;
}

static void
add_at_once (Fixture *fixture,
             int      round)
{
  Pair pair = { { NULL } };

  for (int i = 0; i < 2; i++)
    {
      TapCommand command = { "add-note", command_add, g_strdup_printf ("%d of %d", round, i), g_free, g_free, "Li Ting", NULL };

      tap_worker_command_async (fixture->pcs[i], &command, NULL, keep_result_cb, &pair.results[i]);
    }
  fixture_wait (both_done, &pair, "two saves");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (tap_worker_command_finish (fixture->pcs[i], pair.results[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (pair.results[i]);
    }
}

/* Both write at the same moments, and each number has one winner. */
static void
race_pcs (Fixture    *fixture,
          const char *mode)
{
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  guint64 seq;

  for (int i = 0; i < 2; i++)
    badfs_say (fixture->shares[i], "%s", mode);
  open_pcs (fixture, 2);
  for (int i = 0; i < 8; i++)
    add_at_once (fixture, i);
  seq = MAX (tap_worker_get_seq (fixture->pcs[0]), tap_worker_get_seq (fixture->pcs[1]));
  for (int i = 0; i < 2; i++)
    fixture_wait_seq (fixture->pcs[i], seq);
  ours = fixture_content (fixture->pcs[0]);
  theirs = fixture_content (fixture->pcs[1]);
  g_assert_cmpstr (ours, ==, theirs);
  g_assert_cmpint (fixture_count (fixture->pcs[1], "SELECT count(DISTINCT text) FROM note"), ==, 16);
  g_assert_cmpint (fixture_count (fixture->pcs[1], "SELECT count(*) FROM note"), ==, 16);
}

static void
test_two_winners (Fixture      *fixture,
                  gconstpointer data)
{
  if (!is_skipped (fixture))
    race_pcs (fixture, "rename two-winners");
}

static void
test_no_noreplace (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  if (is_skipped (fixture))
    return;
  race_pcs (fixture, "noreplace off");
  g_assert_true (tap_station_check (badfs_mount (fixture->shares[0]), NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
check_cb (const TapCheck *check,
          gpointer        data)
{
  if (check->kind == TAP_CHECK_PUBLISHING)
    *(char **) data = g_strdup_printf ("%d %s", check->result == TAP_CHECK_FAILED, check->detail);
}

static void
test_copy_is_refused (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *publishing = NULL;
  g_autoptr(GError) error = NULL;

  if (is_skipped (fixture))
    return;
  badfs_say (fixture->shares[0], "rename copy");
  g_assert_false (tap_station_check (badfs_mount (fixture->shares[0]), check_cb, &publishing, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  /* By what a copy is, not by what a race happens to meet. */
  g_assert_nonnull (publishing);
  g_assert_true (g_str_has_prefix (publishing, "1 "));
  g_assert_nonnull (strstr (publishing, "copied and deleted"));
}

/* --- what a server forgets ---------------------------------------------------------------------------------- */

static void
state_cb (TapWorker *worker,
          Fixture   *fixture)
{
  fixture->was_set_back = fixture->was_set_back || tap_worker_get_state (worker) == TAP_LEDGER_SET_BACK;
}

static void
test_power_cut (Fixture      *fixture,
                gconstpointer data)
{
  if (is_skipped (fixture))
    return;
  badfs_say (fixture->shares[0], "power journal");
  open_pcs (fixture, 1);
  g_signal_connect (fixture->pcs[0], "state-changed", G_CALLBACK (state_cb), fixture);
  for (int i = 0; i < 5; i++)
    {
      must_add (fixture, 0, "said to be saved");
      badfs_say (fixture->shares[0], "power cut");
    }
  badfs_say (fixture->shares[0], "power off");
  fixture_spin (400);
  g_assert_false (fixture->was_set_back);
  /* Another PC, which never saw any of it. */
  open_pcs (fixture, 2);
  g_assert_cmpint (fixture_count (fixture->pcs[1], "SELECT count(*) FROM note"), ==, 5);
}

/* The mount remembers for a minute what was not there, what a folder held, and when it changed. */
static void
test_forgetful_mount (Fixture      *fixture,
                      gconstpointer data)
{
  gint64 began_us;

  if (is_skipped (fixture))
    return;
  open_pcs (fixture, 2);
  badfs_say (fixture->shares[0], "stale %s 60000", (const char *) data);
  began_us = g_get_monotonic_time ();
  for (int i = 0; i < 3; i++)
    {
      must_add (fixture, 1, "theirs");
      must_add (fixture, 0, "ours");
      must_add (fixture, 1, "theirs again");
      fixture_wait_seq (fixture->pcs[0], tap_worker_get_seq (fixture->pcs[1]));
    }
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpint (fixture_count (fixture->pcs[0], "SELECT count(*) FROM note"), ==, 9);
}

#define ADD(name, func, data) g_test_add ("/faults/holes/" name, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-rename-after-giving-up-finds-nothing", test_late_rename, NULL);
  ADD ("giving-up-after-the-rename-takes-nothing-back", test_late_answer, NULL);
  ADD ("an-empty-final-folder-is-never-filled", test_empty_final, NULL);
  ADD ("two-winners-of-a-file-do-not-matter", test_two_winners, NULL);
  ADD ("without-noreplace-there-is-one-winner", test_no_noreplace, NULL);
  ADD ("a-rename-by-copy-is-refused-by-the-probe", test_copy_is_refused, NULL);
  ADD ("what-was-said-to-be-saved-survives-a-power-cut", test_power_cut, NULL);
  ADD ("a-mount-that-remembers-no-such-file", test_forgetful_mount, "absent");
  ADD ("a-mount-that-remembers-its-lists", test_forgetful_mount, "list");
  ADD ("a-mount-that-remembers-its-times", test_forgetful_mount, "times");
  return g_test_run ();
}
