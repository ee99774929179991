/* encode-icons.c — encode-icons OUTPUT-FOLDER ICON.svg…: draws symbolic icons at 16 px into the form GTK reads without a renderer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window with thirty kinds of icon spent a quarter of its start on reading SVG. GTK takes NAME.symbolic.png as it is: the
 * coverage of the foreground is the alpha channel, and black says that no pixel has a colour of its own. Run by the build.
 */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define SIZE_PX 16

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
  for (int i = 2; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!encode (argv[1], argv[i], &error))
        {
          g_printerr ("encode-icons: %s (reading SVG needs librsvg2-common)\n", error->message);
          return 1;
        }
    }
  return 0;
}
