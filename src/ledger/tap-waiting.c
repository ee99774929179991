/* tap-waiting.c — the outbox as the local thread sees it: who is told of it, and reads that show it done.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that is read while entries wait is read in a transaction in which they have been run, and which is rolled back: boards, search
 * and pages need know nothing of the outbox. It holds the replica's write lock for the milliseconds of the read. Nobody keeps that lock
 * while waiting for the share, so a read never does either.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-outbox.h"
#include "ledger/tap-waiting.h"

struct _TapWaiting
{
  TapWorker  *worker;
  char       *dir;
  TapLocalDb *local;
  sqlite3    *db;
  gint64      version;          /* of local.db, when it was last read */
  GPtrArray  *entries;          /* NULL: not read yet */
  sqlite3    *scratch;
  /* Of the read under way: */
  GPtrArray  *shown;            /* of TapOutboxEntry, borrowed: those that wait */
  GHashTable *stuck;            /* set of subjects (borrowed): what comes after about them cannot be judged */
};

/* The read under way on this thread; NULL: none, or nothing waits. */
static _Thread_local TapWaiting *reading;

TapWaiting *
_tap_waiting_new (TapWorker  *worker,
                  const char *dir,
                  TapLocalDb *local,
                  sqlite3    *db)
{
  TapWaiting *self = g_new0 (TapWaiting, 1);

  self->worker = worker;
  self->dir = g_strdup (dir);
  self->local = local;
  self->db = db;
  self->shown = g_ptr_array_new ();
  self->stuck = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
_tap_waiting_free (TapWaiting *self)
{
  g_clear_pointer (&self->scratch, sqlite3_close);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->stuck);
  g_free (self->dir);
  g_free (self);
}

/* --- telling --------------------------------------------------------------------------------- */

static gboolean
contains (GPtrArray  *entries,
          const char *operation_id)
{
  for (guint i = 0; i < entries->len; i++)
    if (strcmp (((TapOutboxEntry *) entries->pdata[i])->operation_id, operation_id) == 0)
      return TRUE;
  return FALSE;
}

/* An entry that is gone was saved, by whichever program of this PC, or dropped: the replica knows. */
static gboolean
was_saved (TapWaiting *self,
           const char *operation_id)
{
  TapWorker *worker = self->worker;
  gboolean saved;

  g_mutex_lock (&worker->lock);
  /* What had nothing to change left no trace there. */
  saved = g_hash_table_remove (worker->outbox_done, operation_id);
  g_mutex_unlock (&worker->lock);
  return saved || tap_db_has_operation (self->db, operation_id);
}

static void
tell_ends (TapWaiting *self,
           GPtrArray  *before,
           GPtrArray  *now)
{
  for (guint i = 0; i < before->len; i++)
    {
      const char *operation_id = ((TapOutboxEntry *) before->pdata[i])->operation_id;

      if (!contains (now, operation_id))
        _tap_worker_post_settled (self->worker, operation_id, was_saved (self, operation_id));
    }
}

static gboolean
any_waits (GPtrArray *entries)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((TapOutboxEntry *) entries->pdata[i])->state == TAP_OUTBOX_WAITING)
      return TRUE;
  return FALSE;
}

void
_tap_waiting_look (TapWaiting *self,
                   gboolean    force)
{
  gint64 version = tap_local_db_version (self->local);
  g_autoptr(GPtrArray) before = NULL;
  GPtrArray *now;

  if (!force && self->entries != NULL && version == self->version)
    return;
  now = tap_outbox_list (self->local, NULL);
  if (now == NULL)
    return;
  self->version = version;
  if (tap_outbox_equal (self->entries, now))
    {
      g_ptr_array_unref (now);
      return;
    }
  before = g_steal_pointer (&self->entries);
  self->entries = now;
  _tap_worker_post_outbox (self->worker, now);
  if (before != NULL)
    tell_ends (self, before, now);
  _tap_worker_set_outbox_due (self->worker, any_waits (now));
}

/* --- writing down ---------------------------------------------------------------------------- */

static gboolean
insert (TapWaiting *self,
        TapJob     *job,
        GError    **error)
{
  TapOutboxEntry entry = {
    .operation_id = job->operation_id,
    .name = job->name,
    .person = job->person,
    .subject = job->subject,
    .input = job->outbox,
    .entered_unix = job->happened_unix,
  };

  if (!tap_local_db_begin (self->local, error))
    return FALSE;
  /* The try that was broken off is none any more: its end is that of the entry. */
  if (tap_outbox_add (self->local, &entry, error)
      && tap_local_db_forget_operation (self->local, job->operation_id, error)
      && tap_local_db_commit (self->local, error))
    return TRUE;
  tap_local_db_rollback (self->local);
  return FALSE;
}

/* Another try of the same operation, in this or an earlier life of a program, may have been published: the end of that one is told. */
static gboolean
may_be_published (TapWaiting *self,
                  TapJob     *job)
{
  g_autofree char *tag = NULL;
  TapFlightState state;

  if (!tap_local_db_find_operation (self->local, job->operation_id, &state, &tag))
    return FALSE;
  return state == TAP_FLIGHT_UNKNOWN || (state == TAP_FLIGHT_BEGUN && !job->begun);
}

static gboolean
is_unknown (TapWaiting *self,
            TapJob     *job)
{
  g_autofree char *tag = NULL;
  TapFlightState state;

  return tap_local_db_find_operation (self->local, job->operation_id, &state, &tag) && state == TAP_FLIGHT_UNKNOWN;
}

/* Somebody ran or dropped it before it was seen here, so nothing will be told of its end: this answer is the end. */
static gboolean
end_unseen (TapWaiting *self,
            TapJob     *job,
            GError    **error)
{
  if (was_saved (self, job->operation_id))
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED,
                       _("This entry does not wait any more: it has been saved or dropped meanwhile."));
  return FALSE;
}

/* --- reading --------------------------------------------------------------------------------- */

/* Runs one entry; FALSE: it changes nothing for now, and neither does what comes after it about the same. */
static gboolean
run_entry (TapWaiting           *self,
           const TapOutboxEntry *entry,
           gboolean             *done)
{
  TapCommand command = { 0 };
  TapBuildItem item = { 0 };
  gboolean ok;

  *done = FALSE;
  if (!self->worker->outbox_read (entry, &command, self->worker->outbox_data))
    return FALSE;
  item.func = command.func;
  item.input = command.input;
  item.operation_id = entry->operation_id;
  item.happened_unix = entry->entered_unix;
  ok = tap_build_item_run (self->scratch, &item, NULL) && item.built != TAP_BUILT_REFUSED;
  *done = item.built == TAP_BUILT_ALREADY;
  if (item.result != NULL && command.result_free != NULL)
    command.result_free (item.result);
  g_clear_error (&item.error);
  if (command.input_free != NULL && command.input != NULL)
    command.input_free (command.input);
  return ok;
}

static void
run_entries (TapWaiting *self)
{
  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      TapOutboxEntry *entry = self->entries->pdata[i];
      gboolean done = FALSE;
      gboolean waits = entry->state == TAP_OUTBOX_WAITING;

      if (!waits || g_hash_table_contains (self->stuck, &entry->subject) || !run_entry (self, entry, &done))
        {
          if (entry->subject != 0)
            g_hash_table_add (self->stuck, &entry->subject);
        }
      if (waits && !done)
        g_ptr_array_add (self->shown, entry);
    }
}

/* FALSE: it cannot be had now. */
static gboolean
begin (TapWaiting *self)
{
  g_autoptr(GError) error = NULL;

  if (self->scratch == NULL)
    self->scratch = tap_replica_open_scratch (self->dir, self->worker->open_db, self->worker->open_db_data, &error);
  if (self->scratch == NULL || !tap_sql_exec (self->scratch, "BEGIN IMMEDIATE", &error))
    {
      g_message ("shown without what waits in the outbox: %s", error->message);
      return FALSE;
    }
  run_entries (self);
  return TRUE;
}

sqlite3 *
_tap_waiting_begin (TapWaiting *self)
{
  if (self->worker->outbox_read == NULL || !any_waits (self->entries))
    {
      /* Its pages in memory are of use only while something waits. */
      g_clear_pointer (&self->scratch, sqlite3_close);
      return NULL;
    }
  if (!begin (self))
    return NULL;
  reading = self;
  return self->scratch;
}

void
_tap_waiting_end (TapWaiting *self)
{
  reading = NULL;
  g_ptr_array_set_size (self->shown, 0);
  g_hash_table_remove_all (self->stuck);
  if (!sqlite3_get_autocommit (self->scratch))
    tap_sql_exec (self->scratch, "ROLLBACK", NULL);
}

gboolean
tap_worker_read_waits (gint64      subject,
                       const char *name)
{
  for (guint i = 0; reading != NULL && subject != 0 && i < reading->shown->len; i++)
    {
      const TapOutboxEntry *entry = reading->shown->pdata[i];

      if (entry->subject == subject && (name == NULL || strcmp (entry->name, name) == 0))
        return TRUE;
    }
  return FALSE;
}

/* --- entering -------------------------------------------------------------------------------- */

/* What is refused on what this PC knows is refused at once: a wrong field, a closed gate. Behind what needs a decision nothing is known. */
static gboolean
try_job (TapWaiting *self,
         TapJob     *job,
         GError    **error)
{
  TapBuildItem item = {
    .func = job->func,
    .input = job->input,
    .operation_id = job->operation_id,
    .happened_unix = job->happened_unix,
  };
  gboolean refused = FALSE;

  if (!begin (self))
    return TRUE;
  if (job->subject == 0 || !g_hash_table_contains (self->stuck, &job->subject))
    refused = tap_build_item_run (self->scratch, &item, NULL) && item.built == TAP_BUILT_REFUSED;
  _tap_waiting_end (self);
  if (item.result != NULL && job->result_free != NULL)
    job->result_free (item.result);
  if (refused)
    g_propagate_error (error, g_steal_pointer (&item.error));
  g_clear_error (&item.error);
  return !refused;
}

static gboolean
is_held (TapWaiting *self,
         const char *operation_id)
{
  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      const TapOutboxEntry *entry = self->entries->pdata[i];

      if (strcmp (entry->operation_id, operation_id) == 0)
        return entry->state == TAP_OUTBOX_HELD;
    }
  return FALSE;
}

gboolean
_tap_waiting_add (TapWaiting *self,
                  TapJob     *job,
                  GError    **error)
{
  gboolean stands;

  /* Applied is not saved: of one whose flush is still owed the end is told. */
  if (tap_db_has_operation (self->db, job->operation_id) && !is_unknown (self, job))
    return TRUE;
  /* The entries are those of this moment, also of other programs of this PC. */
  _tap_waiting_look (self, FALSE);
  stands = tap_outbox_has (self->local, job->operation_id);
  if (!stands && may_be_published (self, job))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN,
                           _("It is not known yet whether this was saved. Please wait."));
      return FALSE;
    }
  if (!stands && (!try_job (self, job, error) || !insert (self, job, error)))
    return FALSE;
  _tap_waiting_look (self, TRUE);
  if (!contains (self->entries, job->operation_id))
    return end_unseen (self, job, error);
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED,
                       is_held (self, job->operation_id)
                           ? _("This entry waits on this PC behind one that was refused and needs a decision first.")
                           : _("The file server is away. This entry waits on this PC and is saved as soon as the server is back."));
  return FALSE;
}
