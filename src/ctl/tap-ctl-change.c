/* tap-ctl-change.c — tappetctl move, promise and note: what is done to a visit at the front desk.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ctl/tap-ctl.h"

static TapVisitDetail *
load_visit (TapCtl  *ctl,
            gint64   visit_id,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_load_visit_async (ctl->store, visit_id, NULL, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  return tap_store_load_visit_finish (ctl->store, result, error);
}

static int
save_move (TapCtl             *ctl,
           gint64              staff_id,
           const TapMoveInput *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;

  tap_store_move_async (ctl->store, staff_id, input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                        &result);
  tap_ctl_await (&result);
  if (tap_store_move_finish (ctl->store, result, NULL, &error))
    /* Translators: the identifier of the visit, from which stage, to which stage */
    what = g_strdup_printf (_("%lld: %s → %s"), (long long) input->visit_id,
                            tap_stage_label (input->expected_from), tap_stage_label (input->to));
  return tap_ctl_report_saved (ctl, error, what, input->visit_id);
}

static int
run_move (TapCtl *ctl,
          char  **argv)
{
  g_autofree char *reason = NULL;
  g_autofree char *from = NULL;
  gboolean pass = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_("Why: needed backwards, past a gate and to cancel"), N_("TEXT") },
    { "pass", 0, 0, G_OPTION_ARG_NONE, &pass, N_("Past a gate, by those who may"), NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("Only if it stands there (where it stands now if not given)"), N_("STAGE") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 2, 2);
  g_autoptr (TapVisitDetail) visit = NULL;
  g_autoptr (GError) error = NULL;
  TapMoveInput input = { 0 };
  gint64 staff_id = 0;
  int code;

  if (words == NULL || !tap_ctl_read_stage (ctl, "STAGE", words[1], &input.to)
      || (from != NULL && !tap_ctl_read_stage (ctl, "--from", from, &input.expected_from)))
    return TAP_CTL_WRONG_USE;
  if (ctl->as == NULL && !tap_ctl_read_as (ctl, &staff_id))
    return TAP_CTL_WRONG_USE;
  input.visit_id = tap_ctl_open_visit (ctl, words[0], &code);
  if (input.visit_id == 0)
    return code;
  if (!tap_ctl_read_as (ctl, &staff_id))
    return TAP_CTL_WRONG_USE;
  if (from == NULL)
    {
      visit = load_visit (ctl, input.visit_id, &error);
      if (visit == NULL)
        return tap_ctl_fail (ctl, error);
      input.expected_from = visit->card->stage;
    }
  input.reason = reason;
  input.pass = pass;
  return save_move (ctl, staff_id, &input);
}

const TapCtlCommand tap_ctl_move_command = {
  .name = "move",
  .arguments = "VISIT STAGE",
  .summary = N_("Moves a visit to another stage"),
  .description = N_(
    "VISIT is the identifier, the number (R20261120-0019), or the plate of a car in the house.\n"
    "STAGE: arrived, consult, estimate, dispatch, next, work, check, wash, final, invoice, settle, "
    "ready, delivered,\n"
    "cancelled; or the stage's word in the language of the shell."),
  .run = run_move,
};

static int
save_promise (TapCtl          *ctl,
              gint64           staff_id,
              TapPromiseInput *input)
{
  g_autoptr (TapVisitDetail) visit = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  g_autofree char *at = tap_ctl_iso_text (ctl, input->promised_unix);

  visit = load_visit (ctl, input->visit_id, &error);
  if (visit == NULL)
    return tap_ctl_fail (ctl, error);
  input->expected_unix = visit->card->promised_unix;
  tap_store_promise_async (ctl->store, staff_id, input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                           &result);
  tap_ctl_await (&result);
  if (tap_store_promise_finish (ctl->store, result, &error))
    /* Translators: the identifier of the visit, the time */
    what = g_strdup_printf (_("%lld promised for %s"), (long long) input->visit_id, at);
  return tap_ctl_report_saved (ctl, error, what, input->visit_id);
}

static int
run_promise (TapCtl *ctl,
             char  **argv)
{
  g_autofree char *with = NULL;
  g_autofree char *means = NULL;
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "with", 0, 0, G_OPTION_ARG_FILENAME, &with, N_("Who of the customer's side agreed"), N_("NAME") },
    { "means", 0, 0, G_OPTION_ARG_FILENAME, &means, N_("How: desk, phone or message"), N_("MEANS") },
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_("Why: needed from the second promise on"), N_("TEXT") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 2, 2);
  static const char *const accepted[] = { "desk", "phone", "message", NULL };
  TapPromiseInput input = { .with_whom = "", .means = "desk", .reason = "" };
  gint64 staff_id = 0;
  int code;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  if (means != NULL && !g_strv_contains (accepted, means))
    return tap_ctl_wrong_use (ctl, "--means",
                              _("“%s” is not accepted; desk, phone and message are"), means);
  if (ctl->as == NULL && !tap_ctl_read_as (ctl, &staff_id))
    return TAP_CTL_WRONG_USE;
  input.visit_id = tap_ctl_open_visit (ctl, words[0], &code);
  if (input.visit_id == 0)
    return code;
  if (!tap_ctl_read_as (ctl, &staff_id)
      || !tap_ctl_read_time (ctl, "TIME", words[1], &input.promised_unix))
    return TAP_CTL_WRONG_USE;
  if (with != NULL)
    input.with_whom = with;
  if (means != NULL)
    input.means = means;
  if (reason != NULL)
    input.reason = reason;
  return save_promise (ctl, staff_id, &input);
}

const TapCtlCommand tap_ctl_promise_command = {
  .name = "promise",
  .arguments = "VISIT TIME",
  .summary = N_("Writes down a promised time; the first promise stays on record"),
  .description = N_("TIME: 17:30 (today), +90 (minutes from now), \"2026-11-20 17:30\", or ISO "
                     "8601; the station's zone where none is given."),
  .run = run_promise,
};

static int
run_note (TapCtl *ctl,
          char  **argv)
{
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES,
                     2, 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  gint64 staff_id = 0, visit_id;
  int code;

  if (words == NULL || (ctl->as == NULL && !tap_ctl_read_as (ctl, &staff_id)))
    return TAP_CTL_WRONG_USE;
  visit_id = tap_ctl_open_visit (ctl, words[0], &code);
  if (visit_id == 0)
    return code;
  if (!tap_ctl_read_as (ctl, &staff_id))
    return TAP_CTL_WRONG_USE;
  tap_store_note_async (ctl->store, staff_id, visit_id, words[1], tap_ctl_operation (ctl),
                        tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (tap_store_note_finish (ctl->store, result, &error))
    /* Translators: the identifier of the visit */
    what = g_strdup_printf (_("%lld: note written"), (long long) visit_id);
  return tap_ctl_report_saved (ctl, error, what, visit_id);
}

const TapCtlCommand tap_ctl_note_command = {
  .name = "note",
  .arguments = "VISIT TEXT",
  .summary = N_("Writes a note into a visit's history"),
  .run = run_note,
};
