/* tap-visit-promises.h — right side of the visit page: the promise in force and the ones before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_VISIT_PROMISES (tap_visit_promises_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitPromises, tap_visit_promises, TAP, VISIT_PROMISES, GtkWidget)

void tap_visit_promises_set_detail (TapVisitPromises *self,
                                    TapVisitDetail   *detail,
                                    TapSession       *session);
/* @card (nullable): where the visit stands on the board, for its time pill. */
void tap_visit_promises_set_card   (TapVisitPromises *self,
                                    TapBoardCard     *card);

G_END_DECLS
