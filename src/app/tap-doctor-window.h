/* tap-doctor-window.h — the share of the station looked over from every side, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Begins to examine @folder at once; closing gives it up. The caller sets transient-for and presents. Main thread only. */
#define TAP_TYPE_DOCTOR_WINDOW (tap_doctor_window_get_type ())
G_DECLARE_FINAL_TYPE (TapDoctorWindow, tap_doctor_window, TAP, DOCTOR_WINDOW, AdwWindow)

GtkWidget  *tap_doctor_window_new         (const char      *folder);
/* All lines as text, as they are copied; g_free(). */
char       *tap_doctor_window_get_text    (TapDoctorWindow *self);
/* What the box at the top says. */
const char *tap_doctor_window_get_summary (TapDoctorWindow *self);

G_END_DECLS
