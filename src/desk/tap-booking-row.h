/* tap-booking-row.h — a booking that has not arrived, as a row of a list.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "item" (TapBoardCard). The row follows it. */
#define TAP_TYPE_BOOKING_ROW (tap_booking_row_get_type ())
G_DECLARE_FINAL_TYPE (TapBookingRow, tap_booking_row, TAP, BOOKING_ROW, GtkWidget)

/* Times are shown in this zone; for all rows of the program. */
void tap_booking_row_set_zone (GTimeZone *zone);

G_END_DECLS
