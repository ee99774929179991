/* tap-visit-card.c — one visit or booking as a card of the front-desk board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-card"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "board/tap-card-badges.h"
#include "board/tap-visit-card.h"
#include "widgets/tap-avatar.h"
#include "widgets/tap-colour-dot.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"
#include "widgets/tap-wrap-box.h"

/* How long the ring of a card changed by another PC glows; the style sheet fades it in 1.2 s. */
#define GLOW_MS 1250
/* "明 11:00" */
#define LONG_DUE_CHARS 7
/* "Waits 0:46"; what is longer is set smaller, for a pill is never cut. */
#define LONG_PILL_CHARS 10

struct _TapVisitCard
{
  GtkWidget     parent_instance;

  /* Template widgets (borrowed) */
  TapPlate     *plate;
  TapAvatar    *avatar;
  GtkWidget    *corner;
  GtkWidget    *more;               /* NULL until the pointer first comes */
  TapColourDot *dot;
  GtkWidget    *model, *customer, *advisor, *work;
  TapPill      *pill;
  GtkWidget    *due;
  TapWrapBox   *badges;
  GtkWidget    *place_row, *place, *percent;
  GtkWidget    *progress;
  GtkWidget    *as_of;              /* NULL until the share is away for the first time */

  GPtrArray *badge_widgets; /* of TapPill, borrowed: made when first needed, hidden when not */
  TapBoardCard *card;
  TapSession   *session;
  GSignalGroup *signals;
  const char   *state_class;
  guint         glow_id;
};

G_DEFINE_FINAL_TYPE (TapVisitCard, tap_visit_card, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_CARD, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Setting a label's text lays it out again even if it is the same; hundreds of cards tick together.
 */
static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    on)
{
  if (gtk_widget_has_css_class (widget, css_class) == on)
    return;
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
show_facts (TapVisitCard  *self,
            const TapCard *card)
{
  g_autofree char *model = NULL;

  if (*card->model != '\0' && *card->colour != '\0')
    model = g_strdup_printf ("%s · %s", card->model, card->colour);
  else
    model = g_strconcat (card->model, card->colour, NULL);
  tap_plate_set_plate (self->plate, card->plate);
  tap_plate_set_kind (self->plate, card->plate_kind);
  tap_avatar_set_person (self->avatar, card->advisor, card->advisor_colour);
  tap_colour_dot_set_rgb (self->dot, card->colour_rgb);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), *card->colour != '\0');
  set_text (self->model, model);
  set_text (self->customer, card->customer);
  set_text (self->advisor, card->advisor);
  set_text (self->work, card->wish);
  gtk_widget_set_visible (self->work, *card->wish != '\0');
}

static void
show_badges (TapVisitCard  *self,
             const TapCard *card)
{
  TapBadge badges[TAP_MAX_BADGES + 1];
  g_autofree char *more = NULL;
  guint n_more, n = tap_card_badges (card, badges, &n_more);

  if (n_more > 0)
    {
      more = g_strdup_printf ("+%u", n_more);
      badges[n++] = (TapBadge) { "more", NULL, more };
    }
  for (guint i = 0; i < n; i++)
    {
      if (i == self->badge_widgets->len)
        {
          GtkWidget *badge = tap_badge_new ();

          g_ptr_array_add (self->badge_widgets, badge);
          tap_wrap_box_append (self->badges, badge);
        }
      tap_pill_set (self->badge_widgets->pdata[i], badges[i].look, badges[i].icon, badges[i].text);
      gtk_widget_set_visible (self->badge_widgets->pdata[i], TRUE);
    }
  for (guint i = n; i < self->badge_widgets->len; i++)
    gtk_widget_set_visible (self->badge_widgets->pdata[i], FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->badges), n > 0);
}

/* Bay, technician and progress: once work is given to a bay, and until the car leaves it. */
static void
show_work (TapVisitCard  *self,
           const TapCard *card,
           TapStage       stage)
{
  gboolean working = stage == TAP_STAGE_WORK;
  gboolean placed
    = (working || stage == TAP_STAGE_NEXT) && (*card->bay != '\0' || *card->technician != '\0');
  g_autofree char *place = NULL, *percent = NULL;

  gtk_widget_set_visible (self->place_row, placed || working);
  gtk_widget_set_visible (self->progress, working);
  gtk_widget_set_visible (self->percent, working);
  if (!placed && !working)
    return;
  place = g_strdup_printf ("%s%s%s", card->bay,
                           *card->bay != '\0' && *card->technician != '\0' ? " " : "",
                           card->technician);
  percent = g_strdup_printf ("%d%%", tap_board_card_get_progress_pct (self->card));
  set_text (self->place, place);
  set_text (self->percent, percent);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 tap_board_card_get_progress_pct (self->card) / 100.0);
}

/* Whole days of the calendar from @due to @now. */
static int
days_since (GDateTime *due,
            GDateTime *now)
{
  GDate from, to;

  g_date_set_dmy (&from, g_date_time_get_day_of_month (due), g_date_time_get_month (due),
                  g_date_time_get_year (due));
  g_date_set_dmy (&to, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&from, &to);
}

/* A car that should have been fetched @days ago: the day says more than the hour, which is over. */
static char *
uncollected_text (GDateTime *due,
                  int        days)
{
  if (days == 1)
    /* Translators: beside "Uncollected", a car that was to be fetched yesterday: the weekday as
     * g_date_time_format() has it, at most 5 letters or 4 Han characters; Chinese says 昨日应取.
     * xgettext:no-c-format */
    return tap_date_format (due, C_("uncollected since yesterday", "%a"));
  if (days < 7)
    /* Translators: the same for a day of the last week: the weekday; Chinese says "%a应取", 周四应取.
     * xgettext:no-c-format */
    return tap_date_format (due, C_("uncollected since", "%a"));
  return g_strdup_printf ("%02d-%02d", g_date_time_get_month (due),
                          g_date_time_get_day_of_month (due));
}

/* The due time fits beside the pill. Where its words are long (in English), the half that the pill
 * says too is left out. */
static char *
due_text (const TapTimeView *view,
          gint64             due_unix,
          gint64             now_unix,
          GTimeZone         *zone)
{
  g_autofree char *due = tap_time_due_text (due_unix, now_unix, zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (due_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) now_utc = g_date_time_new_from_unix_utc (now_unix);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (now_utc, zone);

  if (view->words == TAP_TIME_WORDS_UNCOLLECTED && days_since (local, now) > 0)
    return uncollected_text (local, days_since (local, now));
  if (g_utf8_strlen (due, -1) <= LONG_DUE_CHARS)
    return g_steal_pointer (&due);
  return g_date_time_format (local, "%H:%M");
}

static void
show_time (TapVisitCard  *self,
           const TapCard *card)
{
  TapTimeView view = tap_board_card_get_time (self->card);
  const char *state = g_intern_string (tap_time_state_css (view.state));
  gint64 due_unix = card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->promised_unix;
  g_autofree char *due = NULL;

  if (due_unix != 0)
    due = due_text (&view, due_unix, tap_session_now_unix (self->session),
                    tap_session_get_zone (self->session));
  tap_pill_set (self->pill, state, tap_time_state_icon (&view),
                tap_board_card_get_time_text (self->card));
  set_class (GTK_WIDGET (self->pill), "long",
             g_utf8_strlen (tap_board_card_get_time_text (self->card), -1) > LONG_PILL_CHARS);
  set_text (self->due, due != NULL ? due : "");
  set_class (self->due, "long",
             due != NULL
               && (g_utf8_strlen (due, -1) > 5 || view.words == TAP_TIME_WORDS_UNCOLLECTED));
  if (self->state_class != state)
    {
      if (self->state_class != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), self->state_class);
      self->state_class = state;
      gtk_widget_add_css_class (GTK_WIDGET (self), state);
    }
}

static void
describe (TapVisitCard *self)
{
  g_autofree char *label = tap_board_card_describe (self->card);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
time_changed_cb (TapVisitCard *self)
{
  show_time (self, tap_board_card_get_card (self->card));
  describe (self);
}

static void
progress_changed_cb (TapVisitCard *self)
{
  show_work (self, tap_board_card_get_card (self->card), tap_board_card_get_stage (self->card));
}

static void
pending_changed_cb (TapVisitCard *self)
{
  gboolean pending = tap_board_card_get_pending (self->card);

  set_class (GTK_WIDGET (self), "pending", pending);
  show_work (self, tap_board_card_get_card (self->card), tap_board_card_get_stage (self->card));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, pending, -1);
}

/* How things stood when the share last answered; what was entered since then is newer, and says so by its badge (look.md 12). */
void
tap_visit_card_update_as_of (TapVisitCard *self)
{
  const TapConnection *connection;
  g_autoptr (GDateTime) utc = NULL, local = NULL;
  g_autofree char *time = NULL, *text = NULL;
  gboolean shown;

  g_return_if_fail (TAP_IS_VISIT_CARD (self));

  if (self->card == NULL)
    return;
  connection = tap_session_get_connection (self->session);
  shown = connection->seen_unix != 0 && !tap_board_card_get_card (self->card)->queued
          && (connection->state == TAP_LEDGER_CUT_OFF || connection->state == TAP_LEDGER_SET_BACK);
  if (!shown && self->as_of == NULL)
    return;
  if (self->as_of == NULL)
    {
      self->as_of = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->as_of), 0);
      gtk_widget_add_css_class (self->as_of, "as-of");
      gtk_box_append (GTK_BOX (gtk_widget_get_first_child (GTK_WIDGET (self))), self->as_of);
    }
  if (shown)
    {
      utc = g_date_time_new_from_unix_utc (connection->seen_unix);
      local = g_date_time_to_timezone (utc, tap_session_get_zone (self->session));
      time = g_date_time_format (local, "%H:%M");
      /* Translators: on a card while the file server is away; %s is a time of day. */
      text = g_strdup_printf (_ ("As of %s"), time);
      set_text (self->as_of, text);
    }
  gtk_widget_set_visible (self->as_of, shown);
}

static void
card_changed_cb (TapVisitCard *self)
{
  TapCard *card = tap_board_card_get_card (self->card);

  show_facts (self, card);
  show_badges (self, card);
  show_work (self, card, tap_board_card_get_stage (self->card));
  show_time (self, card);
  set_class (GTK_WIDGET (self), "queued", card->queued);
  tap_visit_card_update_as_of (self);
  describe (self);
}

static void
stop_glow (gpointer data)
{
  TapVisitCard *self = data;

  self->glow_id = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "glow");
}

static void
glow_cb (TapVisitCard *self)
{
  if (self->glow_id != 0)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (self), "glow");
  self->glow_id = g_timeout_add_once (GLOW_MS, stop_glow, self);
}

static void
more_cb (TapVisitCard *self)
{
  if (self->card != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "board.card-menu", "x",
                                tap_board_card_get_id (self->card));
}

/* The button of the menu is not there before anybody could see it: it would be two of the dearest
 * widgets of every card. */
static void
enter_cb (TapVisitCard *self)
{
  if (self->more != NULL)
    return;
  self->more = gtk_button_new_from_icon_name ("view-more-horizontal-symbolic");
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (self->more, FALSE);
  gtk_widget_add_css_class (self->more, "more");
  gtk_widget_add_css_class (self->more, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Card menu"), -1);
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->corner), self->more);
}

GtkWidget *
tap_visit_card_new (void)
{
  return g_object_new (TAP_TYPE_VISIT_CARD, NULL);
}

void
tap_visit_card_set_card (TapVisitCard *self,
                         TapBoardCard *card,
                         TapSession   *session)
{
  gint64 age_us;

  g_return_if_fail (TAP_IS_VISIT_CARD (self));
  g_return_if_fail (card == NULL || (TAP_IS_BOARD_CARD (card) && TAP_IS_SESSION (session)));

  if (self->card == card)
    return;
  if (self->glow_id != 0)
    {
      g_source_remove (self->glow_id);
      stop_glow (self);
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragging");
  g_set_object (&self->session, session);
  g_set_object (&self->card, card);
  g_signal_group_set_target (self->signals, card);
  if (card != NULL)
    {
      card_changed_cb (self);
      pending_changed_cb (self);
      /* The change moved it here a moment ago, and the card that showed it there is another one. */
      age_us = g_get_monotonic_time () - tap_board_card_get_changed_us (card);
      if (tap_board_card_get_changed_us (card) != 0 && age_us < G_USEC_PER_SEC)
        glow_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CARD]);
}

static void
tap_visit_card_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CARD:
      g_value_set_object (value, TAP_VISIT_CARD (object)->card);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tap_visit_card_dispose (GObject *object)
{
  TapVisitCard *self = TAP_VISIT_CARD (object);
  GtkWidget *child;

  g_clear_handle_id (&self->glow_id, g_source_remove);
  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->card);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_VISIT_CARD);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_card_parent_class)->dispose (object);
}

static void
tap_visit_card_finalize (GObject *object)
{
  g_ptr_array_unref (TAP_VISIT_CARD (object)->badge_widgets);
  G_OBJECT_CLASS (tap_visit_card_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tappet/Tappet/ui/board/tap-visit-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, plate);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, corner);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, dot);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, model);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, customer);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, advisor);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, work);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, pill);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, due);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, badges);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, place_row);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, place);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, percent);
  gtk_widget_class_bind_template_child (widget_class, TapVisitCard, progress);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
}

static void
tap_visit_card_class_init (TapVisitCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tap_visit_card_get_property;
  object_class->dispose = tap_visit_card_dispose;
  object_class->finalize = tap_visit_card_finalize;
  properties[PROP_CARD] = g_param_spec_object ("card", NULL, NULL, TAP_TYPE_BOARD_CARD,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TAP_TYPE_PLATE);
  g_type_ensure (TAP_TYPE_AVATAR);
  g_type_ensure (TAP_TYPE_COLOUR_DOT);
  g_type_ensure (TAP_TYPE_PILL);
  g_type_ensure (TAP_TYPE_WRAP_BOX);
  gtk_widget_class_set_css_name (widget_class, "visitcard");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  bind_template (widget_class);
}

/* What is cut is told whole. */
static gboolean
query_tooltip_cb (TapVisitCard *self,
                  int           x,
                  int           y,
                  gboolean      keyboard,
                  GtkTooltip   *tooltip)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (!GTK_IS_LABEL (under)
      || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (under))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (under)));
  return TRUE;
}

static void
tap_visit_card_init (TapVisitCard *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  self->badge_widgets = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (TAP_TYPE_BOARD_CARD);
  g_signal_group_connect_object (self->signals, "notify::card", G_CALLBACK (card_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::progress-pct",
                                 G_CALLBACK (progress_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::pending", G_CALLBACK (pending_changed_cb),
                                 self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::time-text", G_CALLBACK (time_changed_cb),
                                 self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::time-state", G_CALLBACK (time_changed_cb),
                                 self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "glow", G_CALLBACK (glow_cb), self,
                                 G_CONNECT_SWAPPED);
}
