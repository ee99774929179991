/* tap-board-lane-view-dnd.c — dragging cards out of a lane and dropping them on it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-lane-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-board-lane-view-private.h"
#include "board/tap-visit-card.h"

/* ---- dragging out ---- */

static GdkContentProvider *
prepare_cb (GtkDragSource    *source,
            double            x,
            double            y,
            TapBoardLaneView *self)
{
  GtkWidget *widget;
  TapBoardCard *card = tap_card_list_pick_item (self->list, x, y, &widget);
  graphene_point_t grip;

  /* A card whose last move is still being saved stays where it is, and so do all that cannot be saved. */
  if (card == NULL || tap_board_card_get_pending (card)
      || tap_session_why_not_save (tap_board_get_session (self->board), TRUE) != NULL)
    return NULL;
  g_set_object (&self->dragged, card);
  if (gtk_widget_compute_point (GTK_WIDGET (self->list), widget,
                                &GRAPHENE_POINT_INIT ((float) x, (float) y), &grip))
    {
      self->grip_x = grip.x;
      self->grip_y = grip.y;
    }
  return gdk_content_provider_new_typed (TAP_TYPE_BOARD_CARD, card);
}

static void
drag_begin_cb (GtkDragSource    *source,
               GdkDrag          *drag,
               TapBoardLaneView *self)
{
  GtkWidget *widget = tap_card_list_get_card (self->list, self->dragged);

  if (widget != NULL)
    {
      g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (widget);
      /* As it looks now: the card itself fades while it is away. */
      g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (live);

      gtk_drag_source_set_icon (source, picture, (int) self->grip_x, (int) self->grip_y);
      gtk_widget_add_css_class (widget, "dragging");
    }
  g_signal_emit_by_name (self, "drag-begun", self->dragged);
}

static void
drag_end_cb (GtkDragSource    *source,
             GdkDrag          *drag,
             gboolean          delete_data,
             TapBoardLaneView *self)
{
  GtkWidget *widget
    = self->dragged != NULL ? tap_card_list_get_card (self->list, self->dragged) : NULL;

  if (widget != NULL)
    gtk_widget_remove_css_class (widget, "dragging");
  g_clear_object (&self->dragged);
  g_signal_emit_by_name (self, "drag-ended");
}

/* ---- dropping on ---- */

/* A booking becomes a visit by check-in: a drop on the lane of arrivals starts that. */
static gboolean
is_check_in (TapBoardLaneView *self,
             TapBoardCard     *card)
{
  return tap_board_card_get_stage (card) == TAP_STAGE_BOOKED
         && (tap_board_lane_get_column (self->lane)->stages & TAP_STAGE_BIT (TAP_STAGE_ARRIVED))
              != 0;
}

static void
judge (TapBoardLaneView *self,
       TapBoardCard     *card)
{
  TapVerdict verdict;

  g_clear_pointer (&self->sentence, g_free);
  if (is_check_in (self, card))
    {
      self->may_drop = TRUE;
      self->asks = FALSE;
      self->sentence = g_strdup (_("Opens the check-in of this booking."));
      return;
    }
  verdict = tap_board_judge (self->board, card, self->lane, &self->sentence);
  /* A reason can be asked for after the drop; so can the passing of a gate by those who may. */
  self->may_drop = verdict.allowed || verdict.gate == TAP_GATE_REASON || verdict.passable;
  self->asks = self->may_drop && !verdict.allowed;
}

static gboolean
is_home (TapBoardLaneView *self,
         TapBoardCard     *card)
{
  return tap_board_lane_of (self->board, card) == self->lane;
}

void
tap_board_lane_view_begin_drag (TapBoardLaneView *self,
                                TapBoardCard     *card)
{
  g_return_if_fail (TAP_IS_BOARD_LANE_VIEW (self));
  g_return_if_fail (TAP_IS_BOARD_CARD (card));

  if (is_home (self, card))
    {
          self->may_drop = FALSE;
      g_clear_pointer (&self->sentence, g_free);
      return;
    }
  judge (self, card);
  if (!self->may_drop)
    gtk_widget_add_css_class (self->content, "faded");
  else if (self->asks)
    gtk_widget_add_css_class (self->content, "asks");
}

void
tap_board_lane_view_end_drag (TapBoardLaneView *self)
{
  g_return_if_fail (TAP_IS_BOARD_LANE_VIEW (self));

  gtk_widget_remove_css_class (self->content, "faded");
  gtk_widget_remove_css_class (self->content, "asks");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-target");
  gtk_widget_set_visible (self->reason, FALSE);
  g_clear_pointer (&self->sentence, g_free);
  self->may_drop = self->asks = FALSE;
}

static GdkDragAction
enter_cb (GtkDropTarget    *target,
          double            x,
          double            y,
          TapBoardLaneView *self)
{
  if (self->sentence != NULL && *self->sentence != '\0')
    {
      gtk_label_set_text (GTK_LABEL (self->reason), self->sentence);
      gtk_widget_set_visible (self->reason, TRUE);
    }
  if (self->may_drop)
    gtk_widget_add_css_class (GTK_WIDGET (self), "drop-target");
  return self->may_drop ? GDK_ACTION_MOVE : 0;
}

static GdkDragAction
motion_cb (GtkDropTarget    *target,
           double            x,
           double            y,
           TapBoardLaneView *self)
{
  return self->may_drop ? GDK_ACTION_MOVE : 0;
}

static void
leave_cb (GtkDropTarget    *target,
          TapBoardLaneView *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-target");
  gtk_widget_set_visible (self->reason, FALSE);
}

static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         TapBoardLaneView *self)
{
  TapBoardCard *card = g_value_get_object (value);

  if (card == NULL || is_home (self, card))
    return FALSE;
  /* A drop may come without the drag having been announced; and the rules may say something else by
   * now. */
  judge (self, card);
  if (!self->may_drop)
    return FALSE;
  g_signal_emit_by_name (self, "dropped", card);
  return TRUE;
}

void
_tap_board_lane_view_init_dnd (TapBoardLaneView *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (TAP_TYPE_BOARD_CARD, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (source));

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
