/* workshop-shared.c — a window round a workshop screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <libintl.h>

#include "workshop-shared.h"

static void
load_css (const char *name)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  const char *root = g_getenv ("TAPPET_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (root ? root : ".", "resources", "css", name, NULL);

  gtk_css_provider_load_from_path (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
workshop_shared_init (gboolean dark)
{
  bindtextdomain (GETTEXT_PACKAGE,
                  g_getenv ("TAPPET_LOCALEDIR") ? g_getenv ("TAPPET_LOCALEDIR") : TAP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name",
                "Cantarell 11", NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  load_css (dark ? "colors-dark.css" : "colors-light.css");
  load_css ("tappet.css");
  load_css ("widgets.css");
  load_css ("workshop.css");
}

GtkWidget *
workshop_shared_window (GtkWidget *screen, int width, int height, gboolean wall)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), screen);
  if (wall)
    gtk_widget_add_css_class (window, "wall");
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
workshop_shared_settle (void)
{
  gboolean over = FALSE;

  g_timeout_add (120, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

GtkWidget *
workshop_shared_find (GtkWidget *widget, const char *type_name)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type_name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = workshop_shared_find (child, type_name);

      if (found)
        return found;
    }
  return NULL;
}

gint64
workshop_shared_sign_in (TapSession *session, TapRole role)
{
  GPtrArray *staff = tap_session_get_station (session)->staff;

  for (guint i = 0; i < staff->len; i++)
    {
      TapStaff *one = staff->pdata[i];

      if (one->roles & role)
        {
          tap_session_sign_in (session, one->id);
          return one->id;
        }
    }
  return 0;
}

void
workshop_shared_save (GtkWidget *window, const char *file)
{
  GListModel *all = gtk_window_get_toplevels ();
  GtkWidget *top = window;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  /* A dialog in front of it is what one wants to see. */
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) one = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (one) == GTK_WINDOW (window))
        top = GTK_WIDGET (one);
    }
  paintable = gtk_widget_paintable_new (top);
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (top),
                          gtk_widget_get_height (top));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (top)),
                                         node, NULL);
  gdk_texture_save_to_png (texture, file);
}
