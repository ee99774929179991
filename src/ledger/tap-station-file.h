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
  guint8 hash[TAP_HASH_LEN];    /* of the file */
  /* The chain of this epoch begins behind this transaction: 0 and the file's hash, or where a restored or rescued station goes on. */
  guint64 start_seq;
  guint8 start_hash[TAP_HASH_LEN];
  char  *parent_epoch;          /* which that transaction belongs to; NULL: none */
} TapStationFile;

void            tap_station_file_free  (TapStationFile *file);
/* Reads a flat object of strings and whole numbers; members it does not know are skipped. TAP_LEDGER_ERROR_DAMAGED, FORMAT_NEWER. */
TapStationFile *tap_station_file_parse (const char     *text,
                                        gsize           len,
                                        GError        **error);
/* `start_hash` is written only with a `start_seq`. */
char           *tap_station_file_write (const TapStationFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapStationFile, tap_station_file_free)

G_END_DECLS
