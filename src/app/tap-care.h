/* tap-care.h — the long jobs that look after the station's data: one at a time, on a thread of their own, for all screens of a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care-api.h"
#include "app/tap-care-words.h"
#include "live/tap-session.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_CARE_BACKUP,
  TAP_CARE_CHECK,               /* a backup is opened and looked at */
  TAP_CARE_DRILL,               /* … and restored into a scratch folder */
  TAP_CARE_VERIFY,              /* the chain of the station */
  TAP_CARE_VERIFY_DEEP,
  TAP_CARE_COMPARE,             /* what differs between the folder and this PC */
  TAP_CARE_PUT_BACK,
  TAP_CARE_TAKE_FOLDER,
  TAP_CARE_RESCUE,
  TAP_CARE_RESTORE,             /* a backup becomes a station in a new folder */
} TapCareJob;
#define TAP_CARE_N_JOBS 10

typedef enum { TAP_CARE_IDLE, TAP_CARE_WORKING, TAP_CARE_DONE, TAP_CARE_FAILED, TAP_CARE_STOPPED } TapCareState;

/**
 * TapCare:
 *
 * One for each session. A job goes on whatever page is shown and whoever signs in or out; it ends with the session. A backup, good or
 * not, is written into the station's record, so that every PC knows its age.
 *
 * The plan (where backups go, at which hour) belongs to this PC and this station. With an hour the object makes the nightly backup by
 * itself (tap-care-night.c).
 *
 * Without a session (tap_care_new()) it only looks for ways out of a folder that does not open: COMPARE, PUT_BACK, TAKE_FOLDER, RESCUE.
 *
 * Signals: ::work-changed () state, step or progress; ::list-changed () tap_care_get_backups() is another one; ::plan-changed () place,
 * hour, or when the next one is due; ::left-changed () tap_care_get_left() is another one; ::failed-alone (char *sentence) a nightly backup failed or was skipped. Main thread only.
 */
#define TAP_TYPE_CARE (tap_care_get_type ())
G_DECLARE_FINAL_TYPE (TapCare, tap_care, TAP, CARE, GObject)

/* (transfer none): that of @session, made when first asked for; it goes with the session. */
TapCare     *tap_care_of             (TapSession  *session);
/* (transfer full): for the station in @folder that does not open, of which this PC has a copy in @replica_dir. */
TapCare     *tap_care_new            (const char  *folder,
                                      const char  *replica_dir);
TapSession  *tap_care_get_session    (TapCare     *self);       /* (transfer none) (nullable): NULL when the session has gone */

/* Whether somebody may decide here: with a session its person needs the right to the settings; without one the PIN alone tells. */
gboolean     tap_care_may_decide     (TapCare     *self);
gint64       tap_care_get_staff_id   (TapCare     *self);       /* 0: nobody is signed in */
GTimeZone   *tap_care_dup_zone       (TapCare     *self);       /* (transfer full): of the station, else of this PC */

/* ---- work ---- */

/* @path: of the backup (CHECK, DRILL; NULL: the newest good one of the place), the new folder (RESCUE), else NULL. @staff_id: who wants it,
 * 0: the program by the clock. FALSE: another job is under way, and nothing happens. */
gboolean     tap_care_start          (TapCare     *self,
                                      TapCareJob   job,
                                      const char  *path,
                                      gint64       staff_id);
/* RESTORE: the backup in @backup becomes a station in @new_folder. FALSE as above. */
gboolean     tap_care_restore        (TapCare     *self,
                                      const char  *backup,
                                      const char  *new_folder,
                                      gint64       staff_id);
/* The job ends as STOPPED soon after. */
void         tap_care_cancel         (TapCare     *self);
/* Takes the outcome of a job away. */
void         tap_care_dismiss        (TapCare     *self);
/* Before the program leaves: cancels, and keeps the application alive until the job has cleared up (the caller has a limit). */
void         tap_care_leave          (TapSession  *session);

TapCareState tap_care_get_state      (TapCare     *self);
TapCareJob   tap_care_get_job        (TapCare     *self);       /* the one under way or the last one */
gboolean     tap_care_is_alone       (TapCare     *self);       /* it was begun by the clock */
const char  *tap_care_get_title      (TapCare     *self);       /* "Backing up" … "The backup failed"; "" idle */
const char  *tap_care_get_sentence   (TapCare     *self);       /* the step, or the outcome; "" */
const char  *tap_care_get_technical  (TapCare     *self);       /* one line for the administrator; "" */
double       tap_care_get_fraction   (TapCare     *self);       /* 0 to 1; below 0: not known */
/* (transfer none) (nullable): the station folder that RESCUE or RESTORE has just made, as long as its outcome is shown. */
const char  *tap_care_get_new_folder (TapCare     *self);
/* (transfer none) (nullable): what COMPARE found last. */
TapRift     *tap_care_get_rift       (TapCare     *self);

/* ---- what was set aside on this PC (tap-care-left.c) ---- */

/* An entry that only this PC had, in words: a person enters it again, or gives it up. */
typedef struct
{
  gint64 id;
  gint64 recorded_unix;
  char  *who;                   /* "Li Ting · FRONT-01" */
  char  *what;                  /* "promised time · note" */
  char  *plates;                /* of the cars, with a comma between; "" */
  char  *changes;               /* one field a line: "Hand-over: 16:00 → 17:30" */
} TapCareLeft;

/* Reads the list again, on a thread; ::left-changed follows when it is another one. */
void         tap_care_read_left      (TapCare     *self);
/* (transfer none) (nullable): of TapCareLeft, in order; NULL: not read yet. Until ::left-changed. */
GPtrArray   *tap_care_get_left       (TapCare     *self);
guint        tap_care_count_left     (TapCare     *self);
/* What a person decided, kept on a thread; then the list is read again. */
void         tap_care_settle_left    (TapCare     *self,
                                      gint64       id,
                                      gboolean     entered);
const char  *tap_care_get_left_error (TapCare     *self);       /* why the list could not be read or a decision not kept; "" */

/* ---- the plan of this PC, and what lies there ---- */

const char  *tap_care_get_place      (TapCare     *self);       /* "" none yet */
int          tap_care_get_hour       (TapCare     *self);       /* -1: by hand only */
void         tap_care_set_plan       (TapCare     *self,
                                      const char  *place,
                                      int          hour);
gint64       tap_care_get_next_unix  (TapCare     *self);       /* 0: none */
/* Reads the place again, on a thread. */
void         tap_care_list           (TapCare     *self);
GPtrArray   *tap_care_get_backups    (TapCare     *self);       /* (transfer none) (nullable): of TapBackup, newest first; NULL: not read yet */
const char  *tap_care_get_list_error (TapCare     *self);       /* why the place could not be read; "" */

/* Looks whether the nightly backup is due and begins it; comes by itself every half minute. */
void         tap_care_look           (TapCare     *self);

G_END_DECLS
