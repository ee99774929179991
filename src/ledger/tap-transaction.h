/* tap-transaction.h — the file `t` of one transaction: what stands in it, written and read (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-worker.h"

G_BEGIN_DECLS

#define TAP_HASH_LEN 32                         /* SHA-256 */
#define TAP_STATION_FORMAT 1                    /* of the station folder and of every transaction in it */
#define TAP_TXN_MAX_BYTES (64 * 1024 * 1024)    /* what a reader accepts */

typedef enum
{
  TAP_TXN_CHANGES = 1,          /* the payload is a changeset */
  TAP_TXN_MIGRATION = 2,        /* the payload is SQL that makes the schema version in the header */
} TapTxnKind;

typedef struct
{
  char   *name;
  char   *operation_id;
  char   *person;
  gint64  happened_unix;        /* station time of the input */
} TapTxnCommand;

/* All integers little endian, strings with their length before them, in the order of these fields; then the payload with its
 * length, then SHA-256 over all that stands before it. */
typedef struct
{
  TapTxnKind kind;
  guint64    seq;
  guint8     previous[TAP_HASH_LEN];    /* of the whole file of transaction seq - 1; for the first: of station.json */
  char      *station_id;
  char      *epoch;
  guint      schema_version;            /* the changes were built on; a migration: the one it makes */
  char      *least_version;             /* of the program, for writing on after a migration; "" */
  char      *pc;
  char      *person;
  char      *program;
  char      *replica_id;
  gint64     recorded_unix;             /* station time of publishing */
  GPtrArray *commands;                  /* of TapTxnCommand */
  GBytes    *payload;

  guint8     hash[TAP_HASH_LEN];        /* of the whole file: set by reading and by writing */
  gsize      size;                      /* of the whole file */
  guint8     seal[TAP_HASH_LEN];        /* its last bytes */
} TapTxn;

TapTxn *tap_txn_new         (void);
void    tap_txn_free        (TapTxn     *txn);
void    tap_txn_add_command (TapTxn     *txn,
                             const char *name,
                             const char *operation_id,
                             const char *person,
                             gint64      happened_unix);
/* The bytes of the file; sets hash, size and seal. */
GBytes *tap_txn_write       (TapTxn     *txn);
/* Trusts nothing: every length is checked against what is left, and the seal against all of it. TAP_LEDGER_ERROR_DAMAGED, or
 * TAP_LEDGER_ERROR_FORMAT_NEWER. */
TapTxn *tap_txn_parse       (GBytes     *bytes,
                             GError    **error);
/* SHA-256 of @bytes. */
void    tap_hash_bytes      (GBytes     *bytes,
                             guint8      hash[TAP_HASH_LEN]);
char   *tap_hash_to_string  (const guint8 hash[TAP_HASH_LEN]);
/* FALSE: not 64 hexadecimal digits. */
gboolean tap_hash_from_string (const char *text,
                               guint8      hash[TAP_HASH_LEN]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapTxn, tap_txn_free)

G_END_DECLS
