/* tap-care-confirm.h — the administrator's word and PIN before something that many people would notice.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * tap_care_confirm:
 * @parent: the window that asks
 * @session: the session; its person needs the right to the settings and gives the own PIN
 * @heading: what will be done
 * @body: what it means, in whole sentences
 * @label: of the button that does it, with its mnemonic
 * @confirmed: called with @object after the right PIN, at most once
 * @object: lives at least until then
 *
 * A wrong PIN keeps the dialog open and says so; a person without a PIN only confirms. Main thread only.
 *
 * Returns: (transfer none): the dialog, presented
 */
GtkWidget *tap_care_confirm (GtkWindow  *parent,
                             TapSession *session,
                             const char *heading,
                             const char *body,
                             const char *label,
                             GCallback   confirmed,
                             GObject    *object);

/* The same for whatever @care looks after: without a session the PIN is compared with those of the administrators that this computer's
 * copy knows, and where it knows none the word is enough. */
GtkWidget *tap_care_ask     (GtkWindow  *parent,
                             TapCare    *care,
                             const char *heading,
                             const char *body,
                             const char *label,
                             GCallback   confirmed,
                             GObject    *object);

G_END_DECLS
