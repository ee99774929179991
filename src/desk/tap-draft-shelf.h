/* tap-draft-shelf.h — the unfinished forms of one kind, as the shelf of this PC keeps them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TapDraftShelf:
 *
 * A key file in one text; each unfinished form is a group of it, named by its operation id. A new form never pushes an older
 * unfinished one out before a person said so; only the sixth draft makes the oldest go. Not thread-safe.
 */
typedef struct _TapDraftShelf TapDraftShelf;

#define TAP_DRAFT_SHELF_MAX 5

TapDraftShelf *tap_draft_shelf_new    (void);
void           tap_draft_shelf_free   (TapDraftShelf *self);
/* What was kept before; text that is no draft is ignored. Drafts already on the shelf stay. */
void           tap_draft_shelf_load   (TapDraftShelf *self,
                                       const char    *text);
/* The text to keep; NULL: nothing to keep. g_free(). */
char          *tap_draft_shelf_text   (TapDraftShelf *self);
/* To write one draft with: its old values are gone after tap_draft_shelf_begin(). (transfer none) */
GKeyFile      *tap_draft_shelf_begin  (TapDraftShelf *self,
                                       const char    *operation_id);
GKeyFile      *tap_draft_shelf_peek   (TapDraftShelf *self);
void           tap_draft_shelf_remove (TapDraftShelf *self,
                                       const char    *operation_id);
/* Whether a draft is meant. */
typedef gboolean (*TapDraftShelfFunc) (GKeyFile   *file,
                                       const char *operation_id,
                                       gpointer    data);
/* The newest draft that is not @own and that @func (nullable: all) wants; NULL: none. g_free(). */
char          *tap_draft_shelf_other  (TapDraftShelf    *self,
                                       const char       *own,
                                       TapDraftShelfFunc func,
                                       gpointer          data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDraftShelf, tap_draft_shelf_free)

G_END_DECLS
