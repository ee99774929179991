/* tap-worker-commit.c — build, publish, apply: one move of the station.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Build holds the replica's write lock for milliseconds and asks the share nothing. Publish holds no lock of the replica, so a
 * share that hangs stops no reading. Apply does exactly what every other PC does with the same bytes. "Saved" is said after that.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-worker-private.h"

#define MAX_TXN_BYTES (16 * 1024 * 1024)
#define FLUSH_AGAIN_US (G_USEC_PER_SEC / 5)
#define LINE_UP_STEP_US (G_USEC_PER_SEC / 10)
#define CAREFUL_FROM_TRY 2

static const char operation_sql[]
    = "\nCREATE TABLE IF NOT EXISTS operation (id TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL);\n";

typedef enum
{
  ROUND_DONE,                   /* all jobs of the round have their answer */
  ROUND_AGAIN,                  /* somebody was faster, or the batch was cut: build anew */
} Round;

/* --- publishing ------------------------------------------------------------------------------ */

static TapTxn *
new_txn (TapWorker  *self,
         TapTxnKind  kind,
         TapTail    *tail,
         GBytes     *payload)
{
  TapTxn *txn = tap_txn_new ();

  txn->kind = kind;
  txn->seq = tail->seq + 1;
  memcpy (txn->previous, tail->hash, TAP_HASH_LEN);
  txn->station_id = g_strdup (self->share.station->id);
  txn->epoch = g_strdup (self->share.station->epoch);
  txn->schema_version = kind == TAP_TXN_MIGRATION ? tail->schema_version + 1 : tail->schema_version;
  txn->least_version = g_strdup (kind == TAP_TXN_MIGRATION ? TAP_VERSION : "");
  txn->pc = g_strdup (self->pc);
  txn->program = g_strdup (self->program);
  txn->replica_id = g_strdup (tap_replica_get_id (self->share.replica));
  txn->recorded_unix = _tap_share_now_unix (self);
  txn->payload = g_bytes_ref (payload);
  return txn;
}

/* TRUE: it is certain that nothing was and will be published from there. */
static gboolean
withdraw (TapWorker  *self,
          const char *staged)
{
  g_autoptr(GError) error = NULL;
  gboolean done;

  _tap_share_ask (self);
  done = tap_ledger_withdraw (self->ledger, staged, &error) == TAP_WITHDRAW_DONE;
  _tap_share_told (self, error);
  return done;
}

/* Only after this it would survive a power cut of the server: tried until the server counts as away or the caller has gone home. From
 * then on every look tries again, and what others do is seen meanwhile. */
static gboolean
flush_published (TapWorker *self)
{
  gint64 until_us = g_get_monotonic_time () + self->limits.cut_off_ms * G_TIME_SPAN_MILLISECOND;

  for (;;)
    {
      g_autoptr(GError) error = NULL;

      if (_tap_share_flush (self, &error))
        return TRUE;
      g_usleep (FLUSH_AGAIN_US);
      if (_tap_share_is_closing (self) || g_get_monotonic_time () > until_us)
        return FALSE;
    }
}

/* The name it is staged under; NULL: with an error, or without one when a caller was answered meanwhile. */
static char *
stage (TapWorker *self,
       GBytes    *bytes,
       GPtrArray *jobs,
       GError   **error)
{
  g_autoptr(GError) reason = NULL;
  g_autofree char *staged = NULL;
  gint64 server_us = 0;

  /* Nothing of an operation is on the share before this PC's disk knows of it. */
  if (!tap_local_writer_wait (tap_replica_get_writer (self->share.replica), error))
    return NULL;
  tap_ledger_step ("before-staging");
  _tap_share_ask (self);
  staged = tap_ledger_stage (self->ledger, bytes, &server_us, &reason);
  _tap_share_told (self, reason);
  tap_ledger_step ("after-staging");
  if (staged == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  if (_tap_share_check_clock (self, server_us, error) && _tap_jobs_pass_gate (self, jobs))
    return g_steal_pointer (&staged);
  withdraw (self, staged);
  return NULL;
}

/* Borrowed: whoever starts the writing waits for its end. */
typedef struct { TapTxn *txn; GBytes *bytes; } Copy;

/* Helper thread. */
static gboolean
write_copy (TapLocalDb *local,
            gpointer    data,
            GError    **error)
{
  Copy *copy = data;

  return tap_local_db_add_copy (local, copy->txn, copy->bytes, error);
}

/* It is in the log. UNKNOWN, with an error: it will be found there, but this PC cannot say "saved" now. */
static TapPublish
finish_ours (TapWorker  *self,
             TapTxn     *txn,
             GBytes     *bytes,
             const char *staged,
             GPtrArray  *jobs,
             GError    **error)
{
  TapLocalWriter *writer = tap_replica_get_writer (self->share.replica);
  Copy copy = { txn, bytes };
  gboolean ok;

  tap_ledger_step ("before-flush");
  tap_local_writer_start (writer, write_copy, &copy, NULL);
  ok = flush_published (self);
  /* Where this fails the transaction is applied with its copy, which then says why it cannot be. */
  tap_local_writer_wait (writer, NULL);
  if (!ok)
    g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF,
                         _("It is not known yet whether this was saved. Please wait."));
  tap_ledger_step ("after-flush");
  tap_ledger_step ("before-apply");
  /* When this PC's disk is full it is saved all the same: the next pull settles it. */
  ok = ok && _tap_share_apply_own (self, txn, bytes, error);
  if (!ok)
    {
      _tap_share_add_unknown (self, staged, txn->seq, jobs);
      return TAP_PUBLISH_UNKNOWN;
    }
  tap_ledger_step ("after-apply");
  if (self->share.trouble.passing)
    _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
  return TAP_PUBLISH_OURS;
}

/* What others could not read would stop them all: it never leaves this PC. */
static gboolean
check_file (GBytes  *bytes,
            GError **error)
{
  g_autoptr(TapTxn) txn = NULL;

  if (g_bytes_get_size (bytes) > MAX_TXN_BYTES)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED,
                           _("This is too much to be saved at once."));
      return FALSE;
    }
  txn = tap_txn_parse (bytes, error);
  return txn != NULL;
}

/* @jobs: who waits for it; none for a migration. */
static TapPublish
publish (TapWorker *self,
         TapTxn    *txn,
         GPtrArray *jobs,
         GError   **error)
{
  g_autoptr(GBytes) bytes = tap_txn_write (txn);
  g_autoptr(GError) reason = NULL;
  g_autofree char *staged = NULL;
  TapPublish outcome;

  if (!check_file (bytes, error))
    return TAP_PUBLISH_NOT_DONE;
  staged = stage (self, bytes, jobs, &reason);
  if (staged == NULL)
    {
      outcome = reason != NULL ? TAP_PUBLISH_NOT_DONE : TAP_PUBLISH_TAKEN;
      if (reason != NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      return outcome;
    }
  tap_ledger_step ("before-publish");
  _tap_share_ask (self);
  outcome = tap_ledger_publish (self->ledger, staged, txn->seq, &reason);
  _tap_share_told (self, reason);
  tap_ledger_step ("after-publish");
  self->share.had_turn = outcome == TAP_PUBLISH_OURS || outcome == TAP_PUBLISH_UNKNOWN;
  if (outcome == TAP_PUBLISH_OURS)
    return finish_ours (self, txn, bytes, staged, jobs, error);
  if (outcome == TAP_PUBLISH_UNKNOWN)
    {
      _tap_share_add_unknown (self, staged, txn->seq, jobs);
      self->share.doubt = TRUE;
    }
  else
    {
      /* Taken, and yet not where it was staged? A request sent twice finds what it did itself. */
      if (!withdraw (self, staged) && outcome == TAP_PUBLISH_TAKEN)
        _tap_share_add_unknown (self, staged, txn->seq, jobs);
      _tap_jobs_leave_gate (self, jobs);
    }
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return outcome;
}

/* --- building -------------------------------------------------------------------------------- */

static void
fill_items (GPtrArray    *jobs,
            TapBuildItem *items)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];

      items[i] = (TapBuildItem){
        .func = job->func,
        .input = job->input,
        .operation_id = job->operation_id,
        .happened_unix = job->happened_unix,
      };
    }
}

static void
clear_items (GPtrArray    *jobs,
             TapBuildItem *items,
             guint         n_items)
{
  for (guint i = 0; i < n_items; i++)
    {
      TapJob *job = jobs->pdata[i];

      if (items[i].result != NULL && job->result_free != NULL)
        job->result_free (items[i].result);
      g_clear_error (&items[i].error);
    }
}

static gboolean
has_stale_answer (TapBuildItem *items,
                  guint         n_items)
{
  for (guint i = 0; i < n_items; i++)
    if (items[i].built == TAP_BUILT_REFUSED || items[i].built == TAP_BUILT_NOTHING)
      return TRUE;
  return FALSE;
}

/* The first one whose refusal, or "nothing to do", may come from the changes of one before it: true only when those are saved. */
static guint
find_dependent (TapBuildItem *items,
                guint         n_items)
{
  gboolean changes = FALSE;

  for (guint i = 0; i < n_items; i++)
    {
      if (changes && (items[i].built == TAP_BUILT_REFUSED || items[i].built == TAP_BUILT_NOTHING))
        return i;
      changes = changes || items[i].built == TAP_BUILT_CHANGES;
    }
  return n_items;
}

/* Of the outbox; the number of jobs when none is refused. */
static guint
first_refused_entry (GPtrArray    *jobs,
                     TapBuildItem *items)
{
  for (guint i = 0; i < jobs->len; i++)
    if (items[i].built == TAP_BUILT_REFUSED && ((TapJob *) jobs->pdata[i])->is_entry)
      return i;
  return jobs->len;
}

/* Answers who has nothing to publish, and leaves the others, with their results moved to the front of @items. */
static void
answer_built (TapWorker    *self,
              GPtrArray    *jobs,
              TapBuildItem *items)
{
  guint kept = 0;

  for (guint i = 0, n = jobs->len; i < n; i++)
    {
      TapJob *job = jobs->pdata[kept];
      TapBuildItem item = items[i];

      if (item.built == TAP_BUILT_CHANGES)
        {
          items[kept++] = item;
          continue;
        }
      _tap_share_forget (self, job->operation_id);
      g_hash_table_remove (self->share.own_operations, job->operation_id);
      self->share.refused = self->share.refused || item.error != NULL;
      _tap_worker_answer (self, job, item.result, item.error);
      g_ptr_array_remove_index (jobs, kept);
    }
}

static gboolean
flush_done_before (TapWorker    *self,
                   TapBuildItem *items,
                   guint         n_items,
                   GError      **error)
{
  for (guint i = 0; i < n_items; i++)
    if (items[i].built == TAP_BUILT_ALREADY)
      return _tap_share_flush (self, error);
  return TRUE;
}

static void
describe_jobs (TapTxn    *txn,
               GPtrArray *jobs)
{
  TapJob *first = jobs->pdata[0];

  txn->person = g_strdup (first->person);
  for (guint i = 0; i < jobs->len; i++)
    {
      TapJob *job = jobs->pdata[i];

      tap_txn_add_command (txn, job->name, job->operation_id, job->person, job->happened_unix);
    }
}

/* @items: the results of @jobs, which is not empty. */
static Round
publish_jobs (TapWorker    *self,
              GPtrArray    *jobs,
              TapBuildItem *items,
              TapTail      *tail,
              GBytes       *changeset)
{
  g_autoptr(TapTxn) txn = new_txn (self, TAP_TXN_CHANGES, tail, changeset);
  g_autoptr(GError) error = NULL;

  describe_jobs (txn, jobs);
  switch (publish (self, txn, jobs, &error))
    {
    case TAP_PUBLISH_OURS:
      for (guint i = 0; i < jobs->len; i++)
        {
          TapJob *job = jobs->pdata[i];

          _tap_worker_answer (self, job, g_steal_pointer (&items[i].result), NULL);
          _tap_share_forget (self, job->operation_id);
        }
      g_ptr_array_set_size (jobs, 0);
      return ROUND_DONE;
    case TAP_PUBLISH_TAKEN:
      clear_items (jobs, items, jobs->len);
      return ROUND_AGAIN;
    case TAP_PUBLISH_UNKNOWN:
      clear_items (jobs, items, jobs->len);
      _tap_share_set_error (self, error);
      for (guint i = 0; i < jobs->len; i++)
        _tap_job_answer_unknown (self, jobs->pdata[i]);
      g_ptr_array_set_size (jobs, 0);
      return ROUND_DONE;
    case TAP_PUBLISH_NOT_DONE:
    default:
      clear_items (jobs, items, jobs->len);
      _tap_share_set_error (self, error);
      _tap_jobs_answer_error (self, jobs, error);
      return ROUND_DONE;
    }
}

static Round
build_and_publish (TapWorker *self,
                   GPtrArray *jobs,
                   gboolean  *fresh)
{
  g_autofree TapBuildItem *items = g_new0 (TapBuildItem, jobs->len);
  g_autoptr(GBytes) changeset = NULL;
  g_autoptr(GError) error = NULL;
  guint n = jobs->len;
  gboolean any = FALSE;
  TapTail tail;

  fill_items (jobs, items);
  if (!tap_replica_build (self->share.replica, items, n, &tail, &changeset, &error))
    {
      clear_items (jobs, items, n);
      if (n > 1 && g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT))
        _tap_jobs_put_back (self, jobs, n / 2);
      else
        _tap_jobs_answer_error (self, jobs, error);
      return ROUND_AGAIN;
    }
  if (find_dependent (items, n) < n)
    {
      clear_items (jobs, items, n);
      _tap_jobs_put_back (self, jobs, find_dependent (items, n));
      return ROUND_AGAIN;
    }
  /* What comes after a refused entry about the same is held back, so it must not be judged as if that had never been. */
  if (first_refused_entry (jobs, items) + 1 < n)
    {
      clear_items (jobs, items, n);
      _tap_jobs_put_back (self, jobs, first_refused_entry (jobs, items) + 1);
      return ROUND_AGAIN;
    }
  /* A refusal is to be about the newest state: a gate that somebody has just opened must not be found closed. */
  if (!*fresh && has_stale_answer (items, n))
    {
      *fresh = TRUE;
      if (_tap_share_pull (self, FALSE, &any, NULL) && any)
        {
          clear_items (jobs, items, n);
          return ROUND_AGAIN;
        }
    }
  if (!flush_done_before (self, items, n, &error))
    {
      clear_items (jobs, items, n);
      _tap_share_set_error (self, error);
      _tap_jobs_answer_error (self, jobs, error);
      return ROUND_DONE;
    }
  answer_built (self, jobs, items);
  if (jobs->len == 0)
    return ROUND_DONE;
  return publish_jobs (self, jobs, items, &tail, changeset);
}

/* --- rounds ---------------------------------------------------------------------------------- */

/* While nothing is wrong two requests tell that the tail is where it was; else it is read. */
static gboolean
glance (TapWorker *self)
{
  gboolean same;

  if (self->share.doubt || self->share.trouble.state != TAP_LEDGER_IN_STEP)
    return FALSE;
  _tap_share_ask (self);
  same = tap_ledger_glance (self->ledger, &self->share.mark);
  _tap_share_told (self, NULL);
  return same;
}

/* May anything be published now? Everything that could speak against it is asked, without a lock on the replica. */
static gboolean
check_before (TapWorker *self,
              GError   **error)
{
  guint64 last;
  TapTrouble *trouble = &self->share.trouble;

  if (!self->share.connected)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR,
                           trouble->code != 0 ? trouble->code : TAP_LEDGER_ERROR_CUT_OFF,
                           trouble->reason != NULL ? trouble->reason : _("The file server does not answer."));
      return FALSE;
    }
  if (!_tap_share_sync_local (self, TRUE, error))
    return FALSE;
  if (!glance (self) && !_tap_share_check_tail (self, self->share.doubt, &last, error))
    return FALSE;
  self->share.doubt = FALSE;
  if (self->share.unknowns->len > 0 && !_tap_share_settle (self, error))
    return FALSE;
  if (trouble->state != TAP_LEDGER_IN_STEP && trouble->state != TAP_LEDGER_CUT_OFF && !trouble->passing)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, trouble->code, trouble->reason);
      return FALSE;
    }
  return TRUE;
}

/* Somebody was faster: take theirs, and try on that. From the third time on the server is asked past every cache. */
static gboolean
pull_taken (TapWorker *self,
            guint      n_tries,
            gint64     since_us,
            GError   **error)
{
  gboolean any = FALSE;

  if (!_tap_share_pull (self, n_tries >= CAREFUL_FROM_TRY, &any, error))
    return FALSE;
  _tap_share_lost_turn (self, n_tries, since_us);
  return TRUE;
}

static void
publish_rounds (TapWorker *self,
                GPtrArray *jobs)
{
  gint64 since_us = jobs->len > 0 ? ((TapJob *) jobs->pdata[0])->queued_us : 0;
  gboolean fresh = FALSE;

  for (guint n_tries = 0; jobs->len > 0; n_tries++)
    {
      g_autoptr(GError) error = NULL;

      if ((n_tries > 0 && !pull_taken (self, n_tries, since_us, &error)) || !check_before (self, &error))
        {
          _tap_share_set_error (self, error);
          _tap_jobs_answer_error (self, jobs, error);
          return;
        }
      _tap_jobs_drop_answered (self, jobs);
      _tap_jobs_leave_gate (self, jobs);
      self->share.round_us = g_get_monotonic_time ();
      if (jobs->len > 0 && build_and_publish (self, jobs, &fresh) == ROUND_DONE)
        return;
    }
}

/* One program of this PC publishes at a time. One that hangs makes the others wait as if the share were silent, which it is. */
static gboolean
line_up (TapWorker *self,
         GPtrArray *jobs)
{
  gboolean locked = FALSE;

  atomic_store (&self->call_since_us, g_get_monotonic_time ());
  /* Ends at the latest when every caller has been answered. */
  while (!locked && jobs->len > 0)
    {
      locked = tap_replica_lock (self->share.replica, g_get_monotonic_time () + LINE_UP_STEP_US);
      if (!locked)
        _tap_jobs_drop_answered (self, jobs);
    }
  atomic_store (&self->call_since_us, 0);
  return locked;
}

void
_tap_share_publish_all (TapWorker *self,
                        GPtrArray *jobs)
{
  publish_rounds (self, jobs);
  /* Asked again while the share hangs it must not seem to be on its way. */
  if (self->share.refused)
    {
      tap_local_writer_wait (tap_replica_get_writer (self->share.replica), NULL);
      _tap_share_forget_now (self);
    }
  self->share.refused = FALSE;
  tap_replica_unlock (self->share.replica);
  _tap_share_pause (self);
  _tap_share_ask (self);
  tap_ledger_bury (self->ledger);
  _tap_share_told (self, NULL);
}

void
_tap_share_commit (TapWorker *self)
{
  g_autoptr(GPtrArray) jobs = _tap_jobs_take (self);
  g_autoptr(GError) error = NULL;

  _tap_jobs_drop_answered (self, jobs);
  _tap_share_divert (self, jobs);
  if (jobs->len == 0)
    return;
  atomic_store (&self->save_since_us, g_get_monotonic_time ());
  if (!self->share.connected)
    check_before (self, &error);
  else
    {
      _tap_jobs_begin (self, jobs);
      if (line_up (self, jobs))
        _tap_share_publish_all (self, jobs);
      tap_local_writer_wait (tap_replica_get_writer (self->share.replica), NULL);
    }
  if (error != NULL)
    _tap_jobs_answer_error (self, jobs, error);
  atomic_store (&self->save_since_us, 0);
}

/* --- migrations ------------------------------------------------------------------------------ */

static gboolean
migrate_one (TapWorker *self,
             guint      n_tries,
             GError   **error)
{
  const TapMigration *migration = &self->migrations[self->share.tail.schema_version];
  g_autofree char *sql = g_strconcat (migration->sql, migration->version == 1 ? operation_sql : "", NULL);
  g_autoptr(GBytes) payload = g_bytes_new (sql, strlen (sql));
  g_autoptr(GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr(TapTxn) txn = NULL;
  TapTail tail;
  gboolean any;

  if (!tap_replica_try_migration (self->share.replica, sql, &tail, error))
    return FALSE;
  if (tail.seq != self->share.tail.seq)
    return _tap_share_sync_local (self, TRUE, error);
  txn = new_txn (self, TAP_TXN_MIGRATION, &tail, payload);
  switch (publish (self, txn, nobody, error))
    {
    case TAP_PUBLISH_OURS:
      return TRUE;
    case TAP_PUBLISH_TAKEN:
      g_usleep ((gulong) g_rand_int_range (self->share.rand, 500, 5000));
      return _tap_share_pull (self, n_tries >= CAREFUL_FROM_TRY, &any, error);
    case TAP_PUBLISH_NOT_DONE:
    case TAP_PUBLISH_UNKNOWN:
    default:
      return FALSE;
    }
}

gboolean
_tap_share_migrate (TapWorker *self,
                    GError   **error)
{
  gboolean locked = FALSE;
  gboolean ok;

  if (self->share.tail.schema_version >= self->n_migrations)
    return TRUE;
  /* As with commands: a program of this PC that hangs is as good as a server that does. */
  atomic_store (&self->call_since_us, g_get_monotonic_time ());
  while (!locked && !_tap_share_is_closing (self))
    locked = tap_replica_lock (self->share.replica, g_get_monotonic_time () + LINE_UP_STEP_US);
  atomic_store (&self->call_since_us, 0);
  if (!locked)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, _("The station is closed."));
      return FALSE;
    }
  ok = _tap_share_sync_local (self, TRUE, error);
  for (guint n_tries = 0; ok && self->share.tail.schema_version < self->n_migrations; n_tries++)
    ok = migrate_one (self, n_tries, error);
  tap_replica_unlock (self->share.replica);
  return ok;
}
