/* tap-text.h — text for painters: measuring and showing with one shaped layout for both.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* How wide a text would be, in the units of the geometry. Geometry code asks this and nothing else of fonts, so that
 * its tests need none. @size: of the font, same units; @weight: 400, 700, 800. */
typedef double (*TapMeasureFunc) (const char *text, double size, int weight, gpointer data);
typedef struct
{
  TapMeasureFunc func;
  gpointer       data;
} TapMeasure;

double tap_measure (const TapMeasure *measure,
                    const char       *text,
                    double            size,
                    int               weight);

/**
 * TapTextBox:
 *
 * Shapes texts in one language with tabular digits and keeps the last few hundred, because a board shows the same
 * words again at each redraw. Not thread-safe; one for each view.
 */
typedef struct _TapTextBox TapTextBox;

/* @language: "zh-cn", "zh-tw", "en": decides the regional forms of Han glyphs. @family: of the Latin letters and digits,
 * "Cantarell" if NULL; Han glyphs come from Noto Sans CJK of the region. */
TapTextBox *tap_text_box_new         (const char  *language,
                                      const char  *family);
void        tap_text_box_free        (TapTextBox  *self);
/* Measures with @self's fonts. */
TapMeasure  tap_text_box_get_measure (TapTextBox  *self);
/* Shows @text with its baseline at @baseline, @align 0 (starts at @x), 0.5 (centred on it), 1 (ends at it), in the
 * source of @cr. @max_width > 0 cuts it with an ellipsis. */
void        tap_text_box_show        (TapTextBox  *self,
                                      cairo_t     *cr,
                                      const char  *text,
                                      double       size,
                                      int          weight,
                                      double       x,
                                      double       baseline,
                                      double       align,
                                      double       max_width);

/* The language tag of the interface for the above, from a locale name ("zh_TW.UTF-8" -> "zh-tw"). */
const char *tap_text_language        (const char  *locale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapTextBox, tap_text_box_free)

G_END_DECLS
