/* tap-prune-cover.c — are there two good snapshots above what is to be packed?
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-prune-private.h"
#include "ledger/tap-scratch.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-sql.h"

#define COVERS 2

/* The copy stands at @seq with the hash the log has there. */
static gboolean
hangs_on_log (TapPrune        *self,
              sqlite3         *db,
              guint64          seq,
              TapSnapshotNote *note)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT seq, hash FROM applied", NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  guint8 hash[TAP_HASH_LEN];

  if (stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW || (guint64) sqlite3_column_int64 (stmt, 0) != seq || note->seq != seq
      || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    return FALSE;
  memcpy (hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  text = tap_hash_to_string (hash);
  if (strcmp (text, note->hash) != 0)
    return FALSE;
  if (seq == self->station->start_seq)
    return memcmp (hash, self->station->start_hash, TAP_HASH_LEN) == 0;
  bytes = tap_ledger_read (self->ledger, seq, TRUE, NULL);
  if (bytes == NULL)
    return FALSE;
  g_free (text);
  tap_hash_bytes (bytes, hash);
  text = tap_hash_to_string (hash);
  return strcmp (text, note->hash) == 0;
}

static gboolean
is_sound (sqlite3 *db)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "PRAGMA integrity_check (1)", NULL);

  return stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW && g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "ok") == 0;
}

static gboolean
is_good (TapPrune   *self,
         guint64     seq,
         const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *content = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;
  sqlite3 *db;
  gboolean good = FALSE;

  if (!tap_ledger_get_snapshot (self->ledger, seq, path, &text, NULL))
    return FALSE;
  note = tap_snapshot_note_parse (text);
  db = note != NULL ? tap_sql_open (path, NULL) : NULL;
  if (db != NULL && hangs_on_log (self, db, seq, note) && is_sound (db))
    {
      content = tap_snapshot_hash_content (db, NULL);
      good = g_strcmp0 (content, note->content) == 0;
    }
  if (db != NULL)
    sqlite3_close (db);
  g_unlink (path);
  return good;
}

gboolean
_tap_prune_find_cover (TapPrune *self,
                       GError  **error)
{
  g_autoptr(GArray) found = NULL;
  g_autoptr(TapScratch) scratch = NULL;
  guint n_good = 0;

  if (self->covers_known)
    return TRUE;
  found = tap_ledger_list_snapshots (self->ledger, error);
  scratch = found != NULL ? tap_scratch_new (NULL, error) : NULL;
  if (scratch == NULL)
    return FALSE;
  self->covers_known = TRUE;
  for (guint i = 0; i < found->len && n_good < COVERS; i++)
    {
      guint64 seq = g_array_index (found, guint64, i);
      g_autofree char *path = tap_scratch_path (scratch, "snapshot.db");

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress (_("Checking the snapshots"), i, COVERS, self->data);
      if (is_good (self, seq, path) && ++n_good == COVERS)
        self->covered_seq = seq;
    }
  return TRUE;
}
