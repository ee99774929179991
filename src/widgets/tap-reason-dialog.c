/* tap-reason-dialog.c — asks for a reason before something that must say why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-reason-dialog"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "widgets/tap-reason-dialog.h"

typedef struct
{
  GtkWidget *dialog;                /* borrowed: it destroys itself with the answer */
  GtkWidget *entry;
  gboolean   optional;
} Question;

static char *
read_reason (Question *question)
{
  g_assert (question != NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entry))));
}

static void
entry_changed_cb (GtkEditable *entry,
                  GTask       *task)
{
  Question *question = g_task_get_task_data (task);
  g_autofree char *reason = read_reason (question);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (question->dialog), "confirm",
                                           question->optional || *reason != '\0');
}

static void
suggestion_clicked_cb (GtkButton *button,
                       GTask     *task)
{
  Question *question = g_task_get_task_data (task);

  gtk_editable_set_text (GTK_EDITABLE (question->entry), gtk_button_get_label (button));
  gtk_widget_grab_focus (question->entry);
  gtk_editable_set_position (GTK_EDITABLE (question->entry), -1);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             GTask            *task)
{
  Question *question = g_task_get_task_data (task);
  g_autofree char *reason = read_reason (question);

  if (g_str_equal (response, "confirm") && (question->optional || *reason != '\0'))
    g_task_return_pointer (task, g_steal_pointer (&reason), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No answer");
  g_object_unref (task);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
}

static GtkWidget *
make_suggestions (const char *const *suggestions,
                  GTask             *task)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 6);
  for (guint i = 0; suggestions[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (suggestions[i]);

      gtk_widget_add_css_class (button, "suggestion");
      g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_clicked_cb), task, 0);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), button);
      /* The button takes the focus, not the cell around it: one Tab stop each. */
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
  return flow;
}

void
tap_reason_dialog_ask_async (GtkWidget               *parent,
                             const TapReasonQuestion *question,
                             GCancellable            *cancellable,
                             GAsyncReadyCallback      callback,
                             gpointer                 user_data)
{
  GTask *task;
  Question *data;
  GtkWidget *box;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (question != NULL && question->heading != NULL);

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, tap_reason_dialog_ask_async);
  data = g_new0 (Question, 1);
  data->optional = question->optional;
  root = gtk_widget_get_root (parent);
  data->dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         question->heading, question->body);
  data->entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (data->entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (data->entry), _("Reason"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (data->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  g_task_set_task_data (task, data, g_free);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), data->entry);
  if (question->suggestions != NULL && question->suggestions[0] != NULL)
    gtk_box_append (GTK_BOX (box), make_suggestions (question->suggestions, task));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (data->dialog), box);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (data->dialog), "cancel", _("_Cancel"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (data->dialog), "confirm",
                                   question->confirm != NULL ? question->confirm : _("C_ontinue"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (data->dialog), "confirm",
                                              question->destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                                    : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (data->dialog), "confirm");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (data->dialog), "cancel");

  g_signal_connect_object (data->entry, "changed", G_CALLBACK (entry_changed_cb), task, 0);
  g_signal_connect (data->dialog, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), data->dialog, 0);
  entry_changed_cb (GTK_EDITABLE (data->entry), task);
  gtk_window_present (GTK_WINDOW (data->dialog));
  gtk_widget_grab_focus (data->entry);
}

char *
tap_reason_dialog_ask_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
