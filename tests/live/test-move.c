/* test-move.c — moving a card: at once on the board, saved later, put back when refused, taken back by undo.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

#define ESTIMATE_CAR 1010
#define DISPATCH_CAR 1013
#define CHECK_CAR 1026
#define READY_CAR 1033
#define BOOKING 2001

typedef struct
{
  TapSession *session;
  TapBoard   *board;
  gboolean    done;
  GError     *error;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->session = tap_sample_session_new ();
  fixture->board = tap_sample_board_new (fixture->session);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->session);
}

static TapBoardCard *
card_of (Fixture *fixture,
         gint64   id)
{
  return tap_board_find (fixture->board, id);
}

static TapBoardLane *
lane_at (Fixture *fixture,
         guint    position)
{
  g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (fixture->board), position - 1);

  return lane;
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Fixture *fixture = data;

  tap_board_request_move_finish (TAP_BOARD (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Fixture *fixture = data;

  tap_board_undo_finish (TAP_BOARD (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
wait (Fixture *fixture)
{
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
  fixture->done = FALSE;
}

static void
begin_move (Fixture *fixture,
            gint64   id,
            TapStage to)
{
  g_clear_error (&fixture->error);
  tap_board_request_move_async (fixture->board, id, to, NULL, FALSE, moved_cb, fixture);
}

static void
undo (Fixture *fixture)
{
  g_clear_error (&fixture->error);
  tap_board_undo_async (fixture->board, undone_cb, fixture);
  wait (fixture);
}

static void
test_shown_at_once (Fixture      *fixture,
                    gconstpointer data)
{
  TapBoardCard *card = card_of (fixture, ESTIMATE_CAR);

  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  g_assert_true (tap_board_card_get_pending (card));
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_DISPATCH);
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_ESTIMATE);
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));
  g_assert_cmpuint (tap_board_lane_get_n_total (lane_at (fixture, 3)), ==, 2);

  wait (fixture);
  g_assert_no_error (fixture->error);
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_DISPATCH);
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));
  g_assert_cmpint (tap_board_card_get_changed_us (card), ==, 0);
}

static void
count_cb (GListModel *lane,
          guint       position,
          guint       removed,
          guint       added,
          gpointer    data)
{
  *(guint *) data += 1;
}

static void
test_one_report_per_lane (Fixture      *fixture,
                          gconstpointer data)
{
  guint n = 0;

  g_signal_connect (lane_at (fixture, 3), "items-changed", G_CALLBACK (count_cb), &n);
  g_signal_connect (lane_at (fixture, 4), "items-changed", G_CALLBACK (count_cb), &n);
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  /* Out of one, into the other; the store's word and the end of pending move nothing any more. */
  g_assert_cmpuint (n, ==, 2);
}

static void
test_refused_goes_back (Fixture      *fixture,
                        gconstpointer data)
{
  TapBoardCard *card = card_of (fixture, ESTIMATE_CAR);
  g_autoptr (GError) refusal = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");

  tap_sample_fail_next (fixture->session, refusal);
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 3));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
}

static void
test_unknown_stays_pending (Fixture      *fixture,
                            gconstpointer data)
{
  TapBoardCard *card = card_of (fixture, ESTIMATE_CAR);
  g_autoptr (GError) unknown = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "not known yet");
  g_autofree char *operation = NULL;
  GHashTableIter iter;
  gpointer key;

  tap_sample_fail_next (fixture->session, unknown);
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  g_assert_true (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));

  g_hash_table_iter_init (&iter, fixture->board->unsettled);
  g_assert_true (g_hash_table_iter_next (&iter, &key, NULL));
  operation = g_strdup (key);
  g_signal_emit_by_name (fixture->session, "settled", "something else", TRUE);
  g_assert_true (tap_board_card_get_pending (card));
  g_signal_emit_by_name (fixture->session, "settled", operation, FALSE);
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 3));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
}

static void
test_saved_before_the_picture (Fixture      *fixture,
                               gconstpointer data)
{
  TapBoardCard *card = card_of (fixture, ESTIMATE_CAR);
  g_autoptr (GError) unknown = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "not known yet");
  g_autoptr (TapCard) now = tap_sample_copy_card (tap_board_card_get_card (card));
  g_autofree char *operation = NULL;
  GHashTableIter iter;
  gpointer key;

  tap_sample_fail_next (fixture->session, unknown);
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  g_hash_table_iter_init (&iter, fixture->board->unsettled);
  g_assert_true (g_hash_table_iter_next (&iter, &key, NULL));
  operation = g_strdup (key);
  g_signal_emit_by_name (fixture->session, "settled", operation, TRUE);

  /* Known to be saved, but the card itself has not been read yet: it must not jump back for a moment. */
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));
  now->stage = TAP_STAGE_DISPATCH;
  tap_take (&now->moved_operation, g_strdup (operation));
  tap_sample_change_card (fixture->board, now, TRUE);
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, ESTIMATE_CAR);
}

static void
test_one_move_at_a_time (Fixture      *fixture,
                         gconstpointer data)
{
  Fixture second = { 0 };

  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  tap_board_request_move_async (fixture->board, ESTIMATE_CAR, TAP_STAGE_NEXT, NULL, FALSE, moved_cb, &second);
  wait (&second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&second.error);
  wait (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_other_change_while_pending (Fixture      *fixture,
                                 gconstpointer data)
{
  TapBoardCard *card = card_of (fixture, ESTIMATE_CAR);
  g_autoptr (TapCard) other = tap_sample_copy_card (tap_board_card_get_card (card));

  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  /* Another PC writes the odometer meanwhile: the card stays where it was dropped. */
  other->odometer_km = 50000;
  tap_sample_change_card (fixture->board, other, FALSE);
  g_assert_true (tap_board_card_get_pending (card));
  g_assert_true (tap_board_lane_of (fixture->board, card) == lane_at (fixture, 4));
  wait (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_pending_is_not_filtered (Fixture      *fixture,
                              gconstpointer data)
{
  tap_board_set_search (fixture->board, "nobody");
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lane_at (fixture, 4))), ==, 1);
  wait (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lane_at (fixture, 4))), ==, 0);
}

static void
test_undone_card_is_filtered_again (Fixture      *fixture,
                                    gconstpointer data)
{
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  tap_board_set_search (fixture->board, "nobody");
  undo (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lane_at (fixture, 3))), ==, 0);
}

static void
test_undo (Fixture      *fixture,
           gconstpointer data)
{
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  begin_move (fixture, READY_CAR, TAP_STAGE_SETTLE);
  wait (fixture);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, READY_CAR);

  undo (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (tap_board_lane_of (fixture->board, card_of (fixture, READY_CAR)) == lane_at (fixture, 10));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, ESTIMATE_CAR);
  undo (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (tap_board_lane_of (fixture->board, card_of (fixture, ESTIMATE_CAR)) == lane_at (fixture, 3));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
  undo (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_undo_is_mine_and_last (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (TapCard) moved = NULL;

  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  tap_session_sign_in (fixture->session, 102);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
  tap_session_sign_in (fixture->session, 101);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, ESTIMATE_CAR);

  /* Another PC moved it on: what was done is done. */
  moved = tap_sample_copy_card (tap_board_card_get_card (card_of (fixture, ESTIMATE_CAR)));
  moved->stage = TAP_STAGE_NEXT;
  tap_take (&moved->moved_operation, g_strdup ("theirs"));
  tap_sample_change_card (fixture->board, moved, FALSE);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
}

static void
test_undo_after_leaving_the_board (Fixture      *fixture,
                                   gconstpointer data)
{
  begin_move (fixture, READY_CAR, TAP_STAGE_DELIVERED);
  wait (fixture);
  g_assert_null (card_of (fixture, READY_CAR));
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, READY_CAR);
}

static void
test_failed_undo_can_be_tried_again (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (GError) away = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "away");
  g_autoptr (GError) refused = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");

  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  tap_sample_fail_next (fixture->session, away);
  undo (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, ESTIMATE_CAR);
  g_assert_false (tap_board_card_get_pending (card_of (fixture, ESTIMATE_CAR)));
  tap_sample_fail_next (fixture->session, refused);
  undo (fixture);
  g_assert_cmpint (tap_board_can_undo (fixture->board), ==, 0);
}

static void
test_nobody_moves_nothing (Fixture      *fixture,
                           gconstpointer data)
{
  tap_session_sign_out (fixture->session);
  begin_move (fixture, ESTIMATE_CAR, TAP_STAGE_DISPATCH);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  begin_move (fixture, 99, TAP_STAGE_DISPATCH);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
check_drop (Fixture    *fixture,
            gint64      id,
            guint       lane,
            TapGate     gate,
            const char *part)
{
  g_autofree char *sentence = NULL;
  TapVerdict verdict = tap_board_judge (fixture->board, card_of (fixture, id), lane_at (fixture, lane), &sentence);

  g_assert_cmpint (verdict.gate, ==, gate);
  g_assert_cmpint (verdict.allowed, ==, gate == TAP_GATE_NONE);
  if (part == NULL)
    g_assert_null (sentence);
  else
    g_assert_nonnull (strstr (sentence, part));
}

static void
test_judge (Fixture      *fixture,
            gconstpointer data)
{
  check_drop (fixture, ESTIMATE_CAR, 4, TAP_GATE_NONE, NULL);
  check_drop (fixture, ESTIMATE_CAR, 3, TAP_GATE_SAME_STAGE, "already");
  check_drop (fixture, ESTIMATE_CAR, 2, TAP_GATE_REASON, "goes back");
  check_drop (fixture, ESTIMATE_CAR, 5, TAP_GATE_ORDER, "To dispatch");
  check_drop (fixture, DISPATCH_CAR, 5, TAP_GATE_ROLE, "dispatch");
  check_drop (fixture, BOOKING, 2, TAP_GATE_NOT_A_VISIT, "check it in");
  check_drop (fixture, ESTIMATE_CAR, 1, TAP_GATE_NOT_A_VISIT, "booking");
  /* At the second stage of its column, dropped on its own column: no move back. */
  check_drop (fixture, 1007, 2, TAP_GATE_SAME_STAGE, "already");
  tap_session_sign_out (fixture->session);
  check_drop (fixture, ESTIMATE_CAR, 4, TAP_GATE_ROLE, "sign in");
}

int
main (int    argc,
      char **argv)
{
#define ADD(name, func) g_test_add ("/live/move/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("shown-at-once-saved-later", test_shown_at_once);
  ADD ("one-report-per-lane", test_one_report_per_lane);
  ADD ("refused-goes-back", test_refused_goes_back);
  ADD ("unknown-stays-pending-until-settled", test_unknown_stays_pending);
  ADD ("saved-before-its-picture-does-not-jump", test_saved_before_the_picture);
  ADD ("one-move-of-a-card-at-a-time", test_one_move_at_a_time);
  ADD ("others-changes-leave-the-wish", test_other_change_while_pending);
  ADD ("pending-card-is-not-filtered-away", test_pending_is_not_filtered);
  ADD ("undone-card-is-filtered-again", test_undone_card_is_filtered_again);
  ADD ("undo-takes-back-last-first", test_undo);
  ADD ("undo-is-mine-and-the-last-move", test_undo_is_mine_and_last);
  ADD ("undo-of-a-delivery-is-offered", test_undo_after_leaving_the_board);
  ADD ("undo-can-be-tried-again-while-the-share-is-away", test_failed_undo_can_be_tried_again);
  ADD ("nobody-moves-nothing", test_nobody_moves_nothing);
  ADD ("drops-are-judged-with-a-sentence", test_judge);

  return g_test_run ();
}
