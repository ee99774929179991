/* tap-time-state.h — how a card stands against its promise (look.md 6).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-stage.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_TIME_NONE,        /* no promise yet */
  TAP_TIME_OK,
  TAP_TIME_RISK,
  TAP_TIME_WAIT,        /* extra work or a delay waits for the customer */
  TAP_TIME_PARTS,       /* a technician stopped for parts */
  TAP_TIME_LATE,
  TAP_TIME_DONE,
} TapTimeState;

/* What the words of the pill say; minutes belong to it where named. */
typedef enum
{
  TAP_TIME_WORDS_LEFT,          /* 剩 48 分 */
  TAP_TIME_WORDS_LATE,          /* 超时 17 分 */
  TAP_TIME_WORDS_PREDICTED,     /* 预计晚 25 分 */
  TAP_TIME_WORDS_WAITING,       /* 等待 8 分: in its column longer than the limit */
  TAP_TIME_WORDS_ASKING,        /* 问诊 9 分: no promise yet, time in the stage */
  TAP_TIME_WORDS_DUE_IN,        /* a booking: 18 分后到 */
  TAP_TIME_WORDS_BOOKING_LATE,  /* a booking: 迟到 12 分 */
  TAP_TIME_WORDS_LATER_DAY,     /* 明日交, or the weekday or date */
  TAP_TIME_WORDS_UNCOLLECTED,   /* 未取车 */
  TAP_TIME_WORDS_PARTS,         /* 停工待料 */
  TAP_TIME_WORDS_NEEDS_OK,      /* 待追加确认 */
  TAP_TIME_WORDS_STOPPED,       /* another stoppage: its word */
  TAP_TIME_WORDS_DONE,
} TapTimeWords;

typedef struct
{
  gint64   now_unix;
  TapStage stage;               /* TAP_STAGE_BOOKED for a booking */
  gint64   stage_since_unix;
  int      stage_limit_min;     /* of its column; 0: none; does not count at CONSULT (attended) and NEXT (planned) */
  gint64   slot_unix;           /* a booking's time; else 0 */
  gint64   promised_unix;       /* the promise in force; 0: none */
  gint64   predicted_unix;      /* when the work is predicted to be ready; 0: not known */
  gint64   ready_unix;          /* when the car became ready; 0: not yet */
  gint64   day_start_unix;      /* local midnight of now */
  gint64   day_end_unix;        /* the following local midnight */
  gboolean parts_hold;
  gboolean needs_ok;
  gboolean stopped;             /* any other open stoppage */
  int      risk_slack_min;      /* the station's setting; 0: 30 */
  int      booking_late_min;    /* the station's setting; 0: 10 */
} TapTimeFacts;

typedef struct
{
  TapTimeState state;
  TapTimeWords words;
  int          minutes;         /* never negative */
} TapTimeView;

/**
 * tap_time_judge:
 * @facts: how the card stands
 *
 * Late > parts > wait > risk > ok. Late: the promise has passed and the car is not ready. Risk: predicted later than promised (the
 * words say by how much), another stoppage, less than 30 minutes between ready and promised, in its column longer than the
 * column's limit, a booking more than 10 minutes late, or ready since an earlier day. A car that is ready is never late.
 * Pure; any thread. Source: look.md 6, req 68, 69.
 *
 * Returns: state, words and minutes of the pill
 */
TapTimeView tap_time_judge     (const TapTimeFacts *facts);

/* The words of the pill in the interface language, at most 11 Latin characters; g_free(). @promised_unix (a booking: its time) is named for
 * LATER_DAY: tomorrow, the weekday, from the seventh day on the date. Any thread. */
char       *tap_time_text      (const TapTimeView  *view,
                                gint64              promised_unix,
                                gint64              now_unix,
                                GTimeZone          *zone);
/* "11:00"; "明 11:00", "昨 11:00" or "11-23 11:00" when not today; "" for 0; g_free(). */
char       *tap_time_due_text  (gint64              at_unix,
                                gint64              now_unix,
                                GTimeZone          *zone);
/* @when by a g_date_time_format() pattern, whose %a and %b are the short names of weekday and month in the language of the interface;
 * those of g_date_time_format() follow the locale, which differs where only LANGUAGE is set. g_free(). Any thread. */
char       *tap_date_format    (GDateTime          *when,
                                const char         *pattern);
/* "3:18" from an hour on; below it "48 分" in Chinese, "0:48" in English; negative counts as 0; g_free(). */
char       *tap_time_span_text (int                 minutes);
/* Style class and icon name, static: "ok" / "tappet-clock-symbolic" … */
const char *tap_time_state_css  (TapTimeState       state);
const char *tap_time_state_icon (const TapTimeView *view);

G_END_DECLS
