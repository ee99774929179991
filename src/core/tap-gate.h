/* tap-gate.h — may this visit go from here to there, and if not, why (visit.md 3.2, 3.6).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-role.h"
#include "core/tap-stage.h"

G_BEGIN_DECLS

/* What stands in the way of a move. */
typedef enum
{
  TAP_GATE_NONE = 0,
  TAP_GATE_SAME_STAGE,          /* it is there already */
  TAP_GATE_NOT_A_VISIT,         /* a booking becomes a visit by check-in only */
  TAP_GATE_CLOSED,              /* delivered and cancelled visits do not move */
  TAP_GATE_ORDER,               /* a stage in between must not be left out */
  TAP_GATE_ROLE,                /* the person's roles do not allow it */
  TAP_GATE_NO_JOB,              /* nothing to do is written down: at least one job line before dispatch to a bay */
  TAP_GATE_NO_BAY,              /* work needs a bay */
  TAP_GATE_NO_TECHNICIAN,       /* work needs a technician */
  TAP_GATE_TECHNICIAN_BUSY,     /* one running job per technician; cannot be passed */
  TAP_GATE_JOBS_OPEN,           /* a job line is not finished */
  TAP_GATE_STOPPED,             /* a stoppage has not ended */
  TAP_GATE_RUNNING,             /* a job is running: stop or finish it first (moving back, cancelling); cannot be passed */
  TAP_GATE_REASON,              /* allowed, but a reason must be given */
} TapGate;

typedef enum
{
  TAP_MOVE_FORWARD,
  TAP_MOVE_BACK,                /* always with a reason */
  TAP_MOVE_CANCEL,              /* leaves unrepaired; always with a reason */
  TAP_MOVE_PASS,                /* past a gate, by those who may, with a reason */
  TAP_MOVE_UNDO,                /* takes back the last move; history keeps both */
} TapMoveKind;

/* The stored word, static: "forward", "back", "cancel", "pass", "undo"; and back, FALSE for a word that is none. */
const char *tap_move_kind_to_db   (TapMoveKind   kind);
gboolean    tap_move_kind_from_db (const char   *text,
                                   TapMoveKind  *kind);

/* The facts of a visit that gates look at. Filled by the store, on the fresh state when a command runs. */
typedef struct
{
  TapStage stage;
  gboolean quick;               /* quick lane: consultation and estimate may be asked at the bay */
  gboolean wash_wanted;         /* confirmation 5: without it the wash is skipped */
  guint    n_jobs;              /* job lines that are not cancelled */
  guint    n_jobs_done;
  guint    n_jobs_running;
  guint    n_stoppages;         /* open ones */
  gboolean has_bay;             /* an active assignment names a bay … */
  gboolean has_technician;      /* … and a technician */
  gboolean own_job;             /* the acting person is the technician of an active assignment */
} TapGateFacts;

typedef struct
{
  gboolean    allowed;          /* with what was given (roles, reason, pass) */
  TapMoveKind kind;             /* what kind of move it is, or would be */
  TapGate     gate;             /* what stands in the way; TAP_GATE_REASON if only the reason is missing */
  TapStage    at;               /* the stage whose leaving the gate refuses (the order gate: the stage left out) */
  gboolean    passable;         /* these roles could pass @gate with a reason */
} TapVerdict;

/**
 * tap_gate_judge:
 * @facts: the visit as it stands
 * @to: where it shall go
 * @roles: the roles of the acting person
 * @has_reason: whether a reason was given
 * @pass: whether the person wants to pass a gate
 *
 * Decides a move. Forward a visit takes one step; consultation, next-job and invoicing are inner steps that a longer
 * step may take along, the wash is left out where none is wanted, and the quick lane may leave out consultation and
 * estimate: each step taken along needs its own right and gate. Backward: one stage (inner steps taken along), with a
 * reason, nothing running; further back for those who may pass the gates of the stages in between (no @pass needed).
 *
 * With @pass and a reason those who may pass a gate go past ORDER, ROLE, NO_JOB, NO_BAY, NO_TECHNICIAN, JOBS_OPEN and
 * STOPPED, judged by the stage each of them stands at; the other gates hold for everybody. Of several gates in the way
 * one that cannot be passed is told first. Pure; any thread. Source: visit.md 3.6, req 57, 61, 65.
 *
 * Returns: the verdict. Its kind is TAP_MOVE_PASS where a gate was, or could be, passed
 */
TapVerdict  tap_gate_judge        (const TapGateFacts *facts,
                                   TapStage            to,
                                   TapRoles            roles,
                                   gboolean            has_reason,
                                   gboolean            pass);

/* One translated sentence that says what stands in the way and what would help; "" if nothing does. Any thread. Free with g_free(). */
char       *tap_verdict_sentence  (const TapVerdict   *verdict,
                                   TapStage            from,
                                   TapStage            to);

/* F9: the stage that follows, one by one, in the quick lane too; an unwanted wash is no stage. TAP_STAGE_DELIVERED after READY; the same
 * stage if there is none. Pure; any thread. */
TapStage    tap_gate_next_stage   (const TapGateFacts *facts);

G_END_DECLS
