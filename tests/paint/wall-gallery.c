/* wall-gallery.c — wall-gallery OUT.png [zh_CN|zh_TW|en] [WIDTHxHEIGHT] [wall|light] [METRES]: the
 * sample workshop as a picture, to look at. SPDX-License-Identifier: GPL-3.0-or-later
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
  double in_metres;
  g_autoptr (TapWallInput) input = NULL;
  g_autoptr (TapTextBox) text = NULL;
  g_autoptr (TapScene) scene = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  TapMeasure measure;
  cairo_t *cr;

  /* A picture of no size, or no file to write it to, is a mistake. */
  if (argc < 2 || (argc > 3 && sscanf (argv[3], "%dx%d", &width, &height) != 2) || width < 1
      || height < 1)
    {
      g_printerr (
        "Usage: wall-gallery OUT.png [zh_CN|zh_TW|en] [WIDTHxHEIGHT] [wall|light] [METRES]\n");
      return 2;
    }
  text = tap_text_box_new (tap_text_language (locale), NULL);
  measure = tap_text_box_get_measure (text);
  input = wall_sample_new (g_str_has_prefix (locale, "zh"));
  if (argc > 5)
    {
      in_metres = g_ascii_strtod (argv[5], NULL);
      input->chart.factor = in_metres / 5;
      input->chart.rows_per_page = tap_wall_rows_per_page (in_metres);
    }
  scene = tap_wall_layout (input, width, height, &measure);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  tap_scene_paint (scene, cr,
                   tap_palette_get (argc > 4 && !strcmp (argv[4], "light") ? TAP_PALETTE_LIGHT
                                                                           : TAP_PALETTE_WALL),
                   text);
  status = cairo_surface_write_to_png (surface, argv[1]);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (status)
    g_printerr ("%s: %s\n", argv[1], cairo_status_to_string (status));
  return status ? 1 : 0;
}
