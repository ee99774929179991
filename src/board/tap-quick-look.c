/* tap-quick-look.c — what is known of a card, without leaving the board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-quick-look"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "board/tap-quick-look.h"
#include "widgets/tap-pill.h"
#include "widgets/tap-plate.h"

struct _TapQuickLook
{
  GtkPopover    parent_instance;

  GtkWidget    *facts, *jobs;       /* borrowed */
  int           n_facts;
  gint64        id;
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (TapQuickLook, tap_quick_look, GTK_TYPE_POPOVER)

static GtkWidget *
text_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_fact (TapQuickLook *self,
          const char   *name,
          const char   *value)
{
  GtkWidget *label;

  if (value == NULL || *value == '\0')
    return;
  label = text_label (value, NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (GTK_GRID (self->facts), text_label (name, "dim"), 0, self->n_facts, 1, 1);
  gtk_grid_attach (GTK_GRID (self->facts), label, 1, self->n_facts, 1, 1);
  self->n_facts++;
}

/* "a · b", or the one there is. */
static char *
join (const char *a,
      const char *b)
{
  return *a != '\0' && *b != '\0' ? g_strdup_printf ("%s · %s", a, b) : g_strconcat (a, b, NULL);
}

static void
add_facts (TapQuickLook *self,
           TapSession   *session,
           TapBoardCard *board_card)
{
  const TapCard *card = tap_board_card_get_card (board_card);
  gint64 now = tap_session_now_unix (session);
  GTimeZone *zone = tap_session_get_zone (session);
  g_autofree char *phone = tap_phone_show (card->phone), *who = join (card->customer, phone);
  g_autofree char *car = join (card->model, card->colour);
  g_autofree char *booked = tap_time_due_text (card->slot_unix, now, zone);
  g_autofree char *promised = tap_time_due_text (card->promised_unix, now, zone);
  g_autofree char *place = join (card->bay, card->technician), *stop = NULL;

  add_fact (self, _("Customer"), who);
  add_fact (self, _("Brought by"), card->bringer);
  add_fact (self, _("Car"), car);
  add_fact (self, _("Wish"), card->wish);
  add_fact (self, _("Advisor"), card->advisor);
  if (card->stage == TAP_STAGE_BOOKED)
    add_fact (self, C_("badge", "Booked"), booked);
  add_fact (self, _("Promised"), promised);
  if (card->stage == TAP_STAGE_NEXT || card->stage == TAP_STAGE_WORK)
    add_fact (self, C_("stage", "In work"), place);
  if (card->n_stoppages > 0)
    {
      stop = join (tap_stop_reason_label (card->stop_reason), card->stop_note);
      add_fact (self, C_("pill", "Stopped"), stop);
    }
}

static const char *
job_icon (TapJobState state)
{
  switch (state)
    {
    case TAP_JOB_RUNNING:
      return "tappet-wrench-symbolic";
    case TAP_JOB_STOPPED:
      return "tappet-stop-symbolic";
    case TAP_JOB_DONE:
      return "tappet-check-symbolic";
    case TAP_JOB_OPEN:
    case TAP_JOB_CANCELLED:
      break;
    }
  return "tappet-clock-symbolic";
}

void
tap_quick_look_take_jobs (TapQuickLook *self,
                          GPtrArray    *jobs)
{
  g_return_if_fail (TAP_IS_QUICK_LOOK (self) && jobs != NULL);

  for (guint i = 0; i < jobs->len; i++)
    {
      const TapJob *job = jobs->pdata[i];
      GtkWidget *row, *icon;
      g_autofree char *text = NULL;

      if (job->state == TAP_JOB_CANCELLED)
        continue;
      row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      icon = gtk_image_new_from_icon_name (job_icon (job->state));
      text = join (job->text, job->technician);
      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (row), icon);
      gtk_box_append (GTK_BOX (row), text_label (text, NULL));
      gtk_box_append (GTK_BOX (self->jobs), row);
    }
  gtk_widget_set_visible (self->jobs, gtk_widget_get_first_child (self->jobs) != NULL);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TapQuickLook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TapVisitDetail) detail
    = tap_store_load_visit_finish (TAP_STORE (source), result, &error);

  if (detail != NULL && !g_cancellable_is_cancelled (self->loading))
    tap_quick_look_take_jobs (self, detail->jobs);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The lines of work could not be read: %s", error->message);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        TapQuickLook          *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  gint64 id = self->id;

  if (key != GDK_KEY_space && key != GDK_KEY_KP_Space && key != GDK_KEY_Return
      && key != GDK_KEY_KP_Enter)
    return GDK_EVENT_PROPAGATE;
  gtk_popover_popdown (GTK_POPOVER (self));
  if (parent != NULL && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter))
    gtk_widget_activate_action (parent, "board.open", "x", id);
  return GDK_EVENT_STOP;
}

GtkWidget *
tap_quick_look_new (TapBoard     *board,
                    TapBoardCard *card)
{
  TapQuickLook *self;
  TapSession *session;
  GtkWidget *head, *pill;
  TapTimeView time;
  g_autofree char *said = NULL;

  g_return_val_if_fail (TAP_IS_BOARD (board) && TAP_IS_BOARD_CARD (card), NULL);

  self = g_object_new (TAP_TYPE_QUICK_LOOK, NULL);
  session = tap_board_get_session (board);
  self->id = tap_board_card_get_id (card);
  time = tap_board_card_get_time (card);
  head = gtk_widget_get_first_child (gtk_popover_get_child (GTK_POPOVER (self)));
  gtk_box_append (GTK_BOX (head), tap_plate_new (tap_board_card_get_card (card)->plate,
                                                 TAP_PLATE_SIZE_NORMAL));
  gtk_box_append (GTK_BOX (head),
                  text_label (tap_stage_label (tap_board_card_get_stage (card)), "heading"));
  gtk_widget_set_valign (gtk_widget_get_last_child (head), GTK_ALIGN_CENTER);
  pill = tap_pill_new ();
  tap_pill_set (TAP_PILL (pill), tap_time_state_css (time.state), tap_time_state_icon (&time),
                tap_board_card_get_time_text (card));
  gtk_widget_set_hexpand (pill, TRUE);
  gtk_widget_set_halign (pill, GTK_ALIGN_END);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), pill);
  add_facts (self, session, card);
  said = tap_board_card_describe (card);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  if (tap_session_get_store (session) != NULL
      && tap_board_card_get_stage (card) != TAP_STAGE_BOOKED)
    tap_store_load_visit_async (tap_session_get_store (session), self->id, self->loading, loaded_cb,
                                g_object_ref (self));
  return GTK_WIDGET (self);
}

static void
tap_quick_look_dispose (GObject *object)
{
  TapQuickLook *self = TAP_QUICK_LOOK (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  G_OBJECT_CLASS (tap_quick_look_parent_class)->dispose (object);
}

static void
tap_quick_look_finalize (GObject *object)
{
  g_clear_object (&TAP_QUICK_LOOK (object)->loading);
  G_OBJECT_CLASS (tap_quick_look_parent_class)->finalize (object);
}

static void
tap_quick_look_class_init (TapQuickLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_quick_look_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_quick_look_finalize;
}

static void
tap_quick_look_init (TapQuickLook *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->loading = g_cancellable_new ();
  self->facts = gtk_grid_new ();
  self->jobs = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_grid_set_column_spacing (GTK_GRID (self->facts), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->facts), 4);
  gtk_widget_set_visible (self->jobs, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_box_append (GTK_BOX (box), self->facts);
  gtk_box_append (GTK_BOX (box), self->jobs);
  gtk_widget_add_css_class (self->jobs, "jobs");
  gtk_widget_add_css_class (GTK_WIDGET (self), "quick-look");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_RIGHT);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
