/* tap-new-station-window.h — making a station: its folder, its names, its first administrator.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal ::made (TapSession *): the station is there, open, and its administrator signed in. */
#define TAP_TYPE_NEW_STATION_WINDOW (tap_new_station_window_get_type ())
G_DECLARE_FINAL_TYPE (TapNewStationWindow, tap_new_station_window, TAP, NEW_STATION_WINDOW, AdwWindow)

/* Modal; the caller sets transient-for and presents it. */
GtkWidget  *tap_new_station_window_new       (const char          *replica_dir);
/* Checks the fields and makes the station; what the button does. */
void        tap_new_station_window_make      (TapNewStationWindow *self);
/* The sentence that is shown; "" none. */
const char *tap_new_station_window_get_fault (TapNewStationWindow *self);

G_END_DECLS
