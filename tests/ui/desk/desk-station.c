/* desk-station.c — a real station in a temporary folder, opened by one program, for tests of the desk's screens.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "desk-station.h"

#include <glib/gstdio.h>
#include <string.h>

#define LIMIT_S 10

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
desk_wait_until (gboolean (*done) (gpointer data),
                 gpointer   data)
{
  gint64 end_us = g_get_monotonic_time () + LIMIT_S * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!done (data) && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_assert_true (done (data));
}

static void
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
desk_wait (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add_once (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
desk_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static gboolean
has_result (gpointer place)
{
  return *(GAsyncResult **) place != NULL;
}

GAsyncResult *
desk_take (GAsyncResult **place)
{
  desk_wait_until (has_result, place);
  return g_steal_pointer (place);
}

static gboolean
board_is_ready (gpointer board)
{
  return tap_board_is_ready (board);
}

static void
make_demo (DeskStation *self)
{
  TapDemoInput input = { .seed = 1, .n_history = 12, .n_open = 10, .now_unix = tap_store_now_unix (self->store), .language = "zh_CN" };
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_make_demo_async (self->store, &input, NULL, NULL, desk_result_cb, &place);
  result = desk_take (&place);
  tap_store_make_demo_finish (self->store, result, &error);
  g_assert_no_error (error);
}

void
desk_station_open (DeskStation *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL, *replica = NULL;
  TapStoreOptions options = { .pc = "FRONT-02", .program = "tappet" };
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) opened = NULL;

  /* Friday 20 November 2026, 10:42 in Shanghai: what is tested does not depend on the hour it is tested at. */
  g_setenv ("TAPPET_NOW", "1795142520", TRUE);
  self->dir = g_dir_make_tmp ("desk-XXXXXX", &error);
  g_assert_no_error (error);
  options.folder = folder = g_build_filename (self->dir, "station", NULL);
  options.replica_dir = replica = g_build_filename (self->dir, "replica", NULL);
  tap_station_create (folder, "亦庄服务站", &error);
  g_assert_no_error (error);
  self->store = tap_store_new (&options);
  tap_store_open_async (self->store, NULL, desk_result_cb, &place);
  opened = desk_take (&place);
  tap_store_open_finish (self->store, opened, &error);
  g_assert_no_error (error);
  make_demo (self);
  self->session = tap_session_new (self->store);
  tap_session_sign_in (self->session, tap_session_get_station (self->session)->demo_staff_id);
  g_assert_cmpint (tap_session_get_staff_id (self->session), !=, 0);
  self->board = tap_board_new (self->session);
  desk_wait_until (board_is_ready, self->board);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (path);
}

void
desk_station_close (DeskStation *self)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) closed = NULL;

  g_clear_object (&self->board);
  g_clear_object (&self->session);
  tap_store_close_async (self->store, desk_result_cb, &place);
  closed = desk_take (&place);
  tap_store_close_finish (self->store, closed, NULL);
  g_clear_object (&self->store);
  remove_tree (self->dir);
  g_clear_pointer (&self->dir, g_free);
}

GtkWidget *
desk_find_type (GtkWidget *widget,
                GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = desk_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
desk_shows_text (GtkWidget  *widget,
                 const char *part)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (desk_shows_text (child, part))
      return TRUE;
  return FALSE;
}

typedef struct
{
  GtkWidget  *widget;
  const char *part;
} Expected;

static gboolean
shows_expected (gpointer data)
{
  Expected *expected = data;

  return desk_shows_text (expected->widget, expected->part);
}

void
desk_expect_text (GtkWidget  *widget,
                  const char *part)
{
  Expected expected = { widget, part };

  g_test_message ("expecting “%s”", part);
  desk_wait_until (shows_expected, &expected);
}

TapSearchHit *
desk_known_hit (DeskStation *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tap_store_search_async (self->store, "京", 50, NULL, desk_result_cb, &place);
  result = desk_take (&place);
  hits = tap_store_search_finish (self->store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      TapSearchHit *hit = g_ptr_array_index (hits, i);

      if (hit->open_visit_id == 0 && hit->last_visit_id != 0)
        return tap_search_hit_ref (hit);
    }
  g_assert_not_reached ();
}

AdwMessageDialog *
desk_find_question (GtkWidget *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (other) && gtk_window_get_transient_for (GTK_WINDOW (other)) == GTK_WINDOW (window))
        return ADW_MESSAGE_DIALOG (other);
    }
  return NULL;
}
