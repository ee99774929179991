/* tap-desk-actions.c — asking the main window for something, from a page or from a dialog in front of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-desk-actions"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-actions.h"
#include "widgets/tap-reason-dialog.h"

gboolean
tap_desk_activate (GtkWidget  *from,
                   const char *name,
                   const char *format,
                   ...)
{
  g_autoptr(GVariant) parameter = NULL;
  GtkRoot *root;
  va_list args;

  g_return_val_if_fail (GTK_IS_WIDGET (from), FALSE);

  if (format != NULL)
    {
      va_start (args, format);
      parameter = g_variant_ref_sink (g_variant_new_va (format, NULL, &args));
      va_end (args);
    }
  while (from != NULL)
    {
      if (gtk_widget_activate_action_variant (from, name, parameter))
        return TRUE;
      root = gtk_widget_get_root (from);
      from = GTK_IS_WINDOW (root) ? GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
    }
  return FALSE;
}

void
tap_desk_report (GtkWidget    *from,
                 const char   *heading,
                 const GError *error)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    tap_desk_activate (from, "win.toast-waiting", NULL);
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF))
    tap_desk_activate (from, "win.toast", "s", _("The station folder does not answer. Nothing was saved."));
  else
    tap_desk_activate (from, "win.show-error", "(ss)", heading, error->message);
}

typedef struct
{
  GtkWidget  *from;
  TapSession *session;
  gint64      booking_id;
  char       *plate;
} Cancelling;

static void
cancelling_free (Cancelling *cancelling)
{
  g_object_unref (cancelling->from);
  g_object_unref (cancelling->session);
  g_free (cancelling->plate);
  g_free (cancelling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cancelling, cancelling_free)

static void
booking_cancelled_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Cancelling) cancelling = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *shown = tap_plate_show (cancelling->plate), *toast = NULL;

  if (!tap_store_cancel_booking_finish (TAP_STORE (source), result, &error))
    {
      tap_desk_report (cancelling->from, _("The booking was not cancelled"), error);
      return;
    }
  /* Translators: %s is a number plate */
  toast = g_strdup_printf (_("Booking of %s cancelled"), shown);
  tap_desk_activate (cancelling->from, "win.toast", "s", toast);
}

static void
reason_given_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Cancelling) cancelling = user_data;
  g_autofree char *reason = tap_reason_dialog_ask_finish (result, NULL);
  TapSession *session = cancelling->session;
  gint64 booking_id = cancelling->booking_id;

  if (reason == NULL)
    return;
  tap_store_cancel_booking_async (tap_session_get_store (session), tap_session_get_staff_id (session), booking_id, reason,
                                  booking_cancelled_cb, g_steal_pointer (&cancelling));
}

void
tap_desk_cancel_booking (GtkWidget  *from,
                         TapSession *session,
                         gint64      booking_id,
                         const char *plate)
{
  g_autofree char *shown = tap_plate_show (plate), *heading = NULL;
  const char *const reasons[] = { _("Customer cancelled"), _("Customer comes another day"), _("Booked twice by mistake"), NULL };
  TapReasonQuestion question = { 0 };
  Cancelling *cancelling;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (TAP_IS_SESSION (session));

  /* Translators: %s is a number plate */
  heading = g_strdup_printf (_("Cancel the booking of %s?"), shown);
  question.heading = heading;
  question.body = _("The booking leaves the board. The reason stays in its history.");
  question.confirm = _("Cancel _Booking");
  question.suggestions = reasons;
  question.destructive = TRUE;
  cancelling = g_new0 (Cancelling, 1);
  cancelling->from = g_object_ref (from);
  cancelling->session = g_object_ref (session);
  cancelling->booking_id = booking_id;
  cancelling->plate = g_strdup (plate);
  tap_reason_dialog_ask_async (from, &question, NULL, reason_given_cb, cancelling);
}
