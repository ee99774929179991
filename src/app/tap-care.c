/* tap-care.c — the long jobs that look after the station's data: one at a time, on a thread of their own, for all screens of a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-private.h"

#include "app/tap-prefs.h"
#include "app/tap-post.h"


#define USUAL_HOUR 22

enum { WORK_CHANGED, LIST_CHANGED, PLAN_CHANGED, LEFT_CHANGED, FAILED_ALONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapCare, tap_care, G_TYPE_OBJECT)

/* ---- progress: the newest word of the working thread, shown when the main thread gets round to it ------------------------- */

typedef struct
{
  GMutex   mutex;
  TapCare *care;                /* owned */
  GTask   *task;                /* borrowed: the relay is part of it */
  char    *step;                /* under the mutex, as the rest */
  double   fraction;
  gboolean queued;
} Relay;

static void
relay_free (gpointer data)
{
  Relay *relay = data;

  g_mutex_clear (&relay->mutex);
  g_object_unref (relay->care);
  g_free (relay->step);
  g_free (relay);
}

static gboolean
is_running (TapCare *self,
            GTask   *task)
{
  return self->state == TAP_CARE_WORKING && g_task_get_cancellable (task) == self->cancellable;
}

static gboolean
show_progress_cb (gpointer data)
{
  GTask *task = data;
  Relay *relay = g_object_get_data (G_OBJECT (task), "tap-relay");
  TapCare *self = relay->care;

  g_mutex_lock (&relay->mutex);
  relay->queued = FALSE;
  if (is_running (self, task))
    {
      g_free (self->sentence);
      self->sentence = g_strdup (relay->step);
      self->fraction = relay->fraction;
    }
  g_mutex_unlock (&relay->mutex);
  if (is_running (self, task))
    g_signal_emit (self, signals[WORK_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* On the working thread. */
static void
progress (const char *step,
          gint64      done,
          gint64      total,
          gpointer    data)
{
  Relay *relay = data;
  gboolean queue;

  g_mutex_lock (&relay->mutex);
  if (g_strcmp0 (relay->step, step) != 0)
    {
      g_free (relay->step);
      relay->step = g_strdup (step);
    }
  relay->fraction = total > 0 ? CLAMP ((double) done / (double) total, 0, 1) : -1;
  queue = !relay->queued;
  relay->queued = TRUE;
  g_mutex_unlock (&relay->mutex);
  if (queue)
    tap_post (g_task_get_context (relay->task), G_PRIORITY_DEFAULT_IDLE, show_progress_cb, g_object_ref (relay->task),
              g_object_unref);
}

/* ---- a job ------------------------------------------------------------------------------------------------------------------ */

static void
set_outcome (TapCare      *self,
             TapCareState  state,
             const char   *sentence,
             char         *technical)
{
  self->state = state;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  g_free (self->technical);
  self->technical = technical;
  self->fraction = -1;
}

static char *
technical_line (const TapCareTask *task,
                const GError      *error)
{
  const char *where = task->path != NULL ? task->path : *task->place != '\0' && task->job <= TAP_CARE_DRILL ? task->place : task->folder;

  return g_strdup_printf ("%s %d · %s · %s", g_quark_to_string (error->domain), error->code, where, error->message);
}

static void
take_results (TapCare     *self,
              TapCareTask *task)
{
  if (task->job == TAP_CARE_COMPARE)
    {
      g_clear_pointer (&self->rift, tap_rift_free);
      self->rift = g_steal_pointer (&task->rift);
    }
  if (task->job <= TAP_CARE_DRILL)
    tap_care_list (self);
  if (task->job == TAP_CARE_TAKE_FOLDER)
    tap_care_read_left (self);
}

static void
job_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  TapCare *self = TAP_CARE (source);
  TapCareTask *task = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *words = NULL;

  g_clear_object (&self->cancellable);
  if (done && (task->job == TAP_CARE_RESCUE || task->job == TAP_CARE_RESTORE))
    self->new_folder = g_strdup (task->path);
  if (done)
    set_outcome (self, TAP_CARE_DONE, task->sentence, NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_outcome (self, TAP_CARE_STOPPED, _tap_care_safe (task->job), NULL);
  else
    {
      words = g_strdup_printf ("%s\n%s", error->message, _tap_care_safe (task->job));
      set_outcome (self, TAP_CARE_FAILED, words, technical_line (task, error));
    }
  if (task->job == TAP_CARE_BACKUP)
    _tap_care_night_done (self, task, error);
  take_results (self, task);
  g_signal_emit (self, signals[WORK_CHANGED], 0);
  if (self->held)
    g_application_release (g_application_get_default ());
  self->held = FALSE;
}

static void
job_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  GError *error = NULL;

  if (_tap_care_run (data, progress, g_object_get_data (G_OBJECT (task), "tap-relay"), cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static TapWorker *
get_worker (TapCare *self)
{
  TapStore *store = self->session == NULL ? NULL : tap_session_get_store (self->session);

  return store == NULL ? NULL : tap_store_get_worker (store);
}

char *
_tap_care_replica_dir (TapCare *self)
{
  TapWorker *worker = get_worker (self);

  return g_strdup (worker != NULL ? tap_worker_get_replica_dir (worker) : self->replica_dir);
}

static TapCareTask *
new_task (TapCare    *self,
          TapCareJob  job,
          const char *backup,
          const char *path,
          gint64      staff_id)
{
  TapWorker *worker = get_worker (self);
  TapCareTask *task = g_new0 (TapCareTask, 1);

  task->job = job;
  task->folder = g_strdup (worker != NULL ? tap_worker_get_folder (worker) : self->folder);
  task->replica_dir = _tap_care_replica_dir (self);
  task->station_id = g_strdup (worker != NULL ? tap_session_get_station (self->session)->station_id : "");
  task->place = g_strdup (self->place);
  task->path = g_strdup (path);
  task->backup_path = g_strdup (backup);
  task->now_unix = worker != NULL ? tap_session_now_unix (self->session) : g_get_real_time () / G_USEC_PER_SEC;
  task->staff_id = staff_id;
  task->alone = job == TAP_CARE_BACKUP && staff_id == 0;
  task->started_us = g_get_monotonic_time ();
  return task;
}

static gboolean
start (TapCare    *self,
       TapCareJob  job,
       const char *backup,
       const char *path,
       gint64      staff_id)
{
  g_autoptr (GTask) task = NULL;
  Relay *relay;

  if (self->state == TAP_CARE_WORKING || (get_worker (self) == NULL && self->folder == NULL))
    return FALSE;
  g_clear_pointer (&self->new_folder, g_free);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, job_done_cb, NULL);
  g_task_set_source_tag (task, tap_care_start);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, new_task (self, job, backup, path, staff_id), _tap_care_task_free);
  relay = g_new0 (Relay, 1);
  g_mutex_init (&relay->mutex);
  relay->care = g_object_ref (self);
  relay->task = task;
  g_object_set_data_full (G_OBJECT (task), "tap-relay", relay, relay_free);
  self->job = job;
  self->alone = job == TAP_CARE_BACKUP && staff_id == 0;
  set_outcome (self, TAP_CARE_WORKING, "", NULL);
  g_task_run_in_thread (task, job_thread);
  g_signal_emit (self, signals[WORK_CHANGED], 0);
  return TRUE;
}

gboolean
tap_care_start (TapCare    *self,
                TapCareJob  job,
                const char *path,
                gint64      staff_id)
{
  g_return_val_if_fail (TAP_IS_CARE (self), FALSE);
  g_return_val_if_fail (job != TAP_CARE_RESTORE, FALSE);

  return start (self, job, NULL, path, staff_id);
}

gboolean
tap_care_restore (TapCare    *self,
                  const char *backup,
                  const char *new_folder,
                  gint64      staff_id)
{
  g_return_val_if_fail (TAP_IS_CARE (self), FALSE);
  g_return_val_if_fail (backup != NULL && new_folder != NULL, FALSE);

  return start (self, TAP_CARE_RESTORE, backup, new_folder, staff_id);
}

void
tap_care_cancel (TapCare *self)
{
  g_return_if_fail (TAP_IS_CARE (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

void
tap_care_dismiss (TapCare *self)
{
  g_return_if_fail (TAP_IS_CARE (self));

  if (self->state == TAP_CARE_WORKING || self->state == TAP_CARE_IDLE)
    return;
  set_outcome (self, TAP_CARE_IDLE, "", NULL);
  g_clear_pointer (&self->new_folder, g_free);
  g_signal_emit (self, signals[WORK_CHANGED], 0);
}

/* ---- what is known ------------------------------------------------------------------------------------------------------------ */

TapSession *
tap_care_get_session (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->session;
}

gboolean
tap_care_may_decide (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), FALSE);

  return self->session == NULL ? self->folder != NULL : tap_session_may (self->session, TAP_RIGHT_ADMIN);
}

gint64
tap_care_get_staff_id (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), 0);

  return self->session == NULL ? 0 : tap_session_get_staff_id (self->session);
}

GTimeZone *
tap_care_dup_zone (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->session == NULL ? g_time_zone_new_local () : g_time_zone_ref (tap_session_get_zone (self->session));
}

TapCareState
tap_care_get_state (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), TAP_CARE_IDLE);

  return self->state;
}

TapCareJob
tap_care_get_job (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), TAP_CARE_BACKUP);

  return self->job;
}

gboolean
tap_care_is_alone (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), FALSE);

  return self->alone;
}

const char *
tap_care_get_title (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return _tap_care_title (self->job, self->state);
}

const char *
tap_care_get_sentence (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return self->sentence != NULL ? self->sentence : "";
}

const char *
tap_care_get_technical (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return self->technical != NULL ? self->technical : "";
}

double
tap_care_get_fraction (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), -1);

  return self->fraction;
}

const char *
tap_care_get_new_folder (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->state == TAP_CARE_DONE ? self->new_folder : NULL;
}

TapRift *
tap_care_get_rift (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->rift;
}

/* ---- the plan ----------------------------------------------------------------------------------------------------------------- */

static void
read_plan (TapCare *self)
{
  const char *station_id = tap_session_get_station (self->session)->station_id;
  g_autoptr (GVariant) plans = NULL;

  self->place = g_strdup ("");
  self->hour = USUAL_HOUR;
  if (tap_prefs_get () == NULL)
    return;
  plans = g_settings_get_value (tap_prefs_get (), "backup-plans");
  g_clear_pointer (&self->place, g_free);
  if (!g_variant_lookup (plans, station_id, "(si)", &self->place, &self->hour))
    self->place = g_strdup ("");
}

static void
write_plan (TapCare *self)
{
  const char *station_id = tap_session_get_station (self->session)->station_id;
  g_autoptr (GVariant) plans = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key, *place;
  int hour;

  if (tap_prefs_get () == NULL)
    return;
  plans = g_settings_get_value (tap_prefs_get (), "backup-plans");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{s(si)}"));
  g_variant_iter_init (&iter, plans);
  while (g_variant_iter_next (&iter, "{&s(&si)}", &key, &place, &hour))
    if (!g_str_equal (key, station_id))
      g_variant_builder_add (&builder, "{s(si)}", key, place, hour);
  g_variant_builder_add (&builder, "{s(si)}", station_id, self->place, self->hour);
  g_settings_set_value (tap_prefs_get (), "backup-plans", g_variant_builder_end (&builder));
}

const char *
tap_care_get_place (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return self->place;
}

int
tap_care_get_hour (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), -1);

  return self->hour;
}

void
tap_care_set_plan (TapCare    *self,
                   const char *place,
                   int         hour)
{
  gboolean moved;

  g_return_if_fail (TAP_IS_CARE (self));
  g_return_if_fail (place != NULL && hour >= -1 && hour < 24);

  moved = !g_str_equal (place, self->place);
  if (self->session == NULL || (!moved && hour == self->hour))
    return;
  if (moved)
    {
      g_free (self->place);
      self->place = g_strdup (place);
    }
  self->hour = hour;
  write_plan (self);
  if (moved)
    tap_care_list (self);
  g_signal_emit (self, signals[PLAN_CHANGED], 0);
}

/* ---- what lies there ------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *place, *station_id;
  guint serial;
} ListTask;

static void
list_task_free (gpointer data)
{
  ListTask *task = data;

  g_free (task->place);
  g_free (task->station_id);
  g_free (task);
}

/* What two good backups of the same history have, this PC need not keep a copy of. */
static void
trim_copies (TapCare *self)
{
  const TapBackup *newest = NULL;

  if (self->session == NULL || self->backups == NULL)
    return;
  for (guint i = 0; i < self->backups->len; i++)
    {
      const TapBackup *backup = g_ptr_array_index (self->backups, i);

      if (!backup->good || backup->checked_unix == 0)
        continue;
      if (newest == NULL)
        newest = backup;
      else
        {
          if (g_strcmp0 (newest->epoch, backup->epoch) == 0)
            tap_worker_trim_copies (tap_store_get_worker (tap_session_get_store (self->session)), backup->seq);
          return;
        }
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  TapCare *self = TAP_CARE (source);
  ListTask *task = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *backups = g_task_propagate_pointer (G_TASK (result), &error);

  if (task->serial != self->list_serial)
    {
      g_clear_pointer (&backups, g_ptr_array_unref);
      return;
    }
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  self->backups = backups;
  g_free (self->list_error);
  self->list_error = error != NULL ? g_strdup (error->message) : NULL;
  if (self->state == TAP_CARE_DONE && self->job == TAP_CARE_BACKUP)
    trim_copies (self);
  g_signal_emit (self, signals[LIST_CHANGED], 0);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  ListTask *list = data;
  GError *error = NULL;
  GPtrArray *backups = *list->place == '\0' ? g_ptr_array_new ()
                                            : tap_care_api ()->list (list->place, list->station_id, &error);

  if (backups != NULL)
    g_task_return_pointer (task, backups, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
tap_care_list (TapCare *self)
{
  g_autoptr (GTask) task = NULL;
  ListTask *list;

  g_return_if_fail (TAP_IS_CARE (self));

  if (self->session == NULL)
    return;
  list = g_new0 (ListTask, 1);
  list->place = g_strdup (self->place);
  list->station_id = g_strdup (tap_session_get_station (self->session)->station_id);
  list->serial = ++self->list_serial;
  task = g_task_new (self, NULL, listed_cb, NULL);
  g_task_set_source_tag (task, tap_care_list);
  g_task_set_task_data (task, list, list_task_free);
  g_task_run_in_thread (task, list_thread);
}

GPtrArray *
tap_care_get_backups (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->backups;
}

const char *
tap_care_get_list_error (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return self->list_error != NULL ? self->list_error : "";
}

/* ---- life ------------------------------------------------------------------------------------------------------------------------ */

static void
session_gone_cb (gpointer  data,
                 GObject  *session)
{
  TapCare *self = data;

  self->session = NULL;
  _tap_care_night_clear (self);
  tap_care_cancel (self);
}

TapCare *
tap_care_of (TapSession *session)
{
  TapCare *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_get_data (G_OBJECT (session), "tap-care");
  if (self != NULL)
    return self;
  self = g_object_new (TAP_TYPE_CARE, NULL);
  self->session = session;
  g_clear_pointer (&self->place, g_free);
  g_object_weak_ref (G_OBJECT (session), session_gone_cb, self);
  g_object_set_data_full (G_OBJECT (session), "tap-care", self, g_object_unref);
  read_plan (self);
  _tap_care_night_start (self);
  return self;
}

TapCare *
tap_care_new (const char *folder,
              const char *replica_dir)
{
  TapCare *self;

  g_return_val_if_fail (folder != NULL && replica_dir != NULL, NULL);

  self = g_object_new (TAP_TYPE_CARE, NULL);
  self->folder = g_strdup (folder);
  self->replica_dir = g_strdup (replica_dir);
  return self;
}

void
tap_care_leave (TapSession *session)
{
  TapCare *self;

  g_return_if_fail (TAP_IS_SESSION (session));

  self = g_object_get_data (G_OBJECT (session), "tap-care");
  if (self == NULL)
    return;
  _tap_care_night_clear (self);
  if (self->state != TAP_CARE_WORKING)
    return;
  if (!self->held && g_application_get_default () != NULL)
    {
      g_application_hold (g_application_get_default ());
      self->held = TRUE;
    }
  tap_care_cancel (self);
}

static void
tap_care_dispose (GObject *object)
{
  TapCare *self = TAP_CARE (object);

  if (self->session != NULL)
    g_object_weak_unref (G_OBJECT (self->session), session_gone_cb, self);
  self->session = NULL;
  _tap_care_night_clear (self);
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  g_clear_pointer (&self->rift, tap_rift_free);
  _tap_care_left_clear (self);
  G_OBJECT_CLASS (tap_care_parent_class)->dispose (object);
}

static void
tap_care_finalize (GObject *object)
{
  TapCare *self = TAP_CARE (object);

  g_free (self->sentence);
  g_free (self->technical);
  g_free (self->list_error);
  g_free (self->place);
  g_free (self->folder);
  g_free (self->replica_dir);
  g_free (self->new_folder);
  g_free (self->nights.place);
  g_free (self->nights.unrecorded);
  G_OBJECT_CLASS (tap_care_parent_class)->finalize (object);
}

static void
tap_care_class_init (TapCareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_care_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_care_finalize;
  signals[WORK_CHANGED] = g_signal_new ("work-changed", TAP_TYPE_CARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LIST_CHANGED] = g_signal_new ("list-changed", TAP_TYPE_CARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLAN_CHANGED] = g_signal_new ("plan-changed", TAP_TYPE_CARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT_CHANGED] = g_signal_new ("left-changed", TAP_TYPE_CARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED_ALONE] = g_signal_new ("failed-alone", TAP_TYPE_CARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_STRING);
}

static void
tap_care_init (TapCare *self)
{
  self->fraction = -1;
  self->place = g_strdup ("");
  self->hour = -1;
  self->born_us = g_get_monotonic_time ();
}
