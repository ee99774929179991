/* tap-person-button.c — who is signed in, and what they can do about it: lock, change the PIN, sign out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-person-button"
#include "config.h"

#include "app/tap-person-button.h"

#include "widgets/tap-avatar.h"

#include <glib/gi18n-lib.h>

#define MAX_CHARS 12

struct _TapPersonButton
{
  GtkWidget      parent_instance;

  /* Template widgets (borrowed) */
  GtkMenuButton *button;
  TapAvatar     *avatar;
  GtkWidget     *text_box;
  GtkLabel      *name;
  GtkLabel      *role;
};

G_DEFINE_FINAL_TYPE (TapPersonButton, tap_person_button, GTK_TYPE_WIDGET)

/* The header keeps the search in its middle and would squeeze a label that can be squeezed: this one cannot. */
static char *
shorten (const char *name)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= MAX_CHARS)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, MAX_CHARS - 1);
  return g_strconcat (start, "…", NULL);
}

void
tap_person_button_set_narrow (TapPersonButton *self,
                              gboolean         narrow)
{
  g_return_if_fail (TAP_IS_PERSON_BUTTON (self));

  gtk_widget_set_visible (self->text_box, !narrow);
}

void
tap_person_button_set_staff (TapPersonButton *self,
                             TapStaff        *staff)
{
  const char *role;
  g_autofree char *name = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (TAP_IS_PERSON_BUTTON (self));

  gtk_widget_set_visible (GTK_WIDGET (self), staff != NULL);
  if (staff == NULL)
    return;
  name = shorten (staff->name);
  role = tap_role_label (tap_roles_main (staff->roles));
  tap_avatar_set_person (self->avatar, staff->name, staff->colour);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->role, role);
  /* Translators: name and role of the person who is signed in, for screen readers */
  spoken = g_strdup_printf (_("Signed in: %s, %s"), staff->name, role);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
tap_person_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_PERSON_BUTTON);
  G_OBJECT_CLASS (tap_person_button_parent_class)->dispose (object);
}

static void
tap_person_button_class_init (TapPersonButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_person_button_dispose;
  g_type_ensure (TAP_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-person-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPersonButton, button);
  gtk_widget_class_bind_template_child (widget_class, TapPersonButton, avatar);
  gtk_widget_class_bind_template_child (widget_class, TapPersonButton, name);
  gtk_widget_class_bind_template_child (widget_class, TapPersonButton, text_box);
  gtk_widget_class_bind_template_child (widget_class, TapPersonButton, role);
}

static void
tap_person_button_init (TapPersonButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
