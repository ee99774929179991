/* tap-colour-dot.c — a small round sample of a colour, such as a car's paint.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-colour-dot"

#include "config.h"

#include <adwaita.h>

#include "widgets/tap-colour-dot.h"

#define DOT_PX 11

struct _TapColourDot
{
  GtkWidget parent_instance;

  guint32   rgb;
};

G_DEFINE_FINAL_TYPE (TapColourDot, tap_colour_dot, GTK_TYPE_WIDGET)

GtkWidget *
tap_colour_dot_new (void)
{
  return g_object_new (TAP_TYPE_COLOUR_DOT, NULL);
}

void
tap_colour_dot_set_rgb (TapColourDot *self,
                        guint32       rgb)
{
  g_return_if_fail (TAP_IS_COLOUR_DOT (self));

  if (self->rgb == rgb)
    return;
  self->rgb = rgb;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tap_colour_dot_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = DOT_PX;
}

static void
tap_colour_dot_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  TapColourDot *self = TAP_COLOUR_DOT (widget);
  float x = (float) (gtk_widget_get_width (widget) - DOT_PX) / 2,
        y = (float) (gtk_widget_get_height (widget) - DOT_PX) / 2;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  float ink = dark ? 1 : 0;
  GdkRGBA fill = { (float) (self->rgb >> 16 & 0xff) / 255, (float) (self->rgb >> 8 & 0xff) / 255,
                   (float) (self->rgb & 0xff) / 255, 1 };
  /* The rim keeps white paint visible on a white card and black paint on a dark one. */
  GdkRGBA rim = { ink, ink, ink, 0.35f };
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, DOT_PX, DOT_PX),
                                   DOT_PX / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &fill, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { rim, rim, rim, rim });
}

static void
tap_colour_dot_class_init (TapColourDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = tap_colour_dot_measure;
  widget_class->snapshot = tap_colour_dot_snapshot;
  gtk_widget_class_set_css_name (widget_class, "colourdot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tap_colour_dot_init (TapColourDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
