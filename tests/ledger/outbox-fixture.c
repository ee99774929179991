/* outbox-fixture.c — commands that may wait, on a file server with bad days.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "outbox-fixture.h"

/* ---- commands ---- */

static gboolean
command_gate (TapCommandContext *context,
              gconstpointer      input,
              gpointer          *result,
              GError           **error)
{
  sqlite3_stmt *stmt = NULL;
  gboolean closed;

  g_assert_cmpint (sqlite3_prepare_v2 (context->db, "SELECT 1 FROM note WHERE text = 'closed'", -1, &stmt, NULL), ==,
                   SQLITE_OK);
  closed = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_finalize (stmt);
  if (!closed)
    return command_add (context, input, result, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "the gate is closed");
  return FALSE;
}

gboolean
outbox_read (const TapOutboxEntry *entry,
             TapCommand           *command,
             gpointer              data)
{
  command->func = strcmp (entry->name, "gate") == 0 ? command_gate : command_add;
  command->input = g_strdup (entry->input);
  command->input_free = g_free;
  command->result_free = g_free;
  return TRUE;
}

gboolean
outbox_read_none (const TapOutboxEntry *entry,
                  TapCommand           *command,
                  gpointer              data)
{
  return FALSE;
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

gboolean
outbox_enter (TapWorker  *worker,
              const char *name,
              const char *text,
              const char *operation_id,
              gint64      subject,
              GError    **error)
{
  TapCommand command = {
    .name = name,
    .func = strcmp (name, "gate") == 0 ? command_gate : command_add,
    .input = g_strdup (text),
    .input_free = g_free,
    .result_free = g_free,
    .person = "Li Ting",
    .operation_id = operation_id,
    .outbox = text,
    .subject = subject,
  };

  return fixture_run (worker, &command, NULL, error);
}

void
outbox_must_wait (TapWorker  *worker,
                  const char *name,
                  const char *text,
                  const char *operation_id,
                  gint64      subject)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (outbox_enter (worker, name, text, operation_id, subject, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED);
}

gboolean
outbox_retry (TapWorker  *worker,
              const char *operation_id,
              GError    **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_outbox_retry_async (worker, operation_id, keep_result_cb, &result);
  fixture_wait (has_result, &result, "the new try");
  return tap_worker_outbox_retry_finish (worker, result, error);
}

gboolean
outbox_drop (TapWorker  *worker,
             const char *operation_id,
             GError    **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_outbox_drop_async (worker, operation_id, keep_result_cb, &result);
  fixture_wait (has_result, &result, "the drop");
  return tap_worker_outbox_drop_finish (worker, result, error);
}

/* ---- what is there ---- */

char *
outbox_text (TapWorker *worker)
{
  static const char *const states[] = { "waiting", "refused", "held" };
  g_autoptr(GPtrArray) entries = tap_worker_get_outbox (worker);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      TapOutboxEntry *entry = entries->pdata[i];

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", entry->operation_id, states[entry->state]);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  TapWorker  *worker;
  const char *text;
} Wanted;

static gboolean
has_text (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *text = outbox_text (wanted->worker);

  return strcmp (text, wanted->text) == 0;
}

void
outbox_wait_text (TapWorker  *worker,
                  const char *text)
{
  Wanted wanted = { worker, text };

  fixture_wait (has_text, &wanted, text);
}

gint64
outbox_notes (TapWorker  *worker,
              const char *text)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM note WHERE text = '%s'", text);

  return fixture_count (worker, sql);
}

void
outbox_fail (Outbox   *self,
             gboolean  fails)
{
  g_mutex_lock (&self->share->lock);
  self->share->fails = fails;
  g_mutex_unlock (&self->share->lock);
  fixture_wait_state (self->worker, fails ? TAP_LEDGER_CUT_OFF : TAP_LEDGER_IN_STEP);
}

/* ---- set up ---- */

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            Outbox     *self)
{
  g_string_append_printf (self->settled, "%s%s%c", self->settled->len > 0 ? " " : "", operation_id, saved ? '+' : '-');
}

static void
applied_cb (TapWorker *worker,
            GPtrArray *transactions,
            Outbox    *self)
{
  for (guint i = 0; i < transactions->len; i++)
    {
      TapTransaction *transaction = transactions->pdata[i];

      for (guint k = 0; transaction->operation_ids[k] != NULL; k++)
        g_ptr_array_add (self->published, g_strdup (transaction->operation_ids[k]));
      g_ptr_array_add (self->published, g_strdup ("|"));
    }
}

static void
outbox_changed_cb (TapWorker *worker,
                   Outbox    *self)
{
  self->n_changed++;
}

TapWorker *
outbox_worker (Outbox           *self,
               const char       *dir,
               const char       *program,
               TapOutboxReadFunc read)
{
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (self->folder, dir, &limits);
  options.program = program;
  options.outbox_read = read;
  worker = _tap_worker_new_on (&options, TAP_LEDGER (self->share));
  if (self->worker == NULL)
    {
      g_signal_connect (worker, "settled", G_CALLBACK (settled_cb), self);
      g_signal_connect (worker, "applied", G_CALLBACK (applied_cb), self);
      g_signal_connect (worker, "outbox-changed", G_CALLBACK (outbox_changed_cb), self);
    }
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  return worker;
}

void
outbox_set_up (Outbox       *self,
               gconstpointer data)
{
  self->folder = fixture_station ();
  self->dir = fixture_dir ();
  self->share = ledger_double_new (self->folder);
  self->settled = g_string_new (NULL);
  self->published = g_ptr_array_new_with_free_func (g_free);
  self->worker = outbox_worker (self, self->dir, "tappet", outbox_read);
}

void
outbox_tear_down (Outbox       *self,
                  gconstpointer data)
{
  if (self->worker != NULL)
    fixture_close (self->worker);
  g_assert_finalize_object (self->share);
  fixture_remove (self->folder);
  fixture_remove (self->dir);
  g_string_free (self->settled, TRUE);
  g_ptr_array_unref (self->published);
}
