/* bench-commit.c — one move, one look, one glance: what they cost on the station folder, beside bare system calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-commit moves FOLDER REPLICA N     N moves back and forth; JSON with times and statements; marks each for strace
 * bench-commit looks FOLDER REPLICA N     N looks with nothing new; marks begin and end
 * bench-commit bare DIR N BYTES           mkdir, write, fsync, rename, append, fsync of the same sizes
 * bench-commit watch FOLDER REPLICA       prints the monotonic time of each change of another PC, until killed
 * bench-commit open FOLDER REPLICA BEHIND opens it and closes it again; JSON with the times; a snapshot is written when the newest is BEHIND
 * bench-commit mover FOLDER REPLICA N MS  N moves, MS apart; prints the monotonic time each was asked for
 *
 * A mark is an access() of a name that does not exist: it stands in the trace between the calls it parts.
 */
#define G_LOG_DOMAIN "tap-bench"
#include "config.h"

#include "store/tap-store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  GMainLoop    *loop;
  GAsyncResult *result;
} Wait;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

static GAsyncResult *
finish (Wait *wait)
{
  g_main_loop_run (wait->loop);
  return g_steal_pointer (&wait->result);
}

/* Every statement of every connection of this process, the ledger's own too. */
static int n_statements;

static int
statement_cb (unsigned  type,
              void     *data,
              void     *statement,
              void     *text)
{
  g_atomic_int_inc (&n_statements);
  return 0;
}

static int
watch_connection (sqlite3    *db,
                  char      **message,
                  const void *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, statement_cb, NULL);
}

static void
die (GError *error)
{
  g_printerr ("bench-commit: %s\n", error->message);
  exit (1);
}

static void
mark (const char *what)
{
  g_autofree char *name = g_strdup_printf ("/bench-mark/%s", what);

  if (access (name, F_OK) == 0)
    g_printerr ("%s exists\n", name);
}

static TapStore *
open_store (Wait       *wait,
            const char *folder,
            const char *replica,
            int         look_ms)
{
  TapLedgerLimits limits;
  TapStoreOptions options = { .folder = folder, .replica_dir = replica, .program = "bench", .limits = &limits };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapStore *store;

  tap_ledger_limits_default (&limits);
  if (look_ms > 0)
    limits.look_ms = look_ms;
  limits.presence_ms = limits.tail_check_ms = G_MAXINT / 2;
  store = tap_store_new (&options);
  tap_store_open_async (store, NULL, done_cb, wait);
  result = finish (wait);
  if (!tap_store_open_finish (store, result, &error))
    die (error);
  return store;
}

/* The visit that is moved: the first in reception, between arrival and consultation. */
static TapCard *
find_card (Wait     *wait,
           TapStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapBoardData *data;
  TapCard *found = NULL;

  tap_store_load_board_async (store, tap_store_now_unix (store), NULL, done_cb, wait);
  result = finish (wait);
  data = tap_store_load_board_finish (store, result, &error);
  if (data == NULL)
    die (error);
  for (guint i = 0; i < data->cards->len && found == NULL; i++)
    {
      TapCard *card = g_ptr_array_index (data->cards, i);

      if (card->stage == TAP_STAGE_ARRIVED || card->stage == TAP_STAGE_CONSULT)
        found = tap_card_ref (card);
    }
  tap_board_data_free (data);
  if (found == NULL)
    {
      g_printerr ("bench-commit: no card in reception\n");
      exit (1);
    }
  return found;
}

static gint64
actor (TapStore *store)
{
  TapStationData *station = tap_store_get_station (store);

  return station->demo_staff_id;
}

static void
move_once (Wait     *wait,
           TapStore *store,
           gint64    visit_id,
           TapStage *stage)
{
  TapMoveInput input = { .visit_id = visit_id, .expected_from = *stage };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  input.to = *stage == TAP_STAGE_ARRIVED ? TAP_STAGE_CONSULT : TAP_STAGE_ARRIVED;
  input.reason = input.to == TAP_STAGE_ARRIVED ? "bench" : NULL;
  tap_store_move_async (store, actor (store), &input, NULL, done_cb, wait);
  result = finish (wait);
  if (!tap_store_move_finish (store, result, NULL, &error))
    die (error);
  *stage = input.to;
}

static int
compare_double (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_times (const char *name,
             GArray     *ms)
{
  g_array_sort (ms, compare_double);
  printf ("{\"what\": \"%s\", \"n\": %u, \"median_ms\": %.3f, \"p95_ms\": %.3f, \"max_ms\": %.3f", name, ms->len,
          g_array_index (ms, double, ms->len / 2), g_array_index (ms, double, ms->len * 95 / 100),
          g_array_index (ms, double, ms->len - 1));
}

static int
moves (Wait  *wait,
       char **argv)
{
  TapStore *store = open_store (wait, argv[2], argv[3], 3600 * 1000);
  g_autoptr (TapCard) card = find_card (wait, store);
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  TapStage stage = card->stage;
  int n = atoi (argv[4]);
  guint statements = 0;

  move_once (wait, store, card->id, &stage);
  move_once (wait, store, card->id, &stage);
  for (int i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();
      double took;

      mark ("move");
      move_once (wait, store, card->id, &stage);
      mark ("moved");
      took = (g_get_monotonic_time () - start) / 1e3;
      g_array_append_val (ms, took);
      statements = MAX (statements, tap_store_statement_count ());
    }
  print_times ("move", ms);
  printf (", \"statements_per_move\": %u}\n", statements);
  return 0;
}

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static int
looks (Wait  *wait,
       char **argv)
{
  int n = atoi (argv[4]);
  TapStore *store = open_store (wait, argv[2], argv[3], 20);
  int before;

  g_timeout_add (300, stop_cb, wait->loop);
  g_main_loop_run (wait->loop);
  before = g_atomic_int_get (&n_statements);
  mark ("looks");
  g_timeout_add (n * 20, stop_cb, wait->loop);
  g_main_loop_run (wait->loop);
  mark ("looked");
  printf ("{\"what\": \"look\", \"statements\": %d}\n", g_atomic_int_get (&n_statements) - before);
  fflush (stdout);
  (void) store;
  _exit (0);
}

static void
check (gboolean    ok,
       const char *what)
{
  if (!ok)
    {
      perror (what);
      exit (1);
    }
}

static int
bare (char **argv)
{
  const char *dir = argv[2];
  int n = atoi (argv[3]), size = atoi (argv[4]);
  g_autofree char *bytes = g_malloc0 (size);
  g_autofree char *flush_path = g_build_filename (dir, "flush", NULL);
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  int flush_fd = open (flush_path, O_WRONLY | O_CREAT | O_APPEND, 0600);

  check (flush_fd >= 0, flush_path);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *tmp = g_strdup_printf ("%s/%d.tmp", dir, i);
      g_autofree char *file = g_build_filename (tmp, "t", NULL);
      g_autofree char *final = g_strdup_printf ("%s/%d.txn", dir, i);
      gint64 start = g_get_monotonic_time ();
      double took;
      int fd;

      check (mkdir (tmp, 0700) == 0, tmp);
      fd = open (file, O_WRONLY | O_CREAT | O_EXCL, 0600);
      check (fd >= 0, file);
      check (write (fd, bytes, size) == size && fsync (fd) == 0 && close (fd) == 0, "write");
      check (rename (tmp, final) == 0, final);
      check (write (flush_fd, &start, 8) == 8 && fsync (flush_fd) == 0, "flush");
      took = (g_get_monotonic_time () - start) / 1e3;
      g_array_append_val (ms, took);
    }
  print_times ("bare", ms);
  printf ("}\n");
  return 0;
}

static void
changed_cb (TapStore       *store,
            TapCardChanges *changes,
            gpointer        user_data)
{
  printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", changes->seq, g_get_monotonic_time ());
  fflush (stdout);
}

static int
watch (Wait  *wait,
       char **argv)
{
  TapStore *store = open_store (wait, argv[2], argv[3], 0);

  g_signal_connect (store, "cards-changed", G_CALLBACK (changed_cb), NULL);
  printf ("ready\n");
  fflush (stdout);
  g_main_loop_run (wait->loop);
  return 0;
}

static int
mover (Wait  *wait,
       char **argv)
{
  TapStore *store = open_store (wait, argv[2], argv[3], 0);
  g_autoptr (TapCard) card = find_card (wait, store);
  TapStage stage = card->stage;
  int n = atoi (argv[4]), gap_ms = atoi (argv[5]);

  for (int i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();

      move_once (wait, store, card->id, &stage);
      printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", tap_worker_get_seq (tap_store_get_worker (store)), start);
      fflush (stdout);
      g_timeout_add (gap_ms, stop_cb, wait->loop);
      g_main_loop_run (wait->loop);
    }
  return 0;
}

/* From nothing, or from what the replica has, to the newest state; then the closing with what it brings. */
static int
open_and_close (Wait  *wait,
                char **argv)
{
  TapLedgerLimits limits;
  TapStoreOptions options = { .folder = argv[2], .replica_dir = argv[3], .program = "bench", .limits = &limits };
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began_us = g_get_monotonic_time (), open_us;
  TapWorker *worker;
  TapStore *store;
  guint64 seq;

  tap_ledger_limits_default (&limits);
  limits.snapshot_at_close_behind = atoi (argv[4]);
  store = tap_store_new (&options);
  tap_store_open_async (store, NULL, done_cb, wait);
  opened = finish (wait);
  if (!tap_store_open_finish (store, opened, &error))
    die (error);
  open_us = g_get_monotonic_time ();
  seq = tap_worker_get_seq (tap_store_get_worker (store));
  worker = tap_store_get_worker (store);
  g_object_add_weak_pointer (G_OBJECT (worker), (gpointer *) &worker);
  tap_store_close_async (store, done_cb, wait);
  closed = finish (wait);
  /* Closing is over for the user after three seconds at most; a snapshot that takes longer is written on. */
  g_clear_object (&closed);
  g_clear_object (&opened);
  g_object_unref (store);
  while (worker != NULL)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  printf ("{\"what\": \"open\", \"seq\": %" G_GUINT64_FORMAT ", \"open_s\": %.3f, \"close_s\": %.3f}\n", seq, (open_us - began_us) / 1e6,
          (g_get_monotonic_time () - open_us) / 1e6);
  return 0;
}

int
main (int    argc,
      char **argv)
{
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL };

  sqlite3_auto_extension ((void (*) (void)) watch_connection);
  if (argc == 5 && g_str_equal (argv[1], "moves"))
    return moves (&wait, argv);
  if (argc == 5 && g_str_equal (argv[1], "looks"))
    return looks (&wait, argv);
  if (argc == 5 && g_str_equal (argv[1], "bare"))
    return bare (argv);
  if (argc == 4 && g_str_equal (argv[1], "watch"))
    return watch (&wait, argv);
  if (argc == 5 && g_str_equal (argv[1], "open"))
    return open_and_close (&wait, argv);
  if (argc == 6 && g_str_equal (argv[1], "mover"))
    return mover (&wait, argv);
  g_printerr ("usage: bench-commit moves|looks|bare|watch|open|mover …\n");
  return 2;
}
