/* tap-local-db.h — local.db: what this PC alone knows (inside this room only). One object per thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-sql.h"
#include "ledger/tap-transaction.h"

G_BEGIN_DECLS

typedef struct _TapLocalDb TapLocalDb;

typedef enum
{
  TAP_FLIGHT_BEGUN = 0,         /* written before anything else of the operation */
  TAP_FLIGHT_UNKNOWN = 1,       /* its caller was told "not known yet" */
  TAP_FLIGHT_SAVED = 2,         /* settled, and the program that asked has not heard of it yet */
  TAP_FLIGHT_NOT_SAVED = 3,
} TapFlightState;

typedef struct
{
  char          *operation_id;
  char          *program;       /* "tappet", "wall", "tappetctl": who wants to hear the end of it */
  char          *tag;           /* of the process: see TapReplica's lock files */
  TapFlightState state;
  gint64         happened_unix;
} TapFlight;
void        tap_flight_free (TapFlight *flight);

TapLocalDb *tap_local_db_open             (const char     *dir,
                                           GError        **error);
void        tap_local_db_close            (TapLocalDb     *self);

/* For the files of this room that keep a list of their own in it. Borrowed. */
sqlite3    *tap_local_db_get_db           (TapLocalDb     *self);

/* Small named values: "replica", "station". NULL when never set. */
char       *tap_local_db_get              (TapLocalDb     *self,
                                           const char     *name);
gboolean    tap_local_db_set              (TapLocalDb     *self,
                                           const char     *name,
                                           const char     *value,
                                           GError        **error);

/* The operation is under way, from before its first try. @happened_unix: in: now; out: of the first try, which stands. */
gboolean    tap_local_db_begin_operation  (TapLocalDb     *self,
                                           const char     *operation_id,
                                           const char     *program,
                                           const char     *tag,
                                           gint64         *happened_unix,
                                           GError        **error);
/* When it happened, if it is under way already; else what was given. */
gint64      tap_local_db_happened         (TapLocalDb     *self,
                                           const char     *operation_id,
                                           gint64          otherwise_unix);
gboolean    tap_local_db_mark_operation   (TapLocalDb     *self,
                                           const char     *operation_id,
                                           TapFlightState  state,
                                           GError        **error);
gboolean    tap_local_db_forget_operation (TapLocalDb     *self,
                                           const char     *operation_id,
                                           GError        **error);
/* FALSE: it is not under way. @tag is to be freed. */
gboolean    tap_local_db_find_operation   (TapLocalDb     *self,
                                           const char     *operation_id,
                                           TapFlightState *state,
                                           char          **tag);
GPtrArray  *tap_local_db_list_operations  (TapLocalDb     *self,
                                           GError        **error);

/* Own copies of the transactions, as they were read or published. */
gboolean    tap_local_db_add_copy         (TapLocalDb     *self,
                                           TapTxn         *txn,
                                           GBytes         *bytes,
                                           GError        **error);
gboolean    tap_local_db_has_copy         (TapLocalDb     *self,
                                           TapTxn         *txn);
GBytes     *tap_local_db_get_copy         (TapLocalDb     *self,
                                           guint64         seq);
/* Which copies there are up to @last (all: G_MAXUINT64), ascending. (array of TapCopyKey) */
typedef struct
{
  guint64 seq;
  guint8  hash[TAP_HASH_LEN];
} TapCopyKey;
GArray     *tap_local_db_list_copies      (TapLocalDb     *self,
                                           guint64         last,
                                           GError        **error);
/* Drops copies below @seq, at most @max of them, so that nobody waits long. @left: there are more. */
gboolean    tap_local_db_trim_copies      (TapLocalDb     *self,
                                           guint64         seq,
                                           guint           max,
                                           gboolean       *left,
                                           GError        **error);
/* Drops copies above @seq: their branch is given up (what of it is to be kept stands in the list of tap-local-left.h). */
gboolean    tap_local_db_drop_copies_above (TapLocalDb    *self,
                                            guint64        seq,
                                            GError       **error);

/* The shelf of tap_worker_keep_async(). */
gboolean    tap_local_db_keep             (TapLocalDb     *self,
                                           const char     *key,
                                           const char     *text,
                                           GError        **error);
char       *tap_local_db_kept             (TapLocalDb     *self,
                                           const char     *key,
                                           GError        **error);

/* For tap-outbox.c, which keeps its entries here. */
sqlite3    *tap_local_db_get_handle       (TapLocalDb     *self);
/* Another one whenever somebody else has written (PRAGMA data_version). */
gint64      tap_local_db_version          (TapLocalDb     *self);

/* Several of the calls above in one commit. */
gboolean    tap_local_db_begin            (TapLocalDb     *self,
                                           GError        **error);
gboolean    tap_local_db_commit           (TapLocalDb     *self,
                                           GError        **error);
void        tap_local_db_rollback         (TapLocalDb     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLocalDb, tap_local_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFlight, tap_flight_free)

G_END_DECLS
