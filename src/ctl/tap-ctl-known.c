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

static void
add_known (GPtrArray  *known,
           const char *folder)
{
  g_autofree char *station = g_build_filename (folder, "station.json", NULL);

  if (folder[0] != '\0' && g_file_test (station, G_FILE_TEST_EXISTS)
      && !g_ptr_array_find_with_equal_func (known, folder, g_str_equal, NULL))
    g_ptr_array_add (known, g_strdup (folder));
}

/* Those the window has opened. Only read: a shell without a desktop has nothing that could store a setting. */
static void
add_known_to_window (GPtrArray *known)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source != NULL ? g_settings_schema_source_lookup (source, TAP_APP_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GVariant) stations = NULL;
  GVariantIter iter;
  const char *folder;

  if (schema == NULL || !g_settings_schema_has_key (schema, "stations"))
    return;
  settings = g_settings_new_full (schema, NULL, NULL);
  stations = g_settings_get_value (settings, "stations");
  if (!g_variant_is_of_type (stations, G_VARIANT_TYPE ("a(ssx)")))
    return;
  g_variant_iter_init (&iter, stations);
  while (g_variant_iter_next (&iter, "(&s&sx)", &folder, NULL, NULL))
    add_known (known, folder);
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
        add_known (known, lines[i]);
    }
  add_known_to_window (known);
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
