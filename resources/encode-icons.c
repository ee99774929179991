/* encode-icons.c — encode-icons OUTPUT-FOLDER ICON.svg…: draws symbolic icons into forms that need no renderer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window with thirty kinds of icon spent a quarter of its start on reading SVG. GTK takes NAME.symbolic.png as it is: the
 * coverage of the foreground is the alpha channel, and black says that no pixel has a colour of its own.
 *
 * GTK takes such a drawing at 16 px only. The other sizes the style sheets ask for go as bare coverage into one file, tappet.masks,
 * for TapIcon: a{sa{uay}}, name, size in px, rows of bytes. Run by the build.
 */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define SIZE_PX 16

static const int mask_sizes_px[] = { 12, 14, 17, 18 };

static gboolean
add_masks (GVariantBuilder  *builder,
           const char       *file,
           GError          **error)
{
  g_autofree char *base = g_path_get_basename (file);

  base[strlen (base) - strlen (".svg")] = '\0';
  g_variant_builder_open (builder, G_VARIANT_TYPE ("{sa{uay}}"));
  g_variant_builder_add (builder, "s", base);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a{uay}"));
  for (gsize i = 0; i < G_N_ELEMENTS (mask_sizes_px); i++)
    {
      int size = mask_sizes_px[i];
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (file, size, size, error);
      g_autofree guchar *mask = g_malloc0 ((gsize) (size * size));

      if (pixbuf == NULL)
        return FALSE;
      for (int y = 0; y < MIN (size, gdk_pixbuf_get_height (pixbuf)); y++)
        for (int x = 0; x < MIN (size, gdk_pixbuf_get_width (pixbuf)); x++)
          mask[y * size + x] = gdk_pixbuf_get_pixels (pixbuf)[y * gdk_pixbuf_get_rowstride (pixbuf) + 4 * x + 3];
      g_variant_builder_add (builder, "{u@ay}", (guint) size,
                             g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, mask, (gsize) (size * size), 1));
    }
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
  return TRUE;
}

static gboolean
encode (const char  *folder,
        const char  *file,
        GError     **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (file, SIZE_PX, SIZE_PX, error);
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *name = NULL;
  g_autofree char *output = NULL;
  guchar *pixels;
  int stride;

  if (pixbuf == NULL)
    return FALSE;
  if (!gdk_pixbuf_get_has_alpha (pixbuf) || !g_str_has_suffix (base, ".svg"))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not a drawing with a transparent ground", file);
      return FALSE;
    }
  pixels = gdk_pixbuf_get_pixels (pixbuf);
  stride = gdk_pixbuf_get_rowstride (pixbuf);
  for (int y = 0; y < gdk_pixbuf_get_height (pixbuf); y++)
    for (int x = 0; x < gdk_pixbuf_get_width (pixbuf); x++)
      for (int channel = 0; channel < 3; channel++)
        pixels[y * stride + 4 * x + channel] = 0;
  base[strlen (base) - strlen (".svg")] = '\0';
  name = g_strconcat (base, ".symbolic.png", NULL);
  output = g_build_filename (folder, name, NULL);
  return gdk_pixbuf_save (pixbuf, output, "png", error, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sa{uay}}"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) masks = NULL;
  g_autofree char *output = g_build_filename (argc > 1 ? argv[1] : ".", "tappet.masks", NULL);

  for (int i = 2; i < argc; i++)
    if (!encode (argv[1], argv[i], &error) || !add_masks (&builder, argv[i], &error))
      {
        g_printerr ("encode-icons: %s (reading SVG needs librsvg2-common)\n", error->message);
        return 1;
      }
  masks = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (!g_file_set_contents (output, g_variant_get_data (masks), (gssize) g_variant_get_size (masks), &error))
    {
      g_printerr ("encode-icons: %s\n", error->message);
      return 1;
    }
  return 0;
}
