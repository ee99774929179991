/* tap-reason-dialog.c — asks why: for a move back, past a gate, or out of the shop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-reason-dialog"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "board/tap-reason-dialog.h"
#include "widgets/tap-wrap-box.h"

typedef struct
{
  AdwMessageDialog *dialog;
  GtkWidget        *entry;
  TapReasonFunc     callback;
  gpointer          user_data;
} Question;

static char *
written (Question *question)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entry))));
}

static void
changed_cb (Question *question)
{
  g_autofree char *reason = written (question);

  adw_message_dialog_set_response_enabled (question->dialog, "accept", *reason != '\0');
}

static void
chip_cb (GtkButton *chip,
         Question  *question)
{
  gtk_editable_set_text (GTK_EDITABLE (question->entry), gtk_button_get_label (chip));
  gtk_editable_set_position (GTK_EDITABLE (question->entry), -1);
  gtk_widget_grab_focus (question->entry);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  g_autofree char *reason = written (question);

  question->callback (g_str_equal (response, "accept") ? reason : NULL, question->user_data);
}

GtkWindow *
tap_reason_dialog_present (GtkWidget         *parent,
                           const char        *heading,
                           const char        *body,
                           const char *const *reasons,
                           const char        *accept,
                           gboolean           destructive,
                           TapReasonFunc      callback,
                           gpointer           user_data)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *chips = tap_wrap_box_new (6, 6);
  Question *question = g_new0 (Question, 1);

  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  question->callback = callback;
  question->user_data = user_data;
  question->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (question->entry), _("Reason"));
  gtk_entry_set_max_length (GTK_ENTRY (question->entry), 200);
  gtk_entry_set_activates_default (GTK_ENTRY (question->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  g_signal_connect_swapped (question->entry, "changed", G_CALLBACK (changed_cb), question);
  gtk_box_append (GTK_BOX (box), question->entry);
  for (; reasons != NULL && *reasons != NULL; reasons++)
    {
      GtkWidget *chip = gtk_button_new_with_label (*reasons);

      gtk_widget_add_css_class (chip, "chip");
      g_signal_connect (chip, "clicked", G_CALLBACK (chip_cb), question);
      tap_wrap_box_append (TAP_WRAP_BOX (chips), chip);
    }
  gtk_box_append (GTK_BOX (box), chips);
  gtk_widget_set_size_request (box, 380, -1);
  adw_message_dialog_set_extra_child (question->dialog, box);
  adw_message_dialog_add_responses (question->dialog, "cancel", _("_Cancel"), "accept", accept, NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "accept",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "accept");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  adw_message_dialog_set_response_enabled (question->dialog, "accept", FALSE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->entry);
  return GTK_WINDOW (dialog);
}
