/* wall-gallery.c — wall-gallery OUT.png [zh_CN|zh_TW|en] [WIDTHxHEIGHT] [light]: the sample workshop as a picture, to look at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "wall-sample.h"

int
main (int argc, char **argv)
{
  const char *locale = argc > 2 ? argv[2] : "zh_CN";
  int width = 1920, height = 1080;
  g_autoptr (TapWallInput) input = NULL;
  g_autoptr (TapTextBox) text = NULL;
  g_autoptr (TapScene) scene = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  TapMeasure measure;
  cairo_t *cr;

  if (argc < 2 || (argc > 3 && sscanf (argv[3], "%dx%d", &width, &height) != 2) || width < 1 || height < 1)
    {
      g_printerr ("Usage: wall-gallery OUT.png [zh_CN|zh_TW|en] [WIDTHxHEIGHT] [light]\n");
      return 2;
    }
  text = tap_text_box_new (tap_text_language (locale), NULL);
  measure = tap_text_box_get_measure (text);
  input = wall_sample_new (g_str_has_prefix (locale, "zh"));
  scene = tap_wall_layout (input, width, height, &measure);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  tap_scene_paint (scene, cr, tap_palette_get (argc > 4 && !strcmp (argv[4], "light") ? TAP_PALETTE_LIGHT : TAP_PALETTE_WALL), text);
  status = cairo_surface_write_to_png (surface, argv[1]);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (status)
    g_printerr ("%s: %s\n", argv[1], cairo_status_to_string (status));
  return status ? 1 : 0;
}
