/* desk-gallery.c — desk-gallery SCREEN OUT.png [zh_CN|zh_TW|en] [light|dark] [WIDTHxHEIGHT]: a screen of the desk as a picture, to look at.
 * SCREEN: check-in[-known|-house|-wrong|-refused|-unknown|-offer], booking, promise[-conflict], visit[-STAGE], visit-closed, visit-missing,
 * visit-loading, visit-booking, customers[-hits|-none|-many], reason.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../board-shot.h"
#include "desk-sample.h"
#include "desk/tap-booking-window.h"
#include "desk/tap-check-in-window.h"
#include "desk/tap-customers-page-private.h"
#include "desk/tap-promise-window.h"
#include "desk/tap-forms-private.h"
#include "desk/tap-visit-page-private.h"
#include "tests/tools/tap-sample.h"
#include "widgets/tap-reason-dialog.h"

static TapSession *session;
static TapBoard *board;

static void
set_language (const char *language)
{
  g_autofree char *locale = g_str_equal (language, "en") ? g_strdup ("en_US.UTF-8") : g_strconcat (language, ".UTF-8", NULL);
  const char *dir = g_getenv ("TAPPET_LOCALEDIR");

  g_setenv ("LANGUAGE", language, TRUE);
  if (setlocale (LC_ALL, locale) == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : TAP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
make_check_in (const char *mode)
{
  GtkWidget *window = tap_check_in_window_new (board, 0, NULL);
  TapVehicleFields *vehicle = TAP_VEHICLE_FIELDS (find_child (window, TAP_TYPE_VEHICLE_FIELDS));
  TapDeskForm *form = TAP_DESK_FORM (window);

  if (g_str_equal (mode, "-known") || g_str_equal (mode, "-house"))
    {
      tap_vehicle_fields_set_text (vehicle, TAP_VEHICLE_PLATE, "京m·t41c9");
      _tap_vehicle_fields_take_known (vehicle, desk_sample_known (g_str_equal (mode, "-house")));
      tap_vehicle_fields_set_text (vehicle, TAP_VEHICLE_ODOMETER, "29500");
    }
  else if (g_str_equal (mode, "-wrong"))
    {
      tap_vehicle_fields_set_text (vehicle, TAP_VEHICLE_PLATE, "京AO1234");
      tap_desk_form_submit (form);
    }
  else if (g_str_equal (mode, "-refused") || g_str_equal (mode, "-unknown"))
    {
      gboolean unknown = g_str_equal (mode, "-unknown");
      g_autoptr (GError) error = g_error_new_literal (TAP_LEDGER_ERROR, unknown ? TAP_LEDGER_ERROR_UNKNOWN : TAP_LEDGER_ERROR_CUT_OFF, "?");

      tap_vehicle_fields_set_text (vehicle, TAP_VEHICLE_PLATE, "京MT41C9");
      _tap_vehicle_fields_take_known (vehicle, desk_sample_known (FALSE));
      tap_desk_form_failed (form, error);
    }
  return window;
}

static GtkWidget *
make_visit (const char *mode)
{
  GtkWidget *page = tap_visit_page_new (board);
  TapVisitPage *self = TAP_VISIT_PAGE (page);
  TapBoardCard *card = desk_sample_find (board, "京AF7Q28");
  TapStage stage;

  if (g_str_equal (mode, "-booking"))
    card = desk_sample_find (board, "京A6K21Q");
  else if (g_str_equal (mode, "-parts"))
    card = desk_sample_find (board, "京QM409D");
  else if (*mode == '-' && tap_stage_from_db (mode + 1, &stage))
    for (guint i = g_list_model_get_n_items (tap_board_get_cards (board)); i > 0; i--)
      {
        g_autoptr (TapBoardCard) each = g_list_model_get_item (tap_board_get_cards (board), i - 1);

        if (tap_board_card_get_stage (each) == stage)
          card = each;
      }
  if (g_str_equal (mode, "-missing"))
    {
      gtk_stack_set_visible_child_name (self->stack, "missing");
      return page;
    }
  tap_visit_page_show (self, g_str_equal (mode, "-loading") ? 9999 : tap_board_card_get_id (card));
  if (g_str_equal (mode, "-closed"))
    {
      TapCard *closed = tap_sample_copy_card (tap_board_card_get_card (card));

      closed->id = 8888;
      closed->stage = TAP_STAGE_DELIVERED;
      closed->stage_since_unix = tap_sample_now () - 86400;
      tap_visit_page_show (self, 8888);
      _tap_visit_page_take_detail (self, desk_sample_detail (closed, tap_sample_now ()));
      tap_card_unref (closed);
    }
  else if (!g_str_equal (mode, "-booking") && !g_str_equal (mode, "-loading"))
    {
      g_autoptr (TapKnownPlate) known = desk_sample_known (FALSE);

      _tap_visit_page_take_detail (self, desk_sample_detail (tap_board_card_get_card (card), tap_sample_now ()));
      tap_visit_facts_set_known (self->facts, known, self->id, tap_session_get_zone (session));
    }
  return page;
}

static GtkWidget *
make_customers (const char *mode)
{
  GtkWidget *page = tap_customers_page_new (session);
  guint n_hits = g_str_equal (mode, "-hits") ? 4 : g_str_equal (mode, "-many") ? 51 : 0;
  g_autoptr (GPtrArray) hits = desk_sample_hits (n_hits);

  if (*mode == '\0')
    return page;
  tap_customers_page_search (TAP_CUSTOMERS_PAGE (page), "7q2");
  _tap_customers_page_show_hits (TAP_CUSTOMERS_PAGE (page), "7q2", hits);
  return page;
}

static GtkWidget *
make_promise (const char *mode)
{
  TapBoardCard *card = desk_sample_find (board, "京A8B3M6");
  GtkWidget *window = tap_promise_window_new (board, tap_board_card_get_id (card));

  if (g_str_equal (mode, "-conflict"))
    _tap_promise_window_show_conflict (TAP_PROMISE_WINDOW (window));
  return window;
}

static GtkWidget *
make_screen (const char *screen)
{
  if (g_str_has_prefix (screen, "check-in"))
    return make_check_in (screen + strlen ("check-in"));
  if (g_str_has_prefix (screen, "booking"))
    return tap_booking_window_new (board);
  if (g_str_has_prefix (screen, "promise"))
    return make_promise (screen + strlen ("promise"));
  if (g_str_has_prefix (screen, "visit"))
    return make_visit (screen + strlen ("visit"));
  return make_customers (g_str_has_prefix (screen, "customers") ? screen + strlen ("customers") : "");
}

int
main (int    argc,
      char **argv)
{
  GtkWidget *widget;
  GtkWindow *window;
  int width = 0, height = 0;
  gboolean saved;

  if (argc < 3 || (argc > 5 && sscanf (argv[5], "%dx%d", &width, &height) != 2))
    {
      g_printerr ("Usage: desk-gallery SCREEN OUT.png [zh_CN|zh_TW|en] [light|dark] [WIDTHxHEIGHT]\n");
      return 2;
    }
  set_language (argc > 3 ? argv[3] : "zh_CN");
  if (!board_shot_init (argc > 4 && g_str_equal (argv[4], "dark")))
    {
      g_printerr ("No display\n");
      return 1;
    }
  session = tap_sample_session_new ();
  board = tap_sample_board_new (session);
  widget = make_screen (argv[1]);
  if (GTK_IS_WINDOW (widget))
    {
      window = GTK_WINDOW (widget);
      if (width > 0)
        gtk_window_set_default_size (window, width, height);
      gtk_window_present (window);
    }
  else
    window = board_shot_window_new (widget, width > 0 ? width : 1752, height > 0 ? height : 1033);
  board_shot_wait (600);
  saved = board_shot_save (GTK_WIDGET (window), argv[2]);
  gtk_window_destroy (window);
  board_shot_settle ();
  g_clear_object (&board);
  g_clear_object (&session);
  return saved ? 0 : 1;
}
