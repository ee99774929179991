/* tap-visit-history.c — all that happened to a visit, in words, and the entry for a note.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-visit-history"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "desk/tap-desk-actions.h"
#include "desk/tap-desk-text.h"
#include "desk/tap-note-draft.h"
#include "desk/tap-visit-history.h"

struct _TapVisitHistory
{
  GtkWidget parent_instance;

  /* Template widgets (borrowed) */
  GtkBox      *list;
  GtkLabel    *summary_label, *error_label;
  GtkTextView *note_view;
  GtkWidget   *note_box, *note_button, *note_hint;
  /* Owned */
  TapSession     *session;
  TapVisitDetail *detail;
  GHashTable     *notes;            /* visit id -> note that was begun and not added */
  TapNoteDraft   *draft;
  char           *operation_id;     /* of the note that is being saved */
  guint           n_shown;
  gboolean        saving;
};

G_DEFINE_FINAL_TYPE (TapVisitHistory, tap_visit_history, GTK_TYPE_WIDGET)

static const struct { const char *kind, *icon; } icons[] = {
  { "check-in", "tappet-car-symbolic" }, { "move", "go-next-symbolic" }, { "undo", "edit-undo-symbolic" },
  { "promise", "tappet-clock-symbolic" }, { "assign", "tappet-gantt-symbolic" }, { "start", "tappet-wrench-symbolic" },
  { "stop", "tappet-stop-symbolic" }, { "resume", "tappet-wrench-symbolic" }, { "finish", "tappet-check-symbolic" },
  { "note", "tappet-talk-symbolic" }, { "job", "tappet-plus-symbolic" }, { "book", "tappet-cal-symbolic" },
};

static const char *
icon_of (const TapHistoryItem *item)
{
  if (g_str_equal (item->kind, "move") && item->move_kind == TAP_MOVE_BACK)
    return "tappet-redo-symbolic";
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_str_has_prefix (item->kind, icons[i].kind))
      return icons[i].icon;
  return "tappet-dot-symbolic";
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_row (const TapHistoryItem *item,
          GTimeZone            *zone)
{
  g_autofree char *words = tap_history_item_text (item, zone), *time = tap_desk_text_time (item->at_unix, zone);
  g_autofree char *by = NULL;
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 10, NULL);
  GtkWidget *time_label = make_label (time, "numeric"), *icon = gtk_image_new_from_icon_name (icon_of (item));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *text_label = make_label (words, "history-text"), *by_label;

  if (*item->staff != '\0' && *item->pc != '\0')
    by = g_strconcat (item->staff, " · ", item->pc, NULL);
  else
    by = g_strdup (*item->staff != '\0' ? item->staff : item->pc);
  by_label = make_label (by, "caption");
  gtk_widget_add_css_class (row, "history-row");
  gtk_widget_add_css_class (time_label, "dim");
  gtk_widget_add_css_class (by_label, "dim");
  gtk_widget_add_css_class (icon, "dim");
  gtk_widget_set_valign (time_label, GTK_ALIGN_START);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (time_label), 5);
  gtk_label_set_wrap (GTK_LABEL (text_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text_label), TRUE);
  gtk_widget_set_focusable (text_label, FALSE);
  gtk_widget_set_visible (by_label, *by != '\0');
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), text_label);
  gtk_box_append (GTK_BOX (box), by_label);
  gtk_box_append (GTK_BOX (row), time_label);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), box);
  return row;
}

static GtkWidget *
make_day (gint64     at_unix,
          gint64     now_unix,
          GTimeZone *zone)
{
  g_autofree char *name = tap_desk_text_day_name (at_unix, now_unix, zone);
  GtkWidget *label = make_label (name, "history-day");

  return label;
}

/* Puts one line on top. The heading of its day is the first child; a new day gets a new one. */
static void
put_on_top (TapVisitHistory      *self,
            const TapHistoryItem *item,
            const TapHistoryItem *older)
{
  GTimeZone *zone = tap_session_get_zone (self->session);
  GtkWidget *row = make_row (item, zone);

  if (older == NULL || !tap_desk_text_same_day (item->at_unix, older->at_unix, zone))
    gtk_box_prepend (self->list, make_day (item->at_unix, tap_session_now_unix (self->session), zone));
  gtk_box_insert_child_after (self->list, row, gtk_widget_get_first_child (GTK_WIDGET (self->list)));
}

static gboolean
is_continued (const GPtrArray *old,
              const GPtrArray *new)
{
  const TapHistoryItem *last_old, *same_new;

  if (new->len < old->len)
    return FALSE;
  if (old->len == 0)
    return TRUE;
  last_old = g_ptr_array_index (old, old->len - 1);
  same_new = g_ptr_array_index (new, old->len - 1);
  return last_old->at_unix == same_new->at_unix && g_str_equal (last_old->kind, same_new->kind)
         && g_str_equal (last_old->detail, same_new->detail);
}

static void
show_history (TapVisitHistory *self,
              const GPtrArray *history)
{
  g_autofree char *summary = NULL;
  GtkWidget *child;

  if (self->detail == NULL || !is_continued (self->detail->history, history))
    {
      while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
        gtk_box_remove (self->list, child);
      self->n_shown = 0;
    }
  for (; self->n_shown < history->len; self->n_shown++)
    put_on_top (self, g_ptr_array_index (history, self->n_shown),
                self->n_shown > 0 ? g_ptr_array_index (history, self->n_shown - 1) : NULL);
  summary = g_strdup_printf (ngettext ("%u entry", "%u entries", history->len), history->len);
  gtk_label_set_label (self->summary_label, summary);
}

/* --- notes --------------------------------------------------------------------------------------------------- */

static char *
read_note (TapVisitHistory *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
set_error (TapVisitHistory *self,
           const char      *text)
{
  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), text != NULL);
}

static void
update_button (TapVisitHistory *self)
{
  g_autofree char *note = read_note (self);
  const char *why = self->session != NULL ? tap_session_why_not_save (self->session, TRUE) : NULL;

  gtk_widget_set_sensitive (self->note_button, *note != '\0' && !self->saving && why == NULL);
  gtk_widget_set_tooltip_text (self->note_button, why);
}

static void
note_changed_cb (TapVisitHistory *self)
{
  update_button (self);
  gtk_widget_set_visible (self->note_hint, gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->note_view)) == 0);
  if (!self->saving)
    set_error (self, NULL);
}

static void
change_visit (TapVisitHistory *self,
              TapVisitDetail  *detail)
{
  g_autofree char *note = read_note (self);
  const char *begun;
  gint64 id;

  if (self->detail != NULL)
    {
      id = self->detail->card->id;
      if (*note != '\0')
        g_hash_table_insert (self->notes, g_memdup2 (&id, sizeof id), g_steal_pointer (&note));
      else
        g_hash_table_remove (self->notes, &id);
      g_clear_pointer (&self->detail, tap_visit_detail_unref);
    }
  id = detail->card->id;
  begun = g_hash_table_lookup (self->notes, &id);
  /* The text of the visit before is not one of this visit: only then is this visit the draft's. */
  tap_note_draft_open (self->draft, self->session, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note_view), begun != NULL ? begun : "", -1);
  tap_note_draft_open (self->draft, self->session, id);
}

static void
end_try (TapVisitHistory *self,
         gboolean         saved)
{
  self->saving = FALSE;
  g_clear_pointer (&self->operation_id, g_free);
  gtk_text_view_set_editable (self->note_view, TRUE);
  if (saved)
    tap_note_draft_forget (self->draft);
  if (saved)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note_view), "", -1);
  note_changed_cb (self);
}

static void
settled_cb (TapSession      *session,
            const char      *operation_id,
            gboolean         saved,
            TapVisitHistory *self)
{
  if (self->operation_id == NULL || g_strcmp0 (operation_id, self->operation_id) != 0)
    return;
  end_try (self, saved);
  if (!saved)
    set_error (self, _("The station folder answered: it was not saved."));
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TapVisitHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean saved = tap_store_note_finish (TAP_STORE (source), result, &error), queued;

  if (self->session == NULL)
    return;
  if (g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_UNKNOWN))
    {
      set_error (self, _("It is not known yet whether this was saved."));
      return;
    }
  queued = g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_QUEUED);
  end_try (self, saved || queued);
  if (queued)
    tap_desk_activate (GTK_WIDGET (self), "win.toast-waiting", NULL);
  else if (!saved)
    set_error (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->note_view));
}

typedef struct
{
  TapVisitHistory *history;
  gint64           visit_id;
  char            *note;
} Noting;

/* Whether the draft could be kept or not, the note goes on: the share is the better place. */
static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Noting *noting = user_data;
  TapVisitHistory *self = noting->history;

  tap_worker_keep_finish (TAP_WORKER (source), result, NULL);
  if (self->session != NULL)
    tap_store_note_async (tap_session_get_store (self->session), tap_session_get_staff_id (self->session), noting->visit_id,
                          noting->note, self->operation_id, noted_cb, g_object_ref (self));
  g_object_unref (self);
  g_free (noting->note);
  g_free (noting);
}

static void
add_note_cb (TapVisitHistory *self)
{
  g_autofree char *note = read_note (self);
  Noting *noting;

  if (self->saving || self->detail == NULL || *note == '\0' || tap_session_why_not_save (self->session, TRUE) != NULL)
    return;
  self->saving = TRUE;
  self->operation_id = g_strdup (tap_note_draft_get_operation (self->draft));
  /* Not insensitive: the cursor stays where the next note will be typed. */
  gtk_text_view_set_editable (self->note_view, FALSE);
  gtk_widget_set_sensitive (self->note_button, FALSE);
  noting = g_new0 (Noting, 1);
  noting->history = g_object_ref (self);
  noting->visit_id = self->detail->card->id;
  noting->note = g_steal_pointer (&note);
  tap_note_draft_keep_async (self->draft, kept_cb, noting);
}

static gboolean
add_note_shortcut_cb (GtkWidget *widget,
                      GVariant  *args,
                      gpointer   user_data)
{
  add_note_cb (user_data);
  return TRUE;
}

/* A text view would take Ctrl+Enter for a new line. */
static void
add_note_keys (TapVisitHistory *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                                                          gtk_callback_action_new (add_note_shortcut_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->note_view), controller);
}

/* --- the type ------------------------------------------------------------------------------------------------ */

void
tap_visit_history_set_detail (TapVisitHistory *self,
                              TapVisitDetail  *detail,
                              TapSession      *session)
{
  g_return_if_fail (TAP_IS_VISIT_HISTORY (self));
  g_return_if_fail (detail != NULL);

  if (g_set_object (&self->session, session))
    {
      g_signal_connect_object (session, "settled", G_CALLBACK (settled_cb), self, 0);
      g_signal_connect_object (session, "connection-changed", G_CALLBACK (update_button), self, G_CONNECT_SWAPPED);
    }
  if (self->detail == NULL || self->detail->card->id != detail->card->id)
    change_visit (self, detail);
  show_history (self, detail->history);
  g_clear_pointer (&self->detail, tap_visit_detail_unref);
  self->detail = tap_visit_detail_ref (detail);
  gtk_widget_set_visible (self->note_box, tap_stage_is_open (detail->card->stage) && tap_session_get_staff_id (session) != 0);
}

static void
tap_visit_history_dispose (GObject *object)
{
  TapVisitHistory *self = TAP_VISIT_HISTORY (object);
  GtkWidget *child;

  g_clear_object (&self->draft);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAP_TYPE_VISIT_HISTORY);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tap_visit_history_parent_class)->dispose (object);
}

static void
tap_visit_history_finalize (GObject *object)
{
  TapVisitHistory *self = TAP_VISIT_HISTORY (object);

  g_clear_pointer (&self->detail, tap_visit_detail_unref);
  g_hash_table_unref (self->notes);
  g_free (self->operation_id);
  G_OBJECT_CLASS (tap_visit_history_parent_class)->finalize (object);
}

static void
tap_visit_history_class_init (TapVisitHistoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_visit_history_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_visit_history_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tappet/Tappet/ui/desk/tap-visit-history.ui");
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, list);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, summary_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, error_label);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, note_view);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, note_box);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, note_button);
  gtk_widget_class_bind_template_child (widget_class, TapVisitHistory, note_hint);
  gtk_widget_class_bind_template_callback (widget_class, add_note_cb);
}

static void
tap_visit_history_init (TapVisitHistory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->draft = tap_note_draft_new (gtk_text_view_get_buffer (self->note_view));
  self->notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->note_view), "changed", G_CALLBACK (note_changed_cb), self);
  add_note_keys (self);
}
