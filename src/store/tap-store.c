/* tap-store.c — the store: opening, closing, signals, and the reads of the station.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store"

#include "config.h"

#include "store/tap-store-object.h"

/* How long closing waits for the share (house.md: a window goes within 3 s). */
#define CLOSE_WAIT_MS 3000

G_DEFINE_FINAL_TYPE (TapStore, tap_store, G_TYPE_OBJECT)

enum
{
  CARDS_CHANGED,
  STATION_CHANGED,
  RELOAD,
  CONNECTION_CHANGED,
  SETTLED,
  PENDING_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
tap_store_dispose (GObject *object)
{
  TapStore *self = TAP_STORE (object);

  _tap_store_changes_clear (self);
  if (self->worker != NULL)
    g_signal_handlers_disconnect_by_data (self->worker, self);
  g_clear_object (&self->worker);
  _tap_store_pending_clear (self);
  g_clear_pointer (&self->station, tap_station_data_unref);
  G_OBJECT_CLASS (tap_store_parent_class)->dispose (object);
}

static void
tap_store_finalize (GObject *object)
{
  TapStore *self = TAP_STORE (object);

  g_free (self->pc);
  G_OBJECT_CLASS (tap_store_parent_class)->finalize (object);
}

static void
tap_store_class_init (TapStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tap_store_dispose;
  object_class->finalize = tap_store_finalize;

  signals[CARDS_CHANGED] = g_signal_new ("cards-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[STATION_CHANGED] = g_signal_new ("station-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[RELOAD]
    = g_signal_new ("reload", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONNECTION_CHANGED] = g_signal_new ("connection-changed", type, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[PENDING_CHANGED] = g_signal_new ("pending-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
}

static void
tap_store_init (TapStore *self)
{
  g_queue_init (&self->commands);
  g_queue_init (&self->groups);
}

void
_tap_store_emit_cards (TapStore       *self,
                       TapCardChanges *changes)
{
  g_signal_emit (self, signals[CARDS_CHANGED], 0, changes);
}

/* This PC's copies of transactions go back to the second newest backup that was found good: what is older is there twice. */
static void
trim_copies (TapStore *self)
{
  guint n_good = 0;

  /* The backups of a demo are as made up as its visits. */
  if (self->station->demo)
    return;
  for (guint i = 0; i < self->station->backup_runs->len && self->worker != NULL; i++)
    {
      const TapBackupRun *run = self->station->backup_runs->pdata[i];

      if (!run->good || ++n_good < 2)
        continue;
      tap_worker_trim_copies (self->worker, run->seq);
      break;
    }
}

void
_tap_store_set_station (TapStore       *self,
                        TapStationData *station)
{
  g_clear_pointer (&self->station, tap_station_data_unref);
  self->station = station;
  trim_copies (self);
  g_signal_emit (self, signals[STATION_CHANGED], 0);
}

void
_tap_store_emit_reload (TapStore *self)
{
  g_signal_emit (self, signals[RELOAD], 0);
}

void
_tap_store_set_pending (TapStore  *self,
                        GPtrArray *pending,
                        GArray    *bars)
{
  g_clear_pointer (&self->pending_bars, g_array_unref);
  self->pending_bars = bars;
  g_ptr_array_unref (self->pending);
  self->pending = pending;
  g_signal_emit (self, signals[PENDING_CHANGED], 0);
}

static void
state_changed_cb (TapStore *self)
{
  g_signal_emit (self, signals[CONNECTION_CHANGED], 0);
}

static void
settled_cb (TapStore   *self,
            const char *operation_id,
            gboolean    saved)
{
  g_signal_emit (self, signals[SETTLED], 0, operation_id, saved);
}

TapStore *
tap_store_new (const TapStoreOptions *options)
{
  TapStore *self = g_object_new (TAP_TYPE_STORE, NULL);
  TapWorkerOptions worker = {
    .folder = options->folder,
    .replica_dir = options->replica_dir,
    .pc = options->pc,
    .program = options->program,
    .limits = options->limits,
    .passive = options->passive,
    .outbox_read = tap_pending_make_command,
  };

  worker.migrations = tap_store_get_migrations (&worker.n_migrations);
  self->pc = g_strdup (options->pc != NULL ? options->pc : g_get_host_name ());
  self->worker = tap_worker_new (&worker);
  self->station = tap_station_data_new ();
  g_signal_connect_swapped (self->worker, "state-changed", G_CALLBACK (state_changed_cb), self);
  g_signal_connect_swapped (self->worker, "settled", G_CALLBACK (settled_cb), self);
  _tap_store_changes_init (self);
  _tap_store_pending_init (self);
  return self;
}

static gpointer
read_station (sqlite3       *db,
              gpointer       input,
              GCancellable  *cancellable,
              GError       **error)
{
  return tap_read_station (db, input, error);
}

static void
station_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TapStore *self = g_task_get_source_object (task);
  GError *error = NULL;
  TapStationData *station = tap_worker_read_finish (TAP_WORKER (source), result, &error);

  if (station == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Nobody could act on the signal before opening is over. */
  g_clear_pointer (&self->station, tap_station_data_unref);
  self->station = station;
  trim_copies (self);
  /* What waited when the program was left is known from the first moment. */
  _tap_store_return_true_in_order (self, g_steal_pointer (&task));
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TapWorker *worker = TAP_WORKER (source);
  GError *error = NULL;

  if (!tap_worker_start_finish (worker, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  tap_worker_read_async (worker, read_station, g_strdup (tap_worker_get_station_id (worker)),
                         g_free, (GDestroyNotify) tap_station_data_unref,
                         g_task_get_cancellable (task), station_read_cb, g_object_ref (task));
}

void
tap_store_open_async (TapStore            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (TAP_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tap_store_open_async);
  tap_worker_start_async (self->worker, cancellable, started_cb, task);
}

gboolean
tap_store_open_finish (TapStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (tap_worker_close_finish (TAP_WORKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tap_store_close_async (TapStore            *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (TAP_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tap_store_close_async);
  tap_worker_close_async (self->worker, CLOSE_WAIT_MS, closed_cb, task);
}

gboolean
tap_store_close_finish (TapStore      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

TapWorker *
tap_store_get_worker (TapStore *self)
{
  g_return_val_if_fail (TAP_IS_STORE (self), NULL);

  return self->worker;
}

TapStationData *
tap_store_get_station (TapStore *self)
{
  g_return_val_if_fail (TAP_IS_STORE (self), NULL);

  return self->station;
}

gint64
tap_store_now_unix (TapStore *self)
{
  g_return_val_if_fail (TAP_IS_STORE (self), 0);

  return tap_worker_now_unix (self->worker);
}
