/* matrix.h — every call to the share, every fault: one lane of the matrix, what it does, and what has to be true afterwards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane is a process with a station, a bad mount of it, PC A on the bad mount and PC B on a healthy path to the same folder. Several lanes share
 * the points among them. A point is a call (kind and ordinal) and a fault.
 */
#pragma once

#include "badfs-client.h"
#include "ledger-fixture.h"

/* --- faults -------------------------------------------------------------------------------------------------- */

typedef enum
{
  MATRIX_FAILS,                 /* an error, or the share away */
  MATRIX_REFUSES,               /* no right, no room */
  MATRIX_SLOW,                  /* late, but before anybody gives up */
  MATRIX_HOLDS,                 /* silent until the PC counts as cut off, then released */
  MATRIX_EMPTY,                 /* an empty folder in its place */
  MATRIX_KILLS,
} MatrixEffect;

typedef struct
{
  const char   *name;
  const char   *order;          /* what follows "fault KIND N" */
  MatrixEffect  effect;
  const char   *kinds;          /* that it makes sense for; "" all */
  gboolean      appears;        /* only where a name appears that was not there before */
} MatrixFault;
extern const MatrixFault matrix_faults[];
extern const guint matrix_n_faults;

typedef struct
{
  char *kind;
  guint n;                      /* the n-th of its kind within the operation */
  gboolean appears;             /* the name of something that others publish */
} MatrixCall;

/* --- the lane ------------------------------------------------------------------------------------------------- */

typedef struct _Lane Lane;

/* One of the ledger's undertakings. Each returns FALSE after lane_fail(). */
typedef struct
{
  const char *name;
  const char *path;             /* only calls whose path contains it belong to it; NULL: all */
  gboolean    without_a;        /* PC A is not there */
  gboolean  (*set_up)  (Lane *lane);
  gboolean  (*prepare) (Lane *lane);
  void      (*begin)   (Lane *lane);
  gboolean  (*is_done) (gpointer lane);
  gboolean  (*judge)   (Lane *lane, const MatrixFault *fault, const char *kind);
  gboolean  (*recover) (Lane *lane);
} MatrixOperation;
extern const MatrixOperation matrix_commit, matrix_pull, matrix_snapshot, matrix_bootstrap, matrix_bootstrap_log, matrix_backup, matrix_taken;

/* The same with a process that is killed at the call; they have no other functions. */
#define MATRIX_N_KILLED 4
extern const MatrixOperation matrix_killed[MATRIX_N_KILLED];

struct _Lane
{
  const MatrixOperation *operation;
  char        *folder;          /* the backing one */
  char        *dirs[3];         /* of the replicas of A, B, and of whoever comes for a moment */
  Badfs       *share;
  TapLedgerLimits limits;
  TapWorker   *a;
  TapWorker   *b;
  TapWorker   *c;
  guint64      applied;         /* the last one A was shown */
  gboolean     was_slow;
  gboolean     was_set_back;    /* A believed that, which no fault of a share may make it believe */
  GHashTable  *settled;         /* operation id to 1 + saved */
  char        *failure;

  /* The operation under way. */
  char        *operation_id;
  GAsyncResult *answer;
  GError      *error;
  guint64      target;
  GPid         child;
};

Lane    *lane_new        (const MatrixOperation *operation, char **why_not);
void     lane_free       (Lane *lane);
gboolean lane_fail       (Lane *lane, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Runs the main loop until @done; FALSE after @ms. */
gboolean lane_wait       (gboolean (*done) (gpointer data), gpointer data, int ms);
/* A moment in which A asks the share nothing. */
void     lane_quiet      (Lane *lane);
/* A fault of the share must never be taken for a loss. */
void     lane_watch      (Lane *lane, TapWorker *worker);
TapWorker *lane_open     (Lane *lane, const char *folder, const char *dir, gboolean passive);
void     lane_keep_result (GObject *source, GAsyncResult *result, gpointer data);
/* A is in step again, by itself. */
gboolean lane_in_step    (Lane *lane);
/* A saves, B sees it, and both hold the same. */
gboolean lane_agrees     (Lane *lane);
/* Runs the actor with @order given to the share in between, and sees whether its PC comes back. */
gboolean matrix_run_killed (Lane *lane, const char *order, gboolean *killed);
/* The actor itself: OPERATION FOLDER DIR OPERATION-ID. */
int      matrix_act      (char **words);
/* A later time with each call. */
gint64   matrix_backup_hour (void);
/* B has everything that is published. */
gboolean lane_catch_up_b (Lane *lane, guint64 seq);
gint64   lane_count_b    (Lane *lane, const char *text);
/* A new replica that starts from the healthy path holds what B holds. */
gboolean lane_newcomer_agrees (Lane *lane, const char *folder, const char *dir);
void     lane_empty_dir  (Lane *lane, guint n);
/* The error is one that the callers of the worker know, and has words. */
gboolean lane_check_answer (Lane *lane, const GError *error, const MatrixFault *fault, const char *kind);
