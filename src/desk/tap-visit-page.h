/* tap-visit-page.h — one visit: facts, stepper, work, promises and its whole history in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_VISIT_PAGE (tap_visit_page_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitPage, tap_visit_page, TAP, VISIT_PAGE, GtkWidget)

/**
 * tap_visit_page_new:
 * @board: the board of the open station
 *
 * Makes an empty page; tap_visit_page_show() fills it. It follows its visit: the page changes when any PC changes the visit,
 * and keeps the scroll position and a note that is being typed.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *tap_visit_page_new    (TapBoard     *board);

/**
 * tap_visit_page_show:
 * @self: a page
 * @visit_id: an open visit, a closed one (shown read-only), or a booking that has not arrived; 0 empties the page
 *
 * Shows a visit. What was shown before stays until the new one is read; after 400 ms a skeleton takes its place.
 */
void       tap_visit_page_show   (TapVisitPage *self,
                                  gint64        visit_id);

G_END_DECLS
