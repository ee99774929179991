/* tap-desk-text.c — times, dates and distances as the desk's screens write them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-desk-text"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/tap-time-state.h"
#include "desk/tap-desk-text.h"

#define MAX_KM 9999999
#define MAX_MINUTES 6000
#define LONG_WORK_MIN 180            /* from here on people think in hours */

static char *
format (gint64      at_unix,
        GTimeZone  *zone,
        const char *pattern)
{
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;

  if (at_unix == 0)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (at_unix);
  local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  return local != NULL ? tap_date_format (local, pattern) : g_strdup ("");
}

char *
tap_desk_text_time (gint64     at_unix,
                    GTimeZone *zone)
{
  return format (at_unix, zone, "%H:%M");
}

char *
tap_desk_text_day (gint64     at_unix,
                   GTimeZone *zone)
{
  /* Translators: strftime; a day of about this year, "Fri 20 Nov" */
  return format (at_unix, zone, _("%a %-d %b"));
}

char *
tap_desk_text_date (gint64     at_unix,
                    GTimeZone *zone)
{
  /* Translators: strftime; a date with its year, "12 Apr 2026" */
  return format (at_unix, zone, _("%-d %b %Y"));
}

char *
tap_desk_text_day_time (gint64     at_unix,
                        GTimeZone *zone)
{
  /* Translators: strftime; day and time, "Fri 20 Nov 10:21" */
  return format (at_unix, zone, _("%a %-d %b %H:%M"));
}

char *
tap_desk_text_date_time (gint64     at_unix,
                         GTimeZone *zone)
{
  /* Translators: strftime; day and time where room is short, "20 Nov 10:21" */
  return format (at_unix, zone, _("%-d %b %H:%M"));
}

/* Days since the common era in the station's zone: differences of it are calendar days. */
static int
day_number (gint64     at_unix,
            GTimeZone *zone)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at_unix);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, zone);
  GDate date;
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_get_julian (&date);
}

gboolean
tap_desk_text_same_day (gint64     a_unix,
                        gint64     b_unix,
                        GTimeZone *zone)
{
  return day_number (a_unix, zone) == day_number (b_unix, zone);
}

char *
tap_desk_text_day_name (gint64     at_unix,
                        gint64     now_unix,
                        GTimeZone *zone)
{
  switch (day_number (at_unix, zone) - day_number (now_unix, zone))
    {
    case 0:
      return g_strdup (_("Today"));
    case 1:
      return g_strdup (_("Tomorrow"));
    case -1:
      return g_strdup (_("Yesterday"));
    default:
      return tap_desk_text_day (at_unix, zone);
    }
}

/* Groups of three by hand: the C library's ' flag knows no groups in the C locale and none the same in all of ours. */
static char *
group_digits (int number)
{
  g_autofree char *plain = g_strdup_printf ("%d", number);
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (plain);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, plain[i]);
    }
  return g_string_free (grouped, FALSE);
}

char *
tap_desk_text_km (int km)
{
  g_autofree char *digits = NULL;

  if (km < 0)
    return g_strdup ("");
  digits = group_digits (km);
  /* Translators: a distance in kilometres, "40,126 km" */
  return g_strdup_printf (_("%s km"), digits);
}

char *
tap_desk_text_minutes (int minutes)
{
  if (minutes >= LONG_WORK_MIN)
    /* Translators: planned time of a long line of work: hours and minutes */
    return g_strdup_printf (_("%d:%02d h"), minutes / 60, minutes % 60);
  /* Translators: planned minutes of a line of work */
  return g_strdup_printf (ngettext ("%d min", "%d min", minutes), minutes);
}

/* Half-width, without white space and the unit. */
static char *
squeeze (const char *typed)
{
  g_autofree char *normal = g_utf8_normalize (typed != NULL ? typed : "", -1, G_NORMALIZE_ALL_COMPOSE);
  GString *text = g_string_new (NULL);

  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (text, g_unichar_tolower (g_utf8_get_char (p)));
  return g_string_free (text, FALSE);
}

static gboolean
chop_suffix (char       *text,
             const char *suffix)
{
  if (!g_str_has_suffix (text, suffix))
    return FALSE;
  text[strlen (text) - strlen (suffix)] = '\0';
  return TRUE;
}

gboolean
tap_desk_parse_km (const char *typed,
                   int        *km)
{
  g_autofree char *text = squeeze (typed);
  gint64 value = 0;

  g_return_val_if_fail (km != NULL, FALSE);

  if (!chop_suffix (text, "km"))
    chop_suffix (text, "公里");
  if (*text == '\0')
    {
      *km = -1;
      return TRUE;
    }
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == ',' && p != text)
        continue;
      if (!g_ascii_isdigit (*p))
        return FALSE;
      value = value * 10 + g_ascii_digit_value (*p);
      if (value > MAX_KM)
        return FALSE;
    }
  *km = (int) value;
  return TRUE;
}

gboolean
tap_desk_parse_minutes (const char *typed,
                        int        *minutes)
{
  g_autofree char *text = squeeze (typed);
  gboolean hours;
  char *end, *colon;
  double value;

  g_return_val_if_fail (minutes != NULL, FALSE);

  *minutes = 0;
  if (*text == '\0')
    return TRUE;
  hours = chop_suffix (text, "h") || chop_suffix (text, "小时") || chop_suffix (text, "小時");
  if (!hours && !chop_suffix (text, "min"))
    chop_suffix (text, "分");
  if (!g_ascii_isdigit (*text) || strspn (text, "0123456789:.") != strlen (text))
    return FALSE;
  value = g_ascii_strtod (text, &end);
  colon = *end == ':' ? end + 1 : NULL;
  if (colon != NULL)
    {
      if (strlen (colon) != 2 || strspn (colon, "0123456789") != 2 || atoi (colon) > 59)
        return FALSE;
      value = value * 60 + atoi (colon);
    }
  else if (*end != '\0')
    return FALSE;
  else if (hours)
    value *= 60;
  if (value < 1 || value > MAX_MINUTES)
    return FALSE;
  *minutes = (int) (value + 0.5);
  return TRUE;
}
