/* test-people.c — pinyin initials, folding, PINs and their pauses.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "store-fixture.h"

static void
initials_follow_the_reading_of_names (void)
{
  static const struct { const char *name, *initials; } cases[] = {
    { "李婷", "lt" }, { "王伟", "ww" }, { "欧阳震华", "oyzh" }, { "单雄信", "sxx" }, { "曾国强", "zgq" },
    { "解晓东", "xxd" }, { "仇英", "qy" }, { "区志航", "ozh" }, { "查良", "zl" }, { "盖叫天", "gjt" },
    { "尉迟恭", "ycg" }, { "單雄信", "sxx" }, { "吳淑珍", "wsz" }, { "Anna Smith", "as" }, { "O'Neil", "on" },
    { "老杨", "ly" }, { "京城汽车租赁", "jcqczl" }, { "", "" }, { "—", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *initials = tap_pinyin_initials (cases[i].name);

      g_assert_cmpstr (initials, ==, cases[i].initials);
    }
}

static void
folding_leaves_letters_and_digits_of_any_script (void)
{
  static const struct { const char *typed, *folded; } cases[] = {
    { "京A·6K2-1q", "京a6k21q" }, { "ＡＢＣ１２", "abc12" }, { "138 0000 1111", "13800001111" }, { "Müller ", "müller" },
    { NULL, "" }, { " ·-", "" }, { "\xff" "a", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = tap_search_fold (cases[i].typed);

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
  g_assert_true (tap_search_key_matches ("京a12345\n王伟", "a1"));
  g_assert_true (tap_search_key_matches ("京a12345\n王伟", ""));
  g_assert_false (tap_search_key_matches ("京a12345\n王伟", "5王"));
}

static void
a_pin_has_six_digits_or_more (void)
{
  static const struct { const char *pin; gboolean valid; } cases[] = {
    { "123456", TRUE }, { "00000000", TRUE }, { "12345", FALSE }, { "12345a", FALSE }, { "１２３４５６", FALSE }, { NULL, FALSE },
    { " 123456", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (tap_pin_is_valid (cases[i].pin, &error), ==, cases[i].valid);
      if (!cases[i].valid)
        {
          g_assert_error (error, TAP_STORE_ERROR, TAP_STORE_ERROR_INPUT);
          g_assert_cmpstr (tap_store_error_get_field (error), ==, "pin");
        }
    }
}

static void
a_hash_knows_its_pin_and_no_other (void)
{
  g_autofree char *hash = tap_pin_hash ("246810", NULL);
  g_autofree char *again = tap_pin_hash ("246810", NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_null (strstr (hash, "246810"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (tap_pin_matches (hash, "246810"));
  g_assert_false (tap_pin_matches (hash, "246811"));
  g_assert_false (tap_pin_matches (hash, ""));
  g_assert_false (tap_pin_matches ("", ""));
  g_assert_false (tap_pin_matches ("nonsense", "246810"));
}

static void
the_pause_grows_with_wrong_tries_and_survives_a_restart (void)
{
  static const int pauses_s[] = { 0, 0, 5, 15, 45, 135, 405, 900, 900 };
  TapPinPause pause;
  gint64 now = NOW_UNIX;

  tap_pin_pause_parse (&pause, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pauses_s); i++)
    {
      g_autofree char *text = NULL;

      tap_pin_pause_wrong (&pause, now);
      text = tap_pin_pause_text (&pause);
      tap_pin_pause_parse (&pause, text);
      g_assert_cmpint (tap_pin_pause_left_s (&pause, now), ==, pauses_s[i]);
      now += pauses_s[i];
      g_assert_cmpint (tap_pin_pause_left_s (&pause, now), ==, 0);
    }
  tap_pin_pause_parse (&pause, "nonsense");
  g_assert_cmpint (pause.n_wrong, ==, 0);
  /* A clock that was a year ahead when the pause began does not lock anybody out for a year. */
  pause.until_unix = now + 31536000;
  g_assert_cmpint (tap_pin_pause_left_s (&pause, now), <=, 900);
}

static void
errors_keep_field_and_verdict_when_copied (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) copy = NULL;
  TapVerdict verdict = { .gate = TAP_GATE_NO_BAY, .at = TAP_STAGE_DISPATCH, .passable = TRUE };
  TapVerdict found;

  tap_refuse_verdict (&error, &verdict, TAP_STAGE_DISPATCH, TAP_STAGE_NEXT);
  copy = g_error_copy (error);
  g_assert_true (tap_store_error_get_verdict (copy, &found));
  g_assert_cmpint (found.gate, ==, TAP_GATE_NO_BAY);
  g_assert_true (found.passable);
  g_assert_cmpuint (strlen (copy->message), >, 5);
  g_assert_null (tap_store_error_get_field (copy));
  g_clear_error (&error);
  tap_refuse_input (&error, "phone", "x");
  g_assert_cmpstr (tap_store_error_get_field (error), ==, "phone");
  g_assert_false (tap_store_error_get_verdict (error, NULL));
  {
    g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

    g_assert_null (tap_store_error_get_field (other));
    g_assert_false (tap_store_error_get_verdict (other, NULL));
  }
}

static void
values_are_shared_and_freed_once (void)
{
  TapCard *card = tap_card_new ();
  GValue value = G_VALUE_INIT;

  g_assert_cmpstr (card->plate, ==, "");
  g_value_init (&value, TAP_TYPE_CARD);
  g_value_set_boxed (&value, card);
  g_assert_true (g_value_get_boxed (&value) == card);
  tap_take (&card->plate, NULL);
  g_assert_cmpstr (card->plate, ==, "");
  g_value_unset (&value);
  tap_card_unref (card);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/people/initials-follow-the-reading-of-names", initials_follow_the_reading_of_names);
  g_test_add_func ("/store/people/folding-leaves-letters-and-digits-of-any-script", folding_leaves_letters_and_digits_of_any_script);
  g_test_add_func ("/store/people/a-pin-has-six-digits-or-more", a_pin_has_six_digits_or_more);
  g_test_add_func ("/store/people/a-hash-knows-its-pin-and-no-other", a_hash_knows_its_pin_and_no_other);
  g_test_add_func ("/store/people/the-pause-grows-with-wrong-tries-and-survives-a-restart", the_pause_grows_with_wrong_tries_and_survives_a_restart);
  g_test_add_func ("/store/people/errors-keep-field-and-verdict-when-copied", errors_keep_field_and_verdict_when_copied);
  g_test_add_func ("/store/people/values-are-shared-and-freed-once", values_are_shared_and_freed_once);
  return g_test_run ();
}
