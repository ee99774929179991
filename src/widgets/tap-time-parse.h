/* tap-time-parse.h — reads a promised time as people type it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tap_time_parse:
 * @typed: "16:00", "1600", "9", "+90", "+1:30", "tomorrow 9:30", "明天 9:30", "后天 9:30", "11-23 9:30"; full-width forms too
 * @now_unix: now, Unix seconds
 * @zone: the station's time zone
 * @time_unix: (out): the moment meant, Unix seconds, whole minutes
 * @message: (out) (optional) (transfer full): on failure one translated sentence: what is wrong and what is accepted
 *
 * A time alone means today and must not have passed. Pure; any thread.
 *
 * Returns: %FALSE if the text is no time ahead
 */
gboolean tap_time_parse  (const char *typed,
                          gint64      now_unix,
                          GTimeZone  *zone,
                          gint64     *time_unix,
                          char      **message);

/**
 * tap_time_format:
 *
 * The shortest text that tap_time_parse() reads back as @time_unix: "16:00", "tomorrow 09:30" in the interface language, "11-23 09:30".
 *
 * Returns: (transfer full): the text
 */
char    *tap_time_format (gint64      time_unix,
                          gint64      now_unix,
                          GTimeZone  *zone);

G_END_DECLS
