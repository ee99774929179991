/* tap-sql.h — the few SQLite calls the ledger repeats, with GError (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Debian builds libsqlite3 with both; the header shows the session interface only to who asks. */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Sets @error to TAP_LEDGER_ERROR_LOCAL with the database's own message and @sql. */
void          tap_sql_set_error (GError    **error,
                                 sqlite3    *db,
                                 const char *sql);
/* Runs one or more statements. */
gboolean      tap_sql_exec      (sqlite3    *db,
                                 const char *sql,
                                 GError    **error);
/* Free with sqlite3_finalize(). */
sqlite3_stmt *tap_sql_prepare   (sqlite3    *db,
                                 const char *sql,
                                 GError    **error);
/* Steps a statement that returns no rows to its end and resets it. */
gboolean      tap_sql_run       (sqlite3_stmt *stmt,
                                 GError      **error);
/* The first column of the first row; @fallback when there is none. */
gint64        tap_sql_int       (sqlite3    *db,
                                 const char *sql,
                                 gint64      fallback);
/* Opens @path (made with mode 0600 when missing), with a busy timeout and extended result codes. */
sqlite3      *tap_sql_open      (const char *path,
                                 GError    **error);
/* Write-ahead logging: readers and the writer do not wait for each other. */
gboolean      tap_sql_use_wal   (sqlite3    *db,
                                 GError    **error);
/* Copies a whole database into an open one, which other programs may be using. */
gboolean      tap_sql_copy_into (sqlite3    *to,
                                 sqlite3    *from,
                                 GError    **error);

typedef sqlite3_stmt TapSqlStmt;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSqlStmt, sqlite3_finalize)

G_END_DECLS
