/* tap-worker-settle.c — the end of "not known yet": was it saved or not?
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-outbox.h"
#include "ledger/tap-worker-private.h"

#define FORGET_AFTER_S (30 * 24 * 3600)

void
_tap_unknown_free (TapUnknown *unknown)
{
  g_free (unknown->staged);
  g_free (unknown->epoch);
  g_ptr_array_unref (unknown->jobs);
  g_free (unknown);
}

void
_tap_share_add_unknown (TapWorker  *self,
                        const char *staged,
                        guint64     seq,
                        GPtrArray  *jobs)
{
  TapUnknown *unknown;

  if (jobs->len == 0)
    return;
  unknown = g_new0 (TapUnknown, 1);
  unknown->staged = g_strdup (staged);
  unknown->seq = seq;
  unknown->epoch = g_strdup (self->share.station->epoch);
  unknown->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_job_unref);
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];

      tap_local_db_mark_operation (tap_replica_get_local (self->share.replica), job->operation_id,
                                   TAP_FLIGHT_UNKNOWN, NULL);
      g_ptr_array_add (unknown->jobs, _tap_job_ref (job));
    }
  g_ptr_array_add (self->share.unknowns, unknown);
}

gboolean
_tap_share_is_unknown (TapWorker  *self,
                       const char *operation_id)
{
  for (guint i = 0; i < self->share.unknowns->len; i++)
    {
      TapUnknown *unknown = self->share.unknowns->pdata[i];

      for (guint k = 0; k < unknown->jobs->len; k++)
        if (strcmp (((TapJob *) unknown->jobs->pdata[k])->operation_id, operation_id) == 0)
          return TRUE;
    }
  return FALSE;
}

gboolean
_tap_share_flush (TapWorker *self,
                  GError   **error)
{
  g_autoptr(GError) reason = NULL;
  gboolean ok;

  _tap_share_ask (self);
  ok = tap_ledger_flush (self->ledger, &reason);
  _tap_share_told (self, reason);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&reason));
  return ok;
}

static void
answer_settled (TapWorker *self,
                TapJob    *job,
                gboolean   saved)
{
  _tap_worker_answer (self, job, NULL,
                      saved ? NULL
                            : g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF,
                                                   _("It was not saved. Please try again.")));
}

/* FALSE: with an error, not known. */
static gboolean
give_up (TapWorker  *self,
         TapUnknown *unknown,
         GError    **error)
{
  g_autoptr(GError) reason = NULL;
  TapWithdraw withdrawn;

  /* Once is enough, and is remembered: asked again, the server would say "gone" as if it had been published. */
  if (unknown->given_up)
    return TRUE;
  _tap_share_ask (self);
  withdrawn = tap_ledger_withdraw (self->ledger, unknown->staged, &reason);
  _tap_share_told (self, reason);
  unknown->given_up = withdrawn == TAP_WITHDRAW_DONE;
  if (withdrawn != TAP_WITHDRAW_FAILED)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* FALSE without an error: the server neither has it nor lets us give it up; it stays unknown. */
static gboolean
settle_one (TapWorker  *self,
            TapUnknown *unknown,
            GError    **error)
{
  gboolean any;
  gboolean saved;
  gboolean closed;
  TapJob *first = unknown->jobs->pdata[0];

  if (!give_up (self, unknown, error) || !_tap_share_pull (self, TRUE, &any, error))
    return FALSE;
  /* They travelled together: one row stands for all. */
  if (!tap_replica_find_operation (self->share.replica, first->operation_id, &saved, error))
    return FALSE;
  /* Nothing of an earlier epoch arrives in this one any more. */
  closed = unknown->given_up || self->share.tail.seq >= unknown->seq
           || strcmp (unknown->epoch, self->share.station->epoch) != 0;
  if (!saved && !closed)
    return FALSE;
  if (saved && !_tap_share_flush (self, error))
    return FALSE;
  for (guint i = 0; i < unknown->jobs->len; i++)
    _tap_share_forget (self, ((TapJob *) unknown->jobs->pdata[i])->operation_id);
  _tap_share_forget_now (self);
  for (guint i = 0; i < unknown->jobs->len; i++)
    answer_settled (self, unknown->jobs->pdata[i], saved);
  return TRUE;
}

gboolean
_tap_share_settle (TapWorker *self,
                   GError   **error)
{
  for (guint i = 0; i < self->share.unknowns->len;)
    {
      g_autoptr(GError) reason = NULL;

      if (settle_one (self, self->share.unknowns->pdata[i], &reason))
        g_ptr_array_remove_index (self->share.unknowns, i);
      else if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      else
        i++;
    }
  return TRUE;
}

/* --- after a restart --------------------------------------------------------------------------- */

static gboolean
is_living (TapWorker  *self,
           GStrv       living,
           const char *tag)
{
  return g_strv_contains ((const char *const *) living, tag)
         || g_strcmp0 (tag, tap_replica_get_tag (self->share.replica)) == 0;
}

static void
report_flight (TapWorker *self,
               TapFlight *flight)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);

  /* The end of it is told to a program of the same kind: it has the form that waits. Others only note it down. */
  if (g_strcmp0 (flight->program, self->program) == 0)
    {
      _tap_worker_post_settled (self, flight->operation_id, flight->state == TAP_FLIGHT_SAVED);
      tap_local_db_forget_operation (local, flight->operation_id, NULL);
    }
  else if (_tap_share_now_unix (self) - flight->happened_unix > FORGET_AFTER_S)
    tap_local_db_forget_operation (local, flight->operation_id, NULL);
  else
    tap_local_db_mark_operation (local, flight->operation_id, flight->state, NULL);
}

/* What dead programs carried can be dropped again. */
static gboolean
release_entries (TapWorker *self,
                 GError   **error)
{
  g_autoptr(GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; self->share.living[i] != NULL; i++)
    g_ptr_array_add (tags, self->share.living[i]);
  g_ptr_array_add (tags, (gpointer) tap_replica_get_tag (self->share.replica));
  g_ptr_array_add (tags, NULL);
  return tap_outbox_release (tap_replica_get_local (self->share.replica), (const char *const *) tags->pdata, error);
}

/* Everything was pulled, and what dead programs had staged was given up: so what is not in the replica will never be. */
gboolean
_tap_share_settle_left (TapWorker *self,
                        GError   **error)
{
  g_autoptr(GPtrArray) flights = NULL;
  gboolean flushed = FALSE;
  gboolean saved;

  if (self->share.living == NULL)
    return TRUE;
  if (!release_entries (self, error))
    return FALSE;
  flights = tap_local_db_list_operations (tap_replica_get_local (self->share.replica), error);
  if (flights == NULL)
    return FALSE;
  for (guint i = 0; i < flights->len; i++)
    {
      TapFlight *flight = flights->pdata[i];

      /* A try was broken off, and it was written down to wait: its end is that of the entry. */
      if (tap_outbox_has (tap_replica_get_local (self->share.replica), flight->operation_id))
        {
          tap_local_db_forget_operation (tap_replica_get_local (self->share.replica), flight->operation_id, NULL);
          continue;
        }
      if (flight->state == TAP_FLIGHT_BEGUN || flight->state == TAP_FLIGHT_UNKNOWN)
        {
          if (is_living (self, self->share.living, flight->tag))
            continue;
          if (!tap_replica_find_operation (self->share.replica, flight->operation_id, &saved, error))
            return FALSE;
          flight->state = saved ? TAP_FLIGHT_SAVED : TAP_FLIGHT_NOT_SAVED;
          if (flight->state == TAP_FLIGHT_SAVED && !flushed && !(flushed = _tap_share_flush (self, error)))
            return FALSE;
        }
      report_flight (self, flight);
    }
  return TRUE;
}
