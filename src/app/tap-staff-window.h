/* tap-staff-window.h — one person of the station: name, telephone, roles, PIN.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A TapSettingsForm; @staff_id 0: a new person. Modal; the caller sets transient-for and presents it. */
GtkWidget *tap_staff_window_new (TapSession *session,
                                 gint64      staff_id);

G_END_DECLS
