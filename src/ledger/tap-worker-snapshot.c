/* tap-worker-snapshot.c — when a PC starts from a snapshot, and when it writes one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-snapshot.h"
#include "ledger/tap-worker-private.h"

#define FETCH_STEP_US (G_USEC_PER_SEC / 50)

/* --- starting from one ------------------------------------------------------------------------ */

static gboolean
read_applied (sqlite3 *db,
              guint64 *seq,
              guint8   hash[TAP_HASH_LEN])
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (db, "SELECT seq, hash FROM applied", NULL);

  if (stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    return FALSE;
  *seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  return TRUE;
}

/* The log says which file has the number; a snapshot that does not hang on it is of no use. */
static gboolean
fits_log (TapWorker    *self,
          guint64       seq,
          const guint8 *hash)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  guint8 found[TAP_HASH_LEN];

  /* What a restored or rescued station goes on from stands in station.json, not in its log. */
  if (seq == self->share.station->start_seq)
    return memcmp (self->share.station->start_hash, hash, TAP_HASH_LEN) == 0;
  _tap_share_ask (self);
  bytes = tap_ledger_read (self->ledger, seq, TRUE, &error);
  _tap_share_told (self, error);
  if (bytes == NULL)
    return FALSE;
  tap_hash_bytes (bytes, found);
  return memcmp (found, hash, TAP_HASH_LEN) == 0;
}

static gboolean
is_good (TapWorker       *self,
         sqlite3         *db,
         guint64          seq,
         TapSnapshotNote *note)
{
  g_autofree char *content = NULL;
  g_autofree char *hash_text = NULL;
  guint8 hash[TAP_HASH_LEN];
  guint64 applied;

  if (note == NULL || !read_applied (db, &applied, hash) || applied != seq || note->seq != seq)
    return FALSE;
  hash_text = tap_hash_to_string (hash);
  if (strcmp (hash_text, note->hash) != 0 || !fits_log (self, seq, hash))
    return FALSE;
  content = tap_snapshot_hash_content (db, NULL);
  return g_strcmp0 (content, note->content) == 0;
}

static char *
local_path (TapWorker *self,
            guint64    seq)
{
  g_autofree char *name = g_strdup_printf ("snapshot-%s-%" G_GUINT64_FORMAT ".db",
                                           tap_replica_get_tag (self->share.replica), seq);

  return g_build_filename (tap_replica_get_dir (self->share.replica), name, NULL);
}

typedef struct
{
  TapLedger  *ledger;
  guint64     seq;
  const char *path;
  char       *note;
  gboolean    ok;
  int         done;             /* atomic */
} Fetch;

static gpointer
fetch_main (gpointer data)
{
  Fetch *fetch = data;

  fetch->ok = tap_ledger_get_snapshot (fetch->ledger, fetch->seq, fetch->path, &fetch->note, NULL);
  g_atomic_int_set (&fetch->done, 1);
  return NULL;
}

/* A large one takes its time: as long as it grows here, the server is answering. */
static gboolean
fetch_snapshot (TapWorker  *self,
                guint64     seq,
                const char *path,
                char      **note)
{
  Fetch fetch = { self->ledger, seq, path, NULL, FALSE, 0 };
  GThread *thread = g_thread_new ("tap-ahead", fetch_main, &fetch);
  gint64 size = -1;

  _tap_share_ask (self);
  while (!g_atomic_int_get (&fetch.done))
    {
      GStatBuf info;

      g_usleep (FETCH_STEP_US);
      if (g_stat (path, &info) == 0 && info.st_size != size)
        {
          size = info.st_size;
          _tap_share_ask (self);
        }
    }
  g_thread_join (thread);
  _tap_share_told (self, NULL);
  *note = fetch.note;
  return fetch.ok;
}

/* FALSE without an error: this one is not good, or vanished meanwhile; take the next. */
static gboolean
take_snapshot (TapWorker *self,
               guint64    seq,
               GError   **error)
{
  g_autofree char *path = local_path (self, seq);
  g_autofree char *text = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;
  sqlite3 *db = NULL;
  gboolean ok;

  ok = fetch_snapshot (self, seq, path, &text);
  if (ok)
    {
      note = tap_snapshot_note_parse (text);
      db = tap_sql_open (path, NULL);
      if (db != NULL && self->open_db != NULL)
        self->open_db (db, self->open_db_data);
      ok = db != NULL && is_good (self, db, seq, note)
           && tap_replica_replace (self->share.replica, db, error);
      if (db != NULL)
        sqlite3_close (db);
    }
  g_unlink (path);
  return ok;
}

gboolean
_tap_share_bootstrap (TapWorker *self,
                      guint64    above,
                      gboolean  *done,
                      GError   **error)
{
  g_autoptr(GArray) found = NULL;
  g_autoptr(GError) reason = NULL;

  *done = FALSE;
  _tap_share_ask (self);
  found = tap_ledger_list_snapshots (self->ledger, NULL);
  _tap_share_told (self, NULL);
  for (guint i = 0; found != NULL && i < found->len && !*done; i++)
    {
      guint64 seq = g_array_index (found, guint64, i);

      if (seq <= above)
        break;
      *done = take_snapshot (self, seq, &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }
  /* A station that was restored or rescued has no log from number 1. */
  if (!*done && above < self->share.station->start_seq)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   _("The snapshot at number %llu, with which this station begins, is missing or damaged. Restore the station anew from a backup."),
                   (unsigned long long) self->share.station->start_seq);
      return FALSE;
    }
  if (!*done)
    return TRUE;
  if (!tap_replica_get_tail (self->share.replica, &self->share.tail, error))
    return FALSE;
  self->share.mark.seq = self->share.tail.seq;
  memcpy (self->share.mark.hash, self->share.tail.hash, TAP_HASH_LEN);
  self->share.mark.has_seal = FALSE;
  _tap_share_post_reload (self);
  return TRUE;
}

/* --- writing one -------------------------------------------------------------------------------- */

/* What the helper thread gets, and leaves behind. It reads through a connection of its own, which stands at one number whatever is
 * applied meanwhile; so neither saving nor looking waits for it. */
struct _TapSnapshotWork
{
  GThread    *thread;
  TapLedger  *ledger;
  sqlite3    *db;               /* inside a read transaction */
  char       *path;
  guint64     seq;
  guint8      hash[TAP_HASH_LEN];
  gboolean    publish;
  char       *content;
  int         done;             /* atomic */
};

static void
find_newest (TapWorker *self)
{
  g_autoptr(GArray) found = NULL;

  _tap_share_ask (self);
  found = tap_ledger_list_snapshots (self->ledger, NULL);
  _tap_share_told (self, NULL);
  if (found != NULL && found->len > 0)
    self->share.snapshot_seq = MAX (self->share.snapshot_seq, g_array_index (found, guint64, 0));
}

/* Number and hash are read from the copy itself. */
static gboolean
check_copy (TapSnapshotWork *work)
{
  sqlite3 *copy = tap_sql_open (work->path, NULL);
  guint8 hash[TAP_HASH_LEN];
  guint64 seq;
  gboolean ok = copy != NULL && read_applied (copy, &seq, hash) && seq == work->seq
                && memcmp (hash, work->hash, TAP_HASH_LEN) == 0;

  if (copy != NULL)
    sqlite3_close (copy);
  return ok;
}

static gboolean
make_copy (TapSnapshotWork *work)
{
  sqlite3 *copy;
  gboolean ok;

  g_unlink (work->path);
  copy = tap_sql_open (work->path, NULL);
  if (copy == NULL)
    return FALSE;
  /* A file that stands alone: no journal beside it, so that any tool opens it, read-only media included. */
  ok = tap_sql_copy_into (copy, work->db, NULL)
       && tap_sql_exec (copy, "PRAGMA journal_mode = DELETE; VACUUM", NULL);
  sqlite3_close (copy);
  return ok && check_copy (work);
}

static gpointer
snapshot_main (gpointer data)
{
  TapSnapshotWork *work = data;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  work->content = tap_snapshot_hash_content (work->db, NULL);
  if (work->publish && work->content != NULL && make_copy (work))
    {
      TapSnapshotNote note = { work->seq, tap_hash_to_string (work->hash), work->content };

      text = tap_snapshot_note_write (&note);
      g_free (note.hash);
      if (!tap_ledger_put_snapshot (work->ledger, work->seq, work->path, text, &error)
          && !g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS))
        g_message ("snapshot %" G_GUINT64_FORMAT ": %s", work->seq, error->message);
    }
  g_unlink (work->path);
  sqlite3_close (work->db);
  g_atomic_int_set (&work->done, 1);
  return NULL;
}

static void
free_work (TapSnapshotWork *work)
{
  g_object_unref (work->ledger);
  g_free (work->path);
  g_free (work->content);
  g_free (work);
}

/* Begins with the replica as it is now. */
static void
start_work (TapWorker *self,
            gboolean   publish)
{
  TapSnapshotWork *work;
  guint8 hash[TAP_HASH_LEN];
  guint64 seq;
  sqlite3 *db = tap_replica_open_reader (tap_replica_get_dir (self->share.replica), self->open_db,
                                         self->open_db_data, NULL);

  if (db == NULL)
    return;
  if (!tap_sql_exec (db, "BEGIN", NULL) || !read_applied (db, &seq, hash)
      || (publish && !fits_log (self, seq, hash)))
    {
      sqlite3_close (db);
      return;
    }
  work = g_new0 (TapSnapshotWork, 1);
  work->ledger = g_object_ref (self->ledger);
  work->db = db;
  work->seq = seq;
  memcpy (work->hash, hash, TAP_HASH_LEN);
  work->path = local_path (self, seq);
  work->publish = publish;
  if (publish)
    self->share.snapshot_seq = MAX (self->share.snapshot_seq, seq);
  self->share.snapshot_work = work;
  work->thread = g_thread_new ("tap-snapshot", snapshot_main, work);
}

/* The chain guards the log; this guards what every PC made of it. */
static void
compare_content (TapWorker *self,
                 guint64    seq,
                 const char *content)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  g_autoptr(TapSnapshotNote) note = NULL;

  _tap_share_ask (self);
  if (tap_ledger_get_snapshot_note (self->ledger, seq, &text, NULL))
    note = tap_snapshot_note_parse (text);
  _tap_share_told (self, NULL);
  if (note == NULL || strcmp (note->content, content) == 0)
    return;
  reason = g_strdup_printf (_("This PC's copy of the station differs from the others' at number %llu. Call the administrator."),
                            (unsigned long long) seq);
  _tap_share_set_trouble (self, TAP_LEDGER_SET_BACK, TAP_LEDGER_ERROR_CONFLICT, FALSE, reason);
}

static void
collect_work (TapWorker *self,
              gboolean   wait)
{
  TapSnapshotWork *work = self->share.snapshot_work;

  if (work == NULL || (!wait && !g_atomic_int_get (&work->done)))
    return;
  self->share.snapshot_work = NULL;
  g_thread_join (g_steal_pointer (&work->thread));
  if (work->content != NULL && !work->publish)
    {
      self->share.compare_seq = work->seq;
      g_free (self->share.compare_content);
      self->share.compare_content = g_strdup (work->content);
    }
  free_work (work);
}

void
_tap_share_snapshot_wait (TapWorker *self)
{
  collect_work (self, TRUE);
}

/* At every number that is a multiple of the limit each PC works out the content hash; who published that number writes the snapshot. */
void
_tap_share_reached (TapWorker *self,
                    guint64    seq,
                    gboolean   own)
{
  int behind = self->limits.snapshot_behind;

  if (behind <= 0 || seq % (guint64) behind != 0 || self->passive || _tap_share_is_closing (self))
    return;
  /* One is being written: when it is done. */
  if (self->share.snapshot_work != NULL)
    self->share.snapshot_due = self->share.snapshot_due || own;
  else
    start_work (self, own);
}

void
_tap_share_snapshot (TapWorker *self,
                     gboolean   closing)
{
  guint64 seq = self->share.tail.seq;
  /* Who published the due number may have died over it: then whoever comes first, a little later. */
  int behind = closing ? self->limits.snapshot_at_close_behind
                       : self->limits.snapshot_behind + self->limits.snapshot_behind / 10;
  int least;

  collect_work (self, closing);
  if (self->share.compare_content != NULL && seq > self->share.compare_seq + (guint64) behind / 10)
    {
      g_autofree char *content = g_steal_pointer (&self->share.compare_content);

      compare_content (self, self->share.compare_seq, content);
    }
  least = self->share.snapshot_due ? MIN (behind, self->limits.snapshot_behind - 1) : behind;
  if (behind <= 0 || seq <= self->share.snapshot_seq + (guint64) least || self->share.snapshot_work != NULL
      || self->share.trouble.state != TAP_LEDGER_IN_STEP)
    return;
  self->share.snapshot_due = FALSE;
  /* Another PC may have written one since this was last asked. */
  find_newest (self);
  if (seq > self->share.snapshot_seq + (guint64) least)
    start_work (self, TRUE);
  collect_work (self, closing);
}
