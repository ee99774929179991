/* test-app-station.c — from the front door into a real station: opening, signing in, locking; what opening must never do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/tap-demo-folder.h"
#include "app/tap-lock-screen.h"
#include "app/tap-opener.h"
#include "app/tap-people-pane.h"
#include "app/tap-prefs.h"
#include "app/tap-sign-in-window.h"
#include "app/tap-style.h"
#include "app/tap-window-private.h"

#include <glib/gstdio.h>

#define PIN "246810"
#define WRONG "111111"

static char *root;

/* ---- waiting --------------------------------------------------------------------------------------------------------- */

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @condition holds, ten seconds at most. */
#define WAIT_FOR(condition)                                              \
  G_STMT_START                                                           \
  {                                                                      \
    gint64 end_us_ = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;      \
    guint wake_ = g_timeout_add (10, wake_cb, NULL);                     \
    while (!(condition) && g_get_monotonic_time () < end_us_)            \
      g_main_context_iteration (NULL, TRUE);                             \
    g_source_remove (wake_);                                             \
    g_assert_true (condition);                                           \
  }                                                                      \
  G_STMT_END

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_set_object ((GAsyncResult **) data, result);
}

static void
close_session (TapSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_close_async (tap_session_get_store (session), take_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (tap_store_close_finish (tap_session_get_store (session), result, NULL));
  g_object_unref (session);
}

static TapSession *
make_station (const char *name)
{
  g_autofree char *folder = g_build_filename (root, name, NULL);
  g_autofree char *replica = g_strconcat (folder, ".replica", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapSetUpInput input = { 0 };
  TapSession *session;

  input.dealer = "远川汽车";
  input.station_name = "试验站";
  input.province = "京";
  input.time_zone = "Asia/Shanghai";
  input.admin_name = "王站长";
  input.admin_pin = PIN;
  input.language = "zh_CN";
  tap_opener_make_async (folder, replica, &input, take_result, &result);
  WAIT_FOR (result != NULL);
  session = tap_opener_make_finish (result, &error);
  g_assert_no_error (error);
  return session;
}

static TapPeoplePane *
find_pane (GtkWidget *widget)
{
  if (TAP_IS_PEOPLE_PANE (widget))
    return TAP_PEOPLE_PANE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      TapPeoplePane *pane = find_pane (child);

      if (pane != NULL)
        return pane;
    }
  return NULL;
}

/* ---- signing in ------------------------------------------------------------------------------------------------------ */

static void
opened_cb (TapSignInWindow *window,
           TapSession      *session,
           gboolean         wall,
           gpointer         data)
{
  g_set_object ((TapSession **) data, session);
}

static void
test_sign_in (void)
{
  g_autofree char *folder = g_build_filename (root, "sign-in", NULL);
  g_autofree char *replica = g_strconcat (folder, ".replica", NULL);
  TapSession *opened = NULL;
  TapSignInWindow *window;
  TapPeoplePane *pane;
  TapStaff *admin;

  close_session (make_station ("sign-in"));
  window = tap_sign_in_window_new (NULL, replica);
  g_signal_connect (window, "opened", G_CALLBACK (opened_cb), &opened);
  gtk_window_present (GTK_WINDOW (window));
  tap_sign_in_window_start (window, folder);
  g_assert_cmpstr (tap_sign_in_window_get_page (window), ==, "stations");
  WAIT_FOR (tap_sign_in_window_get_session (window) != NULL);
  g_assert_cmpstr (tap_sign_in_window_get_message (window), ==, "");

  pane = find_pane (GTK_WIDGET (window));
  admin = g_ptr_array_index (tap_session_get_station (tap_sign_in_window_get_session (window))->staff, 0);
  tap_people_pane_choose (pane, admin->id);
  g_assert_cmpint (tap_people_pane_get_chosen (pane), ==, admin->id);

  /* A wrong PIN lets nobody in … */
  tap_people_pane_check (pane, WRONG);
  WAIT_FOR (*tap_people_pane_get_fault (pane) != '\0');
  g_assert_null (opened);
  g_assert_null (tap_session_get_staff (tap_sign_in_window_get_session (window)));

  /* … the right one does, and the window lets go of the session. */
  tap_people_pane_check (pane, PIN);
  WAIT_FOR (opened != NULL);
  g_assert_cmpint (tap_session_get_staff_id (opened), ==, admin->id);
  g_assert_null (tap_sign_in_window_get_session (window));
  gtk_window_destroy (GTK_WINDOW (window));
  close_session (opened);
}

static void
test_wrong_pins_pause (void)
{
  TapSession *session = make_station ("pause");
  TapStaff *admin = g_ptr_array_index (tap_session_get_station (session)->staff, 0);
  GtkWidget *window = gtk_window_new ();
  TapPeoplePane *pane = g_object_new (TAP_TYPE_PEOPLE_PANE, NULL);
  gint64 admin_id = admin->id;

  tap_session_sign_out (session);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (pane));
  gtk_window_present (GTK_WINDOW (window));
  tap_people_pane_set_session (pane, session);
  tap_people_pane_choose (pane, admin_id);
  for (guint i = 0; i < 8 && !tap_people_pane_is_paused (pane); i++)
    {
      g_autofree char *before = g_strdup (tap_people_pane_get_fault (pane));

      tap_people_pane_check (pane, WRONG);
      WAIT_FOR (!tap_people_pane_is_checking (pane));
    }
  g_assert_true (tap_people_pane_is_paused (pane));
  /* While it lasts the right PIN does not help either. */
  tap_people_pane_enter (pane);
  g_assert_cmpint (tap_session_get_staff_id (session), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  close_session (session);
}

/* ---- what opening must never do --------------------------------------------------------------------------------------- */

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Opens @folder by the front door and gives the heading of what is shown instead of people. */
static char *
open_and_read (const char *folder)
{
  g_autofree char *replica = g_build_filename (root, "nowhere.replica", NULL);
  TapSignInWindow *window = tap_sign_in_window_new (NULL, replica);
  g_autofree char *opening = NULL;
  char *heading;

  gtk_window_present (GTK_WINDOW (window));
  tap_sign_in_window_start (window, folder);
  opening = g_strdup (tap_sign_in_window_get_message (window));
  WAIT_FOR (!g_str_equal (tap_sign_in_window_get_message (window), opening));
  heading = g_strdup (tap_sign_in_window_get_message (window));
  g_assert_null (tap_sign_in_window_get_session (window));
  gtk_window_destroy (GTK_WINDOW (window));
  return heading;
}

static void
test_missing_folder (void)
{
  g_autofree char *folder = g_build_filename (root, "missing", NULL);
  g_autofree char *heading = open_and_read (folder);

  g_assert_cmpstr (heading, ==, "The Folder Is Not There");
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_empty_folder (void)
{
  g_autofree char *folder = g_build_filename (root, "empty", NULL);
  g_autofree char *heading = NULL;

  g_mkdir (folder, 0755);
  heading = open_and_read (folder);
  g_assert_cmpstr (heading, ==, "There Is No Station in This Folder");
  g_assert_cmpuint (count_entries (folder), ==, 0);
}

static void
test_foreign_folder (void)
{
  g_autofree char *folder = g_build_filename (root, "foreign", NULL);
  g_autofree char *file = g_build_filename (folder, "holiday.txt", NULL);
  g_autofree char *heading = NULL;

  g_mkdir (folder, 0755);
  g_assert_true (g_file_set_contents (file, "sun\n", -1, NULL));
  heading = open_and_read (folder);
  g_assert_cmpstr (heading, ==, "This Is Not a Station Folder");
  g_assert_cmpuint (count_entries (folder), ==, 1);
}

static void
test_gvfs_address (void)
{
  g_autofree char *heading = open_and_read ("smb://fileserver/aftersales");

  g_assert_cmpstr (heading, ==, "Mount the Share First");
}

static void
test_file_for_folder (void)
{
  g_autofree char *file = g_build_filename (root, "letter.txt", NULL);
  g_autofree char *heading = NULL;

  g_assert_true (g_file_set_contents (file, "sun\n", -1, NULL));
  heading = open_and_read (file);
  g_assert_cmpstr (heading, ==, "This Is Not a Station Folder");
}

/* ---- the window on a real station -------------------------------------------------------------------------------------- */

static void
test_lock (void)
{
  TapSession *session = make_station ("lock");
  g_autoptr (TapBoard) board = tap_board_new (session);
  TapWindow *window = tap_window_new (NULL);
  TapPeoplePane *pane;

  tap_window_set_board (window, board);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (tap_board_is_ready (board));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lock", NULL);
  g_assert_true (tap_window_is_covered (window));
  pane = find_pane (GTK_WIDGET (window->lock_screen));
  tap_people_pane_check (pane, WRONG);
  WAIT_FOR (*tap_people_pane_get_fault (pane) != '\0');
  g_assert_true (tap_window_is_covered (window));
  tap_people_pane_check (pane, PIN);
  WAIT_FOR (!tap_window_is_covered (window));
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&board);
  close_session (session);
}

static gboolean
has_focus_within (TapWindow  *window,
                  const char *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *shown = gtk_stack_get_visible_child (window->stack);

  return g_str_equal (tap_window_get_page (window), page) && focus != NULL
         && (focus == shown || gtk_widget_is_ancestor (focus, shown));
}

/* Without it the keys of a page go to the sidebar until it is clicked. */
static void
test_page_takes_keyboard (void)
{
  TapSession *session = make_station ("keyboard");
  g_autoptr (TapBoard) board = tap_board_new (session);
  TapWindow *window = tap_window_new (NULL);

  tap_window_set_board (window, board);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (tap_board_is_ready (board));
  tap_window_show_page (window, "customers");
  g_assert_true (has_focus_within (window, "customers"));
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))));
  tap_window_open_visit (window, 1);
  g_assert_true (has_focus_within (window, "visit"));
  tap_window_show_page (window, "board");
  g_assert_true (has_focus_within (window, "board"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&board);
  close_session (session);
}

static char *
make_old_demo (const char *name)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "tappet", name, NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (parent, 0755);
  g_assert_true (tap_station_create (folder, "Old", &error));
  g_assert_no_error (error);
  return folder;
}

/* A demo of another day shows every car late. */
static void
test_demo_of_another_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *yesterdays_name = g_date_time_format (yesterday, "demo-%Y-%m-%d.tappet");
  g_autofree char *today = tap_demo_folder_today ();
  g_autofree char *old = make_old_demo ("demo-2020-01-31.tappet");
  g_autofree char *open_yet = make_old_demo (yesterdays_name);
  g_autofree char *own = make_old_demo ("demo-of-mine.tappet");
  g_autofree char *no_station = g_build_filename (g_get_user_data_dir (), "tappet", "demo-2020-02-01.tappet", NULL);
  g_autofree char *kept = g_build_filename (no_station, "letter.txt", NULL);

  g_mkdir_with_parents (no_station, 0755);
  g_assert_true (g_file_set_contents (kept, "mine", -1, NULL));
  g_assert_true (tap_demo_folder_is_past (old));
  g_assert_true (tap_demo_folder_is_past (open_yet));
  g_assert_false (tap_demo_folder_is_past (own));
  g_assert_false (tap_demo_folder_is_past (today));
  tap_demo_folder_sweep ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (tap_opener_has_station (open_yet));
  g_assert_true (tap_opener_has_station (own));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static void
test_demo (void)
{
  TapSignInWindow *window = tap_sign_in_window_new (NULL, NULL);
  g_autofree char *folder = tap_demo_folder_today ();
  TapSession *opened = NULL;
  g_autoptr (TapBoard) board = NULL;
  TapWindow *desk;
  gint64 visit_id = 0;

  g_assert_false (tap_opener_has_station (folder));
  g_signal_connect (window, "opened", G_CALLBACK (opened_cb), &opened);
  gtk_window_present (GTK_WINDOW (window));
  tap_sign_in_window_demo (window, FALSE);
  g_assert_cmpstr (tap_sign_in_window_get_page (window), ==, "progress");
  WAIT_FOR (opened != NULL);
  g_assert_true (tap_opener_has_station (folder));
  g_assert_true (tap_session_get_station (opened)->demo);
  g_assert_nonnull (tap_session_get_staff (opened));
  gtk_window_destroy (GTK_WINDOW (window));

  desk = tap_window_new (NULL);
  board = tap_board_new (opened);
  tap_window_set_board (desk, board);
  gtk_window_present (GTK_WINDOW (desk));
  WAIT_FOR (tap_board_is_ready (board));
  g_assert_cmpuint (tap_board_get_strip (board)->n_in_shop, >, 10);

  /* Every page comes, and a visit goes back to where it was opened from. */
  tap_window_show_page (desk, "settings");
  tap_window_show_page (desk, "customers");
  tap_window_show_page (desk, "workshop");
  for (guint i = 0; i < g_list_model_get_n_items (tap_board_get_cards (board)) && visit_id == 0; i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (tap_board_get_cards (board), i);

      if (tap_board_card_get_stage (card) == TAP_STAGE_WORK)
        visit_id = tap_board_card_get_id (card);
    }
  g_assert_false (_tap_window_is_enabled (desk, "win.back"));
  gtk_widget_activate_action (GTK_WIDGET (desk), "win.open-visit", "x", visit_id);
  g_assert_cmpstr (tap_window_get_page (desk), ==, "visit");
  gtk_widget_activate_action (GTK_WIDGET (desk), "win.back", NULL);
  g_assert_cmpstr (tap_window_get_page (desk), ==, "workshop");
  gtk_window_destroy (GTK_WINDOW (desk));
  g_clear_object (&board);
  close_session (opened);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  tap_style_start (gdk_display_get_default ());
  root = g_dir_make_tmp ("tappet-app-XXXXXX", NULL);

  g_test_add_func ("/ui/app/right-pin-signs-in-wrong-pin-does-not", test_sign_in);
  g_test_add_func ("/ui/app/wrong-pins-are-answered-with-a-pause", test_wrong_pins_pause);
  g_test_add_func ("/ui/app/missing-folder-is-said-and-not-made", test_missing_folder);
  g_test_add_func ("/ui/app/empty-folder-stays-empty", test_empty_folder);
  g_test_add_func ("/ui/app/foreign-folder-is-left-alone", test_foreign_folder);
  g_test_add_func ("/ui/app/address-is-refused-with-advice", test_gvfs_address);
  g_test_add_func ("/ui/app/file-is-not-taken-for-an-empty-folder", test_file_for_folder);
  g_test_add_func ("/ui/app/page-that-comes-takes-the-keyboard", test_page_takes_keyboard);
  g_test_add_func ("/ui/app/lock-opens-to-the-right-pin-only", test_lock);
  g_test_add_func ("/ui/app/demo-of-another-day-is-not-shown", test_demo_of_another_day);
  g_test_add_func ("/ui/app/demo-opens-signed-in-with-every-page", test_demo);
  result = g_test_run ();
  if (result == 0)
    {
      g_autofree char *command = g_strdup_printf ("rm -rf %s", root);

      g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
    }
  g_free (root);
  return result;
}
