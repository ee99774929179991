/* tap-ctl-json.c — a card as JSON, and how it stands against its promise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include "ctl/tap-ctl.h"

static int
column_limit_min (TapStationData *station,
                  TapStage        stage)
{
  for (guint i = 0; i < station->columns->len; i++)
    {
      const TapColumn *column = g_ptr_array_index (station->columns, i);

      if (column->stages & TAP_STAGE_BIT (stage))
        return column->limit_min;
    }
  return 0;
}

/* The planned minutes left from now, or from when a stopped job is looked at again. */
static gint64
predict_ready (TapCalendar   *calendar,
               const TapCard *card,
               gint64         now)
{
  gint64 from = card->n_stoppages > 0 ? MAX (now, card->stop_check_unix) : now;
  int left = card->planned_left_min;

  if (card->running_since_unix != 0)
    left -= tap_calendar_working_min (calendar, card->running_since_unix, now);
  return tap_calendar_add_working_min (calendar, from, MAX (left, 0));
}

TapTimeView
tap_ctl_card_time (TapCtl        *ctl,
                   const TapCard *card)
{
  TapStationData *station = tap_store_get_station (ctl->store);
  gint64 now = tap_store_now_unix (ctl->store);
  TapTimeFacts facts = {
    .now_unix = now,
    .stage = card->stage,
    .stage_since_unix = card->stage_since_unix,
    .stage_limit_min = column_limit_min (station, card->stage),
    .slot_unix = card->slot_unix,
    .promised_unix = card->promised_unix,
    .ready_unix = card->ready_unix,
    .day_start_unix = tap_calendar_day_start (station->calendar, now),
    .day_end_unix = tap_calendar_next_day (station->calendar, now),
    .parts_hold = card->parts_hold,
    .needs_ok = card->needs_ok,
    .stopped = card->n_stoppages > 0 && !card->parts_hold && !card->needs_ok,
  };

  if (card->planned_left_min >= 0 && card->stage >= TAP_STAGE_DISPATCH
      && card->stage <= TAP_STAGE_WORK)
    facts.predicted_unix = predict_ready (station->calendar, card, now);
  return tap_time_judge (&facts);
}

const char *
tap_ctl_time_state_name (TapTimeState state)
{
  switch (state)
    {
    case TAP_TIME_NONE:  return "none";
    case TAP_TIME_OK:    return "ok";
    case TAP_TIME_RISK:  return "risk";
    case TAP_TIME_WAIT:  return "wait";
    case TAP_TIME_PARTS: return "parts";
    case TAP_TIME_LATE:  return "late";
    case TAP_TIME_DONE:  return "done";
    }
  g_assert_not_reached ();
}

static void
add_flags (JsonBuilder   *builder,
           const TapCard *card)
{
  const struct { const char *name; gboolean value; } flags[] = {
    { "booked", card->booked },     { "quick", card->quick },       { "waits_here", card->waits_here },
    { "vip", card->vip },           { "fleet", card->fleet },       { "warranty", card->warranty },
    { "insured", card->insured },   { "rework", card->rework },     { "extended", card->extended },
    { "wash_wanted", card->wash_wanted }, { "parts_hold", card->parts_hold }, { "needs_ok", card->needs_ok },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    tap_ctl_json_bool (builder, flags[i].name, flags[i].value);
}

static void
add_work (TapCtl        *ctl,
          JsonBuilder   *builder,
          const TapCard *card)
{
  tap_ctl_json_int (builder, "jobs", card->n_jobs);
  tap_ctl_json_int (builder, "jobs_done", card->n_jobs_done);
  tap_ctl_json_int (builder, "jobs_running", card->n_jobs_running);
  tap_ctl_json_int (builder, "stoppages", card->n_stoppages);
  tap_ctl_json_int (builder, "progress_pct",
                    tap_card_progress_pct (card, tap_store_now_unix (ctl->store)));
  tap_ctl_json_int (builder, "planned_left_min", card->planned_left_min);
  tap_ctl_json_int (builder, "bay_id", card->bay_id);
  tap_ctl_json_string (builder, "bay", card->bay);
  tap_ctl_json_int (builder, "technician_id", card->technician_id);
  tap_ctl_json_string (builder, "technician", card->technician);
  tap_ctl_json_string (builder, "stop_reason",
                       card->n_stoppages > 0 ? tap_stop_reason_to_db (card->stop_reason) : NULL);
  tap_ctl_json_string (builder, "stop_note", card->n_stoppages > 0 ? card->stop_note : NULL);
  tap_ctl_json_time (ctl, builder, "stopped_since",
                     card->n_stoppages > 0 ? card->stopped_since_unix : 0);
  tap_ctl_json_time (ctl, builder, "stop_check", card->n_stoppages > 0 ? card->stop_check_unix : 0);
}

static void
add_people (JsonBuilder   *builder,
            const TapCard *card)
{
  g_autofree char *colour = g_strdup_printf ("#%06x", card->colour_rgb);

  tap_ctl_json_string (builder, "plate", card->plate);
  tap_ctl_json_string (builder, "model", card->model);
  tap_ctl_json_string (builder, "colour", card->colour);
  tap_ctl_json_string (builder, "colour_rgb", colour);
  tap_ctl_json_int (builder, "vehicle_id", card->vehicle_id);
  tap_ctl_json_int (builder, "customer_id", card->customer_id);
  tap_ctl_json_string (builder, "customer", card->customer);
  tap_ctl_json_string (builder, "bringer", card->bringer);
  tap_ctl_json_string (builder, "phone", card->phone);
  tap_ctl_json_int (builder, "advisor_id", card->advisor_id);
  tap_ctl_json_string (builder, "advisor", card->advisor);
  tap_ctl_json_string (builder, "wish", card->wish);
  tap_ctl_json_int (builder, "odometer_km", card->odometer_km);
}

void
tap_ctl_json_card (TapCtl        *ctl,
                   JsonBuilder   *builder,
                   const TapCard *card)
{
  TapTimeView view = tap_ctl_card_time (ctl, card);

  tap_ctl_json_int (builder, "id", card->id);
  tap_ctl_json_string (builder, "number", card->number);
  tap_ctl_json_string (builder, "stage", tap_stage_to_db (card->stage));
  tap_ctl_json_time (ctl, builder, "stage_since", card->stage_since_unix);
  tap_ctl_json_int (builder, "moved_by", card->moved_by);
  tap_ctl_json_string (builder, "moved_operation", card->moved_operation);
  add_people (builder, card);
  add_flags (builder, card);
  tap_ctl_json_time (ctl, builder, "arrived", card->arrived_unix);
  tap_ctl_json_time (ctl, builder, "slot", card->slot_unix);
  tap_ctl_json_time (ctl, builder, "promised", card->promised_unix);
  tap_ctl_json_time (ctl, builder, "first_promised", card->first_promised_unix);
  tap_ctl_json_int (builder, "promises", card->n_promises);
  tap_ctl_json_time (ctl, builder, "ready", card->ready_unix);
  tap_ctl_json_string (builder, "time_state", tap_ctl_time_state_name (view.state));
  tap_ctl_json_int (builder, "time_minutes", view.minutes);
  add_work (ctl, builder, card);
}
