/* tap-wall-view.c — the workshop board on the wall.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-wall-view"

#include "config.h"

#include "board/tap-job-sheet.h"
#include "board/tap-wall-view.h"
#include "board/tap-workshop-view.h"

struct _TapWallView
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  TapWorkshopView *view;
  GtkRevealer *revealer;
  TapJobSheet *sheet;
  double distance_m;
  double scale;
  guint scale_id;
};

G_DEFINE_FINAL_TYPE (TapWallView, tap_wall_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DISTANCE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

void
tap_wall_view_show_sheet (TapWallView *self, gint64 bay_id, gint64 bar_id)
{
  gint64 before;

  g_return_if_fail (TAP_IS_WALL_VIEW (self));
  before = tap_job_sheet_get_bay (self->sheet);
  tap_job_sheet_show (self->sheet, bay_id, bar_id);
  tap_workshop_view_set_paused (self->view, bay_id != 0);
  gtk_revealer_set_reveal_child (self->revealer, bay_id != 0);
  gtk_widget_set_can_target (GTK_WIDGET (self->revealer), bay_id != 0);
  if (bay_id)
    gtk_widget_child_focus (GTK_WIDGET (self->sheet), GTK_DIR_TAB_FORWARD);
  else if (before)
    tap_workshop_view_focus_row (self->view, before);
}

static void
on_row_activated (TapWorkshopView *view, gint64 bay_id, gint64 bar_id, TapWallView *self)
{
  tap_wall_view_show_sheet (self, bay_id, bar_id);
}

static void
on_close (TapJobSheet *sheet, TapWallView *self)
{
  tap_wall_view_show_sheet (self, 0, 0);
}

/* A new scale changes sizes, which must wait until sizes have been given out. */
static gboolean
on_scale (gpointer data)
{
  TapWallView *self = data;

  self->scale_id = 0;
  tap_job_sheet_set_scale (self->sheet, self->scale);
  return G_SOURCE_REMOVE;
}

static void
tap_wall_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapWallView *self = TAP_WALL_VIEW (widget);
  GtkAllocation whole = { 0, 0, width, height };

  self->scale = MIN (width / 1920.0, height / 1080.0);
  if (!self->scale_id)
    self->scale_id = g_idle_add (on_scale, self);
  gtk_widget_size_allocate (self->overlay, &whole, baseline);
}

static void
tap_wall_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  gtk_widget_measure (TAP_WALL_VIEW (widget)->overlay, orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
tap_wall_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_DISTANCE);
  g_value_set_double (value, TAP_WALL_VIEW (object)->distance_m);
}

static void
tap_wall_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_DISTANCE);
  tap_wall_view_set_distance (TAP_WALL_VIEW (object), g_value_get_double (value));
}

static void
tap_wall_view_dispose (GObject *object)
{
  TapWallView *self = TAP_WALL_VIEW (object);

  g_clear_handle_id (&self->scale_id, g_source_remove);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_wall_view_parent_class)->dispose (object);
}

static void
tap_wall_view_class_init (TapWallViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_wall_view_dispose;
  object_class->get_property = tap_wall_view_get_property;
  object_class->set_property = tap_wall_view_set_property;
  widget_class->measure = tap_wall_view_measure;
  widget_class->size_allocate = tap_wall_view_size_allocate;
  properties[PROP_DISTANCE]
    = g_param_spec_double ("distance", NULL, NULL, 1, 20, 5,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "wallview");
}

static void
tap_wall_view_init (TapWallView *self)
{
  self->distance_m = 5;
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_LEFT);
  gtk_widget_set_halign (GTK_WIDGET (self->revealer), GTK_ALIGN_END);
  gtk_widget_set_can_target (GTK_WIDGET (self->revealer), FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->revealer));
}

GtkWidget *
tap_wall_view_new (TapWorkshop *workshop)
{
  TapWallView *self;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop), NULL);
  self = g_object_new (TAP_TYPE_WALL_VIEW, NULL);
  self->view = TAP_WORKSHOP_VIEW (tap_workshop_view_new (workshop, TRUE));
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->view));
  self->sheet = TAP_JOB_SHEET (tap_job_sheet_new (workshop, TRUE));
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (self->sheet));
  g_signal_connect_object (self->view, "row-activated", G_CALLBACK (on_row_activated), self, 0);
  g_signal_connect_object (self->sheet, "close", G_CALLBACK (on_close), self, 0);
  return GTK_WIDGET (self);
}

void
tap_wall_view_set_distance (TapWallView *self, double distance_m)
{
  g_return_if_fail (TAP_IS_WALL_VIEW (self));
  if (self->distance_m == distance_m)
    return;
  self->distance_m = distance_m;
  tap_workshop_view_set_distance (self->view, distance_m);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISTANCE]);
}
