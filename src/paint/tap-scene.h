/* tap-scene.h — plain geometry: what to paint where, and what a point belongs to. No GTK, no clock, no settings.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paint/tap-icon.h"
#include "paint/tap-palette.h"
#include "paint/tap-text.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} TapRect;

typedef enum
{
  TAP_CORNERS_NONE  = 0,
  TAP_CORNERS_LEFT  = 1 << 0,
  TAP_CORNERS_RIGHT = 1 << 1,
  TAP_CORNERS_ALL   = TAP_CORNERS_LEFT | TAP_CORNERS_RIGHT,
} TapCorners;

typedef enum
{
  TAP_SHAPE_FILL,           /* a filled box */
  TAP_SHAPE_EDGE,           /* its edge, @stroke wide, inside the box */
  TAP_SHAPE_DASH,           /* the same, dashed: planned, and nothing else */
  TAP_SHAPE_HATCH_UP,       /* filled, with stripes "/" of @stripe: 135° in the words of CSS */
  TAP_SHAPE_HATCH_DOWN,     /* stripes "\": 45° */
  TAP_SHAPE_ICON,           /* @icon in the box */
  TAP_SHAPE_TEXT,           /* @text at x, baseline y; width: the longest it may be, 0 as long as it is */
} TapShapeKind;

typedef struct
{
  TapShapeKind kind;
  TapRect      rect;
  TapInk       ink, stripe;
  TapCorners   corners;
  double       radius, stroke;
  TapIcon      icon;
  char        *text;
  double       size;        /* of the font */
  int          weight;
  double       align;       /* of a text: 0 starts at x, 0.5 centred, 1 ends there */
} TapShape;

/* What a point belongs to. */
typedef enum
{
  TAP_AREA_NONE,
  TAP_AREA_ROW,             /* a row of the time chart: id of the bay */
  TAP_AREA_BAR,             /* a bar: id of the assignment */
  TAP_AREA_RACK,            /* a rack: id is its kind */
  TAP_AREA_CARD,            /* a plate in a rack: id of the visit */
  TAP_AREA_ALERT,           /* the alert line: id of the visit */
} TapAreaKind;

typedef struct
{
  TapAreaKind kind;
  TapRect     rect;
  gint64      id;
  int         row, bar;     /* places in the input; of a card: rack and place in it. -1: none */
} TapArea;

/* The time axis of a chart: where its hours lie. */
typedef struct
{
  gint64 from_unix, to_unix;
  double x, width;          /* empty (width 0): there is no axis */
  double top, bottom;       /* of the rows */
} TapAxis;

typedef struct
{
  double  width, height;    /* of the whole, in geometry units */
  double  scale;            /* pixels of the target for one unit */
  GArray *shapes;           /* of TapShape, in the order they are painted */
  GArray *areas;            /* of TapArea; a later one lies over an earlier one */
  TapAxis axis;
  int     page, n_pages;    /* of the rows; page 0 is the first */
} TapScene;

typedef struct
{
  TapAreaKind kind;
  gint64      id;           /* as in TapArea */
  int         row, bar;
  gint64      row_id;       /* the bay whose row the point is in, also over a bar; 0: none */
  gboolean    on_axis;      /* @time_unix is valid */
  gint64      time_unix;
} TapHit;

TapScene *tap_scene_new       (double          width,
                               double          height,
                               double          scale);
void      tap_scene_free      (TapScene       *self);

void      tap_scene_fill      (TapScene       *self,
                               TapRect         rect,
                               double          radius,
                               TapInk          ink);
TapShape *tap_scene_box       (TapScene       *self,
                               TapShapeKind    kind,
                               TapRect         rect,
                               TapCorners      corners,
                               double          radius,
                               TapInk          ink);      /* valid until the next shape */
void      tap_scene_edge      (TapScene       *self,
                               TapShapeKind    kind,      /* EDGE or DASH */
                               TapRect         rect,
                               TapCorners      corners,
                               double          radius,
                               TapInk          ink,
                               double          stroke);
void      tap_scene_hatch     (TapScene       *self,
                               TapShapeKind    kind,      /* HATCH_UP or HATCH_DOWN */
                               TapRect         rect,
                               TapCorners      corners,
                               double          radius,
                               TapInk          ink,
                               TapInk          stripe);
void      tap_scene_icon      (TapScene       *self,
                               TapIcon         icon,
                               double          x,
                               double          center_y,
                               double          size,
                               TapInk          ink);
/* A text whose capitals and digits are centred on @center_y, starting at @x. */
void      tap_scene_text      (TapScene       *self,
                               const char     *text,
                               double          x,
                               double          center_y,
                               double          size,
                               int             weight,
                               TapInk          ink);
/* The same; @align 0.5 centres it on @x, 1 ends it there; longer than @max_width (0: any) it is cut with an ellipsis. */
void      tap_scene_text_in   (TapScene       *self,
                               const char     *text,
                               double          x,
                               double          center_y,
                               double          size,
                               int             weight,
                               TapInk          ink,
                               double          align,
                               double          max_width);
void      tap_scene_area      (TapScene       *self,
                               TapAreaKind     kind,
                               TapRect         rect,
                               gint64          id,
                               int             row,
                               int             bar);

/* Paints everything at @self's scale onto @cr, whose origin is the upper left corner. */
void      tap_scene_paint     (const TapScene *self,
                               cairo_t        *cr,
                               const TapPalette *palette,
                               TapTextBox     *text);
/* What lies under a point, in pixels of the target. FALSE: nothing (then @hit says so too). */
gboolean  tap_scene_hit_test  (const TapScene *self,
                               double          x,
                               double          y,
                               TapHit         *hit);
/* The area of a thing in pixels of the target; FALSE: not shown now. */
gboolean  tap_scene_find_area (const TapScene *self,
                               TapAreaKind     kind,
                               gint64          id,
                               TapRect        *rect);
/* One line a shape and an area, for tests; g_free(). */
char     *tap_scene_to_text   (const TapScene *self);

double    tap_axis_x          (const TapAxis  *axis,
                               gint64          at_unix);    /* clamped to the axis */
gint64    tap_axis_time       (const TapAxis  *axis,
                               double          x);
/* The nearest multiple of @step_min after @origin_unix; never before it. */
gint64    tap_axis_snap       (gint64          at_unix,
                               gint64          origin_unix,
                               int             step_min);
gboolean  tap_rect_contains   (const TapRect  *rect,
                               double          x,
                               double          y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapScene, tap_scene_free)

G_END_DECLS
