/* tap-plate.h — a number plate as it looks on the car.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "core/tap-plate.h"

G_BEGIN_DECLS

/**
 * TapPlate:
 *
 * Shows a stored plate ("京A6K21Q") with its middle dot, in the colours of its kind. A plate is never cut and never wraps: where
 * it gets less room than it needs, it is drawn narrower.
 *
 * ## CSS nodes
 * plate.plate with the class of its kind (blue, nev, yellow, white, black, temporary) and of its size (small, large); one label.
 */
#define TAP_TYPE_PLATE (tap_plate_get_type ())
G_DECLARE_FINAL_TYPE (TapPlate, tap_plate, TAP, PLATE, GtkWidget)

typedef enum
{
  TAP_PLATE_SIZE_SMALL,       /* lists: 14.5 px */
  TAP_PLATE_SIZE_NORMAL,      /* cards: 18 px */
  TAP_PLATE_SIZE_LARGE,       /* pages: 24 px */
} TapPlateSize;

GtkWidget  *tap_plate_new       (const char   *plate,         /* stored form, nullable */
                                 TapPlateSize  size);
void        tap_plate_set_plate (TapPlate     *self,
                                 const char   *plate);        /* stored form; NULL or "": empty. The kind is taken from it */
void        tap_plate_set_kind  (TapPlate     *self,
                                 TapPlateKind  kind);         /* where the kind is known better than the text tells */
void        tap_plate_set_size  (TapPlate     *self,
                                 TapPlateSize  size);
const char *tap_plate_get_text  (TapPlate     *self);         /* as shown: "京A·6K21Q" */

G_END_DECLS
