/* tap-workshop-assign.h — gives a job to a bay and a technician from a time on, by keyboard.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "board/tap-workshop-page.h"

G_BEGIN_DECLS

/**
 * TapWorkshopAssign:
 *
 * The keyboard's way of a drop on the workshop board, and what a drop asks when the bay has no usual technician: bay,
 * technician, start, minutes. Modal; stays open with its content and the reason when the plan is refused.
 */
#define TAP_TYPE_WORKSHOP_ASSIGN (tap_workshop_assign_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopAssign, tap_workshop_assign, TAP, WORKSHOP_ASSIGN, AdwWindow)

/* @plan: what is known already; bay 0 and start 0 are chosen by the person. @sentence: why it asks; NULL: none. */
GtkWidget *tap_workshop_assign_new (TapWorkshop           *workshop,
                                    const TapWorkshopPlan *plan,
                                    const char            *sentence);
/* What is filled in now. */
void       tap_workshop_assign_get_plan (TapWorkshopAssign *self,
                                         TapWorkshopPlan   *plan);

G_END_DECLS
