/* tap-replica-build.c — a command on the replica: run it, take its changes, try them, roll back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

#include "ledger/tap-replica-private.h"

typedef sqlite3_session TapSession;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSession, sqlite3session_delete)

gint64
tap_command_new_id (TapCommandContext *context)
{
  guint64 high = g_rand_int (context->rand);
  guint64 low = g_rand_int (context->rand);
  gint64 id = (gint64) (((high << 32) | low) & G_MAXINT64);

  return id > 0 ? id : 1;
}

gint64
tap_operation_row_id (const char *operation_id,
                      const char *what)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[TAP_HASH_LEN];
  gsize len = sizeof digest;
  guint64 id = 0;

  g_return_val_if_fail (operation_id != NULL && what != NULL, 0);

  g_checksum_update (sum, (const guchar *) operation_id, -1);
  g_checksum_update (sum, (const guchar *) "/", 1);
  g_checksum_update (sum, (const guchar *) what, -1);
  g_checksum_get_digest (sum, digest, &len);
  for (guint i = 0; i < 8; i++)
    id = id << 8 | digest[i];
  id &= G_MAXINT64;
  return id > 0 ? (gint64) id : 1;
}

static int
is_replicated (void       *data,
               const char *table)
{
  return tap_schema_find (data, table) != NULL;
}

static GRand *
seed_rand (const char *operation_id)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint32 seed[TAP_HASH_LEN / 4];
  gsize len = sizeof seed;

  g_checksum_update (sum, (const guchar *) operation_id, -1);
  g_checksum_get_digest (sum, (guint8 *) seed, &len);
  for (guint i = 0; i < G_N_ELEMENTS (seed); i++)
    seed[i] = GUINT32_FROM_LE (seed[i]);
  return g_rand_new_with_seed_array (seed, G_N_ELEMENTS (seed));
}

static gboolean
add_operation (TapReplica   *self,
               TapBuildItem *item,
               GError      **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (self->db, "INSERT INTO operation (id, at) VALUES (?1, ?2)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, item->operation_id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, item->happened_unix);
  return tap_sql_run (stmt, error);
}

/* A statement left half-way would make the rollback fail or keep a read lock: it is a fault of the command, mended here. */
static void
reset_statements (sqlite3 *db)
{
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (db, NULL); stmt != NULL; stmt = sqlite3_next_stmt (db, stmt))
    if (sqlite3_stmt_busy (stmt))
      {
        g_warning ("a statement was not stepped to its end: %s", sqlite3_sql (stmt));
        sqlite3_reset (stmt);
      }
}

gboolean
tap_build_item_run (sqlite3      *db,
                    TapBuildItem *item,
                    GError      **error)
{
  g_autoptr(GRand) rand = seed_rand (item->operation_id);
  TapCommandContext context = { db, item->operation_id, item->happened_unix, rand };
  gint64 before = sqlite3_total_changes64 (db);
  gboolean ok;

  if (tap_db_has_operation (db, item->operation_id))
    {
      item->built = TAP_BUILT_ALREADY;
      return TRUE;
    }
  if (!tap_sql_exec (db, "SAVEPOINT command", error))
    return FALSE;
  ok = item->func (&context, item->input, &item->result, &item->error);
  reset_statements (db);
  if (sqlite3_get_autocommit (db))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                           "a command ended the transaction by itself");
      return FALSE;
    }
  if (ok && sqlite3_total_changes64 (db) == before)
    item->built = TAP_BUILT_NOTHING;
  else if (ok)
    item->built = TAP_BUILT_CHANGES;
  else
    item->built = TAP_BUILT_REFUSED;
  if (!ok && item->error == NULL)
    g_set_error_literal (&item->error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED, "refused");
  if (item->built != TAP_BUILT_CHANGES)
    return tap_sql_exec (db, "ROLLBACK TO command; RELEASE command", error);
  return tap_sql_exec (db, "RELEASE command", error);
}

static GBytes *
take_changeset (sqlite3_session *session,
                GError         **error)
{
  void *data = NULL;
  int size = 0;

  if (sqlite3session_changeset (session, &size, &data) == SQLITE_OK)
    return g_bytes_new_with_free_func (data, (gsize) size, sqlite3_free, data);
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "the changes cannot be taken");
  return NULL;
}

/* Which of the items are in the changeset; when no row has changed in the end, none is. */
static gboolean
add_operations (TapReplica      *self,
                sqlite3_session *session,
                TapBuildItem    *items,
                guint            n_items,
                gboolean        *any,
                GError         **error)
{
  g_autoptr(GBytes) rows = take_changeset (session, error);

  if (rows == NULL)
    return FALSE;
  *any = FALSE;
  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].built != TAP_BUILT_CHANGES)
        continue;
      if (g_bytes_get_size (rows) == 0)
        {
          items[i].built = TAP_BUILT_NOTHING;
          continue;
        }
      *any = TRUE;
      if (!add_operation (self, &items[i], error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
record (TapReplica   *self,
        TapSchema    *schema,
        TapBuildItem *items,
        guint         n_items,
        GError      **error)
{
  g_autoptr(TapSession) session = NULL;
  gboolean any;

  if (sqlite3session_create (self->db, "main", &session) != SQLITE_OK)
    {
      tap_sql_set_error (error, self->db, "session");
      return NULL;
    }
  sqlite3session_table_filter (session, is_replicated, schema);
  if (sqlite3session_attach (session, NULL) != SQLITE_OK)
    {
      tap_sql_set_error (error, self->db, "session");
      return NULL;
    }
  for (guint i = 0; i < n_items; i++)
    if (!tap_build_item_run (self->db, &items[i], error))
      return NULL;
  if (!add_operations (self, session, items, n_items, &any, error))
    return NULL;
  return any ? take_changeset (session, error) : g_bytes_new_static (NULL, 0);
}

static gboolean
build (TapReplica   *self,
       TapBuildItem *items,
       guint         n_items,
       TapTail      *tail,
       GBytes      **changeset,
       GError      **error)
{
  TapSchema *schema;
  g_autoptr(GBytes) bytes = NULL;

  if (!tap_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  schema = _tap_replica_schema (self, error);
  if (schema == NULL || !_tap_replica_read_tail (self, tail, error))
    return FALSE;
  if (!tap_sql_exec (self->db, "SAVEPOINT build", error))
    return FALSE;
  bytes = record (self, schema, items, n_items, error);
  if (bytes == NULL)
    return FALSE;
  if (g_bytes_get_size (bytes) == 0)
    return TRUE;
  /* A transaction that cannot be applied would stop every PC: it never leaves this one. */
  if (!tap_sql_exec (self->db, "ROLLBACK TO build", error) || !tap_changeset_apply (schema, bytes, error))
    return FALSE;
  *changeset = g_steal_pointer (&bytes);
  return TRUE;
}

gboolean
tap_replica_build (TapReplica   *self,
                   TapBuildItem *items,
                   guint         n_items,
                   TapTail      *tail,
                   GBytes      **changeset,
                   GError      **error)
{
  gboolean ok;

  *changeset = NULL;
  ok = build (self, items, n_items, tail, changeset, error);
  _tap_replica_rollback (self);
  return ok;
}

gboolean
tap_replica_try_migration (TapReplica *self,
                           const char *sql,
                           TapTail    *tail,
                           GError    **error)
{
  gboolean ok;

  ok = tap_sql_exec (self->db, "BEGIN IMMEDIATE", error) && _tap_replica_read_tail (self, tail, error);
  ok = ok && tap_sql_exec (self->db, sql, error);
  _tap_replica_rollback (self);
  g_clear_pointer (&self->schema, tap_schema_free);
  return ok;
}
