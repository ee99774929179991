/* tap-window-connection.c — how the window shows the five states of the connection: banner, faded cards, toasts (look.md 12).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-window"
#include "config.h"

#include "app/tap-window-private.h"

#include "app/tap-state-window.h"
#include "app/tap-waiting-window.h"

#include <glib/gi18n-lib.h>

static TapBannerKind
banner_kind (const TapConnection *connection)
{
  switch (connection->state)
    {
    case TAP_LEDGER_CUT_OFF:
      return TAP_BANNER_CUT_OFF;
    case TAP_LEDGER_SET_BACK:
      return TAP_BANNER_SET_BACK;
    case TAP_LEDGER_READ_ONLY:
      return TAP_BANNER_READ_ONLY;
    case TAP_LEDGER_STARTING:
    case TAP_LEDGER_IN_STEP:
    case TAP_LEDGER_SLOW:
      break;
    }
  return connection->n_refused > 0 ? TAP_BANNER_DECIDE : TAP_BANNER_STALE;
}

/* The last try of a share that hangs has not come back: another one cannot begin. */
static char *
retry_label (const TapConnection *connection)
{
  if (connection->retry_s == 0)
    return g_strdup (_("Trying…"));
  /* Translators: a button, with the seconds until the program tries by itself. */
  return g_strdup_printf (ngettext ("_Try Now · %d s", "_Try Now · %d s", connection->retry_s), connection->retry_s);
}

static void
show_banner (TapWindow           *self,
             const TapConnection *connection)
{
  TapBannerKind kind = banner_kind (connection);
  g_autofree char *retry = NULL;
  const char *button = NULL, *action = NULL;

  switch (kind)
    {
    case TAP_BANNER_CUT_OFF:
      button = retry = retry_label (connection);
      action = connection->retry_s == 0 ? NULL : "win.refresh";
      break;
    case TAP_BANNER_SET_BACK:
      button = _("_Compare and Decide…");
      action = "win.rift";
      break;
    case TAP_BANNER_READ_ONLY:
      button = _("_What to Do…");
      action = "win.state-details";
      break;
    case TAP_BANNER_DECIDE:
      button = _("_Decide…");
      action = "win.waiting";
      break;
    case TAP_BANNER_DEMO:
    case TAP_BANNER_STALE:
      button = _("_Look Now");
      action = "win.refresh";
      break;
    }
  tap_banner_set (self->connection_banner, kind, connection->banner, button, action);
  if (kind == TAP_BANNER_SET_BACK)
    tap_banner_set_more (self->connection_banner, _("_What to Do…"), "win.state-details");
  else if (connection->n_pending > 0 && kind != TAP_BANNER_DECIDE)
    tap_banner_set_more (self->connection_banner, _("Waiting _Entries…"), "win.waiting");
  else
    tap_banner_set_more (self->connection_banner, NULL, NULL);
}

/* The banner says what is; a toast, that it is over. */
static void
tell_change (TapWindow           *self,
             const TapConnection *connection)
{
  TapLedgerState before = self->shown_state;

  self->shown_state = connection->state;
  if (!connection->writable || (before != TAP_LEDGER_CUT_OFF && before != TAP_LEDGER_READ_ONLY && before != TAP_LEDGER_SET_BACK))
    return;
  if (before == TAP_LEDGER_CUT_OFF)
    tap_window_toast (self, _("The file server is back"));
  else
    tap_window_toast (self, _("Everything can be saved again"));
}

void
_tap_window_show_waiting (TapWindow *self)
{
  if (self->waiting == NULL)
    {
      g_set_weak_pointer (&self->waiting, tap_waiting_window_new (tap_window_get_session (self)));
      gtk_window_set_transient_for (GTK_WINDOW (self->waiting), GTK_WINDOW (self));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self->waiting), TRUE);
    }
  self->decision_waits = FALSE;
  gtk_window_present (GTK_WINDOW (self->waiting));
}

void
_tap_window_forget_waiting (TapWindow *self)
{
  if (self->waiting != NULL)
    gtk_window_destroy (GTK_WINDOW (self->waiting));
  self->shown_refused = 0;
  self->decision_waits = FALSE;
}

/* A form, a dialog or a popover in front of the window, or something typed in it: a window that comes up now would take the next keys. */
static gboolean
is_busy (TapWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && (gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)))
    return TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (toplevels, i);

      if (GTK_IS_WINDOW (other) && other != GTK_WIDGET (self) && gtk_widget_get_mapped (other)
          && gtk_window_get_transient_for (GTK_WINDOW (other)) == GTK_WINDOW (self))
        return TRUE;
    }
  return FALSE;
}

void
_tap_window_offer_decision (TapWindow *self)
{
  if (self->decision_waits && self->board != NULL && self->lock_screen == NULL && gtk_window_is_active (GTK_WINDOW (self)) && !is_busy (self))
    _tap_window_show_waiting (self);
}

/* A refusal comes up by itself, but over nobody's form: there a toast and the banner say it, and the window comes after the form. */
static void
tell_refusal (TapWindow           *self,
              const TapConnection *connection)
{
  gboolean more = connection->n_refused > self->shown_refused;
  AdwToast *toast;

  self->shown_refused = connection->n_refused;
  if (connection->n_refused == 0)
    self->decision_waits = FALSE;
  if (!more || self->waiting != NULL)
    return;
  self->decision_waits = TRUE;
  _tap_window_offer_decision (self);
  if (self->waiting != NULL)
    return;
  toast = adw_toast_new (_("An entry could not be saved"));
  adw_toast_set_timeout (toast, 8);
  adw_toast_set_button_label (toast, _("_Decide…"));
  adw_toast_set_action_name (toast, "win.waiting");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
_tap_window_connection_changed_cb (TapWindow  *self,
                                   TapSession *session)
{
  const TapConnection *connection = tap_session_get_connection (session);

  show_banner (self, connection);
  if (connection->state != self->shown_state)
    tell_change (self, connection);
  if (connection->n_refused != self->shown_refused)
    tell_refusal (self, connection);
  _tap_window_update_actions (self);
}

void
_tap_window_show_state (TapWindow *self)
{
  GtkWidget *window = tap_state_window_new (tap_window_get_session (self));

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (window));
}

/* ---- the outbox ----------------------------------------------------------------------------------------------------- */

static void
waiting_toast_gone_cb (TapWindow *self,
                       AdwToast  *toast)
{
  if (self->waiting_toast == toast)
    g_clear_object (&self->waiting_toast);
}

static char *
waiting_text (TapWindow *self)
{
  guint n = MAX (tap_session_get_pending_count (tap_window_get_session (self)), 1);

  /* Translators: a toast after something was entered while the file server is away. */
  return g_strdup_printf (ngettext ("Waiting for the file server · %u entry", "Waiting for the file server · %u entries", n), n);
}

char *
_tap_window_with_waiting (TapWindow  *self,
                          const char *text)
{
  g_autofree char *waiting = NULL;

  if (tap_session_get_connection (tap_window_get_session (self))->writable)
    return g_strdup (text);
  waiting = waiting_text (self);
  return g_strconcat (text, " · ", waiting, NULL);
}

void
_tap_window_toast_waiting (TapWindow *self)
{
  g_autofree char *text = waiting_text (self);
  AdwToast *toast;

  if (self->waiting_toast != NULL)
    {
      adw_toast_set_title (self->waiting_toast, text);
      return;
    }
  toast = adw_toast_new (text);
  self->waiting_toast = g_object_ref (toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (waiting_toast_gone_cb), self, G_CONNECT_SWAPPED);
  adw_toast_set_timeout (toast, 5);
  adw_toast_set_button_label (toast, _("_Show"));
  adw_toast_set_action_name (toast, "win.waiting");
  adw_toast_overlay_add_toast (self->toasts, toast);
}
