/* test-board-card-list.c — the recycling card list: how many cards it builds, which it touches,
 * where the focus goes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "board-keys.h"
#include "board-shot.h"
#include "widgets/tap-card-list.h"

static int n_binds, n_unbinds;

typedef struct
{
  GtkWindow   *window;
  TapCardList *list;
  GtkWidget   *scroller;
  GListStore  *store;
} Fixture;

static GtkWidget *
create (gpointer user_data)
{
  GtkWidget *card = gtk_button_new_with_label ("");

  return card;
}

/* Cards of three heights, told by the item's number. */
static void
bind (GtkWidget *card,
      gpointer   item,
      gpointer   user_data)
{
  const char *text = gtk_string_object_get_string (item);

  gtk_button_set_label (GTK_BUTTON (card), text);
  gtk_widget_set_size_request (card, -1, 100 + 25 * (int) (g_ascii_strtoll (text, NULL, 10) % 3));
  n_binds++;
}

static void
unbind (GtkWidget *card,
        gpointer   item,
        gpointer   user_data)
{
  n_unbinds++;
}

static const TapCardListFuncs funcs = { create, bind, unbind };

static void
add_items (GListStore *store,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      g_autoptr (GtkStringObject) item = gtk_string_object_new (text);

      g_list_store_append (store, item);
    }
}

static void
set_up (Fixture      *f,
        gconstpointer n_columns)
{
  f->store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  add_items (f->store, 500);
  f->list = TAP_CARD_LIST (tap_card_list_new (&funcs, NULL));
  tap_card_list_set_n_columns (f->list, GPOINTER_TO_UINT (n_columns));
  tap_card_list_set_model (f->list, G_LIST_MODEL (f->store));
  f->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (f->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (f->scroller), GTK_WIDGET (f->list));
  f->window = board_shot_window_new (f->scroller, 340, 960);
  n_binds = n_unbinds = 0;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  gtk_window_destroy (f->window);
  g_assert_finalize_object (f->store);
}

static gpointer
item_at (Fixture *f,
         guint    pos)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (f->store), pos);

  return item;
}

static GtkAdjustment *
adjustment (Fixture *f)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (f->scroller));
}

static double
top_of (Fixture  *f,
        gpointer  item)
{
  graphene_rect_t bounds;
  GtkWidget *card = tap_card_list_get_card (f->list, item);

  g_assert_nonnull (card);
  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (f->list), &bounds));
  return bounds.origin.y;
}

static void
test_builds_only_what_is_in_sight (Fixture      *f,
                                   gconstpointer data)
{
  g_assert_cmpuint (tap_card_list_get_n_built (f->list), >=, 8);
  g_assert_cmpuint (tap_card_list_get_n_built (f->list), <, 40);
  g_assert_nonnull (tap_card_list_get_card (f->list, item_at (f, 0)));
  g_assert_null (tap_card_list_get_card (f->list, item_at (f, 499)));
}

static void
test_scrolling_reuses_widgets (Fixture      *f,
                               gconstpointer data)
{
  gpointer end = item_at (f, 499);

  for (int i = 0; i < 40; i++)
    {
      gtk_adjustment_set_value (adjustment (f), i * 1700);
      board_shot_wait (10);
    }
  /* Heights of cards never seen are guessed: the end is where it is only after it was reached. */
  for (int i = 0; i < 3; i++)
    {
      gtk_adjustment_set_value (adjustment (f), gtk_adjustment_get_upper (adjustment (f)));
      board_shot_settle ();
    }
  g_assert_nonnull (tap_card_list_get_card (f->list, end));
  g_assert_cmpfloat (top_of (f, end), <, 960);
  g_assert_cmpuint (tap_card_list_get_n_built (f->list), <, 60);
}

static void
test_one_insert_binds_one_card (Fixture      *f,
                                gconstpointer data)
{
  GtkWidget *before[6];
  gpointer items[6];
  g_autoptr (GtkStringObject) fresh = gtk_string_object_new ("9001");

  for (guint i = 0; i < 6; i++)
    {
      items[i] = item_at (f, i);
      before[i] = tap_card_list_get_card (f->list, items[i]);
    }
  g_list_store_insert (f->store, 2, fresh);
  board_shot_wait (400);
  g_assert_cmpint (n_binds, ==, 1);
  g_assert_nonnull (tap_card_list_get_card (f->list, fresh));
  for (guint i = 0; i < 6; i++)
    g_assert_true (tap_card_list_get_card (f->list, items[i]) == before[i]);
  g_assert_cmpfloat (gtk_widget_get_opacity (tap_card_list_get_card (f->list, fresh)), ==, 1);
  g_assert_cmpfloat (top_of (f, items[1]), <, top_of (f, fresh));
  g_assert_cmpfloat (top_of (f, fresh), <, top_of (f, items[3]));
}

static void
test_removal_touches_no_other_card (Fixture      *f,
                                    gconstpointer data)
{
  gpointer next = item_at (f, 2);
  GtkWidget *card = tap_card_list_get_card (f->list, next);

  g_list_store_remove (f->store, 1);
  board_shot_settle ();
  g_assert_true (tap_card_list_get_card (f->list, next) == card);
  g_assert_cmpint (n_unbinds, ==, 1);
  g_assert_cmpint (n_binds, <=, 1);
}

static void
test_moved_item_keeps_widget_and_focus (Fixture      *f,
                                        gconstpointer data)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (f->store), 1);
  GtkWidget *card = tap_card_list_get_card (f->list, item);

  g_assert_true (tap_card_list_focus_item (f->list, item));
  g_list_store_remove (f->store, 1);
  g_list_store_insert (f->store, 4, item);
  board_shot_settle ();
  g_assert_true (tap_card_list_get_card (f->list, item) == card);
  g_assert_true (tap_card_list_get_focus_item (f->list) == item);
  g_assert_true (gtk_widget_has_focus (card));
  g_assert_cmpint (n_binds, ==, 0);
}

static void
test_focus_goes_to_the_neighbour (Fixture      *f,
                                  gconstpointer data)
{
  gpointer next = item_at (f, 3);

  g_assert_true (tap_card_list_focus_position (f->list, 2));
  g_list_store_remove (f->store, 2);
  board_shot_settle ();
  g_assert_true (tap_card_list_get_focus_item (f->list) == next);
  g_assert_true (gtk_widget_has_focus (tap_card_list_get_card (f->list, next)));
}

static void
test_keys_move_the_focus (Fixture      *f,
                          gconstpointer data)
{
  g_assert_true (tap_card_list_focus_position (f->list, 0));
  g_assert_true (board_press (f->window, GDK_KEY_Down, 0));
  g_assert_true (tap_card_list_get_focus_item (f->list)
                 == item_at (f, tap_card_list_get_n_columns (f->list)));
  g_assert_true (board_press (f->window, GDK_KEY_Up, 0));
  g_assert_true (tap_card_list_get_focus_item (f->list) == item_at (f, 0));
  g_assert_true (board_press (f->window, GDK_KEY_End, 0));
  board_shot_settle ();
  g_assert_true (tap_card_list_get_focus_item (f->list) == item_at (f, 499));
  g_assert_cmpfloat (top_of (f, item_at (f, 499)), <, 960);
  g_assert_cmpfloat (top_of (f, item_at (f, 499)), >=, 0);
  g_assert_true (board_press (f->window, GDK_KEY_Page_Up, 0));
  g_assert_true (tap_card_list_get_focus_item (f->list) != item_at (f, 499));
  g_assert_true (board_press (f->window, GDK_KEY_Home, 0));
  board_shot_settle ();
  g_assert_true (tap_card_list_get_focus_item (f->list) == item_at (f, 0));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment (f)), ==, 0);
}

static void
test_side_keys_stay_within_two_columns (Fixture      *f,
                                        gconstpointer data)
{
  g_assert_true (tap_card_list_focus_position (f->list, 0));
  g_assert_true (board_press (f->window, GDK_KEY_Right, 0));
  g_assert_true (tap_card_list_get_focus_item (f->list) == item_at (f, 1));
  g_assert_cmpfloat (top_of (f, item_at (f, 0)), ==, top_of (f, item_at (f, 1)));
}

static void
test_inserts_above_do_not_shift_what_is_read (Fixture      *f,
                                              gconstpointer data)
{
  gpointer item = item_at (f, 100);
  double before;

  tap_card_list_scroll_to (f->list, 100);
  board_shot_settle ();
  before = top_of (f, item);
  for (int i = 0; i < 7; i++)
    {
      g_autoptr (GtkStringObject) fresh = gtk_string_object_new ("7");

      g_list_store_insert (f->store, 0, fresh);
    }
  board_shot_settle ();
  g_assert_cmpfloat (top_of (f, item), ==, before);
}

static void
test_empty_and_full_again (Fixture      *f,
                           gconstpointer data)
{
  g_list_store_remove_all (f->store);
  board_shot_settle ();
  g_assert_cmpuint (tap_card_list_get_n_built (f->list), <=, 12);
  add_items (f->store, 3);
  board_shot_settle ();
  g_assert_nonnull (tap_card_list_get_card (f->list, item_at (f, 2)));
}

static void
test_list_is_finalized (Fixture      *f,
                        gconstpointer data)
{
  gpointer list = f->list;

  g_object_add_weak_pointer (G_OBJECT (list), &list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (f->scroller), NULL);
  board_shot_settle ();
  g_assert_null (list);
}

static void
test_roles (Fixture      *f,
            gconstpointer data)
{
  gtk_test_accessible_assert_role (f->list, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
add (const char *path,
     guint       n_columns,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_columns), set_up, test, tear_down);
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
  add ("/ui/card-list/builds-only-what-is-in-sight", 1, test_builds_only_what_is_in_sight);
  add ("/ui/card-list/two-columns-build-only-what-is-in-sight", 2,
       test_builds_only_what_is_in_sight);
  add ("/ui/card-list/scrolling-reuses-widgets", 1, test_scrolling_reuses_widgets);
  add ("/ui/card-list/one-insert-binds-one-card", 1, test_one_insert_binds_one_card);
  add ("/ui/card-list/removal-touches-no-other-card", 1, test_removal_touches_no_other_card);
  add ("/ui/card-list/moved-item-keeps-widget-and-focus", 1,
       test_moved_item_keeps_widget_and_focus);
  add ("/ui/card-list/focus-goes-to-the-neighbour", 1, test_focus_goes_to_the_neighbour);
  add ("/ui/card-list/keys-move-the-focus", 1, test_keys_move_the_focus);
  add ("/ui/card-list/keys-move-the-focus-in-two-columns", 2, test_keys_move_the_focus);
  add ("/ui/card-list/side-keys-stay-within-two-columns", 2,
       test_side_keys_stay_within_two_columns);
  add ("/ui/card-list/inserts-above-do-not-shift-what-is-read", 1,
       test_inserts_above_do_not_shift_what_is_read);
  add ("/ui/card-list/empty-and-full-again", 1, test_empty_and_full_again);
  add ("/ui/card-list/list-is-finalized", 1, test_list_is_finalized);
  add ("/ui/card-list/role-is-list", 1, test_roles);
  return g_test_run ();
}
