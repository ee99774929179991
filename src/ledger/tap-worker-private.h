/* tap-worker-private.h — the worker's insides: which thread owns what.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdatomic.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-replica.h"

G_BEGIN_DECLS

/* Why commands are not possible now. state IN_STEP: no trouble. */
typedef struct
{
  TapLedgerState state;
  int            code;          /* TAP_LEDGER_ERROR_* that commands get */
  gboolean       passing;       /* commands may try all the same: the next one may succeed (disk full, no right) */
  char          *reason;        /* one translated sentence */
} TapTrouble;

typedef enum
{
  TAP_JOB_WAITING,              /* nothing of it is on its way out */
  TAP_JOB_PUBLISHING,           /* may be published at any moment */
} TapJobPhase;

/* One command on its way. */
typedef struct
{
  gatomicrefcount refs;
  char           *name;
  char           *operation_id;
  char           *person;
  TapCommandFunc  func;
  gpointer        input;
  GDestroyNotify  input_free;
  GDestroyNotify  result_free;
  gint64          happened_unix;
  gint64          queued_us;
  guint64         serial;       /* the order of the calls */
  GCancellable   *cancellable;
  char           *outbox;       /* what is written down when the share is away; NULL: refused then */
  gint64          subject;
  gboolean        is_entry;     /* of the outbox: nobody waits for its answer */
  _Atomic gboolean begun;       /* set by the share thread: written to local.db */

  /* Under the worker's lock */
  TapJobPhase     phase;
  gboolean        answered;
  gboolean        told_unknown; /* the answer was "not known yet" */
  GTask          *task;         /* until answered */
} TapJob;

/* A publish without an answer. */
typedef struct
{
  char      *staged;
  char      *epoch;             /* into whose log it was on its way */
  guint64    seq;
  GPtrArray *jobs;
  gboolean   given_up;          /* it can never be published from there any more */
} TapUnknown;

typedef struct _TapSnapshotWork TapSnapshotWork;
typedef struct _TapPruneWork TapPruneWork;

struct _TapWorker
{
  GObject            parent_instance;

  /* Set by tap_worker_new(), then only read */
  char              *folder;
  char              *replica_dir_option;
  char              *pc;
  char              *program;
  const TapMigration *migrations;
  guint              n_migrations;
  TapLedgerLimits    limits;
  gboolean           passive;
  TapDbFunc          open_db;
  gpointer           open_db_data;
  TapOutboxReadFunc  outbox_read;
  gpointer           outbox_data;
  GMainContext      *context;
  TapLedger         *ledger;
  GAsyncQueue       *local_jobs;

  /* Read and written by all, each by itself */
  _Atomic gint64     last_answer_us;
  _Atomic gint64     call_since_us;     /* a call to the share is running since; 0: none */
  _Atomic gint64     save_since_us;     /* a look or a save is running since; 0: none */
  _Atomic int        read_broken;       /* a read found the replica malformed */
  _Atomic gint64     next_try_us;       /* when the share is looked at next; 0: it is being looked at */

  /* Under the lock */
  GMutex             lock;
  GCond              wake;
  GQueue             queue;             /* of TapJob: not taken up yet */
  GHashTable        *unanswered;        /* set of TapJob */
  guint64            last_serial;
  guint64            trim_below;        /* copies below this number may go */
  gboolean           look_now;
  gboolean           closing;
  gboolean           outbox_due;        /* something waits that could be run */
  GHashTable        *outbox_done;       /* set of operation ids: entries that ended well in this process */
  char              *person;            /* who acted last, for the presence note */

  /* Only accessed on the main thread */
  struct
  {
    gboolean       started;             /* start_async was called */
    gboolean       start_done;
    gboolean       local_ready;
    gboolean       share_running;
    gboolean       local_running;
    gboolean       local_restart;       /* on another replica */
    gboolean       closed;
    GTask         *start_task;
    GTask         *close_task;
    guint          state_source;
    guint          close_source;
    gint64         start_us;
    TapLedgerState state;
    gint64         state_since_unix;
    char          *state_reason;
    TapTrouble     trouble;
    gint64         last_good_unix;      /* station time of the last answer without trouble */
    guint64        seq;
    guint          schema_version;
    gint64         offset_s;
    char          *station_id;
    char          *station_name;
    char          *replica_id;
    char          *replica_dir;
    gboolean       proven;
    GPtrArray     *peers;
    GPtrArray     *outbox;              /* of TapOutboxEntry */
  } main;

  /* Only accessed on the share thread */
  struct
  {
    TapReplica     *replica;
    TapStationFile *station;
    TapMark         mark;
    TapTail         tail;
    TapTrouble      trouble;
    gboolean        connected;          /* the station is verified, and everything pulled once */
    gboolean        doubt;              /* something failed: the next tail check lists the log */
    gboolean        wanting;
    guint64         shown_seq;
    guint64         conflict_seq;
    gint64          offset_us;
    gboolean        offset_known;
    gint64          next_look_us;
    gint64          next_tail_check_us;
    gint64          next_presence_us;
    GHashTable     *notes;              /* replica id -> TapPresenceNote: who is here, as far as was read */
    GPtrArray      *notes_due;          /* of char: replica ids whose notes are to be read */
    gint64          may_commit_us;
    gint64          next_outbox_us;
    gboolean        ran_outbox;         /* the last thing that was done */
    GPtrArray      *outbox_ends;        /* of TapOutboxEnd: to be written down */
    gint64          want_asked_us;      /* when it was last asked whether another PC wants a turn */
    gint64          others_us;          /* a transaction of somebody else was last seen */
    GHashTable     *writers;            /* who else publishes: replica id -> gint64, when a transaction of theirs was last seen */
    guint           n_looks;
    guint           n_failed;           /* looks since the share was cut off */
    guint64         snapshot_seq;       /* the newest known */
    TapSnapshotWork *snapshot_work;     /* a helper thread is at it */
    gboolean        snapshot_due;       /* the number for the next one was reached meanwhile */
    TapPruneWork   *prune_work;         /* a helper thread packs old entries */
    gint64          next_prune_us;
    guint64         compare_seq;        /* our content hash at this number waits for a snapshot to compare with */
    char           *compare_content;
    GPtrArray      *forgotten;          /* operation ids to cross out in local.db with the next write */
    gboolean        refused;            /* one of them was not saved, and may be asked again */
    GPtrArray      *unknowns;           /* of TapUnknown */
    GHashTable     *own_operations;     /* ids this program published or tried to */
    GRand          *rand;
    gboolean        proven;             /* two PCs have probed the share, or it is a disk of this one */
    gboolean        unsafe;             /* they found it unsafe */
    TapTailState    tail_state;         /* what the last tail check that failed found */
    guint64         tail_state_seq;
    gint64          hold_until_us;      /* put back, and the other PCs may still have to; 0: no */
    char           *follow_reason;      /* why a restored station is not followed */
    gint64          follow_next_us;
    gint64          mend_next_us;
    guint64         trimmed_below;
    GStrv           living;             /* processes that staging was not cleaned of; NULL: not known */
    gint64          round_us;           /* when the last try began */
    gboolean        had_turn;           /* something was published, or may have been */
  } share;
};

/* --- tap-worker.c ------------------------------------------------------------------------------ */

/* As tap_worker_new(), on another ledger than the folder's own: for tests. */
TapWorker *_tap_worker_new_on   (const TapWorkerOptions *options,
                                 TapLedger              *ledger);
/* Runs @func on the main thread, in order. Any thread. */
void       _tap_worker_post     (TapWorker      *self,
                                 GSourceFunc     func,
                                 gpointer        data,
                                 GDestroyNotify  data_free);
TapJob    *_tap_job_ref         (TapJob         *job);
void       _tap_job_unref       (TapJob         *job);
/* The one answer of a command; later ones become ::settled when the first was "not known yet". Takes @result and @error. Any thread. */
void       _tap_worker_answer   (TapWorker      *self,
                                 TapJob         *job,
                                 gpointer        result,
                                 GError         *error);
/* Answers every waiting caller: @code for those of whom nothing can have been published, UNKNOWN for the others. */
void       _tap_worker_answer_all (TapWorker    *self,
                                   int           code,
                                   const char   *message);
/* Ends closing when both threads have ended. Main thread. */
void       _tap_worker_close_check (TapWorker   *self);
/* Main thread. */
void       _tap_worker_emit_applied (TapWorker  *self,
                                     GPtrArray  *transactions);
void       _tap_worker_emit_reload  (TapWorker  *self);
void       _tap_worker_emit_state_changed (TapWorker *self);
/* Station time with an offset of @offset_us against this PC's clock. */
gint64     _tap_station_now     (gint64          offset_us);
gboolean   _tap_station_now_is_fixed (void);

void       _tap_worker_emit_outbox_changed (TapWorker *self);

/* --- tap-worker-outbox.c ------------------------------------------------------------------------ */

/* Hands the command to the outbox, whose answer its caller gets; it must not be published from here on. FALSE: it does not wait, or may be
 * published already. Any thread. */
gboolean   _tap_worker_divert   (TapWorker      *self,
                                 TapJob         *job);
/* Does something about the same wait already? Main thread. */
gboolean   _tap_worker_stands_behind (TapWorker *self,
                                      TapJob    *job);
/* Local thread: the outbox is another one; something in it could be run. */
void       _tap_worker_post_outbox (TapWorker   *self,
                                    GPtrArray   *entries);
void       _tap_worker_set_outbox_due (TapWorker *self,
                                       gboolean  due);
/* Share thread. The error is one of a share that is away. */
gboolean   _tap_error_is_away   (const GError   *error);
/* Takes those out of @jobs that must queue behind what waits. */
void       _tap_share_divert    (TapWorker      *self,
                                 GPtrArray      *jobs);
typedef struct
{
  char  *operation_id;
  gboolean saved;
  char  *reason;                /* of a refusal; NULL: saved, or it goes on waiting */
} TapOutboxEnd;
void       _tap_outbox_end_free (TapOutboxEnd   *end);
/* How an entry ended, to be written down with the next _tap_share_write_outbox(). Takes @error. */
void       _tap_share_end_entry (TapWorker      *self,
                                 TapJob         *job,
                                 GError         *error);
void       _tap_share_write_outbox (TapWorker   *self);
/* Could something of the outbox be run, and from when on? */
gboolean   _tap_share_runs_outbox (TapWorker    *self,
                                   gint64       *from_us);
/* Runs what waits, in order, as much as can travel together. */
void       _tap_share_run_outbox (TapWorker     *self);

/* --- tap-worker-state.c -------------------------------------------------------------------------- */

void       _tap_worker_state_start  (TapWorker  *self);
void       _tap_worker_state_stop   (TapWorker  *self);
void       _tap_worker_state_update (TapWorker  *self);
void       _tap_trouble_clear       (TapTrouble *trouble);

/* --- tap-worker-local.c -------------------------------------------------------------------------- */

void       _tap_worker_local_start  (TapWorker  *self);
void       _tap_worker_local_stop   (TapWorker  *self);
/* Answers what waits when there will be no local thread. */
void       _tap_worker_local_refuse (TapWorker  *self);
/* @job is to wait in the outbox; @task (taken) hears of it. Any thread. */
void       _tap_worker_local_queue  (TapWorker  *self,
                                     TapJob     *job,
                                     GTask      *task);
/* The outbox was changed by this process. Any thread. */
void       _tap_worker_local_look   (TapWorker  *self);

/* --- tap-worker-share.c: on the share thread from here on ----------------------------------------- */

void       _tap_worker_share_start  (TapWorker  *self);
/* Around every call to the share, so that the main thread sees how long it takes. */
void       _tap_share_ask           (TapWorker  *self);
void       _tap_share_told          (TapWorker  *self,
                                     const GError *error);
void       _tap_share_set_trouble   (TapWorker      *self,
                                     TapLedgerState  state,
                                     int             code,
                                     gboolean        passing,
                                     const char     *reason);
/* The trouble that @error means. */
void       _tap_share_set_error     (TapWorker      *self,
                                     const GError   *error);
gboolean   _tap_share_is_closing    (TapWorker      *self);
gint64     _tap_share_now_unix      (TapWorker      *self);
/* Takes the server's clock; FALSE with READ_ONLY when this PC's differs too much. */
gboolean   _tap_share_check_clock   (TapWorker      *self,
                                     gint64          server_us,
                                     GError        **error);
/* FALSE: with an error, and the trouble is set. */
gboolean   _tap_share_check_tail    (TapWorker      *self,
                                     gboolean        thorough,
                                     guint64        *last,
                                     GError        **error);
void       _tap_share_set_mark      (TapWorker      *self,
                                     TapTxn         *txn);

/* --- tap-worker-recover.c ------------------------------------------------------------------------- */

/* What the tail check found, in words, and noted for the calls below. */
void       _tap_share_set_tail_error (TapWorker     *self,
                                      TapTailState   state,
                                      GError       **error);
/* After a tail check that failed with @error: puts back what is missing at the end. TRUE: all is well now, @error is cleared. */
gboolean   _tap_share_mend_tail     (TapWorker      *self,
                                     GError        **error);
/* Applies the copies of this PC that go on from the end of the folder, and puts them back there. */
gboolean   _tap_share_follow_copies (TapWorker      *self,
                                     GError        **error);
/* TRUE: saving waits until the other PCs have put back theirs; the trouble says so. */
gboolean   _tap_share_hold          (TapWorker      *self);
/* When the station that was opened is of another epoch than the replica: follows it if nothing of this PC is missing there. */
gboolean   _tap_share_follow        (TapWorker      *self,
                                     GError        **error);
/* After an error of this PC's own: builds a replica that is malformed anew, under the open programs. */
gboolean   _tap_share_mend_replica  (TapWorker      *self);
void       _tap_share_trim          (TapWorker      *self);

/* --- tap-worker-news.c ---------------------------------------------------------------------------- */

void       _tap_share_post_offset   (TapWorker      *self,
                                     gint64          offset_s);
/* Takes @peers. */
void       _tap_share_post_peers    (TapWorker      *self,
                                     GPtrArray      *peers);
void       _tap_share_post_station  (TapWorker      *self,
                                     const char     *id,
                                     const char     *name);
void       _tap_share_post_local_ready (TapWorker   *self);
/* Takes @error; NULL: it has started. */
void       _tap_share_post_started  (TapWorker      *self,
                                     GError         *error);

/* --- tap-worker-connect.c ------------------------------------------------------------------------- */

/* FALSE: there is nothing to work with, and the caller of the start was told so. */
gboolean   _tap_share_start         (TapWorker      *self);
/* Everything from "is it this station" to "all there is was applied". Done again after the share was away. */
gboolean   _tap_share_connect       (TapWorker      *self,
                                     GError        **error);
/* Cleans up and settles what another program of this PC was in the way of when connecting. */
void       _tap_share_tidy          (TapWorker      *self);
/* Says that this PC is here, and learns three things by it: may it write, the server's clock, who else is here. */
void       _tap_share_keep_presence (TapWorker      *self);

/* --- tap-worker-peers.c --------------------------------------------------------------------------- */

void       _tap_share_peers_init    (TapWorker      *self);
void       _tap_share_peers_clear   (TapWorker      *self);
/* Who has left a note; their notes are read at once when this PC connects, else one by one. */
void       _tap_share_list_peers    (TapWorker      *self);
/* With every look: the next note, when one is due and nobody waits for the share. */
void       _tap_share_read_a_peer   (TapWorker      *self);

/* --- tap-worker-pull.c ---------------------------------------------------------------------------- */

/* Reads and applies everything that follows. @careful: 0 as usual; above, asks the server past every cache. */
gboolean   _tap_share_pull          (TapWorker      *self,
                                     gboolean        careful,
                                     gboolean       *any,
                                     GError        **error);
/* What other programs of this PC applied meanwhile. */
gboolean   _tap_share_sync_local    (TapWorker      *self,
                                     gboolean        force,
                                     GError        **error);
/* Applies @txn from the bytes in hand and shows it. */
gboolean   _tap_share_apply_own     (TapWorker      *self,
                                     TapTxn         *txn,
                                     GBytes         *bytes,
                                     GError        **error);
void       _tap_share_post_reload   (TapWorker      *self);
gboolean   _tap_share_check_schema  (TapWorker      *self);

/* --- tap-worker-jobs.c ---------------------------------------------------------------------------- */

/* Done with: to be crossed out in local.db with the next write, or now. */
void       _tap_share_forget        (TapWorker      *self,
                                     const char     *operation_id);
void       _tap_share_forget_now    (TapWorker      *self);
/* As many as may travel together. */
#define TAP_MAX_TOGETHER 32
/* What can travel together, from the head of the queue. (array of TapJob) */
GPtrArray *_tap_jobs_take           (TapWorker      *self);
/* Those from @from on go back to the head of the queue. */
void       _tap_jobs_put_back       (TapWorker      *self,
                                     GPtrArray      *jobs,
                                     guint           from);
void       _tap_jobs_drop_answered  (TapWorker      *self,
                                     GPtrArray      *jobs);
void       _tap_jobs_begin          (TapWorker      *self,
                                     GPtrArray      *jobs);
gboolean   _tap_jobs_pass_gate      (TapWorker      *self,
                                     GPtrArray      *jobs);
void       _tap_jobs_leave_gate     (TapWorker      *self,
                                     GPtrArray      *jobs);
/* Answers all and empties @jobs. */
void       _tap_jobs_answer_error   (TapWorker      *self,
                                     GPtrArray      *jobs,
                                     const GError   *error);
void       _tap_job_answer_unknown  (TapWorker      *self,
                                     TapJob         *job);

/* --- tap-worker-commit.c -------------------------------------------------------------------------- */

/* Publishes @jobs, with the lock of who publishes held, until each has its answer; then lets others have their turn. */
void       _tap_share_publish_all   (TapWorker      *self,
                                     GPtrArray      *jobs);
/* The waiting commands, as one transaction if they can travel together. */
void       _tap_share_commit        (TapWorker      *self);
/* The migrations this program has and the station has not. */
gboolean   _tap_share_migrate       (TapWorker      *self,
                                     GError        **error);

/* --- tap-worker-turns.c --------------------------------------------------------------------------- */

/* A transaction of somebody else was seen. */
void       _tap_share_saw_writer    (TapWorker      *self,
                                     const char     *replica_id);
/* Between two tries: somebody was faster. @since_us: when the first command was given. */
void       _tap_share_lost_turn     (TapWorker      *self,
                                     guint           n_tries,
                                     gint64          since_us);
/* Who has just had a turn lets others have theirs. */
void       _tap_share_pause         (TapWorker      *self);

/* --- tap-worker-settle.c -------------------------------------------------------------------------- */

void       _tap_share_add_unknown   (TapWorker      *self,
                                     const char     *staged,
                                     guint64         seq,
                                     GPtrArray      *jobs);
/* Is an earlier try of this operation still without an answer? */
gboolean   _tap_share_is_unknown    (TapWorker      *self,
                                     const char     *operation_id);
/* Finds out what became of the unknown ones. FALSE: not yet, with an error. */
gboolean   _tap_share_settle        (TapWorker      *self,
                                     GError        **error);
/* The same for what dead programs of this PC left in local.db. */
gboolean   _tap_share_settle_left   (TapWorker      *self,
                                     GError        **error);
gboolean   _tap_share_flush         (TapWorker      *self,
                                     GError        **error);
void       _tap_unknown_free        (TapUnknown     *unknown);
void       _tap_worker_post_settled (TapWorker      *self,
                                     const char     *operation_id,
                                     gboolean        saved);

/* --- tap-worker-snapshot.c  */

/* Starts again from the newest snapshot that is above @above and good; *@done tells whether there was one. */
gboolean   _tap_share_bootstrap     (TapWorker      *self,
                                     guint64         above,
                                     gboolean       *done,
                                     GError        **error);
/* The replica stands exactly at @seq. */
void       _tap_share_reached       (TapWorker      *self,
                                     guint64         seq,
                                     gboolean        own);
/* Writes one when the newest is too far back; @closing: with the smaller limit, and waits for it. */
void       _tap_share_snapshot      (TapWorker      *self,
                                     gboolean        closing);
/* Packs old entries in the background when that is due; @closing: breaks it off and waits for that. */
void       _tap_share_prune         (TapWorker      *self,
                                     gboolean        closing);
/* Until the helper that writes one, or compares, has ended. */
void       _tap_share_snapshot_wait (TapWorker      *self);

G_END_DECLS
