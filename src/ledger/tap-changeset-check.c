/* tap-changeset-check.c — is it a whole changeset? Asked before SQLite sees it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's own reader trusts the lengths inside: a damaged changeset can make it run for ever. The format is documented at
 * sqlite.org/session.html: tables, each with its columns, and under each its rows; every value with a type and, where needed, a length.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <string.h>

#include "ledger/tap-changeset.h"

#define MAX_COLUMNS 2000

enum
{
  VALUE_UNDEFINED,              /* a column that did not change */
  VALUE_INTEGER,
  VALUE_FLOAT,
  VALUE_TEXT,
  VALUE_BLOB,
  VALUE_NULL,
};

typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         at;
} Cursor;

static gboolean
skip (Cursor *cursor,
      guint64 n)
{
  if (n > cursor->size - cursor->at)
    return FALSE;
  cursor->at += (gsize) n;
  return TRUE;
}

static gboolean
take_byte (Cursor *cursor,
           guint8 *byte)
{
  if (cursor->at >= cursor->size)
    return FALSE;
  *byte = cursor->data[cursor->at++];
  return TRUE;
}

/* SQLite's variable length integer; lengths never need more than five bytes. */
static gboolean
take_varint (Cursor  *cursor,
             guint64 *value)
{
  guint8 byte;

  *value = 0;
  for (int i = 0; i < 5; i++)
    {
      if (!take_byte (cursor, &byte))
        return FALSE;
      *value = (*value << 7) | (byte & 0x7f);
      if ((byte & 0x80) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
take_value (Cursor *cursor,
            guint8 *type)
{
  guint64 len;

  if (!take_byte (cursor, type))
    return FALSE;
  switch (*type)
    {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
      return TRUE;
    case VALUE_INTEGER:
    case VALUE_FLOAT:
      return skip (cursor, 8);
    case VALUE_TEXT:
    case VALUE_BLOB:
      return take_varint (cursor, &len) && len <= G_MAXINT32 && skip (cursor, len);
    default:
      return FALSE;
    }
}

/* Whole rows of inserts and deletes: no value may be missing, and none of the key may be NULL. */
static gboolean
take_whole_row (Cursor       *cursor,
                const guint8 *key,
                guint64       n_columns)
{
  guint8 type;

  for (guint64 i = 0; i < n_columns; i++)
    if (!take_value (cursor, &type) || type == VALUE_UNDEFINED || (key[i] != 0 && type == VALUE_NULL))
      return FALSE;
  return TRUE;
}

/* Updates: the key stands in the old half alone, every other column in both or in none. */
static gboolean
take_update (Cursor       *cursor,
             const guint8 *key,
             guint64       n_columns)
{
  guint8 types[MAX_COLUMNS];
  guint8 type;

  for (guint64 i = 0; i < n_columns; i++)
    if (!take_value (cursor, &types[i])
        || (key[i] != 0 && (types[i] == VALUE_UNDEFINED || types[i] == VALUE_NULL)))
      return FALSE;
  for (guint64 i = 0; i < n_columns; i++)
    if (!take_value (cursor, &type)
        || (type != VALUE_UNDEFINED) != (key[i] == 0 && types[i] != VALUE_UNDEFINED))
      return FALSE;
  return TRUE;
}

static gboolean
take_change (Cursor       *cursor,
             const guint8 *key,
             guint64       n_columns)
{
  guint8 op;
  guint8 indirect;

  if (!take_byte (cursor, &op) || !take_byte (cursor, &indirect) || indirect > 1)
    return FALSE;
  if (op == SQLITE_UPDATE)
    return take_update (cursor, key, n_columns);
  return (op == SQLITE_INSERT || op == SQLITE_DELETE) && take_whole_row (cursor, key, n_columns);
}

static gboolean
take_table (Cursor        *cursor,
            const guint8 **key,
            guint64       *n_columns)
{
  const guint8 *name;
  const guint8 *end;
  gboolean any = FALSE;

  if (!skip (cursor, 1) || !take_varint (cursor, n_columns) || *n_columns == 0 || *n_columns > MAX_COLUMNS)
    return FALSE;
  *key = cursor->data + cursor->at;
  if (!skip (cursor, *n_columns))
    return FALSE;
  for (guint64 i = 0; i < *n_columns; i++)
    any = any || (*key)[i] != 0;
  name = cursor->data + cursor->at;
  end = memchr (name, '\0', cursor->size - cursor->at);
  return any && end != NULL && end != name && g_utf8_validate ((const char *) name, end - name, NULL)
         && skip (cursor, (guint64) (end - name) + 1);
}

gboolean
tap_changeset_is_sound (GBytes *changeset)
{
  Cursor cursor = { NULL, 0, 0 };
  const guint8 *key = NULL;
  guint64 n_columns = 0;

  cursor.data = g_bytes_get_data (changeset, &cursor.size);
  while (cursor.at < cursor.size)
    {
      if (cursor.data[cursor.at] == 'T')
        {
          if (!take_table (&cursor, &key, &n_columns))
            return FALSE;
        }
      else if (key == NULL || !take_change (&cursor, key, n_columns))
        return FALSE;
    }
  return TRUE;
}
