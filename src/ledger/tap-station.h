/* tap-station.h — a station folder before it is opened: look at it, make it, probe the share, verify the log.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-worker.h"

G_BEGIN_DECLS

typedef struct
{
  char   *folder;
  char   *station_id;
  char   *name;
  char   *epoch;
  int     format;
  guint64 last_seq;
  guint64 newest_snapshot;      /* 0: none */
  gint64  log_bytes;            /* -1: not counted, as it is not on a disk of this PC */
  gint64  free_bytes;
  char   *mount_type;           /* "ext4", "cifs", "nfs4" … */
  char   *mount_options;
  gboolean writable;
  gboolean proven;              /* on a disk of this PC; shares are unproven until two PCs have probed them */
} TapStationInfo;
void tap_station_info_free (TapStationInfo *info);

/* All blocking: call them on a thread of your own (tappetctl) or through g_task_run_in_thread(). */

/* Changes nothing there. MISSING, EMPTY, FOREIGN, FORMAT_NEWER, CUT_OFF, DAMAGED as errors, with a sentence for people.
 * Returns: (transfer full) */
TapStationInfo *tap_station_inspect (const char  *folder,
                                     GError     **error);
/* Makes a new station in a folder that does not exist or is empty (EXISTS, FOREIGN otherwise): the folders, and station.json as the last
 * thing. Refuses gvfs paths and smb:// addresses (FOREIGN). READ_ONLY, CUT_OFF when the server does not let it. The first worker that
 * opens it publishes the migrations. */
gboolean        tap_station_create  (const char  *folder,
                                     const char  *name,
                                     GError     **error);

/* The five checks of the sign-in page (mock-up 10): each is reported at once, from the calling thread, in the order of the kinds; those
 * that could not be made are reported NOT_DONE. They happen in a hidden folder of their own, which is removed. TRUE: none failed;
 * FALSE with READ_ONLY, or G_IO_ERROR_CANCELLED. */
typedef enum { TAP_CHECK_REACHABLE, TAP_CHECK_WRITABLE, TAP_CHECK_PUBLISHING, TAP_CHECK_FLUSH, TAP_CHECK_CLOCK } TapCheckKind;
#define TAP_N_CHECKS 5
typedef enum { TAP_CHECK_OK, TAP_CHECK_WARNING, TAP_CHECK_FAILED, TAP_CHECK_NOT_DONE } TapCheckResult;
typedef struct
{
  TapCheckKind   kind;
  TapCheckResult result;
  char          *title;         /* translated: "Folder can be reached" */
  char          *detail;        /* translated: "/mnt/aftersales · round trip 2 ms" */
  char          *value;         /* short, right aligned: "0.3 s"; may be "" */
} TapCheck;
void tap_check_free (TapCheck *check);
typedef void (*TapCheckFunc) (const TapCheck *check, gpointer data);
gboolean        tap_station_check   (const char    *folder,
                                     TapCheckFunc   func,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error);

/* Walks the hash chain of the log from its start (1, or where a restored station goes on) to the end: any later change to history shows. @func is told every hundred, from the calling
 * thread. @n_verified: up to which number all is well, also on failure. */
typedef void (*TapVerifyFunc) (guint64 seq, guint64 last_seq, gpointer data);
gboolean        tap_station_verify  (const char    *folder,
                                     guint64       *n_verified,
                                     TapVerifyFunc  func,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error);        /* DAMAGED names number and author */

/* The same, and more: every changeset is replayed into a fresh replica in @scratch (NULL: the cache folder of the user), and its content
 * hash is compared with that of the snapshots on the way and, if @replica_dir is given, with this PC's replica at its number. */
gboolean        tap_station_verify_deep (const char      *folder,
                                         const char      *replica_dir,
                                         const char      *scratch,
                                         guint64         *n_verified,
                                         TapProgressFunc  progress,
                                         gpointer         data,
                                         GCancellable    *cancellable,
                                         GError         **error);

/* One transaction of the log, parsed; NULL with G_IO_ERROR_NOT_FOUND behind the end. */
TapTransaction *tap_station_read    (const char  *folder,
                                     guint64      seq,
                                     GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapStationInfo, tap_station_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapCheck, tap_check_free)

G_END_DECLS
