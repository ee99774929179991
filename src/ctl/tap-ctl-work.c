/* tap-ctl-work.c — tappetctl assign and job: what is done in the workshop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ctl/tap-ctl.h"

static int
save_assign (TapCtl               *ctl,
             gint64                staff_id,
             const TapAssignInput *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  g_autofree char *at = tap_ctl_iso_text (ctl, input->planned_start_unix);

  tap_store_assign_async (ctl->store, staff_id, input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                          &result);
  tap_ctl_await (&result);
  if (tap_store_assign_finish (ctl->store, result, &error))
    /* Translators: the identifier of the visit, the planned start */
    what = g_strdup_printf (_("%lld dispatched for %s"), (long long) input->visit_id, at);
  return tap_ctl_report_saved (ctl, error, what, input->visit_id);
}

static int
run_assign (TapCtl *ctl,
            char  **argv)
{
  g_autofree char *bay = NULL, *technician = NULL, *start = NULL, *minutes_text = NULL, *job = NULL;
  const GOptionEntry entries[] = {
    { "bay", 0, 0, G_OPTION_ARG_FILENAME, &bay, N_("The bay: its name, badge or number"), N_("BAY") },
    { "technician", 0, 0, G_OPTION_ARG_FILENAME, &technician, N_("Who works; if not given, who usually stands in that bay"), N_("STAFF") },
    { "start", 0, 0, G_OPTION_ARG_FILENAME, &start, N_("Planned start (now if not given)"), N_("TIME") },
    { "minutes", 0, 0, G_OPTION_ARG_FILENAME, &minutes_text, N_("Planned minutes (the job's own if not given)"), N_("N") },
    { "job", 0, 0, G_OPTION_ARG_FILENAME, &job, N_("The job line (all that have no bay yet if not given)"), N_("ID") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 1, 1);
  TapAssignInput input = { 0 };
  gint64 staff_id = 0, minutes = 0;
  int code;

  if (words == NULL || (ctl->as == NULL && !tap_ctl_read_as (ctl, &staff_id)))
    return TAP_CTL_WRONG_USE;
  input.visit_id = tap_ctl_open_visit (ctl, words[0], &code);
  if (input.visit_id == 0)
    return code;
  input.planned_start_unix = tap_store_now_unix (ctl->store);
  if (!tap_ctl_read_as (ctl, &staff_id) || !tap_ctl_read_bay (ctl, "--bay", bay, &input.bay_id)
      || !tap_ctl_read_staff (ctl, "--technician", technician, &input.technician_id)
      || !tap_ctl_read_time (ctl, "--start", start, &input.planned_start_unix)
      || !tap_ctl_read_int (ctl, "--minutes", minutes_text, 1, 60 * 24 * 30, &minutes)
      || !tap_ctl_read_int (ctl, "--job", job, 1, G_MAXINT64, &input.job_id))
    return TAP_CTL_WRONG_USE;
  input.planned_min = (int) minutes;
  return save_assign (ctl, staff_id, &input);
}

const TapCtlCommand tap_ctl_assign_command = {
  .name = "assign",
  .arguments = "VISIT",
  .summary = N_("Dispatches a visit's work to a bay and a technician"),
  .run = run_assign,
};

static gboolean
read_act (TapCtl     *ctl,
          const char *text,
          TapJobAct  *act)
{
  static const struct { const char *name; TapJobAct act; } acts[] = {
    { "start", TAP_JOB_START }, { "stop", TAP_JOB_STOP }, { "resume", TAP_JOB_RESUME }, { "finish", TAP_JOB_FINISH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (g_ascii_strcasecmp (acts[i].name, text) == 0)
        {
          *act = acts[i].act;
          return TRUE;
        }
    }
  tap_ctl_wrong_use (ctl, "ACT", _("“%s” is not accepted; start, stop, resume and finish are"),
                     text);
  return FALSE;
}

/* The number of an assignment, or a visit with one job that is not finished. */
static gint64
find_assignment (TapCtl     *ctl,
                 const char *text,
                 int        *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TapVisitDetail) visit = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0, visit_id;
  guint n = 0;

  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    return id;
  visit_id = tap_ctl_open_visit (ctl, text, code);
  if (visit_id == 0)
    return 0;
  tap_store_load_visit_async (ctl->store, visit_id, NULL, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  visit = tap_store_load_visit_finish (ctl->store, result, &error);
  for (guint i = 0; visit != NULL && i < visit->jobs->len; i++)
    {
      const TapJob *job = g_ptr_array_index (visit->jobs, i);

      if (job->assignment_id != 0 && job->state != TAP_JOB_DONE && job->state != TAP_JOB_CANCELLED)
        {
          id = job->assignment_id;
          n++;
        }
    }
  if (n == 1)
    return id;
  *code = tap_ctl_wrong_use (ctl, "ASSIGNMENT", _("“%s” has %u jobs under way; “tappetctl visit” lists their numbers"), text, n);
  return 0;
}

static int
save_act (TapCtl               *ctl,
          gint64                staff_id,
          const TapJobActInput *input,
          const char           *act)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;

  tap_store_job_act_async (ctl->store, staff_id, input, tap_ctl_operation (ctl), tap_ctl_await_cb,
                           &result);
  tap_ctl_await (&result);
  if (tap_store_job_act_finish (ctl->store, result, &error))
    what = g_strdup_printf ("%" G_GINT64_FORMAT " %s", input->assignment_id, act);
  return tap_ctl_report_saved (ctl, error, what, input->assignment_id);
}

static int
run_job (TapCtl *ctl,
         char  **argv)
{
  g_autofree char *reason = NULL, *note = NULL, *check = NULL;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_("stop: why it stands still (parts, customer, …)"), N_("REASON") },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_("stop: what is waited for"), N_("TEXT") },
    { "check", 0, 0, G_OPTION_ARG_FILENAME, &check, N_("stop: when to look again"), N_("TIME") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries,
                     TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON | TAP_CTL_CHANGES, 2, 2);
  TapJobActInput input = { .note = "" };
  gint64 staff_id = 0;
  int code = TAP_CTL_FAILED;

  if (words == NULL || !read_act (ctl, words[1], &input.act))
    return TAP_CTL_WRONG_USE;
  if (input.act == TAP_JOB_STOP && !tap_ctl_read_reason (ctl, "--reason", reason, &input.reason))
    return TAP_CTL_WRONG_USE;
  if (input.act == TAP_JOB_STOP && check == NULL)
    return tap_ctl_wrong_use (
      ctl, "--check", "%s",
      _("is missing; accepted: 17:30, +90 (minutes from now), \"2026-11-20 17:30\""));
  if ((ctl->as == NULL && !tap_ctl_read_as (ctl, &staff_id)) || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  input.assignment_id = find_assignment (ctl, words[0], &code);
  if (input.assignment_id == 0)
    return code;
  if (!tap_ctl_read_as (ctl, &staff_id)
      || !tap_ctl_read_time (ctl, "--check", check, &input.check_unix))
    return TAP_CTL_WRONG_USE;
  if (note != NULL)
    input.note = note;
  return save_act (ctl, staff_id, &input, words[1]);
}

const TapCtlCommand tap_ctl_job_command = {
  .name = "job",
  .arguments = "ASSIGNMENT ACT",
  .summary = N_("Starts, stops, resumes or finishes a job"),
  .description = N_("ASSIGNMENT is the number “tappetctl visit” shows beside a job, or the number "
                     "or plate of a visit with one job under way.\n"
                     "ACT: start, stop, resume or finish."),
  .run = run_job,
};
