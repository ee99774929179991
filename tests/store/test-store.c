/* test-store.c — the store on the real ledger: two programs on one folder, answers in order, PINs with pauses.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "store-fixture.h"

typedef struct
{
  TapStore  *store;
  GPtrArray *seen;              /* of TapCard: as ::cards-changed brought them */
  GArray    *gone;
  guint      n_signals, n_bars, n_station, n_reload;
  gboolean   own;
  char      *person;
} Pc;

typedef struct
{
  char  *dir, *folder;
  Pc     a, b;
  gint64 admin;
} Two;

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Iterates until the call has called back. */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  gint64 end_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (*result == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    }
  return *result;
}

static void
cards_changed_cb (TapStore       *store,
                  TapCardChanges *changes,
                  Pc             *pc)
{
  pc->n_signals++;
  pc->own = changes->own;
  g_free (pc->person);
  pc->person = g_strdup (changes->person);
  pc->n_bars += changes->bars->len;
  for (guint i = 0; i < changes->cards->len; i++)
    g_ptr_array_add (pc->seen, tap_card_ref (g_ptr_array_index (changes->cards, i)));
  g_array_append_vals (pc->gone, changes->gone->data, changes->gone->len);
}

static void
station_changed_cb (TapStore *store,
                    Pc       *pc)
{
  pc->n_station++;
}

static void
pc_open (Pc         *pc,
         const char *folder,
         const char *dir,
         const char *name)
{
  g_autofree char *replica = g_build_filename (dir, name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  TapLedgerLimits limits;

  tap_ledger_limits_default (&limits);
  limits.look_ms = 50;
  pc->store = tap_store_new (&(TapStoreOptions) {
    .folder = folder, .replica_dir = replica, .pc = name, .program = "test", .limits = &limits,
  });
  pc->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  pc->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (pc->store, "cards-changed", G_CALLBACK (cards_changed_cb), pc);
  g_signal_connect (pc->store, "station-changed", G_CALLBACK (station_changed_cb), pc);
  tap_store_open_async (pc->store, NULL, keep_result_cb, &result);
  tap_store_open_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
pc_close (Pc *pc)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_store_close_async (pc->store, keep_result_cb, &result);
  g_assert_true (tap_store_close_finish (pc->store, wait_for (&result), NULL));
  g_ptr_array_unref (pc->seen);
  g_array_unref (pc->gone);
  g_free (pc->person);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (pc->store);
}

static void
set_up (Two           *two,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  two->dir = g_dir_make_tmp ("tappet-store-XXXXXX", &error);
  g_assert_no_error (error);
  two->folder = g_build_filename (two->dir, "station", NULL);
  tap_station_create (two->folder, "亦庄服务站", &error);
  g_assert_no_error (error);
  pc_open (&two->a, two->folder, two->dir, "a");
  tap_store_set_up_async (two->a.store,
                          &(TapSetUpInput) {
                            .dealer = "远川汽车", .station_name = "亦庄服务站", .province = "京", .time_zone = "Asia/Shanghai",
                            .admin_name = "方敏", .admin_pin = "246810", .language = "zh_CN",
                          },
                          keep_result_cb, &result);
  tap_store_set_up_finish (two->a.store, wait_for (&result), &two->admin, &error);
  g_assert_no_error (error);
  pc_open (&two->b, two->folder, two->dir, "b");
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Two           *two,
           gconstpointer  data)
{
  pc_close (&two->a);
  pc_close (&two->b);
  remove_tree (two->dir);
  g_free (two->dir);
  g_free (two->folder);
}

static void
wait_until_seen (Pc    *pc,
                 guint  n)
{
  gint64 end_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (pc->n_signals < n)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    }
}

static gint64
check_in (Two         *two,
          Pc          *pc,
          const char  *plate,
          const char  *operation,
          char       **number,
          GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  gint64 id = 0;

  tap_store_check_in_async (pc->store, two->admin,
                            &(TapCheckInInput) {
                              .plate = plate, .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .wish = "保养",
                              .planned_min = 30,
                            },
                            operation, keep_result_cb, &result);
  tap_store_check_in_finish (pc->store, wait_for (&result), &id, number, error);
  return id;
}

static char *
move (Two       *two,
      Pc        *pc,
      gint64     visit,
      TapStage   from,
      TapStage   to,
      GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  char *operation = NULL;

  tap_store_move_async (pc->store, two->admin, &(TapMoveInput) { .visit_id = visit, .to = to, .expected_from = from }, NULL,
                        keep_result_cb, &result);
  tap_store_move_finish (pc->store, wait_for (&result), &operation, error);
  return operation;
}

static void
a_change_on_one_pc_brings_just_that_card_to_the_other (Two           *two,
                                                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *operation = NULL;
  gint64 first, second;

  first = check_in (two, &two->a, "京A12345", NULL, NULL, &error);
  g_assert_no_error (error);
  second = check_in (two, &two->a, "京B12345", NULL, NULL, &error);
  g_assert_no_error (error);
  wait_until_seen (&two->b, 1);
  while (two->b.seen->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_set_size (two->b.seen, 0);
  two->b.n_signals = two->a.n_signals = 0;
  g_ptr_array_set_size (two->a.seen, 0);

  operation = move (two, &two->a, first, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  g_assert_no_error (error);
  /* The own picture is there before the answer. */
  g_assert_cmpuint (two->a.n_signals, ==, 1);
  g_assert_true (two->a.own);
  g_assert_nonnull (operation);
  wait_until_seen (&two->b, 1);
  g_assert_cmpuint (two->b.seen->len, ==, 1);
  g_assert_cmpint (((TapCard *) g_ptr_array_index (two->b.seen, 0))->id, ==, first);
  g_assert_cmpint (((TapCard *) g_ptr_array_index (two->b.seen, 0))->stage, ==, TAP_STAGE_CONSULT);
  g_assert_cmpstr (((TapCard *) g_ptr_array_index (two->b.seen, 0))->moved_operation, ==, operation);
  g_assert_false (two->b.own);
  g_assert_cmpstr (two->b.person, ==, "方敏");
  g_assert_cmpint (second, !=, first);
  g_assert_cmpuint (tap_store_statement_count (), <=, 8);
}

static void
who_moves_second_is_told_what_happened (Two           *two,
                                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *late = NULL;
  gint64 visit = check_in (two, &two->a, "京A12345", NULL, NULL, &error);
  g_autoptr(GAsyncResult) result = NULL;

  wait_until_seen (&two->b, 1);
  moved = move (two, &two->b, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  g_assert_no_error (error);
  late = move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, &error);
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_STALE);
  g_assert_null (late);
  g_clear_error (&error);

  /* The same car at both doors. */
  g_assert_cmpint (check_in (two, &two->a, "京A12345", NULL, NULL, &error), ==, 0);
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "R20"));
  g_clear_error (&error);

  tap_store_undo_move_async (two->a.store, two->admin, visit, moved, keep_result_cb, &result);
  g_assert_true (tap_store_undo_move_finish (two->a.store, wait_for (&result), &error));
  g_assert_no_error (error);
}

static void
an_operation_repeated_is_done_once_and_answers_the_same (Two           *two,
                                                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *operation = g_uuid_string_random ();
  g_autofree char *number = NULL;
  g_autofree char *again = NULL;
  gint64 first = check_in (two, &two->a, "京A12345", operation, &number, &error);

  g_assert_no_error (error);
  wait_until_seen (&two->b, 1);
  g_assert_cmpint (check_in (two, &two->b, "京A12345", operation, &again, &error), ==, first);
  g_assert_no_error (error);
  g_assert_cmpstr (number, ==, again);
}

static void
settings_travel_with_their_signal (Two           *two,
                                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  gint64 id = 0;

  two->b.n_station = 0;
  tap_store_put_staff_async (two->a.store, two->admin,
                             &(TapStaffInput) { .name = "李婷", .roles = TAP_ROLE_ADVISOR, .active = TRUE }, keep_result_cb,
                             &result);
  g_assert_true (tap_store_put_staff_finish (two->a.store, wait_for (&result), &id, &error));
  g_assert_cmpuint (tap_store_get_station (two->a.store)->staff->len, ==, 2);
  while (two->b.n_station == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (tap_store_get_station (two->b.store)->staff->len, ==, 2);
}

static void
the_other_pc_uses_new_hours_and_lanes_at_once (Two           *two,
                                               gconstpointer  data)
{
  gint64 sunday_unix = NOW_UNIX + 2 * 24 * 3600;
  g_autoptr(GPtrArray) columns = tap_store_default_columns ();
  g_autoptr(GPtrArray) expected = g_ptr_array_ref (tap_store_get_station (two->b.store)->columns);
  g_autoptr(GAsyncResult) week_result = NULL;
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;
  TapColumnsInput input = { .columns = columns, .expected = expected };
  TapWeekInput week = { 0 };

  g_assert_false (tap_calendar_is_open (tap_store_get_station (two->b.store)->calendar, sunday_unix));
  for (int day = 0; day < 7; day++)
    week.week[day] = (TapShift) { .open_min = 9 * 60, .close_min = 17 * 60 };
  week.expected = tap_store_get_station (two->a.store)->week;
  two->b.n_station = 0;
  tap_store_put_week_async (two->a.store, two->admin, &week, keep_result_cb, &week_result);
  tap_store_put_week_finish (two->a.store, wait_for (&week_result), &error);
  g_assert_no_error (error);
  while (two->b.n_station == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tap_calendar_is_open (tap_store_get_station (two->b.store)->calendar, sunday_unix));

  /* Both start from the same lanes: the second is refused, and sees what the first made. */
  two->b.n_station = 0;
  ((TapColumn *) columns->pdata[1])->limit_min = 7;
  tap_store_put_columns_async (two->a.store, two->admin, &input, keep_result_cb, &first);
  tap_store_put_columns_finish (two->a.store, wait_for (&first), &error);
  g_assert_no_error (error);
  tap_store_put_columns_async (two->b.store, two->admin, &input, keep_result_cb, &second);
  g_assert_false (tap_store_put_columns_finish (two->b.store, wait_for (&second), &error));
  assert_store_error (error, STALE);
  while (two->b.n_station == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (((TapColumn *) tap_store_get_station (two->b.store)->columns->pdata[1])->limit_min, ==, 7);
}

static int
try_pin (Two        *two,
         const char *pin)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  tap_store_check_pin_async (two->a.store, two->admin, pin, keep_result_cb, &result);
  if (tap_store_check_pin_finish (two->a.store, wait_for (&result), &error))
    return -1;
  g_assert_cmpint (error->domain, ==, TAP_STORE_ERROR);
  return error->code;
}

static void
wrong_pins_bring_a_pause_that_the_right_pin_does_not_break (Two           *two,
                                                            gconstpointer  data)
{
  g_assert_cmpint (try_pin (two, "246810"), ==, -1);
  g_assert_cmpint (try_pin (two, "111111"), ==, TAP_STORE_ERROR_PIN);
  g_assert_cmpint (try_pin (two, "222222"), ==, TAP_STORE_ERROR_PIN);
  g_assert_cmpint (try_pin (two, "246810"), ==, -1);
  g_assert_cmpint (try_pin (two, "111111"), ==, TAP_STORE_ERROR_PIN);
  g_assert_cmpint (try_pin (two, "222222"), ==, TAP_STORE_ERROR_PIN);
  g_assert_cmpint (try_pin (two, "333333"), ==, TAP_STORE_ERROR_PIN_PAUSE);
  g_assert_cmpint (try_pin (two, "246810"), ==, TAP_STORE_ERROR_PIN_PAUSE);
}

static void
a_pin_that_is_set_opens_the_door (Two           *two,
                                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(GError) error = NULL;

  tap_store_set_pin_async (two->a.store, two->admin, two->admin, "12345", keep_result_cb, &refused);
  g_assert_false (tap_store_set_pin_finish (two->a.store, wait_for (&refused), &error));
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
  g_clear_error (&error);
  tap_store_set_pin_async (two->a.store, two->admin, two->admin, "135791", keep_result_cb, &result);
  g_assert_true (tap_store_set_pin_finish (two->a.store, wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpint (try_pin (two, "135791"), ==, -1);
  g_assert_cmpint (try_pin (two, "246810"), ==, TAP_STORE_ERROR_PIN);
}

static void
set_up_is_done_once_over_all_pcs (Two           *two,
                                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) asked = NULL;
  g_autoptr(GError) error = NULL;

  tap_store_is_set_up_async (two->b.store, keep_result_cb, &asked);
  g_assert_true (tap_store_is_set_up_finish (two->b.store, wait_for (&asked), &error));
  tap_store_set_up_async (two->b.store,
                          &(TapSetUpInput) {
                            .station_name = "x", .time_zone = "Asia/Shanghai", .admin_name = "y", .admin_pin = "111111",
                          },
                          keep_result_cb, &result);
  g_assert_false (tap_store_set_up_finish (two->b.store, wait_for (&result), NULL, &error));
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_EXISTS);
}

static void
both_pcs_answer_the_same_questions_alike (Two           *two,
                                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 visit = check_in (two, &two->a, "京A12345", NULL, NULL, &error);
  Pc *pcs[] = { &two->a, &two->b };

  wait_until_seen (&two->b, 1);
  for (guint i = 0; i < G_N_ELEMENTS (pcs); i++)
    {
      g_autoptr(GAsyncResult) board = NULL;
      g_autoptr(GAsyncResult) found = NULL;
      g_autoptr(GAsyncResult) search = NULL;
      g_autoptr(GAsyncResult) known = NULL;
      g_autoptr(GAsyncResult) unknown = NULL;
      g_autoptr(GPtrArray) hits = NULL;
      g_autoptr(TapKnownPlate) plate = NULL;
      TapStore *store = pcs[i]->store;
      TapBoardData *picture;

      tap_store_load_board_async (store, tap_store_now_unix (store), NULL, keep_result_cb, &board);
      picture = tap_store_load_board_finish (store, wait_for (&board), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (picture->cards->len, ==, 1);
      g_assert_cmpuint (picture->n_arrived_today, ==, 1);
      tap_board_data_free (picture);
      tap_store_find_visit_async (store, "京A·12345", NULL, keep_result_cb, &found);
      g_assert_cmpint (tap_store_find_visit_finish (store, wait_for (&found), &error), ==, visit);
      tap_store_search_async (store, "ww", 50, NULL, keep_result_cb, &search);
      hits = tap_store_search_finish (store, wait_for (&search), &error);
      g_assert_cmpuint (hits->len, ==, 1);
      tap_store_known_plate_async (store, "京A12345", NULL, keep_result_cb, &known);
      plate = tap_store_known_plate_finish (store, wait_for (&known), &error);
      g_assert_cmpint (plate->open_visit_id, ==, visit);
      tap_store_known_plate_async (store, "京Z99999", NULL, keep_result_cb, &unknown);
      g_assert_null (tap_store_known_plate_finish (store, wait_for (&unknown), &error));
      g_assert_no_error (error);
    }
}

static void
every_pc_hears_of_a_backup (Two           *two,
                            gconstpointer  data)
{
  TapBackupRun run = { .made_unix = tap_store_now_unix (two->a.store) - 5, .place = (char *) "/mnt/backup", .seq = 2, .bytes = 4096,
                       .good = TRUE };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 end_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  two->a.n_signals = 0;
  tap_store_record_backup_async (two->a.store, 0, &run, NULL, keep_result_cb, &result);
  tap_store_record_backup_finish (two->a.store, wait_for (&result), &error);
  g_assert_no_error (error);
  /* The own record is there before the answer; nothing of it is a card's. */
  g_assert_nonnull (tap_store_get_station (two->a.store)->last_good_backup);
  g_assert_cmpuint (two->a.n_signals, ==, 0);
  while (tap_store_get_station (two->b.store)->last_good_backup == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    }
  g_assert_cmpstr (tap_store_get_station (two->b.store)->last_backup->pc, ==, "a");
  g_assert_cmpint (tap_store_get_station (two->b.store)->last_backup->made_unix, ==, run.made_unix);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) g_test_add ("/store/two-pcs/" name, Two, NULL, set_up, func, tear_down)
  CLAIM ("a-change-on-one-pc-brings-just-that-card-to-the-other", a_change_on_one_pc_brings_just_that_card_to_the_other);
  CLAIM ("who-moves-second-is-told-what-happened", who_moves_second_is_told_what_happened);
  CLAIM ("an-operation-repeated-is-done-once-and-answers-the-same", an_operation_repeated_is_done_once_and_answers_the_same);
  CLAIM ("settings-travel-with-their-signal", settings_travel_with_their_signal);
  CLAIM ("every-pc-hears-of-a-backup", every_pc_hears_of_a_backup);
  CLAIM ("the-other-pc-uses-new-hours-and-lanes-at-once", the_other_pc_uses_new_hours_and_lanes_at_once);
  CLAIM ("wrong-pins-bring-a-pause-that-the-right-pin-does-not-break", wrong_pins_bring_a_pause_that_the_right_pin_does_not_break);
  CLAIM ("a-pin-that-is-set-opens-the-door", a_pin_that_is_set_opens_the_door);
  CLAIM ("set-up-is-done-once-over-all-pcs", set_up_is_done_once_over_all_pcs);
  CLAIM ("both-pcs-answer-the-same-questions-alike", both_pcs_answer_the_same_questions_alike);
  return g_test_run ();
}
