/* tap-slots.h — times that can be offered for a booking.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-calendar.h"

G_BEGIN_DECLS

/**
 * tap_slots_suggest:
 * @calendar: the station's working time
 * @now_unix: station time
 * @n_days: how many days with working time to offer
 *
 * Whole hours at which a car can come: while the station is open, not at lunch, at least half an hour from now, an hour or more
 * before closing. Days without any are passed over; at most four weeks are looked at. Pure; any thread. Source: req 25a.
 *
 * Returns: (transfer full): an array of gint64 Unix seconds, in order
 */
GArray *tap_slots_suggest (TapCalendar *calendar,
                           gint64       now_unix,
                           guint        n_days);

G_END_DECLS
