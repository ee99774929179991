/* tap-backup.c — makes a dated copy of a station in another place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-backup-private.h"
#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-snapshot.h"

#define BAD_STAYS_S (7 * 24 * 3600)

typedef struct
{
  const char      *folder;
  TapLedger       *ledger;
  TapStationFile  *station;
  TapBackupPlace  *place;
  char            *working;     /* the folder it grows in */
  gint64           now_unix;
  TapSteps        *steps;
} Making;

/* --- the snapshot it begins with --------------------------------------------------------------- */

/* The hash of that transaction's file, from the log. FALSE without an error: it is not there. */
static gboolean
read_hash (Making  *making,
           guint64  seq,
           guint8   hash[TAP_HASH_LEN],
           GError **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (seq == making->station->start_seq)
    {
      memcpy (hash, making->station->start_hash, TAP_HASH_LEN);
      return TRUE;
    }
  bytes = tap_ledger_read (making->ledger, seq, TRUE, &reason);
  if (bytes != NULL)
    {
      tap_hash_bytes (bytes, hash);
      return TRUE;
    }
  if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      && !g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED))
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* FALSE without an error: its note does not belong to the log, or it vanished; take the next. */
static gboolean
fits_log (Making      *making,
          guint64      seq,
          guint8       hash[TAP_HASH_LEN],
          GError     **error)
{
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;

  if (!tap_ledger_get_snapshot_note (making->ledger, seq, &text, NULL))
    return FALSE;
  note = tap_snapshot_note_parse (text);
  if (note == NULL || note->seq != seq || !read_hash (making, seq, hash, error))
    return FALSE;
  found = tap_hash_to_string (hash);
  return strcmp (found, note->hash) == 0;
}

static gboolean
copy_error (Making     *making,
            TapCopy     result,
            const char *from,
            GError    **error)
{
  int code = errno;

  if (result == TAP_COPY_CANCELLED)
    return !tap_steps_cancelled (making->steps, error);
  if (result == TAP_COPY_NOT_WRITTEN)
    return _tap_backup_place_error (error, code, making->place->place);
  tap_ledger_set_errno (error, code, FALSE, from);
  return FALSE;
}

static gboolean
copy_snapshot (Making  *making,
               guint64  seq,
               GError **error)
{
  static const char *const names[][2] = { { "note", "snapshot.note" }, { "db", "snapshot.db" } };
  g_autofree char *folder = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap", making->folder, seq);
  g_autofree char *db = g_build_filename (folder, "db", NULL);

  tap_steps_begin (making->steps, _("Copying the snapshot"), tap_tree_bytes (db));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (folder, names[i][0], NULL);
      g_autofree char *to = g_build_filename (making->working, names[i][1], NULL);
      TapCopy result = tap_tree_copy_file (from, to, NULL, tap_steps_copied, making->steps, making->steps->cancellable);

      if (result != TAP_COPY_DONE)
        return copy_error (making, result, from, error);
    }
  tap_ledger_step ("backup-snapshot");
  return TRUE;
}

/* --- the log since ----------------------------------------------------------------------------- */

static gboolean
write_record (FILE   *pack,
              GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  guint64 len = GUINT64_TO_LE ((guint64) size);

  return fwrite (&len, 1, sizeof len, pack) == sizeof len && fwrite (data, 1, size, pack) == size;
}

static gboolean
pack_log (Making  *making,
          FILE    *pack,
          guint64  seq,
          guint8   previous[TAP_HASH_LEN],
          guint64  last,
          GError **error)
{
  g_autoptr(TapLogWalk) walk = tap_log_walk_new (making->ledger, seq, last);

  while (++seq <= last)
    {
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(TapTxn) txn = tap_log_walk_follow (walk, making->station, previous, &bytes, error);

      if (txn == NULL || tap_steps_cancelled (making->steps, error))
        return FALSE;
      if (!write_record (pack, bytes))
        return _tap_backup_place_error (error, errno, making->place->place);
      tap_steps_add (making->steps, 1);
    }
  return TRUE;
}

/* What is on the share now, up to the last one: entries that come later are in the next backup. */
static gboolean
copy_log (Making       *making,
          guint64       seq,
          const guint8  hash[TAP_HASH_LEN],
          GError      **error)
{
  g_autofree char *path = g_build_filename (making->working, "log.pack", NULL);
  g_autoptr(GError) reason = NULL;
  TapMark mark = { .seq = seq };
  TapTailState state;
  guint64 last = seq;
  FILE *pack;
  gboolean ok;

  memcpy (mark.hash, hash, TAP_HASH_LEN);
  state = tap_ledger_check_tail (making->ledger, &mark, TRUE, &last, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (state != TAP_TAIL_FITS)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("Entries are missing or damaged in the station folder, so there is no new backup. Those that are there stay as they are; “tappetctl rescue” tells what is wrong."));
      return FALSE;
    }
  tap_steps_begin (making->steps, _("Copying the log"), (gint64) (last - seq));
  pack = g_fopen (path, "wbe");
  if (pack == NULL)
    return _tap_backup_place_error (error, errno, making->place->place);
  ok = (fwrite (TAP_BACKUP_PACK_MAGIC, 1, 8, pack) == 8
        || _tap_backup_place_error (error, errno, making->place->place))
       && pack_log (making, pack, seq, mark.hash, last, error);
  if (ok && (fflush (pack) != 0 || fsync (fileno (pack)) != 0))
    ok = _tap_backup_place_error (error, errno, making->place->place);
  if (fclose (pack) != 0 && ok)
    ok = _tap_backup_place_error (error, errno, making->place->place);
  tap_ledger_step ("backup-log");
  return ok;
}

/* --- one whole copy ---------------------------------------------------------------------------- */

static gboolean
begin_working (Making  *making,
               GError **error)
{
  g_autofree char *from = g_build_filename (making->folder, "station.json", NULL);
  g_autofree char *to = g_build_filename (making->working, "station.json", NULL);
  TapCopy result;

  _tap_backup_place_drop (making->place, making->working);
  if (mkdir (making->working, 0777) != 0)
    return _tap_backup_place_error (error, errno, making->place->place);
  tap_ledger_step ("backup-begun");
  result = tap_tree_copy_file (from, to, NULL, NULL, NULL, making->steps->cancellable);
  return result == TAP_COPY_DONE || copy_error (making, result, from, error);
}

/* From the snapshot at @seq on (0: from number 1), and opened to see whether it is good. @next: it is the snapshot that is not. */
static gboolean
try_from (Making         *making,
          guint64         seq,
          TapScratch     *scratch,
          TapBackupFacts *facts,
          gboolean       *next,
          GError        **error)
{
  g_autofree char *snapshot = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap/db", making->folder, seq);
  g_autoptr(GError) reason = NULL;
  guint8 hash[TAP_HASH_LEN];
  gboolean ok;

  *next = FALSE;
  if (seq == 0)
    memcpy (hash, making->station->start_hash, TAP_HASH_LEN);
  else if (!fits_log (making, seq, hash, &reason))
    {
      *next = reason == NULL;
      if (reason != NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  ok = _tap_backup_place_room (making->place, seq > 0 ? tap_tree_bytes (snapshot) : 0, error) && begin_working (making, error)
       && (seq == 0 || copy_snapshot (making, seq, error)) && copy_log (making, seq, hash, error)
       && _tap_backup_open (making->working, NULL, scratch, FALSE, facts, making->steps, &reason);
  if (reason == NULL)
    return ok;
  *next = facts->bad_snapshot;
  if (!*next && g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED))
    /* What the station has was looked at before it was written. */
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                 /* Translators: a folder, then a sentence. */
                 _("The backup in %s could not be read back as it was written, so it does not count. %s"),
                 making->place->place, reason->message);
  else if (!*next)
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
copy_state (Making         *making,
            TapScratch     *scratch,
            TapBackupFacts *facts,
            GError        **error)
{
  g_autoptr(GArray) snapshots = NULL;
  g_autoptr(GError) reason = NULL;
  gboolean next;

  snapshots = tap_ledger_list_snapshots (making->ledger, &reason);
  if (snapshots == NULL)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF, reason->message);
      return FALSE;
    }
  for (guint i = 0; i < snapshots->len; i++)
    {
      guint64 seq = g_array_index (snapshots, guint64, i);

      if (try_from (making, seq, scratch, facts, &next, error))
        return TRUE;
      if (!next)
        return FALSE;
      g_message ("snapshot %" G_GUINT64_FORMAT " is not good", seq);
    }
  if (making->station->start_seq == 0)
    return try_from (making, 0, scratch, facts, &next, error);
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                       _("None of the station's snapshots is good, so there is no new backup. Those that are there stay as they are."));
  return FALSE;
}

static char *
final_name (Making  *making,
            guint64  seq)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (making->now_unix);
  g_autofree char *minute = g_date_time_format (time, "%Y-%m-%dT%H%M");
  char *path = g_strdup_printf ("%s/%s-%" G_GUINT64_FORMAT, making->place->folder, minute, seq);

  for (guint n = 2; g_file_test (path, G_FILE_TEST_EXISTS); n++)
    {
      g_free (path);
      path = g_strdup_printf ("%s/%s-%" G_GUINT64_FORMAT "-%u", making->place->folder, minute, seq, n);
    }
  return path;
}

/* Leaves errno. */
static gboolean
is_named (const char *path)
{
  g_autofree char *manifest = g_build_filename (path, "manifest.json", NULL);
  int saved = errno;
  struct stat info;
  gboolean named = stat (manifest, &info) == 0;

  errno = saved;
  return named;
}

/* What was found in it is what must be in it; and with its name it counts. */
static char *
finish (Making         *making,
        TapBackupFacts *facts,
        GError        **error)
{
  TapBackupManifest *manifest = facts->found;
  g_autofree char *file = g_build_filename (making->working, "manifest.json", NULL);
  g_autofree char *path = final_name (making, manifest->seq);
  g_autofree char *text = NULL;

  manifest->made_unix = making->now_unix;
  if (!_tap_backup_files_copy (making->folder, making->place, making->working, manifest, making->steps, error))
    return NULL;
  text = _tap_backup_manifest_write (manifest);
  if (tap_steps_cancelled (making->steps, error))
    return NULL;
  if (!tap_tree_write_file (file, text))
    {
      _tap_backup_place_error (error, errno, making->place->place);
      return NULL;
    }
  tap_ledger_step ("backup-manifest");
  if (!_tap_backup_write_check (making->working, making->now_unix, NULL, error))
    return NULL;
  tap_tree_sync (making->working);
  tap_ledger_step ("backup-checked");
  /* An answer may be lost though it was done. */
  if (rename (making->working, path) != 0 && !is_named (path))
    {
      _tap_backup_place_error (error, errno, making->place->place);
      return NULL;
    }
  tap_tree_sync (making->place->folder);
  tap_ledger_step ("backup-named");
  return g_steal_pointer (&path);
}

/* --- thinning out ------------------------------------------------------------------------------ */

/* What cannot be deleted now is deleted next time; a backup that is good does not fail because of it. */
static void
thin_out (Making *making)
{
  g_autoptr(GPtrArray) all = tap_backup_list (making->place->folder, making->station->id, NULL);
  g_autoptr(GPtrArray) good = g_ptr_array_new ();
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) stay = NULL;
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      TapBackup *backup = all->pdata[i];

      if (backup->good)
        {
          g_ptr_array_add (good, backup);
          g_array_append_val (times, backup->made_unix);
        }
      /* Found bad, not just not asked. */
      else if (backup->checked_unix > 0 && backup->made_unix > 0 && making->now_unix - backup->made_unix > BAD_STAYS_S)
        _tap_backup_place_drop (making->place, backup->path);
    }
  stay = tap_backup_choose (times, zone);
  for (guint i = 0; i < good->len; i++)
    if (!g_array_index (stay, gboolean, i))
      _tap_backup_place_drop (making->place, ((TapBackup *) good->pdata[i])->path);
  _tap_backup_place_collect (making->place);
  tap_ledger_step ("backup-thinned");
}

static TapBackup *
find_made (Making     *making,
           const char *path)
{
  g_autoptr(GPtrArray) all = tap_backup_list (making->place->folder, making->station->id, NULL);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (strcmp (((TapBackup *) all->pdata[i])->path, path) == 0)
      return g_ptr_array_steal_index (all, i);
  return NULL;
}

/* --- the whole --------------------------------------------------------------------------------- */

static TapBackup *
make (Making  *making,
      GError **error)
{
  g_autoptr(TapScratch) scratch = tap_scratch_new (NULL, error);
  g_auto(TapBackupFacts) facts = { 0 };
  g_autofree char *path = NULL;
  TapBackup *backup;

  if (scratch == NULL || !copy_state (making, scratch, &facts, error))
    return NULL;
  path = finish (making, &facts, error);
  if (path == NULL)
    return NULL;
  tap_steps_begin (making->steps, _("Removing old backups"), 0);
  thin_out (making);
  tap_steps_end (making->steps);
  backup = find_made (making, path);
  if (backup == NULL)
    _tap_backup_place_error (error, ENOENT, making->place->place);
  return backup;
}

TapBackup *
tap_backup_make (const char      *folder,
                 const char      *place,
                 gint64           now_unix,
                 TapProgressFunc  progress,
                 gpointer         data,
                 GCancellable    *cancellable,
                 GError         **error)
{
  TapSteps steps = { .func = progress, .data = data, .cancellable = cancellable };
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autoptr(TapBackupPlace) at = NULL;
  g_autofree char *working = NULL;
  Making making;
  TapBackup *backup;

  g_return_val_if_fail (folder != NULL && place != NULL, NULL);

  ledger = tap_ledger_folder_new (folder);
  station = tap_ledger_open (ledger, error);
  if (station == NULL || tap_steps_cancelled (&steps, error) || !_tap_backup_place_check (place, folder, error))
    return NULL;
  at = _tap_backup_place_open (place, station, error);
  if (at == NULL)
    return NULL;
  working = g_strdup_printf ("%s/.making-%s-%d-%08x", at->folder, g_get_host_name (), (int) getpid (), g_random_int ());
  making = (Making){ folder, ledger, station, at, working, now_unix, &steps };
  backup = make (&making, error);
  /* It has its name now, or it is of no use. */
  _tap_backup_place_drop (at, working);
  return backup;
}
