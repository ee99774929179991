/* tap-care-night.c — the nightly backup of this PC: when it is due, what comes of it, and that every PC hears of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-private.h"

#include <glib/gi18n-lib.h>

#define LOOK_S 30
/* A program that has just been started has better things to do. */
#define CALM_US (120 * G_USEC_PER_SEC)

/* The shelf of this PC holds one line: place, good, tried, failed, skipped, unrecorded at, unrecorded why; with tabs between. Window
 * and wall of one PC share it. */
#define SHELF "care-nights"
#define N_FIELDS 7

/* ---- the shelf --------------------------------------------------------------------------------------------------------------- */

static void
parse_nights (TapCareNights *nights,
              const char    *text)
{
  g_auto (GStrv) fields = text == NULL ? NULL : g_strsplit (text, "\t", N_FIELDS);
  gboolean whole = fields != NULL && g_strv_length (fields) == N_FIELDS;

  g_free (nights->place);
  g_free (nights->unrecorded);
  *nights = (TapCareNights) { 0 };
  nights->place = g_strdup (whole ? fields[0] : "");
  nights->unrecorded = g_strdup (whole ? fields[6] : "");
  if (!whole)
    return;
  nights->good_unix = g_ascii_strtoll (fields[1], NULL, 10);
  nights->tried_unix = g_ascii_strtoll (fields[2], NULL, 10);
  nights->n_failed = (guint) g_ascii_strtoull (fields[3], NULL, 10);
  nights->skipped_due_unix = g_ascii_strtoll (fields[4], NULL, 10);
  nights->unrecorded_unix = g_ascii_strtoll (fields[5], NULL, 10);
}

static char *
format_nights (const TapCareNights *nights)
{
  return g_strdup_printf ("%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%u\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s",
                          nights->place, nights->good_unix, nights->tried_unix, nights->n_failed, nights->skipped_due_unix,
                          nights->unrecorded_unix, nights->unrecorded);
}

static void
keep_nights (TapCare *self)
{
  g_autofree char *text = format_nights (&self->nights);

  if (self->session != NULL)
    tap_worker_keep_async (tap_store_get_worker (tap_session_get_store (self->session)), SHELF, text, NULL, NULL);
}

/* Another folder begins a new count. */
static void
settle_place (TapCare *self)
{
  if (g_strcmp0 (self->nights.place, self->place) == 0)
    return;
  g_free (self->nights.place);
  self->nights.place = g_strdup (self->place);
  self->nights.good_unix = self->nights.tried_unix = self->nights.skipped_due_unix = 0;
  self->nights.n_failed = 0;
}

/* ---- the record -------------------------------------------------------------------------------------------------------------- */

static void
remember_unrecorded (TapCare            *self,
                     const TapBackupRun *run)
{
  /* The good ones are seen in the list; what must not be lost is that one failed. */
  if (run->good)
    return;
  g_free (self->nights.unrecorded);
  self->nights.unrecorded = g_strdelimit (g_strdup (run->problem), "\t\n", ' ');
  self->nights.unrecorded_unix = run->made_unix;
  keep_nights (self);
}

typedef struct
{
  TapCare      *care;           /* owned */
  TapBackupRun *run;            /* owned */
} Recording;

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Recording *recording = data;
  g_autoptr (GError) error = NULL;

  if (!tap_store_record_backup_finish (TAP_STORE (source), result, &error)
      && !g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      g_info ("The backup could not be recorded: %s", error->message);
      remember_unrecorded (recording->care, recording->run);
    }
  g_object_unref (recording->care);
  tap_backup_run_unref (recording->run);
  g_free (recording);
}

static TapBackupRun *
copy_run (const TapBackupRun *run)
{
  TapBackupRun *copy = tap_backup_run_new ();

  copy->made_unix = run->made_unix;
  copy->good = run->good;
  tap_take (&copy->problem, g_strdup (run->problem));
  return copy;
}

void
_tap_care_record (TapCare            *self,
                  gint64              staff_id,
                  const TapBackupRun *run)
{
  Recording *recording;

  if (self->session == NULL)
    return;
  if (!tap_session_get_connection (self->session)->writable)
    {
      remember_unrecorded (self, run);
      return;
    }
  recording = g_new0 (Recording, 1);
  recording->care = g_object_ref (self);
  recording->run = copy_run (run);
  tap_store_record_backup_async (tap_session_get_store (self->session), staff_id, run, NULL, recorded_cb, recording);
}

/* What could not be recorded when it happened. */
static void
record_left_over (TapCare *self)
{
  g_autofree char *problem = NULL;
  TapBackupRun run = { 0 };

  if (self->nights.unrecorded == NULL || *self->nights.unrecorded == '\0'
      || !tap_session_get_connection (self->session)->writable)
    return;
  problem = g_steal_pointer (&self->nights.unrecorded);
  self->nights.unrecorded = g_strdup ("");
  run.made_unix = self->nights.unrecorded_unix;
  run.place = self->place;
  run.problem = problem;
  keep_nights (self);
  _tap_care_record (self, 0, &run);
}

/* ---- the end of a backup ------------------------------------------------------------------------------------------------------ */

/* One place for all backups: by the clock or by hand, good or not. */
void
_tap_care_night_done (TapCare           *self,
                      const TapCareTask *task,
                      const GError      *error)
{
  TapBackupRun run = { 0 };
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Another window of this PC makes it, or a person stopped it: neither good nor bad. */
  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY) || (stopped && (self->held || !task->alone)))
    return;
  settle_place (self);
  self->nights.tried_unix = task->now_unix;
  if (error == NULL)
    self->nights.good_unix = task->now_unix;
  self->nights.n_failed = error == NULL ? 0 : self->nights.n_failed + 1;
  keep_nights (self);
  if (stopped)
    return;

  run.made_unix = task->now_unix;
  run.place = task->place;
  run.took_s = (g_get_monotonic_time () - task->started_us) / G_USEC_PER_SEC;
  run.good = error == NULL;
  run.problem = error != NULL ? error->message : (char *) "";
  if (task->backup != NULL)
    {
      run.seq = task->backup->seq;
      run.bytes = task->backup->bytes;
    }
  _tap_care_record (self, task->staff_id, &run);
  if (error != NULL && task->alone)
    g_signal_emit_by_name (self, "failed-alone", error->message);
  g_signal_emit_by_name (self, "plan-changed");
}

/* ---- the clock ---------------------------------------------------------------------------------------------------------------- */

static TapCarePlan
make_plan (TapCare *self)
{
  TapCarePlan plan = { .hour = *self->place == '\0' ? -1 : self->hour, .now_unix = tap_session_now_unix (self->session),
                       .zone = tap_session_get_zone (self->session) };

  if (g_strcmp0 (self->nights.place, self->place) == 0)
    {
      plan.good_unix = self->nights.good_unix;
      plan.tried_unix = self->nights.tried_unix;
      plan.n_failed = self->nights.tried_unix >= tap_care_last_due (&plan) ? self->nights.n_failed : 0;
    }
  return plan;
}

gint64
tap_care_get_next_unix (TapCare *self)
{
  TapCarePlan plan;

  g_return_val_if_fail (TAP_IS_CARE (self), 0);

  if (self->session == NULL)
    return 0;
  plan = make_plan (self);
  return tap_care_next_run (&plan);
}

/* Nothing can be saved now: the night is not forgotten, it is made up for when the share is back. Said once for each night. */
static void
skip (TapCare           *self,
      const TapCarePlan *plan)
{
  const TapConnection *connection = tap_session_get_connection (self->session);
  gint64 due = tap_care_last_due (plan);
  TapBackupRun run = { .made_unix = plan->now_unix, .place = self->place };
  g_autofree char *problem = NULL;

  settle_place (self);
  if (self->nights.skipped_due_unix == due)
    return;
  self->nights.skipped_due_unix = due;
  /* Translators: %s is the sentence that says why, as "The file server is not reachable." */
  problem = g_strdup_printf (_("The nightly backup waits. %s"),
                             *connection->banner != '\0' ? connection->banner : _("The station folder cannot be used at the moment."));
  run.problem = problem;
  remember_unrecorded (self, &run);
  g_signal_emit_by_name (self, "failed-alone", problem);
}

static void
nights_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TapCare) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tap_worker_kept_finish (TAP_WORKER (source), result, &error);
  TapCarePlan plan;
  gint64 next;

  self->looking = FALSE;
  if (self->session == NULL || error != NULL)
    return;
  parse_nights (&self->nights, text);
  if (!self->nights_read)
    g_signal_emit_by_name (self, "plan-changed");
  self->nights_read = TRUE;
  record_left_over (self);
  plan = make_plan (self);
  next = tap_care_next_run (&plan);
  if (next == 0 || next > plan.now_unix || self->state == TAP_CARE_WORKING)
    return;
  if (!tap_session_get_connection (self->session)->writable)
    {
      skip (self, &plan);
      return;
    }
  settle_place (self);
  tap_care_start (self, TAP_CARE_BACKUP, NULL, 0);
}

void
tap_care_look (TapCare *self)
{
  g_return_if_fail (TAP_IS_CARE (self));

  /* Two looks at once would both find what is to be done. */
  if (self->looking || self->session == NULL || tap_session_get_store (self->session) == NULL)
    return;
  self->looking = TRUE;
  tap_worker_kept_async (tap_store_get_worker (tap_session_get_store (self->session)), SHELF, nights_read_cb,
                         g_object_ref (self));
}

static gboolean
look_cb (gpointer data)
{
  TapCare *self = data;

  if (g_get_monotonic_time () - self->born_us >= CALM_US)
    tap_care_look (self);
  /* Another program of this PC may have followed the folder, or decided. */
  tap_care_read_left (self);
  return G_SOURCE_CONTINUE;
}

void
_tap_care_night_start (TapCare *self)
{
  parse_nights (&self->nights, NULL);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (LOOK_S, look_cb, self);
}

void
_tap_care_night_clear (TapCare *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}
