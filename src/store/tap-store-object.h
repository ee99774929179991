/* tap-store-object.h — the inside of TapStore, shared by the files it is cut into.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/tap-store-private.h"

G_BEGIN_DECLS

/* Transactions of one author that are shown together; reads of them happen one after the other, so that no older picture
 * ever follows a newer one. */
typedef struct
{
  TapChangedKeys keys;
  gboolean       own;
  char          *person;
  guint64        seq;
  GPtrArray     *waiting;       /* of GTask: own commands whose answer follows the picture */
  gboolean       everything;    /* the ledger said: read everything again */
  GPtrArray     *outbox;        /* of TapOutboxEntry: it is another one (nullable) */
} TapChangeGroup;

struct _TapStore
{
  GObject         parent_instance;

  /* Owned references */
  TapWorker      *worker;
  TapStationData *station;      /* as of the last ::station-changed */
  char           *pc;

  GQueue          commands;     /* of GTask, borrowed: not handed to the worker yet, in the order of the calls */
  GQueue          groups;       /* of TapChangeGroup: still to be read, oldest first */
  TapChangeGroup *reading;      /* (nullable): its read is under way */
  GPtrArray      *outbox;       /* of TapOutboxEntry, as the ledger told it last (nullable) */
  GPtrArray      *pending;      /* of TapPending, as of the last ::pending-changed */
  GArray         *pending_bars; /* of gint64: plans of the visits that something waits of (nullable) */
  gint64          day_to_unix;  /* end of the day that was loaded last: later bookings are on no board; 0: nothing loaded */
};

/* tap-store-changes.c */
void     _tap_store_changes_init    (TapStore *self);
void     _tap_store_changes_clear   (TapStore *self);
/* Returns @task (transfer full) with @result (transfer full) once all pictures that are on their way have been emitted. */
void     _tap_store_return_in_order (TapStore *self, GTask *task, TapCommandResult *result);
/* The same for a command that failed; @error (transfer full). */
void     _tap_store_return_error_in_order (TapStore *self, GTask *task, GError *error);
/* The same for a task whose answer is just TRUE. */
void     _tap_store_return_true_in_order (TapStore *self, GTask *task);
/* A new one at the end, to be filled; then: */
TapChangeGroup *_tap_store_push_group (TapStore *self);
void     _tap_store_read_next       (TapStore *self);
void     _tap_store_set_pending     (TapStore *self, GPtrArray *pending, GArray *bars);      /* (transfer full); emits ::pending-changed */
void     _tap_store_emit_cards      (TapStore *self, TapCardChanges *changes);
void     _tap_store_set_station     (TapStore *self, TapStationData *station);      /* (transfer full); emits ::station-changed */
void     _tap_store_emit_reload     (TapStore *self);

/* tap-store-pending.c */
void     _tap_store_pending_init    (TapStore *self);
void     _tap_store_pending_clear   (TapStore *self);

/* tap-store-commands.c */
void     _tap_store_run             (TapStore *self, GTask *task, const char *name, TapCommandFunc func, TapCommandInput *input,
                                     const char *operation_id);      /* (transfer full) task and input */
GTask   *_tap_store_task            (TapStore *self, gpointer tag, GAsyncReadyCallback callback, gpointer user_data);
/* The result of a task that ran a command; NULL with an error. */
TapCommandResult *_tap_store_finish (TapStore *self, GAsyncResult *result, gpointer tag, GError **error);
const char *_tap_store_person       (TapStore *self, gint64 staff_id);     /* "" if not known */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapCommandResult, tap_command_result_free)

G_END_DECLS
