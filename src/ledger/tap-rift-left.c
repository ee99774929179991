/* tap-rift-left.c — what was set aside when this PC followed the folder: a list in local.db, until a person has decided each entry.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-rift-private.h"

enum
{
  LEFT_OPEN = 0,
  LEFT_ENTERED = 1,
  LEFT_GIVEN_UP = 2,
};

/* The bytes stay for ever: they are the only proof of what was entered. */
static const char left_sql[] =
    "CREATE TABLE IF NOT EXISTS left_over (id INTEGER PRIMARY KEY NOT NULL, hash BLOB NOT NULL UNIQUE,"
    " kept_unix INTEGER NOT NULL, state INTEGER NOT NULL, seq INTEGER NOT NULL, recorded_unix INTEGER NOT NULL,"
    " pc TEXT NOT NULL, person TEXT NOT NULL, commands TEXT NOT NULL, operation_ids TEXT NOT NULL,"
    " details TEXT NOT NULL, bytes BLOB NOT NULL);";

void
tap_rift_left_free (TapRiftLeft *self)
{
  g_clear_pointer (&self->entry, tap_rift_entry_free);
  g_free (self);
}

gboolean
_tap_rift_left_add (TapLocalDb    *local,
                    TapRiftEntry  *entry,
                    GBytes        *bytes,
                    const guint8   hash[TAP_HASH_LEN],
                    GError       **error)
{
  sqlite3 *db = tap_local_db_get_db (local);
  g_autoptr(TapSqlStmt) stmt = NULL;
  gsize size = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (!tap_sql_exec (db, left_sql, error))
    return FALSE;
  /* The same one again (a run that was broken off) is the same row. */
  stmt = tap_sql_prepare (db,
                          "INSERT INTO left_over (hash, kept_unix, state, seq, recorded_unix, pc, person, commands, operation_ids,"
                          " details, bytes) VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (hash) DO NOTHING",
                          error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, TAP_HASH_LEN, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, g_get_real_time () / G_USEC_PER_SEC);
  sqlite3_bind_int64 (stmt, 3, (gint64) entry->seq);
  sqlite3_bind_int64 (stmt, 4, entry->recorded_unix);
  sqlite3_bind_text (stmt, 5, entry->pc, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 6, entry->person, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 7, entry->commands, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 8, entry->operation_ids, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 9, entry->details, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (stmt, 10, data != NULL ? data : "", size, SQLITE_STATIC);
  return tap_sql_run (stmt, error);
}

static char *
column_text (sqlite3_stmt *stmt,
             int           at)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, at));
}

static TapRiftLeft *
read_left (sqlite3_stmt *stmt)
{
  TapRiftLeft *left = g_new0 (TapRiftLeft, 1);

  left->id = sqlite3_column_int64 (stmt, 0);
  left->kept_unix = sqlite3_column_int64 (stmt, 1);
  left->entry = g_new0 (TapRiftEntry, 1);
  left->entry->seq = (guint64) sqlite3_column_int64 (stmt, 2);
  left->entry->recorded_unix = sqlite3_column_int64 (stmt, 3);
  left->entry->pc = column_text (stmt, 4);
  left->entry->person = column_text (stmt, 5);
  left->entry->commands = column_text (stmt, 6);
  left->entry->operation_ids = column_text (stmt, 7);
  left->entry->details = column_text (stmt, 8);
  return left;
}

GPtrArray *
tap_rift_left_list (const char *replica_dir,
                    GError    **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_rift_left_free);
  g_autofree char *path = NULL;
  g_autoptr(TapLocalDb) local = NULL;
  g_autoptr(TapSqlStmt) stmt = NULL;
  int result;

  g_return_val_if_fail (replica_dir != NULL, NULL);

  path = g_build_filename (replica_dir, "local.db", NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&list);
  local = tap_local_db_open (replica_dir, error);
  if (local == NULL || !tap_sql_exec (tap_local_db_get_db (local), left_sql, error))
    return NULL;
  stmt = tap_sql_prepare (tap_local_db_get_db (local),
                          "SELECT id, kept_unix, seq, recorded_unix, pc, person, commands, operation_ids, details"
                          " FROM left_over WHERE state = 0 ORDER BY kept_unix, seq",
                          error);
  if (stmt == NULL)
    return NULL;
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_ptr_array_add (list, read_left (stmt));
  if (result == SQLITE_DONE)
    return g_steal_pointer (&list);
  tap_sql_set_error (error, tap_local_db_get_db (local), "left_over");
  return NULL;
}

gboolean
tap_rift_left_settle (const char *replica_dir,
                      gint64      id,
                      gboolean    entered,
                      GError    **error)
{
  g_autoptr(TapLocalDb) local = NULL;
  g_autoptr(TapSqlStmt) stmt = NULL;

  g_return_val_if_fail (replica_dir != NULL, FALSE);

  local = tap_local_db_open (replica_dir, error);
  if (local == NULL || !tap_sql_exec (tap_local_db_get_db (local), left_sql, error))
    return FALSE;
  stmt = tap_sql_prepare (tap_local_db_get_db (local), "UPDATE left_over SET state = ?2 WHERE id = ?1 AND state = 0", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int (stmt, 2, entered ? LEFT_ENTERED : LEFT_GIVEN_UP);
  if (!tap_sql_run (stmt, error))
    return FALSE;
  if (sqlite3_changes (tap_local_db_get_db (local)) == 1)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED,
               _("There is no entry %lld that waits for a decision."), (long long) id);
  return FALSE;
}
