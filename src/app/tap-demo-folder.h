/* tap-demo-folder.h — where the demo of today lies, and clearing away those of days before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "$XDG_DATA_HOME/tappet/demo-2026-11-20.tappet": the work of a demo stands around the hour it was made, so that one of another day
 * shows every car late. The day is the one on which the program first asked. g_free(). Any thread. */
char     *tap_demo_folder_today   (void);
/* Whether @folder is, by its place and name, the demo of another day. */
gboolean  tap_demo_folder_is_past (const char *folder);
/* Deletes demos that are older than yesterday's, which a window may still have open, with this PC's copies of them. Only folders that
 * tap_demo_folder_today() named once and that hold a station; links are not followed. Blocking. */
void      tap_demo_folder_sweep   (void);

G_END_DECLS
