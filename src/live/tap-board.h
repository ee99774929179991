/* tap-board.h — the observable boards: cards in lanes, patched from the store, one changed visit touches one card.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"
#include "store/tap-store-values.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* ---- one card ----
 * Properties (read-only, notified only on change): "card" (TapCard, boxed), "pending" (a save is under way), "time-text" (the pill's words),
 * "time-state" (TapTimeState as int). Signals: ::glow () another PC moved or changed it; ::became-late (). */
#define TAP_TYPE_BOARD_CARD (tap_board_card_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardCard, tap_board_card, TAP, BOARD_CARD, GObject)

TapCard     *tap_board_card_get_card      (TapBoardCard *self);      /* (transfer none) */
gint64       tap_board_card_get_id        (TapBoardCard *self);
TapStage     tap_board_card_get_stage     (TapBoardCard *self);      /* where it is shown: while pending, the wished stage */
gboolean     tap_board_card_get_pending   (TapBoardCard *self);
TapTimeView  tap_board_card_get_time      (TapBoardCard *self);
const char  *tap_board_card_get_time_text (TapBoardCard *self);
gint64       tap_board_card_get_changed_us (TapBoardCard *self);     /* monotonic time of the last change by another PC; 0: none */
/* One sentence for screen readers: plate, customer, lane, state words, promised time; g_free(). */
char        *tap_board_card_describe      (TapBoardCard *self);

/* ---- one lane: a GListModel of TapBoardCard, sorted and filtered ----
 * Properties: "n-items", "n-total" (before the filter), "n-late", "title". */
#define TAP_TYPE_BOARD_LANE (tap_board_lane_get_type ())
G_DECLARE_FINAL_TYPE (TapBoardLane, tap_board_lane, TAP, BOARD_LANE, GObject)

TapColumn   *tap_board_lane_get_column    (TapBoardLane *self);      /* (transfer none) */
const char  *tap_board_lane_get_title     (TapBoardLane *self);
TapStage     tap_board_lane_get_entry     (TapBoardLane *self);      /* the stage a drop enters: the first */
guint        tap_board_lane_get_n_total   (TapBoardLane *self);
guint        tap_board_lane_get_n_late    (TapBoardLane *self);
guint        tap_board_lane_get_n_running_bays (TapBoardLane *self); /* bays in use by cards of this lane */

/* ---- the board ----
 * Properties: "ready" (the first picture is there), "filter", "sort", "search", "strip". Signals: ::strip-changed () the strip's numbers;
 * ::tick () every 30 s, after the time states. Lanes change only with the station's settings. */
typedef enum { TAP_FILTER_ALL, TAP_FILTER_MINE, TAP_FILTER_WAITING } TapBoardFilter;
typedef enum { TAP_SORT_PROMISE, TAP_SORT_ARRIVAL, TAP_SORT_STAGE_TIME, TAP_SORT_ADVISOR } TapBoardSort;
/* The tiles of the strip; each is a filter too. */
typedef enum { TAP_TILE_NONE, TAP_TILE_BOOKED, TAP_TILE_ARRIVED, TAP_TILE_IN_SHOP, TAP_TILE_NOON, TAP_TILE_RISK, TAP_TILE_LATE } TapBoardTile;
typedef struct
{
  guint n_booked_today, n_to_come, n_bookings_late;
  guint n_arrived_today; int kept_pct;          /* booked ones that came, of those due; -1: none due */
  guint n_in_shop, n_overnight;                 /* in the house; of them since an earlier day */
  guint n_due_noon, n_delivered_noon;
  guint n_risk;
  guint n_late; int longest_late_min;
  guint n_mine, n_waiting;
} TapBoardStrip;

#define TAP_TYPE_BOARD (tap_board_get_type ())
G_DECLARE_FINAL_TYPE (TapBoard, tap_board, TAP, BOARD, GObject)

TapBoard     *tap_board_new              (TapSession     *session);
TapSession   *tap_board_get_session      (TapBoard       *self);
gboolean      tap_board_is_ready         (TapBoard       *self);
GListModel   *tap_board_get_lanes        (TapBoard       *self);      /* (transfer none) of TapBoardLane */
GListModel   *tap_board_get_cards        (TapBoard       *self);      /* (transfer none) of TapBoardCard: all, unsorted */
TapBoardCard *tap_board_find             (TapBoard       *self,
                                          gint64          id);        /* (transfer none) (nullable) */
TapBoardLane *tap_board_lane_of          (TapBoard       *self,
                                          TapBoardCard   *card);      /* (transfer none) (nullable) */
const TapBoardStrip *tap_board_get_strip (TapBoard       *self);
void          tap_board_set_filter       (TapBoard       *self, TapBoardFilter filter);
TapBoardFilter tap_board_get_filter      (TapBoard       *self);
void          tap_board_set_sort         (TapBoard       *self, TapBoardSort sort);
TapBoardSort  tap_board_get_sort         (TapBoard       *self);
void          tap_board_set_tile         (TapBoard       *self, TapBoardTile tile);
TapBoardTile  tap_board_get_tile         (TapBoard       *self);
void          tap_board_set_search       (TapBoard       *self, const char *typed);
const char   *tap_board_get_search       (TapBoard       *self);

/* What the rules say to a drop; the reason as a sentence (transfer full, nullable). For the session's person. */
TapVerdict    tap_board_judge            (TapBoard       *self,
                                          TapBoardCard   *card,
                                          TapBoardLane   *lane,
                                          char          **sentence);
TapVerdict    tap_board_judge_stage      (TapBoard       *self,
                                          TapBoardCard   *card,
                                          TapStage        to,
                                          char          **sentence);
/* Shows the card in its new lane at once (pending), saves, and ends pending; on an error the card is back before the callback.
 * The finish gives the error of the store; the undo list remembers the move on success. */
void          tap_board_request_move_async  (TapBoard *self, gint64 visit_id, TapStage to, const char *reason, gboolean pass, GAsyncReadyCallback callback, gpointer user_data);
gboolean      tap_board_request_move_finish (TapBoard *self, GAsyncResult *result, GError **error);
/* The session person's last move of this program that can still be undone: its visit id, or 0. */
gint64        tap_board_can_undo         (TapBoard       *self);
void          tap_board_undo_async       (TapBoard *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean      tap_board_undo_finish      (TapBoard *self, GAsyncResult *result, GError **error);

G_END_DECLS
