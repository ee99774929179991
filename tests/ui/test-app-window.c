/* test-app-window.c — the window of a desk: pages, rights, lock, banners; and the windows around it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/tap-check-list.h"
#include "app/tap-chip.h"
#include "app/tap-lock-screen.h"
#include "app/tap-new-station-window.h"
#include "app/tap-people-pane.h"
#include "app/tap-pin-window.h"
#include "app/tap-prefs.h"
#include "app/tap-sign-in-window.h"
#include "app/tap-staff-window.h"
#include "app/tap-style.h"
#include "app/tap-wall-window.h"
#include "app/tap-window-private.h"
#include "tests/tools/tap-sample.h"

typedef struct
{
  TapSession *session;
  TapBoard   *board;
  TapWindow  *window;
} Fixture;

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add_once (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->session = tap_sample_session_new ();
  fixture->board = tap_sample_board_new (fixture->session);
  fixture->window = tap_window_new (NULL);
  tap_window_set_board (fixture->window, fixture->board);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_ms (50);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gpointer window = fixture->window;
  gpointer board = fixture->board;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &window);
  g_object_add_weak_pointer (G_OBJECT (fixture->board), &board);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  drain ();
  g_object_unref (fixture->board);
  wait_ms (20);
  g_assert_null (window);
  g_assert_null (board);
  g_object_unref (fixture->session);
  drain ();
}

static gboolean
is_enabled (TapWindow  *window,
            const char *action)
{
  return _tap_window_is_enabled (window, action);
}

static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  TapWindow *window = fixture->window;

  g_assert_cmpstr (tap_window_get_page (window), ==, "board");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Front Desk – Tappet");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "workshop");
  g_assert_cmpstr (tap_window_get_page (window), ==, "workshop");
  wait_ms (50);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "board");
  g_assert_cmpstr (tap_window_get_page (window), ==, "board");
  /* A page that does not exist changes nothing. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "figures");
  g_assert_cmpstr (tap_window_get_page (window), ==, "board");
}

static void
test_rights (Fixture      *fixture,
             gconstpointer data)
{
  TapStationData *station = tap_session_get_station (fixture->session);
  TapWindow *window = fixture->window;
  TapStaff *technician = NULL;

  /* 李婷 is a service advisor. */
  g_assert_true (is_enabled (window, "win.check-in"));
  g_assert_true (is_enabled (window, "win.new-booking"));
  for (guint i = 0; i < station->staff->len && technician == NULL; i++)
    if (((TapStaff *) g_ptr_array_index (station->staff, i))->roles == TAP_ROLE_TECHNICIAN)
      technician = g_ptr_array_index (station->staff, i);
  g_assert_nonnull (technician);
  tap_session_sign_in (fixture->session, technician->id);
  g_assert_false (is_enabled (window, "win.check-in"));
  g_assert_false (is_enabled (window, "win.new-booking"));
  g_assert_false (is_enabled (window, "win.change-promise"));
  g_assert_true (is_enabled (window, "win.show-page"));
  tap_session_sign_out (fixture->session);
  g_assert_false (is_enabled (window, "win.check-in"));
  g_assert_false (is_enabled (window, "win.lock"));
}

/* A form is a window of its own; what is typed in it must be there after the lock. */
static void
test_lock_keeps_form (Fixture      *fixture,
                      gconstpointer data)
{
  TapWindow *window = fixture->window;
  GtkWidget *form = gtk_window_new ();
  GtkWidget *entry = gtk_entry_new ();

  gtk_window_set_child (GTK_WINDOW (form), entry);
  gtk_window_set_transient_for (GTK_WINDOW (form), GTK_WINDOW (window));
  gtk_editable_set_text (GTK_EDITABLE (entry), "京A·6K21Q");
  gtk_window_present (GTK_WINDOW (form));
  wait_ms (50);

  tap_window_cover (window, TAP_COVER_LOCKED);
  g_assert_true (tap_window_is_covered (window));
  g_assert_false (gtk_widget_get_visible (form));
  g_assert_false (is_enabled (window, "win.check-in"));
  g_assert_false (is_enabled (window, "win.show-page"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (window->stack)));

  g_signal_emit_by_name (window->lock_screen, "left");
  g_assert_false (tap_window_is_covered (window));
  g_assert_true (gtk_widget_get_visible (form));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "京A·6K21Q");
  g_assert_true (is_enabled (window, "win.check-in"));
  gtk_window_destroy (GTK_WINDOW (form));
}

static gboolean
focus_is_in (TapWindow *window,
             gpointer   pane)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && gtk_widget_is_ancestor (focus, pane);
}

static void
test_panes (Fixture      *fixture,
            gconstpointer data)
{
  TapWindow *window = fixture->window;
  GtkWidget *page = gtk_stack_get_visible_child (window->stack);

  gtk_widget_grab_focus (page);
  g_assert_true (focus_is_in (window, window->stack));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", "i", 1);
  g_assert_true (focus_is_in (window, window->header));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", "i", 1);
  g_assert_true (focus_is_in (window, window->sidebar));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", "i", 1);
  g_assert_true (focus_is_in (window, window->stack));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", "i", -1);
  g_assert_true (focus_is_in (window, window->sidebar));
}

/* The button undoes the last move, so only the words of that one may stand beside it. */
static void
test_undo_toast (Fixture      *fixture,
                 gconstpointer data)
{
  TapWindow *window = fixture->window;
  AdwToast *toast;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.toast-undo", "s", "first");
  toast = window->undo_toast;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toast-undo", "s", "second");
  g_assert_true (window->undo_toast == toast);
  g_assert_cmpstr (adw_toast_get_title (toast), ==, "second");
  wait_ms (600);
  g_assert_true (window->undo_toast == toast);
}

static void
test_banner (Fixture      *fixture,
             gconstpointer data)
{
  TapConnection connection = { 0 };

  g_assert_cmpstr (tap_window_get_banner (fixture->window), ==, "");
  connection.state = TAP_LEDGER_CUT_OFF;
  connection.since_unix = tap_session_now_unix (fixture->session) - 120;
  connection.seen_unix = connection.since_unix - 60;
  connection.retry_s = 8;
  tap_session_pretend (fixture->session, &connection);
  g_assert_true (g_str_has_prefix (tap_window_get_banner (fixture->window), "File server not reachable since "));
  /* What can wait is taken, and what cannot says so in its form. */
  g_assert_true (is_enabled (fixture->window, "win.check-in"));
  g_assert_true (is_enabled (fixture->window, "win.change-promise"));
  g_assert_false (is_enabled (fixture->window, "win.change-pin"));
  connection.state = TAP_LEDGER_READ_ONLY;
  connection.reason = (char *) "The disk is full.";
  tap_session_pretend (fixture->session, &connection);
  g_assert_cmpstr (tap_window_get_banner (fixture->window), ==, "Read-only: The disk is full.");
  g_assert_false (is_enabled (fixture->window, "win.check-in"));
  g_assert_false (is_enabled (fixture->window, "win.change-promise"));
  g_assert_true (is_enabled (fixture->window, "win.state-details"));
  connection.state = TAP_LEDGER_IN_STEP;
  connection.reason = (char *) "";
  tap_session_pretend (fixture->session, &connection);
  g_assert_cmpstr (tap_window_get_banner (fixture->window), ==, "");
  g_assert_true (is_enabled (fixture->window, "win.check-in"));
}

static void
refuse_one (Fixture *fixture)
{
  GPtrArray *pending = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_pending_free);
  TapConnection connection = { .state = TAP_LEDGER_IN_STEP, .n_pending = 1, .n_refused = 1, .reason = (char *) "" };
  TapPending *entry = g_new0 (TapPending, 1);

  entry->operation_id = g_uuid_string_random ();
  entry->command = g_strdup ("move");
  entry->plate = g_strdup ("京A8B3M6");
  entry->summary = g_strdup ("Move to “Wash”");
  entry->person = g_strdup ("李婷");
  entry->entered_unix = tap_session_now_unix (fixture->session);
  entry->state = TAP_OUTBOX_REFUSED;
  entry->reason = g_strdup ("The card has been moved meanwhile.");
  entry->now = g_strdup ("In “Inspection”");
  g_ptr_array_add (pending, entry);
  tap_session_pretend_pending (fixture->session, pending);
  tap_session_pretend (fixture->session, &connection);
}

static void
wait_active (TapWindow *window)
{
  for (int i = 0; i < 100 && !gtk_window_is_active (GTK_WINDOW (window)); i++)
    wait_ms (20);
  g_assert_true (gtk_window_is_active (GTK_WINDOW (window)));
}

/* What needs a decision comes up where it disturbs nobody, and later where it would. */
static void
test_refusal_comes_up (Fixture      *fixture,
                       gconstpointer data)
{
  TapWindow *window = fixture->window;
  GtkWidget *form = gtk_window_new ();

  wait_active (window);
  gtk_window_set_transient_for (GTK_WINDOW (form), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (form));
  wait_ms (50);
  refuse_one (fixture);
  g_assert_null (window->waiting);
  g_assert_cmpstr (tap_window_get_banner (window), ==, "1 entry could not be saved and needs your decision.");

  /* Locked, nobody sees it; unlocked, the form is there again. */
  tap_window_cover (window, TAP_COVER_LOCKED);
  g_assert_null (window->waiting);
  g_signal_emit_by_name (window->lock_screen, "left");
  g_assert_null (window->waiting);

  /* Who types in the search goes on typing when the form is gone. */
  tap_header_focus_search (window->header);
  gtk_window_destroy (GTK_WINDOW (form));
  wait_active (window);
  _tap_window_offer_decision (window);
  g_assert_null (window->waiting);

  gtk_widget_grab_focus (gtk_stack_get_visible_child (window->stack));
  _tap_window_offer_decision (window);
  g_assert_nonnull (window->waiting);

  /* Closed, it does not come up again for the same. */
  gtk_window_destroy (GTK_WINDOW (window->waiting));
  _tap_window_offer_decision (window);
  g_assert_null (window->waiting);

  /* It shows what one station waits for: it goes with that. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.waiting", NULL);
  g_assert_nonnull (window->waiting);
  tap_window_set_board (window, NULL);
  g_assert_null (window->waiting);
}

/* What Tab comes to, all round the window: the actions of the buttons, one after the other. */
static char *
tab_round (TapWindow *window)
{
  GString *actions = g_string_new (NULL);

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (int i = 0; i < 40 && gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD); i++)
    {
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
      const char *action = GTK_IS_ACTIONABLE (focus) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)) : NULL;

      if (gtk_widget_get_ancestor (focus, TAP_TYPE_CHIP) != NULL)
        g_string_append (actions, " chip");
      else if (action != NULL)
        g_string_append_printf (actions, " %s", action);
    }
  return g_string_free (actions, FALSE);
}

/* Chip and banners can be used without a mouse: in the order in which they are read, and no button that is not shown. */
static void
test_banner_by_keyboard (Fixture      *fixture,
                         gconstpointer data)
{
  TapConnection connection = { .state = TAP_LEDGER_CUT_OFF, .retry_s = 8, .reason = (char *) "Why." };
  static const struct
  {
    TapLedgerState state;
    guint n_pending, n_refused;
    const char *buttons;
  } cases[] = {
    { TAP_LEDGER_CUT_OFF, 0, 0, " win.refresh " },
    { TAP_LEDGER_CUT_OFF, 1, 0, " win.waiting win.refresh " },
    { TAP_LEDGER_READ_ONLY, 0, 0, " win.state-details " },
    { TAP_LEDGER_SET_BACK, 0, 0, " win.state-details win.rift " },
    { TAP_LEDGER_IN_STEP, 1, 1, " win.waiting " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *actions = NULL;
      const char *chip, *buttons;

      connection.state = cases[i].state;
      connection.n_pending = cases[i].n_pending;
      connection.n_refused = cases[i].n_refused;
      tap_session_pretend (fixture->session, &connection);
      if (fixture->window->waiting != NULL)
        gtk_window_destroy (GTK_WINDOW (fixture->window->waiting));
      wait_ms (300);        /* the banner slides in */
      actions = tab_round (fixture->window);
      g_test_message ("%u:%s", i, actions);
      chip = strstr (actions, " chip");
      buttons = strstr (actions, cases[i].buttons);
      g_assert_nonnull (chip);
      g_assert_nonnull (buttons);
      g_assert_true (chip < buttons);
    }
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  tap_header_set_search (fixture->window->header, "8B3");
  g_assert_cmpstr (tap_board_get_search (fixture->board), ==, "8B3");
  tap_header_clear_search (fixture->window->header);
  g_assert_cmpstr (tap_board_get_search (fixture->board), ==, "");
}

static void
test_settings (Fixture      *fixture,
               gconstpointer data)
{
  tap_prefs_set_int ("idle-minutes", 7);
  g_assert_cmpint (tap_prefs_get_int ("idle-minutes", 0), ==, 7);
  tap_prefs_set_int ("idle-minutes", 0);
}

/* ---- without a station --------------------------------------------------------------------------------------------------- */

static void
destroy_clean (GtkWidget *window)
{
  gpointer gone = window;

  g_object_add_weak_pointer (G_OBJECT (window), &gone);
  gtk_window_present (GTK_WINDOW (window));
  wait_ms (30);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_ms (20);
  g_assert_null (gone);
}

static void
test_first_start (void)
{
  TapSignInWindow *window = tap_sign_in_window_new (NULL, NULL);

  tap_sign_in_window_start (window, NULL);
  g_assert_cmpstr (tap_sign_in_window_get_page (window), ==, "first");
  destroy_clean (GTK_WIDGET (window));
}

static void
test_new_station_faults (void)
{
  GtkWidget *window = tap_new_station_window_new (NULL);

  tap_new_station_window_make (TAP_NEW_STATION_WINDOW (window));
  g_assert_cmpstr (tap_new_station_window_get_fault (TAP_NEW_STATION_WINDOW (window)), ==, "Choose the folder of the station first.");
  destroy_clean (window);
}

static void
test_pin_faults (void)
{
  g_assert_nonnull (tap_pin_window_find_fault ("12345", "12345"));
  g_assert_nonnull (tap_pin_window_find_fault ("12345a", "12345a"));
  g_assert_nonnull (tap_pin_window_find_fault ("123456", "123457"));
  g_assert_null (tap_pin_window_find_fault ("123456", "123456"));
}

static void
test_check_list (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = g_object_new (TAP_TYPE_CHECK_LIST, NULL);
  TapCheck check = { 0 };

  gtk_window_set_child (GTK_WINDOW (window), list);
  check.title = (char *) "Publishing has one winner";
  check.detail = (char *) "Two folders won the same name";
  check.value = (char *) "";
  check.kind = TAP_CHECK_PUBLISHING;
  check.result = TAP_CHECK_FAILED;
  tap_check_list_show (TAP_CHECK_LIST (list), &check);
  check.kind = TAP_CHECK_CLOCK;
  check.result = TAP_CHECK_WARNING;
  tap_check_list_show (TAP_CHECK_LIST (list), &check);
  tap_check_list_sum_up (TAP_CHECK_LIST (list), NULL);
  g_assert_cmpint (tap_check_list_get_worst (TAP_CHECK_LIST (list)), ==, TAP_CHECK_FAILED);
  destroy_clean (window);
}

static void
test_staff_window (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();

  destroy_clean (tap_staff_window_new (session, 0));
  destroy_clean (tap_staff_window_new (session, 101));
  destroy_clean (tap_pin_window_new (session, 101));
}

static void
test_wall_window (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  g_autoptr (TapBoard) board = tap_sample_board_new (session);
  g_autoptr (TapWorkshop) workshop = tap_workshop_new (board);
  GtkWidget *window = tap_wall_window_new (NULL, workshop);

  g_assert_true (gtk_widget_has_css_class (window, "wall"));
  destroy_clean (window);
}

static void
test_stations_are_remembered (void)
{
  g_autoptr (GPtrArray) stations = NULL;

  tap_prefs_remember_station ("/mnt/a", "A");
  tap_prefs_remember_station ("/mnt/b", "B");
  tap_prefs_remember_station ("/mnt/a", "A again");
  stations = tap_prefs_list_stations ();
  g_assert_cmpuint (stations->len, ==, 2);
  g_assert_cmpstr (((TapKnownStation *) g_ptr_array_index (stations, 0))->name, ==, "A again");
  g_assert_cmpstr (((TapKnownStation *) g_ptr_array_index (stations, 1))->folder, ==, "/mnt/b");
  tap_prefs_forget_station ("/mnt/a");
  tap_prefs_forget_station ("/mnt/b");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  tap_style_start (gdk_display_get_default ());

#define ADD(name, func) g_test_add ("/ui/app/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("shows-pages-by-name", test_pages);
  ADD ("enables-actions-by-role", test_rights);
  ADD ("lock-keeps-an-open-form", test_lock_keeps_form);
  ADD ("f6-goes-round-the-panes", test_panes);
  ADD ("only-the-last-move-offers-undo", test_undo_toast);
  ADD ("banner-says-how-the-share-stands", test_banner);
  ADD ("a-refused-entry-comes-up-over-nobodys-work", test_refusal_comes_up);
  ADD ("chip-and-banner-are-reached-by-tab", test_banner_by_keyboard);
  ADD ("search-filters-the-board", test_search);
  ADD ("settings-are-kept", test_settings);
  g_test_add_func ("/ui/app/first-start-makes-nothing-and-asks", test_first_start);
  g_test_add_func ("/ui/app/new-station-names-what-is-missing", test_new_station_faults);
  g_test_add_func ("/ui/app/pin-has-six-digits-and-is-typed-twice", test_pin_faults);
  g_test_add_func ("/ui/app/worst-check-decides", test_check_list);
  g_test_add_func ("/ui/app/person-windows-come-and-go", test_staff_window);
  g_test_add_func ("/ui/app/wall-comes-and-goes", test_wall_window);
  g_test_add_func ("/ui/app/stations-are-remembered-once", test_stations_are_remembered);
  return g_test_run ();
}
