/* tap-ledger-folder.h — the ledger as a folder on a file server (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger.h"

G_BEGIN_DECLS

#define TAP_TYPE_LEDGER_FOLDER (tap_ledger_folder_get_type ())
G_DECLARE_FINAL_TYPE (TapLedgerFolder, tap_ledger_folder, TAP, LEDGER_FOLDER, GObject)

/* Nothing is touched before the first call. */
TapLedger *tap_ledger_folder_new (const char *folder);

/* The numbers that stand in the log of the station that was opened, ascending (array of guint64); up to @archived they are packed away. A
 * log that does not exist is an empty one. */
GArray    *tap_ledger_folder_list_log (TapLedger *self,
                                       guint64   *archived,
                                       GError   **error);
/* Moves what stands at @seq, if anything, into quarantine/ in the station folder: nothing is deleted. */
gboolean   tap_ledger_folder_quarantine (TapLedger *self,
                                         guint64    seq,
                                         GError   **error);
/* The folder that @seq lies in; for repairs alone: a log that grows makes it with the first of its numbers. */
gboolean   tap_ledger_folder_make_thousand (TapLedger *self,
                                            guint64    seq,
                                            GError   **error);

G_END_DECLS
