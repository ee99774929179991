/* tap-skeleton.h — the shape of a visit page while its content is read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Still grey boxes where the columns will be; nothing moves (look.md 12). */
GtkWidget *tap_skeleton_new (void);

G_END_DECLS
