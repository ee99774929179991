/* tap-workshop.h — the observable workshop: bays with their bars, racks, the worst late job.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapWorkshopRow:
 *
 * A bay of today: bars of other days are not in it. Signal ::changed () when any of its bars or its current card changed, or the card tells
 * something else. Main thread only.
 */
#define TAP_TYPE_WORKSHOP_ROW (tap_workshop_row_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopRow, tap_workshop_row, TAP, WORKSHOP_ROW, GObject)
TapBay       *tap_workshop_row_get_bay     (TapWorkshopRow *self);     /* (transfer none) */
GPtrArray    *tap_workshop_row_get_bars    (TapWorkshopRow *self);     /* (transfer none) of TapBar by start, until ::changed */
TapBar       *tap_workshop_row_get_current (TapWorkshopRow *self);     /* (transfer none) (nullable): running, else stopped, else next */
TapBoardCard *tap_workshop_row_get_card    (TapWorkshopRow *self);     /* (transfer none) (nullable): of the current bar */

/* ---- one rack: cars without a bay, held for parts, waiting for the customer's word (and not for parts), to inspect, to wash ---- */
typedef enum { TAP_RACK_DISPATCH, TAP_RACK_PARTS, TAP_RACK_CUSTOMER, TAP_RACK_INSPECTION, TAP_RACK_WASH } TapRackKind;
#define TAP_N_RACKS 5

/**
 * TapWorkshop:
 *
 * The workshop board: rows and racks over the cards and bars of a TapBoard. Signals: ::rows-changed () bays came, went or were renamed,
 * ::racks-changed () a card somewhere changed: counts and the worst are to be asked again, ::tick () every 30 s. Main thread only.
 */
#define TAP_TYPE_WORKSHOP (tap_workshop_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshop, tap_workshop, TAP, WORKSHOP, GObject)
TapWorkshop  *tap_workshop_new             (TapBoard    *board);       /* (transfer full); shares the board's cards */
TapBoard     *tap_workshop_get_board       (TapWorkshop *self);        /* (transfer none) */
GListModel   *tap_workshop_get_rows        (TapWorkshop *self);        /* (transfer none) of TapWorkshopRow, active bays in their order */
GListModel   *tap_workshop_get_rack        (TapWorkshop *self, TapRackKind kind);   /* (transfer none) of TapBoardCard, earliest promise first */
TapBoardCard *tap_workshop_get_worst       (TapWorkshop *self);        /* (transfer none) (nullable): longest late between dispatch and wash */
/* Each (out) (optional). Late and soon: between dispatch and wash; soon: under 30 minutes of slack, or predicted late. */
void          tap_workshop_get_counts      (TapWorkshop *self, guint *n_in_work, guint *n_to_dispatch, guint *n_finished_today, guint *n_late, guint *n_soon);
int           tap_workshop_day_bounds      (TapWorkshop *self, gint64 *from_unix, gint64 *to_unix);   /* the axis: opening hours of today, widened to whole hours; returns hours */
/* A bar's predicted end, in working time: a running one's planned minutes from its start on, never before now; a stopped one's minutes left from
 * its next check time; a planned one's from its start, or now. A finished one's end. (req 68) */
gint64        tap_workshop_predict_end     (TapWorkshop *self, TapBar *bar);

G_END_DECLS
