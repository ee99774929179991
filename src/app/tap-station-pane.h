/* tap-station-pane.h — the stations this computer knows, and the checks of the chosen one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-check-list.h"

G_BEGIN_DECLS

/* Signal ::chosen (const char *folder): another station was chosen in the list. */
#define TAP_TYPE_STATION_PANE (tap_station_pane_get_type ())
G_DECLARE_FINAL_TYPE (TapStationPane, tap_station_pane, TAP, STATION_PANE, GtkWidget)

/* Reads the known stations again and marks @folder (nullable), which is listed even when it is not known yet. Emits nothing. */
void          tap_station_pane_fill       (TapStationPane *self,
                                           const char     *folder);
/* What is known about the chosen one once it is open: its name and who else is there. */
void          tap_station_pane_set_detail (TapStationPane *self,
                                           const char     *folder,
                                           const char     *name,
                                           guint           n_peers);
TapCheckList *tap_station_pane_get_checks (TapStationPane *self);

G_END_DECLS
