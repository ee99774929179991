/* tap-avatar.c — a person as a coloured circle with the first character of the name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-avatar"

#include "config.h"

#include "widgets/tap-avatar.h"

struct _TapAvatar
{
  GtkWidget  parent_instance;

  GtkWidget *label;
  int        colour;                /* -1: nobody */
};

G_DEFINE_FINAL_TYPE (TapAvatar, tap_avatar, GTK_TYPE_WIDGET)

static const char *const colour_classes[TAP_N_AVATAR_COLOURS + 1] = {
  "nobody", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7",
};

GtkWidget *
tap_avatar_new (TapAvatarSize size)
{
  static const char *const size_classes[] = { "small", "normal", "large" };
  GtkWidget *self = g_object_new (TAP_TYPE_AVATAR, NULL);

  gtk_widget_add_css_class (self, size_classes[size]);
  return self;
}

void
tap_avatar_set_person (TapAvatar  *self,
                       const char *name,
                       int         colour)
{
  g_autofree char *first = NULL;

  g_return_if_fail (TAP_IS_AVATAR (self));

  if (name == NULL || *name == '\0')
    {
      colour = -1;
      first = g_strdup ("");
    }
  else
    {
      g_autofree char *character = g_utf8_substring (name, 0, 1);

      colour = ABS (colour) % TAP_N_AVATAR_COLOURS;
      first = g_utf8_strup (character, -1);
    }
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->label)), first) != 0)
    gtk_label_set_text (GTK_LABEL (self->label), first);
  if (self->colour != colour)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), colour_classes[self->colour + 1]);
      self->colour = colour;
      gtk_widget_add_css_class (GTK_WIDGET (self), colour_classes[colour + 1]);
    }
}

static void
tap_avatar_dispose (GObject *object)
{
  g_clear_pointer (&TAP_AVATAR (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_avatar_parent_class)->dispose (object);
}

static void
tap_avatar_class_init (TapAvatarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_avatar_dispose;
  gtk_widget_class_set_css_name (widget_class, "avatar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* The name always stands beside it in words. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tap_avatar_init (TapAvatar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->colour = -1;
  self->label = gtk_label_new (NULL);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_parent (self->label, widget);
  gtk_widget_set_halign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (widget, "tap-avatar");
  gtk_widget_add_css_class (widget, "nobody");
}
