/* tap-backup.h — dated copies of a station in another place: made, thinned out, checked, restored, and tried out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All calls block: on a thread of their own (tappetctl, g_task_run_in_thread()). Each may be killed at any moment: what is half done
 * has no final name, and the next run clears it away. Errors are TAP_LEDGER_ERROR with a sentence for people, G_IO_ERROR_CANCELLED.
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-station.h"

G_BEGIN_DECLS

typedef struct
{
  char    *path;                /* the folder of this one backup: <place>/<station name>/2026-11-20T2200-<seq> */
  gint64   made_unix;
  guint64  seq;                 /* the last transaction in it */
  gint64   bytes;               /* what it takes, without what it shares with others */
  gint64   checked_unix;        /* when it was last opened and found good; 0: never */
  gboolean good;                /* the last check said so */
  char    *problem;             /* one translated sentence; "" when all is well. A good one may have one: photos damaged in the station already */
  char    *station_id, *station_name, *epoch;
  gint64   n_files;             /* photos and signatures in it */
} TapBackup;
void tap_backup_free (TapBackup *self);

/* What speaks against @place though it can be used: it lies on the same disk or share as the station. One translated sentence, or NULL.
 * Returns: (transfer full) (nullable) */
char      *tap_backup_place_warning (const char *folder,
                                     const char *place);

/* A dated copy (snapshot, log since, files not copied yet) of the station in @folder below @place, checked before it counts; then the
 * old ones are thinned out: 7 daily, 5 weekly, 12 monthly stay, and never the newest good one goes. @now_unix: the hour of it.
 * LOCAL when @place cannot be used (inside the station folder, no room, no right). Returns: (transfer full) */
TapBackup *tap_backup_make    (const char       *folder,
                               const char       *place,
                               gint64            now_unix,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* Those of @station_id (NULL: of all stations), the newest first. Reads only what is written beside them. (transfer container) of TapBackup */
GPtrArray *tap_backup_list    (const char       *place,
                               const char       *station_id,
                               GError          **error);

/* Opens it and looks: integrity_check, the chain, the content hash, counts, files by their names; writes the outcome beside it. FALSE with
 * DAMAGED naming what is wrong. */
gboolean   tap_backup_check   (const char       *path,
                               gint64            now_unix,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* A complete station folder from a backup, in a folder that does not exist or is empty (EXISTS, FOREIGN). It gets a new epoch, so that PCs
 * that still hold the old one find nothing to publish into. */
gboolean   tap_backup_restore (const char       *path,
                               const char       *new_folder,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* The drill: restores the backup into a scratch folder on a local disk, opens it with a replica of its own, compares the content with the
 * note of the backup, and clears it away. @scratch NULL: the cache folder of the user. */
gboolean   tap_backup_drill   (const char       *path,
                               const char       *scratch,
                               gint64           *took_ms,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* Which of the backups made at these times stay (7 daily, 5 weekly, 12 monthly; days of @zone). Pure. @times: of gint64, newest first.
 * Returns: (transfer full) of gboolean, as many. */
GArray    *tap_backup_choose  (GArray           *times,
                               GTimeZone        *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBackup, tap_backup_free)

G_END_DECLS
