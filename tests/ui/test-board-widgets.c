/* test-board-widgets.c — plate, pill, avatar, PIN pad, time entry.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "board-keys.h"
#include "board-shot.h"
#include "widgets/tap-avatar.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-pin-pad.h"
#include "widgets/tap-plate.h"
#include "widgets/tap-time-entry.h"
#include "widgets/tap-time-parse.h"
#include "widgets/tap-wrap-box.h"

/* Friday 20 November 2026, 10:42 in Shanghai. */
#define NOW G_GINT64_CONSTANT (1795142520)

static void
assert_time (const char *typed,
             const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autofree char *message = NULL, *text = NULL;
  g_autoptr (GDateTime) utc = NULL, local = NULL;
  gint64 at;

  if (!tap_time_parse (typed, NOW, zone, &at, &message))
    {
      g_assert_nonnull (message);
      g_assert_cmpstr (expected, ==, NULL);
      return;
    }
  utc = g_date_time_new_from_unix_utc (at);
  local = g_date_time_to_timezone (utc, zone);
  text = g_date_time_format (local, "%m-%d %H:%M:%S");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_time_is_read_as_people_type_it (void)
{
  assert_time ("16:00", "11-20 16:00:00");
  assert_time ("1600", "11-20 16:00:00");
  assert_time (" １６：３０ ", "11-20 16:30:00");
  assert_time ("16点30分", "11-20 16:30:00");
  assert_time ("17", "11-20 17:00:00");
  assert_time ("明天 9:30", "11-21 09:30:00");
  assert_time ("明9:30", "11-21 09:30:00");
  assert_time ("tomorrow 9:30", "11-21 09:30:00");
  assert_time ("後天 930", "11-22 09:30:00");
  assert_time ("+90", "11-20 12:12:00");
  assert_time ("+1:30", "11-20 12:12:00");
  assert_time ("+2h", "11-20 12:42:00");
  assert_time ("11-23 9:30", "11-23 09:30:00");
  assert_time ("1月5日 8:00", "01-05 08:00:00");
}

static void
test_what_is_no_time_ahead_is_refused (void)
{
  static const char *const wrong[]
    = { "",   "  ",     "soon",   "25:00",    "16:60",      "9:30", "10:42",     "+",
        "+0", "+99999", "16:00x", "tomorrow", "13-40 9:00", "-5",   "今天 8:00", "١٦" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_time (wrong[i], NULL);
}

static void
test_shown_time_is_read_back (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");

  for (int minutes = 1; minutes < 60 * 24 * 20; minutes += 517)
    {
      gint64 at = NOW + minutes * 60, again;
      g_autofree char *text = tap_time_format (at, NOW, zone);

      g_assert_true (tap_time_parse (text, NOW, zone, &again, NULL));
      g_assert_cmpint (again, ==, at);
    }
}

static void
test_time_entry_tells_what_is_wrong (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  GtkWidget *entry = tap_time_entry_new (), *text;
  GtkWindow *window = board_shot_window_new (entry, 400, 200);
  g_autofree char *message = NULL;

  tap_time_entry_set_clock (TAP_TIME_ENTRY (entry), NOW, zone);
  text = board_find_type (entry, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (text), "+90");
  g_assert_cmpint (tap_time_entry_get_time_unix (TAP_TIME_ENTRY (entry)), ==, NOW + 90 * 60);
  g_assert_true (tap_time_entry_is_valid (TAP_TIME_ENTRY (entry), NULL));
  gtk_editable_set_text (GTK_EDITABLE (text), "9:30");
  g_assert_cmpint (tap_time_entry_get_time_unix (TAP_TIME_ENTRY (entry)), ==, 0);
  g_assert_false (tap_time_entry_is_valid (TAP_TIME_ENTRY (entry), &message));
  g_assert_nonnull (strstr (message, "09:30"));
  gtk_test_accessible_assert_state (text, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  tap_time_entry_set_time_unix (TAP_TIME_ENTRY (entry), NOW + 24 * 3600);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (text)), ==, "tomorrow 10:42");
  gtk_window_destroy (window);
}

static void
entered_cb (TapPinPad  *pad,
            const char *pin,
            char      **got)
{
  *got = g_strdup (pin);
}

static void
click_key (GtkWidget  *pad,
           const char *label)
{
  GtkWidget *grid = board_find_type (pad, GTK_TYPE_GRID);

  for (GtkWidget *key = gtk_widget_get_first_child (grid); key != NULL;
       key = gtk_widget_get_next_sibling (key))
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (key)), label) == 0)
      g_signal_emit_by_name (key, "clicked");
}

static void
test_pin_pad_enters_six_digits_and_shows_none (void)
{
  GtkWidget *pad = tap_pin_pad_new ();
  GtkWindow *window = board_shot_window_new (pad, 400, 400);
  g_autofree char *got = NULL, *texts = NULL;

  g_signal_connect (pad, "entered", G_CALLBACK (entered_cb), &got);
  for (int i = 0; i < 5; i++)
    click_key (pad, "7");
  tap_pin_pad_enter (TAP_PIN_PAD (pad));
  g_assert_null (got);
  click_key (pad, "7");
  g_assert_cmpuint (tap_pin_pad_get_n_digits (TAP_PIN_PAD (pad)), ==, 6);
  texts = board_texts (pad);
  g_assert_null (strstr (texts, "77"));
  tap_pin_pad_enter (TAP_PIN_PAD (pad));
  g_assert_cmpstr (got, ==, "777777");
  g_assert_cmpuint (tap_pin_pad_get_n_digits (TAP_PIN_PAD (pad)), ==, 0);
  gtk_window_destroy (window);
}

static void
test_plate_is_shown_whole (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *plate = tap_plate_new ("京A6K21Q", TAP_PLATE_SIZE_NORMAL);
  GtkWindow *window;
  int minimum, natural;

  gtk_box_append (GTK_BOX (box), plate);
  window = board_shot_window_new (box, 300, 100);
  g_assert_cmpstr (tap_plate_get_text (TAP_PLATE (plate)), ==, "京A·6K21Q");
  g_assert_true (gtk_widget_has_css_class (plate, "blue"));
  gtk_widget_measure (plate, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <, natural);
  g_assert_cmpint (natural, <=, 122);
  tap_plate_set_plate (TAP_PLATE (plate), "京AD12345");
  g_assert_true (gtk_widget_has_css_class (plate, "nev"));
  g_assert_false (gtk_widget_has_css_class (plate, "blue"));
  gtk_window_destroy (window);
}

static void
test_wrap_box_goes_on_in_a_new_row (void)
{
  GtkWidget *box = tap_wrap_box_new (4, 6);
  int one, three, natural;

  g_object_ref_sink (box);
  for (int i = 0; i < 3; i++)
    {
      GtkWidget *child = gtk_label_new (NULL);

      gtk_widget_set_size_request (child, 50, 20);
      tap_wrap_box_append (TAP_WRAP_BOX (box), child);
    }
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, natural, NULL, &one, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 60, NULL, &three, NULL, NULL);
  g_assert_cmpint (one, ==, 20);
  g_assert_cmpint (three, ==, 72);
  g_assert_finalize_object (box);
}

static void
test_avatar_has_the_first_character (void)
{
  GtkWidget *avatar = g_object_ref_sink (tap_avatar_new (TAP_AVATAR_SMALL));
  g_autofree char *text = NULL;

  tap_avatar_set_person (TAP_AVATAR (avatar), "李婷", 9);
  text = board_texts (avatar);
  g_assert_cmpstr (text, ==, "李|");
  g_assert_true (gtk_widget_has_css_class (avatar, "c1"));
  g_assert_finalize_object (avatar);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!board_shot_init (FALSE))
    {
      g_test_skip ("no display");
      return 0;
    }
  g_test_add_func ("/ui/time-entry/time-is-read-as-people-type-it",
                   test_time_is_read_as_people_type_it);
  g_test_add_func ("/ui/time-entry/what-is-no-time-ahead-is-refused",
                   test_what_is_no_time_ahead_is_refused);
  g_test_add_func ("/ui/time-entry/shown-time-is-read-back", test_shown_time_is_read_back);
  g_test_add_func ("/ui/time-entry/tells-what-is-wrong", test_time_entry_tells_what_is_wrong);
  g_test_add_func ("/ui/pin-pad/enters-six-digits-and-shows-none",
                   test_pin_pad_enters_six_digits_and_shows_none);
  g_test_add_func ("/ui/plate/is-shown-whole", test_plate_is_shown_whole);
  g_test_add_func ("/ui/wrap-box/goes-on-in-a-new-row", test_wrap_box_goes_on_in_a_new_row);
  g_test_add_func ("/ui/avatar/has-the-first-character", test_avatar_has_the_first_character);
  return g_test_run ();
}
