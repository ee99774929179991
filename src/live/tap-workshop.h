/* tap-workshop.h — the observable workshop: bays with their bars, racks, the worst late job.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

G_BEGIN_DECLS

/* ---- one row: a bay of today. Signal ::changed () when any of its bars or its current card changed. ---- */
#define TAP_TYPE_WORKSHOP_ROW (tap_workshop_row_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshopRow, tap_workshop_row, TAP, WORKSHOP_ROW, GObject)
TapBay       *tap_workshop_row_get_bay     (TapWorkshopRow *self);
GPtrArray    *tap_workshop_row_get_bars    (TapWorkshopRow *self);     /* (transfer none) of TapBar by start */
TapBar       *tap_workshop_row_get_current (TapWorkshopRow *self);     /* running, else stopped, else next; (nullable) */
TapBoardCard *tap_workshop_row_get_card    (TapWorkshopRow *self);     /* of the current bar (nullable) */

/* ---- one rack ---- */
typedef enum { TAP_RACK_DISPATCH, TAP_RACK_PARTS, TAP_RACK_CUSTOMER, TAP_RACK_INSPECTION, TAP_RACK_WASH } TapRackKind;
#define TAP_N_RACKS 5

/* ---- the workshop. Signals ::rows-changed () (bays came or went), ::racks-changed (), ::tick (). ---- */
#define TAP_TYPE_WORKSHOP (tap_workshop_get_type ())
G_DECLARE_FINAL_TYPE (TapWorkshop, tap_workshop, TAP, WORKSHOP, GObject)
TapWorkshop  *tap_workshop_new             (TapBoard    *board);       /* shares the board's cards */
TapBoard     *tap_workshop_get_board       (TapWorkshop *self);
GListModel   *tap_workshop_get_rows        (TapWorkshop *self);        /* of TapWorkshopRow, in bay order */
GListModel   *tap_workshop_get_rack        (TapWorkshop *self, TapRackKind kind);   /* of TapBoardCard, most urgent first */
TapBoardCard *tap_workshop_get_worst       (TapWorkshop *self);        /* the worst late card (nullable) */
void          tap_workshop_get_counts      (TapWorkshop *self, guint *n_in_work, guint *n_to_dispatch, guint *n_finished_today, guint *n_late, guint *n_soon);
int           tap_workshop_day_bounds      (TapWorkshop *self, gint64 *from_unix, gint64 *to_unix);   /* the axis: opening hours of today, widened to whole hours; returns hours */
/* A bar's predicted end: planned minutes left from now for a running one (req 68). */
gint64        tap_workshop_predict_end     (TapWorkshop *self, TapBar *bar);

G_END_DECLS
