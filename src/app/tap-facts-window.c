/* tap-facts-window.c — names and province of the station, and the minutes that hold on all its computers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-facts-window"
#include "config.h"

#include "app/tap-settings-windows.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TapStationData *station;      /* as the form started from */
  GtkEditable    *dealer, *name, *province;
  GtkSpinButton  *idle, *risk, *late;
} Facts;

static void
facts_free (gpointer data)
{
  Facts *self = data;

  tap_station_data_unref (self->station);
  g_free (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_station_finish (TAP_STORE (source), result, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Facts *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  TapFactsInput input = { .dealer = gtk_editable_get_text (self->dealer),
                          .name = gtk_editable_get_text (self->name),
                          .province = gtk_editable_get_text (self->province),
                          .idle_lock_min = gtk_spin_button_get_value_as_int (self->idle),
                          .risk_slack_min = gtk_spin_button_get_value_as_int (self->risk),
                          .booking_late_min = gtk_spin_button_get_value_as_int (self->late),
                          .expected = self->station };

  tap_store_put_station_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                               g_object_ref (form));
  return TRUE;
}

static void
number_now (TapSettingsForm *form,
            const char      *field,
            int              number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  tap_settings_form_now (form, field, text);
}

static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Facts *self = data;
  TapStationData *station = tap_station_data_ref (tap_session_get_station (tap_settings_form_get_session (form)));

  tap_station_data_unref (self->station);
  self->station = station;
  tap_settings_form_now (form, "dealer", station->dealer);
  tap_settings_form_now (form, "name", station->name);
  tap_settings_form_now (form, "province", station->province);
  number_now (form, "idle-lock", station->idle_lock_min);
  number_now (form, "risk-slack", station->risk_slack_min);
  number_now (form, "booking-late", station->booking_late_min);
}

GtkWidget *
tap_facts_window_new (TapSession *session)
{
  Facts *self = g_new0 (Facts, 1);
  TapSettingsForm *form = tap_settings_form_new (session, _("Station"), save, self, facts_free);
  AdwPreferencesGroup *names = tap_settings_form_add_group (form, NULL, NULL);
  AdwPreferencesGroup *times
    = tap_settings_form_add_group (form, _("Times"), _("They hold on every computer of the station."));
  TapStationData *station = tap_station_data_ref (tap_session_get_station (session));

  self->station = station;
  self->dealer = tap_settings_form_add_entry (form, names, "dealer", _("Dealer"), station->dealer);
  self->name = tap_settings_form_add_entry (form, names, "name", _("Name of the station"), station->name);
  self->province = tap_settings_form_add_entry (form, names, "province", _("Province on number plates"),
                                                station->province);
  self->idle = tap_settings_form_add_spin (form, times, "idle-lock", _("Lock without input after"), _("Minutes"),
                                           station->idle_lock_min, 240);
  self->risk = tap_settings_form_add_spin (form, times, "risk-slack", _("Warn before a promise"),
                                           _("Minutes between the expected end and the promised time"),
                                           station->risk_slack_min, 480);
  self->late = tap_settings_form_add_spin (form, times, "booking-late", _("A booking is late after"),
                                           _("Minutes after the booked time"), station->booking_late_min, 240);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 520, 560);
  return GTK_WIDGET (form);
}
