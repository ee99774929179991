/* tap-sql.c — the few SQLite calls the ledger repeats, with GError.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-sql.h"
#include "ledger/tap-worker.h"

#define BUSY_TIMEOUT_MS 10000

void
tap_sql_set_error (GError    **error,
                   sqlite3    *db,
                   const char *sql)
{
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s (%d): %s",
               sqlite3_errmsg (db), sqlite3_extended_errcode (db), sql);
}

gboolean
tap_sql_exec (sqlite3    *db,
              const char *sql,
              GError    **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  tap_sql_set_error (error, db, sql);
  return FALSE;
}

sqlite3_stmt *
tap_sql_prepare (sqlite3    *db,
                 const char *sql,
                 GError    **error)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) == SQLITE_OK)
    return stmt;
  tap_sql_set_error (error, db, sql);
  return NULL;
}

gboolean
tap_sql_run (sqlite3_stmt *stmt,
             GError      **error)
{
  int result = sqlite3_step (stmt);

  if (result != SQLITE_DONE && result != SQLITE_ROW)
    tap_sql_set_error (error, sqlite3_db_handle (stmt), sqlite3_sql (stmt));
  sqlite3_reset (stmt);
  return result == SQLITE_DONE || result == SQLITE_ROW;
}

gint64
tap_sql_int (sqlite3    *db,
             const char *sql,
             gint64      fallback)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, sql, NULL);

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    return sqlite3_column_int64 (stmt, 0);
  return fallback;
}

gboolean
tap_sql_use_wal (sqlite3 *db,
                 GError **error)
{
  gint64 deadline_us = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  /* When two programs make the file at once, the change is refused as busy without waiting. */
  while (sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK)
    {
      if ((sqlite3_errcode (db) & 0xff) != SQLITE_BUSY || g_get_monotonic_time () > deadline_us)
        {
          tap_sql_set_error (error, db, "PRAGMA journal_mode");
          return FALSE;
        }
      g_usleep (5000);
    }
  return TRUE;
}

/* SQLite counts its allocations under a lock that every connection of the process waits for; nobody reads the counts. */
static void
count_no_memory (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&once, 1);
    }
}

sqlite3 *
tap_sql_open (const char *path,
              GError    **error)
{
  sqlite3 *db = NULL;
  /* SQLite would make it readable for everyone; its journal and shared memory files take over this mode. */
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  close (fd);
  count_no_memory ();
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      tap_sql_set_error (error, db, path);
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  /* What a savepoint can roll back is kept in memory: a save makes no temporary file. */
  sqlite3_exec (db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
  return db;
}

gboolean
tap_sql_copy_into (sqlite3 *to,
                   sqlite3 *from,
                   GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  int result;

  if (backup == NULL)
    {
      tap_sql_set_error (error, to, "backup");
      return FALSE;
    }
  do
    {
      result = sqlite3_backup_step (backup, -1);
      if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
        g_usleep (5000);
    }
  while ((result == SQLITE_BUSY || result == SQLITE_LOCKED) && g_get_monotonic_time () < deadline);
  sqlite3_backup_finish (backup);
  if (result == SQLITE_DONE)
    return TRUE;
  tap_sql_set_error (error, to, "backup");
  return FALSE;
}
