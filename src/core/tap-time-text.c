/* tap-time-text.c — the words of the state pill and of a promised time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-time-state"

#include "config.h"

#include "core/tap-time-state.h"

#include <glib/gi18n-lib.h>

static GDateTime *
local_time (gint64     at_unix,
            GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/* How many calendar days @at lies after @now; negative before. */
static int
days_between (GDateTime *now,
              GDateTime *at)
{
  GDate from, to;

  g_date_clear (&from, 1);
  g_date_clear (&to, 1);
  g_date_set_dmy (&from, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  g_date_set_dmy (&to, g_date_time_get_day_of_month (at), g_date_time_get_month (at),
                  g_date_time_get_year (at));

  return g_date_days_between (&from, &to);
}

static const char *
weekday_text (GDateTime *at)
{
  switch (g_date_time_get_day_of_week (at))
    {
    case 1:
      return C_("promised for", "Monday");
    case 2:
      return C_("promised for", "Tuesday");
    case 3:
      return C_("promised for", "Wednesday");
    case 4:
      return C_("promised for", "Thursday");
    case 5:
      return C_("promised for", "Friday");
    case 6:
      return C_("promised for", "Saturday");
    default:
      return C_("promised for", "Sunday");
    }
}

static char *
later_day_text (gint64     promised_unix,
                gint64     now_unix,
                GTimeZone *zone)
{
  g_autoptr (GDateTime) now = local_time (now_unix, zone);
  g_autoptr (GDateTime) at = local_time (promised_unix, zone);
  int days;

  if (now == NULL || at == NULL)
    return g_strdup ("");

  days = days_between (now, at);
  if (days == 1)
    return g_strdup (C_("promised for", "Tomorrow"));
  if (days > 1 && days < 7)
    return g_strdup (weekday_text (at));

  /* Translators: month and day of a promise, as numbers, in this order. */
  return g_strdup_printf (C_("promised for", "%1$02d-%2$02d"), g_date_time_get_month (at),
                          g_date_time_get_day_of_month (at));
}

char *
tap_time_span_text (int minutes)
{
  minutes = MAX (minutes, 0);
  if (minutes >= 60)
    return g_strdup_printf ("%d:%02d", minutes / 60, minutes % 60);

  /* Translators: minutes of a span under an hour, on a narrow card; Chinese says 48 分. */
  return g_strdup_printf (C_("span", "0:%02d"), minutes);
}

char *
tap_time_text (const TapTimeView *self,
               gint64             promised_unix,
               gint64             now_unix,
               GTimeZone         *zone)
{
  g_autofree char *span = NULL;

  g_return_val_if_fail (self != NULL && zone != NULL, NULL);

  span = tap_time_span_text (self->minutes);
  switch (self->words)
    {
    case TAP_TIME_WORDS_LEFT:
      /* Translators: time left until the promise, on a pill of 11 characters. */
      return g_strdup_printf (C_("pill", "%s left"), span);
    case TAP_TIME_WORDS_LATE:
      /* Translators: time since a promise that was not kept. */
      return g_strdup_printf (C_("pill, promise", "%s late"), span);
    case TAP_TIME_WORDS_PREDICTED:
      /* Translators: how much later than promised the car will be ready. */
      return g_strdup_printf (C_("pill", "%s behind"), span);
    case TAP_TIME_WORDS_WAITING:
      /* Translators: how long the car has been waiting in this column. */
      return g_strdup_printf (C_("pill", "Waits %s"), span);
    case TAP_TIME_WORDS_ASKING:
      /* Translators: how long the customer has been at the consultation. */
      return g_strdup_printf (C_("pill", "Asking %s"), span);
    case TAP_TIME_WORDS_DUE_IN:
      /* Translators: time until a booked car is to come. */
      return g_strdup_printf (C_("pill, booking", "in %s"), span);
    case TAP_TIME_WORDS_BOOKING_LATE:
      /* Translators: time since a booked car should have come. */
      return g_strdup_printf (C_("pill, booking", "%s late"), span);
    case TAP_TIME_WORDS_LATER_DAY:
      return later_day_text (promised_unix, now_unix, zone);
    case TAP_TIME_WORDS_UNCOLLECTED:
      return g_strdup (C_("pill", "Uncollected"));
    case TAP_TIME_WORDS_PARTS:
      return g_strdup (C_("pill", "Parts hold"));
    case TAP_TIME_WORDS_NEEDS_OK:
      return g_strdup (C_("pill", "Needs OK"));
    case TAP_TIME_WORDS_STOPPED:
      return g_strdup (C_("pill", "Stopped"));
    case TAP_TIME_WORDS_DONE:
      return g_strdup (C_("pill", "Done"));
    }

  return g_strdup ("");
}

char *
tap_time_due_text (gint64     at_unix,
                   gint64     now_unix,
                   GTimeZone *zone)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *clock = NULL;
  int days;

  g_return_val_if_fail (zone != NULL, NULL);

  now = local_time (now_unix, zone);
  at = local_time (at_unix, zone);
  if (at_unix == 0 || now == NULL || at == NULL)
    return g_strdup ("");

  clock = g_date_time_format (at, "%H:%M");
  days = days_between (now, at);
  if (days == 0)
    return g_steal_pointer (&clock);
  if (days == 1)
    /* Translators: a clock time of tomorrow, on a narrow card; Chinese says 明 11:00. */
    return g_strdup_printf (C_("due", "tmrw %s"), clock);

  if (days == -1)
    /* Translators: a clock time of yesterday, on a narrow card; Chinese says 昨 11:00. */
    return g_strdup_printf (C_("due", "yest %s"), clock);

  /* Translators: month and day as numbers, and the clock time, in this order. */
  return g_strdup_printf (C_("due", "%1$02d-%2$02d %3$s"), g_date_time_get_month (at),
                          g_date_time_get_day_of_month (at), clock);
}
