/* tap-care-work-box.h — the job under way: its step, how far it is, how to stop it; then what came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapCareWorkBox:
 *
 * Shows the job of a TapCare; invisible while there is none. Several may show the same one.
 *
 * ## Accessibility
 * Has the role of a status: title and outcome are announced.
 */
#define TAP_TYPE_CARE_WORK_BOX (tap_care_work_box_get_type ())
G_DECLARE_FINAL_TYPE (TapCareWorkBox, tap_care_work_box, TAP, CARE_WORK_BOX, GtkWidget)

void tap_care_work_box_set_care (TapCareWorkBox *self,
                                 TapCare        *care);

G_END_DECLS
