/* tap-replay.h — a replica in a scratch file, grown from the log exactly as every PC grows its own (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing in it is worth a flush: when the program dies, the file is thrown away.
 */
#pragma once

#include "ledger/tap-replica.h"

G_BEGIN_DECLS

typedef struct _TapReplay TapReplay;

/* Opens or makes the file. Without @derived the tables that triggers grow on each PC alike (search) are left as they are: they are no
 * part of the content hash, and cost most of the time. */
TapReplay *tap_replay_open      (const char   *path,
                                 gboolean      derived,
                                 GError      **error);
/* An empty one, before number 1. */
gboolean   tap_replay_start     (TapReplay    *self,
                                 const guint8  station_hash[TAP_HASH_LEN],
                                 GError      **error);
gboolean   tap_replay_get_tail  (TapReplay    *self,
                                 TapTail      *tail,
                                 GError      **error);
/* What follows the tail; many of them in one local commit. DAMAGED (does not follow), CONFLICT, both naming number and author. */
gboolean   tap_replay_apply     (TapReplay    *self,
                                 TapTxn       *txn,
                                 GError      **error);
/* The content hash at this number. */
char      *tap_replay_content   (TapReplay    *self,
                                 GError      **error);
/* The connection, with everything committed. */
sqlite3   *tap_replay_settle    (TapReplay    *self,
                                 GError      **error);
void       tap_replay_close     (TapReplay    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapReplay, tap_replay_close)

G_END_DECLS
