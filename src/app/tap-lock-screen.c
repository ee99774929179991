/* tap-lock-screen.c — covers a window until somebody gives a PIN; what lies below keeps its content.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-lock-screen"
#include "config.h"

#include "app/tap-lock-screen.h"

#include "app/tap-people-pane.h"

#include <glib/gi18n-lib.h>

struct _TapLockScreen
{
  GtkWidget       parent_instance;

  /* Template widgets (borrowed) */
  AdwWindowTitle *title;
  GtkLabel       *heading;
  TapPeoplePane  *pane;
  GtkWidget      *other_button;
  GtkWidget      *cancel_button;
  GtkWidget      *sign_in_button;

  /* Owned references */
  TapSession     *session;
  TapCover        why;
};

G_DEFINE_FINAL_TYPE (TapLockScreen, tap_lock_screen, GTK_TYPE_WIDGET)

enum { SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
leave (TapLockScreen *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
signed_in_cb (TapLockScreen *self,
              gint64         staff_id)
{
  leave (self);
}

static void
choice_changed_cb (TapLockScreen *self)
{
  gtk_widget_set_sensitive (self->sign_in_button, tap_people_pane_get_chosen (self->pane) != 0);
}

static void
show_people (TapLockScreen *self)
{
  tap_people_pane_set_grid_visible (self->pane, TRUE);
  gtk_widget_set_visible (self->other_button, FALSE);
}

static void
other_clicked_cb (TapLockScreen *self)
{
  show_people (self);
  tap_people_pane_choose (self->pane, 0);
}

static void
cancel_clicked_cb (TapLockScreen *self)
{
  leave (self);
}

static void
sign_in_clicked_cb (TapLockScreen *self)
{
  tap_people_pane_enter (self->pane);
}

static void
escape_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  if (TAP_LOCK_SCREEN (widget)->why == TAP_COVER_SWITCH)
    leave (TAP_LOCK_SCREEN (widget));
}

void
tap_lock_screen_start (TapLockScreen *self)
{
  TapStaff *staff;
  g_autofree char *text = NULL;

  g_return_if_fail (TAP_IS_LOCK_SCREEN (self));

  staff = tap_session_get_staff (self->session);
  adw_window_title_set_subtitle (self->title, tap_session_get_station (self->session)->name);
  gtk_widget_set_visible (self->cancel_button, self->why == TAP_COVER_SWITCH);
  if (self->why == TAP_COVER_LOCKED && staff != NULL)
    {
      /* Translators: the name of the person who locked the computer */
      text = g_strdup_printf (_("Locked by %s"), staff->name);
      gtk_label_set_text (self->heading, text);
      tap_people_pane_set_grid_visible (self->pane, FALSE);
      tap_people_pane_choose (self->pane, staff->id);
      return;
    }
  gtk_label_set_text (self->heading, self->why == TAP_COVER_SWITCH ? _("Who Takes Over?") : _("Signed Out"));
  tap_people_pane_set_heading_visible (self->pane, self->why != TAP_COVER_SWITCH);
  show_people (self);
}

static void
tap_lock_screen_dispose (GObject *object)
{
  TapLockScreen *self = TAP_LOCK_SCREEN (object);
  GtkWidget *child;

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_LOCK_SCREEN);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_lock_screen_parent_class)->dispose (object);
}

static void
tap_lock_screen_class_init (TapLockScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_lock_screen_dispose;
  signals[SIGNAL_LEFT] = g_signal_new ("left", TAP_TYPE_LOCK_SCREEN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAP_TYPE_PEOPLE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-lock-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, title);
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, heading);
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, pane);
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, other_button);
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TapLockScreen, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_clicked_cb);
  gtk_widget_class_install_action (widget_class, "lock.leave", NULL, escape_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "lock.leave", NULL);
  gtk_widget_class_set_css_name (widget_class, "lockscreen");
}

static void
tap_lock_screen_init (TapLockScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->pane, "signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "choice-changed", G_CALLBACK (choice_changed_cb), self, G_CONNECT_SWAPPED);
  choice_changed_cb (self);
}

GtkWidget *
tap_lock_screen_new (TapSession *session,
                     TapCover    why)
{
  TapLockScreen *self = g_object_new (TAP_TYPE_LOCK_SCREEN, NULL);

  self->session = g_object_ref (session);
  self->why = why;
  tap_people_pane_set_session (self->pane, session);
  return GTK_WIDGET (self);
}
