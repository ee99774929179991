/* tap-store-commands.c — commands go to the ledger, and their answers come back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-commands"

#include "config.h"

#include "store/tap-store-object.h"

static guint last_statement_count; /* atomic */

guint
tap_store_statement_count (void)
{
  return g_atomic_int_get (&last_statement_count);
}

/* Runs on the share thread. */
static gboolean
run_counted (TapCommandContext  *context,
             gconstpointer       data,
             gpointer           *result,
             GError            **error)
{
  const TapCommandInput *input = data;
  guint64 before = tap_db_count ();
  gboolean done = input->func (context, input, result, error);

  g_atomic_int_set (&last_statement_count, (guint) (tap_db_count () - before));
  if (!done)
    g_clear_pointer (result, tap_command_result_free);
  else if (*result == NULL)
    *result = tap_command_result_new (0, NULL);
  return done;
}

/* A command on its way to the worker. */
typedef struct
{
  const char *name;
  TapCommandInput *input; /* NULL once the worker has it */
  char *operation_id;
  gboolean ready; /* nothing has to be looked up any more */
} Running;

static void
running_free (gpointer data)
{
  Running *running = data;

  g_clear_pointer (&running->input, tap_command_input_free);
  g_free (running->operation_id);
  g_free (running);
}

/* What an operation made that an earlier try had saved already; the worker has no result of it any
 * more. */
static gpointer
read_operation (sqlite3       *db,
                gpointer       operation_id,
                GCancellable  *cancellable,
                GError       **error)
{
  return tap_read_operation (db, operation_id, error);
}

static void
operation_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  TapStore *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  TapCommandResult *found = tap_worker_read_finish (TAP_WORKER (source), result, &error);

  /* It is saved; not being able to say what it made does not change that. */
  if (found == NULL)
    found = tap_command_result_new (0, NULL);
  _tap_store_return_in_order (self, task, found);
}

static void
command_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TapStore *self = g_task_get_source_object (task);
  gpointer command_result = NULL;
  GError *error = NULL;

  if (!tap_worker_command_finish (TAP_WORKER (source), result, &command_result, &error))
    {
      /* What waits is shown as done before the caller hears of it. */
      _tap_store_return_error_in_order (self, g_steal_pointer (&task), error);
      return;
    }
  if (command_result == NULL)
    {
      Running *running = g_object_get_data (G_OBJECT (task), "tap-running");

      tap_worker_read_async (self->worker, read_operation, g_strdup (running->operation_id), g_free,
                             tap_command_result_free, NULL, operation_read_cb,
                             g_steal_pointer (&task));
      return;
    }
  _tap_store_return_in_order (self, g_steal_pointer (&task), command_result);
}

GTask *
_tap_store_task (TapStore            *self,
                 gpointer             tag,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

const char *
_tap_store_person (TapStore *self,
                   gint64    staff_id)
{
  for (guint i = 0; i < self->station->staff->len; i++)
    {
      TapStaff *person = g_ptr_array_index (self->station->staff, i);

      if (person->id == staff_id)
        return person->name;
    }
  return "";
}

static void
hand_over (TapStore *self,
           GTask    *task)
{
  Running *running = g_object_get_data (G_OBJECT (task), "tap-running");
  TapCommandInput *input = g_steal_pointer (&running->input);
  g_autofree char *outbox = tap_pending_write (input);
  TapCommand command = {
    .name = running->name,
    .func = run_counted,
    .input = input,
    .input_free = tap_command_input_free,
    .result_free = tap_command_result_free,
    .person = _tap_store_person (self, input->staff_id),
    .operation_id = running->operation_id,
    .outbox = outbox,
    .subject = outbox != NULL ? tap_pending_subject (input, running->operation_id) : 0,
  };

  tap_worker_command_async (self->worker, &command, NULL, command_done_cb, task);
}

/* What came after one whose visit is still being looked up waits for it: it may be about the same. */
static void
hand_over_in_order (TapStore *self,
                    GTask    *task)
{
  Running *running = g_object_get_data (G_OBJECT (task), "tap-running");

  running->ready = TRUE;
  while (!g_queue_is_empty (&self->commands))
    {
      running = g_object_get_data (G_OBJECT (g_queue_peek_head (&self->commands)), "tap-running");
      if (!running->ready)
        break;
      hand_over (self, g_queue_pop_head (&self->commands));
    }
}

static void
prepare (GTask        *prepare_task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  tap_pinyin_prepare ();
  g_task_return_boolean (prepare_task, TRUE);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  hand_over_in_order (TAP_STORE (source), user_data);
}

/* Runs on the local thread. */
static gpointer
read_visit_of_act (sqlite3       *db,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  gint64 visit_id = tap_read_visit_of_assignment (db, *(gint64 *) data, error);

  return g_memdup2 (&visit_id, sizeof visit_id);
}

/* Not to be known is no reason to refuse: then the command says what is wrong. */
static void
visit_of_act_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  Running *running = g_object_get_data (G_OBJECT (task), "tap-running");
  g_autofree gint64 *visit_id = tap_worker_read_finish (TAP_WORKER (source), result, NULL);

  running->input->visit_id = visit_id != NULL ? *visit_id : 0;
  hand_over_in_order (g_task_get_source_object (task), task);
}

/* Whether the command puts names down, which get their pinyin initials. */
static gboolean
writes_names (TapCommandFunc func)
{
  return func == tap_command_check_in || func == tap_command_book || func == tap_command_put_staff
         || func == tap_command_set_up;
}

void
_tap_store_run (TapStore        *self,
                GTask           *task,
                const char      *name,
                TapCommandFunc   func,
                TapCommandInput *input,
                const char      *operation_id)
{
  Running *running = g_new0 (Running, 1);
  g_autoptr(GTask) prepare_task = NULL;

  input->func = func;
  running->name = name;
  running->input = input;
  running->operation_id = operation_id != NULL ? g_strdup (operation_id) : g_uuid_string_random ();
  g_object_set_data_full (G_OBJECT (task), "tap-running", running, running_free);
  g_queue_push_tail (&self->commands, task);
  if (func == tap_command_job_act)
    {
      tap_worker_read_async (self->worker, read_visit_of_act,
                             g_memdup2 (&input->job_act.assignment_id, sizeof (gint64)), g_free, g_free,
                             NULL, visit_of_act_cb, task);
      return;
    }
  if (!writes_names (func) || tap_pinyin_is_prepared ())
    {
      hand_over_in_order (self, task);
      return;
    }
  prepare_task = g_task_new (self, NULL, prepared_cb, task);
  g_task_set_source_tag (prepare_task, prepare);
  g_task_run_in_thread (prepare_task, prepare);
}

TapCommandResult *
_tap_store_finish (TapStore      *self,
                   GAsyncResult  *result,
                   gpointer       tag,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_plain (TapStore      *self,
              GAsyncResult  *result,
              gpointer       tag,
              GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tag, error);

  return done != NULL;
}

static gboolean
finish_id (TapStore      *self,
           GAsyncResult  *result,
           gpointer       tag,
           gint64        *id,
           GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tag, error);

  if (id != NULL)
    *id = done != NULL ? done->id : 0;
  return done != NULL;
}

void
tap_store_move_async (TapStore            *self,
                      gint64               staff_id,
                      const TapMoveInput  *form,
                      const char          *operation_id,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->move = *form;
  input->move.reason = tap_command_input_keep (input, form->reason);
  _tap_store_run (self, _tap_store_task (self, tap_store_move_async, callback, user_data),
                  "move-visit", tap_command_move, input, operation_id);
}

gboolean
tap_store_move_finish (TapStore      *self,
                       GAsyncResult  *result,
                       char         **moved_operation,
                       GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tap_store_move_async, error);

  if (moved_operation != NULL)
    *moved_operation = done != NULL ? g_strdup (done->text) : NULL;
  return done != NULL;
}

void
tap_store_undo_move_async (TapStore            *self,
                           gint64               staff_id,
                           gint64               visit_id,
                           const char          *moved_operation,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = tap_command_input_new (staff_id, self->pc);
  input->undo.visit_id = visit_id;
  input->undo.operation = tap_command_input_keep (input, moved_operation);
  _tap_store_run (self, _tap_store_task (self, tap_store_undo_move_async, callback, user_data),
                  "undo-move", tap_command_undo_move, input, NULL);
}

gboolean
tap_store_undo_move_finish (TapStore      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_plain (self, result, tap_store_undo_move_async, error);
}

static void
keep_seen (TapCommandInput *input,
           TapCarSeen      *seen)
{
  seen->model = tap_command_input_keep (input, seen->model);
  seen->colour = tap_command_input_keep (input, seen->colour);
  seen->customer = tap_command_input_keep (input, seen->customer);
  seen->phone = tap_command_input_keep (input, seen->phone);
}

void
tap_store_check_in_async (TapStore              *self,
                          gint64                 staff_id,
                          const TapCheckInInput *form,
                          const char            *operation_id,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->check_in = *form;
  input->check_in.plate = tap_command_input_keep (input, form->plate);
  input->check_in.model = tap_command_input_keep (input, form->model);
  input->check_in.colour = tap_command_input_keep (input, form->colour);
  input->check_in.customer = tap_command_input_keep (input, form->customer);
  input->check_in.bringer = tap_command_input_keep (input, form->bringer);
  input->check_in.phone = tap_command_input_keep (input, form->phone);
  input->check_in.wish = tap_command_input_keep (input, form->wish);
  keep_seen (input, &input->check_in.seen);
  _tap_store_run (self, _tap_store_task (self, tap_store_check_in_async, callback, user_data),
                  "check-in", tap_command_check_in, input, operation_id);
}

gboolean
tap_store_check_in_finish (TapStore      *self,
                           GAsyncResult  *result,
                           gint64        *visit_id,
                           char         **number,
                           GError       **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapCommandResult) done
    = _tap_store_finish (self, result, tap_store_check_in_async, &reason);
  Running *running = g_object_get_data (G_OBJECT (result), "tap-running");

  if (visit_id != NULL)
    *visit_id = done != NULL ? done->id : 0;
  if (visit_id != NULL && g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    *visit_id = tap_operation_row_id (running->operation_id, "visit");
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  if (number != NULL)
    *number = done != NULL ? g_strdup (done->text) : NULL;
  return done != NULL;
}

void
tap_store_book_async (TapStore              *self,
                      gint64                 staff_id,
                      const TapBookingInput *form,
                      const char            *operation_id,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->book = *form;
  input->book.plate = tap_command_input_keep (input, form->plate);
  input->book.model = tap_command_input_keep (input, form->model);
  input->book.customer = tap_command_input_keep (input, form->customer);
  input->book.phone = tap_command_input_keep (input, form->phone);
  input->book.wish = tap_command_input_keep (input, form->wish);
  keep_seen (input, &input->book.seen);
  _tap_store_run (self, _tap_store_task (self, tap_store_book_async, callback, user_data), "book",
                  tap_command_book, input, operation_id);
}

gboolean
tap_store_book_finish (TapStore      *self,
                       GAsyncResult  *result,
                       gint64        *booking_id,
                       GError       **error)
{
  return finish_id (self, result, tap_store_book_async, booking_id, error);
}

void
tap_store_cancel_booking_async (TapStore            *self,
                                gint64               staff_id,
                                gint64               booking_id,
                                const char          *reason,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = tap_command_input_new (staff_id, self->pc);
  input->cancel_booking.booking_id = booking_id;
  input->cancel_booking.reason = tap_command_input_keep (input, reason);
  _tap_store_run (self, _tap_store_task (self, tap_store_cancel_booking_async, callback, user_data),
                  "cancel-booking", tap_command_cancel_booking, input, NULL);
}

gboolean
tap_store_cancel_booking_finish (TapStore      *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish_plain (self, result, tap_store_cancel_booking_async, error);
}

void
tap_store_promise_async (TapStore              *self,
                         gint64                 staff_id,
                         const TapPromiseInput *form,
                         const char            *operation_id,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->promise = *form;
  input->promise.with_whom = tap_command_input_keep (input, form->with_whom);
  input->promise.means = tap_command_input_keep (input, form->means);
  input->promise.reason = tap_command_input_keep (input, form->reason);
  _tap_store_run (self, _tap_store_task (self, tap_store_promise_async, callback, user_data),
                  "promise", tap_command_promise, input, operation_id);
}

gboolean
tap_store_promise_finish (TapStore      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_plain (self, result, tap_store_promise_async, error);
}

void
tap_store_note_async (TapStore            *self,
                      gint64               staff_id,
                      gint64               visit_id,
                      const char          *text,
                      const char          *operation_id,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = tap_command_input_new (staff_id, self->pc);
  input->note.visit_id = visit_id;
  input->note.text = tap_command_input_keep (input, text);
  _tap_store_run (self, _tap_store_task (self, tap_store_note_async, callback, user_data), "note",
                  tap_command_note, input, operation_id);
}

gboolean
tap_store_note_finish (TapStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return finish_plain (self, result, tap_store_note_async, error);
}

void
tap_store_add_job_async (TapStore            *self,
                         gint64               staff_id,
                         gint64               visit_id,
                         const char          *text,
                         int                  planned_min,
                         const char          *operation_id,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));

  input = tap_command_input_new (staff_id, self->pc);
  input->add_job.visit_id = visit_id;
  input->add_job.text = tap_command_input_keep (input, text);
  input->add_job.planned_min = planned_min;
  _tap_store_run (self, _tap_store_task (self, tap_store_add_job_async, callback, user_data),
                  "add-job", tap_command_add_job, input, operation_id);
}

gboolean
tap_store_add_job_finish (TapStore      *self,
                          GAsyncResult  *result,
                          gint64        *job_id,
                          GError       **error)
{
  return finish_id (self, result, tap_store_add_job_async, job_id, error);
}

void
tap_store_assign_async (TapStore             *self,
                        gint64                staff_id,
                        const TapAssignInput *form,
                        const char           *operation_id,
                        GAsyncReadyCallback   callback,
                        gpointer              user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->assign = *form;
  _tap_store_run (self, _tap_store_task (self, tap_store_assign_async, callback, user_data),
                  "assign", tap_command_assign, input, operation_id);
}

gboolean
tap_store_assign_finish (TapStore      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_plain (self, result, tap_store_assign_async, error);
}

void
tap_store_job_act_async (TapStore             *self,
                         gint64                staff_id,
                         const TapJobActInput *form,
                         const char           *operation_id,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->job_act = *form;
  input->job_act.note = tap_command_input_keep (input, form->note);
  _tap_store_run (self, _tap_store_task (self, tap_store_job_act_async, callback, user_data),
                  "job-act", tap_command_job_act, input, operation_id);
}

gboolean
tap_store_job_act_finish (TapStore      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_plain (self, result, tap_store_job_act_async, error);
}

void
tap_store_put_staff_async (TapStore            *self,
                           gint64               staff_id,
                           const TapStaffInput *form,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (form != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->put_staff = *form;
  input->put_staff.name = tap_command_input_keep (input, form->name);
  input->put_staff.phone = tap_command_input_keep (input, form->phone);
  if (form->expected != NULL)
    tap_command_input_hold (input, tap_staff_ref (form->expected), (GDestroyNotify) tap_staff_unref);
  _tap_store_run (self, _tap_store_task (self, tap_store_put_staff_async, callback, user_data),
                  "put-staff", tap_command_put_staff, input, NULL);
}

gboolean
tap_store_put_staff_finish (TapStore      *self,
                            GAsyncResult  *result,
                            gint64        *id,
                            GError       **error)
{
  return finish_id (self, result, tap_store_put_staff_async, id, error);
}
