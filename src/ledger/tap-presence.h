/* tap-presence.h — the note a PC leaves every minute: who is here (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-ledger.h"

G_BEGIN_DECLS

char    *tap_presence_write (const char      *pc,
                             const char      *person,
                             const char      *version,
                             guint64          seq);
/* NULL when the note is half-written or nonsense: the next minute brings a better one. */
TapPeer *tap_presence_parse (TapPresenceNote *note);

G_END_DECLS
