/* tap-store-pending.c — what waits for the share, as the screens see it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-pending"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-object.h"

GPtrArray *
tap_store_list_pending (TapStore *self)
{
  g_return_val_if_fail (TAP_IS_STORE (self), NULL);

  return g_ptr_array_ref (self->pending);
}

/* ---- what an entry touches ---- */

static gboolean
stands_in (GPtrArray            *entries,
           const TapOutboxEntry *wanted)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const TapOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->id == wanted->id && entry->state == wanted->state)
        return TRUE;
    }
  return FALSE;
}

static void
touch_entries (TapChangedKeys *keys,
               GPtrArray      *entries,
               GPtrArray      *others)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const TapOutboxEntry *entry = g_ptr_array_index (entries, i);
      TapCommandInput *input;

      if (stands_in (others, entry))
        continue;
      tap_changed_keys_add_key (keys, "visit", entry->subject);
      input = tap_pending_read (entry->name, entry->input, NULL);
      if (input != NULL && input->func == tap_command_check_in && input->check_in.booking_id != 0)
        tap_changed_keys_add_key (keys, "booking", input->check_in.booking_id);
      g_clear_pointer (&input, tap_command_input_free);
    }
}

/* The cards that differ are those of entries that came, went or were refused. */
static void
outbox_changed_cb (TapStore *self)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->outbox);
  TapChangeGroup *group = _tap_store_push_group (self);

  self->outbox = tap_worker_get_outbox (self->worker);
  group->own = TRUE;
  group->seq = tap_worker_get_seq (self->worker);
  group->outbox = g_ptr_array_ref (self->outbox);
  touch_entries (&group->keys, before, self->outbox);
  touch_entries (&group->keys, self->outbox, before);
  _tap_store_read_next (self);
}

void
_tap_store_pending_init (TapStore *self)
{
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_pending_free);
  g_signal_connect_swapped (self->worker, "outbox-changed", G_CALLBACK (outbox_changed_cb), self);
}

void
_tap_store_pending_clear (TapStore *self)
{
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->outbox, g_ptr_array_unref);
  g_clear_pointer (&self->pending_bars, g_array_unref);
}

/* ---- what a person decides ---- */

static void
retried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (tap_worker_outbox_retry_finish (TAP_WORKER (source), result, &error))
    {
      TapStore *self = g_task_get_source_object (task);

      _tap_store_return_true_in_order (self, g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

void
tap_store_pending_retry_async (TapStore            *self,
                               const char          *operation_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (operation_id != NULL);

  tap_worker_outbox_retry_async (self->worker, operation_id, retried_cb,
                                 _tap_store_task (self, tap_store_pending_retry_async, callback, user_data));
}

gboolean
tap_store_pending_retry_finish (TapStore      *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
rewritten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (tap_worker_outbox_rewrite_finish (TAP_WORKER (source), result, &error))
    {
      TapStore *self = g_task_get_source_object (task);

      _tap_store_return_true_in_order (self, g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

void
tap_store_pending_mine_async (TapStore            *self,
                              const char          *operation_id,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const char *mine = NULL;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (operation_id != NULL);

  task = _tap_store_task (self, tap_store_pending_mine_async, callback, user_data);
  for (guint i = 0; i < self->pending->len; i++)
    {
      const TapPending *pending = g_ptr_array_index (self->pending, i);

      if (g_str_equal (pending->operation_id, operation_id))
        mine = pending->mine;
    }
  if (mine != NULL)
    tap_worker_outbox_rewrite_async (self->worker, operation_id, mine, rewritten_cb, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED,
                             "%s", _("Nothing collides in this entry any more: please look at it again."));
}

gboolean
tap_store_pending_mine_finish (TapStore      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dropped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (tap_worker_outbox_drop_finish (TAP_WORKER (source), result, &error))
    {
      TapStore *self = g_task_get_source_object (task);

      _tap_store_return_true_in_order (self, g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

void
tap_store_pending_drop_async (TapStore            *self,
                              const char          *operation_id,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (operation_id != NULL);

  tap_worker_outbox_drop_async (self->worker, operation_id, dropped_cb,
                                _tap_store_task (self, tap_store_pending_drop_async, callback, user_data));
}

gboolean
tap_store_pending_drop_finish (TapStore      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
