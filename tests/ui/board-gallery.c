/* board-gallery.c — board-gallery OUT.png [zh_CN|zh_TW|en] [light|dark] [WIDTHxHEIGHT] [MODE]: the
 * sample board as a picture, to look at. MODE: many, empty, search, loading, drag, menu, stages,
 * reason. The size is that of the whole program: the sidebar and the header are left out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <libintl.h>
#include <stdio.h>

#include "board-shot.h"
#include "board/tap-board-page-private.h"
#include "tests/tools/tap-sample.h"

#define SIDEBAR_PX 168
#define HEADER_PX 47

static void
set_language (const char *language)
{
  g_autofree char *locale = g_str_equal (language, "en") ? g_strdup ("en_US.UTF-8")
                                                         : g_strconcat (language, ".UTF-8", NULL);
  const char *dir = g_getenv ("TAPPET_LOCALEDIR");

  g_setenv ("LANGUAGE", language, TRUE);
  if (setlocale (LC_ALL, locale) == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : TAP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static void
act (GtkWidget  *page,
     TapBoard   *board,
     const char *mode)
{
  TapBoardPage *self = TAP_BOARD_PAGE (page);
  TapBoardCard *card = NULL;


  /* Cards of the work lane have the most to say. */
  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_cards (board)); i++)
    {
      g_autoptr (TapBoardCard) each = g_list_model_get_item (tap_board_get_cards (board), i);

      if (tap_board_card_get_stage (each)
            == (g_str_equal (mode, "reason") ? TAP_STAGE_ESTIMATE : TAP_STAGE_READY)
          && card == NULL)
        card = each;
    }
  if (card == NULL)
    return;
  if (g_str_equal (mode, "drag"))
    for (guint i = 0; i < tap_board_lanes_get_n (self->lanes); i++)
      tap_board_lane_view_begin_drag (tap_board_lanes_get (self->lanes, i), card);
  else if (g_str_equal (mode, "menu"))
    gtk_widget_activate_action (page, "board.card-menu", "x", tap_board_card_get_id (card));
  else if (g_str_equal (mode, "stages"))
    gtk_widget_activate_action (page, "board.stage-menu", "x", tap_board_card_get_id (card));
  else if (g_str_equal (mode, "reason"))
    gtk_widget_activate_action (page, "board.move-to", "(xs)", tap_board_card_get_id (card),
                                "consult");
  else if (g_str_equal (mode, "glow"))
    g_signal_emit_by_name (card, "glow");
}

static GtkWidget *
shown_widget (GtkWidget  *page,
              const char *mode)
{
  if (g_str_equal (mode, "menu") || g_str_equal (mode, "stages"))
    return TAP_BOARD_PAGE (page)->menu != NULL ? TAP_BOARD_PAGE (page)->menu : page;
  if (g_str_equal (mode, "reason"))
    {
      GListModel *windows = gtk_window_get_toplevels ();

      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

          if (GTK_WIDGET (gtk_widget_get_root (page)) != window)
            return window;
        }
    }
  return GTK_WIDGET (gtk_widget_get_root (page));
}

int
main (int    argc,
      char **argv)
{
  const char *mode = argc > 5 ? argv[5] : "";
  g_autoptr (TapSession) session = NULL;
  g_autoptr (TapBoard) board = NULL;
  GtkWidget *page;
  GtkWindow *window;
  int width = 1920, height = 1080;
  gboolean saved;

  if (argc < 2 || (argc > 4 && sscanf (argv[4], "%dx%d", &width, &height) != 2))
    {
      g_printerr (
        "Usage: board-gallery OUT.png [zh_CN|zh_TW|en] [light|dark] [WIDTHxHEIGHT] [MODE]\n");
      return 2;
    }
  set_language (argc > 2 ? argv[2] : "zh_CN");
  if (!board_shot_init (argc > 3 && g_str_equal (argv[3], "dark")))
    {
      g_printerr ("No display\n");
      return 1;
    }
  session = tap_sample_session_new ();
  if (g_str_equal (mode, "many"))
    {
      board = tap_board_new (session);
      _tap_board_take_data (board, tap_sample_many (tap_session_get_station (session),
                                                    tap_sample_now (), 500));
    }
  else if (g_str_equal (mode, "empty"))
    {
      board = tap_board_new (session);
      _tap_board_take_data (board, tap_sample_many (tap_session_get_station (session),
                                                    tap_sample_now (), 0));
    }
  else if (g_str_equal (mode, "loading"))
    board = tap_board_new (session);
  else
    board = tap_sample_board_new (session);
  if (g_str_equal (mode, "search"))
    tap_board_set_search (board, "7Q29");
  page = tap_board_page_new (board);
  window = board_shot_window_new (page, width - SIDEBAR_PX, height - HEADER_PX);
  act (page, board, mode);
  board_shot_wait (g_str_equal (mode, "glow") ? 120 : 500);
  saved = board_shot_save (shown_widget (page, mode), argv[1]);
  gtk_window_destroy (window);
  board_shot_settle ();
  return saved ? 0 : 1;
}
