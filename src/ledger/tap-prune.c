/* tap-prune.c — old entries of the log packed into archive/, a thousand to a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-log-walk.h"
#include "ledger/tap-prune-private.h"

#define KEPT 2                          /* thousands that always stay */
#define DAY_S (24 * 3600)

void
tap_prune_report_free (TapPruneReport *self)
{
  g_free (self->sentence);
  g_free (self);
}

/* --- which may go --------------------------------------------------------------------------------------- */

static int
compare_u64 (gconstpointer a,
             gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

/* The thousands that still are folders, ascending; *@archived: the number up to which files stand in their place. */
static GArray *
list_thousands (TapPrune *self,
                guint64  *archived,
                GError  **error)
{
  g_autofree char *log = _tap_ledger_folder_path (self->self, "log/%s", self->station->epoch);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GDir) dir = g_dir_open (log, 0, NULL);
  struct statx info;
  const char *name;

  *archived = 0;
  if (dir == NULL)
    {
      tap_ledger_set_errno (error, errno, FALSE, log);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (log, name, NULL);
      char *end = NULL;
      guint64 thousand = g_ascii_strtoull (name, &end, 10);

      if (!g_ascii_isdigit (name[0]) || *end != '\0' || _tap_ledger_folder_stat (path, &info) != 0)
        continue;
      if (S_ISDIR (info.stx_mode))
        g_array_append_val (found, thousand);
      else
        *archived = MAX (*archived, (thousand + 1) * TAP_TXNS_PER_FOLDER - 1);
    }
  g_array_sort (found, compare_u64);
  return g_steal_pointer (&found);
}

/* The hash of the entry before the thousand. */
static gboolean
load_previous (TapPrune *self,
               guint64   thousand,
               GError  **error)
{
  guint64 first = _tap_prune_first (self, thousand);
  g_autoptr(GBytes) bytes = NULL;

  if (first == self->station->start_seq + 1)
    {
      memcpy (self->previous, self->station->start_hash, TAP_HASH_LEN);
      return TRUE;
    }
  bytes = tap_ledger_read (self->ledger, first - 1, TRUE, error);
  if (bytes != NULL)
    tap_hash_bytes (bytes, self->previous);
  return bytes != NULL;
}

/* TRUE: the last entry of the thousand is old enough. */
static gboolean
is_old (TapPrune *self,
        guint64   thousand)
{
  g_autoptr(GBytes) bytes = tap_ledger_read (self->ledger, (thousand + 1) * TAP_TXNS_PER_FOLDER - 1, TRUE, NULL);
  g_autoptr(TapTxn) last = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;

  return last != NULL && self->options->now_unix - last->recorded_unix > (gint64) self->options->older_than_days * DAY_S;
}

/* --- one thousand ------------------------------------------------------------------------------------------ */

/* All of them, in order, each one hanging on the one before. (array of GBytes) */
static GPtrArray *
read_thousand (TapPrune *self,
               guint64   thousand,
               GError  **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint64 first = _tap_prune_first (self, thousand);
  guint64 end = (thousand + 1) * TAP_TXNS_PER_FOLDER;
  g_autofree char *by = g_strdup ("-");

  if (!load_previous (self, thousand, error))
    return NULL;
  for (guint64 seq = first; seq < end; seq++)
    {
      g_autoptr(TapTxn) txn = NULL;
      GBytes *bytes;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return NULL;
      bytes = tap_ledger_read (self->ledger, seq, TRUE, error);
      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (files, bytes);
      txn = tap_log_follow (bytes, self->station, seq, self->previous, &by, error);
      if (txn == NULL)
        return NULL;
      self->report->bytes += (gint64) g_bytes_get_size (bytes);
      if (self->progress != NULL && (seq - first) % 50 == 0)
        self->progress (_("Reading old entries"), (gint64) (seq - first), (gint64) (end - first), self->data);
      if (self->options->pause_ms > 0)
        g_usleep (self->options->pause_ms * 1000);
    }
  return g_steal_pointer (&files);
}

static gboolean
prune_one (TapPrune *self,
           guint64   thousand,
           GError  **error)
{
  g_autoptr(GPtrArray) files = read_thousand (self, thousand, error);

  if (files == NULL)
    return FALSE;
  self->report->n_thousands++;
  if (self->options->dry_run)
    return TRUE;
  if (self->progress != NULL)
    self->progress (_("Packing old entries"), 0, 0, self->data);
  if (!_tap_prune_put_pack (self, thousand, files, error) || !_tap_prune_swap (self, thousand, error))
    return FALSE;
  self->report->archived_seq = (thousand + 1) * TAP_TXNS_PER_FOLDER - 1;
  return TRUE;
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

static char *
say (TapPrune   *self,
     const char *why)
{
  g_autofree char *size = g_format_size ((guint64) self->report->bytes);
  g_autofree char *what = NULL;
  guint n = self->report->n_thousands;

  if (n == 0)
    what = g_strdup (_("There is nothing to pack."));
  else if (self->options->dry_run)
    /* Translators: %u is a number of thousands of entries, %s a size. */
    what = g_strdup_printf (ngettext ("%u thousand entries (%s) would be packed.", "%u thousand entries (%s) would be packed.", n), n, size);
  else
    /* Translators: %u is a number of thousands of entries, %s a size. */
    what = g_strdup_printf (ngettext ("%u thousand entries (%s) were packed.", "%u thousand entries (%s) were packed.", n), n, size);
  return g_strdup_printf ("%s %s", what, why);
}

static const char *
prune_all (TapPrune *self,
           GError  **error)
{
  g_autoptr(GArray) thousands = list_thousands (self, &self->report->archived_seq, error);

  if (thousands == NULL)
    return NULL;
  for (guint i = 0; i + KEPT < thousands->len; i++)
    {
      guint64 thousand = g_array_index (thousands, guint64, i);

      if (!is_old (self, thousand))
        return _("The rest is not old enough.");
      if (!_tap_prune_find_cover (self, error))
        return NULL;
      if (self->covered_seq < (thousand + 1) * TAP_TXNS_PER_FOLDER - 1)
        return _("The rest is not covered by two good snapshots yet.");
      if (!prune_one (self, thousand, error))
        return NULL;
    }
  return _("The two newest thousands always stay.");
}

TapPruneReport *
tap_prune_run (const char             *folder,
               const TapPruneOptions  *options,
               TapProgressFunc         progress,
               gpointer                data,
               GCancellable           *cancellable,
               GError                **error)
{
  g_autoptr(TapLedger) ledger = NULL;
  g_autoptr(TapStationFile) station = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *tag = g_strndup (uuid, 8);
  TapPrune self = { .folder = folder, .options = options, .progress = progress, .data = data, .cancellable = cancellable };
  const char *why;

  g_return_val_if_fail (folder != NULL && options != NULL, NULL);

  ledger = tap_ledger_folder_new (folder);
  station = tap_ledger_open (ledger, error);
  if (station == NULL)
    return NULL;
  tap_ledger_identify (ledger, "prune", tag);
  self.ledger = ledger;
  self.self = TAP_LEDGER_FOLDER (ledger);
  self.station = station;
  self.report = g_new0 (TapPruneReport, 1);
  why = options->dry_run || _tap_prune_finish_left (&self, error) ? prune_all (&self, error) : NULL;
  if (why == NULL)
    {
      g_clear_pointer (&self.report, tap_prune_report_free);
      return NULL;
    }
  self.report->sentence = say (&self, why);
  return self.report;
}
