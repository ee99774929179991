/* backup-sample.c — a station, a PC and a place for backups, for the tests of backup, restore and verify.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup-sample.h"

static TapWorker *
open_worker (Sample *sample,
             int     snapshot_behind)
{
  TapLedgerLimits limits;
  TapWorkerOptions options;
  g_autoptr(GError) error = NULL;
  TapWorker *worker;

  fixture_limits (&limits);
  limits.snapshot_behind = snapshot_behind;
  limits.snapshot_at_close_behind = snapshot_behind;
  options = fixture_options (sample->folder, sample->dir, &limits);
  worker = tap_worker_new (&options);
  g_assert_true (fixture_start (worker, &error));
  g_assert_no_error (error);
  return worker;
}

char *
sample_grow (Sample *sample,
             guint64 seq,
             int     behind)
{
  g_autoptr(GError) error = NULL;
  TapWorker *worker = open_worker (sample, behind);
  char *content;

  while (tap_worker_get_seq (worker) < seq)
    {
      g_assert_true (fixture_add (worker, "note", NULL, NULL, &error));
      if (behind < 1000 && tap_worker_get_seq (worker) % (guint) behind == 0)
        fixture_spin (60);
    }
  content = fixture_content (worker);
  fixture_close (worker);
  return content;
}

void
sample_init (Sample *sample)
{
  sample->folder = fixture_station ();
  sample->dir = fixture_dir ();
  sample->place = fixture_dir ();
}

void
sample_clear (Sample *sample)
{
  fixture_remove (sample->place);
  fixture_remove (sample->dir);
  fixture_remove (sample->folder);
}

TapBackup *
sample_backup (Sample *sample,
               gint64  now_unix)
{
  g_autoptr(GError) error = NULL;
  TapBackup *backup = tap_backup_make (sample->folder, sample->place, now_unix, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (backup);
  g_assert_true (backup->good);
  return backup;
}

char *
sample_photo (Sample     *sample,
              const char *text,
              gboolean    as_folder)
{
  char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *folder = g_strdup_printf ("%s/files/%.2s", sample->folder, name);
  g_autofree char *path = g_build_filename (folder, name, as_folder ? "f" : NULL, NULL);
  g_autofree char *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0777), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return name;
}

void
flip_bit (const char *folder,
          const char *name,
          gint64      at)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_RDWR);
  struct stat info;
  guint8 byte;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fstat (fd, &info), ==, 0);
  at = at < 0 ? info.st_size + at : at;
  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 1;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
  close (fd);
}

guint
count_entries (const char *folder,
               const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

char *
sample_content (const char *folder)
{
  char *dir = fixture_dir ();
  g_autoptr(GError) error = NULL;
  TapWorker *worker = fixture_open (folder, dir, &error);
  char *content;

  g_assert_no_error (error);
  content = fixture_content (worker);
  fixture_close (worker);
  fixture_remove (dir);
  return content;
}
