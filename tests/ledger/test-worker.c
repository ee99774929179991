/* test-worker.c — workers on one station: saved is saved, once, on every PC.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ledger-fixture.h"

typedef struct
{
  char      *folder;
  char      *dir;
  TapWorker *worker;
  GArray    *shown;             /* guint64: the numbers of ::applied, in order */
  guint      n_own;
  guint      n_reloads;
} Fixture;

static void
applied_cb (TapWorker *worker,
            GPtrArray *transactions,
            Fixture   *fixture)
{
  for (guint i = 0; i < transactions->len; i++)
    {
      TapTransaction *transaction = transactions->pdata[i];

      g_array_append_val (fixture->shown, transaction->seq);
      fixture->n_own += transaction->own ? 1 : 0;
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
  g_autoptr(GError) error = NULL;

  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
  fixture->shown = g_array_new (FALSE, FALSE, sizeof (guint64));
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->worker, "applied", G_CALLBACK (applied_cb), fixture);
  g_signal_connect (fixture->worker, "reload", G_CALLBACK (reload_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_close (fixture->worker);
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
  g_array_unref (fixture->shown);
}

static void
test_saves_and_reads (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  g_assert_cmpint (tap_worker_get_state (fixture->worker), ==, TAP_LEDGER_IN_STEP);
  g_assert_cmpstr (tap_worker_get_station_name (fixture->worker), ==, "Riverside \"North\"");
  g_assert_true (fixture_add (fixture->worker, "hello", NULL, &id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  text = fixture_text (fixture->worker, "SELECT text FROM note");
  g_assert_cmpstr (text, ==, "hello");
  g_assert_cmpuint (tap_worker_get_seq (fixture->worker), ==, 3);
  g_assert_cmpuint (fixture->shown->len, ==, 1);
  g_assert_cmpuint (fixture->n_own, ==, 1);
}

static void
test_second_sees_it (Fixture      *fixture,
                     gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);
  g_autofree char *content = NULL;
  g_autofree char *other_content = NULL;

  g_assert_no_error (error);
  for (int i = 0; i < 10; i++)
    g_assert_true (fixture_add (i % 2 == 0 ? fixture->worker : other, "note", NULL, NULL, &error));
  fixture_wait_seq (fixture->worker, 12);
  fixture_wait_seq (other, 12);
  content = fixture_content (fixture->worker);
  other_content = fixture_content (other);
  g_assert_cmpstr (content, ==, other_content);
  /* Each once, in order, and each knows which are its own. */
  g_assert_cmpuint (fixture->shown->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (g_array_index (fixture->shown, guint64, i), ==, i + 3);
  g_assert_cmpuint (fixture->n_own, ==, 5);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
  fixture_close (other);
  fixture_remove (dir);
}

typedef struct { TapWorker *worker; guint n; guint64 least_seq; } Seen;

/* So many PCs are known, and each to have come as far. */
static gboolean
sees (gpointer data)
{
  Seen *seen = data;
  g_autoptr(GPtrArray) peers = tap_worker_get_peers (seen->worker);
  guint n = 0;

  for (guint i = 0; i < peers->len; i++)
    n += ((TapPeer *) peers->pdata[i])->seq >= seen->least_seq ? 1 : 0;
  return peers->len == seen->n && n == seen->n;
}

static void
test_who_is_here (Fixture      *fixture,
                  gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);
  g_autofree char *note = g_build_filename (fixture->folder, "presence", tap_worker_get_replica_id (other), NULL);
  Seen newcomer = { other, 2, 0 }, first = { fixture->worker, 2, 0 };

  g_assert_no_error (error);
  fixture_wait (sees, &newcomer, "who connects knows all who are here");
  fixture_wait (sees, &first, "who was here hears of the newcomer");
  g_assert_true (fixture_add (other, "note", NULL, NULL, &error));
  first.least_seq = 3;
  fixture_wait (sees, &first, "notes are read again");
  fixture_close (other);
  g_assert_cmpint (g_unlink (note), ==, 0);
  first = (Seen){ fixture->worker, 1, 3 };
  fixture_wait (sees, &first, "a note that is gone is forgotten");
  fixture_remove (dir);
}

static void
test_one_replica_two_programs (Fixture      *fixture,
                               gconstpointer data)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *ctl;

  fixture_limits (&limits);
  options = fixture_options (fixture->folder, fixture->dir, &limits);
  options.program = "tappetctl";
  options.passive = TRUE;
  ctl = tap_worker_new (&options);
  g_assert_true (fixture_start (ctl, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tap_worker_get_replica_id (ctl), ==, tap_worker_get_replica_id (fixture->worker));
  for (int i = 0; i < 8; i++)
    g_assert_true (fixture_add (i % 2 == 0 ? ctl : fixture->worker, "note", NULL, NULL, &error));
  fixture_wait_seq (fixture->worker, 10);
  fixture_spin (50);
  g_assert_cmpuint (fixture->shown->len, ==, 8);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (g_array_index (fixture->shown, guint64, i), ==, i + 3);
  g_assert_cmpuint (fixture->n_own, ==, 4);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 8);
  fixture_close (ctl);
}

/* --- commands -------------------------------------------------------------------------------- */

typedef struct
{
  guint   n_done;
  guint   n_saved;
  guint   n_refused;
} Batch;

static void
batch_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Batch *batch = data;
  g_autoptr(GError) error = NULL;

  batch->n_done++;
  if (tap_worker_command_finish (TAP_WORKER (source), result, NULL, &error))
    batch->n_saved++;
  else
    batch->n_refused++;
}

static gboolean
all_done (gpointer data)
{
  return ((Batch *) data)->n_done == 12;
}

static void
test_batch (Fixture      *fixture,
            gconstpointer data)
{
  Batch batch = { 0 };
  guint64 before = tap_worker_get_seq (fixture->worker);

  /* One is refused by its gate, one breaks a foreign key on apply: each alone. */
  for (guint i = 0; i < 12; i++)
    {
      TapCommand command = { "add-note", command_add, g_strdup ("together"), g_free, g_free, "Li Ting", NULL };

      if (i == 4)
        command.func = command_refuse;
      if (i == 7)
        command.func = command_orphan;
      tap_worker_command_async (fixture->worker, &command, NULL, batch_cb, &batch);
    }
  fixture_wait (all_done, &batch, "the batch");
  g_assert_cmpuint (batch.n_saved, ==, 10);
  g_assert_cmpuint (batch.n_refused, ==, 2);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 10);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM operation"), ==, 10);
  /* They travelled together, as far as they could. */
  g_assert_cmpuint (tap_worker_get_seq (fixture->worker) - before, <, 8);
}

static void
run_one (TapWorker     *worker,
         TapCommandFunc func,
         const char    *operation_id,
         GError       **error)
{
  TapCommand command = { "one", func, g_strdup ("text"), g_free, g_free, "Li Ting", operation_id };

  fixture_run (worker, &command, NULL, error);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  run_one (fixture->worker, command_refuse, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpuint (tap_worker_get_seq (fixture->worker), ==, 2);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 0);
}

static void
test_no_change (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_add (fixture->worker, "a", NULL, NULL, &error));
  run_one (fixture->worker, command_nothing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tap_worker_get_seq (fixture->worker), ==, 3);
}

static void
test_trial (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  run_one (fixture->worker, command_swap, NULL, &error);
  g_assert_no_error (error);
  /* Two values of a unique column change places: no PC could apply that row by row, so it never leaves this one. */
  run_one (fixture->worker, command_swap, NULL, &error);
  g_clear_error (&error);
  run_one (fixture->worker, command_orphan, NULL, &error);
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (fixture_add (fixture->worker, "goes on", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 1);
}

static void
test_same_operation (Fixture      *fixture,
                     gconstpointer data)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (fixture->folder, dir, &error);
  g_autofree char *operation = g_uuid_string_random ();
  gint64 id = 0;

  g_assert_true (fixture_add (fixture->worker, "once", operation, &id, &error));
  g_assert_true (fixture_add (fixture->worker, "once", operation, NULL, &error));
  /* Not even from another PC that has not heard of it. */
  g_assert_true (fixture_add (other, "once", operation, NULL, &error));
  g_assert_no_error (error);
  fixture_wait_seq (other, tap_worker_get_seq (fixture->worker));
  g_assert_cmpint (fixture_count (other, "SELECT count(*) FROM note"), ==, 1);
  g_assert_cmpint (fixture_count (other, "SELECT id FROM note"), ==, id);
  fixture_close (other);
  fixture_remove (dir);
}

/* --- the shelf --------------------------------------------------------------------------------- */

static void
keep_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static char *
kept (TapWorker *worker)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  tap_worker_kept_async (worker, "draft", keep_cb, &result);
  fixture_wait (has_result, &result, "the shelf");
  text = tap_worker_kept_finish (worker, result, &error);
  g_assert_no_error (error);
  return text;
}

static void
keep (TapWorker  *worker,
      const char *text)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_keep_async (worker, "draft", text, keep_cb, &result);
  fixture_wait (has_result, &result, "the shelf");
  g_assert_true (tap_worker_keep_finish (worker, result, NULL));
}

static void
test_shelf (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *before = kept (fixture->worker);
  g_autofree char *after = NULL;
  g_autofree char *gone = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (before);
  keep (fixture->worker, "half a form");
  fixture_close (fixture->worker);
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  after = kept (fixture->worker);
  g_assert_cmpstr (after, ==, "half a form");
  keep (fixture->worker, NULL);
  gone = kept (fixture->worker);
  g_assert_null (gone);
}

/* --- the end ----------------------------------------------------------------------------------- */

static void
test_close_saves (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  Batch batch = { 0 };

  for (guint i = 0; i < 12; i++)
    {
      TapCommand command = { "add-note", command_add, g_strdup ("last"), g_free, g_free, "Li Ting", NULL };

      tap_worker_command_async (fixture->worker, &command, NULL, batch_cb, &batch);
    }
  fixture_close (fixture->worker);
  g_assert_cmpuint (batch.n_done, ==, 12);
  g_assert_cmpuint (batch.n_saved, ==, 12);
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (fixture->worker, "SELECT count(*) FROM note"), ==, 12);
}

static void
test_after_the_end (Fixture      *fixture,
                    gconstpointer data)
{
  TapWorker *worker = g_object_ref (fixture->worker);
  g_autoptr(GError) error = NULL;

  fixture_close (fixture->worker);
  run_one (worker, command_add, NULL, &error);
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED);
  g_assert_finalize_object (worker);
  g_clear_error (&error);
  fixture->worker = fixture_open (fixture->folder, fixture->dir, &error);
  g_assert_no_error (error);
}

#define ADD(name, func) g_test_add ("/ledger/worker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("saves-and-reads", test_saves_and_reads);
  ADD ("a-second-pc-sees-it", test_second_sees_it);
  ADD ("each-knows-who-is-here", test_who_is_here);
  ADD ("two-programs-share-a-replica", test_one_replica_two_programs);
  ADD ("a-refused-one-does-not-stop-its-batch", test_batch);
  ADD ("refused-leaves-nothing", test_refused);
  ADD ("no-change-publishes-nothing", test_no_change);
  ADD ("what-cannot-be-applied-never-leaves", test_trial);
  ADD ("one-operation-is-done-once", test_same_operation);
  ADD ("the-shelf-outlives-the-program", test_shelf);
  ADD ("closing-saves-what-waits", test_close_saves);
  ADD ("a-closed-worker-says-so", test_after_the_end);
  return g_test_run ();
}
