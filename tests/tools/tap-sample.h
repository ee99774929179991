/* tap-sample.h — a made-up station and a made-up morning, in memory: what the screens' tests look at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-live-private.h"

G_BEGIN_DECLS

/* Friday 20 November 2026, 10:42 in Shanghai. */
gint64          tap_sample_now            (void);
/* Ids: staff from 101 (李婷, service advisor), columns from 1, bays from 201 (快修1). */
TapStationData *tap_sample_station        (void);
/* 29 open visits, 6 bookings, and the bars of nine bays. Visit ids from 1001, bookings from 2001, bars from 3001. */
TapBoardData   *tap_sample_board_data     (TapStationData *station,
                                           gint64          now_unix);
/* @n_cards open visits spread over all lanes, for long lists. */
TapBoardData   *tap_sample_many           (TapStationData *station,
                                           gint64          now_unix,
                                           guint           n_cards);
/* A card that can be changed before it is given on. */
TapCard        *tap_sample_copy_card      (const TapCard  *card);
TapBar         *tap_sample_copy_bar       (const TapBar   *bar);
/* What the store would tell: one card as it is now. */
void            tap_sample_change_card    (TapBoard       *board,
                                           TapCard        *card,
                                           gboolean        own);

/* A session of tap_sample_station() at tap_sample_now(), 李婷 signed in. Moves and undo succeed after an idle, and tell the board
 * before they answer, as the store does; tap_sample_fail_next() makes the next one fail. */
TapSession     *tap_sample_session_new    (void);
/* Its board, with tap_sample_board_data() in it already. */
TapBoard       *tap_sample_board_new      (TapSession     *session);
/* Moves the session's clock; _tap_board_tick() then does what passing time does. */
void            tap_sample_set_now        (TapSession     *session,
                                           gint64          now_unix);
void            tap_sample_fail_next      (TapSession     *session,
                                           const GError   *error);

G_END_DECLS
