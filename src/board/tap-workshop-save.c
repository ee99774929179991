/* tap-workshop-save.c — what the workshop's screens ask the store for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-save"

#include "config.h"

#include "board/tap-workshop-save.h"

static void
answer (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_assigned (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean done = tap_store_assign_finish (TAP_STORE (source), result, &error);

  answer (task, done, error);
}

static void
store_assign (TapSession *session,
              gint64 staff_id,
              const TapAssignInput *input,
              const char *operation_id,
              GTask *task)
{
  tap_store_assign_async (tap_session_get_store (session), staff_id, input, operation_id,
                          on_assigned, task);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean done = tap_store_job_act_finish (TAP_STORE (source), result, &error);

  answer (task, done, error);
}

static void
store_job_act (TapSession *session,
               gint64 staff_id,
               const TapJobActInput *input,
               const char *operation_id,
               GTask *task)
{
  tap_store_job_act_async (tap_session_get_store (session), staff_id, input, operation_id, on_acted,
                           task);
}

static void
on_pin_checked (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean done = tap_store_check_pin_finish (TAP_STORE (source), result, &error);

  answer (task, done, error);
}

static void
store_check_pin (TapSession *session, gint64 staff_id, const char *pin, GTask *task)
{
  tap_store_check_pin_async (tap_session_get_store (session), staff_id, pin, on_pin_checked, task);
}

static const TapWorkshopSave store_functions = { store_assign, store_job_act, store_check_pin };
static const TapWorkshopSave *functions = &store_functions;

void
tap_workshop_save_set (const TapWorkshopSave *wanted)
{
  functions = wanted ? wanted : &store_functions;
}

static GTask *
new_task (TapSession *session, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (session, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

void
tap_workshop_assign_async (TapSession *session,
                           gint64 staff_id,
                           const TapAssignInput *input,
                           const char *operation_id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (TAP_IS_SESSION (session) && input);
  functions->assign (session, staff_id, input, operation_id,
                     new_task (session, tap_workshop_assign_async, callback, user_data));
}

void
tap_workshop_job_act_async (TapSession *session,
                            gint64 staff_id,
                            const TapJobActInput *input,
                            const char *operation_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (TAP_IS_SESSION (session) && input);
  functions->job_act (session, staff_id, input, operation_id,
                      new_task (session, tap_workshop_job_act_async, callback, user_data));
}

void
tap_workshop_check_pin_async (TapSession *session,
                              gint64 staff_id,
                              const char *pin,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (TAP_IS_SESSION (session) && pin);
  functions->check_pin (session, staff_id, pin,
                        new_task (session, tap_workshop_check_pin_async, callback, user_data));
}

gboolean
tap_workshop_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
