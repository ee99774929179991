/* test-app-settings.c — the forms that arrange a station: what they save, what they keep when it is refused, who may.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/tap-opener.h"
#include "app/tap-settings-group.h"
#include "app/tap-settings-page.h"
#include "app/tap-settings-windows.h"
#include "app/tap-shift-entries.h"
#include "app/tap-staff-window.h"
#include "app/tap-style.h"
#include "live/tap-board.h"

#include <glib/gstdio.h>

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

/* A second PC on the same folder. */
static TapSession *
open_beside (TapSession *session)
{
  const char *folder = tap_worker_get_folder (tap_store_get_worker (tap_session_get_store (session)));
  g_autofree char *replica = g_strconcat (folder, ".second", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapStore) store = NULL;
  TapLedgerLimits limits;

  tap_ledger_limits_default (&limits);
  limits.look_ms = 50;
  store = tap_store_new (&(TapStoreOptions) { .folder = folder, .replica_dir = replica, .pc = "second", .program = "test",
                                              .limits = &limits });
  tap_store_open_async (store, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  tap_store_open_finish (store, result, &error);
  g_assert_no_error (error);
  return tap_session_new (store);
}

/* ---- forms ----------------------------------------------------------------------------------------------------------- */

static TapSettingsForm *
present (GtkWidget *window)
{
  gtk_window_present (GTK_WINDOW (window));
  return TAP_SETTINGS_FORM (window);
}

static void
type (TapSettingsForm *form,
      const char      *field,
      const char      *text)
{
  gtk_editable_set_text (GTK_EDITABLE (tap_settings_form_get_widget (form, field)), text);
}

/* Saves, and waits until the window is gone. */
static void
must_save (TapSettingsForm *form)
{
  TapSettingsForm *left = form;

  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &left);
  tap_settings_form_save (form);
  WAIT_FOR (left == NULL);
}

/* Saves, and waits for the fault in @field; the window stays. */
static void
must_fail (TapSettingsForm *form,
           const char      *field)
{
  tap_settings_form_save (form);
  WAIT_FOR (*tap_settings_form_get_fault (form, field) != '\0');
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (form)));
}

static void
test_bay (void)
{
  TapSession *session = make_station ("bay");
  TapSettingsForm *form = present (tap_bay_window_new (session, 0));
  const TapBay *bay;

  /* Refused by the store: the sentence stands at its field and nothing typed is lost. */
  type (form, "name", "快修1");
  type (form, "badge", "洗");
  must_fail (form, "name");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (tap_settings_form_get_widget (form, "badge"))), ==, "洗");
  g_assert_true (gtk_widget_is_sensitive (tap_settings_form_get_widget (form, "name")));

  type (form, "name", "洗车1");
  adw_combo_row_set_selected (ADW_COMBO_ROW (tap_settings_form_get_widget (form, "kind")), TAP_BAY_WASH);
  must_save (form);
  bay = tap_session_get_station (session)->bays->pdata[9];
  g_assert_cmpstr (bay->name, ==, "洗车1");
  g_assert_cmpint (bay->kind, ==, TAP_BAY_WASH);
  close_session (session);
}

static AdwMessageDialog *
find_dialog (TapSettingsForm *form)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_window_get_transient_for (GTK_WINDOW (window)) == GTK_WINDOW (form))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
test_stale (void)
{
  TapSession *session = make_station ("stale");
  TapSettingsForm *first = present (tap_facts_window_new (session));
  TapSettingsForm *second = present (tap_facts_window_new (session));

  type (first, "name", "大兴服务站");
  must_save (first);
  type (second, "dealer", "别的汽车");
  /* Another field: both are kept, and nobody is asked. */
  must_save (second);
  g_assert_cmpstr (tap_session_get_station (session)->dealer, ==, "别的汽车");
  g_assert_cmpstr (tap_session_get_station (session)->name, ==, "大兴服务站");

  first = present (tap_facts_window_new (session));
  second = present (tap_facts_window_new (session));
  type (first, "name", "房山服务站");
  must_save (first);
  type (second, "name", "通州服务站");
  tap_settings_form_save (second);
  WAIT_FOR (find_dialog (second) != NULL);
  /* The same field: nothing is written over before somebody says so. */
  g_assert_cmpstr (tap_session_get_station (session)->name, ==, "房山服务站");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (tap_settings_form_get_widget (second, "name"))), ==, "通州服务站");
  adw_message_dialog_response (find_dialog (second), "own");
  WAIT_FOR (g_str_equal (tap_session_get_station (session)->name, "通州服务站"));
  g_assert_cmpstr (tap_session_get_station (session)->dealer, ==, "别的汽车");
  close_session (session);
}

/* Two forms of the same bay, on two computers: @first saves, then @second does. */
static void
test_bay_merge (void)
{
  TapSession *session = make_station ("bay-merge"), *other = open_beside (session);
  gint64 id = ((TapBay *) tap_session_get_station (session)->bays->pdata[0])->id;
  TapSettingsForm *first, *second;

  tap_session_sign_in (other, tap_session_get_staff_id (session));
  first = present (tap_bay_window_new (session, id));
  second = present (tap_bay_window_new (other, id));
  type (first, "name", "快修甲");
  must_save (first);
  type (second, "badge", "甲");
  must_save (second);
  WAIT_FOR (g_str_equal (tap_session_find_bay (session, id)->badge, "甲"));
  g_assert_cmpstr (tap_session_find_bay (session, id)->name, ==, "快修甲");

  WAIT_FOR (g_str_equal (tap_session_find_bay (other, id)->name, "快修甲"));
  first = present (tap_bay_window_new (session, id));
  second = present (tap_bay_window_new (other, id));
  type (first, "name", "快修乙");
  must_save (first);
  type (second, "name", "快修丙");
  tap_settings_form_save (second);
  WAIT_FOR (find_dialog (second) != NULL);
  g_assert_cmpstr (tap_session_find_bay (session, id)->name, ==, "快修乙");
  adw_message_dialog_response (find_dialog (second), "own");
  WAIT_FOR (g_str_equal (tap_session_find_bay (session, id)->name, "快修丙"));
  close_session (other);
  close_session (session);
}

/* A dispatcher; both computers know them. */
static gint64
add_dispatcher (TapSession *session,
                TapSession *other)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id = 0;

  tap_store_put_staff_async (tap_session_get_store (session), tap_session_get_staff_id (session),
                             &(TapStaffInput) { .name = "马调度", .roles = TAP_ROLE_DISPATCHER, .active = TRUE },
                             take_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (tap_store_put_staff_finish (tap_session_get_store (session), result, &id, NULL));
  if (other != NULL)
    WAIT_FOR (tap_session_find_staff (other, id) != NULL);
  return id;
}

static void
test_staff_merge (void)
{
  TapSession *session = make_station ("staff-merge"), *other = open_beside (session);
  gint64 id = add_dispatcher (session, other);
  TapSettingsForm *first, *second;

  tap_session_sign_in (other, tap_session_get_staff_id (session));
  first = present (tap_staff_window_new (session, id));
  second = present (tap_staff_window_new (other, id));
  /* What the second form does not touch stays as the first one left it, and nobody is asked. */
  type (first, "phone", "13800001111");
  gtk_switch_set_active (GTK_SWITCH (tap_settings_form_get_widget (first, "active")), FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tap_settings_form_get_widget (first, "roles")), TRUE);
  must_save (first);
  type (second, "name", "马明");
  must_save (second);
  WAIT_FOR (g_str_equal (tap_session_find_staff (session, id)->name, "马明"));
  g_assert_cmpstr (tap_session_find_staff (session, id)->phone, ==, "13800001111");
  g_assert_false (tap_session_find_staff (session, id)->active);
  g_assert_cmpuint (tap_session_find_staff (session, id)->roles, ==, TAP_ROLE_DISPATCHER | (TapRoles) 1);
  close_session (other);
  close_session (session);
}

static void
test_staff_collision (void)
{
  TapSession *session = make_station ("staff-collision"), *other = open_beside (session);
  gint64 id = add_dispatcher (session, other);
  TapSettingsForm *first, *second;

  tap_session_sign_in (other, tap_session_get_staff_id (session));
  first = present (tap_staff_window_new (session, id));
  second = present (tap_staff_window_new (other, id));
  type (first, "phone", "13800001111");
  type (first, "name", "马明");
  must_save (first);
  type (second, "phone", "13900002222");
  tap_settings_form_save (second);
  WAIT_FOR (find_dialog (second) != NULL);
  /* Nothing is written over before somebody says so, and what nobody else touched is taken over. */
  g_assert_cmpstr (tap_session_find_staff (session, id)->phone, ==, "13800001111");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (tap_settings_form_get_widget (second, "phone"))), ==, "13900002222");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (tap_settings_form_get_widget (second, "name"))), ==, "马明");
  adw_message_dialog_response (find_dialog (second), "own");
  WAIT_FOR (g_str_equal (tap_session_find_staff (session, id)->phone, "13900002222"));
  g_assert_cmpstr (tap_session_find_staff (session, id)->name, ==, "马明");
  close_session (other);
  close_session (session);
}

static void
test_staff (void)
{
  TapSession *session = make_station ("staff");
  TapSettingsForm *form = present (tap_staff_window_new (session, 0));
  TapConnection away = { .state = TAP_LEDGER_READ_ONLY, .reason = (char *) "The disk is full." };
  TapConnection back = { .state = TAP_LEDGER_IN_STEP, .writable = TRUE, .reason = (char *) "" };

  must_fail (form, "name");
  type (form, "name", "马调度");
  must_fail (form, "roles");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tap_settings_form_get_widget (form, "roles")), TRUE);
  type (form, "phone", "12");
  must_fail (form, "phone");
  type (form, "phone", "13800001111");
  tap_session_pretend (session, &away);
  g_assert_cmpstr (tap_settings_form_get_fault (form, NULL), !=, "");
  tap_settings_form_save (form);
  g_assert_true (gtk_widget_is_sensitive (tap_settings_form_get_widget (form, "name")));
  tap_session_pretend (session, &back);
  must_save (form);
  g_assert_cmpuint (tap_session_get_station (session)->staff->len, ==, 2);
  close_session (session);
}

static void
test_week_merge (void)
{
  TapSession *session = make_station ("week-merge"), *other = open_beside (session);
  TapSettingsForm *first, *second;

  tap_session_sign_in (other, tap_session_get_staff_id (session));
  first = present (tap_week_window_new (session, 0));
  second = present (tap_week_window_new (other, 0));
  type (first, "day-1", "9:30");
  must_save (first);
  type (second, "day-2", "7:30");
  must_save (second);
  WAIT_FOR (tap_session_get_station (session)->week[2].open_min == 450);
  g_assert_cmpint (tap_session_get_station (session)->week[1].open_min, ==, 570);

  WAIT_FOR (tap_session_get_station (other)->week[1].open_min == 570);
  first = present (tap_week_window_new (session, 0));
  second = present (tap_week_window_new (other, 0));
  type (first, "day-1", "10:00");
  must_save (first);
  type (second, "day-1", "8:30");
  tap_settings_form_save (second);
  WAIT_FOR (find_dialog (second) != NULL);
  g_assert_cmpint (tap_session_get_station (session)->week[1].open_min, ==, 600);
  adw_message_dialog_response (find_dialog (second), "own");
  WAIT_FOR (tap_session_get_station (session)->week[1].open_min == 510);
  close_session (other);
  close_session (session);
}

static const TapColumn *
lane (TapSession *session,
      guint       i)
{
  return tap_session_get_station (session)->columns->pdata[i];
}

static void
test_lane_merge (void)
{
  TapSession *session = make_station ("lane-merge"), *other = open_beside (session);
  TapSettingsForm *first, *second;

  tap_session_sign_in (other, tap_session_get_staff_id (session));
  first = present (tap_lane_window_new (session, lane (session, 1)->id));
  second = present (tap_lane_window_new (other, lane (other, 2)->id));
  type (first, "name", "接待");
  must_save (first);
  /* Another lane: nobody is asked. */
  type (second, "name", "报价");
  must_save (second);
  WAIT_FOR (g_str_equal (lane (session, 2)->name, "报价"));
  g_assert_cmpstr (lane (session, 1)->name, ==, "接待");

  WAIT_FOR (g_str_equal (lane (other, 1)->name, "接待"));
  first = present (tap_lane_window_new (session, lane (session, 1)->id));
  second = present (tap_lane_window_new (other, lane (other, 1)->id));
  type (first, "name", "前台");
  must_save (first);
  type (second, "name", "迎宾");
  tap_settings_form_save (second);
  WAIT_FOR (find_dialog (second) != NULL);
  g_assert_cmpstr (lane (session, 1)->name, ==, "前台");
  adw_message_dialog_response (find_dialog (second), "own");
  WAIT_FOR (g_str_equal (lane (session, 1)->name, "迎宾"));
  close_session (other);
  close_session (session);
}

static void
test_away (void)
{
  TapSession *session = make_station ("away");
  TapSettingsForm *form = present (tap_facts_window_new (session));
  TapConnection away = { .state = TAP_LEDGER_READ_ONLY, .reason = (char *) "The disk is full." };
  TapConnection back = { .state = TAP_LEDGER_IN_STEP, .writable = TRUE, .reason = (char *) "" };

  type (form, "name", "房山服务站");
  tap_session_pretend (session, &away);
  g_assert_cmpstr (tap_settings_form_get_fault (form, NULL), !=, "");
  tap_settings_form_save (form);
  g_assert_true (gtk_widget_is_sensitive (tap_settings_form_get_widget (form, "name")));
  tap_session_pretend (session, &back);
  g_assert_cmpstr (tap_settings_form_get_fault (form, NULL), ==, "");
  must_save (form);
  g_assert_cmpstr (tap_session_get_station (session)->name, ==, "房山服务站");
  close_session (session);
}

static void
test_hours (void)
{
  TapSession *session = make_station ("hours");
  TapSettingsForm *form = present (tap_week_window_new (session, 0));

  type (form, "day-2", "8 o'clock");
  must_fail (form, "day-2");
  /* After the lunch break: the store says so, about that day. */
  type (form, "day-2", "1230");
  must_fail (form, "day-2");
  type (form, "day-2", "9:30");
  must_save (form);
  g_assert_cmpint (tap_session_get_station (session)->week[2].open_min, ==, 9 * 60 + 30);
  g_assert_cmpint (tap_session_get_station (session)->week[2].lunch_to_min, ==, 13 * 60);
  g_assert_cmpint (tap_session_get_station (session)->week[6].close_min, ==, 0);
  close_session (session);
}

static void
test_day (void)
{
  TapSession *session = make_station ("day");
  TapSettingsForm *form = present (tap_day_window_new (session, NULL));
  TapStationData *station;

  type (form, "date", "1 October");
  must_fail (form, "date");
  type (form, "date", "2026-10-01");
  type (form, "name", "国庆节");
  must_save (form);
  station = tap_session_get_station (session);
  g_assert_cmpuint (station->days->len, ==, 1);
  /* Noon of that day in Shanghai. */
  g_assert_false (tap_calendar_is_open (station->calendar, G_GINT64_CONSTANT (1790827200)));

  form = present (tap_day_window_new (session, station->days->pdata[0]));
  gtk_switch_set_active (GTK_SWITCH (tap_settings_form_get_widget (form, "open")), TRUE);
  must_save (form);
  station = tap_session_get_station (session);
  g_assert_true (tap_calendar_is_open (station->calendar, G_GINT64_CONSTANT (1790827200)));
  close_session (session);
}

static void
test_lanes (void)
{
  TapSession *session = make_station ("lanes");
  TapSession *second = open_beside (session);
  g_autoptr (TapBoard) board = tap_board_new (session);
  g_autoptr (TapBoard) beside = tap_board_new (second);
  GPtrArray *columns = tap_session_get_station (session)->columns;
  g_autoptr (TapColumn) edited = tap_column_new ();
  g_autoptr (GPtrArray) merged = NULL;
  g_autoptr (GPtrArray) split = NULL;
  TapSettingsForm *form;

  WAIT_FOR (tap_board_is_ready (board) && tap_board_is_ready (beside));
  g_assert_cmpuint (g_list_model_get_n_items (tap_board_get_lanes (board)), ==, 10);

  /* The first lane of cars takes the estimates: one lane fewer. It gives one up: one more, named by its stage. */
  edited->id = ((TapColumn *) columns->pdata[1])->id;
  edited->n_card_columns = 1;
  edited->stages = ((TapColumn *) columns->pdata[1])->stages | TAP_STAGE_BIT (TAP_STAGE_ESTIMATE);
  merged = tap_lanes_with (columns, edited);
  g_assert_cmpuint (merged->len, ==, 9);
  edited->stages = TAP_STAGE_BIT (TAP_STAGE_ARRIVED);
  split = tap_lanes_with (columns, edited);
  g_assert_cmpuint (split->len, ==, 11);
  g_assert_cmpuint (((TapColumn *) split->pdata[2])->stages, ==, TAP_STAGE_BIT (TAP_STAGE_CONSULT));
  g_assert_cmpstr (((TapColumn *) split->pdata[2])->name, ==, tap_stage_label (TAP_STAGE_CONSULT));

  /* Through the form: the boards that are open on both PCs lay their lanes anew. */
  form = present (tap_lane_window_new (session, edited->id));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tap_settings_form_get_widget (form, "stages")), FALSE);
  type (form, "name", "接待");
  must_save (form);
  g_assert_cmpuint (tap_session_get_station (session)->columns->len, ==, 11);
  g_assert_cmpuint (g_list_model_get_n_items (tap_board_get_lanes (board)), ==, 11);
  WAIT_FOR (g_list_model_get_n_items (tap_board_get_lanes (beside)) == 11);
  g_clear_object (&board);
  g_clear_object (&beside);
  close_session (second);
  close_session (session);
}

/* ---- the page -------------------------------------------------------------------------------------------------------- */

static guint
count_groups (GtkWidget *widget,
              gboolean   may)
{
  guint n = 0;

  if (TAP_IS_SETTINGS_GROUP (widget))
    return tap_settings_group_may (TAP_SETTINGS_GROUP (widget)) == may;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_groups (child, may);
  return n;
}

static void
test_rights (void)
{
  TapSession *session = make_station ("rights");
  GtkWidget *page = tap_settings_page_new (session);
  GtkWidget *window = gtk_window_new ();
  gint64 dispatcher;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_groups (page, TRUE), ==, 5);
  dispatcher = add_dispatcher (session, NULL);

  /* The dispatcher arranges hours, days and bays, but neither the station nor its lanes. */
  tap_session_sign_in (session, dispatcher);
  g_assert_cmpuint (count_groups (page, TRUE), ==, 3);
  tap_session_sign_out (session);
  g_assert_cmpuint (count_groups (page, FALSE), ==, 5);
  gtk_window_destroy (GTK_WINDOW (window));
  close_session (session);
}

static void
test_clock (void)
{
  static const struct { const char *text; int minutes; } good[] = {
    { "8", 480 }, { "08:00", 480 }, { "8:30", 510 }, { "0830", 510 }, { "930", 570 }, { "24:00", 1440 }, { " ８：３０ ", 510 },
  };
  static const char *const wrong[] = { "", "24:01", "8:60", "8:3", "25", "abc", "8:30pm", "12345", NULL };
  int minutes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (tap_clock_parse (good[i].text, &minutes));
      g_assert_cmpint (minutes, ==, good[i].minutes);
    }
  for (guint i = 0; wrong[i] != NULL; i++)
    g_assert_false (tap_clock_parse (wrong[i], &minutes));
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
  root = g_dir_make_tmp ("tappet-settings-XXXXXX", NULL);

  g_test_add_func ("/ui/settings/times-are-read-as-people-write-them", test_clock);
  g_test_add_func ("/ui/settings/bay-form-shows-the-fault-and-saves", test_bay);
  g_test_add_func ("/ui/settings/two-forms-are-merged-and-collisions-are-asked", test_stale);
  g_test_add_func ("/ui/settings/bay-of-two-computers-is-merged", test_bay_merge);
  g_test_add_func ("/ui/settings/person-form-shows-the-fault-and-that-nothing-can-be-saved", test_staff);
  g_test_add_func ("/ui/settings/person-of-two-computers-is-merged", test_staff_merge);
  g_test_add_func ("/ui/settings/person-changed-on-two-computers-is-asked", test_staff_collision);
  g_test_add_func ("/ui/settings/week-of-two-computers-is-merged", test_week_merge);
  g_test_add_func ("/ui/settings/lanes-of-two-computers-are-merged", test_lane_merge);
  g_test_add_func ("/ui/settings/nothing-can-be-saved-is-said-at-once", test_away);
  g_test_add_func ("/ui/settings/hours-name-the-day-that-is-wrong", test_hours);
  g_test_add_func ("/ui/settings/holiday-closes-its-day", test_day);
  g_test_add_func ("/ui/settings/lanes-split-and-merge-on-the-open-boards", test_lanes);
  g_test_add_func ("/ui/settings/rights-decide-what-can-be-changed", test_rights);
  result = g_test_run ();
  if (result == 0)
    {
      g_autofree char *command = g_strdup_printf ("rm -rf %s", root);

      g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
    }
  g_free (root);
  return result;
}
