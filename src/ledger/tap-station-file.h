/* tap-station-file.h — station.json: what a station folder says about itself (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-transaction.h"

G_BEGIN_DECLS

typedef struct
{
  int    format;
  char  *id;
  char  *epoch;                 /* names a folder: letters, digits, '-' */
  char  *name;
  guint8 hash[TAP_HASH_LEN];    /* of the file, the start of the chain */
} TapStationFile;

void            tap_station_file_free  (TapStationFile *file);
/* Reads a flat object of strings and whole numbers; members it does not know are skipped. TAP_LEDGER_ERROR_DAMAGED, FORMAT_NEWER. */
TapStationFile *tap_station_file_parse (const char     *text,
                                        gsize           len,
                                        GError        **error);
char           *tap_station_file_write (TapStationFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapStationFile, tap_station_file_free)

G_END_DECLS
