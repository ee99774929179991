/* tap-worker-outbox.c — commands that wait for the share: into the outbox, and out of it when the share is back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry keeps its operation id from the first try to the last, and leaves the outbox after its transaction was applied here: killed at any
 * moment it is run again, finds itself done, and is crossed out. Who publishes holds the lock of who publishes, so one program of a PC runs
 * the outbox at a time.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-outbox.h"
#include "ledger/tap-worker-private.h"

#define LOCK_WAIT_US (G_USEC_PER_SEC / 10)

/* --- into the outbox ------------------------------------------------------------------------- */

gboolean
_tap_error_is_away (const GError *error)
{
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EMPTY)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
}

gboolean
_tap_worker_divert (TapWorker *self,
                    TapJob    *job)
{
  g_autoptr(GTask) task = NULL;

  if (job->outbox == NULL || job->is_entry)
    return FALSE;
  g_mutex_lock (&self->lock);
  if (!job->answered && job->phase == TAP_JOB_WAITING)
    {
      job->answered = TRUE;
      task = g_steal_pointer (&job->task);
    }
  g_mutex_unlock (&self->lock);
  if (task == NULL)
    return FALSE;
  _tap_worker_local_queue (self, job, g_steal_pointer (&task));
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->unanswered, job);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
_tap_worker_stands_behind (TapWorker *self,
                           TapJob    *job)
{
  for (guint i = 0; i < self->main.outbox->len; i++)
    {
      const TapOutboxEntry *entry = self->main.outbox->pdata[i];

      if ((job->subject != 0 && entry->subject == job->subject)
          || strcmp (entry->operation_id, job->operation_id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The main thread hears of a new entry a little later than it is written, and of one by another program later still. */
void
_tap_share_divert (TapWorker *self,
                   GPtrArray *jobs)
{
  TapTrouble *trouble = &self->share.trouble;

  if (self->share.replica == NULL)
    return;
  for (guint i = 0; i < jobs->len;)
    {
      TapJob *job = jobs->pdata[i];

      if (job->outbox == NULL
          || !tap_outbox_stands_before (tap_replica_get_local (self->share.replica), job->operation_id, job->subject))
        {
          i++;
          continue;
        }
      /* It may not overtake, and where nothing may be written nothing may wait either. */
      if (trouble->state != TAP_LEDGER_IN_STEP && trouble->state != TAP_LEDGER_CUT_OFF)
        _tap_worker_answer (self, job, NULL, g_error_new_literal (TAP_LEDGER_ERROR, trouble->code, trouble->reason));
      else
        _tap_worker_divert (self, job);
      g_ptr_array_remove_index (jobs, i);
    }
}

/* --- what the main thread knows -------------------------------------------------------------- */

typedef struct
{
  TapWorker *worker;
  GPtrArray *entries;
} OutboxNews;

static void
outbox_news_free (gpointer data)
{
  OutboxNews *news = data;

  g_object_unref (news->worker);
  g_clear_pointer (&news->entries, g_ptr_array_unref);
  g_free (news);
}

static gboolean
outbox_cb (gpointer data)
{
  OutboxNews *news = data;
  TapWorker *self = news->worker;
  gboolean changed = news->entries->len > 0 || self->main.outbox->len > 0;

  g_ptr_array_unref (self->main.outbox);
  self->main.outbox = g_steal_pointer (&news->entries);
  if (changed && !self->main.closed)
    _tap_worker_emit_outbox_changed (self);
  return G_SOURCE_REMOVE;
}

void
_tap_worker_post_outbox (TapWorker *self,
                         GPtrArray *entries)
{
  OutboxNews *news = g_new0 (OutboxNews, 1);

  news->worker = g_object_ref (self);
  news->entries = g_ptr_array_ref (entries);
  _tap_worker_post (self, outbox_cb, news, outbox_news_free);
}

void
_tap_worker_set_outbox_due (TapWorker *self,
                            gboolean   due)
{
  g_mutex_lock (&self->lock);
  self->outbox_due = due;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

GPtrArray *
tap_worker_get_outbox (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);

  return g_ptr_array_ref (self->main.outbox);
}

/* --- out of the outbox ----------------------------------------------------------------------- */

void
_tap_outbox_end_free (TapOutboxEnd *end)
{
  g_free (end->operation_id);
  g_free (end->reason);
  g_free (end);
}

/* Errors of the share and of this PC are not about the entry: it goes on waiting. */
static gboolean
is_refusal (const GError *error)
{
  return error->domain != TAP_LEDGER_ERROR || error->code == TAP_LEDGER_ERROR_CONFLICT
         || error->code == TAP_LEDGER_ERROR_FAILED;
}

void
_tap_share_end_entry (TapWorker *self,
                      TapJob    *job,
                      GError    *error)
{
  g_autoptr(GError) reason = error;
  TapOutboxEnd *end;

  /* Not known yet: settling it ends it. */
  if (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    return;
  end = g_new0 (TapOutboxEnd, 1);
  end->operation_id = g_strdup (job->operation_id);
  end->saved = reason == NULL;
  if (reason != NULL && self->share.trouble.state != TAP_LEDGER_SET_BACK && is_refusal (reason))
    end->reason = g_strdup (reason->message);
  g_ptr_array_add (self->share.outbox_ends, end);
}

static gboolean
write_end (TapWorker    *self,
           TapOutboxEnd *end)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);

  if (end->saved)
    {
      g_mutex_lock (&self->lock);
      g_hash_table_add (self->outbox_done, g_strdup (end->operation_id));
      g_mutex_unlock (&self->lock);
      return tap_outbox_remove (local, end->operation_id, NULL);
    }
  if (end->reason != NULL)
    return tap_outbox_refuse (local, end->operation_id, end->reason, NULL);
  tap_outbox_carry (local, end->operation_id, NULL, NULL);
  return TRUE;
}

/* Where this cannot be written the entry is run again, and finds itself done. */
void
_tap_share_write_outbox (TapWorker *self)
{
  TapLocalDb *local;
  gboolean ok = TRUE;

  if (self->share.outbox_ends->len == 0 || self->share.replica == NULL)
    return;
  local = tap_replica_get_local (self->share.replica);
  if (!tap_local_db_begin (local, NULL))
    return;
  for (guint i = 0; ok && i < self->share.outbox_ends->len; i++)
    ok = write_end (self, self->share.outbox_ends->pdata[i]);
  if (ok && tap_local_db_commit (local, NULL))
    g_ptr_array_set_size (self->share.outbox_ends, 0);
  else
    tap_local_db_rollback (local);
  _tap_worker_local_look (self);
}

gboolean
_tap_share_runs_outbox (TapWorker *self,
                        gint64    *from_us)
{
  *from_us = MAX (self->share.next_outbox_us, self->closing ? 0 : self->share.may_commit_us);
  return self->share.connected && self->share.trouble.state == TAP_LEDGER_IN_STEP
         && (!self->closing || *from_us <= g_get_monotonic_time ());
}

/* NULL: this program does not understand it. */
static TapJob *
entry_job_new (TapWorker            *self,
               const TapOutboxEntry *entry)
{
  TapCommand command = { 0 };
  TapJob *job;

  if (self->outbox_read == NULL || !self->outbox_read (entry, &command, self->outbox_data))
    return NULL;
  job = g_new0 (TapJob, 1);
  g_atomic_ref_count_init (&job->refs);
  job->is_entry = TRUE;
  job->name = g_strdup (entry->name);
  job->operation_id = g_strdup (entry->operation_id);
  job->person = g_strdup (entry->person);
  job->subject = entry->subject;
  job->happened_unix = entry->entered_unix;
  job->queued_us = g_get_monotonic_time ();
  job->func = command.func;
  job->input = command.input;
  job->input_free = command.input_free;
  job->result_free = command.result_free;
  return job;
}

/* In order; what this program does not understand waits for one that does, and holds back what is about the same. */
static GPtrArray *
take_entries (TapWorker *self)
{
  g_autoptr(GPtrArray) entries = tap_outbox_list (tap_replica_get_local (self->share.replica), NULL);
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_job_unref);
  g_autoptr(GHashTable) foreign = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; entries != NULL && i < entries->len && jobs->len < TAP_MAX_TOGETHER; i++)
    {
      TapOutboxEntry *entry = entries->pdata[i];
      TapJob *job = NULL;

      if (entry->state == TAP_OUTBOX_WAITING && !g_hash_table_contains (foreign, &entry->subject))
        {
          job = entry_job_new (self, entry);
          if (job == NULL && entry->subject != 0)
            g_hash_table_add (foreign, &entry->subject);
        }
      if (job != NULL)
        g_ptr_array_add (jobs, job);
    }
  return jobs;
}

/* From here on they cannot be dropped. FALSE: this PC's disk does not let us. */
static gboolean
carry (TapWorker *self,
       GPtrArray *jobs)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);

  if (!tap_local_db_begin (local, NULL))
    return FALSE;
  for (guint i = 0; i < jobs->len;)
    {
      TapJob *job = jobs->pdata[i];

      if (tap_outbox_carry (local, job->operation_id, tap_replica_get_tag (self->share.replica), NULL))
        {
          g_hash_table_add (self->share.own_operations, g_strdup (job->operation_id));
          i++;
        }
      else
        g_ptr_array_remove_index (jobs, i);
    }
  if (tap_local_db_commit (local, NULL))
    return TRUE;
  tap_local_db_rollback (local);
  return FALSE;
}

static void
run_locked (TapWorker *self)
{
  g_autoptr(GPtrArray) jobs = take_entries (self);

  if (jobs->len == 0 || !carry (self, jobs) || jobs->len == 0)
    {
      tap_replica_unlock (self->share.replica);
      return;
    }
  _tap_share_publish_all (self, jobs);
}

void
_tap_share_run_outbox (TapWorker *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean ended = FALSE;

  /* Again with the next look, unless something came of it. */
  self->share.next_outbox_us = now_us + self->limits.look_ms * G_TIME_SPAN_MILLISECOND;
  if (self->share.unknowns->len > 0 || !tap_replica_lock (self->share.replica, now_us + LOCK_WAIT_US))
    return;
  atomic_store (&self->save_since_us, now_us);
  run_locked (self);
  atomic_store (&self->save_since_us, 0);
  for (guint i = 0; i < self->share.outbox_ends->len; i++)
    {
      TapOutboxEnd *end = self->share.outbox_ends->pdata[i];

      ended = ended || end->saved || end->reason != NULL;
    }
  _tap_share_write_outbox (self);
  if (ended && self->share.outbox_ends->len == 0 && self->share.trouble.state == TAP_LEDGER_IN_STEP)
    self->share.next_outbox_us = 0;
}
