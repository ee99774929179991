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

G_END_DECLS
