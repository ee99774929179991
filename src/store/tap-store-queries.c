/* tap-store-queries.c — the store's questions, answered by the replica on the local thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-queries"

#include "config.h"

#include "store/tap-store-object.h"

/* What any of the reads is asked. */
typedef struct
{
  char *text;
  gint64 id;
  int limit;
  gint64 from_unix, to_unix, noon_unix;
} ReadInput;

static void
read_input_free (gpointer data)
{
  ReadInput *input = data;

  g_free (input->text);
  g_free (input);
}

/* A read may end without a value and without an error (a plate nobody knows). */
static void
read_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gpointer value = tap_worker_read_finish (TAP_WORKER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

static void
run_read (TapStore            *self,
          gpointer             tag,
          TapReadFunc          func,
          ReadInput           *input,
          GDestroyNotify       result_free,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, (gpointer) result_free, NULL);
  tap_worker_read_async (self->worker, func, input, read_input_free, result_free, cancellable,
                         read_done_cb, task);
}

static gpointer
finish_read (TapStore      *self,
             GAsyncResult  *result,
             gpointer       tag,
             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_board (sqlite3       *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const ReadInput *input = data;

  return tap_read_board (db, input->from_unix, input->to_unix, input->noon_unix, error);
}

void
tap_store_load_board_async (TapStore            *self,
                            gint64               day_unix,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ReadInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (self->station->calendar != NULL);

  input = g_new0 (ReadInput, 1);
  input->from_unix = tap_calendar_day_start (self->station->calendar, day_unix);
  input->to_unix = tap_calendar_next_day (self->station->calendar, day_unix);
  input->noon_unix = input->from_unix + (input->to_unix - input->from_unix) / 2;
  self->day_to_unix = input->to_unix;
  run_read (self, tap_store_load_board_async, read_board, input,
            (GDestroyNotify) tap_board_data_free, cancellable, callback, user_data);
}

TapBoardData *
tap_store_load_board_finish (TapStore      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  TapBoardData *data = finish_read (self, result, tap_store_load_board_async, error);

  if (data != NULL)
    data->seq = tap_worker_get_seq (self->worker);
  return data;
}

static gpointer
read_visit (sqlite3       *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return tap_read_visit (db, ((const ReadInput *) data)->id, error);
}

void
tap_store_load_visit_async (TapStore            *self,
                            gint64               visit_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ReadInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = g_new0 (ReadInput, 1);
  input->id = visit_id;
  run_read (self, tap_store_load_visit_async, read_visit, input,
            (GDestroyNotify) tap_visit_detail_unref, cancellable, callback, user_data);
}

TapVisitDetail *
tap_store_load_visit_finish (TapStore      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_read (self, result, tap_store_load_visit_async, error);
}

static gpointer
find_visit (sqlite3       *db,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 id = tap_read_find_visit (db, ((const ReadInput *) data)->text, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

void
tap_store_find_visit_async (TapStore            *self,
                            const char          *text,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ReadInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (text != NULL);

  input = g_new0 (ReadInput, 1);
  input->text = g_strdup (text);
  run_read (self, tap_store_find_visit_async, find_visit, input, g_free, cancellable, callback,
            user_data);
}

gint64
tap_store_find_visit_finish (TapStore      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_autofree gint64 *id = finish_read (self, result, tap_store_find_visit_async, error);

  return id != NULL ? *id : 0;
}

static gpointer
read_known_plate (sqlite3       *db,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return tap_read_known_plate (db, ((const ReadInput *) data)->text, error);
}

void
tap_store_known_plate_async (TapStore            *self,
                             const char          *plate,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ReadInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (plate != NULL);

  input = g_new0 (ReadInput, 1);
  input->text = g_strdup (plate);
  run_read (self, tap_store_known_plate_async, read_known_plate, input,
            (GDestroyNotify) tap_known_plate_unref, cancellable, callback, user_data);
}

TapKnownPlate *
tap_store_known_plate_finish (TapStore      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_read (self, result, tap_store_known_plate_async, error);
}

static gpointer
search (sqlite3       *db,
        gpointer       data,
        GCancellable  *cancellable,
        GError       **error)
{
  const ReadInput *input = data;

  return tap_read_search (db, input->text, input->limit, error);
}

void
tap_store_search_async (TapStore            *self,
                        const char          *typed,
                        int                  limit,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ReadInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (typed != NULL);

  input = g_new0 (ReadInput, 1);
  input->text = g_strdup (typed);
  input->limit = limit;
  run_read (self, tap_store_search_async, search, input, (GDestroyNotify) g_ptr_array_unref,
            cancellable, callback, user_data);
}

GPtrArray *
tap_store_search_finish (TapStore      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_read (self, result, tap_store_search_async, error);
}

static gpointer
read_is_set_up (sqlite3       *db,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  gint64 found;

  if (!tap_db_int (db, "look whether the station is new", "SELECT 1 FROM staff LIMIT 1", NULL, 0,
                   &found, error))
    return NULL;
  return found ? g_memdup2 (&found, sizeof found) : NULL;
}

void
tap_store_is_set_up_async (TapStore            *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (TAP_IS_STORE (self));

  run_read (self, tap_store_is_set_up_async, read_is_set_up, g_new0 (ReadInput, 1), g_free, NULL,
            callback, user_data);
}

gboolean
tap_store_is_set_up_finish (TapStore      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_autofree gpointer found = finish_read (self, result, tap_store_is_set_up_async, error);

  return found != NULL;
}
