/* tap-registry.h — which station this PC has seen in which folder, so that its copy is found while the share is away (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The station's id; NULL: never seen. Free. */
char *tap_registry_find        (const char *folder);
void  tap_registry_remember    (const char *folder,
                                const char *station_id);
/* The usual place of the copy: $XDG_DATA_HOME/tappet/<station id>. Free. */
char *tap_registry_replica_dir (const char *station_id);

G_END_DECLS
