/* tap-prefs.h — what this computer remembers: known stations, window size, theme, language (GSettings).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One station this computer has opened before. */
typedef struct
{
  char  *folder;
  char  *name;
  gint64 opened_unix;
} TapKnownStation;
void tap_known_station_free (TapKnownStation *self);

/**
 * tap_prefs_get:
 *
 * The settings of this computer. Without an installed schema the one of the build folder is taken; without either the
 * program runs on the defaults and remembers nothing. Main thread.
 *
 * Returns: (transfer none) (nullable): the settings
 */
GSettings  *tap_prefs_get              (void);

/* The same with a default for a program without a schema. Main thread. */
int         tap_prefs_get_int          (const char *key,
                                        int         fallback);
gboolean    tap_prefs_get_boolean      (const char *key,
                                        gboolean    fallback);
char       *tap_prefs_get_text         (const char *key);                       /* g_free(); "" where unknown */
void        tap_prefs_set_int          (const char *key,
                                        int         value);
void        tap_prefs_set_boolean      (const char *key,
                                        gboolean    value);
void        tap_prefs_set_text         (const char *key,
                                        const char *value);

/* Of TapKnownStation, the last opened first, without demos of other days; (transfer full). */
GPtrArray  *tap_prefs_list_stations    (void);
/* Puts @folder in front, with its name and the time of now. */
void        tap_prefs_remember_station (const char *folder,
                                        const char *name);
void        tap_prefs_forget_station   (const char *folder);
/* Who signed in last at @station_id on this computer; 0: nobody yet. */
gint64      tap_prefs_get_last_staff   (const char *station_id);
void        tap_prefs_set_last_staff   (const char *station_id,
                                        gint64      staff_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapKnownStation, tap_known_station_free)

G_END_DECLS
