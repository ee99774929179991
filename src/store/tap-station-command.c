/* tap-station-command.c — the station's own facts: names, province, and the minutes that hold for all PCs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-station-command"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "store/tap-store-private.h"

#define MAX_NAME 60

static gboolean
check_expected (const TapStationData  *station,
                const TapStationData  *expected,
                GError               **error)
{
  if (expected == NULL
      || (strcmp (station->name, expected->name) == 0 && strcmp (station->dealer, expected->dealer) == 0
          && strcmp (station->province, expected->province) == 0
          && station->idle_lock_min == expected->idle_lock_min
          && station->risk_slack_min == expected->risk_slack_min
          && station->booking_late_min == expected->booking_late_min))
    return TRUE;
  return tap_refuse (error, TAP_STORE_ERROR_STALE,
                     _("The station's entry has been changed on another PC meanwhile. Close this window "
                       "and open it again."));
}

static gboolean
check_form (const TapFactsInput  *form,
            const char           *name,
            const char           *province,
            GError              **error)
{
  if (*name == '\0')
    return tap_refuse_input (error, "name", _("The name of the station is missing."));
  if (g_utf8_strlen (province, -1) > 1)
    return tap_refuse_input (error, "province",
                             _("The province is one character, as on number plates, or empty."));
  if (form->idle_lock_min < 1 || form->idle_lock_min > 240)
    return tap_refuse_input (error, "idle-lock", _("The screen locks after 1 to 240 minutes."));
  if (form->risk_slack_min < 0 || form->risk_slack_min > 480)
    return tap_refuse_input (error, "risk-slack", _("The warning comes 0 to 480 minutes ahead."));
  if (form->booking_late_min < 0 || form->booking_late_min > 240)
    return tap_refuse_input (error, "booking-late", _("A booking is late after 0 to 240 minutes."));
  return TRUE;
}

static gboolean
put_setting (sqlite3     *db,
             const char  *key,
             const char  *value,
             GError     **error)
{
  return tap_db_run (db, "put down a setting",
                     "INSERT INTO setting (key, value) VALUES (:key, :value)"
                     "  ON CONFLICT (key) DO UPDATE SET value = :value WHERE value <> :value",
                     TAP_PARAMS (TAP_TEXT ("key", key), TAP_TEXT ("value", value)), NULL, error);
}

static gboolean
put_number (sqlite3     *db,
            const char  *key,
            int          value,
            GError     **error)
{
  g_autofree char *text = g_strdup_printf ("%d", value);

  return put_setting (db, key, text, error);
}

gboolean
tap_command_put_station (TapCommandContext  *context,
                         gconstpointer       data,
                         gpointer           *result,
                         GError            **error)
{
  const TapCommandInput *input = data;
  const TapFactsInput *form = &input->put_station;
  g_autofree char *name = tap_text_clean (form->name, MAX_NAME);
  g_autofree char *dealer = tap_text_clean (form->dealer, MAX_NAME);
  g_autofree char *province = tap_text_clean (form->province, 2);
  g_autoptr(TapStationData) station = NULL;

  if (!tap_require_right (context->db, input->staff_id, TAP_RIGHT_ADMIN, NULL, error))
    return FALSE;
  station = tap_read_station (context->db, "", error);
  if (station == NULL || !check_expected (station, form->expected, error)
      || !check_form (form, name, province, error))
    return FALSE;

  return put_setting (context->db, "name", name, error)
         && put_setting (context->db, "dealer", dealer, error)
         && put_setting (context->db, "province", province, error)
         && put_number (context->db, "idle_lock_min", form->idle_lock_min, error)
         && put_number (context->db, "risk_slack_min", form->risk_slack_min, error)
         && put_number (context->db, "booking_late_min", form->booking_late_min, error);
}
