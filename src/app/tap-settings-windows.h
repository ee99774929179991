/* tap-settings-windows.h — the windows that change how the station is arranged.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-settings-form.h"

G_BEGIN_DECLS

/* Each is a TapSettingsForm whose fields are named as in tap-store.h. The caller sets transient-for and presents. Main thread only. */
GtkWidget *tap_facts_window_new (TapSession *session);
GtkWidget *tap_week_window_new  (TapSession *session,
                                 int         day);            /* 0: Monday; gets the focus */
GtkWidget *tap_day_window_new   (TapSession *session,
                                 TapDay     *day);            /* NULL: a new one */
GtkWidget *tap_bay_window_new   (TapSession *session,
                                 gint64      bay_id);         /* 0: a new one */
GtkWidget *tap_lane_window_new  (TapSession *session,
                                 gint64      column_id);

/**
 * tap_lanes_with:
 * @columns: of TapColumn: the lanes of the board
 * @edited: one of them as it shall be, with its id
 *
 * The lanes as they stand when @edited shows exactly its stages: they leave the lanes that showed them, a lane that is left without a
 * stage goes, and a stage that @edited gives up gets a lane of its own under its own name. In the order of the work. Pure; any thread.
 *
 * Returns: (transfer full): of TapColumn
 */
GPtrArray *tap_lanes_with       (GPtrArray  *columns,
                                 TapColumn  *edited);

G_END_DECLS
