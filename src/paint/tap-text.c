/* tap-text.c — text for painters.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-text"

#include "config.h"

#include <pango/pangocairo.h>

#include "paint/tap-text.h"

/* A board shows about two hundred texts; times change, so old ones are thrown away now and then. */
#define KEPT_LAYOUTS 1000

struct _TapTextBox
{
  PangoContext *context;
  char *families;
  GHashTable *layouts; /* "size|weight|width|text" -> PangoLayout */
};

double
tap_measure (const TapMeasure *measure, const char *text, double size, int weight)
{
  g_return_val_if_fail (measure && measure->func && text, 0);
  return measure->func (text, size, weight, measure->data);
}

const char *
tap_text_language (const char *locale)
{
  if (!locale || !g_str_has_prefix (locale, "zh"))
    return "en";
  if (g_str_has_prefix (locale, "zh_TW") || g_str_has_prefix (locale, "zh_HK")
      || g_str_has_prefix (locale, "zh-tw"))
    return "zh-tw";
  return "zh-cn";
}

TapTextBox *
tap_text_box_new (const char *language, const char *family)
{
  TapTextBox *self = g_new0 (TapTextBox, 1);
  g_autoptr (GString) families = g_string_new (family ? family : "Cantarell");
  cairo_font_options_t *options = cairo_font_options_create ();

  g_string_append (families, g_strcmp0 (language, "zh-tw") == 0
                               ? ",Noto Sans CJK TC,Noto Sans CJK SC"
                               : ",Noto Sans CJK SC");
  self->families = g_string_free (g_steal_pointer (&families), FALSE);
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  /* The wall of 4K is the wall of 1080p at twice the scale: metrics must not depend on pixels. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (self->context, 96);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_language (self->context,
                              pango_language_from_string (language ? language : "en"));
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
tap_text_box_free (TapTextBox *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self->families);
  g_free (self);
}

static PangoLayout *
make_layout (TapTextBox *self, const char *text, double size, int weight, double max_width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, self->families);
  pango_font_description_set_weight (font, (PangoWeight) weight);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (max_width > 0)
    {
      pango_layout_set_width (layout, max_width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static PangoLayout *
get_layout (TapTextBox *self, const char *text, double size, int weight, double max_width)
{
  g_autofree char *key = g_strdup_printf ("%.2f|%d|%.1f|%s", size, weight, max_width, text);
  PangoLayout *layout = g_hash_table_lookup (self->layouts, key);

  if (layout)
    return layout;
  if (g_hash_table_size (self->layouts) >= KEPT_LAYOUTS)
    g_hash_table_remove_all (self->layouts);
  layout = make_layout (self, text, size, weight, max_width);
  g_hash_table_insert (self->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static double
measure_text (const char *text, double size, int weight, gpointer data)
{
  PangoRectangle box;

  pango_layout_get_extents (get_layout (data, text, size, weight, 0), NULL, &box);
  return box.width / (double) PANGO_SCALE;
}

TapMeasure
tap_text_box_get_measure (TapTextBox *self)
{
  return (TapMeasure) { measure_text, self };
}

void
tap_text_box_show (TapTextBox *self,
                   cairo_t *cr,
                   const char *text,
                   double size,
                   int weight,
                   double x,
                   double baseline,
                   double align,
                   double max_width)
{
  PangoLayout *layout;
  PangoRectangle box;

  g_return_if_fail (self && cr && text);
  if (!*text)
    return;
  /* A layout with a width fills it; only what is too long needs one. */
  if (max_width > 0 && measure_text (text, size, weight, self) <= max_width)
    max_width = 0;
  layout = get_layout (self, text, size, weight, max_width);
  pango_layout_get_extents (layout, NULL, &box);
  cairo_move_to (cr, x - align * (max_width > 0 ? max_width : box.width / (double) PANGO_SCALE),
                 baseline - pango_layout_get_baseline (layout) / (double) PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}
