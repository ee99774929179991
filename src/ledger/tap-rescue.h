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
  gboolean elsewhere;           /* the other side has the same operation under another number: nothing of it would be lost */
} TapRiftEntry;

typedef struct
{
  TapRiftKind kind;
  guint64     common_seq;       /* the last transaction both sides have with the same hash; 0: none */
  guint64     folder_seq, pc_seq;
  guint64     first_bad;        /* GAP, DAMAGED: the first number in trouble */
  GPtrArray  *only_pc;          /* of TapRiftEntry: lost for all when the folder's branch is taken */
  GPtrArray  *only_folder;      /* of TapRiftEntry: not known on this PC */
  gboolean    pc_can_repair;    /* this PC holds good copies of all that is missing or damaged */
  gboolean    automatic;        /* running programs put it back by themselves */
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

G_END_DECLS
