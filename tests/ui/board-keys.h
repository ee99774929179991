/* board-keys.h — presses keys as GTK does it: the class bindings from the focused widget up; and a window whose actions are written down.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* TRUE if a binding took the key. The key goes to the focused widget and bubbles up. */
gboolean    board_press         (GtkWindow       *window,
                                 guint            keyval,
                                 GdkModifierType  modifiers);
/* Gives the window the actions the screens use. */
void        board_watch_actions (GtkWindow       *window);
/* What was activated last ("toast-undo 's text'"), then forgotten; NULL: nothing. */
char       *board_take_action   (GtkWindow       *window);
/* All texts of the visible labels in @widget, joined by '|'. */
char       *board_texts         (GtkWidget       *widget);
/* The first descendant of that type; NULL. */
GtkWidget  *board_find_type     (GtkWidget       *widget,
                                 GType            type);

G_END_DECLS
