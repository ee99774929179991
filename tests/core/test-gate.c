/* test-gate.c — every move from every stage to every other, for every role, against a table written by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-core.h"

#include <string.h>

/* One line a stage a visit stands at, one character a stage it shall go to, in the order of TapStage:
 * BOOKED ARRIVED CONSULT ESTIMATE DISPATCH NEXT WORK CHECK WASH FINAL INVOICE SETTLE READY DELIVERED CANCELLED
 * = it is there, n not a visit, c closed, f one step forward, o leaves a stage out, b one step back, B further back,
 * x cancelled. A wash is wanted, the lane is not quick. */
static const char *const moves[TAP_N_STAGES] = {
  [TAP_STAGE_BOOKED] = "=nnnnnnnnnnnnnn",
  [TAP_STAGE_ARRIVED] = "n=ffoooooooooox",
  [TAP_STAGE_CONSULT] = "nb=foooooooooox",
  [TAP_STAGE_ESTIMATE] = "nbb=fooooooooox",
  [TAP_STAGE_DISPATCH] = "nBBb=ffooooooox",
  [TAP_STAGE_NEXT] = "nBBBb=fooooooox",
  [TAP_STAGE_WORK] = "nBBBbb=foooooox",
  [TAP_STAGE_CHECK] = "nBBBBBb=fooooox",
  [TAP_STAGE_WASH] = "nBBBBBBb=foooox",
  [TAP_STAGE_FINAL] = "nBBBBBBBb=ffoox",
  [TAP_STAGE_INVOICE] = "nBBBBBBBBb=foox",
  [TAP_STAGE_SETTLE] = "nBBBBBBBBbb=fox",
  [TAP_STAGE_READY] = "nBBBBBBBBBBb=fx",
  [TAP_STAGE_DELIVERED] = "ncccccccccccc=c",
  [TAP_STAGE_CANCELLED] = "nccccccccccccc=",
};

#define RECEPTION (TAP_ROLE_ADVISOR | TAP_ROLE_RECEPTION_LEAD | TAP_ROLE_SERVICE_MANAGER | TAP_ROLE_STATION_HEAD | TAP_ROLE_GENERAL_MANAGER)
#define SUPERIORS (TAP_ROLE_RECEPTION_LEAD | TAP_ROLE_SERVICE_MANAGER | TAP_ROLE_STATION_HEAD | TAP_ROLE_GENERAL_MANAGER)
#define SHOP (TAP_ROLE_FOREMAN | TAP_ROLE_DISPATCHER)

/* Who may leave a stage forward, who may leave it backwards, and who may pass a gate there. The job is the person's own. */
static const struct
{
  TapRoles forward, back, pass;
} who[TAP_N_STAGES] = {
  [TAP_STAGE_ARRIVED] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_CONSULT] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_ESTIMATE] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_DISPATCH] = { SUPERIORS | SHOP, SUPERIORS | TAP_ROLE_ADVISOR | SHOP, SUPERIORS },
  [TAP_STAGE_NEXT] = { SUPERIORS | SHOP | TAP_ROLE_TECHNICIAN, SUPERIORS | SHOP, SUPERIORS | SHOP },
  [TAP_STAGE_WORK] = { SUPERIORS | SHOP | TAP_ROLE_TECHNICIAN, SUPERIORS | SHOP, SUPERIORS | SHOP },
  [TAP_STAGE_CHECK] = { SHOP | TAP_ROLE_INSPECTOR, SUPERIORS | SHOP | TAP_ROLE_INSPECTOR, SUPERIORS | SHOP },
  [TAP_STAGE_WASH] = { TAP_ROLE_ADVISOR | TAP_ROLE_RECEPTION_LEAD | TAP_ROLE_SERVICE_MANAGER | SHOP | TAP_ROLE_WASHER,
                       SUPERIORS | TAP_ROLE_ADVISOR | SHOP, SUPERIORS },
  [TAP_STAGE_FINAL] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_INVOICE] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_SETTLE] = { TAP_ROLE_RECEPTION_LEAD | TAP_ROLE_SERVICE_MANAGER | TAP_ROLE_CASHIER, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
  [TAP_STAGE_READY] = { RECEPTION, SUPERIORS | TAP_ROLE_ADVISOR, SUPERIORS },
};

/* Inner stages a step takes along, forward and backward. */
static const struct
{
  TapStage from, along, to;
} inner[] = {
  { TAP_STAGE_ARRIVED, TAP_STAGE_CONSULT, TAP_STAGE_ESTIMATE },
  { TAP_STAGE_DISPATCH, TAP_STAGE_NEXT, TAP_STAGE_WORK },
  { TAP_STAGE_FINAL, TAP_STAGE_INVOICE, TAP_STAGE_SETTLE },
};

/* Where the workshop's lead may leave stages out, the rest of them being in the workshop. */
static const TapStage shop_passes[][2] = {
  { TAP_STAGE_DISPATCH, TAP_STAGE_CHECK }, { TAP_STAGE_DISPATCH, TAP_STAGE_WASH }, { TAP_STAGE_NEXT, TAP_STAGE_CHECK },
  { TAP_STAGE_NEXT, TAP_STAGE_WASH },      { TAP_STAGE_WORK, TAP_STAGE_WASH },
};
static const TapStage shop_far_back[][2] = {
  { TAP_STAGE_CHECK, TAP_STAGE_NEXT }, { TAP_STAGE_CHECK, TAP_STAGE_DISPATCH }, { TAP_STAGE_WASH, TAP_STAGE_WORK },
  { TAP_STAGE_WASH, TAP_STAGE_NEXT },  { TAP_STAGE_WASH, TAP_STAGE_DISPATCH },
};

static TapGateFacts
facts_at (TapStage stage)
{
  return (TapGateFacts) {
    .stage = stage, .wash_wanted = TRUE, .n_jobs = 2, .n_jobs_done = 2, .has_bay = TRUE, .has_technician = TRUE, .own_job = TRUE,
  };
}

static gboolean
is_listed (const TapStage list[][2],
           gsize          n,
           TapStage       from,
           TapStage       to)
{
  for (gsize i = 0; i < n; i++)
    if (list[i][0] == from && list[i][1] == to)
      return TRUE;

  return FALSE;
}

static gboolean
takes_along (TapStage  from,
             TapStage  to,
             TapStage *along)
{
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    {
      *along = inner[i].along;
      if ((inner[i].from == from && inner[i].to == to) || (inner[i].from == to && inner[i].to == from))
        return TRUE;
    }

  return FALSE;
}

static void
check_refused (TapStage from,
               TapStage to,
               TapRoles role,
               TapGate  gate)
{
  TapGateFacts facts = facts_at (from);
  TapVerdict verdict = tap_gate_judge (&facts, to, role, TRUE, TRUE);

  g_assert_false (verdict.allowed);
  g_assert_cmpint (verdict.gate, ==, gate);
  g_assert_false (verdict.passable);
}

static void
check_step (TapStage from,
            TapStage to,
            TapRoles role)
{
  TapGateFacts facts = facts_at (from);
  TapVerdict verdict = tap_gate_judge (&facts, to, role, FALSE, FALSE);
  TapStage along;
  gboolean both = takes_along (from, to, &along);
  gboolean may = (who[from].forward & role) != 0 && (!both || (who[along].forward & role) != 0);
  /* Every stage that the role does not own must be one where it may pass. */
  gboolean passes = ((who[from].forward | who[from].pass) & role) != 0
                    && (!both || ((who[along].forward | who[along].pass) & role) != 0);

  if (may)
    {
      g_assert_true (verdict.allowed);
      g_assert_cmpint (verdict.kind, ==, TAP_MOVE_FORWARD);
      g_assert_cmpint (verdict.gate, ==, TAP_GATE_NONE);
      return;
    }

  g_assert_false (verdict.allowed);
  g_assert_cmpint (verdict.gate, ==, TAP_GATE_ROLE);
  g_assert_cmpint (verdict.passable, ==, passes);
  verdict = tap_gate_judge (&facts, to, role, TRUE, TRUE);
  g_assert_cmpint (verdict.allowed, ==, passes);
  g_assert_cmpint (verdict.kind, ==, passes ? TAP_MOVE_PASS : TAP_MOVE_FORWARD);
}

static void
check_left_out (TapStage from,
                TapStage to,
                TapRoles role)
{
  TapGateFacts facts = facts_at (from);
  TapVerdict plain = tap_gate_judge (&facts, to, role, TRUE, FALSE);
  TapVerdict passed = tap_gate_judge (&facts, to, role, TRUE, TRUE);
  gboolean may = (role & SUPERIORS) != 0
                 || ((role & SHOP) != 0 && is_listed (shop_passes, G_N_ELEMENTS (shop_passes), from, to));

  g_assert_false (plain.allowed);
  g_assert_cmpint (plain.passable, ==, may);
  g_assert_cmpint (passed.allowed, ==, may);
  if (!may)
    return;

  g_assert_cmpint (passed.kind, ==, TAP_MOVE_PASS);
  /* Without a reason nothing is passed, and it is only the reason that is missing. */
  passed = tap_gate_judge (&facts, to, role, FALSE, TRUE);
  g_assert_false (passed.allowed);
  g_assert_cmpint (passed.gate, ==, TAP_GATE_REASON);
  g_assert_true (passed.passable);
}

static void
check_back (TapStage from,
            TapStage to,
            TapRoles role,
            gboolean far)
{
  TapGateFacts facts = facts_at (from);
  TapVerdict silent = tap_gate_judge (&facts, to, role, FALSE, FALSE);
  TapVerdict told = tap_gate_judge (&facts, to, role, TRUE, FALSE);
  TapStage along;
  gboolean may;

  if (far)
    may = (role & SUPERIORS) != 0
          || ((role & SHOP) != 0 && is_listed (shop_far_back, G_N_ELEMENTS (shop_far_back), from, to));
  else
    may = (who[from].back & role) != 0 && (!takes_along (from, to, &along) || (who[along].back & role) != 0);

  g_assert_cmpint (told.allowed, ==, may);
  g_assert_cmpint (told.kind, ==, TAP_MOVE_BACK);
  g_assert_false (silent.allowed);
  g_assert_cmpint (silent.kind, ==, TAP_MOVE_BACK);
  g_assert_cmpint (silent.gate == TAP_GATE_REASON, ==, may);
  if (!may)
    g_assert_true (silent.gate == TAP_GATE_ROLE || (far && silent.gate == TAP_GATE_ORDER));
}

static void
check_cancel (TapStage from,
              TapRoles role)
{
  TapGateFacts facts = facts_at (from);
  gboolean may = (role & RECEPTION) != 0;
  TapVerdict told = tap_gate_judge (&facts, TAP_STAGE_CANCELLED, role, TRUE, FALSE);
  TapVerdict silent = tap_gate_judge (&facts, TAP_STAGE_CANCELLED, role, FALSE, FALSE);

  g_assert_cmpint (told.allowed, ==, may);
  g_assert_cmpint (told.kind, ==, TAP_MOVE_CANCEL);
  g_assert_false (silent.allowed);
  g_assert_cmpint (silent.gate, ==, may ? TAP_GATE_REASON : TAP_GATE_ROLE);
}

static void
check_pair (TapStage from,
            TapStage to,
            TapRoles role)
{
  switch (moves[from][to])
    {
    case '=':
      check_refused (from, to, role, TAP_GATE_SAME_STAGE);
      break;
    case 'n':
      check_refused (from, to, role, TAP_GATE_NOT_A_VISIT);
      break;
    case 'c':
      check_refused (from, to, role, TAP_GATE_CLOSED);
      break;
    case 'f':
      check_step (from, to, role);
      break;
    case 'o':
      check_left_out (from, to, role);
      break;
    case 'b':
      check_back (from, to, role, FALSE);
      break;
    case 'B':
      check_back (from, to, role, TRUE);
      break;
    case 'x':
      check_cancel (from, role);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
test_every_pair (void)
{
  for (guint from = 0; from < TAP_N_STAGES; from++)
    {
      g_assert_cmpuint (strlen (moves[from]), ==, TAP_N_STAGES);
      for (guint to = 0; to < TAP_N_STAGES; to++)
        {
          check_pair ((TapStage) from, (TapStage) to, 0);
          for (guint role = 0; role < TAP_N_ROLES; role++)
            check_pair ((TapStage) from, (TapStage) to, 1u << role);
        }
    }
}

/* ---- gates ---- */

static void
check_gate (const TapGateFacts *facts,
            TapStage            to,
            TapRoles            roles,
            TapGate             gate,
            TapStage            at,
            gboolean            passable)
{
  TapVerdict verdict = tap_gate_judge (facts, to, roles, FALSE, FALSE);

  g_assert_false (verdict.allowed);
  g_assert_cmpint (verdict.gate, ==, gate);
  g_assert_cmpint (verdict.at, ==, at);
  g_assert_cmpint (verdict.passable, ==, passable);
  verdict = tap_gate_judge (facts, to, roles, TRUE, TRUE);
  g_assert_cmpint (verdict.allowed, ==, passable);
}

static void
test_bay_gates (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_DISPATCH);

  facts.has_bay = FALSE;
  facts.has_technician = FALSE;
  facts.n_jobs = facts.n_jobs_done = 0;
  check_gate (&facts, TAP_STAGE_NEXT, TAP_ROLE_DISPATCHER, TAP_GATE_NO_JOB, TAP_STAGE_DISPATCH, FALSE);
  check_gate (&facts, TAP_STAGE_NEXT, TAP_ROLE_SERVICE_MANAGER, TAP_GATE_NO_JOB, TAP_STAGE_DISPATCH, TRUE);
  facts.n_jobs = 1;
  check_gate (&facts, TAP_STAGE_NEXT, TAP_ROLE_DISPATCHER, TAP_GATE_NO_BAY, TAP_STAGE_DISPATCH, FALSE);
  check_gate (&facts, TAP_STAGE_WORK, TAP_ROLE_STATION_HEAD, TAP_GATE_NO_BAY, TAP_STAGE_DISPATCH, TRUE);
  facts.has_bay = TRUE;
  check_gate (&facts, TAP_STAGE_NEXT, TAP_ROLE_DISPATCHER, TAP_GATE_NO_TECHNICIAN, TAP_STAGE_DISPATCH, FALSE);

  facts.stage = TAP_STAGE_NEXT;
  check_gate (&facts, TAP_STAGE_WORK, TAP_ROLE_FOREMAN, TAP_GATE_NO_TECHNICIAN, TAP_STAGE_NEXT, TRUE);
  check_gate (&facts, TAP_STAGE_WORK, TAP_ROLE_TECHNICIAN, TAP_GATE_NO_TECHNICIAN, TAP_STAGE_NEXT, FALSE);
}

static void
test_work_gates (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_WORK);

  facts.n_jobs_done = 1;
  check_gate (&facts, TAP_STAGE_CHECK, TAP_ROLE_TECHNICIAN, TAP_GATE_JOBS_OPEN, TAP_STAGE_WORK, FALSE);
  check_gate (&facts, TAP_STAGE_CHECK, TAP_ROLE_FOREMAN, TAP_GATE_JOBS_OPEN, TAP_STAGE_WORK, TRUE);
  facts.n_stoppages = 1;
  check_gate (&facts, TAP_STAGE_CHECK, TAP_ROLE_FOREMAN, TAP_GATE_STOPPED, TAP_STAGE_WORK, TRUE);
  facts.n_jobs_running = 1;
  check_gate (&facts, TAP_STAGE_CHECK, TAP_ROLE_FOREMAN, TAP_GATE_RUNNING, TAP_STAGE_WORK, FALSE);
  check_gate (&facts, TAP_STAGE_CHECK, TAP_ROLE_GENERAL_MANAGER, TAP_GATE_RUNNING, TAP_STAGE_WORK, FALSE);
}

static void
test_running_never_passes (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_WORK);
  static const TapStage targets[] = { TAP_STAGE_NEXT, TAP_STAGE_ARRIVED, TAP_STAGE_WASH, TAP_STAGE_DELIVERED, TAP_STAGE_CANCELLED };

  facts.n_jobs_running = 1;
  facts.n_jobs_done = 1;
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      TapVerdict verdict = tap_gate_judge (&facts, targets[i], TAP_ROLE_STATION_HEAD, TRUE, TRUE);

      g_assert_false (verdict.allowed);
      g_assert_cmpint (verdict.gate, ==, TAP_GATE_RUNNING);
      g_assert_false (verdict.passable);
    }
}

static void
test_other_peoples_job (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_NEXT);

  facts.own_job = FALSE;
  check_gate (&facts, TAP_STAGE_WORK, TAP_ROLE_TECHNICIAN, TAP_GATE_ROLE, TAP_STAGE_NEXT, FALSE);
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_WORK, TAP_ROLE_FOREMAN, FALSE, FALSE).allowed);
}

static void
test_wash (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_CHECK);

  check_gate (&facts, TAP_STAGE_FINAL, TAP_ROLE_INSPECTOR, TAP_GATE_ORDER, TAP_STAGE_WASH, FALSE);
  facts.wash_wanted = FALSE;
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_FINAL, TAP_ROLE_INSPECTOR, FALSE, FALSE).allowed);
  facts.stage = TAP_STAGE_FINAL;
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_CHECK, TAP_ROLE_SERVICE_MANAGER, TRUE, FALSE).allowed);
  /* The advisor owns the step back out of the final check; the inspection behind it is one stage away here. */
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_CHECK, TAP_ROLE_ADVISOR, TRUE, FALSE).allowed);
  facts.wash_wanted = TRUE;
  g_assert_cmpint (tap_gate_judge (&facts, TAP_STAGE_CHECK, TAP_ROLE_ADVISOR, TRUE, FALSE).gate, ==, TAP_GATE_ORDER);
}

static void
test_quick_lane (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_ARRIVED);

  check_gate (&facts, TAP_STAGE_DISPATCH, TAP_ROLE_ADVISOR, TAP_GATE_ORDER, TAP_STAGE_ESTIMATE, FALSE);
  facts.quick = TRUE;
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_DISPATCH, TAP_ROLE_ADVISOR, FALSE, FALSE).allowed);
  check_gate (&facts, TAP_STAGE_NEXT, TAP_ROLE_ADVISOR, TAP_GATE_ORDER, TAP_STAGE_DISPATCH, FALSE);
  facts.stage = TAP_STAGE_DISPATCH;
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_ARRIVED, TAP_ROLE_ADVISOR, TRUE, FALSE).allowed);
}

static void
test_roles_add_up (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_SETTLE);

  g_assert_false (tap_gate_judge (&facts, TAP_STAGE_READY, TAP_ROLE_ADVISOR, FALSE, FALSE).allowed);
  g_assert_true (tap_gate_judge (&facts, TAP_STAGE_READY, TAP_ROLE_ADVISOR | TAP_ROLE_CASHIER, FALSE, FALSE).allowed);
}

static void
test_next_stage (void)
{
  TapStage walked = TAP_STAGE_ARRIVED;
  TapGateFacts facts;

  for (int i = 0; i < 12; i++)
    {
      facts = facts_at (walked);
      g_assert_cmpint (tap_gate_next_stage (&facts), ==, walked + 1);
      walked = tap_gate_next_stage (&facts);
    }
  g_assert_cmpint (walked, ==, TAP_STAGE_DELIVERED);

  facts = facts_at (TAP_STAGE_CHECK);
  facts.wash_wanted = FALSE;
  g_assert_cmpint (tap_gate_next_stage (&facts), ==, TAP_STAGE_FINAL);
  facts.stage = TAP_STAGE_BOOKED;
  g_assert_cmpint (tap_gate_next_stage (&facts), ==, TAP_STAGE_BOOKED);
  facts.stage = TAP_STAGE_CANCELLED;
  g_assert_cmpint (tap_gate_next_stage (&facts), ==, TAP_STAGE_CANCELLED);
}

static void
test_sentences (void)
{
  static const TapRoles people[] = { 0, TAP_ROLE_ADVISOR, TAP_ROLE_TECHNICIAN, TAP_ROLE_FOREMAN, TAP_ROLE_STATION_HEAD };
  guint n = 0;

  for (guint from = 0; from < TAP_N_STAGES; from++)
    for (guint to = 0; to < TAP_N_STAGES; to++)
      for (guint i = 0; i < G_N_ELEMENTS (people); i++)
        {
          TapGateFacts facts = { .stage = (TapStage) from, .n_jobs = 1, .n_stoppages = i % 2 };
          TapVerdict verdict = tap_gate_judge (&facts, (TapStage) to, people[i], FALSE, FALSE);
          g_autofree char *sentence = tap_verdict_sentence (&verdict, (TapStage) from, (TapStage) to);

          if (verdict.allowed)
            {
              g_assert_cmpstr (sentence, ==, "");
              continue;
            }
          n++;
          g_assert_true (g_str_has_suffix (sentence, "."));
          g_assert_null (strchr (sentence, '%'));
          /* Asking for a reason where none would help is a dead end. */
          if (!verdict.passable)
            g_assert_null (strstr (sentence, "give a reason"));
        }
  g_assert_cmpuint (n, >, 500);
}

static void
test_sentence_names_the_stage (void)
{
  TapGateFacts facts = facts_at (TAP_STAGE_WORK);
  TapVerdict verdict = tap_gate_judge (&facts, TAP_STAGE_FINAL, TAP_ROLE_TECHNICIAN, FALSE, FALSE);
  g_autofree char *sentence = tap_verdict_sentence (&verdict, TAP_STAGE_WORK, TAP_STAGE_FINAL);

  g_assert_cmpstr (sentence, ==, "“Inspection” must not be left out: move the car there first.");
}

static void
test_kind_words (void)
{
  for (int kind = TAP_MOVE_FORWARD; kind <= TAP_MOVE_UNDO; kind++)
    {
      TapMoveKind back = TAP_MOVE_UNDO;

      g_assert_true (tap_move_kind_from_db (tap_move_kind_to_db ((TapMoveKind) kind), &back));
      g_assert_cmpint (back, ==, kind);
    }
  g_assert_false (tap_move_kind_from_db ("sideways", NULL));
  g_assert_false (tap_move_kind_from_db (NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/gate/every-pair-for-every-role", test_every_pair);
  g_test_add_func ("/core/gate/needs-job-bay-and-technician", test_bay_gates);
  g_test_add_func ("/core/gate/holds-unfinished-work", test_work_gates);
  g_test_add_func ("/core/gate/running-work-is-never-passed", test_running_never_passes);
  g_test_add_func ("/core/gate/technician-moves-own-job-only", test_other_peoples_job);
  g_test_add_func ("/core/gate/unwanted-wash-is-left-out", test_wash);
  g_test_add_func ("/core/gate/quick-lane-goes-to-the-bay-at-once", test_quick_lane);
  g_test_add_func ("/core/gate/roles-add-up", test_roles_add_up);
  g_test_add_func ("/core/gate/next-stage-walks-one-by-one", test_next_stage);
  g_test_add_func ("/core/gate/every-refusal-has-a-sentence", test_sentences);
  g_test_add_func ("/core/gate/sentence-names-the-stage-left-out", test_sentence_names_the_stage);
  g_test_add_func ("/core/gate/kinds-are-stored-as-words", test_kind_words);

  return g_test_run ();
}
