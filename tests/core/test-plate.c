/* test-plate.c — number plates, good and bad.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-plate.h"

#include <string.h>

typedef struct
{
  const char  *typed;
  const char  *stored;
  TapPlateKind kind;
  const char  *shown;
  const char  *masked;
} Good;

static const Good good[] = {
  { "京A6K21Q", "京A6K21Q", TAP_PLATE_BLUE, "京A·6K21Q", "京A·6K**Q" },
  { "京a12345", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "京A·12345", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { " 京A-12 345 ", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "京Ａ・１２３４５", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "京A•12345", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "京A‧12345", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "京A—12345", "京A12345", TAP_PLATE_BLUE, "京A·12345", "京A·12**5" },
  { "琼E88888", "琼E88888", TAP_PLATE_BLUE, "琼E·88888", "琼E·88**8" },
  { "京AD12345", "京AD12345", TAP_PLATE_NEV, "京A·D12345", "京A·D1***5" },
  { "京AF02279", "京AF02279", TAP_PLATE_NEV, "京A·F02279", "京A·F0***9" },
  { "粤BKA1234", "粤BKA1234", TAP_PLATE_NEV, "粤B·KA1234", "粤B·KA***4" },
  { "京A12345D", "京A12345D", TAP_PLATE_NEV, "京A·12345D", "京A·12***D" },
  { "京A1234学", "京A1234学", TAP_PLATE_YELLOW, "京A·1234学", "京A·12**学" },
  { "鲁B1234挂", "鲁B1234挂", TAP_PLATE_YELLOW, "鲁B·1234挂", "鲁B·12**挂" },
  { "京A1234警", "京A1234警", TAP_PLATE_WHITE, "京A·1234警", "京A·12**警" },
  { "粤Z1234港", "粤Z1234港", TAP_PLATE_BLACK, "粤Z·1234港", "粤Z·12**港" },
  { "粤ZAB12澳", "粤ZAB12澳", TAP_PLATE_BLACK, "粤Z·AB12澳", "粤Z·AB**澳" },
  { "沪A0023领", "沪A0023领", TAP_PLATE_BLACK, "沪A·0023领", "沪A·00**领" },
  { "使224578", "使224578", TAP_PLATE_BLACK, "使224·578", "使224·**8" },
  { "224578使", "224578使", TAP_PLATE_BLACK, "224·578使", "224·5**使" },
  { "临 lsv123", "临LSV123", TAP_PLATE_TEMPORARY, "临·LSV123", "临·LSV**3" },
  { "临京A12345", "临京A12345", TAP_PLATE_TEMPORARY, "临·京A12345", "临·京A12**5" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *plate = NULL;
      g_autofree char *message = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *masked = NULL;
      TapPlateKind kind = (TapPlateKind) -1;

      g_test_message ("%s", good[i].stored);
      g_assert_true (tap_plate_parse (good[i].typed, &plate, &kind, &message));
      g_assert_null (message);
      g_assert_cmpstr (plate, ==, good[i].stored);
      g_assert_cmpint (kind, ==, good[i].kind);
      g_assert_cmpint (tap_plate_kind (plate), ==, good[i].kind);
      shown = tap_plate_show (plate);
      g_assert_cmpstr (shown, ==, good[i].shown);
      masked = tap_plate_mask (plate);
      g_assert_cmpstr (masked, ==, good[i].masked);
    }
}

static void
test_shown_comes_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *plate = NULL;

      g_assert_true (tap_plate_parse (good[i].shown, &plate, NULL, NULL));
      g_assert_cmpstr (plate, ==, good[i].stored);
    }
}

/* What is typed, and what the sentence must name. */
static const char *const bad[][2] = {
  { "", "Type the plate" },
  { " ·-", "Type the plate" },
  { "A12345", "Character 1 is “A”" },
  { "台A12345", "Character 1 is “台”" },
  { "京112345", "Character 2 is “1”" },
  { "京I12345", "Character 2 is “I”" },
  { "京O12345", "Character 2 is “O”" },
  { "京AI2345", "Character 3 is “I”" },
  { "京A1234O", "Character 7 is “O”" },
  { "京A12?45", "Character 5 is “?”" },
  { "京A1234特", "Character 7 is “特”" },
  { "京A12学45", "Character 5 is “学”" },
  { "京A1234", "this has 6" },
  { "京A", "this has 2" },
  { "京", "this has 1" },
  { "京A1234567", "this has 9" },
  { "京A12345678901234567890", "this has 22" },
  { "京AL12345", "letter from A to K" },
  { "京AI12345", "Character 3 is “I”" },
  { "京AD1234A", "letter from A to K" },
  { "京A12345L", "letter from A to K" },
  { "京A123456L", "this has 9" },
  { "粤A1234港", "粤Z" },
  { "京Z1234澳", "粤Z" },
  { "使12345", "six digits" },
  { "领A23456", "six digits" },
  { "临", "last six" },
  { "临12345678901", "at most 10" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *plate = NULL;
      g_autofree char *message = NULL;

      g_assert_false (tap_plate_parse (bad[i][0], &plate, NULL, &message));
      g_assert_null (plate);
      g_assert_nonnull (message);
      g_test_message ("%s: %s", bad[i][0], message);
      g_assert_nonnull (strstr (message, bad[i][1]));
    }
  g_assert_false (tap_plate_parse (NULL, NULL, NULL, NULL));
  g_assert_false (tap_plate_parse ("\xff\xfe", NULL, NULL, NULL));
}

static void
test_provinces (void)
{
  static const char all[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
  guint n = 0;

  for (const char *at = all; *at != '\0'; at = g_utf8_next_char (at), n++)
    {
      g_autofree char *typed = g_strdup_printf ("%.3sA12345", at);

      g_assert_true (tap_plate_parse (typed, NULL, NULL, NULL));
    }
  g_assert_cmpuint (n, ==, 31);
}

static void
test_letters (void)
{
  for (char c = 'A'; c <= 'Z'; c++)
    {
      g_autofree char *small = g_strdup_printf ("京A%c12345", c);
      gboolean is_class = strchr ("ABCDEFGHJK", c) != NULL;

      g_assert_cmpint (tap_plate_parse (small, NULL, NULL, NULL), ==, is_class);
    }
}

static void
check_local (const char *plate,
             const char *province,
             const char *expected)
{
  g_autofree char *shown = tap_plate_show_local (plate, province);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_local (void)
{
  check_local ("京A6K21Q", "京", "A·6K21Q");
  check_local ("京AD30518", "京", "A·D30518");
  check_local ("津A6K21Q", "京", "津A·6K21Q");
  check_local ("京A6K21Q", "", "京A·6K21Q");
  check_local ("京A6K21Q", NULL, "京A·6K21Q");
  check_local ("临LSV123", "京", "临·LSV123");
}

static void
test_search_key (void)
{
  g_autofree char *part = tap_plate_search_key (" a·6k2");
  g_autofree char *whole = tap_plate_search_key ("京Ａ-6k21q");
  g_autofree char *tail = tap_plate_tail ("京A6K21Q");
  g_autofree char *none = tap_plate_search_key (NULL);

  g_assert_cmpstr (part, ==, "A6K2");
  g_assert_cmpstr (whole, ==, "京A6K21Q");
  g_assert_cmpstr (tail, ==, "6K21Q");
  g_assert_cmpstr (none, ==, "");
}

static void
test_nonsense_is_shown_as_it_is (void)
{
  static const char *const odd[] = { "", "A", "京", "京A", "12345678901234567890", "使", "ABC1234" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *shown = tap_plate_show (odd[i]);
      g_autofree char *masked = tap_plate_mask (odd[i]);

      g_assert_cmpstr (shown, ==, odd[i]);
      g_assert_cmpint (g_utf8_strlen (masked, -1), ==, g_utf8_strlen (odd[i], -1));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/plate/accepts-shows-and-masks", test_good);
  g_test_add_func ("/core/plate/what-is-shown-can-be-typed", test_shown_comes_back);
  g_test_add_func ("/core/plate/says-what-is-wrong-and-where", test_bad);
  g_test_add_func ("/core/plate/knows-the-31-provinces", test_provinces);
  g_test_add_func ("/core/plate/knows-the-new-energy-letters", test_letters);
  g_test_add_func ("/core/plate/leaves-out-the-own-province", test_local);
  g_test_add_func ("/core/plate/search-key-of-a-part", test_search_key);
  g_test_add_func ("/core/plate/shows-nonsense-as-it-is", test_nonsense_is_shown_as_it_is);

  return g_test_run ();
}
