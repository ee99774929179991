/* tap-job-sheet-stop.h — the page of the job sheet that asks why a job stops and when to look again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-workshop.h"

G_BEGIN_DECLS

/**
 * TapJobSheetStop:
 *
 * Reasons of terms.md 4.7 as buttons of which one is down, a note, and the next check time, which a stoppage needs
 * (visit.md 3.2). Signal: ::changed ().
 *
 * ## CSS nodes
 * jobsheetstop > box > grid.choices > button
 */
#define TAP_TYPE_JOB_SHEET_STOP (tap_job_sheet_stop_get_type ())
G_DECLARE_FINAL_TYPE (TapJobSheetStop, tap_job_sheet_stop, TAP, JOB_SHEET_STOP, GtkWidget)

#define TAP_N_STOP_CHECKS 4     /* 30 min, 1 h, 2 h, tomorrow when the station opens */

/* Nothing chosen, no note. @workshop: whose clock and opening hours the choices name; @with_note: there is a keyboard. */
void          tap_job_sheet_stop_reset       (TapJobSheetStop *self,
                                              TapWorkshop     *workshop,
                                              gboolean         with_note);
/* -1: none chosen yet. */
int           tap_job_sheet_stop_get_reason  (TapJobSheetStop *self);    /* a TapStopReason */
int           tap_job_sheet_stop_get_check   (TapJobSheetStop *self);    /* 0 … TAP_N_STOP_CHECKS - 1 */
void          tap_job_sheet_stop_set_reason  (TapJobSheetStop *self,
                                              int              reason);
void          tap_job_sheet_stop_set_check   (TapJobSheetStop *self,
                                              int              check);
const char   *tap_job_sheet_stop_get_note    (TapJobSheetStop *self);
/* When a choice means, from @now_unix on, Unix seconds. */
gint64        tap_job_sheet_stop_check_unix  (TapCalendar     *calendar,
                                              int              check,
                                              gint64           now_unix);

G_END_DECLS
