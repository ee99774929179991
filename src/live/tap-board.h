/* tap-board.h — the observable boards: cards in lanes, patched from the store, one changed visit touches one card.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"
#include "store/tap-store-values.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Everything here: main thread only. Objects and list positions are patched; nothing is ever cleared and refilled, and when nothing has to
 * change, nothing is told. */

/**
 * TapBoardCard:
 *
 * One card of the boards, the same object as long as the car (or the booking) is on them; when a booking becomes a visit, one card goes and
 * another comes.
 *
 * Properties (read-only, notified only on change): "card" (TapCard, boxed), "pending" (a save is under way),
 * "queued" (what was done to it waits on this PC for the share; it can be moved on), "time-text" (the pill's words),
 * "time-state" (TapTimeState as int; also told when only the kind of words, and so the icon, changed).
 * Signals: ::glow () another PC moved or changed it; ::became-late () it turned late while the program was looking, once.
 */
#define TAP_TYPE_BOARD_CARD (tap_board_card_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardCard, tap_board_card, TAP, BOARD_CARD, GObject)

TapCard     *tap_board_card_get_card      (TapBoardCard *self);      /* (transfer none) until notify::card */
gint64       tap_board_card_get_id        (TapBoardCard *self);      /* of the visit or the booking */
TapStage     tap_board_card_get_stage     (TapBoardCard *self);      /* where it is shown: while pending, the wished stage */
gboolean     tap_board_card_get_pending   (TapBoardCard *self);
gboolean     tap_board_card_get_queued    (TapBoardCard *self);
int          tap_board_card_get_progress_pct (TapBoardCard *self);   /* of its work, as of the last tick; "progress-pct" */
TapTimeView  tap_board_card_get_time      (TapBoardCard *self);
const char  *tap_board_card_get_time_text (TapBoardCard *self);
gint64       tap_board_card_get_changed_us (TapBoardCard *self);     /* monotonic time of the last change by another PC; 0: none */
/* One sentence for screen readers: plate, customer, lane, state words, promised time; g_free(). */
char        *tap_board_card_describe      (TapBoardCard *self);

/**
 * TapBoardLane:
 *
 * One lane: a GListModel of TapBoardCard, sorted and filtered, with exact items-changed. A card that moves within it is told as a removal and an
 * insertion. Lanes keep their identity while their column exists.
 *
 * Properties (read-only, notified only on change): "n-items", "n-total" (before the filter), "n-late", "n-running-bays", "title".
 */
#define TAP_TYPE_BOARD_LANE (tap_board_lane_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardLane, tap_board_lane, TAP, BOARD_LANE, GObject)

TapColumn   *tap_board_lane_get_column    (TapBoardLane *self);      /* (transfer none) */
const char  *tap_board_lane_get_title     (TapBoardLane *self);
TapStage     tap_board_lane_get_entry     (TapBoardLane *self);      /* the stage a drop enters: the first */
guint        tap_board_lane_get_n_total   (TapBoardLane *self);
guint        tap_board_lane_get_n_late    (TapBoardLane *self);
guint        tap_board_lane_get_n_running_bays (TapBoardLane *self); /* bays in use by cars in work of this lane, stopped ones included */

/**
 * TapBoard:
 *
 * The front-desk board, and the cards the workshop shares: it reads the picture, follows the store's changes, and judges every time state anew
 * each 30 s. Lanes change only with the station's settings.
 *
 * Properties (read-only, notified only on change): "ready" (the first picture is there), "filter", "sort", "tile", "search", "strip".
 * Signals: ::strip-changed () a number of the strip; ::tick () every 30 s, after the time states.
 */
typedef enum { TAP_FILTER_ALL, TAP_FILTER_MINE, TAP_FILTER_WAITING } TapBoardFilter;
typedef enum { TAP_SORT_PROMISE, TAP_SORT_ARRIVAL, TAP_SORT_STAGE_TIME, TAP_SORT_ADVISOR } TapBoardSort;
/* The tiles of the strip; each is a filter too: bookings and those of them that came today, arrived today, in the house, promised before noon
 * today and not ready, at risk, late. Filter, tile and search combine; a card that is being saved is always shown. */
typedef enum { TAP_TILE_NONE, TAP_TILE_BOOKED, TAP_TILE_ARRIVED, TAP_TILE_IN_SHOP, TAP_TILE_NOON, TAP_TILE_RISK, TAP_TILE_LATE } TapBoardTile;
typedef struct
{
  guint n_booked_today, n_to_come, n_bookings_late;   /* late: longer than the station's booking_late_min */
  guint n_arrived_today; int kept_pct;          /* booked ones that came, of those due; -1: none due */
  guint n_in_shop, n_overnight;                 /* in the house; of them since an earlier day */
  guint n_due_noon, n_delivered_noon;           /* promised before 12:00 today: still to be made ready; delivered before 12:00 */
  guint n_risk;                                 /* bookings included */
  guint n_late; int longest_late_min;
  guint n_mine, n_waiting;                      /* mine: advisor or technician is the signed-in person; waiting: customers here */
} TapBoardStrip;

#define TAP_TYPE_BOARD (tap_board_get_type ())
G_DECLARE_FINAL_TYPE (TapBoard, tap_board, TAP, BOARD, GObject)

TapBoard     *tap_board_new              (TapSession     *session);   /* (transfer full); begins to read at once */
TapSession   *tap_board_get_session      (TapBoard       *self);      /* (transfer none) */
gboolean      tap_board_is_ready         (TapBoard       *self);
GListModel   *tap_board_get_lanes        (TapBoard       *self);      /* (transfer none) of TapBoardLane */
GListModel   *tap_board_get_cards        (TapBoard       *self);      /* (transfer none) of TapBoardCard: all, unsorted */
TapBoardCard *tap_board_find             (TapBoard       *self,
                                          gint64          id);        /* (transfer none) (nullable) */
TapBoardLane *tap_board_lane_of          (TapBoard       *self,
                                          TapBoardCard   *card);      /* (transfer none) (nullable) */
const TapBoardStrip *tap_board_get_strip (TapBoard       *self);      /* (transfer none) until ::strip-changed */
void          tap_board_set_filter       (TapBoard       *self, TapBoardFilter filter);
TapBoardFilter tap_board_get_filter      (TapBoard       *self);
void          tap_board_set_sort         (TapBoard       *self, TapBoardSort sort);
TapBoardSort  tap_board_get_sort         (TapBoard       *self);
void          tap_board_set_tile         (TapBoard       *self, TapBoardTile tile);
TapBoardTile  tap_board_get_tile         (TapBoard       *self);
/* Any part of plate, phone, name, initials or number, as typed; "" or NULL: all. */
void          tap_board_set_search       (TapBoard       *self, const char *typed);
const char   *tap_board_get_search       (TapBoard       *self);

/* What the rules say to a drop into @lane (its first stage; the card's own lane is SAME_STAGE), or to a move to @to, by the session's person,
 * without a reason. @sentence (out, optional, transfer full): what stands in the way; NULL when allowed. */
TapVerdict    tap_board_judge            (TapBoard       *self,
                                          TapBoardCard   *card,
                                          TapBoardLane   *lane,
                                          char          **sentence);
TapVerdict    tap_board_judge_stage      (TapBoard       *self,
                                          TapBoardCard   *card,
                                          TapStage        to,
                                          char          **sentence);
/* Shows the card in its new lane at once (pending), saves, and ends pending; on an error the card is back before the callback.
 * The finish gives the error of the store, or one of G_IO_ERROR: NOT_FOUND (no such card), PENDING (its last move is still being saved),
 * PERMISSION_DENIED (nobody is signed in). A move that waits for the share succeeds: its card is "queued". TAP_LEDGER_ERROR_UNKNOWN leaves the card pending until the store knows.
 * The undo list remembers the move on success. */
void          tap_board_request_move_async  (TapBoard *self, gint64 visit_id, TapStage to, const char *reason, gboolean pass, GAsyncReadyCallback callback, gpointer user_data);
gboolean      tap_board_request_move_finish (TapBoard *self, GAsyncResult *result, GError **error);
/* The session person's last move of this program that can still be undone (nobody moved the car since): its visit id, or 0. Undo gives the
 * store's error, or G_IO_ERROR_NOT_FOUND when there is nothing to undo; refused for good, the move leaves the list. */
gint64        tap_board_can_undo         (TapBoard       *self);
void          tap_board_undo_async       (TapBoard *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean      tap_board_undo_finish      (TapBoard *self, GAsyncResult *result, GError **error);

G_END_DECLS
