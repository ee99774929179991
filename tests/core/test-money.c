/* test-money.c — amounts: reading, showing, adding, and where they end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "core/tap-money.h"

static void
check_parse (const char *text,
             gint64      expected)
{
  gint64 fen = -1;

  g_test_message ("%s", text);
  g_assert_true (tap_money_parse (text, &fen));
  g_assert_cmpint (fen, ==, expected);
}

static void
test_parse (void)
{
  check_parse ("0", 0);
  check_parse ("1346", 134600);
  check_parse ("1,346", 134600);
  check_parse ("1346.5", 134650);
  check_parse ("1,346.05", 134605);
  check_parse ("¥ 12.30", 1230);
  check_parse ("￥12.30", 1230);
  check_parse (" 12.30 元", 1230);
  check_parse ("１，３４６．５０", 134650);
  check_parse ("1,234,567.89", 123456789);
  check_parse ("-12.30", -1230);
  check_parse ("-¥12.30", -1230);
  check_parse ("¥-12.30", -1230);
  check_parse ("999999999999.99", TAP_MONEY_MAX_FEN);
}

static void
test_parse_refuses (void)
{
  static const char *const bad[] = {
    "",       " ",      "¥",       "-",     "abc",   "12a",       "1.234",  "1,34",  "13,46.00", ",100",
    "1,,000", "12.",    ".5",      "1 346", "--1",   "1e3",       "0x10",   "1.2.3", "1,3460",   "12.30 usd",
    "1,234.5,6", "1000000000000", "99999999999999999999", "9223372036854775807",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gint64 fen = 77;

      g_test_message ("%s", bad[i]);
      g_assert_false (tap_money_parse (bad[i], &fen));
      g_assert_cmpint (fen, ==, 77);
    }
  g_assert_false (tap_money_parse (NULL, NULL));
}

static void
check_format (gint64      fen,
              const char *expected)
{
  g_autofree char *text = tap_money_format (fen);
  gint64 back = -1;

  g_assert_cmpstr (text, ==, expected);
  if (ABS (fen) <= TAP_MONEY_MAX_FEN)
    {
      g_assert_true (tap_money_parse (text, &back));
      g_assert_cmpint (back, ==, fen);
    }
}

static void
test_format (void)
{
  g_autofree char *yuan = tap_money_format_yuan (134600);
  g_autofree char *debt = tap_money_format_yuan (-5);
  g_autofree char *least = tap_money_format (G_MININT64);

  check_format (0, "0.00");
  check_format (5, "0.05");
  check_format (-5, "-0.05");
  check_format (99999, "999.99");
  check_format (100000, "1,000.00");
  check_format (134600, "1,346.00");
  check_format (-123456789, "-1,234,567.89");
  check_format (TAP_MONEY_MAX_FEN, "999,999,999,999.99");
  g_assert_cmpstr (yuan, ==, "¥1,346.00");
  g_assert_cmpstr (debt, ==, "-¥0.05");
  g_assert_cmpstr (least, ==, "-92,233,720,368,547,758.08");
}

static void
test_add (void)
{
  gint64 sum = 0;

  g_assert_true (tap_money_add (1, 2, &sum));
  g_assert_cmpint (sum, ==, 3);
  g_assert_true (tap_money_add (TAP_MONEY_MAX_FEN, 0, &sum));
  g_assert_false (tap_money_add (TAP_MONEY_MAX_FEN, 1, &sum));
  g_assert_true (tap_money_add (-TAP_MONEY_MAX_FEN, TAP_MONEY_MAX_FEN, &sum));
  g_assert_cmpint (sum, ==, 0);
  g_assert_false (tap_money_add (-TAP_MONEY_MAX_FEN, -1, &sum));
  g_assert_false (tap_money_add (G_MAXINT64, 1, &sum));
  g_assert_false (tap_money_add (G_MININT64, -1, &sum));
}

static void
check_times (gint64 price_fen,
             gint64 milli,
             gint64 expected)
{
  gint64 fen = -1;

  g_assert_true (tap_money_times (price_fen, milli, &fen));
  g_assert_cmpint (fen, ==, expected);
}

static void
test_times (void)
{
  gint64 fen = 0;

  check_times (10000, 1500, 15000);
  check_times (333, 1, 0);
  check_times (1, 499, 0);
  check_times (1, 500, 1);
  check_times (-1, 500, -1);
  check_times (1, -500, -1);
  check_times (-1, 499, 0);
  check_times (3, 2500, 8);
  check_times (TAP_MONEY_MAX_FEN, 1000, TAP_MONEY_MAX_FEN);
  g_assert_false (tap_money_times (TAP_MONEY_MAX_FEN, 1001, &fen));
  g_assert_false (tap_money_times (TAP_MONEY_MAX_FEN, 1000000, &fen));
  g_assert_false (tap_money_times (G_MAXINT64, 2, &fen));
}

static void
test_tax (void)
{
  gint64 tax = -1;

  g_assert_true (tap_money_tax_part (11300, 1300, &tax));
  g_assert_cmpint (tax, ==, 1300);
  g_assert_true (tap_money_tax_part (10000, 1300, &tax));
  g_assert_cmpint (tax, ==, 1150);
  g_assert_true (tap_money_tax_part (-11300, 1300, &tax));
  g_assert_cmpint (tax, ==, -1300);
  g_assert_true (tap_money_tax_part (100, 0, &tax));
  g_assert_cmpint (tax, ==, 0);
  /* Half a fen goes away from zero: 1 × 10000 / 20000. */
  g_assert_true (tap_money_tax_part (1, 10000, &tax));
  g_assert_cmpint (tax, ==, 1);
  g_assert_true (tap_money_tax_part (TAP_MONEY_MAX_FEN, 1300, &tax));
  g_assert_cmpint (tax, ==, G_GINT64_CONSTANT (11504424778761));
  g_assert_false (tap_money_tax_part (100, -1, &tax));
  g_assert_false (tap_money_tax_part (100, 10001, &tax));
  g_assert_false (tap_money_tax_part (G_MAXINT64, 1300, &tax));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/money/reads-what-people-type", test_parse);
  g_test_add_func ("/core/money/refuses-what-is-no-amount", test_parse_refuses);
  g_test_add_func ("/core/money/shows-groups-and-fen", test_format);
  g_test_add_func ("/core/money/adds-within-the-limit", test_add);
  g_test_add_func ("/core/money/multiplies-half-away-from-zero", test_times);
  g_test_add_func ("/core/money/finds-the-tax-within", test_tax);

  return g_test_run ();
}
