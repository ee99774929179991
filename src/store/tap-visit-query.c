/* tap-visit-query.c — a visit with its history, found by what is typed; a known plate.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-query"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

static TapJobState
job_state (const char *assignment_state,
           gboolean    done,
           gboolean    cancelled)
{
  if (cancelled)
    return TAP_JOB_CANCELLED;
  if (done)
    return TAP_JOB_DONE;
  if (g_str_equal (assignment_state, "running"))
    return TAP_JOB_RUNNING;
  return g_str_equal (assignment_state, "stopped") ? TAP_JOB_STOPPED : TAP_JOB_OPEN;
}

static gboolean
read_jobs (sqlite3     *db,
           const char  *ids_json,
           GPtrArray   *jobs,
           GError     **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the lines of work",
                   tap_db_scoped ("jobs.sql", "SELECT value FROM json_each (:ids)"),
                   TAP_PARAMS (TAP_TEXT ("ids", ids_json)));
  while (tap_query_next (&query))
    {
      TapJob *job = tap_job_new ();
      gboolean done, cancelled;

      job->visit_id = tap_query_int (&query);
      job->id = tap_query_int (&query);
      job->position = tap_query_int (&query);
      tap_take (&job->text, tap_query_dup (&query));
      job->planned_min = tap_query_int (&query);
      done = tap_query_flag (&query);
      cancelled = tap_query_flag (&query);
      job->assignment_id = tap_query_int (&query);
      job->bay_id = tap_query_int (&query);
      tap_take (&job->bay, tap_query_dup (&query));
      job->technician_id = tap_query_int (&query);
      tap_take (&job->technician, tap_query_dup (&query));
      job->state = job_state (tap_query_text (&query), done, cancelled);
      g_ptr_array_add (jobs, job);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_promises (sqlite3    *db,
               gint64      visit_id,
               GPtrArray  *promises,
               GError    **error)
{
  TapQuery query;

  tap_query_begin (
    &query, db, "read the promises",
    "SELECT p.promised_unix, p.agreed_unix, p.staff_id, s.name, p.with_whom, p.means, p.reason"
    "  FROM promise AS p LEFT JOIN staff AS s ON s.id = p.staff_id WHERE p.visit_id = :visit"
    "  ORDER BY p.position",
    TAP_PARAMS (TAP_INT ("visit", visit_id)));
  while (tap_query_next (&query))
    {
      TapPromise *promise = tap_promise_new ();

      promise->promised_unix = tap_query_int (&query);
      promise->agreed_unix = tap_query_int (&query);
      promise->staff_id = tap_query_int (&query);
      tap_take (&promise->staff, tap_query_dup (&query));
      tap_take (&promise->with_whom, tap_query_dup (&query));
      tap_take (&promise->means, tap_query_dup (&query));
      tap_take (&promise->reason, tap_query_dup (&query));
      g_ptr_array_add (promises, promise);
    }
  return tap_query_end (&query, error);
}

static TapHistoryItem *
read_history_item (TapQuery *query)
{
  TapHistoryItem *item = tap_history_item_new ();

  item->at_unix = tap_query_int (query);
  item->staff_id = tap_query_int (query);
  tap_take (&item->staff, tap_query_dup (query));
  tap_take (&item->pc, tap_query_dup (query));
  tap_take (&item->kind, tap_query_dup (query));
  tap_stage_from_db (tap_query_text (query), &item->from);
  tap_stage_from_db (tap_query_text (query), &item->to);
  tap_move_kind_from_db (tap_query_text (query), &item->move_kind);
  tap_take (&item->reason, tap_query_dup (query));
  tap_take (&item->detail, tap_query_dup (query));
  tap_take (&item->note, tap_query_dup (query));
  tap_take (&item->bay, tap_query_dup (query));
  tap_take (&item->technician, tap_query_dup (query));
  item->value_unix = tap_query_int (query);
  return item;
}

static gboolean
read_history (sqlite3    *db,
              gint64      visit_id,
              GPtrArray  *history,
              GError    **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the history", tap_db_named ("history.sql"),
                   TAP_PARAMS (TAP_INT ("visit_id", visit_id)));
  while (tap_query_next (&query))
    g_ptr_array_add (history, read_history_item (&query));
  return tap_query_end (&query, error);
}

static gboolean
read_stage_times (sqlite3         *db,
                  gint64           visit_id,
                  TapVisitDetail  *detail,
                  GError         **error)
{
  TapQuery query;

  tap_query_begin (
    &query, db, "read the stages",
    "SELECT to_stage, at_unix FROM stage_span WHERE visit_id = :visit ORDER BY position",
    TAP_PARAMS (TAP_INT ("visit", visit_id)));
  while (tap_query_next (&query))
    {
      TapStage stage;

      if (tap_stage_from_db (tap_query_text (&query), &stage))
        detail->stage_entered_unix[stage] = tap_query_int (&query);
    }
  return tap_query_end (&query, error);
}

static gboolean
read_car (sqlite3         *db,
          TapVisitDetail  *detail,
          GError         **error)
{
  TapQuery query;

  tap_query_begin (
    &query, db, "read the car",
    "SELECT c.vin, u.email, (SELECT count (*) FROM visit WHERE vehicle_id = c.id AND arrived_unix "
    "< :arrived)"
    "  FROM vehicle AS c JOIN customer AS u ON u.id = :customer WHERE c.id = :vehicle",
    TAP_PARAMS (TAP_INT ("arrived", detail->card->arrived_unix),
                TAP_INT ("customer", detail->card->customer_id),
                TAP_INT ("vehicle", detail->card->vehicle_id)));
  if (tap_query_next (&query))
    {
      tap_take (&detail->vin, tap_query_dup (&query));
      tap_take (&detail->email, tap_query_dup (&query));
      detail->n_earlier_visits = tap_query_int (&query);
    }
  return tap_query_end (&query, error);
}

TapVisitDetail *
tap_read_visit (sqlite3  *db,
                gint64    visit_id,
                GError  **error)
{
  g_autoptr(TapVisitDetail) detail = tap_visit_detail_new ();
  g_autofree char *ids_json = g_strdup_printf ("[%" G_GINT64_FORMAT "]", visit_id);
  g_autoptr(GPtrArray) cards
    = tap_read_cards (db, "SELECT value FROM json_each (:ids)", ids_json, error);

  if (cards == NULL)
    return NULL;
  if (cards->len == 0)
    {
      tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such visit."));
      return NULL;
    }

  detail->card = tap_card_ref (g_ptr_array_index (cards, 0));
  if (!read_car (db, detail, error) || !read_jobs (db, ids_json, detail->jobs, error)
      || !read_promises (db, visit_id, detail->promises, error)
      || !read_history (db, visit_id, detail->history, error)
      || !read_stage_times (db, visit_id, detail, error))
    return NULL;
  return g_steal_pointer (&detail);
}

gint64
tap_read_find_visit (sqlite3     *db,
                     const char  *text,
                     GError     **error)
{
  g_autofree char *plate = NULL;
  g_autofree char *number = g_ascii_strup (text, -1);
  gint64 id;

  g_strstrip (number);
  tap_plate_parse (text, &plate, NULL, NULL);
  if (!tap_db_int (db, "look for the visit",
                   "SELECT id FROM visit WHERE id = :id"
                   " UNION ALL SELECT id FROM visit WHERE number = :number"
                   " UNION ALL SELECT v.id FROM vehicle AS c JOIN visit AS v ON v.vehicle_id = c.id"
                   "   WHERE c.plate = :plate AND v.closed_unix = 0 LIMIT 1",
                   TAP_PARAMS (TAP_INT ("id", g_ascii_strtoll (number, NULL, 10)),
                               TAP_TEXT ("number", number), TAP_TEXT ("plate", plate)),
                   0, &id, error))
    return 0;
  if (id == 0)
    {
      g_autofree char *message = NULL;

      /* Translators: what was typed */
      message = g_strdup_printf (_("No visit is found for “%s”: give its id, its number, or the "
                                    "plate of a car in the house."),
                                 text);
      tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, message);
    }
  return id;
}

static TapKnownPlate *
read_known (TapQuery *query)
{
  TapKnownPlate *known = tap_known_plate_new ();

  known->vehicle_id = tap_query_int (query);
  known->customer_id = tap_query_int (query);
  tap_take (&known->plate, tap_query_dup (query));
  tap_take (&known->model, tap_query_dup (query));
  tap_take (&known->colour, tap_query_dup (query));
  known->colour_rgb = tap_query_int (query);
  tap_take (&known->vin, tap_query_dup (query));
  tap_take (&known->customer, tap_query_dup (query));
  tap_take (&known->phone, tap_query_dup (query));
  known->vip = tap_query_flag (query);
  known->fleet = tap_query_flag (query);
  known->odometer_km = tap_query_int (query);
  known->open_visit_id = tap_query_int (query);
  known->booking_id = tap_query_int (query);
  known->booking_slot_unix = tap_query_int (query);
  tap_take (&known->booking_wish, tap_query_dup (query));
  known->booking_advisor_id = tap_query_int (query);
  known->booking_quick = tap_query_flag (query);
  known->last_visit_id = tap_query_int (query);
  known->last_visit_unix = tap_query_int (query);
  known->last_visit_km
    = known->last_visit_id != 0 ? (int) tap_query_int (query) : (tap_query_skip (query, 1), -1);
  tap_take (&known->last_visit_wish, tap_query_dup (query));
  return known;
}

TapKnownPlate *
tap_read_known_plate (sqlite3     *db,
                      const char  *typed,
                      GError     **error)
{
  g_autofree char *plate = NULL;
  g_autoptr(TapKnownPlate) known = NULL;
  TapQuery query;

  if (!tap_plate_parse (typed, &plate, NULL, NULL))
    return NULL;
  tap_query_begin (&query, db, "look up the plate", tap_db_named ("known-plate.sql"),
                   TAP_PARAMS (TAP_TEXT ("plate", plate)));
  if (tap_query_next (&query))
    known = read_known (&query);
  if (!tap_query_end (&query, error))
    return NULL;
  return g_steal_pointer (&known);
}

TapCommandResult *
tap_read_operation (sqlite3     *db,
                    const char  *operation_id,
                    GError     **error)
{
  /* Only cars in the house and open bookings are looked at: the question comes minutes after the
   * operation. */
  static const char sql[]
    = "SELECT v.id, CASE s.command WHEN 'check-in' THEN v.number ELSE s.operation END"
      "  FROM visit AS v JOIN stage_span AS s ON s.visit_id = v.id"
      "  WHERE v.closed_unix = 0 AND s.operation = :operation AND s.command IN ('check-in', 'move')"
      " UNION ALL SELECT k.id, '' FROM booking AS k JOIN event AS e ON e.booking_id = k.id"
      "  WHERE k.state = 'open' AND e.operation = :operation LIMIT 1";
  TapCommandResult *result = NULL;
  TapQuery query;

  tap_query_begin (&query, db, "look up what was saved", sql,
                   TAP_PARAMS (TAP_TEXT ("operation", operation_id)));
  if (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      result = tap_command_result_new (id, tap_query_text (&query));
    }
  if (!tap_query_end (&query, error))
    g_clear_pointer (&result, tap_command_result_free);
  return result;
}
