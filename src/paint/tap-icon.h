/* tap-icon.h — small pictures drawn from paths: the same shapes as the symbolic icons of the windows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_ICON_NONE,
  TAP_ICON_WARN,
  TAP_ICON_BOX,
  TAP_ICON_PHONE,
  TAP_ICON_CHECK,
  TAP_ICON_CLOCK,
  TAP_ICON_HOURGLASS,
  TAP_ICON_DROP,
  TAP_ICON_SHIELD,
  TAP_ICON_LINES,
  TAP_ICON_GANTT,
  TAP_ICON_STOP,
} TapIcon;
#define TAP_N_ICONS (TAP_ICON_STOP + 1)

const char *tap_icon_name  (TapIcon  icon);       /* "warn": for the text form of a geometry */

/* Adds the icon's outline to the path of @cr, fitted into a square of @size units with its upper left corner at
 * @x, @y. Fill it with the even-odd rule. TAP_ICON_NONE adds nothing. */
void        tap_icon_path  (cairo_t *cr,
                            TapIcon  icon,
                            double   x,
                            double   y,
                            double   size);

G_END_DECLS
