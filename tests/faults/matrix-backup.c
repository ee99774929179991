/* matrix-backup.c — a backup under every fault, of the station's share and of the place it goes to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ledger/tap-backup.h"
#include "matrix.h"

#define NOW 1795142520
#define WAIT_MS 8000

/* What the thread of a backup is given, and leaves. */
typedef struct
{
  char      *folder;
  char      *place;
  gint64     now_unix;
  TapBackup *made;
  GError    *error;
  int        done;              /* atomic */
} Making;

static Making making;
static GThread *thread;
static gint64 hours;

gint64
matrix_backup_hour (void)
{
  return NOW + 60 * hours++;
}

static gpointer
make_main (gpointer data)
{
  making.made = tap_backup_make (making.folder, making.place, making.now_unix, NULL, NULL, NULL, &making.error);
  g_atomic_int_set (&making.done, 1);
  return NULL;
}

static void
forget_making (void)
{
  if (thread != NULL)
    g_thread_join (g_steal_pointer (&thread));
  g_clear_pointer (&making.made, tap_backup_free);
  g_clear_error (&making.error);
  g_clear_pointer (&making.folder, g_free);
  g_clear_pointer (&making.place, g_free);
}

static void
put_photo (Lane *lane)
{
  static const char photo[] = "a photo of a bumper";
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, photo, -1);
  g_autofree char *folder = g_strdup_printf ("%s/files/%.2s/%s", lane->folder, name, name);
  g_autofree char *path = g_build_filename (folder, "f", NULL);

  g_mkdir_with_parents (folder, 0777);
  g_file_set_contents (path, photo, -1, NULL);
}

static gboolean
set_up_backup (Lane *lane)
{
  put_photo (lane);
  return matrix_bootstrap.set_up (lane);
}

static gboolean
prepare_backup (Lane *lane)
{
  forget_making ();
  return TRUE;
}

/* A station on the bad mount, into a place that is well. */
static void
begin_backup (Lane *lane)
{
  making.folder = g_strdup (badfs_mount (lane->share));
  making.place = g_strdup (lane->dirs[0]);
  making.now_unix = matrix_backup_hour ();
  making.done = 0;
  thread = g_thread_new ("backup", make_main, NULL);
}

static gboolean
is_backup_done (gpointer lane)
{
  return g_atomic_int_get (&making.done);
}

static gboolean
judge_backup (Lane              *lane,
              const MatrixFault *fault,
              const char        *kind)
{
  if (!lane_wait (is_backup_done, lane, WAIT_MS))
    return lane_fail (lane, "the backup has no end");
  if ((making.made == NULL) != (making.error != NULL))
    return lane_fail (lane, "neither made nor refused");
  if (making.error != NULL && (fault->effect == MATRIX_SLOW || fault->effect == MATRIX_HOLDS))
    return lane_fail (lane, "it could have waited: %s", making.error->message);
  return lane_check_answer (lane, making.error, fault, kind);
}

/* What has a name is whole, and the next one is made; nothing half done stays. */
static gboolean
recover_backup (Lane *lane)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = NULL;
  gboolean listed = making.made == NULL;
  guint n_good = 0;

  found = tap_backup_list (lane->dirs[0], NULL, &error);
  if (found == NULL)
    return lane_fail (lane, "no list of backups: %s", error->message);
  for (guint i = 0; i < found->len; i++)
    {
      TapBackup *backup = found->pdata[i];

      n_good += backup->good;
      listed = listed || strcmp (backup->path, making.made->path) == 0;
      if (i == 0 && !tap_backup_check (backup->path, NOW, NULL, NULL, NULL, &error))
        return lane_fail (lane, "it has a name, and is not whole: %s", error->message);
    }
  if (!listed || n_good != found->len)
    return lane_fail (lane, "of %d backups %d are good", (int) found->len, (int) n_good);
  forget_making ();
  begin_backup (lane);
  lane_wait (is_backup_done, lane, WAIT_MS);
  if (making.made == NULL || making.made->seq != tap_worker_get_seq (lane->b))
    return lane_fail (lane, "the next backup: %s", making.error != NULL ? making.error->message : "lacks entries");
  return TRUE;
}

const MatrixOperation matrix_backup = {
  .name = "backup",
  .without_a = TRUE,
  .set_up = set_up_backup,
  .prepare = prepare_backup,
  .begin = begin_backup,
  .is_done = is_backup_done,
  .judge = judge_backup,
  .recover = recover_backup,
};
