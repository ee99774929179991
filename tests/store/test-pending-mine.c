/* test-pending-mine.c — a check-in that waited while another PC wrote the same fields of the car: decided for one's own, or given up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "store-fixture.h"

typedef struct
{
  TapStore  *store;
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
  pc->settled = g_string_new (NULL);
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
check_in (Two               *two,
          Pc                *pc,
          const char        *model,
          const TapCarSeen  *seen,
          GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  TapCheckInInput form = { .plate = "京A12345", .model = model, .customer = "王伟", .phone = "13800001111",
                           .odometer_km = -1, .wish = "保养", .planned_min = 30 };
  gint64 id = 0;

  if (seen != NULL)
    form.seen = *seen;
  tap_store_check_in_async (pc->store, two->admin, &form, NULL, keep_result_cb, &result);
  tap_store_check_in_finish (pc->store, wait_for (&result), &id, NULL, error);
  return id;
}

static TapPending *
only_pending (Pc *pc)
{
  g_autoptr(GPtrArray) list = tap_store_list_pending (pc->store);

  return list->len == 1 ? g_ptr_array_index (list, 0) : NULL;
}

static gboolean
is_refused (Pc *pc)
{
  TapPending *pending = only_pending (pc);

  return pending != NULL && pending->state == TAP_OUTBOX_REFUSED;
}

static guint
n_pending (Pc *pc)
{
  g_autoptr(GPtrArray) list = tap_store_list_pending (pc->store);

  return list->len;
}

static void
book (Two        *two,
      const char *model)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  tap_store_book_async (two->b.store, two->admin,
                        &(TapBookingInput) { .plate = "京A12345", .model = model, .phone = "13800009999",
                                             .slot_unix = tap_store_now_unix (two->b.store) + 7200 },
                        NULL, keep_result_cb, &result);
  tap_store_book_finish (two->b.store, wait_for (&result), NULL, &error);
  g_assert_no_error (error);
}

/* PC a, cut off, checks in as a car what PC b makes another meanwhile. Returns: the visit */
static gint64
let_a_check_in_be_refused (Two *two)
{
  g_autoptr(GAsyncResult) left = NULL;
  g_autoptr(GError) error = NULL;
  gint64 visit = check_in (two, &two->a, "星河 S5", NULL, &error);

  g_assert_no_error (error);
  tap_store_move_async (two->a.store, two->admin,
                        &(TapMoveInput) { .visit_id = visit, .to = TAP_STAGE_CANCELLED, .expected_from = TAP_STAGE_ARRIVED,
                                          .reason = "改天" },
                        NULL, keep_result_cb, &left);
  tap_store_move_finish (two->a.store, wait_for (&left), NULL, &error);
  g_assert_no_error (error);
  wait_equal (two);
  cut_off (two);
  visit = check_in (two, &two->a, "星河 S6",
                    &(TapCarSeen) { .model = "星河 S5", .colour = "", .customer = "王伟", .phone = "13800001111" }, &error);
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED);
  book (two, "星河 X3");
  come_back (two);
  WAIT_UNTIL (is_refused (&two->a));
  return visit;
}

static TapVisitDetail *
load_visit (Pc      *pc,
            gint64   visit,
            GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tap_store_load_visit_async (pc->store, visit, NULL, keep_result_cb, &result);
  return tap_store_load_visit_finish (pc->store, wait_for (&result), error);
}

static void
decided_for_ones_own_it_is_saved_once (Two           *two,
                                       gconstpointer  data)
{
  g_autoptr(GAsyncResult) retried = NULL, decided = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapVisitDetail) detail = NULL;
  gint64 visit = let_a_check_in_be_refused (two);
  TapPending *pending = only_pending (&two->a);
  g_autofree char *operation = g_strdup (pending->operation_id);
  guint64 seq;

  g_assert_nonnull (strstr (pending->now, "星河 X3"));
  g_assert_nonnull (strstr (pending->own, "星河 S6"));
  /* Not touched here: nothing to ask. */
  g_assert_null (strstr (pending->own, "13800001111"));

  /* Trying again alone asks again. */
  tap_store_pending_retry_async (two->a.store, operation, keep_result_cb, &retried);
  g_assert_true (tap_store_pending_retry_finish (two->a.store, wait_for (&retried), &error));
  WAIT_UNTIL (is_refused (&two->a));
  wait_equal (two);
  seq = tap_worker_get_seq (tap_store_get_worker (two->b.store));
  tap_store_pending_mine_async (two->a.store, operation, keep_result_cb, &decided);
  g_assert_true (tap_store_pending_mine_finish (two->a.store, wait_for (&decided), &error));
  WAIT_UNTIL (n_pending (&two->a) == 0);
  wait_equal (two);
  g_assert_cmpuint (tap_worker_get_seq (tap_store_get_worker (two->b.store)), ==, seq + 1);
  WAIT_UNTIL (two->a.settled->len == 1);
  g_assert_cmpstr (two->a.settled->str, ==, "+");
  detail = load_visit (&two->b, visit, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (detail->card->model, ==, "星河 S6");
  g_assert_cmpstr (detail->card->phone, ==, "13800009999");
}

static void
given_up_it_is_never_saved (Two           *two,
                            gconstpointer  data)
{
  g_autoptr(GAsyncResult) dropped = NULL, decided = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapVisitDetail) detail = NULL;
  gint64 visit = let_a_check_in_be_refused (two);
  g_autofree char *operation = g_strdup (only_pending (&two->a)->operation_id);

  tap_store_pending_drop_async (two->a.store, operation, keep_result_cb, &dropped);
  g_assert_true (tap_store_pending_drop_finish (two->a.store, wait_for (&dropped), &error));
  WAIT_UNTIL (n_pending (&two->a) == 0);
  tap_store_pending_mine_async (two->a.store, operation, keep_result_cb, &decided);
  g_assert_false (tap_store_pending_mine_finish (two->a.store, wait_for (&decided), &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FAILED);
  g_clear_error (&error);
  detail = load_visit (&two->a, visit, &error);
  g_assert_null (detail);
  g_assert_nonnull (error);
}

#define TEST(func) g_test_add ("/store/pending-mine/" #func, Two, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  TEST (decided_for_ones_own_it_is_saved_once);
  TEST (given_up_it_is_never_saved);
  return g_test_run ();
}
