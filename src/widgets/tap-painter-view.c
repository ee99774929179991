/* tap-painter-view.c — a widget whose whole content is drawn by a painter of src/paint.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-painter-view"

#include "config.h"

#include "widgets/tap-painter-view.h"

struct _TapPainterView
{
  GtkWidget      parent_instance;

  TapPaintFunc   paint;
  gpointer       user_data;
  GDestroyNotify destroy;
  int            min_width_px, min_height_px;
};

G_DEFINE_FINAL_TYPE (TapPainterView, tap_painter_view, GTK_TYPE_WIDGET)

GtkWidget *
tap_painter_view_new (void)
{
  return g_object_new (TAP_TYPE_PAINTER_VIEW, NULL);
}

void
tap_painter_view_set_paint (TapPainterView *self,
                            TapPaintFunc    paint,
                            gpointer        user_data,
                            GDestroyNotify  destroy)
{
  g_return_if_fail (TAP_IS_PAINTER_VIEW (self));

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  self->paint = paint;
  self->user_data = user_data;
  self->destroy = destroy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tap_painter_view_set_size (TapPainterView *self,
                           int             min_width_px,
                           int             min_height_px)
{
  g_return_if_fail (TAP_IS_PAINTER_VIEW (self));
  g_return_if_fail (min_width_px >= 0 && min_height_px >= 0);

  if (self->min_width_px == min_width_px && self->min_height_px == min_height_px)
    return;
  self->min_width_px = min_width_px;
  self->min_height_px = min_height_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tap_painter_view_redraw (TapPainterView *self)
{
  g_return_if_fail (TAP_IS_PAINTER_VIEW (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_painter_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  TapPainterView *self = TAP_PAINTER_VIEW (widget);

  *minimum = *natural
    = orientation == GTK_ORIENTATION_HORIZONTAL ? self->min_width_px : self->min_height_px;
}

static void
tap_painter_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  TapPainterView *self = TAP_PAINTER_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->paint == NULL || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  self->paint (cr, width, height, self->user_data);
  cairo_destroy (cr);
}

static void
tap_painter_view_dispose (GObject *object)
{
  TapPainterView *self = TAP_PAINTER_VIEW (object);
  GtkWidget *child;

  /* Overlays (a popover, a menu) may be children of the view. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->paint = NULL;
  if (self->destroy != NULL)
    g_steal_pointer (&self->destroy) (g_steal_pointer (&self->user_data));
  G_OBJECT_CLASS (tap_painter_view_parent_class)->dispose (object);
}

static void
tap_painter_view_class_init (TapPainterViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_painter_view_dispose;
  widget_class->measure = tap_painter_view_measure;
  widget_class->snapshot = tap_painter_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "painter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tap_painter_view_init (TapPainterView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
