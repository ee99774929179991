/* tap-left-window.c — the entries that were set aside on this computer: each is entered again, or given up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-left-window"
#include "config.h"

#include "app/tap-left-window.h"

#include "app/tap-care-confirm.h"
#include "widgets/tap-plate.h"

#include <glib/gi18n-lib.h>

struct _TapLeftWindow
{
  AdwWindow   parent_instance;

  /* Template widgets (borrowed) */
  GtkStack   *stack;
  GtkLabel   *fault, *intro, *reason;
  GtkListBox *list;

  /* Owned references */
  TapCare    *care;

  /* What the PIN is asked for */
  gint64      asked_id;
  gboolean    asked_entered;
  gint64      trusted_staff_id; /* whose PIN was right in this window */
  gboolean    trusted;
};

G_DEFINE_FINAL_TYPE (TapLeftWindow, tap_left_window, ADW_TYPE_WINDOW)

/* ---- decisions ---------------------------------------------------------------------------------------------------------- */

void
tap_left_window_settle (TapLeftWindow *self,
                        gint64         id,
                        gboolean       entered)
{
  g_return_if_fail (TAP_IS_LEFT_WINDOW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->list), FALSE);
  tap_care_settle_left (self->care, id, entered);
}

static void
confirmed (TapLeftWindow *self)
{
  if (self->care == NULL)
    return;
  self->trusted = TRUE;
  self->trusted_staff_id = tap_care_get_staff_id (self->care);
  tap_left_window_settle (self, self->asked_id, self->asked_entered);
}

static void
decide_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  TapLeftWindow *self = TAP_LEFT_WINDOW (widget);
  gint64 id;
  gboolean entered;

  g_variant_get (parameter, "(xb)", &id, &entered);
  if (!tap_care_may_decide (self->care))
    return;
  if (self->trusted && self->trusted_staff_id == tap_care_get_staff_id (self->care))
    {
      tap_left_window_settle (self, id, entered);
      return;
    }
  self->asked_id = id;
  self->asked_entered = entered;
  tap_care_ask (GTK_WINDOW (self), self->care,
                entered ? _("Was It Entered Again?") : _("Give This Entry Up?"),
                entered ? _("It is taken off the list. What this computer knew before stays in its own files all the same.")
                        : _("It is not in the station then, and is taken off the list. What this computer knew before stays in its own "
                            "files all the same."),
                entered ? _("_Entered Again") : _("_Give Up"), G_CALLBACK (confirmed), G_OBJECT (self));
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_button (const TapCareLeft *left,
             const char        *label,
             const char        *spoken,
             gboolean           entered)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *named = g_strdup_printf ("%s: %s %s", spoken, left->plates, left->what);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xb)", left->id, entered);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "left.decide");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, named, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_head (const TapCareLeft *left,
           const char        *by)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *by_label = make_label (by, "caption");
  g_auto (GStrv) plates = g_strsplit (left->plates, ", ", -1);

  for (guint i = 0; plates[i] != NULL && i < 2; i++)
    {
      GtkWidget *plate = *plates[i] != '\0' ? tap_plate_new (plates[i], TAP_PLATE_SIZE_SMALL) : NULL;

      if (plate == NULL)
        continue;
      gtk_widget_set_valign (plate, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (head), plate);
    }
  gtk_widget_add_css_class (by_label, "dim");
  gtk_widget_add_css_class (by_label, "numeric");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), make_label (left->what, "waiting-summary"));
  gtk_box_append (GTK_BOX (words), by_label);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), make_button (left, _("_Given Up"), _("Given up"), FALSE));
  gtk_box_append (GTK_BOX (head), make_button (left, _("_Entered Again"), _("Entered again"), TRUE));
  return head;
}

static GtkWidget *
make_row (const TapCareLeft *left,
          GTimeZone         *zone)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *when = tap_care_when_text (left->recorded_unix, zone);
  g_autofree char *by = g_strdup_printf ("%s · %s", left->who, when);
  g_autofree char *spoken = g_strjoin (", ", left->plates, left->what, by, left->changes, NULL);

  gtk_widget_add_css_class (box, "waiting-entry");
  gtk_box_append (GTK_BOX (box), make_head (left, by));
  if (*left->changes != '\0')
    gtk_box_append (GTK_BOX (box), make_label (left->changes, "left-changes"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "tap-spoken", g_steal_pointer (&spoken), g_free);
  return row;
}

static void
left_changed_cb (TapLeftWindow *self)
{
  GPtrArray *left = tap_care_get_left (self->care);
  const char *fault = tap_care_get_left_error (self->care);
  g_autoptr (GTimeZone) zone = tap_care_dup_zone (self->care);
  guint n = left != NULL ? left->len : 0;
  g_autofree char *intro = NULL;
  GtkWidget *child;

  gtk_label_set_text (self->fault, fault);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), *fault != '\0');
  /* The focus must not be in a row that goes. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, make_row (left->pdata[i], zone));
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), TRUE);
  intro = g_strdup_printf (ngettext ("%u entry that only this computer had is not in the station. Enter it again where it still counts; "
                                     "then say so here.",
                                     "%u entries that only this computer had are not in the station. Enter again what still counts; "
                                     "then say so here, one by one.", n), n);
  gtk_label_set_text (self->intro, intro);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "entries" : left == NULL ? "reading" : "empty");
  if (n > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
update_actions (TapLeftWindow *self)
{
  gboolean may = tap_care_may_decide (self->care);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "left.decide", may);
  gtk_label_set_text (self->reason, may ? "" : _("Only the administrator and the station head decide here, with their PIN."));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), !may);
}

guint
tap_left_window_count (TapLeftWindow *self)
{
  guint n = 0;

  g_return_val_if_fail (TAP_IS_LEFT_WINDOW (self), 0);

  while (gtk_list_box_get_row_at_index (self->list, (int) n) != NULL)
    n++;
  return n;
}

const char *
tap_left_window_get_spoken (TapLeftWindow *self,
                            guint          position)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (TAP_IS_LEFT_WINDOW (self), NULL);

  row = gtk_list_box_get_row_at_index (self->list, (int) position);
  return row == NULL ? NULL : g_object_get_data (G_OBJECT (row), "tap-spoken");
}

/* ---- life ------------------------------------------------------------------------------------------------------------------ */

static void
tap_left_window_dispose (GObject *object)
{
  TapLeftWindow *self = TAP_LEFT_WINDOW (object);

  g_clear_object (&self->care);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_LEFT_WINDOW);
  G_OBJECT_CLASS (tap_left_window_parent_class)->dispose (object);
}

static void
tap_left_window_class_init (TapLeftWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_left_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-left-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapLeftWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TapLeftWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, TapLeftWindow, intro);
  gtk_widget_class_bind_template_child (widget_class, TapLeftWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, TapLeftWindow, list);
  gtk_widget_class_install_action (widget_class, "left.decide", "(xb)", decide_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_left_window_init (TapLeftWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_left_window_new (TapCare *care)
{
  TapLeftWindow *self;
  TapSession *session;

  g_return_val_if_fail (TAP_IS_CARE (care), NULL);

  self = g_object_new (TAP_TYPE_LEFT_WINDOW, NULL);
  self->care = g_object_ref (care);
  session = tap_care_get_session (care);
  g_signal_connect_object (care, "left-changed", G_CALLBACK (left_changed_cb), self, G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  left_changed_cb (self);
  update_actions (self);
  tap_care_read_left (care);
  return GTK_WIDGET (self);
}
