/* tap-application.h — the program: what the command line asks for, which station is open, and how it ends.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/tap-sign-in-window.h"
#include "app/tap-window.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TAP_TYPE_APPLICATION (tap_application_get_type ())
G_DECLARE_FINAL_TYPE (TapApplication, tap_application, TAP, APPLICATION, AdwApplication)

/* What was asked for; strings owned by the application. */
typedef struct
{
  char    *station;         /* NULL: the last one, or the sign-in page */
  char    *replica;         /* NULL: the default place */
  gboolean wall;
  gboolean demo;
  gint64   sign_in;         /* 0: by PIN; -1: as the demo's own person. Only in a demo station: everywhere else the PIN decides */
  char    *shot;            /* name of a screen to draw; NULL: none */
  char    *shot_file;
  int      shot_width, shot_height;
  gboolean stamp;           /* say when the board was painted, and leave */
  char    *theme;           /* "light", "dark"; NULL: as set */
} TapOptions;

TapApplication   *tap_application_new                (void);
const TapOptions *tap_application_get_options        (TapApplication *self);
TapWindow        *tap_application_get_window         (TapApplication *self);      /* (transfer none) (nullable) */
TapSignInWindow  *tap_application_get_sign_in_window (TapApplication *self);      /* (transfer none) (nullable) */
/* Shows the sign-in window; @folder as of tap_sign_in_window_start(). */
TapSignInWindow  *tap_application_show_sign_in       (TapApplication *self);

/* Works in @session from now on: the window, or the wall. */
void              tap_application_use_session        (TapApplication *self,
                                                      TapSession     *session,
                                                      gboolean        wall);

/* "1920x1080". Pure. */
gboolean          tap_options_parse_size             (const char     *text,
                                                      int            *width,
                                                      int            *height);

G_END_DECLS
