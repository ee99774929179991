/* tap-notifier.c — tells the advisor, once, when one of their cars becomes late (look.md 13).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-notifier"
#include "config.h"

#include "app/tap-notifier.h"

#include <glib/gi18n-lib.h>
#include <libnotify/notify.h>

struct _TapNotifier
{
  GObject    parent_instance;

  /* Borrowed */
  TapWindow *window;
  /* Owned references */
  TapBoard  *board;
};

G_DEFINE_FINAL_TYPE (TapNotifier, tap_notifier, G_TYPE_OBJECT)

typedef struct
{
  char *title, *body;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->title);
  g_free (message->body);
  g_free (message);
}

/* The bus may be slow or absent: never on the main thread, and silence is no error. */
static void
notify_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Message *message = data;
  NotifyNotification *notification;

  if (notify_is_initted () || notify_init ("Tappet"))
    {
      notification = notify_notification_new (message->title, message->body, TAP_APP_ID);
      notify_notification_set_hint_string (notification, "desktop-entry", TAP_APP_ID);
      notify_notification_show (notification, NULL);
      g_object_unref (notification);
    }
  g_task_return_boolean (task, TRUE);
}

void
tap_notifier_tell (const char *title,
                   const char *body)
{
  Message *message;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (title != NULL && body != NULL);

  message = g_new0 (Message, 1);
  message->title = g_strdup (title);
  message->body = g_strdup (body);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, tap_notifier_tell);
  g_task_set_task_data (task, message, message_free);
  g_task_run_in_thread (task, notify_thread);
}

static void
became_late_cb (TapNotifier  *self,
                TapBoardCard *board_card)
{
  TapSession *session = tap_board_get_session (self->board);
  TapCard *card = tap_board_card_get_card (board_card);
  g_autofree char *plate = NULL;
  g_autofree char *text = NULL;

  if (card->advisor_id == 0 || card->advisor_id != tap_session_get_staff_id (session))
    return;
  plate = tap_plate_show (card->plate);
  /* Translators: number plate and customer of a car whose promised time has passed */
  text = g_strdup_printf (_("%s is late. Tell %s before they ask."), plate, card->customer);
  tap_window_toast (self->window, text);
  tap_notifier_tell (_("A car is late"), text);
}

static void
cards_changed_cb (TapNotifier *self,
                  guint        position,
                  guint        removed,
                  guint        added,
                  GListModel  *cards)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (TapBoardCard) card = g_list_model_get_item (cards, i);

      /* A card may come back into the list: one connection is enough. */
      g_signal_handlers_disconnect_by_func (card, became_late_cb, self);
      g_signal_connect_object (card, "became-late", G_CALLBACK (became_late_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
tap_notifier_dispose (GObject *object)
{
  g_clear_object (&TAP_NOTIFIER (object)->board);
  G_OBJECT_CLASS (tap_notifier_parent_class)->dispose (object);
}

static void
tap_notifier_class_init (TapNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_notifier_dispose;
}

static void
tap_notifier_init (TapNotifier *self)
{
}

TapNotifier *
tap_notifier_new (TapBoard  *board,
                  TapWindow *window)
{
  TapNotifier *self = g_object_new (TAP_TYPE_NOTIFIER, NULL);
  GListModel *cards = tap_board_get_cards (board);

  self->board = g_object_ref (board);
  self->window = window;
  g_signal_connect_object (cards, "items-changed", G_CALLBACK (cards_changed_cb), self, G_CONNECT_SWAPPED);
  cards_changed_cb (self, 0, 0, g_list_model_get_n_items (cards), cards);
  return self;
}
