/* tap-set-up-command.c — the first contents of a new station.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-set-up-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

/* Names are data of the station, in the language it was made in: not of the interface. */
static const struct
{
  TapBayKind  kind;
  const char *name[3];          /* zh_CN, zh_TW, en */
  const char *badge[3];
} starting_bays[] = {
  { TAP_BAY_QUICK, { "快修1", "快修1", "Quick 1" }, { "快1", "快1", "Q1" } },
  { TAP_BAY_QUICK, { "快修2", "快修2", "Quick 2" }, { "快2", "快2", "Q2" } },
  { TAP_BAY_GENERAL, { "机电1", "一般維修1", "General 1" }, { "1", "1", "1" } },
  { TAP_BAY_GENERAL, { "机电2", "一般維修2", "General 2" }, { "2", "2", "2" } },
  { TAP_BAY_GENERAL, { "机电3", "一般維修3", "General 3" }, { "3", "3", "3" } },
  { TAP_BAY_GENERAL, { "机电4", "一般維修4", "General 4" }, { "4", "4", "4" } },
  { TAP_BAY_ALIGNMENT, { "四轮定位", "四輪定位", "Alignment" }, { "定", "定", "A" } },
  { TAP_BAY_BODY, { "钣金", "鈑金", "Body" }, { "钣", "鈑", "B" } },
  { TAP_BAY_PAINT, { "喷漆", "噴漆", "Paint" }, { "漆", "漆", "P" } },
};

static guint
language_index (const char *language)
{
  if (language != NULL && g_str_has_prefix (language, "zh_TW"))
    return 1;
  if (language != NULL && g_str_has_prefix (language, "zh"))
    return 0;
  return 2;
}

static gboolean
put_setting (sqlite3     *db,
             const char  *key,
             const char  *value,
             GError     **error)
{
  return tap_db_run (db, "set up the settings", "INSERT INTO setting (key, value) VALUES (:key, :value)",
                      TAP_PARAMS (TAP_TEXT ("key", key), TAP_TEXT ("value", value)), NULL, error);
}

static gboolean
put_settings (sqlite3              *db,
              const TapSetUpInput  *form,
              GError              **error)
{
  g_autofree char *name = tap_text_clean (form->station_name, 60);
  g_autofree char *dealer = tap_text_clean (form->dealer, 60);
  g_autofree char *province = tap_text_clean (form->province, 1);

  return put_setting (db, "name", name, error)
         && put_setting (db, "dealer", dealer, error)
         && put_setting (db, "province", province, error)
         && put_setting (db, "time_zone", form->time_zone, error)
         && put_setting (db, "idle_lock_min", "10", error)
         && put_setting (db, "risk_slack_min", "30", error)
         && put_setting (db, "booking_late_min", "10", error);
}

static gboolean
put_week (sqlite3  *db,
          GError  **error)
{
  for (int day = 0; day < 7; day++)
    {
      gboolean open = day < 6;

      if (!tap_db_run (db, "set up the week",
                        "INSERT INTO shift (weekday, open_min, close_min, lunch_from_min, lunch_to_min)"
                        "  VALUES (:day, :open, :close, :from, :to)",
                        TAP_PARAMS (TAP_INT ("day", day), TAP_INT ("open", open ? 8 * 60 : 0),
                                    TAP_INT ("close", open ? 18 * 60 : 0), TAP_INT ("from", open ? 12 * 60 : 0),
                                    TAP_INT ("to", open ? 13 * 60 : 0)),
                        NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_columns (TapCommandContext  *context,
             GError            **error)
{
  g_autoptr(GPtrArray) columns = tap_store_default_columns ();

  return tap_write_columns (context, columns, error);
}

static gboolean
put_bays (TapCommandContext  *context,
          guint               language,
          GError            **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (starting_bays); i++)
    {
      if (!tap_db_run (context->db, "set up the bays",
                        "INSERT INTO bay (id, position, name, badge, kind) VALUES (:id, :position, :name, :badge, :kind)",
                        TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)), TAP_INT ("position", i + 1),
                                    TAP_TEXT ("name", starting_bays[i].name[language]),
                                    TAP_TEXT ("badge", starting_bays[i].badge[language]),
                                    TAP_TEXT ("kind", tap_bay_kind_to_db (starting_bays[i].kind))),
                        NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_admin (TapCommandContext    *context,
           const TapSetUpInput  *form,
           const char           *name,
           gint64                id,
           GError              **error)
{
  g_autofree char *initials = tap_pinyin_initials (name);
  g_autofree char *roles = tap_roles_to_db (TAP_ROLE_ADMIN | TAP_ROLE_STATION_HEAD);

  return tap_db_run (context->db, "set up the administrator",
                      "INSERT INTO staff (id, position, name, initials, roles, colour, pin_hash)"
                      "  VALUES (:id, 1, :name, :initials, :roles, 0, :hash)",
                      TAP_PARAMS (TAP_INT ("id", id), TAP_TEXT ("name", name), TAP_TEXT ("initials", initials),
                                  TAP_TEXT ("roles", roles), TAP_TEXT ("hash", form->admin_pin)),
                      NULL, error);
}

static gboolean
check_form (sqlite3              *db,
            const TapSetUpInput  *form,
            const char           *admin,
            GError              **error)
{
  g_autoptr(GTimeZone) zone = form->time_zone != NULL ? g_time_zone_new_identifier (form->time_zone) : NULL;
  gint64 used;

  if (!tap_db_int (db, "look whether the station is new", "SELECT 1 FROM staff LIMIT 1", NULL, 0, &used, error))
    return FALSE;
  if (used)
    return tap_refuse (error, TAP_STORE_ERROR_EXISTS, _("The station has been set up already."));
  if (tap_text_is_blank (form->station_name))
    return tap_refuse_input (error, "name", _("The name of the station is missing."));
  if (*admin == '\0')
    return tap_refuse_input (error, "admin", _("The administrator's name is missing."));
  if (zone == NULL)
    return tap_refuse_input (error, "time-zone", _("There is no such time zone."));
  return TRUE;
}

gboolean
tap_command_set_up (TapCommandContext  *context,
                    gconstpointer       data,
                    gpointer           *result,
                    GError            **error)
{
  const TapCommandInput *input = data;
  const TapSetUpInput *form = &input->set_up;
  g_autofree char *admin = tap_text_clean (form->admin_name, 40);
  gint64 id;

  if (!check_form (context->db, form, admin, error))
    return FALSE;

  id = tap_command_new_id (context);
  *result = tap_command_result_new (id, NULL);
  return put_settings (context->db, form, error)
         && put_week (context->db, error)
         && put_columns (context, error)
         && put_bays (context, language_index (form->language), error)
         && put_admin (context, form, admin, id, error);
}
