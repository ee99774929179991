/* tap-wall-view.h — the workshop board on the wall.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-workshop.h"

G_BEGIN_DECLS

/**
 * TapWallView:
 *
 * The whole screen of a wall: the painted workshop and, after a tap on a row, the job sheet from the right. Nothing is
 * dragged; nobody is signed in: who acts gives name and PIN for that one action. No names or phones of customers.
 * Sizes follow the screen, so that 4K is 1080p at twice the scale. Put it into a window with the class `wall`.
 *
 * Properties: "distance" (double, metres people look from: 3, 5 or 7; 5 at first).
 *
 * ## CSS nodes
 * wallview > overlay > workshopview, revealer > jobsheet.wall
 */
#define TAP_TYPE_WALL_VIEW (tap_wall_view_get_type ())
G_DECLARE_FINAL_TYPE (TapWallView, tap_wall_view, TAP, WALL_VIEW, GtkWidget)

GtkWidget *tap_wall_view_new          (TapWorkshop *workshop);
void       tap_wall_view_set_distance (TapWallView *self,
                                       double       distance_m);
/* Slides the job sheet of a bay in (@bar_id 0: its current job), or out with @bay_id 0. */
void       tap_wall_view_show_sheet   (TapWallView *self,
                                       gint64       bay_id,
                                       gint64       bar_id);

G_END_DECLS
