/* tap-workshop.c — the observable workshop: the bays of today and the cars that wait beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

struct _TapWorkshop
{
  GObject         parent_instance;
  TapBoard       *board;
  GListStore     *rows;
  TapSortedCards *racks[TAP_N_RACKS];
  gint64          day_start_unix;
  GHashTable     *touched_bays;         /* gint64 *: of this batch */
  GHashTable     *touched_visits;       /* gint64 *: of this batch */
};

G_DEFINE_FINAL_TYPE (TapWorkshop, tap_workshop, G_TYPE_OBJECT)

enum { ROWS_CHANGED, RACKS_CHANGED, TICK, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- racks ---- */

static gboolean
belongs_into (TapBoardCard *item,
              TapRackKind   kind)
{
  const TapCard *card = item->card;
  TapStage stage = tap_board_card_get_stage (item);

  switch (kind)
    {
    case TAP_RACK_DISPATCH:
      /* What has a bay stands in that bay's row. */
      return stage == TAP_STAGE_DISPATCH || (stage == TAP_STAGE_NEXT && card->bay_id == 0);
    case TAP_RACK_PARTS:
      return tap_stage_is_open (stage) && stage <= TAP_STAGE_WORK && card->parts_hold;
    case TAP_RACK_CUSTOMER:
      return tap_stage_is_open (stage) && stage <= TAP_STAGE_WORK && card->needs_ok
             && !card->parts_hold;
    case TAP_RACK_INSPECTION:
      return stage == TAP_STAGE_CHECK;
    case TAP_RACK_WASH:
      return stage == TAP_STAGE_WASH;
    }

  return FALSE;
}

static void
sync_rack (TapWorkshop *self,
           TapRackKind  kind)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->board->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (belongs_into (value, kind))
      g_ptr_array_add (cards, value);
  tap_sorted_cards_assign (self->racks[kind], cards);
}

/* ---- rows ---- */

static TapWorkshopRow *
find_row (TapWorkshop *self,
          gint64       bay_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (tap_workshop_row_get_bay (row)->id == bay_id)
        return row;
    }

  return NULL;
}

static gboolean
row_stands_at (TapWorkshop *self,
               guint        position,
               const TapBay *bay)
{
  g_autoptr (TapWorkshopRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  const TapBay *old = row != NULL ? tap_workshop_row_get_bay (row) : NULL;

  return old != NULL && old->id == bay->id && old->kind == bay->kind
         && g_strcmp0 (old->name, bay->name) == 0 && g_strcmp0 (old->badge, bay->badge) == 0;
}

/* TRUE when bays came, went, moved or were renamed. */
static gboolean
sync_rows (TapWorkshop *self)
{
  GPtrArray *bays = tap_session_get_station (self->board->session)->bays;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean same = TRUE;

  for (guint i = 0; i < bays->len; i++)
    {
      TapBay *bay = bays->pdata[i];
      TapWorkshopRow *row;

      if (!bay->active)
        continue;
      same &= row_stands_at (self, rows->len, bay);
      row = find_row (self, bay->id);
      if (row != NULL)
        _tap_workshop_row_set_bay (row, bay);
      g_ptr_array_add (rows, row != NULL ? g_object_ref (row) : _tap_workshop_row_new (bay));
    }
  if (same && rows->len == g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    return FALSE;

  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  return TRUE;
}

static void
fill_rows (TapWorkshop *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      _tap_workshop_row_fill (row, self->board);
    }
}

/* ---- what the board tells ---- */

static void
remember (GHashTable *set,
          gint64      id)
{
  if (!g_hash_table_contains (set, &id))
    g_hash_table_add (set, g_memdup2 (&id, sizeof id));
}

static void
card_touched_cb (TapWorkshop  *self,
                 TapBoardCard *card)
{
  remember (self->touched_visits, tap_board_card_get_id (card));
}

static void
bay_touched_cb (TapWorkshop *self,
                gint64       bay_id)
{
  remember (self->touched_bays, bay_id);
}

/* Only rows whose bars or card were touched look again. */
static void
refresh_rows (TapWorkshop *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      TapBar *current = tap_workshop_row_get_current (row);
      gboolean card_touched
        = current != NULL && g_hash_table_contains (self->touched_visits, &current->visit_id);
      TapBoardCard *before = tap_workshop_row_get_card (row);

      if (!card_touched
          && !g_hash_table_contains (self->touched_bays, &tap_workshop_row_get_bay (row)->id))
        continue;
      _tap_workshop_row_fill (row, self->board);
      /* The same card, but it tells something else. */
      if (card_touched && before != NULL && before == tap_workshop_row_get_card (row))
        _tap_workshop_row_changed (row);
    }
}

static void
batch_done_cb (TapWorkshop *self)
{
  gboolean racks_changed = FALSE;

  if (g_hash_table_size (self->touched_bays) + g_hash_table_size (self->touched_visits) == 0)
    return;

  refresh_rows (self);
  for (guint kind = 0; kind < TAP_N_RACKS; kind++)
    sync_rack (self, (TapRackKind) kind);
  racks_changed = g_hash_table_size (self->touched_visits) > 0;
  g_hash_table_remove_all (self->touched_bays);
  g_hash_table_remove_all (self->touched_visits);
  if (racks_changed)
    g_signal_emit (self, signals[RACKS_CHANGED], 0);
}

static void
tick_cb (TapWorkshop *self)
{
  if (self->day_start_unix != self->board->day_start_unix)
    {
      self->day_start_unix = self->board->day_start_unix;
      fill_rows (self);
    }
  g_signal_emit (self, signals[TICK], 0);
}

static void
station_changed_cb (TapWorkshop *self)
{
  if (!sync_rows (self))
    return;

  fill_rows (self);
  g_signal_emit (self, signals[ROWS_CHANGED], 0);
}

/* ---- the object ---- */

static void
tap_workshop_dispose (GObject *object)
{
  TapWorkshop *self = TAP_WORKSHOP (object);

  g_clear_object (&self->board);
  g_clear_object (&self->rows);
  for (guint i = 0; i < TAP_N_RACKS; i++)
    g_clear_object (&self->racks[i]);

  G_OBJECT_CLASS (tap_workshop_parent_class)->dispose (object);
}

static void
tap_workshop_finalize (GObject *object)
{
  TapWorkshop *self = TAP_WORKSHOP (object);

  g_hash_table_unref (self->touched_bays);
  g_hash_table_unref (self->touched_visits);

  G_OBJECT_CLASS (tap_workshop_parent_class)->finalize (object);
}

static void
tap_workshop_class_init (TapWorkshopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tap_workshop_dispose;
  object_class->finalize = tap_workshop_finalize;

  signals[ROWS_CHANGED] = g_signal_new ("rows-changed", TAP_TYPE_WORKSHOP, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RACKS_CHANGED] = g_signal_new ("racks-changed", TAP_TYPE_WORKSHOP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TICK] = g_signal_new ("tick", TAP_TYPE_WORKSHOP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
tap_workshop_init (TapWorkshop *self)
{
  self->rows = g_list_store_new (TAP_TYPE_WORKSHOP_ROW);
  for (guint i = 0; i < TAP_N_RACKS; i++)
    self->racks[i] = tap_sorted_cards_new (TAP_SORT_PROMISE);
  self->touched_bays = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->touched_visits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TapWorkshop *
tap_workshop_new (TapBoard *board)
{
  TapWorkshop *self;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  self = g_object_new (TAP_TYPE_WORKSHOP, NULL);
  self->board = g_object_ref (board);
  self->day_start_unix = board->day_start_unix;
  sync_rows (self);
  fill_rows (self);
  for (guint kind = 0; kind < TAP_N_RACKS; kind++)
    sync_rack (self, (TapRackKind) kind);
  g_signal_connect_object (board, "card-touched", G_CALLBACK (card_touched_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "bay-touched", G_CALLBACK (bay_touched_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "batch-done", G_CALLBACK (batch_done_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "tick", G_CALLBACK (tick_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board->session, "station-changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

TapBoard *
tap_workshop_get_board (TapWorkshop *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP (self), NULL);

  return self->board;
}

GListModel *
tap_workshop_get_rows (TapWorkshop *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP (self), NULL);

  return G_LIST_MODEL (self->rows);
}

GListModel *
tap_workshop_get_rack (TapWorkshop *self,
                       TapRackKind  kind)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP (self), NULL);
  g_return_val_if_fail ((guint) kind < TAP_N_RACKS, NULL);

  return G_LIST_MODEL (self->racks[kind]);
}

/* ---- numbers ---- */

static gboolean
is_in_workshop (TapStage stage)
{
  return stage >= TAP_STAGE_DISPATCH && stage <= TAP_STAGE_WASH;
}

TapBoardCard *
tap_workshop_get_worst (TapWorkshop *self)
{
  TapBoardCard *worst = NULL;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (TAP_IS_WORKSHOP (self), NULL);

  g_hash_table_iter_init (&iter, self->board->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TapBoardCard *item = value;

      if (item->time.state != TAP_TIME_LATE || !is_in_workshop (item->card->stage))
        continue;
      if (worst == NULL || item->card->promised_unix < worst->card->promised_unix
          || (item->card->promised_unix == worst->card->promised_unix
              && item->card->id < worst->card->id))
        worst = item;
    }

  return worst;
}

void
tap_workshop_get_counts (TapWorkshop *self,
                         guint       *n_in_work,
                         guint       *n_to_dispatch,
                         guint       *n_finished_today,
                         guint       *n_late,
                         guint       *n_soon)
{
  guint in_work = 0, late = 0, soon = 0;
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (TAP_IS_WORKSHOP (self));

  g_hash_table_iter_init (&iter, self->board->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TapBoardCard *item = value;
      gboolean due
        = item->time.words == TAP_TIME_WORDS_LEFT || item->time.words == TAP_TIME_WORDS_PREDICTED;

      in_work += item->card->stage == TAP_STAGE_WORK;
      if (!is_in_workshop (item->card->stage))
        continue;
      late += item->time.state == TAP_TIME_LATE;
      soon += item->time.state == TAP_TIME_RISK && due;
    }

  if (n_in_work != NULL)
    *n_in_work = in_work;
  if (n_to_dispatch != NULL)
    *n_to_dispatch = tap_sorted_cards_get_size (self->racks[TAP_RACK_DISPATCH]);
  if (n_finished_today != NULL)
    *n_finished_today = self->board->n_finished_today;
  if (n_late != NULL)
    *n_late = late;
  if (n_soon != NULL)
    *n_soon = soon;
}

/* ---- the axis ---- */

/* The shift of a day without one: what the boards show on a Sunday. */
#define CLOSED_DAY_FROM_MIN (8 * 60)
#define CLOSED_DAY_TO_MIN (18 * 60)

int
tap_workshop_day_bounds (TapWorkshop *self,
                         gint64      *from_unix,
                         gint64      *to_unix)
{
  TapCalendar *calendar;
  gint64 now, midnight, from, to;
  TapShift shift;

  g_return_val_if_fail (TAP_IS_WORKSHOP (self), 0);

  calendar = tap_session_get_station (self->board->session)->calendar;
  now = tap_session_now_unix (self->board->session);
  midnight = tap_calendar_day_start (calendar, now);
  shift = tap_calendar_get_shift (calendar, now);
  if (shift.open_min == shift.close_min)
    shift = (TapShift) { .open_min = CLOSED_DAY_FROM_MIN, .close_min = CLOSED_DAY_TO_MIN };

  from = midnight + (gint64) (shift.open_min / 60) * 3600;
  to = midnight + (gint64) ((shift.close_min + 59) / 60) * 3600;
  if (from_unix != NULL)
    *from_unix = from;
  if (to_unix != NULL)
    *to_unix = to;

  return (int) ((to - from) / 3600);
}

gint64
tap_workshop_predict_end (TapWorkshop *self,
                          TapBar      *bar)
{
  TapSession *session;

  g_return_val_if_fail (TAP_IS_WORKSHOP (self), 0);
  g_return_val_if_fail (bar != NULL, 0);

  session = self->board->session;
  return _tap_predict_bar_end (tap_session_get_station (session)->calendar, bar,
                               tap_session_now_unix (session));
}
