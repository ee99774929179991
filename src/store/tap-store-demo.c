/* tap-store-demo.c — makes the demo station: batches of rows, each published as a transaction like any other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-demo.h"

typedef struct
{
  TapDemo              *demo;
  GFileProgressCallback progress;
  gpointer              progress_data;
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  tap_demo_free (self->demo);
  g_free (self);
}

void
tap_demo_free (TapDemo *self)
{
  g_clear_pointer (&self->rows, tap_demo_rows_free);
  g_rand_free (self->rand);
  g_time_zone_unref (self->zone);
  g_hash_table_unref (self->plates);
  g_hash_table_unref (self->numbers);
  g_array_unref (self->garage);
  g_array_unref (self->owners);
  g_array_unref (self->visits);
  g_free (self);
}

TapDemo *
tap_demo_new (const TapDemoInput *input)
{
  TapDemo *self = g_new0 (TapDemo, 1);

  self->input = *input;
  self->language = tap_demo_language (input->language);
  self->input.language = NULL;           /* borrowed; the caller's string may be gone later */
  self->rand = g_rand_new_with_seed (input->seed);
  self->zone = g_time_zone_new_identifier ("Asia/Shanghai");
  if (self->zone == NULL)                /* a machine without the time zone data */
    self->zone = g_time_zone_new_offset (8 * 3600);
  self->plates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->garage = g_array_new (FALSE, TRUE, sizeof (TapDemoCar));
  self->owners = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->visits = g_array_new (FALSE, TRUE, sizeof (TapDemoVisit));
  self->now_unix = input->now_unix / 60 * 60;
  tap_demo_set_clock (self);
  tap_demo_keep_plates (self);
  return self;
}

/* The command of every batch; the first finds an empty station, or refuses. */
static gboolean
write_batch (TapCommandContext *context,
             gconstpointer      input,
             gpointer          *result,
             GError           **error)
{
  return tap_demo_rows_write ((TapDemoRows *) input, context->db, error);
}

static gboolean
refuse_or_write_first (TapCommandContext *context,
                       gconstpointer      input,
                       gpointer          *result,
                       GError           **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean used;

  used = sqlite3_prepare_v2 (context->db, "SELECT 1 FROM staff LIMIT 1", -1, &statement, NULL)
           != SQLITE_OK
         || sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_finalize (statement);
  if (used)
    {
      g_set_error_literal (error, TAP_STORE_ERROR, TAP_STORE_ERROR_EXISTS,
                           _("The station has been set up already."));
      return FALSE;
    }
  return write_batch (context, input, result, error);
}

/* History first, oldest first, so that newer things have higher numbers; what is in the house comes last. */
TapDemoRows *
tap_demo_next_batch (TapDemo *self)
{
  if (self->board_done)
    return NULL;
  self->rows = tap_demo_rows_new ();
  if (self->n_batches++ == 0)
    tap_demo_add_station (self);
  if (!tap_demo_add_history (self))
    {
      tap_demo_add_today (self);
      tap_demo_add_board (self);
      tap_demo_flush_visits (self);
      tap_demo_add_backups (self);
      self->board_done = TRUE;
    }
  return g_steal_pointer (&self->rows);
}

static void publish_next (GTask *task);

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *self = g_task_get_task_data (task);
  int n = tap_demo_n_history (&self->demo->input) + self->demo->input.n_open;
  GError *error = NULL;

  if (!tap_worker_command_finish (TAP_WORKER (source), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->progress != NULL)
    self->progress (self->demo->board_done ? n : self->demo->n_history_done, n,
                    self->progress_data);
  publish_next (g_steal_pointer (&task));
}

static gpointer
read_nothing (sqlite3       *db,
              gpointer       input,
              GCancellable  *cancellable,
              GError       **error)
{
  return g_strdup ("");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *nothing = NULL;
  GError *error = NULL;

  nothing = tap_worker_read_finish (TAP_WORKER (source), result, &error);
  if (nothing != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @task: (transfer full) */
static void
publish_next (GTask *task)
{
  Making *self = g_task_get_task_data (task);
  TapCommand command
    = { .name = "make-demo", .input_free = (GDestroyNotify) tap_demo_rows_free, .person = "" };

  command.func = self->demo->n_batches == 0 ? refuse_or_write_first : write_batch;
  command.input = tap_demo_next_batch (self->demo);
  if (command.input == NULL)
    {
      /* Reads are answered in order: behind this one the store has the new station's data. */
      tap_worker_read_async (tap_store_get_worker (g_task_get_source_object (task)), read_nothing,
                             NULL, NULL, g_free, NULL, read_cb, task);
      return;
    }
  tap_worker_command_async (tap_store_get_worker (g_task_get_source_object (task)), &command, NULL,
                            published_cb, task);
}

void
tap_store_make_demo_async (TapStore              *self,
                           const TapDemoInput    *input,
                           GFileProgressCallback  progress,
                           gpointer               progress_data,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Making *making = g_new0 (Making, 1);

  g_return_if_fail (input != NULL);

  g_task_set_source_tag (task, tap_store_make_demo_async);
  making->demo = tap_demo_new (input);
  making->progress = progress;
  making->progress_data = progress_data;
  g_task_set_task_data (task, making, making_free);
  publish_next (task);
}

gboolean
tap_store_make_demo_finish (TapStore      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
