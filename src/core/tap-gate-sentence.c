/* tap-gate-sentence.c — what stands in the way of a move, in one sentence for people.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-gate"

#include "config.h"

#include "core/tap-gate.h"
#include "core/tap-words.h"

#include <glib/gi18n-lib.h>

static char *
not_a_visit_sentence (TapStage from)
{
  if (from == TAP_STAGE_BOOKED)
    return g_strdup (_("A booking becomes a visit when the car is here: check it in."));

  return g_strdup (
    _("A car that has arrived cannot become a booking again: make a new booking instead."));
}

static char *
closed_sentence (TapStage from)
{
  if (from == TAP_STAGE_CANCELLED)
    return g_strdup (_("This visit was cancelled and stays as it is: check the car in again."));

  return g_strdup (_("This car has been delivered and its visit stays as it is: check it in again "
                      "for further work."));
}

static char *
order_sentence (const TapVerdict *verdict)
{
  const char *stage = tap_stage_label (verdict->at);

  if (verdict->passable)
    /* Translators: %s is a stage of the visit, such as Inspection. */
    return g_strdup_printf (_("“%s” would be left out: give a reason to pass it."), stage);
  if (verdict->kind == TAP_MOVE_BACK)
    /* Translators: %s is a stage of the visit, such as Inspection. */
    return g_strdup_printf (_("A car goes back one step at a time: move it back to “%s” first."),
                            stage);

  /* Translators: %s is a stage of the visit, such as Inspection. */
  return g_strdup_printf (_("“%s” must not be left out: move the car there first."), stage);
}

/* Who to ask, by the stage that is left. */
static char *
forward_role_sentence (TapStage at)
{
  switch (at)
    {
    case TAP_STAGE_ARRIVED:
    case TAP_STAGE_CONSULT:
    case TAP_STAGE_ESTIMATE:
      return g_strdup (_("Reception moves the car on from here: ask its service advisor."));
    case TAP_STAGE_DISPATCH:
      return g_strdup (
        _("Your role cannot dispatch: ask the job controller or the workshop manager."));
    case TAP_STAGE_NEXT:
      return g_strdup (_("Work is started by the technician of the job or by the workshop "
                          "manager: ask one of them."));
    case TAP_STAGE_WORK:
      return g_strdup (_("Work is finished by the technician of the job or by the workshop "
                          "manager: ask one of them."));
    case TAP_STAGE_CHECK:
      return g_strdup (_("Your role cannot pass the inspection: ask the final inspector or the workshop manager."));
    case TAP_STAGE_WASH:
      return g_strdup (
        _("Your role cannot finish the wash: ask the washer or the service advisor."));
    case TAP_STAGE_FINAL:
    case TAP_STAGE_INVOICE:
      return g_strdup (_("Your role cannot prepare the invoice: ask the service advisor or the "
                          "reception supervisor."));
    case TAP_STAGE_SETTLE:
      return g_strdup (
        _("Your role cannot take the payment: ask the cashier or the reception supervisor."));
    case TAP_STAGE_READY:
      return g_strdup (_("Your role cannot hand the car over: ask the service advisor or the "
                          "reception supervisor."));
    case TAP_STAGE_BOOKED:
    case TAP_STAGE_DELIVERED:
    case TAP_STAGE_CANCELLED:
      break;
    }

  return g_strdup (_("Your role does not allow this step: ask the reception supervisor."));
}

static char *
role_sentence (const TapVerdict *verdict)
{
  if (verdict->kind == TAP_MOVE_CANCEL)
    return g_strdup (
      _("Only reception cancels a visit: ask its service advisor or the reception supervisor."));
  if (verdict->kind == TAP_MOVE_BACK)
    /* Translators: %s is a stage of the visit, such as Inspection. */
    return g_strdup_printf (_("Your role cannot move a car back from “%s”: ask the reception "
                               "supervisor or the service manager."),
                            tap_stage_label (verdict->at));
  if (verdict->passable)
    return g_strdup (_("This step belongs to another role: give a reason to do it yourself."));

  return forward_role_sentence (verdict->at);
}

static char *
reason_sentence (TapMoveKind kind)
{
  switch (kind)
    {
    case TAP_MOVE_BACK:
      return g_strdup (_("Say why the car goes back; the reason is kept for good."));
    case TAP_MOVE_CANCEL:
      return g_strdup (_("Say why the visit is cancelled; the reason is kept for good."));
    case TAP_MOVE_FORWARD:
    case TAP_MOVE_PASS:
    case TAP_MOVE_UNDO:
      break;
    }

  return g_strdup (_("Say why the rule is passed; the reason is kept for good."));
}

static const char *
work_sentence (TapGate  gate,
               gboolean passable)
{
  switch (gate)
    {
    case TAP_GATE_NO_JOB:
      return passable ? _("No job line is written down: add one, or give a reason to pass.")
                      : _("No job line is written down: add at least one first.");
    case TAP_GATE_NO_BAY:
      return passable ? _("The car has no bay: assign one on the workshop board, or give a reason to pass.")
                      : _("The car has no bay: assign one on the workshop board first.");
    case TAP_GATE_NO_TECHNICIAN:
      return passable ? _("No technician has the job: assign one on the workshop board, or give a "
                           "reason to pass.")
                      : _("No technician has the job: assign one on the workshop board first.");
    case TAP_GATE_JOBS_OPEN:
      return passable ? _("A job is not finished: finish every job, or give a reason to pass.")
                      : _("A job is not finished: finish every job first.");
    case TAP_GATE_STOPPED:
      return passable ? _("A job is stopped: resume and finish it, or give a reason to pass.")
                      : _("A job is stopped: resume and finish it first.");
    case TAP_GATE_TECHNICIAN_BUSY:
      return _("The technician is working on another car: stop or finish that job first.");
    case TAP_GATE_RUNNING:
      return _("A job is running: stop or finish it first.");
    case TAP_GATE_NONE:
    case TAP_GATE_SAME_STAGE:
    case TAP_GATE_NOT_A_VISIT:
    case TAP_GATE_CLOSED:
    case TAP_GATE_ORDER:
    case TAP_GATE_ROLE:
    case TAP_GATE_REASON:
      break;
    }

  return "";
}

char *
tap_verdict_sentence (const TapVerdict *verdict,
                      TapStage          from,
                      TapStage          to)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  switch (verdict->gate)
    {
    case TAP_GATE_NONE:
      return g_strdup ("");
    case TAP_GATE_SAME_STAGE:
      /* Translators: %s is a stage of the visit, such as Inspection. */
      return g_strdup_printf (_("The car is already at “%s”: choose another step."),
                              tap_stage_label (from));
    case TAP_GATE_NOT_A_VISIT:
      return not_a_visit_sentence (from);
    case TAP_GATE_CLOSED:
      return closed_sentence (from);
    case TAP_GATE_ORDER:
      return order_sentence (verdict);
    case TAP_GATE_ROLE:
      return role_sentence (verdict);
    case TAP_GATE_REASON:
      return reason_sentence (verdict->kind);
    case TAP_GATE_NO_JOB:
    case TAP_GATE_NO_BAY:
    case TAP_GATE_NO_TECHNICIAN:
    case TAP_GATE_TECHNICIAN_BUSY:
    case TAP_GATE_JOBS_OPEN:
    case TAP_GATE_STOPPED:
    case TAP_GATE_RUNNING:
      return g_strdup (work_sentence (verdict->gate, verdict->passable));
    }

  return g_strdup ("");
}
