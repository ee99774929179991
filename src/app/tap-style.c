/* tap-style.c — style sheets, colours by light and dark, fonts and icons of the whole program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-style"
#include "config.h"

#include "app/tap-style.h"

#include "app/tap-language.h"

#include <pango/pangocairo.h>

#define CSS_PREFIX "/org/tappet/Tappet/css/"

/* One sheet of all: GTK asks each provider about each widget. GTK 4.8 style sheets have no variables that know of dark:
 * with it the colours, the first of them, are others, and all is loaded anew. */
static void
dark_changed_cb (AdwStyleManager *manager,
                 GParamSpec      *pspec,
                 GtkCssProvider  *provider)
{
  const char *sheets[] = { adw_style_manager_get_dark (manager) ? "colors-dark.css" : "colors-light.css",
                           "tappet.css", "widgets.css", "board.css", "workshop.css", "desk.css", "app.css" };
  g_autoptr (GString) css = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autofree char *path = g_strconcat (CSS_PREFIX, sheets[i], NULL);
      g_autoptr (GBytes) sheet = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (sheet != NULL)
        g_string_append_len (css, g_bytes_get_data (sheet, NULL), (gssize) g_bytes_get_size (sheet));
    }
  gtk_css_provider_load_from_data (provider, css->str, (gssize) css->len);
}

/* Without a desktop's setting GTK takes "Sans", a tenth wider than the cards are made for. Naming the Han family too
 * gives the right region's glyphs in every locale. */
static void
name_fonts (GdkDisplay *display)
{
  GtkSettings *settings = gtk_settings_get_for_display (display);
  PangoFontMap *map = pango_cairo_font_map_get_default ();
  g_autofree char *asked = NULL;
  g_autofree char *name = NULL;
  g_autofree char *family = NULL;
  PangoFontDescription *description;
  const char *han = g_str_equal (tap_language_get (), "zh_TW") ? "Noto Sans CJK TC" : "Noto Sans CJK SC";
  int size_pt = 11;

  g_object_get (settings, "gtk-font-name", &asked, NULL);
  description = pango_font_description_from_string (asked != NULL ? asked : "");
  family = g_strdup (pango_font_description_get_family (description));
  if (family == NULL || g_ascii_strcasecmp (family, "Sans") == 0 || pango_font_map_get_family (map, family) == NULL)
    {
      g_free (family);
      family = g_strdup (pango_font_map_get_family (map, "Cantarell") != NULL ? "Cantarell" : "Sans");
    }
  else if (pango_font_description_get_size (description) > 0)
    size_pt = pango_font_description_get_size (description) / PANGO_SCALE;
  pango_font_description_free (description);
  name = g_strdup_printf ("%s, %s %d", family, han, size_pt);
  g_object_set (settings, "gtk-font-name", name, NULL);
}

void
tap_style_start (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_return_if_fail (GDK_IS_DISPLAY (display));

  name_fonts (display);
  dark_changed_cb (manager, NULL, provider);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (dark_changed_cb), provider, 0);
}

void
tap_style_set_theme (const char *theme)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  g_return_if_fail (theme != NULL);

  if (g_str_equal (theme, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (theme, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}
