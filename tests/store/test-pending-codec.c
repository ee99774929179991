/* test-pending-codec.c — what the outbox writes down of commands, and what it makes of what it finds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "store-fixture.h"

static void
damaged_entries_are_refused_with_a_sentence (Fixture       *self,
                                             gconstpointer  data)
{
  static const char *const damaged[] = {
    "", "{", "[]", "null", "42", "{}", "{\"version\":\"1\"}", "{\"version\":1}", "{\"version\":1,\"staff\":1}",
    "{\"version\":1,\"staff\":-1,\"visit\":1,\"to\":\"work\",\"from\":\"next\",\"pass\":0}",
    "{\"version\":1,\"staff\":1,\"visit\":1,\"to\":\"nowhere\",\"from\":\"next\",\"pass\":0}",
    "{\"version\":1,\"staff\":1,\"visit\":[1],\"to\":\"work\",\"from\":\"next\",\"pass\":0}",
    "{\"version\":1,\"staff\":1,\"visit\":1,\"to\":\"work\",\"from\":\"next\",\"reason\":7,\"pass\":0}",
    "{\"version\":1,\"staff\":1,\"visit\":1.5,\"to\":\"work\",\"from\":\"next\",\"pass\":0}",
    "{\"version\":0,\"staff\":1}", "\xff\xfe",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      TapOutboxEntry entry = { .operation_id = (char *) "o", .name = (char *) "move-visit", .input = (char *) damaged[i] };
      g_autoptr(GError) error = NULL;
      TapCommand command = { 0 };
      TapCommandContext context = { self->db, "o", NOW_UNIX, self->rand };
      gpointer result = NULL;

      g_assert_null (tap_pending_read ("move-visit", damaged[i], &error));
      g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
      g_clear_error (&error);
      g_assert_true (tap_pending_make_command (&entry, &command, NULL));
      g_assert_false (command.func (&context, command.input, &result, &error));
      g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
      command.input_free (command.input);
    }
}

static void
entries_of_a_newer_program_are_left_to_it (Fixture       *self,
                                           gconstpointer  data)
{
  TapOutboxEntry newer = { .name = (char *) "move-visit", .input = (char *) "{\"version\":3}" };
  TapOutboxEntry unknown = { .name = (char *) "fly", .input = (char *) "{\"version\":1}" };
  TapCommand command = { 0 };

  g_assert_false (tap_pending_make_command (&newer, &command, NULL));
  g_assert_false (tap_pending_make_command (&unknown, &command, NULL));
}

static void
what_is_written_down_is_read_again_as_it_was (Fixture       *self,
                                              gconstpointer  data)
{
  TapCommandInput *input = tap_command_input_new (7, "前台1");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  TapCommandInput *again;

  input->func = tap_command_check_in;
  input->check_in = (TapCheckInInput) {
    .plate = "京A\"12345", .model = "S5", .colour_rgb = 0xffeedd, .customer = "王\n伟", .odometer_km = -1, .waits_here = TRUE,
    .promised_unix = NOW_UNIX, .booking_id = G_MAXINT64, .planned_min = 30,
    .seen = { .model = "S4", .phone = "", },
  };
  text = tap_pending_write (input);
  /* An older program would write over what it does not compare. */
  g_assert_nonnull (strstr (text, "\"version\":2"));
  again = tap_pending_read ("check-in", text, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->staff_id, ==, 7);
  g_assert_cmpstr (again->pc, ==, "前台1");
  g_assert_cmpstr (again->check_in.plate, ==, "京A\"12345");
  g_assert_null (again->check_in.wish);
  g_assert_cmpstr (again->check_in.customer, ==, "王\n伟");
  g_assert_cmpuint (again->check_in.colour_rgb, ==, 0xffeedd);
  g_assert_cmpint (again->check_in.odometer_km, ==, -1);
  g_assert_true (again->check_in.waits_here);
  g_assert_false (again->check_in.quick);
  g_assert_cmpint (again->check_in.booking_id, ==, G_MAXINT64);
  g_assert_cmpstr (again->check_in.seen.model, ==, "S4");
  g_assert_cmpstr (again->check_in.seen.phone, ==, "");
  g_assert_null (again->check_in.seen.customer);
  g_assert_cmpint (tap_pending_subject (input, "o"), ==, tap_operation_row_id ("o", "visit"));
  tap_command_input_free (again);
  input->func = tap_command_promise;
  g_assert_null (tap_pending_write (input));
  tap_command_input_free (input);
}

static void
check_ins_that_compare_nothing_are_read_by_older_programs (Fixture       *self,
                                                           gconstpointer  data)
{
  TapCommandInput *input = tap_command_input_new (7, "前台1");
  g_autofree char *text = NULL;

  input->func = tap_command_check_in;
  input->check_in = (TapCheckInInput) { .plate = "京A12345", .odometer_km = -1 };
  text = tap_pending_write (input);
  g_assert_nonnull (strstr (text, "\"version\":1"));
  tap_command_input_free (input);
}

#define TEST(func) FIXTURE_TEST ("/store/pending-codec/" #func, func)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST (damaged_entries_are_refused_with_a_sentence);
  TEST (entries_of_a_newer_program_are_left_to_it);
  TEST (what_is_written_down_is_read_again_as_it_was);
  TEST (check_ins_that_compare_nothing_are_read_by_older_programs);
  return g_test_run ();
}
