/* tap-shift-entries.h — the four times of a day's opening hours, typed and read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-core.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Entries for opening, closing, and lunch from and to; borrowed from the window they are put in. */
typedef struct
{
  GtkWidget *open_from, *open_to, *lunch_from, *lunch_to;
} TapShiftEntries;

/* Makes the four, filled from @shift, or with usual times if it is closed. @day is part of what a screen reader says: "Mon". */
void     tap_shift_entries_init        (TapShiftEntries *self,
                                        const TapShift  *shift,
                                        const char      *day);
/* Fills them again, as tap_shift_entries_init() does. */
void     tap_shift_entries_fill        (TapShiftEntries *self,
                                        const TapShift  *shift);
void     tap_shift_entries_set_open    (TapShiftEntries *self,
                                        gboolean         open);         /* closed: insensitive */
/* What is typed; FALSE with a translated sentence in @message when one of them is no time. An empty lunch is none. */
gboolean tap_shift_entries_read        (TapShiftEntries *self,
                                        TapShift        *shift,
                                        char           **message);
/* "08:00–18:00, lunch 12:00–13:00", "Closed"; g_free(). */
char    *tap_shift_text                (const TapShift  *shift);
/* "8", "8:30", "0830", "24:00", also with full-width digits and colon. */
gboolean tap_clock_parse               (const char      *text,
                                        int             *minutes);
/* The short name of a weekday, 0 is Monday; g_free(). */
char    *tap_weekday_text              (int              day);

G_END_DECLS
