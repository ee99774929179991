/* test-commands.c — every command: what it does, and each way it is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>

#include "store-fixture.h"

static void
a_visit_goes_all_the_way (Fixture       *f,
                          gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  GError *error = NULL;

  g_assert_cmpint (fixture_stage (f, visit), ==, TAP_STAGE_WORK);
  f->now_unix += 1800;
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_FINISH, 0, 0, &error));
  g_assert_cmpint (fixture_stage (f, visit), ==, TAP_STAGE_WORK);
  fixture_must_move (f, f->technician, visit, TAP_STAGE_CHECK);
  fixture_must_move (f, f->inspector, visit, TAP_STAGE_WASH);
  fixture_must_move (f, f->washer, visit, TAP_STAGE_FINAL);
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_INVOICE);
  g_assert_cmpint (fixture_int (f, "SELECT ready_unix FROM visit"), ==, 0);
  f->now_unix += 60;
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_SETTLE);
  g_assert_cmpint (fixture_int (f, "SELECT ready_unix FROM visit"), ==, f->now_unix);
  f->now_unix += 60;
  fixture_must_move (f, f->cashier, visit, TAP_STAGE_READY);
  g_assert_cmpint (fixture_int (f, "SELECT ready_unix FROM visit"), ==, f->now_unix - 60);
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_DELIVERED);
  g_assert_cmpint (fixture_int (f, "SELECT closed_unix FROM visit"), ==, f->now_unix);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM stage_span"), ==, 13);
}

static void
a_move_runs_at_most_eight_statements (Fixture       *f,
                                      gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 60);
  guint first;

  fixture_must_move (f, f->advisor, visit, TAP_STAGE_CONSULT);
  fixture_move (f, f->advisor, visit, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, NULL, FALSE, NULL);
  first = f->n_statements;
  g_assert_cmpuint (first, <=, 8);

  /* Past visits change nothing. */
  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("INSERT INTO visit (id, number, vehicle_id, customer_id, arrived_unix, stage, stage_since_unix, closed_unix)"
                         "  SELECT %d, 'R20250101-%04d', vehicle_id, customer_id, %d, 'delivered', 1, 1 FROM visit LIMIT 1",
                         i + 1, i + 1, 1000 + i);

      g_assert_cmpint (sqlite3_exec (f->db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    }
  fixture_move (f, f->advisor, visit, TAP_STAGE_ESTIMATE, TAP_STAGE_DISPATCH, NULL, FALSE, NULL);
  g_assert_cmpuint (f->n_statements, ==, first);
}

static void
a_move_is_refused_as_stale_when_the_card_is_elsewhere (Fixture       *f,
                                                       gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  GError *error = NULL;

  fixture_must_move (f, f->advisor, visit, TAP_STAGE_CONSULT);
  g_assert_false (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, NULL, FALSE, &error));
  assert_store_error (error, STALE);
}

static void
gates_are_checked_inside_the_command (Fixture       *f,
                                      gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  GError *error = NULL;
  TapVerdict verdict;

  /* Order. */
  g_assert_false (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_WORK, NULL, FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_ORDER);
  assert_store_error (error, GATE);
  /* Role. */
  g_assert_false (fixture_move (f, f->washer, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, NULL, FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_ROLE);
  assert_store_error (error, RIGHT);
  /* A booking is no stage to go to; the same stage is no move. */
  g_assert_false (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_BOOKED, "x", FALSE, &error));
  assert_store_error (error, GATE);
  g_assert_false (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_ARRIVED, NULL, FALSE, &error));
  assert_store_error (error, GATE);

  /* No line of work, no bay, no technician. */
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_CONSULT);
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_ESTIMATE);
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_DISPATCH);
  g_assert_false (fixture_move (f, f->dispatcher, visit, TAP_STAGE_DISPATCH, TAP_STAGE_NEXT, NULL, FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_NO_JOB);
  assert_store_error (error, GATE);
  {
    TapCommandInput *input = fixture_input (f, f->advisor);

    input->add_job.visit_id = visit;
    input->add_job.text = "前制动片";
    tap_command_result_free (fixture_run (f, tap_command_add_job, input, &error));
    g_assert_no_error (error);
  }
  g_assert_false (fixture_move (f, f->dispatcher, visit, TAP_STAGE_DISPATCH, TAP_STAGE_NEXT, NULL, FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_NO_BAY);
  assert_store_error (error, GATE);

  /* Backwards wants a reason. */
  g_assert_false (fixture_move (f, f->dispatcher, visit, TAP_STAGE_DISPATCH, TAP_STAGE_ESTIMATE, " ", FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_REASON);
  assert_store_error (error, GATE);
  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_DISPATCH, TAP_STAGE_ESTIMATE, "客户再考虑", FALSE, &error));
}

static void
work_must_be_finished_and_stoppages_ended_before_inspection (Fixture       *f,
                                                             gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  gint64 assignment = fixture_assignment (f, visit);
  GError *error = NULL;
  TapVerdict verdict;

  g_assert_false (fixture_move (f, f->dispatcher, visit, TAP_STAGE_WORK, TAP_STAGE_CHECK, NULL, FALSE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  assert_store_error (error, GATE);
  /* Nothing goes backwards or leaves unrepaired while somebody works on it. */
  g_assert_false (fixture_move (f, f->manager, visit, TAP_STAGE_WORK, TAP_STAGE_NEXT, "x", TRUE, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_RUNNING);
  assert_store_error (error, GATE);

  g_assert_true (fixture_act (f, f->technician, assignment, TAP_JOB_STOP, TAP_STOP_PARTS, f->now_unix + 600, &error));
  g_assert_false (fixture_move (f, f->dispatcher, visit, TAP_STAGE_WORK, TAP_STAGE_CHECK, NULL, FALSE, &error));
  assert_store_error (error, GATE);
  /* Those who may pass a gate pass it with a reason, and the history says so. */
  g_assert_true (fixture_move (f, f->manager, visit, TAP_STAGE_WORK, TAP_STAGE_CHECK, "配件下次装", TRUE, &error));
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM stage_span WHERE kind = 'pass'"), ==, 1);
}

static void
one_technician_runs_one_job (Fixture       *f,
                             gconstpointer  data)
{
  gint64 first = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  gint64 second = fixture_to_dispatch (f, "京B67890");
  GError *error = NULL;
  TapVerdict verdict;

  g_assert_true (fixture_assign (f, f->dispatcher, second, 0, f->bays[3], f->technician, &error));
  g_assert_false (fixture_act (f, f->technician, fixture_assignment (f, second), TAP_JOB_START, 0, 0, &error));
  g_assert_true (tap_store_error_get_verdict (error, &verdict));
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_TECHNICIAN_BUSY);
  assert_store_error (error, GATE);

  /* While the first stands still the second may run, and then the first may not go on. */
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, first), TAP_JOB_STOP, TAP_STOP_PARTS,
                              f->now_unix + 600, &error));
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, second), TAP_JOB_START, 0, 0, &error));
  g_assert_false (fixture_act (f, f->technician, fixture_assignment (f, first), TAP_JOB_RESUME, 0, 0, &error));
  assert_store_error (error, GATE);
}

static void
job_acts_are_refused_with_what_can_be_done (Fixture       *f,
                                            gconstpointer  data)
{
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  gint64 assignment = fixture_assignment (f, visit);
  GError *error = NULL;

  g_assert_false (fixture_act (f, f->technician, 4711, TAP_JOB_START, 0, 0, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_false (fixture_act (f, f->technician, assignment, TAP_JOB_START, 0, 0, &error));
  assert_store_error (error, STALE);
  g_assert_false (fixture_act (f, f->technician2, assignment, TAP_JOB_FINISH, 0, 0, &error));
  assert_store_error (error, RIGHT);
  g_assert_false (fixture_act (f, f->technician, assignment, TAP_JOB_STOP, TAP_STOP_PARTS, f->now_unix, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "check");
  assert_store_error (error, INPUT);
  g_assert_false (fixture_act (f, f->technician, assignment, TAP_JOB_STOP, 99, f->now_unix + 60, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "reason");
  assert_store_error (error, INPUT);
  /* Others act for the technician when their role says so. */
  g_assert_true (fixture_act (f, f->dispatcher, assignment, TAP_JOB_FINISH, 0, 0, &error));
  g_assert_false (fixture_act (f, f->technician, assignment, TAP_JOB_RESUME, 0, 0, &error));
  assert_store_error (error, STALE);
}

static void
undo_takes_back_exactly_the_last_move (Fixture       *f,
                                       gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  gint64 arrived_unix = f->now_unix;
  g_autofree char *move = NULL;
  GError *error = NULL;

  f->now_unix += 300;
  fixture_must_move (f, f->advisor, visit, TAP_STAGE_CONSULT);
  move = g_strdup (f->operation);
  g_assert_false (fixture_undo (f, f->manager, visit, move, &error));
  assert_store_error (error, STALE);
  g_assert_false (fixture_undo (f, f->advisor, visit, "another", &error));
  assert_store_error (error, STALE);
  g_assert_true (fixture_undo (f, f->advisor, visit, move, &error));
  g_assert_cmpint (fixture_stage (f, visit), ==, TAP_STAGE_ARRIVED);
  /* The clock of the stage goes on as if nothing had been. */
  g_assert_cmpint (fixture_int (f, "SELECT stage_since_unix FROM visit"), ==, arrived_unix);
  g_assert_false (fixture_undo (f, f->advisor, visit, move, &error));
  assert_store_error (error, STALE);
  /* The arrival is no move. */
  g_assert_false (fixture_undo (f, f->advisor, visit, "operation-9", &error));
  assert_store_error (error, STALE);
}

static void
undo_opens_a_delivered_visit_again (Fixture       *f,
                                    gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  GError *error = NULL;

  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "客户改天再来", FALSE, &error));
  g_assert_cmpint (fixture_int (f, "SELECT closed_unix FROM visit"), ==, f->now_unix);
  g_assert_false (fixture_move (f, f->advisor, visit, TAP_STAGE_CANCELLED, TAP_STAGE_ARRIVED, "x", TRUE, &error));
  assert_store_error (error, GATE);
  {
    g_autofree char *move = g_strdup_printf ("operation-%u", f->n_operations - 1);

    g_assert_true (fixture_undo (f, f->advisor, visit, move, &error));
  }
  g_assert_cmpint (fixture_int (f, "SELECT closed_unix FROM visit"), ==, 0);
}

static void
check_in_makes_car_customer_and_number (Fixture       *f,
                                        gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京a·1234 5", "单雄信", "138-0000-1111", 30);
  g_autofree char *plate = fixture_text (f, "SELECT plate FROM vehicle");
  g_autofree char *initials = fixture_text (f, "SELECT initials FROM customer");
  g_autofree char *number = fixture_text (f, "SELECT number FROM visit");
  g_autofree char *second = NULL;

  g_assert_cmpint (visit, >, 0);
  g_assert_cmpstr (plate, ==, "京A12345");
  g_assert_cmpstr (initials, ==, "sxx");
  g_assert_cmpstr (number, ==, "R20261120-0001");
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM job WHERE planned_min = 30"), ==, 1);
  g_assert_cmpint (fixture_int (f, "SELECT advisor_id FROM visit"), ==, f->advisor);

  fixture_check_in (f, "京B67890", "王伟", "13800002222", 0);
  second = fixture_text (f, "SELECT max (number) FROM visit");
  g_assert_cmpstr (second, ==, "R20261120-0002");
}

static void
check_in_of_a_car_in_the_house_names_its_visit (Fixture       *f,
                                                gconstpointer  data)
{
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;

  fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1 };
  g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_nonnull (strstr (error->message, "R20261120-0001"));
  assert_store_error (error, EXISTS);
}

static void
check_in_names_the_field_that_is_wrong (Fixture       *f,
                                        gconstpointer  data)
{
  const struct { TapCheckInInput form; const char *field; } cases[] = {
    { { .plate = "哈哈", .customer = "王伟", .phone = "13800001111", .odometer_km = -1 }, "plate" },
    { { .plate = "京A12345", .customer = " ", .phone = "13800001111", .odometer_km = -1 }, "customer" },
    { { .plate = "京A12345", .customer = "王伟", .phone = "12", .odometer_km = -1 }, "phone" },
    { { .plate = "京A12345", .customer = "王伟", .phone = NULL, .odometer_km = -1 }, "phone" },
    { { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = 10000000 }, "odometer" },
    { { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .promised_unix = NOW_UNIX },
      "promised" },
    { { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .planned_min = -5 }, "planned" },
    { { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .planned_min = 5 }, "wish" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapCommandInput *input = fixture_input (f, f->advisor);
      GError *error = NULL;

      input->check_in = cases[i].form;
      g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
      g_assert_cmpstr (tap_store_error_get_field (error), ==, cases[i].field);
      assert_store_error (error, INPUT);
    }
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM vehicle"), ==, 0);
}

static void
check_in_needs_the_right (Fixture       *f,
                          gconstpointer  data)
{
  const gint64 people[] = { 0, 4711, f->washer, f->technician };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      TapCommandInput *input = fixture_input (f, people[i]);
      GError *error = NULL;

      input->check_in = (TapCheckInInput) { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .odometer_km = -1 };
      g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
      assert_store_error (error, RIGHT);
    }
}

static void
a_known_car_keeps_what_the_form_left_empty (Fixture       *f,
                                            gconstpointer  data)
{
  TapCommandInput *input;
  GError *error = NULL;
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  g_autofree char *model = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *own = NULL;

  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, &error));
  input = fixture_input (f, f->advisor);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .bringer = "小李", .phone = "13900000000", .odometer_km = -1 };
  tap_command_result_free (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_no_error (error);
  model = fixture_text (f, "SELECT model FROM vehicle");
  own = fixture_text (f, "SELECT phone FROM customer");
  phone = fixture_text (f, "SELECT phone FROM visit WHERE closed_unix = 0");
  g_assert_cmpstr (model, ==, "星河 S5");
  /* The driver's number is the visit's, not the customer's. */
  g_assert_cmpstr (own, ==, "13800001111");
  g_assert_cmpstr (phone, ==, "13900000000");
  g_assert_cmpint (fixture_int (f, "SELECT odometer_km FROM vehicle"), ==, 32000);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM customer"), ==, 1);
}

static void
a_booking_becomes_a_visit_once (Fixture       *f,
                                gconstpointer  data)
{
  gint64 booking = fixture_book (f, "京A12345", "王伟", "13800001111", NOW_UNIX + 3600);
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;
  TapCommandResult *result;

  input->check_in = (TapCheckInInput) { .plate = "京A12345", .odometer_km = -1, .booking_id = booking };
  result = fixture_run (f, tap_command_check_in, input, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_int (f, "SELECT visit_id FROM booking WHERE state = 'arrived'"), ==, result->id);
  g_assert_cmpint (fixture_int (f, "SELECT slot_unix FROM visit"), ==, NOW_UNIX + 3600);
  tap_command_result_free (result);

  sqlite3_exec (f->db, "UPDATE visit SET stage = 'delivered', closed_unix = 5", NULL, NULL, NULL);
  input = fixture_input (f, f->advisor);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .odometer_km = -1, .booking_id = booking };
  g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
  assert_store_error (error, STALE);
  input = fixture_input (f, f->advisor);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .odometer_km = -1, .booking_id = 4711 };
  g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
  assert_store_error (error, NOT_FOUND);
}

static void
bookings_are_refused_and_cancelled (Fixture       *f,
                                    gconstpointer  data)
{
  gint64 booking = fixture_book (f, "京A12345", "王伟", "13800001111", NOW_UNIX + 3600);
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;

  input->book = (TapBookingInput) { .plate = "京A12345", .customer = "王伟", .phone = "13800001111", .slot_unix = NOW_UNIX + 7200 };
  g_assert_null (fixture_run (f, tap_command_book, input, &error));
  assert_store_error (error, EXISTS);
  input = fixture_input (f, f->advisor);
  input->book = (TapBookingInput) { .plate = "京B12345", .customer = "王伟", .phone = "13800001111", .slot_unix = NOW_UNIX - 7200 };
  g_assert_null (fixture_run (f, tap_command_book, input, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "slot");
  assert_store_error (error, INPUT);

  input = fixture_input (f, f->advisor);
  input->cancel_booking.booking_id = booking;
  g_assert_null (fixture_run (f, tap_command_cancel_booking, input, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "reason");
  assert_store_error (error, INPUT);
  for (int i = 0; i < 2; i++)
    {
      TapCommandResult *result;

      input = fixture_input (f, f->advisor);
      input->cancel_booking.booking_id = booking;
      input->cancel_booking.reason = "客户出差";
      result = fixture_run (f, tap_command_cancel_booking, input, &error);
      if (i == 0)
        {
          g_assert_no_error (error);
          tap_command_result_free (result);
        }
      else
        assert_store_error (error, STALE);
    }
}

static gboolean
promise (Fixture     *f,
         gint64       visit,
         gint64       at_unix,
         gint64       expected_unix,
         const char  *reason,
         GError     **error)
{
  TapCommandInput *input = fixture_input (f, f->advisor);
  TapCommandResult *result;

  input->promise = (TapPromiseInput) {
    .visit_id = visit, .promised_unix = at_unix, .expected_unix = expected_unix, .means = "phone", .reason = reason,
  };
  result = fixture_run (f, tap_command_promise, input, error);
  if (result == NULL)
    return FALSE;
  tap_command_result_free (result);
  return TRUE;
}

static void
promises_add_up_and_the_first_one_stays (Fixture       *f,
                                         gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  GError *error = NULL;

  g_assert_true (promise (f, visit, NOW_UNIX + 3600, 0, NULL, &error));
  g_assert_false (promise (f, visit, NOW_UNIX + 7200, 0, "x", &error));
  assert_store_error (error, STALE);
  g_assert_false (promise (f, visit, NOW_UNIX + 7200, NOW_UNIX + 3600, "", &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "reason");
  assert_store_error (error, INPUT);
  g_assert_false (promise (f, visit, NOW_UNIX, NOW_UNIX + 3600, "x", &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "promised");
  assert_store_error (error, INPUT);
  g_assert_true (promise (f, visit, NOW_UNIX + 7200, NOW_UNIX + 3600, "追加制动片", &error));
  g_assert_cmpint (fixture_int (f, "SELECT promised_unix FROM promise WHERE position = 1"), ==, NOW_UNIX + 3600);
  g_assert_false (promise (f, 4711, NOW_UNIX + 3600, 0, NULL, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, &error));
  g_assert_false (promise (f, visit, NOW_UNIX + 9000, NOW_UNIX + 7200, "x", &error));
  assert_store_error (error, GATE);
}

static void
dispatch_plans_lines_one_after_the_other (Fixture       *f,
                                          gconstpointer  data)
{
  gint64 visit = fixture_to_dispatch (f, "京A12345");
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;

  input->add_job.visit_id = visit;
  input->add_job.text = "四轮定位";
  input->add_job.planned_min = 40;
  tap_command_result_free (fixture_run (f, tap_command_add_job, input, &error));
  g_assert_no_error (error);

  /* Planned at 11:30: the first hour runs over lunch, the next line starts at 13:30. */
  f->now_unix = NOW_UNIX + 80 * 60;
  g_assert_true (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], f->technician, &error));
  g_assert_cmpint (fixture_stage (f, visit), ==, TAP_STAGE_NEXT);
  g_assert_cmpint (fixture_int (f, "SELECT min (planned_start_unix) FROM assignment"), ==, NOW_UNIX + 90 * 60);
  g_assert_cmpint (fixture_int (f, "SELECT max (planned_start_unix) FROM assignment"), ==, NOW_UNIX + 210 * 60);
  g_assert_false (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], f->technician, &error));
  assert_store_error (error, EXISTS);
}

static void
dispatch_is_refused_with_the_field (Fixture       *f,
                                    gconstpointer  data)
{
  gint64 visit = fixture_to_dispatch (f, "京A12345");
  gint64 early = fixture_check_in (f, "京B67890", "王伟", "13800001111", 30);
  GError *error = NULL;

  g_assert_false (fixture_assign (f, f->advisor, 4711, 0, f->bays[2], f->technician, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_false (fixture_assign (f, f->technician, visit, 0, f->bays[2], f->technician, &error));
  assert_store_error (error, RIGHT);
  g_assert_false (fixture_assign (f, f->dispatcher, visit, 0, 4711, f->technician, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "bay");
  assert_store_error (error, INPUT);
  g_assert_false (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], 0, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "technician");
  assert_store_error (error, INPUT);
  g_assert_false (fixture_assign (f, f->dispatcher, visit, 4711, f->bays[2], f->technician, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_false (fixture_assign (f, f->dispatcher, early, 0, f->bays[2], f->technician, &error));
  assert_store_error (error, GATE);

  /* The one who usually stands in the bay. */
  {
    g_autofree char *sql = g_strdup_printf ("UPDATE bay SET usual_technician_id = %" G_GINT64_FORMAT " WHERE position = 3", f->technician2);

    sqlite3_exec (f->db, sql, NULL, NULL, NULL);
  }
  g_assert_true (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], 0, &error));
  g_assert_cmpint (fixture_int (f, "SELECT technician_id FROM assignment"), ==, f->technician2);
}

static void
a_plan_moves_until_the_work_begins (Fixture       *f,
                                    gconstpointer  data)
{
  gint64 visit = fixture_to_dispatch (f, "京A12345");
  gint64 job = fixture_int (f, "SELECT id FROM job");
  gint64 assignment;
  GError *error = NULL;

  g_assert_true (fixture_assign (f, f->dispatcher, visit, job, f->bays[2], f->technician, &error));
  assignment = fixture_assignment (f, visit);
  g_assert_true (fixture_assign (f, f->dispatcher, visit, job, f->bays[3], f->technician2, &error));
  g_assert_cmpint (fixture_assignment (f, visit), ==, assignment);
  g_assert_cmpint (fixture_int (f, "SELECT technician_id FROM assignment"), ==, f->technician2);
  g_assert_true (fixture_act (f, f->technician2, assignment, TAP_JOB_START, 0, 0, &error));
  g_assert_false (fixture_assign (f, f->dispatcher, visit, job, f->bays[2], f->technician, &error));
  assert_store_error (error, STALE);
}

static void
a_card_in_work_starts_nothing_by_itself (Fixture       *f,
                                         gconstpointer  data)
{
  gint64 visit = fixture_to_dispatch (f, "京A12345");
  GError *error = NULL;

  g_assert_true (fixture_assign (f, f->dispatcher, visit, 0, f->bays[2], f->technician, &error));
  fixture_must_move (f, f->dispatcher, visit, TAP_STAGE_WORK);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM work_span"), ==, 0);
  g_assert_true (fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_START, 0, 0, &error));
  g_assert_cmpint (fixture_stage (f, visit), ==, TAP_STAGE_WORK);
}

static void
notes_are_kept_and_empty_ones_refused (Fixture       *f,
                                       gconstpointer  data)
{
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);
  const struct { gint64 visit; const char *text; int code; } cases[] = {
    { visit, "钥匙在前台", -1 }, { visit, " \n", TAP_STORE_ERROR_INPUT }, { 4711, "x", TAP_STORE_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapCommandInput *input = fixture_input (f, f->washer);
      GError *error = NULL;
      TapCommandResult *result;

      input->note.visit_id = cases[i].visit;
      input->note.text = cases[i].text;
      result = fixture_run (f, tap_command_note, input, &error);
      if (cases[i].code == -1)
        {
          g_assert_no_error (error);
          tap_command_result_free (result);
        }
      else
        {
          g_assert_error (error, TAP_STORE_ERROR, cases[i].code);
          g_clear_error (&error);
        }
    }
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM event WHERE kind = 'note'"), ==, 1);
}

static TapCommandResult *
put_staff (Fixture        *f,
           gint64          as,
           TapStaffInput   form,
           GError        **error)
{
  TapCommandInput *input = fixture_input (f, as);

  input->put_staff = form;
  return fixture_run (f, tap_command_put_staff, input, error);
}

static void
staff_is_put_by_administrators_only_and_never_the_last_one_away (Fixture       *f,
                                                                 gconstpointer  data)
{
  GError *error = NULL;
  TapStaffInput rename = { .id = f->washer, .name = "林小洁", .roles = TAP_ROLE_WASHER, .active = TRUE };
  TapStaffInput last = { .id = f->admin, .name = "方敏", .roles = TAP_ROLE_STATION_HEAD, .active = TRUE };

  g_assert_null (put_staff (f, f->advisor, rename, &error));
  assert_store_error (error, RIGHT);
  tap_command_result_free (put_staff (f, f->admin, rename, &error));
  g_assert_no_error (error);
  g_assert_null (put_staff (f, f->admin, last, &error));
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "roles");
  assert_store_error (error, INPUT);
  g_assert_null (put_staff (f, f->admin, (TapStaffInput) { .name = "李婷", .roles = TAP_ROLE_ADVISOR, .active = TRUE }, &error));
  assert_store_error (error, EXISTS);
  g_assert_null (put_staff (f, f->admin, (TapStaffInput) { .name = "", .roles = TAP_ROLE_ADVISOR, .active = TRUE }, &error));
  assert_store_error (error, INPUT);
  g_assert_null (put_staff (f, f->admin, (TapStaffInput) { .id = 4711, .name = "某", .roles = TAP_ROLE_ADVISOR, .active = TRUE }, &error));
  assert_store_error (error, NOT_FOUND);
}

static void
set_up_happens_once (Fixture       *f,
                     gconstpointer  data)
{
  TapCommandInput *input = fixture_input (f, 0);
  GError *error = NULL;

  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM board_column"), ==, 10);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM bay"), ==, 9);
  g_assert_cmpint (fixture_int (f, "SELECT n_card_columns FROM board_column WHERE stages = 'work'"), ==, 2);
  g_assert_cmpint (fixture_int (f, "SELECT limit_min FROM board_column WHERE position = 2"), ==, 5);
  input->set_up = (TapSetUpInput) { .station_name = "x", .admin_name = "y", .admin_pin = "z", .time_zone = "Asia/Shanghai" };
  g_assert_null (fixture_run (f, tap_command_set_up, input, &error));
  assert_store_error (error, EXISTS);
}

static void
pins_are_set_by_their_owner_or_an_administrator (Fixture       *f,
                                                 gconstpointer  data)
{
  const struct { gint64 as, whose; int code; } cases[] = {
    { f->washer, f->washer, -1 }, { f->admin, f->washer, -1 }, { f->washer, f->cashier, TAP_STORE_ERROR_RIGHT },
    { f->admin, 4711, TAP_STORE_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapCommandInput *input = fixture_input (f, cases[i].as);
      GError *error = NULL;
      TapCommandResult *result;

      input->set_pin.whose_id = cases[i].whose;
      input->set_pin.hash = "hash";
      result = fixture_run (f, tap_command_set_pin, input, &error);
      g_assert_cmpint (result != NULL, ==, cases[i].code == -1);
      if (result != NULL)
        tap_command_result_free (result);
      else
        g_assert_error (error, TAP_STORE_ERROR, cases[i].code);
      g_clear_error (&error);
    }
}

static void
an_unknown_parameter_is_an_error_that_shows_the_sql (Fixture       *f,
                                                     gconstpointer  data)
{
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GError) missing = NULL;
  gint64 value;

  g_assert_false (tap_db_int (f->db, "count the bays", "SELECT count (*) FROM bay WHERE id = :id",
                              TAP_PARAMS (TAP_INT ("ids", 1)), 0, &value, &wrong));
  g_assert_nonnull (strstr (wrong->message, "count the bays"));
  g_assert_nonnull (strstr (wrong->message, ":ids"));
  g_assert_nonnull (strstr (wrong->message, "SELECT count (*)"));
  g_assert_false (tap_db_int (f->db, "count the bays", "SELECT count (*) FROM bay WHERE id = :id", NULL, 0, &value, &missing));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/commands/" name, func)
  CLAIM ("a-visit-goes-all-the-way", a_visit_goes_all_the_way);
  CLAIM ("a-move-runs-at-most-eight-statements", a_move_runs_at_most_eight_statements);
  CLAIM ("a-move-is-refused-as-stale-when-the-card-is-elsewhere", a_move_is_refused_as_stale_when_the_card_is_elsewhere);
  CLAIM ("gates-are-checked-inside-the-command", gates_are_checked_inside_the_command);
  CLAIM ("work-must-be-finished-and-stoppages-ended-before-inspection", work_must_be_finished_and_stoppages_ended_before_inspection);
  CLAIM ("one-technician-runs-one-job", one_technician_runs_one_job);
  CLAIM ("job-acts-are-refused-with-what-can-be-done", job_acts_are_refused_with_what_can_be_done);
  CLAIM ("undo-takes-back-exactly-the-last-move", undo_takes_back_exactly_the_last_move);
  CLAIM ("undo-opens-a-closed-visit-again", undo_opens_a_delivered_visit_again);
  CLAIM ("check-in-makes-car-customer-and-number", check_in_makes_car_customer_and_number);
  CLAIM ("check-in-of-a-car-in-the-house-names-its-visit", check_in_of_a_car_in_the_house_names_its_visit);
  CLAIM ("check-in-names-the-field-that-is-wrong", check_in_names_the_field_that_is_wrong);
  CLAIM ("check-in-needs-the-right", check_in_needs_the_right);
  CLAIM ("a-known-car-keeps-what-the-form-left-empty", a_known_car_keeps_what_the_form_left_empty);
  CLAIM ("a-booking-becomes-a-visit-once", a_booking_becomes_a_visit_once);
  CLAIM ("bookings-are-refused-and-cancelled", bookings_are_refused_and_cancelled);
  CLAIM ("promises-add-up-and-the-first-one-stays", promises_add_up_and_the_first_one_stays);
  CLAIM ("dispatch-plans-lines-one-after-the-other", dispatch_plans_lines_one_after_the_other);
  CLAIM ("dispatch-is-refused-with-the-field", dispatch_is_refused_with_the_field);
  CLAIM ("a-plan-moves-until-the-work-begins", a_plan_moves_until_the_work_begins);
  CLAIM ("a-card-in-work-starts-nothing-by-itself", a_card_in_work_starts_nothing_by_itself);
  CLAIM ("notes-are-kept-and-empty-ones-refused", notes_are_kept_and_empty_ones_refused);
  CLAIM ("staff-is-put-by-administrators-only-and-never-the-last-one-away", staff_is_put_by_administrators_only_and_never_the_last_one_away);
  CLAIM ("set-up-happens-once", set_up_happens_once);
  CLAIM ("pins-are-set-by-their-owner-or-an-administrator", pins_are_set_by_their_owner_or_an_administrator);
  CLAIM ("an-unknown-parameter-is-an-error-that-shows-the-sql", an_unknown_parameter_is_an_error_that_shows_the_sql);
  return g_test_run ();
}
