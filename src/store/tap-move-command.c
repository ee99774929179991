/* tap-move-command.c — a visit changes its stage, and a move is taken back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-move-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-private.h"

gboolean
tap_command_move (TapCommandContext  *context,
                  gconstpointer       data,
                  gpointer           *result,
                  GError            **error)
{
  const TapCommandInput *input = data;
  const TapMoveInput *move = &input->move;
  g_autofree char *reason = tap_text_clean (move->reason, 500);
  TapVisitFacts visit;
  TapVerdict verdict;

  if (!tap_load_visit_facts (context->db, move->visit_id, input->staff_id, &visit, error))
    return FALSE;
  if (visit.facts.stage != move->expected_from)
    {
      /* Translators: a stage of the work */
      g_autofree char *message
        = g_strdup_printf (_("The card has been moved meanwhile: it is in “%s” now."),
                           tap_stage_label (visit.facts.stage));

      return tap_refuse (error, TAP_STORE_ERROR_STALE, message);
    }

  verdict = tap_gate_judge (&visit.facts, move->to, visit.roles, *reason != '\0', move->pass);
  if (!verdict.allowed)
    return tap_refuse_verdict (error, &verdict, visit.facts.stage, move->to);

  *result = tap_command_result_new (move->visit_id, context->operation_id);
  return tap_change_stage (context, input,
                           &(TapStageChange){
                             .visit_id = move->visit_id,
                             .from = visit.facts.stage,
                             .to = move->to,
                             .kind = verdict.kind,
                             .reason = reason,
                             .command = "move",
                             .from_since_unix = visit.stage_since_unix,
                             .from_ready_unix = visit.ready_unix,
                             .since_unix = context->happened_unix,
                             .ready_unix
                             = tap_ready_after (move->to, visit.ready_unix, context->happened_unix),
                           },
                           error);
}

typedef struct
{
  TapStage from;
  gint64 since_unix, ready_unix;
} LastMove;

/* The move that @operation made, if it was one that a person made by hand. */
static gboolean
load_last_move (sqlite3     *db,
                gint64       visit_id,
                const char  *operation,
                LastMove    *last,
                GError     **error)
{
  TapQuery query;
  gboolean found;

  tap_query_begin (&query, db, "look up the last move",
                   "SELECT from_stage, from_since_unix, from_ready_unix FROM stage_span"
                   "  WHERE visit_id = :visit AND operation = :operation AND command = 'move'",
                   TAP_PARAMS (TAP_INT ("visit", visit_id), TAP_TEXT ("operation", operation)));
  found = tap_query_next (&query) && tap_stage_from_db (tap_query_text (&query), &last->from);
  if (found)
    {
      last->since_unix = tap_query_int (&query);
      last->ready_unix = tap_query_int (&query);
    }
  if (!tap_query_end (&query, error))
    return FALSE;
  return found
         || tap_refuse (error, TAP_STORE_ERROR_STALE,
                        _("This is not a move that can be taken back."));
}

gboolean
tap_command_undo_move (TapCommandContext  *context,
                       gconstpointer       data,
                       gpointer           *result,
                       GError            **error)
{
  const TapCommandInput *input = data;
  TapVisitFacts visit;
  LastMove last;

  if (!tap_load_visit_facts (context->db, input->undo.visit_id, input->staff_id, &visit, error))
    return FALSE;
  if (visit.moved_by != input->staff_id
      || g_strcmp0 (visit.moved_operation, input->undo.operation) != 0)
    return tap_refuse (error, TAP_STORE_ERROR_STALE,
                       _("The card has been moved again meanwhile."));
  if (!load_last_move (context->db, input->undo.visit_id, input->undo.operation, &last, error))
    return FALSE;
  if (visit.facts.n_jobs_running > 0 && last.from != TAP_STAGE_WORK)
    {
      TapVerdict running
        = { .kind = TAP_MOVE_UNDO, .gate = TAP_GATE_RUNNING, .at = visit.facts.stage };

      return tap_refuse_verdict (error, &running, visit.facts.stage, last.from);
    }

  return tap_change_stage (context, input,
                           &(TapStageChange){
                             .visit_id = input->undo.visit_id,
                             .from = visit.facts.stage,
                             .to = last.from,
                             .kind = TAP_MOVE_UNDO,
                             .command = "undo",
                             .from_since_unix = visit.stage_since_unix,
                             .from_ready_unix = visit.ready_unix,
                             /* The clock of the stage goes on as if the card had never left. */
                             .since_unix = last.since_unix,
                             .ready_unix = last.ready_unix,
                           },
                           error);
}
