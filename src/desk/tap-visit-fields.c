/* tap-visit-fields.c — what is agreed when a car comes in: wish, waits or leaves, advisor, promised time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-fields"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-advisor-choice.h"
#include "desk/tap-desk-text.h"
#include "desk/tap-visit-fields.h"
#include "widgets/tap-time-entry.h"

struct _TapVisitFields
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  TapField        *wish_field, *advisor_field, *minutes_field, *promise_field;
  GtkTextView     *wish_view;
  GtkToggleButton *waits_button, *leaves_button;
  GtkSwitch       *quick_switch, *wash_switch;
  GtkDropDown     *advisor_drop;
  GtkEntry        *minutes_entry;
  TapTimeEntry    *promise_entry;
  /* Borrowed: the window this stands in */
  TapDeskForm *form;
  /* Owned */
  char *wish;
  char *filled_wish;                /* put there from a booking, not typed */
};

G_DEFINE_FINAL_TYPE (TapVisitFields, tap_visit_fields, GTK_TYPE_WIDGET)

static const char *
read_wish (TapVisitFields *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->wish_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_free (self->wish);
  self->wish = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  return self->wish;
}

static void
write_wish (TapVisitFields *self,
            const char     *wish)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->wish_view), wish != NULL ? wish : "", -1);
}

void
tap_visit_fields_read (TapVisitFields  *self,
                       TapCheckInInput *input)
{
  g_return_if_fail (TAP_IS_VISIT_FIELDS (self));
  g_return_if_fail (input != NULL);

  input->wish = read_wish (self);
  input->waits_here = gtk_toggle_button_get_active (self->waits_button);
  input->quick = gtk_switch_get_active (self->quick_switch);
  input->wash_wanted = gtk_switch_get_active (self->wash_switch);
  input->advisor_id = tap_advisor_choice_get (self->advisor_drop);
  input->promised_unix = tap_time_entry_get_time_unix (self->promise_entry);
  if (!tap_desk_parse_minutes (gtk_editable_get_text (GTK_EDITABLE (self->minutes_entry)), &input->planned_min))
    input->planned_min = 0;
}

void
tap_visit_fields_fill (TapVisitFields *self,
                       const char     *wish,
                       gint64          advisor_id,
                       gboolean        quick)
{
  const char *now;

  g_return_if_fail (TAP_IS_VISIT_FIELDS (self));

  now = read_wish (self);
  if (*now == '\0' || g_strcmp0 (now, self->filled_wish) == 0)
    {
      write_wish (self, wish);
      g_free (self->filled_wish);
      self->filled_wish = g_strdup (wish);
    }
  if (advisor_id != 0)
    tap_advisor_choice_set (self->advisor_drop, advisor_id);
  if (quick)
    gtk_switch_set_active (self->quick_switch, TRUE);
}

TapField *
tap_visit_fields_check (TapVisitFields *self)
{
  TapField *first = NULL;
  gboolean has_wish, has_minutes, has_time;
  int minutes;

  g_return_val_if_fail (TAP_IS_VISIT_FIELDS (self), NULL);

  has_wish = *read_wish (self) != '\0';
  tap_field_set_note (self->wish_field, TAP_FIELD_ERROR, has_wish ? NULL : _("Write down what the customer wants."));
  has_minutes = tap_desk_parse_minutes (gtk_editable_get_text (GTK_EDITABLE (self->minutes_entry)), &minutes);
  tap_field_set_note (self->minutes_field, TAP_FIELD_ERROR,
                      has_minutes ? NULL : _("Minutes, or hours as 1:30 or 1.5 h."));
  has_time = tap_time_entry_is_valid (self->promise_entry, NULL);
  if (!has_wish)
    first = self->wish_field;
  else if (!has_minutes)
    first = self->minutes_field;
  else if (!has_time)
    first = self->promise_field;
  return first;
}

TapField *
tap_visit_fields_find (TapVisitFields *self,
                       const char     *name)
{
  g_return_val_if_fail (TAP_IS_VISIT_FIELDS (self), NULL);

  if (g_str_has_prefix (name, "wish"))
    return self->wish_field;
  if (g_str_has_prefix (name, "advisor"))
    return self->advisor_field;
  if (g_str_has_prefix (name, "planned"))
    return self->minutes_field;
  if (g_str_has_prefix (name, "promise"))
    return self->promise_field;
  return NULL;
}

gboolean
tap_visit_fields_fill_draft (TapVisitFields *self,
                             GKeyFile       *draft,
                             const char     *group)
{
  TapCheckInInput input = { 0 };

  g_return_val_if_fail (TAP_IS_VISIT_FIELDS (self), FALSE);

  tap_visit_fields_read (self, &input);
  g_key_file_set_string (draft, group, "wish", input.wish);
  g_key_file_set_boolean (draft, group, "waits", input.waits_here);
  g_key_file_set_boolean (draft, group, "quick", input.quick);
  g_key_file_set_boolean (draft, group, "wash", input.wash_wanted);
  g_key_file_set_int64 (draft, group, "advisor", input.advisor_id);
  g_key_file_set_int64 (draft, group, "promised", input.promised_unix);
  g_key_file_set_string (draft, group, "minutes", gtk_editable_get_text (GTK_EDITABLE (self->minutes_entry)));
  return *input.wish != '\0' || input.promised_unix != 0;
}

void
tap_visit_fields_restore (TapVisitFields *self,
                          GKeyFile       *draft,
                          const char     *group)
{
  g_autofree char *wish = NULL, *minutes = NULL;
  gint64 promised_unix;

  g_return_if_fail (TAP_IS_VISIT_FIELDS (self));

  wish = g_key_file_get_string (draft, group, "wish", NULL);
  minutes = g_key_file_get_string (draft, group, "minutes", NULL);
  write_wish (self, wish);
  gtk_toggle_button_set_active (g_key_file_get_boolean (draft, group, "waits", NULL) ? self->waits_button
                                                                                      : self->leaves_button, TRUE);
  gtk_switch_set_active (self->quick_switch, g_key_file_get_boolean (draft, group, "quick", NULL));
  gtk_switch_set_active (self->wash_switch, g_key_file_get_boolean (draft, group, "wash", NULL));
  tap_advisor_choice_set (self->advisor_drop, g_key_file_get_int64 (draft, group, "advisor", NULL));
  promised_unix = g_key_file_get_int64 (draft, group, "promised", NULL);
  /* A time that has passed since the draft was kept is asked for again. */
  if (promised_unix > tap_session_now_unix (tap_desk_form_get_session (self->form)))
    tap_time_entry_set_time_unix (self->promise_entry, promised_unix);
  gtk_editable_set_text (GTK_EDITABLE (self->minutes_entry), minutes != NULL ? minutes : "");
}

static void
wish_changed_cb (TapVisitFields *self)
{
  tap_field_set_note (self->wish_field, TAP_FIELD_HINT, NULL);
  tap_desk_form_changed (self->form);
}

static void
minutes_changed_cb (TapVisitFields *self)
{
  tap_field_set_note (self->minutes_field, TAP_FIELD_HINT, NULL);
}

void
tap_visit_fields_attach (TapVisitFields *self,
                         TapDeskForm    *form)
{
  TapSession *session;

  g_return_if_fail (TAP_IS_VISIT_FIELDS (self));
  g_return_if_fail (TAP_IS_DESK_FORM (form));

  self->form = form;
  session = tap_desk_form_get_session (form);
  tap_advisor_choice_set_up (self->advisor_drop, tap_desk_form_get_board (form));
  tap_time_entry_set_clock (self->promise_entry, tap_session_now_unix (session), tap_session_get_zone (session));
  g_signal_connect_object (gtk_text_view_get_buffer (self->wish_view), "changed", G_CALLBACK (wish_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->minutes_entry, "changed", G_CALLBACK (minutes_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->waits_button, "toggled", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quick_switch, "notify::active", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wash_switch, "notify::active", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->advisor_drop, "notify::selected", G_CALLBACK (tap_desk_form_changed), form, G_CONNECT_SWAPPED);
}

static void
tap_visit_fields_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_VISIT_FIELDS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_fields_parent_class)->dispose (object);
}

static void
tap_visit_fields_finalize (GObject *object)
{
  TapVisitFields *self = TAP_VISIT_FIELDS (object);

  g_free (self->wish);
  g_free (self->filled_wish);
  G_OBJECT_CLASS (tap_visit_fields_parent_class)->finalize (object);
}

static void
tap_visit_fields_class_init (TapVisitFieldsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_visit_fields_dispose;
  object_class->finalize = tap_visit_fields_finalize;
  g_type_ensure (TAP_TYPE_FIELD);
  g_type_ensure (TAP_TYPE_TIME_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, wish_field);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, advisor_field);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, minutes_field);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, promise_field);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, wish_view);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, waits_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, leaves_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, quick_switch);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, wash_switch);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, advisor_drop);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, minutes_entry);
  gtk_widget_class_bind_template_child (widget_class, TapVisitFields, promise_entry);
}

static void
tap_visit_fields_init (TapVisitFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
