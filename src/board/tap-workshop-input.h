/* tap-workshop-input.h — the workshop of src/live as input of the painters, and in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-workshop.h"
#include "paint/tap-wall.h"

G_BEGIN_DECLS

/* How it is looked at. */
typedef struct
{
  gboolean wall;                        /* on the wall: with a clock, paged by the viewing distance */
  double   distance_m;                  /* viewing distance; 5 is the size of look.md 4 */
  int      page;
  guint    rack_first[TAP_N_RACKS];     /* the first plate shown of racks too long for their place */
} TapWorkshopLook;

/* (transfer full): everything the wall shows now. No names or phones of customers are in it. */
TapWallInput   *tap_workshop_input_build  (TapWorkshop           *workshop,
                                           const TapWorkshopLook *look);
/* Seconds after which the picture's time-dependent words change; what the view compares to spare a redraw. (transfer full) */
char           *tap_workshop_clock_key    (TapWorkshop           *workshop);

/* (transfer none) (nullable) */
TapWorkshopRow *tap_workshop_find_row     (TapWorkshop           *workshop,
                                           gint64                 bay_id);
TapBar         *tap_workshop_row_find_bar (TapWorkshopRow        *row,
                                           gint64                 bar_id);

/* Sentences for screen readers; g_free(). */
char           *tap_workshop_describe_row (TapWorkshop           *workshop,
                                           TapWorkshopRow        *row);
char           *tap_workshop_describe_card (TapWorkshop          *workshop,
                                            TapRackKind           rack,
                                            TapBoardCard         *card);
/* The state of a bar in words: "planned 11:15", "working since 10:08", "stopped 22 min: waiting for parts", "done 9:33"; g_free(). */
char           *tap_workshop_describe_bar (TapWorkshop           *workshop,
                                           TapBar                *bar);
const char     *tap_rack_title            (TapRackKind            rack);
/* The plate as it is shown in this station: without its own province; g_free(). */
char           *tap_workshop_plate        (TapWorkshop           *workshop,
                                           const char            *plate);
/* "10:42" in the station's time zone; g_free(). */
char           *tap_workshop_time         (TapWorkshop           *workshop,
                                           gint64                 at_unix);

G_END_DECLS
