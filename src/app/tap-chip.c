/* tap-chip.c — the connection chip of the header: how the shared folder stands, and the details behind it (look.md 12).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-chip"
#include "config.h"

#include "app/tap-chip.h"

#include <glib/gi18n-lib.h>

struct _TapChip
{
  GtkWidget      parent_instance;

  /* Template widgets (borrowed) */
  GtkMenuButton *button;
  GtkImage      *state_icon;
  GtkBox        *text_box;
  GtkLabel      *title;
  GtkLabel      *detail;
  GtkPopover    *popover;
  GtkLabel      *heading;
  GtkLabel      *sentence;
  AdwActionRow  *waiting_row;
  AdwActionRow  *answer_row;
  AdwActionRow  *seq_row;
  AdwActionRow  *clock_row;
  AdwActionRow  *folder_row;
  AdwActionRow  *proven_row;
  AdwActionRow  *peers_row;

  /* Owned references */
  GSignalGroup  *signals;
  char          *css;
};

G_DEFINE_FINAL_TYPE (TapChip, tap_chip, GTK_TYPE_WIDGET)

static void
look_of_state (TapLedgerState   state,
               const char     **css,
               const char     **icon)
{
  switch (state)
    {
    case TAP_LEDGER_STARTING:
      *css = "starting";
      *icon = "tappet-hour-symbolic";
      return;
    case TAP_LEDGER_IN_STEP:
      *css = "in-step";
      *icon = "tappet-check-symbolic";
      return;
    case TAP_LEDGER_SLOW:
      *css = "slow";
      *icon = "tappet-hour-symbolic";
      return;
    case TAP_LEDGER_CUT_OFF:
      *css = "cut-off";
      *icon = "tappet-offline-symbolic";
      return;
    case TAP_LEDGER_READ_ONLY:
      *css = "read-only";
      *icon = "tappet-lock-symbolic";
      return;
    case TAP_LEDGER_SET_BACK:
      *css = "cut-off";
      *icon = "tappet-warn-symbolic";
      return;
    }
  *css = "starting";
  *icon = "tappet-hour-symbolic";
}

static void
fill_peers (TapChip   *self,
            TapWorker *worker)
{
  g_autoptr (GPtrArray) peers = tap_worker_get_peers (worker);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < peers->len; i++)
    {
      TapPeer *peer = g_ptr_array_index (peers, i);

      if (g_strcmp0 (peer->replica_id, tap_worker_get_replica_id (worker)) == 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, peer->pc);
      if (peer->person != NULL && *peer->person != '\0')
        g_string_append_printf (text, " · %s", peer->person);
    }
  if (text->len == 0)
    g_string_append (text, _("No other computer has been seen here"));
  adw_action_row_set_subtitle (self->peers_row, text->str);
}

/* Details are filled when they are looked at, and each second while they are. */
static void
fill_details (TapChip *self)
{
  g_autoptr (TapSession) session = g_signal_group_dup_target (self->signals);
  const TapConnection *connection;
  TapWorker *worker;
  gint64 offset_s;
  g_autofree char *seq = NULL;
  g_autofree char *age = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *clock = NULL;

  if (session == NULL)
    return;
  connection = tap_session_get_connection (session);
  if (tap_session_get_store (session) == NULL)
    return;
  worker = tap_store_get_worker (tap_session_get_store (session));
  gtk_label_set_text (self->heading, connection->chip);
  gtk_label_set_text (self->sentence, *connection->banner != '\0' ? connection->banner
                                                                  : _("Everything is saved as soon as it says so."));
  gtk_widget_set_visible (GTK_WIDGET (self->waiting_row), connection->n_pending > 0);
  waiting = connection->n_refused > 0
              ? g_strdup_printf (ngettext ("%u, one needs your decision", "%u, some need your decision", connection->n_refused),
                                 connection->n_pending)
              : g_strdup_printf ("%u", connection->n_pending);
  adw_action_row_set_subtitle (self->waiting_row, waiting);
  age = connection->age_s < 1
          ? g_strdup (_("Just now"))
          : g_strdup_printf (ngettext ("%d second ago", "%d seconds ago", connection->age_s), connection->age_s);
  adw_action_row_set_subtitle (self->answer_row, age);
  seq = g_strdup_printf ("%" G_GUINT64_FORMAT, tap_worker_get_seq (worker));
  adw_action_row_set_subtitle (self->seq_row, seq);
  offset_s = tap_worker_get_clock_offset_s (worker);
  if (ABS (offset_s) <= 1)
    clock = g_strdup (_("The same as here"));
  else
    clock = g_strdup_printf (ngettext ("%d second away from the clock here; times follow the server",
                                       "%d seconds away from the clock here; times follow the server",
                                       (int) ABS (offset_s)),
                             (int) ABS (offset_s));
  adw_action_row_set_subtitle (self->clock_row, clock);
  adw_action_row_set_subtitle (self->folder_row, tap_worker_get_folder (worker));
  gtk_widget_set_visible (GTK_WIDGET (self->proven_row), !tap_worker_is_proven (worker));
  fill_peers (self, worker);
}

static void
popover_shown_cb (TapChip *self)
{
  fill_details (self);
}

void
tap_chip_show (TapChip             *self,
               const TapConnection *connection)
{
  const char *css, *icon;
  g_autofree char *spoken = NULL;

  g_return_if_fail (TAP_IS_CHIP (self));
  g_return_if_fail (connection != NULL);

  look_of_state (connection->state, &css, &icon);
  if (connection->n_refused > 0 && connection->writable)
    {
      css = "slow";
      icon = "tappet-queue-symbolic";
    }
  if (g_strcmp0 (self->css, css) != 0)
    {
      if (self->css != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->button), self->css);
      gtk_widget_add_css_class (GTK_WIDGET (self->button), css);
      gtk_image_set_from_icon_name (self->state_icon, icon);
      g_free (self->css);
      self->css = g_strdup (css);
    }
  gtk_label_set_text (self->title, connection->chip);
  gtk_label_set_text (self->detail, connection->chip_detail);
  spoken = g_strdup_printf ("%s, %s", connection->chip, connection->chip_detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    fill_details (self);
}

static void
connection_changed_cb (TapChip    *self,
                       TapSession *session)
{
  tap_chip_show (self, tap_session_get_connection (session));
}

static void
bound_cb (TapChip    *self,
          TapSession *session)
{
  connection_changed_cb (self, session);
}

void
tap_chip_set_session (TapChip    *self,
                      TapSession *session)
{
  g_return_if_fail (TAP_IS_CHIP (self));

  g_signal_group_set_target (self->signals, session);
}

void
tap_chip_set_narrow (TapChip  *self,
                     gboolean  narrow)
{
  g_return_if_fail (TAP_IS_CHIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->text_box), !narrow);
}

static void
tap_chip_dispose (GObject *object)
{
  TapChip *self = TAP_CHIP (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_CHIP);
  G_OBJECT_CLASS (tap_chip_parent_class)->dispose (object);
}

static void
tap_chip_finalize (GObject *object)
{
  g_free (TAP_CHIP (object)->css);
  G_OBJECT_CLASS (tap_chip_parent_class)->finalize (object);
}

static void
tap_chip_class_init (TapChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_chip_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_chip_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/app/tap-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, TapChip, button);
  gtk_widget_class_bind_template_child (widget_class, TapChip, state_icon);
  gtk_widget_class_bind_template_child (widget_class, TapChip, text_box);
  gtk_widget_class_bind_template_child (widget_class, TapChip, title);
  gtk_widget_class_bind_template_child (widget_class, TapChip, detail);
  gtk_widget_class_bind_template_child (widget_class, TapChip, popover);
  gtk_widget_class_bind_template_child (widget_class, TapChip, heading);
  gtk_widget_class_bind_template_child (widget_class, TapChip, sentence);
  gtk_widget_class_bind_template_child (widget_class, TapChip, waiting_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, answer_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, seq_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, clock_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, proven_row);
  gtk_widget_class_bind_template_child (widget_class, TapChip, peers_row);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
}

static void
tap_chip_init (TapChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (TAP_TYPE_SESSION);
  g_signal_connect_object (self->signals, "bind", G_CALLBACK (bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "connection-changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
}
