/* tap-workshop-page.h — the workshop board in the window of a PC, with dispatch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-workshop.h"

G_BEGIN_DECLS

/**
 * TapWorkshopPage:
 *
 * The painted workshop in light or dark, sized to the page. A plate of the "to dispatch" rack is dragged onto a bay and
 * an hour, a job that has not started to another place; both can be done with the keyboard ("Assign…"). A click on a
 * row opens the job sheet, where the signed-in person acts.
 *
 * Widget actions: "workshop.assign" (the selected plate of the rack), "workshop.open-visit" (its visit).
 *
 * ## CSS nodes
 * workshoppage > box > box.toolbar, overlay > workshopview, revealer > jobsheet
 */
#define TAP_TYPE_WORKSHOP_PAGE (tap_workshop_page_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopPage, tap_workshop_page, TAP, WORKSHOP_PAGE, GtkWidget)

GtkWidget *tap_workshop_page_new (TapWorkshop *workshop);

/* What a drop at a point of the painted board would plan. */
typedef struct
{
  gint64 visit_id;
  gint64 job_id;          /* 0: all job lines not yet given out */
  gint64 bar_id;          /* the plan that is moved; 0: a plate from the rack */
  gint64 bay_id;          /* 0: not over a bay and hour */
  gint64 start_unix;      /* on a quarter of an hour, not before now */
  gint64 technician_id;   /* who keeps the job when it stays in its bay; 0: who usually stands in the bay */
  int    minutes;
} TapWorkshopPlan;

/* One cell from a point: the bay under it and the quarter of an hour. @from: what is dragged. FALSE: no cell there. */
gboolean   tap_workshop_page_plan_at (TapWorkshopPage       *self,
                                      const TapWorkshopPlan *from,
                                      double                 x,
                                      double                 y,
                                      TapWorkshopPlan       *plan);
/* What would be dragged from a point: a plate to dispatch, or a bar that has not started. */
gboolean   tap_workshop_page_plan_from (TapWorkshopPage     *self,
                                        double               x,
                                        double               y,
                                        TapWorkshopPlan     *plan);
/* Saves a plan; asks for the technician if the bay has no usual one; says as a toast why it was refused. */
void       tap_workshop_page_assign  (TapWorkshopPage       *self,
                                      const TapWorkshopPlan *plan);

G_END_DECLS
