/* tap-advisor-choice.h — the advisors of the station in a drop-down, with the cards each has open.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills @drop with "nobody yet" and the active advisors: "李婷 · 7 open". Chooses the signed-in person if an advisor. */
void   tap_advisor_choice_set_up (GtkDropDown *drop,
                                  TapBoard    *board);
gint64 tap_advisor_choice_get    (GtkDropDown *drop);      /* staff id; 0: nobody yet */
/* FALSE if that person is not in the list; then nothing changes. */
gboolean tap_advisor_choice_set  (GtkDropDown *drop,
                                  gint64       staff_id);

G_END_DECLS
