/* tap-ledger-folder-repair.c — the log as a whole: which numbers stand in it, and what is broken put out of the way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-ledger-folder-private.h"

static int
compare_seq (gconstpointer a,
             gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

/* Adds the numbers of one thousand; FALSE with errno. */
static gboolean
add_thousand (const char *path,
              guint64     thousand,
              GArray     *found)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *end = NULL;
      guint64 seq = g_ascii_strtoull (name, &end, 10);

      if (seq > 0 && strcmp (end, ".txn") == 0 && seq / TAP_TXNS_PER_FOLDER == thousand)
        g_array_append_val (found, seq);
    }
  return TRUE;
}

GArray *
tap_ledger_folder_list_log (TapLedger *ledger,
                            guint64   *archived,
                            GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *log = _tap_ledger_folder_path (self, "log/%s", self->epoch);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GDir) dir = NULL;
  struct statx info;
  const char *name;

  *archived = 0;
  /* Asked past the cache first: a mount may remember an older list. */
  if (_tap_ledger_folder_stat (log, &info) == 0)
    dir = g_dir_open (log, 0, NULL);
  if (dir == NULL && errno != ENOENT)
    {
      tap_ledger_set_errno (error, errno, FALSE, log);
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (log, name, NULL);
      char *end = NULL;
      guint64 thousand = g_ascii_strtoull (name, &end, 10);

      if (!g_ascii_isdigit (name[0]) || *end != '\0' || _tap_ledger_folder_stat (path, &info) != 0)
        continue;
      /* A file in place of the folder says that these numbers were packed into archive/. */
      if (S_ISREG (info.stx_mode))
        *archived = MAX (*archived, (thousand + 1) * TAP_TXNS_PER_FOLDER - 1);
      else if (!add_thousand (path, thousand, found))
        {
          tap_ledger_set_errno (error, errno, FALSE, path);
          return NULL;
        }
    }
  g_array_sort (found, compare_seq);
  return g_steal_pointer (&found);
}

gboolean
tap_ledger_folder_quarantine (TapLedger *ledger,
                              guint64    seq,
                              GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *quarantine = _tap_ledger_folder_path (self, "quarantine");
  g_autofree char *from = _tap_ledger_folder_txn_path (self, seq);
  g_autofree char *to = _tap_ledger_folder_path (self, "quarantine/%s-%" G_GUINT64_FORMAT "-%" G_GINT64_FORMAT ".txn",
                                                 self->epoch, seq, g_get_real_time ());

  /* A move keeps it whole: nothing is deleted, and nobody can publish into what has no final name. */
  if ((mkdir (quarantine, 0777) == 0 || errno == EEXIST) && (rename (from, to) == 0 || errno == ENOENT))
    return TRUE;
  tap_ledger_set_errno (error, errno, TRUE, self->folder);
  return FALSE;
}

gboolean
tap_ledger_folder_make_thousand (TapLedger *ledger,
                                 guint64    seq,
                                 GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%04u", self->epoch,
                                                   (guint) (seq / TAP_TXNS_PER_FOLDER));

  if (mkdir (path, 0777) == 0 || errno == EEXIST)
    return TRUE;
  tap_ledger_set_errno (error, errno, TRUE, path);
  return FALSE;
}
