/* tap-pin-pad.c — digits to enter a PIN by touch, mouse or keyboard; never shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-pin-pad"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "widgets/tap-pin-pad.h"

struct _TapPinPad
{
  GtkWidget  parent_instance;

  GtkWidget *header;                /* template */
  GtkWidget *dots;
  GtkWidget *error;
  GtkWidget *grid;
  GtkWidget *enter;

  char       pin[TAP_PIN_MAX_DIGITS + 1];
  guint      n_digits;
};

G_DEFINE_FINAL_TYPE (TapPinPad, tap_pin_pad, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_N_DIGITS, PROP_READY, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { ENTERED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* memset() of a buffer that is not read again may be optimised away; this one is not. */
static void
wipe (TapPinPad *self)
{
  explicit_bzero (self->pin, sizeof self->pin);
  self->n_digits = 0;
}

static void
show_dots (TapPinPad *self)
{
  guint n_shown = MAX (self->n_digits, TAP_PIN_MIN_DIGITS), i = 0;
  g_autofree char *said = NULL;
  GtkWidget *dot;

  /* Longer PINs show one dot for each digit, but never so many that the row grows out of the pad.
   */
  n_shown = MIN (n_shown, 12);
  for (dot = gtk_widget_get_first_child (self->dots); dot != NULL;
       dot = gtk_widget_get_next_sibling (dot), i++)
    {
      gtk_widget_set_visible (dot, i < n_shown);
      if (i < self->n_digits)
        gtk_widget_add_css_class (dot, "filled");
      else
        gtk_widget_remove_css_class (dot, "filled");
    }
  said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u digit entered", "%u digits entered",
                                       self->n_digits),
                          self->n_digits);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dots), GTK_ACCESSIBLE_PROPERTY_LABEL, said,
                                  -1);
  gtk_widget_set_sensitive (self->enter, self->n_digits >= TAP_PIN_MIN_DIGITS);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DIGITS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
add_digit (TapPinPad *self,
           char       digit)
{
  tap_pin_pad_set_error (self, NULL);
  if (self->n_digits >= TAP_PIN_MAX_DIGITS)
    return;
  self->pin[self->n_digits++] = digit;
  show_dots (self);
}

static void
drop_digit (TapPinPad *self)
{
  tap_pin_pad_set_error (self, NULL);
  if (self->n_digits == 0)
    return;
  self->pin[--self->n_digits] = '\0';
  show_dots (self);
}

static void
digit_cb (GtkButton *button,
          TapPinPad *self)
{
  add_digit (self, *gtk_button_get_label (button));
}

static void
back_cb (TapPinPad *self)
{
  drop_digit (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        TapPinPad             *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    add_digit (self, (char) ('0' + (keyval - GDK_KEY_0)));
  else if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    add_digit (self, (char) ('0' + (keyval - GDK_KEY_KP_0)));
  else if (keyval == GDK_KEY_BackSpace)
    drop_digit (self);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    tap_pin_pad_enter (self);
  else if (keyval == GDK_KEY_Escape && self->n_digits > 0)
    tap_pin_pad_clear (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

GtkWidget *
tap_pin_pad_new (void)
{
  return g_object_new (TAP_TYPE_PIN_PAD, NULL);
}

void
tap_pin_pad_set_header (TapPinPad *self,
                        GtkWidget *header)
{
  GtkWidget *old;

  g_return_if_fail (TAP_IS_PIN_PAD (self));

  while ((old = gtk_widget_get_first_child (self->header)) != NULL)
    gtk_box_remove (GTK_BOX (self->header), old);
  if (header != NULL)
    gtk_box_append (GTK_BOX (self->header), header);
  gtk_widget_set_halign (self->dots, header != NULL ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
}

void
tap_pin_pad_set_error (TapPinPad  *self,
                       const char *message)
{
  g_return_if_fail (TAP_IS_PIN_PAD (self));

  gtk_label_set_text (GTK_LABEL (self->error), message != NULL ? message : "");
  gtk_widget_set_visible (self->error, message != NULL && *message != '\0');
}

void
tap_pin_pad_clear (TapPinPad *self)
{
  g_return_if_fail (TAP_IS_PIN_PAD (self));

  wipe (self);
  show_dots (self);
}

void
tap_pin_pad_enter (TapPinPad *self)
{
  g_return_if_fail (TAP_IS_PIN_PAD (self));

  if (self->n_digits < TAP_PIN_MIN_DIGITS)
    {
      g_autofree char *message
        = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A PIN has at least %d digit.",
                                        "A PIN has at least %d digits.", TAP_PIN_MIN_DIGITS),
                           TAP_PIN_MIN_DIGITS);

      tap_pin_pad_set_error (self, message);
      return;
    }
  /* Kept alive: the handler may close the window the pad is in. */
  g_object_ref (self);
  g_signal_emit (self, signals[ENTERED], 0, self->pin);
  tap_pin_pad_clear (self);
  g_object_unref (self);
}

guint
tap_pin_pad_get_n_digits (TapPinPad *self)
{
  g_return_val_if_fail (TAP_IS_PIN_PAD (self), 0);

  return self->n_digits;
}

/* The focus belongs to the pad and not to a key of it, so that Enter always means enter. */
static gboolean
tap_pin_pad_grab_focus (GtkWidget *widget)
{
  gtk_root_set_focus (gtk_widget_get_root (widget), widget);
  return TRUE;
}

static void
tap_pin_pad_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TapPinPad *self = TAP_PIN_PAD (object);

  switch (prop_id)
    {
    case PROP_N_DIGITS:
      g_value_set_uint (value, self->n_digits);
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->n_digits >= TAP_PIN_MIN_DIGITS);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_pin_pad_dispose (GObject *object)
{
  TapPinPad *self = TAP_PIN_PAD (object);
  GtkWidget *child;

  wipe (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_PIN_PAD);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_pin_pad_parent_class)->dispose (object);
}

static void
tap_pin_pad_class_init (TapPinPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_pin_pad_get_property;
  object_class->dispose = tap_pin_pad_dispose;
  widget_class->grab_focus = tap_pin_pad_grab_focus;

  properties[PROP_N_DIGITS] = g_param_spec_uint ("n-digits", NULL, NULL, 0, TAP_PIN_MAX_DIGITS, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ENTERED]
    = g_signal_new ("entered", TAP_TYPE_PIN_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_css_name (widget_class, "pinpad");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/widgets/tap-pin-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPinPad, header);
  gtk_widget_class_bind_template_child (widget_class, TapPinPad, dots);
  gtk_widget_class_bind_template_child (widget_class, TapPinPad, error);
  gtk_widget_class_bind_template_child (widget_class, TapPinPad, grid);
  gtk_widget_class_bind_template_child (widget_class, TapPinPad, enter);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, tap_pin_pad_enter);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
tap_pin_pad_init (TapPinPad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int digit = 0; digit <= 9; digit++)
    {
      const char label[] = { (char) ('0' + digit), '\0' };
      GtkWidget *key = gtk_button_new_with_label (label);
      int place = digit == 0 ? 10 : digit - 1;

      gtk_widget_set_hexpand (key, TRUE);
      gtk_widget_set_focusable (key, FALSE);
      gtk_widget_add_css_class (key, "key");
      g_signal_connect (key, "clicked", G_CALLBACK (digit_cb), self);
      gtk_grid_attach (GTK_GRID (self->grid), key, place % 3, place / 3, 1, 1);
    }
  for (int i = 0; i < 12; i++)
    {
      GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (dot, "dot");
      gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (self->dots), dot);
    }
  show_dots (self);
}
