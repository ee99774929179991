/* tap-board-data.c — bringing the board to a new picture, object by object.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

/* A picture that changes overtook while it was read is read again; under constant traffic the next
 * one is as good. */
#define MAX_STALE_LOADS 3

/* What the time states of all cards have in common at one moment. */
typedef struct
{
  gint64     now_unix, day_start_unix, day_end_unix;
  GTimeZone *zone;
} Moment;

static Moment
moment_now (TapBoard *self)
{
  TapCalendar *calendar = tap_session_get_station (self->session)->calendar;
  gint64 now = tap_session_now_unix (self->session);
  Moment moment = {
    .now_unix = now,
    .day_start_unix = tap_calendar_day_start (calendar, now),
    .day_end_unix = tap_calendar_next_day (calendar, now),
    .zone = tap_calendar_get_zone (calendar),
  };

  self->day_start_unix = moment.day_start_unix;
  return moment;
}

/* TRUE when the card tells something else than before. */
static gboolean
judge_time (TapBoard     *self,
            TapBoardCard *item,
            const Moment *moment,
            gboolean      announce)
{
  const TapStationData *station = tap_session_get_station (self->session);
  const TapCard *card = item->card;
  TapBoardLane *lane = self->lane_of_stage[card->stage];
  TapTimeFacts facts = {
    .now_unix = moment->now_unix,
    .stage = card->stage,
    .stage_since_unix = card->stage_since_unix,
    .stage_limit_min = lane != NULL ? tap_board_lane_get_column (lane)->limit_min : 0,
    .slot_unix = card->slot_unix,
    .promised_unix = card->promised_unix,
    .predicted_unix = _tap_predict_card_ready (self, card, moment->now_unix),
    .ready_unix = card->ready_unix,
    .day_start_unix = moment->day_start_unix,
    .day_end_unix = moment->day_end_unix,
    .parts_hold = card->parts_hold,
    .needs_ok = card->needs_ok,
    .stopped = card->n_stoppages > 0,
    .risk_slack_min = station->risk_slack_min,
    .booking_late_min = station->booking_late_min,
  };
  TapTimeView view = tap_time_judge (&facts);
  gint64 due = card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->promised_unix;

  gboolean progressed = _tap_board_card_set_progress (item, tap_card_progress_pct (card, moment->now_unix));

  return _tap_board_card_set_time (item, view,
                                   tap_time_text (&view, due, moment->now_unix, moment->zone),
                                   announce)
         || progressed;
}

static void
touch_card (TapBoard     *self,
            TapBoardCard *card)
{
  g_signal_emit_by_name (self, "card-touched", card);
}

/* ---- single cards ---- */

static TapBoardCard *
make_card (TapBoard     *self,
           TapCard      *card,
           const Moment *moment)
{
  TapBoardCard *item = _tap_board_card_new (card);

  item->board = self;
  judge_time (self, item, moment, FALSE);
  return item;
}

static void
add_card (TapBoard     *self,
          TapCard      *card,
          const Moment *moment,
          gboolean      glow)
{
  g_autoptr (TapBoardCard) item = make_card (self, card, moment);

  g_hash_table_insert (self->by_id, &item->card->id, item);
  g_list_store_append (self->cards, item);
  _tap_board_place (self, item);
  touch_card (self, item);
  if (glow)
    _tap_board_card_glow (item);
}

static void
update_card (TapBoard     *self,
             TapBoardCard *item,
             TapCard      *card,
             const Moment *moment,
             gboolean      glow)
{
  gboolean changed;

  /* The key of the table lies in the value that goes. */
  g_hash_table_steal (self->by_id, &item->card->id);
  changed = _tap_board_card_set_card (item, card);
  g_hash_table_insert (self->by_id, &item->card->id, item);

  /* The store has spoken: only a move still under way keeps showing its wish. */
  if (item->has_wish && (!item->pending || card->stage == item->wish))
    item->has_wish = FALSE;

  changed |= judge_time (self, item, moment, TRUE);
  _tap_board_place (self, item);
  if (!changed)
    return;

  touch_card (self, item);
  if (glow)
    _tap_board_card_glow (item);
}

static void
remove_card (TapBoard *self,
             gint64    id)
{
  g_autoptr (TapBoardCard) item = NULL;
  guint place;

  if (g_hash_table_lookup (self->by_id, &id) == NULL)
    return;

  item = g_object_ref (g_hash_table_lookup (self->by_id, &id));
  g_hash_table_remove (self->by_id, &id);
  if (item->shown && item->lane != NULL)
    tap_sorted_cards_remove (_tap_board_lane_get_list (item->lane), item);
  item->lane = NULL;
  item->shown = FALSE;
  item->board = NULL;
  if (g_list_store_find (self->cards, item, &place))
    g_list_store_remove (self->cards, place);
  touch_card (self, item);
}

/* ---- bars ---- */

static void
touch_bay (TapBoard *self,
           gint64    bay_id)
{
  g_signal_emit_by_name (self, "bay-touched", bay_id);
}

static void
put_bar (TapBoard *self,
         TapBar   *bar)
{
  TapBar *old = g_hash_table_lookup (self->bars, &bar->id);
  gint64 old_bay = old != NULL ? old->bay_id : bar->bay_id;

  if (old != NULL && _tap_bar_equal (old, bar))
    return;

  g_hash_table_replace (self->bars, &bar->id, tap_bar_ref (bar));
  if (old_bay != bar->bay_id)
    touch_bay (self, old_bay);
  touch_bay (self, bar->bay_id);
}

static void
remove_bar (TapBoard *self,
            gint64    id)
{
  TapBar *old = g_hash_table_lookup (self->bars, &id);
  gint64 bay_id;

  if (old == NULL)
    return;

  bay_id = old->bay_id;
  g_hash_table_remove (self->bars, &id);
  touch_bay (self, bay_id);
}

static void
replace_bars (TapBoard  *self,
              GPtrArray *bars)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < bars->len; i++)
    g_hash_table_add (kept, &((TapBar *) bars->pdata[i])->id);

  g_hash_table_iter_init (&iter, self->bars);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!g_hash_table_contains (kept, &((TapBar *) value)->id))
      g_array_append_val (gone, ((TapBar *) value)->id);

  for (guint i = 0; i < gone->len; i++)
    remove_bar (self, g_array_index (gone, gint64, i));
  for (guint i = 0; i < bars->len; i++)
    put_bar (self, bars->pdata[i]);
}

/* ---- whole pictures ---- */

/* The first picture: every list tells once what it has. */
static void
fill (TapBoard     *self,
      GPtrArray    *cards,
      const Moment *moment)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_lanes = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));

  for (guint i = 0; i < cards->len; i++)
    {
      TapBoardCard *item = make_card (self, cards->pdata[i], moment);

      g_ptr_array_add (items, item);
      g_hash_table_insert (self->by_id, &item->card->id, item);
    }
  g_list_store_splice (self->cards, 0, 0, items->pdata, items->len);

  for (guint lane_index = 0; lane_index < n_lanes; lane_index++)
    {
      g_autoptr (TapBoardLane) lane
        = g_list_model_get_item (G_LIST_MODEL (self->lanes), lane_index);
      g_autoptr (GPtrArray) shown = g_ptr_array_new ();

      for (guint i = 0; i < items->len; i++)
        {
          TapBoardCard *item = items->pdata[i];

          if (self->lane_of_stage[item->card->stage] != lane)
            continue;
          item->lane = lane;
          item->shown = _tap_board_matches (self, item);
          if (item->shown)
            g_ptr_array_add (shown, item);
        }
      tap_sorted_cards_assign (_tap_board_lane_get_list (lane), shown);
    }

  for (guint i = 0; i < items->len; i++)
    touch_card (self, items->pdata[i]);
}

static void
replace_cards (TapBoard     *self,
               GPtrArray    *cards,
               const Moment *moment)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < cards->len; i++)
    g_hash_table_add (kept, &((TapCard *) cards->pdata[i])->id);

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gint64 id = ((TapBoardCard *) value)->card->id;

      if (!g_hash_table_contains (kept, &id))
        g_array_append_val (gone, id);
    }
  for (guint i = 0; i < gone->len; i++)
    remove_card (self, g_array_index (gone, gint64, i));

  for (guint i = 0; i < cards->len; i++)
    {
      TapCard *card = cards->pdata[i];
      TapBoardCard *item = g_hash_table_lookup (self->by_id, &card->id);

      if (item != NULL)
        update_card (self, item, card, moment, FALSE);
      else
        add_card (self, card, moment, FALSE);
    }
}

/* Not tap_board_data_free(): only tap-live-store.c calls the store, so that the rest can be linked
 * without one. */
static void
free_data (TapBoardData *data)
{
  g_ptr_array_unref (data->cards);
  g_ptr_array_unref (data->bars);
  g_free (data);
}

void
_tap_board_take_data (TapBoard     *self,
                      TapBoardData *data)
{
  Moment moment;

  g_return_if_fail (TAP_IS_BOARD (self));
  g_return_if_fail (data != NULL);

  moment = moment_now (self);
  self->n_booked_today = data->n_booked_today;
  self->n_arrived_today = data->n_arrived_today;
  self->n_finished_today = data->n_finished_today;
  self->n_delivered_before_noon = data->n_delivered_before_noon;

  /* Bars first: the cards' predictions read them. */
  replace_bars (self, data->bars);
  if (g_hash_table_size (self->by_id) == 0)
    fill (self, data->cards, &moment);
  else
    replace_cards (self, data->cards, &moment);
  free_data (data);

  _tap_board_recount (self);
  g_signal_emit_by_name (self, "batch-done");
  if (!self->ready)
    {
      self->ready = TRUE;
      g_object_notify (G_OBJECT (self), "ready");
    }
}

/* ---- changes ---- */

/* Cards whose prediction may differ now, because a bar of theirs does. */
static void
judge_visits_of (TapBoard     *self,
                 GPtrArray    *bars,
                 const Moment *moment)
{
  for (guint i = 0; i < bars->len; i++)
    {
      TapBar *bar = bars->pdata[i];
      TapBoardCard *item = g_hash_table_lookup (self->by_id, &bar->visit_id);

      if (item != NULL && judge_time (self, item, moment, TRUE))
        {
          _tap_board_place (self, item);
          touch_card (self, item);
        }
    }
}

/* TRUE when cards came or went: the day's counts are to be read again. */
static gboolean
apply_cards (TapBoard             *self,
             const TapCardChanges *changes,
             const Moment         *moment)
{
  gboolean recount = FALSE;

  for (guint i = 0; changes->gone != NULL && i < changes->gone->len; i++)
    {
      gint64 id = g_array_index (changes->gone, gint64, i);

      recount |= tap_board_find (self, id) != NULL;
      remove_card (self, id);
    }
  for (guint i = 0; changes->cards != NULL && i < changes->cards->len; i++)
    {
      TapCard *card = changes->cards->pdata[i];
      TapBoardCard *item = g_hash_table_lookup (self->by_id, &card->id);

      if (item != NULL)
        update_card (self, item, card, moment, !changes->own);
      else
        add_card (self, card, moment, !changes->own);
      recount |= item == NULL;
    }

  return recount;
}

void
_tap_board_take_changes (TapBoard             *self,
                         const TapCardChanges *changes)
{
  Moment moment;
  gboolean recount;

  g_return_if_fail (TAP_IS_BOARD (self));
  g_return_if_fail (changes != NULL);

  self->changed_while_loading |= self->loading;
  if (!self->ready)
    return;

  moment = moment_now (self);
  for (guint i = 0; changes->gone_bars != NULL && i < changes->gone_bars->len; i++)
    remove_bar (self, g_array_index (changes->gone_bars, gint64, i));
  for (guint i = 0; changes->bars != NULL && i < changes->bars->len; i++)
    put_bar (self, changes->bars->pdata[i]);

  recount = apply_cards (self, changes, &moment);
  if (changes->bars != NULL)
    judge_visits_of (self, changes->bars, &moment);
  _tap_board_recount (self);
  g_signal_emit_by_name (self, "batch-done");
  if (recount)
    _tap_board_reload (self);
}

/* ---- the clock ---- */

void
_tap_board_tick (TapBoard *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 day_before = self->day_start_unix;
  Moment moment = moment_now (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (items, g_object_ref (value));

  for (guint i = 0; i < items->len; i++)
    {
      if (!judge_time (self, items->pdata[i], &moment, TRUE))
        continue;
      _tap_board_place (self, items->pdata[i]);
      touch_card (self, items->pdata[i]);
    }
  _tap_board_recount (self);
  g_signal_emit_by_name (self, "batch-done");
  g_signal_emit_by_name (self, "tick");
  if (day_before != moment.day_start_unix)
    _tap_board_reload (self);
}

/* ---- reading the whole picture ---- */

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TapBoard) self = user_data;
  g_autoptr (GError) error = NULL;
  const TapLiveBackend *backend;
  TapBoardData *data;

  self->loading = FALSE;
  if (self->session == NULL)
    return;

  backend = _tap_session_get_backend (self->session);
  data = backend->load_finish (self->session, result, &error);
  if (data == NULL)
    {
      /* The replica always answers; if it does not, the next change or the next day reads again. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("The board could not be read: %s", error->message);
    }
  else if (self->changed_while_loading && self->ready && self->n_stale_loads++ < MAX_STALE_LOADS)
    {
      free_data (data);
      self->load_again = TRUE;
    }
  else
    {
      self->load_again |= self->changed_while_loading && !self->ready;
      self->n_stale_loads = 0;
      _tap_board_take_data (self, data);
    }

  if (self->load_again)
    _tap_board_reload (self);
}

void
_tap_board_reload (TapBoard *self)
{
  const TapLiveBackend *backend = _tap_session_get_backend (self->session);

  if (backend == NULL || backend->load_async == NULL)
    return;
  if (self->loading)
    {
      self->load_again = TRUE;
      return;
    }

  self->loading = TRUE;
  self->load_again = FALSE;
  self->changed_while_loading = FALSE;
  backend->load_async (self->session, tap_session_now_unix (self->session), self->cancellable,
                       load_cb, g_object_ref (self));
}
