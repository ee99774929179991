/* test-visit.c — visit page and search on a real station: history in words, following other changes, typed notes, next step, hits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "../board-shot.h"
#include "desk-station.h"
#include "desk/tap-customers-page.h"
#include "desk/tap-search-row.h"
#include "desk/tap-visit-page-private.h"

#include <string.h>

static DeskStation station;

typedef struct
{
  GtkWindow    *window;
  TapVisitPage *page;
  const char   *child;              /* of the stack, that is waited for */
} Shown;

static gint64
check_in (const char *plate,
          const char *customer)
{
  TapCheckInInput input = { .plate = plate, .customer = customer, .phone = "13800000456", .odometer_km = 30120, .wish = "三万公里保养",
                            .model = "", .colour = "", .bringer = "", .waits_here = TRUE, .wash_wanted = TRUE };
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id = 0;

  tap_store_check_in_async (station.store, tap_session_get_staff_id (station.session), &input, NULL, desk_result_cb, &place);
  result = desk_take (&place);
  tap_store_check_in_finish (station.store, result, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
add_note (gint64      visit_id,
          const char *text)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_note_async (station.store, tap_session_get_staff_id (station.session), visit_id, text, NULL, desk_result_cb, &place);
  result = desk_take (&place);
  tap_store_note_finish (station.store, result, &error);
  g_assert_no_error (error);
}

static gboolean
shows_child (gpointer data)
{
  Shown *shown = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (shown->page->stack), shown->child) == 0;
}

static void
open_page (Shown      *shown,
           gint64      id,
           const char *child)
{
  shown->page = TAP_VISIT_PAGE (tap_visit_page_new (station.board));
  shown->window = board_shot_window_new (GTK_WIDGET (shown->page), 1400, 800);
  shown->child = child;
  tap_visit_page_show (shown->page, id);
  desk_wait_until (shows_child, shown);
}

static void
close_page (Shown *shown)
{
  gtk_window_destroy (shown->window);
  board_shot_settle ();
}

static GtkTextBuffer *
note_buffer (Shown *shown)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (desk_find_type (GTK_WIDGET (shown->page->history), GTK_TYPE_TEXT_VIEW)));
}

static char *
note_text (Shown *shown)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (note_buffer (shown), &start, &end);
  return gtk_text_buffer_get_text (note_buffer (shown), &start, &end, FALSE);
}

static gboolean
is_at_consultation (gpointer page)
{
  TapVisitPage *self = page;

  return self->detail != NULL && self->detail->card->stage == TAP_STAGE_CONSULT;
}

/* --- the visit page ------------------------------------------------------------------------------------------ */

static void
test_history_is_in_words (void)
{
  Shown shown;

  open_page (&shown, check_in ("京B11C01", "林晓"), "visit");
  desk_expect_text (GTK_WIDGET (shown.page), "Checked in without a booking");
  desk_expect_text (GTK_WIDGET (shown.page), "FRONT-02");
  desk_expect_text (GTK_WIDGET (shown.page), "138 0000 0456");
  desk_expect_text (GTK_WIDGET (shown.page), "30,120 km");
  desk_expect_text (GTK_WIDGET (shown.page), "“三万公里保养”");
  close_page (&shown);
}

static void
test_follows_changes_and_keeps_the_typed_note (void)
{
  gint64 id = check_in ("京B11C02", "何静");
  g_autofree char *typed = NULL;
  GtkAdjustment *adjustment;
  Shown shown;

  open_page (&shown, id, "visit");
  gtk_text_buffer_set_text (note_buffer (&shown), "客户在电话里说……", -1);
  for (guint i = 0; i < 12; i++)
    add_note (id, "等候");
  desk_expect_text (GTK_WIDGET (shown.page), "13 entries");
  board_shot_settle ();
  adjustment = gtk_scrolled_window_get_vadjustment (shown.page->centre_scroller);
  gtk_adjustment_set_value (adjustment, 60);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 60);
  add_note (id, "别的电脑写的备注");
  desk_expect_text (GTK_WIDGET (shown.page), "别的电脑写的备注");
  board_shot_settle ();
  typed = note_text (&shown);
  g_assert_cmpstr (typed, ==, "客户在电话里说……");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 60);
  close_page (&shown);
}

static void
test_typed_note_belongs_to_its_visit (void)
{
  gint64 first = check_in ("京B11C03", "王海峰"), second = check_in ("京B11C04", "孙悦");
  g_autofree char *other = NULL, *again = NULL;
  Shown shown;

  open_page (&shown, first, "visit");
  gtk_text_buffer_set_text (note_buffer (&shown), "旧件留给客户", -1);
  tap_visit_page_show (shown.page, second);
  desk_expect_text (GTK_WIDGET (shown.page), "孙悦");
  other = note_text (&shown);
  g_assert_cmpstr (other, ==, "");
  tap_visit_page_show (shown.page, first);
  desk_expect_text (GTK_WIDGET (shown.page), "王海峰");
  again = note_text (&shown);
  g_assert_cmpstr (again, ==, "旧件留给客户");
  close_page (&shown);
}

static void
test_next_step_moves (void)
{
  gint64 id = check_in ("京B11C05", "郑伟");
  Shown shown;

  open_page (&shown, id, "visit");
  g_assert_cmpint (tap_visit_bar_get_next (shown.page->bar)->to, ==, TAP_STAGE_CONSULT);
  g_assert_true (tap_visit_bar_get_next (shown.page->bar)->possible);
  gtk_widget_activate_action (GTK_WIDGET (shown.page), "visit.next", NULL);
  desk_wait_until (is_at_consultation, shown.page);
  desk_expect_text (GTK_WIDGET (shown.page), "Moved from “Arrived” to “Consultation”");
  g_assert_cmpint (tap_board_can_undo (station.board), ==, id);
  g_assert_cmpint (tap_visit_bar_get_next (shown.page->bar)->to, ==, TAP_STAGE_ESTIMATE);
  close_page (&shown);
}

static void
test_disabled_step_says_why (void)
{
  GListModel *cards = tap_board_get_cards (station.board);
  gint64 id = 0;
  Shown shown;

  for (guint i = 0; i < g_list_model_get_n_items (cards) && id == 0; i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      /* An advisor does not finish the technician's work. */
      if (tap_board_card_get_stage (card) == TAP_STAGE_WORK)
        id = tap_board_card_get_id (card);
    }
  g_assert_cmpint (id, !=, 0);
  open_page (&shown, id, "visit");
  g_assert_false (tap_visit_bar_get_next (shown.page->bar)->possible);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (shown.page->bar), TAP_TYPE_VISIT_BAR,
                                                                                  "reason_label"))), !=, "");
  close_page (&shown);
}

static gboolean
has_note (gpointer shown)
{
  g_autofree char *text = note_text (shown);

  return g_str_equal (text, "钥匙在前台");
}

static void
test_note_outlives_the_page (void)
{
  gint64 id = check_in ("京B11C33", "蒋涛");
  Shown shown;

  open_page (&shown, id, "visit");
  gtk_text_buffer_set_text (note_buffer (&shown), "钥匙在前台", -1);
  desk_wait (700);
  close_page (&shown);
  /* As after a crash: nothing of the page is left, and the note is there. */
  open_page (&shown, id, "visit");
  desk_wait_until (has_note, &shown);
  g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (shown.page->history), TAP_TYPE_VISIT_HISTORY, "note_button"), "clicked");
  desk_expect_text (GTK_WIDGET (shown.page), "钥匙在前台");
  desk_wait (300);
  close_page (&shown);
  open_page (&shown, id, "visit");
  desk_wait (200);
  g_assert_false (has_note (&shown));
  close_page (&shown);
}

static void
test_note_and_line_are_added (void)
{
  gint64 id = check_in ("京B11C06", "李国强");
  GtkWidget *work, *entry, *minutes;
  g_autofree char *left = NULL;
  Shown shown;

  open_page (&shown, id, "visit");
  gtk_text_buffer_set_text (note_buffer (&shown), "请洗车", -1);
  g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (shown.page->history), TAP_TYPE_VISIT_HISTORY, "note_button"), "clicked");
  desk_expect_text (GTK_WIDGET (shown.page->history), "请洗车");
  work = GTK_WIDGET (shown.page->work);
  entry = GTK_WIDGET (gtk_widget_get_template_child (work, TAP_TYPE_VISIT_WORK, "text_entry"));
  minutes = GTK_WIDGET (gtk_widget_get_template_child (work, TAP_TYPE_VISIT_WORK, "minutes_entry"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "更换空调滤芯");
  gtk_editable_set_text (GTK_EDITABLE (minutes), "soon");
  g_signal_emit_by_name (minutes, "activate");
  desk_expect_text (work, "Minutes, or hours as 1:30 or 1.5 h.");
  gtk_editable_set_text (GTK_EDITABLE (minutes), "1:30");
  g_signal_emit_by_name (minutes, "activate");
  desk_expect_text (work, "90 min");
  desk_expect_text (work, "更换空调滤芯");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  left = note_text (&shown);
  g_assert_cmpstr (left, ==, "");
  close_page (&shown);
}

static void
test_closed_visit_is_read_only (void)
{
  g_autoptr (TapSearchHit) hit = desk_known_hit (&station);
  Shown shown;

  open_page (&shown, hit->last_visit_id, "visit");
  desk_expect_text (GTK_WIDGET (shown.page), "Closed visits can be read, not changed.");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (shown.page->bar)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (shown.page->work),
                                                                                     TAP_TYPE_VISIT_WORK, "add_box"))));
  close_page (&shown);
}

static void
test_missing_visit_has_a_page (void)
{
  Shown shown;

  open_page (&shown, 987654321, "missing");
  close_page (&shown);
}

static void
test_booking_can_be_checked_in_from_its_page (void)
{
  GListModel *cards = tap_board_get_cards (station.board);
  g_autoptr (TapBoardCard) booking = NULL;
  Shown shown;

  for (guint i = 0; i < g_list_model_get_n_items (cards) && booking == NULL; i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      if (tap_board_card_get_stage (card) == TAP_STAGE_BOOKED)
        booking = g_object_ref (card);
    }
  g_assert_nonnull (booking);
  open_page (&shown, tap_board_card_get_id (booking), "booking");
  desk_expect_text (GTK_WIDGET (shown.page), tap_board_card_get_card (booking)->customer);
  close_page (&shown);
}

/* --- search -------------------------------------------------------------------------------------------------- */

typedef struct
{
  GtkStack   *stack;
  const char *child;
} Page;

static gboolean
page_shows (gpointer data)
{
  Page *page = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (page->stack), page->child) == 0;
}

static void
test_search_answers_what_is_typed_now (void)
{
  g_autoptr (TapSearchHit) hit = desk_known_hit (&station);
  g_autofree char *tail = tap_plate_tail (hit->plate), *shown_plate = tap_plate_show (hit->plate);
  GtkWidget *widget = tap_customers_page_new (station.session);
  GtkWindow *window = board_shot_window_new (widget, 1200, 700);
  Page page = { GTK_STACK (gtk_widget_get_template_child (widget, TAP_TYPE_CUSTOMERS_PAGE, "stack")), "empty" };

  g_assert_true (page_shows (&page));
  /* Three questions at once: the first two are not asked any more when the third is typed. */
  tap_customers_page_search (TAP_CUSTOMERS_PAGE (widget), "京");
  tap_customers_page_search (TAP_CUSTOMERS_PAGE (widget), "没有这个人");
  tap_customers_page_search (TAP_CUSTOMERS_PAGE (widget), tail);
  page.child = "hits";
  desk_wait_until (page_shows, &page);
  desk_expect_text (widget, shown_plate);
  desk_wait (150);
  desk_expect_text (widget, "1 found");
  tap_customers_page_search (TAP_CUSTOMERS_PAGE (widget), "没有这个人");
  page.child = "none";
  desk_wait_until (page_shows, &page);
  desk_expect_text (widget, "Nothing found for “没有这个人”");
  gtk_window_destroy (window);
  board_shot_settle ();
}

int
main (int    argc,
      char **argv)
{
  int rc;

  g_test_init (&argc, &argv, NULL);
  if (!board_shot_init (FALSE))
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  desk_station_open (&station);
  g_test_add_func ("/desk/visit/history-is-in-words", test_history_is_in_words);
  g_test_add_func ("/desk/visit/follows-changes-and-keeps-the-typed-note", test_follows_changes_and_keeps_the_typed_note);
  g_test_add_func ("/desk/visit/typed-note-belongs-to-its-visit", test_typed_note_belongs_to_its_visit);
  g_test_add_func ("/desk/visit/next-step-moves", test_next_step_moves);
  g_test_add_func ("/desk/visit/disabled-step-says-why", test_disabled_step_says_why);
  g_test_add_func ("/desk/visit/begun-note-outlives-the-page", test_note_outlives_the_page);
  g_test_add_func ("/desk/visit/note-and-line-are-added", test_note_and_line_are_added);
  g_test_add_func ("/desk/visit/closed-one-is-read-only", test_closed_visit_is_read_only);
  g_test_add_func ("/desk/visit/missing-one-has-a-page", test_missing_visit_has_a_page);
  g_test_add_func ("/desk/visit/booking-has-a-page", test_booking_can_be_checked_in_from_its_page);
  g_test_add_func ("/desk/search/answers-what-is-typed-now", test_search_answers_what_is_typed_now);
  rc = g_test_run ();
  desk_station_close (&station);
  return rc;
}
