/* tap-skeleton.c — the shape of a visit page while its content is read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-skeleton"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-skeleton.h"

static GtkWidget *
make_bar (int width_px,
          int height_px)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (bar, width_px, height_px);
  gtk_widget_set_halign (bar, width_px > 0 ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  gtk_widget_add_css_class (bar, "skeleton");
  return bar;
}

static GtkWidget *
make_column (guint n_bars,
             int   width_px)
{
  static const int widths_px[] = { 190, 240, 130, 210 };
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (column, "card");
  gtk_widget_add_css_class (column, "desk-card");
  gtk_widget_set_valign (column, GTK_ALIGN_START);
  gtk_widget_set_size_request (column, width_px, -1);
  gtk_widget_set_hexpand (column, width_px < 0);
  gtk_box_append (GTK_BOX (column), make_bar (150, 34));
  for (guint i = 0; i < n_bars; i++)
    gtk_box_append (GTK_BOX (column), make_bar (widths_px[i % G_N_ELEMENTS (widths_px)], 14));
  return column;
}

GtkWidget *
tap_skeleton_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  gtk_widget_add_css_class (box, "visit-column");
  gtk_box_append (GTK_BOX (box), make_bar (-1, 44));
  gtk_box_append (GTK_BOX (columns), make_column (7, 300));
  gtk_box_append (GTK_BOX (columns), make_column (10, -1));
  gtk_box_append (GTK_BOX (columns), make_column (4, 300));
  gtk_box_append (GTK_BOX (box), columns);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The visit is being read"), -1);
  return box;
}
