/* tap-workshop-view.c — the painted workshop as a widget.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-view"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "board/tap-workshop-input.h"
#include "board/tap-workshop-item.h"
#include "board/tap-workshop-view.h"

#define PAGE_S 12
/* Nobody loses the row under the finger or the focus to the next page; but a forgotten focus does
 * not stop the wall. */
#define FOCUS_PAGE_S 60
#define FADE_US 400000

struct _TapWorkshopView
{
  GtkWidget parent_instance;

  TapWorkshop *workshop; /* owned */
  gboolean wall;
  gboolean paused;
  TapWorkshopLook look;
  TapTextBox *text;      /* owned */
  TapScene *scene;       /* owned, nullable */
  GskRenderNode *node;   /* the scene as painted, owned, nullable */
  GskRenderNode *fading; /* the page before, while it fades, owned, nullable */
  gint64 fade_from_us;
  guint fade_id;
  char *clock_key;
  guint update_id;
  guint clock_id;
  int seconds_shown; /* of this page */
  TapScene *preview; /* owned, nullable */
  double pointer_x, pointer_y;
  gint64 selected; /* the plate to dispatch that had the focus last; 0: none */
};

G_DEFINE_FINAL_TYPE (TapWorkshopView, tap_workshop_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ROW,
  SIGNAL_CARD,
  SIGNAL_ASSIGN,
  SIGNAL_SELECTION,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const TapPalette *
palette_of (TapWorkshopView *self)
{
  gboolean dark = self->wall || adw_style_manager_get_dark (adw_style_manager_get_default ());

  return tap_palette_get (dark ? TAP_PALETTE_WALL : TAP_PALETTE_LIGHT);
}

/* ---- painting ---- */

static GskRenderNode *
paint_scene (TapWorkshopView *self, const TapScene *scene)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                               gtk_widget_get_height (GTK_WIDGET (self)));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  tap_scene_paint (scene, cr, palette_of (self), self->text);
  cairo_destroy (cr);
  return gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
}

static void
tap_workshop_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (widget);

  if (!self->scene)
    return;
  if (!self->node)
    self->node = paint_scene (self, self->scene);
  if (self->fading)
    {
      gint64 now = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (widget));
      double share = CLAMP ((now - self->fade_from_us) / (double) FADE_US, 0, 1);

      gtk_snapshot_append_node (snapshot, self->fading);
      gtk_snapshot_push_opacity (snapshot, share);
      gtk_snapshot_append_node (snapshot, self->node);
      gtk_snapshot_pop (snapshot);
    }
  else
    gtk_snapshot_append_node (snapshot, self->node);
  if (self->preview)
    {
      g_autoptr (GskRenderNode) node = paint_scene (self, self->preview);

      gtk_snapshot_append_node (snapshot, node);
    }
  GTK_WIDGET_CLASS (tap_workshop_view_parent_class)->snapshot (widget, snapshot);
}

static gboolean
on_fade (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (widget);

  gtk_widget_queue_draw (widget);
  if (gdk_frame_clock_get_frame_time (clock) - self->fade_from_us < FADE_US)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->fading, gsk_render_node_unref);
  self->fade_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_fade (TapWorkshopView *self)
{
  gboolean animate;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                NULL);
  if (!animate || !clock || !self->node || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_clear_pointer (&self->fading, gsk_render_node_unref);
  self->fading = gsk_render_node_ref (self->node);
  self->fade_from_us = gdk_frame_clock_get_frame_time (clock);
  if (!self->fade_id)
    self->fade_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fade, NULL, NULL);
}

/* ---- items over the picture ---- */

static void
on_item_open (TapWorkshopItem *item, TapWorkshopView *self)
{
  gint64 id = tap_workshop_item_get_id (item);
  TapAreaKind kind = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (item), "area-kind"));

  if (kind == TAP_AREA_ROW)
    g_signal_emit (self, signals[SIGNAL_ROW], 0, id, (gint64) 0);
  else if (!self->wall)
    g_signal_emit (self, signals[SIGNAL_CARD], 0, id);
}

static void
on_item_assign (TapWorkshopItem *item, TapWorkshopView *self)
{
  g_signal_emit (self, signals[SIGNAL_ASSIGN], 0, tap_workshop_item_get_id (item));
}

static void
on_item_visit (TapWorkshopItem *item, TapWorkshopView *self)
{
  g_signal_emit (self, signals[SIGNAL_CARD], 0, tap_workshop_item_get_id (item));
}

static void
select_card (TapWorkshopView *self, gint64 visit_id)
{
  if (self->selected == visit_id)
    return;
  self->selected = visit_id;
  g_signal_emit (self, signals[SIGNAL_SELECTION], 0);
}

static void
on_item_focus (GtkWidget *item, GParamSpec *pspec, TapWorkshopView *self)
{
  if (gtk_widget_has_focus (item))
    select_card (self, tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (item)));
}

static TapAreaKind
item_kind (GtkWidget *item)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (item), "area-kind"));
}

static GtkWidget *
find_item (TapWorkshopView *self, TapAreaKind kind, gint64 id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    if (item_kind (child) == kind && tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (child)) == id)
      return child;
  return NULL;
}

static char *
item_label (TapWorkshopView *self, const TapArea *area)
{
  if (area->kind == TAP_AREA_ROW)
    {
      TapWorkshopRow *row = tap_workshop_find_row (self->workshop, area->id);

      return row ? tap_workshop_describe_row (self->workshop, row) : g_strdup ("");
    }
  else
    {
      TapBoardCard *card = tap_board_find (tap_workshop_get_board (self->workshop), area->id);

      return card ? tap_workshop_describe_card (self->workshop, (TapRackKind) area->row, card)
                  : g_strdup ("");
    }
}

static GtkWidget *
make_item (TapWorkshopView *self, const TapArea *area)
{
  gboolean assignable
    = area->kind == TAP_AREA_CARD && area->row == TAP_RACK_DISPATCH && !self->wall;
  GtkWidget *item = tap_workshop_item_new (area->id, assignable);

  g_object_set_data (G_OBJECT (item), "area-kind", GINT_TO_POINTER (area->kind));
  g_signal_connect_object (item, "open", G_CALLBACK (on_item_open), self, 0);
  g_signal_connect_object (item, "assign", G_CALLBACK (on_item_assign), self, 0);
  /* Nobody is signed in on the wall, so that its plates open nothing; they are there to be read. */
  gtk_widget_action_set_enabled (item, "item.visit", area->kind == TAP_AREA_CARD && !self->wall);
  gtk_widget_action_set_enabled (item, "item.open", area->kind == TAP_AREA_ROW || !self->wall);
  gtk_widget_set_focusable (item, area->kind == TAP_AREA_ROW || !self->wall);
  if (area->kind == TAP_AREA_CARD)
    g_signal_connect_object (item, "visit", G_CALLBACK (on_item_visit), self, 0);
  if (assignable)
    g_signal_connect_object (item, "notify::has-focus", G_CALLBACK (on_item_focus), self, 0);
  return item;
}

/* Rows and plates that are shown get an item each, in reading order; those of the page before go.
 */
static void
sync_items (TapWorkshopView *self)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  GtkWidget *previous = NULL, *child;

  for (guint i = 0; i < self->scene->areas->len; i++)
    {
      const TapArea *area = &g_array_index (self->scene->areas, TapArea, i);
      g_autofree char *label = NULL;
      GtkWidget *item;

      if (area->kind != TAP_AREA_ROW && area->kind != TAP_AREA_CARD)
        continue;
      item = find_item (self, area->kind, area->id);
      if (!item)
        item = make_item (self, area);
      if (!gtk_widget_get_parent (item) || gtk_widget_get_prev_sibling (item) != previous)
        gtk_widget_insert_after (item, GTK_WIDGET (self), previous);
      label = item_label (self, area);
      tap_workshop_item_set_label (TAP_WORKSHOP_ITEM (item), label);
      g_hash_table_add (kept, item);
      previous = item;
    }
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (!g_hash_table_contains (kept, child))
        gtk_widget_unparent (child);
      child = next;
    }
}

static void
place_items (TapWorkshopView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    {
      TapRect rect = { 0, 0, 0, 0 };
      GtkAllocation allocation;
      int minimum;

      if (self->scene)
        tap_scene_find_area (self->scene, item_kind (child),
                             tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (child)), &rect);
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      allocation = (GtkAllocation) { (int) rect.x, (int) rect.y, MAX (minimum, (int) rect.width),
                                    MAX (1, (int) rect.height) };
      gtk_widget_size_allocate (child, &allocation, -1);
    }
}

/* ---- following the model ---- */

void
tap_workshop_view_update (TapWorkshopView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autoptr (TapWallInput) input = NULL;
  TapMeasure measure;

  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self));
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (width <= 0 || height <= 0 || !tap_board_is_ready (tap_workshop_get_board (self->workshop)))
    return;
  input = tap_workshop_input_build (self->workshop, &self->look);
  measure = tap_text_box_get_measure (self->text);
  g_clear_pointer (&self->scene, tap_scene_free);
  self->scene = tap_wall_layout (input, width, height, &measure);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_free (self->clock_key);
  self->clock_key = tap_workshop_clock_key (self->workshop);
  sync_items (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_idle_update (gpointer data)
{
  TapWorkshopView *self = data;

  self->update_id = 0;
  tap_workshop_view_update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (TapWorkshopView *self)
{
  if (!self->update_id)
    self->update_id = g_idle_add (on_idle_update, self);
}

static void
on_rows_changed (TapWorkshopView *self)
{
  GListModel *rows = tap_workshop_get_rows (self->workshop);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);

      g_signal_handlers_disconnect_by_func (row, queue_update, self);
      g_signal_connect_object (row, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
    }
  queue_update (self);
}

/* A rack too long for its place shows its next plates. */
static gboolean
turn_racks (TapWorkshopView *self)
{
  gboolean turned = FALSE;

  for (guint rack = 0; rack < TAP_N_RACKS; rack++)
    {
      guint n_cards
        = g_list_model_get_n_items (tap_workshop_get_rack (self->workshop, (TapRackKind) rack)),
        n_shown = 0;

      for (guint i = 0; self->scene && i < self->scene->areas->len; i++)
        {
          const TapArea *area = &g_array_index (self->scene->areas, TapArea, i);

          n_shown += area->kind == TAP_AREA_CARD && area->row == (int) rack;
        }
      if (n_shown >= n_cards)
        {
          self->look.rack_first[rack] = 0;
          continue;
        }
      self->look.rack_first[rack] += MAX (1, n_shown);
      if (self->look.rack_first[rack] >= n_cards)
        self->look.rack_first[rack] = 0;
      turned = TRUE;
    }
  return turned;
}

void
tap_workshop_view_turn_page (TapWorkshopView *self)
{
  gboolean turned;

  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self));
  turned = turn_racks (self);
  if (self->scene && self->scene->n_pages > 1)
    {
      self->look.page = (self->scene->page + 1) % self->scene->n_pages;
      turned = TRUE;
    }
  if (!turned)
    return;
  start_fade (self);
  tap_workshop_view_update (self);
}

static gboolean
on_second (gpointer data)
{
  TapWorkshopView *self = data;
  GtkStateFlags state = gtk_widget_get_state_flags (GTK_WIDGET (self));
  g_autofree char *key = tap_workshop_clock_key (self->workshop);

  if (g_strcmp0 (key, self->clock_key) != 0)
    queue_update (self);
  if (self->wall && !self->paused
      && ++self->seconds_shown >= (state & GTK_STATE_FLAG_FOCUS_WITHIN ? FOCUS_PAGE_S : PAGE_S))
    {
      self->seconds_shown = 0;
      tap_workshop_view_turn_page (self);
    }
  return G_SOURCE_CONTINUE;
}

/* ---- pointer ---- */

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, TapWorkshopView *self)
{
  TapHit hit;

  if (!tap_workshop_view_hit (self, x, y, &hit))
    return;
  self->seconds_shown = 0;
  if (hit.kind == TAP_AREA_ROW || hit.kind == TAP_AREA_BAR)
    {
      if (n_press == 1)
        g_signal_emit (self, signals[SIGNAL_ROW], 0, hit.row_id,
                       hit.kind == TAP_AREA_BAR ? hit.id : (gint64) 0);
    }
  else if (hit.kind == TAP_AREA_CARD && !self->wall)
    {
      GtkWidget *item = find_item (self, TAP_AREA_CARD, hit.id);

      if (n_press == 2)
        g_signal_emit (self, signals[SIGNAL_CARD], 0, hit.id);
      else if (item)
        gtk_widget_grab_focus (item);
    }
  else if (hit.kind == TAP_AREA_ALERT && n_press == 1)
    {
      TapBoardCard *card = tap_board_find (tap_workshop_get_board (self->workshop), hit.id);
      gint64 bay_id = card ? tap_board_card_get_card (card)->bay_id : 0;

      if (!self->wall)
        g_signal_emit (self, signals[SIGNAL_CARD], 0, hit.id);
      else if (bay_id)
        g_signal_emit (self, signals[SIGNAL_ROW], 0, bay_id, (gint64) 0);
    }
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, TapWorkshopView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

/* The wheel turns what lies under the pointer: a rack that is too long, or the rows. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, TapWorkshopView *self)
{
  int step = dy > 0 ? 1 : -1;
  TapHit hit;

  if (!self->scene || dy == 0)
    return GDK_EVENT_PROPAGATE;
  tap_workshop_view_hit (self, self->pointer_x, self->pointer_y, &hit);
  if (hit.kind == TAP_AREA_CARD || hit.kind == TAP_AREA_RACK)
    {
      guint n_cards
        = g_list_model_get_n_items (tap_workshop_get_rack (self->workshop, (TapRackKind) hit.row));
      int first = (int) self->look.rack_first[hit.row] + step;

      self->look.rack_first[hit.row] = (guint) CLAMP (first, 0, (int) MAX (1, n_cards) - 1);
    }
  else if (self->scene->n_pages > 1)
    self->look.page = CLAMP (self->scene->page + step, 0, self->scene->n_pages - 1);
  else
    return GDK_EVENT_PROPAGATE;
  queue_update (self);
  return GDK_EVENT_STOP;
}

/* ---- the widget ---- */

static void
tap_workshop_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : 270;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1200 : 675;
}

static void
tap_workshop_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (widget);

  /* The picture is made for one size; children cannot come or go while sizes are given out. */
  if (!self->scene || fabs (self->scene->width * self->scene->scale - width) > 0.5
      || fabs (self->scene->height * self->scene->scale - height) > 0.5)
    queue_update (self);
  place_items (self);
}

static void
tap_workshop_view_map (GtkWidget *widget)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (widget);

  GTK_WIDGET_CLASS (tap_workshop_view_parent_class)->map (widget);
  queue_update (self);
  if (!self->clock_id)
    self->clock_id = g_timeout_add_seconds (1, on_second, self);
}

static void
tap_workshop_view_unmap (GtkWidget *widget)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (widget);

  g_clear_handle_id (&self->clock_id, g_source_remove);
  GTK_WIDGET_CLASS (tap_workshop_view_parent_class)->unmap (widget);
}

static void
tap_workshop_view_dispose (GObject *object)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->workshop);
  G_OBJECT_CLASS (tap_workshop_view_parent_class)->dispose (object);
}

static void
tap_workshop_view_finalize (GObject *object)
{
  TapWorkshopView *self = TAP_WORKSHOP_VIEW (object);

  g_clear_pointer (&self->scene, tap_scene_free);
  g_clear_pointer (&self->preview, tap_scene_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->fading, gsk_render_node_unref);
  g_clear_pointer (&self->text, tap_text_box_free);
  g_free (self->clock_key);
  G_OBJECT_CLASS (tap_workshop_view_parent_class)->finalize (object);
}

static void
tap_workshop_view_class_init (TapWorkshopViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_workshop_view_dispose;
  object_class->finalize = tap_workshop_view_finalize;
  widget_class->measure = tap_workshop_view_measure;
  widget_class->size_allocate = tap_workshop_view_size_allocate;
  widget_class->snapshot = tap_workshop_view_snapshot;
  widget_class->map = tap_workshop_view_map;
  widget_class->unmap = tap_workshop_view_unmap;
  signals[SIGNAL_ROW] = g_signal_new ("row-activated", TAP_TYPE_WORKSHOP_VIEW, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[SIGNAL_CARD] = g_signal_new ("card-activated", TAP_TYPE_WORKSHOP_VIEW, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_ASSIGN] = g_signal_new ("card-assign", TAP_TYPE_WORKSHOP_VIEW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_SELECTION] = g_signal_new ("selection-changed", TAP_TYPE_WORKSHOP_VIEW,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "workshopview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
tap_workshop_view_init (TapWorkshopView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  self->look.distance_m = 5;
  self->text = tap_text_box_new (tap_text_language (g_get_language_names ()[0]), NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

GtkWidget *
tap_workshop_view_new (TapWorkshop *workshop, gboolean wall)
{
  TapWorkshopView *self;
  TapBoard *board;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop), NULL);
  self = g_object_new (TAP_TYPE_WORKSHOP_VIEW, NULL);
  self->workshop = g_object_ref (workshop);
  self->wall = self->look.wall = wall;
  board = tap_workshop_get_board (workshop);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Workshop board"), -1);
  g_signal_connect_object (workshop, "rows-changed", G_CALLBACK (on_rows_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workshop, "racks-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workshop, "tick", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::ready", G_CALLBACK (on_rows_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  on_rows_changed (self);
  return GTK_WIDGET (self);
}

void
tap_workshop_view_set_distance (TapWorkshopView *self, double distance_m)
{
  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self) && distance_m > 0);
  self->look.distance_m = distance_m;
  queue_update (self);
}

void
tap_workshop_view_set_paused (TapWorkshopView *self, gboolean paused)
{
  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self));
  self->paused = paused;
  self->seconds_shown = 0;
}

gboolean
tap_workshop_view_hit (TapWorkshopView *self, double x, double y, TapHit *hit)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_VIEW (self) && hit, FALSE);
  *hit = (TapHit) { .row = -1, .bar = -1 };
  return self->scene && tap_scene_hit_test (self->scene, x, y, hit);
}

const TapScene *
tap_workshop_view_get_scene (TapWorkshopView *self)
{
  g_return_val_if_fail (TAP_IS_WORKSHOP_VIEW (self), NULL);
  return self->scene;
}

gint64
tap_workshop_view_get_selected (TapWorkshopView *self)
{
  GListModel *rack;

  g_return_val_if_fail (TAP_IS_WORKSHOP_VIEW (self), 0);
  rack = tap_workshop_get_rack (self->workshop, TAP_RACK_DISPATCH);
  for (guint i = 0; i < g_list_model_get_n_items (rack); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (rack, i);

      if (tap_board_card_get_id (card) == self->selected)
        return self->selected;
    }
  return 0;
}

void
tap_workshop_view_focus_row (TapWorkshopView *self, gint64 bay_id)
{
  GtkWidget *item;

  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self));
  item = find_item (self, TAP_AREA_ROW, bay_id);
  if (item)
    gtk_widget_grab_focus (item);
}

void
tap_workshop_view_set_preview (TapWorkshopView *self, gint64 bay_id, gint64 from_unix, int minutes)
{
  TapRect row;
  double left, right, s;
  g_autofree char *at = NULL;

  g_return_if_fail (TAP_IS_WORKSHOP_VIEW (self));
  if (!self->preview && !bay_id)
    return;
  g_clear_pointer (&self->preview, tap_scene_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!bay_id || !self->scene || !tap_scene_find_area (self->scene, TAP_AREA_ROW, bay_id, &row))
    return;
  s = self->scene->scale;
  self->preview = tap_scene_new (self->scene->width, self->scene->height, s);
  left = tap_axis_x (&self->scene->axis, from_unix);
  right = MAX (left + 30, tap_axis_x (&self->scene->axis, from_unix + minutes * 60));
  at = tap_workshop_time (self->workshop, from_unix);
  row = (TapRect) { left, row.y / s + 6, right - left, row.height / s - 12 };
  tap_scene_fill (self->preview, row, 8, TAP_INK_NOTE);
  tap_scene_edge (self->preview, TAP_SHAPE_DASH, row, TAP_CORNERS_ALL, 8, TAP_INK_DROP, 4);
  tap_scene_text (self->preview, at, row.x + 12, row.y + row.height / 2, 34, 800, TAP_INK_TEXT);
}
