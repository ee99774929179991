/* test-station.c — folders that are not what they should be, and PCs that know more than the folder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger-fixture.h"

static char *
txn_path (const char *folder,
          guint64     seq,
          gboolean    file)
{
  return g_strdup_printf ("%s/log/1/%04u/%" G_GUINT64_FORMAT ".txn%s", folder, (guint) (seq / 1000), seq,
                          file ? "/t" : "");
}

static void
remove_txn (const char *folder,
            guint64     seq)
{
  g_autofree char *path = txn_path (folder, seq, FALSE);
  g_autofree char *file = txn_path (folder, seq, TRUE);

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
assert_start_fails (const char *folder,
                    const char *dir,
                    int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (fixture_open (folder, dir, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, code);
  g_assert_cmpint ((int) strlen (error->message), >, 10);
}

/* --- folders ----------------------------------------------------------------------------------- */

static void
test_wrong_folders (void)
{
  char *empty = fixture_dir ();
  char *foreign = fixture_dir ();
  char *newer = fixture_station ();
  char *damaged = fixture_station ();
  char *dir = fixture_dir ();
  g_autofree char *missing = g_build_filename (empty, "nowhere", NULL);
  g_autofree char *thing = g_build_filename (foreign, "holiday.jpg", NULL);
  g_autofree char *newer_file = g_build_filename (newer, "station.json", NULL);
  g_autofree char *damaged_file = g_build_filename (damaged, "station.json", NULL);
  g_autoptr(GDir) listing = NULL;
  g_autofree char *replica = g_build_filename (dir, "replica", NULL);

  g_file_set_contents (thing, "x", 1, NULL);
  g_file_set_contents (newer_file, "{\"format\": 99, \"station\": \"later\", \"more\": \"x\"}", -1, NULL);
  g_file_set_contents (damaged_file, "{\"format\": 1, ", -1, NULL);
  assert_start_fails (missing, replica, TAP_LEDGER_ERROR_MISSING);
  assert_start_fails (empty, replica, TAP_LEDGER_ERROR_EMPTY);
  assert_start_fails (foreign, replica, TAP_LEDGER_ERROR_FOREIGN);
  assert_start_fails (newer, replica, TAP_LEDGER_ERROR_FORMAT_NEWER);
  assert_start_fails (damaged, replica, TAP_LEDGER_ERROR_DAMAGED);
  assert_start_fails ("smb://server/share", replica, TAP_LEDGER_ERROR_FOREIGN);
  assert_start_fails ("/run/user/1000/gvfs/smb-share:server=x", replica, TAP_LEDGER_ERROR_FOREIGN);
  /* Nothing was made by accident, neither there nor here. */
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (replica, G_FILE_TEST_EXISTS));
  listing = g_dir_open (empty, 0, NULL);
  g_assert_null (g_dir_read_name (listing));
  fixture_remove (empty);
  fixture_remove (foreign);
  fixture_remove (newer);
  fixture_remove (damaged);
  fixture_remove (dir);
}

static void
test_create (void)
{
  char *foreign = fixture_dir ();
  char *folder = fixture_station ();
  g_autofree char *thing = g_build_filename (foreign, "holiday.jpg", NULL);
  g_autofree char *deep = g_build_filename (foreign, "a", "b", NULL);
  g_autoptr(GError) error = NULL;
  TapStationInfo *info;

  g_file_set_contents (thing, "x", 1, NULL);
  g_assert_false (tap_station_create (foreign, "x", &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_false (tap_station_create (folder, "x", &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (tap_station_create (deep, "亦庄服务站", &error));
  g_assert_no_error (error);
  info = tap_station_inspect (deep, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->name, ==, "亦庄服务站");
  g_assert_cmpuint (info->last_seq, ==, 0);
  g_assert_true (info->writable);
  tap_station_info_free (info);
  fixture_remove (foreign);
  fixture_remove (folder);
}

static void
test_other_station (void)
{
  char *folder = fixture_station ();
  char *other = fixture_station ();
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);

  fixture_close (worker);
  assert_start_fails (other, dir, TAP_LEDGER_ERROR_FOREIGN);
  fixture_remove (folder);
  fixture_remove (other);
  fixture_remove (dir);
}

/* The share is unmounted: an empty folder is left, and nothing is written into it. */
static void
test_unmounted (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autofree char *away = g_strconcat (folder, ".away", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  g_autoptr(GDir) listing = NULL;

  g_assert_true (fixture_add (worker, "before", NULL, NULL, &error));
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  fixture_wait_state (worker, TAP_LEDGER_CUT_OFF);
  g_assert_false (fixture_add (worker, "meanwhile", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  fixture_spin (300);
  listing = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (listing));
  /* Also after a restart of the program. */
  fixture_close (worker);
  g_clear_error (&error);
  worker = fixture_open (folder, dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_CUT_OFF);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, 1);
  g_rmdir (folder);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
  fixture_wait_state (worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
}

/* --- the folder knows less ----------------------------------------------------------------------- */

typedef struct
{
  char      *folder;
  char      *dir;
  TapWorker *worker;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    g_assert_true (fixture_add (fixture->worker, "note", NULL, NULL, &error));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_close (fixture->worker);
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
}

static void
assert_set_back (Fixture *fixture,
                 int      code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, code);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  g_assert_cmpstr (tap_worker_get_state_reason (fixture->worker), !=, "");
  fixture_spin (300);
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_SET_BACK);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 4);
}

static void
test_missing_tail (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 6, FALSE);
  g_autofree char *file = txn_path (fixture->folder, 6, TRUE);
  g_autofree char *away = g_strconcat (fixture->folder, "/archive/6", NULL);
  g_autofree char *away_file = g_build_filename (away, "t", NULL);
  g_autofree char *back = NULL;
  g_autofree char *lost = NULL;
  g_autoptr(GError) error = NULL;
  gsize back_len, lost_len;
  g_autofree char *next = txn_path (fixture->folder, 7, FALSE);

  g_assert_cmpint (g_rename (path, away), ==, 0);
  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  /* It is put back by itself, the same byte by byte. */
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (g_file_get_contents (file, &back, &back_len, NULL));
  g_assert_true (g_file_get_contents (away_file, &lost, &lost_len, NULL));
  g_assert_cmpmem (back, back_len, lost, lost_len);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 4);
}

static void
test_different_tail (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 6, TRUE);
  g_autofree char *text = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &text, &len, NULL));
  text[len - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, text, (gssize) len, NULL));
  assert_set_back (fixture, TAP_LEDGER_ERROR_SET_BACK);
}

static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *from = txn_path (fixture->folder, 6, FALSE);
  g_autofree char *to = txn_path (fixture->folder, 8, FALSE);

  g_assert_cmpint (g_rename (from, to), ==, 0);
  assert_set_back (fixture, TAP_LEDGER_ERROR_SET_BACK);
}

static void
test_gap_at_start (Fixture      *fixture,
                   gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;

  remove_txn (fixture->folder, 4);
  g_assert_null (fixture_open (fixture->folder, dir, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  fixture_remove (dir);
}

/* An empty folder under a final name is damage, never a free number. */
static void
test_empty_folder (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 7, FALSE);
  g_autofree char *file = txn_path (fixture->folder, 7, TRUE);

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  assert_set_back (fixture, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
}

static void
test_damaged_next (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 7, FALSE);
  g_autofree char *file = txn_path (fixture->folder, 7, TRUE);

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  g_assert_true (g_file_set_contents (file, "TAPPETtx and then nonsense that is long enough to be a file", -1, NULL));
  assert_set_back (fixture, TAP_LEDGER_ERROR_DAMAGED);
}

static void
test_verify (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 4, TRUE);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapTransaction) transaction = NULL;
  guint64 n_verified;
  gsize len;

  g_assert_true (tap_station_verify (fixture->folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_verified, ==, 6);
  transaction = tap_station_read (fixture->folder, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (transaction->person, ==, "Li Ting");
  g_assert_cmpstr (transaction->commands[0], ==, "add-note");
  g_assert_null (tap_station_read (fixture->folder, 7, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &text, &len, NULL));
  text[len / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, text, (gssize) len, NULL));
  g_assert_false (tap_station_verify (fixture->folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "4"));
  g_assert_cmpuint (n_verified, ==, 3);
}

/* --- newer and older programs ------------------------------------------------------------------ */

static void
test_older_program (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *old_dir = fixture_dir ();
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *newer;
  TapWorker *older;

  fixture_limits (&limits);
  options = fixture_options (folder, old_dir, &limits);
  options.n_migrations = 1;
  older = tap_worker_new (&options);
  g_assert_true (fixture_start (older, &error));
  g_assert_true (fixture_add (older, "old", NULL, NULL, &error));
  newer = fixture_open (folder, dir, &error);
  g_assert_no_error (error);
  g_assert_true (fixture_add (newer, "new", NULL, NULL, &error));
  /* It reads on, writes nothing, and says what to do. */
  fixture_wait_seq (older, 4);
  fixture_wait_state (older, TAP_LEDGER_READ_ONLY);
  g_assert_cmpint (fixture_count (older, "SELECT count(*) FROM note"), ==, 2);
  g_assert_false (fixture_add (older, "no", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SCHEMA_NEWER);
  fixture_close (older);
  fixture_close (newer);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (old_dir);
}

/* --- the copy on this PC ------------------------------------------------------------------------- */

static void
test_private_copy (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;
  GStatBuf info;

  g_assert_cmpint (g_stat (fixture->dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_default_copy (void)
{
  char *folder = fixture_station ();
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  g_autofree char *away = g_strconcat (folder, ".away", NULL);
  g_autofree char *station_id = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (folder, NULL, &limits);
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_true (fixture_add (worker, "kept", NULL, NULL, &error));
  station_id = g_strdup (tap_worker_get_station_id (worker));
  g_assert_true (g_str_has_suffix (tap_worker_get_replica_dir (worker), station_id));
  fixture_close (worker);
  /* It is found again while the share is away. */
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_CUT_OFF);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, 1);
  fixture_close (worker);
  /* A new station in its place has a copy of its own. */
  g_assert_true (tap_station_create (folder, "another", &error));
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tap_worker_get_station_id (worker), !=, station_id);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, 0);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (g_steal_pointer (&away));
}

/* --- the five checks ------------------------------------------------------------------------------ */

static void
check_cb (const TapCheck *check,
          gpointer        data)
{
  GArray *results = data;

  g_assert_cmpint (check->kind, ==, results->len);
  g_assert_cmpstr (check->title, !=, "");
  g_array_append_val (results, check->result);
}

static void
test_checks (void)
{
  char *folder = fixture_station ();
  g_autofree char *missing = g_build_filename (folder, "nowhere", NULL);
  g_autoptr(GArray) results = g_array_new (FALSE, FALSE, sizeof (TapCheckResult));
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_assert_true (tap_station_check (folder, check_cb, results, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, TAP_N_CHECKS);
  for (guint i = 0; i < results->len; i++)
    g_assert_cmpint (g_array_index (results, TapCheckResult, i), <=, TAP_CHECK_WARNING);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, ".probe"));
  g_array_set_size (results, 0);
  g_assert_false (tap_station_check (missing, check_cb, results, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (results->len, ==, TAP_N_CHECKS);
  g_assert_cmpint (g_array_index (results, TapCheckResult, 0), ==, TAP_CHECK_FAILED);
  g_assert_cmpint (g_array_index (results, TapCheckResult, 4), ==, TAP_CHECK_NOT_DONE);
  fixture_remove (folder);
}

#define ADD(name, func) g_test_add ("/ledger/station/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  char *home = fixture_dir ();
  int result;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/station/wrong-folders-are-named", test_wrong_folders);
  g_test_add_func ("/ledger/station/made-only-where-nothing-is", test_create);
  g_test_add_func ("/ledger/station/another-station-is-refused", test_other_station);
  g_test_add_func ("/ledger/station/an-unmounted-share-stays-empty", test_unmounted);
  ADD ("a-missing-tail-is-put-back", test_missing_tail);
  ADD ("a-different-tail-stops-writing", test_different_tail);
  ADD ("a-gap-stops-writing", test_gap);
  ADD ("a-gap-is-seen-at-the-start", test_gap_at_start);
  ADD ("an-empty-folder-is-no-free-number", test_empty_folder);
  ADD ("a-damaged-file-stops-writing", test_damaged_next);
  ADD ("verify-names-the-number", test_verify);
  g_test_add_func ("/ledger/station/an-older-program-reads-on", test_older_program);
  ADD ("the-copy-is-private", test_private_copy);
  g_test_add_func ("/ledger/station/the-copy-is-found-by-the-station", test_default_copy);
  g_test_add_func ("/ledger/station/five-checks", test_checks);
  result = g_test_run ();
  fixture_remove (home);
  return result;
}
