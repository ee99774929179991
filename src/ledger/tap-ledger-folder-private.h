/* tap-ledger-folder-private.h — what the files of the folder ledger share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is addressed by path, never through a held folder: a share that was unmounted or replaced is then seen at once. Only the
 * flush file stays open.
 */
#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include "ledger/tap-archive.h"
#include "ledger/tap-ledger-folder.h"

G_BEGIN_DECLS

#define TAP_TXNS_PER_FOLDER 1000

/* Which file it was, and that it has not been written since. */
typedef struct
{
  gboolean known;
  guint32  dev_major, dev_minor;
  guint64  ino, size;
  struct statx_timestamp mtime, ctime;
} TapFileSeen;

struct _TapLedgerFolder
{
  GObject  parent_instance;

  char    *folder;
  /* Of the station that was opened first; another one in its place is an error. */
  char    *station_id;
  char    *epoch;
  char    *replica_id;
  char    *tag;

  /* The log folder as it was at the last look. */
  guint    look_number;
  gboolean look_known;
  struct statx_timestamp look_mtime;
  guint64  look_ino;
  gint64   changed_us;          /* when the change was first seen, by the monotonic clock */
  gboolean suspicious;

  gboolean want_known;
  struct statx_timestamp want_mtime;
  gint64   want_changed_us;
  gboolean wanted;

  /* For glances: the station file and a transaction as they were when they were read, or staged. Helpers read, too. */
  GMutex   seen_lock;
  TapFileSeen station_seen;
  guint8   station_hash[TAP_HASH_LEN];
  TapFileSeen txn_seen;
  guint64  txn_seq;
  guint8   txn_seal[TAP_HASH_LEN];
  TapFileSeen staged_seen;
  guint8   staged_seal[TAP_HASH_LEN];

  TapArchive *pack;             /* read last, with the lock above */
  guint64  pack_thousand;

  GPtrArray *dead;              /* of char: withdrawn, to be deleted */
  GPtrArray *given_up;          /* of char: names in staging/ that could not be withdrawn yet, with the lock above */
  guint    n_staged;
  int      flush_fd;
  gint64   clock_measured_us;   /* monotonic; 0: never */
  gint64   clock_offset_us;     /* server minus PC */
};

/* free */
char    *_tap_ledger_folder_path     (TapLedgerFolder *self,
                                      const char      *format,
                                      ...) G_GNUC_PRINTF (2, 3);
char    *_tap_ledger_folder_txn_path (TapLedgerFolder *self,
                                      guint64          seq);
/* Reads a whole file of at most @max bytes; errno is set and NULL returned when it cannot. @seen may be NULL. */
GBytes  *_tap_ledger_folder_read     (const char      *path,
                                      gsize            max,
                                      TapFileSeen     *seen);
/* Writes all of it; FALSE with errno. */
gboolean _tap_ledger_folder_write    (int              fd,
                                      gconstpointer    data,
                                      gsize            size);
/* The server's own view of a file, past every cache of this PC. */
int      _tap_ledger_folder_stat     (const char      *path,
                                      struct statx    *info);
/* The same of an open file; not past the caches. */
void     _tap_ledger_folder_see      (int              fd,
                                      TapFileSeen     *seen);
/* What a glance compares with: @bytes were staged (@info NULL: not known), then published under a number; read from there (@careful: by
 * itself, not ahead of others); or found to fit @mark. */
void     _tap_ledger_folder_see_staged    (TapLedgerFolder    *self,
                                           const struct statx *info,
                                           GBytes             *bytes);
void     _tap_ledger_folder_saw_published (TapLedgerFolder    *self,
                                           guint64             seq);
void     _tap_ledger_folder_saw_txn       (TapLedgerFolder    *self,
                                           guint64             seq,
                                           gboolean            careful,
                                           const TapFileSeen  *seen,
                                           GBytes             *bytes);
void     _tap_ledger_folder_saw_mark      (TapLedgerFolder    *self,
                                           const TapMark      *mark,
                                           const TapFileSeen  *seen);
gboolean _tap_ledger_folder_glance        (TapLedger          *ledger,
                                           const TapMark      *mark);
/* The clock of the server, from a file written since @began_us (of the monotonic clock). */
gint64   _tap_ledger_folder_clock    (TapLedgerFolder *self,
                                      struct statx    *info,
                                      gint64           began_us);
/* Withdraws it now, or as soon as the server lets it. */
void     _tap_ledger_folder_give_up  (TapLedgerFolder *self,
                                      const char      *staged);
/* Deletes what was renamed to staging/dead-…: nothing can be published from there. */
void     _tap_ledger_folder_bury     (const char      *dead);

/* Where a thousand is packed: the folder, or the file in it. (transfer full) */
char    *_tap_ledger_folder_pack_path     (TapLedgerFolder *self,
                                           guint64          thousand,
                                           gboolean         file);
/* NULL: with errno and no error when there is no such pack, or it cannot be read; with DAMAGED. */
GBytes  *_tap_ledger_folder_read_packed   (TapLedgerFolder *self,
                                           guint64          seq,
                                           GError         **error);
/* A pack with this number lies in archive/; its folder in the log may still be there. */
gboolean _tap_ledger_folder_is_packed     (TapLedgerFolder *self,
                                           guint64          seq);
gboolean _tap_ledger_folder_is_archived   (TapLedger       *ledger,
                                           guint64          seq);

void     _tap_ledger_folder_publish_init (TapLedgerInterface *iface);
void     _tap_ledger_folder_side_init    (TapLedgerInterface *iface);

G_END_DECLS
