/* tap-icon.h — an icon of Tappet in the small sizes of cards and lane heads, drawn ahead by the build.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tap_icon_show:
 * @image: a #GtkImage
 * @name: (nullable): a symbolic icon's name
 *
 * Shows the icon in the colour of the text. On a screen of ordinary density it comes from the sizes drawn by the build, without a
 * renderer for SVG; sizes that are not there, finer screens and other icons come from the icon theme.
 */
void tap_icon_show (GtkImage   *image,
                    const char *name);

G_END_DECLS
