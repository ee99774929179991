/* tap-demo-folder.c — where the demo of today lies, and clearing away those of days before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-demo-folder"
#include "config.h"

#include "app/tap-demo-folder.h"

#include "ledger/tap-station.h"

#include <gio/gio.h>
#include <string.h>

#define PREFIX "demo-"
#define SUFFIX ".tappet"
#define DAY_LEN 10

static char *
name_of_day (int days_ago)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, -days_ago);

  return g_date_time_format (day, PREFIX "%Y-%m-%d" SUFFIX);
}

static const char *
today (void)
{
  static gsize name = 0;

  if (g_once_init_enter (&name))
    g_once_init_leave (&name, (gsize) name_of_day (0));
  return (const char *) name;
}

static gboolean
is_demo_name (const char *name)
{
  const char *day = name + strlen (PREFIX);

  if (!g_str_has_prefix (name, PREFIX) || strlen (day) != DAY_LEN + strlen (SUFFIX)
      || !g_str_equal (day + DAY_LEN, SUFFIX))
    return FALSE;
  for (guint i = 0; i < DAY_LEN; i++)
    if (i == 4 || i == 7 ? day[i] != '-' : !g_ascii_isdigit (day[i]))
      return FALSE;
  return TRUE;
}

char *
tap_demo_folder_today (void)
{
  return g_build_filename (g_get_user_data_dir (), "tappet", today (), NULL);
}

gboolean
tap_demo_folder_is_past (const char *folder)
{
  g_autofree char *place = g_build_filename (g_get_user_data_dir (), "tappet", NULL);
  g_autofree char *parent = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);

  parent = g_path_get_dirname (folder);
  name = g_path_get_basename (folder);
  return g_str_equal (parent, place) && is_demo_name (name) && !g_str_equal (name, today ());
}

static void
delete_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children
    = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        delete_tree (child);
      else
        g_file_delete (child, NULL, NULL);
    }
  g_file_delete (file, NULL, NULL);
}

static void
delete_demo (const char *place,
             const char *name)
{
  g_autofree char *folder = g_build_filename (place, name, NULL);
  g_autoptr (TapStationInfo) info = tap_station_inspect (folder, NULL);
  g_autoptr (GFile) station = g_file_new_for_path (folder);

  if (info == NULL)
    return;
  if (g_uuid_string_is_valid (info->station_id))
    {
      g_autoptr (GFile) copy = g_file_new_build_filename (place, info->station_id, NULL);

      delete_tree (copy);
    }
  delete_tree (station);
}

void
tap_demo_folder_sweep (void)
{
  g_autofree char *place = g_build_filename (g_get_user_data_dir (), "tappet", NULL);
  g_autofree char *yesterday = name_of_day (1);
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_demo_name (name) && strcmp (name, yesterday) < 0)
      g_ptr_array_add (old, g_strdup (name));
  for (guint i = 0; i < old->len; i++)
    delete_demo (place, g_ptr_array_index (old, i));
}
