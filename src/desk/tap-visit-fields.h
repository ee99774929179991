/* tap-visit-fields.h — what is agreed when a car comes in: wish, waits or leaves, advisor, promised time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-desk-form.h"
#include "desk/tap-field.h"

G_BEGIN_DECLS

#define TAP_TYPE_VISIT_FIELDS (tap_visit_fields_get_type ())
G_DECLARE_FINAL_TYPE (TapVisitFields, tap_visit_fields, TAP, VISIT_FIELDS, GtkWidget)

/* Once: the form it belongs to. Reads the advisors and the clock of its station. */
void      tap_visit_fields_attach     (TapVisitFields  *self,
                                       TapDeskForm     *form);
/* Copies what stands there into @input; its strings belong to @self until it changes. */
void      tap_visit_fields_read       (TapVisitFields  *self,
                                       TapCheckInInput *input);
/* What a booking says, where nothing was typed or chosen yet. @advisor_id 0: leaves the advisor. */
void      tap_visit_fields_fill       (TapVisitFields  *self,
                                       const char      *wish,
                                       gint64           advisor_id,
                                       gboolean         quick);
TapField *tap_visit_fields_check      (TapVisitFields  *self);      /* the first wrong field, or NULL */
TapField *tap_visit_fields_find       (TapVisitFields  *self,
                                       const char      *name);      /* by the store's name, or NULL */
gboolean  tap_visit_fields_fill_draft (TapVisitFields  *self,
                                       GKeyFile        *draft,
                                       const char      *group);
void      tap_visit_fields_restore    (TapVisitFields  *self,
                                       GKeyFile        *draft,
                                       const char      *group);

G_END_DECLS
