/* tap-card-query.c — cards of visits and of bookings: a few statements for any number of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-query"

#include "config.h"

#include "store/tap-store-private.h"

/* Shows the next job of a visit: a running one, else a stopped one, else the next planned one, else
 * the last finished. */
enum
{
  RANK_NONE,
  RANK_FINISHED,
  RANK_PLANNED,
  RANK_STOPPED,
  RANK_RUNNING
};

/* What the lines of work add up to, while they are read. */
typedef struct
{
  TapCard *card; /* borrowed */
  int rank;
  gint64 rank_start_unix;
  int planned_min, done_min;
  gboolean planned; /* something is assigned */
  int left_min;
} Sum;

static TapCard *
read_visit_card (TapQuery  *query,
                 char     **bringer_initials)
{
  TapCard *card = tap_card_new ();

  card->id = tap_query_int (query);
  tap_take (&card->number, tap_query_dup (query));
  if (!tap_stage_from_db (tap_query_text (query), &card->stage))
    g_warning ("Visit %s is in a stage that this program does not know", card->number);
  card->stage_since_unix = tap_query_int (query);
  card->moved_by = tap_query_int (query);
  tap_take (&card->moved_operation, tap_query_dup (query));
  tap_take (&card->plate, tap_query_dup (query));
  card->plate_kind = tap_plate_kind (card->plate);
  tap_take (&card->model, tap_query_dup (query));
  tap_take (&card->colour, tap_query_dup (query));
  card->colour_rgb = tap_query_int (query);
  card->vehicle_id = tap_query_int (query);
  card->customer_id = tap_query_int (query);
  tap_take (&card->customer, tap_query_dup (query));
  tap_take (&card->customer_initials, tap_query_dup (query));
  tap_take (&card->bringer, tap_query_dup (query));
  *bringer_initials = tap_query_dup (query);
  tap_take (&card->phone, tap_query_dup (query));
  card->vip = tap_query_flag (query);
  card->fleet = tap_query_flag (query);
  card->advisor_id = tap_query_int (query);
  tap_take (&card->advisor, tap_query_dup (query));
  card->advisor_colour = tap_query_int (query);
  tap_take (&card->wish, tap_query_dup (query));
  card->booked = tap_query_flag (query);
  card->quick = tap_query_flag (query);
  card->waits_here = tap_query_flag (query);
  card->warranty = tap_query_flag (query);
  card->insured = tap_query_flag (query);
  card->rework = tap_query_flag (query);
  card->wash_wanted = tap_query_flag (query);
  card->arrived_unix = tap_query_int (query);
  card->slot_unix = tap_query_int (query);
  card->ready_unix = tap_query_int (query);
  card->odometer_km = tap_query_int (query);
  card->n_promises = tap_query_int (query);
  card->first_promised_unix = tap_query_int (query);
  card->promised_unix = tap_query_int (query);
  card->extended = card->n_promises > 1;
  card->planned_left_min = -1;
  card->queued = tap_worker_read_waits (card->id, NULL);
  /* The number of a visit is given when it is saved; until then another PC may take it. */
  if (card->queued && tap_worker_read_waits (card->id, "check-in"))
    tap_take (&card->number, NULL);
  return card;
}

/* The fields of a search key are folded one by one, so that no match runs from one into the next.
 */
static void
make_search_key (TapCard    *card,
                 const char *bringer_initials)
{
  const char *fields[] = {
    card->plate,   card->phone,      card->customer, card->customer_initials,
    card->bringer, bringer_initials, card->number,
  };
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *folded = tap_search_fold (fields[i]);

      if (i > 0)
        g_string_append_c (key, '\n');
      g_string_append (key, folded);
    }
  tap_take (&card->search_key, g_string_free (key, FALSE));
}

static int
rank_of (const char *state)
{
  if (g_str_equal (state, "running"))
    return RANK_RUNNING;
  if (g_str_equal (state, "stopped"))
    return RANK_STOPPED;
  if (g_str_equal (state, "planned"))
    return RANK_PLANNED;
  return g_str_equal (state, "finished") ? RANK_FINISHED : RANK_NONE;
}

/* Parts outrank everything, the customer's answer everything else (look.md 6); then the one that
 * stands longest. */
static int
stop_rank (TapStopReason reason)
{
  return reason == TAP_STOP_PARTS ? 2 : reason == TAP_STOP_CUSTOMER ? 1 : 0;
}

static void
add_stoppage (TapCard    *card,
              TapQuery   *query,
              const char *reason_text)
{
  TapStopReason reason = TAP_STOP_OTHER;
  g_autofree char *note = tap_query_dup (query);
  gint64 since_unix = tap_query_int (query);
  gint64 check_unix = tap_query_int (query);
  gboolean worse;

  tap_stop_reason_from_db (reason_text, &reason);
  worse = card->n_stoppages == 0 || stop_rank (reason) > stop_rank (card->stop_reason)
          || (stop_rank (reason) == stop_rank (card->stop_reason)
              && since_unix < card->stopped_since_unix);
  card->n_stoppages++;
  card->parts_hold |= reason == TAP_STOP_PARTS;
  card->needs_ok |= reason == TAP_STOP_CUSTOMER;
  if (!worse)
    return;
  card->stop_reason = reason;
  tap_take (&card->stop_note, g_steal_pointer (&note));
  card->stopped_since_unix = since_unix;
  card->stop_check_unix = check_unix;
}

typedef struct
{
  gint64 id, bay_id, technician_id, start_unix;
  char *bay, *technician, *state;
  int planned_min, worked_min;
  gint64 running_since_unix;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_free (plan->bay);
  g_free (plan->technician);
  g_free (plan->state);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
read_plan (TapQuery *query,
           Plan     *plan)
{
  plan->id = tap_query_int (query);
  plan->bay_id = tap_query_int (query);
  plan->bay = tap_query_dup (query);
  plan->technician_id = tap_query_int (query);
  plan->technician = tap_query_dup (query);
  plan->state = tap_query_dup (query);
  plan->start_unix = tap_query_int (query);
  plan->planned_min = tap_query_int (query);
  plan->worked_min = tap_query_int (query) / 60;
  plan->running_since_unix = tap_query_int (query);
}

static void
add_plan (Sum        *sum,
          const Plan *plan,
          gboolean    done,
          int         job_min)
{
  TapCard *card = sum->card;
  int rank = rank_of (plan->state);
  int minutes = plan->id != 0 ? plan->planned_min : job_min;

  sum->planned_min += minutes;
  sum->done_min += done ? minutes : MIN (plan->worked_min, minutes);
  if (plan->id == 0)
    return;
  sum->planned = TRUE;
  if (!done)
    sum->left_min += MAX (0, minutes - plan->worked_min);
  if (rank == RANK_RUNNING)
    {
      card->n_jobs_running++;
      card->running_since_unix = MAX (card->running_since_unix, plan->running_since_unix);
    }
  if (rank > sum->rank
      || (rank == sum->rank && rank == RANK_PLANNED && plan->start_unix < sum->rank_start_unix))
    {
      sum->rank = rank;
      sum->rank_start_unix = plan->start_unix;
      card->bay_id = plan->bay_id;
      tap_take (&card->bay, g_strdup (plan->bay));
      card->technician_id = plan->technician_id;
      tap_take (&card->technician, g_strdup (plan->technician));
    }
}

static void
add_job (Sum      *sum,
         TapQuery *query)
{
  g_auto(Plan) plan = { 0 };
  g_autofree char *reason = NULL;
  gboolean done, cancelled;
  int job_min;

  tap_query_skip (query, 3); /* id, position, text */
  job_min = tap_query_int (query);
  done = tap_query_flag (query);
  cancelled = tap_query_flag (query);
  if (cancelled)
    return;
  read_plan (query, &plan);
  sum->card->n_jobs++;
  sum->card->n_jobs_done += done;
  add_plan (sum, &plan, done, job_min);
  reason = tap_query_dup (query);
  if (*reason != '\0')
    add_stoppage (sum->card, query, reason);
}

static gboolean
add_jobs (sqlite3         *db,
          const char      *scope,
          const TapParam  *params,
          GHashTable      *sums,
          GError         **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "read the lines of work", tap_db_scoped ("jobs.sql", scope), params);
  while (tap_query_next (&query))
    {
      gint64 visit_id = tap_query_int (&query);
      Sum *sum = g_hash_table_lookup (sums, &visit_id);

      if (sum != NULL)
        add_job (sum, &query);
    }
  return tap_query_end (&query, error);
}

GPtrArray *
tap_read_cards (sqlite3     *db,
                const char  *scope,
                const char  *ids_json,
                GError     **error)
{
  g_autoptr(GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  g_autoptr(GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  const TapParam *params = ids_json != NULL ? TAP_PARAMS (TAP_TEXT ("ids", ids_json)) : NULL;
  GHashTableIter iter;
  TapQuery query;
  Sum *sum;

  tap_query_begin (&query, db, "read the cards", tap_db_scoped ("cards.sql", scope), params);
  while (tap_query_next (&query))
    {
      g_autofree char *bringer_initials = NULL;
      TapCard *card = read_visit_card (&query, &bringer_initials);

      make_search_key (card, bringer_initials);
      g_ptr_array_add (cards, card);
      sum = g_new0 (Sum, 1);
      sum->card = card;
      g_hash_table_insert (sums, &card->id, sum);
    }
  if (!tap_query_end (&query, error) || !add_jobs (db, scope, params, sums, error))
    return NULL;

  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &sum))
    {
      if (sum->planned)
        sum->card->planned_left_min = sum->left_min;
      sum->card->planned_min = sum->planned_min;
      if (sum->planned_min > 0)
        sum->card->progress_pct = 100 * sum->done_min / sum->planned_min;
    }
  return g_steal_pointer (&cards);
}

static TapCard *
read_booking_card (TapQuery *query)
{
  TapCard *card = tap_card_new ();

  card->id = tap_query_int (query);
  card->stage = TAP_STAGE_BOOKED;
  card->booked = TRUE;
  card->slot_unix = tap_query_int (query);
  card->stage_since_unix = tap_query_int (query);
  card->quick = tap_query_flag (query);
  tap_take (&card->wish, tap_query_dup (query));
  tap_take (&card->plate, tap_query_dup (query));
  card->plate_kind = tap_plate_kind (card->plate);
  tap_take (&card->model, tap_query_dup (query));
  tap_take (&card->colour, tap_query_dup (query));
  card->colour_rgb = tap_query_int (query);
  card->vehicle_id = tap_query_int (query);
  card->customer_id = tap_query_int (query);
  tap_take (&card->customer, tap_query_dup (query));
  tap_take (&card->customer_initials, tap_query_dup (query));
  tap_take (&card->phone, tap_query_dup (query));
  card->vip = tap_query_flag (query);
  card->fleet = tap_query_flag (query);
  card->odometer_km = tap_query_int (query);
  card->advisor_id = tap_query_int (query);
  tap_take (&card->advisor, tap_query_dup (query));
  card->advisor_colour = tap_query_int (query);
  card->planned_left_min = -1;
  make_search_key (card, "");
  return card;
}

#define BOOKING_CARD                                                                               \
  "SELECT k.id, k.slot_unix, k.created_unix, k.quick, k.wish, c.plate, c.model, c.colour, "        \
  "c.colour_rgb,"                                                                                  \
  "       k.vehicle_id, k.customer_id, u.name, u.initials, u.phone, u.vip, u.fleet, "              \
  "c.odometer_km,"                                                                                 \
  "       k.advisor_id, s.name, s.colour"                                                          \
  "  FROM booking AS k JOIN vehicle AS c ON c.id = k.vehicle_id JOIN customer AS u ON u.id = "     \
  "k.customer_id"                                                                                  \
  "  LEFT JOIN staff AS s ON s.id = k.advisor_id"                                                  \
  "  WHERE k.state = 'open' AND k.slot_unix < :until"

GPtrArray *
tap_read_booking_cards (sqlite3     *db,
                        gint64       until_unix,
                        const char  *ids_json,
                        GError     **error)
{
  static const char all_sql[] = BOOKING_CARD;
  static const char some_sql[] = BOOKING_CARD " AND k.id IN (SELECT value FROM json_each (:ids))";
  g_autoptr(GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  TapQuery query;

  if (ids_json != NULL)
    tap_query_begin (&query, db, "read the changed bookings", some_sql,
                     TAP_PARAMS (TAP_INT ("until", until_unix), TAP_TEXT ("ids", ids_json)));
  else
    tap_query_begin (&query, db, "read the bookings", all_sql,
                     TAP_PARAMS (TAP_INT ("until", until_unix)));
  while (tap_query_next (&query))
    g_ptr_array_add (cards, read_booking_card (&query));
  if (!tap_query_end (&query, error))
    return NULL;
  return g_steal_pointer (&cards);
}
