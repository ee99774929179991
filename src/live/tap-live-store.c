/* tap-live-store.c — the store as a session's backend; only this file calls it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

static gint64
now_unix (TapSession *session)
{
  return tap_store_now_unix (tap_session_get_store (session));
}

/* Seconds to the next try, rounded up; 0: one is under way. */
static int
retry_s (gint64 next_us,
         gint64 now_us)
{
  return next_us <= now_us ? 0 : (int) ((next_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

static void
count_pending (TapSession *session,
               guint      *n_waiting,
               guint      *n_refused)
{
  g_autoptr (GPtrArray) pending = tap_store_list_pending (tap_session_get_store (session));

  *n_waiting = pending->len;
  *n_refused = 0;
  for (guint i = 0; i < pending->len; i++)
    *n_refused += ((TapPending *) pending->pdata[i])->state == TAP_OUTBOX_REFUSED;
}

static void
read_connection (TapSession    *session,
                 TapConnection *connection)
{
  TapWorker *worker = tap_store_get_worker (tap_session_get_store (session));
  gint64 answer_us = tap_worker_get_last_answer_us (worker);
  gint64 now_us = g_get_monotonic_time ();

  connection->state = tap_worker_get_state (worker);
  connection->since_unix = tap_worker_get_state_since_unix (worker);
  connection->reason = g_strdup (tap_worker_get_state_reason (worker));
  count_pending (session, &connection->n_pending, &connection->n_refused);
  connection->clock_offset_s = (int) tap_worker_get_clock_offset_s (worker);
  if (answer_us != 0)
    connection->age_s = (int) MAX ((now_us - answer_us) / G_USEC_PER_SEC, 0);
  /* Neither a call that does not come back nor an answer that is an error brings news. */
  if (tap_worker_get_last_good_unix (worker) != 0)
    connection->seen_unix = MIN (tap_worker_get_last_good_unix (worker),
                                 tap_worker_now_unix (worker) - connection->age_s);
  if (connection->state == TAP_LEDGER_CUT_OFF)
    connection->retry_s = retry_s (tap_worker_get_next_try_us (worker), now_us);
  /* An error of the share is an answer too, but not one that brings news. */
  if (connection->state == TAP_LEDGER_CUT_OFF || connection->state == TAP_LEDGER_SET_BACK)
    connection->age_s = (int) MAX (connection->age_s,
                                   tap_worker_now_unix (worker) - connection->since_unix);
}

static void
load_async (TapSession          *session,
            gint64               day_unix,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  tap_store_load_board_async (tap_session_get_store (session), day_unix, cancellable, callback,
                              user_data);
}

static TapBoardData *
load_finish (TapSession    *session,
             GAsyncResult  *result,
             GError       **error)
{
  return tap_store_load_board_finish (tap_session_get_store (session), result, error);
}

static void
move_async (TapSession          *session,
            const TapMoveInput  *input,
            const char          *operation_id,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  tap_store_move_async (tap_session_get_store (session), tap_session_get_staff_id (session), input,
                        operation_id, callback, user_data);
}

static gboolean
move_finish (TapSession    *session,
             GAsyncResult  *result,
             char         **moved_operation,
             GError       **error)
{
  return tap_store_move_finish (tap_session_get_store (session), result, moved_operation, error);
}

static void
undo_async (TapSession          *session,
            gint64               visit_id,
            const char          *moved_operation,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  tap_store_undo_move_async (tap_session_get_store (session), tap_session_get_staff_id (session),
                             visit_id, moved_operation, callback, user_data);
}

static gboolean
undo_finish (TapSession    *session,
             GAsyncResult  *result,
             GError       **error)
{
  return tap_store_undo_move_finish (tap_session_get_store (session), result, error);
}

static gboolean
is_unknown (const GError *error)
{
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN);
}

static gboolean
is_queued (const GError *error)
{
  return g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED);
}

static GPtrArray *
list_pending (TapSession *session)
{
  return tap_store_list_pending (tap_session_get_store (session));
}

static void
decide_async (TapSession          *session,
              const char          *operation_id,
              TapDecision          decision,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  TapStore *store = tap_session_get_store (session);

  if (decision == TAP_DECISION_MINE)
    tap_store_pending_mine_async (store, operation_id, callback, user_data);
  else if (decision == TAP_DECISION_RETRY)
    tap_store_pending_retry_async (store, operation_id, callback, user_data);
  else
    tap_store_pending_drop_async (store, operation_id, callback, user_data);
}

static gboolean
decide_finish (TapSession    *session,
               GAsyncResult  *result,
               GError       **error)
{
  TapStore *store = tap_session_get_store (session);

  if (g_async_result_is_tagged (result, tap_store_pending_mine_async))
    return tap_store_pending_mine_finish (store, result, error);
  return g_async_result_is_tagged (result, tap_store_pending_retry_async) ? tap_store_pending_retry_finish (store, result, error)
                                                                          : tap_store_pending_drop_finish (store, result, error);
}

static gboolean
is_final (const GError *error)
{
  return error->domain == TAP_STORE_ERROR;
}

static const TapLiveBackend store_backend = {
  .now_unix = now_unix,
  .read_connection = read_connection,
  .load_async = load_async,
  .load_finish = load_finish,
  .move_async = move_async,
  .move_finish = move_finish,
  .undo_async = undo_async,
  .undo_finish = undo_finish,
  .is_unknown = is_unknown,
  .is_queued = is_queued,
  .count_pending = count_pending,
  .list_pending = list_pending,
  .decide_async = decide_async,
  .decide_finish = decide_finish,
  .is_final = is_final,
};

static void
station_changed_cb (TapSession *self)
{
  _tap_session_set_station (self, tap_store_get_station (tap_session_get_store (self)));
}

static void
cards_changed_cb (TapSession     *self,
                  TapCardChanges *changes)
{
  g_signal_emit_by_name (self, "cards-changed", changes);
}

static void
reload_cb (TapSession *self)
{
  g_signal_emit_by_name (self, "reload");
}

static void
settled_cb (TapSession *self,
            const char *operation_id,
            gboolean    saved)
{
  g_signal_emit_by_name (self, "settled", operation_id, saved);
}

TapSession *
tap_session_new (TapStore *store)
{
  TapSession *self;

  g_return_val_if_fail (TAP_IS_STORE (store), NULL);

  self = _tap_session_new_for_backend (&store_backend, store, tap_store_get_station (store));
  g_signal_connect_object (store, "station-changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "connection-changed", G_CALLBACK (_tap_session_update_connection),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "cards-changed", G_CALLBACK (cards_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "pending-changed", G_CALLBACK (_tap_session_update_pending), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);

  return self;
}
