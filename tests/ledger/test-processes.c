/* test-processes.c — several processes on one station: killed at every step, and writing without pause.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "ledger-fixture.h"

static const char *own_path;

/* --- the other side: this program run again ---------------------------------------------------- */

/* --child FOLDER REPLICA PROGRAM N OPERATION: saves N notes and prints a line for each that was acknowledged. */
static int
run_child (char **argv)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;
  int n = atoi (argv[3]);

  fixture_limits (&limits);
  limits.cut_off_ms = 8000;
  options = fixture_options (argv[0], argv[1], &limits);
  options.program = argv[2];
  options.passive = strcmp (argv[2], "tappetctl") == 0;
  worker = tap_worker_new (&options);
  if (!fixture_start (worker, &error))
    {
      printf ("failed %s\n", error->message);
      return 1;
    }
  for (int i = 0; i < n; i++)
    {
      g_autofree char *operation = n == 1 ? g_strdup (argv[4]) : g_strdup_printf ("%s-%d", argv[4], i);

      if (fixture_add (worker, operation, operation, NULL, &error))
        printf ("saved %s\n", operation);
      else
        printf ("failed %s\n", error->message);
      fflush (stdout);
      g_clear_error (&error);
    }
  fixture_close (worker);
  return 0;
}

static GSubprocess *
spawn (const char *folder,
       const char *replica,
       const char *program,
       int         n,
       const char *operation,
       const char *stop_at)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *count = g_strdup_printf ("%d", n);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  if (stop_at != NULL)
    g_subprocess_launcher_setenv (launcher, "TAPPET_STOP_AT", stop_at, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, own_path, "--child", folder, replica, program, count,
                                         operation, NULL);
  g_assert_no_error (error);
  return process;
}

static char *
wait_for (GSubprocess *process)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);
  return text;
}

/* --- killed at every step ------------------------------------------------------------------------ */

typedef struct
{
  guint    n;
  gboolean saved;
  char    *operation_id;
} Settled;

static void
settled_cb (TapWorker  *worker,
            const char *operation_id,
            gboolean    saved,
            Settled    *settled)
{
  settled->n++;
  settled->saved = saved;
  g_free (settled->operation_id);
  settled->operation_id = g_strdup (operation_id);
}

static TapWorker *
open_listening (const char *folder,
                const char *dir,
                Settled    *settled)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  options = fixture_options (folder, dir, &limits);
  worker = tap_worker_new (&options);
  g_signal_connect (worker, "settled", G_CALLBACK (settled_cb), settled);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  fixture_spin (10);
  return worker;
}

static guint
count_entries (const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_every_step (void)
{
  static const struct
  {
    const char *step;
    gboolean    saved;
  } steps[] = {
    { "before-staging", FALSE }, { "after-staging", FALSE }, { "before-publish", FALSE }, { "after-publish", TRUE },
    { "before-flush", TRUE },    { "after-flush", TRUE },    { "before-apply", TRUE },    { "after-apply", TRUE },
  };
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  char *other_dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *other = fixture_open (folder, other_dir, &error);
  guint n_hit = 0;
  guint64 n_verified;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *operation = g_uuid_string_random ();
      g_autoptr(GSubprocess) child = spawn (folder, dir, "tappet", 1, operation, steps[i].step);
      g_autofree char *said = wait_for (child);
      g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM note WHERE text = '%s'", operation);
      g_autofree char *content = NULL;
      g_autofree char *other_content = NULL;
      Settled settled = { 0 };
      TapWorker *worker;

      g_test_message ("%s", steps[i].step);
      g_assert_true (g_subprocess_get_if_signaled (child));
      g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
      g_assert_cmpstr (said, ==, "");
      n_hit++;
      worker = open_listening (folder, dir, &settled);
      /* The restart knows how it ended, and says so once. */
      g_assert_cmpuint (settled.n, ==, 1);
      g_assert_cmpstr (settled.operation_id, ==, operation);
      g_assert_cmpint (settled.saved, ==, steps[i].saved);
      g_assert_cmpint (fixture_count (worker, count), ==, steps[i].saved ? 1 : 0);
      /* The form asks again: done once, whatever happened before. */
      g_assert_true (fixture_add (worker, operation, operation, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (fixture_count (worker, count), ==, 1);
      fixture_wait_seq (other, tap_worker_get_seq (worker));
      content = fixture_content (worker);
      other_content = fixture_content (other);
      g_assert_cmpstr (content, ==, other_content);
      fixture_close (worker);
      g_assert_cmpuint (count_entries (folder, "staging"), ==, 0);
      g_free (settled.operation_id);
    }
  g_assert_cmpuint (n_hit, ==, 8);
  fixture_close (other);
  g_assert_true (tap_station_verify (folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_verified, ==, 2 + 8);
  fixture_remove (folder);
  fixture_remove (dir);
  fixture_remove (other_dir);
}

/* A program of another kind finds the rest of a dead one: it settles it, and the news waits for whom it concerns. */
static void
test_settled_for_another (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autofree char *operation = g_uuid_string_random ();
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GSubprocess) ctl = NULL;
  g_autofree char *said = NULL;
  g_autofree char *ctl_said = NULL;
  Settled settled = { 0 };
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);

  g_assert_no_error (error);
  fixture_close (worker);
  child = spawn (folder, dir, "tappet", 1, operation, "after-publish");
  said = wait_for (child);
  ctl = spawn (folder, dir, "tappetctl", 1, "by-ctl", NULL);
  ctl_said = wait_for (ctl);
  g_assert_cmpstr (ctl_said, ==, "saved by-ctl\n");
  worker = open_listening (folder, dir, &settled);
  g_assert_cmpuint (settled.n, ==, 1);
  g_assert_true (settled.saved);
  g_assert_cmpint (fixture_count (worker, "SELECT count(*) FROM note"), ==, 2);
  fixture_close (worker);
  /* Said once. */
  g_clear_pointer (&settled.operation_id, g_free);
  settled.n = 0;
  worker = open_listening (folder, dir, &settled);
  g_assert_cmpuint (settled.n, ==, 0);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
}

/* --- writing without pause ----------------------------------------------------------------------- */

#define N_WRITERS 6
#define N_NOTES 12

static void
check_acknowledged (TapWorker *worker,
                    GPtrArray *said,
                    guint     *n_saved)
{
  *n_saved = 0;
  for (guint i = 0; i < said->len; i++)
    {
      g_auto(GStrv) lines = g_strsplit (said->pdata[i], "\n", -1);

      for (guint k = 0; lines[k] != NULL && lines[k][0] != '\0'; k++)
        {
          g_autofree char *count = NULL;

          if (!g_str_has_prefix (lines[k], "saved "))
            g_error ("refused: %s", lines[k]);
          count = g_strdup_printf ("SELECT count(*) FROM note WHERE text = '%s'", lines[k] + 6);
          g_assert_cmpint (fixture_count (worker, count), ==, 1);
          (*n_saved)++;
        }
    }
}

/* Writers on replicas of their own and two that share one; @killed of them die in the middle. */
static void
run_writers (guint killed)
{
  char *folder = fixture_station ();
  char *dirs[N_WRITERS];
  GSubprocess *writers[N_WRITERS];
  g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  char *own_dir = fixture_dir ();
  TapWorker *worker;
  guint n_saved;
  guint64 n_verified;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_autofree char *operation = g_strdup_printf ("w%u", i);

      dirs[i] = i == 1 ? g_strdup (dirs[0]) : fixture_dir ();
      writers[i] = spawn (folder, dirs[i], i == 1 ? "tappetctl" : "tappet", N_NOTES, operation, NULL);
    }
  for (guint i = 0; i < killed; i++)
    {
      g_usleep (150000);
      g_subprocess_send_signal (writers[2 + i], SIGKILL);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    g_ptr_array_add (said, wait_for (writers[i]));
  worker = fixture_open (folder, own_dir, &error);
  g_assert_no_error (error);
  check_acknowledged (worker, said, &n_saved);
  if (killed == 0)
    g_assert_cmpuint (n_saved, ==, N_WRITERS * N_NOTES);
  g_assert_cmpuint (n_saved, >=, (N_WRITERS - killed) * N_NOTES);
  first = fixture_content (worker);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      TapWorker *peer = fixture_open (folder, dirs[i], &error);
      g_autofree char *content = NULL;

      g_assert_no_error (error);
      content = fixture_content (peer);
      g_assert_cmpstr (content, ==, first);
      fixture_close (peer);
    }
  fixture_close (worker);
  g_assert_true (tap_station_verify (folder, &n_verified, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_clear_object (&writers[i]);
      fixture_remove (dirs[i]);
    }
  fixture_remove (own_dir);
  fixture_remove (folder);
}

static void
test_writers (void)
{
  run_writers (0);
}

static void
test_killed_writers (void)
{
  run_writers (3);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 7 && strcmp (argv[1], "--child") == 0)
    return run_child (argv + 2);
  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/processes/killed-at-every-step", test_every_step);
  g_test_add_func ("/ledger/processes/settled-by-another-program", test_settled_for_another);
  g_test_add_func ("/ledger/processes/writers-lose-nothing", test_writers);
  g_test_add_func ("/ledger/processes/killed-writers-lose-nothing", test_killed_writers);
  return g_test_run ();
}
