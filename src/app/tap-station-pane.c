/* tap-station-pane.c — the stations this computer knows, and the checks of the chosen one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-station-pane"
#include "config.h"

#include "app/tap-station-pane.h"

#include "app/tap-demo-folder.h"
#include "app/tap-opener.h"
#include "app/tap-prefs.h"
#include "core/tap-time-state.h"

#include <glib/gi18n-lib.h>

struct _TapStationPane
{
  GtkWidget     parent_instance;

  /* Template widgets (borrowed) */
  GtkListBox   *list;
  GtkWidget    *demo_button;
  TapCheckList *checks;

  gboolean      filling;
};

G_DEFINE_FINAL_TYPE (TapStationPane, tap_station_pane, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What a row knows, as data of the row. */
typedef struct
{
  char     *folder;
  GtkLabel *name;
  GtkLabel *detail;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->folder);
  g_free (row);
}

static Row *
get_row (GtkListBoxRow *widget)
{
  return g_object_get_data (G_OBJECT (widget), "tap-station");
}

TapCheckList *
tap_station_pane_get_checks (TapStationPane *self)
{
  g_return_val_if_fail (TAP_IS_STATION_PANE (self), NULL);

  return self->checks;
}

/* "Last opened today 07:52" / "Last opened 18 Nov"; in the PC's own zone, which is where the person sits. */
static char *
opened_text (gint64 opened_unix)
{
  g_autoptr (GDateTime) opened = g_date_time_new_from_unix_local (opened_unix);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = NULL;

  if (opened_unix == 0)
    return g_strdup (_("Not opened on this computer yet"));
  if (g_date_time_get_year (opened) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (opened) == g_date_time_get_day_of_year (now))
    {
      time = g_date_time_format (opened, "%H:%M");
      /* Translators: time of day */
      return g_strdup_printf (_("Last opened today %s"), time);
    }
  /* Translators: the date of an earlier opening in g_date_time_format() words. Chinese: %-m月%-d日 */
  time = tap_date_format (opened, _("%-d %b"));
  /* Translators: a date */
  return g_strdup_printf (_("Last opened %s"), time);
}

static GtkWidget *
make_label (const char *text,
            const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, css);
  return label;
}

static GtkListBoxRow *
add_row (TapStationPane *self,
         const char     *folder,
         const char     *name,
         gint64          opened_unix)
{
  g_autofree char *demo_folder = tap_demo_folder_today ();
  gboolean demo = g_str_equal (folder, demo_folder);
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name (demo ? "tappet-car-symbolic" : "tappet-share-symbolic");
  GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");
  g_autofree char *opened = demo ? g_strdup (_("Made-up data, on this computer only")) : opened_text (opened_unix);
  Row *row = g_new0 (Row, 1);

  row->folder = g_strdup (folder);
  row->name = GTK_LABEL (make_label (*name != '\0' ? name : _("Station"), "heading"));
  row->detail = GTK_LABEL (make_label (opened, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (row->detail), "dim");
  gtk_widget_add_css_class (icon, demo ? "station-icon-local" : "station-icon");
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (tick, "station-tick");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->name));
  gtk_box_append (GTK_BOX (texts), make_label (folder, "caption"));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->detail));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), tick);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  g_object_set_data_full (G_OBJECT (widget), "tap-station", row, row_free);
  gtk_list_box_append (self->list, widget);
  return GTK_LIST_BOX_ROW (widget);
}

void
tap_station_pane_fill (TapStationPane *self,
                       const char     *folder)
{
  g_autoptr (GPtrArray) known = tap_prefs_list_stations ();
  GtkListBoxRow *mark = NULL;
  GtkWidget *child;

  g_return_if_fail (TAP_IS_STATION_PANE (self));

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < known->len; i++)
    {
      TapKnownStation *station = g_ptr_array_index (known, i);
      GtkListBoxRow *row = add_row (self, station->folder, station->name, station->opened_unix);

      if (g_strcmp0 (folder, station->folder) == 0)
        mark = row;
    }
  if (folder != NULL && mark == NULL)
    {
      g_autofree char *name = g_path_get_basename (folder);

      mark = add_row (self, folder, name, 0);
    }
  if (mark != NULL)
    gtk_list_box_select_row (self->list, mark);
  self->filling = FALSE;
}

void
tap_station_pane_set_detail (TapStationPane *self,
                             const char     *folder,
                             const char     *name,
                             guint           n_peers)
{
  GtkListBoxRow *widget;

  g_return_if_fail (TAP_IS_STATION_PANE (self));

  for (int i = 0; (widget = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      Row *row = get_row (widget);

      if (!g_str_equal (row->folder, folder))
        continue;
      gtk_label_set_text (row->name, name);
      if (n_peers > 0)
        {
          g_autofree char *here = g_strdup_printf (ngettext ("%u other computer here", "%u other computers here", n_peers),
                                                   n_peers);
          g_autofree char *text = g_strdup_printf ("%s · %s", gtk_label_get_text (row->detail), here);

          gtk_label_set_text (row->detail, text);
        }
    }
}

static void
row_selected_cb (TapStationPane *self,
                 GtkListBoxRow  *widget)
{
  if (widget != NULL && !self->filling)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, get_row (widget)->folder);
}

static void
tap_station_pane_dispose (GObject *object)
{
  TapStationPane *self = TAP_STATION_PANE (object);
  GtkWidget *child;

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_STATION_PANE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_station_pane_parent_class)->dispose (object);
}

static void
tap_station_pane_class_init (TapStationPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_station_pane_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", TAP_TYPE_STATION_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (TAP_TYPE_CHECK_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-station-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TapStationPane, list);
  gtk_widget_class_bind_template_child (widget_class, TapStationPane, demo_button);
  gtk_widget_class_bind_template_child (widget_class, TapStationPane, checks);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
tap_station_pane_init (TapStationPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
