/* test-board.c — the board's models: exact reports, filters, time, moves and undo, with data in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

#define PARTS_CAR 1020          /* 京QM409D, in work, parts hold */
#define LATE_CAR 1017           /* 京A8B3M6, in work, 17 minutes late */
#define DISPATCH_CAR 1013       /* 京A0D662, to dispatch, waits 38 minutes */
#define CHECK_CAR 1026          /* 京N5E5R2, inspection, due 11:00 */
#define ESTIMATE_CAR 1010       /* 京AF7Q28, estimate, advisor 李婷 */
#define BOOKING 2001            /* 京A6K21Q */

typedef struct
{
  TapSession *session;
  TapBoard   *board;
  GString    *log;              /* "3:0-1+0 " : lane 3 at 0 removed 1, added 0; "card 1017 time-text " */
} Fixture;

/* ---- what is reported ---- */

static void
lane_changed_cb (GListModel *lane,
                 guint       position,
                 guint       removed,
                 guint       added,
                 gpointer    data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "%d:%u-%u+%u ", tap_board_lane_get_column (TAP_BOARD_LANE (lane))->position,
                          position, removed, added);
}

static void
card_notify_cb (TapBoardCard *card,
                GParamSpec   *pspec,
                gpointer      data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "%" G_GINT64_FORMAT ".%s ", tap_board_card_get_id (card), pspec->name);
}

static void
glow_cb (TapBoardCard *card,
         gpointer      data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "%" G_GINT64_FORMAT ".glow ", tap_board_card_get_id (card));
}

static void
late_cb (TapBoardCard *card,
         gpointer      data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "%" G_GINT64_FORMAT ".late ", tap_board_card_get_id (card));
}

static void
strip_cb (TapBoard *board,
          gpointer  data)
{
  Fixture *fixture = data;

  g_string_append (fixture->log, "strip ");
}

static void
watch (Fixture *fixture)
{
  GListModel *lanes = tap_board_get_lanes (fixture->board);
  GListModel *cards = tap_board_get_cards (fixture->board);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (lanes, i);

      g_signal_connect (lane, "items-changed", G_CALLBACK (lane_changed_cb), fixture);
    }
  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      g_signal_connect (card, "notify", G_CALLBACK (card_notify_cb), fixture);
      g_signal_connect (card, "glow", G_CALLBACK (glow_cb), fixture);
      g_signal_connect (card, "became-late", G_CALLBACK (late_cb), fixture);
    }
  g_signal_connect (fixture->board, "strip-changed", G_CALLBACK (strip_cb), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->session = tap_sample_session_new ();
  fixture->board = tap_sample_board_new (fixture->session);
  fixture->log = g_string_new (NULL);
  watch (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->board, fixture);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->session);
  g_string_free (fixture->log, TRUE);
}

static void
assert_log (Fixture    *fixture,
            const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

static TapBoardLane *
lane_at (Fixture *fixture,
         guint    position)
{
  g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (fixture->board), position - 1);

  return lane;
}

/* The ids in a lane, as they stand there. */
static char *
ids_of (GListModel *list)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (list, i);

      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", tap_board_card_get_id (card));
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_lane (Fixture    *fixture,
             guint       position,
             const char *expected)
{
  g_autofree char *ids = ids_of (G_LIST_MODEL (lane_at (fixture, position)));

  g_assert_cmpstr (ids, ==, expected);
}

static TapCard *
copy_of (Fixture *fixture,
         gint64   id)
{
  return tap_sample_copy_card (tap_board_card_get_card (tap_board_find (fixture->board, id)));
}

/* ---- the picture ---- */

static void
test_lanes (Fixture      *fixture,
            gconstpointer data)
{
  g_assert_cmpuint (g_list_model_get_n_items (tap_board_get_lanes (fixture->board)), ==, 10);
  g_assert_cmpstr (tap_board_lane_get_title (lane_at (fixture, 4)), ==, "To dispatch");
  g_assert_cmpint (tap_board_lane_get_entry (lane_at (fixture, 8)), ==, TAP_STAGE_FINAL);
  g_assert_cmpuint (tap_board_lane_get_n_total (lane_at (fixture, 5)), ==, 9);
  g_assert_cmpuint (tap_board_lane_get_n_late (lane_at (fixture, 5)), ==, 1);
  g_assert_cmpuint (tap_board_lane_get_n_running_bays (lane_at (fixture, 5)), ==, 9);
  assert_lane (fixture, 1, "2003 2001 2002 2004 2005 2006");
  assert_lane (fixture, 5, "1017 1018 1019 1022 1023 1021 1020 1024 1025");
  g_assert_true (tap_board_is_ready (fixture->board));
}

static void
test_strip (Fixture      *fixture,
            gconstpointer data)
{
  const TapBoardStrip *strip = tap_board_get_strip (fixture->board);
  g_assert_cmpuint (strip->n_booked_today, ==, 22);
  g_assert_cmpuint (strip->n_to_come, ==, 6);
  g_assert_cmpuint (strip->n_bookings_late, ==, 1);
  g_assert_cmpuint (strip->n_arrived_today, ==, 16);
  g_assert_cmpint (strip->kept_pct, ==, 94);
  g_assert_cmpuint (strip->n_in_shop, ==, 29);
  g_assert_cmpuint (strip->n_overnight, ==, 3);
  g_assert_cmpuint (strip->n_due_noon, ==, 8);
  g_assert_cmpuint (strip->n_delivered_noon, ==, 4);
  g_assert_cmpuint (strip->n_risk, ==, 7);
  g_assert_cmpuint (strip->n_late, ==, 2);
  g_assert_cmpint (strip->longest_late_min, ==, 17);
  g_assert_cmpuint (strip->n_mine, ==, 11);
  g_assert_cmpuint (strip->n_waiting, ==, 16);
}

static void
test_description (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *late = tap_board_card_describe (tap_board_find (fixture->board, LATE_CAR));
  g_autofree char *booking = tap_board_card_describe (tap_board_find (fixture->board, BOOKING));

  g_assert_cmpstr (late, ==, "京A·8B3M6, 黄志强, In work, 0:17 late, promised for 10:25");
  g_assert_cmpstr (booking, ==, "京A·6K21Q, 王海峰, Booked, in 0:18, booked for 11:00");
}

/* ---- changes ---- */

static void
test_same_picture_is_silent (Fixture      *fixture,
                             gconstpointer data)
{
  TapStationData *station = tap_session_get_station (fixture->session);

  _tap_board_take_data (fixture->board, tap_sample_board_data (station, tap_sample_now ()));
  assert_log (fixture, "");
  _tap_board_tick (fixture->board);
  assert_log (fixture, "");
}

static void
test_one_change_touches_one_card (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (TapCard) other_wish = copy_of (fixture, PARTS_CAR);
  g_autoptr (TapCard) other_state = NULL;

  tap_take (&other_wish->wish, g_strdup ("水泵"));
  tap_sample_change_card (fixture->board, other_wish, TRUE);
  assert_log (fixture, "1020.card ");

  other_state = copy_of (fixture, PARTS_CAR);
  other_state->needs_ok = TRUE;
  other_state->parts_hold = FALSE;
  tap_sample_change_card (fixture->board, other_state, TRUE);
  assert_log (fixture, "1020.card 1020.time-text 1020.time-state ");
}

static void
test_new_promise_moves_one_card (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, PARTS_CAR);

  card->promised_unix = tap_sample_now () + 10 * 60;
  tap_sample_change_card (fixture->board, card, TRUE);
  assert_log (fixture, "1020.card 5:6-1+0 5:1-0+1 strip ");
  assert_lane (fixture, 5, "1017 1020 1018 1019 1022 1023 1021 1024 1025");
}

static void
test_change_within_its_place (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, PARTS_CAR);

  /* Still between its neighbours: the lane has nothing to say. */
  card->promised_unix += 60;
  tap_sample_change_card (fixture->board, card, TRUE);
  assert_log (fixture, "1020.card ");
}

static void
test_stage_change_touches_two_lanes (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, CHECK_CAR);

  card->stage = TAP_STAGE_WASH;
  card->stage_since_unix = tap_sample_now ();
  tap_sample_change_card (fixture->board, card, FALSE);
  assert_log (fixture, "1026.card 6:0-1+0 7:0-0+1 1026.glow ");
  g_assert_true (tap_board_lane_of (fixture->board, tap_board_find (fixture->board, CHECK_CAR)) == lane_at (fixture, 7));
  g_assert_cmpint (tap_board_card_get_changed_us (tap_board_find (fixture->board, CHECK_CAR)), >, 0);
}

static void
test_own_changes_do_not_glow (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, CHECK_CAR);

  card->stage = TAP_STAGE_WASH;
  tap_sample_change_card (fixture->board, card, TRUE);
  assert_log (fixture, "1026.card 6:0-1+0 7:0-0+1 ");
  g_assert_cmpint (tap_board_card_get_changed_us (tap_board_find (fixture->board, CHECK_CAR)), ==, 0);
}

static void
test_equal_card_is_silent (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, CHECK_CAR);

  tap_sample_change_card (fixture->board, card, FALSE);
  assert_log (fixture, "");
}

static void
test_come_and_go (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (TapCard) card = copy_of (fixture, CHECK_CAR);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  TapCardChanges changes = { .gone = gone };
  gint64 id = CHECK_CAR;

  g_array_append_val (gone, id);
  _tap_board_take_changes (fixture->board, &changes);
  assert_log (fixture, "6:0-1+0 strip ");
  g_assert_null (tap_board_find (fixture->board, CHECK_CAR));
  g_assert_cmpuint (tap_board_lane_get_n_total (lane_at (fixture, 6)), ==, 1);

  tap_sample_change_card (fixture->board, card, FALSE);
  assert_log (fixture, "6:0-0+1 strip ");
  assert_lane (fixture, 6, "1026 1027");
  /* Somebody else's car that is nowhere on this board. */
  id = 99;
  g_array_index (gone, gint64, 0) = id;
  _tap_board_take_changes (fixture->board, &changes);
  assert_log (fixture, "");
}

static void
test_new_picture_is_compared (Fixture      *fixture,
                              gconstpointer data)
{
  TapStationData *station = tap_session_get_station (fixture->session);
  TapBoardData *picture = tap_sample_board_data (station, tap_sample_now ());

  /* Without the late car, everything else as it was. */
  for (guint i = 0; i < picture->cards->len; i++)
    if (((TapCard *) picture->cards->pdata[i])->id == LATE_CAR)
      g_ptr_array_remove_index (picture->cards, i);
  _tap_board_take_data (fixture->board, picture);
  assert_log (fixture, "5:0-1+0 strip ");
}

/* ---- time ---- */

static void
test_tick_touches_what_changed (Fixture      *fixture,
                                gconstpointer data)
{
  TapBoardCard *card = tap_board_find (fixture->board, 1018);

  /* Half a minute on no pill says another minute. */
  tap_sample_set_now (fixture->session, tap_sample_now () + 1);
  _tap_board_tick (fixture->board);
  g_assert_cmpstr (tap_board_card_get_time_text (card), ==, "0:17 left");
  g_string_truncate (fixture->log, 0);
  tap_sample_set_now (fixture->session, tap_sample_now () + 30);
  _tap_board_tick (fixture->board);
  assert_log (fixture, "");
}

static void
test_tick_never_moves_cards (Fixture      *fixture,
                             gconstpointer data)
{
  tap_sample_set_now (fixture->session, tap_sample_now () + 60 * 60);
  _tap_board_tick (fixture->board);
  g_assert_null (strchr (fixture->log->str, '+'));
  g_assert_nonnull (strstr (fixture->log->str, "1026.late "));
  g_assert_nonnull (strstr (fixture->log->str, "strip "));
  g_assert_cmpint (tap_board_card_get_time (tap_board_find (fixture->board, CHECK_CAR)).state, ==, TAP_TIME_LATE);
}

static void
test_becomes_late_once (Fixture      *fixture,
                        gconstpointer data)
{
  tap_sample_set_now (fixture->session, tap_sample_now () + 19 * 60);
  _tap_board_tick (fixture->board);
  g_assert_nonnull (strstr (fixture->log->str, "1026.late "));
  /* The one that was late already is no news. */
  g_assert_null (strstr (fixture->log->str, "1017.late "));
  g_string_truncate (fixture->log, 0);
  tap_sample_set_now (fixture->session, tap_sample_now () + 21 * 60);
  _tap_board_tick (fixture->board);
  g_assert_null (strstr (fixture->log->str, ".late "));
}

/* ---- filters ---- */

static void
test_filters_combine (Fixture      *fixture,
                      gconstpointer data)
{
  tap_board_set_filter (fixture->board, TAP_FILTER_WAITING);
  assert_lane (fixture, 5, "1017 1018 1019 1022");
  assert_lane (fixture, 1, "");
  tap_board_set_filter (fixture->board, TAP_FILTER_MINE);
  assert_lane (fixture, 5, "1017 1023 1020");
  tap_board_set_tile (fixture->board, TAP_TILE_LATE);
  assert_lane (fixture, 5, "1017");
  assert_lane (fixture, 4, "");
  tap_board_set_search (fixture->board, "hzq");
  assert_lane (fixture, 5, "1017");
  tap_board_set_search (fixture->board, "nobody");
  assert_lane (fixture, 5, "");
  tap_board_set_filter (fixture->board, TAP_FILTER_ALL);
  tap_board_set_tile (fixture->board, TAP_TILE_NONE);
  tap_board_set_search (fixture->board, "");
  assert_lane (fixture, 5, "1017 1018 1019 1022 1023 1021 1020 1024 1025");
  g_assert_cmpuint (tap_board_lane_get_n_total (lane_at (fixture, 5)), ==, 9);
}

static void
test_filter_reports_exactly (Fixture      *fixture,
                             gconstpointer data)
{
  tap_board_set_search (fixture->board, "京A·8B3");
  /* Lane 5 keeps its first card and loses the eight behind it. */
  g_assert_nonnull (strstr (fixture->log->str, "5:1-8+0 "));
  g_string_truncate (fixture->log, 0);
  /* Another spelling of the same search changes nothing. */
  tap_board_set_search (fixture->board, "京a8b3");
  assert_log (fixture, "");
  tap_board_set_search (fixture->board, "京a8b3");
  assert_log (fixture, "");
}

static void
test_search_by_anything (Fixture      *fixture,
                         gconstpointer data)
{
  static const char *const typed[] = { "8B3M", "8b3m6", "黄志", "hzq", "13800000016", "0016", "R20261120-0016" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_test_message ("%s", typed[i]);
      tap_board_set_search (fixture->board, typed[i]);
      assert_lane (fixture, 5, "1017");
      assert_lane (fixture, 6, "");
    }
}

static void
test_tiles (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    TapBoardTile tile;
    guint        n;
  } tiles[] = {
    { TAP_TILE_BOOKED, 6 + 7 }, { TAP_TILE_IN_SHOP, 29 }, { TAP_TILE_NOON, 8 }, { TAP_TILE_RISK, 7 }, { TAP_TILE_LATE, 2 },
    { TAP_TILE_ARRIVED, 26 },   { TAP_TILE_NONE, 35 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      guint n = 0;

      tap_board_set_tile (fixture->board, tiles[i].tile);
      for (guint lane = 1; lane <= 10; lane++)
        n += g_list_model_get_n_items (G_LIST_MODEL (lane_at (fixture, lane)));
      g_test_message ("tile %d", tiles[i].tile);
      g_assert_cmpuint (n, ==, tiles[i].n);
    }
}

static void
test_tile_follows_the_clock (Fixture      *fixture,
                             gconstpointer data)
{
  tap_board_set_tile (fixture->board, TAP_TILE_LATE);
  assert_lane (fixture, 6, "");
  tap_sample_set_now (fixture->session, tap_sample_now () + 19 * 60);
  _tap_board_tick (fixture->board);
  assert_lane (fixture, 6, "1026");
}

static void
test_signing_in_changes_mine (Fixture      *fixture,
                              gconstpointer data)
{
  tap_board_set_filter (fixture->board, TAP_FILTER_MINE);
  tap_session_sign_in (fixture->session, 102);
  assert_lane (fixture, 5, "1018 1021 1025");
  tap_session_sign_out (fixture->session);
  assert_lane (fixture, 5, "");
  g_assert_cmpuint (tap_board_get_strip (fixture->board)->n_mine, ==, 0);
  /* A technician's own are the ones with his name on. */
  tap_session_sign_in (fixture->session, 108);
  assert_lane (fixture, 5, "1017");
}

/* ---- order ---- */

static void
test_sorting (Fixture      *fixture,
              gconstpointer data)
{
  tap_board_set_sort (fixture->board, TAP_SORT_ADVISOR);
  assert_lane (fixture, 5, "1019 1022 1024 1017 1023 1020 1018 1021 1025");
  tap_board_set_sort (fixture->board, TAP_SORT_STAGE_TIME);
  assert_lane (fixture, 5, "1024 1017 1020 1019 1021 1018 1022 1025 1023");
  tap_board_set_sort (fixture->board, TAP_SORT_PROMISE);
  assert_lane (fixture, 5, "1017 1018 1019 1022 1023 1021 1020 1024 1025");
  g_string_truncate (fixture->log, 0);
  tap_board_set_sort (fixture->board, TAP_SORT_PROMISE);
  assert_log (fixture, "");
}

/* ---- the station's settings ---- */

static void
test_settings_keep_lanes (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  g_autoptr (TapBoardLane) work = g_object_ref (lane_at (fixture, 5));

  /* Settings that do not touch the columns. */
  station->idle_lock_min = 99;
  _tap_session_set_station (fixture->session, station);
  assert_log (fixture, "");
  g_assert_true (lane_at (fixture, 5) == work);
}

static void
test_settings_take_a_column_away (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  g_autoptr (TapBoardLane) check = g_object_ref (lane_at (fixture, 6));
  TapColumn *invoicing = station->columns->pdata[7];

  /* The inspection moves into the column of the work; the lane of the inspection goes. */
  ((TapColumn *) station->columns->pdata[4])->stages |= TAP_STAGE_BIT (TAP_STAGE_CHECK);
  g_ptr_array_remove_index (station->columns, 5);
  tap_take (&invoicing->name, g_strdup ("Bills"));
  _tap_session_set_station (fixture->session, station);

  g_assert_cmpuint (g_list_model_get_n_items (tap_board_get_lanes (fixture->board)), ==, 9);
  assert_lane (fixture, 5, "1017 1018 1026 1019 1022 1027 1023 1021 1020 1024 1025");
  g_assert_cmpuint (tap_board_lane_get_n_total (lane_at (fixture, 5)), ==, 11);
  g_assert_cmpstr (tap_board_lane_get_title (lane_at (fixture, 7)), ==, "Bills");
}

int
main (int    argc,
      char **argv)
{
#define ADD(name, func) g_test_add ("/live/board/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("shows-the-stations-lanes", test_lanes);
  ADD ("strip-counts-the-morning", test_strip);
  ADD ("card-describes-itself", test_description);
  ADD ("same-picture-is-silent", test_same_picture_is_silent);
  ADD ("one-change-touches-one-card", test_one_change_touches_one_card);
  ADD ("new-promise-moves-one-card", test_new_promise_moves_one_card);
  ADD ("no-report-within-its-place", test_change_within_its_place);
  ADD ("stage-change-touches-two-lanes", test_stage_change_touches_two_lanes);
  ADD ("own-changes-do-not-glow", test_own_changes_do_not_glow);
  ADD ("equal-card-is-silent", test_equal_card_is_silent);
  ADD ("cards-come-and-go", test_come_and_go);
  ADD ("new-picture-is-compared", test_new_picture_is_compared);
  ADD ("tick-touches-what-changed", test_tick_touches_what_changed);
  ADD ("tick-never-moves-cards", test_tick_never_moves_cards);
  ADD ("becomes-late-once", test_becomes_late_once);
  ADD ("filters-combine", test_filters_combine);
  ADD ("filter-reports-exactly", test_filter_reports_exactly);
  ADD ("search-by-anything", test_search_by_anything);
  ADD ("tiles-filter", test_tiles);
  ADD ("tile-follows-the-clock", test_tile_follows_the_clock);
  ADD ("signing-in-changes-mine", test_signing_in_changes_mine);
  ADD ("sorting-is-total", test_sorting);
  ADD ("settings-keep-lanes", test_settings_keep_lanes);
  ADD ("settings-take-a-column-away", test_settings_take_a_column_away);

  return g_test_run ();
}
