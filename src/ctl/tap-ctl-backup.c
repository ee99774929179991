/* tap-ctl-backup.c — tappetctl backup and backups: dated copies of a station in another place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-backup.h"

/* ---- one backup, in words and as JSON ------------------------------------------------------------------------------ */

static void
json_backup (TapCtl          *ctl,
             JsonBuilder     *builder,
             const TapBackup *backup)
{
  tap_ctl_json_string (builder, "path", backup->path);
  tap_ctl_json_time (ctl, builder, "made", backup->made_unix);
  tap_ctl_json_time (ctl, builder, "checked", backup->checked_unix);
  tap_ctl_json_bool (builder, "good", backup->good);
  tap_ctl_json_string (builder, "problem", backup->problem);
  tap_ctl_json_int (builder, "seq", (gint64) backup->seq);
  tap_ctl_json_int (builder, "bytes", backup->bytes);
  tap_ctl_json_int (builder, "files", backup->n_files);
  tap_ctl_json_string (builder, "station_id", backup->station_id);
  tap_ctl_json_string (builder, "station", backup->station_name);
  tap_ctl_json_string (builder, "epoch", backup->epoch);
}

static void
print_backup (TapCtl          *ctl,
              const TapBackup *backup,
              gint64           took_ms)
{
  g_autofree char *size = g_format_size ((guint64) backup->bytes);

  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_backup (ctl, builder, backup);
      tap_ctl_json_int (builder, "took_ms", took_ms);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return;
    }
  /* Translators: a folder, a number, a size, seconds */
  tap_ctl_print (ctl, _("The backup is made and checked: %s\nup to number %llu, %s, in %.1f s\n"), backup->path,
                 (unsigned long long) backup->seq, size, (double) took_ms / 1000);
  if (backup->problem[0] != '\0')
    tap_ctl_print (ctl, "%s\n", backup->problem);
}

/* ---- backup --------------------------------------------------------------------------------------------------------- */

typedef struct
{
  TapCtl     *ctl;
  const char *place;
  gint64      now_unix;
  TapBackup  *made;
} Make;

static gboolean
make (gpointer          data,
      TapProgressFunc   progress,
      gpointer          progress_data,
      GCancellable     *cancellable,
      GError          **error)
{
  Make *job = data;

  job->made = tap_backup_make (job->ctl->station, job->place, job->now_unix, progress, progress_data, cancellable, error);
  return job->made != NULL;
}

/* Every PC shows how old the last good backup is. A backup does not become worse when they cannot be told. */
static void
record (Make         *job,
        gint64        took_ms,
        const GError *failure)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapBackupRun run = { .made_unix = job->now_unix, .place = (char *) job->place, .took_s = took_ms / 1000 };

  if (job->made != NULL)
    {
      run.good = TRUE;
      run.seq = job->made->seq;
      run.bytes = job->made->bytes;
    }
  else
    run.problem = failure->message;
  if (!tap_ctl_open (job->ctl, TRUE))
    return;
  tap_store_record_backup_async (job->ctl->store, 0, &run, tap_ctl_operation (job->ctl), tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_record_backup_finish (job->ctl->store, result, &error))
    /* Translators: the reason, a sentence */
    g_printerr (_("The other PCs could not be told of this backup: %s\n"), error->message);
}

static int
run_backup (TapCtl *ctl,
            char  **argv)
{
  gboolean silent = FALSE;
  const GOptionEntry entries[] = {
    { "no-record", 0, 0, G_OPTION_ARG_NONE, &silent, N_("Do not tell the other PCs of the station that there is a backup"), NULL },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 1, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *place = NULL;
  g_autofree char *warning = NULL;
  Make job = { .ctl = ctl };
  gint64 began_us = g_get_monotonic_time (), took_ms;
  int code = TAP_CTL_OK;

  if (words == NULL || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  /* The other PCs read of this place: not from where this shell stands. */
  job.place = place = g_canonicalize_filename (words[0], NULL);
  job.now_unix = tap_ctl_now_unix (ctl);
  warning = tap_backup_place_warning (ctl->station, place);
  if (warning != NULL)
    g_printerr ("%s\n", warning);
  tap_ctl_work (make, &job, &error);
  took_ms = (g_get_monotonic_time () - began_us) / 1000;
  if (job.made != NULL)
    print_backup (ctl, job.made, took_ms);
  else
    code = tap_ctl_fail (ctl, error);
  tap_ctl_flush (ctl);
  if (!silent && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && (job.made != NULL || g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL)))
    record (&job, took_ms, error);
  g_clear_pointer (&job.made, tap_backup_free);
  return code;
}

const TapCtlCommand tap_ctl_backup_command = {
  .name = "backup",
  .arguments = "PLACE",
  .summary = N_("Makes a dated copy of the station below a folder on another disk or server, and checks it"),
  .description = N_("Of the old ones 7 daily, 5 weekly and 12 monthly stay, and never the newest good one goes. It may be\n"
                    "stopped at any moment: what is half done is cleared away by the next run. For every night put a line\n"
                    "into the timetable of the system: 0 22 * * * tappetctl backup --station FOLDER PLACE"),
  .run = run_backup,
};

/* ---- backups -------------------------------------------------------------------------------------------------------- */

static void
print_list (TapCtl    *ctl,
            GPtrArray *backups)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (6, 1 << 1 | 1 << 2 | 1 << 3);

  tap_ctl_table_add (table, _("Made"), _("Number"), _("Size"), _("Photos"), _("State"), _("Backup"));
  for (guint i = 0; i < backups->len; i++)
    {
      const TapBackup *backup = g_ptr_array_index (backups, i);
      g_autofree char *made = tap_ctl_time_text (ctl, backup->made_unix);
      g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, backup->seq);
      g_autofree char *size = g_format_size ((guint64) backup->bytes);
      g_autofree char *files = g_strdup_printf ("%" G_GINT64_FORMAT, backup->n_files);

      tap_ctl_table_add (table, made, seq, size, files,
                         backup->problem[0] != '\0' ? backup->problem : backup->good ? _("good") : _("not checked"),
                         backup->path);
    }
  tap_ctl_table_print (table, ctl, 0);
}

static int
run_backups (TapCtl *ctl,
             char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_JSON, 1, 1);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) backups = NULL;
  g_autoptr (GError) error = NULL;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  backups = tap_backup_list (words[0], NULL, &error);
  if (backups == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    {
      json_builder_begin_array (builder);
      for (guint i = 0; i < backups->len; i++)
        {
          json_builder_begin_object (builder);
          json_backup (ctl, builder, g_ptr_array_index (backups, i));
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
    }
  else if (backups->len == 0)
    /* Translators: a folder */
    tap_ctl_print (ctl, _("There are no backups in %s.\n"), words[0]);
  else
    print_list (ctl, backups);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_backups_command = {
  .name = "backups",
  .arguments = "PLACE",
  .summary = N_("Lists the backups in a place, the newest first, with the outcome of the last check"),
  .run = run_backups,
};
