/* test-doctor.c — mounts in words, a folder looked over, and what two PCs prove.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ledger-fixture.h"
#include "ledger/tap-doctor.h"
#include "ledger/tap-mount.h"
#include "ledger/tap-proof.h"

static const char table[] =
  "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro\n"
  "30 22 0:26 / /mnt rw,relatime - autofs systemd-1 rw,fd=42\n"
  "31 22 0:44 / /mnt/after\\040sales rw,relatime shared:9 master:3 propagate_from:2 - nfs4 server:/export/after\\040sales"
  " rw,vers=4.2,rsize=1048576,hard,proto=tcp,timeo=600,sec=sys,addr=10.0.0.2\n"
  "32 22 0:45 / /mnt/old rw - nfs nas:/vol rw,vers=3,soft,actimeo=120,nolock,addr=10.0.0.3\n"
  "33 22 0:46 / /mnt/smb rw,relatime - cifs //srv/tappet rw,vers=3.1.1,cache=strict,nobrl,nolease,actimeo=1,username=desk\n"
  "34 22 0:47 / /mnt/loose rw - cifs //srv/tappet rw,vers=1.0,cache=loose,noserverino\n"
  "35 22 0:48 / /mnt/ssh rw,nosuid - fuse.sshfs desk@srv:/tappet rw,user_id=0,group_id=0\n"
  "36 22 0:49 / /mnt/cloud rw - fuse.rclone box:tappet rw,user_id=0\n"
  "37 22 0:50 / /mnt/dav rw - fuse https://dav.example/tappet rw,user_id=0\n"
  "38 22 0:51 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw\n"
  "39 22 0:44 /export/sub /srv/bound rw - nfs4 server:/export/after\\040sales rw,vers=4.1,hard\n"
  "40 22 0:52 / /mnt/readonly ro,relatime - nfs4 server:/export ro,vers=4.2,hard\n"
  "41 22 8:2 / /mnt/stick rw - fuseblk /dev/sdb1 rw\n"
  "42 22 0:53 / /mnt/odd\\134name\\011x rw - ext4 /dev/sdc1 rw\n"
  "43 22 0:60 / /mnt/twice rw - ext4 /dev/sdd1 rw\n"
  "44 22 0:61 / /mnt/twice rw - cifs //srv/over rw,vers=3.0\n"
  "45 22 0:62 / /mnt/broken rw\n"
  "nonsense\n"
  "\n"
  "46 22 0:63 / /mnt/prefix rw - nfs4 server:/p rw,vers=4.2,hard\n";

static TapMount *
find (const char *path)
{
  TapMount *mount = tap_mount_parse (table, path);

  g_assert_nonnull (mount);
  return mount;
}

static void
test_kinds (void)
{
  static const struct { const char *path; TapMountKind kind; const char *type; } cases[] = {
    { "/", TAP_MOUNT_LOCAL, "ext4" },
    { "/home/desk", TAP_MOUNT_LOCAL, "ext4" },
    { "/mnt/after sales", TAP_MOUNT_NFS, "nfs4" },
    { "/mnt/after sales/station/log", TAP_MOUNT_NFS, "nfs4" },
    { "/mnt/old/station", TAP_MOUNT_NFS, "nfs" },
    { "/mnt/smb/x", TAP_MOUNT_SMB, "cifs" },
    { "/mnt/ssh", TAP_MOUNT_SSHFS, "fuse.sshfs" },
    { "/mnt/cloud/x", TAP_MOUNT_COPYING, "fuse.rclone" },
    { "/mnt/dav", TAP_MOUNT_COPYING, "fuse" },
    { "/run/user/1000/gvfs/smb-share:server=x", TAP_MOUNT_GVFS, "fuse.gvfsd-fuse" },
    { "/srv/bound/station", TAP_MOUNT_NFS, "nfs4" },
    { "/mnt/stick", TAP_MOUNT_LOCAL, "fuseblk" },
    { "/mnt/odd\\name\tx/y", TAP_MOUNT_LOCAL, "ext4" },
    { "/mnt/twice/station", TAP_MOUNT_SMB, "cifs" },
    { "/mnt/prefix/station", TAP_MOUNT_NFS, "nfs4" },
    /* Only whole names count. */
    { "/mnt/prefixed", TAP_MOUNT_LOCAL, "autofs" },
    { "/mnt/broken", TAP_MOUNT_LOCAL, "autofs" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TapMount) mount = find (cases[i].path);

      g_assert_cmpint (mount->kind, ==, cases[i].kind);
      g_assert_cmpstr (mount->type, ==, cases[i].type);
    }
  g_assert_null (tap_mount_parse ("", "/mnt"));
}

static void
test_fields (void)
{
  g_autoptr(TapMount) mount = find ("/mnt/after sales/station");
  g_autoptr(TapMount) bound = find ("/srv/bound");
  g_autofree char *version = tap_mount_get (mount, "vers");
  g_autofree char *none = tap_mount_get (mount, "ver");

  g_assert_cmpstr (mount->point, ==, "/mnt/after sales");
  g_assert_cmpstr (mount->source, ==, "server:/export/after sales");
  g_assert_cmpstr (version, ==, "4.2");
  g_assert_null (none);
  g_assert_true (tap_mount_has (mount, "hard"));
  g_assert_false (tap_mount_has (mount, "har"));
  g_assert_false (tap_mount_has (mount, "soft"));
  g_assert_cmpstr (bound->root, ==, "/export/sub");
}

static void
assert_words (const char *path,
              guint       n_concern,
              guint       n_grave,
              const char *word)
{
  g_autoptr(TapMount) mount = find (path);
  guint concern, grave;
  g_autofree char *text = tap_mount_options_text (mount, &concern, &grave);

  g_test_message ("%s: %s", path, text);
  g_assert_cmpuint (concern, ==, n_concern);
  g_assert_cmpuint (grave, ==, n_grave);
  g_assert_nonnull (strstr (text, word));
}

static void
test_words (void)
{
  g_autoptr(TapMount) nfs = find ("/mnt/after sales");
  g_autofree char *kind = tap_mount_kind_text (nfs);

  g_assert_cmpstr (kind, ==, "NFS 4.2 share server:/export/after sales");
  assert_words ("/mnt/after sales", 0, 0, "(hard)");
  assert_words ("/mnt/old", 3, 0, "(soft)");
  assert_words ("/mnt/old", 3, 0, "120 seconds (actimeo=120)");
  assert_words ("/mnt/smb", 0, 0, "(nolease)");
  assert_words ("/mnt/smb", 0, 0, "(nobrl)");
  assert_words ("/mnt/loose", 3, 0, "cache=loose");
  assert_words ("/mnt/readonly", 0, 1, "(ro)");
  assert_words ("/mnt/cloud", 0, 1, "cifs or nfs");
  assert_words ("/mnt/ssh", 1, 0, "sshfs");
  assert_words ("/home", 0, 0, "Nothing");
}

/* --- a folder pretended to lie on a share ------------------------------------------------------------------ */

static void
pretend (const char *folder,
         const char *type,
         const char *options)
{
  g_autofree char *path = g_build_filename (folder, "..", "mountinfo", NULL);
  g_autofree char *text = g_strdup_printf ("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:30 / %s rw - %s server:/x rw,%s\n", folder,
                                           type, options);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv ("TAPPET_MOUNTINFO", path, TRUE);
}

typedef struct
{
  char *dir;
  char *folder;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->dir = fixture_dir ();
  self->folder = g_build_filename (self->dir, "share", NULL);
  g_assert_cmpint (g_mkdir (self->folder, 0777), ==, 0);
  pretend (self->folder, "nfs4", "vers=4.2,hard");
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_unsetenv ("TAPPET_MOUNTINFO");
  g_unsetenv ("TAPPET_MACHINE");
  g_free (self->folder);
  fixture_remove (self->dir);
}

static TapProofState
proof_of (const char *folder)
{
  g_autoptr(TapProof) proof = tap_proof_read (folder);

  return proof->state;
}

static void
record (Fixture    *self,
        const char *machine,
        const char *run,
        gboolean    passed,
        gint64      at_unix)
{
  g_autoptr(GError) error = NULL;

  g_setenv ("TAPPET_MACHINE", machine, TRUE);
  g_assert_true (tap_proof_write (self->folder, run, machine, passed, at_unix, &error));
  g_assert_no_error (error);
}

static void
test_proof (Fixture      *self,
            gconstpointer data)
{
  g_autofree char *station = g_build_filename (self->folder, "station", NULL);
  g_autofree char *copy = g_strdup_printf ("sh -c \"cd '%s' && mv .proven kept && cp -a kept .proven\"", self->folder);
  g_autofree char *undo = g_strdup_printf ("sh -c \"cd '%s' && rm -r .proven && mv kept .proven\"", self->folder);

  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_UNPROVEN);
  record (self, "one", "run-1", TRUE, 1000);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_UNPROVEN);
  record (self, "two", "run-2", TRUE, 1100);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_UNPROVEN);
  record (self, "one", "run-2", TRUE, 1101);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_PROVEN);
  /* A station that is made further down is proven, too; a copy of the folder proves nothing. */
  g_assert_cmpint (proof_of (station), ==, TAP_PROOF_PROVEN);
  g_assert_true (g_spawn_command_line_sync (copy, NULL, NULL, NULL, NULL));
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_UNPROVEN);
  g_assert_true (g_spawn_command_line_sync (undo, NULL, NULL, NULL, NULL));
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_PROVEN);
  /* Found unsafe later on, by whomever; and mended. */
  record (self, "three", "run-3", FALSE, 1200);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_FAILED);
  record (self, "three", "run-4", TRUE, 1300);
  record (self, "one", "run-4", TRUE, 1300);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_PROVEN);
  pretend (self->folder, "ext4", "errors=remount-ro");
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_NEEDLESS);
}

static gpointer
probe_main (gpointer folder)
{
  return tap_probe_run (folder, 2, 20, 20, NULL, NULL, NULL, NULL);
}

/* Two of one PC: everything goes well, and nothing is proven by it. */
static void
test_smoke (Fixture      *self,
            gconstpointer data)
{
  GThread *other = g_thread_new ("other", probe_main, self->folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(TapProbeResult) result = tap_probe_run (self->folder, 2, 20, 20, NULL, NULL, NULL, &error);
  g_autoptr(TapProbeResult) second = g_thread_join (other);
  g_autoptr(GDir) dir = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (second);
  g_assert_true (result->passed);
  g_assert_cmpuint (result->n_peers, ==, 2);
  g_assert_cmpuint (result->n_pcs, ==, 1);
  g_assert_cmpuint (result->n_rounds, ==, 20);
  g_assert_cmpuint (result->n_one_winner, ==, 20);
  g_assert_cmpuint (result->n_two_winners + result->n_no_winner, ==, 0);
  g_assert_true (result->same_id_file);
  g_assert_cmpfloat (result->longest_seen_s, <, 2);
  g_assert_cmpuint (second->n_one_winner, ==, 20);
  g_assert_cmpint (proof_of (self->folder), ==, TAP_PROOF_UNPROVEN);
  /* Nothing of it stays. */
  dir = g_dir_open (self->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_nobody_came (Fixture      *self,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = NULL;

  g_assert_null (tap_probe_run (self->folder, 2, 5, 1, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  dir = g_dir_open (self->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* A share that was found unsafe is only read, and is written to again when it was mended. */
static void
test_unsafe_is_read_only (Fixture      *self,
                          gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "station", NULL);
  g_autofree char *replica = g_build_filename (self->dir, "replica", NULL);
  g_autoptr(GError) error = NULL;
  TapStationInfo *info;
  TapWorker *worker;
  gint64 id = 0;

  g_assert_true (tap_station_create (folder, "x", &error));
  worker = fixture_open (folder, replica, &error);
  g_assert_no_error (error);
  g_assert_false (tap_worker_is_proven (worker));
  g_assert_true (fixture_add (worker, "while unproven", NULL, &id, &error));
  g_assert_no_error (error);
  fixture_close (worker);
  record (self, "one", "run-1", FALSE, 1000);
  worker = fixture_open (folder, replica, &error);
  g_assert_no_error (error);
  fixture_wait_state (worker, TAP_LEDGER_READ_ONLY);
  g_assert_false (fixture_add (worker, "never", NULL, &id, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_cmpint (fixture_count (worker, "SELECT count (*) FROM note"), ==, 1);
  fixture_close (worker);
  record (self, "one", "run-2", TRUE, 2000);
  record (self, "two", "run-2", TRUE, 2000);
  worker = fixture_open (folder, replica, &error);
  g_assert_true (tap_worker_is_proven (worker));
  g_assert_true (fixture_add (worker, "again", NULL, &id, &error));
  g_assert_no_error (error);
  fixture_close (worker);
  info = tap_station_inspect (folder, &error);
  g_assert_true (info->proven);
  tap_station_info_free (info);
}

static void
test_copying_mounts_are_refused (Fixture      *self,
                                 gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "station", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (tap_station_create (folder, "x", &error));
  pretend (self->folder, "fuse.rclone", "user_id=0");
  g_assert_null (tap_station_inspect (folder, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "rclone"));
  g_clear_error (&error);
  g_assert_null (tap_probe_run (self->folder, 2, 5, 1, NULL, NULL, NULL, &error));
  g_assert_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);
}

/* --- the lines ------------------------------------------------------------------------------------------------ */

static void
keep_line (const TapDoctorLine *line,
           gpointer             lines)
{
  g_assert_cmpstr (line->title, !=, "");
  g_assert_cmpstr (line->detail, !=, "");
  g_assert_nonnull (line->value);
  g_hash_table_insert (lines, g_strdup (line->id), GINT_TO_POINTER (line->result + 1));
}

static int
result_of (GHashTable *lines,
           const char *id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (lines, id)) - 1;
}

static void
test_lines (Fixture      *self,
            gconstpointer data)
{
  static const char *const ids[] = { "mount", "options", "round-trip", "rights", "publish", "visible", "flush", "clock", "space", "station",
                                     "peers", "proven" };
  g_autoptr(GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *folder = g_build_filename (self->folder, "station", NULL);
  g_autofree char *missing = g_build_filename (self->folder, "missing", NULL);
  g_autoptr(GError) error = NULL;
  TapCheckResult worst;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_assert_true (tap_station_create (folder, "x", &error));
  g_assert_true (tap_doctor_examine (folder, keep_line, lines, &worst, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpint (result_of (lines, ids[i]), >=, 0);
  g_assert_cmpint (result_of (lines, "publish"), ==, TAP_CHECK_OK);
  g_assert_cmpint (result_of (lines, "proven"), ==, TAP_CHECK_WARNING);
  g_assert_cmpint (worst, !=, TAP_CHECK_NOT_DONE);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpint (name[0], !=, '.');
  g_hash_table_remove_all (lines);
  g_assert_true (tap_doctor_examine (missing, keep_line, lines, &worst, NULL, &error));
  g_assert_cmpint (result_of (lines, "round-trip"), ==, TAP_CHECK_FAILED);
  g_assert_cmpint (worst, ==, TAP_CHECK_FAILED);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_hash_table_remove_all (lines);
  g_assert_true (tap_doctor_examine ("smb://server/share", keep_line, lines, &worst, NULL, &error));
  g_assert_cmpint (result_of (lines, "mount"), ==, TAP_CHECK_FAILED);
  g_assert_cmpuint (g_hash_table_size (lines), ==, 1);
}

static void
test_cancelled (Fixture      *self,
                gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  TapCheckResult worst;

  g_cancellable_cancel (cancellable);
  g_assert_false (tap_doctor_examine (self->folder, NULL, NULL, &worst, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add ("/ledger/doctor/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/doctor/kinds-of-mounts", test_kinds);
  g_test_add_func ("/ledger/doctor/fields-of-a-mount", test_fields);
  g_test_add_func ("/ledger/doctor/options-in-words", test_words);
  ADD ("two-computers-prove-a-share", test_proof);
  ADD ("two-on-one-computer-prove-nothing", test_smoke);
  ADD ("nobody-came", test_nobody_came);
  ADD ("an-unsafe-share-is-only-read", test_unsafe_is_read_only);
  ADD ("mounts-that-copy-are-refused", test_copying_mounts_are_refused);
  ADD ("every-line-is-told", test_lines);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
