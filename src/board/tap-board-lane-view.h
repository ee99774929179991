/* tap-board-lane-view.h — one lane of the front-desk board: its head, its cards, what may be dropped on it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"
#include "widgets/tap-card-list.h"

G_BEGIN_DECLS

/**
 * TapBoardLaneView:
 *
 * Signals:
 *   ::drag-begun (TapBoardCard *), ::drag-ended (): a card of this lane is being dragged
 *   ::dropped (TapBoardCard *): a card was let go over this lane, which may take it
 *
 * Actions it activates: `board.card-menu` (x), `win.open-visit` (x), `win.check-in` (x).
 *
 * ## Accessibility
 * A group labelled with the lane's name and count; the list inside has the role LIST.
 */
#define TAP_TYPE_BOARD_LANE_VIEW (tap_board_lane_view_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardLaneView, tap_board_lane_view, TAP, BOARD_LANE_VIEW, GtkWidget)

GtkWidget    *tap_board_lane_view_new        (TapBoard         *board,
                                              TapBoardLane     *lane);
TapBoardLane *tap_board_lane_view_get_lane   (TapBoardLaneView *self);   /* (transfer none) */
TapCardList  *tap_board_lane_view_get_list   (TapBoardLaneView *self);   /* (transfer none) */
/* How many card columns wide: 1 or 2. */
guint         tap_board_lane_view_get_units  (TapBoardLaneView *self);
/* Whether the columns are narrow: heads and cards have the class tight then. */
void          tap_board_lane_view_set_tight  (TapBoardLaneView *self,
                                              gboolean          tight);
/* A card is being dragged somewhere on the board: asks the rules, and fades if it may not come here. */
void          tap_board_lane_view_begin_drag (TapBoardLaneView *self,
                                              TapBoardCard     *card);
void          tap_board_lane_view_end_drag   (TapBoardLaneView *self);
/* Opens the card: its visit, or the check-in of a booking. */
void          tap_board_open_card            (GtkWidget        *widget,
                                              TapBoardCard     *card);

G_END_DECLS
