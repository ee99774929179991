/* tap-plate.c — a number plate as it looks on the car.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-plate"

#include "config.h"

#include "widgets/tap-plate.h"

struct _TapPlate
{
  GtkWidget    parent_instance;

  GtkWidget   *label;
  char        *plate;
  TapPlateKind kind;
  TapPlateSize size;
};

G_DEFINE_FINAL_TYPE (TapPlate, tap_plate, GTK_TYPE_WIDGET)

static const char *
kind_class (TapPlateKind kind)
{
  switch (kind)
    {
    case TAP_PLATE_BLUE:
      return "blue";
    case TAP_PLATE_NEV:
      return "nev";
    case TAP_PLATE_YELLOW:
      return "yellow";
    case TAP_PLATE_WHITE:
      return "white";
    case TAP_PLATE_BLACK:
      return "black";
    case TAP_PLATE_TEMPORARY:
      return "temporary";
    }
  g_return_val_if_reached ("blue");
}

GtkWidget *
tap_plate_new (const char  *plate,
               TapPlateSize size)
{
  TapPlate *self = g_object_new (TAP_TYPE_PLATE, NULL);

  tap_plate_set_size (self, size);
  tap_plate_set_plate (self, plate);
  return GTK_WIDGET (self);
}

void
tap_plate_set_kind (TapPlate    *self,
                    TapPlateKind kind)
{
  g_return_if_fail (TAP_IS_PLATE (self));

  if (self->kind == kind)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self), kind_class (self->kind));
  self->kind = kind;
  gtk_widget_add_css_class (GTK_WIDGET (self), kind_class (kind));
}

void
tap_plate_set_plate (TapPlate   *self,
                     const char *plate)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (TAP_IS_PLATE (self));

  if (plate == NULL)
    plate = "";
  if (g_strcmp0 (self->plate, plate) == 0)
    return;
  g_free (self->plate);
  self->plate = g_strdup (plate);
  shown = *plate != '\0' ? tap_plate_show (plate) : g_strdup ("");
  gtk_label_set_text (GTK_LABEL (self->label), shown);
  if (*plate != '\0')
    tap_plate_set_kind (self, tap_plate_kind (plate));
}

void
tap_plate_set_size (TapPlate    *self,
                    TapPlateSize size)
{
  static const char *const classes[] = { "small", "normal", "large" };

  g_return_if_fail (TAP_IS_PLATE (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self), classes[self->size]);
  self->size = size;
  gtk_widget_add_css_class (GTK_WIDGET (self), classes[size]);
}

const char *
tap_plate_get_text (TapPlate *self)
{
  g_return_val_if_fail (TAP_IS_PLATE (self), "");

  return gtk_label_get_text (GTK_LABEL (self->label));
}

static void
tap_plate_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  TapPlate *self = TAP_PLATE (widget);

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  /* Down to three quarters a plate is still read at a glance. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural * 3 / 4;
}

static void
tap_plate_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  TapPlate *self = TAP_PLATE (widget);
  GskTransform *transform = NULL;
  int natural;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  if (natural > width)
    {
      transform = gsk_transform_scale (NULL, (float) width / (float) natural, 1);
      width = natural;
    }
  gtk_widget_allocate (self->label, width, height, -1, transform);
}

static void
tap_plate_dispose (GObject *object)
{
  TapPlate *self = TAP_PLATE (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->plate, g_free);
  G_OBJECT_CLASS (tap_plate_parent_class)->dispose (object);
}

static void
tap_plate_class_init (TapPlateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_plate_dispose;
  widget_class->measure = tap_plate_measure;
  widget_class->size_allocate = tap_plate_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "plate");
}

static void
tap_plate_init (TapPlate *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->size = TAP_PLATE_SIZE_NORMAL;
  self->label = gtk_label_new (NULL);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_parent (self->label, widget);
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (widget, "plate");
  gtk_widget_add_css_class (widget, "normal");
  gtk_widget_add_css_class (widget, kind_class (self->kind));
}
