/* test-board-moves.c — moving a card: by drop, by key, by menu; refused, with a reason, failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "board-keys.h"
#include "board-shot.h"
#include "board/tap-board-page-private.h"
#include "tests/tools/tap-sample.h"

typedef struct
{
  TapSession   *session;
  TapBoard     *board;
  TapBoardPage *page;
  GtkWindow    *window;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->session = tap_sample_session_new ();
  f->board = tap_sample_board_new (f->session);
  f->page = TAP_BOARD_PAGE (tap_board_page_new (f->board));
  f->window = board_shot_window_new (GTK_WIDGET (f->page), 1752, 1000);
  board_watch_actions (f->window);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  gtk_window_destroy (f->window);
  board_shot_settle ();
  g_clear_object (&f->board);
  g_clear_object (&f->session);
}

static TapBoardCard *
find_card (Fixture    *f,
           const char *plate)
{
  GListModel *cards = tap_board_get_cards (f->board);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      if (g_str_equal (tap_board_card_get_card (card)->plate, plate))
        return card;
    }
  g_assert_not_reached ();
}

static TapBoardLaneView *
lane_of_stage (Fixture *f,
               TapStage stage)
{
  for (guint i = 0; i < tap_board_lanes_get_n (f->page->lanes); i++)
    {
      TapBoardLaneView *view = tap_board_lanes_get (f->page->lanes, i);

      if (tap_board_lane_get_column (tap_board_lane_view_get_lane (view))->stages
          & TAP_STAGE_BIT (stage))
        return view;
    }
  g_assert_not_reached ();
}

static GtkEventController *
controller_of (GtkWidget *widget,
               GType      type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
drop (TapBoardLaneView *view,
      TapBoardCard     *card)
{
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, TAP_TYPE_BOARD_CARD);
  g_value_set_object (&value, card);
  g_signal_emit_by_name (controller_of (GTK_WIDGET (view), GTK_TYPE_DROP_TARGET), "drop", &value,
                         10.0, 10.0, &taken);
  g_value_unset (&value);
  return taken;
}

static void
test_drag_offers_the_card (Fixture      *f,
                           gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  TapBoardLaneView *view = lane_of_stage (f, TAP_STAGE_ESTIMATE);
  GtkWidget *list = GTK_WIDGET (tap_board_lane_view_get_list (view)), *widget;
  g_autoptr (GdkContentProvider) content = NULL;
  GValue value = G_VALUE_INIT;
  graphene_rect_t bounds;

  widget = tap_card_list_get_card (TAP_CARD_LIST (list), card);
  g_assert_true (gtk_widget_compute_bounds (widget, list, &bounds));
  g_signal_emit_by_name (controller_of (list, GTK_TYPE_DRAG_SOURCE), "prepare",
                         (double) bounds.origin.x + 40, (double) bounds.origin.y + 60, &content);
  g_assert_nonnull (content);
  g_value_init (&value, TAP_TYPE_BOARD_CARD);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_true (g_value_get_object (&value) == card);
  g_value_unset (&value);
}

static void
test_lanes_that_are_not_allowed_fade (Fixture      *f,
                                      gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  TapBoardLaneView *from = lane_of_stage (f, TAP_STAGE_ESTIMATE);

  g_signal_emit_by_name (from, "drag-begun", card);
  g_assert_true (gtk_widget_has_css_class (
    board_find_type (GTK_WIDGET (lane_of_stage (f, TAP_STAGE_WASH)), GTK_TYPE_BOX), "faded"));
  g_assert_false (gtk_widget_has_css_class (
    board_find_type (GTK_WIDGET (lane_of_stage (f, TAP_STAGE_DISPATCH)), GTK_TYPE_BOX), "faded"));
  g_signal_emit_by_name (from, "drag-ended");
  g_assert_false (gtk_widget_has_css_class (
    board_find_type (GTK_WIDGET (lane_of_stage (f, TAP_STAGE_WASH)), GTK_TYPE_BOX), "faded"));
}

static void
test_drop_moves_the_card (Fixture      *f,
                          gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  g_autofree char *action = NULL;

  g_assert_true (drop (lane_of_stage (f, TAP_STAGE_DISPATCH), card));
  /* At once, while it is still being saved. */
  g_assert_true (tap_board_card_get_pending (card));
  g_assert_true (_tap_board_page_view_of (f->page, card) == lane_of_stage (f, TAP_STAGE_DISPATCH));
  board_shot_settle ();
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_DISPATCH);
  action = board_take_action (f->window);
  g_assert_true (g_str_has_prefix (action, "toast-undo "));
  g_assert_nonnull (strstr (action, "京A·F7Q28"));
}

static void
test_refused_drop_moves_nothing (Fixture      *f,
                                 gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  g_autofree char *action = NULL;

  g_assert_false (drop (lane_of_stage (f, TAP_STAGE_WASH), card));
  g_assert_false (drop (lane_of_stage (f, TAP_STAGE_ESTIMATE), card));
  board_shot_settle ();
  g_assert_false (tap_board_card_get_pending (card));
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_ESTIMATE);
  action = board_take_action (f->window);
  g_assert_null (action);
}

static void
test_booking_dropped_on_reception_opens_check_in (Fixture      *f,
                                                  gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京A6K21Q");
  g_autofree char *action = NULL, *expected = g_strdup_printf ("check-in %" G_GINT64_FORMAT,
                                                               tap_board_card_get_id (card));

  g_assert_true (drop (lane_of_stage (f, TAP_STAGE_ARRIVED), card));
  action = board_take_action (f->window);
  g_assert_cmpstr (action, ==, expected);
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_BOOKED);
}

static void
test_ctrl_right_moves_and_focus_follows (Fixture      *f,
                                         gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  TapCardList *list;

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  g_assert_true (board_press (f->window, GDK_KEY_Right, GDK_CONTROL_MASK));
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_DISPATCH);
  list = tap_board_lane_view_get_list (lane_of_stage (f, TAP_STAGE_DISPATCH));
  g_assert_nonnull (tap_card_list_get_card (list, card));
  g_assert_true (gtk_widget_has_focus (tap_card_list_get_card (list, card)));
}

static void
undone_cb (GObject      *board,
           GAsyncResult *result,
           gpointer      data)
{
  g_assert_true (tap_board_undo_finish (TAP_BOARD (board), result, NULL));
}

static void
test_focus_follows_drop_and_undo (Fixture      *f,
                                  gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  g_assert_true (drop (lane_of_stage (f, TAP_STAGE_DISPATCH), card));
  board_shot_settle ();
  g_assert_true (_tap_board_page_card (f->page, 0) == card);
  tap_board_undo_async (f->board, undone_cb, NULL);
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_ESTIMATE);
  g_assert_true (_tap_board_page_card (f->page, 0) == card);
}

static void
test_f9_takes_the_next_stage (Fixture      *f,
                              gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京MC7721");

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  g_assert_true (board_press (f->window, GDK_KEY_F9, 0));
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_CONSULT);
}

static void
test_refused_key_says_why (Fixture      *f,
                           gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京A8B3M6");
  g_autofree char *action = NULL;

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  board_press (f->window, GDK_KEY_Right, GDK_CONTROL_MASK);
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_WORK);
  action = board_take_action (f->window);
  g_assert_true (g_str_has_prefix (action, "toast "));
  g_assert_cmpuint (strlen (action), >, 20);
}

static GtkWidget *
open_dialog (Fixture *f)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
test_moving_back_asks_for_a_reason (Fixture      *f,
                                    gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  GtkWidget *dialog, *entry;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "board.move-to", "(xs)",
                              tap_board_card_get_id (card), "consult");
  board_shot_settle ();
  dialog = open_dialog (f);
  g_assert_nonnull (dialog);
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_ESTIMATE);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "confirm"));
  entry = board_find_type (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)),
                           GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "客户要再看一次");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "confirm"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "confirm");
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_CONSULT);
}

static void
test_cancelled_reason_moves_nothing (Fixture      *f,
                                     gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");

  gtk_widget_activate_action (GTK_WIDGET (f->page), "board.move-to", "(xs)",
                              tap_board_card_get_id (card), "consult");
  board_shot_settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (open_dialog (f)), "cancel");
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_ESTIMATE);
  g_assert_false (tap_board_card_get_pending (card));
}

static void
test_failed_save_puts_the_card_back_and_tells (Fixture      *f,
                                               gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  g_autoptr (GError) error
    = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_STALE, "周敏 moved it a moment ago");
  g_autofree char *action = NULL;

  tap_sample_fail_next (f->session, error);
  g_assert_true (drop (lane_of_stage (f, TAP_STAGE_DISPATCH), card));
  board_shot_settle ();
  g_assert_cmpint (tap_board_card_get_stage (card), ==, TAP_STAGE_ESTIMATE);
  g_assert_true (_tap_board_page_view_of (f->page, card) == lane_of_stage (f, TAP_STAGE_ESTIMATE));
  action = board_take_action (f->window);
  g_assert_nonnull (strstr (action, "周敏 moved it a moment ago"));
}

static GtkWidget *
row_with (GtkWidget  *widget,
          const char *text)
{
  g_autofree char *texts = NULL;

  if (GTK_IS_LIST_BOX_ROW (widget))
    {
      texts = board_texts (widget);
      return g_str_has_prefix (texts, text) ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = row_with (child, text);

      if (row != NULL)
        return row;
    }
  return NULL;
}

static void
test_menu_offers_what_the_rules_allow (Fixture      *f,
                                       gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京AF7Q28");
  GtkWidget *row;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "board.stage-menu", "x",
                              tap_board_card_get_id (card));
  board_shot_settle ();
  g_assert_nonnull (f->page->menu);
  g_assert_null (row_with (f->page->menu, "Estimate"));
  row = row_with (f->page->menu, "Wash");
  g_assert_false (gtk_widget_get_sensitive (row));
  g_assert_nonnull (gtk_widget_get_tooltip_text (row));
  row = row_with (f->page->menu, "To dispatch");
  g_assert_true (gtk_widget_get_sensitive (row));
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  board_shot_wait (400);
  g_assert_null (f->page->menu);
  g_assert_cmpint (tap_board_card_get_card (card)->stage, ==, TAP_STAGE_DISPATCH);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!board_shot_init (FALSE))
    {
      g_test_skip ("no display");
      return 0;
    }
  ADD ("/ui/board-moves/drag-offers-the-card", test_drag_offers_the_card);
  ADD ("/ui/board-moves/lanes-that-are-not-allowed-fade", test_lanes_that_are_not_allowed_fade);
  ADD ("/ui/board-moves/drop-moves-the-card", test_drop_moves_the_card);
  ADD ("/ui/board-moves/refused-drop-moves-nothing", test_refused_drop_moves_nothing);
  ADD ("/ui/board-moves/booking-dropped-on-reception-opens-check-in",
       test_booking_dropped_on_reception_opens_check_in);
  ADD ("/ui/board-moves/ctrl-right-moves-and-focus-follows",
       test_ctrl_right_moves_and_focus_follows);
  ADD ("/ui/board-moves/focus-follows-drop-and-undo", test_focus_follows_drop_and_undo);
  ADD ("/ui/board-moves/f9-takes-the-next-stage", test_f9_takes_the_next_stage);
  ADD ("/ui/board-moves/refused-key-says-why", test_refused_key_says_why);
  ADD ("/ui/board-moves/moving-back-asks-for-a-reason", test_moving_back_asks_for_a_reason);
  ADD ("/ui/board-moves/cancelled-reason-moves-nothing", test_cancelled_reason_moves_nothing);
  ADD ("/ui/board-moves/failed-save-puts-the-card-back-and-tells",
       test_failed_save_puts_the_card_back_and_tells);
  ADD ("/ui/board-moves/menu-offers-what-the-rules-allow", test_menu_offers_what_the_rules_allow);
  return g_test_run ();
}
