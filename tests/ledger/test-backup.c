/* test-backup.c — dated copies of a station: whole, checked, thinned out, and found out when they are damaged.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup-sample.h"

/* --- what the tests stand on ------------------------------------------------------------------- */

static void
assert_check (TapBackup  *backup,
              const char *word)
{
  g_autoptr(GError) error = NULL;

  if (word == NULL)
    {
      g_assert_true (tap_backup_check (backup->path, NOW + DAY, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      return;
    }
  g_assert_false (tap_backup_check (backup->path, NOW + DAY, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not name %s", error->message, word);
}

/* --- making ------------------------------------------------------------------------------------ */

static void
test_whole_log (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autofree char *name = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 9, 1000));
  backup = sample_backup (&sample, NOW);
  g_assert_cmpuint (backup->seq, ==, 9);
  g_assert_cmpint (backup->made_unix, ==, NOW);
  g_assert_cmpint (backup->checked_unix, ==, NOW);
  g_assert_cmpstr (backup->problem, ==, "");
  name = g_path_get_basename (backup->path);
  g_assert_cmpstr (name, ==, "2026-11-20T1042-9");
  assert_check (backup, NULL);
  all = tap_backup_list (sample.place, backup->station_id, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (((TapBackup *) all->pdata[0])->checked_unix, ==, NOW + DAY);
  sample_clear (&sample);
}

static void
test_from_snapshot (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(TapBackup) older = NULL;
  g_autofree char *db = NULL;
  g_autofree char *snapshots = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 23, 10));
  backup = sample_backup (&sample, NOW);
  g_assert_cmpuint (backup->seq, ==, 23);
  db = g_build_filename (backup->path, "snapshot.db", NULL);
  g_assert_true (g_file_test (db, G_FILE_TEST_EXISTS));
  assert_check (backup, NULL);
  /* The newest snapshot is damaged: the one before it is taken. */
  snapshots = g_build_filename (sample.folder, "snapshots", "20.snap", NULL);
  flip_bit (snapshots, "db", -100);
  older = sample_backup (&sample, NOW + 60);
  g_assert_cmpuint (older->seq, ==, 23);
  assert_check (older, NULL);
  g_assert_cmpint (older->bytes, >, 0);
  sample_clear (&sample);
}

/* --- damage is found and named ----------------------------------------------------------------- */

static void
test_damage (void)
{
  static const struct { const char *name; gint64 at; const char *word; } cases[] = {
    { "snapshot.db", 5000, "snapshot.db" }, { "snapshot.db", -3, "snapshot.db" },
    { "snapshot.note", 30, "snapshot.note" }, { "log.pack", 4, "log.pack" }, { "log.pack", 300, "11" },
    { "log.pack", -40, "13" }, { "station.json", 30, "station.json" }, { "files.txt", 3, "files.txt" },
    { "manifest.json", 200, "manifest.json" },
  };
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autofree char *photo = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 13, 10));
  photo = sample_photo (&sample, "a scratch at the door", FALSE);
  backup = sample_backup (&sample, NOW);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (backup->path, cases[i].name, NULL);
      g_autofree char *away = g_strconcat (path, ".away", NULL);

      flip_bit (backup->path, cases[i].name, cases[i].at);
      assert_check (backup, cases[i].word);
      flip_bit (backup->path, cases[i].name, cases[i].at);
      g_assert_cmpint (g_rename (path, away), ==, 0);
      assert_check (backup, cases[i].name);
      g_assert_cmpint (g_rename (away, path), ==, 0);
    }
  all = tap_backup_list (sample.place, NULL, NULL);
  g_assert_false (((TapBackup *) all->pdata[0])->good);
  g_assert_nonnull (strstr (((TapBackup *) all->pdata[0])->problem, "manifest.json"));
  assert_check (backup, NULL);
  sample_clear (&sample);
}

/* A manifest that is sound in itself, but of another backup. */
static void
test_wrong_manifest (void)
{
  Sample sample;
  g_autoptr(TapBackup) first = NULL;
  g_autoptr(TapBackup) second = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *text = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 5, 1000));
  first = sample_backup (&sample, NOW);
  g_free (sample_grow (&sample, 7, 1000));
  second = sample_backup (&sample, NOW + DAY);
  from = g_build_filename (first->path, "manifest.json", NULL);
  to = g_build_filename (second->path, "manifest.json", NULL);
  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (to, text, -1, NULL));
  assert_check (second, "log.pack");
  sample_clear (&sample);
}

/* --- photos ------------------------------------------------------------------------------------ */

static void
test_photos_once (void)
{
  Sample sample;
  g_autoptr(TapBackup) first = NULL;
  g_autoptr(TapBackup) second = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *store = NULL;
  g_autofree char *path = NULL;
  struct stat before, after;

  sample_init (&sample);
  g_free (sample_grow (&sample, 4, 1000));
  a = sample_photo (&sample, "front", FALSE);
  b = sample_photo (&sample, "signature", TRUE);
  first = sample_backup (&sample, NOW);
  g_assert_cmpint (first->n_files, ==, 2);
  store = g_path_get_dirname (first->path);
  path = g_strdup_printf ("%s/files/%.2s/%s", store, a, a);
  g_assert_cmpint (stat (path, &before), ==, 0);
  g_free (sample_photo (&sample, "rear", FALSE));
  second = sample_backup (&sample, NOW + DAY);
  g_assert_cmpint (second->n_files, ==, 3);
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_true (before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
  assert_check (second, NULL);
  flip_bit (store, path + strlen (store) + 1, 0);
  assert_check (second, a);
  assert_check (first, a);
  flip_bit (store, path + strlen (store) + 1, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_check (first, "missing");
  sample_clear (&sample);
}

static void
test_damaged_photo_in_station (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 4, 1000));
  g_free (sample_photo (&sample, "good", FALSE));
  name = sample_photo (&sample, "bad", FALSE);
  path = g_strdup_printf ("files/%.2s/%s", name, name);
  flip_bit (sample.folder, path, 1);
  backup = sample_backup (&sample, NOW);
  g_assert_cmpint (backup->n_files, ==, 1);
  g_assert_nonnull (strstr (backup->problem, name));
  assert_check (backup, NULL);
  sample_clear (&sample);
}

/* --- the place --------------------------------------------------------------------------------- */

static void
assert_refused (Sample     *sample,
                const char *place,
                const char *word)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (tap_backup_make (sample->folder, place, NOW, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
test_place (void)
{
  Sample sample;
  g_autoptr(GError) error = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *file = NULL;
  g_autofree char *warning = NULL;

  sample_init (&sample);
  g_free (sample_grow (&sample, 4, 1000));
  inside = g_build_filename (sample.folder, "files", NULL);
  gone = g_build_filename (sample.place, "not-mounted", NULL);
  file = g_build_filename (sample.place, "a-file", NULL);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  assert_refused (&sample, inside, "inside the station folder");
  assert_refused (&sample, sample.folder, "inside the station folder");
  assert_refused (&sample, gone, "mounted");
  assert_refused (&sample, file, "mounted");
  g_assert_null (tap_backup_list (gone, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL);
  warning = tap_backup_place_warning (sample.folder, sample.place);
  g_assert_nonnull (strstr (warning, "same disk"));
  sample_clear (&sample);
}

static void
test_two_stations (void)
{
  Sample one, two;
  g_autoptr(TapBackup) first = NULL;
  g_autoptr(TapBackup) second = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) own = NULL;
  char *place;

  sample_init (&one);
  sample_init (&two);
  place = g_steal_pointer (&two.place);
  two.place = g_strdup (one.place);
  g_free (sample_grow (&one, 4, 1000));
  g_free (sample_grow (&two, 5, 1000));
  first = sample_backup (&one, NOW);
  second = sample_backup (&two, NOW);
  all = tap_backup_list (one.place, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  own = tap_backup_list (one.place, first->station_id, NULL);
  g_assert_cmpuint (own->len, ==, 1);
  g_free (two.place);
  two.place = place;
  sample_clear (&two);
  sample_clear (&one);
}

static void
test_at_work (void)
{
  Sample sample;
  g_autoptr(TapBackup) backup = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *lock = NULL;
  int fd;

  sample_init (&sample);
  g_free (sample_grow (&sample, 4, 1000));
  backup = sample_backup (&sample, NOW);
  folder = g_path_get_dirname (backup->path);
  lock = g_build_filename (folder, "lock", NULL);
  fd = open (lock, O_RDWR);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_null (tap_backup_make (sample.folder, sample.place, NOW, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS);
  close (fd);
  sample_clear (&sample);
}

/* --- cancelled --------------------------------------------------------------------------------- */

typedef struct
{
  GCancellable *cancellable;
  int           at;
  int           n;
} Cancel;

static void
cancel_cb (const char *step,
           gint64      done,
           gint64      total,
           gpointer    data)
{
  Cancel *cancel = data;

  g_assert_true (done >= 0 && (total == 0 || done <= total));
  if (++cancel->n == cancel->at)
    g_cancellable_cancel (cancel->cancellable);
}

static void
test_cancel (void)
{
  Sample sample;
  g_autofree char *folder = NULL;
  int n_cancelled = 0;
  gboolean done = FALSE;

  sample_init (&sample);
  g_free (sample_grow (&sample, 13, 10));
  g_free (sample_photo (&sample, "front", FALSE));
  for (int at = 1; !done; at++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      Cancel cancel = { cancellable, at, 0 };
      g_autoptr(TapBackup) backup
          = tap_backup_make (sample.folder, sample.place, NOW, cancel_cb, &cancel, cancellable, &error);
      g_autoptr(GPtrArray) all = tap_backup_list (sample.place, NULL, NULL);

      done = backup != NULL;
      g_assert_cmpuint (all->len, ==, done ? 1 : 0);
      if (!done)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          n_cancelled++;
        }
      else
        folder = g_path_get_dirname (backup->path);
    }
  g_assert_cmpint (n_cancelled, >=, 6);
  g_assert_cmpuint (count_entries (folder, ".making"), ==, 0);
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
  g_test_add_func ("/ledger/backup/of-the-whole-log-is-good-and-listed", test_whole_log);
  g_test_add_func ("/ledger/backup/begins-with-the-newest-good-snapshot", test_from_snapshot);
  g_test_add_func ("/ledger/backup/damage-of-every-part-is-found-and-named", test_damage);
  g_test_add_func ("/ledger/backup/another-backup's-manifest-is-found-out", test_wrong_manifest);
  g_test_add_func ("/ledger/backup/a-photo-is-copied-once-and-checked-by-its-name", test_photos_once);
  g_test_add_func ("/ledger/backup/a-photo-damaged-in-the-station-is-told-and-left-out", test_damaged_photo_in_station);
  g_test_add_func ("/ledger/backup/a-place-that-cannot-be-used-is-refused-in-words", test_place);
  g_test_add_func ("/ledger/backup/two-stations-of-one-name-do-not-mix", test_two_stations);
  g_test_add_func ("/ledger/backup/two-programs-do-not-work-on-one-place", test_at_work);
  g_test_add_func ("/ledger/backup/cancelled-anywhere-it-leaves-nothing", test_cancel);
  result = g_test_run ();
  fixture_remove (g_steal_pointer (&cache));
  return result;
}
