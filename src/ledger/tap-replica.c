/* tap-replica.c — replica.db of this PC: its folder, its locks, its tail.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/tap-mount.h"
#include "ledger/tap-replica-private.h"

#define LOCK_STEP_US 2000
#define SCRATCH_WAIT_MS 1000
#define COARSE_US (60 * 1000)           /* file times tick this coarsely */

gboolean
tap_replica_prepare_dir (const char *dir,
                         GError    **error)
{
  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      /* Translators: %s is a folder, the second one the system's reason. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("The folder for this PC's copy, %s, cannot be made: %s"), dir, g_strerror (errno));
      return FALSE;
    }
  if (tap_mount_is_network (dir))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("This PC's copy must lie on a disk of this PC, but %s is on a network."), dir);
      return FALSE;
    }
  if (g_chmod (dir, 0700) != 0 || g_access (dir, W_OK) != 0)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("The folder for this PC's copy, %s, cannot be written: %s"), dir, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

gboolean
tap_replica_exists (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- the lock files -------------------------------------------------------------------------- */

static int
open_lock_file (const char *dir,
                const char *name,
                GError    **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", path, g_strerror (errno));
  return fd;
}

/* Another process may take a lock file that nobody has locked yet for a dead one's and remove it: then make it again. */
static gboolean
lock_tag (TapReplica *self,
          GError    **error)
{
  g_autofree char *name = g_strdup_printf ("worker-%s.lock", self->tag);
  struct stat info;

  for (;;)
    {
      self->tag_fd = open_lock_file (self->dir, name, error);
      if (self->tag_fd < 0)
        return FALSE;
      if (flock (self->tag_fd, LOCK_EX) == 0 && fstat (self->tag_fd, &info) == 0 && info.st_nlink > 0)
        return TRUE;
      close (self->tag_fd);
    }
}

static gboolean
is_locked (const char *dir,
           const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean locked;

  if (fd < 0)
    return FALSE;
  locked = flock (fd, LOCK_EX | LOCK_NB) != 0;
  if (!locked)
    unlink (path);
  close (fd);
  return locked;
}

GStrv
tap_replica_list_living (TapReplica *self)
{
  g_autoptr(GStrvBuilder) tags = g_strv_builder_new ();
  g_autoptr(GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *tag = NULL;

      if (!g_str_has_prefix (name, "worker-") || !g_str_has_suffix (name, ".lock"))
        continue;
      tag = g_strndup (name + 7, strlen (name) - 7 - 5);
      if (strcmp (tag, self->tag) != 0 && is_locked (self->dir, name))
        g_strv_builder_add (tags, tag);
    }
  return g_strv_builder_end (tags);
}

gboolean
_tap_replica_any_living (const char *dir)
{
  g_autoptr(GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (g_str_has_prefix (name, "worker-") && g_str_has_suffix (name, ".lock") && is_locked (dir, name))
      return TRUE;
  return FALSE;
}

gboolean
tap_replica_lock (TapReplica *self,
                  gint64      deadline_us)
{
  while (flock (self->publish_fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (g_get_monotonic_time () >= deadline_us)
        return FALSE;
      g_usleep (LOCK_STEP_US);
    }
  return TRUE;
}

void
tap_replica_unlock (TapReplica *self)
{
  flock (self->publish_fd, LOCK_UN);
}

/* --- opening --------------------------------------------------------------------------------- */

static gboolean
open_database (TapReplica *self,
               TapDbFunc   open_db,
               gpointer    open_db_data,
               GError    **error)
{
  g_autofree char *path = g_build_filename (self->dir, "replica.db", NULL);

  self->db = tap_sql_open (path, error);
  if (self->db == NULL)
    return FALSE;
  /* Room for what one large transaction touches: else it spills to the disk three times, once for each try. */
  if (!tap_sql_use_wal (self->db, error) || !tap_sql_exec (self->db, "PRAGMA synchronous = NORMAL", error)
      || !tap_sql_exec (self->db, "PRAGMA cache_size = -16000", error)
      || !tap_sql_exec (self->db,
                        "CREATE TABLE IF NOT EXISTS applied (seq INTEGER NOT NULL, hash BLOB NOT NULL)", error))
    return FALSE;
  /* Off for good: a changeset is applied in any order of its rows, and turning them on for commands alone would make every statement be
   * prepared anew with each save. tap_changeset_apply() checks the keys of the touched rows, when a command is tried as well. */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  if (open_db != NULL)
    open_db (self->db, open_db_data);
  self->data_version = tap_sql_int (self->db, "PRAGMA data_version", 0);
  return TRUE;
}

static gboolean
load_id (TapReplica *self,
         GError    **error)
{
  g_autofree char *made = NULL;

  /* Two programs may meet here at the first start of all: the first one's id stands. */
  if (!tap_local_db_begin (self->local, error))
    return FALSE;
  self->id = tap_local_db_get (self->local, "replica");
  if (self->id == NULL)
    {
      made = g_uuid_string_random ();
      if (!tap_local_db_set (self->local, "replica", made, error))
        {
          tap_local_db_rollback (self->local);
          return FALSE;
        }
      self->id = g_steal_pointer (&made);
    }
  return tap_local_db_commit (self->local, error);
}

TapReplica *
tap_replica_open (const char *dir,
                  TapDbFunc   open_db,
                  gpointer    open_db_data,
                  GError    **error)
{
  g_autoptr(TapReplica) self = g_new0 (TapReplica, 1);
  g_autofree char *uuid = g_uuid_string_random ();

  self->publish_fd = -1;
  self->tag_fd = -1;
  self->dir = g_strdup (dir);
  self->tag = g_strndup (uuid, 8);
  if (!tap_replica_prepare_dir (dir, error))
    return NULL;
  self->publish_fd = open_lock_file (dir, "publish.lock", error);
  if (self->publish_fd < 0 || !lock_tag (self, error))
    return NULL;
  self->local = tap_local_db_open (dir, error);
  if (self->local == NULL || !load_id (self, error))
    return NULL;
  if (!open_database (self, open_db, open_db_data, error))
    return NULL;
  self->writer = tap_local_writer_new (dir);
  return g_steal_pointer (&self);
}

void
tap_replica_close (TapReplica *self)
{
  g_clear_pointer (&self->writer, tap_local_writer_free);
  g_clear_pointer (&self->schema, tap_schema_free);
  g_clear_pointer (&self->local, tap_local_db_close);
  if (self->db != NULL)
    sqlite3_close (self->db);
  if (self->publish_fd >= 0)
    close (self->publish_fd);
  if (self->tag_fd >= 0)
    {
      g_autofree char *name = g_strdup_printf ("worker-%s.lock", self->tag);
      g_autofree char *path = g_build_filename (self->dir, name, NULL);

      unlink (path);
      close (self->tag_fd);
    }
  g_free (self->dir);
  g_free (self->id);
  g_free (self->tag);
  g_free (self);
}

const char *
tap_replica_get_dir (TapReplica *self)
{
  return self->dir;
}

TapLocalWriter *
tap_replica_get_writer (TapReplica *self)
{
  return self->writer;
}

TapLocalDb *
tap_replica_get_local (TapReplica *self)
{
  return self->local;
}

const char *
tap_replica_get_id (TapReplica *self)
{
  return self->id;
}

const char *
tap_replica_get_tag (TapReplica *self)
{
  return self->tag;
}

sqlite3 *
tap_replica_open_reader (const char *dir,
                         TapDbFunc   open_db,
                         gpointer    open_db_data,
                         GError    **error)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  sqlite3 *db = tap_sql_open (path, error);

  if (db == NULL)
    return NULL;
  if (open_db != NULL)
    open_db (db, open_db_data);
  if (tap_sql_exec (db, "PRAGMA query_only = 1", error))
    return db;
  sqlite3_close (db);
  return NULL;
}

/* What is rolled back must not reach the write-ahead log before, nor wait long for a writer that is stopped. */
sqlite3 *
tap_replica_open_scratch (const char *dir,
                          TapDbFunc   open_db,
                          gpointer    open_db_data,
                          GError    **error)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  sqlite3 *db = tap_sql_open (path, error);

  if (db == NULL)
    return NULL;
  sqlite3_busy_timeout (db, SCRATCH_WAIT_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  if (open_db != NULL)
    open_db (db, open_db_data);
  if (tap_sql_exec (db, "PRAGMA cache_spill = 0; PRAGMA cache_size = -16000", error))
    return db;
  sqlite3_close (db);
  return NULL;
}

/* --- tail ------------------------------------------------------------------------------------ */

gboolean
_tap_replica_read_tail (TapReplica *self,
                        TapTail    *tail,
                        GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (self->db, "SELECT seq, hash FROM applied", error);

  memset (tail, 0, sizeof *tail);
  if (stmt == NULL)
    return FALSE;
  if (sqlite3_step (stmt) == SQLITE_ROW && sqlite3_column_bytes (stmt, 1) == TAP_HASH_LEN)
    {
      tail->seq = (guint64) sqlite3_column_int64 (stmt, 0);
      memcpy (tail->hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
      tail->schema_version = (guint) tap_sql_int (self->db, "PRAGMA user_version", 0);
      return TRUE;
    }
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                       _("This PC's copy of the station cannot be read."));
  return FALSE;
}

gboolean
tap_replica_get_tail (TapReplica *self,
                      TapTail    *tail,
                      GError    **error)
{
  gboolean ok;

  if (!tap_sql_exec (self->db, "BEGIN", error))
    return FALSE;
  ok = _tap_replica_read_tail (self, tail, error);
  _tap_replica_rollback (self);
  return ok;
}

gboolean
tap_replica_is_bound (TapReplica *self)
{
  return tap_sql_int (self->db, "SELECT count(*) FROM applied", 0) > 0;
}

static gboolean
insert_start (TapReplica   *self,
              const guint8 *station_hash,
              GError      **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (
      self->db,
      "INSERT INTO applied (seq, hash) SELECT 0, ?1 WHERE NOT EXISTS (SELECT 1 FROM applied)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, station_hash, TAP_HASH_LEN, SQLITE_STATIC);
  return tap_sql_run (stmt, error);
}

gboolean
tap_replica_bind_station (TapReplica   *self,
                          const char   *station_id,
                          const char   *epoch,
                          const guint8  station_hash[TAP_HASH_LEN],
                          GError      **error)
{
  g_autofree char *id = tap_local_db_get (self->local, "station");
  g_autofree char *bound_epoch = tap_local_db_get (self->local, "epoch");

  if (id != NULL && (strcmp (id, station_id) != 0 || g_strcmp0 (bound_epoch, epoch) != 0))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
                           _("This folder holds another station than this PC's copy."));
      return FALSE;
    }
  if (id == NULL
      && (!tap_local_db_set (self->local, "epoch", epoch, error)
          || !tap_local_db_set (self->local, "station", station_id, error)))
    return FALSE;
  return insert_start (self, station_hash, error);
}

gboolean
tap_replica_was_touched (TapReplica *self)
{
  g_autofree char *path = g_build_filename (self->dir, "replica.db-wal", NULL);
  struct stat now;
  gint64 age_us;
  gint64 version;
  gboolean touched;

  if (stat (path, &now) != 0)
    return FALSE;
  if (now.st_size == self->wal.st_size && now.st_ino == self->wal.st_ino
      && now.st_mtim.tv_sec == self->wal.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->wal.st_mtim.tv_nsec)
    return FALSE;
  version = tap_sql_int (self->db, "PRAGMA data_version", 0);
  touched = version != self->data_version;
  self->data_version = version;
  age_us = g_get_real_time () - (now.st_mtim.tv_sec * G_USEC_PER_SEC + now.st_mtim.tv_nsec / 1000);
  if (age_us < 0 || age_us > COARSE_US)
    self->wal = now;
  return touched;
}

gboolean
tap_replica_has_operation (TapReplica *self,
                           const char *operation_id)
{
  return tap_db_has_operation (self->db, operation_id);
}

gboolean
tap_replica_find_operation (TapReplica *self,
                            const char *operation_id,
                            gboolean   *found,
                            GError    **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (self->db, "SELECT 1 FROM operation WHERE id = ?1", error);
  int result;

  *found = FALSE;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, operation_id, -1, SQLITE_TRANSIENT);
  result = sqlite3_step (stmt);
  *found = result == SQLITE_ROW;
  if (result == SQLITE_ROW || result == SQLITE_DONE)
    return TRUE;
  tap_sql_set_error (error, self->db, sqlite3_sql (stmt));
  return FALSE;
}

gboolean
tap_db_has_operation (sqlite3    *db,
                      const char *operation_id)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT 1 FROM operation WHERE id = ?1", NULL);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, operation_id, -1, SQLITE_TRANSIENT);
  return sqlite3_step (stmt) == SQLITE_ROW;
}

/* --- shared with the other files of the replica ---------------------------------------------- */

TapSchema *
_tap_replica_schema (TapReplica *self,
                     GError    **error)
{
  if (self->schema != NULL
      && tap_sql_int (self->db, "PRAGMA schema_version", -1) != self->schema->cookie)
    g_clear_pointer (&self->schema, tap_schema_free);
  if (self->schema == NULL)
    self->schema = tap_schema_read (self->db, error);
  return self->schema;
}

void
_tap_replica_rollback (TapReplica *self)
{
  if (!sqlite3_get_autocommit (self->db))
    tap_sql_exec (self->db, "ROLLBACK", NULL);
}
