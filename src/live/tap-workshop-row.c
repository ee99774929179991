/* tap-workshop-row.c — one bay of the workshop board with its bars of today.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

struct _TapWorkshopRow
{
  GObject       parent_instance;
  TapBay       *bay;
  GPtrArray    *bars;           /* of TapBar, by start */
  TapBar       *current;        /* one of @bars, not owned */
  TapBoardCard *card;
};

G_DEFINE_FINAL_TYPE (TapWorkshopRow, tap_workshop_row, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
tap_workshop_row_finalize (GObject *object)
{
  TapWorkshopRow *self = TAP_WORKSHOP_ROW (object);

  g_clear_pointer (&self->bay, tap_bay_unref);
  g_clear_pointer (&self->bars, g_ptr_array_unref);
  g_clear_object (&self->card);

  G_OBJECT_CLASS (tap_workshop_row_parent_class)->finalize (object);
}

static void
tap_workshop_row_class_init (TapWorkshopRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_workshop_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", TAP_TYPE_WORKSHOP_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_workshop_row_init (TapWorkshopRow *self)
{
  self->bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bar_unref);
}

TapWorkshopRow *
_tap_workshop_row_new (TapBay *bay)
{
  TapWorkshopRow *self = g_object_new (TAP_TYPE_WORKSHOP_ROW, NULL);

  self->bay = tap_bay_ref (bay);
  return self;
}

void
_tap_workshop_row_changed (TapWorkshopRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
_tap_workshop_row_set_bay (TapWorkshopRow *self,
                           TapBay         *bay)
{
  if (self->bay == bay)
    return;

  tap_bay_unref (self->bay);
  self->bay = tap_bay_ref (bay);
}

static gint64
start_of (const TapBar *bar)
{
  return bar->started_unix != 0 ? bar->started_unix : bar->planned_start_unix;
}

static int
compare_bars (gconstpointer a,
              gconstpointer b)
{
  const TapBar *first = *(TapBar *const *) a;
  const TapBar *second = *(TapBar *const *) b;

  if (start_of (first) != start_of (second))
    return start_of (first) < start_of (second) ? -1 : 1;

  return first->id < second->id ? -1 : first->id > second->id;
}

/* Running, else stopped, else the next planned one. */
static TapBar *
find_current (GPtrArray *bars)
{
  TapBar *stopped = NULL, *next = NULL;

  for (guint i = 0; i < bars->len; i++)
    {
      TapBar *bar = bars->pdata[i];

      if (bar->finished_unix != 0)
        continue;
      if (bar->running_since_unix != 0)
        return bar;
      if (stopped == NULL && bar->started_unix != 0)
        stopped = bar;
      if (next == NULL && bar->started_unix == 0)
        next = bar;
    }

  return stopped != NULL ? stopped : next;
}

static gboolean
bars_equal (GPtrArray *a,
            GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!_tap_bar_equal (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

/* The plans of other days, and work that ended on one, are not on today's axis. */
static gboolean
is_of_today (const TapBar *bar,
             gint64        day_start_unix,
             gint64        day_end_unix)
{
  if (bar->finished_unix != 0)
    return bar->finished_unix >= day_start_unix;

  return bar->started_unix != 0 || bar->planned_start_unix < day_end_unix;
}

void
_tap_workshop_row_fill (TapWorkshopRow *self,
                        TapBoard       *board)
{
  TapCalendar *calendar = tap_session_get_station (board->session)->calendar;
  gint64 day_end = tap_calendar_next_day (calendar, board->day_start_unix);
  g_autoptr (GPtrArray) bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_bar_unref);
  TapBoardCard *card;
  gboolean changed;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, board->bars);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((TapBar *) value)->bay_id == self->bay->id
        && is_of_today (value, board->day_start_unix, day_end))
      g_ptr_array_add (bars, tap_bar_ref (value));
  g_ptr_array_sort (bars, compare_bars);

  changed = !bars_equal (self->bars, bars);
  g_ptr_array_unref (self->bars);
  self->bars = g_steal_pointer (&bars);
  self->current = find_current (self->bars);

  card = self->current != NULL ? tap_board_find (board, self->current->visit_id) : NULL;
  changed |= g_set_object (&self->card, card);
  if (changed)
    _tap_workshop_row_changed (self);
}

TapBay *
tap_workshop_row_get_bay (TapWorkshopRow *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_ROW (self), NULL);

  return self->bay;
}

GPtrArray *
tap_workshop_row_get_bars (TapWorkshopRow *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_ROW (self), NULL);

  return self->bars;
}

TapBar *
tap_workshop_row_get_current (TapWorkshopRow *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_ROW (self), NULL);

  return self->current;
}

TapBoardCard *
tap_workshop_row_get_card (TapWorkshopRow *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_ROW (self), NULL);

  return self->card;
}
