/* tap-versions.c — two versions of the same thing side by side: how it stands, and what was wanted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-versions"
#include "config.h"

#include "widgets/tap-versions.h"

enum { THEIRS, OWN, N_TILES };

struct _TapVersions
{
  GtkWidget parent_instance;

  /* Children (borrowed) */
  GtkWidget *tiles[N_TILES];

  GString   *spoken[N_TILES];
};

G_DEFINE_FINAL_TYPE (TapVersions, tap_versions, GTK_TYPE_WIDGET)

static GtkWidget *
add_label (GtkWidget  *tile,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (tile), label);
  return label;
}

static void
speak (TapVersions *self,
       int          i,
       const char  *text)
{
  if (self->spoken[i]->len > 0)
    g_string_append (self->spoken[i], ", ");
  g_string_append (self->spoken[i], text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tiles[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken[i]->str, -1);
}

void
tap_versions_add (TapVersions *self,
                  const char  *title,
                  const char  *theirs,
                  const char  *own)
{
  const char *values[N_TILES] = { theirs, own };

  g_return_if_fail (TAP_IS_VERSIONS (self));
  g_return_if_fail (theirs != NULL && own != NULL);

  for (int i = 0; i < N_TILES; i++)
    {
      if (title != NULL)
        {
          gtk_widget_add_css_class (add_label (self->tiles[i], title, "caption"), "dim");
          speak (self, i, title);
        }
      add_label (self->tiles[i], *values[i] != '\0' ? values[i] : "—", "version-value");
      speak (self, i, values[i]);
    }
}

static void
tap_versions_dispose (GObject *object)
{
  TapVersions *self = TAP_VERSIONS (object);

  for (int i = 0; i < N_TILES; i++)
    g_clear_pointer (&self->tiles[i], gtk_widget_unparent);
  G_OBJECT_CLASS (tap_versions_parent_class)->dispose (object);
}

static void
tap_versions_finalize (GObject *object)
{
  for (int i = 0; i < N_TILES; i++)
    g_string_free (TAP_VERSIONS (object)->spoken[i], TRUE);
  G_OBJECT_CLASS (tap_versions_parent_class)->finalize (object);
}

static void
tap_versions_class_init (TapVersionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_versions_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_versions_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tap_versions_init (TapVersions *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_box_layout_set_homogeneous (layout, TRUE);
  gtk_box_layout_set_spacing (layout, 10);
  for (int i = 0; i < N_TILES; i++)
    {
      self->spoken[i] = g_string_new (NULL);
      self->tiles[i] = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_GROUP, NULL);
      gtk_widget_add_css_class (self->tiles[i], "version");
      gtk_widget_set_hexpand (self->tiles[i], TRUE);
      gtk_widget_set_parent (self->tiles[i], GTK_WIDGET (self));
    }
  gtk_widget_add_css_class (self->tiles[OWN], "own");
}

GtkWidget *
tap_versions_new (const char *their_caption,
                  const char *own_caption)
{
  TapVersions *self = g_object_new (TAP_TYPE_VERSIONS, NULL);
  const char *captions[N_TILES] = { their_caption, own_caption };

  for (int i = 0; i < N_TILES; i++)
    {
      add_label (self->tiles[i], captions[i], "caption");
      speak (self, i, captions[i]);
    }
  return GTK_WIDGET (self);
}
