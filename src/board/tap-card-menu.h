/* tap-card-menu.h — the menu of a card: open it, move it, change its promise, take its phone number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapCardMenu:
 *
 * A popover of two pages: what can be done, and the stages to move to. Stages the rules do not allow are there, insensitive, with the
 * reason below their name. Rows activate the actions `board.…` of the widget the popover belongs to, and close it.
 */
#define TAP_TYPE_CARD_MENU (tap_card_menu_get_type ())
G_DECLARE_FINAL_TYPE (TapCardMenu, tap_card_menu, TAP, CARD_MENU, GtkPopover)

/* @with_promise: there is an action to change the promised time. @stages: begin with the page of stages. */
GtkWidget *tap_card_menu_new        (TapBoard     *board,
                                     TapBoardCard *card,
                                     gboolean      with_promise,
                                     gboolean      stages);
/* What F9 does: the stage that follows, ARRIVED for a booking. */
TapStage   tap_card_menu_next_stage (TapBoard     *board,
                                     TapBoardCard *card);

G_END_DECLS
