/* tap-left-window.h — the entries that were set aside on this computer: each is entered again, or given up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-care.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapLeftWindow:
 *
 * A changeset cannot be run again on another branch: each entry is shown in words, with its car and its fields, until a person has
 * decided it. Deciding needs the right to the settings, and the PIN once for each window. Main thread only.
 *
 * ## Accessibility
 * Each row is named by plate, words, person, time and changes; its buttons say what they are about.
 */
#define TAP_TYPE_LEFT_WINDOW (tap_left_window_get_type ())
G_DECLARE_FINAL_TYPE (TapLeftWindow, tap_left_window, TAP, LEFT_WINDOW, AdwWindow)

GtkWidget  *tap_left_window_new         (TapCare       *care);
/* Does what the buttons of a row do after the PIN. For tests. */
void        tap_left_window_settle      (TapLeftWindow *self,
                                         gint64         id,
                                         gboolean       entered);
/* How many rows are shown, and what a screen reader says of one; NULL: there is none. For tests. */
guint       tap_left_window_count       (TapLeftWindow *self);
const char *tap_left_window_get_spoken  (TapLeftWindow *self,
                                         guint          position);

G_END_DECLS
