/* tap-sorted-cards.h — a sorted list of cards that reports every change exactly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

G_BEGIN_DECLS

#define TAP_TYPE_SORTED_CARDS (tap_sorted_cards_get_type ())
G_DECLARE_FINAL_TYPE (TapSortedCards, tap_sorted_cards, TAP, SORTED_CARDS, GObject)

TapSortedCards *tap_sorted_cards_new      (TapBoardSort    sort);
guint           tap_sorted_cards_get_size (TapSortedCards *self);
TapBoardCard   *tap_sorted_cards_peek     (TapSortedCards *self,
                                           guint           position);   /* (transfer none) */
void            tap_sorted_cards_insert   (TapSortedCards *self,
                                           TapBoardCard   *card);
void            tap_sorted_cards_remove   (TapSortedCards *self,
                                           TapBoardCard   *card);
/* After something of @card changed: moves it if, and only if, its place changed. */
void            tap_sorted_cards_reorder  (TapSortedCards *self,
                                           TapBoardCard   *card);
void            tap_sorted_cards_set_sort (TapSortedCards *self,
                                           TapBoardSort    sort);
/* The cards there shall be now, in any order: one report for the part that differs. */
void            tap_sorted_cards_assign   (TapSortedCards *self,
                                           GPtrArray      *cards);

G_END_DECLS
