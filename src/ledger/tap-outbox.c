/* tap-outbox.c — what waits for the share, in local.db.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ledger/tap-outbox.h"

void
tap_outbox_entry_free (TapOutboxEntry *self)
{
  g_free (self->operation_id);
  g_free (self->name);
  g_free (self->person);
  g_free (self->input);
  g_free (self->reason);
  g_free (self);
}

static char *
dup_column (sqlite3_stmt *stmt,
            int           column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return g_strdup (text != NULL ? text : "");
}

static TapOutboxEntry *
read_entry (sqlite3_stmt *stmt)
{
  TapOutboxEntry *entry = g_new0 (TapOutboxEntry, 1);

  entry->id = (guint64) sqlite3_column_int64 (stmt, 0);
  entry->operation_id = dup_column (stmt, 1);
  entry->name = dup_column (stmt, 2);
  entry->person = dup_column (stmt, 3);
  entry->subject = sqlite3_column_int64 (stmt, 4);
  entry->input = dup_column (stmt, 5);
  entry->entered_unix = sqlite3_column_int64 (stmt, 6);
  entry->state = sqlite3_column_int (stmt, 7) != 0 ? TAP_OUTBOX_REFUSED : TAP_OUTBOX_WAITING;
  entry->reason = dup_column (stmt, 8);
  return entry;
}

GPtrArray *
tap_outbox_list (TapLocalDb *local,
                 GError    **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (tap_local_db_get_handle (local),
                         "SELECT id, operation_id, name, person, subject, input, entered_unix, refused, reason"
                         " FROM outbox ORDER BY id", error);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_outbox_entry_free);
  g_autoptr(GHashTable) held = g_hash_table_new (g_int64_hash, g_int64_equal);
  int result;

  if (stmt == NULL)
    return NULL;
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      TapOutboxEntry *entry = read_entry (stmt);

      g_ptr_array_add (entries, entry);
      if (entry->subject == 0)
        continue;
      if (entry->state == TAP_OUTBOX_REFUSED)
        g_hash_table_add (held, &entry->subject);
      else if (g_hash_table_contains (held, &entry->subject))
        entry->state = TAP_OUTBOX_HELD;
    }
  if (result == SQLITE_DONE)
    return g_steal_pointer (&entries);
  tap_sql_set_error (error, tap_local_db_get_handle (local), sqlite3_sql (stmt));
  return NULL;
}

gboolean
tap_outbox_equal (const GPtrArray *a,
                  const GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    {
      const TapOutboxEntry *one = a->pdata[i];
      const TapOutboxEntry *other = b->pdata[i];

      if (one->id != other->id || one->state != other->state || g_strcmp0 (one->reason, other->reason) != 0
          || g_strcmp0 (one->input, other->input) != 0)
        return FALSE;
    }
  return TRUE;
}

/* One statement about one operation. */
static gboolean
run (TapLocalDb *local,
     const char *sql,
     const char *operation_id,
     const char *text,
     int        *n_changed,
     GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (tap_local_db_get_handle (local), sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, operation_id, -1, SQLITE_TRANSIENT);
  if (text != NULL)
    sqlite3_bind_text (stmt, 2, text, -1, SQLITE_TRANSIENT);
  if (!tap_sql_run (stmt, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = sqlite3_changes (tap_local_db_get_handle (local));
  return TRUE;
}

gboolean
tap_outbox_stands_before (TapLocalDb *local,
                          const char *operation_id,
                          gint64      subject)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (tap_local_db_get_handle (local),
                         "SELECT 1 FROM outbox WHERE operation_id = ?1 OR (?2 <> 0 AND subject = ?2) LIMIT 1", NULL);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, operation_id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, subject);
  return sqlite3_step (stmt) == SQLITE_ROW;
}

gboolean
tap_outbox_has (TapLocalDb *local,
                const char *operation_id)
{
  return tap_outbox_stands_before (local, operation_id, 0);
}

gboolean
tap_outbox_add (TapLocalDb           *local,
                const TapOutboxEntry *entry,
                GError              **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (tap_local_db_get_handle (local),
                         "INSERT INTO outbox (operation_id, name, person, subject, input, entered_unix)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (operation_id) DO NOTHING", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, entry->operation_id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, entry->name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 3, entry->person, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 4, entry->subject);
  sqlite3_bind_text (stmt, 5, entry->input, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 6, entry->entered_unix);
  return tap_sql_run (stmt, error);
}

gboolean
tap_outbox_carry (TapLocalDb *local,
                  const char *operation_id,
                  const char *tag,
                  GError    **error)
{
  int n_changed = 0;

  return run (local, "UPDATE outbox SET carrier = ?2 WHERE operation_id = ?1", operation_id,
              tag != NULL ? tag : "", &n_changed, error)
         && n_changed == 1;
}

gboolean
tap_outbox_release (TapLocalDb        *local,
                    const char *const *living,
                    GError           **error)
{
  g_autoptr(TapSqlStmt) stmt
      = tap_sql_prepare (tap_local_db_get_handle (local),
                         "SELECT operation_id, carrier FROM outbox WHERE carrier <> ''", error);
  g_autoptr(GPtrArray) free_again = g_ptr_array_new_with_free_func (g_free);

  if (stmt == NULL)
    return FALSE;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    if (!g_strv_contains (living, (const char *) sqlite3_column_text (stmt, 1)))
      g_ptr_array_add (free_again, dup_column (stmt, 0));
  sqlite3_reset (stmt);
  for (guint i = 0; i < free_again->len; i++)
    if (!run (local, "UPDATE outbox SET carrier = '' WHERE operation_id = ?1", free_again->pdata[i], NULL, NULL, error))
      return FALSE;
  return TRUE;
}

gboolean
tap_outbox_remove (TapLocalDb *local,
                   const char *operation_id,
                   GError    **error)
{
  return run (local, "DELETE FROM outbox WHERE operation_id = ?1", operation_id, NULL, NULL, error);
}

gboolean
tap_outbox_refuse (TapLocalDb *local,
                   const char *operation_id,
                   const char *reason,
                   GError    **error)
{
  return run (local, "UPDATE outbox SET refused = 1, carrier = '', reason = ?2 WHERE operation_id = ?1", operation_id,
              reason, NULL, error);
}

static gboolean
set_gone (GError **error)
{
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED,
                       _("This entry does not wait any more: it has been saved or dropped meanwhile."));
  return FALSE;
}

gboolean
tap_outbox_retry (TapLocalDb *local,
                  const char *operation_id,
                  const char *input,
                  GError    **error)
{
  const char *sql = input != NULL
                      ? "UPDATE outbox SET refused = 0, reason = '', input = ?2 WHERE operation_id = ?1 AND refused = 1"
                      : "UPDATE outbox SET refused = 0, reason = '' WHERE operation_id = ?1";
  int n_changed = 0;

  if (!run (local, sql, operation_id, input, &n_changed, error))
    return FALSE;
  return n_changed == 1 || set_gone (error);
}

gboolean
tap_outbox_drop (TapLocalDb *local,
                 const char *operation_id,
                 GError    **error)
{
  int n_changed = 0;

  if (!run (local, "DELETE FROM outbox WHERE operation_id = ?1 AND carrier = ''", operation_id, NULL, &n_changed, error))
    return FALSE;
  if (n_changed == 1)
    return TRUE;
  if (!tap_outbox_has (local, operation_id))
    return set_gone (error);
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS,
                       _("This entry is being saved right now and cannot be dropped any more."));
  return FALSE;
}
