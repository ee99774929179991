/* tap-assign-command.c — dispatch: lines of work get a bay, a technician and a time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-assign-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

/* A line of work nobody has put a time to. */
#define USUAL_JOB_MIN 60

typedef struct
{
  gint64 job_id, assignment_id;
  char *text;
  int planned_min;
} Line;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->text);
}

/* Bay and technician as they will stand in the plan. */
static gboolean
choose_place (sqlite3               *db,
              const TapAssignInput  *form,
              gint64                *technician_id,
              GError               **error)
{
  TapQuery query;
  gboolean bay = FALSE;
  gint64 works = 0;

  *technician_id = form->technician_id;
  tap_query_begin (
    &query, db, "look up the bay",
    "SELECT coalesce (usual_technician_id, 0) FROM bay WHERE id = :id AND active = 1",
    TAP_PARAMS (TAP_INT ("id", form->bay_id)));
  if (tap_query_next (&query))
    {
      gint64 usual = tap_query_int (&query);

      bay = TRUE;
      if (*technician_id == 0)
        *technician_id = usual;
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  if (!bay)
    return tap_refuse_input (error, "bay", _("There is no such bay."));
  if (*technician_id == 0)
    return tap_refuse_input (error, "technician",
                             _("Nobody usually works in this bay: choose a technician."));
  if (!tap_db_int (db, "look up the technician",
                   "SELECT 1 FROM staff WHERE id = :id AND active = 1",
                   TAP_PARAMS (TAP_INT ("id", *technician_id)), 0, &works, error))
    return FALSE;
  return works || tap_refuse_input (error, "technician", _("There is no such technician."));
}

/* The lines to be planned: the named one, which may have a plan that has not begun, or all without
 * a plan. */
static GArray *
load_lines (sqlite3               *db,
            const TapAssignInput  *form,
            GError               **error)
{
  g_autoptr(GArray) lines = g_array_new (FALSE, TRUE, sizeof (Line));
  gboolean begun = FALSE;
  TapQuery query;

  g_array_set_clear_func (lines, line_clear);
  tap_query_begin (
    &query, db, "look up the lines of work",
    "SELECT j.id, a.id, j.text, coalesce (nullif (j.planned_min, 0), a.planned_min, 0),"
    "       coalesce (a.state <> 'planned', 0)"
    "  FROM job AS j LEFT JOIN assignment AS a ON a.job_id = j.id"
    "  WHERE j.visit_id = :visit AND j.cancelled = 0 AND j.done_unix = 0"
    "    AND (j.id = :job OR (:job = 0 AND a.id IS NULL)) ORDER BY j.position",
    TAP_PARAMS (TAP_INT ("visit", form->visit_id), TAP_INT ("job", form->job_id)));
  while (tap_query_next (&query))
    {
      Line line = { 0 };

      line.job_id = tap_query_int (&query);
      line.assignment_id = tap_query_int (&query);
      line.text = tap_query_dup (&query);
      line.planned_min = tap_query_int (&query);
      begun |= tap_query_flag (&query);
      if (form->planned_min > 0)
        line.planned_min = form->planned_min;
      else if (line.planned_min == 0)
        line.planned_min = USUAL_JOB_MIN;
      g_array_append_val (lines, line);
    }
  if (!tap_query_end (&query, error))
    return NULL;
  if (begun)
    {
      tap_refuse (error, TAP_STORE_ERROR_STALE,
                  _("The work has begun meanwhile; it cannot be planned anew."));
      return NULL;
    }
  if (lines->len == 0 && form->job_id != 0)
    {
      tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such line of work to plan."));
      return NULL;
    }
  return g_steal_pointer (&lines);
}

static gboolean
put_assignment (TapCommandContext      *context,
                const TapCommandInput  *input,
                const Line             *line,
                gint64                  technician_id,
                gint64                  start_unix,
                GError                **error)
{
  const TapAssignInput *form = &input->assign;
  gboolean moved = line->assignment_id != 0;
  g_autofree char *what = g_strdup_printf ("assignment/%" G_GINT64_FORMAT, line->job_id);
  static const char insert_sql[]
    = "INSERT INTO assignment (id, visit_id, job_id, bay_id, technician_id, planned_start_unix, "
      "planned_min)"
      "  VALUES (:id, :visit, :job, :bay, :technician, :start, :minutes)";
  static const char update_sql[]
    = "UPDATE assignment SET bay_id = :bay, technician_id = :technician, planned_start_unix = "
      ":start,"
      "  planned_min = :minutes WHERE id = :id AND visit_id = :visit AND job_id = :job";

  return tap_db_run (
           context->db, "plan the work", moved ? update_sql : insert_sql,
           TAP_PARAMS (TAP_INT ("id", moved ? line->assignment_id
                                             /* A start may wait behind it that names it already. */
                                             : tap_operation_row_id (context->operation_id, what)),
                       TAP_INT ("visit", form->visit_id), TAP_INT ("job", line->job_id),
                       TAP_INT ("bay", form->bay_id), TAP_INT ("technician", technician_id),
                       TAP_INT ("start", start_unix), TAP_INT ("minutes", line->planned_min)),
           NULL, error)
         && tap_add_event (context, input,
                           &(TapEvent){
                             .visit_id = form->visit_id,
                             .kind = "assign",
                             .detail = line->text,
                             .bay_id = form->bay_id,
                             .technician_id = technician_id,
                             .value_unix = start_unix,
                           },
                           error);
}

static gboolean
put_assignments (TapCommandContext      *context,
                 const TapCommandInput  *input,
                 GArray                 *lines,
                 gint64                  technician_id,
                 GError                **error)
{
  g_autoptr(TapCalendar) calendar = NULL;
  gint64 start_unix = input->assign.planned_start_unix;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      if (!put_assignment (context, input, line, technician_id, start_unix, error))
        return FALSE;
      if (i + 1 == lines->len)
        break;
      /* The next line follows when this one is done, lunch and closing time left out. */
      if (calendar == NULL && (calendar = tap_read_calendar (context->db, error)) == NULL)
        return FALSE;
      start_unix = tap_calendar_add_working_min (calendar, start_unix, line->planned_min);
    }
  return TRUE;
}

/* Dispatch is allowed from DISPATCH (which it leaves for NEXT), NEXT and WORK (added work). */
static gboolean
check_stage (const TapVisitFacts  *visit,
             guint                 n_lines,
             GError              **error)
{
  TapStage stage = visit->facts.stage;
  TapGateFacts planned = visit->facts;
  TapVerdict verdict = { .gate = TAP_GATE_ORDER, .at = stage };

  if (visit->facts.n_jobs == 0)
    verdict.gate = TAP_GATE_NO_JOB;
  if (!tap_stage_is_open (stage))
    verdict.gate = TAP_GATE_CLOSED;
  else if (stage == TAP_STAGE_DISPATCH && visit->facts.n_jobs > 0)
    {
      planned.has_bay = planned.has_technician = TRUE;
      verdict = tap_gate_judge (&planned, TAP_STAGE_NEXT, visit->roles, FALSE, FALSE);
    }
  else if ((stage == TAP_STAGE_NEXT || stage == TAP_STAGE_WORK) && visit->facts.n_jobs > 0)
    verdict = (TapVerdict){ .allowed = TRUE };

  if (!verdict.allowed)
    return tap_refuse_verdict (error, &verdict, stage, TAP_STAGE_NEXT);
  if (n_lines == 0)
    return tap_refuse (error, TAP_STORE_ERROR_EXISTS, _("All lines of work are planned already."));
  return TRUE;
}

gboolean
tap_command_assign (TapCommandContext  *context,
                    gconstpointer       data,
                    gpointer           *result,
                    GError            **error)
{
  const TapCommandInput *input = data;
  const TapAssignInput *form = &input->assign;
  g_autoptr(GArray) lines = NULL;
  TapVisitFacts visit;
  gint64 technician_id;

  if (!tap_load_visit_facts (context->db, form->visit_id, input->staff_id, &visit, error))
    return FALSE;
  if (!tap_roles_have_right (visit.roles, TAP_RIGHT_DISPATCH))
    return tap_refuse_right (error);
  if (form->planned_start_unix <= 0)
    return tap_refuse_input (error, "start", _("The planned start is missing."));
  if (form->planned_min < 0 || form->planned_min > 14400)
    return tap_refuse_input (error, "planned",
                             _("The planned minutes must be between 0 and 14,400."));

  lines = load_lines (context->db, form, error);
  if (lines == NULL || !check_stage (&visit, lines->len, error)
      || !choose_place (context->db, form, &technician_id, error)
      || !put_assignments (context, input, lines, technician_id, error))
    return FALSE;
  if (visit.facts.stage != TAP_STAGE_DISPATCH)
    return TRUE;

  return tap_change_stage (context, input,
                           &(TapStageChange){
                             .visit_id = form->visit_id,
                             .from = TAP_STAGE_DISPATCH,
                             .to = TAP_STAGE_NEXT,
                             .kind = TAP_MOVE_FORWARD,
                             .command = "assign",
                             .from_since_unix = visit.stage_since_unix,
                             .from_ready_unix = visit.ready_unix,
                             .since_unix = context->happened_unix,
                           },
                           error);
}
