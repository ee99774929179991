/* test-snapshot.c — a new PC starts from a snapshot, and from a good one only; the log goes on over a thousand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ledger-double.h"
#include "ledger-fixture.h"
#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-transaction.h"

static TapWorker *
open_with_snapshots (const char *folder,
                     const char *dir,
                     int         behind)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  limits.snapshot_behind = behind;
  options = fixture_options (folder, dir, &limits);
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  return worker;
}

static GArray *
list_snapshots (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "snapshots", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint64));
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      guint64 seq = g_ascii_strtoull (name, NULL, 10);

      g_array_append_val (found, seq);
    }
  return found;
}

typedef struct
{
  const char *folder;
  guint64     seq;
} Wanted;

static gboolean
has_snapshot (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *path
      = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap/note", wanted->folder, wanted->seq);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
wait_snapshot (const char *folder,
               guint64     seq)
{
  Wanted wanted = { folder, seq };

  fixture_wait (has_snapshot, &wanted, "a snapshot");
  fixture_spin (60);
}

static void
add_until (TapWorker *worker,
           guint64    seq)
{
  g_autoptr(GError) error = NULL;

  while (tap_worker_get_seq (worker) < seq)
    g_assert_true (fixture_add (worker, "note", NULL, NULL, &error));
}

static gint64
count_copies (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "local.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT count(*) FROM copy", -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}

static void
test_bootstrap (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *new_dir = fixture_dir ();
  TapWorker *worker = open_with_snapshots (folder, dir, 10);
  g_autoptr(GArray) found = NULL;
  g_autofree char *content = NULL;
  g_autofree char *new_content = NULL;
  TapWorker *newcomer;

  add_until (worker, 10);
  wait_snapshot (folder, 10);
  add_until (worker, 20);
  wait_snapshot (folder, 20);
  add_until (worker, 30);
  wait_snapshot (folder, 30);
  add_until (worker, 33);
  found = list_snapshots (folder);
  g_assert_cmpuint (found->len, ==, 2);

  newcomer = open_with_snapshots (folder, new_dir, 10);
  content = fixture_content (worker);
  new_content = fixture_content (newcomer);
  g_assert_cmpstr (content, ==, new_content);
  /* It read only what came after the snapshot. */
  g_assert_cmpint (count_copies (new_dir), ==, 3);
  add_until (newcomer, 35);
  fixture_wait_seq (worker, 35);
  fixture_close (newcomer);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (new_dir);
}

/* One that takes long is still being written when the next one is due: that comes right after it. */
static void
test_due_meanwhile (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  LedgerDouble *share = ledger_double_new (folder);
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;
  g_autoptr(GError) error = NULL;

  fixture_limits (&limits);
  limits.snapshot_behind = 50;
  options = fixture_options (folder, dir, &limits);
  worker = _tap_worker_new_on (&options, TAP_LEDGER (share));
  g_assert_true (fixture_start (worker, &error));
  g_mutex_lock (&share->lock);
  share->hangs_snapshot = TRUE;
  g_mutex_unlock (&share->lock);
  add_until (worker, 50);
  fixture_spin (50);
  add_until (worker, 101);
  g_mutex_lock (&share->lock);
  share->hangs_snapshot = FALSE;
  g_cond_broadcast (&share->wake);
  g_mutex_unlock (&share->lock);
  wait_snapshot (folder, 50);
  /* Nothing more is saved. */
  wait_snapshot (folder, 101);
  fixture_close (worker);
  g_assert_finalize_object (share);
  fixture_remove (folder);
  fixture_remove (dir);
}

static gboolean
is_staging_empty (gpointer data)
{
  g_autofree char *path = g_build_filename (data, "staging", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

  g_assert_nonnull (dir);
  return g_dir_read_name (dir) == NULL;
}

/* The server fails while a snapshot is on its way, and lets nothing be withdrawn either: it is cleaned up when it can be, and not only
 * with the next start. */
static void
test_failed_leaves_nothing (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autofree char *staging = g_build_filename (folder, "staging", NULL);
  g_autofree char *db = g_build_filename (dir, "some.db", NULL);
  g_autofree char *snapshots = g_build_filename (folder, "snapshots", NULL);
  g_autofree char *away = g_build_filename (folder, "snapshots-away", NULL);
  g_autofree char *dead = g_build_filename (staging, "dead-me-tag-snap5.tmp", NULL);
  g_autofree char *blocked = g_build_filename (dead, "blocked", NULL);
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (folder);
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(GError) error = NULL;

  station = tap_ledger_open (ledger, &error);
  g_assert_no_error (error);
  tap_ledger_identify (ledger, "me", "tag");
  g_assert_true (g_file_set_contents (db, "a snapshot", -1, NULL));
  g_assert_cmpint (g_rename (snapshots, away), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (blocked, 0700), ==, 0);
  g_assert_false (tap_ledger_put_snapshot (ledger, 5, db, "note", &error));
  g_assert_nonnull (error);
  g_assert_false (is_staging_empty (folder));
  tap_ledger_bury (ledger);
  g_assert_cmpint (g_rmdir (blocked), ==, 0);
  g_assert_cmpint (g_rmdir (dead), ==, 0);
  tap_ledger_bury (ledger);
  g_assert_true (is_staging_empty (folder));
  g_assert_cmpint (g_rename (away, snapshots), ==, 0);
  fixture_remove (folder);
  fixture_remove (dir);
}

static void
test_bad_snapshot (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *new_dir = fixture_dir ();
  TapWorker *worker = open_with_snapshots (folder, dir, 10);
  g_autofree char *path = g_build_filename (folder, "snapshots", "20.snap", "db", NULL);
  g_autofree char *content = NULL;
  g_autofree char *new_content = NULL;
  TapWorker *newcomer;
  sqlite3 *db = NULL;

  add_until (worker, 10);
  wait_snapshot (folder, 10);
  add_until (worker, 20);
  wait_snapshot (folder, 20);
  /* Somebody has had a hand in it. */
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE note SET text = 'forged'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  newcomer = open_with_snapshots (folder, new_dir, 10);
  content = fixture_content (worker);
  new_content = fixture_content (newcomer);
  g_assert_cmpstr (content, ==, new_content);
  g_assert_cmpint (count_copies (new_dir), ==, 10);
  fixture_close (newcomer);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (new_dir);
}

/* A replica that is not what the log made of it says so instead of writing on. */
static void
test_content_differs (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *bad_dir = fixture_dir ();
  g_autofree char *path = g_build_filename (bad_dir, "replica.db", NULL);
  TapWorker *worker = open_with_snapshots (folder, dir, 10);
  TapWorker *bad = open_with_snapshots (folder, bad_dir, 10);
  sqlite3 *db = NULL;

  add_until (worker, 5);
  fixture_wait_seq (bad, 5);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE note SET text = 'not in the log'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  add_until (worker, 10);
  wait_snapshot (folder, 10);
  add_until (worker, 13);
  fixture_wait_state (bad, TAP_LEDGER_SET_BACK);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_IN_STEP);
  fixture_close (bad);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (bad_dir);
}

/* A conflict on apply: the replica is kept aside and made anew. */
static void
test_conflict_starts_again (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *bad_dir = fixture_dir ();
  g_autofree char *path = g_build_filename (bad_dir, "replica.db", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  TapWorker *bad = fixture_open (folder, bad_dir, &error);
  TapCommand command = { "swap", command_swap, NULL, NULL, NULL, "Li Ting", NULL };
  g_autofree char *content = NULL;
  g_autofree char *bad_content = NULL;
  g_autoptr(GDir) listing = NULL;
  gboolean aside = FALSE;
  const char *name;
  sqlite3 *db = NULL;

  add_until (worker, 5);
  fixture_wait_seq (bad, 5);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO author VALUES (1, 'in the way')", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (fixture_run (worker, &command, NULL, &error));
  fixture_wait_seq (bad, 6);
  content = fixture_content (worker);
  bad_content = fixture_content (bad);
  g_assert_cmpstr (content, ==, bad_content);
  listing = g_dir_open (bad_dir, 0, NULL);
  while ((name = g_dir_read_name (listing)) != NULL)
    aside = aside || g_str_has_prefix (name, "replica-aside-");
  g_assert_true (aside);
  fixture_close (bad);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (bad_dir);
}

/* --- over a thousand ------------------------------------------------------------------------------ */

typedef struct
{
  guint n_waiting;
} Flood;

static void
flood_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GError) error = NULL;

  ((Flood *) data)->n_waiting--;
  g_assert_true (tap_worker_command_finish (TAP_WORKER (source), result, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
flood_over (gpointer data)
{
  return ((Flood *) data)->n_waiting == 0;
}

/* Transactions that change nothing, as another PC might have published them, up to number @last. */
static void
write_empty (const char *folder,
             guint64     from,
             guint64     last)
{
  g_autofree char *before = g_strdup_printf ("%s/log/1/0000/%" G_GUINT64_FORMAT ".txn/t", folder, from - 1);
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(TapTxn) txn = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (before, &text, &len, NULL));
  bytes = g_bytes_new (text, len);
  txn = tap_txn_parse (bytes, NULL);
  txn->kind = TAP_TXN_CHANGES;
  g_clear_pointer (&txn->payload, g_bytes_unref);
  txn->payload = g_bytes_new_static (NULL, 0);
  for (txn->seq = from; txn->seq <= last; txn->seq++)
    {
      g_autofree char *path = g_strdup_printf ("%s/log/1/0000/%" G_GUINT64_FORMAT ".txn", folder, txn->seq);
      g_autofree char *file = g_build_filename (path, "t", NULL);
      g_autoptr(GBytes) written = NULL;

      memcpy (txn->previous, txn->hash, TAP_HASH_LEN);
      written = tap_txn_write (txn);
      g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
      g_assert_true (g_file_set_contents (file, g_bytes_get_data (written, NULL),
                                          (gssize) g_bytes_get_size (written), NULL));
    }
}

static void
test_thousand (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *other_dir = fixture_dir ();
  g_autofree char *next = g_build_filename (folder, "log", "1", "0001", "1000.txn", "t", NULL);
  g_autofree char *early = g_build_filename (folder, "log", "1", "0001", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  TapWorker *other;
  g_autofree char *content = NULL;
  g_autofree char *other_content = NULL;

  write_empty (folder, 3, 997);
  fixture_wait_seq (worker, 997);
  g_assert_false (g_file_test (early, G_FILE_TEST_EXISTS));
  /* Another PC pulls them all, and looks on across the border. */
  other = fixture_open (folder, other_dir, &error);
  g_assert_no_error (error);
  for (guint64 seq = 998; seq <= 1003; seq++)
    {
      TapWorker *who = seq % 2 == 0 ? worker : other;

      g_assert_true (fixture_add (who, "border", NULL, NULL, &error));
      fixture_wait_seq (worker, seq);
      fixture_wait_seq (other, seq);
    }
  g_assert_true (g_file_test (next, G_FILE_TEST_EXISTS));
  content = fixture_content (worker);
  other_content = fixture_content (other);
  g_assert_cmpstr (content, ==, other_content);
  fixture_close (other);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (other_dir);
}

static void
test_flood (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  Flood flood = { 200 };

  for (guint i = 0; i < 200; i++)
    {
      TapCommand command = { "add-note", command_add, g_strdup ("flood"), g_free, g_free, "Li Ting", NULL };

      tap_worker_command_async (worker, &command, NULL, flood_cb, &flood);
    }
  fixture_wait (flood_over, &flood, "the flood");
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, 200);
  g_assert_cmpuint (tap_worker_get_seq (worker), <, 20);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
}

/* A large snapshot over a slow line takes longer than a silence may: that is not silence. */
static void
test_slow_bootstrap (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *new_dir = fixture_dir ();
  TapWorker *worker = open_with_snapshots (folder, dir, 10);
  LedgerDouble *share = ledger_double_new (folder);
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *newcomer;

  add_until (worker, 12);
  wait_snapshot (folder, 10);
  fixture_limits (&limits);
  share->slow_snapshot_ms = 3 * limits.cut_off_ms;
  options = fixture_options (folder, new_dir, &limits);
  newcomer = _tap_worker_new_on (&options, TAP_LEDGER (share));
  g_assert_true (fixture_start (newcomer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_copies (new_dir), ==, 2);
  fixture_close (newcomer);
  g_assert_finalize_object (share);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (new_dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/snapshot/a-new-pc-starts-from-it", test_bootstrap);
  g_test_add_func ("/ledger/snapshot/a-slow-one-is-waited-for", test_slow_bootstrap);
  g_test_add_func ("/ledger/snapshot/one-that-was-due-meanwhile-comes-after", test_due_meanwhile);
  g_test_add_func ("/ledger/snapshot/a-failed-one-leaves-nothing", test_failed_leaves_nothing);
  g_test_add_func ("/ledger/snapshot/a-forged-one-is-passed-over", test_bad_snapshot);
  g_test_add_func ("/ledger/snapshot/a-copy-that-differs-stops-writing", test_content_differs);
  g_test_add_func ("/ledger/snapshot/a-conflict-starts-again", test_conflict_starts_again);
  g_test_add_func ("/ledger/log/goes-on-over-a-thousand", test_thousand);
  g_test_add_func ("/ledger/log/many-travel-together", test_flood);
  return g_test_run ();
}
