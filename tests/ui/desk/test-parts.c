/* test-parts.c — the desk's pure parts: steps of a visit, typed numbers, drafts, colours, times on offer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "desk/tap-colours.h"
#include "desk/tap-desk-text.h"
#include "desk/tap-draft-shelf.h"
#include "desk/tap-slots.h"
#include "desk/tap-visit-steps.h"

#include <string.h>

/* Friday 20 November 2026, 10:42 in Shanghai. */
#define NOW_UNIX G_GINT64_CONSTANT (1795142520)
#define MINUTE_S 60

static GTimeZone *
make_zone (void)
{
  return g_time_zone_new_identifier ("Asia/Shanghai");
}

static void
test_steps_follow_the_stage (void)
{
  g_autoptr (TapCard) card = tap_card_new ();
  g_autoptr (GTimeZone) zone = make_zone ();
  gint64 entered_unix[TAP_N_STAGES] = { 0 };
  TapVisitStep steps[TAP_N_VISIT_STEPS];

  card->stage = TAP_STAGE_WASH;
  card->promised_unix = NOW_UNIX + 78 * MINUTE_S;
  entered_unix[TAP_STAGE_ARRIVED] = NOW_UNIX - 120 * MINUTE_S;
  entered_unix[TAP_STAGE_DISPATCH] = NOW_UNIX - 110 * MINUTE_S;
  entered_unix[TAP_STAGE_WORK] = NOW_UNIX - 100 * MINUTE_S;
  entered_unix[TAP_STAGE_CHECK] = NOW_UNIX - 30 * MINUTE_S;
  entered_unix[TAP_STAGE_WASH] = NOW_UNIX - 10 * MINUTE_S;
  tap_visit_steps_fill (card, entered_unix, NOW_UNIX, zone, steps);
  g_assert_cmpint (steps[0].state, ==, TAP_STEP_DONE);
  g_assert_cmpstr (steps[0].text, ==, "08:42");
  g_assert_cmpint (steps[1].state, ==, TAP_STEP_SKIPPED);          /* the quick lane has no estimate step of its own */
  g_assert_cmpint (steps[4].state, ==, TAP_STEP_CURRENT);
  g_assert_nonnull (strstr (steps[4].text, "10:32"));
  g_assert_nonnull (strstr (steps[4].text, tap_stage_label (TAP_STAGE_WASH)));
  g_assert_cmpint (steps[5].state, ==, TAP_STEP_NEXT);
  g_assert_cmpint (steps[6].state, ==, TAP_STEP_NEXT);
  g_assert_nonnull (strstr (steps[6].text, "12:00"));              /* the promise stands where it is kept */
  g_assert_cmpint (steps[7].state, ==, TAP_STEP_NEXT);
  tap_visit_steps_clear (steps);
}

static void
test_delivered_visit_has_no_current_step (void)
{
  g_autoptr (TapCard) card = tap_card_new ();
  g_autoptr (GTimeZone) zone = make_zone ();
  gint64 entered_unix[TAP_N_STAGES];
  TapVisitStep steps[TAP_N_VISIT_STEPS];

  card->stage = TAP_STAGE_DELIVERED;
  for (guint i = 0; i < TAP_N_STAGES; i++)
    entered_unix[i] = NOW_UNIX - (TAP_N_STAGES - (gint64) i) * MINUTE_S;
  tap_visit_steps_fill (card, entered_unix, NOW_UNIX, zone, steps);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpint (steps[i].state, ==, TAP_STEP_DONE);
  g_assert_cmpstr (steps[6].text, ==, "10:40");
  tap_visit_steps_clear (steps);
}

static void
test_cancelled_visit_stands_where_it_was (void)
{
  g_autoptr (TapCard) card = tap_card_new ();
  g_autoptr (GTimeZone) zone = make_zone ();
  gint64 entered_unix[TAP_N_STAGES] = { 0 };
  TapVisitStep steps[TAP_N_VISIT_STEPS];

  card->stage = TAP_STAGE_CANCELLED;
  entered_unix[TAP_STAGE_ARRIVED] = NOW_UNIX - 60 * MINUTE_S;
  entered_unix[TAP_STAGE_ESTIMATE] = NOW_UNIX - 40 * MINUTE_S;
  entered_unix[TAP_STAGE_CANCELLED] = NOW_UNIX;
  tap_visit_steps_fill (card, entered_unix, NOW_UNIX, zone, steps);
  g_assert_cmpint (steps[0].state, ==, TAP_STEP_DONE);
  g_assert_cmpint (steps[1].state, ==, TAP_STEP_CURRENT);
  g_assert_cmpint (steps[2].state, ==, TAP_STEP_NEXT);
  tap_visit_steps_clear (steps);
}

static void
test_kilometres_as_people_type_them (void)
{
  static const struct { const char *typed; int km; } good[] = {
    { "40126", 40126 }, { "40,126", 40126 }, { " 40 126 km", 40126 }, { "４０１２６", 40126 }, { "40126公里", 40126 }, { "", -1 }, { "0", 0 },
  };
  static const char *const bad[] = { "4 万", "-5", "12.5", "99999999", "abc" };
  int km;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (tap_desk_parse_km (good[i].typed, &km));
      g_assert_cmpint (km, ==, good[i].km);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tap_desk_parse_km (bad[i], &km));
}

static void
test_minutes_as_people_type_them (void)
{
  static const struct { const char *typed; int minutes; } good[] = {
    { "90", 90 }, { "1:30", 90 }, { "1.5 h", 90 }, { "1.5小时", 90 }, { "45 min", 45 }, { "", 0 },
  };
  static const char *const bad[] = { "0", "-1", "1:75", "h", "99999", "1:3" };
  int minutes;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (tap_desk_parse_minutes (good[i].typed, &minutes));
      g_assert_cmpint (minutes, ==, good[i].minutes);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tap_desk_parse_minutes (bad[i], &minutes));
}

static void
test_distances_are_grouped (void)
{
  g_autofree char *large = tap_desk_text_km (1040126), *small = tap_desk_text_km (126), *none = tap_desk_text_km (-1);

  g_assert_cmpstr (large, ==, "1,040,126 km");
  g_assert_cmpstr (small, ==, "126 km");
  g_assert_cmpstr (none, ==, "");
}

static void
test_shelf_keeps_every_draft (void)
{
  g_autoptr (TapDraftShelf) shelf = tap_draft_shelf_new (), again = tap_draft_shelf_new ();
  g_autofree char *text = NULL, *other = NULL, *wish = NULL, *gone = NULL;

  g_key_file_set_string (tap_draft_shelf_begin (shelf, "first"), "first", "wish", "冷车异响\n热了就好");
  g_key_file_set_string (tap_draft_shelf_begin (shelf, "second"), "second", "wish", "保养");
  text = tap_draft_shelf_text (shelf);

  /* A form that was opened meanwhile has a draft of its own; the kept ones come to it. */
  g_key_file_set_string (tap_draft_shelf_begin (again, "third"), "third", "wish", "漆");
  tap_draft_shelf_load (again, text);
  other = tap_draft_shelf_other (again, "third", NULL, NULL);
  g_assert_cmpstr (other, ==, "second");
  tap_draft_shelf_remove (again, "second");
  g_free (other);
  other = tap_draft_shelf_other (again, "third", NULL, NULL);
  g_assert_cmpstr (other, ==, "first");
  wish = g_key_file_get_string (tap_draft_shelf_peek (again), "first", "wish", NULL);
  g_assert_cmpstr (wish, ==, "冷车异响\n热了就好");
  tap_draft_shelf_remove (again, "first");
  tap_draft_shelf_remove (again, "third");
  gone = tap_draft_shelf_text (again);
  g_assert_null (gone);
}

static void
test_shelf_ignores_nonsense (void)
{
  g_autoptr (TapDraftShelf) shelf = tap_draft_shelf_new ();
  g_autofree char *other = NULL;

  tap_draft_shelf_load (shelf, "this is no draft");
  tap_draft_shelf_load (shelf, NULL);
  other = tap_draft_shelf_other (shelf, NULL, NULL, NULL);
  g_assert_null (other);
}

static void
test_shelf_drops_the_oldest (void)
{
  g_autoptr (TapDraftShelf) shelf = tap_draft_shelf_new (), again = tap_draft_shelf_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < TAP_DRAFT_SHELF_MAX + 1; i++)
    {
      g_autofree char *id = g_strdup_printf ("draft-%u", i);

      g_key_file_set_string (tap_draft_shelf_begin (shelf, id), id, "plate", id);
    }
  text = tap_draft_shelf_text (shelf);
  tap_draft_shelf_load (again, text);
  g_assert_false (g_key_file_has_group (tap_draft_shelf_peek (again), "draft-0"));
  g_assert_true (g_key_file_has_group (tap_draft_shelf_peek (again), "draft-1"));
}

static void
test_fancy_colour_names_are_understood (void)
{
  guint32 white, grey, rgb;

  g_assert_true (tap_colour_guess ("白", &white));
  g_assert_true (tap_colour_guess ("珍珠白", &rgb));
  g_assert_cmphex (rgb, ==, white);
  g_assert_true (tap_colour_guess ("灰", &grey));
  g_assert_true (tap_colour_guess ("金属灰", &rgb));              /* the last sign decides: no gold */
  g_assert_cmphex (rgb, ==, grey);
  g_assert_true (tap_colour_guess ("white", &rgb));
  g_assert_cmphex (rgb, ==, white);
  g_assert_false (tap_colour_guess ("晨曦", &rgb));
}

static void
test_offered_hours_are_open_hours (void)
{
  TapShift work = { 8 * 60, 18 * 60, 12 * 60, 13 * 60 }, closed = { 0 };
  TapShift week[7] = { work, work, work, work, work, closed, work };
  g_autoptr (TapCalendar) calendar = tap_calendar_new ("Asia/Shanghai", week);
  g_autoptr (GArray) slots = tap_slots_suggest (calendar, NOW_UNIX, 2);
  g_autoptr (GTimeZone) zone = make_zone ();
  gint64 midnight = tap_calendar_day_start (calendar, NOW_UNIX);

  /* Friday: 13, 14, 15, 16, 17. Saturday is closed. Sunday: 8 to 17 without 12. */
  g_assert_cmpuint (slots->len, ==, 5 + 9);
  g_assert_cmpint (g_array_index (slots, gint64, 0), ==, midnight + 13 * 3600);
  for (guint i = 0; i < slots->len; i++)
    {
      g_autofree char *time = tap_desk_text_time (g_array_index (slots, gint64, i), zone);

      g_assert_true (tap_calendar_is_open (calendar, g_array_index (slots, gint64, i)));
      g_assert_cmpstr (time, !=, "12:00");
    }
  g_assert_cmpint (g_array_index (slots, gint64, 5), ==, midnight + 2 * 86400 + 8 * 3600);
}

static void
test_station_that_never_opens_offers_nothing (void)
{
  TapShift week[7] = { { 0 } };
  g_autoptr (TapCalendar) calendar = tap_calendar_new ("Asia/Shanghai", week);
  g_autoptr (GArray) slots = tap_slots_suggest (calendar, NOW_UNIX, 2);

  g_assert_cmpuint (slots->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/steps/follow-the-stage", test_steps_follow_the_stage);
  g_test_add_func ("/desk/steps/delivered-has-no-current", test_delivered_visit_has_no_current_step);
  g_test_add_func ("/desk/steps/cancelled-stands-where-it-was", test_cancelled_visit_stands_where_it_was);
  g_test_add_func ("/desk/text/kilometres-as-typed", test_kilometres_as_people_type_them);
  g_test_add_func ("/desk/text/minutes-as-typed", test_minutes_as_people_type_them);
  g_test_add_func ("/desk/text/distances-are-grouped", test_distances_are_grouped);
  g_test_add_func ("/desk/drafts/every-one-is-kept", test_shelf_keeps_every_draft);
  g_test_add_func ("/desk/drafts/nonsense-is-ignored", test_shelf_ignores_nonsense);
  g_test_add_func ("/desk/drafts/the-sixth-drops-the-oldest", test_shelf_drops_the_oldest);
  g_test_add_func ("/desk/colours/fancy-names-are-understood", test_fancy_colour_names_are_understood);
  g_test_add_func ("/desk/slots/offered-hours-are-open-hours", test_offered_hours_are_open_hours);
  g_test_add_func ("/desk/slots/closed-station-offers-nothing", test_station_that_never_opens_offers_nothing);
  return g_test_run ();
}
