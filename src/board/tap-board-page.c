/* tap-board-page.c — the front-desk board: strip, lanes, and what stands there when there is
 * nothing to show.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-page"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "board/tap-board-page-private.h"

/* A board that is read faster than this is shown without anything in between (look.md 12). */
#define SKELETON_AFTER_MS 400

G_DEFINE_FINAL_TYPE (TapBoardPage, tap_board_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SORT, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* ---- which page of the stack ---- */

static gboolean
any_card_shown (TapBoardPage *self)
{
  GListModel *lanes = tap_board_get_lanes (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (GListModel) lane = g_list_model_get_item (lanes, i);

      if (g_list_model_get_n_items (lane) > 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
state_name (TapBoardPage *self)
{
  const char *typed = tap_board_get_search (self->board);

  if (any_card_shown (self))
    return "board";
  if (typed != NULL && *typed != '\0')
    return "no-result";
  if (tap_board_get_filter (self->board) != TAP_FILTER_ALL
      || tap_board_get_tile (self->board) != TAP_TILE_NONE)
    return "filtered";
  return g_list_model_get_n_items (tap_board_get_cards (self->board)) == 0 ? "empty" : "board";
}

static void
show_skeleton (gpointer data)
{
  TapBoardPage *self = data;

  self->loading_id = 0;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
}

/* The large icon of a page without cards. Not in the template: these would be the only SVG files of the start, and
 * bring a renderer of several MB with them. */
static void
show_picture (TapBoardPage *self)
{
  static const char *const pictures[][2] = { { "empty", "tappet-board-symbolic" },
                                             { "filtered", "tappet-check-symbolic" },
                                             { "no-result", "system-search-symbolic" } };
  GtkWidget *page = gtk_stack_get_visible_child (GTK_STACK (self->stack));
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (ADW_IS_STATUS_PAGE (page) && g_strcmp0 (name, pictures[i][0]) == 0)
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), pictures[i][1]);
}

static void
show_state (TapBoardPage *self)
{
  const char *typed = tap_board_get_search (self->board);

  if (!tap_board_is_ready (self->board))
    {
      if (self->loading_id == 0
          && g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "blank") == 0)
        self->loading_id = g_timeout_add_once (SKELETON_AFTER_MS, show_skeleton, self);
      return;
    }
  g_clear_handle_id (&self->loading_id, g_source_remove);
  if (typed != NULL && *typed != '\0')
    {
      /* Translators: %s is what was searched for. */
      g_autofree char *title = g_strdup_printf (_("Nothing Found for “%s”"), typed);
      g_autofree char *markup = g_markup_escape_text (title, -1);

      adw_status_page_set_title (ADW_STATUS_PAGE (self->no_result), markup);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state_name (self));
  show_picture (self);
}

static gboolean
state_idle_cb (gpointer data)
{
  TapBoardPage *self = data;

  self->state_id = 0;
  show_state (self);
  return G_SOURCE_REMOVE;
}

/* A filter changes many lanes one after another; between them the board may be empty for a moment.
 */
static void
queue_state (TapBoardPage *self)
{
  if (self->state_id == 0)
    self->state_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, state_idle_cb, self, NULL);
}

static void
search_all_cb (TapBoardPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.search-all", "s",
                              tap_board_get_search (self->board));
}

static void
show_all_cb (TapBoardPage *self)
{
  tap_board_set_filter (self->board, TAP_FILTER_ALL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                  tap_strip_bar_get_filter (self->strip, TAP_FILTER_ALL)),
                                TRUE);
  if (tap_board_get_tile (self->board) != TAP_TILE_NONE)
    gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (tap_strip_bar_get_tile (self->strip, tap_board_get_tile (self->board))),
      FALSE);
}

static GtkWidget *
skeleton_card (void)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  static const int widths[] = { 104, 126, 76, 108 };

  gtk_widget_add_css_class (card, "job-card");
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (bar, "skeleton");
      gtk_widget_set_size_request (bar, widths[i], i == 0 ? 28 : 11);
      gtk_widget_set_halign (bar, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (card), bar);
    }
  return card;
}

static void
fill_skeleton (TapBoardPage *self)
{
  static const int n_cards[] = { 4, 2, 2, 3, 4, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (n_cards); i++)
    {
      GtkWidget *lane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 7);

      gtk_widget_add_css_class (lane, "lane");
      gtk_widget_add_css_class (lane, "skeleton-lane");
      for (int j = 0; j < n_cards[i]; j++)
        gtk_box_append (GTK_BOX (lane), skeleton_card ());
      gtk_box_append (GTK_BOX (self->skeleton), lane);
    }
}

/* ---- lanes ---- */

static gboolean
focus_gone_cb (TapCardList  *list,
               GObject      *item,
               TapBoardPage *self)
{
  TapBoardLaneView *view = _tap_board_page_view_of (self, TAP_BOARD_CARD (item));

  /* The focus goes with the card into its new lane. */
  return view != NULL && tap_card_list_focus_item (tap_board_lane_view_get_list (view), item);
}

static void
drag_begun_cb (TapBoardPage *self,
               TapBoardCard *card)
{
  for (guint i = 0; i < tap_board_lanes_get_n (self->lanes); i++)
    tap_board_lane_view_begin_drag (tap_board_lanes_get (self->lanes, i), card);
}

static void
drag_ended_cb (TapBoardPage *self)
{
  for (guint i = 0; i < tap_board_lanes_get_n (self->lanes); i++)
    tap_board_lane_view_end_drag (tap_board_lanes_get (self->lanes, i));
}

static void
dropped_cb (TapBoardPage     *self,
            TapBoardCard     *card,
            TapBoardLaneView *view)
{
  _tap_board_page_move (self, card, tap_board_lane_get_entry (tap_board_lane_view_get_lane (view)));
}

static void
show_lanes (TapBoardPage *self)
{
  tap_board_lanes_set_board (self->lanes, self->board);
  for (guint i = 0; i < tap_board_lanes_get_n (self->lanes); i++)
    {
      TapBoardLaneView *view = tap_board_lanes_get (self->lanes, i);

      g_signal_connect_object (view, "drag-begun", G_CALLBACK (drag_begun_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (view, "drag-ended", G_CALLBACK (drag_ended_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (view, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (tap_board_lane_view_get_list (view), "focus-gone",
                               G_CALLBACK (focus_gone_cb), self, 0);
      g_signal_connect_object (tap_board_lane_view_get_lane (view), "items-changed",
                               G_CALLBACK (queue_state), self, G_CONNECT_SWAPPED);
    }
  show_state (self);
}

TapBoardLaneView *
_tap_board_page_view_of (TapBoardPage *self,
                         TapBoardCard *card)
{
  TapBoardLane *lane = card != NULL ? tap_board_lane_of (self->board, card) : NULL;

  for (guint i = 0; lane != NULL && i < tap_board_lanes_get_n (self->lanes); i++)
    {
      TapBoardLaneView *view = tap_board_lanes_get (self->lanes, i);

      if (tap_board_lane_view_get_lane (view) == lane)
        return view;
    }
  return NULL;
}

TapBoardCard *
_tap_board_page_card (TapBoardPage *self,
                      gint64        id)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int index;

  if (id != 0)
    return tap_board_find (self->board, id);
  index = tap_board_lanes_index_of (self->lanes, focus);
  if (index < 0)
    return NULL;
  return tap_card_list_item_of (tap_board_lane_view_get_list (
                                  tap_board_lanes_get (self->lanes, (guint) index)),
                                focus);
}

gboolean
tap_board_page_focus_card (TapBoardPage *self,
                           gint64        id)
{
  TapBoardCard *card;
  TapBoardLaneView *view;

  g_return_val_if_fail (TAP_IS_BOARD_PAGE (self), FALSE);

  card = tap_board_find (self->board, id);
  view = _tap_board_page_view_of (self, card);
  return view != NULL && tap_card_list_focus_item (tap_board_lane_view_get_list (view), card);
}

/* ---- the object ---- */

static void
sort_changed_cb (TapBoardPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

GtkWidget *
tap_board_page_new (TapBoard *board)
{
  TapBoardPage *self;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  self = g_object_new (TAP_TYPE_BOARD_PAGE, NULL);
  self->board = g_object_ref (board);
  tap_strip_bar_set_board (self->strip, board);
  g_signal_connect_object (tap_board_get_lanes (board), "items-changed", G_CALLBACK (show_lanes),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tap_board_get_cards (board), "items-changed", G_CALLBACK (queue_state),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::ready", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::search", G_CALLBACK (queue_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::filter", G_CALLBACK (queue_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::sort", G_CALLBACK (sort_changed_cb), self,
                           G_CONNECT_SWAPPED);
  _tap_board_page_watch (self);
  show_lanes (self);
  return GTK_WIDGET (self);
}

static gboolean
tap_board_page_grab_focus (GtkWidget *widget)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);

  /* Without a card the page itself takes it, so that its keys work on an empty board. */
  return gtk_widget_grab_focus (GTK_WIDGET (self->lanes))
         || GTK_WIDGET_CLASS (tap_board_page_parent_class)->grab_focus (widget);
}

static void
tap_board_page_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);

  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation) { 0, 0, width, height }, -1);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
tap_board_page_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
tap_board_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SORT:
      g_value_set_string (value, tap_board_sort_name (
                                   tap_board_get_sort (TAP_BOARD_PAGE (object)->board)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_board_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SORT:
      tap_board_set_sort (TAP_BOARD_PAGE (object)->board,
                          tap_board_sort_of_name (g_value_get_string (value)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_board_page_dispose (GObject *object)
{
  TapBoardPage *self = TAP_BOARD_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->loading_id, g_source_remove);
  g_clear_handle_id (&self->state_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->lanes != NULL)
    tap_board_lanes_set_board (self->lanes, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_BOARD_PAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_board_page_parent_class)->dispose (object);
}

static void
tap_board_page_finalize (GObject *object)
{
  g_clear_object (&TAP_BOARD_PAGE (object)->board);
  G_OBJECT_CLASS (tap_board_page_parent_class)->finalize (object);
}

static void
tap_board_page_class_init (TapBoardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_board_page_get_property;
  object_class->set_property = tap_board_page_set_property;
  object_class->dispose = tap_board_page_dispose;
  object_class->finalize = tap_board_page_finalize;
  widget_class->grab_focus = tap_board_page_grab_focus;
  widget_class->measure = tap_board_page_measure;
  widget_class->size_allocate = tap_board_page_size_allocate;

  properties[PROP_SORT]
    = g_param_spec_string ("sort", NULL, NULL, "promise",
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TAP_TYPE_STRIP_BAR);
  g_type_ensure (TAP_TYPE_BOARD_LANES);
  gtk_widget_class_set_css_name (widget_class, "boardpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapBoardPage, strip);
  gtk_widget_class_bind_template_child (widget_class, TapBoardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TapBoardPage, skeleton);
  gtk_widget_class_bind_template_child (widget_class, TapBoardPage, no_result);
  gtk_widget_class_bind_template_child (widget_class, TapBoardPage, lanes);
  gtk_widget_class_bind_template_callback (widget_class, search_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  _tap_board_page_class_init_actions (widget_class);
}

static void
tap_board_page_init (TapBoardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_skeleton (self);
}
