/* test-healing.c — what went wrong on this PC, or in the folder, and what it leaves behind when it is over: nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger-fixture.h"
#include "ledger/tap-ledger-folder-private.h"

typedef struct
{
  char *folder;
  char *dir;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_true (fixture_add (worker, "first", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (worker);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
}

static void
exec_replica (Fixture    *fixture,
              const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->dir, "replica.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* The disk of this PC was full, say: when there is room again, nobody has to start the program anew. */
static void
test_local_trouble_passes (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (fixture->folder, fixture->dir, &error);

  g_assert_no_error (error);
  exec_replica (fixture, "ALTER TABLE applied RENAME TO local_hidden");
  fixture_wait_state (worker, TAP_LEDGER_READ_ONLY);
  exec_replica (fixture, "ALTER TABLE local_hidden RENAME TO applied");
  fixture_wait_state (worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (worker, "second", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (worker);
}

/* A name that is no number of this log is not a hole with millions of numbers missing before it. */
static void
test_junk_number (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *junk = g_build_filename (fixture->folder, "log", "1", "0000", "99999999999.txn", NULL);
  g_autofree char *junk_folder = g_build_filename (fixture->folder, "log", "1", "99999999", NULL);
  g_autofree char *junk_there = g_build_filename (junk_folder, "99999999999.txn", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  g_assert_cmpint (g_mkdir (junk, 0700), ==, 0);
  worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_IN_STEP);
  fixture_close (worker);
  /* Where it does belong it is a hole, found at once. */
  g_assert_cmpint (g_mkdir (junk_folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (junk_there, 0700), ==, 0);
  worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  fixture_wait_state (worker, TAP_LEDGER_SET_BACK);
  fixture_close (worker);
}

static void
start_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  tap_worker_start_finish (TAP_WORKER (source), result, data);
}

static gboolean
has_error (gpointer data)
{
  return *(GError **) data != NULL;
}

/* Another program of this PC that hangs while it publishes does not hold the first start of a new station for ever. */
static void
test_hung_neighbour (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autofree char *path = g_build_filename (dir, "publish.lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT, 0600);
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  fixture_limits (&limits);
  options = fixture_options (folder, dir, &limits);
  worker = tap_worker_new (&options);
  tap_worker_start_async (worker, NULL, start_cb, &error);
  fixture_wait (has_error, &error, "an answer");
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  close (fd);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
}

/* A host name, or whatever else stands in the header, must not make a file that nobody can read. */
static void
test_strange_name (Fixture      *fixture,
                   gconstpointer data)
{
  char *other_dir = fixture_dir ();
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;
  TapWorker *other;

  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  options.pc = "FRONT-\xff\xfe";
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  g_assert_true (fixture_add (worker, "readable", NULL, NULL, &error));
  g_assert_no_error (error);
  other = fixture_open (fixture->folder, other_dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (other), ==, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (fixture_count (other, "SELECT count(*) FROM note WHERE text = 'readable'"), ==, 1);
  fixture_close (other);
  fixture_close (worker);
  fixture_remove (other_dir);
}

static gboolean
is_wanted (TapLedger *ledger)
{
  g_autoptr(GError) error = NULL;
  gboolean wanted = FALSE;

  g_assert_true (tap_ledger_is_wanted (ledger, &wanted, &error));
  g_assert_no_error (error);
  return wanted;
}

/* Who cannot get a turn asks for one: the others hear it, and hear when it is over; so they do when who asked has died. */
static void
test_want (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const nobody[] = { NULL };
  TapLedger *ledgers[2];
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(TapStationFile) station = NULL;

      ledgers[i] = tap_ledger_folder_new (fixture->folder);
      station = tap_ledger_open (ledgers[i], &error);
      g_assert_no_error (error);
      tap_ledger_identify (ledgers[i], i == 0 ? "one" : "two", "tag");
      g_assert_false (is_wanted (ledgers[i]));
    }
  g_assert_true (tap_ledger_want (ledgers[0], TRUE, &error));
  g_assert_true (is_wanted (ledgers[1]));
  g_assert_false (is_wanted (ledgers[0]));
  g_assert_true (tap_ledger_want (ledgers[0], FALSE, &error));
  g_assert_false (is_wanted (ledgers[1]));
  g_assert_true (tap_ledger_want (ledgers[0], TRUE, &error));
  g_assert_true (is_wanted (ledgers[1]));
  g_assert_true (tap_ledger_withdraw_all (ledgers[0], nobody, &error));
  g_assert_no_error (error);
  g_assert_false (is_wanted (ledgers[1]));
  g_object_unref (ledgers[0]);
  g_object_unref (ledgers[1]);
}

/* --- closed while it catches up ------------------------------------------------------------------ */

static const char *own_path;

static int
run_child (char **argv)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (argv[0], argv[1], &error);

  if (worker == NULL)
    return 1;
  fixture_add (worker, argv[2], argv[2], NULL, NULL);
  fixture_close (worker);
  return 0;
}

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            int        *n)
{
  n[saved ? 1 : 0]++;
}

static TapWorker *
start_listening (Fixture *fixture,
                 int     *n_settled)
{
  static TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  worker = tap_worker_new (&options);
  g_signal_connect (worker, "settled", G_CALLBACK (settled_cb), n_settled);
  return worker;
}

static void
ignore_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GError) error = NULL;

  tap_worker_start_finish (TAP_WORKER (source), result, &error);
}

static void
remove_replica (Fixture *fixture)
{
  static const char *names[] = { "replica.db", "replica.db-wal", "replica.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, names[i], NULL);

      g_unlink (path);
    }
}

static void
die_after_publishing (Fixture *fixture)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "TAPPET_STOP_AT", "after-publish", TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, own_path, "--child", fixture->folder, fixture->dir, "paid", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (child));
}

static gboolean
is_told_saved (gpointer data)
{
  return ((int *) data)[1] > 0;
}

/* Another program of this PC was publishing when this one connected: the end of "not known yet" comes when that is over. */
static void
test_settles_later (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "publish.lock", NULL);
  g_autoptr(GError) error = NULL;
  int n_settled[2] = { 0, 0 };
  TapWorker *worker;
  int fd;

  die_after_publishing (fixture);
  fd = g_open (path, O_RDWR | O_CREAT, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  worker = start_listening (fixture, n_settled);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  fixture_spin (50);
  g_assert_cmpint (n_settled[1], ==, 0);
  close (fd);
  fixture_wait (is_told_saved, n_settled, "the end of not known yet");
  fixture_spin (100);
  g_assert_cmpint (n_settled[0], ==, 0);
  g_assert_cmpint (n_settled[1], ==, 1);
  fixture_close (worker);
}

/* Killed right after publishing; the copy has to catch up; and the window is closed again before it has. What was not read yet is not
 * "not saved". */
static void
test_closed_while_catching_up (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int n_settled[2] = { 0, 0 };
  TapWorker *worker;

  die_after_publishing (fixture);
  remove_replica (fixture);
  worker = start_listening (fixture, n_settled);
  tap_worker_start_async (worker, NULL, ignore_cb, NULL);
  fixture_close (worker);
  g_assert_cmpint (n_settled[0], ==, 0);
  g_assert_cmpint (n_settled[1], ==, 0);
  worker = start_listening (fixture, n_settled);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  fixture_spin (50);
  g_assert_cmpint (n_settled[0], ==, 0);
  g_assert_cmpint (n_settled[1], ==, 1);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note WHERE text = 'paid'"), ==, 1);
  fixture_close (worker);
}

/* --- the server's clock ---------------------------------------------------------------------------- */

static gint64
measure (TapLedgerFolder *folder,
         gint64           written_s_ago,
         gint64           took_s)
{
  gint64 written_us = g_get_real_time () - written_s_ago * G_USEC_PER_SEC;
  struct statx info = { .stx_mtime = { .tv_sec = written_us / G_USEC_PER_SEC,
                                       .tv_nsec = (guint32) (written_us % G_USEC_PER_SEC) * 1000 } };
  gint64 server_us = _tap_ledger_folder_clock (folder, &info, g_get_monotonic_time () - took_s * G_USEC_PER_SEC);

  return (gint64) ((double) (server_us - g_get_real_time ()) / G_USEC_PER_SEC + (written_s_ago >= 0 ? -0.5 : 0.5));
}

static void
test_slow_is_not_wrong (void)
{
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new ("/nowhere");
  TapLedgerFolder *folder = TAP_LEDGER_FOLDER (ledger);

  /* Six minutes for one write: written at the start of them. */
  g_assert_cmpint (measure (folder, 360, 360), ==, 0);
  g_assert_cmpint (measure (folder, 100, 360), ==, 0);
  /* At once, and yet long ago or in the future: that is the clock. */
  g_assert_cmpint (measure (folder, 90, 0), ==, -90);
  g_assert_cmpint (measure (folder, -90, 0), ==, 90);
  g_assert_cmpint (measure (folder, 400, 100), ==, -300);
}

#define ADD(name, func) g_test_add ("/ledger/healing/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);
  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  ADD ("trouble-of-this-pc-passes", test_local_trouble_passes);
  ADD ("a-junk-number-is-no-abyss", test_junk_number);
  ADD ("a-strange-name-is-readable", test_strange_name);
  ADD ("a-turn-is-asked-for-and-given-back", test_want);
  ADD ("settles-when-the-neighbour-is-done", test_settles_later);
  ADD ("closed-while-catching-up-denies-nothing", test_closed_while_catching_up);
  g_test_add_func ("/ledger/healing/a-hung-neighbour-is-a-silent-server", test_hung_neighbour);
  g_test_add_func ("/ledger/healing/a-slow-server-has-no-wrong-clock", test_slow_is_not_wrong);
  return g_test_run ();
}
