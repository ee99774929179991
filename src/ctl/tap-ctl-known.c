/* tap-ctl-known.c — the station folders this PC has opened, so that one of them need not be named.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ctl"
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ctl/tap-ctl.h"

/* One folder a line, beside the replicas. */
static char *
list_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "tappet", "stations", NULL);
}

GPtrArray *
tap_ctl_known_stations (void)
{
  g_autofree char *path = list_path ();
  g_autofree char *text = NULL;
  GPtrArray *known = g_ptr_array_new_with_free_func (g_free);

  if (g_file_get_contents (path, &text, NULL, NULL))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_autofree char *station = g_build_filename (lines[i], "station.json", NULL);

          if (lines[i][0] != '\0' && g_file_test (station, G_FILE_TEST_EXISTS))
            g_ptr_array_add (known, g_strdup (lines[i]));
        }
    }
  return known;
}

void
tap_ctl_remember_station (const char *folder)
{
  g_autoptr (GPtrArray) known = tap_ctl_known_stations ();
  g_autofree char *path = list_path ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *text = NULL;

  if (g_ptr_array_find_with_equal_func (known, absolute, g_str_equal, NULL))
    return;
  g_ptr_array_add (known, g_steal_pointer (&absolute));
  g_ptr_array_add (known, NULL);
  text = g_strjoinv ("\n", (char **) known->pdata);
  if (g_mkdir_with_parents (directory, 0700) != 0 || !g_file_set_contents (path, text, -1, NULL))
    g_debug ("cannot remember %s in %s", folder, path);
}
