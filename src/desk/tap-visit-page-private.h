/* tap-visit-page-private.h — what the parts of the visit page share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-stepper.h"
#include "desk/tap-visit-bar.h"
#include "desk/tap-visit-facts.h"
#include "desk/tap-visit-history.h"
#include "desk/tap-visit-page.h"
#include "desk/tap-visit-promises.h"
#include "desk/tap-visit-work.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"

G_BEGIN_DECLS

struct _TapVisitPage
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkStack          *stack;
  AdwStatusPage     *missing_page, *booking_page;
  AdwBin            *skeleton_bin;
  TapPlate          *plate;
  GtkLabel          *customer_label, *order_label, *closed_label;
  TapPill           *time_pill;
  GtkBox            *badges;
  TapStepper        *stepper;
  GtkRevealer       *closed_revealer;
  GtkScrolledWindow *left_scroller, *centre_scroller, *right_scroller;
  TapVisitFacts     *facts;
  TapVisitWork      *work;
  TapVisitHistory   *history;
  TapVisitPromises  *promises;
  TapVisitBar       *bar;
  /* Owned references */
  TapBoard       *board;
  TapBoardCard   *card;             /* on the board; NULL for closed visits */
  TapVisitDetail *detail;           /* what is shown */
  GCancellable   *loading;
  gint64          id;               /* what was asked for */
  TapLedgerState shown_state;       /* of the connection, when the buttons were last judged */
  guint           skeleton_source;
  guint           reload_source;
};

/* Shows what was read; takes @detail over. Where a session has no store (a made-up one in memory) this is the way in. */
void _tap_visit_page_take_detail    (TapVisitPage      *self,
                                     TapVisitDetail    *detail);
/* Judges next step, undo and promise anew and enables the actions. */
void _tap_visit_page_actions_update (TapVisitPage      *self);
void _tap_visit_page_actions_init   (TapVisitPageClass *klass);

G_END_DECLS
