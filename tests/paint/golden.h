/* golden.h — compares what a painter makes with what it made when somebody looked at it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

/* Fails the test when @text differs from tests/golden/@name; writes what it got to NAME.out in the build folder.
 * With TAP_UPDATE_GOLDEN=1 the golden file is written anew instead. */
void golden_check_text (const char *name, const char *text);
/* The same for a picture: at most @max_share of the pixels may differ by more than 24 of 255 in a channel (fonts are rendered
 * a little differently from release to release). On failure NAME.out.png and NAME.diff.png are written. */
void golden_check_png  (const char *name, cairo_surface_t *surface, double max_share);
