/* test-two-pcs.c — two programs on one station folder: what one does, the other's board shows, card by card.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  TapStore   *store;
  TapSession *session;
  TapBoard   *board;
} Pc;

typedef struct
{
  char *dir;
  char *folder;
  char *mount;                  /* by which the first PC reaches it */
  Pc    one, two;
} Fixture;

/* ---- waiting ---- */

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("waited in vain for %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

/* Iterates until @done says so; a test that hangs says what for. */
#define WAIT_UNTIL(what, done)                                        \
  G_STMT_START                                                        \
    {                                                                 \
      guint give_up = g_timeout_add_seconds (20, give_up_cb, (what)); \
      while (!(done))                                                 \
        g_main_context_iteration (NULL, TRUE);                        \
      g_source_remove (give_up);                                      \
    }                                                                 \
  G_STMT_END

/* ---- two PCs ---- */

static void
open_store (Fixture    *fixture,
            Pc         *pc,
            const char *folder,
            const char *name)
{
  g_autofree char *replica = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapLedgerLimits limits;
  TapStoreOptions options = { .folder = folder, .replica_dir = replica, .pc = name, .program = "tappet", .limits = &limits };

  tap_ledger_limits_default (&limits);
  limits.look_ms = 50;
  pc->store = tap_store_new (&options);
  tap_store_open_async (pc->store, NULL, keep_result_cb, &result);
  wait_for (&result);
  tap_store_open_finish (pc->store, result, &error);
  g_assert_no_error (error);
}

static void
make_demo (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapDemoInput demo = { .seed = 1, .n_history = 20, .n_open = 29, .now_unix = tap_sample_now (), .language = "zh_CN" };

  tap_store_make_demo_async (fixture->one.store, &demo, NULL, NULL, keep_result_cb, &result);
  wait_for (&result);
  tap_store_make_demo_finish (fixture->one.store, result, &error);
  g_assert_no_error (error);
}

static void
open_board (Pc *pc)
{
  pc->session = tap_session_new (pc->store);
  pc->board = tap_board_new (pc->session);
  WAIT_UNTIL ((gpointer) "the first picture", tap_board_is_ready (pc->board));
}

static void
close_pc (Pc *pc)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_close_async (pc->store, keep_result_cb, &result);
  wait_for (&result);
  tap_store_close_finish (pc->store, result, NULL);
  g_assert_finalize_object (pc->board);
  g_assert_finalize_object (pc->session);
  g_clear_object (&pc->store);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("tap-two-pcs-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->dir, "station", NULL);
  tap_station_create (fixture->folder, "亦庄服务站", &error);
  g_assert_no_error (error);
  fixture->mount = g_build_filename (fixture->dir, "mount", NULL);
  g_assert_cmpint (symlink (fixture->folder, fixture->mount), ==, 0);
  open_store (fixture, &fixture->one, fixture->mount, "one");
  make_demo (fixture);
  open_store (fixture, &fixture->two, fixture->folder, "two");
  open_board (&fixture->one);
  open_board (&fixture->two);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->dir);

  close_pc (&fixture->one);
  close_pc (&fixture->two);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
  g_free (fixture->mount);
  g_free (fixture->dir);
}

/* ---- the tests ---- */

static guint
n_in_lanes (TapBoard *board)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_lanes (board)); i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (board), i);

      n += g_list_model_get_n_items (G_LIST_MODEL (lane));
    }

  return n;
}

static void
test_same_picture (Fixture      *fixture,
                   gconstpointer data)
{
  const TapBoardStrip *one = tap_board_get_strip (fixture->one.board);
  const TapBoardStrip *two = tap_board_get_strip (fixture->two.board);

  g_assert_cmpuint (one->n_in_shop, ==, 29);
  g_assert_cmpuint (n_in_lanes (fixture->one.board), >=, 29);
  g_assert_cmpuint (n_in_lanes (fixture->one.board), ==, n_in_lanes (fixture->two.board));
  g_assert_cmpuint (one->n_booked_today, ==, two->n_booked_today);
  g_assert_cmpuint (one->n_late, ==, two->n_late);
  g_assert_cmpuint (one->n_risk, ==, two->n_risk);
}

static TapBoardCard *
find_at (TapBoard *board,
         TapStage  stage)
{
  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_cards (board)); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (tap_board_get_cards (board), i);

      if (tap_board_card_get_card (card)->stage == stage)
        return card;
    }

  return NULL;
}

static void
sign_in (Pc      *pc,
         TapRight right)
{
  GPtrArray *staff = tap_session_get_station (pc->session)->staff;

  for (guint i = 0; i < staff->len; i++)
    {
      TapStaff *person = staff->pdata[i];

      if (person->active && tap_roles_have_right (person->roles, right))
        {
          tap_session_sign_in (pc->session, person->id);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
changed_cb (GListModel *lane,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    data)
{
  *(guint *) data += removed + added;
}

static void
count_cb (gpointer source,
          gpointer data)
{
  *(guint *) data += 1;
}

static void
count_notify_cb (gpointer    source,
                 GParamSpec *property,
                 gpointer    data)
{
  *(guint *) data += 1;
}

static void
test_move_and_undo (Fixture      *fixture,
                    gconstpointer data)
{
  TapBoardCard *mine = find_at (fixture->one.board, TAP_STAGE_ESTIMATE);
  gint64 id = tap_board_card_get_id (mine);
  TapBoardCard *theirs = tap_board_find (fixture->two.board, id);
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  guint n_glows = 0, n_own_glows = 0, n_items = 0;

  sign_in (&fixture->one, TAP_RIGHT_RECEPTION);
  g_signal_connect (theirs, "glow", G_CALLBACK (count_cb), &n_glows);
  g_signal_connect (mine, "glow", G_CALLBACK (count_cb), &n_own_glows);
  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_lanes (fixture->two.board)); i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (fixture->two.board), i);

      g_signal_connect (lane, "items-changed", G_CALLBACK (changed_cb), &n_items);
    }

  tap_board_request_move_async (fixture->one.board, id, TAP_STAGE_DISPATCH, NULL, FALSE, keep_result_cb, &moved);
  g_assert_true (tap_board_card_get_pending (mine));
  wait_for (&moved);
  tap_board_request_move_finish (fixture->one.board, moved, &error);
  g_assert_no_error (error);
  g_assert_false (tap_board_card_get_pending (mine));
  /* The store told the board before it answered. */
  g_assert_cmpint (tap_board_card_get_card (mine)->stage, ==, TAP_STAGE_DISPATCH);
  g_assert_cmpint (tap_board_can_undo (fixture->one.board), ==, id);

  WAIT_UNTIL ((gpointer) "the move on the other PC", tap_board_card_get_stage (theirs) == TAP_STAGE_DISPATCH);
  g_assert_cmpuint (n_glows, ==, 1);
  g_assert_cmpuint (n_own_glows, ==, 0);
  /* One card out of one lane and into the other: nothing else moved. */
  g_assert_cmpuint (n_items, ==, 2);

  tap_board_undo_async (fixture->one.board, keep_result_cb, &undone);
  wait_for (&undone);
  tap_board_undo_finish (fixture->one.board, undone, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tap_board_card_get_stage (mine), ==, TAP_STAGE_ESTIMATE);
  WAIT_UNTIL ((gpointer) "the undo on the other PC", tap_board_card_get_stage (theirs) == TAP_STAGE_ESTIMATE);
  g_assert_cmpuint (n_items, ==, 4);
}

static void
test_refused_by_the_fresh_state (Fixture      *fixture,
                                 gconstpointer data)
{
  TapBoardCard *card = find_at (fixture->one.board, TAP_STAGE_SETTLE);
  TapBoardLane *lane = tap_board_lane_of (fixture->one.board, card);
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GError) error = NULL;
  TapVerdict verdict;

  /* An advisor takes no payment; the board need not have asked first. */
  sign_in (&fixture->one, TAP_RIGHT_RECEPTION);
  tap_board_request_move_async (fixture->one.board, tap_board_card_get_id (card), TAP_STAGE_DELIVERED, NULL, FALSE, keep_result_cb, &moved);
  wait_for (&moved);
  tap_board_request_move_finish (fixture->one.board, moved, &error);
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_GATE);
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->one.board, card) == lane);
}

static void
test_booking_appears (Fixture      *fixture,
                      gconstpointer data)
{
  guint n_before = n_in_lanes (fixture->two.board);
  guint n_booked = tap_board_get_strip (fixture->two.board)->n_booked_today;
  TapBookingInput booking = {
    .plate = "京A77777", .model = "远川 S5", .customer = "测试", .phone = "13800007777", .wish = "保养",
    .slot_unix = tap_session_now_unix (fixture->one.session) + 3600,
  };
  g_autoptr (GAsyncResult) booked = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  sign_in (&fixture->one, TAP_RIGHT_RECEPTION);
  tap_store_book_async (fixture->one.store, tap_session_get_staff_id (fixture->one.session), &booking, NULL, keep_result_cb, &booked);
  wait_for (&booked);
  tap_store_book_finish (fixture->one.store, booked, &id, &error);
  g_assert_no_error (error);

  WAIT_UNTIL ((gpointer) "the booking on the other PC", tap_board_find (fixture->two.board, id) != NULL);
  g_assert_cmpuint (n_in_lanes (fixture->two.board), ==, n_before + 1);
  /* The day's numbers follow the cards. */
  WAIT_UNTIL ((gpointer) "the strip on the other PC", tap_board_get_strip (fixture->two.board)->n_booked_today == n_booked + 1);
}

/* ---- while the share is away ---- */

static void
cut_off (Fixture *fixture)
{
  g_assert_cmpint (g_unlink (fixture->mount), ==, 0);
  WAIT_UNTIL ((gpointer) "being cut off", tap_worker_get_state (tap_store_get_worker (fixture->one.store)) == TAP_LEDGER_CUT_OFF);
}

static void
come_back (Fixture *fixture)
{
  g_assert_cmpint (symlink (fixture->folder, fixture->mount), ==, 0);
  WAIT_UNTIL ((gpointer) "the end of what waits, or a refusal",
              tap_session_get_pending_count (fixture->one.session) == tap_session_get_refused_count (fixture->one.session));
}

static void
move (Pc      *pc,
      gint64   id,
      TapStage to)
{
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GError) error = NULL;

  tap_board_request_move_async (pc->board, id, to, NULL, FALSE, keep_result_cb, &moved);
  wait_for (&moved);
  tap_board_request_move_finish (pc->board, moved, &error);
  g_assert_no_error (error);
}

/* A move that waits is no error: the card stands in its new lane, can be moved on and taken back, and is like any other when it is saved. */
static void
test_a_queued_move_stays (Fixture      *fixture,
                          gconstpointer data)
{
  TapBoardCard *mine = find_at (fixture->one.board, TAP_STAGE_ESTIMATE);
  gint64 id = tap_board_card_get_id (mine);
  TapBoardCard *theirs = tap_board_find (fixture->two.board, id);
  TapBoardLane *lane = tap_board_lane_of (fixture->one.board, mine);
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  guint n_queued = 0, n_counts = 0;

  sign_in (&fixture->one, TAP_RIGHT_RECEPTION);
  g_signal_connect (mine, "notify::queued", G_CALLBACK (count_notify_cb), &n_queued);
  g_signal_connect (fixture->one.session, "notify::pending-count", G_CALLBACK (count_notify_cb), &n_counts);
  cut_off (fixture);
  move (&fixture->one, id, TAP_STAGE_DISPATCH);
  g_assert_false (tap_board_card_get_pending (mine));
  g_assert_true (tap_board_card_get_queued (mine));
  g_assert_cmpint (tap_board_card_get_stage (mine), ==, TAP_STAGE_DISPATCH);
  g_assert_true (tap_board_lane_of (fixture->one.board, mine) != lane);
  g_assert_cmpuint (tap_session_get_pending_count (fixture->one.session), ==, 1);
  g_assert_cmpuint (n_counts, ==, 1);
  g_assert_cmpint (tap_board_can_undo (fixture->one.board), ==, id);
  tap_board_undo_async (fixture->one.board, keep_result_cb, &undone);
  wait_for (&undone);
  tap_board_undo_finish (fixture->one.board, undone, &error);
  g_assert_no_error (error);
  g_assert_true (tap_board_lane_of (fixture->one.board, mine) == lane);
  move (&fixture->one, id, TAP_STAGE_DISPATCH);
  g_assert_cmpuint (tap_session_get_pending_count (fixture->one.session), ==, 3);
  g_assert_cmpint (tap_board_card_get_stage (theirs), ==, TAP_STAGE_ESTIMATE);

  come_back (fixture);
  WAIT_UNTIL ((gpointer) "the move on the other PC", tap_board_card_get_stage (theirs) == TAP_STAGE_DISPATCH);
  WAIT_UNTIL ((gpointer) "the card that is saved", !tap_board_card_get_queued (mine));
  g_assert_cmpint (tap_board_card_get_stage (mine), ==, TAP_STAGE_DISPATCH);
  g_assert_cmpuint (tap_session_get_pending_count (fixture->one.session), ==, 0);
  g_assert_cmpuint (n_queued, ==, 2);
}

static void
test_a_refused_move_goes_back (Fixture      *fixture,
                               gconstpointer data)
{
  TapBoardCard *mine = find_at (fixture->one.board, TAP_STAGE_ESTIMATE);
  gint64 id = tap_board_card_get_id (mine);
  TapBoardCard *theirs = tap_board_find (fixture->two.board, id);

  sign_in (&fixture->one, TAP_RIGHT_RECEPTION);
  sign_in (&fixture->two, TAP_RIGHT_RECEPTION);
  cut_off (fixture);
  move (&fixture->one, id, TAP_STAGE_DISPATCH);
  move (&fixture->two, id, TAP_STAGE_DISPATCH);
  g_assert_cmpint (tap_board_card_get_stage (theirs), ==, TAP_STAGE_DISPATCH);
  come_back (fixture);
  WAIT_UNTIL ((gpointer) "the refusal", tap_session_get_refused_count (fixture->one.session) == 1);
  g_assert_false (tap_board_card_get_queued (mine));
  WAIT_UNTIL ((gpointer) "where the share has it", tap_board_card_get_stage (mine) == TAP_STAGE_DISPATCH);

  /* What is new about that car waits behind it, and the card does not pretend. */
  move (&fixture->one, id, TAP_STAGE_ESTIMATE);
  g_assert_cmpint (tap_board_card_get_stage (mine), ==, TAP_STAGE_DISPATCH);
  g_assert_false (tap_board_card_get_pending (mine));
  g_assert_cmpuint (tap_session_get_pending_count (fixture->one.session), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, tap_sample_now ());

#define ADD(name, func) g_test_add ("/live/two-pcs/" name, Fixture, NULL, set_up, func, tear_down)
  g_setenv ("TAPPET_NOW", now, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("show-the-same-picture", test_same_picture);
  ADD ("a-move-and-its-undo-arrive", test_move_and_undo);
  ADD ("a-refused-move-goes-back", test_refused_by_the_fresh_state);
  ADD ("a-booking-arrives-with-its-numbers", test_booking_appears);
  ADD ("a-queued-move-stays-where-it-was-put", test_a_queued_move_stays);
  ADD ("a-queued-move-that-is-refused-goes-back", test_a_refused_move_goes_back);

  return g_test_run ();
}
