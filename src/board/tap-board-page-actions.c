/* tap-board-page-actions.c — the front-desk board: actions, keys, and the focus between lanes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-board-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-board-page-private.h"
#include "board/tap-card-menu.h"
#include "board/tap-quick-look.h"

gboolean
tap_board_window_has_action (GtkWidget  *widget,
                             const char *name)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *full = g_strconcat ("win.", name, NULL);
  const char *each, *property;
  const GVariantType *type;
  GType owner;

  if (root == NULL)
    return FALSE;
  if (G_IS_ACTION_GROUP (root) && g_action_group_has_action (G_ACTION_GROUP (root), name))
    return TRUE;
  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (root), i, &owner, &each,
                                                   &type, &property);
       i++)
    if (g_str_equal (each, full))
      return TRUE;
  return FALSE;
}

void
_tap_board_page_toast (TapBoardPage *self,
                       const char   *text)
{
  if (text != NULL && *text != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static TapBoardCard *
card_of (GtkWidget *widget,
         GVariant  *target)
{
  return _tap_board_page_card (TAP_BOARD_PAGE (widget), g_variant_get_int64 (target));
}

/* ---- actions ---- */

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *target)
{
  TapBoardCard *card = card_of (widget, target);

  if (card != NULL)
    tap_board_open_card (widget, card);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *target)
{
  TapBoardCard *card = card_of (widget, target);

  if (card != NULL)
    _tap_board_page_show_menu (TAP_BOARD_PAGE (widget), card,
                               g_str_equal (name, "board.stage-menu"));
}

static void
next_step_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *target)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);
  TapBoardCard *card = card_of (widget, target);

  if (card != NULL)
    _tap_board_page_move (self, card, tap_card_menu_next_stage (self->board, card));
}

static void
move_to_action (GtkWidget  *widget,
                const char *name,
                GVariant   *target)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);
  TapBoardCard *card;
  const char *stage_name;
  TapStage stage;
  gint64 id;

  g_variant_get (target, "(x&s)", &id, &stage_name);
  card = _tap_board_page_card (self, id);
  if (card != NULL && tap_stage_from_db (stage_name, &stage))
    _tap_board_page_move (self, card, stage);
}

/* The lanes, not the stages: Ctrl+Right from "to dispatch" goes to the lane of the work. */
static void
shift_action (GtkWidget  *widget,
              const char *name,
              GVariant   *target)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);
  TapBoardCard *card = _tap_board_page_card (self, 0);
  TapBoardLaneView *view = _tap_board_page_view_of (self, card);
  int index = view != NULL ? tap_board_lanes_index_of (self->lanes, GTK_WIDGET (view)) : -1;
  int to = index + g_variant_get_int32 (target);

  if (index < 0)
    return;
  if (to == (int) tap_board_lanes_get_n (self->lanes))
    _tap_board_page_move (self, card, TAP_STAGE_DELIVERED);
  else if (to >= 0)
    _tap_board_page_move (self, card, tap_board_lane_get_entry (tap_board_lane_view_get_lane (
                                        tap_board_lanes_get (self->lanes, (guint) to))));
}

static void
change_promise_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *target)
{
  TapBoardCard *card = card_of (widget, target);

  if (card != NULL && tap_board_card_get_stage (card) != TAP_STAGE_BOOKED
      && tap_board_window_has_action (widget, "change-promise"))
    gtk_widget_activate_action (widget, "win.change-promise", "x", tap_board_card_get_id (card));
}

static void
copy_phone_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *target)
{
  TapBoardCard *card = card_of (widget, target);
  g_autofree char *shown = NULL, *text = NULL;

  if (card == NULL || *tap_board_card_get_card (card)->phone == '\0')
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), tap_board_card_get_card (card)->phone);
  shown = tap_phone_show (tap_board_card_get_card (card)->phone);
  /* Translators: %s is a phone number. */
  text = g_strdup_printf (_("%s copied"), shown);
  _tap_board_page_toast (TAP_BOARD_PAGE (widget), text);
}

static void
toggle_filter (TapBoardPage  *self,
               TapBoardFilter filter)
{
  GtkWidget *button = tap_strip_bar_get_filter (
    self->strip, tap_board_get_filter (self->board) == filter ? TAP_FILTER_ALL : filter);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

static void
filter_action (GtkWidget  *widget,
               const char *name,
               GVariant   *target)
{
  toggle_filter (TAP_BOARD_PAGE (widget),
                 g_str_equal (name, "board.filter-mine") ? TAP_FILTER_MINE : TAP_FILTER_WAITING);
}

/* ---- the card menu ---- */

static void
menu_closed_cb (GtkWidget    *menu,
                TapBoardPage *self)
{
  if (self->menu != menu)
    return;
  self->menu = NULL;
  /* After the row that closed it has been dealt with. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, menu);
}

/* Points from the card's right end to its popover; @popover is a child of the page from then on. */
static void
show_popover (TapBoardPage *self,
              GtkWidget    *card,
              GtkWidget    *popover,
              GdkRectangle  from)
{
  graphene_rect_t bounds;

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = popover;
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  if (gtk_widget_compute_bounds (card, GTK_WIDGET (self), &bounds))
    {
      from.x += (int) (bounds.origin.x + bounds.size.width);
      from.y += (int) bounds.origin.y;
      gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &from);
    }
  g_signal_connect (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static GtkWidget *
card_widget (TapBoardPage *self,
             TapBoardCard *card)
{
  TapBoardLaneView *view = _tap_board_page_view_of (self, card);

  return view != NULL ? tap_card_list_get_card (tap_board_lane_view_get_list (view), card) : NULL;
}

void
_tap_board_page_show_menu (TapBoardPage *self,
                           TapBoardCard *card,
                           gboolean      stages)
{
  GtkWidget *widget = card_widget (self, card);
  gboolean with_promise = tap_board_window_has_action (GTK_WIDGET (self), "change-promise");

  if (widget != NULL)
    show_popover (self, widget, tap_card_menu_new (self->board, card, with_promise, stages),
                  (GdkRectangle){ -21, 8, 1, 26 });
}

static void
quick_look_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *target)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);
  TapBoardCard *card = card_of (widget, target);
  GtkWidget *shown = card != NULL ? card_widget (self, card) : NULL;

  if (shown != NULL)
    show_popover (self, shown, tap_quick_look_new (self->board, card),
                  (GdkRectangle){ -2, gtk_widget_get_height (shown) / 2, 1, 1 });
}

/* ---- the focus between lanes ---- */

static gboolean
move_lane_cb (GtkWidget *widget,
              GVariant  *args,
              gpointer   user_data)
{
  TapBoardPage *self = TAP_BOARD_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int index = tap_board_lanes_index_of (self->lanes, focus), direction;
  graphene_point_t place;

  g_variant_get (args, "(i)", &direction);
  if (index < 0)
    return GDK_EVENT_PROPAGATE;
  if (!gtk_widget_compute_point (focus,
                                 GTK_WIDGET (tap_board_lane_view_get_list (
                                   tap_board_lanes_get (self->lanes, (guint) index))),
                                 &GRAPHENE_POINT_INIT (0, 0), &place))
    return GDK_EVENT_PROPAGATE;
  for (index += direction; index >= 0 && index < (int) tap_board_lanes_get_n (self->lanes);
       index += direction)
    if (tap_card_list_focus_near (tap_board_lane_view_get_list (
                                    tap_board_lanes_get (self->lanes, (guint) index)),
                                  place.y, direction < 0))
      {
        tap_board_lanes_show (self->lanes, (guint) index);
        break;
      }
  return GDK_EVENT_STOP;
}

/* ---- the table ---- */

static void
bind (GtkWidgetClass  *widget_class,
      guint            key,
      GdkModifierType  modifiers,
      const char      *action)
{
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, action, NULL);
}

static void
bind_focused (GtkWidgetClass  *widget_class,
              guint            key,
              GdkModifierType  modifiers,
              const char      *action)
{
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, action, "x",
                                       G_GINT64_CONSTANT (0));
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  static const guint rights[] = { GDK_KEY_Right, GDK_KEY_KP_Right },
                     lefts[] = { GDK_KEY_Left, GDK_KEY_KP_Left };

  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      gtk_widget_class_add_binding (widget_class, rights[i], 0, move_lane_cb, "(i)", 1);
      gtk_widget_class_add_binding (widget_class, lefts[i], 0, move_lane_cb, "(i)", -1);
      gtk_widget_class_add_binding_action (widget_class, rights[i], GDK_CONTROL_MASK, "board.shift",
                                           "i", 1);
      gtk_widget_class_add_binding_action (widget_class, lefts[i], GDK_CONTROL_MASK, "board.shift",
                                           "i", -1);
    }
  bind_focused (widget_class, GDK_KEY_Return, 0, "board.open");
  bind_focused (widget_class, GDK_KEY_KP_Enter, 0, "board.open");
  bind_focused (widget_class, GDK_KEY_space, 0, "board.quick-look");
  bind_focused (widget_class, GDK_KEY_KP_Space, 0, "board.quick-look");
  bind_focused (widget_class, GDK_KEY_Menu, 0, "board.card-menu");
  bind_focused (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "board.card-menu");
  bind_focused (widget_class, GDK_KEY_F9, 0, "board.next-step");
  bind_focused (widget_class, GDK_KEY_F9, GDK_SHIFT_MASK, "board.stage-menu");
  bind_focused (widget_class, GDK_KEY_t, 0, "board.change-promise");
  bind_focused (widget_class, GDK_KEY_c, 0, "board.copy-phone");
  bind_focused (widget_class, GDK_KEY_F2, 0, "win.check-in");
  bind (widget_class, GDK_KEY_F3, 0, "win.new-booking");
  bind (widget_class, GDK_KEY_m, 0, "board.filter-mine");
  bind (widget_class, GDK_KEY_w, 0, "board.filter-waiting");
  bind (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo-move");
  bind (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh");
  bind (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search");
  bind (widget_class, GDK_KEY_slash, 0, "win.search");
  bind (widget_class, GDK_KEY_KP_Divide, 0, "win.search");
}

void
_tap_board_page_class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "board.open", "x", open_action);
  gtk_widget_class_install_action (widget_class, "board.card-menu", "x", menu_action);
  gtk_widget_class_install_action (widget_class, "board.stage-menu", "x", menu_action);
  gtk_widget_class_install_action (widget_class, "board.quick-look", "x", quick_look_action);
  gtk_widget_class_install_action (widget_class, "board.next-step", "x", next_step_action);
  gtk_widget_class_install_action (widget_class, "board.move-to", "(xs)", move_to_action);
  gtk_widget_class_install_action (widget_class, "board.shift", "i", shift_action);
  gtk_widget_class_install_action (widget_class, "board.change-promise", "x",
                                   change_promise_action);
  gtk_widget_class_install_action (widget_class, "board.copy-phone", "x", copy_phone_action);
  gtk_widget_class_install_action (widget_class, "board.filter-mine", NULL, filter_action);
  gtk_widget_class_install_action (widget_class, "board.filter-waiting", NULL, filter_action);
  gtk_widget_class_install_property_action (widget_class, "board.sort", "sort");
  bind_keys (widget_class);
}
