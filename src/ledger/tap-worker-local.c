/* tap-worker-local.c — the local thread: reads of the replica and the shelf, which never wait for the share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ledger/tap-outbox.h"
#include "ledger/tap-waiting.h"

typedef enum
{
  LOCAL_READ,
  LOCAL_READ_SAVED,             /* without what waits in the outbox */
  LOCAL_KEEP,
  LOCAL_KEPT,
  LOCAL_QUEUE,
  LOCAL_RETRY,
  LOCAL_DROP,
  LOCAL_LOOK,                   /* the share thread has changed the outbox; nobody waits for an answer */
  LOCAL_STOP,
} LocalKind;

typedef struct
{
  LocalKind      kind;
  GTask         *task;
  TapReadFunc    func;
  gpointer       input;
  GDestroyNotify input_free;
  GDestroyNotify result_free;
  GCancellable  *cancellable;
  char          *key;
  char          *text;
  TapJob        *queued;        /* the command that is to wait */
  gpointer       result;
  GError        *error;
} LocalJob;

typedef struct
{
  TapWorker  *worker;           /* the thread's own reference, dropped on the main thread */
  char       *dir;
  sqlite3    *db;
  TapLocalDb *local;
  TapWaiting *waiting;          /* NULL when the database cannot be used */
} LocalThread;

static void
local_job_free (gpointer data)
{
  LocalJob *job = data;

  g_clear_object (&job->task);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->queued, _tap_job_unref);
  if (job->input_free != NULL && job->input != NULL)
    job->input_free (job->input);
  g_clear_error (&job->error);
  g_free (job->key);
  g_free (job->text);
  g_free (job);
}

static gboolean
local_answer_cb (gpointer data)
{
  LocalJob *job = data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->result_free);
  return G_SOURCE_REMOVE;
}

static void
reset_statements (sqlite3 *db)
{
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (db, NULL); stmt != NULL; stmt = sqlite3_next_stmt (db, stmt))
    if (sqlite3_stmt_busy (stmt))
      {
        g_warning ("a statement was not stepped to its end: %s", sqlite3_sql (stmt));
        sqlite3_reset (stmt);
      }
}

/* The share thread builds it anew with its next look. */
static void
note_malformed (LocalThread *thread,
                sqlite3     *db,
                LocalJob    *job)
{
  int code = sqlite3_errcode (db) & 0xff;

  if (job->error != NULL && (code == SQLITE_CORRUPT || code == SQLITE_NOTADB))
    atomic_store (&thread->worker->read_broken, TRUE);
}

static void
run_read (LocalThread *thread,
          LocalJob    *job)
{
  sqlite3 *db;

  _tap_waiting_look (thread->waiting, FALSE);
  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  db = job->kind == LOCAL_READ ? _tap_waiting_begin (thread->waiting) : NULL;
  if (db != NULL)
    {
      job->result = job->func (db, job->input, job->cancellable, &job->error);
      note_malformed (thread, db, job);
      reset_statements (db);
      _tap_waiting_end (thread->waiting);
    }
  else if (tap_sql_exec (thread->db, "BEGIN", &job->error))
    {
      job->result = job->func (thread->db, job->input, job->cancellable, &job->error);
      note_malformed (thread, thread->db, job);
      reset_statements (thread->db);
      if (!sqlite3_get_autocommit (thread->db))
        tap_sql_exec (thread->db, "COMMIT", NULL);
    }
  if (job->error != NULL && job->result != NULL && job->result_free != NULL)
    g_clear_pointer (&job->result, job->result_free);
}

static void
run_job (LocalThread *thread,
         LocalJob    *job)
{
  if (thread->db == NULL)
    {
      g_set_error_literal (&job->error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                           _("This PC's copy of the station cannot be read."));
      return;
    }
  switch (job->kind)
    {
    case LOCAL_READ:
    case LOCAL_READ_SAVED:
      run_read (thread, job);
      break;
    case LOCAL_QUEUE:
      _tap_waiting_add (thread->waiting, job->queued, &job->error);
      break;
    case LOCAL_RETRY:
      tap_outbox_retry (thread->local, job->key, job->text, &job->error);
      _tap_waiting_look (thread->waiting, TRUE);
      break;
    case LOCAL_DROP:
      tap_outbox_drop (thread->local, job->key, &job->error);
      _tap_waiting_look (thread->waiting, TRUE);
      break;
    case LOCAL_LOOK:
      _tap_waiting_look (thread->waiting, TRUE);
      break;
    case LOCAL_KEEP:
      tap_local_db_keep (thread->local, job->key, job->text, &job->error);
      break;
    case LOCAL_KEPT:
      job->result = tap_local_db_kept (thread->local, job->key, &job->error);
      break;
    case LOCAL_STOP:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
local_ended_cb (gpointer data)
{
  TapWorker *self = data;

  self->main.local_running = FALSE;
  if (self->main.local_restart && self->main.close_task == NULL && !self->main.closed)
    {
      self->main.local_restart = FALSE;
      _tap_worker_local_start (self);
      return G_SOURCE_REMOVE;
    }
  _tap_worker_local_refuse (self);
  _tap_worker_close_check (self);
  return G_SOURCE_REMOVE;
}

/* NULL: time to see whether another program of this PC has changed the outbox. */
static LocalJob *
next_job (LocalThread *thread)
{
  TapWorker *self = thread->worker;

  if (thread->waiting == NULL || self->outbox_read == NULL)
    return g_async_queue_pop (self->local_jobs);
  return g_async_queue_timeout_pop (self->local_jobs,
                                    (guint64) MAX (self->limits.look_ms, 1) * G_TIME_SPAN_MILLISECOND);
}

static gpointer
local_main (gpointer data)
{
  LocalThread *thread = data;
  TapWorker *self = thread->worker;

  thread->db = tap_replica_open_reader (thread->dir, self->open_db, self->open_db_data, NULL);
  thread->local = tap_local_db_open (thread->dir, NULL);
  if (thread->local == NULL)
    g_clear_pointer (&thread->db, sqlite3_close);
  if (thread->db != NULL)
    {
      thread->waiting = _tap_waiting_new (self, thread->dir, thread->local, thread->db);
      _tap_waiting_look (thread->waiting, TRUE);
    }
  for (;;)
    {
      LocalJob *job = next_job (thread);

      if (job == NULL)
        {
          _tap_waiting_look (thread->waiting, FALSE);
          continue;
        }
      if (job->kind == LOCAL_STOP)
        {
          local_job_free (job);
          break;
        }
      run_job (thread, job);
      if (job->task != NULL)
        _tap_worker_post (self, local_answer_cb, job, local_job_free);
      else
        local_job_free (job);
    }
  g_clear_pointer (&thread->waiting, _tap_waiting_free);
  if (thread->db != NULL)
    sqlite3_close (thread->db);
  g_clear_pointer (&thread->local, tap_local_db_close);
  _tap_worker_post (self, local_ended_cb, self, g_object_unref);
  g_free (thread->dir);
  g_free (thread);
  return NULL;
}

void
_tap_worker_local_start (TapWorker *self)
{
  LocalThread *thread = g_new0 (LocalThread, 1);

  thread->worker = g_object_ref (self);
  thread->dir = g_strdup (self->main.replica_dir);
  self->main.local_running = TRUE;
  g_thread_unref (g_thread_new ("tap-local", local_main, thread));
}

void
_tap_worker_local_stop (TapWorker *self)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->kind = LOCAL_STOP;
  g_async_queue_push (self->local_jobs, job);
}

void
_tap_worker_local_refuse (TapWorker *self)
{
  LocalJob *job;

  while (!self->main.local_running && (job = g_async_queue_try_pop (self->local_jobs)) != NULL)
    {
      if (job->task != NULL)
        g_task_return_new_error (job->task, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, "%s",
                                 _("The station is closed."));
      local_job_free (job);
    }
}

static void
push_job (TapWorker           *self,
          LocalJob            *job,
          gpointer             tag,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  job->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (job->task, tag);
  g_async_queue_push (self->local_jobs, job);
  /* Before the start this waits for it; after the end nobody would answer. */
  if (self->main.closed || self->main.close_task != NULL)
    _tap_worker_local_refuse (self);
}

static LocalJob *
read_job_new (LocalKind       kind,
              TapReadFunc     func,
              gpointer        input,
              GDestroyNotify  input_free,
              GDestroyNotify  result_free,
              GCancellable   *cancellable)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->kind = kind;
  job->func = func;
  job->input = input;
  job->input_free = input_free;
  job->result_free = result_free;
  g_set_object (&job->cancellable, cancellable);
  return job;
}

void
tap_worker_read_async (TapWorker           *self,
                       TapReadFunc          func,
                       gpointer             input,
                       GDestroyNotify       input_free,
                       GDestroyNotify       result_free,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (func != NULL);

  push_job (self, read_job_new (LOCAL_READ, func, input, input_free, result_free, cancellable),
            tap_worker_read_async, callback, user_data);
}

void
tap_worker_read_saved_async (TapWorker           *self,
                             TapReadFunc          func,
                             gpointer             input,
                             GDestroyNotify       input_free,
                             GDestroyNotify       result_free,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (func != NULL);

  push_job (self, read_job_new (LOCAL_READ_SAVED, func, input, input_free, result_free, cancellable),
            tap_worker_read_saved_async, callback, user_data);
}

gpointer
tap_worker_read_finish (TapWorker     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tap_worker_keep_async (TapWorker           *self,
                       const char          *key,
                       const char          *text,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  LocalJob *job;

  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (key != NULL);

  job = g_new0 (LocalJob, 1);
  job->kind = LOCAL_KEEP;
  job->key = g_strdup (key);
  job->text = g_strdup (text);
  push_job (self, job, tap_worker_keep_async, callback, user_data);
}

static gboolean
finish_plain (TapWorker     *self,
              GAsyncResult  *result,
              GError       **error)
{
  g_autoptr(GError) reason = NULL;

  g_return_val_if_fail (TAP_IS_WORKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_task_propagate_pointer (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

gboolean
tap_worker_keep_finish (TapWorker     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return finish_plain (self, result, error);
}

void
tap_worker_kept_async (TapWorker           *self,
                       const char          *key,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  LocalJob *job;

  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (key != NULL);

  job = g_new0 (LocalJob, 1);
  job->kind = LOCAL_KEPT;
  job->key = g_strdup (key);
  job->result_free = g_free;
  push_job (self, job, tap_worker_kept_async, callback, user_data);
}

char *
tap_worker_kept_finish (TapWorker     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (TAP_IS_WORKER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the outbox ------------------------------------------------------------------------------ */

/* Any thread. */
void
_tap_worker_local_queue (TapWorker *self,
                         TapJob    *job,
                         GTask     *task)
{
  LocalJob *local_job = g_new0 (LocalJob, 1);

  local_job->kind = LOCAL_QUEUE;
  local_job->queued = _tap_job_ref (job);
  local_job->task = task;
  g_async_queue_push (self->local_jobs, local_job);
}

void
_tap_worker_local_look (TapWorker *self)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->kind = LOCAL_LOOK;
  g_async_queue_push (self->local_jobs, job);
}

static void
push_outbox_job (TapWorker           *self,
                 LocalKind            kind,
                 const char          *operation_id,
                 const char          *text,
                 gpointer             tag,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->kind = kind;
  job->key = g_strdup (operation_id);
  job->text = g_strdup (text);
  push_job (self, job, tag, callback, user_data);
}

void
tap_worker_outbox_retry_async (TapWorker           *self,
                               const char          *operation_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (operation_id != NULL);

  push_outbox_job (self, LOCAL_RETRY, operation_id, NULL, tap_worker_outbox_retry_async, callback, user_data);
}

gboolean
tap_worker_outbox_retry_finish (TapWorker     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish_plain (self, result, error);
}

void
tap_worker_outbox_rewrite_async (TapWorker           *self,
                                 const char          *operation_id,
                                 const char          *outbox,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (operation_id != NULL);
  g_return_if_fail (outbox != NULL);

  push_outbox_job (self, LOCAL_RETRY, operation_id, outbox, tap_worker_outbox_rewrite_async, callback, user_data);
}

gboolean
tap_worker_outbox_rewrite_finish (TapWorker     *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_plain (self, result, error);
}

void
tap_worker_outbox_drop_async (TapWorker           *self,
                              const char          *operation_id,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (TAP_IS_WORKER (self));
  g_return_if_fail (operation_id != NULL);

  push_outbox_job (self, LOCAL_DROP, operation_id, NULL, tap_worker_outbox_drop_async, callback, user_data);
}

gboolean
tap_worker_outbox_drop_finish (TapWorker     *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return finish_plain (self, result, error);
}
