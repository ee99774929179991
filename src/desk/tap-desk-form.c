/* tap-desk-form.c — what all forms of the desk share: one save, never twice; a draft that survives; a sentence for every outcome.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-desk-form"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-actions.h"
#include "desk/tap-desk-form-private.h"

#define PROGRESS_DELAY_MS 400

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TapDeskForm, tap_desk_form, ADW_TYPE_WINDOW)

enum { PROP_0, PROP_BODY, PROP_SAVE_LABEL, N_PROPS };
static GParamSpec *properties[N_PROPS];

#define PRIV(self) (_tap_desk_form_get_private (TAP_DESK_FORM (self)))

TapDeskFormPrivate *
_tap_desk_form_get_private (TapDeskForm *self)
{
  return tap_desk_form_get_instance_private (self);
}

static const char *const message_classes[] = { "info", "warning", "error" };
static const char *const message_icons[] = { "dialog-information-symbolic", "tappet-hour-symbolic", "tappet-warn-symbolic" };

TapBoard *
tap_desk_form_get_board (TapDeskForm *self)
{
  g_return_val_if_fail (TAP_IS_DESK_FORM (self), NULL);

  return PRIV (self)->board;
}

TapSession *
tap_desk_form_get_session (TapDeskForm *self)
{
  g_return_val_if_fail (TAP_IS_DESK_FORM (self), NULL);

  return tap_board_get_session (PRIV (self)->board);
}

TapStore *
tap_desk_form_get_store (TapDeskForm *self)
{
  return tap_session_get_store (tap_desk_form_get_session (self));
}

gboolean
tap_desk_form_is_locked (TapDeskForm *self)
{
  g_return_val_if_fail (TAP_IS_DESK_FORM (self), TRUE);

  return PRIV (self)->saving || PRIV (self)->unknown;
}

/* --- messages ------------------------------------------------------------------------------------------------ */

void
_tap_desk_form_set_detail (TapDeskForm *self,
                           const char  *text)
{
  TapDeskFormPrivate *priv = PRIV (self);

  gtk_label_set_label (priv->message_detail, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->message_detail), text != NULL);
}

void
tap_desk_form_set_message (TapDeskForm    *self,
                           TapDeskMessage  kind,
                           const char     *text,
                           const char     *button,
                           const char     *action)
{
  TapDeskFormPrivate *priv;

  g_return_if_fail (TAP_IS_DESK_FORM (self));

  priv = PRIV (self);
  _tap_desk_form_set_detail (self, NULL);
  priv->wrong = priv->away = FALSE;
  if (text != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (message_classes); i++)
        gtk_widget_remove_css_class (priv->message_box, message_classes[i]);
      gtk_widget_add_css_class (priv->message_box, message_classes[kind]);
      gtk_image_set_from_icon_name (priv->message_icon, message_icons[kind]);
      gtk_label_set_label (priv->message_label, text);
      gtk_widget_set_visible (GTK_WIDGET (priv->message_button), button != NULL);
      gtk_button_set_label (priv->message_button, button != NULL ? button : "");
      if (action != NULL)
        gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (priv->message_button), action);
      else
        gtk_actionable_set_action_name (GTK_ACTIONABLE (priv->message_button), NULL);
    }
  gtk_revealer_set_reveal_child (priv->message_revealer, text != NULL);
}

/* --- saving -------------------------------------------------------------------------------------------------- */

void
_tap_desk_form_update_lock (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  gboolean locked = tap_desk_form_is_locked (self);

  /* An entry must lose the focus before it gets insensitive, and gets it back with everything else. */
  if (locked && priv->focus == NULL)
    {
      g_set_weak_pointer (&priv->focus, gtk_window_get_focus (GTK_WINDOW (self)));
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (priv->body_bin), !locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", !locked && _tap_desk_form_why_not (self) == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.continue-draft", !locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.discard-draft", !locked);
  if (!locked && priv->focus != NULL)
    {
      gtk_window_set_focus (GTK_WINDOW (self), priv->focus);
      g_clear_weak_pointer (&priv->focus);
    }
}

static gboolean
progress_timeout_cb (gpointer user_data)
{
  TapDeskForm *self = user_data;
  TapDeskFormPrivate *priv = PRIV (self);

  priv->progress_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (priv->spinner), TRUE);
  gtk_spinner_start (priv->spinner);
  _tap_desk_form_set_status (self, _("Saving…"), FALSE);
  return G_SOURCE_REMOVE;
}

static void
stop_progress (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);

  g_clear_handle_id (&priv->progress_source, g_source_remove);
  gtk_spinner_stop (priv->spinner);
  gtk_widget_set_visible (GTK_WIDGET (priv->spinner), FALSE);
  _tap_desk_form_set_status (self, "", FALSE);
}

static void
save_now (TapDeskForm *self)
{
  TAP_DESK_FORM_GET_CLASS (self)->save (self, PRIV (self)->operation_id);
}

static void
kept_before_save_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(TapDeskForm) self = user_data;

  /* Whether the draft could be kept or not, the save goes on: the share is the better place. */
  tap_worker_keep_finish (TAP_WORKER (source), result, NULL);
  if (PRIV (self)->board != NULL)
    save_now (self);
}

void
tap_desk_form_submit (TapDeskForm *self)
{
  TapDeskFormPrivate *priv;

  g_return_if_fail (TAP_IS_DESK_FORM (self));

  priv = PRIV (self);
  if (tap_desk_form_is_locked (self) || priv->done || _tap_desk_form_why_not (self) != NULL || !TAP_DESK_FORM_GET_CLASS (self)->check (self))
    return;
  tap_desk_form_set_message (self, TAP_DESK_MESSAGE_INFO, NULL, NULL, NULL);
  priv->saving = TRUE;
  _tap_desk_form_update_lock (self);
  priv->progress_source = g_timeout_add (PROGRESS_DELAY_MS, progress_timeout_cb, self);
  /* The operation id must be on this PC's disk before anything is published under it: a form that comes back after a
   * power cut then asks for the same operation instead of a second one. */
  priv->dirty = TRUE;
  if (_tap_desk_form_put_draft (self))
    _tap_desk_form_write_shelf (self, kept_before_save_cb);
  else
    save_now (self);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  tap_desk_form_submit (TAP_DESK_FORM (widget));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(TapDeskForm) self = user_data;
  g_autoptr(GError) error = NULL;

  /* A draft that could not be forgotten is offered again and finds its operation done: nothing is saved twice. */
  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    g_debug ("Draft was not forgotten: %s", error->message);
}

void
tap_desk_form_saved (TapDeskForm *self,
                     const char  *toast)
{
  TapDeskFormPrivate *priv;

  g_return_if_fail (TAP_IS_DESK_FORM (self));

  priv = PRIV (self);
  if (priv->done || priv->board == NULL)
    return;
  stop_progress (self);
  priv->saving = priv->unknown = FALSE;
  g_clear_handle_id (&priv->draft_source, g_source_remove);
  if (priv->shelf_read && TAP_DESK_FORM_GET_CLASS (self)->draft_key != NULL)
    {
      tap_draft_shelf_remove (priv->shelf, priv->operation_id);
      _tap_desk_form_write_shelf (self, forgotten_cb);
    }
  priv->done = TRUE;
  if (toast != NULL)
    tap_desk_activate (GTK_WIDGET (self), "win.toast", "s", toast);
  gtk_window_close (GTK_WINDOW (self));
}

static void
say_why (TapDeskForm  *self,
         const GError *error)
{
  TapDeskFormPrivate *priv = PRIV (self);
  const char *safe = _("Nothing was saved. What you typed stays here.");

  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      tap_desk_form_set_message (self, TAP_DESK_MESSAGE_WARNING, _("It is not known yet whether this was saved."), NULL, NULL);
      safe = _("The form is locked until the station folder answers, so that nothing is saved twice.");
    }
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF))
    {
      tap_desk_form_set_message (self, TAP_DESK_MESSAGE_ERROR, _("The station folder does not answer."), NULL, NULL);
      safe = _("Nothing was saved. What you typed stays here; save again when the connection is back.");
    }
  else
    tap_desk_form_set_message (self, TAP_DESK_MESSAGE_ERROR, error->message, NULL, NULL);
  _tap_desk_form_set_detail (self, safe);
  priv->wrong = !priv->unknown;
  priv->away = !priv->unknown && error->domain == TAP_LEDGER_ERROR;
}

void
tap_desk_form_failed (TapDeskForm  *self,
                      const GError *error)
{
  TapDeskFormPrivate *priv;
  const char *field;

  g_return_if_fail (TAP_IS_DESK_FORM (self));
  g_return_if_fail (error != NULL);

  priv = PRIV (self);
  if (priv->board == NULL)
    return;
  /* It stands durably on this PC and is saved when the share is back: for the person it is done. */
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    {
      tap_desk_activate (GTK_WIDGET (self), "win.toast-waiting", NULL);
      tap_desk_form_saved (self, NULL);
      return;
    }
  stop_progress (self);
  priv->saving = FALSE;
  priv->unknown = g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  _tap_desk_form_update_lock (self);
  field = error->domain == TAP_STORE_ERROR ? tap_store_error_get_field (error) : NULL;
  if (field == NULL || !TAP_DESK_FORM_GET_CLASS (self)->show_error (self, field, error->message))
    say_why (self, error);
}

static void
settled_cb (TapSession  *session,
            const char  *operation_id,
            gboolean     saved,
            TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);

  if (!priv->unknown || g_strcmp0 (operation_id, priv->operation_id) != 0)
    return;
  priv->unknown = FALSE;
  _tap_desk_form_update_lock (self);
  if (saved)
    tap_desk_form_saved (self, _("The station folder answered: it was saved."));
  else
    {
      tap_desk_form_set_message (self, TAP_DESK_MESSAGE_ERROR, _("The station folder answered: it was not saved."), NULL, NULL);
      _tap_desk_form_set_detail (self, _("What you typed stays here; you can save again."));
    }
}

/* --- the window ---------------------------------------------------------------------------------------------- */

void
tap_desk_form_changed (TapDeskForm *self)
{
  TapDeskFormPrivate *priv;

  g_return_if_fail (TAP_IS_DESK_FORM (self));

  priv = PRIV (self);
  if (priv->wrong && !priv->away && !priv->unknown)
    tap_desk_form_set_message (self, TAP_DESK_MESSAGE_INFO, NULL, NULL, NULL);
  if (priv->board != NULL)
    _tap_desk_form_schedule_draft (self);
}

void
tap_desk_form_renew (TapDeskForm *self)
{
  g_return_if_fail (TAP_IS_DESK_FORM (self));

  /* What is kept under the old one goes on under the new one. */
  tap_draft_shelf_remove (PRIV (self)->shelf, PRIV (self)->operation_id);
  g_free (PRIV (self)->operation_id);
  PRIV (self)->operation_id = g_uuid_string_random ();
  _tap_desk_form_schedule_draft (self);
}

/* Help beside a field (a calendar, a palette, quick choices) is for Tab and the mouse; Enter goes from field to field. */
static gboolean
is_help (GtkWidget *focus)
{
  if (gtk_widget_get_ancestor (focus, GTK_TYPE_DROP_DOWN) != NULL)
    return FALSE;
  return gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) != NULL
         || (GTK_IS_BUTTON (focus) && (!GTK_IS_TOGGLE_BUTTON (focus) || gtk_widget_has_css_class (focus, "chip")));
}

static void
entry_activate_cb (GtkWidget   *entry,
                   TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);
  GtkWidget *focus;

  do
    {
      gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (self));
    }
  while (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (priv->body_bin)) && is_help (focus));
  /* After the last field comes the button that saves. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (priv->body_bin)))
    gtk_widget_grab_focus (GTK_WIDGET (priv->save_button));
}

static void
watch_entries (TapDeskForm *self,
               GtkWidget   *widget)
{
  if (GTK_IS_ENTRY (widget))
    {
      g_signal_connect_object (widget, "changed", G_CALLBACK (tap_desk_form_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (widget, "activate", G_CALLBACK (entry_activate_cb), self, 0);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    watch_entries (self, child);
}

void
tap_desk_form_start (TapDeskForm *self,
                     TapBoard    *board)
{
  TapDeskFormPrivate *priv;

  g_return_if_fail (TAP_IS_DESK_FORM (self));
  g_return_if_fail (TAP_IS_BOARD (board));

  priv = PRIV (self);
  g_set_object (&priv->board, board);
  watch_entries (self, GTK_WIDGET (priv->body_bin));
  g_signal_connect_object (tap_desk_form_get_session (self), "settled", G_CALLBACK (settled_cb), self, 0);
  _tap_desk_form_follow_session (self);
  _tap_desk_form_read_shelf (self);
}

static gboolean
tap_desk_form_close_request (GtkWindow *window)
{
  TapDeskForm *self = TAP_DESK_FORM (window);
  TapDeskFormPrivate *priv = PRIV (self);

  /* A save under way answers within seconds; its answer belongs into this form. */
  if (priv->saving)
    return TRUE;
  if (_tap_desk_form_put_draft (self))
    _tap_desk_form_write_shelf (self, _tap_desk_form_draft_kept_cb);
  return GTK_WINDOW_CLASS (tap_desk_form_parent_class)->close_request (window);
}

static void
tap_desk_form_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BODY:
      g_value_set_object (value, adw_bin_get_child (PRIV (object)->body_bin));
      break;
    case PROP_SAVE_LABEL:
      g_value_set_string (value, gtk_label_get_label (PRIV (object)->save_label));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_desk_form_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_BODY:
      adw_bin_set_child (PRIV (object)->body_bin, g_value_get_object (value));
      break;
    case PROP_SAVE_LABEL:
      gtk_label_set_label (PRIV (object)->save_label, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_desk_form_dispose (GObject *object)
{
  TapDeskFormPrivate *priv = PRIV (object);

  g_clear_handle_id (&priv->draft_source, g_source_remove);
  g_clear_handle_id (&priv->progress_source, g_source_remove);
  g_clear_weak_pointer (&priv->focus);
  g_clear_object (&priv->board);
  G_OBJECT_CLASS (tap_desk_form_parent_class)->dispose (object);
}

static void
tap_desk_form_finalize (GObject *object)
{
  TapDeskFormPrivate *priv = PRIV (object);

  tap_draft_shelf_free (priv->shelf);
  g_free (priv->operation_id);
  g_free (priv->offered);
  G_OBJECT_CLASS (tap_desk_form_parent_class)->finalize (object);
}

/* The keys of the main window do not reach into a dialog; whoever locks the desk must not have to close the form first. */
static void
lock_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  tap_desk_activate (widget, "win.lock", NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-desk-form.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, offer_revealer);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_revealer);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, offer_label);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_label);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_detail);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, status_label);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, save_label);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_icon);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, status_icon);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_button);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, save_button);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, continue_button);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, message_box);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, TapDeskForm, body_bin);
}

static void
tap_desk_form_class_init (TapDeskFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_desk_form_dispose;
  object_class->finalize = tap_desk_form_finalize;
  object_class->get_property = tap_desk_form_get_property;
  object_class->set_property = tap_desk_form_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tap_desk_form_close_request;
  properties[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAVE_LABEL] = g_param_spec_string ("save-label", NULL, NULL, NULL,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "form.continue-draft", NULL, _tap_desk_form_continue_draft_action);
  gtk_widget_class_install_action (widget_class, "form.discard-draft", NULL, _tap_desk_form_discard_draft_action);
  gtk_widget_class_install_action (widget_class, "form.lock", NULL, lock_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "form.lock", NULL);
}

/* A text view takes Ctrl+Enter for a new line; the form is asked first. */
static void
add_save_keys (TapDeskForm *self)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_named_action_new ("form.save")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
tap_desk_form_init (TapDeskForm *self)
{
  TapDeskFormPrivate *priv = PRIV (self);

  priv->shelf = tap_draft_shelf_new ();
  priv->operation_id = g_uuid_string_random ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_save_keys (self);
}
