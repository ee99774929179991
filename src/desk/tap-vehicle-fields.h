/* tap-vehicle-fields.h — who and which car: the fields that check-in and booking share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-desk-form.h"
#include "desk/tap-field.h"

G_BEGIN_DECLS

/**
 * TapVehicleFields:
 *
 * Plate, customer, phone and model; with "full" also who brings the car, the colour and the odometer. The plate is read as it is
 * typed and shown as a plate; a known one fills what the person has not typed (req 23, 35), and says when the car was here last or
 * that it is in the house already.
 *
 * Properties: "full" (construct). Signals: ::known (TapKnownPlate) after a known plate filled the form.
 */
#define TAP_TYPE_VEHICLE_FIELDS (tap_vehicle_fields_get_type ())
G_DECLARE_FINAL_TYPE (TapVehicleFields, tap_vehicle_fields, TAP, VEHICLE_FIELDS, GtkWidget)

typedef enum
{
  TAP_VEHICLE_PLATE,
  TAP_VEHICLE_CUSTOMER,
  TAP_VEHICLE_PHONE,
  TAP_VEHICLE_MODEL,
  TAP_VEHICLE_BRINGER,
  TAP_VEHICLE_COLOUR,
  TAP_VEHICLE_ODOMETER,
  TAP_N_VEHICLE_FIELDS,
} TapVehicleField;

/* Once: the form it belongs to, for its store and for what is typed. */
void           tap_vehicle_fields_attach       (TapVehicleFields *self,
                                                TapDeskForm      *form);
TapField      *tap_vehicle_fields_get_field    (TapVehicleFields *self,
                                                TapVehicleField   field);
const char    *tap_vehicle_fields_get_text     (TapVehicleFields *self,
                                                TapVehicleField   field);
/* As if typed: a known plate will not overwrite it. */
void           tap_vehicle_fields_set_text     (TapVehicleFields *self,
                                                TapVehicleField   field,
                                                const char       *text);
/* Puts @text in if nothing was typed there; a later fill may replace it. */
void           tap_vehicle_fields_fill         (TapVehicleFields *self,
                                                TapVehicleField   field,
                                                const char       *text);
/* What the person was shown as known of the plate; "" for nothing. Valid until the field is filled again. */
const char    *tap_vehicle_fields_get_seen     (TapVehicleFields *self,
                                                TapVehicleField   field);
void           tap_vehicle_fields_read_seen    (TapVehicleFields *self,
                                                TapCarSeen       *seen);
/* The person has now been shown that @theirs stands in the station; @take: and takes it instead of what was typed. */
void           tap_vehicle_fields_settle       (TapVehicleFields *self,
                                                TapVehicleField   field,
                                                const char       *theirs,
                                                gboolean          take);
/* Asks which is to stand where this form and another PC wrote, as @error says, and saves the form by the answer; FALSE if @error is
 * about something else. */
gboolean       tap_vehicle_fields_ask          (TapVehicleFields *self,
                                                TapDeskForm      *form,
                                                const GError     *error);
int            tap_vehicle_fields_get_km       (TapVehicleFields *self);      /* -1: not read */
guint32        tap_vehicle_fields_get_rgb      (TapVehicleFields *self);      /* of the dot */
/* (transfer none) (nullable): what is known of the plate that stands there */
TapKnownPlate *tap_vehicle_fields_get_known    (TapVehicleFields *self);
/* Reads all fields and writes the sentences below them; returns the first wrong one or NULL. */
TapField      *tap_vehicle_fields_check        (TapVehicleFields *self);
/* The field the store names in an error ("plate", "odometer_km", …), or NULL. */
TapField      *tap_vehicle_fields_find         (TapVehicleFields *self,
                                                const char       *name);
gboolean       tap_vehicle_fields_fill_draft   (TapVehicleFields *self,
                                                GKeyFile         *draft,
                                                const char       *group);
void           tap_vehicle_fields_restore      (TapVehicleFields *self,
                                                GKeyFile         *draft,
                                                const char       *group);

G_END_DECLS
