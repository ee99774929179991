/* test-workshop-station.c — the wall over a real station folder: name, PIN, and the job is stopped,
 * resumed and finished in the ledger. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "board/tap-job-sheet.h"
#include "board/tap-wall-view.h"
#include "board/tap-workshop-input.h"
#include "board/tap-workshop-page.h"
#include "ledger/tap-station.h"
#include "store/tap-store.h"
#include "workshop-shared.h"

/* Friday 20 November 2026, 10:42 in Shanghai. */
#define NOW_UNIX G_GINT64_CONSTANT (1795142520)
#define DEMO_PIN "123456"

typedef struct
{
  char *folder, *replica;
  TapStore *store;
  TapSession *session;
  TapBoard *board;
  TapWorkshop *workshop;
  GtkWidget *window, *screen, *sheet;
} Fixture;

static GAsyncResult *last_result;

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  last_result = g_object_ref (result);
}

static GAsyncResult *
wait_result (void)
{
  while (!last_result)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&last_result);
}

static void
open_station (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) opened = NULL, made = NULL;
  TapDemoInput demo = { .seed = 1, .n_open = 29, .now_unix = NOW_UNIX, .language = "en" };
  TapStoreOptions options = { .program = "wall" };

  f->folder = g_dir_make_tmp ("tap-wall-station-XXXXXX", &error);
  f->replica = g_dir_make_tmp ("tap-wall-replica-XXXXXX", &error);
  g_assert_true (tap_station_create (f->folder, "Test Station", &error));
  options.folder = f->folder;
  options.replica_dir = f->replica;
  f->store = tap_store_new (&options);
  tap_store_open_async (f->store, NULL, on_result, NULL);
  opened = wait_result ();
  tap_store_open_finish (f->store, opened, &error);
  g_assert_no_error (error);
  tap_store_make_demo_async (f->store, &demo, NULL, NULL, on_result, NULL);
  made = wait_result ();
  tap_store_make_demo_finish (f->store, made, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f)
{
  open_station (f);
  f->session = tap_session_new (f->store);
  f->board = tap_board_new (f->session);
  f->workshop = tap_workshop_new (f->board);
  f->screen = tap_wall_view_new (f->workshop);
  f->window = workshop_shared_window (f->screen, 1280, 720, TRUE);
  while (!tap_board_is_ready (f->board))
    g_main_context_iteration (NULL, TRUE);
  workshop_shared_settle ();
  f->sheet = workshop_shared_find (f->screen, "TapJobSheet");
}

static void
tear_down (Fixture *f)
{
  g_autoptr (GAsyncResult) closed = NULL;
  g_autofree char *command = NULL;

  gtk_window_destroy (GTK_WINDOW (f->window));
  workshop_shared_settle ();
  g_object_unref (f->workshop);
  g_object_unref (f->board);
  g_object_unref (f->session);
  tap_store_close_async (f->store, on_result, NULL);
  closed = wait_result ();
  g_assert_true (tap_store_close_finish (f->store, closed, NULL));
  g_object_unref (f->store);
  command = g_strdup_printf ("rm -rf '%s' '%s'", f->folder, f->replica);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (f->folder);
  g_free (f->replica);
}

static TapBar *
find_running (Fixture *f, gint64 *bay_id)
{
  GListModel *rows = tap_workshop_get_rows (f->workshop);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);
      TapBar *bar = tap_workshop_row_get_current (row);

      if (bar && bar->running_since_unix && bar->technician_id)
        {
          *bay_id = tap_workshop_row_get_bay (row)->id;
          return bar;
        }
    }
  g_assert_not_reached ();
}

static TapBar *
bar_now (Fixture *f, gint64 bay_id, gint64 bar_id)
{
  return tap_workshop_row_find_bar (tap_workshop_find_row (f->workshop, bay_id), bar_id);
}

/* Gives name and PIN, and waits until the sheet has an answer. */
static void
give_name_and_pin (Fixture *f, gint64 staff_id, const char *pin)
{
  gtk_widget_activate_action (f->sheet, "sheet.person", "x", staff_id);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f->sheet)), ==, "pin");
  g_signal_emit_by_name (workshop_shared_find (f->sheet, "TapPinPad"), "entered", pin);
  for (int i = 0; i < 100 && !*tap_job_sheet_get_message (TAP_JOB_SHEET (f->sheet)); i++)
    workshop_shared_settle ();
}

static void
test_job_on_the_wall (void)
{
  Fixture f = { 0 };
  gint64 bay_id, bar_id, technician_id;
  TapBar *bar;

  set_up (&f);
  bar = find_running (&f, &bay_id);
  bar_id = bar->id;
  technician_id = bar->technician_id;
  tap_wall_view_show_sheet (TAP_WALL_VIEW (f.screen), bay_id, bar_id);

  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "stop");
  gtk_widget_activate_action (f.sheet, "sheet.reason", "s", tap_stop_reason_to_db (TAP_STOP_PARTS));
  gtk_widget_activate_action (f.sheet, "sheet.check", "i", 1);
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  give_name_and_pin (&f, technician_id, "999999");
  g_test_message ("wrong PIN: %s", tap_job_sheet_get_message (TAP_JOB_SHEET (f.sheet)));
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "pin");
  g_assert_cmpint (bar_now (&f, bay_id, bar_id)->running_since_unix, !=, 0);

  give_name_and_pin (&f, technician_id, DEMO_PIN);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "jobs");
  bar = bar_now (&f, bay_id, bar_id);
  g_assert_cmpint (bar->stopped_since_unix, >=, NOW_UNIX);
  g_assert_cmpint (bar->stop_reason, ==, TAP_STOP_PARTS);
  g_assert_cmpint (bar->stop_check_unix, >=, NOW_UNIX + 3600);

  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "resume");
  give_name_and_pin (&f, technician_id, DEMO_PIN);
  g_assert_cmpint (bar_now (&f, bay_id, bar_id)->running_since_unix, >=, NOW_UNIX);

  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  give_name_and_pin (&f, technician_id, DEMO_PIN);
  g_assert_cmpint (bar_now (&f, bay_id, bar_id)->finished_unix, >=, NOW_UNIX);
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  g_setenv ("TAPPET_NOW", G_STRINGIFY (1795142520), TRUE);
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  workshop_shared_init (FALSE);
  g_test_add_func ("/ui/wall/station/stop-resume-finish-with-pin", test_job_on_the_wall);
  return g_test_run ();
}
