/* board-frames.c — board-frames [N_CARDS] [WIDTHxHEIGHT]: scrolls the fullest lane of a long board
 * and prints what its frames cost.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "board-shot.h"
#include "board/tap-board-page-private.h"
#include "tests/tools/tap-sample.h"

typedef struct
{
  GtkAdjustment *adjustment;
  GArray *
    frames_us; /* of gint64: processor time from the frame's beginning to the end of its painting */
  gint64         begun_us;
  int            n_left;
} Run;

/* Of this thread: others on the machine do not count. */
static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Run           *run)
{
  run->begun_us = cpu_us ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Run           *run)
{
  gint64 cost = cpu_us () - run->begun_us;

  if (run->begun_us != 0)
    g_array_append_val (run->frames_us, cost);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Run *run = data;
  double value = gtk_adjustment_get_value (run->adjustment);

  gtk_adjustment_set_value (run->adjustment, run->n_left > 300 ? value + 83 : value - 131);
  return --run->n_left > 0;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
touched_cb (TapBoardCard *card,
            GParamSpec   *pspec,
            GHashTable   *touched)
{
  g_hash_table_add (touched, card);
}

/* How many cards tell anything at all when the store says that one visit changed. */
static guint
touch_one (TapBoard *board)
{
  g_autoptr (GHashTable) touched = g_hash_table_new (NULL, NULL);
  GListModel *cards = tap_board_get_cards (board);
  g_autoptr (TapBoardCard) one = g_list_model_get_item (cards, 0);
  g_autoptr (TapCard) changed = tap_sample_copy_card (tap_board_card_get_card (one));

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      g_signal_connect (card, "notify", G_CALLBACK (touched_cb), touched);
    }
  changed->odometer_km++;
  tap_sample_change_card (board, changed, FALSE);
  return g_hash_table_size (touched);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (TapSession) session = NULL;
  g_autoptr (TapBoard) board = NULL;
  TapBoardLaneView *fullest = NULL;
  GtkWidget *page, *scroller;
  GtkWindow *window;
  GdkFrameClock *clock;
  Run run = { .n_left = 600 };
  guint n_cards = argc > 1 ? (guint) atoi (argv[1]) : 500, built = 0;
  int width = 1920, height = 1080;

  if (argc > 2 && sscanf (argv[2], "%dx%d", &width, &height) != 2)
    return 2;
  if (!board_shot_init (FALSE))
    return 1;
  session = tap_sample_session_new ();
  board = tap_board_new (session);
  _tap_board_take_data (board, tap_sample_many (tap_session_get_station (session),
                                                tap_sample_now (), n_cards));
  page = tap_board_page_new (board);
  window = board_shot_window_new (page, width - 168, height - 47);
  for (guint i = 0; i < tap_board_lanes_get_n (TAP_BOARD_PAGE (page)->lanes); i++)
    {
      TapBoardLaneView *view = tap_board_lanes_get (TAP_BOARD_PAGE (page)->lanes, i);
      GListModel *model = tap_card_list_get_model (tap_board_lane_view_get_list (view));

      if (fullest == NULL
          || g_list_model_get_n_items (model) > g_list_model_get_n_items (
               tap_card_list_get_model (tap_board_lane_view_get_list (fullest))))
        fullest = view;
      built += tap_card_list_get_n_built (tap_board_lane_view_get_list (view));
    }
  scroller = gtk_widget_get_ancestor (GTK_WIDGET (tap_board_lane_view_get_list (fullest)),
                                      GTK_TYPE_SCROLLED_WINDOW);
  run.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  run.frames_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  clock = gtk_widget_get_frame_clock (page);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &run);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &run);
  gtk_widget_add_tick_callback (page, tick_cb, &run, NULL);
  while (run.n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_array_sort (run.frames_us, compare);
  printf ("cards %u, in the lane %u, widgets of all lanes %u, frames %u: median %.1f ms, 95%% %.1f "
          "ms, worst %.1f ms\n",
          n_cards,
          g_list_model_get_n_items (
            tap_card_list_get_model (tap_board_lane_view_get_list (fullest))),
          built, run.frames_us->len,
          (double) g_array_index (run.frames_us, gint64, run.frames_us->len / 2) / 1000,
          (double) g_array_index (run.frames_us, gint64, run.frames_us->len * 95 / 100) / 1000,
          (double) g_array_index (run.frames_us, gint64, run.frames_us->len - 1) / 1000);
  printf ("{\"frames\": %u, \"median_ms\": %.2f, \"max_ms\": %.2f, \"widgets\": %u, \"touched\": %u}\n", run.frames_us->len,
          (double) g_array_index (run.frames_us, gint64, run.frames_us->len / 2) / 1000,
          (double) g_array_index (run.frames_us, gint64, run.frames_us->len - 1) / 1000, built, touch_one (board));
  g_array_unref (run.frames_us);
  gtk_window_destroy (window);
  board_shot_settle ();
  return 0;
}
