/* tap-board-lane-view.c — one lane of the front-desk board: its head and its cards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-lane-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-board-lane-view-private.h"
#include "board/tap-visit-card.h"
#include "widgets/tap-icon.h"

G_DEFINE_FINAL_TYPE (TapBoardLaneView, tap_board_lane_view, GTK_TYPE_WIDGET)

/* ---- the cards ---- */

static GtkWidget *
create_card (gpointer user_data)
{
  return tap_visit_card_new ();
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
bind_card (GtkWidget *card,
           gpointer   item,
           gpointer   user_data)
{
  TapBoardLaneView *self = user_data;

  set_class (card, "tight", self->tight);
  tap_visit_card_set_card (TAP_VISIT_CARD (card), item, tap_board_get_session (self->board));
}

static void
unbind_card (GtkWidget *card,
             gpointer   item,
             gpointer   user_data)
{
  tap_visit_card_set_card (TAP_VISIT_CARD (card), NULL, NULL);
}

static const TapCardListFuncs card_funcs = { create_card, bind_card, unbind_card };

void
tap_board_open_card (GtkWidget    *widget,
                     TapBoardCard *card)
{
  gtk_widget_activate_action (widget,
                              tap_board_card_get_stage (card) == TAP_STAGE_BOOKED
                                ? "win.check-in"
                                : "win.open-visit",
                              "x", tap_board_card_get_id (card));
}

static void
pressed_cb (GtkGestureClick  *gesture,
            int               n_press,
            double            x,
            double            y,
            TapBoardLaneView *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GtkWidget *widget;
  TapBoardCard *card = tap_card_list_pick_item (self->list, x, y, &widget);

  if (card == NULL)
    return;
  if (button == GDK_BUTTON_SECONDARY)
    {
      gtk_widget_grab_focus (widget);
      gtk_widget_activate_action (GTK_WIDGET (self), "board.card-menu", "x",
                                  tap_board_card_get_id (card));
    }
  else if (button == GDK_BUTTON_PRIMARY && n_press == 1)
    gtk_widget_grab_focus (widget);
  else if (button == GDK_BUTTON_PRIMARY && n_press == 2)
    tap_board_open_card (GTK_WIDGET (self), card);
}

/* ---- the head ---- */

static const char *
lane_icon (TapStage entry)
{
  switch (entry)
    {
    case TAP_STAGE_BOOKED:
      return "tappet-cal-symbolic";
    case TAP_STAGE_ARRIVED:
    case TAP_STAGE_CONSULT:
      return "tappet-person-symbolic";
    case TAP_STAGE_ESTIMATE:
      return "tappet-phone-symbolic";
    case TAP_STAGE_DISPATCH:
    case TAP_STAGE_NEXT:
      return "tappet-wait-symbolic";
    case TAP_STAGE_WORK:
      return "tappet-wrench-symbolic";
    case TAP_STAGE_CHECK:
      return "tappet-shield-symbolic";
    case TAP_STAGE_WASH:
      return "tappet-drop-symbolic";
    case TAP_STAGE_FINAL:
    case TAP_STAGE_INVOICE:
      return "tappet-sign-symbolic";
    case TAP_STAGE_SETTLE:
      return "tappet-coin-symbolic";
    case TAP_STAGE_READY:
      return "tappet-key-symbolic";
    case TAP_STAGE_DELIVERED:
    case TAP_STAGE_CANCELLED:
      return "tappet-check-symbolic";
    }
  g_return_val_if_reached ("tappet-board-symbolic");
}

/* Bays in use of those there are, for the lane of the work; elsewhere the limit of the column, if
 * it has one. */
static char *
limit_text (TapBoardLaneView *self)
{
  TapColumn *column = tap_board_lane_get_column (self->lane);
  guint n = tap_board_lane_get_n_total (self->lane), n_bays = 0,
        n_running = tap_board_lane_get_n_running_bays (self->lane);
  TapStationData *station = tap_session_get_station (tap_board_get_session (self->board));

  if (column->stages & TAP_STAGE_BIT (TAP_STAGE_WORK))
    {
      for (guint i = 0; station != NULL && i < station->bays->len; i++)
        {
          TapBay *bay = station->bays->pdata[i];

          if (bay->active && bay->kind != TAP_BAY_WASH)
            n_bays++;
        }
      if (n_bays == 0)
        return g_strdup ("");
      if (n_running >= n_bays)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u bay full", "%u bays full",
                                             n_bays),
                                n_bays);
      /* Translators: bays in use of all bays. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u bay", "%u of %u bays",
                                           n_bays),
                              n_running, n_bays);
    }
  if (column->soft_limit > 0 && n >= (guint) column->soft_limit)
    /* Translators: more cars than the lane should hold. */
    return g_strdup_printf (_("limit %d"), column->soft_limit);
  return g_strdup ("");
}

static void
show_head (TapBoardLaneView *self)
{
  const char *title = tap_board_lane_get_title (self->lane);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lane)),
        n_total = tap_board_lane_get_n_total (self->lane);
  guint n_late = tap_board_lane_get_n_late (self->lane);
  TapColumn *column = tap_board_lane_get_column (self->lane);
  g_autofree char *limit = limit_text (self), *said = NULL, *late = g_strdup_printf ("%u", n_late),
                  *count = NULL;

  /* While a filter hides cards the head says how many of them are shown. */
  count = n == n_total ? g_strdup_printf ("%u", n) : g_strdup_printf ("%u/%u", n, n_total);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  /* A name of the station's own has no shorter form: it is cut, and the tooltip tells it whole. */
  gtk_label_set_text (GTK_LABEL (self->narrow_title),
                      *column->name != '\0' ? title : tap_column_narrow_label (column->stages));
  gtk_widget_set_tooltip_text (self->titles, title);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_label_set_text (GTK_LABEL (self->narrow_count), count);
  gtk_label_set_text (GTK_LABEL (self->limit), limit);
  gtk_widget_set_tooltip_text (self->limit, *limit != '\0' ? limit : NULL);
  gtk_widget_set_visible (self->limit, *limit != '\0');
  set_class (self->header, "over", column->soft_limit > 0 && n_total >= (guint) column->soft_limit);
  tap_pill_set (self->late, "late", "tappet-warn-symbolic", late);
  gtk_widget_set_visible (GTK_WIDGET (self->late), n_late > 0);
  /* A narrow head has no room for everything: the number of late cars goes before the icon. */
  set_class (self->header, "has-late", n_late > 0 && column->n_card_columns < 2);
  if (n_late > 0)
    {
      g_autofree char *tip = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u car is late",
                                                           "%u cars are late", n_late),
                                              n_late);

      gtk_widget_set_tooltip_text (GTK_WIDGET (self->late), tip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->late), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      tip, -1);
    }
  /* Translators: a lane for the screen reader: its name and how many cars stand in it. */
  said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %u car", "%s, %u cars", n), title, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, said,
                                  -1);
}

/* ---- the object ---- */

GtkWidget *
tap_board_lane_view_new (TapBoard     *board,
                         TapBoardLane *lane)
{
  TapBoardLaneView *self;
  TapColumn *column;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);
  g_return_val_if_fail (TAP_IS_BOARD_LANE (lane), NULL);

  self = g_object_new (TAP_TYPE_BOARD_LANE_VIEW, NULL);
  column = tap_board_lane_get_column (lane);
  self->board = g_object_ref (board);
  self->lane = g_object_ref (lane);
  tap_icon_show (GTK_IMAGE (self->icon), lane_icon (tap_board_lane_get_entry (lane)));
  if (column->stages & TAP_STAGE_BIT (TAP_STAGE_BOOKED))
    gtk_widget_add_css_class (GTK_WIDGET (self), "booked");
  tap_card_list_set_n_columns (self->list, CLAMP (column->n_card_columns, 1, 2));
  tap_card_list_set_model (self->list, G_LIST_MODEL (lane));
  g_signal_connect_object (lane, "notify::n-items", G_CALLBACK (show_head), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "notify::n-total", G_CALLBACK (show_head), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "notify::n-late", G_CALLBACK (show_head), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "notify::title", G_CALLBACK (show_head), self, G_CONNECT_SWAPPED);
  if (column->stages & TAP_STAGE_BIT (TAP_STAGE_WORK))
    g_signal_connect_object (board, "strip-changed", G_CALLBACK (show_head), self,
                             G_CONNECT_SWAPPED);
  show_head (self);
  return GTK_WIDGET (self);
}

TapBoardLane *
tap_board_lane_view_get_lane (TapBoardLaneView *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE_VIEW (self), NULL);

  return self->lane;
}

TapCardList *
tap_board_lane_view_get_list (TapBoardLaneView *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE_VIEW (self), NULL);

  return self->list;
}

guint
tap_board_lane_view_get_units (TapBoardLaneView *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE_VIEW (self), 1);

  return tap_card_list_get_n_columns (self->list);
}

static void
tighten_card (GtkWidget *card,
              gpointer   item,
              gpointer   user_data)
{
  TapBoardLaneView *self = user_data;

  set_class (card, "tight", self->tight);
}

void
tap_board_lane_view_set_tight (TapBoardLaneView *self,
                               gboolean          tight)
{
  g_return_if_fail (TAP_IS_BOARD_LANE_VIEW (self));

  if (self->tight == tight)
    return;
  self->tight = tight;
  set_class (self->header, "tight", tight);
  tap_card_list_foreach (self->list, tighten_card, self);
}

static gboolean
tap_board_lane_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TAP_BOARD_LANE_VIEW (widget)->list));
}

static void
tap_board_lane_view_dispose (GObject *object)
{
  TapBoardLaneView *self = TAP_BOARD_LANE_VIEW (object);
  GtkWidget *child;

  /* The cards need the board while they are let go. */
  if (self->list != NULL)
    tap_card_list_set_model (self->list, NULL);
  self->list = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_BOARD_LANE_VIEW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->dragged);
  g_clear_object (&self->lane);
  g_clear_object (&self->board);
  g_clear_pointer (&self->sentence, g_free);
  G_OBJECT_CLASS (tap_board_lane_view_parent_class)->dispose (object);
}

static void
tap_board_lane_view_class_init (TapBoardLaneViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_board_lane_view_dispose;
  widget_class->grab_focus = tap_board_lane_view_grab_focus;
  g_signal_new ("drag-begun", TAP_TYPE_BOARD_LANE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, TAP_TYPE_BOARD_CARD);
  g_signal_new ("drag-ended", TAP_TYPE_BOARD_LANE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("dropped", TAP_TYPE_BOARD_LANE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, TAP_TYPE_BOARD_CARD);
  g_type_ensure (TAP_TYPE_PILL);
  gtk_widget_class_set_css_name (widget_class, "lane");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/tappet/Tappet/ui/board/tap-board-lane-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, content);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, header);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, icon);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, titles);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, title);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, count);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, narrow_count);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, limit);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, late);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, scroller);
  gtk_widget_class_bind_template_child (widget_class, TapBoardLaneView, reason);
}

static void
tap_board_lane_view_init (TapBoardLaneView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = TAP_CARD_LIST (tap_card_list_new (&card_funcs, self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
  _tap_board_lane_view_init_dnd (self);
}
