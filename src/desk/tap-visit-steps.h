/* tap-visit-steps.h — the eight steps of a visit as the stepper shows them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

G_BEGIN_DECLS

#define TAP_N_VISIT_STEPS 8

typedef enum { TAP_STEP_DONE, TAP_STEP_CURRENT, TAP_STEP_NEXT, TAP_STEP_SKIPPED } TapStepState;

typedef struct
{
  const char  *title;               /* translated, owned by the catalogue */
  TapStepState state;
  char        *text;                /* below the title: "09:52", "Wash · 14:10", "promised 16:00", "—" */
} TapVisitStep;

/**
 * tap_visit_steps_fill:
 * @card: the visit
 * @entered_unix: when each stage was entered last, 0 for never
 * @now_unix: station time
 * @zone: the station's zone
 * @steps: %TAP_N_VISIT_STEPS steps to fill; tap_visit_steps_clear() frees their texts
 *
 * Reception, estimate, dispatch, work, inspection, settlement, hand-over, follow-up (look.md 8). A step that was left out (quick
 * lane) is skipped, a step behind the current one is done. Pure; any thread.
 */
void tap_visit_steps_fill  (const TapCard *card,
                            const gint64   entered_unix[TAP_N_STAGES],
                            gint64         now_unix,
                            GTimeZone     *zone,
                            TapVisitStep   steps[TAP_N_VISIT_STEPS]);
void tap_visit_steps_clear (TapVisitStep   steps[TAP_N_VISIT_STEPS]);

G_END_DECLS
