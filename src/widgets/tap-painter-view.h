/* tap-painter-view.h — a widget whose whole content is drawn by a painter of src/paint.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_PAINTER_VIEW (tap_painter_view_get_type ())
G_DECLARE_FINAL_TYPE (TapPainterView, tap_painter_view, TAP, PAINTER_VIEW, GtkWidget)

/**
 * TapPaintFunc:
 * @cr: to draw on, in CSS pixels; the device scale of the monitor is set already
 * @width: width of the widget in CSS pixels
 * @height: height of the widget in CSS pixels
 * @user_data: what was given with the function
 *
 * Draws the whole content. Called while the frame is made, on the main thread: it must not change any widget.
 */
typedef void (*TapPaintFunc) (cairo_t *cr,
                              int      width,
                              int      height,
                              gpointer user_data);

/**
 * tap_painter_view_new:
 *
 * Returns: (transfer floating): a view that draws nothing until it gets a painter
 */
GtkWidget *tap_painter_view_new       (void);

/**
 * tap_painter_view_set_paint:
 * @paint: (nullable): what draws; %NULL draws nothing
 * @user_data: for @paint; kept until the next call or the end of the widget
 * @destroy: (nullable): frees @user_data
 */
void       tap_painter_view_set_paint (TapPainterView *self,
                                       TapPaintFunc    paint,
                                       gpointer        user_data,
                                       GDestroyNotify  destroy);

/**
 * tap_painter_view_set_size:
 * @min_width_px: least width in CSS pixels
 * @min_height_px: least height in CSS pixels
 *
 * The room the view asks for; it takes any larger size it is given. 0 × 0 at first.
 */
void       tap_painter_view_set_size  (TapPainterView *self,
                                       int             min_width_px,
                                       int             min_height_px);

/* Draws again with the next frame: the data behind the painter changed. */
void       tap_painter_view_redraw    (TapPainterView *self);

G_END_DECLS
