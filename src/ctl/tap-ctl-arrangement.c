/* tap-ctl-arrangement.c — tappetctl bays, hours, columns: how the station is arranged.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

typedef void (*PrintFunc) (TapCtl *ctl, TapStationData *station);

/* A command that only shows what the station holds. */
static int
run_listing (TapCtl     *ctl,
             char      **argv,
             PrintFunc   print_json,
             PrintFunc   print_text)
{
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);

  if (words == NULL || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  if (ctl->json)
    print_json (ctl, tap_store_get_station (ctl->store));
  else
    print_text (ctl, tap_store_get_station (ctl->store));
  return TAP_CTL_OK;
}

/* ---- bays ---- */

static const TapStaff *
find_staff (TapStationData *station,
            gint64          id)
{
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *person = g_ptr_array_index (station->staff, i);

      if (person->id == id)
        return person;
    }
  return NULL;
}

static void
bays_json (TapCtl         *ctl,
           TapStationData *station)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < station->bays->len; i++)
    {
      const TapBay *bay = g_ptr_array_index (station->bays, i);
      const TapStaff *person = find_staff (station, bay->usual_technician_id);

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "id", bay->id);
      tap_ctl_json_string (builder, "name", bay->name);
      tap_ctl_json_string (builder, "badge", bay->badge);
      tap_ctl_json_string (builder, "kind", tap_bay_kind_to_db (bay->kind));
      tap_ctl_json_string (builder, "usual_technician", person != NULL ? person->name : NULL);
      tap_ctl_json_bool (builder, "active", bay->active);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
bays_text (TapCtl         *ctl,
           TapStationData *station)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (6, 1);

  for (guint i = 0; i < station->bays->len; i++)
    {
      const TapBay *bay = g_ptr_array_index (station->bays, i);
      const TapStaff *person = find_staff (station, bay->usual_technician_id);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, bay->id);

      tap_ctl_table_add (table, id, bay->badge, bay->name, tap_bay_kind_label (bay->kind),
                         person != NULL ? person->name : "", bay->active ? "" : _("not in use"));
    }
  tap_ctl_table_print (table, ctl, 0);
}

static int
run_bays (TapCtl *ctl,
          char  **argv)
{
  return run_listing (ctl, argv, bays_json, bays_text);
}

const TapCtlCommand tap_ctl_bays_command = {
  .name = "bays",
  .arguments = "",
  .summary = N_("Lists the bays, with their kind and who usually works there"),
  .run = run_bays,
};

/* ---- hours ---- */

static char *
clock_text (int minutes)
{
  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

/* "08:00–18:00"; @closed when nothing is between. */
static char *
span_text (int         from_min,
           int         to_min,
           const char *closed)
{
  g_autofree char *from = clock_text (from_min);
  g_autofree char *to = clock_text (to_min);

  return from_min < to_min ? g_strdup_printf ("%s–%s", from, to) : g_strdup (closed);
}

static char *
weekday_name (int day)
{
  /* 1 January 2024 was a Monday. */
  g_autoptr (GDateTime) when = g_date_time_new_utc (2024, 1, 1 + day, 12, 0, 0);

  return tap_date_format (when, "%a");
}

/* The members of a shift, null where there is none. */
static void
json_shift (JsonBuilder    *builder,
            const TapShift *shift)
{
  gboolean open = shift->open_min < shift->close_min;
  gboolean lunch = open && shift->lunch_from_min < shift->lunch_to_min;
  g_autofree char *from = clock_text (shift->open_min);
  g_autofree char *to = clock_text (shift->close_min);
  g_autofree char *lunch_from = clock_text (shift->lunch_from_min);
  g_autofree char *lunch_to = clock_text (shift->lunch_to_min);

  tap_ctl_json_string (builder, "open", open ? from : NULL);
  tap_ctl_json_string (builder, "close", open ? to : NULL);
  tap_ctl_json_string (builder, "lunch_from", lunch ? lunch_from : NULL);
  tap_ctl_json_string (builder, "lunch_to", lunch ? lunch_to : NULL);
}

static void
hours_json (TapCtl         *ctl,
            TapStationData *station)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "week");
  json_builder_begin_array (builder);
  for (int i = 0; i < 7; i++)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "day", days[i]);
      json_shift (builder, &station->week[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "days");
  json_builder_begin_array (builder);
  for (guint i = 0; i < station->days->len; i++)
    {
      const TapDay *day = g_ptr_array_index (station->days, i);

      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "date", day->date);
      tap_ctl_json_string (builder, "name", day->name);
      json_shift (builder, &day->shift);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
add_shift (TapCtlTable    *table,
           const char     *day,
           const TapShift *shift,
           const char     *name)
{
  g_autofree char *hours = span_text (shift->open_min, shift->close_min, _("closed"));
  g_autofree char *lunch = span_text (shift->lunch_from_min, shift->lunch_to_min, "");

  tap_ctl_table_add (table, day, hours, lunch, name);
}

static void
hours_text (TapCtl         *ctl,
            TapStationData *station)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (4, 0);

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *name = weekday_name (i);

      add_shift (table, name, &station->week[i], "");
    }
  for (guint i = 0; i < station->days->len; i++)
    {
      const TapDay *day = g_ptr_array_index (station->days, i);

      add_shift (table, day->date, &day->shift, day->name);
    }
  tap_ctl_table_print (table, ctl, 0);
}

static int
run_hours (TapCtl *ctl,
           char  **argv)
{
  return run_listing (ctl, argv, hours_json, hours_text);
}

const TapCtlCommand tap_ctl_hours_command = {
  .name = "hours",
  .arguments = "",
  .summary = N_("Lists the opening hours of the week and the days that differ from it"),
  .run = run_hours,
};

/* ---- columns ---- */

static void
columns_json (TapCtl         *ctl,
              TapStationData *station)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < station->columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (station->columns, i);
      g_autofree char *stages = tap_stage_set_to_db (column->stages);

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "id", column->id);
      tap_ctl_json_string (builder, "name", column->name);
      tap_ctl_json_string (builder, "stages", stages);
      tap_ctl_json_int (builder, "limit_min", column->limit_min);
      tap_ctl_json_int (builder, "soft_limit", column->soft_limit);
      tap_ctl_json_int (builder, "card_columns", column->n_card_columns);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
columns_text (TapCtl         *ctl,
              TapStationData *station)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (5, 1 | 1 << 3 | 1 << 4);

  tap_ctl_table_add (table, "", _("Lane"), _("Stages"), _("Minutes"), _("Cars"));
  for (guint i = 0; i < station->columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (station->columns, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, column->id);
      g_autofree char *stages = tap_stage_set_to_db (column->stages);
      g_autofree char *limit = column->limit_min > 0 ? g_strdup_printf ("%d", column->limit_min) : g_strdup ("");
      g_autofree char *soft = column->soft_limit > 0 ? g_strdup_printf ("%d", column->soft_limit) : g_strdup ("");

      tap_ctl_table_add (table, id, *column->name != '\0' ? column->name : tap_column_label (column->stages), stages,
                         limit, soft);
    }
  tap_ctl_table_print (table, ctl, 0);
}

static int
run_columns (TapCtl *ctl,
             char  **argv)
{
  return run_listing (ctl, argv, columns_json, columns_text);
}

const TapCtlCommand tap_ctl_columns_command = {
  .name = "columns",
  .arguments = "",
  .summary = N_("Lists the lanes of the front-desk board, their stages and limits"),
  .run = run_columns,
};
