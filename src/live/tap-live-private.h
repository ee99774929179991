/* tap-live-private.h — what the files of this room share, and the way in for tests without a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"
#include "live/tap-session.h"
#include "live/tap-sorted-cards.h"
#include "live/tap-workshop.h"

G_BEGIN_DECLS

/* ---- where a session gets its data from ----
 * The models below know nothing of the store: it is one backend (tap-live-store.c), and a test may bring another one. */
typedef struct
{
  gint64   (*now_unix)        (TapSession *session);
  void     (*read_connection) (TapSession *session, TapConnection *connection);   /* the numbers, and reason */
  void     (*load_async)      (TapSession *session, gint64 day_unix, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  TapBoardData *(*load_finish) (TapSession *session, GAsyncResult *result, GError **error);
  void     (*move_async)      (TapSession *session, const TapMoveInput *input, const char *operation_id, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*move_finish)     (TapSession *session, GAsyncResult *result, char **moved_operation, GError **error);
  void     (*undo_async)      (TapSession *session, gint64 visit_id, const char *moved_operation, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*undo_finish)     (TapSession *session, GAsyncResult *result, GError **error);
  GPtrArray *(*list_pending)  (TapSession *session);      /* (transfer container) of TapPending */
  void     (*decide_async)    (TapSession *session, const char *operation_id, TapDecision decision, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*decide_finish)   (TapSession *session, GAsyncResult *result, GError **error);
  gboolean (*is_unknown)      (const GError *error);    /* not known yet whether it was saved: ::settled will say */
  gboolean (*is_queued)       (const GError *error);    /* it waits on this PC until the share is back: as good as done for the person */
  void     (*count_pending)   (TapSession *session, guint *n_waiting, guint *n_refused);
  gboolean (*is_final)        (const GError *error);    /* refused: trying the same again cannot help */
} TapLiveBackend;

/* Signals of a session for its boards, beside the public ones:
 *   ::cards-changed (const TapCardChanges *), ::reload (), ::settled (char *operation_id, gboolean saved) */
TapSession *_tap_session_new_for_data     (TapStationData       *station,       /* (transfer none) */
                                           gint64                now_unix);     /* the clock stands still there */
TapSession *_tap_session_new_for_backend  (const TapLiveBackend *backend,       /* static */
                                           TapStore             *store,         /* (nullable) */
                                           TapStationData       *station);
const TapLiveBackend *_tap_session_get_backend (TapSession      *self);         /* NULL: only in memory */
void        _tap_session_set_backend      (TapSession           *self,
                                           const TapLiveBackend *backend);
void        _tap_session_set_now          (TapSession           *self,
                                           gint64                now_unix);
void        _tap_session_set_station      (TapSession           *self,
                                           TapStationData       *station);      /* emits ::station-changed */
void        _tap_session_update_connection (TapSession          *self);
void        _tap_session_update_pending   (TapSession           *self);
/* Fills chip, chip_detail, banner, writable, queueable from the rest; @now_unix is station time. */
void        _tap_connection_describe      (TapConnection        *connection,
                                           gint64                now_unix,
                                           GTimeZone            *zone);

/* Why nothing is saved in this state: one sentence. (transfer none) */
const char *_tap_connection_refusal       (const TapConnection  *connection);

/* ---- a card ---- */
struct _TapBoardCard
{
  GObject       parent_instance;

  TapCard      *card;
  TapBoard     *board;          /* not owned; NULL when it left the board */
  TapBoardLane *lane;           /* not owned */
  gboolean      shown;          /* passes the filters: it stands in its lane */

  gboolean      pending;        /* a save is under way */
  gboolean      has_wish;       /* shown at @wish, not where @card says */
  TapStage      wish;

  TapTimeView   time;
  char         *time_text;
  int           progress_pct;
  gint64        changed_us;
};

TapBoardCard *_tap_board_card_new         (TapCard      *card);
/* TRUE when anything differs from what it was. */
gboolean      _tap_board_card_set_card    (TapBoardCard *self,
                                           TapCard      *card);
gboolean      _tap_board_card_set_time    (TapBoardCard *self,
                                           TapTimeView   time,
                                           char         *text,          /* (transfer full) */
                                           gboolean      announce);     /* emit ::became-late */
gboolean      _tap_board_card_set_progress (TapBoardCard *self,
                                            int           progress_pct);
void          _tap_board_card_set_pending (TapBoardCard *self,
                                           gboolean      pending);
void          _tap_board_card_glow        (TapBoardCard *self);
gboolean      _tap_card_equal             (const TapCard *a,
                                           const TapCard *b);
gboolean      _tap_bar_equal              (const TapBar  *a,
                                           const TapBar  *b);

/* ---- a lane ---- */
TapBoardLane   *_tap_board_lane_new        (TapColumn    *column,
                                            TapBoardSort  sort);
TapSortedCards *_tap_board_lane_get_list   (TapBoardLane *self);
void            _tap_board_lane_set_column (TapBoardLane *self,
                                            TapColumn    *column);
void            _tap_board_lane_set_counts (TapBoardLane *self,
                                            guint         n_total,
                                            guint         n_late,
                                            guint         n_running_bays);

/* ---- the board ---- */
typedef struct
{
  gint64 visit_id;
  gint64 staff_id;
  char  *operation;             /* of the move that can be taken back */
} TapUndoItem;

/* Hidden signals for the workshop: ::card-touched (TapBoardCard *) a card came, changed, went or tells another time;
 * ::bay-touched (gint64 bay_id) a bar of that bay came, changed or went. Both inside a batch; ::batch-done () ends it. */
struct _TapBoard
{
  GObject        parent_instance;

  TapSession    *session;
  GListStore    *lanes;
  GListStore    *cards;
  GHashTable    *by_id;         /* gint64 * → TapBoardCard, not owned */
  GHashTable    *bars;          /* gint64 * → TapBar, owned */
  TapBoardLane  *lane_of_stage[TAP_N_STAGES];    /* not owned */

  gboolean       ready;
  TapBoardFilter filter;
  TapBoardSort   sort;
  TapBoardTile   tile;
  char          *search;
  char          *folded;

  TapBoardStrip  strip;
  guint          n_booked_today, n_arrived_today, n_finished_today, n_delivered_before_noon;   /* of the last picture */
  gint64         day_start_unix;

  GQueue         undo;          /* of TapUndoItem, newest first */
  GHashTable    *unsettled;     /* operation id → TapUndoItem: moves not known yet to be saved */
  GCancellable  *cancellable;
  gboolean       loading, load_again, changed_while_loading;
  guint          n_stale_loads;
  guint          tick_id;
};

void      _tap_board_take_data    (TapBoard             *self,
                                   TapBoardData         *data);         /* (transfer full) */
void      _tap_board_take_changes (TapBoard             *self,
                                   const TapCardChanges *changes);      /* (transfer none) */
void      _tap_board_tick         (TapBoard             *self);         /* what the clock does every 30 s */
void      _tap_board_reload       (TapBoard             *self);
void      _tap_board_place        (TapBoard             *self,
                                   TapBoardCard         *card);         /* into the lane and the place it belongs */
gboolean  _tap_board_matches      (TapBoard             *self,
                                   TapBoardCard         *card);
void      _tap_board_recount      (TapBoard             *self);         /* strip and lane counts */
void      _tap_board_settle       (TapBoard             *self,
                                   const char           *operation_id,
                                   gboolean              saved);
void      _tap_undo_item_free     (TapUndoItem          *item);

/* ---- prediction (req 68): planned minutes left, in working time ---- */
gint64    _tap_predict_bar_end    (TapCalendar          *calendar,
                                   const TapBar         *bar,
                                   gint64                now_unix);
gint64    _tap_predict_card_ready (TapBoard             *self,
                                   const TapCard        *card,
                                   gint64                now_unix);     /* 0: not known */

/* ---- the workshop ---- */
TapWorkshopRow *_tap_workshop_row_new     (TapBay         *bay);
void            _tap_workshop_row_set_bay (TapWorkshopRow *self,
                                           TapBay         *bay);
void            _tap_workshop_row_fill    (TapWorkshopRow *self,
                                           TapBoard       *board);      /* reads the bars again; emits ::changed if any differs */
void            _tap_workshop_row_changed (TapWorkshopRow *self);

G_END_DECLS
