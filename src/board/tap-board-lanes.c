/* tap-board-lanes.c — the lanes of the front-desk board side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-lanes"

#include "config.h"

#include <math.h>

#include "board/tap-board-lanes.h"

/* Held so near to an edge, a dragged card scrolls the lanes, so far with each frame. */
#define PULL_EDGE_PX 44
#define PULL_STEP_PX 10

struct _TapBoardLanes
{
  GtkWidget  parent_instance;

  GtkWidget *scroller;              /* holds row */
  GtkWidget *row;                   /* all lanes but the last */
  guint      tick_id;               /* scrolls while a dragged card is held at an edge … */
  int        pull;                  /* … to the left (-1) or right (1) */
  int        least;                 /* width of a card column that the row asks for */
  GPtrArray
    *views; /* of TapBoardLaneView, borrowed, in order; the last one is a child of this widget */
};

G_DEFINE_FINAL_TYPE (TapBoardLanes, tap_board_lanes, GTK_TYPE_WIDGET)

/* Width of @units card columns when one is @unit wide. */
static double
span (double unit,
      guint  units)
{
  return unit * units + (units - 1) * TAP_LANE_GAP_PX;
}

static guint
units_of_row (GtkWidget *row)
{
  guint units = 0;

  for (GtkWidget *lane = gtk_widget_get_first_child (row); lane != NULL;
       lane = gtk_widget_get_next_sibling (lane))
    units += tap_board_lane_view_get_units (TAP_BOARD_LANE_VIEW (lane));
  return units;
}

/* ---- the row of the lanes that scroll ---- */

static void
measure_row (GtkWidget      *row,
             GtkOrientation  orientation,
             int             for_size,
             int            *minimum,
             int            *natural,
             int            *minimum_baseline,
             int            *natural_baseline)
{
  guint units = units_of_row (row);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      TapBoardLanes *lanes = TAP_BOARD_LANES (gtk_widget_get_ancestor (row, TAP_TYPE_BOARD_LANES));

      *minimum = *natural = units > 0 ? (int) span (lanes->least, units) : 0;
    }
  else
    *minimum = *natural = 200;
}

static void
allocate_row (GtkWidget *row,
              int        width,
              int        height,
              int        baseline)
{
  guint all = units_of_row (row), before = 0;
  double unit = all > 0 ? (width - (double) (all - 1) * TAP_LANE_GAP_PX) / all : 0;
  gboolean rtl = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *lane = gtk_widget_get_first_child (row); lane != NULL;
       lane = gtk_widget_get_next_sibling (lane))
    {
      guint units = tap_board_lane_view_get_units (TAP_BOARD_LANE_VIEW (lane));
      /* The fractions add up: each edge is rounded by itself, so that no gap is wider than another
       * by more than a pixel. */
      int left = (int) round (before * (unit + TAP_LANE_GAP_PX));
      int right = (int) round (before * (unit + TAP_LANE_GAP_PX) + span (unit, units));

      gtk_widget_size_allocate (
        lane, &(GtkAllocation) { rtl ? width - right : left, 0, right - left, height }, -1);
      before += units;
    }
}

/* ---- the whole ---- */

static void
tap_board_lanes_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 3 * TAP_LANE_MIN_PX : 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 9 * TAP_LANE_MIN_PX : 700;
}

static void
set_tight (TapBoardLanes *self,
           gboolean       tight)
{
  for (guint i = 0; i < self->views->len; i++)
    tap_board_lane_view_set_tight (self->views->pdata[i], tight);
}

/* The row is measured and allocated right after, within the same pass; the cards follow with the
 * style. */
static void
set_least (TapBoardLanes *self,
           int            least,
           gboolean       tight)
{
  set_tight (self, tight);
  if (self->least == least)
    return;
  self->least = least;
  gtk_widget_queue_resize (self->row);
}

/* The cards are made before their room is known: what the window asks for says well enough how
 * tight it will be. Where that is wrong the first layout mends it. */
static void
tap_board_lanes_realize (GtkWidget *widget)
{
  TapBoardLanes *self = TAP_BOARD_LANES (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  guint all = units_of_row (self->row)
              + (self->views->len > 0 ? tap_board_lane_view_get_units (
                                          self->views->pdata[self->views->len - 1])
                                      : 0);
  int width = 0, height;

  GTK_WIDGET_CLASS (tap_board_lanes_parent_class)->realize (widget);
  if (GTK_IS_WINDOW (root))
    gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  if (width > 0 && all > 0)
    set_tight (self, width * 0.9 / all - TAP_LANE_GAP_PX < TAP_LANE_LOOSE_PX);
}

static void
tap_board_lanes_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  TapBoardLanes *self = TAP_BOARD_LANES (widget);
  GtkWidget *last = self->views->len > 0 ? self->views->pdata[self->views->len - 1] : NULL;
  guint last_units = last != NULL ? tap_board_lane_view_get_units (TAP_BOARD_LANE_VIEW (last)) : 0;
  guint all = units_of_row (self->row) + last_units;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double unit;
  int last_width, rest, least;

  if (all == 0)
    return;
  unit = (width - (double) (all - 1) * TAP_LANE_GAP_PX) / all;
  least = unit < TAP_LANE_TIGHT_PX ? TAP_LANE_MIN_PX : TAP_LANE_TIGHT_PX;
  unit = MAX (unit, least);
  set_least (self, least, unit < TAP_LANE_LOOSE_PX);
  last_width = (int) round (span (unit, last_units));
  rest = MAX (0, width - last_width - TAP_LANE_GAP_PX);
  gtk_widget_size_allocate (self->scroller,
                            &(GtkAllocation) { rtl ? width - rest : 0, 0, rest, height }, -1);
  gtk_widget_size_allocate (last,
                            &(GtkAllocation) { rtl ? 0 : width - last_width, 0, last_width, height },
                            -1);
}

GtkWidget *
tap_board_lanes_new (void)
{
  return g_object_new (TAP_TYPE_BOARD_LANES, NULL);
}

static void
clear (TapBoardLanes *self)
{
  while (self->views->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->views, self->views->len - 1));
}

void
tap_board_lanes_set_board (TapBoardLanes *self,
                           TapBoard      *board)
{
  GListModel *lanes;
  guint n;

  g_return_if_fail (TAP_IS_BOARD_LANES (self));
  g_return_if_fail (board == NULL || TAP_IS_BOARD (board));

  clear (self);
  if (board == NULL)
    return;
  lanes = tap_board_get_lanes (board);
  n = g_list_model_get_n_items (lanes);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (lanes, i);
      GtkWidget *view = tap_board_lane_view_new (board, lane);

      gtk_widget_set_parent (view, i + 1 < n ? self->row : GTK_WIDGET (self));
      g_ptr_array_add (self->views, view);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
tap_board_lanes_get_n (TapBoardLanes *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANES (self), 0);

  return self->views->len;
}

TapBoardLaneView *
tap_board_lanes_get (TapBoardLanes *self,
                     guint          index)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANES (self) && index < self->views->len, NULL);

  return self->views->pdata[index];
}

int
tap_board_lanes_index_of (TapBoardLanes *self,
                          GtkWidget     *widget)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANES (self), -1);

  for (guint i = 0; widget != NULL && i < self->views->len; i++)
    if (widget == self->views->pdata[i] || gtk_widget_is_ancestor (widget, self->views->pdata[i]))
      return (int) i;
  return -1;
}

void
tap_board_lanes_show (TapBoardLanes *self,
                      guint          index)
{
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  g_return_if_fail (TAP_IS_BOARD_LANES (self) && index < self->views->len);

  if (index + 1 == self->views->len
      || !gtk_widget_compute_bounds (self->views->pdata[index], self->row, &bounds))
    return;
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_adjustment_clamp_page (adjustment, bounds.origin.x, bounds.origin.x + bounds.size.width);
}

/* ---- a dragged card held at the edge of the lanes that scroll ---- */

static gboolean
pull_tick_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       data)
{
  TapBoardLanes *self = TAP_BOARD_LANES (widget);
  GtkAdjustment *adjustment
    = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + self->pull * PULL_STEP_PX);
  return G_SOURCE_CONTINUE;
}

static void
set_pull (TapBoardLanes *self,
          int            pull)
{
  self->pull = pull;
  if (pull != 0 && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), pull_tick_cb, NULL, NULL);
  else if (pull == 0 && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

static void
drag_motion_cb (GtkDropControllerMotion *controller,
                double                   x,
                double                   y,
                TapBoardLanes           *self)
{
  int width = gtk_widget_get_width (self->scroller);

  set_pull (self, x < PULL_EDGE_PX ? -1 : x > width - PULL_EDGE_PX && x < width ? 1 : 0);
}

static void
drag_leave_cb (GtkDropControllerMotion *controller,
               TapBoardLanes           *self)
{
  set_pull (self, 0);
}

/* ---- the wheel, sideways ---- */

/* A lane under the pointer would swallow it: it scrolls up and down and does nothing with the rest.
 */
static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           TapBoardLanes            *self)
{
  GtkAdjustment *adjustment
    = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  GdkModifierType state
    = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (dx == 0 && (state & GDK_SHIFT_MASK) != 0)
    {
      dx = dy;
      dy = 0;
    }
  if (fabs (dx) <= fabs (dy))
    return GDK_EVENT_PROPAGATE;
  /* A click of the wheel goes as far as in every scrolled window. */
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    dx *= pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dx);
  return GDK_EVENT_STOP;
}

static gboolean
tap_board_lanes_grab_focus (GtkWidget *widget)
{
  TapBoardLanes *self = TAP_BOARD_LANES (widget);

  /* The lane that has the focus already keeps it. */
  for (guint i = 0; i < self->views->len; i++)
    if (gtk_widget_get_focus_child (self->views->pdata[i]) != NULL)
      return gtk_widget_grab_focus (self->views->pdata[i]);
  for (guint i = 0; i < self->views->len; i++)
    if (gtk_widget_grab_focus (self->views->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
tap_board_lanes_dispose (GObject *object)
{
  TapBoardLanes *self = TAP_BOARD_LANES (object);

  set_pull (self, 0);
  clear (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_board_lanes_parent_class)->dispose (object);
}

static void
tap_board_lanes_finalize (GObject *object)
{
  g_ptr_array_unref (TAP_BOARD_LANES (object)->views);
  G_OBJECT_CLASS (tap_board_lanes_parent_class)->finalize (object);
}

static void
tap_board_lanes_class_init (TapBoardLanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_board_lanes_dispose;
  object_class->finalize = tap_board_lanes_finalize;
  widget_class->realize = tap_board_lanes_realize;
  widget_class->measure = tap_board_lanes_measure;
  widget_class->size_allocate = tap_board_lanes_size_allocate;
  widget_class->grab_focus = tap_board_lanes_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "lanes");
}

static void
tap_board_lanes_init (TapBoardLanes *self)
{
  GtkEventController *motion, *wheel;

  self->least = TAP_LANE_MIN_PX;
  self->views = g_ptr_array_new ();
  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, TAP_LANE_GAP_PX);
  gtk_widget_set_layout_manager (self->row,
                                 gtk_custom_layout_new (NULL, measure_row, allocate_row));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->row);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  motion = gtk_drop_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (drag_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
}
