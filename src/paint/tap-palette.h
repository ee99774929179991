/* tap-palette.h — colours of the painters: one named ink per use, three sets of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A colour with straight alpha, each part 0…1. (GdkRGBA belongs to GDK, which this room does not see.) */
typedef struct
{
  double red, green, blue, alpha;
} TapColor;

/* What a shape is painted with. The geometry names the use; the palette knows the colour. */
typedef enum
{
  TAP_INK_NONE,
  TAP_INK_PAGE,             /* behind everything */
  TAP_INK_BAND,             /* top bar and footer */
  TAP_INK_RULE,             /* edge of a band, line between plates of a rack */
  TAP_INK_TEXT,
  TAP_INK_TEXT_DIM,         /* second text */
  TAP_INK_ACCENT,
  TAP_INK_ROW, TAP_INK_ROW_ODD, TAP_INK_ROW_QUICK,
  TAP_INK_BADGE, TAP_INK_BADGE_TEXT,
  TAP_INK_BADGE_QUICK, TAP_INK_BADGE_QUICK_TEXT,
  TAP_INK_GRID,
  TAP_INK_LUNCH,
  TAP_INK_TRACK,            /* what was planned, under the bar */
  TAP_INK_DONE, TAP_INK_DONE_TEXT,
  TAP_INK_RUN, TAP_INK_RUN_TEXT,
  TAP_INK_REST, TAP_INK_REST_EDGE, TAP_INK_REST_TEXT,
  TAP_INK_LATE, TAP_INK_LATE_STRIPE, TAP_INK_LATE_TEXT,
  TAP_INK_PARTS, TAP_INK_PARTS_STRIPE, TAP_INK_PARTS_TEXT, TAP_INK_PARTS_EDGE,
  TAP_INK_WAIT, TAP_INK_WAIT_STRIPE, TAP_INK_WAIT_TEXT, TAP_INK_WAIT_EDGE,
  TAP_INK_STOP, TAP_INK_STOP_STRIPE, TAP_INK_STOP_TEXT,
  TAP_INK_NOTE,             /* plate under a text on a hatch */
  TAP_INK_PLAN_EDGE, TAP_INK_PLAN_TEXT,
  TAP_INK_PUSHED,
  TAP_INK_NOW, TAP_INK_NOW_EDGE, TAP_INK_NOW_TEXT,
  TAP_INK_CHIP,             /* a count's plate in the top bar */
  TAP_INK_CHIP_OK_TEXT,
  TAP_INK_CHIP_RISK, TAP_INK_CHIP_RISK_TEXT,
  TAP_INK_CHIP_LATE, TAP_INK_CHIP_LATE_TEXT,
  TAP_INK_CHIP_PARTS, TAP_INK_CHIP_PARTS_TEXT,
  TAP_INK_CHIP_WAIT, TAP_INK_CHIP_WAIT_TEXT,
  TAP_INK_COUNT_LATE,       /* the top bar's late count, the alert line's deeper red */
  TAP_INK_RACK, TAP_INK_RACK_PARTS, TAP_INK_RACK_WAIT,
  TAP_INK_ALERT, TAP_INK_ALERT_TEXT,
  TAP_INK_DROP,             /* where a dragged card would land */
} TapInk;
#define TAP_N_INKS (TAP_INK_DROP + 1)

typedef enum
{
  TAP_PALETTE_WALL,         /* the wall, and the window in dark style (look.md 5, "Wall") */
  TAP_PALETTE_LIGHT,        /* the window in light style */
} TapPaletteKind;

typedef struct
{
  TapColor ink[TAP_N_INKS];
} TapPalette;

/**
 * tap_palette_get:
 * @kind: which set
 *
 * Gives the colours of one set. Each text ink reaches the contrast of look.md 5 on its own ground.
 * Main thread (made on first use).
 *
 * Returns: (transfer none): the set, for the whole run of the program
 */
const TapPalette *tap_palette_get (TapPaletteKind kind);

G_END_DECLS
