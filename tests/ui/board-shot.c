/* board-shot.c — what the board's tests and its gallery share: style, a window, a picture.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>

#include "board-shot.h"

static void
add_css (const char *name,
         guint       priority)
{
  g_autofree char *path = g_strconcat ("/org/tappet/Tappet/css/", name, NULL);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider), priority);
}

gboolean
board_shot_init (gboolean dark)
{
  static const char *const sheets[] = { "tappet.css", "widgets.css", "board.css", "desk.css" };

  if (!gtk_init_check ())
    return FALSE;
  adw_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
  add_css (dark ? "colors-dark.css" : "colors-light.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    add_css (sheets[i], GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  return TRUE;
}

static void
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
board_shot_wait (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add_once (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
board_shot_settle (void)
{
  board_shot_wait (60);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWindow *
board_shot_window_new (GtkWidget *child,
                       int        width,
                       int        height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  /* No frame: what is asked for is the size of the content. */
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  board_shot_settle ();
  return window;
}

gboolean
board_shot_save (GtkWidget  *widget,
                 const char *file)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  return gdk_texture_save_to_png (texture, file);
}
