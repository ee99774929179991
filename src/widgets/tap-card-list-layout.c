/* tap-card-list-layout.c — TapCardList: which cards are in sight, how high they are, where they
 * stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-card-list"

#include "config.h"

#include <math.h>

#include "widgets/tap-card-list-private.h"

/* Cards this far out of sight are ready before they are scrolled in. */
#define OVERSCAN_PX 120
#define FIRST_GUESS_PX 150
#define SLIDE_US (200 * G_TIME_SPAN_MILLISECOND)
#define SLIDE_PX 16

int
_tap_card_list_card_width (TapCardList *self,
                           int          width,
                           int         *pad)
{
  int columns = (int) self->n_columns, side = TAP_CARD_LIST_PAD_X;

  if (width / columns < TAP_CARD_LIST_TIGHT_PX)
    side = TAP_CARD_LIST_PAD_TIGHT;
  if (pad != NULL)
    *pad = side;
  return MAX (1, (width - 2 * side - (columns - 1) * TAP_CARD_LIST_SPACING) / columns);
}

/* Rows from the heights known; the others are taken as the average of those. */
static void
compute_tops (TapCardList *self)
{
  guint n = self->heights->len, n_known = 0;
  gint64 sum = 0;
  int guess, y = TAP_CARD_LIST_PAD_TOP;

  for (guint i = 0; i < n; i++)
    if (g_array_index (self->heights, int, i) >= 0)
      {
        sum += g_array_index (self->heights, int, i);
        n_known++;
      }
  guess = n_known > 0 ? (int) (sum / n_known) : FIRST_GUESS_PX;
  g_array_set_size (self->tops, 0);
  for (guint i = 0; i < n; i += self->n_columns)
    {
      int row = 0;

      for (guint j = i; j < MIN (n, i + self->n_columns); j++)
        {
          int height = g_array_index (self->heights, int, j);

          row = MAX (row, height >= 0 ? height : guess);
        }
      g_array_append_val (self->tops, y);
      y += row + TAP_CARD_LIST_SPACING;
    }
  g_array_append_val (self->tops, y);
}

static guint
n_rows (TapCardList *self)
{
  return self->tops->len > 0 ? self->tops->len - 1 : 0;
}

static int
row_top (TapCardList *self,
         guint        row)
{
  return g_array_index (self->tops, int, row);
}

static int
total_height (TapCardList *self)
{
  if (n_rows (self) == 0)
    return 0;
  return row_top (self, n_rows (self)) - TAP_CARD_LIST_SPACING + TAP_CARD_LIST_PAD_BOTTOM;
}

/* The row that holds @y, or the next one. */
static guint
row_at (TapCardList *self,
        double       y)
{
  guint low = 0, high = n_rows (self);

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (row_top (self, middle + 1) <= y)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Binds what is missing of the items @first … @last, lets go of what is not among them. */
static void
fill (TapCardList *self,
      guint        first,
      guint        last)
{
  g_autoptr (GPtrArray) spare = g_ptr_array_new ();

  for (guint i = self->slots->len; i-- > 0;)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      /* The card with the focus keeps its widget wherever it is: typing and the screen reader go on
       * there. */
      if ((slot->pos < first || slot->pos > last) && !_tap_card_list_slot_focused (slot))
        g_ptr_array_add (spare, g_ptr_array_steal_index (self->slots, i));
    }
  for (guint pos = first; pos <= last && pos < self->heights->len; pos++)
    if (_tap_card_list_slot_at (self, pos) == NULL)
      _tap_card_list_rebind (self,
                             spare->len > 0 ? g_ptr_array_steal_index (spare, spare->len - 1)
                                            : NULL,
                             pos);
  while (spare->len > 0)
    _tap_card_list_recycle (self, g_ptr_array_steal_index (spare, spare->len - 1));
}

/* How much of the list is likely to be in sight before it was ever laid out. */
static int
expected_height (TapCardList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self)), width;

  if (height <= 0 && GTK_IS_WINDOW (root))
    {
      gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
      height = height * 5 / 6;
    }
  return height;
}

void
_tap_card_list_prefill (TapCardList *self)
{
  guint n_rows_seen;

  if (self->in_layout || self->slots->len > 0 || self->limbo->len > 0 || self->heights->len == 0
      || self->laid_value > 0 || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  n_rows_seen = (guint) ((expected_height (self) + OVERSCAN_PX)
                         / (FIRST_GUESS_PX + TAP_CARD_LIST_SPACING)) + 1;
  fill (self, 0, MIN (n_rows_seen * self->n_columns, self->heights->len) - 1);
}

/* TRUE if a height is not what it was taken for. */
static gboolean
measure_slots (TapCardList *self,
               int          width)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];
      int *known = &g_array_index (self->heights, int, slot->pos);
      int height;

      gtk_widget_measure (slot->widget, GTK_ORIENTATION_VERTICAL,
                          _tap_card_list_card_width (self, width, NULL), NULL, &height, NULL, NULL);
      if (*known != height)
        {
          *known = height;
          changed = TRUE;
        }
    }
  return changed;
}

/* Where to stand: at the value the person scrolled to, or, if nobody scrolled, so that the row at
 * the top edge stays put. */
static double
settle_value (TapCardList *self,
              double       value,
              gboolean     scrolled,
              int          height)
{
  if (!scrolled && self->anchor_pos < self->heights->len && value > 0)
    value = row_top (self, self->anchor_pos / self->n_columns) + self->anchor_offset;
  return CLAMP (value, 0, MAX (0, total_height (self) - height));
}

/* Scrolls just so far that the wanted row is in sight. With each pass more heights are known, so it
 * ends at the right place. */
static double
reveal (TapCardList *self,
        double       value,
        int          height)
{
  guint row = self->reveal_pos / self->n_columns;
  int top, bottom;

  if (!self->revealing || row >= n_rows (self))
    return value;
  top = row_top (self, row) - TAP_CARD_LIST_PAD_TOP;
  bottom = row_top (self, row + 1) - TAP_CARD_LIST_SPACING + TAP_CARD_LIST_PAD_BOTTOM;
  if (bottom > value + height)
    value = bottom - height;
  if (top < value)
    value = top;
  return value;
}

static void
set_anchor (TapCardList *self,
            double       value)
{
  guint row = row_at (self, value);

  if (row >= n_rows (self))
    row = 0;
  self->anchor_pos = row * self->n_columns;
  self->anchor_offset = n_rows (self) > 0 ? (int) value - row_top (self, row) : 0;
}

static double
ease_out (double t)
{
  double rest = 1 - t;

  return 1 - rest * rest * rest;
}

static gboolean
slide_tick_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  TapCardList *self = TAP_CARD_LIST (widget);

  gtk_widget_queue_allocate (widget);
  for (guint i = 0; i < self->slots->len; i++)
    if (((TapCardSlot *) self->slots->pdata[i])->slide_us != 0)
      return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_slides (TapCardList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (g_hash_table_size (self->sliding) == 0)
    return;
  for (guint i = 0; i < self->slots->len && clock != NULL; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->slide_us == 0 && g_hash_table_contains (self->sliding, slot->item))
        slot->slide_us = gdk_frame_clock_get_frame_time (clock);
    }
  g_hash_table_remove_all (self->sliding);
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), slide_tick_cb, NULL, NULL);
}

/* How far above its place a sliding card still stands. */
static int
slide_offset (TapCardList *self,
              TapCardSlot *slot)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  double t, eased;

  if (slot->slide_us == 0)
    return 0;
  t = clock != NULL ? (double) (gdk_frame_clock_get_frame_time (clock) - slot->slide_us) / SLIDE_US
                    : 1;
  if (t >= 1)
    {
      slot->slide_us = 0;
      gtk_widget_set_opacity (slot->widget, 1);
      return 0;
    }
  eased = ease_out (MAX (0, t));
  gtk_widget_set_opacity (slot->widget, eased);
  return (int) ((1 - eased) * SLIDE_PX);
}

static void
place_slots (TapCardList *self,
             int          width,
             double       value)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int pad, one = _tap_card_list_card_width (self, width, &pad);

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];
      guint row = slot->pos / self->n_columns, column = slot->pos % self->n_columns;
      int x
        = pad + (int) (rtl ? self->n_columns - 1 - column : column) * (one + TAP_CARD_LIST_SPACING);
      int height = row_top (self, row + 1) - row_top (self, row) - TAP_CARD_LIST_SPACING;

      slot->y = row_top (self, row) - (int) value;
      gtk_widget_size_allocate (
        slot->widget, &(GtkAllocation) { x, slot->y - slide_offset (self, slot), one, height }, -1);
    }
}

static void
configure_adjustments (TapCardList *self,
                       int          width,
                       int          height,
                       double       value)
{
  GtkAdjustment *vertical = self->adjustment[GTK_ORIENTATION_VERTICAL];

  self->laid_value = value;
  if (vertical != NULL)
    gtk_adjustment_configure (vertical, value, 0, MAX (height, total_height (self)), 60,
                              MAX (60, height * 0.9), height);
  if (self->adjustment[GTK_ORIENTATION_HORIZONTAL] != NULL)
    gtk_adjustment_configure (self->adjustment[GTK_ORIENTATION_HORIZONTAL], 0, 0, width, 1, width,
                              width);
}

/* The items that left did not come back. A change that arrives with an event is laid out before the
 * idle that looks for a new place for the focus; hidden with the focus on it, a card would make GTK
 * move it to some neighbour, and later than that idle. */
static void
empty_limbo (TapCardList *self)
{
  while (self->limbo->len > 0)
    {
      TapCardSlot *slot = g_ptr_array_steal_index (self->limbo, self->limbo->len - 1);

      if (_tap_card_list_slot_focused (slot))
        gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
      _tap_card_list_recycle (self, slot);
    }
}

/* Cards are bound (but for the first), measured and placed here, once a frame. Widgets that ask for a
 * new size while they are bound are measured and allocated right after, so the flag they raise is
 * lowered again before this returns. */
static void
tap_card_list_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  TapCardList *self = TAP_CARD_LIST (widget);
  GtkAdjustment *vertical = self->adjustment[GTK_ORIENTATION_VERTICAL];
  double value = vertical != NULL ? gtk_adjustment_get_value (vertical) : 0;
  gboolean scrolled = fabs (value - self->laid_value) > 0.001;

  self->in_layout = TRUE;
  if (self->laid_width != width)
    _tap_card_list_forget_heights (self);
  self->laid_width = width;
  /* A card that turns out higher than taken for pushes the next ones out of sight, a lower one lets
   * more in: look again. */
  for (int pass = 0; pass < 6; pass++)
    {
      guint first, last;

      compute_tops (self);
      value = reveal (self, settle_value (self, value, scrolled && pass == 0, height), height);
      set_anchor (self, value);
      first = row_at (self, value - OVERSCAN_PX) * self->n_columns;
      last = (row_at (self, value + height + OVERSCAN_PX) + 1) * self->n_columns - 1;
      if (self->heights->len > 0)
        fill (self, first, MIN (last, self->heights->len - 1));
      if (!measure_slots (self, width))
        break;
    }
  compute_tops (self);
  value = reveal (self, settle_value (self, value, FALSE, height), height);
  set_anchor (self, value);
  self->revealing = FALSE;
  empty_limbo (self);
  start_slides (self);
  place_slots (self, width, value);
  configure_adjustments (self, width, height, value);
  self->in_layout = FALSE;
}

static void
tap_card_list_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  /* Never asks the cards: what is in sight must not change the room the list gets. */
  *minimum = *natural = 60;
}

static void
tap_card_list_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  TapCardList *self = TAP_CARD_LIST (widget);
  int height = gtk_widget_get_height (widget);

  for (guint i = 0; i < self->slots->len; i++)
    {
      TapCardSlot *slot = self->slots->pdata[i];

      if (slot->y < height + 8 && slot->y + gtk_widget_get_height (slot->widget) > -8)
        gtk_widget_snapshot_child (widget, slot->widget, snapshot);
    }
}

/* Not gtk_widget_queue_allocate(): cards bound in the layout ask for a new size, and that flag must
 * find all widgets above in the middle of their own allocation, which lowers it again; else they
 * would be drawn without one. */
void
_tap_card_list_queue_layout (TapCardList *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
value_changed_cb (TapCardList *self)
{
  if (!self->in_layout)
    _tap_card_list_queue_layout (self);
}

void
_tap_card_list_set_adjustment (TapCardList    *self,
                               GtkOrientation  orientation,
                               GtkAdjustment  *adjustment)
{
  GtkAdjustment **mine = &self->adjustment[orientation];

  if (*mine == adjustment && adjustment != NULL)
    return;
  if (*mine != NULL)
    g_signal_handlers_disconnect_by_func (*mine, value_changed_cb, self);
  g_clear_object (mine);
  if (adjustment == NULL)
    return;
  *mine = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  _tap_card_list_queue_layout (self);
}

void
_tap_card_list_class_init_layout (GtkWidgetClass *widget_class)
{
  widget_class->measure = tap_card_list_measure;
  widget_class->size_allocate = tap_card_list_size_allocate;
  widget_class->snapshot = tap_card_list_snapshot;
}
