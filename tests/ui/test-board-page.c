/* test-board-page.c — the front-desk board shows what the data say, and touches only what changed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "board-keys.h"
#include "board-shot.h"
#include "board/tap-board-page-private.h"
#include "board/tap-card-badges.h"
#include "board/tap-quick-look.h"
#include "board/tap-strip-tile.h"
#include "board/tap-visit-card.h"
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
        gconstpointer n_cards)
{
  f->session = tap_sample_session_new ();
  if (n_cards == NULL)
    f->board = tap_sample_board_new (f->session);
  else
    {
      f->board = tap_board_new (f->session);
      _tap_board_take_data (f->board,
                            tap_sample_many (tap_session_get_station (f->session),
                                             tap_sample_now (), GPOINTER_TO_UINT (n_cards)));
    }
  f->page = TAP_BOARD_PAGE (tap_board_page_new (f->board));
  f->window = board_shot_window_new (GTK_WIDGET (f->page), 1752, 1000);
  board_watch_actions (f->window);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  gpointer page = f->page;

  g_object_add_weak_pointer (G_OBJECT (page), &page);
  gtk_window_destroy (f->window);
  board_shot_settle ();
  g_assert_null (page);
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

static GtkWidget *
widget_of (Fixture      *f,
           TapBoardCard *card)
{
  TapBoardLaneView *view = _tap_board_page_view_of (f->page, card);

  return view != NULL ? tap_card_list_get_card (tap_board_lane_view_get_list (view), card) : NULL;
}

static const char *
state_of (Fixture *f)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (f->page->stack));
}

static void
test_card_shows_what_the_data_say (Fixture      *f,
                                   gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京A8B3M6");
  g_autofree char *texts = board_texts (widget_of (f, card)),
                  *describe = tap_board_card_describe (card);

  static const char *const expected[] = { "京A·8B3M6", "李",   "远川 X7 Plus · 星辉银",
                                          "黄志强",    "李婷", "换转向拉杆球头",
                                          "10:25",     "80%",  "Rework",
                                          "Extended",  "Here" };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *cell = g_strconcat (expected[i], "|", NULL);

      g_assert_nonnull (strstr (texts, cell));
    }
  g_assert_nonnull (strstr (texts, tap_board_card_get_time_text (card)));
  g_assert_true (gtk_widget_has_css_class (widget_of (f, card), "late"));
  gtk_test_accessible_assert_role (widget_of (f, card), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (widget_of (f, card), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       describe);
}

static void
test_booked_card_has_no_visit_badges (Fixture      *f,
                                      gconstpointer data)
{
  g_autofree char *texts = board_texts (widget_of (f, find_card (f, "京AD30518")));

  g_assert_nonnull (strstr (texts, "Quick|"));
  g_assert_null (strstr (texts, "Booked|"));
  g_assert_null (strstr (texts, "Away|"));
  g_assert_null (strstr (texts, "%"));
  g_assert_nonnull (strstr (texts, "11:00|"));
}

static void
test_badges_by_importance_three_at_most (void)
{
  TapCard card = { .stage = TAP_STAGE_WORK,
                   .rework = TRUE,
                   .warranty = TRUE,
                   .vip = TRUE,
                   .fleet = TRUE,
                   .quick = TRUE,
                   .booked = TRUE,
                   .extended = TRUE,
                   .waits_here = TRUE };
  TapBadge badges[TAP_MAX_BADGES];
  guint n_more;

  g_assert_cmpuint (tap_card_badges (&card, badges, &n_more), ==, 3);
  g_assert_cmpstr (badges[0].look, ==, "rework");
  g_assert_cmpstr (badges[1].look, ==, "warranty");
  g_assert_cmpstr (badges[2].look, ==, "vip");
  g_assert_cmpuint (n_more, ==, 4);
}

static void
test_change_touches_one_card (Fixture      *f,
                              gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京N1Q20V"), *other = find_card (f, "京LH6L90");
  GtkWidget *widget = widget_of (f, card), *other_widget = widget_of (f, other);
  TapCard *changed = tap_sample_copy_card (tap_board_card_get_card (card));
  g_autofree char *texts = NULL;

  g_free (changed->wish);
  changed->wish = g_strdup ("换火花塞");
  tap_sample_change_card (f->board, changed, FALSE);
  board_shot_settle ();
  texts = board_texts (widget);
  g_assert_true (widget_of (f, card) == widget);
  g_assert_true (widget_of (f, other) == other_widget);
  g_assert_nonnull (strstr (texts, "换火花塞|"));
  /* Another PC did it: it glows, once. */
  g_assert_true (gtk_widget_has_css_class (widget, "glow"));
  g_assert_false (gtk_widget_has_css_class (other_widget, "glow"));
  board_shot_wait (1400);
  g_assert_false (gtk_widget_has_css_class (widget, "glow"));
}

static void
test_time_passes_without_rebuilding (Fixture      *f,
                                     gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京N5E5R2"), *calm = find_card (f, "京A3S8N7");
  GtkWidget *widget = widget_of (f, card), *calm_widget = widget_of (f, calm);
  g_autofree char *before = board_texts (widget), *calm_before = board_texts (calm_widget),
                  *after = NULL, *calm_after = NULL;
  guint built = tap_card_list_get_n_built (
    tap_board_lane_view_get_list (_tap_board_page_view_of (f->page, calm)));

  tap_sample_set_now (f->session, tap_sample_now () + 30 * 60);
  _tap_board_tick (f->board);
  board_shot_settle ();
  after = board_texts (widget_of (f, card));
  calm_after = board_texts (widget_of (f, calm));
  g_assert_true (widget_of (f, card) == widget);
  g_assert_true (widget_of (f, calm) == calm_widget);
  g_assert_cmpuint (tap_card_list_get_n_built (
                      tap_board_lane_view_get_list (_tap_board_page_view_of (f->page, calm))),
                    ==, built);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpstr (calm_before, ==, calm_after);
  g_assert_true (gtk_widget_has_css_class (widget, "late"));
}

static void
test_late_car_is_told_to_its_advisor_once (Fixture      *f,
                                           gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;

  /* 京N5E5R2 (李婷) is promised for 11:00; others of that time belong to other advisors. */
  tap_sample_set_now (f->session, tap_sample_now () + 19 * 60);
  _tap_board_tick (f->board);
  board_shot_settle ();
  first = board_take_action (f->window);
  g_assert_nonnull (first);
  g_assert_nonnull (strstr (first, "京N·5E5R2"));
  _tap_board_tick (f->board);
  board_shot_settle ();
  second = board_take_action (f->window);
  g_assert_null (second);
}

static void
test_500_cards_build_few_widgets (Fixture      *f,
                                  gconstpointer data)
{
  guint built = 0, n = 0;

  for (guint i = 0; i < tap_board_lanes_get_n (f->page->lanes); i++)
    {
      TapCardList *list = tap_board_lane_view_get_list (tap_board_lanes_get (f->page->lanes, i));

      built += tap_card_list_get_n_built (list);
      n += g_list_model_get_n_items (tap_card_list_get_model (list));
    }
  g_assert_cmpuint (n, ==, 500);
  g_assert_cmpuint (built, <, 120);
}

static void
test_strip_counts_and_filters (Fixture      *f,
                               gconstpointer data)
{
  const TapBoardStrip *strip = tap_board_get_strip (f->board);
  GtkWidget *late = tap_strip_bar_get_tile (f->page->strip, TAP_TILE_LATE);
  GtkWidget *risk = tap_strip_bar_get_tile (f->page->strip, TAP_TILE_RISK);
  TapBoardCard *calm = find_card (f, "京PR20K6");

  g_assert_cmpuint (tap_strip_tile_get_number (TAP_STRIP_TILE (late)), ==, strip->n_late);
  g_assert_cmpuint (strip->n_late, >, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (late), TRUE);
  board_shot_settle ();
  g_assert_cmpint (tap_board_get_tile (f->board), ==, TAP_TILE_LATE);
  g_assert_null (widget_of (f, calm));
  g_assert_nonnull (widget_of (f, find_card (f, "京A8B3M6")));
  /* Another tile takes its place; pressed again, all are back. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (risk), TRUE);
  g_assert_cmpint (tap_board_get_tile (f->board), ==, TAP_TILE_RISK);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (late)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (risk), FALSE);
  board_shot_settle ();
  g_assert_cmpint (tap_board_get_tile (f->board), ==, TAP_TILE_NONE);
  g_assert_nonnull (widget_of (f, calm));
}

static void
test_search_without_result_offers_history (Fixture      *f,
                                           gconstpointer data)
{
  g_autofree char *action = NULL;
  GtkWidget *button;

  tap_board_set_search (f->board, "7Q29");
  board_shot_settle ();
  g_assert_cmpstr (state_of (f), ==, "no-result");
  g_assert_nonnull (
    strstr (adw_status_page_get_title (ADW_STATUS_PAGE (f->page->no_result)), "7Q29"));
  button = board_find_type (f->page->no_result, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  action = board_take_action (f->window);
  g_assert_cmpstr (action, ==, "search-all '7Q29'");
  tap_board_set_search (f->board, "8B3M");
  board_shot_settle ();
  g_assert_cmpstr (state_of (f), ==, "board");
  g_assert_nonnull (widget_of (f, find_card (f, "京A8B3M6")));
  tap_board_set_search (f->board, "");
  board_shot_settle ();
  g_assert_nonnull (widget_of (f, find_card (f, "京PR20K6")));
}

static void
test_loading_shows_nothing_then_a_skeleton (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  g_autoptr (TapBoard) board = tap_board_new (session);
  GtkWidget *page;
  GtkWindow *window;
  GtkStack *stack;

  if (tap_board_is_ready (board))
    {
      g_test_skip ("the sample session loads at once");
      return;
    }
  page = tap_board_page_new (board);
  window = board_shot_window_new (page, 1200, 700);
  stack = GTK_STACK (TAP_BOARD_PAGE (page)->stack);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "blank");
  board_shot_wait (500);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "loading");
  _tap_board_take_data (board,
                        tap_sample_many (tap_session_get_station (session), tap_sample_now (), 0));
  board_shot_settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  gtk_window_destroy (window);
  board_shot_settle ();
}

static void
test_arrows_walk_the_lanes (Fixture      *f,
                            gconstpointer data)
{
  TapBoardCard *first;

  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (f->page)));
  first = _tap_board_page_card (f->page, 0);
  g_assert_cmpint (tap_board_card_get_stage (first), ==, TAP_STAGE_BOOKED);
  g_assert_true (board_press (f->window, GDK_KEY_Right, 0));
  g_assert_cmpint (tap_board_card_get_stage (_tap_board_page_card (f->page, 0)), <=,
                   TAP_STAGE_CONSULT);
  g_assert_cmpint (tap_board_card_get_stage (_tap_board_page_card (f->page, 0)), !=,
                   TAP_STAGE_BOOKED);
  for (int i = 0; i < 12; i++)
    board_press (f->window, GDK_KEY_Right, 0);
  g_assert_cmpint (tap_board_card_get_stage (_tap_board_page_card (f->page, 0)), ==,
                   TAP_STAGE_READY);
  for (int i = 0; i < 14; i++)
    board_press (f->window, GDK_KEY_Left, 0);
  g_assert_cmpint (tap_board_card_get_stage (_tap_board_page_card (f->page, 0)), ==,
                   TAP_STAGE_BOOKED);
}

static void
test_keys_open_search_and_filter (Fixture      *f,
                                  gconstpointer data)
{
  const struct
  {
    guint           key;
    GdkModifierType modifiers;
    const char     *action;
  } keys[] = {
    { GDK_KEY_F2, 0, "check-in 0" },
    { GDK_KEY_F3, 0, "new-booking " },
    { GDK_KEY_slash, 0, "search " },
    { GDK_KEY_f, GDK_CONTROL_MASK, "search " },
    { GDK_KEY_r, GDK_CONTROL_MASK, "refresh " },
    { GDK_KEY_z, GDK_CONTROL_MASK, "undo-move " },
  };
  TapBoardCard *card = find_card (f, "京A8B3M6");
  g_autofree char *open
    = g_strdup_printf ("open-visit %" G_GINT64_FORMAT, tap_board_card_get_id (card)),
    *action = NULL;

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *got = NULL;

      g_assert_true (board_press (f->window, keys[i].key, keys[i].modifiers));
      got = board_take_action (f->window);
      g_assert_cmpstr (got, ==, keys[i].action);
    }
  g_assert_true (board_press (f->window, GDK_KEY_Return, 0));
  action = board_take_action (f->window);
  g_assert_cmpstr (action, ==, open);
  g_assert_true (board_press (f->window, GDK_KEY_w, 0));
  g_assert_cmpint (tap_board_get_filter (f->board), ==, TAP_FILTER_WAITING);
  g_assert_true (board_press (f->window, GDK_KEY_m, 0));
  g_assert_cmpint (tap_board_get_filter (f->board), ==, TAP_FILTER_MINE);
  g_assert_true (board_press (f->window, GDK_KEY_m, 0));
  g_assert_cmpint (tap_board_get_filter (f->board), ==, TAP_FILTER_ALL);
}

static void
test_space_takes_a_quick_look (Fixture      *f,
                                  gconstpointer data)
{
  TapBoardCard *card = find_card (f, "京A8B3M6");
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  TapJob done = { .text = (char *) "四轮定位", .technician = (char *) "吴昊", .state = TAP_JOB_DONE };
  TapJob off = { .text = (char *) "换雨刮", .technician = (char *) "", .state = TAP_JOB_CANCELLED };
  g_autofree char *texts = NULL, *said = tap_board_card_describe (card);

  g_assert_true (tap_board_page_focus_card (f->page, tap_board_card_get_id (card)));
  g_assert_true (board_press (f->window, GDK_KEY_space, 0));
  board_shot_settle ();
  g_assert_true (TAP_IS_QUICK_LOOK (f->page->menu));
  gtk_test_accessible_assert_property (f->page->menu, GTK_ACCESSIBLE_PROPERTY_LABEL, said);
  g_ptr_array_add (jobs, &done);
  g_ptr_array_add (jobs, &off);
  tap_quick_look_take_jobs (TAP_QUICK_LOOK (f->page->menu), jobs);
  texts = board_texts (f->page->menu);
  g_assert_nonnull (strstr (texts, "京A·8B3M6|"));
  g_assert_nonnull (strstr (texts, "黄志强"));
  g_assert_nonnull (strstr (texts, "10:25|"));
  g_assert_nonnull (strstr (texts, "四轮定位 · 吴昊|"));
  g_assert_null (strstr (texts, "换雨刮"));
  gtk_popover_popdown (GTK_POPOVER (f->page->menu));
  board_shot_settle ();
  g_assert_null (f->page->menu);
}

static void
test_sort_menu_sets_the_order (Fixture      *f,
                               gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (f->page), "board.sort", "s", "advisor");
  g_assert_cmpint (tap_board_get_sort (f->board), ==, TAP_SORT_ADVISOR);
}

static void
assert_buttons_labelled (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && GTK_IS_IMAGE (gtk_button_get_child (GTK_BUTTON (widget))))
    g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_buttons_labelled (child);
}

static void
test_lanes_and_buttons_are_labelled (Fixture      *f,
                                     gconstpointer data)
{
  GtkWidget *work = GTK_WIDGET (_tap_board_page_view_of (f->page, find_card (f, "京A8B3M6")));

  gtk_test_accessible_assert_role (work, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (work, GTK_ACCESSIBLE_PROPERTY_LABEL, "In work, 9 cars");
  assert_buttons_labelled (GTK_WIDGET (f->page));
}

static void
test_lanes_keep_160_px_and_hand_over_stays (Fixture      *f,
                                            gconstpointer data)
{
  guint n = tap_board_lanes_get_n (f->page->lanes);
  GtkWidget *last = GTK_WIDGET (tap_board_lanes_get (f->page->lanes, n - 1));
  graphene_rect_t bounds;

  gtk_window_set_default_size (f->window, 1198, 700);
  board_shot_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->page)), ==, 1198);
  for (guint i = 0; i < n; i++)
    {
      TapBoardLaneView *view = tap_board_lanes_get (f->page->lanes, i);

      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (view)), ==,
                       tap_board_lane_view_get_units (view) == 2 ? 328 : 160);
    }
  g_assert_true (gtk_widget_compute_bounds (last, GTK_WIDGET (f->page), &bounds));
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, ==, 1198 - 12);
}

/* The lane under the pointer does not keep the wheel from the board. */
static void
test_wheel_goes_sideways (Fixture      *f,
                          gconstpointer data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->page->lanes));
  GtkWidget *scroller = board_find_type (GTK_WIDGET (f->page->lanes), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  gboolean taken = FALSE;

  gtk_window_set_default_size (f->window, 1198, 700);
  board_shot_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 0);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        continue;
      g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==,
                       GTK_PHASE_CAPTURE);
      g_signal_emit_by_name (controller, "scroll", 0.0, 1.0, &taken);
      g_assert_false (taken);
      g_signal_emit_by_name (controller, "scroll", 1.0, 0.0, &taken);
    }
  g_assert_true (taken);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), >, 0);
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
  g_test_add_func ("/ui/board/badges-by-importance-three-at-most",
                   test_badges_by_importance_three_at_most);
  ADD ("/ui/board/card-shows-what-the-data-say", test_card_shows_what_the_data_say);
  ADD ("/ui/board/booked-card-has-no-visit-badges", test_booked_card_has_no_visit_badges);
  ADD ("/ui/board/change-touches-one-card", test_change_touches_one_card);
  ADD ("/ui/board/time-passes-without-rebuilding", test_time_passes_without_rebuilding);
  ADD ("/ui/board/late-car-is-told-to-its-advisor-once", test_late_car_is_told_to_its_advisor_once);
  g_test_add ("/ui/board/500-cards-build-few-widgets", Fixture, GUINT_TO_POINTER (500), set_up,
              test_500_cards_build_few_widgets, tear_down);
  ADD ("/ui/board/strip-counts-and-filters", test_strip_counts_and_filters);
  ADD ("/ui/board/search-without-result-offers-history", test_search_without_result_offers_history);
  g_test_add_func ("/ui/board/loading-shows-nothing-then-a-skeleton",
                   test_loading_shows_nothing_then_a_skeleton);
  ADD ("/ui/board/arrows-walk-the-lanes", test_arrows_walk_the_lanes);
  ADD ("/ui/board/keys-open-search-and-filter", test_keys_open_search_and_filter);
  ADD ("/ui/board/space-takes-a-quick-look", test_space_takes_a_quick_look);
  ADD ("/ui/board/sort-menu-sets-the-order", test_sort_menu_sets_the_order);
  ADD ("/ui/board/lanes-and-buttons-are-labelled", test_lanes_and_buttons_are_labelled);
  ADD ("/ui/board/wheel-goes-sideways", test_wheel_goes_sideways);
  ADD ("/ui/board/lanes-keep-160-px-and-hand-over-stays",
       test_lanes_keep_160_px_and_hand_over_stays);
  return g_test_run ();
}
