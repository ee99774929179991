/* tap-chart.c — the time chart: rows, axis, label blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-chart"

#include "config.h"

#include <math.h>

#include "paint/tap-chart-private.h"

/* Sizes of look.md 4, at 1920 x 1080. */
#define PITCH 90.0
#define ROW_GAP 4.0
#define AXIS_BAND 50.0    /* hours, above the rows, gap included */
#define LABEL_WIDTH 412.0 /* label block, from the row's left edge to the axis */
#define FLAG_WIDTH 112.0
#define FLAG_HEIGHT 46.0
#define NOW_WIDTH 5.0
#define MAX_STRETCH 1.3 /* rows grow no further than that when there are few */

TapChartBar *
tap_chart_bar_new (void)
{
  return g_new0 (TapChartBar, 1);
}

void
tap_chart_bar_free (TapChartBar *bar)
{
  if (!bar)
    return;
  g_clear_pointer (&bar->spans, g_array_unref);
  g_free (bar->plate);
  g_free (bar->work);
  g_free (bar->note);
  g_free (bar->short_note);
  g_free (bar);
}

TapChartRow *
tap_chart_row_new (void)
{
  TapChartRow *row = g_new0 (TapChartRow, 1);

  row->bars = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_chart_bar_free);
  return row;
}

void
tap_chart_row_free (TapChartRow *row)
{
  if (!row)
    return;
  g_ptr_array_unref (row->bars);
  g_free (row->badge);
  g_free (row->plate);
  g_free (row->technician);
  tap_chip_clear (&row->chip);
  g_free (row);
}

void
tap_chip_clear (TapChip *chip)
{
  g_clear_pointer (&chip->text, g_free);
}

static void
tone_inks (TapTone tone, TapInk *ground, TapInk *text)
{
  static const TapInk inks[][2] = {
    [TAP_TONE_PLAIN] = { TAP_INK_NONE, TAP_INK_TEXT_DIM },
    [TAP_TONE_OK] = { TAP_INK_NONE, TAP_INK_CHIP_OK_TEXT },
    [TAP_TONE_RISK] = { TAP_INK_CHIP_RISK, TAP_INK_CHIP_RISK_TEXT },
    [TAP_TONE_LATE] = { TAP_INK_CHIP_LATE, TAP_INK_CHIP_LATE_TEXT },
    [TAP_TONE_PARTS] = { TAP_INK_CHIP_PARTS, TAP_INK_CHIP_PARTS_TEXT },
    [TAP_TONE_WAIT] = { TAP_INK_CHIP_WAIT, TAP_INK_CHIP_WAIT_TEXT },
  };

  *ground = inks[tone][0];
  *text = inks[tone][1];
}

double
tap_chip_layout (const TapChip *chip,
                 const TapMeasure *measure,
                 double x,
                 double center_y,
                 double height,
                 double size,
                 TapScene *scene)
{
  TapInk ground, ink;
  double icon = chip->icon ? size * 0.85 : 0, gap = chip->icon ? size * 0.27 : 0, pad, width;

  if (!chip->text)
    return 0;
  tone_inks (chip->tone, &ground, &ink);
  pad = ground ? size * 0.31 : 0;
  width = pad + icon + gap + tap_measure (measure, chip->text, size, 700) + pad;
  if (!scene)
    return width;
  if (ground)
    tap_scene_fill (scene, (TapRect) { x, center_y - height / 2, width, height }, height * 0.22,
                    ground);
  if (chip->icon)
    tap_scene_icon (scene, chip->icon, x + pad, center_y, icon, ink);
  tap_scene_text (scene, chip->text, x + pad + icon + gap, center_y, size, 700, ink);
  return width;
}

static gboolean
row_is_late (const TapChartRow *row)
{
  for (guint i = 0; i < row->bars->len; i++)
    if (((TapChartBar *) row->bars->pdata[i])->late)
      return TRUE;
  return row->chip.tone == TAP_TONE_LATE;
}

GArray *
tap_chart_page_rows (const TapChartInput *input, int *n_pages)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (int));
  int n_rows = (int) input->rows->len, per_page = input->rows_per_page, n_late = 0, per_turn, page,
      seen = 0;

  *n_pages = 1;
  if (per_page <= 0 || n_rows <= per_page)
    {
      for (int i = 0; i < n_rows; i++)
        g_array_append_val (shown, i);
      return shown;
    }
  /* Late ones stay, yet at least one place of each page takes turns. */
  for (int i = 0; i < n_rows && n_late < per_page - 1; i++)
    if (row_is_late (input->rows->pdata[i]))
      {
        g_array_append_val (shown, i);
        n_late++;
      }
  per_turn = per_page - n_late;
  *n_pages = (n_rows - n_late + per_turn - 1) / per_turn;
  page = ((input->page % *n_pages) + *n_pages) % *n_pages;
  for (int i = 0; i < n_rows; i++)
    {
      gboolean pinned = FALSE;

      for (int p = 0; p < n_late; p++)
        pinned |= g_array_index (shown, int, p) == i;
      if (pinned)
        continue;
      if (seen / per_turn == page)
        g_array_append_val (shown, i);
      seen++;
    }
  return shown;
}

/* The badge, plate, technician and state of a row. */
static void
layout_label (const TapRowPlan *plan)
{
  const TapChartRow *row = plan->row;
  TapScene *scene = plan->scene;
  double k = plan->k, t = plan->t, f = LABEL_WIDTH * t, x = plan->rect.x, y = plan->rect.y;
  double badge_w = 72 * MAX (t, MIN (k, 1)), text_x, size = 40 * t, room, width, chip;
  TapRect badge = { x + 10 * t, y + 10 * k, badge_w, 66 * k };

  tap_scene_fill (scene, badge, 12 * t, row->quick ? TAP_INK_BADGE_QUICK : TAP_INK_BADGE);
  width = tap_measure (plan->measure, row->badge, size, 800);
  if (width > badge_w - 8)
    size *= (badge_w - 8) / width;
  tap_scene_text_in (scene, row->badge, badge.x + badge.width / 2, badge.y + badge.height / 2, size,
                     800, row->quick ? TAP_INK_BADGE_QUICK_TEXT : TAP_INK_BADGE_TEXT, 0.5, 0);
  text_x = badge.x + badge.width + 14 * t;
  room = x + f - 10 * t - text_x;
  if (!row->plate)
    {
      tap_scene_text_in (scene, plan->input->free_word, text_x, y + 26 * k, 34 * t, 400,
                         TAP_INK_TEXT_DIM, 0, room);
      if (*row->technician)
        tap_scene_text_in (scene, row->technician, text_x, y + 67 * k, 26 * t, 400,
                           TAP_INK_TEXT_DIM, 0, room);
      return;
    }
  size = 46 * t;
  width = tap_measure (plan->measure, row->plate, size, 800);
  if (width > room)
    size *= room / width;
  tap_scene_text (scene, row->plate, text_x, y + 26 * k, size, 800, TAP_INK_TEXT);
  chip = tap_chip_layout (&row->chip, plan->measure, 0, 0, 32 * t, 26 * t, NULL);
  width = tap_measure (plan->measure, row->technician, 26 * t, 400);
  width = MIN (width, MAX (0, room - chip - 14 * t));
  if (width > 20 * t)
    {
      tap_scene_text_in (scene, row->technician, text_x, y + 67 * k, 26 * t, 400, TAP_INK_TEXT_DIM,
                         0, width + 1);
      text_x += width + 14 * t;
    }
  tap_chip_layout (&row->chip, plan->measure, text_x, y + 67 * k, 32 * t, 26 * t, scene);
}

static void
layout_row (const TapRowPlan *plan)
{
  TapInk ink = plan->row->quick  ? TAP_INK_ROW_QUICK
               : plan->index % 2 ? TAP_INK_ROW_ODD
                                 : TAP_INK_ROW;

  tap_scene_fill (plan->scene, plan->rect, 12 * plan->t, ink);
  tap_scene_area (plan->scene, TAP_AREA_ROW, plan->rect, plan->row->id, plan->index, -1);
}

/* Hour lines and lunch lie over the rows and behind the bars. */
static void
layout_grid (const TapChartInput *input, TapScene *scene, double factor)
{
  const TapAxis *axis = &scene->axis;
  int n_hours = (int) ((axis->to_unix - axis->from_unix) / 3600);
  double top = axis->top, height = axis->bottom - axis->top;
  double now_x = input->now_unix >= axis->from_unix && input->now_unix <= axis->to_unix
                   ? tap_axis_x (axis, input->now_unix)
                   : -1e6;

  if (input->lunch_to_unix > input->lunch_from_unix)
    {
      double from = tap_axis_x (axis, input->lunch_from_unix),
             to = tap_axis_x (axis, input->lunch_to_unix);

      if (to > from)
        tap_scene_fill (scene, (TapRect) { from, top, to - from, height }, 0, TAP_INK_LUNCH);
    }
  for (int i = 0; i <= n_hours; i++)
    {
      double x = tap_axis_x (axis, axis->from_unix + i * 3600);
      g_autofree char *label = g_strdup_printf ("%d", (input->first_hour + i) % 24);

      tap_scene_fill (scene, (TapRect) { x, top - 4, 1, height + 4 }, 0, TAP_INK_GRID);
      /* The flag of now takes the place of the hours it covers. */
      if (i < n_hours && fabs (x - now_x) > (FLAG_WIDTH / 2 + 22) * factor)
        tap_scene_text_in (scene, label, x, top - 28 * factor, 34 * factor, 700, TAP_INK_TEXT_DIM,
                           0.5, 0);
    }
}

static void
layout_now (const TapChartInput *input, TapScene *scene, double factor)
{
  const TapAxis *axis = &scene->axis;
  double x, flag_w = FLAG_WIDTH * factor, flag_h = FLAG_HEIGHT * factor,
            top = axis->top - AXIS_BAND * factor - 4;

  if (input->now_unix < axis->from_unix || input->now_unix > axis->to_unix)
    return;
  x = tap_axis_x (axis, input->now_unix);
  tap_scene_fill (scene,
                  (TapRect) { x - NOW_WIDTH / 2 - 2, top + flag_h, NOW_WIDTH + 4,
                             axis->bottom - top - flag_h },
                  0, TAP_INK_NOW_EDGE);
  tap_scene_fill (scene,
                  (TapRect) { x - NOW_WIDTH / 2, top + flag_h - 4, NOW_WIDTH,
                             axis->bottom - top - flag_h + 4 },
                  0, TAP_INK_NOW);
  tap_scene_fill (scene, (TapRect) { x - flag_w / 2, top, flag_w, flag_h }, 10 * factor,
                  TAP_INK_NOW);
  tap_scene_text_in (scene, input->now_text, x, top + flag_h / 2, 36 * factor, 800,
                     TAP_INK_NOW_TEXT, 0.5, 0);
}

double
tap_chart_factor (const TapChartInput *input)
{
  double factor = input->factor > 0 ? input->factor : 1, room = input->place.height - AXIS_BAND;
  int n_rows = MAX (1, (int) input->rows->len);

  if (input->rows_per_page > 0)
    n_rows = MIN (n_rows, input->rows_per_page);
  return factor < 1 ? MAX (factor, MIN (1, room / n_rows / PITCH)) : factor;
}

void
tap_chart_layout (const TapChartInput *input, const TapMeasure *measure, TapScene *scene)
{
  g_autoptr (GArray) shown = NULL;
  g_autofree TapRowPlan *plans = NULL;
  double factor, axis_factor, pitch, k, t, top;
  int n_places;

  g_return_if_fail (input && input->rows && measure && scene);
  shown = tap_chart_page_rows (input, &scene->n_pages);
  scene->page = ((input->page % scene->n_pages) + scene->n_pages) % scene->n_pages;
  factor = tap_chart_factor (input);
  axis_factor = CLAMP (factor, 0.7, 1);
  n_places = MAX (1, scene->n_pages > 1 ? input->rows_per_page : (int) shown->len);
  top = input->place.y + AXIS_BAND * axis_factor + 4;
  pitch = MIN ((input->place.y + input->place.height + ROW_GAP - top) / n_places,
               PITCH * MAX_STRETCH * factor);
  k = pitch / PITCH;
  t = MIN (factor, k);
  scene->axis = (TapAxis) { input->from_unix,
                           input->to_unix,
                           input->place.x + LABEL_WIDTH * t,
                           input->place.width - LABEL_WIDTH * t - 1,
                           top,
                           top + pitch * shown->len - ROW_GAP };

  plans = g_new0 (TapRowPlan, MAX (1, shown->len));
  for (guint i = 0; i < shown->len; i++)
    {
      int index = g_array_index (shown, int, i);
      gboolean on_axis = input->now_unix >= input->from_unix && input->now_unix <= input->to_unix;

      plans[i]
        = (TapRowPlan) { input,
                        measure,
                        scene,
                        input->rows->pdata[index],
                        index,
                        { input->place.x, top + i * pitch, input->place.width, pitch - ROW_GAP },
                        k,
                        t,
                        on_axis ? tap_axis_x (&scene->axis, input->now_unix) : -1 };
      layout_row (&plans[i]);
    }
  layout_grid (input, scene, axis_factor);
  for (guint i = 0; i < shown->len; i++)
    {
      layout_label (&plans[i]);
      tap_chart_layout_bars (&plans[i]);
    }
  layout_now (input, scene, axis_factor);
}
