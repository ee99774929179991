/* tap-probe-private.h — what the five checks, the doctor and the probe of two PCs share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE with errno. */
gboolean _tap_probe_write      (const char *path,
                                const char *text,
                                gboolean    flush);
/* "2.1 ms", "340 ms", "1.2 s", translated. */
char    *_tap_probe_duration   (gint64      us);
/* A folder with one file "t", as a transaction is staged. FALSE with errno. */
gboolean _tap_probe_stage      (const char *folder,
                                const char *text);
/* As the ledger publishes: 0 or errno. */
int      _tap_probe_publish    (const char *from,
                                const char *to);
/* Two threads of this PC publish one name at the same time in @place. The number of winners; -1: it could not be run (errno). */
int      _tap_probe_race       (const char *place,
                                guint       round);
/* Publishes a folder of many files while another thread watches the name: 1 it appeared whole, 0 half of it was seen, or what stands
 * there is a copy of what was staged; -1 could not be run (errno). */
int      _tap_probe_whole      (const char *place);
/* Removes a folder of the probe's own with all in it. */
void     _tap_probe_remove     (const char *folder);

G_END_DECLS
