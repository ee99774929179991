/* main.c — tappetctl, the administrator's command line: finds the command and runs it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "ctl/tap-ctl.h"

static const TapCtlCommand *const commands[] = {
  &tap_ctl_init_command,    &tap_ctl_demo_command,   &tap_ctl_check_command,
  &tap_ctl_doctor_command,  &tap_ctl_probe_command,  &tap_ctl_prune_command,
  &tap_ctl_info_command,    &tap_ctl_verify_command, &tap_ctl_board_command,
  &tap_ctl_backup_command,  &tap_ctl_backups_command, &tap_ctl_restore_command,
  &tap_ctl_check_backup_command, &tap_ctl_drill_command, &tap_ctl_rescue_command,
  &tap_ctl_visit_command,   &tap_ctl_staff_command,  &tap_ctl_bays_command,
  &tap_ctl_hours_command,   &tap_ctl_columns_command, &tap_ctl_log_command,
  &tap_ctl_checkin_command, &tap_ctl_book_command,   &tap_ctl_move_command,
  &tap_ctl_promise_command, &tap_ctl_note_command,   &tap_ctl_assign_command,
  &tap_ctl_job_command,     &tap_ctl_outbox_command,
  &tap_ctl_soak_command,
};

static const TapCtlCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (commands[i]->name, name) == 0)
        return commands[i];
    }
  return NULL;
}

static char *
list_commands (gboolean hidden_too)
{
  GString *text = g_string_new (_("Commands:"));

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *use = NULL;

      if (commands[i]->hidden && !hidden_too)
        continue;
      use = g_strconcat (commands[i]->name, " ", commands[i]->arguments, NULL);
      g_string_append_printf (text, "  %s", use);
      for (guint width = tap_ctl_text_width (use); width < 34; width++)
        g_string_append_c (text, ' ');
      g_string_append_printf (text, "%s%s\n", tap_ctl_text_width (use) < 34 ? "" : "  ",
                              _(commands[i]->summary));
    }
  g_string_append_c (text, '\n');
  g_string_append (text,
                   _("“tappetctl COMMAND --help” tells the arguments and options of a command.\n"
                      "The station is --station FOLDER, else the variable TAPPET_STATION, else the "
                      "only one this PC knows.\n"
                      "Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 waits on this PC for the file server.\n"
                      "PINs guard the window, not the administrator's shell: --as acts for that "
                      "person, and asks only that\n"
                      "the caller may read the replica."));
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static void
print_help (TapCtl   *ctl,
            gboolean  hidden_too)
{
  g_autofree char *list = list_commands (hidden_too);

  tap_ctl_print (ctl, "%s\n  tappetctl [--station %s] [--replica %s] %s …\n\n%s\n\n%s",
                 _("Usage:"), _("FOLDER"), _("DIR"), _("COMMAND"),
                 _("Looks after a Tappet station from the command line."), list);
}

/* Options before the command; leaves what follows in @argv. Returns an exit code, or -1 to go on. */
static int
parse_leading (TapCtl   *ctl,
               char   ***argv)
{
  gboolean help = FALSE, help_all = FALSE, version = FALSE;
  const GOptionEntry entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
    { "help-all", 0, 0, G_OPTION_ARG_NONE, &help_all, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL },
    { "station", 0, 0, G_OPTION_ARG_FILENAME, &ctl->station, NULL, NULL },
    { "replica", 0, 0, G_OPTION_ARG_FILENAME, &ctl->replica, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, argv, &error))
    return tap_ctl_wrong_use (ctl, NULL, "%s", error->message);
  if (version)
    tap_ctl_print (ctl, "tappetctl %s\n", TAP_VERSION);
  else if (help || help_all)
    print_help (ctl, help_all);
  else
    return -1;
  return TAP_CTL_OK;
}

static int
run (TapCtl   *ctl,
     char   ***argv)
{
  g_autofree char *list = NULL;
  int code = parse_leading (ctl, argv);

  if (code >= 0)
    return code;
  if ((*argv)[1] == NULL)
    {
      list = list_commands (FALSE);
      tap_ctl_wrong_use (ctl, NULL, "%s", _("a command is missing"));
      g_printerr ("%s", list);
      return TAP_CTL_WRONG_USE;
    }
  ctl->command = find_command ((*argv)[1]);
  if (ctl->command == NULL)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
        {
          if (!commands[i]->hidden)
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", commands[i]->name);
        }
      /* Translators: the first %s is what was typed, the second a list of command names */
      return tap_ctl_wrong_use (ctl, "COMMAND", _("“%s” is not a command; accepted: %s"),
                                (*argv)[1], names->str);
    }
  return ctl->command->run (ctl, *argv + 1);
}

int
main (int    argc,
      char **argv)
{
  TapCtl ctl = { 0 };
  g_auto (GStrv) arguments = g_strdupv (argv);
  const char *locale_dir = g_getenv ("TAPPET_LOCALEDIR");
  int code;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : TAP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("tappetctl");
  /* A reader that stops reading ("| head") is no reason to die in the middle of a commit. */
  signal (SIGPIPE, SIG_IGN);

  code = run (&ctl, &arguments);
  tap_ctl_flush (&ctl);
  tap_ctl_close (&ctl);
  g_free (ctl.station);
  g_free (ctl.replica);
  g_free (ctl.as);
  g_free (ctl.operation);
  return code;
}
