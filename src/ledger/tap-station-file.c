/* tap-station-file.c — station.json: what a station folder says about itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ledger/tap-station-file.h"

void
tap_station_file_free (TapStationFile *file)
{
  g_free (file->id);
  g_free (file->epoch);
  g_free (file->name);
  g_free (file->parent_epoch);
  g_free (file);
}

static char *
take_text (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

/* Which transaction the epoch goes on from. FALSE: there is such a member, and it is nonsense. */
static gboolean
read_start (JsonObject     *object,
            TapStationFile *file)
{
  JsonNode *start = json_object_get_member (object, "start");
  g_autofree char *hash = take_text (object, "start_hash");

  if (start == NULL)
    return TRUE;
  if (json_node_get_value_type (start) != G_TYPE_INT64 || json_node_get_int (start) < 0 || hash == NULL
      || !tap_hash_from_string (hash, file->start_hash))
    return FALSE;
  file->start_seq = (guint64) json_node_get_int (start);
  return TRUE;
}

/* Members of later formats are passed over. */
static gboolean
read_members (const char     *text,
              gsize           len,
              TapStationFile *file)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root, *format;
  JsonObject *object;

  if (!g_utf8_validate (text, (gssize) len, NULL)
      || !json_parser_load_from_data (parser, text, (gssize) len, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  format = json_object_get_member (object, "format");
  if (format != NULL && json_node_get_value_type (format) == G_TYPE_INT64)
    file->format = (int) CLAMP (json_node_get_int (format), 0, G_MAXINT);
  file->id = take_text (object, "station");
  file->epoch = take_text (object, "epoch");
  file->name = take_text (object, "name");
  file->parent_epoch = take_text (object, "parent_epoch");
  return read_start (object, file);
}

/* The epoch becomes part of paths. */
static gboolean
is_plain_name (const char *text)
{
  gsize len = text != NULL ? strlen (text) : 0;

  if (len == 0 || len > 64)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;
  return TRUE;
}

TapStationFile *
tap_station_file_parse (const char *text,
                        gsize       len,
                        GError    **error)
{
  g_autoptr(TapStationFile) file = g_new0 (TapStationFile, 1);
  g_autoptr(GBytes) bytes = g_bytes_new (text, len);
  gboolean read = read_members (text, len, file);

  if (read && file->format > TAP_STATION_FORMAT)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER,
                           _("The station was written by a newer Tappet. Update this PC."));
      return NULL;
    }
  if (!read || file->format < 1 || file->id == NULL || !g_uuid_string_is_valid (file->id)
      || !is_plain_name (file->epoch))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("The file station.json in the station folder is damaged."));
      return NULL;
    }
  if (file->name == NULL)
    file->name = g_strdup ("");
  tap_hash_bytes (bytes, file->hash);
  if (file->start_seq == 0)
    memcpy (file->start_hash, file->hash, TAP_HASH_LEN);
  return g_steal_pointer (&file);
}

char *
tap_station_file_write (const TapStationFile *file)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, file->format);
  json_builder_set_member_name (builder, "station");
  json_builder_add_string_value (builder, file->id);
  json_builder_set_member_name (builder, "epoch");
  json_builder_add_string_value (builder, file->epoch);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, file->name);
  if (file->start_seq > 0)
    {
      g_autofree char *hash = tap_hash_to_string (file->start_hash);

      json_builder_set_member_name (builder, "start");
      json_builder_add_int_value (builder, (gint64) file->start_seq);
      json_builder_set_member_name (builder, "start_hash");
      json_builder_add_string_value (builder, hash);
    }
  if (file->parent_epoch != NULL)
    {
      json_builder_set_member_name (builder, "parent_epoch");
      json_builder_add_string_value (builder, file->parent_epoch);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
