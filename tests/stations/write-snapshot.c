/* write-snapshot.c — opens a station and closes it as the window does in the evening, so that a snapshot is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "store/tap-store.h"

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static void
await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  TapLedgerLimits limits;
  TapStoreOptions options = { .program = "tappet", .pc = "前台1", .limits = &limits };
  g_autoptr(TapStore) store = NULL;
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;

  if (argc != 3)
    {
      g_printerr ("Usage: write-snapshot STATION REPLICA\n");
      return 2;
    }
  tap_ledger_limits_default (&limits);
  limits.snapshot_at_close_behind = 1;
  options.folder = argv[1];
  options.replica_dir = argv[2];
  store = tap_store_new (&options);
  tap_store_open_async (store, NULL, done_cb, &opened);
  await (&opened);
  if (!tap_store_open_finish (store, opened, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  tap_store_close_async (store, done_cb, &closed);
  await (&closed);
  return tap_store_close_finish (store, closed, NULL) ? 0 : 1;
}
