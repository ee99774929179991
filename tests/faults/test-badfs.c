/* test-badfs.c — every fault that badfs promises really happens, or the tests that rely on it would prove nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "badfs-client.h"

typedef struct
{
  char  *backing;
  Badfs *share;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *why_not = NULL;

  fixture->backing = g_dir_make_tmp ("badfs-test-XXXXXX", NULL);
  fixture->share = badfs_new (fixture->backing, &why_not);
  if (fixture->share == NULL)
    g_test_skip (why_not);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->share, badfs_free);
  remove_tree (fixture->backing);
  g_free (fixture->backing);
}

/* --- helpers --------------------------------------------------------------------------------------- */

/* A few paths at a time, on the mount or behind it; the ring is large enough for one expression. */
static const char *
on (Fixture    *fixture,
    const char *name)
{
  static char paths[8][512];
  static guint n;
  char *path = paths[n++ % 8];

  g_snprintf (path, sizeof paths[0], "%s/%s", badfs_mount (fixture->share), name);
  return path;
}

static const char *
behind (Fixture    *fixture,
        const char *name)
{
  static char paths[8][512];
  static guint n;
  char *path = paths[n++ % 8];

  g_snprintf (path, sizeof paths[0], "%s/%s", fixture->backing, name);
  return path;
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static int
errno_of (int result)
{
  return result == 0 ? 0 : errno;
}

static void
put (const char *path,
     const char *text,
     int         flags,
     gboolean    flush)
{
  int fd = open (path, O_WRONLY | O_CREAT | flags, 0666);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  if (flush)
    g_assert_no_errno (fsync (fd));
  g_assert_no_errno (close (fd));
}

static char *
get (const char *path)
{
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static guint
count_listed (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static int
elapsed_ms (gint64 since_us)
{
  return (int) ((g_get_monotonic_time () - since_us) / 1000);
}

static gpointer
mkdir_main (gpointer path)
{
  return GINT_TO_POINTER (errno_of (mkdir (path, 0777)));
}

/* --- tests ------------------------------------------------------------------------------------------ */

static void
test_passes_on (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *text = NULL;
  struct stat info;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "a"), 0755));
  put (on (fixture, "a/f"), "one", O_EXCL, TRUE);
  put (on (fixture, "a/f"), " two", O_APPEND, FALSE);
  text = get (behind (fixture, "a/f"));
  g_assert_cmpstr (text, ==, "one two");
  g_assert_no_errno (rename (on (fixture, "a"), on (fixture, "b")));
  g_assert_no_errno (stat (on (fixture, "b/f"), &info));
  g_assert_cmpint (info.st_size, ==, 7);
  g_assert_cmpuint (count_listed (on (fixture, "")), ==, 1);
  g_assert_cmpint (errno_of (rmdir (on (fixture, "b"))), ==, ENOTEMPTY);
  g_assert_no_errno (unlink (on (fixture, "b/f")));
  g_assert_no_errno (rmdir (on (fixture, "b")));
  g_assert_cmpuint (count_listed (fixture->backing), ==, 0);
}

/* What another PC does is seen at once. */
static void
test_remembers_nothing (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *text = NULL;

  if (fixture->share == NULL)
    return;
  g_assert_false (exists (on (fixture, "f")));
  put (behind (fixture, "f"), "one", 0, FALSE);
  text = get (on (fixture, "f"));
  g_assert_cmpstr (text, ==, "one");
  g_free (text);
  put (behind (fixture, "f"), "other", 0, FALSE);
  text = get (on (fixture, "f"));
  g_assert_cmpstr (text, ==, "other");
}

static void
test_delays (Fixture      *fixture,
             gconstpointer data)
{
  gint64 began_us;

  if (fixture->share == NULL)
    return;
  badfs_say (fixture->share, "delay 60 mkdir");
  began_us = g_get_monotonic_time ();
  g_assert_false (exists (on (fixture, "a")));
  g_assert_cmpint (elapsed_ms (began_us), <, 50);
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  g_assert_cmpint (elapsed_ms (began_us), >=, 60);
  badfs_say (fixture->share, "delay 0");
  began_us = g_get_monotonic_time ();
  g_assert_no_errno (mkdir (on (fixture, "b"), 0777));
  g_assert_cmpint (elapsed_ms (began_us), <, 50);
  badfs_say (fixture->share, "fault rmdir 1 delay 40");
  began_us = g_get_monotonic_time ();
  g_assert_no_errno (rmdir (on (fixture, "a")));
  g_assert_cmpint (elapsed_ms (began_us), >=, 40);
}

static void
test_hangs (Fixture      *fixture,
            gconstpointer data)
{
  GThread *thread;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "deep"), 0777));
  badfs_say (fixture->share, "fault mkdir 1 hang");
  thread = g_thread_new ("hangs", mkdir_main, g_strdup (on (fixture, "deep/a")));
  badfs_say (fixture->share, "wait held 1 5000");
  /* Nobody else waits. */
  put (on (fixture, "f"), "one", O_EXCL, TRUE);
  g_assert_cmpuint (count_listed (on (fixture, "")), ==, 2);
  g_assert_false (exists (behind (fixture, "deep/a")));
  badfs_say (fixture->share, "release");
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 0);
  g_assert_true (exists (behind (fixture, "deep/a")));
  /* Done at once, answered late; and answered with an error. */
  badfs_say (fixture->share, "fault mkdir 1 hang-after");
  thread = g_thread_new ("hangs", mkdir_main, g_strdup (on (fixture, "deep/b")));
  badfs_say (fixture->share, "wait held 1 5000");
  g_assert_true (exists (behind (fixture, "deep/b")));
  badfs_say (fixture->share, "release ETIMEDOUT");
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, ETIMEDOUT);
}

static void
test_fails (Fixture      *fixture,
            gconstpointer data)
{
  static const struct { const char *name; int code; } cases[] = {
    { "EIO", EIO }, { "ETIMEDOUT", ETIMEDOUT }, { "ESTALE", ESTALE }, { "ENOSPC", ENOSPC }, { "EROFS", EROFS }, { "EACCES", EACCES },
  };

  if (fixture->share == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* A path that went stale is walked once more by the kernel: so the second time, too. */
      guint id = badfs_fault (fixture->share, "mkdir 2 fail %s times=2", cases[i].name);

      g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
      g_assert_cmpint (errno_of (mkdir (on (fixture, "b"), 0777)), ==, cases[i].code);
      g_assert_false (exists (behind (fixture, "b")));
      g_assert_cmpuint (badfs_fired (fixture->share, id), >, 0);
      badfs_say (fixture->share, "clear");
      g_assert_no_errno (mkdir (on (fixture, "b"), 0777));
      g_assert_no_errno (rmdir (on (fixture, "a")));
      g_assert_no_errno (rmdir (on (fixture, "b")));
    }
  badfs_say (fixture->share, "fault change 0 fail EROFS path=sub");
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  g_assert_cmpint (errno_of (mkdir (on (fixture, "sub"), 0777)), ==, EROFS);
  g_assert_cmpint (errno_of (mkdir (on (fixture, "sub"), 0777)), ==, EROFS);
}

static void
test_lost_reply (Fixture      *fixture,
                 gconstpointer data)
{
  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  badfs_say (fixture->share, "fault rename 1 lost EIO");
  g_assert_cmpint (errno_of (rename (on (fixture, "a"), on (fixture, "b"))), ==, EIO);
  g_assert_true (exists (behind (fixture, "b")));
  g_assert_false (exists (behind (fixture, "a")));
  g_assert_true (exists (on (fixture, "b")));
}

static void
test_counts (Fixture      *fixture,
             gconstpointer data)
{
  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  badfs_say (fixture->share, "cache entry=60000");
  g_assert_true (exists (on (fixture, "a")));
  badfs_say (fixture->share, "counts reset");
  put (on (fixture, "a/f"), "one", O_EXCL, TRUE);
  g_assert_cmpuint (badfs_count (fixture->share, "create"), ==, 1);
  g_assert_cmpuint (badfs_count (fixture->share, "write"), ==, 1);
  g_assert_cmpuint (badfs_count (fixture->share, "fsync"), ==, 1);
  g_assert_cmpuint (badfs_count (fixture->share, "rename"), ==, 0);
  g_assert_cmpuint (badfs_count (fixture->share, "total"), >=, 4);
  badfs_say (fixture->share, "counts reset");
  g_assert_cmpuint (badfs_count (fixture->share, "total"), <=, 1);
}

static void
test_power_cut (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *text = NULL;

  if (fixture->share == NULL)
    return;
  put (on (fixture, "flush"), "12345678", 0, FALSE);
  badfs_say (fixture->share, "power journal");
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  put (on (fixture, "a/t"), "one", O_EXCL, TRUE);
  g_assert_no_errno (rename (on (fixture, "a"), on (fixture, "b")));
  /* The same bytes again need no journal, and so save no rename. */
  put (on (fixture, "flush"), "12345678", 0, TRUE);
  badfs_say (fixture->share, "power cut");
  g_assert_true (exists (on (fixture, "a/t")));
  g_assert_false (exists (on (fixture, "b")));
  g_assert_no_errno (rename (on (fixture, "a"), on (fixture, "b")));
  put (on (fixture, "flush"), "12345678", O_APPEND, TRUE);
  put (on (fixture, "b/t"), "two, unsynced", 0, FALSE);
  g_assert_no_errno (unlink (on (fixture, "flush")));
  badfs_say (fixture->share, "power cut");
  text = get (on (fixture, "b/t"));
  g_assert_cmpstr (text, ==, "one");
  g_assert_true (exists (on (fixture, "flush")));
}

static void
test_stale_absent (Fixture      *fixture,
                   gconstpointer data)
{
  struct statx info;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "log"), 0777));
  badfs_say (fixture->share, "stale absent 60000");
  g_assert_false (exists (on (fixture, "log/1")));
  put (behind (fixture, "log/1"), "one", 0, FALSE);
  g_assert_false (exists (on (fixture, "log/1")));
  g_assert_cmpint (open (on (fixture, "log/1"), O_RDONLY), <, 0);
  g_assert_no_errno (statx (AT_FDCWD, on (fixture, "log"), AT_STATX_FORCE_SYNC, STATX_MTIME, &info));
  g_assert_true (exists (on (fixture, "log/1")));
  g_assert_false (exists (on (fixture, "log/2")));
  put (behind (fixture, "log/2"), "two", 0, FALSE);
  g_assert_cmpuint (count_listed (on (fixture, "log")), ==, 2);
  g_assert_true (exists (on (fixture, "log/2")));
}

static void
test_stale_folder (Fixture      *fixture,
                   gconstpointer data)
{
  struct stat before;
  struct stat after;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "log"), 0777));
  badfs_say (fixture->share, "stale list 200");
  badfs_say (fixture->share, "stale times 200");
  g_assert_no_errno (stat (on (fixture, "log"), &before));
  g_assert_cmpuint (count_listed (on (fixture, "log")), ==, 0);
  g_usleep (20000);
  put (behind (fixture, "log/1"), "one", 0, FALSE);
  g_assert_no_errno (stat (on (fixture, "log"), &after));
  g_assert_cmpint (before.st_mtim.tv_nsec, ==, after.st_mtim.tv_nsec);
  g_assert_cmpuint (count_listed (on (fixture, "log")), ==, 0);
  g_usleep (250000);
  g_assert_no_errno (stat (on (fixture, "log"), &after));
  g_assert_cmpint (before.st_mtim.tv_nsec, !=, after.st_mtim.tv_nsec);
  g_assert_cmpuint (count_listed (on (fixture, "log")), ==, 1);
}

static void
test_no_noreplace (Fixture      *fixture,
                   gconstpointer data)
{
  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  badfs_say (fixture->share, "noreplace off");
  g_assert_cmpint (
      errno_of (renameat2 (AT_FDCWD, on (fixture, "a"), AT_FDCWD, on (fixture, "b"), RENAME_NOREPLACE)), ==, EINVAL);
  g_assert_no_errno (rename (on (fixture, "a"), on (fixture, "b")));
}

static void
test_rename_by_copy (Fixture      *fixture,
                     gconstpointer data)
{
  if (fixture->share == NULL)
    return;
  for (int i = 0; i < 2; i++)
    {
      g_assert_no_errno (mkdir (on (fixture, i == 0 ? "a" : "b"), 0777));
      put (on (fixture, i == 0 ? "a/t" : "b/t"), i == 0 ? "one" : "two", 0, FALSE);
    }
  badfs_say (fixture->share, "rename copy");
  g_assert_no_errno (rename (on (fixture, "a"), on (fixture, "c")));
  g_assert_true (exists (behind (fixture, "c/t")));
  /* A folder that is taken is no hindrance: the second publishes over the first. */
  g_assert_no_errno (rename (on (fixture, "b"), on (fixture, "c")));
  g_assert_false (exists (behind (fixture, "b")));
}

static gpointer
rename_main (gpointer data)
{
  char **paths = data;

  return GINT_TO_POINTER (errno_of (renameat2 (AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_NOREPLACE)));
}

/* Two at once onto one name: how many believe that they have won. */
static guint
count_winners (Fixture    *fixture,
               const char *one,
               const char *two,
               const char *to)
{
  g_autofree char *from[2] = { g_strdup (on (fixture, one)), g_strdup (on (fixture, two)) };
  g_autofree char *target = g_strdup (on (fixture, to));
  char *pairs[2][2] = { { from[0], target }, { from[1], target } };
  GThread *threads[2];
  guint n = 0;

  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("racer", rename_main, pairs[i]);
  for (int i = 0; i < 2; i++)
    n += g_thread_join (threads[i]) == NULL;
  g_free (from[1]);
  from[1] = NULL;
  return n;
}

static void
test_two_winners (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *other_mount = NULL;

  if (fixture->share == NULL)
    return;
  badfs_say (fixture->share, "rename two-winners");
  g_assert_no_errno (mkdir (on (fixture, "d1"), 0777));
  g_assert_no_errno (mkdir (on (fixture, "d2"), 0777));
  put (on (fixture, "d1/t"), "one", 0, FALSE);
  put (on (fixture, "d2/t"), "two", 0, FALSE);
  g_assert_cmpuint (count_winners (fixture, "d1", "d2", "d"), ==, 1);
  /* One PC's kernel lets its own renames in a folder wait for each other: the second winner is another PC. */
  put (on (fixture, "f1"), "one", 0, FALSE);
  put (behind (fixture, "f2"), "two", 0, FALSE);
  {
    g_autofree char *from = g_strdup (on (fixture, "f1"));
    g_autofree char *to = g_strdup (on (fixture, "f"));
    char *pair[2] = { from, to };
    GThread *thread = g_thread_new ("racer", rename_main, pair);
    int other;

    g_usleep (5000);
    other = errno_of (renameat2 (AT_FDCWD, behind (fixture, "f2"), AT_FDCWD, behind (fixture, "f"), RENAME_NOREPLACE));
    g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 0);
    g_assert_cmpint (other, ==, 0);
  }
}

static void
test_gone_and_back (Fixture      *fixture,
                    gconstpointer data)
{
  GThread *thread;

  if (fixture->share == NULL)
    return;
  put (on (fixture, "f"), "one", 0, FALSE);
  badfs_say (fixture->share, "gone EHOSTDOWN");
  g_assert_cmpint (errno_of (mkdir (on (fixture, "a"), 0777)), ==, EHOSTDOWN);
  g_assert_false (exists (on (fixture, "f")));
  badfs_say (fixture->share, "back");
  g_assert_true (exists (on (fixture, "f")));
  badfs_say (fixture->share, "gone");
  thread = g_thread_new ("hangs", mkdir_main, g_strdup (on (fixture, "a")));
  badfs_say (fixture->share, "wait held 1 5000");
  badfs_say (fixture->share, "back");
  g_assert_null (g_thread_join (thread));
}

static void
test_empty_in_its_place (Fixture      *fixture,
                         gconstpointer data)
{
  struct stat info;
  int fd;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (mkdir (on (fixture, "a"), 0777));
  put (on (fixture, "a/f"), "one", 0, FALSE);
  badfs_say (fixture->share, "cache entry=60000");
  fd = open (on (fixture, "a/f"), O_RDWR);
  badfs_say (fixture->share, "empty on");
  g_assert_cmpuint (count_listed (on (fixture, "")), ==, 0);
  g_assert_cmpint (errno_of (stat (on (fixture, "a/f"), &info)), ==, ENOENT);
  g_assert_cmpint (errno_of (mkdir (on (fixture, "a/g"), 0777)), !=, 0);
  g_assert_cmpint (write (fd, "two", 3), <, 0);
  close (fd);
  g_assert_no_errno (mkdir (on (fixture, "stray"), 0777));
  badfs_say (fixture->share, "empty off");
  g_assert_true (exists (on (fixture, "a/f")));
  g_assert_false (exists (behind (fixture, "stray")));
}

/* --- processes that end ------------------------------------------------------------------------------ */

static int
run_killed (Fixture    *fixture,
            const char *fault,
            const char *folder)
{
  g_autofree char *path = g_strdup (on (fixture, folder));
  int status;
  pid_t child;

  badfs_say (fixture->share, "fault mkdir 1 %s", fault);
  child = fork ();
  if (child == 0)
    {
      mkdir (path, 0777);
      _exit (0);
    }
  waitpid (child, &status, 0);
  return WIFSIGNALED (status) ? WTERMSIG (status) : 0;
}

static void
test_kills (Fixture      *fixture,
            gconstpointer data)
{
  if (fixture->share == NULL)
    return;
  g_assert_cmpint (run_killed (fixture, "kill", "a"), ==, SIGKILL);
  g_assert_false (exists (behind (fixture, "a")));
  g_assert_cmpint (run_killed (fixture, "kill-after", "b"), ==, SIGKILL);
  g_assert_true (exists (behind (fixture, "b")));
}

static gboolean
is_mounted (const char *path)
{
  g_autofree char *mounts = get ("/proc/self/mounts");

  return mounts != NULL && strstr (mounts, path) != NULL;
}

static gboolean
goes_away (const char *path)
{
  for (int i = 0; i < 500 && is_mounted (path); i++)
    g_usleep (10000);
  return !is_mounted (path);
}

static void
test_leaves_no_mount (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *mount = NULL;
  g_autofree char *place = NULL;
  int ends[2];
  char path[512] = "";
  pid_t child;

  if (fixture->share == NULL)
    return;
  g_assert_no_errno (pipe (ends));
  child = fork ();
  if (child == 0)
    {
      char *why_not = NULL;
      Badfs *share = badfs_new (fixture->backing, &why_not);

      if (write (ends[1], badfs_mount (share), strlen (badfs_mount (share))) > 0)
        pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ends[0], path, sizeof path - 1), >, 0);
  g_assert_true (is_mounted (path));
  g_assert_no_errno (kill (child, SIGKILL));
  waitpid (child, NULL, 0);
  g_assert_true (goes_away (path));
  place = g_path_get_dirname (path);
  remove_tree (place);
  close (ends[0]);
  close (ends[1]);
  g_assert_true (exists (fixture->backing));
}

static void
test_several (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *why_not = NULL;
  Badfs *other;
  g_autofree char *path = NULL;

  if (fixture->share == NULL)
    return;
  other = badfs_new (fixture->backing, &why_not);
  g_assert_nonnull (other);
  badfs_say (fixture->share, "gone EIO");
  path = g_build_filename (badfs_mount (other), "a", NULL);
  g_assert_no_errno (mkdir (path, 0777));
  g_assert_cmpint (errno_of (mkdir (on (fixture, "b"), 0777)), ==, EIO);
  badfs_free (other);
}

#define ADD(name, func) g_test_add ("/faults/badfs/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("passes-everything-on", test_passes_on);
  ADD ("remembers-nothing-by-itself", test_remembers_nothing);
  ADD ("delays-what-it-is-told-to", test_delays);
  ADD ("a-call-that-hangs-holds-no-other", test_hangs);
  ADD ("fails-the-nth-call", test_fails);
  ADD ("a-lost-reply-was-done", test_lost_reply);
  ADD ("counts-requests-by-kind", test_counts);
  ADD ("a-power-cut-takes-what-was-not-flushed", test_power_cut);
  ADD ("stale-absence-ends-when-the-folder-is-asked", test_stale_absent);
  ADD ("stale-folders-show-what-was", test_stale_folder);
  ADD ("no-noreplace-is-einval", test_no_noreplace);
  ADD ("rename-by-copy-replaces-what-is-there", test_rename_by_copy);
  ADD ("files-have-two-winners-folders-one", test_two_winners);
  ADD ("gone-and-back", test_gone_and_back);
  ADD ("an-empty-folder-in-its-place", test_empty_in_its_place);
  ADD ("kills-before-and-after", test_kills);
  ADD ("a-dead-test-leaves-no-mount", test_leaves_no_mount);
  ADD ("several-at-once", test_several);
  return g_test_run ();
}
