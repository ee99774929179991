/* test-thinning.c — which backups stay: seven daily, five weekly, twelve monthly ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "backup-sample.h"

/* --- the choice itself: times as text, newest first; '+' before those that have to stay ----------- */

static void
assert_stay (const char        *zone_name,
             const char *const *rows)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) stay = NULL;

  g_assert_nonnull (zone);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      /* "2026-11-20T22:00", and a zone where it is not that of the station. */
      g_autofree char *text = g_strdup_printf ("%.16s:00%s", rows[i] + 1, strlen (rows[i]) > 20 ? rows[i] + 20 : "");
      g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, zone);
      gint64 unix_s;

      g_assert_nonnull (time);
      unix_s = g_date_time_to_unix (time);
      g_array_append_val (times, unix_s);
    }
  stay = tap_backup_choose (times, zone);
  g_assert_cmpuint (stay->len, ==, times->len);
  for (guint i = 0; i < stay->len; i++)
    if (g_array_index (stay, gboolean, i) != (rows[i][0] == '+'))
      g_error ("%s: %s", rows[i] + 1, rows[i][0] == '+' ? "has to stay" : "has to go");
}

static void
test_many_a_day (void)
{
  const char *const rows[] = { "+2026-11-20T22:00", "-2026-11-20T21:59", "-2026-11-20T00:00", "+2026-11-19T23:59",
                               "-2026-11-19T08:00", NULL };

  assert_stay ("Asia/Shanghai", rows);
}

/* Seven days, then Sundays, then the last of each month. */
static void
test_a_row_of_days (void)
{
  const char *const rows[] = {
    "+2026-11-20T22:00", "+2026-11-19T22:00", "+2026-11-18T22:00", "+2026-11-17T22:00", "+2026-11-16T22:00",
    "+2026-11-15T22:00", "+2026-11-14T22:00", "-2026-11-13T22:00", "-2026-11-12T22:00", "-2026-11-09T22:00",
    "+2026-11-08T22:00", "-2026-11-07T22:00", "+2026-11-01T22:00", "+2026-10-31T22:00", "-2026-10-30T22:00",
    "+2026-10-25T22:00", "-2026-10-24T22:00", "-2026-10-18T22:00", "+2026-09-30T22:00", "-2026-09-29T22:00", NULL,
  };

  /* The week of 2026-10-25 is the fifth; 2026-10-31 is of the week of 2026-11-01 and the last of its month. */
  assert_stay ("Asia/Shanghai", rows);
}

/* A PC that was off for months keeps what it has: periods without a backup do not count. */
static void
test_gaps (void)
{
  const char *const rows[] = { "+2026-11-20T22:00", "+2026-06-02T22:00", "-2026-06-02T03:00", "+2025-12-31T22:00",
                               "+2025-12-30T22:00", "+2024-02-29T22:00", "+2020-01-01T22:00", NULL };

  assert_stay ("Asia/Shanghai", rows);
}

static void
test_thirteenth_month (void)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  const char *months[] = { "2026-11", "2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05",
                           "2026-04", "2026-03", "2026-02", "2026-01", "2025-12", "2025-11", "2025-10" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      g_ptr_array_add (rows, g_strdup_printf ("%c%s-15T22:00", i < 12 ? '+' : '-', months[i]));
      /* Within the seven newest days a second one of the month stays, too. */
      g_ptr_array_add (rows, g_strdup_printf ("%c%s-02T22:00", i < 3 ? '+' : '-', months[i]));
    }
  g_ptr_array_add (rows, NULL);
  assert_stay ("Asia/Shanghai", (const char *const *) rows->pdata);
}

/* The day that has the hour from two to three twice, and the one that lacks it, are one day each. */
static void
test_daylight_saving (void)
{
  const char *const autumn[] = { "+2026-10-25T03:30:00+01:00", "-2026-10-25T02:30:00+01:00", "-2026-10-25T02:30:00+02:00",
                                 "-2026-10-25T00:10:00+02:00", "+2026-10-24T23:50:00+02:00", NULL };
  const char *const spring[] = { "+2026-03-29T03:10:00+02:00", "-2026-03-29T01:50:00+01:00", "+2026-03-28T23:59:00+01:00", NULL };

  assert_stay ("Europe/Berlin", autumn);
  assert_stay ("Europe/Berlin", spring);
}

/* The same moments are one day in one zone and two in the other. */
static void
test_zone (void)
{
  const char *const beijing[] = { "+2026-11-20T15:00:00Z", "-2026-11-19T17:00:00Z", NULL };
  const char *const london[] = { "+2026-11-20T15:00:00Z", "+2026-11-19T17:00:00Z", NULL };

  assert_stay ("Asia/Shanghai", beijing);
  assert_stay ("Europe/London", london);
}

static void
test_new_year (void)
{
  /* The last days of 2026 and the first of 2027 are one week. */
  const char *const rows[] = {
    "+2027-01-09T22:00", "+2027-01-08T22:00", "+2027-01-07T22:00", "+2027-01-06T22:00", "+2027-01-05T22:00",
    "+2027-01-04T22:00", "+2027-01-03T22:00", "-2027-01-02T22:00", "-2027-01-01T22:00", "+2026-12-31T22:00",
    "-2026-12-30T22:00", "-2026-12-28T22:00", "+2026-12-27T22:00", NULL,
  };

  assert_stay ("Asia/Shanghai", rows);
}

static void
test_none_and_one (void)
{
  const char *const none[] = { NULL };
  const char *const one[] = { "+1999-01-01T00:00", NULL };

  assert_stay ("Asia/Shanghai", none);
  assert_stay ("Asia/Shanghai", one);
}

/* --- and what is done with it ---------------------------------------------------------------------- */

static void
test_of_forty_nights (void)
{
  Sample sample;
  g_autoptr(GPtrArray) all = NULL;
  gint64 last = 0;

  sample_init (&sample);
  g_free (sample_grow (&sample, 3, 1000));
  for (int night = 0; night < 40; night++)
    {
      g_autoptr(TapBackup) backup = sample_backup (&sample, NOW + night * DAY);

      last = backup->made_unix;
    }
  all = tap_backup_list (sample.place, NULL, NULL);
  /* Seven days; with them the Sundays before: five weeks hold the seven days in two; and two month ends. */
  g_assert_cmpuint (all->len, >=, 10);
  g_assert_cmpuint (all->len, <=, 13);
  g_assert_cmpint (((TapBackup *) all->pdata[0])->made_unix, ==, last);
  sample_clear (&sample);
}

/* Fourteen nights, and each of those backups goes bad afterwards. */
static void
test_newest_good_stays (void)
{
  Sample sample;
  g_autoptr(TapBackup) good = NULL;
  g_autoptr(GPtrArray) all = NULL;
  TapBackup *oldest;

  sample_init (&sample);
  g_free (sample_grow (&sample, 3, 1000));
  good = sample_backup (&sample, NOW);
  for (int night = 1; night <= 14; night++)
    {
      g_autoptr(TapBackup) backup = sample_backup (&sample, NOW + night * DAY);

      flip_bit (backup->path, "log.pack", 100);
      g_assert_false (tap_backup_check (backup->path, NOW, NULL, NULL, NULL, NULL));
    }
  all = tap_backup_list (sample.place, NULL, NULL);
  oldest = all->pdata[all->len - 1];
  g_assert_cmpstr (oldest->path, ==, good->path);
  g_assert_true (oldest->good);
  /* The bad ones go after a week. */
  g_assert_cmpuint (all->len, <=, 9);
  g_assert_false (((TapBackup *) all->pdata[0])->good);
  sample_clear (&sample);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("tap-cache-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/thinning/of-many-a-day-the-last-stays", test_many_a_day);
  g_test_add_func ("/ledger/thinning/days-then-weeks-then-months", test_a_row_of_days);
  g_test_add_func ("/ledger/thinning/gaps-cost-nothing", test_gaps);
  g_test_add_func ("/ledger/thinning/the-thirteenth-month-goes", test_thirteenth_month);
  g_test_add_func ("/ledger/thinning/a-day-of-23-or-25-hours-is-one-day", test_daylight_saving);
  g_test_add_func ("/ledger/thinning/days-are-those-of-the-zone", test_zone);
  g_test_add_func ("/ledger/thinning/a-week-goes-over-new-year", test_new_year);
  g_test_add_func ("/ledger/thinning/none-and-one", test_none_and_one);
  g_test_add_func ("/ledger/thinning/forty-nights-leave-a-dozen", test_of_forty_nights);
  g_test_add_func ("/ledger/thinning/the-newest-good-one-stays", test_newest_good_stays);
  result = g_test_run ();
  fixture_remove (g_steal_pointer (&cache));
  return result;
}
