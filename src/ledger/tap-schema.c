/* tap-schema.c — the replicated tables of a replica, with their keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

#include "ledger/tap-schema.h"
#include "ledger/tap-worker.h"

static void
free_key (gpointer data)
{
  TapForeignKey *key = data;

  sqlite3_finalize (key->orphan);
  sqlite3_finalize (key->left_behind);
  g_free (key->child);
  g_free (key->parent);
  g_ptr_array_unref (key->from);
  g_ptr_array_unref (key->to);
  g_array_unref (key->to_index);
  g_free (key);
}

static void
free_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static void
free_table (gpointer data)
{
  TapTable *table = data;

  g_free (table->name);
  g_ptr_array_unref (table->columns);
  g_array_unref (table->key);
  g_ptr_array_unref (table->outgoing);
  g_ptr_array_unref (table->incoming);
  g_hash_table_unref (table->rows);
  g_free (table);
}

static gboolean
read_columns (TapSchema *schema,
              TapTable  *table,
              GError   **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      schema->db, "SELECT name, pk FROM pragma_table_info (?1) ORDER BY cid", error);
  g_autoptr(GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, table->name, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      guint pk = (guint) sqlite3_column_int (stmt, 1);

      g_ptr_array_add (table->columns, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
      g_array_append_val (order, pk);
    }
  for (guint place = 1; place <= order->len; place++)
    for (guint column = 0; column < order->len; column++)
      if (g_array_index (order, guint, column) == place)
        g_array_append_val (table->key, column);
  return TRUE;
}

static gboolean
read_tables (TapSchema *schema,
             GError   **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      schema->db,
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'local\\_%' ESCAPE '\\'"
      " AND name <> 'applied' ORDER BY name",
      error);

  if (stmt == NULL)
    return FALSE;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      TapTable *table = g_new0 (TapTable, 1);

      table->name = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      table->columns = g_ptr_array_new_with_free_func (g_free);
      table->key = g_array_new (FALSE, FALSE, sizeof (guint));
      table->outgoing = g_ptr_array_new ();
      table->incoming = g_ptr_array_new ();
      table->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_statement);
      g_hash_table_insert (schema->tables, table->name, table);
      g_ptr_array_add (schema->names, table->name);
      if (!read_columns (schema, table, error))
        return FALSE;
    }
  return TRUE;
}

static guint
find_column (TapTable   *table,
             const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_ascii_strcasecmp (table->columns->pdata[i], name) == 0)
      return i;
  return 0;
}

static void
add_pair (TapForeignKey *key,
          TapTable      *parent,
          const char    *from,
          const char    *to)
{
  guint index;

  /* REFERENCES parent, without a column, means its primary key. */
  if (to == NULL && key->to_index->len < parent->key->len)
    to = parent->columns->pdata[g_array_index (parent->key, guint, key->to_index->len)];
  index = find_column (parent, to);
  g_ptr_array_add (key->from, g_strdup (from));
  g_ptr_array_add (key->to, g_strdup (to));
  g_array_append_val (key->to_index, index);
}

static TapForeignKey *
add_key (TapSchema *schema,
         TapTable  *child,
         TapTable  *parent)
{
  TapForeignKey *key = g_new0 (TapForeignKey, 1);

  key->child = g_strdup (child->name);
  key->parent = g_strdup (parent->name);
  key->from = g_ptr_array_new_with_free_func (g_free);
  key->to = g_ptr_array_new_with_free_func (g_free);
  key->to_index = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (schema->keys, key);
  g_ptr_array_add (child->outgoing, key);
  g_ptr_array_add (parent->incoming, key);
  return key;
}

static gboolean
read_keys (TapSchema *schema,
           TapTable  *child,
           GError   **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      schema->db,
      "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list (?1) ORDER BY id, seq",
      error);
  TapForeignKey *key = NULL;
  int id = -1;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, child->name, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      TapTable *parent = tap_schema_find (schema, (const char *) sqlite3_column_text (stmt, 1));

      if (parent == NULL)
        continue;
      if (key == NULL || id != sqlite3_column_int (stmt, 0))
        key = add_key (schema, child, parent);
      id = sqlite3_column_int (stmt, 0);
      add_pair (key, parent, (const char *) sqlite3_column_text (stmt, 2),
                (const char *) sqlite3_column_text (stmt, 3));
    }
  return TRUE;
}

TapSchema *
tap_schema_read (sqlite3 *db,
                 GError **error)
{
  g_autoptr(TapSchema) schema = g_new0 (TapSchema, 1);

  schema->db = db;
  schema->cookie = tap_sql_int (db, "PRAGMA schema_version", -1);
  schema->tables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_table);
  schema->names = g_ptr_array_new ();
  schema->keys = g_ptr_array_new_with_free_func (free_key);
  if (!read_tables (schema, error))
    return NULL;
  for (guint i = 0; i < schema->names->len; i++)
    if (!read_keys (schema, tap_schema_find (schema, schema->names->pdata[i]), error))
      return NULL;
  return g_steal_pointer (&schema);
}

void
tap_schema_free (TapSchema *schema)
{
  g_clear_pointer (&schema->names, g_ptr_array_unref);
  g_clear_pointer (&schema->keys, g_ptr_array_unref);
  g_clear_pointer (&schema->tables, g_hash_table_unref);
  g_free (schema);
}

TapTable *
tap_schema_find (TapSchema  *schema,
                 const char *name)
{
  return g_hash_table_lookup (schema->tables, name);
}

/* --- foreign keys of touched rows ------------------------------------------------------------ */

static char *
quote (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

static void
append_no_parent (GString       *sql,
                  TapForeignKey *key)
{
  g_autofree char *parent = quote (key->parent);

  g_string_append_printf (sql, " AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE ", parent);
  for (guint i = 0; i < key->from->len; i++)
    {
      g_autofree char *from = quote (key->from->pdata[i]);
      g_autofree char *to = quote (key->to->pdata[i]);

      g_string_append_printf (sql, "%sp.%s = c.%s", i > 0 ? " AND " : "", to, from);
    }
  g_string_append (sql, ") LIMIT 1");
}

static sqlite3_stmt *
prepare_orphan (TapSchema     *schema,
                TapForeignKey *key,
                GError       **error)
{
  TapTable *table = tap_schema_find (schema, key->child);
  g_autofree char *child = quote (key->child);
  GString *sql = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_printf (sql, "SELECT 1 FROM %s AS c WHERE ", child);
  for (guint i = 0; i < table->key->len; i++)
    {
      g_autofree char *column = quote (table->columns->pdata[g_array_index (table->key, guint, i)]);

      g_string_append_printf (sql, "%sc.%s = ?%u", i > 0 ? " AND " : "", column, i + 1);
    }
  for (guint i = 0; i < key->from->len; i++)
    {
      g_autofree char *from = quote (key->from->pdata[i]);

      g_string_append_printf (sql, " AND c.%s IS NOT NULL", from);
    }
  append_no_parent (sql, key);
  text = g_string_free (sql, FALSE);
  return tap_sql_prepare (schema->db, text, error);
}

static sqlite3_stmt *
prepare_left_behind (TapSchema     *schema,
                     TapForeignKey *key,
                     GError       **error)
{
  g_autofree char *child = quote (key->child);
  GString *sql = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_printf (sql, "SELECT 1 FROM %s AS c WHERE ", child);
  for (guint i = 0; i < key->from->len; i++)
    {
      g_autofree char *from = quote (key->from->pdata[i]);

      g_string_append_printf (sql, "%sc.%s = ?%u", i > 0 ? " AND " : "", from, i + 1);
    }
  append_no_parent (sql, key);
  text = g_string_free (sql, FALSE);
  return tap_sql_prepare (schema->db, text, error);
}

/* TRUE: @stmt finds no row, as it should. */
static gboolean
finds_nothing (sqlite3_stmt  *stmt,
               TapForeignKey *key,
               GError       **error)
{
  int result = sqlite3_step (stmt);

  if (result == SQLITE_ROW)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                 "a row of %s points to a row of %s that does not exist", key->child, key->parent);
  else if (result != SQLITE_DONE)
    tap_sql_set_error (error, sqlite3_db_handle (stmt), sqlite3_sql (stmt));
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return result == SQLITE_DONE;
}

static gboolean
check_outgoing (TapSchema              *schema,
                TapTable               *table,
                int                     op,
                sqlite3_changeset_iter *change,
                GError                **error)
{
  for (guint i = 0; i < table->outgoing->len; i++)
    {
      TapForeignKey *key = table->outgoing->pdata[i];

      if (key->orphan == NULL && (key->orphan = prepare_orphan (schema, key, error)) == NULL)
        return FALSE;
      for (guint k = 0; k < table->key->len; k++)
        {
          int column = (int) g_array_index (table->key, guint, k);
          sqlite3_value *value = NULL;

          if (op == SQLITE_INSERT)
            sqlite3changeset_new (change, column, &value);
          else
            sqlite3changeset_old (change, column, &value);
          sqlite3_bind_value (key->orphan, (int) k + 1, value);
        }
      if (!finds_nothing (key->orphan, key, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_incoming (TapSchema              *schema,
                TapTable               *table,
                int                     op,
                sqlite3_changeset_iter *change,
                GError                **error)
{
  for (guint i = 0; i < table->incoming->len; i++)
    {
      TapForeignKey *key = table->incoming->pdata[i];
      gboolean gone = op == SQLITE_DELETE;
      gboolean complete = TRUE;

      if (key->left_behind == NULL
          && (key->left_behind = prepare_left_behind (schema, key, error)) == NULL)
        return FALSE;
      for (guint k = 0; k < key->to_index->len; k++)
        {
          int column = (int) g_array_index (key->to_index, guint, k);
          sqlite3_value *old_value = NULL;
          sqlite3_value *new_value = NULL;

          sqlite3changeset_old (change, column, &old_value);
          if (op == SQLITE_UPDATE)
            sqlite3changeset_new (change, column, &new_value);
          gone = gone || new_value != NULL;
          complete = complete && old_value != NULL && sqlite3_value_type (old_value) != SQLITE_NULL;
          if (old_value != NULL)
            sqlite3_bind_value (key->left_behind, (int) k + 1, old_value);
        }
      if (gone && complete && !finds_nothing (key->left_behind, key, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tap_schema_check_keys (TapSchema              *schema,
                       sqlite3_changeset_iter *change,
                       GError                **error)
{
  const char *name;
  TapTable *table;
  int n_columns;
  int op;

  sqlite3changeset_op (change, &name, &n_columns, &op, NULL);
  table = tap_schema_find (schema, name);
  g_assert (table != NULL);
  if (op != SQLITE_DELETE && !check_outgoing (schema, table, op, change, error))
    return FALSE;
  return op == SQLITE_INSERT || check_incoming (schema, table, op, change, error);
}
