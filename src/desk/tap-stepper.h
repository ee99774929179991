/* tap-stepper.h — the row of eight steps above a visit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-visit-steps.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapStepper:
 *
 * ## CSS nodes
 * stepper > box.step.{done,current,next,skipped} with .mark inside; separators between.
 *
 * ## Accessibility
 * A list; each step is a list item whose name says title, state and time.
 */
#define TAP_TYPE_STEPPER (tap_stepper_get_type ())
G_DECLARE_FINAL_TYPE (TapStepper, tap_stepper, TAP, STEPPER, GtkWidget)

GtkWidget *tap_stepper_new       (void);
/* Copies what it needs; unchanged steps are not touched. */
void       tap_stepper_set_steps (TapStepper         *self,
                                  const TapVisitStep  steps[TAP_N_VISIT_STEPS]);

G_END_DECLS
