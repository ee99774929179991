/* workshop-gallery.c — workshop-gallery OUT.png [wall|page] [WIDTHxHEIGHT] [sheet|stop|person|pin|assign|none] [light|dark]: the screens with
 * the sample station, to look at. Needs a display (tests/tools/xenv.sh) and TAPPET_SOURCE_ROOT.
 * SPDX-License-Identifier: GPL-3.0-or-later
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

static GtkWidget *
find_sheet (GtkWidget *widget)
{
  if (TAP_IS_JOB_SHEET (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
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
  g_autoptr (TapBoardCard) card = g_list_model_get_item (tap_workshop_get_rack (workshop, TAP_RACK_DISPATCH), 0);

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
    g_signal_emit_by_name (workshop_shared_find (screen, "TapWorkshopView"), "row-activated", bay, (gint64) 0);
  if (g_str_equal (page, "sheet"))
    return;
  gtk_widget_activate_action (sheet, "sheet.act", "s", g_str_equal (page, "stop") ? "stop" : "finish");
  if (g_str_equal (page, "pin"))
    gtk_widget_activate_action (sheet, "sheet.person", "x", tap_workshop_row_get_current (row)->technician_id);
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
  GtkWidget *window, *screen;

  if (argc < 2 || (argc > 3 && sscanf (argv[3], "%dx%d", &width, &height) != 2))
    {
      g_printerr ("Usage: workshop-gallery OUT.png [wall|page] [WIDTHxHEIGHT] [none|sheet|stop|person|pin|assign] [light|dark]\n");
      return 2;
    }
  setlocale (LC_ALL, "");
  workshop_shared_init (argc > 5 && g_str_equal (argv[5], "dark"));
  session = tap_sample_session_new ();
  board = tap_sample_board_new (session);
  workshop = tap_workshop_new (board);
  workshop_shared_sign_in (session, TAP_ROLE_FOREMAN);
  screen = wall ? tap_wall_view_new (workshop) : tap_workshop_page_new (workshop);
  window = workshop_shared_window (screen, width, height, wall);
  workshop_shared_settle ();
  if (g_str_equal (page, "assign"))
    g_signal_emit_by_name (workshop_shared_find (screen, "TapWorkshopView"), "card-assign", rack_card (workshop));
  else if (!g_str_equal (page, "none"))
    open_sheet (screen, workshop, page);
  workshop_shared_settle ();
  workshop_shared_save (window, argv[1]);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
