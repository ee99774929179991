/* tap-time-entry.h — entry for a promised time, with quick choices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapTimeEntry:
 *
 * An entry that reads "16:00", "1600", "tomorrow 9:30", "明天 9:30", "+90" (tap_time_parse()), chips for the usual
 * answers below it, and one line that says either how the text is understood or what is wrong with it.
 *
 * Properties: "time-unix" (gint64, Unix seconds; 0: no time, or a text that is no time; notified on change),
 * "valid" (read-only: the entry is empty or holds a time).
 *
 * ## Accessibility
 * The entry carries the label "Promised time" (tap_time_entry_set_label()) and the error as its description.
 */
#define TAP_TYPE_TIME_ENTRY (tap_time_entry_get_type ())
G_DECLARE_FINAL_TYPE (TapTimeEntry, tap_time_entry, TAP, TIME_ENTRY, GtkWidget)

GtkWidget  *tap_time_entry_new           (void);
/* The clock and zone the text is read by; call again whenever "now" moved. The local zone and the PC's clock at first. */
void        tap_time_entry_set_clock     (TapTimeEntry *self,
                                          gint64        now_unix,
                                          GTimeZone    *zone);
void        tap_time_entry_set_time_unix (TapTimeEntry *self,
                                          gint64        time_unix);      /* 0 empties it */
gint64      tap_time_entry_get_time_unix (TapTimeEntry *self);
/* Empty or a time. With %FALSE the line below the entry says what is wrong; @message (nullable) gets the same sentence. */
gboolean    tap_time_entry_is_valid      (TapTimeEntry *self,
                                          char        **message);
void        tap_time_entry_set_label     (TapTimeEntry *self,
                                          const char   *label);          /* accessible label, translated */
void        tap_time_entry_set_chips_visible (TapTimeEntry *self,
                                              gboolean      visible);

G_END_DECLS
