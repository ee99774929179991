/* tap-worker-news.c — what the share thread tells the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

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
    case TAP_LEDGER_ERROR_QUEUED:
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
  gboolean changed;

  g_free (self->main.station_id);
  g_free (self->main.station_name);
  self->main.station_id = g_strdup (news->text);
  self->main.station_name = g_strdup (news->text2);
  changed = self->main.proven != news->flag;
  self->main.proven = news->flag;
  if (changed && self->main.start_done)
    _tap_worker_emit_state_changed (self);
  return G_SOURCE_REMOVE;
}

void
_tap_share_post_station (TapWorker  *self,
                         const char *id,
                         const char *name)
{
  News *news = news_new (self);

  news->text = g_strdup (id);
  news->text2 = g_strdup (name);
  news->flag = self->share.proven;
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

void
_tap_share_post_started (TapWorker *self,
                         GError    *error)
{
  News *news = news_new (self);

  news->error = error;
  _tap_worker_post (self, started_cb, news, news_free);
}

void
_tap_share_post_offset (TapWorker *self,
                        gint64     offset_s)
{
  News *news = news_new (self);

  news->offset_s = offset_s;
  _tap_worker_post (self, offset_cb, news, news_free);
}

void
_tap_share_post_peers (TapWorker *self,
                       GPtrArray *peers)
{
  News *news = news_new (self);

  news->peers = peers;
  _tap_worker_post (self, peers_cb, news, news_free);
}

void
_tap_share_post_local_ready (TapWorker *self)
{
  TapReplica *replica = self->share.replica;
  News *news = news_new (self);

  news->text = g_strdup (tap_replica_get_dir (replica));
  news->text2 = g_strdup (tap_replica_get_id (replica));
  news->number = self->share.tail.seq;
  news->offset_s = self->share.tail.schema_version;
  news->flag = tap_replica_is_bound (replica);
  _tap_worker_post (self, local_ready_cb, news, news_free);
}
