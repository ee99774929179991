/* tap-settings-group.c — a group of the settings page that lists part of the station and opens its forms.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-settings-group"
#include "config.h"

#include "app/tap-settings-group.h"

#include <glib/gi18n-lib.h>

struct _TapSettingsGroup
{
  AdwPreferencesGroup    parent_instance;

  /* Borrowed: in the group */
  GPtrArray             *rows;
  GtkWidget             *buttons;

  /* Owned references */
  TapSession            *session;

  const TapSettingsKind *kind;
  gboolean               may;
};

G_DEFINE_FINAL_TYPE (TapSettingsGroup, tap_settings_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  TapSettingsOpen open;
  gint64          id;
} Opener;

static void
update (TapSettingsGroup *self)
{
  gboolean right = tap_session_may (self->session, self->kind->right);
  gboolean writable = tap_session_get_connection (self->session)->writable;

  self->may = right && writable;
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         !right                            ? _(self->kind->reason)
                                         : !writable                       ? _("Nothing can be saved at the moment")
                                         : self->kind->description != NULL ? _(self->kind->description)
                                                                           : NULL);
  if (self->buttons != NULL)
    gtk_widget_set_sensitive (self->buttons, self->may);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  self->kind->fill (self, self->session);
}

/* Comes every second while the age of the last answer is counted: only what matters here makes new rows. */
static void
connection_changed_cb (TapSettingsGroup *self)
{
  gboolean may = tap_session_may (self->session, self->kind->right)
                 && tap_session_get_connection (self->session)->writable;

  if (may != self->may)
    update (self);
}

static void
activated_cb (TapSettingsGroup *self,
              GtkWidget        *row)
{
  const Opener *opener = g_object_get_data (G_OBJECT (row), "tap-opener");

  tap_settings_group_open (self, opener->open (self->session, opener->id));
}

GtkWidget *
tap_settings_group_add_row (TapSettingsGroup *self,
                            const char       *title,
                            const char       *subtitle,
                            TapSettingsOpen   open,
                            gint64            id)
{
  GtkWidget *row = adw_action_row_new ();
  Opener opener = { open, id };

  g_return_val_if_fail (TAP_IS_SETTINGS_GROUP (self), NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), self->may);
  g_object_set_data_full (G_OBJECT (row), "tap-opener", g_memdup2 (&opener, sizeof opener), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  return row;
}

GtkWidget *
tap_settings_group_add_button (TapSettingsGroup *self,
                               const char       *label,
                               const char       *icon_name,
                               GCallback         clicked)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  g_return_val_if_fail (TAP_IS_SETTINGS_GROUP (self), NULL);

  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon_name);
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  if (self->buttons == NULL)
    {
      self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->buttons);
    }
  gtk_box_append (GTK_BOX (self->buttons), button);
  return button;
}

gboolean
tap_settings_group_may (TapSettingsGroup *self)
{
  g_return_val_if_fail (TAP_IS_SETTINGS_GROUP (self), FALSE);

  return self->may;
}

TapSession *
tap_settings_group_get_session (TapSettingsGroup *self)
{
  g_return_val_if_fail (TAP_IS_SETTINGS_GROUP (self), NULL);

  return self->session;
}

void
tap_settings_group_open (TapSettingsGroup *self,
                         GtkWidget        *window)
{
  g_return_if_fail (TAP_IS_SETTINGS_GROUP (self));

  if (window == NULL)
    return;
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

void
tap_settings_group_show_error (TapSettingsGroup *self,
                               const GError     *error)
{
  g_return_if_fail (TAP_IS_SETTINGS_GROUP (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "(ss)", _("Not Saved"), error->message);
}

void
tap_settings_group_start (TapSettingsGroup      *self,
                          TapSession            *session,
                          const TapSettingsKind *kind)
{
  g_return_if_fail (TAP_IS_SETTINGS_GROUP (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  g_signal_connect_object (session, "station-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
tap_settings_group_dispose (GObject *object)
{
  TapSettingsGroup *self = TAP_SETTINGS_GROUP (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tap_settings_group_parent_class)->dispose (object);
}

static void
tap_settings_group_class_init (TapSettingsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_settings_group_dispose;
}

static void
tap_settings_group_init (TapSettingsGroup *self)
{
  self->rows = g_ptr_array_new ();
}
