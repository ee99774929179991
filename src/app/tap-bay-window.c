/* tap-bay-window.c — one bay of the workshop: name, badge, kind, usual technician, in use or not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-bay-window"
#include "config.h"

#include "app/tap-settings-windows.h"

#include <glib/gi18n-lib.h>

#define N_KINDS (TAP_BAY_WASH + 1)

typedef struct
{
  TapBay      *bay;             /* as the form started from; NULL: a new one */
  GArray      *technicians;     /* of gint64: their ids by place in the list, 0 first */
  GtkEditable *name, *badge;
  AdwComboRow *kind, *technician;
  GtkSwitch   *active;
} Bay;

static void
bay_free (gpointer data)
{
  Bay *self = data;

  g_clear_pointer (&self->bay, tap_bay_unref);
  g_array_unref (self->technicians);
  g_free (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_bay_finish (TAP_STORE (source), result, NULL, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Bay *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  guint chosen = adw_combo_row_get_selected (self->technician);
  TapBayInput input = { .id = self->bay != NULL ? self->bay->id : 0,
                        .name = gtk_editable_get_text (self->name),
                        .badge = gtk_editable_get_text (self->badge),
                        .kind = (TapBayKind) adw_combo_row_get_selected (self->kind),
                        .active = gtk_switch_get_active (self->active),
                        .expected = self->bay };

  if (chosen < self->technicians->len)
    input.usual_technician_id = g_array_index (self->technicians, gint64, chosen);
  tap_store_put_bay_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                           g_object_ref (form));
  return TRUE;
}

static void
add_kinds (Bay                 *self,
           TapSettingsForm     *form,
           AdwPreferencesGroup *group)
{
  const char *names[N_KINDS + 1] = { NULL };

  for (guint i = 0; i < N_KINDS; i++)
    names[i] = tap_bay_kind_label ((TapBayKind) i);
  self->kind = tap_settings_form_add_combo (form, group, "kind", _("Kind"), names,
                                            self->bay != NULL ? self->bay->kind : TAP_BAY_GENERAL);
}

/* Technicians who work here, and who stands there now even if they do not. */
static void
add_technicians (Bay                 *self,
                 TapSettingsForm     *form,
                 AdwPreferencesGroup *group)
{
  GPtrArray *staff = tap_session_get_station (tap_settings_form_get_session (form))->staff;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gint64 now = self->bay != NULL ? self->bay->usual_technician_id : 0;
  const gint64 nobody = 0;
  guint selected = 0;

  g_array_append_val (self->technicians, nobody);
  g_ptr_array_add (names, (gpointer) _("Nobody in particular"));
  for (guint i = 0; i < staff->len; i++)
    {
      TapStaff *person = g_ptr_array_index (staff, i);

      if (person->id != now && (!person->active || (person->roles & TAP_ROLE_TECHNICIAN) == 0))
        continue;
      if (person->id == now)
        selected = names->len;
      g_array_append_val (self->technicians, person->id);
      g_ptr_array_add (names, person->name);
    }
  g_ptr_array_add (names, NULL);
  self->technician = tap_settings_form_add_combo (form, group, "technician", _("Usual technician"),
                                                  (const char *const *) names->pdata, selected);
}

static void
choice_now (TapSettingsForm *form,
            const char      *field,
            guint            choice)
{
  g_autofree char *text = g_strdup_printf ("%u", choice);

  tap_settings_form_now (form, field, text);
}

static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Bay *self = data;
  TapBay *bay = self->bay != NULL ? tap_session_find_bay (tap_settings_form_get_session (form), self->bay->id) : NULL;

  if (bay == NULL)
    return;
  tap_bay_ref (bay);
  tap_bay_unref (self->bay);
  self->bay = bay;
  tap_settings_form_now (form, "name", bay->name);
  tap_settings_form_now (form, "badge", bay->badge);
  choice_now (form, "kind", bay->kind);
  for (guint i = 0; i < self->technicians->len; i++)
    if (g_array_index (self->technicians, gint64, i) == bay->usual_technician_id)
      choice_now (form, "technician", i);
  tap_settings_form_now (form, "active", bay->active ? "1" : "0");
}

GtkWidget *
tap_bay_window_new (TapSession *session,
                    gint64      bay_id)
{
  Bay *self = g_new0 (Bay, 1);
  TapBay *bay = bay_id != 0 ? tap_session_find_bay (session, bay_id) : NULL;
  TapSettingsForm *form
    = tap_settings_form_new (session, bay != NULL ? _("Bay") : _("New Bay"), save, self, bay_free);
  AdwPreferencesGroup *group = tap_settings_form_add_group (form, NULL, NULL);

  self->bay = bay != NULL ? tap_bay_ref (bay) : NULL;
  self->technicians = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->name = tap_settings_form_add_entry (form, group, "name", _("Name"), bay != NULL ? bay->name : "");
  self->badge = tap_settings_form_add_entry (form, group, "badge", _("Badge, one to four characters"),
                                             bay != NULL ? bay->badge : "");
  add_kinds (self, form, group);
  add_technicians (self, form, group);
  self->active
    = tap_settings_form_add_switch (form, group, "active", _("In use"), bay == NULL || bay->active);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 480, 440);
  return GTK_WIDGET (form);
}
