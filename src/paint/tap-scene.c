/* tap-scene.c — plain geometry: building it, asking it, writing it down.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-scene"

#include "config.h"

#include <math.h>

#include "paint/tap-scene.h"

/* Height of Cantarell's capitals and digits, in parts of the font size (read from the font file).
 */
#define CAP_HEIGHT 0.694

static void
clear_shape (gpointer data)
{
  g_free (((TapShape *) data)->text);
}

TapScene *
tap_scene_new (double width, double height, double scale)
{
  TapScene *self = g_new0 (TapScene, 1);

  self->width = width;
  self->height = height;
  self->scale = scale;
  self->n_pages = 1;
  self->shapes = g_array_new (FALSE, TRUE, sizeof (TapShape));
  g_array_set_clear_func (self->shapes, clear_shape);
  self->areas = g_array_new (FALSE, TRUE, sizeof (TapArea));
  return self;
}

void
tap_scene_free (TapScene *self)
{
  if (!self)
    return;
  g_array_unref (self->shapes);
  g_array_unref (self->areas);
  g_free (self);
}

TapShape *
tap_scene_box (TapScene *self,
               TapShapeKind kind,
               TapRect rect,
               TapCorners corners,
               double radius,
               TapInk ink)
{
  TapShape shape = { .kind = kind, .rect = rect, .corners = corners, .radius = radius, .ink = ink };

  g_array_append_val (self->shapes, shape);
  return &g_array_index (self->shapes, TapShape, self->shapes->len - 1);
}

void
tap_scene_fill (TapScene *self, TapRect rect, double radius, TapInk ink)
{
  tap_scene_box (self, TAP_SHAPE_FILL, rect, TAP_CORNERS_ALL, radius, ink);
}

void
tap_scene_icon (TapScene *self, TapIcon icon, double x, double center_y, double size, TapInk ink)
{
  TapRect rect = { x, center_y - size / 2, size, size };
  TapShape *shape = tap_scene_box (self, TAP_SHAPE_ICON, rect, TAP_CORNERS_NONE, 0, ink);

  shape->icon = icon;
}

void
tap_scene_edge (TapScene *self,
                TapShapeKind kind,
                TapRect rect,
                TapCorners corners,
                double radius,
                TapInk ink,
                double stroke)
{
  TapShape *shape = tap_scene_box (self, kind, rect, corners, radius, ink);

  shape->stroke = stroke;
}

void
tap_scene_hatch (TapScene *self,
                 TapShapeKind kind,
                 TapRect rect,
                 TapCorners corners,
                 double radius,
                 TapInk ink,
                 TapInk stripe)
{
  TapShape *shape = tap_scene_box (self, kind, rect, corners, radius, ink);

  shape->stripe = stripe;
}

void
tap_scene_text (TapScene *self,
                const char *text,
                double x,
                double center_y,
                double size,
                int weight,
                TapInk ink)
{
  tap_scene_text_in (self, text, x, center_y, size, weight, ink, 0, 0);
}

void
tap_scene_text_in (TapScene *self,
                   const char *text,
                   double x,
                   double center_y,
                   double size,
                   int weight,
                   TapInk ink,
                   double align,
                   double max_width)
{
  TapRect rect = { x, center_y + size * CAP_HEIGHT / 2, max_width, 0 };
  TapShape *shape = tap_scene_box (self, TAP_SHAPE_TEXT, rect, TAP_CORNERS_NONE, 0, ink);

  shape->text = g_strdup (text);
  shape->size = size;
  shape->weight = weight;
  shape->align = align;
}

void
tap_scene_area (TapScene *self, TapAreaKind kind, TapRect rect, gint64 id, int row, int bar)
{
  TapArea area = { kind, rect, id, row, bar };

  g_array_append_val (self->areas, area);
}

gboolean
tap_rect_contains (const TapRect *rect, double x, double y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

double
tap_axis_x (const TapAxis *axis, gint64 at_unix)
{
  double share;

  if (axis->to_unix <= axis->from_unix)
    return axis->x;
  share = (double) (at_unix - axis->from_unix) / (double) (axis->to_unix - axis->from_unix);
  return axis->x + CLAMP (share, 0, 1) * axis->width;
}

gint64
tap_axis_time (const TapAxis *axis, double x)
{
  if (axis->width <= 0)
    return axis->from_unix;
  return axis->from_unix
         + (gint64) floor ((x - axis->x) / axis->width * (axis->to_unix - axis->from_unix));
}

gint64
tap_axis_snap (gint64 at_unix, gint64 origin_unix, int step_min)
{
  gint64 step = (gint64) step_min * 60;

  g_return_val_if_fail (step_min > 0, at_unix);
  if (at_unix <= origin_unix)
    return origin_unix;
  return origin_unix + (at_unix - origin_unix + step / 2) / step * step;
}

gboolean
tap_scene_hit_test (const TapScene *self, double x, double y, TapHit *hit)
{
  const TapAxis *axis = &self->axis;

  g_return_val_if_fail (self && hit, FALSE);
  *hit = (TapHit) { .row = -1, .bar = -1 };
  x /= self->scale;
  y /= self->scale;
  for (guint i = self->areas->len; i-- > 0;)
    {
      const TapArea *area = &g_array_index (self->areas, TapArea, i);

      if (!tap_rect_contains (&area->rect, x, y))
        continue;
      if (hit->kind == TAP_AREA_NONE)
        {
          hit->kind = area->kind;
          hit->id = area->id;
          hit->row = area->row;
          hit->bar = area->bar;
        }
      if (area->kind == TAP_AREA_ROW)
        hit->row_id = area->id;
    }
  hit->on_axis = hit->row_id != 0 && axis->width > 0 && x >= axis->x && x < axis->x + axis->width;
  if (hit->on_axis)
    hit->time_unix = tap_axis_time (axis, x);
  return hit->kind != TAP_AREA_NONE;
}

gboolean
tap_scene_find_area (const TapScene *self, TapAreaKind kind, gint64 id, TapRect *rect)
{
  for (guint i = 0; i < self->areas->len; i++)
    {
      const TapArea *area = &g_array_index (self->areas, TapArea, i);

      if (area->kind == kind && area->id == id)
        {
          *rect = (TapRect) { area->rect.x * self->scale, area->rect.y * self->scale,
                             area->rect.width * self->scale, area->rect.height * self->scale };
          return TRUE;
        }
    }
  return FALSE;
}

static void
shape_to_text (const TapShape *shape, GString *out)
{
  static const char *const kinds[]
    = { "fill", "edge", "dash", "hatch/", "hatch\\", "icon", "text" };
  const TapRect *r = &shape->rect;

  if (shape->kind == TAP_SHAPE_TEXT)
    g_string_append_printf (out, "text   %7.1f %7.1f size %.1f/%d align %.1f ink %d \"%s\"\n", r->x,
                            r->y, shape->size, shape->weight, shape->align, shape->ink,
                            shape->text);
  else
    g_string_append_printf (out, "%-6s %7.1f %7.1f %7.1f %6.1f ink %d%s%s\n", kinds[shape->kind],
                            r->x, r->y, r->width, r->height, shape->ink, shape->icon ? " " : "",
                            shape->icon ? tap_icon_name (shape->icon) : "");
}

char *
tap_scene_to_text (const TapScene *self)
{
  static const char *const kinds[] = { "none", "row", "bar", "rack", "card", "alert" };
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "scene %.1f x %.1f, page %d of %d\n", self->width, self->height,
                          self->page + 1, self->n_pages);
  for (guint i = 0; i < self->shapes->len; i++)
    shape_to_text (&g_array_index (self->shapes, TapShape, i), out);
  for (guint i = 0; i < self->areas->len; i++)
    {
      const TapArea *a = &g_array_index (self->areas, TapArea, i);

      g_string_append_printf (out,
                              "area   %7.1f %7.1f %7.1f %6.1f %s %" G_GINT64_FORMAT " (%d, %d)\n",
                              a->rect.x, a->rect.y, a->rect.width, a->rect.height, kinds[a->kind],
                              a->id, a->row, a->bar);
    }
  return g_string_free (out, FALSE);
}
