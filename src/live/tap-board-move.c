/* tap-board-move.c — moving a card: shown at once, saved, taken back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#include <glib/gi18n-lib.h>

/* Who remembers more moves than this does not mean the last one. */
#define MAX_UNDO 50

typedef struct
{
  gint64 visit_id;
  gint64 staff_id;
  char  *operation;
} Move;

static void
move_free (Move *move)
{
  g_free (move->operation);
  g_free (move);
}

/* ---- what the rules say ---- */

TapVerdict
tap_board_judge_stage (TapBoard      *self,
                       TapBoardCard  *card,
                       TapStage       to,
                       char         **sentence)
{
  TapVerdict verdict = { 0 };
  TapGateFacts facts;

  g_return_val_if_fail (TAP_IS_BOARD (self), verdict);
  g_return_val_if_fail (TAP_IS_BOARD_CARD (card), verdict);

  tap_card_gate_facts (card->card, tap_session_get_staff_id (self->session), &facts);
  verdict = tap_gate_judge (&facts, to, tap_session_get_roles (self->session), FALSE, FALSE);
  if (sentence == NULL)
    return verdict;

  if (verdict.allowed)
    *sentence = NULL;
  else if (tap_session_get_staff_id (self->session) == 0 && verdict.gate == TAP_GATE_ROLE)
    *sentence = g_strdup (_("Nobody is signed in: sign in to move cards."));
  else
    *sentence = tap_verdict_sentence (&verdict, facts.stage, to);

  return verdict;
}

TapVerdict
tap_board_judge (TapBoard      *self,
                 TapBoardCard  *card,
                 TapBoardLane  *lane,
                 char         **sentence)
{
  TapVerdict none = { 0 };
  TapStage stage;

  g_return_val_if_fail (TAP_IS_BOARD (self), none);
  g_return_val_if_fail (TAP_IS_BOARD_CARD (card), none);
  g_return_val_if_fail (TAP_IS_BOARD_LANE (lane), none);

  /* A drop where the card came from is no move, also when the card is at the column's second
   * stage. */
  stage = card->card->stage;
  if (tap_board_lane_get_column (lane)->stages & TAP_STAGE_BIT (stage))
    return tap_board_judge_stage (self, card, stage, sentence);

  return tap_board_judge_stage (self, card, tap_board_lane_get_entry (lane), sentence);
}

/* ---- showing the wish ---- */

static void
show_wish (TapBoard     *self,
           TapBoardCard *card,
           TapStage      to)
{
  card->has_wish = TRUE;
  card->wish = to;
  _tap_board_card_set_pending (card, TRUE);
  _tap_board_place (self, card);
  _tap_board_recount (self);
}

/* What is no longer pending stands where the store says, if the filters show it at all. */
static void
end_pending (TapBoard     *self,
             TapBoardCard *card)
{
  _tap_board_card_set_pending (card, FALSE);
  if (card->board != self)
    return;

  _tap_board_place (self, card);
  _tap_board_recount (self);
}

static void
drop_wish (TapBoard     *self,
           TapBoardCard *card)
{
  card->has_wish = FALSE;
  end_pending (self, card);
}

/* Saved: the card stays where it is shown until the store's picture of it arrives, if it did not
 * already. */
static void
confirm_wish (TapBoard     *self,
              TapBoardCard *card)
{
  if (card->card->stage == card->wish)
    card->has_wish = FALSE;
  end_pending (self, card);
}

/* ---- the undo list ---- */

static void
remember_move (TapBoard   *self,
               gint64      visit_id,
               gint64      staff_id,
               const char *operation)
{
  TapUndoItem *item;

  if (operation == NULL)
    return;

  item = g_new0 (TapUndoItem, 1);
  item->visit_id = visit_id;
  item->staff_id = staff_id;
  item->operation = g_strdup (operation);
  g_queue_push_head (&self->undo, item);
  while (g_queue_get_length (&self->undo) > MAX_UNDO)
    _tap_undo_item_free (g_queue_pop_tail (&self->undo));
}

/* A later move of the same card makes the older ones final. A card that left the board is for the
 * store to judge. */
static gboolean
is_still_last (TapBoard          *self,
               const TapUndoItem *item)
{
  TapBoardCard *card = tap_board_find (self, item->visit_id);

  return card == NULL || card->has_wish
         || g_strcmp0 (card->card->moved_operation, item->operation) == 0;
}

static TapUndoItem *
find_undo (TapBoard *self)
{
  gint64 me = tap_session_get_staff_id (self->session);

  for (GList *link = self->undo.head; me != 0 && link != NULL; link = link->next)
    {
      TapUndoItem *item = link->data;

      if (item->staff_id == me && is_still_last (self, item))
        return item;
    }

  return NULL;
}

gint64
tap_board_can_undo (TapBoard *self)
{
  TapUndoItem *item;

  g_return_val_if_fail (TAP_IS_BOARD (self), 0);

  item = find_undo (self);
  return item != NULL ? item->visit_id : 0;
}

/* ---- moving ---- */

/* What waits for the share is shown as done, and can be taken back like it. */
static gboolean
is_done (const TapLiveBackend *backend,
         const GError         *error)
{
  return error == NULL || (backend->is_queued != NULL && backend->is_queued (error));
}

static void
move_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  TapBoard *self = g_task_get_source_object (task);
  Move *move = g_task_get_task_data (task);
  g_autofree char *moved = NULL;
  g_autoptr (GError) error = NULL;
  const TapLiveBackend *backend = _tap_session_get_backend (self->session);
  TapBoardCard *card;

  backend->move_finish (self->session, result, &moved, &error);
  card = tap_board_find (self, move->visit_id);

  if (is_done (backend, error))
    {
      /* The picture of what waits has been told already; behind a refused entry it is none. */
      if (card != NULL && error != NULL)
        drop_wish (self, card);
      else if (card != NULL)
        confirm_wish (self, card);
      remember_move (self, move->visit_id, move->staff_id, moved != NULL ? moved : move->operation);
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (backend->is_unknown != NULL && backend->is_unknown (error))
    {
      /* Neither saved nor refused: the card stays pending until the worker knows (::settled). */
      TapUndoItem *item = g_new0 (TapUndoItem, 1);

      item->visit_id = move->visit_id;
      item->staff_id = move->staff_id;
      g_hash_table_insert (self->unsettled, g_strdup (move->operation), item);
    }
  else if (card != NULL)
    drop_wish (self, card);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
_tap_board_settle (TapBoard   *self,
                   const char *operation_id,
                   gboolean    saved)
{
  g_autofree char *key = NULL;
  TapUndoItem *item = NULL;
  TapBoardCard *card;

  if (!g_hash_table_steal_extended (self->unsettled, operation_id, (gpointer *) &key,
                                    (gpointer *) &item))
    return;

  card = tap_board_find (self, item->visit_id);
  if (card != NULL && saved)
    confirm_wish (self, card);
  else if (card != NULL)
    drop_wish (self, card);
  if (saved)
    remember_move (self, item->visit_id, item->staff_id, operation_id);
  _tap_undo_item_free (item);
}

/* Why a move cannot even begin; NULL if it can. */
static GError *
find_obstacle (TapBoard     *self,
               TapBoardCard *card)
{
  const TapLiveBackend *backend = _tap_session_get_backend (self->session);

  if (card == NULL)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                _("This car is no longer on the board."));
  if (card->pending)
    return g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_PENDING,
      _("The last move of this car is still being saved: wait a moment."));
  if (tap_session_get_staff_id (self->session) == 0)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                                _("Nobody is signed in: sign in to move cards."));
  if (backend == NULL || backend->move_async == NULL)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _("No station is open."));

  return NULL;
}

void
tap_board_request_move_async (TapBoard            *self,
                              gint64               visit_id,
                              TapStage             to,
                              const char          *reason,
                              gboolean             pass,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  TapBoardCard *card;
  TapMoveInput input;
  GError *obstacle;
  Move *move;

  g_return_if_fail (TAP_IS_BOARD (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_board_request_move_async);
  card = tap_board_find (self, visit_id);
  obstacle = find_obstacle (self, card);
  if (obstacle != NULL)
    {
      g_task_return_error (task, obstacle);
      return;
    }

  move = g_new0 (Move, 1);
  move->visit_id = visit_id;
  move->staff_id = tap_session_get_staff_id (self->session);
  move->operation = g_uuid_string_random ();
  g_task_set_task_data (task, move, (GDestroyNotify) move_free);
  input = (TapMoveInput) {
    .visit_id = visit_id,
    .to = to,
    .expected_from = card->card->stage,
    .reason = reason,
    .pass = pass,
  };
  show_wish (self, card, to);
  _tap_session_get_backend (self->session)
    ->move_async (self->session, &input, move->operation, move_cb, g_steal_pointer (&task));
}

gboolean
tap_board_request_move_finish (TapBoard      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- taking back ---- */

static void
forget_move (TapBoard   *self,
             const char *operation)
{
  for (GList *link = self->undo.head; link != NULL; link = link->next)
    {
      TapUndoItem *item = link->data;

      if (g_strcmp0 (item->operation, operation) != 0)
        continue;
      _tap_undo_item_free (item);
      g_queue_delete_link (&self->undo, link);
      return;
    }
}

static void
undo_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  TapBoard *self = g_task_get_source_object (task);
  Move *move = g_task_get_task_data (task);
  TapBoardCard *card = tap_board_find (self, move->visit_id);
  const TapLiveBackend *backend = _tap_session_get_backend (self->session);
  g_autoptr (GError) error = NULL;

  backend->undo_finish (self->session, result, &error);
  if (card != NULL)
    end_pending (self, card);
  /* When only the share was away, the same can be tried again. */
  if (is_done (backend, error) || (backend->is_final != NULL && backend->is_final (error)))
    forget_move (self, move->operation);

  if (is_done (backend, error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
tap_board_undo_async (TapBoard            *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const TapLiveBackend *backend;
  TapUndoItem *item;
  TapBoardCard *card;
  Move *move;

  g_return_if_fail (TAP_IS_BOARD (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_board_undo_async);
  backend = _tap_session_get_backend (self->session);
  item = find_undo (self);
  if (item == NULL || backend == NULL || backend->undo_async == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _("There is no move of yours left to undo."));
      return;
    }
  card = tap_board_find (self, item->visit_id);
  if (card != NULL && card->pending)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               _("The last move of this car is still being saved: wait a moment."));
      return;
    }

  move = g_new0 (Move, 1);
  move->visit_id = item->visit_id;
  move->staff_id = item->staff_id;
  move->operation = g_strdup (item->operation);
  g_task_set_task_data (task, move, (GDestroyNotify) move_free);
  if (card != NULL)
    _tap_board_card_set_pending (card, TRUE);
  backend->undo_async (self->session, move->visit_id, move->operation, undo_cb,
                       g_steal_pointer (&task));
}

gboolean
tap_board_undo_finish (TapBoard      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
