/* tap-desk-form-state.c — what a form says and allows while the share is away or must not be written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-desk-form"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-form-private.h"

#define PRIV(self) (_tap_desk_form_get_private (self))

const char *
_tap_desk_form_why_not (TapDeskForm *self)
{
  return PRIV (self)->board == NULL ? NULL
                                    : tap_session_why_not_save (tap_desk_form_get_session (self),
                                                                TAP_DESK_FORM_GET_CLASS (self)->can_wait);
}

/* Said at once, before somebody has typed everything for nothing. */
static void
say_it_cannot (TapDeskForm *self,
               const char  *why)
{
  const TapConnection *connection = tap_session_get_connection (tap_desk_form_get_session (self));
  const char *safe = TAP_DESK_FORM_GET_CLASS (self)->draft_key != NULL
                       ? _("What you type stays here, and is kept on this computer if the form is closed.")
                       : _("What you type stays here.");

  if (connection->state == TAP_LEDGER_CUT_OFF)
    tap_desk_form_set_message (self, TAP_DESK_MESSAGE_ERROR, _("The file server is away: this cannot be saved now."), NULL, NULL);
  else
    tap_desk_form_set_message (self, TAP_DESK_MESSAGE_ERROR, why, NULL, NULL);
  _tap_desk_form_set_detail (self, safe);
  PRIV (self)->away = TRUE;
}

static void
say_it_waits (TapDeskForm *self)
{
  tap_desk_form_set_message (self, TAP_DESK_MESSAGE_WARNING,
                             _("The file server is away: this is kept on this computer and saved when it is back."), NULL, NULL);
  PRIV (self)->away = TRUE;
}

static void
connection_changed_cb (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  const TapConnection *connection;
  const char *why;

  if (priv->board == NULL || priv->done)
    return;
  connection = tap_session_get_connection (tap_desk_form_get_session (self));
  why = _tap_desk_form_why_not (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv->save_button), why);
  /* The state as it was last said: another second of it says nothing new. */
  if (priv->said_state == connection->state + 1)
    return;
  priv->said_state = connection->state + 1;
  _tap_desk_form_update_lock (self);
  /* A save under way says itself how it ends. */
  if (tap_desk_form_is_locked (self))
    return;
  if (why != NULL)
    say_it_cannot (self, why);
  else if (!connection->writable)
    say_it_waits (self);
  else if (priv->away)
    tap_desk_form_set_message (self, TAP_DESK_MESSAGE_INFO, NULL, NULL, NULL);
}

void
_tap_desk_form_follow_session (TapDeskForm *self)
{
  g_signal_connect_object (tap_desk_form_get_session (self), "connection-changed", G_CALLBACK (connection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connection_changed_cb (self);
}
