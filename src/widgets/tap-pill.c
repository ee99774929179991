/* tap-pill.c — an icon and a word on a rounded ground: the state pill and the badge.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pill"

#include "config.h"

#include "widgets/tap-icon.h"
#include "widgets/tap-pill.h"

struct _TapPill
{
  GtkWidget   parent_instance;

  GtkWidget  *icon;
  GtkWidget  *label;
  const char *look;                 /* interned */
  const char *icon_name;            /* interned */
};

G_DEFINE_FINAL_TYPE (TapPill, tap_pill, GTK_TYPE_WIDGET)

GtkWidget *
tap_pill_new (void)
{
  GtkWidget *self = g_object_new (TAP_TYPE_PILL, NULL);

  gtk_widget_add_css_class (self, "pill");
  return self;
}

GtkWidget *
tap_badge_new (void)
{
  GtkWidget *self = g_object_new (TAP_TYPE_PILL, NULL);

  gtk_widget_add_css_class (self, "badge");
  return self;
}

void
tap_pill_set (TapPill    *self,
              const char *look,
              const char *icon_name,
              const char *text)
{
  g_return_if_fail (TAP_IS_PILL (self));
  g_return_if_fail (look != NULL && text != NULL);

  look = g_intern_string (look);
  if (self->look != look)
    {
      if (self->look != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), self->look);
      self->look = look;
      gtk_widget_add_css_class (GTK_WIDGET (self), look);
    }
  icon_name = g_intern_string (icon_name);
  if (self->icon_name != icon_name)
    {
      self->icon_name = icon_name;
      tap_icon_show (GTK_IMAGE (self->icon), icon_name);
      gtk_widget_set_visible (self->icon, icon_name != NULL);
    }
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->label), text);
}

const char *
tap_pill_get_text (TapPill *self)
{
  g_return_val_if_fail (TAP_IS_PILL (self), "");

  return gtk_label_get_text (GTK_LABEL (self->label));
}

const char *
tap_pill_get_look (TapPill *self)
{
  g_return_val_if_fail (TAP_IS_PILL (self), "");

  return self->look != NULL ? self->look : "";
}

static void
tap_pill_dispose (GObject *object)
{
  TapPill *self = TAP_PILL (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_pill_parent_class)->dispose (object);
}

static void
tap_pill_class_init (TapPillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_pill_dispose;
  gtk_widget_class_set_css_name (widget_class, "pill");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tap_pill_init (TapPill *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->icon = gtk_image_new ();
  gtk_widget_set_visible (self->icon, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->icon, widget);
  self->label = gtk_label_new (NULL);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  /* Cut only where a translation is longer than its place; the whole word is in the tooltip then.
   */
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (self->label, widget);
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
}
