/* tap-rescue.h — when the folder knows less than a PC: what differs, what either choice would lose, and the ways out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All calls block: on a thread of their own. They work on the replica folder of this PC (@replica_dir) beside a running program, with the
 * same locks. Each may be killed at any moment and run again.
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-station.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_RIFT_NONE,                /* the folder and this PC agree */
  TAP_RIFT_BEHIND,              /* the folder's end is missing: this PC can put its own copies back */
  TAP_RIFT_DIVERGED,            /* another transaction stands at a number this PC holds */
  TAP_RIFT_GAP,                 /* a number is missing below one that is there */
  TAP_RIFT_DAMAGED,             /* an empty folder under a final name, or a file that is not what it says */
  TAP_RIFT_EPOCH,               /* the station was restored on purpose: a new epoch */
  TAP_RIFT_FOREIGN,             /* another station, or none: nothing is ever put there */
} TapRiftKind;

/* One transaction only one side has, in words. */
typedef struct
{
  guint64 seq;
  gint64  recorded_unix;
  char   *pc, *person;
  char   *commands;             /* "move, note" */
  char   *operation_ids;        /* with a space between */
  char   *details;              /* its rows, one a line: "note 17: text “brakes” → “brakes, tyres”"; "" when it cannot be read any more */
  gboolean elsewhere;           /* the other side has the same operations under another number: nothing of it would be lost */
} TapRiftEntry;
void     tap_rift_entry_free  (TapRiftEntry     *self);

typedef struct
{
  TapRiftKind kind;
  guint64     common_seq;       /* the last transaction both sides have with the same hash; 0: none */
  guint64     folder_seq, pc_seq;
  guint64     first_bad;        /* GAP, DAMAGED: the first number in trouble */
  GPtrArray  *only_pc;          /* of TapRiftEntry: lost for all when the folder's branch is taken */
  GPtrArray  *only_folder;      /* of TapRiftEntry: not known on this PC */
  gboolean    pc_can_repair;    /* this PC holds good copies of all that is missing or damaged */
  gboolean    automatic;        /* running programs put it back, or follow, by themselves */
  char       *sentence;         /* translated: what happened */
  char       *advice;           /* translated: what to do */
} TapRift;
void     tap_rift_free        (TapRift          *self);

/* Compares the folder with this PC's replica and copies; changes nothing. Returns: (transfer full) */
TapRift *tap_rift_examine     (const char       *folder,
                               const char       *replica_dir,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* BEHIND, GAP, DAMAGED: puts this PC's good copies where they are missing; what stands there damaged is moved to quarantine first, never
 * deleted. @n_put: how many. Never into a folder that looks foreign or empty. */
gboolean tap_rift_put_back    (const char       *folder,
                               const char       *replica_dir,
                               guint            *n_put,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* DIVERGED, EPOCH: the folder's branch is the truth. Sets this PC's replica aside (@aside: where) and starts from the folder. What only
 * this PC has is kept as a list of entries to offer again (tap_rift_left_list()). A running program reloads. */
gboolean tap_rift_take_folder (const char       *folder,
                               const char       *replica_dir,
                               char            **aside,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

/* What tap_rift_take_folder(), or a running program that followed a restored station, set aside on this PC: a changeset cannot be run
 * again on another branch, so its entries are shown in words, for a person to enter anew. Kept until each was decided. */
typedef struct
{
  gint64        id;
  gint64        kept_unix;      /* when it was set aside */
  TapRiftEntry *entry;
} TapRiftLeft;
void       tap_rift_left_free   (TapRiftLeft    *self);
/* Those not decided yet, in order. Returns: (transfer full) of TapRiftLeft */
GPtrArray *tap_rift_left_list   (const char     *replica_dir,
                                 GError        **error);
/* Decided by a person: @entered: it was entered again, else it is given up. Its bytes stay in local.db all the same. */
gboolean   tap_rift_left_settle (const char     *replica_dir,
                                 gint64          id,
                                 gboolean        entered,
                                 GError        **error);

/* The shelf of tap_worker_keep_async(), while no program has the station open: small texts of this PC; NULL when never kept, or @text NULL:
 * taken away. */
char      *tap_rift_kept        (const char     *replica_dir,
                                 const char     *key);
gboolean   tap_rift_keep        (const char     *replica_dir,
                                 const char     *key,
                                 const char     *text,
                                 GError        **error);

/* Where this PC keeps its copy of the station in @folder, also while that folder is away; NULL with MISSING when it has none.
 * Returns: (transfer full) */
char    *tap_rift_find_replica (const char      *folder,
                                GError         **error);

/* A complete new station folder from this PC's replica and copies, in a folder that does not exist or is empty: for the hour the file
 * server is gone. @n_missing_files: photos and signatures this PC does not have; their names stand in missing-files.txt there.
 * The other PCs open it like any station; it has a new epoch. */
gboolean tap_rescue           (const char       *replica_dir,
                               const char       *new_folder,
                               guint64          *seq,
                               guint            *n_missing_files,
                               TapProgressFunc   progress,
                               gpointer          data,
                               GCancellable     *cancellable,
                               GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRift, tap_rift_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRiftEntry, tap_rift_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRiftLeft, tap_rift_left_free)

G_END_DECLS
