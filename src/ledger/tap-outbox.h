/* tap-outbox.h — what waits for the share, in local.db (inside this room only). Any thread, on its own TapLocalDb.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-local-db.h"
#include "ledger/tap-worker.h"

G_BEGIN_DECLS

/* In order, of TapOutboxEntry. HELD is never written down: it follows from a refused entry of the same subject further ahead. */
GPtrArray *tap_outbox_list        (TapLocalDb           *local,
                                   GError              **error);
gboolean   tap_outbox_equal       (const GPtrArray      *a,
                                   const GPtrArray      *b);
/* Is there an entry of this operation, or one (waiting or refused) about this subject? */
gboolean   tap_outbox_stands_before (TapLocalDb         *local,
                                     const char         *operation_id,
                                     gint64              subject);
gboolean   tap_outbox_has         (TapLocalDb           *local,
                                   const char           *operation_id);

/* At the end; once, when the same operation is added twice. */
gboolean   tap_outbox_add         (TapLocalDb           *local,
                                   const TapOutboxEntry *entry,
                                   GError              **error);
/* It is on its way to the share, carried by the process @tag (see TapReplica's lock files); NULL: not any more. FALSE: it is gone. */
gboolean   tap_outbox_carry       (TapLocalDb           *local,
                                   const char           *operation_id,
                                   const char           *tag,
                                   GError              **error);
/* None of the processes that do not live carries anything. */
gboolean   tap_outbox_release     (TapLocalDb           *local,
                                   const char *const    *living,
                                   GError              **error);
gboolean   tap_outbox_remove      (TapLocalDb           *local,
                                   const char           *operation_id,
                                   GError              **error);
gboolean   tap_outbox_refuse      (TapLocalDb           *local,
                                   const char           *operation_id,
                                   const char           *reason,
                                   GError              **error);
/* A refused one waits again. @input (nullable): its text from now on; it must be refused then. FALSE with FAILED: there is no such entry. */
gboolean   tap_outbox_retry       (TapLocalDb           *local,
                                   const char           *operation_id,
                                   const char           *input,
                                   GError              **error);
/* Takes it out unless it is on its way to the share (EXISTS). */
gboolean   tap_outbox_drop        (TapLocalDb           *local,
                                   const char           *operation_id,
                                   GError              **error);

G_END_DECLS
