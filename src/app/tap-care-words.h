/* tap-care-words.h — how old a backup is, when the next one is due, and the words for it. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A night and a little is fine, up to three days is a warning. */
typedef enum { TAP_CARE_AGE_GOOD, TAP_CARE_AGE_OLD, TAP_CARE_AGE_LATE, TAP_CARE_AGE_NONE } TapCareAge;
#define TAP_CARE_GOOD_H 26
#define TAP_CARE_OLD_H 72

/* @made_unix 0: there never was one. Any thread, as all here. */
TapCareAge  tap_care_age       (gint64      made_unix,
                                gint64      now_unix);
/* Style class and icon name of an age, static. */
const char *tap_care_age_css   (TapCareAge  age);
const char *tap_care_age_icon  (TapCareAge  age);
/* "12 hours ago"; g_free(). */
char       *tap_care_ago_text  (gint64      made_unix,
                                gint64      now_unix);
/* "2026-11-20 22:00"; g_free(). */
char       *tap_care_when_text (gint64      unix_s,
                                GTimeZone  *zone);

/* When this PC makes its nightly backup. */
typedef struct
{
  int        hour;              /* 0 to 23, of the station's clock; -1: never */
  gint64     now_unix;
  gint64     good_unix;         /* the last good one of this PC to this place; 0: none */
  gint64     tried_unix;        /* the last try, good or not; 0: none */
  guint      n_failed;          /* tries that failed since the last good one or the last due time */
  GTimeZone *zone;
} TapCarePlan;

#define TAP_CARE_MAX_TRIES 3
#define TAP_CARE_RETRY_S 3600

/**
 * tap_care_last_due:
 * @plan: the plan
 *
 * Returns: the last time at or before now at which a backup was due; 0 without an hour
 */
gint64      tap_care_last_due  (const TapCarePlan *plan);
/**
 * tap_care_next_run:
 * @plan: the plan
 *
 * A time that was missed (the PC was off) is due at once; a try that failed is repeated after an hour, three times in all, and then on
 * the next day.
 *
 * Returns: when the next one is to begin, at or before now if it is due; 0 without an hour
 */
gint64      tap_care_next_run  (const TapCarePlan *plan);

G_END_DECLS
