/* tap-job-sheet.h — what stands in one bay, and starting, stopping, resuming and finishing it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-workshop.h"

G_BEGIN_DECLS

/**
 * TapJobSheet:
 *
 * Shows the jobs of a bay and acts on one of them. On the wall whoever acts taps their name and types their PIN, for that
 * action only; in the window the signed-in person acts, and what they may not do is insensitive with the reason below.
 * A refused action leaves everything as it was typed, with the reason as a sentence.
 *
 * Widget actions: "sheet.act" (s: start, stop, resume, finish), "sheet.reason" (s), "sheet.check" (i: 0…3), "sheet.go"
 * (the stop page is done), "sheet.person" (x), "sheet.back", "sheet.close", "sheet.plan", "sheet.open-visit".
 * Signals: ::close (): it wants to be gone; ::plan (gint64 bar_id): another bay or time for a job that has not started.
 *
 * ## CSS nodes
 * jobsheet[.wall]
 */
#define TAP_TYPE_JOB_SHEET (tap_job_sheet_get_type ())
G_DECLARE_FINAL_TYPE (TapJobSheet, tap_job_sheet, TAP, JOB_SHEET, GtkWidget)

GtkWidget  *tap_job_sheet_new       (TapWorkshop *workshop,
                                     gboolean     wall);
/* @bar_id 0: the current job of the bay. */
void        tap_job_sheet_show      (TapJobSheet *self,
                                     gint64       bay_id,
                                     gint64       bar_id);
gint64      tap_job_sheet_get_bay   (TapJobSheet *self);         /* 0: none shown */
/* "jobs", "stop", "person" or "pin": what is asked now. */
const char *tap_job_sheet_get_page  (TapJobSheet *self);
/* The sentence shown to whoever acts; "" none. */
const char *tap_job_sheet_get_message (TapJobSheet *self);
/* Pixels of the screen for one of 1920 x 1080. */
void        tap_job_sheet_set_scale (TapJobSheet *self,
                                     double       scale);

G_END_DECLS
