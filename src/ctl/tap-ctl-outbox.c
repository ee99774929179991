/* tap-ctl-outbox.c — tappetctl outbox: what waits on this PC for the file server, and what a person decides about it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ctl/tap-ctl.h"

/* So long a new try is waited for before it is said that it goes on waiting. */
#define TRY_S 10

static const char *
state_name (TapOutboxState state)
{
  switch (state)
    {
    case TAP_OUTBOX_WAITING:
      return "waiting";
    case TAP_OUTBOX_REFUSED:
      return "refused";
    case TAP_OUTBOX_HELD:
      return "held";
    }
  return "";
}

static const char *
state_word (TapOutboxState state)
{
  switch (state)
    {
    case TAP_OUTBOX_WAITING:
      return C_("outbox", "waits");
    case TAP_OUTBOX_REFUSED:
      return C_("outbox", "needs a decision");
    case TAP_OUTBOX_HELD:
      return C_("outbox", "held back");
    }
  return "";
}

/* ---- the list ---- */

static void
print_json (TapCtl    *ctl,
            GPtrArray *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const TapPending *pending = g_ptr_array_index (list, i);

      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "operation", pending->operation_id);
      tap_ctl_json_string (builder, "command", pending->command);
      tap_ctl_json_string (builder, "state", state_name (pending->state));
      tap_ctl_json_int (builder, "visit", pending->visit_id);
      tap_ctl_json_string (builder, "plate", pending->plate);
      tap_ctl_json_string (builder, "what", pending->summary);
      tap_ctl_json_string (builder, "person", pending->person);
      tap_ctl_json_time (ctl, builder, "entered", pending->entered_unix);
      tap_ctl_json_string (builder, "reason", pending->reason);
      tap_ctl_json_string (builder, "now", pending->now);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

static void
print_table (TapCtl    *ctl,
             GPtrArray *list)
{
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (6, 0);

  for (guint i = 0; i < list->len; i++)
    {
      const TapPending *pending = g_ptr_array_index (list, i);
      g_autofree char *entered = tap_ctl_time_text (ctl, pending->entered_unix);
      g_autofree char *plate = tap_plate_show (pending->plate);
      g_autofree char *why = NULL;

      tap_ctl_table_add (table, entered, plate, pending->summary, pending->person, state_word (pending->state),
                         pending->operation_id);
      if (pending->state != TAP_OUTBOX_REFUSED)
        continue;
      why = g_strdup_printf ("    %s %s", pending->reason, pending->now);
      tap_ctl_table_add_line (table, why);
    }
  tap_ctl_table_print (table, ctl, 0);
}

static int
list_entries (TapCtl *ctl)
{
  g_autoptr (GPtrArray) list = tap_store_list_pending (ctl->store);

  if (ctl->json)
    print_json (ctl, list);
  else if (list->len == 0)
    tap_ctl_print (ctl, "%s\n", _("Nothing waits for the file server."));
  else
    print_table (ctl, list);
  tap_ctl_flush (ctl);
  return TAP_CTL_OK;
}

/* ---- decisions ---- */

static const TapPending *
find_entry (GPtrArray  *list,
            const char *operation_id)
{
  for (guint i = 0; i < list->len; i++)
    {
      const TapPending *pending = g_ptr_array_index (list, i);

      if (strcmp (pending->operation_id, operation_id) == 0)
        return pending;
    }
  return NULL;
}

typedef struct
{
  const char *operation_id;
  gboolean    ended;
  gboolean    saved;
  gboolean    timed_out;
} Try;

static void
settled_cb (TapStore   *store,
            const char *operation_id,
            gboolean    saved,
            Try        *attempt)
{
  if (strcmp (operation_id, attempt->operation_id) != 0)
    return;
  attempt->ended = TRUE;
  attempt->saved = saved;
}

static gboolean
time_out_cb (gpointer data)
{
  ((Try *) data)->timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/* Ended, refused again, or nobody answers. */
static gboolean
is_over (TapCtl    *ctl,
         const Try *attempt)
{
  g_autoptr (GPtrArray) list = tap_store_list_pending (ctl->store);
  const TapPending *pending = find_entry (list, attempt->operation_id);
  TapLedgerState state = tap_worker_get_state (tap_store_get_worker (ctl->store));

  return attempt->ended || attempt->timed_out || (pending != NULL && pending->state == TAP_OUTBOX_REFUSED)
         || (state != TAP_LEDGER_IN_STEP && state != TAP_LEDGER_SLOW);
}

static int
report_try (TapCtl    *ctl,
            const Try *attempt)
{
  g_autoptr (GPtrArray) list = tap_store_list_pending (ctl->store);
  const TapPending *pending = find_entry (list, attempt->operation_id);

  if (attempt->ended && attempt->saved)
    {
      /* Translators: the operation's identifier */
      tap_ctl_print (ctl, _("saved, %s\n"), attempt->operation_id);
      tap_ctl_flush (ctl);
      return TAP_CTL_OK;
    }
  if (pending != NULL && pending->state == TAP_OUTBOX_REFUSED)
    {
      /* Translators: why it was refused, how things stand */
      g_printerr (_("Refused again: %1$s %2$s\n"), pending->reason, pending->now);
      return TAP_CTL_FAILED;
    }
  /* Translators: the operation's identifier */
  tap_ctl_print (ctl, _("waits for the file server, %s\n"), attempt->operation_id);
  tap_ctl_flush (ctl);
  return TAP_CTL_QUEUED;
}

static int
retry_entry (TapCtl     *ctl,
             const char *operation_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Try attempt = { .operation_id = operation_id };
  guint source;

  g_signal_connect (ctl->store, "settled", G_CALLBACK (settled_cb), &attempt);
  tap_store_pending_retry_async (ctl->store, operation_id, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_pending_retry_finish (ctl->store, result, &error))
    {
      g_signal_handlers_disconnect_by_data (ctl->store, &attempt);
      return tap_ctl_fail (ctl, error);
    }
  source = g_timeout_add_seconds (TRY_S, time_out_cb, &attempt);
  while (!is_over (ctl, &attempt))
    g_main_context_iteration (NULL, TRUE);
  if (!attempt.timed_out)
    g_source_remove (source);
  g_signal_handlers_disconnect_by_data (ctl->store, &attempt);
  return report_try (ctl, &attempt);
}

static int
drop_entry (TapCtl     *ctl,
            const char *operation_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tap_store_pending_drop_async (ctl->store, operation_id, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_pending_drop_finish (ctl->store, result, &error))
    return tap_ctl_fail (ctl, error);
  /* Translators: the operation's identifier */
  tap_ctl_print (ctl, _("dropped, %s\n"), operation_id);
  tap_ctl_flush (ctl);
  return TAP_CTL_OK;
}

static int
run_outbox (TapCtl *ctl,
            char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 2);
  gboolean retry, drop;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  retry = g_strcmp0 (words[0], "retry") == 0;
  drop = g_strcmp0 (words[0], "drop") == 0;
  if (words[0] != NULL && !retry && !drop)
    return tap_ctl_wrong_use (ctl, NULL, _("“%s” is not accepted; retry and drop are"), words[0]);
  if ((retry || drop) && words[1] == NULL)
    return tap_ctl_wrong_use (ctl, "OPERATION", "%s", _("is missing; “tappetctl outbox” shows it"));
  if (tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  if (retry)
    return retry_entry (ctl, words[1]);
  return drop ? drop_entry (ctl, words[1]) : list_entries (ctl);
}

const TapCtlCommand tap_ctl_outbox_command = {
  .name = "outbox",
  .arguments = "[retry|drop OPERATION]",
  .summary = N_("What waits on this PC for the file server, and decisions about it"),
  .description = N_(
    "While the file server is away, moves and their undo, dispatch, starts and stops of work, notes and check-ins\n"
    "wait on this PC and are saved in their order when it is back. What the newest state refuses needs a decision:\n"
    "“retry” tries it again, “drop” gives it up for good. OPERATION is the last column of the list."),
  .run = run_outbox,
};
