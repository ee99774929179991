/* tap-query.c — named parameters, prepared statements kept per connection, typed errors.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-query"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "store/tap-query.h"
#include "store/tap-store.h"

/* Connections belong to the ledger, which opens and closes them; the statements prepared on them
 * are kept here and let go when SQLite says that the connection closes, before it looks whether
 * statements are still there. */
static GMutex cache_lock;
static GHashTable *caches; /* sqlite3 * -> GHashTable (const char *sql -> sqlite3_stmt *) */
static _Thread_local guint64 n_run;

static void
finalize_statement (gpointer data)
{
  sqlite3_finalize (data);
}

void
tap_db_forget (sqlite3 *db)
{
  GHashTable *cache = NULL;

  g_mutex_lock (&cache_lock);
  if (caches != NULL)
    g_hash_table_steal_extended (caches, db, NULL, (gpointer *) &cache);
  g_mutex_unlock (&cache_lock);

  if (cache != NULL)
    g_hash_table_unref (cache);
}

static int
connection_closes_cb (unsigned  event,
                      void     *data,
                      void     *db,
                      void     *unused)
{
  if (event == SQLITE_TRACE_CLOSE)
    tap_db_forget (db);

  return 0;
}

static GHashTable *
ensure_cache (sqlite3 *db)
{
  GHashTable *cache;

  g_mutex_lock (&cache_lock);
  if (caches == NULL)
    caches = g_hash_table_new (NULL, NULL);
  cache = g_hash_table_lookup (caches, db);
  if (cache == NULL)
    {
      cache = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
      g_hash_table_insert (caches, db, cache);
      sqlite3_trace_v2 (db, SQLITE_TRACE_CLOSE, connection_closes_cb, NULL);
    }
  g_mutex_unlock (&cache_lock);

  /* Only the connection's own thread uses its cache, so it needs no lock from here on. */
  return cache;
}

static GError *
database_error (sqlite3    *db,
                const char *what,
                const char *sql)
{
  return g_error_new (TAP_STORE_ERROR, TAP_STORE_ERROR_FAILED,
                      "Could not %s: %s (SQLite %d) in: %s", what, sqlite3_errmsg (db),
                      sqlite3_extended_errcode (db), sql);
}

static gboolean
bind_params (TapQuery       *query,
             const TapParam *params)
{
  int n_bound = 0;

  for (const TapParam *p = params; p != NULL && p->name != NULL; p++)
    {
      int at = sqlite3_bind_parameter_index (query->statement, p->name);

      if (at == 0)
        {
          query->error = g_error_new (TAP_STORE_ERROR, TAP_STORE_ERROR_FAILED,
                                      "Could not %s: there is no parameter %s in: %s", query->what,
                                      p->name, sqlite3_sql (query->statement));
          return FALSE;
        }
      if (p->kind == TAP_PARAM_INT)
        sqlite3_bind_int64 (query->statement, at, p->number);
      else if (p->kind == TAP_PARAM_TEXT)
        sqlite3_bind_text (query->statement, at, p->text != NULL ? p->text : "", -1, SQLITE_STATIC);
      else
        sqlite3_bind_null (query->statement, at);
      n_bound++;
    }

  if (n_bound != sqlite3_bind_parameter_count (query->statement))
    query->error = g_error_new (TAP_STORE_ERROR, TAP_STORE_ERROR_FAILED,
                                "Could not %s: %d of %d parameters are given in: %s", query->what,
                                n_bound, sqlite3_bind_parameter_count (query->statement),
                                sqlite3_sql (query->statement));
  return query->error == NULL;
}

void
tap_query_begin (TapQuery       *query,
                 sqlite3        *db,
                 const char     *what,
                 const char     *sql,
                 const TapParam *params)
{
  GHashTable *cache;

  g_return_if_fail (query != NULL);
  g_return_if_fail (db != NULL);
  g_return_if_fail (sql != NULL);

  *query = (TapQuery){ .what = what };
  cache = ensure_cache (db);
  query->statement = g_hash_table_lookup (cache, sql);
  if (query->statement == NULL)
    {
      if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL)
          != SQLITE_OK)
        {
          query->error = database_error (db, what, sql);
          return;
        }
      g_hash_table_insert (cache, (gpointer) sql, query->statement);
    }

  n_run++;
  bind_params (query, params);
}

gboolean
tap_query_next (TapQuery *query)
{
  int status;

  g_return_val_if_fail (query != NULL, FALSE);

  if (query->error != NULL)
    return FALSE;

  query->column = 0;
  status = sqlite3_step (query->statement);
  if (status == SQLITE_ROW)
    return TRUE;
  if (status != SQLITE_DONE)
    query->error = database_error (sqlite3_db_handle (query->statement), query->what,
                                   sqlite3_sql (query->statement));
  return FALSE;
}

gboolean
tap_query_end (TapQuery  *query,
               GError   **error)
{
  g_return_val_if_fail (query != NULL, FALSE);

  if (query->statement != NULL)
    {
      sqlite3_reset (query->statement);
      sqlite3_clear_bindings (query->statement);
      query->statement = NULL;
    }
  if (query->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&query->error));
  return FALSE;
}

gint64
tap_query_int (TapQuery *query)
{
  return sqlite3_column_int64 (query->statement, query->column++);
}

gboolean
tap_query_flag (TapQuery *query)
{
  return tap_query_int (query) != 0;
}

const char *
tap_query_text (TapQuery *query)
{
  const char *text = (const char *) sqlite3_column_text (query->statement, query->column++);

  return text != NULL ? text : "";
}

char *
tap_query_dup (TapQuery *query)
{
  return g_strdup (tap_query_text (query));
}

void
tap_query_skip (TapQuery *query,
                int       n_columns)
{
  query->column += n_columns;
}

gboolean
tap_db_run (sqlite3         *db,
            const char      *what,
            const char      *sql,
            const TapParam  *params,
            gint64          *n_changed,
            GError         **error)
{
  TapQuery query;

  tap_query_begin (&query, db, what, sql, params);
  while (tap_query_next (&query))
    ;
  if (n_changed != NULL)
    *n_changed = sqlite3_changes64 (db);

  return tap_query_end (&query, error);
}

gboolean
tap_db_int (sqlite3         *db,
            const char      *what,
            const char      *sql,
            const TapParam  *params,
            gint64           fallback,
            gint64          *value,
            GError         **error)
{
  TapQuery query;

  tap_query_begin (&query, db, what, sql, params);
  *value = tap_query_next (&query) ? tap_query_int (&query) : fallback;

  return tap_query_end (&query, error);
}

const char *
tap_db_named (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/tappet/sql/", name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("The SQL %s is not in the program: %s", name, error->message);

  /* The bytes are part of the program image and end with a NUL. */
  return g_bytes_get_data (bytes, NULL);
}

const char *
tap_db_scoped (const char *name,
               const char *scope)
{
  g_autofree char *sql
    = g_strconcat ("WITH scope (id) AS (", scope, ")\n", tap_db_named (name), NULL);

  return g_intern_string (sql);
}

guint64
tap_db_count (void)
{
  return n_run;
}
