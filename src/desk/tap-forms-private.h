/* tap-forms-private.h — ways into the forms for tests and pictures without a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-promise-window.h"
#include "desk/tap-vehicle-fields.h"

G_BEGIN_DECLS

/* What the store knows of the plate that stands there; @known (transfer full) (nullable). */
void _tap_vehicle_fields_take_known    (TapVehicleFields *self,
                                        TapKnownPlate    *known);
/* Somebody else's promise beside one's own. */
void _tap_promise_window_show_conflict (TapPromiseWindow *self);

G_END_DECLS
