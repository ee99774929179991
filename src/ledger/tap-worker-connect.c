/* tap-worker-connect.c — from a folder to a station that is verified, caught up and migrated.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-presence.h"
#include "ledger/tap-proof.h"
#include "ledger/tap-registry.h"
#include "ledger/tap-worker-private.h"

/* --- connecting ------------------------------------------------------------------------------ */

/* Where this PC keeps its copy of the station in @folder; known from before, so that it opens while the share is away. */
static char *
find_replica_dir (TapWorker *self)
{
  g_autofree char *id = NULL;

  if (self->replica_dir_option != NULL)
    return g_strdup (self->replica_dir_option);
  id = self->share.station != NULL ? g_strdup (self->share.station->id) : tap_registry_find (self->folder);
  return id != NULL ? tap_registry_replica_dir (id) : NULL;
}

static void
load_mark (TapWorker *self)
{
  g_autoptr(GBytes) bytes = tap_local_db_get_copy (tap_replica_get_local (self->share.replica),
                                                   self->share.tail.seq);
  g_autoptr(TapTxn) txn = bytes != NULL ? tap_txn_parse (bytes, NULL) : NULL;

  memset (&self->share.mark, 0, sizeof self->share.mark);
  self->share.mark.seq = self->share.tail.seq;
  memcpy (self->share.mark.hash, self->share.tail.hash, TAP_HASH_LEN);
  if (txn != NULL && memcmp (txn->hash, self->share.tail.hash, TAP_HASH_LEN) == 0)
    _tap_share_set_mark (self, txn);
}

static gboolean
load_tail (TapWorker *self,
           GError   **error)
{
  TapReplica *replica = self->share.replica;

  if (tap_replica_is_bound (replica))
    {
      if (!tap_replica_get_tail (replica, &self->share.tail, error))
        return FALSE;
      load_mark (self);
    }
  self->share.shown_seq = self->share.tail.seq;
  _tap_share_post_local_ready (self);
  return TRUE;
}

/* One that cannot be read any more is put beside; the share has all of it. */
static TapReplica *
open_or_mend (TapWorker  *self,
              const char *dir,
              GError    **error)
{
  g_autoptr(GError) reason = NULL;
  TapReplica *replica = tap_replica_open (dir, self->open_db, self->open_db_data, &reason);

  if (replica != NULL)
    return replica;
  if (!tap_replica_is_broken (dir))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  g_message ("the copy in %s cannot be read; it is put beside and built anew", dir);
  if (!tap_replica_put_away_broken (dir, error))
    return NULL;
  return tap_replica_open (dir, self->open_db, self->open_db_data, error);
}

static gboolean
open_replica (TapWorker *self,
              gboolean   only_existing,
              GError   **error)
{
  g_autofree char *dir = NULL;
  g_autofree char *id = NULL;

  if (self->share.replica != NULL)
    return TRUE;
  dir = find_replica_dir (self);
  if (dir == NULL || (only_existing && !tap_replica_exists (dir)))
    return TRUE;
  self->share.replica = open_or_mend (self, dir, error);
  if (self->share.replica == NULL || !load_tail (self, error))
    return FALSE;
  id = tap_local_db_get (tap_replica_get_local (self->share.replica), "station");
  if (id != NULL)
    {
      g_autofree char *name = tap_local_db_get (tap_replica_get_local (self->share.replica), "name");

      _tap_share_post_station (self, id, name != NULL ? name : "");
    }
  return TRUE;
}

/* A folder may hold another station than the one this PC knew there; then it has another copy, too. */
static void
leave_other_replica (TapWorker *self)
{
  g_autofree char *id = NULL;

  if (self->share.replica == NULL || self->replica_dir_option != NULL)
    return;
  id = tap_local_db_get (tap_replica_get_local (self->share.replica), "station");
  if (id == NULL || strcmp (id, self->share.station->id) == 0)
    return;
  g_clear_pointer (&self->share.replica, tap_replica_close);
  memset (&self->share.tail, 0, sizeof self->share.tail);
  memset (&self->share.mark, 0, sizeof self->share.mark);
}

static gboolean
open_station (TapWorker *self,
              GError   **error)
{
  g_autoptr(GError) reason = NULL;

  _tap_share_ask (self);
  g_clear_pointer (&self->share.station, tap_station_file_free);
  self->share.station = tap_ledger_open (self->ledger, &reason);
  _tap_share_told (self, reason);
  if (self->share.station != NULL)
    {
      leave_other_replica (self);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Two PCs may prove the share, or find it unsafe, while this one works: then it is only read. */
static void
judge_proof (TapWorker *self)
{
  g_autoptr(TapProof) proof = NULL;
  gboolean was_unsafe = self->share.unsafe;

  _tap_share_ask (self);
  proof = tap_proof_read (self->folder);
  _tap_share_told (self, NULL);
  self->share.proven = proof->state == TAP_PROOF_NEEDLESS || proof->state == TAP_PROOF_PROVEN;
  self->share.unsafe = proof->state == TAP_PROOF_FAILED;
  if (self->share.unsafe)
    _tap_share_set_trouble (self, TAP_LEDGER_READ_ONLY, TAP_LEDGER_ERROR_READ_ONLY, FALSE,
                            _("Two PCs that probed this share found it unsafe: entries could be lost. The administrator mounts it another way and runs “tappetctl probe” on two PCs."));
  else if (was_unsafe && self->share.trouble.state == TAP_LEDGER_READ_ONLY)
    _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
}

static gboolean
bind_station (TapWorker *self,
              GError   **error)
{
  TapStationFile *station = self->share.station;
  TapReplica *replica = self->share.replica;
  gboolean was_bound = tap_replica_is_bound (replica);

  tap_ledger_identify (self->ledger, tap_replica_get_id (replica), tap_replica_get_tag (replica));
  if (!_tap_share_follow (self, error)
      || !tap_replica_bind_station (replica, station->id, station->epoch, station->hash, error)
      || !tap_local_db_set (tap_replica_get_local (replica), "name", station->name, error))
    return FALSE;
  /* What another program changed meanwhile is seen, and shown, by _tap_share_sync_local(). */
  if (!was_bound)
    {
      if (!tap_replica_get_tail (replica, &self->share.tail, error))
        return FALSE;
      load_mark (self);
    }
  if (self->replica_dir_option == NULL)
    tap_registry_remember (self->folder, station->id);
  judge_proof (self);
  _tap_share_post_station (self, station->id, station->name);
  return TRUE;
}

/* --- presence -------------------------------------------------------------------------------- */

/* Says that this PC is here, and learns three things by it: may it write, the server's clock, who else is here. */
void
_tap_share_keep_presence (TapWorker *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *person = NULL;
  g_autofree char *text = NULL;
  gint64 server_us = 0;
  gboolean ok;

  g_mutex_lock (&self->lock);
  person = g_strdup (self->person != NULL ? self->person : "");
  g_mutex_unlock (&self->lock);
  text = tap_presence_write (self->pc, person, TAP_VERSION, self->share.tail.seq);
  _tap_share_ask (self);
  ok = tap_ledger_put_presence (self->ledger, text, &server_us, &error);
  _tap_share_told (self, error);
  self->share.next_presence_us
      = g_get_monotonic_time () + self->limits.presence_ms * G_TIME_SPAN_MILLISECOND;
  if (!ok || !_tap_share_check_clock (self, server_us, &error))
    {
      _tap_share_set_error (self, error);
      /* Try again sooner than the minute: somebody may be making room. */
      self->share.next_presence_us = self->share.next_tail_check_us;
      return;
    }
  if (self->share.trouble.passing)
    _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
  _tap_share_list_peers (self);
  if (!self->share.proven && self->share.connected)
    {
      judge_proof (self);
      _tap_share_post_station (self, self->share.station->id, self->share.station->name);
    }
}

static gboolean
clean_up (TapWorker *self,
          GError   **error)
{
  g_auto(GStrv) living = NULL;
  gboolean ok;

  g_clear_pointer (&self->share.living, g_strfreev);
  if (!tap_replica_lock (self->share.replica, g_get_monotonic_time () + G_USEC_PER_SEC))
    return TRUE;
  living = tap_replica_list_living (self->share.replica);
  _tap_share_ask (self);
  ok = tap_ledger_withdraw_all (self->ledger, (const char *const *) living, error);
  _tap_share_told (self, NULL);
  tap_replica_unlock (self->share.replica);
  /* Only of who is not in this list is known that nothing of theirs can be published any more. */
  if (ok)
    self->share.living = g_steal_pointer (&living);
  return ok;
}

void
_tap_share_tidy (TapWorker *self)
{
  gboolean any;

  if (self->share.living == NULL && clean_up (self, NULL) && self->share.living != NULL
      && _tap_share_pull (self, TRUE, &any, NULL) && !_tap_share_is_closing (self))
    _tap_share_settle_left (self, NULL);
}

/* What comes next for this PC was packed away: a snapshot is the shorter way. */
static gboolean
is_behind_archive (TapWorker *self,
                   guint64    next)
{
  gboolean archived;

  _tap_share_ask (self);
  archived = tap_ledger_is_archived (self->ledger, next);
  _tap_share_told (self, NULL);
  return archived;
}

static gboolean
catch_up (TapWorker *self,
          guint64    last,
          GError   **error)
{
  guint64 seq = self->share.tail.seq;
  gboolean any;

  if (last > seq
      && (seq == 0 || last - seq > (guint64) self->limits.bootstrap_behind || is_behind_archive (self, seq + 1))
      && !_tap_share_bootstrap (self, seq, &any, error))
    return FALSE;
  return _tap_share_pull (self, TRUE, &any, error);
}

/* Everything from "is it this station" to "all there is was applied". Done again after the share was away. */
gboolean
_tap_share_connect (TapWorker *self,
                    GError   **error)
{
  g_autoptr(GError) no_right = NULL;
  guint64 last = 0;

  if (!open_replica (self, TRUE, error) || !open_station (self, error)
      || !open_replica (self, FALSE, error) || !bind_station (self, error))
    return FALSE;
  if (!self->passive)
    _tap_share_keep_presence (self);
  /* A share that may only be read is read all the same. */
  if (!clean_up (self, &no_right))
    _tap_share_set_error (self, no_right);
  if (!_tap_share_sync_local (self, TRUE, error))
    return FALSE;
  if (!_tap_share_check_tail (self, TRUE, &last, error))
    {
      if (!_tap_share_mend_tail (self, error))
        return FALSE;
      last = self->share.tail.seq;
    }
  if (!catch_up (self, last, error) || !_tap_share_follow_copies (self, error))
    return FALSE;
  self->share.doubt = FALSE;
  /* What was caught up with is history: it says nothing of others writing now. */
  self->share.others_us = 0;
  g_hash_table_remove_all (self->share.writers);
  /* A pull ends early then; nobody may take what is missing for what does not exist. */
  if (_tap_share_is_closing (self))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CLOSED, _("The station is closed."));
      return FALSE;
    }
  if (!_tap_share_check_schema (self))
    return TRUE;
  return _tap_share_migrate (self, error) && _tap_share_settle_left (self, error);
}

/* Errors that end the start: there is nothing to show, or it is not what the caller asked for. */
static gboolean
is_fatal (TapWorker    *self,
          const GError *error)
{
  TapReplica *replica = self->share.replica;

  if (replica == NULL || !tap_replica_is_bound (replica)
      || self->share.tail.schema_version < self->n_migrations)
    return TRUE;
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL)
         || (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN)
             && self->share.station != NULL);
}

gboolean
_tap_share_start (TapWorker *self)
{
  GError *error = NULL;

  atomic_store (&self->save_since_us, g_get_monotonic_time ());
  self->share.connected = _tap_share_connect (self, &error);
  if (!self->share.connected && g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL)
      && _tap_share_mend_replica (self))
    {
      g_clear_error (&error);
      self->share.connected = _tap_share_connect (self, &error);
    }
  atomic_store (&self->save_since_us, 0);
  if (self->share.connected)
    {
      _tap_share_post_started (self, NULL);
      return TRUE;
    }
  if (is_fatal (self, error))
    {
      _tap_share_post_started (self, error);
      return FALSE;
    }
  _tap_share_set_error (self, error);
  g_clear_error (&error);
  _tap_share_post_started (self, NULL);
  return TRUE;
}

