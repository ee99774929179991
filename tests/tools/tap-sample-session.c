/* tap-sample-session.c — a session in memory whose moves succeed, or fail when a test wants them to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-sample"

#include "config.h"

#include "tests/tools/tap-sample.h"

typedef struct
{
  gint64    now_unix;
  GError   *fail_next;
  TapBoard *board;              /* the last one made for it, not owned */
} Sample;

typedef struct
{
  gint64   visit_id;
  TapStage to;
  char    *operation;
} Request;

static void
sample_free (Sample *sample)
{
  g_clear_error (&sample->fail_next);
  if (sample->board != NULL)
    g_object_remove_weak_pointer (G_OBJECT (sample->board), (gpointer *) &sample->board);
  g_free (sample);
}

static void
request_free (Request *request)
{
  g_free (request->operation);
  g_free (request);
}

static Sample *
get_sample (TapSession *session)
{
  return g_object_get_data (G_OBJECT (session), "tap-sample");
}

static void
tell_board (TapSession *session,
            TapCard    *card)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  TapCardChanges changes = { .cards = cards, .gone = gone, .own = TRUE, .person = (char *) "李婷" };

  if (tap_stage_is_open (card->stage))
    g_ptr_array_add (cards, card);
  else
    g_array_append_val (gone, card->id);
  g_signal_emit_by_name (session, "cards-changed", &changes);
}

static gboolean
answer_cb (gpointer user_data)
{
  GTask *task = user_data;
  TapSession *session = g_task_get_source_object (task);
  Sample *sample = get_sample (session);
  Request *request = g_task_get_task_data (task);
  TapBoardCard *item;
  g_autoptr (TapCard) card = NULL;

  if (sample->fail_next != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&sample->fail_next));
      return G_SOURCE_REMOVE;
    }

  item = sample->board != NULL ? tap_board_find (sample->board, request->visit_id) : NULL;
  if (item != NULL)
    {
      card = tap_sample_copy_card (tap_board_card_get_card (item));
      card->stage = request->to;
      card->stage_since_unix = tap_session_now_unix (session);
      card->moved_by = tap_session_get_staff_id (session);
      tap_take (&card->moved_operation, g_strdup (request->operation));
      tell_board (session, card);
    }
  g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
answer_later (TapSession          *session,
              gint64               visit_id,
              TapStage             to,
              const char          *operation,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (session, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->visit_id = visit_id;
  request->to = to;
  request->operation = g_strdup (operation);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, answer_cb, task, g_object_unref);
}

static gint64
now_unix (TapSession *session)
{
  Sample *sample = get_sample (session);

  return sample != NULL ? sample->now_unix : tap_sample_now ();
}

static void
move_async (TapSession          *session,
            const TapMoveInput  *input,
            const char          *operation_id,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  /* What undo has to know: where the card came from. */
  g_object_set_data_full (G_OBJECT (session), operation_id, GUINT_TO_POINTER (input->expected_from + 1), NULL);
  answer_later (session, input->visit_id, input->to, operation_id, callback, user_data);
}

static gboolean
move_finish (TapSession    *session,
             GAsyncResult  *result,
             char         **moved_operation,
             GError       **error)
{
  Request *request = g_task_get_task_data (G_TASK (result));

  *moved_operation = g_strdup (request->operation);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undo_async (TapSession          *session,
            gint64               visit_id,
            const char          *moved_operation,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  guint from = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (session), moved_operation));

  answer_later (session, visit_id, (TapStage) (from - 1), "undo", callback, user_data);
}

static gboolean
undo_finish (TapSession    *session,
             GAsyncResult  *result,
             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
is_unknown (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static const TapLiveBackend backend = {
  .now_unix = now_unix,
  .move_async = move_async,
  .move_finish = move_finish,
  .undo_async = undo_async,
  .undo_finish = undo_finish,
  .is_unknown = is_unknown,
  .is_final = is_final,
};

TapSession *
tap_sample_session_new (void)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  TapSession *session = _tap_session_new_for_backend (&backend, NULL, station);
  Sample *sample = g_new0 (Sample, 1);

  sample->now_unix = tap_sample_now ();
  g_object_set_data_full (G_OBJECT (session), "tap-sample", sample, (GDestroyNotify) sample_free);
  tap_session_sign_in (session, 101);
  return session;
}

TapBoard *
tap_sample_board_new (TapSession *session)
{
  Sample *sample = get_sample (session);
  TapBoard *board = tap_board_new (session);

  if (sample->board != NULL)
    g_object_remove_weak_pointer (G_OBJECT (sample->board), (gpointer *) &sample->board);
  sample->board = board;
  g_object_add_weak_pointer (G_OBJECT (board), (gpointer *) &sample->board);
  _tap_board_take_data (board, tap_sample_board_data (tap_session_get_station (session), tap_session_now_unix (session)));
  return board;
}

void
tap_sample_fail_next (TapSession   *session,
                      const GError *error)
{
  Sample *sample = get_sample (session);

  g_clear_error (&sample->fail_next);
  sample->fail_next = g_error_copy (error);
}

void
tap_sample_set_now (TapSession *session,
                    gint64      now)
{
  get_sample (session)->now_unix = now;
}
