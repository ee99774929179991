/* tap-board-strip.c — the numbers of the strip and of the lanes' heads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#include <string.h>

static void
count_booking (TapBoard      *self,
               const TapCard *card,
               gint64         now_unix,
               TapBoardStrip *strip,
               guint         *n_overdue)
{
  int late_min = tap_session_get_station (self->session)->booking_late_min;

  if (card->slot_unix >= self->day_start_unix + G_GINT64_CONSTANT (24) * 3600)
    return;

  strip->n_to_come++;
  if (card->slot_unix <= now_unix)
    (*n_overdue)++;
  if (now_unix - card->slot_unix > (gint64) (late_min > 0 ? late_min : 10) * 60)
    strip->n_bookings_late++;
}

static void
count_visit (TapBoard      *self,
             const TapCard *card,
             TapBoardStrip *strip)
{
  gint64 noon = self->day_start_unix + 12 * 3600;

  strip->n_in_shop++;
  if (card->arrived_unix < self->day_start_unix)
    strip->n_overnight++;
  if (!tap_stage_is_ready (card->stage) && card->promised_unix >= self->day_start_unix
      && card->promised_unix < noon)
    strip->n_due_noon++;
  if (card->waits_here)
    strip->n_waiting++;
}

static void
count_card (TapBoard      *self,
            TapBoardCard  *item,
            gint64         now_unix,
            gint64         me,
            TapBoardStrip *strip,
            guint         *n_overdue)
{
  if (item->card->stage == TAP_STAGE_BOOKED)
    count_booking (self, item->card, now_unix, strip, n_overdue);
  else
    count_visit (self, item->card, strip);

  if (me != 0 && (item->card->advisor_id == me || item->card->technician_id == me))
    strip->n_mine++;
  if (item->time.state == TAP_TIME_RISK)
    strip->n_risk++;
  if (item->time.state == TAP_TIME_LATE)
    {
      strip->n_late++;
      strip->longest_late_min = MAX (strip->longest_late_min, item->time.minutes);
    }
}

static void
count_lane (TapBoard     *self,
            TapBoardLane *lane)
{
  g_autoptr (GHashTable) bays = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n_total = 0, n_late = 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TapBoardCard *item = value;

      if (item->lane != lane)
        continue;
      n_total++;
      n_late += item->time.state == TAP_TIME_LATE;
      if (item->card->stage == TAP_STAGE_WORK && item->card->bay_id != 0)
        g_hash_table_add (bays, &item->card->bay_id);
    }

  _tap_board_lane_set_counts (lane, n_total, n_late, g_hash_table_size (bays));
}

void
_tap_board_recount (TapBoard *self)
{
  gint64 now = tap_session_now_unix (self->session);
  gint64 me = tap_session_get_staff_id (self->session);
  guint n_lanes = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
  TapBoardStrip strip;
  guint n_overdue = 0, n_came, n_due;
  GHashTableIter iter;
  gpointer value;

  memset (&strip, 0, sizeof strip);
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count_card (self, value, now, me, &strip, &n_overdue);

  strip.n_booked_today = MAX (self->n_booked_today, strip.n_to_come);
  strip.n_arrived_today = self->n_arrived_today;
  strip.n_delivered_noon = self->n_delivered_before_noon;
  n_came = strip.n_booked_today - strip.n_to_come;
  n_due = n_came + n_overdue;
  strip.kept_pct = n_due > 0 ? (int) ((n_came * 100 + n_due / 2) / n_due) : -1;

  for (guint i = 0; i < n_lanes; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      count_lane (self, lane);
    }

  if (memcmp (&strip, &self->strip, sizeof strip) == 0)
    return;

  self->strip = strip;
  g_object_notify (G_OBJECT (self), "strip");
  g_signal_emit_by_name (self, "strip-changed");
}
