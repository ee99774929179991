/* bench-log.c — a long log in a short time: real transactions of the size of a move, one after the other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-log FOLDER REPLICA N     N transactions more in the station, whose last state REPLICA has
 *
 * Each is recorded on the replica as a save records it, chained, written under its number and applied; only nothing is flushed and nobody
 * else may be there. For measuring how a log is read.
 */
#define G_LOG_DOMAIN "tap-bench"
#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-replica.h"

typedef struct
{
  TapLedger      *ledger;
  TapStationFile *station;
  TapReplica     *replica;
  const char     *folder;
} Maker;

static void
stop (const char   *what,
      const GError *error)
{
  g_printerr ("bench-log: %s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

/* As many rows as a move has: one of the visit that changes, one of its history. Which visit, the number says. */
static gboolean
do_move (TapCommandContext *context,
         gconstpointer      input,
         gpointer          *result,
         GError           **error)
{
  static const char sql[]
      = "INSERT INTO event (id, visit_id, position, kind, at_unix, note, operation)"
        " SELECT %" G_GINT64_FORMAT ", id, 1 + ifnull((SELECT max(position) FROM event WHERE visit_id = v.id), 0), 'note', %" G_GINT64_FORMAT
        ", 'bench', '%s' FROM visit AS v ORDER BY id DESC LIMIT 1 OFFSET %u;"
        "UPDATE visit SET stage_since_unix = stage_since_unix + 1 WHERE id = (SELECT id FROM visit ORDER BY id DESC LIMIT 1 OFFSET %u)";
  guint which = GPOINTER_TO_UINT (input) % 40;
  g_autofree char *text = g_strdup_printf (sql, tap_command_new_id (context), context->happened_unix, context->operation_id, which, which);

  return tap_sql_exec (context->db, text, error);
}

static TapTxn *
make_txn (Maker   *maker,
          TapTail *tail)
{
  g_autofree char *operation = g_uuid_string_random ();
  g_autoptr (GBytes) changeset = NULL;
  g_autoptr (GError) error = NULL;
  TapBuildItem item = { .func = do_move, .input = GUINT_TO_POINTER ((guint) tail->seq + 1), .operation_id = operation, .happened_unix = 1795142520 };
  TapTxn *txn;

  if (!tap_replica_build (maker->replica, &item, 1, tail, &changeset, &error) || changeset == NULL)
    stop ("build", error != NULL ? error : item.error);
  txn = tap_txn_new ();
  txn->kind = TAP_TXN_CHANGES;
  txn->seq = tail->seq + 1;
  memcpy (txn->previous, tail->hash, TAP_HASH_LEN);
  txn->station_id = g_strdup (maker->station->id);
  txn->epoch = g_strdup (maker->station->epoch);
  txn->schema_version = tail->schema_version;
  txn->least_version = g_strdup ("");
  txn->pc = g_strdup ("bench");
  txn->person = g_strdup ("");
  txn->program = g_strdup ("bench");
  txn->replica_id = g_strdup (tap_replica_get_id (maker->replica));
  txn->recorded_unix = 1795142520;
  txn->payload = g_bytes_ref (changeset);
  tap_txn_add_command (txn, "move", operation, "", 1795142520);
  return txn;
}

static void
publish (Maker   *maker,
         guint64  seq,
         GBytes  *bytes)
{
  g_autofree char *dir = g_strdup_printf ("%s/log/%s/%04u/%" G_GUINT64_FORMAT ".txn", maker->folder, maker->station->epoch, (guint) (seq / 1000), seq);
  g_autofree char *path = g_build_filename (dir, "t", NULL);
  FILE *file;
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (g_mkdir_with_parents (dir, 0777) != 0 || (file = fopen (path, "wx")) == NULL || fwrite (data, 1, size, file) != size || fclose (file) != 0)
    stop (path, NULL);
}

static void
make_one (Maker *maker)
{
  g_autoptr (GPtrArray) txns = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TapTxn) txn = NULL;
  g_autoptr (TapTxn) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 failed;
  TapTail tail;

  txn = make_txn (maker, &tail);
  bytes = tap_txn_write (txn);
  read = tap_txn_parse (bytes, &error);
  if (read == NULL)
    stop ("parse", error);
  g_ptr_array_add (txns, read);
  g_ptr_array_add (files, bytes);
  if (!tap_replica_apply (maker->replica, txns, files, &failed, &error))
    stop ("apply", error);
  publish (maker, read->seq, bytes);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Maker maker = { 0 };
  int n;

  if (argc != 4 || (n = atoi (argv[3])) <= 0)
    {
      g_printerr ("usage: bench-log FOLDER REPLICA N\n");
      return 2;
    }
  maker.folder = argv[1];
  maker.ledger = tap_ledger_folder_new (argv[1]);
  maker.station = tap_ledger_open (maker.ledger, &error);
  if (maker.station == NULL)
    stop ("open", error);
  maker.replica = tap_replica_open (argv[2], NULL, NULL, &error);
  if (maker.replica == NULL || !tap_replica_is_bound (maker.replica))
    stop (argv[2], error);
  for (int i = 0; i < n; i++)
    make_one (&maker);
  tap_replica_close (maker.replica);
  tap_station_file_free (maker.station);
  g_object_unref (maker.ledger);
  return 0;
}
