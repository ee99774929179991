/* tap-staff-window.c — one person of the station: name, telephone, roles, PIN.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-staff-window"
#include "config.h"

#include "app/tap-staff-window.h"

#include "app/tap-pin-window.h"

#include <glib/gi18n-lib.h>

struct _TapStaffWindow
{
  AdwWindow      parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget     *save_button;
  GtkWidget     *form;
  GtkLabel      *fault;
  GtkWidget     *name_row;
  GtkWidget     *phone_row;
  GtkSwitch     *active_switch;
  AdwActionRow  *pin_row;
  AdwPreferencesGroup *roles_group;

  /* Borrowed: in the group */
  GtkCheckButton *checks[TAP_N_ROLES];

  /* Owned references */
  TapSession    *session;
  TapStaff      *staff;         /* as the form started from; NULL: a new person */
};

G_DEFINE_FINAL_TYPE (TapStaffWindow, tap_staff_window, ADW_TYPE_WINDOW)

static TapRoles
get_roles (TapStaffWindow *self)
{
  TapRoles roles = 0;

  for (guint i = 0; i < TAP_N_ROLES; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      roles |= 1u << i;
  return roles;
}

static void
show_fault (TapStaffWindow *self,
            const char     *text)
{
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), *text != '\0');
  gtk_widget_set_sensitive (self->form, TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapStaffWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tap_store_put_staff_finish (TAP_STORE (source), result, NULL, &error);

  if (self->fault == NULL)
    return;
  if (saved)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_fault (self, error->message);
}

static void
save_cb (TapStaffWindow *self)
{
  TapStaffInput input = { 0 };

  input.id = self->staff == NULL ? 0 : self->staff->id;
  input.name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  input.phone = gtk_editable_get_text (GTK_EDITABLE (self->phone_row));
  input.roles = get_roles (self);
  input.active = gtk_switch_get_active (self->active_switch);
  input.expected_name = self->staff == NULL ? NULL : self->staff->name;
  input.expected_roles = self->staff == NULL ? 0 : self->staff->roles;
  if (*input.name == '\0')
    {
      show_fault (self, _("Give the person a name."));
      gtk_widget_grab_focus (self->name_row);
      return;
    }
  if (input.roles == 0)
    {
      show_fault (self, _("Choose at least one role."));
      return;
    }
  show_fault (self, "");
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  tap_store_put_staff_async (tap_session_get_store (self->session), tap_session_get_staff_id (self->session), &input, saved_cb,
                             g_object_ref (self));
}

static void
pin_clicked_cb (TapStaffWindow *self)
{
  GtkWidget *window = tap_pin_window_new (self->session, self->staff->id);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (window));
}

static void
add_role (TapStaffWindow *self,
          guint           i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tap_role_label ((TapRole) (1u << i)));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tap_role_label ((TapRole) (1u << i)), -1);
  adw_preferences_group_add (self->roles_group, row);
  self->checks[i] = GTK_CHECK_BUTTON (check);
}

static void
fill (TapStaffWindow *self)
{
  TapStaff *staff = self->staff;

  gtk_window_set_title (GTK_WINDOW (self), staff == NULL ? _("New Person") : _("Person"));
  gtk_widget_set_visible (GTK_WIDGET (self->pin_row), staff != NULL);
  if (staff == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), staff->name);
  gtk_editable_set_text (GTK_EDITABLE (self->phone_row), staff->phone);
  gtk_switch_set_active (self->active_switch, staff->active);
  adw_action_row_set_subtitle (self->pin_row, staff->has_pin ? _("Is set") : _("Needed for signing in"));
  for (guint i = 0; i < TAP_N_ROLES; i++)
    gtk_check_button_set_active (self->checks[i], (staff->roles & (1u << i)) != 0);
}

static void
tap_staff_window_dispose (GObject *object)
{
  TapStaffWindow *self = TAP_STAFF_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->staff, tap_staff_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_STAFF_WINDOW);
  G_OBJECT_CLASS (tap_staff_window_parent_class)->dispose (object);
}

static void
tap_staff_window_class_init (TapStaffWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_staff_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-staff-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, phone_row);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, active_switch);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, pin_row);
  gtk_widget_class_bind_template_child (widget_class, TapStaffWindow, roles_group);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_staff_window_init (TapStaffWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), self->name_row);
  for (guint i = 0; i < TAP_N_ROLES; i++)
    add_role (self, i);
}

GtkWidget *
tap_staff_window_new (TapSession *session,
                      gint64      staff_id)
{
  TapStaffWindow *self = g_object_new (TAP_TYPE_STAFF_WINDOW, NULL);
  TapStaff *staff = staff_id == 0 ? NULL : tap_session_find_staff (session, staff_id);

  self->session = g_object_ref (session);
  self->staff = staff == NULL ? NULL : tap_staff_ref (staff);
  fill (self);
  return GTK_WIDGET (self);
}
