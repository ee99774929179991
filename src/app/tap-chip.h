/* tap-chip.h — the connection chip of the header: how the shared folder stands, and the details behind it (look.md 12).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_CHIP (tap_chip_get_type ())
G_DECLARE_FINAL_TYPE (TapChip, tap_chip, TAP, CHIP, GtkWidget)

/* @session (nullable): the open station; it is followed until another is set. */
void tap_chip_set_session (TapChip    *self,
                           TapSession *session);
/* What each change of the session does. */
void tap_chip_show        (TapChip             *self,
                           const TapConnection *connection);
/* In a narrow window only the first line is shown. */
void tap_chip_set_narrow  (TapChip    *self,
                           gboolean    narrow);

G_END_DECLS
