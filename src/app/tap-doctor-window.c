/* tap-doctor-window.c — the share of the station looked over from every side, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-doctor-window"
#include "config.h"

#include "app/tap-doctor-window.h"

#include "app/tap-care-list.h"
#include "app/tap-post.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 120

struct _TapDoctorWindow
{
  AdwWindow       parent_instance;

  /* Template widgets (borrowed) */
  GtkWidget      *copy_button;
  GtkWidget      *again_button;
  GtkProgressBar *bar;
  GtkWidget      *summary;
  GtkImage       *summary_icon;
  GtkLabel       *summary_title;
  GtkLabel       *summary_text;
  GtkListBox     *list;

  /* Owned references */
  GCancellable   *cancellable;
  GString        *text;
  char           *folder;

  guint           n[TAP_CHECK_NOT_DONE + 1];   /* lines of each result */
  guint           pulse;
};

G_DEFINE_FINAL_TYPE (TapDoctorWindow, tap_doctor_window, ADW_TYPE_WINDOW)

/* ---- what is shown ------------------------------------------------------------------------------------------------------------------ */

static void
set_summary (TapDoctorWindow *self,
             const char      *css,
             const char      *icon,
             const char      *title,
             const char      *text)
{
  static const char *const all[] = { "ok", "warning", "failed", "waiting" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_remove_css_class (self->summary, all[i]);
  gtk_widget_add_css_class (self->summary, css);
  gtk_image_set_from_icon_name (self->summary_icon, icon);
  gtk_label_set_text (self->summary_title, title);
  gtk_label_set_text (self->summary_text, text);
}

static void
sum_up (TapDoctorWindow *self,
        const GError    *error)
{
  g_autofree char *text = NULL;

  if (error != NULL)
    set_summary (self, "failed", "tappet-warn-symbolic", _("It could not be examined to the end"), error->message);
  else if (self->n[TAP_CHECK_FAILED] > 0)
    {
      text = g_strdup_printf (ngettext ("%u line needs the administrator; it says what to do.",
                                        "%u lines need the administrator; they say what to do.", self->n[TAP_CHECK_FAILED]),
                              self->n[TAP_CHECK_FAILED]);
      set_summary (self, "failed", "tappet-warn-symbolic", _("Not fit for working together as it is"), text);
    }
  else if (self->n[TAP_CHECK_WARNING] > 0)
    {
      text = g_strdup_printf (ngettext ("%u line has a remark.", "%u lines have remarks.", self->n[TAP_CHECK_WARNING]),
                              self->n[TAP_CHECK_WARNING]);
      set_summary (self, "warning", "tappet-warn-symbolic", _("Safe to work together, with a remark"), text);
    }
  else
    set_summary (self, "ok", "tappet-shield-symbolic", _("Safe to work together"),
                 _("Everything that was looked at is as it should be."));
}

static void
show_line (TapDoctorWindow     *self,
           const TapDoctorLine *line)
{
  static const char *const marks[] = { [TAP_CHECK_OK] = "ok", [TAP_CHECK_WARNING] = "WARNING", [TAP_CHECK_FAILED] = "FAILED",
                                       [TAP_CHECK_NOT_DONE] = "-" };

  self->n[line->result]++;
  gtk_list_box_append (self->list, tap_care_row_new (line->result, line->title, line->detail, line->value));
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  g_string_append_printf (self->text, "%-8s %s · %s%s%s\n", marks[line->result], line->title, line->detail,
                          *line->value != '\0' ? " · " : "", line->value);
}

static gboolean
pulse_cb (gpointer data)
{
  TapDoctorWindow *self = data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
set_busy (TapDoctorWindow *self,
          gboolean         busy)
{
  gtk_widget_set_sensitive (self->again_button, !busy);
  gtk_widget_set_sensitive (self->copy_button, !busy);
  gtk_widget_set_opacity (GTK_WIDGET (self->bar), busy ? 1 : 0);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (busy)
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
}

/* ---- the run ------------------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  TapDoctorWindow *window;      /* owned */
  GCancellable    *cancellable; /* owned: of the run it belongs to */
  TapDoctorLine    line;
} Report;

static gboolean
report_cb (gpointer data)
{
  Report *report = data;

  if (!g_cancellable_is_cancelled (report->cancellable) && report->window->list != NULL)
    show_line (report->window, &report->line);
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->window);
  g_object_unref (report->cancellable);
  g_free (report->line.id);
  g_free (report->line.title);
  g_free (report->line.detail);
  g_free (report->line.value);
  g_free (report);
}

/* On the examining thread. */
static void
reported (const TapDoctorLine *line,
          gpointer             data)
{
  GTask *task = data;
  Report *report = g_new0 (Report, 1);

  report->window = g_object_ref (g_task_get_source_object (task));
  report->cancellable = g_object_ref (g_task_get_cancellable (task));
  report->line = *line;
  report->line.id = g_strdup (line->id);
  report->line.title = g_strdup (line->title);
  report->line.detail = g_strdup (line->detail);
  report->line.value = g_strdup (line->value != NULL ? line->value : "");
  tap_post (g_task_get_context (task), G_PRIORITY_DEFAULT, report_cb, report, report_free);
}

static void
examine_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  TapCheckResult worst;
  GError *error = NULL;

  if (tap_care_api ()->examine (data, reported, task, &worst, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
examined_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  TapDoctorWindow *self = TAP_DOCTOR_WINDOW (source);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  set_busy (self, FALSE);
  sum_up (self, error);
}

static void
examine (TapDoctorWindow *self)
{
  g_autoptr (GTask) task = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->n); i++)
    self->n[i] = 0;
  g_string_truncate (self->text, 0);
  g_string_append_printf (self->text, "%s\n", self->folder);
  set_busy (self, TRUE);
  set_summary (self, "waiting", "tappet-hour-symbolic", _("Being examined"), self->folder);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, examined_cb, NULL);
  g_task_set_source_tag (task, examine);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, examine_thread);
}

static void
again_clicked_cb (TapDoctorWindow *self)
{
  examine (self);
}

static void
copy_clicked_cb (TapDoctorWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text->str);
}

char *
tap_doctor_window_get_text (TapDoctorWindow *self)
{
  g_return_val_if_fail (TAP_IS_DOCTOR_WINDOW (self), NULL);

  return g_strdup (self->text->str);
}

const char *
tap_doctor_window_get_summary (TapDoctorWindow *self)
{
  g_return_val_if_fail (TAP_IS_DOCTOR_WINDOW (self), "");

  return gtk_label_get_text (self->summary_title);
}

/* ---- life ---------------------------------------------------------------------------------------------------------------------------- */

static void
tap_doctor_window_dispose (GObject *object)
{
  TapDoctorWindow *self = TAP_DOCTOR_WINDOW (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_DOCTOR_WINDOW);
  G_OBJECT_CLASS (tap_doctor_window_parent_class)->dispose (object);
}

static void
tap_doctor_window_finalize (GObject *object)
{
  g_free (TAP_DOCTOR_WINDOW (object)->folder);
  g_string_free (TAP_DOCTOR_WINDOW (object)->text, TRUE);
  G_OBJECT_CLASS (tap_doctor_window_parent_class)->finalize (object);
}

/* The thread holds the window: it must not work on for nobody. */
static gboolean
tap_doctor_window_close_request (GtkWindow *window)
{
  TapDoctorWindow *self = TAP_DOCTOR_WINDOW (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (tap_doctor_window_parent_class)->close_request (window);
}

static void
tap_doctor_window_class_init (TapDoctorWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_doctor_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_doctor_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tap_doctor_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-doctor-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, summary_title);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, summary_text);
  gtk_widget_class_bind_template_child (widget_class, TapDoctorWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_doctor_window_init (TapDoctorWindow *self)
{
  self->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_doctor_window_new (const char *folder)
{
  TapDoctorWindow *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (TAP_TYPE_DOCTOR_WINDOW, NULL);
  self->folder = g_strdup (folder);
  examine (self);
  return GTK_WIDGET (self);
}
