/* tap-wall.h — the workshop board as one painted picture: counts, chart, racks, alert line, legend.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paint/tap-chart.h"

G_BEGIN_DECLS

/* A count in the top bar. */
typedef struct
{
  TapTone tone;
  TapIcon icon;
  char   *label;
  guint   count;
} TapWallCount;

/* A plate in a rack. */
typedef struct
{
  gint64  id;                   /* of the visit */
  char   *plate;
  TapChip chip;                 /* of a plain tone: only the words on the right */
} TapWallCard;

typedef struct
{
  TapTone    tone;              /* PARTS and WAIT have a ground of their own */
  TapIcon    icon;
  char      *title;
  GPtrArray *cards;             /* of TapWallCard */
  guint      first;             /* the first plate shown; the others take turns when there is no room for all */
} TapWallRack;

#define TAP_WALL_MAX_COUNTS 6
#define TAP_WALL_MAX_RACKS 6
#define TAP_WALL_N_LEGEND 5

typedef struct
{
  double        max_scale;      /* of the sizes of 1920 x 1080; 0: as the target is. A window is read from near */
  char         *title;
  TapWallCount  counts[TAP_WALL_MAX_COUNTS];
  guint         n_counts;
  char         *date;           /* "11月20日 周五" */
  char         *clock;          /* "10:42"; NULL: none */
  gboolean      stale;          /* the clock is amber, look.md 12 */
  TapChartInput chart;          /* its place is set by the layout; owns @rows and the texts below */
  char         *now_text, *late_word, *free_word;
  TapWallRack   racks[TAP_WALL_MAX_RACKS];
  guint         n_racks;
  gint64        alert_visit;    /* 0: nobody is late */
  char         *alert;          /* "A·8B3M6 超时 17 分"; without a late one a quiet sentence */
  char         *alert_detail;
  char         *legend[TAP_WALL_N_LEGEND];   /* done, in work, left, planned, late */
  TapChip       sync;
} TapWallInput;

TapWallInput *tap_wall_input_new  (void);
void          tap_wall_input_free (TapWallInput       *self);
TapWallCard  *tap_wall_card_new   (void);

/**
 * tap_wall_layout:
 * @input: what is to be shown; the place of its chart is set
 * @width: of the target, in pixels
 * @height: of the target, in pixels
 * @measure: tells widths of texts, in geometry units
 *
 * Lays the whole picture out. Sizes are those of 1920 x 1080, scaled by the smaller of the two ratios; what another
 * shape leaves over goes to the hours or to the rows. Pure. Source: look.md 4, mock-up 02.
 *
 * Returns: (transfer full): the geometry
 */
TapScene     *tap_wall_layout     (TapWallInput       *input,
                                   double              width,
                                   double              height,
                                   const TapMeasure   *measure);

/* Rows of a page for a viewing distance in metres: 12 up to 3 m, 9 up to 5 m, 6 beyond. */
int           tap_wall_rows_per_page (double           distance_m);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapWallInput, tap_wall_input_free)

G_END_DECLS
