/* tap-bays-list.c — the bays on the settings page: add, edit, move up and down.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-bays-list"
#include "config.h"

#include "app/tap-settings-lists.h"
#include "app/tap-settings-windows.h"

#include <glib/gi18n-lib.h>

/* The button to get the focus when the list is made anew after a move, so that it can be pressed again. */
#define FOCUS_KEY "tap-focus-bay"

typedef struct
{
  gint64 id;
  int    place;                 /* where the button moves the bay */
  gboolean up;
} Move;

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsGroup) group = data;
  g_autoptr (GError) error = NULL;

  if (!tap_store_put_bay_finish (TAP_STORE (source), result, NULL, &error)
      && gtk_widget_get_root (GTK_WIDGET (group)) != NULL)
    tap_settings_group_show_error (group, error);
}

static void
move_cb (TapSettingsGroup *group,
         GtkWidget        *button)
{
  const Move *move = g_object_get_data (G_OBJECT (button), "tap-move");
  TapSession *session = tap_settings_group_get_session (group);
  TapBay *bay = tap_session_find_bay (session, move->id);
  TapBayInput input = { .id = move->id, .name = bay->name, .badge = bay->badge, .kind = bay->kind, .place = move->place,
                        .usual_technician_id = bay->usual_technician_id, .active = bay->active, .expected = bay };

  g_object_set_data_full (G_OBJECT (group), FOCUS_KEY, g_memdup2 (move, sizeof *move), g_free);
  tap_store_put_bay_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, moved_cb,
                           g_object_ref (group));
}

static void
add_move_button (TapSettingsGroup *group,
                 GtkWidget        *row,
                 const char       *name,
                 Move              move,
                 gboolean          possible)
{
  GtkWidget *button = gtk_button_new_from_icon_name (move.up ? "go-up-symbolic" : "go-down-symbolic");
  const Move *focus = g_object_get_data (G_OBJECT (group), FOCUS_KEY);
  g_autofree char *label = g_strdup_printf (move.up ? _("Move %s up") : _("Move %s down"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (button, possible && tap_settings_group_may (group));
  g_object_set_data_full (G_OBJECT (button), "tap-move", g_memdup2 (&move, sizeof move), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (move_cb), group, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  if (focus != NULL && focus->id == move.id && focus->up == move.up)
    gtk_widget_grab_focus (button);
}

static char *
bay_text (TapSession   *session,
          const TapBay *bay)
{
  TapStaff *person = bay->usual_technician_id != 0 ? tap_session_find_staff (session, bay->usual_technician_id) : NULL;
  const char *kind = tap_bay_kind_label (bay->kind);

  return person != NULL ? g_strdup_printf ("%s · %s", kind, person->name) : g_strdup (kind);
}

static void
fill_bays (TapSettingsGroup *group,
           TapSession       *session)
{
  GPtrArray *bays = tap_session_get_station (session)->bays;

  for (guint i = 0; i < bays->len; i++)
    {
      const TapBay *bay = g_ptr_array_index (bays, i);
      g_autofree char *text = bay_text (session, bay);
      GtkWidget *row = tap_settings_group_add_row (group, bay->name, text, tap_bay_window_new, bay->id);
      GtkWidget *badge = gtk_label_new (bay->badge);

      gtk_widget_add_css_class (badge, "settings-badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), badge);
      if (!bay->active)
        {
          GtkWidget *note = gtk_label_new (_("not in use"));

          gtk_widget_add_css_class (note, "dim-label");
          adw_action_row_add_suffix (ADW_ACTION_ROW (row), note);
        }
      add_move_button (group, row, bay->name, (Move) { bay->id, (int) i, TRUE }, i > 0);
      add_move_button (group, row, bay->name, (Move) { bay->id, (int) i + 2, FALSE }, i + 1 < bays->len);
    }
  g_object_set_data (G_OBJECT (group), FOCUS_KEY, NULL);
}

static void
add_bay_cb (TapSettingsGroup *group)
{
  tap_settings_group_open (group, tap_bay_window_new (tap_settings_group_get_session (group), 0));
}

void
tap_settings_list_bays (TapSettingsGroup *group,
                        TapSession       *session)
{
  static const TapSettingsKind kind = {
    TAP_RIGHT_SHIFTS, N_("Only the workshop manager, the job controller and the administrator change the bays"), NULL,
    fill_bays,
  };

  tap_settings_group_add_button (group, _("_Add Bay"), "tappet-plus-symbolic", G_CALLBACK (add_bay_cb));
  tap_settings_group_start (group, session, &kind);
}
