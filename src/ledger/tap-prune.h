/* tap-prune.h — old entries of the log packed into archive/, a thousand to a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deleting from the log would open its numbers again. So a thousand is first packed and the pack read back; then its folder is moved out
 * of the log, a file of its name is put in the place, so that nothing can ever be published there, and only then it is deleted. Killed at
 * any of these steps it is finished by the next run, on whatever PC. Everything that reads the log finds packed entries as before.
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-station.h"

G_BEGIN_DECLS

typedef struct
{
  int      older_than_days;     /* the youngest entry of a thousand has to be older; 30 */
  gint64   now_unix;            /* station time */
  gboolean dry_run;             /* only tell what would be packed */
  guint    pause_ms;            /* after each entry, so that others do not wait for the server; 0 */
} TapPruneOptions;

typedef struct
{
  guint    n_thousands;         /* packed by this run, or that would be */
  guint64  archived_seq;        /* up to here everything is packed; 0: nothing */
  gint64   bytes;               /* taken by the entries that were packed */
  char    *sentence;            /* translated: what was done, and why not more */
} TapPruneReport;
void            tap_prune_report_free (TapPruneReport *self);

/* Packs what is old enough and covered by two snapshots that were opened and found good; the two newest thousands always stay. Blocks: on a
 * thread of its own. Errors: those of the share; DAMAGED when the log or a pack is not what it should be (nothing is deleted then);
 * G_IO_ERROR_CANCELLED. Returns: (transfer full) */
TapPruneReport *tap_prune_run         (const char             *folder,
                                       const TapPruneOptions  *options,
                                       TapProgressFunc         progress,
                                       gpointer                data,
                                       GCancellable           *cancellable,
                                       GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapPruneReport, tap_prune_report_free)

G_END_DECLS
