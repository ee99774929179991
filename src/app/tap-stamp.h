/* tap-stamp.h — says when the board was painted and what it takes, and leaves: for ./dev bench.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-application.h"

G_BEGIN_DECLS

/* Prints, once the board of @window stands on the screen, one line of JSON: "cards" (card widgets built), "painted_ms" since
 * TAPPET_STAMP_FROM (CLOCK_MONOTONIC, microseconds), "pss_kb"; then ends the program. */
void tap_stamp_start (TapWindow *window);

G_END_DECLS
