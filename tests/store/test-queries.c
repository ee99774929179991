/* test-queries.c — what the boards, the visit page and the forms read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "store-fixture.h"

static TapBoardData *
board (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  TapBoardData *data = tap_read_board (f->db, DAY_UNIX, DAY_UNIX + 86400, DAY_UNIX + 43200, &error);

  g_assert_no_error (error);
  return data;
}

static TapCard *
find_card (TapBoardData *data,
           gint64        id)
{
  for (guint i = 0; i < data->cards->len; i++)
    {
      TapCard *card = g_ptr_array_index (data->cards, i);

      if (card->id == id)
        return card;
    }
  return NULL;
}

static void
an_empty_board_has_no_cards (Fixture       *f,
                             gconstpointer  data)
{
  TapBoardData *empty = board (f);

  g_assert_cmpuint (empty->cards->len, ==, 0);
  g_assert_cmpuint (empty->bars->len, ==, 0);
  tap_board_data_free (empty);
}

static void
a_card_tells_all_of_its_visit (Fixture       *f,
                               gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京AD12345", f->bays[2], f->technician);
  TapBoardData *picture = board (f);
  TapCard *card = find_card (picture, visit);
  TapGateFacts facts;

  g_assert_nonnull (card);
  g_assert_cmpint (card->stage, ==, TAP_STAGE_WORK);
  g_assert_cmpstr (card->plate, ==, "京AD12345");
  g_assert_cmpint (card->plate_kind, ==, TAP_PLATE_NEV);
  g_assert_cmpstr (card->customer, ==, "王伟");
  g_assert_cmpstr (card->customer_initials, ==, "ww");
  g_assert_cmpstr (card->phone, ==, "13800001111");
  g_assert_cmpstr (card->advisor, ==, "李婷");
  g_assert_cmpstr (card->bay, ==, "机电1");
  g_assert_cmpstr (card->technician, ==, "孙浩");
  g_assert_cmpint (card->planned_left_min, ==, 60);
  g_assert_cmpint (card->running_since_unix, ==, f->now_unix);
  g_assert_cmpuint (card->n_jobs, ==, 1);
  g_assert_cmpuint (card->n_jobs_running, ==, 1);
  g_assert_true (card->wash_wanted);
  g_assert_cmpint (card->odometer_km, ==, 32000);

  /* The screen judges with the same facts as the command. */
  tap_card_gate_facts (card, f->technician, &facts);
  g_assert_true (facts.own_job);
  g_assert_true (facts.has_bay && facts.has_technician);
  g_assert_cmpuint (facts.n_jobs_running, ==, 1);
  tap_board_data_free (picture);
}

static void
stoppages_decide_what_the_card_waits_for (Fixture       *f,
                                          gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  TapBoardData *picture;
  TapCard *card;
  TapBar *bar;
  g_autoptr(GError) error = NULL;

  f->now_unix += 20 * 60;
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_STOP, TAP_STOP_CUSTOMER,
                              f->now_unix + 900, &error));
  picture = board (f);
  card = find_card (picture, visit);
  g_assert_true (card->needs_ok);
  g_assert_false (card->parts_hold);
  g_assert_cmpint (card->stop_reason, ==, TAP_STOP_CUSTOMER);
  g_assert_cmpint (card->stop_check_unix, ==, f->now_unix + 900);
  g_assert_cmpint (card->planned_left_min, ==, 40);
  g_assert_cmpint (card->progress_pct, ==, 33);

  g_assert_cmpuint (picture->bars->len, ==, 1);
  bar = g_ptr_array_index (picture->bars, 0);
  g_assert_cmpuint (bar->spans->len, ==, 2);
  g_assert_cmpint (bar->worked_min, ==, 20);
  g_assert_cmpint (bar->stopped_since_unix, ==, f->now_unix);
  g_assert_cmpint (bar->running_since_unix, ==, 0);
  g_assert_true (g_array_index (bar->spans, TapWorkSpan, 1).stoppage);
  tap_board_data_free (picture);

  f->now_unix += 600;
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_RESUME, 0, 0, &error));
  picture = board (f);
  card = find_card (picture, visit);
  g_assert_false (card->needs_ok);
  g_assert_cmpuint (card->n_stoppages, ==, 0);
  g_assert_cmpint (card->running_since_unix, ==, f->now_unix);
  tap_board_data_free (picture);
}

static void
bookings_stand_on_the_board_until_they_arrive (Fixture       *f,
                                               gconstpointer  data)
{
  gint64 today = fixture_book (f, "京A12345", "王伟", "13800001111", NOW_UNIX + 3600);
  gint64 tomorrow = fixture_book (f, "京B12345", "李娜", "13800002222", NOW_UNIX + 86400);
  TapBoardData *picture = board (f);
  TapCard *card = find_card (picture, today);
  TapCommandInput *input;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (card);
  g_assert_cmpint (card->stage, ==, TAP_STAGE_BOOKED);
  g_assert_cmpint (card->slot_unix, ==, NOW_UNIX + 3600);
  g_assert_null (find_card (picture, tomorrow));
  g_assert_cmpuint (picture->n_booked_today, ==, 1);
  g_assert_cmpuint (picture->n_arrived_today, ==, 0);
  tap_board_data_free (picture);

  input = fixture_input (f, f->advisor);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .odometer_km = -1, .booking_id = today };
  tap_command_result_free (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_no_error (error);
  picture = board (f);
  g_assert_null (find_card (picture, today));
  g_assert_cmpuint (picture->cards->len, ==, 1);
  g_assert_cmpuint (picture->n_booked_today, ==, 1);
  g_assert_cmpuint (picture->n_arrived_today, ==, 1);
  tap_board_data_free (picture);
}

static void
a_closed_visit_leaves_the_board_with_its_unbegun_plans (Fixture       *f,
                                                        gconstpointer  data)
{
  gint64 visit = fixture_to_dispatch (f, "京A12345");
  TapBoardData *picture;
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], f->technician, &error));
  picture = board (f);
  g_assert_cmpuint (picture->bars->len, ==, 1);
  tap_board_data_free (picture);
  g_assert_true (fixture_move (f, f->manager, visit, TAP_STAGE_NEXT, TAP_STAGE_CANCELLED, "客户接走", FALSE, &error));
  picture = board (f);
  g_assert_cmpuint (picture->cards->len, ==, 0);
  g_assert_cmpuint (picture->bars->len, ==, 0);
  tap_board_data_free (picture);
}

static void
the_history_is_complete_after_forward_back_and_undo (Fixture       *f,
                                                     gconstpointer  data)
{
  static const char *const kinds[] = { "check-in", "promise", "job", "move", "move", "undo", "note" };
  TapCommandInput *input = fixture_input (f, f->advisor);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapVisitDetail) detail = NULL;
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  TapCommandResult *result;
  gint64 visit;

  input->check_in = (TapCheckInInput) {
    .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .wish = "保养",
    .planned_min = 30, .promised_unix = NOW_UNIX + 7200,
  };
  result = fixture_run (f, tap_command_check_in, input, &error);
  g_assert_no_error (error);
  visit = result->id;
  tap_command_result_free (result);
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_CONSULT);
  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_CONSULT, TAP_STAGE_ARRIVED, "忘记登记", FALSE, &error));
  {
    g_autofree char *back = g_strdup (f->operation);

    g_assert_true (fixture_undo (f, f->advisor, visit, back, &error));
  }
  input = fixture_input (f, f->advisor);
  input->note.visit_id = visit;
  input->note.text = "钥匙在前台";
  tap_command_result_free (fixture_run (f, tap_command_note, input, &error));

  detail = tap_read_visit (f->db, visit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (detail->history->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      TapHistoryItem *item = g_ptr_array_index (detail->history, i);
      g_autofree char *text = tap_history_item_text (item, zone);

      g_assert_cmpstr (item->kind, ==, kinds[i]);
      g_assert_cmpstr (item->staff, ==, "李婷");
      g_assert_cmpstr (item->pc, ==, "前台1");
      g_assert_cmpuint (strlen (text), >, 5);
    }
  {
    TapHistoryItem *back = g_ptr_array_index (detail->history, 4);
    g_autofree char *text = tap_history_item_text (back, zone);

    g_assert_cmpint (back->move_kind, ==, TAP_MOVE_BACK);
    g_assert_nonnull (strstr (text, "忘记登记"));
  }
  g_assert_cmpuint (detail->promises->len, ==, 1);
  g_assert_cmpuint (detail->jobs->len, ==, 1);
  g_assert_cmpint (detail->stage_entered_unix[TAP_STAGE_CONSULT], ==, NOW_UNIX);
  g_assert_cmpint (detail->stage_entered_unix[TAP_STAGE_WASH], ==, 0);
}

static void
acts_on_jobs_stand_in_the_history_with_bay_and_reason (Fixture       *f,
                                                       gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapVisitDetail) detail = NULL;
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  GString *all = g_string_new (NULL);

  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_STOP, TAP_STOP_PARTS, f->now_unix + 60, &error);
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_RESUME, 0, 0, &error);
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_FINISH, 0, 0, &error);
  g_assert_no_error (error);
  detail = tap_read_visit (f->db, visit, &error);
  for (guint i = 0; i < detail->history->len; i++)
    {
      g_autofree char *text = tap_history_item_text (g_ptr_array_index (detail->history, i), zone);

      g_string_append_printf (all, "%s\n", text);
    }
  g_assert_nonnull (strstr (all->str, "机电1"));
  g_assert_nonnull (strstr (all->str, tap_stop_reason_label (TAP_STOP_PARTS)));
  g_assert_nonnull (strstr (all->str, "水泵总成"));
  g_assert_cmpint (((TapJob *) g_ptr_array_index (detail->jobs, 0))->state, ==, TAP_JOB_DONE);
  g_string_free (all, TRUE);
}

static void
a_missing_visit_is_not_found (Fixture       *f,
                              gconstpointer  data)
{
  GError *error = NULL;

  g_assert_null (tap_read_visit (f->db, 4711, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_cmpint (tap_read_find_visit (f->db, "京A12345", &error), ==, 0);
  assert_store_error (error, NOT_FOUND);
}

static void
a_visit_is_found_by_id_number_and_plate (Fixture       *f,
                                         gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, visit);
  const char *typed[] = { id, "R20261120-0001", "r20261120-0001", "京A·12345", "京a12345" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    g_assert_cmpint (tap_read_find_visit (f->db, typed[i], NULL), ==, visit);
}

static void
a_known_plate_fills_the_form (Fixture       *f,
                              gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapKnownPlate) open = tap_read_known_plate (f->db, "京a 12345", &error);
  g_autoptr(TapKnownPlate) later = NULL;
  gint64 booking;

  g_assert_no_error (error);
  g_assert_cmpint (open->open_visit_id, ==, visit);
  g_assert_cmpint (open->last_visit_id, ==, 0);
  g_assert_null (tap_read_known_plate (f->db, "京B99999", &error));
  g_assert_no_error (error);
  g_assert_null (tap_read_known_plate (f->db, "京B9", &error));
  g_assert_no_error (error);

  fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, &error);
  booking = fixture_book (f, "京A12345", "王伟", "13800001111", NOW_UNIX + 86400);
  later = tap_read_known_plate (f->db, "京A12345", &error);
  g_assert_no_error (error);
  g_assert_cmpint (later->open_visit_id, ==, 0);
  g_assert_cmpint (later->last_visit_id, ==, visit);
  g_assert_cmpint (later->last_visit_km, ==, 32000);
  g_assert_cmpstr (later->last_visit_wish, ==, "更换机油机滤");
  g_assert_cmpint (later->booking_id, ==, booking);
  g_assert_cmpstr (later->customer, ==, "王伟");
}

static void
the_station_is_read_whole (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationData) station = tap_read_station (f->db, "id", &error);
  TapShift monday;

  g_assert_no_error (error);
  g_assert_cmpstr (station->name, ==, "亦庄服务站");
  g_assert_cmpstr (station->province, ==, "京");
  g_assert_cmpuint (station->columns->len, ==, 10);
  g_assert_cmpuint (station->bays->len, ==, 9);
  g_assert_cmpuint (station->staff->len, ==, 9);
  g_assert_cmpint (station->idle_lock_min, ==, 10);
  monday = tap_calendar_get_shift (station->calendar, NOW_UNIX + 3 * 86400);
  g_assert_cmpint (monday.open_min, ==, 480);
  g_assert_false (tap_calendar_is_open (station->calendar, NOW_UNIX + 2 * 86400));
}

static void
add_row (GPtrArray  *rows,
         const char *table,
         gint64      key)
{
  TapRowChange *row = g_new0 (TapRowChange, 1);

  row->table = (char *) table;
  row->key = key;
  g_ptr_array_add (rows, row);
}

static TapCardChanges *
changes_of (Fixture    *f,
            const char *table,
            gint64      key)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  TapChangedKeys keys;
  TapCardChanges *changes;

  add_row (rows, table, key);
  tap_changed_keys_init (&keys);
  tap_changed_keys_add (&keys, rows);
  changes = tap_read_changes (f->db, &keys, DAY_UNIX + 86400, &error);
  g_assert_no_error (error);
  tap_changed_keys_clear (&keys);
  return changes;
}

static void
a_changed_row_touches_its_own_card_only (Fixture       *f,
                                         gconstpointer  data)
{
  static const char *const tables[] = {
    "visit", "stage_span", "promise", "job", "assignment", "stoppage", "work_span", "vehicle", "customer",
  };
  gint64 visit;
  g_autoptr(GError) error = NULL;

  fixture_check_in (f, "京Q99999", "赵一", "13800009999", 30);
  visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_STOP, TAP_STOP_PARTS, f->now_unix + 60, &error);
  {
    TapCommandInput *input = fixture_input (f, f->advisor);

    input->promise = (TapPromiseInput) { .visit_id = visit, .promised_unix = f->now_unix + 60 };
    tap_command_result_free (fixture_run (f, tap_command_promise, input, &error));
    g_assert_no_error (error);
  }

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const char *owner = g_str_equal (tables[i], "visit") ? "id" : NULL;
      g_autofree char *sql = NULL;
      TapCardChanges *changes;

      if (owner == NULL && g_str_equal (tables[i], "vehicle"))
        sql = g_strdup_printf ("SELECT vehicle_id FROM visit WHERE id = %" G_GINT64_FORMAT, visit);
      else if (owner == NULL && g_str_equal (tables[i], "customer"))
        sql = g_strdup_printf ("SELECT customer_id FROM visit WHERE id = %" G_GINT64_FORMAT, visit);
      else if (g_str_equal (tables[i], "work_span"))
        sql = g_strdup ("SELECT id FROM work_span");
      else
        sql = g_strdup_printf ("SELECT id FROM %s WHERE %s = %" G_GINT64_FORMAT, tables[i], owner ? owner : "visit_id", visit);
      changes = changes_of (f, tables[i], fixture_int (f, sql));
      g_assert_cmpuint (changes->cards->len, ==, 1);
      g_assert_cmpint (((TapCard *) g_ptr_array_index (changes->cards, 0))->id, ==, visit);
      g_assert_cmpuint (changes->bars->len, ==, 1);
      g_assert_cmpuint (changes->gone->len, ==, 0);
      tap_card_changes_free (changes);
    }
}

static void
what_left_the_board_is_reported_gone (Fixture       *f,
                                      gconstpointer  data)
{
  gint64 booking = fixture_book (f, "京B12345", "李娜", "13800002222", NOW_UNIX + 3600);
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  TapCommandInput *input = fixture_input (f, f->advisor);
  g_autoptr(GError) error = NULL;
  TapCardChanges *changes;

  fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, &error);
  changes = changes_of (f, "visit", visit);
  g_assert_cmpuint (changes->cards->len, ==, 0);
  g_assert_cmpuint (changes->gone->len, ==, 1);
  g_assert_cmpint (g_array_index (changes->gone, gint64, 0), ==, visit);
  tap_card_changes_free (changes);

  input->cancel_booking.booking_id = booking;
  input->cancel_booking.reason = "出差";
  tap_command_result_free (fixture_run (f, tap_command_cancel_booking, input, &error));
  changes = changes_of (f, "booking", booking);
  g_assert_cmpuint (changes->gone->len, ==, 1);
  tap_card_changes_free (changes);
}

/* Reads through a table that grows with every visit would slow the boards down year by year. */
static void
assert_no_scan (Fixture    *f,
                const char *sql)
{
  static const char *const small[] = {
    "scope", "json_each", "staff", "shift", "setting", "holiday", "bay", "board_column", "(", "h", "d", "EXISTS", "sqlite_", "x",
    "visit_open", "booking_open", "CONSTANT",
  };
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *plan;

  g_assert_cmpint (sqlite3_prepare_v2 (f->db, explain, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *detail = (const char *) sqlite3_column_text (plan, 3);
      gboolean fine = !g_str_has_prefix (detail, "SCAN ");

      for (guint i = 0; !fine && i < G_N_ELEMENTS (small); i++)
        fine = g_str_has_prefix (detail + 5, small[i]) || strstr (detail, "USING COVERING INDEX visit_open") != NULL
               || strstr (detail, "INDEX visit_open") != NULL || strstr (detail, "INDEX booking_open") != NULL
               || strstr (detail, "VIRTUAL TABLE") != NULL;
      if (!fine)
        g_error ("“%s” in: %s", detail, sql);
    }
  sqlite3_finalize (plan);
}

static void
no_statement_scans_what_grows (Fixture       *f,
                               gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  TapCardChanges *changes;
  g_autoptr(GPtrArray) hits = NULL;

  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_STOP, TAP_STOP_PARTS, f->now_unix + 60, &error);
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_RESUME, 0, 0, &error);
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_FINISH, 0, 0, &error);
  fixture_must_move (f, f->technician, visit, TAP_STAGE_CHECK);
  fixture_undo (f, f->technician, visit, f->operation, &error);
  g_assert_no_error (error);
  fixture_book (f, "京B12345", "李娜", "13800002222", NOW_UNIX + 3600);
  tap_board_data_free (board (f));
  tap_visit_detail_unref (tap_read_visit (f->db, visit, &error));
  tap_known_plate_unref (tap_read_known_plate (f->db, "京A12345", &error));
  tap_read_find_visit (f->db, "京A12345", &error);
  changes = changes_of (f, "visit", visit);
  tap_card_changes_free (changes);
  hits = tap_read_search (f->db, "1", 50, &error);
  g_assert_no_error (error);

  for (sqlite3_stmt *statement = sqlite3_next_stmt (f->db, NULL); statement != NULL;
       statement = sqlite3_next_stmt (f->db, statement))
    g_ptr_array_add (statements, g_strdup (sqlite3_sql (statement)));
  g_assert_cmpuint (statements->len, >, 40);
  /* The plan of an insert lists the child tables of its foreign keys; they are looked at only while a key is violated. */
  sqlite3_exec (f->db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
  for (guint i = 0; i < statements->len; i++)
    if (!g_str_has_prefix (g_ptr_array_index (statements, i), "SELECT id FROM assignment WHERE visit_id")
        && !g_str_has_prefix (g_ptr_array_index (statements, i), "SELECT stage FROM"))
      assert_no_scan (f, g_ptr_array_index (statements, i));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/queries/" name, func)
  CLAIM ("an-empty-board-has-no-cards", an_empty_board_has_no_cards);
  CLAIM ("a-card-tells-all-of-its-visit", a_card_tells_all_of_its_visit);
  CLAIM ("stoppages-decide-what-the-card-waits-for", stoppages_decide_what_the_card_waits_for);
  CLAIM ("bookings-stand-on-the-board-until-they-arrive", bookings_stand_on_the_board_until_they_arrive);
  CLAIM ("a-closed-visit-leaves-the-board-with-its-unbegun-plans", a_closed_visit_leaves_the_board_with_its_unbegun_plans);
  CLAIM ("the-history-is-complete-after-forward-back-and-undo", the_history_is_complete_after_forward_back_and_undo);
  CLAIM ("acts-on-jobs-stand-in-the-history-with-bay-and-reason", acts_on_jobs_stand_in_the_history_with_bay_and_reason);
  CLAIM ("a-missing-visit-is-not-found", a_missing_visit_is_not_found);
  CLAIM ("a-visit-is-found-by-id-number-and-plate", a_visit_is_found_by_id_number_and_plate);
  CLAIM ("a-known-plate-fills-the-form", a_known_plate_fills_the_form);
  CLAIM ("the-station-is-read-whole", the_station_is_read_whole);
  CLAIM ("a-changed-row-touches-its-own-card-only", a_changed_row_touches_its_own_card_only);
  CLAIM ("what-left-the-board-is-reported-gone", what_left_the_board_is_reported_gone);
  CLAIM ("no-statement-scans-what-grows", no_statement_scans_what_grows);
  return g_test_run ();
}
