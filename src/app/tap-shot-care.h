/* tap-shot-care.h — the care of the data for pictures: answers that are made up, so that no share is needed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-window.h"

G_BEGIN_DECLS

/* Each signs in somebody who may, and shows its screen in @window. */
void tap_shot_care         (TapWindow *window);
void tap_shot_care_working (TapWindow *window);
void tap_shot_care_failed  (TapWindow *window);
void tap_shot_doctor       (TapWindow *window);
void tap_shot_rift         (TapWindow *window);
void tap_shot_rift_left    (TapWindow *window);

G_END_DECLS
