/* tap-pin-window.h — a new PIN for a person, typed twice.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_PIN_WINDOW (tap_pin_window_get_type ())
G_DECLARE_FINAL_TYPE (TapPinWindow, tap_pin_window, TAP, PIN_WINDOW, AdwWindow)

/* Modal; the caller sets transient-for and presents it. The session's person sets the PIN of @whose_id: of their own after the old
 * one, of others as an administrator. */
GtkWidget *tap_pin_window_new         (TapSession *session,
                                       gint64      whose_id);
/* Six digits or more, the same twice: NULL, else one sentence. Pure. */
const char *tap_pin_window_find_fault (const char *pin,
                                       const char *again);

G_END_DECLS
