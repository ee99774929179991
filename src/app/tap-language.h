/* tap-language.h — the language of the interface: set before GTK starts, by option, by preference or by the desktop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tap_language_start:
 * @wanted: (nullable): "zh_CN", "zh_TW", "en"; "" or %NULL: as the desktop says
 *
 * Sets locale and gettext for the whole program. Before GTK is initialised; main thread.
 */
void        tap_language_start    (const char *wanted);
/* The language in use as the store's inputs name it: "zh_CN", "zh_TW" or "en". Static. */
const char *tap_language_get      (void);
/* How a language names itself: "简体中文", "繁體中文", "English". Static. */
const char *tap_language_own_name (const char *language);
/* "10:42" and "Fri 20 Nov" / "11月20日 周五": clock and date of the header, in @zone; g_free(). */
char       *tap_language_clock    (gint64      now_unix,
                                   GTimeZone  *zone);
char       *tap_language_date     (gint64      now_unix,
                                   GTimeZone  *zone);

G_END_DECLS
