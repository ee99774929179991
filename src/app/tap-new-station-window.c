/* tap-new-station-window.c — making a station: its folder, its names, its first administrator.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-new-station-window"
#include "config.h"

#include "app/tap-new-station-window.h"

#include "app/tap-language.h"
#include "app/tap-opener.h"
#include "app/tap-pin-window.h"

#include <glib/gi18n-lib.h>

struct _TapNewStationWindow
{
  AdwWindow   parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget  *cancel_button;
  GtkWidget  *make_button;
  GtkSpinner *spinner;
  GtkWidget  *form;
  GtkLabel   *fault;
  GtkWidget  *folder_row;
  GtkWidget  *dealer_row;
  GtkWidget  *name_row;
  GtkWidget  *province_row;
  GtkWidget  *admin_row;
  GtkWidget  *pin_row;
  GtkWidget  *again_row;

  /* Owned references */
  GtkFileChooserNative *chooser;
  char       *replica_dir;
};

G_DEFINE_FINAL_TYPE (TapNewStationWindow, tap_new_station_window, ADW_TYPE_WINDOW)

enum { SIGNAL_MADE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_fault (TapNewStationWindow *self,
            const char          *text,
            GtkWidget           *row)
{
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), *text != '\0');
  gtk_widget_set_sensitive (self->form, TRUE);
  gtk_widget_set_sensitive (self->make_button, TRUE);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  gtk_spinner_stop (self->spinner);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

const char *
tap_new_station_window_get_fault (TapNewStationWindow *self)
{
  g_return_val_if_fail (TAP_IS_NEW_STATION_WINDOW (self), "");

  return gtk_label_get_text (self->fault);
}

/* The first field that is wrong, with its sentence; NULL when all is well. */
static const char *
find_fault (TapNewStationWindow  *self,
            GtkWidget           **row)
{
  const char *fault;

  *row = self->folder_row;
  if (*get_text (self->folder_row) == '\0')
    return _("Choose the folder of the station first.");
  if (!g_path_is_absolute (get_text (self->folder_row)))
    return _("Mount the share and give the folder's whole path, as /mnt/aftersales/yizhuang.");
  *row = self->name_row;
  if (*get_text (self->name_row) == '\0')
    return _("Give the station a name.");
  *row = self->province_row;
  if (g_utf8_strlen (get_text (self->province_row), -1) > 1)
    return _("The province is the one character a plate begins with, as 京.");
  *row = self->admin_row;
  if (*get_text (self->admin_row) == '\0')
    return _("Give the name of the first administrator.");
  *row = self->pin_row;
  fault = tap_pin_window_find_fault (get_text (self->pin_row), get_text (self->again_row));
  return fault;
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (TapNewStationWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_make_finish (result, &error);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  if (self->fault == NULL)
    return;
  if (session == NULL)
    {
      tap_opener_explain (error, get_text (self->folder_row), &heading, &body);
      show_fault (self, body, NULL);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_MADE], 0, session);
  gtk_window_destroy (GTK_WINDOW (self));
}

void
tap_new_station_window_make (TapNewStationWindow *self)
{
  TapSetUpInput input = { 0 };
  GtkWidget *row = NULL;
  const char *fault;

  g_return_if_fail (TAP_IS_NEW_STATION_WINDOW (self));

  fault = find_fault (self, &row);
  if (fault != NULL)
    {
      show_fault (self, fault, row);
      return;
    }
  show_fault (self, "", NULL);
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_widget_set_sensitive (self->make_button, FALSE);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  gtk_spinner_start (self->spinner);
  input.dealer = get_text (self->dealer_row);
  input.station_name = get_text (self->name_row);
  input.province = get_text (self->province_row);
  input.time_zone = g_str_equal (tap_language_get (), "zh_TW") ? "Asia/Taipei" : "Asia/Shanghai";
  input.admin_name = get_text (self->admin_row);
  input.admin_pin = get_text (self->pin_row);
  input.language = tap_language_get ();
  tap_opener_make_async (get_text (self->folder_row), self->replica_dir, &input, made_cb, g_object_ref (self));
}

static void
make_clicked_cb (TapNewStationWindow *self)
{
  tap_new_station_window_make (self);
}

static void
chooser_response_cb (TapNewStationWindow *self,
                     int                  response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  path = g_file_get_path (file);
  if (path == NULL)
    path = g_file_get_uri (file);
  gtk_editable_set_text (GTK_EDITABLE (self->folder_row), path);
}

static void
choose_clicked_cb (TapNewStationWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Folder of the New Station"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* What is being made is finished first. */
static gboolean
tap_new_station_window_close_request (GtkWindow *window)
{
  return gtk_spinner_get_spinning (TAP_NEW_STATION_WINDOW (window)->spinner);
}

static void
tap_new_station_window_dispose (GObject *object)
{
  g_clear_object (&TAP_NEW_STATION_WINDOW (object)->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_NEW_STATION_WINDOW);
  G_OBJECT_CLASS (tap_new_station_window_parent_class)->dispose (object);
}

static void
tap_new_station_window_finalize (GObject *object)
{
  g_free (TAP_NEW_STATION_WINDOW (object)->replica_dir);
  G_OBJECT_CLASS (tap_new_station_window_parent_class)->finalize (object);
}

static void
tap_new_station_window_class_init (TapNewStationWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_new_station_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_new_station_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tap_new_station_window_close_request;
  signals[SIGNAL_MADE] = g_signal_new ("made", TAP_TYPE_NEW_STATION_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, TAP_TYPE_SESSION);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-new-station-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, make_button);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, dealer_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, province_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, admin_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, pin_row);
  gtk_widget_class_bind_template_child (widget_class, TapNewStationWindow, again_row);
  gtk_widget_class_bind_template_callback (widget_class, make_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_new_station_window_init (TapNewStationWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), self->folder_row);
}

GtkWidget *
tap_new_station_window_new (const char *replica_dir)
{
  TapNewStationWindow *self = g_object_new (TAP_TYPE_NEW_STATION_WINDOW, NULL);

  self->replica_dir = g_strdup (replica_dir);
  return GTK_WIDGET (self);
}
