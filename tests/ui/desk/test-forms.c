/* test-forms.c — check-in and booking on a real station: sentences, focus, known cars, drafts, and saving exactly once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "../board-shot.h"
#include "desk-station.h"
#include "desk/tap-booking-window.h"
#include "desk/tap-check-in-window.h"
#include "desk/tap-promise-window.h"
#include "desk/tap-vehicle-fields.h"
#include "desk/tap-visit-fields.h"
#include "widgets/tap-time-entry.h"

#include <string.h>

static DeskStation station;

typedef struct
{
  GtkWidget        *window;         /* weak */
  TapDeskForm      *form;
  TapVehicleFields *vehicle;
  TapVisitFields   *visit;
  GtkTextView      *wish;
} Form;

static void
show (Form      *form,
      GtkWidget *window)
{
  form->window = NULL;
  g_set_weak_pointer (&form->window, window);
  form->form = TAP_DESK_FORM (window);
  form->vehicle = TAP_VEHICLE_FIELDS (desk_find_type (window, TAP_TYPE_VEHICLE_FIELDS));
  form->visit = (TapVisitFields *) desk_find_type (window, TAP_TYPE_VISIT_FIELDS);
  form->wish = GTK_TEXT_VIEW (desk_find_type (window, GTK_TYPE_TEXT_VIEW));
  gtk_window_present (GTK_WINDOW (window));
  board_shot_settle ();
}

static void
open_check_in (Form *form)
{
  show (form, tap_check_in_window_new (station.board, 0, NULL));
}

static void
type_wish (Form       *form,
           const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (form->wish), text, -1);
}

static gboolean
is_gone (gpointer form)
{
  return ((Form *) form)->window == NULL;
}

static void
close_form (Form *form)
{
  gtk_window_close (GTK_WINDOW (form->window));
  desk_wait_until (is_gone, form);
}

static gboolean
has_known (gpointer form)
{
  return tap_vehicle_fields_get_known (((Form *) form)->vehicle) != NULL;
}

static gboolean
is_free (gpointer form)
{
  return ((Form *) form)->window == NULL || !tap_desk_form_is_locked (((Form *) form)->form);
}

static gboolean
offers_draft (gpointer form)
{
  return desk_shows_text (((Form *) form)->window, "Continue the unfinished");
}

static char *
kept (const char *key)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TapWorker *worker = tap_store_get_worker (station.store);
  char *text;

  tap_worker_kept_async (worker, key, desk_result_cb, &place);
  result = desk_take (&place);
  text = tap_worker_kept_finish (worker, result, &error);
  g_assert_no_error (error);
  return text;
}

static void
forget_drafts (void)
{
  static const char *const keys[] = { "draft:check-in", "draft:booking" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GAsyncResult *place = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      tap_worker_keep_async (tap_store_get_worker (station.store), keys[i], NULL, desk_result_cb, &place);
      result = desk_take (&place);
    }
}

static const char *
note_of (Form            *form,
         TapVehicleField  field)
{
  return tap_field_get_note (tap_vehicle_fields_get_field (form->vehicle, field));
}

static gboolean
has_focus (Form            *form,
           TapVehicleField  field)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (form->window));
  GtkWidget *input = tap_field_get_input (tap_vehicle_fields_get_field (form->vehicle, field));

  return focus != NULL && (focus == input || gtk_widget_is_ancestor (focus, input));
}

static TapBoardCard *
find_plate (const char *plate)
{
  GListModel *cards = tap_board_get_cards (station.board);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      if (g_str_equal (tap_board_card_get_card (card)->plate, plate))
        return card;
    }
  return NULL;
}

static TapBoardCard *
find_stage (TapStage from,
            TapStage to)
{
  GListModel *cards = tap_board_get_cards (station.board);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      if (tap_board_card_get_stage (card) >= from && tap_board_card_get_stage (card) <= to)
        return card;
    }
  g_assert_not_reached ();
}

/* --- sentences and focus ------------------------------------------------------------------------------------- */

static void
test_wrong_fields_have_sentences (void)
{
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_CUSTOMER, "林晓");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京AO1234");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PHONE, "12");
  tap_desk_form_submit (form.form);
  g_assert_nonnull (note_of (&form, TAP_VEHICLE_PLATE));
  g_assert_true (tap_field_has_error (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_PLATE)));
  g_assert_true (tap_field_has_error (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_PHONE)));
  g_assert_null (note_of (&form, TAP_VEHICLE_CUSTOMER));
  desk_expect_text (form.window, "Write down what the customer wants.");
  g_assert_false (tap_desk_form_is_locked (form.form));
  /* The cursor is in the first wrong one, and its sentence is what a screen reader hears with it. */
  g_assert_true (has_focus (&form, TAP_VEHICLE_PLATE));
  gtk_test_accessible_assert_state (tap_field_get_input (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_PLATE)),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京A12345");
  g_assert_null (note_of (&form, TAP_VEHICLE_PLATE));
  tap_desk_form_submit (form.form);
  g_assert_true (has_focus (&form, TAP_VEHICLE_PHONE));
  close_form (&form);
  forget_drafts ();
}

static void
test_unfinished_plate_is_no_error_yet (void)
{
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京A1");
  g_assert_nonnull (note_of (&form, TAP_VEHICLE_PLATE));
  g_assert_false (tap_field_has_error (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_PLATE)));
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京a·1b345");
  g_assert_null (note_of (&form, TAP_VEHICLE_PLATE));
  tap_field_focus (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_CUSTOMER));
  board_shot_settle ();
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "京A·1B345");
  close_form (&form);
  forget_drafts ();
}

static void
test_enter_goes_from_field_to_field (void)
{
  static const TapVehicleField order[] = { TAP_VEHICLE_PLATE, TAP_VEHICLE_CUSTOMER, TAP_VEHICLE_PHONE, TAP_VEHICLE_BRINGER,
                                           TAP_VEHICLE_ODOMETER, TAP_VEHICLE_MODEL, TAP_VEHICLE_COLOUR };
  Form form;

  open_check_in (&form);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (has_focus (&form, order[i]));
      g_signal_emit_by_name (tap_field_get_input (tap_vehicle_fields_get_field (form.vehicle, order[i])), "activate");
    }
  /* Past the palette of colours, into what the customer says. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (form.window)) == GTK_WIDGET (form.wish));
  close_form (&form);
}

/* --- known cars ---------------------------------------------------------------------------------------------- */

static void
test_known_plate_fills_but_does_not_overwrite (void)
{
  g_autoptr (TapSearchHit) hit = desk_known_hit (&station);
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_CUSTOMER, "我自己打的名字");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, hit->plate);
  desk_wait_until (has_known, &form);
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_CUSTOMER), ==, "我自己打的名字");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_MODEL), ==, hit->model);
  if (strlen (hit->phone) == 11)
    {
      /* Numbers are shown 3-4-4. */
      g_assert_cmpuint (strlen (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PHONE)), ==, 13);
    }
  desk_expect_text (form.window, "Last visit");
  /* Another plate takes back what was filled in, not what was typed. */
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_ODOMETER, "1");
  g_assert_nonnull (note_of (&form, TAP_VEHICLE_ODOMETER));
  g_assert_false (tap_field_has_error (tap_vehicle_fields_get_field (form.vehicle, TAP_VEHICLE_ODOMETER)));
  close_form (&form);
  forget_drafts ();
}

static void
test_car_in_the_house_is_refused_and_kept (void)
{
  TapBoardCard *card = find_stage (TAP_STAGE_ARRIVED, TAP_STAGE_READY);
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, tap_board_card_get_card (card)->plate);
  desk_wait_until (has_known, &form);
  desk_expect_text (form.window, "in the house already");
  type_wish (&form, "换机油");
  tap_desk_form_submit (form.form);
  g_assert_true (tap_desk_form_is_locked (form.form));
  desk_wait_until (is_free, &form);
  g_assert_nonnull (form.window);
  desk_expect_text (form.window, "Nothing was saved. What you typed stays here.");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_CUSTOMER), ==, tap_board_card_get_card (card)->customer);
  close_form (&form);
  forget_drafts ();
}

/* --- drafts -------------------------------------------------------------------------------------------------- */

static void
test_draft_is_offered_again (void)
{
  TapCheckInInput input = { 0 };
  g_autofree char *text = NULL;
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B55K21");
  type_wish (&form, "空调不冷\n右前轮异响");
  /* Closed at once: the half second has not passed. */
  close_form (&form);
  desk_wait (100);

  open_check_in (&form);
  desk_wait_until (offers_draft, &form);
  desk_expect_text (form.window, "京B·55K21");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "");
  gtk_widget_activate_action (form.window, "form.continue-draft", NULL);
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "京B·55K21");
  tap_visit_fields_read (form.visit, &input);
  g_assert_cmpstr (input.wish, ==, "空调不冷\n右前轮异响");
  close_form (&form);
  desk_wait (100);

  open_check_in (&form);
  desk_wait_until (offers_draft, &form);
  gtk_widget_activate_action (form.window, "form.discard-draft", NULL);
  desk_wait (100);
  text = kept ("draft:check-in");
  g_assert_null (text);
  close_form (&form);
}

static void
test_new_form_does_not_lose_the_old_draft (void)
{
  g_autofree char *text = NULL;
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B55K22");
  close_form (&form);
  desk_wait (100);
  open_check_in (&form);
  desk_wait_until (offers_draft, &form);
  /* The person does not answer, and types another car. */
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B55K23");
  close_form (&form);
  desk_wait (100);
  text = kept ("draft:check-in");
  g_assert_nonnull (strstr (text, "京B55K22"));
  g_assert_nonnull (strstr (text, "京B55K23"));
  forget_drafts ();
}

/* --- saving -------------------------------------------------------------------------------------------------- */

static void
test_check_in_saves_and_forgets_the_draft (void)
{
  g_autofree char *text = NULL;
  TapBoardCard *card;
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B77L31");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_CUSTOMER, "林晓");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PHONE, "138 0000 0456");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_BRINGER, "林父");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_ODOMETER, "30,120");
  type_wish (&form, "三万公里保养");
  desk_wait (700);
  text = kept ("draft:check-in");
  g_assert_nonnull (strstr (text, "京B77L31"));
  tap_desk_form_submit (form.form);
  /* A second Enter while the first is under way is not a second visit. */
  tap_desk_form_submit (form.form);
  desk_wait_until (is_gone, &form);
  card = find_plate ("京B77L31");
  g_assert_nonnull (card);
  g_assert_cmpstr (tap_board_card_get_card (card)->customer, ==, "林晓");
  g_assert_cmpstr (tap_board_card_get_card (card)->bringer, ==, "林父");
  g_assert_cmpstr (tap_board_card_get_card (card)->phone, ==, "13800000456");
  g_assert_cmpint (tap_board_card_get_card (card)->odometer_km, ==, 30120);
  g_assert_true (tap_board_card_get_card (card)->waits_here);
  g_free (text);
  desk_wait (100);
  text = kept ("draft:check-in");
  g_assert_null (text);
}

/* Another PC knows @plate, or writes another model of it while a form is open. */
static void
book_elsewhere (const char *plate,
                const char *model,
                int         hours)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapBookingInput input = { .plate = plate, .model = model, .customer = "林晓", .phone = "13800000456", .wish = "保养",
                            .slot_unix = tap_session_now_unix (station.session) + hours * 3600 };

  tap_store_book_async (station.store, tap_session_get_staff_id (station.session), &input, NULL, desk_result_cb, &place);
  result = desk_take (&place);
  tap_store_book_finish (station.store, result, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_asked (gpointer form)
{
  return desk_find_question (((Form *) form)->window) != NULL;
}

static void
assert_model_of (const char *plate,
                 const char *model)
{
  TapBoardCard *card = find_plate (plate);

  g_assert_nonnull (card);
  g_assert_cmpstr (tap_board_card_get_card (card)->model, ==, model);
}

static void
test_field_nobody_touched_is_not_written_back (void)
{
  Form form;

  book_elsewhere ("京C55K31", "星河 S5", 170);
  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京C55K31");
  desk_wait_until (has_known, &form);
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_MODEL), ==, "星河 S5");
  book_elsewhere ("京C55K31", "星河 X3", 2);
  type_wish (&form, "换机油");
  tap_desk_form_submit (form.form);
  desk_wait_until (is_gone, &form);
  assert_model_of ("京C55K31", "星河 X3");
  forget_drafts ();
}

static void
open_colliding (Form       *form,
                const char *plate)
{
  book_elsewhere (plate, "星河 S5", 170);
  open_check_in (form);
  tap_vehicle_fields_set_text (form->vehicle, TAP_VEHICLE_PLATE, plate);
  desk_wait_until (has_known, form);
  tap_vehicle_fields_set_text (form->vehicle, TAP_VEHICLE_MODEL, "星河 S6");
  book_elsewhere (plate, "星河 X3", 2);
  type_wish (form, "换机油");
  tap_desk_form_submit (form->form);
  desk_wait_until (is_asked, form);
  /* Both stand side by side, and nothing was saved. */
  desk_expect_text (GTK_WIDGET (desk_find_question (form->window)), "星河 X3");
  desk_expect_text (GTK_WIDGET (desk_find_question (form->window)), "星河 S6");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form->vehicle, TAP_VEHICLE_MODEL), ==, "星河 S6");
}

static void
test_field_both_wrote_is_asked_for (void)
{
  Form form;

  open_colliding (&form, "京C55K32");
  adw_message_dialog_response (desk_find_question (form.window), "own");
  desk_wait_until (is_gone, &form);
  assert_model_of ("京C55K32", "星河 S6");

  open_colliding (&form, "京C55K33");
  adw_message_dialog_response (desk_find_question (form.window), "theirs");
  desk_wait_until (is_gone, &form);
  assert_model_of ("京C55K33", "星河 X3");
  forget_drafts ();
}

static void
test_draft_is_compared_with_what_it_was_typed_over (void)
{
  Form form;

  book_elsewhere ("京C55K34", "星河 S5", 170);
  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京C55K34");
  desk_wait_until (has_known, &form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_MODEL, "星河 S6");
  type_wish (&form, "换机油");
  close_form (&form);
  desk_wait (100);
  book_elsewhere ("京C55K34", "星河 X3", 2);
  open_check_in (&form);
  desk_wait_until (offers_draft, &form);
  gtk_widget_activate_action (form.window, "form.continue-draft", NULL);
  desk_wait_until (has_known, &form);
  tap_desk_form_submit (form.form);
  desk_wait_until (is_asked, &form);
  adw_message_dialog_response (desk_find_question (form.window), "edit");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_MODEL), ==, "星河 S6");
  close_form (&form);
  forget_drafts ();
}

static void
test_booked_car_is_checked_in_from_its_booking (void)
{
  g_autoptr (TapBoardCard) booking = g_object_ref (find_stage (TAP_STAGE_BOOKED, TAP_STAGE_BOOKED));
  g_autoptr (TapCard) booked = tap_card_ref (tap_board_card_get_card (booking));
  TapBoardCard *card;
  Form form;

  show (&form, tap_check_in_window_new (station.board, booked->id, NULL));
  desk_wait_until (has_known, &form);
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_CUSTOMER), ==, booked->customer);
  tap_desk_form_submit (form.form);
  desk_wait_until (is_gone, &form);
  g_assert_null (tap_board_find (station.board, booked->id));
  card = find_plate (booked->plate);
  g_assert_nonnull (card);
  g_assert_true (tap_board_card_get_card (card)->booked);
  g_assert_cmpstr (tap_board_card_get_card (card)->wish, ==, booked->wish);
}

static void
test_unknown_locks_until_settled (void)
{
  g_autoptr (GError) error = g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN, "?");
  g_autofree char *text = NULL, *operation = NULL;
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B99M11");
  desk_wait (700);
  text = kept ("draft:check-in");
  g_assert_true (g_key_file_load_from_data (draft, text, -1, 0, NULL));
  groups = g_key_file_get_groups (draft, NULL);
  operation = g_strdup (groups[0]);               /* a draft is named by its operation: it survives a crash with it */

  tap_desk_form_failed (form.form, error);
  g_assert_true (tap_desk_form_is_locked (form.form));
  desk_expect_text (form.window, "It is not known yet whether this was saved.");
  tap_desk_form_submit (form.form);
  g_signal_emit_by_name (station.session, "settled", "another operation", TRUE);
  g_assert_true (tap_desk_form_is_locked (form.form));

  g_signal_emit_by_name (station.session, "settled", operation, FALSE);
  g_assert_false (tap_desk_form_is_locked (form.form));
  desk_expect_text (form.window, "it was not saved");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "京B·99M11");

  tap_desk_form_failed (form.form, error);
  g_signal_emit_by_name (station.session, "settled", operation, TRUE);
  desk_wait_until (is_gone, &form);
  desk_wait (100);
  g_free (text);
  text = kept ("draft:check-in");
  g_assert_null (text);
}

static void
test_cut_off_keeps_the_content (void)
{
  g_autoptr (GError) error = g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, "?");
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B99M12");
  tap_desk_form_failed (form.form, error);
  g_assert_false (tap_desk_form_is_locked (form.form));
  desk_expect_text (form.window, "The station folder does not answer.");
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "京B99M12");
  close_form (&form);
  forget_drafts ();
}

static void
test_booking_stands_on_the_board (void)
{
  gint64 slot_unix = tap_calendar_next_day (tap_session_get_station (station.session)->calendar,
                                            tap_session_now_unix (station.session)) - 60;
  TapTimeEntry *slot;
  Form form;

  show (&form, tap_booking_window_new (station.board));
  slot = TAP_TIME_ENTRY (desk_find_type (form.window, TAP_TYPE_TIME_ENTRY));
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B88N41");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_CUSTOMER, "何静");
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PHONE, "13800000777");
  type_wish (&form, "左前门补漆");
  tap_desk_form_submit (form.form);
  g_assert_false (tap_desk_form_is_locked (form.form));
  desk_expect_text (form.window, "When does the customer come?");
  tap_time_entry_set_time_unix (slot, slot_unix);
  tap_desk_form_submit (form.form);
  desk_wait_until (is_gone, &form);
  g_assert_nonnull (find_plate ("京B88N41"));
  g_assert_cmpint (tap_board_card_get_stage (find_plate ("京B88N41")), ==, TAP_STAGE_BOOKED);
}

/* --- while the share is away ---------------------------------------------------------------------------------- */

static void
pretend (TapLedgerState state)
{
  gint64 now_unix = tap_session_now_unix (station.session);
  TapConnection connection = { .state = state, .since_unix = now_unix - 60, .seen_unix = now_unix - 90, .retry_s = 4 };

  connection.reason = (char *) "The disk of the server is full.";
  tap_session_pretend (station.session, state == TAP_LEDGER_IN_STEP ? NULL : &connection);
}

static GtkWidget *
save_button (Form *form)
{
  return GTK_WIDGET (gtk_widget_get_template_child (form->window, TAP_TYPE_DESK_FORM, "save_button"));
}

static void
test_what_cannot_wait_says_so_at_once (void)
{
  Form form;

  pretend (TAP_LEDGER_CUT_OFF);
  show (&form, tap_booking_window_new (station.board));
  desk_expect_text (form.window, "The file server is away: this cannot be saved now.");
  g_assert_false (gtk_widget_get_sensitive (save_button (&form)));
  g_assert_nonnull (gtk_widget_get_tooltip_text (save_button (&form)));
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B88N42");
  tap_desk_form_submit (form.form);
  g_assert_false (tap_desk_form_is_locked (form.form));
  /* The share is back: the line goes by itself, and the button works. */
  pretend (TAP_LEDGER_IN_STEP);
  desk_wait (300);
  g_assert_false (desk_shows_text (form.window, "cannot be saved now"));
  g_assert_true (gtk_widget_get_sensitive (save_button (&form)));
  g_assert_null (gtk_widget_get_tooltip_text (save_button (&form)));
  g_assert_cmpstr (tap_vehicle_fields_get_text (form.vehicle, TAP_VEHICLE_PLATE), ==, "京B88N42");
  close_form (&form);
  forget_drafts ();
}

static void
test_what_can_wait_says_that_it_will (void)
{
  Form form;

  pretend (TAP_LEDGER_CUT_OFF);
  open_check_in (&form);
  desk_expect_text (form.window, "this is kept on this computer and saved when it is back");
  g_assert_true (gtk_widget_get_sensitive (save_button (&form)));
  /* Read-only is another matter: nothing is kept either. */
  pretend (TAP_LEDGER_READ_ONLY);
  desk_expect_text (form.window, "nothing can be saved from this computer");
  g_assert_false (gtk_widget_get_sensitive (save_button (&form)));
  pretend (TAP_LEDGER_IN_STEP);
  desk_wait (300);
  g_assert_false (desk_shows_text (form.window, "nothing can be saved"));
  g_assert_true (gtk_widget_get_sensitive (save_button (&form)));
  close_form (&form);
  forget_drafts ();
}

static void
test_failed_save_clears_when_the_share_is_back (void)
{
  g_autoptr (GError) error = g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, "?");
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B99M13");
  tap_desk_form_failed (form.form, error);
  desk_expect_text (form.window, "The station folder does not answer.");
  pretend (TAP_LEDGER_CUT_OFF);
  pretend (TAP_LEDGER_IN_STEP);
  desk_wait (300);
  g_assert_false (desk_shows_text (form.window, "The station folder does not answer."));
  close_form (&form);
  forget_drafts ();
}

static void
test_queued_closes_and_forgets_the_draft (void)
{
  g_autoptr (GError) error = g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED, "waits");
  g_autofree char *text = NULL;
  Form form;

  open_check_in (&form);
  tap_vehicle_fields_set_text (form.vehicle, TAP_VEHICLE_PLATE, "京B99M14");
  desk_wait (700);
  tap_desk_form_failed (form.form, error);
  desk_wait_until (is_gone, &form);
  desk_wait (100);
  text = kept ("draft:check-in");
  g_assert_null (text);
}

/* --- promises ------------------------------------------------------------------------------------------------ */

static void
test_later_promise_needs_a_reason (void)
{
  g_autoptr (TapBoardCard) card = NULL;
  GListModel *cards = tap_board_get_cards (station.board);
  GtkWidget *window;
  TapTimeEntry *entry;
  Form form = { 0 };
  gint64 promised_unix;

  for (guint i = 0; i < g_list_model_get_n_items (cards) && card == NULL; i++)
    {
      g_autoptr (TapBoardCard) each = g_list_model_get_item (cards, i);

      if (tap_board_card_get_card (each)->promised_unix != 0 && tap_stage_is_open (tap_board_card_get_stage (each)))
        card = g_object_ref (each);
    }
  g_assert_nonnull (card);
  window = tap_promise_window_new (station.board, tap_board_card_get_id (card));
  entry = TAP_TIME_ENTRY (desk_find_type (window, TAP_TYPE_TIME_ENTRY));
  g_set_weak_pointer (&form.window, window);
  form.form = TAP_DESK_FORM (window);
  gtk_window_present (GTK_WINDOW (window));
  board_shot_settle ();
  promised_unix = MAX (tap_board_card_get_card (card)->promised_unix, tap_session_now_unix (station.session)) / 60 * 60 + 3600;
  tap_time_entry_set_time_unix (entry, promised_unix);
  tap_desk_form_submit (form.form);
  desk_expect_text (window, "A later promise needs a reason.");
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (window, TAP_TYPE_PROMISE_WINDOW, "reason_entry")), "配件晚到");
  tap_desk_form_submit (form.form);
  desk_wait_until (is_gone, &form);
  g_assert_cmpint (tap_board_card_get_card (card)->promised_unix, ==, promised_unix);
  g_assert_true (tap_board_card_get_card (card)->extended);
}

static TapBoardCard *
find_promised (guint skip)
{
  GListModel *cards = tap_board_get_cards (station.board);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) each = g_list_model_get_item (cards, i);

      if (tap_board_card_get_card (each)->promised_unix != 0 && tap_stage_is_open (tap_board_card_get_stage (each))
          && skip-- == 0)
        return each;
    }
  g_assert_not_reached ();
}

static void
test_promise_draft (void)
{
  gint64 first = tap_board_card_get_id (find_promised (0)), second = tap_board_card_get_id (find_promised (1));
  GtkEditable *reason;
  Form form;

  show (&form, tap_promise_window_new (station.board, first));
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (form.window, TAP_TYPE_PROMISE_WINDOW, "reason_entry")), "等配件");
  desk_wait (700);
  close_form (&form);
  show (&form, tap_promise_window_new (station.board, second));
  desk_wait (100);
  g_assert_false (desk_shows_text (form.window, "Continue the unfinished promise"));
  close_form (&form);
  show (&form, tap_promise_window_new (station.board, first));
  desk_expect_text (form.window, "Continue the unfinished promise");
  gtk_widget_activate_action (form.window, "form.continue-draft", NULL);
  reason = GTK_EDITABLE (gtk_widget_get_template_child (form.window, TAP_TYPE_PROMISE_WINDOW, "reason_entry"));
  g_assert_cmpstr (gtk_editable_get_text (reason), ==, "等配件");
  close_form (&form);
  tap_worker_keep_async (tap_store_get_worker (station.store), "draft:promise", NULL, NULL, NULL);
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
  g_test_add_func ("/desk/form/wrong-fields-have-sentences-and-focus", test_wrong_fields_have_sentences);
  g_test_add_func ("/desk/form/unfinished-plate-is-no-error-yet", test_unfinished_plate_is_no_error_yet);
  g_test_add_func ("/desk/form/enter-goes-from-field-to-field", test_enter_goes_from_field_to_field);
  g_test_add_func ("/desk/form/known-plate-fills-but-does-not-overwrite", test_known_plate_fills_but_does_not_overwrite);
  g_test_add_func ("/desk/form/refused-save-keeps-the-content", test_car_in_the_house_is_refused_and_kept);
  g_test_add_func ("/desk/form/draft-is-offered-again", test_draft_is_offered_again);
  g_test_add_func ("/desk/form/new-form-does-not-lose-the-old-draft", test_new_form_does_not_lose_the_old_draft);
  g_test_add_func ("/desk/form/check-in-saves-once-and-forgets-the-draft", test_check_in_saves_and_forgets_the_draft);
  g_test_add_func ("/desk/form/field-nobody-touched-is-not-written-back", test_field_nobody_touched_is_not_written_back);
  g_test_add_func ("/desk/form/field-both-wrote-is-asked-for", test_field_both_wrote_is_asked_for);
  g_test_add_func ("/desk/form/draft-is-compared-with-what-it-was-typed-over", test_draft_is_compared_with_what_it_was_typed_over);
  g_test_add_func ("/desk/form/booked-car-uses-its-booking-up", test_booked_car_is_checked_in_from_its_booking);
  g_test_add_func ("/desk/form/unknown-locks-until-settled", test_unknown_locks_until_settled);
  g_test_add_func ("/desk/form/cut-off-keeps-the-content", test_cut_off_keeps_the_content);
  g_test_add_func ("/desk/form/booking-stands-on-the-board", test_booking_stands_on_the_board);
  g_test_add_func ("/desk/form/later-promise-needs-a-reason", test_later_promise_needs_a_reason);
  g_test_add_func ("/desk/form/what-cannot-wait-says-so-at-once", test_what_cannot_wait_says_so_at_once);
  g_test_add_func ("/desk/form/what-can-wait-says-that-it-will", test_what_can_wait_says_that_it_will);
  g_test_add_func ("/desk/form/failed-save-clears-when-the-share-is-back", test_failed_save_clears_when_the_share_is_back);
  g_test_add_func ("/desk/form/queued-entry-closes-and-forgets-its-draft", test_queued_closes_and_forgets_the_draft);
  g_test_add_func ("/desk/form/promise-draft-is-offered-for-its-car-only", test_promise_draft);
  rc = g_test_run ();
  desk_station_close (&station);
  return rc;
}
