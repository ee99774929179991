/* tap-job-sheet.c — what stands in one bay, and acting on it: the sheet's content and pages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-job-sheet"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-job-sheet-private.h"
#include "board/tap-workshop-input.h"
#include "widgets/tap-avatar.h"

/* Nobody stands before the wall any more. */
#define IDLE_S 30

G_DEFINE_FINAL_TYPE (TapJobSheet, tap_job_sheet, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CLOSE,
  SIGNAL_PLAN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

TapSession *
tap_job_sheet_session (TapJobSheet *self)
{
  return tap_board_get_session (tap_workshop_get_board (self->workshop));
}

TapBar *
tap_job_sheet_bar (TapJobSheet *self)
{
  TapWorkshopRow *row = tap_workshop_find_row (self->workshop, self->bay_id);

  return row && self->bar_id ? tap_workshop_row_find_bar (row, self->bar_id) : NULL;
}

static gboolean
on_idle (gpointer data)
{
  TapJobSheet *self = data;

  self->idle_id = 0;
  if (!self->busy || self->unknown_operation)
    g_signal_emit (self, signals[SIGNAL_CLOSE], 0);
  return G_SOURCE_REMOVE;
}

void
tap_job_sheet_touch (TapJobSheet *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->wall && self->bay_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle_id = g_timeout_add_seconds (IDLE_S, on_idle, self);
}

void
tap_job_sheet_say (TapJobSheet *self, const char *sentence, gboolean error)
{
  gboolean any = sentence && *sentence;

  if (any)
    gtk_label_set_label (self->message, sentence);
  if (error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_revealer_set_reveal_child (self->message_revealer, any);
}

void
tap_job_sheet_set_page (TapJobSheet *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  tap_job_sheet_touch (self);
}

/* May @roles of @staff_id act on that job? The command checks it again. */
static gboolean
may_act (const TapBar *bar, gint64 staff_id, TapRoles roles)
{
  return tap_roles_have_right (roles, TAP_RIGHT_WORK_OTHERS)
         || (bar->technician_id == staff_id && tap_roles_have_right (roles, TAP_RIGHT_WORK_OWN));
}

/* ---- jobs ---- */

static void
set_job (TapJobSheet *self, GtkWidget *row, TapBar *bar)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)),
            *label = gtk_widget_get_first_child (box);
  g_autofree char *plate = tap_workshop_plate (self->workshop, bar->plate);
  g_autofree char *state = tap_workshop_describe_bar (self->workshop, bar);
  g_autofree char *first = g_strdup_printf ("%s · %s", plate, bar->work);
  g_autofree char *second
    = *bar->technician ? g_strdup_printf ("%s · %s", state, bar->technician) : g_strdup (state);

  gtk_label_set_label (GTK_LABEL (label), first);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (label)), second);
  if (bar->finished_unix)
    gtk_widget_add_css_class (box, "done");
  else
    gtk_widget_remove_css_class (box, "done");
  g_object_set_data_full (G_OBJECT (row), "bar", tap_bar_ref (bar), (GDestroyNotify) tap_bar_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, first, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, second,
                                  -1);
}

static GtkWidget *
make_job (TapJobSheet *self, TapBar *bar)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, i == 0 ? "heading" : "dim");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (box, "job");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  set_job (self, row, bar);
  return row;
}

/* The same jobs as before keep their rows, and with them the focus. */
static gboolean
refresh_jobs (TapJobSheet *self, GPtrArray *bars)
{
  GtkListBoxRow *row;
  guint i;

  for (i = 0; (row = gtk_list_box_get_row_at_index (self->jobs, (int) i)); i++)
    {
      TapBar *shown = g_object_get_data (G_OBJECT (row), "bar");

      if (i >= bars->len || shown->id != ((TapBar *) bars->pdata[i])->id)
        return FALSE;
    }
  if (i != bars->len)
    return FALSE;
  for (i = 0; i < bars->len; i++)
    set_job (self, GTK_WIDGET (gtk_list_box_get_row_at_index (self->jobs, (int) i)),
             bars->pdata[i]);
  return TRUE;
}

static void
fill_jobs (TapJobSheet *self, TapWorkshopRow *row)
{
  GPtrArray *bars = tap_workshop_row_get_bars (row);
  GtkWidget *child;
  int wanted = -1;

  self->filling = TRUE;
  if (!refresh_jobs (self, bars))
    {
      while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->jobs))))
        gtk_list_box_remove (self->jobs, child);
      for (guint i = 0; i < bars->len; i++)
        gtk_list_box_append (self->jobs, make_job (self, bars->pdata[i]));
    }
  for (guint i = 0; i < bars->len; i++)
    if (((TapBar *) bars->pdata[i])->id == self->bar_id)
      wanted = (int) i;
  gtk_widget_set_visible (GTK_WIDGET (self->jobs), bars->len > 0);
  gtk_list_box_select_row (self->jobs,
                           wanted < 0 ? NULL : gtk_list_box_get_row_at_index (self->jobs, wanted));
  if (wanted < 0)
    self->bar_id = 0;
  self->filling = FALSE;
}

static void
update_head (TapJobSheet *self, TapWorkshopRow *row)
{
  TapBay *bay = tap_workshop_row_get_bay (row);
  TapBar *bar = tap_job_sheet_bar (self);
  TapBoardCard *card
    = bar ? tap_board_find (tap_workshop_get_board (self->workshop), bar->visit_id) : NULL;
  g_autofree char *plate = bar ? tap_workshop_plate (self->workshop, bar->plate) : NULL;
  g_autoptr (GString) line = g_string_new (bay->name);

  if (bar && *bar->technician)
    g_string_append_printf (line, " · %s", bar->technician);
  if (card)
    g_string_append_printf (line, " · %s", tap_board_card_get_time_text (card));
  gtk_label_set_label (self->title, plate ? plate : bay->name);
  gtk_label_set_label (self->subtitle, plate ? line->str : _("No job is planned here today"));
}

/* Shows what fits the job's state; what the person may not do stays visible, with the reason. */
static void
update_acts (TapJobSheet *self)
{
  TapBar *bar = tap_job_sheet_bar (self);
  TapSession *session = tap_job_sheet_session (self);
  gboolean open = bar && !bar->finished_unix, running = open && bar->running_since_unix;
  gboolean stopped = open && bar->started_unix && !running, planned = open && !bar->started_unix;
  gboolean writable = tap_session_get_connection (session)->queueable, may = TRUE;
  const char *why = "";

  gtk_widget_set_visible (self->start_button, planned);
  gtk_widget_set_visible (self->resume_button, stopped);
  gtk_widget_set_visible (self->finish_button, running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->plan_button, planned && !self->wall);
  gtk_widget_set_visible (self->visit_button, bar && !self->wall);
  if (open && !writable)
    may = FALSE, why = tap_session_why_not_save (session, TRUE);
  else if (open && !self->wall && !tap_session_get_staff_id (session))
    may = FALSE, why = _("Sign in to act on this job.");
  else if (open && !self->wall
           && !may_act (bar, tap_session_get_staff_id (session), tap_session_get_roles (session)))
    may = FALSE, why = _("Only the technician of this job and the foreman may do this.");
  gtk_label_set_label (self->why_not, why);
  gtk_widget_set_visible (GTK_WIDGET (self->why_not), *why != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.act", open && may && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.plan",
                                 planned && writable
                                   && tap_session_may (session, TAP_RIGHT_DISPATCH));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.open-visit", bar != NULL);
}

void
tap_job_sheet_update (TapJobSheet *self)
{
  TapWorkshopRow *row = self->bay_id ? tap_workshop_find_row (self->workshop, self->bay_id) : NULL;

  if (!row)
    return;
  fill_jobs (self, row);
  update_head (self, row);
  update_acts (self);
}

static void
on_job_selected (GtkListBox *list, GtkListBoxRow *list_row, TapJobSheet *self)
{
  TapBar *bar = list_row ? g_object_get_data (G_OBJECT (list_row), "bar") : NULL;
  TapWorkshopRow *row
    = self->workshop ? tap_workshop_find_row (self->workshop, self->bay_id) : NULL;

  /* While the sheet is taken down its list still tells of the selection that goes. */
  if (self->filling || !row || !bar || bar->id == self->bar_id)
    return;
  self->bar_id = bar->id;
  tap_job_sheet_say (self, NULL, FALSE);
  update_head (self, row);
  update_acts (self);
  tap_job_sheet_touch (self);
}

/* ---- persons ---- */

static GtkWidget *
make_person (TapStaff *staff, gboolean wall)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *avatar = tap_avatar_new (wall ? TAP_AVATAR_LARGE : TAP_AVATAR_NORMAL),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *labels[] = { gtk_label_new (staff->name),
                          gtk_label_new (tap_role_label (tap_roles_main (staff->roles))) };

  tap_avatar_set_person (TAP_AVATAR (avatar), staff->name, staff->colour);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), texts);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_ellipsize (GTK_LABEL (labels[i]), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (texts), labels[i]);
    }
  gtk_widget_add_css_class (labels[1], "role");
  gtk_widget_add_css_class (button, "person");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "sheet.person");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", staff->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  staff->name, -1);
  return button;
}

/* Those who may act on the job, its technician first. */
void
tap_job_sheet_fill_persons (TapJobSheet *self)
{
  TapBar *bar = tap_job_sheet_bar (self);
  GPtrArray *staff = tap_session_get_station (tap_job_sheet_session (self))->staff;
  GtkWidget *child;
  guint n_shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->persons))))
    gtk_flow_box_remove (self->persons, child);
  for (guint turn = 0; bar && turn < 2; turn++)
    for (guint i = 0; i < staff->len; i++)
      {
        TapStaff *one = staff->pdata[i];

        if ((one->id == bar->technician_id) != (turn == 0) || !one->active || !one->has_pin
            || !may_act (bar, one->id, one->roles))
          continue;
        gtk_flow_box_append (self->persons, make_person (one, self->wall));
        n_shown++;
      }
  gtk_label_set_label (self->person_title,
                       n_shown ? _("Who are you?") : _("Nobody with a PIN may act on this job."));
}

/* ---- showing ---- */

void
tap_job_sheet_show (TapJobSheet *self, gint64 bay_id, gint64 bar_id)
{
  TapWorkshopRow *row;
  TapBar *current;

  g_return_if_fail (TAP_IS_JOB_SHEET (self));
  row = bay_id ? tap_workshop_find_row (self->workshop, bay_id) : NULL;
  self->bay_id = row ? bay_id : 0;
  if (self->row)
    g_signal_handlers_disconnect_by_func (self->row, tap_job_sheet_update, self);
  g_set_object (&self->row, row);
  if (!row)
    return;
  g_signal_connect_object (row, "changed", G_CALLBACK (tap_job_sheet_update), self,
                           G_CONNECT_SWAPPED);
  current = tap_workshop_row_get_current (row);
  self->bar_id = bar_id ? bar_id : current ? current->id : 0;
  g_clear_pointer (&self->operation_id, g_free);
  self->person_id = 0;
  tap_pin_pad_clear (self->pin_pad);
  tap_job_sheet_say (self, NULL, FALSE);
  tap_job_sheet_set_page (self, "jobs");
  tap_job_sheet_lock_unknown (self);
}

gint64
tap_job_sheet_get_bay (TapJobSheet *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET (self), 0);
  return self->bay_id;
}

const char *
tap_job_sheet_get_page (TapJobSheet *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET (self), "");
  return gtk_stack_get_visible_child_name (self->stack);
}

const char *
tap_job_sheet_get_message (TapJobSheet *self)
{
  g_return_val_if_fail (TAP_IS_JOB_SHEET (self), "");
  return gtk_revealer_get_reveal_child (self->message_revealer)
           ? gtk_label_get_label (self->message)
           : "";
}

void
tap_job_sheet_set_scale (TapJobSheet *self, double scale)
{
  g_autofree char *css = NULL;

  g_return_if_fail (TAP_IS_JOB_SHEET (self));
  if (!self->wall || ABS (scale - self->scale) < 1e-6)
    return;
  self->scale = scale;
  gtk_widget_set_size_request (GTK_WIDGET (self), (int) (640 * scale), -1);
  /* Everything inside is sized in em. */
  css = g_strdup_printf ("jobsheet.wall { font-size: %dpx; }", MAX (11, (int) (26 * scale)));
  gtk_css_provider_load_from_data (self->css, css, -1);
}

static gboolean
on_any_key (GtkEventControllerKey *controller,
            guint keyval,
            guint keycode,
            GdkModifierType state,
            TapJobSheet *self)
{
  tap_job_sheet_touch (self);
  return GDK_EVENT_PROPAGATE;
}

static void
on_any_press (GtkGestureClick *gesture, int n_press, double x, double y, TapJobSheet *self)
{
  tap_job_sheet_touch (self);
}

static void
on_stop_changed (TapJobSheetStop *stop, TapJobSheet *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.go",
                                 tap_job_sheet_stop_get_reason (stop) >= 0
                                   && tap_job_sheet_stop_get_check (stop) >= 0);
  tap_job_sheet_touch (self);
}

void
tap_job_sheet_emit_close (TapJobSheet *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSE], 0);
}

void
tap_job_sheet_emit_plan (TapJobSheet *self)
{
  g_signal_emit (self, signals[SIGNAL_PLAN], 0, self->bar_id);
}

static void
tap_job_sheet_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tap_job_sheet_parent_class)->map (widget);
  tap_job_sheet_touch (TAP_JOB_SHEET (widget));
}

static void
tap_job_sheet_dispose (GObject *object)
{
  TapJobSheet *self = TAP_JOB_SHEET (object);
  GtkWidget *child;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->css)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (self->css));
  g_clear_object (&self->css);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->row);
  g_clear_object (&self->workshop);
  g_clear_pointer (&self->operation_id, g_free);
  g_clear_pointer (&self->unknown_operation, g_free);
  G_OBJECT_CLASS (tap_job_sheet_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-job-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, title);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, message);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, stack);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, jobs);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, start_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, resume_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, finish_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, plan_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, visit_button);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, why_not);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, stop);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, person_title);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, persons);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, pin_title);
  gtk_widget_class_bind_template_child (widget_class, TapJobSheet, pin_pad);
  gtk_widget_class_bind_template_callback (widget_class, on_job_selected);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_pin_entered",
                                                G_CALLBACK (tap_job_sheet_pin_entered));
}

static void
tap_job_sheet_class_init (TapJobSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_job_sheet_dispose;
  widget_class->map = tap_job_sheet_map;
  signals[SIGNAL_CLOSE] = g_signal_new ("close", TAP_TYPE_JOB_SHEET, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PLAN] = g_signal_new ("plan", TAP_TYPE_JOB_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  g_type_ensure (TAP_TYPE_JOB_SHEET_STOP);
  g_type_ensure (TAP_TYPE_PIN_PAD);
  gtk_widget_class_set_css_name (widget_class, "jobsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  tap_job_sheet_install_actions (widget_class);
}

static void
tap_job_sheet_init (TapJobSheet *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->stop, "changed", G_CALLBACK (on_stop_changed), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_any_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect (press, "pressed", G_CALLBACK (on_any_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

GtkWidget *
tap_job_sheet_new (TapWorkshop *workshop, gboolean wall)
{
  TapJobSheet *self;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop), NULL);
  self = g_object_new (TAP_TYPE_JOB_SHEET, NULL);
  self->workshop = g_object_ref (workshop);
  self->wall = wall;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Job sheet"), -1);
  if (wall)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "wall");
      gtk_widget_add_css_class (GTK_WIDGET (self->pin_pad), "wall");
      self->css = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (self->css),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
      tap_job_sheet_set_scale (self, 1);
    }
  else
    gtk_widget_set_size_request (GTK_WIDGET (self), 400, -1);
  g_signal_connect_object (workshop, "rows-changed", G_CALLBACK (tap_job_sheet_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workshop, "racks-changed", G_CALLBACK (tap_job_sheet_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workshop, "tick", G_CALLBACK (tap_job_sheet_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tap_job_sheet_session (self), "signed-in-changed",
                           G_CALLBACK (tap_job_sheet_update), self, G_CONNECT_SWAPPED);
  tap_job_sheet_watch_saves (self);
  return GTK_WIDGET (self);
}
