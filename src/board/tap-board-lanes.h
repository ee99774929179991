/* tap-board-lanes.h — the lanes of the front-desk board side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "board/tap-board-lane-view.h"

G_BEGIN_DECLS

/**
 * TapBoardLanes:
 *
 * All lanes share the width by their card columns. On a wide screen with many lanes a column may get down to 148 px (the cards are set
 * a little tighter then). Where that is not enough the lanes keep 160 px and scroll sideways, and the last one (hand-over) stays at
 * the right edge.
 *
 * ## CSS nodes
 * lanes; heads and cards have the class tight while columns are narrower than 164 px
 */
#define TAP_TYPE_BOARD_LANES (tap_board_lanes_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardLanes, tap_board_lanes, TAP, BOARD_LANES, GtkWidget)

#define TAP_LANE_MIN_PX 160
#define TAP_LANE_TIGHT_PX 148
#define TAP_LANE_LOOSE_PX 164     /* from here on the cards are set as the design has them */
#define TAP_LANE_GAP_PX 8

GtkWidget        *tap_board_lanes_new      (void);
/* Makes a view for each lane of the board, in order; the views made before are destroyed. The views' signals are the caller's. */
void              tap_board_lanes_set_board (TapBoardLanes *self,
                                             TapBoard      *board);    /* (nullable) */
guint             tap_board_lanes_get_n    (TapBoardLanes *self);
TapBoardLaneView *tap_board_lanes_get      (TapBoardLanes *self,
                                            guint          index);    /* (transfer none) */
/* The lane the widget is in: its index, or -1. */
int               tap_board_lanes_index_of (TapBoardLanes *self,
                                            GtkWidget     *widget);
/* Scrolls sideways until the lane is in sight. */
void              tap_board_lanes_show     (TapBoardLanes *self,
                                            guint          index);

G_END_DECLS
