/* tap-style.h — style sheets, colours by light and dark, fonts and icons of the whole program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Once a display is open: loads all of resources/css, follows light and dark, names a known font. */
void tap_style_start     (GdkDisplay *display);
/* "system", "light" or "dark". */
void tap_style_set_theme (const char *theme);

G_END_DECLS
