/* tap-station-write.h — writes a whole station folder from a state that is in hand: for a restore and for a rescue (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The new folder keeps the station's id and name and has a new epoch, "2-5f0c91ab": its number is one higher than the one before, and
 * the rest is random, so that no two restores are taken for each other. station.json says where the epoch goes on:
 *
 *   { "format": 1, "station": …, "epoch": "2-5f0c91ab", "name": …, "start": N, "start_hash": "…", "parent_epoch": "1" }
 *
 * N is the last transaction of the old epoch that the folder knows, start_hash that of its file. snapshots/<N>.snap is there, the log of
 * the old epoch is not: log/2-5f0c91ab/ begins with N+1, whose `previous` is start_hash. With N = 0 there is neither snapshot nor
 * "start": the epoch begins at station.json, like that of any new station. Whoever walks the log begins at TapStationFile's start_seq
 * and start_hash, which stand for both cases. A PC that holds a replica of the parent epoch finds that the epoch differs
 * (TAP_RIFT_EPOCH); with the same hash at N nothing of it is missing here up to N.
 *
 * station.json is renamed into place as the last thing: what was broken off is never a station, and the next begin() clears it away.
 * All calls block.
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-station-file.h"

G_BEGIN_DECLS

typedef struct _TapStationWrite TapStationWrite;

/* @folder does not exist, is empty, or holds what an earlier run left half made. @from: the station as it was (any epoch). @seq and
 * @hash: the last transaction. EXISTS (a station, or another program is writing one), FOREIGN, READ_ONLY, CUT_OFF. */
TapStationWrite *tap_station_write_begin    (const char           *folder,
                                             const TapStationFile *from,
                                             guint64               seq,
                                             const guint8          hash[TAP_HASH_LEN],
                                             GError              **error);
const char      *tap_station_write_get_epoch (TapStationWrite     *self);
/* @path: a SQLite file that stands alone and is at that number; @content: its content hash. Required when the number is not 0. */
gboolean         tap_station_write_snapshot (TapStationWrite      *self,
                                             const char           *path,
                                             const char           *content,
                                             TapProgressFunc       progress,
                                             gpointer              data,
                                             GCancellable         *cancellable,
                                             GError              **error);
/* One photo or signature: @name is the SHA-256 of its content; @from a file, or a folder with the one file in it. */
gboolean         tap_station_write_file     (TapStationWrite      *self,
                                             const char           *name,
                                             const char           *from,
                                             GCancellable         *cancellable,
                                             GError              **error);
/* station.json. After this the folder is a station. */
gboolean         tap_station_write_end      (TapStationWrite      *self,
                                             GError              **error);
/* Without an end(), what was written stays without a station.json. */
void             tap_station_write_free     (TapStationWrite      *self);

/* The folders of a station with this epoch, and the log folder for what follows @seq. */
gboolean         tap_station_make_folders   (const char           *folder,
                                             const char           *epoch,
                                             guint64               seq,
                                             GError              **error);
/* Only what a file system itself puts into an empty folder may be there. EXISTS, FOREIGN. */
gboolean         tap_station_check_empty    (const char           *folder,
                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapStationWrite, tap_station_write_free)

G_END_DECLS
