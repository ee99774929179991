/* tap-ctl-verify.c — tappetctl verify: the log's chain, and with --deep what every PC must have made of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

typedef struct
{
  const char *folder;
  char       *replica_dir;
  gboolean    deep;
  guint64     n;
} Verify;

typedef struct
{
  TapProgressFunc progress;
  gpointer        data;
} Teller;

static void
tell_cb (guint64  seq,
         guint64  last_seq,
         gpointer data)
{
  Teller *teller = data;

  teller->progress (_("Walking the chain"), (gint64) seq, (gint64) last_seq, teller->data);
}

static gboolean
verify (gpointer          data,
        TapProgressFunc   progress,
        gpointer          progress_data,
        GCancellable     *cancellable,
        GError          **error)
{
  Verify *job = data;
  Teller teller = { progress, progress_data };

  if (job->deep)
    return tap_station_verify_deep (job->folder, job->replica_dir, NULL, &job->n, progress, progress_data, cancellable, error);
  return tap_station_verify (job->folder, &job->n, tell_cb, &teller, cancellable, error);
}

/* This PC's copy: given, or in its usual place. NULL: it has none. */
static char *
find_replica_dir (TapCtl *ctl)
{
  g_autoptr (TapStationInfo) info = NULL;
  g_autofree char *dir = NULL;

  if (ctl->replica != NULL)
    return g_strdup (ctl->replica);
  info = tap_station_inspect (ctl->station, NULL);
  if (info == NULL)
    return NULL;
  dir = g_build_filename (g_get_user_data_dir (), "tappet", info->station_id, NULL);
  return g_file_test (dir, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&dir) : NULL;
}

static void
print_intact (TapCtl *ctl,
              Verify *job)
{
  if (job->deep)
    tap_ctl_print (ctl,
                   g_dngettext (GETTEXT_PACKAGE, "The chain is intact, and the state follows from it: %llu transaction.\n",
                                "The chain is intact, and the state follows from it: %llu transactions.\n", job->n),
                   (unsigned long long) job->n);
  else
    tap_ctl_print (ctl,
                   g_dngettext (GETTEXT_PACKAGE, "The chain is intact: %llu transaction.\n",
                                "The chain is intact: %llu transactions.\n", job->n),
                   (unsigned long long) job->n);
}

static int
run_verify (TapCtl *ctl,
            char  **argv)
{
  Verify job = { 0 };
  const GOptionEntry entries[] = {
    { "deep", 0, 0, G_OPTION_ARG_NONE, &job.deep, N_("Replay the whole log, and compare the state with the snapshots and with this PC's copy"), NULL },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);
  g_autofree char *replica_dir = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  gboolean intact;

  if (words == NULL || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  job.folder = ctl->station;
  job.replica_dir = replica_dir = job.deep ? find_replica_dir (ctl) : NULL;
  intact = tap_ctl_work (verify, &job, &error);
  if (ctl->json && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      json_builder_begin_object (builder);
      tap_ctl_json_bool (builder, "intact", intact);
      tap_ctl_json_bool (builder, "deep", job.deep);
      tap_ctl_json_int (builder, "verified", (gint64) job.n);
      tap_ctl_json_string (builder, "message", error != NULL ? error->message : NULL);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return intact ? TAP_CTL_OK : TAP_CTL_FAILED;
    }
  if (!intact)
    return tap_ctl_fail (ctl, error);
  print_intact (ctl, &job);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_verify_command = {
  .name = "verify",
  .arguments = "",
  .summary = N_("Walks the hash chain of the log: any later change to history shows"),
  .description = N_("The chain shows changes; it is not a signature: who can write to the share "
                     "can forge a whole chain."),
  .run = run_verify,
};
