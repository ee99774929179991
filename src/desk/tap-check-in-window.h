/* tap-check-in-window.h — checking a car in (F2): a walk-in or a booked one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"
#include "desk/tap-desk-form.h"

G_BEGIN_DECLS

#define TAP_TYPE_CHECK_IN_WINDOW (tap_check_in_window_get_type ())
G_DECLARE_FINAL_TYPE (TapCheckInWindow, tap_check_in_window, TAP, CHECK_IN_WINDOW, TapDeskForm)

/**
 * tap_check_in_window_new:
 * @board: the board of the open station
 * @booking_id: a booking that has arrived, 0 for a walk-in
 * @plate: (nullable): a plate to start with, as typed
 *
 * Makes the form a person fills with a phone at the ear: plate, who brings the car, wish in own words, promised time
 * (req 23, 35, 45, 46, 61, 62). Modal; the caller sets transient-for and presents it. It keeps a draft on this PC, saves with
 * one operation id however often it is tried, and closes itself when the car is checked in.
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *tap_check_in_window_new (TapBoard   *board,
                                    gint64      booking_id,
                                    const char *plate);

G_END_DECLS
