/* tap-care-confirm.c — the administrator's word and PIN before something that many people would notice.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care-confirm"
#include "config.h"

#include "app/tap-care-confirm.h"

#include "app/tap-care-private.h"
#include "store/tap-copy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char       *typed;            /* the dialog and its entry have gone when it answers */
  GtkWidget  *parent;           /* owned, as all below */
  TapSession *session;          /* NULL: the copy tells who may */
  char       *replica_dir;
  char       *heading, *body, *label;
  GCallback   confirmed;
  GObject    *object;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  if (asking->typed != NULL)
    explicit_bzero (asking->typed, strlen (asking->typed));
  g_free (asking->typed);
  g_object_unref (asking->parent);
  g_clear_object (&asking->session);
  g_free (asking->replica_dir);
  g_object_unref (asking->object);
  g_free (asking->heading);
  g_free (asking->body);
  g_free (asking->label);
  g_free (asking);
}

static GtkWidget *present (Asking     *asking,
                           const char *fault);

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;
  gboolean right = asking->session != NULL ? tap_store_check_pin_finish (TAP_STORE (source), result, &error)
                                           : g_task_propagate_boolean (G_TASK (result), &error);

  if (!right)
    {
      /* A dialog closes with each answer: it comes again with what was wrong, unless its window has gone. */
      if (gtk_widget_get_visible (asking->parent))
        present (asking, error->message);
      else
        asking_free (asking);
      return;
    }
  ((void (*) (gpointer)) asking->confirmed) (asking->object);
  asking_free (asking);
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Asking *asking = data;
  GError *error = NULL;

  if (tap_copy_check_admin (asking->replica_dir, asking->typed != NULL ? asking->typed : "", g_get_real_time () / G_USEC_PER_SEC, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Nobody touches what was asked until the answer is there. */
static void
check_copy (Asking *asking)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, checked_cb, asking);

  g_task_set_source_tag (task, check_copy);
  g_task_set_task_data (task, asking, NULL);
  g_task_run_in_thread (task, check_thread);
}

static void
response_cb (Asking     *asking,
             const char *response)
{
  TapStaff *staff = asking->session == NULL ? NULL : tap_session_get_staff (asking->session);

  if (!g_str_equal (response, "do") || (asking->session != NULL && staff == NULL))
    {
      asking_free (asking);
      return;
    }
  if (staff == NULL)
    {
      check_copy (asking);
      return;
    }
  if (!staff->has_pin)
    {
      ((void (*) (gpointer)) asking->confirmed) (asking->object);
      asking_free (asking);
      return;
    }
  tap_store_check_pin_async (tap_session_get_store (asking->session), staff->id, asking->typed != NULL ? asking->typed : "", checked_cb,
                             asking);
}

static void
typed_cb (GtkEditable *entry,
          Asking      *asking)
{
  g_free (asking->typed);
  asking->typed = g_strdup (gtk_editable_get_text (entry));
}

/* Not an AdwPasswordEntryRow: the one of libadwaita 1.2 looks at its window while that is being destroyed. */
static GtkWidget *
pin_entry (Asking     *asking,
           const char *fault)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_password_entry_new ();
  GtkWidget *label = gtk_label_new (fault);
  const char *whose = asking->session != NULL ? _("Your PIN") : _("PIN of the administrator or station head");

  g_object_set (entry, "placeholder-text", whose, "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, whose, -1);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "field-fault");
  gtk_widget_set_visible (label, *fault != '\0');
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), label);
  g_clear_pointer (&asking->typed, g_free);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), asking);
  return box;
}

static GtkWidget *
present (Asking     *asking,
         const char *fault)
{
  TapStaff *staff = asking->session == NULL ? NULL : tap_session_get_staff (asking->session);
  GtkWidget *window = adw_message_dialog_new (GTK_WINDOW (asking->parent), asking->heading, asking->body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);

  if (asking->session == NULL || (staff != NULL && staff->has_pin))
    adw_message_dialog_set_extra_child (dialog, pin_entry (asking, fault));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "do", asking->label, NULL);
  adw_message_dialog_set_response_appearance (dialog, "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "do");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), asking);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static GtkWidget *
ask (GtkWindow  *parent,
     TapSession *session,
     const char *replica_dir,
     const char *heading,
     const char *body,
     const char *label,
     GCallback   confirmed,
     GObject    *object)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->parent = g_object_ref (GTK_WIDGET (parent));
  asking->session = session != NULL ? g_object_ref (session) : NULL;
  asking->replica_dir = g_strdup (replica_dir);
  asking->heading = g_strdup (heading);
  asking->body = g_strdup (body);
  asking->label = g_strdup (label);
  asking->confirmed = confirmed;
  asking->object = g_object_ref (object);
  return present (asking, "");
}

GtkWidget *
tap_care_confirm (GtkWindow  *parent,
                  TapSession *session,
                  const char *heading,
                  const char *body,
                  const char *label,
                  GCallback   confirmed,
                  GObject    *object)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);
  g_return_val_if_fail (confirmed != NULL && G_IS_OBJECT (object), NULL);

  return ask (parent, session, NULL, heading, body, label, confirmed, object);
}

GtkWidget *
tap_care_ask (GtkWindow  *parent,
              TapCare    *care,
              const char *heading,
              const char *body,
              const char *label,
              GCallback   confirmed,
              GObject    *object)
{
  TapSession *session;
  g_autofree char *replica_dir = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (TAP_IS_CARE (care), NULL);
  g_return_val_if_fail (confirmed != NULL && G_IS_OBJECT (object), NULL);

  session = tap_care_get_session (care);
  replica_dir = session == NULL ? _tap_care_replica_dir (care) : NULL;
  g_return_val_if_fail (session != NULL || replica_dir != NULL, NULL);
  return ask (parent, session, replica_dir, heading, body, label, confirmed, object);
}
