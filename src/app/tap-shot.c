/* tap-shot.c — draws one screen of the demo station into a PNG and leaves: ./dev shot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-shot"
#include "config.h"

#include "app/tap-shot.h"

#include "app/tap-language.h"
#include "app/tap-new-station-window.h"
#include "app/tap-demo-folder.h"
#include "app/tap-opener.h"
#include "app/tap-prefs.h"
#include "app/tap-shot-care.h"
#include "app/tap-wall-window.h"
#include "app/tap-window-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* Long enough for transitions, skeletons and the last idle work; the clock of the demo stands at TAPPET_NOW anyway. */
#define SETTLE_MS 900
#define LIMIT_S 60

typedef struct
{
  TapApplication *application;
  GtkWindow      *picture;          /* what is drawn, with the dialogs in front of it */
  const struct _Screen *screen;
  guint           poll;
} Shot;

typedef enum { ON_BOARD, ON_EMPTY, ON_SIGN_IN, ON_FIRST_START } ShotStart;

typedef struct _Screen
{
  const char *name;
  ShotStart   start;
  void      (*go) (Shot *shot);     /* NULL: it is there already */
} Screen;

/* ---- going there ------------------------------------------------------------------------------------------------------- */

static TapWindow *
get_window (Shot *shot)
{
  return tap_application_get_window (shot->application);
}

static void
go_page (Shot       *shot,
         const char *page)
{
  tap_window_show_page (get_window (shot), page);
}

static void go_workshop (Shot *shot) { go_page (shot, "workshop"); }
static void go_customers (Shot *shot) { go_page (shot, "customers"); }
static void go_settings (Shot *shot) { go_page (shot, "settings"); }

/* A card that has something to show: in work, with a promise, the first by number. */
static gint64
find_visit (Shot *shot)
{
  GListModel *cards = tap_board_get_cards (tap_window_get_board (get_window (shot)));
  g_autofree char *first = NULL;
  gint64 id = 0;

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) item = g_list_model_get_item (cards, i);
      TapCard *card = tap_board_card_get_card (item);

      if (card->stage != TAP_STAGE_WORK || card->promised_unix == 0)
        continue;
      if (first == NULL || g_strcmp0 (card->number, first) < 0)
        {
          g_free (first);
          first = g_strdup (card->number);
          id = card->id;
        }
    }
  return id;
}

static void
act (Shot       *shot,
     const char *action,
     const char *format,
     ...)
{
  va_list args;
  GVariant *value = NULL;

  if (format != NULL)
    {
      va_start (args, format);
      value = g_variant_new_va (format, NULL, &args);
      va_end (args);
    }
  gtk_widget_activate_action_variant (GTK_WIDGET (get_window (shot)), action, value);
}

static void go_visit (Shot *shot) { tap_window_open_visit (get_window (shot), find_visit (shot)); }
static void go_promise (Shot *shot) { act (shot, "win.change-promise", "x", find_visit (shot)); }
static void go_check_in (Shot *shot) { act (shot, "win.check-in", "x", (gint64) 0); }
static void go_booking (Shot *shot) { act (shot, "win.new-booking", NULL); }
static void go_lock (Shot *shot) { tap_window_cover (get_window (shot), TAP_COVER_LOCKED); }
static void go_sign_out (Shot *shot) { act (shot, "win.sign-in", NULL); }
static void go_shortcuts (Shot *shot) { act (shot, "win.shortcuts", NULL); }
static void go_care (Shot *shot) { tap_shot_care (get_window (shot)); }
static void go_care_working (Shot *shot) { tap_shot_care_working (get_window (shot)); }
static void go_care_failed (Shot *shot) { tap_shot_care_failed (get_window (shot)); }
static void go_doctor (Shot *shot) { tap_shot_doctor (get_window (shot)); }
static void go_rift (Shot *shot) { tap_shot_rift (get_window (shot)); }
static void go_rift_left (Shot *shot) { tap_shot_rift_left (get_window (shot)); }
static void go_none (Shot *shot) { tap_header_set_search (get_window (shot)->header, "7Q29"); }
static void go_undo (Shot *shot) { act (shot, "win.toast-undo", "s", _("Moved to “To dispatch”")); }

static void
go_search (Shot *shot)
{
  tap_header_set_search (get_window (shot)->header, "A");
}

/* Two and a quarter minutes into @state; the boards, forms and menus follow as they would. */
static void
pretend (Shot           *shot,
         TapLedgerState  state,
         int             age_s,
         guint           n_pending,
         guint           n_refused,
         const char     *reason)
{
  TapSession *session = tap_window_get_session (get_window (shot));
  gint64 now_unix = tap_session_now_unix (session);
  TapConnection connection = { .state = state, .age_s = age_s, .n_pending = n_pending, .n_refused = n_refused };

  connection.since_unix = now_unix - age_s;
  connection.seen_unix = now_unix - age_s - 60;
  connection.retry_s = 8;
  connection.reason = (char *) reason;
  tap_session_pretend (session, &connection);
}

static void go_in_step (Shot *shot) { pretend (shot, TAP_LEDGER_IN_STEP, 1, 0, 0, ""); }
static void go_slow (Shot *shot) { pretend (shot, TAP_LEDGER_SLOW, 5, 0, 0, _("The file server answers slowly.")); }
static void go_cut_off (Shot *shot) { pretend (shot, TAP_LEDGER_CUT_OFF, 134, 3, 0, _("The file server does not answer.")); }

static void
go_read_only (Shot *shot)
{
  pretend (shot, TAP_LEDGER_READ_ONLY, 1, 0, 0,
           _("The file server has no room left. Nothing can be saved until somebody makes room there."));
}

static void
go_set_back (Shot *shot)
{
  g_autofree char *reason = g_strdup_printf (
    _("The station folder knows less than this PC: number %llu is missing there. Nothing is saved until the administrator has looked at it."),
    1208ULL);

  pretend (shot, TAP_LEDGER_SET_BACK, 95, 0, 0, reason);
}

static void
add_pending (GPtrArray     *pending,
             TapBoardCard  *card,
             TapOutboxState state,
             const char    *command,
             char          *summary,
             int            minutes_ago,
             TapSession    *session)
{
  TapPending *entry = g_new0 (TapPending, 1);
  TapStaff *staff = tap_session_get_staff (session);

  entry->operation_id = g_uuid_string_random ();
  entry->command = g_strdup (command);
  entry->visit_id = tap_board_card_get_id (card);
  entry->plate = g_strdup (tap_board_card_get_card (card)->plate);
  entry->summary = summary;
  entry->person = g_strdup (staff != NULL ? staff->name : "");
  entry->entered_unix = tap_session_now_unix (session) - minutes_ago * 60;
  entry->state = state;
  entry->reason = g_strdup ("");
  entry->now = g_strdup ("");
  g_ptr_array_add (pending, entry);
}

static void
refuse (TapPending *entry,
        TapStage    now)
{
  const char *lane = tap_column_label (TAP_STAGE_BIT (now));

  g_free (entry->reason);
  entry->reason = g_strdup_printf (_("The card has been moved meanwhile: it is in “%s” now."), tap_stage_label (now));
  g_free (entry->now);
  entry->now = g_strdup_printf (_("In “%1$s” (%2$s, %3$s)"), lane, "周敏", "10:41");
}

static char *
move_summary (TapStage to)
{
  return g_strdup_printf (_("Move to “%s”"), tap_column_label (TAP_STAGE_BIT (to)));
}

/* A refused move, the note held behind it, and a move that waits. */
static void
go_waiting (Shot *shot)
{
  TapSession *session = tap_window_get_session (get_window (shot));
  GListModel *cards = tap_board_get_cards (tap_window_get_board (get_window (shot)));
  g_autoptr (TapBoardCard) first = tap_board_find (tap_window_get_board (get_window (shot)), find_visit (shot));
  g_autoptr (TapBoardCard) second = g_list_model_get_item (cards, 3);
  GPtrArray *pending = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_pending_free);

  g_object_ref (first);
  add_pending (pending, first, TAP_OUTBOX_REFUSED, "move", move_summary (TAP_STAGE_WASH), 6, session);
  refuse (g_ptr_array_index (pending, 0), TAP_STAGE_CHECK);
  add_pending (pending, first, TAP_OUTBOX_HELD, "note", g_strdup_printf (_("Note: %s"), "右前轮异响"), 4, session);
  add_pending (pending, second, TAP_OUTBOX_WAITING, "move", move_summary (TAP_STAGE_DISPATCH), 1, session);
  tap_session_pretend_pending (session, pending);
  pretend (shot, TAP_LEDGER_IN_STEP, 1, 3, 1, "");
  act (shot, "win.waiting", NULL);
}

static void
draft_kept_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  tap_worker_keep_finish (TAP_WORKER (source), result, NULL);
  go_check_in (data);
}

/* As after a crash in the middle of a check-in. */
static void
go_draft_offered (Shot *shot)
{
  TapStore *store = tap_session_get_store (tap_window_get_session (get_window (shot)));

  tap_worker_keep_async (tap_store_get_worker (store), "draft:check-in", "[0e5f1c1a]\nplate=京A8X91B\ncustomer=王海峰\n", draft_kept_cb, shot);
}

static void
go_set_back_details (Shot *shot)
{
  go_set_back (shot);
  act (shot, "win.state-details", NULL);
}

static void
go_cut_off_form (Shot *shot)
{
  go_cut_off (shot);
  go_promise (shot);
}

static void
go_read_only_settings (Shot *shot)
{
  go_read_only (shot);
  go_settings (shot);
}

static void
go_new_station (Shot *shot)
{
  GtkWidget *window = tap_new_station_window_new (NULL);

  gtk_window_set_transient_for (GTK_WINDOW (window), shot->picture);
  gtk_window_present (GTK_WINDOW (window));
}

static void
go_wall (Shot *shot)
{
  const TapOptions *options = tap_application_get_options (shot->application);
  GtkWidget *wall = tap_wall_window_new (GTK_APPLICATION (shot->application), tap_window_get_workshop (get_window (shot)));

  gtk_window_set_default_size (GTK_WINDOW (wall), options->shot_width, options->shot_height);
  gtk_widget_add_css_class (wall, "picture");
  gtk_window_present (GTK_WINDOW (wall));
  gtk_widget_set_visible (GTK_WIDGET (shot->picture), FALSE);
  shot->picture = GTK_WINDOW (wall);
}

static void
go_wall_cut_off (Shot *shot)
{
  go_cut_off (shot);
  go_wall (shot);
}

/* The sheet of the first bay where somebody works. */
static void
go_job_sheet (Shot *shot)
{
  GListModel *rows = tap_workshop_get_rows (tap_window_get_workshop (get_window (shot)));

  go_wall (shot);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);
      TapBar *bar = tap_workshop_row_get_current (row);

      if (bar == NULL || bar->running_since_unix == 0)
        continue;
      tap_wall_view_show_sheet (tap_wall_window_get_view (TAP_WALL_WINDOW (shot->picture)), bar->bay_id, bar->id);
      return;
    }
}

static const Screen screens[] = {
  { "board", ON_BOARD, NULL },
  { "board-empty", ON_EMPTY, NULL },
  { "board-search", ON_BOARD, go_search },
  { "board-search-none", ON_BOARD, go_none },
  { "workshop", ON_BOARD, go_workshop },
  { "wall", ON_BOARD, go_wall },
  { "job-sheet", ON_BOARD, go_job_sheet },
  { "visit", ON_BOARD, go_visit },
  { "promise", ON_BOARD, go_promise },
  { "check-in", ON_BOARD, go_check_in },
  { "booking", ON_BOARD, go_booking },
  { "customers", ON_BOARD, go_customers },
  { "settings", ON_BOARD, go_settings },
  { "shortcuts", ON_BOARD, go_shortcuts },
  { "lock", ON_BOARD, go_lock },
  { "switch", ON_BOARD, go_sign_out },
  { "undo", ON_BOARD, go_undo },
  { "in-step", ON_BOARD, go_in_step },
  { "slow", ON_BOARD, go_slow },
  { "cut-off", ON_BOARD, go_cut_off },
  { "cut-off-form", ON_BOARD, go_cut_off_form },
  { "read-only", ON_BOARD, go_read_only },
  { "read-only-settings", ON_BOARD, go_read_only_settings },
  { "set-back", ON_BOARD, go_set_back },
  { "set-back-details", ON_BOARD, go_set_back_details },
  { "wall-cut-off", ON_BOARD, go_wall_cut_off },
  { "waiting", ON_BOARD, go_waiting },
  { "draft-offered", ON_BOARD, go_draft_offered },
  { "care", ON_BOARD, go_care },
  { "care-working", ON_BOARD, go_care_working },
  { "care-failed", ON_BOARD, go_care_failed },
  { "doctor", ON_BOARD, go_doctor },
  { "rift", ON_BOARD, go_rift },
  { "rift-left", ON_BOARD, go_rift_left },
  { "sign-in", ON_SIGN_IN, NULL },
  { "first-start", ON_FIRST_START, NULL },
  { "new-station", ON_FIRST_START, go_new_station },
};

static const Screen *
find_screen (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    if (g_str_equal (screens[i].name, name))
      return &screens[i];
  return NULL;
}

gboolean
tap_shot_is_known (const char *screen)
{
  g_return_val_if_fail (screen != NULL, FALSE);

  return find_screen (screen) != NULL;
}

char *
tap_shot_list (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", screens[i].name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
leave (int status)
{
  /* The demo lies in a folder made for the picture: there is nothing to close. */
  fflush (NULL);
  _exit (status);
}

/* ---- the picture -------------------------------------------------------------------------------------------------------- */

static void
add_window (GtkSnapshot *snapshot,
            GtkWidget   *window,
            double       x,
            double       y)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, (float) y);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  gtk_snapshot_restore (snapshot);
}

/* Dialogs are windows of their own: they are drawn in front of theirs, as a desktop would place them. */
static void
add_dialogs (GtkSnapshot *snapshot,
             GtkWindow   *parent,
             int          width,
             int          height)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
      GdkRGBA shade = { 0, 0, 0, 0.28f };
      graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

      if (!GTK_IS_WINDOW (window) || gtk_window_get_transient_for (GTK_WINDOW (window)) != parent || !gtk_widget_get_mapped (window))
        continue;
      gtk_snapshot_append_color (snapshot, &shade, &all);
      add_window (snapshot, window, (width - gtk_widget_get_width (window)) / 2.0, (height - gtk_widget_get_height (window)) / 2.0);
      add_dialogs (snapshot, GTK_WINDOW (window), width, height);
    }
}

static gboolean
draw (Shot *shot)
{
  const TapOptions *options = tap_application_get_options (shot->application);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) options->shot_width, (float) options->shot_height);
  GdkRGBA desktop = { 0.149f, 0.220f, 0.310f, 1 };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (shot->screen->start <= ON_EMPTY)
    add_window (snapshot, GTK_WIDGET (shot->picture), 0, 0);
  else
    {
      /* The sign-in window has a size of its own; it stands on a desktop. */
      gtk_snapshot_append_color (snapshot, &desktop, &all);
      add_window (snapshot, GTK_WIDGET (shot->picture), (options->shot_width - gtk_widget_get_width (GTK_WIDGET (shot->picture))) / 2.0,
                  (options->shot_height - gtk_widget_get_height (GTK_WIDGET (shot->picture))) / 2.0);
    }
  add_dialogs (snapshot, shot->picture, options->shot_width, options->shot_height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (shot->picture)), node, &all);
  return gdk_texture_save_to_png (texture, options->shot_file);
}

static gboolean
draw_cb (gpointer data)
{
  Shot *shot = data;

  if (draw (shot))
    leave (0);
  g_printerr ("tappet: %s: the picture could not be written\n", tap_application_get_options (shot->application)->shot_file);
  leave (1);
  return G_SOURCE_REMOVE;
}

/* ---- waiting ------------------------------------------------------------------------------------------------------------ */

/* Windows of a picture have no border of their own. */
static void
dress_cb (GListModel *toplevels)
{
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (GTK_IS_WINDOW (window) && !gtk_widget_has_css_class (window, "picture"))
        gtk_widget_add_css_class (window, "picture-dialog");
    }
}

static gboolean
is_there (Shot *shot)
{
  TapWindow *window = get_window (shot);
  TapSignInWindow *sign_in = tap_application_get_sign_in_window (shot->application);

  if (shot->screen->start <= ON_EMPTY)
    {
      if (sign_in != NULL)
        leave (1);      /* the demo could not be opened; why was said already */
      if (window == NULL || tap_window_get_board (window) == NULL || !tap_board_is_ready (tap_window_get_board (window)))
        return FALSE;
      shot->picture = GTK_WINDOW (window);
    }
  else
    {
      if (sign_in == NULL || (shot->screen->start == ON_SIGN_IN && tap_sign_in_window_get_session (sign_in) == NULL))
        return FALSE;
      shot->picture = GTK_WINDOW (sign_in);
    }
  return gtk_widget_get_mapped (GTK_WIDGET (shot->picture));
}

static gboolean
gone_there_cb (gpointer data)
{
  Shot *shot = data;

  if (shot->screen->go != NULL)
    shot->screen->go (shot);
  g_timeout_add (SETTLE_MS, draw_cb, shot);
  return G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer data)
{
  Shot *shot = data;
  const TapOptions *options = tap_application_get_options (shot->application);
  GtkWindow *window = (GtkWindow *) get_window (shot);

  if (window != NULL && !gtk_widget_has_css_class (GTK_WIDGET (window), "picture"))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (window), "picture-dialog");
      gtk_widget_add_css_class (GTK_WIDGET (window), "picture");
      gtk_window_set_default_size (window, options->shot_width, options->shot_height);
    }
  if (!is_there (shot))
    return G_SOURCE_CONTINUE;
  shot->poll = 0;
  g_timeout_add (SETTLE_MS, gone_there_cb, shot);
  return G_SOURCE_REMOVE;
}

static gboolean
limit_cb (gpointer data)
{
  g_printerr ("tappet: the screen did not come within %d s\n", LIMIT_S);
  leave (1);
  return G_SOURCE_REMOVE;
}

/* ---- start -------------------------------------------------------------------------------------------------------------- */

/* Between demo and sign-in page: the demo must be there, and closed, before it is opened by its front door. */
static void
demo_closed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  Shot *shot = data;
  g_autofree char *folder = tap_demo_folder_today ();

  tap_store_close_finish (TAP_STORE (source), result, NULL);
  tap_sign_in_window_start (tap_application_show_sign_in (shot->application), folder);
  g_application_release (G_APPLICATION (shot->application));
}

static void
demo_made_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_demo_finish (result, &error);
  g_autofree char *folder = tap_demo_folder_today ();
  TapStationData *station;

  if (session == NULL)
    {
      g_printerr ("tappet: %s\n", error->message);
      leave (1);
      return;
    }
  station = tap_session_get_station (session);
  tap_prefs_remember_station (folder, station->name);
  tap_prefs_set_last_staff (station->station_id, station->demo_staff_id);
  tap_store_close_async (tap_session_get_store (session), demo_closed_cb, data);
}

static void
empty_made_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Shot *shot = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapSession) session = tap_opener_make_finish (result, &error);

  if (session == NULL)
    {
      g_printerr ("tappet: %s\n", error->message);
      leave (1);
    }
  tap_application_use_session (shot->application, session, FALSE);
  g_application_release (G_APPLICATION (shot->application));
}

/* A station on its first morning. */
static void
make_empty (Shot *shot)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "new.tappet", NULL);
  TapSetUpInput input = { 0 };

  g_application_hold (G_APPLICATION (shot->application));
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  input.dealer = "远川汽车";
  input.station_name = "亦庄服务站";
  input.province = "京";
  input.time_zone = "Asia/Shanghai";
  input.admin_name = "刘建军";
  input.admin_pin = "123456";
  input.language = tap_language_get ();
  tap_opener_make_async (folder, NULL, &input, empty_made_cb, shot);
}

gboolean
tap_shot_start (TapApplication *application)
{
  const TapOptions *options = tap_application_get_options (application);
  g_autofree char *folder = tap_demo_folder_today ();
  Shot *shot = g_new0 (Shot, 1);

  shot->application = application;
  shot->screen = find_screen (options->shot);
  shot->poll = g_timeout_add (50, poll_cb, shot);
  g_timeout_add_seconds (LIMIT_S, limit_cb, shot);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (dress_cb), NULL);
  if (shot->screen->start == ON_BOARD)
    return FALSE;
  if (shot->screen->start == ON_EMPTY)
    {
      make_empty (shot);
      return TRUE;
    }
  if (shot->screen->start == ON_FIRST_START)
    {
      tap_sign_in_window_start (tap_application_show_sign_in (application), NULL);
      return TRUE;
    }
  g_application_hold (G_APPLICATION (application));
  tap_opener_demo_async (folder, NULL, "tappet", NULL, NULL, demo_made_cb, shot);
  return TRUE;
}
