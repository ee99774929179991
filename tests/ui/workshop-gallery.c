/* workshop-gallery.c — workshop-gallery OUT.png [wall|page] [WIDTHxHEIGHT]
 * [sheet|stop|person|pin|done|assign|none] [light|dark]: the screens with the sample station, to
 * look at. Needs a display (tests/tools/xenv.sh) and TAPPET_SOURCE_ROOT. With TAPPET_STATION (and
 * TAPPET_REPLICA) set, that station is shown instead of the sample. SPDX-License-Identifier:
 * GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <locale.h>
#include <stdio.h>

#include "board/tap-job-sheet.h"
#include "board/tap-wall-view.h"
#include "board/tap-workshop-page.h"
#include "tools/tap-sample.h"
#include "workshop-shared.h"

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!tap_store_open_finish (TAP_STORE (source), result, &error))
    g_error ("%s", error->message);
  *(gboolean *) data = TRUE;
}

/* The session of a real station folder. */
static TapSession *
open_station (const char *folder)
{
  TapStoreOptions options
    = { .folder = folder, .replica_dir = g_getenv ("TAPPET_REPLICA"), .program = "wall" };
  g_autoptr (TapStore) store = tap_store_new (&options);
  gboolean opened = FALSE;

  tap_store_open_async (store, NULL, on_opened, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  return tap_session_new (store);
}

static GtkWidget *
find_sheet (GtkWidget *widget)
{
  if (TAP_IS_JOB_SHEET (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_sheet (child);

      if (found)
        return found;
    }
  return NULL;
}

static gint64
rack_card (TapWorkshop *workshop)
{
  g_autoptr (TapBoardCard) card
    = g_list_model_get_item (tap_workshop_get_rack (workshop, TAP_RACK_DISPATCH), 0);

  return tap_board_card_get_id (card);
}

static void
open_sheet (GtkWidget *screen, TapWorkshop *workshop, const char *page)
{
  GtkWidget *sheet = find_sheet (screen);
  GListModel *rows = tap_workshop_get_rows (workshop);
  g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, 2);
  gint64 bay = tap_workshop_row_get_bay (row)->id;

  if (TAP_IS_WALL_VIEW (screen))
    tap_wall_view_show_sheet (TAP_WALL_VIEW (screen), bay, 0);
  else
    g_signal_emit_by_name (workshop_shared_find (screen, "TapWorkshopView"), "row-activated", bay,
                           (gint64) 0);
  if (g_str_equal (page, "sheet"))
    return;
  gtk_widget_activate_action (sheet, "sheet.act", "s",
                              g_str_equal (page, "stop") ? "stop" : "finish");
  if (g_str_equal (page, "pin") || g_str_equal (page, "done"))
    gtk_widget_activate_action (sheet, "sheet.person", "x",
                                tap_workshop_row_get_current (row)->technician_id);
  if (!g_str_equal (page, "done"))
    return;
  /* Of the demo station; the sample has no store to ask. */
  g_signal_emit_by_name (workshop_shared_find (sheet, "TapPinPad"), "entered", "123456");
  for (int i = 0; i < 20; i++)
    workshop_shared_settle ();
}

int
main (int argc, char **argv)
{
  int width = 1920, height = 1080;
  gboolean wall = argc < 3 || g_str_equal (argv[2], "wall");
  const char *page = argc > 4 ? argv[4] : "none";
  g_autoptr (TapSession) session = NULL;
  g_autoptr (TapBoard) board = NULL;
  g_autoptr (TapWorkshop) workshop = NULL;
  const char *station = g_getenv ("TAPPET_STATION");
  GtkWidget *window, *screen;

  if (argc < 2 || (argc > 3 && sscanf (argv[3], "%dx%d", &width, &height) != 2))
    {
      g_printerr ("Usage: workshop-gallery OUT.png [wall|page] [WIDTHxHEIGHT] "
                  "[none|sheet|stop|person|pin|done|assign] [light|dark]\n");
      return 2;
    }
  setlocale (LC_ALL, "");
  workshop_shared_init (argc > 5 && g_str_equal (argv[5], "dark"));
  session = station ? open_station (station) : tap_sample_session_new ();
  board = station ? tap_board_new (session) : tap_sample_board_new (session);
  workshop = tap_workshop_new (board);
  workshop_shared_sign_in (session, TAP_ROLE_FOREMAN);
  screen = wall ? tap_wall_view_new (workshop) : tap_workshop_page_new (workshop);
  window = workshop_shared_window (screen, width, height, wall);
  for (int i = 0; i < (station ? 8 : 1); i++)
    workshop_shared_settle ();
  if (g_str_equal (page, "assign"))
    g_signal_emit_by_name (workshop_shared_find (screen, "TapWorkshopView"), "card-assign",
                           rack_card (workshop));
  else if (!g_str_equal (page, "none"))
    open_sheet (screen, workshop, page);
  workshop_shared_settle ();
  workshop_shared_save (window, argv[1]);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
