/* test-rift.c — the folder knows less than a PC, or something else: seen for what it is, put back, or followed with nothing lost.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ledger-fixture.h"
#include "ledger/tap-rescue.h"

#define LAST 12                 /* two migrations and ten notes */

typedef struct
{
  char *folder;
  char *dir;
  char *other_dir;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker;
  TapWorker *other;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->other_dir = fixture_dir ();
  worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  for (guint i = 3; i <= LAST; i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      g_assert_true (fixture_add (worker, text, NULL, NULL, &error));
    }
  other = fixture_open (fixture->folder, fixture->other_dir, &error);
  g_assert_no_error (error);
  fixture_close (worker);
  fixture_close (other);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
  fixture_remove (fixture->other_dir);
}

static char *
txn_path (const char *folder,
          guint64     seq,
          gboolean    file)
{
  return g_strdup_printf ("%s/log/1/0000/%" G_GUINT64_FORMAT ".txn%s", folder, seq, file ? "/t" : "");
}

static void
remove_txn (const char *folder,
            guint64     seq)
{
  g_autofree char *file = txn_path (folder, seq, TRUE);
  g_autofree char *path = txn_path (folder, seq, FALSE);

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
remove_above (const char *folder,
              guint64     seq)
{
  for (guint64 i = LAST; i > seq; i--)
    remove_txn (folder, i);
}

/* The log byte by byte, as one hash. */
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

static TapRift *
examine (Fixture    *fixture,
         const char *dir)
{
  g_autoptr(GError) error = NULL;
  TapRift *rift = tap_rift_examine (fixture->folder, dir, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (rift);
  g_assert_cmpstr (rift->sentence, !=, "");
  return rift;
}

static guint
put_back (Fixture    *fixture,
          const char *dir)
{
  g_autoptr(GError) error = NULL;
  guint n_put = 0;

  g_assert_true (tap_rift_put_back (fixture->folder, dir, &n_put, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return n_put;
}

static void
assert_in_step (Fixture    *fixture,
                const char *dir,
                gint64      n_notes)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (fixture->folder, dir, &error);

  g_assert_no_error (error);
  fixture_wait_state (worker, TAP_LEDGER_IN_STEP);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, n_notes);
  fixture_close (worker);
}

/* --- in agreement, behind ---------------------------------------------------------------------------- */

static void
test_agree (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(TapRift) rift = examine (fixture, fixture->dir);

  g_assert_cmpint (rift->kind, ==, TAP_RIFT_NONE);
  g_assert_cmpuint (rift->common_seq, ==, LAST);
  g_assert_cmpuint (rift->only_pc->len + rift->only_folder->len, ==, 0);
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, 0);
}

static void
test_behind (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;
  g_autoptr(TapRift) rift = NULL;
  g_autoptr(TapRift) again = NULL;
  TapRiftEntry *first;

  remove_above (fixture->folder, 5);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_BEHIND);
  g_assert_cmpuint (rift->common_seq, ==, 5);
  g_assert_cmpuint (rift->folder_seq, ==, 5);
  g_assert_cmpuint (rift->pc_seq, ==, LAST);
  g_assert_true (rift->automatic && rift->pc_can_repair);
  g_assert_cmpuint (rift->only_pc->len, ==, LAST - 5);
  first = rift->only_pc->pdata[0];
  g_assert_cmpuint (first->seq, ==, 6);
  g_assert_cmpstr (first->pc, ==, "FRONT-01");
  g_assert_cmpstr (first->person, ==, "Li Ting");
  g_assert_cmpstr (first->commands, ==, "add-note");
  g_assert_nonnull (strstr (first->details, "text “note 6”"));
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, LAST - 5);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  again = examine (fixture, fixture->dir);
  g_assert_cmpint (again->kind, ==, TAP_RIFT_NONE);
  assert_in_step (fixture, fixture->dir, 10);
}

/* Not one common entry is left: that may be an empty mount point with a station file in it. */
static void
test_empty_log (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(TapRift) rift = NULL;
  g_autoptr(GError) error = NULL;
  guint n_put;

  remove_above (fixture->folder, 0);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_BEHIND);
  g_assert_false (rift->automatic || rift->pc_can_repair);
  g_assert_false (tap_rift_put_back (fixture->folder, fixture->dir, &n_put, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  g_assert_cmpuint (n_put, ==, 0);
}

/* --- gap, damage ----------------------------------------------------------------------------------- */

static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *after = NULL;
  g_autoptr(TapRift) rift = NULL;

  remove_txn (fixture->folder, 7);
  remove_txn (fixture->folder, 8);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_GAP);
  g_assert_cmpuint (rift->first_bad, ==, 7);
  g_assert_true (rift->pc_can_repair);
  g_assert_false (rift->automatic);
  g_assert_cmpuint (rift->only_pc->len, ==, 2);
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, 2);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
}

static guint
count_quarantined (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "quarantine", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* One file broken, one folder empty: what is wrong is kept, what is right comes back. */
static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *before = hash_log (fixture->folder);
  g_autofree char *broken = txn_path (fixture->folder, 6, TRUE);
  g_autofree char *emptied = txn_path (fixture->folder, 9, TRUE);
  g_autofree char *after = NULL;
  g_autoptr(TapRift) rift = NULL;

  g_assert_true (g_file_set_contents (broken, "half", -1, NULL));
  g_assert_cmpint (g_unlink (emptied), ==, 0);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_DAMAGED);
  g_assert_cmpuint (rift->first_bad, ==, 6);
  g_assert_true (rift->pc_can_repair);
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, 2);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (count_quarantined (fixture), ==, 2);
}

/* A whole transaction of the same station in the wrong place, in the midst of ours, is damage: history is not another branch. */
static void
test_swapped (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *from = txn_path (fixture->folder, 4, TRUE);
  g_autofree char *to = txn_path (fixture->folder, 5, TRUE);
  g_autofree char *text = NULL;
  g_autoptr(TapRift) rift = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (from, &text, &len, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) len, NULL));
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_DAMAGED);
  g_assert_cmpuint (rift->first_bad, ==, 5);
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, 1);
}

/* An empty folder at the end that no PC knows anything of only has to go out of the way. */
static void
test_empty_final (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *path = txn_path (fixture->folder, LAST + 1, FALSE);
  g_autoptr(TapRift) rift = NULL;

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_DAMAGED);
  g_assert_true (rift->pc_can_repair);
  g_assert_cmpuint (put_back (fixture, fixture->dir), ==, 0);
  g_assert_cmpuint (count_quarantined (fixture), ==, 1);
  assert_in_step (fixture, fixture->dir, 10);
}

/* --- foreign --------------------------------------------------------------------------------------- */

static void
test_foreign (Fixture      *fixture,
              gconstpointer data)
{
  char *other = fixture_station ();
  char *empty = fixture_dir ();
  g_autofree char *missing = g_build_filename (empty, "nowhere", NULL);
  const char *folders[] = { other, empty, missing };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TapRift) rift = tap_rift_examine (folders[i], fixture->dir, NULL, NULL, NULL, &error);
      guint n_put;

      g_assert_no_error (error);
      g_assert_cmpint (rift->kind, ==, TAP_RIFT_FOREIGN);
      g_assert_nonnull (strstr (rift->advice, "rescue NEW-FOLDER"));
      g_assert_false (tap_rift_put_back (folders[i], fixture->dir, &n_put, NULL, NULL, NULL, &error));
      g_clear_error (&error);
      g_assert_false (tap_rift_take_folder (folders[i], fixture->dir, NULL, NULL, NULL, NULL, &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (g_rmdir (empty), ==, 0);
  g_free (empty);
  fixture_remove (other);
}

/* --- diverged -------------------------------------------------------------------------------------- */

/* The server loses 10 to 12; a PC that never knew them writes on; then it comes back for the one that did. @again: an operation of the
 * lost ones that is entered again there. */
static void
diverge (Fixture    *fixture,
         const char *again)
{
  char *third = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;

  remove_above (fixture->folder, 9);
  fixture_limits (&limits);
  options = fixture_options (fixture->folder, third, &limits);
  options.pc = "WORKSHOP-02";
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  g_assert_true (fixture_add (worker, "of the other branch", again, NULL, &error));
  g_assert_true (fixture_add (worker, "and one more", NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (worker);
  fixture_remove (third);
}

static void
test_diverged (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr(TapRift) rift = NULL;
  g_autoptr(GPtrArray) left = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint n_put;

  diverge (fixture, NULL);
  before = hash_log (fixture->folder);
  rift = examine (fixture, fixture->dir);
  g_assert_cmpint (rift->kind, ==, TAP_RIFT_DIVERGED);
  g_assert_cmpuint (rift->common_seq, ==, 9);
  g_assert_cmpuint (rift->first_bad, ==, 10);
  g_assert_cmpuint (rift->only_pc->len, ==, 3);
  g_assert_cmpuint (rift->only_folder->len, ==, 2);
  /* Number, PC and person on both sides. */
  g_assert_nonnull (strstr (rift->sentence, "10"));
  g_assert_nonnull (strstr (rift->sentence, "Li Ting on WORKSHOP-02"));
  g_assert_nonnull (strstr (rift->sentence, "Li Ting on FRONT-01"));
  g_assert_nonnull (strstr (rift->advice, "--take-folder"));
  g_assert_false (tap_rift_put_back (fixture->folder, fixture->dir, &n_put, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
  g_clear_error (&error);
  g_assert_true (tap_rift_take_folder (fixture->folder, fixture->dir, &aside, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  left = tap_rift_left_list (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 3);
  for (guint i = 0; i < left->len; i++)
    {
      TapRiftLeft *one = left->pdata[i];

      g_assert_cmpuint (one->entry->seq, ==, 10 + i);
      g_assert_nonnull (strstr (one->entry->details, "text “note 1"));
      g_assert_true (tap_rift_left_settle (fixture->dir, one->id, i > 0, &error));
      g_assert_false (tap_rift_left_settle (fixture->dir, one->id, TRUE, NULL));
    }
  g_clear_pointer (&left, g_ptr_array_unref);
  left = tap_rift_left_list (fixture->dir, &error);
  g_assert_cmpuint (left->len, ==, 0);
  after = hash_log (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  assert_in_step (fixture, fixture->dir, 9);
}

/* What was entered again on the folder's branch is not offered a second time. */
static void
test_same_operation (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(TapRift) rift = NULL;
  g_autoptr(GPtrArray) left = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapTransaction) lost = tap_station_read (fixture->folder, 11, NULL);

  diverge (fixture, lost->operation_ids[0]);
  rift = examine (fixture, fixture->dir);
  g_assert_true (((TapRiftEntry *) rift->only_pc->pdata[1])->elsewhere);
  g_assert_false (((TapRiftEntry *) rift->only_pc->pdata[0])->elsewhere);
  g_assert_true (((TapRiftEntry *) rift->only_folder->pdata[0])->elsewhere);
  g_assert_true (tap_rift_take_folder (fixture->folder, fixture->dir, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  left = tap_rift_left_list (fixture->dir, &error);
  g_assert_cmpuint (left->len, ==, 2);
}

#define ADD(name, func) g_test_add ("/ledger/rift/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("no-rift-is-told", test_agree);
  ADD ("behind-is-put-back-byte-by-byte", test_behind);
  ADD ("nothing-is-put-into-an-empty-log", test_empty_log);
  ADD ("a-gap-is-filled", test_gap);
  ADD ("damage-goes-into-quarantine", test_damaged);
  ADD ("a-swapped-file-is-damage", test_swapped);
  ADD ("an-empty-folder-nobody-knows-goes", test_empty_final);
  ADD ("nothing-goes-into-a-foreign-folder", test_foreign);
  ADD ("diverged-is-followed-and-nothing-lost", test_diverged);
  ADD ("what-is-there-already-is-not-offered", test_same_operation);
  return g_test_run ();
}
