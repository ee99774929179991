/* tap-backup-list.c — the backups that are there, and which of them stay.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ledger/tap-backup-private.h"

#define DAILY 7
#define WEEKLY 5
#define MONTHLY 12

void
tap_backup_free (TapBackup *self)
{
  g_free (self->path);
  g_free (self->problem);
  g_free (self->station_id);
  g_free (self->station_name);
  g_free (self->epoch);
  g_free (self);
}

/* --- reading what stands beside them ----------------------------------------------------------- */

/* Nothing that can be read: it counts as never checked. */
static void
read_check (TapBackup *backup)
{
  g_autofree char *path = g_build_filename (backup->path, "check.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonObject *object;

  if (!json_parser_load_from_file (parser, path, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  backup->checked_unix = json_object_get_int_member_with_default (object, "checked", 0);
  backup->good = json_object_get_boolean_member_with_default (object, "good", FALSE);
  g_free (backup->problem);
  backup->problem = g_strdup (json_object_get_string_member_with_default (object, "problem", ""));
}

static void
tell_damaged_files (TapBackup         *backup,
                    TapBackupManifest *manifest)
{
  guint n = manifest->damaged_files->len;

  if (!backup->good || n == 0)
    return;
  g_free (backup->problem);
  backup->problem
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u photo or signature was damaged in the station already and is not in it: %s",
                                      "%u photos or signatures were damaged in the station already and are not in it: %s …",
                                      n), n, (char *) manifest->damaged_files->pdata[0]);
}

static TapBackup *
read_one (const char *path)
{
  TapBackup *backup = g_new0 (TapBackup, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapBackupManifest) manifest = _tap_backup_manifest_read (path, &error);

  backup->path = g_strdup (path);
  backup->problem = g_strdup ("");
  read_check (backup);
  if (manifest == NULL)
    {
      backup->good = FALSE;
      g_free (backup->problem);
      backup->problem = g_strdup (error->message);
    }
  else
    tell_damaged_files (backup, manifest);
  backup->made_unix = manifest != NULL ? manifest->made_unix : 0;
  backup->seq = manifest != NULL ? manifest->seq : 0;
  backup->n_files = manifest != NULL ? manifest->n_files : 0;
  backup->station_id = g_strdup (manifest != NULL ? manifest->station_id : "");
  backup->station_name = g_strdup (manifest != NULL ? manifest->station_name : "");
  backup->epoch = g_strdup (manifest != NULL ? manifest->epoch : "");
  backup->bytes = tap_tree_bytes (path);
  return backup;
}

/* "2026-11-20T2200-1234": what was put there by others has other names. */
static gboolean
is_dated (const char *name)
{
  return g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d{4}-\\d+(-\\d+)?$", name, 0, 0);
}

/* FALSE with errno. */
static gboolean
list_folder (const char *folder,
             const char *station_id,
             GPtrArray  *found)
{
  g_autoptr(GPtrArray) names = tap_tree_list (folder);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = NULL;
      TapBackup *backup;

      if (!is_dated (names->pdata[i]))
        continue;
      path = g_build_filename (folder, names->pdata[i], NULL);
      backup = read_one (path);
      if (station_id == NULL || backup->station_id[0] == '\0' || strcmp (backup->station_id, station_id) == 0)
        g_ptr_array_add (found, backup);
      else
        tap_backup_free (backup);
    }
  return names != NULL;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const TapBackup *left = *(const TapBackup **) a;
  const TapBackup *right = *(const TapBackup **) b;

  if (left->made_unix != right->made_unix)
    return left->made_unix > right->made_unix ? -1 : 1;
  if (left->seq != right->seq)
    return left->seq > right->seq ? -1 : 1;
  return -strcmp (left->path, right->path);
}

GPtrArray *
tap_backup_list (const char *place,
                 const char *station_id,
                 GError    **error)
{
  g_autoptr(GPtrArray) folders = NULL;
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_backup_free);

  g_return_val_if_fail (place != NULL, NULL);

  folders = _tap_backup_place_folders (place, error);
  if (folders == NULL)
    return NULL;
  for (guint i = 0; i < folders->len; i++)
    if (!list_folder (folders->pdata[i], station_id, found))
      {
        _tap_backup_place_error (error, errno, place);
        return NULL;
      }
  g_ptr_array_sort (found, compare_newest_first);
  return g_steal_pointer (&found);
}

/* --- which of them stay ------------------------------------------------------------------------ */

typedef enum { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH } Period;

/* One number for each day, week or month of the calendar in that zone. */
static int
period_of (GDateTime *time,
           Period     period)
{
  switch (period)
    {
    case PERIOD_DAY:
      return g_date_time_get_year (time) * 1000 + g_date_time_get_day_of_year (time);
    case PERIOD_WEEK:
      return g_date_time_get_week_numbering_year (time) * 100 + g_date_time_get_week_of_year (time);
    case PERIOD_MONTH:
    default:
      return g_date_time_get_year (time) * 100 + g_date_time_get_month (time);
    }
}

/* The newest of each of the last @n periods that have one. */
static void
keep_periods (GPtrArray *times,
              Period     period,
              guint      n,
              GArray    *stay)
{
  int last = -1;

  for (guint i = 0; i < times->len && n > 0; i++)
    {
      int at = times->pdata[i] != NULL ? period_of (times->pdata[i], period) : last;

      if (at == last)
        continue;
      last = at;
      g_array_index (stay, gboolean, i) = TRUE;
      n--;
    }
}

static void
unref_time (gpointer time)
{
  if (time != NULL)
    g_date_time_unref (time);
}

GArray *
tap_backup_choose (GArray    *times,
                   GTimeZone *zone)
{
  g_autoptr(GPtrArray) local = g_ptr_array_new_with_free_func (unref_time);
  GArray *stay;

  g_return_val_if_fail (times != NULL && zone != NULL, NULL);

  stay = g_array_sized_new (FALSE, TRUE, sizeof (gboolean), times->len);
  g_array_set_size (stay, times->len);
  for (guint i = 0; i < times->len; i++)
    {
      g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (g_array_index (times, gint64, i));

      g_ptr_array_add (local, utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL);
    }
  keep_periods (local, PERIOD_DAY, DAILY, stay);
  keep_periods (local, PERIOD_WEEK, WEEKLY, stay);
  keep_periods (local, PERIOD_MONTH, MONTHLY, stay);
  if (stay->len > 0)
    g_array_index (stay, gboolean, 0) = TRUE;
  return stay;
}
