/* tap-rift-words.h — what differs between the folder and this computer, in words. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-rescue.h"

G_BEGIN_DECLS

/* Which ways out there are. */
typedef enum
{
  TAP_RIFT_MAY_PUT_BACK = 1 << 0,
  TAP_RIFT_MAY_TAKE_FOLDER = 1 << 1,
  TAP_RIFT_MAY_RESCUE = 1 << 2,
} TapRiftWays;
TapRiftWays tap_rift_ways          (const TapRift *rift);
/* What is safe whatever is chosen: one static, translated sentence. */
const char *tap_rift_safe          (const TapRift *rift);
/* What to do in the window, with the names of its buttons; static, translated. (rift->advice is about tappetctl.) */
const char *tap_rift_advice        (const TapRift *rift);
/* What taking the folder's version would lose for all, and what making a new folder from this computer would; g_free(). */
char       *tap_rift_lost_by_take  (const TapRift *rift);
char       *tap_rift_lost_by_rescue (const TapRift *rift);
/* "moved a car, wrote a note" of "move-visit, note"; unknown names stay as they are; g_free(). */
char       *tap_rift_commands_text (const char    *commands);

G_END_DECLS
