/* tap-sign-in-window.h — which station, is its folder sound, and who is working here (mock-up 10); the first start.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapSignInWindow:
 *
 * Opens the chosen station to show its people, and checks its folder beside. Nothing is ever made by opening.
 *
 * Signals: ::opened (TapSession *, gboolean wall): a person signed in, or the station is wanted as a wall board; the window
 * has let go of the session and can be destroyed.
 */
#define TAP_TYPE_SIGN_IN_WINDOW (tap_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (TapSignInWindow, tap_sign_in_window, TAP, SIGN_IN_WINDOW, AdwApplicationWindow)

/* @replica_dir (nullable): of the command line. */
TapSignInWindow *tap_sign_in_window_new       (GtkApplication  *application,
                                               const char      *replica_dir);
/* Opens @folder; %NULL: the last one, or the first start where there is none. */
void             tap_sign_in_window_start     (TapSignInWindow *self,
                                               const char      *folder);
/* Opens the demo station, making it with a progress page when it is not there; ends in ::opened. @wall: for the wall. */
void             tap_sign_in_window_demo      (TapSignInWindow *self,
                                               gboolean         wall);
/* "first", "stations" or "progress". */
const char      *tap_sign_in_window_get_page  (TapSignInWindow *self);
/* The sentence shown instead of the people, "" when people are shown. */
const char      *tap_sign_in_window_get_message (TapSignInWindow *self);
/* The line above the people about a folder that is away or set back; "" none. */
const char      *tap_sign_in_window_get_trouble (TapSignInWindow *self);
TapSession      *tap_sign_in_window_get_session (TapSignInWindow *self);      /* (transfer none) (nullable) */

G_END_DECLS
