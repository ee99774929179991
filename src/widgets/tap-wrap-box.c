/* tap-wrap-box.c — puts its children side by side and goes on in a new row where they do not fit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-wrap-box"

#include "config.h"

#include "widgets/tap-wrap-box.h"

struct _TapWrapBox
{
  GtkWidget parent_instance;

  int       spacing_px, row_spacing_px;
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapWrapBox, tap_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

enum { PROP_0, PROP_SPACING, PROP_ROW_SPACING, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable_iface;

GtkWidget *
tap_wrap_box_new (int spacing_px,
                  int row_spacing_px)
{
  return g_object_new (TAP_TYPE_WRAP_BOX, "spacing", spacing_px, "row-spacing", row_spacing_px,
                       NULL);
}

void
tap_wrap_box_append (TapWrapBox *self,
                     GtkWidget  *child)
{
  g_return_if_fail (TAP_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child) && gtk_widget_get_parent (child) == NULL);

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

/* Places the children within @width; returns the height. With @allocate they are really put there.
 */
static int
place (TapWrapBox *self,
       int         width,
       gboolean    allocate)
{
  int x = 0, y = 0, row_height = 0;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int w, h;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &h, NULL, NULL);
      if (x > 0 && x + w > width)
        {
          x = 0;
          y += row_height + self->row_spacing_px;
          row_height = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, w, h }, -1);
      x += w + self->spacing_px;
      row_height = MAX (row_height, h);
    }
  return y + row_height;
}

static void
tap_wrap_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  TapWrapBox *self = TAP_WRAP_BOX (widget);
  GtkWidget *child;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = place (self, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
      return;
    }
  *minimum = *natural = 0;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int w;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
      *minimum = MAX (*minimum, w);
      *natural += w + (*natural > 0 ? self->spacing_px : 0);
    }
}

static void
tap_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  place (TAP_WRAP_BOX (widget), width, TRUE);
}

static GtkSizeRequestMode
tap_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tap_wrap_box_add_child (GtkBuildable *buildable,
                        GtkBuilder   *builder,
                        GObject      *child,
                        const char   *type)
{
  if (GTK_IS_WIDGET (child))
    tap_wrap_box_append (TAP_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = tap_wrap_box_add_child;
}

static void
tap_wrap_box_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TapWrapBox *self = TAP_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing_px);
      break;
    case PROP_ROW_SPACING:
      g_value_set_int (value, self->row_spacing_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_wrap_box_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TapWrapBox *self = TAP_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      self->spacing_px = g_value_get_int (value);
      break;
    case PROP_ROW_SPACING:
      self->row_spacing_px = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_wrap_box_parent_class)->dispose (object);
}

static void
tap_wrap_box_class_init (TapWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_wrap_box_get_property;
  object_class->set_property = tap_wrap_box_set_property;
  object_class->dispose = tap_wrap_box_dispose;
  widget_class->measure = tap_wrap_box_measure;
  widget_class->size_allocate = tap_wrap_box_size_allocate;
  widget_class->get_request_mode = tap_wrap_box_get_request_mode;
  properties[PROP_SPACING]
    = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 6,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROW_SPACING]
    = g_param_spec_int ("row-spacing", NULL, NULL, 0, 100, 6,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "wrapbox");
}

static void
tap_wrap_box_init (TapWrapBox *self)
{
}
