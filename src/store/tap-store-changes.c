/* tap-store-changes.c — turns transactions into changed cards, in order, one picture a batch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-changes"

#include "config.h"

#include "store/tap-store-object.h"

/* What a read of a group brings back. */
typedef struct
{
  TapStationData *station; /* NULL: not changed */
  TapCardChanges *changes; /* NULL: no card is touched */
  GPtrArray *pending;      /* of TapPending; NULL: not changed */
  GArray *bars;            /* with @pending: of gint64, plans of those visits */
} Picture;

/* What the local thread gets to see of a group; the group itself stays on the main thread. */
typedef struct
{
  TapChangedKeys keys; /* borrowed: the group outlives the read */
  gboolean everything;
  gint64 day_to_unix;
  char *station_id;
  GPtrArray *outbox; /* (nullable) */
  GArray *bars;      /* (nullable) */
} ReadInput;

static void
read_input_free (gpointer data)
{
  ReadInput *input = data;

  g_clear_pointer (&input->keys.keys, g_hash_table_unref);
  g_clear_pointer (&input->outbox, g_ptr_array_unref);
  g_clear_pointer (&input->bars, g_array_unref);
  g_free (input->station_id);
  g_free (input);
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_pointer (&picture->station, tap_station_data_unref);
  g_clear_pointer (&picture->changes, tap_card_changes_free);
  g_clear_pointer (&picture->pending, g_ptr_array_unref);
  g_clear_pointer (&picture->bars, g_array_unref);
  g_free (picture);
}

static TapChangeGroup *
group_new (void)
{
  TapChangeGroup *group = g_new0 (TapChangeGroup, 1);

  tap_changed_keys_init (&group->keys);
  group->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return group;
}

static void
group_free (gpointer data)
{
  TapChangeGroup *group = data;

  tap_changed_keys_clear (&group->keys);
  g_ptr_array_unref (group->waiting);
  g_clear_pointer (&group->outbox, g_ptr_array_unref);
  g_free (group->person);
  g_free (group);
}

static void
answer_waiting (TapChangeGroup *group)
{
  for (guint i = 0; i < group->waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (group->waiting, i);

      GError *error = g_object_steal_data (G_OBJECT (task), "tap-error");

      if (error != NULL)
        g_task_return_error (task, error);
      else if (g_object_get_data (G_OBJECT (task), "tap-plain") != NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_pointer (task, g_object_steal_data (G_OBJECT (task), "tap-result"),
                               tap_command_result_free);
    }
}

/* What waits, in words; and the plans that only waited are gone when they do not any more. */
static gboolean
read_outbox (sqlite3          *db,
             const ReadInput  *input,
             Picture          *picture,
             GError          **error)
{
  g_autoptr(GString) visits = g_string_new ("[");

  for (guint i = 0; i < input->outbox->len; i++)
    g_string_append_printf (visits, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            ((TapOutboxEntry *) g_ptr_array_index (input->outbox, i))->subject);
  g_string_append_c (visits, ']');
  if (picture->changes == NULL)
    picture->changes = tap_card_changes_new ();
  picture->pending = tap_read_pending (db, input->outbox, error);
  if (picture->pending == NULL)
    return FALSE;
  picture->bars
    = tap_read_pending_bars (db, visits->str, input->bars, picture->changes->gone_bars, error);
  return picture->bars != NULL;
}

static gpointer
read_picture (sqlite3       *db,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const ReadInput *input = data;
  Picture *picture = g_new0 (Picture, 1);

  if (input->everything || input->keys.station)
    {
      picture->station = tap_read_station (db, input->station_id, error);
      if (picture->station == NULL)
        {
          picture_free (picture);
          return NULL;
        }
    }
  if (!input->everything && tap_changed_keys_any_card (&input->keys))
    {
      picture->changes = tap_read_changes (db, &input->keys, input->day_to_unix, error);
      if (picture->changes == NULL)
        {
          picture_free (picture);
          return NULL;
        }
    }
  if (input->outbox != NULL && !read_outbox (db, input, picture, error))
    {
      picture_free (picture);
      return NULL;
    }
  return picture;
}

static void read_next_group (TapStore *self);

static void
show_picture (TapStore       *self,
              TapChangeGroup *group,
              Picture        *picture)
{
  if (picture->station != NULL)
    _tap_store_set_station (self, g_steal_pointer (&picture->station));
  if (picture->pending != NULL)
    _tap_store_set_pending (self, g_steal_pointer (&picture->pending),
                            g_steal_pointer (&picture->bars));
  if (group->everything)
    _tap_store_emit_reload (self);
  if (picture->changes != NULL)
    {
      picture->changes->own = group->own;
      g_free (picture->changes->person);
      picture->changes->person = g_strdup (group->person != NULL ? group->person : "");
      picture->changes->seq = group->seq;
      _tap_store_emit_cards (self, picture->changes);
    }
}

static void
picture_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(TapStore) self = user_data;
  g_autoptr(GError) error = NULL;
  Picture *picture = tap_worker_read_finish (TAP_WORKER (source), result, &error);
  TapChangeGroup *group = g_steal_pointer (&self->reading);

  if (picture != NULL)
    {
      show_picture (self, group, picture);
      picture_free (picture);
    }
  else if (!g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED))
    {
      g_info ("Changes could not be read, everything is read again: %s", error->message);
      _tap_store_emit_reload (self);
    }
  answer_waiting (group);
  group_free (group);
  read_next_group (self);
}

static void
read_next_group (TapStore *self)
{
  ReadInput *input;

  if (self->reading != NULL || self->worker == NULL)
    return;
  self->reading = g_queue_pop_head (&self->groups);
  if (self->reading == NULL)
    return;

  input = g_new0 (ReadInput, 1);
  input->keys.keys = g_hash_table_ref (self->reading->keys.keys);
  input->keys.station = self->reading->keys.station;
  input->everything = self->reading->everything;
  input->day_to_unix = self->day_to_unix;
  if (input->day_to_unix == 0 && self->station->calendar != NULL)
    input->day_to_unix
      = tap_calendar_next_day (self->station->calendar, tap_worker_now_unix (self->worker));
  if (self->reading->outbox != NULL)
    {
      input->outbox = g_ptr_array_ref (self->reading->outbox);
      if (self->pending_bars != NULL)
        input->bars = g_array_ref (self->pending_bars);
    }
  input->station_id = g_strdup (tap_worker_get_station_id (self->worker));
  tap_worker_read_async (self->worker, read_picture, input, read_input_free, picture_free, NULL,
                         picture_read_cb, g_object_ref (self));
}

static void
applied_cb (TapStore  *self,
            GPtrArray *transactions)
{
  TapChangeGroup *group = NULL;

  for (guint i = 0; i < transactions->len; i++)
    {
      TapTransaction *transaction = g_ptr_array_index (transactions, i);

      if (group == NULL || group->own != transaction->own
          || g_strcmp0 (group->person, transaction->person) != 0)
        {
          group = group_new ();
          group->own = transaction->own;
          group->person = g_strdup (transaction->person);
          g_queue_push_tail (&self->groups, group);
        }
      group->seq = transaction->seq;
      if (transaction->rows != NULL)
        tap_changed_keys_add (&group->keys, transaction->rows);
    }
  read_next_group (self);
}

static void
ledger_reload_cb (TapStore *self)
{
  TapChangeGroup *group = group_new ();

  group->everything = TRUE;
  group->seq = tap_worker_get_seq (self->worker);
  g_queue_push_tail (&self->groups, group);
  read_next_group (self);
}

TapChangeGroup *
_tap_store_push_group (TapStore *self)
{
  TapChangeGroup *group = group_new ();

  g_queue_push_tail (&self->groups, group);
  return group;
}

void
_tap_store_read_next (TapStore *self)
{
  read_next_group (self);
}

void
_tap_store_changes_init (TapStore *self)
{
  g_signal_connect_swapped (self->worker, "applied", G_CALLBACK (applied_cb), self);
  g_signal_connect_swapped (self->worker, "reload", G_CALLBACK (ledger_reload_cb), self);
}

void
_tap_store_changes_clear (TapStore *self)
{
  TapChangeGroup *group;

  while ((group = g_queue_pop_head (&self->groups)) != NULL)
    {
      answer_waiting (group);
      group_free (group);
    }
}

static TapChangeGroup *
find_last (TapStore *self)
{
  TapChangeGroup *last = g_queue_peek_tail (&self->groups);

  return last != NULL ? last : self->reading;
}

void
_tap_store_return_true_in_order (TapStore *self,
                                 GTask    *task)
{
  TapChangeGroup *last = find_last (self);

  if (last == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  g_object_set_data (G_OBJECT (task), "tap-plain", task);
  g_ptr_array_add (last->waiting, task);
}

void
_tap_store_return_error_in_order (TapStore *self,
                                  GTask    *task,
                                  GError   *error)
{
  TapChangeGroup *last = find_last (self);

  if (last == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "tap-error", error, (GDestroyNotify) g_error_free);
  g_ptr_array_add (last->waiting, task);
}

void
_tap_store_return_in_order (TapStore         *self,
                            GTask            *task,
                            TapCommandResult *result)
{
  TapChangeGroup *last = find_last (self);

  if (last == NULL)
    {
      g_task_return_pointer (task, result, tap_command_result_free);
      g_object_unref (task);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "tap-result", result, tap_command_result_free);
  g_ptr_array_add (last->waiting, task);
}
