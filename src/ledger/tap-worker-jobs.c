/* tap-worker-jobs.c — the commands on their way: taking them up, noting them down, and who may be answered what.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-worker-private.h"

/* Done with, and crossed out with the next write: one flush of this PC's disk less in every save. Were it never crossed out, the restart
 * would find out the same again. */
void
_tap_share_forget (TapWorker  *self,
                   const char *operation_id)
{
  g_ptr_array_add (self->share.forgotten, g_strdup (operation_id));
}

void
_tap_share_forget_now (TapWorker *self)
{
  TapLocalDb *local;

  if (self->share.forgotten->len == 0 || self->share.replica == NULL)
    return;
  local = tap_replica_get_local (self->share.replica);
  if (!tap_local_db_begin (local, NULL))
    return;
  for (guint i = 0; i < self->share.forgotten->len; i++)
    tap_local_db_forget_operation (local, self->share.forgotten->pdata[i], NULL);
  if (tap_local_db_commit (local, NULL))
    g_ptr_array_set_size (self->share.forgotten, 0);
  else
    tap_local_db_rollback (local);
}

void
_tap_job_answer_unknown (TapWorker *self,
                         TapJob    *job)
{
  _tap_worker_answer (self, job, NULL,
                      g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN,
                                           _("It is not known yet whether this was saved. Please wait.")));
}

/* "Nothing was saved" is said only of what cannot be on its way out from an earlier try. */
static void
answer_error (TapWorker    *self,
              TapJob       *job,
              const GError *error)
{
  if (_tap_share_is_unknown (self, job->operation_id))
    {
      _tap_job_answer_unknown (self, job);
      return;
    }
  if (job->begun)
    _tap_share_forget (self, job->operation_id);
  self->share.refused = TRUE;
  if (_tap_error_is_away (error) && _tap_worker_divert (self, job))
    return;
  _tap_worker_answer (self, job, NULL, g_error_copy (error));
}

void
_tap_jobs_answer_error (TapWorker    *self,
                        GPtrArray    *jobs,
                        const GError *error)
{
  for (guint i = 0; i < jobs->len; i++)
    answer_error (self, jobs->pdata[i], error);
  g_ptr_array_set_size (jobs, 0);
}

static gboolean
has_operation (GPtrArray  *jobs,
               const char *operation_id)
{
  for (guint i = 0; i < jobs->len; i++)
    if (strcmp (((TapJob *) jobs->pdata[i])->operation_id, operation_id) == 0)
      return TRUE;
  return FALSE;
}

/* The same operation asked twice does not travel with itself: the second one finds it done. */
GPtrArray *
_tap_jobs_take (TapWorker *self)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_job_unref);

  g_mutex_lock (&self->lock);
  while (jobs->len < TAP_MAX_TOGETHER && !g_queue_is_empty (&self->queue)
         && !has_operation (jobs, ((TapJob *) g_queue_peek_head (&self->queue))->operation_id))
    g_ptr_array_add (jobs, g_queue_pop_head (&self->queue));
  g_mutex_unlock (&self->lock);
  return jobs;
}

/* Back to the head of the queue, in their order; what came from the outbox stands there still. */
void
_tap_jobs_put_back (TapWorker *self,
                    GPtrArray *jobs,
                    guint      from)
{
  g_mutex_lock (&self->lock);
  for (guint i = jobs->len; i > from; i--)
    if (!((TapJob *) jobs->pdata[i - 1])->is_entry)
      g_queue_push_head (&self->queue, _tap_job_ref (jobs->pdata[i - 1]));
  g_mutex_unlock (&self->lock);
  g_ptr_array_set_size (jobs, (int) from);
}

/* Drops those that were answered meanwhile: their callers were told that nothing was saved, or that it is not known yet; then what
 * became of it is said by who settles it. */
void
_tap_jobs_drop_answered (TapWorker *self,
                         GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len;)
    {
      TapJob *job = jobs->pdata[i];
      gboolean cancelled = !job->begun && g_cancellable_is_cancelled (job->cancellable);
      gboolean answered;
      gboolean doubtful;

      g_mutex_lock (&self->lock);
      answered = job->answered;
      doubtful = job->phase == TAP_JOB_PUBLISHING;
      g_mutex_unlock (&self->lock);
      if (cancelled && !answered)
        _tap_worker_answer (self, job, NULL,
                            g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
      if (!cancelled && !answered)
        {
          i++;
          continue;
        }
      if (job->begun && !doubtful)
        _tap_share_forget (self, job->operation_id);
      /* Who was told "not known yet" hears now that it was not. */
      if (answered && !doubtful)
        _tap_worker_answer (self, job, NULL,
                            g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, "answered"));
      g_ptr_array_remove_index (jobs, i);
    }
}

/* Of none of them anything is on its way out, but for those of which an earlier try has no answer yet. */
void
_tap_jobs_leave_gate (TapWorker *self,
                      GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];
      gboolean unknown = _tap_share_is_unknown (self, job->operation_id);

      g_mutex_lock (&self->lock);
      job->phase = unknown ? TAP_JOB_PUBLISHING : TAP_JOB_WAITING;
      g_mutex_unlock (&self->lock);
    }
}

/* What is written down of a commit that begins. */
typedef struct
{
  GPtrArray *forgotten;         /* of char: operations that have ended */
  GPtrArray *flights;           /* of TapFlight */
} Begin;

static void
begin_free (gpointer data)
{
  Begin *begin = data;

  g_ptr_array_unref (begin->forgotten);
  g_ptr_array_unref (begin->flights);
  g_free (begin);
}

/* Helper thread. */
static gboolean
write_begin (TapLocalDb *local,
             gpointer    data,
             GError    **error)
{
  Begin *begin = data;

  for (guint i = 0; i < begin->forgotten->len; i++)
    tap_local_db_forget_operation (local, begin->forgotten->pdata[i], NULL);
  for (guint i = 0; i < begin->flights->len; i++)
    {
      TapFlight *flight = begin->flights->pdata[i];

      if (!tap_local_db_begin_operation (local, flight->operation_id, flight->program, flight->tag,
                                         &flight->happened_unix, error))
        return FALSE;
    }
  return TRUE;
}

/* The operations are on the disk of this PC before anything of them is on the share: stage() waits. The first try's time stands. */
void
_tap_jobs_begin (TapWorker *self,
                 GPtrArray *jobs)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);
  Begin *begin = g_new0 (Begin, 1);

  begin->forgotten = self->share.forgotten;
  self->share.forgotten = g_ptr_array_new_with_free_func (g_free);
  begin->flights = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_flight_free);
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];
      TapFlight *flight = g_new0 (TapFlight, 1);

      job->happened_unix = tap_local_db_happened (local, job->operation_id, job->happened_unix);
      flight->operation_id = g_strdup (job->operation_id);
      flight->program = g_strdup (self->program);
      flight->tag = g_strdup (tap_replica_get_tag (self->share.replica));
      flight->happened_unix = job->happened_unix;
      g_ptr_array_add (begin->flights, flight);
      job->begun = TRUE;
      g_hash_table_add (self->share.own_operations, g_strdup (job->operation_id));
    }
  tap_local_writer_start (tap_replica_get_writer (self->share.replica), write_begin, begin, begin_free);
  _tap_jobs_leave_gate (self, jobs);
}

/* From here on the jobs may be published at any moment. FALSE: a caller was answered meanwhile, so they must not be. */
gboolean
_tap_jobs_pass_gate (TapWorker *self,
                     GPtrArray *jobs)
{
  gboolean open = TRUE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < jobs->len; i++)
    open = open && !((TapJob *) jobs->pdata[i])->answered;
  for (guint i = 0; open && i < jobs->len; i++)
    ((TapJob *) jobs->pdata[i])->phase = TAP_JOB_PUBLISHING;
  g_mutex_unlock (&self->lock);
  return open;
}
