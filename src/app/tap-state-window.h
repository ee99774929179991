/* tap-state-window.h — what happened, what is safe, what to do: a state of the connection explained.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapStateWindow:
 *
 * A modal window that follows the connection while it is open: three paragraphs for whoever stands at the desk, and what an administrator
 * wants to know, to be copied. Main thread only.
 *
 * ## Accessibility
 * Each paragraph is named by its heading.
 */
#define TAP_TYPE_STATE_WINDOW (tap_state_window_get_type ())
G_DECLARE_FINAL_TYPE (TapStateWindow, tap_state_window, TAP, STATE_WINDOW, AdwWindow)

GtkWidget *tap_state_window_new (TapSession *session);

G_END_DECLS
