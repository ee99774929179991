/* tap-job-sheet-act.c — start, stop, resume, finish: from the button over name and PIN to the
 * store. SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-job-sheet-act"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-job-sheet-private.h"
#include "board/tap-workshop-save.h"

static const struct
{
  const char *name;
  TapJobAct act;
} acts[] = {
  { "start", TAP_JOB_START },
  { "stop", TAP_JOB_STOP },
  { "resume", TAP_JOB_RESUME },
  { "finish", TAP_JOB_FINISH },
};

static const char *
done_sentence (TapJobAct act)
{
  switch (act)
    {
    case TAP_JOB_START:
      return _("The job has started.");
    case TAP_JOB_STOP:
      return _("The job is stopped.");
    case TAP_JOB_RESUME:
      return _("The job goes on.");
    case TAP_JOB_FINISH:
      return _("The job is finished.");
    default:
      g_return_val_if_reached ("");
    }
}

static void
set_busy (TapJobSheet *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
  tap_job_sheet_touch (self);
}

static void
show_done (TapJobSheet *self, const char *sentence)
{
  g_clear_pointer (&self->operation_id, g_free);
  self->person_id = 0;
  tap_job_sheet_say (self, sentence, FALSE);
  tap_job_sheet_set_page (self, "jobs");
  tap_job_sheet_update (self);
}

/* The choices stay; the same operation is asked for again, so that it cannot be done twice. */
static void
show_failed (TapJobSheet *self, const char *why)
{
  tap_job_sheet_say (self, why, TRUE);
  if (self->wall)
    tap_job_sheet_set_page (self, self->act == TAP_JOB_STOP ? "stop" : "jobs");
  tap_job_sheet_update (self);
}

/* Until the ledger knows, nothing more is done in that bay: on_settled() goes on. */
void
tap_job_sheet_lock_unknown (TapJobSheet *self)
{
  gboolean locked = self->unknown_operation && self->bay_id == self->unknown_bay_id;

  set_busy (self, locked);
  if (locked)
    tap_job_sheet_say (self, _("It is not known yet whether this was saved."), TRUE);
  tap_job_sheet_update (self);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TapJobSheet) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tap_workshop_save_finish (result, &error);

  if (!self->workshop)
    return;
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      g_free (self->unknown_operation);
      self->unknown_operation = g_steal_pointer (&self->operation_id);
      tap_job_sheet_lock_unknown (self);
      return;
    }
  set_busy (self, FALSE);
  if (saved)
    show_done (self, done_sentence (self->act));
  else if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED))
    show_done (self, _("Kept on this computer; it is saved when the file server is back."));
  else
    show_failed (self, error->message);
}

static void
on_settled (TapSession *session, const char *operation_id, gboolean saved, TapJobSheet *self)
{
  if (!self->workshop || !self->unknown_operation
      || !g_str_equal (operation_id, self->unknown_operation))
    return;
  g_clear_pointer (&self->unknown_operation, g_free);
  /* The sheet shows another bay by now, or none: the board tells what came of it. */
  if (self->bay_id != self->unknown_bay_id)
    return;
  set_busy (self, FALSE);
  if (saved)
    show_done (self, done_sentence (self->act));
  else
    show_failed (self, _("The station folder answered: it was not saved."));
}

void
tap_job_sheet_watch_saves (TapJobSheet *self)
{
  g_signal_connect_object (tap_job_sheet_session (self), "settled", G_CALLBACK (on_settled), self,
                           0);
}

static void
act (TapJobSheet *self, gint64 staff_id)
{
  TapSession *session = tap_job_sheet_session (self);
  TapBar *bar = tap_job_sheet_bar (self);
  TapJobActInput input = { .act = self->act, .note = "" };

  if (!bar)
    {
      tap_job_sheet_say (self, _("This job is no longer planned here."), TRUE);
      tap_job_sheet_set_page (self, "jobs");
      return;
    }
  input.assignment_id = bar->id;
  if (self->act == TAP_JOB_STOP)
    {
      input.reason = (TapStopReason) tap_job_sheet_stop_get_reason (self->stop);
      input.note = tap_job_sheet_stop_get_note (self->stop);
      input.check_unix = tap_job_sheet_stop_check_unix (tap_session_get_station (session)->calendar,
                                                        tap_job_sheet_stop_get_check (self->stop),
                                                        tap_session_now_unix (session));
    }
  self->unknown_bay_id = self->bay_id;
  set_busy (self, TRUE);
  tap_workshop_job_act_async (session, staff_id, &input, self->operation_id, on_acted,
                              g_object_ref (self));
}

static void
on_pin_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TapJobSheet) self = data;
  g_autoptr (GError) error = NULL;
  gboolean right = tap_workshop_save_finish (result, &error);

  if (!self->workshop)
    return;
  set_busy (self, FALSE);
  if (right)
    {
      act (self, self->person_id);
      return;
    }
  tap_job_sheet_say (self, error->message, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_pad));
}

void
tap_job_sheet_pin_entered (TapPinPad *pad, const char *pin, TapJobSheet *self)
{
  if (self->busy || !self->person_id)
    return;
  tap_job_sheet_say (self, NULL, FALSE);
  set_busy (self, TRUE);
  tap_workshop_check_pin_async (tap_job_sheet_session (self), self->person_id, pin, on_pin_checked,
                                g_object_ref (self));
}

/* What was asked for is complete: on the wall it needs a person, in the window that one is signed
 * in. */
static void
ask_person (TapJobSheet *self)
{
  if (!self->operation_id)
    self->operation_id = g_uuid_string_random ();
  if (!self->wall)
    {
      act (self, tap_session_get_staff_id (tap_job_sheet_session (self)));
      return;
    }
  tap_job_sheet_fill_persons (self);
  tap_job_sheet_set_page (self, "person");
}

static void
on_act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapJobSheet *self = TAP_JOB_SHEET (widget);
  const char *wanted = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, wanted))
      {
        if (self->act != acts[i].act)
          g_clear_pointer (&self->operation_id, g_free);
        self->act = acts[i].act;
        tap_job_sheet_say (self, NULL, FALSE);
        if (self->act != TAP_JOB_STOP)
          {
            ask_person (self);
            return;
          }
        tap_job_sheet_stop_reset (self->stop, self->workshop, !self->wall);
        gtk_widget_action_set_enabled (widget, "sheet.go", FALSE);
        tap_job_sheet_set_page (self, "stop");
        return;
      }
  g_warning ("sheet.act: no act is called \"%s\"", wanted);
}

static void
on_reason (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapStopReason reason;

  if (tap_stop_reason_from_db (g_variant_get_string (parameter, NULL), &reason))
    tap_job_sheet_stop_set_reason (TAP_JOB_SHEET (widget)->stop, (int) reason);
}

static void
on_check (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int check = g_variant_get_int32 (parameter);

  if (check >= 0 && check < TAP_N_STOP_CHECKS)
    tap_job_sheet_stop_set_check (TAP_JOB_SHEET (widget)->stop, check);
}

static void
on_go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tap_job_sheet_say (TAP_JOB_SHEET (widget), NULL, FALSE);
  ask_person (TAP_JOB_SHEET (widget));
}

static void
on_person (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapJobSheet *self = TAP_JOB_SHEET (widget);
  TapStaff *staff
    = tap_session_find_staff (tap_job_sheet_session (self), g_variant_get_int64 (parameter));
  g_autofree char *title = NULL;

  if (!staff)
    return;
  self->person_id = staff->id;
  /* Translators: %s is the name of who acts on the wall */
  title = g_strdup_printf (_("%s, type your PIN"), staff->name);
  gtk_label_set_label (self->pin_title, title);
  tap_pin_pad_clear (self->pin_pad);
  tap_pin_pad_set_error (self->pin_pad, NULL);
  tap_job_sheet_set_page (self, "pin");
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_pad));
}

static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapJobSheet *self = TAP_JOB_SHEET (widget);
  const char *page = tap_job_sheet_get_page (self);

  tap_job_sheet_say (self, NULL, FALSE);
  tap_pin_pad_clear (self->pin_pad);
  if (g_str_equal (page, "pin"))
    tap_job_sheet_set_page (self, "person");
  else if (g_str_equal (page, "person") && self->act == TAP_JOB_STOP)
    tap_job_sheet_set_page (self, "stop");
  else if (g_str_equal (page, "jobs"))
    tap_job_sheet_emit_close (self);
  else
    tap_job_sheet_set_page (self, "jobs");
}

static void
on_close (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "sheet.plan"))
    tap_job_sheet_emit_plan (TAP_JOB_SHEET (widget));
  else
    tap_job_sheet_emit_close (TAP_JOB_SHEET (widget));
}

static void
on_open_visit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TapBar *bar = tap_job_sheet_bar (TAP_JOB_SHEET (widget));

  if (bar)
    gtk_widget_activate_action (widget, "win.open-visit", "x", bar->visit_id);
}

void
tap_job_sheet_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sheet.act", "s", on_act);
  gtk_widget_class_install_action (widget_class, "sheet.reason", "s", on_reason);
  gtk_widget_class_install_action (widget_class, "sheet.check", "i", on_check);
  gtk_widget_class_install_action (widget_class, "sheet.go", NULL, on_go);
  gtk_widget_class_install_action (widget_class, "sheet.person", "x", on_person);
  gtk_widget_class_install_action (widget_class, "sheet.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "sheet.close", NULL, on_close);
  gtk_widget_class_install_action (widget_class, "sheet.plan", NULL, on_close);
  gtk_widget_class_install_action (widget_class, "sheet.open-visit", NULL, on_open_visit);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sheet.back", NULL);
}
