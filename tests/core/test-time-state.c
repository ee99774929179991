/* test-time-state.c — the pill of a card: states, their precedence, and the minutes at which they turn.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-time-state.h"

#include <locale.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)

/* 2026-11-20 00:00 and 10:42 in Shanghai. */
#define MIDNIGHT G_GINT64_CONSTANT (1795104000)
#define NOW (MIDNIGHT + 10 * HOUR + 42 * MINUTE)
#define NEXT_MIDNIGHT (MIDNIGHT + 24 * HOUR)

static TapTimeFacts
facts_at (TapStage stage)
{
  return (TapTimeFacts) {
    .now_unix = NOW,
    .stage = stage,
    .stage_since_unix = NOW - 5 * MINUTE,
    .promised_unix = NOW + 5 * HOUR,
    .day_start_unix = MIDNIGHT,
    .day_end_unix = NEXT_MIDNIGHT,
  };
}

static void
check (const TapTimeFacts *facts,
       TapTimeState        state,
       TapTimeWords        words,
       int                 minutes)
{
  TapTimeView view = tap_time_judge (facts);

  g_assert_cmpint (view.state, ==, state);
  g_assert_cmpint (view.words, ==, words);
  if (minutes >= 0)
    g_assert_cmpint (view.minutes, ==, minutes);
}

static void
test_midnight_is_right (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autoptr (GDateTime) at = g_date_time_new (zone, 2026, 11, 20, 0, 0, 0);

  g_assert_cmpint (g_date_time_to_unix (at), ==, MIDNIGHT);
}

static void
test_slack_boundary (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_DISPATCH);

  facts.promised_unix = NOW + 30 * MINUTE;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 30);
  facts.promised_unix = NOW + 30 * MINUTE - 1;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 29);
  facts.promised_unix = NOW;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 0);
  facts.promised_unix = NOW - 1;
  check (&facts, TAP_TIME_LATE, TAP_TIME_WORDS_LATE, 1);
  facts.promised_unix = NOW - 17 * MINUTE;
  check (&facts, TAP_TIME_LATE, TAP_TIME_WORDS_LATE, 17);
  facts.risk_slack_min = 60;
  facts.promised_unix = NOW + 59 * MINUTE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 59);
}

static void
test_prediction (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_WORK);

  facts.promised_unix = NOW + 2 * HOUR;
  facts.predicted_unix = NOW + 90 * MINUTE;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 120);
  /* The slack counts from when it will be ready, the words from now. */
  facts.predicted_unix = NOW + 91 * MINUTE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 120);
  facts.predicted_unix = NOW + 2 * HOUR;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 120);
  facts.predicted_unix = NOW + 2 * HOUR + 25 * MINUTE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_PREDICTED, 25);
  facts.predicted_unix = NOW + 2 * HOUR + 1;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_PREDICTED, 1);
  /* A plan that should have ended an hour ago says nothing better than "now". */
  facts.predicted_unix = NOW - HOUR;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 120);
}

static void
test_precedence (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_WORK);

  facts.promised_unix = NOW + 10 * MINUTE;
  facts.stopped = TRUE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_STOPPED, -1);
  facts.needs_ok = TRUE;
  check (&facts, TAP_TIME_WAIT, TAP_TIME_WORDS_NEEDS_OK, -1);
  facts.parts_hold = TRUE;
  check (&facts, TAP_TIME_PARTS, TAP_TIME_WORDS_PARTS, -1);
  facts.promised_unix = NOW - MINUTE;
  check (&facts, TAP_TIME_LATE, TAP_TIME_WORDS_LATE, 1);
  facts.stage = TAP_STAGE_READY;
  facts.ready_unix = NOW - HOUR;
  check (&facts, TAP_TIME_DONE, TAP_TIME_WORDS_DONE, -1);
}

static void
test_stage_limit (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_DISPATCH);

  facts.stage_limit_min = 30;
  facts.stage_since_unix = NOW - 30 * MINUTE;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 300);
  facts.stage_since_unix = NOW - 30 * MINUTE - 1;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_WAITING, 30);
  facts.promised_unix = NOW + 20 * MINUTE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, 20);
  facts.promised_unix = NOW + 5 * HOUR;
  facts.stage = TAP_STAGE_NEXT;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 300);
  facts.stage = TAP_STAGE_DISPATCH;
  facts.stage_limit_min = 0;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 300);
}

static void
test_no_promise (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_CONSULT);

  facts.promised_unix = 0;
  facts.stage_limit_min = 5;
  facts.stage_since_unix = NOW - 9 * MINUTE;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_ASKING, 9);
  facts.stage = TAP_STAGE_ARRIVED;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_WAITING, 9);
  facts.stage_since_unix = NOW - 5 * MINUTE;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_ASKING, 5);
  facts.stage = TAP_STAGE_DISPATCH;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_WAITING, 5);
  facts.parts_hold = TRUE;
  check (&facts, TAP_TIME_PARTS, TAP_TIME_WORDS_PARTS, -1);
  /* A clock that was set back must not make a card wait for a negative time. */
  facts.parts_hold = FALSE;
  facts.stage_since_unix = NOW + HOUR;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_WAITING, 0);
}

static void
test_bookings (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_BOOKED);

  facts.promised_unix = 0;
  facts.slot_unix = NOW + 18 * MINUTE;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_DUE_IN, 18);
  facts.slot_unix = NOW;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_DUE_IN, 0);
  facts.slot_unix = NOW - 10 * MINUTE;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_BOOKING_LATE, 10);
  facts.slot_unix = NOW - 10 * MINUTE - 1;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_BOOKING_LATE, 10);
  facts.slot_unix = NOW - 12 * MINUTE;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_BOOKING_LATE, 12);
  facts.booking_late_min = 20;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_BOOKING_LATE, 12);
  facts.slot_unix = NEXT_MIDNIGHT + 9 * HOUR;
  check (&facts, TAP_TIME_NONE, TAP_TIME_WORDS_LATER_DAY, -1);
}

static void
test_later_days (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_WORK);

  facts.promised_unix = NEXT_MIDNIGHT - 1;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, -1);
  facts.promised_unix = NEXT_MIDNIGHT;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LATER_DAY, -1);
  facts.predicted_unix = NEXT_MIDNIGHT + HOUR;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_PREDICTED, 60);
}

static void
test_ready (void)
{
  TapTimeFacts facts = facts_at (TAP_STAGE_SETTLE);

  facts.promised_unix = NOW + 8 * MINUTE;
  facts.ready_unix = NOW - 20 * MINUTE;
  check (&facts, TAP_TIME_OK, TAP_TIME_WORDS_LEFT, 8);
  facts.stage = TAP_STAGE_READY;
  facts.promised_unix = NOW - 40 * MINUTE;
  check (&facts, TAP_TIME_DONE, TAP_TIME_WORDS_DONE, -1);
  facts.ready_unix = MIDNIGHT;
  check (&facts, TAP_TIME_DONE, TAP_TIME_WORDS_DONE, -1);
  facts.ready_unix = MIDNIGHT - 1;
  check (&facts, TAP_TIME_RISK, TAP_TIME_WORDS_UNCOLLECTED, -1);
  facts.ready_unix = NOW - HOUR;
  facts.promised_unix = 0;
  check (&facts, TAP_TIME_DONE, TAP_TIME_WORDS_DONE, -1);
  facts.stage = TAP_STAGE_DELIVERED;
  facts.ready_unix = 0;
  facts.promised_unix = NOW - HOUR;
  check (&facts, TAP_TIME_DONE, TAP_TIME_WORDS_DONE, -1);
}

static void
check_text (TapTimeWords words,
            int          minutes,
            gint64       promised_unix,
            const char  *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  TapTimeView view = { .words = words, .minutes = minutes };
  g_autofree char *text = tap_time_text (&view, promised_unix, NOW, zone);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (void)
{
  check_text (TAP_TIME_WORDS_LEFT, 48, 0, "0:48 left");
  check_text (TAP_TIME_WORDS_LEFT, 318, 0, "5:18 left");
  check_text (TAP_TIME_WORDS_LEFT, 60, 0, "1:00 left");
  check_text (TAP_TIME_WORDS_LATE, 17, 0, "0:17 late");
  check_text (TAP_TIME_WORDS_PREDICTED, 25, 0, "0:25 behind");
  check_text (TAP_TIME_WORDS_WAITING, 8, 0, "Waits 0:08");
  check_text (TAP_TIME_WORDS_ASKING, 9, 0, "Asking 0:09");
  check_text (TAP_TIME_WORDS_DUE_IN, 168, 0, "in 2:48");
  check_text (TAP_TIME_WORDS_BOOKING_LATE, 12, 0, "0:12 late");
  check_text (TAP_TIME_WORDS_LATER_DAY, 0, NEXT_MIDNIGHT + HOUR, "Tomorrow");
  check_text (TAP_TIME_WORDS_LATER_DAY, 0, NEXT_MIDNIGHT + 25 * HOUR, "Sunday");
  check_text (TAP_TIME_WORDS_LATER_DAY, 0, MIDNIGHT + 6 * 24 * HOUR, "Thursday");
  check_text (TAP_TIME_WORDS_LATER_DAY, 0, MIDNIGHT + 7 * 24 * HOUR, "11-27");
  check_text (TAP_TIME_WORDS_UNCOLLECTED, 0, 0, "Uncollected");
  check_text (TAP_TIME_WORDS_PARTS, 0, 0, "Parts hold");
  check_text (TAP_TIME_WORDS_NEEDS_OK, 0, 0, "Needs OK");
  check_text (TAP_TIME_WORDS_STOPPED, 0, 0, "Stopped");
  check_text (TAP_TIME_WORDS_DONE, 0, 0, "Done");
}

static void
check_due (gint64      at_unix,
           const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autofree char *text = tap_time_due_text (at_unix, NOW, zone);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_due (void)
{
  check_due (MIDNIGHT + 11 * HOUR, "11:00");
  check_due (MIDNIGHT, "00:00");
  check_due (NEXT_MIDNIGHT + 11 * HOUR, "tmrw 11:00");
  check_due (MIDNIGHT - 7 * HOUR, "yest 17:00");
  check_due (MIDNIGHT + 3 * 24 * HOUR + 11 * HOUR, "11-23 11:00");
  check_due (MIDNIGHT - 2 * 24 * HOUR, "11-18 00:00");
  check_due (0, "");
}

/* The header of an English window on a Chinese desktop read "五 20 11月": the locale names the days, not the language. */
static void
test_dates (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autoptr (GDateTime) when = g_date_time_new (zone, 2026, 11, 20, 9, 5, 0);
  g_autofree char *locale = g_strdup (setlocale (LC_TIME, NULL));
  g_autofree char *text = NULL;

  if (setlocale (LC_TIME, "zh_CN.UTF-8") == NULL)
    {
      g_test_skip ("no locale zh_CN.UTF-8 here");
      return;
    }
  text = tap_date_format (when, "%a %-d %b %Y, %H:%M, 100%%");
  setlocale (LC_TIME, locale);
  g_assert_cmpstr (text, ==, "Fri 20 Nov 2026, 09:05, 100%");
}

static void
test_state_looks (void)
{
  TapTimeView stopped = { TAP_TIME_RISK, TAP_TIME_WORDS_STOPPED, 0 };

  g_assert_cmpstr (tap_time_state_css (TAP_TIME_LATE), ==, "late");
  g_assert_cmpstr (tap_time_state_icon (&stopped), ==, "tappet-stop-symbolic");
  for (int state = TAP_TIME_NONE; state <= TAP_TIME_DONE; state++)
    {
      TapTimeView view = { (TapTimeState) state, TAP_TIME_WORDS_LEFT, 0 };
      g_autofree char *file = g_strdup_printf ("%s/resources/icons/hicolor/scalable/actions/%s.svg",
                                               g_getenv ("TAPPET_SOURCE_ROOT"), tap_time_state_icon (&view));

      g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/time-state/the-test-day-is-right", test_midnight_is_right);
  g_test_add_func ("/core/time-state/turns-at-30-minutes-and-at-the-promise", test_slack_boundary);
  g_test_add_func ("/core/time-state/predicted-late-says-by-how-much", test_prediction);
  g_test_add_func ("/core/time-state/late-parts-wait-risk-ok", test_precedence);
  g_test_add_func ("/core/time-state/over-the-limit-of-its-column", test_stage_limit);
  g_test_add_func ("/core/time-state/without-a-promise-tells-the-time-in-the-stage", test_no_promise);
  g_test_add_func ("/core/time-state/bookings-come-and-are-late", test_bookings);
  g_test_add_func ("/core/time-state/later-days-are-named", test_later_days);
  g_test_add_func ("/core/time-state/ready-cars-are-never-late", test_ready);
  g_test_add_func ("/core/time-state/words-of-the-pill", test_words);
  g_test_add_func ("/core/time-state/words-of-the-promised-time", test_due);
  g_test_add_func ("/core/time-state/dates-are-in-the-language-of-the-interface", test_dates);
  g_test_add_func ("/core/time-state/every-state-has-its-icon", test_state_looks);

  return g_test_run ();
}
