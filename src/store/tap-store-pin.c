/* tap-store-pin.c — checking and setting PINs; hashing them is slow on purpose.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-pin"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-object.h"

/* ---- checking: look at the pause, count the try as wrong, compare, and forget the count if it was
 * right ---- */

typedef struct
{
  gint64 staff_id;
  char *pin;
  char *key;
  char *hash;
  TapPinPause pause;
  gboolean matches;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->pin);
  g_free (check->key);
  g_free (check->hash);
  g_free (check);
}

GError *
tap_pin_pause_error (gint64 left_s)
{
  g_autofree char *message = NULL;

  if (left_s < 60)
    message = g_strdup_printf (ngettext ("Too many wrong tries: wait %d second.",
                                         "Too many wrong tries: wait %d seconds.", (gulong) left_s),
                               (int) left_s);
  else
    message = g_strdup_printf (ngettext ("Too many wrong tries: wait %d minute.",
                                         "Too many wrong tries: wait %d minutes.",
                                         (gulong) (left_s + 59) / 60),
                               (int) (left_s + 59) / 60);
  return tap_new_pause_error (message, left_s);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* The PIN was right; a count that could not be forgotten does not make it wrong. */
  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    g_info ("The count of wrong PINs could not be forgotten: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
answer_wrong (GTask *task)
{
  TapStore *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  gint64 left_s = tap_pin_pause_left_s (&check->pause, tap_worker_now_unix (self->worker));

  if (check->pause.until_unix != 0)
    g_task_return_error (task, tap_pin_pause_error (MAX (left_s, 1)));
  else if (*check->hash == '\0')
    g_task_return_new_error (task, TAP_STORE_ERROR, TAP_STORE_ERROR_PIN, "%s",
                             _("No PIN has been set yet."));
  else
    g_task_return_new_error (task, TAP_STORE_ERROR, TAP_STORE_ERROR_PIN, "%s",
                             _("The PIN is wrong."));
}

static void
pause_begun_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* The try was counted before it was compared; only the exact begin of the pause is lost. */
  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    g_info ("The pause after a wrong PIN could not be kept: %s", error->message);
  answer_wrong (task);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TapStore *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    {
      tap_worker_keep_async (self->worker, check->key, NULL, forgotten_cb, g_steal_pointer (&task));
      return;
    }
  if (check->pause.until_unix == 0)
    {
      answer_wrong (task);
      return;
    }
  /* The pause counts from the answer, however long the comparing took. */
  tap_pin_pause_begin (&check->pause, tap_worker_now_unix (self->worker));
  text = tap_pin_pause_text (&check->pause);
  tap_worker_keep_async (self->worker, check->key, text, pause_begun_cb, g_steal_pointer (&task));
}

static void
compare (GTask        *compare_task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  const Check *check = data;

  g_task_return_boolean (compare_task, tap_pin_matches (check->hash, check->pin));
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GTask) compare_task = NULL;
  GError *error = NULL;

  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The outer task keeps the data alive until the inner one has called back. */
  compare_task
    = g_task_new (g_task_get_source_object (task), NULL, compared_cb, g_object_ref (task));
  g_task_set_source_tag (compare_task, compare);
  g_task_set_task_data (compare_task, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (compare_task, compare);
}

static gpointer
read_hash (sqlite3       *db,
           gpointer       staff_id,
           GCancellable  *cancellable,
           GError       **error)
{
  TapQuery query;
  char *hash = NULL;

  tap_query_begin (&query, db, "look up the PIN",
                   "SELECT pin_hash FROM staff WHERE id = :id AND active = 1",
                   TAP_PARAMS (TAP_INT ("id", *(gint64 *) staff_id)));
  if (tap_query_next (&query))
    hash = tap_query_dup (&query);
  if (!tap_query_end (&query, error))
    g_clear_pointer (&hash, g_free);
  else if (hash == NULL)
    tap_refuse (error, TAP_STORE_ERROR_NOT_FOUND, _("There is no such person."));
  return hash;
}

static void
hash_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  TapWorker *worker = TAP_WORKER (source);
  g_autofree char *text = NULL;
  GError *error = NULL;

  check->hash = tap_worker_read_finish (worker, result, &error);
  if (check->hash == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Counted before it is compared: killing the program in between must not buy another try. */
  tap_pin_pause_wrong (&check->pause, tap_worker_now_unix (worker));
  text = tap_pin_pause_text (&check->pause);
  tap_worker_keep_async (worker, check->key, text, counted_cb, g_steal_pointer (&task));
}

static void
pause_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  TapWorker *worker = TAP_WORKER (source);
  GError *error = NULL;
  g_autofree char *text = tap_worker_kept_finish (worker, result, &error);
  gint64 left_s;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tap_pin_pause_parse (&check->pause, text);
  left_s = tap_pin_pause_left_s (&check->pause, tap_worker_now_unix (worker));
  if (left_s > 0)
    {
      g_task_return_error (task, tap_pin_pause_error (left_s));
      return;
    }
  tap_worker_read_async (worker, read_hash, g_memdup2 (&check->staff_id, sizeof check->staff_id),
                         g_free, g_free, NULL, hash_read_cb, g_steal_pointer (&task));
}

void
tap_store_check_pin_async (TapStore            *self,
                           gint64               staff_id,
                           const char          *pin,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  Check *check;

  g_return_if_fail (TAP_IS_STORE (self));

  task = _tap_store_task (self, tap_store_check_pin_async, callback, user_data);
  check = g_new0 (Check, 1);
  check->staff_id = staff_id;
  check->pin = g_strdup (pin != NULL ? pin : "");
  check->key = g_strdup_printf ("pin-tries-%" G_GINT64_FORMAT, staff_id);
  g_task_set_task_data (task, check, check_free);
  tap_worker_kept_async (self->worker, check->key, pause_read_cb, task);
}

gboolean
tap_store_check_pin_finish (TapStore      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- setting: hash on a thread of its own, then the command ---- */

typedef struct
{
  TapCommandInput *input; /* NULL once the command has it */
  char *pin;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_clear_pointer (&setting->input, tap_command_input_free);
  g_free (setting->pin);
  g_free (setting);
}

static void
hash_pin (GTask        *hash_task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  GError *error = NULL;
  char *hash = tap_pin_hash (((const Setting *) data)->pin, &error);

  if (hash != NULL)
    g_task_return_pointer (hash_task, hash, g_free);
  else
    g_task_return_error (hash_task, error);
}

static void
pin_hashed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TapStore *self = TAP_STORE (source);
  Setting *setting = g_task_get_task_data (task);
  gboolean set_up = g_task_get_source_tag (task) == tap_store_set_up_async;
  GError *error = NULL;
  g_autofree char *hash = g_task_propagate_pointer (G_TASK (result), &error);
  TapCommandInput *input;

  if (hash == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  input = g_steal_pointer (&setting->input);
  if (set_up)
    input->set_up.admin_pin = tap_command_input_keep (input, hash);
  else
    input->set_pin.hash = tap_command_input_keep (input, hash);
  _tap_store_run (self, g_steal_pointer (&task), set_up ? "set-up" : "set-pin",
                  set_up ? tap_command_set_up : tap_command_set_pin, input, NULL);
}

/* Takes over @task and @input. */
static void
hash_and_run (TapStore        *self,
              GTask           *task,
              TapCommandInput *input,
              const char      *pin)
{
  Setting *setting = g_new0 (Setting, 1);
  g_autoptr(GTask) hash_task = NULL;
  GError *error = NULL;

  setting->input = input;
  setting->pin = g_strdup (pin);
  g_task_set_task_data (task, setting, setting_free);
  if (!tap_pin_is_valid (pin, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  hash_task = g_task_new (self, NULL, pin_hashed_cb, task);
  g_task_set_source_tag (hash_task, hash_and_run);
  g_task_set_task_data (hash_task, setting, NULL);
  g_task_run_in_thread (hash_task, hash_pin);
}

void
tap_store_set_pin_async (TapStore            *self,
                         gint64               staff_id,
                         gint64               whose_id,
                         const char          *pin,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = tap_command_input_new (staff_id, self->pc);
  input->set_pin.whose_id = whose_id;
  hash_and_run (self, _tap_store_task (self, tap_store_set_pin_async, callback, user_data), input,
                pin);
}

gboolean
tap_store_set_pin_finish (TapStore      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_autoptr(TapCommandResult) done
    = _tap_store_finish (self, result, tap_store_set_pin_async, error);

  return done != NULL;
}

void
tap_store_set_up_async (TapStore            *self,
                        const TapSetUpInput *form,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (0, self->pc);
  input->set_up.dealer = tap_command_input_keep (input, form->dealer);
  input->set_up.station_name = tap_command_input_keep (input, form->station_name);
  input->set_up.province = tap_command_input_keep (input, form->province);
  input->set_up.time_zone = tap_command_input_keep (input, form->time_zone);
  input->set_up.admin_name = tap_command_input_keep (input, form->admin_name);
  input->set_up.language = tap_command_input_keep (input, form->language);
  hash_and_run (self, _tap_store_task (self, tap_store_set_up_async, callback, user_data), input,
                form->admin_pin);
}

gboolean
tap_store_set_up_finish (TapStore      *self,
                         GAsyncResult  *result,
                         gint64        *staff_id,
                         GError       **error)
{
  g_autoptr(TapCommandResult) done
    = _tap_store_finish (self, result, tap_store_set_up_async, error);

  if (staff_id != NULL)
    *staff_id = done != NULL ? done->id : 0;
  return done != NULL;
}
