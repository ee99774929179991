/* tap-predict.c — when a job, and with it a car, is going to be ready.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

gint64
_tap_predict_bar_end (TapCalendar  *calendar,
                      const TapBar *bar,
                      gint64        now_unix)
{
  gint64 from = now_unix;
  gint64 end;

  if (bar->finished_unix != 0)
    return bar->finished_unix;

  if (bar->running_since_unix != 0)
    from = bar->running_since_unix;
  else if (bar->stopped_since_unix != 0)
    from = MAX (now_unix, bar->stop_check_unix);
  else if (bar->started_unix == 0)
    from = MAX (now_unix, bar->planned_start_unix);
  end = tap_calendar_add_working_min (calendar, from, MAX (bar->planned_min - bar->worked_min, 0));

  /* Work that took longer than planned ends "now" until someone says more. */
  return MAX (end, now_unix);
}

gint64
_tap_predict_card_ready (TapBoard      *self,
                         const TapCard *card,
                         gint64         now_unix)
{
  TapCalendar *calendar = tap_session_get_station (self->session)->calendar;
  GHashTableIter iter;
  gpointer value;
  gint64 end = 0;

  /* After the work nothing is left that a plan could tell. */
  if (card->stage < TAP_STAGE_DISPATCH || card->stage > TAP_STAGE_WORK)
    return 0;

  g_hash_table_iter_init (&iter, self->bars);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TapBar *bar = value;

      if (bar->visit_id == card->id && bar->finished_unix == 0)
        end = MAX (end, _tap_predict_bar_end (calendar, bar, now_unix));
    }
  if (end == 0 && card->planned_left_min > 0)
    {
      gint64 from = card->running_since_unix != 0 ? card->running_since_unix : now_unix;

      end = tap_calendar_add_working_min (calendar, from, card->planned_left_min);
    }

  return end;
}
