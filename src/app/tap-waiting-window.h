/* tap-waiting-window.h — the entries of this computer that are not on the share yet, and the decisions about refused ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapWaitingWindow:
 *
 * Refused entries on top, with what was wanted and how things stand now; below, in order, what waits. It follows the session, and the focus
 * stays on the entry it was on. Main thread only.
 */
#define TAP_TYPE_WAITING_WINDOW (tap_waiting_window_get_type ())
G_DECLARE_FINAL_TYPE (TapWaitingWindow, tap_waiting_window, TAP, WAITING_WINDOW, AdwWindow)

GtkWidget *tap_waiting_window_new (TapSession *session);

G_END_DECLS
