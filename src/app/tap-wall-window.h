/* tap-wall-window.h — the workshop board over a whole screen, to be looked at by everyone.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "board/tap-wall-view.h"
#include "live/tap-workshop.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_WALL_WINDOW (tap_wall_window_get_type ())
G_DECLARE_FINAL_TYPE (TapWallWindow, tap_wall_window, TAP, WALL_WINDOW, AdwApplicationWindow)

/* @application (nullable). The caller makes it full screen and presents it; Esc and F11 leave. Sizes follow the setting "wall-distance". */
GtkWidget *tap_wall_window_new (GtkApplication *application,
                                TapWorkshop    *workshop);

/* (transfer none): what fills it. */
TapWallView *tap_wall_window_get_view (TapWallWindow *self);

G_END_DECLS
