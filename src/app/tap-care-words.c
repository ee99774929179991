/* tap-care-words.c — how old a backup is, when the next one is due, and the words for it. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-words.h"

#include "core/tap-core.h"

#include <glib/gi18n-lib.h>

#define HOUR_S 3600
#define DAY_H 24

static const struct
{
  const char *css;
  const char *icon;
} looks[] = {
  [TAP_CARE_AGE_GOOD] = { "ok", "tappet-shield-symbolic" },
  [TAP_CARE_AGE_OLD] = { "warning", "tappet-hour-symbolic" },
  [TAP_CARE_AGE_LATE] = { "failed", "tappet-warn-symbolic" },
  [TAP_CARE_AGE_NONE] = { "failed", "tappet-warn-symbolic" },
};

TapCareAge
tap_care_age (gint64 made_unix,
              gint64 now_unix)
{
  if (made_unix <= 0)
    return TAP_CARE_AGE_NONE;
  if (now_unix - made_unix <= TAP_CARE_GOOD_H * HOUR_S)
    return TAP_CARE_AGE_GOOD;
  return now_unix - made_unix <= TAP_CARE_OLD_H * HOUR_S ? TAP_CARE_AGE_OLD : TAP_CARE_AGE_LATE;
}

const char *
tap_care_age_css (TapCareAge age)
{
  g_return_val_if_fail (age < G_N_ELEMENTS (looks), "");

  return looks[age].css;
}

const char *
tap_care_age_icon (TapCareAge age)
{
  g_return_val_if_fail (age < G_N_ELEMENTS (looks), "");

  return looks[age].icon;
}

char *
tap_care_ago_text (gint64 made_unix,
                   gint64 now_unix)
{
  gint64 s = MAX (now_unix - made_unix, 0);

  if (s < 60)
    return g_strdup (_("just now"));
  if (s < HOUR_S)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) (s / 60)), (int) (s / 60));
  if (s < 2 * DAY_H * HOUR_S)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (s / HOUR_S)), (int) (s / HOUR_S));
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) (s / HOUR_S / DAY_H)), (int) (s / HOUR_S / DAY_H));
}

char *
tap_care_when_text (gint64     unix_s,
                    GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_timezone (utc, zone);

  return local == NULL ? g_strdup ("") : g_date_time_format (local, "%Y-%m-%d %H:%M");
}

/* The hour of the day that is @days after that of @now_unix. */
static gint64
at_hour (const TapCarePlan *plan,
         int                days)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (plan->now_unix);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, plan->zone);
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) at = g_date_time_new (plan->zone, g_date_time_get_year (day), g_date_time_get_month (day),
                                              g_date_time_get_day_of_month (day), plan->hour, 0, 0);

  return g_date_time_to_unix (at);
}

gint64
tap_care_last_due (const TapCarePlan *plan)
{
  gint64 today;

  g_return_val_if_fail (plan != NULL && plan->zone != NULL, 0);

  if (plan->hour < 0 || plan->hour > 23)
    return 0;
  today = at_hour (plan, 0);
  return today <= plan->now_unix ? today : at_hour (plan, -1);
}

gint64
tap_care_next_run (const TapCarePlan *plan)
{
  gint64 due = tap_care_last_due (plan);
  gint64 following;

  if (due == 0)
    return 0;
  following = at_hour (plan, 0);
  if (following <= plan->now_unix)
    following = at_hour (plan, 1);
  if (plan->good_unix >= due)
    return following;
  if (plan->tried_unix < due)
    return due;
  return plan->n_failed < TAP_CARE_MAX_TRIES ? MIN (plan->tried_unix + TAP_CARE_RETRY_S, following) : following;
}
