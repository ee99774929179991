/* test-chart.c — the time chart's arithmetic: axis, lanes, pushed plans, pages, what text fits
 * where. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "wall-sample.h"

#define AT(h, m) WALL_SAMPLE_AT (h, m)

static TapChartRow *
plain_row (TapWallInput *in, gint64 id)
{
  return wall_sample_row (in, id, "1", FALSE, "A·12345", "", TAP_TONE_OK, TAP_ICON_CLOCK, "ok");
}

/* A chart of one page with nothing in it but what the test adds. */
static TapWallInput *
empty_input (void)
{
  TapWallInput *in = tap_wall_input_new ();

  in->chart.from_unix = AT (8, 0);
  in->chart.to_unix = AT (18, 0);
  in->chart.first_hour = 8;
  in->chart.now_unix = AT (10, 42);
  in->chart.now_text = in->now_text = g_strdup ("10:42");
  in->chart.late_word = in->late_word = g_strdup ("Late");
  in->chart.free_word = in->free_word = g_strdup ("Free");
  in->chart.place = (TapRect) { 12, 98, 1458, 864 };
  return in;
}

static TapScene *
lay_out (TapWallInput *in)
{
  TapMeasure measure = wall_sample_measure ();
  TapScene *scene = tap_scene_new (1920, 1080, 1);

  tap_chart_layout (&in->chart, &measure, scene);
  return scene;
}

static const TapShape *
find_text (const TapScene *scene, const char *text)
{
  for (guint i = 0; i < scene->shapes->len; i++)
    {
      const TapShape *shape = &g_array_index (scene->shapes, TapShape, i);

      if (shape->kind == TAP_SHAPE_TEXT && g_str_equal (shape->text, text))
        return shape;
    }
  return NULL;
}

static void
test_axis_round_trip (void)
{
  TapAxis axis = { AT (8, 0), AT (18, 0), 424, 1045, 152, 958 };

  g_assert_cmpfloat (tap_axis_x (&axis, AT (8, 0)), ==, 424);
  g_assert_cmpfloat (tap_axis_x (&axis, AT (9, 0)), ==, 528.5);
  g_assert_cmpfloat (tap_axis_x (&axis, AT (7, 0)), ==, 424);
  g_assert_cmpfloat (tap_axis_x (&axis, AT (23, 0)), ==, 1469);
  for (int minute = 0; minute <= 600; minute += 7)
    g_assert_cmpint (ABS (tap_axis_time (&axis, tap_axis_x (&axis, AT (8, minute)))
                          - AT (8, minute)),
                     <=, 1);
}

static void
test_axis_snaps_to_quarters (void)
{
  g_assert_cmpint (tap_axis_snap (AT (9, 7), AT (8, 0), 15), ==, AT (9, 0));
  g_assert_cmpint (tap_axis_snap (AT (9, 8), AT (8, 0), 15), ==, AT (9, 15));
  g_assert_cmpint (tap_axis_snap (AT (9, 15), AT (8, 0), 15), ==, AT (9, 15));
  g_assert_cmpint (tap_axis_snap (AT (7, 0), AT (8, 0), 15), ==, AT (8, 0));
}

static void
test_hours_run_over_midnight (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  g_autoptr (TapScene) scene = NULL;
  TapChartRow *row = plain_row (in, 1);
  TapRect rect;

  in->chart.from_unix = AT (20, 0);
  in->chart.to_unix = AT (28, 0);
  in->chart.first_hour = 20;
  in->chart.now_unix = AT (21, 0);
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (20, 30), AT (25, 0), AT (20, 30), AT (25, 0),
                   "12345", "Night job");
  scene = lay_out (in);
  g_assert_nonnull (find_text (scene, "23"));
  g_assert_nonnull (find_text (scene, "0"));
  g_assert_nonnull (find_text (scene, "3"));
  g_assert_null (find_text (scene, "24"));
  g_assert_null (find_text (scene, "4"));
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 101, &rect));
  g_assert_cmpfloat_with_epsilon (rect.x + rect.width, tap_axis_x (&scene->axis, AT (25, 0)), 0.01);
}

static void
test_hours_under_the_flag_are_left_out (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  g_autoptr (TapScene) scene = NULL;

  plain_row (in, 1);
  scene = lay_out (in);
  g_assert_nonnull (find_text (scene, "9"));
  g_assert_null (find_text (scene, "10"));
  g_assert_null (find_text (scene, "11"));
  g_assert_nonnull (find_text (scene, "12"));
}

static void
test_overlapping_bars_get_lanes (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  TapChartRow *row = plain_row (in, 1);
  g_autoptr (TapScene) scene = NULL;
  TapRect a, b, c;
  int lanes[4], n_lanes[4];

  wall_sample_bar (row, TAP_CHART_RUNNING, AT (9, 0), AT (11, 0), AT (9, 0), AT (11, 0), "1", "");
  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 0), AT (12, 0), AT (10, 0), AT (12, 0), "2", "");
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (11, 0), AT (12, 0), AT (11, 0), AT (12, 0), "3", "");
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (14, 0), AT (15, 0), AT (14, 0), AT (15, 0), "4", "");
  tap_chart_stack (row->bars, lanes, n_lanes);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (n_lanes[i], ==, 2);
  g_assert_cmpint (n_lanes[3], ==, 1);
  g_assert_cmpint (lanes[3], ==, 0);
  g_assert_cmpint (lanes[0], ==, 0);
  g_assert_cmpint (lanes[1], ==, 1);
  g_assert_cmpint (lanes[2], ==, 0);
  scene = lay_out (in);
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 101, &a));
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 102, &b));
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 103, &c));
  g_assert_cmpfloat (a.y + a.height, <=, b.y);
  g_assert_cmpfloat (a.y, ==, c.y);
}

static void
test_plan_behind_a_longer_job_is_pushed (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  TapChartRow *row = plain_row (in, 1);
  TapChartBar *first, *second, *third;

  first = wall_sample_bar (row, TAP_CHART_RUNNING, AT (9, 0), AT (11, 0), AT (9, 0), AT (10, 40),
                           "1", "");
  second = wall_sample_bar (row, TAP_CHART_PLANNED, AT (10, 40), AT (12, 0), AT (10, 40),
                            AT (12, 0), "2", "");
  third = wall_sample_bar (row, TAP_CHART_PLANNED, AT (12, 10), AT (13, 0), AT (12, 10), AT (13, 0),
                           "3", "");
  g_assert_cmpint (tap_chart_push (row->bars, second, AT (10, 42)), ==, 20);
  g_assert_cmpint (second->state, ==, TAP_CHART_PUSHED);
  g_assert_cmpint (second->from_unix, ==, AT (11, 0));
  g_assert_cmpint (second->to_unix, ==, AT (12, 20));
  g_assert_cmpint (tap_chart_push (row->bars, third, AT (10, 42)), ==, 10);
  g_assert_cmpint (third->from_unix, ==, AT (12, 20));
  first->to_unix = AT (10, 40);
  g_assert_cmpint (tap_chart_push (row->bars, second, AT (10, 30)), ==, 0);
  g_assert_cmpint (second->state, ==, TAP_CHART_PLANNED);
  g_assert_cmpint (second->from_unix, ==, AT (10, 40));
}

static void
test_plan_whose_time_passed_is_pushed_to_now (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  TapChartRow *row = plain_row (in, 1);
  TapChartBar *stopped, *plan;

  stopped = wall_sample_bar (row, TAP_CHART_STOPPED, AT (9, 0), AT (15, 0), AT (9, 0), AT (15, 0),
                             "1", "");
  plan = wall_sample_bar (row, TAP_CHART_PLANNED, AT (10, 0), AT (11, 0), AT (10, 0), AT (11, 0),
                          "2", "");
  g_assert_cmpint (tap_chart_push (row->bars, plan, AT (10, 42)), ==, 42);
  g_assert_cmpint (plan->from_unix, ==, AT (10, 42));
  g_assert_cmpint (stopped->to_unix, >, plan->from_unix);
}

static void
test_pages_pin_late_rows_and_show_every_row (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  gboolean seen[14] = { FALSE };
  int n_pages;

  for (int i = 0; i < 14; i++)
    {
      TapChartRow *row = plain_row (in, i + 1);

      if (i == 11)
        row->chip.tone = TAP_TONE_LATE;
    }
  in->chart.rows_per_page = 6;
  for (in->chart.page = 0; in->chart.page < 3; in->chart.page++)
    {
      g_autoptr (GArray) rows = tap_chart_page_rows (&in->chart, &n_pages);

      g_assert_cmpint (n_pages, ==, 3);
      g_assert_cmpint (rows->len, <=, 6);
      g_assert_cmpint (g_array_index (rows, int, 0), ==, 11);
      for (guint i = 0; i < rows->len; i++)
        seen[g_array_index (rows, int, i)] = TRUE;
    }
  for (int i = 0; i < 14; i++)
    g_assert_true (seen[i]);
}

static void
test_late_rows_alone_never_stop_the_turning (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  int n_pages;

  for (int i = 0; i < 14; i++)
    plain_row (in, i + 1)->chip.tone = TAP_TONE_LATE;
  in->chart.rows_per_page = 6;
  g_array_unref (tap_chart_page_rows (&in->chart, &n_pages));
  g_assert_cmpint (n_pages, ==, 9);
}

/* No text of a bar has the now-line in it, wherever now is. */
static void
test_no_text_across_the_now_line (void)
{
  TapMeasure measure = wall_sample_measure ();

  for (int minute = 0; minute < 600; minute += 11)
    {
      g_autoptr (TapWallInput) in = wall_sample_new (TRUE);
      g_autoptr (TapScene) scene = NULL;
      double now_x;

      in->chart.now_unix = AT (8, minute);
      scene = tap_wall_layout (in, 1920, 1080, &measure);
      now_x = tap_axis_x (&scene->axis, in->chart.now_unix);
      for (guint i = 0; i < scene->shapes->len; i++)
        {
          const TapShape *s = &g_array_index (scene->shapes, TapShape, i);
          gboolean in_running = s->ink == TAP_INK_RUN_TEXT || s->ink == TAP_INK_REST_TEXT
                                || s->ink == TAP_INK_LATE_TEXT || s->ink == TAP_INK_PARTS_TEXT
                                || s->ink == TAP_INK_WAIT_TEXT;

          if (s->kind == TAP_SHAPE_TEXT && in_running
              && s->rect.x < scene->axis.x + scene->axis.width && s->rect.y < scene->axis.bottom)
            g_assert_false (s->rect.x < now_x - 3
                            && s->rect.x + tap_measure (&measure, s->text, s->size, s->weight)
                                 > now_x + 3);
        }
    }
}

static void
test_text_that_does_not_fit_is_left_out (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  TapChartRow *row = plain_row (in, 1);
  g_autoptr (TapScene) scene = NULL;

  wall_sample_bar (row, TAP_CHART_RUNNING, AT (10, 30), AT (11, 0), AT (10, 30), AT (11, 0),
                   "12345", "A long description of the work");
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (12, 0), AT (12, 10), AT (12, 0), AT (12, 10),
                   "67890", "Wash");
  wall_sample_bar (row, TAP_CHART_PLANNED, AT (13, 0), AT (17, 0), AT (13, 0), AT (17, 0), "24680",
                   "Clutch");
  scene = lay_out (in);
  g_assert_null (find_text (scene, "A long description of the work"));
  g_assert_null (find_text (scene, "67890"));
  g_assert_cmpfloat (find_text (scene, "24680")->size, ==, 30);
  g_assert_cmpfloat (find_text (scene, "Clutch")->size, ==, 26);
}

static void
test_bars_from_yesterday_start_at_the_axis (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  TapChartRow *row = plain_row (in, 1);
  g_autoptr (TapScene) scene = NULL;
  TapRect rect;

  wall_sample_bar (row, TAP_CHART_RUNNING, AT (-10, 0), AT (30, 0), AT (-10, 0), AT (30, 0),
                   "12345", "Body");
  wall_sample_bar (row, TAP_CHART_DONE, AT (-9, 0), AT (-8, 0), AT (-9, 0), AT (-8, 0), "67890",
                   "");
  scene = lay_out (in);
  g_assert_true (tap_scene_find_area (scene, TAP_AREA_BAR, 101, &rect));
  g_assert_cmpfloat (rect.x, ==, scene->axis.x);
  g_assert_cmpfloat_with_epsilon (rect.width, scene->axis.width, 0.01);
  g_assert_false (tap_scene_find_area (scene, TAP_AREA_BAR, 102, &rect));
}

static void
test_now_outside_the_day_has_no_line (void)
{
  g_autoptr (TapWallInput) in = empty_input ();
  g_autoptr (TapScene) scene = NULL;

  plain_row (in, 1);
  in->chart.now_unix = AT (22, 0);
  scene = lay_out (in);
  g_assert_null (find_text (scene, "10:42"));
  g_assert_nonnull (find_text (scene, "11"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/chart/axis-goes-there-and-back", test_axis_round_trip);
  g_test_add_func ("/paint/chart/drops-snap-to-quarters", test_axis_snaps_to_quarters);
  g_test_add_func ("/paint/chart/hours-run-over-midnight", test_hours_run_over_midnight);
  g_test_add_func ("/paint/chart/flag-takes-the-place-of-its-hours",
                   test_hours_under_the_flag_are_left_out);
  g_test_add_func ("/paint/chart/overlapping-bars-get-lanes", test_overlapping_bars_get_lanes);
  g_test_add_func ("/paint/chart/plan-behind-a-longer-job-is-pushed",
                   test_plan_behind_a_longer_job_is_pushed);
  g_test_add_func ("/paint/chart/plan-not-started-moves-with-now",
                   test_plan_whose_time_passed_is_pushed_to_now);
  g_test_add_func ("/paint/chart/pages-pin-late-rows-and-show-all",
                   test_pages_pin_late_rows_and_show_every_row);
  g_test_add_func ("/paint/chart/only-late-rows-still-take-turns",
                   test_late_rows_alone_never_stop_the_turning);
  g_test_add_func ("/paint/chart/no-text-across-the-now-line", test_no_text_across_the_now_line);
  g_test_add_func ("/paint/chart/text-that-does-not-fit-is-left-out",
                   test_text_that_does_not_fit_is_left_out);
  g_test_add_func ("/paint/chart/bars-are-cut-at-the-axis",
                   test_bars_from_yesterday_start_at_the_axis);
  g_test_add_func ("/paint/chart/no-now-line-outside-the-day",
                   test_now_outside_the_day_has_no_line);
  return g_test_run ();
}
