/* tap-promise-window.c — giving or changing a promised time: when, with whom, how, why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-promise-window"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-field.h"
#include "desk/tap-forms-private.h"
#include "widgets/tap-plate.h"
#include "widgets/tap-time-entry.h"
#include "widgets/tap-wrap-box.h"

struct _TapPromiseWindow
{
  TapDeskForm parent_instance;

  /* Template widgets (borrowed) */
  TapPlate        *plate;
  GtkLabel        *story_label, *their_label, *their_time, *own_time;
  GtkWidget       *conflict_box;
  TapField        *time_field, *whom_field, *means_field, *reason_field;
  TapTimeEntry    *time_entry;
  GtkEntry        *whom_entry, *reason_entry;
  GtkToggleButton *desk_button, *phone_button, *message_button;
  TapWrapBox      *reason_chips;
  /* Owned */
  TapBoardCard *card;
  gint64        expected_unix;      /* the promise the person saw */
};

G_DEFINE_FINAL_TYPE (TapPromiseWindow, tap_promise_window, TAP_TYPE_DESK_FORM)

static const TapCard *
get_card (TapPromiseWindow *self)
{
  return tap_board_card_get_card (self->card);
}

static const char *
get_means (TapPromiseWindow *self)
{
  if (gtk_toggle_button_get_active (self->phone_button))
    return "phone";
  return gtk_toggle_button_get_active (self->message_button) ? "message" : "desk";
}

/* Who, how late, and whether the customer sits in the lounge: what must be said before the time is changed (req 69). */
static char *
tell_story (TapPromiseWindow *self)
{
  const TapCard *card = get_card (self);
  TapTimeView view = tap_board_card_get_time (self->card);
  const char *who = *card->bringer != '\0' ? card->bringer : card->customer;
  g_autofree char *late = NULL;

  if (view.state == TAP_TIME_LATE)
    {
      late = tap_time_span_text (view.minutes);
      if (card->waits_here)
        /* Translators: a span of time, a customer's name */
        return g_strdup_printf (_("%s late, and %s waits here. Tell the customer first, then change the time."), late, who);
      /* Translators: a span of time, a customer's name */
      return g_strdup_printf (_("%s late. Tell %s first, then change the time."), late, who);
    }
  if (card->promised_unix == 0)
    /* Translators: a customer's name */
    return g_strdup_printf (_("No time is promised to %s yet."), who);
  if (card->waits_here)
    /* Translators: a customer's name */
    return g_strdup_printf (_("%s waits here. Tell the customer before the old time has passed."), who);
  /* Translators: a customer's name */
  return g_strdup_printf (_("Tell %s before the old time has passed."), who);
}

static void
show_times (TapPromiseWindow *self)
{
  TapSession *session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  gint64 own_unix = tap_time_entry_get_time_unix (self->time_entry);
  g_autofree char *own = own_unix != 0 ? tap_time_due_text (own_unix, tap_session_now_unix (session), tap_session_get_zone (session))
                                       : g_strdup ("—");

  gtk_label_set_label (self->own_time, own);
}

static void
time_changed_cb (TapPromiseWindow *self)
{
  tap_field_set_note (self->time_field, TAP_FIELD_HINT, NULL);
  show_times (self);
  tap_desk_form_changed (TAP_DESK_FORM (self));
}

static void
reason_changed_cb (TapPromiseWindow *self)
{
  tap_field_set_note (self->reason_field, TAP_FIELD_HINT, NULL);
}

static gboolean
tap_promise_window_check (TapDeskForm *form)
{
  TapPromiseWindow *self = TAP_PROMISE_WINDOW (form);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason_entry))));
  gboolean readable = tap_time_entry_is_valid (self->time_entry, NULL);
  gboolean given = tap_time_entry_get_time_unix (self->time_entry) != 0;

  tap_field_set_note (self->time_field, TAP_FIELD_ERROR, readable && !given ? _("When will the car be ready?") : NULL);
  if (!readable || !given)
    {
      tap_field_focus (self->time_field);
      return FALSE;
    }
  if (self->expected_unix != 0 && *reason == '\0')
    {
      tap_field_set_note (self->reason_field, TAP_FIELD_ERROR, _("A later promise needs a reason."));
      tap_field_focus (self->reason_field);
      return FALSE;
    }
  return TRUE;
}

/* Somebody else promised another time while this one was typed: both are shown, the person decides (look.md 12). */
void
_tap_promise_window_show_conflict (TapPromiseWindow *self)
{
  TapSession *session = tap_desk_form_get_session (TAP_DESK_FORM (self));
  const TapCard *card = get_card (self);
  g_autofree char *theirs = NULL;

  self->expected_unix = card->promised_unix;
  tap_desk_form_renew (TAP_DESK_FORM (self));
  theirs = card->promised_unix != 0
           ? tap_time_due_text (card->promised_unix, tap_session_now_unix (session), tap_session_get_zone (session))
           : g_strdup ("—");
  gtk_label_set_label (self->their_label, _("Saved by somebody else meanwhile"));
  gtk_label_set_label (self->their_time, theirs);
  show_times (self);
  gtk_widget_set_visible (self->conflict_box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason_field), self->expected_unix != 0);
}

static void
promised_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(TapPromiseWindow) self = user_data;
  TapDeskForm *form = TAP_DESK_FORM (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *shown = NULL, *toast = NULL;
  gboolean saved = tap_store_promise_finish (TAP_STORE (source), result, &error);

  if (self->card == NULL)
    return;
  if (saved)
    {
      shown = tap_plate_show (get_card (self)->plate);
      /* Translators: %s is a number plate */
      toast = g_strdup_printf (_("New promise for %s saved"), shown);
      tap_desk_form_saved (form, toast);
      return;
    }
  tap_desk_form_failed (form, error);
  if (g_error_matches (error, TAP_STORE_ERROR, TAP_STORE_ERROR_STALE))
    _tap_promise_window_show_conflict (self);
}

static void
tap_promise_window_save (TapDeskForm *form,
                         const char  *operation_id)
{
  TapPromiseWindow *self = TAP_PROMISE_WINDOW (form);
  TapSession *session = tap_desk_form_get_session (form);
  TapPromiseInput input = { 0 };

  input.visit_id = get_card (self)->id;
  input.promised_unix = tap_time_entry_get_time_unix (self->time_entry);
  input.expected_unix = self->expected_unix;
  input.with_whom = gtk_editable_get_text (GTK_EDITABLE (self->whom_entry));
  input.means = get_means (self);
  input.reason = gtk_editable_get_text (GTK_EDITABLE (self->reason_entry));
  tap_store_promise_async (tap_session_get_store (session), tap_session_get_staff_id (session), &input, operation_id,
                           promised_cb, g_object_ref (self));
}

static gboolean
tap_promise_window_show_error (TapDeskForm *form,
                               const char  *name,
                               const char  *sentence)
{
  TapPromiseWindow *self = TAP_PROMISE_WINDOW (form);
  TapField *field = NULL;

  if (g_str_has_prefix (name, "promised"))
    field = self->time_field;
  else if (g_str_has_prefix (name, "reason"))
    field = self->reason_field;
  else if (g_str_has_prefix (name, "with"))
    field = self->whom_field;
  else if (g_str_has_prefix (name, "means"))
    field = self->means_field;
  if (field == NULL)
    return FALSE;
  tap_field_set_note (field, TAP_FIELD_ERROR, sentence);
  tap_field_focus (field);
  return TRUE;
}

/* --- the draft ------------------------------------------------------------------------------------------------ */

static gboolean
tap_promise_window_fill_draft (TapDeskForm *form,
                               GKeyFile    *draft,
                               const char  *group)
{
  TapPromiseWindow *self = TAP_PROMISE_WINDOW (form);
  gint64 promised_unix = tap_time_entry_get_time_unix (self->time_entry);
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason_entry));

  g_key_file_set_int64 (draft, group, "visit", get_card (self)->id);
  g_key_file_set_int64 (draft, group, "promised", promised_unix);
  g_key_file_set_int64 (draft, group, "expected", self->expected_unix);
  g_key_file_set_string (draft, group, "with", gtk_editable_get_text (GTK_EDITABLE (self->whom_entry)));
  g_key_file_set_string (draft, group, "means", get_means (self));
  g_key_file_set_string (draft, group, "reason", reason);
  return promised_unix != 0 || *reason != '\0';
}

static gboolean
tap_promise_window_fits (TapDeskForm *form,
                         GKeyFile    *draft,
                         const char  *group)
{
  return g_key_file_get_int64 (draft, group, "visit", NULL) == get_card (TAP_PROMISE_WINDOW (form))->id;
}

static void
tap_promise_window_restore (TapDeskForm *form,
                            GKeyFile    *draft,
                            const char  *group)
{
  TapPromiseWindow *self = TAP_PROMISE_WINDOW (form);
  g_autofree char *whom = g_key_file_get_string (draft, group, "with", NULL);
  g_autofree char *means = g_key_file_get_string (draft, group, "means", NULL);
  g_autofree char *reason = g_key_file_get_string (draft, group, "reason", NULL);
  gint64 promised_unix = g_key_file_get_int64 (draft, group, "promised", NULL);
  gint64 expected_unix = g_key_file_get_int64 (draft, group, "expected", NULL);

  /* A time that has passed meanwhile is promised no more. */
  if (promised_unix > tap_session_now_unix (tap_desk_form_get_session (form)))
    tap_time_entry_set_time_unix (self->time_entry, promised_unix);
  gtk_editable_set_text (GTK_EDITABLE (self->whom_entry), whom != NULL ? whom : "");
  gtk_editable_set_text (GTK_EDITABLE (self->reason_entry), reason != NULL ? reason : "");
  if (g_strcmp0 (means, "phone") == 0)
    gtk_toggle_button_set_active (self->phone_button, TRUE);
  else
    gtk_toggle_button_set_active (g_strcmp0 (means, "message") == 0 ? self->message_button : self->desk_button, TRUE);
  if (expected_unix != get_card (self)->promised_unix)
    _tap_promise_window_show_conflict (self);
}

static char *
tap_promise_window_describe (TapDeskForm *form,
                             GKeyFile    *draft,
                             const char  *group)
{
  g_autofree char *plate = tap_plate_show (get_card (TAP_PROMISE_WINDOW (form))->plate);

  /* Translators: %s is a number plate */
  return g_strdup_printf (_("Continue the unfinished promise for %s?"), plate);
}

static void
chip_clicked_cb (GtkButton        *button,
                 TapPromiseWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->reason_entry), gtk_button_get_label (button));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason_entry));
  gtk_editable_set_position (GTK_EDITABLE (self->reason_entry), -1);
}

/* The six causes of delay (terms.md 4.8). */
static void
add_reasons (TapPromiseWindow *self)
{
  const char *const reasons[] = {
    C_("delay", "Harder than planned"), C_("delay", "Incomplete reception added work"), C_("delay", "An item on the RO was put off"),
    C_("delay", "Parts late or wrong"), C_("delay", "Add-on or late answer"), C_("delay", "Failed inspection, rework"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      GtkWidget *chip = gtk_button_new_with_label (reasons[i]);

      gtk_widget_add_css_class (chip, "chip");
      g_signal_connect_object (chip, "clicked", G_CALLBACK (chip_clicked_cb), self, 0);
      tap_wrap_box_append (self->reason_chips, chip);
    }
}

static void
tap_promise_window_dispose (GObject *object)
{
  g_clear_object (&TAP_PROMISE_WINDOW (object)->card);
  G_OBJECT_CLASS (tap_promise_window_parent_class)->dispose (object);
}

static void
tap_promise_window_class_init (TapPromiseWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TapDeskFormClass *form_class = TAP_DESK_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_promise_window_dispose;
  form_class->draft_key = "draft:promise";
  form_class->fill_draft = tap_promise_window_fill_draft;
  form_class->fits = tap_promise_window_fits;
  form_class->restore = tap_promise_window_restore;
  form_class->describe = tap_promise_window_describe;
  form_class->check = tap_promise_window_check;
  form_class->save = tap_promise_window_save;
  form_class->show_error = tap_promise_window_show_error;
  g_type_ensure (TAP_TYPE_FIELD);
  g_type_ensure (TAP_TYPE_PLATE);
  g_type_ensure (TAP_TYPE_TIME_ENTRY);
  g_type_ensure (TAP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-promise-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, plate);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, story_label);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, their_label);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, their_time);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, own_time);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, conflict_box);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, time_field);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, whom_field);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, means_field);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, reason_field);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, time_entry);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, whom_entry);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, reason_entry);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, desk_button);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, phone_button);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, message_button);
  gtk_widget_class_bind_template_child (widget_class, TapPromiseWindow, reason_chips);
}

static void
tap_promise_window_init (TapPromiseWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_reasons (self);
}

GtkWidget *
tap_promise_window_new (TapBoard *board,
                        gint64    visit_id)
{
  TapPromiseWindow *self;
  TapBoardCard *card;
  TapSession *session;
  g_autofree char *story = NULL;

  g_return_val_if_fail (TAP_IS_BOARD (board), NULL);

  card = tap_board_find (board, visit_id);
  g_return_val_if_fail (card != NULL, NULL);

  self = g_object_new (TAP_TYPE_PROMISE_WINDOW, NULL);
  self->card = g_object_ref (card);
  self->expected_unix = get_card (self)->promised_unix;
  session = tap_board_get_session (board);
  gtk_window_set_title (GTK_WINDOW (self), self->expected_unix != 0 ? _("Change Promised Time") : _("Promise a Time"));
  tap_plate_set_plate (self->plate, get_card (self)->plate);
  story = tell_story (self);
  gtk_label_set_label (self->story_label, story);
  tap_time_entry_set_clock (self->time_entry, tap_session_now_unix (session), tap_session_get_zone (session));
  gtk_editable_set_text (GTK_EDITABLE (self->whom_entry),
                         *get_card (self)->bringer != '\0' ? get_card (self)->bringer : get_card (self)->customer);
  gtk_toggle_button_set_active (get_card (self)->waits_here ? self->desk_button : self->phone_button, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason_field), self->expected_unix != 0);
  tap_desk_form_start (TAP_DESK_FORM (self), board);
  g_signal_connect_object (self->time_entry, "notify::time-unix", G_CALLBACK (time_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reason_entry, "changed", G_CALLBACK (reason_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->time_entry));
  return GTK_WIDGET (self);
}
