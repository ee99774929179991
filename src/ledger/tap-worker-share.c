/* tap-worker-share.c — the share thread: connecting, looking for news, and when to do what.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-mount.h"
#include "ledger/tap-presence.h"
#include "ledger/tap-worker-private.h"

/* --- what the main thread hears -------------------------------------------------------------- */

typedef struct
{
  TapWorker  *worker;
  TapTrouble  trouble;
  GPtrArray  *peers;
  char       *text;
  char       *text2;
  guint64     number;
  gint64      offset_s;
  GError     *error;
  gboolean    flag;
} News;

static News *
news_new (TapWorker *self)
{
  News *news = g_new0 (News, 1);

  news->worker = g_object_ref (self);
  return news;
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->worker);
  _tap_trouble_clear (&news->trouble);
  g_clear_pointer (&news->peers, g_ptr_array_unref);
  g_clear_error (&news->error);
  g_free (news->text);
  g_free (news->text2);
  g_free (news);
}

static gboolean
trouble_cb (gpointer data)
{
  News *news = data;
  TapWorker *self = news->worker;

  _tap_trouble_clear (&self->main.trouble);
  self->main.trouble = news->trouble;
  memset (&news->trouble, 0, sizeof news->trouble);
  _tap_worker_state_update (self);
  return G_SOURCE_REMOVE;
}

void
_tap_share_set_trouble (TapWorker      *self,
                        TapLedgerState  state,
                        int             code,
                        gboolean        passing,
                        const char     *reason)
{
  TapTrouble *trouble = &self->share.trouble;
  News *news;

  if (trouble->state == state && trouble->code == code && g_strcmp0 (trouble->reason, reason) == 0)
    return;
  _tap_trouble_clear (trouble);
  trouble->state = state;
  trouble->code = code;
  trouble->passing = passing;
  trouble->reason = g_strdup (reason);
  news = news_new (self);
  news->trouble = *trouble;
  news->trouble.reason = g_strdup (reason);
  _tap_worker_post (self, trouble_cb, news, news_free);
}

void
_tap_share_set_error (TapWorker    *self,
                      const GError *error)
{
  int code = error->domain == TAP_LEDGER_ERROR ? error->code : TAP_LEDGER_ERROR_CUT_OFF;
  TapLedgerState state;
  gboolean passing = FALSE;

  switch ((TapLedgerError) code)
    {
    case TAP_LEDGER_ERROR_READ_ONLY:
      passing = TRUE;
      state = TAP_LEDGER_READ_ONLY;
      break;
    case TAP_LEDGER_ERROR_SCHEMA_NEWER:
    case TAP_LEDGER_ERROR_FORMAT_NEWER:
    case TAP_LEDGER_ERROR_LOCAL:
      state = TAP_LEDGER_READ_ONLY;
      break;
    case TAP_LEDGER_ERROR_SET_BACK:
    case TAP_LEDGER_ERROR_DAMAGED:
    case TAP_LEDGER_ERROR_CONFLICT:
      state = TAP_LEDGER_SET_BACK;
      break;
    case TAP_LEDGER_ERROR_FAILED:
    case TAP_LEDGER_ERROR_CUT_OFF:
    case TAP_LEDGER_ERROR_UNKNOWN:
    case TAP_LEDGER_ERROR_MISSING:
    case TAP_LEDGER_ERROR_EMPTY:
    case TAP_LEDGER_ERROR_FOREIGN:
    case TAP_LEDGER_ERROR_EXISTS:
    case TAP_LEDGER_ERROR_CLOSED:
    default:
      code = TAP_LEDGER_ERROR_CUT_OFF;
      state = TAP_LEDGER_CUT_OFF;
      break;
    }
  self->share.doubt = TRUE;
  _tap_share_set_trouble (self, state, code, passing, error->message);
}

static gboolean
offset_cb (gpointer data)
{
  News *news = data;

  news->worker->main.offset_s = news->offset_s;
  return G_SOURCE_REMOVE;
}

static gboolean
peers_cb (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->worker->main.peers, g_ptr_array_unref);
  news->worker->main.peers = g_steal_pointer (&news->peers);
  return G_SOURCE_REMOVE;
}

static gboolean
local_ready_cb (gpointer data)
{
  News *news = data;
  TapWorker *self = news->worker;

  g_free (self->main.replica_dir);
  g_free (self->main.replica_id);
  self->main.replica_dir = g_strdup (news->text);
  self->main.replica_id = g_strdup (news->text2);
  self->main.seq = news->number;
  self->main.schema_version = (guint) news->offset_s;
  self->main.local_ready = news->flag;
  if (self->main.close_task != NULL || self->main.closed)
    return G_SOURCE_REMOVE;
  if (!self->main.local_running)
    _tap_worker_local_start (self);
  else
    {
      /* Another station lies in this folder than the last time: read on from its copy. */
      self->main.local_restart = TRUE;
      _tap_worker_local_stop (self);
    }
  return G_SOURCE_REMOVE;
}

static gboolean
station_cb (gpointer data)
{
  News *news = data;
  TapWorker *self = news->worker;

  g_free (self->main.station_id);
  g_free (self->main.station_name);
  self->main.station_id = g_strdup (news->text);
  self->main.station_name = g_strdup (news->text2);
  self->main.proven = news->flag;
  return G_SOURCE_REMOVE;
}

static void
post_station (TapWorker  *self,
              const char *id,
              const char *name)
{
  News *news = news_new (self);

  news->text = g_strdup (id);
  news->text2 = g_strdup (name);
  /* A disk of this PC needs no proof by a second one. */
  news->flag = self->share.station != NULL && !tap_mount_is_network (self->folder);
  _tap_worker_post (self, station_cb, news, news_free);
}

static gboolean
started_cb (gpointer data)
{
  News *news = data;
  TapWorker *self = news->worker;
  g_autoptr(GTask) task = g_steal_pointer (&self->main.start_task);

  if (task == NULL)
    return G_SOURCE_REMOVE;
  if (news->error != NULL)
    g_task_return_error (task, g_steal_pointer (&news->error));
  else
    {
      self->main.start_done = TRUE;
      _tap_worker_state_update (self);
      g_task_return_boolean (task, TRUE);
    }
  return G_SOURCE_REMOVE;
}

static void
post_started (TapWorker *self,
              GError    *error)
{
  News *news = news_new (self);

  news->error = error;
  _tap_worker_post (self, started_cb, news, news_free);
}

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
  News *news;

  if (_tap_station_now_is_fixed ())
    return TRUE;
  /* Seconds are what the main thread shows and what forms are stamped with: follow it only when that changes. */
  if (!self->share.offset_known || offset_s != self->share.offset_us / G_USEC_PER_SEC)
    {
      self->share.offset_known = TRUE;
      self->share.offset_us = offset_s * G_USEC_PER_SEC;
      news = news_new (self);
      news->offset_s = offset_s;
      _tap_worker_post (self, offset_cb, news, news_free);
    }
  if (ABS (offset_s) <= self->limits.clock_stop_s)
    return TRUE;
  g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
                       _("The clock of this PC and that of the file server differ by more than five minutes. Nothing is saved until one of them is set right."));
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

static void
set_tail_error (TapTailState  state,
                guint64       seq,
                GError      **error)
{
  switch (state)
    {
    case TAP_TAIL_MISSING:
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK,
                   _("The station folder knows less than this PC: number %llu is missing there. Nothing is saved until the administrator has looked at it."),
                   (unsigned long long) seq);
      break;
    case TAP_TAIL_DIFFERENT:
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK,
                   _("The station folder and this PC differ at number %llu. Nothing is saved until the administrator has looked at it."),
                   (unsigned long long) seq);
      break;
    case TAP_TAIL_GAP:
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_SET_BACK,
                           _("Entries are missing in the middle of the station folder. Nothing is saved until they are back."));
      break;
    case TAP_TAIL_DAMAGED:
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   _("Number %llu in the log of the station is damaged. Nothing is saved until the administrator has repaired it."),
                   (unsigned long long) seq);
      break;
    case TAP_TAIL_FITS:
    default:
      g_assert_not_reached ();
    }
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
    set_tail_error (state, self->share.mark.seq, &reason);
  if (reason == NULL)
    {
      self->share.next_tail_check_us
          = g_get_monotonic_time () + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
      /* What is damaged further on is found only by reading it again. */
      if (thorough && self->share.trouble.code == TAP_LEDGER_ERROR_SET_BACK)
        _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
      return TRUE;
    }
  _tap_share_set_error (self, reason);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* --- connecting ------------------------------------------------------------------------------ */

static char *
registry_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "tappet", "stations.ini", NULL);
}

/* Where this PC keeps its copy of the station in @folder; known from before, so that it opens while the share is away. */
static char *
find_replica_dir (TapWorker *self)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = registry_path ();
  g_autofree char *id = NULL;

  if (self->replica_dir_option != NULL)
    return g_strdup (self->replica_dir_option);
  if (self->share.station != NULL)
    id = g_strdup (self->share.station->id);
  else if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    id = g_key_file_get_string (file, "stations", self->folder, NULL);
  return id != NULL ? g_build_filename (g_get_user_data_dir (), "tappet", id, NULL) : NULL;
}

static void
remember_replica_dir (TapWorker *self)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = registry_path ();
  g_autofree char *id = NULL;

  if (self->replica_dir_option != NULL)
    return;
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  id = g_key_file_get_string (file, "stations", self->folder, NULL);
  if (g_strcmp0 (id, self->share.station->id) == 0)
    return;
  g_key_file_set_string (file, "stations", self->folder, self->share.station->id);
  g_key_file_save_to_file (file, path, NULL);
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
post_local_ready (TapWorker *self,
                  GError   **error)
{
  TapReplica *replica = self->share.replica;
  News *news;

  if (tap_replica_is_bound (replica))
    {
      if (!tap_replica_get_tail (replica, &self->share.tail, error))
        return FALSE;
      load_mark (self);
    }
  self->share.shown_seq = self->share.tail.seq;
  news = news_new (self);
  news->text = g_strdup (tap_replica_get_dir (replica));
  news->text2 = g_strdup (tap_replica_get_id (replica));
  news->number = self->share.tail.seq;
  news->offset_s = self->share.tail.schema_version;
  news->flag = tap_replica_is_bound (replica);
  _tap_worker_post (self, local_ready_cb, news, news_free);
  return TRUE;
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
  self->share.replica = tap_replica_open (dir, self->open_db, self->open_db_data, error);
  if (self->share.replica == NULL || !post_local_ready (self, error))
    return FALSE;
  id = tap_local_db_get (tap_replica_get_local (self->share.replica), "station");
  if (id != NULL)
    {
      g_autofree char *name = tap_local_db_get (tap_replica_get_local (self->share.replica), "name");

      post_station (self, id, name != NULL ? name : "");
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

static gboolean
bind_station (TapWorker *self,
              GError   **error)
{
  TapStationFile *station = self->share.station;
  TapReplica *replica = self->share.replica;
  gboolean was_bound = tap_replica_is_bound (replica);

  if (!tap_replica_bind_station (replica, station->id, station->epoch, station->hash, error)
      || !tap_local_db_set (tap_replica_get_local (replica), "name", station->name, error)
      || !tap_replica_get_tail (replica, &self->share.tail, error))
    return FALSE;
  if (!was_bound)
    load_mark (self);
  tap_ledger_identify (self->ledger, tap_replica_get_id (replica), tap_replica_get_tag (replica));
  remember_replica_dir (self);
  post_station (self, station->id, station->name);
  return TRUE;
}

/* --- presence -------------------------------------------------------------------------------- */

static void
read_peers (TapWorker *self)
{
  g_autoptr(GPtrArray) notes = NULL;
  GPtrArray *peers;
  News *news;

  _tap_share_ask (self);
  notes = tap_ledger_list_presence (self->ledger, NULL);
  _tap_share_told (self, NULL);
  if (notes == NULL)
    return;
  peers = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_peer_free);
  for (guint i = 0; i < notes->len; i++)
    {
      TapPeer *peer = tap_presence_parse (notes->pdata[i]);

      if (peer != NULL)
        g_ptr_array_add (peers, peer);
    }
  news = news_new (self);
  news->peers = peers;
  _tap_worker_post (self, peers_cb, news, news_free);
}

/* Says that this PC is here, and learns three things by it: may it write, the server's clock, who else is here. */
static void
keep_presence (TapWorker *self)
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
  read_peers (self);
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

static gboolean
catch_up (TapWorker *self,
          guint64    last,
          GError   **error)
{
  guint64 seq = self->share.tail.seq;
  gboolean any;

  if (last > seq && (seq == 0 || last - seq > (guint64) self->limits.bootstrap_behind)
      && !_tap_share_bootstrap (self, seq, &any, error))
    return FALSE;
  return _tap_share_pull (self, TRUE, &any, error);
}

/* Everything from "is it this station" to "all there is was applied". Done again after the share was away. */
static gboolean
connect_share (TapWorker *self,
               GError   **error)
{
  g_autoptr(GError) no_right = NULL;
  guint64 last = 0;

  if (!open_replica (self, TRUE, error) || !open_station (self, error)
      || !open_replica (self, FALSE, error) || !bind_station (self, error))
    return FALSE;
  if (!self->passive)
    keep_presence (self);
  /* A share that may only be read is read all the same. */
  if (!clean_up (self, &no_right))
    _tap_share_set_error (self, no_right);
  if (!_tap_share_sync_local (self, TRUE, error) || !_tap_share_check_tail (self, TRUE, &last, error)
      || !catch_up (self, last, error))
    return FALSE;
  self->share.doubt = FALSE;
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

static gboolean
start (TapWorker *self)
{
  GError *error = NULL;

  atomic_store (&self->save_since_us, g_get_monotonic_time ());
  self->share.connected = connect_share (self, &error);
  atomic_store (&self->save_since_us, 0);
  if (self->share.connected)
    {
      post_started (self, NULL);
      return TRUE;
    }
  if (is_fatal (self, error))
    {
      post_started (self, error);
      return FALSE;
    }
  _tap_share_set_error (self, error);
  g_clear_error (&error);
  post_started (self, NULL);
  return TRUE;
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
      && !_tap_share_check_tail (self, self->share.doubt, &last, error))
    {
      /* Set back: ask again with every tail check, not with every look. */
      self->share.next_tail_check_us = now_us + self->limits.tail_check_ms * G_TIME_SPAN_MILLISECOND;
      return FALSE;
    }
  if (self->share.trouble.code == TAP_LEDGER_ERROR_DAMAGED)
    return look_again_at_damage (self, error);
  if (self->share.trouble.state == TAP_LEDGER_SET_BACK)
    return TRUE;
  self->share.doubt = FALSE;
  if (!look_for_news (self, at_once, error))
    return FALSE;
  if (self->share.unknowns->len > 0 && !_tap_share_settle (self, error))
    return FALSE;
  if (!self->passive && now_us >= self->share.next_presence_us)
    keep_presence (self);
  if (!self->passive)
    _tap_share_snapshot (self, FALSE);
  return TRUE;
}

static void
look (TapWorker *self,
      gboolean   at_once)
{
  g_autoptr(GError) error = NULL;
  gboolean waits = self->share.trouble.state == TAP_LEDGER_SET_BACK && !at_once
                   && g_get_monotonic_time () < self->share.next_tail_check_us;
  gint64 jitter_ms = self->limits.look_ms / 4;
  gboolean ok = TRUE;

  _tap_share_forget_now (self);
  atomic_store (&self->save_since_us, g_get_monotonic_time ());
  if (!self->share.connected)
    ok = self->share.connected = connect_share (self, &error);
  else if (!waits)
    ok = look_connected (self, at_once, &error);
  atomic_store (&self->save_since_us, 0);
  if (!ok)
    _tap_share_set_error (self, error);
  else if (self->share.trouble.state == TAP_LEDGER_CUT_OFF)
    _tap_share_set_trouble (self, TAP_LEDGER_IN_STEP, 0, FALSE, NULL);
  self->share.next_look_us
      = g_get_monotonic_time ()
        + (self->limits.look_ms + (jitter_ms > 0 ? g_rand_int_range (self->share.rand, (gint32) -jitter_ms, (gint32) jitter_ms) : 0))
              * G_TIME_SPAN_MILLISECOND;
}

/* --- the loop -------------------------------------------------------------------------------- */

typedef enum
{
  NEXT_COMMIT,
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

      if (waiting && (self->closing || now_us >= self->share.may_commit_us))
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
  g_clear_pointer (&self->share.own_operations, g_hash_table_unref);
  g_clear_pointer (&self->share.rand, g_rand_free);
  g_clear_pointer (&self->share.living, g_strfreev);
  g_clear_pointer (&self->share.compare_content, g_free);
}

static gpointer
share_main (gpointer data)
{
  TapWorker *self = data;
  gboolean running;

  self->share.unknowns = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_unknown_free);
  self->share.forgotten = g_ptr_array_new_with_free_func (g_free);
  self->share.own_operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->share.rand = g_rand_new ();
  running = start (self);
  self->share.next_look_us = g_get_monotonic_time () + self->limits.look_ms * G_TIME_SPAN_MILLISECOND;
  while (running)
    switch (wait_for_next (self))
      {
      case NEXT_COMMIT:
        _tap_share_commit (self);
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
