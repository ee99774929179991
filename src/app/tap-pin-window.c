/* tap-pin-window.c — a new PIN for a person, typed twice.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pin-window"
#include "config.h"

#include "app/tap-pin-window.h"

#include "widgets/tap-pin-pad.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TapPinWindow
{
  AdwWindow   parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget  *save_button;
  AdwPreferencesGroup *group;
  GtkWidget  *old_row;
  GtkWidget  *new_row;
  GtkWidget  *again_row;
  GtkLabel   *fault;

  /* Owned references */
  TapSession *session;
  gint64      whose_id;
};

G_DEFINE_FINAL_TYPE (TapPinWindow, tap_pin_window, ADW_TYPE_WINDOW)

const char *
tap_pin_window_find_fault (const char *pin,
                           const char *again)
{
  g_return_val_if_fail (pin != NULL && again != NULL, NULL);

  if (strspn (pin, "0123456789") != strlen (pin))
    return _("A PIN has digits only.");
  if (strlen (pin) < TAP_PIN_MIN_DIGITS)
    return _("A PIN has six digits or more.");
  if (strlen (pin) > TAP_PIN_MAX_DIGITS)
    return _("A PIN has 32 digits at most.");
  if (!g_str_equal (pin, again))
    return _("The two PINs differ.");
  return NULL;
}

static void
show_fault (TapPinWindow *self,
            const char   *text)
{
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapPinWindow) self = data;
  g_autoptr (GError) error = NULL;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  gboolean saved = tap_store_set_pin_finish (TAP_STORE (source), result, &error);

  if (self->fault == NULL)
    return;
  if (!saved)
    {
      show_fault (self, error->message);
      return;
    }
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", _("The new PIN is saved."));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_new (TapPinWindow *self)
{
  tap_store_set_pin_async (tap_session_get_store (self->session), tap_session_get_staff_id (self->session), self->whose_id,
                           gtk_editable_get_text (GTK_EDITABLE (self->new_row)), saved_cb, g_object_ref (self));
}

static void
old_checked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TapPinWindow) self = data;
  g_autoptr (GError) error = NULL;

  gboolean right = tap_store_check_pin_finish (TAP_STORE (source), result, &error);

  if (self->fault == NULL)
    return;
  if (right)
    save_new (self);
  else
    show_fault (self, error->message);
}

static void
save_cb (TapPinWindow *self)
{
  const char *fault = tap_pin_window_find_fault (gtk_editable_get_text (GTK_EDITABLE (self->new_row)),
                                                 gtk_editable_get_text (GTK_EDITABLE (self->again_row)));

  if (fault != NULL)
    {
      show_fault (self, fault);
      return;
    }
  gtk_label_set_text (self->fault, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), FALSE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  if (gtk_widget_get_visible (self->old_row))
    tap_store_check_pin_async (tap_session_get_store (self->session), self->whose_id,
                               gtk_editable_get_text (GTK_EDITABLE (self->old_row)), old_checked_cb, g_object_ref (self));
  else
    save_new (self);
}

static void
tap_pin_window_dispose (GObject *object)
{
  g_clear_object (&TAP_PIN_WINDOW (object)->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_PIN_WINDOW);
  G_OBJECT_CLASS (tap_pin_window_parent_class)->dispose (object);
}

static void
tap_pin_window_class_init (TapPinWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_pin_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-pin-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, group);
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, old_row);
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, new_row);
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, again_row);
  gtk_widget_class_bind_template_child (widget_class, TapPinWindow, fault);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_pin_window_init (TapPinWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_pin_window_new (TapSession *session,
                    gint64      whose_id)
{
  TapPinWindow *self = g_object_new (TAP_TYPE_PIN_WINDOW, NULL);
  TapStaff *staff = tap_session_find_staff (session, whose_id);
  gboolean own = whose_id == tap_session_get_staff_id (session);

  self->session = g_object_ref (session);
  self->whose_id = whose_id;
  adw_preferences_group_set_title (self->group, staff == NULL ? "" : staff->name);
  gtk_widget_set_visible (self->old_row, own && staff != NULL && staff->has_pin);
  gtk_widget_grab_focus (gtk_widget_get_visible (self->old_row) ? self->old_row : self->new_row);
  return GTK_WIDGET (self);
}
