/* tap-desk-form-draft.c — drafts of the desk's forms: kept half a second after the last key, offered again after a crash.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-desk-form"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-form-private.h"
#include "desk/tap-desk-text.h"

#define DRAFT_DELAY_MS 500

#define PRIV(self) (_tap_desk_form_get_private (self))

void
_tap_desk_form_set_status (TapDeskForm *self,
                           const char  *text,
                           gboolean     kept)
{
  TapDeskFormPrivate *priv = PRIV (self);

  gtk_label_set_label (priv->status_label, text);
  gtk_widget_set_visible (GTK_WIDGET (priv->status_icon), kept);
}

void
_tap_desk_form_draft_kept_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(TapDeskForm) self = user_data;
  TapDeskFormPrivate *priv = PRIV (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *time = NULL, *text = NULL;

  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    {
      /* The form itself is fine; only a crash would lose it. Said quietly, not in the way. */
      _tap_desk_form_set_status (self, _("The draft cannot be kept on this PC."), FALSE);
      return;
    }
  if (priv->done || priv->board == NULL || priv->saving)
    return;
  time = tap_desk_text_time (tap_session_now_unix (tap_desk_form_get_session (self)),
                             tap_session_get_zone (tap_desk_form_get_session (self)));
  /* Translators: %s is a time of day; an unfinished form is kept on this PC. */
  text = g_strdup_printf (_("Draft kept %s"), time);
  _tap_desk_form_set_status (self, text, TRUE);
}

void
_tap_desk_form_write_shelf (TapDeskForm         *self,
                            GAsyncReadyCallback  callback)
{
  TapDeskFormPrivate *priv = PRIV (self);
  TapDeskFormClass *klass = TAP_DESK_FORM_GET_CLASS (self);
  g_autofree char *text = tap_draft_shelf_text (priv->shelf);

  tap_worker_keep_async (tap_store_get_worker (tap_desk_form_get_store (self)), klass->draft_key, text,
                         callback, g_object_ref (self));
}

/* Puts what is typed on the shelf. Returns FALSE if there is nothing to write or no place yet. */
gboolean
_tap_desk_form_put_draft (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  TapDeskFormClass *klass = TAP_DESK_FORM_GET_CLASS (self);
  GKeyFile *draft;

  g_clear_handle_id (&priv->draft_source, g_source_remove);
  if (klass->draft_key == NULL || !priv->shelf_read || !priv->dirty || priv->done)
    return FALSE;
  priv->dirty = FALSE;
  draft = tap_draft_shelf_begin (priv->shelf, priv->operation_id);
  if (!klass->fill_draft (self, draft, priv->operation_id))
    tap_draft_shelf_remove (priv->shelf, priv->operation_id);
  return TRUE;
}

static gboolean
draft_timeout_cb (gpointer user_data)
{
  TapDeskForm *self = user_data;

  PRIV (self)->draft_source = 0;
  if (_tap_desk_form_put_draft (self))
    _tap_desk_form_write_shelf (self, _tap_desk_form_draft_kept_cb);
  return G_SOURCE_REMOVE;
}

void
_tap_desk_form_schedule_draft (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);

  if (TAP_DESK_FORM_GET_CLASS (self)->draft_key == NULL || priv->done)
    return;
  priv->dirty = TRUE;
  g_clear_handle_id (&priv->draft_source, g_source_remove);
  priv->draft_source = g_timeout_add (DRAFT_DELAY_MS, draft_timeout_cb, self);
}

static gboolean
fits_cb (GKeyFile   *draft,
         const char *group,
         gpointer    data)
{
  TapDeskFormClass *klass = TAP_DESK_FORM_GET_CLASS (data);

  return klass->fits == NULL || klass->fits (data, draft, group);
}

static void
show_offer (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  g_autofree char *question = NULL;

  g_clear_pointer (&priv->offered, g_free);
  priv->offered = tap_draft_shelf_other (priv->shelf, priv->operation_id, fits_cb, self);
  if (priv->offered != NULL)
    {
      question = TAP_DESK_FORM_GET_CLASS (self)->describe (self, tap_draft_shelf_peek (priv->shelf), priv->offered);
      gtk_label_set_label (priv->offer_label, question);
    }
  gtk_revealer_set_reveal_child (priv->offer_revealer, priv->offered != NULL);
}

static void
shelf_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(TapDeskForm) self = user_data;
  TapDeskFormPrivate *priv = PRIV (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = tap_worker_kept_finish (TAP_WORKER (source), result, &error);

  if (priv->board == NULL)
    return;
  if (error != NULL)
    {
      /* Without its old contents the shelf must not be written: it could hold somebody's unfinished form. */
      _tap_desk_form_set_status (self, _("The draft cannot be kept on this PC."), FALSE);
      return;
    }
  tap_draft_shelf_load (priv->shelf, text);
  priv->shelf_read = TRUE;
  show_offer (self);
  if (priv->dirty)
    _tap_desk_form_schedule_draft (self);
}

static void
continue_draft (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  g_autofree char *wanted = g_steal_pointer (&priv->offered);

  if (wanted == NULL || tap_desk_form_is_locked (self))
    return;
  /* What was typed so far is not thrown away: it becomes the next offer. */
  _tap_desk_form_put_draft (self);
  g_free (priv->operation_id);
  priv->operation_id = g_steal_pointer (&wanted);
  TAP_DESK_FORM_GET_CLASS (self)->restore (self, tap_draft_shelf_peek (priv->shelf), priv->operation_id);
  show_offer (self);
  gtk_widget_child_focus (GTK_WIDGET (priv->body_bin), GTK_DIR_TAB_FORWARD);
}

void
_tap_desk_form_continue_draft_action (GtkWidget  *widget,
                                      const char *name,
                                      GVariant   *parameter)
{
  continue_draft (TAP_DESK_FORM (widget));
}

void
_tap_desk_form_discard_draft_action (GtkWidget  *widget,
                                     const char *name,
                                     GVariant   *parameter)
{
  TapDeskForm *self = TAP_DESK_FORM (widget);
  TapDeskFormPrivate *priv = PRIV (self);

  if (priv->offered == NULL)
    return;
  tap_draft_shelf_remove (priv->shelf, priv->offered);
  _tap_desk_form_write_shelf (self, _tap_desk_form_draft_kept_cb);
  show_offer (self);
  gtk_widget_child_focus (GTK_WIDGET (priv->body_bin), GTK_DIR_TAB_FORWARD);
}

/* Reads what was kept on this PC; until then nothing is written over it. */
void
_tap_desk_form_read_shelf (TapDeskForm *self)
{
  const char *key = TAP_DESK_FORM_GET_CLASS (self)->draft_key;

  if (key != NULL && tap_desk_form_get_store (self) != NULL)
    tap_worker_kept_async (tap_store_get_worker (tap_desk_form_get_store (self)), key, shelf_read_cb, g_object_ref (self));
}
