/* tap-ctl-visit.c — tappetctl visit: one visit with its facts, jobs, promises and history.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

static const char *
job_state_name (TapJobState state)
{
  switch (state)
    {
    case TAP_JOB_OPEN:      return "open";
    case TAP_JOB_RUNNING:   return "running";
    case TAP_JOB_STOPPED:   return "stopped";
    case TAP_JOB_DONE:      return "done";
    case TAP_JOB_CANCELLED: return "cancelled";
    }
  g_assert_not_reached ();
}

static const char *
job_state_label (TapJobState state)
{
  switch (state)
    {
    case TAP_JOB_OPEN:      return _("Open");
    case TAP_JOB_RUNNING:   return _("In work");
    case TAP_JOB_STOPPED:   return _("Stopped");
    case TAP_JOB_DONE:      return _("Done");
    case TAP_JOB_CANCELLED: return _("Cancelled");
    }
  g_assert_not_reached ();
}

static void
json_jobs (JsonBuilder *builder,
           GPtrArray   *jobs)
{
  json_builder_set_member_name (builder, "job_lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < jobs->len; i++)
    {
      const TapJob *job = g_ptr_array_index (jobs, i);

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "id", job->id);
      tap_ctl_json_string (builder, "text", job->text);
      tap_ctl_json_int (builder, "planned_min", job->planned_min);
      tap_ctl_json_string (builder, "state", job_state_name (job->state));
      tap_ctl_json_int (builder, "assignment_id", job->assignment_id);
      tap_ctl_json_int (builder, "bay_id", job->bay_id);
      tap_ctl_json_string (builder, "bay", job->bay);
      tap_ctl_json_int (builder, "technician_id", job->technician_id);
      tap_ctl_json_string (builder, "technician", job->technician);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
json_promises (TapCtl      *ctl,
               JsonBuilder *builder,
               GPtrArray   *promises)
{
  json_builder_set_member_name (builder, "promise_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < promises->len; i++)
    {
      const TapPromise *promise = g_ptr_array_index (promises, i);

      json_builder_begin_object (builder);
      tap_ctl_json_time (ctl, builder, "promised", promise->promised_unix);
      tap_ctl_json_time (ctl, builder, "agreed", promise->agreed_unix);
      tap_ctl_json_string (builder, "staff", promise->staff);
      tap_ctl_json_string (builder, "with", promise->with_whom);
      tap_ctl_json_string (builder, "means", promise->means);
      tap_ctl_json_string (builder, "reason", promise->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
json_history (TapCtl      *ctl,
              JsonBuilder *builder,
              GPtrArray   *history)
{
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);

  json_builder_set_member_name (builder, "history");
  json_builder_begin_array (builder);
  for (guint i = 0; i < history->len; i++)
    {
      const TapHistoryItem *item = g_ptr_array_index (history, i);
      g_autofree char *text = tap_history_item_text (item, zone);

      json_builder_begin_object (builder);
      tap_ctl_json_time (ctl, builder, "at", item->at_unix);
      tap_ctl_json_string (builder, "kind", item->kind);
      tap_ctl_json_string (builder, "staff", item->staff);
      tap_ctl_json_int (builder, "staff_id", item->staff_id);
      tap_ctl_json_string (builder, "pc", item->pc);
      tap_ctl_json_string (builder, "from", tap_stage_to_db (item->from));
      tap_ctl_json_string (builder, "to", tap_stage_to_db (item->to));
      tap_ctl_json_string (builder, "move_kind", tap_move_kind_to_db (item->move_kind));
      tap_ctl_json_string (builder, "reason", item->reason);
      tap_ctl_json_string (builder, "detail", item->detail);
      tap_ctl_json_string (builder, "text", text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (TapCtl               *ctl,
            const TapVisitDetail *visit)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_card (ctl, builder, visit->card);
  tap_ctl_json_string (builder, "vin", visit->vin);
  tap_ctl_json_int (builder, "earlier_visits", visit->n_earlier_visits);
  json_jobs (builder, visit->jobs);
  json_promises (ctl, builder, visit->promises);
  json_history (ctl, builder, visit->history);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
print_facts (TapCtl        *ctl,
             const TapCard *card)
{
  TapTimeView view = tap_ctl_card_time (ctl, card);
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (2, 0);
  g_autofree char *plate = tap_plate_show (card->plate);
  g_autofree char *phone = tap_phone_show (card->phone);
  g_autofree char *arrived = tap_ctl_time_text (ctl, card->arrived_unix);
  g_autofree char *promised = tap_ctl_time_text (ctl, card->promised_unix);
  g_autofree char *pill
    = tap_time_text (&view, card->promised_unix, tap_store_now_unix (ctl->store), zone);
  g_autofree char *due = g_strdup_printf ("%s  %s", promised, pill);
  g_autofree char *car = g_strdup_printf ("%s · %s", card->model, card->colour);
  g_autofree char *who = g_strdup_printf ("%s  %s", card->customer, phone);
  g_autofree char *km
    = card->odometer_km > 0 ? g_strdup_printf ("%d km", card->odometer_km) : g_strdup ("");

  tap_ctl_print (ctl, "%s  %s  %s\n", plate, card->number, tap_stage_label (card->stage));
  tap_ctl_table_add (table, _("Car"), car);
  tap_ctl_table_add (table, _("Customer"), who);
  if (card->bringer[0] != '\0')
    tap_ctl_table_add (table, _("Brought by"), card->bringer);
  tap_ctl_table_add (table, _("Advisor"), card->advisor);
  tap_ctl_table_add (table, _("Wish"), card->wish);
  tap_ctl_table_add (table, _("Odometer"), km);
  tap_ctl_table_add (table, C_("visit", "Arrived"), arrived);
  tap_ctl_table_add (table, _("Promised"), due);
  tap_ctl_table_print (table, ctl, 2);
}

static void
print_jobs (TapCtl    *ctl,
            GPtrArray *jobs)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (6, 1 << 2);

  if (jobs->len == 0)
    return;
  tap_ctl_print (ctl, "\n%s\n", _("Jobs (with the numbers of their assignments)"));
  for (guint i = 0; i < jobs->len; i++)
    {
      const TapJob *job = g_ptr_array_index (jobs, i);
      g_autofree char *id = job->assignment_id != 0
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, job->assignment_id)
                              : NULL;
      /* Translators: planned minutes of a job */
      g_autofree char *minutes = g_strdup_printf (_("%d min"), job->planned_min);

      tap_ctl_table_add (table, job->text, job_state_label (job->state), minutes, job->bay,
                         job->technician, id);
    }
  tap_ctl_table_print (table, ctl, 2);
}

static void
print_history (TapCtl    *ctl,
               GPtrArray *history)
{
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (4, 0);

  tap_ctl_print (ctl, "\n%s\n", _("History"));
  for (guint i = 0; i < history->len; i++)
    {
      const TapHistoryItem *item = g_ptr_array_index (history, i);
      g_autofree char *at = tap_ctl_time_text (ctl, item->at_unix);
      g_autofree char *text = tap_history_item_text (item, zone);

      tap_ctl_table_add (table, at, item->staff, text, item->pc);
    }
  tap_ctl_table_print (table, ctl, 2);
}

static int
run_visit (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 1, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TapVisitDetail) visit = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;
  int code;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  id = tap_ctl_open_visit (ctl, words[0], &code);
  if (id == 0)
    return code;
  tap_store_load_visit_async (ctl->store, id, NULL, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  visit = tap_store_load_visit_finish (ctl->store, result, &error);
  if (visit == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    {
      print_json (ctl, visit);
      return TAP_CTL_OK;
    }
  print_facts (ctl, visit->card);
  print_jobs (ctl, visit->jobs);
  print_history (ctl, visit->history);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_visit_command = {
  .name = "visit",
  .arguments = "VISIT",
  .summary = N_("Shows one visit: facts, jobs, promises and its whole history"),
  .description = N_(
    "VISIT is the identifier, the number (R20261120-0019), or the plate of a car in the house."),
  .run = run_visit,
};
