/* tap-field.h — one field of a form: its name above, the sentence about it below.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapField:
 *
 * A box around one input. Properties: "label" (translated name of the field), "input" (the widget that takes the focus).
 *
 * ## Accessibility
 * The input is labelled by the field's name; a wrong one has the invalid state and the sentence as its description.
 *
 * ## CSS nodes
 * box.field, with .wrong while there is an error; label.caption above, box.field-note.{error,warning,hint} below.
 */
#define TAP_TYPE_FIELD (tap_field_get_type ())
G_DECLARE_FINAL_TYPE (TapField, tap_field, TAP, FIELD, GtkBox)

typedef enum { TAP_FIELD_HINT, TAP_FIELD_WARNING, TAP_FIELD_ERROR } TapFieldNote;

/* The sentence under the field; NULL or "" takes it away. */
void        tap_field_set_note   (TapField     *self,
                                  TapFieldNote  kind,
                                  const char   *sentence);
/* The sentence that stands there, or NULL. */
const char *tap_field_get_note   (TapField     *self);
gboolean    tap_field_has_error  (TapField     *self);
GtkWidget  *tap_field_get_input  (TapField     *self);
const char *tap_field_get_label  (TapField     *self);
void        tap_field_focus      (TapField     *self);

G_END_DECLS
