/* test-car.c — what several computers know of one car: merged where nobody disagrees, asked for where two wrote.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>

#include "store-fixture.h"

/* The car was here once, and has left; another PC has changed its model and telephone since a form was filled from it. */
static void
let_another_pc_change_the_car (Fixture *f)
{
  TapCommandInput *input;
  GError *error = NULL;
  gint64 visit = fixture_check_in (f, "京A12345", "王伟", "13800001111", 0);

  g_assert_true (fixture_move (f, f->advisor, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, "改天", FALSE, &error));
  input = fixture_input (f, f->advisor);
  input->book = (TapBookingInput) { .plate = "京A12345", .model = "星河 X3", .phone = "13800009999", .slot_unix = NOW_UNIX + 7200 };
  tap_command_result_free (fixture_run (f, tap_command_book, input, &error));
  g_assert_no_error (error);
}

static const TapCarSeen seen_before = { .model = "星河 S5", .colour = "", .customer = "王伟", .phone = "138 0000 1111" };

static void
check_in_writes_no_field_that_was_not_touched (Fixture       *f,
                                               gconstpointer  data)
{
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;
  g_autofree char *model = NULL, *colour = NULL, *phone = NULL, *visit_phone = NULL;

  let_another_pc_change_the_car (f);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .model = "星河 S5", .colour = "银", .colour_rgb = 0xc0c0c0,
                                        .customer = "王伟", .phone = "13800001111", .odometer_km = -1, .seen = seen_before };
  tap_command_result_free (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_no_error (error);
  model = fixture_text (f, "SELECT model FROM vehicle");
  colour = fixture_text (f, "SELECT colour FROM vehicle");
  phone = fixture_text (f, "SELECT phone FROM customer");
  visit_phone = fixture_text (f, "SELECT phone FROM visit WHERE closed_unix = 0");
  g_assert_cmpstr (model, ==, "星河 X3");
  g_assert_cmpstr (colour, ==, "银");
  g_assert_cmpstr (phone, ==, "13800009999");
  g_assert_cmpstr (visit_phone, ==, "13800009999");
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM customer"), ==, 1);
}

static void
check_in_asks_where_two_pcs_wrote (Fixture       *f,
                                   gconstpointer  data)
{
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;
  g_autofree char *model = NULL;

  let_another_pc_change_the_car (f);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .model = "星河 S6", .customer = "王伟", .phone = "13800001111",
                                        .odometer_km = -1, .seen = seen_before };
  g_assert_null (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_cmpstr (tap_store_error_get_theirs (error, "model"), ==, "星河 X3");
  /* Not touched here: nothing to ask. */
  g_assert_null (tap_store_error_get_theirs (error, "phone"));
  g_assert_nonnull (strstr (error->message, "星河 X3"));
  g_assert_nonnull (strstr (error->message, "星河 S6"));
  assert_store_error (error, STALE);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM visit WHERE closed_unix = 0"), ==, 0);

  /* Decided: mine. It was seen then. */
  input = fixture_input (f, f->advisor);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .model = "星河 S6", .customer = "王伟", .phone = "13800001111",
                                        .odometer_km = -1, .seen = seen_before };
  input->check_in.seen.model = "星河 X3";
  tap_command_result_free (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_no_error (error);
  model = fixture_text (f, "SELECT model FROM vehicle");
  g_assert_cmpstr (model, ==, "星河 S6");
}

static void
who_brings_the_car_changes_no_number_of_the_customer (Fixture       *f,
                                                      gconstpointer  data)
{
  TapCommandInput *input = fixture_input (f, f->advisor);
  GError *error = NULL;
  g_autofree char *own = NULL, *phone = NULL;

  let_another_pc_change_the_car (f);
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .bringer = "小李", .phone = "13900000000", .odometer_km = -1,
                                        .seen = seen_before };
  tap_command_result_free (fixture_run (f, tap_command_check_in, input, &error));
  g_assert_no_error (error);
  own = fixture_text (f, "SELECT phone FROM customer");
  phone = fixture_text (f, "SELECT phone FROM visit WHERE closed_unix = 0");
  g_assert_cmpstr (own, ==, "13800009999");
  g_assert_cmpstr (phone, ==, "13900000000");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/car/" name, func)
  CLAIM ("check-in-writes-no-field-that-was-not-touched", check_in_writes_no_field_that_was_not_touched);
  CLAIM ("check-in-asks-where-two-pcs-wrote", check_in_asks_where_two_pcs_wrote);
  CLAIM ("who-brings-the-car-changes-no-number-of-the-customer", who_brings_the_car_changes_no_number_of_the_customer);
  return g_test_run ();
}
