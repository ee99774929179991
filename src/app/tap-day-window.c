/* tap-day-window.c — one date that differs from its weekday: a holiday, or a Sunday that is worked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-day-window"
#include "config.h"

#include "app/tap-settings-windows.h"
#include "app/tap-shift-entries.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TapDay         *day;          /* as the form started from; NULL: a new one */
  GtkEditable    *date, *name;
  GtkSwitch      *open;
  TapShiftEntries entries;
} Day;

static void
day_free (gpointer data)
{
  Day *self = data;

  g_clear_pointer (&self->day, tap_day_unref);
  g_free (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_day_finish (TAP_STORE (source), result, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Day *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  g_autofree char *message = NULL;
  TapDayInput input = { .date = gtk_editable_get_text (self->date),
                        .name = gtk_editable_get_text (self->name),
                        .expected = self->day };

  if (gtk_switch_get_active (self->open) && !tap_shift_entries_read (&self->entries, &input.shift, &message))
    {
      tap_settings_form_show_fault (form, "hours", message);
      return FALSE;
    }
  tap_store_put_day_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                           g_object_ref (form));
  return TRUE;
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_remove_day_finish (TAP_STORE (source), result, &error);
  tap_settings_form_answer (form, error);
}

static void
remove_cb (TapSettingsForm *form)
{
  Day *self = tap_settings_form_get_data (form);
  TapSession *session = tap_settings_form_get_session (form);

  tap_settings_form_set_busy (form, TRUE);
  tap_store_remove_day_async (tap_session_get_store (session), tap_session_get_staff_id (session), self->day, removed_cb,
                              g_object_ref (form));
}

static void
toggled_cb (GtkSwitch  *toggle,
            GParamSpec *pspec,
            gpointer    data)
{
  tap_shift_entries_set_open (data, gtk_switch_get_active (toggle));
}

/* The hours are merged as one. A day that is gone stays refused by the store. */
static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Day *self = data;
  GPtrArray *days = tap_session_get_station (tap_settings_form_get_session (form))->days;
  TapDay *now = NULL;
  TapShift own = { 0 };
  g_autofree char *message = NULL, *before = NULL, *theirs = NULL, *mine = NULL;

  for (guint i = 0; i < days->len && self->day != NULL; i++)
    if (g_str_equal (((TapDay *) g_ptr_array_index (days, i))->date, self->day->date))
      now = g_ptr_array_index (days, i);
  if (now == NULL
      || (gtk_switch_get_active (self->open) && !tap_shift_entries_read (&self->entries, &own, &message)))
    return;
  before = tap_shift_text (&self->day->shift);
  theirs = tap_shift_text (&now->shift);
  mine = tap_shift_text (&own);
  tap_day_ref (now);
  tap_day_unref (self->day);
  self->day = now;
  tap_settings_form_now (form, "name", now->name);
  if (g_str_equal (mine, before))
    {
      gtk_switch_set_active (self->open, now->shift.open_min < now->shift.close_min);
      tap_shift_entries_fill (&self->entries, &now->shift);
    }
  else if (!g_str_equal (theirs, before) && !g_str_equal (theirs, mine))
    tap_settings_form_collide (form, _("Opening hours"), theirs, mine);
}

static void
picked_cb (GtkCalendar *calendar,
           gpointer     data)
{
  g_autoptr (GDateTime) when = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (when, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (data), text);
}

/* A calendar to choose from, at the end of the entry's row. */
static void
add_calendar (Day *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "tappet-cal-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose the Date"), -1);
  gtk_widget_set_tooltip_text (button, _("Choose the Date"));
  g_signal_connect (calendar, "day-selected", G_CALLBACK (picked_cb), self->date);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->date), button);
}

/* "from – to" in a row of @group. */
static GtkWidget *
make_pair_row (const char *title,
               GtkWidget  *from,
               GtkWidget  *to)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), from);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new ("–"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), to);
  return row;
}

static void
add_hours (Day                 *self,
           TapSettingsForm     *form,
           AdwPreferencesGroup *group)
{
  TapShift shift = { 0 };

  if (self->day != NULL)
    shift = self->day->shift;
  self->open = tap_settings_form_add_switch (form, group, "open", _("Open on this day"),
                                             shift.open_min < shift.close_min);
  tap_shift_entries_init (&self->entries, &shift, gtk_window_get_title (GTK_WINDOW (form)));
  g_signal_connect (self->open, "notify::active", G_CALLBACK (toggled_cb), &self->entries);
  tap_settings_form_add_row (form, group, "hours",
                             make_pair_row (_("Opening hours"), self->entries.open_from, self->entries.open_to),
                             self->entries.open_from);
  adw_preferences_group_add (group, make_pair_row (_("Lunch break"), self->entries.lunch_from, self->entries.lunch_to));
}

static void
add_remove_button (TapSettingsForm *form)
{
  AdwPreferencesGroup *group = tap_settings_form_add_group (form, NULL, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Remove This Day"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), form, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, button);
}

GtkWidget *
tap_day_window_new (TapSession *session,
                    TapDay     *day)
{
  Day *self = g_new0 (Day, 1);
  TapSettingsForm *form = tap_settings_form_new (session, day != NULL ? _("Holiday or Exception") : _("New Holiday"),
                                                 save, self, day_free);
  AdwPreferencesGroup *group = tap_settings_form_add_group (form, NULL, NULL);

  self->day = day != NULL ? tap_day_ref (day) : NULL;
  self->date = tap_settings_form_add_entry (form, group, "date", _("Date, such as 2026-10-01"),
                                            day != NULL ? day->date : "");
  add_calendar (self);
  self->name = tap_settings_form_add_entry (form, group, "name", _("Name"), day != NULL ? day->name : "");
  add_hours (self, form, group);
  if (day != NULL)
    add_remove_button (form);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 480, 520);
  return GTK_WIDGET (form);
}
