/* test-settings.c — bays, lanes, hours and facts of the station: what is accepted, what is refused and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "store-fixture.h"

#define assert_field(error, name)                                                            \
  G_STMT_START                                                                               \
  {                                                                                          \
    g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);                          \
    g_assert_cmpstr (tap_store_error_get_field (error), ==, name);                           \
    g_clear_error (&(error));                                                                \
  }                                                                                          \
  G_STMT_END

static TapStationData *
station_of (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  TapStationData *station = tap_read_station (f->db, "test", &error);

  g_assert_no_error (error);
  return station;
}

static gboolean
run (Fixture          *f,
     TapCommandFunc    func,
     TapCommandInput  *input,
     gint64           *id,
     GError          **error)
{
  TapCommandResult *result = fixture_run (f, func, input, error);

  if (result == NULL)
    return FALSE;
  if (id != NULL)
    *id = result->id;
  tap_command_result_free (result);
  return TRUE;
}

/* ---- bays ---- */

static gboolean
put_bay (Fixture      *f,
         gint64        staff_id,
         TapBayInput   form,
         gint64       *id,
         GError      **error)
{
  TapCommandInput *input = fixture_input (f, staff_id);

  input->put_bay = form;
  return run (f, tap_command_put_bay, input, id, error);
}

static TapBayInput
form_of (const TapBay *bay)
{
  return (TapBayInput) { .id = bay->id, .name = bay->name, .badge = bay->badge, .kind = bay->kind,
                         .usual_technician_id = bay->usual_technician_id, .active = bay->active,
                         .expected = (TapBay *) bay };
}

static void
a_new_bay_stands_last_with_its_usual_technician (Fixture       *f,
                                                 gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;
  const TapBay *bay;
  gint64 id = 0;

  put_bay (f, f->dispatcher,
           (TapBayInput) { .name = " 洗车1 ", .badge = "洗", .kind = TAP_BAY_WASH, .active = TRUE,
                           .usual_technician_id = f->technician }, &id, &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_cmpuint (station->bays->len, ==, 10);
  bay = station->bays->pdata[9];
  g_assert_cmpint (bay->id, ==, id);
  g_assert_cmpstr (bay->name, ==, "洗车1");
  g_assert_cmpint (bay->kind, ==, TAP_BAY_WASH);
  g_assert_cmpint (bay->usual_technician_id, ==, f->technician);
}

static void
a_bay_moves_to_a_place_and_the_others_make_room (Fixture       *f,
                                                 gconstpointer  data)
{
  static const int order[] = { 3, 0, 1, 2, 4, 5, 6, 7, 8 };
  g_autoptr(TapStationData) before = station_of (f);
  g_autoptr(TapStationData) after = NULL;
  g_autoptr(GError) error = NULL;
  TapBayInput form = form_of (before->bays->pdata[3]);

  form.place = 1;
  put_bay (f, f->admin, form, NULL, &error);
  g_assert_no_error (error);
  after = station_of (f);
  for (guint i = 0; i < after->bays->len; i++)
    {
      g_assert_cmpint (((TapBay *) after->bays->pdata[i])->id, ==, f->bays[order[i]]);
      g_assert_cmpint (((TapBay *) after->bays->pdata[i])->position, ==, (int) i + 1);
    }
}

static void
a_bay_is_refused_with_the_field_that_is_wrong (Fixture       *f,
                                               gconstpointer  data)
{
  TapBayInput good = { .name = "洗车1", .badge = "洗", .kind = TAP_BAY_WASH, .active = TRUE };
  GError *error = NULL;
  TapBayInput form;

  form = good, form.name = "  ";
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_field (error, "name");
  form = good, form.name = "快修1";
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_field (error, "name");
  form = good, form.badge = "12345";
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_field (error, "badge");
  form = good, form.usual_technician_id = 4711;
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_field (error, "technician");
  g_assert_false (put_bay (f, f->washer, good, NULL, &error));
  assert_store_error (error, RIGHT);
  form = good, form.id = 4711;
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM bay"), ==, 9);
}

static void
a_bay_with_work_stays_in_use (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(TapStationData) station = station_of (f);
  TapBayInput form = form_of (station->bays->pdata[2]);
  gint64 visit = fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  GError *error = NULL;

  form.active = FALSE;
  g_assert_false (put_bay (f, f->admin, form, NULL, &error));
  assert_field (error, "active");
  fixture_act (f, f->technician, fixture_assignment (f, visit), TAP_JOB_FINISH, 0, 0, &error);
  g_assert_no_error (error);
  put_bay (f, f->admin, form, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM bay WHERE active = 0"), ==, 1);
}

static void
a_bay_changed_meanwhile_is_stale (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(TapStationData) station = station_of (f);
  TapBayInput first = form_of (station->bays->pdata[0]), second = first;
  GError *error = NULL;

  first.name = "快修A";
  put_bay (f, f->admin, first, NULL, &error);
  g_assert_no_error (error);
  second.badge = "Q";
  g_assert_false (put_bay (f, f->admin, second, NULL, &error));
  assert_store_error (error, STALE);
}

/* ---- people ---- */

static TapStaff *
find_person (TapStationData *station,
             gint64          id)
{
  for (guint i = 0; i < station->staff->len; i++)
    if (((TapStaff *) station->staff->pdata[i])->id == id)
      return station->staff->pdata[i];
  g_assert_not_reached ();
}

static gboolean
put_staff (Fixture        *f,
           TapStaffInput   form,
           GError        **error)
{
  TapCommandInput *input = fixture_input (f, f->admin);

  input->put_staff = form;
  return run (f, tap_command_put_staff, input, NULL, error);
}

static void
no_field_of_a_person_is_written_over_unseen (Fixture       *f,
                                             gconstpointer  data)
{
  for (int i = 0; i < 4; i++)
    {
      g_autoptr(TapStationData) before = station_of (f);
      g_autoptr(TapStationData) after = NULL;
      TapStaff *person = find_person (before, f->washer), *now;
      TapStaffInput first = { .id = person->id, .name = person->name, .phone = person->phone, .roles = person->roles,
                              .active = person->active, .expected = person };
      TapStaffInput second = first;
      GError *error = NULL;

      if (i == 0)
        first.name = "林小洁", second.phone = "13900001111";
      else if (i == 1)
        first.phone = "13800001111", second.active = FALSE;
      else if (i == 2)
        first.roles |= TAP_ROLE_ADVISOR, second.name = "林大洁";
      else
        first.active = FALSE, second.name = "林大洁";
      put_staff (f, first, &error);
      g_assert_no_error (error);
      g_assert_false (put_staff (f, second, &error));
      assert_store_error (error, STALE);
      after = station_of (f);
      now = find_person (after, f->washer);
      g_assert_cmpstr (now->name, ==, first.name);
      g_assert_cmpstr (now->phone, ==, first.phone);
      g_assert_cmpuint (now->roles, ==, first.roles);
      g_assert_cmpint (now->active, ==, first.active);

      /* Who knows how it stands now may save. */
      second = first, second.expected = now;
      put_staff (f, second, &error);
      g_assert_no_error (error);
    }
}

/* ---- lanes ---- */

static gboolean
put_columns (Fixture    *f,
             gint64      staff_id,
             GPtrArray  *columns,
             GPtrArray  *expected,
             GError    **error)
{
  TapCommandInput *input = fixture_input (f, staff_id);

  input->put_columns = (TapColumnsInput) { .columns = columns, .expected = expected };
  return run (f, tap_command_put_columns, input, NULL, error);
}

static TapColumn *
add_column (GPtrArray   *columns,
            const char  *name,
            TapStageSet  stages)
{
  TapColumn *column = tap_column_new ();

  tap_take (&column->name, g_strdup (name));
  column->stages = stages;
  column->n_card_columns = 1;
  g_ptr_array_add (columns, column);
  return column;
}

static void
lanes_are_merged_and_named_and_come_back (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr(TapStationData) before = station_of (f);
  g_autoptr(TapStationData) after = NULL;
  g_autoptr(TapStationData) back = NULL;
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_column_unref);
  g_autoptr(GPtrArray) ten = tap_store_default_columns ();
  const TapColumn *shop;
  GError *error = NULL;

  add_column (columns, "", TAP_STAGE_BIT (TAP_STAGE_BOOKED))->id = ((TapColumn *) before->columns->pdata[0])->id;
  add_column (columns, "店内", TAP_STAGE_BIT (TAP_STAGE_DELIVERED) - 2)->soft_limit = 12;
  put_columns (f, f->admin, columns, before->columns, &error);
  g_assert_no_error (error);
  after = station_of (f);
  g_assert_cmpuint (after->columns->len, ==, 2);
  g_assert_cmpint (((TapColumn *) after->columns->pdata[0])->id, ==, ((TapColumn *) before->columns->pdata[0])->id);
  shop = after->columns->pdata[1];
  g_assert_cmpstr (shop->name, ==, "店内");
  g_assert_cmpint (shop->soft_limit, ==, 12);
  g_assert_cmpuint (shop->stages, ==, TAP_STAGE_BIT (TAP_STAGE_DELIVERED) - 2);

  put_columns (f, f->admin, ten, after->columns, &error);
  g_assert_no_error (error);
  back = station_of (f);
  g_assert_cmpuint (back->columns->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (((TapColumn *) back->columns->pdata[i])->stages, ==,
                      ((TapColumn *) before->columns->pdata[i])->stages);
}

static void
every_stage_stays_in_exactly_one_lane (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(GPtrArray) columns = tap_store_default_columns ();
  TapColumn *work = columns->pdata[4];
  GError *error = NULL;

  /* In none, in two, with nothing, with what is no stage of the board, bookings among cars. */
  work->stages = TAP_STAGE_BIT (TAP_STAGE_CHECK);
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  g_assert_nonnull (strstr (error->message, tap_stage_label (TAP_STAGE_WORK)));
  assert_field (error, "stages");
  work->stages = TAP_STAGE_BIT (TAP_STAGE_WORK) | TAP_STAGE_BIT (TAP_STAGE_CHECK);
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  g_assert_nonnull (strstr (error->message, tap_stage_label (TAP_STAGE_CHECK)));
  assert_field (error, "stages");
  work->stages = 0;
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  assert_field (error, "stages");
  work->stages = TAP_STAGE_BIT (TAP_STAGE_WORK) | TAP_STAGE_BIT (TAP_STAGE_DELIVERED);
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  assert_field (error, "stages");
  work->stages = TAP_STAGE_BIT (TAP_STAGE_WORK) | TAP_STAGE_BIT (TAP_STAGE_BOOKED);
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  assert_field (error, "stages");

  work->stages = TAP_STAGE_BIT (TAP_STAGE_WORK);
  work->limit_min = -1;
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  assert_field (error, "limit");
  work->limit_min = 0;
  work->id = 4711;
  g_assert_false (put_columns (f, f->admin, columns, NULL, &error));
  assert_store_error (error, NOT_FOUND);
  work->id = 0;
  g_assert_false (put_columns (f, f->manager, columns, NULL, &error));
  assert_store_error (error, RIGHT);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM board_column"), ==, 10);
}

/* ---- hours ---- */

static gboolean
put_week (Fixture         *f,
          gint64           staff_id,
          const TapShift  *week,
          const TapShift  *expected,
          GError         **error)
{
  TapCommandInput *input = fixture_input (f, staff_id);

  memcpy (input->put_week.week, week, 7 * sizeof *week);
  input->put_week.expected = expected;
  return run (f, tap_command_put_week, input, NULL, error);
}

static void
the_week_changes_and_a_second_form_is_stale (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(TapStationData) before = station_of (f);
  g_autoptr(TapStationData) after = NULL;
  TapShift week[7];
  GError *error = NULL;

  memcpy (week, before->week, sizeof week);
  week[6] = (TapShift) { .open_min = 9 * 60, .close_min = 16 * 60 };
  put_week (f, f->dispatcher, week, before->week, &error);
  g_assert_no_error (error);
  after = station_of (f);
  g_assert_true (tap_calendar_is_open (after->calendar, DAY_UNIX + 2 * 86400 + 10 * 3600));
  g_assert_cmpint (after->week[6].close_min, ==, 16 * 60);
  g_assert_false (put_week (f, f->admin, week, before->week, &error));
  assert_store_error (error, STALE);
  g_assert_false (put_week (f, f->advisor, week, NULL, &error));
  assert_store_error (error, RIGHT);
}

static void
an_impossible_week_is_refused_with_its_day (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(TapStationData) station = station_of (f);
  TapShift week[7], closed[7] = { { 0 } };
  GError *error = NULL;

  memcpy (week, station->week, sizeof week);
  week[2].close_min = week[2].open_min - 1;
  g_assert_false (put_week (f, f->admin, week, NULL, &error));
  assert_field (error, "day-2");
  memcpy (week, station->week, sizeof week);
  week[4].lunch_to_min = week[4].close_min + 30;
  g_assert_false (put_week (f, f->admin, week, NULL, &error));
  assert_field (error, "day-4");
  memcpy (week, station->week, sizeof week);
  week[0].close_min = 24 * 60 + 1;
  g_assert_false (put_week (f, f->admin, week, NULL, &error));
  assert_field (error, "day-0");
  g_assert_false (put_week (f, f->admin, closed, NULL, &error));
  assert_field (error, "week");
}

static gboolean
put_day (Fixture     *f,
         const char  *date,
         TapShift     shift,
         TapDay      *expected,
         GError     **error)
{
  TapCommandInput *input = fixture_input (f, f->dispatcher);

  input->put_day = (TapDayInput) { .date = date, .name = "国庆节", .shift = shift, .expected = expected };
  return run (f, tap_command_put_day, input, NULL, error);
}

static gboolean
remove_day (Fixture  *f,
            TapDay   *expected,
            GError  **error)
{
  TapCommandInput *input = fixture_input (f, f->dispatcher);

  input->remove_day = expected;
  return run (f, tap_command_remove_day, input, NULL, error);
}

static void
a_holiday_is_put_moved_and_taken_away (Fixture       *f,
                                       gconstpointer  data)
{
  const TapShift closed = { 0 }, half = { .open_min = 8 * 60, .close_min = 12 * 60 };
  g_autoptr(TapStationData) one = NULL;
  g_autoptr(TapStationData) two = NULL;
  g_autoptr(TapStationData) none = NULL;
  GError *error = NULL;

  g_assert_true (put_day (f, "2026-11-20", closed, NULL, &error));
  one = station_of (f);
  g_assert_cmpuint (one->days->len, ==, 1);
  g_assert_cmpstr (((TapDay *) one->days->pdata[0])->name, ==, "国庆节");
  g_assert_false (tap_calendar_is_open (one->calendar, NOW_UNIX));
  g_assert_false (put_day (f, "2026-11-20", half, NULL, &error));
  assert_field (error, "date");

  g_assert_true (put_day (f, "2026-11-22", half, one->days->pdata[0], &error));
  two = station_of (f);
  g_assert_cmpuint (two->days->len, ==, 1);
  g_assert_true (tap_calendar_is_open (two->calendar, NOW_UNIX));
  g_assert_true (tap_calendar_is_open (two->calendar, DAY_UNIX + 2 * 86400 + 10 * 3600));

  g_assert_false (remove_day (f, one->days->pdata[0], &error));
  assert_store_error (error, NOT_FOUND);
  g_assert_true (put_day (f, "2026-11-22", closed, two->days->pdata[0], &error));
  g_assert_false (remove_day (f, two->days->pdata[0], &error));
  assert_store_error (error, STALE);
  none = station_of (f);
  g_assert_true (remove_day (f, none->days->pdata[0], &error));
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM holiday"), ==, 0);
}

static void
a_day_that_is_no_date_is_refused (Fixture       *f,
                                  gconstpointer  data)
{
  static const char *const wrong[] = { "", "2026-02-30", "2026-1-1", "20261001", "2026-10-01x", "10/01/2026", NULL };
  GError *error = NULL;

  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_assert_false (put_day (f, wrong[i], (TapShift) { 0 }, NULL, &error));
      assert_field (error, "date");
    }
  g_assert_false (put_day (f, "2026-10-01", (TapShift) { .open_min = 600, .close_min = 500 }, NULL, &error));
  assert_field (error, "hours");
}

/* ---- the station ---- */

static gboolean
put_station (Fixture        *f,
             gint64          staff_id,
             TapFactsInput   form,
             GError        **error)
{
  TapCommandInput *input = fixture_input (f, staff_id);

  input->put_station = form;
  return run (f, tap_command_put_station, input, NULL, error);
}

static void
the_stations_facts_change_and_are_checked (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(TapStationData) before = station_of (f);
  g_autoptr(TapStationData) after = NULL;
  TapFactsInput good = { .dealer = "远川", .name = "大兴服务站", .province = "津", .idle_lock_min = 15,
                         .risk_slack_min = 20, .booking_late_min = 5, .expected = before };
  TapFactsInput form;
  GError *error = NULL;

  form = good, form.name = " ";
  g_assert_false (put_station (f, f->admin, form, &error));
  assert_field (error, "name");
  form = good, form.province = "天津";
  g_assert_false (put_station (f, f->admin, form, &error));
  assert_field (error, "province");
  form = good, form.idle_lock_min = 0;
  g_assert_false (put_station (f, f->admin, form, &error));
  assert_field (error, "idle-lock");
  form = good, form.risk_slack_min = 481;
  g_assert_false (put_station (f, f->admin, form, &error));
  assert_field (error, "risk-slack");
  form = good, form.booking_late_min = -1;
  g_assert_false (put_station (f, f->admin, form, &error));
  assert_field (error, "booking-late");
  g_assert_false (put_station (f, f->manager, good, &error));
  assert_store_error (error, RIGHT);

  put_station (f, f->admin, good, &error);
  g_assert_no_error (error);
  after = station_of (f);
  g_assert_cmpstr (after->name, ==, "大兴服务站");
  g_assert_cmpstr (after->province, ==, "津");
  g_assert_cmpint (after->idle_lock_min, ==, 15);
  g_assert_cmpint (after->booking_late_min, ==, 5);
  g_assert_false (put_station (f, f->admin, good, &error));
  assert_store_error (error, STALE);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/bay/a-new-one-stands-last-with-its-usual-technician", a_new_bay_stands_last_with_its_usual_technician);
  FIXTURE_TEST ("/store/bay/moves-to-a-place-and-the-others-make-room", a_bay_moves_to_a_place_and_the_others_make_room);
  FIXTURE_TEST ("/store/bay/is-refused-with-the-field-that-is-wrong", a_bay_is_refused_with_the_field_that_is_wrong);
  FIXTURE_TEST ("/store/bay/with-work-stays-in-use", a_bay_with_work_stays_in_use);
  FIXTURE_TEST ("/store/bay/changed-meanwhile-is-stale", a_bay_changed_meanwhile_is_stale);
  FIXTURE_TEST ("/store/people/no-field-is-written-over-unseen", no_field_of_a_person_is_written_over_unseen);
  FIXTURE_TEST ("/store/lanes/are-merged-and-named-and-come-back", lanes_are_merged_and_named_and_come_back);
  FIXTURE_TEST ("/store/lanes/every-stage-stays-in-exactly-one", every_stage_stays_in_exactly_one_lane);
  FIXTURE_TEST ("/store/hours/the-week-changes-and-a-second-form-is-stale", the_week_changes_and_a_second_form_is_stale);
  FIXTURE_TEST ("/store/hours/an-impossible-week-is-refused-with-its-day", an_impossible_week_is_refused_with_its_day);
  FIXTURE_TEST ("/store/hours/a-holiday-is-put-moved-and-taken-away", a_holiday_is_put_moved_and_taken_away);
  FIXTURE_TEST ("/store/hours/a-day-that-is-no-date-is-refused", a_day_that_is_no_date_is_refused);
  FIXTURE_TEST ("/store/station/its-facts-change-and-are-checked", the_stations_facts_change_and_are_checked);
  return g_test_run ();
}
