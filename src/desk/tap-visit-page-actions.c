/* tap-visit-page-actions.c — what can be done with a visit from its page.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-page"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-actions.h"
#include "desk/tap-visit-page-private.h"
#include "widgets/tap-reason-dialog.h"

typedef struct
{
  TapVisitPage *page;
  gint64        visit_id;
  char         *plate;
  TapStage      to;
  gboolean      pass;
} Move;

static void
move_free (Move *move)
{
  g_object_unref (move->page);
  g_free (move->plate);
  g_free (move);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static Move *
make_move (TapVisitPage *self,
           TapStage      to,
           gboolean      pass)
{
  Move *move = g_new0 (Move, 1);

  move->page = g_object_ref (self);
  move->visit_id = self->id;
  move->plate = tap_plate_show (tap_board_card_get_card (self->card)->plate);
  move->to = to;
  move->pass = pass;
  return move;
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Move) move = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *toast = NULL;

  if (!tap_board_request_move_finish (TAP_BOARD (source), result, &error))
    {
      tap_desk_report (GTK_WIDGET (move->page), _("The visit was not moved"), error);
      return;
    }
  if (move->to == TAP_STAGE_DELIVERED)
    /* Translators: %s is a number plate */
    toast = g_strdup_printf (_("%s handed over"), move->plate);
  else if (move->to == TAP_STAGE_CANCELLED)
    /* Translators: %s is a number plate */
    toast = g_strdup_printf (_("Visit of %s cancelled"), move->plate);
  else
    /* Translators: a number plate and the stage it was sent to */
    toast = g_strdup_printf (_("%s sent to “%s”"), move->plate, tap_stage_label (move->to));
  tap_desk_activate (GTK_WIDGET (move->page), "win.toast-undo", "s", toast);
}

static void
run_move (Move       *move,
          const char *reason)
{
  tap_board_request_move_async (move->page->board, move->visit_id, move->to, reason, move->pass, moved_cb, move);
}

static void
move_reason_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Move) move = user_data;
  g_autofree char *reason = tap_reason_dialog_ask_finish (result, NULL);

  if (reason != NULL)
    run_move (g_steal_pointer (&move), reason);
}

static void
ask_move (TapVisitPage *self,
          TapStage      to,
          gboolean      pass)
{
  const char *const back_reasons[] = { _("Moved by mistake"), _("Customer wants something else"), _("Something was forgotten"), NULL };
  const char *const cancel_reasons[] = { _("Customer declined the estimate"), _("Part cannot be had"), _("Comes back another day"), NULL };
  gboolean cancel = to == TAP_STAGE_CANCELLED;
  g_autofree char *heading = NULL, *sentence = NULL;
  TapReasonQuestion question = { 0 };

  if (cancel)
    heading = g_strdup (_("Cancel this visit?"));
  else if (pass)
    /* Translators: %s is a stage of a visit; something that should be done first is passed over */
    heading = g_strdup_printf (_("Send to “%s” all the same?"), tap_stage_label (to));
  else
    /* Translators: %s is a stage of a visit */
    heading = g_strdup_printf (_("Move back to “%s”?"), tap_stage_label (to));
  if (pass)
    tap_board_judge_stage (self->board, self->card, to, &sentence);
  question.heading = heading;
  question.body = cancel ? _("The car leaves unrepaired and its card leaves the board. The reason is kept for good.")
                  : sentence != NULL ? sentence : _("The reason is kept for good.");
  question.confirm = cancel ? _("_Cancel Visit") : pass ? _("_Send") : _("_Move Back");
  question.suggestions = cancel ? cancel_reasons : pass ? NULL : back_reasons;
  question.destructive = cancel;
  tap_reason_dialog_ask_async (GTK_WIDGET (self), &question, NULL, move_reason_cb, make_move (self, to, pass));
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);
  const TapNextStep *next = tap_visit_bar_get_next (self->bar);

  if (self->card == NULL || !next->possible)
    return;
  if (next->ask_reason)
    ask_move (self, next->to, FALSE);
  else
    run_move (make_move (self, next->to, FALSE), NULL);
}

static void
pass_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);
  const TapNextStep *next = tap_visit_bar_get_next (self->bar);

  if (self->card != NULL && next->verdict.passable)
    ask_move (self, next->to, TRUE);
}

static void
move_to_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);
  TapStage to;

  if (self->card != NULL && tap_stage_from_db (g_variant_get_string (parameter, NULL), &to))
    ask_move (self, to, FALSE);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  tap_desk_activate (widget, "win.undo-move", NULL);
}

static void
promise_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);

  tap_desk_activate (widget, "win.change-promise", "x", self->id);
}

static void
check_in_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);

  tap_desk_activate (widget, "win.check-in", "x", self->id);
}

static void
cancel_booking_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  TapVisitPage *self = TAP_VISIT_PAGE (widget);

  if (self->card != NULL)
    tap_desk_cancel_booking (widget, tap_board_get_session (self->board), self->id, tap_board_card_get_card (self->card)->plate);
}

void
_tap_visit_page_actions_update (TapVisitPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  TapSession *session = tap_board_get_session (self->board);
  gboolean booked = self->card != NULL && tap_board_card_get_stage (self->card) == TAP_STAGE_BOOKED;
  gboolean open = self->card != NULL && !booked && !tap_board_card_get_pending (self->card);
  gboolean reception = tap_session_may (session, TAP_RIGHT_RECEPTION);
  const char *why = tap_session_why_not_save (session, TRUE);

  open = open && why == NULL;
  tap_visit_bar_update (self->bar, self->board, booked ? NULL : self->card);
  gtk_widget_action_set_enabled (widget, "visit.next", open && tap_visit_bar_get_next (self->bar)->possible);
  gtk_widget_action_set_enabled (widget, "visit.pass", open && tap_visit_bar_get_next (self->bar)->verdict.passable);
  gtk_widget_action_set_enabled (widget, "visit.move-to", open);
  gtk_widget_action_set_enabled (widget, "visit.undo", open && tap_board_can_undo (self->board) == self->id);
  gtk_widget_action_set_enabled (widget, "visit.promise", open && reception);
  gtk_widget_action_set_enabled (widget, "visit.check-in", booked && reception && why == NULL);
  gtk_widget_action_set_enabled (widget, "visit.cancel-booking",
                                 booked && reception && tap_session_why_not_save (session, FALSE) == NULL);
}

void
_tap_visit_page_actions_init (TapVisitPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "visit.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "visit.pass", NULL, pass_action);
  gtk_widget_class_install_action (widget_class, "visit.move-to", "s", move_to_action);
  gtk_widget_class_install_action (widget_class, "visit.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "visit.promise", NULL, promise_action);
  gtk_widget_class_install_action (widget_class, "visit.check-in", NULL, check_in_action);
  gtk_widget_class_install_action (widget_class, "visit.cancel-booking", NULL, cancel_booking_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "visit.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "visit.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "visit.promise", NULL);
}
