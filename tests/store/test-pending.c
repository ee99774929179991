/* test-pending.c — what is entered while the file server is away: shown, kept, saved in order, refused with both versions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "store-fixture.h"

#define BOARD_MS 100

typedef struct
{
  TapStore  *store;
  GPtrArray *seen;              /* of TapCard: as ::cards-changed brought them */
  GArray    *gone_bars;
  GString   *settled;           /* "+" saved, "-" not, in order */
} Pc;

typedef struct
{
  char  *dir, *folder, *mount;
  Pc     a, b;                  /* a reaches the folder by a mount that can go away */
  gint64 admin;
} Two;

/* ---- running ---- */

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Iterates until @done; a test that hangs says for what. */
#define WAIT_UNTIL(done)                                                                       \
  G_STMT_START                                                                                 \
    {                                                                                          \
      gint64 end_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                           \
      while (!(done))                                                                          \
        {                                                                                      \
          if (!g_main_context_iteration (NULL, FALSE))                                         \
            g_usleep (500);                                                                    \
          if (g_get_monotonic_time () > end_us)                                                \
            g_error ("waited in vain for %s", #done);                                          \
        }                                                                                      \
    }                                                                                          \
  G_STMT_END

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  WAIT_UNTIL (*result != NULL);
  return *result;
}

static void
cards_changed_cb (TapStore       *store,
                  TapCardChanges *changes,
                  Pc             *pc)
{
  for (guint i = 0; i < changes->cards->len; i++)
    g_ptr_array_add (pc->seen, tap_card_ref (g_ptr_array_index (changes->cards, i)));
  g_array_append_vals (pc->gone_bars, changes->gone_bars->data, changes->gone_bars->len);
}

static void
settled_cb (TapStore   *store,
            const char *operation_id,
            gboolean    saved,
            Pc         *pc)
{
  g_string_append_c (pc->settled, saved ? '+' : '-');
}

static void
pc_open (Pc         *pc,
         const char *folder,
         const char *dir,
         const char *name)
{
  g_autofree char *replica = g_build_filename (dir, name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  TapLedgerLimits limits;

  tap_ledger_limits_default (&limits);
  limits.look_ms = 30;
  pc->store = tap_store_new (&(TapStoreOptions) {
    .folder = folder, .replica_dir = replica, .pc = name, .program = "test", .limits = &limits,
  });
  pc->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_card_unref);
  pc->gone_bars = g_array_new (FALSE, FALSE, sizeof (gint64));
  pc->settled = g_string_new (NULL);
  g_signal_connect (pc->store, "cards-changed", G_CALLBACK (cards_changed_cb), pc);
  g_signal_connect (pc->store, "settled", G_CALLBACK (settled_cb), pc);
  tap_store_open_async (pc->store, NULL, keep_result_cb, &result);
  tap_store_open_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
pc_close (Pc *pc)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_store_close_async (pc->store, keep_result_cb, &result);
  g_assert_true (tap_store_close_finish (pc->store, wait_for (&result), NULL));
  g_ptr_array_unref (pc->seen);
  g_array_unref (pc->gone_bars);
  g_string_free (pc->settled, TRUE);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (pc->store);
}

static void
connect_share (Two *two)
{
  g_assert_cmpint (symlink (two->folder, two->mount), ==, 0);
}

static void
wait_state (Pc             *pc,
            TapLedgerState  state)
{
  WAIT_UNTIL (tap_worker_get_state (tap_store_get_worker (pc->store)) == state);
}

static void
cut_off (Two *two)
{
  g_assert_cmpint (g_unlink (two->mount), ==, 0);
  wait_state (&two->a, TAP_LEDGER_CUT_OFF);
}

static void
come_back (Two *two)
{
  connect_share (two);
  wait_state (&two->a, TAP_LEDGER_IN_STEP);
}

static void
set_up (Two           *two,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  two->dir = g_dir_make_tmp ("tappet-pending-XXXXXX", &error);
  g_assert_no_error (error);
  two->folder = g_build_filename (two->dir, "station", NULL);
  two->mount = g_build_filename (two->dir, "mount", NULL);
  tap_station_create (two->folder, "亦庄服务站", &error);
  g_assert_no_error (error);
  connect_share (two);
  pc_open (&two->a, two->mount, two->dir, "a");
  tap_store_set_up_async (two->a.store,
                          &(TapSetUpInput) {
                            .dealer = "远川汽车", .station_name = "亦庄服务站", .province = "京", .time_zone = "Asia/Shanghai",
                            .admin_name = "方敏", .admin_pin = "246810", .language = "zh_CN",
                          },
                          keep_result_cb, &result);
  tap_store_set_up_finish (two->a.store, wait_for (&result), &two->admin, &error);
  g_assert_no_error (error);
  pc_open (&two->b, two->folder, two->dir, "b");
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Two           *two,
           gconstpointer  data)
{
  pc_close (&two->a);
  pc_close (&two->b);
  remove_tree (two->dir);
  g_free (two->dir);
  g_free (two->folder);
  g_free (two->mount);
}

/* ---- commands ---- */

static void
wait_equal (Two *two)
{
  WAIT_UNTIL (tap_worker_get_seq (tap_store_get_worker (two->a.store))
              == tap_worker_get_seq (tap_store_get_worker (two->b.store)));
}

static gint64
check_in (Two         *two,
          Pc          *pc,
          const char  *plate,
          const char  *phone,
          GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  gint64 id = 0;

  tap_store_check_in_async (pc->store, two->admin,
                            &(TapCheckInInput) { .plate = plate, .customer = "王伟", .phone = phone,
                                                 .odometer_km = -1, .wish = "保养", .planned_min = 30 },
                            NULL, keep_result_cb, &result);
  tap_store_check_in_finish (pc->store, wait_for (&result), &id, NULL, error);
  return id;
}

static gint64
arrive (Two        *two,
        const char *plate)
{
  g_autoptr(GError) error = NULL;
  gint64 id = check_in (two, &two->a, plate, "13800001111", &error);

  g_assert_no_error (error);
  wait_equal (two);
  return id;
}

static void
move (Two       *two,
      Pc        *pc,
      gint64     visit,
      TapStage   from,
      TapStage   to,
      GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_store_move_async (pc->store, two->admin, &(TapMoveInput) { .visit_id = visit, .to = to, .expected_from = from }, NULL,
                        keep_result_cb, &result);
  tap_store_move_finish (pc->store, wait_for (&result), NULL, error);
}

static void
note (Two         *two,
      Pc          *pc,
      gint64       visit,
      const char  *text,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_store_note_async (pc->store, two->admin, visit, text, NULL, keep_result_cb, &result);
  tap_store_note_finish (pc->store, wait_for (&result), error);
}

#define assert_queued(error)                                                   \
  G_STMT_START                                                                 \
    {                                                                          \
      g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED);       \
      g_clear_error (&(error));                                                \
    }                                                                          \
  G_STMT_END

static TapVisitDetail *
load_visit (Pc     *pc,
            gint64  visit)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TapVisitDetail *detail;

  tap_store_load_visit_async (pc->store, visit, NULL, keep_result_cb, &result);
  detail = tap_store_load_visit_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
  return detail;
}

static TapStage
stage_of (Pc     *pc,
          gint64  visit)
{
  g_autoptr(TapVisitDetail) detail = load_visit (pc, visit);

  return detail->card->stage;
}

static gboolean
is_queued (Pc     *pc,
           gint64  visit)
{
  g_autoptr(TapVisitDetail) detail = load_visit (pc, visit);

  return detail->card->queued;
}

static guint
count_notes (Pc         *pc,
             gint64      visit,
             const char *text)
{
  g_autoptr(TapVisitDetail) detail = load_visit (pc, visit);
  guint n = 0;

  for (guint i = 0; i < detail->history->len; i++)
    {
      TapHistoryItem *item = g_ptr_array_index (detail->history, i);

      n += g_str_equal (item->kind, "note") && g_str_equal (item->detail, text);
    }
  return n;
}

static TapBoardData *
load_board (Pc *pc)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TapBoardData *board;

  tap_store_load_board_async (pc->store, tap_store_now_unix (pc->store), NULL, keep_result_cb, &result);
  board = tap_store_load_board_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
  return board;
}

static TapCard *
last_seen (Pc     *pc,
           gint64  visit)
{
  for (guint i = pc->seen->len; i > 0; i--)
    {
      TapCard *card = g_ptr_array_index (pc->seen, i - 1);

      if (card->id == visit)
        return card;
    }
  return NULL;
}

static guint
n_pending (Pc *pc)
{
  g_autoptr(GPtrArray) list = tap_store_list_pending (pc->store);

  return list->len;
}

static TapOutboxState
first_state (Pc *pc)
{
  g_autoptr(GPtrArray) list = tap_store_list_pending (pc->store);

  return ((TapPending *) g_ptr_array_index (list, 0))->state;
}

static char *
content_hash (Pc *pc)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *hash;

  tap_store_content_hash_async (pc->store, keep_result_cb, &result);
  hash = tap_store_content_hash_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
  return hash;
}

static void
drop (Pc         *pc,
      const char *operation_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  tap_store_pending_drop_async (pc->store, operation_id, keep_result_cb, &result);
  tap_store_pending_drop_finish (pc->store, wait_for (&result), &error);
  g_assert_no_error (error);
}

/* ---- claims ---- */

static void
what_waits_is_shown_as_done_and_saved_in_order (Two           *two,
                                                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 visit = arrive (two, "京A12345");
  g_autoptr(GPtrArray) list = NULL;
  TapPending *first;
  TapCard *card;

  cut_off (two);
  move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  /* The picture of it is there before the answer. */
  card = last_seen (&two->a, visit);
  g_assert_cmpint (card->stage, ==, TAP_STAGE_CONSULT);
  g_assert_true (card->queued);
  move (two, &two->a, visit, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, &error);
  assert_queued (error);
  note (two, &two->a, visit, "刹车异响", &error);
  assert_queued (error);

  list = tap_store_list_pending (two->a.store);
  g_assert_cmpuint (list->len, ==, 3);
  first = g_ptr_array_index (list, 0);
  g_assert_cmpstr (first->command, ==, "move");
  g_assert_cmpstr (first->plate, ==, "京A12345");
  g_assert_cmpstr (first->person, ==, "方敏");
  g_assert_cmpint (first->visit_id, ==, visit);
  g_assert_cmpint (first->state, ==, TAP_OUTBOX_WAITING);
  g_assert_nonnull (strstr (first->summary, "“Reception · Consultation”"));
  g_assert_nonnull (strstr (((TapPending *) g_ptr_array_index (list, 2))->summary, "刹车异响"));
  g_assert_cmpint (stage_of (&two->a, visit), ==, TAP_STAGE_ESTIMATE);
  g_assert_cmpint (stage_of (&two->b, visit), ==, TAP_STAGE_ARRIVED);

  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  WAIT_UNTIL (two->a.settled->len == 3);
  g_assert_cmpstr (two->a.settled->str, ==, "+++");
  wait_equal (two);
  g_assert_cmpint (stage_of (&two->b, visit), ==, TAP_STAGE_ESTIMATE);
  g_assert_cmpuint (count_notes (&two->b, visit, "刹车异响"), ==, 1);
  g_assert_false (last_seen (&two->a, visit)->queued);
  g_assert_false (is_queued (&two->a, visit));
}

static void
a_car_that_was_checked_in_meanwhile_can_be_moved_and_noted (Two           *two,
                                                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TapVisitDetail) detail = NULL;
  g_autoptr(GPtrArray) list = NULL;
  gint64 visit;

  arrive (two, "京A12345");
  wait_equal (two);
  cut_off (two);
  visit = check_in (two, &two->a, "京C77777", "13911112222", &error);
  assert_queued (error);
  g_assert_cmpint (visit, !=, 0);
  /* Its number is another PC's to take. */
  g_assert_cmpstr (last_seen (&two->a, visit)->number, ==, "");
  move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  note (two, &two->a, visit, "带伞", &error);
  assert_queued (error);
  list = tap_store_list_pending (two->a.store);
  g_assert_cmpint (((TapPending *) g_ptr_array_index (list, 0))->visit_id, ==, visit);
  g_assert_cmpstr (((TapPending *) g_ptr_array_index (list, 2))->plate, ==, "京C77777");

  /* The other PC makes the same customer and takes the next number: the fresh state is another one than the entry was made on. */
  check_in (two, &two->b, "京D88888", "13911112222", &error);
  g_assert_no_error (error);
  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  g_assert_cmpstr (two->a.settled->str, ==, "+++");
  wait_equal (two);
  detail = load_visit (&two->b, visit);
  g_assert_cmpint (detail->card->stage, ==, TAP_STAGE_CONSULT);
  g_assert_cmpstr (detail->card->plate, ==, "京C77777");
  g_assert_true (g_str_has_suffix (detail->card->number, "-0003"));
  g_assert_cmpuint (count_notes (&two->b, visit, "带伞"), ==, 1);
}

static void
a_refusal_holds_back_that_car_only_and_shows_both_versions (Two           *two,
                                                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *refused = NULL;
  gint64 first = arrive (two, "京A12345");
  gint64 second = arrive (two, "京B12345");
  TapPending *pending;

  wait_equal (two);
  cut_off (two);
  move (two, &two->a, first, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  note (two, &two->a, first, "held", &error);
  assert_queued (error);
  move (two, &two->a, second, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  move (two, &two->b, first, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  g_assert_no_error (error);
  move (two, &two->b, first, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, &error);
  g_assert_no_error (error);
  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 2);

  list = tap_store_list_pending (two->a.store);
  pending = g_ptr_array_index (list, 0);
  refused = g_strdup (pending->operation_id);
  g_assert_cmpint (pending->state, ==, TAP_OUTBOX_REFUSED);
  g_assert_nonnull (strstr (pending->reason, tap_stage_label (TAP_STAGE_ESTIMATE)));
  g_assert_nonnull (strstr (pending->now, tap_column_label (TAP_STAGE_BIT (TAP_STAGE_ESTIMATE))));
  g_assert_nonnull (strstr (pending->now, "方敏"));
  g_assert_cmpint (((TapPending *) g_ptr_array_index (list, 1))->state, ==, TAP_OUTBOX_HELD);
  wait_equal (two);
  g_assert_cmpint (stage_of (&two->b, second), ==, TAP_STAGE_CONSULT);
  /* The card is back where the share has it. */
  g_assert_cmpint (last_seen (&two->a, first)->stage, ==, TAP_STAGE_ESTIMATE);
  g_assert_false (last_seen (&two->a, first)->queued);
  g_assert_cmpuint (count_notes (&two->b, first, "held"), ==, 0);

  /* In step, what is new about that car queues behind, about another one it does not. */
  note (two, &two->a, first, "behind", &error);
  assert_queued (error);
  note (two, &two->a, second, "at once", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pending (&two->a), ==, 3);

  drop (&two->a, refused);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  g_assert_cmpuint (count_notes (&two->b, first, "held"), ==, 1);
  g_assert_cmpuint (count_notes (&two->b, first, "behind"), ==, 1);
  g_assert_cmpint (stage_of (&two->b, first), ==, TAP_STAGE_ESTIMATE);
  WAIT_UNTIL (two->a.settled->len == 4);
  g_assert_cmpstr (two->a.settled->str, ==, "+-++");
}

static void
a_refused_entry_tried_again_is_saved_when_the_gate_is_open (Two           *two,
                                                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  gint64 visit = arrive (two, "京A12345");

  cut_off (two);
  move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  move (two, &two->a, visit, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, &error);
  assert_queued (error);
  move (two, &two->b, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CANCELLED, &error);
  g_assert_nonnull (error);     /* a reason is needed: nothing happened */
  g_clear_error (&error);
  move (two, &two->b, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  g_assert_no_error (error);
  come_back (two);
  WAIT_UNTIL (first_state (&two->a) == TAP_OUTBOX_REFUSED);
  list = tap_store_list_pending (two->a.store);
  g_assert_cmpuint (list->len, ==, 2);

  /* The other PC puts the car back to where the person saw it. */
  wait_equal (two);
  {
    g_autoptr(GAsyncResult) moved = NULL;

    tap_store_move_async (two->b.store, two->admin,
                          &(TapMoveInput) { .visit_id = visit, .to = TAP_STAGE_ARRIVED,
                                            .expected_from = TAP_STAGE_CONSULT, .reason = "看错了" },
                          NULL, keep_result_cb, &moved);
    tap_store_move_finish (two->b.store, wait_for (&moved), NULL, &error);
    g_assert_no_error (error);
  }
  tap_store_pending_retry_async (two->a.store, ((TapPending *) g_ptr_array_index (list, 0))->operation_id, keep_result_cb,
                                 &result);
  g_assert_true (tap_store_pending_retry_finish (two->a.store, wait_for (&result), &error));
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  g_assert_cmpint (stage_of (&two->b, visit), ==, TAP_STAGE_ESTIMATE);
}

static void
undo_of_a_waiting_move_waits_behind_it (Two           *two,
                                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) moved = NULL;
  g_autoptr(GAsyncResult) undone = NULL;
  g_autofree char *operation = g_uuid_string_random ();
  gint64 visit = arrive (two, "京A12345");

  cut_off (two);
  tap_store_move_async (two->a.store, two->admin,
                        &(TapMoveInput) { .visit_id = visit, .to = TAP_STAGE_CONSULT, .expected_from = TAP_STAGE_ARRIVED },
                        operation, keep_result_cb, &moved);
  tap_store_move_finish (two->a.store, wait_for (&moved), NULL, &error);
  assert_queued (error);
  g_assert_cmpstr (last_seen (&two->a, visit)->moved_operation, ==, operation);
  tap_store_undo_move_async (two->a.store, two->admin, visit, operation, keep_result_cb, &undone);
  tap_store_undo_move_finish (two->a.store, wait_for (&undone), &error);
  assert_queued (error);
  g_assert_cmpint (stage_of (&two->a, visit), ==, TAP_STAGE_ARRIVED);
  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  g_assert_cmpint (stage_of (&two->b, visit), ==, TAP_STAGE_ARRIVED);
  g_assert_cmpstr (two->a.settled->str, ==, "++");
}

static void
dispatch_and_start_wait_and_a_dropped_plan_leaves_no_bar (Two           *two,
                                                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) assigned = NULL, started = NULL;
  g_autoptr(GPtrArray) list = NULL;
  TapBoardData *board;
  gint64 visit = arrive (two, "京A12345");
  gint64 bay = ((TapBay *) g_ptr_array_index (tap_store_get_station (two->a.store)->bays, 0))->id;
  gint64 assignment;

  for (TapStage at = TAP_STAGE_ARRIVED; at < TAP_STAGE_DISPATCH && error == NULL; at++)
    move (two, &two->a, visit, at, at + 1, &error);
  g_assert_no_error (error);
  cut_off (two);
  tap_store_assign_async (two->a.store, two->admin,
                          &(TapAssignInput) { .visit_id = visit, .bay_id = bay, .technician_id = two->admin,
                                              .planned_start_unix = tap_store_now_unix (two->a.store) },
                          NULL, keep_result_cb, &assigned);
  tap_store_assign_finish (two->a.store, wait_for (&assigned), &error);
  assert_queued (error);
  board = load_board (&two->a);
  g_assert_cmpuint (board->bars->len, ==, 1);
  assignment = ((TapBar *) g_ptr_array_index (board->bars, 0))->id;
  tap_board_data_free (board);
  tap_store_job_act_async (two->a.store, two->admin, &(TapJobActInput) { .assignment_id = assignment, .act = TAP_JOB_START },
                           NULL, keep_result_cb, &started);
  tap_store_note_async (two->a.store, two->admin, visit, "after", NULL, NULL, NULL);
  tap_store_job_act_finish (two->a.store, wait_for (&started), &error);
  assert_queued (error);
  g_assert_cmpint (last_seen (&two->a, visit)->stage, ==, TAP_STAGE_WORK);
  WAIT_UNTIL (n_pending (&two->a) == 3);
  list = tap_store_list_pending (two->a.store);
  g_assert_cmpstr (((TapPending *) g_ptr_array_index (list, 0))->command, ==, "assign");
  g_assert_cmpstr (((TapPending *) g_ptr_array_index (list, 1))->command, ==, "job");
  g_assert_nonnull (strstr (((TapPending *) g_ptr_array_index (list, 1))->summary, "保养"));

  /* Given up, they leave the board as it was. */
  for (guint i = 3; i > 0; i--)
    drop (&two->a, ((TapPending *) g_ptr_array_index (list, i - 1))->operation_id);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  g_assert_cmpint (last_seen (&two->a, visit)->stage, ==, TAP_STAGE_DISPATCH);
  g_assert_cmpuint (two->a.gone_bars->len, >=, 1);
  g_assert_cmpint (g_array_index (two->a.gone_bars, gint64, two->a.gone_bars->len - 1), ==, assignment);
}

static void
what_may_not_wait_or_is_wrong_is_refused_at_once (Two           *two,
                                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) promised = NULL, booked = NULL;
  gint64 visit = arrive (two, "京A12345");

  cut_off (two);
  tap_store_promise_async (two->a.store, two->admin,
                           &(TapPromiseInput) { .visit_id = visit, .promised_unix = tap_store_now_unix (two->a.store) + 3600 },
                           NULL, keep_result_cb, &promised);
  tap_store_promise_finish (two->a.store, wait_for (&promised), &error);
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  g_clear_error (&error);
  tap_store_book_async (two->a.store, two->admin,
                        &(TapBookingInput) { .plate = "京E55555", .customer = "李", .phone = "13700000000", .wish = "首保",
                                             .slot_unix = tap_store_now_unix (two->a.store) + 86400 },
                        NULL, keep_result_cb, &booked);
  tap_store_book_finish (two->a.store, wait_for (&booked), NULL, &error);
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_CUT_OFF);
  g_clear_error (&error);
  /* A field that is wrong is wrong here and now, and so is a gate that is closed. */
  check_in (two, &two->a, "not a plate", "13911112222", &error);
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "plate");
  g_clear_error (&error);
  move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_WORK, &error);
  g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_GATE);
  g_assert_cmpuint (n_pending (&two->a), ==, 0);
}

static void
a_restart_while_cut_off_shows_what_waits (Two           *two,
                                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *while_waiting = NULL;
  gint64 visit = arrive (two, "京A12345");
  gint64 fresh;
  TapBoardData *board;
  guint n_queued = 0;

  wait_equal (two);
  before = content_hash (&two->b);
  cut_off (two);
  move (two, &two->a, visit, TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
  assert_queued (error);
  fresh = check_in (two, &two->a, "京C77777", "13911112222", &error);
  assert_queued (error);
  pc_close (&two->a);
  pc_open (&two->a, two->mount, two->dir, "a");
  g_assert_cmpuint (n_pending (&two->a), ==, 2);
  board = load_board (&two->a);
  g_assert_cmpuint (board->cards->len, ==, 2);
  for (guint i = 0; i < board->cards->len; i++)
    n_queued += ((TapCard *) g_ptr_array_index (board->cards, i))->queued;
  g_assert_cmpuint (n_queued, ==, 2);
  tap_board_data_free (board);
  /* None of it is in the copy of the share. */
  while_waiting = content_hash (&two->a);
  g_assert_cmpstr (while_waiting, ==, before);
  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  g_assert_cmpint (stage_of (&two->b, visit), ==, TAP_STAGE_CONSULT);
  g_assert_cmpint (stage_of (&two->b, fresh), ==, TAP_STAGE_ARRIVED);
}

/* Ten cars that came meanwhile, each moved twice and noted twice. */
static void
a_board_with_fifty_waiting_entries_is_read_quickly (Two           *two,
                                                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 visits[10];
  gint64 best_us = G_MAXINT64;

  arrive (two, "京A12345");
  cut_off (two);
  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      g_autofree char *plate = g_strdup_printf ("京B1234%u", i);
      g_autofree char *phone = g_strdup_printf ("1390000000%u", i);

      visits[i] = check_in (two, &two->a, plate, phone, &error);
      assert_queued (error);
      move (two, &two->a, visits[i], TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, &error);
      assert_queued (error);
      move (two, &two->a, visits[i], TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE, &error);
      assert_queued (error);
      note (two, &two->a, visits[i], "wait", &error);
      assert_queued (error);
      note (two, &two->a, visits[i], "again", &error);
      assert_queued (error);
    }
  g_assert_cmpuint (n_pending (&two->a), ==, 50);
  for (guint i = 0; i < 5; i++)
    {
      gint64 from_us = g_get_monotonic_time ();
      TapBoardData *board = load_board (&two->a);

      best_us = MIN (best_us, g_get_monotonic_time () - from_us);
      g_assert_cmpuint (board->cards->len, ==, 11);
      tap_board_data_free (board);
    }
  g_test_message ("a board with 50 waiting entries: %.1f ms", best_us / 1000.0);
  g_assert_cmpint (best_us / 1000, <, BOARD_MS);
  come_back (two);
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      g_assert_cmpint (stage_of (&two->b, visits[i]), ==, TAP_STAGE_ESTIMATE);
      g_assert_cmpuint (count_notes (&two->b, visits[i], "again"), ==, 1);
    }
}

#define TEST(func) g_test_add ("/store/pending/" #func, Two, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  TEST (what_waits_is_shown_as_done_and_saved_in_order);
  TEST (a_car_that_was_checked_in_meanwhile_can_be_moved_and_noted);
  TEST (a_refusal_holds_back_that_car_only_and_shows_both_versions);
  TEST (a_refused_entry_tried_again_is_saved_when_the_gate_is_open);
  TEST (undo_of_a_waiting_move_waits_behind_it);
  TEST (dispatch_and_start_wait_and_a_dropped_plan_leaves_no_bar);
  TEST (what_may_not_wait_or_is_wrong_is_refused_at_once);
  TEST (a_restart_while_cut_off_shows_what_waits);
  TEST (a_board_with_fifty_waiting_entries_is_read_quickly);
  return g_test_run ();
}
