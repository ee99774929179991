/* tap-worker-state.c — the states of the connection, judged on the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ledger/tap-worker-private.h"

#define MIN_TICK_MS 10
#define MAX_TICK_MS 250

void
_tap_trouble_clear (TapTrouble *trouble)
{
  g_clear_pointer (&trouble->reason, g_free);
  trouble->state = TAP_LEDGER_IN_STEP;
  trouble->code = 0;
  trouble->passing = FALSE;
}

static int
age_ms (gint64 since_us,
        gint64 now_us)
{
  return since_us == 0 ? 0 : (int) CLAMP ((now_us - since_us) / 1000, 0, G_MAXINT);
}

static char *
describe_silence (TapWorker *self)
{
  g_autoptr(GDateTime) when = NULL;
  g_autofree char *text = NULL;

  if (self->main.last_good_unix == 0)
    return g_strdup (_("The file server does not answer."));
  when = g_date_time_new_from_unix_local (self->main.last_good_unix);
  text = g_date_time_format (when, "%H:%M");
  /* Translators: %s is a time of day. */
  return g_strdup_printf (_("The file server does not answer since %s."), text);
}

/* A call that has not come back is what silence is: between two looks nothing is asked, and local work is not the server's fault. */
static TapLedgerState
judge (TapWorker *self,
       char     **reason)
{
  gint64 now_us = g_get_monotonic_time ();
  int call_ms = age_ms (atomic_load (&self->call_since_us), now_us);
  int save_ms = age_ms (atomic_load (&self->save_since_us), now_us);
  TapTrouble *trouble = &self->main.trouble;

  *reason = NULL;
  if (trouble->state == TAP_LEDGER_SET_BACK)
    *reason = g_strdup (trouble->reason);
  else if (call_ms > self->limits.cut_off_ms)
    {
      *reason = describe_silence (self);
      return TAP_LEDGER_CUT_OFF;
    }
  else if (trouble->state != TAP_LEDGER_IN_STEP)
    *reason = g_strdup (trouble->reason);
  if (*reason != NULL)
    return trouble->state;
  if (!self->main.start_done)
    return TAP_LEDGER_STARTING;
  if (save_ms > self->limits.slow_ms || call_ms > self->limits.stale_ms)
    {
      *reason = g_strdup (_("The file server answers slowly."));
      return TAP_LEDGER_SLOW;
    }
  return TAP_LEDGER_IN_STEP;
}

/* While the server is silent nobody waits for it: what may have been published is "not known yet", all else was not saved. */
static void
answer_cut_off (TapWorker *self)
{
  if (self->main.start_done)
    _tap_worker_answer_all (self, TAP_LEDGER_ERROR_CUT_OFF, self->main.state_reason);
}

static void
end_start_without_share (TapWorker *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->main.start_task == NULL)
    return;
  task = g_steal_pointer (&self->main.start_task);
  if (self->main.local_ready && self->main.schema_version >= self->n_migrations)
    {
      self->main.start_done = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_mutex_unlock (&self->lock);
  g_task_return_new_error (task, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, "%s",
                           self->main.state_reason);
}

void
_tap_worker_state_update (TapWorker *self)
{
  g_autofree char *reason = NULL;
  TapLedgerState state = judge (self, &reason);
  gboolean changed = state != self->main.state;

  if (reason == NULL)
    reason = g_strdup ("");
  if (state == TAP_LEDGER_IN_STEP || state == TAP_LEDGER_SLOW)
    self->main.last_good_unix = tap_worker_now_unix (self);
  if (changed || g_strcmp0 (reason, self->main.state_reason) != 0)
    {
      self->main.state = state;
      g_free (self->main.state_reason);
      self->main.state_reason = g_steal_pointer (&reason);
      if (changed)
        self->main.state_since_unix = tap_worker_now_unix (self);
      _tap_worker_emit_state_changed (self);
    }
  if (state == TAP_LEDGER_CUT_OFF && age_ms (atomic_load (&self->call_since_us), g_get_monotonic_time ()) > self->limits.cut_off_ms)
    {
      end_start_without_share (self);
      answer_cut_off (self);
    }
}

static gboolean
tick_cb (gpointer data)
{
  _tap_worker_state_update (data);
  return G_SOURCE_CONTINUE;
}

void
_tap_worker_state_start (TapWorker *self)
{
  int tick_ms = CLAMP (MIN (self->limits.slow_ms, self->limits.cut_off_ms) / 4, MIN_TICK_MS, MAX_TICK_MS);
  GSource *source = g_timeout_source_new ((guint) tick_ms);

  g_source_set_callback (source, tick_cb, self, NULL);
  self->main.state_source = g_source_attach (source, self->context);
  g_source_unref (source);
}

void
_tap_worker_state_stop (TapWorker *self)
{
  GSource *source = NULL;

  if (self->main.state_source != 0)
    source = g_main_context_find_source_by_id (self->context, self->main.state_source);
  if (source != NULL)
    g_source_destroy (source);
  self->main.state_source = 0;
}
