/* tap-snapshot.c — whole replicas: their content hash, and the note beside a snapshot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

#include "ledger/tap-snapshot.h"

#define GROUP "snapshot"

void
tap_snapshot_note_free (TapSnapshotNote *note)
{
  g_free (note->hash);
  g_free (note->content);
  g_free (note);
}

char *
tap_snapshot_note_write (TapSnapshotNote *note)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();

  g_key_file_set_uint64 (file, GROUP, "number", note->seq);
  g_key_file_set_string (file, GROUP, "transaction", note->hash);
  g_key_file_set_string (file, GROUP, "content", note->content);
  return g_key_file_to_data (file, NULL, NULL);
}

TapSnapshotNote *
tap_snapshot_note_parse (const char *text)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(TapSnapshotNote) note = g_new0 (TapSnapshotNote, 1);

  if (!g_utf8_validate (text, -1, NULL)
      || !g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return NULL;
  note->seq = g_key_file_get_uint64 (file, GROUP, "number", NULL);
  note->hash = g_key_file_get_string (file, GROUP, "transaction", NULL);
  note->content = g_key_file_get_string (file, GROUP, "content", NULL);
  if (note->seq == 0 || note->hash == NULL || note->content == NULL)
    return NULL;
  return g_steal_pointer (&note);
}

static void
hash_u64 (GChecksum *sum,
          guint64    value)
{
  value = GUINT64_TO_LE (value);
  g_checksum_update (sum, (const guchar *) &value, sizeof value);
}

static void
hash_bytes (GChecksum    *sum,
            gconstpointer data,
            gsize         size)
{
  hash_u64 (sum, size);
  if (size > 0)
    g_checksum_update (sum, data, (gssize) size);
}

static void
hash_column (GChecksum    *sum,
             sqlite3_stmt *stmt,
             int           i)
{
  int type = sqlite3_column_type (stmt, i);
  double real;
  guint64 bits;

  hash_u64 (sum, (guint64) type);
  switch (type)
    {
    case SQLITE_INTEGER:
      hash_u64 (sum, (guint64) sqlite3_column_int64 (stmt, i));
      break;
    case SQLITE_FLOAT:
      real = sqlite3_column_double (stmt, i);
      memcpy (&bits, &real, sizeof bits);
      hash_u64 (sum, bits);
      break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      hash_bytes (sum, sqlite3_column_blob (stmt, i), (gsize) sqlite3_column_bytes (stmt, i));
      break;
    default:
      break;
    }
}

static char *
select_rows (TapTable *table)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "SELECT * FROM \"%s\" ORDER BY ", table->name);
  for (guint i = 0; i < table->key->len; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "",
                            (char *) table->columns->pdata[g_array_index (table->key, guint, i)]);
  if (table->key->len == 0)
    g_string_append (sql, "rowid");
  return g_string_free (sql, FALSE);
}

static gboolean
hash_table (GChecksum *sum,
            sqlite3   *db,
            TapTable  *table,
            GError   **error)
{
  g_autofree char *sql = select_rows (table);
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, sql, error);
  int result;

  if (stmt == NULL)
    return FALSE;
  hash_bytes (sum, table->name, strlen (table->name));
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      int n = sqlite3_column_count (stmt);

      hash_u64 (sum, (guint64) n);
      for (int i = 0; i < n; i++)
        hash_column (sum, stmt, i);
    }
  if (result == SQLITE_DONE)
    return TRUE;
  tap_sql_set_error (error, db, sql);
  return FALSE;
}

char *
tap_snapshot_hash_content (sqlite3 *db,
                           GError **error)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(TapSchema) schema = tap_schema_read (db, error);

  if (schema == NULL)
    return NULL;
  hash_u64 (sum, (guint64) tap_sql_int (db, "PRAGMA user_version", 0));
  for (guint i = 0; i < schema->names->len; i++)
    if (!hash_table (sum, db, tap_schema_find (schema, schema->names->pdata[i]), error))
      return NULL;
  return g_strdup (g_checksum_get_string (sum));
}
