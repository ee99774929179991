/* tap-chart-bars.c — the time chart: what stands in a row, and how.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-chart-bars"

#include "config.h"

#include "paint/tap-chart-private.h"

#define BAR_Y 10.0
#define BAR_HEIGHT 52.0
#define TRACK_Y 67.0
#define TRACK_HEIGHT 10.0
#define LANE_GAP 3.0
#define RADIUS 8.0
#define NOW_ROOM 13.0 /* text keeps that far from the middle of the now-line */
#define MIN_WIDTH 6.0

/* One bar on its way into the scene. */
typedef struct
{
  const TapRowPlan *row;
  const TapChartBar *bar;
  double y, height;
  double left, right; /* of the whole bar on the axis */
  double t;           /* texts: smaller in a thin lane */
} BarPlan;

int
tap_chart_push (GPtrArray *bars, TapChartBar *bar, gint64 now_unix)
{
  gint64 earliest = now_unix, length = bar->planned_to_unix - bar->planned_from_unix;

  g_return_val_if_fail (bars && bar, 0);
  bar->from_unix = bar->planned_from_unix;
  bar->to_unix = bar->planned_to_unix;
  bar->state = TAP_CHART_PLANNED;
  for (guint i = 0; i < bars->len; i++)
    {
      const TapChartBar *other = bars->pdata[i];

      if (other == bar)
        break;
      if (other->state != TAP_CHART_DONE && other->state != TAP_CHART_STOPPED)
        earliest = MAX (earliest, other->to_unix);
    }
  if (earliest <= bar->planned_from_unix)
    return 0;
  bar->from_unix = earliest;
  bar->to_unix = earliest + length;
  /* Less than a minute is no news. */
  if (earliest - bar->planned_from_unix < 60)
    return 0;
  bar->state = TAP_CHART_PUSHED;
  return (int) ((earliest - bar->planned_from_unix + 59) / 60);
}

static int
compare_starts (gconstpointer a, gconstpointer b, gpointer data)
{
  GPtrArray *bars = data;
  const TapChartBar *x = bars->pdata[*(const int *) a], *y = bars->pdata[*(const int *) b];

  return (x->from_unix > y->from_unix) - (x->from_unix < y->from_unix);
}

void
tap_chart_stack (GPtrArray *bars, int *lanes, int *n_lanes)
{
  g_autofree int *order = g_new0 (int, bars->len + 1);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 cluster_end = G_MININT64;
  guint cluster_from = 0;

  for (guint i = 0; i < bars->len; i++)
    order[i] = (int) i;
  g_qsort_with_data (order, (gint) bars->len, sizeof *order, compare_starts, bars);
  for (guint i = 0; i < bars->len; i++)
    {
      const TapChartBar *bar = bars->pdata[order[i]];
      guint lane = 0;

      /* Bars that touch nobody of those before begin anew with the whole height. */
      if (bar->from_unix >= cluster_end)
        {
          g_array_set_size (ends, 0);
          cluster_from = i;
        }
      while (lane < ends->len && g_array_index (ends, gint64, lane) > bar->from_unix)
        lane++;
      if (lane == ends->len)
        g_array_append_val (ends, bar->to_unix);
      else
        g_array_index (ends, gint64, lane) = bar->to_unix;
      cluster_end = MAX (cluster_end, bar->to_unix);
      lanes[order[i]] = (int) lane;
      for (guint n = cluster_from; n <= i; n++)
        n_lanes[order[n]] = (int) ends->len;
    }
}

static double
x_of (const BarPlan *p, gint64 at_unix)
{
  return tap_axis_x (&p->row->scene->axis, at_unix);
}

static TapCorners
corners_of (const BarPlan *p, double from, double to)
{
  const TapAxis *axis = &p->row->scene->axis;
  TapCorners corners = TAP_CORNERS_NONE;

  /* A bar that came from yesterday or goes on tomorrow has no end to show. */
  if (from <= p->left && p->left > axis->x + 0.01)
    corners |= TAP_CORNERS_LEFT;
  if (to >= p->right && p->right < axis->x + axis->width - 0.01)
    corners |= TAP_CORNERS_RIGHT;
  return corners;
}

static void
part (const BarPlan *p, TapShapeKind kind, double from, double to, TapInk ink)
{
  TapRect rect = { from, p->y, to - from, p->height };

  tap_scene_box (p->row->scene, kind, rect, corners_of (p, from, to), RADIUS * p->row->t, ink);
}

static void
part_edge (const BarPlan *p, TapShapeKind kind, double from, double to, TapInk ink, double stroke)
{
  TapRect rect = { from, p->y, to - from, p->height };

  tap_scene_edge (p->row->scene, kind, rect, corners_of (p, from, to), RADIUS * p->row->t, ink,
                  stroke);
}

static void
part_hatch (const BarPlan *p, TapShapeKind kind, double from, double to, TapInk ink, TapInk stripe)
{
  TapRect rect = { from, p->y, to - from, p->height };

  tap_scene_hatch (p->row->scene, kind, rect, corners_of (p, from, to), RADIUS * p->row->t, ink,
                   stripe);
}

static double
width_of (const BarPlan *p, const char *text, double size, int weight)
{
  return tap_measure (p->row->measure, text, size, weight);
}

static double
middle (const BarPlan *p)
{
  return p->y + p->height / 2;
}

/* Shows @text between @from and @to if it fits there whole, else not at all. */
static gboolean
fit_text (const BarPlan *p,
          const char *text,
          double from,
          double to,
          double size,
          int weight,
          TapInk ink)
{
  if (!text || !*text || width_of (p, text, size, weight) > to - from)
    return FALSE;
  tap_scene_text (p->row->scene, text, from, middle (p), size, weight, ink);
  return TRUE;
}

/* Words for the person who stands before the wall: a size smaller before they are left out. */
static void
fit_words (const BarPlan *p, const char *text, double from, double to, TapInk ink)
{
  if (!fit_text (p, text, from, to, 26 * p->t, 400, ink))
    fit_text (p, text, from, to, 22 * p->t, 400, ink);
}

static void
layout_done (const BarPlan *p)
{
  double t = p->t, icon = 20 * t;

  part (p, TAP_SHAPE_FILL, p->left, p->right, TAP_INK_DONE);
  if (p->right - p->left < icon + 12 * t)
    return;
  tap_scene_icon (p->row->scene, TAP_ICON_CHECK, p->left + 7 * t, middle (p), icon,
                  TAP_INK_DONE_TEXT);
  fit_text (p, p->bar->plate, p->left + 32 * t, p->right - 4 * t, 26 * t, 700, TAP_INK_DONE_TEXT);
}

static void
layout_planned (const BarPlan *p)
{
  static const double sizes[] = { 30, 26, 22, 19 };
  gboolean pushed = p->bar->state == TAP_CHART_PUSHED;
  TapInk ink = pushed ? TAP_INK_PUSHED : TAP_INK_PLAN_TEXT;
  double t = p->t, from, to = p->right - 6 * t, pad;

  part_edge (p, TAP_SHAPE_DASH, p->left, p->right, pushed ? TAP_INK_PUSHED : TAP_INK_PLAN_EDGE, 3);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double size = sizes[i] * t, width = width_of (p, p->bar->plate, size, 700);

      /* In the narrowest ones the plate may touch the dashes. */
      pad = i >= 2 ? MAX (1, (p->right - p->left - width) / 2) : 12 * t;
      from = p->left + pad;
      if (!fit_text (p, p->bar->plate, from, i >= 2 ? p->right : to, size, 700, ink))
        continue;
      from += width + 10 * t;
      fit_words (p, pushed ? p->bar->note : p->bar->work, from, p->right - 4 * t,
                 pushed ? ink : TAP_INK_TEXT_DIM);
      return;
    }
}

/* What is still to do, from now on. */
static void
layout_rest (const BarPlan *p, double from)
{
  double t = p->t;

  if (p->right - from < MIN_WIDTH)
    return;
  part (p, TAP_SHAPE_FILL, from, p->right, TAP_INK_REST);
  part_edge (p, TAP_SHAPE_EDGE, from, p->right, TAP_INK_REST_EDGE, 2);
  fit_words (p, p->bar->work, from + (from > p->left ? NOW_ROOM : 12) * t, p->right - 6 * t,
             TAP_INK_REST_TEXT);
}

static void
layout_late_words (const BarPlan *p, double to)
{
  double t = p->t;

  if (to - p->left < 52 * t)
    return;
  tap_scene_icon (p->row->scene, TAP_ICON_WARN, p->left + 11 * t, middle (p), 27 * t,
                  TAP_INK_LATE_TEXT);
  fit_text (p, p->row->input->late_word, p->left + 50 * t, to - 4 * t, 30 * t, 700,
            TAP_INK_LATE_TEXT);
}

static void
layout_stripes (const BarPlan *p, double from, double to, TapSpanKind kind)
{
  if (to - from < 1)
    return;
  if (kind == TAP_SPAN_WAIT)
    {
      part_hatch (p, TAP_SHAPE_HATCH_DOWN, from, to, TAP_INK_WAIT, TAP_INK_WAIT_STRIPE);
      return;
    }
  if (kind == TAP_SPAN_PARTS)
    {
      part_hatch (p, TAP_SHAPE_HATCH_UP, from, to, TAP_INK_PARTS, TAP_INK_PARTS_STRIPE);
      return;
    }
  /* Other reasons are grey and not hatched: parts and approval are the only ones (look.md 5). */
  part (p, TAP_SHAPE_FILL, from, to, TAP_INK_STOP);
  part_edge (p, TAP_SHAPE_EDGE, from, to, TAP_INK_STOP_STRIPE, 2);
}

/* Work done and pauses up to @to_x. */
static void
layout_past (const BarPlan *p, double to_x)
{
  const TapChartBar *bar = p->bar;
  gint64 now = p->row->input->now_unix;
  TapInk ink = bar->late ? TAP_INK_LATE : TAP_INK_RUN;

  if (to_x - p->left < 1)
    return;
  part (p, TAP_SHAPE_FILL, p->left, to_x, ink);
  for (guint i = 0; bar->spans && i < bar->spans->len; i++)
    {
      const TapChartSpan *span = &g_array_index (bar->spans, TapChartSpan, i);

      if (span->kind != TAP_SPAN_WORK && span->to_unix)
        layout_stripes (p, x_of (p, span->from_unix), x_of (p, MIN (span->to_unix, now)),
                        span->kind);
    }
}

static void
layout_running (const BarPlan *p)
{
  const TapChartBar *bar = p->bar;
  double now_x = p->row->now_x, over, t = p->t;
  double split = now_x < 0 ? (p->row->input->now_unix > bar->from_unix ? p->right : p->left)
                           : CLAMP (now_x, p->left, p->right);

  layout_rest (p, split);
  layout_past (p, split);
  if (!bar->late)
    {
      fit_text (p, bar->plate, p->left + 12 * t, split - NOW_ROOM * t, 30 * t, 700,
                TAP_INK_RUN_TEXT);
      return;
    }
  over = CLAMP (x_of (p, bar->overrun_unix), p->left, split);
  if (split - over >= 1)
    part_hatch (p, TAP_SHAPE_HATCH_UP, over, split, TAP_INK_LATE, TAP_INK_LATE_STRIPE);
  /* An overrun as long as the bar leaves no quiet ground: then the words stand on the stripes'
   * start. */
  layout_late_words (p, over - p->left >= 52 * t ? over : p->left);
}

static const TapChartSpan *
open_stop (const TapChartBar *bar)
{
  for (guint i = bar->spans ? bar->spans->len : 0; i-- > 0;)
    {
      const TapChartSpan *span = &g_array_index (bar->spans, TapChartSpan, i);

      if (span->kind != TAP_SPAN_WORK && !span->to_unix)
        return span;
    }
  return NULL;
}

/* Why and how long, on a plate of its own, wholly on one side of the now-line. */
static void
layout_note (const BarPlan *p, double from, TapSpanKind kind)
{
  static const TapIcon icons[] = { TAP_ICON_NONE, TAP_ICON_BOX, TAP_ICON_PHONE, TAP_ICON_STOP };
  const TapInk inks[] = { TAP_INK_TEXT, TAP_INK_PARTS_TEXT, TAP_INK_WAIT_TEXT, TAP_INK_STOP_TEXT };
  /* Everything, in few words, smaller; at last the icon alone. */
  const struct
  {
    const char *text;
    double size;
  } ways[] = {
    { p->bar->note, 26 },
    { p->bar->short_note, 26 },
    { p->bar->short_note, 22 },
    { "", 26 },
  };
  double t = p->t, now_x = p->row->now_x, pad = 12 * t, icon = 24 * t;
  double sides[2][2] = { { MAX (from, now_x) + NOW_ROOM * t, p->right - 6 * t },
                         { from + 6 * t, now_x - NOW_ROOM * t } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    for (guint side = 0; side < 2; side++)
      {
        double left = sides[side][0], room = sides[side][1] - left, size = ways[i].size * t, width;

        if (!ways[i].text)
          continue;
        width
          = pad + icon + (*ways[i].text ? 10 * t + width_of (p, ways[i].text, size, 700) : 0) + pad;
        if (width > room)
          continue;
        tap_scene_fill (p->row->scene, (TapRect) { left, p->y + 5 * t, width, p->height - 10 * t },
                        8 * t, TAP_INK_NOTE);
        tap_scene_icon (p->row->scene, icons[kind], left + pad, middle (p), icon, inks[kind]);
        tap_scene_text (p->row->scene, ways[i].text, left + pad + icon + 10 * t, middle (p), size,
                        700, inks[kind]);
        return;
      }
}

static void
layout_stopped (const BarPlan *p)
{
  const TapChartSpan *stop = open_stop (p->bar);
  TapSpanKind kind = stop ? stop->kind : TAP_SPAN_STOP;
  double from = CLAMP (stop ? x_of (p, stop->from_unix) : p->left, p->left, p->right);

  layout_past (p, from);
  layout_stripes (p, from, p->right, kind);
  if (p->bar->late)
    layout_late_words (p, from);
  layout_note (p, from, kind);
}

static void
layout_track (const TapRowPlan *row, const TapChartBar *bar)
{
  const TapAxis *axis = &row->scene->axis;
  double left = tap_axis_x (axis, bar->planned_from_unix),
         right = tap_axis_x (axis, bar->planned_to_unix);
  TapRect rect = { left, row->rect.y + TRACK_Y * row->k, right - left, TRACK_HEIGHT * row->k };

  if (bar->state != TAP_CHART_PLANNED && bar->state != TAP_CHART_PUSHED && rect.width >= 2)
    tap_scene_fill (row->scene, rect, rect.height / 2, TAP_INK_TRACK);
}

static void
layout_bar (const BarPlan *p)
{
  switch (p->bar->state)
    {
    case TAP_CHART_PLANNED:
    case TAP_CHART_PUSHED:
      layout_planned (p);
      break;
    case TAP_CHART_RUNNING:
      layout_running (p);
      break;
    case TAP_CHART_STOPPED:
      layout_stopped (p);
      break;
    case TAP_CHART_DONE:
      layout_done (p);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
tap_chart_layout_bars (const TapRowPlan *row)
{
  GPtrArray *bars = row->row->bars;
  const TapAxis *axis = &row->scene->axis;
  g_autofree int *lanes = g_new0 (int, bars->len + 1), *n_lanes = g_new0 (int, bars->len + 1);
  double gap = LANE_GAP * row->k;

  tap_chart_stack (bars, lanes, n_lanes);
  for (guint i = 0; i < bars->len; i++)
    layout_track (row, bars->pdata[i]);
  for (guint i = 0; i < bars->len; i++)
    {
      const TapChartBar *bar = bars->pdata[i];
      double height = (BAR_HEIGHT * row->k - gap * (n_lanes[i] - 1)) / n_lanes[i];
      BarPlan plan = { row,
                       bar,
                       row->rect.y + BAR_Y * row->k + lanes[i] * (height + gap),
                       height,
                       0,
                       0,
                       MIN (row->t, height / 36) };

      if (bar->to_unix <= axis->from_unix || bar->from_unix >= axis->to_unix)
        continue;
      plan.left = tap_axis_x (axis, bar->from_unix);
      plan.right = MAX (tap_axis_x (axis, bar->to_unix), plan.left + MIN_WIDTH);
      layout_bar (&plan);
      tap_scene_area (row->scene, TAP_AREA_BAR,
                      (TapRect) { plan.left, plan.y, plan.right - plan.left, height }, bar->id,
                      row->index, (int) i);
    }
}
