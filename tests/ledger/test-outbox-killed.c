/* test-outbox-killed.c — a program is killed in the middle of saving what waited: nothing is lost, nothing is doubled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "outbox-fixture.h"

/* More than travel together, so that the run takes two transactions. */
#define N_ENTRIES 40

static const char *own_path;

static gboolean
is_empty (gpointer data)
{
  g_autoptr(GPtrArray) entries = tap_worker_get_outbox (data);

  return entries->len == 0;
}

/* --child FOLDER REPLICA: opens the station and saves what waits. */
static int
run_child (char **argv)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  limits.cut_off_ms = 8000;
  options = fixture_options (argv[0], argv[1], &limits);
  options.outbox_read = outbox_read;
  worker = tap_worker_new (&options);
  if (!fixture_start (worker, &error))
    return 1;
  fixture_spin (50);
  fixture_wait (is_empty, worker, "an empty outbox");
  fixture_close (worker);
  puts ("empty");
  return 0;
}

/* --diverted FOLDER REPLICA: takes a command up, hears nothing of the share, writes it down, and is gone at that moment. */
static int
run_diverted (char **argv)
{
  LedgerDouble *share = ledger_double_new (argv[0]);
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (argv[0], argv[1], &limits);
  options.outbox_read = outbox_read;
  worker = _tap_worker_new_on (&options, TAP_LEDGER (share));
  if (!fixture_start (worker, &error))
    return 1;
  ledger_double_hang (share, TRUE);
  if (!outbox_enter (worker, "note", "diverted", "diverted", 3, &error)
      && g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    raise (SIGKILL);
  return 2;
}

static char *
run_and_kill (Outbox      *self,
              const char  *mode,
              const char  *stop_at,
              gboolean    *killed)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *said = NULL;

  if (stop_at != NULL)
    g_subprocess_launcher_setenv (launcher, "TAPPET_STOP_AT", stop_at, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, own_path, mode, self->folder, self->dir, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error));
  *killed = g_subprocess_get_if_signaled (process) && g_subprocess_get_term_sig (process) == SIGKILL;
  return said;
}

static void
enter_all (Outbox     *self,
           const char *round)
{
  outbox_fail (self, TRUE);
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *operation = g_strdup_printf ("%s/%02u", round, i);

      outbox_must_wait (self->worker, "note", operation, operation, 1 + i % 5);
    }
  fixture_close (g_steal_pointer (&self->worker));
  g_mutex_lock (&self->share->lock);
  self->share->fails = FALSE;
  g_mutex_unlock (&self->share->lock);
}

/* Each one once, and in the order of the entries. */
static void
check_all (Outbox     *self,
           const char *round)
{
  g_autofree char *count = g_strdup_printf ("SELECT count(*), count(DISTINCT text) FROM note WHERE text LIKE '%s/%%'", round);
  g_autofree char *found = fixture_text (self->worker, count);
  g_autofree char *wanted = g_strdup_printf ("%d|%d", N_ENTRIES, N_ENTRIES);

  g_assert_cmpstr (found, ==, wanted);
}

static void
killed_at_every_step (Outbox       *self,
                      gconstpointer data)
{
  static const char *const steps[] = {
    "before-staging", "after-staging", "before-publish", "after-publish", "before-flush", "after-flush", "before-apply",
    "after-apply", "before-publish:2", "after-publish:2", "after-apply:2",
  };
  guint64 n_verified;
  g_autoptr(GError) error = NULL;
  char *other_dir = fixture_dir ();
  TapWorker *other;
  guint n_killed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *said = NULL;
      gboolean killed;

      g_test_message ("%s", steps[i]);
      enter_all (self, steps[i]);
      said = run_and_kill (self, "--child", steps[i], &killed);
      g_assert_true (killed);
      g_assert_cmpstr (said, ==, "");
      n_killed++;
      /* Without help. */
      self->worker = outbox_worker (self, self->dir, "tappet", outbox_read);
      fixture_spin (30);
      fixture_wait (is_empty, self->worker, "an empty outbox");
      check_all (self, steps[i]);
    }
  g_assert_cmpuint (n_killed, ==, G_N_ELEMENTS (steps));
  /* As a PC has it that was never there. */
  other = fixture_open (self->folder, other_dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (other, "SELECT count(*) FROM note"), ==, N_ENTRIES * (gint64) G_N_ELEMENTS (steps));
  fixture_close (other);
  fixture_remove (other_dir);
  g_assert_true (tap_station_verify (self->folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
a_dead_carrier_can_be_decided_about (Outbox       *self,
                                     gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean killed;

  enter_all (self, "carried");
  said = run_and_kill (self, "--child", "before-publish", &killed);
  g_assert_true (killed);
  /* A program that does not understand the entries finds them free again once what the dead one had staged is given up. */
  self->worker = outbox_worker (self, self->dir, "tappet", outbox_read_none);
  fixture_spin (50);
  g_assert_true (outbox_drop (self->worker, "carried/00", &error));
  g_assert_no_error (error);
  fixture_close (g_steal_pointer (&self->worker));
  self->worker = outbox_worker (self, self->dir, "tappet", outbox_read);
  fixture_spin (50);
  fixture_wait (is_empty, self->worker, "an empty outbox");
  g_assert_cmpint (outbox_notes (self->worker, "carried/00"), ==, 0);
  g_assert_cmpint (outbox_notes (self->worker, "carried/39"), ==, 1);
}

/* Of the try that was broken off nothing is told: its end is that of the entry. */
static void
killed_after_a_try_was_broken_off (Outbox       *self,
                                   gconstpointer data)
{
  g_autofree char *said = NULL;
  gboolean killed;

  fixture_close (g_steal_pointer (&self->worker));
  said = run_and_kill (self, "--diverted", NULL, &killed);
  g_assert_true (killed);
  g_string_truncate (self->settled, 0);
  self->worker = outbox_worker (self, self->dir, "tappet", outbox_read);
  fixture_spin (50);
  fixture_wait (is_empty, self->worker, "an empty outbox");
  fixture_spin (50);
  g_assert_cmpint (outbox_notes (self->worker, "diverted"), ==, 1);
  g_assert_cmpstr (self->settled->str, ==, "diverted+");
}

int
main (int    argc,
      char **argv)
{
  own_path = argv[0];
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return run_child (argv + 2);
  if (argc == 4 && strcmp (argv[1], "--diverted") == 0)
    return run_diverted (argv + 2);
  g_test_init (&argc, &argv, NULL);
  OUTBOX_TEST ("/ledger/outbox/killed_at_every_step", killed_at_every_step);
  OUTBOX_TEST ("/ledger/outbox/a_dead_carrier_can_be_decided_about", a_dead_carrier_can_be_decided_about);
  OUTBOX_TEST ("/ledger/outbox/killed_after_a_try_was_broken_off", killed_after_a_try_was_broken_off);
  return g_test_run ();
}
