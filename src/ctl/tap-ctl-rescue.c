/* tap-ctl-rescue.c — tappetctl rescue: what differs between the folder and this PC, what either choice would lose, and the ways out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ctl/tap-ctl.h"
#include "ledger/tap-rescue.h"

/* What the long work needs, and what it leaves. */
typedef struct
{
  const char *folder;
  const char *replica_dir;
  TapRift    *rift;
  char       *aside;
  guint       n_put;
  guint64     seq;
  guint       n_missing;
} Job;

static const char *
kind_name (TapRiftKind kind)
{
  static const char *const names[] = { "none", "behind", "diverged", "gap", "damaged", "epoch", "foreign" };

  return names[kind];
}

static guint
count_lost (GPtrArray *entries)
{
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += ((const TapRiftEntry *) g_ptr_array_index (entries, i))->elsewhere ? 0 : 1;
  return n;
}

/* Which of the two ways there are to choose from: the folder's branch, or this PC's in a new folder. */
static gboolean
is_choice (const TapRift *rift)
{
  return rift->kind == TAP_RIFT_DIVERGED || rift->kind == TAP_RIFT_EPOCH;
}

/* ---- looking -------------------------------------------------------------------------------------------------------- */

static void
json_entry (TapCtl             *ctl,
            JsonBuilder        *builder,
            const TapRiftEntry *entry)
{
  tap_ctl_json_int (builder, "seq", (gint64) entry->seq);
  tap_ctl_json_time (ctl, builder, "recorded", entry->recorded_unix);
  tap_ctl_json_string (builder, "pc", entry->pc);
  tap_ctl_json_string (builder, "person", entry->person);
  tap_ctl_json_string (builder, "commands", entry->commands);
  tap_ctl_json_string (builder, "operations", entry->operation_ids);
  tap_ctl_json_string (builder, "details", entry->details);
  tap_ctl_json_bool (builder, "elsewhere", entry->elsewhere);
}

static void
json_entries (TapCtl      *ctl,
              JsonBuilder *builder,
              const char  *name,
              GPtrArray   *entries)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      json_builder_begin_object (builder);
      json_entry (ctl, builder, g_ptr_array_index (entries, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (TapCtl        *ctl,
            const Job     *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const TapRift *rift = job->rift;

  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "folder", job->folder);
  tap_ctl_json_string (builder, "replica_dir", job->replica_dir);
  tap_ctl_json_string (builder, "kind", kind_name (rift->kind));
  tap_ctl_json_int (builder, "common_seq", (gint64) rift->common_seq);
  tap_ctl_json_int (builder, "folder_seq", (gint64) rift->folder_seq);
  tap_ctl_json_int (builder, "pc_seq", (gint64) rift->pc_seq);
  tap_ctl_json_int (builder, "first_bad", (gint64) rift->first_bad);
  tap_ctl_json_bool (builder, "pc_can_repair", rift->pc_can_repair);
  tap_ctl_json_bool (builder, "automatic", rift->automatic);
  tap_ctl_json_string (builder, "sentence", rift->sentence);
  tap_ctl_json_string (builder, "advice", rift->advice);
  tap_ctl_json_int (builder, "take_folder_loses", is_choice (rift) ? count_lost (rift->only_pc) : 0);
  tap_ctl_json_int (builder, "new_folder_loses", is_choice (rift) ? count_lost (rift->only_folder) : 0);
  json_entries (ctl, builder, "only_pc", rift->only_pc);
  json_entries (ctl, builder, "only_folder", rift->only_folder);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
}

/* A row, and below it what it changed. */
static void
print_entry (TapCtl             *ctl,
             const TapRiftEntry *entry,
             const char         *mark)
{
  g_autofree char *when = tap_ctl_time_text (ctl, entry->recorded_unix);
  g_auto (GStrv) lines = g_strsplit (entry->details, "\n", -1);

  tap_ctl_print (ctl, "  %s  %s  %s · %s  %s%s%s\n", mark, when, entry->person, entry->pc, entry->commands,
                 entry->elsewhere ? "  " : "", entry->elsewhere ? _("(on both sides)") : "");
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      tap_ctl_print (ctl, "       %s\n", lines[i]);
}

static void
print_entries (TapCtl     *ctl,
               const char *title,
               GPtrArray  *entries)
{
  if (entries->len == 0)
    return;
  tap_ctl_print (ctl, "\n%s\n", title);
  for (guint i = 0; i < entries->len; i++)
    {
      const TapRiftEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *number = g_strdup_printf ("%6llu", (unsigned long long) entry->seq);

      print_entry (ctl, entry, number);
    }
}

static void
print_choices (TapCtl        *ctl,
               const TapRift *rift)
{
  guint own = count_lost (rift->only_pc);
  guint other = count_lost (rift->only_folder);

  if (!is_choice (rift))
    return;
  tap_ctl_print (ctl, "\n%s\n", _("What either choice would lose"));
  tap_ctl_print (ctl,
                 g_dngettext (GETTEXT_PACKAGE,
                              "  The folder counts (rescue --take-folder): %u entry of this PC, kept as a list to enter again.\n",
                              "  The folder counts (rescue --take-folder): %u entries of this PC, kept as a list to enter again.\n", own),
                 own);
  tap_ctl_print (ctl,
                 g_dngettext (GETTEXT_PACKAGE,
                              "  This PC counts (rescue NEW-FOLDER, for all PCs): %u entry of the folder, which stays in the old folder.\n",
                              "  This PC counts (rescue NEW-FOLDER, for all PCs): %u entries of the folder, which stay in the old folder.\n", other),
                 other);
}

static void
print_text (TapCtl    *ctl,
            const Job *job)
{
  const TapRift *rift = job->rift;
  g_autoptr (TapCtlTable) table = tap_ctl_table_new (2, 0);
  g_autofree char *folder_seq = g_strdup_printf ("%llu", (unsigned long long) rift->folder_seq);
  g_autofree char *pc_seq = g_strdup_printf ("%llu", (unsigned long long) rift->pc_seq);
  g_autofree char *common_seq = g_strdup_printf ("%llu", (unsigned long long) rift->common_seq);

  tap_ctl_print (ctl, "%s\n", rift->sentence);
  if (rift->advice[0] != '\0')
    tap_ctl_print (ctl, "%s\n", rift->advice);
  tap_ctl_print (ctl, "\n");
  tap_ctl_table_add (table, _("Folder"), job->folder);
  tap_ctl_table_add (table, _("Copy on this PC"), job->replica_dir);
  tap_ctl_table_add (table, _("Last number in the folder"), folder_seq);
  tap_ctl_table_add (table, _("Last number on this PC"), pc_seq);
  tap_ctl_table_add (table, _("The same up to"), common_seq);
  tap_ctl_table_print (table, ctl, 0);
  print_entries (ctl,
                 is_choice (rift) ? _("Only on this PC") : _("Missing or damaged in the folder, and whole on this PC"),
                 rift->only_pc);
  print_entries (ctl, _("Only in the folder"), rift->only_folder);
  print_choices (ctl, rift);
}

static gboolean
examine (gpointer         data,
         TapProgressFunc  progress,
         gpointer         progress_data,
         GCancellable    *cancellable,
         GError         **error)
{
  Job *job = data;

  job->rift = tap_rift_examine (job->folder, job->replica_dir, progress, progress_data, cancellable, error);
  return job->rift != NULL;
}

static int
run_look (TapCtl *ctl,
          Job    *job)
{
  g_autoptr (GError) error = NULL;

  if (!tap_ctl_work (examine, job, &error))
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    print_json (ctl, job);
  else
    print_text (ctl, job);
  tap_rift_free (job->rift);
  return TAP_CTL_OK;
}

/* ---- the ways out --------------------------------------------------------------------------------------------------- */

static gboolean
repair (gpointer         data,
        TapProgressFunc  progress,
        gpointer         progress_data,
        GCancellable    *cancellable,
        GError         **error)
{
  Job *job = data;

  return tap_rift_put_back (job->folder, job->replica_dir, &job->n_put, progress, progress_data, cancellable, error);
}

static int
run_repair (TapCtl *ctl,
            Job    *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!tap_ctl_work (repair, job, &error))
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "put_back", job->n_put);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return TAP_CTL_OK;
    }
  if (job->n_put == 0)
    tap_ctl_print (ctl, "%s\n", _("Nothing had to be put back."));
  else
    tap_ctl_print (ctl,
                   g_dngettext (GETTEXT_PACKAGE, "%u entry was put back. What was damaged is kept in the folder “quarantine”.\n",
                                "%u entries were put back. What was damaged is kept in the folder “quarantine”.\n", job->n_put),
                   job->n_put);
  return TAP_CTL_OK;
}

static gboolean
take (gpointer         data,
      TapProgressFunc  progress,
      gpointer         progress_data,
      GCancellable    *cancellable,
      GError         **error)
{
  Job *job = data;

  return tap_rift_take_folder (job->folder, job->replica_dir, &job->aside, progress, progress_data, cancellable, error);
}

static void
print_left (TapCtl    *ctl,
            GPtrArray *left)
{
  if (left->len == 0)
    {
      tap_ctl_print (ctl, "%s\n", _("No entry waits for a decision."));
      return;
    }
  tap_ctl_print (ctl, "%s\n%s\n\n", _("These entries were set aside on this PC. Enter again what is still true; the program cannot do that by itself."),
                 _("Then “tappetctl rescue --entered ID” or “--give-up ID” takes one off the list."));
  for (guint i = 0; i < left->len; i++)
    {
      const TapRiftLeft *one = g_ptr_array_index (left, i);
      g_autofree char *id = g_strdup_printf ("%6lld", (long long) one->id);

      print_entry (ctl, one->entry, id);
    }
}

static int
run_left (TapCtl *ctl,
          Job    *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) left = tap_rift_left_list (job->replica_dir, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (left == NULL)
    return tap_ctl_fail (ctl, error);
  if (!ctl->json)
    {
      print_left (ctl, left);
      return TAP_CTL_OK;
    }
  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "aside", job->aside);
  json_builder_set_member_name (builder, "left");
  json_builder_begin_array (builder);
  for (guint i = 0; i < left->len; i++)
    {
      const TapRiftLeft *one = g_ptr_array_index (left, i);

      json_builder_begin_object (builder);
      tap_ctl_json_int (builder, "id", one->id);
      tap_ctl_json_time (ctl, builder, "kept", one->kept_unix);
      json_entry (ctl, builder, one->entry);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tap_ctl_json_print (ctl, builder, FALSE);
  return TAP_CTL_OK;
}

static int
run_take (TapCtl *ctl,
          Job    *job)
{
  g_autoptr (GError) error = NULL;
  int code;

  if (!tap_ctl_work (take, job, &error))
    return tap_ctl_fail (ctl, error);
  if (!ctl->json)
    /* Translators: a file */
    tap_ctl_print (ctl, _("This PC follows the folder now. Its copy from before is kept in %s.\n"), job->aside);
  code = run_left (ctl, job);
  g_free (job->aside);
  return code;
}

static int
run_settle (TapCtl     *ctl,
            Job        *job,
            const char *option,
            const char *text,
            gboolean    entered)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (!tap_ctl_read_int (ctl, option, text, 1, G_MAXINT64, &id))
    return TAP_CTL_WRONG_USE;
  if (!tap_rift_left_settle (job->replica_dir, id, entered, &error))
    return tap_ctl_fail (ctl, error);
  return run_left (ctl, job);
}

static gboolean
rescue (gpointer         data,
        TapProgressFunc  progress,
        gpointer         progress_data,
        GCancellable    *cancellable,
        GError         **error)
{
  Job *job = data;

  return tap_rescue (job->replica_dir, job->folder, &job->seq, &job->n_missing, progress, progress_data, cancellable, error);
}

static int
run_new_folder (TapCtl *ctl,
                Job    *job)
{
  g_autofree char *missing = g_build_filename (job->folder, "missing-files.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!tap_ctl_work (rescue, job, &error))
    return tap_ctl_fail (ctl, error);
  if (ctl->json)
    {
      json_builder_begin_object (builder);
      tap_ctl_json_string (builder, "folder", job->folder);
      tap_ctl_json_int (builder, "seq", (gint64) job->seq);
      tap_ctl_json_int (builder, "missing_files", job->n_missing);
      json_builder_end_object (builder);
      tap_ctl_json_print (ctl, builder, FALSE);
      return TAP_CTL_OK;
    }
  /* Translators: a folder, a number */
  tap_ctl_print (ctl, _("The station stands in %s, up to number %llu. Open it on all PCs; those that know more say so and offer it.\n"),
                 job->folder, (unsigned long long) job->seq);
  if (job->n_missing > 0)
    /* Translators: a number, a file */
    tap_ctl_print (ctl,
                   g_dngettext (GETTEXT_PACKAGE, "%u photo or signature is not on this PC; its name is in %s.\n",
                                "%u photos or signatures are not on this PC; their names are in %s.\n", job->n_missing),
                   job->n_missing, missing);
  return TAP_CTL_OK;
}

/* ---- the command ---------------------------------------------------------------------------------------------------- */

/* The folder of the station may be gone: the copy is found all the same. */
static char *
find_replica (TapCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  char *dir;

  if (ctl->replica != NULL)
    return g_strdup (ctl->replica);
  if (tap_ctl_find_station (ctl) == NULL)
    return NULL;
  dir = tap_rift_find_replica (ctl->station, &error);
  if (dir == NULL)
    tap_ctl_fail (ctl, error);
  return dir;
}

static int
run_rescue (TapCtl *ctl,
            char  **argv)
{
  gboolean look = FALSE, repair_it = FALSE, take_it = FALSE, left = FALSE;
  g_autofree char *entered = NULL, *give_up = NULL, *replica = NULL;
  const GOptionEntry entries[] = {
    { "look", 0, 0, G_OPTION_ARG_NONE, &look, N_("Only shows what differs, and what either choice would lose (as without options)"), NULL },
    { "repair", 0, 0, G_OPTION_ARG_NONE, &repair_it, N_("Puts this PC's good copies where entries are missing or damaged"), NULL },
    { "take-folder", 0, 0, G_OPTION_ARG_NONE, &take_it, N_("Follows the folder; what only this PC has is kept as a list"), NULL },
    { "left", 0, 0, G_OPTION_ARG_NONE, &left, N_("Shows that list"), NULL },
    { "entered", 0, 0, G_OPTION_ARG_STRING, &entered, N_("This one of the list was entered again"), "ID" },
    { "give-up", 0, 0, G_OPTION_ARG_STRING, &give_up, N_("This one of the list is given up"), "ID" },
    { NULL }
  };
  g_auto (GStrv) words = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_TAKES_JSON, 0, 1);
  Job job = { 0 };
  guint n;

  if (words == NULL)
    return TAP_CTL_WRONG_USE;
  n = look + repair_it + take_it + left + (entered != NULL) + (give_up != NULL) + (words[0] != NULL);
  if (n > 1)
    return tap_ctl_wrong_use (ctl, "NEW-FOLDER", "%s", _("only one of the options, or a new folder, is accepted at a time"));
  replica = find_replica (ctl);
  if (replica == NULL)
    return ctl->station == NULL ? TAP_CTL_WRONG_USE : TAP_CTL_FAILED;
  job.replica_dir = replica;
  job.folder = words[0];
  if (words[0] != NULL)
    return run_new_folder (ctl, &job);
  if (left)
    return run_left (ctl, &job);
  if (entered != NULL || give_up != NULL)
    return run_settle (ctl, &job, entered != NULL ? "--entered" : "--give-up", entered != NULL ? entered : give_up, entered != NULL);
  job.folder = tap_ctl_find_station (ctl);
  if (job.folder == NULL)
    return TAP_CTL_WRONG_USE;
  if (repair_it)
    return run_repair (ctl, &job);
  return take_it ? run_take (ctl, &job) : run_look (ctl, &job);
}

const TapCtlCommand tap_ctl_rescue_command = {
  .name = "rescue",
  .arguments = "[NEW-FOLDER]",
  .summary = N_("When the folder knows less than this PC, or is gone: what differs, and the ways out"),
  .description = N_("Without options it only looks. With NEW-FOLDER it makes a complete new station folder from what this PC knows,\n"
                    "also while the old one is away (name that with --station all the same). Each of them may be stopped and run again."),
  .run = run_rescue,
};
