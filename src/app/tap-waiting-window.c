/* tap-waiting-window.c — the entries of this computer that are not on the share yet, and the decisions about refused ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-waiting-window"
#include "config.h"

#include "app/tap-waiting-window.h"

#include "app/tap-waiting-row.h"

#include <glib/gi18n-lib.h>

struct _TapWaitingWindow
{
  AdwWindow   parent_instance;

  /* Template widgets (borrowed) */
  GtkStack   *stack;
  GtkLabel   *fault, *refused_title, *waiting_title;
  GtkListBox *refused_list, *waiting_list;
  GtkWidget  *scroller;

  /* Owned references */
  TapSession *session;

  char       *retried;              /* operation id of the entry that is tried again: how it ended is not told yet */
};

G_DEFINE_FINAL_TYPE (TapWaitingWindow, tap_waiting_window, ADW_TYPE_WINDOW)

/* ---- decisions ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  TapWaitingWindow *window;         /* owned */
  char             *operation_id;
  TapDecision       what;
} Decision;

static void
decision_free (Decision *decision)
{
  g_object_unref (decision->window);
  g_free (decision->operation_id);
  g_free (decision);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decision, decision_free)

static Decision *
decision_new (TapWaitingWindow *self,
              const char       *operation_id,
              TapDecision       what)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->window = g_object_ref (self);
  decision->operation_id = g_strdup (operation_id);
  decision->what = what;
  return decision;
}

static TapWaitingRow *
find_row (TapWaitingWindow *self,
          const char       *operation_id)
{
  GtkListBox *lists[] = { self->refused_list, self->waiting_list };
  GtkListBoxRow *row;

  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (int i = 0; (row = gtk_list_box_get_row_at_index (lists[l], i)) != NULL; i++)
      if (g_strcmp0 (tap_waiting_row_get_operation_id (TAP_WAITING_ROW (row)), operation_id) == 0)
        return TAP_WAITING_ROW (row);
  return NULL;
}

static void
say_fault (TapWaitingWindow *self,
           const char       *text)
{
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
}

/* A second refusal looks like the first: it is said. What was saved is simply gone from the list. */
static void
tell_retried (TapWaitingWindow *self,
              GPtrArray        *pending)
{
  const TapPending *entry = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; self->retried != NULL && i < pending->len; i++)
    if (g_strcmp0 (((TapPending *) g_ptr_array_index (pending, i))->operation_id, self->retried) == 0)
      entry = g_ptr_array_index (pending, i);
  if (entry != NULL && entry->state == TAP_OUTBOX_WAITING)
    return;
  g_clear_pointer (&self->retried, g_free);
  if (entry == NULL || entry->state != TAP_OUTBOX_REFUSED)
    return;
  /* Translators: %s is a sentence that says why */
  text = g_strdup_printf (_("Tried again, and refused again: %s"), entry->reason);
  say_fault (self, text);
}

static void
decided_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Decision) decision = data;
  TapWaitingWindow *self = decision->window;
  g_autoptr (GError) error = NULL;
  TapWaitingRow *row;

  if (self->session == NULL)
    return;
  if (tap_session_decide_finish (self->session, result, &error))
    {
      g_autoptr (GPtrArray) pending = tap_session_list_pending (self->session);

      /* From here on the list knows that it was tried again. */
      if (decision->what != TAP_DECISION_GIVE_UP)
        {
          g_free (self->retried);
          self->retried = g_strdup (decision->operation_id);
          tell_retried (self, pending);
        }
      return;
    }
  row = find_row (self, decision->operation_id);
  if (row != NULL)
    tap_waiting_row_set_busy (row, FALSE);
  say_fault (self, error->message);
}

static void
decide (TapWaitingWindow *self,
        const char       *operation_id,
        TapDecision       what)
{
  TapWaitingRow *row = find_row (self, operation_id);

  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  if (row != NULL)
    tap_waiting_row_set_busy (row, TRUE);
  tap_session_decide_async (self->session, operation_id, what, decided_cb, decision_new (self, operation_id, what));
}

static void
give_up_answered_cb (TapWaitingWindow *self,
                     const char       *response,
                     GtkWidget        *dialog)
{
  if (g_str_equal (response, "give-up") && self->session != NULL)
    decide (self, g_object_get_data (G_OBJECT (dialog), "tap-operation"), TAP_DECISION_GIVE_UP);
}

static void
row_decided_cb (TapWaitingWindow *self,
                TapDecision       what,
                TapWaitingRow    *row)
{
  GtkWidget *dialog;

  if (what != TAP_DECISION_GIVE_UP)
    {
      decide (self, tap_waiting_row_get_operation_id (row), what);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Give This Entry Up?"),
                                   _("It is never saved then. Later entries of the same car are tried again."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "give-up", _("_Give Up"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "give-up", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "tap-operation", g_strdup (tap_waiting_row_get_operation_id (row)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (give_up_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the lists ---------------------------------------------------------------------------------------------------------- */

/* The words of the first refused entry of the same visit; NULL: none is known. */
static const char *
find_behind (GPtrArray        *pending,
             const TapPending *entry)
{
  for (guint i = 0; i < pending->len; i++)
    {
      const TapPending *other = g_ptr_array_index (pending, i);

      if (other->state == TAP_OUTBOX_REFUSED && other->visit_id == entry->visit_id && entry->visit_id != 0)
        return other->summary;
    }
  return NULL;
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static char *
focused_operation (TapWaitingWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, TAP_TYPE_WAITING_ROW) : NULL;

  return row != NULL ? g_strdup (tap_waiting_row_get_operation_id (TAP_WAITING_ROW (row))) : NULL;
}

static void
put_focus_back (TapWaitingWindow *self,
                const char       *operation_id)
{
  TapWaitingRow *row = operation_id != NULL ? find_row (self, operation_id) : NULL;

  if (row != NULL)
    gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
  else if (operation_id != NULL)
    gtk_widget_child_focus (self->scroller, GTK_DIR_TAB_FORWARD);
}

static void
update (TapWaitingWindow *self)
{
  g_autoptr (GPtrArray) pending = tap_session_list_pending (self->session);
  g_autofree char *focus = focused_operation (self), *title = NULL;
  GTimeZone *zone = tap_session_get_zone (self->session);
  guint n_refused = 0, n_held = 0, n_rest;

  clear (self->refused_list);
  clear (self->waiting_list);
  for (guint i = 0; i < pending->len; i++)
    {
      const TapPending *entry = g_ptr_array_index (pending, i);
      gboolean refused = entry->state == TAP_OUTBOX_REFUSED;
      GtkWidget *row = tap_waiting_row_new (entry, refused ? NULL : find_behind (pending, entry), zone);

      n_refused += refused;
      n_held += entry->state == TAP_OUTBOX_HELD;
      g_signal_connect_object (row, "decided", G_CALLBACK (row_decided_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (refused ? self->refused_list : self->waiting_list, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->refused_title), n_refused > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_list), n_refused > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting_title), pending->len > n_refused);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting_list), pending->len > n_refused);
  n_rest = pending->len - n_refused;
  title = n_rest == n_held
            ? g_strdup_printf (ngettext ("%u entry is held back until you decide", "%u entries are held back until you decide", n_rest), n_rest)
            : g_strdup_printf (ngettext ("%u entry waits for the file server", "%u entries wait for the file server", n_rest), n_rest);
  gtk_label_set_text (self->waiting_title, title);
  gtk_stack_set_visible_child_name (self->stack, pending->len > 0 ? "entries" : "none");
  put_focus_back (self, focus);
  tell_retried (self, pending);
}

/* ---- life --------------------------------------------------------------------------------------------------------------- */

static void
tap_waiting_window_dispose (GObject *object)
{
  g_clear_object (&TAP_WAITING_WINDOW (object)->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_WAITING_WINDOW);
  G_OBJECT_CLASS (tap_waiting_window_parent_class)->dispose (object);
}

static void
tap_waiting_window_finalize (GObject *object)
{
  g_free (TAP_WAITING_WINDOW (object)->retried);
  G_OBJECT_CLASS (tap_waiting_window_parent_class)->finalize (object);
}

static void
tap_waiting_window_class_init (TapWaitingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_waiting_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_waiting_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-waiting-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, refused_title);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, waiting_title);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, refused_list);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, waiting_list);
  gtk_widget_class_bind_template_child (widget_class, TapWaitingWindow, scroller);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_waiting_window_init (TapWaitingWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_waiting_window_new (TapSession *session)
{
  TapWaitingWindow *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_WAITING_WINDOW, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "pending-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
