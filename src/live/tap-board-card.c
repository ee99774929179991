/* tap-board-card.c — one card: the store's value, its time state, a move under way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-live"

#include "config.h"

#include "live/tap-live-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (TapBoardCard, tap_board_card, G_TYPE_OBJECT)

enum { PROP_0, PROP_CARD, PROP_PENDING, PROP_QUEUED, PROP_TIME_TEXT, PROP_TIME_STATE, PROP_PROGRESS_PCT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { GLOW, BECAME_LATE, N_SIGNALS };
static guint signals[N_SIGNALS];

TapBoardCard *
_tap_board_card_new (TapCard *card)
{
  TapBoardCard *self = g_object_new (TAP_TYPE_BOARD_CARD, NULL);

  self->card = tap_card_ref (card);
  return self;
}

gboolean
_tap_board_card_set_card (TapBoardCard *self,
                          TapCard      *card)
{
  g_autoptr (TapCard) old = NULL;

  if (_tap_card_equal (self->card, card))
    return FALSE;

  old = g_steal_pointer (&self->card);
  self->card = tap_card_ref (card);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CARD]);
  if (old->queued != card->queued)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUED]);
  return TRUE;
}

gboolean
_tap_board_card_set_time (TapBoardCard *self,
                          TapTimeView   time,
                          char         *text,
                          gboolean      announce)
{
  g_autofree char *new_text = text;
  gboolean state_changed = time.state != self->time.state;
  gboolean text_changed = g_strcmp0 (new_text, self->time_text) != 0;
  gboolean words_changed = time.words != self->time.words;
  gboolean late = time.state == TAP_TIME_LATE && state_changed && announce;

  self->time = time;
  if (text_changed)
    {
      g_free (self->time_text);
      self->time_text = g_steal_pointer (&new_text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME_TEXT]);
    }
  if (state_changed || words_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME_STATE]);
  if (late)
    g_signal_emit (self, signals[BECAME_LATE], 0);

  return state_changed || text_changed || words_changed;
}

gboolean
_tap_board_card_set_progress (TapBoardCard *self,
                              int           progress_pct)
{
  if (self->progress_pct == progress_pct)
    return FALSE;

  self->progress_pct = progress_pct;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS_PCT]);
  return TRUE;
}

void
_tap_board_card_set_pending (TapBoardCard *self,
                             gboolean      pending)
{
  if (self->pending == pending)
    return;

  self->pending = pending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
}

void
_tap_board_card_glow (TapBoardCard *self)
{
  self->changed_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[GLOW], 0);
}

static void
tap_board_card_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TapBoardCard *self = TAP_BOARD_CARD (object);

  switch (id)
    {
    case PROP_CARD:
      g_value_set_boxed (value, self->card);
      break;
    case PROP_PENDING:
      g_value_set_boolean (value, self->pending);
      break;
    case PROP_QUEUED:
      g_value_set_boolean (value, self->card->queued);
      break;
    case PROP_TIME_TEXT:
      g_value_set_string (value, self->time_text);
      break;
    case PROP_TIME_STATE:
      g_value_set_int (value, self->time.state);
      break;
    case PROP_PROGRESS_PCT:
      g_value_set_int (value, self->progress_pct);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_board_card_finalize (GObject *object)
{
  TapBoardCard *self = TAP_BOARD_CARD (object);

  g_clear_pointer (&self->card, tap_card_unref);
  g_free (self->time_text);

  G_OBJECT_CLASS (tap_board_card_parent_class)->finalize (object);
}

static void
tap_board_card_class_init (TapBoardCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tap_board_card_get_property;
  object_class->finalize = tap_board_card_finalize;

  properties[PROP_CARD] = g_param_spec_boxed ("card", NULL, NULL, TAP_TYPE_CARD, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[PROP_QUEUED] = g_param_spec_boolean ("queued", NULL, NULL, FALSE, flags);
  properties[PROP_TIME_TEXT] = g_param_spec_string ("time-text", NULL, NULL, "", flags);
  properties[PROP_TIME_STATE] = g_param_spec_int ("time-state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_PROGRESS_PCT] = g_param_spec_int ("progress-pct", NULL, NULL, 0, 100, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[GLOW] = g_signal_new ("glow", TAP_TYPE_BOARD_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[BECAME_LATE] = g_signal_new ("became-late", TAP_TYPE_BOARD_CARD, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_board_card_init (TapBoardCard *self)
{
  self->time_text = g_strdup ("");
}

TapCard *
tap_board_card_get_card (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), NULL);

  return self->card;
}

gint64
tap_board_card_get_id (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), 0);

  return self->card->id;
}

TapStage
tap_board_card_get_stage (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), TAP_STAGE_BOOKED);

  return self->has_wish ? self->wish : self->card->stage;
}

gboolean
tap_board_card_get_pending (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), FALSE);

  return self->pending;
}

gboolean
tap_board_card_get_queued (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), FALSE);

  return self->card->queued;
}

TapTimeView
tap_board_card_get_time (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), (TapTimeView) { 0 });

  return self->time;
}

int
tap_board_card_get_progress_pct (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), 0);

  return self->progress_pct;
}

const char *
tap_board_card_get_time_text (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), "");

  return self->time_text;
}

gint64
tap_board_card_get_changed_us (TapBoardCard *self)
{
  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), 0);

  return self->changed_us;
}

static char *
describe_card (TapBoardCard *self)
{
  g_autofree char *plate = NULL;
  g_autofree char *due = NULL;
  const char *where;
  const TapCard *card = self->card;

  plate = tap_plate_show (card->plate);
  where = self->lane != NULL ? tap_board_lane_get_title (self->lane)
                             : tap_stage_label (tap_board_card_get_stage (self));
  if (self->board != NULL)
    due
      = tap_time_due_text (card->stage == TAP_STAGE_BOOKED ? card->slot_unix : card->promised_unix,
                           tap_session_now_unix (self->board->session),
                           tap_session_get_zone (self->board->session));

  if (due == NULL || *due == '\0')
    /* Translators: spoken: plate, customer, lane, state words. */
    return g_strdup_printf (_("%1$s, %2$s, %3$s, %4$s, no promised time"), plate, card->customer,
                            where, self->time_text);
  if (card->stage == TAP_STAGE_BOOKED)
    /* Translators: spoken: plate, customer, lane, state words, clock time. */
    return g_strdup_printf (_("%1$s, %2$s, %3$s, %4$s, booked for %5$s"), plate, card->customer,
                            where, self->time_text, due);

  /* Translators: spoken: plate, customer, lane, state words, clock time. */
  return g_strdup_printf (_("%1$s, %2$s, %3$s, %4$s, promised for %5$s"), plate, card->customer,
                          where, self->time_text, due);
}

char *
tap_board_card_describe (TapBoardCard *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (TAP_IS_BOARD_CARD (self), NULL);

  text = describe_card (self);
  if (self->card->queued)
    /* Translators: spoken: all about a card that was changed here and is not on the file server yet. */
    return g_strdup_printf (_("%s, waits for the file server"), text);
  return g_steal_pointer (&text);
}
