/* tap-window.c — the window of a desk: sidebar, header, pages, banners, lock.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-window"
#include "config.h"

#include "app/tap-window-private.h"

#include "app/tap-care-page.h"
#include "app/tap-prefs.h"
#include "app/tap-settings-page.h"
#include "board/tap-board-page.h"
#include "board/tap-workshop-page.h"
#include "desk/tap-customers-page.h"
#include "desk/tap-visit-page.h"

#include <glib/gi18n-lib.h>

/* Below this the sidebar folds away; below the other the texts of chip and clock do. */
#define FOLD_WIDTH 1200
#define NARROW_WIDTH 1160

G_DEFINE_FINAL_TYPE (TapWindow, tap_window, ADW_TYPE_APPLICATION_WINDOW)

TapBoard *
tap_window_get_board (TapWindow *self)
{
  g_return_val_if_fail (TAP_IS_WINDOW (self), NULL);

  return self->board;
}

TapSession *
tap_window_get_session (TapWindow *self)
{
  g_return_val_if_fail (TAP_IS_WINDOW (self), NULL);

  return self->board == NULL ? NULL : tap_board_get_session (self->board);
}

TapWorkshop *
tap_window_get_workshop (TapWindow *self)
{
  g_return_val_if_fail (TAP_IS_WINDOW (self), NULL);

  if (self->workshop == NULL && self->board != NULL)
    self->workshop = tap_workshop_new (self->board);
  return self->workshop;
}

const char *
tap_window_get_banner (TapWindow *self)
{
  g_return_val_if_fail (TAP_IS_WINDOW (self), "");

  return tap_banner_get_sentence (self->connection_banner);
}

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

static GtkWidget *
make_page (TapWindow  *self,
           const char *page)
{
  if (g_str_equal (page, "board"))
    return tap_board_page_new (self->board);
  if (g_str_equal (page, "workshop"))
    return tap_workshop_page_new (tap_window_get_workshop (self));
  if (g_str_equal (page, "customers"))
    return self->customers_page = tap_customers_page_new (tap_window_get_session (self));
  if (g_str_equal (page, "visit"))
    return self->visit_page = tap_visit_page_new (self->board);
  if (g_str_equal (page, "care"))
    return tap_care_page_new (tap_window_get_session (self));
  if (g_str_equal (page, "settings"))
    return tap_settings_page_new (tap_window_get_session (self));
  return NULL;
}

static gboolean
ensure_page (TapWindow  *self,
             const char *page)
{
  GtkWidget *widget;

  if (gtk_stack_get_child_by_name (self->stack, page) != NULL)
    return TRUE;
  if (self->board == NULL)
    return FALSE;
  widget = make_page (self, page);
  if (widget == NULL)
    return FALSE;
  gtk_stack_add_named (self->stack, widget, page);
  return TRUE;
}

const char *
tap_window_get_page (TapWindow *self)
{
  const char *page;

  g_return_val_if_fail (TAP_IS_WINDOW (self), "");

  page = gtk_stack_get_visible_child_name (self->stack);
  return page == NULL ? "" : page;
}

/* The page's keys (T, F9, the arrows) work at once, and on the customers' page typing searches. Whoever types in the
 * header goes on typing there. */
static void
focus_page (TapWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (page == NULL || (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->header))))
    return;
  if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

gboolean
_tap_window_page_leads_back (TapWindow *self)
{
  const char *page = tap_window_get_page (self);

  return g_str_equal (page, "visit") || g_str_equal (page, "care");
}

static void
switch_to (TapWindow  *self,
           const char *page)
{
  const char *title = g_str_equal (page, "care") ? _("Care of the Data") : tap_sidebar_get_title (page);
  g_autofree char *window_title = NULL;

  gtk_stack_set_visible_child_name (self->stack, page);
  tap_sidebar_select (self->sidebar, g_str_equal (page, "care") ? "settings" : page);
  tap_header_set_back_visible (self->header, _tap_window_page_leads_back (self));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  if (title == NULL && self->back_page != NULL)
    title = tap_sidebar_get_title (self->back_page);
  window_title = title == NULL ? g_strdup ("Tappet") : g_strdup_printf ("%s – Tappet", title);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
  _tap_window_update_actions (self);
  focus_page (self);
}

void
tap_window_show_page (TapWindow  *self,
                      const char *page)
{
  g_return_if_fail (TAP_IS_WINDOW (self));
  g_return_if_fail (page != NULL);

  if (ensure_page (self, page))
    switch_to (self, page);
}

void
tap_window_open_visit (TapWindow *self,
                       gint64     visit_id)
{
  g_autofree char *from = NULL;

  g_return_if_fail (TAP_IS_WINDOW (self));

  from = g_strdup (tap_window_get_page (self));
  if (visit_id == 0 || !ensure_page (self, "visit"))
    return;
  if (!g_str_equal (from, "visit"))
    {
      g_free (self->back_page);
      self->back_page = g_steal_pointer (&from);
    }
  tap_visit_page_show (TAP_VISIT_PAGE (self->visit_page), visit_id);
  switch_to (self, "visit");
}

static void
drop_pages (TapWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, child);
  self->visit_page = NULL;
  self->customers_page = NULL;
  g_clear_object (&self->workshop);
}

/* ---- messages ------------------------------------------------------------------------------------------------------- */

void
tap_window_toast (TapWindow  *self,
                  const char *text)
{
  AdwToast *toast;

  g_return_if_fail (TAP_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 5);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
tap_window_show_error (TapWindow  *self,
                       const char *heading,
                       const char *body)
{
  GtkWidget *dialog;

  g_return_if_fail (TAP_IS_WINDOW (self));

  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- demo, person, station -------------------------------------------------------------------------------------------- */

static void
show_demo_strip (TapWindow  *self,
                 TapSession *session)
{
  TapStationData *station = tap_session_get_station (session);
  TapStaff *staff = tap_session_get_staff (session);
  g_autofree char *text = NULL;

  if (!station->demo)
    {
      tap_banner_set (self->demo_banner, TAP_BANNER_DEMO, "", NULL, NULL);
      return;
    }
  if (staff == NULL)
    text = g_strdup (_("Demo station: people, cars and phone numbers are made up."));
  else
    /* Translators: name and role of the person the demo is signed in as */
    text = g_strdup_printf (_("Demo station: people, cars and phone numbers are made up. You are signed in as %s, %s."),
                            staff->name, tap_role_label (tap_roles_main (staff->roles)));
  tap_banner_set (self->demo_banner, TAP_BANNER_DEMO, text, _("Own Station…"), "app.stations");
}

static void
signed_in_changed_cb (TapWindow  *self,
                      TapSession *session)
{
  show_demo_strip (self, session);
  _tap_window_update_actions (self);
}

static void
station_changed_cb (TapWindow  *self,
                    TapSession *session)
{
  TapStationData *station = tap_session_get_station (session);
  int own_min = tap_prefs_get_int ("idle-minutes", 0);

  show_demo_strip (self, session);
  tap_idle_set_minutes (self->idle, station->demo ? 0 : own_min > 0 ? own_min : station->idle_lock_min);
  _tap_window_update_actions (self);
}

static void
idle_minutes_changed_cb (TapWindow *self)
{
  if (self->board != NULL)
    station_changed_cb (self, tap_window_get_session (self));
}

static void
session_bound_cb (TapWindow  *self,
                  TapSession *session)
{
  station_changed_cb (self, session);
  _tap_window_connection_changed_cb (self, session);
}

void
tap_window_set_board (TapWindow *self,
                      TapBoard  *board)
{
  g_return_if_fail (TAP_IS_WINDOW (self));
  g_return_if_fail (board == NULL || TAP_IS_BOARD (board));

  if (self->board == board)
    return;
  drop_pages (self);
  _tap_window_forget_waiting (self);
  g_clear_object (&self->notifier);
  g_set_object (&self->board, board);
  tap_header_set_board (self->header, board);
  tap_sidebar_set_board (self->sidebar, board);
  g_signal_group_set_target (self->board_signals, board);
  g_signal_group_set_target (self->session_signals, board == NULL ? NULL : tap_board_get_session (board));
  if (board == NULL)
    return;
  self->notifier = tap_notifier_new (board, self);
  _tap_window_follow_care (self, tap_board_get_session (board));
  tap_window_show_page (self, "board");
}

/* ---- cover ---------------------------------------------------------------------------------------------------------- */

gboolean
tap_window_is_covered (TapWindow *self)
{
  g_return_val_if_fail (TAP_IS_WINDOW (self), FALSE);

  return self->lock_screen != NULL;
}

/* Forms are windows of their own: they are hidden, not closed, so that what was typed is there afterwards. */
static void
hide_forms (TapWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_ptr_array_set_size (self->hidden_forms, 0);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (GTK_IS_WINDOW (window) && gtk_window_get_transient_for (GTK_WINDOW (window)) == GTK_WINDOW (self)
          && gtk_widget_get_visible (window))
        g_ptr_array_add (self->hidden_forms, g_object_ref (window));
    }
  for (guint i = 0; i < self->hidden_forms->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->hidden_forms, i), FALSE);
}

static void
uncover (TapWindow *self)
{
  g_autoptr (GPtrArray) forms = g_steal_pointer (&self->hidden_forms);

  self->hidden_forms = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->lock_screen != NULL)
    gtk_overlay_remove_overlay (self->cover, GTK_WIDGET (self->lock_screen));
  self->lock_screen = NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->flap), TRUE);
  for (guint i = 0; i < forms->len; i++)
    gtk_window_present (g_ptr_array_index (forms, i));
  _tap_window_update_actions (self);
  _tap_window_offer_decision (self);
}

void
tap_window_cover (TapWindow *self,
                  TapCover   why)
{
  TapSession *session;

  g_return_if_fail (TAP_IS_WINDOW (self));

  session = tap_window_get_session (self);
  if (session == NULL || self->lock_screen != NULL)
    return;
  hide_forms (self);
  self->lock_screen = TAP_LOCK_SCREEN (tap_lock_screen_new (session, why));
  g_signal_connect_object (self->lock_screen, "left", G_CALLBACK (uncover), self, G_CONNECT_SWAPPED);
  gtk_overlay_add_overlay (self->cover, GTK_WIDGET (self->lock_screen));
  gtk_widget_set_sensitive (GTK_WIDGET (self->flap), FALSE);
  tap_lock_screen_start (self->lock_screen);
  _tap_window_update_actions (self);
}

static void
idle_cb (TapWindow *self)
{
  TapSession *session = tap_window_get_session (self);
  TapStaff *staff = session == NULL ? NULL : tap_session_get_staff (session);

  /* Who has no PIN yet could not come back in. */
  if (staff != NULL && staff->has_pin)
    tap_window_cover (self, TAP_COVER_LOCKED);
}

/* ---- size ----------------------------------------------------------------------------------------------------------- */

static void
apply_width (gpointer data)
{
  TapWindow *self = data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean folded = width < FOLD_WIDTH;

  self->width_idle = 0;
  if (width <= 0)
    return;
  if (folded != (adw_flap_get_fold_policy (self->flap) == ADW_FLAP_FOLD_POLICY_ALWAYS))
    {
      adw_flap_set_fold_policy (self->flap, folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
      adw_flap_set_reveal_flap (self->flap, !folded);
    }
  tap_header_set_width (self->header, folded, width < NARROW_WIDTH);
}

/* The flap may not be folded while it is being measured: a moment later. */
static void
tap_window_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  TapWindow *self = TAP_WINDOW (widget);

  GTK_WIDGET_CLASS (tap_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->width_idle == 0)
    self->width_idle = g_idle_add_once (apply_width, self);
}

static void
remember_size (TapWindow *self)
{
  int width, height;

  tap_prefs_set_boolean ("window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)) || gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    {
      tap_prefs_set_int ("window-width", width);
      tap_prefs_set_int ("window-height", height);
    }
}

/* Forms keep their draft when they are closed; one whose save is under way has written its draft down before, and goes too. */
static void
close_forms (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (toplevels, i);

      if (GTK_IS_WINDOW (other) && gtk_window_get_transient_for (other) == window)
        g_ptr_array_add (forms, g_object_ref (other));
    }
  for (guint i = 0; i < forms->len; i++)
    {
      close_forms (g_ptr_array_index (forms, i));
      gtk_window_close (g_ptr_array_index (forms, i));
      gtk_window_destroy (g_ptr_array_index (forms, i));
    }
}

static gboolean
tap_window_close_request (GtkWindow *window)
{
  close_forms (window);
  remember_size (TAP_WINDOW (window));
  return GTK_WINDOW_CLASS (tap_window_parent_class)->close_request (window);
}

/* ---- life ----------------------------------------------------------------------------------------------------------- */

static void
tap_window_dispose (GObject *object)
{
  TapWindow *self = TAP_WINDOW (object);

  g_clear_handle_id (&self->width_idle, g_source_remove);
  if (self->session_signals != NULL)
    {
      g_signal_group_set_target (self->session_signals, NULL);
      g_signal_group_set_target (self->board_signals, NULL);
    }
  g_clear_object (&self->session_signals);
  g_clear_object (&self->board_signals);
  g_clear_object (&self->undo_toast);
  g_clear_object (&self->waiting_toast);
  g_clear_weak_pointer (&self->waiting);
  g_clear_weak_pointer (&self->left);
  g_clear_object (&self->notifier);
  g_clear_object (&self->idle);
  g_clear_object (&self->workshop);
  g_clear_object (&self->board);
  g_clear_pointer (&self->hidden_forms, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_WINDOW);
  G_OBJECT_CLASS (tap_window_parent_class)->dispose (object);
}

static void
tap_window_finalize (GObject *object)
{
  g_free (TAP_WINDOW (object)->back_page);
  g_hash_table_unref (TAP_WINDOW (object)->disabled);
  G_OBJECT_CLASS (tap_window_parent_class)->finalize (object);
}

static void
tap_window_class_init (TapWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tap_window_dispose;
  object_class->finalize = tap_window_finalize;
  widget_class->size_allocate = tap_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = tap_window_close_request;

  g_type_ensure (TAP_TYPE_BANNER);
  g_type_ensure (TAP_TYPE_HEADER);
  g_type_ensure (TAP_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapWindow, cover);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, demo_banner);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, connection_banner);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, left_banner);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TapWindow, stack);
  _tap_window_install_actions (widget_class);
}

static void
follow_session (TapWindow *self)
{
  self->session_signals = g_signal_group_new (TAP_TYPE_SESSION);
  g_signal_connect_object (self->session_signals, "bind", G_CALLBACK (session_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "connection-changed", G_CALLBACK (_tap_window_connection_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "signed-in-changed", G_CALLBACK (signed_in_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "station-changed", G_CALLBACK (station_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  self->board_signals = g_signal_group_new (TAP_TYPE_BOARD);
  g_signal_group_connect_object (self->board_signals, "strip-changed", G_CALLBACK (_tap_window_update_actions), self,
                                 G_CONNECT_SWAPPED);
}

static void
tap_window_init (TapWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->hidden_forms = g_ptr_array_new_with_free_func (g_object_unref);
  self->disabled = g_hash_table_new (g_str_hash, g_str_equal);
  self->idle = tap_idle_new ();
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (idle_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (_tap_window_offer_decision), NULL);
  follow_session (self);
  if (tap_prefs_get () != NULL)
    g_signal_connect_object (tap_prefs_get (), "changed::idle-minutes", G_CALLBACK (idle_minutes_changed_cb), self,
                             G_CONNECT_SWAPPED);
  gtk_window_set_default_size (GTK_WINDOW (self), tap_prefs_get_int ("window-width", 1600),
                               tap_prefs_get_int ("window-height", 900));
  _tap_window_update_actions (self);
}

TapWindow *
tap_window_new (GtkApplication *application)
{
  return g_object_new (TAP_TYPE_WINDOW, "application", application, NULL);
}
