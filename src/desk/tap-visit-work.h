/* tap-visit-work.h — the lines of work of a visit, and the entry that adds one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows are made anew only when the lines of work changed; what is being typed stays. */
#define TAP_TYPE_VISIT_WORK (tap_visit_work_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitWork, tap_visit_work, TAP, VISIT_WORK, GtkWidget)

void tap_visit_work_set_detail (TapVisitWork   *self,
                                TapVisitDetail *detail,
                                TapSession     *session);

G_END_DECLS
