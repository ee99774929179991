/* tap-staff-window.c — one person of the station: name, telephone, roles, PIN.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-staff-window"
#include "config.h"

#include "app/tap-staff-window.h"

#include "app/tap-pin-window.h"
#include "app/tap-settings-form.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TapStaff       *staff;        /* as the form started from; NULL: a new person */
  GtkEditable    *name, *phone;
  GtkSwitch      *active;
  AdwActionRow   *pin;          /* NULL for a new person */
  GtkCheckButton *checks[TAP_N_ROLES];
} Person;

static void
person_free (gpointer data)
{
  Person *self = data;

  g_clear_pointer (&self->staff, tap_staff_unref);
  g_free (self);
}

static TapRoles
get_roles (Person *self)
{
  TapRoles roles = 0;

  for (guint i = 0; i < TAP_N_ROLES; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      roles |= 1u << i;
  return roles;
}

static void
set_roles (Person   *self,
           TapRoles  roles)
{
  for (guint i = 0; i < TAP_N_ROLES; i++)
    gtk_check_button_set_active (self->checks[i], (roles & (1u << i)) != 0);
}

/* ---- saving -------------------------------------------------------------------------------------------------------------- */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_staff_finish (TAP_STORE (source), result, NULL, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Person *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  TapStaffInput input = { .id = self->staff != NULL ? self->staff->id : 0,
                          .name = gtk_editable_get_text (self->name),
                          .phone = gtk_editable_get_text (self->phone),
                          .roles = get_roles (self),
                          .active = gtk_switch_get_active (self->active),
                          .expected = self->staff };

  if (*input.name == '\0')
    {
      tap_settings_form_show_fault (form, "name", _("Give the person a name."));
      return FALSE;
    }
  if (input.roles == 0)
    {
      tap_settings_form_show_fault (form, "roles", _("Choose at least one role."));
      return FALSE;
    }
  tap_store_put_staff_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                             g_object_ref (form));
  return TRUE;
}

static char *
roles_text (TapRoles roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TAP_N_ROLES; i++)
    if ((roles & (1u << i)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", tap_role_label ((TapRole) (1u << i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The roles are one choice: whoever changed them alone is followed, two are asked. */
static void
roles_now (Person          *self,
           TapSettingsForm *form,
           TapRoles         before,
           TapRoles         theirs)
{
  TapRoles own = get_roles (self);
  g_autofree char *theirs_text = roles_text (theirs), *own_text = roles_text (own);

  if (own == before)
    set_roles (self, theirs);
  else if (theirs != before && theirs != own)
    tap_settings_form_collide (form, _("Roles"), theirs_text, own_text);
}

static void
show_pin (Person *self)
{
  if (self->pin != NULL)
    adw_action_row_set_subtitle (self->pin, self->staff->has_pin ? _("Is set") : _("Needed for signing in"));
}

static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Person *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  TapStaff *now = self->staff != NULL ? tap_session_find_staff (session, self->staff->id) : NULL;
  g_autoptr (TapStaff) before = NULL;

  if (now == NULL)
    return;
  before = g_steal_pointer (&self->staff);
  self->staff = tap_staff_ref (now);
  tap_settings_form_now (form, "name", now->name);
  tap_settings_form_now (form, "phone", now->phone);
  tap_settings_form_now (form, "active", now->active ? "1" : "0");
  roles_now (self, form, before->roles, now->roles);
  show_pin (self);
}

/* ---- the window ---------------------------------------------------------------------------------------------------------- */

static void
pin_clicked_cb (TapSettingsForm *form)
{
  Person *self = tap_settings_form_get_data (form);
  GtkWidget *window = tap_pin_window_new (tap_settings_form_get_session (form), self->staff->id);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (form));
  gtk_window_present (GTK_WINDOW (window));
}

static void
add_pin (Person              *self,
         TapSettingsForm     *form,
         AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Set _PIN…"));

  self->pin = ADW_ACTION_ROW (row);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (pin_clicked_cb), form, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("PIN"));
  adw_action_row_add_suffix (self->pin, button);
  adw_preferences_group_add (group, row);
  show_pin (self);
}

static void
add_role (Person              *self,
          TapSettingsForm     *form,
          AdwPreferencesGroup *group,
          guint                i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  const char *label = tap_role_label ((TapRole) (1u << i));

  self->checks[i] = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (i == 0)
    tap_settings_form_add_row (form, group, "roles", row, check);
  else
    adw_preferences_group_add (group, row);
}

GtkWidget *
tap_staff_window_new (TapSession *session,
                      gint64      staff_id)
{
  Person *self = g_new0 (Person, 1);
  TapStaff *staff = staff_id != 0 ? tap_session_find_staff (session, staff_id) : NULL;
  TapSettingsForm *form = tap_settings_form_new (session, staff != NULL ? _("Person") : _("New Person"), save, self, person_free);
  AdwPreferencesGroup *group = tap_settings_form_add_group (form, NULL, NULL);

  self->staff = staff != NULL ? tap_staff_ref (staff) : NULL;
  self->name = tap_settings_form_add_entry (form, group, "name", _("Name"), staff != NULL ? staff->name : "");
  self->phone = tap_settings_form_add_entry (form, group, "phone", _("Telephone"), staff != NULL ? staff->phone : "");
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->phone), GTK_INPUT_PURPOSE_PHONE);
  self->active = tap_settings_form_add_switch (form, group, "active", _("Works here"), staff == NULL || staff->active);
  if (staff != NULL)
    add_pin (self, form, group);
  group = tap_settings_form_add_group (form, _("Roles"),
                                       _("What a person may do follows from their roles; one person may have several."));
  for (guint i = 0; i < TAP_N_ROLES; i++)
    add_role (self, form, group, i);
  set_roles (self, staff != NULL ? staff->roles : 0);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 480, 680);
  gtk_window_set_focus (GTK_WINDOW (form), GTK_WIDGET (self->name));
  return GTK_WIDGET (form);
}
