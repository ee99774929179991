/* tap-idle.h — notices when nobody has touched keys or pointer for so many minutes, in any window of the program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal ::idle (): once, when the time is over; again after the next input and the next pause. */
#define TAP_TYPE_IDLE (tap_idle_get_type ())
G_DECLARE_FINAL_TYPE (TapIdle, tap_idle, TAP, IDLE, GObject)

TapIdle *tap_idle_new         (void);
/* 0: never. */
void     tap_idle_set_minutes (TapIdle *self,
                               int      minutes);

G_END_DECLS
