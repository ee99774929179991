/* tap-waiting-row.c — one entry that is not on the share yet: which car, what, who, when, and how it stands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-waiting-row"
#include "config.h"

#include "app/tap-waiting-row.h"

#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"
#include "widgets/tap-versions.h"

#include <glib/gi18n-lib.h>

struct _TapWaitingRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed */
  GtkWidget *buttons;               /* NULL: nothing to decide */

  char      *operation_id;
};

G_DEFINE_FINAL_TYPE (TapWaitingRow, tap_waiting_row, GTK_TYPE_LIST_BOX_ROW)

enum { DECIDED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct
{
  const char *look, *icon, *text;
} states[] = {
  [TAP_OUTBOX_WAITING] = { "booked", "tappet-queue-symbolic", NC_("entry", "Waiting") },
  [TAP_OUTBOX_REFUSED] = { "late", "tappet-warn-symbolic", NC_("entry", "To decide") },
  [TAP_OUTBOX_HELD] = { "risk", "tappet-hour-symbolic", NC_("entry", "Held back") },
};

static char *
by_text (const TapPending *entry,
         GTimeZone        *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->entered_unix);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *time = g_date_time_format (local, "%H:%M");

  return *entry->person != '\0' ? g_strconcat (entry->person, " · ", time, NULL) : g_steal_pointer (&time);
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_head (const TapPending *entry,
           const char       *by,
           const char       *behind)
{
  const char *state = g_dpgettext2 (GETTEXT_PACKAGE, "entry", states[entry->state].text);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *pill = tap_pill_new (), *by_label = make_label (by, "caption");
  g_autofree char *plate = NULL, *held = NULL;

  tap_plate_parse (entry->plate, &plate, NULL, NULL);
  if (*entry->plate != '\0')
    {
      GtkWidget *shown = tap_plate_new (plate != NULL ? plate : entry->plate, TAP_PLATE_SIZE_SMALL);

      gtk_widget_set_valign (shown, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (head), shown);
    }
  gtk_widget_add_css_class (by_label, "dim");
  gtk_widget_add_css_class (by_label, "numeric");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), make_label (entry->summary, "waiting-summary"));
  gtk_box_append (GTK_BOX (words), by_label);
  if (entry->state == TAP_OUTBOX_HELD)
    {
      held = behind != NULL
               /* Translators: %s is an entry of the same car: "Move to Dispatch" */
               ? g_strdup_printf (_("Held back behind: %s"), behind)
               : g_strdup (_("Held back until an earlier entry of this car is decided"));
      gtk_box_append (GTK_BOX (words), make_label (held, "caption"));
    }
  gtk_box_append (GTK_BOX (head), words);
  tap_pill_set (TAP_PILL (pill), states[entry->state].look, states[entry->state].icon, state);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), pill);
  return head;
}

static void
retry_cb (TapWaitingRow *self)
{
  g_signal_emit (self, signals[DECIDED], 0, TAP_DECISION_RETRY);
}

static void
give_up_cb (TapWaitingRow *self)
{
  g_signal_emit (self, signals[DECIDED], 0, TAP_DECISION_GIVE_UP);
}

static void
mine_cb (TapWaitingRow *self)
{
  g_signal_emit (self, signals[DECIDED], 0, TAP_DECISION_MINE);
}

static GtkWidget *
make_buttons (TapWaitingRow *self,
              gboolean       may_insist)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *give_up = gtk_button_new_with_mnemonic (_("_Give Up…")), *retry = gtk_button_new_with_mnemonic (_("_Try Again"));

  g_signal_connect_object (give_up, "clicked", G_CALLBACK (give_up_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retry, "clicked", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), give_up);
  gtk_box_append (GTK_BOX (box), retry);
  if (may_insist)
    {
      GtkWidget *mine = gtk_button_new_with_mnemonic (_("_Save Mine"));

      g_signal_connect_object (mine, "clicked", G_CALLBACK (mine_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), mine);
    }
  return box;
}

static void
add_decision (TapWaitingRow    *self,
              GtkWidget        *box,
              const TapPending *entry,
              const char       *by)
{
  /* Translators: who entered it and when */
  g_autofree char *own = g_strdup_printf (_("Wanted · %s"), by);
  GtkWidget *versions = tap_versions_new (_("How it stands now"), own);

  if (*entry->reason != '\0')
    gtk_box_append (GTK_BOX (box), make_label (entry->reason, NULL));
  tap_versions_add (TAP_VERSIONS (versions), NULL, *entry->now != '\0' ? entry->now : _("Changed meanwhile"),
                    entry->own != NULL ? entry->own : entry->summary);
  gtk_box_append (GTK_BOX (box), versions);
  self->buttons = make_buttons (self, entry->mine != NULL);
  gtk_box_append (GTK_BOX (box), self->buttons);
}

const char *
tap_waiting_row_get_operation_id (TapWaitingRow *self)
{
  g_return_val_if_fail (TAP_IS_WAITING_ROW (self), NULL);

  return self->operation_id;
}

gboolean
tap_waiting_row_is_refused (TapWaitingRow *self)
{
  g_return_val_if_fail (TAP_IS_WAITING_ROW (self), FALSE);

  return self->buttons != NULL;
}

void
tap_waiting_row_set_busy (TapWaitingRow *self,
                          gboolean       busy)
{
  g_return_if_fail (TAP_IS_WAITING_ROW (self));

  if (self->buttons != NULL)
    gtk_widget_set_sensitive (self->buttons, !busy);
}

static void
tap_waiting_row_finalize (GObject *object)
{
  g_free (TAP_WAITING_ROW (object)->operation_id);
  G_OBJECT_CLASS (tap_waiting_row_parent_class)->finalize (object);
}

static void
tap_waiting_row_class_init (TapWaitingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_waiting_row_finalize;
  signals[DECIDED] = g_signal_new ("decided", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_INT);
}

static void
tap_waiting_row_init (TapWaitingRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
tap_waiting_row_new (const TapPending *entry,
                     const char       *behind,
                     GTimeZone        *zone)
{
  TapWaitingRow *self = g_object_new (TAP_TYPE_WAITING_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autofree char *by = by_text (entry, zone), *shown = tap_plate_show (entry->plate), *spoken = NULL;

  self->operation_id = g_strdup (entry->operation_id);
  gtk_widget_add_css_class (box, "waiting-entry");
  gtk_box_append (GTK_BOX (box), make_head (entry, by, behind));
  if (entry->state == TAP_OUTBOX_REFUSED)
    add_decision (self, box, entry, by);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  spoken = g_strjoin (", ", shown, entry->summary, by, g_dpgettext2 (GETTEXT_PACKAGE, "entry", states[entry->state].text), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}
