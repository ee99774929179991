/* tap-care-private.h — what the parts of the care of the data share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

G_BEGIN_DECLS

/* What a job is given, and what it brings back: owned by its thread while it works. */
typedef struct
{
  TapCareJob job;
  char      *folder, *replica_dir, *station_id;
  char      *place, *path;
  char      *backup_path;       /* RESTORE */
  gint64     now_unix;
  gint64     staff_id;
  gboolean   alone;
  gint64     started_us;

  TapBackup *backup;            /* BACKUP */
  TapRift   *rift;              /* COMPARE */
  char      *sentence;          /* what was achieved */
} TapCareTask;

/* What this PC knows about its nights, kept on the shelf of local.db. */
typedef struct
{
  char    *place;               /* what the rest is about */
  gint64   good_unix, tried_unix;
  guint    n_failed;
  gint64   skipped_due_unix;    /* the due time that was skipped because nothing could be saved; 0: none */
  char    *unrecorded;          /* why, as long as it is not in the station's record; "" */
  gint64   unrecorded_unix;
} TapCareNights;

struct _TapCare
{
  GObject        parent_instance;

  /* Borrowed; NULL when it has gone, or there never was one: then the paths are known */
  TapSession    *session;
  char          *folder, *replica_dir;

  /* Owned references */
  GCancellable  *cancellable;   /* of the job under way */
  GPtrArray     *backups;
  TapRift       *rift;

  TapCareState   state;
  TapCareJob     job;
  gboolean       alone;
  gboolean       held;          /* the application waits for the end of the job */
  char          *sentence, *technical, *list_error;
  char          *new_folder;    /* what RESCUE or RESTORE has made */
  double         fraction;

  char          *place;
  int            hour;
  guint          list_serial;

  GPtrArray     *left;          /* of TapCareLeft; NULL: not read yet */
  char          *left_error;
  gboolean       left_reading, left_again;

  TapCareNights  nights;
  gboolean       nights_read, looking;
  gint64         born_us;
  guint          timer;
};

/* tap-care.c */
/* (transfer full) (nullable): where this PC's copy lies; NULL when that is not known (yet). */
char       *_tap_care_replica_dir (TapCare *self);

/* tap-care-jobs.c: on the working thread. FALSE with @error; on success task->sentence is set. */
gboolean    _tap_care_run         (TapCareTask *task, TapProgressFunc progress, gpointer data, GCancellable *cancellable, GError **error);
void        _tap_care_task_free   (gpointer task);
const char *_tap_care_title       (TapCareJob job, TapCareState state);
const char *_tap_care_safe        (TapCareJob job);      /* what is safe when it failed */

/* tap-care-left.c */
void        _tap_care_left_clear  (TapCare *self);

/* tap-care-night.c */
void        _tap_care_night_start (TapCare *self);
void        _tap_care_night_clear (TapCare *self);
void        _tap_care_night_done  (TapCare *self, const TapCareTask *task, const GError *error);
void        _tap_care_record      (TapCare *self, gint64 staff_id, const TapBackupRun *run);

G_END_DECLS
