/* test-outbox.c — what waits for the share: durable, in order, with the gates of the fresh state, exactly once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "outbox-fixture.h"

static char *
published (Outbox *self)
{
  g_ptr_array_add (self->published, NULL);
  return g_strjoinv (" ", (char **) self->published->pdata);
}

static gboolean
has_waiting (gpointer data)
{
  g_autoptr(GPtrArray) entries = tap_worker_get_outbox (data);

  return entries->len > 0;
}

typedef struct
{
  GAsyncResult *result;
} Call;

static void
call_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  ((Call *) data)->result = g_object_ref (result);
}

static gboolean
has_called (gpointer data)
{
  return ((Call *) data)->result != NULL;
}

static void
begin_note (Outbox     *self,
            const char *operation_id,
            gint64      subject,
            Call       *call)
{
  TapCommand command = { .name = "note", .func = command_add, .input = g_strdup (operation_id), .input_free = g_free,
                         .result_free = g_free, .operation_id = operation_id, .outbox = operation_id, .subject = subject };

  tap_worker_command_async (self->worker, &command, NULL, call_cb, call);
}

static void
end_note (Outbox *self,
          Call   *call,
          int     code)
{
  g_autoptr(GError) error = NULL;

  fixture_wait (has_called, call, "the answer");
  g_assert_false (tap_worker_command_finish (self->worker, call->result, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, code);
  g_clear_object (&call->result);
}

static void
set_hangs (Outbox   *self,
           gboolean  all,
           gboolean  publish)
{
  g_mutex_lock (&self->share->lock);
  self->share->hangs = all;
  self->share->hangs_publish = publish;
  g_cond_broadcast (&self->share->wake);
  g_mutex_unlock (&self->share->lock);
}

/* ---- in and out ---- */

static void
entries_run_in_order_and_together (Outbox       *self,
                                   gconstpointer data)
{
  g_autofree char *order = NULL;
  guint64 seq = tap_worker_get_seq (self->worker);

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "c", "op-1", 7);
  outbox_must_wait (self->worker, "note", "a", "op-2", 8);
  outbox_must_wait (self->worker, "note", "b", "op-3", 7);
  outbox_wait_text (self->worker, "op-1:waiting op-2:waiting op-3:waiting");
  g_assert_cmpuint (self->published->len, ==, 0);
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "");
  fixture_wait_seq (self->worker, seq + 1);
  fixture_spin (50);
  order = published (self);
  g_assert_cmpstr (order, ==, "op-1 op-2 op-3 |");
  g_assert_cmpstr (self->settled->str, ==, "op-1+ op-2+ op-3+");
}

static void
an_entry_keeps_the_time_it_was_made_at (Outbox       *self,
                                        gconstpointer data)
{
  g_autoptr(GPtrArray) entries = NULL;
  gint64 entered;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
  entries = tap_worker_get_outbox (self->worker);
  entered = ((TapOutboxEntry *) entries->pdata[0])->entered_unix;
  g_assert_cmpstr (((TapOutboxEntry *) entries->pdata[0])->person, ==, "Li Ting");
  fixture_spin (1100);
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "");
  g_assert_cmpint (fixture_count (self->worker, "SELECT at FROM operation WHERE id = 'op-1'"), ==, entered);
}

static void
reads_see_what_waits_and_the_share_does_not (Outbox       *self,
                                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = fixture_dir ();
  TapWorker *other;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
  g_assert_cmpint (outbox_notes (self->worker, "a"), ==, 1);
  /* The index that triggers grow sees it too, and is as before when it is dropped. */
  g_assert_cmpint (fixture_count (self->worker, "SELECT n FROM local_total"), ==, 1);
  other = fixture_open (self->folder, dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outbox_notes (other, "a"), ==, 0);
  fixture_close (other);
  g_assert_true (outbox_drop (self->worker, "op-1", &error));
  g_assert_no_error (error);
  g_assert_cmpint (outbox_notes (self->worker, "a"), ==, 0);
  g_assert_cmpint (fixture_count (self->worker, "SELECT n FROM local_total"), ==, 0);
  outbox_wait_text (self->worker, "");
  g_assert_cmpstr (self->settled->str, ==, "op-1-");
  outbox_fail (self, FALSE);
  fixture_spin (100);
  g_assert_cmpint (outbox_notes (self->worker, "a"), ==, 0);
  fixture_remove (g_steal_pointer (&dir));
}

/* Another PC makes that entries of the kind "gate" are refused. */
static void
close_gate_elsewhere (Outbox *self)
{
  g_autoptr(GError) error = NULL;
  char *dir = fixture_dir ();
  TapWorker *other = fixture_open (self->folder, dir, &error);

  g_assert_no_error (error);
  g_assert_true (fixture_add (other, "closed", NULL, NULL, &error));
  fixture_close (other);
  fixture_remove (dir);
}

static void
a_refusal_holds_back_its_own_subject (Outbox       *self,
                                      gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "1", "op-1", 1);
  outbox_must_wait (self->worker, "gate", "2", "op-2", 2);
  outbox_must_wait (self->worker, "note", "3", "op-3", 2);
  outbox_must_wait (self->worker, "note", "4", "op-4", 3);
  outbox_must_wait (self->worker, "gate", "5", "op-5", 0);
  outbox_must_wait (self->worker, "note", "6", "op-6", 0);
  close_gate_elsewhere (self);
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "op-2:refused op-3:held op-5:refused");
  entries = tap_worker_get_outbox (self->worker);
  g_assert_cmpstr (((TapOutboxEntry *) entries->pdata[0])->reason, ==, "the gate is closed");
  g_assert_cmpint (outbox_notes (self->worker, "4"), ==, 1);
  g_assert_cmpint (outbox_notes (self->worker, "6"), ==, 1);
  g_assert_cmpint (outbox_notes (self->worker, "3"), ==, 0);
  /* New ones of that subject queue behind, those of others go on. */
  outbox_must_wait (self->worker, "note", "7", "op-7", 2);
  g_assert_true (outbox_enter (self->worker, "note", "8", "op-8", 3, &error));
  g_assert_no_error (error);
  outbox_wait_text (self->worker, "op-2:refused op-3:held op-5:refused op-7:held");
  g_assert_true (outbox_retry (self->worker, "op-5", &error));
  outbox_wait_text (self->worker, "op-2:refused op-3:held op-5:refused op-7:held");
  g_assert_true (outbox_drop (self->worker, "op-2", &error));
  outbox_wait_text (self->worker, "op-5:refused");
  g_assert_cmpint (outbox_notes (self->worker, "7"), ==, 1);
  g_assert_false (outbox_drop (self->worker, "op-2", &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED);
}

static void
what_is_refused_on_what_is_known_does_not_wait (Outbox       *self,
                                                gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "closed", "op-1", 1);
  /* Also what an entry that waits makes of the state counts. */
  g_assert_false (outbox_enter (self->worker, "gate", "a", "op-2", 2, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  outbox_wait_text (self->worker, "op-1:waiting");
  g_assert_true (outbox_drop (self->worker, "op-1", &error));
  outbox_must_wait (self->worker, "gate", "a", "op-2", 2);
}

static void
read_only_and_set_back_let_nothing_wait (Outbox       *self,
                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_mutex_lock (&self->share->lock);
  self->share->read_only = TRUE;
  g_mutex_unlock (&self->share->lock);
  g_assert_false (outbox_enter (self->worker, "note", "a", "op-1", 0, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  g_clear_error (&error);
  fixture_wait_state (self->worker, TAP_LEDGER_READ_ONLY);
  g_assert_false (outbox_enter (self->worker, "note", "b", "op-2", 0, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  g_clear_error (&error);
  outbox_wait_text (self->worker, "");
  g_mutex_lock (&self->share->lock);
  self->share->read_only = FALSE;
  g_mutex_unlock (&self->share->lock);
  fixture_wait_state (self->worker, TAP_LEDGER_IN_STEP);
  g_assert_true (outbox_enter (self->worker, "note", "a", "op-1", 0, &error));
  g_assert_no_error (error);
}

static void
commands_that_may_not_wait_are_refused (Outbox       *self,
                                        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  g_assert_false (fixture_add (self->worker, "money", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  outbox_wait_text (self->worker, "");
}

/* ---- a share that hangs ---- */

static void
what_hangs_before_publishing_waits (Outbox       *self,
                                    gconstpointer data)
{
  Call first = { NULL }, second = { NULL };

  set_hangs (self, TRUE, FALSE);
  begin_note (self, "op-1", 4, &first);
  begin_note (self, "op-2", 4, &second);
  end_note (self, &first, TAP_LEDGER_ERROR_QUEUED);
  end_note (self, &second, TAP_LEDGER_ERROR_QUEUED);
  outbox_wait_text (self->worker, "op-1:waiting op-2:waiting");
  g_assert_cmpint (outbox_notes (self->worker, "op-2"), ==, 1);
  set_hangs (self, FALSE, FALSE);
  outbox_wait_text (self->worker, "");
  fixture_spin (100);
  g_assert_cmpint (fixture_count (self->worker, "SELECT count(*) FROM note"), ==, 2);
  g_assert_cmpstr (self->settled->str, ==, "op-1+ op-2+");
}

static void
what_is_being_published_stays_unknown (Outbox       *self,
                                       gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  Call call = { NULL };
  Call later = { NULL };

  set_hangs (self, FALSE, TRUE);
  begin_note (self, "op-1", 4, &call);
  end_note (self, &call, TAP_LEDGER_ERROR_UNKNOWN);
  /* Asked again it is not written down as well; a later one about the same is. */
  g_assert_false (outbox_enter (self->worker, "note", "op-1", "op-1", 4, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  begin_note (self, "op-2", 4, &later);
  end_note (self, &later, TAP_LEDGER_ERROR_QUEUED);
  outbox_wait_text (self->worker, "op-2:waiting");
  set_hangs (self, FALSE, FALSE);
  outbox_wait_text (self->worker, "");
  fixture_spin (100);
  g_assert_cmpint (fixture_count (self->worker, "SELECT count(*) FROM note"), ==, 2);
  g_assert_cmpstr (self->settled->str, ==, "op-1+ op-2+");
}

static void
an_entry_on_its_way_cannot_be_dropped (Outbox       *self,
                                       gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
  set_hangs (self, FALSE, TRUE);
  g_mutex_lock (&self->share->lock);
  self->share->fails = FALSE;
  g_mutex_unlock (&self->share->lock);
  fixture_spin (200);
  g_assert_false (outbox_drop (self->worker, "op-1", &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  set_hangs (self, FALSE, FALSE);
  outbox_wait_text (self->worker, "");
  g_assert_cmpint (outbox_notes (self->worker, "a"), ==, 1);
}

/* ---- exactly once ---- */

/* How often the program was told of such an end. */
static guint
count_ends (Outbox *self,
            char    end)
{
  g_auto(GStrv) ends = g_strsplit (self->settled->str, " ", -1);
  guint n = 0;

  for (guint i = 0; ends[i] != NULL; i++)
    n += ends[i][0] != '\0' && ends[i][strlen (ends[i]) - 1] == end;
  return n;
}

static void
lost_replies_double_nothing (Outbox       *self,
                             gconstpointer data)
{
  static const PublishFault faults[]
      = { FAULT_LOST_REPLY, FAULT_NOT_SENT, FAULT_LATE, FAULT_FALSE_TAKEN, FAULT_NO_ROOM };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *first = g_strdup_printf ("first-%u", i);
      g_autofree char *second = g_strdup_printf ("second-%u", i);

      outbox_fail (self, TRUE);
      outbox_must_wait (self->worker, "note", first, first, 5);
      outbox_must_wait (self->worker, "note", second, second, 5);
      ledger_double_set (self->share, faults[i]);
      g_mutex_lock (&self->share->lock);
      self->share->fails = FALSE;
      g_mutex_unlock (&self->share->lock);
      outbox_wait_text (self->worker, "");
      if (faults[i] == FAULT_LATE)
        ledger_double_deliver (self->share);
      fixture_spin (100);
      g_assert_cmpint (outbox_notes (self->worker, first), ==, 1);
      g_assert_cmpint (outbox_notes (self->worker, second), ==, 1);
    }
  g_assert_cmpuint (count_ends (self, '+'), ==, 2 * G_N_ELEMENTS (faults));
  g_assert_cmpuint (count_ends (self, '-'), ==, 0);
}

static void
the_same_operation_entered_twice_waits_once (Outbox       *self,
                                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
  outbox_wait_text (self->worker, "op-1:waiting");
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "");
  g_assert_true (outbox_enter (self->worker, "note", "a", "op-1", 0, &error));
  g_assert_cmpint (outbox_notes (self->worker, "a"), ==, 1);
  /* Known to be done, it does not wait either. */
  outbox_fail (self, TRUE);
  g_assert_true (outbox_enter (self->worker, "note", "a", "op-1", 0, &error));
  g_assert_no_error (error);
}

/* ---- programs of one PC ---- */

static void
programs_of_one_pc_show_the_same_and_run_it_once (Outbox       *self,
                                                  gconstpointer data)
{
  static const char all[] = "op-0:waiting op-1:waiting op-2:waiting op-3:waiting op-4:waiting op-5:waiting op-6:waiting"
                            " op-7:waiting op-8:waiting op-9:waiting";
  g_autoptr(GError) error = NULL;
  TapWorker *wall = outbox_worker (self, self->dir, "wall", outbox_read);

  outbox_fail (self, TRUE);
  fixture_wait_state (wall, TAP_LEDGER_CUT_OFF);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *operation = g_strdup_printf ("op-%u", i);

      outbox_must_wait (i % 2 ? wall : self->worker, "note", operation, operation, 1 + i % 3);
    }
  /* Both: of what a program never saw waiting it is told nothing when that ends, but that it was applied. */
  outbox_wait_text (wall, all);
  outbox_wait_text (self->worker, all);
  g_assert_cmpint (fixture_count (wall, "SELECT count(*) FROM note"), ==, 10);
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "");
  outbox_wait_text (wall, "");
  fixture_spin (100);
  g_assert_cmpint (fixture_count (wall, "SELECT count(*) FROM note"), ==, 10);
  g_assert_cmpint (fixture_count (self->worker, "SELECT count(*) FROM note"), ==, 10);
  /* Whoever ran it: each program is told of each end. */
  g_assert_cmpuint (count_ends (self, '+'), ==, 10);
  g_assert_cmpuint (count_ends (self, '-'), ==, 0);
  fixture_close (wall);
}

/* The database of this PC, as another program of it that is faster. */
static void
run_local (Outbox     *self,
           const char *file,
           const char *sql)
{
  g_autofree char *path = g_build_filename (self->dir, file, NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
what_ended_before_it_was_seen_is_not_said_to_wait (Outbox       *self,
                                                   gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  run_local (self, "local.db", "CREATE TRIGGER faster AFTER INSERT ON outbox BEGIN DELETE FROM outbox WHERE id = new.id; END");
  g_assert_false (outbox_enter (self->worker, "note", "a", "op-1", 0, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED);
  run_local (self, "local.db", "DROP TRIGGER faster");
  outbox_must_wait (self->worker, "note", "a", "op-1", 0);
}

/* ---- what was asked before ---- */

static void
set_hangs_bury (Outbox  *self,
                  gboolean hangs)
{
  g_mutex_lock (&self->share->lock);
  self->share->hangs_bury = hangs;
  g_cond_broadcast (&self->share->wake);
  g_mutex_unlock (&self->share->lock);
}

static void
what_was_refused_and_is_asked_again_waits (Outbox       *self,
                                           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  Call call = { NULL };

  /* The share begins to hang before the next look. */
  set_hangs_bury (self, TRUE);
  ledger_double_set (self->share, FAULT_NO_ROOM);
  g_assert_false (outbox_enter (self->worker, "note", "op-1", "op-1", 4, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  begin_note (self, "op-1", 4, &call);
  end_note (self, &call, TAP_LEDGER_ERROR_QUEUED);
  set_hangs_bury (self, FALSE);
  outbox_wait_text (self->worker, "");
  g_assert_cmpint (outbox_notes (self->worker, "op-1"), ==, 1);
}

static void
what_is_applied_and_not_flushed_is_not_said_to_be_saved (Outbox       *self,
                                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  Call call = { NULL };
  guint64 seq = tap_worker_get_seq (self->worker);

  g_mutex_lock (&self->share->lock);
  self->share->failing_flushes = G_MAXUINT;
  g_mutex_unlock (&self->share->lock);
  begin_note (self, "op-1", 4, &call);
  end_note (self, &call, TAP_LEDGER_ERROR_UNKNOWN);
  fixture_wait_seq (self->worker, seq + 1);
  fixture_wait_state (self->worker, TAP_LEDGER_CUT_OFF);
  g_assert_cmpint (outbox_notes (self->worker, "op-1"), ==, 1);
  g_assert_false (outbox_enter (self->worker, "note", "op-1", "op-1", 4, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  g_assert_cmpstr (self->settled->str, ==, "");
  g_mutex_lock (&self->share->lock);
  self->share->failing_flushes = 0;
  g_mutex_unlock (&self->share->lock);
  fixture_wait_state (self->worker, TAP_LEDGER_IN_STEP);
  fixture_spin (50);
  g_assert_cmpstr (self->settled->str, ==, "op-1+");
  g_clear_error (&error);
  g_assert_true (outbox_enter (self->worker, "note", "op-1", "op-1", 4, &error));
  g_assert_cmpint (outbox_notes (self->worker, "op-1"), ==, 1);
}

static void
not_to_be_readable_is_not_the_same_as_not_saved (Outbox       *self,
                                                 gconstpointer data)
{
  Call call = { NULL };

  set_hangs (self, FALSE, TRUE);
  ledger_double_set (self->share, FAULT_NOT_SENT);
  begin_note (self, "op-1", 4, &call);
  end_note (self, &call, TAP_LEDGER_ERROR_UNKNOWN);
  run_local (self, "replica.db", "ALTER TABLE operation RENAME TO lost");
  set_hangs (self, FALSE, FALSE);
  fixture_spin (300);
  g_assert_cmpstr (self->settled->str, ==, "");
  run_local (self, "replica.db", "ALTER TABLE lost RENAME TO operation");
  fixture_spin (300);
  g_assert_cmpstr (self->settled->str, ==, "op-1-");
}

static void
a_program_that_does_not_understand_leaves_it (Outbox       *self,
                                              gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "note", "a", "op-1", 3);
  outbox_must_wait (self->worker, "note", "b", "op-2", 3);
  fixture_close (g_steal_pointer (&self->worker));
  self->worker = outbox_worker (self, self->dir, "old", outbox_read_none);
  outbox_fail (self, FALSE);
  fixture_spin (150);
  outbox_wait_text (self->worker, "op-1:waiting op-2:waiting");
  g_assert_cmpint (fixture_count (self->worker, "SELECT count(*) FROM note"), ==, 0);
  fixture_close (g_steal_pointer (&self->worker));
  self->worker = outbox_worker (self, self->dir, "tappet", outbox_read);
  outbox_wait_text (self->worker, "");
  g_assert_cmpint (fixture_count (self->worker, "SELECT count(*) FROM note"), ==, 2);
}

/* ---- snapshots ---- */

static char *
read_snapshot (Outbox *self,
               gsize  *length)
{
  g_autofree char *path = g_build_filename (self->folder, "snapshots", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  char *content = NULL;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, "db", NULL);

      g_clear_pointer (&content, g_free);
      g_assert_true (g_file_get_contents (file, &content, length, NULL));
    }
  g_assert_nonnull (content);
  return content;
}

static void
a_snapshot_carries_nothing_of_it (Outbox       *self,
                                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  gsize length = 0;

  outbox_fail (self, TRUE);
  outbox_must_wait (self->worker, "gate", "a-secret-of-this-pc", "op-1", 3);
  outbox_must_wait (self->worker, "note", "another-secret-of-this-pc", "op-2", 3);
  close_gate_elsewhere (self);
  outbox_fail (self, FALSE);
  outbox_wait_text (self->worker, "op-1:refused op-2:held");
  fixture_close (g_steal_pointer (&self->worker));
  fixture_limits (&limits);
  limits.snapshot_at_close_behind = 1;
  options = fixture_options (self->folder, self->dir, &limits);
  options.outbox_read = outbox_read;
  self->worker = _tap_worker_new_on (&options, TAP_LEDGER (self->share));
  g_assert_true (fixture_start (self->worker, &error));
  fixture_wait (has_waiting, self->worker, "the outbox");
  fixture_close (g_steal_pointer (&self->worker));
  content = read_snapshot (self, &length);
  g_assert_null (memmem (content, length, "secret-of-this-pc", strlen ("secret-of-this-pc")));
  g_assert_null (memmem (content, length, "outbox", strlen ("outbox")));
  g_assert_nonnull (memmem (content, length, "closed", strlen ("closed")));
}

#define TEST(func) OUTBOX_TEST ("/ledger/outbox/" #func, func)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST (entries_run_in_order_and_together);
  TEST (an_entry_keeps_the_time_it_was_made_at);
  TEST (reads_see_what_waits_and_the_share_does_not);
  TEST (a_refusal_holds_back_its_own_subject);
  TEST (what_is_refused_on_what_is_known_does_not_wait);
  TEST (read_only_and_set_back_let_nothing_wait);
  TEST (commands_that_may_not_wait_are_refused);
  TEST (what_hangs_before_publishing_waits);
  TEST (what_is_being_published_stays_unknown);
  TEST (an_entry_on_its_way_cannot_be_dropped);
  TEST (lost_replies_double_nothing);
  TEST (the_same_operation_entered_twice_waits_once);
  TEST (programs_of_one_pc_show_the_same_and_run_it_once);
  TEST (what_ended_before_it_was_seen_is_not_said_to_wait);
  TEST (what_was_refused_and_is_asked_again_waits);
  TEST (what_is_applied_and_not_flushed_is_not_said_to_be_saved);
  TEST (not_to_be_readable_is_not_the_same_as_not_saved);
  TEST (a_program_that_does_not_understand_leaves_it);
  TEST (a_snapshot_carries_nothing_of_it);
  return g_test_run ();
}
