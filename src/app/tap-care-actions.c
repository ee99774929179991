/* tap-care-actions.c — the ways to the care of the data: win.care, win.examine, win.rift, win.left, and the word about a night that failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-window"
#include "config.h"

#include "app/tap-window-private.h"

#include "app/tap-care.h"
#include "app/tap-doctor-window.h"
#include "app/tap-left-window.h"
#include "app/tap-rift-window.h"

#include <glib/gi18n-lib.h>

static void
care_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  tap_window_show_page (TAP_WINDOW (widget), "care");
}

static void
rift_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  GtkWidget *window = tap_rift_window_new (tap_care_of (tap_window_get_session (self)));

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

static void
left_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  if (self->left == NULL)
    {
      g_set_weak_pointer (&self->left, tap_left_window_new (tap_care_of (tap_window_get_session (self))));
      gtk_window_set_transient_for (GTK_WINDOW (self->left), GTK_WINDOW (self));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self->left), TRUE);
    }
  gtk_window_present (GTK_WINDOW (self->left));
}

/* Stands there until the last one was decided. */
static void
left_changed_cb (TapWindow *self,
                 TapCare   *care)
{
  guint n = tap_care_count_left (care);
  g_autofree char *text = n == 0 ? g_strdup ("")
                                 : g_strdup_printf (ngettext ("%u entry of this PC was set aside and waits for your decision",
                                                              "%u entries of this PC were set aside and wait for your decision", n), n);

  if (tap_care_get_session (care) == tap_window_get_session (self))
    tap_banner_set (self->left_banner, TAP_BANNER_DECIDE, text, _("_Decide…"), "win.left");
}

static void
examine_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  TapWorker *worker = tap_store_get_worker (tap_session_get_store (tap_window_get_session (TAP_WINDOW (widget))));
  GtkWidget *window = tap_doctor_window_new (tap_worker_get_folder (worker));

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (window));
}

/* Said to whoever is at the desk, and to the desktop, for nobody may be there at night. */
static void
failed_alone_cb (TapWindow  *self,
                 const char *sentence)
{
  tap_window_toast (self, sentence);
  tap_notifier_tell (_("Backup"), sentence);
}

void
_tap_window_follow_care (TapWindow  *self,
                         TapSession *session)
{
  TapCare *care;

  if (tap_session_get_store (session) == NULL)
    return;
  care = tap_care_of (session);
  g_signal_connect_object (care, "failed-alone", G_CALLBACK (failed_alone_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (care, "left-changed", G_CALLBACK (left_changed_cb), self, G_CONNECT_SWAPPED);
  tap_care_read_left (care);
}

void
_tap_window_install_care_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.care", NULL, care_action);
  gtk_widget_class_install_action (widget_class, "win.examine", NULL, examine_action);
  gtk_widget_class_install_action (widget_class, "win.rift", NULL, rift_action);
  gtk_widget_class_install_action (widget_class, "win.left", NULL, left_action);
}
