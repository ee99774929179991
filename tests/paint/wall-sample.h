/* wall-sample.h — the workshop of the mock-up as input of the painters, for tests and for looking at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paint/tap-wall.h"

/* 2026-11-20 00:00 +08:00, a Friday. */
#define WALL_SAMPLE_DAY G_GINT64_CONSTANT (1795104000)
#define WALL_SAMPLE_AT(hour, minute) (WALL_SAMPLE_DAY + (hour) * 3600 + (minute) * 60)

/* Made-up cars and people at 10:42. */
TapWallInput *wall_sample_new (gboolean chinese);
/* A row with nothing in it, and a bar to fill. */
TapChartRow  *wall_sample_row (TapWallInput *input, gint64 id, const char *badge, gboolean quick, const char *plate, const char *technician,
                               TapTone tone, TapIcon icon, const char *chip);
TapChartBar  *wall_sample_bar (TapChartRow *row, TapChartState state, gint64 from, gint64 to, gint64 planned_from, gint64 planned_to,
                               const char *plate, const char *work);
/* Widths that need no font: a Han character one size, any other six tenths. */
TapMeasure    wall_sample_measure (void);
