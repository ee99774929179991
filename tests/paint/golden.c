/* golden.c — compares what a painter makes with what it made when somebody looked at it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "golden.h"

#define CHANNEL_TOLERANCE 24

static char *
golden_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
}

static char *
out_path (const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return g_test_build_filename (G_TEST_BUILT, file, NULL);
}

static gboolean
updating (void)
{
  return g_strcmp0 (g_getenv ("TAP_UPDATE_GOLDEN"), "1") == 0;
}

void
golden_check_text (const char *name, const char *text)
{
  g_autofree char *path = golden_path (name), *wanted = NULL, *out = out_path (name, ".out");
  g_autoptr (GError) error = NULL;

  if (updating ())
    {
      g_assert_true (g_file_set_contents (path, text, -1, &error));
      return;
    }
  g_assert_true (g_file_get_contents (path, &wanted, NULL, &error));
  if (g_str_equal (wanted, text))
    return;
  g_file_set_contents (out, text, -1, NULL);
  g_test_message ("differs: diff %s %s", path, out);
  g_test_fail ();
}

/* Pixels that differ, painted red on the wanted picture into @diff. */
static guint
count_differences (cairo_surface_t *wanted, cairo_surface_t *got, cairo_surface_t *diff)
{
  int width = cairo_image_surface_get_width (wanted),
      height = cairo_image_surface_get_height (wanted);
  guint n_different = 0;

  for (int y = 0; y < height; y++)
    {
      const guint8 *a
        = cairo_image_surface_get_data (wanted) + y * cairo_image_surface_get_stride (wanted);
      const guint8 *b
        = cairo_image_surface_get_data (got) + y * cairo_image_surface_get_stride (got);
      guint32 *d = (guint32 *) (void *) (cairo_image_surface_get_data (diff)
                                         + y * cairo_image_surface_get_stride (diff));

      for (int x = 0; x < width; x++)
        {
          gboolean different = FALSE;

          for (int channel = 0; channel < 3; channel++)
            different |= abs (a[x * 4 + channel] - b[x * 4 + channel]) > CHANNEL_TOLERANCE;
          n_different += different;
          d[x] = different ? 0xffff0000 : 0xff000000 | ((guint32) a[x * 4 + 1] / 3) * 0x010101;
        }
    }
  return n_different;
}

void
golden_check_png (const char *name, cairo_surface_t *surface, double max_share)
{
  g_autofree char *path = golden_path (name), *out = out_path (name, ".out.png"),
                  *diff_path = out_path (name, ".diff.png");
  int width = cairo_image_surface_get_width (surface),
      height = cairo_image_surface_get_height (surface);
  cairo_surface_t *wanted, *diff;
  guint n_different;

  cairo_surface_flush (surface);
  if (updating ())
    {
      g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
      return;
    }
  wanted = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (wanted), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (wanted), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (wanted), ==, height);
  diff = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  n_different = count_differences (wanted, surface, diff);
  cairo_surface_mark_dirty (diff);
  g_test_message ("%s: %u of %d pixels differ", name, n_different, width * height);
  if (n_different > max_share * width * height)
    {
      cairo_surface_write_to_png (surface, out);
      cairo_surface_write_to_png (diff, diff_path);
      g_test_message ("look at %s and %s", out, diff_path);
      g_test_fail ();
    }
  cairo_surface_destroy (diff);
  cairo_surface_destroy (wanted);
}
