/* tap-care-jobs.c — the jobs that look after the data, as they run on their thread, and their words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care"
#include "config.h"

#include "app/tap-care-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static const struct
{
  const char *working, *done, *failed, *stopped;
} titles[TAP_CARE_N_JOBS] = {
  [TAP_CARE_BACKUP] = { N_("Backing Up"), N_("Backed Up"), N_("The Backup Failed"), N_("The Backup Was Stopped") },
  [TAP_CARE_CHECK] = { N_("Checking the Backup"), N_("The Backup Is Good"), N_("The Backup Is Not Good"),
                       N_("The Check Was Stopped") },
  [TAP_CARE_DRILL] = { N_("Restore Drill"), N_("The Restore Drill Went Well"), N_("The Restore Drill Failed"),
                       N_("The Restore Drill Was Stopped") },
  [TAP_CARE_VERIFY] = { N_("Verifying the History"), N_("The History Is Whole"), N_("The History Is Not Whole"),
                        N_("Verifying Was Stopped") },
  [TAP_CARE_VERIFY_DEEP] = { N_("Verifying the History Deeply"), N_("The History Is Whole"), N_("The History Is Not Whole"),
                             N_("Verifying Was Stopped") },
  [TAP_CARE_COMPARE] = { N_("Comparing the Folder and This Computer"), N_("Compared"), N_("They Could Not Be Compared"),
                         N_("Comparing Was Stopped") },
  [TAP_CARE_PUT_BACK] = { N_("Putting Back"), N_("Put Back"), N_("Not All Could Be Put Back"), N_("Putting Back Was Stopped") },
  [TAP_CARE_TAKE_FOLDER] = { N_("Starting From the Folder"), N_("This Computer Follows the Folder"),
                             N_("The Folder Could Not Be Taken Over"), N_("Taking Over Was Stopped") },
  [TAP_CARE_RESCUE] = { N_("Making a New Station Folder"), N_("The New Station Folder Is Ready"),
                        N_("The New Station Folder Could Not Be Made"), N_("Making the New Folder Was Stopped") },
  [TAP_CARE_RESTORE] = { N_("Restoring the Backup"), N_("The Backup Is Restored"), N_("The Backup Could Not Be Restored"),
                         N_("Restoring Was Stopped") },
};

const char *
_tap_care_title (TapCareJob   job,
                 TapCareState state)
{
  switch (state)
    {
    case TAP_CARE_WORKING:
      return _(titles[job].working);
    case TAP_CARE_DONE:
      return _(titles[job].done);
    case TAP_CARE_FAILED:
      return _(titles[job].failed);
    case TAP_CARE_STOPPED:
      return _(titles[job].stopped);
    case TAP_CARE_IDLE:
      break;
    }
  return "";
}

const char *
_tap_care_safe (TapCareJob job)
{
  switch (job)
    {
    case TAP_CARE_BACKUP:
      return _("The station is not touched by this, and earlier backups are still there.");
    case TAP_CARE_CHECK:
    case TAP_CARE_DRILL:
    case TAP_CARE_VERIFY:
    case TAP_CARE_VERIFY_DEEP:
    case TAP_CARE_COMPARE:
      return _("Nothing was changed: this only looks.");
    case TAP_CARE_PUT_BACK:
      return _("Nothing was deleted, and this computer keeps its copies: it can be done again.");
    case TAP_CARE_TAKE_FOLDER:
    case TAP_CARE_RESCUE:
      return _("This computer keeps its copy: it can be done again.");
    case TAP_CARE_RESTORE:
      return _("The backup and the station are as before: it can be done again into an empty folder.");
    }
  return "";
}

void
_tap_care_task_free (gpointer data)
{
  TapCareTask *task = data;

  g_free (task->folder);
  g_free (task->replica_dir);
  g_free (task->station_id);
  g_free (task->place);
  g_free (task->path);
  g_free (task->backup_path);
  g_free (task->sentence);
  g_clear_pointer (&task->backup, tap_backup_free);
  g_clear_pointer (&task->rift, tap_rift_free);
  g_free (task);
}

/* ---- the jobs ---- */

/* Window and wall of one PC have the same plan: only one of them makes the backup. Returns the descriptor that holds the lock; -1 with
 * @error. */
static int
lock_place (const TapCareTask  *task,
            GError            **error)
{
  g_autofree char *path = g_build_filename (task->replica_dir, "backup.lock", NULL);
  int fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("Another window on this computer is making a backup right now."));
  return -1;
}

static gboolean
run_backup (TapCareTask      *task,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autofree char *size = NULL;
  int fd = lock_place (task, error);

  if (fd < 0)
    return FALSE;
  task->backup = tap_care_api ()->make (task->folder, task->place, task->now_unix, progress, data, cancellable, error);
  close (fd);
  if (task->backup == NULL)
    return FALSE;
  size = g_format_size ((guint64) MAX (task->backup->bytes, 0));
  /* Translators: %s is a size, as 4.2 MB */
  task->sentence = g_strdup_printf (_("A new backup of %s is there, has been opened and found good."), size);
  return TRUE;
}

/* The newest good backup of this station, when none was named. */
static gboolean
find_newest (TapCareTask  *task,
             GError      **error)
{
  g_autoptr (GPtrArray) backups = NULL;

  if (task->path != NULL)
    return TRUE;
  backups = tap_care_api ()->list (task->place, task->station_id, error);
  if (backups == NULL)
    return FALSE;
  for (guint i = 0; i < backups->len && task->path == NULL; i++)
    {
      const TapBackup *backup = g_ptr_array_index (backups, i);

      if (backup->good || backup->checked_unix == 0)
        task->path = g_strdup (backup->path);
    }
  if (task->path == NULL)
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING,
                         _("There is no good backup of this station in the folder yet. Make one first."));
  return task->path != NULL;
}

static gboolean
run_check (TapCareTask      *task,
           TapProgressFunc   progress,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  if (!find_newest (task, error)
      || !tap_care_api ()->check (task->path, task->now_unix, progress, data, cancellable, error))
    return FALSE;
  task->sentence = g_strdup (_("It opens, its history is whole, and it holds what its note says."));
  return TRUE;
}

static gboolean
run_drill (TapCareTask      *task,
           TapProgressFunc   progress,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  gint64 took_ms = 0;

  if (!find_newest (task, error)
      || !tap_care_api ()->drill (task->path, NULL, &took_ms, progress, data, cancellable, error))
    return FALSE;
  /* Translators: seconds */
  task->sentence = g_strdup_printf (_("The backup became a complete station again in %.1f s; the station that was tried out is cleared away."),
                                    (double) took_ms / 1000);
  return TRUE;
}

typedef struct
{
  TapProgressFunc progress;
  gpointer        data;
} Verify;

static void
verify_progress (guint64  seq,
                 guint64  last_seq,
                 gpointer data)
{
  Verify *verify = data;

  verify->progress (_("Following the changes from the first to the last"), (gint64) seq, (gint64) last_seq, verify->data);
}

static gboolean
run_verify (TapCareTask      *task,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  Verify verify = { progress, data };
  guint64 n = 0;

  if (!tap_care_api ()->verify (task->folder, &n, verify_progress, &verify, cancellable, error))
    return FALSE;
  task->sentence = g_strdup_printf (ngettext ("%llu change: nothing of it was altered afterwards.",
                                              "%llu changes follow one another: nothing of them was altered afterwards.",
                                              (gulong) n), (unsigned long long) n);
  return TRUE;
}

static gboolean
run_verify_deep (TapCareTask      *task,
                 TapProgressFunc   progress,
                 gpointer          data,
                 GCancellable     *cancellable,
                 GError          **error)
{
  guint64 n = 0;

  if (!tap_care_api ()->verify_deep (task->folder, task->replica_dir, NULL, &n, progress, data, cancellable, error))
    return FALSE;
  task->sentence = g_strdup_printf (ngettext ("%llu change, entered anew into an empty station, gives the same station.",
                                              "%llu changes, entered anew into an empty station, give the same station.",
                                              (gulong) n), (unsigned long long) n);
  return TRUE;
}

static gboolean
run_compare (TapCareTask      *task,
             TapProgressFunc   progress,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  task->rift = tap_care_api ()->compare (task->folder, task->replica_dir, progress, data, cancellable, error);
  if (task->rift == NULL)
    return FALSE;
  task->sentence = g_strdup (task->rift->sentence);
  return TRUE;
}

static gboolean
run_put_back (TapCareTask      *task,
              TapProgressFunc   progress,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  guint n = 0;

  if (!tap_care_api ()->put_back (task->folder, task->replica_dir, &n, progress, data, cancellable, error))
    return FALSE;
  task->sentence = g_strdup_printf (ngettext ("%u change is in the folder again. All computers can save.",
                                              "%u changes are in the folder again. All computers can save.", n), n);
  return TRUE;
}

static gboolean
run_take_folder (TapCareTask      *task,
                 TapProgressFunc   progress,
                 gpointer          data,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autofree char *aside = NULL;

  if (!tap_care_api ()->take_folder (task->folder, task->replica_dir, &aside, progress, data, cancellable, error))
    return FALSE;
  /* Translators: %s is a folder */
  task->sentence = g_strdup_printf (_("What this computer knew before is kept in %s."), aside != NULL ? aside : "");
  return TRUE;
}

static gboolean
run_rescue (TapCareTask      *task,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  guint64 seq = 0;
  guint n_missing = 0;

  if (!tap_care_api ()->rescue (task->replica_dir, task->path, &seq, &n_missing, progress, data, cancellable, error))
    return FALSE;
  if (n_missing == 0)
    task->sentence = g_strdup_printf (_("Let all computers open %s. It holds everything up to change %llu."),
                                      task->path, (unsigned long long) seq);
  else
    /* Translators: a folder, the number of the last change, how many photos and signatures */
    task->sentence = g_strdup_printf (ngettext ("Let all computers open %s. It holds everything up to change %llu, "
                                                "but for %u photo that this computer does not have.",
                                                "Let all computers open %s. It holds everything up to change %llu, "
                                                "but for %u photos that this computer does not have.", n_missing),
                                      task->path, (unsigned long long) seq, n_missing);
  return TRUE;
}

static gboolean
run_restore (TapCareTask      *task,
             TapProgressFunc   progress,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  if (!tap_care_api ()->restore (task->backup_path, task->path, progress, data, cancellable, error))
    return FALSE;
  /* Translators: %s is a folder */
  task->sentence = g_strdup_printf (_("A complete station stands in %s. Entries made after this backup are not in it; computers that still "
                                      "hold them say so when they open it."), task->path);
  return TRUE;
}

gboolean
_tap_care_run (TapCareTask      *task,
               TapProgressFunc   progress,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  static gboolean (*const jobs[TAP_CARE_N_JOBS]) (TapCareTask *, TapProgressFunc, gpointer, GCancellable *, GError **) = {
    [TAP_CARE_BACKUP] = run_backup,         [TAP_CARE_CHECK] = run_check,
    [TAP_CARE_DRILL] = run_drill,           [TAP_CARE_VERIFY] = run_verify,
    [TAP_CARE_VERIFY_DEEP] = run_verify_deep, [TAP_CARE_COMPARE] = run_compare,
    [TAP_CARE_PUT_BACK] = run_put_back,     [TAP_CARE_TAKE_FOLDER] = run_take_folder,
    [TAP_CARE_RESCUE] = run_rescue,         [TAP_CARE_RESTORE] = run_restore,
  };

  return jobs[task->job] (task, progress, data, cancellable, error);
}
