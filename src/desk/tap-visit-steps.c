/* tap-visit-steps.c — the eight steps of a visit as the stepper shows them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-steps"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-visit-steps.h"

/* Stages of each step; the follow-up call has none yet. */
static const struct
{
  const char *title;
  TapStage    first, last;
} table[TAP_N_VISIT_STEPS] = {
  { NC_("step", "Reception"), TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT },
  { NC_("step", "Estimate"), TAP_STAGE_ESTIMATE, TAP_STAGE_ESTIMATE },
  { NC_("step", "Dispatch"), TAP_STAGE_DISPATCH, TAP_STAGE_NEXT },
  { NC_("step", "Work"), TAP_STAGE_WORK, TAP_STAGE_WORK },
  { NC_("step", "Inspection"), TAP_STAGE_CHECK, TAP_STAGE_WASH },
  { NC_("step", "Settlement"), TAP_STAGE_FINAL, TAP_STAGE_SETTLE },
  { NC_("step", "Hand-over"), TAP_STAGE_READY, TAP_STAGE_DELIVERED },
  { NC_("step", "Follow-up"), TAP_STAGE_CANCELLED, TAP_STAGE_CANCELLED },
};

#define FOLLOW_UP_STEP 7

/* The first entry among the step's stages; 0 if it was never entered. */
static gint64
entered (guint        step,
         const gint64 entered_unix[TAP_N_STAGES])
{
  gint64 first_unix = 0;

  for (guint stage = table[step].first; stage <= table[step].last; stage++)
    if (entered_unix[stage] != 0 && (first_unix == 0 || entered_unix[stage] < first_unix))
      first_unix = entered_unix[stage];
  return first_unix;
}

/* A cancelled visit stands at the last step it reached. */
static TapStage
stage_reached (const TapCard *card,
               const gint64   entered_unix[TAP_N_STAGES])
{
  TapStage reached = TAP_STAGE_ARRIVED;

  if (card->stage != TAP_STAGE_CANCELLED)
    return card->stage;
  for (guint stage = TAP_STAGE_ARRIVED; stage < TAP_STAGE_DELIVERED; stage++)
    if (entered_unix[stage] >= entered_unix[reached] && entered_unix[stage] != 0)
      reached = stage;
  return reached;
}

static char *
time_text (gint64     at_unix,
           gint64     now_unix,
           GTimeZone *zone)
{
  if (at_unix == 0)
    return g_strdup ("—");
  return tap_desk_text_same_day (at_unix, now_unix, zone) ? tap_desk_text_time (at_unix, zone)
                                                          : tap_desk_text_date_time (at_unix, zone);
}

static char *
step_text (guint          step,
           TapStepState   state,
           const TapCard *card,
           const gint64   entered_unix[TAP_N_STAGES],
           gint64         now_unix,
           GTimeZone     *zone)
{
  g_autofree char *time = time_text (entered (step, entered_unix), now_unix, zone);

  /* The promise belongs where it will be kept (look.md 8). */
  if (table[step].last == TAP_STAGE_DELIVERED && state == TAP_STEP_NEXT && card->promised_unix != 0)
    {
      g_autofree char *due = time_text (card->promised_unix, now_unix, zone);

      /* Translators: below the step "Hand-over": the promised time */
      return g_strdup_printf (_("by %s"), due);
    }
  if (table[step].last == TAP_STAGE_DELIVERED && card->stage == TAP_STAGE_DELIVERED)
    return time_text (entered_unix[TAP_STAGE_DELIVERED], now_unix, zone);
  if (state == TAP_STEP_SKIPPED)
    return g_strdup (_("left out"));
  if (state == TAP_STEP_CURRENT && card->stage != table[step].first && card->stage <= table[step].last)
    {
      g_autofree char *since = time_text (entered_unix[card->stage], now_unix, zone);

      return g_strconcat (tap_stage_label (card->stage), " · ", since, NULL);
    }
  return g_steal_pointer (&time);
}

void
tap_visit_steps_fill (const TapCard *card,
                      const gint64   entered_unix[TAP_N_STAGES],
                      gint64         now_unix,
                      GTimeZone     *zone,
                      TapVisitStep   steps[TAP_N_VISIT_STEPS])
{
  TapStage at;

  g_return_if_fail (card != NULL && zone != NULL);

  at = stage_reached (card, entered_unix);
  for (guint i = 0; i < TAP_N_VISIT_STEPS; i++)
    {
      TapVisitStep *step = &steps[i];

      step->title = g_dpgettext2 (GETTEXT_PACKAGE, "step", table[i].title);
      if (i == FOLLOW_UP_STEP || at < table[i].first)
        step->state = TAP_STEP_NEXT;
      else if (card->stage == TAP_STAGE_DELIVERED || at > table[i].last)
        step->state = entered (i, entered_unix) != 0 ? TAP_STEP_DONE : TAP_STEP_SKIPPED;
      else
        step->state = TAP_STEP_CURRENT;
      step->text = step_text (i, step->state, card, entered_unix, now_unix, zone);
    }
}

void
tap_visit_steps_clear (TapVisitStep steps[TAP_N_VISIT_STEPS])
{
  for (guint i = 0; i < TAP_N_VISIT_STEPS; i++)
    g_clear_pointer (&steps[i].text, g_free);
}
