/* tap-card-badges.c — which badges a card carries, in their order of importance.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-badges"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-card-badges.h"

guint
tap_card_badges (const TapCard *card,
                 TapBadge       badges[TAP_MAX_BADGES],
                 guint         *n_more)
{
  gboolean visit = card->stage != TAP_STAGE_BOOKED;
  /* Translators: badges on a card: eight Latin letters or four Han characters at most. */
  const struct
  {
    gboolean on;
    TapBadge badge;
  } all[] = {
    { card->queued, { "queued", "tappet-queue-symbolic", C_ ("badge", "Waiting") } },
    { card->rework, { "rework", "tappet-redo-symbolic", C_ ("badge", "Rework") } },
    { card->warranty, { "warranty", "tappet-shield-symbolic", C_ ("badge", "Warranty") } },
    { card->insured, { "insured", "tappet-shield-symbolic", C_ ("badge", "Insured") } },
    { card->vip, { "vip", "tappet-crown-symbolic", C_ ("badge", "VIP") } },
    { card->fleet && !card->vip, { "vip", "tappet-crown-symbolic", C_ ("badge", "Fleet") } },
    { card->quick, { "quick", "tappet-bolt-symbolic", C_ ("badge", "Quick") } },
    { card->booked && visit, { "booked", "tappet-cal-symbolic", C_ ("badge", "Booked") } },
    { card->extended, { "extended", "tappet-clock-symbolic", C_ ("badge", "Extended") } },
    { visit && card->waits_here, { "here", "tappet-cup-symbolic", C_ ("badge", "Here") } },
    { visit && !card->waits_here, { "away", "tappet-leave-symbolic", C_ ("badge", "Away") } },
  };
  guint n = 0;

  *n_more = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      if (!all[i].on)
        continue;
      if (n < TAP_MAX_BADGES)
        badges[n++] = all[i].badge;
      else
        (*n_more)++;
    }
  return n;
}
