/* tap-note-draft.h — a note that was begun and not added yet, kept on this PC: over a crash too.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TapNoteDraft:
 *
 * Follows the text of a note and keeps it half a second after the last key, with the operation id it will be added under: a note that was
 * saved just before a crash is not added twice. One visit at a time. Main thread only.
 */
#define TAP_TYPE_NOTE_DRAFT (tap_note_draft_get_type ())
G_DECLARE_FINAL_TYPE (TapNoteDraft, tap_note_draft, TAP, NOTE_DRAFT, GObject)

TapNoteDraft *tap_note_draft_new           (GtkTextBuffer *buffer);           /* (transfer full) */
/* Keeps what is typed for the visit before, and puts back what was kept for this one, if nothing is typed yet. */
void          tap_note_draft_open          (TapNoteDraft  *self,
                                            TapSession    *session,
                                            gint64         visit_id);
/* The operation of the note as it stands; (transfer none) until tap_note_draft_forget(). */
const char   *tap_note_draft_get_operation (TapNoteDraft  *self);
/* Writes it down now; @callback (nullable) comes when it stands on the disk. */
void          tap_note_draft_keep_async    (TapNoteDraft        *self,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* The note was added: nothing is kept any more, and the next one is another operation. */
void          tap_note_draft_forget        (TapNoteDraft  *self);

G_END_DECLS
