/* tap-sidebar.h — the pages of the window, with the counts that matter.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_SIDEBAR (tap_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (TapSidebar, tap_sidebar, TAP, SIDEBAR, GtkWidget)

#define TAP_N_PAGES 4

/* "board", "workshop", "customers", "settings": page @i, as Ctrl+1 … Ctrl+4 count them. */
const char *tap_sidebar_get_page_name (guint       i);
/* The page's name in the interface language; NULL for a page without a row of its own. */
const char *tap_sidebar_get_title     (const char *page);

/* @board (nullable): whose counts and whose station are shown. */
void        tap_sidebar_set_board     (TapSidebar *self,
                                       TapBoard   *board);
/* Marks @page as the one that is shown; a page without a row leaves the mark where it is. */
void        tap_sidebar_select        (TapSidebar *self,
                                       const char *page);

G_END_DECLS
