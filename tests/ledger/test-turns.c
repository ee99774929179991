/* test-turns.c — turns and glances: who writes without pause gives way, and what saves a request sees what the request would have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger-fixture.h"

#define N_BEHIND 400

typedef struct
{
  char *folder;
  char *dir;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = fixture_station ();
  fixture->dir = fixture_dir ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  fixture_remove (fixture->folder);
  fixture_remove (fixture->dir);
}

static void
add (TapWorker *worker)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_add (worker, "x", NULL, NULL, &error));
  g_assert_no_error (error);
}

/* Never overtaken he seems to be alone; the one who does not get his turn has said so in the folder. */
static void
test_gives_way (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *want = g_build_filename (fixture->folder, "log", "1", "want-another-pc", NULL);
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (fixture->folder, fixture->dir, &error);
  gint64 began_us;
  gint64 longest_us = 0;

  g_assert_no_error (error);
  add (worker);
  g_assert_true (g_file_set_contents (want, "", 0, NULL));
  began_us = g_get_monotonic_time ();
  while (longest_us < 200 * G_TIME_SPAN_MILLISECOND && g_get_monotonic_time () - began_us < 5 * G_USEC_PER_SEC)
    {
      gint64 from_us = g_get_monotonic_time ();

      add (worker);
      longest_us = MAX (longest_us, g_get_monotonic_time () - from_us);
    }
  g_assert_cmpint (longest_us, >=, 200 * G_TIME_SPAN_MILLISECOND);
  fixture_close (worker);
}

/* Looks and tail checks by the clock are switched off: only what a save itself does is left. */
static TapWorker *
open_without_looks (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  TapLedgerLimits limits;
  TapWorkerOptions options = fixture_options (fixture->folder, fixture->dir, &limits);
  TapWorker *worker;

  fixture_limits (&limits);
  limits.look_ms = limits.tail_check_ms = limits.presence_ms = G_MAXINT / 2;
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  add (worker);
  add (worker);
  return worker;
}

static char *
find_tail (Fixture   *fixture,
           TapWorker *worker)
{
  return g_strdup_printf ("%s/log/1/0000/%" G_GUINT64_FORMAT ".txn/t", fixture->folder, tap_worker_get_seq (worker));
}

static void
assert_refused (TapWorker *worker)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (fixture_add (worker, "behind it", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK);
}

/* Same place, same size, same time of change: the one thing that cannot be set back gives it away. */
static void
test_sees_rewritten (Fixture      *fixture,
                     gconstpointer data)
{
  TapWorker *worker = open_without_looks (fixture);
  g_autofree char *path = find_tail (fixture, worker);
  struct stat before;
  struct timespec times[2];
  guint8 last;
  int fd = open (path, O_RDWR);

  g_assert_cmpint (fstat (fd, &before), ==, 0);
  g_assert_cmpint (pread (fd, &last, 1, before.st_size - 1), ==, 1);
  last ^= 1;
  /* Clocks of files tick coarsely. */
  g_usleep (20000);
  g_assert_cmpint (pwrite (fd, &last, 1, before.st_size - 1), ==, 1);
  times[0] = before.st_atim;
  times[1] = before.st_mtim;
  g_assert_cmpint (futimens (fd, times), ==, 0);
  close (fd);
  assert_refused (worker);
  fixture_close (worker);
}

/* A copy of the folder was put in its place, and somebody wrote on in it: same name, same size. */
static void
test_sees_replaced (Fixture      *fixture,
                    gconstpointer data)
{
  TapWorker *worker = open_without_looks (fixture);
  g_autofree char *path = find_tail (fixture, worker);
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  g_autofree char *content = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  content[size - 1] ^= 1;
  g_assert_true (g_file_set_contents (other, content, (gssize) size, NULL));
  g_assert_cmpint (g_rename (other, path), ==, 0);
  assert_refused (worker);
  fixture_close (worker);
}

static void
test_sees_gone (Fixture      *fixture,
                gconstpointer data)
{
  TapWorker *worker = open_without_looks (fixture);
  g_autofree char *path = find_tail (fixture, worker);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *aside = g_strconcat (fixture->folder, "/files/aside", NULL);

  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  assert_refused (worker);
  fixture_close (worker);
}

/* Another station with the same files in its log: only station.json tells. */
static void
test_sees_other_station (Fixture      *fixture,
                         gconstpointer data)
{
  TapWorker *worker = open_without_looks (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "station.json", NULL);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  char *id;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  id = strstr (content, tap_worker_get_station_id (worker));
  g_assert_nonnull (id);
  id[0] = id[0] == '0' ? '1' : '0';
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_false (fixture_add (worker, "into a foreign folder", NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
  fixture_close (worker);
}

/* Helpers read ahead while others publish: whoever was away ends with the same rows. */
static void
test_catches_up (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *dir = fixture_dir ();
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (fixture->folder, fixture->dir, &error);
  TapWorker *other;

  for (int i = 0; i < N_BEHIND; i++)
    add (worker);
  other = fixture_open (fixture->folder, dir, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tap_worker_get_seq (other), ==, tap_worker_get_seq (worker));
  add (worker);
  fixture_wait_seq (other, tap_worker_get_seq (worker));
  found = fixture_content (other);
  wanted = fixture_content (worker);
  g_assert_cmpstr (found, ==, wanted);
  fixture_close (other);
  fixture_close (worker);
  fixture_remove (g_steal_pointer (&dir));
}

#define ADD(name, func) g_test_add ("/ledger/turns/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("who-writes-without-pause-gives-way", test_gives_way);
  ADD ("a-glance-sees-a-rewritten-tail", test_sees_rewritten);
  ADD ("a-glance-sees-a-replaced-tail", test_sees_replaced);
  ADD ("a-glance-sees-that-the-tail-is-gone", test_sees_gone);
  ADD ("a-glance-sees-another-station", test_sees_other_station);
  ADD ("who-was-away-catches-up", test_catches_up);
  return g_test_run ();
}
