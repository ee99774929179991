/* tap-language.c — the language of the interface: set before GTK starts, by option, by preference or by the desktop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-language"
#include "config.h"

#include "app/tap-language.h"

#include "core/tap-time-state.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

/* LANGUAGE alone would translate, but dates, sorting and the forms of Han characters follow the locale: it is set as
 * well where the system has it. */
static void
choose_locale (const char *wanted)
{
  g_autofree char *locale = NULL;

  locale = g_strdup_printf ("%s.UTF-8", g_str_equal (wanted, "en") ? "en_US" : wanted);
  g_setenv ("LANGUAGE", wanted, TRUE);
  g_setenv ("LANG", locale, TRUE);
  g_setenv ("LC_ALL", locale, TRUE);
  if (setlocale (LC_ALL, "") != NULL)
    return;
  g_setenv ("LANG", "C.UTF-8", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  setlocale (LC_ALL, "");
}

/* Without this the Han characters of plates and names come out in Japanese forms in an English window. */
static void
choose_han (void)
{
  const char *language = tap_language_get ();

  if (g_str_equal (language, "zh_TW"))
    g_setenv ("PANGO_LANGUAGE", "zh-tw", FALSE);
  else
    g_setenv ("PANGO_LANGUAGE", g_str_equal (language, "en") ? "en:zh-cn" : "zh-cn", FALSE);
}

void
tap_language_start (const char *wanted)
{
  const char *folder = g_getenv ("TAPPET_LOCALEDIR");

  if (wanted != NULL && *wanted != '\0')
    choose_locale (wanted);
  else
    setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : TAP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  choose_han ();
}

const char *
tap_language_get (void)
{
  const char * const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "zh_TW") || g_str_has_prefix (names[i], "zh_HK"))
        return "zh_TW";
      if (g_str_has_prefix (names[i], "zh"))
        return "zh_CN";
      if (g_str_has_prefix (names[i], "en") || g_str_equal (names[i], "C"))
        return "en";
    }
  return "en";
}

const char *
tap_language_own_name (const char *language)
{
  if (g_str_equal (language, "zh_CN"))
    return "简体中文";
  if (g_str_equal (language, "zh_TW"))
    return "繁體中文";
  return "English";
}

char *
tap_language_clock (gint64     now_unix,
                    GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%H:%M");
}

char *
tap_language_date (gint64     now_unix,
                   GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  /* Translators: the date in the header in g_date_time_format() words: weekday, day, month. Chinese: %-m月%-d日 %a */
  return tap_date_format (local, _("%a %-d %b"));
}
