/* tap-ledger-folder-seen.c — is a file the very one that was read before? One request instead of opening and reading it again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A published file is never written again. So the one that lies under its path, on the same device, with the same number, size and both
 * times as the server tells them now, still has the content that was found in it; a mount of NFS reads it from its own cache on the same
 * evidence. Anything else is read. Every half minute it is read whatever the times say (the tail check).
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

#include "ledger/tap-ledger-folder-private.h"

#define SEEN_MASK (STATX_TYPE | STATX_INO | STATX_SIZE | STATX_MTIME | STATX_CTIME)

static void
take (TapFileSeen        *seen,
      const struct statx *info)
{
  seen->known = TRUE;
  seen->dev_major = info->stx_dev_major;
  seen->dev_minor = info->stx_dev_minor;
  seen->ino = info->stx_ino;
  seen->size = info->stx_size;
  seen->mtime = info->stx_mtime;
  seen->ctime = info->stx_ctime;
}

void
_tap_ledger_folder_see (int          fd,
                        TapFileSeen *seen)
{
  struct statx info;

  seen->known = FALSE;
  if (statx (fd, "", AT_EMPTY_PATH, SEEN_MASK, &info) == 0)
    take (seen, &info);
}

void
_tap_ledger_folder_see_staged (TapLedgerFolder    *self,
                               const struct statx *info,
                               GBytes             *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  self->staged_seen.known = FALSE;
  if (size < TAP_HASH_LEN || info == NULL || info->stx_size != size)
    return;
  take (&self->staged_seen, info);
  memcpy (self->staged_seal, data + size - TAP_HASH_LEN, TAP_HASH_LEN);
}

static void
remember (TapLedgerFolder   *self,
          guint64            seq,
          const TapFileSeen *seen,
          const guint8      *seal)
{
  self->txn_seen = *seen;
  self->txn_seq = seq;
  memcpy (self->txn_seal, seal, TAP_HASH_LEN);
}

void
_tap_ledger_folder_saw_published (TapLedgerFolder *self,
                                  guint64          seq)
{
  g_mutex_lock (&self->seen_lock);
  if (self->staged_seen.known)
    remember (self, seq, &self->staged_seen, self->staged_seal);
  self->staged_seen.known = FALSE;
  g_mutex_unlock (&self->seen_lock);
}

void
_tap_ledger_folder_saw_mark (TapLedgerFolder   *self,
                             const TapMark     *mark,
                             const TapFileSeen *seen)
{
  g_mutex_lock (&self->seen_lock);
  remember (self, mark->seq, seen, mark->seal);
  g_mutex_unlock (&self->seen_lock);
}

void
_tap_ledger_folder_saw_txn (TapLedgerFolder   *self,
                            guint64            seq,
                            gboolean           careful,
                            const TapFileSeen *seen,
                            GBytes            *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size < TAP_HASH_LEN || !seen->known || seen->size != size)
    return;
  g_mutex_lock (&self->seen_lock);
  /* Helpers read ahead in any order: the last one is the tail. */
  if (careful || !self->txn_seen.known || seq > self->txn_seq)
    remember (self, seq, seen, data + size - TAP_HASH_LEN);
  g_mutex_unlock (&self->seen_lock);
}

static gboolean
is_still (const char        *path,
          const TapFileSeen *seen)
{
  struct statx info;

  return seen->known && statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, SEEN_MASK, &info) == 0
         && info.stx_dev_major == seen->dev_major && info.stx_dev_minor == seen->dev_minor
         && info.stx_ino == seen->ino && info.stx_size == seen->size
         && info.stx_mtime.tv_sec == seen->mtime.tv_sec && info.stx_mtime.tv_nsec == seen->mtime.tv_nsec
         && info.stx_ctime.tv_sec == seen->ctime.tv_sec && info.stx_ctime.tv_nsec == seen->ctime.tv_nsec;
}

gboolean
_tap_ledger_folder_glance (TapLedger     *ledger,
                           const TapMark *mark)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *station = _tap_ledger_folder_path (self, "station.json");
  g_autofree char *txn = NULL;
  TapFileSeen seen = { FALSE };

  if (!is_still (station, &self->station_seen))
    return FALSE;
  if (mark->seq == 0)
    return memcmp (mark->hash, self->station_hash, TAP_HASH_LEN) == 0;
  g_mutex_lock (&self->seen_lock);
  if (mark->has_seal && self->txn_seq == mark->seq && self->txn_seen.size == mark->size
      && memcmp (self->txn_seal, mark->seal, TAP_HASH_LEN) == 0)
    seen = self->txn_seen;
  g_mutex_unlock (&self->seen_lock);
  txn = _tap_ledger_folder_path (self, "log/%s/%04u/%" G_GUINT64_FORMAT ".txn/t", self->epoch,
                                 (guint) (mark->seq / TAP_TXNS_PER_FOLDER), mark->seq);
  return is_still (txn, &seen);
}
