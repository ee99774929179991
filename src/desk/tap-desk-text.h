/* tap-desk-text.h — times, dates and distances as the desk's screens write them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All return text to g_free(), in the interface language and @zone. "" for a time of 0. Any thread. */
char *tap_desk_text_time     (gint64     at_unix, GTimeZone *zone);      /* "10:21" */
char *tap_desk_text_day      (gint64     at_unix, GTimeZone *zone);      /* "Fri 20 Nov" */
char *tap_desk_text_date     (gint64     at_unix, GTimeZone *zone);      /* "12 Apr 2026" */
char *tap_desk_text_day_time (gint64     at_unix, GTimeZone *zone);      /* "Fri 20 Nov 10:21" */
char *tap_desk_text_date_time (gint64    at_unix, GTimeZone *zone);      /* "20 Nov 10:21", where room is short */
/* "Today", "Yesterday", "Tomorrow", or the day. */
char *tap_desk_text_day_name (gint64     at_unix, gint64 now_unix, GTimeZone *zone);
char *tap_desk_text_km       (int        km);                            /* "40,126 km"; "" below 0 */
char *tap_desk_text_minutes  (int        minutes);                       /* "90 min", from three hours on "14:07 h" */
gboolean tap_desk_text_same_day (gint64  a_unix, gint64 b_unix, GTimeZone *zone);
/* Kilometres from "40126", "40,126", "40 126 km", full-width digits; -1 for "". FALSE: no such number (0 … 9,999,999). */
gboolean tap_desk_parse_km   (const char *typed, int *km);
/* Whole minutes 1 … 6000 from "90", "1:30", "1.5 h"; 0 for "". FALSE: none of it. */
gboolean tap_desk_parse_minutes (const char *typed, int *minutes);

G_END_DECLS
