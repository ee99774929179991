/* tap-changeset.c — changesets: try, apply, and read as rows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ledger/tap-changeset.h"

typedef sqlite3_changeset_iter TapChangeIter;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapChangeIter, sqlite3changeset_finalize)

static sqlite3_changeset_iter *
start (GBytes  *changeset,
       GError **error)
{
  sqlite3_changeset_iter *iter = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (changeset, &size);

  if (size <= G_MAXINT && tap_changeset_is_sound (changeset)
      && sqlite3changeset_start (&iter, (int) size, (void *) data) == SQLITE_OK)
    return iter;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("a transaction file is damaged"));
  return NULL;
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("a transaction file is damaged"));
  return FALSE;
}

gboolean
_tap_changeset_fits_table (TapTable               *table,
                           sqlite3_changeset_iter *iter,
                           int                     n_columns)
{
  unsigned char *key;
  int n;

  if (table == NULL || (int) table->columns->len != n_columns)
    return FALSE;
  if (sqlite3changeset_pk (iter, &key, &n) != SQLITE_OK || n != n_columns)
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      gboolean in_key = FALSE;

      for (guint k = 0; k < table->key->len; k++)
        in_key = in_key || g_array_index (table->key, guint, k) == (guint) i;
      if (in_key != (key[i] != 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_tables (TapSchema *schema,
              GBytes    *changeset,
              GError   **error)
{
  g_autoptr(TapChangeIter) iter = start (changeset, error);
  int result;

  if (iter == NULL)
    return FALSE;
  while ((result = sqlite3changeset_next (iter)) == SQLITE_ROW)
    {
      const char *name;
      int n_columns;
      int op;

      sqlite3changeset_op (iter, &name, &n_columns, &op, NULL);
      if (!_tap_changeset_fits_table (tap_schema_find (schema, name), iter, n_columns))
        {
          g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                       "table %s is not as in the transaction", name);
          return FALSE;
        }
    }
  return result == SQLITE_DONE ? TRUE : set_damaged (error);
}

static int
refuse_conflict (void                   *data,
                 int                     kind,
                 sqlite3_changeset_iter *iter)
{
  GError **error = data;
  const char *name = "";
  int n_columns;
  int op;

  if (kind != SQLITE_CHANGESET_FOREIGN_KEY)
    sqlite3changeset_op (iter, &name, &n_columns, &op, NULL);
  if (error != NULL && *error == NULL)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                 "conflict %d in table %s", kind, name);
  return SQLITE_CHANGESET_ABORT;
}

static gboolean
check_keys (TapSchema *schema,
            GBytes    *changeset,
            GError   **error)
{
  g_autoptr(TapChangeIter) iter = start (changeset, error);

  if (iter == NULL)
    return FALSE;
  while (sqlite3changeset_next (iter) == SQLITE_ROW)
    if (!tap_schema_check_keys (schema, iter, error))
      return FALSE;
  return TRUE;
}

/* TRUE: every row was written as it should be. FALSE: nothing was, for a reason that SQLite's own function is to give. */
static gboolean
apply_rows (TapSchema *schema,
            GBytes    *changeset)
{
  g_autoptr(TapChangeIter) iter = start (changeset, NULL);

  if (iter == NULL || !tap_sql_exec (schema->db, "SAVEPOINT rows", NULL))
    return FALSE;
  if (_tap_changeset_write_rows (schema, iter) && tap_sql_exec (schema->db, "RELEASE rows", NULL))
    return TRUE;
  /* A trigger may have ended the whole transaction. */
  if (!sqlite3_get_autocommit (schema->db))
    tap_sql_exec (schema->db, "ROLLBACK TO rows; RELEASE rows", NULL);
  return FALSE;
}

/* A CHECK or NOT NULL of the table, or a trigger that raises, is as much a conflict as a missing row; no room or no right on this disk is
 * not. */
static gboolean
set_not_applied (TapSchema *schema,
                 int        result,
                 GError   **error)
{
  if ((result & 0xff) == SQLITE_CONSTRAINT || (result & 0xff) == SQLITE_ERROR)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT, "%s", sqlite3_errmsg (schema->db));
  else
    tap_sql_set_error (error, schema->db, "changeset");
  return FALSE;
}

static gboolean
apply_strictly (TapSchema *schema,
                GBytes    *changeset,
                GError   **error)
{
  g_autoptr(GError) conflict = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (changeset, &size);
  int result;

  if (!check_tables (schema, changeset, error))
    return FALSE;
  result = sqlite3changeset_apply (schema->db, (int) size, (void *) data, NULL, refuse_conflict,
                                   &conflict);
  if (conflict != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&conflict));
      return FALSE;
    }
  return result == SQLITE_OK || set_not_applied (schema, result, error);
}

gboolean
tap_changeset_apply (TapSchema *schema,
                     GBytes    *changeset,
                     GError   **error)
{
  gboolean alone = sqlite3_get_autocommit (schema->db);

  if (g_bytes_get_size (changeset) == 0)
    return TRUE;
  if (apply_rows (schema, changeset))
    return check_keys (schema, changeset, error);
  if (!alone && sqlite3_get_autocommit (schema->db))
    return set_not_applied (schema, sqlite3_errcode (schema->db), error);
  return apply_strictly (schema, changeset, error) && check_keys (schema, changeset, error);
}

/* --- rows for the rooms above ---------------------------------------------------------------- */

static void
free_values (GVariant **values,
             guint      n)
{
  for (guint i = 0; values != NULL && i < n; i++)
    g_clear_pointer (&values[i], g_variant_unref);
  g_free (values);
}

static void
free_row (gpointer data)
{
  TapRowChange *row = data;

  free_values (row->old_values, row->n_columns);
  free_values (row->new_values, row->n_columns);
  g_free (row->table);
  g_free (row);
}

static GVariant *
value_to_variant (sqlite3_value *value)
{
  if (value == NULL)
    return NULL;
  switch (sqlite3_value_type (value))
    {
    case SQLITE_INTEGER:
      return g_variant_ref_sink (g_variant_new_int64 (sqlite3_value_int64 (value)));
    case SQLITE_FLOAT:
      return g_variant_ref_sink (g_variant_new_double (sqlite3_value_double (value)));
    case SQLITE_TEXT:
      {
        g_autofree char *text = g_utf8_make_valid ((const char *) sqlite3_value_text (value),
                                                   sqlite3_value_bytes (value));

        return g_variant_ref_sink (g_variant_new_string (text));
      }
    case SQLITE_BLOB:
      return g_variant_ref_sink (
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, sqlite3_value_blob (value),
                                     (gsize) sqlite3_value_bytes (value), 1));
    case SQLITE_NULL:
    default:
      return NULL;
    }
}

static gint64
integer_key (sqlite3_changeset_iter *iter,
             int                     op)
{
  unsigned char *key;
  sqlite3_value *value = NULL;
  int n_key = 0;
  int at = 0;
  int n;

  sqlite3changeset_pk (iter, &key, &n);
  for (int i = 0; i < n; i++)
    if (key[i] != 0)
      {
        n_key++;
        at = i;
      }
  if (n_key != 1)
    return 0;
  if (op == SQLITE_INSERT)
    sqlite3changeset_new (iter, at, &value);
  else
    sqlite3changeset_old (iter, at, &value);
  return value != NULL && sqlite3_value_type (value) == SQLITE_INTEGER ? sqlite3_value_int64 (value) : 0;
}

static TapRowChange *
describe_row (sqlite3_changeset_iter *iter)
{
  TapRowChange *row = g_new0 (TapRowChange, 1);
  const char *name;
  int n;
  int op;

  sqlite3changeset_op (iter, &name, &n, &op, NULL);
  row->table = g_strdup (name);
  row->op = op == SQLITE_INSERT ? TAP_ROW_INSERT : op == SQLITE_DELETE ? TAP_ROW_DELETE : TAP_ROW_UPDATE;
  row->n_columns = (guint) n;
  row->key = integer_key (iter, op);
  if (op != SQLITE_INSERT)
    row->old_values = g_new0 (GVariant *, n);
  if (op != SQLITE_DELETE)
    row->new_values = g_new0 (GVariant *, n);
  for (int i = 0; i < n; i++)
    {
      sqlite3_value *value = NULL;

      if (row->old_values != NULL && sqlite3changeset_old (iter, i, &value) == SQLITE_OK)
        row->old_values[i] = value_to_variant (value);
      value = NULL;
      if (row->new_values != NULL && sqlite3changeset_new (iter, i, &value) == SQLITE_OK)
        row->new_values[i] = value_to_variant (value);
    }
  return row;
}

static void
transaction_clear (gpointer data)
{
  TapTransaction *self = data;

  g_free (self->pc);
  g_free (self->person);
  g_free (self->replica_id);
  g_strfreev (self->commands);
  g_strfreev (self->operation_ids);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

TapTransaction *
tap_transaction_ref (TapTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

void
tap_transaction_unref (TapTransaction *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, transaction_clear);
}

static gboolean
describe_rows (TapTransaction *self,
               GBytes         *changeset,
               GError        **error)
{
  g_autoptr(TapChangeIter) iter = NULL;
  int result;

  if (g_bytes_get_size (changeset) == 0)
    return TRUE;
  iter = start (changeset, error);
  if (iter == NULL)
    return FALSE;
  while ((result = sqlite3changeset_next (iter)) == SQLITE_ROW)
    g_ptr_array_add (self->rows, describe_row (iter));
  return result == SQLITE_DONE ? TRUE : set_damaged (error);
}

TapTransaction *
tap_changeset_describe (TapTxn   *txn,
                        gboolean  own,
                        GError  **error)
{
  g_autoptr(TapTransaction) self = g_atomic_rc_box_new0 (TapTransaction);

  self->seq = txn->seq;
  self->pc = g_strdup (txn->pc);
  self->person = g_strdup (txn->person);
  self->replica_id = g_strdup (txn->replica_id);
  self->own = own;
  self->recorded_unix = txn->recorded_unix;
  self->commands = g_new0 (char *, txn->commands->len + 1);
  self->operation_ids = g_new0 (char *, txn->commands->len + 1);
  for (guint i = 0; i < txn->commands->len; i++)
    {
      TapTxnCommand *command = txn->commands->pdata[i];

      self->commands[i] = g_strdup (command->name);
      self->operation_ids[i] = g_strdup (command->operation_id);
    }
  self->rows = g_ptr_array_new_with_free_func (free_row);
  if (txn->kind == TAP_TXN_CHANGES && !describe_rows (self, txn->payload, error))
    return NULL;
  return g_steal_pointer (&self);
}
