/* tap-visit-work.c — the lines of work of a visit, and the entry that adds one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-work"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-visit-work.h"
#include "widgets/tap-pill.h"

struct _TapVisitWork
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkGrid   *grid;
  GtkLabel  *summary_label, *none_label, *stop_label, *error_label;
  GtkWidget *assign_button, *stop_box, *add_box, *add_button;
  GtkEntry  *text_entry, *minutes_entry;
  /* Owned */
  TapSession *session;
  char       *shown;                /* what the rows were made from */
  char       *operation_id;         /* of the line being saved */
  gint64      visit_id;
  gboolean    saving;
};

G_DEFINE_FINAL_TYPE (TapVisitWork, tap_visit_work, GTK_TYPE_WIDGET)

/* Look, icon and word of each state: never colour alone. */
static void
set_state_pill (TapPill     *pill,
                TapJobState  state)
{
  switch (state)
    {
    case TAP_JOB_OPEN:
      tap_pill_set (pill, "none", "tappet-clock-symbolic", C_("line of work", "Open"));
      break;
    case TAP_JOB_RUNNING:
      tap_pill_set (pill, "booked", "tappet-wrench-symbolic", C_("line of work", "In work"));
      break;
    case TAP_JOB_STOPPED:
      tap_pill_set (pill, "parts", "tappet-stop-symbolic", C_("line of work", "Stopped"));
      break;
    case TAP_JOB_DONE:
      tap_pill_set (pill, "ok", "tappet-check-symbolic", C_("line of work", "Done"));
      break;
    case TAP_JOB_CANCELLED:
      tap_pill_set (pill, "none", "window-close-symbolic", C_("line of work", "Cancelled"));
      break;
    }
}

static GtkWidget *
make_cell (const char *text,
           float       xalign,
           gboolean    head)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, head ? "job-head" : "job-cell");
  return label;
}

static void
attach_heads (TapVisitWork *self)
{
  gtk_grid_attach (self->grid, make_cell ("#", 1, TRUE), 0, 0, 1, 1);
  gtk_grid_attach (self->grid, make_cell (_("Work"), 0, TRUE), 1, 0, 1, 1);
  gtk_grid_attach (self->grid, make_cell (_("Planned"), 1, TRUE), 2, 0, 1, 1);
  gtk_grid_attach (self->grid, make_cell (_("State"), 0, TRUE), 3, 0, 1, 1);
  gtk_grid_attach (self->grid, make_cell (_("Bay · technician"), 0, TRUE), 4, 0, 1, 1);
}

static char *
place_of (const TapJob *job)
{
  if (job->assignment_id == 0)
    return g_strdup (_("not assigned"));
  if (*job->bay != '\0' && *job->technician != '\0')
    return g_strconcat (job->bay, " · ", job->technician, NULL);
  return g_strdup (*job->bay != '\0' ? job->bay : job->technician);
}

static void
attach_job (TapVisitWork *self,
            const TapJob *job,
            int           row)
{
  g_autofree char *number = g_strdup_printf ("%d", row), *minutes = tap_desk_text_minutes (job->planned_min);
  g_autofree char *place = place_of (job);
  GtkWidget *text = make_cell (job->text, 0, FALSE), *pill = tap_pill_new (), *where = make_cell (place, 0, FALSE);
  GtkWidget *planned = make_cell (job->planned_min > 0 ? minutes : "—", 1, FALSE);
  GtkWidget *position = make_cell (number, 1, FALSE);

  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (text), 8);
  gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (where), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (where), 18);
  gtk_widget_set_tooltip_text (where, place);
  gtk_widget_add_css_class (position, "dim");
  gtk_widget_add_css_class (planned, "numeric");
  if (job->assignment_id == 0)
    gtk_widget_add_css_class (where, "dim");
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  set_state_pill (TAP_PILL (pill), job->state);
  gtk_grid_attach (self->grid, position, 0, row, 1, 1);
  gtk_grid_attach (self->grid, text, 1, row, 1, 1);
  gtk_grid_attach (self->grid, planned, 2, row, 1, 1);
  gtk_grid_attach (self->grid, pill, 3, row, 1, 1);
  gtk_grid_attach (self->grid, where, 4, row, 1, 1);
}

static char *
fingerprint (const GPtrArray *jobs)
{
  GString *print = g_string_new (NULL);

  for (guint i = 0; i < jobs->len; i++)
    {
      const TapJob *job = g_ptr_array_index (jobs, i);

      g_string_append_printf (print, "%" G_GINT64_FORMAT "|%s|%d|%d|%" G_GINT64_FORMAT "|%s|%s\n", job->id, job->text,
                              job->planned_min, job->state, job->assignment_id, job->bay, job->technician);
    }
  return g_string_free (print, FALSE);
}

static void
show_jobs (TapVisitWork    *self,
           const GPtrArray *jobs)
{
  g_autofree char *print = fingerprint (jobs);
  GtkWidget *child;

  if (g_strcmp0 (print, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&print);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  if (jobs->len > 0)
    attach_heads (self);
  for (guint i = 0; i < jobs->len; i++)
    attach_job (self, g_ptr_array_index (jobs, i), (int) i + 1);
  gtk_widget_set_visible (GTK_WIDGET (self->none_label), jobs->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), jobs->len > 0);
}

static void
show_summary (TapVisitWork    *self,
              const TapCard   *card,
              const GPtrArray *jobs)
{
  g_autofree char *summary = NULL;
  gboolean unassigned = FALSE;
  guint n_jobs = 0, n_done = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      const TapJob *job = g_ptr_array_index (jobs, i);

      unassigned = unassigned || (job->assignment_id == 0 && job->state == TAP_JOB_OPEN);
      n_jobs += job->state != TAP_JOB_CANCELLED;
      n_done += job->state == TAP_JOB_DONE;
    }
  if (n_jobs > 0)
    /* Translators: how many of the lines of work are done */
    summary = g_strdup_printf (ngettext ("%u of %u line done", "%u of %u lines done", n_jobs), n_done, n_jobs);
  gtk_label_set_label (self->summary_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (self->assign_button, unassigned && tap_stage_is_open (card->stage)
                                               && tap_session_may (self->session, TAP_RIGHT_DISPATCH));
}

static char *
stop_time (gint64     at_unix,
           gint64     now_unix,
           GTimeZone *zone)
{
  return at_unix != 0 && tap_desk_text_same_day (at_unix, now_unix, zone) ? tap_desk_text_time (at_unix, zone)
                                                                          : tap_desk_text_day_time (at_unix, zone);
}

static void
show_stoppage (TapVisitWork  *self,
               const TapCard *card)
{
  GTimeZone *zone = tap_session_get_zone (self->session);
  gint64 now_unix = tap_session_now_unix (self->session);
  g_autofree char *since = NULL, *check = NULL, *text = NULL, *reason = NULL;

  gtk_widget_set_visible (self->stop_box, card->n_stoppages > 0);
  if (card->n_stoppages == 0)
    return;
  since = stop_time (card->stopped_since_unix, now_unix, zone);
  check = stop_time (card->stop_check_unix, now_unix, zone);
  reason = *card->stop_note != '\0' ? g_strconcat (tap_stop_reason_label (card->stop_reason), " · ", card->stop_note, NULL)
                                    : g_strdup (tap_stop_reason_label (card->stop_reason));
  if (*check != '\0')
    /* Translators: a stoppage: since when, why, when somebody looks again */
    text = g_strdup_printf (_("Stopped since %s: %s. Next check %s."), since, reason, check);
  else
    text = g_strdup_printf (_("Stopped since %s: %s."), since, reason);
  gtk_label_set_label (self->stop_label, text);
}

/* --- adding a line ------------------------------------------------------------------------------------------- */

static void
set_error (TapVisitWork *self,
           const char   *text)
{
  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), text != NULL);
}

static void
update_add (TapVisitWork *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text_entry))));
  const char *why;

  /* Not insensitive: the cursor stays where the next line will be typed. */
  gtk_editable_set_editable (GTK_EDITABLE (self->text_entry), !self->saving);
  gtk_editable_set_editable (GTK_EDITABLE (self->minutes_entry), !self->saving);
  why = self->session != NULL ? tap_session_why_not_save (self->session, FALSE) : NULL;
  gtk_widget_set_sensitive (self->add_button, *text != '\0' && !self->saving && why == NULL);
  gtk_widget_set_tooltip_text (self->add_button, why);
}

static void
add_changed_cb (TapVisitWork *self)
{
  set_error (self, NULL);
  update_add (self);
}

static void
end_try (TapVisitWork *self)
{
  self->saving = FALSE;
  g_clear_pointer (&self->operation_id, g_free);
  update_add (self);
}

static void
settled_cb (TapSession   *session,
            const char   *operation_id,
            gboolean      saved,
            TapVisitWork *self)
{
  if (self->operation_id == NULL || g_strcmp0 (operation_id, self->operation_id) != 0)
    return;
  end_try (self);
  if (saved)
    gtk_editable_set_text (GTK_EDITABLE (self->text_entry), "");
  set_error (self, saved ? NULL : _("The station folder answered: it was not saved."));
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TapVisitWork) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean added = tap_store_add_job_finish (TAP_STORE (source), result, NULL, &error);

  if (self->session == NULL)
    return;
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      /* Locked until the ledger knows: settled_cb() goes on. */
      set_error (self, _("It is not known yet whether this was saved."));
      return;
    }
  end_try (self);
  if (added)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->text_entry), "");
      gtk_editable_set_text (GTK_EDITABLE (self->minutes_entry), "");
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->text_entry));
  if (!added)
    set_error (self, error->message);
}

static void
add_cb (TapVisitWork *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text_entry))));
  int minutes;

  if (self->saving || *text == '\0' || tap_session_why_not_save (self->session, FALSE) != NULL)
    return;
  if (!tap_desk_parse_minutes (gtk_editable_get_text (GTK_EDITABLE (self->minutes_entry)), &minutes))
    {
      set_error (self, _("Minutes, or hours as 1:30 or 1.5 h."));
      gtk_widget_grab_focus (GTK_WIDGET (self->minutes_entry));
      return;
    }
  self->operation_id = g_uuid_string_random ();
  self->saving = TRUE;
  update_add (self);
  tap_store_add_job_async (tap_session_get_store (self->session), tap_session_get_staff_id (self->session), self->visit_id,
                           text, minutes, self->operation_id, added_cb, g_object_ref (self));
}

static void
text_activated_cb (TapVisitWork *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->minutes_entry));
}

/* ------------------------------------------------------------------------------------------------------------- */

void
tap_visit_work_set_detail (TapVisitWork   *self,
                           TapVisitDetail *detail,
                           TapSession     *session)
{
  g_return_if_fail (TAP_IS_VISIT_WORK (self));
  g_return_if_fail (detail != NULL);

  if (g_set_object (&self->session, session))
    {
      g_signal_connect_object (session, "settled", G_CALLBACK (settled_cb), self, 0);
      g_signal_connect_object (session, "connection-changed", G_CALLBACK (update_add), self, G_CONNECT_SWAPPED);
    }
  if (self->visit_id != detail->card->id)
    {
      self->visit_id = detail->card->id;
      gtk_editable_set_text (GTK_EDITABLE (self->text_entry), "");
      gtk_editable_set_text (GTK_EDITABLE (self->minutes_entry), "");
    }
  show_jobs (self, detail->jobs);
  show_summary (self, detail->card, detail->jobs);
  show_stoppage (self, detail->card);
  gtk_widget_set_visible (self->add_box, tap_stage_is_open (detail->card->stage)
                                         && tap_session_may (session, TAP_RIGHT_RECEPTION));
}

static void
tap_visit_work_dispose (GObject *object)
{
  TapVisitWork *self = TAP_VISIT_WORK (object);
  GtkWidget *child;

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_VISIT_WORK);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_work_parent_class)->dispose (object);
}

static void
tap_visit_work_finalize (GObject *object)
{
  TapVisitWork *self = TAP_VISIT_WORK (object);

  g_free (self->shown);
  g_free (self->operation_id);
  G_OBJECT_CLASS (tap_visit_work_parent_class)->finalize (object);
}

static void
tap_visit_work_class_init (TapVisitWorkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_work_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_visit_work_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-work.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, grid);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, summary_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, none_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, stop_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, error_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, assign_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, stop_box);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, add_box);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, add_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, text_entry);
  gtk_widget_class_bind_template_child (widget_class, TapVisitWork, minutes_entry);
  gtk_widget_class_bind_template_callback (widget_class, text_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
tap_visit_work_init (TapVisitWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
