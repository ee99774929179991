/* tap-wall-window.c — the workshop board over a whole screen, to be looked at by everyone.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-wall-window"
#include "config.h"

#include "app/tap-wall-window.h"

#include "app/tap-prefs.h"

#include <glib/gi18n-lib.h>

struct _TapWallWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned references */
  TapWorkshop     *workshop;

  /* Borrowed */
  AdwToastOverlay *toasts;
};

G_DEFINE_FINAL_TYPE (TapWallWindow, tap_wall_window, ADW_TYPE_APPLICATION_WINDOW)

static void
toast_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  TapWallWindow *self = TAP_WALL_WINDOW (widget);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (g_variant_get_string (parameter, NULL)));
}

static void
show_error_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  const char *heading, *body;
  GtkWidget *dialog;

  g_variant_get (parameter, "(&s&s)", &heading, &body);
  dialog = adw_message_dialog_new (GTK_WINDOW (widget), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
refresh_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  TapSession *session = tap_board_get_session (tap_workshop_get_board (TAP_WALL_WINDOW (widget)->workshop));

  tap_worker_look (tap_store_get_worker (tap_session_get_store (session)));
}

static void
tap_wall_window_dispose (GObject *object)
{
  TapWallWindow *self = TAP_WALL_WINDOW (object);

  g_clear_object (&self->workshop);
  G_OBJECT_CLASS (tap_wall_window_parent_class)->dispose (object);
}

static void
tap_wall_window_class_init (TapWallWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_wall_window_dispose;
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.show-error", "(ss)", show_error_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh", NULL);
}

TapWallView *
tap_wall_window_get_view (TapWallWindow *self)
{
  g_return_val_if_fail (TAP_IS_WALL_WINDOW (self), NULL);

  return TAP_WALL_VIEW (adw_toast_overlay_get_child (self->toasts));
}

static void
tap_wall_window_init (TapWallWindow *self)
{
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->toasts));
  gtk_window_set_title (GTK_WINDOW (self), _("Wall Board – Tappet"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1280, 720);
  gtk_widget_add_css_class (GTK_WIDGET (self), "wall");
}

GtkWidget *
tap_wall_window_new (GtkApplication *application,
                     TapWorkshop    *workshop)
{
  TapWallWindow *self;
  GtkWidget *view;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop), NULL);

  self = g_object_new (TAP_TYPE_WALL_WINDOW, "application", application, NULL);
  self->workshop = g_object_ref (workshop);
  view = tap_wall_view_new (workshop);
  tap_wall_view_set_distance (TAP_WALL_VIEW (view), tap_prefs_get_int ("wall-distance", 5));
  adw_toast_overlay_set_child (self->toasts, view);
  return GTK_WIDGET (self);
}
