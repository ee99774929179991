/* tap-ctl-info.c — tappetctl info: what stands in a station folder, and who is there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

static const char *
state_name (TapLedgerState state)
{
  switch (state)
    {
    case TAP_LEDGER_STARTING:  return "starting";
    case TAP_LEDGER_IN_STEP:   return "in-step";
    case TAP_LEDGER_SLOW:      return "slow";
    case TAP_LEDGER_CUT_OFF:   return "cut-off";
    case TAP_LEDGER_READ_ONLY: return "read-only";
    case TAP_LEDGER_SET_BACK:  return "set-back";
    }
  g_assert_not_reached ();
}

static void
json_replica (TapCtl      *ctl,
              JsonBuilder *builder)
{
  TapWorker *worker = tap_store_get_worker (ctl->store);
  g_autoptr (GPtrArray) peers = tap_worker_get_peers (worker);

  tap_ctl_json_string (builder, "state", state_name (tap_worker_get_state (worker)));
  tap_ctl_json_string (builder, "state_reason", tap_worker_get_state_reason (worker));
  tap_ctl_json_string (builder, "replica_id", tap_worker_get_replica_id (worker));
  tap_ctl_json_string (builder, "replica_dir", tap_worker_get_replica_dir (worker));
  tap_ctl_json_int (builder, "seq", (gint64) tap_worker_get_seq (worker));
  json_builder_set_member_name (builder, "peers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < peers->len; i++)
    {
      const TapPeer *peer = g_ptr_array_index (peers, i);

      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "replica_id", peer->replica_id);
      tap_ctl_json_string (builder, "pc", peer->pc);
      tap_ctl_json_string (builder, "person", peer->person);
      tap_ctl_json_string (builder, "version", peer->version);
      tap_ctl_json_int (builder, "seq", (gint64) peer->seq);
      tap_ctl_json_time (ctl, builder, "seen", peer->seen_unix);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (TapCtl               *ctl,
            const TapStationInfo *info,
            const char           *content_hash)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "folder", info->folder);
  tap_ctl_json_string (builder, "station_id", info->station_id);
  tap_ctl_json_string (builder, "name", info->name);
  tap_ctl_json_string (builder, "epoch", info->epoch);
  tap_ctl_json_int (builder, "format", info->format);
  tap_ctl_json_int (builder, "last_seq", (gint64) info->last_seq);
  tap_ctl_json_int (builder, "newest_snapshot", (gint64) info->newest_snapshot);
  if (info->log_bytes >= 0)
    tap_ctl_json_int (builder, "log_bytes", info->log_bytes);
  tap_ctl_json_int (builder, "free_bytes", info->free_bytes);
  tap_ctl_json_string (builder, "mount_type", info->mount_type);
  tap_ctl_json_string (builder, "mount_options", info->mount_options);
  tap_ctl_json_bool (builder, "writable", info->writable);
  tap_ctl_json_bool (builder, "proven", info->proven);
  json_replica (ctl, builder);
  if (content_hash != NULL)
    tap_ctl_json_string (builder, "content_hash", content_hash);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
print_peers (TapCtl *ctl)
{
  g_autoptr (GPtrArray) peers = tap_worker_get_peers (tap_store_get_worker (ctl->store));
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (5, 1 << 2);

  if (peers->len == 0)
    return;
  tap_ctl_print (ctl, "\n%s\n", _("PCs seen"));
  for (guint i = 0; i < peers->len; i++)
    {
      const TapPeer *peer = g_ptr_array_index (peers, i);
      g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, peer->seq);
      g_autofree char *seen = tap_ctl_time_text (ctl, peer->seen_unix);

      tap_ctl_table_add (table, peer->pc, peer->person, seq, seen, peer->version);
    }
  tap_ctl_table_print (table, ctl, 2);
}

static void
print_text (TapCtl               *ctl,
            const TapStationInfo *info,
            const char           *content_hash)
{
  TapWorker *worker = tap_store_get_worker (ctl->store);
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (2, 0);
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, info->last_seq);
  g_autofree char *snapshot = info->newest_snapshot != 0
                                ? g_strdup_printf ("%" G_GUINT64_FORMAT, info->newest_snapshot)
                                : g_strdup (_("none"));
  g_autofree char *log_size
    = info->log_bytes >= 0 ? g_format_size ((guint64) info->log_bytes) : g_strdup (_("not counted on a share"));
  g_autofree char *free_size = g_format_size ((guint64) MAX (info->free_bytes, 0));
  g_autofree char *own_seq
    = g_strdup_printf ("%s · %" G_GUINT64_FORMAT, tap_worker_get_replica_dir (worker),
                       tap_worker_get_seq (worker));
  const char *reason = tap_worker_get_state_reason (worker);

  tap_ctl_table_add (table, _("Station"), info->name);
  tap_ctl_table_add (table, _("Folder"), info->folder);
  tap_ctl_table_add (table, _("Identifier"), info->station_id);
  tap_ctl_table_add (table, _("Mounted as"), info->mount_type);
  tap_ctl_table_add (table, _("Writable"), info->writable ? _("yes") : _("no"));
  tap_ctl_table_add (table, _("Proven by two PCs"), info->proven ? _("yes") : _("no"));
  tap_ctl_table_add (table, _("Last transaction"), seq);
  tap_ctl_table_add (table, _("Newest snapshot"), snapshot);
  tap_ctl_table_add (table, _("Size of the log"), log_size);
  tap_ctl_table_add (table, _("Free space"), free_size);
  tap_ctl_table_add (table, _("Copy on this PC"), own_seq);
  if (reason != NULL && reason[0] != '\0')
    tap_ctl_table_add (table, _("State"), reason);
  if (content_hash != NULL)
    tap_ctl_table_add (table, _("Content hash"), content_hash);
  tap_ctl_table_print (table, ctl, 0);
  print_peers (ctl);
}

static char *
content_hash_of (TapCtl  *ctl,
                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_content_hash_async (ctl->store, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  return tap_store_content_hash_finish (ctl->store, result, error);
}

static int
run_info (TapCtl *ctl,
          char  **argv)
{
  gboolean hash = FALSE;
  const GOptionEntry entries[] = {
    { "hash", 0, 0, G_OPTION_ARG_NONE, &hash, N_("The hash of the content too: equal on PCs with the same number"), NULL },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 1);
  g_autoptr (TapStationInfo) info = NULL;
  g_autofree char *content_hash = NULL;
  g_autoptr (GError) error = NULL;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  if (words[0] != NULL)
    {
      g_free (ctl->station);
      ctl->station = g_strdup (words[0]);
    }
  if (tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  info = tap_station_inspect (ctl->station, &error);
  if (info == NULL)
    return tap_ctl_fail (ctl, error);
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  if (hash && (content_hash = content_hash_of (ctl, &error)) == NULL)
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    print_json (ctl, info, content_hash);
  else
    print_text (ctl, info, content_hash);
  return TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_info_command = {
  .name = "info",
  .arguments = "[FOLDER]",
  .summary = N_("Shows the station folder, this PC's copy and the PCs that are there"),
  .run = run_info,
};
