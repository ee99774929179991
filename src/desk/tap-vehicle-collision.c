/* tap-vehicle-collision.c — another computer changed the same field of the car: both versions side by side, the person decides.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-vehicle-collision"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-vehicle-fields.h"
#include "widgets/tap-versions.h"

/* The fields by the names the store gives them. */
static const struct
{
  TapVehicleField field;
  const char     *name;
} fields[] = {
  { TAP_VEHICLE_CUSTOMER, "customer" },
  { TAP_VEHICLE_PHONE, "phone" },
  { TAP_VEHICLE_MODEL, "model" },
  { TAP_VEHICLE_COLOUR, "colour" },
};

typedef struct
{
  TapVehicleFields *vehicle;            /* owned */
  GError           *error;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->vehicle);
  g_error_free (question->error);
  g_free (question);
}

/* As the form shows it; NULL: the field does not collide. g_free(). */
static char *
dup_theirs (const GError *error,
            guint         i)
{
  const char *theirs = tap_store_error_get_theirs (error, fields[i].name);

  return theirs != NULL && fields[i].field == TAP_VEHICLE_PHONE ? tap_phone_show (theirs) : g_strdup (theirs);
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  TapDeskForm *form = TAP_DESK_FORM (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (form == NULL || tap_desk_form_get_board (form) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *theirs = dup_theirs (question->error, i);

      if (theirs != NULL)
        tap_vehicle_fields_settle (question->vehicle, fields[i].field, theirs, g_str_equal (response, "theirs"));
    }
  tap_desk_form_renew (form);
  if (!g_str_equal (response, "edit"))
    tap_desk_form_submit (form);
}

gboolean
tap_vehicle_fields_ask (TapVehicleFields *self,
                        TapDeskForm      *form,
                        const GError     *error)
{
  TapVersions *versions = NULL;
  GtkWidget *dialog;
  Question *question;

  g_return_val_if_fail (TAP_IS_VEHICLE_FIELDS (self) && TAP_IS_DESK_FORM (form), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *theirs = dup_theirs (error, i);

      if (theirs == NULL)
        continue;
      if (versions == NULL)
        versions = TAP_VERSIONS (tap_versions_new (_("Saved by another computer"), _("Yours, not saved")));
      tap_versions_add (versions, tap_field_get_label (tap_vehicle_fields_get_field (self, fields[i].field)), theirs,
                        tap_vehicle_fields_get_text (self, fields[i].field));
    }
  if (versions == NULL)
    return FALSE;
  dialog = adw_message_dialog_new (GTK_WINDOW (form), _("Just Changed by Another Computer"),
                                   _("Everything else is kept from both. What shall stand here?"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (versions));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "theirs", _("_Keep Theirs"), "edit", _("_Look Again"), "own",
                                    _("_Save Mine"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "own", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "edit");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "edit");
  question = g_new0 (Question, 1);
  question->vehicle = g_object_ref (self);
  question->error = g_error_copy (error);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}
