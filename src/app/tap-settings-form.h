/* tap-settings-form.h — the window of one settings form: fields with their faults under them, Cancel, Save.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapSettingsForm:
 *
 * A small modal window whose fields carry the names the store's errors use (tap_store_error_get_field()). Saving makes the form
 * insensitive until tap_settings_form_answer(): it closes then, or keeps all that was typed and shows what is wrong. Main thread only.
 *
 * ## Accessibility
 * A field in fault is marked invalid and described by the sentence under it; it gets the focus.
 */
#define TAP_TYPE_SETTINGS_FORM (tap_settings_form_get_type ())
G_DECLARE_FINAL_TYPE (TapSettingsForm, tap_settings_form, TAP, SETTINGS_FORM, AdwWindow)

/* What Save does: reads the fields and begins a command, whose callback calls tap_settings_form_answer(). FALSE: a fault is shown. */
typedef gboolean (*TapSettingsSave) (TapSettingsForm *form,
                                     gpointer         data);

/* Another PC changed the entry meanwhile: takes the station as it is now as what the form started from, and tells each field's value by
 * tap_settings_form_now(). */
typedef void     (*TapSettingsRefresh) (TapSettingsForm *form,
                                        gpointer         data);
/* With it fields nobody else touched are merged without asking, and where both wrote, both are shown. */
void                 tap_settings_form_set_refresh (TapSettingsForm   *self,
                                                    TapSettingsRefresh refresh);
/* @theirs: the text of an entry, the number of a spin button or of a choice, "1" or "0" of a switch. */
void                 tap_settings_form_now         (TapSettingsForm   *self,
                                                    const char        *field,
                                                    const char        *theirs);

/* Where both wrote something that is no single field: shown as @title with both versions. Only while refreshing. */
void                 tap_settings_form_collide     (TapSettingsForm   *self,
                                                    const char        *title,
                                                    const char        *theirs,
                                                    const char        *own);

/* @data belongs to the form from now on and is freed with it by @data_free. */
TapSettingsForm     *tap_settings_form_new         (TapSession          *session,
                                                    const char          *title,
                                                    TapSettingsSave      save,
                                                    gpointer             data,
                                                    GDestroyNotify       data_free);
TapSession          *tap_settings_form_get_session (TapSettingsForm     *self);          /* (transfer none) */
gpointer             tap_settings_form_get_data    (TapSettingsForm     *self);          /* (transfer none) */

AdwPreferencesGroup *tap_settings_form_add_group   (TapSettingsForm     *self,
                                                    const char          *title,
                                                    const char          *description);   /* both nullable */
/* Each adds a row and a line for its fault; @field must live on. (transfer none) */
GtkEditable         *tap_settings_form_add_entry   (TapSettingsForm     *self,
                                                    AdwPreferencesGroup *group,
                                                    const char          *field,
                                                    const char          *title,
                                                    const char          *text);
GtkSpinButton       *tap_settings_form_add_spin    (TapSettingsForm     *self,
                                                    AdwPreferencesGroup *group,
                                                    const char          *field,
                                                    const char          *title,
                                                    const char          *subtitle,
                                                    int                  value,
                                                    int                  upper);
GtkSwitch           *tap_settings_form_add_switch  (TapSettingsForm     *self,
                                                    AdwPreferencesGroup *group,
                                                    const char          *field,
                                                    const char          *title,
                                                    gboolean             active);
AdwComboRow         *tap_settings_form_add_combo   (TapSettingsForm     *self,
                                                    AdwPreferencesGroup *group,
                                                    const char          *field,
                                                    const char          *title,
                                                    const char *const   *choices,
                                                    guint                selected);
/* A row of another kind; @focus is what a fault points at. */
void                 tap_settings_form_add_row     (TapSettingsForm     *self,
                                                    AdwPreferencesGroup *group,
                                                    const char          *field,
                                                    GtkWidget           *row,
                                                    GtkWidget           *focus);
/* A field that is laid out elsewhere; @line is shown with the fault of @label, which lies in it. */
void                 tap_settings_form_add_field   (TapSettingsForm     *self,
                                                    const char          *field,
                                                    GtkWidget           *focus,
                                                    GtkWidget           *line,
                                                    GtkLabel            *label);

/* Shows a fault under @field, at the top if there is no such field or it is NULL. */
void                 tap_settings_form_show_fault  (TapSettingsForm     *self,
                                                    const char          *field,
                                                    const char          *text);
/* The end of a command: @error NULL closes the window. */
void                 tap_settings_form_answer      (TapSettingsForm     *self,
                                                    const GError        *error);
/* What Save does, and what is shown: "" no fault; @field NULL: the line at the top. */
void                 tap_settings_form_save        (TapSettingsForm     *self);
const char          *tap_settings_form_get_fault   (TapSettingsForm     *self,
                                                    const char          *field);
/* The widget of a field, NULL if there is none: the editable, the spin button, the switch, the combo row. (transfer none) */
GtkWidget           *tap_settings_form_get_widget  (TapSettingsForm     *self,
                                                    const char          *field);
/* Insensitive while something is saved; for commands of a form's own buttons. */
void                 tap_settings_form_set_busy    (TapSettingsForm     *self,
                                                    gboolean             busy);

G_END_DECLS
