/* tap-desk-actions.h — asking the main window for something, from a page or from a dialog in front of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Activates an action of @from, of what it stands in, or of the window its window belongs to. @format: a GVariant format string
 * and its values, or NULL. FALSE if nobody has that action. */
gboolean tap_desk_activate       (GtkWidget    *from,
                                  const char   *name,
                                  const char   *format,
                                  ...);
/* What went wrong with something done from a page: a toast if trying again is the answer, a dialog (win.show-error) otherwise. */
void     tap_desk_report         (GtkWidget    *from,
                                  const char   *heading,
                                  const GError *error);
/* Asks why and cancels a booking that has not arrived. */
void     tap_desk_cancel_booking (GtkWidget    *from,
                                  TapSession   *session,
                                  gint64        booking_id,
                                  const char   *plate);

G_END_DECLS
