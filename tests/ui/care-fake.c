/* care-fake.c — the care of the data with answers that a test decides.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "care-fake.h"

#include <string.h>

CareFake fake;


void
fake_reset (void)
{
  g_free (fake.checked);
  g_free (fake.drilled);
  g_free (fake.rescued);
  g_free (fake.restored);
  memset (&fake, 0, sizeof fake);
}

static TapBackup *
new_backup (const char *place,
            gint64      made_unix)
{
  TapBackup *backup = g_new0 (TapBackup, 1);

  backup->path = g_build_filename (place, "newest", NULL);
  backup->made_unix = backup->checked_unix = made_unix;
  backup->seq = 7;
  backup->bytes = 12345678;
  backup->good = TRUE;
  backup->problem = g_strdup ("");
  backup->station_id = g_strdup ("");
  backup->station_name = g_strdup ("");
  backup->epoch = g_strdup ("");
  return backup;
}

static TapBackup *
fake_make (const char       *folder,
           const char       *place,
           gint64            now_unix,
           TapProgressFunc   progress,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  g_atomic_int_inc (&fake.n_made);
  for (int i = 0; i < 5; i++)
    progress ("Copying", i, 10, data);
  while (g_atomic_int_get (&fake.hold) && !g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_atomic_int_set (&fake.cleared, 1);
      return NULL;
    }
  if (fake.fail)
    {
      g_set_error_literal (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL, "The disk of the backups is full.");
      return NULL;
    }
  return new_backup (place, now_unix);
}

static GPtrArray *
fake_list (const char  *place,
           const char  *station_id,
           GError     **error)
{
  GPtrArray *backups = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_backup_free);
  TapBackup *damaged = new_backup (place, g_get_real_time () / G_USEC_PER_SEC);

  damaged->good = FALSE;
  g_free (damaged->path);
  damaged->path = g_build_filename (place, "damaged", NULL);
  g_free (damaged->problem);
  damaged->problem = g_strdup ("log.pack is damaged");
  g_ptr_array_add (backups, damaged);
  g_ptr_array_add (backups, new_backup (place, g_get_real_time () / G_USEC_PER_SEC - 86400));
  return backups;
}

static gboolean
fake_check (const char       *path,
            gint64            now_unix,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_free (fake.checked);
  fake.checked = g_strdup (path);
  return TRUE;
}

static gboolean
fake_drill (const char       *path,
            const char       *scratch,
            gint64           *took_ms,
            TapProgressFunc   progress,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_free (fake.drilled);
  fake.drilled = g_strdup (path);
  *took_ms = 2300;
  return TRUE;
}

static gboolean
fake_examine (const char       *folder,
              TapDoctorFunc     func,
              gpointer          data,
              TapCheckResult   *worst,
              GCancellable     *cancellable,
              GError          **error)
{
  const TapDoctorLine lines[] = {
    { (char *) "mount", TAP_CHECK_OK, (char *) "Kind of share", (char *) "ext4", (char *) "", 0, "" },
    { (char *) "clock", TAP_CHECK_FAILED, (char *) "Clock", (char *) "ten minutes off", (char *) "600 s", 600, "s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    func (&lines[i], data);
  *worst = TAP_CHECK_FAILED;
  return TRUE;
}

static void
add_entry (GPtrArray  *entries,
           guint64     seq,
           const char *commands,
           gboolean    elsewhere)
{
  TapRiftEntry *entry = g_new0 (TapRiftEntry, 1);

  entry->seq = seq;
  entry->recorded_unix = 1795140000;
  entry->pc = g_strdup ("前台1");
  entry->person = g_strdup ("王站长");
  entry->commands = g_strdup (commands);
  entry->operation_ids = g_strdup ("");
  entry->elsewhere = elsewhere;
  g_ptr_array_add (entries, entry);
}

static void
entry_free (gpointer data)
{
  TapRiftEntry *entry = data;

  g_free (entry->pc);
  g_free (entry->person);
  g_free (entry->commands);
  g_free (entry->operation_ids);
  g_free (entry);
}

TapRift *
new_rift (TapRiftKind kind)
{
  TapRift *rift = g_new0 (TapRift, 1);

  rift->kind = kind;
  rift->only_pc = g_ptr_array_new_with_free_func (entry_free);
  rift->only_folder = g_ptr_array_new_with_free_func (entry_free);
  rift->pc_can_repair = TRUE;
  rift->sentence = g_strdup ("They differ.");
  rift->advice = g_strdup ("");
  if (kind != TAP_RIFT_NONE)
    {
      add_entry (rift->only_pc, 8, "move-visit, move-visit", FALSE);
      add_entry (rift->only_pc, 9, "note", TRUE);
      add_entry (rift->only_folder, 8, "check-in", FALSE);
    }
  return rift;
}

static TapRift *
fake_compare (const char       *folder,
              const char       *replica_dir,
              TapProgressFunc   progress,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  return new_rift (fake.kind);
}

static gboolean
fake_put_back (const char       *folder,
               const char       *replica_dir,
               guint            *n_put,
               TapProgressFunc   progress,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  g_atomic_int_inc (&fake.n_put);
  *n_put = 2;
  return TRUE;
}

static gboolean
fake_take (const char       *folder,
           const char       *replica_dir,
           char            **aside,
           TapProgressFunc   progress,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  g_atomic_int_inc (&fake.n_taken);
  *aside = g_strdup ("/aside");
  return TRUE;
}

static gboolean
fake_rescue (const char       *replica_dir,
             const char       *new_folder,
             guint64          *seq,
             guint            *n_missing_files,
             TapProgressFunc   progress,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  g_free (fake.rescued);
  fake.rescued = g_strdup (new_folder);
  *seq = 9;
  *n_missing_files = 3;
  return TRUE;
}

static GPtrArray *
fake_left_list (const char  *replica_dir,
                GError     **error)
{
  return g_ptr_array_new ();
}

static gboolean
fake_restore (const char       *path,
              const char       *new_folder,
              TapProgressFunc   progress,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  g_free (fake.restored);
  fake.restored = g_strdup_printf ("%s to %s", path, new_folder);
  return TRUE;
}

const TapCareApi fakes = { .make = fake_make, .list = fake_list, .check = fake_check, .drill = fake_drill, .examine = fake_examine,
                                  .compare = fake_compare, .put_back = fake_put_back, .take_folder = fake_take, .rescue = fake_rescue,
                                  .restore = fake_restore, .left_list = fake_left_list };
