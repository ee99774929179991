/* tap-application.c — the program: what the command line asks for, which station is open, and how it ends.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-application"
#include "config.h"

#include "app/tap-application.h"

#include "app/tap-care.h"
#include "app/tap-demo-folder.h"
#include "app/tap-opener.h"
#include "app/tap-prefs.h"
#include "app/tap-shot.h"
#include "app/tap-stamp.h"
#include "app/tap-style.h"
#include "app/tap-wall-window.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A window that is ready within this time is shown with its cards at once; after it the frame comes first. */
#define PATIENCE_MS 400
/* How long the end may take: the window is gone already, the share may hang. */
#define CLOSE_LIMIT_S 3

struct _TapApplication
{
  AdwApplication   parent_instance;

  TapOptions       options;

  /* Borrowed: NULL themselves when they are destroyed */
  TapWindow       *window;
  TapSignInWindow *sign_in_window;

  /* Owned references */
  TapSession      *session;
  TapBoard        *board;
  guint            patience;
  char            *restart_language;    /* start again in this language after closing */
};

G_DEFINE_FINAL_TYPE (TapApplication, tap_application, ADW_TYPE_APPLICATION)

const TapOptions *
tap_application_get_options (TapApplication *self)
{
  g_return_val_if_fail (TAP_IS_APPLICATION (self), NULL);

  return &self->options;
}

TapWindow *
tap_application_get_window (TapApplication *self)
{
  g_return_val_if_fail (TAP_IS_APPLICATION (self), NULL);

  return self->window;
}

TapSignInWindow *
tap_application_get_sign_in_window (TapApplication *self)
{
  g_return_val_if_fail (TAP_IS_APPLICATION (self), NULL);

  return self->sign_in_window;
}

/* ---- the end ------------------------------------------------------------------------------------------------------------- */

/* Starts the program anew with the same words and another language: GTK reads it at its start only. */
static void
restart (TapApplication *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gsize length;

  if (!g_file_get_contents ("/proc/self/cmdline", &text, &length, NULL))
    return;
  for (gsize at = 0; at < length; at += strlen (text + at) + 1)
    {
      if (g_str_has_prefix (text + at, "--lang="))
        continue;
      if (g_str_equal (text + at, "--lang"))
        {
          at += strlen (text + at) + 1;
          continue;
        }
      g_ptr_array_add (words, g_strdup (text + at));
    }
  g_ptr_array_add (words, g_strdup_printf ("--lang=%s", self->restart_language));
  g_ptr_array_add (words, NULL);
  execv ("/proc/self/exe", (char **) words->pdata);
}

static void
finish (TapApplication *self)
{
  if (self->restart_language != NULL)
    restart (self);
  g_application_release (G_APPLICATION (self));
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TapApplication) self = data;

  tap_store_close_finish (TAP_STORE (source), result, NULL);
  finish (self);
}

/* A share that hangs in the kernel holds its thread; nothing is lost by leaving, and waiting helps nobody. */
static gboolean
close_limit_cb (gpointer data)
{
  TapApplication *self = data;

  if (self->restart_language != NULL)
    restart (self);
  _exit (0);
}

static void
drop_station (TapApplication *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->board);
}

static void
close_station (TapApplication *self)
{
  g_autoptr (TapSession) session = g_steal_pointer (&self->session);

  drop_station (self);
  g_application_hold (G_APPLICATION (self));
  if (session != NULL)
    tap_care_leave (session);
  if (session == NULL)
    {
      finish (self);
      return;
    }
  g_timeout_add_seconds (CLOSE_LIMIT_S, close_limit_cb, self);
  tap_store_close_async (tap_session_get_store (session), closed_cb, g_object_ref (self));
}

static void
tap_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  TapApplication *self = TAP_APPLICATION (application);

  GTK_APPLICATION_CLASS (tap_application_parent_class)->window_removed (application, window);
  if (gtk_application_get_windows (application) == NULL && self->session != NULL)
    close_station (self);
}

/* ---- windows ------------------------------------------------------------------------------------------------------------- */

static void
present (TapApplication *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->window == NULL || gtk_widget_get_visible (GTK_WIDGET (self->window)))
    return;
  if (tap_prefs_get_boolean ("window-maximized", TRUE) && self->options.shot == NULL && !self->options.stamp)
    gtk_window_maximize (GTK_WINDOW (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
}

static gboolean
patience_cb (gpointer data)
{
  TapApplication *self = data;

  self->patience = 0;
  present (self);
  return G_SOURCE_REMOVE;
}

static void
board_ready_cb (TapApplication *self)
{
  if (self->board != NULL && tap_board_is_ready (self->board))
    present (self);
}

/* The frame is built while the station is being opened on its threads. */
static TapWindow *
ensure_window (TapApplication *self)
{
  if (self->window != NULL)
    return self->window;
  g_set_weak_pointer (&self->window, tap_window_new (GTK_APPLICATION (self)));
  if (self->options.stamp)
    tap_stamp_start (self->window);
  return self->window;
}

static void
show_wall (TapApplication *self)
{
  g_autoptr (TapWorkshop) workshop = tap_workshop_new (self->board);
  GtkWidget *wall = tap_wall_window_new (GTK_APPLICATION (self), workshop);

  gtk_window_fullscreen (GTK_WINDOW (wall));
  gtk_window_present (GTK_WINDOW (wall));
}

void
tap_application_use_session (TapApplication *self,
                             TapSession     *session,
                             gboolean        wall)
{
  g_return_if_fail (TAP_IS_APPLICATION (self));
  g_return_if_fail (TAP_IS_SESSION (session));

  g_set_object (&self->session, session);
  g_clear_object (&self->board);
  self->board = tap_board_new (session);
  tap_care_of (session);        /* nights are kept from now on, also by a wall that nobody touches */
  if (wall)
    {
      show_wall (self);
      return;
    }
  tap_window_set_board (ensure_window (self), self->board);
  g_signal_connect_object (self->board, "notify::ready", G_CALLBACK (board_ready_cb), self, G_CONNECT_SWAPPED);
  if (tap_board_is_ready (self->board))
    present (self);
  else if (self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  if (tap_session_get_staff (session) == NULL)
    tap_window_cover (self->window, TAP_COVER_SIGNED_OUT);
}

static void
opened_cb (TapApplication *self,
           TapSession     *session,
           gboolean        wall)
{
  TapSignInWindow *window = self->sign_in_window;

  tap_application_use_session (self, session, wall);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
}

TapSignInWindow *
tap_application_show_sign_in (TapApplication *self)
{
  g_return_val_if_fail (TAP_IS_APPLICATION (self), NULL);

  if (self->sign_in_window == NULL)
    {
      g_set_weak_pointer (&self->sign_in_window, tap_sign_in_window_new (GTK_APPLICATION (self), self->options.replica));
      g_signal_connect_object (self->sign_in_window, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->sign_in_window));
  return self->sign_in_window;
}

/* ---- straight into a station ---------------------------------------------------------------------------------------------- */

typedef struct
{
  TapApplication *self;         /* owned */
  char           *folder;
} Opening;

static void
opening_free (Opening *opening)
{
  g_application_release (G_APPLICATION (opening->self));
  g_object_unref (opening->self);
  g_free (opening->folder);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static Opening *
opening_new (TapApplication *self,
             const char     *folder)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->self = g_object_ref (self);
  opening->folder = g_strdup (folder);
  g_application_hold (G_APPLICATION (self));
  return opening;
}

/* Only made-up stations open without a PIN. */
static gint64
staff_without_pin (TapApplication *self,
                   TapSession     *session)
{
  TapStationData *station = tap_session_get_station (session);

  if (!station->demo)
    {
      if (self->options.sign_in != 0)
        g_printerr ("%s\n", _("--sign-in works in a demo station only; please give the PIN."));
      return 0;
    }
  if (self->options.sign_in <= 0)
    return station->demo_staff_id;
  if (tap_session_find_staff (session, self->options.sign_in) != NULL)
    return self->options.sign_in;
  g_printerr ("%s\n", _("--sign-in: there is no such person in this station."));
  return 0;
}

static void
straight_in (Opening    *opening,
             TapSession *session,
             GError     *error)
{
  TapApplication *self = opening->self;
  TapSignInWindow *window;
  gint64 staff_id;

  if (session == NULL)
    {
      /* The sign-in page opens it again and says what is wrong, with a way out. */
      g_message ("%s: %s", opening->folder, error->message);
      window = tap_application_show_sign_in (self);
      if (self->window != NULL)
        gtk_window_destroy (GTK_WINDOW (self->window));
      tap_sign_in_window_start (window, opening->folder);
      return;
    }
  tap_prefs_remember_station (opening->folder, tap_session_get_station (session)->name);
  staff_id = self->options.wall ? 0 : staff_without_pin (self, session);
  if (staff_id != 0)
    tap_session_sign_in (session, staff_id);
  tap_application_use_session (self, session, self->options.wall);
}

static void
station_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_open_finish (result, &error);

  straight_in (opening, session, error);
}

static void
demo_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_demo_finish (result, &error);

  straight_in (opening, session, error);
}

static void
open_straight (TapApplication *self,
               const char     *folder,
               gboolean        demo)
{
  const char *program = self->options.wall ? "wall" : "tappet";

  if (demo)
    tap_opener_demo_async (folder, self->options.replica, program, NULL, NULL, demo_opened_cb, opening_new (self, folder));
  else
    tap_opener_open_async (folder, self->options.replica, program, NULL, station_opened_cb, opening_new (self, folder));
  if (!self->options.wall)
    ensure_window (self);
}

static void
tap_application_activate (GApplication *application)
{
  TapApplication *self = TAP_APPLICATION (application);
  g_autoptr (GPtrArray) known = tap_prefs_list_stations ();
  g_autofree char *demo_folder = tap_demo_folder_today ();
  const char *folder = self->options.station;

  if (self->options.shot != NULL && tap_shot_start (self))
    return;
  if (folder == NULL && self->options.demo)
    {
      if (tap_opener_has_station (demo_folder) || self->options.shot != NULL)
        open_straight (self, demo_folder, TRUE);
      else
        tap_sign_in_window_demo (tap_application_show_sign_in (self), self->options.wall);
      return;
    }
  if (folder == NULL && self->options.wall && known->len > 0)
    folder = ((TapKnownStation *) g_ptr_array_index (known, 0))->folder;
  if (folder != NULL && (self->options.wall || self->options.sign_in != 0))
    open_straight (self, folder, FALSE);
  else
    tap_sign_in_window_start (tap_application_show_sign_in (self), folder);
}

/* ---- actions -------------------------------------------------------------------------------------------------------------- */

static void
left_station_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (Opening) opening = data;

  tap_store_close_finish (TAP_STORE (source), result, NULL);
  if (opening->self->sign_in_window != NULL)
    tap_sign_in_window_start (opening->self->sign_in_window, opening->folder);
}

/* Another station, or the same one by its front door: the open one is closed first. @folder: which is shown then; NULL: the same. */
static void
go_to_station (TapApplication *self,
               const char     *folder)
{
  g_autoptr (TapSession) session = g_steal_pointer (&self->session);
  g_autofree char *kept = g_strdup (folder);    /* the window that names it goes */
  TapStore *store;

  tap_application_show_sign_in (self);
  drop_station (self);
  for (GList *l = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self))), *head = l; ; l = l->next)
    {
      if (l == NULL)
        {
          g_list_free (head);
          break;
        }
      if (l->data != (gpointer) self->sign_in_window)
        gtk_window_destroy (l->data);
    }
  if (session == NULL)
    {
      if (kept != NULL)
        tap_sign_in_window_start (self->sign_in_window, kept);
      return;
    }
  store = tap_session_get_store (session);
  tap_store_close_async (store, left_station_cb,
                         opening_new (self, kept != NULL ? kept : tap_worker_get_folder (tap_store_get_worker (store))));
}

static void
stations_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  go_to_station (data, NULL);
}

static void
open_station_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  go_to_station (data, g_variant_get_string (parameter, NULL));
}

static void
language_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  TapApplication *self = data;
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  tap_prefs_set_text ("language", g_variant_get_string (parameter, NULL));
  g_settings_sync ();
  g_free (self->restart_language);
  self->restart_language = g_variant_dup_string (parameter, NULL);
  close_station (self);
  g_list_free_full (windows, (GDestroyNotify) gtk_window_destroy);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  TapApplication *self = data;
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  g_list_free_full (windows, (GDestroyNotify) gtk_window_destroy);
}

/* ---- options -------------------------------------------------------------------------------------------------------------- */

gboolean
tap_options_parse_size (const char *text,
                        int        *width,
                        int        *height)
{
  char after;

  g_return_val_if_fail (text != NULL && width != NULL && height != NULL, FALSE);

  return sscanf (text, "%dx%d%c", width, height, &after) == 2 && *width > 0 && *width <= 16384 && *height > 0
         && *height <= 16384;
}

static char *
lookup_text (GVariantDict *dict,
             const char   *key)
{
  char *text = NULL;

  if (!g_variant_dict_lookup (dict, key, "^ay", &text))
    g_variant_dict_lookup (dict, key, "s", &text);
  return text;
}

static char *
lookup_path (GVariantDict *dict,
             const char   *key)
{
  g_autofree char *text = lookup_text (dict, key);

  /* An address is passed on as it is, for the ledger to say what is wrong with it. */
  if (text == NULL || strstr (text, "://") != NULL)
    return g_steal_pointer (&text);
  return g_canonicalize_filename (text, NULL);
}

static gboolean
parse_person (const char *text,
              gint64     *id)
{
  if (!g_str_equal (text, "demo"))
    return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
  *id = -1;
  return TRUE;
}

static int
refuse (const char *sentence)
{
  g_printerr ("tappet: %s\n", sentence);
  return 2;
}

static int
tap_application_handle_local_options (GApplication *application,
                                      GVariantDict *dict)
{
  TapOptions *options = &TAP_APPLICATION (application)->options;
  g_autofree char *size = lookup_text (dict, "shot-size");
  g_autofree char *sign_in = lookup_text (dict, "sign-in");

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Tappet %s\n", TAP_VERSION);
      return 0;
    }
  options->station = lookup_path (dict, "station");
  options->replica = lookup_path (dict, "replica");
  options->wall = g_variant_dict_contains (dict, "wall");
  options->demo = g_variant_dict_contains (dict, "demo");
  options->stamp = g_variant_dict_contains (dict, "stamp");
  options->shot = lookup_text (dict, "shot");
  options->shot_file = lookup_path (dict, "shot-file");
  options->theme = lookup_text (dict, "theme");
  options->shot_width = 1920;
  options->shot_height = 1080;
  if (sign_in != NULL && !parse_person (sign_in, &options->sign_in))
    return refuse (_("--sign-in is the number of a person, or “demo”."));
  if (size != NULL && !tap_options_parse_size (size, &options->shot_width, &options->shot_height))
    return refuse (_("--shot-size is WIDTHxHEIGHT, as 1920x1080."));
  if (options->theme != NULL && !g_str_equal (options->theme, "light") && !g_str_equal (options->theme, "dark"))
    return refuse (_("--theme is light or dark."));
  if (options->shot != NULL && options->shot_file == NULL)
    return refuse (_("--shot needs --shot-file."));
  if (options->shot != NULL && !tap_shot_is_known (options->shot))
    {
      g_autofree char *names = tap_shot_list ();
      g_autofree char *text = g_strdup_printf (_("There is no screen “%s”. Known: %s"), options->shot, names);

      return refuse (text);
    }
  return -1;
}

/* ---- life ----------------------------------------------------------------------------------------------------------------- */

static void
tap_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "stations", stations_action },
    { "open-station", open_station_action, "s" },
    { "language", language_action, "s" },
    { "quit", quit_action },
  };
  TapApplication *self = TAP_APPLICATION (application);
  g_autofree char *theme = tap_prefs_get_text ("theme");

  G_APPLICATION_CLASS (tap_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_window_set_default_icon_name (TAP_APP_ID);
  tap_style_start (gdk_display_get_default ());
  if (self->options.theme != NULL)
    tap_style_set_theme (self->options.theme);
  else if (*theme != '\0')
    tap_style_set_theme (theme);
}

static void
tap_application_finalize (GObject *object)
{
  TapApplication *self = TAP_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->sign_in_window);
  drop_station (self);
  g_clear_object (&self->session);
  g_free (self->options.station);
  g_free (self->options.replica);
  g_free (self->options.shot);
  g_free (self->options.shot_file);
  g_free (self->options.theme);
  g_free (self->restart_language);
  G_OBJECT_CLASS (tap_application_parent_class)->finalize (object);
}

static void
tap_application_class_init (TapApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tap_application_finalize;
  application_class->startup = tap_application_startup;
  application_class->activate = tap_application_activate;
  application_class->handle_local_options = tap_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = tap_application_window_removed;
}

static void
tap_application_init (TapApplication *self)
{
  static const GOptionEntry entries[] = {
    { "station", 's', 0, G_OPTION_ARG_FILENAME, NULL, N_("Open the station in this folder"), N_("FOLDER") },
    { "replica", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep this computer's copy in this folder"), N_("DIR") },
    { "wall", 'w', 0, G_OPTION_ARG_NONE, NULL, N_("Show the workshop board over the whole screen"), NULL },
    { "demo", 'd', 0, G_OPTION_ARG_NONE, NULL, N_("Open the demo station, making it on first use"), NULL },
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Sign in as the person of this number, or “demo” (demo stations only)"), N_("PERSON") },
    { "lang", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Language: zh_CN, zh_TW or en"), N_("LANGUAGE") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Colours: light or dark"), N_("THEME") },
    { "shot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
    { "shot-file", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
    { "shot-size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
    { "stamp", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Say the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

TapApplication *
tap_application_new (void)
{
  /* Every window with another --replica, and every wall, is a process of its own. */
  return g_object_new (TAP_TYPE_APPLICATION, "application-id", TAP_APP_ID, "flags", G_APPLICATION_NON_UNIQUE, NULL);
}
