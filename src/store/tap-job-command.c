/* tap-job-command.c — start, stop, resume and finish of a line of work.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-job-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

typedef struct
{
  gint64 id, visit_id, job_id, bay_id, technician_id;
  char *state;
  char *work;
} Assignment;

static void
assignment_clear (Assignment *self)
{
  g_free (self->state);
  g_free (self->work);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Assignment, assignment_clear)

static gboolean
load_assignment (sqlite3     *db,
                 gint64       id,
                 Assignment  *self,
                 GError     **error)
{
  TapQuery query;

  tap_query_begin (&query, db, "look up the plan",
                   "SELECT a.id, a.visit_id, a.job_id, a.bay_id, a.technician_id, a.state, j.text"
                   "  FROM assignment AS a JOIN job AS j ON j.id = a.job_id WHERE a.id = :id",
                   TAP_PARAMS (TAP_INT ("id", id)));
  if (tap_query_next (&query))
    {
      self->id = tap_query_int (&query);
      self->visit_id = tap_query_int (&query);
      self->job_id = tap_query_int (&query);
      self->bay_id = tap_query_int (&query);
      self->technician_id = tap_query_int (&query);
      self->state = tap_query_dup (&query);
      self->work = tap_query_dup (&query);
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  return self->id != 0
         || tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such planned work."));
}

static const char *
state_before (TapJobAct act)
{
  switch (act)
    {
    case TAP_JOB_START:
      return "planned";
    case TAP_JOB_STOP:
    case TAP_JOB_FINISH:
      return "running";
    case TAP_JOB_RESUME:
      return "stopped";
    }
  return "";
}

static gboolean
check_state (const Assignment  *self,
             TapJobAct          act,
             GError           **error)
{
  if (g_str_equal (self->state, state_before (act)))
    return TRUE;
  if (g_str_equal (self->state, "planned"))
    return tap_refuse (error, TAP_STORE_ERROR_STALE, _("The work has not been started."));
  if (g_str_equal (self->state, "running"))
    return tap_refuse (error, TAP_STORE_ERROR_STALE, _("The work is running already."));
  if (g_str_equal (self->state, "stopped"))
    return tap_refuse (error, TAP_STORE_ERROR_STALE, _("The work is stopped: resume it first."));
  return tap_refuse (error, TAP_STORE_ERROR_STALE, _("The work has been finished."));
}

/* Work is done in NEXT (the start moves it on) and WORK; and one person does one thing at a time
 * (visit.md V5). */
static gboolean
check_start (sqlite3              *db,
             const Assignment     *self,
             const TapVisitFacts  *visit,
             GError              **error)
{
  TapStage stage = visit->facts.stage;
  TapVerdict verdict = { .gate = TAP_GATE_NONE, .at = stage };
  gint64 busy;

  if (!tap_stage_is_open (stage))
    verdict.gate = TAP_GATE_CLOSED;
  else if (stage != TAP_STAGE_NEXT && stage != TAP_STAGE_WORK)
    verdict.gate = TAP_GATE_ORDER;
  if (verdict.gate != TAP_GATE_NONE)
    return tap_refuse_verdict (error, &verdict, stage, TAP_STAGE_WORK);

  if (!tap_db_int (
        db, "look what the technician does",
        "SELECT id FROM assignment WHERE technician_id = :technician AND state = 'running'",
        TAP_PARAMS (TAP_INT ("technician", self->technician_id)), 0, &busy, error))
    return FALSE;
  if (busy != 0)
    {
      verdict.gate = TAP_GATE_TECHNICIAN_BUSY;
      return tap_refuse_verdict (error, &verdict, stage, TAP_STAGE_WORK);
    }
  return TRUE;
}

static gboolean
begin_work (TapCommandContext  *context,
            const Assignment   *self,
            GError            **error)
{
  gint64 now = context->happened_unix;

  return tap_db_run (context->db, "start the work",
                     "UPDATE assignment SET state = 'running', started_unix = iif (started_unix = "
                     "0, :now, started_unix)"
                     "  WHERE id = :id",
                     TAP_PARAMS (TAP_INT ("now", now), TAP_INT ("id", self->id)), NULL, error)
         && tap_db_run (
           context->db, "write down the start of the work",
           "INSERT INTO work_span (id, assignment_id, from_unix) VALUES (:id, :assignment, :now)",
           TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)),
                       TAP_INT ("assignment", self->id), TAP_INT ("now", now)),
           NULL, error);
}

/* A PC's clock may stand a little before the one that wrote the start: a span never ends before it
 * begins. */
static gboolean
end_work (TapCommandContext  *context,
          const Assignment   *self,
          GError            **error)
{
  return tap_db_run (context->db, "write down the end of the work",
                     "UPDATE work_span SET to_unix = max (:now, from_unix) WHERE assignment_id = "
                     ":id AND to_unix = 0",
                     TAP_PARAMS (TAP_INT ("now", context->happened_unix), TAP_INT ("id", self->id)),
                     NULL, error);
}

static gboolean
start_job (TapCommandContext      *context,
           const TapCommandInput  *input,
           const Assignment       *self,
           const TapVisitFacts    *visit,
           GError                **error)
{
  if (!check_start (context->db, self, visit, error) || !begin_work (context, self, error))
    return FALSE;
  if (visit->facts.stage != TAP_STAGE_NEXT)
    return TRUE;

  return tap_change_stage (context, input,
                           &(TapStageChange){
                             .visit_id = self->visit_id,
                             .from = TAP_STAGE_NEXT,
                             .to = TAP_STAGE_WORK,
                             .kind = TAP_MOVE_FORWARD,
                             .command = "start",
                             .from_since_unix = visit->stage_since_unix,
                             .from_ready_unix = visit->ready_unix,
                             .since_unix = context->happened_unix,
                           },
                           error);
}

static gboolean
stop_job (TapCommandContext      *context,
          const TapCommandInput  *input,
          const Assignment       *self,
          const char             *note,
          GError                **error)
{
  const TapJobActInput *form = &input->job_act;
  const char *reason;

  if ((guint) form->reason >= TAP_N_STOP_REASONS)
    return tap_refuse_input (error, "reason", _("A reason is needed."));
  reason = tap_stop_reason_to_db (form->reason);
  if (form->check_unix <= context->happened_unix)
    return tap_refuse_input (error, "check",
                             _("Say when to look at it again; that time must be still to come."));

  return end_work (context, self, error)
         && tap_db_run (context->db, "stop the work",
                        "UPDATE assignment SET state = 'stopped' WHERE id = :id",
                        TAP_PARAMS (TAP_INT ("id", self->id)), NULL, error)
         && tap_db_run (context->db, "write down the stoppage",
                        "INSERT INTO stoppage (id, visit_id, assignment_id, reason, note, "
                        "owner_id, check_unix, from_unix)"
                        "  VALUES (:id, :visit, :assignment, :reason, :note, :staff, :check, :now)",
                        TAP_PARAMS (TAP_INT ("id", tap_command_new_id (context)),
                                    TAP_INT ("visit", self->visit_id),
                                    TAP_INT ("assignment", self->id), TAP_TEXT ("reason", reason),
                                    TAP_TEXT ("note", note), TAP_REF ("staff", input->staff_id),
                                    TAP_INT ("check", form->check_unix),
                                    TAP_INT ("now", context->happened_unix)),
                        NULL, error);
}

static gboolean
resume_job (TapCommandContext    *context,
            const Assignment     *self,
            const TapVisitFacts  *visit,
            GError              **error)
{
  return check_start (context->db, self, visit, error)
         && tap_db_run (context->db, "end the stoppage",
                        "UPDATE stoppage SET to_unix = max (:now, from_unix) WHERE assignment_id = "
                        ":id AND to_unix = 0",
                        TAP_PARAMS (TAP_INT ("now", context->happened_unix),
                                    TAP_INT ("id", self->id)),
                        NULL, error)
         && begin_work (context, self, error);
}

static gboolean
finish_job (TapCommandContext  *context,
            const Assignment   *self,
            GError            **error)
{
  gint64 now = context->happened_unix;

  return end_work (context, self, error)
         && tap_db_run (
           context->db, "finish the work",
           "UPDATE assignment SET state = 'finished', finished_unix = max (:now, started_unix)"
           "  WHERE id = :id",
           TAP_PARAMS (TAP_INT ("now", now), TAP_INT ("id", self->id)), NULL, error)
         && tap_db_run (context->db, "tick off the line of work",
                        "UPDATE job SET done_unix = :now WHERE id = :id",
                        TAP_PARAMS (TAP_INT ("now", now), TAP_INT ("id", self->job_id)), NULL,
                        error);
}

static gboolean
do_act (TapCommandContext      *context,
        const TapCommandInput  *input,
        const Assignment       *self,
        const TapVisitFacts    *visit,
        const char             *note,
        GError                **error)
{
  static const char *const kinds[] = { "start", "stop", "resume", "finish" };
  TapJobAct act = input->job_act.act;
  gboolean done = FALSE;

  switch (act)
    {
    case TAP_JOB_START:
      done = start_job (context, input, self, visit, error);
      break;
    case TAP_JOB_STOP:
      done = stop_job (context, input, self, note, error);
      break;
    case TAP_JOB_RESUME:
      done = resume_job (context, self, visit, error);
      break;
    case TAP_JOB_FINISH:
      done = finish_job (context, self, error);
      break;
    }

  return done
         && tap_add_event (context, input,
                           &(TapEvent){
                             .visit_id = self->visit_id,
                             .kind = kinds[act],
                             .detail = self->work,
                             .note = note,
                             .reason = act == TAP_JOB_STOP
                                         ? tap_stop_reason_to_db (input->job_act.reason)
                                         : "",
                             .bay_id = self->bay_id,
                             .technician_id = self->technician_id,
                             .value_unix = act == TAP_JOB_STOP ? input->job_act.check_unix : 0,
                           },
                           error);
}

gboolean
tap_command_job_act (TapCommandContext  *context,
                     gconstpointer       data,
                     gpointer           *result,
                     GError            **error)
{
  const TapCommandInput *input = data;
  const TapJobActInput *form = &input->job_act;
  g_autofree char *note = tap_text_clean (form->note, 500);
  g_auto(Assignment) self = { 0 };
  TapVisitFacts visit;
  TapRight right;

  if (!load_assignment (context->db, form->assignment_id, &self, error)
      || !tap_load_visit_facts (context->db, self.visit_id, input->staff_id, &visit, error))
    return FALSE;
  right = self.technician_id == input->staff_id ? TAP_RIGHT_WORK_OWN : TAP_RIGHT_WORK_OTHERS;
  if (!tap_roles_have_right (visit.roles, right)
      && !tap_roles_have_right (visit.roles, TAP_RIGHT_WORK_OTHERS))
    return tap_refuse_right (error);

  return check_state (&self, form->act, error)
         && do_act (context, input, &self, &visit, form->act == TAP_JOB_STOP ? note : "", error);
}
