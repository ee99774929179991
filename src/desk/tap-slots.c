/* tap-slots.c — times that can be offered for a booking.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-slots"
#include "config.h"

#include "desk/tap-slots.h"

#define MINUTE_S 60
#define HOUR_MIN 60
#define LEAD_MIN 30                 /* nobody is here sooner */
#define MAX_DAYS 28

static gboolean
add_day (GArray      *slots,
         TapCalendar *calendar,
         gint64       day_unix,
         gint64       now_unix)
{
  TapShift shift = tap_calendar_get_shift (calendar, day_unix);
  guint n_before = slots->len;

  for (int min = (shift.open_min + HOUR_MIN - 1) / HOUR_MIN * HOUR_MIN; min + HOUR_MIN <= shift.close_min; min += HOUR_MIN)
    {
      gint64 slot_unix = day_unix + min * MINUTE_S;

      if (min + HOUR_MIN > shift.lunch_from_min && min < shift.lunch_to_min)
        continue;
      if (slot_unix >= now_unix + LEAD_MIN * MINUTE_S)
        g_array_append_val (slots, slot_unix);
    }
  return slots->len > n_before;
}

GArray *
tap_slots_suggest (TapCalendar *calendar,
                   gint64       now_unix,
                   guint        n_days)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 day_unix;

  g_return_val_if_fail (calendar != NULL, slots);

  day_unix = tap_calendar_day_start (calendar, now_unix);
  for (guint i = 0; i < MAX_DAYS && n_days > 0; i++)
    {
      if (add_day (slots, calendar, day_unix, now_unix))
        n_days--;
      day_unix = tap_calendar_next_day (calendar, day_unix);
    }
  return slots;
}
