/* main.c — starts Tappet: the language first, then the application.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tappet"
#include "config.h"

#include "app/tap-application.h"
#include "app/tap-language.h"
#include "app/tap-prefs.h"

#include <string.h>

/* The texts of --help need the language before the options are parsed. */
static const char *
find_language (int    argc,
               char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_has_prefix (argv[i], "--lang="))
        return argv[i] + strlen ("--lang=");
      if (g_str_equal (argv[i], "--lang") && i + 1 < argc)
        return argv[i + 1];
    }
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *preferred = tap_prefs_get_text ("language");
  const char *asked = find_language (argc, argv);
  g_autoptr (TapApplication) application = NULL;

  tap_language_start (asked != NULL ? asked : preferred);
  g_set_prgname ("tappet");
  g_set_application_name ("Tappet");
  application = tap_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
