/* tap-proof.c — whether two PCs have proven a share, as it stands in the folder itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-probe-private.h"
#include "ledger/tap-proof.h"

#define FOLDER ".proven"
#define GROUP "probe"

typedef struct
{
  char    *machine;
  char    *run;
  char    *pc;
  gint64   at_unix;
  gboolean passed;
} Record;

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->machine);
  g_free (record->run);
  g_free (record->pc);
  g_free (record);
}

void
tap_proof_free (TapProof *self)
{
  g_free (self->pcs);
  g_free (self);
}

/* Cloned disks bear one machine id; with the host's name beside it two computers of one network differ. */
char *
tap_proof_machine (void)
{
  const char *given = g_getenv ("TAPPET_MACHINE");      /* tests run two computers on one */
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;

  if (given == NULL)
    g_file_get_contents ("/etc/machine-id", &id, NULL, NULL);
  text = g_strdup_printf ("tappet\n%s\n%s", given != NULL ? given : id != NULL ? id : "", g_get_host_name ());
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return g_strndup (sum, 32);
}

/* The number the server gives the folder: another one means that what lies there was copied from elsewhere. 0: it says nothing. */
static guint64
number_of (const char *place)
{
  g_autoptr(TapMount) mount = tap_mount_find (place);
  struct statx info;

  if (mount->kind == TAP_MOUNT_OTHER_FUSE || mount->kind == TAP_MOUNT_SSHFS || tap_mount_has (mount, "noserverino")
      || statx (AT_FDCWD, place, 0, STATX_INO, &info) != 0)
    return 0;
  return info.stx_ino;
}

static Record *
read_record (const char *place,
             const char *name,
             guint64     number)
{
  g_autofree char *path = g_build_filename (place, name, NULL);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  Record *record;
  guint64 written;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) || !g_key_file_has_key (file, GROUP, "run", NULL))
    return NULL;
  written = g_key_file_get_uint64 (file, GROUP, "folder", NULL);
  if (written != 0 && number != 0 && written != number)
    return NULL;
  record = g_new0 (Record, 1);
  record->machine = g_strdup (name);
  record->run = g_key_file_get_string (file, GROUP, "run", NULL);
  record->pc = g_key_file_get_string (file, GROUP, "pc", NULL);
  record->at_unix = g_key_file_get_int64 (file, GROUP, "at", NULL);
  record->passed = g_key_file_get_boolean (file, GROUP, "passed", NULL);
  return record;
}

static GPtrArray *
read_records (const char *place)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (record_free);
  g_autoptr(GDir) dir = g_dir_open (place, 0, NULL);
  guint64 number = dir != NULL ? number_of (place) : 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Record *record = read_record (place, name, number);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}

static Record *
find_partner (GPtrArray *records,
              Record    *of)
{
  for (guint i = 0; i < records->len; i++)
    {
      Record *record = records->pdata[i];

      if (record != of && record->passed && strcmp (record->run, of->run) == 0)
        return record;
    }
  return NULL;
}

static void
judge (TapProof  *proof,
       GPtrArray *records)
{
  Record *latest = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      Record *record = records->pdata[i];
      Record *partner = record->passed ? find_partner (records, record) : NULL;

      if (latest == NULL || record->at_unix > latest->at_unix)
        latest = record;
      if (partner == NULL || (proof->state == TAP_PROOF_PROVEN && record->at_unix <= proof->probed_unix))
        continue;
      proof->state = TAP_PROOF_PROVEN;
      proof->probed_unix = record->at_unix;
      g_free (proof->pcs);
      proof->pcs = g_strdup_printf ("%s, %s", record->pc != NULL ? record->pc : "", partner->pc != NULL ? partner->pc : "");
    }
  if (latest != NULL && !latest->passed && (proof->state != TAP_PROOF_PROVEN || latest->at_unix > proof->probed_unix))
    {
      proof->state = TAP_PROOF_FAILED;
      proof->probed_unix = latest->at_unix;
    }
}

TapProof *
tap_proof_read (const char *folder)
{
  TapProof *proof = g_new0 (TapProof, 1);
  g_autoptr(TapMount) mount = tap_mount_find (folder);
  g_autofree char *at = g_canonicalize_filename (folder, NULL);

  proof->pcs = g_strdup ("");
  if (!tap_mount_needs_proof (mount->kind))
    return proof;
  proof->state = TAP_PROOF_UNPROVEN;
  for (;;)
    {
      g_autofree char *place = g_build_filename (at, FOLDER, NULL);
      g_autoptr(GPtrArray) records = read_records (place);
      char *above;

      judge (proof, records);
      if (records->len > 0 || strcmp (at, mount->point) == 0 || strcmp (at, "/") == 0)
        return proof;
      above = g_path_get_dirname (at);
      g_free (at);
      at = above;
    }
}

gboolean
tap_proof_write (const char *folder,
                 const char *run,
                 const char *pc,
                 gboolean    passed,
                 gint64      now_unix,
                 GError    **error)
{
  g_autofree char *place = g_build_filename (folder, FOLDER, NULL);
  g_autofree char *machine = tap_proof_machine ();
  g_autofree char *path = g_build_filename (place, machine, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (mkdir (place, 0777) != 0 && errno != EEXIST)
    {
      tap_ledger_set_errno (error, errno, TRUE, folder);
      return FALSE;
    }
  g_key_file_set_string (file, GROUP, "run", run);
  g_key_file_set_string (file, GROUP, "pc", pc);
  g_key_file_set_int64 (file, GROUP, "at", now_unix);
  g_key_file_set_boolean (file, GROUP, "passed", passed);
  g_key_file_set_uint64 (file, GROUP, "folder", number_of (place));
  g_key_file_set_string (file, GROUP, "version", TAP_VERSION);
  text = g_key_file_to_data (file, NULL, NULL);
  if (_tap_probe_write (path, text, TRUE))
    return TRUE;
  tap_ledger_set_errno (error, errno, TRUE, folder);
  return FALSE;
}
