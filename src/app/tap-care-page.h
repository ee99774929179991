/* tap-care-page.h — the care of the data: backups, their age, drills, verifying, the file server.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapCarePage:
 *
 * Actions: care.backup, care.choose, care.check, care.drill, care.verify, care.verify-deep. What is under way goes on when the
 * page is left. Main thread only.
 */
#define TAP_TYPE_CARE_PAGE (tap_care_page_get_type ())
G_DECLARE_FINAL_TYPE (TapCarePage, tap_care_page, TAP, CARE_PAGE, GtkWidget)

GtkWidget  *tap_care_page_new         (TapSession  *session);
/* What the box at the top says: the age of the last good backup. */
const char *tap_care_page_get_summary (TapCarePage *self);

/* Does what the dialog of "Restore" does after the PIN. For tests. */
void        tap_care_page_restore     (TapCarePage *self,
                                       const char  *backup,
                                       const char  *new_folder);

G_END_DECLS
