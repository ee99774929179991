/* tap-care-list.c — the rows of the care page: what lies in the backup folder, and what the computers reported.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care-page"
#include "config.h"

#include "app/tap-care-list.h"

#include <glib/gi18n-lib.h>

/* 7 daily, 5 weekly and 12 monthly ones stay. */
#define MAX_BACKUPS 24
#define MAX_RUNS 5

static const struct
{
  const char *css;
  const char *icon;
  const char *word;             /* for those who do not see the icon */
} looks[] = {
  [TAP_CHECK_OK] = { "ok", "tappet-check-symbolic", N_("good") },
  [TAP_CHECK_WARNING] = { "warning", "tappet-warn-symbolic", N_("warning") },
  [TAP_CHECK_FAILED] = { "failed", "tappet-warn-symbolic", N_("failed") },
  [TAP_CHECK_NOT_DONE] = { "waiting", "tappet-dot-symbolic", N_("not looked at") },
};

GtkWidget *
tap_care_row_new (TapCheckResult  result,
                  const char     *title,
                  const char     *subtitle,
                  const char     *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[result].icon);

  gtk_widget_add_css_class (icon, "check-icon");
  gtk_widget_add_css_class (icon, looks[result].css);
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _(looks[result].word), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (*value != '\0')
    {
      GtkWidget *label = gtk_label_new (value);

      gtk_widget_add_css_class (label, "dim");
      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

/* A list without anything says why. */
static void
add_words (GtkListBox *list,
           const char *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim");
  gtk_widget_add_css_class (label, "care-words");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (list, row);
}

/* ---- what lies in the folder ---------------------------------------------------------------------------------------------------- */

static char *
backup_text (const TapBackup *backup,
             gint64           now_unix)
{
  g_autofree char *changes = NULL;
  g_autofree char *checked = NULL;
  g_autofree char *ago = NULL;

  if (backup->checked_unix != 0 && !backup->good)
    return g_strdup (backup->problem);
  changes = g_strdup_printf (ngettext ("%llu change", "%llu changes", (gulong) backup->seq),
                             (unsigned long long) backup->seq);
  if (backup->checked_unix == 0)
    checked = g_strdup (_("not checked yet"));
  else
    {
      ago = tap_care_ago_text (backup->checked_unix, now_unix);
      /* Translators: %s is a time that has passed, as "12 hours ago" */
      checked = g_strdup_printf (_("checked %s"), ago);
    }
  return g_strdup_printf ("%s · %s", changes, checked);
}

static GtkWidget *
backup_row (const TapBackup *backup,
            TapSession      *session)
{
  TapCheckResult result = backup->checked_unix == 0 ? TAP_CHECK_NOT_DONE : backup->good ? TAP_CHECK_OK : TAP_CHECK_FAILED;
  g_autofree char *when = tap_care_when_text (backup->made_unix, tap_session_get_zone (session));
  g_autofree char *text = backup_text (backup, tap_session_now_unix (session));
  g_autofree char *size = g_format_size ((guint64) MAX (backup->bytes, 0));
  GtkWidget *row = tap_care_row_new (result, when, text, size);

  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "tap-path", g_strdup (backup->path), g_free);
  return row;
}

void
tap_care_list_backups (GtkListBox *list,
                       TapCare    *care)
{
  GPtrArray *backups = tap_care_get_backups (care);
  g_autofree char *chosen = g_strdup (tap_care_list_get_chosen (list));

  clear (list);
  if (*tap_care_get_place (care) == '\0')
    add_words (list, _("This computer makes no backups. Choose a folder on another disk or another server."));
  else if (*tap_care_get_list_error (care) != '\0')
    add_words (list, tap_care_get_list_error (care));
  else if (backups == NULL)
    add_words (list, _("The folder is being read…"));
  else if (backups->len == 0)
    add_words (list, _("There is no backup of this station in the folder yet."));
  for (guint i = 0; backups != NULL && i < MIN (backups->len, MAX_BACKUPS); i++)
    {
      const TapBackup *backup = g_ptr_array_index (backups, i);
      GtkWidget *row = backup_row (backup, tap_care_get_session (care));

      gtk_list_box_append (list, row);
      if (g_strcmp0 (chosen, backup->path) == 0)
        gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row));
    }
}

const char *
tap_care_list_get_chosen (GtkListBox *list)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row == NULL ? NULL : g_object_get_data (G_OBJECT (row), "tap-path");
}

/* ---- what the computers reported -------------------------------------------------------------------------------------------------- */

static char *
run_text (const TapBackupRun *run)
{
  if (!run->good)
    return g_strdup (run->problem);
  if (*run->person == '\0')
    return g_strdup_printf ("%s · %s", run->pc, run->place);
  return g_strdup_printf ("%s · %s · %s", run->pc, run->person, run->place);
}

void
tap_care_list_runs (GtkListBox *list,
                    TapSession *session)
{
  GPtrArray *runs = tap_session_get_station (session)->backup_runs;

  clear (list);
  if (runs->len == 0)
    add_words (list, _("No computer has made a backup yet."));
  for (guint i = 0; i < MIN (runs->len, MAX_RUNS); i++)
    {
      const TapBackupRun *run = g_ptr_array_index (runs, i);
      g_autofree char *when = tap_care_when_text (run->made_unix, tap_session_get_zone (session));
      g_autofree char *text = run_text (run);
      g_autofree char *size = run->good ? g_format_size ((guint64) MAX (run->bytes, 0)) : g_strdup ("");

      gtk_list_box_append (list, tap_care_row_new (run->good ? TAP_CHECK_OK : TAP_CHECK_FAILED, when, text, size));
    }
}
