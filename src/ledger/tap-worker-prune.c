/* tap-worker-prune.c — old entries are packed by a program that is open anyway, in the background, without haste.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-prune.h"
#include "ledger/tap-worker-private.h"

#define PAUSE_MS 5

/* What the helper thread gets. It works through a ledger of its own, so that neither saving nor looking waits for it. */
struct _TapPruneWork
{
  GThread        *thread;
  GCancellable   *cancellable;
  char           *folder;
  TapPruneOptions options;
  int             done;         /* atomic */
};

static gpointer
prune_main (gpointer data)
{
  TapPruneWork *work = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapPruneReport) report = tap_prune_run (work->folder, &work->options, NULL, NULL, work->cancellable, &error);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("packing old entries: %s", error->message);
  else if (report != NULL && report->n_thousands > 0)
    g_message ("%s", report->sentence);
  g_atomic_int_set (&work->done, 1);
  return NULL;
}

static void
collect (TapWorker *self,
         gboolean   closing)
{
  TapPruneWork *work = self->share.prune_work;

  if (work == NULL || (!closing && !g_atomic_int_get (&work->done)))
    return;
  self->share.prune_work = NULL;
  g_cancellable_cancel (work->cancellable);
  g_thread_join (work->thread);
  g_object_unref (work->cancellable);
  g_free (work->folder);
  g_free (work);
}

void
_tap_share_prune (TapWorker *self,
                  gboolean   closing)
{
  gint64 now_us = g_get_monotonic_time ();
  TapPruneWork *work;

  collect (self, closing);
  if (self->share.next_prune_us == 0)
    self->share.next_prune_us = now_us + self->limits.prune_first_ms * G_TIME_SPAN_MILLISECOND;
  if (closing || self->limits.prune_days < 0 || self->share.prune_work != NULL || now_us < self->share.next_prune_us
      || self->share.trouble.state != TAP_LEDGER_IN_STEP)
    return;
  self->share.next_prune_us = now_us + self->limits.prune_every_ms * G_TIME_SPAN_MILLISECOND;
  work = g_new0 (TapPruneWork, 1);
  work->cancellable = g_cancellable_new ();
  work->folder = g_strdup (self->folder);
  work->options = (TapPruneOptions){ .older_than_days = self->limits.prune_days,
                                     .now_unix = _tap_share_now_unix (self),
                                     .pause_ms = PAUSE_MS };
  self->share.prune_work = work;
  work->thread = g_thread_new ("tap-prune", prune_main, work);
}
