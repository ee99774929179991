/* tap-visit-page.c — one visit: facts, stepper, work, promises and its whole history in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-page"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-text.h"
#include "desk/tap-skeleton.h"
#include "desk/tap-visit-page-private.h"

#define SKELETON_DELAY_MS 400
#define RELOAD_DELAY_MS 30

G_DEFINE_FINAL_TYPE (TapVisitPage, tap_visit_page, GTK_TYPE_WIDGET)

/* --- what is shown ------------------------------------------------------------------------------------------- */

static void
add_badge (TapVisitPage *self,
           gboolean      there,
           const char   *look,
           const char   *icon,
           const char   *text)
{
  GtkWidget *badge;

  if (!there)
    return;
  badge = tap_badge_new ();
  tap_pill_set (TAP_PILL (badge), look, icon, text);
  gtk_box_append (self->badges, badge);
}

static void
show_badges (TapVisitPage  *self,
             const TapCard *card)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->badges))) != NULL)
    gtk_box_remove (self->badges, child);
  add_badge (self, card->rework, "rework", "tappet-redo-symbolic", C_("badge", "Rework"));
  add_badge (self, card->warranty, "warranty", "tappet-shield-symbolic", C_("badge", "Warranty"));
  add_badge (self, card->insured, "insured", "tappet-shield-symbolic", C_("badge", "Insured"));
  add_badge (self, card->vip, "vip", "tappet-crown-symbolic", C_("badge", "VIP"));
  add_badge (self, card->fleet, "vip", "tappet-crown-symbolic", C_("badge", "Fleet"));
  add_badge (self, card->quick, "quick", "tappet-bolt-symbolic", C_("badge", "Quick"));
  add_badge (self, card->booked, "booked", "tappet-cal-symbolic", C_("badge", "Booked"));
  add_badge (self, card->extended, "extended", "tappet-clock-symbolic", C_("badge", "Extended"));
}

static void
show_head (TapVisitPage  *self,
           const TapCard *card)
{
  g_autofree char *order = NULL;

  tap_plate_set_plate (self->plate, card->plate);
  tap_plate_set_kind (self->plate, card->plate_kind);
  gtk_label_set_label (self->customer_label, card->customer);
  if (card->advisor_id != 0)
    /* Translators: number of the repair order and the advisor's name */
    order = g_strdup_printf (_("RO %s · advisor %s"), card->number, card->advisor);
  else
    /* Translators: number of the repair order */
    order = g_strdup_printf (_("RO %s"), card->number);
  gtk_label_set_label (self->order_label, order);
  show_badges (self, card);
}

static void
show_steps (TapVisitPage *self)
{
  TapSession *session = tap_board_get_session (self->board);
  TapVisitStep steps[TAP_N_VISIT_STEPS];

  tap_visit_steps_fill (self->detail->card, self->detail->stage_entered_unix, tap_session_now_unix (session),
                        tap_session_get_zone (session), steps);
  tap_stepper_set_steps (self->stepper, steps);
  tap_visit_steps_clear (steps);
}

static void
show_closed (TapVisitPage *self)
{
  const TapCard *card = self->detail->card;
  GTimeZone *zone = tap_session_get_zone (tap_board_get_session (self->board));
  gboolean closed = card->stage == TAP_STAGE_DELIVERED || card->stage == TAP_STAGE_CANCELLED;
  g_autofree char *day = NULL, *time = NULL, *text = NULL;
  gint64 at_unix;

  if (closed)
    {
      at_unix = self->detail->stage_entered_unix[card->stage];
      if (at_unix == 0)
        at_unix = card->stage_since_unix;
      day = tap_desk_text_date (at_unix, zone);
      time = tap_desk_text_time (at_unix, zone);
      text = card->stage == TAP_STAGE_DELIVERED
             /* Translators: date and time */
             ? g_strdup_printf (_("Delivered %s at %s. Closed visits can be read, not changed."), day, time)
             /* Translators: date and time */
             : g_strdup_printf (_("Cancelled %s at %s. Closed visits can be read, not changed."), day, time);
      gtk_label_set_label (self->closed_label, text);
    }
  gtk_revealer_set_reveal_child (self->closed_revealer, closed);
}

/* The pill and the bar follow the card on the board, every 30 s and with every move, without reading the visit again. */
static void
show_card (TapVisitPage *self)
{
  TapTimeView view;

  gtk_widget_set_visible (GTK_WIDGET (self->time_pill), self->card != NULL);
  tap_visit_promises_set_card (self->promises, self->card);
  if (self->card != NULL)
    {
      view = tap_board_card_get_time (self->card);
      tap_pill_set (self->time_pill, tap_time_state_css (view.state), tap_time_state_icon (&view),
                    tap_board_card_get_time_text (self->card));
    }
  _tap_visit_page_actions_update (self);
}

static void
show_booking (TapVisitPage *self)
{
  const TapCard *card = tap_board_card_get_card (self->card);
  TapSession *session = tap_board_get_session (self->board);
  GTimeZone *zone = tap_session_get_zone (session);
  g_autofree char *plate = tap_plate_show (card->plate), *phone = tap_phone_show (card->phone);
  g_autofree char *day = tap_desk_text_day_name (card->slot_unix, tap_session_now_unix (session), zone);
  g_autofree char *time = tap_desk_text_time (card->slot_unix, zone), *title = NULL, *text = NULL, *escaped = NULL;

  /* Translators: a number plate, a day ("Today"), a time */
  title = g_strdup_printf (_("%s, booked: %s %s"), plate, day, time);
  text = *card->wish != '\0' ? g_strdup_printf ("%s · %s\n%s", card->customer, phone, card->wish)
                             : g_strdup_printf ("%s · %s", card->customer, phone);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_title (self->booking_page, title);
  adw_status_page_set_description (self->booking_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "booking");
}

static void
show_missing (TapVisitPage *self,
              const char   *why)
{
  g_autofree char *escaped = g_markup_escape_text (why, -1);

  adw_status_page_set_description (self->missing_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "missing");
}

static void
scroll_to_top (TapVisitPage *self)
{
  GtkScrolledWindow *scrollers[] = { self->left_scroller, self->centre_scroller, self->right_scroller };

  for (guint i = 0; i < G_N_ELEMENTS (scrollers); i++)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scrollers[i]), 0);
}

static void
show_detail (TapVisitPage *self)
{
  TapSession *session = tap_board_get_session (self->board);

  show_head (self, self->detail->card);
  show_steps (self);
  show_closed (self);
  tap_visit_facts_set_detail (self->facts, self->detail, session);
  tap_visit_work_set_detail (self->work, self->detail, session);
  tap_visit_history_set_detail (self->history, self->detail, session);
  tap_visit_promises_set_detail (self->promises, self->detail, session);
  show_card (self);
  gtk_stack_set_visible_child_name (self->stack, "visit");
}

/* --- reading ------------------------------------------------------------------------------------------------- */

static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TapVisitPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TapKnownPlate) known = tap_store_known_plate_finish (TAP_STORE (source), result, &error);

  /* The earlier visit is a courtesy: without it the page is whole. */
  if (error != NULL || self->board == NULL || self->detail == NULL || self->detail->card->id != self->id)
    return;
  tap_visit_facts_set_known (self->facts, known, self->id, tap_session_get_zone (tap_board_get_session (self->board)));
}

void
_tap_visit_page_take_detail (TapVisitPage   *self,
                             TapVisitDetail *detail)
{
  TapStore *store = tap_session_get_store (tap_board_get_session (self->board));
  gboolean other = self->detail == NULL || self->detail->card->id != detail->card->id;

  g_clear_handle_id (&self->skeleton_source, g_source_remove);
  g_clear_pointer (&self->detail, tap_visit_detail_unref);
  self->detail = detail;
  show_detail (self);
  if (!other)
    return;
  scroll_to_top (self);
  tap_visit_facts_set_known (self->facts, NULL, self->id, NULL);
  if (store != NULL)
    tap_store_known_plate_async (store, detail->card->plate, self->loading, known_cb, g_object_ref (self));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TapVisitPage) self = user_data;
  g_autoptr(GError) error = NULL;
  TapVisitDetail *detail = tap_store_load_visit_finish (TAP_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->board == NULL)
    {
      g_clear_pointer (&detail, tap_visit_detail_unref);
      return;
    }
  g_clear_handle_id (&self->skeleton_source, g_source_remove);
  if (detail != NULL)
    _tap_visit_page_take_detail (self, detail);
  else
    show_missing (self, error != NULL ? error->message : _("It may have been taken back."));
}

static gboolean
skeleton_timeout_cb (gpointer user_data)
{
  TapVisitPage *self = user_data;

  self->skeleton_source = 0;
  if (adw_bin_get_child (self->skeleton_bin) == NULL)
    adw_bin_set_child (self->skeleton_bin, tap_skeleton_new ());
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
load_detail (TapVisitPage *self)
{
  TapStore *store = tap_session_get_store (tap_board_get_session (self->board));

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  if ((self->detail == NULL || self->detail->card->id != self->id) && self->skeleton_source == 0)
    self->skeleton_source = g_timeout_add (SKELETON_DELAY_MS, skeleton_timeout_cb, self);
  if (store != NULL)
    tap_store_load_visit_async (store, self->id, self->loading, loaded_cb, g_object_ref (self));
}

static gboolean
reload_timeout_cb (gpointer user_data)
{
  TapVisitPage *self = user_data;

  self->reload_source = 0;
  if (self->id != 0 && !(self->card != NULL && tap_board_card_get_stage (self->card) == TAP_STAGE_BOOKED))
    load_detail (self);
  return G_SOURCE_REMOVE;
}

/* Several changes of one transaction are one reading. */
static void
reload_soon (TapVisitPage *self)
{
  if (self->reload_source == 0 && self->id != 0)
    self->reload_source = g_timeout_add (RELOAD_DELAY_MS, reload_timeout_cb, self);
}

/* --- following the board ------------------------------------------------------------------------------------- */

static void
card_changed_cb (TapVisitPage *self)
{
  if (tap_board_card_get_stage (self->card) == TAP_STAGE_BOOKED)
    show_booking (self);
  show_card (self);
}

static void
set_card (TapVisitPage *self,
          TapBoardCard *card)
{
  if (self->card == card)
    return;
  if (self->card != NULL)
    g_signal_handlers_disconnect_by_func (self->card, card_changed_cb, self);
  g_set_object (&self->card, card);
  if (card == NULL)
    return;
  g_signal_connect_object (card, "notify::card", G_CALLBACK (card_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "notify::pending", G_CALLBACK (card_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "notify::time-text", G_CALLBACK (card_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "notify::time-state", G_CALLBACK (card_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
cards_items_changed_cb (TapVisitPage *self)
{
  TapBoardCard *card;

  /* The board empties itself while the page that held it last is being disposed of. */
  if (self->board == NULL)
    return;
  card = self->id != 0 ? tap_board_find (self->board, self->id) : NULL;
  if (card == self->card)
    return;
  set_card (self, card);
  if (self->id != 0)
    reload_soon (self);
  if (self->detail != NULL)
    show_card (self);
}

static void
cards_changed_cb (TapVisitPage   *self,
                  TapCardChanges *changes)
{
  gboolean mine = FALSE;

  for (guint i = 0; changes->cards != NULL && i < changes->cards->len && !mine; i++)
    mine = ((const TapCard *) g_ptr_array_index (changes->cards, i))->id == self->id;
  for (guint i = 0; changes->gone != NULL && i < changes->gone->len && !mine; i++)
    mine = g_array_index (changes->gone, gint64, i) == self->id;
  for (guint i = 0; changes->bars != NULL && i < changes->bars->len && !mine; i++)
    mine = ((const TapBar *) g_ptr_array_index (changes->bars, i))->visit_id == self->id;
  if (mine)
    reload_soon (self);
  else if (self->detail != NULL)
    _tap_visit_page_actions_update (self);      /* another visit's job may have freed or taken the technician */
}

void
tap_visit_page_show (TapVisitPage *self,
                     gint64        visit_id)
{
  TapBoardCard *card;

  g_return_if_fail (TAP_IS_VISIT_PAGE (self));

  g_clear_handle_id (&self->skeleton_source, g_source_remove);
  self->id = visit_id;
  card = visit_id != 0 ? tap_board_find (self->board, visit_id) : NULL;
  set_card (self, card);
  if (visit_id == 0)
    {
      g_cancellable_cancel (self->loading);
      g_clear_pointer (&self->detail, tap_visit_detail_unref);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
  else if (card != NULL && tap_board_card_get_stage (card) == TAP_STAGE_BOOKED)
    card_changed_cb (self);
  else
    load_detail (self);
}

/* Comes each second while seconds are counted: only what changes the buttons makes the bar anew. */
static void
connection_changed_cb (TapVisitPage *self)
{
  const TapConnection *connection = tap_session_get_connection (tap_board_get_session (self->board));

  if (self->shown_state == connection->state)
    return;
  self->shown_state = connection->state;
  if (self->detail != NULL || self->card != NULL)
    _tap_visit_page_actions_update (self);
}

static void
follow_board (TapVisitPage *self)
{
  TapSession *session = tap_board_get_session (self->board);

  g_signal_connect_object (tap_board_get_cards (self->board), "items-changed", G_CALLBACK (cards_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "cards-changed", G_CALLBACK (cards_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "reload", G_CALLBACK (reload_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-in-changed", G_CALLBACK (reload_soon), self, G_CONNECT_SWAPPED);
}

/* --- the type ------------------------------------------------------------------------------------------------ */

static void
tap_visit_page_dispose (GObject *object)
{
  TapVisitPage *self = TAP_VISIT_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->skeleton_source, g_source_remove);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  set_card (self, NULL);
  g_clear_object (&self->board);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_VISIT_PAGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_page_parent_class)->dispose (object);
}

static void
tap_visit_page_finalize (GObject *object)
{
  g_clear_pointer (&TAP_VISIT_PAGE (object)->detail, tap_visit_detail_unref);
  G_OBJECT_CLASS (tap_visit_page_parent_class)->finalize (object);
}

static void
tap_visit_page_class_init (TapVisitPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_visit_page_finalize;
  g_type_ensure (TAP_TYPE_PLATE);
  g_type_ensure (TAP_TYPE_PILL);
  g_type_ensure (TAP_TYPE_STEPPER);
  g_type_ensure (TAP_TYPE_VISIT_FACTS);
  g_type_ensure (TAP_TYPE_VISIT_WORK);
  g_type_ensure (TAP_TYPE_VISIT_HISTORY);
  g_type_ensure (TAP_TYPE_VISIT_PROMISES);
  g_type_ensure (TAP_TYPE_VISIT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, missing_page);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, booking_page);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, skeleton_bin);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, plate);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, customer_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, order_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, closed_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, time_pill);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, badges);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, stepper);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, closed_revealer);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, left_scroller);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, centre_scroller);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, right_scroller);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, work);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, history);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, promises);
  gtk_widget_class_bind_template_child (widget_class, TapVisitPage, bar);
  _tap_visit_page_actions_init (klass);
}

static void
tap_visit_page_init (TapVisitPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tap_plate_set_size (self->plate, TAP_PLATE_SIZE_LARGE);
}

GtkWidget *
tap_visit_page_new (TapBoard *board)
{
  TapVisitPage *self;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  self = g_object_new (TAP_TYPE_VISIT_PAGE, NULL);
  self->board = g_object_ref (board);
  follow_board (self);
  return GTK_WIDGET (self);
}
