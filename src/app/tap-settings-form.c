/* tap-settings-form.c — the window of one settings form: fields with their faults under them, Cancel, Save.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-settings-form"
#include "config.h"

#include "app/tap-settings-form.h"

#include "widgets/tap-versions.h"

#include <glib/gi18n-lib.h>

/* Two people who save without a pause could keep a form going for ever. */
#define MAX_MERGES 3

typedef struct
{
  const char *name;
  GtkWidget  *focus;            /* borrowed, as all widgets here: they live as long as the window */
  GtkWidget  *line;
  GtkLabel   *label;
  const char *title;            /* NULL: not merged */
  char       *base;             /* the value the form started from; NULL until it is known */
} Field;

struct _TapSettingsForm
{
  AdwWindow           parent_instance;

  /* Template widgets (borrowed) */
  AdwPreferencesPage *page;
  GtkWidget          *fault_group;
  GtkLabel           *fault;
  GtkWidget          *save_button;

  /* Owned references */
  TapSession         *session;
  GArray             *fields;   /* of Field */
  gpointer            data;
  GDestroyNotify      data_free;

  TapSettingsSave     save;
  TapSettingsRefresh  refresh;
  TapVersions        *versions; /* borrowed, while fields are compared: what collides */
  guint               n_merged; /* saves that were tried again by themselves */
  gboolean            busy;
  gboolean            away;     /* nothing can be saved now, and the form says so */
};

G_DEFINE_FINAL_TYPE (TapSettingsForm, tap_settings_form, ADW_TYPE_WINDOW)

/* ---- faults -------------------------------------------------------------------------------------------------------------- */

static Field *
find_field (TapSettingsForm *self,
            const char      *name)
{
  for (guint i = 0; i < self->fields->len && name != NULL; i++)
    if (g_str_equal (g_array_index (self->fields, Field, i).name, name))
      return &g_array_index (self->fields, Field, i);
  return NULL;
}

static void
mark (Field      *field,
      const char *text)
{
  gboolean wrong = *text != '\0';

  gtk_label_set_text (field->label, text);
  gtk_widget_set_visible (field->line, wrong);
  if (wrong)
    gtk_widget_add_css_class (field->focus, "error");
  else
    gtk_widget_remove_css_class (field->focus, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field->focus), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field->focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
clear_faults (TapSettingsForm *self)
{
  gtk_widget_set_visible (self->fault_group, FALSE);
  gtk_label_set_text (self->fault, "");
  for (guint i = 0; i < self->fields->len; i++)
    mark (&g_array_index (self->fields, Field, i), "");
}

void
tap_settings_form_show_fault (TapSettingsForm *self,
                              const char      *name,
                              const char      *text)
{
  Field *field;

  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));
  g_return_if_fail (text != NULL);

  clear_faults (self);
  field = find_field (self, name);
  if (field != NULL)
    {
      mark (field, text);
      gtk_widget_grab_focus (field->focus);
      return;
    }
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_visible (self->fault_group, TRUE);
}

const char *
tap_settings_form_get_fault (TapSettingsForm *self,
                             const char      *name)
{
  Field *field;

  g_return_val_if_fail (TAP_IS_SETTINGS_FORM (self), "");

  field = find_field (self, name);
  return gtk_label_get_text (field != NULL ? field->label : self->fault);
}

GtkWidget *
tap_settings_form_get_widget (TapSettingsForm *self,
                              const char      *name)
{
  Field *field;

  g_return_val_if_fail (TAP_IS_SETTINGS_FORM (self), NULL);

  field = find_field (self, name);
  return field != NULL ? field->focus : NULL;
}

/* ---- another PC changed the same entry ------------------------------------------------------------------------------------ */

/* The value of a field as text, and as a person reads it. */
static char *
read_field (const Field *field,
            gboolean     shown)
{
  if (ADW_IS_COMBO_ROW (field->focus))
    {
      GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (field->focus)));
      guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (field->focus));

      return shown ? g_strdup (gtk_string_list_get_string (list, i)) : g_strdup_printf ("%u", i);
    }
  if (GTK_IS_SWITCH (field->focus))
    {
      gboolean on = gtk_switch_get_active (GTK_SWITCH (field->focus));

      return g_strdup (!shown ? (on ? "1" : "0") : on ? _("Yes") : _("No"));
    }
  if (GTK_IS_SPIN_BUTTON (field->focus))
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (field->focus)));
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (field->focus)));
}

static void
write_field (Field      *field,
             const char *text)
{
  if (ADW_IS_COMBO_ROW (field->focus))
    adw_combo_row_set_selected (ADW_COMBO_ROW (field->focus), (guint) g_ascii_strtoull (text, NULL, 10));
  else if (GTK_IS_SWITCH (field->focus))
    gtk_switch_set_active (GTK_SWITCH (field->focus), g_str_equal (text, "1"));
  else if (GTK_IS_SPIN_BUTTON (field->focus))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (field->focus), (double) g_ascii_strtoll (text, NULL, 10));
  else
    gtk_editable_set_text (GTK_EDITABLE (field->focus), text);
}

/* What the newest added field started from. */
static void
remember_field (TapSettingsForm *self,
                const char      *title)
{
  Field *field = &g_array_index (self->fields, Field, self->fields->len - 1);

  field->title = title;
  field->base = read_field (field, FALSE);
}

void
tap_settings_form_set_refresh (TapSettingsForm    *self,
                               TapSettingsRefresh  refresh)
{
  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));

  self->refresh = refresh;
}

void
tap_settings_form_collide (TapSettingsForm *self,
                           const char      *title,
                           const char      *theirs,
                           const char      *own)
{
  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));
  g_return_if_fail (theirs != NULL && own != NULL);

  if (self->versions == NULL)
    self->versions = TAP_VERSIONS (tap_versions_new (_("Saved by another computer"), _("Yours, not saved")));
  tap_versions_add (self->versions, title, theirs, own);
}

void
tap_settings_form_now (TapSettingsForm *self,
                       const char      *name,
                       const char      *theirs)
{
  Field *field;
  g_autofree char *own = NULL, *own_shown = NULL, *theirs_shown = NULL;

  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));
  g_return_if_fail (theirs != NULL);

  field = find_field (self, name);
  g_return_if_fail (field != NULL && field->title != NULL);
  own = read_field (field, FALSE);
  if (g_str_equal (own, field->base))
    write_field (field, theirs);
  else if (!g_str_equal (theirs, field->base) && !g_str_equal (theirs, own))
    {
      /* Shown as the field itself would say it. */
      own_shown = read_field (field, TRUE);
      write_field (field, theirs);
      theirs_shown = read_field (field, TRUE);
      write_field (field, own);
      tap_settings_form_collide (self, field->title, theirs_shown, own_shown);
    }
  g_free (field->base);
  field->base = g_strdup (theirs);
}

static void
collision_answered_cb (TapSettingsForm *self,
                       const char      *response)
{
  if (g_str_equal (response, "discard"))
    gtk_window_close (GTK_WINDOW (self));
  else if (g_str_equal (response, "own"))
    tap_settings_form_save (self);
}

/* Fields nobody else touched are merged without asking; where both wrote, both are shown (look.md 12). */
static void
merge (TapSettingsForm *self)
{
  GtkWidget *dialog;

  self->versions = NULL;
  self->refresh (self, self->data);
  if (self->versions == NULL)
    {
      tap_settings_form_save (self);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Just Changed by Another Computer"),
                                   _("Everything else is kept from both. What shall stand here?"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (self->versions));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "discard", _("_Give Up Mine"), "edit", _("_Look Again"), "own",
                                    _("_Save Mine"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "own", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "edit");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "edit");
  g_signal_connect_object (dialog, "response", G_CALLBACK (collision_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- saving -------------------------------------------------------------------------------------------------------------- */

void
tap_settings_form_set_busy (TapSettingsForm *self,
                            gboolean         busy)
{
  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));

  self->busy = busy;
  /* An entry must lose the focus before it gets insensitive. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", !busy && tap_session_why_not_save (self->session, FALSE) == NULL);
}

/* Said at once, before somebody has typed everything for nothing; what is typed stays. */
static void
connection_changed_cb (TapSettingsForm *self)
{
  const char *why;

  if (self->session == NULL || self->page == NULL)
    return;
  why = tap_session_why_not_save (self->session, FALSE);
  gtk_widget_set_tooltip_text (self->save_button, why);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", !self->busy && why == NULL);
  if (why != NULL && !self->away && !self->busy)
    tap_settings_form_show_fault (self, NULL, why);
  else if (why == NULL && self->away)
    clear_faults (self);
  self->away = why != NULL;
}

void
tap_settings_form_answer (TapSettingsForm *self,
                          const GError    *error)
{
  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));

  /* Closed meanwhile. */
  if (self->page == NULL)
    return;
  tap_settings_form_set_busy (self, FALSE);
  if (error == NULL)
    gtk_window_destroy (GTK_WINDOW (self));
  else if (self->refresh != NULL && g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_STALE) && self->n_merged++ < MAX_MERGES)
    merge (self);
  else
    tap_settings_form_show_fault (self, tap_store_error_get_field (error), error->message);
}

void
tap_settings_form_save (TapSettingsForm *self)
{
  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));

  if (self->busy || tap_session_why_not_save (self->session, FALSE) != NULL)
    return;
  clear_faults (self);
  if (self->save (self, self->data))
    tap_settings_form_set_busy (self, TRUE);
}

static void
save_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  tap_settings_form_save (TAP_SETTINGS_FORM (widget));
}

/* ---- fields -------------------------------------------------------------------------------------------------------------- */

AdwPreferencesGroup *
tap_settings_form_add_group (TapSettingsForm *self,
                             const char      *title,
                             const char      *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  g_return_val_if_fail (TAP_IS_SETTINGS_FORM (self), NULL);

  adw_preferences_group_set_title (group, title != NULL ? title : "");
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (self->page, group);
  return group;
}

void
tap_settings_form_add_field (TapSettingsForm *self,
                             const char      *name,
                             GtkWidget       *focus,
                             GtkWidget       *line,
                             GtkLabel        *label)
{
  Field field = { name, focus, line, label, NULL, NULL };

  g_return_if_fail (TAP_IS_SETTINGS_FORM (self));
  g_return_if_fail (name != NULL && GTK_IS_WIDGET (focus) && GTK_IS_LABEL (label));

  gtk_widget_add_css_class (GTK_WIDGET (label), "field-fault");
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_xalign (label, 0);
  gtk_widget_set_visible (line, FALSE);
  g_array_append_val (self->fields, field);
}

void
tap_settings_form_add_row (TapSettingsForm     *self,
                           AdwPreferencesGroup *group,
                           const char          *name,
                           GtkWidget           *row,
                           GtkWidget           *focus)
{
  GtkWidget *line = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new ("");

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_widget_set_focusable (line, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), label);
  adw_preferences_group_add (group, row);
  adw_preferences_group_add (group, line);
  tap_settings_form_add_field (self, name, focus, line, GTK_LABEL (label));
}

GtkEditable *
tap_settings_form_add_entry (TapSettingsForm     *self,
                             AdwPreferencesGroup *group,
                             const char          *name,
                             const char          *title,
                             const char          *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (tap_settings_form_save), self, G_CONNECT_SWAPPED);
  tap_settings_form_add_row (self, group, name, row, row);
  remember_field (self, title);
  return GTK_EDITABLE (row);
}

/* A row with @control at its end, named by the row's title. */
static void
add_control (TapSettingsForm     *self,
             AdwPreferencesGroup *group,
             const char          *name,
             const char          *title,
             const char          *subtitle,
             GtkWidget           *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  tap_settings_form_add_row (self, group, name, row, control);
  remember_field (self, title);
}

GtkSpinButton *
tap_settings_form_add_spin (TapSettingsForm     *self,
                            AdwPreferencesGroup *group,
                            const char          *name,
                            const char          *title,
                            const char          *subtitle,
                            int                  value,
                            int                  upper)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, upper, 1);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  add_control (self, group, name, title, subtitle, spin);
  return GTK_SPIN_BUTTON (spin);
}

GtkSwitch *
tap_settings_form_add_switch (TapSettingsForm     *self,
                              AdwPreferencesGroup *group,
                              const char          *name,
                              const char          *title,
                              gboolean             active)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (toggle), active);
  add_control (self, group, name, title, NULL, toggle);
  return GTK_SWITCH (toggle);
}

AdwComboRow *
tap_settings_form_add_combo (TapSettingsForm     *self,
                             AdwPreferencesGroup *group,
                             const char          *name,
                             const char          *title,
                             const char *const   *choices,
                             guint                selected)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  tap_settings_form_add_row (self, group, name, row, row);
  remember_field (self, title);
  return ADW_COMBO_ROW (row);
}

/* ---- life ---------------------------------------------------------------------------------------------------------------- */

TapSession *
tap_settings_form_get_session (TapSettingsForm *self)
{
  g_return_val_if_fail (TAP_IS_SETTINGS_FORM (self), NULL);

  return self->session;
}

gpointer
tap_settings_form_get_data (TapSettingsForm *self)
{
  g_return_val_if_fail (TAP_IS_SETTINGS_FORM (self), NULL);

  return self->data;
}

static void
tap_settings_form_dispose (GObject *object)
{
  TapSettingsForm *self = TAP_SETTINGS_FORM (object);

  g_clear_object (&self->session);
  for (guint i = 0; i < self->fields->len; i++)
    g_free (g_array_index (self->fields, Field, i).base);
  g_array_set_size (self->fields, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_SETTINGS_FORM);
  G_OBJECT_CLASS (tap_settings_form_parent_class)->dispose (object);
}

static void
tap_settings_form_finalize (GObject *object)
{
  TapSettingsForm *self = TAP_SETTINGS_FORM (object);

  for (guint i = 0; i < self->fields->len; i++)
    g_free (g_array_index (self->fields, Field, i).base);
  g_array_unref (self->fields);
  self->data_free (self->data);
  G_OBJECT_CLASS (tap_settings_form_parent_class)->finalize (object);
}

static void
tap_settings_form_class_init (TapSettingsFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_settings_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_settings_form_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-settings-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TapSettingsForm, page);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsForm, fault_group);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsForm, fault);
  gtk_widget_class_bind_template_child (widget_class, TapSettingsForm, save_button);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_settings_form_init (TapSettingsForm *self)
{
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  gtk_widget_init_template (GTK_WIDGET (self));
}

TapSettingsForm *
tap_settings_form_new (TapSession      *session,
                       const char      *title,
                       TapSettingsSave  save,
                       gpointer         data,
                       GDestroyNotify   data_free)
{
  TapSettingsForm *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);
  g_return_val_if_fail (save != NULL && data_free != NULL, NULL);

  self = g_object_new (TAP_TYPE_SETTINGS_FORM, "title", title, NULL);
  self->session = g_object_ref (session);
  self->save = save;
  self->data = data;
  self->data_free = data_free;
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  connection_changed_cb (self);
  return self;
}
