/* tap-job-sheet-private.h — between the job sheet's content and its acts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "board/tap-job-sheet.h"
#include "board/tap-job-sheet-stop.h"
#include "widgets/tap-pin-pad.h"

G_BEGIN_DECLS

struct _TapJobSheet
{
  GtkWidget        parent_instance;

  TapWorkshop     *workshop;        /* owned */
  gboolean         wall;
  double           scale;
  TapWorkshopRow  *row;             /* followed while it is shown, owned, nullable */
  gint64           bay_id, bar_id;  /* what is shown; 0: nothing, no job chosen */
  TapJobAct        act;             /* what was asked for … */
  gint64           person_id;       /* … and by whom, on the wall */
  char            *operation_id;    /* of this act: the same for every try; owned, nullable */
  gboolean         busy;            /* a save is under way */
  char            *unknown_operation;   /* a save of which it is not known yet whether it was done; owned, nullable … */
  gint64           unknown_bay_id;  /* … and the bay that is locked for it */
  gboolean         filling;
  guint            idle_id;
  GtkCssProvider  *css;             /* owned, nullable */

  GtkLabel        *title, *subtitle;
  GtkRevealer     *message_revealer;
  GtkLabel        *message;
  GtkStack        *stack;
  GtkListBox      *jobs;
  GtkWidget       *start_button, *resume_button, *finish_button, *stop_button, *plan_button, *visit_button;
  GtkLabel        *why_not;
  TapJobSheetStop *stop;
  GtkLabel        *person_title;
  GtkFlowBox      *persons;
  GtkLabel        *pin_title;
  TapPinPad       *pin_pad;
};

TapSession *tap_job_sheet_session         (TapJobSheet    *self);
TapBar     *tap_job_sheet_bar             (TapJobSheet    *self);       /* (transfer none) (nullable) */
void        tap_job_sheet_update          (TapJobSheet    *self);
void        tap_job_sheet_touch           (TapJobSheet    *self);       /* somebody is there: starts the idle time anew */
void        tap_job_sheet_say             (TapJobSheet    *self,
                                           const char     *sentence,
                                           gboolean        error);
void        tap_job_sheet_set_page        (TapJobSheet    *self,
                                           const char     *page);
void        tap_job_sheet_fill_persons    (TapJobSheet    *self);
void        tap_job_sheet_emit_close      (TapJobSheet    *self);
void        tap_job_sheet_emit_plan       (TapJobSheet    *self);

/* tap-job-sheet-act.c */
void        tap_job_sheet_watch_saves     (TapJobSheet    *self);
void        tap_job_sheet_lock_unknown    (TapJobSheet    *self);       /* the shown bay, if it waits for an answer */
void        tap_job_sheet_install_actions (GtkWidgetClass *widget_class);
void        tap_job_sheet_pin_entered     (TapPinPad      *pad,
                                           const char     *pin,
                                           TapJobSheet    *self);

G_END_DECLS
