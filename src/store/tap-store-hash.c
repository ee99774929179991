/* tap-store-hash.c — a hash of all the station holds, to compare replicas.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-store-hash"

#include "config.h"

#include <string.h>

#include "store/tap-store.h"

/* Tables the log carries: not the replica's own ones, which each fills by itself. */
#define TABLES_SQL                                                                                 \
  "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE " \
  "'sqlite\\_%' ESCAPE '\\'"                                                                       \
  " AND name NOT LIKE 'local\\_%' ESCAPE '\\' ORDER BY name"

static gboolean
refuse (sqlite3  *db,
        GError  **error)
{
  g_set_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_FAILED, "content hash: %s",
               sqlite3_errmsg (db));
  return FALSE;
}

static void
add_column (GChecksum    *sum,
            sqlite3_stmt *statement,
            int           column)
{
  guchar head[9] = { (guchar) sqlite3_column_type (statement, column) };
  gconstpointer bytes = sqlite3_column_blob (statement, column);
  guint64 length = GUINT64_TO_LE ((guint64) sqlite3_column_bytes (statement, column));

  memcpy (head + 1, &length, sizeof length);
  g_checksum_update (sum, head, sizeof head);
  if (bytes != NULL)
    g_checksum_update (sum, bytes, sqlite3_column_bytes (statement, column));
}

/* "id" or "a, b": rows in the order of the primary key, whatever the order they came in. */
static char *
key_columns (sqlite3    *db,
             const char *table)
{
  GString *columns = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (db, "SELECT name FROM pragma_table_info (?) WHERE pk > 0 ORDER BY pk", -1,
                      &statement, NULL);
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "",
                            sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  if (columns->len == 0)
    g_string_append (columns, "1");
  return g_string_free (columns, FALSE);
}

static gboolean
add_table (GChecksum   *sum,
           sqlite3     *db,
           const char  *table,
           GError     **error)
{
  g_autofree char *keys = key_columns (db, table);
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY %s", table, keys);
  sqlite3_stmt *statement = NULL;
  int rc;

  g_checksum_update (sum, (const guchar *) table, -1);
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    return refuse (db, error);
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      for (int column = 0; column < sqlite3_column_count (statement); column++)
        add_column (sum, statement, column);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE || refuse (db, error);
}

static gpointer
read_hash (sqlite3       *db,
           gpointer       input,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *tables = NULL;
  gboolean done
    = sqlite3_prepare_v2 (db, TABLES_SQL, -1, &tables, NULL) == SQLITE_OK || refuse (db, error);

  while (done && sqlite3_step (tables) == SQLITE_ROW)
    done = add_table (sum, db, (const char *) sqlite3_column_text (tables, 0), error);
  sqlite3_finalize (tables);
  return done ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *hash = tap_worker_read_finish (TAP_WORKER (source), result, &error);

  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_error (task, error);
}

void
tap_store_content_hash_async (TapStore            *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tap_store_content_hash_async);
  tap_worker_read_saved_async (tap_store_get_worker (self), read_hash, NULL, NULL, g_free, NULL, read_cb,
                         task);
}

char *
tap_store_content_hash_finish (TapStore      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
