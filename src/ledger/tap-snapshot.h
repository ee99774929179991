/* tap-snapshot.h — whole replicas: their content hash, and the note beside a snapshot (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-schema.h"
#include "ledger/tap-transaction.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 seq;
  char   *hash;                 /* of the transaction's file, as text */
  char   *content;              /* SHA-256 over the replicated tables, as text */
} TapSnapshotNote;

void             tap_snapshot_note_free  (TapSnapshotNote *note);
char            *tap_snapshot_note_write (TapSnapshotNote *note);
/* NULL when it is nonsense. */
TapSnapshotNote *tap_snapshot_note_parse (const char      *text);
/* The same on every PC at the same number, however the pages of its file lie: tables by name, rows by key, every value with its type. */
char            *tap_snapshot_hash_content (sqlite3       *db,
                                            GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSnapshotNote, tap_snapshot_note_free)

G_END_DECLS
