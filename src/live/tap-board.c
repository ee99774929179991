/* tap-board.c — the observable board: its lanes, filters, order and search.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#define TICK_S 30
/* However fast the station's clock runs (in tests), the boards have other things to do too. */
#define MIN_TICK_MS 100

G_DEFINE_FINAL_TYPE (TapBoard, tap_board, G_TYPE_OBJECT)

enum { PROP_0, PROP_READY, PROP_FILTER, PROP_SORT, PROP_TILE, PROP_SEARCH, PROP_STRIP, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* ---- lanes ---- */

static TapBoardLane *
find_lane (TapBoard *self,
           gint64    column_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      if (tap_board_lane_get_column (lane)->id == column_id)
        return lane;
    }

  return NULL;
}

static void
index_lanes (TapBoard *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));

  memset (self->lane_of_stage, 0, sizeof self->lane_of_stage);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);
      TapStageSet stages = tap_board_lane_get_column (lane)->stages;

      for (guint stage = 0; stage < TAP_N_STAGES; stage++)
        if ((stages & TAP_STAGE_BIT (stage)) != 0 && self->lane_of_stage[stage] == NULL)
          self->lane_of_stage[stage] = lane;
    }
}

static gboolean
column_equal (const TapColumn *a,
              const TapColumn *b)
{
  return a->id == b->id && a->stages == b->stages && a->limit_min == b->limit_min
         && a->soft_limit == b->soft_limit && a->n_card_columns == b->n_card_columns
         && g_strcmp0 (a->name, b->name) == 0;
}

static gboolean
lanes_up_to_date (TapBoard  *self,
                  GPtrArray *columns)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->lanes)) != columns->len)
    return FALSE;

  for (guint i = 0; i < columns->len; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      if (!column_equal (tap_board_lane_get_column (lane), columns->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

/* Lanes keep their identity as long as their column exists, so that a screen keeps its widgets. */
static void
sync_lanes (TapBoard *self)
{
  GPtrArray *columns = tap_session_get_station (self->session)->columns;
  g_autoptr (GPtrArray) lanes = NULL;

  if (lanes_up_to_date (self, columns))
    return;

  lanes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < columns->len; i++)
    {
      TapColumn *column = columns->pdata[i];
      TapBoardLane *lane = find_lane (self, column->id);

      if (lane != NULL)
        _tap_board_lane_set_column (lane, column);
      g_ptr_array_add (lanes, lane != NULL ? g_object_ref (lane)
                                           : _tap_board_lane_new (column, self->sort));
    }
  g_list_store_splice (self->lanes, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lanes)),
                       lanes->pdata, lanes->len);
  index_lanes (self);
}

/* ---- placing ---- */

static void
for_each_card (TapBoard *self,
               void    (*func) (TapBoard *, TapBoardCard *))
{
  GHashTableIter iter;
  gpointer card;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    func (self, card);
}

void
_tap_board_place (TapBoard     *self,
                  TapBoardCard *card)
{
  TapBoardLane *lane = self->lane_of_stage[tap_board_card_get_stage (card)];
  gboolean shown = lane != NULL && _tap_board_matches (self, card);

  if (card->lane == lane && card->shown == shown)
    {
      if (shown)
        tap_sorted_cards_reorder (_tap_board_lane_get_list (lane), card);
      return;
    }

  if (card->shown && card->lane != NULL)
    tap_sorted_cards_remove (_tap_board_lane_get_list (card->lane), card);
  card->lane = lane;
  card->shown = shown;
  if (shown)
    tap_sorted_cards_insert (_tap_board_lane_get_list (lane), card);
}

static void
forget_lane (TapBoard     *self,
             TapBoardCard *card)
{
  TapBoardLane *lane = self->lane_of_stage[tap_board_card_get_stage (card)];

  /* A lane that left the board took its list with it. */
  if (card->lane == lane)
    return;
  if (card->shown && card->lane != NULL
      && find_lane (self, tap_board_lane_get_column (card->lane)->id) == card->lane)
    tap_sorted_cards_remove (_tap_board_lane_get_list (card->lane), card);
  card->lane = NULL;
  card->shown = FALSE;
}

/* The cards that shall stand in each lane now; each lane tells the part that differs, once. */
static void
assign_lanes (TapBoard *self)
{
  guint n_lanes = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < n_lanes; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);
      g_autoptr (GPtrArray) cards = g_ptr_array_new ();

      g_hash_table_iter_init (&iter, self->by_id);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          TapBoardCard *card = value;

          if (self->lane_of_stage[tap_board_card_get_stage (card)] != lane)
            continue;
          card->lane = lane;
          card->shown = _tap_board_matches (self, card);
          if (card->shown)
            g_ptr_array_add (cards, card);
        }
      tap_sorted_cards_assign (_tap_board_lane_get_list (lane), cards);
    }
}

/* ---- filters ---- */

static gboolean
matches_filter (TapBoard      *self,
                const TapCard *card)
{
  gint64 me;

  switch (self->filter)
    {
    case TAP_FILTER_ALL:
      return TRUE;
    case TAP_FILTER_MINE:
      me = tap_session_get_staff_id (self->session);
      return me != 0 && (card->advisor_id == me || card->technician_id == me);
    case TAP_FILTER_WAITING:
      return card->stage != TAP_STAGE_BOOKED && card->waits_here;
    }

  return TRUE;
}

static gboolean
matches_tile (TapBoard     *self,
              TapBoardCard *item)
{
  const TapCard *card = item->card;
  gint64 noon = self->day_start_unix + 12 * 3600;

  switch (self->tile)
    {
    case TAP_TILE_NONE:
      return TRUE;
    case TAP_TILE_BOOKED:
      return card->stage == TAP_STAGE_BOOKED
             || (card->booked && card->arrived_unix >= self->day_start_unix);
    case TAP_TILE_ARRIVED:
      return card->stage != TAP_STAGE_BOOKED && card->arrived_unix >= self->day_start_unix;
    case TAP_TILE_IN_SHOP:
      return tap_stage_is_open (card->stage);
    case TAP_TILE_NOON:
      return card->stage != TAP_STAGE_BOOKED && !tap_stage_is_ready (card->stage)
             && card->promised_unix >= self->day_start_unix && card->promised_unix < noon;
    case TAP_TILE_RISK:
      return item->time.state == TAP_TIME_RISK;
    case TAP_TILE_LATE:
      return item->time.state == TAP_TIME_LATE;
    }

  return TRUE;
}

gboolean
_tap_board_matches (TapBoard     *self,
                    TapBoardCard *card)
{
  /* What is being saved stays in sight where the person put it. */
  return card->pending
         || (matches_filter (self, card->card) && matches_tile (self, card)
             && tap_search_key_matches (card->card->search_key, self->folded));
}

void
tap_board_set_filter (TapBoard       *self,
                      TapBoardFilter  filter)
{
  g_return_if_fail (TAP_IS_BOARD (self));

  if (self->filter == filter)
    return;

  self->filter = filter;
  assign_lanes (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

TapBoardFilter
tap_board_get_filter (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), TAP_FILTER_ALL);

  return self->filter;
}

void
tap_board_set_tile (TapBoard     *self,
                    TapBoardTile  tile)
{
  g_return_if_fail (TAP_IS_BOARD (self));

  if (self->tile == tile)
    return;

  self->tile = tile;
  assign_lanes (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TILE]);
}

TapBoardTile
tap_board_get_tile (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), TAP_TILE_NONE);

  return self->tile;
}

void
tap_board_set_sort (TapBoard     *self,
                    TapBoardSort  sort)
{
  guint n_lanes;

  g_return_if_fail (TAP_IS_BOARD (self));

  if (self->sort == sort)
    return;

  self->sort = sort;
  n_lanes = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
  for (guint i = 0; i < n_lanes; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      tap_sorted_cards_set_sort (_tap_board_lane_get_list (lane), sort);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

TapBoardSort
tap_board_get_sort (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), TAP_SORT_PROMISE);

  return self->sort;
}

void
tap_board_set_search (TapBoard   *self,
                      const char *typed)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (TAP_IS_BOARD (self));

  if (typed == NULL)
    typed = "";
  if (g_strcmp0 (self->search, typed) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (typed);
  folded = tap_search_fold (typed);
  if (g_strcmp0 (folded, self->folded) != 0)
    {
      g_free (self->folded);
      self->folded = g_steal_pointer (&folded);
      assign_lanes (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

const char *
tap_board_get_search (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), "");

  return self->search;
}

/* ---- what the session tells ---- */

static void
signed_in_changed_cb (TapBoard *self)
{
  if (self->filter == TAP_FILTER_MINE)
    assign_lanes (self);
  _tap_board_recount (self);
}

static void
station_changed_cb (TapBoard *self)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));

  /* Cards still point at lanes that go; they are kept alive until the cards are placed anew. */
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (old, g_list_model_get_item (G_LIST_MODEL (self->lanes), i));

  sync_lanes (self);
  for_each_card (self, forget_lane);
  assign_lanes (self);
  _tap_board_tick (self);
}

static void
cards_changed_cb (TapBoard       *self,
                  TapCardChanges *changes)
{
  _tap_board_take_changes (self, changes);
}

static gboolean
tick_cb (gpointer data)
{
  _tap_board_tick (data);

  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

void
_tap_undo_item_free (TapUndoItem *item)
{
  g_free (item->operation);
  g_free (item);
}

static void
tap_board_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  TapBoard *self = TAP_BOARD (object);

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_FILTER:
      g_value_set_int (value, (int) self->filter);
      break;
    case PROP_SORT:
      g_value_set_int (value, (int) self->sort);
      break;
    case PROP_TILE:
      g_value_set_int (value, (int) self->tile);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_STRIP:
      g_value_set_pointer (value, &self->strip);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
leave_board (TapBoard     *self,
             TapBoardCard *card)
{
  card->board = NULL;
  card->lane = NULL;
}

static void
tap_board_dispose (GObject *object)
{
  TapBoard *self = TAP_BOARD (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for_each_card (self, leave_board);
  g_hash_table_remove_all (self->by_id);
  g_list_store_remove_all (self->cards);
  g_list_store_remove_all (self->lanes);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tap_board_parent_class)->dispose (object);
}

static void
tap_board_finalize (GObject *object)
{
  TapBoard *self = TAP_BOARD (object);

  g_clear_object (&self->lanes);
  g_clear_object (&self->cards);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->bars);
  g_hash_table_unref (self->unsettled);
  g_queue_clear_full (&self->undo, (GDestroyNotify) _tap_undo_item_free);
  g_free (self->search);
  g_free (self->folded);

  G_OBJECT_CLASS (tap_board_parent_class)->finalize (object);
}

static void
tap_board_class_init (TapBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tap_board_get_property;
  object_class->dispose = tap_board_dispose;
  object_class->finalize = tap_board_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_FILTER] = g_param_spec_int ("filter", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SORT] = g_param_spec_int ("sort", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_TILE] = g_param_spec_int ("tile", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", flags);
  properties[PROP_STRIP] = g_param_spec_pointer ("strip", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("strip-changed", TAP_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("tick", TAP_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("card-touched", TAP_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, TAP_TYPE_BOARD_CARD);
  g_signal_new ("bay-touched", TAP_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_INT64);
  g_signal_new ("batch-done", TAP_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
tap_board_init (TapBoard *self)
{
  self->lanes = g_list_store_new (TAP_TYPE_BOARD_LANE);
  self->cards = g_list_store_new (TAP_TYPE_BOARD_CARD);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->bars
    = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) tap_bar_unref);
  self->unsettled
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _tap_undo_item_free);
  self->search = g_strdup ("");
  self->folded = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  self->strip.kept_pct = -1;
  g_queue_init (&self->undo);
}

TapBoard *
tap_board_new (TapSession *session)
{
  TapBoard *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_BOARD, NULL);
  self->session = g_object_ref (session);
  self->day_start_unix = tap_calendar_day_start (tap_session_get_station (session)->calendar,
                                                 tap_session_now_unix (session));
  sync_lanes (self);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (signed_in_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "station-changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "cards-changed", G_CALLBACK (cards_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "reload", G_CALLBACK (_tap_board_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "settled", G_CALLBACK (_tap_board_settle), self,
                           G_CONNECT_SWAPPED);
  if (tap_station_clock_rate () == 1)
    self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  else
    self->tick_id = g_timeout_add (MAX (TICK_S * 1000 / tap_station_clock_rate (), MIN_TICK_MS), tick_cb, self);
  _tap_board_reload (self);

  return self;
}

TapSession *
tap_board_get_session (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);

  return self->session;
}

gboolean
tap_board_is_ready (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), FALSE);

  return self->ready;
}

GListModel *
tap_board_get_lanes (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->lanes);
}

GListModel *
tap_board_get_cards (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->cards);
}

TapBoardCard *
tap_board_find (TapBoard *self,
                gint64    id)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);

  return g_hash_table_lookup (self->by_id, &id);
}

TapBoardLane *
tap_board_lane_of (TapBoard     *self,
                   TapBoardCard *card)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);
  g_return_val_if_fail (TAP_IS_BOARD_CARD (card), NULL);

  return card->board == self ? card->lane : NULL;
}

const TapBoardStrip *
tap_board_get_strip (TapBoard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD (self), NULL);

  return &self->strip;
}
