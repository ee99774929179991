/* tap-time-parse.c — reads a promised time as people type it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-time-parse"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "widgets/tap-time-parse.h"

/* Words before the time, longest first where one begins another. Both Chinese scripts and English
 * are always understood, whatever the interface language: people mix them. */
static const struct
{
  const char *word;
  int         days;
} day_words[] = {
  { "day after tomorrow", 2 }, { "tomorrow", 1 }, { "tmr", 1 }, { "today", 0 },
  { "后天", 2 }, { "後天", 2 }, { "后", 2 }, { "後", 2 },
  { "明天", 1 }, { "明日", 1 }, { "明", 1 }, { "今天", 0 }, { "今日", 0 }, { "今", 0 },
};

/* Full-width forms to ASCII, lower case, spaces trimmed. */
static char *
fold (const char *typed)
{
  g_autofree char *wide = g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = wide != NULL ? g_utf8_strdown (wide, -1) : g_strdup ("");

  return g_strdup (g_strstrip (lower));
}

static gboolean
read_number (const char **p,
             int          max_digits,
             int         *value)
{
  int n = 0;

  for (*value = 0; n < max_digits && g_ascii_isdigit (**p); n++, (*p)++)
    *value = *value * 10 + (**p - '0');
  return n > 0;
}

/* "16:00", "16.30", "16点30", "1600", "930", "9"; nothing may follow. */
static gboolean
read_clock (const char *p,
            int        *hour,
            int        *minute)
{
  int value, n = (int) strspn (p, "0123456789");

  *minute = 0;
  if (n == 3 || n == 4)
    {
      read_number (&p, 4, &value);
      *hour = value / 100;
      *minute = value % 100;
    }
  else
    {
      if (n > 2 || !read_number (&p, 2, hour))
        return FALSE;
      if (*p == ':' || *p == '.')
        {
          p++;
          if (!read_number (&p, 2, minute))
            return FALSE;
        }
      else if (g_str_has_prefix (p, "点") || g_str_has_prefix (p, "點"))
        {
          p += strlen ("点");
          read_number (&p, 2, minute);
          if (g_str_has_prefix (p, "分"))
            p += strlen ("分");
        }
    }
  return *p == '\0' && *hour <= 23 && *minute <= 59;
}

/* What stands after the plus: "90", "1:30", "2h", "45 min". */
static gboolean
read_span (const char *p,
           int        *minutes)
{
  int hours;

  while (*p == ' ')
    p++;
  if (!read_number (&p, 4, minutes))
    return FALSE;
  if (*p == ':')
    {
      p++;
      hours = *minutes;
      if (!read_number (&p, 2, minutes) || *minutes > 59)
        return FALSE;
      *minutes += hours * 60;
    }
  else if (*p == 'h')
    {
      p++;
      *minutes *= 60;
    }
  else
    {
      while (*p == ' ')
        p++;
      if (g_str_has_prefix (p, "min"))
        p += strlen ("min");
      else if (g_str_has_prefix (p, "分钟") || g_str_has_prefix (p, "分鐘"))
        p += strlen ("分钟");
      else if (g_str_has_prefix (p, "分"))
        p += strlen ("分");
    }
  return *p == '\0' && *minutes > 0 && *minutes <= 60 * 24 * 60;
}

/* A day before the time: a word, or "11-23", "11/23", "11月23日". Moves @p behind it. */
static gboolean
read_day (const char **p,
          GDateTime   *now,
          GDateTime  **day)
{
  const char *own_tomorrow = _("tomorrow");
  const char *q = *p;
  int month, mday;

  for (gsize i = 0; i <= G_N_ELEMENTS (day_words); i++)
    {
      const char *word = i == 0 ? own_tomorrow : day_words[i - 1].word;

      if (g_str_has_prefix (q, word))
        {
          *day = g_date_time_add_days (now, i == 0 ? 1 : day_words[i - 1].days);
          *p = q + strlen (word);
          return TRUE;
        }
    }
  if (read_number (&q, 2, &month) && (*q == '-' || *q == '/' || g_str_has_prefix (q, "月")))
    {
      q += *q == '-' || *q == '/' ? 1 : strlen ("月");
      if (!read_number (&q, 2, &mday))
        return FALSE;
      if (g_str_has_prefix (q, "日"))
        q += strlen ("日");
      *day = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), month,
                              mday, 23, 59, 0);
      if (*day != NULL && g_date_time_compare (*day, now) < 0)
        {
          g_autoptr (GDateTime) past = g_steal_pointer (day);

          *day = g_date_time_add_years (past, 1);
        }
      *p = q;
      return *day != NULL;
    }
  return FALSE;
}

static gboolean
refuse (char **message,
        char  *text)
{
  if (message != NULL)
    *message = text;
  else
    g_free (text);
  return FALSE;
}

gboolean
tap_time_parse (const char *typed,
                gint64      now_unix,
                GTimeZone  *zone,
                gint64     *time_unix,
                char      **message)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) utc = NULL, now = NULL, day = NULL, then = NULL;
  const char *p;
  int hour, minute, minutes;

  g_return_val_if_fail (typed != NULL && zone != NULL && time_unix != NULL, FALSE);

  text = fold (typed);
  utc = g_date_time_new_from_unix_utc (now_unix);
  now = g_date_time_to_timezone (utc, zone);
  p = text;
  if (*p == '\0')
    return refuse (message, g_strdup (_("Write a time, for example 16:00, tomorrow 9:30 or +90.")));
  if (*p == '+')
    {
      if (!read_span (p + 1, &minutes))
        return refuse (message, g_strdup (_("After + write minutes, for example +90 or +1:30.")));
      *time_unix = (now_unix / 60 + minutes) * 60;
      return TRUE;
    }
  if (!read_day (&p, now, &day))
    day = g_date_time_ref (now);
  p += strspn (p, " ,");
  if (!read_clock (p, &hour, &minute))
    return refuse (message, g_strdup_printf (
      /* Translators: %s is what was typed. */
      _("“%s” is not a time. Write 16:00, tomorrow 9:30, 11-23 9:30 or +90."), typed));
  then = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
  if (then == NULL || g_date_time_to_unix (then) <= now_unix)
    return refuse (message,
                   g_strdup_printf (
                     /* Translators: %02d:%02d is a clock time of today. */
                     _ ("%02d:%02d has passed. Write “tomorrow %02d:%02d” if tomorrow is meant."),
                     hour, minute, hour, minute));
  *time_unix = g_date_time_to_unix (then);
  return TRUE;
}

char *
tap_time_format (gint64     time_unix,
                 gint64     now_unix,
                 GTimeZone *zone)
{
  g_autoptr (GDateTime) then_utc = g_date_time_new_from_unix_utc (time_unix);
  g_autoptr (GDateTime) then = g_date_time_to_timezone (then_utc, zone);
  g_autoptr (GDateTime) now_utc = g_date_time_new_from_unix_utc (now_unix);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (now_utc, zone);
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 1);
  g_autofree char *clock = g_date_time_format (then, "%H:%M");

  if (g_date_time_get_year (then) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    return g_steal_pointer (&clock);
  if (g_date_time_get_year (then) == g_date_time_get_year (next)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (next))
    return g_strdup_printf ("%s %s", _("tomorrow"), clock);
  return g_date_time_format (then, "%m-%d %H:%M");
}
