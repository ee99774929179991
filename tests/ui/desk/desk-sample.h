/* desk-sample.h — what a visit, a known car and search hits of the made-up station look like in detail.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

G_BEGIN_DECLS

/* The card of a plate on the board, or NULL. */
TapBoardCard   *desk_sample_find    (TapBoard      *board,
                                     const char    *plate);
/* Lines of work, promises, history and times of entry that fit @card at @now_unix. (transfer full) */
TapVisitDetail *desk_sample_detail  (const TapCard *card,
                                     gint64         now_unix);
TapKnownPlate  *desk_sample_known   (gboolean       in_the_house);
GPtrArray      *desk_sample_hits    (guint          n_hits);      /* of TapSearchHit */

G_END_DECLS
