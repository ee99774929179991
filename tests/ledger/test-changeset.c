/* test-changeset.c — applying row by row does what SQLite's own function does, whatever the rows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "ledger/tap-changeset.h"

#define N_ROUNDS 300
#define N_CHANGES 12

static const char schema_sql[]
    = "CREATE TABLE car (id INTEGER PRIMARY KEY NOT NULL, plate TEXT UNIQUE, \"k\"\"m\" REAL, photo BLOB);"
      "CREATE TABLE \"two words\" (a TEXT NOT NULL, b INTEGER NOT NULL, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;"
      "CREATE TABLE local_seen (n INTEGER PRIMARY KEY NOT NULL, what TEXT);"
      "CREATE TRIGGER car_in AFTER INSERT ON car BEGIN INSERT INTO local_seen (what) VALUES ('in ' || new.id); END;"
      "CREATE TRIGGER car_up AFTER UPDATE OF plate ON car BEGIN INSERT INTO local_seen (what) VALUES (old.plate || new.plate); END;"
      "CREATE TRIGGER car_out AFTER DELETE ON car BEGIN INSERT INTO local_seen (what) VALUES ('out ' || old.id); END;";

static const char *const content_sql[] = {
  "SELECT * FROM car ORDER BY 1",
  "SELECT * FROM \"two words\" ORDER BY 1, 2",
  "SELECT * FROM local_seen ORDER BY 1",
};

static sqlite3 *
make_db (GPtrArray *rows)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (tap_sql_exec (db, schema_sql, NULL));
  for (guint i = 0; i < rows->len; i++)
    tap_sql_exec (db, rows->pdata[i], NULL);
  return db;
}

/* Values of every type, NULL and quotes among them; many collide on purpose. */
static char *
random_value (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0: return g_strdup ("NULL");
    case 1: return g_strdup_printf ("%d", g_rand_int_range (rand, -3, 4));
    case 2: return g_strdup_printf ("%d.5", g_rand_int_range (rand, -3, 4));
    case 3: return g_strdup_printf ("x'0%d'", g_rand_int_range (rand, 0, 9));
    case 4: return g_strdup_printf ("'京A%d'", g_rand_int_range (rand, 0, 9));
    default: return g_strdup_printf ("'%d'", g_rand_int_range (rand, 0, 4));
    }
}

static char *
random_change (GRand *rand)
{
  g_autofree char *value = random_value (rand);
  g_autofree char *other = random_value (rand);
  int key = g_rand_int_range (rand, 1, 9);

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0: return g_strdup_printf ("INSERT INTO car VALUES (%d, %s, 1, %s)", key, value, other);
    case 1: return g_strdup_printf ("UPDATE car SET plate = %s, \"k\"\"m\" = %s WHERE id = %d", value, other, key);
    case 2: return g_strdup_printf ("UPDATE car SET photo = %s WHERE id < %d", value, key);
    case 3: return g_strdup_printf ("DELETE FROM car WHERE id = %d", key);
    case 4: return g_strdup_printf ("INSERT INTO \"two words\" VALUES ('a%d', %d, %s)", key % 3, key, value);
    case 5: return g_strdup_printf ("UPDATE \"two words\" SET note = %s WHERE b = %d", value, key);
    default: return g_strdup_printf ("DELETE FROM \"two words\" WHERE b = %d", key);
    }
}

static GPtrArray *
random_changes (GRand *rand)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < N_CHANGES; i++)
    g_ptr_array_add (changes, random_change (rand));
  return changes;
}

static int
only_replicated (void       *data,
                 const char *table)
{
  return g_str_has_prefix (table, "local_") ? 0 : 1;
}

static GBytes *
record (GPtrArray *before,
        GPtrArray *changes)
{
  sqlite3 *db = make_db (before);
  sqlite3_session *session = NULL;
  void *data = NULL;
  int size = 0;

  g_assert_cmpint (sqlite3session_create (db, "main", &session), ==, SQLITE_OK);
  sqlite3session_table_filter (session, only_replicated, NULL);
  sqlite3session_attach (session, NULL);
  for (guint i = 0; i < changes->len; i++)
    tap_sql_exec (db, changes->pdata[i], NULL);
  g_assert_cmpint (sqlite3session_changeset (session, &size, &data), ==, SQLITE_OK);
  sqlite3session_delete (session);
  sqlite3_close (db);
  return g_bytes_new_with_free_func (data, (gsize) size, sqlite3_free, data);
}

static int
refuse (void                   *data,
        int                     kind,
        sqlite3_changeset_iter *iter)
{
  return SQLITE_CHANGESET_ABORT;
}

static char *
read_content (sqlite3 *db)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (content_sql); i++)
    {
      sqlite3_stmt *stmt = tap_sql_prepare (db, content_sql[i], NULL);

      while (sqlite3_step (stmt) == SQLITE_ROW)
        for (int k = 0; k < sqlite3_column_count (stmt); k++)
          {
            int type = sqlite3_column_type (stmt, k);
            const char *value = (const char *) sqlite3_column_text (stmt, k);

            g_string_append_printf (text, "%d:%s|", type, value != NULL ? value : "");
          }
      sqlite3_finalize (stmt);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* One round: the changes were recorded on one state, and meet the same state or another one. */
static gboolean
compare_round (GRand *rand,
               gboolean same_state)
{
  g_autoptr(GPtrArray) before = random_changes (rand);
  g_autoptr(GPtrArray) changes = random_changes (rand);
  g_autoptr(GPtrArray) elsewhere = same_state ? g_ptr_array_ref (before) : random_changes (rand);
  g_autoptr(GBytes) changeset = record (before, changes);
  g_autoptr(TapSchema) schema = NULL;
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;
  sqlite3 *mine = make_db (elsewhere);
  sqlite3 *theirs = make_db (elsewhere);
  gsize size;
  gconstpointer data = g_bytes_get_data (changeset, &size);
  gboolean fits;

  schema = tap_schema_read (mine, NULL);
  tap_sql_exec (mine, "BEGIN", NULL);
  tap_sql_exec (theirs, "BEGIN", NULL);
  fits = size == 0 || sqlite3changeset_apply (theirs, (int) size, (void *) data, NULL, refuse, NULL) == SQLITE_OK;
  g_assert_cmpint (tap_changeset_apply (schema, changeset, NULL), ==, fits);
  /* Refused, nothing of it stays: it is the caller who rolls back, but there is nothing to. */
  found = read_content (mine);
  wanted = read_content (theirs);
  g_assert_cmpstr (found, ==, wanted);
  g_clear_pointer (&schema, tap_schema_free);
  sqlite3_close (mine);
  sqlite3_close (theirs);
  return fits;
}

static void
test_same_as_sqlite (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261122);
  guint n_fit = 0;
  guint n_refused = 0;

  for (int i = 0; i < N_ROUNDS; i++)
    {
      n_fit += compare_round (rand, TRUE);
      n_refused += !compare_round (rand, FALSE);
    }
  g_test_message ("%u fit, %u were refused", n_fit, n_refused);
  g_assert_cmpuint (n_fit, >, N_ROUNDS / 2);
  g_assert_cmpuint (n_refused, >, N_ROUNDS / 2);
}

/* Two rows exchange what is unique: one after the other that cannot be written, and it is SQLite's function that says so. */
static void
test_swap (void)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new ();
  g_autoptr(GPtrArray) changes = g_ptr_array_new ();
  g_autoptr(GBytes) changeset = NULL;
  g_autoptr(TapSchema) schema = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *db;

  g_ptr_array_add (before, (gpointer) "INSERT INTO car VALUES (1, 'A', 1, NULL), (2, 'B', 1, NULL)");
  g_ptr_array_add (changes, (gpointer) "UPDATE car SET plate = 'C' WHERE id = 1");
  g_ptr_array_add (changes, (gpointer) "UPDATE car SET plate = 'A' WHERE id = 2");
  g_ptr_array_add (changes, (gpointer) "UPDATE car SET plate = 'B' WHERE id = 1");
  changeset = record (before, changes);
  db = make_db (before);
  schema = tap_schema_read (db, NULL);
  tap_sql_exec (db, "BEGIN", NULL);
  g_assert_false (tap_changeset_apply (schema, changeset, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT);
  g_clear_pointer (&schema, tap_schema_free);
  sqlite3_close (db);
}

static int n_prepared;

static int
count_prepared (unsigned  type,
                void     *data,
                void     *stmt,
                void     *text)
{
  if (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_REPREPARE, 1) > 0)
    n_prepared++;
  return 0;
}

/* What a save costs on every PC: the rows' statements, and those of the commands, are prepared once and not with each transaction. */
static void
test_stays_prepared (void)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new ();
  g_autoptr(TapSchema) schema = NULL;
  sqlite3_stmt *of_a_command;
  sqlite3 *db;

  g_ptr_array_add (before, (gpointer) "INSERT INTO car VALUES (1, 'A', 0, NULL)");
  db = make_db (before);
  schema = tap_schema_read (db, NULL);
  of_a_command = tap_sql_prepare (db, "SELECT plate FROM car WHERE id = 1", NULL);
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, count_prepared, NULL);
  for (int i = 0; i < 10; i++)
    {
      g_autoptr(GPtrArray) state = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GPtrArray) change = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GBytes) changeset = NULL;

      g_ptr_array_add (state, g_strdup_printf ("INSERT INTO car VALUES (1, 'A', %d, NULL)", i));
      g_ptr_array_add (change, g_strdup ("UPDATE car SET \"k\"\"m\" = \"k\"\"m\" + 1"));
      changeset = record (state, change);
      g_assert_true (tap_changeset_apply (schema, changeset, NULL));
      g_assert_cmpint (sqlite3_step (of_a_command), ==, SQLITE_ROW);
      sqlite3_reset (of_a_command);
    }
  g_assert_cmpint (n_prepared, ==, 0);
  sqlite3_finalize (of_a_command);
  g_clear_pointer (&schema, tap_schema_free);
  sqlite3_close (db);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ledger/changeset/rows-are-written-as-sqlite-would", test_same_as_sqlite);
  g_test_add_func ("/ledger/changeset/what-is-swapped-is-refused", test_swap);
  g_test_add_func ("/ledger/changeset/statements-stay-prepared", test_stays_prepared);
  return g_test_run ();
}
