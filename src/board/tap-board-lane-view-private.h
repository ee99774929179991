/* tap-board-lane-view-private.h — what the files of TapBoardLaneView share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "board/tap-board-lane-view.h"
#include "widgets/tap-pill.h"

G_BEGIN_DECLS

struct _TapBoardLaneView
{
  GtkWidget     parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget    *content, *header, *icon, *titles, *title, *narrow_title, *count, *narrow_count;
  GtkWidget    *limit, *scroller, *reason;
  TapPill      *late;
  TapCardList  *list;

  TapBoard     *board;
  TapBoardLane *lane;

  gboolean      tight;
  /* While a card is dragged somewhere on the board */
  gboolean      may_drop;
  gboolean      asks;               /* may, but not without a reason */
  char         *sentence;
  /* The card dragged from here */
  TapBoardCard *dragged;
  double        grip_x, grip_y;
};

void _tap_board_lane_view_init_dnd (TapBoardLaneView *self);

G_END_DECLS
