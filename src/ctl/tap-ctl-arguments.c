/* tap-ctl-arguments.c — reads a command's options and arguments; every refusal names the field and what is accepted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "ctl/tap-ctl.h"

int
tap_ctl_wrong_use (TapCtl     *ctl,
                   const char *field,
                   const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  tap_ctl_flush (ctl);
  g_printerr ("tappetctl%s%s: %s%s%s\n", ctl->command != NULL ? " " : "",
              ctl->command != NULL ? ctl->command->name : "", field != NULL ? field : "",
              field != NULL ? ": " : "", text);
  return TAP_CTL_WRONG_USE;
}

/* The fields of the store's inputs, as the options that carry them. */
static const char *
option_of_field (TapCtl     *ctl,
                 const char *field)
{
  static const struct { const char *field, *option; } names[] = {
    { "plate", "PLATE" },          { "phone", "--phone" },         { "customer", "--customer" }, { "odometer", "--km" },
    { "wish", "--wish" },          { "promised", "--promise" },    { "slot", "--slot" },         { "planned", "--minutes" },
    { "reason", "--reason" },      { "means", "--means" },         { "bay", "--bay" },           { "technician", "--technician" },
    { "start", "--start" },        { "check", "--check" },         { "note", "TEXT" },           { "pin", "--pin" },
    { "admin", "--admin" },        { "name", "--name" },           { "time-zone", "--time-zone" },
  };

  if (strcmp (field, "promised") == 0 && ctl->command == &tap_ctl_promise_command)
    return "TIME";
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i].field, field) == 0)
        return names[i].option;
    }
  return field;
}

int
tap_ctl_fail (TapCtl       *ctl,
              const GError *error)
{
  const char *field = NULL;

  if (g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT))
    field = tap_store_error_get_field (error);
  if (field != NULL)
    return tap_ctl_wrong_use (ctl, option_of_field (ctl, field), "%s", error->message);
  tap_ctl_wrong_use (ctl, NULL, "%s", error->message);
  return TAP_CTL_FAILED;
}

/* File names, not strings: the words come as they are in any locale, and are checked here. */
static gboolean
check_utf8 (TapCtl             *ctl,
            const GOptionEntry *entries,
            char              **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!g_utf8_validate (words[i], -1, NULL))
        {
          tap_ctl_wrong_use (ctl, NULL, _("argument %u is not UTF-8 text"), i + 1);
          return FALSE;
        }
    }
  for (; entries != NULL && entries->long_name != NULL; entries++)
    {
      char **value = entries->arg_data;

      if (entries->arg == G_OPTION_ARG_FILENAME && *value != NULL
          && !g_utf8_validate (*value, -1, NULL))
        {
          g_autofree char *name = g_strconcat ("--", entries->long_name, NULL);

          tap_ctl_wrong_use (ctl, name, "%s", _("this is not UTF-8 text"));
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_common (TapCtl         *ctl,
            GOptionContext *context,
            TapCtlTakes     takes)
{
  const GOptionEntry changes[] = {
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &ctl->as, N_("Who acts: number or name of a person of the station"), N_("STAFF") },
    { "operation", 0, 0, G_OPTION_ARG_FILENAME, &ctl->operation,
      N_("The identifier of an operation (a UUID): giving the same again never does it twice"), N_("UUID") },
    { NULL }
  };
  const GOptionEntry json[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_("Answer as JSON"), NULL },
    { NULL }
  };
  const GOptionEntry station[] = {
    { "station", 0, 0, G_OPTION_ARG_FILENAME, &ctl->station, N_("The station's folder"), N_("FOLDER") },
    { "replica", 0, 0, G_OPTION_ARG_FILENAME, &ctl->replica, N_("Where this PC keeps its copy of the station"), N_("DIR") },
    { NULL }
  };

  if (takes & TAP_CTL_CHANGES)
    g_option_context_add_main_entries (context, changes, GETTEXT_PACKAGE);
  if (takes & TAP_CTL_TAKES_JSON)
    g_option_context_add_main_entries (context, json, GETTEXT_PACKAGE);
  if (takes & TAP_CTL_TAKES_STATION)
    g_option_context_add_main_entries (context, station, GETTEXT_PACKAGE);
}

static void
describe (TapCtl         *ctl,
          GOptionContext *context,
          TapCtlTakes     takes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (ctl->command->description != NULL)
    g_string_append (text, _(ctl->command->description));
  if (takes & TAP_CTL_CHANGES)
    {
      g_string_append (text, text->len > 0 ? "\n\n" : "");
      g_string_append (
        text,
        _("PINs guard the window, not the administrator's shell: --as acts for that person, and "
           "asks only\n"
           "that the caller may read the replica. The person's rights count as in the window."));
    }
  g_option_context_set_summary (context, _(ctl->command->summary));
  if (text->len > 0)
    g_option_context_set_description (context, text->str);
}

static gboolean
check_count (TapCtl *ctl,
             guint   n,
             guint   n_min,
             guint   n_max,
             char  **words)
{
  if (n > n_max)
    {
      tap_ctl_wrong_use (ctl, NULL, _("“%s” is one argument too many; accepted: %s %s"),
                         words[n_max], ctl->command->name, ctl->command->arguments);
      return FALSE;
    }
  if (n < n_min)
    {
      g_auto (GStrv) names = g_strsplit (ctl->command->arguments, " ", -1);

      tap_ctl_wrong_use (ctl, n < g_strv_length (names) ? names[n] : NULL,
                         _("is missing; accepted: %s %s"), ctl->command->name,
                         ctl->command->arguments);
      return FALSE;
    }
  return TRUE;
}

char **
tap_ctl_parse (TapCtl             *ctl,
               char              **argv,
               const GOptionEntry *entries,
               TapCtlTakes         takes,
               guint               n_min,
               guint               n_max)
{
  g_autoptr (GOptionContext) context = g_option_context_new (ctl->command->arguments);
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_auto (GStrv) words = NULL;
  g_autofree char *program = g_strconcat ("tappetctl ", ctl->command->name, NULL);
  g_autoptr (GError) error = NULL;
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL }
  };

  /* GOption takes the program's name of the usage line from argv[0]. */
  g_free (arguments[0]);
  arguments[0] = g_steal_pointer (&program);
  describe (ctl, context, takes);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  add_common (ctl, context, takes);
  g_option_context_add_main_entries (context, rest, GETTEXT_PACKAGE);
  g_set_prgname (arguments[0]);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      tap_ctl_wrong_use (ctl, NULL, "%s", error->message);
      return NULL;
    }
  if (words == NULL)
    words = g_new0 (char *, 1);
  if (!check_utf8 (ctl, entries, words)
      || !check_count (ctl, g_strv_length (words), n_min, n_max, words))
    return NULL;
  if (ctl->operation != NULL && !g_uuid_string_is_valid (ctl->operation))
    {
      tap_ctl_wrong_use (ctl, "--operation",
                         _("“%s” is not a UUID; accepted: what an earlier answer named"),
                         ctl->operation);
      return NULL;
    }
  return g_steal_pointer (&words);
}

gboolean
tap_ctl_read_int (TapCtl     *ctl,
                  const char *field,
                  const char *text,
                  gint64      min,
                  gint64      max,
                  gint64     *value)
{
  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return TRUE;
  tap_ctl_wrong_use (ctl, field, _("“%s” is not accepted; a whole number from %lld to %lld is"),
                     text, (long long) min, (long long) max);
  return FALSE;
}

/* "17:30" of today, or "2026-11-20 17:30". */
static GDateTime *
parse_clock (TapCtl     *ctl,
             const char *text,
             GTimeZone  *zone)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (tap_store_now_unix (ctl->store));
  g_autoptr (GDateTime) local = g_date_time_to_timezone (today, zone);
  int year = g_date_time_get_year (local), month = g_date_time_get_month (local),
      day = g_date_time_get_day_of_month (local);
  int hour, minute, end = -1;

  if (sscanf (text, "%d:%d%n", &hour, &minute, &end) != 2 || text[end] != '\0')
    {
      end = -1;
      if (sscanf (text, "%4d-%2d-%2d %d:%d%n", &year, &month, &day, &hour, &minute, &end) != 5
          || text[end] != '\0')
        return NULL;
    }
  return g_date_time_new (zone, year, month, day, hour, minute, 0);
}

gboolean
tap_ctl_read_time (TapCtl     *ctl,
                   const char *field,
                   const char *text,
                   gint64     *unix_s)
{
  g_autoptr (GTimeZone) zone = tap_ctl_zone (ctl);
  g_autoptr (GDateTime) at = NULL;
  gint64 minutes;

  if (text == NULL)
    return TRUE;
  if (text[0] == '+' && g_ascii_string_to_signed (text + 1, 10, 0, 60 * 24 * 400, &minutes, NULL))
    {
      *unix_s = tap_store_now_unix (ctl->store) + minutes * 60;
      return TRUE;
    }
  at = parse_clock (ctl, text, zone);
  if (at == NULL)
    at = g_date_time_new_from_iso8601 (text, zone);
  if (at == NULL)
    {
      tap_ctl_wrong_use (ctl, field,
                         _("“%s” is not a time; accepted: 17:30, +90 (minutes from now), "
                            "\"2026-11-20 17:30\", ISO 8601"),
                         text);
      return FALSE;
    }
  *unix_s = g_date_time_to_unix (at);
  return TRUE;
}

static gboolean
same_word (const char *a,
           const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return strcmp (folded_a, folded_b) == 0;
}

gboolean
tap_ctl_read_stage (TapCtl     *ctl,
                    const char *field,
                    const char *text,
                    TapStage   *stage)
{
  g_autoptr (GString) accepted = g_string_new (NULL);

  for (TapStage s = TAP_STAGE_ARRIVED; s <= TAP_STAGE_CANCELLED; s++)
    {
      if (same_word (text, tap_stage_to_db (s)) || same_word (text, tap_stage_label (s)))
        {
          *stage = s;
          return TRUE;
        }
      g_string_append_printf (accepted, "%s%s (%s)", accepted->len > 0 ? ", " : "",
                              tap_stage_to_db (s), tap_stage_label (s));
    }
  tap_ctl_wrong_use (ctl, field, _("“%s” is not a stage; accepted: %s"), text, accepted->str);
  return FALSE;
}

gboolean
tap_ctl_read_reason (TapCtl        *ctl,
                     const char    *field,
                     const char    *text,
                     TapStopReason *reason)
{
  g_autoptr (GString) accepted = g_string_new (NULL);

  for (TapStopReason r = 0; r < TAP_N_STOP_REASONS; r++)
    {
      if (text != NULL
          && (same_word (text, tap_stop_reason_to_db (r))
              || same_word (text, tap_stop_reason_label (r))))
        {
          *reason = r;
          return TRUE;
        }
      g_string_append_printf (accepted, "%s%s (%s)", accepted->len > 0 ? ", " : "",
                              tap_stop_reason_to_db (r), tap_stop_reason_label (r));
    }
  if (text == NULL)
    tap_ctl_wrong_use (ctl, field, _("is missing; accepted: %s"), accepted->str);
  else
    tap_ctl_wrong_use (ctl, field, _("“%s” is not a reason for a stop; accepted: %s"), text,
                       accepted->str);
  return FALSE;
}

gboolean
tap_ctl_read_staff (TapCtl     *ctl,
                    const char *field,
                    const char *text,
                    gint64     *staff_id)
{
  TapStationData *station = tap_store_get_station (ctl->store);
  g_autoptr (GString) accepted = g_string_new (NULL);
  guint n_found = 0;
  gint64 id = 0;

  if (text == NULL)
    return TRUE;
  g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL);
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *staff = g_ptr_array_index (station->staff, i);

      if (staff->id == id || same_word (staff->name, text))
        {
          *staff_id = staff->id;
          n_found++;
        }
      g_string_append_printf (accepted, "%s%s (%" G_GINT64_FORMAT ")",
                              accepted->len > 0 ? ", " : "", staff->name, staff->id);
    }
  if (n_found > 1)
    tap_ctl_wrong_use (ctl, field, _("%u people are called “%s”; give the number: %s"), n_found,
                       text, accepted->str);
  else if (n_found == 0)
    tap_ctl_wrong_use (ctl, field, _("nobody here is “%s”; accepted: %s"), text, accepted->str);
  return n_found == 1;
}

gboolean
tap_ctl_read_bay (TapCtl     *ctl,
                  const char *field,
                  const char *text,
                  gint64     *bay_id)
{
  TapStationData *station = tap_store_get_station (ctl->store);
  g_autoptr (GString) accepted = g_string_new (NULL);

  for (guint i = 0; i < station->bays->len; i++)
    {
      const TapBay *bay = g_ptr_array_index (station->bays, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, bay->id);

      if (text != NULL
          && (strcmp (id, text) == 0 || same_word (bay->name, text)
              || same_word (bay->badge, text)))
        {
          *bay_id = bay->id;
          return TRUE;
        }
      g_string_append_printf (accepted, "%s%s", accepted->len > 0 ? ", " : "", bay->name);
    }
  if (text == NULL)
    tap_ctl_wrong_use (ctl, field, _("is missing; accepted: %s"), accepted->str);
  else
    tap_ctl_wrong_use (ctl, field, _("“%s” is not a bay; accepted: %s"), text, accepted->str);
  return FALSE;
}

gboolean
tap_ctl_read_as (TapCtl *ctl,
                 gint64 *staff_id)
{
  if (ctl->as == NULL)
    {
      tap_ctl_wrong_use (ctl, "--as", "%s",
                         _("is missing; accepted: number or name of the person who acts "
                            "(“tappetctl staff” lists them)"));
      return FALSE;
    }
  return tap_ctl_read_staff (ctl, "--as", ctl->as, staff_id);
}
