/* tap-copy-admin.c — the PIN of an administrator, checked against this PC's copy while no program has the station open.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-copy"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/tap-core.h"
#include "ledger/tap-rescue.h"
#include "store/tap-copy.h"
#include "store/tap-query.h"
#include "store/tap-store-private.h"

/* Apart from the tries of single persons: nobody is named here. */
#define SHELF "pin-tries-rescue"

/* The hashes of those who may arrange the station. Returns: (transfer container): NULL with @error */
static GPtrArray *
read_hashes (const char  *replica_dir,
             GError     **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_build_filename (replica_dir, "replica.db", NULL);
  TapQuery query;
  sqlite3 *db = NULL;
  gboolean ok;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    {
      sqlite3_close (db);
      return g_steal_pointer (&hashes);
    }
  sqlite3_busy_timeout (db, 2000);
  /* A copy that was never filled has no table yet, and knows nobody. */
  tap_query_begin (&query, db, "look for the people", "SELECT 1 FROM sqlite_schema WHERE name = 'staff'", NULL);
  ok = tap_query_next (&query);
  if (!tap_query_end (&query, error))
    g_clear_pointer (&hashes, g_ptr_array_unref);
  else if (ok)
    {
      tap_query_begin (&query, db, "read the people", "SELECT roles, pin_hash FROM staff WHERE active = 1 AND pin_hash <> ''", NULL);
      while (tap_query_next (&query))
        {
          TapRoles roles = 0;
          g_autofree char *text = tap_query_dup (&query);
          g_autofree char *hash = tap_query_dup (&query);

          if (tap_roles_from_db (text, &roles) && tap_roles_have_right (roles, TAP_RIGHT_ADMIN))
            g_ptr_array_add (hashes, g_steal_pointer (&hash));
        }
      if (!tap_query_end (&query, error))
        g_clear_pointer (&hashes, g_ptr_array_unref);
    }
  tap_db_forget (db);
  sqlite3_close (db);
  return g_steal_pointer (&hashes);
}

static gboolean
keep_pause (const char        *replica_dir,
            const TapPinPause *pause,
            GError           **error)
{
  g_autofree char *text = pause == NULL ? NULL : tap_pin_pause_text (pause);

  return tap_rift_keep (replica_dir, SHELF, text, error);
}

gboolean
tap_copy_check_admin (const char  *replica_dir,
                      const char  *pin,
                      gint64       now_unix,
                      GError     **error)
{
  g_autoptr (GPtrArray) hashes = NULL;
  g_autofree char *text = NULL;
  TapPinPause pause = { 0 };

  g_return_val_if_fail (replica_dir != NULL && pin != NULL, FALSE);

  hashes = read_hashes (replica_dir, error);
  if (hashes == NULL)
    return FALSE;
  if (hashes->len == 0)
    return TRUE;
  text = tap_rift_kept (replica_dir, SHELF);
  tap_pin_pause_parse (&pause, text);
  if (tap_pin_pause_left_s (&pause, now_unix) > 0)
    {
      g_propagate_error (error, tap_pin_pause_error (tap_pin_pause_left_s (&pause, now_unix)));
      return FALSE;
    }
  /* Counted before it is compared: killing the program in between must not buy another try. */
  tap_pin_pause_wrong (&pause, now_unix);
  if (!keep_pause (replica_dir, &pause, error))
    return FALSE;
  for (guint i = 0; i < hashes->len; i++)
    if (tap_pin_matches (hashes->pdata[i], pin))
      {
        keep_pause (replica_dir, NULL, NULL);
        return TRUE;
      }
  if (pause.until_unix != 0)
    g_propagate_error (error, tap_pin_pause_error (MAX (tap_pin_pause_left_s (&pause, now_unix), 1)));
  else
    tap_refuse (error, TAP_STORE_ERROR_PIN, _("The PIN is wrong."));
  return FALSE;
}
