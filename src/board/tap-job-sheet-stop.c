/* tap-job-sheet-stop.c — why a job stops and when to look again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-job-sheet-stop"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-job-sheet-stop.h"
#include "board/tap-workshop-input.h"

struct _TapJobSheetStop
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkGrid *reasons;
  GtkGrid *checks;
  GtkWidget *note_title;
  GtkEditable *note;
  GtkToggleButton *reason_buttons[TAP_N_STOP_REASONS];
  GtkToggleButton *check_buttons[TAP_N_STOP_CHECKS];
};

G_DEFINE_FINAL_TYPE (TapJobSheetStop, tap_job_sheet_stop, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gint64
tap_job_sheet_stop_check_unix (TapCalendar *calendar, int check, gint64 now_unix)
{
  static const int minutes[] = { 30, 60, 120 };
  gint64 day;

  g_return_val_if_fail (check >= 0 && check < TAP_N_STOP_CHECKS, now_unix);
  if (check < (int) G_N_ELEMENTS (minutes))
    return now_unix + minutes[check] * 60;
  /* The next day the station is open; after a fortnight of holidays tomorrow must do. */
  day = tap_calendar_next_day (calendar, now_unix);
  for (int i = 0; i < 14; i++)
    {
      TapShift shift = tap_calendar_get_shift (calendar, day);

      if (shift.open_min < shift.close_min)
        return day + shift.open_min * 60;
      day = tap_calendar_next_day (calendar, day);
    }
  return tap_calendar_next_day (calendar, now_unix) + 8 * 3600;
}

static void
on_toggled (GtkToggleButton *button, TapJobSheetStop *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkToggleButton *
add_choice (TapJobSheetStop *self, GtkGrid *grid, int index, GtkToggleButton *group)
{
  GtkWidget *button = gtk_toggle_button_new (), *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "choice");
  if (group)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, 0);
  gtk_grid_attach (grid, button, index % 2, index / 2, 1, 1);
  return GTK_TOGGLE_BUTTON (button);
}

static void
set_label (GtkToggleButton *button, const char *text)
{
  gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
tap_job_sheet_stop_reset (TapJobSheetStop *self, TapWorkshop *workshop, gboolean with_note)
{
  TapSession *session;
  gint64 now;
  g_autofree char *at = NULL, *tomorrow = NULL;

  g_return_if_fail (TAP_IS_JOB_SHEET_STOP (self) && TAP_IS_WORKSHOP (workshop));
  session = tap_board_get_session (tap_workshop_get_board (workshop));
  now = tap_session_now_unix (session);
  for (int i = 0; i < TAP_N_STOP_REASONS; i++)
    {
      set_label (self->reason_buttons[i], tap_stop_reason_label ((TapStopReason) i));
      gtk_toggle_button_set_active (self->reason_buttons[i], FALSE);
    }
  for (int i = 0; i < TAP_N_STOP_CHECKS; i++)
    gtk_toggle_button_set_active (self->check_buttons[i], FALSE);
  at
    = tap_time_due_text (tap_job_sheet_stop_check_unix (tap_session_get_station (session)->calendar,
                                                        3, now),
                         now, tap_session_get_zone (session));
  set_label (self->check_buttons[0], _("30 min"));
  set_label (self->check_buttons[1], _("1 hour"));
  set_label (self->check_buttons[2], _("2 hours"));
  set_label (self->check_buttons[3], at);
  gtk_editable_set_text (self->note, "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), with_note);
  gtk_widget_set_visible (self->note_title, with_note);
}

static int
active_of (GtkToggleButton **buttons, int n_buttons)
{
  for (int i = 0; i < n_buttons; i++)
    if (gtk_toggle_button_get_active (buttons[i]))
      return i;
  return -1;
}

int
tap_job_sheet_stop_get_reason (TapJobSheetStop *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET_STOP (self), -1);
  return active_of (self->reason_buttons, TAP_N_STOP_REASONS);
}

int
tap_job_sheet_stop_get_check (TapJobSheetStop *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET_STOP (self), -1);
  return active_of (self->check_buttons, TAP_N_STOP_CHECKS);
}

void
tap_job_sheet_stop_set_reason (TapJobSheetStop *self, int reason)
{
  g_return_if_fail (TAP_IS_JOB_SHEET_STOP (self) && reason >= 0 && reason < TAP_N_STOP_REASONS);
  gtk_toggle_button_set_active (self->reason_buttons[reason], TRUE);
}

void
tap_job_sheet_stop_set_check (TapJobSheetStop *self, int check)
{
  g_return_if_fail (TAP_IS_JOB_SHEET_STOP (self) && check >= 0 && check < TAP_N_STOP_CHECKS);
  gtk_toggle_button_set_active (self->check_buttons[check], TRUE);
}

const char *
tap_job_sheet_stop_get_note (TapJobSheetStop *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET_STOP (self), "");
  return gtk_editable_get_text (self->note);
}

static void
tap_job_sheet_stop_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_job_sheet_stop_parent_class)->dispose (object);
}

static void
tap_job_sheet_stop_class_init (TapJobSheetStopClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_job_sheet_stop_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TAP_TYPE_JOB_SHEET_STOP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "jobsheetstop");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-job-sheet-stop.ui");
  gtk_widget_class_bind_template_child (widget_class, TapJobSheetStop, content);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheetStop, reasons);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheetStop, checks);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheetStop, note_title);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheetStop, note);
}

static void
tap_job_sheet_stop_init (TapJobSheetStop *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < TAP_N_STOP_REASONS; i++)
    self->reason_buttons[i] = add_choice (self, self->reasons, i, self->reason_buttons[0]);
  for (int i = 0; i < TAP_N_STOP_CHECKS; i++)
    self->check_buttons[i] = add_choice (self, self->checks, i, self->check_buttons[0]);
}
