/* tap-steps.h — where long work stands: tells it at a bearable rate, and carries the wish to stop (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-progress.h"

G_BEGIN_DECLS

typedef struct
{
  TapProgressFunc func;         /* NULL: nobody asks */
  gpointer        data;
  GCancellable   *cancellable;

  const char     *step;
  gint64          done, total;
  gint64          told_us;      /* monotonic */
} TapSteps;

/* Ends the step before. @step: translated, stays. */
void     tap_steps_begin     (TapSteps   *self,
                              const char *step,
                              gint64      total);
void     tap_steps_add       (TapSteps   *self,
                              gint64      n);
/* A TapCopyFunc; the data is the TapSteps. */
void     tap_steps_copied    (gsize       bytes,
                              gpointer    self);
void     tap_steps_end       (TapSteps   *self);
/* TRUE with G_IO_ERROR_CANCELLED. */
gboolean tap_steps_cancelled (TapSteps   *self,
                              GError    **error);

G_END_DECLS
