/* tap-lock-screen.h — covers a window until somebody gives a PIN; what lies below keeps its content.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-window.h"

G_BEGIN_DECLS

/* Signal ::left (): somebody signed in, or the person who wanted to switch stays. */
#define TAP_TYPE_LOCK_SCREEN (tap_lock_screen_get_type ())
G_DECLARE_FINAL_TYPE (TapLockScreen, tap_lock_screen, TAP, LOCK_SCREEN, GtkWidget)

GtkWidget     *tap_lock_screen_new      (TapSession    *session,
                                         TapCover       why);
/* Once it is in the window: puts the cursor on the PIN. */
void           tap_lock_screen_start    (TapLockScreen *self);

G_END_DECLS
