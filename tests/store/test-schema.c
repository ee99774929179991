/* test-schema.c — the schema keeps the rules that the log needs (ledger.md, "Rules for the schema").
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "store-fixture.h"

/* Tables whose rows travel in the log. */
#define REPLICATED "FROM pragma_table_list AS l WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'" \
  " AND l.name NOT LIKE 'local\\_%' ESCAPE '\\'"

static void
every_table_has_a_primary_key_that_cannot_be_null (Fixture       *f,
                                                   gconstpointer  data)
{
  g_autofree char *without = NULL;

  g_assert_cmpint (fixture_int (f, "SELECT count (*) " REPLICATED), ==, 18);
  without = fixture_text (f, "SELECT l.name " REPLICATED
                             " AND NOT EXISTS (SELECT 1 FROM pragma_table_info (l.name) AS c WHERE c.pk > 0 AND c.\"notnull\")");
  g_assert_cmpstr (without, ==, NULL);
  without = fixture_text (f, "SELECT l.name " REPLICATED
                             " AND EXISTS (SELECT 1 FROM pragma_table_info (l.name) AS c WHERE c.pk > 0 AND NOT c.\"notnull\")");
  g_assert_cmpstr (without, ==, NULL);
}

static void
nothing_counts_up_by_itself_or_depends_on_the_moment (Fixture       *f,
                                                      gconstpointer  data)
{
  guint n_migrations;
  const TapMigration *migrations = tap_store_get_migrations (&n_migrations);
  static const char *const forbidden[] = { "AUTOINCREMENT", "random", "CURRENT_", "datetime (", "strftime", "now'" };

  for (guint i = 0; i < n_migrations; i++)
    for (guint k = 0; k < G_N_ELEMENTS (forbidden); k++)
      if (k != 1)
        g_assert_null (strstr (migrations[i].sql, forbidden[k]));
      else
        g_assert_null (strstr (migrations[i].sql, "random ("));
}

static void
triggers_write_only_tables_that_stay_at_home (Fixture       *f,
                                              gconstpointer  data)
{
  TapQuery query;
  guint n = 0;

  tap_query_begin (&query, f->db, "test", "SELECT sql FROM sqlite_schema WHERE type = 'trigger'", NULL);
  while (tap_query_next (&query))
    {
      const char *sql = tap_query_text (&query);

      n++;
      for (const char *at = strstr (sql, "BEGIN"); (at = strpbrk (at, "IUD")) != NULL; at++)
        {
          const char *into = g_str_has_prefix (at, "INSERT INTO ") ? at + 12
                             : g_str_has_prefix (at, "UPDATE ")    ? at + 7
                             : g_str_has_prefix (at, "DELETE FROM ") ? at + 12
                                                                     : NULL;

          if (into != NULL)
            g_assert_true (g_str_has_prefix (into, "local_"));
        }
    }
  g_assert_true (tap_query_end (&query, NULL));
  g_assert_cmpuint (n, >, 5);
}

static void
assert_refused (Fixture    *f,
                const char *sql)
{
  if (sqlite3_exec (f->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    g_error ("The schema lets this through: %s", sql);
}

static void
nonsense_does_not_get_in (Fixture       *f,
                          gconstpointer  data)
{
  fixture_to_work (f, "京A12345", f->bays[2], f->technician);
  fixture_to_dispatch (f, "京B12345");
  /* A visit that is closed but still somewhere, and the other way round. */
  assert_refused (f, "UPDATE visit SET stage = 'delivered'");
  assert_refused (f, "UPDATE visit SET closed_unix = 5");
  assert_refused (f, "UPDATE visit SET stage = 'booked'");
  assert_refused (f, "UPDATE visit SET vehicle_id = 4711");
  assert_refused (f, "UPDATE visit SET number = 'X1'");
  assert_refused (f, "UPDATE visit SET odometer_km = 'many'");
  assert_refused (f, "UPDATE vehicle SET plate = '京A12345'");
  assert_refused (f, "UPDATE staff SET colour = 9");
  assert_refused (f, "UPDATE bay SET usual_technician_id = 4711");
  assert_refused (f, "UPDATE shift SET close_min = 1500");
  assert_refused (f, "UPDATE job SET planned_min = -1");
  assert_refused (f, "UPDATE assignment SET state = 'finished'");
  assert_refused (f, "UPDATE work_span SET to_unix = from_unix - 1");
  assert_refused (f, "INSERT INTO work_span (id, assignment_id, from_unix) SELECT 1, assignment_id, 5 FROM work_span");
  assert_refused (f, "INSERT INTO promise (id, visit_id, position, promised_unix, agreed_unix, means) SELECT 1, id, 1, 5, 5, 'fax' FROM visit");
  assert_refused (f, "INSERT INTO promise (id, visit_id, position, promised_unix, agreed_unix, means) SELECT 1, id, 2, 5, 5, 'desk' FROM visit");
  assert_refused (f, "INSERT INTO holiday VALUES ('tomorrow', '', 0, 0, 0, 0)");
  assert_refused (f, "INSERT INTO event (id, position, kind, at_unix, operation) VALUES (1, 1, 'note', 5, 'x')");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define CLAIM(name, func) FIXTURE_TEST ("/store/schema/" name, func)
  CLAIM ("every-table-has-a-primary-key-that-cannot-be-null", every_table_has_a_primary_key_that_cannot_be_null);
  CLAIM ("nothing-counts-up-by-itself-or-depends-on-the-moment", nothing_counts_up_by_itself_or_depends_on_the_moment);
  CLAIM ("triggers-write-only-tables-that-stay-at-home", triggers_write_only_tables_that_stay_at_home);
  CLAIM ("nonsense-does-not-get-in", nonsense_does_not_get_in);
  return g_test_run ();
}
