/* tap-strip-tile.c — one number of the strip above the lanes; pressed, it filters the board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-strip-tile"

#include "config.h"

#include "board/tap-strip-tile.h"
#include "widgets/tap-icon.h"

struct _TapStripTile
{
  GtkToggleButton parent_instance;

  GtkWidget      *icon, *number, *title, *detail;     /* template */
  const char     *look;                               /* interned, nullable */
  guint           value;
};

G_DEFINE_FINAL_TYPE (TapStripTile, tap_strip_tile, GTK_TYPE_TOGGLE_BUTTON)

GtkWidget *
tap_strip_tile_new (const char *icon_name,
                    const char *title,
                    const char *look)
{
  TapStripTile *self = g_object_new (TAP_TYPE_STRIP_TILE, NULL);

  tap_icon_show (GTK_IMAGE (self->icon), icon_name);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  self->look = g_intern_string (look);
  return GTK_WIDGET (self);
}

void
tap_strip_tile_set (TapStripTile *self,
                    guint         number,
                    const char   *detail)
{
  g_autofree char *text = g_strdup_printf ("%u", number), *said = NULL;
  const char *title;

  g_return_if_fail (TAP_IS_STRIP_TILE (self));

  self->value = number;
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->number)), text) == 0
      && g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->detail)), detail) == 0)
    return;
  title = gtk_label_get_text (GTK_LABEL (self->title));
  gtk_label_set_text (GTK_LABEL (self->number), text);
  gtk_label_set_text (GTK_LABEL (self->detail), detail);
  if (self->look != NULL && number > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), self->look);
  else if (self->look != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->look);
  said = g_strdup_printf ("%s: %u, %s", title, number, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

void
tap_strip_tile_set_room (TapStripTile *self,
                         TapTileRoom   room)
{
  g_return_if_fail (TAP_IS_STRIP_TILE (self));

  gtk_widget_set_visible (self->detail, room < TAP_TILE_NO_DETAIL);
  gtk_widget_set_visible (self->icon, room < TAP_TILE_NO_ICON);
}

guint
tap_strip_tile_get_number (TapStripTile *self)
{
  g_return_val_if_fail (TAP_IS_STRIP_TILE (self), 0);

  return self->value;
}

static void
tap_strip_tile_class_init (TapStripTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-strip-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, TapStripTile, icon);
  gtk_widget_class_bind_template_child (widget_class, TapStripTile, number);
  gtk_widget_class_bind_template_child (widget_class, TapStripTile, title);
  gtk_widget_class_bind_template_child (widget_class, TapStripTile, detail);
}

static void
tap_strip_tile_init (TapStripTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
