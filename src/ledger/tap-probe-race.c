/* tap-probe-race.c — publishing for practice: races of one name, and whether a folder appears whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-mount.h"
#include "ledger/tap-probe-private.h"

#define WHOLE_FILES 24
#define OLD_UNIX 1000000000    /* 2001 */

gboolean
_tap_probe_write (const char *path,
                  const char *text,
                  gboolean    flush)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;
  ok = write (fd, text, strlen (text)) == (gssize) strlen (text) && (!flush || fsync (fd) == 0);
  saved = errno;
  if (close (fd) != 0 && ok)
    return FALSE;
  errno = saved;
  return ok;
}

char *
_tap_probe_duration (gint64 us)
{
  if (us < 10 * G_TIME_SPAN_MILLISECOND)
    /* Translators: milliseconds. */
    return g_strdup_printf (_("%.1f ms"), (double) us / 1000);
  /* Translators: seconds. */
  return us < G_USEC_PER_SEC ? g_strdup_printf (_("%.0f ms"), (double) us / 1000)
                             : g_strdup_printf (_("%.1f s"), (double) us / G_USEC_PER_SEC);
}

gboolean
_tap_probe_stage (const char *folder,
                  const char *text)
{
  g_autofree char *file = g_build_filename (folder, "t", NULL);

  return mkdir (folder, 0777) == 0 && _tap_probe_write (file, text, FALSE);
}

int
_tap_probe_publish (const char *from,
                    const char *to)
{
  int code = renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ? 0 : errno;

  if (code == EINVAL || code == ENOSYS)
    code = rename (from, to) == 0 ? 0 : errno;
  return code;
}

void
_tap_probe_remove (const char *folder)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_clear_pointer (&dir, g_dir_close);
  for (guint i = 0; i < names->len; i++)
    if (unlink (names->pdata[i]) != 0 && (errno == EISDIR || errno == EPERM))
      _tap_probe_remove (names->pdata[i]);
  rmdir (folder);
}

/* --- races ------------------------------------------------------------------------------------- */

typedef struct
{
  char   *from;
  char   *to;
  guint  *gate;
  int     code;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;

  while (g_atomic_int_get (racer->gate) == 0)
    g_thread_yield ();
  racer->code = _tap_probe_publish (racer->from, racer->to);
  return NULL;
}

static gboolean
prepare_racer (const char *place,
               Racer      *racer,
               guint       round,
               guint       i,
               guint      *gate)
{
  racer->from = g_strdup_printf ("%s/%u-%u.tmp", place, round, i);
  racer->to = g_strdup_printf ("%s/%u.txn", place, round);
  racer->gate = gate;
  racer->code = -1;
  return _tap_probe_stage (racer->from, i == 0 ? "first" : "other");
}

int
_tap_probe_race (const char *place,
                 guint       round)
{
  Racer racers[2] = { { NULL } };
  GThread *threads[2];
  guint gate = 0;
  int winners = -1;
  int saved = 0;

  if (prepare_racer (place, &racers[0], round, 0, &gate) && prepare_racer (place, &racers[1], round, 1, &gate))
    {
      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new ("tap-race", race, &racers[i]);
      g_atomic_int_set (&gate, 1);
      for (guint i = 0; i < 2; i++)
        g_thread_join (threads[i]);
      winners = (racers[0].code == 0) + (racers[1].code == 0);
      saved = winners == 0 ? racers[0].code : 0;
    }
  else
    saved = errno;
  for (guint i = 0; i < 2; i++)
    {
      if (racers[i].from != NULL)
        _tap_probe_remove (racers[i].from);
      if (racers[i].to != NULL)
        _tap_probe_remove (racers[i].to);
      g_free (racers[i].from);
      g_free (racers[i].to);
    }
  errno = saved;
  return winners;
}

/* --- whole or not at all ------------------------------------------------------------------------- */

typedef struct
{
  char *to;
  int   stop;                   /* atomic */
  int   ready;                  /* atomic */
  int   half;                   /* atomic: the name was there, and its last file was not */
} Watch;

static gpointer
watch_main (gpointer data)
{
  Watch *watch = data;
  g_autofree char *last = g_strdup_printf ("%s/%u", watch->to, WHOLE_FILES - 1);

  while (!g_atomic_int_get (&watch->stop))
    {
      struct stat info;

      if (stat (watch->to, &info) == 0)
        {
          if (stat (last, &info) != 0 && errno == ENOENT)
            g_atomic_int_set (&watch->half, 1);
          g_atomic_int_set (&watch->ready, 1);
          break;
        }
      g_atomic_int_set (&watch->ready, 1);
    }
  return NULL;
}

/* So that no copy has it by chance. Where it cannot be set the numbers have to do. */
static void
make_old (const char *folder)
{
  g_autofree char *path = g_strdup_printf ("%s/0", folder);
  struct timespec times[2] = { { .tv_sec = OLD_UNIX }, { .tv_sec = OLD_UNIX } };

  utimensat (AT_FDCWD, path, times, 0);
}

static gboolean
fill (const char *folder)
{
  if (mkdir (folder, 0777) != 0)
    return FALSE;
  for (guint i = 0; i < WHOLE_FILES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", folder, i);

      if (!_tap_probe_write (path, "tappet", FALSE))
        return FALSE;
    }
  make_old (folder);
  return TRUE;
}

/* Where the client makes up the numbers of files they say nothing. */
static gboolean
has_own_numbers (const char *place)
{
  g_autoptr(TapMount) mount = tap_mount_find (place);

  return tap_mount_has (mount, "noserverino");
}

/* A renamed file keeps its number and its time; one that was copied has got another number, or, where the client makes up the numbers
 * from the names, another time. */
static gboolean
look_at (const char   *folder,
         struct statx *info)
{
  g_autofree char *path = g_strdup_printf ("%s/0", folder);

  return statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_INO | STATX_MTIME, info) == 0;
}

/* A client that takes the copy for what it had renamed goes on showing the folder that was deleted: there is nothing in it. */
static gboolean
has_all (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n == WHOLE_FILES;
}

static gboolean
is_same (const char         *place,
         const struct statx *before,
         const struct statx *after)
{
  if (before->stx_mtime.tv_sec == OLD_UNIX && after->stx_mtime.tv_sec != OLD_UNIX)
    return FALSE;
  return before->stx_ino == after->stx_ino || has_own_numbers (place);
}

int
_tap_probe_whole (const char *place)
{
  g_autofree char *from = g_build_filename (place, "whole.tmp", NULL);
  Watch watch = { g_build_filename (place, "whole.txn", NULL), 0, 0, 0 };
  struct statx before;
  struct statx after;
  int result = -1;
  int code = 0;

  if (fill (from) && look_at (from, &before))
    {
      GThread *thread = g_thread_new ("tap-watch", watch_main, &watch);

      while (!g_atomic_int_get (&watch.ready))
        g_thread_yield ();
      code = _tap_probe_publish (from, watch.to);
      g_atomic_int_set (&watch.stop, 1);
      g_thread_join (thread);
      if (code == 0 && look_at (watch.to, &after))
        result = !watch.half && has_all (watch.to) && is_same (place, &before, &after);
      else if (code == 0)
        code = errno;
    }
  else
    code = errno;
  _tap_probe_remove (from);
  _tap_probe_remove (watch.to);
  g_free (watch.to);
  errno = code;
  return result;
}
