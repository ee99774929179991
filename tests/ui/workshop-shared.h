/* workshop-shared.h — a window round a workshop screen, for its tests and its gallery.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "live/tap-session.h"

/* GTK, libadwaita, the style sheets, no animations. */
void       workshop_shared_init   (gboolean dark);
GtkWidget *workshop_shared_window (GtkWidget *screen, int width, int height, gboolean wall);
/* Runs the main loop until nothing more is to be done, two frames included. */
void       workshop_shared_settle (void);
/* The first widget below @widget of that type name, or NULL. */
GtkWidget *workshop_shared_find   (GtkWidget *widget, const char *type_name);
/* Signs the first person with that role in; returns the id, 0: there is none. */
gint64     workshop_shared_sign_in (TapSession *session, TapRole role);
/* What is shown now as a PNG. */
void       workshop_shared_save   (GtkWidget *window, const char *file);
