/* tap-card-list.c — a list of cards that builds only the cards in sight: the model side.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-list"

#include "config.h"

#include "widgets/tap-card-list-private.h"

/* Widgets kept for reuse beyond those in sight. */
#define MAX_POOL 12
/* More than this many at once are a load or a filter, not arrivals: they do not slide in. */
#define MAX_SLIDING 3

G_DEFINE_FINAL_TYPE_WITH_CODE (TapCardList, tap_card_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_0,
  PROP_N_COLUMNS,
  N_OWN_PROPS,
  PROP_HADJUSTMENT = N_OWN_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

/* ---- slots ---- */

static void
slot_free (gpointer data)
{
  TapCardSlot *slot = data;

  g_clear_object (&slot->item);
  g_free (slot);
}

gboolean
_tap_card_list_slot_focused (TapCardSlot *slot)
{
  GtkRoot *root = gtk_widget_get_root (slot->widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* The focus within the window, whether the window has the keyboard now or not: during a drag it
   * has not. */
  return focus != NULL && (focus == slot->widget || gtk_widget_is_ancestor (focus, slot->widget));
}

/* Index of the first slot at or after @pos. */
static guint
slot_index (TapCardList *self,
            guint        pos)
{
  guint low = 0, high = self->slots->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (((TapCardSlot *) self->slots->pdata[middle])->pos < pos)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

TapCardSlot *
_tap_card_list_slot_at (TapCardList *self,
                        guint        pos)
{
  guint i = slot_index (self, pos);
  TapCardSlot *slot = i < self->slots->len ? self->slots->pdata[i] : NULL;

  return slot != NULL && slot->pos == pos ? slot : NULL;
}

static void
unbind (TapCardList *self,
        TapCardSlot *slot)
{
  if (slot->slide_us != 0)
    gtk_widget_set_opacity (slot->widget, 1);
  slot->slide_us = 0;
  if (self->funcs->unbind != NULL)
    self->funcs->unbind (slot->widget, slot->item, self->user_data);
  g_clear_object (&slot->item);
}

/* Takes a slot, which is in no array any more, back into the pool. */
void
_tap_card_list_recycle (TapCardList *self,
                        TapCardSlot *slot)
{
  unbind (self, slot);
  if (self->pool->len < MAX_POOL)
    {
      gtk_widget_set_visible (slot->widget, FALSE);
      g_ptr_array_add (self->pool, slot->widget);
    }
  else
    gtk_widget_unparent (slot->widget);
  slot_free (slot);
}

/* Shows the item at @pos: on @spare, a slot in no array, if there is one, else on a pooled or new
 * widget. */
TapCardSlot *
_tap_card_list_rebind (TapCardList *self,
                       TapCardSlot *spare,
                       guint        pos)
{
  TapCardSlot *slot = spare;
  guint index = slot_index (self, pos);

  if (slot != NULL)
    unbind (self, slot);
  else
    {
      slot = g_new0 (TapCardSlot, 1);
      if (self->pool->len > 0)
        {
          slot->widget = g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1);
          gtk_widget_set_visible (slot->widget, TRUE);
        }
      else
        {
          slot->widget = self->funcs->create (self->user_data);
          gtk_widget_insert_before (slot->widget, GTK_WIDGET (self), NULL);
        }
    }
  slot->pos = pos;
  slot->item = g_list_model_get_item (self->model, pos);
  g_ptr_array_insert (self->slots, (int) index, slot);
  /* The order of the children is the reading order. */
  if (index > 0)
    gtk_widget_insert_after (slot->widget, GTK_WIDGET (self),
                             ((TapCardSlot *) self->slots->pdata[index - 1])->widget);
  else
    gtk_widget_insert_after (slot->widget, GTK_WIDGET (self), NULL);
  self->funcs->bind (slot->widget, slot->item, self->user_data);
  return slot;
}

TapCardSlot *
_tap_card_list_require_slot (TapCardList *self,
                             guint        pos)
{
  TapCardSlot *slot = _tap_card_list_slot_at (self, pos);

  if (slot == NULL)
    {
      slot = _tap_card_list_rebind (self, NULL, pos);
      _tap_card_list_queue_layout (self);
    }
  return slot;
}

/* ---- the model ---- */

void
_tap_card_list_forget_heights (TapCardList *self)
{
  for (guint i = 0; i < self->heights->len; i++)
    g_array_index (self->heights, int, i) = -1;
}

static void
remove_slots (TapCardList *self,
              guint        pos,
              guint        removed,
              guint        added)
{
  guint first = slot_index (self, pos), last = slot_index (self, pos + removed);

  for (guint i = first; i < last; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (_tap_card_list_slot_focused (slot))
        _tap_card_list_focus_left (self, slot);
      g_ptr_array_add (self->limbo, slot);
    }
  if (last > first)
    g_ptr_array_remove_range (self->slots, first, last - first);
  for (guint i = first; i < self->slots->len; i++)
    ((TapCardSlot *) self->slots->pdata[i])->pos += added - removed;
}

/* Items that left a moment ago and came back (another place in the order) keep their widgets. */
static void
resurrect (TapCardList *self,
           guint        pos,
           guint        added)
{
  for (guint p = pos; p < pos + added && self->limbo->len > 0; p++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, p);

      for (guint i = 0; i < self->limbo->len; i++)
        {
          TapCardSlot *slot = self->limbo->pdata[i];
          guint index;

          if (slot->item != item)
            continue;
          g_ptr_array_remove_index (self->limbo, i);
          slot->pos = p;
          index = slot_index (self, p);
          g_ptr_array_insert (self->slots, (int) index, slot);
          gtk_widget_insert_after (slot->widget, GTK_WIDGET (self),
                                   index > 0
                                     ? ((TapCardSlot *) self->slots->pdata[index - 1])->widget
                                     : NULL);
          break;
        }
    }
}

static gboolean
animations_on (TapCardList *self)
{
  gboolean on = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &on, NULL);
  return on && gtk_widget_get_mapped (GTK_WIDGET (self));
}

static void
remember_sliding (TapCardList *self,
                  guint        pos,
                  guint        added)
{
  if (added > MAX_SLIDING || !animations_on (self))
    return;
  for (guint p = pos; p < pos + added; p++)
    if (_tap_card_list_slot_at (self, p) == NULL)
      g_hash_table_add (self->sliding, g_list_model_get_item (self->model, p));
}

static void
items_changed_cb (TapCardList *self,
                  guint        pos,
                  guint        removed,
                  guint        added)
{
  remove_slots (self, pos, removed, added);
  if (removed > 0)
    g_array_remove_range (self->heights, pos, removed);
  for (guint i = 0; i < added; i++)
    {
      const int unknown = -1;

      g_array_insert_val (self->heights, pos, unknown);
    }
  if (self->anchor_pos >= pos + removed)
    self->anchor_pos += added - removed;
  else if (self->anchor_pos >= pos)
    self->anchor_pos = pos;
  resurrect (self, pos, added);
  remember_sliding (self, pos, added);
  _tap_card_list_prefill (self);
  _tap_card_list_queue_layout (self);
}

void
tap_card_list_set_model (TapCardList *self,
                         GListModel  *model)
{
  guint old_n = 0, n = 0;

  g_return_if_fail (TAP_IS_CARD_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;
  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      old_n = self->heights->len;
    }
  if (model != NULL)
    n = g_list_model_get_n_items (model);
  remove_slots (self, 0, old_n, 0);
  g_array_set_size (self->heights, 0);
  self->anchor_pos = 0;
  self->anchor_offset = 0;
  g_set_object (&self->model, model);
  if (model != NULL)
    {
      g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      items_changed_cb (self, 0, 0, n);
    }
  g_hash_table_remove_all (self->sliding);
  _tap_card_list_queue_layout (self);
}

GListModel *
tap_card_list_get_model (TapCardList *self)
{
  g_return_val_if_fail (TAP_IS_CARD_LIST (self), NULL);

  return self->model;
}

void
tap_card_list_set_n_columns (TapCardList *self,
                             guint        n_columns)
{
  g_return_if_fail (TAP_IS_CARD_LIST (self));
  g_return_if_fail (n_columns == 1 || n_columns == 2);

  if (self->n_columns == n_columns)
    return;
  self->n_columns = n_columns;
  _tap_card_list_forget_heights (self);
  _tap_card_list_queue_layout (self);
  g_object_notify (G_OBJECT (self), "n-columns");
}

guint
tap_card_list_get_n_columns (TapCardList *self)
{
  g_return_val_if_fail (TAP_IS_CARD_LIST (self), 1);

  return self->n_columns;
}

/* ---- looking things up ---- */

static TapCardSlot *
slot_of_widget (TapCardList *self,
                GtkWidget   *widget)
{
  while (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (self))
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL)
    return NULL;
  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->widget == widget)
        return slot;
    }
  return NULL;
}

gpointer
tap_card_list_item_of (TapCardList *self,
                       GtkWidget   *widget)
{
  TapCardSlot *slot;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), NULL);

  slot = slot_of_widget (self, widget);
  return slot != NULL ? slot->item : NULL;
}

gpointer
tap_card_list_pick_item (TapCardList *self,
                         double       x,
                         double       y,
                         GtkWidget  **card)
{
  TapCardSlot *slot;

  g_return_val_if_fail (TAP_IS_CARD_LIST (self), NULL);

  slot = slot_of_widget (self, gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT));
  if (card != NULL)
    *card = slot != NULL ? slot->widget : NULL;
  return slot != NULL ? slot->item : NULL;
}

GtkWidget *
tap_card_list_get_card (TapCardList *self,
                        gpointer     item)
{
  g_return_val_if_fail (TAP_IS_CARD_LIST (self), NULL);

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->item == item)
        return slot->widget;
    }
  return NULL;
}

guint
tap_card_list_get_n_built (TapCardList *self)
{
  g_return_val_if_fail (TAP_IS_CARD_LIST (self), 0);

  return self->slots->len + self->limbo->len + self->pool->len;
}

void
tap_card_list_foreach (TapCardList *self,
                       void       (*func) (GtkWidget *card, gpointer item, gpointer user_data),
                       gpointer     user_data)
{
  g_return_if_fail (TAP_IS_CARD_LIST (self));

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      func (slot->widget, slot->item, user_data);
    }
}

/* ---- the object ---- */

GtkWidget *
tap_card_list_new (const TapCardListFuncs *funcs,
                   gpointer                user_data)
{
  TapCardList *self;

  g_return_val_if_fail (funcs != NULL && funcs->create != NULL && funcs->bind != NULL, NULL);

  self = g_object_new (TAP_TYPE_CARD_LIST, NULL);
  self->funcs = funcs;
  self->user_data = user_data;
  return GTK_WIDGET (self);
}

static void
tap_card_list_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TapCardList *self = TAP_CARD_LIST (object);

  switch (prop_id)
    {
    case PROP_N_COLUMNS:
      g_value_set_uint (value, self->n_columns);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustment[prop_id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->policy[prop_id == PROP_VSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_card_list_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TapCardList *self = TAP_CARD_LIST (object);

  switch (prop_id)
    {
    case PROP_N_COLUMNS:
      tap_card_list_set_n_columns (self, g_value_get_uint (value));
      break;
    case PROP_HADJUSTMENT:
      _tap_card_list_set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      _tap_card_list_set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policy[prop_id == PROP_VSCROLL_POLICY] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_card_list_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tap_card_list_parent_class)->realize (widget);
  _tap_card_list_prefill (TAP_CARD_LIST (widget));
}

static void
tap_card_list_dispose (GObject *object)
{
  TapCardList *self = TAP_CARD_LIST (object);

  g_clear_handle_id (&self->refocus_id, g_source_remove);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->model != NULL)
    tap_card_list_set_model (self, NULL);
  g_clear_handle_id (&self->refocus_id, g_source_remove);
  while (self->limbo->len > 0)
    _tap_card_list_recycle (self, g_ptr_array_steal_index (self->limbo, self->limbo->len - 1));
  while (self->pool->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->pool, self->pool->len - 1));
  _tap_card_list_set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  _tap_card_list_set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_weak_ref_set (&self->focus_item, NULL);
  G_OBJECT_CLASS (tap_card_list_parent_class)->dispose (object);
}

static void
tap_card_list_finalize (GObject *object)
{
  TapCardList *self = TAP_CARD_LIST (object);

  g_ptr_array_unref (self->slots);
  g_ptr_array_unref (self->limbo);
  g_ptr_array_unref (self->pool);
  g_array_unref (self->heights);
  g_array_unref (self->tops);
  g_hash_table_unref (self->sliding);
  g_weak_ref_clear (&self->focus_item);
  G_OBJECT_CLASS (tap_card_list_parent_class)->finalize (object);
}

static void
tap_card_list_class_init (TapCardListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_card_list_get_property;
  object_class->set_property = tap_card_list_set_property;
  object_class->dispose = tap_card_list_dispose;
  object_class->finalize = tap_card_list_finalize;
  widget_class->realize = tap_card_list_realize;

  g_object_class_install_property (object_class, PROP_N_COLUMNS,
                                   g_param_spec_uint ("n-columns", NULL, NULL, 1, 2, 1,
                                                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                        | G_PARAM_STATIC_STRINGS));
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  g_signal_new ("focus-gone", TAP_TYPE_CARD_LIST, G_SIGNAL_RUN_LAST, 0,
                g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_OBJECT);

  gtk_widget_class_set_css_name (widget_class, "cardlist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  _tap_card_list_class_init_layout (widget_class);
  _tap_card_list_class_init_focus (widget_class);
}

static void
tap_card_list_init (TapCardList *self)
{
  self->n_columns = 1;
  self->heights = g_array_new (FALSE, FALSE, sizeof (int));
  self->tops = g_array_new (FALSE, FALSE, sizeof (int));
  self->slots = g_ptr_array_new ();
  self->limbo = g_ptr_array_new ();
  self->pool = g_ptr_array_new ();
  self->sliding = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_weak_ref_init (&self->focus_item, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
