/* tap-ctl-probe.c — tappetctl probe: two PCs at once find out whether a share is safe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-doctor.h"

/* All that run here; the first shows where it stands. */
typedef struct
{
  const char      *folder;
  guint            n_peers, n_own, n_rounds, wait_s;
  TapProbeResult  *result;
} Probe;

typedef struct
{
  Probe           *probe;
  TapProgressFunc  progress;
  gpointer         progress_data;
  GCancellable    *cancellable;
  TapProbeResult  *result;
  GError          *error;
} Peer;

static gpointer
peer_main (gpointer data)
{
  Peer *peer = data;
  Probe *probe = peer->probe;

  peer->result = tap_probe_run (probe->folder, probe->n_peers, probe->n_rounds, probe->wait_s, peer->progress, peer->progress_data,
                                peer->cancellable, &peer->error);
  return NULL;
}

static gboolean
probe_func (gpointer         data,
            TapProgressFunc  progress,
            gpointer         progress_data,
            GCancellable    *cancellable,
            GError         **error)
{
  Probe *probe = data;
  g_autofree Peer *peers = g_new0 (Peer, probe->n_own);
  g_autofree GThread **threads = g_new0 (GThread *, probe->n_own);

  for (guint i = probe->n_own; i-- > 0;)
    {
      peers[i] = (Peer){ probe, i == 0 ? progress : NULL, progress_data, cancellable, NULL, NULL };
      if (i > 0)
        threads[i] = g_thread_new ("tap-peer", peer_main, &peers[i]);
    }
  peer_main (&peers[0]);
  for (guint i = 1; i < probe->n_own; i++)
    {
      g_thread_join (threads[i]);
      g_clear_pointer (&peers[i].result, tap_probe_result_free);
      g_clear_error (&peers[i].error);
    }
  probe->result = peers[0].result;
  if (peers[0].error != NULL)
    g_propagate_error (error, peers[0].error);
  return probe->result != NULL;
}

static void
print_text (TapCtl               *ctl,
            const TapProbeResult *result)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (2, 0);
  g_autofree char *who = NULL, *rounds = NULL, *met = NULL, *seen = NULL, *flush = NULL, *offset = NULL, *room = NULL;

  who = g_strdup_printf ("%u · %u", result->n_peers, result->n_pcs);
  rounds = g_strdup_printf ("%u / %u", result->n_one_winner, result->n_rounds);
  met = g_strdup_printf ("%u", result->n_met);
  /* Translators: seconds. */
  seen = g_strdup_printf (_("%.2f s"), result->longest_seen_s);
  /* Translators: milliseconds. */
  flush = g_strdup_printf (_("%.1f ms"), result->flush_ms);
  /* Translators: seconds, with a sign: "+0.2 s". */
  offset = g_strdup_printf (_("%+.1f s"), fabs (result->offset_s) < 0.05 ? 0.0 : result->offset_s);
  room = g_format_size ((guint64) MAX (result->free_bytes, 0));
  tap_ctl_table_add (table, _("Took part · PCs"), who);
  tap_ctl_table_add (table, _("Races with one winner"), rounds);
  tap_ctl_table_add (table, _("Races at the same moment"), met);
  tap_ctl_table_add (table, _("Seen by the other after"), seen);
  tap_ctl_table_add (table, _("Flushed to the disk in"), flush);
  tap_ctl_table_add (table, _("Clock against the server"), offset);
  tap_ctl_table_add (table, _("Free room"), room);
  tap_ctl_table_add (table, _("The same folder"), result->same_id_file ? _("yes") : _("no"));
  tap_ctl_table_print (table, ctl, 0);
  tap_ctl_print (ctl, "\n%s %s\n", result->passed ? "✓" : "✗", result->sentence);
}

static void
print_json (TapCtl               *ctl,
            const TapProbeResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_bool (builder, "passed", result->passed);
  tap_ctl_json_bool (builder, "proven", result->passed && result->n_pcs >= 2);
  tap_ctl_json_int (builder, "peers", result->n_peers);
  tap_ctl_json_int (builder, "pcs", result->n_pcs);
  tap_ctl_json_int (builder, "rounds", result->n_rounds);
  tap_ctl_json_int (builder, "one_winner", result->n_one_winner);
  tap_ctl_json_int (builder, "two_winners", result->n_two_winners);
  tap_ctl_json_int (builder, "no_winner", result->n_no_winner);
  tap_ctl_json_int (builder, "at_the_same_moment", result->n_met);
  json_builder_set_member_name (builder, "longest_seen_s");
  json_builder_add_double_value (builder, result->longest_seen_s);
  json_builder_set_member_name (builder, "flush_ms");
  json_builder_add_double_value (builder, result->flush_ms);
  json_builder_set_member_name (builder, "offset_s");
  json_builder_add_double_value (builder, result->offset_s);
  tap_ctl_json_int (builder, "free_bytes", result->free_bytes);
  tap_ctl_json_bool (builder, "same_id_file", result->same_id_file);
  tap_ctl_json_string (builder, "sentence", result->sentence);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static int
run_probe (TapCtl *ctl,
           char  **argv)
{
  g_autofree char *peers_text = NULL, *rounds_text = NULL, *wait_text = NULL;
  const GOptionEntry entries[] = {
    { "peers", 0, 0, G_OPTION_ARG_FILENAME, &peers_text, N_("Run so many on this PC alone: tries the share, proves nothing"), N_("N") },
    { "rounds", 0, 0, G_OPTION_ARG_FILENAME, &rounds_text, N_("So many races (100)"), N_("N") },
    { "wait", 0, 0, G_OPTION_ARG_FILENAME, &wait_text, N_("Wait so many seconds for the other PC (300)"), N_("S") },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_JSON, 1, 1);
  gint64 peers = 2, rounds = 100, wait_s = 300;
  g_autoptr (TapProbeResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Probe probe = { 0 };

  if (words == NULL || !tap_ctl_read_int (ctl, "--peers", peers_text, 2, 16, &peers)
      || !tap_ctl_read_int (ctl, "--rounds", rounds_text, 1, 10000, &rounds)
      || !tap_ctl_read_int (ctl, "--wait", wait_text, 1, 86400, &wait_s))
    return TAP_CTL_WRONG_USE;
  probe.folder = words[0];
  probe.n_peers = (guint) peers;
  probe.n_own = peers_text != NULL ? (guint) peers : 1;
  probe.n_rounds = (guint) rounds;
  probe.wait_s = (guint) wait_s;
  tap_ctl_work (probe_func, &probe, &error);
  result = probe.result;
  if (result == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    print_json (ctl, result);
  else
    print_text (ctl, result);
  return result->passed ? TAP_CTL_OK : TAP_CTL_FAILED;
}

const TapCtlCommand tap_ctl_probe_command = {
  .name = "probe",
  .arguments = "FOLDER",
  .summary = N_("Two PCs at once prove a shared folder: start it on both"),
  .description = N_("Each of 100 numbers is raced for and must have one winner, and each PC must see the other's entries\n"
                    "within 2 s. A share that only one PC has probed stays unproven."),
  .run = run_probe,
};
