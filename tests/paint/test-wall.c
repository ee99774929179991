/* test-wall.c — the wall's geometry and pictures as they were when somebody looked at them, and
 * what a tap hits. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "golden.h"
#include "wall-sample.h"

#define AT(h, m) WALL_SAMPLE_AT (h, m)

static TapScene *
lay_out (TapWallInput *in, double width, double height)
{
  TapMeasure measure = wall_sample_measure ();

  return tap_wall_layout (in, width, height, &measure);
}

static void
test_geometry (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
  g_autoptr (TapScene) scene = lay_out (in, 1920, 1080);
  g_autofree char *text = tap_scene_to_text (scene);

  golden_check_text ("wall-1080.txt", text);
}

static void
test_geometry_near (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (FALSE);
  g_autoptr (TapScene) scene = NULL;
  g_autofree char *text = NULL;

  in->chart.factor = 7 / 5.0;
  in->chart.rows_per_page = tap_wall_rows_per_page (7);
  scene = lay_out (in, 1920, 1080);
  text = tap_scene_to_text (scene);
  golden_check_text ("wall-7m-en.txt", text);
}

static void
test_4k_is_the_same_twice (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
  g_autoptr (TapScene) hd = lay_out (in, 1920, 1080);
  g_autoptr (TapScene) uhd = lay_out (in, 3840, 2160);
  g_autofree char *a = tap_scene_to_text (hd), *b = tap_scene_to_text (uhd);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpfloat (uhd->scale, ==, 2);
}

static void
test_sizes_of_the_design (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
  g_autoptr (TapScene) scene = lay_out (in, 1920, 1080);
  TapRect first, second, bar;

  g_assert_true (tap_scene_find_area (scene, TAP_AREA_ROW, 1, &first));
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_ROW, 2, &second));
  g_assert_cmpfloat_with_epsilon (first.y, 152, 0.5);
  g_assert_cmpfloat_with_epsilon (first.height, 86, 0.5);
  g_assert_cmpfloat_with_epsilon (second.y - first.y, 90, 0.5);
  g_assert_cmpfloat_with_epsilon (scene->axis.x, 424, 0.5);
  g_assert_cmpfloat_with_epsilon (scene->axis.width / 10, 104.5, 0.2);
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 501, &bar));
  g_assert_cmpfloat_with_epsilon (bar.height, 52, 0.5);
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_RACK, 0, &first));
  g_assert_cmpfloat_with_epsilon (first.x, 1484, 0.5);
  g_assert_cmpfloat_with_epsilon (first.width, 424, 0.5);
  g_assert_cmpfloat_with_epsilon (first.height, 214, 0.5);
  g_assert_cmpint (tap_wall_rows_per_page (3), ==, 12);
  g_assert_cmpint (tap_wall_rows_per_page (5), ==, 9);
  g_assert_cmpint (tap_wall_rows_per_page (7), ==, 6);
}

static void
test_hits (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
  g_autoptr (TapScene) scene = lay_out (in, 3840, 2160);
  TapHit hit;

  /* Bay 3 (id 5) is the fifth row; at 10:00 its late job runs, at 17:00 there is nothing. */
  double y = (152 + 4 * 90 + 30) * 2.0, ten = tap_axis_x (&scene->axis, AT (10, 0)) * 2,
         five = tap_axis_x (&scene->axis, AT (17, 0)) * 2;

  g_assert_true (tap_scene_hit_test (scene, ten, y, &hit));
  g_assert_cmpint (hit.kind, ==, TAP_AREA_BAR);
  g_assert_cmpint (hit.id, ==, 501);
  g_assert_cmpint (hit.row_id, ==, 5);
  g_assert_true (hit.on_axis);
  g_assert_cmpint (ABS (hit.time_unix - AT (10, 0)), <=, 2);
  g_assert_true (tap_scene_hit_test (scene, five, y, &hit));
  g_assert_cmpint (hit.kind, ==, TAP_AREA_ROW);
  g_assert_cmpint (hit.id, ==, 5);
  g_assert_true (tap_scene_hit_test (scene, 200, y, &hit));
  g_assert_cmpint (hit.kind, ==, TAP_AREA_ROW);
  g_assert_false (hit.on_axis);
  g_assert_true (tap_scene_hit_test (scene, 1600 * 2, 185 * 2, &hit));
  g_assert_cmpint (hit.kind, ==, TAP_AREA_CARD);
  g_assert_cmpint (hit.id, ==, 901);
  g_assert_cmpint (hit.row_id, ==, 0);
  g_assert_true (tap_scene_hit_test (scene, 200, 1030 * 2, &hit));
  g_assert_cmpint (hit.kind, ==, TAP_AREA_ALERT);
  g_assert_false (tap_scene_hit_test (scene, 3, 3, &hit));
}

static void
test_racks_share_their_room (void)
{
  g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
  g_autoptr (TapScene) scene = NULL;
  guint n_first = 0, n_all = 0;
  TapRect last;

  for (int i = 0; i < 30; i++)
    {
      TapWallCard *card = tap_wall_card_new ();

      card->id = 2000 + i;
      card->plate = g_strdup_printf ("A·%05d", i);
      g_ptr_array_add (in->racks[0].cards, card);
    }
  scene = lay_out (in, 1920, 1080);
  for (guint i = 0; i < scene->areas->len; i++)
    {
      const TapArea *area = &g_array_index (scene->areas, TapArea, i);

      n_all += area->kind == TAP_AREA_CARD;
      n_first += area->kind == TAP_AREA_CARD && area->row == 0;
    }
  g_assert_cmpuint (n_all, ==, 10);
  g_assert_cmpuint (n_first, ==, 3);
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_RACK, 4, &last));
  g_assert_cmpfloat (last.y + last.height, <=, 962.5);
}

static void
test_any_shape_holds_everything (void)
{
  static const int sizes[][2]
    = { { 1366, 768 }, { 1024, 768 }, { 3440, 1440 }, { 1080, 1920 }, { 1198, 640 } };

  for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
    {
      g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
      g_autoptr (TapScene) scene = lay_out (in, sizes[n][0], sizes[n][1]);

      for (guint i = 0; i < scene->areas->len; i++)
        {
          const TapRect *r = &g_array_index (scene->areas, TapArea, i).rect;

          g_assert_cmpfloat (r->x, >=, 0);
          g_assert_cmpfloat (r->y, >=, 0);
          g_assert_cmpfloat (r->x + r->width, <=, scene->width + 0.5);
          g_assert_cmpfloat (r->y + r->height, <=, scene->height + 0.5);
        }
    }
}

static void
check_picture (const char *name,
               gboolean chinese,
               const char *language,
               TapPaletteKind kind,
               int width,
               int height)
{
  g_autoptr (TapWallInput) in = wall_sample_new (chinese);
  g_autoptr (TapTextBox) text = tap_text_box_new (language, "Cantarell");
  TapMeasure measure = tap_text_box_get_measure (text);
  g_autoptr (TapScene) scene = tap_wall_layout (in, width, height, &measure);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  tap_scene_paint (scene, cr, tap_palette_get (kind), text);
  cairo_destroy (cr);
  golden_check_png (name, surface, 0.01);
  cairo_surface_destroy (surface);
}

static void
test_picture_wall (void)
{
  check_picture ("wall-zh.png", TRUE, "zh-cn", TAP_PALETTE_WALL, 1280, 720);
}

static void
test_picture_light (void)
{
  check_picture ("wall-en-light.png", FALSE, "en", TAP_PALETTE_LIGHT, 1280, 720);
}

static void
test_languages (void)
{
  g_assert_cmpstr (tap_text_language ("zh_CN.UTF-8"), ==, "zh-cn");
  g_assert_cmpstr (tap_text_language ("zh_TW.UTF-8"), ==, "zh-tw");
  g_assert_cmpstr (tap_text_language ("en_GB.UTF-8"), ==, "en");
  g_assert_cmpstr (tap_text_language (NULL), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/wall/geometry", test_geometry);
  g_test_add_func ("/paint/wall/geometry-from-seven-metres", test_geometry_near);
  g_test_add_func ("/paint/wall/4k-is-the-same-at-scale-two", test_4k_is_the_same_twice);
  g_test_add_func ("/paint/wall/sizes-of-the-design", test_sizes_of_the_design);
  g_test_add_func ("/paint/wall/hit-test", test_hits);
  g_test_add_func ("/paint/wall/racks-share-their-room", test_racks_share_their_room);
  g_test_add_func ("/paint/wall/any-shape-holds-everything", test_any_shape_holds_everything);
  g_test_add_func ("/paint/wall/picture-chinese", test_picture_wall);
  g_test_add_func ("/paint/wall/picture-english-light", test_picture_light);
  g_test_add_func ("/paint/wall/language-from-locale", test_languages);
  return g_test_run ();
}
