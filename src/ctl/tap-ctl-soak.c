/* tap-ctl-soak.c — tappetctl soak: random legal moves and notes, each acknowledged on a line of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests kill it at random: what it has printed must be in the log, once. Without pause it stands for an import; with --pause for a PC
 * with people at it, who check cars in, too.
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <glib/gi18n.h>

#include "ctl/tap-ctl.h"

#define CHECK_IN_EVERY 10

typedef enum { DO_MOVE, DO_NOTE, DO_CHECK_IN } What;

typedef struct
{
  TapCtl         *ctl;
  GRand          *rand;
  gint64          staff_id;
  TapRoles        roles;
  gint64          pause_ms;     /* 0: none */
  gint64          until_us;     /* monotonic; 0: for ever */
  const TapCard  *card;
  TapStage        to;           /* the stage after the command */
  What            what;
  gboolean        pass;
  gint64          visit_id;     /* what it was done to */
} Soak;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBoardData, tap_board_data_free)

static TapBoardData *
load_board (TapCtl  *ctl,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_load_board_async (ctl->store, tap_store_now_unix (ctl->store), NULL, tap_ctl_await_cb,
                              &result);
  tap_ctl_await (&result);
  return tap_store_load_board_finish (ctl->store, result, error);
}

/* Any open visit and anything it may do; cars stay in the house, so that there is always something to move. */
static gboolean
choose (Soak         *soak,
        TapBoardData *board)
{
  TapStage stages[TAP_N_STAGES];
  gboolean pass[TAP_N_STAGES];
  guint n = 0;
  TapGateFacts facts;

  if (soak->pause_ms > 0 && g_rand_int_range (soak->rand, 0, CHECK_IN_EVERY) == 0)
    {
      soak->what = DO_CHECK_IN;
      soak->card = NULL;
      soak->to = TAP_STAGE_ARRIVED;
      return TRUE;
    }
  if (board->cards->len == 0)
    return FALSE;
  soak->card
    = g_ptr_array_index (board->cards,
                         (guint) g_rand_int_range (soak->rand, 0, (gint32) board->cards->len));
  if (soak->card->stage == TAP_STAGE_BOOKED)
    return FALSE;
  tap_card_gate_facts (soak->card, soak->staff_id, &facts);
  for (TapStage to = TAP_STAGE_ARRIVED; to <= TAP_STAGE_READY; to++)
    {
      TapVerdict verdict = tap_gate_judge (&facts, to, soak->roles, TRUE, FALSE);

      if (!verdict.allowed && !verdict.passable)
        continue;
      pass[n] = !verdict.allowed;
      stages[n++] = to;
    }
  soak->what = n == 0 || g_rand_int_range (soak->rand, 0, 8) == 0 ? DO_NOTE : DO_MOVE;
  soak->to = soak->card->stage;
  soak->visit_id = soak->card->id;
  if (soak->what == DO_MOVE)
    {
      guint which = (guint) g_rand_int_range (soak->rand, 0, (gint32) n);

      soak->to = stages[which];
      soak->pass = pass[which];
    }
  return TRUE;
}

static gboolean
check_in (Soak    *soak,
          GError **error)
{
  g_autofree char *plate = g_strdup_printf ("京S%05d", g_rand_int_range (soak->rand, 0, 100000));
  TapCheckInInput input = { .plate = plate, .model = "", .colour = "", .customer = "soak", .bringer = "",
                            .phone = "13800138000", .odometer_km = -1, .wish = "soak" };
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_check_in_async (soak->ctl->store, soak->staff_id, &input, tap_ctl_operation (soak->ctl),
                            tap_ctl_await_cb, &result);
  tap_ctl_await (&result);
  return tap_store_check_in_finish (soak->ctl->store, result, &soak->visit_id, NULL, error);
}

static gboolean
do_chosen (Soak    *soak,
           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TapMoveInput input = { .reason = "soak", .to = soak->to, .pass = soak->pass };

  if (soak->what == DO_CHECK_IN)
    return check_in (soak, error);
  if (soak->what == DO_NOTE)
    tap_store_note_async (soak->ctl->store, soak->staff_id, soak->card->id, "soak",
                          tap_ctl_operation (soak->ctl), tap_ctl_await_cb, &result);
  else
    {
      input.visit_id = soak->card->id;
      input.expected_from = soak->card->stage;
      tap_store_move_async (soak->ctl->store, soak->staff_id, &input, tap_ctl_operation (soak->ctl),
                            tap_ctl_await_cb, &result);
    }
  tap_ctl_await (&result);
  if (soak->what == DO_NOTE)
    return tap_store_note_finish (soak->ctl->store, result, error);
  return tap_store_move_finish (soak->ctl->store, result, NULL, error);
}

/* One line in one write, so that a killed process leaves none half written. */
static void
acknowledge (Soak   *soak,
             gint64  wait_us)
{
  static const char *const names[] = { "move", "note", "check-in" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tap_ctl_json_string (builder, "operation", soak->ctl->operation);
  tap_ctl_json_int (builder, "visit", soak->visit_id);
  tap_ctl_json_string (builder, "did", names[soak->what]);
  tap_ctl_json_string (builder, "from", soak->card != NULL ? tap_stage_to_db (soak->card->stage) : "");
  tap_ctl_json_string (builder, "stage", tap_stage_to_db (soak->to));
  tap_ctl_json_int (builder, "seq", (gint64) soak->ctl->saved_seq);
  tap_ctl_json_int (builder, "wait_ms", wait_us / 1000);
  json_builder_end_object (builder);
  tap_ctl_json_print (soak->ctl, builder, TRUE);
  tap_ctl_flush (soak->ctl);
}

/* Another writer was there first, or the car is in the house already: no failure of the soak. */
static gboolean
is_bad_luck (const GError *error)
{
  return g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_STALE)
         || g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_EXISTS)
         || g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_GATE);
}

static gboolean
wake_cb (gpointer slept)
{
  *(gboolean *) slept = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_over (Soak *soak)
{
  return soak->ctl->lost_pipe || (soak->until_us != 0 && g_get_monotonic_time () >= soak->until_us);
}

/* Nobody saves in an even rhythm. */
static void
pause_like_people (Soak *soak)
{
  gboolean slept = FALSE;
  gint64 ms = soak->pause_ms > 0 ? g_rand_int_range (soak->rand, 0, (gint32) (2 * soak->pause_ms)) : 0;

  if (soak->until_us != 0)
    ms = CLAMP (ms, 0, MAX ((soak->until_us - g_get_monotonic_time ()) / 1000 + 1, 0));
  if (soak->pause_ms == 0)
    return;
  g_timeout_add ((guint) ms, wake_cb, &slept);
  while (!slept)
    g_main_context_iteration (NULL, TRUE);
}

static int
soak_on (Soak   *soak,
         gint64  n_moves)
{
  gint64 n_done = 0, started_us = 0;

  for (pause_like_people (soak); n_done < n_moves && !is_over (soak);)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapBoardData) board = load_board (soak->ctl, &error);

      if (board == NULL)
        return tap_ctl_fail (soak->ctl, error);
      if (!choose (soak, board))
        continue;
      g_clear_pointer (&soak->ctl->operation, g_free);
      started_us = started_us != 0 ? started_us : g_get_monotonic_time ();
      if (do_chosen (soak, &error))
        {
          acknowledge (soak, g_get_monotonic_time () - started_us);
          started_us = 0;
          n_done++;
          pause_like_people (soak);
        }
      else if (!is_bad_luck (error))
        return tap_ctl_report_saved (soak->ctl, error, NULL, 0);
    }
  return TAP_CTL_OK;
}

static gboolean
find_person (Soak *soak)
{
  TapStationData *station = tap_store_get_station (soak->ctl->store);

  soak->staff_id = station->demo_staff_id;
  if ((soak->ctl->as != NULL || soak->staff_id == 0)
      && !tap_ctl_read_as (soak->ctl, &soak->staff_id))
    return FALSE;
  for (guint i = 0; i < station->staff->len; i++)
    {
      const TapStaff *staff = g_ptr_array_index (station->staff, i);

      if (staff->id == soak->staff_id)
        soak->roles = staff->roles;
    }
  return TRUE;
}

static gboolean
has_visits (TapCtl *ctl)
{
  g_autoptr (TapBoardData) board = load_board (ctl, NULL);

  for (guint i = 0; board != NULL && i < board->cards->len; i++)
    {
      if (((const TapCard *) g_ptr_array_index (board->cards, i))->stage != TAP_STAGE_BOOKED)
        return TRUE;
    }
  return FALSE;
}

static int
run_soak (TapCtl *ctl,
          char  **argv)
{
  g_autofree char *seed_text = NULL, *moves_text = NULL, *pause_text = NULL, *seconds_text = NULL;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &seed_text, N_("Seed of the random choices (1)"), N_("N") },
    { "moves", 0, 0, G_OPTION_ARG_FILENAME, &moves_text, N_("Stop after so many acknowledged ones (100)"), N_("N") },
    { "pause", 0, 0, G_OPTION_ARG_FILENAME, &pause_text, N_("Pause so many milliseconds on average, and check cars in, too (0)"), N_("N") },
    { "seconds", 0, 0, G_OPTION_ARG_FILENAME, &seconds_text, N_("Stop after so many seconds (0: never)"), N_("N") },
    { NULL }
  };
  g_auto (GStrv) words
    = tap_ctl_parse (ctl, argv, entries, TAP_CTL_TAKES_STATION | TAP_CTL_CHANGES, 0, 0);
  g_autoptr (GRand) rand = NULL;
  gint64 seed = 1, moves = 100, seconds = 0;
  Soak soak = { .ctl = ctl };

  if (words == NULL || !tap_ctl_read_int (ctl, "--seed", seed_text, 0, G_MAXUINT32, &seed)
      || !tap_ctl_read_int (ctl, "--moves", moves_text, 1, G_MAXINT32, &moves)
      || !tap_ctl_read_int (ctl, "--pause", pause_text, 0, 3600000, &soak.pause_ms)
      || !tap_ctl_read_int (ctl, "--seconds", seconds_text, 0, G_MAXINT32, &seconds)
      || tap_ctl_find_station (ctl) == NULL)
    return TAP_CTL_WRONG_USE;
  if (!tap_ctl_open (ctl, FALSE))
    return TAP_CTL_FAILED;
  if (!find_person (&soak))
    return TAP_CTL_WRONG_USE;
  if (!has_visits (ctl))
    return tap_ctl_wrong_use (ctl, NULL, "%s",
                              _("no car is in the house: there is nothing to move")),
           TAP_CTL_FAILED;
  if (seconds > 0)
    soak.until_us = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  rand = g_rand_new_with_seed ((guint32) seed);
  soak.rand = rand;
  return soak_on (&soak, moves);
}

const TapCtlCommand tap_ctl_soak_command = {
  .name = "soak",
  .arguments = "",
  .summary = N_("Does random legal moves and notes without pause, for tests; prints each saved "
                 "one as a line of JSON"),
  .description = N_("Never on a real station: it moves the cars that are in the house."),
  .run = run_soak,
  .hidden = TRUE,
};
