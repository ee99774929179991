/* tap-visit-card.h — one visit or booking as a card of the front-desk board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-board.h"

G_BEGIN_DECLS

/**
 * TapVisitCard:
 *
 * Shows a #TapBoardCard and follows it: each change touches only the labels that say something else now. Activating the "…" button
 * activates the action `board.card-menu` with the card's id.
 *
 * Property: "card" (TapBoardCard, nullable).
 *
 * ## Accessibility
 * One LIST_ITEM labelled by tap_board_card_describe().
 *
 * ## CSS nodes
 * visitcard.job-card with the class of its time state (late, risk, parts, wait, …), and pending, glow, dragging.
 */
#define TAP_TYPE_VISIT_CARD (tap_visit_card_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitCard, tap_visit_card, TAP, VISIT_CARD, GtkWidget)

GtkWidget    *tap_visit_card_new      (void);
/* @session: clock and zone for the words of the due time. */
void          tap_visit_card_set_card (TapVisitCard *self,
                                       TapBoardCard *card,       /* (nullable) */
                                       TapSession   *session);   /* (nullable) only with a NULL card */
/* The connection is another one: the line "as of 10:39" comes while the share is away, and goes. */
void          tap_visit_card_update_as_of (TapVisitCard *self);

G_END_DECLS
