/* tap-rift-view.c — one look at both sides: this PC's replica and copies, and every number of the folder's log.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-rift-private.h"

#define SCAN_THREADS 4
#define SCAN_STEP_US (G_USEC_PER_SEC / 20)

/* --- this PC's side -------------------------------------------------------------------------------- */

static gboolean
read_tail (RiftView *view)
{
  g_autoptr(TapSqlStmt) stmt = tap_sql_prepare (view->db, "SELECT seq, hash FROM applied", NULL);

  if (stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW || sqlite3_column_bytes (stmt, 1) != TAP_HASH_LEN)
    return FALSE;
  view->tail.seq = (guint64) sqlite3_column_int64 (stmt, 0);
  memcpy (view->tail.hash, sqlite3_column_blob (stmt, 1), TAP_HASH_LEN);
  view->tail.schema_version = (guint) tap_sql_int (view->db, "PRAGMA user_version", 0);
  return TRUE;
}

/* Only copies that hang on the last transaction, one on the other, say what has to stand in the folder: a change to another branch that was
 * broken off may have left some of the old one. */
static void
keep_chain (RiftView *view)
{
  g_autoptr(GArray) chain = g_array_new (FALSE, FALSE, sizeof (TapCopyKey));
  guint8 expected[TAP_HASH_LEN];
  guint64 seq = view->tail.seq;

  memcpy (expected, view->tail.hash, TAP_HASH_LEN);
  for (guint i = view->known->len; i > 0 && seq > 0; i--, seq--)
    {
      TapCopyKey *key = &g_array_index (view->known, TapCopyKey, i - 1);
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(TapTxn) txn = NULL;

      if (key->seq != seq || memcmp (key->hash, expected, TAP_HASH_LEN) != 0)
        break;
      bytes = tap_local_db_get_copy (view->local, seq);
      txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;
      if (txn == NULL || txn->seq != seq || memcmp (txn->hash, expected, TAP_HASH_LEN) != 0)
        break;
      g_array_append_vals (chain, key, 1);
      memcpy (expected, txn->previous, TAP_HASH_LEN);
    }
  g_array_set_size (view->known, 0);
  for (guint i = chain->len; i > 0; i--)
    g_array_append_vals (view->known, &g_array_index (chain, TapCopyKey, i - 1), 1);
}

/* A replica that cannot be read leaves its copies: the last of them is then what this PC knows. */
static gboolean
open_replica_side (RiftView *view,
                   GError  **error)
{
  g_autoptr(GArray) all = NULL;

  view->db = tap_replica_open_reader (view->replica_dir, NULL, NULL, NULL);
  if (view->db != NULL && !read_tail (view))
    g_clear_pointer (&view->db, sqlite3_close);
  if (view->db != NULL)
    view->schema = tap_schema_read (view->db, NULL);
  view->known = tap_local_db_list_copies (view->local, view->db != NULL ? view->tail.seq : G_MAXUINT64, error);
  if (view->known == NULL)
    return FALSE;
  if (view->db == NULL && view->known->len > 0)
    {
      TapCopyKey *last = &g_array_index (view->known, TapCopyKey, view->known->len - 1);

      view->tail.seq = last->seq;
      memcpy (view->tail.hash, last->hash, TAP_HASH_LEN);
    }
  keep_chain (view);
  return TRUE;
}

static gboolean
open_own_side (RiftView   *view,
               const char *replica_dir,
               GError    **error)
{
  g_autofree char *path = g_build_filename (replica_dir, "local.db", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("This PC has no copy of the station in %s."), replica_dir);
      return FALSE;
    }
  view->replica_dir = g_strdup (replica_dir);
  view->local = tap_local_db_open (replica_dir, error);
  if (view->local == NULL)
    return FALSE;
  view->station_id = tap_local_db_get (view->local, "station");
  view->epoch = tap_local_db_get (view->local, "epoch");
  if (view->station_id == NULL || view->epoch == NULL)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("This PC has no copy of the station in %s."), replica_dir);
      return FALSE;
    }
  return open_replica_side (view, error);
}

gboolean
_tap_rift_view_open (RiftView   *view,
                     const char *folder,
                     const char *replica_dir,
                     GError    **error)
{
  if (!open_own_side (view, replica_dir, error))
    return FALSE;
  view->ledger = tap_ledger_folder_new (folder);
  view->station = tap_ledger_open (view->ledger, error);
  return view->station != NULL;
}

void
_tap_rift_view_clear (RiftView *view)
{
  g_clear_pointer (&view->schema, tap_schema_free);
  g_clear_pointer (&view->db, sqlite3_close);
  g_clear_pointer (&view->local, tap_local_db_close);
  g_clear_object (&view->ledger);
  g_clear_pointer (&view->station, tap_station_file_free);
  g_clear_pointer (&view->known, g_array_unref);
  g_clear_pointer (&view->listed, g_array_unref);
  g_clear_pointer (&view->found, g_free);
  g_clear_pointer (&view->replica_dir, g_free);
  g_clear_pointer (&view->station_id, g_free);
  g_clear_pointer (&view->epoch, g_free);
}

static int
compare_key (gconstpointer a,
             gconstpointer b)
{
  guint64 left = ((const TapCopyKey *) a)->seq;
  guint64 right = ((const TapCopyKey *) b)->seq;

  return left < right ? -1 : left > right;
}

const guint8 *
_tap_rift_known_hash (RiftView *view,
                      guint64   seq)
{
  TapCopyKey wanted = { .seq = seq };
  guint at;

  if (seq == view->tail.seq)
    return view->tail.hash;
  if (!g_array_binary_search (view->known, &wanted, compare_key, &at))
    return NULL;
  return g_array_index (view->known, TapCopyKey, at).hash;
}

TapTxn *
_tap_rift_get_copy (RiftView *view,
                    guint64   seq,
                    GBytes  **bytes)
{
  const guint8 *hash = _tap_rift_known_hash (view, seq);
  g_autoptr(GBytes) copy = hash != NULL ? tap_local_db_get_copy (view->local, seq) : NULL;
  g_autoptr(TapTxn) txn = copy != NULL ? tap_txn_parse (copy, NULL) : NULL;

  if (txn == NULL || txn->seq != seq || memcmp (txn->hash, hash, TAP_HASH_LEN) != 0)
    return NULL;
  if (bytes != NULL)
    *bytes = g_steal_pointer (&copy);
  return g_steal_pointer (&txn);
}

/* --- the folder's side ----------------------------------------------------------------------------- */

static int
compare_seq (gconstpointer a,
             gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

RiftFound
_tap_rift_found (RiftView *view,
                 guint64   seq)
{
  guint at;

  if (!g_array_binary_search (view->listed, &seq, compare_seq, &at))
    return RIFT_NOT_LOOKED;
  return (RiftFound) view->found[at];
}

guint64
_tap_rift_last (RiftView *view)
{
  guint64 before = MAX (view->archived, view->station->start_seq);

  return view->listed->len > 0 ? MAX (before, g_array_index (view->listed, guint64, view->listed->len - 1)) : before;
}

TapTxn *
_tap_rift_get_found (RiftView *view,
                     guint64   seq)
{
  g_autoptr(GBytes) bytes = tap_ledger_read (view->ledger, seq, TRUE, NULL);

  return bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;
}

typedef struct
{
  RiftView     *view;
  GCancellable *cancellable;
  int           next;           /* atomic */
  int           n_done;         /* atomic */
  int           n_ended;        /* atomic */
  GMutex        lock;
  GError       *error;
} Scan;

/* A restored station's log may begin with files of the epoch before. */
static RiftFound
look_at (RiftView *view,
         guint64   seq,
         GError  **error)
{
  const guint8 *known = _tap_rift_known_hash (view, seq);
  g_autoptr(GError) reason = NULL;
  g_autoptr(GBytes) bytes = tap_ledger_read (view->ledger, seq, TRUE, &reason);
  g_autoptr(TapTxn) txn = NULL;
  guint8 hash[TAP_HASH_LEN];

  if (bytes == NULL)
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
          || g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED))
        return RIFT_BROKEN;
      g_propagate_error (error, g_steal_pointer (&reason));
      return RIFT_NOT_LOOKED;
    }
  tap_hash_bytes (bytes, hash);
  if (known != NULL && memcmp (hash, known, TAP_HASH_LEN) == 0)
    return RIFT_SAME;
  txn = tap_txn_parse (bytes, NULL);
  if (txn == NULL || txn->seq != seq || strcmp (txn->station_id, view->station->id) != 0)
    return RIFT_BROKEN;
  return known != NULL ? RIFT_OTHER : RIFT_SOUND;
}

static gpointer
scan_main (gpointer data)
{
  Scan *scan = data;
  RiftView *view = scan->view;

  for (;;)
    {
      guint at = (guint) g_atomic_int_add (&scan->next, 1);
      g_autoptr(GError) error = NULL;

      if (at >= view->listed->len || g_cancellable_set_error_if_cancelled (scan->cancellable, &error))
        break;
      view->found[at] = (guint8) look_at (view, g_array_index (view->listed, guint64, at), &error);
      g_atomic_int_inc (&scan->n_done);
      if (error == NULL)
        continue;
      g_mutex_lock (&scan->lock);
      if (scan->error == NULL)
        scan->error = g_steal_pointer (&error);
      g_mutex_unlock (&scan->lock);
      /* The others stop too: a server that fails answers all alike. */
      g_atomic_int_set (&scan->next, (int) view->listed->len);
    }
  g_atomic_int_inc (&scan->n_ended);
  return NULL;
}

static gboolean
scan_files (RiftView        *view,
            TapProgressFunc  progress,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  Scan scan = { .view = view, .cancellable = cancellable };
  GThread *threads[SCAN_THREADS];

  g_mutex_init (&scan.lock);
  for (guint i = 0; i < SCAN_THREADS; i++)
    threads[i] = g_thread_new ("tap-ahead", scan_main, &scan);
  while (progress != NULL && g_atomic_int_get (&scan.n_ended) < SCAN_THREADS)
    {
      progress (_("Comparing the folder with this PC"), g_atomic_int_get (&scan.n_done), view->listed->len, data);
      g_usleep (SCAN_STEP_US);
    }
  for (guint i = 0; i < SCAN_THREADS; i++)
    g_thread_join (threads[i]);
  if (progress != NULL)
    progress (_("Comparing the folder with this PC"), g_atomic_int_get (&scan.n_done), view->listed->len, data);
  g_mutex_clear (&scan.lock);
  if (scan.error != NULL)
    {
      g_propagate_error (error, scan.error);
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
_tap_rift_view_list (RiftView *view,
                     GError  **error)
{
  g_clear_pointer (&view->listed, g_array_unref);
  g_clear_pointer (&view->found, g_free);
  view->listed = tap_ledger_folder_list_log (view->ledger, &view->archived, error);
  if (view->listed == NULL)
    return FALSE;
  view->found = g_new0 (guint8, view->listed->len + 1);
  /* Where the log has to begin: after what is packed away, and after what a new epoch started from. */
  view->floor = MAX (view->archived, view->station->start_seq) + 1;
  return TRUE;
}

gboolean
_tap_rift_view_scan (RiftView        *view,
                     TapProgressFunc  progress,
                     gpointer         data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  return _tap_rift_view_list (view, error) && scan_files (view, progress, data, cancellable, error);
}
