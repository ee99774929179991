/* tap-board-page-news.c — the front-desk board: what it tells unasked: a car became late, the
 * share does not answer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-board-page-private.h"
#include "board/tap-visit-card.h"

/* Once, and only to the advisor whose car it is: the ring of the card tells the others (look.md
 * 13). */
static void
became_late_cb (TapBoardPage *self,
                TapBoardCard *board_card)
{
  TapCard *card = tap_board_card_get_card (board_card);
  TapSession *session = tap_board_get_session (self->board);
  g_autofree char *plate = NULL, *due = NULL, *text = NULL;

  if (card->promised_unix == 0 || card->advisor_id == 0
      || card->advisor_id != tap_session_get_staff_id (session))
    return;
  plate = tap_plate_show (card->plate);
  due = tap_time_due_text (card->promised_unix, tap_session_now_unix (session),
                           tap_session_get_zone (session));
  /* Translators: toast: a number plate, the customer, and the promised time that has passed. */
  text = g_strdup_printf (_("%s of %s is late: promised for %s"), plate, card->customer, due);
  _tap_board_page_toast (self, text);
}

static void
cards_changed_cb (TapBoardPage *self,
                  guint         pos,
                  guint         removed,
                  guint         added,
                  GListModel   *cards)
{
  for (guint i = pos; i < pos + added; i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      /* The same card may come again with a fresh load. */
      g_signal_handlers_disconnect_by_func (card, became_late_cb, self);
      g_signal_connect_object (card, "became-late", G_CALLBACK (became_late_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
update_card_cb (GtkWidget *card,
                gpointer   item,
                gpointer   data)
{
  tap_visit_card_update_as_of (TAP_VISIT_CARD (card));
}

/* Cards of a share that does not answer stay readable, and look like what they are: how things
 * stood then (look.md 12). The window's banner says since when. */
static void
connection_changed_cb (TapBoardPage *self)
{
  const TapConnection *connection
    = tap_session_get_connection (tap_board_get_session (self->board));
  gboolean stale
    = connection->state == TAP_LEDGER_CUT_OFF || connection->state == TAP_LEDGER_SET_BACK;

  gint64 seen_min = stale ? connection->seen_unix / 60 : 0;

  if (self->seen_min != seen_min)
    {
      self->seen_min = seen_min;
      for (guint i = 0; i < tap_board_lanes_get_n (self->lanes); i++)
        tap_card_list_foreach (tap_board_lane_view_get_list (tap_board_lanes_get (self->lanes, i)), update_card_cb, NULL);
    }
  if (stale && !gtk_widget_has_css_class (GTK_WIDGET (self), "stale"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "stale");
  else if (!stale && gtk_widget_has_css_class (GTK_WIDGET (self), "stale"))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "stale");
}

void
_tap_board_page_watch (TapBoardPage *self)
{
  GListModel *cards = tap_board_get_cards (self->board);

  g_signal_connect_object (cards, "items-changed", G_CALLBACK (cards_changed_cb), self,
                           G_CONNECT_SWAPPED);
  cards_changed_cb (self, 0, 0, g_list_model_get_n_items (cards), cards);
  g_signal_connect_object (tap_board_get_session (self->board), "connection-changed",
                           G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  connection_changed_cb (self);
}
