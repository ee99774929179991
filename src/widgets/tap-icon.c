/* tap-icon.c — an icon of Tappet in the small sizes of cards and lane heads, drawn ahead by the build.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-icon"

#include "config.h"

#include "widgets/tap-icon.h"

#define MASKS "/org/tappet/Tappet/icons/tappet.masks"

#define TAP_TYPE_ICON (tap_icon_get_type ())
G_DECLARE_FINAL_TYPE (TapIcon, tap_icon, TAP, ICON, GObject)

struct _TapIcon
{
  GObject          parent_instance;

  const char      *name;            /* interned */
  GVariant        *masks;           /* a{uay} */
  GHashTable      *tinted;          /* size and colour -> GdkTexture */
  GtkIconPaintable *themed;         /* made when a size is asked for that is not there */
};

static void paintable_iface_init (GdkPaintableInterface *iface);
static void symbolic_iface_init (GtkSymbolicPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapIcon, tap_icon, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SYMBOLIC_PAINTABLE,
                                                      symbolic_iface_init))

static GdkTexture *
tint (const guint8  *mask,
      int            size,
      const GdkRGBA *colour)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) (size * size * 4));
  g_autoptr (GBytes) bytes = NULL;

  for (int i = 0; i < size * size; i++)
    {
      float alpha = colour->alpha * mask[i] / 255;

      pixels[4 * i] = (guint8) (colour->red * alpha * 255 + 0.5f);
      pixels[4 * i + 1] = (guint8) (colour->green * alpha * 255 + 0.5f);
      pixels[4 * i + 2] = (guint8) (colour->blue * alpha * 255 + 0.5f);
      pixels[4 * i + 3] = (guint8) (alpha * 255 + 0.5f);
    }
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), (gsize) (size * size * 4));
  return gdk_memory_texture_new (size, size, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, bytes,
                                 (gsize) size * 4);
}

/* NULL: this size was not drawn ahead. */
static GdkTexture *
find_texture (TapIcon       *self,
              int            size,
              const GdkRGBA *colour)
{
  g_autofree char *tone = gdk_rgba_to_string (colour);
  g_autofree char *key = g_strdup_printf ("%d %s", size, tone);
  GdkTexture *texture = g_hash_table_lookup (self->tinted, key);
  g_autoptr (GVariant) mask = NULL;
  const guint8 *bytes;
  gsize n;

  if (texture != NULL)
    return texture;
  for (gsize i = 0; i < g_variant_n_children (self->masks) && mask == NULL; i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (self->masks, i);
      g_autoptr (GVariant) data = NULL;
      guint32 px;

      g_variant_get (entry, "{u@ay}", &px, &data);
      if ((int) px == size)
        mask = g_steal_pointer (&data);
    }
  if (mask == NULL)
    return NULL;
  bytes = g_variant_get_fixed_array (mask, &n, 1);
  if (n != (gsize) (size * size))
    return NULL;
  texture = tint (bytes, size, colour);
  g_hash_table_insert (self->tinted, g_steal_pointer (&key), texture);
  return texture;
}

static void
tap_icon_snapshot_symbolic (GtkSymbolicPaintable *paintable,
                            GdkSnapshot          *snapshot,
                            double                width,
                            double                height,
                            const GdkRGBA        *colours,
                            gsize                 n_colours)
{
  TapIcon *self = TAP_ICON (paintable);
  GdkTexture *texture = find_texture (self, (int) width, &colours[0]);

  if (texture != NULL)
    {
      gtk_snapshot_append_texture (snapshot, texture,
                                   &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
      return;
    }
  if (self->themed == NULL)
    self->themed = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()), self->name, NULL, (int) width, 1,
      GTK_TEXT_DIR_NONE, 0);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->themed), snapshot, width,
                                            height, colours, n_colours);
}

static void
tap_icon_snapshot (GdkPaintable *paintable,
                   GdkSnapshot  *snapshot,
                   double        width,
                   double        height)
{
  const GdkRGBA black = { 0, 0, 0, 1 };

  tap_icon_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, width, height, &black,
                              1);
}

static GdkPaintableFlags
tap_icon_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = tap_icon_snapshot;
  iface->get_flags = tap_icon_get_flags;
}

static void
symbolic_iface_init (GtkSymbolicPaintableInterface *iface)
{
  iface->snapshot_symbolic = tap_icon_snapshot_symbolic;
}

static void
tap_icon_finalize (GObject *object)
{
  TapIcon *self = TAP_ICON (object);

  g_clear_object (&self->themed);
  g_hash_table_unref (self->tinted);
  g_variant_unref (self->masks);
  G_OBJECT_CLASS (tap_icon_parent_class)->finalize (object);
}

static void
tap_icon_class_init (TapIconClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_icon_finalize;
}

static void
tap_icon_init (TapIcon *self)
{
  self->tinted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* All icons drawn ahead, by name; they live as long as the program. */
static GHashTable *
load_icons (void)
{
  GHashTable *icons = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (MASKS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GVariant) all = NULL;

  if (bytes == NULL)
    return icons;
  all = g_variant_ref_sink (
    g_variant_new_from_bytes (G_VARIANT_TYPE ("a{sa{uay}}"), bytes, FALSE));
  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      TapIcon *icon = g_object_new (TAP_TYPE_ICON, NULL);
      g_autoptr (GVariant) entry = g_variant_get_child_value (all, i);
      const char *name;

      g_variant_get (entry, "{&s@a{uay}}", &name, &icon->masks);
      icon->name = g_intern_string (name);
      g_hash_table_insert (icons, (gpointer) icon->name, icon);
    }
  return icons;
}

void
tap_icon_show (GtkImage   *image,
               const char *name)
{
  static GHashTable *icons;
  TapIcon *icon;

  g_return_if_fail (GTK_IS_IMAGE (image));

  if (icons == NULL)
    icons = load_icons ();
  icon = name == NULL ? NULL : g_hash_table_lookup (icons, name);
  if (icon != NULL && gtk_widget_get_scale_factor (GTK_WIDGET (image)) == 1)
    gtk_image_set_from_paintable (image, GDK_PAINTABLE (icon));
  else
    gtk_image_set_from_icon_name (image, name);
}
