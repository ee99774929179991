/* tap-station-query.c — reads what is not a visit: settings, columns, staff, bays, calendar.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-station-query"

#include "config.h"

#include <string.h>

#include "store/tap-store-private.h"

#define USUAL_ZONE "Asia/Shanghai"

const TapMigration *
tap_store_get_migrations (guint *n_migrations)
{
  static TapMigration migrations[2];
  static gsize ready;
  const char *known = g_getenv ("TAPPET_SCHEMA");       /* tests run an older program: it knows so many */

  if (g_once_init_enter (&ready))
    {
      migrations[0] = (TapMigration){ 1, tap_db_named ("0001-station.sql") };
      migrations[1] = (TapMigration){ 2, tap_db_named ("0002-backup-run.sql") };
      g_once_init_leave (&ready, 1);
    }
  *n_migrations = G_N_ELEMENTS (migrations);
  if (known != NULL)
    *n_migrations = (guint) CLAMP (g_ascii_strtoull (known, NULL, 10), 1, G_N_ELEMENTS (migrations));
  return migrations;
}

static TapShift
read_shift (TapQuery *query)
{
  TapShift shift;

  shift.open_min = tap_query_int (query);
  shift.close_min = tap_query_int (query);
  shift.lunch_from_min = tap_query_int (query);
  shift.lunch_to_min = tap_query_int (query);
  return shift;
}

static gboolean
read_week (sqlite3   *db,
           TapShift   week[7],
           char     **zone,
           GError   **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the week",
                   "SELECT weekday, open_min, close_min, lunch_from_min, lunch_to_min,"
                   "       (SELECT value FROM setting WHERE key = 'time_zone') FROM shift",
                   NULL);
  while (tap_query_next (&query))
    {
      gint64 day = tap_query_int (&query);

      g_assert (day >= 0 && day < 7);
      week[day] = read_shift (&query);
      if (*zone == NULL)
        *zone = tap_query_dup (&query);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_days (sqlite3    *db,
           GPtrArray  *days,
           GError    **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the holidays",
                   "SELECT date, name, open_min, close_min, lunch_from_min, lunch_to_min"
                   "  FROM holiday ORDER BY date",
                   NULL);
  while (tap_query_next (&query))
    {
      TapDay *day = tap_day_new ();

      tap_take (&day->date, tap_query_dup (&query));
      tap_take (&day->name, tap_query_dup (&query));
      day->shift = read_shift (&query);
      g_ptr_array_add (days, day);
    }
  return tap_query_end (&query, error);
}

/* The calendar, and what it is made of. */
static TapCalendar *
read_hours (sqlite3    *db,
            TapShift    week[7],
            GPtrArray  *days,
            GError    **error)
{
  g_autofree char *zone = NULL;
  TapCalendar *calendar;

  if (!read_week (db, week, &zone, error) || !read_days (db, days, error))
    return NULL;
  calendar = tap_calendar_new (zone != NULL && *zone != '\0' ? zone : USUAL_ZONE, week);
  for (guint i = 0; i < days->len; i++)
    {
      const TapDay *day = g_ptr_array_index (days, i);
      const TapShift *shift = &day->shift;

      tap_calendar_set_day (calendar, day->date, shift->open_min < shift->close_min ? shift : NULL);
    }
  return calendar;
}

TapCalendar *
tap_read_calendar (sqlite3  *db,
                   GError  **error)
{
  TapShift week[7] = { { 0 } };
  g_autoptr(GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_day_unref);

  return read_hours (db, week, days, error);
}

static gboolean
read_settings (sqlite3         *db,
               TapStationData  *data,
               GError         **error)
{
  const struct
  {
    const char *key;
    char **text;
    int *number;
  } known[] = {
    { "name", &data->name, NULL },
    { "dealer", &data->dealer, NULL },
    { "province", &data->province, NULL },
    { "idle_lock_min", NULL, &data->idle_lock_min },
    { "risk_slack_min", NULL, &data->risk_slack_min },
    { "booking_late_min", NULL, &data->booking_late_min },
    { "demo", NULL, &data->demo },
  };
  TapQuery query;

  data->idle_lock_min = 10;
  data->risk_slack_min = 30;
  data->booking_late_min = 10;
  tap_query_begin (&query, db, "read the settings", "SELECT key, value FROM setting", NULL);
  while (tap_query_next (&query))
    {
      g_autofree char *key = tap_query_dup (&query);
      const char *value = tap_query_text (&query);

      for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        {
          if (strcmp (key, known[i].key) != 0)
            continue;
          if (known[i].text != NULL)
            tap_take (known[i].text, g_strdup (value));
          else
            *known[i].number = (int) g_ascii_strtoll (value, NULL, 10);
        }
      if (strcmp (key, "demo_staff_id") == 0)
        data->demo_staff_id = g_ascii_strtoll (value, NULL, 10);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_columns (sqlite3    *db,
              GPtrArray  *columns,
              GError    **error)
{
  TapQuery query;

  tap_query_begin (
    &query, db, "read the columns",
    "SELECT id, position, name, stages, limit_min, soft_limit, n_card_columns FROM board_column"
    "  ORDER BY position, id",
    NULL);
  while (tap_query_next (&query))
    {
      TapColumn *column = tap_column_new ();

      column->id = tap_query_int (&query);
      column->position = tap_query_int (&query);
      tap_take (&column->name, tap_query_dup (&query));
      if (!tap_stage_set_from_db (tap_query_text (&query), &column->stages))
        g_warning ("A column of the board shows stages that this program does not know");
      column->limit_min = tap_query_int (&query);
      column->soft_limit = tap_query_int (&query);
      column->n_card_columns = tap_query_int (&query);
      g_ptr_array_add (columns, column);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_staff (sqlite3    *db,
            GPtrArray  *staff,
            GError    **error)
{
  TapQuery query;

  tap_query_begin (
    &query, db, "read the staff",
    "SELECT id, name, initials, phone, roles, colour, active, pin_hash <> '' FROM staff"
    "  ORDER BY active DESC, position, id",
    NULL);
  while (tap_query_next (&query))
    {
      TapStaff *person = tap_staff_new ();

      person->id = tap_query_int (&query);
      tap_take (&person->name, tap_query_dup (&query));
      tap_take (&person->initials, tap_query_dup (&query));
      tap_take (&person->phone, tap_query_dup (&query));
      tap_roles_from_db (tap_query_text (&query), &person->roles);
      person->colour = tap_query_int (&query);
      person->active = tap_query_flag (&query);
      person->has_pin = tap_query_flag (&query);
      g_ptr_array_add (staff, person);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_bays (sqlite3    *db,
           GPtrArray  *bays,
           GError    **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the bays",
                   "SELECT id, name, badge, kind, position, usual_technician_id, active FROM bay"
                   "  ORDER BY position, id",
                   NULL);
  while (tap_query_next (&query))
    {
      TapBay *bay = tap_bay_new ();

      bay->id = tap_query_int (&query);
      tap_take (&bay->name, tap_query_dup (&query));
      tap_take (&bay->badge, tap_query_dup (&query));
      tap_bay_kind_from_db (tap_query_text (&query), &bay->kind);
      bay->position = tap_query_int (&query);
      bay->usual_technician_id = tap_query_int (&query);
      bay->active = tap_query_flag (&query);
      g_ptr_array_add (bays, bay);
    }
  return tap_query_end (&query, error);
}

TapStationData *
tap_read_station (sqlite3     *db,
                  const char  *station_id,
                  GError     **error)
{
  g_autoptr(TapStationData) data = tap_station_data_new ();

  tap_take (&data->station_id, g_strdup (station_id));
  data->calendar = read_hours (db, data->week, data->days, error);
  if (data->calendar == NULL || !read_settings (db, data, error)
      || !read_columns (db, data->columns, error) || !read_staff (db, data->staff, error)
      || !read_bays (db, data->bays, error) || !tap_read_backup_runs (db, data, error))
    return NULL;
  return g_steal_pointer (&data);
}
