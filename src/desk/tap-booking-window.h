/* tap-booking-window.h — a short booking (F3): who, which car, when, what for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"
#include "desk/tap-desk-form.h"

G_BEGIN_DECLS

#define TAP_TYPE_BOOKING_WINDOW (tap_booking_window_get_type ())
G_DECLARE_FINAL_TYPE (TapBookingWindow, tap_booking_window, TAP, BOOKING_WINDOW, TapDeskForm)

/**
 * tap_booking_window_new:
 * @board: the board of the open station
 *
 * Makes the form for a booking by telephone (req 23–25). Modal; the caller sets transient-for and presents it. Drafts, tries
 * and errors are handled as in the check-in form.
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *tap_booking_window_new (TapBoard *board);

G_END_DECLS
