/* tap-colours.h — common colours of cars: word and dot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TAP_N_COLOURS 12

/* The translated word of a common colour, owned by the catalogue, and its 0xRRGGBB. @index below %TAP_N_COLOURS. */
const char *tap_colour_word  (guint       index);
guint32     tap_colour_rgb   (guint       index);
/* What a typed colour looks like: a common word in the interface language, or a Chinese colour name that has one in it
 * ("珍珠白"). FALSE if it says nothing. */
gboolean    tap_colour_guess (const char *word,
                              guint32    *rgb);

G_END_DECLS
