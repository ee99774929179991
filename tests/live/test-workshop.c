/* test-workshop.c — bays with their bars, racks, counts and predictions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

#define LATE_CAR 1017
#define PARTS_CAR 1020

typedef struct
{
  TapSession  *session;
  TapBoard    *board;
  TapWorkshop *workshop;
  GString     *log;
} Fixture;

static void
row_changed_cb (TapWorkshopRow *row,
                gpointer        data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "%s ", tap_workshop_row_get_bay (row)->badge);
}

static void
racks_changed_cb (TapWorkshop *workshop,
                  gpointer     data)
{
  Fixture *fixture = data;

  g_string_append (fixture->log, "racks ");
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  GListModel *rows;

  fixture->session = tap_sample_session_new ();
  fixture->board = tap_sample_board_new (fixture->session);
  fixture->workshop = tap_workshop_new (fixture->board);
  fixture->log = g_string_new (NULL);
  rows = tap_workshop_get_rows (fixture->workshop);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);

      g_signal_connect (row, "changed", G_CALLBACK (row_changed_cb), fixture);
    }
  g_signal_connect (fixture->workshop, "racks-changed", G_CALLBACK (racks_changed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->workshop);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->session);
  g_string_free (fixture->log, TRUE);
}

static TapWorkshopRow *
row_at (Fixture *fixture,
        guint    position)
{
  g_autoptr (TapWorkshopRow) row = g_list_model_get_item (tap_workshop_get_rows (fixture->workshop), position - 1);

  return row;
}

static void
assert_log (Fixture    *fixture,
            const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

static void
assert_rack (Fixture    *fixture,
             TapRackKind kind,
             const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  GListModel *rack = tap_workshop_get_rack (fixture->workshop, kind);

  for (guint i = 0; i < g_list_model_get_n_items (rack); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (rack, i);

      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", tap_board_card_get_id (card));
    }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
give_bar (Fixture *fixture,
          TapBar  *bar)
{
  g_autoptr (GPtrArray) bars = g_ptr_array_new ();
  TapCardChanges changes = { .bars = bars };

  g_ptr_array_add (bars, bar);
  _tap_board_take_changes (fixture->board, &changes);
}

static gint64
minute (int hour,
        int min)
{
  return tap_sample_now () - (10 * 60 + 42) * 60 + (hour * 60 + min) * 60;
}

static void
test_rows (Fixture      *fixture,
           gconstpointer data)
{
  GPtrArray *bars = tap_workshop_row_get_bars (row_at (fixture, 1));

  g_assert_cmpuint (g_list_model_get_n_items (tap_workshop_get_rows (fixture->workshop)), ==, 9);
  g_assert_cmpstr (tap_workshop_row_get_bay (row_at (fixture, 1))->badge, ==, "快1");
  g_assert_cmpuint (bars->len, ==, 5);
  for (guint i = 1; i < bars->len; i++)
    g_assert_cmpint (((TapBar *) bars->pdata[i - 1])->planned_start_unix, <, ((TapBar *) bars->pdata[i])->planned_start_unix);
  /* Running before stopped before next. */
  g_assert_cmpstr (tap_workshop_row_get_current (row_at (fixture, 1))->plate, ==, "京N1Q20V");
  g_assert_cmpint (tap_board_card_get_id (tap_workshop_row_get_card (row_at (fixture, 5))), ==, LATE_CAR);
  g_assert_cmpint (tap_workshop_row_get_current (row_at (fixture, 6))->stopped_since_unix, !=, 0);
}

static void
test_racks (Fixture      *fixture,
            gconstpointer data)
{
  assert_rack (fixture, TAP_RACK_DISPATCH, "1013 1014 1015 1016");
  assert_rack (fixture, TAP_RACK_PARTS, "1020");
  assert_rack (fixture, TAP_RACK_CUSTOMER, "1021");
  assert_rack (fixture, TAP_RACK_INSPECTION, "1026 1027");
  assert_rack (fixture, TAP_RACK_WASH, "1028 1029 1030");
}

static void
test_counts (Fixture      *fixture,
             gconstpointer data)
{
  guint in_work, to_dispatch, finished, late, soon;
  gint64 from, to;

  tap_workshop_get_counts (fixture->workshop, &in_work, &to_dispatch, &finished, &late, &soon);
  g_assert_cmpuint (in_work, ==, 9);
  g_assert_cmpuint (to_dispatch, ==, 4);
  g_assert_cmpuint (finished, ==, 11);
  g_assert_cmpuint (late, ==, 1);
  g_assert_cmpuint (soon, ==, 2);
  g_assert_cmpint (tap_board_card_get_id (tap_workshop_get_worst (fixture->workshop)), ==, LATE_CAR);
  g_assert_cmpint (tap_workshop_day_bounds (fixture->workshop, &from, &to), ==, 10);
  g_assert_cmpint (from, ==, minute (8, 0));
  g_assert_cmpint (to, ==, minute (18, 0));
}

static void
test_one_bar_touches_one_row (Fixture      *fixture,
                              gconstpointer data)
{
  TapBar *old = tap_workshop_row_get_current (row_at (fixture, 5));
  g_autoptr (TapBar) same = tap_sample_copy_bar (old);
  g_autoptr (TapBar) finished = tap_sample_copy_bar (old);

  give_bar (fixture, same);
  assert_log (fixture, "");
  finished->running_since_unix = 0;
  finished->finished_unix = tap_sample_now ();
  give_bar (fixture, finished);
  assert_log (fixture, "3 ");
  /* The next planned one has taken its place. */
  g_assert_cmpstr (tap_workshop_row_get_current (row_at (fixture, 5))->plate, ==, "京A0D662");
}

static void
test_moved_plan_touches_two_rows (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (TapBar) moved = tap_sample_copy_bar (tap_workshop_row_get_bars (row_at (fixture, 1))->pdata[4]);

  moved->bay_id = tap_workshop_row_get_bay (row_at (fixture, 2))->id;
  give_bar (fixture, moved);
  assert_log (fixture, "快1 快2 ");
  g_assert_cmpuint (tap_workshop_row_get_bars (row_at (fixture, 1))->len, ==, 4);
  g_assert_cmpuint (tap_workshop_row_get_bars (row_at (fixture, 2))->len, ==, 5);
}

static void
test_card_touches_its_row_and_rack (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (TapCard) card = tap_sample_copy_card (tap_board_card_get_card (tap_board_find (fixture->board, PARTS_CAR)));

  card->parts_hold = FALSE;
  card->needs_ok = TRUE;
  tap_sample_change_card (fixture->board, card, FALSE);
  assert_log (fixture, "4 racks ");
  assert_rack (fixture, TAP_RACK_PARTS, "");
  assert_rack (fixture, TAP_RACK_CUSTOMER, "1021 1020");
}

static void
test_same_picture_is_silent (Fixture      *fixture,
                             gconstpointer data)
{
  _tap_board_take_data (fixture->board, tap_sample_board_data (tap_session_get_station (fixture->session), tap_sample_now ()));
  _tap_board_tick (fixture->board);
  assert_log (fixture, "");
}

static void
test_dispatched_car_leaves_the_rack (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (TapCard) card = tap_sample_copy_card (tap_board_card_get_card (tap_board_find (fixture->board, 1014)));

  card->stage = TAP_STAGE_NEXT;
  card->bay_id = 203;
  tap_sample_change_card (fixture->board, card, TRUE);
  assert_rack (fixture, TAP_RACK_DISPATCH, "1013 1015 1016");
}

static void
test_predictions (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (TapBar) bar = tap_bar_new ();

  bar->planned_start_unix = minute (11, 30);
  bar->planned_min = 60;
  /* Half an hour before lunch, half an hour after. */
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (13, 30));
  /* A plan whose time has come and gone can begin now at best. */
  bar->planned_start_unix = minute (9, 0);
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (11, 42));
  bar->started_unix = bar->running_since_unix = minute (10, 12);
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (11, 12));
  bar->running_since_unix = minute (10, 32);
  bar->worked_min = 15;
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (11, 17));
  /* Longer than planned: now. */
  bar->worked_min = 200;
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, tap_sample_now ());
  /* Stopped: not before somebody looks again. */
  bar->running_since_unix = 0;
  bar->worked_min = 30;
  bar->stopped_since_unix = minute (10, 30);
  bar->stop_check_unix = minute (14, 0);
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (14, 30));
  bar->finished_unix = minute (10, 40);
  g_assert_cmpint (tap_workshop_predict_end (fixture->workshop, bar), ==, minute (10, 40));
}

static void
test_other_days_are_not_on_the_axis (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (TapBar) tomorrow = tap_bar_new ();
  g_autoptr (TapBar) yesterday = tap_bar_new ();

  tomorrow->id = 3101;
  tomorrow->bay_id = 207;
  tomorrow->planned_start_unix = minute (8, 0) + 24 * 3600;
  yesterday->id = 3102;
  yesterday->bay_id = 207;
  yesterday->started_unix = minute (8, 0) - 24 * 3600;
  yesterday->finished_unix = minute (9, 0) - 24 * 3600;
  give_bar (fixture, tomorrow);
  give_bar (fixture, yesterday);
  assert_log (fixture, "");
}

static void
test_bays_come_and_go (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  g_autoptr (TapWorkshopRow) second = g_object_ref (row_at (fixture, 2));

  ((TapBay *) station->bays->pdata[0])->active = FALSE;
  _tap_session_set_station (fixture->session, station);
  g_assert_cmpuint (g_list_model_get_n_items (tap_workshop_get_rows (fixture->workshop)), ==, 8);
  g_assert_true (row_at (fixture, 1) == second);
  g_assert_cmpstr (tap_workshop_row_get_current (second)->plate, ==, "京AD81936");
}

int
main (int    argc,
      char **argv)
{
#define ADD(name, func) g_test_add ("/live/workshop/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("rows-hold-the-bars-of-today", test_rows);
  ADD ("racks-most-urgent-first", test_racks);
  ADD ("counts-and-the-worst", test_counts);
  ADD ("one-bar-touches-one-row", test_one_bar_touches_one_row);
  ADD ("moved-plan-touches-two-rows", test_moved_plan_touches_two_rows);
  ADD ("card-touches-its-row-and-rack", test_card_touches_its_row_and_rack);
  ADD ("same-picture-is-silent", test_same_picture_is_silent);
  ADD ("dispatched-car-leaves-the-rack", test_dispatched_car_leaves_the_rack);
  ADD ("predicts-planned-minutes-left", test_predictions);
  ADD ("other-days-are-not-on-the-axis", test_other_days_are_not_on_the_axis);
  ADD ("bays-come-and-go", test_bays_come_and_go);

  return g_test_run ();
}
