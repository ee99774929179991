/* tap-colour-dot.h — a small round sample of a colour, such as a car's paint.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAP_TYPE_COLOUR_DOT (tap_colour_dot_get_type ())
G_DECLARE_FINAL_TYPE (TapColourDot, tap_colour_dot, TAP, COLOUR_DOT, GtkWidget)

GtkWidget *tap_colour_dot_new     (void);
void       tap_colour_dot_set_rgb (TapColourDot *self,
                                   guint32       rgb);      /* 0xRRGGBB */

G_END_DECLS
