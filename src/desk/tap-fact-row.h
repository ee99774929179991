/* tap-fact-row.h — a fact: its name on the left, what is known on the right.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "title". A row without a value is not shown; a long value goes below its name. */
#define TAP_TYPE_FACT_ROW (tap_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (TapFactRow, tap_fact_row, TAP, FACT_ROW, GtkWidget)

void tap_fact_row_set_value (TapFactRow *self,
                             const char *value);      /* "" or NULL hides the row */

G_END_DECLS
