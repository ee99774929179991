/* tap-gate.c — the rules of a move: what kind it is, what stands in its way, who may pass.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-gate"

#include "config.h"

#include "core/tap-gate.h"

#include <string.h>

/* What stands in the way, first to last. One that cannot be passed outranks those that can: who
 * gave a reason for the first gate must not find a closed one behind it. */
typedef struct
{
  TapRoles roles;
  gboolean any;
  gboolean any_unpassable;
  TapGate  gate;
  TapStage at;
} Obstacles;

static const char *const kind_names[] = {
  [TAP_MOVE_FORWARD] = "forward", [TAP_MOVE_BACK] = "back", [TAP_MOVE_CANCEL] = "cancel",
  [TAP_MOVE_PASS] = "pass",       [TAP_MOVE_UNDO] = "undo",
};

const char *
tap_move_kind_to_db (TapMoveKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), "forward");

  return kind_names[kind];
}

gboolean
tap_move_kind_from_db (const char  *text,
                       TapMoveKind *kind)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (kind_names); i++)
    {
      if (strcmp (kind_names[i], text) == 0)
        {
          if (kind != NULL)
            *kind = (TapMoveKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
add_obstacle (Obstacles *obstacles,
              TapGate    gate,
              TapStage   at,
              gboolean   passable)
{
  if (!obstacles->any || (!passable && !obstacles->any_unpassable))
    {
      obstacles->gate = gate;
      obstacles->at = at;
    }
  obstacles->any = TRUE;
  obstacles->any_unpassable |= !passable;
}

static gboolean
may_leave (const TapGateFacts *facts,
           TapStage            stage,
           TapRoles            roles)
{
  switch (stage)
    {
    case TAP_STAGE_ARRIVED:
    case TAP_STAGE_CONSULT:
    case TAP_STAGE_ESTIMATE:
      return tap_roles_have_right (roles, TAP_RIGHT_RECEPTION);
    case TAP_STAGE_DISPATCH:
      return tap_roles_have_right (roles, TAP_RIGHT_DISPATCH);
    case TAP_STAGE_NEXT:
    case TAP_STAGE_WORK:
      return tap_roles_have_right (roles, TAP_RIGHT_WORK_OTHERS)
             || (facts->own_job && tap_roles_have_right (roles, TAP_RIGHT_WORK_OWN));
    case TAP_STAGE_CHECK:
      return tap_roles_have_right (roles, TAP_RIGHT_CHECK_FINAL);
    case TAP_STAGE_WASH:
      return tap_roles_have_right (roles, TAP_RIGHT_WASH);
    case TAP_STAGE_FINAL:
    case TAP_STAGE_INVOICE:
    case TAP_STAGE_READY:
      return tap_roles_have_right (roles, TAP_RIGHT_INVOICE);
    case TAP_STAGE_SETTLE:
      return tap_roles_have_right (roles, TAP_RIGHT_PAYMENT);
    case TAP_STAGE_BOOKED:
    case TAP_STAGE_DELIVERED:
    case TAP_STAGE_CANCELLED:
      return FALSE;
    }

  return FALSE;
}

/* Stages a longer step may run through, in either direction. */
static gboolean
is_inner (TapStage stage)
{
  return stage == TAP_STAGE_CONSULT || stage == TAP_STAGE_NEXT || stage == TAP_STAGE_INVOICE;
}

/* Stages this visit does not have to enter at all. */
static gboolean
is_left_out (const TapGateFacts *facts,
             TapStage            stage)
{
  if (stage == TAP_STAGE_WASH)
    return !facts->wash_wanted;
  if (stage == TAP_STAGE_CONSULT || stage == TAP_STAGE_ESTIMATE)
    return facts->quick;

  return FALSE;
}

/* What must be true before the bay: the same for being next and for being in work. */
static void
add_bay_obstacles (const TapGateFacts *facts,
                   TapStage            at,
                   Obstacles          *obstacles)
{
  gboolean passable = tap_roles_may_pass_gate (obstacles->roles, at);

  if (facts->n_jobs == 0)
    add_obstacle (obstacles, TAP_GATE_NO_JOB, at, passable);
  if (!facts->has_bay)
    add_obstacle (obstacles, TAP_GATE_NO_BAY, at, passable);
  if (!facts->has_technician)
    add_obstacle (obstacles, TAP_GATE_NO_TECHNICIAN, at, passable);
}

static void
add_leaving_obstacles (const TapGateFacts *facts,
                       TapStage            stage,
                       Obstacles          *obstacles)
{
  gboolean passable = tap_roles_may_pass_gate (obstacles->roles, stage);

  if (!may_leave (facts, stage, obstacles->roles))
    add_obstacle (obstacles, TAP_GATE_ROLE, stage, passable);

  if (stage == TAP_STAGE_DISPATCH || stage == TAP_STAGE_NEXT)
    add_bay_obstacles (facts, stage, obstacles);

  if (stage == TAP_STAGE_WORK)
    {
      if (facts->n_jobs_running > 0)
        add_obstacle (obstacles, TAP_GATE_RUNNING, stage, FALSE);
      if (facts->n_stoppages > 0)
        add_obstacle (obstacles, TAP_GATE_STOPPED, stage, passable);
      if (facts->n_jobs_done < facts->n_jobs)
        add_obstacle (obstacles, TAP_GATE_JOBS_OPEN, stage, passable);
    }
}

static TapVerdict
refuse (TapMoveKind kind,
        TapGate     gate,
        TapStage    at,
        gboolean    passable)
{
  TapVerdict verdict = { .kind = kind, .gate = gate, .at = at, .passable = passable };

  return verdict;
}

static TapVerdict
allow (TapMoveKind kind,
       TapStage    from)
{
  return (TapVerdict) { .allowed = TRUE, .kind = kind, .gate = TAP_GATE_NONE, .at = from };
}

static TapVerdict
judge_forward (const TapGateFacts *facts,
               TapStage            to,
               TapRoles            roles,
               gboolean            has_reason,
               gboolean            pass)
{
  Obstacles obstacles = { .roles = roles };

  add_leaving_obstacles (facts, facts->stage, &obstacles);
  for (TapStage stage = facts->stage + 1; stage < to; stage++)
    {
      if (is_left_out (facts, stage))
        continue;
      if (!is_inner (stage))
        add_obstacle (&obstacles, TAP_GATE_ORDER, stage, tap_roles_may_pass_gate (roles, stage));
      add_leaving_obstacles (facts, stage, &obstacles);
    }

  if (!obstacles.any)
    return allow (TAP_MOVE_FORWARD, facts->stage);
  if (obstacles.any_unpassable)
    return refuse (TAP_MOVE_FORWARD, obstacles.gate, obstacles.at, FALSE);
  if (!pass)
    return refuse (TAP_MOVE_PASS, obstacles.gate, obstacles.at, TRUE);
  if (!has_reason)
    return refuse (TAP_MOVE_PASS, TAP_GATE_REASON, obstacles.at, TRUE);

  return allow (TAP_MOVE_PASS, facts->stage);
}

static TapVerdict
judge_back (const TapGateFacts *facts,
            TapStage            to,
            TapRoles            roles,
            gboolean            has_reason)
{
  for (TapStage stage = facts->stage; stage > to; stage--)
    {
      if (stage != facts->stage && is_left_out (facts, stage))
        continue;
      if (!tap_roles_may_move_back (roles, stage))
        return refuse (TAP_MOVE_BACK, TAP_GATE_ROLE, stage, FALSE);
      if (stage != facts->stage && !is_inner (stage) && !tap_roles_may_pass_gate (roles, stage))
        return refuse (TAP_MOVE_BACK, TAP_GATE_ORDER, stage, FALSE);
    }

  if (facts->n_jobs_running > 0)
    return refuse (TAP_MOVE_BACK, TAP_GATE_RUNNING, facts->stage, FALSE);
  if (!has_reason)
    return refuse (TAP_MOVE_BACK, TAP_GATE_REASON, facts->stage, TRUE);

  return allow (TAP_MOVE_BACK, facts->stage);
}

static TapVerdict
judge_cancel (const TapGateFacts *facts,
              TapRoles            roles,
              gboolean            has_reason)
{
  if (!tap_roles_have_right (roles, TAP_RIGHT_RECEPTION))
    return refuse (TAP_MOVE_CANCEL, TAP_GATE_ROLE, facts->stage, FALSE);
  if (facts->n_jobs_running > 0)
    return refuse (TAP_MOVE_CANCEL, TAP_GATE_RUNNING, facts->stage, FALSE);
  if (!has_reason)
    return refuse (TAP_MOVE_CANCEL, TAP_GATE_REASON, facts->stage, TRUE);

  return allow (TAP_MOVE_CANCEL, facts->stage);
}

TapVerdict
tap_gate_judge (const TapGateFacts *facts,
                TapStage            to,
                TapRoles            roles,
                gboolean            has_reason,
                gboolean            pass)
{
  TapMoveKind kind;

  g_return_val_if_fail (facts != NULL,
                        refuse (TAP_MOVE_FORWARD, TAP_GATE_NOT_A_VISIT, TAP_STAGE_BOOKED, FALSE));

  if (to == TAP_STAGE_CANCELLED)
    kind = TAP_MOVE_CANCEL;
  else
    kind = to < facts->stage ? TAP_MOVE_BACK : TAP_MOVE_FORWARD;

  if (to == facts->stage)
    return refuse (kind, TAP_GATE_SAME_STAGE, facts->stage, FALSE);
  if (facts->stage == TAP_STAGE_BOOKED || to == TAP_STAGE_BOOKED)
    return refuse (kind, TAP_GATE_NOT_A_VISIT, facts->stage, FALSE);
  if (!tap_stage_is_open (facts->stage))
    return refuse (kind, TAP_GATE_CLOSED, facts->stage, FALSE);

  if (kind == TAP_MOVE_CANCEL)
    return judge_cancel (facts, roles, has_reason);
  if (kind == TAP_MOVE_BACK)
    return judge_back (facts, to, roles, has_reason);

  return judge_forward (facts, to, roles, has_reason, pass);
}

TapStage
tap_gate_next_stage (const TapGateFacts *facts)
{
  g_return_val_if_fail (facts != NULL, TAP_STAGE_BOOKED);

  if (!tap_stage_is_open (facts->stage))
    return facts->stage;
  /* The quick lane leaves nothing out by itself; only an unwanted wash has no step of its own. */
  if (facts->stage == TAP_STAGE_CHECK && !facts->wash_wanted)
    return TAP_STAGE_FINAL;

  return facts->stage + 1;
}
