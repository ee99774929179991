/* tap-note-draft.c — a note that was begun and not added yet, kept on this PC: over a crash too.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-note-draft"
#include "config.h"

#include "desk/tap-note-draft.h"

#include <string.h>

#define DELAY_MS 500

struct _TapNoteDraft
{
  GObject        parent_instance;

  /* Owned references */
  GtkTextBuffer *buffer;
  TapSession    *session;
  GCancellable  *loading;

  char          *operation_id;
  gint64         visit_id;          /* 0: none is open */
  guint          delay_id;
  gboolean       filling;           /* the text is put back, not typed */
};

G_DEFINE_FINAL_TYPE (TapNoteDraft, tap_note_draft, G_TYPE_OBJECT)

static TapWorker *
get_worker (TapNoteDraft *self)
{
  TapStore *store = self->session != NULL ? tap_session_get_store (self->session) : NULL;

  return store != NULL ? tap_store_get_worker (store) : NULL;
}

static char *
key_of (gint64 visit_id)
{
  return g_strdup_printf ("draft:note:%" G_GINT64_FORMAT, visit_id);
}

static char *
read_text (TapNoteDraft *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

const char *
tap_note_draft_get_operation (TapNoteDraft *self)
{
  g_return_val_if_fail (TAP_IS_NOTE_DRAFT (self), NULL);

  if (self->operation_id == NULL)
    self->operation_id = g_uuid_string_random ();
  return self->operation_id;
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  /* The note itself is fine; only a crash would lose it. */
  if (!tap_worker_keep_finish (TAP_WORKER (source), result, &error))
    g_debug ("Note was not kept: %s", error->message);
}

void
tap_note_draft_keep_async (TapNoteDraft        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autofree char *text = NULL, *key = NULL, *kept = NULL;

  g_return_if_fail (TAP_IS_NOTE_DRAFT (self));
  g_return_if_fail (get_worker (self) != NULL && self->visit_id != 0);

  g_clear_handle_id (&self->delay_id, g_source_remove);
  text = read_text (self);
  key = key_of (self->visit_id);
  if (*g_strchug (text) != '\0')
    kept = g_strconcat (tap_note_draft_get_operation (self), "\n", text, NULL);
  tap_worker_keep_async (get_worker (self), key, kept, callback != NULL ? callback : kept_cb, user_data);
}

void
tap_note_draft_forget (TapNoteDraft *self)
{
  g_autofree char *key = NULL;

  g_return_if_fail (TAP_IS_NOTE_DRAFT (self));

  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_clear_pointer (&self->operation_id, g_free);
  if (get_worker (self) == NULL || self->visit_id == 0)
    return;
  key = key_of (self->visit_id);
  tap_worker_keep_async (get_worker (self), key, NULL, kept_cb, NULL);
}

static void
delay_cb (gpointer data)
{
  TapNoteDraft *self = data;

  self->delay_id = 0;
  tap_note_draft_keep_async (self, NULL, NULL);
}

static void
changed_cb (TapNoteDraft *self)
{
  if (self->filling || self->visit_id == 0 || get_worker (self) == NULL)
    return;
  g_clear_handle_id (&self->delay_id, g_source_remove);
  self->delay_id = g_timeout_add_once (DELAY_MS, delay_cb, self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GCancellable) loading = data;
  g_autofree char *kept = tap_worker_kept_finish (TAP_WORKER (source), result, NULL);
  TapNoteDraft *self = g_object_get_data (G_OBJECT (loading), "tap-draft");
  char *text = kept != NULL ? strchr (kept, '\n') : NULL;

  /* Another visit by now, or something is being typed: what is kept stays kept. */
  if (g_cancellable_is_cancelled (loading) || text == NULL || gtk_text_buffer_get_char_count (self->buffer) > 0)
    return;
  *text++ = '\0';
  g_free (self->operation_id);
  self->operation_id = g_strdup (kept);
  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->filling = FALSE;
}

void
tap_note_draft_open (TapNoteDraft *self,
                     TapSession   *session,
                     gint64        visit_id)
{
  g_autofree char *key = key_of (visit_id);

  g_return_if_fail (TAP_IS_NOTE_DRAFT (self));

  if (self->delay_id != 0)
    tap_note_draft_keep_async (self, NULL, NULL);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->operation_id, g_free);
  g_set_object (&self->session, session);
  self->visit_id = visit_id;
  if (get_worker (self) == NULL || visit_id == 0)
    return;
  self->loading = g_cancellable_new ();
  g_object_set_data (G_OBJECT (self->loading), "tap-draft", self);
  tap_worker_kept_async (get_worker (self), key, loaded_cb, g_object_ref (self->loading));
}

static void
tap_note_draft_dispose (GObject *object)
{
  TapNoteDraft *self = TAP_NOTE_DRAFT (object);

  if (self->delay_id != 0)
    tap_note_draft_keep_async (self, NULL, NULL);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->session);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (tap_note_draft_parent_class)->dispose (object);
}

static void
tap_note_draft_finalize (GObject *object)
{
  g_free (TAP_NOTE_DRAFT (object)->operation_id);
  G_OBJECT_CLASS (tap_note_draft_parent_class)->finalize (object);
}

static void
tap_note_draft_class_init (TapNoteDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_note_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_note_draft_finalize;
}

static void
tap_note_draft_init (TapNoteDraft *self)
{
}

TapNoteDraft *
tap_note_draft_new (GtkTextBuffer *buffer)
{
  TapNoteDraft *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (TAP_TYPE_NOTE_DRAFT, NULL);
  self->buffer = g_object_ref (buffer);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
