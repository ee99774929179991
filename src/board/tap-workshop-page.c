/* tap-workshop-page.c — the workshop board in the window of a PC, with dispatch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-workshop-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-job-sheet.h"
#include "board/tap-workshop-assign.h"
#include "board/tap-workshop-input.h"
#include "board/tap-workshop-page.h"
#include "board/tap-workshop-save.h"
#include "board/tap-workshop-view.h"

#define STEP_MIN 15
/* How long a job without planned minutes is shown while it is dragged. */
#define UNPLANNED_MIN 60

struct _TapWorkshopPage
{
  GtkWidget parent_instance;

  TapWorkshop *workshop; /* owned */
  GtkWidget *content;
  GtkWidget *overlay;
  GtkLabel *selected;
  TapWorkshopView *view;
  GtkRevealer *revealer;
  TapJobSheet *sheet;
  TapWorkshopPlan dragged; /* while a drag from here is under way; visit_id 0: none */
  TapWorkshopPlan saving;  /* what is being saved, for the question about the technician */
};

G_DEFINE_FINAL_TYPE (TapWorkshopPage, tap_workshop_page, GTK_TYPE_WIDGET)

/* What is dragged: only this room's own plans are taken. */
#define TAP_TYPE_WORKSHOP_PLAN (tap_workshop_plan_get_type ())
GType tap_workshop_plan_get_type (void);
static gpointer
copy_plan (gpointer plan)
{
  return g_memdup2 (plan, sizeof (TapWorkshopPlan));
}
G_DEFINE_BOXED_TYPE (TapWorkshopPlan, tap_workshop_plan, copy_plan, g_free)

static TapSession *
session_of (TapWorkshopPage *self)
{
  return tap_board_get_session (tap_workshop_get_board (self->workshop));
}

static void
toast (TapWorkshopPage *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

/* Why nothing may be dispatched now; NULL: it may. */
static const char *
refusal (TapWorkshopPage *self)
{
  TapSession *session = session_of (self);

  const char *why = tap_session_why_not_save (session, TRUE);

  if (why != NULL)
    return why;
  if (!tap_session_may (session, TAP_RIGHT_DISPATCH))
    return _("Only the foreman, the job controller and the service manager may dispatch.");
  return NULL;
}

/* ---- plans ---- */

static gboolean
plan_of_card (TapWorkshopPage *self, gint64 visit_id, TapWorkshopPlan *plan)
{
  TapBoardCard *card = tap_board_find (tap_workshop_get_board (self->workshop), visit_id);

  *plan = (TapWorkshopPlan) { .visit_id = visit_id };
  if (!card)
    return FALSE;
  plan->minutes = tap_board_card_get_card (card)->planned_left_min;
  return TRUE;
}

static gboolean
plan_of_bar (TapWorkshopPage *self, gint64 bay_id, gint64 bar_id, TapWorkshopPlan *plan)
{
  TapWorkshopRow *row = tap_workshop_find_row (self->workshop, bay_id);
  TapBar *bar = row ? tap_workshop_row_find_bar (row, bar_id) : NULL;

  if (!bar || bar->started_unix || bar->finished_unix)
    return FALSE;
  *plan = (TapWorkshopPlan) { .visit_id = bar->visit_id,
                              .job_id = bar->job_id,
                              .bar_id = bar->id,
                              .bay_id = bar->bay_id,
                              .start_unix = bar->planned_start_unix,
                              .technician_id = bar->technician_id,
                              .minutes = bar->planned_min };
  return TRUE;
}

gboolean
tap_workshop_page_plan_from (TapWorkshopPage *self, double x, double y, TapWorkshopPlan *plan)
{
  TapHit hit;

  g_return_val_if_fail (TAP_IS_WORKSHOP_PAGE (self) && plan, FALSE);
  *plan = (TapWorkshopPlan) { 0 };
  if (!tap_workshop_view_hit (self->view, x, y, &hit))
    return FALSE;
  if (hit.kind == TAP_AREA_CARD && hit.row == TAP_RACK_DISPATCH)
    return plan_of_card (self, hit.id, plan);
  return hit.kind == TAP_AREA_BAR && plan_of_bar (self, hit.row_id, hit.id, plan);
}

gboolean
tap_workshop_page_plan_at (TapWorkshopPage *self,
                           const TapWorkshopPlan *from,
                           double x,
                           double y,
                           TapWorkshopPlan *plan)
{
  const TapScene *scene;
  gint64 now;
  TapHit hit;

  g_return_val_if_fail (TAP_IS_WORKSHOP_PAGE (self) && from && plan, FALSE);
  *plan = *from;
  scene = tap_workshop_view_get_scene (self->view);
  if (!scene || !tap_workshop_view_hit (self->view, x, y, &hit) || !hit.row_id || !hit.on_axis)
    return FALSE;
  now = tap_session_now_unix (session_of (self));
  plan->bay_id = hit.row_id;
  plan->start_unix = tap_axis_snap (hit.time_unix, scene->axis.from_unix, STEP_MIN);
  /* Nothing is planned into the past: the quarter of an hour that runs is the first. */
  if (plan->start_unix < now)
    plan->start_unix = MAX (plan->start_unix, now - now % (STEP_MIN * 60));
  if (!from->bar_id || plan->bay_id != from->bay_id)
    plan->technician_id = 0;
  return TRUE;
}

static void
ask (TapWorkshopPage *self, const TapWorkshopPlan *plan, const char *sentence)
{
  GtkWidget *window = tap_workshop_assign_new (self->workshop, plan, sentence);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_assigned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TapWorkshopPage) self = data;
  g_autoptr (GError) error = NULL;

  if (tap_workshop_save_finish (result, &error) || !self->workshop)
    return;
  /* The bay has nobody who usually stands there: only then a drop asks. */
  if (g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT)
      && g_strcmp0 (tap_store_error_get_field (error), "technician") == 0)
    ask (self, &self->saving, error->message);
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-waiting", NULL);
  else
    toast (self, error->message);
}

void
tap_workshop_page_assign (TapWorkshopPage *self, const TapWorkshopPlan *plan)
{
  g_autofree char *operation_id = g_uuid_string_random ();
  TapSession *session;
  TapAssignInput input;
  const char *why;

  g_return_if_fail (TAP_IS_WORKSHOP_PAGE (self) && plan && plan->visit_id);
  session = session_of (self);
  why = refusal (self);
  if (why)
    {
      toast (self, why);
      return;
    }
  self->saving = *plan;
  input = (TapAssignInput) { .visit_id = plan->visit_id,
                             .job_id = plan->job_id,
                             .bay_id = plan->bay_id,
                             .technician_id = plan->technician_id,
                             .planned_start_unix = plan->start_unix };
  tap_workshop_assign_async (session, tap_session_get_staff_id (session), &input, operation_id,
                             on_assigned, g_object_ref (self));
}

/* ---- drag and drop ---- */

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, TapWorkshopPage *self)
{
  const char *why;

  if (!tap_workshop_page_plan_from (self, x, y, &self->dragged))
    return NULL;
  why = refusal (self);
  if (why)
    {
      self->dragged.visit_id = 0;
      toast (self, why);
      return NULL;
    }
  return gdk_content_provider_new_typed (TAP_TYPE_WORKSHOP_PLAN, &self->dragged);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, TapWorkshopPage *self)
{
  TapBoardCard *card
    = tap_board_find (tap_workshop_get_board (self->workshop), self->dragged.visit_id);
  g_autofree char *plate
    = card ? tap_plate_show (tap_board_card_get_card (card)->plate) : g_strdup ("");
  GtkWidget *label = gtk_label_new (plate);

  gtk_widget_add_css_class (label, "workshop-drag");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
  /* Above the pointer, where it does not hide the time in the preview. */
  gdk_drag_set_hotspot (drag, -8, 48);
}

static void
on_drag_end (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, TapWorkshopPage *self)
{
  self->dragged.visit_id = 0;
  tap_workshop_view_set_preview (self->view, 0, 0, 0);
}

static GdkDragAction
on_drop_motion (GtkDropTarget *target, double x, double y, TapWorkshopPage *self)
{
  TapWorkshopPlan plan;

  if (!self->dragged.visit_id || !tap_workshop_page_plan_at (self, &self->dragged, x, y, &plan))
    {
      tap_workshop_view_set_preview (self->view, 0, 0, 0);
      return 0;
    }
  tap_workshop_view_set_preview (self->view, plan.bay_id, plan.start_unix,
                                 plan.minutes > 0 ? plan.minutes : UNPLANNED_MIN);
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (GtkDropTarget *target, TapWorkshopPage *self)
{
  tap_workshop_view_set_preview (self->view, 0, 0, 0);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, TapWorkshopPage *self)
{
  TapWorkshopPlan plan;

  tap_workshop_view_set_preview (self->view, 0, 0, 0);
  if (!tap_workshop_page_plan_at (self, g_value_get_boxed (value), x, y, &plan))
    return FALSE;
  tap_workshop_page_assign (self, &plan);
  return TRUE;
}

static void
add_drag_and_drop (TapWorkshopPage *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (TAP_TYPE_WORKSHOP_PLAN, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (target));
}

/* ---- sheet and actions ---- */

static void
show_sheet (TapWorkshopPage *self, gint64 bay_id, gint64 bar_id)
{
  gint64 before = tap_job_sheet_get_bay (self->sheet);

  tap_job_sheet_show (self->sheet, bay_id, bar_id);
  tap_workshop_view_set_paused (self->view, bay_id != 0);
  gtk_revealer_set_reveal_child (self->revealer, bay_id != 0);
  gtk_widget_set_can_target (GTK_WIDGET (self->revealer), bay_id != 0);
  if (bay_id)
    gtk_widget_child_focus (GTK_WIDGET (self->sheet), GTK_DIR_TAB_FORWARD);
  else if (before)
    tap_workshop_view_focus_row (self->view, before);
}

static void
on_row_activated (TapWorkshopView *view, gint64 bay_id, gint64 bar_id, TapWorkshopPage *self)
{
  show_sheet (self, bay_id, bar_id);
}

static void
on_sheet_close (TapJobSheet *sheet, TapWorkshopPage *self)
{
  show_sheet (self, 0, 0);
}

static void
on_sheet_plan (TapJobSheet *sheet, gint64 bar_id, TapWorkshopPage *self)
{
  TapWorkshopPlan plan;

  if (plan_of_bar (self, tap_job_sheet_get_bay (sheet), bar_id, &plan))
    ask (self, &plan, NULL);
}

static void
on_card_activated (TapWorkshopView *view, gint64 visit_id, TapWorkshopPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-visit", "x", visit_id);
}

static void
assign_card (TapWorkshopPage *self, gint64 visit_id)
{
  TapWorkshopPlan plan;
  const char *why = refusal (self);

  if (why)
    toast (self, why);
  else if (plan_of_card (self, visit_id, &plan))
    ask (self, &plan, NULL);
}

static void
on_card_assign (TapWorkshopView *view, gint64 visit_id, TapWorkshopPage *self)
{
  assign_card (self, visit_id);
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapWorkshopPage *self = TAP_WORKSHOP_PAGE (widget);
  gint64 visit_id = tap_workshop_view_get_selected (self->view);

  if (!visit_id)
    return;
  if (g_str_equal (name, "workshop.assign"))
    assign_card (self, visit_id);
  else
    on_card_activated (self->view, visit_id, self);
}

static void
update_toolbar (TapWorkshopPage *self)
{
  gint64 visit_id = tap_workshop_view_get_selected (self->view);
  TapBoardCard *card
    = visit_id ? tap_board_find (tap_workshop_get_board (self->workshop), visit_id) : NULL;
  const char *why = refusal (self);
  g_autofree char *plate = card ? tap_plate_show (tap_board_card_get_card (card)->plate) : NULL;

  /* A disabled button says why (look.md 15). */
  gtk_label_set_label (self->selected,
                       why     ? why
                       : plate ? plate
                               : _("Drag a plate onto a bay and hour, or select it here first."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.assign", card && !why);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.open-visit", card != NULL);
}

/* ---- the widget ---- */

static void
tap_workshop_page_dispose (GObject *object)
{
  TapWorkshopPage *self = TAP_WORKSHOP_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workshop);
  G_OBJECT_CLASS (tap_workshop_page_parent_class)->dispose (object);
}

static void
tap_workshop_page_class_init (TapWorkshopPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_workshop_page_dispose;
  gtk_widget_class_set_css_name (widget_class, "workshoppage");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-workshop-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopPage, content);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopPage, selected);
  gtk_widget_class_bind_template_child (widget_class, TapWorkshopPage, revealer);
  gtk_widget_class_install_action (widget_class, "workshop.assign", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "workshop.open-visit", NULL, on_action);
}

static void
tap_workshop_page_init (TapWorkshopPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_workshop_page_new (TapWorkshop *workshop)
{
  TapWorkshopPage *self;
  TapSession *session;

  g_return_val_if_fail (TAP_IS_WORKSHOP (workshop), NULL);
  self = g_object_new (TAP_TYPE_WORKSHOP_PAGE, NULL);
  self->workshop = g_object_ref (workshop);
  self->view = TAP_WORKSHOP_VIEW (tap_workshop_view_new (workshop, FALSE));
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->view));
  self->sheet = TAP_JOB_SHEET (tap_job_sheet_new (workshop, FALSE));
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (self->sheet));
  add_drag_and_drop (self);
  g_signal_connect_object (self->view, "row-activated", G_CALLBACK (on_row_activated), self, 0);
  g_signal_connect_object (self->view, "card-activated", G_CALLBACK (on_card_activated), self, 0);
  g_signal_connect_object (self->view, "card-assign", G_CALLBACK (on_card_assign), self, 0);
  g_signal_connect_object (self->view, "selection-changed", G_CALLBACK (update_toolbar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sheet, "close", G_CALLBACK (on_sheet_close), self, 0);
  g_signal_connect_object (self->sheet, "plan", G_CALLBACK (on_sheet_plan), self, 0);
  session = session_of (self);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (update_toolbar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (update_toolbar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workshop, "racks-changed", G_CALLBACK (update_toolbar), self,
                           G_CONNECT_SWAPPED);
  update_toolbar (self);
  return GTK_WIDGET (self);
}
