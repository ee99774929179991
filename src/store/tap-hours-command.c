/* tap-hours-command.c — the opening hours: the week, and dates that differ from it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-hours-command"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "store/tap-store-private.h"

#define DAY_MIN (24 * 60)
#define MAX_NAME 24

static gboolean
shifts_equal (const TapShift *a,
              const TapShift *b)
{
  return a->open_min == b->open_min && a->close_min == b->close_min
         && a->lunch_from_min == b->lunch_from_min && a->lunch_to_min == b->lunch_to_min;
}

static gboolean
check_shift (const TapShift  *shift,
             const char      *field,
             GError         **error)
{
  if (shift->open_min < 0 || shift->close_min > DAY_MIN || shift->lunch_from_min < 0
      || shift->lunch_to_min > DAY_MIN)
    return tap_refuse_input (error, field, _("The times are between 00:00 and 24:00."));
  if (shift->open_min > shift->close_min)
    return tap_refuse_input (error, field, _("The station closes after it opens."));
  if (shift->lunch_from_min > shift->lunch_to_min)
    return tap_refuse_input (error, field, _("The lunch break ends after it begins."));
  if (shift->open_min < shift->close_min && shift->lunch_from_min < shift->lunch_to_min
      && (shift->lunch_from_min < shift->open_min || shift->lunch_to_min > shift->close_min))
    return tap_refuse_input (error, field, _("The lunch break lies within the opening hours."));
  return TRUE;
}

/* A closed day is stored as zeros, so that it always looks the same. */
static TapShift
stored_shift (const TapShift *shift)
{
  TapShift stored = { 0 };

  if (shift->open_min < shift->close_min)
    stored = *shift;
  if (stored.lunch_from_min == stored.lunch_to_min)
    stored.lunch_from_min = stored.lunch_to_min = 0;
  return stored;
}

static gboolean
check_week (const TapWeekInput  *form,
            GError             **error)
{
  gboolean open = FALSE;

  for (int day = 0; day < 7; day++)
    {
      g_autofree char *field = g_strdup_printf ("day-%d", day);

      if (!check_shift (&form->week[day], field, error))
        return FALSE;
      open |= form->week[day].open_min < form->week[day].close_min;
    }
  return open || tap_refuse_input (error, "week", _("The station is open on one day of the week at least."));
}

gboolean
tap_command_put_week (TapCommandContext  *context,
                      gconstpointer       data,
                      gpointer           *result,
                      GError            **error)
{
  const TapCommandInput *input = data;
  const TapWeekInput *form = &input->put_week;
  g_autoptr(TapStationData) station = NULL;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_SHIFTS, NULL, error)
      || !check_week (form, error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  if (station == NULL)
    return FALSE;
  for (int day = 0; day < 7; day++)
    {
      TapShift shift = stored_shift (&form->week[day]);

      if (form->expected != NULL && !shifts_equal (&station->week[day], &form->expected[day]))
        return tap_refuse (error, TAP_STORE_ERROR_STALE,
                           _("The opening hours have been changed on another PC meanwhile. Close this "
                             "window and open it again."));
      if (!tap_db_run (context->db, "put down the week",
                       "INSERT INTO shift (weekday, open_min, close_min, lunch_from_min, lunch_to_min)"
                       "  VALUES (:day, :open, :close, :from, :to) ON CONFLICT (weekday) DO UPDATE"
                       "  SET open_min = :open, close_min = :close, lunch_from_min = :from, lunch_to_min = :to",
                       TAP_PARAMS (TAP_INT ("day", day), TAP_INT ("open", shift.open_min),
                                   TAP_INT ("close", shift.close_min), TAP_INT ("from", shift.lunch_from_min),
                                   TAP_INT ("to", shift.lunch_to_min)),
                       NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- single dates ---- */

static gboolean
is_date (const char *text)
{
  int year, month, day, end = 0;

  return text != NULL && strlen (text) == 10 && sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3
         && end == 10 && year >= 2000 && year < 2200
         && g_date_valid_dmy ((GDateDay) MAX (day, 0), month, (GDateYear) year);
}

static TapDay *
find_day (const TapStationData *station,
          const char           *date)
{
  for (guint i = 0; i < station->days->len; i++)
    {
      TapDay *day = g_ptr_array_index (station->days, i);

      if (strcmp (day->date, date) == 0)
        return day;
    }
  return NULL;
}

static gboolean
check_expected (const TapStationData  *station,
                const TapDay          *expected,
                GError               **error)
{
  const TapDay *day = find_day (station, expected->date);

  if (day == NULL)
    return tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("This day is not in the list any more."));
  if (strcmp (day->name, expected->name) != 0 || !shifts_equal (&day->shift, &expected->shift))
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("This day has been changed on another PC meanwhile. Close this window and open it "
                         "again."));
  return TRUE;
}

static gboolean
remove_day (sqlite3     *db,
            const char  *date,
            GError     **error)
{
  return tap_db_run (db, "take a day away", "DELETE FROM holiday WHERE date = :date",
                     TAP_PARAMS (TAP_TEXT ("date", date)), NULL, error);
}

gboolean
tap_command_put_day (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  const TapDayInput *form = &input->put_day;
  const TapDay *expected = form->expected;
  g_autofree char *name = tap_text_clean (form->name, MAX_NAME);
  g_autoptr(TapStationData) station = NULL;
  TapShift shift = stored_shift (&form->shift);
  gboolean moved;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_SHIFTS, NULL, error))
    return FALSE;
  if (!is_date (form->date))
    return tap_refuse_input (error, "date", _("Write the date as year-month-day, such as 2026-10-01."));
  if (!check_shift (&form->shift, "hours", error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  if (station == NULL || (expected != NULL && !check_expected (station, expected, error)))
    return FALSE;
  moved = expected == NULL || strcmp (expected->date, form->date) != 0;
  if (moved && find_day (station, form->date) != NULL)
    return tap_refuse_input (error, "date", _("This day is in the list already."));

  if (expected != NULL && moved && !remove_day (context->db, expected->date, error))
    return FALSE;
  return tap_db_run (context->db, "put down the day",
                     "INSERT INTO holiday (date, name, open_min, close_min, lunch_from_min, lunch_to_min)"
                     "  VALUES (:date, :name, :open, :close, :from, :to) ON CONFLICT (date) DO UPDATE SET name = :name,"
                     "  open_min = :open, close_min = :close, lunch_from_min = :from, lunch_to_min = :to",
                     TAP_PARAMS (TAP_TEXT ("date", form->date), TAP_TEXT ("name", name),
                                 TAP_INT ("open", shift.open_min), TAP_INT ("close", shift.close_min),
                                 TAP_INT ("from", shift.lunch_from_min), TAP_INT ("to", shift.lunch_to_min)),
                     NULL, error);
}

gboolean
tap_command_remove_day (TapCommandContext  *context,
                        gconstpointer       data,
                        gpointer           *result,
                        GError            **error)
{
  const TapCommandInput *input = data;
  g_autoptr(TapStationData) station = NULL;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_SHIFTS, NULL, error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  return station != NULL && check_expected (station, input->remove_day, error)
         && remove_day (context->db, input->remove_day->date, error);
}
