/* tap-ctl-log.c — tappetctl log: the transactions of a station, from the folder, and as they come.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "ctl/tap-ctl.h"

typedef struct
{
  TapCtl  *ctl;
  guint64  next;                /* the number to print next */
  int      code;
  gboolean stop;
} Follow;

static void
json_strings (JsonBuilder *builder,
              const char  *name,
              char       **strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

/* How many rows of each table it touches. */
static void
json_tables (JsonBuilder          *builder,
             const TapTransaction *transaction)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) names = NULL;

  for (guint i = 0; transaction->rows != NULL && i < transaction->rows->len; i++)
    {
      const TapRowChange *row = g_ptr_array_index (transaction->rows, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->table));

      g_hash_table_insert (counts, row->table, GUINT_TO_POINTER (n + 1));
    }
  names = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) g_strcmp0);
  json_builder_set_member_name (builder, "tables");
  json_builder_begin_object (builder);
  for (GList *name = names; name != NULL; name = name->next)
    tap_ctl_json_int (builder, name->data,
                      GPOINTER_TO_UINT (g_hash_table_lookup (counts, name->data)));
  json_builder_end_object (builder);
}

static void
print_transaction (TapCtl               *ctl,
                   const TapTransaction *transaction)
{
  g_autofree char *at = NULL;
  g_autofree char *commands = NULL;

  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "seq", (gint64) transaction->seq);
      tap_ctl_json_time (ctl, builder, "recorded", transaction->recorded_unix);
      tap_ctl_json_string (builder, "pc", transaction->pc);
      tap_ctl_json_string (builder, "person", transaction->person);
      tap_ctl_json_string (builder, "replica", transaction->replica_id);
      json_strings (builder, "commands", transaction->commands);
      json_strings (builder, "operations", transaction->operation_ids);
      tap_ctl_json_int (builder, "rows", transaction->rows != NULL ? transaction->rows->len : 0);
      json_tables (builder, transaction);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, TRUE);
      return;
    }
  at = tap_ctl_iso_text (ctl, transaction->recorded_unix);
  commands = g_strjoinv (", ", transaction->commands);
  /* Translators: number, time, PC, person, commands, number of rows */
  tap_ctl_print (ctl, _("%6llu  %s  %s  %s  %s  (%u rows)\n"),
                 (unsigned long long) transaction->seq, at, transaction->pc,
                 transaction->person != NULL ? transaction->person : "", commands,
                 transaction->rows != NULL ? transaction->rows->len : 0);
}

/* Prints what is in the folder from @next on; FALSE: said why not, or nobody reads. */
static gboolean
print_from (TapCtl     *ctl,
            const char *folder,
            guint64    *next,
            guint64     last)
{
  while (*next <= last && !ctl->lost_pipe)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapTransaction) transaction = tap_station_read (folder, *next, &error);

      if (transaction == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return TRUE;
      if (transaction == NULL)
        {
          tap_ctl_fail (ctl, error);
          return FALSE;
        }
      print_transaction (ctl, transaction);
      (*next)++;
    }
  return tap_ctl_flush (ctl);
}

static void
news (Follow *follow)
{
  guint64 last = tap_worker_get_seq (tap_store_get_worker (follow->ctl->store));

  if (!print_from (follow->ctl, follow->ctl->station, &follow->next, last))
    {
      follow->code = follow->ctl->lost_pipe ? TAP_CTL_OK : TAP_CTL_FAILED;
      follow->stop = TRUE;
    }
}

static gboolean
signal_cb (gpointer data)
{
  Follow *follow = data;

  follow->stop = TRUE;
  return G_SOURCE_CONTINUE;
}

static int
follow_log (TapCtl  *ctl,
            guint64  next)
{
  Follow follow = { .ctl = ctl, .next = next, .code = TAP_CTL_OK };
  TapWorker *worker;
  guint interrupt, terminate;

  if (!tap_ctl_open (ctl, FALSE))
    return TAP_CTL_FAILED;
  interrupt = g_unix_signal_add (SIGINT, signal_cb, &follow);
  terminate = g_unix_signal_add (SIGTERM, signal_cb, &follow);
  worker = tap_store_get_worker (ctl->store);
  g_signal_connect_swapped (worker, "applied", G_CALLBACK (news), &follow);
  g_signal_connect_swapped (worker, "reload", G_CALLBACK (news), &follow);
  news (&follow);
  while (!follow.stop)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (worker, &follow);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return follow.code;
}

static int
run_log (TapCtl *ctl,
         char  **argv)
{
  g_autofree char *from_text = NULL;
  g_autofree char *last_text = NULL;
  gboolean follow = FALSE;
  const GOptionEntry entries[] = {
    { "follow", 'f', 0, G_OPTION_ARG_NONE, &follow, N_("Go on with what comes, until interrupted"), NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from_text, N_("From this transaction on"), N_("SEQ") },
    { "last", 0, 0, G_OPTION_ARG_FILENAME, &last_text, N_("Only the last N transactions"), N_("N") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 0);
  g_autoptr (TapStationInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  gint64 from = 1, last = -1;
  guint64 next;

  if (words == NULL || !tap_ctl_read_int (ctl, "--from", from_text, 1, G_MAXINT64, &from)
      || !tap_ctl_read_int (ctl, "--last", last_text, 0, G_MAXINT64, &last)
      || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  info = tap_station_inspect (ctl->station, &error);
  if (info == NULL)
    return tap_ctl_fail (ctl, error);
  next = (guint64) from;
  if (last >= 0 && info->last_seq > (guint64) last)
    next = MAX (next, info->last_seq - (guint64) last + 1);
  if (!print_from (ctl, ctl->station, &next, info->last_seq))
    return ctl->lost_pipe ? TAP_CTL_OK : TAP_CTL_FAILED;
  return follow ? follow_log (ctl, next) : TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_log_command = {
  .name = "log",
  .arguments = "",
  .summary = N_("Lists the transactions of the station's log: number, time, PC, person, commands"),
  .description
  = N_("With --json one object a line."),
  .run = run_log,
};
