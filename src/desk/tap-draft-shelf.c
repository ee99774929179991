/* tap-draft-shelf.c — the unfinished forms of one kind, as the shelf of this PC keeps them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-draft-shelf"
#include "config.h"

#include "desk/tap-draft-shelf.h"

struct _TapDraftShelf
{
  GKeyFile *file;                   /* groups in the order they were begun: the newest last */
};

TapDraftShelf *
tap_draft_shelf_new (void)
{
  TapDraftShelf *self = g_new0 (TapDraftShelf, 1);

  self->file = g_key_file_new ();
  return self;
}

void
tap_draft_shelf_free (TapDraftShelf *self)
{
  if (self == NULL)
    return;
  g_key_file_unref (self->file);
  g_free (self);
}

/* Takes one group over from another key file, unless it is here already. */
static void
take_group (TapDraftShelf *self,
            GKeyFile      *from,
            const char    *group)
{
  g_auto(GStrv) keys = g_key_file_get_keys (from, group, NULL, NULL);

  if (keys == NULL || g_key_file_has_group (self->file, group))
    return;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (from, group, keys[i], NULL);

      g_key_file_set_value (self->file, group, keys[i], value);
    }
}

void
tap_draft_shelf_load (TapDraftShelf *self,
                      const char    *text)
{
  g_autoptr(GKeyFile) kept = g_key_file_new ();
  g_autoptr(GKeyFile) newer = NULL;
  g_auto(GStrv) groups = NULL;

  g_return_if_fail (self != NULL);

  if (text == NULL || !g_key_file_load_from_data (kept, text, -1, G_KEY_FILE_NONE, NULL))
    return;
  /* The kept ones are older than what was begun in the meantime, so they come first. */
  newer = g_steal_pointer (&self->file);
  self->file = g_key_file_new ();
  groups = g_key_file_get_groups (kept, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_key_file_has_group (newer, groups[i]))
      take_group (self, kept, groups[i]);
  g_strfreev (groups);
  groups = g_key_file_get_groups (newer, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    take_group (self, newer, groups[i]);
}

char *
tap_draft_shelf_text (TapDraftShelf *self)
{
  g_auto(GStrv) groups = NULL;
  gsize n_groups = 0;

  g_return_val_if_fail (self != NULL, NULL);

  groups = g_key_file_get_groups (self->file, &n_groups);
  if (n_groups == 0)
    return NULL;
  for (gsize i = 0; i + TAP_DRAFT_SHELF_MAX < n_groups; i++)
    g_key_file_remove_group (self->file, groups[i], NULL);
  return g_key_file_to_data (self->file, NULL, NULL);
}

GKeyFile *
tap_draft_shelf_begin (TapDraftShelf *self,
                       const char    *operation_id)
{
  g_return_val_if_fail (self != NULL && operation_id != NULL, NULL);

  g_key_file_remove_group (self->file, operation_id, NULL);
  return self->file;
}

GKeyFile *
tap_draft_shelf_peek (TapDraftShelf *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->file;
}

void
tap_draft_shelf_remove (TapDraftShelf *self,
                        const char    *operation_id)
{
  g_return_if_fail (self != NULL && operation_id != NULL);

  g_key_file_remove_group (self->file, operation_id, NULL);
}

char *
tap_draft_shelf_other (TapDraftShelf    *self,
                       const char       *own,
                       TapDraftShelfFunc func,
                       gpointer          data)
{
  g_auto(GStrv) groups = NULL;
  gsize n_groups = 0;

  g_return_val_if_fail (self != NULL, NULL);

  groups = g_key_file_get_groups (self->file, &n_groups);
  for (gsize i = n_groups; i > 0; i--)
    if (g_strcmp0 (groups[i - 1], own) != 0 && (func == NULL || func (self->file, groups[i - 1], data)))
      return g_strdup (groups[i - 1]);
  return NULL;
}
