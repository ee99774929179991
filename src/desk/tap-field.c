/* tap-field.c — one field of a form: its name above, the sentence about it below.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-field"
#include "config.h"

#include "desk/tap-field.h"

struct _TapField
{
  GtkBox       parent_instance;
  /* Children (borrowed) */
  GtkWidget   *caption;
  GtkWidget   *note;                /* NULL until there is something to say */
  GtkWidget   *note_icon;
  GtkWidget   *note_label;
  GtkWidget   *input;
  TapFieldNote kind;
};

G_DEFINE_FINAL_TYPE (TapField, tap_field, GTK_TYPE_BOX)

enum { PROP_0, PROP_LABEL, PROP_INPUT, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *const note_classes[] = { "hint", "warning", "error" };
static const char *const note_icons[] = { NULL, "tappet-warn-symbolic", "tappet-warn-symbolic" };

static void
make_note (TapField *self)
{
  g_assert (self->note == NULL);

  self->note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  gtk_widget_add_css_class (self->note, "field-note");
  self->note_icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->note_icon), 12);
  gtk_widget_set_valign (self->note_icon, GTK_ALIGN_START);
  self->note_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note_label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->note_label), 12);
  gtk_box_append (GTK_BOX (self->note), self->note_icon);
  gtk_box_append (GTK_BOX (self->note), self->note_label);
  gtk_box_append (GTK_BOX (self), self->note);
}

/* Screen readers hear what is wrong together with the field. */
static void
tell_input (TapField *self)
{
  gboolean wrong = tap_field_has_error (self);

  if (self->input == NULL)
    return;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  /* The sentence is the description: the error-message relation takes one widget in GTK 4.8 and a list in later ones. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tap_field_get_note (self) != NULL ? tap_field_get_note (self) : "", -1);
}

void
tap_field_set_note (TapField     *self,
                    TapFieldNote  kind,
                    const char   *sentence)
{
  g_return_if_fail (TAP_IS_FIELD (self));

  if (sentence != NULL && *sentence == '\0')
    sentence = NULL;
  if (sentence == NULL && self->note == NULL)
    return;
  if (self->note == NULL)
    make_note (self);
  for (guint i = 0; i < G_N_ELEMENTS (note_classes); i++)
    gtk_widget_remove_css_class (self->note, note_classes[i]);
  self->kind = kind;
  gtk_widget_add_css_class (self->note, note_classes[kind]);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->note_icon), note_icons[kind]);
  gtk_widget_set_visible (self->note_icon, note_icons[kind] != NULL);
  gtk_label_set_label (GTK_LABEL (self->note_label), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->note, sentence != NULL);
  if (tap_field_has_error (self))
    gtk_widget_add_css_class (GTK_WIDGET (self), "wrong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wrong");
  tell_input (self);
}

const char *
tap_field_get_note (TapField *self)
{
  g_return_val_if_fail (TAP_IS_FIELD (self), NULL);

  if (self->note == NULL || !gtk_widget_get_visible (self->note))
    return NULL;
  return gtk_label_get_label (GTK_LABEL (self->note_label));
}

gboolean
tap_field_has_error (TapField *self)
{
  g_return_val_if_fail (TAP_IS_FIELD (self), FALSE);

  return self->kind == TAP_FIELD_ERROR && tap_field_get_note (self) != NULL;
}

GtkWidget *
tap_field_get_input (TapField *self)
{
  g_return_val_if_fail (TAP_IS_FIELD (self), NULL);

  return self->input;
}

const char *
tap_field_get_label (TapField *self)
{
  g_return_val_if_fail (TAP_IS_FIELD (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->caption));
}

void
tap_field_focus (TapField *self)
{
  g_return_if_fail (TAP_IS_FIELD (self));

  if (self->input != NULL && !gtk_widget_grab_focus (self->input))
    gtk_widget_child_focus (self->input, GTK_DIR_TAB_FORWARD);
}

static void
set_input (TapField  *self,
           GtkWidget *input)
{
  self->input = input;
  if (input != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    tap_field_get_label (self), -1);
}

static void
tap_field_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  TapField *self = TAP_FIELD (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, tap_field_get_label (self));
      break;
    case PROP_INPUT:
      g_value_set_object (value, self->input);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_field_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  TapField *self = TAP_FIELD (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      gtk_label_set_label (GTK_LABEL (self->caption), g_value_get_string (value));
      gtk_widget_set_visible (self->caption, g_value_get_string (value) != NULL);
      break;
    case PROP_INPUT:
      set_input (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_field_class_init (TapFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tap_field_get_property;
  object_class->set_property = tap_field_set_property;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INPUT] = g_param_spec_object ("input", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tap_field_init (TapField *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field");
  self->caption = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->caption, "caption");
  gtk_box_append (GTK_BOX (self), self->caption);
}
