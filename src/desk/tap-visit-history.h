/* tap-visit-history.h — all that happened to a visit, in words, and the entry for a note.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Newest on top, with a heading for each day. History only grows: new lines are put in, old ones are not touched. A note that is
 * being typed belongs to its visit and comes back with it. */
#define TAP_TYPE_VISIT_HISTORY (tap_visit_history_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitHistory, tap_visit_history, TAP, VISIT_HISTORY, GtkWidget)

void tap_visit_history_set_detail (TapVisitHistory *self,
                                   TapVisitDetail  *detail,
                                   TapSession      *session);

G_END_DECLS
