/* test-calendar.c — working time over lunch, nights, weekends, holidays and changed clocks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-calendar.h"

static const TapShift day = { 8 * 60, 18 * 60, 12 * 60, 13 * 60 };
static const TapShift saturday = { 9 * 60, 12 * 60, 0, 0 };
static const TapShift closed = { 0, 0, 0, 0 };

static TapCalendar *
make (const char *zone)
{
  TapShift week[7] = { day, day, day, day, day, saturday, closed };

  return tap_calendar_new (zone, week);
}

/* "2026-11-20 10:42" by the clock on that calendar's wall. */
static gint64
at (TapCalendar *calendar,
    const char  *text)
{
  g_autofree char *iso = g_strdup_printf ("%.10sT%s:00", text, text + 11);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, tap_calendar_get_zone (calendar));

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
check (TapCalendar *calendar,
       const char  *from,
       const char  *to,
       int          expected)
{
  g_test_message ("%s .. %s", from, to);
  g_assert_cmpint (tap_calendar_working_min (calendar, at (calendar, from), at (calendar, to)), ==, expected);
}

/* There and back: after the minutes it is that time, and so many minutes lie between. */
static void
check_add (TapCalendar *calendar,
           const char  *from,
           int          minutes,
           const char  *expected)
{
  gint64 end = tap_calendar_add_working_min (calendar, at (calendar, from), minutes);

  g_test_message ("%s + %d", from, minutes);
  g_assert_cmpint (end, ==, at (calendar, expected));
  g_assert_cmpint (tap_calendar_working_min (calendar, at (calendar, from), end), ==, minutes);
}

static void
test_one_day (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");

  check (calendar, "2026-11-20 09:00", "2026-11-20 10:30", 90);
  check (calendar, "2026-11-20 11:30", "2026-11-20 13:30", 60);
  check (calendar, "2026-11-20 12:10", "2026-11-20 12:50", 0);
  check (calendar, "2026-11-20 06:00", "2026-11-20 22:00", 9 * 60);
  check (calendar, "2026-11-20 19:00", "2026-11-20 22:00", 0);
  check (calendar, "2026-11-20 10:00", "2026-11-20 10:00", 0);
  check (calendar, "2026-11-20 11:00", "2026-11-20 10:00", 0);
}

static void
test_whole_minutes (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");
  gint64 from = at (calendar, "2026-11-20 09:00");

  g_assert_cmpint (tap_calendar_working_min (calendar, from, from + 59), ==, 0);
  g_assert_cmpint (tap_calendar_working_min (calendar, from, from + 60), ==, 1);
  g_assert_cmpint (tap_calendar_working_min (calendar, from + 30, from + 119), ==, 1);
}

static void
test_over_night_and_weekend (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");

  /* Thursday to Friday; Friday over the short Saturday and the Sunday to Monday. */
  check (calendar, "2026-11-19 17:00", "2026-11-20 09:00", 120);
  check (calendar, "2026-11-20 17:00", "2026-11-23 09:00", 60 + 180 + 60);
  check (calendar, "2026-11-22 08:00", "2026-11-22 18:00", 0);
  check (calendar, "2026-11-16 00:00", "2026-11-23 00:00", 5 * 540 + 180);
}

static void
test_holidays (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");
  TapShift worked_sunday = { 10 * 60, 15 * 60, 12 * 60, 13 * 60 };

  g_assert_true (tap_calendar_set_day (calendar, "2026-11-20", NULL));
  g_assert_true (tap_calendar_set_day (calendar, "2026-11-22", &worked_sunday));
  check (calendar, "2026-11-20 08:00", "2026-11-20 18:00", 0);
  check (calendar, "2026-11-19 17:00", "2026-11-21 10:00", 60 + 60);
  check (calendar, "2026-11-22 00:00", "2026-11-23 00:00", 240);
  g_assert_false (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 10:00")));
  g_assert_true (tap_calendar_is_open (calendar, at (calendar, "2026-11-22 10:00")));
}

static void
test_bad_days (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");
  TapShift backwards = { 600, 500, 0, 0 };

  g_assert_false (tap_calendar_set_day (calendar, "2026-02-30", NULL));
  g_assert_false (tap_calendar_set_day (calendar, "2026-11", NULL));
  g_assert_false (tap_calendar_set_day (calendar, "2026-11-20x", NULL));
  g_assert_false (tap_calendar_set_day (calendar, "", NULL));
  g_assert_false (tap_calendar_set_day (calendar, "2026-11-20", &backwards));
  check (calendar, "2026-11-20 08:00", "2026-11-20 18:00", 540);
}

static void
test_add (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");

  check_add (calendar, "2026-11-20 09:00", 60, "2026-11-20 10:00");
  check_add (calendar, "2026-11-20 11:30", 60, "2026-11-20 13:30");
  check_add (calendar, "2026-11-20 11:00", 60, "2026-11-20 12:00");
  check_add (calendar, "2026-11-20 12:30", 30, "2026-11-20 13:30");
  check_add (calendar, "2026-11-20 06:00", 30, "2026-11-20 08:30");
  check_add (calendar, "2026-11-20 17:30", 60, "2026-11-21 09:30");
  check_add (calendar, "2026-11-21 11:00", 120, "2026-11-23 09:00");
  check_add (calendar, "2026-11-22 11:00", 540, "2026-11-23 18:00");
  check_add (calendar, "2026-11-16 08:00", 5 * 540 + 180 + 1, "2026-11-23 08:01");
  g_assert_cmpint (tap_calendar_add_working_min (calendar, 1000, 0), ==, 1000);
  g_assert_cmpint (tap_calendar_add_working_min (calendar, 1000, -5), ==, 1000);
}

static void
test_never_open (void)
{
  TapShift week[7] = { closed, closed, closed, closed, closed, closed, closed };
  g_autoptr (TapCalendar) calendar = tap_calendar_new ("Asia/Shanghai", week);
  gint64 now = at (calendar, "2026-11-20 10:00");

  g_assert_cmpint (tap_calendar_working_min (calendar, now, now + 7 * 86400), ==, 0);
  g_assert_cmpint (tap_calendar_add_working_min (calendar, now, 60), ==, now + 3600);
}

/* On 29 March 2026 Berlin goes from 02:00 to 03:00, on 25 October back. */
static void
test_changed_clocks (void)
{
  TapShift night[7];
  g_autoptr (TapCalendar) calendar = NULL;
  gint64 spring, autumn;

  for (int i = 0; i < 7; i++)
    night[i] = (TapShift) { 0, 24 * 60, 0, 0 };
  calendar = tap_calendar_new ("Europe/Berlin", night);
  spring = at (calendar, "2026-03-29 12:00");
  autumn = at (calendar, "2026-10-25 12:00");

  check (calendar, "2026-03-29 00:00", "2026-03-30 00:00", 23 * 60);
  check (calendar, "2026-10-25 00:00", "2026-10-26 00:00", 25 * 60);
  g_assert_cmpint (tap_calendar_next_day (calendar, spring) - tap_calendar_day_start (calendar, spring), ==, 23 * 3600);
  g_assert_cmpint (tap_calendar_next_day (calendar, autumn) - tap_calendar_day_start (calendar, autumn), ==, 25 * 3600);
}

static void
test_clock_change_keeps_opening_hours (void)
{
  TapShift week[7] = { day, day, day, day, day, day, day };
  g_autoptr (TapCalendar) calendar = tap_calendar_new ("Europe/Berlin", week);

  check (calendar, "2026-03-29 00:00", "2026-03-30 00:00", 540);
  check_add (calendar, "2026-03-28 17:30", 60, "2026-03-29 08:30");
  check_add (calendar, "2026-10-24 17:30", 60, "2026-10-25 08:30");
  g_assert_false (tap_calendar_is_open (calendar, at (calendar, "2026-03-29 07:59")));
  g_assert_true (tap_calendar_is_open (calendar, at (calendar, "2026-03-29 08:00")));
}

static void
test_days (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");
  gint64 now = at (calendar, "2026-11-20 00:00");

  /* Local midnight is 16:00 of the day before in UTC. */
  g_assert_cmpint (now % 86400, ==, 16 * 3600);
  g_assert_cmpint (tap_calendar_day_start (calendar, now), ==, now);
  g_assert_cmpint (tap_calendar_day_start (calendar, now - 1), ==, now - 86400);
  g_assert_cmpint (tap_calendar_next_day (calendar, now), ==, now + 86400);
  g_assert_cmpint (tap_calendar_get_shift (calendar, now).open_min, ==, 8 * 60);
  g_assert_cmpint (tap_calendar_get_shift (calendar, now + 86400).close_min, ==, 12 * 60);
}

static void
test_open (void)
{
  g_autoptr (TapCalendar) calendar = make ("Asia/Shanghai");

  g_assert_false (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 07:59")));
  g_assert_true (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 08:00")));
  g_assert_true (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 12:30")));
  g_assert_true (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 17:59")));
  g_assert_false (tap_calendar_is_open (calendar, at (calendar, "2026-11-20 18:00")));
  g_assert_false (tap_calendar_is_open (calendar, at (calendar, "2026-11-22 10:00")));
}

static void
test_odd_lunch (void)
{
  TapShift week[7];
  g_autoptr (TapCalendar) calendar = NULL;

  /* A lunch that begins before the day does, as a half-day of a full week's pattern has it. */
  for (int i = 0; i < 7; i++)
    week[i] = (TapShift) { 12 * 60 + 30, 17 * 60, 12 * 60, 13 * 60 };
  calendar = tap_calendar_new ("Asia/Shanghai", week);
  check (calendar, "2026-11-20 00:00", "2026-11-21 00:00", 240);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/calendar/leaves-out-lunch-and-night", test_one_day);
  g_test_add_func ("/core/calendar/counts-whole-minutes", test_whole_minutes);
  g_test_add_func ("/core/calendar/over-night-and-weekend", test_over_night_and_weekend);
  g_test_add_func ("/core/calendar/exceptions-beat-the-week", test_holidays);
  g_test_add_func ("/core/calendar/refuses-dates-that-are-none", test_bad_days);
  g_test_add_func ("/core/calendar/adds-working-minutes", test_add);
  g_test_add_func ("/core/calendar/never-open-does-not-hang", test_never_open);
  g_test_add_func ("/core/calendar/days-of-23-and-25-hours", test_changed_clocks);
  g_test_add_func ("/core/calendar/opening-hours-follow-the-wall-clock", test_clock_change_keeps_opening_hours);
  g_test_add_func ("/core/calendar/days-begin-at-local-midnight", test_days);
  g_test_add_func ("/core/calendar/open-during-lunch-closed-at-night", test_open);
  g_test_add_func ("/core/calendar/lunch-at-the-edge-of-the-day", test_odd_lunch);

  return g_test_run ();
}
