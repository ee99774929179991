/* tap-changeset.h — changesets: record, try, apply, and read as rows (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-schema.h"
#include "ledger/tap-transaction.h"
#include "ledger/tap-worker.h"

G_BEGIN_DECLS

/* Compares every table of @changeset with @schema first (SQLite would silently skip what it does not know), applies it strictly and checks
 * the foreign keys of the touched rows. Call with foreign keys off, inside a transaction that is rolled back when this fails.
 * TAP_LEDGER_ERROR_CONFLICT. */
gboolean        tap_changeset_apply    (TapSchema *schema,
                                        GBytes    *changeset,
                                        GError   **error);
/* Whether its tables, rows and lengths are whole; SQLite must not see one that is not. */
gboolean        tap_changeset_is_sound (GBytes    *changeset);
/* What stands in @txn, for the rooms above; a migration has no rows. TAP_LEDGER_ERROR_DAMAGED. */
TapTransaction *tap_changeset_describe (TapTxn    *txn,
                                        gboolean   own,
                                        GError   **error);
/* Writes what follows in @rows exactly as it stands there; FALSE, half done: something is not as expected. */
gboolean        _tap_changeset_write_rows (TapSchema              *schema,
                                           sqlite3_changeset_iter *rows);
/* Are columns and key those of the table that @iter stands on? @table may be NULL. */
gboolean        _tap_changeset_fits_table (TapTable               *table,
                                           sqlite3_changeset_iter *iter,
                                           int                     n_columns);

G_END_DECLS
