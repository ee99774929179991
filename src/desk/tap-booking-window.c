/* tap-booking-window.c — a short booking (F3): who, which car, when, what for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-booking-window"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-advisor-choice.h"
#include "desk/tap-booking-window.h"
#include "desk/tap-desk-text.h"
#include "desk/tap-slots.h"
#include "desk/tap-vehicle-fields.h"
#include "widgets/tap-time-entry.h"
#include "widgets/tap-wrap-box.h"

#define N_DAYS 3
#define DAY_S (24 * 60 * 60)

struct _TapBookingWindow
{
  TapDeskForm parent_instance;

  /* Template widgets (borrowed) */
  TapVehicleFields *vehicle;
  TapField         *wish_field, *slot_field, *advisor_field;
  GtkTextView      *wish_view;
  TapTimeEntry     *slot_entry;
  GtkPopover       *day_popover;
  GtkCalendar      *calendar;
  GtkBox           *days_box;
  GtkDropDown      *advisor_drop;
  GtkSwitch        *quick_switch;
  /* Owned */
  GPtrArray *chips;                 /* of GtkToggleButton, borrowed: the quick picks */
  char      *wish;
  gboolean   choosing;              /* the chips are being set, not clicked */
};

G_DEFINE_FINAL_TYPE (TapBookingWindow, tap_booking_window, TAP_TYPE_DESK_FORM)

static TapCalendar *
station_calendar (TapBookingWindow *self)
{
  return tap_session_get_station (tap_desk_form_get_session (TAP_DESK_FORM (self)))->calendar;
}

static const char *
read_wish (TapBookingWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->wish_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_free (self->wish);
  self->wish = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  return self->wish;
}

/* --- when ---------------------------------------------------------------------------------------------------- */

static gint64
slot_of (GtkToggleButton *chip)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (chip), "slot");
}

static void
slot_changed_cb (TapBookingWindow *self)
{
  gint64 slot_unix = tap_time_entry_get_time_unix (self->slot_entry);

  self->choosing = TRUE;
  for (guint i = 0; i < self->chips->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->chips, i), slot_of (g_ptr_array_index (self->chips, i)) == slot_unix);
  self->choosing = FALSE;
  if (slot_unix != 0 && !tap_calendar_is_open (station_calendar (self), slot_unix))
    tap_field_set_note (self->slot_field, TAP_FIELD_WARNING, _("The station is closed then."));
  else
    tap_field_set_note (self->slot_field, TAP_FIELD_HINT, NULL);
  tap_desk_form_changed (TAP_DESK_FORM (self));
}

static void
chip_toggled_cb (GtkToggleButton  *chip,
                 TapBookingWindow *self)
{
  if (self->choosing)
    return;
  if (gtk_toggle_button_get_active (chip))
    tap_time_entry_set_time_unix (self->slot_entry, slot_of (chip));
  else
    slot_changed_cb (self);
}

static void
add_chip (TapBookingWindow *self,
          TapWrapBox       *row,
          gint64            slot_unix,
          const char       *day,
          GTimeZone        *zone)
{
  g_autofree char *time = tap_desk_text_time (slot_unix, zone), *label = g_strconcat (day, " ", time, NULL);
  GtkWidget *chip = gtk_toggle_button_new_with_label (time);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (chip), "slot", g_memdup2 (&slot_unix, sizeof slot_unix), g_free);
  g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
  g_ptr_array_add (self->chips, chip);
  tap_wrap_box_append (row, chip);
}

/* Today and the next days, hour by hour: two other times are always in sight when the wished one does not do (req 25a). */
static void
add_days (TapBookingWindow *self)
{
  TapSession *session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  GTimeZone *zone = tap_session_get_zone (session);
  gint64 now_unix = tap_session_now_unix (session), previous_unix = 0;
  g_autoptr(GArray) slots = tap_slots_suggest (station_calendar (self), now_unix, N_DAYS);
  g_autofree char *day = NULL;
  GtkWidget *row = NULL;

  for (guint i = 0; i < slots->len; i++)
    {
      gint64 slot_unix = g_array_index (slots, gint64, i);

      if (previous_unix == 0 || !tap_desk_text_same_day (slot_unix, previous_unix, zone))
        {
          GtkWidget *heading;

          g_free (day);
          day = tap_desk_text_day_name (slot_unix, now_unix, zone);
          heading = gtk_label_new (day);
          gtk_label_set_xalign (GTK_LABEL (heading), 0);
          gtk_widget_add_css_class (heading, "caption");
          gtk_widget_add_css_class (heading, "dim");
          row = tap_wrap_box_new (6, 6);
          gtk_box_append (self->days_box, heading);
          gtk_box_append (self->days_box, row);
        }
      add_chip (self, TAP_WRAP_BOX (row), slot_unix, day, zone);
      previous_unix = slot_unix;
    }
}

/* A day from the calendar keeps the hour that stands there, or takes the first hour the station is open. */
static void
day_selected_cb (TapBookingWindow *self)
{
  TapSession *session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  TapCalendar *calendar = station_calendar (self);
  g_autoptr(GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr(GDateTime) midnight = g_date_time_new (tap_session_get_zone (session), g_date_time_get_year (date),
                                                   g_date_time_get_month (date), g_date_time_get_day_of_month (date), 0, 0, 0);
  gint64 day_unix = g_date_time_to_unix (midnight), now_unix = tap_session_now_unix (session);
  gint64 slot_unix = tap_time_entry_get_time_unix (self->slot_entry);
  TapShift shift = tap_calendar_get_shift (calendar, day_unix);

  if (slot_unix != 0)
    slot_unix = day_unix + (slot_unix - tap_calendar_day_start (calendar, slot_unix)) % DAY_S;
  else
    slot_unix = day_unix + (shift.close_min > shift.open_min ? shift.open_min : 9 * 60) * 60;
  if (slot_unix < now_unix)
    {
      tap_field_set_note (self->slot_field, TAP_FIELD_WARNING, _("That has passed. Choose a time still to come."));
      return;
    }
  tap_time_entry_set_time_unix (self->slot_entry, slot_unix);
  gtk_popover_popdown (self->day_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->slot_entry));
}

/* --- the form ------------------------------------------------------------------------------------------------ */

static void
known_cb (TapBookingWindow *self,
          TapKnownPlate    *known)
{
  TapSession *session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  g_autofree char *when = NULL, *text = NULL;

  if (known->booking_id == 0)
    return;
  when = tap_time_due_text (known->booking_slot_unix, tap_session_now_unix (session), tap_session_get_zone (session));
  /* Translators: %s is a time */
  text = g_strdup_printf (_("This car is booked already: %s."), when);
  tap_desk_form_set_message (TAP_DESK_FORM (self), TAP_DESK_MESSAGE_WARNING, text, NULL, NULL);
}

static gboolean
tap_booking_window_check (TapDeskForm *form)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (form);
  TapField *first = tap_vehicle_fields_check (self->vehicle);
  gboolean has_wish = *read_wish (self) != '\0', readable = tap_time_entry_is_valid (self->slot_entry, NULL);
  gboolean has_slot = tap_time_entry_get_time_unix (self->slot_entry) != 0;

  tap_field_set_note (self->wish_field, TAP_FIELD_ERROR, has_wish ? NULL : _("Write down what the customer wants."));
  if (readable && !has_slot)
    tap_field_set_note (self->slot_field, TAP_FIELD_ERROR, _("When does the customer come?"));
  if (first == NULL && !has_wish)
    first = self->wish_field;
  if (first == NULL && !has_slot)
    first = self->slot_field;
  if (first != NULL)
    tap_field_focus (first);
  return first == NULL;
}

static void
booked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TapBookingWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *plate = NULL, *shown = NULL, *when = NULL, *toast = NULL;
  gboolean saved = tap_store_book_finish (TAP_STORE (source), result, NULL, &error);
  TapSession *session;

  if (tap_desk_form_get_board (TAP_DESK_FORM (self)) == NULL)
    return;
  if (!saved)
    {
      tap_desk_form_failed (TAP_DESK_FORM (self), error);
      tap_vehicle_fields_ask (self->vehicle, TAP_DESK_FORM (self), error);
      return;
    }
  session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  tap_plate_parse (tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PLATE), &plate, NULL, NULL);
  shown = tap_plate_show (plate);
  when = tap_time_due_text (tap_time_entry_get_time_unix (self->slot_entry), tap_session_now_unix (session),
                            tap_session_get_zone (session));
  /* Translators: a number plate and a time */
  toast = g_strdup_printf (_("%s booked for %s"), shown, when);
  tap_desk_form_saved (TAP_DESK_FORM (self), toast);
}

static void
tap_booking_window_save (TapDeskForm *form,
                         const char  *operation_id)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (form);
  TapSession *session = tap_desk_form_get_session (form);
  g_autofree char *phone = NULL;
  TapBookingInput input = { 0 };

  tap_phone_parse (tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PHONE), &phone, NULL);
  input.plate = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_PLATE);
  input.model = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_MODEL);
  input.customer = tap_vehicle_fields_get_text (self->vehicle, TAP_VEHICLE_CUSTOMER);
  input.phone = phone != NULL ? phone : "";
  input.wish = read_wish (self);
  input.slot_unix = tap_time_entry_get_time_unix (self->slot_entry);
  input.advisor_id = tap_advisor_choice_get (self->advisor_drop);
  input.quick = gtk_switch_get_active (self->quick_switch);
  tap_vehicle_fields_read_seen (self->vehicle, &input.seen);
  tap_store_book_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, operation_id,
                        booked_cb, g_object_ref (self));
}

static gboolean
tap_booking_window_show_error (TapDeskForm *form,
                               const char  *name,
                               const char  *sentence)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (form);
  TapField *field = tap_vehicle_fields_find (self->vehicle, name);

  if (g_str_has_prefix (name, "slot"))
    field = self->slot_field;
  else if (g_str_has_prefix (name, "wish"))
    field = self->wish_field;
  else if (g_str_has_prefix (name, "advisor"))
    field = self->advisor_field;
  if (field == NULL)
    return FALSE;
  tap_field_set_note (field, TAP_FIELD_ERROR, sentence);
  tap_field_focus (field);
  return TRUE;
}

static gboolean
tap_booking_window_fill_draft (TapDeskForm *form,
                               GKeyFile    *draft,
                               const char  *group)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (form);
  gboolean any = tap_vehicle_fields_fill_draft (self->vehicle, draft, group);

  g_key_file_set_string (draft, group, "wish", read_wish (self));
  g_key_file_set_int64 (draft, group, "slot", tap_time_entry_get_time_unix (self->slot_entry));
  g_key_file_set_int64 (draft, group, "advisor", tap_advisor_choice_get (self->advisor_drop));
  g_key_file_set_boolean (draft, group, "quick", gtk_switch_get_active (self->quick_switch));
  return any || *self->wish != '\0';
}

static void
tap_booking_window_restore (TapDeskForm *form,
                            GKeyFile    *draft,
                            const char  *group)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (form);
  g_autofree char *wish = g_key_file_get_string (draft, group, "wish", NULL);
  gint64 slot_unix = g_key_file_get_int64 (draft, group, "slot", NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->wish_view), wish != NULL ? wish : "", -1);
  if (slot_unix > tap_session_now_unix (tap_desk_form_get_session (form)))
    tap_time_entry_set_time_unix (self->slot_entry, slot_unix);
  tap_advisor_choice_set (self->advisor_drop, g_key_file_get_int64 (draft, group, "advisor", NULL));
  gtk_switch_set_active (self->quick_switch, g_key_file_get_boolean (draft, group, "quick", NULL));
  tap_vehicle_fields_restore (self->vehicle, draft, group);
}

static char *
tap_booking_window_describe (TapDeskForm *form,
                             GKeyFile    *draft,
                             const char  *group)
{
  g_autofree char *plate = g_key_file_get_string (draft, group, "plate", NULL);
  g_autofree char *customer = g_key_file_get_string (draft, group, "customer", NULL);

  if (customer != NULL && *customer != '\0')
    /* Translators: %s is a customer's name or a number plate */
    return g_strdup_printf (_("Continue the unfinished booking of %s?"), customer);
  if (plate != NULL && *plate != '\0')
    return g_strdup_printf (_("Continue the unfinished booking of %s?"), plate);
  return g_strdup (_("Continue the unfinished booking?"));
}

static void
wish_changed_cb (TapBookingWindow *self)
{
  tap_field_set_note (self->wish_field, TAP_FIELD_HINT, NULL);
  tap_desk_form_changed (TAP_DESK_FORM (self));
}

static void
tap_booking_window_finalize (GObject *object)
{
  TapBookingWindow *self = TAP_BOOKING_WINDOW (object);

  g_ptr_array_unref (self->chips);
  g_free (self->wish);
  G_OBJECT_CLASS (tap_booking_window_parent_class)->finalize (object);
}

static void
tap_booking_window_class_init (TapBookingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TapDeskFormClass *form_class = TAP_DESK_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tap_booking_window_finalize;
  form_class->draft_key = "draft:booking";
  form_class->check = tap_booking_window_check;
  form_class->save = tap_booking_window_save;
  form_class->show_error = tap_booking_window_show_error;
  form_class->fill_draft = tap_booking_window_fill_draft;
  form_class->restore = tap_booking_window_restore;
  form_class->describe = tap_booking_window_describe;
  g_type_ensure (TAP_TYPE_FIELD);
  g_type_ensure (TAP_TYPE_VEHICLE_FIELDS);
  g_type_ensure (TAP_TYPE_TIME_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-booking-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, vehicle);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, wish_field);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, slot_field);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, advisor_field);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, wish_view);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, slot_entry);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, day_popover);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, calendar);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, days_box);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, advisor_drop);
  gtk_widget_class_bind_template_child (widget_class, TapBookingWindow, quick_switch);
  gtk_widget_class_bind_template_callback (widget_class, known_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
}

static void
tap_booking_window_init (TapBookingWindow *self)
{
  self->chips = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_booking_window_new (TapBoard *board)
{
  TapBookingWindow *self;
  TapDeskForm *form;
  TapSession *session;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  self = g_object_new (TAP_TYPE_BOOKING_WINDOW, NULL);
  form = TAP_DESK_FORM (self);
  session = tap_board_get_session (board);
  tap_desk_form_start (form, board);
  tap_vehicle_fields_attach (self->vehicle, form);
  tap_advisor_choice_set_up (self->advisor_drop, board);
  tap_time_entry_set_clock (self->slot_entry, tap_session_now_unix (session), tap_session_get_zone (session));
  tap_time_entry_set_chips_visible (self->slot_entry, FALSE);
  tap_time_entry_set_label (self->slot_entry, _("Arrives"));
  add_days (self);
  g_signal_connect_object (self->slot_entry, "notify::time-unix", G_CALLBACK (slot_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->wish_view), "changed", G_CALLBACK (wish_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->advisor_drop, "notify::selected", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quick_switch, "notify::active", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->vehicle));
  return GTK_WIDGET (self);
}
