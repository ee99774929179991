/* tap-calendar.h — the station's working time: shifts, lunch, holidays.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <glib-object.h>

G_BEGIN_DECLS

/* One day. Minutes after local midnight by the wall clock, 0 to 1440. open_min == close_min: closed. lunch_from_min ==
 * lunch_to_min: no lunch; a lunch outside the opening hours does not count. */
typedef struct
{
  int open_min, close_min;
  int lunch_from_min, lunch_to_min;
} TapShift;

/**
 * TapCalendar:
 *
 * A week of shifts in a time zone, with exceptions for single dates. Boxed, reference counted, immutable once it is shared
 * with another thread; from then on every function below is pure and may be called on any thread. Opening hours follow
 * the wall clock on the days the clocks change.
 */
typedef struct _TapCalendar TapCalendar;

#define TAP_TYPE_CALENDAR (tap_calendar_get_type ())
GType        tap_calendar_get_type     (void);

/**
 * tap_calendar_new:
 * @time_zone: (nullable): an identifier such as "Asia/Shanghai"; this PC's zone if it is not known
 * @week: the shifts, [0] = Monday; an impossible one (open after close) counts as closed
 *
 * Returns: (transfer full): a calendar without exceptions
 */
TapCalendar *tap_calendar_new          (const char        *time_zone,
                                        const TapShift     week[7]);
TapCalendar *tap_calendar_ref          (TapCalendar       *self);
void         tap_calendar_unref        (TapCalendar       *self);

/**
 * tap_calendar_set_day:
 * @self: a calendar that is not shared yet
 * @date: "2026-10-01"
 * @shift: (nullable): that day's shift; %NULL: closed
 *
 * Makes an exception for one date: a holiday, or a Sunday that is worked.
 *
 * Returns: %FALSE if @date is no date or @shift is impossible; nothing changed then
 */
gboolean     tap_calendar_set_day      (TapCalendar       *self,
                                        const char        *date,
                                        const TapShift    *shift);

/* (transfer none) */
GTimeZone   *tap_calendar_get_zone     (TapCalendar       *self);
/* The shift of the local day that holds @at_unix, exceptions included. */
TapShift     tap_calendar_get_shift    (TapCalendar       *self,
                                        gint64             at_unix);
/* The local midnight at or before @at_unix, and the following one: 23 or 25 hours apart when the clocks change. */
gint64       tap_calendar_day_start    (TapCalendar       *self,
                                        gint64             at_unix);
gint64       tap_calendar_next_day     (TapCalendar       *self,
                                        gint64             at_unix);
/* Whether the doors are open: also during lunch, when nobody works. */
gboolean     tap_calendar_is_open      (TapCalendar       *self,
                                        gint64             at_unix);

/* Whole working minutes between two times, lunch, nights and closed days left out; 0 if @to_unix <= @from_unix. */
int          tap_calendar_working_min  (TapCalendar       *self,
                                        gint64             from_unix,
                                        gint64             to_unix);

/**
 * tap_calendar_add_working_min:
 * @self: a calendar
 * @from_unix: when the work begins, or could begin
 * @minutes: working minutes; 0 or less gives @from_unix
 *
 * Returns: when that much work is done. With a calendar that is closed for five years: by the plain clock
 */
gint64       tap_calendar_add_working_min (TapCalendar    *self,
                                           gint64          from_unix,
                                           int             minutes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapCalendar, tap_calendar_unref)

G_END_DECLS
