/* test-format.c — files of the station: what is written is read, and what is damaged is seen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "ledger/tap-changeset.h"
#include "ledger/tap-presence.h"
#include "ledger/tap-snapshot.h"
#include "ledger/tap-station-file.h"
#include "ledger/tap-transaction.h"

static TapTxn *
make_txn (void)
{
  TapTxn *txn = tap_txn_new ();

  txn->seq = 4711;
  memset (txn->previous, 7, sizeof txn->previous);
  txn->station_id = g_strdup ("3f0c1d2e-0000-4000-8000-000000000001");
  txn->epoch = g_strdup ("1");
  txn->schema_version = 3;
  txn->least_version = g_strdup ("");
  txn->pc = g_strdup ("FRONT-01");
  txn->person = g_strdup ("李婷");
  txn->program = g_strdup ("tappet");
  txn->replica_id = g_strdup ("r-1");
  txn->recorded_unix = 1795000000;
  txn->payload = g_bytes_new ("payload", 7);
  tap_txn_add_command (txn, "move-visit", "op-1", "李婷", 1794999999);
  tap_txn_add_command (txn, "stop-job", "op-2", NULL, 1794999998);
  return txn;
}

static void
test_round_trip (void)
{
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapTxn) read = tap_txn_parse (bytes, &error);
  TapTxnCommand *command;

  g_assert_no_error (error);
  g_assert_cmpuint (read->seq, ==, 4711);
  g_assert_cmpint (read->kind, ==, TAP_TXN_CHANGES);
  g_assert_cmpmem (read->previous, TAP_HASH_LEN, txn->previous, TAP_HASH_LEN);
  g_assert_cmpstr (read->station_id, ==, txn->station_id);
  g_assert_cmpstr (read->person, ==, "李婷");
  g_assert_cmpstr (read->pc, ==, "FRONT-01");
  g_assert_cmpint (read->recorded_unix, ==, 1795000000);
  g_assert_cmpuint (read->schema_version, ==, 3);
  g_assert_true (g_bytes_equal (read->payload, txn->payload));
  g_assert_cmpuint (read->commands->len, ==, 2);
  command = read->commands->pdata[0];
  g_assert_cmpstr (command->name, ==, "move-visit");
  g_assert_cmpstr (command->operation_id, ==, "op-1");
  g_assert_cmpint (command->happened_unix, ==, 1794999999);
  g_assert_cmpmem (read->hash, TAP_HASH_LEN, txn->hash, TAP_HASH_LEN);
  g_assert_cmpmem (read->seal, TAP_HASH_LEN, txn->seal, TAP_HASH_LEN);
  g_assert_cmpuint (read->size, ==, g_bytes_get_size (bytes));
}

static void
test_every_flip (void)
{
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *copy = g_memdup2 (data, size);
        g_autoptr(GBytes) flipped = NULL;
        g_autoptr(GError) error = NULL;

        copy[i] ^= (guint8) (1u << bit);
        flipped = g_bytes_new (copy, size);
        g_assert_null (tap_txn_parse (flipped, &error));
        g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
      }
}

static void
test_every_length (void)
{
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  g_autoptr(GBytes) tail = NULL;

  for (gsize len = 0; len < size; len++)
    {
      g_autofree guint8 *exact = g_memdup2 (data, len);
      g_autoptr(GBytes) cut = g_bytes_new (exact, len);

      g_assert_null (tap_txn_parse (cut, NULL));
    }
  memcpy (longer, data, size);
  tail = g_bytes_new (longer, size + 1);
  g_assert_null (tap_txn_parse (tail, NULL));
}

/* The seal is right, the lengths inside are not: a file made to be read beyond its end. */
static void
test_lying_lengths (void)
{
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  static const guint32 lies[] = { 0xffffffff, 0x7fffffff, 4097, 100 };
  guint n_read = 0;

  for (gsize i = 8; i + 4 <= size - TAP_HASH_LEN; i++)
    for (guint k = 0; k < G_N_ELEMENTS (lies); k++)
      {
        g_autofree guint8 *copy = g_memdup2 (data, size);
        guint32 lie = GUINT32_TO_LE (lies[k]);
        g_autoptr(GBytes) inner = NULL;
        g_autoptr(GBytes) sealed = NULL;
        g_autoptr(TapTxn) read = NULL;

        memcpy (copy + i, &lie, sizeof lie);
        inner = g_bytes_new (copy, size - TAP_HASH_LEN);
        tap_hash_bytes (inner, copy + size - TAP_HASH_LEN);
        sealed = g_bytes_new (copy, size);
        /* Where a text or a number was overwritten it may be read; it must not be read outside of the file. */
        read = tap_txn_parse (sealed, NULL);
        n_read += read != NULL;
      }
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_newer_format (void)
{
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr(GBytes) inner = NULL;
  g_autoptr(GBytes) sealed = NULL;
  g_autoptr(GError) error = NULL;

  copy[8] = TAP_STATION_FORMAT + 1;
  inner = g_bytes_new (copy, size - TAP_HASH_LEN);
  tap_hash_bytes (inner, copy + size - TAP_HASH_LEN);
  sealed = g_bytes_new (copy, size);
  g_assert_null (tap_txn_parse (sealed, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER);
}

static void
test_station_file (void)
{
  TapStationFile file = { .format = 1, .id = (char *) "3f0c1d2e-0000-4000-8000-000000000001",
                          .epoch = (char *) "1", .name = (char *) "亦庄 \"North\"\n\\ station" };
  g_autofree char *text = tap_station_file_write (&file);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationFile) read = tap_station_file_parse (text, strlen (text), &error);
  static const char *const bad[] = {
    "", "{", "[]", "{}", "null", "{\"format\": 1}", "{\"format\": 1, \"station\": \"x\", \"epoch\": \"1\"}",
    "{\"format\": 1, \"station\": \"3f0c1d2e-0000-4000-8000-000000000001\", \"epoch\": \"../..\"}",
    "{\"format\": 1, \"station\": \"3f0c1d2e-0000-4000-8000-000000000001\", \"epoch\": \"1\"} x",
    "{\"format\": 0, \"station\": \"3f0c1d2e-0000-4000-8000-000000000001\", \"epoch\": \"1\"}",
    "{\"name\": \"\\u0000\"}", "{\"name\": \"\\uD800\"}",
  };

  g_assert_no_error (error);
  g_assert_cmpstr (read->id, ==, file.id);
  g_assert_cmpstr (read->name, ==, file.name);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_clear_error (&error);
      g_assert_null (tap_station_file_parse (bad[i], strlen (bad[i]), &error));
      g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
    }
  for (gsize len = 0; len + 2 < strlen (text); len++)
    g_assert_null (tap_station_file_parse (text, len, NULL));
}

/* --- changesets ------------------------------------------------------------------------------ */

typedef struct
{
  sqlite3         *db;
  sqlite3_session *session;
} Recorder;

static int
only_replicated (void       *data,
                 const char *table)
{
  return g_str_has_prefix (table, "local_") ? 0 : 1;
}

static void
record (Recorder   *recorder,
        const char *schema,
        const char *before)
{
  g_assert_cmpint (sqlite3_open (":memory:", &recorder->db), ==, SQLITE_OK);
  g_assert_true (tap_sql_exec (recorder->db, schema, NULL));
  g_assert_true (tap_sql_exec (recorder->db, before, NULL));
  g_assert_cmpint (sqlite3session_create (recorder->db, "main", &recorder->session), ==, SQLITE_OK);
  sqlite3session_table_filter (recorder->session, only_replicated, NULL);
  sqlite3session_attach (recorder->session, NULL);
}

static GBytes *
take (Recorder   *recorder,
      const char *changes)
{
  void *data = NULL;
  int size = 0;
  g_autoptr(GError) error = NULL;

  g_assert_true (tap_sql_exec (recorder->db, changes, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3session_changeset (recorder->session, &size, &data), ==, SQLITE_OK);
  sqlite3session_delete (recorder->session);
  sqlite3_close (recorder->db);
  return g_bytes_new_with_free_func (data, (gsize) size, sqlite3_free, data);
}

static TapRowChange *
find_row (TapTransaction *transaction,
          TapRowOp        op)
{
  for (guint i = 0; i < transaction->rows->len; i++)
    if (((TapRowChange *) transaction->rows->pdata[i])->op == op)
      return transaction->rows->pdata[i];
  g_assert_not_reached ();
}

static void
test_rows (void)
{
  Recorder recorder;
  g_autoptr(TapTxn) txn = make_txn ();
  g_autoptr(TapTransaction) transaction = NULL;
  g_autoptr(GError) error = NULL;
  TapRowChange *row;

  record (&recorder,
          "CREATE TABLE car (id INTEGER PRIMARY KEY NOT NULL, plate TEXT, km REAL, photo BLOB, open INTEGER)",
          "INSERT INTO car VALUES (1, 'A', 1.5, NULL, 1), (2, 'B', 2.5, x'00ff', NULL)");
  g_clear_pointer (&txn->payload, g_bytes_unref);
  txn->payload = take (&recorder, "INSERT INTO car VALUES (-7, '京A', 0.25, x'0102', NULL);"
                                  "UPDATE car SET open = NULL, plate = 'C' WHERE id = 1; DELETE FROM car WHERE id = 2");
  transaction = tap_changeset_describe (txn, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (transaction->own);
  g_assert_cmpstr (transaction->commands[1], ==, "stop-job");
  g_assert_cmpstr (transaction->operation_ids[0], ==, "op-1");
  g_assert_cmpuint (transaction->rows->len, ==, 3);

  row = find_row (transaction, TAP_ROW_INSERT);
  g_assert_cmpstr (row->table, ==, "car");
  g_assert_cmpint (row->key, ==, -7);
  g_assert_null (row->old_values);
  g_assert_cmpstr (g_variant_get_string (row->new_values[1], NULL), ==, "京A");
  g_assert_cmpfloat (g_variant_get_double (row->new_values[2]), ==, 0.25);
  g_assert_cmpuint (g_variant_n_children (row->new_values[3]), ==, 2);
  g_assert_null (row->new_values[4]);

  row = find_row (transaction, TAP_ROW_UPDATE);
  g_assert_cmpint (row->key, ==, 1);
  g_assert_cmpstr (g_variant_get_string (row->old_values[1], NULL), ==, "A");
  g_assert_cmpstr (g_variant_get_string (row->new_values[1], NULL), ==, "C");
  g_assert_null (row->old_values[2]);
  g_assert_null (row->new_values[2]);
  g_assert_cmpint (g_variant_get_int64 (row->old_values[4]), ==, 1);
  g_assert_null (row->new_values[4]);

  row = find_row (transaction, TAP_ROW_DELETE);
  g_assert_cmpint (row->key, ==, 2);
  g_assert_null (row->new_values);
}

typedef struct
{
  const char *schema;           /* of the replica */
  const char *rows;
  gboolean    fits;
} ApplyCase;

/* The changeset: one row of `child` that points to parent 1 is added, and one of `parent` goes. */
static void
test_apply_is_strict (void)
{
  static const char schema[] = "CREATE TABLE parent (id INTEGER PRIMARY KEY NOT NULL, name TEXT);"
                               "CREATE TABLE child (id INTEGER PRIMARY KEY NOT NULL, parent INTEGER REFERENCES parent (id));";
  static const ApplyCase cases[] = {
    { schema, "INSERT INTO parent VALUES (1, 'one'), (2, 'two')", TRUE },
    /* the row that goes is another one */
    { schema, "INSERT INTO parent VALUES (1, 'one'), (2, 'TWO')", FALSE },
    /* the row that goes is not there */
    { schema, "INSERT INTO parent VALUES (1, 'one')", FALSE },
    /* the row that comes is there already */
    { schema, "INSERT INTO parent VALUES (1, 'one'), (2, 'two'); INSERT INTO child VALUES (9, 1)", FALSE },
    /* the parent of the row that comes is not there */
    { schema, "INSERT INTO parent VALUES (2, 'two')", FALSE },
    /* somebody points to the row that goes */
    { schema, "INSERT INTO parent VALUES (1, 'one'), (2, 'two'); INSERT INTO child VALUES (3, 2)", FALSE },
    /* a table or a column that the changeset does not know: SQLite alone would skip it in silence */
    { "CREATE TABLE parent (id INTEGER PRIMARY KEY NOT NULL, name TEXT)",
      "INSERT INTO parent VALUES (1, 'one'), (2, 'two')", FALSE },
    { "CREATE TABLE parent (id INTEGER PRIMARY KEY NOT NULL, name TEXT, x);"
      "CREATE TABLE child (id INTEGER PRIMARY KEY NOT NULL, parent INTEGER REFERENCES parent (id));",
      "INSERT INTO parent VALUES (1, 'one', 0), (2, 'two', 0)", FALSE },
    { "CREATE TABLE parent (id INTEGER NOT NULL, name TEXT PRIMARY KEY NOT NULL);"
      "CREATE TABLE child (id INTEGER PRIMARY KEY NOT NULL, parent INTEGER);",
      "INSERT INTO parent VALUES (1, 'one'), (2, 'two')", FALSE },
  };
  Recorder recorder;
  g_autoptr(GBytes) changeset = NULL;

  record (&recorder, schema, "INSERT INTO parent VALUES (1, 'one'), (2, 'two')");
  changeset = take (&recorder, "INSERT INTO child VALUES (9, 1); DELETE FROM parent WHERE id = 2");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TapSchema) replica = NULL;
      g_autoptr(GError) error = NULL;
      sqlite3 *db;
      gboolean ok;

      g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
      g_assert_true (tap_sql_exec (db, cases[i].schema, NULL));
      g_assert_true (tap_sql_exec (db, cases[i].rows, NULL));
      replica = tap_schema_read (db, NULL);
      g_assert_true (tap_sql_exec (db, "BEGIN", NULL));
      ok = tap_changeset_apply (replica, changeset, &error);
      g_test_message ("case %u: %s", i, error != NULL ? error->message : "fits");
      g_assert_cmpint (ok, ==, cases[i].fits);
      if (!ok)
        g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT);
      g_clear_pointer (&replica, tap_schema_free);
      sqlite3_close (db);
    }
}

/* A changeset out of a damaged file never gets this far, and would still not be trusted. */
static void
test_garbage_changeset (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (42);
  Recorder recorder;
  g_autoptr(GBytes) changeset = NULL;
  g_autoptr(TapSchema) schema = NULL;
  static const char sql[] = "CREATE TABLE car (id INTEGER PRIMARY KEY NOT NULL, plate TEXT)";
  const guint8 *data;
  gsize size;
  sqlite3 *db;
  guint n_refused = 0;

  record (&recorder, sql, "INSERT INTO car VALUES (1, 'A')");
  changeset = take (&recorder, "INSERT INTO car VALUES (2, 'B'); UPDATE car SET plate = 'X' WHERE id = 1");
  data = g_bytes_get_data (changeset, &size);
  sqlite3_open (":memory:", &db);
  tap_sql_exec (db, sql, NULL);
  tap_sql_exec (db, "INSERT INTO car VALUES (1, 'A')", NULL);
  schema = tap_schema_read (db, NULL);
  for (guint round = 0; round < 2000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      gsize len = (gsize) g_rand_int_range (rand, 1, (gint32) size + 1);
      g_autoptr(GBytes) garbage = NULL;

      for (guint i = 0; i < 3; i++)
        copy[g_rand_int_range (rand, 0, (gint32) size)] = (guint8) g_rand_int (rand);
      garbage = g_bytes_new (copy, len);
      tap_sql_exec (db, "BEGIN", NULL);
      n_refused += !tap_changeset_apply (schema, garbage, NULL);
      tap_sql_exec (db, "ROLLBACK", NULL);
    }
  g_assert_cmpuint (n_refused, >, 1000);
  g_clear_pointer (&schema, tap_schema_free);
  sqlite3_close (db);
}

/* --- notes ----------------------------------------------------------------------------------- */

static void
test_content_hash (void)
{
  static const char schema[] = "CREATE TABLE applied (seq, hash); CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, t);"
                               "CREATE TABLE local_x (id INTEGER PRIMARY KEY NOT NULL)";
  static const char *const rows[] = {
    "INSERT INTO a VALUES (1, 'x'), (2, NULL)",
    "INSERT INTO a VALUES (2, NULL), (3, 'gone'), (1, 'x'); DELETE FROM a WHERE id = 3; INSERT INTO local_x VALUES (1)",
    "INSERT INTO a VALUES (1, 'x'), (2, '')",
    "INSERT INTO a VALUES (1, x'78'), (2, NULL)",
    "INSERT INTO a VALUES (1, 'x')",
  };
  char *hashes[G_N_ELEMENTS (rows)];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      sqlite3 *db;

      sqlite3_open (":memory:", &db);
      g_assert_true (tap_sql_exec (db, schema, NULL));
      g_assert_true (tap_sql_exec (db, rows[i], NULL));
      hashes[i] = tap_snapshot_hash_content (db, NULL);
      g_assert_nonnull (hashes[i]);
      sqlite3_close (db);
    }
  /* The same rows, however they came there and whatever this PC adds for itself. */
  g_assert_cmpstr (hashes[0], ==, hashes[1]);
  for (guint i = 2; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (hashes[0], !=, hashes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_free (hashes[i]);
}

static void
test_presence (void)
{
  TapPresenceNote note = { (char *) "r-9", tap_presence_write ("FRONT-02", "周敏", "0.1.0", 42), 1795000000 };
  TapPresenceNote half = { (char *) "r-9", (char *) "[here]\npc=FRO", 1 };
  TapPeer *peer = tap_presence_parse (&note);

  g_assert_cmpstr (peer->pc, ==, "FRONT-02");
  g_assert_cmpstr (peer->person, ==, "周敏");
  g_assert_cmpuint (peer->seq, ==, 42);
  g_assert_cmpint (peer->seen_unix, ==, 1795000000);
  g_assert_null (tap_presence_parse (&half));
  tap_peer_free (peer);
  g_free (note.text);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/format/what-is-written-is-read", test_round_trip);
  g_test_add_func ("/ledger/format/every-flipped-bit-is-seen", test_every_flip);
  g_test_add_func ("/ledger/format/every-cut-is-seen", test_every_length);
  g_test_add_func ("/ledger/format/lying-lengths-stay-inside", test_lying_lengths);
  g_test_add_func ("/ledger/format/a-newer-one-is-named", test_newer_format);
  g_test_add_func ("/ledger/format/station-file", test_station_file);
  g_test_add_func ("/ledger/changeset/rows-have-keys-and-values", test_rows);
  g_test_add_func ("/ledger/changeset/apply-is-strict", test_apply_is_strict);
  g_test_add_func ("/ledger/changeset/garbage-is-refused", test_garbage_changeset);
  g_test_add_func ("/ledger/snapshot/hash-follows-content-alone", test_content_hash);
  g_test_add_func ("/ledger/presence/half-a-note-is-none", test_presence);
  return g_test_run ();
}
