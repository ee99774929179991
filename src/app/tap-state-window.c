/* tap-state-window.c — what happened, what is safe, what to do: a state of the connection explained.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-state-window"
#include "config.h"

#include "app/tap-state-window.h"

#include <glib/gi18n-lib.h>

struct _TapStateWindow
{
  AdwWindow    parent_instance;

  /* Template widgets (borrowed) */
  GtkImage    *icon;
  GtkLabel    *heading, *happened, *safe, *to_do, *technical;
  GtkButton   *copy_button;
  GtkScrolledWindow *scroller;

  /* Owned references */
  TapSession  *session;
};

G_DEFINE_FINAL_TYPE (TapStateWindow, tap_state_window, ADW_TYPE_WINDOW)

typedef struct
{
  const char *icon, *css;
  const char *safe, *to_do;
} Words;

static Words
words_of (TapLedgerState state)
{
  switch (state)
    {
    case TAP_LEDGER_CUT_OFF:
      return (Words) {
        "tappet-offline-symbolic", "cut-off",
        _("Everything that was saved is safe. You can read everything, move cars, start and stop work, write notes and check cars in: these entries are kept on this computer and are saved in their order when the file server is back."),
        _("If it lasts only minutes: nothing, the program tries again by itself. Otherwise look whether the network cable is in, and tell the administrator. Promises, bookings and settings wait until the connection is back; their forms keep what is typed."),
      };
    case TAP_LEDGER_READ_ONLY:
      return (Words) {
        "tappet-lock-symbolic", "read-only",
        _("Everything that was saved is safe, and everything can be read. Forms keep what is typed."),
        _("The administrator does what the sentence above says; the program notices it by itself. Until then, other computers of the station may still be able to save."),
      };
    case TAP_LEDGER_SET_BACK:
      return (Words) {
        "tappet-warn-symbolic", "cut-off",
        _("Nothing is lost: this computer keeps its own copy of all it has seen and saved, and nothing is written over it. Everything can be read."),
        _("Call the administrator. Until then restore no backup over the station folder, and delete nothing on this computer. “Compare and Decide…” in the red line, or the command “tappetctl rescue”, shows what happened and what each way out would keep or lose, and repairs it."),
      };
    case TAP_LEDGER_SLOW:
      return (Words) {
        "tappet-hour-symbolic", "stale",
        _("All is saved as soon as it says so; it only takes longer."),
        _("Go on working. If it stays so, tell the administrator: the command “tappetctl doctor” measures the file server."),
      };
    case TAP_LEDGER_STARTING:
    case TAP_LEDGER_IN_STEP:
      break;
    }
  return (Words) {
    "tappet-check-symbolic", "in-step",
    _("All is saved as soon as it says so."),
    _("Nothing."),
  };
}

static char *
technical_text (TapStateWindow      *self,
                const TapConnection *connection)
{
  TapStore *store = tap_session_get_store (self->session);
  TapWorker *worker = store != NULL ? tap_store_get_worker (store) : NULL;

  /* For administrators and mails to them: the same in every language. */
  return g_strdup_printf ("folder: %s\nreplica: %s\nnumber: %" G_GUINT64_FORMAT "\nclock offset: %d s\nlast answer: %d s\nwaiting entries: %u\n"
                          "reason: %s\nprogram: %s",
                          worker != NULL ? tap_worker_get_folder (worker) : "",
                          worker != NULL ? tap_worker_get_replica_dir (worker) : "",
                          worker != NULL ? tap_worker_get_seq (worker) : 0, connection->clock_offset_s, connection->age_s,
                          connection->n_pending, connection->reason, TAP_VERSION);
}

#define WIDTH 540
#define MAX_HEIGHT 560

/* A scrolled window asks for the height its text has at the width it likes best, not at the one it gets: the last lines would be hidden. */
static void
fit_height (TapStateWindow *self)
{
  GtkWidget *text = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (self->scroller)));
  int height;

  gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, WIDTH, NULL, &height, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (self->scroller, MIN (height, MAX_HEIGHT));
}

static void
update (TapStateWindow *self)
{
  const TapConnection *connection = tap_session_get_connection (self->session);
  Words words = words_of (connection->state);
  g_autofree char *technical = technical_text (self, connection);
  static const char *const classes[] = { "cut-off", "read-only", "stale", "in-step" };

  gtk_image_set_from_icon_name (self->icon, words.icon);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), words.css);
  gtk_label_set_text (self->heading, connection->chip);
  gtk_label_set_text (self->happened, *connection->reason != '\0'   ? connection->reason
                                      : *connection->banner != '\0' ? connection->banner
                                                                    : _("This computer and the file server are in step."));
  gtk_label_set_text (self->safe, words.safe);
  gtk_label_set_text (self->to_do, words.to_do);
  gtk_label_set_text (self->technical, technical);
  fit_height (self);
}

static void
copy_cb (TapStateWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->technical));
  gtk_button_set_label (self->copy_button, _("Copied"));
}

static void
tap_state_window_dispose (GObject *object)
{
  g_clear_object (&TAP_STATE_WINDOW (object)->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAP_TYPE_STATE_WINDOW);
  G_OBJECT_CLASS (tap_state_window_parent_class)->dispose (object);
}

static void
tap_state_window_class_init (TapStateWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_state_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-state-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, icon);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, happened);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, safe);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, to_do);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, technical);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TapStateWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tap_state_window_init (TapStateWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tap_state_window_new (TapSession *session)
{
  TapStateWindow *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_new (TAP_TYPE_STATE_WINDOW, "default-width", WIDTH, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "connection-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
