/* tap-strip-bar.h — the row above the lanes: six numbers that filter, whose cars, in what order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapStripBar:
 *
 * Follows the board's strip and sets its filters. Shows less of each tile where there is less room. The order menu activates `board.sort` (s).
 */
#define TAP_TYPE_STRIP_BAR (tap_strip_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapStripBar, tap_strip_bar, TAP, STRIP_BAR, GtkWidget)

void       tap_strip_bar_set_board  (TapStripBar  *self,
                                     TapBoard     *board);       /* (nullable) */
GtkWidget *tap_strip_bar_get_tile   (TapStripBar  *self,
                                     TapBoardTile  tile);        /* (transfer none) */
/* The button of a filter; for the keys M and W. (transfer none) */
GtkWidget *tap_strip_bar_get_filter (TapStripBar  *self,
                                     TapBoardFilter filter);
/* "promise", "arrival", "stage-time", "advisor" <-> the order; as the targets of `board.sort` are written. */
const char  *tap_board_sort_name    (TapBoardSort  sort);
TapBoardSort tap_board_sort_of_name (const char   *name);

G_END_DECLS
