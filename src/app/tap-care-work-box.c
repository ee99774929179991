/* tap-care-work-box.c — the job under way: its step, how far it is, how to stop it; then what came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-care-work-box"
#include "config.h"

#include "app/tap-care-work-box.h"

#include <glib/gi18n-lib.h>


#define PULSE_MS 120

struct _TapCareWorkBox
{
  GtkWidget       parent_instance;

  /* Template widgets (borrowed) */
  GtkStack       *signs;
  GtkSpinner     *spinner;
  GtkImage       *icon;
  GtkLabel       *title;
  GtkLabel       *sentence;
  GtkLabel       *percent;
  GtkWidget      *cancel_button;
  GtkWidget      *close_button, *open_button;
  GtkProgressBar *bar;
  GtkExpander    *details;
  GtkLabel       *technical;

  /* Owned references */
  TapCare        *care;
  guint           pulse;
};

G_DEFINE_FINAL_TYPE (TapCareWorkBox, tap_care_work_box, GTK_TYPE_WIDGET)

static const struct
{
  const char *css;
  const char *icon;
} looks[] = {
  [TAP_CARE_IDLE] = { "waiting", "tappet-dot-symbolic" },
  [TAP_CARE_WORKING] = { "waiting", "tappet-hour-symbolic" },
  [TAP_CARE_DONE] = { "ok", "tappet-check-symbolic" },
  [TAP_CARE_FAILED] = { "failed", "tappet-warn-symbolic" },
  [TAP_CARE_STOPPED] = { "waiting", "tappet-stop-symbolic" },
};

static gboolean
pulse_cb (gpointer data)
{
  TapCareWorkBox *self = data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
show_progress (TapCareWorkBox *self)
{
  double fraction = tap_care_get_fraction (self->care);
  gboolean working = tap_care_get_state (self->care) == TAP_CARE_WORKING;
  g_autofree char *percent = NULL;

  if (working && fraction >= 0)
    {
      /* Translators: how far a job is, in per cent */
      percent = g_strdup_printf (_("%d %%"), (int) (fraction * 100));
      gtk_progress_bar_set_fraction (self->bar, fraction);
      g_clear_handle_id (&self->pulse, g_source_remove);
    }
  else if (working && self->pulse == 0)
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  else if (!working)
    g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_label_set_text (self->percent, percent != NULL ? percent : "");
  gtk_widget_set_visible (GTK_WIDGET (self->percent), percent != NULL);
}

static void
show_sign (TapCareWorkBox *self,
           TapCareState    state)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].css);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[state].css);
  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_spinner_set_spinning (self->spinner, state == TAP_CARE_WORKING);
  gtk_stack_set_visible_child (self->signs, state == TAP_CARE_WORKING ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->icon));
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
}

static void
work_changed_cb (TapCareWorkBox *self)
{
  TapCareState state = tap_care_get_state (self->care);
  const char *technical = tap_care_get_technical (self->care);

  gtk_widget_set_visible (GTK_WIDGET (self), state != TAP_CARE_IDLE);
  show_sign (self, state);
  show_progress (self);
  set_label (self->title, tap_care_get_title (self->care));
  set_label (self->sentence, tap_care_get_sentence (self->care));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), state == TAP_CARE_WORKING);
  gtk_widget_set_visible (self->cancel_button, state == TAP_CARE_WORKING);
  gtk_widget_set_visible (self->close_button, state != TAP_CARE_WORKING);
  gtk_widget_set_visible (self->open_button, tap_care_get_new_folder (self->care) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *technical != '\0');
  if (!g_str_equal (gtk_label_get_text (self->technical), technical))
    {
      gtk_label_set_text (self->technical, technical);
      gtk_expander_set_expanded (self->details, FALSE);
    }
}

static void
cancel_clicked_cb (TapCareWorkBox *self)
{
  tap_care_cancel (self->care);
}

static void
close_clicked_cb (TapCareWorkBox *self)
{
  tap_care_dismiss (self->care);
}

/* The program leaves this station, and begins at the front door of the new one. */
static void
open_clicked_cb (TapCareWorkBox *self)
{
  g_autofree char *folder = g_strdup (tap_care_get_new_folder (self->care));
  g_autoptr (GtkWindow) window = g_object_ref (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  if (folder == NULL || g_application_get_default () == NULL)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "open-station", g_variant_new_string (folder));
  /* A dialog of the sign-in page: that one stays, and shows the new station. */
  if (!GTK_IS_APPLICATION_WINDOW (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
    gtk_window_destroy (window);
}

static void
copy_clicked_cb (TapCareWorkBox *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), tap_care_get_technical (self->care));
}

void
tap_care_work_box_set_care (TapCareWorkBox *self,
                            TapCare        *care)
{
  g_return_if_fail (TAP_IS_CARE_WORK_BOX (self));
  g_return_if_fail (TAP_IS_CARE (care) && self->care == NULL);

  self->care = g_object_ref (care);
  g_signal_connect_object (care, "work-changed", G_CALLBACK (work_changed_cb), self, G_CONNECT_SWAPPED);
  work_changed_cb (self);
}

static void
tap_care_work_box_dispose (GObject *object)
{
  TapCareWorkBox *self = TAP_CARE_WORK_BOX (object);
  GtkWidget *child;

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->care);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_CARE_WORK_BOX);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_care_work_box_parent_class)->dispose (object);
}

static void
tap_care_work_box_class_init (TapCareWorkBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_care_work_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-care-work-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, signs);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, spinner);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, icon);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, title);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, sentence);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, percent);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, close_button);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, open_button);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, bar);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, details);
  gtk_widget_class_bind_template_child (widget_class, TapCareWorkBox, technical);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
tap_care_work_box_init (TapCareWorkBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
