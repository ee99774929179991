/* tap-settings-page.c — the station, its people, and how this computer behaves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-settings-page"
#include "config.h"

#include "app/tap-settings-page.h"

#include "app/tap-care-words.h"
#include "app/tap-prefs.h"
#include "app/tap-settings-lists.h"
#include "app/tap-staff-window.h"
#include "app/tap-style.h"
#include "widgets/tap-avatar.h"

#include <glib/gi18n-lib.h>

struct _TapSettingsPage
{
  GtkWidget      parent_instance;

  /* Template widgets (borrowed) */
  TapSettingsGroup *facts_group;
  TapSettingsGroup *hours_group;
  TapSettingsGroup *days_group;
  TapSettingsGroup *bays_group;
  TapSettingsGroup *lanes_group;
  AdwActionRow  *folder_row;
  AdwActionRow  *care_row;
  GtkImage      *care_icon;
  AdwActionRow  *id_row;
  AdwActionRow  *replica_row;
  AdwActionRow  *mount_row;
  AdwActionRow  *seq_row;
  AdwActionRow  *peers_row;
  AdwComboRow   *theme_row;
  AdwComboRow   *distance_row;
  AdwActionRow  *idle_row;
  GtkSpinButton *idle_spin;
  GtkWidget     *add_button;
  GtkListBox    *people;

  /* Owned references */
  TapSession    *session;
  GCancellable  *cancellable;
  gboolean       filling;
};

G_DEFINE_FINAL_TYPE (TapSettingsPage, tap_settings_page, GTK_TYPE_WIDGET)

static const char *themes[] = { "system", "light", "dark" };
static const int distances_m[] = { 3, 5, 7 };

/* ---- the station -------------------------------------------------------------------------------------------------------- */

static void
inspected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  TapSettingsPage *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapStationInfo) info = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  self = data;
  if (info == NULL)
    text = g_strdup (error->message);
  else
    text = g_strdup_printf ("%s · %s", info->mount_type, info->mount_options);
  adw_action_row_set_subtitle (self->mount_row, text);
}

static void
inspect_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  TapStationInfo *info = tap_station_inspect (data, &error);

  if (info == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, info, (GDestroyNotify) tap_station_info_free);
}

/* A share that hangs must not hang the page: its line comes when it comes. */
static void
inspect (TapSettingsPage *self,
         const char      *folder)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, inspected_cb, self);

  g_task_set_source_tag (task, inspect);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, inspect_thread);
}

static void
show_peers (TapSettingsPage *self,
            TapWorker       *worker)
{
  g_autoptr (GPtrArray) peers = tap_worker_get_peers (worker);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < peers->len; i++)
    {
      TapPeer *peer = g_ptr_array_index (peers, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", peer->pc);
    }
  adw_action_row_set_subtitle (self->peers_row, text->len > 0 ? text->str : _("Only this one so far"));
}

/* How old the last good backup is stands at the door to its page. */
static void
show_care (TapSettingsPage *self)
{
  const TapBackupRun *good = tap_session_get_station (self->session)->last_good_backup;
  gint64 now_unix = tap_session_now_unix (self->session);
  TapCareAge age = tap_care_age (good != NULL ? good->made_unix : 0, now_unix);
  g_autofree char *ago = good == NULL ? NULL : tap_care_ago_text (good->made_unix, now_unix);
  g_autofree char *text = NULL;

  if (good == NULL)
    text = g_strdup (_("There is no good backup yet"));
  else
    /* Translators: %s is a time that has passed, as "12 hours ago" */
    text = g_strdup_printf (_("Last good backup: %s"), ago);
  for (TapCareAge i = TAP_CARE_AGE_GOOD; i <= TAP_CARE_AGE_NONE; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->care_icon), tap_care_age_css (i));
  gtk_widget_add_css_class (GTK_WIDGET (self->care_icon), tap_care_age_css (age));
  gtk_image_set_from_icon_name (self->care_icon, tap_care_age_icon (age));
  adw_action_row_set_subtitle (self->care_row, text);
}

static void
show_station (TapSettingsPage *self)
{
  TapStationData *station = tap_session_get_station (self->session);
  TapWorker *worker = tap_store_get_worker (tap_session_get_store (self->session));
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, tap_worker_get_seq (worker));

  adw_action_row_set_subtitle (self->folder_row, tap_worker_get_folder (worker));
  adw_action_row_set_subtitle (self->id_row, station->station_id);
  adw_action_row_set_subtitle (self->replica_row, tap_worker_get_replica_dir (worker));
  adw_action_row_set_subtitle (self->seq_row, seq);
  show_peers (self, worker);
  show_care (self);
}

/* ---- people ------------------------------------------------------------------------------------------------------------- */

static char *
roles_text (TapRoles roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TAP_N_ROLES; i++)
    if (roles & (1u << i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", tap_role_label ((TapRole) (1u << i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_person (TapSettingsPage *self,
            TapStaff        *staff,
            gboolean         may)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = tap_avatar_new (TAP_AVATAR_NORMAL);
  g_autofree char *roles = roles_text (staff->roles);

  tap_avatar_set_person (TAP_AVATAR (avatar), staff->name, staff->colour);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), staff->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), roles);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (!staff->active || !staff->has_pin)
    {
      GtkWidget *note = gtk_label_new (!staff->active ? _("not working here any more") : _("no PIN yet"));

      gtk_widget_add_css_class (note, "dim");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), note);
    }
  if (may)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), may);
  g_object_set_data_full (G_OBJECT (row), "tap-staff", g_memdup2 (&staff->id, sizeof staff->id), g_free);
  gtk_list_box_append (self->people, row);
}

static void
show_people (TapSettingsPage *self)
{
  GPtrArray *staff = tap_session_get_station (self->session)->staff;
  gboolean may = tap_session_may (self->session, TAP_RIGHT_ADMIN);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->people))) != NULL)
    gtk_list_box_remove (self->people, child);
  for (guint i = 0; i < staff->len; i++)
    add_person (self, g_ptr_array_index (staff, i), may);
}

static void
update_rights (TapSettingsPage *self)
{
  gboolean may = tap_session_may (self->session, TAP_RIGHT_ADMIN);
  gboolean writable = tap_session_get_connection (self->session)->writable;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.add-person", may && writable);
  gtk_widget_set_tooltip_text (self->add_button, !may       ? _("Only the administrator and the station head change people")
                                                 : !writable ? _("Nothing can be saved at the moment")
                                                             : NULL);
}

static void
open_person (TapSettingsPage *self,
             gint64           staff_id)
{
  GtkWidget *window = tap_staff_window_new (self->session, staff_id);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

static void
person_activated_cb (TapSettingsPage *self,
                     GtkListBoxRow   *row)
{
  open_person (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "tap-staff"));
}

static void
add_person_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  open_person (TAP_SETTINGS_PAGE (widget), 0);
}

static void
station_changed_cb (TapSettingsPage *self)
{
  show_station (self);
  show_people (self);
  update_rights (self);
}

/* ---- this computer ------------------------------------------------------------------------------------------------------- */

static void
theme_chosen_cb (TapSettingsPage *self)
{
  guint i = adw_combo_row_get_selected (self->theme_row);

  if (self->filling || i >= G_N_ELEMENTS (themes))
    return;
  tap_prefs_set_text ("theme", themes[i]);
  tap_style_set_theme (themes[i]);
}

static void
distance_chosen_cb (TapSettingsPage *self)
{
  guint i = adw_combo_row_get_selected (self->distance_row);

  if (!self->filling && i < G_N_ELEMENTS (distances_m))
    tap_prefs_set_int ("wall-distance", distances_m[i]);
}

static void
show_idle (TapSettingsPage *self)
{
  int station_min = tap_session_get_station (self->session)->idle_lock_min;
  g_autofree char *text = g_strdup_printf (ngettext ("0: as the station says, %d minute", "0: as the station says, %d minutes",
                                                     station_min), station_min);

  adw_action_row_set_subtitle (self->idle_row, text);
}

static void
idle_chosen_cb (TapSettingsPage *self)
{
  if (!self->filling)
    tap_prefs_set_int ("idle-minutes", gtk_spin_button_get_value_as_int (self->idle_spin));
}

static void
show_computer (TapSettingsPage *self)
{
  g_autofree char *theme = tap_prefs_get_text ("theme");
  int distance_m = tap_prefs_get_int ("wall-distance", 5);

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    if (g_str_equal (themes[i], theme))
      adw_combo_row_set_selected (self->theme_row, i);
  for (guint i = 0; i < G_N_ELEMENTS (distances_m); i++)
    if (distances_m[i] == distance_m)
      adw_combo_row_set_selected (self->distance_row, i);
  gtk_spin_button_set_value (self->idle_spin, tap_prefs_get_int ("idle-minutes", 0));
  show_idle (self);
  self->filling = FALSE;
}

/* ---- life ---------------------------------------------------------------------------------------------------------------- */

static void
tap_settings_page_dispose (GObject *object)
{
  TapSettingsPage *self = TAP_SETTINGS_PAGE (object);
  GtkWidget *child;

  self->filling = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_SETTINGS_PAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_settings_page_parent_class)->dispose (object);
}

static void
tap_settings_page_class_init (TapSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_settings_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, facts_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, hours_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, days_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, bays_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, lanes_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, care_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, care_icon);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, id_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, replica_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, mount_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, seq_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, peers_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, theme_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, distance_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, idle_row);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, idle_spin);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsPage, people);
  gtk_widget_class_bind_template_callback (widget_class, theme_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, distance_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, idle_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_activated_cb);
  gtk_widget_class_install_action (widget_class, "settings.add-person", NULL, add_person_action);
}

static void
tap_settings_page_init (TapSettingsPage *self)
{
  self->filling = TRUE;
  g_type_ensure (TAP_TYPE_SETTINGS_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
tap_settings_page_new (TapSession *session)
{
  TapSettingsPage *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_SETTINGS_PAGE, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "station-changed", G_CALLBACK (station_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (station_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (update_rights), self, G_CONNECT_SWAPPED);
  tap_settings_list_facts (self->facts_group, session);
  tap_settings_list_hours (self->hours_group, session);
  tap_settings_list_days (self->days_group, session);
  tap_settings_list_bays (self->bays_group, session);
  tap_settings_list_lanes (self->lanes_group, session);
  station_changed_cb (self);
  show_computer (self);
  inspect (self, tap_worker_get_folder (tap_store_get_worker (tap_session_get_store (session))));
  return GTK_WIDGET (self);
}
