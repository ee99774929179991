/* soak-wall.c — the wall through days of work: it shows each new day, and nothing of it grows. In full under ./dev bench.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * soak-wall DAYS SECONDS-A-DAY MOVES [FILE.json]: DAYS at least, each as many seconds long as said, and so many saves of another PC at least.
 */
#include "config.h"

#include "app/tap-style.h"
#include "app/tap-wall-window.h"
#include "live/tap-workshop.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

/* 2026-11-20 (a Friday) 00:30 in Shanghai. */
#define START_UNIX "1795105800"
/* The heap without SQLite's: Pango, cairo and fontconfig keep up to 256 fonts with their glyphs, some 12 kB each, and find new ones for days. */
#define MAX_HEAP_GROWTH (6 * 1024 * 1024)
/* And SQLite's page caches, 16 MB a connection at most, fill with the station. */
#define MAX_OWN_GROWTH_KB (24 * 1024)
#define MAX_WIDGET_GROWTH 4
/* A snapshot that is being written has its files open. */
#define MAX_FD_GROWTH 3
/* SQLite begins its log anew at a thousand pages of 4 kB; one transaction may be on top. */
#define MAX_WAL_BYTES (6 * 1024 * 1024)

typedef struct
{
  gint64 pss_kb, rss_kb, own_kb, heap, cache;      /* the heap without what SQLite has of it: its caches fill up to their limit */
  guint  n_widgets, n_fds, n_threads, n_cards;
  gint64 wal;
  guint  n_saves;
  gint64 at_unix;
} Measure;

typedef struct
{
  char        *root, *folder, *wall_dir, *desk_dir;
  TapStore    *store, *desk;    /* of the wall; of another PC, where people save */
  TapSession  *session;
  TapBoard    *board;
  TapWorkshop *workshop;
  GtkWidget   *window;
  gint64       head;            /* who may all */
  gint64       bay;
  guint        n_saves;
} Soak;

/* ---- waiting ---------------------------------------------------------------------------------------------------------- */

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_set_object ((GAsyncResult **) data, result);
}

#define WAIT_FOR(condition, seconds)                                          \
  G_STMT_START                                                                \
  {                                                                           \
    gint64 end_us_ = g_get_monotonic_time () + (seconds) * G_USEC_PER_SEC;    \
    guint wake_ = g_timeout_add (20, wake_cb, NULL);                          \
    while (!(condition) && g_get_monotonic_time () < end_us_)                 \
      g_main_context_iteration (NULL, TRUE);                                  \
    g_source_remove (wake_);                                                  \
    if (!(condition))                                                         \
      g_error ("did not come within %d s: %s", (int) (seconds), #condition);  \
  }                                                                           \
  G_STMT_END

static void
run_for_ms (int ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * 1000;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
}

/* ---- what is measured -------------------------------------------------------------------------------------------------- */

static gint64
read_kb (const char *file,
         const char *name)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (file, &text, NULL, NULL) || (at = strstr (text, name)) == NULL)
    return 0;
  return g_ascii_strtoll (at + strlen (name), NULL, 10);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* SQLite's own counting is off in the program (it costs a lock): here each of its blocks is counted on its way. */
static sqlite3_mem_methods plain;
static gssize sqlite_bytes;     /* atomic */

static void *
counted_malloc (int size)
{
  void *block = plain.xMalloc (size);

  if (block != NULL)
    g_atomic_pointer_add (&sqlite_bytes, plain.xSize (block));
  return block;
}

static void
counted_free (void *block)
{
  if (block != NULL)
    g_atomic_pointer_add (&sqlite_bytes, -(gssize) plain.xSize (block));
  plain.xFree (block);
}

static void *
counted_realloc (void *block,
                 int   size)
{
  gssize before = block != NULL ? plain.xSize (block) : 0;
  void *moved = plain.xRealloc (block, size);

  if (moved != NULL)
    g_atomic_pointer_add (&sqlite_bytes, plain.xSize (moved) - before);
  return moved;
}

static void
count_sqlite (void)
{
  sqlite3_mem_methods counted;

  sqlite3_shutdown ();
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &plain), ==, SQLITE_OK);
  counted = plain;
  counted.xMalloc = counted_malloc;
  counted.xFree = counted_free;
  counted.xRealloc = counted_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &counted), ==, SQLITE_OK);
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static guint
count_all_widgets (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      n += count_widgets (window);
    }
  return n;
}

/* GLib of the distribution counts no objects: the bytes in use say it, for every object and string has some. */
static Measure
measure (Soak *self)
{
  g_autofree char *wal = g_build_filename (self->wall_dir, "replica.db-wal", NULL);
  GStatBuf info = { 0 };
  Measure m = { 0 };

  run_for_ms (1300);      /* the second and the tick of the new day have been drawn */
  malloc_trim (0);
  m.cache = (gint64) g_atomic_pointer_add (&sqlite_bytes, 0);
  m.heap = (gint64) (mallinfo2 ().uordblks + mallinfo2 ().hblkhd) - m.cache;
  m.pss_kb = read_kb ("/proc/self/smaps_rollup", "\nPss:");
  /* The PSS falls and rises with what other programs share: what is this one's alone is judged. */
  m.own_kb = read_kb ("/proc/self/smaps_rollup", "\nAnonymous:");
  m.rss_kb = read_kb ("/proc/self/smaps_rollup", "\nRss:");
  m.n_widgets = count_all_widgets ();
  m.n_fds = count_entries ("/proc/self/fd");
  m.n_threads = count_entries ("/proc/self/task");
  m.n_cards = g_list_model_get_n_items (tap_board_get_cards (self->board));
  m.wal = g_stat (wal, &info) == 0 ? info.st_size : 0;
  m.n_saves = self->n_saves;
  m.at_unix = tap_session_now_unix (self->session);
  return m;
}

static void
print_measure (const Measure *m,
               GTimeZone     *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (m->at_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *when = g_date_time_format (local, "%F %H:%M");

  g_print ("# %s: %u saves, PSS %" G_GINT64_FORMAT " kB, RSS %" G_GINT64_FORMAT " kB, heap %" G_GINT64_FORMAT " kB and SQLite %" G_GINT64_FORMAT " kB, %u widgets, %u cards, "
           "%u files, %u threads, WAL %" G_GINT64_FORMAT " kB\n", when, m->n_saves, m->pss_kb, m->rss_kb, m->heap / 1024, m->cache / 1024, m->n_widgets,
           m->n_cards, m->n_fds, m->n_threads, m->wal / 1024);
}

/* ---- the station ---------------------------------------------------------------------------------------------------------- */

static TapStore *
open_store (Soak       *self,
            const char *dir,
            const char *pc,
            const char *program)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapStore *store = tap_store_new (&(TapStoreOptions) { .folder = self->folder, .replica_dir = dir, .pc = pc, .program = program });

  tap_store_open_async (store, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 60);
  tap_store_open_finish (store, result, &error);
  g_assert_no_error (error);
  return store;
}

static void
close_store (TapStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_close_async (store, take_result, &result);
  WAIT_FOR (result != NULL, 30);
  tap_store_close_finish (store, result, NULL);
  g_object_unref (store);
}

static void
make_demo (Soak *self)
{
  TapDemoInput demo = { .seed = 1, .n_history = 40, .n_open = 29, .language = "zh_CN" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  demo.now_unix = tap_store_now_unix (self->desk);
  tap_store_make_demo_async (self->desk, &demo, NULL, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 60);
  tap_store_make_demo_finish (self->desk, result, &error);
  g_assert_no_error (error);
}

static void
find_head (Soak *self)
{
  GPtrArray *staff = tap_store_get_station (self->desk)->staff;

  for (guint i = 0; i < staff->len && self->head == 0; i++)
    if (((TapStaff *) staff->pdata[i])->roles & TAP_ROLE_STATION_HEAD)
      self->head = ((TapStaff *) staff->pdata[i])->id;
  g_assert_cmpint (self->head, !=, 0);
}

static void
set_up (Soak *self)
{
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("tappet-soak-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->root, "station", NULL);
  self->wall_dir = g_build_filename (self->root, "wall", NULL);
  self->desk_dir = g_build_filename (self->root, "desk", NULL);
  tap_station_create (self->folder, "亦庄服务站", &error);
  g_assert_no_error (error);
  self->desk = open_store (self, self->desk_dir, "前台1", "tappet");
  make_demo (self);
  find_head (self);
  self->store = open_store (self, self->wall_dir, "车间", "wall");
  self->session = tap_session_new (self->store);
  self->board = tap_board_new (self->session);
  self->workshop = tap_workshop_new (self->board);
  self->window = tap_wall_window_new (NULL, self->workshop);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1920, 1080);
  gtk_window_present (GTK_WINDOW (self->window));
  WAIT_FOR (tap_board_is_ready (self->board), 30);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
}

static void
tear_down (Soak *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->root);

  gtk_window_destroy (GTK_WINDOW (self->window));
  WAIT_FOR (self->window == NULL, 10);
  g_assert_finalize_object (self->workshop);
  g_assert_finalize_object (self->board);
  g_assert_finalize_object (self->session);
  close_store (self->store);
  close_store (self->desk);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->wall_dir);
  g_free (self->desk_dir);
}

/* ---- the work of the others ------------------------------------------------------------------------------------------------- */

static gint64
check_in (Soak *self)
{
  g_autofree char *plate = g_strdup_printf ("京A%05u", 10000 + self->n_saves % 80000);
  TapCheckInInput input = { .plate = plate, .customer = "王伟", .phone = "13800001111", .wish = "更换机油机滤", .model = "星河 S5",
                            .odometer_km = 32000, .planned_min = 30 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  tap_store_check_in_async (self->desk, self->head, &input, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 30);
  tap_store_check_in_finish (self->desk, result, &id, NULL, &error);
  g_assert_no_error (error);
  self->n_saves++;
  return id;
}

static void
move (Soak     *self,
      gint64    visit,
      TapStage  from,
      TapStage  to)
{
  TapMoveInput input = { .visit_id = visit, .to = to, .expected_from = from, .reason = "试验", .pass = TRUE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *operation = NULL;

  tap_store_move_async (self->desk, self->head, &input, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 30);
  operation = tap_store_move_finish (self->desk, result, &operation, &error) ? operation : NULL;
  g_assert_no_error (error);
  self->n_saves++;
}

static gint64
assign (Soak   *self,
        gint64  visit)
{
  TapAssignInput input = { .visit_id = visit, .bay_id = self->bay, .planned_start_unix = tap_store_now_unix (self->desk) + 60 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapVisitDetail) detail = NULL;

  tap_store_assign_async (self->desk, self->head, &input, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 30);
  tap_store_assign_finish (self->desk, result, &error);
  g_assert_no_error (error);
  self->n_saves++;
  tap_store_load_visit_async (self->desk, visit, NULL, take_result, &loaded);
  WAIT_FOR (loaded != NULL, 30);
  detail = tap_store_load_visit_finish (self->desk, loaded, &error);
  g_assert_no_error (error);
  return ((TapJob *) detail->jobs->pdata[0])->assignment_id;
}

static void
act (Soak      *self,
     gint64     assignment,
     TapJobAct  what)
{
  TapJobActInput input = { .assignment_id = assignment, .act = what };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tap_store_job_act_async (self->desk, self->head, &input, NULL, take_result, &result);
  WAIT_FOR (result != NULL, 30);
  tap_store_job_act_finish (self->desk, result, &error);
  g_assert_no_error (error);
  self->n_saves++;
}

/* The first bay where somebody works becomes free. */
static void
free_a_bay (Soak *self)
{
  GListModel *rows = tap_workshop_get_rows (self->workshop);

  for (guint i = 0; i < g_list_model_get_n_items (rows) && self->bay == 0; i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);
      TapBar *bar = tap_workshop_row_get_current (row);

      if (bar == NULL || bar->running_since_unix == 0)
        continue;
      self->bay = tap_workshop_row_get_bay (row)->id;
      act (self, bar->id, TAP_JOB_FINISH);
    }
  g_assert_cmpint (self->bay, !=, 0);
}

/* From the door to the door: fourteen saves. */
static void
serve_a_car (Soak *self)
{
  static const TapStage after[] = { TAP_STAGE_CHECK, TAP_STAGE_WASH,   TAP_STAGE_FINAL,
                                    TAP_STAGE_INVOICE, TAP_STAGE_SETTLE, TAP_STAGE_READY, TAP_STAGE_DELIVERED };
  gint64 visit = check_in (self), assignment;
  TapStage at = TAP_STAGE_WORK;

  move (self, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT);
  move (self, visit, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE);
  move (self, visit, TAP_STAGE_ESTIMATE, TAP_STAGE_DISPATCH);
  assignment = assign (self, visit);
  act (self, assignment, TAP_JOB_START);
  act (self, assignment, TAP_JOB_FINISH);
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    {
      move (self, visit, at, after[i]);
      at = after[i];
    }
}

/* ---- days ---------------------------------------------------------------------------------------------------------------- */

static gint64
midnight (Soak *self)
{
  return tap_calendar_day_start (tap_session_get_station (self->session)->calendar, tap_session_now_unix (self->session));
}

static gboolean
shows_today (Soak *self)
{
  GListModel *rows = tap_workshop_get_rows (self->workshop);
  gint64 from_unix, today_unix = midnight (self);

  tap_workshop_day_bounds (self->workshop, &from_unix, NULL);
  if (from_unix < today_unix)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);
      GPtrArray *bars = tap_workshop_row_get_bars (row);

      for (guint k = 0; k < bars->len; k++)
        if (((TapBar *) bars->pdata[k])->finished_unix != 0 && ((TapBar *) bars->pdata[k])->finished_unix < today_unix)
          return FALSE;
    }
  return TRUE;
}

/* Works until midnight has come, and looks at the wall in the first minutes of the new day. */
static Measure
live_a_day (Soak *self)
{
  gint64 today_unix = midnight (self);
  Measure m;

  while (midnight (self) == today_unix)
    serve_a_car (self);
  WAIT_FOR (tap_worker_get_seq (tap_store_get_worker (self->store)) == tap_worker_get_seq (tap_store_get_worker (self->desk)), 30);
  WAIT_FOR (shows_today (self), 30);
  m = measure (self);
  print_measure (&m, tap_session_get_zone (self->session));
  return m;
}

static gboolean
judge (guint       number,
       const char *claim,
       gint64      value,
       gint64      limit)
{
  g_print ("%s %u /soak/wall/%s # %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " at most\n", value <= limit ? "ok" : "not ok", number, claim,
           value, limit);
  return value <= limit;
}

static void
write_json (const char    *file,
            const Measure *first,
            const Measure *last,
            guint          n_days)
{
  g_autofree char *text = g_strdup_printf (
    "{\"days\": %u, \"saves\": %u, \"pss_kb\": %" G_GINT64_FORMAT ", \"own_growth_kb\": %" G_GINT64_FORMAT ", \"heap_growth\": %"
    G_GINT64_FORMAT ", \"widgets\": %u, \"widget_growth\": %d, \"fd_growth\": %d, \"thread_growth\": %d, \"wal\": %" G_GINT64_FORMAT "}\n",
    n_days, last->n_saves, last->pss_kb, last->own_kb - first->own_kb, last->heap - first->heap, last->n_widgets,
    (int) last->n_widgets - (int) first->n_widgets, (int) last->n_fds - (int) first->n_fds,
    (int) last->n_threads - (int) first->n_threads, last->wal);

  if (!g_file_set_contents (file, text, -1, NULL))
    g_error ("%s cannot be written", file);
}

static gboolean
judge_all (const Measure *first,
           const Measure *last)
{
  gboolean good = TRUE;

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
  g_print ("ok 1 /soak/wall/the-heap-does-not-grow # SKIP sanitizers keep what is freed\n"
           "ok 2 /soak/wall/memory-does-not-grow # SKIP sanitizers keep what is freed\n");
#else
  good &= judge (1, "the-heap-does-not-grow", last->heap - first->heap, MAX_HEAP_GROWTH);
  good &= judge (2, "memory-does-not-grow", last->own_kb - first->own_kb, MAX_OWN_GROWTH_KB);
#endif
  good &= judge (3, "widgets-do-not-multiply", (gint64) last->n_widgets - first->n_widgets, MAX_WIDGET_GROWTH);
  good &= judge (4, "no-file-stays-open", (gint64) last->n_fds - first->n_fds, MAX_FD_GROWTH);
  good &= judge (5, "no-thread-stays", (gint64) last->n_threads - first->n_threads, 1);
  good &= judge (6, "the-write-ahead-log-begins-anew", last->wal, MAX_WAL_BYTES);
  good &= judge (7, "delivered-cars-leave-the-wall", (gint64) last->n_cards - first->n_cards, 0);
  return good;
}

/* The clock, and an allocator that can be measured, are chosen before anything runs. */
static void
prepare (char **argv,
         int    seconds_a_day)
{
  g_autofree char *rate = g_strdup_printf ("%d", 86400 / seconds_a_day);

  if (g_getenv ("TAPPET_NOW_RATE") != NULL)
    return;
  g_setenv ("TAPPET_NOW", START_UNIX, TRUE);
  g_setenv ("TAPPET_NOW_RATE", rate, TRUE);
  g_setenv ("G_SLICE", "always-malloc", TRUE);
  execv ("/proc/self/exe", argv);
  g_error ("cannot run itself again");
}

int
main (int    argc,
      char **argv)
{
  guint n_days = argc > 3 ? (guint) atoi (argv[1]) : 0, n_moves = argc > 3 ? (guint) atoi (argv[3]) : 0, n = 0;
  Soak self = { 0 };
  Measure first = { 0 }, last = { 0 };
  gboolean good;

  if (n_days < 2 || atoi (argv[2]) < 1)
    {
      g_printerr ("usage: soak-wall DAYS SECONDS-A-DAY MOVES [FILE.json]; two days at least\n");
      return 2;
    }
  prepare (argv, atoi (argv[2]));
  count_sqlite ();
  setlocale (LC_ALL, "");
  gtk_init ();
  adw_init ();
  tap_style_start (gdk_display_get_default ());
  g_print ("1..8\n");
  set_up (&self);
  free_a_bay (&self);
  /* The first day warms up: caches fill, fonts and statements are made. */
  live_a_day (&self);
  for (n = 1; n < n_days || self.n_saves < n_moves; n++)
    {
      last = live_a_day (&self);
      if (n == 1)
        first = last;
    }
  good = judge_all (&first, &last);
  if (argc > 4)
    write_json (argv[4], &first, &last, n);
  tear_down (&self);
  g_print ("ok 8 /soak/wall/each-new-day-is-shown # %u days, %u saves\n", n, self.n_saves);
  return good ? 0 : 1;
}
