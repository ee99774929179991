/* backup-sample.h — a station, a PC and a place for backups, for the tests of backup, restore and verify.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger-fixture.h"
#include "ledger/tap-backup.h"

G_BEGIN_DECLS

#define NOW 1795142520          /* Friday 2026-11-20 10:42 in Beijing */
#define DAY (24 * 3600)

typedef struct
{
  char *folder;                 /* the station */
  char *dir;                    /* the replica of a PC */
  char *place;                  /* where the backups go */
} Sample;

void       sample_init   (Sample     *sample);
void       sample_clear  (Sample     *sample);
/* Up to number @seq, with a snapshot every @behind; returns the content. */
char      *sample_grow   (Sample     *sample,
                          guint64     seq,
                          int         behind);
/* A backup that is good. */
TapBackup *sample_backup (Sample     *sample,
                          gint64      now_unix);
/* A photo of the station, as a file or as a folder with a file in it. Returns its name. */
char      *sample_photo  (Sample     *sample,
                          const char *text,
                          gboolean    as_folder);
/* What a newcomer sees who opens the station in @folder. */
char      *sample_content (const char *folder);

/* Changes one bit of the file; @at below 0 counts from the end. */
void       flip_bit      (const char *folder,
                          const char *name,
                          gint64      at);
guint      count_entries (const char *folder,
                          const char *prefix);

G_END_DECLS
