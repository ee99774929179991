/* tap-replica-apply.c — transactions into the replica, exactly as every PC applies them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-replica-private.h"

static gboolean
write_tail (TapReplica *self,
            TapTxn     *txn,
            GError    **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (self->db, "UPDATE applied SET seq = ?1, hash = ?2", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) txn->seq);
  sqlite3_bind_blob (stmt, 2, txn->hash, TAP_HASH_LEN, SQLITE_STATIC);
  return tap_sql_run (stmt, error);
}

static gboolean
apply_migration (TapReplica *self,
                 TapTxn     *txn,
                 GError    **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %u", txn->schema_version);
  g_autoptr(GError) reason = NULL;
  gsize size;
  const char *data = g_bytes_get_data (txn->payload, &size);
  g_autofree char *sql = g_strndup (data != NULL ? data : "", size);
  gboolean ok;

  if (txn->schema_version != (guint) tap_sql_int (self->db, "PRAGMA user_version", 0) + 1)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                   "migration %u does not follow", txn->schema_version);
      return FALSE;
    }
  ok = tap_sql_exec (self->db, sql, &reason);
  g_clear_pointer (&self->schema, tap_schema_free);
  if (!ok)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT, "migration %u: %s",
                   txn->schema_version, reason->message);
      return FALSE;
    }
  return tap_sql_exec (self->db, version, error);
}

gboolean
_tap_replica_apply_one (TapReplica *self,
                        TapTxn     *txn,
                        GError    **error)
{
  TapSchema *schema;

  if (txn->kind == TAP_TXN_MIGRATION)
    return apply_migration (self, txn, error) && write_tail (self, txn, error);
  schema = _tap_replica_schema (self, error);
  return schema != NULL && tap_changeset_apply (schema, txn->payload, error) && write_tail (self, txn, error);
}

/* The first of @txns that follows the tail; -1 with an error when the chain breaks. */
static int
find_first (TapTail   *tail,
            GPtrArray *txns,
            GError   **error)
{
  const guint8 *previous = tail->hash;
  guint64 next = tail->seq + 1;
  int first = -1;

  for (guint i = 0; i < txns->len; i++)
    {
      TapTxn *txn = txns->pdata[i];

      if (txn->seq < next)
        continue;
      if (txn->seq != next || memcmp (txn->previous, previous, TAP_HASH_LEN) != 0)
        {
          g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("The log of the station does not fit together at number %llu."),
                       (unsigned long long) txn->seq);
          return -1;
        }
      if (first < 0)
        first = (int) i;
      previous = txn->hash;
      next++;
    }
  return first < 0 ? (int) txns->len : first;
}

static gboolean
add_copies (TapReplica *self,
            GPtrArray  *txns,
            GPtrArray  *files,
            guint       first,
            GError    **error)
{
  /* The copy of an own one was written while the share was flushed. */
  while (first < txns->len && tap_local_db_has_copy (self->local, txns->pdata[first]))
    first++;
  if (first == txns->len)
    return TRUE;
  if (!tap_local_db_begin (self->local, error))
    return FALSE;
  for (guint i = first; i < txns->len; i++)
    if (!tap_local_db_add_copy (self->local, txns->pdata[i], files->pdata[i], error))
      {
        tap_local_db_rollback (self->local);
        return FALSE;
      }
  if (tap_local_db_commit (self->local, error))
    return TRUE;
  tap_local_db_rollback (self->local);
  return FALSE;
}

static gboolean
apply_from (TapReplica *self,
            GPtrArray  *txns,
            guint       first,
            guint64    *failed_seq,
            GError    **error)
{
  gboolean ok = TRUE;

  for (guint i = first; ok && i < txns->len; i++)
    {
      TapTxn *txn = txns->pdata[i];

      ok = _tap_replica_apply_one (self, txn, error);
      if (!ok)
        *failed_seq = txn->seq;
    }
  return ok;
}

gboolean
tap_replica_apply (TapReplica *self,
                   GPtrArray  *txns,
                   GPtrArray  *files,
                   guint64    *failed_seq,
                   GError    **error)
{
  TapTail tail;
  int first;

  *failed_seq = 0;
  if (!tap_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  first = _tap_replica_read_tail (self, &tail, error) ? find_first (&tail, txns, error) : -1;
  if (first >= 0 && (guint) first == txns->len)
    {
      _tap_replica_rollback (self);
      return TRUE;
    }
  if (first < 0 || !add_copies (self, txns, files, (guint) first, error)
      || !apply_from (self, txns, (guint) first, failed_seq, error)
      || !tap_sql_exec (self->db, "COMMIT", error))
    {
      _tap_replica_rollback (self);
      g_clear_pointer (&self->schema, tap_schema_free);
      return FALSE;
    }
  return TRUE;
}

/* --- a new start ----------------------------------------------------------------------------- */

gboolean
tap_replica_replace (TapReplica *self,
                     sqlite3    *from,
                     GError    **error)
{
  g_clear_pointer (&self->schema, tap_schema_free);
  return tap_sql_copy_into (self->db, from, error);
}

gboolean
tap_replica_clear (TapReplica   *self,
                   const guint8  station_hash[TAP_HASH_LEN],
                   GError      **error)
{
  sqlite3 *empty = NULL;
  gboolean ok;

  if (sqlite3_open (":memory:", &empty) != SQLITE_OK)
    {
      sqlite3_close (empty);
      return FALSE;
    }
  ok = tap_sql_exec (empty, "CREATE TABLE applied (seq INTEGER NOT NULL, hash BLOB NOT NULL)", error);
  if (ok)
    {
      g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (empty, "INSERT INTO applied VALUES (0, ?1)", error);

      sqlite3_bind_blob (stmt, 1, station_hash, TAP_HASH_LEN, SQLITE_STATIC);
      ok = tap_sql_run (stmt, error);
    }
  ok = ok && tap_replica_replace (self, empty, error);
  sqlite3_close (empty);
  return ok;
}
