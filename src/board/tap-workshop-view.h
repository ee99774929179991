/* tap-workshop-view.h — the painted workshop as a widget: shows, follows the model, says what a point belongs to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-workshop.h"
#include "paint/tap-wall.h"

G_BEGIN_DECLS

/**
 * TapWorkshopView:
 *
 * Paints the whole workshop (counts, bays by hours, racks, alert line) to its size with src/paint and paints anew only
 * when something in it changed. Over each row and plate lies a TapWorkshopItem for keyboard and screen reader.
 *
 * Signals: ::row-activated (gint64 bay_id, gint64 bar_id): a click or Enter on a row; bar_id 0: not on a bar.
 * ::card-activated (gint64 visit_id): a double click or Alt+Enter on a plate of a rack, a click on the alert line.
 * ::card-assign (gint64 visit_id): Enter on a plate that waits for dispatch. ::selection-changed ().
 *
 * ## CSS nodes
 * workshopview > workshopitem
 *
 * ## Accessibility
 * Role list; its items are the rows, then the plates of the racks.
 */
#define TAP_TYPE_WORKSHOP_VIEW (tap_workshop_view_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopView, tap_workshop_view, TAP, WORKSHOP_VIEW, GtkWidget)

/* @wall: always in wall colours, with a clock, paged every 12 s; else in the window's style. */
GtkWidget      *tap_workshop_view_new          (TapWorkshop     *workshop,
                                                gboolean         wall);
/* The distance people look from, in metres: 3, 5, 7. */
void            tap_workshop_view_set_distance (TapWorkshopView *self,
                                                double           distance_m);
/* While paused nothing turns pages: a sheet is open that belongs to a row. */
void            tap_workshop_view_set_paused   (TapWorkshopView *self,
                                                gboolean         paused);
/* The next page of rows and of racks too long for their place, with a cross-fade; nothing if all is shown. */
void            tap_workshop_view_turn_page    (TapWorkshopView *self);
gboolean        tap_workshop_view_hit          (TapWorkshopView *self,
                                                double           x,
                                                double           y,
                                                TapHit          *hit);
/* The dashed box where a drop would land; @bay_id 0 takes it away. */
void            tap_workshop_view_set_preview  (TapWorkshopView *self,
                                                gint64           bay_id,
                                                gint64           from_unix,
                                                int              minutes);
/* Geometry now shown; NULL before the first size. (transfer none) */
const TapScene *tap_workshop_view_get_scene    (TapWorkshopView *self);
/* Reads the model and paints anew at once, not in the next idle moment. */
void            tap_workshop_view_update       (TapWorkshopView *self);
/* The plate to dispatch that had the focus last, while it still waits; 0: none. */
gint64          tap_workshop_view_get_selected (TapWorkshopView *self);
void            tap_workshop_view_focus_row    (TapWorkshopView *self,
                                                gint64           bay_id);

G_END_DECLS
