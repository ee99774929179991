/* tap-ledger-folder-archive.c — where packed transactions lie in the station folder, read as if they still lay in the log.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * archive/<epoch>-<thousand>.pack/p holds a thousand; in the log a file of the thousand's name stands in its place.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>

#include "ledger/tap-ledger-folder-private.h"

char *
_tap_ledger_folder_pack_path (TapLedgerFolder *self,
                              guint64          thousand,
                              gboolean         file)
{
  return _tap_ledger_folder_path (self, "archive/%s-%04u.pack%s", self->epoch, (guint) thousand, file ? "/p" : "");
}

/* The pack that was read last is remembered: who reads one number mostly reads the next. */
static TapArchive *
find_pack (TapLedgerFolder *self,
           guint64          thousand,
           const char      *path,
           GError         **error)
{
  TapArchive *pack = NULL;

  g_mutex_lock (&self->seen_lock);
  if (self->pack != NULL && self->pack_thousand == thousand)
    pack = tap_archive_ref (self->pack);
  g_mutex_unlock (&self->seen_lock);
  if (pack != NULL)
    return pack;
  pack = tap_archive_open (path, self->station_id, self->epoch, error);
  if (pack == NULL)
    return NULL;
  g_mutex_lock (&self->seen_lock);
  g_clear_pointer (&self->pack, tap_archive_unref);
  self->pack = tap_archive_ref (pack);
  self->pack_thousand = thousand;
  g_mutex_unlock (&self->seen_lock);
  return pack;
}

GBytes *
_tap_ledger_folder_read_packed (TapLedgerFolder *self,
                                guint64          seq,
                                GError         **error)
{
  guint64 thousand = seq / TAP_TXNS_PER_FOLDER;
  g_autofree char *path = _tap_ledger_folder_pack_path (self, thousand, TRUE);
  g_autoptr(TapArchive) pack = find_pack (self, thousand, path, error);

  if (pack == NULL)
    return NULL;
  if (seq < pack->first || seq - pack->first >= pack->n)
    {
      errno = ENOENT;
      return NULL;
    }
  return tap_archive_read (pack, path, seq, error);
}

gboolean
_tap_ledger_folder_is_packed (TapLedgerFolder *self,
                              guint64          seq)
{
  g_autofree char *path = _tap_ledger_folder_pack_path (self, seq / TAP_TXNS_PER_FOLDER, TRUE);
  struct statx info;

  return _tap_ledger_folder_stat (path, &info) == 0;
}

/* The file in place of the thousand's folder is what counts: a pack alone may still be on its way. */
gboolean
_tap_ledger_folder_is_archived (TapLedger *ledger,
                                guint64    seq)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%04u", self->epoch, (guint) (seq / TAP_TXNS_PER_FOLDER));
  struct statx info;

  return _tap_ledger_folder_stat (path, &info) == 0 && S_ISREG (info.stx_mode);
}
