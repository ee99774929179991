/* tap-board-lane.c — one lane: the cards of a column that pass the filters, in order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

struct _TapBoardLane
{
  GObject         parent_instance;
  TapColumn      *column;
  TapSortedCards *list;
  guint           n_total, n_late, n_running_bays;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapBoardLane, tap_board_lane, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_0, PROP_N_ITEMS, PROP_N_TOTAL, PROP_N_LATE, PROP_N_RUNNING_BAYS, PROP_TITLE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return TAP_TYPE_BOARD_CARD;
}

static guint
get_n_items (GListModel *model)
{
  return tap_sorted_cards_get_size (TAP_BOARD_LANE (model)->list);
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (TAP_BOARD_LANE (model)->list), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
items_changed_cb (TapBoardLane *self,
                  guint         position,
                  guint         n_removed,
                  guint         n_added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (n_removed != n_added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
tap_board_lane_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TapBoardLane *self = TAP_BOARD_LANE (object);

  switch (id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, tap_sorted_cards_get_size (self->list));
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total);
      break;
    case PROP_N_LATE:
      g_value_set_uint (value, self->n_late);
      break;
    case PROP_N_RUNNING_BAYS:
      g_value_set_uint (value, self->n_running_bays);
      break;
    case PROP_TITLE:
      g_value_set_string (value, tap_board_lane_get_title (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_board_lane_finalize (GObject *object)
{
  TapBoardLane *self = TAP_BOARD_LANE (object);

  g_clear_pointer (&self->column, tap_column_unref);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (tap_board_lane_parent_class)->finalize (object);
}

static void
tap_board_lane_class_init (TapBoardLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tap_board_lane_get_property;
  object_class->finalize = tap_board_lane_finalize;

  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_LATE] = g_param_spec_uint ("n-late", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_RUNNING_BAYS]
    = g_param_spec_uint ("n-running-bays", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tap_board_lane_init (TapBoardLane *self)
{
}

TapBoardLane *
_tap_board_lane_new (TapColumn    *column,
                     TapBoardSort  sort)
{
  TapBoardLane *self = g_object_new (TAP_TYPE_BOARD_LANE, NULL);

  self->column = tap_column_ref (column);
  self->list = tap_sorted_cards_new (sort);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

TapSortedCards *
_tap_board_lane_get_list (TapBoardLane *self)
{
  return self->list;
}

void
_tap_board_lane_set_column (TapBoardLane *self,
                            TapColumn    *column)
{
  g_autoptr (TapColumn) old = g_steal_pointer (&self->column);

  self->column = tap_column_ref (column);
  if (g_strcmp0 (old->name, column->name) != 0 || old->stages != column->stages)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
_tap_board_lane_set_counts (TapBoardLane *self,
                            guint         n_total,
                            guint         n_late,
                            guint         n_running_bays)
{
  gboolean total_changed = self->n_total != n_total;
  gboolean late_changed = self->n_late != n_late;
  gboolean bays_changed = self->n_running_bays != n_running_bays;

  self->n_total = n_total;
  self->n_late = n_late;
  self->n_running_bays = n_running_bays;
  if (total_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOTAL]);
  if (late_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LATE]);
  if (bays_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING_BAYS]);
}

TapColumn *
tap_board_lane_get_column (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), NULL);

  return self->column;
}

const char *
tap_board_lane_get_title (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), "");

  return *self->column->name != '\0' ? self->column->name : tap_column_label (self->column->stages);
}

TapStage
tap_board_lane_get_entry (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), TAP_STAGE_BOOKED);

  return tap_stage_set_first (self->column->stages);
}

guint
tap_board_lane_get_n_total (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), 0);

  return self->n_total;
}

guint
tap_board_lane_get_n_late (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), 0);

  return self->n_late;
}

guint
tap_board_lane_get_n_running_bays (TapBoardLane *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_LANE (self), 0);

  return self->n_running_bays;
}
