/* tap-backup-manifest.c — manifest.json: what must be in a backup.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ledger/tap-backup-private.h"

static void
part_free (gpointer data)
{
  TapBackupPart *part = data;

  g_free (part->name);
  g_free (part->sha256);
  g_free (part);
}

TapBackupManifest *
_tap_backup_manifest_new (void)
{
  TapBackupManifest *self = g_new0 (TapBackupManifest, 1);

  self->rows = g_ptr_array_new_with_free_func (part_free);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->damaged_files = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
_tap_backup_manifest_free (TapBackupManifest *self)
{
  g_free (self->station_id);
  g_free (self->station_name);
  g_free (self->epoch);
  g_free (self->hash);
  g_free (self->content);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->damaged_files);
  g_free (self);
}

void
_tap_backup_manifest_add (GPtrArray  *parts,
                          const char *name,
                          gint64      n,
                          const char *sha256)
{
  TapBackupPart *part = g_new0 (TapBackupPart, 1);

  part->name = g_strdup (name);
  part->n = n;
  part->sha256 = g_strdup (sha256);
  g_ptr_array_add (parts, part);
}

TapBackupPart *
_tap_backup_manifest_find (GPtrArray  *parts,
                           const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    {
      TapBackupPart *part = parts->pdata[i];

      if (strcmp (part->name, name) == 0)
        return part;
    }
  return NULL;
}

/* --- writing --------------------------------------------------------------------------------- */

static void
add_string (JsonObject *object,
            const char *name,
            const char *value)
{
  json_object_set_string_member (object, name, value);
}

static JsonArray *
write_parts (GPtrArray *parts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      TapBackupPart *part = parts->pdata[i];
      JsonObject *object = json_object_new ();

      add_string (object, "name", part->name);
      json_object_set_int_member (object, part->sha256 != NULL ? "bytes" : "rows", part->n);
      if (part->sha256 != NULL)
        add_string (object, "sha256", part->sha256);
      json_array_add_object_element (array, object);
    }
  return array;
}

static char *
to_text (JsonObject *object)
{
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (root, object);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}

/* Over the text without the seal: the order of the members is that of writing and of reading. */
static char *
seal_of (JsonObject *object)
{
  g_autofree char *text = to_text (object);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
_tap_backup_manifest_write (const TapBackupManifest *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *damaged = json_array_new ();
  g_autofree char *seal = NULL;

  json_object_set_int_member (object, "format", TAP_BACKUP_FORMAT);
  add_string (object, "program", TAP_VERSION);
  add_string (object, "station", self->station_id);
  add_string (object, "name", self->station_name);
  add_string (object, "epoch", self->epoch);
  json_object_set_int_member (object, "made", self->made_unix);
  json_object_set_int_member (object, "number", (gint64) self->seq);
  json_object_set_int_member (object, "snapshot", (gint64) self->snapshot_seq);
  add_string (object, "transaction", self->hash);
  add_string (object, "content", self->content);
  json_object_set_int_member (object, "schema", self->schema_version);
  json_object_set_array_member (object, "tables", write_parts (self->rows));
  json_object_set_array_member (object, "parts", write_parts (self->parts));
  json_object_set_int_member (object, "files", self->n_files);
  for (guint i = 0; i < self->damaged_files->len; i++)
    json_array_add_string_element (damaged, self->damaged_files->pdata[i]);
  json_object_set_array_member (object, "damaged_files", damaged);
  seal = seal_of (object);
  add_string (object, "seal", seal);
  return to_text (object);
}

/* --- reading --------------------------------------------------------------------------------- */

static char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
}

static JsonArray *
get_array (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_parts (JsonObject *object,
            const char *name,
            const char *amount,
            GPtrArray  *parts)
{
  JsonArray *array = get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *part = NULL;
      g_autofree char *sha256 = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      part = get_string (json_node_get_object (node), "name");
      sha256 = get_string (json_node_get_object (node), "sha256");
      /* It becomes a path. */
      if (part == NULL || part[0] == '.' || strchr (part, '/') != NULL)
        return FALSE;
      _tap_backup_manifest_add (parts, part, get_int (json_node_get_object (node), amount), sha256);
    }
  return array != NULL;
}

static gboolean
read_members (JsonObject        *object,
              TapBackupManifest *self)
{
  JsonArray *damaged = get_array (object, "damaged_files");

  self->station_id = get_string (object, "station");
  self->station_name = get_string (object, "name");
  self->epoch = get_string (object, "epoch");
  self->hash = get_string (object, "transaction");
  self->content = get_string (object, "content");
  self->made_unix = get_int (object, "made");
  self->seq = (guint64) get_int (object, "number");
  self->snapshot_seq = (guint64) get_int (object, "snapshot");
  self->schema_version = get_int (object, "schema");
  self->n_files = get_int (object, "files");
  for (guint i = 0; damaged != NULL && i < json_array_get_length (damaged); i++)
    {
      JsonNode *node = json_array_get_element (damaged, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (self->damaged_files, json_node_dup_string (node));
    }
  return self->station_id != NULL && self->station_name != NULL && self->epoch != NULL && self->hash != NULL
         && self->content != NULL && self->made_unix >= 0 && self->n_files >= 0
         && read_parts (object, "tables", "rows", self->rows) && read_parts (object, "parts", "bytes", self->parts);
}

/* FALSE: nonsense, or not as it was written. */
static gboolean
read_sealed (JsonParser        *parser,
             TapBackupManifest *self)
{
  JsonNode *root = json_parser_get_root (parser);
  JsonObject *object;
  g_autofree char *seal = NULL;
  g_autofree char *found = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  seal = get_string (object, "seal");
  json_object_remove_member (object, "seal");
  found = seal_of (object);
  return g_strcmp0 (seal, found) == 0 && read_members (object, self);
}

TapBackupManifest *
_tap_backup_manifest_read (const char *path,
                           GError    **error)
{
  g_autofree char *file = g_build_filename (path, "manifest.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(TapBackupManifest) self = _tap_backup_manifest_new ();
  g_autoptr(GError) reason = NULL;
  g_autofree char *text = NULL;
  JsonNode *root;
  gsize len;

  if (!g_file_get_contents (file, &text, &len, &reason))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                   g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                       ? _("%s is not a backup: it has no manifest.json.")
                       : _("The file manifest.json of the backup %s cannot be read."), path);
      return NULL;
    }
  if (g_utf8_validate (text, (gssize) len, NULL) && json_parser_load_from_data (parser, text, (gssize) len, NULL)
      && (root = json_parser_get_root (parser)) != NULL && JSON_NODE_HOLDS_OBJECT (root))
    {
      if (get_int (json_node_get_object (root), "format") > TAP_BACKUP_FORMAT)
        {
          g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER,
                               _("The backup was written by a newer Tappet. Update this PC."));
          return NULL;
        }
      if (read_sealed (parser, self))
        return g_steal_pointer (&self);
    }
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               _("The file manifest.json of the backup is not as it was written."));
  return NULL;
}
