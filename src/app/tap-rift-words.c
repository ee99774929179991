/* tap-rift-words.c — what differs between the folder and this computer, in words. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-rift"
#include "config.h"

#include "app/tap-rift-words.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *word;
} commands_known[] = {
  { "add-job", N_("work added") },
  { "assign", N_("work assigned") },
  { "book", N_("booking") },
  { "cancel-booking", N_("booking cancelled") },
  { "check-in", N_("check-in") },
  { "job-act", N_("work started or stopped") },
  { "make-demo", N_("demo station") },
  { "migration", N_("program update") },
  { "move", N_("car moved") },
  { "move-visit", N_("car moved") },
  { "note", N_("note") },
  { "promise", N_("promised time") },
  { "put-bay", N_("settings") },
  { "put-columns", N_("settings") },
  { "put-day", N_("settings") },
  { "put-staff", N_("people") },
  { "put-station", N_("settings") },
  { "put-week", N_("settings") },
  { "record-backup", N_("record of a backup") },
  { "remove-day", N_("settings") },
  { "set-pin", N_("PIN") },
  { "set-up", N_("station set up") },
  { "undo-move", N_("move undone") },
};

TapRiftWays
tap_rift_ways (const TapRift *rift)
{
  g_return_val_if_fail (rift != NULL, 0);

  switch (rift->kind)
    {
    case TAP_RIFT_BEHIND:
    case TAP_RIFT_GAP:
    case TAP_RIFT_DAMAGED:
      return TAP_RIFT_MAY_RESCUE | (rift->pc_can_repair ? TAP_RIFT_MAY_PUT_BACK : 0);
    case TAP_RIFT_DIVERGED:
    case TAP_RIFT_EPOCH:
      return TAP_RIFT_MAY_RESCUE | TAP_RIFT_MAY_TAKE_FOLDER;
    case TAP_RIFT_NONE:
    case TAP_RIFT_FOREIGN:
      break;
    }
  return TAP_RIFT_MAY_RESCUE;
}

const char *
tap_rift_safe (const TapRift *rift)
{
  g_return_val_if_fail (rift != NULL, "");

  if (rift->kind == TAP_RIFT_NONE)
    return _("Nothing is missing on either side.");
  return _("Nothing is lost: both versions are there, this computer keeps its own copy, and nothing is deleted whatever is chosen.");
}

const char *
tap_rift_advice (const TapRift *rift)
{
  g_return_val_if_fail (rift != NULL, "");

  switch (rift->kind)
    {
    case TAP_RIFT_NONE:
      return "";
    case TAP_RIFT_BEHIND:
    case TAP_RIFT_GAP:
    case TAP_RIFT_DAMAGED:
      if (!rift->pc_can_repair)
        return _("This computer does not hold good copies of all of it: open this window on the other computers. If none has them, "
                 "“New Station Folder” makes a complete station from what this computer knows.");
      if (rift->automatic)
        return _("The programs put it back by themselves within a minute; the button does it now.");
      return _("This computer holds good copies of all of it: the button puts them where they are missing.");
    case TAP_RIFT_DIVERGED:
    case TAP_RIFT_EPOCH:
      if (rift->automatic)
        return _("The programs follow the folder by themselves within a minute.");
      return _("Compare both lists. “Follow the Folder” makes the folder's version that of all; what only this computer has is kept as "
               "a list to enter again.");
    case TAP_RIFT_FOREIGN:
      return _("If the share is only not connected, connect it: everything goes on by itself. If the file server is gone for good, "
               "“New Station Folder” makes a complete station from what this computer knows.");
    }
  return "";
}

/* Of those the other side has not got under another number. */
static guint
count_lost (GPtrArray *entries)
{
  guint n = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    n += !((TapRiftEntry *) g_ptr_array_index (entries, i))->elsewhere;
  return n;
}

char *
tap_rift_lost_by_take (const TapRift *rift)
{
  guint n;

  g_return_val_if_fail (rift != NULL, NULL);

  n = count_lost (rift->only_pc);
  if (n == 0)
    return g_strdup (_("Following the folder loses nothing of it."));
  return g_strdup_printf (ngettext ("Following the folder drops %u entry, kept as a list.",
                                    "Following the folder drops %u entries, kept as a list.",
                                    n), n);
}

char *
tap_rift_lost_by_rescue (const TapRift *rift)
{
  guint n;

  g_return_val_if_fail (rift != NULL, NULL);

  n = count_lost (rift->only_folder);
  if (n == 0)
    return g_strdup (_("A new folder from this computer would lose nothing of it."));
  return g_strdup_printf (ngettext ("A new folder from this computer would be without %u entry.",
                                    "A new folder from this computer would be without %u entries.", n), n);
}

/* A line begins with a capital letter, where a language has them. */
static void
capitalise (GString *text)
{
  char first[7] = { 0 };

  if (text->len == 0)
    return;
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text->str)), first);
  g_string_erase (text, 0, g_utf8_next_char (text->str) - text->str);
  g_string_prepend (text, first);
}

char *
tap_rift_commands_text (const char *commands)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *before = "";

  g_return_val_if_fail (commands != NULL, NULL);

  names = g_strsplit (commands, ", ", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *word = names[i];

      if (*word == '\0')
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (commands_known); k++)
        if (g_str_equal (names[i], commands_known[k].name))
          word = _(commands_known[k].word);
      /* A batch of one kind is said once. */
      if (!g_str_equal (word, before))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", word);
      before = word;
    }
  capitalise (text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
