/* test-worker.c — workers on one station: saved is saved, once, on every PC.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "ledger-fixture.h"

static void
test_saves_and_reads (void)
{
  char *folder = fixture_station ();
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  g_autofree char *text = NULL;
  gint64 id;

  g_assert_no_error (error);
  g_assert_cmpint (tap_worker_get_state (worker), ==, TAP_LEDGER_IN_STEP);
  g_assert_cmpstr (tap_worker_get_station_name (worker), ==, "Riverside \"North\"");
  g_assert_true (fixture_add (worker, "hello", NULL, &id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  text = fixture_text (worker, "SELECT text FROM note");
  g_assert_cmpstr (text, ==, "hello");
  g_assert_cmpuint (tap_worker_get_seq (worker), ==, 3);
  fixture_close (worker);
  fixture_remove (folder);
  fixture_remove (dir);
}

static void
test_second_sees_it (void)
{
  char *folder = fixture_station ();
  char *dir_a = fixture_dir ();
  char *dir_b = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *a = fixture_open (folder, dir_a, &error);
  TapWorker *b = fixture_open (folder, dir_b, &error);
  g_autofree char *content_a = NULL;
  g_autofree char *content_b = NULL;

  g_assert_no_error (error);
  for (int i = 0; i < 10; i++)
    g_assert_true (fixture_add (i % 2 == 0 ? a : b, "note", NULL, NULL, &error));
  fixture_wait_seq (a, 12);
  fixture_wait_seq (b, 12);
  content_a = fixture_content (a);
  content_b = fixture_content (b);
  g_assert_cmpstr (content_a, ==, content_b);
  fixture_close (a);
  fixture_close (b);
  fixture_remove (folder);
  fixture_remove (dir_a);
  fixture_remove (dir_b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/worker/saves-and-reads", test_saves_and_reads);
  g_test_add_func ("/ledger/worker/a-second-pc-sees-it", test_second_sees_it);
  return g_test_run ();
}
