/* tap-worker-share.c — the share thread: looking for news, and when to do what.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-worker-private.h"

/* --- calls to the share ---------------------------------------------------------------------- */

void
_tap_share_ask (TapWorker *self)
{
  atomic_store (&self->call_since_us, g_get_monotonic_time ());
}

void
_tap_share_told (TapWorker    *self,
                 const GError *error)
{
  gboolean silent = g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);

  atomic_store (&self->call_since_us, 0);
  if (!silent)
    atomic_store (&self->last_answer_us, g_get_monotonic_time ());
}

gboolean
_tap_share_is_closing (TapWorker *self)
{
  gboolean closing;

  g_mutex_lock (&self->lock);
  closing = self->closing;
  g_mutex_unlock (&self->lock);
  return closing;
}

gint64
_tap_share_now_unix (TapWorker *self)
{
  return _tap_station_now (self->share.offset_us);
}

gboolean
_tap_share_check_clock (TapWorker *self,
                        gint64     server_us,
                        GError   **error)
{
  gint64 offset_us = server_us - g_get_real_time ();
  gint64 offset_s = (offset_us + (offset_us < 0 ? -1 : 1) * G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
  guint minutes;

  if (_tap_station_now_is_fixed ())
    return TRUE;
  /* Seconds are what the main thread shows and what forms are stamped with: follow it only when that changes. */
  if (!self->share.offset_known || offset_s != self->share.offset_us / G_USEC_PER_SEC)
    {
      self->share.offset_known = TRUE;
      self->share.offset_us = offset_s * G_USEC_PER_SEC;
      _tap_share_post_offset (self, offset_s);
    }
  if (ABS (offset_s) <= self->limits.clock_stop_s)
    return TRUE;
  minutes = (guint) ((ABS (offset_s) + 30) / 60);
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
               offset_s > 0
                 ? g_dngettext (GETTEXT_PACKAGE,
                                "The clock of this PC is %u minute behind that of the file server. Everything can be read; nothing is saved until one of them is set right.",
                                "The clock of this PC is %u minutes behind that of the file server. Everything can be read; nothing is saved until one of them is set right.",
                                minutes)
                 : g_dngettext (GETTEXT_PACKAGE,
                                "The clock of this PC is %u minute ahead of that of the file server. Everything can be read; nothing is saved until one of them is set right.",
                                "The clock of this PC is %u minutes ahead of that of the file server. Everything can be read; nothing is saved until one of them is set right.",
                                minutes),
               minutes);
  return FALSE;
}

void
_tap_share_set_mark (TapWorker *self,
                     TapTxn    *txn)
{
  self->share.mark.seq = txn->seq;
  memcpy (self->share.mark.hash, txn->hash, TAP_HASH_LEN);
  memcpy (self->share.mark.seal, txn->seal, TAP_HASH_LEN);
  self->share.mark.size = txn->size;
  self->share.mark.has_seal = TRUE;
}

gboolean
_tap_share_check_tail (TapWorker *self,
                       gboolean   thorough,
                       guint64   *last,
                       GError   **error)
{
  g_autoptr(GError) reason = NULL;
  TapTailState state;

  _tap_share_ask (self);
  state = tap_ledger_check_tail (self->ledger, &self->share.mark, thorough, last, &reason);
  _tap_share_told (self, reason);
  if (reason == NULL && state != TAP_TAIL_FITS)
    _tap_share_set_tail_error (self, state, &reason);
  if (reason == NULL)
    {
      self->share.next_tail_check_us
          = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
      /* What is damaged further on is found only by reading it again. */
      if (!_tap_share_hold (self) && thorough && self->share.trouble.code == TAP_LEDGER_ERROR_SET_BACK)
        _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
      return TRUE;
    }
  _tap_share_set_error (self, reason);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* --- looking --------------------------------------------------------------------------------- */

static gboolean
look_for_news (TapWorker *self,
               gboolean   at_once,
               GError   **error)
{
  gboolean thorough = at_once || self->share.n_looks % (guint) MAX (self->limits.thorough_every, 1) == 0;
  g_autoptr(GError) reason = NULL;
  gboolean news = FALSE;
  gboolean any;
  gboolean ok;

  self->share.n_looks++;
  _tap_share_ask (self);
  ok = tap_ledger_look (self->ledger, self->share.mark.seq + 1, thorough, &news, &reason);
  _tap_share_told (self, reason);
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  return !news || _tap_share_pull (self, FALSE, &any, error);
}

static gboolean
look_again_at_damage (TapWorker *self,
                      GError   **error)
{
  gboolean any;

  self->share.next_tail_check_us
      = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
  if (!_tap_share_pull (self, TRUE, &any, error))
    return FALSE;
  _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
  return TRUE;
}

static gboolean
look_connected (TapWorker *self,
                gboolean   at_once,
                GError   **error)
{
  gint64 now_us = g_get_monotonic_time ();
  guint64 last;

  if (!_tap_share_sync_local (self, FALSE, error))
    return FALSE;
  if ((self->share.doubt || now_us >= self->share.next_tail_check_us)
      && !_tap_share_check_tail (self, self->share.doubt, &last, error) && !_tap_share_mend_tail (self, error))
    {
      /* Set back: ask again with every tail check, not with every look. */
      self->share.next_tail_check_us
          = self->share.connected ? now_us + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND : 0;
      return FALSE;
    }
  if (self->share.trouble.code == TAP_LEDGER_ERROR_DAMAGED)
    return look_again_at_damage (self, error);
  if (self->share.trouble.state == TAP_LEDGER_SET_BACK && self->share.hold_until_us == 0)
    return TRUE;
  self->share.doubt = self->share.hold_until_us != 0;
  if (!look_for_news (self, at_once, error))
    return FALSE;
  if (self->share.unknowns->len > 0 && !_tap_share_settle (self, error))
    return FALSE;
  _tap_share_ask (self);
  tap_ledger_bury (self->ledger);
  _tap_share_told (self, NULL);
  if (!self->passive && now_us >= self->share.next_presence_us)
    {
      _tap_share_keep_presence (self);
      _tap_share_tidy (self);
    }
  _tap_share_trim (self);
  if (!self->passive)
    {
      _tap_share_read_a_peer (self);
      _tap_share_snapshot (self, FALSE);
      _tap_share_prune (self, FALSE);
    }
  return TRUE;
}

/* A share that is away is asked ever more rarely, from one look to eight: the window counts the seconds, and "try now" does not wait. */
static void
plan_next_look (TapWorker *self)
{
  gint64 jitter_ms = self->limits.look_ms / 4;
  gint64 look_ms = self->limits.look_ms;

  if (self->share.trouble.state == TAP_LEDGER_CUT_OFF)
    look_ms <<= MIN (self->share.n_failed++, 3);
  else
    self->share.n_failed = 0;
  if (jitter_ms > 0)
    look_ms += g_rand_int_range (self->share.rand, (gint32) -jitter_ms, (gint32) jitter_ms);
  self->share.next_look_us = g_get_monotonic_time () + look_ms * G_TIME_SPAN_MILLISECOND;
  atomic_store (&self->next_try_us, self->share.next_look_us);
}

/* A person's command, or another program of this PC, put this PC's copy on another footing: look at once whether all is well now. */
static gboolean
was_set_right (TapWorker *self)
{
  TapTail before = self->share.tail;

  if (self->share.replica == NULL || self->share.hold_until_us != 0)
    return self->share.hold_until_us != 0;
  return _tap_share_sync_local (self, FALSE, NULL)
         && (before.seq != self->share.tail.seq || memcmp (before.hash, self->share.tail.hash, TAP_HASH_LEN) != 0);
}

/* Everything is asked anew then: what was read from it cannot be relied upon. */
static void
mend_replica (TapWorker *self)
{
  if (!_tap_share_mend_replica (self))
    return;
  self->share.connected = FALSE;
  self->share.next_tail_check_us = 0;
}

static void
look (TapWorker *self,
      gboolean   at_once)
{
  g_autoptr(GError) error = NULL;
  gboolean waits = self->share.trouble.state == TAP_LEDGER_SET_BACK && !at_once
                   && g_get_monotonic_time () < self->share.next_tail_check_us && !was_set_right (self);
  gboolean ok = TRUE;

  _tap_share_forget_now (self);
  atomic_store (&self->next_try_us, 0);
  atomic_store (&self->save_since_us, g_get_monotonic_time ());
  if (!waits && !self->share.connected)
    {
      self->share.next_tail_check_us
          = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
      ok = self->share.connected = _tap_share_connect (self, &error);
    }
  else if (!waits)
    ok = look_connected (self, at_once, &error);
  if ((!ok && g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL)) || atomic_exchange (&self->read_broken, FALSE))
    mend_replica (self);
  atomic_store (&self->save_since_us, 0);
  if (!ok)
    _tap_share_set_error (self, error);
  else if (self->share.trouble.state == TAP_LEDGER_CUT_OFF
           || self->share.trouble.code == TAP_LEDGER_ERROR_LOCAL)
    _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
  _tap_share_write_outbox (self);
  plan_next_look (self);
}

/* --- the loop -------------------------------------------------------------------------------- */

typedef enum
{
  NEXT_COMMIT,
  NEXT_OUTBOX,
  NEXT_LOOK,
  NEXT_LOOK_NOW,
  NEXT_END,
} Next;

static Next
wait_for_next (TapWorker *self)
{
  gboolean looks = !self->passive || self->share.unknowns->len > 0 || !self->share.connected
                   || self->share.trouble.state == TAP_LEDGER_CUT_OFF;
  Next next;

  g_mutex_lock (&self->lock);
  for (;;)
    {
      gint64 now_us = g_get_monotonic_time ();
      gboolean waiting = !g_queue_is_empty (&self->queue);
      gint64 until_us = looks ? self->share.next_look_us : G_MAXINT64;
      gint64 outbox_us = 0;
      gboolean runs = self->outbox_due && _tap_share_runs_outbox (self, &outbox_us);

      /* Turn about: a long outbox must not keep people waiting. */
      if (runs && now_us >= outbox_us && !(waiting && self->share.ran_outbox))
        next = NEXT_OUTBOX;
      else if (waiting && (self->closing || now_us >= self->share.may_commit_us))
        next = NEXT_COMMIT;
      else if (self->closing)
        next = NEXT_END;
      else if (self->look_now)
        next = NEXT_LOOK_NOW;
      else if (now_us >= until_us)
        next = NEXT_LOOK;
      else
        {
          if (waiting)
            until_us = MIN (until_us, self->share.may_commit_us);
          if (runs)
            until_us = MIN (until_us, outbox_us);
          if (until_us == G_MAXINT64)
            g_cond_wait (&self->wake, &self->lock);
          else
            g_cond_wait_until (&self->wake, &self->lock, until_us);
          continue;
        }
      break;
    }
  if (next == NEXT_LOOK_NOW)
    self->look_now = FALSE;
  self->share.ran_outbox = next == NEXT_OUTBOX;
  g_mutex_unlock (&self->lock);
  return next;
}

static gboolean
share_ended_cb (gpointer data)
{
  TapWorker *self = data;

  self->main.share_running = FALSE;
  if (!self->main.start_done && self->main.close_task == NULL)
    {
      /* The start failed: nobody is left to answer. */
      self->main.closed = TRUE;
      _tap_worker_answer_all (self, TAP_LEDGER_ERROR_CLOSED, _("The station is closed."));
      if (self->main.local_running)
        _tap_worker_local_stop (self);
      _tap_worker_local_refuse (self);
      _tap_worker_state_stop (self);
    }
  _tap_worker_close_check (self);
  return G_SOURCE_REMOVE;
}

static void
share_clear (TapWorker *self)
{
  g_clear_pointer (&self->share.replica, tap_replica_close);
  g_clear_pointer (&self->share.station, tap_station_file_free);
  g_clear_pointer (&self->share.unknowns, g_ptr_array_unref);
  g_clear_pointer (&self->share.forgotten, g_ptr_array_unref);
  g_clear_pointer (&self->share.outbox_ends, g_ptr_array_unref);
  g_clear_pointer (&self->share.own_operations, g_hash_table_unref);
  g_clear_pointer (&self->share.writers, g_hash_table_unref);
  _tap_share_peers_clear (self);
  g_clear_pointer (&self->share.rand, g_rand_free);
  g_clear_pointer (&self->share.living, g_strfreev);
  g_clear_pointer (&self->share.compare_content, g_free);
  g_clear_pointer (&self->share.follow_reason, g_free);
}

static gpointer
share_main (gpointer data)
{
  TapWorker *self = data;
  gboolean running;

  self->share.unknowns = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_unknown_free);
  self->share.forgotten = g_ptr_array_new_with_free_func (g_free);
  self->share.outbox_ends = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_outbox_end_free);
  self->share.own_operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->share.writers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->share.rand = g_rand_new ();
  _tap_share_peers_init (self);
  running = _tap_share_start (self);
  self->share.next_look_us = g_get_monotonic_time () + self->limits.look_ms * G_TIME_SPAN_MILLISECOND;
  while (running)
    switch (wait_for_next (self))
      {
      case NEXT_COMMIT:
        _tap_share_commit (self);
        break;
      case NEXT_OUTBOX:
        _tap_share_run_outbox (self);
        break;
      case NEXT_LOOK:
        look (self, FALSE);
        break;
      case NEXT_LOOK_NOW:
        look (self, TRUE);
        break;
      case NEXT_END:
      default:
        running = FALSE;
        break;
      }
  if (self->share.connected && !self->passive)
    _tap_share_snapshot (self, TRUE);
  _tap_share_snapshot_wait (self);
  _tap_share_write_outbox (self);
  _tap_share_prune (self, TRUE);
  _tap_share_forget_now (self);
  share_clear (self);
  _tap_worker_post (self, share_ended_cb, self, g_object_unref);
  return NULL;
}

void
_tap_worker_share_start (TapWorker *self)
{
  self->main.share_running = TRUE;
  g_thread_unref (g_thread_new ("tap-share", share_main, g_object_ref (self)));
}
