/* test-backup-runs.c — what a backup leaves in the record: the newest, the newest good one, and who may write it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>

#include "store-fixture.h"

static gboolean
record (Fixture       *f,
        gint64         staff_id,
        TapBackupRun   run,
        GError       **error)
{
  TapCommandInput *input = fixture_input (f, staff_id);
  TapCommandResult *result;

  input->backup_run = run;
  result = fixture_run (f, tap_command_record_backup, input, error);
  if (result == NULL)
    return FALSE;
  tap_command_result_free (result);
  return TRUE;
}

static TapStationData *
station_of (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  TapStationData *station = tap_read_station (f->db, "test", &error);

  g_assert_no_error (error);
  return station;
}

static TapBackupRun
good_run (gint64 made_unix)
{
  return (TapBackupRun) { .made_unix = made_unix, .pc = (char *) "办公室", .place = (char *) "/mnt/backup", .seq = 812, .bytes = 4200000,
                          .took_s = 7, .good = TRUE, .problem = (char *) "" };
}

static void
no_backup_yet_is_no_run (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(TapStationData) station = station_of (f);

  g_assert_null (station->last_backup);
  g_assert_null (station->last_good_backup);
  g_assert_cmpuint (station->backup_runs->len, ==, 0);
}

static void
a_good_run_is_the_last_one_with_all_it_says (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;

  record (f, f->admin, good_run (NOW_UNIX - 60), &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_nonnull (station->last_backup);
  g_assert_true (station->last_backup->good);
  g_assert_cmpint (station->last_backup->made_unix, ==, NOW_UNIX - 60);
  g_assert_cmpstr (station->last_backup->pc, ==, "办公室");
  g_assert_cmpstr (station->last_backup->place, ==, "/mnt/backup");
  g_assert_cmpstr (station->last_backup->person, ==, "方敏");
  g_assert_cmpint (station->last_backup->staff_id, ==, f->admin);
  g_assert_cmpuint (station->last_backup->seq, ==, 812);
  g_assert_cmpint (station->last_backup->bytes, ==, 4200000);
  g_assert_cmpint (station->last_backup->took_s, ==, 7);
  g_assert_cmpstr (station->last_backup->problem, ==, "");
  g_assert_cmpint (station->last_good_backup->made_unix, ==, NOW_UNIX - 60);
}

static void
a_failure_is_the_last_run_and_leaves_the_good_one (Fixture       *f,
                                                   gconstpointer  data)
{
  TapBackupRun bad = { .made_unix = NOW_UNIX - 30, .place = (char *) "/mnt/backup", .problem = (char *) " 没有空间 " };
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;

  record (f, 0, good_run (NOW_UNIX - 86400), &error);
  g_assert_no_error (error);
  record (f, 0, bad, &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_false (station->last_backup->good);
  g_assert_cmpstr (station->last_backup->problem, ==, "没有空间");
  g_assert_cmpstr (station->last_backup->person, ==, "");
  /* Not said by the caller: this PC. */
  g_assert_cmpstr (station->last_backup->pc, ==, "前台1");
  g_assert_cmpint (station->last_good_backup->made_unix, ==, NOW_UNIX - 86400);
}

static void
the_good_one_is_found_behind_many_failures (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;

  record (f, 0, good_run (NOW_UNIX - 90 * 86400), &error);
  for (int i = 80; i > 0; i--)
    record (f, 0, (TapBackupRun) { .made_unix = NOW_UNIX - i * 86400, .problem = (char *) "x" }, &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_cmpuint (station->backup_runs->len, ==, 40);
  g_assert_cmpint (((TapBackupRun *) station->backup_runs->pdata[0])->made_unix, ==, NOW_UNIX - 86400);
  g_assert_cmpint (((TapBackupRun *) station->backup_runs->pdata[39])->made_unix, ==, NOW_UNIX - 40 * 86400);
  g_assert_cmpint (station->last_good_backup->made_unix, ==, NOW_UNIX - 90 * 86400);
}

static void
a_clock_that_runs_ahead_makes_no_backup_younger (Fixture       *f,
                                                 gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;

  record (f, 0, good_run (NOW_UNIX + 5 * 86400), &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_cmpint (station->last_good_backup->made_unix, ==, NOW_UNIX);
}

static void
a_failure_without_words_gets_some (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;
  g_autoptr(GError) error = NULL;

  record (f, 0, (TapBackupRun) { .made_unix = NOW_UNIX }, &error);
  g_assert_no_error (error);
  station = station_of (f);
  g_assert_cmpstr (station->last_backup->problem, !=, "");
  g_assert_null (station->last_good_backup);
}

static void
only_those_who_may_arrange_the_station_record_their_own_runs (Fixture       *f,
                                                              gconstpointer  data)
{
  const gint64 others[] = { f->advisor, f->technician, f->washer, f->cashier, 4711 };
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_false (record (f, others[i], good_run (NOW_UNIX), &error));
      assert_store_error (error, RIGHT);
    }
  g_assert_false (record (f, f->admin, good_run (0), &error));
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_cmpint (fixture_int (f, "SELECT count (*) FROM backup_run"), ==, 0);
}

/* A copy that an older program made, opened while the share is away: its migration has not come yet. */
static void
a_station_without_the_table_is_read_as_one_without_backups (Fixture       *f,
                                                            gconstpointer  data)
{
  g_autoptr(TapStationData) station = NULL;

  g_assert_cmpint (sqlite3_exec (f->db, "DROP TABLE backup_run", NULL, NULL, NULL), ==, SQLITE_OK);
  station = station_of (f);
  g_assert_cmpstr (station->name, ==, "亦庄服务站");
  g_assert_cmpuint (station->backup_runs->len, ==, 0);
}

static void
nonsense_does_not_get_into_the_record (Fixture       *f,
                                       gconstpointer  data)
{
  static const char *const bad[] = {
    "INSERT INTO backup_run (id, made_unix, good) VALUES (1, 0, 1)",
    "INSERT INTO backup_run (id, made_unix, good) VALUES (1, 5, 0)",
    "INSERT INTO backup_run (id, made_unix, good, problem) VALUES (1, 5, 1, 'but')",
    "INSERT INTO backup_run (id, made_unix, good, bytes) VALUES (1, 5, 1, -1)",
    "INSERT INTO backup_run (id, made_unix, good) VALUES (1, 5, 2)",
    "INSERT INTO backup_run (id, made_unix, good, staff_id) VALUES (1, 5, 1, 4711)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (sqlite3_exec (f->db, bad[i], NULL, NULL, NULL) == SQLITE_OK)
      g_error ("The schema lets this through: %s", bad[i]);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/backup-runs/" name, func)
  CLAIM ("no-backup-yet-is-no-run", no_backup_yet_is_no_run);
  CLAIM ("a-good-run-is-the-last-one-with-all-it-says", a_good_run_is_the_last_one_with_all_it_says);
  CLAIM ("a-failure-is-the-last-run-and-leaves-the-good-one", a_failure_is_the_last_run_and_leaves_the_good_one);
  CLAIM ("the-good-one-is-found-behind-many-failures", the_good_one_is_found_behind_many_failures);
  CLAIM ("a-clock-that-runs-ahead-makes-no-backup-younger", a_clock_that_runs_ahead_makes_no_backup_younger);
  CLAIM ("a-failure-without-words-gets-some", a_failure_without_words_gets_some);
  CLAIM ("only-those-who-may-arrange-the-station-record-their-own-runs",
         only_those_who_may_arrange_the_station_record_their_own_runs);
  CLAIM ("a-station-without-the-table-is-read-as-one-without-backups",
         a_station_without_the_table_is_read_as_one_without_backups);
  CLAIM ("nonsense-does-not-get-into-the-record", nonsense_does_not_get_into_the_record);
  return g_test_run ();
}
