/* tap-rescue.c — a complete new station folder from what this PC knows: for the hour the file server is gone.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-replica.h"
#include "ledger/tap-rescue.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station-write.h"
#include "ledger/tap-tree.h"

#define NAME_LEN 64             /* a SHA-256 in hexadecimal digits: the name of a photo or signature */

typedef struct
{
  const char      *replica_dir;
  TapLocalDb      *local;
  TapStationFile   from;        /* owns its strings */
  sqlite3         *copy;        /* of the replica, in a file that stands alone */
  char            *path;
  TapTail          tail;
  TapStationWrite *write;
  GPtrArray       *missing;
  TapProgressFunc  progress;
  gpointer         data;
  GCancellable    *cancellable;
} Rescue;

static void
rescue_clear (Rescue *self)
{
  g_clear_pointer (&self->write, tap_station_write_free);
  g_clear_pointer (&self->copy, sqlite3_close);
  if (self->path != NULL)
    g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->local, tap_local_db_close);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_free (self->from.id);
  g_free (self->from.epoch);
  g_free (self->from.name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rescue, rescue_clear)

static void
tell (Rescue     *self,
      const char *step,
      gint64      done,
      gint64      total)
{
  if (self->progress != NULL)
    self->progress (step, done, total, self->data);
}

/* --- this PC's copy -------------------------------------------------------------------------------- */

static gboolean
open_own_side (Rescue  *self,
               GError **error)
{
  g_autofree char *path = g_build_filename (self->replica_dir, "local.db", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && tap_replica_exists (self->replica_dir))
    {
      self->local = tap_local_db_open (self->replica_dir, error);
      if (self->local == NULL)
        return FALSE;
      self->from.format = TAP_STATION_FORMAT;
      self->from.id = tap_local_db_get (self->local, "station");
      self->from.epoch = tap_local_db_get (self->local, "epoch");
      self->from.name = tap_local_db_get (self->local, "name");
    }
  if (self->from.id != NULL && self->from.epoch != NULL)
    {
      if (self->from.name == NULL)
        self->from.name = g_strdup ("");
      return TRUE;
    }
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
               _("This PC has no copy of the station in %s."), self->replica_dir);
  return FALSE;
}

static gboolean
read_tail (Rescue  *self,
           GError **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (self->copy, "SELECT seq, hash FROM applied", error);

  if (stmt == NULL)
    return FALSE;
  if (sqlite3_step (stmt) != SQLITE_ROW || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                           _("This PC's copy of the station cannot be read."));
      return FALSE;
    }
  self->tail.seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (self->tail.hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  return TRUE;
}

/* One moment of it, whatever the programs of this PC do meanwhile; a file that any SQLite tool opens. */
static gboolean
copy_replica (Rescue  *self,
              GError **error)
{
  g_autofree char *name = g_strdup_printf ("rescue-%08x.db", g_random_int ());
  sqlite3 *db = NULL;
  gboolean ok;

  tell (self, _("Copying what this PC knows"), 0, 0);
  self->path = g_build_filename (self->replica_dir, name, NULL);
  db = tap_replica_open_reader (self->replica_dir, NULL, NULL, error);
  if (db == NULL)
    return FALSE;
  self->copy = tap_sql_open (self->path, error);
  ok = self->copy != NULL && tap_sql_copy_into (self->copy, db, error)
       && tap_sql_exec (self->copy, "PRAGMA journal_mode = DELETE; VACUUM", error) && read_tail (self, error);
  sqlite3_close (db);
  return ok && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
write_state (Rescue     *self,
             const char *new_folder,
             GError    **error)
{
  g_autofree char *content = tap_snapshot_hash_content (self->copy, error);

  if (content == NULL)
    return FALSE;
  self->write = tap_station_write_begin (new_folder, &self->from, self->tail.seq, self->tail.hash, error);
  if (self->write == NULL)
    return FALSE;
  return self->tail.seq == 0
         || tap_station_write_snapshot (self->write, self->path, content, self->progress, self->data, self->cancellable, error);
}

/* --- photos and signatures ------------------------------------------------------------------------- */

static gboolean
is_file_name (sqlite3_stmt *stmt,
              int           column)
{
  const char *text;

  if (sqlite3_column_type (stmt, column) != SQLITE_TEXT || sqlite3_column_bytes (stmt, column) != NAME_LEN)
    return FALSE;
  text = (const char *) sqlite3_column_text (stmt, column);
  return strspn (text, "0123456789abcdef") == NAME_LEN;
}

static gboolean
collect_from_table (Rescue     *self,
                    const char *table,
                    GHashTable *names,
                    GError    **error)
{
  char *sql = sqlite3_mprintf ("SELECT * FROM \"%w\"", table);
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (self->copy, sql, error);

  sqlite3_free (sql);
  if (stmt == NULL)
    return FALSE;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      if (is_file_name (stmt, i))
        g_hash_table_add (names, g_strdup ((const char *) sqlite3_column_text (stmt, i)));
  return TRUE;
}

/* A file is named by the SHA-256 of its content: whatever stands in a table and looks like one is the name of a file. */
static GHashTable *
collect_names (Rescue  *self,
               GError **error)
{
  g_autoptr(TapSchema) schema = tap_schema_read (self->copy, error);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (schema == NULL)
    return NULL;
  for (guint i = 0; i < schema->names->len; i++)
    if (!collect_from_table (self, schema->names->pdata[i], names, error))
      return NULL;
  return g_steal_pointer (&names);
}

/* This PC's cache keeps them as the folder does: files/ab/<name>. */
static gboolean
write_one_file (Rescue     *self,
                const char *name,
                GError    **error)
{
  g_autofree char *part = g_strndup (name, 2);
  g_autofree char *path = g_build_filename (self->replica_dir, "files", part, name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return tap_station_write_file (self->write, name, path, self->cancellable, error);
  g_ptr_array_add (self->missing, g_strdup (name));
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
write_missing (Rescue     *self,
               const char *new_folder,
               GError    **error)
{
  g_autofree char *path = g_build_filename (new_folder, "missing-files.txt", NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  if (self->missing->len == 0)
    return TRUE;
  g_ptr_array_sort (self->missing, compare_names);
  for (guint i = 0; i < self->missing->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) self->missing->pdata[i]);
  if (tap_tree_write_file (path, text->str))
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
write_files (Rescue     *self,
             const char *new_folder,
             GError    **error)
{
  g_autoptr(GHashTable) names = collect_names (self, error);
  GHashTableIter iter;
  gpointer name;
  gint64 done = 0;

  if (names == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !write_one_file (self, name, error))
        return FALSE;
      tell (self, _("Copying photos and signatures"), ++done, g_hash_table_size (names));
    }
  return write_missing (self, new_folder, error);
}

gboolean
tap_rescue (const char       *replica_dir,
            const char       *new_folder,
            guint64          *seq,
            guint            *n_missing_files,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_auto(Rescue) rescue = { .replica_dir = replica_dir, .progress = progress, .data = data, .cancellable = cancellable };

  g_return_val_if_fail (replica_dir != NULL && new_folder != NULL, FALSE);

  rescue.missing = g_ptr_array_new_with_free_func (g_free);
  if (!open_own_side (&rescue, error) || !tap_station_check_empty (new_folder, error) || !copy_replica (&rescue, error)
      || !write_state (&rescue, new_folder, error) || !write_files (&rescue, new_folder, error)
      || !tap_station_write_end (rescue.write, error))
    return FALSE;
  if (seq != NULL)
    *seq = rescue.tail.seq;
  if (n_missing_files != NULL)
    *n_missing_files = rescue.missing->len;
  return TRUE;
}
