/* tap-replica-private.h — what the files of the replica share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/stat.h>

#include "ledger/tap-replica.h"

G_BEGIN_DECLS

struct _TapReplica
{
  char       *dir;
  char       *id;
  char       *tag;
  sqlite3    *db;               /* the share thread's; foreign keys off, checked by tap_changeset_apply() */
  TapLocalDb *local;
  TapLocalWriter *writer;       /* writes local.db beside the share thread */
  TapSchema  *schema;           /* NULL: to be read again */
  int         publish_fd;       /* the lock file that lines up who publishes */
  int         tag_fd;           /* locked as long as this process lives */
  struct stat wal;              /* as it was when data_version was last asked */
  gint64      data_version;
};

/* The schema as it is now; read again when any program changed it. */
TapSchema *_tap_replica_schema       (TapReplica *self,
                                      GError    **error);
void       _tap_replica_rollback     (TapReplica *self);
gboolean   _tap_replica_read_tail    (TapReplica *self,
                                      TapTail    *tail,
                                      GError    **error);
/* Some process uses the replica in @dir. */
gboolean   _tap_replica_any_living   (const char *dir);
/* Of the replicas set aside more than a week ago the two newest stay. */
void       _tap_replica_thin_asides  (const char *dir,
                                      gint64      now_unix);
/* Its changes or its SQL, and the new tail; inside a transaction of the caller. */
gboolean   _tap_replica_apply_one    (TapReplica *self,
                                      TapTxn     *txn,
                                      GError    **error);

G_END_DECLS
