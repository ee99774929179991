/* tap-archive.h — a thousand old transactions packed into one file (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file, all integers little endian: "TAPPACK\n"; u32 format 1; u32 how many; u64 the first number; the station's UUID (36 bytes); the
 * epoch (64 bytes, filled up with zeros); for each transaction u64 where it begins, u32 its length, u32 zero and SHA-256 of its file; then
 * SHA-256 over all up to here, and the files of the transactions one after the other, byte for byte as they lay in the log.
 */
#pragma once

#include "ledger/tap-transaction.h"

G_BEGIN_DECLS

typedef struct
{
  gatomicrefcount refs;
  guint64         first;
  guint           n;
  guint64        *offsets;
  guint32        *sizes;
  guint8         *hashes;       /* TAP_HASH_LEN bytes each */
} TapArchive;
TapArchive *tap_archive_ref    (TapArchive   *self);
void        tap_archive_unref  (TapArchive   *self);

/* What stands at the head of the file at @path. NULL with errno set and no error when it cannot be read; with DAMAGED when it is not a
 * pack of this station and epoch. */
TapArchive *tap_archive_open   (const char   *path,
                                const char   *station_id,
                                const char   *epoch,
                                GError      **error);
/* The bytes of transaction @seq, as they lay in the log. NULL: with errno and no error, or with DAMAGED. */
GBytes     *tap_archive_read   (TapArchive   *self,
                                const char   *path,
                                guint64       seq,
                                GError      **error);
/* Writes a pack of @files (of GBytes, the first is number @first) to @fd, which stands at its beginning. FALSE with errno. */
gboolean    tap_archive_write  (int           fd,
                                const char   *station_id,
                                const char   *epoch,
                                guint64       first,
                                GPtrArray    *files);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapArchive, tap_archive_unref)

G_END_DECLS
