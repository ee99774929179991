/* tap-board-page-moves.c — the front-desk board: moving a card, asking for what a move needs,
 * telling what came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-board-page-private.h"
#include "widgets/tap-reason-dialog.h"

/* One move on its way: asked for, or being saved. */
typedef struct
{
  TapBoardPage *page;
  gint64        id;
  TapStage      to;
  gboolean      pass;
  char         *plate;              /* as shown */
} Move;

static void
move_free (Move *move)
{
  g_object_unref (move->page);
  g_free (move->plate);
  g_free (move);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Move *move = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (tap_board_request_move_finish (TAP_BOARD (source), result, &error))
    {
      /* Translators: toast after a move: a number plate and the name of a stage. */
      text = g_strdup_printf (_("%s moved to “%s”"), move->plate, tap_stage_label (move->to));
      gtk_widget_activate_action (GTK_WIDGET (move->page), "win.toast-undo", "s", text);
    }
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    gtk_widget_activate_action (GTK_WIDGET (move->page), "win.toast-waiting", NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* Translators: toast: the number plate of a card that could not be moved, and why. */
      text = g_strdup_printf (_("%s: %s"), move->plate, error->message);
      _tap_board_page_toast (move->page, text);
    }
  move_free (move);
}

/* Takes @move. */
static void
start (Move       *move,
       const char *reason)
{
  tap_board_request_move_async (move->page->board, move->id, move->to, reason, move->pass, moved_cb,
                                move);
}

static void
reason_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Move *move = data;
  g_autofree char *reason = tap_reason_dialog_ask_finish (result, NULL);

  if (reason != NULL)
    start (move, reason);
  else
    move_free (move);
}

static void
ask_reason (Move             *move,
            const TapVerdict *verdict,
            const char       *sentence)
{
  const char *const back[] = { _ ("More work found"), _ ("The customer wants something else"),
                               _ ("Put there by mistake"), _ ("Must be done again"), NULL };
  const char *const cancel[]
    = { _ ("The customer decided against it"), _ ("Price"), _ ("Parts take too long"),
        _ ("Booked again for another day"), NULL };
  const char *const pass[]
    = { _ ("Told by phone, written down later"), _ ("The customer is in a hurry"),
        _ ("Agreed with the service manager"), NULL };
  const char *const *reasons = verdict->kind == TAP_MOVE_CANCEL ? cancel
                               : verdict->kind == TAP_MOVE_BACK ? back
                                                                : pass;
  gboolean passing = verdict->gate != TAP_GATE_REASON;
  g_autofree char *heading = NULL;
  TapReasonQuestion question;

  move->pass = passing;
  if (move->to == TAP_STAGE_CANCELLED)
    /* Translators: %s is a number plate. */
    heading = g_strdup_printf (_("Let %s Leave Unrepaired?"), move->plate);
  else if (verdict->kind == TAP_MOVE_BACK)
    /* Translators: a number plate, and the stage it goes back to. */
    heading = g_strdup_printf (_("Move %s Back to “%s”?"), move->plate, tap_stage_label (move->to));
  else
    /* Translators: a number plate, and the stage it is moved to. */
    heading = g_strdup_printf (_("Move %s to “%s”?"), move->plate, tap_stage_label (move->to));
  question = (TapReasonQuestion) {
    .heading = heading,
    .body = sentence,
    .confirm = passing ? _ ("_Pass the Gate") : _ ("_Move"),
    .suggestions = reasons,
    .destructive = move->to == TAP_STAGE_CANCELLED,
  };
  tap_reason_dialog_ask_async (GTK_WIDGET (move->page), &question, NULL, reason_cb, move);
}

void
_tap_board_page_move (TapBoardPage *self,
                      TapBoardCard *card,
                      TapStage      to)
{
  g_autofree char *sentence = NULL;
  TapVerdict verdict;
  Move *move;

  g_return_if_fail (TAP_IS_BOARD_CARD (card));

  /* The last move of this card is still being saved: the rules could not know what it comes to. */
  if (tap_board_card_get_pending (card))
    return;
  if (tap_session_why_not_save (tap_board_get_session (self->board), TRUE) != NULL)
    {
      _tap_board_page_toast (self, tap_session_why_not_save (tap_board_get_session (self->board), TRUE));
      return;
    }
  if (tap_board_card_get_stage (card) == TAP_STAGE_BOOKED && to == TAP_STAGE_ARRIVED)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.check-in", "x",
                                  tap_board_card_get_id (card));
      return;
    }
  verdict = tap_board_judge_stage (self->board, card, to, &sentence);
  if (verdict.gate == TAP_GATE_SAME_STAGE)
    return;
  if (!verdict.allowed && verdict.gate != TAP_GATE_REASON && !verdict.passable)
    {
      _tap_board_page_toast (self, sentence);
      return;
    }
  move = g_new0 (Move, 1);
  move->page = g_object_ref (self);
  move->id = tap_board_card_get_id (card);
  move->to = to;
  move->plate = tap_plate_show (tap_board_card_get_card (card)->plate);
  if (verdict.allowed)
    start (move, NULL);
  else
    ask_reason (move, &verdict, sentence);
}
