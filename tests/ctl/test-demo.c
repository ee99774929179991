/* test-demo.c — the demo station's rows on a bare database: complete, the same for the same seed, right at any hour.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "store/tap-demo.h"
#include "store/tap-store-private.h"

/* Friday 2026-11-20 10:42 in Beijing: the moment of the pictures. */
#define PICTURE_UNIX G_GINT64_CONSTANT (1795142520)

static sqlite3 *
make (guint32     seed,
      gint64      now_unix,
      int         history_days,
      int         n_open,
      const char *language)
{
  guint n_migrations;
  const TapMigration *migrations = tap_store_get_migrations (&n_migrations);
  TapDemoInput input = { .seed = seed, .now_unix = now_unix, .history_days = history_days, .n_open = n_open, .language = language };
  g_autoptr (TapDemo) demo = tap_demo_new (&input);
  g_autoptr (GError) error = NULL;
  TapDemoRows *rows;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  for (guint i = 0; i < n_migrations; i++)
    g_assert_cmpint (sqlite3_exec (db, migrations[i].sql, NULL, NULL, NULL), ==, SQLITE_OK);
  while ((rows = tap_demo_next_batch (demo)) != NULL)
    {
      sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
      tap_demo_rows_write (rows, db, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tap_demo_rows_get_bytes (rows), <, 1000 * 1000);
      sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
      tap_demo_rows_free (rows);
    }
  return db;
}

static gint64
ask (sqlite3    *db,
     const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 answer;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return answer;
}

static char *
dump (sqlite3    *db,
      const char *sql)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_string_append_printf (text, "%s|", (const char *) sqlite3_column_text (statement, i));
      g_string_append_c (text, '\n');
    }
  sqlite3_finalize (statement);
  return g_string_free (text, FALSE);
}

static void
fills_every_lane (void)
{
  sqlite3 *db = make (1, PICTURE_UNIX, 0, 29, "zh_CN");
  g_autofree char *lanes = dump (db, "SELECT stage, count (*) FROM visit WHERE closed_unix = 0 GROUP BY stage ORDER BY stage");

  g_assert_cmpstr (lanes, ==, "arrived|1|\ncheck|2|\nconsult|2|\ndispatch|2|\nestimate|3|\ninvoice|1|\nnext|2|\nready|3|\n"
                              "settle|1|\nwash|3|\nwork|9|\n");
  g_assert_cmpint (ask (db, "SELECT count (*) FROM booking WHERE state = 'open'"), ==, 6);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM stoppage WHERE to_unix = 0"), ==, 2);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM assignment WHERE state = 'running'"), ==, 7);
  g_assert_cmpint (ask (db, "SELECT count (*) >= 10 FROM assignment WHERE state = 'finished'"), ==, 1);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM setting WHERE key = 'demo' AND value = '1'"), ==, 1);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM staff WHERE id = (SELECT value FROM setting WHERE key = 'demo_staff_id')"
                            " AND roles LIKE '%advisor%'"), ==, 1);
  sqlite3_close (db);
}

static void
says_the_times_of_the_pictures (void)
{
  sqlite3 *db = make (1, PICTURE_UNIX, 0, 29, "zh_CN");
  g_autofree char *late = dump (db, "SELECT plate, (1795142520 - promised_unix) / 60 FROM visit AS v JOIN vehicle AS c ON c.id = v.vehicle_id"
                                    " JOIN promise AS p ON p.visit_id = v.id WHERE closed_unix = 0 AND ready_unix = 0"
                                    " AND promised_unix < 1795142520 ORDER BY plate");
  g_autofree char *bookings = dump (db, "SELECT (slot_unix - 1795142520) / 60 FROM booking WHERE state = 'open' AND slot_unix < 1795142520");

  g_assert_cmpstr (late, ==, "京A8B3M6|17|\n京L7W72H|2|\n");
  g_assert_cmpstr (bookings, ==, "-12|\n");
  sqlite3_close (db);
}

#define EVERYTHING \
  "SELECT 1, id, number, wish, stage, stage_since_unix, moved_operation FROM visit UNION ALL" \
  " SELECT 2, id, visit_id, to_stage, at_unix, staff_id, position FROM stage_span UNION ALL" \
  " SELECT 3, id, name, phone, search_key, vip, fleet FROM customer UNION ALL" \
  " SELECT 4, id, visit_id, detail, at_unix, kind, position FROM event UNION ALL" \
  " SELECT 5, id, visit_id, bay_id, planned_start_unix, planned_min, state FROM assignment ORDER BY 1, 2"

static void
same_seed_same_station (void)
{
  sqlite3 *one = make (7, PICTURE_UNIX, 3, 40, "zh_TW"), *two = make (7, PICTURE_UNIX, 3, 40, "zh_TW");
  sqlite3 *other = make (8, PICTURE_UNIX, 3, 40, "zh_TW");
  g_autofree char *first = dump (one, EVERYTHING), *second = dump (two, EVERYTHING), *third = dump (other, EVERYTHING);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  sqlite3_close (one);
  sqlite3_close (two);
  sqlite3_close (other);
}

/* What has happened lies before now, in order; who works does one thing; what is referred to is there. */
static void
check_sane (sqlite3 *db,
            gint64   now)
{
  g_autofree char *sql = NULL;
  g_autofree char *strangers = dump (db, "PRAGMA foreign_key_check");
  static const char *const happened[][2] = {
    { "stage_span", "at_unix" }, { "event", "at_unix" }, { "work_span", "max (from_unix, to_unix)" },
    { "visit", "max (arrived_unix, stage_since_unix)" }, { "promise", "agreed_unix" },
    { "assignment", "max (started_unix, finished_unix)" },
  };

  g_assert_cmpstr (strangers, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (happened); i++)
    {
      g_autofree char *count = g_strdup_printf ("SELECT count (*) FROM %s WHERE %s > %" G_GINT64_FORMAT, happened[i][0],
                                                happened[i][1], now);

      if (ask (db, count) != 0)
        g_error ("%s at %" G_GINT64_FORMAT, count, now);
    }
  g_assert_cmpint (ask (db, "SELECT count (*) FROM stage_span AS a JOIN stage_span AS b ON b.visit_id = a.visit_id AND b.position > a.position"
                            " AND b.at_unix < a.at_unix"), ==, 0);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM visit AS v WHERE stage <> (SELECT to_stage FROM stage_span AS s WHERE s.visit_id = v.id"
                            " ORDER BY position DESC LIMIT 1)"), ==, 0);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM assignment WHERE planned_min < 1 OR planned_min > 1440"), ==, 0);
  g_assert_cmpint (ask (db, "SELECT open_min >= close_min FROM shift LIMIT 1"), ==, 0);
  sql = g_strdup_printf ("SELECT count (*) FROM shift, (SELECT (%" G_GINT64_FORMAT " + 8 * 3600) %% 86400 / 60 AS m)"
                         " WHERE m < open_min OR m > close_min", now);
  g_assert_cmpint (ask (db, sql), ==, 0);
}

static void
works_at_any_hour (void)
{
  static const char *const languages[] = { "zh_CN", "zh_TW", "en" };

  for (int half_hour = 0; half_hour < 48; half_hour++)
    {
      gint64 now = PICTURE_UNIX - PICTURE_UNIX % 86400 + half_hour * 1800 + 60;
      sqlite3 *db = make (1, now, 0, 29, languages[half_hour % 3]);

      check_sane (db, now);
      sqlite3_close (db);
    }
}

static void
history_and_crowd_are_exact (void)
{
  TapDemoInput input = { .history_days = 10 };
  sqlite3 *db = make (1, PICTURE_UNIX, 10, 120, "en");
  g_autofree char *past = g_strdup_printf ("SELECT count (*) FROM visit WHERE closed_unix > 0 AND number < 'R20261120'");

  check_sane (db, PICTURE_UNIX);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM visit WHERE closed_unix = 0"), ==, 120);
  g_assert_cmpint (ask (db, past), >=, tap_demo_n_history (&input));
  g_assert_cmpint (tap_demo_n_history (&input), >=, 200);
  g_assert_cmpint (ask (db, "SELECT count (*) - count (DISTINCT plate) FROM vehicle"), ==, 0);
  sqlite3_close (db);
}

/* The care page shows them: a good one last night, and one night that found no place. */
static void
last_night_s_backup_is_there (void)
{
  sqlite3 *db = make (1, PICTURE_UNIX, 0, 29, "zh_CN");

  g_assert_cmpint (ask (db, "SELECT count (*) FROM backup_run"), ==, 12);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM backup_run WHERE good = 0"), ==, 1);
  g_assert_cmpint (PICTURE_UNIX - ask (db, "SELECT max (made_unix) FROM backup_run WHERE good = 1"), <, 26 * 3600);
  g_assert_cmpint (PICTURE_UNIX - ask (db, "SELECT max (made_unix) FROM backup_run"), >, 0);
  sqlite3_close (db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fills-every-lane", fills_every_lane);
  g_test_add_func ("/demo/says-the-times-of-the-pictures", says_the_times_of_the_pictures);
  g_test_add_func ("/demo/same-seed-same-station", same_seed_same_station);
  g_test_add_func ("/demo/works-at-any-hour", works_at_any_hour);
  g_test_add_func ("/demo/history-and-crowd-are-exact", history_and_crowd_are_exact);
  g_test_add_func ("/demo/last-night-s-backup-is-there", last_night_s_backup_is_there);
  return g_test_run ();
}
