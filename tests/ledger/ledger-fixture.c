/* ledger-fixture.c — stations in temporary folders, and workers on them, for the tests of the ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ledger-fixture.h"

#define TIME_OUT_US (20 * G_USEC_PER_SEC)

const TapMigration fixture_migrations[] = {
  { 1,
    "CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE note (id INTEGER PRIMARY KEY NOT NULL, text TEXT NOT NULL,"
    " author INTEGER REFERENCES author (id) DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE local_total (id INTEGER PRIMARY KEY NOT NULL, n INTEGER NOT NULL);"
    "INSERT INTO local_total VALUES (1, 0);"
    "CREATE TRIGGER note_added AFTER INSERT ON note BEGIN UPDATE local_total SET n = n + 1; END;" },
  { 2, "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT '';" },
};
const guint fixture_n_migrations = G_N_ELEMENTS (fixture_migrations);

char *
fixture_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *dir = g_dir_make_tmp ("tap-ledger-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

char *
fixture_station (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = fixture_dir ();

  tap_station_create (folder, "Riverside \"North\"", &error);
  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
fixture_remove (char *dir)
{
  remove_tree (dir);
  g_free (dir);
}

void
fixture_limits (TapLedgerLimits *limits)
{
  tap_ledger_limits_default (limits);
  limits->look_ms = 20;
  limits->slow_ms = 100;
  limits->stale_ms = 200;
  limits->cut_off_ms = 400;
  limits->tail_check_ms = 200;
  limits->presence_ms = 500;
}

TapWorkerOptions
fixture_options (const char      *folder,
                 const char      *replica_dir,
                 TapLedgerLimits *limits)
{
  return (TapWorkerOptions){
    .folder = folder,
    .replica_dir = replica_dir,
    .pc = "FRONT-01",
    .program = "tappet",
    .migrations = fixture_migrations,
    .n_migrations = fixture_n_migrations,
    .limits = limits,
  };
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  GAsyncResult **slot = data;

  *slot = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

void
fixture_wait (gboolean (*done) (gpointer data),
              gpointer    data,
              const char *what)
{
  gint64 deadline_us = g_get_monotonic_time () + TIME_OUT_US;

  while (!done (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("waited in vain for %s", what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

void
fixture_spin (int ms)
{
  gint64 deadline_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < deadline_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

typedef struct
{
  TapWorker     *worker;
  guint64        seq;
  TapLedgerState state;
} Wanted;

static gboolean
has_seq (gpointer data)
{
  Wanted *wanted = data;

  return tap_worker_get_seq (wanted->worker) >= wanted->seq;
}

void
fixture_wait_seq (TapWorker *worker,
                  guint64    seq)
{
  Wanted wanted = { .worker = worker, .seq = seq };

  fixture_wait (has_seq, &wanted, "a transaction");
}

static gboolean
has_state (gpointer data)
{
  Wanted *wanted = data;

  return tap_worker_get_state (wanted->worker) == wanted->state;
}

void
fixture_wait_state (TapWorker     *worker,
                    TapLedgerState state)
{
  Wanted wanted = { .worker = worker, .state = state };

  fixture_wait (has_state, &wanted, "a state");
}

gboolean
fixture_start (TapWorker *worker,
               GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_start_async (worker, NULL, keep_result_cb, &result);
  fixture_wait (has_result, &result, "the start");
  return tap_worker_start_finish (worker, result, error);
}

TapWorker *
fixture_open (const char *folder,
              const char *replica_dir,
              GError    **error)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (folder, replica_dir, &limits);
  worker = tap_worker_new (&options);
  if (fixture_start (worker, error))
    return worker;
  fixture_close (worker);
  return NULL;
}

void
fixture_close (TapWorker *worker)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_worker_close_async (worker, 3000, keep_result_cb, &result);
  fixture_wait (has_result, &result, "closing");
  g_assert_true (tap_worker_close_finish (worker, result, NULL));
  g_clear_object (&result);
  /* What the threads posted last. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (worker);
}

gboolean
fixture_run (TapWorker        *worker,
             const TapCommand *command,
             gpointer         *result,
             GError          **error)
{
  g_autoptr(GAsyncResult) async_result = NULL;

  tap_worker_command_async (worker, command, NULL, keep_result_cb, &async_result);
  fixture_wait (has_result, &async_result, "a command");
  return tap_worker_command_finish (worker, async_result, result, error);
}

gboolean
fixture_add (TapWorker  *worker,
             const char *text,
             const char *operation_id,
             gint64     *id,
             GError    **error)
{
  TapCommand command = { "add-note", command_add, g_strdup (text), g_free, g_free, "Li Ting", operation_id };
  g_autofree gint64 *result = NULL;

  if (!fixture_run (worker, &command, (gpointer *) &result, error))
    return FALSE;
  if (id != NULL)
    *id = result != NULL ? *result : 0;
  return TRUE;
}

static gpointer
read_text (sqlite3      *db,
           gpointer      input,
           GCancellable *cancellable,
           GError      **error)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, input, -1, &stmt, NULL), ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", sqlite3_column_text (stmt, i));
  sqlite3_finalize (stmt);
  return g_string_free (text, FALSE);
}

char *
fixture_text (TapWorker  *worker,
              const char *sql)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  tap_worker_read_async (worker, read_text, g_strdup (sql), g_free, g_free, NULL, keep_result_cb, &result);
  fixture_wait (has_result, &result, "a read");
  text = tap_worker_read_finish (worker, result, &error);
  g_assert_no_error (error);
  return text;
}

gint64
fixture_count (TapWorker  *worker,
               const char *sql)
{
  g_autofree char *text = fixture_text (worker, sql);

  return g_ascii_strtoll (text, NULL, 10);
}

char *
fixture_content (TapWorker *worker)
{
  return fixture_text (worker, "SELECT id, text, coalesce (author, ''), colour FROM note"
                               " UNION ALL SELECT id, name, '', '' FROM author"
                               " UNION ALL SELECT id, at, '', '' FROM operation"
                               " UNION ALL SELECT seq, hex (hash), '', '' FROM applied"
                               " UNION ALL SELECT 'total', n, '', '' FROM local_total ORDER BY 1, 2");
}

/* --- commands -------------------------------------------------------------------------------- */

static void
exec_sql (sqlite3    *db,
          const char *format,
          ...)
{
  va_list args;
  char *sql;
  char *message = NULL;

  va_start (args, format);
  sql = sqlite3_vmprintf (format, args);
  va_end (args);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  sqlite3_free (sql);
}

gboolean
command_add (TapCommandContext *context,
             gconstpointer      input,
             gpointer          *result,
             GError           **error)
{
  gint64 id = tap_command_new_id (context);

  exec_sql (context->db, "INSERT INTO note (id, text) VALUES (%lld, %Q)", (long long) id,
            (const char *) input);
  *result = g_memdup2 (&id, sizeof id);
  return TRUE;
}

gboolean
command_refuse (TapCommandContext *context,
                gconstpointer      input,
                gpointer          *result,
                GError           **error)
{
  exec_sql (context->db, "INSERT INTO note (id, text) VALUES (1, 'must not stay')");
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "the gate is closed");
  return FALSE;
}

gboolean
command_nothing (TapCommandContext *context,
                 gconstpointer      input,
                 gpointer          *result,
                 GError           **error)
{
  /* An update that changes no value is no change either. */
  exec_sql (context->db, "UPDATE note SET text = text");
  return TRUE;
}

gboolean
command_swap (TapCommandContext *context,
              gconstpointer      input,
              gpointer          *result,
              GError           **error)
{
  exec_sql (context->db, "INSERT OR IGNORE INTO author VALUES (1, 'a'), (2, 'b')");
  exec_sql (context->db, "UPDATE author SET name = 'x' WHERE id = 1; UPDATE author SET name = 'a' WHERE id = 2;"
                         "UPDATE author SET name = 'b' WHERE id = 1");
  return TRUE;
}

gboolean
command_orphan (TapCommandContext *context,
                gconstpointer      input,
                gpointer          *result,
                GError           **error)
{
  exec_sql (context->db, "INSERT INTO note (id, text, author) VALUES (77, 'orphan', 4711)");
  return TRUE;
}
