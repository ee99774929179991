/* tap-worker-recover.c — when the folder knows less than this PC, or something else: what a running program does by itself, and says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Missing at the end: put back, in order, by the same publish; several PCs at once. Restored on purpose, and nothing of this PC is missing
 * there: followed. A replica that cannot be read: built anew. All else waits for a person, and only says what happened.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-rift-private.h"
#include "ledger/tap-worker-private.h"

#define LOCK_WAIT_US G_USEC_PER_SEC
#define TELL_EVERY_US (G_USEC_PER_SEC / 10)
#define FLUSH_EVERY 100
#define TRIM_AT_ONCE 500

/* --- what this PC holds, from its last transaction downwards --------------------------------------- */

/* Each hangs on the one above it: the hash is what that one says comes before it. */
typedef struct
{
  TapMark  mark;
  gboolean whole;               /* there is a good copy; else only its hash is known */
  guint8   previous[TAP_HASH_LEN];
} Link;

static void
add_link (TapWorker   *self,
          GArray      *chain,
          guint64      seq,
          const guint8 hash[TAP_HASH_LEN])
{
  g_autoptr(GBytes) bytes = tap_local_db_get_copy (tap_replica_get_local (self->share.replica), seq);
  g_autoptr(TapTxn) txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;
  Link link = { .mark = { .seq = seq } };

  memcpy (link.mark.hash, hash, TAP_HASH_LEN);
  if (txn != NULL && txn->seq == seq && memcmp (txn->hash, hash, TAP_HASH_LEN) == 0)
    {
      link.whole = TRUE;
      link.mark.has_seal = TRUE;
      link.mark.size = txn->size;
      memcpy (link.mark.seal, txn->seal, TAP_HASH_LEN);
      memcpy (link.previous, txn->previous, TAP_HASH_LEN);
    }
  g_array_append_val (chain, link);
}

/* The link @back below the last transaction; NULL: this PC does not know so far back. */
static Link *
get_link (TapWorker *self,
          GArray    *chain,
          guint64    back)
{
  if (chain->len == 0)
    add_link (self, chain, self->share.tail.seq, self->share.tail.hash);
  while (chain->len <= back)
    {
      Link last = g_array_index (chain, Link, chain->len - 1);

      if (!last.whole || last.mark.seq <= self->share.station->start_seq)
        return NULL;
      add_link (self, chain, last.mark.seq - 1, last.previous);
    }
  return &g_array_index (chain, Link, back);
}

static gboolean
check_link (TapWorker     *self,
            Link          *link,
            gboolean       thorough,
            TapTailState  *state,
            guint64       *last,
            GError       **error)
{
  g_autoptr(GError) reason = NULL;

  _tap_share_ask (self);
  *state = tap_ledger_check_tail (self->ledger, &link->mark, thorough, last, &reason);
  _tap_share_told (self, reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* How far back the folder has what this PC has; -1: nowhere as far as is known. @above: what is wrong with the one above. In steps that
 * double, then halved: a loss of thousands is found with a few questions. */
static gint64
find_common (TapWorker     *self,
             GArray        *chain,
             TapTailState  *above,
             GError       **error)
{
  gint64 bad = -1;
  gint64 good = -1;
  gint64 step = 1;

  *above = TAP_TAIL_FITS;
  for (gint64 at = 0; good < 0;)
    {
      Link *link = get_link (self, chain, (guint64) at);
      TapTailState state;
      guint64 last;

      if (link == NULL)
        {
          /* Not so far: at the oldest one that is known. */
          at = (gint64) chain->len - 1;
          if (at <= bad)
            return -1;
          continue;
        }
      if (!check_link (self, link, FALSE, &state, &last, error))
        return -1;
      if (state == TAP_TAIL_FITS)
        {
          good = at;
          break;
        }
      *above = state;
      bad = at;
      at += step;
      step *= 2;
    }
  while (good - bad > 1)
    {
      gint64 middle = bad + (good - bad) / 2;
      TapTailState state;
      guint64 last;

      if (!check_link (self, get_link (self, chain, (guint64) middle), FALSE, &state, &last, error))
        return -1;
      if (state == TAP_TAIL_FITS)
        good = middle;
      else
        {
          *above = state;
          bad = middle;
        }
    }
  return good;
}

/* --- in words -------------------------------------------------------------------------------------- */

static void
set_set_back (GError    **error,
              char       *sentence,
              char       *advice)
{
  g_autofree char *first = sentence;
  g_autofree char *second = advice;

  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK, "%s %s", first, second);
}

/* From which number on, and by whom on both sides. */
static void
set_diverged (TapWorker *self,
              GError   **error)
{
  g_autoptr(GArray) chain = g_array_new (FALSE, FALSE, sizeof (Link));
  TapTailState above;
  gint64 back = find_common (self, chain, &above, NULL);
  guint64 seq = back > 0 ? self->share.tail.seq - (guint64) back + 1 : self->share.tail.seq;
  g_autoptr(GBytes) own = tap_local_db_get_copy (tap_replica_get_local (self->share.replica), seq);
  g_autoptr(TapTxn) here = own != NULL ? tap_txn_parse (own, NULL) : NULL;
  g_autoptr(GBytes) other = NULL;
  g_autoptr(TapTxn) there = NULL;

  _tap_share_ask (self);
  other = tap_ledger_read (self->ledger, seq, TRUE, NULL);
  _tap_share_told (self, NULL);
  there = other != NULL ? tap_txn_parse (other, NULL) : NULL;
  set_set_back (error, _tap_rift_say_diverged (seq, here, there), _tap_rift_advise_take ());
}

void
_tap_share_set_tail_error (TapWorker     *self,
                           TapTailState   state,
                           GError       **error)
{
  TapTrouble *trouble = &self->share.trouble;
  gboolean told = self->share.tail_state == state && self->share.tail_state_seq == self->share.mark.seq
                  && trouble->state == TAP_LEDGER_SET_BACK;

  self->share.tail_state = state;
  self->share.tail_state_seq = self->share.mark.seq;
  switch (state)
    {
    case TAP_TAIL_MISSING:
      set_set_back (error, _tap_rift_say_missing (self->share.mark.seq), _tap_rift_advise_wait ());
      break;
    case TAP_TAIL_DIFFERENT:
      /* Worked out once, and then said as long as it is so. */
      if (told)
        g_set_error_literal (error, TAP_LEDGER_ERROR, trouble->code, trouble->reason);
      else
        set_diverged (self, error);
      break;
    case TAP_TAIL_GAP:
      set_set_back (error, _tap_rift_say_gap (0), _tap_rift_advise_look ());
      break;
    case TAP_TAIL_DAMAGED:
      tap_ledger_set_damaged (error, self->share.mark.seq);
      break;
    case TAP_TAIL_EPOCH:
      /* Nothing can be published into the log of the old epoch; the next look opens the new one. */
      self->share.connected = FALSE;
      set_set_back (error, g_strdup (_("The station was restored on purpose.")), _tap_rift_advise_wait ());
      break;
    case TAP_TAIL_FITS:
    default:
      g_assert_not_reached ();
    }
}

/* --- putting back ---------------------------------------------------------------------------------- */

typedef struct
{
  guint64 common;
  guint64 n_done, n_all;
  gint64  told_us;
} PutBack;

static void
tell_put_back (TapWorker *self,
               PutBack   *put)
{
  g_autofree char *text = NULL;

  if (g_get_monotonic_time () - put->told_us < TELL_EVERY_US)
    return;
  put->told_us = g_get_monotonic_time ();
  /* Who waits to save something is not held until it is over. */
  _tap_worker_answer_all (self, TAP_LEDGER_ERROR_SET_BACK,
                          _("The station folder was set back and is being put right. This was not saved; try again in a minute."));
  /* Translators: a number, then how many of how many. */
  text = g_strdup_printf (_("The station folder was set back to number %llu. Nothing is lost: this PC is putting back what is missing, %llu of %llu. Saving goes on after that."),
                          (unsigned long long) put->common, (unsigned long long) put->n_done,
                          (unsigned long long) put->n_all);
  _tap_share_set_trouble (self, TAP_LEDGER_SET_BACK, TAP_LEDGER_ERROR_SET_BACK, FALSE, text);
}

/* TRUE: it stands there already, byte by byte. */
static gboolean
is_there (TapWorker *self,
          Link      *link)
{
  g_autoptr(GBytes) bytes = NULL;
  guint8 hash[TAP_HASH_LEN];

  _tap_share_ask (self);
  bytes = tap_ledger_read (self->ledger, link->mark.seq, FALSE, NULL);
  _tap_share_told (self, NULL);
  if (bytes == NULL)
    return FALSE;
  tap_hash_bytes (bytes, hash);
  return memcmp (hash, link->mark.hash, TAP_HASH_LEN) == 0;
}

static gboolean
put_one (TapWorker *self,
         Link      *link,
         GError   **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) reason = NULL;
  gboolean put;
  gboolean ok;

  if (is_there (self, link))
    return TRUE;
  bytes = tap_local_db_get_copy (tap_replica_get_local (self->share.replica), link->mark.seq);
  _tap_share_ask (self);
  ok = bytes != NULL && _tap_rift_put_one (self->ledger, link->mark.seq, bytes, link->mark.hash, &put, &reason);
  _tap_share_told (self, reason);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return ok;
}

static gboolean
put_back_from (TapWorker *self,
               GArray    *chain,
               gint64     back,
               GError   **error)
{
  PutBack put = { .common = self->share.tail.seq - (guint64) back, .n_all = (guint64) back };

  for (gint64 at = back - 1; at >= 0; at--)
    {
      tell_put_back (self, &put);
      if (_tap_share_is_closing (self))
        {
          g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, _("The station is closed."));
          return FALSE;
        }
      tap_ledger_step ("put-back");
      if (!put_one (self, &g_array_index (chain, Link, at), error))
        return FALSE;
      put.n_done++;
      if (put.n_done % FLUSH_EVERY == 0 && !_tap_share_flush (self, error))
        return FALSE;
    }
  g_message ("put back %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, put.common + 1, self->share.tail.seq);
  return _tap_share_flush (self, error);
}

/* Other PCs may know more than this one, and find out with their next tail check: until then nobody writes over it. */
static void
hold_for_others (TapWorker *self)
{
  g_autoptr(GPtrArray) notes = NULL;

  _tap_share_ask (self);
  notes = tap_ledger_list_presence (self->ledger, NULL);
  _tap_share_told (self, NULL);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    if (strcmp (((TapPresenceNote *) notes->pdata[i])->replica_id, tap_replica_get_id (self->share.replica)) != 0)
      self->share.hold_until_us
          = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
}

gboolean
_tap_share_hold (TapWorker *self)
{
  if (self->share.hold_until_us == 0)
    return FALSE;
  if (g_get_monotonic_time () >= self->share.hold_until_us)
    {
      self->share.hold_until_us = 0;
      return FALSE;
    }
  _tap_share_set_trouble (self, TAP_LEDGER_SET_BACK, TAP_LEDGER_ERROR_SET_BACK, FALSE,
                          _("The station folder had been set back; this PC has put back all it knows. Saving goes on in less than a minute, when the other PCs have done the same."));
  return TRUE;
}

/* All that stands against it: fewer than one common entry, a copy that is missing, a branch or damage below. */
static gboolean
may_put_back (TapWorker     *self,
              GArray        *chain,
              gint64         back,
              TapTailState   above,
              GError       **error)
{
  guint64 last = 0;
  TapTailState state = TAP_TAIL_FITS;

  if (back < 0 || g_array_index (chain, Link, back).mark.seq == 0)
    {
      set_set_back (error, _tap_rift_say_behind (0, self->share.tail.seq), _tap_rift_advise_repair (FALSE));
      return FALSE;
    }
  for (gint64 at = 0; at < back; at++)
    if (!g_array_index (chain, Link, at).whole)
      {
        set_set_back (error, _tap_rift_say_behind (g_array_index (chain, Link, back).mark.seq, self->share.tail.seq),
                      _tap_rift_advise_repair (FALSE));
        return FALSE;
      }
  if (above == TAP_TAIL_MISSING
      && !check_link (self, &g_array_index (chain, Link, back), TRUE, &state, &last, error))
    return FALSE;
  if (above == TAP_TAIL_MISSING && state == TAP_TAIL_FITS)
    return TRUE;
  _tap_share_set_tail_error (self, above == TAP_TAIL_MISSING ? state : above, error);
  return FALSE;
}

static gboolean
put_back (TapWorker *self,
          GError   **error)
{
  g_autoptr(GArray) chain = g_array_new (FALSE, FALSE, sizeof (Link));
  TapTailState above;
  guint64 last;
  gint64 back = find_common (self, chain, &above, error);

  if (*error != NULL)
    return FALSE;
  if (back != 0
      && (!may_put_back (self, chain, back, above, error) || !put_back_from (self, chain, back, error)))
    return FALSE;
  hold_for_others (self);
  return _tap_share_check_tail (self, TRUE, &last, error);
}

gboolean
_tap_share_mend_tail (TapWorker *self,
                      GError   **error)
{
  g_autoptr(GError) reason = NULL;
  gboolean ok;

  if (self->share.tail_state != TAP_TAIL_MISSING || self->passive
      || !g_error_matches (*error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK))
    return FALSE;
  /* Another program of this PC is at it: then what it puts back is found with the next look. */
  if (!tap_replica_lock (self->share.replica, g_get_monotonic_time () + LOCK_WAIT_US))
    return FALSE;
  ok = put_back (self, &reason);
  tap_replica_unlock (self->share.replica);
  g_clear_error (error);
  if (ok)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A copy that was built anew from a folder that had lost its end meanwhile: this PC's own copies still know it. */
gboolean
_tap_share_follow_copies (TapWorker *self,
                          GError   **error)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);
  guint64 last;
  guint n = 0;

  for (;; n++)
    {
      g_autoptr(GBytes) bytes = tap_local_db_get_copy (local, self->share.tail.seq + 1);
      g_autoptr(TapTxn) txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;

      if (txn == NULL || memcmp (txn->previous, self->share.tail.hash, TAP_HASH_LEN) != 0
          || strcmp (txn->epoch, self->share.station->epoch) != 0)
        break;
      if (!_tap_share_apply_own (self, txn, bytes, error))
        return FALSE;
    }
  return n == 0 || self->passive || _tap_share_check_tail (self, TRUE, &last, error) || _tap_share_mend_tail (self, error);
}

/* --- a new epoch ----------------------------------------------------------------------------------- */

static void
follow_progress (const char *step,
                 gint64      done,
                 gint64      total,
                 gpointer    data)
{
  _tap_worker_answer_all (data, TAP_LEDGER_ERROR_SET_BACK,
                          _("The station folder was set back and is being put right. This was not saved; try again in a minute."));
  /* As long as it goes on the server is answering. */
  _tap_share_ask (data);
}

static void
load_new_state (TapWorker *self)
{
  if (!tap_replica_get_tail (self->share.replica, &self->share.tail, NULL))
    return;
  memset (&self->share.mark, 0, sizeof self->share.mark);
  self->share.mark.seq = self->share.tail.seq;
  memcpy (self->share.mark.hash, self->share.tail.hash, TAP_HASH_LEN);
  self->share.snapshot_seq = 0;
  self->share.conflict_seq = 0;
  _tap_share_post_reload (self);
}

/* Under the publish lock. */
static gboolean
follow (TapWorker *self,
        GError   **error)
{
  const char *dir = tap_replica_get_dir (self->share.replica);
  g_auto(RiftView) view = { 0 };
  g_autoptr(TapRift) rift = NULL;

  if (!_tap_rift_view_open (&view, self->folder, dir, error))
    return FALSE;
  /* Another program of this PC, or a person's command, has done it. */
  if (strcmp (view.epoch, view.station->epoch) == 0)
    {
      load_new_state (self);
      return TRUE;
    }
  rift = _tap_rift_judge (&view, follow_progress, self, NULL, error);
  if (rift == NULL)
    return FALSE;
  if (rift->kind != TAP_RIFT_EPOCH || !rift->automatic)
    {
      set_set_back (error, g_strdup (rift->sentence), g_strdup (rift->advice));
      return FALSE;
    }
  if (!_tap_rift_take (&view, rift, self->share.replica, NULL, follow_progress, self, NULL, error))
    return FALSE;
  g_message ("followed the restored station into epoch %s", view.station->epoch);
  load_new_state (self);
  return TRUE;
}

gboolean
_tap_share_follow (TapWorker *self,
                   GError   **error)
{
  TapLocalDb *local = tap_replica_get_local (self->share.replica);
  g_autofree char *id = tap_local_db_get (local, "station");
  g_autofree char *epoch = tap_local_db_get (local, "epoch");
  g_autoptr(GError) reason = NULL;
  gint64 now_us = g_get_monotonic_time ();
  gboolean ok = FALSE;

  if (id == NULL || strcmp (id, self->share.station->id) != 0 || g_strcmp0 (epoch, self->share.station->epoch) == 0)
    return TRUE;
  /* It is a long question: asked with every tail check, not with every look. */
  if (self->share.follow_reason != NULL && now_us < self->share.follow_next_us)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK, self->share.follow_reason);
      return FALSE;
    }
  if (!tap_replica_lock (self->share.replica, g_get_monotonic_time () + LOCK_WAIT_US))
    set_set_back (&reason, g_strdup (_("The station was restored on purpose.")), _tap_rift_advise_wait ());
  else
    {
      ok = follow (self, &reason);
      tap_replica_unlock (self->share.replica);
    }
  _tap_share_told (self, reason);
  g_clear_pointer (&self->share.follow_reason, g_free);
  if (ok)
    return TRUE;
  if (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK))
    self->share.follow_reason = g_strdup (reason->message);
  self->share.follow_next_us = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* --- a replica that cannot be read ----------------------------------------------------------------- */

gboolean
_tap_share_mend_replica (TapWorker *self)
{
  gint64 now_us = g_get_monotonic_time ();
  g_auto(RiftView) view = { 0 };
  g_autoptr(TapRift) nothing = NULL;
  g_autoptr(GError) error = NULL;
  gboolean ok = FALSE;

  if (self->share.replica == NULL || now_us < self->share.mend_next_us)
    return FALSE;
  self->share.mend_next_us = now_us + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
  if (!tap_replica_is_broken (tap_replica_get_dir (self->share.replica))
      || !tap_replica_lock (self->share.replica, now_us + LOCK_WAIT_US))
    return FALSE;
  if (_tap_rift_view_open (&view, self->folder, tap_replica_get_dir (self->share.replica), &error)
      && strcmp (view.station->id, view.station_id) == 0 && strcmp (view.station->epoch, view.epoch) == 0
      && _tap_rift_view_list (&view, &error))
    {
      view.broken = TRUE;
      nothing = g_new0 (TapRift, 1);
      nothing->only_pc = g_ptr_array_new ();
      nothing->common_seq = G_MAXINT64;
      ok = _tap_rift_take (&view, nothing, self->share.replica, NULL, follow_progress, self, NULL, &error);
    }
  tap_replica_unlock (self->share.replica);
  _tap_share_told (self, NULL);
  if (ok)
    {
      g_message ("this PC's copy could not be read and was built anew");
      load_new_state (self);
    }
  else if (error != NULL)
    g_message ("this PC's copy cannot be read: %s", error->message);
  return ok;
}

/* --- copies that a backup covers ------------------------------------------------------------------- */

void
tap_worker_trim_copies (TapWorker *self,
                        guint64    seq)
{
  g_return_if_fail (TAP_IS_WORKER (self));

  g_mutex_lock (&self->lock);
  self->trim_below = MAX (self->trim_below, seq);
  g_mutex_unlock (&self->lock);
}

/* A little with every look, so that neither saving nor looking waits for it. The copy of the last transaction always stays: the tail check
 * knows by it what has to stand in the folder. */
void
_tap_share_trim (TapWorker *self)
{
  gboolean left = FALSE;
  guint64 below;

  g_mutex_lock (&self->lock);
  below = MIN (self->trim_below, self->share.tail.seq);
  g_mutex_unlock (&self->lock);
  if (below <= self->share.trimmed_below)
    return;
  if (tap_local_db_trim_copies (tap_replica_get_local (self->share.replica), below, TRIM_AT_ONCE, &left, NULL) && !left)
    self->share.trimmed_below = below;
}
