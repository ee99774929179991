/* tap-desk-form.h — what all forms of the desk share: one save, never twice; a draft that survives; a sentence for every outcome.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "live/tap-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TapDeskForm:
 *
 * A modal window with a body, a message line and a bar with the one button that saves. A form is, in this order:
 * typed into (a draft is kept on this PC half a second after the last key), checked, saved. While it is being saved it is
 * insensitive, after 400 ms with a spinner. A refusal leaves the content alone and says what is wrong; when it is not known
 * whether it was saved, the form is locked until the ledger knows (ledger.md). While the share is away, a form whose content can wait says that
 * it will, and any other says at once that it cannot be saved now; both keep what is typed. Every try of one form has the same operation id,
 * and the draft remembers it: after a crash the same check-in cannot be saved twice.
 *
 * Keys: Enter goes to the next field, Ctrl+Enter saves, Esc closes and keeps the draft.
 *
 * ## Accessibility
 * Messages are announced by an alert; a wrong field has the invalid state and its sentence as description.
 */
#define TAP_TYPE_DESK_FORM (tap_desk_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (TapDeskForm, tap_desk_form, TAP, DESK_FORM, AdwWindow)

struct _TapDeskFormClass
{
  AdwWindowClass parent_class;

  const char *draft_key;            /* key of the shelf, "draft:check-in"; NULL: no drafts */
  gboolean    can_wait;             /* what it saves may wait in the outbox while the share is away */

  /* Looks at the fields without the store; shows what is wrong, puts the cursor there, and returns FALSE. */
  gboolean  (*check)        (TapDeskForm  *self);
  /* Starts saving; ends with tap_desk_form_saved() or tap_desk_form_failed(). */
  void      (*save)         (TapDeskForm  *self,
                             const char   *operation_id);
  /* Shows @sentence at the field the store names; FALSE if the form has no such field. */
  gboolean  (*show_error)   (TapDeskForm  *self,
                             const char   *field,
                             const char   *sentence);
  /* Writes what was typed into @group of @draft; FALSE if nothing worth keeping was typed. */
  gboolean  (*fill_draft)   (TapDeskForm  *self,
                             GKeyFile     *draft,
                             const char   *group);
  void      (*restore)      (TapDeskForm  *self,
                             GKeyFile     *draft,
                             const char   *group);
  /* Whether a draft belongs into this form; NULL: each does. */
  gboolean  (*fits)         (TapDeskForm  *self,
                             GKeyFile     *draft,
                             const char   *group);
  /* The question of the row that offers a draft: "Continue the unfinished check-in of 京A·…?"; g_free(). */
  char     *(*describe)     (TapDeskForm  *self,
                             GKeyFile     *draft,
                             const char   *group);
};

typedef enum { TAP_DESK_MESSAGE_INFO, TAP_DESK_MESSAGE_WARNING, TAP_DESK_MESSAGE_ERROR } TapDeskMessage;

TapBoard   *tap_desk_form_get_board    (TapDeskForm    *self);
TapSession *tap_desk_form_get_session  (TapDeskForm    *self);
TapStore   *tap_desk_form_get_store    (TapDeskForm    *self);

/* Once, when the body is built: takes a reference to @board, looks for a draft, and watches every entry of the body: Enter goes to
 * the next field, a change is a draft. Other inputs call tap_desk_form_changed() themselves. */
void        tap_desk_form_start        (TapDeskForm    *self,
                                        TapBoard       *board);
/* The person changed something: the draft is kept soon, an old message goes away. */
void        tap_desk_form_changed      (TapDeskForm    *self);
/* Checks and saves; what Ctrl+Enter and the button do. Nothing while a save is under way or the form is locked. */
void        tap_desk_form_submit       (TapDeskForm    *self);
/* It is saved: forgets the draft, shows @toast (nullable) in the window this one belongs to, and closes. */
void        tap_desk_form_saved        (TapDeskForm    *self,
                                        const char     *toast);
/* It is not, or not known: says so in the form. */
void        tap_desk_form_failed       (TapDeskForm    *self,
                                        const GError   *error);
/* One line above the body; @button (nullable) with @action (nullable, detailed name). @text NULL takes it away. */
void        tap_desk_form_set_message  (TapDeskForm    *self,
                                        TapDeskMessage  kind,
                                        const char     *text,
                                        const char     *button,
                                        const char     *action);
/* A new operation: what is saved next is another thing than what was tried (after "theirs or mine" was decided). */
void        tap_desk_form_renew        (TapDeskForm    *self);
gboolean    tap_desk_form_is_locked    (TapDeskForm    *self);      /* saving, or not known whether saved */

G_END_DECLS
