/* tap-settings-lists.c — what the groups of the settings page list: facts, hours, holidays, lanes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-settings-lists"
#include "config.h"

#include "app/tap-settings-lists.h"

#include "app/tap-settings-windows.h"
#include "app/tap-shift-entries.h"

#include <glib/gi18n-lib.h>

/* A value at the end of a row. Takes @text. */
static void
add_value (GtkWidget *row,
           char      *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_free (text);
}

/* ---- facts --------------------------------------------------------------------------------------------------------------- */

static GtkWidget *
open_facts (TapSession *session,
            gint64      id)
{
  return tap_facts_window_new (session);
}

static char *
minutes_text (int minutes)
{
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), minutes);
}

static void
fill_facts (TapSettingsGroup *group,
            TapSession       *session)
{
  TapStationData *station = tap_session_get_station (session);
  char *name = *station->dealer == '\0' ? g_strdup (station->name)
                                        : g_strdup_printf ("%s · %s", station->dealer, station->name);

  add_value (tap_settings_group_add_row (group, _("Name"), "", open_facts, 0), name);
  add_value (tap_settings_group_add_row (group, _("Province on number plates"), "", open_facts, 0),
             g_strdup (station->province));
  add_value (tap_settings_group_add_row (group, _("Lock without input after"), "", open_facts, 0),
             minutes_text (station->idle_lock_min));
  add_value (tap_settings_group_add_row (group, _("Warn before a promise"), "", open_facts, 0),
             minutes_text (station->risk_slack_min));
  add_value (tap_settings_group_add_row (group, _("A booking is late after"), "", open_facts, 0),
             minutes_text (station->booking_late_min));
}

static void
edit_facts_cb (TapSettingsGroup *group)
{
  tap_settings_group_open (group, tap_facts_window_new (tap_settings_group_get_session (group)));
}

void
tap_settings_list_facts (TapSettingsGroup *group,
                         TapSession       *session)
{
  static const TapSettingsKind kind = {
    TAP_RIGHT_ADMIN, N_("Only the administrator and the station head change the station"), NULL, fill_facts,
  };

  tap_settings_group_add_button (group, _("_Edit Station"), "document-edit-symbolic", G_CALLBACK (edit_facts_cb));
  tap_settings_group_start (group, session, &kind);
}

/* ---- opening hours ------------------------------------------------------------------------------------------------------- */

static GtkWidget *
open_week (TapSession *session,
           gint64      day)
{
  return tap_week_window_new (session, (int) day);
}

static void
fill_hours (TapSettingsGroup *group,
            TapSession       *session)
{
  for (int day = 0; day < 7; day++)
    {
      g_autofree char *name = tap_weekday_text (day);

      add_value (tap_settings_group_add_row (group, name, "", open_week, day),
                 tap_shift_text (&tap_session_get_station (session)->week[day]));
    }
}

static void
edit_week_cb (TapSettingsGroup *group)
{
  tap_settings_group_open (group, tap_week_window_new (tap_settings_group_get_session (group), 0));
}

void
tap_settings_list_hours (TapSettingsGroup *group,
                         TapSession       *session)
{
  static const TapSettingsKind kind = {
    TAP_RIGHT_SHIFTS, N_("Only the workshop manager, the job controller and the administrator change the hours"), NULL,
    fill_hours,
  };

  tap_settings_group_add_button (group, _("_Edit Hours"), "document-edit-symbolic", G_CALLBACK (edit_week_cb));
  tap_settings_group_start (group, session, &kind);
}

/* ---- holidays and exceptions --------------------------------------------------------------------------------------------- */

static GtkWidget *
open_day (TapSession *session,
          gint64      i)
{
  return tap_day_window_new (session, g_ptr_array_index (tap_session_get_station (session)->days, (guint) i));
}

static void
fill_days (TapSettingsGroup *group,
           TapSession       *session)
{
  GPtrArray *days = tap_session_get_station (session)->days;

  for (guint i = 0; i < days->len; i++)
    {
      const TapDay *day = g_ptr_array_index (days, i);
      g_autofree char *title
        = *day->name != '\0' ? g_strdup_printf ("%s · %s", day->date, day->name) : g_strdup (day->date);

      add_value (tap_settings_group_add_row (group, title, "", open_day, i), tap_shift_text (&day->shift));
    }
}

static void
add_day_cb (TapSettingsGroup *group)
{
  tap_settings_group_open (group, tap_day_window_new (tap_settings_group_get_session (group), NULL));
}

void
tap_settings_list_days (TapSettingsGroup *group,
                        TapSession       *session)
{
  static const TapSettingsKind kind = {
    TAP_RIGHT_SHIFTS, N_("Only the workshop manager, the job controller and the administrator change the hours"),
    N_("Days that differ from the week: closed, or open at other times"), fill_days,
  };

  tap_settings_group_add_button (group, _("_Add Day"), "tappet-plus-symbolic", G_CALLBACK (add_day_cb));
  tap_settings_group_start (group, session, &kind);
}

/* ---- lanes --------------------------------------------------------------------------------------------------------------- */

static char *
stages_text (TapStageSet stages)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (TapStage stage = TAP_STAGE_BOOKED; stage <= TAP_STAGE_READY; stage++)
    if ((stages & TAP_STAGE_BIT (stage)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", tap_stage_label (stage));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
fill_lanes (TapSettingsGroup *group,
            TapSession       *session)
{
  GPtrArray *columns = tap_session_get_station (session)->columns;

  for (guint i = 0; i < columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (columns, i);
      g_autofree char *stages = stages_text (column->stages);
      GtkWidget *row
        = tap_settings_group_add_row (group, *column->name != '\0' ? column->name : tap_column_label (column->stages),
                                      stages, tap_lane_window_new, column->id);

      if (column->limit_min > 0)
        add_value (row, minutes_text (column->limit_min));
      if (column->soft_limit > 0)
        add_value (row, g_strdup_printf (ngettext ("%d car", "%d cars", (gulong) column->soft_limit), column->soft_limit));
    }
}

static void
lanes_reset_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TapSettingsGroup) group = data;
  g_autoptr (GError) error = NULL;

  if (!tap_store_put_columns_finish (TAP_STORE (source), result, &error)
      && gtk_widget_get_root (GTK_WIDGET (group)) != NULL)
    tap_settings_group_show_error (group, error);
}

static void
reset_answered_cb (TapSettingsGroup *group,
                   const char       *response,
                   AdwMessageDialog *dialog)
{
  TapSession *session = tap_settings_group_get_session (group);
  g_autoptr (GPtrArray) lanes = tap_store_default_columns ();
  GPtrArray *expected = g_object_get_data (G_OBJECT (dialog), "tap-columns");
  TapColumnsInput input = { .columns = lanes, .expected = expected };

  if (!g_str_equal (response, "reset") || session == NULL)
    return;
  tap_store_put_columns_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input,
                               lanes_reset_cb, g_object_ref (group));
}

static void
reset_lanes_cb (TapSettingsGroup *group)
{
  GPtrArray *columns = tap_session_get_station (tap_settings_group_get_session (group))->columns;
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (group))), _("Reset the Lanes?"),
    _("The board gets the ten lanes of a new station, with their names and limits. No car is changed."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "reset", _("_Reset"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "reset", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "tap-columns", g_ptr_array_ref (columns),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (reset_answered_cb), group, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tap_settings_list_lanes (TapSettingsGroup *group,
                         TapSession       *session)
{
  static const TapSettingsKind kind = {
    TAP_RIGHT_ADMIN, N_("Only the administrator and the station head change the lanes"),
    N_("The lanes of the front-desk board and the stages they show"), fill_lanes,
  };

  tap_settings_group_add_button (group, _("_Reset"), "edit-undo-symbolic", G_CALLBACK (reset_lanes_cb));
  tap_settings_group_start (group, session, &kind);
}
