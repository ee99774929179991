/* tap-card-badges.h — which badges a card carries, in their order of importance.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

G_BEGIN_DECLS

typedef struct
{
  const char *look;           /* style class */
  const char *icon;           /* NULL: none */
  const char *text;           /* translated */
} TapBadge;

#define TAP_MAX_BADGES 3

/**
 * tap_card_badges:
 * @card: what the card shows
 * @badges: (out caller-allocates): the most important ones
 * @n_more: (out): how many more there are
 *
 * At most three, by the order of look.md 6: rework, warranty, insured, VIP or fleet, quick, booked (not while it is a booking),
 * extended, here or away. Pure.
 *
 * Returns: how many are in @badges
 */
guint tap_card_badges (const TapCard *card,
                       TapBadge       badges[TAP_MAX_BADGES],
                       guint         *n_more);

G_END_DECLS
