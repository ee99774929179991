/* tap-local-writer.h — a helper thread that writes local.db while the share is written (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A commit waits for four disks' answers: two of the share, two of this PC. The two of this PC are asked for while the share
 * thread is busy, and waited for before the step that relies on them: the operation's record is written while the commands
 * are built, and is there before anything is staged; the own copy while the share is flushed, and is there before it is applied.
 */
#pragma once

#include "ledger/tap-local-db.h"

G_BEGIN_DECLS

typedef struct _TapLocalWriter TapLocalWriter;

/* Runs on the helper thread, in one commit of local.db; what it does is rolled back when it returns FALSE. */
typedef gboolean (*TapLocalWrite) (TapLocalDb  *local,
                                   gpointer     data,
                                   GError     **error);

TapLocalWriter *tap_local_writer_new   (const char      *dir);
void            tap_local_writer_free  (TapLocalWriter  *self);

/* Share thread. One write is under way at a time: a second waits for the first. @data is freed with the outcome. */
void            tap_local_writer_start (TapLocalWriter  *self,
                                        TapLocalWrite    write,
                                        gpointer         data,
                                        GDestroyNotify   data_free);
/* Share thread. How the last write ended; TRUE when there was none since the last wait. */
gboolean        tap_local_writer_wait  (TapLocalWriter  *self,
                                        GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLocalWriter, tap_local_writer_free)

G_END_DECLS
