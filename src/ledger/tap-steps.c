/* tap-steps.c — where long work stands: tells it at a bearable rate, and carries the wish to stop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ledger/tap-steps.h"

#define TELL_US (G_USEC_PER_SEC / 10)

static void
tell (TapSteps *self)
{
  self->told_us = g_get_monotonic_time ();
  if (self->func != NULL && self->step != NULL)
    self->func (self->step, self->done, self->total, self->data);
}

void
tap_steps_begin (TapSteps   *self,
                 const char *step,
                 gint64      total)
{
  tap_steps_end (self);
  self->step = step;
  self->done = 0;
  self->total = total;
  tell (self);
}

void
tap_steps_add (TapSteps *self,
               gint64    n)
{
  self->done += n;
  if (g_get_monotonic_time () - self->told_us >= TELL_US)
    tell (self);
}

void
tap_steps_copied (gsize    bytes,
                  gpointer self)
{
  tap_steps_add (self, (gint64) bytes);
}

void
tap_steps_end (TapSteps *self)
{
  if (self->step == NULL)
    return;
  self->total = self->done = MAX (self->done, self->total);
  tell (self);
  self->step = NULL;
}

gboolean
tap_steps_cancelled (TapSteps *self,
                     GError  **error)
{
  if (!g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
  return TRUE;
}
