/* tap-replay.c — a replica in a scratch file, grown from the log exactly as every PC grows its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-replay.h"
#include "ledger/tap-replica-private.h"
#include "ledger/tap-snapshot.h"

#define COMMIT_EVERY 500

struct _TapReplay
{
  TapReplica replica;           /* its database and schema only */
  TapTail    tail;
  guint      n_open;            /* in the transaction that is not committed yet */
};

static gboolean
open_database (TapReplay  *self,
               const char *path,
               gboolean    derived,
               GError    **error)
{
  sqlite3 *db = tap_sql_open (path, error);

  self->replica.db = db;
  if (db == NULL)
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  if (!derived)
    sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return tap_sql_exec (db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
                           "PRAGMA cache_size = -64000", error)
         && tap_sql_exec (db, "CREATE TABLE IF NOT EXISTS applied (seq INTEGER NOT NULL, hash BLOB NOT NULL)", error);
}

TapReplay *
tap_replay_open (const char *path,
                 gboolean    derived,
                 GError    **error)
{
  g_autoptr(TapReplay) self = g_new0 (TapReplay, 1);

  if (!open_database (self, path, derived, error))
    return NULL;
  if (tap_sql_int (self->replica.db, "SELECT count(*) FROM applied", 0) > 0
      && !_tap_replica_read_tail (&self->replica, &self->tail, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
tap_replay_start (TapReplay    *self,
                  const guint8  station_hash[TAP_HASH_LEN],
                  GError      **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (self->replica.db, "INSERT INTO applied VALUES (0, ?1)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, station_hash, TAP_HASH_LEN, SQLITE_STATIC);
  return tap_sql_run (stmt, error) && _tap_replica_read_tail (&self->replica, &self->tail, error);
}

gboolean
tap_replay_get_tail (TapReplay *self,
                     TapTail   *tail,
                     GError   **error)
{
  return _tap_replica_read_tail (&self->replica, tail, error);
}

gboolean
tap_replay_apply (TapReplay *self,
                  TapTxn    *txn,
                  GError   **error)
{
  g_autoptr(GError) reason = NULL;

  if (txn->seq != self->tail.seq + 1 || memcmp (txn->previous, self->tail.hash, TAP_HASH_LEN) != 0)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   _("The log of the station does not fit together at number %llu."),
                   (unsigned long long) txn->seq);
      return FALSE;
    }
  if (self->n_open == 0 && !tap_sql_exec (self->replica.db, "BEGIN", error))
    return FALSE;
  if (!_tap_replica_apply_one (&self->replica, txn, &reason))
    {
      g_message ("number %" G_GUINT64_FORMAT ": %s", txn->seq, reason->message);
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                   /* Translators: a number, a PC's name, a person's name. */
                   _("Number %llu by %s (%s) does not fit what comes before it."), (unsigned long long) txn->seq,
                   txn->pc, txn->person);
      return FALSE;
    }
  self->tail.seq = txn->seq;
  memcpy (self->tail.hash, txn->hash, TAP_HASH_LEN);
  return ++self->n_open < COMMIT_EVERY || tap_replay_settle (self, error) != NULL;
}

sqlite3 *
tap_replay_settle (TapReplay *self,
                   GError   **error)
{
  if (self->n_open > 0 && !tap_sql_exec (self->replica.db, "COMMIT", error))
    return NULL;
  self->n_open = 0;
  return self->replica.db;
}

char *
tap_replay_content (TapReplay *self,
                    GError   **error)
{
  return tap_snapshot_hash_content (self->replica.db, error);
}

void
tap_replay_close (TapReplay *self)
{
  g_clear_pointer (&self->replica.schema, tap_schema_free);
  if (self->replica.db != NULL)
    sqlite3_close (self->replica.db);
  g_free (self);
}
