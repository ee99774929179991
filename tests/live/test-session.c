/* test-session.c — who is signed in, new settings, the words of the connection, and long lists.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "tests/tools/tap-sample.h"

static void
count_cb (gpointer source,
          gpointer data)
{
  *(guint *) data += 1;
}

static void
test_sign_in (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  guint n = 0;

  g_signal_connect (session, "signed-in-changed", G_CALLBACK (count_cb), &n);
  g_assert_cmpint (tap_session_get_staff_id (session), ==, 101);
  g_assert_true (tap_session_may (session, TAP_RIGHT_RECEPTION));
  g_assert_false (tap_session_may (session, TAP_RIGHT_DISPATCH));
  tap_session_sign_in (session, 101);
  g_assert_cmpuint (n, ==, 0);
  tap_session_sign_in (session, 99);
  g_assert_cmpint (tap_session_get_staff_id (session), ==, 101);
  tap_session_sign_out (session);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (tap_session_get_staff (session));
  g_assert_cmpuint (tap_session_get_roles (session), ==, 0);
  g_assert_false (tap_session_may (session, TAP_RIGHT_RECEPTION));
}

static void
test_settings (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  g_autoptr (TapStationData) same = tap_sample_station ();
  g_autoptr (TapStationData) promoted = tap_sample_station ();
  g_autoptr (TapStationData) left = tap_sample_station ();
  guint n_staff = 0, n_station = 0;

  ((TapStaff *) promoted->staff->pdata[0])->roles |= TAP_ROLE_CASHIER;
  ((TapStaff *) left->staff->pdata[0])->active = FALSE;
  g_signal_connect (session, "signed-in-changed", G_CALLBACK (count_cb), &n_staff);
  g_signal_connect (session, "station-changed", G_CALLBACK (count_cb), &n_station);
  _tap_session_set_station (session, same);
  g_assert_cmpuint (n_station, ==, 1);
  g_assert_cmpuint (n_staff, ==, 0);
  _tap_session_set_station (session, promoted);
  g_assert_cmpuint (n_staff, ==, 1);
  g_assert_true (tap_session_may (session, TAP_RIGHT_PAYMENT));
  /* Who no longer works here is signed out. */
  _tap_session_set_station (session, left);
  g_assert_cmpuint (n_staff, ==, 2);
  g_assert_cmpint (tap_session_get_staff_id (session), ==, 0);
  tap_session_sign_in (session, 101);
  g_assert_cmpint (tap_session_get_staff_id (session), ==, 0);
}

/* ---- connection ---- */

static TapConnection now;

static void
read_connection (TapSession    *session,
                 TapConnection *connection)
{
  connection->state = now.state;
  connection->age_s = now.age_s;
  connection->reason = g_strdup (now.reason);
  connection->since_unix = now.since_unix;
  connection->seen_unix = now.seen_unix;
  connection->retry_s = now.retry_s;
  connection->n_pending = now.n_pending;
  connection->n_refused = now.n_refused;
  connection->clock_offset_s = now.clock_offset_s;
}

static gint64
now_unix (TapSession *session)
{
  return tap_sample_now () + 125;
}

static const TapLiveBackend backend = { .now_unix = now_unix, .read_connection = read_connection };

static void
test_connection (void)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  g_autoptr (TapSession) session = NULL;
  const TapConnection *connection;
  guint n = 0;

  now = (TapConnection) { .state = TAP_LEDGER_IN_STEP, .age_s = 0 };
  session = _tap_session_new_for_backend (&backend, NULL, station);
  connection = tap_session_get_connection (session);
  g_signal_connect (session, "connection-changed", G_CALLBACK (count_cb), &n);
  g_assert_cmpstr (connection->chip_detail, ==, "synced just now");
  g_assert_cmpstr (connection->banner, ==, "");
  g_assert_true (connection->writable);

  /* In step nothing is told, so nothing is redrawn. */
  now.age_s = 2;
  _tap_session_update_connection (session);
  g_assert_cmpuint (n, ==, 0);
  now = (TapConnection) { .state = TAP_LEDGER_SLOW, .age_s = 5 };
  _tap_session_update_connection (session);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (connection->chip_detail, ==, "synced 5 s ago");
  g_assert_true (connection->writable);
  g_assert_null (tap_session_why_not_save (session, FALSE));
  now = (TapConnection) { .state = TAP_LEDGER_CUT_OFF, .age_s = 125, .seen_unix = tap_sample_now () - 60, .retry_s = 8 };
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->chip_detail, ==, "since 10:42");
  g_assert_cmpstr (connection->banner, ==, "File server not reachable since 10:42: you see everything up to 10:41.");
  g_assert_false (connection->writable);
  g_assert_true (connection->queueable);
  g_assert_nonnull (tap_session_why_not_save (session, FALSE));
  g_assert_null (tap_session_why_not_save (session, TRUE));
  now = (TapConnection) { .state = TAP_LEDGER_READ_ONLY, .age_s = 1 };
  _tap_session_update_connection (session);
  g_assert_false (connection->writable);
  g_assert_false (connection->queueable);
  g_assert_nonnull (tap_session_why_not_save (session, TRUE));
  g_assert_cmpuint (n, ==, 3);
}

static void
test_banner (void)
{
  g_autoptr (TapStationData) station = tap_sample_station ();
  g_autoptr (TapSession) session = NULL;
  const TapConnection *connection;
  guint n = 0;

  now = (TapConnection) { .state = TAP_LEDGER_CUT_OFF, .since_unix = tap_sample_now (), .seen_unix = tap_sample_now () - 60, .n_pending = 3,
                          .retry_s = 8 };
  session = _tap_session_new_for_backend (&backend, NULL, station);
  connection = tap_session_get_connection (session);
  g_assert_cmpstr (connection->banner, ==,
                   "File server not reachable since 10:42: you see everything up to 10:41; 3 entries wait.");
  g_assert_cmpstr (connection->chip_detail, ==, "3 waiting");
  g_signal_connect (session, "connection-changed", G_CALLBACK (count_cb), &n);
  now.retry_s = 7;
  _tap_session_update_connection (session);
  g_assert_cmpuint (n, ==, 1);
  now = (TapConnection) { .state = TAP_LEDGER_READ_ONLY, .reason = (char *) "The file server has no room left." };
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, ==, "Read-only: The file server has no room left.");
  now = (TapConnection) { .state = TAP_LEDGER_SET_BACK, .reason = (char *) "The folder knows less." };
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, ==, "The folder knows less.");
  /* In step: what needs a decision is not forgotten, and a clock that is off is said. */
  now = (TapConnection) { .state = TAP_LEDGER_IN_STEP, .n_pending = 2, .n_refused = 1, .clock_offset_s = 130 };
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, ==, "1 entry could not be saved and needs your decision.");
  now.n_pending = now.n_refused = 0;
  _tap_session_update_connection (session);
  g_assert_true (g_str_has_prefix (connection->banner, "The clock of this computer is 2 minutes off."));
  now.clock_offset_s = -20;
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, ==, "");
  /* A slow moment makes no banner; a slow server does. */
  now = (TapConnection) { .state = TAP_LEDGER_SLOW, .age_s = 1 };
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, ==, "");
  now.age_s = 5;
  _tap_session_update_connection (session);
  g_assert_cmpstr (connection->banner, !=, "");
}

static void
test_every_state_has_words (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (int state = TAP_LEDGER_STARTING; state <= TAP_LEDGER_SET_BACK; state++)
    {
      TapConnection connection = { .state = (TapLedgerState) state };

      _tap_connection_describe (&connection, 0, zone);
      g_assert_cmpstr (connection.chip, !=, "");
      g_free (connection.chip);
      g_free (connection.chip_detail);
      g_free (connection.banner);
      g_free (connection.reason);
    }
}

/* ---- long lists ---- */

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    data)
{
  *(guint *) data += 1;
}

static void
test_500_cards (void)
{
  g_autoptr (TapSession) session = tap_sample_session_new ();
  g_autoptr (TapBoard) board = tap_board_new (session);
  TapStationData *station = tap_session_get_station (session);
  g_autoptr (TapCard) card = NULL;
  guint n = 0, n_shown = 0;
  gint64 start;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (board), i);

      g_signal_connect (lane, "items-changed", G_CALLBACK (changed_cb), &n);
    }
  start = g_get_monotonic_time ();
  _tap_board_take_data (board, tap_sample_many (station, tap_sample_now (), 500));
  g_test_message ("500 cards taken in %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  /* Every lane tells once what it has. */
  g_assert_cmpuint (n, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (TapBoardLane) lane = g_list_model_get_item (tap_board_get_lanes (board), i);

      n_shown += g_list_model_get_n_items (G_LIST_MODEL (lane));
    }
  g_assert_cmpuint (n_shown, ==, 500);

  n = 0;
  card = tap_sample_copy_card (tap_board_card_get_card (tap_board_find (board, 10017)));
  card->stage = TAP_STAGE_CHECK;
  start = g_get_monotonic_time ();
  tap_sample_change_card (board, card, FALSE);
  g_test_message ("one change of 500 in %.2f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpuint (n, ==, 2);
  start = g_get_monotonic_time ();
  _tap_board_tick (board);
  g_test_message ("a tick over 500 in %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpuint (n, ==, 2);
  start = g_get_monotonic_time ();
  tap_board_set_search (board, "499");
  g_test_message ("a search in 500 in %.2f ms", (g_get_monotonic_time () - start) / 1000.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/session/signs-in-and-out", test_sign_in);
  g_test_add_func ("/live/session/follows-the-settings", test_settings);
  g_test_add_func ("/live/session/connection-tells-only-what-changed", test_connection);
  g_test_add_func ("/live/session/banner-says-times-counts-and-reasons", test_banner);
  g_test_add_func ("/live/session/every-connection-has-words", test_every_state_has_words);
  g_test_add_func ("/live/session/500-cards-are-told-once", test_500_cards);

  return g_test_run ();
}
