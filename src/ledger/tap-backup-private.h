/* tap-backup-private.h — what the files of the backup share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   <place>/<station name>/
 *     place.json                 which station's backups these are
 *     lock                       locked by who makes, checks or thins out
 *     files/ab/ab3f…             photos and signatures of all backups here, each once
 *     2026-11-20T2200-<seq>/     one backup; it has this name only when it is whole and was found good
 *       station.json             as it was
 *       snapshot.db, snapshot.note   the snapshot it begins with; not there when it begins with number 1
 *       log.pack                 the transactions since, one after the other, each with its length before it
 *       files.txt                a line for each photo or signature: SHA-256, bytes
 *       manifest.json            what must be in it: every part with its SHA-256, the state with its content hash, its own seal
 *       check.json               the outcome of the last check
 *     .making-…, .gone-…         on the way in and on the way out
 *
 * Only one dated folder needs files outside of it: the photos.
 */
#pragma once

#include "ledger/tap-backup.h"
#include "ledger/tap-log-walk.h"
#include "ledger/tap-replay.h"
#include "ledger/tap-scratch.h"
#include "ledger/tap-steps.h"
#include "ledger/tap-tree.h"

G_BEGIN_DECLS

#define TAP_BACKUP_FORMAT 1
#define TAP_BACKUP_PACK_MAGIC "TAPPETL1"        /* 8 bytes at the start of log.pack */

typedef struct
{
  char  *name;                  /* of the file; of the table */
  gint64 n;                     /* bytes; rows */
  char  *sha256;                /* NULL for tables */
} TapBackupPart;

/* What stands in manifest.json; the first half is also what is found when a backup is opened. */
typedef struct
{
  char      *station_id, *station_name, *epoch;
  guint64    seq;
  guint64    snapshot_seq;      /* 0: it begins with number 1 */
  char      *hash;              /* of transaction seq (0: of station.json), as text */
  char      *content;           /* the content hash of the state at seq */
  gint64     schema_version;
  GPtrArray *rows;              /* of TapBackupPart: every replicated table, by name */
  GPtrArray *parts;             /* of TapBackupPart: every file but manifest.json and check.json */

  gint64     made_unix;
  gint64     n_files;
  GPtrArray *damaged_files;     /* of char *: photos that were damaged in the station already */
} TapBackupManifest;

TapBackupManifest *_tap_backup_manifest_new   (void);
void               _tap_backup_manifest_free  (TapBackupManifest       *self);
void               _tap_backup_manifest_add   (GPtrArray               *parts,
                                               const char              *name,
                                               gint64                   n,
                                               const char              *sha256);
TapBackupPart     *_tap_backup_manifest_find  (GPtrArray               *parts,
                                               const char              *name);
char              *_tap_backup_manifest_write (const TapBackupManifest *self);
/* DAMAGED: it is not what was written. FORMAT_NEWER. */
TapBackupManifest *_tap_backup_manifest_read  (const char              *path,
                                               GError                 **error);

/* --- the place (tap-backup-place.c) -------------------------------------------------------------------------------- */

typedef struct
{
  char *place;                  /* as it was given */
  char *folder;                 /* <place>/<station name> */
  int   lock_fd;
  gboolean locked;              /* FALSE: this server has no locks */
} TapBackupPlace;

/* Finds or makes the station's folder, locks it, and clears away what killed runs left. */
TapBackupPlace *_tap_backup_place_open  (const char           *place,
                                         const TapStationFile *station,
                                         GError              **error);
void            _tap_backup_place_free  (TapBackupPlace       *self);
/* The folders in @place that hold backups, and @place itself if it is one. (of char *) */
GPtrArray      *_tap_backup_place_folders (const char         *place,
                                           GError            **error);
/* FALSE with LOCAL: gone, inside the station. */
gboolean        _tap_backup_place_check (const char           *place,
                                         const char           *folder,
                                         GError              **error);
/* @code of the system at the place, as what can be done about it. Returns FALSE. */
gboolean        _tap_backup_place_error (GError              **error,
                                         int                   code,
                                         const char           *place);
/* Removes a backup, or an unfinished one. Away from its name first: half of one is never taken for a backup; and where a rename was done
 * though its answer was lost, the old name leads nowhere, and nothing is deleted under the new one. What cannot be removed now is removed by
 * the next run. */
void            _tap_backup_place_drop  (TapBackupPlace       *self,
                                         const char           *path);
/* FALSE with LOCAL, before anything is written: so many bytes have no room there. */
gboolean        _tap_backup_place_room  (TapBackupPlace       *self,
                                         gint64                bytes,
                                         GError              **error);
/* Photos listed in none of the backups any more. */
void            _tap_backup_place_collect (TapBackupPlace     *self);

/* --- opening one (tap-backup-check.c) ---------------------------------------------------------------------------- */

typedef struct
{
  TapBackupManifest *found;     /* as it was found; without the second half */
  TapStationFile    *station;
  char              *db;        /* the state at its last number, standing alone, in the scratch folder */
  gboolean           bad_snapshot; /* on failure: it is the snapshot that is not good */
} TapBackupFacts;

void _tap_backup_facts_clear (TapBackupFacts *facts);

/* Opens all of @path but the photos: copies the snapshot to @scratch, checks it, replays the log onto it. @manifest: every part must be as
 * it says; NULL: there is none yet. @derived as in tap_replay_open(). DAMAGED names the part or the number. */
gboolean _tap_backup_open        (const char              *path,
                                  const TapBackupManifest *manifest,
                                  TapScratch              *scratch,
                                  gboolean                 derived,
                                  TapBackupFacts          *facts,
                                  TapSteps                *steps,
                                  GError                 **error);
/* @found is what @manifest says? DAMAGED. */
gboolean _tap_backup_compare     (const TapBackupManifest *manifest,
                                  const TapBackupManifest *found,
                                  GError                 **error);
/* Writes check.json. */
gboolean _tap_backup_write_check (const char              *path,
                                  gint64                   now_unix,
                                  const char              *problem,
                                  GError                 **error);

/* --- photos and signatures (tap-backup-files.c) ------------------------------------------------------------------ */

typedef gboolean (*TapBackupFileFunc) (const char *name, gint64 bytes, gpointer data, GError **error);

/* Every file in <root>/files: @func gets its name (the hash). */
gboolean _tap_backup_files_each    (const char        *root,
                                    TapBackupFileFunc  func,
                                    gpointer           data,
                                    GError           **error);
/* Every line of the files.txt of the backup @path. */
gboolean _tap_backup_files_listed  (const char        *path,
                                    TapBackupFileFunc  func,
                                    gpointer           data,
                                    GError           **error);
/* <root>/files/ab/ab3f…; free */
char    *_tap_backup_files_path    (const char        *root,
                                    const char        *name);
/* Its content has the hash it is named by. errno 0: it is damaged; else it cannot be read. */
gboolean _tap_backup_files_is_good (const char        *path,
                                    const char        *name,
                                    TapSteps          *steps);
/* Copies what is new from the station in @folder to the store beside the backup in @working, and writes its files.txt. */
gboolean _tap_backup_files_copy    (const char        *folder,
                                    TapBackupPlace    *place,
                                    const char        *working,
                                    TapBackupManifest *manifest,
                                    TapSteps          *steps,
                                    GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBackupManifest, _tap_backup_manifest_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBackupPlace, _tap_backup_place_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapBackupFacts, _tap_backup_facts_clear)

G_END_DECLS
