/* tap-quick-look.h — what is known of a card, without leaving the board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapQuickLook:
 *
 * A popover with the facts of a card, its promise and its lines of work; these come from the store a moment later. Space and Escape
 * close it, Enter closes it and opens the card ("board.open" of the widget it belongs to). It shows the card as it was when it opened.
 */
#define TAP_TYPE_QUICK_LOOK (tap_quick_look_get_type ())
G_DECLARE_FINAL_TYPE (TapQuickLook, tap_quick_look, TAP, QUICK_LOOK, GtkPopover)

GtkWidget *tap_quick_look_new       (TapBoard       *board,
                                     TapBoardCard   *card);
/* The lines of work; those that were cancelled are left out. Called by itself when the store answers. */
void       tap_quick_look_take_jobs (TapQuickLook   *self,
                                     GPtrArray      *jobs);        /* of TapJob */

G_END_DECLS
