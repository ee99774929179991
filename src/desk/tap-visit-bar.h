/* tap-visit-bar.h — the bar below a visit: the one blue button to the next step, why it is not possible, and the other ways.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the next step is and what stands in its way. */
typedef struct
{
  TapStage   to;                    /* the visit's own stage: there is no next step */
  TapVerdict verdict;
  gboolean   possible;              /* allowed, or allowed once a reason is given */
  gboolean   ask_reason;
} TapNextStep;

/* Uses the actions "visit.next", "visit.undo", "visit.move-to" (s: stage), "visit.pass" of what it stands in. */
#define TAP_TYPE_VISIT_BAR (tap_visit_bar_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitBar, tap_visit_bar, TAP, VISIT_BAR, GtkWidget)

/* Judges anew; @card (nullable): without one the bar is away. */
void               tap_visit_bar_update   (TapVisitBar  *self,
                                           TapBoard     *board,
                                           TapBoardCard *card);
const TapNextStep *tap_visit_bar_get_next (TapVisitBar  *self);

G_END_DECLS
