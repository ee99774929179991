/* test-board.c — the board's models, fed with data in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

static void
test_strip (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  g_autoptr (TapBoard) board = tap_sample_board_new (session);
  const TapBoardStrip *strip = tap_board_get_strip (board);

  g_assert_cmpuint (strip->n_booked_today, ==, 22);
  g_assert_cmpuint (strip->n_to_come, ==, 6);
  g_assert_cmpuint (strip->n_bookings_late, ==, 1);
  g_assert_cmpuint (strip->n_arrived_today, ==, 16);
  g_assert_cmpint (strip->kept_pct, ==, 94);
  g_assert_cmpuint (strip->n_in_shop, ==, 29);
  g_assert_cmpuint (strip->n_overnight, ==, 3);
  g_assert_cmpuint (strip->n_delivered_noon, ==, 4);
  g_assert_cmpuint (strip->n_late, ==, 2);
  g_assert_cmpint (strip->longest_late_min, ==, 17);
  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_cards (board)); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (tap_board_get_cards (board), i);
      g_autofree char *text = tap_board_card_describe (card);

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (strip->n_due_noon, ==, 8);
  g_assert_cmpuint (strip->n_waiting, ==, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/board/strip-counts-the-morning", test_strip);
  return g_test_run ();
}
