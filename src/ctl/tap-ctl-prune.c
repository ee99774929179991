/* tap-ctl-prune.c — tappetctl prune: old entries of the log packed into archive/.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-prune.h"

typedef struct
{
  const char     *folder;
  TapPruneOptions options;
  TapPruneReport *report;
} Prune;

static gboolean
prune_func (gpointer         data,
            TapProgressFunc  progress,
            gpointer         progress_data,
            GCancellable    *cancellable,
            GError         **error)
{
  Prune *prune = data;

  prune->report = tap_prune_run (prune->folder, &prune->options, progress, progress_data, cancellable, error);
  return prune->report != NULL;
}

static void
print_json (TapCtl               *ctl,
            const TapPruneReport *report,
            gboolean              dry_run)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_bool (builder, "dry_run", dry_run);
  tap_ctl_json_int (builder, "thousands", report->n_thousands);
  tap_ctl_json_int (builder, "archived_seq", (gint64) report->archived_seq);
  tap_ctl_json_int (builder, "bytes", report->bytes);
  tap_ctl_json_string (builder, "sentence", report->sentence);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static int
run_prune (TapCtl *ctl,
           char  **argv)
{
  g_autofree char *days_text = NULL;
  gboolean dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "older-than", 0, 0, G_OPTION_ARG_FILENAME, &days_text, N_("Only entries older than so many days (30)"), N_("DAYS") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Only tell what would be packed"), NULL },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);
  g_autoptr (TapPruneReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gint64 days = 30;
  Prune prune = { 0 };

  if (words == NULL || !tap_ctl_read_int (ctl, "--older-than", days_text, 0, 36500, &days) || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  prune.folder = ctl->station;
  prune.options.older_than_days = (int) days;
  prune.options.now_unix = tap_ctl_now_unix (ctl);
  prune.options.dry_run = dry_run;
  tap_ctl_work (prune_func, &prune, &error);
  report = prune.report;
  if (report == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    print_json (ctl, report, dry_run);
  else
    tap_ctl_print (ctl, "%s\n", report->sentence);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_prune_command = {
  .name = "prune",
  .arguments = "",
  .summary = N_("Packs old entries of the log, a thousand to a file; nothing is lost by it"),
  .description = N_("Programs that are open do it by themselves. Only what two good snapshots cover is packed, and the two\n"
                    "newest thousands never are. It may be killed at any moment: the next run finishes it."),
  .run = run_prune,
};
