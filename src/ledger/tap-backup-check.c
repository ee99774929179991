/* tap-backup-check.c — opens a backup and looks whether it is what it says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-backup-private.h"
#include "ledger/tap-snapshot.h"

/* What one run of opening passes along. */
typedef struct
{
  const char              *path;
  const TapBackupManifest *manifest;
  TapBackupFacts          *facts;
  TapReplay               *replay;
  TapSteps                *steps;
} Opening;

void
_tap_backup_facts_clear (TapBackupFacts *facts)
{
  g_clear_pointer (&facts->found, _tap_backup_manifest_free);
  g_clear_pointer (&facts->station, tap_station_file_free);
  g_clear_pointer (&facts->db, g_free);
}

static gboolean
set_damaged (GError    **error,
             const char *part)
{
  /* Translators: a file's name. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The file %s of the backup is not as it was written."), part);
  return FALSE;
}

static gboolean
set_missing (Opening    *opening,
             const char *part,
             GError    **error)
{
  /* A share that does not answer says nothing about the backup on it. */
  if (errno != ENOENT && errno != EIO && errno != ENODATA)
    return _tap_backup_place_error (error, errno, opening->path);
  if (errno == ENOENT)
    /* Translators: a file's name. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED, _("The file %s of the backup is missing."), part);
  else
    /* Translators: a file's name, the system's reason. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                 _("The file %s of the backup cannot be read: %s"), part, g_strerror (errno));
  return FALSE;
}

/* What was just written is read from the disk, not from this PC's memory. */
static void
forget (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return;
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  close (fd);
}

static gboolean
has_part (Opening    *opening,
          const char *name)
{
  g_autofree char *path = g_build_filename (opening->path, name, NULL);

  if (opening->manifest != NULL)
    return _tap_backup_manifest_find (opening->manifest->parts, name) != NULL;
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Reads a part, or copies it to @to; compares it with the manifest and notes it. */
static gboolean
take_part (Opening    *opening,
           const char *name,
           const char *to,
           GError    **error)
{
  g_autofree char *path = g_build_filename (opening->path, name, NULL);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  TapBackupPart *wanted = NULL;
  TapCopy result;

  forget (path);
  result = tap_tree_copy_file (path, to, sum, tap_steps_copied, opening->steps, opening->steps->cancellable);
  if (result == TAP_COPY_CANCELLED)
    return !tap_steps_cancelled (opening->steps, error);
  if (result == TAP_COPY_NOT_READ)
    return set_missing (opening, name, error);
  if (result == TAP_COPY_NOT_WRITTEN)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", to, g_strerror (errno));
      return FALSE;
    }
  _tap_backup_manifest_add (opening->facts->found->parts, name, tap_tree_bytes (path), g_checksum_get_string (sum));
  if (opening->manifest != NULL)
    wanted = _tap_backup_manifest_find (opening->manifest->parts, name);
  if (opening->manifest != NULL && (wanted == NULL || g_strcmp0 (wanted->sha256, g_checksum_get_string (sum)) != 0))
    return set_damaged (error, name);
  return TRUE;
}

static gboolean
take_station (Opening *opening,
              GError **error)
{
  g_autofree char *path = g_build_filename (opening->path, "station.json", NULL);
  g_autofree char *text = NULL;
  TapBackupManifest *found = opening->facts->found;
  gsize len;

  if (!take_part (opening, "station.json", NULL, error))
    return FALSE;
  if (!g_file_get_contents (path, &text, &len, NULL))
    return set_missing (opening, "station.json", error);
  opening->facts->station = tap_station_file_parse (text, len, error);
  if (opening->facts->station == NULL)
    return FALSE;
  found->station_id = g_strdup (opening->facts->station->id);
  found->station_name = g_strdup (opening->facts->station->name);
  found->epoch = g_strdup (opening->facts->station->epoch);
  return TRUE;
}

/* --- the snapshot ------------------------------------------------------------------------------ */

static gboolean
check_integrity (sqlite3 *db,
                 GError **error)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "PRAGMA integrity_check (1)", NULL);

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW
      && g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "ok") == 0)
    return TRUE;
  return set_damaged (error, "snapshot.db");
}

/* Number, transaction and content are what the note says. */
static gboolean
check_note (Opening *opening,
            GError **error)
{
  g_autofree char *path = g_build_filename (opening->path, "snapshot.note", NULL);
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *content = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;
  TapTail tail;

  if (g_file_get_contents (path, &text, NULL, NULL))
    note = tap_snapshot_note_parse (text);
  if (note == NULL)
    return set_damaged (error, "snapshot.note");
  if (!tap_replay_get_tail (opening->replay, &tail, NULL))
    return set_damaged (error, "snapshot.db");
  hash = tap_hash_to_string (tail.hash);
  content = tap_replay_content (opening->replay, error);
  if (content == NULL)
    return FALSE;
  if (tail.seq != note->seq || strcmp (hash, note->hash) != 0 || strcmp (content, note->content) != 0)
    return set_damaged (error, "snapshot.db");
  opening->facts->found->snapshot_seq = tail.seq;
  return TRUE;
}

/* The state the log goes on from. */
static gboolean
take_snapshot (Opening  *opening,
               gboolean  derived,
               GError  **error)
{
  TapBackupFacts *facts = opening->facts;
  gboolean ok;

  if (!has_part (opening, "snapshot.db"))
    {
      opening->replay = tap_replay_open (facts->db, derived, error);
      return opening->replay != NULL && tap_replay_start (opening->replay, facts->station->hash, error);
    }
  if (!take_part (opening, "snapshot.note", NULL, error) || !take_part (opening, "snapshot.db", facts->db, error))
    return FALSE;
  tap_steps_begin (opening->steps, _("Checking the snapshot"), 0);
  opening->replay = tap_replay_open (facts->db, derived, NULL);
  ok = opening->replay != NULL || set_damaged (error, "snapshot.db");
  ok = ok && check_integrity (tap_replay_settle (opening->replay, NULL), error)
       && !tap_steps_cancelled (opening->steps, error) && check_note (opening, error);
  facts->bad_snapshot = !ok && !g_cancellable_is_cancelled (opening->steps->cancellable);
  return ok;
}

/* --- the log since ------------------------------------------------------------------------------- */

/* NULL without an error at the end. */
static GBytes *
read_record (FILE    *pack,
             guint64  seq,
             GError **error)
{
  guint64 size;
  gsize n = fread (&size, 1, sizeof size, pack);
  g_autofree guint8 *data = NULL;

  if (n == 0 && feof (pack))
    return NULL;
  size = GUINT64_FROM_LE (size);
  if (n == sizeof size && size > 0 && size <= TAP_TXN_MAX_BYTES)
    {
      data = g_malloc (size);
      if (fread (data, 1, size, pack) == size)
        return g_bytes_new_take (g_steal_pointer (&data), size);
    }
  /* Translators: a number. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The file log.pack of the backup is damaged at number %llu."), (unsigned long long) seq);
  return NULL;
}

static gboolean
replay_pack (Opening *opening,
             FILE    *pack,
             GError **error)
{
  char magic[8];
  g_autofree char *by = g_strdup ("-");
  TapTail tail;

  if (fread (magic, 1, sizeof magic, pack) != sizeof magic || memcmp (magic, TAP_BACKUP_PACK_MAGIC, sizeof magic) != 0)
    return set_damaged (error, "log.pack");
  if (!tap_replay_get_tail (opening->replay, &tail, error))
    return FALSE;
  for (;;)
    {
      g_autoptr(GError) reason = NULL;
      g_autoptr(GBytes) bytes = read_record (pack, tail.seq + 1, &reason);
      g_autoptr(TapTxn) txn = NULL;

      if (bytes == NULL && reason == NULL)
        return TRUE;
      if (bytes != NULL)
        txn = tap_log_follow (bytes, opening->facts->station, tail.seq + 1, tail.hash, &by, &reason);
      if (txn == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (tap_steps_cancelled (opening->steps, error) || !tap_replay_apply (opening->replay, txn, error))
        return FALSE;
      tail.seq = txn->seq;
      tap_steps_add (opening->steps, (gint64) g_bytes_get_size (bytes));
    }
}

/* First the numbers, so that what is damaged is named; then the file as a whole. */
static gboolean
take_log (Opening *opening,
          GError **error)
{
  g_autofree char *path = g_build_filename (opening->path, "log.pack", NULL);
  FILE *pack;
  gboolean ok;

  forget (path);
  pack = g_fopen (path, "rbe");
  if (pack == NULL)
    return set_missing (opening, "log.pack", error);
  tap_steps_begin (opening->steps, _("Checking the log"), tap_tree_bytes (path));
  ok = replay_pack (opening, pack, error);
  fclose (pack);
  return ok && take_part (opening, "log.pack", NULL, error);
}

/* --- the whole ----------------------------------------------------------------------------------- */

static gboolean
count_rows (TapBackupManifest *found,
            sqlite3           *db,
            GError           **error)
{
  g_autoptr(TapSchema) schema = tap_schema_read (db, error);

  if (schema == NULL)
    return FALSE;
  for (guint i = 0; i < schema->names->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", (char *) schema->names->pdata[i]);

      _tap_backup_manifest_add (found->rows, schema->names->pdata[i], tap_sql_int (db, sql, -1), NULL);
    }
  return TRUE;
}

static gboolean
take_state (Opening *opening,
            GError **error)
{
  TapBackupManifest *found = opening->facts->found;
  sqlite3 *db;
  TapTail tail;

  tap_steps_begin (opening->steps, _("Checking the content"), 0);
  db = tap_replay_settle (opening->replay, error);
  if (db == NULL || !tap_replay_get_tail (opening->replay, &tail, error))
    return FALSE;
  found->seq = tail.seq;
  found->schema_version = tail.schema_version;
  found->hash = tap_hash_to_string (tail.hash);
  found->content = tap_replay_content (opening->replay, error);
  return found->content != NULL && count_rows (found, db, error);
}

gboolean
_tap_backup_open (const char              *path,
                  const TapBackupManifest *manifest,
                  TapScratch              *scratch,
                  gboolean                 derived,
                  TapBackupFacts          *facts,
                  TapSteps                *steps,
                  GError                 **error)
{
  g_autofree char *snapshot = g_build_filename (path, "snapshot.db", NULL);
  Opening opening = { path, manifest, facts, NULL, steps };
  gboolean ok;

  _tap_backup_facts_clear (facts);
  facts->bad_snapshot = FALSE;
  facts->found = _tap_backup_manifest_new ();
  facts->db = tap_scratch_path (scratch, "state.db");
  g_unlink (facts->db);
  tap_steps_begin (steps, _("Reading the backup"), tap_tree_bytes (snapshot));
  ok = take_station (&opening, error) && take_snapshot (&opening, derived, error) && take_log (&opening, error)
       && (!has_part (&opening, "files.txt") || take_part (&opening, "files.txt", NULL, error))
       && take_state (&opening, error);
  g_clear_pointer (&opening.replay, tap_replay_close);
  return ok;
}

gboolean
_tap_backup_compare (const TapBackupManifest *manifest,
                     const TapBackupManifest *found,
                     GError                 **error)
{
  if (strcmp (manifest->station_id, found->station_id) != 0 || strcmp (manifest->epoch, found->epoch) != 0
      || manifest->seq != found->seq || manifest->snapshot_seq != found->snapshot_seq
      || strcmp (manifest->hash, found->hash) != 0 || manifest->parts->len != found->parts->len)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   /* Translators: two numbers. */
                   _("The backup ends at number %llu, but its manifest.json tells of another state (number %llu)."),
                   (unsigned long long) found->seq, (unsigned long long) manifest->seq);
      return FALSE;
    }
  for (guint i = 0; i < manifest->rows->len; i++)
    {
      TapBackupPart *wanted = manifest->rows->pdata[i];
      TapBackupPart *have = _tap_backup_manifest_find (found->rows, wanted->name);

      if (have != NULL && have->n == wanted->n)
        continue;
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   /* Translators: a table's name, two numbers. */
                   _("The table %s of the backup has %lld rows, and %lld are wanted."), wanted->name,
                   (long long) (have != NULL ? have->n : 0), (long long) wanted->n);
      return FALSE;
    }
  if (strcmp (manifest->content, found->content) == 0 && manifest->rows->len == found->rows->len)
    return TRUE;
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The content of the backup at number %llu is not that of the station."),
               (unsigned long long) manifest->seq);
  return FALSE;
}

/* --- the photos ---------------------------------------------------------------------------------- */

typedef struct
{
  const char *root;
  TapSteps   *steps;
  gint64      n, bytes;
} Files;

static gboolean
sum_file (const char *name,
          gint64      bytes,
          gpointer    data,
          GError    **error)
{
  Files *files = data;

  files->n++;
  files->bytes += bytes;
  return TRUE;
}

static gboolean
check_file (const char *name,
            gint64      bytes,
            gpointer    data,
            GError    **error)
{
  Files *files = data;
  g_autofree char *path = _tap_backup_files_path (files->root, name);

  if (tap_steps_cancelled (files->steps, error))
    return FALSE;
  if (_tap_backup_files_is_good (path, name, files->steps))
    return TRUE;
  if (!tap_steps_cancelled (files->steps, error))
    /* Translators: a file's name. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                 errno == ENOENT ? _("The photo or signature %s of the backup is missing.")
                                 : _("The photo or signature %s of the backup is damaged."), name);
  return FALSE;
}

static gboolean
check_files (const char              *path,
             const TapBackupManifest *manifest,
             TapSteps                *steps,
             GError                 **error)
{
  g_autofree char *root = g_path_get_dirname (path);
  Files files = { root, steps, 0, 0 };

  if (!_tap_backup_files_listed (path, sum_file, &files, error))
    return FALSE;
  if (files.n != manifest->n_files)
    return set_damaged (error, "files.txt");
  if (files.n == 0)
    return TRUE;
  tap_steps_begin (steps, _("Checking photos and signatures"), files.bytes);
  return _tap_backup_files_listed (path, check_file, &files, error);
}

/* --- the outcome --------------------------------------------------------------------------------- */

gboolean
_tap_backup_write_check (const char *path,
                         gint64      now_unix,
                         const char *problem,
                         GError    **error)
{
  g_autofree char *file = g_build_filename (path, "check.json", NULL);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_object_set_int_member (object, "checked", now_unix);
  json_object_set_boolean_member (object, "good", problem == NULL);
  json_object_set_string_member (object, "problem", problem != NULL ? problem : "");
  json_node_set_object (root, object);
  text = json_to_string (root, TRUE);
  return tap_tree_write_file (file, text) || _tap_backup_place_error (error, errno, path);
}

gboolean
tap_backup_check (const char      *path,
                  gint64           now_unix,
                  TapProgressFunc  progress,
                  gpointer         data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  g_autofree char *folder = NULL;
  TapSteps steps = { .func = progress, .data = data, .cancellable = cancellable };
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapScratch) scratch = NULL;
  g_autoptr(TapBackupManifest) manifest = NULL;
  g_auto(TapBackupFacts) facts = { 0 };
  gboolean good;

  g_return_val_if_fail (path != NULL, FALSE);

  folder = g_canonicalize_filename (path, NULL);
  if (!_tap_backup_place_check (folder, NULL, error))
    return FALSE;
  scratch = tap_scratch_new (NULL, error);
  if (scratch == NULL)
    return FALSE;
  manifest = _tap_backup_manifest_read (folder, &reason);
  good = manifest != NULL && _tap_backup_open (folder, manifest, scratch, FALSE, &facts, &steps, &reason)
         && _tap_backup_compare (manifest, facts.found, &reason) && check_files (folder, manifest, &steps, &reason);
  if (!good && !_tap_backup_place_check (folder, NULL, error))
    return FALSE;
  /* What says nothing about the backup is not noted beside it. */
  if (!good && !g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED)
      && !g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  tap_ledger_step ("check-done");
  /* A medium that cannot be written to any more is as good as before. */
  _tap_backup_write_check (folder, now_unix, good ? NULL : reason->message, NULL);
  tap_steps_end (&steps);
  if (!good)
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED, reason->message);
  return good;
}
