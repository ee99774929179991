/* tap-worker-snapshot.c — when a PC starts from a snapshot, and when it writes one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-snapshot.h"
#include "ledger/tap-worker-private.h"

/* --- starting from one ------------------------------------------------------------------------ */

static gboolean
read_applied (sqlite3 *db,
              guint64 *seq,
              guint8   hash[TAP_HASH_LEN])
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT seq, hash FROM applied", NULL);

  if (stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    return FALSE;
  *seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  return TRUE;
}

/* The log says which file has the number; a snapshot that does not hang on it is of no use. */
static gboolean
fits_log (TapWorker    *self,
          guint64       seq,
          const guint8 *hash)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  guint8 found[TAP_HASH_LEN];

  _tap_share_ask (self);
  bytes = tap_ledger_read (self->ledger, seq, TRUE, &error);
  _tap_share_told (self, error);
  if (bytes == NULL)
    return FALSE;
  tap_hash_bytes (bytes, found);
  return memcmp (found, hash, TAP_HASH_LEN) == 0;
}

static gboolean
is_good (TapWorker       *self,
         sqlite3         *db,
         guint64          seq,
         TapSnapshotNote *note)
{
  g_autofree char *content = NULL;
  g_autofree char *hash_text = NULL;
  guint8 hash[TAP_HASH_LEN];
  guint64 applied;

  if (note == NULL || !read_applied (db, &applied, hash) || applied != seq || note->seq != seq)
    return FALSE;
  hash_text = tap_hash_to_string (hash);
  if (strcmp (hash_text, note->hash) != 0 || !fits_log (self, seq, hash))
    return FALSE;
  content = tap_snapshot_hash_content (db, NULL);
  return g_strcmp0 (content, note->content) == 0;
}

static char *
local_path (TapWorker *self,
            guint64    seq)
{
  g_autofree char *name = g_strdup_printf ("snapshot-%s-%" G_GUINT64_FORMAT ".db",
                                           tap_replica_get_tag (self->share.replica), seq);

  return g_build_filename (tap_replica_get_dir (self->share.replica), name, NULL);
}

/* FALSE without an error: this one is not good, or vanished meanwhile; take the next. */
static gboolean
take_snapshot (TapWorker *self,
               guint64    seq,
               GError   **error)
{
  g_autofree char *path = local_path (self, seq);
  g_autofree char *text = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;
  sqlite3 *db = NULL;
  gboolean ok;

  _tap_share_ask (self);
  ok = tap_ledger_get_snapshot (self->ledger, seq, path, &text, NULL);
  _tap_share_told (self, NULL);
  if (ok)
    {
      note = tap_snapshot_note_parse (text);
      db = tap_sql_open (path, NULL);
      if (db != NULL && self->open_db != NULL)
        self->open_db (db, self->open_db_data);
      ok = db != NULL && is_good (self, db, seq, note)
           && tap_replica_replace (self->share.replica, db, error);
      if (db != NULL)
        sqlite3_close (db);
    }
  g_unlink (path);
  return ok;
}

gboolean
_tap_share_bootstrap (TapWorker *self,
                      guint64    above,
                      gboolean  *done,
                      GError   **error)
{
  g_autoptr(GArray) found = NULL;
  g_autoptr(GError) reason = NULL;

  *done = FALSE;
  _tap_share_ask (self);
  found = tap_ledger_list_snapshots (self->ledger, NULL);
  _tap_share_told (self, NULL);
  for (guint i = 0; found != NULL && i < found->len && !*done; i++)
    {
      guint64 seq = g_array_index (found, guint64, i);

      if (seq <= above)
        break;
      *done = take_snapshot (self, seq, &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }
  if (!*done)
    return TRUE;
  if (!tap_replica_get_tail (self->share.replica, &self->share.tail, error))
    return FALSE;
  self->share.mark.seq = self->share.tail.seq;
  memcpy (self->share.mark.hash, self->share.tail.hash, TAP_HASH_LEN);
  self->share.mark.has_seal = FALSE;
  _tap_share_post_reload (self);
  return TRUE;
}

/* --- writing one -------------------------------------------------------------------------------- */

static void
find_newest (TapWorker *self)
{
  g_autoptr(GArray) found = NULL;

  _tap_share_ask (self);
  found = tap_ledger_list_snapshots (self->ledger, NULL);
  _tap_share_told (self, NULL);
  self->share.snapshots_listed = TRUE;
  if (found != NULL && found->len > 0)
    self->share.snapshot_seq = MAX (self->share.snapshot_seq, g_array_index (found, guint64, 0));
}

/* Number and hash are read from the copy itself, and the hash is looked up in the log. */
static char *
describe_copy (TapWorker *self,
               sqlite3   *db,
               guint64   *seq)
{
  TapSnapshotNote note = { 0 };
  guint8 hash[TAP_HASH_LEN];
  char *text;

  if (!read_applied (db, seq, hash) || !fits_log (self, *seq, hash))
    return NULL;
  note.seq = *seq;
  note.content = tap_snapshot_hash_content (db, NULL);
  if (note.content == NULL)
    return NULL;
  note.hash = tap_hash_to_string (hash);
  text = tap_snapshot_note_write (&note);
  g_free (note.hash);
  g_free (note.content);
  return text;
}

static gboolean
vacuum_into (TapWorker  *self,
             const char *path)
{
  sqlite3 *db = tap_replica_open_reader (tap_replica_get_dir (self->share.replica), self->open_db,
                                         self->open_db_data, NULL);
  char *statement = sqlite3_mprintf ("VACUUM INTO %Q", path);
  gboolean ok = FALSE;

  if (db != NULL)
    ok = tap_sql_exec (db, "PRAGMA query_only = 0", NULL) && tap_sql_exec (db, statement, NULL);
  sqlite3_free (statement);
  if (db != NULL)
    sqlite3_close (db);
  return ok;
}

static void
write_snapshot (TapWorker *self)
{
  g_autofree char *path = local_path (self, self->share.tail.seq);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *db = NULL;
  guint64 seq = 0;

  g_unlink (path);
  if (vacuum_into (self, path))
    db = tap_sql_open (path, NULL);
  if (db != NULL)
    {
      if (self->open_db != NULL)
        self->open_db (db, self->open_db_data);
      text = describe_copy (self, db, &seq);
      sqlite3_close (db);
    }
  if (text != NULL)
    {
      _tap_share_ask (self);
      if (tap_ledger_put_snapshot (self->ledger, seq, path, text, &error)
          || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS))
        self->share.snapshot_seq = MAX (self->share.snapshot_seq, seq);
      _tap_share_told (self, NULL);
    }
  /* One that failed is not tried again with every look. */
  self->share.snapshot_seq = MAX (self->share.snapshot_seq, self->share.tail.seq);
  g_unlink (path);
}

void
_tap_share_snapshot (TapWorker *self,
                     int        behind)
{
  guint64 seq = self->share.tail.seq;

  if (behind <= 0 || seq <= self->share.snapshot_seq + (guint64) behind
      || self->share.trouble.state != TAP_LEDGER_IN_STEP)
    return;
  /* Another PC may have written one since this was last asked. */
  find_newest (self);
  if (seq > self->share.snapshot_seq + (guint64) behind)
    write_snapshot (self);
}
