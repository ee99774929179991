/* tap-notifier.h — tells the advisor, once, when one of their cars becomes late (look.md 13).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-window.h"

G_BEGIN_DECLS

#define TAP_TYPE_NOTIFIER (tap_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TapNotifier, tap_notifier, TAP, NOTIFIER, GObject)

/* Follows @board as long as it lives; @window (borrowed) owns it and shows the toast. */
TapNotifier *tap_notifier_new (TapBoard  *board,
                               TapWindow *window);
/* A message of the desktop, once; on a thread of its own, and silent where there is no desktop to tell. */
void         tap_notifier_tell (const char *title,
                                const char *body);

G_END_DECLS
