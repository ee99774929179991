/* test-restore.c — a backup becomes a station again; and the whole log replayed shows what does not follow from it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup-sample.h"
#include "ledger/tap-sql.h"
#include "ledger/tap-station-file.h"

/* --- restore ------------------------------------------------------------------------------------ */

static void
test_restore (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *path = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *anew = NULL;
  char *place;

  sample_init (&sample);
  g_free (sample_grow (&sample, 20, 10));
  a = sample_photo (&sample, "front", FALSE);
  b = sample_photo (&sample, "signature", TRUE);
  content = sample_grow (&sample, 25, 10);
  backup = sample_backup (&sample, NOW);
  /* The server is gone. */
  place = sample.folder;
  sample.folder = fixture_dir ();
  anew = g_build_filename (sample.folder, "aftersales", NULL);
  g_assert_true (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  restored = sample_content (anew);
  g_assert_cmpstr (restored, ==, content);
  path = g_strdup_printf ("%s/files/%.2s/%s", anew, a, a);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  inner = g_strdup_printf ("%s/files/%.2s/%s/f", anew, b, b);
  g_assert_true (g_file_test (inner, G_FILE_TEST_IS_REGULAR));
  /* A station is never written over, and other things are not either. */
  g_assert_false (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (tap_backup_restore (backup->path, sample.folder, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
  fixture_remove (place);
  sample_clear (&sample);
}

static void
test_of_whole_log (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationInfo) old = NULL;
  g_autoptr(TapStationInfo) info = NULL;
  g_autofree char *content = NULL;
  g_autofree char *restored = NULL;
  char *anew = fixture_dir ();

  sample_init (&sample);
  content = sample_grow (&sample, 6, 1000);
  backup = sample_backup (&sample, NOW);
  g_assert_true (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  restored = sample_content (anew);
  g_assert_cmpstr (restored, ==, content);
  old = tap_station_inspect (sample.folder, &error);
  info = tap_station_inspect (anew, &error);
  g_assert_cmpstr (info->station_id, ==, old->station_id);
  g_assert_cmpstr (info->name, ==, old->name);
  g_assert_cmpstr (info->epoch, !=, old->epoch);
  fixture_remove (anew);
  sample_clear (&sample);
}

/* Restored, grown, backed up, restored again: each epoch goes on from the one before. */
static void
test_twice (void)
{
  Sample sample;
  g_autoptr(TapBackup) first = NULL;
  g_autoptr(TapBackup) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;
  g_autofree char *restored = NULL;
  char *old, *last;

  sample_init (&sample);
  g_free (sample_grow (&sample, 6, 1000));
  first = sample_backup (&sample, NOW);
  old = sample.folder;
  sample.folder = fixture_dir ();
  g_assert_true (tap_backup_restore (first->path, sample.folder, NULL, NULL, NULL, &error));
  fixture_remove (g_steal_pointer (&sample.dir));
  sample.dir = fixture_dir ();
  content = sample_grow (&sample, 9, 1000);
  second = sample_backup (&sample, NOW + DAY);
  g_assert_cmpuint (second->seq, ==, 9);
  last = fixture_dir ();
  g_assert_true (tap_backup_restore (second->path, last, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  restored = sample_content (last);
  g_assert_cmpstr (restored, ==, content);
  fixture_remove (last);
  fixture_remove (old);
  sample_clear (&sample);
}

static void
test_damaged_is_refused (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *photo = NULL;
  g_autofree char *store = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;
  char *anew = fixture_dir ();

  sample_init (&sample);
  g_free (sample_grow (&sample, 6, 1000));
  name = sample_photo (&sample, "front", FALSE);
  backup = sample_backup (&sample, NOW);
  flip_bit (backup->path, "log.pack", 200);
  g_assert_false (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_cmpuint (count_entries (anew, ""), ==, 0);
  g_clear_error (&error);
  flip_bit (backup->path, "log.pack", 200);
  /* A photo less is told in a file, and the station opens. */
  store = g_path_get_dirname (backup->path);
  photo = g_strdup_printf ("files/%.2s/%s", name, name);
  flip_bit (store, photo, 0);
  g_assert_true (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  missing = g_build_filename (anew, "missing-files.txt", NULL);
  g_assert_true (g_file_get_contents (missing, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, name));
  fixture_remove (anew);
  sample_clear (&sample);
}

/* --- the drill ---------------------------------------------------------------------------------- */

static void
test_drill (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GError) error = NULL;
  char *scratch = fixture_dir ();
  gint64 took_ms = -1;

  sample_init (&sample);
  g_free (sample_grow (&sample, 13, 10));
  g_free (sample_photo (&sample, "front", FALSE));
  backup = sample_backup (&sample, NOW);
  g_assert_true (tap_backup_drill (backup->path, scratch, &took_ms, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (took_ms, >=, 0);
  g_assert_cmpuint (count_entries (scratch, ""), ==, 0);
  flip_bit (backup->path, "snapshot.db", 5000);
  g_assert_false (tap_backup_drill (backup->path, scratch, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  g_assert_cmpuint (count_entries (scratch, ""), ==, 0);
  fixture_remove (scratch);
  sample_clear (&sample);
}

/* --- verify --deep ------------------------------------------------------------------------------ */

static void
change_row (const char *db_path,
            const char *sql)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *db = tap_sql_open (db_path, &error);

  g_assert_true (tap_sql_exec (db, sql, &error));
  g_assert_no_error (error);
  sqlite3_close (db);
}

static void
assert_deep (Sample     *sample,
             const char *folder,
             gboolean    with_pc,
             guint64     wanted,
             const char *word)
{
  g_autoptr(GError) error = NULL;
  guint64 n = 0;
  gboolean ok = tap_station_verify_deep (folder, with_pc ? sample->dir : NULL, NULL, &n, NULL, NULL, NULL, &error);

  if (word == NULL)
    g_assert_no_error (error);
  else if (error == NULL || strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error != NULL ? error->message : "all is well", word);
  g_assert_true (ok == (word == NULL));
  g_assert_cmpuint (n, ==, wanted);
}

static void
test_deep (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autofree char *snapshot = NULL;
  g_autofree char *replica = NULL;
  char *anew = fixture_dir ();

  sample_init (&sample);
  g_free (sample_grow (&sample, 33, 10));
  assert_deep (&sample, sample.folder, TRUE, 33, NULL);
  backup = sample_backup (&sample, NOW);
  g_assert_true (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, NULL));
  assert_deep (&sample, anew, FALSE, 33, NULL);

  /* A row that somebody changed behind the ledger's back: the chain is whole, and it shows all the same. */
  replica = g_build_filename (sample.dir, "replica.db", NULL);
  change_row (replica, "UPDATE note SET text = 'forged' WHERE id = (SELECT min (id) FROM note)");
  assert_deep (&sample, sample.folder, FALSE, 33, NULL);
  assert_deep (&sample, sample.folder, TRUE, 32, "copy");
  change_row (replica, "UPDATE note SET text = 'note'");
  assert_deep (&sample, sample.folder, TRUE, 33, NULL);
  change_row (replica, "UPDATE applied SET hash = zeroblob (32)");
  assert_deep (&sample, sample.folder, TRUE, 32, "another transaction");

  snapshot = g_build_filename (sample.folder, "snapshots", "20.snap", "db", NULL);
  change_row (snapshot, "UPDATE note SET text = 'forged' WHERE id = (SELECT min (id) FROM note)");
  assert_deep (&sample, sample.folder, FALSE, 19, "20");
  fixture_remove (anew);
  sample_clear (&sample);
}

static void
test_deep_damage (void)
{
  Sample sample;
  g_autofree char *txn = NULL;
  g_autofree char *away = NULL;
  g_autofree char *replica = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 12, 1000));
  txn = g_build_filename (sample.folder, "log", "1", "0000", "7.txn", NULL);
  away = g_build_filename (sample.folder, "7.away", NULL);
  flip_bit (txn, "t", 120);
  assert_deep (&sample, sample.folder, FALSE, 6, "7");
  flip_bit (txn, "t", 120);
  g_assert_cmpint (g_rename (txn, away), ==, 0);
  assert_deep (&sample, sample.folder, FALSE, 6, "7");
  g_assert_cmpint (g_rename (away, txn), ==, 0);
  assert_deep (&sample, sample.folder, TRUE, 12, NULL);
  /* The folder's end is gone. */
  g_clear_pointer (&txn, g_free);
  txn = g_build_filename (sample.folder, "log", "1", "0000", "12.txn", NULL);
  g_assert_cmpint (g_rename (txn, away), ==, 0);
  assert_deep (&sample, sample.folder, FALSE, 11, NULL);
  assert_deep (&sample, sample.folder, TRUE, 11, "12");
  sample_clear (&sample);
}

static void
cancel_cb (const char *step,
           gint64      done,
           gint64      total,
           gpointer    data)
{
  g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  Sample sample;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(TapBackup) backup = NULL;
  char *scratch = fixture_dir ();
  char *anew = fixture_dir ();
  guint64 n;

  sample_init (&sample);
  g_free (sample_grow (&sample, 5, 1000));
  backup = sample_backup (&sample, NOW);
  g_assert_false (tap_station_verify_deep (sample.folder, NULL, scratch, &n, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (tap_backup_drill (backup->path, scratch, NULL, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_entries (scratch, ""), ==, 0);
  g_assert_false (tap_backup_restore (backup->path, anew, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (tap_backup_restore (backup->path, anew, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_remove (anew);
  fixture_remove (scratch);
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
  g_test_add_func ("/ledger/restore/gives-the-same-station-in-a-new-epoch", test_restore);
  g_test_add_func ("/ledger/restore/of-the-whole-log", test_of_whole_log);
  g_test_add_func ("/ledger/restore/and-backup-and-restore-again", test_twice);
  g_test_add_func ("/ledger/restore/of-a-damaged-backup-is-refused", test_damaged_is_refused);
  g_test_add_func ("/ledger/drill/opens-it-and-clears-it-away", test_drill);
  g_test_add_func ("/ledger/verify-deep/finds-what-does-not-follow-from-the-log", test_deep);
  g_test_add_func ("/ledger/verify-deep/names-what-is-damaged-or-gone", test_deep_damage);
  g_test_add_func ("/ledger/verify-deep/cancelled-it-leaves-nothing", test_cancel);
  result = g_test_run ();
  fixture_remove (g_steal_pointer (&cache));
  return result;
}
