/* tap-header.h — the header bar of the window: check-in, booking, search, connection, person, clock, menu.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_HEADER (tap_header_get_type ())
G_DECLARE_FINAL_TYPE (TapHeader, tap_header, TAP, HEADER, GtkWidget)

/* @board (nullable): whose search is filtered while typing. */
void tap_header_set_board        (TapHeader   *self,
                                  TapBoard    *board);
/* Puts the cursor into the search; what stands there is selected. */
void tap_header_focus_search     (TapHeader   *self);
void tap_header_clear_search     (TapHeader   *self);
void tap_header_set_search       (TapHeader   *self,
                                  const char  *text);
/* @reason (nullable): why nothing can be checked in or booked: the tooltip of the two buttons (look.md 15). */
void tap_header_set_reason       (TapHeader   *self,
                                  const char  *reason);
/* @folded: the sidebar is away and needs its button; @narrow: texts of chip and clock give way. */
void tap_header_set_width        (TapHeader   *self,
                                  gboolean     folded,
                                  gboolean     narrow);
void tap_header_set_back_visible (TapHeader   *self,
                                  gboolean     visible);
/* Shows the station's clock as it is now. */
void tap_header_update_clock     (TapHeader   *self);

G_END_DECLS
