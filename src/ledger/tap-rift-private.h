/* tap-rift-private.h — the folder and this PC side by side: what the files that compare, repair and follow share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger.h"
#include "ledger/tap-replica.h"
#include "ledger/tap-rescue.h"

G_BEGIN_DECLS

/* What stands in the folder under a number. */
typedef enum
{
  RIFT_NOT_LOOKED,
  RIFT_SAME,                    /* the transaction this PC holds */
  RIFT_SOUND,                   /* a whole transaction of this station; this PC holds none to compare it with */
  RIFT_OTHER,                   /* a whole transaction, and not the one this PC holds */
  RIFT_BROKEN,                  /* an empty folder, or a file that is not what it says */
} RiftFound;

/* One look at both sides. */
typedef struct
{
  TapLedger      *ledger;
  TapStationFile *station;
  TapLocalDb     *local;
  char           *replica_dir;
  char           *station_id;   /* of this PC's copy */
  char           *epoch;
  TapTail         tail;
  TapSchema      *schema;       /* of the replica, for words; NULL: it cannot be read */
  sqlite3        *db;           /* the replica, for reading; NULL as above */
  GArray         *known;        /* of TapCopyKey, ascending, up to the tail */
  GArray         *listed;       /* of guint64: numbers in the folder */
  guint64         archived;     /* up to here they are packed away */
  guint64         floor;        /* below this number the log does not reach */
  guint8         *found;        /* RiftFound of each of @listed */
  gboolean        broken;       /* the replica cannot be read: what the copies say beyond the folder's end is kept */
} RiftView;

/* --- tap-rift-view.c ------------------------------------------------------------------------------- */

/* This PC's side, and the station file. NULL with the errors of tap_ledger_open(); LOCAL when there is no copy. The caller is told in
 * @view all that could be read even then. */
gboolean  _tap_rift_view_open  (RiftView        *view,
                                const char      *folder,
                                const char      *replica_dir,
                                GError         **error);
/* The other side: its numbers, and (scan) every file. */
gboolean  _tap_rift_view_list  (RiftView        *view,
                                GError         **error);
gboolean  _tap_rift_view_scan  (RiftView        *view,
                                TapProgressFunc  progress,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error);
void      _tap_rift_view_clear (RiftView        *view);
/* This PC's hash of @seq; NULL: not known. */
const guint8 *_tap_rift_known_hash (RiftView    *view,
                                    guint64      seq);
RiftFound _tap_rift_found      (RiftView        *view,
                                guint64          seq);
/* This PC's copy of @seq, checked against the hash it has to have; NULL: none, or not a good one. @bytes may be NULL. */
TapTxn   *_tap_rift_get_copy   (RiftView        *view,
                                guint64          seq,
                                GBytes         **bytes);
/* What the folder holds there, parsed; NULL when it cannot be. */
TapTxn   *_tap_rift_get_found  (RiftView        *view,
                                guint64          seq);
guint64   _tap_rift_last       (RiftView        *view);

/* --- tap-rift-words.c ------------------------------------------------------------------------------ */

/* @schema: for the names of columns; may be NULL. */
TapRiftEntry *_tap_rift_entry_new      (TapTxn     *txn,
                                        TapSchema  *schema);
/* For a number that nothing is known of any more. */
TapRiftEntry *_tap_rift_entry_unknown  (guint64     seq);
/* The sentences that the window and tappetctl show: what happened, what is safe. Translated; free. @here, @there may be NULL. */
char         *_tap_rift_say_behind     (guint64     folder_seq,
                                        guint64     pc_seq);
char         *_tap_rift_say_diverged   (guint64     seq,
                                        TapTxn     *here,
                                        TapTxn     *there);
char         *_tap_rift_say_gap        (guint64     seq);      /* 0: not known which */
char         *_tap_rift_say_epoch      (guint       n_only_pc);
char         *_tap_rift_say_foreign    (void);
char         *_tap_rift_say_missing    (guint64     seq);
/* And what to do. */
char         *_tap_rift_advise_wait    (void);
char         *_tap_rift_advise_look    (void);
char         *_tap_rift_advise_take    (void);
char         *_tap_rift_advise_repair  (gboolean    here);

/* --- tap-rift.c ------------------------------------------------------------------------------------ */

TapRift      *_tap_rift_judge          (RiftView         *view,
                                        TapProgressFunc   progress,
                                        gpointer          data,
                                        GCancellable     *cancellable,
                                        GError          **error);

/* --- tap-rift-put-back.c --------------------------------------------------------------------------- */

/* Publishes @bytes under @seq as any transaction is; EXISTS without harm when the same stands there already. FALSE: with an error;
 * SET_BACK when another one stands there. @put: this very call did it. */
gboolean      _tap_rift_put_one        (TapLedger        *ledger,
                                        guint64           seq,
                                        GBytes           *bytes,
                                        const guint8      hash[TAP_HASH_LEN],
                                        gboolean         *put,
                                        GError          **error);

/* --- tap-rift-take.c ------------------------------------------------------------------------------- */

/* The replica, beside whoever uses it, becomes what the folder says; what only this PC has is set aside with its list. @aside may be NULL. */
gboolean      _tap_rift_take           (RiftView         *view,
                                        TapRift          *rift,
                                        TapReplica       *replica,
                                        char            **aside,
                                        TapProgressFunc   progress,
                                        gpointer          data,
                                        GCancellable     *cancellable,
                                        GError          **error);

/* --- tap-rift-left.c ------------------------------------------------------------------------------- */

/* Notes @entry and its bytes down, once; with the commits of the caller. */
gboolean      _tap_rift_left_add       (TapLocalDb       *local,
                                        TapRiftEntry     *entry,
                                        GBytes           *bytes,
                                        const guint8      hash[TAP_HASH_LEN],
                                        GError          **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RiftView, _tap_rift_view_clear)

G_END_DECLS
