/* tap-prefs.c — what this computer remembers: known stations, window size, theme, language (GSettings).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-prefs"
#include "config.h"

#include "app/tap-prefs.h"

#include "app/tap-demo-folder.h"

/* Stations on the sign-in page; older ones fall off. */
#define MAX_STATIONS 8

void
tap_known_station_free (TapKnownStation *self)
{
  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}

/* The schema of the build folder, beside the program that was built there. */
static GSettingsSchema *
find_uninstalled_schema (GSettingsSchemaSource *parent)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GSettingsSchemaSource) source = NULL;

  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  data = g_build_filename (folder, "..", "..", "data", NULL);
  source = g_settings_schema_source_new_from_directory (data, parent, TRUE, NULL);
  return source == NULL ? NULL : g_settings_schema_source_lookup (source, TAP_APP_ID, FALSE);
}

GSettings *
tap_prefs_get (void)
{
  static GSettings *settings;
  static gboolean looked;
  GSettingsSchemaSource *source;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (looked)
    return settings;
  looked = TRUE;
  source = g_settings_schema_source_get_default ();
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TAP_APP_ID, TRUE);
  if (schema == NULL)
    schema = find_uninstalled_schema (source);
  if (schema != NULL)
    settings = g_settings_new_full (schema, NULL, NULL);
  return settings;
}

int
tap_prefs_get_int (const char *key,
                   int         fallback)
{
  GSettings *settings = tap_prefs_get ();

  return settings == NULL ? fallback : g_settings_get_int (settings, key);
}

gboolean
tap_prefs_get_boolean (const char *key,
                       gboolean    fallback)
{
  GSettings *settings = tap_prefs_get ();

  return settings == NULL ? fallback : g_settings_get_boolean (settings, key);
}

char *
tap_prefs_get_text (const char *key)
{
  GSettings *settings = tap_prefs_get ();

  return settings == NULL ? g_strdup ("") : g_settings_get_string (settings, key);
}

void
tap_prefs_set_int (const char *key,
                   int         value)
{
  if (tap_prefs_get () != NULL)
    g_settings_set_int (tap_prefs_get (), key, value);
}

void
tap_prefs_set_boolean (const char *key,
                       gboolean    value)
{
  if (tap_prefs_get () != NULL)
    g_settings_set_boolean (tap_prefs_get (), key, value);
}

void
tap_prefs_set_text (const char *key,
                    const char *value)
{
  if (tap_prefs_get () != NULL)
    g_settings_set_string (tap_prefs_get (), key, value);
}

GPtrArray *
tap_prefs_list_stations (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_known_station_free);
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  const char *folder, *name;
  gint64 opened_unix;

  if (tap_prefs_get () == NULL)
    return list;
  value = g_settings_get_value (tap_prefs_get (), "stations");
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&s&sx)", &folder, &name, &opened_unix))
    {
      TapKnownStation *station;

      /* On it every car is late; the one of today takes its place. */
      if (tap_demo_folder_is_past (folder))
        continue;
      station = g_new0 (TapKnownStation, 1);
      station->folder = g_strdup (folder);
      station->name = g_strdup (name);
      station->opened_unix = opened_unix;
      g_ptr_array_add (list, station);
    }
  return list;
}

static void
store_stations (GPtrArray  *list,
                const char *left_out)
{
  GVariantBuilder builder;
  guint n = 0;

  if (tap_prefs_get () == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssx)"));
  for (guint i = 0; i < list->len && n < MAX_STATIONS; i++)
    {
      TapKnownStation *station = g_ptr_array_index (list, i);

      if (left_out != NULL && g_str_equal (station->folder, left_out))
        continue;
      g_variant_builder_add (&builder, "(ssx)", station->folder, station->name, station->opened_unix);
      n++;
    }
  g_settings_set_value (tap_prefs_get (), "stations", g_variant_builder_end (&builder));
}

void
tap_prefs_remember_station (const char *folder,
                            const char *name)
{
  g_autoptr (GPtrArray) list = tap_prefs_list_stations ();
  TapKnownStation *station;

  g_return_if_fail (folder != NULL && name != NULL);

  for (guint i = list->len; i > 0; i--)
    if (g_str_equal (((TapKnownStation *) g_ptr_array_index (list, i - 1))->folder, folder))
      g_ptr_array_remove_index (list, i - 1);
  station = g_new0 (TapKnownStation, 1);
  station->folder = g_strdup (folder);
  station->name = g_strdup (name);
  station->opened_unix = g_get_real_time () / G_USEC_PER_SEC;
  g_ptr_array_insert (list, 0, station);
  store_stations (list, NULL);
}

void
tap_prefs_forget_station (const char *folder)
{
  g_autoptr (GPtrArray) list = tap_prefs_list_stations ();

  g_return_if_fail (folder != NULL);

  store_stations (list, folder);
}

gint64
tap_prefs_get_last_staff (const char *station_id)
{
  g_autoptr (GVariant) value = NULL;
  gint64 staff_id = 0;

  g_return_val_if_fail (station_id != NULL, 0);

  if (tap_prefs_get () == NULL)
    return 0;
  value = g_settings_get_value (tap_prefs_get (), "last-staff");
  g_variant_lookup (value, station_id, "x", &staff_id);
  return staff_id;
}

void
tap_prefs_set_last_staff (const char *station_id,
                          gint64      staff_id)
{
  g_autoptr (GVariant) value = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key;
  gint64 id;

  g_return_if_fail (station_id != NULL);

  if (tap_prefs_get () == NULL)
    return;
  value = g_settings_get_value (tap_prefs_get (), "last-staff");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "{&sx}", &key, &id))
    if (!g_str_equal (key, station_id))
      g_variant_builder_add (&builder, "{sx}", key, id);
  g_variant_builder_add (&builder, "{sx}", station_id, staff_id);
  g_settings_set_value (tap_prefs_get (), "last-staff", g_variant_builder_end (&builder));
}
