/* tap-worker.h — one program's share in a station: commands, reads, news, states (the face of this room).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What the caller can do about it. */
#define TAP_LEDGER_ERROR (tap_ledger_error_quark ())
GQuark tap_ledger_error_quark (void);
typedef enum
{
  TAP_LEDGER_ERROR_FAILED,
  TAP_LEDGER_ERROR_CUT_OFF,         /* the share does not answer: nothing was saved; keep the form, try again */
  TAP_LEDGER_ERROR_UNKNOWN,         /* not known yet whether it was saved: lock the form, wait for the worker to say (::settled) */
  TAP_LEDGER_ERROR_READ_ONLY,       /* share not writable, disk full, clock off, unproven */
  TAP_LEDGER_ERROR_SET_BACK,        /* the folder knows less than this PC */
  TAP_LEDGER_ERROR_SCHEMA_NEWER,    /* update this PC */
  TAP_LEDGER_ERROR_FORMAT_NEWER,    /* the station folder is of a newer format */
  TAP_LEDGER_ERROR_MISSING,         /* no such folder */
  TAP_LEDGER_ERROR_EMPTY,           /* a folder without a station in it */
  TAP_LEDGER_ERROR_FOREIGN,         /* a folder with other things in it, or another station than the replica's */
  TAP_LEDGER_ERROR_EXISTS,          /* there is a station already */
  TAP_LEDGER_ERROR_DAMAGED,
  TAP_LEDGER_ERROR_LOCAL,           /* the replica folder cannot be used (network mount, no room, no right) */
  TAP_LEDGER_ERROR_CONFLICT,        /* the trial apply failed: a fault of the command */
  TAP_LEDGER_ERROR_CLOSED,          /* the worker is closing or closed */
  TAP_LEDGER_ERROR_QUEUED,          /* the share is away: it stands in the outbox of this PC, durably, and is saved when the share is back */
} TapLedgerError;

typedef enum
{
  TAP_LEDGER_STARTING,
  TAP_LEDGER_IN_STEP,
  TAP_LEDGER_SLOW,
  TAP_LEDGER_CUT_OFF,
  TAP_LEDGER_READ_ONLY,
  TAP_LEDGER_SET_BACK,
} TapLedgerState;

/* A numbered piece of DDL, from the room above. Version n travels as a transaction of its own kind that carries its SQL, alone; so it
 * is to be deterministic (no "now", no random()) and is never edited once it was released. The ledger adds the replicated table
 * operation (id TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL) to version 1.
 *
 * Which tables travel in changesets: all ordinary ones, but none whose name begins with `local_` and no shadow table of a virtual one.
 * Those are grown by triggers, which fire on every PC alike when a changeset is applied. Every other table needs a primary key that is
 * NOT NULL, or its rows are silently not recorded. */
typedef struct
{
  int         version;              /* 1, 2, … without gaps */
  const char *sql;
} TapMigration;

/* Limits and rhythm, in milliseconds, seconds and transactions; a test need not wait for them. tap_ledger_limits_default() gives the
 * values written beside them. */
typedef struct
{
  int look_ms;                      /* 1000 ± 25 % */
  int thorough_every;               /* every fifth look opens the next name anyway */
  int slow_ms;                      /* 1000 */
  int stale_ms;                     /* 3000 */
  int cut_off_ms;                   /* 8000 */
  int tail_check_ms;                /* 30000 */
  int presence_ms;                  /* 60000 */
  int clock_warn_s;                 /* 60 */
  int clock_stop_s;                 /* 300 */
  int snapshot_behind;              /* 2000 transactions */
  int snapshot_at_close_behind;     /* 500 */
  int prune_days;                   /* 30: entries older than that are packed; negative: never */
  int prune_first_ms;               /* 15 min after the start the log is looked over for them, in the background … */
  int prune_every_ms;               /* … and every 6 h after that */
  int bootstrap_behind;             /* 20000 */
} TapLedgerLimits;
void tap_ledger_limits_default (TapLedgerLimits *limits);

/* TAPPET_STOP_AT=<step> in the environment kills the process at that step of a commit, <step>:N the N-th time: "before-staging",
 * "after-staging", "before-publish", "after-publish", "before-flush", "after-flush", "before-apply", "after-apply". For tests.
 * TAPPET_NOW=<Unix seconds>: the station clock starts there and runs on; the server's clock is then left out of account.
 * TAPPET_NOW_RATE=<n>, with it: the station clock runs n times as fast (86400 at most), so that a test sees days go by. */

/* How many times as fast as other clocks the station's runs: 1 but in such a test. What follows the station's day by a timer asks. Any thread. */
int tap_station_clock_rate (void);

/* --- commands -------------------------------------------------------------------------------------------------- */

typedef struct
{
  sqlite3    *db;                   /* in the command's savepoint, session attached; foreign keys are checked when its changes are tried */
  const char *operation_id;         /* the same for all tries */
  gint64      happened_unix;        /* station time of the input, fixed with the first try */
  GRand      *rand;                 /* seeded from the operation id: the same ids in every try */
} TapCommandContext;

/* A random id for a new row, 1 to 2^63 - 1: the first call gives the same in every try of this command, and so on. Share thread, inside
 * a TapCommandFunc. */
gint64 tap_command_new_id (TapCommandContext *context);

/* A random id for a new row that later input may name, before anything was saved: the same for the same operation and @what ("visit"),
 * whatever else the command finds and does. Pure; any thread. */
gint64 tap_operation_row_id (const char *operation_id, const char *what);

/* Runs on the share thread against exactly the last transaction (and, while it waits in the outbox, on the local thread against what is
 * rolled back); may run several times. Guards first, then changes. @result is what the
 * caller of tap_worker_command_finish() gets. Returns FALSE with an error to refuse; then nothing is published, and a refusal is always
 * about the newest state. Depends on nothing but the database, @input and @context; does not begin or end transactions; steps every
 * statement to its end or resets it. A command that changes nothing succeeds without being published. */
typedef gboolean (*TapCommandFunc) (TapCommandContext *context,
                                    gconstpointer      input,
                                    gpointer          *result,
                                    GError           **error);

typedef struct
{
  const char     *name;             /* static: "move-visit"; stands in the header of the transaction */
  TapCommandFunc  func;
  gpointer        input;            /* owned by the worker from the call on; not changed any more */
  GDestroyNotify  input_free;       /* may be called on any thread */
  GDestroyNotify  result_free;
  const char     *person;           /* who acts, for the header; copied */
  const char     *operation_id;     /* NULL: a new one. Given: the same operation again (a form that asks anew after a restart) */
  const char     *outbox;           /* what the outbox writes down of @input (copied); NULL: refused while the share is away */
  gint64          subject;          /* with @outbox: what it is about; 0: none */
} TapCommand;

/* --- the outbox -------------------------------------------------------------------------------------------------
 *
 * What may be entered while the share is away (a command with @outbox) waits in local.db, in order, over crashes and restarts. When the share
 * is back it is run with the gates of the fresh state. A refusal holds back all later entries of the same subject and waits for a
 * decision; new commands for that subject queue behind. Nothing is dropped but by tap_worker_outbox_drop_async(). Until an entry is saved,
 * reads see the replica with the waiting entries applied (in a transaction that is rolled back), so that everything shows them as pending. */

typedef enum
{
  TAP_OUTBOX_WAITING,
  TAP_OUTBOX_REFUSED,               /* needs a decision: @reason says why */
  TAP_OUTBOX_HELD,                  /* behind a refused one of the same subject */
} TapOutboxState;

typedef struct
{
  guint64        id;                /* its place in the order */
  char          *operation_id;
  char          *name;              /* of the command: "move" */
  char          *person;
  gint64         subject;           /* what it is about (a visit's id); 0: none, it holds back nothing but itself */
  char          *input;             /* as the room above wrote it down */
  gint64         entered_unix;
  TapOutboxState state;
  char          *reason;            /* of the refusal, translated; "" */
} TapOutboxEntry;
void tap_outbox_entry_free (TapOutboxEntry *self);

/* Inside a TapReadFunc: does an entry about @subject wait (not refused, not held) that this read sees done? @name: of such a command only; NULL:
 * of any. */
gboolean tap_worker_read_waits  (gint64      subject,
                                 const char *name);

/* Makes a command of what was written down: @func, @input, @input_free, @result_free of @command; everything else is set already. FALSE:
 * this program does not understand it (it waits for one that does). Any thread. */
typedef gboolean (*TapOutboxReadFunc) (const TapOutboxEntry *entry,
                                       TapCommand           *command,
                                       gpointer              data);

/* --- reads ----------------------------------------------------------------------------------------------------- */

/* Runs on the local thread inside a read transaction of the replica: one consistent picture, whatever the share does. Step every
 * statement to its end or reset it. The connection cannot write. */
typedef gpointer (*TapReadFunc) (sqlite3       *db,
                                 gpointer       input,
                                 GCancellable  *cancellable,
                                 GError       **error);

/* --- what others (and we) did ------------------------------------------------------------------------------------ */

typedef enum { TAP_ROW_INSERT, TAP_ROW_UPDATE, TAP_ROW_DELETE } TapRowOp;

/* One row of a changeset. Values are NULL, gint64 ("x"), double ("d"), text ("s") or bytes ("ay"); a column that did not change is NULL
 * in both arrays of an update. Column order is that of the table. */
typedef struct
{
  char      *table;
  TapRowOp   op;
  gint64     key;                   /* an INTEGER PRIMARY KEY; 0 when the table has another key */
  guint      n_columns;
  GVariant **old_values;            /* NULL for inserts */
  GVariant **new_values;            /* NULL for deletes */
} TapRowChange;

typedef struct
{
  guint64    seq;
  char      *pc;
  char      *person;
  char      *replica_id;            /* who published it */
  gboolean   own;                   /* this very program published it */
  gint64     recorded_unix;
  char     **commands;              /* names, NULL-terminated */
  char     **operation_ids;
  GPtrArray *rows;                  /* of TapRowChange */
} TapTransaction;

/* Any thread; the content never changes. */
TapTransaction *tap_transaction_ref   (TapTransaction *self);
void            tap_transaction_unref (TapTransaction *self);

typedef struct
{
  char   *replica_id;
  char   *pc;
  char   *person;                   /* may be empty */
  char   *version;
  guint64 seq;
  gint64  seen_unix;                /* by the server's clock */
} TapPeer;
void tap_peer_free (TapPeer *peer);

/* --- the worker ------------------------------------------------------------------------------------------------ */

#define TAP_TYPE_WORKER (tap_worker_get_type ())
G_DECLARE_FINAL_TYPE (TapWorker, tap_worker, TAP, WORKER, GObject)

typedef struct
{
  const char            *folder;         /* the station folder */
  const char            *replica_dir;    /* this PC's own; NULL: $XDG_DATA_HOME/tappet/<station id> */
  const char            *pc;             /* this PC's name; NULL: the host name */
  const char            *program;        /* "tappet", "wall", "tappetctl" */
  const TapMigration    *migrations;     /* static */
  guint                  n_migrations;
  const TapLedgerLimits *limits;         /* NULL: the defaults */
  gboolean               passive;        /* never looks by itself (tappetctl info); pulls once at start */
  void                 (*open_db) (sqlite3 *db, gpointer data);   /* called on each connection it opens: functions, collations */
  gpointer               open_db_data;
  TapOutboxReadFunc      outbox_read;    /* NULL: this program runs no outbox (commands with @outbox are refused like others) */
  gpointer               outbox_data;
} TapWorkerOptions;

/*
 * The worker has two threads: "local" reads the replica and the shelf, "share" builds, publishes, pulls and applies. Both keep it alive
 * until tap_worker_close_async(); dropping the last own reference without closing leaves it running. All functions are called on the main
 * thread, and all callbacks come there: each exactly once, also when the share hangs or the worker is closed meanwhile.
 *
 * GObject signals, all on the main thread (the thread-default context of tap_worker_new()):
 *   ::applied (GPtrArray *transactions)   in order, each once, own ones too, before the command's own callback
 *   ::reload ()                           a gap or a new snapshot: read everything again
 *   ::state-changed ()
 *   ::settled (char *operation_id, gboolean saved)   the end of an UNKNOWN, or of an entry of the outbox
 *   ::outbox-changed ()                   tap_worker_get_outbox() is another one
 */
/* Touches nothing before the start. @options is copied but for @migrations and @open_db_data, which must outlive the worker.
 * Returns: (transfer full) */
TapWorker      *tap_worker_new              (const TapWorkerOptions *options);

/* Opens or makes the replica and the share, pulls what is there, publishes missing migrations. Succeeds also while the share is away
 * when there is a replica: the state says so then. Once for each worker.
 * Errors: MISSING, EMPTY, FOREIGN (also: another station than the replica's), FORMAT_NEWER, DAMAGED, SET_BACK, READ_ONLY (a station that
 * still has to be migrated), LOCAL, CUT_OFF; each with a sentence for people. What an earlier run left unknown is told by ::settled,
 * before the callback or soon after it. */
void            tap_worker_start_async      (TapWorker           *self,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean        tap_worker_start_finish     (TapWorker           *self,
                                             GAsyncResult        *result,
                                             GError             **error);

/* Saved is what this says, and not before. @command is copied; its input is owned. Never loses its callback. Commands that wait together
 * travel together; a refused one is refused alone. @cancellable withdraws it as long as it has not been taken up.
 *
 * Errors: the command's own refusal as it is; CUT_OFF, READ_ONLY, SET_BACK, DAMAGED, SCHEMA_NEWER, LOCAL, CLOSED: nothing was saved;
 * CONFLICT: the trial apply failed, nothing was saved; QUEUED (with @outbox only, in place of CUT_OFF; also in step when entries about the
 * same subject wait): it stands durably in the outbox, and was not refused on what this PC knows; UNKNOWN: the end of it comes by ::settled, over restarts too (to a worker with the
 * same @program), and asking again with the same operation id is always safe. An operation that was done before succeeds with a NULL
 * result. */
void            tap_worker_command_async    (TapWorker           *self,
                                             const TapCommand    *command,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean        tap_worker_command_finish   (TapWorker           *self,
                                             GAsyncResult        *result,
                                             gpointer            *command_result,   /* (transfer full) (optional) */
                                             GError             **error);

/* In the order of the calls; before the start they wait for it. Errors: those of @func; LOCAL, CLOSED, G_IO_ERROR_CANCELLED. */
void            tap_worker_read_async       (TapWorker           *self,
                                             TapReadFunc          func,
                                             gpointer             input,
                                             GDestroyNotify       input_free,
                                             GDestroyNotify       result_free,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gpointer        tap_worker_read_finish      (TapWorker           *self,
                                             GAsyncResult        *result,
                                             GError             **error);

/* The same without what waits in the outbox: the station as this PC's copy of the share has it. */
void            tap_worker_read_saved_async (TapWorker           *self,
                                             TapReadFunc          func,
                                             gpointer             input,
                                             GDestroyNotify       input_free,
                                             GDestroyNotify       result_free,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);

/* The outbox as it is now, in order; main thread. Returns: (transfer container) of TapOutboxEntry, which nobody changes */
GPtrArray      *tap_worker_get_outbox       (TapWorker           *self);
/* Tries a refused entry again (and what it holds back). FAILED: there is no such entry any more. */
void            tap_worker_outbox_retry_async (TapWorker         *self,
                                               const char        *operation_id,
                                               GAsyncReadyCallback callback,
                                               gpointer           user_data);
gboolean        tap_worker_outbox_retry_finish (TapWorker        *self,
                                                GAsyncResult     *result,
                                                GError          **error);
/* The same with another text for the reader of the outbox: a refused entry as a person decided it, in its place and under its operation id.
 * FAILED: there is no such refused entry any more. */
void            tap_worker_outbox_rewrite_async (TapWorker       *self,
                                                 const char      *operation_id,
                                                 const char      *outbox,
                                                 GAsyncReadyCallback callback,
                                                 gpointer         user_data);
gboolean        tap_worker_outbox_rewrite_finish (TapWorker      *self,
                                                  GAsyncResult   *result,
                                                  GError        **error);
/* Gives an entry up by a person's decision: it will never be saved. Refused (EXISTS) once it is on its way to the share; FAILED: there is no
 * such entry any more. */
void            tap_worker_outbox_drop_async (TapWorker          *self,
                                              const char         *operation_id,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
gboolean        tap_worker_outbox_drop_finish (TapWorker         *self,
                                               GAsyncResult      *result,
                                               GError           **error);

/* Look now, past the rhythm (Ctrl+R). The outcome shows in ::applied and in the state. */
void            tap_worker_look             (TapWorker           *self);

/* Copies of transactions below @seq may go from this PC's disk: a verified backup has them, and so has the one before it. Call with the number
 * of the second newest good backup; a smaller one than before is ignored. They go little by little. */
void            tap_worker_trim_copies      (TapWorker           *self,
                                             guint64              seq);

/* A small durable shelf of this PC (local.db): drafts of forms, pauses after wrong PINs. Never on the share. */
void            tap_worker_keep_async       (TapWorker           *self,
                                             const char          *key,
                                             const char          *text,              /* NULL: forget */
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean        tap_worker_keep_finish      (TapWorker           *self,
                                             GAsyncResult        *result,
                                             GError             **error);
void            tap_worker_kept_async       (TapWorker           *self,
                                             const char          *key,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
char           *tap_worker_kept_finish      (TapWorker           *self,
                                             GAsyncResult        *result,
                                             GError             **error);          /* NULL without error: nothing kept */

/* Saves what waits and finishes what is under way (at most @wait_ms for the share), answers every caller, writes a snapshot if due. Calls
 * back after @wait_ms at the latest: a share that hangs cannot hold it, and what may have been published is answered UNKNOWN. Always
 * succeeds; a second call does nothing. */
void            tap_worker_close_async      (TapWorker           *self,
                                             int                  wait_ms,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean        tap_worker_close_finish     (TapWorker           *self,
                                             GAsyncResult        *result,
                                             GError             **error);

TapLedgerState  tap_worker_get_state        (TapWorker *self);
/* Main thread; strings belong to the worker and hold until the next ::state-changed. IDs and names are NULL before they are known. */
const char     *tap_worker_get_state_reason (TapWorker *self);      /* one translated sentence; "" in step */
gint64          tap_worker_get_state_since_unix (TapWorker *self);
gint64          tap_worker_get_last_answer_us (TapWorker *self);    /* g_get_monotonic_time() of the last answer of the share; 0: none */
gint64          tap_worker_get_last_good_unix (TapWorker *self);    /* station time of the last answer without trouble; 0: none */
gint64          tap_worker_get_next_try_us  (TapWorker *self);      /* monotonic time of the next look at the share; 0: one is under way */
guint64         tap_worker_get_seq          (TapWorker *self);      /* the last transaction shown */
gint64          tap_worker_get_clock_offset_s (TapWorker *self);    /* server minus PC, seconds */
gint64          tap_worker_now_unix         (TapWorker *self);      /* station time */
const char     *tap_worker_get_station_id   (TapWorker *self);
const char     *tap_worker_get_station_name (TapWorker *self);
const char     *tap_worker_get_replica_id   (TapWorker *self);
const char     *tap_worker_get_replica_dir  (TapWorker *self);
const char     *tap_worker_get_folder       (TapWorker *self);
gboolean        tap_worker_is_proven        (TapWorker *self);      /* a disk of this PC, which needs no second PC to prove it */
GPtrArray      *tap_worker_get_peers        (TapWorker *self);      /* (transfer container) of TapPeer */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapTransaction, tap_transaction_unref)

G_END_DECLS
