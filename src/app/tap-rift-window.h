/* tap-rift-window.h — the folder and this computer differ: what happened, what either choice would lose, and the ways out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapRiftWindow:
 *
 * Compares as soon as it is made. Actions: rift.compare, rift.put-back, rift.take-folder, rift.rescue, which need the right to
 * the settings, and the PIN; rift.left. Jobs are those of the TapCare: they go on when the window is closed. Main thread only.
 */
#define TAP_TYPE_RIFT_WINDOW (tap_rift_window_get_type ())
G_DECLARE_FINAL_TYPE (TapRiftWindow, tap_rift_window, TAP, RIFT_WINDOW, AdwWindow)

/* Of a session, or of a folder that does not open (tap_care_new()). */
GtkWidget  *tap_rift_window_new          (TapCare       *care);
/* Does what the dialog of the action does after the PIN. @new_folder: of RESCUE. For tests. */
void        tap_rift_window_put_back     (TapRiftWindow *self);
void        tap_rift_window_take_folder  (TapRiftWindow *self);
void        tap_rift_window_rescue       (TapRiftWindow *self,
                                          const char    *new_folder);
/* What it says has happened. */
const char *tap_rift_window_get_happened (TapRiftWindow *self);

G_END_DECLS
