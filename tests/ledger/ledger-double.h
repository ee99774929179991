/* ledger-double.h — a file server with bad days: the folder ledger behind a switchboard of faults.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger.h"

G_BEGIN_DECLS

#define LEDGER_TYPE_DOUBLE (ledger_double_get_type ())
G_DECLARE_FINAL_TYPE (LedgerDouble, ledger_double, LEDGER, DOUBLE, GObject)

typedef enum
{
  FAULT_NONE,
  FAULT_LOST_REPLY,             /* published, but the answer is an error */
  FAULT_NOT_SENT,               /* not published, and the answer is an error */
  FAULT_LATE,                   /* as before, and it happens later all the same: ledger_double_deliver() */
  FAULT_NO_ROOM,                /* refused for certain */
  FAULT_FALSE_TAKEN,            /* published, but the repeated request finds its own result and says "taken" */
  FAULT_FALSE_TAKEN_THEN_FAILS, /* as before, and then every call fails */
} PublishFault;

struct _LedgerDouble
{
  GObject      parent_instance;

  TapLedger   *inner;
  GMutex       lock;
  GCond        wake;
  /* Under the lock */
  gboolean     hangs;           /* every call blocks */
  gboolean     hangs_publish;   /* only the rename blocks, before it is done */
  gboolean     hangs_snapshot;  /* only putting one blocks, before it is done */
  gboolean     hangs_bury;      /* only what is done after a turn blocks */
  gboolean     fails;           /* every call is answered with an input/output error */
  gboolean     read_only;
  PublishFault fault;           /* of the next publish only */
  guint        failing_flushes;
  guint        failing_reads;
  int          slow_snapshot_ms;  /* so long a snapshot trickles in */
  guint        failing_withdraws;
  gint64       clock_us;        /* added to the server's clock */
  char        *late_staged;
  guint64      late_seq;
  guint        n_looks;
  guint        n_flushes;
};

LedgerDouble *ledger_double_new     (const char   *folder);
void          ledger_double_hang    (LedgerDouble *self,
                                     gboolean      hangs);
void          ledger_double_set     (LedgerDouble *self,
                                     PublishFault  fault);
/* The rename that was lost on the way arrives now. TRUE: it still found something to publish. */
gboolean      ledger_double_deliver (LedgerDouble *self);

/* As tap_worker_new(), on another ledger; declared by the worker's private header, which tests leave alone but for this. */
TapWorker    *_tap_worker_new_on    (const TapWorkerOptions *options,
                                     TapLedger              *ledger);

G_END_DECLS
