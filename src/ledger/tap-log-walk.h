/* tap-log-walk.h — the log of a station from one number to another, read ahead on helper threads (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger.h"

G_BEGIN_DECLS

typedef struct _TapLogWalk TapLogWalk;

/* @ledger was opened. Reads what follows @after, up to and with @last. */
TapLogWalk *tap_log_walk_new  (TapLedger  *ledger,
                               guint64     after,
                               guint64     last);
/* The same without a known end: it ends where a file is missing or cannot be read, which only says that whoever asks next has to look. */
TapLogWalk *tap_log_walk_new_open (TapLedger *ledger,
                                   guint64    after);
/* Would tap_log_walk_next() give a file at once? */
gboolean    tap_log_walk_is_ready (TapLogWalk *self);
guint64     tap_log_walk_get_next_seq (TapLogWalk *self);
/* The next file; G_IO_ERROR_NOT_FOUND when it is missing, else as tap_ledger_read(). Not after the last one. */
GBytes     *tap_log_walk_next (TapLogWalk *self,
                               GError    **error);
/* The next one, parsed, as tap_log_follow() looks at it. DAMAGED when it is missing or does not follow, else as tap_ledger_read(). Not
 * after the last one. @bytes: its file (transfer full) (optional). */
TapTxn     *tap_log_walk_follow (TapLogWalk           *self,
                                 const TapStationFile *station,
                                 guint8                previous[TAP_HASH_LEN],
                                 GBytes              **bytes,
                                 GError              **error);
void        tap_log_walk_free (TapLogWalk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLogWalk, tap_log_walk_free)

/* Parses it and looks whether it is number @seq of this station and follows @previous, which becomes its hash. @by: the PC that wrote the
 * one before, and then this one. DAMAGED names number and author. */
TapTxn     *tap_log_follow    (GBytes               *bytes,
                               const TapStationFile *station,
                               guint64               seq,
                               guint8                previous[TAP_HASH_LEN],
                               char                **by,
                               GError              **error);

G_END_DECLS
