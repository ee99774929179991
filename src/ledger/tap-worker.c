/* tap-worker.c — one program's share in a station: what the main thread sees of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-worker-private.h"

G_DEFINE_FINAL_TYPE (TapWorker, tap_worker, G_TYPE_OBJECT)

enum
{
  SIGNAL_APPLIED,
  SIGNAL_RELOAD,
  SIGNAL_STATE_CHANGED,
  SIGNAL_SETTLED,
  SIGNAL_OUTBOX_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* --- time ------------------------------------------------------------------------------------ */

static gint64 fixed_unix = -1;
static gint64 fixed_at_us;
static gint64 fixed_rate = 1;

static void
read_fixed_now (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      const char *text = g_getenv ("TAPPET_NOW");

      if (text != NULL && *text != '\0')
        fixed_unix = g_ascii_strtoll (text, NULL, 10);
      text = g_getenv ("TAPPET_NOW_RATE");
      if (text != NULL && fixed_unix >= 0)
        fixed_rate = CLAMP (g_ascii_strtoll (text, NULL, 10), 1, 86400);
      fixed_at_us = g_get_monotonic_time ();
      g_once_init_leave (&ready, 1);
    }
}

gboolean
_tap_station_now_is_fixed (void)
{
  read_fixed_now ();
  return fixed_unix >= 0;
}

gint64
_tap_station_now (gint64 offset_us)
{
  if (_tap_station_now_is_fixed ())
    return fixed_unix + (g_get_monotonic_time () - fixed_at_us) * fixed_rate / G_USEC_PER_SEC;
  return (g_get_real_time () + offset_us) / G_USEC_PER_SEC;
}

int
tap_station_clock_rate (void)
{
  read_fixed_now ();
  return (int) fixed_rate;
}

/* --- talking to the main thread -------------------------------------------------------------- */

void
_tap_worker_post (TapWorker      *self,
                  GSourceFunc     func,
                  gpointer        data,
                  GDestroyNotify  data_free)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

typedef struct
{
  TapWorker *worker;
  char      *operation_id;
  gboolean   saved;
} Settled;

static void
settled_free (gpointer data)
{
  Settled *settled = data;

  g_object_unref (settled->worker);
  g_free (settled->operation_id);
  g_free (settled);
}

static gboolean
settled_cb (gpointer data)
{
  Settled *settled = data;

  g_signal_emit (settled->worker, signals[SIGNAL_SETTLED], 0, settled->operation_id, settled->saved);
  return G_SOURCE_REMOVE;
}

void
_tap_worker_post_settled (TapWorker  *self,
                          const char *operation_id,
                          gboolean    saved)
{
  Settled *settled = g_new0 (Settled, 1);

  settled->worker = g_object_ref (self);
  settled->operation_id = g_strdup (operation_id);
  settled->saved = saved;
  _tap_worker_post (self, settled_cb, settled, settled_free);
}

void
_tap_worker_emit_applied (TapWorker *self,
                          GPtrArray *transactions)
{
  g_signal_emit (self, signals[SIGNAL_APPLIED], 0, transactions);
}

void
_tap_worker_emit_reload (TapWorker *self)
{
  g_signal_emit (self, signals[SIGNAL_RELOAD], 0);
}

void
_tap_worker_emit_state_changed (TapWorker *self)
{
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

void
_tap_worker_emit_outbox_changed (TapWorker *self)
{
  g_signal_emit (self, signals[SIGNAL_OUTBOX_CHANGED], 0);
}

/* --- commands -------------------------------------------------------------------------------- */

TapJob *
_tap_job_ref (TapJob *job)
{
  g_atomic_ref_count_inc (&job->refs);
  return job;
}

void
_tap_job_unref (TapJob *job)
{
  if (!g_atomic_ref_count_dec (&job->refs))
    return;
  g_assert (job->task == NULL);
  if (job->input_free != NULL && job->input != NULL)
    job->input_free (job->input);
  g_clear_object (&job->cancellable);
  g_free (job->outbox);
  g_free (job->name);
  g_free (job->operation_id);
  g_free (job->person);
  g_free (job);
}

/* The task is returned and freed on the main thread: its last reference may be the last one of the worker, whose threads must not
 * finalize it. */
typedef struct
{
  GTask         *task;
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
} Answer;

static gboolean
answer_cb (gpointer data)
{
  Answer *answer = data;

  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->result), answer->result_free);
  return G_SOURCE_REMOVE;
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->task);
  g_clear_error (&answer->error);
  g_free (answer);
}

static void
post_answer (TapWorker     *self,
             GTask         *task,
             gpointer       result,
             GDestroyNotify result_free,
             GError        *error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->result = result;
  answer->result_free = result_free;
  answer->error = error;
  _tap_worker_post (self, answer_cb, answer, answer_free);
}

void
_tap_worker_answer (TapWorker *self,
                    TapJob    *job,
                    gpointer   result,
                    GError    *error)
{
  g_autoptr(GTask) task = NULL;
  gboolean unknown = g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
  gboolean settles;
  gboolean late;

  if (job->is_entry)
    {
      if (result != NULL && job->result_free != NULL)
        job->result_free (result);
      _tap_share_end_entry (self, job, error);
      return;
    }
  g_mutex_lock (&self->lock);
  late = job->answered;
  settles = late && job->told_unknown && !unknown;
  if (!late)
    {
      job->answered = TRUE;
      job->told_unknown = unknown;
      task = g_steal_pointer (&job->task);
    }
  /* The end of it is told once. */
  if (settles)
    job->told_unknown = FALSE;
  g_mutex_unlock (&self->lock);

  if (!late)
    {
      post_answer (self, g_steal_pointer (&task), result, job->result_free, error);
      g_mutex_lock (&self->lock);
      g_hash_table_remove (self->unanswered, job);
      g_mutex_unlock (&self->lock);
      return;
    }
  if (settles)
    _tap_worker_post_settled (self, job->operation_id, error == NULL);
  if (result != NULL && job->result_free != NULL)
    job->result_free (result);
  g_clear_error (&error);
}

static int
compare_serials (gconstpointer a,
                 gconstpointer b)
{
  const TapJob *one = *(TapJob *const *) a;
  const TapJob *other = *(TapJob *const *) b;

  return (one->serial > other->serial) - (one->serial < other->serial);
}

/* In the order of the calls. */
static GPtrArray *
list_unanswered (TapWorker *self)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_job_unref);
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->unanswered);
  while (g_hash_table_iter_next (&iter, &job, NULL))
    g_ptr_array_add (jobs, _tap_job_ref (job));
  g_ptr_array_sort (jobs, compare_serials);
  return jobs;
}

void
_tap_worker_answer_all (TapWorker  *self,
                        int         code,
                        const char *message)
{
  g_autoptr(GPtrArray) jobs = NULL;

  g_mutex_lock (&self->lock);
  jobs = list_unanswered (self);
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];
      GError *error;

      if (job->answered)
        continue;
      job->answered = TRUE;
      job->told_unknown = job->phase == TAP_JOB_PUBLISHING;
      /* What cannot be on its way may wait instead, in the order in which it came. */
      if (code == TAP_LEDGER_ERROR_CUT_OFF && !job->told_unknown && job->outbox != NULL)
        {
          _tap_worker_local_queue (self, job, g_steal_pointer (&job->task));
          continue;
        }
      error = job->told_unknown
                  ? g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN,
                                         _("It is not known yet whether this was saved. Please wait."))
                  : g_error_new_literal (TAP_LEDGER_ERROR, code, message);
      post_answer (self, g_steal_pointer (&job->task), NULL, NULL, error);
    }
  g_hash_table_remove_all (self->unanswered);
  g_mutex_unlock (&self->lock);
}

static TapJob *
job_new (TapWorker        *self,
         const TapCommand *command,
         GCancellable     *cancellable)
{
  TapJob *job = g_new0 (TapJob, 1);

  g_atomic_ref_count_init (&job->refs);
  job->name = g_strdup (command->name);
  job->operation_id
      = command->operation_id != NULL ? g_strdup (command->operation_id) : g_uuid_string_random ();
  job->person = g_strdup (command->person != NULL ? command->person : "");
  job->func = command->func;
  job->input = command->input;
  job->input_free = command->input_free;
  job->result_free = command->result_free;
  if (self->outbox_read != NULL)
    job->outbox = g_strdup (command->outbox);
  job->subject = command->subject;
  job->happened_unix = tap_worker_now_unix (self);
  job->queued_us = g_get_monotonic_time ();
  g_set_object (&job->cancellable, cancellable);
  return job;
}

/* Reasons to refuse before anything is tried; NULL: none. */
static GError *
refuse_early (TapWorker *self)
{
  if (self->main.closed || self->main.close_task != NULL || !self->main.started)
    return g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, _("The station is closed."));
  if (self->main.state == TAP_LEDGER_CUT_OFF && self->main.start_done)
    return g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, self->main.state_reason);
  if (self->main.trouble.state != TAP_LEDGER_IN_STEP && !self->main.trouble.passing)
    return g_error_new_literal (TAP_LEDGER_ERROR, self->main.trouble.code, self->main.trouble.reason);
  return NULL;
}

void
tap_worker_command_async (TapWorker           *self,
                          const TapCommand    *command,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *refusal;
  TapJob *job;

  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (command != NULL && command->func != NULL && command->name != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_worker_command_async);
  job = job_new (self, command, cancellable);
  g_task_set_task_data (task, _tap_job_ref (job), (GDestroyNotify) _tap_job_unref);
  refusal = refuse_early (self);
  if (job->outbox != NULL
      && (refusal == NULL ? self->main.trouble.state == TAP_LEDGER_IN_STEP && _tap_worker_stands_behind (self, job)
                          : g_error_matches (refusal, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF)))
    {
      g_clear_error (&refusal);
      _tap_worker_local_queue (self, job, g_steal_pointer (&task));
      _tap_job_unref (job);
      return;
    }
  if (refusal != NULL)
    {
      g_task_return_error (task, refusal);
      _tap_job_unref (job);
      return;
    }
  g_mutex_lock (&self->lock);
  job->serial = ++self->last_serial;
  job->task = g_steal_pointer (&task);
  g_hash_table_add (self->unanswered, _tap_job_ref (job));
  g_queue_push_tail (&self->queue, job);
  if (job->person[0] != '\0')
    {
      g_free (self->person);
      self->person = g_strdup (job->person);
    }
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

gboolean
tap_worker_command_finish (TapWorker     *self,
                           GAsyncResult  *result,
                           gpointer      *command_result,
                           GError       **error)
{
  g_autoptr(GError) reason = NULL;
  gpointer value;
  TapJob *job;

  g_return_val_if_fail (TAP_IS_WORKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  value = g_task_propagate_pointer (G_TASK (result), &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (command_result != NULL)
    *command_result = value;
  else if (value != NULL && job->result_free != NULL)
    job->result_free (value);
  return TRUE;
}

void
tap_worker_look (TapWorker *self)
{
  g_return_if_fail (TAP_IS_WORKER (self));

  g_mutex_lock (&self->lock);
  self->look_now = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/* --- start and end --------------------------------------------------------------------------- */

void
tap_worker_start_async (TapWorker           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (!self->main.started);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_worker_start_async);
  self->main.started = TRUE;
  self->main.start_us = g_get_monotonic_time ();
  self->main.start_task = g_steal_pointer (&task);
  _tap_worker_state_start (self);
  _tap_worker_share_start (self);
}

gboolean
tap_worker_start_finish (TapWorker     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
close_time_out_cb (gpointer data)
{
  TapWorker *self = data;

  self->main.close_source = 0;
  _tap_worker_answer_all (self, TAP_LEDGER_ERROR_CLOSED, _("The station is closed. Nothing was saved."));
  _tap_worker_local_refuse (self);
  if (self->main.start_task != NULL)
    {
      g_autoptr(GTask) start_task = g_steal_pointer (&self->main.start_task);

      g_task_return_new_error (start_task, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, "%s",
                               _("The station is closed."));
    }
  if (self->main.close_task != NULL)
    {
      g_autoptr(GTask) task = g_steal_pointer (&self->main.close_task);

      self->main.closed = TRUE;
      _tap_worker_state_stop (self);
      g_task_return_boolean (task, TRUE);
    }
  return G_SOURCE_REMOVE;
}

void
_tap_worker_close_check (TapWorker *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->main.close_task == NULL || self->main.share_running || self->main.local_running)
    return;
  task = g_steal_pointer (&self->main.close_task);
  if (self->main.close_source != 0)
    {
      g_source_destroy (g_main_context_find_source_by_id (self->context, self->main.close_source));
      self->main.close_source = 0;
    }
  self->main.closed = TRUE;
  _tap_worker_answer_all (self, TAP_LEDGER_ERROR_CLOSED, _("The station is closed. Nothing was saved."));
  _tap_worker_local_refuse (self);
  _tap_worker_state_stop (self);
  g_task_return_boolean (task, TRUE);
}

void
tap_worker_close_async (TapWorker           *self,
                        int                  wait_ms,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GSource *source;

  g_return_if_fail (TAP_IS_WORKER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_worker_close_async);
  if (self->main.closed || !self->main.started || self->main.close_task != NULL)
    {
      self->main.closed = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->main.close_task = g_steal_pointer (&task);
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  if (self->main.local_running)
    _tap_worker_local_stop (self);
  source = g_timeout_source_new ((guint) MAX (wait_ms, 0));
  g_source_set_callback (source, close_time_out_cb, g_object_ref (self), g_object_unref);
  self->main.close_source = g_source_attach (source, self->context);
  g_source_unref (source);
  _tap_worker_close_check (self);
}

gboolean
tap_worker_close_finish (TapWorker     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
tap_worker_finalize (GObject *object)
{
  TapWorker *self = TAP_WORKER (object);

  /* The threads hold references: none of them runs any more. */
  g_assert (!self->main.share_running && !self->main.local_running);
  _tap_worker_state_stop (self);
  g_clear_object (&self->ledger);
  g_queue_clear_full (&self->queue, (GDestroyNotify) _tap_job_unref);
  g_clear_pointer (&self->unanswered, g_hash_table_unref);
  g_clear_pointer (&self->local_jobs, g_async_queue_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->main.peers, g_ptr_array_unref);
  g_clear_pointer (&self->main.outbox, g_ptr_array_unref);
  g_clear_pointer (&self->outbox_done, g_hash_table_unref);
  _tap_trouble_clear (&self->main.trouble);
  _tap_trouble_clear (&self->share.trouble);
  g_free (self->main.state_reason);
  g_free (self->main.station_id);
  g_free (self->main.station_name);
  g_free (self->main.replica_id);
  g_free (self->main.replica_dir);
  g_free (self->person);
  g_free (self->folder);
  g_free (self->replica_dir_option);
  g_free (self->pc);
  g_free (self->program);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  G_OBJECT_CLASS (tap_worker_parent_class)->finalize (object);
}

static void
tap_worker_class_init (TapWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_worker_finalize;

  signals[SIGNAL_APPLIED] = g_signal_new ("applied", TAP_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_RELOAD]
      = g_signal_new ("reload", TAP_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STATE_CHANGED] = g_signal_new ("state-changed", TAP_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", TAP_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_OUTBOX_CHANGED] = g_signal_new ("outbox-changed", TAP_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_worker_init (TapWorker *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->queue);
  self->unanswered
      = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) _tap_job_unref, NULL);
  self->local_jobs = g_async_queue_new ();
  self->context = g_main_context_ref_thread_default ();
  self->main.state = TAP_LEDGER_STARTING;
  self->main.state_reason = g_strdup ("");
  self->main.trouble.state = TAP_LEDGER_IN_STEP;
  self->share.trouble.state = TAP_LEDGER_IN_STEP;
  self->main.peers = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_peer_free);
  self->main.outbox = g_ptr_array_new ();
  self->outbox_done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TapWorker *
_tap_worker_new_on (const TapWorkerOptions *options,
                    TapLedger              *ledger)
{
  TapWorker *self = g_object_new (TAP_TYPE_WORKER, NULL);

  self->folder = g_strdup (options->folder);
  self->replica_dir_option = g_strdup (options->replica_dir);
  self->pc = g_strdup (options->pc != NULL ? options->pc : g_get_host_name ());
  self->program = g_strdup (options->program != NULL ? options->program : "tappet");
  self->migrations = options->migrations;
  self->n_migrations = options->n_migrations;
  if (options->limits != NULL)
    self->limits = *options->limits;
  else
    tap_ledger_limits_default (&self->limits);
  self->passive = options->passive;
  self->open_db = options->open_db;
  self->open_db_data = options->open_db_data;
  self->outbox_read = options->outbox_read;
  self->outbox_data = options->outbox_data;
  self->ledger = g_object_ref (ledger);
  self->main.state_since_unix = _tap_station_now (0);
  return self;
}

TapWorker *
tap_worker_new (const TapWorkerOptions *options)
{
  g_autoptr(TapLedger) ledger = NULL;

  g_return_val_if_fail (options != NULL && options->folder != NULL, NULL);

  ledger = tap_ledger_folder_new (options->folder);
  return _tap_worker_new_on (options, ledger);
}

/* --- what is known --------------------------------------------------------------------------- */

TapLedgerState
tap_worker_get_state (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), TAP_LEDGER_CUT_OFF);
  return self->main.state;
}

const char *
tap_worker_get_state_reason (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), "");
  return self->main.state_reason;
}

gint64
tap_worker_get_state_since_unix (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return self->main.state_since_unix;
}

gint64
tap_worker_get_last_answer_us (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return atomic_load (&self->last_answer_us);
}

gint64
tap_worker_get_last_good_unix (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return self->main.last_good_unix;
}

gint64
tap_worker_get_next_try_us (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return atomic_load (&self->next_try_us);
}

guint64
tap_worker_get_seq (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return self->main.seq;
}

gint64
tap_worker_get_clock_offset_s (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return self->main.offset_s;
}

gint64
tap_worker_now_unix (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), 0);
  return _tap_station_now (self->main.offset_s * G_USEC_PER_SEC);
}

const char *
tap_worker_get_station_id (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return self->main.station_id;
}

const char *
tap_worker_get_station_name (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return self->main.station_name;
}

const char *
tap_worker_get_replica_id (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return self->main.replica_id;
}

const char *
tap_worker_get_replica_dir (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return self->main.replica_dir;
}

const char *
tap_worker_get_folder (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return self->folder;
}

gboolean
tap_worker_is_proven (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), FALSE);
  return self->main.proven;
}

GPtrArray *
tap_worker_get_peers (TapWorker *self)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  return g_ptr_array_ref (self->main.peers);
}
