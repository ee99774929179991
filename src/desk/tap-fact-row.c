/* tap-fact-row.c — a fact: its name on the left, what is known on the right.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-fact-row"
#include "config.h"

#include "desk/tap-fact-row.h"

/* Characters that fit beside the name; a wider value gets a line of its own. */
#define BESIDE_CHARS 18

struct _TapFactRow
{
  GtkWidget parent_instance;
  GtkLabel *title, *value;          /* borrowed: children */
};

G_DEFINE_FINAL_TYPE (TapFactRow, tap_fact_row, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_TITLE, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Han characters are about twice as wide as Latin ones. */
static guint
measure_text (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return width;
}

void
tap_fact_row_set_value (TapFactRow *self,
                        const char *value)
{
  GtkBoxLayout *layout;
  gboolean beside;

  g_return_if_fail (TAP_IS_FACT_ROW (self));

  if (value == NULL)
    value = "";
  gtk_widget_set_visible (GTK_WIDGET (self), *value != '\0');
  beside = measure_text (value) <= BESIDE_CHARS;
  layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, beside ? 10 : 2);
  gtk_label_set_xalign (self->value, beside ? 1 : 0);
  gtk_label_set_label (self->value, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
}

static void
tap_fact_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (prop_id == PROP_TITLE)
    gtk_label_set_label (TAP_FACT_ROW (object)->title, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_fact_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (TAP_FACT_ROW (object)->title));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tap_fact_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_fact_row_parent_class)->dispose (object);
}

static void
tap_fact_row_class_init (TapFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_fact_row_dispose;
  object_class->get_property = tap_fact_row_get_property;
  object_class->set_property = tap_fact_row_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "factrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tap_fact_row_init (TapFactRow *self)
{
  self->title = GTK_LABEL (gtk_label_new (NULL));
  self->value = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_valign (GTK_WIDGET (self->title), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim");
  gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), TRUE);
  gtk_label_set_wrap (self->value, TRUE);
  gtk_label_set_wrap_mode (self->value, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (self->value, TRUE);
  /* Text can be copied by mouse; Tab does not stop at every fact. */
  gtk_widget_set_focusable (GTK_WIDGET (self->value), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->title), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->value), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "fact-row");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
