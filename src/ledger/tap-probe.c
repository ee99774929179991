/* tap-probe.c — five checks of a folder: can a station live on this share?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything happens in a folder of its own, probe-<random>, which is removed again.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-mount.h"
#include "ledger/tap-probe-private.h"
#include "ledger/tap-station.h"

#define RACE_ROUNDS 20
#define FLUSH_ROUNDS 5
#define SLOW_FLUSH_MS 500

typedef struct
{
  const char   *folder;
  char         *place;          /* the probe's own folder */
  TapCheckFunc  func;
  gpointer      data;
  GCancellable *cancellable;
  gint64        offset_us;
  gboolean      clock_known;
} Probe;

void
tap_check_free (TapCheck *check)
{
  g_free (check->title);
  g_free (check->detail);
  g_free (check->value);
  g_free (check);
}

/* Takes @detail and @value. */
static gboolean
report (Probe         *probe,
        TapCheckKind   kind,
        TapCheckResult result,
        const char    *title,
        char          *detail,
        char          *value)
{
  TapCheck check = { kind, result, (char *) title, detail, value };

  if (probe->func != NULL)
    probe->func (&check, probe->data);
  g_free (detail);
  g_free (value);
  return result == TAP_CHECK_OK || result == TAP_CHECK_WARNING;
}

/* --- the five ---------------------------------------------------------------------------------- */

static gboolean
check_reachable (Probe *probe)
{
  g_autofree char *type = NULL;
  g_autofree char *options = NULL;
  g_autofree char *trip = NULL;
  g_autoptr(GError) error = NULL;
  gint64 began_us = g_get_monotonic_time ();
  struct statx info;
  int code;

  if (!tap_mount_check_folder (probe->folder, &error))
    return report (probe, TAP_CHECK_REACHABLE, TAP_CHECK_FAILED, _("Folder can be reached"),
                   g_strdup (error->message), g_strdup (""));
  code = statx (AT_FDCWD, probe->folder, AT_STATX_FORCE_SYNC, STATX_TYPE, &info) == 0 ? 0 : errno;
  if (code == 0 && !S_ISDIR (info.stx_mode))
    code = ENOTDIR;
  if (code != 0)
    return report (probe, TAP_CHECK_REACHABLE, TAP_CHECK_FAILED, _("Folder cannot be reached"),
                   g_strdup_printf ("%s · %s", probe->folder, g_strerror (code)), g_strdup (""));
  trip = _tap_probe_duration (g_get_monotonic_time () - began_us);
  tap_mount_describe (probe->folder, &type, &options);
  return report (probe, TAP_CHECK_REACHABLE, TAP_CHECK_OK, _("Folder can be reached"),
                 /* Translators: a folder, how long an answer takes, like "2 ms". */
                 g_strdup_printf (_("%s · round trip %s"), probe->folder, trip), g_strdup (type));
}

static gboolean
check_writable (Probe *probe)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *path = NULL;
  struct statx info;
  gint64 free_bytes;

  probe->place = g_strdup_printf ("%s/.probe-%.8s", probe->folder, uuid);
  path = g_build_filename (probe->place, "file", NULL);
  if (mkdir (probe->place, 0777) != 0 || !_tap_probe_write (path, "tappet", TRUE)
      || statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_MTIME, &info) != 0)
    {
      g_autoptr(GError) error = NULL;

      tap_ledger_set_errno (&error, errno, TRUE, probe->folder);
      return report (probe, TAP_CHECK_WRITABLE, TAP_CHECK_FAILED, _("This PC cannot write there"),
                     g_strdup (error->message), g_strdup (""));
    }
  probe->offset_us = info.stx_mtime.tv_sec * G_USEC_PER_SEC + info.stx_mtime.tv_nsec / 1000
                     - g_get_real_time ();
  probe->clock_known = TRUE;
  free_bytes = tap_mount_free_bytes (probe->folder);
  if (free_bytes > 0)
    {
      g_autofree char *size = g_format_size ((guint64) free_bytes);

      /* Translators: %s is a size, like "12.4 GB". */
      return report (probe, TAP_CHECK_WRITABLE, TAP_CHECK_OK, _("This PC can write there"),
                     g_strdup_printf (_("A file was written and read back · %s free"), size), g_strdup (""));
    }
  return report (probe, TAP_CHECK_WRITABLE, TAP_CHECK_OK, _("This PC can write there"),
                 g_strdup (_("A file was written and read back")), g_strdup (""));
}

static gboolean
check_publishing (Probe *probe)
{
  gint64 began_us = g_get_monotonic_time ();
  guint rounds;

  if (_tap_probe_whole (probe->place) == 0)
    return report (probe, TAP_CHECK_PUBLISHING, TAP_CHECK_FAILED, _("Publishing is not safe on this share"),
                   g_strdup (_("A folder does not appear whole there: it is copied and deleted instead of renamed. Mount the share by cifs or nfs.")),
                   g_strdup (""));
  for (rounds = 0; rounds < RACE_ROUNDS && !g_cancellable_is_cancelled (probe->cancellable); rounds++)
    if (_tap_probe_race (probe->place, rounds) != 1)
      return report (probe, TAP_CHECK_PUBLISHING, TAP_CHECK_FAILED, _("Publishing is not safe on this share"),
                     g_strdup (_("Two entries at once must have exactly one winner. The station opens read-only here.")),
                     g_strdup (""));
  return report (probe, TAP_CHECK_PUBLISHING, TAP_CHECK_OK, _("Publishing has one winner"),
                 /* Translators: %u is how often it was tried. */
                 g_strdup_printf (ngettext ("%u race of two entries, one winner each time",
                                            "%u races of two entries, one winner each time", rounds),
                                  rounds),
                 _tap_probe_duration ((g_get_monotonic_time () - began_us) / MAX (rounds, 1)));
}

static gboolean
check_flush (Probe *probe)
{
  g_autofree char *path = g_build_filename (probe->place, "flush", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  gint64 worst_us = 0;
  gboolean ok = fd >= 0;
  int saved = errno;

  for (guint i = 0; ok && i < FLUSH_ROUNDS; i++)
    {
      gint64 began_us = g_get_monotonic_time ();
      guint64 bytes = (guint64) began_us;

      ok = write (fd, &bytes, sizeof bytes) == sizeof bytes && fsync (fd) == 0;
      saved = errno;
      worst_us = MAX (worst_us, g_get_monotonic_time () - began_us);
    }
  if (fd >= 0)
    close (fd);
  unlink (path);
  if (!ok)
    return report (probe, TAP_CHECK_FLUSH, TAP_CHECK_FAILED, _("Saved data does not reach the disk"),
                   g_strdup (g_strerror (saved)), g_strdup (""));
  return report (probe, TAP_CHECK_FLUSH,
                 worst_us > SLOW_FLUSH_MS * G_TIME_SPAN_MILLISECOND ? TAP_CHECK_WARNING : TAP_CHECK_OK,
                 _("Saved data reaches the disk"),
                 g_strdup_printf (ngettext ("%u write, flushed to the server's disk",
                                            "%u writes, flushed to the server's disk", FLUSH_ROUNDS),
                                  FLUSH_ROUNDS),
                 _tap_probe_duration (worst_us));
}

static gboolean
check_clock (Probe *probe)
{
  TapLedgerLimits limits;
  gint64 offset_s = ABS (probe->offset_us) / G_USEC_PER_SEC;

  tap_ledger_limits_default (&limits);
  if (offset_s > limits.clock_stop_s)
    return report (probe, TAP_CHECK_CLOCK, TAP_CHECK_FAILED, _("The clock is wrong"),
                   g_strdup_printf (ngettext ("It differs from the server's by %d second. Set one of them right.",
                                              "It differs from the server's by %d seconds. Set one of them right.",
                                              (gulong) offset_s),
                                    (int) offset_s),
                   g_strdup (""));
  if (offset_s > 1)
    return report (probe, TAP_CHECK_CLOCK, offset_s > limits.clock_warn_s ? TAP_CHECK_WARNING : TAP_CHECK_OK,
                   _("Clock differs from the server"),
                   g_strdup_printf (ngettext ("By %d second. Times on the board follow the server's clock.",
                                              "By %d seconds. Times on the board follow the server's clock.",
                                              (gulong) offset_s),
                                    (int) offset_s),
                   g_strdup (_("Adjusted")));
  return report (probe, TAP_CHECK_CLOCK, TAP_CHECK_OK, _("Clock agrees with the server"),
                 g_strdup (_("Times on the board follow the server's clock")), g_strdup (""));
}

static void
skip_rest (Probe       *probe,
           TapCheckKind from)
{
  static const char *titles[TAP_N_CHECKS]
      = { N_ ("Folder can be reached"), N_ ("This PC can write there"), N_ ("Publishing has one winner"),
          N_ ("Saved data reaches the disk"), N_ ("Clock agrees with the server") };

  for (int kind = (int) from; kind < TAP_N_CHECKS; kind++)
    report (probe, (TapCheckKind) kind, TAP_CHECK_NOT_DONE, _(titles[kind]), g_strdup (_("Not checked")),
            g_strdup (""));
}

gboolean
tap_station_check (const char    *folder,
                   TapCheckFunc   func,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  static gboolean (*const checks[TAP_N_CHECKS]) (Probe *)
      = { check_reachable, check_writable, check_publishing, check_flush, check_clock };
  Probe probe = { folder, NULL, func, data, cancellable, 0, FALSE };
  gboolean all = TRUE;

  g_return_val_if_fail (folder != NULL, FALSE);

  for (int i = 0; i < TAP_N_CHECKS; i++)
    {
      if (g_cancellable_is_cancelled (cancellable))
        {
          skip_rest (&probe, (TapCheckKind) i);
          all = FALSE;
          break;
        }
      if (checks[i](&probe))
        continue;
      all = FALSE;
      /* Without a place to write to there is nothing more to try. */
      if (i <= TAP_CHECK_WRITABLE)
        {
          skip_rest (&probe, (TapCheckKind) (i + 1));
          break;
        }
    }
  if (probe.place != NULL)
    {
      g_autofree char *file = g_build_filename (probe.place, "file", NULL);

      unlink (file);
      rmdir (probe.place);
      g_free (probe.place);
    }
  if (!all && !g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
                         _("This folder is not safe for a shared station."));
  return all;
}
