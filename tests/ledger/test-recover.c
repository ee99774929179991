/* test-recover.c — running programs whose folder was set back, swapped, restored, or whose own copy broke: what they do by themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger-double.h"
#include "ledger-fixture.h"
#include "ledger/tap-local-db.h"
#include "ledger/tap-replica-private.h"
#include "ledger/tap-rescue.h"

#define LAST 22                 /* two migrations and twenty notes */

typedef struct
{
  char      *folder;
  char      *dir;
  TapWorker *worker;
  GString   *reasons;           /* what the state said, one a line */
  guint      n_reloads;
} Fixture;

static void
state_cb (TapWorker *worker,
          Fixture   *fixture)
{
  g_string_append_printf (fixture->reasons, "%s\n", tap_worker_get_state_reason (worker));
}

static void
reload_cb (TapWorker *worker,
           Fixture   *fixture)
{
  fixture->n_reloads++;
}

static void
open_worker (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->worker, "state-changed", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->worker, "reload", G_CALLBACK (reload_cb), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->reasons = g_string_new (NULL);
  open_worker (fixture);
  for (guint i = 3; i <= LAST; i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      g_assert_true (fixture_add (fixture->worker, text, NULL, NULL, &error));
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_close (fixture->worker);
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
  g_string_free (fixture->reasons, TRUE);
}

static char *
txn_path (const char *folder,
          guint64     seq,
          gboolean    file)
{
  return g_strdup_printf ("%s/log/1/0000/%" G_GUINT64_FORMAT ".txn%s", folder, seq, file ? "/t" : "");
}

/* As a server that lost power does it: the end is gone between two looks. From the last one down, so that nobody meets a hole. */
static void
lose_above (const char *folder,
            guint64     seq)
{
  for (guint64 i = LAST; i > seq; i--)
    {
      g_autofree char *path = txn_path (folder, i, FALSE);
      g_autofree char *to = g_strdup_printf ("%s/archive/lost-%" G_GUINT64_FORMAT, folder, i);

      g_assert_cmpint (g_rename (path, to), ==, 0);
    }
}

static char *
hash_log (const char *folder)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint64 seq = 1;; seq++)
    {
      g_autofree char *path = txn_path (folder, seq, TRUE);
      g_autofree char *text = NULL;
      gsize len;

      if (!g_file_get_contents (path, &text, &len, NULL))
        break;
      g_checksum_update (sum, (const guchar *) text, (gssize) len);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static gint64
count_notes (TapWorker *worker)
{
  return fixture_count (worker, "SELECT count(*) FROM note");
}

static gboolean
is_in_step_and_told (gpointer data)
{
  Fixture *fixture = data;

  return strstr (fixture->reasons->str, "set back") != NULL
         && tap_worker_get_state (fixture->worker) == TAP_LEDGER_IN_STEP;
}

/* --- missing at the end ------------------------------------------------------------------------------ */

static void
test_put_back (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_verified;

  lose_above (fixture->folder, 2);
  fixture_wait (is_in_step_and_told, fixture, "twenty of twenty");
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_nonnull (strstr (fixture->reasons->str, "set back to number 2"));
  g_assert_nonnull (strstr (fixture->reasons->str, "of 20"));
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (fixture->worker), ==, 21);
  g_assert_true (tap_station_verify (fixture->folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_cmpuint (n_verified, ==, LAST + 1);
}

static gboolean
is_all_back (gpointer data)
{
  g_autofree char *path = txn_path (((Fixture *) data)->folder, LAST, TRUE);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Several PCs at once, and one that comes only later: each puts back its own, nothing is doubled. */
static void
test_two_at_once (Fixture      *fixture,
                  gconstpointer data)
{
  char *dir = fixture_dir ();
  char *late_dir = fixture_dir ();
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);
  TapWorker *late = fixture_open (fixture->folder, late_dir, &error);

  g_assert_no_error (error);
  fixture_close (late);
  lose_above (fixture->folder, 7);
  fixture_wait (is_all_back, fixture, "all of it back");
  /* Whoever had a hand in it has waited by then. */
  fixture_spin (600);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  fixture_wait_state (other, TAP_LEDGER_IN_STEP);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (fixture_add (other, "after", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_seq (fixture->worker, LAST + 1);
  late = fixture_open (fixture->folder, late_dir, &error);
  g_assert_no_error (error);
  fixture_wait_seq (late, LAST + 1);
  content = fixture_content (late);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *own = fixture_content (i == 0 ? fixture->worker : other);

      g_assert_cmpstr (own, ==, content);
    }
  g_assert_cmpint (count_notes (late), ==, 21);
  fixture_close (late);
  fixture_close (other);
  fixture_remove (dir);
  fixture_remove (late_dir);
}

/* The one that knows less has put back what it knows, and waits: who knows more has its turn before anybody writes over it. */
static void
test_waits_for_the_others (Fixture      *fixture,
                           gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);

  /* It has been here, and is away now. */
  g_assert_no_error (error);
  fixture_close (other);
  lose_above (fixture->folder, 7);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  while (strstr (fixture->reasons->str, "Saving goes on in less than a minute") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fixture_add (fixture->worker, "too early", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (count_notes (fixture->worker), ==, 20);
  fixture_remove (dir);
}

/* Found at the start of the program, as on the morning after. */
static void
test_at_start (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;

  fixture_close (fixture->worker);
  lose_above (fixture->folder, 20);
  open_worker (fixture);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (count_notes (fixture->worker), ==, 20);
}

/* A program that only looks (tappetctl info) puts nothing anywhere. */
static void
test_not_by_a_glance (Fixture      *fixture,
                      gconstpointer data)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = txn_path (fixture->folder, LAST, FALSE);
  TapWorker *worker;

  fixture_close (fixture->worker);
  lose_above (fixture->folder, 20);
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  options.passive = TRUE;
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  fixture_spin (300);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_SET_BACK);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_close (worker);
  open_worker (fixture);
}

/* Not one entry in common: nothing goes there by itself. */
static void
test_not_into_an_empty_log (Fixture      *fixture,
                            gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, 1, FALSE);

  lose_above (fixture->folder, 0);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  fixture_spin (500);
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_SET_BACK);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (tap_worker_get_state_reason (fixture->worker), "rescue NEW-FOLDER"));
}

/* --- another branch ---------------------------------------------------------------------------------- */

static void
write_on_elsewhere (Fixture *fixture)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *other;

  lose_above (fixture->folder, 15);
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, dir, &limits);
  options.pc = "WORKSHOP-02";
  other = tap_worker_new (&options);
  g_assert_true (fixture_start (other, &error));
  g_assert_true (fixture_add (other, "on the other branch", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (other);
  fixture_remove (dir);
}

/* Both sides are named, nothing is written by itself; a person's command beside the running program, and it goes on with the folder. */
static void
test_diverged (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) left = NULL;
  const char *reason;

  fixture_close (fixture->worker);
  write_on_elsewhere (fixture);
  before = hash_log (fixture->folder);
  open_worker (fixture);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  reason = tap_worker_get_state_reason (fixture->worker);
  g_assert_nonnull (strstr (reason, "number 16"));
  g_assert_nonnull (strstr (reason, "Li Ting on WORKSHOP-02"));
  g_assert_nonnull (strstr (reason, "Li Ting on FRONT-01"));
  g_assert_nonnull (strstr (reason, "tappetctl rescue"));
  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  g_clear_error (&error);
  fixture_spin (400);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (count_notes (fixture->worker), ==, 20);
  g_assert_true (tap_rift_take_folder (fixture->folder, fixture->dir, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpuint (fixture->n_reloads, >, 0);
  g_assert_cmpint (count_notes (fixture->worker), ==, 14);
  left = tap_rift_left_list (fixture->dir, &error);
  g_assert_cmpuint (left->len, ==, 7);
  g_assert_true (fixture_add (fixture->worker, "entered again", NULL, NULL, &error));
  g_assert_no_error (error);
}

/* --- restored on purpose ----------------------------------------------------------------------------- */

static void
put_in_place (Fixture    *fixture,
              const char *anew)
{
  g_autofree char *old = g_strconcat (fixture->folder, ".old", NULL);

  g_assert_cmpint (g_rename (fixture->folder, old), ==, 0);
  g_assert_cmpint (g_rename (anew, fixture->folder), ==, 0);
}

static char *
rescue_of (const char *dir)
{
  char *anew = fixture_dir ();
  g_autoptr(GError) error = NULL;

  g_assert_true (tap_rescue (dir, anew, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return anew;
}

static char *
read_epoch (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationInfo) info = tap_station_inspect (folder, &error);

  g_assert_no_error (error);
  return g_strdup (info->epoch);
}

/* All of it is in the restored station: the running program follows, and its next entry goes into the new epoch. */
static void
test_follows (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *anew = rescue_of (fixture->dir);
  g_autofree char *epoch = NULL;
  g_autofree char *path = NULL;
  g_autofree char *old = g_strconcat (fixture->folder, ".old", NULL);
  g_autofree char *late = NULL;
  g_autoptr(GError) error = NULL;

  put_in_place (fixture, anew);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "in the new epoch", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (fixture->worker), ==, 21);
  epoch = read_epoch (fixture->folder);
  g_assert_cmpstr (epoch, !=, "1");
  path = g_strdup_printf ("%s/log/%s/0000/%u.txn/t", fixture->folder, epoch, LAST + 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  late = txn_path (old, LAST + 1, FALSE);
  g_assert_false (g_file_test (late, G_FILE_TEST_EXISTS));
  fixture_remove (g_steal_pointer (&old));
}

/* What this PC alone has (the shelf with its drafts, what is under way, copies) travels with no snapshot, and photos it lacks are named. */
static void
test_carries_nothing_local (Fixture      *fixture,
                            gconstpointer data)
{
  static const char photo[] = "ab3f000000000000000000000000000000000000000000000000000000000001";
  g_autofree char *anew = NULL;
  g_autofree char *path = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *names = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapLocalDb) local = tap_local_db_open (fixture->dir, &error);
  sqlite3 *db;
  guint64 seq;
  guint n_missing;
  gsize len;

  g_assert_true (tap_local_db_keep (local, "draft", "only-on-this-pc", &error));
  g_assert_true (fixture_add (fixture->worker, photo, NULL, NULL, &error));
  anew = fixture_dir ();
  g_assert_true (tap_rescue (fixture->dir, anew, &seq, &n_missing, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seq, ==, LAST + 1);
  g_assert_cmpuint (n_missing, ==, 1);
  missing = g_build_filename (anew, "missing-files.txt", NULL);
  g_assert_true (g_file_get_contents (missing, &names, NULL, &error));
  g_assert_cmpstr (g_strstrip (names), ==, photo);
  path = g_strdup_printf ("%s/snapshots/%u.snap/db", anew, LAST + 1);
  db = tap_sql_open (path, &error);
  g_assert_cmpint (tap_sql_int (db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
                                    " ('note', 'author', 'operation', 'applied', 'local_total')", -1),
                   ==, 0);
  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &bytes, &len, &error));
  g_assert_null (g_strstr_len (bytes, (gssize) len, "only-on-this-pc"));
  fixture_remove (g_steal_pointer (&anew));
}

/* Something of this PC is missing there: it says how much, writes nothing, and waits for a person; nothing of it is lost then. */
static void
test_asks_before_it_loses (Fixture      *fixture,
                           gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autofree char *anew = NULL;
  g_autofree char *old = g_strconcat (fixture->folder, ".old", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapRift) rift = NULL;
  g_autoptr(GPtrArray) left = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);

  fixture_close (other);
  anew = rescue_of (dir);
  g_assert_true (fixture_add (fixture->worker, "later", NULL, NULL, &error));
  g_assert_true (fixture_add (fixture->worker, "and later", NULL, NULL, &error));
  g_assert_no_error (error);
  put_in_place (fixture, anew);
  fixture_wait_state (fixture->worker, TAP_LEDGER_SET_BACK);
  while (strstr (tap_worker_get_state_reason (fixture->worker), "2 entries that this PC holds") == NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_spin (400);
  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_SET_BACK);
  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  g_clear_error (&error);
  rift = tap_rift_examine (fixture->folder, fixture->dir, NULL, NULL, NULL, &error);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_EPOCH);
  g_assert_cmpuint (rift->common_seq, ==, LAST);
  g_assert_cmpuint (rift->only_pc->len, ==, 2);
  g_assert_true (tap_rift_take_folder (fixture->folder, fixture->dir, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (count_notes (fixture->worker), ==, 20);
  left = tap_rift_left_list (fixture->dir, &error);
  g_assert_cmpuint (left->len, ==, 2);
  fixture_remove (g_steal_pointer (&old));
  fixture_remove (dir);
}

/* A PC that was off for long, and whose last number is below the one the new epoch starts from. */
static void
test_an_old_one_follows (Fixture      *fixture,
                         gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autofree char *anew = NULL;
  g_autofree char *old = g_strconcat (fixture->folder, ".old", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);

  fixture_close (other);
  g_assert_true (fixture_add (fixture->worker, "later", NULL, NULL, &error));
  fixture_close (fixture->worker);
  anew = rescue_of (fixture->dir);
  put_in_place (fixture, anew);
  other = fixture_open (fixture->folder, dir, &error);
  g_assert_no_error (error);
  fixture_wait_state (other, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (count_notes (other), ==, 21);
  fixture_close (other);
  open_worker (fixture);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  fixture_remove (g_steal_pointer (&old));
  fixture_remove (dir);
}

/* --- a foreign folder in its place ------------------------------------------------------------------- */

static void
test_another_station_in_its_place (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->folder, ".away", NULL);
  g_autofree char *foreign = fixture_station ();
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_rename (fixture->folder, away), ==, 0);
  g_assert_cmpint (g_rename (foreign, fixture->folder), ==, 0);
  fixture_wait_state (fixture->worker, TAP_LEDGER_CUT_OFF);
  g_assert_false (fixture_add (fixture->worker, "never", NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  fixture_spin (300);
  path = g_build_filename (fixture->folder, "log", "1", "0000", NULL);
  g_assert_cmpint (g_rmdir (path), ==, 0);        /* empty as it was made */
  g_assert_nonnull (strstr (tap_worker_get_state_reason (fixture->worker), "another station"));
  g_assert_cmpint (g_rename (fixture->folder, foreign), ==, 0);
  g_assert_cmpint (g_rename (away, fixture->folder), ==, 0);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_remove (g_steal_pointer (&foreign));
}

/* --- a broken copy ----------------------------------------------------------------------------------- */

static void
scribble (Fixture *fixture,
          goffset  from,
          gsize    len)
{
  g_autofree char *path = g_build_filename (fixture->dir, "replica.db", NULL);
  g_autofree char *rubbish = g_malloc (len);
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  memset (rubbish, 0xa5, len);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, rubbish, len, from), ==, (gssize) len);
  close (fd);
}

static guint
count_asides (const char *dir)
{
  g_autoptr(GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (listing)) != NULL)
    n += g_str_has_prefix (name, "replica-aside-") && g_str_has_suffix (name, ".db") ? 1 : 0;
  return n;
}

/* Not even the head of the file is left. And the folder has lost its end, too: this PC's own copies still know it. */
static void
test_broken_at_start (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;
  g_autofree char *content = fixture_content (fixture->worker);
  g_autofree char *again = NULL;

  fixture_close (fixture->worker);
  scribble (fixture, 0, 8192);
  lose_above (fixture->folder, 18);
  open_worker (fixture);
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  again = fixture_content (fixture->worker);
  g_assert_cmpstr (again, ==, content);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (count_asides (fixture->dir), ==, 1);
}

static gpointer
read_it (sqlite3      *db,
         gpointer      input,
         GCancellable *cancellable,
         GError      **error)
{
  sqlite3_stmt *stmt = NULL;
  int result = sqlite3_prepare_v2 (db, "SELECT count(*) FROM note WHERE text <> ''", -1, &stmt, NULL);

  while (result == SQLITE_OK || result == SQLITE_ROW)
    result = sqlite3_step (stmt);
  sqlite3_finalize (stmt);
  if (result != SQLITE_DONE)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s", sqlite3_errmsg (db));
  return NULL;
}

typedef struct
{
  gboolean done;
  GError  *error;
} Read;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Read *read = data;

  read->done = TRUE;
  tap_worker_read_finish (TAP_WORKER (source), result, &read->error);
}

static gboolean
is_read (gpointer data)
{
  return ((Read *) data)->done;
}

static gboolean
has_reloaded (gpointer data)
{
  return ((Fixture *) data)->n_reloads > 0;
}

static gint64
page_of (Fixture    *fixture,
         const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);

  return fixture_count (fixture->worker, sql);
}

/* Found by a read while the program runs: built anew under it, and everything is read again. */
static void
test_broken_while_open (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *content = fixture_content (fixture->worker);
  g_autofree char *again = NULL;
  gint64 page = page_of (fixture, "note");
  Read read = { FALSE, NULL };

  /* Closing writes the whole file; opened again nothing of the table has been read yet. */
  fixture_close (fixture->worker);
  scribble (fixture, (page - 1) * 4096, 4096);
  open_worker (fixture);
  tap_worker_read_async (fixture->worker, read_it, NULL, NULL, NULL, NULL, read_cb, &read);
  fixture_wait (is_read, &read, "a read that fails");
  g_assert_error (read.error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL);
  g_clear_error (&read.error);
  fixture_wait (has_reloaded, fixture, "a new copy");
  fixture_wait_state (fixture->worker, TAP_LEDGER_IN_STEP);
  again = fixture_content (fixture->worker);
  g_assert_cmpstr (again, ==, content);
  g_assert_cmpuint (count_asides (fixture->dir), ==, 1);
}

/* --- copies ------------------------------------------------------------------------------------------ */

static guint
count_copies (const char *dir)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapLocalDb) local = tap_local_db_open (dir, &error);
  g_autoptr(GArray) keys = tap_local_db_list_copies (local, G_MAXUINT64, &error);

  g_assert_no_error (error);
  return keys->len;
}

static void
wait_copies (Fixture *fixture,
             guint    n)
{
  gint64 deadline_us = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (count_copies (fixture->dir) != n && g_get_monotonic_time () < deadline_us)
    fixture_spin (20);
  g_assert_cmpuint (count_copies (fixture->dir), ==, n);
}

static void
test_trim (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (count_copies (fixture->dir), ==, LAST);
  tap_worker_trim_copies (fixture->worker, 10);
  wait_copies (fixture, LAST - 9);
  tap_worker_trim_copies (fixture->worker, 5);
  /* Even asked for all, the last one stays. */
  tap_worker_trim_copies (fixture->worker, 1000);
  wait_copies (fixture, 1);
  g_assert_true (fixture_add (fixture->worker, "after", NULL, NULL, &error));
  g_assert_no_error (error);
}

/* The same state set aside at every start is one file, and of the old ones two stay. */
static void
test_asides (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapReplica) replica = tap_replica_open (fixture->dir, NULL, NULL, &error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    g_assert_true (tap_replica_set_aside (replica, NULL, &error));
  g_assert_cmpuint (count_asides (fixture->dir), ==, 1);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *old = g_strdup_printf ("%s/replica-aside-%u-0badc0de.db", fixture->dir, i);

      g_assert_true (g_file_set_contents (old, "", 0, NULL));
    }
  _tap_replica_thin_asides (fixture->dir, now + 6 * 24 * 3600);
  g_assert_cmpuint (count_asides (fixture->dir), ==, 5);
  _tap_replica_thin_asides (fixture->dir, now + 8 * 24 * 3600);
  g_assert_cmpuint (count_asides (fixture->dir), ==, 2);
}

#define ADD(name, func) g_test_add ("/ledger/recover/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("twenty-of-twenty-come-back-byte-by-byte", test_put_back);
  ADD ("two-put-back-at-once", test_two_at_once);
  ADD ("saving-waits-for-the-other-pcs", test_waits_for_the_others);
  ADD ("put-back-at-the-start", test_at_start);
  ADD ("a-program-that-looks-puts-nothing", test_not_by_a_glance);
  ADD ("nothing-into-an-empty-log", test_not_into_an_empty_log);
  ADD ("diverged-waits-for-a-person", test_diverged);
  ADD ("a-restored-station-is-followed", test_follows);
  ADD ("a-rescue-carries-nothing-of-this-pc-alone", test_carries_nothing_local);
  ADD ("a-restored-station-that-lacks-something-is-asked-about", test_asks_before_it_loses);
  ADD ("an-old-copy-follows-a-restored-station", test_an_old_one_follows);
  ADD ("another-station-in-its-place-gets-nothing", test_another_station_in_its_place);
  ADD ("a-broken-copy-is-built-anew-at-the-start", test_broken_at_start);
  ADD ("a-broken-copy-is-built-anew-while-open", test_broken_while_open);
  ADD ("copies-are-trimmed-little-by-little", test_trim);
  ADD ("one-aside-for-each-state", test_asides);
  return g_test_run ();
}
