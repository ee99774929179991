/* tap-workshop-assign.c — gives a job to a bay and a technician from a time on, by keyboard.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-assign"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-workshop-assign.h"
#include "board/tap-workshop-input.h"
#include "board/tap-workshop-save.h"
#include "widgets/tap-time-entry.h"

#define STEP_MIN 15

struct _TapWorkshopAssign
{
  AdwWindow parent_instance;

  TapWorkshop *workshop; /* owned */
  TapWorkshopPlan plan;
  GArray *bays;        /* of gint64: ids in the order of the list */
  GArray *technicians; /* of gint64; the first, 0, is the usual one of the bay */
  char *operation_id;  /* the same for every try */

  AdwWindowTitle *window_title;
  GtkLabel *message;
  AdwComboRow *bay, *technician;
  GtkSpinButton *minutes;
  TapTimeEntry *start;
  GtkWidget *save_button;
};

G_DEFINE_FINAL_TYPE (TapWorkshopAssign, tap_workshop_assign, ADW_TYPE_WINDOW)

static TapSession *
session_of (TapWorkshopAssign *self)
{
  return tap_board_get_session (tap_workshop_get_board (self->workshop));
}

static void
say (TapWorkshopAssign *self, const char *sentence)
{
  gtk_label_set_label (self->message, sentence ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), sentence && *sentence);
}

void
tap_workshop_assign_get_plan (TapWorkshopAssign *self, TapWorkshopPlan *plan)
{
  guint bay, technician;

  g_return_if_fail (TAP_IS_WORKSHOP_ASSIGN (self) && plan);
  bay = adw_combo_row_get_selected (self->bay);
  technician = adw_combo_row_get_selected (self->technician);
  *plan = self->plan;
  plan->bay_id = bay < self->bays->len ? g_array_index (self->bays, gint64, bay) : 0;
  plan->technician_id = technician < self->technicians->len
                          ? g_array_index (self->technicians, gint64, technician)
                          : 0;
  plan->start_unix = tap_time_entry_get_time_unix (self->start);
  plan->minutes = gtk_spin_button_get_value_as_int (self->minutes);
}

static void
on_assigned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TapWorkshopAssign) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tap_workshop_save_finish (result, &error);

  if (!self->workshop)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "assign.save", TRUE);
  if (saved)
    gtk_window_close (GTK_WINDOW (self));
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    {
      if (gtk_window_get_transient_for (GTK_WINDOW (self)) != NULL)
        gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.toast-waiting", NULL);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    say (self, error->message);
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapWorkshopAssign *self = TAP_WORKSHOP_ASSIGN (widget);
  TapSession *session = session_of (self);
  g_autofree char *wrong = NULL;
  TapWorkshopPlan plan;
  TapAssignInput input;

  if (!tap_time_entry_is_valid (self->start, &wrong) || !tap_time_entry_get_time_unix (self->start))
    {
      say (self, wrong ? wrong : _("Say when the job starts."));
      gtk_widget_grab_focus (GTK_WIDGET (self->start));
      return;
    }
  tap_workshop_assign_get_plan (self, &plan);
  input = (TapAssignInput) { .visit_id = plan.visit_id,
                             .job_id = plan.job_id,
                             .bay_id = plan.bay_id,
                             .technician_id = plan.technician_id,
                             .planned_start_unix = plan.start_unix,
                             .planned_min = plan.minutes };
  say (self, NULL);
  gtk_widget_action_set_enabled (widget, "assign.save", FALSE);
  tap_workshop_assign_async (session, tap_session_get_staff_id (session), &input,
                             self->operation_id, on_assigned, g_object_ref (self));
}

static void
fill_bays (TapWorkshopAssign *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *bays = tap_session_get_station (session_of (self))->bays;
  guint selected = 0;

  for (guint i = 0; i < bays->len; i++)
    {
      TapBay *bay = bays->pdata[i];

      if (!bay->active)
        continue;
      if (bay->id == self->plan.bay_id)
        selected = self->bays->len;
      g_array_append_val (self->bays, bay->id);
      gtk_string_list_append (names, bay->name);
    }
  adw_combo_row_set_model (self->bay, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->bay, selected);
}

static void
fill_technicians (TapWorkshopAssign *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *staff = tap_session_get_station (session_of (self))->staff;
  gint64 usual = 0;
  guint selected = 0;

  g_array_append_val (self->technicians, usual);
  gtk_string_list_append (names, _("The usual one of the bay"));
  for (guint i = 0; i < staff->len; i++)
    {
      TapStaff *one = staff->pdata[i];

      if (!one->active || !(one->roles & TAP_ROLE_TECHNICIAN))
        continue;
      if (one->id == self->plan.technician_id)
        selected = self->technicians->len;
      g_array_append_val (self->technicians, one->id);
      gtk_string_list_append (names, one->name);
    }
  adw_combo_row_set_model (self->technician, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->technician, selected);
}

static void
tap_workshop_assign_dispose (GObject *object)
{
  TapWorkshopAssign *self = TAP_WORKSHOP_ASSIGN (object);

  g_clear_object (&self->workshop);
  G_OBJECT_CLASS (tap_workshop_assign_parent_class)->dispose (object);
}

static void
tap_workshop_assign_finalize (GObject *object)
{
  TapWorkshopAssign *self = TAP_WORKSHOP_ASSIGN (object);

  g_array_unref (self->bays);
  g_array_unref (self->technicians);
  g_free (self->operation_id);
  G_OBJECT_CLASS (tap_workshop_assign_parent_class)->finalize (object);
}

static void
tap_workshop_assign_class_init (TapWorkshopAssignClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_workshop_assign_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_workshop_assign_finalize;
  g_type_ensure (TAP_TYPE_TIME_ENTRY);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/tappet/Tappet/ui/board/tap-workshop-assign.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, window_title);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, message);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, bay);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, technician);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, minutes);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, start);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopAssign, save_button);
  gtk_widget_class_install_action (widget_class, "assign.save", NULL, on_save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "assign.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_workshop_assign_init (TapWorkshopAssign *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bays = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->technicians = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->operation_id = g_uuid_string_random ();
}

GtkWidget *
tap_workshop_assign_new (TapWorkshop *workshop, const TapWorkshopPlan *plan, const char *sentence)
{
  TapWorkshopAssign *self;
  TapBoardCard *card;
  gint64 now;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop) && plan, NULL);
  self = g_object_new (TAP_TYPE_WORKSHOP_ASSIGN, NULL);
  self->workshop = g_object_ref (workshop);
  self->plan = *plan;
  now = tap_session_now_unix (session_of (self));
  card = tap_board_find (tap_workshop_get_board (workshop), plan->visit_id);
  if (card)
    {
      g_autofree char *plate = tap_plate_show (tap_board_card_get_card (card)->plate);

      adw_window_title_set_subtitle (self->window_title, plate);
    }
  fill_bays (self);
  fill_technicians (self);
  tap_time_entry_set_clock (self->start, now, tap_session_get_zone (session_of (self)));
  tap_time_entry_set_label (self->start, _("Start"));
  tap_time_entry_set_chips_visible (self->start, FALSE);
  tap_time_entry_set_time_unix (self->start, plan->start_unix
                                               ? plan->start_unix
                                               : (now / (STEP_MIN * 60) + 1) * STEP_MIN * 60);
  gtk_spin_button_set_value (self->minutes, plan->minutes > 0 ? plan->minutes : 60);
  say (self, sentence);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save_button);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->bay));
  return GTK_WIDGET (self);
}
