/* tap-booking-row.c — a booking that has not arrived, as a row of a list.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-booking-row"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-booking-row.h"
#include "desk/tap-desk-text.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"

struct _TapBookingRow
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkLabel  *time_label, *who_label;
  TapPlate  *plate;
  TapPill   *pill;
  GtkWidget *cancel_button;
  /* Owned references */
  TapBoardCard *item;
};

G_DEFINE_FINAL_TYPE (TapBookingRow, tap_booking_row, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_ITEM, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* One station, one zone; rows are made by a factory that knows neither. */
static GTimeZone *station_zone;

void
tap_booking_row_set_zone (GTimeZone *zone)
{
  g_return_if_fail (zone != NULL);

  if (station_zone == zone)
    return;
  g_clear_pointer (&station_zone, g_time_zone_unref);
  station_zone = g_time_zone_ref (zone);
}

static void
show_item (TapBookingRow *self)
{
  const TapCard *card;
  TapTimeView view;
  g_autofree char *time = NULL, *who = NULL, *sentence = NULL;

  if (self->item == NULL || station_zone == NULL)
    return;
  card = tap_board_card_get_card (self->item);
  view = tap_board_card_get_time (self->item);
  time = tap_desk_text_time (card->slot_unix, station_zone);
  who = *card->wish != '\0' ? g_strconcat (card->customer, " · ", card->wish, NULL) : g_strdup (card->customer);
  gtk_label_set_label (self->time_label, time);
  gtk_label_set_label (self->who_label, who);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->who_label), who);
  tap_plate_set_size (self->plate, TAP_PLATE_SIZE_SMALL);
  tap_plate_set_plate (self->plate, card->plate);
  tap_pill_set (self->pill, tap_time_state_css (view.state), tap_time_state_icon (&view), tap_board_card_get_time_text (self->item));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->cancel_button), "x", card->id);
  sentence = tap_board_card_describe (self->item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
set_item (TapBookingRow *self,
          TapBoardCard  *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "notify::card", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::time-text", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
    }
  show_item (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
tap_booking_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    g_value_set_object (value, TAP_BOOKING_ROW (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_booking_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (prop_id == PROP_ITEM)
    set_item (TAP_BOOKING_ROW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_booking_row_dispose (GObject *object)
{
  TapBookingRow *self = TAP_BOOKING_ROW (object);
  GtkWidget *child;

  set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_BOOKING_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_booking_row_parent_class)->dispose (object);
}

static void
tap_booking_row_class_init (TapBookingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_booking_row_dispose;
  object_class->get_property = tap_booking_row_get_property;
  object_class->set_property = tap_booking_row_set_property;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TAP_TYPE_BOARD_CARD,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (TAP_TYPE_PLATE);
  g_type_ensure (TAP_TYPE_PILL);
  gtk_widget_class_set_css_name (widget_class, "bookingrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-booking-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TapBookingRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, TapBookingRow, who_label);
  gtk_widget_class_bind_template_child (widget_class, TapBookingRow, plate);
  gtk_widget_class_bind_template_child (widget_class, TapBookingRow, pill);
  gtk_widget_class_bind_template_child (widget_class, TapBookingRow, cancel_button);
}

static void
tap_booking_row_init (TapBookingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
