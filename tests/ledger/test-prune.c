/* test-prune.c — old entries packed away: nothing is lost, nothing can be published there, and a killed run is finished by the next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger-fixture.h"
#include "ledger/tap-backup.h"
#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-prune.h"
#include "ledger/tap-snapshot.h"

#define N_TXNS 3050
#define DAY_S (24 * 3600)
#define NOW_UNIX (G_GINT64_CONSTANT (1795142520))
#define OLD_UNIX (NOW_UNIX - 40 * DAY_S)

/* --- a long log, written down without waiting for a disk ---------------------------------------------------- */

typedef struct
{
  char           *folder;
  TapStationFile *station;
  sqlite3        *db;           /* the tables, for making changesets */
  TapTxn         *last;
} LongLog;

static GBytes *
change (LongLog *self,
        guint64  seq)
{
  sqlite3_session *session = NULL;
  g_autofree char *sql = g_strdup_printf ("INSERT INTO note (id, text, author, colour) VALUES (%llu, 'note %llu', NULL, '');"
                                          "INSERT INTO operation (id, at) VALUES ('op-%llu', 1)",
                                          (unsigned long long) seq, (unsigned long long) seq, (unsigned long long) seq);
  void *data = NULL;
  int size = 0;
  GBytes *bytes;

  g_assert_cmpint (sqlite3session_create (self->db, "main", &session), ==, SQLITE_OK);
  sqlite3session_attach (session, "note");
  sqlite3session_attach (session, "operation");
  g_assert_cmpint (sqlite3_exec (self->db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3session_changeset (session, &size, &data), ==, SQLITE_OK);
  sqlite3session_delete (session);
  bytes = g_bytes_new (data, (gsize) size);
  sqlite3_free (data);
  return bytes;
}

static void
append (LongLog *self,
        guint64  seq,
        gint64   at_unix)
{
  TapTxn *txn = tap_txn_new ();
  g_autofree char *operation = g_strdup_printf ("op-%llu", (unsigned long long) seq);
  g_autofree char *thousand = g_strdup_printf ("%s/log/1/%04u", self->folder, (guint) (seq / 1000));
  g_autofree char *txn_folder = g_strdup_printf ("%s/%llu.txn", thousand, (unsigned long long) seq);
  g_autofree char *file = g_build_filename (txn_folder, "t", NULL);
  g_autoptr(GBytes) bytes = NULL;

  txn->kind = TAP_TXN_CHANGES;
  txn->seq = seq;
  memcpy (txn->previous, self->last->hash, TAP_HASH_LEN);
  txn->station_id = g_strdup (self->station->id);
  txn->epoch = g_strdup ("1");
  txn->schema_version = 2;
  txn->least_version = g_strdup ("");
  txn->pc = g_strdup ("desk");
  txn->person = g_strdup ("");
  txn->program = g_strdup ("test");
  txn->replica_id = g_strdup ("00000000-0000-4000-8000-000000000000");
  txn->recorded_unix = at_unix;
  tap_txn_add_command (txn, "add", operation, "", at_unix);
  txn->payload = change (self, seq);
  bytes = tap_txn_write (txn);
  g_mkdir (thousand, 0777);
  g_assert_cmpint (g_mkdir (txn_folder, 0777), ==, 0);
  g_assert_true (g_file_set_contents_full (file, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                           G_FILE_SET_CONTENTS_NONE, 0666, NULL));
  tap_txn_free (self->last);
  self->last = txn;
}

/* The replica as every PC has it at this number. */
static void
put_snapshot (LongLog *self,
              TapWorker *worker)
{
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(TapStationFile) station = tap_ledger_open (ledger, NULL);
  g_autofree char *replica = g_build_filename (tap_worker_get_replica_dir (worker), "replica.db", NULL);
  g_autofree char *copy = g_build_filename (tap_worker_get_replica_dir (worker), "copy.db", NULL);
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", copy);
  TapSnapshotNote note = { tap_worker_get_seq (worker), NULL, NULL };
  g_autofree char *text = NULL;
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *db;

  db = tap_sql_open (replica, &error);
  g_assert_true (tap_sql_exec (db, sql, &error));
  hash = fixture_text (worker, "SELECT lower (hex (hash)) FROM applied");
  content = tap_snapshot_hash_content (db, &error);
  g_assert_no_error (error);
  sqlite3_close (db);
  note.hash = hash;
  note.content = content;
  text = tap_snapshot_note_write (&note);
  tap_ledger_identify (ledger, "test", "1");
  g_assert_true (tap_ledger_put_snapshot (ledger, note.seq, copy, text, &error));
  g_assert_no_error (error);
  g_unlink (copy);
}

static TapWorker *
open_at (const char *folder,
         const char *dir,
         GError    **error)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;

  fixture_limits (&limits);
  limits.snapshot_behind = limits.snapshot_at_close_behind = 0;
  options = fixture_options (folder, dir, &limits);
  worker = tap_worker_new (&options);
  if (!fixture_start (worker, error))
    g_clear_object (&worker);
  return worker;
}

typedef struct
{
  char *folder;
  char *dir;                    /* a replica that stands at the end */
  char *lagging;                /* one that stopped long ago */
} Fixture;

static char *template_folder;
static char *template_dir;
static char *template_lagging;

static void
copy_tree (const char *from,
           const char *to)
{
  g_autofree char *dots = g_strconcat (from, "/.", NULL);
  const char *argv[] = { "cp", "-a", dots, to, NULL };
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* Once: 3,050 entries, two snapshots, the first two thousands older than a month. */
static void
make_template (void)
{
  LongLog log = { fixture_station (), NULL, NULL, NULL };
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (log.folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  TapWorker *worker;

  template_dir = fixture_dir ();
  template_lagging = fixture_dir ();
  worker = open_at (log.folder, template_dir, &error);
  g_assert_no_error (error);
  fixture_close (worker);
  worker = open_at (log.folder, template_lagging, &error);
  fixture_close (worker);
  log.station = tap_ledger_open (ledger, &error);
  bytes = tap_ledger_read (ledger, 2, TRUE, &error);
  g_assert_no_error (error);
  log.last = tap_txn_parse (bytes, &error);
  sqlite3_open (":memory:", &log.db);
  for (guint i = 0; i < fixture_n_migrations; i++)
    sqlite3_exec (log.db, fixture_migrations[i].sql, NULL, NULL, NULL);
  sqlite3_exec (log.db, "CREATE TABLE operation (id TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL)", NULL, NULL, NULL);
  for (guint64 seq = 3; seq <= N_TXNS; seq++)
    {
      append (&log, seq, seq < 2000 ? OLD_UNIX : NOW_UNIX - DAY_S);
      if (seq == 2100 || seq == N_TXNS)
        {
          worker = open_at (log.folder, template_dir, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (tap_worker_get_seq (worker), ==, seq);
          put_snapshot (&log, worker);
          fixture_close (worker);
        }
    }
  tap_txn_free (log.last);
  sqlite3_close (log.db);
  tap_station_file_free (log.station);
  template_folder = log.folder;
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  if (template_folder == NULL)
    make_template ();
  self->folder = fixture_dir ();
  self->dir = fixture_dir ();
  self->lagging = fixture_dir ();
  copy_tree (template_folder, self->folder);
  copy_tree (template_dir, self->dir);
  copy_tree (template_lagging, self->lagging);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  fixture_remove (self->folder);
  fixture_remove (self->dir);
  fixture_remove (self->lagging);
}

static TapPruneReport *
prune (Fixture *self,
       gboolean dry_run,
       GError **error)
{
  TapPruneOptions options = { .older_than_days = 30, .now_unix = NOW_UNIX, .dry_run = dry_run };

  return tap_prune_run (self->folder, &options, NULL, NULL, NULL, error);
}

static TapPruneReport *
must_prune (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  TapPruneReport *report = prune (self, FALSE, &error);

  g_assert_no_error (error);
  return report;
}

static char *
in_log (Fixture *self,
        guint    thousand)
{
  return g_strdup_printf ("%s/log/1/%04u", self->folder, thousand);
}

static guint
count_staging (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "staging", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_archived (Fixture *self,
                 guint    n)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = in_log (self, i);

      g_assert_true (g_file_test (path, i < n ? G_FILE_TEST_IS_REGULAR : G_FILE_TEST_IS_DIR));
    }
}

static void
assert_verifies (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  guint64 n = 0;

  g_assert_true (tap_station_verify (self->folder, &n, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N_TXNS);
}

/* The packed entries are part of the log for whoever replays it, and the snapshots stand on them. */
static void
assert_replays_and_is_backed_up (Fixture *self)
{
  char *aside = fixture_dir ();
  g_autoptr(GError) error = NULL;
  g_autoptr(TapBackup) backup = NULL;
  guint64 n = 0;

  g_assert_true (tap_station_verify_deep (self->folder, NULL, aside, &n, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N_TXNS);
  backup = tap_backup_make (self->folder, aside, NOW_UNIX, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (backup->good);
  g_assert_cmpuint (backup->seq, ==, N_TXNS);
  fixture_remove (aside);
}

/* --- what is packed ------------------------------------------------------------------------------------------- */

static void
test_packs (Fixture      *self,
            gconstpointer data)
{
  g_autoptr(TapPruneReport) dry = NULL;
  g_autoptr(TapPruneReport) report = NULL;
  g_autoptr(TapPruneReport) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *tombstone = in_log (self, 1);
  g_autofree char *text = NULL;

  dry = prune (self, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dry->n_thousands, ==, 2);
  assert_archived (self, 0);
  report = must_prune (self);
  g_assert_cmpuint (report->n_thousands, ==, 2);
  g_assert_cmpuint (report->archived_seq, ==, 1999);
  g_assert_cmpint (report->bytes, ==, dry->bytes);
  assert_archived (self, 2);
  g_assert_true (g_file_get_contents (tombstone, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "last=1999\n"));
  g_assert_cmpuint (count_staging (self), ==, 0);
  assert_verifies (self);
  assert_replays_and_is_backed_up (self);
  again = must_prune (self);
  g_assert_cmpuint (again->n_thousands, ==, 0);
  g_assert_cmpuint (again->archived_seq, ==, 1999);
}

static void
test_young_stay (Fixture      *self,
                 gconstpointer data)
{
  TapPruneOptions options = { .older_than_days = 41, .now_unix = NOW_UNIX };
  TapPruneOptions all = { .older_than_days = 0, .now_unix = NOW_UNIX };
  g_autoptr(GError) error = NULL;
  g_autoptr(TapPruneReport) none = tap_prune_run (self->folder, &options, NULL, NULL, NULL, &error);
  g_autoptr(TapPruneReport) most = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (none->n_thousands, ==, 0);
  assert_archived (self, 0);
  /* However old: the two newest thousands stay. */
  most = tap_prune_run (self->folder, &all, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (most->n_thousands, ==, 2);
  assert_archived (self, 2);
}

/* A snapshot that does not say what the log says covers nothing. */
static void
test_bad_snapshot (Fixture      *self,
                   gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "snapshots/2100.snap/db", NULL);
  g_autoptr(TapPruneReport) report = NULL;
  sqlite3 *db = NULL;

  sqlite3_open (path, &db);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE note SET text = 'forged' WHERE id = 17", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  report = must_prune (self);
  g_assert_cmpuint (report->n_thousands, ==, 0);
  g_assert_nonnull (strstr (report->sentence, "snapshots"));
  assert_archived (self, 0);
}

static void
test_damaged_log (Fixture      *self,
                  gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "log/1/0001/1500.txn/t", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  g_assert_null (prune (self, FALSE, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  /* What comes before it was packed; nothing of the damaged thousand was touched. */
  assert_archived (self, 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* --- reading it ---------------------------------------------------------------------------------------------------- */

static void
test_reads_on (Fixture      *self,
               gconstpointer data)
{
  g_autoptr(TapPruneReport) report = must_prune (self);
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(TapLedger) before = tap_ledger_folder_new (template_folder);
  g_autoptr(GError) error = NULL;
  TapStationFile *station;

  tap_station_file_free (tap_ledger_open (before, &error));
  station = tap_ledger_open (ledger, &error);
  g_assert_no_error (error);
  for (guint64 seq = 1; seq <= 2100; seq += 37)
    {
      g_autoptr(GBytes) was = tap_ledger_read (before, seq, TRUE, &error);
      g_autoptr(GBytes) is = tap_ledger_read (ledger, seq, seq % 2 == 0, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (was, is));
      g_assert_cmpint (tap_ledger_is_archived (ledger, seq), ==, seq < 2000);
    }
  g_assert_null (tap_ledger_read (ledger, N_TXNS + 1, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  tap_station_file_free (station);
}

/* A PC that was away: its next entries are packed. It starts from the snapshot, and has all of it. */
static void
test_lagging_pc (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr(TapPruneReport) report = must_prune (self);
  g_autoptr(GError) error = NULL;
  gint64 id = 0;
  TapWorker *worker;

  worker = open_at (self->folder, self->lagging, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tap_worker_get_seq (worker), ==, N_TXNS);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (fixture_count (worker, "SELECT count (*) FROM note"), ==, N_TXNS - 2);
  g_assert_true (fixture_add (worker, "after", NULL, &id, &error));
  g_assert_no_error (error);
  fixture_close (worker);
}

/* Without any snapshot it reads what is packed, entry by entry. */
static void
test_lagging_pc_without_snapshot (Fixture      *self,
                                  gconstpointer data)
{
  g_autoptr(TapPruneReport) report = must_prune (self);
  g_autofree char *snapshots = g_build_filename (self->folder, "snapshots", NULL);
  g_autofree char *gone = g_build_filename (self->folder, "gone", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  g_assert_cmpint (g_rename (snapshots, gone), ==, 0);
  g_assert_cmpint (g_mkdir (snapshots, 0777), ==, 0);
  worker = open_at (self->folder, self->lagging, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tap_worker_get_seq (worker), ==, N_TXNS);
  g_assert_cmpint (fixture_count (worker, "SELECT count (*) FROM note"), ==, N_TXNS - 2);
  fixture_close (worker);
}

/* The last entry a PC knows was packed: its tail check finds it there, and notices when another lies there. */
static void
test_tail_in_archive (Fixture      *self,
                      gconstpointer data)
{
  g_autoptr(TapPruneReport) report = must_prune (self);
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  TapMark mark = { .seq = 1234 };
  guint64 last = 0;
  gboolean news = FALSE;

  tap_station_file_free (tap_ledger_open (ledger, &error));
  bytes = tap_ledger_read (ledger, 1234, TRUE, &error);
  tap_hash_bytes (bytes, mark.hash);
  g_assert_cmpint (tap_ledger_check_tail (ledger, &mark, TRUE, &last, &error), ==, TAP_TAIL_FITS);
  g_assert_no_error (error);
  g_assert_cmpuint (last, ==, N_TXNS);
  g_assert_true (tap_ledger_look (ledger, 1235, FALSE, &news, &error));
  g_assert_true (news);
  mark.hash[0] ^= 1;
  g_assert_cmpint (tap_ledger_check_tail (ledger, &mark, TRUE, &last, &error), ==, TAP_TAIL_DIFFERENT);
  g_assert_no_error (error);
}

static void
test_damaged_pack (Fixture      *self,
                   gconstpointer data)
{
  g_autoptr(TapPruneReport) report = must_prune (self);
  g_autofree char *path = g_build_filename (self->folder, "archive/1-0001.pack/p", NULL);
  g_autoptr(GError) error = NULL;
  guint64 n = 0;
  char byte = 0;
  FILE *file = fopen (path, "r+");

  fseek (file, -200, SEEK_END);
  g_assert_cmpint (fread (&byte, 1, 1, file), ==, 1);
  byte ^= 1;
  fseek (file, -200, SEEK_END);
  g_assert_cmpint (fwrite (&byte, 1, 1, file), ==, 1);
  fclose (file);
  g_assert_false (tap_station_verify (self->folder, &n, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_cmpuint (n, >=, 1990);
  g_assert_cmpuint (n, <, 2000);
}

/* --- nothing can be published there -------------------------------------------------------------------------------------- */

static void
test_late_publish (Fixture      *self,
                   gconstpointer data)
{
  static const guint64 numbers[] = { 1, 999, 1000, 1500, 1999 };
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("late", 4);
  char *staged[G_N_ELEMENTS (numbers)];
  gint64 server_us;

  tap_station_file_free (tap_ledger_open (ledger, &error));
  tap_ledger_identify (ledger, "late", "1");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      staged[i] = tap_ledger_stage (ledger, bytes, &server_us, &error);
      g_assert_no_error (error);
    }
  tap_prune_report_free (must_prune (self));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpint (tap_ledger_publish (ledger, staged[i], numbers[i], &error), ==, TAP_PUBLISH_TAKEN);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpint (tap_ledger_withdraw (ledger, staged[i], &error), ==, TAP_WITHDRAW_DONE);
      g_free (staged[i]);
    }
  assert_archived (self, 2);
  assert_verifies (self);
}

/* Even in the moment when the folder has gone and the file has not come: its pack is there. */
static void
test_late_publish_in_between (Fixture      *self,
                              gconstpointer data)
{
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("late", 4);
  g_autoptr(GError) error = NULL;
  g_autofree char *staged = NULL;
  g_autofree char *place = in_log (self, 1);
  gint64 server_us;

  tap_prune_report_free (must_prune (self));
  g_assert_cmpint (g_unlink (place), ==, 0);
  tap_station_file_free (tap_ledger_open (ledger, &error));
  tap_ledger_identify (ledger, "late", "1");
  staged = tap_ledger_stage (ledger, bytes, &server_us, &error);
  g_assert_cmpint (tap_ledger_publish (ledger, staged, 1000, &error), ==, TAP_PUBLISH_TAKEN);
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
  /* And nobody takes it for a gap. */
  assert_verifies (self);
}

/* --- killed at each step ---------------------------------------------------------------------------------------------------- */

static void
kill_at (Fixture    *self,
         const char *step)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { program, "--prune", self->folder, NULL };
  g_auto(GStrv) envp = g_environ_setenv (g_get_environ (), "TAPPET_STOP_AT", step, TRUE);
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, envp, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_true (WIFSIGNALED (status));
}

/* Each run takes up where the one before was killed, and is killed one step further: of the first thousand, then of the second. */
static void
test_killed (Fixture      *self,
             gconstpointer data)
{
  static const char *const steps[] = { "prune-staged", "prune-packed", "prune-moved", "prune-closed", "prune-deleted" };

  for (guint thousand = 0; thousand < 2; thousand++)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      {
        kill_at (self, steps[i]);
        assert_verifies (self);
      }
  tap_prune_report_free (must_prune (self));
  assert_archived (self, 2);
  assert_verifies (self);
}

static int
prune_and_exit (const char *folder)
{
  TapPruneOptions options = { .older_than_days = 30, .now_unix = NOW_UNIX };
  g_autoptr(TapPruneReport) report = tap_prune_run (folder, &options, NULL, NULL, NULL, NULL);

  return report != NULL ? 0 : 1;
}

/* A program that is open packs by itself, while it works. */
static gboolean
is_packed (gpointer data)
{
  g_autofree char *path = in_log (data, 1);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
test_by_itself (Fixture      *self,
                gconstpointer data)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  fixture_limits (&limits);
  limits.prune_first_ms = 1;
  limits.prune_days = 30;
  options = fixture_options (self->folder, self->dir, &limits);
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_true (fixture_add (worker, "meanwhile", NULL, &id, &error));
  g_assert_no_error (error);
  fixture_wait (is_packed, self, "the old entries to be packed");
  g_assert_true (fixture_add (worker, "afterwards", NULL, &id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_IN_STEP);
  fixture_close (worker);
  assert_archived (self, 2);
}

#define ADD(name, func) g_test_add ("/ledger/prune/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  int result;

  if (argc == 3 && strcmp (argv[1], "--prune") == 0)
    return prune_and_exit (argv[2]);
  g_setenv ("TAPPET_NOW", G_STRINGIFY (1795142520), TRUE);
  /* Thousands of folders for each test: in memory, where there is some. */
  if (access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("old-entries-are-packed-and-verify", test_packs);
  ADD ("the-young-and-the-two-newest-thousands-stay", test_young_stay);
  ADD ("a-forged-snapshot-covers-nothing", test_bad_snapshot);
  ADD ("a-damaged-log-is-not-packed", test_damaged_log);
  ADD ("packed-entries-read-as-before", test_reads_on);
  ADD ("a-pc-behind-the-archive-starts-from-the-snapshot", test_lagging_pc);
  ADD ("a-pc-behind-the-archive-reads-it-without-a-snapshot", test_lagging_pc_without_snapshot);
  ADD ("the-tail-check-finds-packed-entries", test_tail_in_archive);
  ADD ("a-damaged-pack-shows", test_damaged_pack);
  ADD ("a-late-publish-into-packed-numbers-fails", test_late_publish);
  ADD ("a-late-publish-while-packing-fails", test_late_publish_in_between);
  ADD ("killed-at-any-step-it-is-finished-by-the-next-run", test_killed);
  ADD ("an-open-program-packs-by-itself", test_by_itself);
  result = g_test_run ();
  if (template_folder != NULL)
    {
      fixture_remove (template_folder);
      fixture_remove (template_dir);
      fixture_remove (template_lagging);
    }
  return result;
}
