/* tap-scene-paint.c — puts a geometry onto a Cairo context.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-scene-paint"

#include "config.h"

#include <math.h>

#include "paint/tap-scene.h"

/* Stripes of a hatch: 16 of ground, 6 of stripe, measured across them (look.md 4). */
#define HATCH_PERIOD 22.0
#define HATCH_STRIPE 6.0

typedef struct
{
  cairo_t *cr;
  const TapPalette *palette;
  TapTextBox *text;
  double scale;
} Painter;

static void
set_ink (const Painter *p, TapInk ink)
{
  const TapColor *c = &p->palette->ink[ink];

  cairo_set_source_rgba (p->cr, c->red, c->green, c->blue, c->alpha);
}

/* Edges of boxes lie on whole pixels at every scale; otherwise neighbours show a seam between them.
 */
static TapRect
on_pixels (const Painter *p, const TapRect *rect)
{
  double left = round (rect->x * p->scale) / p->scale, top = round (rect->y * p->scale) / p->scale;
  double right = round ((rect->x + rect->width) * p->scale) / p->scale;
  double bottom = round ((rect->y + rect->height) * p->scale) / p->scale;

  return (TapRect) { left, top, right - left, bottom - top };
}

static void
box_path (cairo_t *cr, const TapRect *r, TapCorners corners, double radius)
{
  double left = corners & TAP_CORNERS_LEFT ? radius : 0,
         right = corners & TAP_CORNERS_RIGHT ? radius : 0;
  double limit = MIN (r->width, r->height) / 2;

  left = MIN (left, limit);
  right = MIN (right, limit);
  cairo_new_sub_path (cr);
  cairo_arc (cr, r->x + r->width - right, r->y + right, right, -G_PI_2, 0);
  cairo_arc (cr, r->x + r->width - right, r->y + r->height - right, right, 0, G_PI_2);
  cairo_arc (cr, r->x + left, r->y + r->height - left, left, G_PI_2, G_PI);
  cairo_arc (cr, r->x + left, r->y + left, left, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
paint_edge (const Painter *p, const TapShape *shape, TapRect r)
{
  double half = shape->stroke / 2;

  r = (TapRect) { r.x + half, r.y + half, MAX (0, r.width - shape->stroke),
                 MAX (0, r.height - shape->stroke) };
  cairo_set_line_width (p->cr, shape->stroke);
  if (shape->kind == TAP_SHAPE_DASH)
    cairo_set_dash (p->cr, (double[]) { 2.6 * shape->stroke, 1.8 * shape->stroke }, 2, 0);
  box_path (p->cr, &r, shape->corners, MAX (0, shape->radius - half));
  set_ink (p, shape->ink);
  cairo_stroke (p->cr);
  cairo_set_dash (p->cr, NULL, 0, 0);
}

static void
paint_hatch (const Painter *p, const TapShape *shape, const TapRect *r)
{
  /* The stripes lean 45°: across the box they come again every period times the square root of two.
   */
  double step = HATCH_PERIOD * G_SQRT2;

  cairo_save (p->cr);
  box_path (p->cr, r, shape->corners, shape->radius);
  set_ink (p, shape->ink);
  cairo_fill_preserve (p->cr);
  cairo_clip (p->cr);
  cairo_set_line_width (p->cr, HATCH_STRIPE);
  set_ink (p, shape->stripe);
  for (double x = -r->height + HATCH_STRIPE; x < r->width + r->height; x += step)
    {
      gboolean up = shape->kind == TAP_SHAPE_HATCH_UP;

      cairo_move_to (p->cr, r->x + x + (up ? r->height + HATCH_STRIPE : -HATCH_STRIPE),
                     r->y - HATCH_STRIPE);
      cairo_line_to (p->cr, r->x + x + (up ? -HATCH_STRIPE : r->height + HATCH_STRIPE),
                     r->y + r->height + HATCH_STRIPE);
    }
  cairo_stroke (p->cr);
  cairo_restore (p->cr);
}

static void
paint_shape (const Painter *p, const TapShape *shape)
{
  TapRect r = on_pixels (p, &shape->rect);

  switch (shape->kind)
    {
    case TAP_SHAPE_FILL:
      box_path (p->cr, &r, shape->corners, shape->radius);
      set_ink (p, shape->ink);
      cairo_fill (p->cr);
      break;
    case TAP_SHAPE_EDGE:
    case TAP_SHAPE_DASH:
      paint_edge (p, shape, r);
      break;
    case TAP_SHAPE_HATCH_UP:
    case TAP_SHAPE_HATCH_DOWN:
      paint_hatch (p, shape, &r);
      break;
    case TAP_SHAPE_ICON:
      tap_icon_path (p->cr, shape->icon, shape->rect.x, shape->rect.y, shape->rect.width);
      cairo_set_fill_rule (p->cr, CAIRO_FILL_RULE_EVEN_ODD);
      set_ink (p, shape->ink);
      cairo_fill (p->cr);
      cairo_set_fill_rule (p->cr, CAIRO_FILL_RULE_WINDING);
      break;
    case TAP_SHAPE_TEXT:
      set_ink (p, shape->ink);
      tap_text_box_show (p->text, p->cr, shape->text, shape->size, shape->weight, shape->rect.x,
                         shape->rect.y, shape->align, shape->rect.width);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
tap_scene_paint (const TapScene *self, cairo_t *cr, const TapPalette *palette, TapTextBox *text)
{
  Painter painter = { cr, palette, text, self->scale };

  g_return_if_fail (self && cr && palette && text);
  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  for (guint i = 0; i < self->shapes->len; i++)
    paint_shape (&painter, &g_array_index (self->shapes, TapShape, i));
  cairo_restore (cr);
}
