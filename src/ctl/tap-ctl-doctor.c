/* tap-ctl-doctor.c — tappetctl doctor: a shared folder looked over from every side, in green, amber and red lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <unistd.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-doctor.h"

#define WORD_WIDTH 10

typedef struct
{
  TapCtl      *ctl;
  JsonBuilder *builder;
  gboolean     colours;
} Doctor;

static const char *
result_name (TapCheckResult result)
{
  static const char *const names[] = { "ok", "warning", "failed", "not-done" };

  return names[result];
}

static void
print_line (Doctor              *doctor,
            const TapDoctorLine *line)
{
  const char *const marks[] = { "✓", "!", "✗", "·" };
  const char *const words[] = { _("good"), _("attention"), _("wrong"), _("not tried") };
  static const char *const colours[] = { "\033[32m", "\033[33m", "\033[31m", "\033[2m" };
  const char *word = words[line->result];
  g_autofree char *gap = g_strnfill (MAX (1, WORD_WIDTH - (int) tap_ctl_text_width (word)), ' ');

  tap_ctl_print (doctor->ctl, "%s%s %s%s%s%s%s%s\n", doctor->colours ? colours[line->result] : "", marks[line->result], word,
                 doctor->colours ? "\033[0m" : "", gap, line->title, line->value[0] != '\0' ? ": " : "", line->value);
  tap_ctl_print (doctor->ctl, "  %*s%s\n", WORD_WIDTH, "", line->detail);
  tap_ctl_flush (doctor->ctl);
}

static void
line_cb (const TapDoctorLine *line,
         gpointer             data)
{
  Doctor *doctor = data;
  JsonBuilder *builder = doctor->builder;

  if (!doctor->ctl->json)
    {
      print_line (doctor, line);
      return;
    }
  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "id", line->id);
  tap_ctl_json_string (builder, "result", result_name (line->result));
  tap_ctl_json_string (builder, "title", line->title);
  tap_ctl_json_string (builder, "detail", line->detail);
  tap_ctl_json_string (builder, "value", line->value);
  json_builder_set_member_name (builder, "number");
  if (isnan (line->number))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, line->number);
  tap_ctl_json_string (builder, "unit", line->unit);
  json_builder_end_object (builder);
}

static int
run_doctor (TapCtl *ctl,
            char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_JSON, 1, 1);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  Doctor doctor = { ctl, builder, isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL };
  TapCheckResult worst;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "folder", words[0]);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  if (!tap_doctor_examine (words[0], line_cb, &doctor, &worst, NULL, &error))
    return tap_ctl_fail (ctl, error);
  json_builder_end_array (builder);
  tap_ctl_json_string (builder, "worst", result_name (worst));
  json_builder_end_object (builder);
  if (ctl->json)
    tap_ctl_json_print (ctl, builder, FALSE);
  return worst == TAP_CHECK_FAILED ? TAP_CTL_FAILED : TAP_CTL_OK;
}

const TapCtlCommand tap_ctl_doctor_command = {
  .name = "doctor",
  .arguments = "FOLDER",
  .summary = N_("Looks a shared folder over: mount, rights, publishing, times, room, other PCs"),
  .description = N_("Green and amber lines leave the exit code 0; a red one makes it 1."),
  .run = run_doctor,
};
