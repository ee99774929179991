/* tap-window.h — the window of a desk: sidebar, header, pages, banners, lock.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-workshop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapWindow:
 *
 * The frame is built while the station is still being opened; tap_window_set_board() fills it. Pages are made when they are
 * first looked at. Screens talk to it by actions (`win.open-visit`, …) only.
 *
 * ## Accessibility
 * The sidebar is a list of pages, banners have the role of a status and are announced, a reason why a button is insensitive is
 * its tooltip.
 */
#define TAP_TYPE_WINDOW (tap_window_get_type ())
G_DECLARE_FINAL_TYPE (TapWindow, tap_window, TAP, WINDOW, AdwApplicationWindow)

/* @application (nullable): a test has none. */
TapWindow   *tap_window_new          (GtkApplication *application);
/* @board (nullable): a closing station takes its pages with it. */
void         tap_window_set_board    (TapWindow      *self,
                                      TapBoard       *board);
TapBoard    *tap_window_get_board    (TapWindow      *self);      /* (transfer none) (nullable) */
TapSession  *tap_window_get_session  (TapWindow      *self);      /* (transfer none) (nullable) */
/* (transfer none) (nullable): made when first asked for: the workshop page and the wall share it. */
TapWorkshop *tap_window_get_workshop (TapWindow      *self);

/* "board", "workshop", "customers", "settings". */
void         tap_window_show_page    (TapWindow      *self,
                                      const char     *page);
const char  *tap_window_get_page     (TapWindow      *self);      /* the above, or "visit"; "" before there is one */
void         tap_window_open_visit   (TapWindow      *self,
                                      gint64          visit_id);
void         tap_window_toast        (TapWindow      *self,
                                      const char     *text);
void         tap_window_show_error   (TapWindow      *self,
                                      const char     *heading,
                                      const char     *body);

/* Why the window is covered. */
typedef enum
{
  TAP_COVER_LOCKED,         /* the person is away: the same one, or another */
  TAP_COVER_SWITCH,         /* the person wants another to take over; can be left */
  TAP_COVER_SIGNED_OUT,     /* nobody */
} TapCover;

/* Covers the window and hides its forms until somebody gives a PIN; forms keep their content. */
void         tap_window_cover        (TapWindow      *self,
                                      TapCover        why);
gboolean     tap_window_is_covered   (TapWindow      *self);
/* The banner of the connection as it is shown; "" none. */
const char  *tap_window_get_banner   (TapWindow      *self);

G_END_DECLS
