/* tap-pending-query.c — entries of the outbox in words: what was wanted, and how things stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pending-query"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

void
tap_pending_free (TapPending *self)
{
  g_free (self->operation_id);
  g_free (self->command);
  g_free (self->plate);
  g_free (self->summary);
  g_free (self->person);
  g_free (self->reason);
  g_free (self->now);
  g_free (self->own);
  g_free (self->mine);
  g_free (self);
}

/* "" for 0. */
static char *
clock_text (TapCalendar *calendar,
            gint64       at_unix)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);
  g_autoptr(GDateTime) local = at_unix != 0 ? g_date_time_to_timezone (utc, tap_calendar_get_zone (calendar)) : NULL;

  return local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

/* The first text of a statement about one id; "" if there is none. */
static char *
look_up (sqlite3    *db,
         const char *sql,
         gint64      id)
{
  char *text = NULL;
  TapQuery query;

  tap_query_begin (&query, db, "describe what waits", sql, TAP_PARAMS (TAP_INT ("id", id)));
  if (tap_query_next (&query))
    text = tap_query_dup (&query);
  tap_query_end (&query, NULL);
  return text != NULL ? text : g_strdup ("");
}

/* A stage as the board of this station shows it: the name of its lane, and the stage where that is not the lane's first. */
static char *
place_name (sqlite3  *db,
            TapStage  stage)
{
  char *place = NULL;
  TapQuery query;

  tap_query_begin (&query, db, "look up the lane of a stage", "SELECT name, stages FROM board_column ORDER BY position, id", NULL);
  while (place == NULL && tap_query_next (&query))
    {
      g_autofree char *name = tap_query_dup (&query);
      TapStageSet stages = 0;
      const char *lane;

      if (!tap_stage_set_from_db (tap_query_text (&query), &stages) || (stages & TAP_STAGE_BIT (stage)) == 0)
        continue;
      lane = *name != '\0' ? name : tap_column_label (stages);
      place = stage == tap_stage_set_first (stages) ? g_strdup (lane) : g_strconcat (lane, " · ", tap_stage_label (stage), NULL);
    }
  tap_query_end (&query, NULL);
  return place != NULL ? place : g_strdup (tap_stage_label (stage));
}

/* ---- what was wanted ---- */

static char *
act_summary (sqlite3              *db,
             const TapJobActInput *form)
{
  g_autofree char *work = look_up (
    db, "SELECT j.text FROM assignment AS a JOIN job AS j ON j.id = a.job_id WHERE a.id = :id", form->assignment_id);

  switch (form->act)
    {
    case TAP_JOB_START:
      /* Translators: a line of work */
      return g_strdup_printf (_("Start work: %s"), work);
    case TAP_JOB_STOP:
      /* Translators: a line of work, the reason why it is stopped */
      return g_strdup_printf (_("Stop work: %1$s (%2$s)"), work, tap_stop_reason_label (form->reason));
    case TAP_JOB_RESUME:
      /* Translators: a line of work */
      return g_strdup_printf (_("Resume work: %s"), work);
    case TAP_JOB_FINISH:
      /* Translators: a line of work */
      return g_strdup_printf (_("Finish work: %s"), work);
    }
  return g_strdup ("");
}

static char *
assign_summary (sqlite3              *db,
                TapCalendar          *calendar,
                const TapAssignInput *form)
{
  g_autofree char *bay = look_up (db, "SELECT name FROM bay WHERE id = :id", form->bay_id);
  g_autofree char *start = clock_text (calendar, form->planned_start_unix);

  /* Translators: a bay, a time of day */
  return g_strdup_printf (_("Dispatch to %1$s at %2$s"), bay, start);
}

static char *
move_summary (sqlite3  *db,
              TapStage  to)
{
  g_autofree char *place = place_name (db, to);

  /* Translators: the lane of the board a car is moved to */
  return g_strdup_printf (_("Move to “%s”"), place);
}

static char *
make_summary (sqlite3               *db,
              TapCalendar           *calendar,
              const TapCommandInput *input)
{
  if (input->func == tap_command_move)
    return move_summary (db, input->move.to);
  if (input->func == tap_command_undo_move)
    return g_strdup (_("Take the last move back"));
  if (input->func == tap_command_note)
    /* Translators: the text of a note */
    return g_strdup_printf (_("Note: %s"), input->note.text != NULL ? input->note.text : "");
  if (input->func == tap_command_check_in && tap_text_is_blank (input->check_in.wish))
    return g_strdup (_("Check-in"));
  if (input->func == tap_command_check_in)
    /* Translators: what the customer wishes */
    return g_strdup_printf (_("Check-in: %s"), input->check_in.wish);
  if (input->func == tap_command_assign)
    return assign_summary (db, calendar, &input->assign);
  return act_summary (db, &input->job_act);
}

static const char *
command_word (const TapCommandInput *input)
{
  if (input->func == tap_command_move)
    return "move";
  if (input->func == tap_command_undo_move)
    return "undo";
  if (input->func == tap_command_job_act)
    return "job";
  return input->func == tap_command_note ? "note" : input->func == tap_command_assign ? "assign" : "check-in";
}

/* ---- how things stand ---- */

/* Where the visit is on the share, who brought it there, and when. */
static char *
stage_now (sqlite3     *db,
           TapCalendar *calendar,
           gint64       visit_id)
{
  g_autofree char *person = NULL;
  g_autofree char *place = NULL;
  g_autofree char *at = NULL;
  TapStage stage = TAP_STAGE_BOOKED;
  gboolean found;
  TapQuery query;

  tap_query_begin (&query, db, "look how the visit stands",
                   "SELECT p.to_stage, coalesce (s.name, ''), p.at_unix FROM stage_span AS p"
                   "  LEFT JOIN staff AS s ON s.id = p.staff_id WHERE p.visit_id = :id ORDER BY p.position DESC LIMIT 1",
                   TAP_PARAMS (TAP_INT ("id", visit_id)));
  found = tap_query_next (&query) && tap_stage_from_db (tap_query_text (&query), &stage);
  if (found)
    {
      person = tap_query_dup (&query);
      at = clock_text (calendar, tap_query_int (&query));
    }
  tap_query_end (&query, NULL);
  if (!found)
    return g_strdup (_("Not in the station"));
  place = place_name (db, stage);
  /* Translators: a lane of the board, a person, a time of day */
  return g_strdup_printf (_("In “%1$s” (%2$s, %3$s)"), place, person, at);
}

static char *
work_now (sqlite3     *db,
          TapCalendar *calendar,
          gint64       assignment_id)
{
  g_autofree char *state = NULL;
  g_autofree char *person = NULL;
  g_autofree char *at = NULL;
  TapQuery query;

  tap_query_begin (&query, db, "look how the work stands",
                   "SELECT a.state, s.name, CASE a.state WHEN 'finished' THEN a.finished_unix WHEN 'planned' THEN "
                   "a.planned_start_unix"
                   "    WHEN 'stopped' THEN (SELECT max (from_unix) FROM stoppage WHERE assignment_id = a.id)"
                   "    ELSE (SELECT max (from_unix) FROM work_span WHERE assignment_id = a.id) END"
                   "  FROM assignment AS a JOIN staff AS s ON s.id = a.technician_id WHERE a.id = :id",
                   TAP_PARAMS (TAP_INT ("id", assignment_id)));
  if (tap_query_next (&query))
    {
      state = tap_query_dup (&query);
      person = tap_query_dup (&query);
      at = clock_text (calendar, tap_query_int (&query));
    }
  tap_query_end (&query, NULL);
  if (state == NULL)
    return g_strdup (_("Not planned"));
  if (g_str_equal (state, "running"))
    /* Translators: a time of day, a person */
    return g_strdup_printf (_("Running since %1$s (%2$s)"), at, person);
  if (g_str_equal (state, "stopped"))
    /* Translators: a time of day, a person */
    return g_strdup_printf (_("Stopped since %1$s (%2$s)"), at, person);
  if (g_str_equal (state, "finished"))
    /* Translators: a time of day, a person */
    return g_strdup_printf (_("Finished at %1$s (%2$s)"), at, person);
  /* Translators: a time of day, a person */
  return g_strdup_printf (_("Planned for %1$s (%2$s)"), at, person);
}

static char *
arrival_now (sqlite3     *db,
             TapCalendar *calendar,
             const char  *plate)
{
  g_autofree char *number = NULL;
  g_autofree char *at = NULL;
  TapQuery query;

  tap_query_begin (&query, db, "look whether the car is in the house",
                   "SELECT v.number, v.arrived_unix FROM vehicle AS c JOIN visit AS v ON v.vehicle_id = c.id"
                   "  WHERE c.plate = :plate AND v.closed_unix = 0",
                   TAP_PARAMS (TAP_TEXT ("plate", plate)));
  if (tap_query_next (&query))
    {
      number = tap_query_dup (&query);
      at = clock_text (calendar, tap_query_int (&query));
    }
  tap_query_end (&query, NULL);
  if (number == NULL)
    return g_strdup (_("Not in the house"));
  /* Translators: a time of day, the number of a visit */
  return g_strdup_printf (_("In the house since %1$s, as visit %2$s"), at, number);
}

static char *
describe_now (sqlite3               *db,
              TapCalendar           *calendar,
              const TapCommandInput *input,
              gint64                 visit_id,
              const char            *plate)
{
  if (input->func == tap_command_check_in)
    return arrival_now (db, calendar, plate);
  if (input->func == tap_command_job_act)
    return work_now (db, calendar, input->job_act.assignment_id);
  return stage_now (db, calendar, visit_id);
}

/* ---- the list ---- */

static TapPending *
describe (sqlite3              *db,
          TapCalendar          *calendar,
          const TapOutboxEntry *entry)
{
  TapPending *pending = g_new0 (TapPending, 1);
  g_autoptr(GError) error = NULL;
  TapCommandInput *input = tap_pending_read (entry->name, entry->input, &error);

  pending->operation_id = g_strdup (entry->operation_id);
  pending->visit_id = entry->subject;
  pending->person = g_strdup (entry->person);
  pending->entered_unix = entry->entered_unix;
  pending->state = entry->state;
  pending->reason = g_strdup (entry->reason);
  if (input != NULL && input->func == tap_command_check_in)
    tap_plate_parse (input->check_in.plate != NULL ? input->check_in.plate : "", &pending->plate, NULL, NULL);
  if (pending->plate == NULL)
    pending->plate = look_up (
      db, "SELECT c.plate FROM visit AS v JOIN vehicle AS c ON c.id = v.vehicle_id WHERE v.id = :id", entry->subject);
  pending->command = g_strdup (input != NULL ? command_word (input) : entry->name);
  pending->summary = input != NULL ? make_summary (db, calendar, input) : g_strdup (error->message);
  if (input != NULL && entry->state == TAP_OUTBOX_REFUSED && input->func == tap_command_check_in)
    pending->mine = tap_pending_find_mine (db, input, &pending->now, &pending->own);
  if (pending->mine == NULL)
    pending->now = input != NULL && entry->state == TAP_OUTBOX_REFUSED
                     ? describe_now (db, calendar, input, entry->subject, pending->plate)
                     : g_strdup ("");
  g_clear_pointer (&input, tap_command_input_free);
  return pending;
}

GPtrArray *
tap_read_pending (sqlite3    *db,
                  GPtrArray  *entries,
                  GError    **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_pending_free);
  g_autoptr(TapCalendar) calendar = NULL;

  if (entries->len == 0)
    return g_steal_pointer (&list);
  calendar = tap_read_calendar (db, error);
  if (calendar == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (list, describe (db, calendar, entries->pdata[i]));
  return g_steal_pointer (&list);
}

/* ---- plans ---- */

GArray *
tap_read_pending_bars (sqlite3    *db,
                       const char *visits_json,
                       GArray     *before,
                       GArray     *gone,
                       GError    **error)
{
  g_autoptr(GArray) now = g_array_new (FALSE, FALSE, sizeof (gint64));
  TapQuery query;

  tap_query_begin (&query, db, "look up the plans of what waits",
                   "SELECT id FROM assignment WHERE visit_id IN (SELECT value FROM json_each (:ids))",
                   TAP_PARAMS (TAP_TEXT ("ids", visits_json)));
  while (tap_query_next (&query))
    {
      gint64 id = tap_query_int (&query);

      g_array_append_val (now, id);
    }
  if (!tap_query_end (&query, error))
    return NULL;
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      gint64 id = g_array_index (before, gint64, i);
      gint64 found;

      if (!tap_db_int (db, "look for a plan", "SELECT 1 FROM assignment WHERE id = :id",
                       TAP_PARAMS (TAP_INT ("id", id)), 0, &found, error))
        return NULL;
      if (!found)
        g_array_append_val (gone, id);
    }
  return g_steal_pointer (&now);
}

gint64
tap_read_visit_of_assignment (sqlite3  *db,
                              gint64    assignment_id,
                              GError  **error)
{
  gint64 visit_id = 0;

  tap_db_int (db, "look whose plan it is", "SELECT visit_id FROM assignment WHERE id = :id",
              TAP_PARAMS (TAP_INT ("id", assignment_id)), 0, &visit_id, error);
  return visit_id;
}
