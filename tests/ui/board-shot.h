/* board-shot.h — what the board's tests and its gallery share: style, a window, a picture.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK, Adwaita, the program's style sheets and icons, as the program loads them. FALSE: no display. */
gboolean   board_shot_init       (gboolean    dark);
/* A window of that size with @child in it, mapped and drawn once. */
GtkWindow *board_shot_window_new (GtkWidget  *child,
                                  int         width,
                                  int         height);
/* Runs the main loop for so long. */
void       board_shot_wait       (guint       ms);
/* Runs it until everything that is due has happened. */
void       board_shot_settle     (void);
gboolean   board_shot_save       (GtkWidget  *widget,
                                  const char *file);

G_END_DECLS
