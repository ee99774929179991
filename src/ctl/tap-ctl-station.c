/* tap-ctl-station.c — tappetctl init and check: the station folder itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "ctl/tap-ctl.h"

/* ---- init ----------------------------------------------------------------------------------------------------------- */

/* The PIN of the first administrator: given, read from standard input ("-"), or made up and told once. */
static char *
choose_pin (TapCtl     *ctl,
            const char *given,
            gboolean   *made_up)
{
  char line[256];

  *made_up = given == NULL;
  if (given == NULL)
    return g_strdup_printf ("%06d", g_random_int_range (0, 1000000));
  if (strcmp (given, "-") == 0)
    {
      if (fgets (line, sizeof line, stdin) == NULL)
        line[0] = '\0';
      given = g_strstrip (line);
    }
  if (strlen (given) < 6 || strspn (given, "0123456789") != strlen (given))
    {
      tap_ctl_wrong_use (
        ctl, "--pin", "%s",
        _("this is not a PIN; accepted: six digits or more, or - to read it from standard input"));
      return NULL;
    }
  return g_strdup (given);
}

static int
make_station (TapCtl              *ctl,
              const TapSetUpInput *input,
              gboolean             pin_made_up)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) error = NULL;
  gint64 staff_id = 0;

  if (!tap_station_create (ctl->station, input->station_name, &taken)
      && !g_error_matches (taken, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EXISTS))
    return tap_ctl_fail (ctl, taken);
  if (!tap_ctl_open (ctl, TRUE))
    return TAP_CTL_FAILED;
  /* One that was broken off before it had anybody is made good; else it is somebody's station. */
  if (taken != NULL && tap_store_get_station (ctl->store)->staff->len > 0)
    return tap_ctl_fail (ctl, taken);
  tap_store_set_up_async (ctl->store, input, tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  if (!tap_store_set_up_finish (ctl->store, result, &staff_id, &error))
    return tap_ctl_fail (ctl, error);
  /* Translators: the folder, the station's name */
  tap_ctl_print (ctl, _("Made the station “%s” in %s.\n"), input->station_name, ctl->station);
  /* Translators: a name, a number */
  tap_ctl_print (ctl, _("Administrator: %s (%lld).\n"), input->admin_name, (long long) staff_id);
  if (pin_made_up)
    tap_ctl_print (ctl, _("PIN: %s — told only now; change it in the window.\n"), input->admin_pin);
  return TAP_CTL_OK;
}

static const char *
shell_language (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "zh_TW") || g_str_has_prefix (names[i], "zh_HK"))
        return "zh_TW";
      if (g_str_has_prefix (names[i], "zh"))
        return "zh_CN";
    }
  return "en";
}

gboolean
tap_ctl_read_language (TapCtl      *ctl,
                       const char **language)
{
  static const char *const accepted[] = { "zh_CN", "zh_TW", "en", NULL };

  if (*language == NULL)
    *language = shell_language ();
  if (g_strv_contains (accepted, *language))
    return TRUE;
  tap_ctl_wrong_use (ctl, "--lang", _("“%s” is not accepted; zh_CN, zh_TW and en are"), *language);
  return FALSE;
}

static int
run_init (TapCtl *ctl,
          char  **argv)
{
  g_autofree char *name = NULL, *dealer = NULL, *province = NULL, *time_zone = NULL, *admin = NULL,
                  *pin = NULL, *lang = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_("The station's name"), N_("NAME") },
    { "dealer", 0, 0, G_OPTION_ARG_FILENAME, &dealer, N_("The dealer it belongs to"), N_("NAME") },
    { "province", 0, 0, G_OPTION_ARG_FILENAME, &province, N_("First character of the plates of its own province (京)"), N_("CHARACTER") },
    { "time-zone", 0, 0, G_OPTION_ARG_FILENAME, &time_zone, N_("Time zone (Asia/Shanghai)"), N_("ZONE") },
    { "admin", 0, 0, G_OPTION_ARG_FILENAME, &admin, N_("Name of the first administrator"), N_("NAME") },
    { "pin", 0, 0, G_OPTION_ARG_FILENAME, &pin, N_("PIN of the administrator; - reads it from standard input; one is made up if not given"), N_("PIN") },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, N_("Language of the starting texts: zh_CN, zh_TW or en"), N_("LANG") },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION, 1, 1);
  g_autofree char *chosen_pin = NULL;
  gboolean made_up;
  TapSetUpInput input = { 0 };

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  input.language = lang;
  if (!tap_ctl_read_language (ctl, &input.language))
    return TAP_CTL_WRONG_USE;
  chosen_pin = choose_pin (ctl, pin, &made_up);
  if (chosen_pin == NULL)
    return TAP_CTL_WRONG_USE;
  g_free (ctl->station);
  ctl->station = g_strdup (words[0]);
  input.station_name = name != NULL ? name : _("Service station");
  input.dealer = dealer != NULL ? dealer : "";
  input.province = province != NULL ? province : "京";
  input.time_zone = time_zone != NULL ? time_zone : "Asia/Shanghai";
  input.admin_name = admin != NULL ? admin : _("Administrator");
  input.admin_pin = chosen_pin;
  return make_station (ctl, &input, made_up);
}

const TapCtlCommand tap_ctl_init_command = {
  .name = "init",
  .arguments = "FOLDER",
  .summary = N_("Makes a new station in a folder that is empty or does not exist"),
  .run = run_init,
};

/* ---- check ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  TapCtl      *ctl;
  JsonBuilder *builder;
  guint        n_failed;
} Checks;

static void
check_cb (const TapCheck *check,
          gpointer        data)
{
  static const char *const results[] = { "ok", "warning", "failed", "not-done" };
  static const char *const kinds[] = { "reachable", "writable", "publishing", "flush", "clock" };
  const char *const marks[] = { "✓", "!", "✗", "·" };
  Checks *checks = data;

  checks->n_failed += check->result == TAP_CHECK_FAILED;
  if (!checks->ctl->json)
    {
      tap_ctl_print (checks->ctl, "%s %s%s%s\n  %s\n", marks[check->result], check->title,
                     check->value[0] != '\0' ? "  " : "", check->value, check->detail);
      tap_ctl_flush (checks->ctl);
      return;
    }
  json_builder_begin_object (checks->builder);
  tap_ctl_json_string (checks->builder, "check", kinds[check->kind]);
  tap_ctl_json_string (checks->builder, "result", results[check->result]);
  tap_ctl_json_string (checks->builder, "title", check->title);
  tap_ctl_json_string (checks->builder, "detail", check->detail);
  tap_ctl_json_string (checks->builder, "value", check->value);
  json_builder_end_object (checks->builder);
}

static int
run_check (TapCtl *ctl,
           char  **argv)
{
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, NULL, TAP_CTL_TAKES_JSON, 1, 1);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  Checks checks = { .ctl = ctl, .builder = builder };

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  json_builder_begin_array (builder);
  if (!tap_station_check (words[0], check_cb, &checks, NULL, &error) && checks.n_failed == 0)
    return tap_ctl_fail (ctl, error);
  json_builder_end_array (builder);
  if (ctl->json)
    tap_ctl_json_print (ctl, builder, FALSE);
  return checks.n_failed == 0 ? TAP_CTL_OK : TAP_CTL_FAILED;
}

const TapCtlCommand tap_ctl_check_command = {
  .name = "check",
  .arguments = "FOLDER",
  .summary = N_("Checks a shared folder: reachable, writable, publishing, flush, clock"),
  .run = run_check,
};
