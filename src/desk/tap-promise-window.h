/* tap-promise-window.h — giving or changing a promised time: when, with whom, how, why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"
#include "desk/tap-desk-form.h"

G_BEGIN_DECLS

#define TAP_TYPE_PROMISE_WINDOW (tap_promise_window_get_type ())
G_DECLARE_FINAL_TYPE (TapPromiseWindow, tap_promise_window, TAP, PROMISE_WINDOW, TapDeskForm)

/**
 * tap_promise_window_new:
 * @board: the board of the open station
 * @visit_id: an open visit that stands on the board
 *
 * Makes the dialog behind win.change-promise: the new time, who of the customer's side agreed, how they were told, and from the
 * second promise on why (req 55, 68, 69). Earlier promises stay. Somebody else's promise in the meantime is shown beside one's own.
 * Modal; the caller sets transient-for and presents it.
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *tap_promise_window_new (TapBoard *board,
                                   gint64    visit_id);

G_END_DECLS
