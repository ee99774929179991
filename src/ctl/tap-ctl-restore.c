/* tap-ctl-restore.c — tappetctl restore, check-backup and drill: a station from a backup, in earnest and to see that it can be done.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-backup.h"

typedef struct
{
  const char *backup;
  const char *folder;
  gint64      now_unix;
  gint64      took_ms;
} Job;

/* ---- restore -------------------------------------------------------------------------------------------------------- */

static gboolean
restore (gpointer          data,
         TapProgressFunc   progress,
         gpointer          progress_data,
         GCancellable     *cancellable,
         GError          **error)
{
  Job *job = data;

  return tap_backup_restore (job->backup, job->folder, progress, progress_data, cancellable, error);
}

static int
run_restore (TapCtl *ctl,
             char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_JSON, 2, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (TapStationInfo) info = NULL;
  g_autofree char *missing = NULL;
  gboolean some_missing;
  Job job = { 0 };

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  job.backup = words[0];
  job.folder = words[1];
  if (!tap_ctl_work (restore, &job, &error))
    return tap_ctl_fail (ctl, error);
  info = tap_station_inspect (job.folder, &error);
  if (info == NULL)
    return tap_ctl_fail (ctl, error);
  missing = g_build_filename (job.folder, "missing-files.txt", NULL);
  some_missing = g_file_test (missing, G_FILE_TEST_EXISTS);
  if (ctl->json)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "folder", job.folder);
      tap_ctl_json_string (builder, "station_id", info->station_id);
      tap_ctl_json_string (builder, "station", info->name);
      tap_ctl_json_string (builder, "epoch", info->epoch);
      tap_ctl_json_int (builder, "seq", (gint64) info->last_seq);
      tap_ctl_json_string (builder, "missing_files", some_missing ? missing : NULL);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return TAP_CTL_OK;
    }
  /* Translators: the station's name, a folder, a number */
  tap_ctl_print (ctl, _("The station “%s” stands in %s again, up to number %llu.\n"), info->name, job.folder,
                 (unsigned long long) info->last_seq);
  tap_ctl_print (ctl, "%s\n", _("Entries made after this backup are not in it. PCs that still hold them say so when they open the "
                                "folder, and offer what only they have."));
  if (some_missing)
    /* Translators: a file */
    tap_ctl_print (ctl, _("Some photos or signatures were missing in the backup or damaged; their names are in %s.\n"), missing);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_restore_command = {
  .name = "restore",
  .arguments = "BACKUP NEW-FOLDER",
  .summary = N_("Makes a station again from a backup, in a folder that is empty or does not exist"),
  .description = N_("The backup is checked first. The station begins a new epoch, so that PCs that hold later entries cannot mix\n"
                    "them in unseen. Stopped half-way the folder is no station; the same command begins anew."),
  .run = run_restore,
};

/* ---- drill ---------------------------------------------------------------------------------------------------------- */

static gboolean
drill (gpointer          data,
       TapProgressFunc   progress,
       gpointer          progress_data,
       GCancellable     *cancellable,
       GError          **error)
{
  Job *job = data;

  return tap_backup_drill (job->backup, NULL, &job->took_ms, progress, progress_data, cancellable, error);
}

/* Where this PC made the last good backup, as the station tells it. */
static char *
find_place (TapCtl *ctl)
{
  const TapBackupRun *run;

  if (tap_ctl_find_station (ctl) == NULL || !tap_ctl_open (ctl, TRUE))
    return NULL;
  run = tap_store_get_station (ctl->store)->last_good_backup;
  if (run != NULL && g_strcmp0 (run->pc, g_get_host_name ()) == 0)
    return g_strdup (run->place);
  tap_ctl_wrong_use (ctl, "BACKUP|PLACE", "%s",
                     _("is missing, and this PC made no backup of the station yet; accepted: a backup, or the folder the backups are in"));
  return NULL;
}

/* A backup itself, or the newest good one of a place. Says what is wrong and returns NULL. */
static char *
find_backup (TapCtl     *ctl,
             const char *word,
             int        *code)
{
  g_autofree char *manifest = g_build_filename (word, "manifest.json", NULL);
  g_autoptr (GPtrArray) backups = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_test (manifest, G_FILE_TEST_EXISTS))
    return g_strdup (word);
  backups = tap_backup_list (word, NULL, &error);
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      const TapBackup *backup = g_ptr_array_index (backups, i);

      if (backup->good)
        return g_strdup (backup->path);
    }
  if (error != NULL)
    *code = tap_ctl_fail (ctl, error);
  else
    *code = tap_ctl_wrong_use (ctl, "BACKUP|PLACE",
                               _("there is no good backup in %s; accepted: a backup, or the folder the backups are in"), word);
  return NULL;
}

static int
run_drill (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 1);
  g_autofree char *place = NULL;
  g_autofree char *backup = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  Job job = { 0 };
  int code = TAP_CTL_WRONG_USE;
  gboolean good;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  place = words[0] != NULL ? g_strdup (words[0]) : find_place (ctl);
  backup = place != NULL ? find_backup (ctl, place, &code) : NULL;
  if (backup == NULL)
    return code;
  job.backup = backup;
  good = tap_ctl_work (drill, &job, &error);
  if (ctl->json && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "backup", backup);
      tap_ctl_json_bool (builder, "good", good);
      tap_ctl_json_int (builder, "took_ms", job.took_ms);
      tap_ctl_json_string (builder, "problem", error != NULL ? error->message : "");
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return good ? TAP_CTL_OK : TAP_CTL_FAILED;
    }
  if (!good)
    return tap_ctl_fail (ctl, error);
  /* Translators: a folder, seconds */
  tap_ctl_print (ctl, _("The drill succeeded: %s was restored, opened and compared in %.1f s, and cleared away.\n"), backup,
                 (double) job.took_ms / 1000);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_drill_command = {
  .name = "drill",
  .arguments = "[BACKUP|PLACE]",
  .summary = N_("Restores a backup on this PC's disk, opens it like a new PC, compares it, and clears it away"),
  .description = N_("With the folder the backups are in: the newest good one. With nothing: where this PC made the last one."),
  .run = run_drill,
};

/* ---- check-backup --------------------------------------------------------------------------------------------------- */

static gboolean
check (gpointer          data,
       TapProgressFunc   progress,
       gpointer          progress_data,
       GCancellable     *cancellable,
       GError          **error)
{
  Job *job = data;

  return tap_backup_check (job->backup, job->now_unix, progress, progress_data, cancellable, error);
}

static int
run_check (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_JSON, 1, 1);
  g_autofree char *backup = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  Job job = { 0 };
  int code = TAP_CTL_WRONG_USE;
  gboolean good;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  backup = find_backup (ctl, words[0], &code);
  if (backup == NULL)
    return code;
  job.backup = backup;
  job.now_unix = tap_ctl_now_unix (ctl);
  good = tap_ctl_work (check, &job, &error);
  if (ctl->json && (good || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED)))
    {
      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "backup", backup);
      tap_ctl_json_bool (builder, "good", good);
      tap_ctl_json_string (builder, "problem", error != NULL ? error->message : "");
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return good ? TAP_CTL_OK : TAP_CTL_FAILED;
    }
  if (!good)
    return tap_ctl_fail (ctl, error);
  /* Translators: a folder */
  tap_ctl_print (ctl, _("The backup is good: %s opens, its history is whole, and it holds what its note says.\n"), backup);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_check_backup_command = {
  .name = "check-backup",
  .arguments = "BACKUP|PLACE",
  .summary = N_("Opens one backup and looks whether it is whole; the outcome stands beside it and in the list"),
  .description = N_("With the folder the backups are in: the newest good one. It only reads the backup; “drill” restores it as well."),
  .run = run_check,
};
