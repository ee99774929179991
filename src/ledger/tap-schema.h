/* tap-schema.h — the replicated tables of a replica, with their keys (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-sql.h"

G_BEGIN_DECLS

typedef struct
{
  char         *child;
  char         *parent;
  GPtrArray    *from;           /* column names of the child */
  GPtrArray    *to;             /* column names of the parent */
  GArray       *to_index;       /* guint: the same as column numbers */
  sqlite3_stmt *orphan;         /* does this row of the child point nowhere? Bound: the child's key */
  sqlite3_stmt *left_behind;    /* does any child point to this key that is gone? Bound: the parent's columns */
} TapForeignKey;

typedef struct
{
  char      *name;
  GPtrArray *columns;           /* names */
  GArray    *key;               /* guint: column numbers of the primary key, in its order */
  GPtrArray *outgoing;          /* of TapForeignKey, owned by the schema */
  GPtrArray *incoming;
  GHashTable *rows;             /* what a row changes -> the statement that writes it */
} TapTable;

typedef struct
{
  sqlite3    *db;               /* borrowed */
  gint64      cookie;           /* PRAGMA schema_version it was read at */
  GHashTable *tables;           /* name -> TapTable */
  GPtrArray  *names;            /* sorted; borrowed from the tables */
  GPtrArray  *keys;             /* of TapForeignKey */
} TapSchema;

/* Reads which tables travel in changesets: ordinary tables, but not `applied`, not the shadow tables of virtual ones and none whose
 * name begins with `local_` (those are grown by triggers, on each replica alike). */
TapSchema *tap_schema_read       (sqlite3    *db,
                                  GError    **error);
void       tap_schema_free       (TapSchema  *schema);
TapTable  *tap_schema_find       (TapSchema  *schema,
                                  const char *name);
/* Looks for rows that point nowhere after @change (an iterator on one row of a changeset, already applied). The statements are kept
 * prepared. TAP_LEDGER_ERROR_CONFLICT. */
gboolean   tap_schema_check_keys (TapSchema              *schema,
                                  sqlite3_changeset_iter *change,
                                  GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSchema, tap_schema_free)

G_END_DECLS
