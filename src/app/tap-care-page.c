/* tap-care-page.c — the care of the data: backups, their age, drills, verifying, the file server.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care-page"
#include "config.h"

#include "app/tap-care-page.h"

#include "app/tap-care-confirm.h"
#include "app/tap-care-list.h"
#include "app/tap-care-work-box.h"

#include <glib/gi18n-lib.h>

/* The age is counted in minutes. */
#define TICK_S 30

struct _TapCarePage
{
  GtkWidget       parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget      *summary;
  GtkImage       *summary_icon;
  GtkLabel       *summary_title;
  GtkLabel       *summary_text;
  GtkWidget      *backup_button;
  TapCareWorkBox *work_box;
  AdwPreferencesGroup *plan_group;
  AdwActionRow   *place_row;
  AdwComboRow    *hour_row;
  AdwActionRow   *next_row;
  GtkListBox     *backups;
  GtkListBox     *runs;
  AdwActionRow   *left_row;

  /* Owned references */
  TapSession     *session;
  TapCare        *care;
  GtkFileChooserNative *chooser;
  char           *restore_from, *restore_to;

  guint           tick;
  gboolean        filling;
};

G_DEFINE_FINAL_TYPE (TapCarePage, tap_care_page, GTK_TYPE_WIDGET)

/* ---- the box at the top ---------------------------------------------------------------------------------------------------------- */

static char *
summary_title (const TapBackupRun *good,
               gint64              now_unix)
{
  g_autofree char *ago = good == NULL ? NULL : tap_care_ago_text (good->made_unix, now_unix);

  if (good == NULL)
    return g_strdup (_("There is no good backup yet"));
  /* Translators: %s is a time that has passed, as "12 hours ago" */
  return g_strdup_printf (_("Last good backup: %s"), ago);
}

static char *
summary_text (TapCarePage        *self,
              const TapBackupRun *good,
              const TapBackupRun *last,
              TapCareAge          age)
{
  g_autofree char *when = NULL;
  g_autofree char *size = NULL;
  const char *advice = age == TAP_CARE_AGE_OLD    ? _("Look why there was none last night.")
                       : age == TAP_CARE_AGE_LATE ? _("Make one now, and look why there was none in the last nights.")
                                                  : "";

  if (good == NULL)
    return g_strdup (_("If the disk of the file server fails today, this computer still has a copy of everything, but no backup. "
                       "Choose a folder on another disk and make one."));
  when = tap_care_when_text (good->made_unix, tap_session_get_zone (self->session));
  size = g_format_size ((guint64) MAX (good->bytes, 0));
  if (last != NULL && !last->good)
    /* Translators: when, computer, size; then the sentence that says why the last backup failed */
    return g_strdup_printf (_("%s · %s · %s. The last one failed: %s"), when, good->pc, size, last->problem);
  if (*advice != '\0')
    /* Translators: when, computer, size; then a whole sentence of advice */
    return g_strdup_printf (_("%s · %s · %s. %s"), when, good->pc, size, advice);
  return g_strdup_printf ("%s · %s · %s", when, good->pc, size);
}

static void
show_summary (TapCarePage *self)
{
  TapStationData *station = tap_session_get_station (self->session);
  const TapBackupRun *good = station->last_good_backup;
  gint64 now_unix = tap_session_now_unix (self->session);
  TapCareAge age = tap_care_age (good != NULL ? good->made_unix : 0, now_unix);
  g_autofree char *title = summary_title (good, now_unix);
  g_autofree char *text = summary_text (self, good, station->last_backup, age);

  for (TapCareAge i = TAP_CARE_AGE_GOOD; i <= TAP_CARE_AGE_NONE; i++)
    gtk_widget_remove_css_class (self->summary, tap_care_age_css (i));
  gtk_widget_add_css_class (self->summary, tap_care_age_css (age));
  gtk_image_set_from_icon_name (self->summary_icon, tap_care_age_icon (age));
  if (!g_str_equal (gtk_label_get_text (self->summary_title), title))
    gtk_label_set_text (self->summary_title, title);
  gtk_label_set_text (self->summary_text, text);
}

const char *
tap_care_page_get_summary (TapCarePage *self)
{
  g_return_val_if_fail (TAP_IS_CARE_PAGE (self), "");

  return gtk_label_get_text (self->summary_title);
}

/* ---- the plan ---------------------------------------------------------------------------------------------------------------------- */

static char *
next_text (TapCarePage *self)
{
  gint64 next_unix = tap_care_get_next_unix (self->care);

  if (*tap_care_get_place (self->care) == '\0')
    return g_strdup (_("None: no folder has been chosen"));
  if (next_unix == 0)
    return g_strdup (_("None by itself: by hand only"));
  if (next_unix <= tap_session_now_unix (self->session))
    return g_strdup (_("In a moment: one was missed"));
  return tap_care_when_text (next_unix, tap_session_get_zone (self->session));
}

static void
show_plan (TapCarePage *self)
{
  const char *place = tap_care_get_place (self->care);
  g_autofree char *next = next_text (self);

  self->filling = TRUE;
  adw_action_row_set_subtitle (self->place_row, *place != '\0' ? place : _("None yet"));
  adw_combo_row_set_selected (self->hour_row, (guint) (tap_care_get_hour (self->care) + 1));
  adw_action_row_set_subtitle (self->next_row, next);
  self->filling = FALSE;
}

static void
hour_chosen_cb (TapCarePage *self)
{
  if (!self->filling && adw_combo_row_get_selected (self->hour_row) != GTK_INVALID_LIST_POSITION)
    tap_care_set_plan (self->care, tap_care_get_place (self->care), (int) adw_combo_row_get_selected (self->hour_row) - 1);
}

static void
chosen_cb (TapCarePage *self,
           int          response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL && g_file_peek_path (file) != NULL)
    tap_care_set_plan (self->care, g_file_peek_path (file), tap_care_get_hour (self->care));
  g_clear_object (&self->chooser);
}

static void
choose_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  TapCarePage *self = TAP_CARE_PAGE (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Backup Folder"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
fill_hours (TapCarePage *self)
{
  g_autoptr (GtkStringList) hours = gtk_string_list_new (NULL);

  self->filling = TRUE;
  gtk_string_list_append (hours, _("Never, by hand only"));
  for (int hour = 0; hour < 24; hour++)
    {
      g_autofree char *text = g_strdup_printf ("%d:00", hour);

      gtk_string_list_append (hours, text);
    }
  adw_combo_row_set_model (self->hour_row, G_LIST_MODEL (hours));
  self->filling = FALSE;
}

/* ---- jobs ---------------------------------------------------------------------------------------------------------------------------- */

/* One set of rules for all buttons: the same job cannot be begun twice, and saving needs the right. */
static void
update_actions (TapCarePage *self)
{
  gboolean may = tap_session_may (self->session, TAP_RIGHT_ADMIN);
  gboolean idle = tap_care_get_state (self->care) != TAP_CARE_WORKING;
  gboolean place = *tap_care_get_place (self->care) != '\0';
  GPtrArray *backups = tap_care_get_backups (self->care);
  gboolean some = place && backups != NULL && backups->len > 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "care.backup", may && idle && place);
  gtk_widget_action_set_enabled (widget, "care.choose", may && idle);
  gtk_widget_action_set_enabled (widget, "care.check", idle && some);
  gtk_widget_action_set_enabled (widget, "care.drill", idle && some);
  gtk_widget_action_set_enabled (widget, "care.restore", may && idle && some);
  gtk_widget_action_set_enabled (widget, "care.verify", idle);
  gtk_widget_action_set_enabled (widget, "care.verify-deep", idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->hour_row), may && place);
  gtk_widget_set_tooltip_text (self->backup_button, !may     ? _("Only the administrator and the station head arrange backups")
                                                    : !place ? _("Choose a backup folder first")
                                                             : NULL);
  adw_preferences_group_set_description (self->plan_group,
                                         may ? NULL : _("Only the administrator and the station head arrange backups"));
}

static void
start_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  static const struct
  {
    const char *action;
    TapCareJob  job;
  } jobs[] = {
    { "care.backup", TAP_CARE_BACKUP },
    { "care.check", TAP_CARE_CHECK },
    { "care.drill", TAP_CARE_DRILL },
    { "care.verify", TAP_CARE_VERIFY },
    { "care.verify-deep", TAP_CARE_VERIFY_DEEP },
  };
  TapCarePage *self = TAP_CARE_PAGE (widget);

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    if (g_str_equal (action, jobs[i].action))
      tap_care_start (self->care, jobs[i].job,
                      jobs[i].job == TAP_CARE_CHECK || jobs[i].job == TAP_CARE_DRILL ? tap_care_list_get_chosen (self->backups) : NULL,
                      tap_session_get_staff_id (self->session));
}

/* ---- a station from a backup ---------------------------------------------------------------------------------------------------------- */

void
tap_care_page_restore (TapCarePage *self,
                       const char  *backup,
                       const char  *new_folder)
{
  g_return_if_fail (TAP_IS_CARE_PAGE (self));
  g_return_if_fail (backup != NULL && new_folder != NULL);

  tap_care_restore (self->care, backup, new_folder, tap_session_get_staff_id (self->session));
}

static void
restore_confirmed (TapCarePage *self)
{
  if (self->care != NULL && self->restore_from != NULL)
    tap_care_page_restore (self, self->restore_from, self->restore_to);
}

static char *
backup_when (TapCarePage *self)
{
  GPtrArray *backups = tap_care_get_backups (self->care);

  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      const TapBackup *backup = g_ptr_array_index (backups, i);

      if (g_str_equal (backup->path, self->restore_from))
        return tap_care_when_text (backup->made_unix, tap_session_get_zone (self->session));
    }
  return g_strdup ("");
}

static void
restore_chosen_cb (TapCarePage *self,
                   int          response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *body = NULL;
  g_autofree char *when = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  g_free (self->restore_to);
  self->restore_to = g_strdup (g_file_peek_path (file));
  when = backup_when (self);
  /* Translators: when the backup was made, a folder */
  body = g_strdup_printf (_("The backup of %s becomes a complete station in %s. The station that is open now is not touched. What was entered "
                            "after the backup is not in the new one."), when, self->restore_to);
  tap_care_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->care, _("Restore Into a New Folder?"), body, _("_Restore"),
                G_CALLBACK (restore_confirmed), G_OBJECT (self));
}

/* The chosen one, or the newest good one. */
static char *
find_backup (TapCarePage *self)
{
  GPtrArray *backups = tap_care_get_backups (self->care);
  const char *chosen = tap_care_list_get_chosen (self->backups);

  if (chosen != NULL)
    return g_strdup (chosen);
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    if (((const TapBackup *) backups->pdata[i])->good)
      return g_strdup (((const TapBackup *) backups->pdata[i])->path);
  return NULL;
}

static void
restore_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  TapCarePage *self = TAP_CARE_PAGE (widget);

  g_free (self->restore_from);
  self->restore_from = find_backup (self);
  if (self->restore_from == NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("An Empty Folder for the Station"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (restore_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- news ---------------------------------------------------------------------------------------------------------------------------- */

static void
list_changed_cb (TapCarePage *self)
{
  tap_care_list_backups (self->backups, self->care);
  update_actions (self);
}

static void
left_changed_cb (TapCarePage *self)
{
  guint n = tap_care_count_left (self->care);
  g_autofree char *text = g_strdup_printf (ngettext ("%u entry of this computer waits for a decision",
                                                     "%u entries of this computer wait for a decision", n), n);

  adw_action_row_set_subtitle (self->left_row, text);
  gtk_widget_set_visible (GTK_WIDGET (self->left_row), n > 0);
}

static void
plan_changed_cb (TapCarePage *self)
{
  show_plan (self);
  list_changed_cb (self);
}

static void
station_changed_cb (TapCarePage *self)
{
  show_summary (self);
  show_plan (self);
  tap_care_list_runs (self->runs, self->session);
  update_actions (self);
}

static gboolean
tick_cb (gpointer data)
{
  TapCarePage *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      show_summary (self);
      show_plan (self);
    }
  return G_SOURCE_CONTINUE;
}

/* What lies in the folder is read when somebody comes to look at it. */
static void
tap_care_page_map (GtkWidget *widget)
{
  TapCarePage *self = TAP_CARE_PAGE (widget);

  GTK_WIDGET_CLASS (tap_care_page_parent_class)->map (widget);
  tick_cb (self);
  tap_care_list (self->care);
}

/* ---- life ---------------------------------------------------------------------------------------------------------------------------- */

static void
tap_care_page_dispose (GObject *object)
{
  TapCarePage *self = TAP_CARE_PAGE (object);
  GtkWidget *child;

  self->filling = TRUE;
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->care);
  g_clear_object (&self->session);
  g_clear_pointer (&self->restore_from, g_free);
  g_clear_pointer (&self->restore_to, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_CARE_PAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_care_page_parent_class)->dispose (object);
}

static void
tap_care_page_class_init (TapCarePageClass *klass)
{
  static const char *const starts[] = { "care.backup", "care.check", "care.drill", "care.verify", "care.verify-deep" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_care_page_dispose;
  widget_class->map = tap_care_page_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-care-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, summary);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, summary_title);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, summary_text);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, backup_button);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, work_box);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, plan_group);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, place_row);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, hour_row);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, next_row);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, backups);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, runs);
  gtk_widget_class_bind_template_child (widget_class, TapCarePage, left_row);
  gtk_widget_class_bind_template_callback (widget_class, hour_chosen_cb);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    gtk_widget_class_install_action (widget_class, starts[i], NULL, start_action);
  gtk_widget_class_install_action (widget_class, "care.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "care.restore", NULL, restore_action);
}

static void
tap_care_page_init (TapCarePage *self)
{
  self->filling = TRUE;
  g_type_ensure (TAP_TYPE_CARE_WORK_BOX);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_hours (self);
}

GtkWidget *
tap_care_page_new (TapSession *session)
{
  TapCarePage *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_CARE_PAGE, NULL);
  self->session = g_object_ref (session);
  self->care = g_object_ref (tap_care_of (session));
  tap_care_work_box_set_care (self->work_box, self->care);
  g_signal_connect_object (session, "station-changed", G_CALLBACK (station_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (station_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->care, "work-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->care, "list-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->care, "plan-changed", G_CALLBACK (plan_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->care, "left-changed", G_CALLBACK (left_changed_cb), self, G_CONNECT_SWAPPED);
  station_changed_cb (self);
  list_changed_cb (self);
  left_changed_cb (self);
  self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
  return GTK_WIDGET (self);
}
