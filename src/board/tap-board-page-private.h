/* tap-board-page-private.h — what the files of TapBoardPage share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "board/tap-board-lanes.h"
#include "board/tap-board-page.h"
#include "board/tap-strip-bar.h"

G_BEGIN_DECLS

struct _TapBoardPage
{
  GtkWidget      parent_instance;

  /* Template widgets (borrowed) */
  TapStripBar   *strip;
  GtkWidget     *stack, *skeleton, *no_result;
  TapBoardLanes *lanes;

  TapBoard      *board;
  GtkWidget     *menu;              /* the open card menu or quick look, a child of this widget; NULL */
  gint64         seen_min;          /* up to when the cards are whole, in minutes; 0: they are in step */
  guint          loading_id;
  guint          state_id;
};

/* The card an action is about: by id, or the one with the focus for 0; NULL none. (transfer none) */
TapBoardCard     *_tap_board_page_card     (TapBoardPage *self, gint64 id);
/* The lane view that shows the card; NULL. */
TapBoardLaneView *_tap_board_page_view_of  (TapBoardPage *self, TapBoardCard *card);
void              _tap_board_page_show_menu (TapBoardPage *self, TapBoardCard *card, gboolean stages);
/* Moves, or asks for what is missing, or says why not. */
void              _tap_board_page_move     (TapBoardPage *self, TapBoardCard *card, TapStage to);
void              _tap_board_page_toast    (TapBoardPage *self, const char *text);
/* Tells what happens without being asked: late cars, a share that does not answer. Once, when the board is known. */
void              _tap_board_page_watch    (TapBoardPage *self);
void              _tap_board_page_class_init_actions (GtkWidgetClass *widget_class);
/* Whether the window has this action, given without "win.". */
gboolean          tap_board_window_has_action (GtkWidget *widget, const char *name);

G_END_DECLS
