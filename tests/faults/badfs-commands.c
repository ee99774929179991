/* badfs-commands.c — what a test can order, one line each (README.md lists them all).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs-private.h"

#include <errno.h>
#include <string.h>

static const struct
{
  const char *name;
  int         code;
} errors[] = {
  { "EIO", EIO }, { "ETIMEDOUT", ETIMEDOUT }, { "ESTALE", ESTALE }, { "ENOSPC", ENOSPC }, { "EROFS", EROFS }, { "EACCES", EACCES },
  { "EPERM", EPERM }, { "EDQUOT", EDQUOT }, { "ENOENT", ENOENT }, { "EEXIST", EEXIST }, { "ENOTEMPTY", ENOTEMPTY },
  { "EINVAL", EINVAL }, { "EHOSTDOWN", EHOSTDOWN }, { "ENOTCONN", ENOTCONN }, { "EINTR", EINTR }, { "ENOSYS", ENOSYS },
};

static const char *const action_names[]
    = { "fail", "lost", "delay", "hang", "hang-after", "kill", "kill-after", "gone", "empty", "cut", "absent" };

static int
error_from_name (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (errors); i++)
    if (strcmp (name, errors[i].name) == 0)
      return errors[i].code;
  return 0;
}

static char *
refuse (const char *reason)
{
  return g_strdup_printf ("error %s", reason);
}

static gboolean
parse_number (const char *text,
              gint64     *number)
{
  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, number, NULL);
}

/* delay MS [KIND] */
static char *
command_delay (char **words)
{
  int kind = words[1] != NULL && words[2] != NULL ? kind_from_name (words[2]) : KIND_ANY;
  gint64 ms;

  if (!parse_number (words[1], &ms) || kind < 0)
    return refuse ("delay MS [KIND]");
  g_mutex_lock (&faults.lock);
  for (int i = 0; i < N_KINDS; i++)
    if (fault_fits_kind (kind, (Kind) i))
      faults.delay_ms[i] = ms;
  g_mutex_unlock (&faults.lock);
  return g_strdup ("ok");
}

static gboolean
parse_fault (char **words,
             Fault *fault)
{
  gint64 number;
  guint n = g_strv_length (words);
  guint at = 4;

  if (n < 4 || (fault->kind = kind_from_name (words[1])) < 0 || !parse_number (words[2], &number))
    return FALSE;
  fault->skip = number > 0 ? (guint) number - 1 : 0;
  fault->times = number > 0 ? 1 : -1;
  for (fault->action = ACTION_FAIL; strcmp (words[3], action_names[fault->action]) != 0; fault->action++)
    if (fault->action == ACTION_ABSENT)
      return FALSE;
  if (fault->action == ACTION_FAIL || fault->action == ACTION_LOST || fault->action == ACTION_GONE
      || fault->action == ACTION_CUT)
    {
      if ((fault->error = error_from_name (words[at++])) == 0)
        return FALSE;
    }
  else if (words[at] != NULL && parse_number (words[at], &fault->ms))
    at++;
  for (; at < n; at++)
    if (g_str_has_prefix (words[at], "path="))
      fault->path = g_strdup (words[at] + strlen ("path="));
    else if (g_str_has_prefix (words[at], "times=") && parse_number (words[at] + strlen ("times="), &number))
      fault->times = number > 0 ? (int) number : -1;
    else
      return FALSE;
  return TRUE;
}

/* fault KIND N ACTION … */
static char *
command_fault (char **words)
{
  Fault *fault = g_new0 (Fault, 1);

  if (!parse_fault (words, fault))
    {
      fault_free (fault);
      return refuse ("fault KIND N fail|lost|gone|cut ERROR | delay|hang|hang-after MS | kill|kill-after|empty|absent [times=N] [path=TEXT]");
    }
  g_mutex_lock (&faults.lock);
  fault->id = ++faults.n_faults;
  faults.uses_paths = faults.uses_paths || fault->path != NULL;
  g_ptr_array_add (faults.list, fault);
  g_mutex_unlock (&faults.lock);
  return g_strdup_printf ("ok %u", fault->id);
}

static char *
command_clear (char **words)
{
  power_tell_kernel (badfs_session);
  g_mutex_lock (&faults.lock);
  g_ptr_array_set_size (faults.list, 0);
  memset (faults.delay_ms, 0, sizeof faults.delay_ms);
  faults.uses_paths = FALSE;
  faults.gone = FALSE;
  g_hash_table_remove_all (faults.absent);
  g_mutex_unlock (&faults.lock);
  modes.noreplace_known = 1;
  modes.rename_mode = RENAMES_WHOLE;
  modes.stale_absent_ms = modes.stale_list_ms = modes.stale_attr_ms = 0;
  modes.world = 0;
  faults_release (0);
  return g_strdup ("ok");
}

static char *
command_release (char **words)
{
  if (words[1] != NULL && error_from_name (words[1]) == 0)
    return refuse ("release [ERROR]");
  faults_release (error_from_name (words[1]));
  return g_strdup ("ok");
}

/* gone [ERROR] | back */
static char *
command_gone (char **words)
{
  if (words[1] != NULL && error_from_name (words[1]) == 0)
    return refuse ("gone [ERROR]");
  g_mutex_lock (&faults.lock);
  faults.gone = TRUE;
  faults.gone_error = error_from_name (words[1]);
  g_mutex_unlock (&faults.lock);
  return g_strdup ("ok");
}

static char *
command_back (char **words)
{
  power_tell_kernel (badfs_session);
  g_mutex_lock (&faults.lock);
  faults.gone = FALSE;
  g_mutex_unlock (&faults.lock);
  faults_release (0);
  return g_strdup ("ok");
}

/* --- modes ------------------------------------------------------------------------------------------ */

static char *
set_switch (char       **words,
            _Atomic int *value)
{
  if (g_strcmp0 (words[1], "on") != 0 && g_strcmp0 (words[1], "off") != 0)
    return refuse ("on or off");
  *value = strcmp (words[1], "on") == 0;
  return g_strdup ("ok");
}

static char *
command_empty (char **words)
{
  return set_switch (words, &modes.world);
}

static char *
command_noreplace (char **words)
{
  return set_switch (words, &modes.noreplace_known);
}

static char *
command_fsync (char **words)
{
  return set_switch (words, &modes.real_fsync);
}

static char *
command_rename (char **words)
{
  static const char *const names[] = { "whole", "copy", "two-winners" };

  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (words[1], names[i]) == 0)
      {
        modes.rename_mode = i;
        return g_strdup ("ok");
      }
  return refuse ("rename whole|copy|two-winners");
}

/* stale absent|list|times MS */
static char *
command_stale (char **words)
{
  gint64 ms;

  if (words[1] == NULL || !parse_number (words[2], &ms))
    return refuse ("stale absent|list|times MS");
  if (strcmp (words[1], "absent") == 0)
    modes.stale_absent_ms = (int) ms;
  else if (strcmp (words[1], "list") == 0)
    modes.stale_list_ms = (int) ms;
  else if (strcmp (words[1], "times") == 0)
    modes.stale_attr_ms = (int) ms;
  else
    return refuse ("stale absent|list|times MS");
  return g_strdup ("ok");
}

/* cache [entry=MS] [attr=MS] [direct=0|1] */
static char *
command_cache (char **words)
{
  for (guint i = 1; words[i] != NULL; i++)
    {
      const char *value = strchr (words[i], '=');
      gint64 number;

      if (value == NULL || !parse_number (value + 1, &number))
        return refuse ("cache [entry=MS] [attr=MS] [direct=0|1]");
      if (g_str_has_prefix (words[i], "entry="))
        modes.entry_ms = (int) number;
      else if (g_str_has_prefix (words[i], "attr="))
        modes.attr_ms = (int) number;
      else if (g_str_has_prefix (words[i], "direct="))
        modes.direct_io = (int) number;
      else
        return refuse ("cache [entry=MS] [attr=MS] [direct=0|1]");
    }
  return g_strdup ("ok");
}

/* power journal|cut|off */
static char *
command_power (char **words)
{
  guint n = 0;

  if (g_strcmp0 (words[1], "journal") == 0)
    modes.journal = 1;
  else if (g_strcmp0 (words[1], "cut") == 0)
    {
      n = faults_cut ();
      power_tell_kernel (badfs_session);
    }
  else if (g_strcmp0 (words[1], "off") == 0)
    {
      power_lock ();
      power_keep ();
      modes.journal = 0;
      power_unlock ();
    }
  else
    return refuse ("power journal|cut|off");
  return g_strdup_printf ("ok %u", n);
}

/* --- what happened ----------------------------------------------------------------------------------- */

static char *
command_counts (char **words)
{
  GString *text = g_string_new ("ok");
  guint64 total = 0;

  g_mutex_lock (&faults.lock);
  for (int kind = 0; kind < N_KINDS; kind++)
    {
      g_string_append_printf (text, " %s=%" G_GUINT64_FORMAT, kind_names[kind], faults.counts[kind]);
      total += faults.counts[kind];
    }
  g_string_append_printf (text, " total=%" G_GUINT64_FORMAT, total);
  if (g_strcmp0 (words[1], "reset") == 0)
    memset (faults.counts, 0, sizeof faults.counts);
  g_mutex_unlock (&faults.lock);
  return g_string_free (text, FALSE);
}

/* record on|off|get */
static char *
command_record (char **words)
{
  GString *text = g_string_new ("ok");

  g_mutex_lock (&faults.lock);
  if (g_strcmp0 (words[1], "get") == 0)
    for (guint i = 0; i < faults.record->len; i++)
      g_string_append_printf (text, "\n%s", (char *) faults.record->pdata[i]);
  else
    {
      faults.recording = g_strcmp0 (words[1], "on") == 0;
      if (faults.recording)
        {
          g_ptr_array_set_size (faults.record, 0);
          memset (faults.counts, 0, sizeof faults.counts);
        }
    }
  g_mutex_unlock (&faults.lock);
  return g_string_free (text, FALSE);
}

static guint
get_fired (guint id)
{
  for (guint i = 0; i < faults.list->len; i++)
    {
      Fault *fault = faults.list->pdata[i];

      if (fault->id == id)
        return fault->n_fired;
    }
  return 0;
}

static char *
command_fired (char **words)
{
  gint64 id;
  guint n;

  if (!parse_number (words[1], &id))
    return refuse ("fired ID");
  g_mutex_lock (&faults.lock);
  n = get_fired ((guint) id);
  g_mutex_unlock (&faults.lock);
  return g_strdup_printf ("ok %u", n);
}

/* wait held N MS | wait fired ID MS */
static char *
command_wait (char **words)
{
  gint64 number;
  gint64 ms;
  gint64 until_us;
  gboolean fired = g_strcmp0 (words[1], "fired") == 0;
  gboolean done;

  if (g_strv_length (words) != 4 || !parse_number (words[2], &number) || !parse_number (words[3], &ms)
      || (!fired && strcmp (words[1], "held") != 0))
    return refuse ("wait held N MS | wait fired ID MS");
  until_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
  g_mutex_lock (&faults.lock);
  while (!(done = fired ? get_fired ((guint) number) > 0 : faults.n_held >= (guint) number) && !faults.ended)
    if (!g_cond_wait_until (&faults.changed, &faults.lock, until_us))
      break;
  g_mutex_unlock (&faults.lock);
  return done ? g_strdup ("ok") : refuse ("waited in vain");
}

static char *
command_held (char **words)
{
  guint n;

  g_mutex_lock (&faults.lock);
  n = faults.n_held;
  g_mutex_unlock (&faults.lock);
  return g_strdup_printf ("ok %u", n);
}

static char *
command_ping (char **words)
{
  return g_strdup ("ok");
}

static const struct
{
  const char *name;
  char     *(*func) (char **words);
} commands[] = {
  { "back", command_back },       { "cache", command_cache },     { "clear", command_clear },
  { "counts", command_counts },   { "delay", command_delay },     { "empty", command_empty },
  { "fault", command_fault },     { "fired", command_fired },     { "fsync", command_fsync },
  { "gone", command_gone },       { "held", command_held },       { "noreplace", command_noreplace },
  { "ping", command_ping },       { "power", command_power },     { "record", command_record },
  { "release", command_release }, { "rename", command_rename },   { "stale", command_stale },
  { "wait", command_wait },
};

char *
faults_command (const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[0] != NULL && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (words[0], commands[i].name) == 0)
      return commands[i].func (words);
  return refuse ("unknown command");
}
