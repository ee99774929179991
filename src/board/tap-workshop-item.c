/* tap-workshop-item.c — one row or plate of the painted workshop for keyboard and screen reader.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-item"

#include "config.h"

#include "board/tap-workshop-item.h"

struct _TapWorkshopItem
{
  GtkWidget parent_instance;

  gint64 id;
  gboolean assignable;
  char *label;
};

G_DEFINE_FINAL_TYPE (TapWorkshopItem, tap_workshop_item, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPEN,
  SIGNAL_ASSIGN,
  SIGNAL_VISIT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapWorkshopItem *self = TAP_WORKSHOP_ITEM (widget);

  if (g_str_equal (name, "item.visit"))
    g_signal_emit (self, signals[SIGNAL_VISIT], 0);
  else
    g_signal_emit (self, signals[self->assignable ? SIGNAL_ASSIGN : SIGNAL_OPEN], 0);
}

static void
tap_workshop_item_finalize (GObject *object)
{
  g_free (TAP_WORKSHOP_ITEM (object)->label);
  G_OBJECT_CLASS (tap_workshop_item_parent_class)->finalize (object);
}

static void
tap_workshop_item_class_init (TapWorkshopItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tap_workshop_item_finalize;
  signals[SIGNAL_OPEN] = g_signal_new ("open", TAP_TYPE_WORKSHOP_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ASSIGN] = g_signal_new ("assign", TAP_TYPE_WORKSHOP_ITEM, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_VISIT] = g_signal_new ("visit", TAP_TYPE_WORKSHOP_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "workshopitem");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_install_action (widget_class, "item.open", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "item.visit", NULL, on_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "item.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "item.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "item.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_ALT_MASK, "item.visit",
                                       NULL);
}

static void
tap_workshop_item_init (TapWorkshopItem *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  /* Clicks and drags belong to the picture below, which knows bars from rows. */
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tap_workshop_item_new (gint64 id, gboolean assignable)
{
  TapWorkshopItem *self = g_object_new (TAP_TYPE_WORKSHOP_ITEM, NULL);

  self->id = id;
  self->assignable = assignable;
  return GTK_WIDGET (self);
}

gint64
tap_workshop_item_get_id (TapWorkshopItem *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_ITEM (self), 0);
  return self->id;
}

void
tap_workshop_item_set_label (TapWorkshopItem *self, const char *label)
{
  g_return_if_fail (TAP_IS_WORKSHOP_ITEM (self));
  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
