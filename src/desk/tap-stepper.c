/* tap-stepper.c — the row of eight steps above a visit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-stepper"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-stepper.h"

typedef struct
{
  GtkWidget *box, *number, *icon;
  GtkLabel  *title, *text;
  int        state;                 /* TapStepState; -1: never set */
} Step;

struct _TapStepper
{
  GtkWidget parent_instance;
  Step      steps[TAP_N_VISIT_STEPS];       /* borrowed: children */
};

G_DEFINE_FINAL_TYPE (TapStepper, tap_stepper, GTK_TYPE_WIDGET)

static const char *const classes[] = { "done", "current", "next", "skipped" };

GtkWidget *
tap_stepper_new (void)
{
  return g_object_new (TAP_TYPE_STEPPER, NULL);
}

static void
set_state (Step         *step,
           TapStepState  state)
{
  if (step->state == (int) state)
    return;
  if (step->state >= 0)
    gtk_widget_remove_css_class (step->box, classes[step->state]);
  step->state = state;
  gtk_widget_add_css_class (step->box, classes[state]);
  gtk_widget_set_visible (step->icon, state == TAP_STEP_DONE);
  gtk_widget_set_visible (step->number, state != TAP_STEP_DONE);
}

static char *
describe (const TapVisitStep *step)
{
  switch (step->state)
    {
    case TAP_STEP_DONE:
      /* Translators: for screen readers: step of a visit, time */
      return g_strdup_printf (_("%s, done, %s"), step->title, step->text);
    case TAP_STEP_CURRENT:
      return g_strdup_printf (_("%s, now, %s"), step->title, step->text);
    case TAP_STEP_SKIPPED:
      return g_strdup_printf (_("%s, left out"), step->title);
    case TAP_STEP_NEXT:
      break;
    }
  return g_strdup_printf (_("%s, still to come, %s"), step->title, step->text);
}

void
tap_stepper_set_steps (TapStepper         *self,
                       const TapVisitStep  steps[TAP_N_VISIT_STEPS])
{
  g_return_if_fail (TAP_IS_STEPPER (self));

  for (guint i = 0; i < TAP_N_VISIT_STEPS; i++)
    {
      g_autofree char *sentence = describe (&steps[i]);

      set_state (&self->steps[i], steps[i].state);
      gtk_label_set_label (self->steps[i].title, steps[i].title);
      gtk_label_set_label (self->steps[i].text, steps[i].text);
      gtk_widget_set_tooltip_text (self->steps[i].box, sentence);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->steps[i].box), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
    }
}

static GtkWidget *
make_mark (Step  *step,
           guint  index)
{
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  GtkWidget *mark = gtk_overlay_new ();

  step->number = gtk_label_new (number);
  step->icon = gtk_image_new_from_icon_name ("tappet-check-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (step->icon), 14);
  gtk_widget_set_halign (step->icon, GTK_ALIGN_CENTER);
  gtk_overlay_set_child (GTK_OVERLAY (mark), step->number);
  gtk_overlay_add_overlay (GTK_OVERLAY (mark), step->icon);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mark, "mark");
  return mark;
}

static void
make_step (TapStepper *self,
           guint       index)
{
  Step *step = &self->steps[index];
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  step->state = -1;
  step->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 8, NULL);
  step->title = GTK_LABEL (gtk_label_new (NULL));
  step->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (step->box, "step");
  gtk_widget_add_css_class (GTK_WIDGET (step->title), "title");
  gtk_widget_add_css_class (GTK_WIDGET (step->text), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (step->text), "numeric");
  gtk_label_set_xalign (step->title, 0);
  gtk_label_set_xalign (step->text, 0);
  gtk_label_set_ellipsize (step->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (step->text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (step->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (step->text));
  gtk_box_append (GTK_BOX (step->box), make_mark (step, index));
  gtk_box_append (GTK_BOX (step->box), words);
  gtk_widget_set_valign (step->box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (step->box, GTK_WIDGET (self));
}

static void
tap_stepper_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_stepper_parent_class)->dispose (object);
}

static void
tap_stepper_class_init (TapStepperClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_stepper_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stepper");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
tap_stepper_init (TapStepper *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 4);
  for (guint i = 0; i < TAP_N_VISIT_STEPS; i++)
    {
      if (i > 0)
        {
          GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

          gtk_widget_set_hexpand (line, TRUE);
          gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
          gtk_widget_set_size_request (line, 6, -1);
          gtk_widget_set_parent (line, GTK_WIDGET (self));
        }
      make_step (self, i);
    }
}
