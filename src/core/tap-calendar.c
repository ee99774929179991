/* tap-calendar.c — the station's working time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-calendar"

#include "config.h"

#include "core/tap-calendar.h"

#include <stdio.h>

struct _TapCalendar
{
  gatomicrefcount ref_count;
  GTimeZone      *zone;
  TapShift        week[7];
  GHashTable     *days;         /* Julian day → TapShift: the exceptions */
};

typedef struct
{
  gint64 from_unix, to_unix;
} Span;

/* Nobody plans further ahead; a calendar that is closed for so long has no working time at all. */
#define MAX_DAYS_AHEAD (5 * 366)

G_DEFINE_BOXED_TYPE (TapCalendar, tap_calendar, tap_calendar_ref, tap_calendar_unref)

static gboolean
shift_is_valid (const TapShift *shift)
{
  return shift->open_min >= 0 && shift->open_min <= shift->close_min && shift->close_min <= 24 * 60
         && shift->lunch_from_min <= shift->lunch_to_min;
}

TapCalendar *
tap_calendar_new (const char     *time_zone,
                  const TapShift  week[7])
{
  TapCalendar *self;

  g_return_val_if_fail (week != NULL, NULL);

  self = g_new0 (TapCalendar, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->zone = time_zone != NULL ? g_time_zone_new_identifier (time_zone) : NULL;
  if (self->zone == NULL)
    self->zone = g_time_zone_new_local ();
  for (int i = 0; i < 7; i++)
    if (shift_is_valid (&week[i]))
      self->week[i] = week[i];
  self->days = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

TapCalendar *
tap_calendar_ref (TapCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tap_calendar_unref (TapCalendar *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_time_zone_unref (self->zone);
  g_hash_table_unref (self->days);
  g_free (self);
}

gboolean
tap_calendar_set_day (TapCalendar    *self,
                      const char     *date,
                      const TapShift *shift)
{
  unsigned int year, month, day;
  int end = -1;
  GDate parsed;
  TapShift *kept;

  g_return_val_if_fail (self != NULL && date != NULL, FALSE);

  if (sscanf (date, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || date[end] != '\0'
      || !g_date_valid_dmy (day, (GDateMonth) month, year))
    return FALSE;
  if (shift != NULL && !shift_is_valid (shift))
    return FALSE;

  g_date_clear (&parsed, 1);
  g_date_set_dmy (&parsed, day, (GDateMonth) month, year);
  kept = g_new0 (TapShift, 1);
  if (shift != NULL)
    *kept = *shift;
  g_hash_table_insert (self->days, GUINT_TO_POINTER (g_date_get_julian (&parsed)), kept);

  return TRUE;
}

GTimeZone *
tap_calendar_get_zone (TapCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->zone;
}

static void
local_date (TapCalendar *self,
            gint64       at_unix,
            GDate       *date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, self->zone) : NULL;
  int year = 1970, month = 1, day = 1;

  if (local != NULL)
    g_date_time_get_ymd (local, &year, &month, &day);
  g_date_clear (date, 1);
  g_date_set_dmy (date, day, (GDateMonth) month, year);
}

static TapShift
shift_of (TapCalendar *self,
          const GDate *date)
{
  const TapShift *exception
    = g_hash_table_lookup (self->days, GUINT_TO_POINTER (g_date_get_julian (date)));

  return exception != NULL ? *exception : self->week[g_date_get_weekday (date) - G_DATE_MONDAY];
}

/* The wall clock decides, so that 08:00 stays 08:00 on the days the clocks change. */
static gint64
at_minute (TapCalendar *self,
           const GDate *date,
           int          minute)
{
  GDate day = *date;
  g_autoptr (GDateTime) local = NULL;

  if (minute >= 24 * 60)
    {
      g_date_add_days (&day, 1);
      minute -= 24 * 60;
    }
  local = g_date_time_new (self->zone, g_date_get_year (&day), g_date_get_month (&day),
                           g_date_get_day (&day), minute / 60, minute % 60, 0);

  return local != NULL ? g_date_time_to_unix (local) : 0;
}

/* The working spans of one day, without lunch: none, one or two. */
static int
day_spans (TapCalendar *self,
           const GDate *date,
           Span         spans[2])
{
  TapShift shift = shift_of (self, date);
  int lunch_from = CLAMP (shift.lunch_from_min, shift.open_min, shift.close_min);
  int lunch_to = CLAMP (shift.lunch_to_min, shift.open_min, shift.close_min);
  int n = 0;

  if (lunch_from >= lunch_to)
    lunch_from = lunch_to = shift.close_min;
  if (shift.open_min < lunch_from)
    spans[n++]
      = (Span) { at_minute (self, date, shift.open_min), at_minute (self, date, lunch_from) };
  if (lunch_to < shift.close_min)
    spans[n++]
      = (Span) { at_minute (self, date, lunch_to), at_minute (self, date, shift.close_min) };

  return n;
}

TapShift
tap_calendar_get_shift (TapCalendar *self,
                        gint64       at_unix)
{
  GDate date;

  g_return_val_if_fail (self != NULL, (TapShift) { 0 });

  local_date (self, at_unix, &date);
  return shift_of (self, &date);
}

gint64
tap_calendar_day_start (TapCalendar *self,
                        gint64       at_unix)
{
  GDate date;

  g_return_val_if_fail (self != NULL, 0);

  local_date (self, at_unix, &date);
  return at_minute (self, &date, 0);
}

gint64
tap_calendar_next_day (TapCalendar *self,
                       gint64       at_unix)
{
  GDate date;

  g_return_val_if_fail (self != NULL, 0);

  local_date (self, at_unix, &date);
  g_date_add_days (&date, 1);
  return at_minute (self, &date, 0);
}

gboolean
tap_calendar_is_open (TapCalendar *self,
                      gint64       at_unix)
{
  GDate date;
  TapShift shift;

  g_return_val_if_fail (self != NULL, FALSE);

  local_date (self, at_unix, &date);
  shift = shift_of (self, &date);
  if (shift.open_min == shift.close_min)
    return FALSE;

  return at_unix >= at_minute (self, &date, shift.open_min)
         && at_unix < at_minute (self, &date, shift.close_min);
}

int
tap_calendar_working_min (TapCalendar *self,
                          gint64       from_unix,
                          gint64       to_unix)
{
  GDate date, last;
  gint64 seconds = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (to_unix <= from_unix)
    return 0;

  local_date (self, from_unix, &date);
  local_date (self, to_unix, &last);
  for (; g_date_compare (&date, &last) <= 0; g_date_add_days (&date, 1))
    {
      Span spans[2];
      int n = day_spans (self, &date, spans);

      for (int i = 0; i < n; i++)
        {
          gint64 from = MAX (spans[i].from_unix, from_unix);
          gint64 to = MIN (spans[i].to_unix, to_unix);

          if (to > from)
            seconds += to - from;
        }
    }

  return (int) MIN (seconds / 60, G_MAXINT);
}

gint64
tap_calendar_add_working_min (TapCalendar *self,
                              gint64       from_unix,
                              int          minutes)
{
  gint64 left = (gint64) minutes * 60;
  GDate date;

  g_return_val_if_fail (self != NULL, from_unix);

  if (left <= 0)
    return from_unix;

  local_date (self, from_unix, &date);
  for (int days = 0; days < MAX_DAYS_AHEAD; days++)
    {
      Span spans[2];
      int n = day_spans (self, &date, spans);

      for (int i = 0; i < n; i++)
        {
          gint64 from = MAX (spans[i].from_unix, from_unix);

          if (from >= spans[i].to_unix)
            continue;
          if (spans[i].to_unix - from >= left)
            return from + left;
          left -= spans[i].to_unix - from;
        }
      g_date_add_days (&date, 1);
    }

  /* Never open: the plain clock is the only answer left. */
  return from_unix + (gint64) minutes * 60;
}
