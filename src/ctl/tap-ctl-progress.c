/* tap-ctl-progress.c — long work: on a thread of its own, with a bar on standard error, ended by Ctrl-C.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "ctl/tap-ctl.h"

#define BAR_WIDTH 24

typedef struct
{
  TapCtlWorkFunc func;
  gpointer       data;
  gboolean       terminal;
  GCancellable  *cancellable;
  const char    *step;          /* told last; of the working thread */
  GError        *error;
  gboolean       ok;
  guint          signals[2];
} Work;

/* --- telling --------------------------------------------------------------------------------- */

static void
print_bar (const char *step,
           gint64      done,
           gint64      total)
{
  int filled = total > 0 ? (int) (done * BAR_WIDTH / total) : 0;
  g_autoptr (GString) bar = g_string_new (NULL);

  for (int i = 0; i < BAR_WIDTH && total > 0; i++)
    g_string_append (bar, i < filled ? "█" : "░");
  if (total > 0)
    g_printerr ("\r\033[K%s  %s %3d %%", step, bar->str, (int) (done * 100 / total));
  else
    g_printerr ("\r\033[K%s …", step);
}

/* Where nobody watches, one line a step is enough. */
static void
progress_cb (const char *step,
             gint64      done,
             gint64      total,
             gpointer    data)
{
  Work *work = data;

  if (work->terminal)
    print_bar (step, done, total);
  else if (work->step != step)
    g_printerr ("%s …\n", step);
  work->step = step;
}

/* --- working --------------------------------------------------------------------------------- */

/* The second signal ends the program at once: a call that hangs in the kernel cannot be cancelled, and killing is safe. */
static gboolean
signal_cb (gpointer data)
{
  Work *work = data;

  g_cancellable_cancel (work->cancellable);
  g_clear_handle_id (&work->signals[0], g_source_remove);
  g_clear_handle_id (&work->signals[1], g_source_remove);
  return G_SOURCE_CONTINUE;
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;

  work->ok = work->func (work->data, progress_cb, work, work->cancellable, &work->error);
  g_task_return_boolean (task, TRUE);
}

gboolean
tap_ctl_work (TapCtlWorkFunc   func,
              gpointer         data,
              GError         **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  Work work = { .func = func, .data = data, .terminal = isatty (STDERR_FILENO), .cancellable = cancellable };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, tap_ctl_await_cb, &result);

  work.signals[0] = g_unix_signal_add (SIGINT, signal_cb, &work);
  work.signals[1] = g_unix_signal_add (SIGTERM, signal_cb, &work);
  g_task_set_source_tag (task, tap_ctl_work);
  g_task_set_task_data (task, &work, NULL);
  g_task_run_in_thread (task, work_thread);
  tap_ctl_await (&result);
  g_clear_handle_id (&work.signals[0], g_source_remove);
  g_clear_handle_id (&work.signals[1], g_source_remove);
  if (work.terminal && work.step != NULL)
    g_printerr ("\r\033[K");
  if (work.error != NULL)
    g_propagate_error (error, work.error);
  return work.ok;
}

gint64
tap_ctl_now_unix (TapCtl *ctl)
{
  const char *text = g_getenv ("TAPPET_NOW");

  if (ctl->store != NULL)
    return tap_store_now_unix (ctl->store);
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : g_get_real_time () / G_USEC_PER_SEC;
}
