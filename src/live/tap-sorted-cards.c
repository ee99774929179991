/* tap-sorted-cards.c — a sorted list of cards that reports every change exactly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

struct _TapSortedCards
{
  GObject      parent_instance;
  GPtrArray   *cards;           /* of TapBoardCard, owned */
  TapBoardSort sort;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapSortedCards, tap_sorted_cards, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* ---- order ---- */

static int
compare_times (gint64 a,
               gint64 b)
{
  /* No time: behind everything that has one. */
  if (a == 0)
    a = G_MAXINT64;
  if (b == 0)
    b = G_MAXINT64;

  return a < b ? -1 : a > b;
}

static gint64
due_of (const TapCard *card)
{
  return card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->promised_unix;
}

static gint64
arrival_of (const TapCard *card)
{
  return card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->arrived_unix;
}

static int
compare_advisors (const TapCard *a,
                  const TapCard *b)
{
  if ((a->advisor_id == 0) != (b->advisor_id == 0))
    return a->advisor_id == 0 ? 1 : -1;
  if (a->advisor_id == b->advisor_id)
    return 0;

  return g_utf8_collate (a->advisor, b->advisor);
}

static int
compare_cards (const TapCard *a,
               const TapCard *b,
               TapBoardSort   sort)
{
  int order = 0;

  switch (sort)
    {
    case TAP_SORT_PROMISE:
      break;
    case TAP_SORT_ARRIVAL:
      order = compare_times (arrival_of (a), arrival_of (b));
      break;
    case TAP_SORT_STAGE_TIME:
      order = compare_times (a->stage_since_unix, b->stage_since_unix);
      break;
    case TAP_SORT_ADVISOR:
      order = compare_advisors (a, b);
      break;
    }

  if (order == 0)
    order = compare_times (due_of (a), due_of (b));
  if (order == 0)
    order = compare_times (arrival_of (a), arrival_of (b));
  if (order == 0)
    order = a->id < b->id ? -1 : a->id > b->id;

  return order;
}

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  TapBoardCard *first = *(TapBoardCard *const *) a;
  TapBoardCard *second = *(TapBoardCard *const *) b;

  return compare_cards (first->card, second->card, *(TapBoardSort *) data);
}

/* Where @card belongs among the others. */
static guint
find_place (TapSortedCards *self,
            TapBoardCard   *card)
{
  guint low = 0, high = self->cards->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      TapBoardCard *other = g_ptr_array_index (self->cards, middle);

      if (compare_cards (other->card, card->card, self->sort) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* ---- the list ---- */

static GType
get_item_type (GListModel *model)
{
  return TAP_TYPE_BOARD_CARD;
}

static guint
get_n_items (GListModel *model)
{
  return TAP_SORTED_CARDS (model)->cards->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  TapSortedCards *self = TAP_SORTED_CARDS (model);

  if (position >= self->cards->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->cards, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tap_sorted_cards_finalize (GObject *object)
{
  g_ptr_array_unref (TAP_SORTED_CARDS (object)->cards);

  G_OBJECT_CLASS (tap_sorted_cards_parent_class)->finalize (object);
}

static void
tap_sorted_cards_class_init (TapSortedCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_sorted_cards_finalize;
}

static void
tap_sorted_cards_init (TapSortedCards *self)
{
  self->cards = g_ptr_array_new_with_free_func (g_object_unref);
}

TapSortedCards *
tap_sorted_cards_new (TapBoardSort sort)
{
  TapSortedCards *self = g_object_new (TAP_TYPE_SORTED_CARDS, NULL);

  self->sort = sort;
  return self;
}

guint
tap_sorted_cards_get_size (TapSortedCards *self)
{
  g_return_val_if_fail (TAP_IS_SORTED_CARDS (self), 0);

  return self->cards->len;
}

TapBoardCard *
tap_sorted_cards_peek (TapSortedCards *self,
                       guint           position)
{
  g_return_val_if_fail (TAP_IS_SORTED_CARDS (self), NULL);

  return position < self->cards->len ? g_ptr_array_index (self->cards, position) : NULL;
}

void
tap_sorted_cards_insert (TapSortedCards *self,
                         TapBoardCard   *card)
{
  guint place;

  g_return_if_fail (TAP_IS_SORTED_CARDS (self));
  g_return_if_fail (TAP_IS_BOARD_CARD (card));

  place = find_place (self, card);
  g_ptr_array_insert (self->cards, (int) place, g_object_ref (card));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

void
tap_sorted_cards_remove (TapSortedCards *self,
                         TapBoardCard   *card)
{
  guint place;

  g_return_if_fail (TAP_IS_SORTED_CARDS (self));

  /* Its keys may have changed already, so it is found by itself. */
  if (!g_ptr_array_find (self->cards, card, &place))
    return;

  g_ptr_array_remove_index (self->cards, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
}

static gboolean
is_in_order (TapSortedCards *self,
             guint           place)
{
  TapBoardCard *card = g_ptr_array_index (self->cards, place);

  if (place > 0)
    {
      TapBoardCard *before = g_ptr_array_index (self->cards, place - 1);

      if (compare_cards (before->card, card->card, self->sort) > 0)
        return FALSE;
    }
  if (place + 1 < self->cards->len)
    {
      TapBoardCard *after = g_ptr_array_index (self->cards, place + 1);

      if (compare_cards (card->card, after->card, self->sort) > 0)
        return FALSE;
    }

  return TRUE;
}

void
tap_sorted_cards_reorder (TapSortedCards *self,
                          TapBoardCard   *card)
{
  g_autoptr (TapBoardCard) kept = NULL;
  guint place;

  g_return_if_fail (TAP_IS_SORTED_CARDS (self));

  if (!g_ptr_array_find (self->cards, card, &place) || is_in_order (self, place))
    return;

  kept = g_object_ref (card);
  tap_sorted_cards_remove (self, card);
  tap_sorted_cards_insert (self, card);
}

/* Takes over @cards (sorted) and reports what is between the equal beginning and the equal end. */
static void
replace (TapSortedCards *self,
         GPtrArray      *cards)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->cards);
  guint same_start = 0, same_end = 0;
  guint shorter = MIN (old->len, cards->len);

  self->cards = cards;
  while (same_start < shorter && old->pdata[same_start] == cards->pdata[same_start])
    same_start++;
  while (same_end < shorter - same_start
         && old->pdata[old->len - 1 - same_end] == cards->pdata[cards->len - 1 - same_end])
    same_end++;

  if (old->len != cards->len || same_start + same_end < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), same_start, old->len - same_start - same_end,
                                cards->len - same_start - same_end);
}

void
tap_sorted_cards_set_sort (TapSortedCards *self,
                           TapBoardSort    sort)
{
  g_return_if_fail (TAP_IS_SORTED_CARDS (self));

  if (self->sort == sort)
    return;

  self->sort = sort;
  tap_sorted_cards_assign (self, self->cards);
}

void
tap_sorted_cards_assign (TapSortedCards *self,
                         GPtrArray      *cards)
{
  GPtrArray *sorted;

  g_return_if_fail (TAP_IS_SORTED_CARDS (self));
  g_return_if_fail (cards != NULL);

  sorted = g_ptr_array_new_full (cards->len, g_object_unref);
  for (guint i = 0; i < cards->len; i++)
    g_ptr_array_add (sorted, g_object_ref (cards->pdata[i]));
  g_ptr_array_sort_with_data (sorted, compare_items, &self->sort);
  replace (self, sorted);
}
