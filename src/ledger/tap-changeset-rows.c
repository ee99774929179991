/* tap-changeset-rows.c — a changeset row by row, with statements that stay prepared.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sqlite3changeset_apply() prepares its statements anew for every changeset, and the pragma it gives for itself makes every other
 * statement of the connection be prepared anew as well: with small transactions that is most of the work. Here the same rows are written
 * in the same order under the same conditions, and the first thing that is not as expected ends it: then SQLite's own function judges.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-changeset.h"

static void
append_name (GString    *sql,
             const char *name)
{
  g_string_append_c (sql, '"');
  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (sql, '"');
      g_string_append_c (sql, *at);
    }
  g_string_append_c (sql, '"');
}

/* Column i is bound twice: its new value at 2i + 1, the one it had at 2i + 2. */
static void
append_value (GString    *sql,
              TapTable   *table,
              guint       column,
              const char *relation,
              guint       offset)
{
  append_name (sql, table->columns->pdata[column]);
  g_string_append_printf (sql, " %s ?%u", relation, 2 * column + offset);
}

static void
append_where (GString    *sql,
              TapTable   *table,
              const char *changed)
{
  g_string_append (sql, " WHERE ");
  for (guint i = 0; i < table->key->len; i++)
    {
      g_string_append (sql, i > 0 ? " AND " : "");
      append_value (sql, table, g_array_index (table->key, guint, i), "=", 2);
    }
  for (guint i = 0; i < table->columns->len; i++)
    if (changed[i] == 'x')
      {
        g_string_append (sql, " AND ");
        append_value (sql, table, i, "IS", 2);
      }
}

static char *
write_sql (TapTable   *table,
           int         op,
           const char *changed)
{
  GString *sql = g_string_new (op == SQLITE_INSERT ? "INSERT INTO main."
                               : op == SQLITE_DELETE ? "DELETE FROM main." : "UPDATE main.");
  const char *comma = "";

  append_name (sql, table->name);
  if (op == SQLITE_INSERT)
    {
      g_string_append (sql, " VALUES (");
      for (guint i = 0; i < table->columns->len; i++)
        g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", 2 * i + 1);
      g_string_append_c (sql, ')');
      return g_string_free (sql, FALSE);
    }
  for (guint i = 0; op == SQLITE_UPDATE && i < table->columns->len; i++)
    if (changed[i] == 'x')
      {
        g_string_append (sql, comma[0] != '\0' ? comma : " SET ");
        append_value (sql, table, i, "=", 1);
        comma = ", ";
      }
  append_where (sql, table, changed);
  return g_string_free (sql, FALSE);
}

/* Which columns the row changes, as a word of 'x' and '-' behind the letter of the operation; NULL: not a row of a changeset. */
static char *
describe_change (TapTable               *table,
                 sqlite3_changeset_iter *row,
                 int                     op)
{
  g_autofree char *word = g_malloc (table->columns->len + 2);
  gboolean any = op != SQLITE_UPDATE;

  word[0] = op == SQLITE_INSERT ? 'i' : op == SQLITE_DELETE ? 'd' : 'u';
  for (guint i = 0; i < table->columns->len; i++)
    {
      sqlite3_value *before = NULL;
      sqlite3_value *after = NULL;

      if (op != SQLITE_INSERT)
        sqlite3changeset_old (row, (int) i, &before);
      if (op != SQLITE_DELETE)
        sqlite3changeset_new (row, (int) i, &after);
      if ((op == SQLITE_INSERT && after == NULL) || (op != SQLITE_INSERT && after != NULL && before == NULL)
          || (op == SQLITE_DELETE && before == NULL))
        return NULL;
      word[i + 1] = op == SQLITE_DELETE || after != NULL ? 'x' : '-';
      any = any || after != NULL;
    }
  word[table->columns->len + 1] = '\0';
  return any ? g_steal_pointer (&word) : NULL;
}

/* Borrowed. */
static sqlite3_stmt *
find_statement (TapSchema  *schema,
                TapTable   *table,
                int         op,
                const char *change)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (table->rows, change);
  g_autofree char *sql = NULL;

  if (stmt != NULL)
    return stmt;
  sql = write_sql (table, op, change + 1);
  stmt = tap_sql_prepare (schema->db, sql, NULL);
  if (stmt != NULL)
    g_hash_table_insert (table->rows, g_strdup (change), stmt);
  return stmt;
}

static gboolean
bind_row (sqlite3_stmt           *stmt,
          TapTable               *table,
          sqlite3_changeset_iter *row,
          int                     op)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      sqlite3_value *before = NULL;
      sqlite3_value *after = NULL;

      if (op != SQLITE_INSERT)
        sqlite3changeset_old (row, (int) i, &before);
      if (op != SQLITE_DELETE)
        sqlite3changeset_new (row, (int) i, &after);
      if (after != NULL && sqlite3_bind_value (stmt, (int) (2 * i + 1), after) != SQLITE_OK)
        return FALSE;
      if (before != NULL && sqlite3_bind_value (stmt, (int) (2 * i + 2), before) != SQLITE_OK)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_row (TapSchema              *schema,
           TapTable               *table,
           sqlite3_changeset_iter *row,
           int                     op)
{
  g_autofree char *change = describe_change (table, row, op);
  sqlite3_stmt *stmt = change != NULL ? find_statement (schema, table, op, change) : NULL;
  gboolean ok;

  if (stmt == NULL)
    return FALSE;
  ok = bind_row (stmt, table, row, op) && sqlite3_step (stmt) == SQLITE_DONE && sqlite3_changes (schema->db) == 1;
  sqlite3_reset (stmt);
  return ok;
}

gboolean
_tap_changeset_write_rows (TapSchema              *schema,
                           sqlite3_changeset_iter *rows)
{
  const char *last = NULL;
  TapTable *table = NULL;
  int result;

  while ((result = sqlite3changeset_next (rows)) == SQLITE_ROW)
    {
      const char *name;
      int n_columns;
      int op;

      sqlite3changeset_op (rows, &name, &n_columns, &op, NULL);
      /* The name is the same piece of memory for all rows of a table. */
      if (name != last)
        {
          table = tap_schema_find (schema, name);
          if (!_tap_changeset_fits_table (table, rows, n_columns))
            return FALSE;
          last = name;
        }
      if (!write_row (schema, table, rows, op))
        return FALSE;
    }
  return result == SQLITE_DONE;
}
