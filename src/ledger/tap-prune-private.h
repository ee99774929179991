/* tap-prune-private.h — what the parts of packing share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger-folder-private.h"
#include "ledger/tap-prune.h"

G_BEGIN_DECLS

typedef struct
{
  const char            *folder;
  const TapPruneOptions *options;
  TapLedger             *ledger;
  TapStationFile        *station;
  TapLedgerFolder       *self;          /* the same ledger, as what it is */
  TapProgressFunc        progress;
  gpointer               data;
  GCancellable          *cancellable;
  gboolean               covers_known;
  guint64                covered_seq;   /* two good snapshots stand at this number or above */
  guint8                 previous[TAP_HASH_LEN];        /* of the entry before the thousand under way */
  TapPruneReport        *report;
} TapPrune;

/* tap-prune-cover.c: up to which number two good snapshots cover the log; FALSE with an error when it could not be found out. */
gboolean _tap_prune_find_cover  (TapPrune   *self,
                                 GError    **error);

/* tap-prune-swap.c: the thousand's folder goes, the file of its name comes. */
gboolean _tap_prune_put_pack    (TapPrune   *self,
                                 guint64     thousand,
                                 GPtrArray  *files,
                                 GError    **error);
gboolean _tap_prune_swap        (TapPrune   *self,
                                 guint64     thousand,
                                 GError    **error);
/* What a run that was killed left half done. */
gboolean _tap_prune_finish_left (TapPrune   *self,
                                 GError    **error);
/* The first number of @thousand in this epoch. */
guint64  _tap_prune_first       (TapPrune   *self,
                                 guint64     thousand);

G_END_DECLS
