/* tap-registry.c — which station this PC has seen in which folder, so that its copy is found while the share is away.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-registry.h"

#define GROUP "stations"

static char *
registry_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "tappet", "stations.ini", NULL);
}

char *
tap_registry_find (const char *folder)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = registry_path ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (file, GROUP, folder, NULL);
}

void
tap_registry_remember (const char *folder,
                       const char *station_id)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = registry_path ();
  g_autofree char *id = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  id = g_key_file_get_string (file, GROUP, folder, NULL);
  if (g_strcmp0 (id, station_id) == 0)
    return;
  g_key_file_set_string (file, GROUP, folder, station_id);
  g_key_file_save_to_file (file, path, NULL);
}

char *
tap_registry_replica_dir (const char *station_id)
{
  return g_build_filename (g_get_user_data_dir (), "tappet", station_id, NULL);
}
