/* tap-strip-tile.h — one number of the strip above the lanes; pressed, it filters the board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_STRIP_TILE (tap_strip_tile_get_type ())
G_DECLARE_FINAL_TYPE (TapStripTile, tap_strip_tile, TAP, STRIP_TILE, GtkToggleButton)

/* How much a tile shows, by the room there is. */
typedef enum { TAP_TILE_FULL, TAP_TILE_NO_DETAIL, TAP_TILE_NO_ICON } TapTileRoom;

/* @look: NULL, or "risk" or "late": the colour of the number while it is not zero. Strings are translated and copied. */
GtkWidget *tap_strip_tile_new      (const char   *icon_name,
                                    const char   *title,
                                    const char   *look);
void       tap_strip_tile_set      (TapStripTile *self,
                                    guint         number,
                                    const char   *detail);
void       tap_strip_tile_set_room (TapStripTile *self,
                                    TapTileRoom   room);
guint      tap_strip_tile_get_number (TapStripTile *self);

G_END_DECLS
