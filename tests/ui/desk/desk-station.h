/* desk-station.h — a real station in a temporary folder, opened by one program, for tests of the desk's screens.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  char       *dir;
  TapStore   *store;
  TapSession *session;
  TapBoard   *board;
} DeskStation;

/* A small demo station; its advisor is signed in and the board is there. */
void     desk_station_open   (DeskStation *self);
void     desk_station_close  (DeskStation *self);

/* Runs the main loop until @done says so; fails the test after ten seconds. */
void     desk_wait_until     (gboolean   (*done) (gpointer data),
                              gpointer     data);
void     desk_wait           (guint        ms);
/* Runs an asynchronous store call to its end. */
void     desk_result_cb      (GObject      *source,
                              GAsyncResult *result,
                              gpointer      place);        /* GAsyncResult ** */
GAsyncResult *desk_take      (GAsyncResult **place);

/* The first descendant of @type, or with that label text; NULL if there is none. */
GtkWidget *desk_find_type    (GtkWidget   *widget,
                              GType        type);
gboolean   desk_shows_text   (GtkWidget   *widget,
                              const char  *part);          /* a visible label has it */
/* Waits until it does: what slides in is there a frame later. */
void       desk_expect_text (GtkWidget  *widget,
                             const char *part);
/* The question in front of @window; NULL: none. (transfer none) */
AdwMessageDialog *desk_find_question (GtkWidget *window);
/* A known car that is not in the house and not booked. (transfer full) */
TapSearchHit *desk_known_hit (DeskStation *self);

G_END_DECLS
