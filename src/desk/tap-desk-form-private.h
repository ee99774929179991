/* tap-desk-form-private.h — what the parts of the form share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "desk/tap-desk-form.h"
#include "desk/tap-draft-shelf.h"

G_BEGIN_DECLS

typedef struct
{
  /* Template widgets (borrowed) */
  GtkRevealer *offer_revealer, *message_revealer;
  GtkLabel    *offer_label, *message_label, *message_detail, *status_label, *save_label;
  GtkImage    *message_icon, *status_icon;
  GtkButton   *message_button, *save_button, *continue_button;
  GtkWidget   *message_box;
  GtkSpinner  *spinner;
  AdwBin      *body_bin;
  /* Owned references */
  TapBoard      *board;
  TapDraftShelf *shelf;
  char          *operation_id;
  char          *offered;           /* operation id of the draft in the offer row, or NULL */
  GtkWidget     *focus;             /* weak: where the cursor was when the form was locked */
  guint          draft_source, progress_source;
  gboolean       shelf_read;        /* what was kept is on the shelf: it may be written */
  gboolean       dirty;             /* changed since the draft was kept */
  gboolean       saving;
  gboolean       unknown;           /* locked until the ledger knows */
  gboolean       done;              /* saved: nothing is kept any more */
  gboolean       wrong;             /* the message is about the last try */
  guint          said_state;        /* the state the form last followed, plus one; 0: none */
  gboolean       away;              /* the message is about the share, and goes when it is back */
} TapDeskFormPrivate;

TapDeskFormPrivate *_tap_desk_form_get_private (TapDeskForm *self);
/* The quiet line in the bar; @kept: with a tick. */
void     _tap_desk_form_set_status     (TapDeskForm *self, const char *text, gboolean kept);

void     _tap_desk_form_update_lock    (TapDeskForm *self);
/* The detail under the message; NULL: none. */
void     _tap_desk_form_set_detail     (TapDeskForm *self, const char *text);

/* --- tap-desk-form-state.c --- */
void     _tap_desk_form_follow_session (TapDeskForm *self);
/* Why it cannot be saved now, as a tooltip; NULL: it can. */
const char *_tap_desk_form_why_not     (TapDeskForm *self);

/* --- tap-desk-form-draft.c --- */
void     _tap_desk_form_read_shelf     (TapDeskForm *self);
/* Puts what is typed on the shelf. Returns FALSE if there is nothing to write or no place yet. */
gboolean _tap_desk_form_put_draft      (TapDeskForm *self);
void     _tap_desk_form_write_shelf    (TapDeskForm *self, GAsyncReadyCallback callback);
void     _tap_desk_form_draft_kept_cb  (GObject *source, GAsyncResult *result, gpointer user_data);
void     _tap_desk_form_schedule_draft (TapDeskForm *self);
void     _tap_desk_form_continue_draft_action (GtkWidget *widget, const char *name, GVariant *parameter);
void     _tap_desk_form_discard_draft_action  (GtkWidget *widget, const char *name, GVariant *parameter);

G_END_DECLS
