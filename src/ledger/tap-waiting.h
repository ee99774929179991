/* tap-waiting.h — the outbox as the local thread sees it: who is told of it, and reads that show it done (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-worker-private.h"

G_BEGIN_DECLS

typedef struct _TapWaiting TapWaiting;

/* @local is borrowed, and read through @db. */
TapWaiting *_tap_waiting_new    (TapWorker   *worker,
                                 const char  *dir,
                                 TapLocalDb  *local,
                                 sqlite3     *db);
void        _tap_waiting_free   (TapWaiting  *self);
/* Looks whether any program of this PC has changed the outbox, and tells the main thread and the share thread of it. @force: this one has. */
void        _tap_waiting_look   (TapWaiting  *self,
                                 gboolean     force);

/* Writes the command down. TRUE: it was done before; else an error: QUEUED when it stands on the disk, UNKNOWN when an earlier try may be
 * on its way, or the command's own refusal of what this PC knows. */
gboolean    _tap_waiting_add    (TapWaiting  *self,
                                 TapJob      *job,
                                 GError     **error);

/* A connection to read from, in a transaction that has run what waits; NULL: nothing waits, read as usual. */
sqlite3    *_tap_waiting_begin  (TapWaiting  *self);
void        _tap_waiting_end    (TapWaiting  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapWaiting, _tap_waiting_free)

G_END_DECLS
