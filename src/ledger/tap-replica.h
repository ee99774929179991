/* tap-replica.h — replica.db of this PC: build, try, apply (inside this room only). Used on the share thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-changeset.h"
#include "ledger/tap-local-db.h"
#include "ledger/tap-local-writer.h"

G_BEGIN_DECLS

typedef struct _TapReplica TapReplica;
typedef void (*TapDbFunc) (sqlite3 *db, gpointer data);

typedef struct
{
  guint64 seq;                          /* the last applied transaction */
  guint8  hash[TAP_HASH_LEN];           /* of its file; seq 0: of station.json */
  guint   schema_version;               /* migrations applied */
} TapTail;

/* Refuses a folder on a network mount; makes it with mode 0700. TAP_LEDGER_ERROR_LOCAL. */
gboolean    tap_replica_prepare_dir  (const char  *dir,
                                      GError     **error);
gboolean    tap_replica_exists       (const char  *dir);
TapReplica *tap_replica_open         (const char  *dir,
                                      TapDbFunc    open_db,
                                      gpointer     open_db_data,
                                      GError     **error);
void        tap_replica_close        (TapReplica  *self);
const char *tap_replica_get_dir      (TapReplica  *self);
TapLocalDb *tap_replica_get_local    (TapReplica  *self);
TapLocalWriter *tap_replica_get_writer (TapReplica *self);
const char *tap_replica_get_id       (TapReplica  *self);       /* one per PC: all its programs share it */
const char *tap_replica_get_tag      (TapReplica  *self);       /* one per process */
/* Tags of the other processes that use this replica now. */
GStrv       tap_replica_list_living  (TapReplica  *self);
/* A connection that writes only what it rolls back: reads while entries wait in the outbox. For the local thread. */
sqlite3    *tap_replica_open_scratch (const char  *dir,
                                      TapDbFunc    open_db,
                                      gpointer     open_db_data,
                                      GError     **error);
/* A second connection, for reading only, for the local thread. */
sqlite3    *tap_replica_open_reader  (const char  *dir,
                                      TapDbFunc    open_db,
                                      gpointer     open_db_data,
                                      GError     **error);

/* FALSE with TAP_LEDGER_ERROR_FOREIGN when the replica belongs to another station; a new one is bound to it, at number 0. */
gboolean    tap_replica_bind_station (TapReplica  *self,
                                      const char  *station_id,
                                      const char  *epoch,
                                      const guint8 station_hash[TAP_HASH_LEN],
                                      GError     **error);
gboolean    tap_replica_is_bound     (TapReplica  *self);
gboolean    tap_replica_get_tail     (TapReplica  *self,
                                      TapTail     *tail,
                                      GError     **error);
/* TRUE when another program has changed the replica since the last call (no SQL unless its write-ahead log was touched). */
gboolean    tap_replica_was_touched  (TapReplica  *self);
gboolean    tap_replica_has_operation (TapReplica *self,
                                       const char *operation_id);
/* The same where "no" has consequences: FALSE when it could not be read. */
gboolean    tap_replica_find_operation (TapReplica *self,
                                        const char *operation_id,
                                        gboolean   *found,
                                        GError    **error);

/* As has_operation() on any connection to the replica. */
gboolean    tap_db_has_operation     (sqlite3     *db,
                                      const char  *operation_id);

/* One program of this PC publishes at a time. Tries until @deadline_us; 0: once. */
gboolean    tap_replica_lock         (TapReplica  *self,
                                      gint64       deadline_us);
void        tap_replica_unlock       (TapReplica  *self);

typedef enum
{
  TAP_BUILT_CHANGES,            /* stands in the changeset */
  TAP_BUILT_NOTHING,            /* it had nothing to change */
  TAP_BUILT_ALREADY,            /* done before, under the same operation id */
  TAP_BUILT_REFUSED,            /* with an error of its own */
} TapBuilt;

typedef struct
{
  TapCommandFunc func;
  gconstpointer  input;
  const char    *operation_id;
  gint64         happened_unix;
  TapBuilt       built;
  gpointer       result;        /* of func; the caller frees it */
  GError        *error;
} TapBuildItem;

/* Runs one command in a savepoint of its own, inside a transaction of the caller. FALSE only when the database itself fails; a refusal is
 * in the item. Any thread, on its own connection. */
gboolean    tap_build_item_run          (sqlite3       *db,
                                         TapBuildItem  *item,
                                         GError       **error);
/* Runs the commands on the last transaction (@tail says which), takes their changes, tries them, and rolls all back.
 * @changeset is NULL when none of them changed anything. FALSE with TAP_LEDGER_ERROR_CONFLICT when the trial fails: a batch is then to be
 * split. No share call happens in here. */
gboolean    tap_replica_build           (TapReplica    *self,
                                         TapBuildItem  *items,
                                         guint          n_items,
                                         TapTail       *tail,
                                         GBytes       **changeset,
                                         GError       **error);
/* Tries the SQL of the next migration and rolls back. */
gboolean    tap_replica_try_migration   (TapReplica    *self,
                                         const char    *sql,
                                         TapTail       *tail,
                                         GError       **error);

/* Applies what follows the tail, in one local commit; transactions applied already are skipped. Copies go to local.db first, so
 * that every program of this PC finds them. @n_applied counts from the first one given. Errors: DAMAGED (does not fit the chain),
 * CONFLICT (@failed_seq). */
gboolean    tap_replica_apply           (TapReplica    *self,
                                         GPtrArray     *txns,           /* of TapTxn */
                                         GPtrArray     *files,          /* of GBytes, the same order */
                                         guint64       *failed_seq,
                                         GError       **error);

/* Content of a snapshot into the replica, under the open programs. */
gboolean    tap_replica_replace         (TapReplica    *self,
                                         sqlite3       *from,
                                         GError       **error);
/* A copy of the replica beside it, before it is replaced: replica-aside-<number>-<hash>.db, one for each state. @path may be NULL. */
gboolean    tap_replica_set_aside       (TapReplica    *self,
                                         char         **path,
                                         GError       **error);
/* Is replica.db no database (any more)? Reads all of it. */
gboolean    tap_replica_is_broken       (const char    *dir);
/* Puts a replica.db that cannot be read beside, under a name of its own. FALSE with LOCAL while another program has it open. */
gboolean    tap_replica_put_away_broken (const char    *dir,
                                         GError       **error);
/* The same, but leaves it where it is: a copy of the bytes. */
gboolean    tap_replica_copy_broken     (const char    *dir,
                                         GError       **error);
/* An empty replica at number 0 again, in place. */
gboolean    tap_replica_clear           (TapReplica    *self,
                                         const guint8   station_hash[TAP_HASH_LEN],
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapReplica, tap_replica_close)

G_END_DECLS
