/* test-place.c — the place of the backups, and the new folder of a restore, on a share with faults at its calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "backup-sample.h"
#include "badfs-client.h"

/* Fewer than so many points, and something is not looked at any more. */
#define LEAST_BACKUP 215
#define LEAST_RESTORE 110

typedef struct
{
  const char *kind;
  const char *action;
  guint       stride;           /* at each call; at every third one */
  const char *word;             /* the sentence says so; NULL: it says where */
} Fault;

static const Fault faults[] = {
  { "change", "fail ENOSPC", 1, "no room" },
  { "change", "fail EROFS", 1, "may not write" },
  { "change", "lost EIO", 1, NULL },
  { "any", "fail EIO", 3, NULL },
  { "any", "gone ETIMEDOUT", 3, NULL },
};

typedef struct
{
  Sample sample;
  char  *backing;
  Badfs *share;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *why_not = NULL;

  sample_init (&fixture->sample);
  fixture->backing = fixture_dir ();
  fixture->share = badfs_new (fixture->backing, &why_not);
  if (fixture->share == NULL)
    {
      g_test_skip (why_not);
      return;
    }
  badfs_say (fixture->share, "cache entry=60000 attr=1000");
  g_free (sample_grow (&fixture->sample, 12, 10));
  g_free (sample_photo (&fixture->sample, "a photo of a bumper", TRUE));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->share, badfs_free);
  fixture_remove (fixture->backing);
  sample_clear (&fixture->sample);
}

/* --- backup -------------------------------------------------------------------------------------- */

static TapBackup *
make (Fixture *fixture,
      GError **error)
{
  static gint64 minutes;

  return tap_backup_make (fixture->sample.folder, badfs_mount (fixture->share), NOW + 60 * minutes++, NULL, NULL, NULL, error);
}

/* What has a name is good, through and through; and nothing else has. */
static void
assert_whole (Fixture    *fixture,
              const char *what,
              guint       least)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = tap_backup_list (badfs_mount (fixture->share), NULL, &error);

  g_assert_no_error (error);
  if (all->len < least)
    g_error ("%s: %u backups, %u are wanted", what, all->len, least);
  for (guint i = 0; i < all->len; i++)
    {
      TapBackup *backup = all->pdata[i];

      if (!backup->good || !tap_backup_check (backup->path, NOW, NULL, NULL, NULL, &error))
        g_error ("%s: %s: %s", what, backup->path, error != NULL ? error->message : backup->problem);
    }
}

/* FALSE: there are no more such calls. */
static gboolean
strike_backup (Fixture     *fixture,
               const Fault *fault,
               guint        n)
{
  g_autofree char *what = g_strdup_printf ("%s %u %s", fault->kind, n, fault->action);
  guint id = badfs_fault (fixture->share, "%s times=2", what);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapBackup) made = make (fixture, &error);
  g_autoptr(TapBackup) again = NULL;
  gboolean fired = badfs_fired (fixture->share, id) > 0;

  badfs_say (fixture->share, "clear");
  if (made == NULL)
    {
      g_assert_true (fired);
      g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL);
      if (strstr (error->message, fault->word != NULL ? fault->word : badfs_mount (fixture->share)) == NULL)
        g_error ("%s: it says “%s”", what, error->message);
      g_clear_error (&error);
    }
  assert_whole (fixture, what, n > 1 || made != NULL ? 1 : 0);
  again = make (fixture, &error);
  if (again == NULL)
    g_error ("%s: and then: %s", what, error->message);
  assert_whole (fixture, what, 1);
  return fired;
}

static void
test_backup (Fixture      *fixture,
             gconstpointer data)
{
  guint n_points = 0;

  if (fixture->share == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint n = 1; strike_backup (fixture, &faults[i], n); n += faults[i].stride)
      n_points++;
  g_test_message ("%u points", n_points);
  g_assert_cmpuint (n_points, >=, LEAST_BACKUP);
}

/* --- restore ------------------------------------------------------------------------------------- */

/* After a failure it is a whole station or none, and the same command makes it one. */
static gboolean
strike_restore (Fixture     *fixture,
                const char  *backup,
                const Fault *fault,
                guint        n)
{
  g_autofree char *what = g_strdup_printf ("%s %u %s", fault->kind, n, fault->action);
  g_autofree char *name = g_strdup_printf ("r-%.3s-%.4s-%u", fault->kind, fault->action + 5, n);
  g_autofree char *folder = g_build_filename (badfs_mount (fixture->share), name, NULL);
  guint id = badfs_fault (fixture->share, "%s times=2", what);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapStationInfo) info = NULL;
  gboolean made = tap_backup_restore (backup, folder, NULL, NULL, NULL, &error);
  gboolean fired = badfs_fired (fixture->share, id) > 0;
  guint64 n_verified = 0;

  badfs_say (fixture->share, "clear");
  g_assert_true (made || fired);
  if (!made && error->domain != TAP_LEDGER_ERROR)
    g_error ("%s: it says “%s”", what, error->message);
  g_clear_error (&error);
  info = tap_station_inspect (folder, NULL);
  if (made && info == NULL)
    g_error ("%s: said to be done, and there is no station", what);
  if (info == NULL && !tap_backup_restore (backup, folder, NULL, NULL, NULL, &error))
    g_error ("%s: and then: %s", what, error->message);
  if (!tap_station_verify_deep (folder, NULL, NULL, &n_verified, NULL, NULL, NULL, &error) || n_verified != 12)
    g_error ("%s: the station: %s", what, error != NULL ? error->message : "another number");
  fixture_remove (g_steal_pointer (&folder));
  return fired;
}

static void
test_restore (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(TapBackup) backup = NULL;
  guint n_points = 0;

  if (fixture->share == NULL)
    return;
  backup = sample_backup (&fixture->sample, NOW);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint n = 1; strike_restore (fixture, backup->path, &faults[i], n); n += faults[i].stride)
      n_points++;
  g_test_message ("%u points", n_points);
  g_assert_cmpuint (n_points, >=, LEAST_RESTORE);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("tap-cache-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/place/a-backup-has-a-name-when-it-is-whole", Fixture, NULL, set_up, test_backup, tear_down);
  g_test_add ("/faults/place/a-restored-folder-is-a-station-when-it-is-whole", Fixture, NULL, set_up, test_restore, tear_down);
  result = g_test_run ();
  fixture_remove (g_steal_pointer (&cache));
  return result;
}
