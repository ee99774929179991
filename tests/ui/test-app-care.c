/* test-app-care.c — the care of the data: jobs with their progress and outcome, the nightly backup, the doctor, and both sides of a rift.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/tap-care-confirm.h"
#include "app/tap-care-list.h"
#include "app/tap-care-page.h"
#include "app/tap-care-work-box.h"
#include "app/tap-doctor-window.h"
#include "app/tap-opener.h"
#include "app/tap-rift-window.h"
#include "app/tap-rift-words.h"
#include "app/tap-style.h"
#include "care-fake.h"

#include <string.h>

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
  TapSetUpInput input = { .dealer = "远川汽车", .station_name = "试验站", .province = "京", .time_zone = "Asia/Shanghai",
                          .admin_name = "王站长", .admin_pin = "246810", .language = "zh_CN" };
  TapSession *session;

  tap_opener_make_async (folder, replica, &input, take_result, &result);
  WAIT_FOR (result != NULL);
  session = tap_opener_make_finish (result, &error);
  g_assert_no_error (error);
  tap_session_sign_in (session, ((TapStaff *) tap_session_get_station (session)->staff->pdata[0])->id);
  return session;
}

typedef struct
{
  TapSession *session;
  TapCare    *care;
  gint64      admin;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static int n;
  g_autofree char *name = g_strdup_printf ("station-%d", ++n);

  fake_reset ();
  tap_care_set_api (&fakes);
  f->session = make_station (name);
  f->admin = tap_session_get_staff_id (f->session);
  f->care = g_object_ref (tap_care_of (f->session));
  tap_care_set_plan (f->care, "/backups", -1);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_atomic_int_set (&fake.hold, 0);
  WAIT_FOR (tap_care_get_state (f->care) != TAP_CARE_WORKING);
  close_session (f->session);
  g_object_unref (f->care);
  tap_care_set_api (NULL);
}

#define IS(state_) (tap_care_get_state (f->care) == TAP_CARE_##state_)

static TapStationData *
station_of (Fixture *f)
{
  return tap_session_get_station (f->session);
}

static GtkWidget *
show_page (Fixture *f)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), tap_care_page_new (f->session));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

static void
an_age_has_three_steps (void)
{
  g_assert_cmpint (tap_care_age (0, 1000), ==, TAP_CARE_AGE_NONE);
  g_assert_cmpint (tap_care_age (1000000 - 26 * 3600, 1000000), ==, TAP_CARE_AGE_GOOD);
  g_assert_cmpint (tap_care_age (1000000 - 26 * 3600 - 1, 1000000), ==, TAP_CARE_AGE_OLD);
  g_assert_cmpint (tap_care_age (1000000 - 72 * 3600, 1000000), ==, TAP_CARE_AGE_OLD);
  g_assert_cmpint (tap_care_age (1000000 - 72 * 3600 - 1, 1000000), ==, TAP_CARE_AGE_LATE);
  /* Not by colour alone. */
  g_assert_cmpstr (tap_care_age_icon (TAP_CARE_AGE_GOOD), !=, tap_care_age_icon (TAP_CARE_AGE_OLD));
  g_assert_cmpstr (tap_care_age_icon (TAP_CARE_AGE_OLD), !=, tap_care_age_icon (TAP_CARE_AGE_LATE));
}

static void
a_night_is_made_once_tried_three_times_and_made_up_for (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  /* 2026-11-20 10:00 there. */
  const gint64 now = 1795140000, due = now - 12 * 3600, hour = 3600;
  TapCarePlan plan = { .hour = 22, .now_unix = now, .zone = zone };

  g_assert_cmpint (tap_care_last_due (&plan), ==, due);
  /* Never made, or not since the night before: at once. */
  g_assert_cmpint (tap_care_next_run (&plan), ==, due);
  plan.good_unix = due - 10 * hour;
  g_assert_cmpint (tap_care_next_run (&plan), ==, due);
  /* Made: tonight. */
  plan.good_unix = due + 30;
  g_assert_cmpint (tap_care_next_run (&plan), ==, due + 24 * hour);
  /* Failed once: an hour later; three times: tonight. */
  plan.good_unix = 0;
  plan.tried_unix = now - 60;
  plan.n_failed = 1;
  g_assert_cmpint (tap_care_next_run (&plan), ==, now - 60 + hour);
  plan.n_failed = 3;
  g_assert_cmpint (tap_care_next_run (&plan), ==, due + 24 * hour);
  /* On the hour itself it is due. */
  plan = (TapCarePlan) { .hour = 10, .now_unix = now, .good_unix = now - 10, .zone = zone };
  g_assert_cmpint (tap_care_next_run (&plan), ==, now);
  plan.hour = -1;
  g_assert_cmpint (tap_care_next_run (&plan), ==, 0);
}

static void
each_rift_has_its_ways_out (void)
{
  for (TapRiftKind kind = TAP_RIFT_NONE; kind <= TAP_RIFT_FOREIGN; kind++)
    {
      g_autoptr (TapRift) rift = new_rift (kind);
      gboolean put = kind == TAP_RIFT_BEHIND || kind == TAP_RIFT_GAP || kind == TAP_RIFT_DAMAGED;
      gboolean take = kind == TAP_RIFT_DIVERGED || kind == TAP_RIFT_EPOCH;

      g_assert_cmpint ((tap_rift_ways (rift) & TAP_RIFT_MAY_PUT_BACK) != 0, ==, put);
      g_assert_cmpint ((tap_rift_ways (rift) & TAP_RIFT_MAY_TAKE_FOLDER) != 0, ==, take);
      g_assert_true (tap_rift_ways (rift) & TAP_RIFT_MAY_RESCUE);
      g_assert_cmpstr (tap_rift_safe (rift), !=, "");
      g_assert_cmpint (*tap_rift_advice (rift) == '\0', ==, kind == TAP_RIFT_NONE);
      rift->pc_can_repair = FALSE;
      g_assert_false (tap_rift_ways (rift) & TAP_RIFT_MAY_PUT_BACK);
    }
}

static void
what_is_on_both_sides_is_not_counted_as_lost (void)
{
  g_autoptr (TapRift) rift = new_rift (TAP_RIFT_DIVERGED);
  g_autofree char *take = tap_rift_lost_by_take (rift);
  g_autofree char *rescue = tap_rift_lost_by_rescue (rift);
  g_autofree char *words = tap_rift_commands_text ("move-visit, move-visit, note, of-tomorrow");

  g_assert_nonnull (strstr (take, "1 entry"));
  g_assert_nonnull (strstr (rescue, "1 entry"));
  g_assert_cmpstr (words, ==, "Car moved · note · of-tomorrow");
}

/* ---- jobs -------------------------------------------------------------------------------------------------------------------- */

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
a_backup_shows_its_steps_and_every_pc_learns_of_it (Fixture       *f,
                                                    gconstpointer  data)
{
  GtkWidget *window = show_page (f);
  TapCarePage *page = TAP_CARE_PAGE (gtk_window_get_child (GTK_WINDOW (window)));
  g_autofree char *before = g_strdup (tap_care_page_get_summary (page));
  guint n = 0;

  g_atomic_int_set (&fake.hold, 1);
  g_signal_connect_swapped (f->care, "work-changed", G_CALLBACK (count_cb), &n);
  gtk_widget_activate_action (GTK_WIDGET (page), "care.backup", NULL);
  g_assert_true (IS (WORKING));
  WAIT_FOR (tap_care_get_fraction (f->care) > 0.39);
  g_assert_cmpstr (tap_care_get_sentence (f->care), ==, "Copying");
  g_assert_cmpuint (n, >=, 2);
  /* One at a time. */
  g_assert_false (tap_care_start (f->care, TAP_CARE_CHECK, NULL, f->admin));
  g_atomic_int_set (&fake.hold, 0);
  WAIT_FOR (IS (DONE) && station_of (f)->last_good_backup != NULL);
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "12.3"));
  g_assert_cmpstr (tap_care_get_technical (f->care), ==, "");
  g_assert_cmpint (station_of (f)->last_good_backup->bytes, ==, 12345678);
  g_assert_cmpint (station_of (f)->last_good_backup->staff_id, ==, f->admin);
  g_assert_cmpstr (station_of (f)->last_good_backup->place, ==, "/backups");
  g_assert_cmpstr (tap_care_page_get_summary (page), !=, before);
  g_signal_handlers_disconnect_by_func (f->care, count_cb, &n);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
a_backup_goes_on_when_its_page_is_left (Fixture       *f,
                                        gconstpointer  data)
{
  GtkWidget *window = show_page (f);
  GtkWidget *page = gtk_window_get_child (GTK_WINDOW (window));

  g_atomic_int_set (&fake.hold, 1);
  gtk_widget_activate_action (page, "care.backup", NULL);
  WAIT_FOR (g_atomic_int_get (&fake.n_made) == 1);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (page == NULL);
  g_assert_true (IS (WORKING));
  g_atomic_int_set (&fake.hold, 0);
  WAIT_FOR (IS (DONE));
}

static void
a_failure_says_what_is_safe_and_leaves_the_good_one (Fixture       *f,
                                                     gconstpointer  data)
{
  tap_care_start (f->care, TAP_CARE_BACKUP, NULL, f->admin);
  WAIT_FOR (IS (DONE) && station_of (f)->last_good_backup != NULL);
  fake.fail = TRUE;
  tap_care_start (f->care, TAP_CARE_BACKUP, NULL, f->admin);
  WAIT_FOR (IS (FAILED) && !station_of (f)->last_backup->good);
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "The disk of the backups is full."));
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "\n"));
  g_assert_nonnull (strstr (tap_care_get_technical (f->care), "/backups"));
  g_assert_cmpstr (station_of (f)->last_backup->problem, ==, "The disk of the backups is full.");
  g_assert_true (station_of (f)->last_good_backup->good);
  tap_care_dismiss (f->care);
  g_assert_true (IS (IDLE));
}

static void
cancelling_stops_and_records_nothing (Fixture       *f,
                                      gconstpointer  data)
{
  g_atomic_int_set (&fake.hold, 1);
  tap_care_start (f->care, TAP_CARE_BACKUP, NULL, f->admin);
  WAIT_FOR (g_atomic_int_get (&fake.n_made) == 1);
  tap_care_cancel (f->care);
  WAIT_FOR (IS (STOPPED));
  g_assert_true (g_atomic_int_get (&fake.cleared));
  g_assert_null (station_of (f)->last_backup);
}

static void
leaving_the_station_cancels_its_job (Fixture       *f,
                                     gconstpointer  data)
{
  g_atomic_int_set (&fake.hold, 1);
  tap_care_start (f->care, TAP_CARE_BACKUP, NULL, f->admin);
  WAIT_FOR (g_atomic_int_get (&fake.n_made) == 1);
  tap_care_leave (f->session);
  WAIT_FOR (IS (STOPPED));
  g_assert_true (g_atomic_int_get (&fake.cleared));
}

static void
checks_and_drills_take_the_chosen_or_the_newest_good_one (Fixture       *f,
                                                          gconstpointer  data)
{
  GtkWidget *window = show_page (f);
  GtkWidget *page = gtk_window_get_child (GTK_WINDOW (window));

  WAIT_FOR (tap_care_get_backups (f->care) != NULL);
  /* The newest of all is known to be damaged. */
  gtk_widget_activate_action (page, "care.check", NULL);
  WAIT_FOR (IS (DONE));
  g_assert_cmpstr (fake.checked, ==, "/backups/newest");
  tap_care_start (f->care, TAP_CARE_DRILL, "/backups/damaged", f->admin);
  WAIT_FOR (IS (DONE));
  g_assert_cmpstr (fake.drilled, ==, "/backups/damaged");
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "2.3"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
who_may_not_arrange_the_station_starts_no_backup (Fixture       *f,
                                                  gconstpointer  data)
{
  GtkWidget *window = show_page (f);
  GtkWidget *page = gtk_window_get_child (GTK_WINDOW (window));

  tap_session_sign_out (f->session);
  gtk_widget_activate_action (page, "care.backup", NULL);
  g_assert_true (IS (IDLE));
  /* Looking is for everybody. */
  WAIT_FOR (tap_care_get_backups (f->care) != NULL);
  gtk_widget_activate_action (page, "care.check", NULL);
  g_assert_true (IS (WORKING));
  WAIT_FOR (IS (DONE));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- nights -------------------------------------------------------------------------------------------------------------------- */

/* The hour that has just begun at the station: due now. */
static int
this_hour (Fixture *f)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (tap_session_now_unix (f->session));
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, tap_session_get_zone (f->session));

  return g_date_time_get_hour (local);
}

/* The shelf is read in order: behind one's own read the look has been taken. */
static void
look_and_wait (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_care_look (f->care);
  tap_worker_kept_async (tap_store_get_worker (tap_session_get_store (f->session)), "nothing", take_result, &result);
  WAIT_FOR (result != NULL);
  g_free (tap_worker_kept_finish (tap_store_get_worker (tap_session_get_store (f->session)), result, NULL));
}

static void
keep_sentence_cb (TapCare    *care,
                  const char *sentence,
                  char      **kept)
{
  g_free (*kept);
  *kept = g_strdup (sentence);
}

static void
a_night_is_made_by_itself_and_only_once (Fixture       *f,
                                         gconstpointer  data)
{
  tap_care_look (f->care);
  tap_care_set_plan (f->care, "/backups", this_hour (f));
  tap_care_look (f->care);
  WAIT_FOR (IS (DONE) && station_of (f)->last_good_backup != NULL);
  g_assert_true (tap_care_is_alone (f->care));
  g_assert_cmpint (station_of (f)->last_good_backup->staff_id, ==, 0);
  g_assert_cmpint (tap_care_get_next_unix (f->care), >, tap_session_now_unix (f->session));
  look_and_wait (f);
  g_assert_cmpint (fake.n_made, ==, 1);
}

static void
a_night_that_fails_is_told_and_tried_again_later (Fixture       *f,
                                                  gconstpointer  data)
{
  char *told = NULL;
  gint64 before_unix = tap_session_now_unix (f->session), next_unix;

  fake.fail = TRUE;
  g_signal_connect (f->care, "failed-alone", G_CALLBACK (keep_sentence_cb), &told);
  tap_care_set_plan (f->care, "/backups", this_hour (f));
  tap_care_look (f->care);
  WAIT_FOR (IS (FAILED) && station_of (f)->last_backup != NULL);
  g_assert_cmpstr (told, ==, "The disk of the backups is full.");
  g_assert_false (station_of (f)->last_backup->good);
  next_unix = tap_care_get_next_unix (f->care);
  g_assert_cmpint (next_unix, >, before_unix);
  g_assert_cmpint (next_unix, <=, before_unix + 3700);
  g_signal_handlers_disconnect_by_func (f->care, keep_sentence_cb, &told);
  g_free (told);
}

static void
a_night_without_a_share_is_told_recorded_later_and_made_up_for (Fixture       *f,
                                                                gconstpointer  data)
{
  TapConnection away = { .state = TAP_LEDGER_CUT_OFF, .reason = (char *) "" };
  char *told = NULL;

  g_signal_connect (f->care, "failed-alone", G_CALLBACK (keep_sentence_cb), &told);
  tap_care_set_plan (f->care, "/backups", this_hour (f));
  tap_session_pretend (f->session, &away);
  tap_care_look (f->care);
  WAIT_FOR (told != NULL);
  g_assert_cmpint (fake.n_made, ==, 0);
  g_assert_null (station_of (f)->last_backup);
  /* Said once. */
  g_clear_pointer (&told, g_free);
  look_and_wait (f);
  g_assert_null (told);

  tap_session_pretend (f->session, NULL);
  tap_care_look (f->care);
  WAIT_FOR (IS (DONE) && station_of (f)->backup_runs->len == 2);
  g_assert_true (station_of (f)->last_good_backup != NULL);
  g_assert_cmpint (fake.n_made, ==, 1);
  g_signal_handlers_disconnect_by_func (f->care, keep_sentence_cb, &told);
}

/* ---- the doctor ----------------------------------------------------------------------------------------------------------------- */

static void
the_doctor_s_lines_come_with_their_result (Fixture       *f,
                                           gconstpointer  data)
{
  TapDoctorWindow *window = TAP_DOCTOR_WINDOW (tap_doctor_window_new ("/station"));
  g_autofree char *being = g_strdup (tap_doctor_window_get_summary (window));
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (!g_str_equal (tap_doctor_window_get_summary (window), being));
  text = tap_doctor_window_get_text (window);
  g_assert_nonnull (strstr (text, "/station\n"));
  g_assert_nonnull (strstr (text, "ok       Kind of share · ext4"));
  g_assert_nonnull (strstr (text, "FAILED   Clock · ten minutes off · 600 s"));
  g_assert_nonnull (strstr (tap_doctor_window_get_summary (window), "Not fit"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- both sides ------------------------------------------------------------------------------------------------------------------ */

static TapRiftWindow *
show_rift (Fixture     *f,
           TapRiftKind  kind)
{
  TapRiftWindow *window;

  fake.kind = kind;
  window = TAP_RIFT_WINDOW (tap_rift_window_new (f->care));
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (g_str_equal (tap_rift_window_get_happened (window), "They differ."));
  g_assert_true (IS (IDLE));
  return window;
}

static void
what_is_missing_is_put_back (Fixture       *f,
                             gconstpointer  data)
{
  TapRiftWindow *window = show_rift (f, TAP_RIFT_BEHIND);

  tap_rift_window_put_back (window);
  WAIT_FOR (g_atomic_int_get (&fake.n_put) == 1 && IS (IDLE));
  g_assert_cmpstr (tap_rift_window_get_happened (window), !=, "They differ.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
the_folder_is_followed_and_a_new_one_is_made (Fixture       *f,
                                              gconstpointer  data)
{
  TapRiftWindow *window = show_rift (f, TAP_RIFT_DIVERGED);

  tap_rift_window_rescue (window, "/new/station");
  WAIT_FOR (IS (DONE));
  g_assert_cmpstr (fake.rescued, ==, "/new/station");
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "/new/station"));
  g_assert_nonnull (strstr (tap_care_get_sentence (f->care), "3"));
  tap_rift_window_take_folder (window);
  WAIT_FOR (g_atomic_int_get (&fake.n_taken) == 1 && IS (IDLE));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
confirmed_cb (GObject *object)
{
  g_object_set_data (object, "confirmed", GINT_TO_POINTER (1));
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  if (GTK_IS_PASSWORD_ENTRY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static AdwMessageDialog *
find_dialog (gpointer not_this)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && window != not_this)
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* As a click on the button does: the dialog answers and goes. */
static void
answer (AdwMessageDialog *dialog,
        const char       *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
only_the_right_pin_confirms (Fixture       *f,
                             gconstpointer  data)
{
  GtkWidget *parent = gtk_window_new ();
  GtkWidget *dialog;
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  AdwMessageDialog *again = NULL;

  gtk_window_present (GTK_WINDOW (parent));
  dialog = tap_care_confirm (GTK_WINDOW (parent), f->session, "Heading", "Body", "_Do It", G_CALLBACK (confirmed_cb), object);
  gtk_editable_set_text (GTK_EDITABLE (find_entry (dialog)), "111111");
  answer (ADW_MESSAGE_DIALOG (dialog), "do");
  WAIT_FOR ((again = find_dialog (dialog)) != NULL && find_entry (GTK_WIDGET (again)) != NULL);
  g_assert_null (g_object_get_data (object, "confirmed"));
  gtk_editable_set_text (GTK_EDITABLE (find_entry (GTK_WIDGET (again))), "246810");
  answer (again, "do");
  WAIT_FOR (g_object_get_data (object, "confirmed") != NULL);
  gtk_window_destroy (GTK_WINDOW (parent));
}

static void
who_may_not_decide_cannot_press (Fixture       *f,
                                 gconstpointer  data)
{
  TapRiftWindow *window;

  tap_session_sign_out (f->session);
  window = show_rift (f, TAP_RIFT_DIVERGED);
  gtk_widget_activate_action (GTK_WIDGET (window), "rift.take-folder", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "rift.put-back", NULL);
  g_assert_null (find_dialog (NULL));
  g_assert_cmpint (fake.n_taken, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- for real --------------------------------------------------------------------------------------------------------------------- */

/* No seam: the window's own functions on a real station. */
static void
a_real_station_is_backed_up_checked_and_compared (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autofree char *place = g_build_filename (root, "place", NULL);

  tap_care_set_api (NULL);
  g_mkdir_with_parents (place, 0700);
  tap_care_set_plan (f->care, place, -1);
  tap_care_start (f->care, TAP_CARE_BACKUP, NULL, f->admin);
  WAIT_FOR (!IS (WORKING));
  g_assert_cmpstr (tap_care_get_technical (f->care), ==, "");
  g_assert_true (IS (DONE));
  WAIT_FOR (station_of (f)->last_good_backup != NULL && tap_care_get_backups (f->care) != NULL
            && tap_care_get_backups (f->care)->len == 1);
  g_assert_cmpuint (station_of (f)->last_good_backup->seq, >, 0);
  for (TapCareJob job = TAP_CARE_CHECK; job <= TAP_CARE_COMPARE; job++)
    {
      tap_care_start (f->care, job, NULL, f->admin);
      WAIT_FOR (!IS (WORKING));
      g_assert_cmpstr (tap_care_get_technical (f->care), ==, "");
      g_assert_true (IS (DONE));
    }
  g_assert_cmpint (tap_care_get_rift (f->care)->kind, ==, TAP_RIFT_NONE);
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
  root = g_dir_make_tmp ("tappet-care-XXXXXX", NULL);

  g_test_add_func ("/ui/care/an-age-has-three-steps", an_age_has_three_steps);
  g_test_add_func ("/ui/care/a-night-is-made-once-tried-three-times-and-made-up-for", a_night_is_made_once_tried_three_times_and_made_up_for);
  g_test_add_func ("/ui/care/each-rift-has-its-ways-out", each_rift_has_its_ways_out);
  g_test_add_func ("/ui/care/what-is-on-both-sides-is-not-counted-as-lost", what_is_on_both_sides_is_not_counted_as_lost);
#define CLAIM(name, func) g_test_add ("/ui/care/" name, Fixture, NULL, set_up, func, tear_down)
  CLAIM ("a-backup-shows-its-steps-and-every-pc-learns-of-it", a_backup_shows_its_steps_and_every_pc_learns_of_it);
  CLAIM ("a-backup-goes-on-when-its-page-is-left", a_backup_goes_on_when_its_page_is_left);
  CLAIM ("a-failure-says-what-is-safe-and-leaves-the-good-one", a_failure_says_what_is_safe_and_leaves_the_good_one);
  CLAIM ("cancelling-stops-and-records-nothing", cancelling_stops_and_records_nothing);
  CLAIM ("leaving-the-station-cancels-its-job", leaving_the_station_cancels_its_job);
  CLAIM ("checks-and-drills-take-the-chosen-or-the-newest-good-one", checks_and_drills_take_the_chosen_or_the_newest_good_one);
  CLAIM ("who-may-not-arrange-the-station-starts-no-backup", who_may_not_arrange_the_station_starts_no_backup);
  CLAIM ("a-night-is-made-by-itself-and-only-once", a_night_is_made_by_itself_and_only_once);
  CLAIM ("a-night-that-fails-is-told-and-tried-again-later", a_night_that_fails_is_told_and_tried_again_later);
  CLAIM ("a-night-without-a-share-is-told-recorded-later-and-made-up-for",
         a_night_without_a_share_is_told_recorded_later_and_made_up_for);
  CLAIM ("the-doctor-s-lines-come-with-their-result", the_doctor_s_lines_come_with_their_result);
  CLAIM ("what-is-missing-is-put-back", what_is_missing_is_put_back);
  CLAIM ("the-folder-is-followed-and-a-new-one-is-made", the_folder_is_followed_and_a_new_one_is_made);
  CLAIM ("only-the-right-pin-confirms", only_the_right_pin_confirms);
  CLAIM ("who-may-not-decide-cannot-press", who_may_not_decide_cannot_press);
  CLAIM ("a-real-station-is-backed-up-checked-and-compared", a_real_station_is_backed_up_checked_and_compared);
  result = g_test_run ();
  if (result == 0)
    {
      g_autofree char *command = g_strdup_printf ("rm -rf %s", root);

      g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
    }
  fake_reset ();
  g_free (root);
  return result;
}
