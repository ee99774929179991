/* tap-people-pane.h — who is working here: the people of the station, and the PIN of the one that is chosen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapPeoplePane:
 *
 * Used by the sign-in window and by the lock screen. A right PIN signs the person in at the session and emits
 * ::signed-in (gint64 staff_id). Wrong ones are answered with a pause that grows; it counts down and nothing can be typed
 * meanwhile. ::choice-changed () when another person was chosen (the store keeps the pause, so that a restart does not end it).
 */
#define TAP_TYPE_PEOPLE_PANE (tap_people_pane_get_type ())
G_DECLARE_FINAL_TYPE (TapPeoplePane, tap_people_pane, TAP, PEOPLE_PANE, GtkWidget)

/* @session (nullable): whose people are shown; they follow its station. */
void     tap_people_pane_set_session     (TapPeoplePane *self,
                                          TapSession    *session);
/* Chooses a person, 0 none, and puts the cursor on the PIN. */
void     tap_people_pane_choose          (TapPeoplePane *self,
                                          gint64         staff_id);
gint64   tap_people_pane_get_chosen      (TapPeoplePane *self);
/* Whether the people are shown, or only the PIN of the chosen one. */
void     tap_people_pane_set_grid_visible (TapPeoplePane *self,
                                           gboolean       visible);
/* Whether "Who Is Working Here?" stands above the people: not where the screen asks it already. */
void     tap_people_pane_set_heading_visible (TapPeoplePane *self,
                                              gboolean       visible);
/* As Enter on the pad. */
void     tap_people_pane_enter           (TapPeoplePane *self);
/* What is said about the last PIN; "" nothing. */
const char *tap_people_pane_get_fault    (TapPeoplePane *self);
gboolean tap_people_pane_is_checking     (TapPeoplePane *self);
gboolean tap_people_pane_is_paused       (TapPeoplePane *self);
/* Checks @pin of the chosen person; what the pad calls. */
void     tap_people_pane_check           (TapPeoplePane *self,
                                          const char    *pin);

G_END_DECLS
