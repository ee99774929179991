/* tap-window-actions.c — the actions of the window, their keys, and the one place that says which are enabled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-window"
#include "config.h"

#include "app/tap-window-private.h"

#include "app/tap-pin-window.h"
#include "app/tap-wall-window.h"
#include "desk/tap-booking-window.h"
#include "desk/tap-check-in-window.h"
#include "desk/tap-customers-page.h"
#include "desk/tap-promise-window.h"

#include <glib/gi18n-lib.h>

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

static void
show_page_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  tap_window_show_page (TAP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
open_visit_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  tap_window_open_visit (TAP_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
back_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  if (g_str_equal (tap_window_get_page (self), "care"))
    tap_window_show_page (self, "settings");
  else if (g_str_equal (tap_window_get_page (self), "visit"))
    tap_window_show_page (self, self->back_page != NULL && *self->back_page != '\0' ? self->back_page : "board");
}

static void
search_all_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  tap_window_show_page (self, "customers");
  if (self->customers_page != NULL)
    tap_customers_page_search (TAP_CUSTOMERS_PAGE (self->customers_page), g_variant_get_string (parameter, NULL));
}

static void
search_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  tap_header_focus_search (TAP_WINDOW (widget)->header);
}

/* Header, sidebar, page, and round again; a pane that is folded away or has nothing to focus is passed over. */
static void
next_pane_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  GtkWidget *panes[] = { GTK_WIDGET (self->header), GTK_WIDGET (self->sidebar), GTK_WIDGET (self->stack) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int n = G_N_ELEMENTS (panes), at = n - 1, step = g_variant_get_int32 (parameter);

  for (int i = 0; i < n; i++)
    if (focus != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
      at = i;
  for (int i = 1; i < n; i++)
    {
      GtkWidget *pane = panes[(at + n + step * i) % n];

      if (!gtk_widget_get_mapped (pane))
        continue;
      if (pane == GTK_WIDGET (self->stack) ? gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack))
                                           : gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
        {
          gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
          return;
        }
    }
}

static void
toggle_sidebar_action (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
preferences_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  tap_window_show_page (TAP_WINDOW (widget), "settings");
}

/* ---- forms ---------------------------------------------------------------------------------------------------------- */

static void
present_form (TapWindow *self,
              GtkWidget *form)
{
  gtk_window_set_transient_for (GTK_WINDOW (form), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (form));
}

static void
check_in_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  present_form (self, tap_check_in_window_new (self->board, g_variant_get_int64 (parameter), NULL));
}

static void
check_in_plate_action (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  present_form (self, tap_check_in_window_new (self->board, 0, g_variant_get_string (parameter, NULL)));
}

static void
new_booking_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  present_form (self, tap_booking_window_new (self->board));
}

static void
change_promise_action (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  gint64 visit_id = g_variant_get_int64 (parameter);

  if (tap_board_find (self->board, visit_id) == NULL)
    {
      tap_window_toast (self, _("This car is not on the board any more."));
      return;
    }
  present_form (self, tap_promise_window_new (self->board, visit_id));
}

/* ---- messages and undo ---------------------------------------------------------------------------------------------- */

static void
toast_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  tap_window_toast (TAP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
undo_toast_gone_cb (TapWindow *self,
                    AdwToast  *toast)
{
  if (self->undo_toast == toast)
    g_clear_object (&self->undo_toast);
}

static void
toast_undo_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  g_autofree char *text = _tap_window_with_waiting (self, g_variant_get_string (parameter, NULL));
  AdwToast *toast;

  /* The button undoes the last move: beside the words of an earlier one it would lie. The toast changes its words, for one that is
   * dismissed while it still slides in makes libadwaita 1.2 crash. */
  if (self->undo_toast != NULL)
    {
      adw_toast_set_title (self->undo_toast, text);
      _tap_window_update_actions (self);
      return;
    }
  toast = adw_toast_new (text);
  self->undo_toast = g_object_ref (toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (undo_toast_gone_cb), self, G_CONNECT_SWAPPED);
  adw_toast_set_timeout (toast, 8);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-move");
  adw_toast_overlay_add_toast (self->toasts, toast);
  _tap_window_update_actions (self);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TapWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tap_board_undo_finish (TAP_BOARD (source), result, &error))
    {
      if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
        _tap_window_toast_waiting (self);
      else
        tap_window_toast (self, error->message);
    }
  if (self->board != NULL)
    _tap_window_update_actions (self);
}

static void
undo_move_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  if (tap_board_can_undo (self->board) == 0)
    {
      tap_window_toast (self, _("There is no move to undo."));
      return;
    }
  tap_board_undo_async (self->board, undone_cb, g_object_ref (self));
}

static void
show_error_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  const char *heading, *body;

  g_variant_get (parameter, "(&s&s)", &heading, &body);
  tap_window_show_error (TAP_WINDOW (widget), heading, body);
}

/* ---- person --------------------------------------------------------------------------------------------------------- */

static void
lock_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  tap_window_cover (TAP_WINDOW (widget), TAP_COVER_LOCKED);
}

static void
sign_in_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  tap_window_cover (TAP_WINDOW (widget), TAP_COVER_SWITCH);
}

static void
sign_out_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);

  tap_session_sign_out (tap_window_get_session (self));
  tap_window_cover (self, TAP_COVER_SIGNED_OUT);
}

static void
change_pin_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  TapSession *session = tap_window_get_session (self);

  present_form (self, tap_pin_window_new (session, tap_session_get_staff_id (session)));
}

/* ---- the rest ------------------------------------------------------------------------------------------------------- */

static void
refresh_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  TapSession *session = tap_window_get_session (TAP_WINDOW (widget));

  tap_worker_look (tap_store_get_worker (tap_session_get_store (session)));
}

static void
state_details_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  _tap_window_show_state (TAP_WINDOW (widget));
}

static void
toast_waiting_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  _tap_window_toast_waiting (TAP_WINDOW (widget));
}

static void
waiting_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  _tap_window_show_waiting (TAP_WINDOW (widget));
}

static void
wall_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapWindow *self = TAP_WINDOW (widget);
  GtkWidget *wall = tap_wall_window_new (gtk_window_get_application (GTK_WINDOW (self)), tap_window_get_workshop (self));

  gtk_window_fullscreen (GTK_WINDOW (wall));
  gtk_window_present (GTK_WINDOW (wall));
}

static void
shortcuts_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/tappet/Tappet/ui/app/tap-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
about_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  adw_show_about_window (GTK_WINDOW (widget),
                         "application-name", "Tappet",
                         "application-icon", TAP_APP_ID,
                         "version", TAP_VERSION,
                         "developer-name", _("The Tappet Project"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Run a car service station from arrival to hand-over."),
                         NULL);
}

/* ---- what is enabled ------------------------------------------------------------------------------------------------ */

/* Why nothing can be saved by this person now; NULL when it can. One reason for all buttons, the nearest one first. */
static char *
why_not (TapWindow *self,
         TapRight   right)
{
  TapSession *session = tap_window_get_session (self);
  const TapConnection *connection;

  if (session == NULL)
    return g_strdup (_("The station is being opened"));
  connection = tap_session_get_connection (session);
  if (tap_session_get_staff (session) == NULL)
    return g_strdup (_("Nobody is signed in"));
  if (!tap_session_may (session, right))
    /* Translators: %s is a role, as "technician" */
    return g_strdup_printf (_("Not for the role “%s”"), tap_role_label (tap_roles_main (tap_session_get_roles (session))));
  /* Cut off, the forms open: what can wait waits, the others say so and keep what is typed. */
  if (!connection->queueable)
    return g_strdup (*connection->banner != '\0' ? connection->banner : tap_session_why_not_save (session, TRUE));
  return NULL;
}

/* The connection is looked at each second: only what changed goes on to buttons and menus. */
static void
enable (TapWindow  *self,
        const char *action,
        gboolean    enabled)
{
  if (enabled == _tap_window_is_enabled (self, action))
    return;
  if (enabled)
    g_hash_table_remove (self->disabled, action);
  else
    g_hash_table_add (self->disabled, (gpointer) action);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

gboolean
_tap_window_is_enabled (TapWindow  *self,
                        const char *action)
{
  return !g_hash_table_contains (self->disabled, action);
}

/* All that begins with saving; @reason (nullable) is what their buttons say about it. */
static void
enable_saving (TapWindow  *self,
               gboolean    enabled,
               const char *reason)
{
  tap_header_set_reason (self->header, reason);
  enable (self, "win.check-in", enabled);
  enable (self, "win.check-in-plate", enabled);
  enable (self, "win.new-booking", enabled);
  enable (self, "win.change-promise", enabled);
}

void
_tap_window_update_actions (TapWindow *self)
{
  TapSession *session = tap_window_get_session (self);
  TapStaff *staff = session == NULL ? NULL : tap_session_get_staff (session);
  gboolean open = session != NULL && self->lock_screen == NULL;
  gboolean person = open && staff != NULL;
  gboolean writable = open && tap_session_get_connection (session)->writable;
  gboolean queueable = open && tap_session_get_connection (session)->queueable;
  g_autofree char *reason = why_not (self, TAP_RIGHT_RECEPTION);

  enable_saving (self, person && reason == NULL, reason);
  enable (self, "win.undo-move", person && queueable && tap_board_can_undo (self->board) != 0);
  enable (self, "win.show-page", open);
  enable (self, "win.next-pane", open);
  enable (self, "win.open-visit", open);
  enable (self, "win.back", open && _tap_window_page_leads_back (self));
  enable (self, "win.search", open);
  enable (self, "win.search-all", open);
  enable (self, "win.preferences", open);
  enable (self, "win.care", open);
  enable (self, "win.examine", open);
  enable (self, "win.rift", open);
  enable (self, "win.refresh", open);
  enable (self, "win.state-details", open);
  enable (self, "win.waiting", open);
  enable (self, "win.wall", open);
  enable (self, "win.lock", person && staff->has_pin);
  enable (self, "win.change-pin", person && writable);
  enable (self, "win.sign-in", open);
  enable (self, "win.sign-out", person);
}

/* ---- keys ----------------------------------------------------------------------------------------------------------- */

/* Only keys that no entry needs: the widget with the focus gets them first, and the window what is left (look.md 11). */
static void
bind_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < TAP_N_PAGES; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_CONTROL_MASK, "win.show-page", "s",
                                         tap_sidebar_get_page_name (i));
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "win.check-in", "x", (gint64) 0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F3, 0, "win.new-booking", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "win.next-pane", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, "win.next-pane", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "win.lock", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "win.waiting", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "win.wall", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK, "win.preferences", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_q, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

void
_tap_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.show-page", "s", show_page_action },
    { "win.open-visit", "x", open_visit_action },
    { "win.back", NULL, back_action },
    { "win.search", NULL, search_action },
    { "win.search-all", "s", search_all_action },
    { "win.next-pane", "i", next_pane_action },
    { "win.toggle-sidebar", NULL, toggle_sidebar_action },
    { "win.preferences", NULL, preferences_action },
    { "win.check-in", "x", check_in_action },
    { "win.check-in-plate", "s", check_in_plate_action },
    { "win.new-booking", NULL, new_booking_action },
    { "win.change-promise", "x", change_promise_action },
    { "win.toast", "s", toast_action },
    { "win.toast-undo", "s", toast_undo_action },
    { "win.undo-move", NULL, undo_move_action },
    { "win.show-error", "(ss)", show_error_action },
    { "win.lock", NULL, lock_action },
    { "win.sign-in", NULL, sign_in_action },
    { "win.sign-out", NULL, sign_out_action },
    { "win.change-pin", NULL, change_pin_action },
    { "win.refresh", NULL, refresh_action },
    { "win.state-details", NULL, state_details_action },
    { "win.toast-waiting", NULL, toast_waiting_action },
    { "win.waiting", NULL, waiting_action },
    { "win.wall", NULL, wall_action },
    { "win.shortcuts", NULL, shortcuts_action },
    { "win.about", NULL, about_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].func);
  _tap_window_install_care_actions (widget_class);
  bind_keys (widget_class);
}
