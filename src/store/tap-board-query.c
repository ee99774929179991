/* tap-board-query.c — the boards: open visits, bookings, bars and numbers of the day.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-query"

#include "config.h"

#include "store/tap-store-private.h"

#define OPEN_VISITS "SELECT id FROM visit WHERE closed_unix = 0"

/* All of open visits, and what was planned or finished on the day. */
#define BARS_OF_DAY                                                                                \
  "SELECT a.id FROM visit AS v JOIN assignment AS a ON a.visit_id = v.id WHERE v.closed_unix = 0"  \
  " UNION SELECT id FROM assignment WHERE planned_start_unix >= :from AND planned_start_unix < "   \
  ":to"                                                                                            \
  " UNION SELECT id FROM assignment WHERE finished_unix > 0 AND finished_unix >= :from AND "       \
  "finished_unix < :to"

void
tap_board_data_free (TapBoardData *data)
{
  if (data == NULL)
    return;
  g_clear_pointer (&data->cards, g_ptr_array_unref);
  g_clear_pointer (&data->bars, g_ptr_array_unref);
  g_free (data);
}

static TapBar *
read_bar (TapQuery *query)
{
  TapBar *bar = tap_bar_new ();

  bar->id = tap_query_int (query);
  bar->visit_id = tap_query_int (query);
  bar->job_id = tap_query_int (query);
  bar->bay_id = tap_query_int (query);
  bar->technician_id = tap_query_int (query);
  tap_take (&bar->technician, tap_query_dup (query));
  tap_take (&bar->plate, tap_query_dup (query));
  tap_take (&bar->work, tap_query_dup (query));
  bar->planned_start_unix = tap_query_int (query);
  bar->planned_min = tap_query_int (query);
  bar->started_unix = tap_query_int (query);
  bar->finished_unix = tap_query_int (query);
  return bar;
}

static void
add_span (TapBar   *bar,
          TapQuery *query,
          gint64   *worked_s)
{
  TapWorkSpan span = { 0 };
  const char *reason;

  span.from_unix = tap_query_int (query);
  span.to_unix = tap_query_int (query);
  reason = tap_query_text (query);
  span.stoppage = *reason != '\0';
  span.reason = TAP_STOP_OTHER;
  if (span.stoppage)
    tap_stop_reason_from_db (reason, &span.reason);
  g_array_append_val (bar->spans, span);

  if (!span.stoppage && span.to_unix != 0)
    *worked_s += span.to_unix - span.from_unix;
  else if (!span.stoppage)
    bar->running_since_unix = span.from_unix;
  else if (span.to_unix == 0)
    {
      bar->stopped_since_unix = span.from_unix;
      bar->stop_reason = span.reason;
      tap_take (&bar->stop_note, tap_query_dup (query));
      bar->stop_check_unix = tap_query_int (query);
    }
  bar->worked_min = *worked_s / 60;
}

static gboolean
add_spans (sqlite3         *db,
           const char      *scope,
           const TapParam  *params,
           GHashTable      *bars,
           GError         **error)
{
  TapQuery query;
  TapBar *bar = NULL;
  gint64 worked_s = 0;

  tap_query_begin (&query, db, "read the work done", tap_db_scoped ("spans.sql", scope), params);
  while (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      if (bar == NULL || bar->id != id)
        worked_s = 0;
      bar = g_hash_table_lookup (bars, &id);
      if (bar != NULL)
        add_span (bar, &query, &worked_s);
    }
  return tap_query_end (&query, error);
}

GPtrArray *
tap_read_bars (sqlite3         *db,
               const char      *scope,
               const TapParam  *params,
               GArray          *not_shown,
               GError         **error)
{
  g_autoptr(GPtrArray) bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bar_unref);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  TapQuery query;

  tap_query_begin (&query, db, "read the bars", tap_db_scoped ("bars.sql", scope), params);
  while (tap_query_next (&query))
    {
      g_autoptr(TapBar) bar = read_bar (&query);

      if (!tap_query_flag (&query))
        {
          if (not_shown != NULL)
            g_array_append_val (not_shown, bar->id);
          continue;
        }
      g_hash_table_insert (by_id, &bar->id, bar);
      g_ptr_array_add (bars, g_steal_pointer (&bar));
    }
  if (!tap_query_end (&query, error) || !add_spans (db, scope, params, by_id, error))
    return NULL;
  return g_steal_pointer (&bars);
}

static gboolean
read_counts (sqlite3       *db,
             TapBoardData  *data,
             gint64         from_unix,
             gint64         to_unix,
             gint64         noon_unix,
             GError       **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "count the day", tap_db_named ("counts.sql"),
                   TAP_PARAMS (TAP_INT ("from", from_unix), TAP_INT ("to", to_unix),
                               TAP_INT ("noon", noon_unix)));
  if (tap_query_next (&query))
    {
      data->n_booked_today = tap_query_int (&query);
      data->n_arrived_today = tap_query_int (&query);
      data->n_delivered_today = tap_query_int (&query);
      data->n_finished_today = tap_query_int (&query);
      data->n_due_before_noon = tap_query_int (&query);
      data->n_delivered_before_noon = tap_query_int (&query);
      data->n_due_before_noon += data->n_delivered_before_noon;
    }
  return tap_query_end (&query, error);
}

TapBoardData *
tap_read_board (sqlite3  *db,
                gint64    day_from_unix,
                gint64    day_to_unix,
                gint64    noon_unix,
                GError  **error)
{
  TapBoardData *data = g_new0 (TapBoardData, 1);
  g_autoptr(GPtrArray) bookings = NULL;

  data->cards = tap_read_cards (db, OPEN_VISITS, NULL, error);
  if (data->cards != NULL)
    bookings = tap_read_booking_cards (db, day_to_unix, NULL, error);
  if (bookings != NULL)
    data->bars
      = tap_read_bars (db, BARS_OF_DAY,
                       TAP_PARAMS (TAP_INT ("from", day_from_unix), TAP_INT ("to", day_to_unix)),
                       NULL, error);
  if (data->bars == NULL || !read_counts (db, data, day_from_unix, day_to_unix, noon_unix, error))
    {
      tap_board_data_free (data);
      return NULL;
    }
  g_ptr_array_extend_and_steal (data->cards, g_steal_pointer (&bookings));
  return data;
}
