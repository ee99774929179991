/* tap-ctl-board.c — tappetctl board and staff: what stands on the boards, who works here.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBoardData, tap_board_data_free)

static const char *
column_name (const TapColumn *column)
{
  return column->name[0] != '\0' ? column->name : tap_column_label (column->stages);
}

static void
json_bar (TapCtl       *ctl,
          JsonBuilder  *builder,
          const TapBar *bar)
{
  json_builder_begin_object (builder);
  tap_ctl_json_int (builder, "id", bar->id);
  tap_ctl_json_int (builder, "visit_id", bar->visit_id);
  tap_ctl_json_int (builder, "job_id", bar->job_id);
  tap_ctl_json_int (builder, "bay_id", bar->bay_id);
  tap_ctl_json_int (builder, "technician_id", bar->technician_id);
  tap_ctl_json_string (builder, "technician", bar->technician);
  tap_ctl_json_string (builder, "plate", bar->plate);
  tap_ctl_json_string (builder, "work", bar->work);
  tap_ctl_json_time (ctl, builder, "planned_start", bar->planned_start_unix);
  tap_ctl_json_int (builder, "planned_min", bar->planned_min);
  tap_ctl_json_time (ctl, builder, "started", bar->started_unix);
  tap_ctl_json_time (ctl, builder, "finished", bar->finished_unix);
  tap_ctl_json_int (builder, "worked_min", bar->worked_min);
  tap_ctl_json_time (ctl, builder, "running_since", bar->running_since_unix);
  tap_ctl_json_time (ctl, builder, "stopped_since", bar->stopped_since_unix);
  tap_ctl_json_string (builder, "stop_reason",
                       bar->stopped_since_unix != 0 ? tap_stop_reason_to_db (bar->stop_reason)
                                                    : NULL);
  json_builder_end_object (builder);
}

static void
json_columns (TapCtl             *ctl,
              JsonBuilder        *builder,
              const TapBoardData *board)
{
  TapStationData *station = tap_store_get_station (ctl->store);

  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < station->columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (station->columns, i);
      g_autofree char *stages = tap_stage_set_to_db (column->stages);

      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "name", column_name (column));
      tap_ctl_json_string (builder, "stages", stages);
      tap_ctl_json_int (builder, "limit_min", column->limit_min);
      tap_ctl_json_int (builder, "soft_limit", column->soft_limit);
      json_builder_set_member_name (builder, "cards");
      json_builder_begin_array (builder);
      for (guint j = 0; j < board->cards->len; j++)
        {
          const TapCard *card = g_ptr_array_index (board->cards, j);

          if (!(column->stages & TAP_STAGE_BIT (card->stage)))
            continue;
          json_builder_begin_object (builder);
          tap_ctl_json_card (ctl, builder, card);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (TapCtl             *ctl,
            const TapBoardData *board)
{
  TapStationData *station = tap_store_get_station (ctl->store);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "station", station->name);
  tap_ctl_json_string (builder, "dealer", station->dealer);
  tap_ctl_json_string (builder, "station_id", station->station_id);
  tap_ctl_json_int (builder, "seq", (gint64) board->seq);
  tap_ctl_json_time (ctl, builder, "now", tap_store_now_unix (ctl->store));
  json_builder_set_member_name (builder, "today");
  json_builder_begin_object (builder);
  tap_ctl_json_int (builder, "booked", board->n_booked_today);
  tap_ctl_json_int (builder, "arrived", board->n_arrived_today);
  tap_ctl_json_int (builder, "delivered", board->n_delivered_today);
  tap_ctl_json_int (builder, "finished", board->n_finished_today);
  tap_ctl_json_int (builder, "due_before_noon", board->n_due_before_noon);
  tap_ctl_json_int (builder, "delivered_before_noon", board->n_delivered_before_noon);
  json_builder_end_object (builder);
  json_columns (ctl, builder, board);
  json_builder_set_member_name (builder, "bars");
  json_builder_begin_array (builder);
  for (guint i = 0; i < board->bars->len; i++)
    json_bar (ctl, builder, g_ptr_array_index (board->bars, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
add_card_row (TapCtl        *ctl,
              TapCtlTable   *table,
              const TapCard *card)
{
  TapTimeView view = tap_ctl_card_time (ctl, card);
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);
  g_autofree char *plate = tap_plate_show (card->plate);
  gint64 now = tap_store_now_unix (ctl->store);
  gint64 due_unix = card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->promised_unix;
  g_autofree char *pill = tap_time_text (&view, card->promised_unix, now, zone);
  g_autofree char *due = due_unix != 0 ? tap_time_due_text (due_unix, now, zone) : NULL;
  g_autofree char *place
    = g_strdup_printf ("%s%s%s", card->bay, card->bay[0] != '\0' ? " " : "", card->technician);

  tap_ctl_table_add (table, plate, card->number, card->customer, card->model, card->wish, pill, due,
                     card->advisor, place);
}

static void
print_text (TapCtl             *ctl,
            const TapBoardData *board)
{
  TapStationData *station = tap_store_get_station (ctl->store);
  g_autofree char *now = tap_ctl_time_text (ctl, tap_store_now_unix (ctl->store));
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (9, 1 << 6);

  tap_ctl_print (ctl, "%s · %s  %s\n", station->dealer, station->name, now);
  for (guint i = 0; i < station->columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (station->columns, i);
      g_autofree char *title = NULL;
      guint n = 0;

      for (guint j = 0; j < board->cards->len; j++)
        n += (column->stages
              & TAP_STAGE_BIT (((const TapCard *) g_ptr_array_index (board->cards, j))->stage))
             != 0;
      title = g_strdup_printf ("\n%s (%u)", column_name (column), n);
      tap_ctl_table_add_line (table, title);
      for (guint j = 0; j < board->cards->len; j++)
        {
          const TapCard *card = g_ptr_array_index (board->cards, j);

          if (column->stages & TAP_STAGE_BIT (card->stage))
            add_card_row (ctl, table, card);
        }
    }
  tap_ctl_table_print (table, ctl, 2);
}

static int
run_board (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TapBoardData) board = NULL;
  g_autoptr (GError) error = NULL;

  if (words == NULL || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  tap_store_load_board_async (ctl->store, tap_store_now_unix (ctl->store), NULL, tap_ctl_await_cb,
                              &result);
  tap_ctl_await (&result);
  board = tap_store_load_board_finish (ctl->store, result, &error);
  if (board == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    print_json (ctl, board);
  else
    print_text (ctl, board);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_board_command = {
  .name = "board",
  .arguments = "",
  .summary = N_("Shows the front-desk board: columns, cards and times"),
  .run = run_board,
};

static void
staff_json (TapCtl         *ctl,
            TapStationData *station)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *staff = g_ptr_array_index (station->staff, i);
      g_autofree char *roles = tap_roles_to_db (staff->roles);

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "id", staff->id);
      tap_ctl_json_string (builder, "name", staff->name);
      tap_ctl_json_string (builder, "roles", roles);
      tap_ctl_json_string (builder, "phone", staff->phone);
      tap_ctl_json_bool (builder, "active", staff->active);
      tap_ctl_json_bool (builder, "has_pin", staff->has_pin);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static char *
role_words (TapRoles roles)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (int i = 0; i < TAP_N_ROLES; i++)
    {
      if (roles >> i & 1)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                                tap_role_label ((TapRole) (1u << i)));
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static int
run_staff (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (5, 1);
  TapStationData *station;

  if (words == NULL || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  station = tap_store_get_station (ctl->store);
  if (ctl->json)
    {
      staff_json (ctl, station);
      return TAP_CTL_OK;
    }
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *staff = g_ptr_array_index (station->staff, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, staff->id);
      g_autofree char *roles = role_words (staff->roles);
      g_autofree char *phone = tap_phone_show (staff->phone);

      tap_ctl_table_add (table, id, staff->name, roles, phone, staff->active ? "" : _("left"));
    }
  tap_ctl_table_print (table, ctl, 0);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_staff_command = {
  .name = "staff",
  .arguments = "",
  .summary = N_("Lists the people of the station, with their numbers and roles"),
  .run = run_staff,
};
