/* tap-date-format.c — dates whose names follow the language of the interface, not the locale's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-date-format"

#include "config.h"

#include "core/tap-time-state.h"

#include <glib/gi18n-lib.h>

static const char *
weekday_name (GDateTime *when)
{
  switch (g_date_time_get_day_of_week (when))
    {
    case 1:
      return C_("weekday", "Mon");
    case 2:
      return C_("weekday", "Tue");
    case 3:
      return C_("weekday", "Wed");
    case 4:
      return C_("weekday", "Thu");
    case 5:
      return C_("weekday", "Fri");
    case 6:
      return C_("weekday", "Sat");
    default:
      return C_("weekday", "Sun");
    }
}

static const char *
month_name (GDateTime *when)
{
  static const char *const names[] = {
    NC_("month", "Jan"), NC_("month", "Feb"), NC_("month", "Mar"), NC_("month", "Apr"),
    NC_("month", "May"), NC_("month", "Jun"), NC_("month", "Jul"), NC_("month", "Aug"),
    NC_("month", "Sep"), NC_("month", "Oct"), NC_("month", "Nov"), NC_("month", "Dec"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "month", names[g_date_time_get_month (when) - 1]);
}

char *
tap_date_format (GDateTime  *when,
                 const char *pattern)
{
  g_autoptr (GString) expanded = g_string_new (NULL);

  g_return_val_if_fail (when != NULL && pattern != NULL, NULL);

  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (p[0] != '%' || p[1] == '\0')
        {
          g_string_append_c (expanded, *p);
          continue;
        }
      p++;
      if (*p == 'a')
        g_string_append (expanded, weekday_name (when));
      else if (*p == 'b')
        g_string_append (expanded, month_name (when));
      else
        g_string_append_printf (expanded, "%%%c", *p);
    }
  return g_date_time_format (when, expanded->str);
}
