/* tap-check-in-window.c — checking a car in (F2): a walk-in or a booked one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-check-in-window"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-booking-row.h"
#include "desk/tap-check-in-window.h"
#include "desk/tap-desk-actions.h"
#include "desk/tap-vehicle-fields.h"
#include "desk/tap-visit-fields.h"

struct _TapCheckInWindow
{
  TapDeskForm parent_instance;

  /* Template widgets (borrowed) */
  TapVehicleFields *vehicle;
  TapVisitFields   *visit;
  GtkListView      *booking_list;
  GtkStack         *booking_stack;
  GtkLabel         *booking_count, *no_booking_label;
  /* Owned references */
  GtkCustomFilter *filter;
  GListModel      *bookings;        /* what the list shows */
  char            *needle;          /* the typed part of a plate, folded; NULL: all */
  char            *picked_plate;    /* of the booking that was picked */
  gint64           booking_id;
};

G_DEFINE_FINAL_TYPE (TapCheckInWindow, tap_check_in_window, TAP_TYPE_DESK_FORM)

/* --- bookings on the left ------------------------------------------------------------------------------------ */

static gboolean
match_booking (gpointer item,
               gpointer user_data)
{
  TapCheckInWindow *self = user_data;
  const TapCard *card = tap_board_card_get_card (item);

  return card->stage == TAP_STAGE_BOOKED
         && (self->needle == NULL || tap_search_key_matches (card->search_key, self->needle));
}

static int
compare_slots (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const TapCard *first = tap_board_card_get_card ((TapBoardCard *) a);
  const TapCard *second = tap_board_card_get_card ((TapBoardCard *) b);

  return first->slot_unix < second->slot_unix ? -1 : first->slot_unix > second->slot_unix;
}

static void
bookings_changed_cb (TapCheckInWindow *self)
{
  guint n_bookings = g_list_model_get_n_items (self->bookings);
  g_autofree char *count = g_strdup_printf ("%u", n_bookings);

  gtk_label_set_label (self->booking_count, count);
  gtk_label_set_label (self->no_booking_label, self->needle != NULL ? _("No booking has this plate: a walk-in.")
                                                                     : _("Everyone booked for today is here."));
  gtk_stack_set_visible_child_name (self->booking_stack, n_bookings > 0 ? "list" : "none");
}

static void
set_needle (TapCheckInWindow *self,
            const char       *typed)
{
  char *needle = typed != NULL && *typed != '\0' ? tap_search_fold (typed) : NULL;

  if (g_strcmp0 (needle, self->needle) == 0)
    {
      g_free (needle);
      return;
    }
  g_free (self->needle);
  self->needle = needle;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  bookings_changed_cb (self);
}

static void
plate_changed_cb (TapCheckInWindow *self)
{
  const char *typed = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PLATE);
  g_autofree char *plate = NULL;

  if (self->booking_id != 0)
    {
      /* The picked booking stays picked while its plate stands there. */
      if (tap_plate_parse (typed, &plate, NULL, NULL) && g_strcmp0 (plate, self->picked_plate) == 0)
        return;
      self->booking_id = 0;
      g_clear_pointer (&self->picked_plate, g_free);
    }
  set_needle (self, typed);
}

static void
pick_booking (TapCheckInWindow *self,
              const TapCard    *card)
{
  g_autofree char *shown = tap_plate_show (card->plate), *phone = tap_phone_show (card->phone);

  self->booking_id = card->id;
  g_free (self->picked_plate);
  self->picked_plate = g_strdup (card->plate);
  set_needle (self, NULL);
  tap_vehicle_fields_set_text (self->vehicle, TAP_VEHICLE_PLATE, shown);
  tap_vehicle_fields_fill (self->vehicle, TAP_VEHICLE_CUSTOMER, card->customer);
  tap_vehicle_fields_fill (self->vehicle, TAP_VEHICLE_PHONE, phone);
  tap_vehicle_fields_fill (self->vehicle, TAP_VEHICLE_MODEL, card->model);
  tap_visit_fields_fill (self->visit, card->wish, card->advisor_id, card->quick);
  tap_desk_form_changed (TAP_DESK_FORM (self));
}

static void
booking_activated_cb (GtkListView      *list,
                      guint             position,
                      TapCheckInWindow *self)
{
  g_autoptr(TapBoardCard) card = g_list_model_get_item (self->bookings, position);

  if (card == NULL)
    return;
  pick_booking (self, tap_board_card_get_card (card));
  tap_field_focus (tap_vehicle_fields_get_field (self->vehicle, TAP_VEHICLE_BRINGER));
}

static void
known_cb (TapCheckInWindow *self,
          TapKnownPlate    *known)
{
  /* Typed by hand, but booked: the booking's words are there and the booking is used up (req 31). */
  if (known->booking_id == 0 || self->booking_id == known->booking_id)
    return;
  self->booking_id = known->booking_id;
  g_free (self->picked_plate);
  self->picked_plate = g_strdup (known->plate);
  tap_visit_fields_fill (self->visit, known->booking_wish, known->booking_advisor_id, known->booking_quick);
}

static void
cancel_booking_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  TapDeskForm *form = TAP_DESK_FORM (widget);
  gint64 booking_id = g_variant_get_int64 (parameter);
  TapBoardCard *card = tap_board_find (tap_desk_form_get_board (form), booking_id);

  if (card != NULL)
    tap_desk_cancel_booking (widget, tap_desk_form_get_session (form), booking_id, tap_board_card_get_card (card)->plate);
}

/* --- the form ------------------------------------------------------------------------------------------------ */

static gboolean
tap_check_in_window_check (TapDeskForm *form)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (form);
  TapField *vehicle = tap_vehicle_fields_check (self->vehicle), *visit = tap_visit_fields_check (self->visit);
  TapField *first = vehicle != NULL ? vehicle : visit;

  if (first != NULL)
    tap_field_focus (first);
  return first == NULL;
}

static void
checked_in_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(TapCheckInWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *number = NULL, *plate = NULL, *shown = NULL, *toast = NULL;
  gboolean saved = tap_store_check_in_finish (TAP_STORE (source), result, NULL, &number, &error);

  if (tap_desk_form_get_board (TAP_DESK_FORM (self)) == NULL)
    return;
  if (!saved)
    {
      tap_desk_form_failed (TAP_DESK_FORM (self), error);
      tap_vehicle_fields_ask (self->vehicle, TAP_DESK_FORM (self), error);
      return;
    }
  tap_plate_parse (tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PLATE), &plate, NULL, NULL);
  shown = tap_plate_show (plate);
  /* Translators: a number plate and the number of the repair order: "京A·12345 checked in, R20261120-0019" */
  toast = g_strdup_printf (_("%s checked in, %s"), shown, number);
  tap_desk_form_saved (TAP_DESK_FORM (self), toast);
}

static void
tap_check_in_window_save (TapDeskForm *form,
                          const char  *operation_id)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (form);
  TapSession *session = tap_desk_form_get_session (form);
  g_autofree char *phone = NULL;
  TapCheckInInput input = { 0 };

  tap_visit_fields_read (self->visit, &input);
  tap_phone_parse (tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PHONE), &phone, NULL);
  input.plate = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PLATE);
  input.model = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_MODEL);
  input.colour = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_COLOUR);
  input.colour_rgb = tap_vehicle_fields_get_rgb (self->vehicle);
  input.customer = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_CUSTOMER);
  input.bringer = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_BRINGER);
  input.phone = phone != NULL ? phone : "";
  input.odometer_km = tap_vehicle_fields_get_km (self->vehicle);
  input.booking_id = self->booking_id;
  tap_vehicle_fields_read_seen (self->vehicle, &input.seen);
  tap_store_check_in_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, operation_id,
                            checked_in_cb, g_object_ref (self));
}

static gboolean
tap_check_in_window_show_error (TapDeskForm *form,
                                const char  *name,
                                const char  *sentence)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (form);
  TapField *field = tap_vehicle_fields_find (self->vehicle, name);

  if (field == NULL)
    field = tap_visit_fields_find (self->visit, name);
  if (field == NULL)
    return FALSE;
  tap_field_set_note (field, TAP_FIELD_ERROR, sentence);
  tap_field_focus (field);
  return TRUE;
}

static gboolean
tap_check_in_window_fill_draft (TapDeskForm *form,
                                GKeyFile    *draft,
                                const char  *group)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (form);
  gboolean any = tap_vehicle_fields_fill_draft (self->vehicle, draft, group);

  any |= tap_visit_fields_fill_draft (self->visit, draft, group);
  g_key_file_set_int64 (draft, group, "booking", self->booking_id);
  return any;
}

static void
tap_check_in_window_restore (TapDeskForm *form,
                             GKeyFile    *draft,
                             const char  *group)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (form);
  gint64 booking_id = g_key_file_get_int64 (draft, group, "booking", NULL);
  TapBoardCard *card = booking_id != 0 ? tap_board_find (tap_desk_form_get_board (form), booking_id) : NULL;

  tap_visit_fields_restore (self->visit, draft, group);
  /* The booking may have been used or cancelled since the draft was kept. */
  self->booking_id = card != NULL ? booking_id : 0;
  g_clear_pointer (&self->picked_plate, g_free);
  if (card != NULL)
    self->picked_plate = g_strdup (tap_board_card_get_card (card)->plate);
  tap_vehicle_fields_restore (self->vehicle, draft, group);
}

static char *
tap_check_in_window_describe (TapDeskForm *form,
                              GKeyFile    *draft,
                              const char  *group)
{
  g_autofree char *typed = g_key_file_get_string (draft, group, "plate", NULL);
  g_autofree char *customer = g_key_file_get_string (draft, group, "customer", NULL);
  g_autofree char *plate = NULL, *shown = NULL;

  if (typed != NULL && tap_plate_parse (typed, &plate, NULL, NULL))
    shown = tap_plate_show (plate);
  if (shown == NULL)
    shown = g_strdup (customer != NULL && *customer != '\0' ? customer : typed);
  if (shown == NULL || *shown == '\0')
    return g_strdup (_("Continue the unfinished check-in?"));
  /* Translators: %s is a number plate, or a customer's name */
  return g_strdup_printf (_("Continue the unfinished check-in of %s?"), shown);
}

static void
set_up_bookings (TapCheckInWindow *self)
{
  GListModel *cards = tap_board_get_cards (tap_desk_form_get_board (TAP_DESK_FORM (self)));
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->filter = gtk_custom_filter_new (match_booking, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (cards), g_object_ref (GTK_FILTER (self->filter)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), GTK_SORTER (gtk_custom_sorter_new (compare_slots, NULL, NULL)));
  self->bookings = G_LIST_MODEL (sorted);
  gtk_list_view_set_model (self->booking_list, GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->bookings))));
  g_signal_connect_object (self->bookings, "items-changed", G_CALLBACK (bookings_changed_cb), self, G_CONNECT_SWAPPED);
  bookings_changed_cb (self);
}

static void
tap_check_in_window_dispose (GObject *object)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->bookings);
  G_OBJECT_CLASS (tap_check_in_window_parent_class)->dispose (object);
}

static void
tap_check_in_window_finalize (GObject *object)
{
  TapCheckInWindow *self = TAP_CHECK_IN_WINDOW (object);

  g_free (self->needle);
  g_free (self->picked_plate);
  G_OBJECT_CLASS (tap_check_in_window_parent_class)->finalize (object);
}

static void
tap_check_in_window_class_init (TapCheckInWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TapDeskFormClass *form_class = TAP_DESK_FORM_CLASS (klass);

  object_class->dispose = tap_check_in_window_dispose;
  object_class->finalize = tap_check_in_window_finalize;
  form_class->draft_key = "draft:check-in";
  form_class->can_wait = TRUE;
  form_class->check = tap_check_in_window_check;
  form_class->save = tap_check_in_window_save;
  form_class->show_error = tap_check_in_window_show_error;
  form_class->fill_draft = tap_check_in_window_fill_draft;
  form_class->restore = tap_check_in_window_restore;
  form_class->describe = tap_check_in_window_describe;
  g_type_ensure (TAP_TYPE_BOOKING_ROW);
  g_type_ensure (TAP_TYPE_VEHICLE_FIELDS);
  g_type_ensure (TAP_TYPE_VISIT_FIELDS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-check-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, vehicle);
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, visit);
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, booking_list);
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, booking_stack);
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, booking_count);
  gtk_widget_class_bind_template_child (widget_class, TapCheckInWindow, no_booking_label);
  gtk_widget_class_bind_template_callback (widget_class, booking_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, known_cb);
  gtk_widget_class_install_action (widget_class, "form.cancel-booking", "x", cancel_booking_action);
}

static void
tap_check_in_window_init (TapCheckInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_check_in_window_new (TapBoard   *board,
                         gint64      booking_id,
                         const char *plate)
{
  TapCheckInWindow *self;
  TapBoardCard *card;
  GtkWidget *entry;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  self = g_object_new (TAP_TYPE_CHECK_IN_WINDOW, NULL);
  tap_booking_row_set_zone (tap_session_get_zone (tap_board_get_session (board)));
  tap_desk_form_start (TAP_DESK_FORM (self), board);
  tap_vehicle_fields_attach (self->vehicle, TAP_DESK_FORM (self));
  tap_visit_fields_attach (self->visit, TAP_DESK_FORM (self));
  set_up_bookings (self);
  entry = tap_field_get_input (tap_vehicle_fields_get_field (self->vehicle, TAP_VEHICLE_PLATE));
  g_signal_connect_object (entry, "changed", G_CALLBACK (plate_changed_cb), self, G_CONNECT_SWAPPED);
  card = booking_id != 0 ? tap_board_find (board, booking_id) : NULL;
  if (card != NULL)
    pick_booking (self, tap_board_card_get_card (card));
  else if (plate != NULL && *plate != '\0')
    tap_vehicle_fields_set_text (self->vehicle, TAP_VEHICLE_PLATE, plate);
  gtk_window_set_focus (GTK_WINDOW (self), entry);
  return GTK_WIDGET (self);
}
