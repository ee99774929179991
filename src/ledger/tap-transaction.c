/* tap-transaction.c — the file `t` of one transaction: what stands in it, written and read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ledger/tap-transaction.h"

#define MAGIC "TAPPETtx"
#define MAGIC_LEN 8
#define MAX_STRING 4096
#define MAX_COMMANDS 10000

typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         at;
  gboolean      ok;
} Reader;

static void
free_command (gpointer data)
{
  TapTxnCommand *command = data;

  g_free (command->name);
  g_free (command->operation_id);
  g_free (command->person);
  g_free (command);
}

TapTxn *
tap_txn_new (void)
{
  TapTxn *txn = g_new0 (TapTxn, 1);

  txn->kind = TAP_TXN_CHANGES;
  txn->commands = g_ptr_array_new_with_free_func (free_command);
  return txn;
}

void
tap_txn_free (TapTxn *txn)
{
  g_free (txn->station_id);
  g_free (txn->epoch);
  g_free (txn->least_version);
  g_free (txn->pc);
  g_free (txn->person);
  g_free (txn->program);
  g_free (txn->replica_id);
  g_clear_pointer (&txn->commands, g_ptr_array_unref);
  g_clear_pointer (&txn->payload, g_bytes_unref);
  g_free (txn);
}

void
tap_txn_add_command (TapTxn     *txn,
                     const char *name,
                     const char *operation_id,
                     const char *person,
                     gint64      happened_unix)
{
  TapTxnCommand *command = g_new0 (TapTxnCommand, 1);

  command->name = g_strdup (name);
  command->operation_id = g_strdup (operation_id);
  command->person = g_strdup (person != NULL ? person : "");
  command->happened_unix = happened_unix;
  g_ptr_array_add (txn->commands, command);
}

void
tap_hash_bytes (GBytes *bytes,
                guint8  hash[TAP_HASH_LEN])
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize len = TAP_HASH_LEN;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size > 0)
    g_checksum_update (sum, data, (gssize) size);
  g_checksum_get_digest (sum, hash, &len);
}

char *
tap_hash_to_string (const guint8 hash[TAP_HASH_LEN])
{
  GString *text = g_string_sized_new (TAP_HASH_LEN * 2);

  for (int i = 0; i < TAP_HASH_LEN; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

gboolean
tap_hash_from_string (const char *text,
                      guint8      hash[TAP_HASH_LEN])
{
  if (strlen (text) != TAP_HASH_LEN * 2)
    return FALSE;
  for (int i = 0; i < TAP_HASH_LEN; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      hash[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

/* --- writing --------------------------------------------------------------------------------- */

static void
put_u32 (GByteArray *out,
         guint32     value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
put_u64 (GByteArray *out,
         guint64     value)
{
  value = GUINT64_TO_LE (value);
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
put_string (GByteArray *out,
            const char *given)
{
  /* A reader takes nothing else for a string, and would stop the station over it. */
  g_autofree char *text = g_utf8_make_valid (given != NULL ? given : "", -1);
  gsize len = strlen (text);
  const char *end = text;

  /* A name too long for the header is cut between characters: the row in the payload has it whole. */
  if (len > MAX_STRING)
    {
      g_utf8_validate (text, MAX_STRING, &end);
      len = (gsize) (end - text);
    }
  put_u32 (out, (guint32) len);
  if (len > 0)
    g_byte_array_append (out, (const guint8 *) text, (guint) len);
}

static void
put_commands (GByteArray *out,
              GPtrArray  *commands)
{
  put_u32 (out, commands->len);
  for (guint i = 0; i < commands->len; i++)
    {
      TapTxnCommand *command = commands->pdata[i];

      put_string (out, command->name);
      put_string (out, command->operation_id);
      put_string (out, command->person);
      put_u64 (out, (guint64) command->happened_unix);
    }
}

GBytes *
tap_txn_write (TapTxn *txn)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr(GBytes) inner = NULL;
  GBytes *bytes;
  gsize payload_len;
  const guint8 *payload = g_bytes_get_data (txn->payload, &payload_len);

  g_byte_array_append (out, (const guint8 *) MAGIC, MAGIC_LEN);
  put_u32 (out, TAP_STATION_FORMAT);
  put_u32 (out, txn->kind);
  put_u64 (out, txn->seq);
  g_byte_array_append (out, txn->previous, TAP_HASH_LEN);
  put_string (out, txn->station_id);
  put_string (out, txn->epoch);
  put_u32 (out, txn->schema_version);
  put_string (out, txn->least_version);
  put_string (out, txn->pc);
  put_string (out, txn->person);
  put_string (out, txn->program);
  put_string (out, txn->replica_id);
  put_u64 (out, (guint64) txn->recorded_unix);
  put_commands (out, txn->commands);
  put_u64 (out, payload_len);
  if (payload_len > 0)
    g_byte_array_append (out, payload, (guint) payload_len);

  inner = g_bytes_new_static (out->data, out->len);
  tap_hash_bytes (inner, txn->seal);
  g_byte_array_append (out, txn->seal, TAP_HASH_LEN);
  txn->size = out->len;
  bytes = g_byte_array_free_to_bytes (out);
  tap_hash_bytes (bytes, txn->hash);
  return bytes;
}

/* --- reading --------------------------------------------------------------------------------- */

static const guint8 *
take (Reader *reader,
      guint64 len)
{
  const guint8 *data = reader->data + reader->at;

  if (!reader->ok || len > reader->size - reader->at)
    {
      reader->ok = FALSE;
      return NULL;
    }
  reader->at += (gsize) len;
  return data;
}

static guint32
take_u32 (Reader *reader)
{
  const guint8 *data = take (reader, 4);
  guint32 value = 0;

  if (data != NULL)
    memcpy (&value, data, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
take_u64 (Reader *reader)
{
  const guint8 *data = take (reader, 8);
  guint64 value = 0;

  if (data != NULL)
    memcpy (&value, data, sizeof value);
  return GUINT64_FROM_LE (value);
}

static char *
take_string (Reader *reader)
{
  guint32 len = take_u32 (reader);
  const guint8 *data;

  if (len > MAX_STRING)
    reader->ok = FALSE;
  data = take (reader, len);
  if (data == NULL || !g_utf8_validate ((const char *) data, len, NULL))
    {
      reader->ok = FALSE;
      return NULL;
    }
  return g_strndup ((const char *) data, len);
}

static void
take_commands (Reader *reader,
               TapTxn *txn)
{
  guint32 n = take_u32 (reader);

  if (n > MAX_COMMANDS)
    reader->ok = FALSE;
  for (guint32 i = 0; reader->ok && i < n; i++)
    {
      TapTxnCommand *command = g_new0 (TapTxnCommand, 1);

      g_ptr_array_add (txn->commands, command);
      command->name = take_string (reader);
      command->operation_id = take_string (reader);
      command->person = take_string (reader);
      command->happened_unix = (gint64) take_u64 (reader);
    }
}

static void
take_fields (Reader *reader,
             TapTxn *txn)
{
  const guint8 *previous;
  const guint8 *payload;
  guint64 payload_len;

  txn->kind = (TapTxnKind) take_u32 (reader);
  txn->seq = take_u64 (reader);
  previous = take (reader, TAP_HASH_LEN);
  if (previous != NULL)
    memcpy (txn->previous, previous, TAP_HASH_LEN);
  txn->station_id = take_string (reader);
  txn->epoch = take_string (reader);
  txn->schema_version = take_u32 (reader);
  txn->least_version = take_string (reader);
  txn->pc = take_string (reader);
  txn->person = take_string (reader);
  txn->program = take_string (reader);
  txn->replica_id = take_string (reader);
  txn->recorded_unix = (gint64) take_u64 (reader);
  take_commands (reader, txn);
  payload_len = take_u64 (reader);
  payload = take (reader, payload_len);
  if (payload != NULL)
    txn->payload = g_bytes_new (payload, (gsize) payload_len);
  if (txn->kind != TAP_TXN_CHANGES && txn->kind != TAP_TXN_MIGRATION)
    reader->ok = FALSE;
  if (reader->at != reader->size)
    reader->ok = FALSE;
}

static gboolean
check_seal (TapTxn       *txn,
            const guint8 *data,
            gsize         size)
{
  g_autoptr(GBytes) inner = g_bytes_new_static (data, size - TAP_HASH_LEN);
  guint8 seal[TAP_HASH_LEN];

  tap_hash_bytes (inner, seal);
  memcpy (txn->seal, data + size - TAP_HASH_LEN, TAP_HASH_LEN);
  return memcmp (seal, txn->seal, TAP_HASH_LEN) == 0;
}

TapTxn *
tap_txn_parse (GBytes  *bytes,
               GError **error)
{
  g_autoptr(TapTxn) txn = tap_txn_new ();
  Reader reader = { NULL, 0, MAGIC_LEN, TRUE };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint32 format;

  if (size < MAGIC_LEN + 4 + TAP_HASH_LEN || size > TAP_TXN_MAX_BYTES
      || memcmp (data, MAGIC, MAGIC_LEN) != 0 || !check_seal (txn, data, size))
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("a transaction file is damaged"));
      return NULL;
    }
  reader.data = data;
  reader.size = size - TAP_HASH_LEN;
  format = take_u32 (&reader);
  if (format > TAP_STATION_FORMAT)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FORMAT_NEWER,
                           _("The station was written by a newer Tappet. Update this PC."));
      return NULL;
    }
  take_fields (&reader, txn);
  if (!reader.ok || format == 0)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
                           _("a transaction file is damaged"));
      return NULL;
    }
  txn->size = size;
  tap_hash_bytes (bytes, txn->hash);
  return g_steal_pointer (&txn);
}
