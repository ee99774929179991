/* tap-calendar.h — the station's working time: shifts, lunch, holidays.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One day of the week; minutes after local midnight. open_min == close_min: closed. lunch_from_min == lunch_to_min: no lunch. */
typedef struct
{
  int open_min, close_min;
  int lunch_from_min, lunch_to_min;
} TapShift;

/* Boxed, reference counted, immutable once shared. */
typedef struct _TapCalendar TapCalendar;

#define TAP_TYPE_CALENDAR (tap_calendar_get_type ())
GType        tap_calendar_get_type     (void);
TapCalendar *tap_calendar_new          (const char        *time_zone,      /* "Asia/Shanghai" */
                                        const TapShift     week[7]);       /* [0] = Monday */
TapCalendar *tap_calendar_ref          (TapCalendar       *self);
void         tap_calendar_unref        (TapCalendar       *self);
/* An exception for one date ("2026-10-01"); @shift NULL: closed that day. Before the calendar is shared only. */
gboolean     tap_calendar_set_day      (TapCalendar       *self,
                                        const char        *date,
                                        const TapShift    *shift);
GTimeZone   *tap_calendar_get_zone     (TapCalendar       *self);
TapShift     tap_calendar_get_shift    (TapCalendar       *self,
                                        gint64             at_unix);       /* the shift of that local day */
gint64       tap_calendar_day_start    (TapCalendar       *self,
                                        gint64             at_unix);       /* local midnight, Unix seconds */
gint64       tap_calendar_next_day     (TapCalendar       *self,
                                        gint64             at_unix);       /* the following local midnight */
gboolean     tap_calendar_is_open      (TapCalendar       *self,
                                        gint64             at_unix);
int          tap_calendar_working_min  (TapCalendar       *self,
                                        gint64             from_unix,
                                        gint64             to_unix);       /* whole working minutes between; 0 if to <= from */
gint64       tap_calendar_add_working_min (TapCalendar    *self,
                                           gint64          from_unix,
                                           int             minutes);       /* when that much work from then on is done */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapCalendar, tap_calendar_unref)

G_END_DECLS
