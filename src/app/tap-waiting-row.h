/* tap-waiting-row.h — one entry that is not on the share yet: which car, what, who, when, and how it stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapWaitingRow:
 *
 * A row of a list. A refused entry shows what was wanted beside how things stand now, and two buttons; three where both versions
 * of a field can be shown and one's own decided for.
 *
 * Signals: ::decided (int what, a TapDecision) one of the buttons was pressed.
 *
 * ## Accessibility
 * The row is named by plate, words, person, time and state.
 */
#define TAP_TYPE_WAITING_ROW (tap_waiting_row_get_type ())
G_DECLARE_FINAL_TYPE (TapWaitingRow, tap_waiting_row, TAP, WAITING_ROW, GtkListBoxRow)

/* @behind (nullable): the words of the refused entry it is held behind. */
GtkWidget  *tap_waiting_row_new              (const TapPending *entry,
                                              const char       *behind,
                                              GTimeZone        *zone);
const char *tap_waiting_row_get_operation_id (TapWaitingRow    *self);
gboolean    tap_waiting_row_is_refused       (TapWaitingRow    *self);
/* While the decision is being carried out. */
void        tap_waiting_row_set_busy         (TapWaitingRow    *self,
                                              gboolean          busy);

G_END_DECLS
