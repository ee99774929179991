/* tap-chart.h — the time chart of the workshop: bays by hours, planned against actual.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paint/tap-scene.h"

G_BEGIN_DECLS

/* The colour family of a word: late is red and nothing else is. */
typedef enum
{
  TAP_TONE_PLAIN,
  TAP_TONE_OK,
  TAP_TONE_RISK,
  TAP_TONE_LATE,
  TAP_TONE_PARTS,
  TAP_TONE_WAIT,
} TapTone;

/* A state in words: always icon and word together. */
typedef struct
{
  TapTone tone;
  TapIcon icon;
  char   *text;                 /* NULL: no chip */
} TapChip;

typedef enum
{
  TAP_SPAN_WORK,
  TAP_SPAN_PARTS,               /* stands still for parts */
  TAP_SPAN_WAIT,                /* … for the customer's answer */
  TAP_SPAN_STOP,                /* … for anything else */
} TapSpanKind;

typedef struct
{
  gint64      from_unix, to_unix;   /* to 0: still going on */
  TapSpanKind kind;
} TapChartSpan;

typedef enum
{
  TAP_CHART_PLANNED,
  TAP_CHART_PUSHED,             /* planned, but something before it takes longer */
  TAP_CHART_RUNNING,
  TAP_CHART_STOPPED,
  TAP_CHART_DONE,
} TapChartState;

/* One bar. Times are Unix seconds. */
typedef struct
{
  gint64        id, visit_id;
  TapChartState state;
  gint64        planned_from_unix, planned_to_unix;   /* the track under the bar */
  gint64        from_unix;      /* the first start; where a planned one is shown (of a pushed one: shifted) */
  gint64        to_unix;        /* the finish; the predicted end */
  gboolean      late;
  gint64        overrun_unix;   /* late: hatched from here to now */
  GArray       *spans;          /* of TapChartSpan in order; NULL while nothing was done */
  char         *plate;          /* what stands after the dot: 0D662 */
  char         *work;
  char         *note;           /* STOPPED: "已停 37 分 · 水泵 预计 14:00 到"; PUSHED: "+20分"; else NULL */
  char         *short_note;     /* the same in few words, where @note does not fit */
} TapChartBar;

typedef struct
{
  gint64     id;                /* of the bay; never 0 */
  char      *badge;             /* 3, 快1 */
  gboolean   quick;
  char      *plate;             /* of the car in it; NULL: free */
  char      *technician;
  TapChip    chip;
  GPtrArray *bars;              /* of TapChartBar */
} TapChartRow;

/* What the chart is made from. @x … @height: the place of label blocks and axis with its hours above, geometry units. */
typedef struct
{
  TapRect     place;
  GPtrArray  *rows;             /* of TapChartRow */
  gint64      from_unix, to_unix;           /* the axis, whole hours */
  int         first_hour;                   /* local hour at from_unix */
  gint64      now_unix;
  gint64      lunch_from_unix, lunch_to_unix;   /* equal: none */
  const char *now_text;         /* "10:42" */
  const char *late_word;        /* "超时" */
  const char *free_word;        /* of an empty bay */
  int         rows_per_page;    /* 0: all on one page */
  int         page;
  double      factor;           /* of the viewing distance: d / 5 m */
} TapChartInput;

TapChartBar *tap_chart_bar_new      (void);
void         tap_chart_bar_free     (TapChartBar         *bar);
TapChartRow *tap_chart_row_new      (void);
void         tap_chart_row_free     (TapChartRow         *row);
void         tap_chip_clear         (TapChip             *chip);

/**
 * tap_chart_layout:
 * @input: what is to be shown
 * @measure: tells widths of texts
 * @scene: where the geometry goes; its axis, page and n_pages are set
 *
 * Lays the chart out: pure arithmetic, any thread as far as @measure allows it. Paint with tap_scene_paint(), ask with
 * tap_scene_hit_test(). Rows that do not fit one page are paged, rows with a late bar first on every page.
 * Source: look.md 4.
 */
void         tap_chart_layout       (const TapChartInput *input,
                                     const TapMeasure    *measure,
                                     TapScene            *scene);

/* Rows of a page: places in @input->rows. With more rows than a page holds, late ones stand first on each page and the
 * others take turns. Free with g_array_unref(). */
GArray      *tap_chart_page_rows    (const TapChartInput *input,
                                     int                 *n_pages);
/* Lanes, so that no bar covers another: @lanes gets the lane of each bar, @n_lanes how many there are where it stands. Only
 * bars that overlap share the height. */
void         tap_chart_stack        (GPtrArray           *bars,
                                     int                 *lanes,
                                     int                 *n_lanes);
/* Planned bars of a row that cannot start as planned, because one before them takes longer or now is past their start:
 * shifted, state PUSHED. What stands still pushes nothing: its car may be rolled out, and the overlap shows. Returns by how many minutes @bar is shifted; 0 if it stays. @bars by planned start. */
int          tap_chart_push         (GPtrArray           *bars,
                                     TapChartBar         *bar,
                                     gint64               now_unix);

/* Helpers shared with the wall around the chart. */
double       tap_chip_layout        (const TapChip       *chip,
                                     const TapMeasure    *measure,
                                     double               x,
                                     double               center_y,
                                     double               height,
                                     double               size,
                                     TapScene            *scene);   /* returns its width; scene NULL: only that */

G_END_DECLS
