/* tap-doctor.c — a share looked over from every side: the mount, rights, publishing, seeing, flushing, the clock.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything happens in a hidden folder of its own, .probe-<random>, which is removed again.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-doctor-private.h"
#include "ledger/tap-ledger.h"
#include "ledger/tap-probe-private.h"

#define TRIPS 15
#define FLUSHES 7
#define RACES 20
#define SIGHTS 3
#define SLOW_TRIP_US (100 * G_TIME_SPAN_MILLISECOND)
#define SLOW_FLUSH_US (500 * G_TIME_SPAN_MILLISECOND)
#define SEEN_LATE_US (2 * G_USEC_PER_SEC)
#define SEEN_NEVER_US (5 * G_USEC_PER_SEC)
#define LOOK_US (20 * G_TIME_SPAN_MILLISECOND)

void
tap_doctor_line_free (TapDoctorLine *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->value);
  g_free (self);
}

static guint
gravity (TapCheckResult result)
{
  return result == TAP_CHECK_FAILED ? 3 : result == TAP_CHECK_WARNING ? 2 : result == TAP_CHECK_OK ? 1 : 0;
}

void
_tap_doctor_line (TapDoctor      *self,
                  const char     *id,
                  TapCheckResult  result,
                  const char     *title,
                  char           *detail,
                  char           *value,
                  double          number,
                  const char     *unit)
{
  TapDoctorLine line = { (char *) id, result, (char *) title, detail, value != NULL ? value : (char *) "", number, unit };

  if (gravity (result) > gravity (self->worst))
    self->worst = result;
  if (self->func != NULL)
    self->func (&line, self->data);
  g_free (detail);
  g_free (value);
}

void
_tap_doctor_skip (TapDoctor  *self,
                  const char *id,
                  const char *title)
{
  _tap_doctor_line (self, id, TAP_CHECK_NOT_DONE, title, g_strdup (_("Could not be tried.")), NULL, NAN, "");
}

static int
compare_us (gconstpointer a,
            gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* Sorts. */
static gint64
median (gint64 *times,
        guint   n)
{
  qsort (times, n, sizeof *times, compare_us);
  return times[n / 2];
}

static double
in_ms (gint64 us)
{
  return (double) us / 1000;
}

/* --- the mount ------------------------------------------------------------------------------------ */

static void
examine_mount (TapDoctor *self)
{
  g_autofree char *text = NULL;
  TapCheckResult result = TAP_CHECK_OK;
  guint concern = 0;
  guint grave = 0;

  switch (self->mount->kind)
    {
    case TAP_MOUNT_COPYING:
    case TAP_MOUNT_GVFS:
      result = TAP_CHECK_FAILED;
      break;
    case TAP_MOUNT_UNKNOWN:
    case TAP_MOUNT_MEMORY:
    case TAP_MOUNT_SSHFS:
    case TAP_MOUNT_OTHER_NETWORK:
    case TAP_MOUNT_OTHER_FUSE:
      result = TAP_CHECK_WARNING;
      break;
    case TAP_MOUNT_LOCAL:
    case TAP_MOUNT_NFS:
    case TAP_MOUNT_SMB:
    default:
      break;
    }
  _tap_doctor_line (self, "mount", result, _("Kind of disk"), tap_mount_kind_text (self->mount), g_strdup (self->mount->type),
                    NAN, "");
  text = tap_mount_options_text (self->mount, &concern, &grave);
  _tap_doctor_line (self, "options", grave > 0 ? TAP_CHECK_FAILED : concern > 0 ? TAP_CHECK_WARNING : TAP_CHECK_OK,
                    _("How it is mounted"), g_steal_pointer (&text), NULL, NAN, "");
}

/* --- round trip ------------------------------------------------------------------------------------ */

/* FALSE: there is no folder to look at. */
static gboolean
examine_round_trip (TapDoctor *self)
{
  gint64 times[TRIPS];
  g_autofree char *longest = NULL;
  gint64 middle;

  for (guint i = 0; i < TRIPS; i++)
    {
      gint64 began_us = g_get_monotonic_time ();
      struct statx info;
      int code = statx (AT_FDCWD, self->folder, AT_STATX_FORCE_SYNC, STATX_TYPE | STATX_MTIME, &info) == 0 ? 0 : errno;

      if (code == 0 && !S_ISDIR (info.stx_mode))
        code = ENOTDIR;
      if (code != 0)
        {
          _tap_doctor_line (self, "round-trip", TAP_CHECK_FAILED, _("The folder cannot be reached"),
                            /* Translators: a folder, and the system's reason. */
                            g_strdup_printf (_("%s: %s. Is the share mounted, and is the server switched on?"), self->folder,
                                             g_strerror (code)),
                            NULL, NAN, "ms");
          return FALSE;
        }
      times[i] = g_get_monotonic_time () - began_us;
    }
  middle = median (times, TRIPS);
  longest = _tap_probe_duration (times[TRIPS - 1]);
  _tap_doctor_line (self, "round-trip", middle > SLOW_TRIP_US ? TAP_CHECK_WARNING : TAP_CHECK_OK, _("Time for one answer"),
                    middle > SLOW_TRIP_US
                        /* Translators: %s is a time, like "340 ms". */
                        ? g_strdup_printf (_("The longest took %s. Saving needs some ten answers: look at the network between here and the server."), longest)
                        : g_strdup_printf (_("The middle one of 15; the longest took %s."), longest),
                    _tap_probe_duration (middle), in_ms (middle), "ms");
  return TRUE;
}

/* --- rights ------------------------------------------------------------------------------------------ */

static char *
own_name (void)
{
  struct passwd *user = getpwuid (geteuid ());

  return user != NULL ? g_strdup (user->pw_name) : g_strdup_printf ("%u", (guint) geteuid ());
}

static char *
rights_text (const char *path)
{
  struct stat info;
  char text[] = "rwxrwxrwx";

  if (stat (path, &info) != 0)
    return g_strdup ("?");
  for (guint i = 0; i < 9; i++)
    if (!(info.st_mode & (0400u >> i)))
      text[i] = '-';
  return g_strdup_printf ("%s, %u:%u", text, (guint) info.st_uid, (guint) info.st_gid);
}

static void
say_no_right (TapDoctor  *self,
              const char *path,
              int         code)
{
  g_autofree char *user = own_name ();
  g_autofree char *rights = rights_text (path);
  char *detail;

  if (code == EACCES || code == EPERM)
    /* Translators: the user of this PC, a folder, its rights like "rwxr-xr-x, 0:0". */
    detail = g_strdup_printf (_("The user %s may not write to %s (%s). The administrator of the server gives that right."), user,
                              path, rights);
  else if (code == EROFS)
    detail = g_strdup_printf (_("%s is mounted for reading only. Mount it for writing (rw)."), path);
  else if (code == ENOSPC || code == EDQUOT)
    detail = g_strdup (_("The file server has no room left. Nothing can be saved until somebody makes room there."));
  else
    detail = g_strdup_printf ("%s: %s", path, g_strerror (code));
  _tap_doctor_line (self, "rights", TAP_CHECK_FAILED, _("This PC cannot write there"), detail, NULL, NAN, "");
}

/* In a station every folder is written to, not only the one on top. */
static char *
find_closed_folder (const char *folder)
{
  static const char *const names[] = { "staging", "log", "presence", "flush", "snapshots", "archive", "files" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      if (access (path, W_OK | X_OK) != 0 && errno != ENOENT)
        return g_steal_pointer (&path);
    }
  return NULL;
}

static void
examine_rights (TapDoctor *self)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *place = g_strdup_printf ("%s/.probe-%.8s", self->folder, uuid);
  g_autofree char *file = g_build_filename (place, "file", NULL);
  g_autofree char *moved = g_build_filename (place, "moved", NULL);
  g_autofree char *closed = find_closed_folder (self->folder);
  int code;

  if (mkdir (place, 0777) != 0)
    {
      say_no_right (self, self->folder, errno);
      return;
    }
  self->place = g_steal_pointer (&place);
  if (!_tap_probe_write (file, "tappet", FALSE) || rename (file, moved) != 0 || unlink (moved) != 0)
    {
      code = errno;
      say_no_right (self, self->folder, code);
      _tap_probe_remove (self->place);
      g_clear_pointer (&self->place, g_free);
      return;
    }
  if (closed != NULL)
    {
      say_no_right (self, closed, EACCES);
      return;
    }
  _tap_doctor_line (self, "rights", TAP_CHECK_OK, _("This PC can write there"),
                    g_strdup (_("A folder and a file were made, renamed and deleted.")), NULL, NAN, "");
}

/* --- publishing ---------------------------------------------------------------------------------------- */

static void
examine_publishing (TapDoctor *self)
{
  const char *title = _("Publishing has one winner");
  gint64 times[RACES];
  int winners;

  if (self->place == NULL)
    {
      _tap_doctor_skip (self, "publish", title);
      return;
    }
  winners = _tap_probe_whole (self->place);
  if (winners == 0)
    {
      _tap_doctor_line (self, "publish", TAP_CHECK_FAILED, _("Publishing is not safe on this share"),
                        g_strdup (_("A folder does not appear whole there: it is copied and deleted instead of renamed. Mount the share by cifs or nfs.")),
                        NULL, NAN, "ms");
      return;
    }
  for (guint i = 0; i < RACES && winners >= 0; i++)
    {
      gint64 began_us = g_get_monotonic_time ();

      winners = _tap_probe_race (self->place, i);
      times[i] = g_get_monotonic_time () - began_us;
      if (winners == 1)
        continue;
      _tap_doctor_line (self, "publish", TAP_CHECK_FAILED, _("Publishing is not safe on this share"),
                        winners > 1 ? g_strdup (_("Of two entries at once both were told they had won: one of them would be lost."))
                                    /* Translators: %s is the system's reason. */
                                    : g_strdup_printf (_("An entry could not be published: %s."), g_strerror (errno)),
                        NULL, NAN, "ms");
      return;
    }
  if (winners < 0)
    {
      _tap_doctor_line (self, "publish", TAP_CHECK_FAILED, _("Publishing is not safe on this share"),
                        g_strdup_printf (_("An entry could not be published: %s."), g_strerror (errno)), NULL, NAN, "ms");
      return;
    }
  _tap_doctor_line (self, "publish", TAP_CHECK_OK, title,
                    g_strdup_printf (ngettext ("%u race of two entries, one winner each time",
                                               "%u races of two entries, one winner each time", RACES), RACES),
                    _tap_probe_duration (median (times, RACES)), in_ms (times[RACES / 2]), "ms");
}

/* --- seeing ---------------------------------------------------------------------------------------------- */

/* Looks as the ledger looks: at the folder's time, and opens the name when that changed. Microseconds; -1: never. */
static gint64
time_until_seen (const char *place,
                 guint       round)
{
  g_autofree char *from = g_strdup_printf ("%s/see-%u.tmp", place, round);
  g_autofree char *log = g_strdup_printf ("%s/see-%u", place, round);
  g_autofree char *to = g_build_filename (log, "1.txn", NULL);
  g_autofree char *file = g_build_filename (to, "t", NULL);
  struct statx before, now;
  gint64 began_us;
  int fd;

  /* It is asked for before it is there, so that "not there" may be remembered. */
  if (mkdir (log, 0777) != 0 || !_tap_probe_stage (from, "tappet") || access (file, R_OK) == 0
      || statx (AT_FDCWD, log, AT_STATX_FORCE_SYNC, STATX_MTIME, &before) != 0)
    return -1;
  g_usleep (LOOK_US);
  if (_tap_probe_publish (from, to) != 0)
    return -1;
  began_us = g_get_monotonic_time ();
  while (g_get_monotonic_time () - began_us < SEEN_NEVER_US)
    {
      if (statx (AT_FDCWD, log, AT_STATX_FORCE_SYNC, STATX_MTIME, &now) == 0
          && (now.stx_mtime.tv_sec != before.stx_mtime.tv_sec || now.stx_mtime.tv_nsec != before.stx_mtime.tv_nsec)
          && (fd = open (file, O_RDONLY | O_CLOEXEC)) >= 0)
        {
          close (fd);
          return g_get_monotonic_time () - began_us;
        }
      g_usleep (LOOK_US);
    }
  return -1;
}

static void
examine_seeing (TapDoctor *self)
{
  const char *title = _("What is published is seen");
  gint64 worst_us = 0;

  if (self->place == NULL)
    {
      _tap_doctor_skip (self, "visible", title);
      return;
    }
  for (guint i = 0; i < SIGHTS && worst_us >= 0; i++)
    {
      gint64 us = time_until_seen (self->place, i);

      worst_us = us < 0 ? -1 : MAX (worst_us, us);
    }
  if (worst_us < 0 || worst_us > SEEN_LATE_US)
    _tap_doctor_line (self, "visible", TAP_CHECK_FAILED, _("What is published is not seen in time"),
                      g_strdup (_("Other PCs would work on an old board. Mount it without long caches (actimeo, cache=loose).")),
                      worst_us < 0 ? NULL : _tap_probe_duration (worst_us), worst_us < 0 ? NAN : in_ms (worst_us), "ms");
  else
    _tap_doctor_line (self, "visible", TAP_CHECK_OK, title,
                      g_strdup (_("By this PC itself; “tappetctl probe” on two PCs at once tells of others.")),
                      _tap_probe_duration (worst_us), in_ms (worst_us), "ms");
}

/* --- flushing, the clock ----------------------------------------------------------------------------------- */

static void
learn_offset (TapDoctor  *self,
              const char *path,
              gint64      began_us)
{
  struct statx info;
  gint64 least_us, most_us;

  if (statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_MTIME, &info) != 0)
    return;
  least_us = info.stx_mtime.tv_sec * G_USEC_PER_SEC + info.stx_mtime.tv_nsec / 1000 - g_get_real_time ();
  most_us = least_us + (g_get_monotonic_time () - began_us);
  self->offset_us = least_us > 0 ? least_us : MIN (most_us, 0);
  self->offset_known = TRUE;
}

static void
examine_flush (TapDoctor *self)
{
  const char *title = _("Saved data reaches the disk");
  g_autofree char *path = self->place != NULL ? g_build_filename (self->place, "flush", NULL) : NULL;
  g_autofree char *longest = NULL;
  gint64 times[FLUSHES];
  gboolean ok;
  int saved;
  int fd;

  if (path == NULL)
    {
      _tap_doctor_skip (self, "flush", title);
      return;
    }
  fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  ok = fd >= 0;
  saved = errno;
  for (guint i = 0; ok && i < FLUSHES; i++)
    {
      gint64 began_us = g_get_monotonic_time ();

      ok = write (fd, &began_us, sizeof began_us) == sizeof began_us && fsync (fd) == 0;
      saved = errno;
      times[i] = g_get_monotonic_time () - began_us;
      if (ok && i == 0)
        learn_offset (self, path, began_us);
    }
  if (fd >= 0)
    close (fd);
  if (!ok)
    {
      _tap_doctor_line (self, "flush", TAP_CHECK_FAILED, _("Saved data does not reach the disk"),
                        /* Translators: %s is the system's reason. */
                        g_strdup_printf (_("%s. An entry could be lost in a power cut of the server."), g_strerror (saved)), NULL,
                        NAN, "ms");
      return;
    }
  median (times, FLUSHES);
  longest = _tap_probe_duration (times[FLUSHES - 1]);
  _tap_doctor_line (self, "flush", times[FLUSHES / 2] > SLOW_FLUSH_US ? TAP_CHECK_WARNING : TAP_CHECK_OK, title,
                    times[FLUSHES / 2] > SLOW_FLUSH_US
                        ? g_strdup (_("The server is slow to write: each save waits for it. Are its disks healthy?"))
                        : g_strdup_printf (_("The middle one of 7 writes; the longest took %s."), longest),
                    _tap_probe_duration (times[FLUSHES / 2]), in_ms (times[FLUSHES / 2]), "ms");
}

static void
examine_clock (TapDoctor *self)
{
  double seconds = round ((double) self->offset_us / G_USEC_PER_SEC * 1000) / 1000;
  TapCheckResult result = TAP_CHECK_OK;
  TapLedgerLimits limits;
  char *detail;

  if (!self->offset_known)
    {
      _tap_doctor_skip (self, "clock", _("Clock agrees with the server"));
      return;
    }
  tap_ledger_limits_default (&limits);
  if (fabs (seconds) > limits.clock_stop_s)
    {
      result = TAP_CHECK_FAILED;
      detail = g_strdup (_("Nothing is saved with a clock so wrong. Set it right, best by the network (NTP)."));
    }
  else if (fabs (seconds) > limits.clock_warn_s)
    {
      result = TAP_CHECK_WARNING;
      detail = g_strdup (_("Times on the board follow the server's clock. Set one of the two right, best by the network (NTP)."));
    }
  else
    detail = g_strdup (_("Times on the board follow the server's clock"));
  _tap_doctor_line (self, "clock", result,
                    result == TAP_CHECK_OK ? _("Clock agrees with the server") : _("Clock differs from the server"), detail,
                    /* Translators: seconds, with a sign: "+0.2 s". */
                    g_strdup_printf (_("%+.1f s"), fabs (seconds) < 0.05 ? 0.0 : seconds), seconds, "s");
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static gboolean
examine_words (TapDoctor *self)
{
  g_autoptr(GError) error = NULL;

  if (tap_mount_check_folder (self->folder, &error))
    return TRUE;
  _tap_doctor_line (self, "mount", TAP_CHECK_FAILED, _("Kind of disk"), g_strdup (error->message), NULL, NAN, "");
  return FALSE;
}

gboolean
tap_doctor_examine (const char      *folder,
                    TapDoctorFunc    func,
                    gpointer         data,
                    TapCheckResult  *worst,
                    GCancellable    *cancellable,
                    GError         **error)
{
  static void (*const steps[]) (TapDoctor *) = { examine_rights, examine_publishing, examine_seeing, examine_flush, examine_clock,
                                                 _tap_doctor_space, _tap_doctor_station, _tap_doctor_peers, _tap_doctor_proof };
  TapDoctor self = { folder, func, data, TAP_CHECK_NOT_DONE, NULL, NULL, 0, FALSE };
  gboolean done = TRUE;

  g_return_val_if_fail (folder != NULL && worst != NULL, FALSE);

  if (examine_words (&self))
    {
      self.mount = tap_mount_find (folder);
      examine_mount (&self);
      if (examine_round_trip (&self))
        for (guint i = 0; i < G_N_ELEMENTS (steps) && done; i++)
          {
            done = !g_cancellable_set_error_if_cancelled (cancellable, error);
            if (done)
              steps[i](&self);
          }
      tap_mount_free (self.mount);
    }
  if (self.place != NULL)
    _tap_probe_remove (self.place);
  g_free (self.place);
  *worst = self.worst;
  return done;
}
