/* tap-shift-entries.c — the four times of a day's opening hours, typed and read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-shift-entries"
#include "config.h"

#include "app/tap-shift-entries.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_OPEN_MIN (8 * 60)
#define USUAL_CLOSE_MIN (18 * 60)

gboolean
tap_clock_parse (const char *text,
                 int        *minutes)
{
  g_autofree char *plain = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);
  const char *digits;
  gsize length;
  int hour, minute = 0;

  if (plain == NULL)
    return FALSE;
  g_strstrip (plain);
  length = strspn (plain, "0123456789");
  digits = plain;
  if (length == 0 || length > 4)
    return FALSE;
  hour = atoi (digits);
  if (length > 2 && plain[length] == '\0')
    {
      minute = hour % 100;
      hour /= 100;
    }
  else if (plain[length] == ':' || plain[length] == '.')
    {
      const char *rest = plain + length + 1;

      if (strlen (rest) != 2 || strspn (rest, "0123456789") != 2)
        return FALSE;
      minute = atoi (rest);
    }
  else if (plain[length] != '\0')
    return FALSE;
  if (minute > 59 || hour * 60 + minute > 24 * 60)
    return FALSE;
  *minutes = hour * 60 + minute;
  return TRUE;
}

static char *
clock_text (int minutes)
{
  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

char *
tap_shift_text (const TapShift *shift)
{
  g_autofree char *from = clock_text (shift->open_min);
  g_autofree char *to = clock_text (shift->close_min);
  g_autofree char *lunch_from = clock_text (shift->lunch_from_min);
  g_autofree char *lunch_to = clock_text (shift->lunch_to_min);

  if (shift->open_min >= shift->close_min)
    return g_strdup (_("Closed"));
  if (shift->lunch_from_min >= shift->lunch_to_min)
    /* Translators: opening hours, "08:00–18:00" */
    return g_strdup_printf (_("%s–%s"), from, to);
  /* Translators: opening hours and the lunch break, "08:00–18:00, lunch 12:00–13:00" */
  return g_strdup_printf (_("%s–%s, lunch %s–%s"), from, to, lunch_from, lunch_to);
}

char *
tap_weekday_text (int day)
{
  /* 1 January 2024 was a Monday. */
  g_autoptr (GDateTime) when = g_date_time_new_utc (2024, 1, 1 + day, 12, 0, 0);

  return tap_date_format (when, "%a");
}

static GtkWidget *
make_entry (int         minutes,
            const char *day,
            const char *label)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *text = minutes >= 0 ? clock_text (minutes) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("%s · %s", day, label);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 6);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return entry;
}

void
tap_shift_entries_init (TapShiftEntries *self,
                        const TapShift  *shift,
                        const char      *day)
{
  gboolean open = shift->open_min < shift->close_min;
  gboolean lunch = shift->lunch_from_min < shift->lunch_to_min;

  self->open_from = make_entry (open ? shift->open_min : USUAL_OPEN_MIN, day, _("Opens at"));
  self->open_to = make_entry (open ? shift->close_min : USUAL_CLOSE_MIN, day, _("Closes at"));
  self->lunch_from = make_entry (lunch ? shift->lunch_from_min : -1, day, _("Lunch break from"));
  self->lunch_to = make_entry (lunch ? shift->lunch_to_min : -1, day, _("Lunch break to"));
  tap_shift_entries_set_open (self, open);
}

static void
fill (GtkWidget *entry,
      int        minutes)
{
  g_autofree char *text = minutes >= 0 ? clock_text (minutes) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

void
tap_shift_entries_fill (TapShiftEntries *self,
                        const TapShift  *shift)
{
  gboolean open = shift->open_min < shift->close_min;
  gboolean lunch = shift->lunch_from_min < shift->lunch_to_min;

  fill (self->open_from, open ? shift->open_min : USUAL_OPEN_MIN);
  fill (self->open_to, open ? shift->close_min : USUAL_CLOSE_MIN);
  fill (self->lunch_from, lunch ? shift->lunch_from_min : -1);
  fill (self->lunch_to, lunch ? shift->lunch_to_min : -1);
  tap_shift_entries_set_open (self, open);
}

void
tap_shift_entries_set_open (TapShiftEntries *self,
                            gboolean         open)
{
  gtk_widget_set_sensitive (self->open_from, open);
  gtk_widget_set_sensitive (self->open_to, open);
  gtk_widget_set_sensitive (self->lunch_from, open);
  gtk_widget_set_sensitive (self->lunch_to, open);
}

static gboolean
read_pair (GtkWidget  *from,
           GtkWidget  *to,
           int        *from_min,
           int        *to_min)
{
  return tap_clock_parse (gtk_editable_get_text (GTK_EDITABLE (from)), from_min)
         && tap_clock_parse (gtk_editable_get_text (GTK_EDITABLE (to)), to_min);
}

gboolean
tap_shift_entries_read (TapShiftEntries *self,
                        TapShift        *shift,
                        char           **message)
{
  TapShift read = { 0 };
  gboolean lunch = *gtk_editable_get_text (GTK_EDITABLE (self->lunch_from)) != '\0'
                   || *gtk_editable_get_text (GTK_EDITABLE (self->lunch_to)) != '\0';

  if (!read_pair (self->open_from, self->open_to, &read.open_min, &read.close_min)
      || (lunch && !read_pair (self->lunch_from, self->lunch_to, &read.lunch_from_min, &read.lunch_to_min)))
    {
      *message = g_strdup (_("Write both times as 8:00 or 17:30."));
      return FALSE;
    }
  /* The store takes it for a closed day, which the switch is there for. */
  if (read.open_min >= read.close_min)
    {
      *message = g_strdup (_("The station closes after it opens."));
      return FALSE;
    }
  *shift = read;
  return TRUE;
}
