/* outbox-fixture.h — commands that may wait, on a file server with bad days, for the tests of the outbox.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger-double.h"
#include "ledger-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  char         *folder;
  char         *dir;
  LedgerDouble *share;
  TapWorker    *worker;
  GString      *settled;        /* operation ids with "+" (saved) or "-" behind, in order */
  GPtrArray    *published;      /* of char: operation ids in the order of the log, "|" after each transaction */
  guint         n_changed;
} Outbox;

void       outbox_set_up     (Outbox *self, gconstpointer data);
void       outbox_tear_down  (Outbox *self, gconstpointer data);
#define OUTBOX_TEST(path, func) g_test_add (path, Outbox, NULL, outbox_set_up, func, outbox_tear_down)

/* Another worker on the same copy of this PC, or on @dir. */
TapWorker *outbox_worker     (Outbox *self, const char *dir, const char *program, TapOutboxReadFunc read);
/* "note": adds a note. "gate": the same unless there is a note "closed". @error is that of the command. */
gboolean   outbox_enter      (TapWorker *worker, const char *name, const char *text, const char *operation_id, gint64 subject,
                              GError **error);
/* … and must wait. */
void       outbox_must_wait  (TapWorker *worker, const char *name, const char *text, const char *operation_id, gint64 subject);
gboolean   outbox_read       (const TapOutboxEntry *entry, TapCommand *command, gpointer data);
gboolean   outbox_read_none  (const TapOutboxEntry *entry, TapCommand *command, gpointer data);
void       outbox_fail       (Outbox *self, gboolean fails);
/* "one:waiting two:refused" */
char      *outbox_text       (TapWorker *worker);
void       outbox_wait_text  (TapWorker *worker, const char *text);
gint64     outbox_notes      (TapWorker *worker, const char *text);
gboolean   outbox_retry      (TapWorker *worker, const char *operation_id, GError **error);
gboolean   outbox_drop       (TapWorker *worker, const char *operation_id, GError **error);

G_END_DECLS
