/* tap-backup-command.c — runs of backups: written by the PC that made one (or failed to), read by all.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-backup-command"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "store/tap-store-object.h"

#define MAX_PC 100
#define MAX_PLACE 1000
#define MAX_PROBLEM 600

/* More than a page shows; the newest good one is read beyond it. */
#define MAX_RUNS "40"

#define RUN_COLUMNS "r.made_unix, r.staff_id, coalesce (s.name, ''), r.pc, r.place, r.seq, r.bytes, r.took_s, r.good, r.problem"
#define RUN_TABLES " FROM backup_run AS r LEFT JOIN staff AS s ON s.id = r.staff_id"

/* ---- writing ---- */

static gboolean
check_run (sqlite3                *db,
           const TapCommandInput  *input,
           GError                **error)
{
  const TapBackupRun *run = &input->backup_run;

  /* The program itself records its own runs, whoever is signed in. */
  if (input->staff_id != 0 && !tap_require_right (db, input->staff_id, TAP_RIGHT_ADMIN, NULL, error))
    return FALSE;
  if (run->made_unix <= 0)
    return tap_refuse_input (error, "made", _("The time of the backup is missing."));
  if (run->bytes < 0 || run->took_s < 0 || run->seq > (guint64) G_MAXINT64)
    return tap_refuse_input (error, "size", _("The size of the backup is not a number that can be."));
  return TRUE;
}

gboolean
tap_command_record_backup (TapCommandContext  *context,
                           gconstpointer       data,
                           gpointer           *result,
                           GError            **error)
{
  const TapCommandInput *input = data;
  const TapBackupRun *run = &input->backup_run;
  g_autofree char *pc = tap_text_clean (run->pc != NULL && *run->pc != '\0' ? run->pc : input->pc, MAX_PC);
  g_autofree char *place = tap_text_clean (run->place != NULL ? run->place : "", MAX_PLACE);
  g_autofree char *problem = tap_text_clean (run->problem != NULL ? run->problem : "", MAX_PROBLEM);
  gint64 id;

  if (!check_run (context->db, input, error))
    return FALSE;
  if (!run->good && *problem == '\0')
    tap_take (&problem, g_strdup (_("The backup failed.")));
  id = tap_command_new_id (context);
  /* A clock that runs ahead must not make a backup younger than it is. */
  if (!tap_db_run (context->db, "record a backup",
                   "INSERT INTO backup_run (id, made_unix, staff_id, pc, place, seq, bytes, took_s, good, problem)"
                   "  VALUES (:id, :made, :staff, :pc, :place, :seq, :bytes, :took, :good, :problem)",
                   TAP_PARAMS (TAP_INT ("id", id), TAP_INT ("made", MIN (run->made_unix, context->happened_unix)),
                               TAP_REF ("staff", input->staff_id), TAP_TEXT ("pc", pc), TAP_TEXT ("place", place),
                               TAP_INT ("seq", (gint64) run->seq), TAP_INT ("bytes", run->bytes),
                               TAP_INT ("took", run->took_s), TAP_INT ("good", run->good ? 1 : 0),
                               TAP_TEXT ("problem", run->good ? "" : problem)),
                   NULL, error))
    return FALSE;
  *result = tap_command_result_new (id, NULL);
  return TRUE;
}

void
tap_store_record_backup_async (TapStore            *self,
                               gint64               staff_id,
                               const TapBackupRun  *run,
                               const char          *operation_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  TapCommandInput *input;

  g_return_if_fail (TAP_IS_STORE (self));
  g_return_if_fail (run != NULL);

  input = tap_command_input_new (staff_id, self->pc);
  input->backup_run = *run;
  input->backup_run.person = NULL;
  input->backup_run.pc = (char *) tap_command_input_keep (input, run->pc);
  input->backup_run.place = (char *) tap_command_input_keep (input, run->place);
  input->backup_run.problem = (char *) tap_command_input_keep (input, run->problem);
  _tap_store_run (self, _tap_store_task (self, tap_store_record_backup_async, callback, user_data),
                  "record-backup", tap_command_record_backup, input, operation_id);
}

gboolean
tap_store_record_backup_finish (TapStore      *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(TapCommandResult) done = _tap_store_finish (self, result, tap_store_record_backup_async, error);

  return done != NULL;
}

/* ---- reading ---- */

static TapBackupRun *
read_run (TapQuery *query)
{
  TapBackupRun *run = tap_backup_run_new ();

  run->made_unix = tap_query_int (query);
  run->staff_id = tap_query_int (query);
  tap_take (&run->person, tap_query_dup (query));
  tap_take (&run->pc, tap_query_dup (query));
  tap_take (&run->place, tap_query_dup (query));
  run->seq = (guint64) tap_query_int (query);
  run->bytes = tap_query_int (query);
  run->took_s = tap_query_int (query);
  run->good = tap_query_flag (query);
  tap_take (&run->problem, tap_query_dup (query));
  return run;
}

/* A station that an older program made has no such table until its migration has come. */
static gboolean
has_table (sqlite3   *db,
           gboolean  *found,
           GError   **error)
{
  gint64 n = 0;
  gboolean done = tap_db_int (db, "look for backups",
                              "SELECT count (*) FROM sqlite_schema WHERE type = 'table' AND name = 'backup_run'", NULL, 0,
                              &n, error);

  *found = n > 0;
  return done;
}

gboolean
tap_read_backup_runs (sqlite3         *db,
                      TapStationData  *data,
                      GError         **error)
{
  gboolean found;
  TapQuery query;

  if (!has_table (db, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  tap_query_begin (&query, db, "read the backups",
                   "SELECT " RUN_COLUMNS RUN_TABLES " ORDER BY r.made_unix DESC, r.good, r.id DESC LIMIT " MAX_RUNS, NULL);
  while (tap_query_next (&query))
    g_ptr_array_add (data->backup_runs, read_run (&query));
  if (!tap_query_end (&query, error))
    return FALSE;
  if (data->backup_runs->len > 0)
    data->last_backup = tap_backup_run_ref (data->backup_runs->pdata[0]);

  tap_query_begin (&query, db, "read the last good backup",
                   "SELECT " RUN_COLUMNS RUN_TABLES " WHERE r.good = 1 ORDER BY r.made_unix DESC, r.id DESC LIMIT 1", NULL);
  if (tap_query_next (&query))
    data->last_good_backup = read_run (&query);
  return tap_query_end (&query, error);
}
