/* test-workshop.c — the workshop board in the window and on the wall: drops, keyboard, job sheet,
 * PIN. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "board/tap-job-sheet.h"
#include "board/tap-wall-view.h"
#include "board/tap-job-sheet-stop.h"
#include "board/tap-workshop-assign.h"
#include "board/tap-workshop-input.h"
#include "board/tap-workshop-item.h"
#include "board/tap-workshop-page.h"
#include "board/tap-workshop-save.h"
#include "board/tap-workshop-view.h"
#include "tools/tap-sample.h"
#include "widgets/tap-pin-pad.h"
#include "workshop-shared.h"

#define RIGHT_PIN "246810"

/* What the screens asked the store for. */
static struct
{
  guint n_assigns, n_acts, n_pins;
  gint64 staff_id;
  TapAssignInput assign;
  TapJobActInput act;
  char *operation_id;
  GError *fail; /* of the next assign or act */
} asked;

static void
answer (GTask *task)
{
  if (asked.fail)
    g_task_return_error (task, g_steal_pointer (&asked.fail));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_assign (TapSession *session,
           gint64 staff_id,
           const TapAssignInput *input,
           const char *operation_id,
           GTask *task)
{
  asked.n_assigns++;
  asked.staff_id = staff_id;
  asked.assign = *input;
  answer (task);
}

static void
on_act (TapSession *session,
        gint64 staff_id,
        const TapJobActInput *input,
        const char *operation_id,
        GTask *task)
{
  asked.n_acts++;
  asked.staff_id = staff_id;
  asked.act = *input;
  g_free (asked.operation_id);
  asked.operation_id = g_strdup (operation_id);
  answer (task);
}

static void
on_pin (TapSession *session, gint64 staff_id, const char *pin, GTask *task)
{
  asked.n_pins++;
  if (!g_str_equal (pin, RIGHT_PIN))
    asked.fail = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_PIN, "This PIN is wrong.");
  answer (task);
}

static const TapWorkshopSave save = { on_assign, on_act, on_pin };

/* ---- a screen ---- */

typedef struct
{
  TapSession *session;
  TapBoard *board;
  TapWorkshop *workshop;
  GtkWidget *window, *screen;
  TapWorkshopView *view;
  GtkWidget *sheet;
  char *toast;
} Fixture;

static void
on_toast (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Fixture *f = data;

  g_free (f->toast);
  f->toast = g_variant_dup_string (parameter, NULL);
}

static void
set_up (Fixture *f, gboolean wall, TapRole role)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) toast = g_simple_action_new ("toast", G_VARIANT_TYPE_STRING);

  asked.n_assigns = asked.n_acts = asked.n_pins = 0;
  asked.staff_id = 0;
  g_clear_error (&asked.fail);
  f->session = tap_sample_session_new ();
  f->board = tap_sample_board_new (f->session);
  f->workshop = tap_workshop_new (f->board);
  if (wall)
    tap_session_sign_out (f->session);
  else
    g_assert_cmpint (workshop_shared_sign_in (f->session, role), !=, 0);
  f->screen = wall ? tap_wall_view_new (f->workshop) : tap_workshop_page_new (f->workshop);
  f->window = workshop_shared_window (f->screen, 1280, 760, wall);
  g_signal_connect (toast, "activate", G_CALLBACK (on_toast), f);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (toast));
  gtk_widget_insert_action_group (f->window, "win", G_ACTION_GROUP (actions));
  workshop_shared_settle ();
  f->view = TAP_WORKSHOP_VIEW (workshop_shared_find (f->screen, "TapWorkshopView"));
  f->sheet = workshop_shared_find (f->screen, "TapJobSheet");
}

static void
tear_down (Fixture *f)
{
  GtkWidget *screen = f->screen;

  g_object_add_weak_pointer (G_OBJECT (screen), (gpointer *) &screen);
  gtk_window_destroy (GTK_WINDOW (f->window));
  workshop_shared_settle ();
  g_assert_null (screen);
  g_object_unref (f->workshop);
  g_object_unref (f->board);
  g_object_unref (f->session);
  g_clear_pointer (&f->toast, g_free);
}

/* A row by the state its current job is in, and that job. */
static TapBar *
find_bar (Fixture *f, gboolean started, gboolean running, gint64 *bay_id)
{
  GListModel *rows = tap_workshop_get_rows (f->workshop);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TapWorkshopRow) row = g_list_model_get_item (rows, i);
      GPtrArray *bars = tap_workshop_row_get_bars (row);

      for (guint n = 0; n < bars->len; n++)
        {
          TapBar *bar = bars->pdata[n];

          if (!bar->finished_unix && (bar->started_unix != 0) == started
              && (bar->running_since_unix != 0) == running)
            {
              *bay_id = tap_workshop_row_get_bay (row)->id;
              return bar;
            }
        }
    }
  g_assert_not_reached ();
}

/* Where a bay is at a time of today, in pixels of the view. */
static void
point_of (Fixture *f, gint64 bay_id, gint64 at_unix, double *x, double *y)
{
  const TapScene *scene = tap_workshop_view_get_scene (f->view);
  TapRect row;

  g_assert_true (tap_scene_find_area (scene, TAP_AREA_ROW, bay_id, &row));
  *x = tap_axis_x (&scene->axis, at_unix) * scene->scale;
  *y = row.y + row.height * 0.9;
}

static gint64
at_hour (Fixture *f, int hour, int minute)
{
  return tap_calendar_day_start (tap_session_get_station (f->session)->calendar, tap_sample_now ())
         + hour * 3600 + minute * 60;
}

static gint64
first_to_dispatch (Fixture *f)
{
  g_autoptr (TapBoardCard) card
    = g_list_model_get_item (tap_workshop_get_rack (f->workshop, TAP_RACK_DISPATCH), 0);

  return tap_board_card_get_id (card);
}

static void
center_of (Fixture *f, TapAreaKind kind, gint64 id, double *x, double *y)
{
  TapRect rect;

  g_assert_true (tap_scene_find_area (tap_workshop_view_get_scene (f->view), kind, id, &rect));
  *x = rect.x + rect.width / 2;
  *y = rect.y + rect.height / 2;
}

static GtkEventController *
controller_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (one, type))
        return one;
    }
  g_assert_not_reached ();
}

/* Drags from a point of the board to another one as GTK would; FALSE: nothing could be picked up.
 */
static gboolean
drag (Fixture *f, double from_x, double from_y, double to_x, double to_y)
{
  GtkEventController *source = controller_of (GTK_WIDGET (f->view), GTK_TYPE_DRAG_SOURCE);
  GtkEventController *target = controller_of (GTK_WIDGET (f->view), GTK_TYPE_DROP_TARGET);
  g_autoptr (GdkContentProvider) content = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GdkContentFormats) formats = NULL;
  gboolean dropped = FALSE;
  gsize n_types;

  g_signal_emit_by_name (source, "prepare", from_x, from_y, &content);
  if (!content)
    return FALSE;
  formats = gdk_content_provider_ref_formats (content);
  g_value_init (&value, gdk_content_formats_get_gtypes (formats, &n_types)[0]);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_signal_emit_by_name (target, "drop", &value, to_x, to_y, &dropped);
  workshop_shared_settle ();
  return dropped;
}

static GtkWidget *
dialog_of (Fixture *f)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) one = g_list_model_get_item (all, i);

      if (TAP_IS_WORKSHOP_ASSIGN (one))
        return one;
    }
  return NULL;
}

/* ---- the window ---- */

static void
test_drop_plans_bay_and_time (void)
{
  Fixture f = { 0 };
  double from_x, from_y, x, y;
  gint64 visit, bay_id;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  visit = first_to_dispatch (&f);
  find_bar (&f, FALSE, FALSE, &bay_id);
  center_of (&f, TAP_AREA_CARD, visit, &from_x, &from_y);
  point_of (&f, bay_id, at_hour (&f, 15, 6), &x, &y);
  g_assert_true (drag (&f, from_x, from_y, x, y));
  g_assert_cmpuint (asked.n_assigns, ==, 1);
  g_assert_cmpint (asked.assign.visit_id, ==, visit);
  g_assert_cmpint (asked.assign.bay_id, ==, bay_id);
  g_assert_cmpint (asked.assign.planned_start_unix, ==, at_hour (&f, 15, 0));
  g_assert_cmpint (asked.assign.technician_id, ==, 0);
  g_assert_cmpint (asked.staff_id, ==, tap_session_get_staff_id (f.session));
  /* Before now nothing is planned: the running quarter of an hour is the first. */
  point_of (&f, bay_id, at_hour (&f, 8, 30), &x, &y);
  g_assert_true (drag (&f, from_x, from_y, x, y));
  g_assert_cmpint (asked.assign.planned_start_unix, ==, at_hour (&f, 10, 30));
  tear_down (&f);
}

static void
test_drop_beside_the_hours_is_nothing (void)
{
  Fixture f = { 0 };
  double from_x, from_y, x, y;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  center_of (&f, TAP_AREA_CARD, first_to_dispatch (&f), &from_x, &from_y);
  center_of (&f, TAP_AREA_RACK, TAP_RACK_WASH, &x, &y);
  g_assert_false (drag (&f, from_x, from_y, x, y));
  g_assert_cmpuint (asked.n_assigns, ==, 0);
  tear_down (&f);
}

static void
test_plan_not_started_can_be_moved (void)
{
  Fixture f = { 0 };
  double from_x, from_y, x, y;
  gint64 bay_id, running_bay;
  TapBar *bar, *running;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  bar = find_bar (&f, FALSE, FALSE, &bay_id);
  center_of (&f, TAP_AREA_BAR, bar->id, &from_x, &from_y);
  point_of (&f, bay_id, at_hour (&f, 16, 0), &x, &y);
  g_assert_true (drag (&f, from_x, from_y, x, y));
  g_assert_cmpint (asked.assign.job_id, ==, bar->job_id);
  g_assert_cmpint (asked.assign.bay_id, ==, bay_id);
  g_assert_cmpint (asked.assign.technician_id, ==, bar->technician_id);
  /* A job that runs stays where it is. */
  running = find_bar (&f, TRUE, TRUE, &running_bay);
  center_of (&f, TAP_AREA_BAR, running->id, &from_x, &from_y);
  g_assert_false (drag (&f, from_x, from_y, x, y));
  g_assert_cmpuint (asked.n_assigns, ==, 1);
  tear_down (&f);
}

static void
test_who_may_not_dispatch_is_told (void)
{
  Fixture f = { 0 };
  double from_x, from_y, x, y;
  gint64 bay_id;

  set_up (&f, FALSE, TAP_ROLE_WASHER);
  find_bar (&f, FALSE, FALSE, &bay_id);
  center_of (&f, TAP_AREA_CARD, first_to_dispatch (&f), &from_x, &from_y);
  point_of (&f, bay_id, at_hour (&f, 15, 0), &x, &y);
  g_assert_false (drag (&f, from_x, from_y, x, y));
  g_assert_cmpuint (asked.n_assigns, ==, 0);
  g_assert_nonnull (f.toast);
  tear_down (&f);
}

static void
test_refused_drop_is_a_sentence (void)
{
  Fixture f = { 0 };
  TapWorkshopPlan plan = { 0 };

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  plan.visit_id = first_to_dispatch (&f);
  find_bar (&f, FALSE, FALSE, &plan.bay_id);
  plan.start_unix = at_hour (&f, 15, 0);
  asked.fail = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_STALE,
                                    "Somebody else has just dispatched this car.");
  tap_workshop_page_assign (TAP_WORKSHOP_PAGE (f.screen), &plan);
  workshop_shared_settle ();
  g_assert_cmpstr (f.toast, ==, "Somebody else has just dispatched this car.");
  g_assert_null (dialog_of (&f));
  tear_down (&f);
}

static void
test_dispatch_by_keyboard (void)
{
  Fixture f = { 0 };
  GtkWidget *item = NULL, *dialog;
  gint64 visit;
  TapWorkshopPlan plan;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  visit = first_to_dispatch (&f);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (f.view)); child;
       child = gtk_widget_get_next_sibling (child))
    if (tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (child)) == visit)
      item = child;
  g_assert_nonnull (item);
  gtk_widget_grab_focus (item);
  g_assert_cmpint (tap_workshop_view_get_selected (f.view), ==, visit);
  g_assert_true (gtk_widget_activate_action (item, "item.open", NULL));
  workshop_shared_settle ();
  dialog = dialog_of (&f);
  g_assert_nonnull (dialog);
  tap_workshop_assign_get_plan (TAP_WORKSHOP_ASSIGN (dialog), &plan);
  g_assert_cmpint (plan.visit_id, ==, visit);
  g_assert_cmpint (plan.start_unix % 900, ==, 0);
  /* A refusal keeps it open with what was chosen. */
  asked.fail = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_STALE, "Not now.");
  gtk_widget_activate_action (dialog, "assign.save", NULL);
  workshop_shared_settle ();
  g_assert_true (dialog_of (&f) == dialog);
  gtk_widget_activate_action (dialog, "assign.save", NULL);
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_assigns, ==, 2);
  g_assert_cmpint (asked.assign.visit_id, ==, visit);
  g_assert_cmpint (asked.assign.bay_id, ==, plan.bay_id);
  g_assert_null (dialog_of (&f));
  tear_down (&f);
}

static void
test_signed_in_technician_acts_without_pin (void)
{
  Fixture f = { 0 };
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  tap_session_sign_in (f.session, bar->technician_id);
  g_signal_emit_by_name (f.view, "row-activated", bay_id, bar->id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_pins, ==, 0);
  g_assert_cmpuint (asked.n_acts, ==, 1);
  g_assert_cmpint (asked.act.assignment_id, ==, bar->id);
  g_assert_cmpint (asked.act.act, ==, TAP_JOB_FINISH);
  g_assert_cmpint (asked.staff_id, ==, bar->technician_id);
  tear_down (&f);
}

static void
test_unknown_act_locks_the_bay (void)
{
  Fixture f = { 0 };
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  g_signal_emit_by_name (f.view, "row-activated", bay_id, bar->id);
  asked.fail = g_error_new_literal (TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN, "who knows");
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_acts, ==, 1);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_acts, ==, 1);
  /* Looking elsewhere and coming back does not open it. */
  tap_job_sheet_show (TAP_JOB_SHEET (f.sheet), 0, 0);
  tap_job_sheet_show (TAP_JOB_SHEET (f.sheet), bay_id, bar->id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  g_assert_cmpuint (asked.n_acts, ==, 1);
  g_assert_cmpstr (tap_job_sheet_get_message (TAP_JOB_SHEET (f.sheet)), ==,
                   "It is not known yet whether this was saved.");
  g_signal_emit_by_name (f.session, "settled", "another", FALSE);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  g_assert_cmpuint (asked.n_acts, ==, 1);
  g_signal_emit_by_name (f.session, "settled", asked.operation_id, FALSE);
  g_assert_cmpstr (tap_job_sheet_get_message (TAP_JOB_SHEET (f.sheet)), ==,
                   "The station folder answered: it was not saved.");
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_acts, ==, 2);
  tear_down (&f);
}

static void
test_others_may_not_act (void)
{
  Fixture f = { 0 };
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, FALSE, TAP_ROLE_WASHER);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  g_signal_emit_by_name (f.view, "row-activated", bay_id, bar->id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_acts, ==, 0);
  tear_down (&f);
}

/* ---- the wall ---- */

static void
type_pin (Fixture *f, const char *pin)
{
  GtkWidget *pad = workshop_shared_find (f->sheet, "TapPinPad");

  g_signal_emit_by_name (pad, "entered", pin);
  workshop_shared_settle ();
}

static void
test_wall_asks_name_and_pin (void)
{
  Fixture f = { 0 };
  g_autofree char *first_operation = NULL;
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, TRUE, 0);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  tap_wall_view_show_sheet (TAP_WALL_VIEW (f.screen), bay_id, 0);
  workshop_shared_settle ();
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  workshop_shared_settle ();
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "person");
  g_assert_cmpuint (asked.n_acts, ==, 0);
  gtk_widget_activate_action (f.sheet, "sheet.person", "x", bar->technician_id);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "pin");
  type_pin (&f, "000000");
  g_assert_cmpuint (asked.n_pins, ==, 1);
  g_assert_cmpuint (asked.n_acts, ==, 0);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "pin");
  g_assert_cmpstr (tap_job_sheet_get_message (TAP_JOB_SHEET (f.sheet)), ==, "This PIN is wrong.");
  type_pin (&f, RIGHT_PIN);
  g_assert_cmpuint (asked.n_acts, ==, 1);
  g_assert_cmpint (asked.staff_id, ==, bar->technician_id);
  g_assert_cmpint (asked.act.assignment_id, ==, bar->id);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "jobs");
  /* For that action only: the next one asks again. */
  first_operation = g_strdup (asked.operation_id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "finish");
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "person");
  gtk_widget_activate_action (f.sheet, "sheet.person", "x", bar->technician_id);
  type_pin (&f, RIGHT_PIN);
  g_assert_cmpstr (asked.operation_id, !=, first_operation);
  g_assert_cmpint (tap_session_get_staff_id (f.session), ==, 0);
  tear_down (&f);
}

static void
test_stop_needs_reason_and_time (void)
{
  Fixture f = { 0 };
  g_autofree char *operation = NULL;
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, TRUE, 0);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  tap_wall_view_show_sheet (TAP_WALL_VIEW (f.screen), bay_id, bar->id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "stop");
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "stop");
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "stop");
  gtk_widget_activate_action (f.sheet, "sheet.reason", "s", tap_stop_reason_to_db (TAP_STOP_PARTS));
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "stop");
  gtk_widget_activate_action (f.sheet, "sheet.check", "i", 1);
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "person");
  gtk_widget_activate_action (f.sheet, "sheet.person", "x", bar->technician_id);
  /* Refused: the choices stay, the reason is shown, and the next try is the same operation. */
  type_pin (&f, "111111");
  asked.fail = NULL;
  type_pin (&f, RIGHT_PIN);
  g_assert_cmpint (asked.act.act, ==, TAP_JOB_STOP);
  g_assert_cmpint (asked.act.reason, ==, TAP_STOP_PARTS);
  g_assert_cmpint (asked.act.check_unix, ==, tap_session_now_unix (f.session) + 3600);
  tear_down (&f);
}

static void
test_refused_act_keeps_everything (void)
{
  Fixture f = { 0 };
  g_autofree char *operation = NULL;
  gint64 bay_id;
  TapBar *bar;

  set_up (&f, FALSE, TAP_ROLE_FOREMAN);
  bar = find_bar (&f, TRUE, TRUE, &bay_id);
  g_signal_emit_by_name (f.view, "row-activated", bay_id, bar->id);
  gtk_widget_activate_action (f.sheet, "sheet.act", "s", "stop");
  gtk_widget_activate_action (f.sheet, "sheet.reason", "s", tap_stop_reason_to_db (TAP_STOP_BAY));
  gtk_widget_activate_action (f.sheet, "sheet.check", "i", 0);
  asked.fail = g_error_new_literal (TAP_STORE_ERROR, TAP_STORE_ERROR_STALE,
                                    "This job has just been finished.");
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  workshop_shared_settle ();
  g_assert_cmpstr (tap_job_sheet_get_message (TAP_JOB_SHEET (f.sheet)), ==,
                   "This job has just been finished.");
  g_assert_cmpstr (tap_job_sheet_get_page (TAP_JOB_SHEET (f.sheet)), ==, "stop");
  operation = g_strdup (asked.operation_id);
  gtk_widget_activate_action (f.sheet, "sheet.go", NULL);
  workshop_shared_settle ();
  g_assert_cmpuint (asked.n_acts, ==, 2);
  g_assert_cmpstr (asked.operation_id, ==, operation);
  g_assert_cmpint (asked.act.reason, ==, TAP_STOP_BAY);
  tear_down (&f);
}

static void
test_wall_names_no_customer (void)
{
  Fixture f = { 0 };
  g_autofree char *text = NULL;
  GListModel *cards;

  set_up (&f, TRUE, 0);
  text = tap_scene_to_text (tap_workshop_view_get_scene (f.view));
  cards = tap_board_get_cards (f.board);
  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);
      const TapCard *c = tap_board_card_get_card (card);

      g_assert_null (*c->customer ? strstr (text, c->customer) : NULL);
      g_assert_null (*c->phone ? strstr (text, c->phone) : NULL);
      g_assert_null (*c->bringer ? strstr (text, c->bringer) : NULL);
    }
  /* The own province is dropped. */
  g_assert_null (strstr (text, tap_session_get_station (f.session)->province));
  tear_down (&f);
}

static void
test_items_have_names (void)
{
  Fixture f = { 0 };
  guint n_rows = 0, n_cards = 0;
  g_autofree char *description = NULL;
  gint64 bay_id;

  set_up (&f, TRUE, 0);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (f.view)); child;
       child = gtk_widget_get_next_sibling (child))
    {
      gboolean row
        = tap_workshop_find_row (f.workshop, tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (child)))
          != NULL;

      n_rows += row;
      n_cards += !row;
      gtk_test_accessible_assert_role (child, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      g_assert_true (
        gtk_test_accessible_has_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_cmpint (gtk_widget_get_height (child), >, 10);
    }
  g_assert_cmpuint (n_rows, ==, 9);
  g_assert_cmpuint (n_cards, >=, 9);
  find_bar (&f, TRUE, TRUE, &bay_id);
  description = tap_workshop_describe_row (f.workshop, tap_workshop_find_row (f.workshop, bay_id));
  g_assert_nonnull (strstr (description, "working since"));
  tear_down (&f);
}

static void
test_arrows_and_pages (void)
{
  Fixture f = { 0 };
  GtkWidget *first, *second;

  set_up (&f, TRUE, 0);
  first = gtk_widget_get_first_child (GTK_WIDGET (f.view));
  second = gtk_widget_get_next_sibling (first);
  gtk_widget_grab_focus (first);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (f.view), GTK_DIR_DOWN));
  g_assert_true (gtk_widget_has_focus (second));
  g_assert_true (gtk_widget_activate_action (second, "item.open", NULL));
  g_assert_cmpint (tap_job_sheet_get_bay (TAP_JOB_SHEET (f.sheet)), ==,
                   tap_workshop_item_get_id (TAP_WORKSHOP_ITEM (second)));
  tap_wall_view_show_sheet (TAP_WALL_VIEW (f.screen), 0, 0);
  /* From seven metres nine bays are two pages, which take turns. */
  g_object_set (gtk_widget_get_settings (f.screen), "gtk-enable-animations", TRUE, NULL);
  tap_wall_view_set_distance (TAP_WALL_VIEW (f.screen), 7);
  workshop_shared_settle ();
  g_assert_cmpint (tap_workshop_view_get_scene (f.view)->n_pages, ==, 2);
  g_assert_cmpint (tap_workshop_view_get_scene (f.view)->page, ==, 0);
  tap_workshop_view_turn_page (f.view);
  workshop_shared_settle ();
  g_assert_cmpint (tap_workshop_view_get_scene (f.view)->page, ==, 1);
  tap_workshop_view_turn_page (f.view);
  for (int i = 0; i < 5; i++)
    workshop_shared_settle ();
  g_assert_cmpint (tap_workshop_view_get_scene (f.view)->page, ==, 0);
  g_object_set (gtk_widget_get_settings (f.screen), "gtk-enable-animations", FALSE, NULL);
  tear_down (&f);
}

static void
test_stop_check_times (void)
{
  Fixture f = { 0 };
  TapCalendar *calendar;

  set_up (&f, TRUE, 0);
  calendar = tap_session_get_station (f.session)->calendar;
  g_assert_cmpint (tap_job_sheet_stop_check_unix (calendar, 0, at_hour (&f, 10, 42)), ==,
                   at_hour (&f, 11, 12));
  g_assert_cmpint (tap_job_sheet_stop_check_unix (calendar, 3, at_hour (&f, 10, 42)), ==,
                   at_hour (&f, 24 + 8, 0));
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  int result;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  workshop_shared_init (FALSE);
  tap_workshop_save_set (&save);
  g_test_add_func ("/ui/workshop/drop-plans-bay-and-time", test_drop_plans_bay_and_time);
  g_test_add_func ("/ui/workshop/drop-beside-the-hours-is-nothing",
                   test_drop_beside_the_hours_is_nothing);
  g_test_add_func ("/ui/workshop/plan-not-started-can-be-moved",
                   test_plan_not_started_can_be_moved);
  g_test_add_func ("/ui/workshop/who-may-not-dispatch-is-told", test_who_may_not_dispatch_is_told);
  g_test_add_func ("/ui/workshop/refused-drop-is-a-sentence", test_refused_drop_is_a_sentence);
  g_test_add_func ("/ui/workshop/dispatch-by-keyboard", test_dispatch_by_keyboard);
  g_test_add_func ("/ui/workshop/signed-in-technician-acts-without-pin",
                   test_signed_in_technician_acts_without_pin);
  g_test_add_func ("/ui/workshop/unknown-act-locks-the-bay", test_unknown_act_locks_the_bay);
  g_test_add_func ("/ui/workshop/others-may-not-act", test_others_may_not_act);
  g_test_add_func ("/ui/workshop/refused-act-keeps-everything", test_refused_act_keeps_everything);
  g_test_add_func ("/ui/wall/asks-name-and-pin-for-each-action", test_wall_asks_name_and_pin);
  g_test_add_func ("/ui/wall/stop-needs-reason-and-time", test_stop_needs_reason_and_time);
  g_test_add_func ("/ui/wall/names-no-customer", test_wall_names_no_customer);
  g_test_add_func ("/ui/wall/rows-and-plates-have-names", test_items_have_names);
  g_test_add_func ("/ui/wall/arrows-walk-and-pages-turn", test_arrows_and_pages);
  g_test_add_func ("/ui/wall/check-times", test_stop_check_times);
  result = g_test_run ();
  g_clear_pointer (&asked.operation_id, g_free);
  return result;
}
