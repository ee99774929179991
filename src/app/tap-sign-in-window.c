/* tap-sign-in-window.c — which station, is its folder sound, and who is working here (mock-up 10); the first start.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-sign-in-window"
#include "config.h"

#include "app/tap-sign-in-window.h"

#include "app/tap-banner.h"
#include "app/tap-language.h"
#include "app/tap-new-station-window.h"
#include "app/tap-demo-folder.h"
#include "app/tap-opener.h"
#include "app/tap-people-pane.h"
#include "app/tap-prefs.h"
#include "app/tap-rift-window.h"
#include "app/tap-station-pane.h"

#include <glib/gi18n-lib.h>

struct _TapSignInWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets (borrowed) */
  GtkMenuButton  *language_button;
  GtkWidget      *open_button;
  GtkStack       *stack;
  TapStationPane *station_pane;
  GtkStack       *right_stack;
  TapPeoplePane  *pane;
  AdwStatusPage  *message;
  GtkWidget      *message_button;
  GtkLabel       *idle_note;
  GtkProgressBar *progress;
  TapBanner      *trouble;

  /* Owned references */
  TapSession     *session;
  GCancellable   *cancellable;      /* of the opening under way */
  GtkFileChooserNative *chooser;
  char           *folder;
  char           *replica_dir;
  char           *copy_dir;         /* this PC's copy of a station that does not open as it should; NULL: none, or not looked for */
  gboolean        demo_for_wall;
};

G_DEFINE_FINAL_TYPE (TapSignInWindow, tap_sign_in_window, ADW_TYPE_APPLICATION_WINDOW)

enum { SIGNAL_OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

const char *
tap_sign_in_window_get_page (TapSignInWindow *self)
{
  g_return_val_if_fail (TAP_IS_SIGN_IN_WINDOW (self), "");

  return gtk_stack_get_visible_child_name (self->stack);
}

const char *
tap_sign_in_window_get_message (TapSignInWindow *self)
{
  g_return_val_if_fail (TAP_IS_SIGN_IN_WINDOW (self), "");

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->right_stack), "message"))
    return "";
  return adw_status_page_get_title (self->message);
}

const char *
tap_sign_in_window_get_trouble (TapSignInWindow *self)
{
  g_return_val_if_fail (TAP_IS_SIGN_IN_WINDOW (self), "");

  return tap_banner_get_sentence (self->trouble);
}

TapSession *
tap_sign_in_window_get_session (TapSignInWindow *self)
{
  g_return_val_if_fail (TAP_IS_SIGN_IN_WINDOW (self), NULL);

  return self->session;
}

/* ---- ways out of a folder that does not open as it should ------------------------------------------------------------ */

/* What has gone is not compared: there is nothing to compare with. */
static gboolean
is_away (const GError *error)
{
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EMPTY)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
}

/* Those that the copy of this PC may help out of. */
static gboolean
has_ways_out (const GError *error)
{
  return is_away (error) || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
}

static void
hide_trouble (TapSignInWindow *self)
{
  g_clear_pointer (&self->copy_dir, g_free);
  tap_banner_set (self->trouble, TAP_BANNER_SET_BACK, "", NULL, NULL);
}

/* @sentence: beside what the page says already. */
static void
show_trouble (TapSignInWindow *self,
              const char      *copy_dir,
              gboolean         away,
              const char      *sentence)
{
  g_free (self->copy_dir);
  self->copy_dir = g_strdup (copy_dir);
  tap_banner_set (self->trouble, away ? TAP_BANNER_CUT_OFF : TAP_BANNER_SET_BACK, sentence,
                  away ? _("_New Station Folder…") : _("_Compare and Decide…"), "sign-in.rift");
}

static void
find_copy_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  char *dir = tap_rift_find_replica (data, &error);

  if (dir != NULL)
    g_task_return_pointer (task, dir, g_free);
  else
    g_task_return_error (task, error);
}

static void
copy_found_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (source);
  g_autofree char *dir = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean away = GPOINTER_TO_INT (data);

  /* Another station was chosen meanwhile, or this PC never had a copy. */
  if (dir == NULL || self->pane == NULL || self->session != NULL
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  show_trouble (self, dir, away,
                away ? _("This computer has a copy of the station. If the folder is gone for good, a new one can be made from it.")
                     : _("This computer has a copy of the station. Both can be compared; nothing is changed by looking."));
}

static void
look_for_copy (TapSignInWindow *self,
               const GError    *error)
{
  g_autoptr (GTask) task = NULL;

  if (!has_ways_out (error))
    return;
  task = g_task_new (self, self->cancellable, copy_found_cb, GINT_TO_POINTER (is_away (error)));
  g_task_set_source_tag (task, look_for_copy);
  if (self->replica_dir != NULL)
    {
      g_task_return_pointer (task, g_strdup (self->replica_dir), g_free);
      return;
    }
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, find_copy_thread);
}

/* It opened from the copy of this PC: read on, or find a way out. */
static void
connection_changed_cb (TapSignInWindow *self,
                       TapSession      *session)
{
  const TapConnection *connection = tap_session_get_connection (session);
  const char *dir = tap_worker_get_replica_dir (tap_store_get_worker (tap_session_get_store (session)));

  if (session != self->session)
    return;
  if (dir != NULL && (connection->state == TAP_LEDGER_CUT_OFF || connection->state == TAP_LEDGER_SET_BACK))
    show_trouble (self, dir, connection->state == TAP_LEDGER_CUT_OFF, connection->banner);
  else
    hide_trouble (self);
}

static void open_folder (TapSignInWindow *self,
                         const char      *folder);

/* Something may have been put back or taken over: look at the folder again. */
static gboolean
rift_closed_cb (TapSignInWindow *self)
{
  g_autofree char *folder = g_strdup (self->folder);

  if (self->pane != NULL && folder != NULL)
    open_folder (self, folder);
  return GDK_EVENT_PROPAGATE;
}

static void
rift_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (widget);
  g_autoptr (TapCare) care = NULL;
  GtkWidget *window;

  if (self->copy_dir == NULL || self->folder == NULL)
    return;
  care = tap_care_new (self->folder, self->copy_dir);
  window = tap_rift_window_new (care);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  g_signal_connect_object (window, "close-request", G_CALLBACK (rift_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* ---- one station at a time -------------------------------------------------------------------------------------------- */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TapSession) session = data;

  tap_store_close_finish (TAP_STORE (source), result, NULL);
}

static void
enable_actions (TapSignInWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.wall", self->session != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.enter",
                                 self->session != NULL && tap_people_pane_get_chosen (self->pane) != 0);
}

static void
let_go (TapSignInWindow *self)
{
  g_autoptr (TapSession) session = g_steal_pointer (&self->session);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->pane != NULL)
    tap_people_pane_set_session (self->pane, NULL);
  if (session != NULL)
    tap_store_close_async (tap_session_get_store (session), closed_cb, g_object_ref (session));
}

static void
hand_over (TapSignInWindow *self,
           gboolean         wall)
{
  g_autoptr (TapSession) session = g_steal_pointer (&self->session);

  tap_people_pane_set_session (self->pane, NULL);
  tap_prefs_remember_station (tap_worker_get_folder (tap_store_get_worker (tap_session_get_store (session))),
                              tap_session_get_station (session)->name);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, session, wall);
}

static void
show_message (TapSignInWindow *self,
              const char      *icon,
              const char      *heading,
              const char      *body,
              gboolean         again)
{
  g_autofree char *safe = g_markup_escape_text (body, -1);

  adw_status_page_set_icon_name (self->message, icon);
  adw_status_page_set_title (self->message, heading);
  adw_status_page_set_description (self->message, safe);
  gtk_widget_set_visible (self->message_button, again);
  gtk_stack_set_visible_child_name (self->right_stack, "message");
}

static void
show_people (TapSignInWindow *self)
{
  TapStationData *station = tap_session_get_station (self->session);
  TapWorker *worker = tap_store_get_worker (tap_session_get_store (self->session));
  g_autoptr (GPtrArray) peers = tap_worker_get_peers (worker);
  int minutes = tap_prefs_get_int ("idle-minutes", 0);
  g_autofree char *note = NULL;
  guint n_peers = 0;

  for (guint i = 0; i < peers->len; i++)
    if (g_strcmp0 (((TapPeer *) g_ptr_array_index (peers, i))->replica_id, tap_worker_get_replica_id (worker)) != 0)
      n_peers++;
  tap_station_pane_set_detail (self->station_pane, self->folder, station->name, n_peers);
  if (station->staff->len == 0)
    {
      show_message (self, "tappet-person-symbolic", _("This Station Is Not Set Up"),
                    _("Its setting up was broken off before it had an administrator. Choose New Station and the same folder to finish it."), FALSE);
      return;
    }
  if (minutes == 0)
    minutes = station->idle_lock_min;
  if (station->demo)
    minutes = 0;        /* a demo never locks */
  note = minutes == 0 ? g_strdup ("") : g_strdup_printf (ngettext ("Locks after %d minute without input",
                                                                   "Locks after %d minutes without input", minutes), minutes);
  gtk_label_set_text (self->idle_note, note);
  tap_people_pane_set_session (self->pane, self->session);
  gtk_stack_set_visible_child_name (self->right_stack, "people");
  tap_people_pane_choose (self->pane, tap_prefs_get_last_staff (station->station_id));
}

/* The checks write into the folder: not where there is no station of ours. */
static gboolean
is_worth_a_check (const GError *error)
{
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY)
         || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TapSignInWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_open_finish (result, &error);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  /* Another station was chosen meanwhile, or the window is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      if (session != NULL)
        tap_store_close_async (tap_session_get_store (session), closed_cb, g_object_ref (session));
      return;
    }
  if (session != NULL || is_worth_a_check (error))
    tap_check_list_run (tap_station_pane_get_checks (self->station_pane), self->folder);
  if (session != NULL)
    {
      self->session = g_steal_pointer (&session);
      g_signal_connect_object (self->session, "connection-changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
      connection_changed_cb (self, self->session);
      show_people (self);
      enable_actions (self);
      return;
    }
  look_for_copy (self, error);
  tap_opener_explain (error, self->folder, &heading, &body);
  show_message (self, "tappet-warn-symbolic", heading, body, TRUE);
}

static void
open_folder (TapSignInWindow *self,
             const char      *folder)
{
  g_autofree char *kept = g_strdup (folder);

  let_go (self);
  hide_trouble (self);
  g_free (self->folder);
  self->folder = g_steal_pointer (&kept);
  enable_actions (self);
  gtk_label_set_text (self->idle_note, "");
  gtk_stack_set_visible_child_name (self->stack, "stations");
  show_message (self, "tappet-hour-symbolic", _("Opening the Station"), "", FALSE);
  tap_check_list_run (tap_station_pane_get_checks (self->station_pane), NULL);
  self->cancellable = g_cancellable_new ();
  tap_opener_open_async (self->folder, self->replica_dir, "tappet", self->cancellable, opened_cb, g_object_ref (self));
}

void
tap_sign_in_window_start (TapSignInWindow *self,
                          const char      *folder)
{
  g_autoptr (GPtrArray) known = tap_prefs_list_stations ();

  g_return_if_fail (TAP_IS_SIGN_IN_WINDOW (self));

  if (folder == NULL && known->len > 0)
    folder = ((TapKnownStation *) g_ptr_array_index (known, 0))->folder;
  if (folder == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "first");
      return;
    }
  tap_station_pane_fill (self->station_pane, folder);
  open_folder (self, folder);
}

static void
chosen_cb (TapSignInWindow *self,
           const char      *folder)
{
  if (g_strcmp0 (folder, self->folder) != 0)
    open_folder (self, folder);
}

/* ---- the demo ---------------------------------------------------------------------------------------------------------- */

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer data)
{
  TapSignInWindow *self = data;

  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) done / (double) total, 0, 1));
}

static void
demo_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (TapSignInWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_demo_finish (result, &error);
  g_autofree char *folder = tap_demo_folder_today ();
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  if (session == NULL)
    {
      tap_opener_explain (error, folder, &heading, &body);
      gtk_stack_set_visible_child_name (self->stack, "stations");
      tap_station_pane_fill (self->station_pane, NULL);
      tap_check_list_run (tap_station_pane_get_checks (self->station_pane), NULL);
      show_message (self, "tappet-warn-symbolic", heading, body, FALSE);
      return;
    }
  if (!self->demo_for_wall && tap_session_get_station (session)->demo_staff_id != 0)
    tap_session_sign_in (session, tap_session_get_station (session)->demo_staff_id);
  self->session = g_steal_pointer (&session);
  hand_over (self, self->demo_for_wall);
}

void
tap_sign_in_window_demo (TapSignInWindow *self,
                         gboolean         wall)
{
  g_autofree char *folder = tap_demo_folder_today ();

  g_return_if_fail (TAP_IS_SIGN_IN_WINDOW (self));

  let_go (self);
  self->demo_for_wall = wall;
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_stack_set_visible_child_name (self->stack, "progress");
  tap_opener_demo_async (folder, self->replica_dir, wall ? "wall" : "tappet", progress_cb, self, demo_cb, g_object_ref (self));
}

/* ---- actions ------------------------------------------------------------------------------------------------------------ */

static void
chooser_response_cb (TapSignInWindow *self,
                     int              response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  /* A place of the file manager has an address and, with gvfs, a path that must not be used either: the ledger says why. */
  path = g_file_get_path (file);
  if (path == NULL)
    path = g_file_get_uri (file);
  tap_station_pane_fill (self->station_pane, path);
  open_folder (self, path);
}

static void
open_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open a Station Folder"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
made_cb (TapSignInWindow *self,
         TapSession      *session)
{
  let_go (self);
  self->session = g_object_ref (session);
  hand_over (self, FALSE);
}

static void
new_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (widget);
  GtkWidget *window = tap_new_station_window_new (self->replica_dir);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  g_signal_connect_object (window, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
demo_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  tap_sign_in_window_demo (TAP_SIGN_IN_WINDOW (widget), FALSE);
}

static void
again_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  open_folder (TAP_SIGN_IN_WINDOW (widget), TAP_SIGN_IN_WINDOW (widget)->folder);
}

static void
wall_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  if (TAP_SIGN_IN_WINDOW (widget)->session != NULL)
    hand_over (TAP_SIGN_IN_WINDOW (widget), TRUE);
}

static void
enter_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  tap_people_pane_enter (TAP_SIGN_IN_WINDOW (widget)->pane);
}

static void
signed_in_cb (TapSignInWindow *self,
              gint64           staff_id)
{
  hand_over (self, FALSE);
}

/* ---- life --------------------------------------------------------------------------------------------------------------- */

static void
tap_sign_in_window_dispose (GObject *object)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (object);

  let_go (self);
  self->pane = NULL;
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_SIGN_IN_WINDOW);
  G_OBJECT_CLASS (tap_sign_in_window_parent_class)->dispose (object);
}

static void
tap_sign_in_window_finalize (GObject *object)
{
  TapSignInWindow *self = TAP_SIGN_IN_WINDOW (object);

  g_free (self->folder);
  g_free (self->replica_dir);
  g_free (self->copy_dir);
  G_OBJECT_CLASS (tap_sign_in_window_parent_class)->finalize (object);
}

static void
tap_sign_in_window_class_init (TapSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_sign_in_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_sign_in_window_finalize;
  signals[SIGNAL_OPENED] = g_signal_new ("opened", TAP_TYPE_SIGN_IN_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, TAP_TYPE_SESSION, G_TYPE_BOOLEAN);
  g_type_ensure (TAP_TYPE_STATION_PANE);
  g_type_ensure (TAP_TYPE_PEOPLE_PANE);
  g_type_ensure (TAP_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, language_button);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, station_pane);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, right_stack);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, message);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, message_button);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, idle_note);
  gtk_widget_class_bind_template_child (widget_class, TapSignInWindow, progress);
  gtk_widget_class_install_action (widget_class, "sign-in.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "sign-in.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "sign-in.demo", NULL, demo_action);
  gtk_widget_class_install_action (widget_class, "sign-in.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "sign-in.wall", NULL, wall_action);
  gtk_widget_class_install_action (widget_class, "sign-in.enter", NULL, enter_action);
  gtk_widget_class_install_action (widget_class, "sign-in.rift", NULL, rift_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_sign_in_window_init (TapSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_label (self->language_button, tap_language_own_name (tap_language_get ()));
  g_signal_connect_object (self->station_pane, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "choice-changed", G_CALLBACK (enable_actions), self, G_CONNECT_SWAPPED);
  enable_actions (self);
}

TapSignInWindow *
tap_sign_in_window_new (GtkApplication *application,
                        const char     *replica_dir)
{
  TapSignInWindow *self = g_object_new (TAP_TYPE_SIGN_IN_WINDOW, "application", application, NULL);

  self->replica_dir = g_strdup (replica_dir);
  return self;
}
