/* test-epoch.c — a station folder written anew goes on behind the last transaction it knows, in an epoch of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger-fixture.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station-write.h"

/* --- what the tests stand on ------------------------------------------------------------------- */

static TapStationFile *
read_station_file (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "station.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  TapStationFile *file;
  gsize len;

  g_assert_true (g_file_get_contents (path, &text, &len, &error));
  file = tap_station_file_parse (text, len, &error);
  g_assert_no_error (error);
  return file;
}

/* The replica in @dir as a file that stands alone. */
static char *
copy_replica (const char *dir,
              guint64    *seq,
              guint8      hash[TAP_HASH_LEN],
              char      **content)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  char *copy_path = g_build_filename (dir, "copy.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapSqlStmt) stmt = NULL;
  sqlite3 *from = tap_sql_open (path, &error);
  sqlite3 *copy = tap_sql_open (copy_path, &error);

  g_assert_no_error (error);
  g_assert_true (tap_sql_copy_into (copy, from, &error));
  g_assert_true (tap_sql_exec (copy, "PRAGMA journal_mode = DELETE", &error));
  stmt = tap_sql_prepare (copy, "SELECT seq, hash FROM applied", &error);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  *seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  g_clear_pointer (&stmt, sqlite3_finalize);
  *content = tap_snapshot_hash_content (copy, &error);
  g_assert_no_error (error);
  sqlite3_close (from);
  sqlite3_close (copy);
  return copy_path;
}

/* A station of @seq transactions, and what it looks like written anew in *@anew. */
static char *
make_both (guint64  seq,
           char   **dir,
           char   **anew,
           char   **content)
{
  char *folder = fixture_station ();
  g_autoptr(GError) error = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *hash_of_content = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(TapStationWrite) write = NULL;
  guint8 hash[TAP_HASH_LEN];
  guint64 at;
  TapWorker *worker;

  *dir = fixture_dir ();
  *anew = fixture_dir ();
  worker = fixture_open (folder, *dir, &error);
  while (tap_worker_get_seq (worker) < seq)
    g_assert_true (fixture_add (worker, "note", NULL, NULL, &error));
  *content = fixture_content (worker);
  fixture_close (worker);
  station = read_station_file (folder);
  copy = copy_replica (*dir, &at, hash, &hash_of_content);
  g_assert_cmpuint (at, ==, seq);
  write = tap_station_write_begin (*anew, station, at, hash, &error);
  g_assert_no_error (error);
  g_assert_true (tap_station_write_snapshot (write, copy, hash_of_content, NULL, NULL, NULL, &error));
  g_assert_true (tap_station_write_end (write, &error));
  return folder;
}

/* --- the tests --------------------------------------------------------------------------------- */

static void
test_goes_on (void)
{
  g_autofree char *content = NULL;
  g_autofree char *found = NULL;
  g_autofree char *other_content = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationInfo) info = NULL;
  char *dir, *anew;
  char *folder = make_both (6, &dir, &anew, &content);
  char *new_dir = fixture_dir ();
  char *other_dir = fixture_dir ();
  g_autoptr(TapStationFile) old = read_station_file (folder);
  g_autoptr(TapStationFile) station = read_station_file (anew);
  guint64 n_verified;
  TapWorker *worker, *other;

  g_assert_cmpstr (station->id, ==, old->id);
  g_assert_cmpstr (station->name, ==, old->name);
  g_assert_cmpstr (station->parent_epoch, ==, old->epoch);
  g_assert_true (g_str_has_prefix (station->epoch, "2-"));
  g_assert_cmpuint (station->start_seq, ==, 6);

  worker = fixture_open (anew, new_dir, &error);
  g_assert_no_error (error);
  found = fixture_content (worker);
  g_assert_cmpstr (found, ==, content);
  g_assert_true (fixture_add (worker, "after", NULL, NULL, &error));
  g_assert_cmpuint (tap_worker_get_seq (worker), ==, 7);
  /* The next newcomer has the snapshot and the new log. */
  other = fixture_open (anew, other_dir, &error);
  g_assert_no_error (error);
  g_clear_pointer (&found, g_free);
  found = fixture_content (worker);
  other_content = fixture_content (other);
  g_assert_cmpstr (other_content, ==, found);
  fixture_wait_state (other, TAP_LEDGER_IN_STEP);
  fixture_close (other);
  fixture_close (worker);

  g_assert_true (tap_station_verify (anew, &n_verified, NULL, NULL, NULL, &error));
  g_assert_cmpuint (n_verified, ==, 7);
  info = tap_station_inspect (anew, &error);
  g_assert_cmpuint (info->last_seq, ==, 7);
  fixture_remove (other_dir);
  fixture_remove (new_dir);
  fixture_remove (anew);
  fixture_remove (dir);
  fixture_remove (folder);
}

static void
test_at_a_thousand (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationWrite) write = NULL;
  TapStationFile from = { .format = 1, .id = (char *) "5b2c1f2e-54a9-4a39-9f0f-111111111111",
                          .epoch = (char *) "7-abc", .name = (char *) "Riverside" };
  guint8 hash[TAP_HASH_LEN] = { 1 };
  char *anew = fixture_dir ();
  g_autofree char *log = NULL;

  write = tap_station_write_begin (anew, &from, 1999, hash, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (tap_station_write_get_epoch (write), "8-"));
  log = g_build_filename (anew, "log", tap_station_write_get_epoch (write), "0002", NULL);
  g_assert_true (g_file_test (log, G_FILE_TEST_IS_DIR));
  fixture_remove (anew);
}

/* All that it knows is in the new one: it follows by itself, and the epoch before gets nothing any more. */
static void
test_old_replica_follows (void)
{
  g_autofree char *content = NULL;
  g_autofree char *found = NULL;
  g_autofree char *late = NULL;
  g_autoptr(GError) error = NULL;
  char *dir, *anew;
  char *folder = make_both (5, &dir, &anew, &content);
  TapWorker *worker = fixture_open (anew, dir, &error);

  g_assert_no_error (error);
  found = fixture_content (worker);
  g_assert_cmpstr (found, ==, content);
  g_assert_true (fixture_add (worker, "in the new epoch", NULL, NULL, &error));
  g_assert_no_error (error);
  late = g_build_filename (folder, "log", "1", "0000", "6.txn", NULL);
  g_assert_false (g_file_test (late, G_FILE_TEST_EXISTS));
  fixture_close (worker);
  fixture_remove (anew);
  fixture_remove (dir);
  fixture_remove (folder);
}

/* Without its snapshot the station has no beginning: nobody may take it for a new, empty one. */
static void
test_without_snapshot (void)
{
  g_autofree char *content = NULL;
  g_autofree char *db = NULL;
  g_autofree char *log = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationFile) station = NULL;
  char *dir, *anew;
  char *folder = make_both (5, &dir, &anew, &content);
  char *new_dir = fixture_dir ();

  db = g_build_filename (anew, "snapshots", "5.snap", "db", NULL);
  g_assert_cmpint (g_unlink (db), ==, 0);
  g_assert_null (fixture_open (anew, new_dir, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "5"));
  station = read_station_file (anew);
  log = g_build_filename (anew, "log", station->epoch, "0000", "1.txn", NULL);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  fixture_remove (new_dir);
  fixture_remove (anew);
  fixture_remove (dir);
  fixture_remove (folder);
}

static void
test_half_made (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationInfo) info = NULL;
  g_autofree char *odd = NULL;
  TapStationWrite *write;
  TapStationFile from = { .format = 1, .id = (char *) "5b2c1f2e-54a9-4a39-9f0f-111111111111",
                          .epoch = (char *) "1", .name = (char *) "Riverside" };
  guint8 hash[TAP_HASH_LEN] = { 0 };
  char *anew = fixture_dir ();

  write = tap_station_write_begin (anew, &from, 0, hash, &error);
  g_assert_no_error (error);
  /* Two at once do not mix. */
  g_assert_null (tap_station_write_begin (anew, &from, 0, hash, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  g_clear_error (&error);
  tap_station_write_free (write);
  g_assert_null (tap_station_inspect (anew, &error));
  g_clear_error (&error);

  /* Begun anew it is whole; and then it is a station, which nobody writes over. */
  write = tap_station_write_begin (anew, &from, 0, hash, &error);
  g_assert_no_error (error);
  g_assert_true (tap_station_write_end (write, &error));
  tap_station_write_free (write);
  info = tap_station_inspect (anew, &error);
  g_assert_no_error (error);
  g_assert_null (tap_station_write_begin (anew, &from, 0, hash, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  g_clear_error (&error);
  fixture_remove (anew);

  anew = fixture_dir ();
  odd = g_build_filename (anew, "letters", NULL);
  g_assert_cmpint (mkdir (odd, 0700), ==, 0);
  g_assert_null (tap_station_write_begin (anew, &from, 0, hash, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
  g_assert_true (g_file_test (odd, G_FILE_TEST_IS_DIR));
  fixture_remove (anew);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/epoch/goes-on-behind-the-last", test_goes_on);
  g_test_add_func ("/ledger/epoch/its-log-folder-is-there-at-a-thousand", test_at_a_thousand);
  g_test_add_func ("/ledger/epoch/a-replica-of-the-old-one-follows", test_old_replica_follows);
  g_test_add_func ("/ledger/epoch/without-its-snapshot-it-is-damaged-not-empty", test_without_snapshot);
  g_test_add_func ("/ledger/epoch/half-made-is-no-station-and-begun-anew-is-whole", test_half_made);
  return g_test_run ();
}
