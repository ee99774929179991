/* tap-ctl-open.c — opens the station, waits for the store's asynchronous calls, reports what was saved.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ctl/tap-ctl.h"

void
tap_ctl_await_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      slot)
{
  GAsyncResult **where = slot;

  *where = g_object_ref (result);
}

void
tap_ctl_await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

const char *
tap_ctl_find_station (TapCtl *ctl)
{
  const char *from_env = g_getenv ("TAPPET_STATION");
  g_autoptr (GPtrArray) known = NULL;

  if (ctl->station != NULL && ctl->station[0] != '\0')
    return ctl->station;
  if (ctl->station == NULL && from_env != NULL && from_env[0] != '\0')
    return ctl->station = g_strdup (from_env);
  known = tap_ctl_known_stations ();
  if (ctl->station == NULL && known->len == 1)
    return ctl->station = g_strdup (g_ptr_array_index (known, 0));
  if (ctl->station == NULL && known->len > 1)
    tap_ctl_wrong_use (ctl, "--station",
                       _("this PC knows %u stations; name one of them, for example %s"),
                       known->len, (const char *) g_ptr_array_index (known, 0));
  else
    tap_ctl_wrong_use (ctl, "--station", "%s",
                       _("is missing; accepted: the folder of a station (or set TAPPET_STATION)"));
  return NULL;
}

static void
applied_cb (TapWorker *worker,
            GPtrArray *transactions,
            TapCtl    *ctl)
{
  for (guint i = 0; i < transactions->len && ctl->operation != NULL; i++)
    {
      const TapTransaction *transaction = g_ptr_array_index (transactions, i);

      if (g_strv_contains ((const char *const *) transaction->operation_ids, ctl->operation))
        ctl->saved_seq = transaction->seq;
    }
}

gboolean
tap_ctl_open (TapCtl   *ctl,
              gboolean  passive)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TapStoreOptions options = { .program = "tappetctl", .passive = passive };

  options.folder = tap_ctl_find_station (ctl);
  options.replica_dir = ctl->replica;
  if (options.folder == NULL)
    return FALSE;
  ctl->store = tap_store_new (&options);
  tap_store_open_async (ctl->store, NULL, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_open_finish (ctl->store, result, &error))
    {
      tap_ctl_fail (ctl, error);
      return FALSE;
    }
  if (ctl->replica == NULL)
    tap_ctl_remember_station (options.folder);
  g_signal_connect (tap_store_get_worker (ctl->store), "applied", G_CALLBACK (applied_cb), ctl);
  return TRUE;
}

static gboolean
may_name_visit (const char *text)
{
  g_autofree char *plate = NULL;
  gint64 id;

  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL)
         || g_regex_match_simple ("^R\\d{8}-\\d{4,}$", text, G_REGEX_CASELESS, 0)
         || tap_plate_parse (text, &plate, NULL, NULL);
}

gint64
tap_ctl_open_visit (TapCtl     *ctl,
                    const char *text,
                    int        *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  *code = TAP_CTL_FAILED;
  if (!may_name_visit (text))
    {
      *code = tap_ctl_wrong_use (ctl, "VISIT", _("“%s” is not accepted; the identifier of a visit, its number (R20261120-0019) or the plate of a car in the house is"),
                                 text);
      return 0;
    }
  if (ctl->store == NULL)
    {
      if (tap_ctl_find_station (ctl) == NULL)
        *code = TAP_CTL_WRONG_USE;
      if (*code == TAP_CTL_WRONG_USE || !tap_ctl_open (ctl, TRUE))
        return 0;
    }
  tap_store_find_visit_async (ctl->store, text, NULL, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  id = tap_store_find_visit_finish (ctl->store, result, &error);
  if (id == 0)
    tap_ctl_wrong_use (ctl, "VISIT", "%s", error->message);
  return id;
}

void
tap_ctl_close (TapCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (ctl->store == NULL)
    return;
  tap_store_close_async (ctl->store, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  tap_store_close_finish (ctl->store, result, NULL);
  g_signal_handlers_disconnect_by_data (tap_store_get_worker (ctl->store), ctl);
  g_clear_object (&ctl->store);
}

const char *
tap_ctl_operation (TapCtl *ctl)
{
  if (ctl->operation == NULL)
    ctl->operation = g_uuid_string_random ();
  ctl->saved_seq = 0;
  return ctl->operation;
}

static void
print_saved (TapCtl     *ctl,
             const char *what,
             gint64      id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (ctl->json)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_bool (builder, "saved", TRUE);
      json_builder_set_member_name (builder, "seq");
      if (ctl->saved_seq != 0)
        json_builder_add_int_value (builder, (gint64) ctl->saved_seq);
      else
        json_builder_add_null_value (builder);
      tap_ctl_json_string (builder, "operation", ctl->operation);
      if (id != 0)
        tap_ctl_json_int (builder, "id", id);
      tap_ctl_json_string (builder, "what", what);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, TRUE);
    }
  else if (ctl->saved_seq != 0)
    /* Translators: the number of the transaction, the operation's identifier, what was saved */
    tap_ctl_print (ctl, _("saved %llu %s: %s\n"), (unsigned long long) ctl->saved_seq,
                   ctl->operation, what);
  else
    /* Translators: the operation's identifier, what was saved */
    tap_ctl_print (ctl, _("saved already, %s: %s\n"), ctl->operation, what);
  tap_ctl_flush (ctl);
}

/* It is safe, but nobody else sees it yet. */
static void
print_queued (TapCtl       *ctl,
              const GError *error,
              gint64        id)
{
  g_autoptr (GPtrArray) list = tap_store_list_pending (ctl->store);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (ctl->json)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_bool (builder, "saved", FALSE);
      tap_ctl_json_bool (builder, "queued", TRUE);
      tap_ctl_json_int (builder, "waiting", list->len);
      tap_ctl_json_string (builder, "operation", ctl->operation);
      if (id != 0)
        tap_ctl_json_int (builder, "id", id);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, TRUE);
    }
  else
    /* Translators: how many entries wait, the operation's identifier, a sentence that says for what */
    tap_ctl_print (ctl, ngettext ("queued (%1$u waits), %2$s: %3$s\n", "queued (%1$u wait), %2$s: %3$s\n", list->len),
                   list->len, ctl->operation, error->message);
  tap_ctl_flush (ctl);
}

int
tap_ctl_report_saved (TapCtl       *ctl,
                      const GError *error,
                      const char   *what,
                      gint64        id)
{
  if (error == NULL)
    {
      print_saved (ctl, what, id);
      return TAP_CTL_OK;
    }
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    {
      print_queued (ctl, error, id);
      return TAP_CTL_QUEUED;
    }
  if (!g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    return tap_ctl_fail (ctl, error);
  tap_ctl_fail (ctl, error);
  /* Translators: the operation's identifier, twice */
  g_printerr (_("It is not known yet whether this was saved. Operation %s: give the same command "
                 "with --operation %s to learn it;\n"
                 "it is never done twice.\n"),
              ctl->operation, ctl->operation);
  return TAP_CTL_FAILED;
}
