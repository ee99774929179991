/* tap-header.c — the header bar of the window: check-in, booking, search, connection, person, clock, menu.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-header"
#include "config.h"

#include "app/tap-header.h"

#include "app/tap-chip.h"
#include "app/tap-language.h"
#include "app/tap-person-button.h"

#include <glib/gi18n-lib.h>

#define CLOCK_TICK_S 2

struct _TapHeader
{
  GtkWidget        parent_instance;

  /* Template widgets (borrowed) */
  AdwHeaderBar    *bar;
  GtkWidget       *sidebar_button;
  GtkWidget       *back_button;
  GtkWidget       *check_in_button;
  GtkWidget       *booking_button;
  GtkSearchEntry  *search_entry;
  GtkWidget       *search_hint;
  TapChip         *chip;
  TapPersonButton *person_button;
  GtkWidget       *clock_box;
  GtkLabel        *clock;
  guint            clock_timer;
  GtkLabel        *date;

  /* Owned references */
  TapBoard        *board;
  GSignalGroup    *session_signals;
};

G_DEFINE_FINAL_TYPE (TapHeader, tap_header, GTK_TYPE_WIDGET)

void
tap_header_update_clock (TapHeader *self)
{
  TapSession *session;
  g_autofree char *clock = NULL;
  g_autofree char *date = NULL;

  g_return_if_fail (TAP_IS_HEADER (self));

  if (self->board == NULL)
    return;
  session = tap_board_get_session (self->board);
  clock = tap_language_clock (tap_session_now_unix (session), tap_session_get_zone (session));
  if (g_str_equal (gtk_label_get_text (self->clock), clock))
    return;
  date = tap_language_date (tap_session_now_unix (session), tap_session_get_zone (session));
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->date, date);
}

/* The connection says nothing while all is well, for hours: the clock goes by itself. */
static gboolean
clock_tick_cb (gpointer data)
{
  tap_header_update_clock (data);
  return G_SOURCE_CONTINUE;
}

static void
signed_in_changed_cb (TapHeader  *self,
                      TapSession *session)
{
  tap_person_button_set_staff (self->person_button, tap_session_get_staff (session));
}

static void
session_bound_cb (TapHeader  *self,
                  TapSession *session)
{
  signed_in_changed_cb (self, session);
  tap_header_update_clock (self);
}

void
tap_header_set_board (TapHeader *self,
                      TapBoard  *board)
{
  TapSession *session;

  g_return_if_fail (TAP_IS_HEADER (self));

  g_set_object (&self->board, board);
  session = board == NULL ? NULL : tap_board_get_session (board);
  tap_chip_set_session (self->chip, session);
  g_signal_group_set_target (self->session_signals, session);
  if (session == NULL)
    tap_person_button_set_staff (self->person_button, NULL);
}

void
tap_header_focus_search (TapHeader *self)
{
  g_return_if_fail (TAP_IS_HEADER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

void
tap_header_set_search (TapHeader  *self,
                       const char *text)
{
  g_return_if_fail (TAP_IS_HEADER (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  if (self->board != NULL)
    tap_board_set_search (self->board, text);
}

void
tap_header_clear_search (TapHeader *self)
{
  tap_header_set_search (self, "");
}

void
tap_header_set_reason (TapHeader  *self,
                       const char *reason)
{
  g_return_if_fail (TAP_IS_HEADER (self));

  gtk_widget_set_tooltip_text (self->check_in_button, reason != NULL ? reason : _("Check in a car (F2)"));
  gtk_widget_set_tooltip_text (self->booking_button, reason != NULL ? reason : _("Write down a booking (F3)"));
}

void
tap_header_set_width (TapHeader *self,
                      gboolean   folded,
                      gboolean   narrow)
{
  g_return_if_fail (TAP_IS_HEADER (self));

  gtk_widget_set_visible (self->sidebar_button, folded);
  gtk_widget_set_visible (self->clock_box, !narrow);
  tap_chip_set_narrow (self->chip, narrow);
  tap_person_button_set_narrow (self->person_button, narrow);
}

void
tap_header_set_back_visible (TapHeader *self,
                             gboolean   visible)
{
  g_return_if_fail (TAP_IS_HEADER (self));

  gtk_widget_set_visible (self->back_button, visible);
}

static void
search_changed_cb (TapHeader *self)
{
  if (self->board != NULL)
    tap_board_set_search (self->board, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_typed_cb (TapHeader *self)
{
  gtk_widget_set_visible (self->search_hint, *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0');
}

static void
search_activated_cb (TapHeader *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (*text != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), "win.search-all", "s", text);
}

/* Esc: the first takes the text away, the next goes back to the page. */
static void
search_stopped_cb (TapHeader *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    tap_header_clear_search (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next-pane", "i", -1);
}

static void
tap_header_dispose (GObject *object)
{
  TapHeader *self = TAP_HEADER (object);

  g_clear_handle_id (&self->clock_timer, g_source_remove);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->board);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_HEADER);
  G_OBJECT_CLASS (tap_header_parent_class)->dispose (object);
}

static void
tap_header_class_init (TapHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_header_dispose;
  g_type_ensure (TAP_TYPE_CHIP);
  g_type_ensure (TAP_TYPE_PERSON_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-header.ui");
  gtk_widget_class_bind_template_child (widget_class, TapHeader, bar);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, back_button);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, check_in_button);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, booking_button);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, search_hint);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, chip);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, person_button);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, clock_box);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, clock);
  gtk_widget_class_bind_template_child (widget_class, TapHeader, date);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
tap_header_init (TapHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session_signals = g_signal_group_new (TAP_TYPE_SESSION);
  g_signal_connect_object (self->session_signals, "bind", G_CALLBACK (session_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "signed-in-changed", G_CALLBACK (signed_in_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "connection-changed", G_CALLBACK (tap_header_update_clock), self,
                                 G_CONNECT_SWAPPED);
  self->clock_timer = g_timeout_add_seconds (CLOCK_TICK_S, clock_tick_cb, self);
  tap_header_set_reason (self, NULL);
}
