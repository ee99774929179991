/* tap-strip-bar.c — the row above the lanes: six numbers that filter, whose cars, in what order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-strip-bar"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-strip-bar.h"
#include "board/tap-strip-tile.h"

#define N_TILES TAP_TILE_LATE

struct _TapStripBar
{
  GtkWidget  parent_instance;

  GtkWidget *row, *tiles, *all, *mine, *waiting, *sort_button, *sort_label;     /* template */
  GtkWidget *tile[N_TILES];         /* by TapBoardTile - 1 */

  TapBoard  *board;
  gboolean   updating;
  int        fitted_width;          /* the width the tiles were fitted to; -1: fit again */
};

G_DEFINE_FINAL_TYPE (TapStripBar, tap_strip_bar, GTK_TYPE_WIDGET)

static const struct
{
  TapBoardSort sort;
  const char  *name, *label;
} sorts[] = {
  { TAP_SORT_PROMISE, "promise", N_("By Promised Time") },
  { TAP_SORT_ARRIVAL, "arrival", N_("By Arrival") },
  { TAP_SORT_STAGE_TIME, "stage-time", N_("By Time in Lane") },
  { TAP_SORT_ADVISOR, "advisor", N_("By Advisor") },
};

const char *
tap_board_sort_name (TapBoardSort sort)
{
  g_return_val_if_fail ((gsize) sort < G_N_ELEMENTS (sorts), "promise");

  return sorts[sort].name;
}

TapBoardSort
tap_board_sort_of_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (sorts[i].name, name) == 0)
      return sorts[i].sort;
  return TAP_SORT_PROMISE;
}

/* ---- the numbers ---- */

static void
show_tile (TapStripBar  *self,
           TapBoardTile  tile,
           guint         number,
           char         *detail)
{
  tap_strip_tile_set (TAP_STRIP_TILE (self->tile[tile - 1]), number, detail);
  g_free (detail);
}

static char *
bookings_detail (const TapBoardStrip *strip)
{
  g_autofree char *to_come
    = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u to come", "%u to come", strip->n_to_come),
                       strip->n_to_come);

  if (strip->n_bookings_late == 0)
    return g_steal_pointer (&to_come);
  return g_strdup_printf (
    /* Translators: under the number of today's bookings: "6 to come", and how many of these are
       late. */
    g_dngettext (GETTEXT_PACKAGE, "%s · %u late", "%s · %u late", strip->n_bookings_late),
    to_come, strip->n_bookings_late);
}

static char *
late_detail (const TapBoardStrip *strip)
{
  g_autofree char *span = NULL;

  if (strip->n_late == 0)
    return g_strdup (_("all in time"));
  if (strip->longest_late_min < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "longest %d min", "longest %d min",
                                         (gulong) strip->longest_late_min),
                            strip->longest_late_min);
  span = tap_time_span_text (strip->longest_late_min);
  /* Translators: under the number of late cars; %s is a span of hours and minutes, "1:20". */
  return g_strdup_printf (_("longest %s"), span);
}

static void
show_strip (TapStripBar *self)
{
  const TapBoardStrip *strip = tap_board_get_strip (self->board);
  g_autofree char *mine = g_strdup_printf (C_ ("filter", "Mine %u"), strip->n_mine);
  g_autofree char *waiting = g_strdup_printf (C_ ("filter", "Waiting Here %u"), strip->n_waiting);

  show_tile (self, TAP_TILE_BOOKED, strip->n_booked_today, bookings_detail (strip));
  show_tile (self, TAP_TILE_ARRIVED, strip->n_arrived_today,
             /* Translators: share of the bookings due that came. */
             strip->kept_pct >= 0 ? g_strdup_printf (_ ("%d%% kept"), strip->kept_pct)
                                  : g_strdup (_ ("none due yet")));
  show_tile (self, TAP_TILE_IN_SHOP, strip->n_in_shop,
             g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u from yesterday",
                                           "%u from yesterday", strip->n_overnight),
                              strip->n_overnight));
  show_tile (self, TAP_TILE_NOON, strip->n_due_noon,
             g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u delivered", "%u delivered",
                                           strip->n_delivered_noon),
                              strip->n_delivered_noon));
  show_tile (self, TAP_TILE_RISK, strip->n_risk, g_strdup (_("due · waiting · not collected")));
  show_tile (self, TAP_TILE_LATE, strip->n_late, late_detail (strip));
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->mine)), mine) != 0)
    gtk_button_set_label (GTK_BUTTON (self->mine), mine);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->waiting)), waiting) != 0)
    gtk_button_set_label (GTK_BUTTON (self->waiting), waiting);
  self->fitted_width = -1;
}

/* ---- the filters ---- */

static void
show_filters (TapStripBar *self)
{
  TapBoardSort sort = tap_board_get_sort (self->board);
  TapBoardTile tile = tap_board_get_tile (self->board);

  self->updating = TRUE;
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (tap_strip_bar_get_filter (self, tap_board_get_filter (self->board))), TRUE);
  for (int i = 0; i < N_TILES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tile[i]), (int) tile == i + 1);
  self->updating = FALSE;
  gtk_label_set_text (GTK_LABEL (self->sort_label), _(sorts[sort].label));
  self->fitted_width = -1;
}

static void
filter_cb (TapStripBar *self)
{
  if (self->updating || self->board == NULL)
    return;
  tap_board_set_filter (self->board,
                        gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->mine))
                          ? TAP_FILTER_MINE
                        : gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->waiting))
                          ? TAP_FILTER_WAITING
                          : TAP_FILTER_ALL);
}

static void
tile_cb (TapStripBar     *self,
         GtkToggleButton *button)
{
  if (self->updating || self->board == NULL)
    return;
  for (int i = 0; i < N_TILES; i++)
    if (self->tile[i] == GTK_WIDGET (button))
      tap_board_set_tile (self->board, gtk_toggle_button_get_active (button)
                                         ? (TapBoardTile) (i + 1)
                                         : TAP_TILE_NONE);
  show_filters (self);
}

void
tap_strip_bar_set_board (TapStripBar *self,
                         TapBoard    *board)
{
  g_return_if_fail (TAP_IS_STRIP_BAR (self));
  g_return_if_fail (board == NULL || TAP_IS_BOARD (board));

  if (self->board == board)
    return;
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_data (self->board, self);
  g_set_object (&self->board, board);
  if (board == NULL)
    return;
  g_signal_connect_object (board, "strip-changed", G_CALLBACK (show_strip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::filter", G_CALLBACK (show_filters), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::sort", G_CALLBACK (show_filters), self,
                           G_CONNECT_SWAPPED);
  show_strip (self);
  show_filters (self);
}

GtkWidget *
tap_strip_bar_get_tile (TapStripBar *self,
                        TapBoardTile tile)
{
  g_return_val_if_fail (TAP_IS_STRIP_BAR (self) && tile != TAP_TILE_NONE, NULL);

  return self->tile[tile - 1];
}

GtkWidget *
tap_strip_bar_get_filter (TapStripBar   *self,
                          TapBoardFilter filter)
{
  g_return_val_if_fail (TAP_IS_STRIP_BAR (self), NULL);

  switch (filter)
    {
    case TAP_FILTER_ALL:
      return self->all;
    case TAP_FILTER_MINE:
      return self->mine;
    case TAP_FILTER_WAITING:
      return self->waiting;
    }
  g_return_val_if_reached (self->all);
}

/* ---- the room ---- */

static void
tap_strip_bar_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  TapStripBar *self = TAP_STRIP_BAR (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->row, orientation, -1, NULL, natural, NULL, NULL);
      *minimum = MIN (600, *natural);
    }
  else
    /* The same for every room, or the lanes would jump. */
    *minimum = *natural = 50;
}

/* Takes the fullest form that fits. The tiles are measured and allocated right after, in this same
 * pass. */
static void
fit (TapStripBar *self,
     int          width)
{
  for (int room = TAP_TILE_FULL; room <= TAP_TILE_NO_ICON; room++)
    {
      int natural;

      for (int i = 0; i < N_TILES; i++)
        tap_strip_tile_set_room (TAP_STRIP_TILE (self->tile[i]), (TapTileRoom) room);
      gtk_widget_set_visible (self->sort_label, room < TAP_TILE_NO_ICON);
      gtk_widget_measure (self->row, GTK_ORIENTATION_HORIZONTAL, -1, &natural, NULL, NULL, NULL);
      if (natural <= width)
        break;
    }
  self->fitted_width = width;
}

static void
tap_strip_bar_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  TapStripBar *self = TAP_STRIP_BAR (widget);
  int minimum;

  if (self->fitted_width != width)
    fit (self, width);
  gtk_widget_measure (self->row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->row, &(GtkAllocation) { 0, 0, MAX (width, minimum), height }, -1);
}

static void
tap_strip_bar_dispose (GObject *object)
{
  TapStripBar *self = TAP_STRIP_BAR (object);
  GtkWidget *child;

  tap_strip_bar_set_board (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_STRIP_BAR);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_strip_bar_parent_class)->dispose (object);
}

static void
tap_strip_bar_class_init (TapStripBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_strip_bar_dispose;
  widget_class->measure = tap_strip_bar_measure;
  widget_class->size_allocate = tap_strip_bar_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stripbar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-strip-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, row);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, tiles);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, all);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, mine);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, waiting);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, sort_button);
  gtk_widget_class_bind_template_child (widget_class, TapStripBar, sort_label);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
}

static void
tap_strip_bar_init (TapStripBar *self)
{
  static const struct
  {
    const char *icon, *title, *look;
  } tiles[N_TILES] = {
    { "tappet-cal-symbolic", N_("Booked Today"), NULL },
    { "tappet-car-symbolic", N_("Arrived"), NULL },
    { "tappet-wrench-symbolic", N_("In Shop"), NULL },
    { "tappet-clock-symbolic", N_("Before Noon"), NULL },
    { "tappet-hour-symbolic", N_("At Risk"), "risk" },
    { "tappet-warn-symbolic", N_("Late"), "late" },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->fitted_width = -1;
  for (int i = 0; i < N_TILES; i++)
    {
      self->tile[i] = tap_strip_tile_new (tiles[i].icon, _(tiles[i].title), tiles[i].look);
      if (i > 0)
        gtk_widget_add_css_class (self->tile[i], "ruled");
      g_signal_connect_object (self->tile[i], "toggled", G_CALLBACK (tile_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->tiles), self->tile[i]);
    }
}
