/* tap-board-page.h — the front-desk board: strip, lanes, and everything a person does with a card.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapBoardPage:
 *
 * Actions (class actions, for keys, menus, the screen reader and tests); an id of 0 means the card with the focus:
 *   board.open x, board.card-menu x, board.stage-menu x, board.next-step x, board.move-to (xs) (stage as tap_stage_to_db()),
 *   board.shift i (-1: a lane to the left, 1: to the right), board.change-promise x, board.copy-phone x,
 *   board.filter-mine, board.filter-waiting, board.sort s (promise, arrival, stage-time, advisor).
 * Keys are those of look.md 11, bound here and not in the application: they never fire while an entry has the focus.
 * Of the window it uses win.open-visit, win.check-in, win.new-booking, win.search, win.search-all, win.toast, win.toast-undo,
 * win.undo-move, win.refresh and, where there is one, win.change-promise.
 */
#define TAP_TYPE_BOARD_PAGE (tap_board_page_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardPage, tap_board_page, TAP, BOARD_PAGE, GtkWidget)

GtkWidget *tap_board_page_new        (TapBoard     *board);
/* Scrolls to the card and focuses it. FALSE: it is not on the board, or hidden by a filter. */
gboolean   tap_board_page_focus_card (TapBoardPage *self,
                                      gint64        id);

G_END_DECLS
