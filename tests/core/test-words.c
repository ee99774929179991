/* test-words.c — stages, rights and words: what is stored comes back, and everything has a name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-core.h"

#include <string.h>

static void
test_stage_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < TAP_N_STAGES; i++)
    {
      const char *word = tap_stage_to_db ((TapStage) i);
      TapStage back = TAP_STAGE_BOOKED;

      g_assert_true (g_hash_table_add (seen, (gpointer) word));
      g_assert_true (tap_stage_from_db (word, &back));
      g_assert_cmpint (back, ==, i);
      g_assert_cmpint (strlen (tap_stage_label ((TapStage) i)), >, 0);
    }
  g_assert_cmpstr (tap_stage_to_db (TAP_STAGE_NEXT), ==, "next");
  g_assert_false (tap_stage_from_db ("Work", NULL));
  g_assert_false (tap_stage_from_db ("", NULL));
  g_assert_false (tap_stage_from_db (NULL, NULL));
}

static void
test_stage_sets (void)
{
  TapStageSet set = 0;
  g_autofree char *text = tap_stage_set_to_db (TAP_STAGE_BIT (TAP_STAGE_INVOICE) | TAP_STAGE_BIT (TAP_STAGE_FINAL));

  g_assert_cmpstr (text, ==, "final,invoice");
  g_assert_true (tap_stage_set_from_db ("invoice, final", &set));
  g_assert_cmpuint (set, ==, TAP_STAGE_BIT (TAP_STAGE_INVOICE) | TAP_STAGE_BIT (TAP_STAGE_FINAL));
  g_assert_cmpint (tap_stage_set_first (set), ==, TAP_STAGE_FINAL);
  g_assert_false (tap_stage_set_from_db ("final,invoise", &set));
  g_assert_false (tap_stage_set_from_db ("final,,invoice", &set));
  g_assert_cmpuint (set, ==, TAP_STAGE_BIT (TAP_STAGE_INVOICE) | TAP_STAGE_BIT (TAP_STAGE_FINAL));
}

static void
test_open_and_ready (void)
{
  g_assert_false (tap_stage_is_open (TAP_STAGE_BOOKED));
  g_assert_true (tap_stage_is_open (TAP_STAGE_ARRIVED));
  g_assert_true (tap_stage_is_open (TAP_STAGE_READY));
  g_assert_false (tap_stage_is_open (TAP_STAGE_DELIVERED));
  g_assert_false (tap_stage_is_open (TAP_STAGE_CANCELLED));
  g_assert_false (tap_stage_is_ready (TAP_STAGE_INVOICE));
  g_assert_true (tap_stage_is_ready (TAP_STAGE_SETTLE));
  g_assert_true (tap_stage_is_ready (TAP_STAGE_DELIVERED));
  g_assert_false (tap_stage_is_ready (TAP_STAGE_CANCELLED));
}

/* The table of rights, cell by cell: a line a right, a character a role in the order of TapRole. */
static const char *const rights[] = {
  /*                          advisor, lead, manager, foreman, dispatcher, technician, inspector, washer, parts, cashier,
   *                          caller, care, head, general manager, administrator */
  [TAP_RIGHT_RECEPTION] =   "xxx.........xx.",
  [TAP_RIGHT_DISPATCH] =    ".xxxx.......xx.",
  [TAP_RIGHT_WORK_OWN] =    "...xxx.........",
  [TAP_RIGHT_WORK_OTHERS] = ".xxxx.......xx.",
  [TAP_RIGHT_CHECK_SELF] =  ".....x.........",
  [TAP_RIGHT_CHECK_PEER] =  "...xxx.........",
  [TAP_RIGHT_CHECK_FINAL] = "...xx.x........",
  [TAP_RIGHT_WASH] =        "xxxxx..x.......",
  [TAP_RIGHT_INVOICE] =     "xxx.........xx.",
  [TAP_RIGHT_PAYMENT] =     ".xx......x.....",
  [TAP_RIGHT_SHIFTS] =      "...xx.......xxx",
  [TAP_RIGHT_PRICES] =      ".xx.........xxx",
  [TAP_RIGHT_ADMIN] =       "............xxx",
};

static void
test_rights (void)
{
  for (guint right = 0; right < G_N_ELEMENTS (rights); right++)
    {
      g_assert_cmpuint (strlen (rights[right]), ==, TAP_N_ROLES);
      g_assert_false (tap_roles_have_right (0, (TapRight) right));
      for (guint role = 0; role < TAP_N_ROLES; role++)
        g_assert_cmpint (tap_roles_have_right (1u << role, (TapRight) right), ==, rights[right][role] == 'x');
    }
}

static void
test_closed_visits_stay (void)
{
  TapRoles everybody = (1u << TAP_N_ROLES) - 1;

  g_assert_false (tap_roles_may_move_back (everybody, TAP_STAGE_DELIVERED));
  g_assert_false (tap_roles_may_move_back (everybody, TAP_STAGE_BOOKED));
  g_assert_false (tap_roles_may_pass_gate (everybody, TAP_STAGE_CANCELLED));
}

static void
test_role_words (void)
{
  TapRoles roles = 0;
  g_autofree char *text = tap_roles_to_db (TAP_ROLE_CASHIER | TAP_ROLE_ADVISOR);
  g_autofree char *all = tap_roles_to_db ((1u << TAP_N_ROLES) - 1);

  g_assert_cmpstr (text, ==, "advisor,cashier");
  g_assert_true (tap_roles_from_db (all, &roles));
  g_assert_cmpuint (roles, ==, (1u << TAP_N_ROLES) - 1);
  g_assert_true (tap_roles_from_db ("", &roles));
  g_assert_cmpuint (roles, ==, 0);
  g_assert_false (tap_roles_from_db ("advisor,king", &roles));
  g_assert_cmpint (tap_roles_main (TAP_ROLE_CASHIER | TAP_ROLE_ADVISOR), ==, TAP_ROLE_ADVISOR);
  g_assert_cmpint (tap_roles_main (0), ==, 0);
  for (guint role = 0; role < TAP_N_ROLES; role++)
    g_assert_cmpint (strlen (tap_role_label ((TapRole) (1u << role))), >, 0);
}

static void
test_stop_words (void)
{
  for (guint i = 0; i < TAP_N_STOP_REASONS; i++)
    {
      TapStopReason back = TAP_STOP_OTHER;

      g_assert_true (tap_stop_reason_from_db (tap_stop_reason_to_db ((TapStopReason) i), &back));
      g_assert_cmpint (back, ==, i);
      g_assert_cmpint (strlen (tap_stop_reason_label ((TapStopReason) i)), >, 0);
    }
  g_assert_false (tap_stop_reason_from_db ("lunch", NULL));
}

static void
test_bay_words (void)
{
  for (guint i = TAP_BAY_QUICK; i <= TAP_BAY_WASH; i++)
    {
      TapBayKind back = TAP_BAY_WASH;

      g_assert_true (tap_bay_kind_from_db (tap_bay_kind_to_db ((TapBayKind) i), &back));
      g_assert_cmpint (back, ==, i);
      g_assert_cmpint (strlen (tap_bay_kind_label ((TapBayKind) i)), >, 0);
    }
  g_assert_false (tap_bay_kind_from_db ("garage", NULL));
}

static void
test_column_labels (void)
{
  g_assert_cmpstr (tap_column_label (TAP_STAGE_BIT (TAP_STAGE_ARRIVED) | TAP_STAGE_BIT (TAP_STAGE_CONSULT)), ==, "Reception");
  g_assert_cmpstr (tap_column_label (TAP_STAGE_BIT (TAP_STAGE_FINAL) | TAP_STAGE_BIT (TAP_STAGE_INVOICE)), ==, "Invoicing");
  g_assert_cmpstr (tap_column_label (TAP_STAGE_BIT (TAP_STAGE_NEXT)), ==, "To dispatch");
  /* Lane heads have room for 11 characters. */
  for (guint i = 0; i <= TAP_STAGE_READY; i++)
    g_assert_cmpint (g_utf8_strlen (tap_column_label (TAP_STAGE_BIT (i)), -1), <=, 11);
}

static void
check_phone (const char *typed,
             const char *expected)
{
  g_autofree char *phone = NULL;
  g_autofree char *message = NULL;

  g_assert_cmpint (tap_phone_parse (typed, &phone, &message), ==, expected != NULL);
  g_assert_cmpstr (phone, ==, expected);
  g_assert_cmpint (message != NULL, ==, expected == NULL);
}

static void
test_phones (void)
{
  g_autofree char *mobile = tap_phone_show ("13800123456");
  g_autofree char *taiwan = tap_phone_show ("0912345678");
  g_autofree char *landline = tap_phone_show ("01055500211");

  check_phone ("138 0012 3456", "13800123456");
  check_phone ("１３８-0012-3456", "13800123456");
  check_phone ("+86 138 0012 3456", "13800123456");
  check_phone ("0086 13800123456", "13800123456");
  check_phone ("(010) 5550-0211", "01055500211");
  check_phone ("+49 30 1234567", "+49301234567");
  check_phone ("123456", NULL);
  check_phone ("1234567", "1234567");
  check_phone ("123456789012345", "123456789012345");
  check_phone ("1234567890123456", NULL);
  check_phone ("138-0012-345x", NULL);
  check_phone ("138+00123456", NULL);
  check_phone ("", NULL);
  check_phone (NULL, NULL);
  g_assert_cmpstr (mobile, ==, "138 0012 3456");
  g_assert_cmpstr (taiwan, ==, "0912 345 678");
  g_assert_cmpstr (landline, ==, "01055500211");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/stage/words-come-back", test_stage_words);
  g_test_add_func ("/core/stage/sets-come-back", test_stage_sets);
  g_test_add_func ("/core/stage/knows-open-and-ready", test_open_and_ready);
  g_test_add_func ("/core/role/rights-cell-by-cell", test_rights);
  g_test_add_func ("/core/role/closed-visits-stay", test_closed_visits_stay);
  g_test_add_func ("/core/role/words-come-back", test_role_words);
  g_test_add_func ("/core/words/stoppages-come-back", test_stop_words);
  g_test_add_func ("/core/words/bay-kinds-come-back", test_bay_words);
  g_test_add_func ("/core/words/column-names-fit-their-heads", test_column_labels);
  g_test_add_func ("/core/words/phones-as-typed", test_phones);

  return g_test_run ();
}
