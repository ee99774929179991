/* tap-worker-pull.c — what others published: read ahead, apply, show.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-log-walk.h"
#include "ledger/tap-worker-private.h"

#define TOGETHER 64                     /* transactions in one local commit when catching up */

/* --- showing --------------------------------------------------------------------------------- */

typedef struct
{
  TapWorker *worker;
  GPtrArray *transactions;      /* NULL: reload */
  guint64    seq;
  guint      schema_version;
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_object_unref (shown->worker);
  g_clear_pointer (&shown->transactions, g_ptr_array_unref);
  g_free (shown);
}

static gboolean
shown_cb (gpointer data)
{
  Shown *shown = data;
  TapWorker *self = shown->worker;

  self->main.seq = shown->seq;
  self->main.schema_version = shown->schema_version;
  /* Who has not started yet has read nothing, and will read it all. */
  if (!self->main.start_done || self->main.closed)
    return G_SOURCE_REMOVE;
  if (shown->transactions != NULL)
    _tap_worker_emit_applied (self, shown->transactions);
  else
    _tap_worker_emit_reload (self);
  return G_SOURCE_REMOVE;
}

static void
post_shown (TapWorker *self,
            GPtrArray *transactions,
            guint64    seq)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->worker = g_object_ref (self);
  shown->transactions = transactions;
  shown->seq = seq;
  shown->schema_version = self->share.tail.schema_version;
  self->share.shown_seq = seq;
  _tap_worker_post (self, shown_cb, shown, shown_free);
}

void
_tap_share_post_reload (TapWorker *self)
{
  post_shown (self, NULL, self->share.tail.seq);
}

static gboolean
is_own (TapWorker *self,
        TapTxn    *txn)
{
  for (guint i = 0; i < txn->commands->len; i++)
    {
      TapTxnCommand *command = txn->commands->pdata[i];

      if (g_hash_table_contains (self->share.own_operations, command->operation_id))
        return TRUE;
    }
  return FALSE;
}

/* It is seen once: what was asked for in years of running is not remembered. */
static void
disown (TapWorker *self,
        TapTxn    *txn)
{
  for (guint i = 0; i < txn->commands->len; i++)
    g_hash_table_remove (self->share.own_operations, ((TapTxnCommand *) txn->commands->pdata[i])->operation_id);
}

/* Shows those of @txns that were not shown yet; a migration or a hole makes everyone read anew. */
static void
show (TapWorker *self,
      GPtrArray *txns)
{
  g_autoptr(GPtrArray) shown
      = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_transaction_unref);
  gboolean reload = FALSE;
  guint64 seq = self->share.shown_seq;

  for (guint i = 0; i < txns->len; i++)
    {
      TapTxn *txn = txns->pdata[i];
      gboolean own = is_own (self, txn);
      TapTransaction *transaction;

      if (txn->seq <= seq)
        continue;
      if (!own)
        _tap_share_saw_writer (self, txn->replica_id);
      reload = reload || txn->kind == TAP_TXN_MIGRATION || txn->seq != seq + 1;
      seq = txn->seq;
      transaction = tap_changeset_describe (txn, own, NULL);
      if (own)
        disown (self, txn);
      if (transaction != NULL)
        g_ptr_array_add (shown, transaction);
      else
        reload = TRUE;
    }
  if (seq == self->share.shown_seq)
    return;
  post_shown (self, reload ? NULL : g_steal_pointer (&shown), seq);
}

/* --- what other programs of this PC applied ---------------------------------------------------- */

static gboolean
collect_copies (TapWorker *self,
                GPtrArray *txns)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);

  for (guint64 seq = self->share.shown_seq + 1; seq <= self->share.tail.seq; seq++)
    {
      g_autoptr(GBytes) bytes = tap_local_db_get_copy (local, seq);
      TapTxn *txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;

      if (txn == NULL)
        return FALSE;
      g_ptr_array_add (txns, txn);
    }
  return TRUE;
}

/* The transaction that was the last one is still part of what the replica holds. */
static gboolean
is_behind (TapWorker *self,
           TapTail   *tail)
{
  g_autoptr(GBytes) bytes = NULL;
  guint8 hash[TAP_HASH_LEN];

  if (tail->seq == 0)
    return TRUE;
  bytes = tap_local_db_get_copy (tap_replica_get_local (self->share.replica), tail->seq);
  if (bytes == NULL)
    return FALSE;
  tap_hash_bytes (bytes, hash);
  return memcmp (hash, tail->hash, TAP_HASH_LEN) == 0;
}

gboolean
_tap_share_sync_local (TapWorker *self,
                       gboolean   force,
                       GError   **error)
{
  g_autoptr(GPtrArray) txns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_txn_free);
  TapTail tail;
  TapTail shown = self->share.tail;

  if (!force && !tap_replica_was_touched (self->share.replica))
    return TRUE;
  if (!tap_replica_get_tail (self->share.replica, &tail, error))
    return FALSE;
  if (tail.seq == self->share.tail.seq && memcmp (tail.hash, self->share.tail.hash, TAP_HASH_LEN) == 0)
    return TRUE;
  self->share.tail = tail;
  self->share.mark.seq = tail.seq;
  memcpy (self->share.mark.hash, tail.hash, TAP_HASH_LEN);
  self->share.mark.has_seal = FALSE;
  /* Set on another branch (a person's command, a restored station), it is another past, too. */
  if (tail.seq < self->share.shown_seq || !is_behind (self, &shown) || !collect_copies (self, txns))
    {
      _tap_share_post_reload (self);
      return TRUE;
    }
  if (txns->len > 0)
    _tap_share_set_mark (self, txns->pdata[txns->len - 1]);
  show (self, txns);
  _tap_share_check_schema (self);
  return TRUE;
}

/* --- pulling --------------------------------------------------------------------------------- */

static TapTxn *
parse (TapWorker *self,
       GBytes    *bytes,
       guint64    seq,
       GError   **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(TapTxn) txn = tap_txn_parse (bytes, &reason);

  if (txn != NULL && txn->seq == seq && strcmp (txn->station_id, self->share.station->id) == 0
      && strcmp (txn->epoch, self->share.station->epoch) == 0)
    return g_steal_pointer (&txn);
  if (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    tap_ledger_set_damaged (error, seq);
  return NULL;
}

/* Any conflict means that this replica is not what it claims to be: keep it aside and start again; at the same number a second time
 * it is the transaction. */
static gboolean
start_again (TapWorker *self,
             TapTxn    *txn,
             GError   **error)
{
  gboolean done;

  if (self->share.conflict_seq == txn->seq)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT,
                   /* Translators: a number, a PC's name, a person's name. */
                   _("Number %llu by %s (%s) does not fit this PC's copy of the station. Call the administrator."),
                   (unsigned long long) txn->seq, txn->pc, txn->person);
      return FALSE;
    }
  self->share.conflict_seq = txn->seq;
  if (!tap_replica_set_aside (self->share.replica, NULL, error))
    return FALSE;
  if (!_tap_share_bootstrap (self, 0, &done, error))
    return FALSE;
  if (!done && !tap_replica_clear (self->share.replica, self->share.station->hash, error))
    return FALSE;
  if (!tap_replica_get_tail (self->share.replica, &self->share.tail, error))
    return FALSE;
  self->share.mark.seq = self->share.tail.seq;
  memcpy (self->share.mark.hash, self->share.tail.hash, TAP_HASH_LEN);
  self->share.mark.has_seal = FALSE;
  if (!done)
    _tap_share_post_reload (self);
  return TRUE;
}

static TapTxn *
find_txn (GPtrArray *txns,
          guint64    seq)
{
  for (guint i = 0; i < txns->len; i++)
    if (((TapTxn *) txns->pdata[i])->seq == seq)
      return txns->pdata[i];
  return NULL;
}

static gboolean
apply (TapWorker *self,
       GPtrArray *txns,
       GPtrArray *files,
       GError   **error)
{
  g_autoptr(GError) reason = NULL;
  guint64 failed_seq;
  TapTxn *failed;

  if (tap_replica_apply (self->share.replica, txns, files, &failed_seq, &reason))
    {
      TapTxn *last = txns->pdata[txns->len - 1];

      _tap_share_set_mark (self, last);
      if (!tap_replica_get_tail (self->share.replica, &self->share.tail, error))
        return FALSE;
      if (self->share.tail.seq == last->seq)
        _tap_share_reached (self, last->seq, is_own (self, last));
      show (self, txns);
      return TRUE;
    }
  failed = find_txn (txns, failed_seq);
  if (!g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CONFLICT) || failed == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  g_message ("number %" G_GUINT64_FORMAT ": %s", failed_seq, reason->message);
  if (failed == txns->pdata[0])
    return start_again (self, failed, error);
  /* What comes before it is good. */
  while (txns->pdata[txns->len - 1] != failed)
    {
      g_ptr_array_set_size (files, (int) txns->len - 1);
      g_ptr_array_set_size (txns, (int) txns->len - 1);
    }
  g_ptr_array_set_size (files, (int) txns->len - 1);
  g_ptr_array_set_size (txns, (int) txns->len - 1);
  return apply (self, txns, files, error);
}

/* The helpers may still wait for the server, and so do we. */
static void
end_walk (TapWorker   *self,
          TapLogWalk **walk)
{
  if (*walk == NULL)
    return;
  _tap_share_ask (self);
  g_clear_pointer (walk, tap_log_walk_free);
  _tap_share_told (self, NULL);
}

/* What helpers have read meanwhile; FALSE: nothing, and the walk is over. */
static gboolean
take_ahead (TapWorker   *self,
            TapLogWalk **walk,
            GPtrArray   *files)
{
  GBytes *bytes = NULL;

  if (*walk == NULL)
    return FALSE;
  if (tap_log_walk_get_next_seq (*walk) == self->share.mark.seq + 1)
    {
      _tap_share_ask (self);
      bytes = tap_log_walk_next (*walk, NULL);
      _tap_share_told (self, NULL);
    }
  if (bytes == NULL)
    {
      end_walk (self, walk);
      return FALSE;
    }
  g_ptr_array_add (files, bytes);
  while (files->len < TOGETHER && tap_log_walk_is_ready (*walk))
    g_ptr_array_add (files, tap_log_walk_next (*walk, NULL));
  return TRUE;
}

/* One file, and when a second one is there, more at once: one by one a mount gives about 120 a second. @files stays empty at the end of
 * the log. */
static gboolean
read_next (TapWorker   *self,
           guint        n_before,
           gboolean     careful,
           TapLogWalk **walk,
           GPtrArray   *files,
           GError     **error)
{
  g_autoptr(GError) reason = NULL;
  guint64 seq = self->share.mark.seq + 1;
  GBytes *bytes;

  if (take_ahead (self, walk, files))
    return TRUE;
  _tap_share_ask (self);
  bytes = tap_ledger_read (self->ledger, seq, careful, &reason);
  _tap_share_told (self, reason);
  if (bytes != NULL)
    {
      g_ptr_array_add (files, bytes);
      if (n_before > 0)
        *walk = tap_log_walk_new_open (self->ledger, seq);
      return TRUE;
    }
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A commit ends where the content hash is due: so many may share it. */
static int
count_together (TapWorker *self,
                guint64    seq,
                guint      n_files)
{
  guint64 due = (guint64) self->limits.snapshot_behind;

  return self->limits.snapshot_behind > 0 ? (int) MIN (n_files, due - (seq - 1) % due) : (int) n_files;
}

gboolean
_tap_share_check_schema (TapWorker *self)
{
  if (self->share.tail.schema_version <= self->n_migrations || self->n_migrations == 0)
    return TRUE;
  _tap_share_set_trouble (self, TAP_LEDGER_READ_ONLY, TAP_LEDGER_ERROR_SCHEMA_NEWER, FALSE,
                          _("The station is used by a newer Tappet. Update this PC; until then it can only read."));
  return FALSE;
}

static gboolean
pull (TapWorker   *self,
      gboolean     careful,
      TapLogWalk **walk,
      gboolean    *any,
      GError     **error)
{
  guint n = 0;

  *any = FALSE;
  for (;;)
    {
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr(GPtrArray) txns = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_txn_free);
      guint64 seq = self->share.mark.seq + 1;

      if (!read_next (self, n, careful, walk, files, error))
        return FALSE;
      if (files->len == 0)
        break;
      g_ptr_array_set_size (files, count_together (self, seq, files->len));
      for (guint i = 0; i < files->len; i++)
        {
          TapTxn *txn = parse (self, files->pdata[i], seq + i, error);

          if (txn == NULL)
            return FALSE;
          g_ptr_array_add (txns, txn);
        }
      if (!apply (self, txns, files, error))
        return FALSE;
      n += files->len;
      *any = TRUE;
      if (_tap_share_is_closing (self))
        break;
    }
  _tap_share_check_schema (self);
  return TRUE;
}

gboolean
_tap_share_pull (TapWorker *self,
                 gboolean   careful,
                 gboolean  *any,
                 GError   **error)
{
  TapLogWalk *walk = NULL;
  gboolean ok = pull (self, careful, &walk, any, error);

  end_walk (self, &walk);
  return ok;
}

gboolean
_tap_share_apply_own (TapWorker *self,
                      TapTxn    *txn,
                      GBytes    *bytes,
                      GError   **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new ();
  g_autoptr(GPtrArray) txns = g_ptr_array_new ();

  g_ptr_array_add (files, bytes);
  g_ptr_array_add (txns, txn);
  return apply (self, txns, files, error);
}
