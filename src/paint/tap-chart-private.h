/* tap-chart-private.h — between the two halves of the chart's layout.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paint/tap-chart.h"

G_BEGIN_DECLS

/* One row on its way into the scene. Sizes of look.md are for a row pitch of 90. */
typedef struct
{
  const TapChartInput *input;
  const TapMeasure    *measure;
  TapScene            *scene;
  const TapChartRow   *row;
  int                  index;       /* place of the row in the input */
  TapRect              rect;        /* of the row */
  double               k;           /* lengths: row pitch / 90 */
  double               t;           /* texts */
  double               now_x;       /* < 0: now is not on the axis */
} TapRowPlan;

void   tap_chart_layout_bars (const TapRowPlan *plan);
/* From near everything may be smaller, but nothing is made smaller than its rows need. */
double tap_chart_factor      (const TapChartInput *input);

G_END_DECLS
