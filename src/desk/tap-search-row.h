/* tap-search-row.h — a vehicle that was found, as a row of a list.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One hit for a GListModel: an immutable value in an object. */
#define TAP_TYPE_SEARCH_ITEM (tap_search_item_get_type ())
G_DECLARE_FINAL_TYPE (TapSearchItem, tap_search_item, TAP, SEARCH_ITEM, GObject)

TapSearchItem *tap_search_item_new     (TapSearchHit  *hit,
                                        GTimeZone     *zone);
TapSearchHit  *tap_search_item_get_hit (TapSearchItem *self);      /* (transfer none) */

/* Property "item" (TapSearchItem). */
#define TAP_TYPE_SEARCH_ROW (tap_search_row_get_type ())
G_DECLARE_FINAL_TYPE (TapSearchRow, tap_search_row, TAP, SEARCH_ROW, GtkWidget)

G_END_DECLS
