/* ledger-fixture.h — stations in temporary folders, and workers on them, for the tests of the ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-station.h"
#include "ledger/tap-worker.h"

G_BEGIN_DECLS

/* A station in a fresh folder; remove it with fixture_remove(). The tables: note (id, text, author), author (id, name). */
char      *fixture_station      (void);
char      *fixture_dir          (void);
void       fixture_remove       (char             *dir);

/* Fast limits: looks every 20 ms, cut off after 400 ms. */
void       fixture_limits       (TapLedgerLimits  *limits);
TapWorkerOptions fixture_options (const char      *folder,
                                  const char      *replica_dir,
                                  TapLedgerLimits *limits);

/* All of these run the main loop until the call is done. */
TapWorker *fixture_open         (const char       *folder,
                                 const char       *replica_dir,
                                 GError          **error);
gboolean   fixture_start        (TapWorker        *worker,
                                 GError          **error);
void       fixture_close        (TapWorker        *worker);
/* Saves one note; the id of the row is in *@id. */
gboolean   fixture_add          (TapWorker        *worker,
                                 const char       *text,
                                 const char       *operation_id,
                                 gint64           *id,
                                 GError          **error);
gboolean   fixture_run          (TapWorker        *worker,
                                 const TapCommand *command,
                                 gpointer         *result,
                                 GError          **error);
gint64     fixture_count        (TapWorker        *worker,
                                 const char       *sql);
char      *fixture_text         (TapWorker        *worker,
                                 const char       *sql);
/* All notes and operations, as one text: equal replicas give equal ones. */
char      *fixture_content      (TapWorker        *worker);

/* Runs the main loop until @done says so; fails the test after ten seconds. */
void       fixture_wait         (gboolean        (*done) (gpointer data),
                                 gpointer          data,
                                 const char       *what);
void       fixture_wait_seq     (TapWorker        *worker,
                                 guint64           seq);
void       fixture_wait_state   (TapWorker        *worker,
                                 TapLedgerState    state);
void       fixture_spin         (int               ms);

/* Commands */
gboolean   command_add          (TapCommandContext *context,
                                 gconstpointer      input,
                                 gpointer          *result,
                                 GError           **error);
gboolean   command_refuse       (TapCommandContext *context,
                                 gconstpointer      input,
                                 gpointer          *result,
                                 GError           **error);
gboolean   command_nothing      (TapCommandContext *context,
                                 gconstpointer      input,
                                 gpointer          *result,
                                 GError           **error);
/* Two unique values change places, which an ordinary changeset cannot follow. */
gboolean   command_swap         (TapCommandContext *context,
                                 gconstpointer      input,
                                 gpointer          *result,
                                 GError           **error);
/* Takes the author away from under a note: the foreign key would break on apply. */
gboolean   command_orphan       (TapCommandContext *context,
                                 gconstpointer      input,
                                 gpointer          *result,
                                 GError           **error);

extern const TapMigration fixture_migrations[];
extern const guint fixture_n_migrations;

G_END_DECLS
