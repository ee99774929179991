/* tap-search-row.c — a vehicle that was found, as a row of a list.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-search-row"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-search-row.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"

/* --- the item ------------------------------------------------------------------------------------------------ */

struct _TapSearchItem
{
  GObject       parent_instance;
  TapSearchHit *hit;
  GTimeZone    *zone;
};

G_DEFINE_FINAL_TYPE (TapSearchItem, tap_search_item, G_TYPE_OBJECT)

TapSearchItem *
tap_search_item_new (TapSearchHit *hit,
                     GTimeZone    *zone)
{
  TapSearchItem *self;

  g_return_val_if_fail (hit != NULL && zone != NULL, NULL);

  self = g_object_new (TAP_TYPE_SEARCH_ITEM, NULL);
  self->hit = tap_search_hit_ref (hit);
  self->zone = g_time_zone_ref (zone);
  return self;
}

TapSearchHit *
tap_search_item_get_hit (TapSearchItem *self)
{
  g_return_val_if_fail (TAP_IS_SEARCH_ITEM (self), NULL);

  return self->hit;
}

static void
tap_search_item_finalize (GObject *object)
{
  TapSearchItem *self = TAP_SEARCH_ITEM (object);

  tap_search_hit_unref (self->hit);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (tap_search_item_parent_class)->finalize (object);
}

static void
tap_search_item_class_init (TapSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_search_item_finalize;
}

static void
tap_search_item_init (TapSearchItem *self)
{
}

/* --- the row ------------------------------------------------------------------------------------------------- */

struct _TapSearchRow
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  TapPlate  *plate;
  TapPill   *pill;
  GtkLabel  *customer_label, *model_label, *phone_label, *last_label;
  GtkButton *check_in_button;
  /* Owned references */
  TapSearchItem *item;
};

G_DEFINE_FINAL_TYPE (TapSearchRow, tap_search_row, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_ITEM, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Between two actions the button has none: a name beside the target of the other is a mismatch GTK complains of. */
static void
set_action (GtkActionable *button,
            const char    *name,
            GVariant      *target)
{
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
show_button (TapSearchRow       *self,
             const TapSearchHit *hit)
{
  GtkActionable *button = GTK_ACTIONABLE (self->check_in_button);

  if (hit->open_visit_id != 0)
    {
      gtk_button_set_label (self->check_in_button, _("Open Visit"));
      set_action (button, "win.open-visit", g_variant_new_int64 (hit->open_visit_id));
    }
  else
    {
      gtk_button_set_label (self->check_in_button, _("Check In"));
      set_action (button, "win.check-in-plate", g_variant_new_string (hit->plate));
    }
}

static void
show_item (TapSearchRow *self)
{
  const TapSearchHit *hit;
  g_autofree char *phone = NULL, *last = NULL, *sentence = NULL, *date = NULL;
  gboolean here;

  if (self->item == NULL)
    return;
  hit = self->item->hit;
  here = hit->open_visit_id != 0;
  phone = tap_phone_show (hit->phone);
  if (hit->last_visit_unix != 0)
    {
      date = tap_desk_text_date (hit->last_visit_unix, self->item->zone);
      /* Translators: %s is a date: when the car was here last */
      last = g_strdup_printf (_("last here %s"), date);
    }
  else
    last = g_strdup (_("no visit yet"));
  tap_plate_set_plate (self->plate, hit->plate);
  gtk_label_set_label (self->customer_label, hit->customer);
  gtk_label_set_label (self->model_label, hit->model);
  gtk_label_set_label (self->phone_label, phone);
  gtk_label_set_label (self->last_label, last);
  gtk_widget_set_visible (GTK_WIDGET (self->last_label), !here);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), here);
  tap_pill_set (self->pill, "ok", "tappet-wrench-symbolic", _("in the house"));
  show_button (self, hit);
  /* Translators: for screen readers: plate, customer, when last here */
  sentence = g_strdup_printf (_("%s, %s, %s"), tap_plate_get_text (self->plate), hit->customer, here ? _("in the house") : last);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
tap_search_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    g_value_set_object (value, TAP_SEARCH_ROW (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_search_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TapSearchRow *self = TAP_SEARCH_ROW (object);

  if (prop_id != PROP_ITEM)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (!g_set_object (&self->item, g_value_get_object (value)))
    return;
  show_item (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
tap_search_row_dispose (GObject *object)
{
  TapSearchRow *self = TAP_SEARCH_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_SEARCH_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_search_row_parent_class)->dispose (object);
}

static void
tap_search_row_class_init (TapSearchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_search_row_dispose;
  object_class->get_property = tap_search_row_get_property;
  object_class->set_property = tap_search_row_set_property;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TAP_TYPE_SEARCH_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (TAP_TYPE_PLATE);
  g_type_ensure (TAP_TYPE_PILL);
  gtk_widget_class_set_css_name (widget_class, "searchrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, plate);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, pill);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, customer_label);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, model_label);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, phone_label);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, last_label);
  gtk_widget_class_bind_template_child (widget_class, TapSearchRow, check_in_button);
}

static void
tap_search_row_init (TapSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tap_plate_set_size (self->plate, TAP_PLATE_SIZE_SMALL);
}
