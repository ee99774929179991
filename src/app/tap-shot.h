/* tap-shot.h — draws one screen of the demo station into a PNG and leaves: ./dev shot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-application.h"

G_BEGIN_DECLS

gboolean  tap_shot_is_known (const char     *screen);
/* The names of all screens with commas between; g_free(). */
char     *tap_shot_list     (void);
/* Takes over the start of the program for the screen of the options. FALSE: the ordinary start goes on, and the picture is taken when
 * its window stands. */
gboolean  tap_shot_start    (TapApplication *application);

G_END_DECLS
