/* store-fixture.c — a station in memory, with a staff.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "store-fixture.h"

static gint64
add_person (Fixture    *self,
            const char *name,
            TapRoles    roles)
{
  TapCommandInput *input = fixture_input (self, self->admin);
  g_autoptr(GError) error = NULL;
  TapCommandResult *result;
  gint64 id;

  input->put_staff.name = tap_command_input_keep (input, name);
  input->put_staff.roles = roles;
  input->put_staff.active = TRUE;
  result = fixture_run (self, tap_command_put_staff, input, &error);
  g_assert_no_error (error);
  id = result->id;
  tap_command_result_free (result);
  return id;
}

static void
set_up_station (Fixture *self)
{
  TapCommandInput *input = fixture_input (self, 0);
  g_autoptr(GError) error = NULL;
  TapCommandResult *result;

  input->set_up = (TapSetUpInput) {
    .dealer = "远川汽车", .station_name = "亦庄服务站", .province = "京", .time_zone = "Asia/Shanghai",
    .admin_name = "方敏", .admin_pin = "no hash", .language = "zh_CN",
  };
  result = fixture_run (self, tap_command_set_up, input, &error);
  g_assert_no_error (error);
  self->admin = result->id;
  tap_command_result_free (result);
}

static void
read_bay_ids (Fixture *self)
{
  TapQuery query;
  guint n = 0;

  tap_query_begin (&query, self->db, "test", "SELECT id FROM bay ORDER BY position", NULL);
  while (tap_query_next (&query))
    self->bays[n++] = tap_query_int (&query);
  g_assert_true (tap_query_end (&query, NULL));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (self->bays));
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  guint n_migrations;
  const TapMigration *migrations = tap_store_get_migrations (&n_migrations);

  g_assert_cmpint (sqlite3_open (":memory:", &self->db), ==, SQLITE_OK);
  for (guint i = 0; i < n_migrations; i++)
    g_assert_cmpint (sqlite3_exec (self->db, migrations[i].sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_exec (self->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  self->now_unix = NOW_UNIX;
  self->rand = g_rand_new_with_seed (1);
  set_up_station (self);
  read_bay_ids (self);
  self->advisor = add_person (self, "李婷", TAP_ROLE_ADVISOR);
  self->manager = add_person (self, "周建国", TAP_ROLE_SERVICE_MANAGER);
  self->dispatcher = add_person (self, "马调度", TAP_ROLE_DISPATCHER);
  self->technician = add_person (self, "孙浩", TAP_ROLE_TECHNICIAN);
  self->technician2 = add_person (self, "何磊", TAP_ROLE_TECHNICIAN);
  self->inspector = add_person (self, "郑严", TAP_ROLE_INSPECTOR);
  self->washer = add_person (self, "林洁", TAP_ROLE_WASHER);
  self->cashier = add_person (self, "钱会", TAP_ROLE_CASHIER);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  /* Closing finds no statement left: the store lets go of its own. */
  g_assert_cmpint (sqlite3_close (self->db), ==, SQLITE_OK);
  g_rand_free (self->rand);
  g_free (self->operation);
}

TapCommandInput *
fixture_input (Fixture *self,
               gint64   staff_id)
{
  return tap_command_input_new (staff_id, "前台1");
}

TapCommandResult *
fixture_run (Fixture          *self,
             TapCommandFunc    func,
             TapCommandInput  *input,
             GError          **error)
{
  TapCommandContext context = { .db = self->db, .happened_unix = self->now_unix, .rand = self->rand };
  gpointer result = NULL;
  guint64 before;
  gboolean done;

  g_free (self->operation);
  self->operation = g_strdup_printf ("operation-%u", ++self->n_operations);
  context.operation_id = self->operation;
  sqlite3_exec (self->db, "SAVEPOINT command", NULL, NULL, NULL);
  before = tap_db_count ();
  done = func (&context, input, &result, error);
  self->n_statements = tap_db_count () - before;
  if (!done)
    sqlite3_exec (self->db, "ROLLBACK TO command", NULL, NULL, NULL);
  sqlite3_exec (self->db, "RELEASE command", NULL, NULL, NULL);
  tap_command_input_free (input);
  if (!done)
    g_clear_pointer (&result, tap_command_result_free);
  else if (result == NULL)
    result = tap_command_result_new (0, NULL);
  return result;
}

gint64
fixture_int (Fixture    *self,
             const char *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value;

  tap_db_int (self->db, "test", g_intern_string (sql), NULL, 0, &value, &error);
  g_assert_no_error (error);
  return value;
}

char *
fixture_text (Fixture    *self,
              const char *sql)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  TapQuery query;

  tap_query_begin (&query, self->db, "test", g_intern_string (sql), NULL);
  if (tap_query_next (&query))
    text = tap_query_dup (&query);
  tap_query_end (&query, &error);
  g_assert_no_error (error);
  return text;
}

static gint64
take_id (TapCommandResult *result,
         GError           *error)
{
  gint64 id;

  g_assert_no_error (error);
  id = result->id;
  tap_command_result_free (result);
  return id;
}

gint64
fixture_check_in (Fixture    *self,
                  const char *plate,
                  const char *customer,
                  const char *phone,
                  int         planned_min)
{
  TapCommandInput *input = fixture_input (self, self->advisor);
  GError *error = NULL;
  TapCommandResult *result;

  input->check_in = (TapCheckInInput) {
    .plate = plate, .customer = customer, .phone = phone, .odometer_km = 32000, .wish = "更换机油机滤",
    .model = "星河 S5", .planned_min = planned_min, .wash_wanted = TRUE,
  };
  result = fixture_run (self, tap_command_check_in, input, &error);
  return take_id (result, error);
}

static gboolean
done (TapCommandResult *result)
{
  if (result == NULL)
    return FALSE;
  tap_command_result_free (result);
  return TRUE;
}

gboolean
fixture_move (Fixture     *self,
              gint64       staff_id,
              gint64       visit_id,
              TapStage     from,
              TapStage     to,
              const char  *reason,
              gboolean     pass,
              GError     **error)
{
  TapCommandInput *input = fixture_input (self, staff_id);

  input->move = (TapMoveInput) { .visit_id = visit_id, .to = to, .expected_from = from, .reason = reason, .pass = pass };
  return done (fixture_run (self, tap_command_move, input, error));
}

void
fixture_must_move (Fixture  *self,
                   gint64    staff_id,
                   gint64    visit_id,
                   TapStage  to)
{
  g_autoptr(GError) error = NULL;

  fixture_move (self, staff_id, visit_id, fixture_stage (self, visit_id), to, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_stage (self, visit_id), ==, to);
}

gboolean
fixture_undo (Fixture     *self,
              gint64       staff_id,
              gint64       visit_id,
              const char  *operation,
              GError     **error)
{
  TapCommandInput *input = fixture_input (self, staff_id);

  input->undo.visit_id = visit_id;
  input->undo.operation = tap_command_input_keep (input, operation);
  return done (fixture_run (self, tap_command_undo_move, input, error));
}

gboolean
fixture_assign (Fixture  *self,
                gint64    staff_id,
                gint64    visit_id,
                gint64    job_id,
                gint64    bay_id,
                gint64    technician_id,
                GError  **error)
{
  TapCommandInput *input = fixture_input (self, staff_id);

  input->assign = (TapAssignInput) {
    .visit_id = visit_id, .job_id = job_id, .bay_id = bay_id, .technician_id = technician_id,
    .planned_start_unix = self->now_unix + 600,
  };
  return done (fixture_run (self, tap_command_assign, input, error));
}

gboolean
fixture_act (Fixture        *self,
             gint64          staff_id,
             gint64          assignment_id,
             TapJobAct       act,
             TapStopReason   reason,
             gint64          check_unix,
             GError        **error)
{
  TapCommandInput *input = fixture_input (self, staff_id);

  input->job_act = (TapJobActInput) {
    .assignment_id = assignment_id, .act = act, .reason = reason, .note = "水泵总成", .check_unix = check_unix,
  };
  return done (fixture_run (self, tap_command_job_act, input, error));
}

gint64
fixture_book (Fixture    *self,
              const char *plate,
              const char *customer,
              const char *phone,
              gint64      slot_unix)
{
  TapCommandInput *input = fixture_input (self, self->advisor);
  GError *error = NULL;
  TapCommandResult *result;

  input->book = (TapBookingInput) {
    .plate = plate, .customer = customer, .phone = phone, .wish = "首保", .slot_unix = slot_unix,
  };
  result = fixture_run (self, tap_command_book, input, &error);
  return take_id (result, error);
}

TapStage
fixture_stage (Fixture *self,
               gint64   visit_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT stage FROM visit WHERE id = %" G_GINT64_FORMAT, visit_id);
  g_autofree char *text = fixture_text (self, sql);
  TapStage stage = TAP_STAGE_BOOKED;

  g_assert_true (tap_stage_from_db (text, &stage));
  return stage;
}

gint64
fixture_assignment (Fixture *self,
                    gint64   visit_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM assignment WHERE visit_id = %" G_GINT64_FORMAT
                                          " ORDER BY planned_start_unix", visit_id);

  return fixture_int (self, sql);
}

gint64
fixture_to_dispatch (Fixture    *self,
                     const char *plate)
{
  gint64 id = fixture_check_in (self, plate, "王伟", "138 0000 1111", 60);

  fixture_must_move (self, self->advisor, id, TAP_STAGE_CONSULT);
  fixture_must_move (self, self->advisor, id, TAP_STAGE_ESTIMATE);
  fixture_must_move (self, self->advisor, id, TAP_STAGE_DISPATCH);
  return id;
}

gint64
fixture_to_work (Fixture    *self,
                 const char *plate,
                 gint64      bay_id,
                 gint64      technician_id)
{
  gint64 id = fixture_to_dispatch (self, plate);
  g_autoptr(GError) error = NULL;

  fixture_assign (self, self->dispatcher, id, 0, bay_id, technician_id, &error);
  g_assert_no_error (error);
  fixture_act (self, technician_id, fixture_assignment (self, id), TAP_JOB_START, 0, 0, &error);
  g_assert_no_error (error);
  return id;
}
