/* tap-visit-facts.h — left side of the visit page: car, customer, this visit, earlier ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_VISIT_FACTS (tap_visit_facts_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitFacts, tap_visit_facts, TAP, VISIT_FACTS, GtkWidget)

void tap_visit_facts_set_detail (TapVisitFacts  *self,
                                 TapVisitDetail *detail,
                                 TapSession     *session);
/* What is known of the plate: the visit before this one; NULL while it is not read. */
void tap_visit_facts_set_known  (TapVisitFacts  *self,
                                 TapKnownPlate  *known,
                                 gint64          visit_id,
                                 GTimeZone      *zone);

G_END_DECLS
