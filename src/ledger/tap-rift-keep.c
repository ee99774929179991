/* tap-rift-keep.c — the shelf of local.db for whoever finds a way out while no program has the station open.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-rift-private.h"

char *
tap_rift_kept (const char *replica_dir,
               const char *key)
{
  g_autoptr(TapLocalDb) local = NULL;

  g_return_val_if_fail (replica_dir != NULL && key != NULL, NULL);

  local = tap_local_db_open (replica_dir, NULL);
  return local == NULL ? NULL : tap_local_db_kept (local, key, NULL);
}

gboolean
tap_rift_keep (const char *replica_dir,
               const char *key,
               const char *text,
               GError    **error)
{
  g_autoptr(TapLocalDb) local = NULL;

  g_return_val_if_fail (replica_dir != NULL && key != NULL, FALSE);

  local = tap_local_db_open (replica_dir, error);
  return local != NULL && tap_local_db_keep (local, key, text, error);
}
