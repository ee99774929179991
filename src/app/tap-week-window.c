/* tap-week-window.c — the opening hours of the week, seven lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-week-window"
#include "config.h"

#include "app/tap-settings-windows.h"
#include "app/tap-shift-entries.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  TapShiftEntries entries;
  GtkWidget      *toggle;
} Day;

typedef struct
{
  TapShift expected[7];         /* as the form started from */
  Day      days[7];
} Week;

static const char *const fields[] = { "day-0", "day-1", "day-2", "day-3", "day-4", "day-5", "day-6" };

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (TapSettingsForm) form = data;
  g_autoptr (GError) error = NULL;

  tap_store_put_week_finish (TAP_STORE (source), result, &error);
  tap_settings_form_answer (form, error);
}

static gboolean
save (TapSettingsForm *form,
      gpointer         data)
{
  Week *self = data;
  TapSession *session = tap_settings_form_get_session (form);
  TapWeekInput input = { .expected = self->expected };

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *message = NULL;

      if (!gtk_switch_get_active (GTK_SWITCH (self->days[i].toggle)))
        continue;
      if (!tap_shift_entries_read (&self->days[i].entries, &input.week[i], &message))
        {
          tap_settings_form_show_fault (form, fields[i], message);
          return FALSE;
        }
    }
  tap_store_put_week_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, saved_cb,
                            g_object_ref (form));
  return TRUE;
}

static gboolean
shifts_equal (const TapShift *a,
              const TapShift *b)
{
  g_autofree char *left = tap_shift_text (a), *right = tap_shift_text (b);

  return g_str_equal (left, right);
}

/* Each day is merged as one. What was saved was readable, so that every day is here too. */
static void
refresh (TapSettingsForm *form,
         gpointer         data)
{
  Week *self = data;
  const TapShift *week = tap_session_get_station (tap_settings_form_get_session (form))->week;

  for (int i = 0; i < 7; i++)
    {
      Day *day = &self->days[i];
      TapShift own = { 0 };
      g_autofree char *message = NULL, *theirs_text = tap_shift_text (&week[i]), *own_text = NULL, *name = tap_weekday_text (i);

      if (gtk_switch_get_active (GTK_SWITCH (day->toggle)) && !tap_shift_entries_read (&day->entries, &own, &message))
        continue;
      own_text = tap_shift_text (&own);
      if (shifts_equal (&own, &self->expected[i]))
        {
          gtk_switch_set_active (GTK_SWITCH (day->toggle), week[i].open_min < week[i].close_min);
          tap_shift_entries_fill (&day->entries, &week[i]);
        }
      else if (!shifts_equal (&week[i], &self->expected[i]) && !shifts_equal (&week[i], &own))
        tap_settings_form_collide (form, name, theirs_text, own_text);
      self->expected[i] = week[i];
    }
}

static void
toggled_cb (GtkSwitch  *toggle,
            GParamSpec *pspec,
            gpointer    data)
{
  tap_shift_entries_set_open (data, gtk_switch_get_active (toggle));
}

static void
add_heading (GtkGrid    *grid,
             const char *text,
             int         column,
             int         width)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_grid_attach (grid, label, column, 0, width, 1);
}

static void
add_day (Week            *self,
         TapSettingsForm *form,
         GtkGrid         *grid,
         int              i)
{
  Day *day = &self->days[i];
  g_autofree char *name = tap_weekday_text (i);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *fault = gtk_label_new ("");
  gboolean open = self->expected[i].open_min < self->expected[i].close_min;

  tap_shift_entries_init (&day->entries, &self->expected[i], name);
  day->toggle = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (day->toggle), open);
  gtk_widget_set_valign (day->toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (day->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (day->toggle, "notify::active", G_CALLBACK (toggled_cb), &day->entries);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (grid, label, 0, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, day->toggle, 1, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, day->entries.open_from, 2, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, day->entries.open_to, 3, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, day->entries.lunch_from, 4, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, day->entries.lunch_to, 5, 2 * i + 1, 1, 1);
  gtk_grid_attach (grid, fault, 0, 2 * i + 2, 6, 1);
  tap_settings_form_add_field (form, fields[i], day->entries.open_from, fault, GTK_LABEL (fault));
}

GtkWidget *
tap_week_window_new (TapSession *session,
                     int         day)
{
  Week *self = g_new0 (Week, 1);
  TapSettingsForm *form = tap_settings_form_new (session, _("Opening Hours"), save, self, g_free);
  AdwPreferencesGroup *group
    = tap_settings_form_add_group (form, NULL, _("Times as 8:00 or 17:30. Leave the lunch break empty if there is none."));
  GtkWidget *grid = gtk_grid_new ();

  memcpy (self->expected, tap_session_get_station (session)->week, sizeof self->expected);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "hours-grid");
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_heading (GTK_GRID (grid), _("Open"), 1, 1);
  add_heading (GTK_GRID (grid), _("Opening hours"), 2, 2);
  add_heading (GTK_GRID (grid), _("Lunch break"), 4, 2);
  for (int i = 0; i < 7; i++)
    add_day (self, form, GTK_GRID (grid), i);
  adw_preferences_group_add (group, grid);
  tap_settings_form_set_refresh (form, refresh);
  gtk_window_set_default_size (GTK_WINDOW (form), 620, 500);
  if (day >= 0 && day < 7)
    gtk_window_set_focus (GTK_WINDOW (form), self->days[day].toggle);
  return GTK_WIDGET (form);
}
