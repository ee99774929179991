/* test-app-rift.c — a station whose branches differ, or whose folder is gone: what was set aside is decided, and the ways out at the door.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/tap-care.h"
#include "app/tap-left-window.h"
#include "app/tap-opener.h"
#include "app/tap-rift-window.h"
#include "app/tap-style.h"
#include "store/tap-copy.h"

#include <string.h>

#define PIN "246810"

static char *root;

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

static char *
at (const char *name)
{
  return g_build_filename (root, name, NULL);
}

static TapSession *
make_station (const char *folder,
              const char *replica)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapSetUpInput input = { .dealer = "远川汽车", .station_name = "试验站", .province = "京", .time_zone = "Asia/Shanghai",
                          .admin_name = "王站长", .admin_pin = PIN, .language = "zh_CN" };
  TapSession *session;

  tap_opener_make_async (folder, replica, &input, take_result, &result);
  WAIT_FOR (result != NULL);
  session = tap_opener_make_finish (result, &error);
  g_assert_no_error (error);
  return session;
}

static TapSession *
open_station (const char *folder,
              const char *replica)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapSession *session;

  tap_opener_open_async (folder, replica, "tappet", NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  session = tap_opener_open_finish (result, &error);
  g_assert_no_error (error);
  tap_session_sign_in (session, ((TapStaff *) tap_session_get_station (session)->staff->pdata[0])->id);
  return session;
}

static void
check_in (TapSession *session,
          const char *plate,
          const char *wish)
{
  TapCheckInInput input = { .plate = plate, .customer = "王伟", .phone = "13800001111", .wish = wish, .model = "星河 S5",
                            .odometer_km = 32000, .planned_min = 30 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tap_store_check_in_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  tap_store_check_in_finish (tap_session_get_store (session), result, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
shell (const char *words,
       const char *a,
       const char *b)
{
  g_autofree char *command = g_strjoin (" ", words, a, b, NULL);
  int status = 0;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* An older copy of the folder was put in its place, and another PC wrote on. */
static void
make_rift (const char *folder,
           const char *replica,
           const char *other)
{
  g_autofree char *older = g_strconcat (folder, ".older", NULL);

  close_session (make_station (folder, replica));
  close_session (open_station (folder, replica));
  shell ("cp -a", folder, older);
  {
    TapSession *session = open_station (folder, replica);

    check_in (session, "京A12345", "更换机油");
    check_in (session, "京B67890", "刹车异响");
    close_session (session);
  }
  shell ("rm -r", folder, NULL);
  shell ("mv", older, folder);
  {
    TapSession *session = open_station (folder, other);

    check_in (session, "京C24680", "换轮胎");
    close_session (session);
  }
}

static void
what_was_set_aside_is_decided_one_by_one (void)
{
  g_autofree char *folder = at ("rift"), *replica = at ("rift.a"), *other = at ("rift.b");
  g_autoptr (GPtrArray) kept = NULL;
  TapSession *session;
  TapCare *care;
  TapRiftWindow *rift;
  TapLeftWindow *window;
  gint64 first;

  make_rift (folder, replica, other);
  session = open_station (folder, replica);
  care = g_object_ref (tap_care_of (session));
  WAIT_FOR (tap_session_get_connection (session)->state == TAP_LEDGER_SET_BACK);
  rift = TAP_RIFT_WINDOW (tap_rift_window_new (care));
  gtk_window_present (GTK_WINDOW (rift));
  WAIT_FOR (tap_care_get_rift (care) != NULL && tap_care_get_state (care) != TAP_CARE_WORKING);
  g_assert_cmpint (tap_care_get_rift (care)->kind, ==, TAP_RIFT_DIVERGED);
  g_assert_cmpuint (tap_care_get_rift (care)->only_pc->len, ==, 2);
  tap_rift_window_take_folder (rift);
  WAIT_FOR (tap_care_count_left (care) == 2);

  window = TAP_LEFT_WINDOW (tap_left_window_new (care));
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (tap_left_window_count (window) == 2);
  /* In words: car, what, who, and the fields as people call them. */
  g_assert_nonnull (strstr (tap_left_window_get_spoken (window, 0), "京A12345"));
  g_assert_nonnull (strstr (tap_left_window_get_spoken (window, 0), "王站长"));
  g_assert_nonnull (strstr (tap_left_window_get_spoken (window, 0), "Wish: 更换机油"));
  g_assert_null (strstr (tap_left_window_get_spoken (window, 0), "_id"));
  g_assert_nonnull (strstr (tap_left_window_get_spoken (window, 1), "京B67890"));
  first = ((TapCareLeft *) tap_care_get_left (care)->pdata[0])->id;
  tap_left_window_settle (window, first, TRUE);
  WAIT_FOR (tap_left_window_count (window) == 1);
  g_assert_cmpuint (tap_care_count_left (care), ==, 1);
  /* What was decided already is no decision any more. */
  tap_left_window_settle (window, first, FALSE);
  WAIT_FOR (*tap_care_get_left_error (care) != '\0');
  g_assert_cmpuint (tap_left_window_count (window), ==, 1);
  tap_left_window_settle (window, ((TapCareLeft *) tap_care_get_left (care)->pdata[0])->id, FALSE);
  WAIT_FOR (tap_left_window_count (window) == 0 && tap_care_count_left (care) == 0);
  kept = tap_rift_left_list (replica, NULL);
  g_assert_cmpuint (kept->len, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (rift));
  WAIT_FOR (tap_care_get_state (care) != TAP_CARE_WORKING);
  g_object_unref (care);
  close_session (session);
}

/* Nobody could open it: the copy of this PC tells who may decide, and makes a station. */
static void
a_folder_that_is_gone_is_made_anew_from_the_copy (void)
{
  g_autofree char *folder = at ("gone"), *replica = at ("gone.a"), *new_folder = at ("gone.new"), *fresh = at ("gone.c");
  g_autoptr (GError) error = NULL;
  g_autoptr (TapCare) care = NULL;
  TapSession *session = make_station (folder, replica);
  TapRiftWindow *rift;

  check_in (session, "京A12345", "更换机油");
  close_session (session);
  shell ("rm -r", folder, NULL);
  g_assert_false (tap_copy_check_admin (replica, "111111", 1000, &error));
  g_assert_cmpstr (error->message, ==, "The PIN is wrong.");
  g_assert_true (tap_copy_check_admin (replica, PIN, 1000, NULL));
  /* Too many are answered with a pause, which the right one does not end. */
  for (int i = 0; i < 5; i++)
    g_assert_false (tap_copy_check_admin (replica, "111111", 1000, NULL));
  g_assert_false (tap_copy_check_admin (replica, PIN, 1000, NULL));
  g_assert_true (tap_copy_check_admin (replica, PIN, 1000 + 86400, NULL));

  care = tap_care_new (folder, replica);
  g_assert_true (tap_care_may_decide (care));
  rift = TAP_RIFT_WINDOW (tap_rift_window_new (care));
  gtk_window_present (GTK_WINDOW (rift));
  WAIT_FOR (tap_care_get_rift (care) != NULL && tap_care_get_state (care) != TAP_CARE_WORKING);
  g_assert_cmpint (tap_care_get_rift (care)->kind, ==, TAP_RIFT_FOREIGN);
  tap_rift_window_rescue (rift, new_folder);
  WAIT_FOR (tap_care_get_state (care) == TAP_CARE_DONE);
  g_assert_cmpstr (tap_care_get_new_folder (care), ==, new_folder);
  gtk_window_destroy (GTK_WINDOW (rift));
  session = open_station (new_folder, fresh);
  g_assert_cmpstr (tap_session_get_station (session)->name, ==, "试验站");
  close_session (session);
}

static void
a_backup_becomes_a_station_in_a_new_folder (void)
{
  g_autofree char *folder = at ("kept"), *replica = at ("kept.a"), *place = at ("kept.place"), *new_folder = at ("kept.new"),
                  *fresh = at ("kept.c");
  TapSession *session = make_station (folder, replica);
  TapCare *care = g_object_ref (tap_care_of (session));
  const TapBackup *backup;

  g_mkdir_with_parents (place, 0700);
  tap_care_set_plan (care, place, -1);
  tap_care_start (care, TAP_CARE_BACKUP, NULL, 0);
  WAIT_FOR (tap_care_get_state (care) == TAP_CARE_DONE);
  WAIT_FOR (tap_care_get_backups (care) != NULL && tap_care_get_backups (care)->len == 1);
  backup = tap_care_get_backups (care)->pdata[0];
  g_assert_true (tap_care_restore (care, backup->path, new_folder, 0));
  WAIT_FOR (tap_care_get_state (care) != TAP_CARE_WORKING);
  g_assert_cmpstr (tap_care_get_technical (care), ==, "");
  g_assert_cmpstr (tap_care_get_new_folder (care), ==, new_folder);
  /* A folder with something in it is refused, and nothing is offered to be opened. */
  g_assert_true (tap_care_restore (care, backup->path, new_folder, 0));
  WAIT_FOR (tap_care_get_state (care) != TAP_CARE_WORKING);
  g_assert_cmpint (tap_care_get_state (care), ==, TAP_CARE_FAILED);
  g_assert_null (tap_care_get_new_folder (care));
  g_object_unref (care);
  close_session (session);
  session = open_station (new_folder, fresh);
  g_assert_cmpstr (tap_session_get_station (session)->name, ==, "试验站");
  close_session (session);
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
  root = g_dir_make_tmp ("tappet-app-rift-XXXXXX", NULL);
  g_test_add_func ("/ui/rift/what-was-set-aside-is-decided-one-by-one", what_was_set_aside_is_decided_one_by_one);
  g_test_add_func ("/ui/rift/a-folder-that-is-gone-is-made-anew-from-the-copy", a_folder_that_is_gone_is_made_anew_from_the_copy);
  g_test_add_func ("/ui/rift/a-backup-becomes-a-station-in-a-new-folder", a_backup_becomes_a_station_in_a_new_folder);
  result = g_test_run ();
  if (result == 0)
    shell ("rm -rf", root, NULL);
  g_free (root);
  return result;
}
