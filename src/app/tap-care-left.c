/* tap-care-left.c — what this PC had set aside when it followed the folder: read on a thread, in words, and decided one by one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-private.h"

#include "app/tap-rift-words.h"
#include "store/tap-copy.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char      *replica_dir;
  GTimeZone *zone;
  gint64     settle_id;         /* 0: only read */
  gboolean   entered;
} LeftTask;

static void
left_task_free (gpointer data)
{
  LeftTask *task = data;

  g_free (task->replica_dir);
  g_time_zone_unref (task->zone);
  g_free (task);
}

static void
left_free (gpointer data)
{
  TapCareLeft *left = data;

  g_free (left->who);
  g_free (left->what);
  g_free (left->plates);
  g_free (left->changes);
  g_free (left);
}

static TapCareLeft *
left_new (const TapRiftLeft *one,
          TapRowWords       *words)
{
  const TapRiftEntry *entry = one->entry;
  TapCareLeft *left = g_new0 (TapCareLeft, 1);

  left->id = one->id;
  left->recorded_unix = entry->recorded_unix;
  left->who = *entry->person != '\0' ? g_strdup_printf ("%s · %s", entry->person, entry->pc) : g_strdup (entry->pc);
  left->what = tap_rift_commands_text (entry->commands);
  if (*left->what == '\0')
    {
      g_free (left->what);
      left->what = g_strdup (_("an entry"));
    }
  left->changes = tap_row_words_text (words, entry->details, &left->plates);
  return left;
}

static void
left_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  LeftTask *job = data;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (TapRowWords) words = NULL;
  GPtrArray *found;
  GError *error = NULL;

  if (job->settle_id != 0 && !tap_care_api ()->left_settle (job->replica_dir, job->settle_id, job->entered, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  list = tap_care_api ()->left_list (job->replica_dir, &error);
  if (list == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  found = g_ptr_array_new_with_free_func (left_free);
  if (list->len > 0)
    words = tap_row_words_new (job->replica_dir, job->zone);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (found, left_new (list->pdata[i], words));
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (((TapCareLeft *) a->pdata[i])->id != ((TapCareLeft *) b->pdata[i])->id)
      return FALSE;
  return TRUE;
}

static void
left_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  TapCare *self = TAP_CARE (source);
  LeftTask *task = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean told = FALSE;

  if (task->settle_id == 0)
    self->left_reading = FALSE;
  if (error != NULL && g_strcmp0 (self->left_error, error->message) != 0)
    {
      g_free (self->left_error);
      self->left_error = g_strdup (error->message);
      told = TRUE;
    }
  else if (error == NULL && self->left_error != NULL)
    {
      g_clear_pointer (&self->left_error, g_free);
      told = TRUE;
    }
  if (found != NULL && !is_same (found, self->left))
    {
      g_clear_pointer (&self->left, g_ptr_array_unref);
      self->left = g_steal_pointer (&found);
      told = TRUE;
    }
  if (told || task->settle_id != 0)
    g_signal_emit_by_name (self, "left-changed");
  if (self->left_again)
    {
      self->left_again = FALSE;
      tap_care_read_left (self);
    }
}

static void
run (TapCare  *self,
     gint64    settle_id,
     gboolean  entered)
{
  g_autofree char *replica_dir = _tap_care_replica_dir (self);
  g_autoptr (GTask) task = NULL;
  LeftTask *job;

  if (replica_dir == NULL)
    return;
  job = g_new0 (LeftTask, 1);
  job->replica_dir = g_steal_pointer (&replica_dir);
  job->zone = tap_care_dup_zone (self);
  job->settle_id = settle_id;
  job->entered = entered;
  if (settle_id == 0)
    self->left_reading = TRUE;
  task = g_task_new (self, NULL, left_read_cb, NULL);
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, job, left_task_free);
  g_task_run_in_thread (task, left_thread);
}

void
tap_care_read_left (TapCare *self)
{
  g_return_if_fail (TAP_IS_CARE (self));

  if (self->left_reading)
    self->left_again = TRUE;
  else
    run (self, 0, FALSE);
}

void
tap_care_settle_left (TapCare  *self,
                      gint64    id,
                      gboolean  entered)
{
  g_return_if_fail (TAP_IS_CARE (self));
  g_return_if_fail (id != 0);

  run (self, id, entered);
}

GPtrArray *
tap_care_get_left (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), NULL);

  return self->left;
}

guint
tap_care_count_left (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), 0);

  return self->left != NULL ? self->left->len : 0;
}

const char *
tap_care_get_left_error (TapCare *self)
{
  g_return_val_if_fail (TAP_IS_CARE (self), "");

  return self->left_error != NULL ? self->left_error : "";
}

void
_tap_care_left_clear (TapCare *self)
{
  g_clear_pointer (&self->left, g_ptr_array_unref);
  g_clear_pointer (&self->left_error, g_free);
}
