/* tap-sidebar.c — the pages of the window, with the counts that matter.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-sidebar"
#include "config.h"

#include "app/tap-sidebar.h"

#include <glib/gi18n-lib.h>

#define SUBTITLE_COLUMNS 22

struct _TapSidebar
{
  GtkWidget       parent_instance;

  /* Template widgets (borrowed) */
  AdwWindowTitle *title;
  GtkListBox     *list;

  /* Owned by the list */
  GtkListBoxRow  *rows[TAP_N_PAGES];
  GtkLabel       *counts[TAP_N_PAGES];

  /* Owned references */
  GSignalGroup   *board_signals;
  GSignalGroup   *session_signals;
};

G_DEFINE_FINAL_TYPE (TapSidebar, tap_sidebar, GTK_TYPE_WIDGET)

static const struct
{
  const char *name;
  const char *icon;
  const char *title;
} pages[TAP_N_PAGES] = {
  { "board", "tappet-board-symbolic", N_("Front Desk") },
  { "workshop", "tappet-gantt-symbolic", N_("Workshop") },
  { "customers", "tappet-car-symbolic", N_("Customers") },
  { "settings", "emblem-system-symbolic", N_("Settings") },
};

const char *
tap_sidebar_get_page_name (guint i)
{
  g_return_val_if_fail (i < TAP_N_PAGES, NULL);

  return pages[i].name;
}

const char *
tap_sidebar_get_title (const char *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  for (guint i = 0; i < TAP_N_PAGES; i++)
    if (g_str_equal (pages[i].name, page))
      return _(pages[i].title);
  return NULL;
}

static void
show_count (GtkLabel *label,
            guint     n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), n > 0);
}

static void
strip_changed_cb (TapSidebar *self,
                  TapBoard   *board)
{
  const TapBoardStrip *strip = tap_board_get_strip (board);

  show_count (self->counts[0], strip->n_in_shop);
}

/* Half-width columns a text takes: the sidebar has room for so many and no more. */
static guint
count_columns (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    n += g_unichar_iswide (g_utf8_get_char (c)) ? 2 : 1;
  return n;
}

static void
station_changed_cb (TapSidebar *self,
                    TapSession *session)
{
  TapStationData *station = tap_session_get_station (session);
  g_autofree char *both = NULL;

  if (station == NULL)
    return;
  both = *station->dealer == '\0' ? g_strdup (station->name) : g_strdup_printf ("%s · %s", station->dealer, station->name);
  adw_window_title_set_subtitle (self->title, count_columns (both) <= SUBTITLE_COLUMNS ? both : station->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), both);
}

static void
board_bound_cb (TapSidebar *self,
                TapBoard   *board)
{
  strip_changed_cb (self, board);
}

static void
session_bound_cb (TapSidebar *self,
                  TapSession *session)
{
  station_changed_cb (self, session);
}

void
tap_sidebar_set_board (TapSidebar *self,
                       TapBoard   *board)
{
  g_return_if_fail (TAP_IS_SIDEBAR (self));

  g_signal_group_set_target (self->board_signals, board);
  g_signal_group_set_target (self->session_signals, board == NULL ? NULL : tap_board_get_session (board));
}

void
tap_sidebar_select (TapSidebar *self,
                    const char *page)
{
  g_return_if_fail (TAP_IS_SIDEBAR (self));
  g_return_if_fail (page != NULL);

  for (guint i = 0; i < TAP_N_PAGES; i++)
    if (g_str_equal (pages[i].name, page))
      gtk_list_box_select_row (self->list, self->rows[i]);
}

static void
row_activated_cb (TapSidebar    *self,
                  GtkListBoxRow *row)
{
  for (guint i = 0; i < TAP_N_PAGES; i++)
    if (self->rows[i] == row)
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", pages[i].name);
}

/* A line sets the settings apart from the daily work. */
static void
update_row_header (GtkListBoxRow *row,
                   GtkListBoxRow *before,
                   gpointer       data)
{
  TapSidebar *self = data;

  if (row == self->rows[TAP_N_PAGES - 1] && gtk_list_box_row_get_header (row) == NULL)
    {
      GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

      gtk_widget_add_css_class (line, "sidebar-line");
      gtk_list_box_row_set_header (row, line);
    }
}

static GtkLabel *
append_count (GtkBox *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "count");
  gtk_widget_add_css_class (label, "plain");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (label, FALSE);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
add_row (TapSidebar *self,
         guint       i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (pages[i].icon);
  GtkWidget *label = gtk_label_new (_(pages[i].title));
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *tooltip = NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  self->counts[i] = append_count (GTK_BOX (box));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* Translators: a page of the sidebar and its key */
  tooltip = g_strdup_printf (_("%s (Ctrl+%u)"), _(pages[i].title), i + 1);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(pages[i].title), -1);
  gtk_list_box_append (self->list, row);
  self->rows[i] = GTK_LIST_BOX_ROW (row);
}

static void
tap_sidebar_dispose (GObject *object)
{
  TapSidebar *self = TAP_SIDEBAR (object);

  if (self->board_signals != NULL)
    g_signal_group_set_target (self->board_signals, NULL);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  g_clear_object (&self->board_signals);
  g_clear_object (&self->session_signals);
  while (gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_unparent (gtk_widget_get_first_child (GTK_WIDGET (self)));
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_SIDEBAR);
  G_OBJECT_CLASS (tap_sidebar_parent_class)->dispose (object);
}

static void
tap_sidebar_class_init (TapSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_sidebar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, TapSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tap_sidebar_init (TapSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TAP_N_PAGES; i++)
    add_row (self, i);
  gtk_list_box_set_header_func (self->list, update_row_header, self, NULL);
  self->board_signals = g_signal_group_new (TAP_TYPE_BOARD);
  g_signal_connect_object (self->board_signals, "bind", G_CALLBACK (board_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->board_signals, "strip-changed", G_CALLBACK (strip_changed_cb), self, G_CONNECT_SWAPPED);
  self->session_signals = g_signal_group_new (TAP_TYPE_SESSION);
  g_signal_connect_object (self->session_signals, "bind", G_CALLBACK (session_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "station-changed", G_CALLBACK (station_changed_cb), self,
                                 G_CONNECT_SWAPPED);
}
