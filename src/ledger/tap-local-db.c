/* tap-local-db.c — local.db: what this PC alone knows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "ledger/tap-local-db.h"

#define COARSE_US (60 * 1000)           /* file times tick this coarsely */

/* 2: the outbox. All of it is made anew where it is missing, so each version is reached from each older one. */
#define LOCAL_VERSION 2

/* Statements that recur with every commit are kept prepared; the order is that of the names below. */
enum
{
  STMT_GET,
  STMT_SET,
  STMT_BEGIN_OPERATION,
  STMT_GET_OPERATION,
  STMT_MARK_OPERATION,
  STMT_FORGET_OPERATION,
  STMT_ADD_COPY,
  STMT_GET_COPY,
  STMT_HAS_COPY,
  STMT_KEEP,
  STMT_DROP,
  STMT_KEPT,
  N_STMTS
};

struct _TapLocalDb
{
  sqlite3      *db;
  sqlite3_stmt *stmts[N_STMTS];
  char         *wal_path;
  struct stat   wal;            /* as it was when the version was last asked */
  gint64        version;
};

static const char *sql_of[N_STMTS] = {
  "SELECT value FROM meta WHERE name = ?1",
  "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)",
  "INSERT INTO in_flight (operation_id, program, tag, happened_unix, state) VALUES (?1, ?2, ?3, ?4, 0)"
  " ON CONFLICT (operation_id) DO UPDATE SET program = ?2, tag = ?3, state = 0",
  "SELECT happened_unix FROM in_flight WHERE operation_id = ?1",
  "UPDATE in_flight SET state = ?2 WHERE operation_id = ?1",
  "DELETE FROM in_flight WHERE operation_id = ?1",
  "INSERT OR REPLACE INTO copy (seq, hash, bytes) VALUES (?1, ?2, ?3)",
  "SELECT bytes FROM copy WHERE seq = ?1",
  "SELECT 1 FROM copy WHERE seq = ?1 AND hash = ?2",
  "INSERT OR REPLACE INTO kept (key, text) VALUES (?1, ?2)",
  "DELETE FROM kept WHERE key = ?1",
  "SELECT text FROM kept WHERE key = ?1",
};

static const char schema_sql[] =
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS in_flight (operation_id TEXT PRIMARY KEY NOT NULL, program TEXT NOT NULL,"
    " tag TEXT NOT NULL, happened_unix INTEGER NOT NULL, state INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS copy (seq INTEGER PRIMARY KEY NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;"
    /* The number of an entry is its place: one that is gone leaves it free for nobody. */
    "CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
    " operation_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, person TEXT NOT NULL, subject INTEGER NOT NULL,"
    " input TEXT NOT NULL, entered_unix INTEGER NOT NULL, refused INTEGER NOT NULL DEFAULT 0,"
    " reason TEXT NOT NULL DEFAULT '', carrier TEXT NOT NULL DEFAULT '');";

void
tap_flight_free (TapFlight *flight)
{
  g_free (flight->operation_id);
  g_free (flight->program);
  g_free (flight->tag);
  g_free (flight);
}

TapLocalDb *
tap_local_db_open (const char *dir,
                   GError    **error)
{
  g_autoptr(TapLocalDb) self = g_new0 (TapLocalDb, 1);
  g_autofree char *path = g_build_filename (dir, "local.db", NULL);

  self->db = tap_sql_open (path, error);
  if (self->db == NULL)
    return NULL;
  if (!tap_sql_use_wal (self->db, error) || !tap_sql_exec (self->db, "PRAGMA synchronous = FULL", error))
    return NULL;
  if (tap_sql_int (self->db, "PRAGMA user_version", 0) < LOCAL_VERSION
      && (!tap_sql_exec (self->db, "BEGIN IMMEDIATE", error)
          || !tap_sql_exec (self->db, schema_sql, error)
          || !tap_sql_exec (self->db, "PRAGMA user_version = 2; COMMIT", error)))
    return NULL;
  self->wal_path = g_strconcat (path, "-wal", NULL);
  return g_steal_pointer (&self);
}

void
tap_local_db_close (TapLocalDb *self)
{
  for (int i = 0; i < N_STMTS; i++)
    sqlite3_finalize (self->stmts[i]);
  sqlite3_close (self->db);
  g_free (self->wal_path);
  g_free (self);
}

sqlite3 *
tap_local_db_get_db (TapLocalDb *self)
{
  return self->db;
}

static sqlite3_stmt *
prepare (TapLocalDb *self,
         int         which,
         GError    **error)
{
  if (self->stmts[which] == NULL)
    self->stmts[which] = tap_sql_prepare (self->db, sql_of[which], error);
  return self->stmts[which];
}

static void
bind_text (sqlite3_stmt *stmt,
           int           at,
           const char   *text)
{
  sqlite3_bind_text (stmt, at, text, -1, SQLITE_TRANSIENT);
}

/* The first column as text; NULL: no row. */
static char *
fetch_text (sqlite3_stmt *stmt)
{
  char *text = NULL;

  if (sqlite3_step (stmt) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return text;
}

char *
tap_local_db_get (TapLocalDb *self,
                  const char *name)
{
  sqlite3_stmt *stmt = prepare (self, STMT_GET, NULL);

  if (stmt == NULL)
    return NULL;
  bind_text (stmt, 1, name);
  return fetch_text (stmt);
}

gboolean
tap_local_db_set (TapLocalDb *self,
                  const char *name,
                  const char *value,
                  GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_SET, error);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, name);
  bind_text (stmt, 2, value);
  return tap_sql_run (stmt, error);
}

gboolean
tap_local_db_begin_operation (TapLocalDb *self,
                              const char *operation_id,
                              const char *program,
                              const char *tag,
                              gint64     *happened_unix,
                              GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_BEGIN_OPERATION, error);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, operation_id);
  bind_text (stmt, 2, program);
  bind_text (stmt, 3, tag);
  sqlite3_bind_int64 (stmt, 4, *happened_unix);
  if (!tap_sql_run (stmt, error))
    return FALSE;
  stmt = prepare (self, STMT_GET_OPERATION, error);
  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, operation_id);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    *happened_unix = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return TRUE;
}

gint64
tap_local_db_happened (TapLocalDb *self,
                       const char *operation_id,
                       gint64      otherwise_unix)
{
  sqlite3_stmt *stmt = prepare (self, STMT_GET_OPERATION, NULL);
  gint64 happened_unix = otherwise_unix;

  if (stmt == NULL)
    return otherwise_unix;
  bind_text (stmt, 1, operation_id);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    happened_unix = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return happened_unix;
}

gboolean
tap_local_db_mark_operation (TapLocalDb     *self,
                             const char     *operation_id,
                             TapFlightState  state,
                             GError        **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_MARK_OPERATION, error);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, operation_id);
  sqlite3_bind_int (stmt, 2, (int) state);
  return tap_sql_run (stmt, error);
}

gboolean
tap_local_db_forget_operation (TapLocalDb *self,
                               const char *operation_id,
                               GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_FORGET_OPERATION, error);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, operation_id);
  return tap_sql_run (stmt, error);
}

gboolean
tap_local_db_find_operation (TapLocalDb     *self,
                             const char     *operation_id,
                             TapFlightState *state,
                             char          **tag)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (self->db, "SELECT state, tag FROM in_flight WHERE operation_id = ?1", NULL);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, operation_id);
  if (sqlite3_step (stmt) != SQLITE_ROW)
    return FALSE;
  *state = (TapFlightState) sqlite3_column_int (stmt, 0);
  *tag = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
  return TRUE;
}

GPtrArray *
tap_local_db_list_operations (TapLocalDb *self,
                              GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      self->db, "SELECT operation_id, program, tag, state, happened_unix FROM in_flight", error);
  g_autoptr(GPtrArray) flights = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_flight_free);

  if (stmt == NULL)
    return NULL;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      TapFlight *flight = g_new0 (TapFlight, 1);

      flight->operation_id = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      flight->program = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
      flight->tag = g_strdup ((const char *) sqlite3_column_text (stmt, 2));
      flight->state = (TapFlightState) sqlite3_column_int (stmt, 3);
      flight->happened_unix = sqlite3_column_int64 (stmt, 4);
      g_ptr_array_add (flights, flight);
    }
  return g_steal_pointer (&flights);
}

gboolean
tap_local_db_add_copy (TapLocalDb *self,
                       TapTxn     *txn,
                       GBytes     *bytes,
                       GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_ADD_COPY, error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gboolean ok;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) txn->seq);
  sqlite3_bind_blob (stmt, 2, txn->hash, TAP_HASH_LEN, SQLITE_STATIC);
  sqlite3_bind_blob64 (stmt, 3, data, size, SQLITE_STATIC);
  ok = tap_sql_run (stmt, error);
  sqlite3_clear_bindings (stmt);
  return ok;
}

gboolean
tap_local_db_has_copy (TapLocalDb *self,
                       TapTxn     *txn)
{
  sqlite3_stmt *stmt = prepare (self, STMT_HAS_COPY, NULL);
  gboolean has;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) txn->seq);
  sqlite3_bind_blob (stmt, 2, txn->hash, TAP_HASH_LEN, SQLITE_STATIC);
  has = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return has;
}

GBytes *
tap_local_db_get_copy (TapLocalDb *self,
                       guint64     seq)
{
  sqlite3_stmt *stmt = prepare (self, STMT_GET_COPY, NULL);
  GBytes *bytes = NULL;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, (gint64) seq);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    bytes = g_bytes_new (sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));
  sqlite3_reset (stmt);
  return bytes;
}

GArray *
tap_local_db_list_copies (TapLocalDb *self,
                          guint64     last,
                          GError    **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (self->db, "SELECT seq, hash FROM copy WHERE seq <= ?1 ORDER BY seq", error);
  g_autoptr(GArray) copies = g_array_new (FALSE, FALSE, sizeof (TapCopyKey));

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, (gint64) MIN (last, (guint64) G_MAXINT64));
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      TapCopyKey key = { .seq = (guint64) sqlite3_column_int64 (stmt, 0) };

      if (sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
        continue;
      memcpy (key.hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
      g_array_append_val (copies, key);
    }
  return g_steal_pointer (&copies);
}

gboolean
tap_local_db_trim_copies (TapLocalDb *self,
                          guint64     seq,
                          guint       max,
                          gboolean   *left,
                          GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      self->db, "DELETE FROM copy WHERE seq IN (SELECT seq FROM copy WHERE seq < ?1 ORDER BY seq LIMIT ?2)", error);

  *left = FALSE;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) MIN (seq, (guint64) G_MAXINT64));
  sqlite3_bind_int64 (stmt, 2, (gint64) max);
  if (!tap_sql_run (stmt, error))
    return FALSE;
  *left = (guint) sqlite3_changes (self->db) == max;
  return TRUE;
}

gboolean
tap_local_db_drop_copies_above (TapLocalDb *self,
                                guint64     seq,
                                GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (self->db, "DELETE FROM copy WHERE seq > ?1", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) MIN (seq, (guint64) G_MAXINT64));
  return tap_sql_run (stmt, error);
}

gboolean
tap_local_db_keep (TapLocalDb *self,
                   const char *key,
                   const char *text,
                   GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, text != NULL ? STMT_KEEP : STMT_DROP, error);

  if (stmt == NULL)
    return FALSE;
  bind_text (stmt, 1, key);
  if (text != NULL)
    bind_text (stmt, 2, text);
  return tap_sql_run (stmt, error);
}

char *
tap_local_db_kept (TapLocalDb *self,
                   const char *key,
                   GError    **error)
{
  sqlite3_stmt *stmt = prepare (self, STMT_KEPT, error);

  if (stmt == NULL)
    return NULL;
  bind_text (stmt, 1, key);
  return fetch_text (stmt);
}

sqlite3 *
tap_local_db_get_handle (TapLocalDb *self)
{
  return self->db;
}

gint64
tap_local_db_version (TapLocalDb *self)
{
  struct stat now;
  gint64 age_us;

  /* Every look asks: what nobody wrote to needs no statement. */
  if (stat (self->wal_path, &now) != 0)
    return tap_sql_int (self->db, "PRAGMA data_version", 0);
  if (now.st_size == self->wal.st_size && now.st_ino == self->wal.st_ino
      && now.st_mtim.tv_sec == self->wal.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->wal.st_mtim.tv_nsec)
    return self->version;
  self->version = tap_sql_int (self->db, "PRAGMA data_version", 0);
  age_us = g_get_real_time () - (now.st_mtim.tv_sec * G_USEC_PER_SEC + now.st_mtim.tv_nsec / 1000);
  if (age_us < 0 || age_us > COARSE_US)
    self->wal = now;
  return self->version;
}

gboolean
tap_local_db_begin (TapLocalDb *self,
                    GError    **error)
{
  return tap_sql_exec (self->db, "BEGIN IMMEDIATE", error);
}

gboolean
tap_local_db_commit (TapLocalDb *self,
                     GError    **error)
{
  return tap_sql_exec (self->db, "COMMIT", error);
}

void
tap_local_db_rollback (TapLocalDb *self)
{
  if (!sqlite3_get_autocommit (self->db))
    tap_sql_exec (self->db, "ROLLBACK", NULL);
}
