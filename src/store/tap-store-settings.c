/* tap-store-settings.c — the commands that arrange the station, on their way to the ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-settings"

#include "config.h"

#include "store/tap-store-object.h"

static gboolean
finish_plain (TapStore      *self,
              GAsyncResult  *result,
              gpointer       tag,
              GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tag, error);

  return done != NULL;
}

void
tap_store_put_bay_async (TapStore            *self,
                         gint64               staff_id,
                         const TapBayInput   *form,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_bay = *form;
  input->put_bay.name = tap_command_input_keep (input, form->name);
  input->put_bay.badge = tap_command_input_keep (input, form->badge);
  if (form->expected != NULL)
    tap_command_input_hold (input, tap_bay_ref (form->expected), (GDestroyNotify) tap_bay_unref);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_bay_async, callback, user_data),
                  "put-bay", tap_command_put_bay, input, NULL);
}

gboolean
tap_store_put_bay_finish (TapStore      *self,
                          GAsyncResult  *result,
                          gint64        *id,
                          GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tap_store_put_bay_async, error);

  if (id != NULL)
    *id = done != NULL ? done->id : 0;
  return done != NULL;
}

static gpointer
copy_column (gconstpointer column,
             gpointer      data)
{
  return tap_column_ref ((TapColumn *) column);
}

/* The list is the command's own; its values are shared. */
static GPtrArray *
hold_columns (TapCommandInput *input,
              GPtrArray       *columns)
{
  GPtrArray *copy;

  if (columns == NULL)
    return NULL;
  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_column_unref);
  g_ptr_array_extend (copy, columns, copy_column, NULL);
  return tap_command_input_hold (input, copy, (GDestroyNotify) g_ptr_array_unref);
}

void
tap_store_put_columns_async (TapStore              *self,
                             gint64                 staff_id,
                             const TapColumnsInput *form,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL && form->columns != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_columns.columns = hold_columns (input, form->columns);
  input->put_columns.expected = hold_columns (input, form->expected);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_columns_async, callback, user_data),
                  "put-columns", tap_command_put_columns, input, NULL);
}

gboolean
tap_store_put_columns_finish (TapStore      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_plain (self, result, tap_store_put_columns_async, error);
}

void
tap_store_put_week_async (TapStore            *self,
                          gint64               staff_id,
                          const TapWeekInput  *form,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_week = *form;
  if (form->expected != NULL)
    input->put_week.expected
      = tap_command_input_hold (input, g_memdup2 (form->expected, 7 * sizeof (TapShift)), g_free);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_week_async, callback, user_data),
                  "put-week", tap_command_put_week, input, NULL);
}

gboolean
tap_store_put_week_finish (TapStore      *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_plain (self, result, tap_store_put_week_async, error);
}

void
tap_store_put_day_async (TapStore            *self,
                         gint64               staff_id,
                         const TapDayInput   *form,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_day = *form;
  input->put_day.date = tap_command_input_keep (input, form->date);
  input->put_day.name = tap_command_input_keep (input, form->name);
  if (form->expected != NULL)
    tap_command_input_hold (input, tap_day_ref (form->expected), (GDestroyNotify) tap_day_unref);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_day_async, callback, user_data),
                  "put-day", tap_command_put_day, input, NULL);
}

gboolean
tap_store_put_day_finish (TapStore      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_plain (self, result, tap_store_put_day_async, error);
}

void
tap_store_remove_day_async (TapStore            *self,
                            gint64               staff_id,
                            TapDay              *expected,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (expected != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->remove_day
    = tap_command_input_hold (input, tap_day_ref (expected), (GDestroyNotify) tap_day_unref);
  _tap_store_run (self, _tap_store_task (self, tap_store_remove_day_async, callback, user_data),
                  "remove-day", tap_command_remove_day, input, NULL);
}

gboolean
tap_store_remove_day_finish (TapStore      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_plain (self, result, tap_store_remove_day_async, error);
}

void
tap_store_put_station_async (TapStore            *self,
                             gint64               staff_id,
                             const TapFactsInput *form,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_station = *form;
  input->put_station.dealer = tap_command_input_keep (input, form->dealer);
  input->put_station.name = tap_command_input_keep (input, form->name);
  input->put_station.province = tap_command_input_keep (input, form->province);
  if (form->expected != NULL)
    tap_command_input_hold (input, tap_station_data_ref (form->expected),
                            (GDestroyNotify) tap_station_data_unref);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_station_async, callback, user_data),
                  "put-station", tap_command_put_station, input, NULL);
}

gboolean
tap_store_put_station_finish (TapStore      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_plain (self, result, tap_store_put_station_async, error);
}
