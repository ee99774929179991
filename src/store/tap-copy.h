/* tap-copy.h — what this PC's copy of a station can tell while no program has the station open: for the bad days.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TapRowWords:
 *
 * Says what the rows of a transaction changed (TapRiftEntry.details) as people of the station call it: fields with their old and new
 * values, stages, people and bays by name, and the plates of the cars. Looks them up in the copy and in those set aside beside it.
 * Blocks for reads on this PC's disk; one object on one thread.
 */
typedef struct _TapRowWords TapRowWords;

/* @replica_dir: where the copy lies; without a copy nothing is looked up. @zone: of the times. */
TapRowWords *tap_row_words_new  (const char   *replica_dir,
                                 GTimeZone    *zone);
void         tap_row_words_free (TapRowWords  *self);
/* One field a line: "Hand-over: 16:00 → 17:30"; "" when nothing of it is for people. @plates (out) (optional): of the cars it is
 * about, with a comma between; "". g_free() both. */
char        *tap_row_words_text (TapRowWords  *self,
                                 const char   *details,
                                 char        **plates);

/**
 * tap_copy_check_admin:
 * @replica_dir: where the copy lies
 * @pin: what was typed
 * @now_unix: this PC's clock
 *
 * Whether @pin is that of somebody who may arrange the station, as this PC's copy knows them; TRUE as well when it knows nobody with a
 * PIN. Wrong tries are counted and answered with a pause that outlives the program. Blocks (comparing is slow on purpose).
 *
 * Returns: FALSE with TAP_STORE_ERROR_PIN and a sentence
 */
gboolean     tap_copy_check_admin (const char  *replica_dir,
                                   const char  *pin,
                                   gint64       now_unix,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRowWords, tap_row_words_free)

G_END_DECLS
