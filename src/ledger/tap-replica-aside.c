/* tap-replica-aside.c — replicas that are not what they claim to be are kept, but not without end; one that cannot be read is put away.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * replica-aside-<number>-<hash>.db is the replica as it stood at that number: set aside again at the same one (a conflict that comes with
 * every start) it is the same file. Of those older than a week the two newest stay.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "ledger/tap-replica-private.h"
#include "ledger/tap-tree.h"

#define PREFIX "replica-aside-"
#define WEEK_S (7 * 24 * 3600)
#define KEPT_OLD 2

static const char *const suffixes[] = { "", "-wal", "-shm" };

typedef struct
{
  char  *path;
  gint64 made_unix;
} Aside;

static void
aside_free (gpointer data)
{
  Aside *aside = data;

  g_free (aside->path);
  g_free (aside);
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const Aside *left = *(Aside *const *) a;
  const Aside *right = *(Aside *const *) b;

  return left->made_unix > right->made_unix ? -1 : left->made_unix < right->made_unix;
}

void
_tap_replica_thin_asides (const char *dir,
                          gint64      now_unix)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (aside_free);
  g_autoptr(GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n_old = 0;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      Aside *aside;
      GStatBuf info;

      if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, ".db"))
        continue;
      aside = g_new0 (Aside, 1);
      aside->path = g_build_filename (dir, name, NULL);
      aside->made_unix = g_stat (aside->path, &info) == 0 ? info.st_mtim.tv_sec : now_unix;
      g_ptr_array_add (found, aside);
    }
  g_ptr_array_sort (found, compare_newest_first);
  for (guint i = 0; i < found->len; i++)
    {
      Aside *aside = found->pdata[i];

      if (now_unix - aside->made_unix <= WEEK_S || ++n_old <= KEPT_OLD)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (suffixes); k++)
        {
          g_autofree char *path = g_strconcat (aside->path, suffixes[k], NULL);

          g_unlink (path);
        }
    }
}

/* Made under another name first: half a copy must not pass for the one that is kept. */
static gboolean
copy_aside (TapReplica *self,
            const char *path,
            GError    **error)
{
  g_autofree char *half = g_strconcat (path, ".new", NULL);
  sqlite3 *aside;
  gboolean ok;

  g_unlink (half);
  aside = tap_sql_open (half, error);
  if (aside == NULL)
    return FALSE;
  ok = tap_sql_copy_into (aside, self->db, error) && tap_sql_exec (aside, "PRAGMA journal_mode = DELETE", error);
  sqlite3_close (aside);
  if (ok && g_rename (half, path) == 0)
    return TRUE;
  if (ok)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", path, g_strerror (errno));
  g_unlink (half);
  return FALSE;
}

gboolean
tap_replica_set_aside (TapReplica *self,
                       char      **path,
                       GError    **error)
{
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;
  g_autofree char *aside = NULL;
  TapTail tail;

  if (!tap_replica_get_tail (self, &tail, error))
    return FALSE;
  hash = tap_hash_to_string (tail.hash);
  name = g_strdup_printf (PREFIX "%" G_GUINT64_FORMAT "-%.8s.db", tail.seq, hash);
  aside = g_build_filename (self->dir, name, NULL);
  if (!g_file_test (aside, G_FILE_TEST_EXISTS) && !copy_aside (self, aside, error))
    return FALSE;
  _tap_replica_thin_asides (self->dir, g_get_real_time () / G_USEC_PER_SEC);
  if (path != NULL)
    *path = g_steal_pointer (&aside);
  return TRUE;
}

/* --- one that cannot be read ------------------------------------------------------------------------ */

static gboolean
is_broken_code (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

gboolean
tap_replica_is_broken (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autoptr(TapSqlStmt) stmt = NULL;
  sqlite3 *db = NULL;
  gboolean broken = FALSE;
  int result;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    {
      sqlite3_busy_timeout (db, 5000);
      result = sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &stmt, NULL);
      if (result == SQLITE_OK)
        result = sqlite3_step (stmt);
      broken = is_broken_code (result)
               || (result == SQLITE_ROW && g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "ok") != 0);
    }
  g_clear_pointer (&stmt, sqlite3_finalize);
  sqlite3_close (db);
  return broken;
}

static char *
broken_name (void)
{
  return g_strdup_printf (PREFIX "broken-%" G_GINT64_FORMAT ".db", g_get_real_time ());
}

gboolean
tap_replica_put_away_broken (const char *dir,
                             GError    **error)
{
  g_autofree char *name = broken_name ();

  if (_tap_replica_any_living (dir))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                           _("This PC's copy of the station is damaged. Nothing is lost: close all windows of Tappet on this PC and start it again, and it is built anew from the station folder."));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (dir, "/replica.db", suffixes[i], NULL);
      g_autofree char *to = g_strconcat (dir, "/", name, suffixes[i], NULL);

      if (g_rename (from, to) == 0 || errno == ENOENT)
        continue;
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", from, g_strerror (errno));
      return FALSE;
    }
  _tap_replica_thin_asides (dir, g_get_real_time () / G_USEC_PER_SEC);
  return TRUE;
}

gboolean
tap_replica_copy_broken (const char *dir,
                         GError    **error)
{
  g_autofree char *name = broken_name ();

  /* Its shared memory is worth nothing to anybody later. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *from = g_strconcat (dir, "/replica.db", suffixes[i], NULL);
      g_autofree char *to = g_strconcat (dir, "/", name, suffixes[i], NULL);

      if (i > 0 && !g_file_test (from, G_FILE_TEST_EXISTS))
        continue;
      if (tap_tree_copy_file (from, to, NULL, NULL, NULL, NULL) == TAP_COPY_DONE && g_chmod (to, 0600) == 0)
        continue;
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "%s: %s", to, g_strerror (errno));
      return FALSE;
    }
  _tap_replica_thin_asides (dir, g_get_real_time () / G_USEC_PER_SEC);
  return TRUE;
}
