/* tap-card-list-focus.c — TapCardList: the keyboard focus among cards that come and go.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-list"

#include "config.h"

#include "widgets/tap-card-list-private.h"

typedef enum { STEP_LINE, STEP_PAGE, STEP_END, STEP_SIDE } Step;

static gboolean
find_item (TapCardList *self,
           gpointer     item,
           guint       *pos)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) each = g_list_model_get_item (self->model, i);

      if (each == item)
        {
          *pos = i;
          return TRUE;
        }
    }
  return FALSE;
}

static TapCardSlot *
focused_slot (TapCardList *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    if (_tap_card_list_slot_focused (self->slots->pdata[i]))
      return self->slots->pdata[i];
  return NULL;
}

void
tap_card_list_scroll_to (TapCardList *self,
                         guint        position)
{
  g_return_if_fail (TAP_IS_CARD_LIST (self));

  if (position >= self->heights->len)
    return;
  self->revealing = TRUE;
  self->reveal_pos = position;
  _tap_card_list_queue_layout (self);
}

gboolean
tap_card_list_focus_position (TapCardList *self,
                              guint        position)
{
  TapCardSlot *slot;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), FALSE);

  if (position >= self->heights->len)
    return FALSE;
  slot = _tap_card_list_require_slot (self, position);
  tap_card_list_scroll_to (self, position);
  g_weak_ref_set (&self->focus_item, slot->item);
  self->focus_pos = position;
  return gtk_widget_grab_focus (slot->widget);
}

gboolean
tap_card_list_focus_item (TapCardList *self,
                          gpointer     item)
{
  guint pos;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), FALSE);

  return find_item (self, item, &pos) && tap_card_list_focus_position (self, pos);
}

gboolean
tap_card_list_focus_near (TapCardList *self,
                          double       y,
                          gboolean     at_end)
{
  guint columns = self->n_columns, best_pos = 0;
  double best = -1;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), FALSE);

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];
      double distance = ABS (slot->y - y);

      /* The last row may have no card in the last column. */
      if (at_end && slot->pos % columns != columns - 1 && slot->pos + 1 < self->heights->len)
        continue;
      if (!at_end && slot->pos % columns != 0)
        continue;
      if (best < 0 || distance < best)
        {
          best = distance;
          best_pos = slot->pos;
        }
    }
  return best >= 0 && tap_card_list_focus_position (self, best_pos);
}

gpointer
tap_card_list_get_focus_item (TapCardList *self)
{
  g_autoptr (GObject) item = NULL;
  TapCardSlot *slot;
  guint pos;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), NULL);

  slot = focused_slot (self);
  if (slot != NULL)
    return slot->item;
  item = g_weak_ref_get (&self->focus_item);
  /* The model keeps what is returned alive. */
  return item != NULL && find_item (self, item, &pos) ? item : NULL;
}

/* ---- the focused item left the model ---- */

static gboolean
refocus_cb (gpointer data)
{
  TapCardList *self = data;
  g_autoptr (GObject) item = g_weak_ref_get (&self->focus_item);
  gboolean handled = FALSE;
  guint pos, n = self->heights->len;

  self->refocus_id = 0;
  if (item != NULL && find_item (self, item, &pos))
    tap_card_list_focus_position (self, pos);
  else
    {
      if (item != NULL)
        g_signal_emit_by_name (self, "focus-gone", item, &handled);
      if (!handled && n > 0)
        tap_card_list_focus_position (self, MIN (self->focus_pos, n - 1));
    }
  return G_SOURCE_REMOVE;
}

/* Called while the model changes: nothing may be focused now, as the rest of the change is still to
 * come. */
void
_tap_card_list_focus_left (TapCardList *self,
                           TapCardSlot *slot)
{
  g_weak_ref_set (&self->focus_item, slot->item);
  self->focus_pos = slot->pos;
  if (self->refocus_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refocus_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refocus_cb, self, NULL);
}

/* ---- moving ---- */

static gboolean
target_of (TapCardList *self,
           guint        from,
           Step         step,
           int          direction,
           guint       *target)
{
  int n = (int) self->heights->len, columns = (int) self->n_columns, to = (int) from;
  int visible_rows = MAX (1, (int) self->slots->len / columns - 2);

  switch (step)
    {
    case STEP_LINE:
      to += direction * columns;
      /* From the last full row down into a shorter one. */
      if (to >= n && (n - 1) / columns > (int) from / columns)
        to = n - 1;
      break;
    case STEP_PAGE:
      to = CLAMP (to + direction * columns * visible_rows, 0, n - 1);
      break;
    case STEP_END:
      to = direction < 0 ? 0 : n - 1;
      break;
    case STEP_SIDE:
      if ((int) from % columns + direction < 0 || (int) from % columns + direction >= columns)
        return FALSE;
      to += direction;
      break;
    }
  *target = (guint) to;
  return to >= 0 && to < n && to != (int) from;
}

static gboolean
move_focus_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  TapCardList *self = TAP_CARD_LIST (widget);
  TapCardSlot *slot = focused_slot (self);
  int step, direction;
  guint target;

  g_variant_get (args, "(ii)", &step, &direction);
  if (slot == NULL)
    return GDK_EVENT_PROPAGATE;
  if (step == STEP_SIDE && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    direction = -direction;
  if (target_of (self, slot->pos, (Step) step, direction, &target))
    return tap_card_list_focus_position (self, target);
  /* At the first and the last card the page keys have nowhere to go; nothing else shall take them.
   */
  return step == STEP_PAGE || step == STEP_END;
}

/* Tab enters at the card that had the focus last, or the first in sight, and leaves the whole list.
 */
static gboolean
tap_card_list_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  TapCardList *self = TAP_CARD_LIST (widget);
  g_autoptr (GObject) item = NULL;
  guint pos;

  if (focused_slot (self) != NULL || self->heights->len == 0)
    return FALSE;
  item = g_weak_ref_get (&self->focus_item);
  if (item != NULL && find_item (self, item, &pos))
    return tap_card_list_focus_position (self, pos);
  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->y >= 0)
        return tap_card_list_focus_position (self, slot->pos);
    }
  return tap_card_list_focus_position (self, 0);
}

static gboolean
tap_card_list_grab_focus (GtkWidget *widget)
{
  /* A card that has it already keeps it. */
  return focused_slot (TAP_CARD_LIST (widget)) != NULL
         || tap_card_list_focus (widget, GTK_DIR_TAB_FORWARD);
}

/* Remembers where the focus is, however it came there. */
static void
tap_card_list_set_focus_child (GtkWidget *widget,
                               GtkWidget *child)
{
  TapCardList *self = TAP_CARD_LIST (widget);
  gpointer parent_class = g_type_class_peek (GTK_TYPE_WIDGET);

  GTK_WIDGET_CLASS (parent_class)->set_focus_child (widget, child);
  for (guint i = 0; child != NULL && i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->widget != child)
        continue;
      g_weak_ref_set (&self->focus_item, slot->item);
      self->focus_pos = slot->pos;
    }
}

static void
bind_key (GtkWidgetClass *widget_class,
          guint           key,
          guint           keypad_key,
          Step            step,
          int             direction)
{
  gtk_widget_class_add_binding (widget_class, key, 0, move_focus_cb, "(ii)", (int) step, direction);
  gtk_widget_class_add_binding (widget_class, keypad_key, 0, move_focus_cb, "(ii)", (int) step,
                                direction);
}

void
_tap_card_list_class_init_focus (GtkWidgetClass *widget_class)
{
  widget_class->focus = tap_card_list_focus;
  widget_class->grab_focus = tap_card_list_grab_focus;
  widget_class->set_focus_child = tap_card_list_set_focus_child;
  bind_key (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, STEP_LINE, -1);
  bind_key (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, STEP_LINE, 1);
  bind_key (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, STEP_PAGE, -1);
  bind_key (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, STEP_PAGE, 1);
  bind_key (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, STEP_END, -1);
  bind_key (widget_class, GDK_KEY_End, GDK_KEY_KP_End, STEP_END, 1);
  bind_key (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, STEP_SIDE, -1);
  bind_key (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, STEP_SIDE, 1);
}
