/* tap-time-state.c — how a card stands against its promise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-time-state"

#include "config.h"

#include "core/tap-time-state.h"

/* The technician warns the advisor at least this long before the promise (req 68). */
#define RISK_SLACK_MIN 30
#define BOOKING_LATE_MIN 10

static gint64
limit_s (int setting_min,
         int default_min)
{
  return (gint64) (setting_min > 0 ? setting_min : default_min) * 60;
}

static TapTimeView
view (TapTimeState state,
      TapTimeWords words,
      gint64       seconds)
{
  return (TapTimeView) { .state = state,
                        .words = words,
                        .minutes = (int) CLAMP (seconds / 60, 0, G_MAXINT) };
}

/* A lateness that has begun is at least a minute, lest the pill say "0 minutes late". */
static TapTimeView
late_view (TapTimeState state,
           TapTimeWords words,
           gint64       seconds)
{
  return view (state, words, MAX (seconds, 60));
}

static TapTimeView
judge_booking (const TapTimeFacts *facts)
{
  gint64 late = facts->now_unix - facts->slot_unix;

  if (late > limit_s (facts->booking_late_min, BOOKING_LATE_MIN))
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_BOOKING_LATE, late);
  if (late >= 60)
    return view (TAP_TIME_NONE, TAP_TIME_WORDS_BOOKING_LATE, late);
  if (facts->slot_unix >= facts->day_end_unix)
    return view (TAP_TIME_NONE, TAP_TIME_WORDS_LATER_DAY, -late);

  return view (TAP_TIME_NONE, TAP_TIME_WORDS_DUE_IN, -late);
}

/* The limit is for cars that wait: one at the consultation is attended, one that is next has its
 * time in the plan. */
static gboolean
is_over_limit (const TapTimeFacts *facts)
{
  if (facts->stage == TAP_STAGE_CONSULT || facts->stage == TAP_STAGE_NEXT)
    return FALSE;

  return facts->stage_limit_min > 0
         && facts->now_unix - facts->stage_since_unix > (gint64) facts->stage_limit_min * 60;
}

static TapTimeView
judge_left (const TapTimeFacts *facts)
{
  gint64 left = facts->promised_unix - facts->now_unix;

  if (facts->promised_unix >= facts->day_end_unix)
    return view (TAP_TIME_OK, TAP_TIME_WORDS_LATER_DAY, left);

  return view (TAP_TIME_OK, TAP_TIME_WORDS_LEFT, left);
}

/* A car that is ready cannot be late any more; it can only stand about. */
static TapTimeView
judge_ready (const TapTimeFacts *facts)
{
  gint64 since = facts->ready_unix != 0 ? facts->ready_unix : facts->stage_since_unix;

  if (since < facts->day_start_unix)
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_UNCOLLECTED, facts->now_unix - since);
  if (is_over_limit (facts))
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_WAITING, facts->now_unix - facts->stage_since_unix);
  if (facts->promised_unix == 0 || facts->promised_unix <= facts->now_unix)
    return view (TAP_TIME_DONE, TAP_TIME_WORDS_DONE, 0);

  return judge_left (facts);
}

/* No promise: the time in the stage is all there is to say. */
static TapTimeView
judge_unpromised (const TapTimeFacts *facts)
{
  gint64 waited = facts->now_unix - facts->stage_since_unix;
  gboolean asking = facts->stage <= TAP_STAGE_ESTIMATE;

  if (facts->stopped)
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_STOPPED, 0);
  if (is_over_limit (facts))
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_WAITING, waited);

  return view (TAP_TIME_NONE, asking ? TAP_TIME_WORDS_ASKING : TAP_TIME_WORDS_WAITING, waited);
}

static TapTimeView
judge_promised (const TapTimeFacts *facts)
{
  gint64 ready = MAX (facts->predicted_unix, facts->now_unix);
  gint64 slack = facts->promised_unix - ready;

  if (slack < 0)
    return late_view (TAP_TIME_RISK, TAP_TIME_WORDS_PREDICTED, -slack);
  if (facts->stopped)
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_STOPPED, 0);
  if (slack < limit_s (facts->risk_slack_min, RISK_SLACK_MIN))
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_LEFT, facts->promised_unix - facts->now_unix);
  if (is_over_limit (facts))
    return view (TAP_TIME_RISK, TAP_TIME_WORDS_WAITING, facts->now_unix - facts->stage_since_unix);

  return judge_left (facts);
}

TapTimeView
tap_time_judge (const TapTimeFacts *facts)
{
  g_return_val_if_fail (facts != NULL, view (TAP_TIME_NONE, TAP_TIME_WORDS_ASKING, 0));

  if (facts->stage == TAP_STAGE_BOOKED)
    return judge_booking (facts);
  if (facts->stage == TAP_STAGE_DELIVERED || facts->stage == TAP_STAGE_CANCELLED)
    return view (TAP_TIME_DONE, TAP_TIME_WORDS_DONE, 0);
  if (facts->ready_unix != 0 || tap_stage_is_ready (facts->stage))
    return judge_ready (facts);

  if (facts->promised_unix != 0 && facts->now_unix > facts->promised_unix)
    return late_view (TAP_TIME_LATE, TAP_TIME_WORDS_LATE, facts->now_unix - facts->promised_unix);
  if (facts->parts_hold)
    return view (TAP_TIME_PARTS, TAP_TIME_WORDS_PARTS, 0);
  if (facts->needs_ok)
    return view (TAP_TIME_WAIT, TAP_TIME_WORDS_NEEDS_OK, 0);
  if (facts->promised_unix == 0)
    return judge_unpromised (facts);

  return judge_promised (facts);
}

const char *
tap_time_state_css (TapTimeState state)
{
  switch (state)
    {
    case TAP_TIME_NONE:
      return "none";
    case TAP_TIME_OK:
      return "ok";
    case TAP_TIME_RISK:
      return "risk";
    case TAP_TIME_WAIT:
      return "wait";
    case TAP_TIME_PARTS:
      return "parts";
    case TAP_TIME_LATE:
      return "late";
    case TAP_TIME_DONE:
      return "done";
    }

  return "none";
}

const char *
tap_time_state_icon (const TapTimeView *self)
{
  g_return_val_if_fail (self != NULL, "tappet-clock-symbolic");

  if (self->words == TAP_TIME_WORDS_STOPPED)
    return "tappet-stop-symbolic";

  switch (self->state)
    {
    case TAP_TIME_RISK:
      return "tappet-hour-symbolic";
    case TAP_TIME_WAIT:
      return "tappet-phone-symbolic";
    case TAP_TIME_PARTS:
      return "tappet-box-symbolic";
    case TAP_TIME_LATE:
      return "tappet-warn-symbolic";
    case TAP_TIME_DONE:
      return "tappet-check-symbolic";
    case TAP_TIME_NONE:
    case TAP_TIME_OK:
      break;
    }

  return "tappet-clock-symbolic";
}
