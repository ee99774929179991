/* tap-mount.c — what kind of disk a folder lies on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include "ledger/tap-mount.h"
#include "ledger/tap-worker.h"

static const struct
{
  guint32     magic;
  const char *name;
} network_types[] = {
  { 0x00006969, "nfs" },  { 0x0000517b, "smb" },    { 0xff534d42, "cifs" }, { 0xfe534d42, "smb2" },
  { 0x01021997, "9p" },   { 0x00c36400, "ceph" },   { 0x5346414f, "afs" },  { 0x6b414653, "kafs" },
  { 0x73757245, "coda" }, { 0x0bd00bd0, "lustre" }, { 0x01161970, "gfs2" }, { 0x7461636f, "ocfs2" },
};

/* --- the table of mounts ---------------------------------------------------------------------- */

void
tap_mount_free (TapMount *self)
{
  g_free (self->type);
  g_free (self->source);
  g_free (self->point);
  g_free (self->root);
  g_free (self->options);
  g_free (self);
}

/* The kernel writes blanks and backslashes as three octal digits. */
static char *
decode (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' && text[2] <= '7'
        && text[3] >= '0' && text[3] <= '7')
      {
        g_string_append_c (plain, (char) ((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0')));
        text += 3;
      }
    else
      g_string_append_c (plain, *text);
  return g_string_free (plain, FALSE);
}

static gboolean
lies_below (const char *path,
            const char *point)
{
  gsize len = strlen (point);

  if (strcmp (point, "/") == 0)
    return path[0] == '/';
  return strncmp (path, point, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

static gboolean
is_one_of (const char        *name,
           const char *const *names)
{
  return g_strv_contains (names, name);
}

static TapMountKind
judge_fuse (const char *type,
            const char *source)
{
  static const char *const copying[] = { "fuse.rclone", "fuse.davfs", "fuse.davfs2", "davfs", "fuse.s3fs", "fuse.s3backer", "fuse.goofys",
                                         "fuse.gcsfuse", "fuse.curlftpfs", "fuse.google-drive-ocamlfuse", "fuse.onedriver",
                                         "fuse.mount-s3", "fuse.blobfuse", "fuse.blobfuse2", "fuse.webdavfs", NULL };
  static const char *const network[] = { "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.mfs", "fuse.mfsmount",
                                         "fuse.juicefs", "fuse.smbnetfs", "fuse.nfs", NULL };

  if (is_one_of (type, copying) || g_str_has_prefix (source, "http://") || g_str_has_prefix (source, "https://")
      || g_str_has_prefix (source, "curlftpfs#"))
    return TAP_MOUNT_COPYING;
  if (strcmp (type, "fuse.sshfs") == 0 || g_str_has_prefix (source, "sshfs#"))
    return TAP_MOUNT_SSHFS;
  if (strcmp (type, "fuse.gvfsd-fuse") == 0)
    return TAP_MOUNT_GVFS;
  return is_one_of (type, network) ? TAP_MOUNT_OTHER_NETWORK : TAP_MOUNT_OTHER_FUSE;
}

static TapMountKind
judge (const char *type,
       const char *source)
{
  static const char *const network[] = { "9p", "afs", "kafs", "ceph", "coda", "lustre", "gfs2", "ocfs2", "gpfs", "beegfs", "orangefs", "ncpfs",
                                         "virtiofs", "vboxsf", "prl_fs", NULL };

  if (strcmp (type, "nfs") == 0 || strcmp (type, "nfs4") == 0)
    return TAP_MOUNT_NFS;
  if (strcmp (type, "cifs") == 0 || strcmp (type, "smb3") == 0 || strcmp (type, "smbfs") == 0)
    return TAP_MOUNT_SMB;
  if (strcmp (type, "tmpfs") == 0 || strcmp (type, "ramfs") == 0)
    return TAP_MOUNT_MEMORY;
  if (strcmp (type, "fuse") == 0 || strcmp (type, "davfs") == 0 || g_str_has_prefix (type, "fuse."))
    return judge_fuse (type, source);
  return is_one_of (type, network) ? TAP_MOUNT_OTHER_NETWORK : TAP_MOUNT_LOCAL;
}

/* "36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue": any number of fields before the dash. */
static TapMount *
parse_line (const char *line)
{
  g_auto(GStrv) fields = g_strsplit (line, " ", -1);
  guint n = g_strv_length (fields);
  TapMount *mount;
  guint dash = 6;

  while (dash < n && strcmp (fields[dash], "-") != 0)
    dash++;
  if (dash + 2 >= n)
    return NULL;
  mount = g_new0 (TapMount, 1);
  mount->root = decode (fields[3]);
  mount->point = decode (fields[4]);
  mount->type = decode (fields[dash + 1]);
  mount->source = decode (fields[dash + 2]);
  mount->options = g_strjoin (",", fields[5], dash + 3 < n ? fields[dash + 3] : NULL, NULL);
  mount->kind = judge (mount->type, mount->source);
  return mount;
}

TapMount *
tap_mount_parse (const char *mountinfo,
                 const char *path)
{
  g_auto(GStrv) lines = g_strsplit (mountinfo, "\n", -1);
  TapMount *best = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      TapMount *mount = parse_line (lines[i]);

      /* Of two at the same place the later one covers the other. */
      if (mount != NULL && lies_below (path, mount->point)
          && (best == NULL || strlen (mount->point) >= strlen (best->point)))
        {
          g_clear_pointer (&best, tap_mount_free);
          best = g_steal_pointer (&mount);
        }
      g_clear_pointer (&mount, tap_mount_free);
    }
  return best;
}

static char *
resolve (const char *path)
{
  g_autofree char *at = g_canonicalize_filename (path, NULL);
  char resolved[PATH_MAX];

  for (;;)
    {
      char *above;

      if (realpath (at, resolved) != NULL)
        return g_strdup (resolved);
      if (strcmp (at, "/") == 0)
        return g_strdup (at);
      above = g_path_get_dirname (at);
      g_free (at);
      at = above;
    }
}

TapMount *
tap_mount_find (const char *path)
{
  const char *table = g_getenv ("TAPPET_MOUNTINFO");    /* tests pretend other mounts */
  g_autofree char *text = NULL;
  g_autofree char *resolved = resolve (path);
  TapMount *mount = NULL;

  if (g_file_get_contents (table != NULL ? table : "/proc/self/mountinfo", &text, NULL, NULL))
    mount = tap_mount_parse (text, resolved);
  if (mount != NULL)
    return mount;
  mount = g_new0 (TapMount, 1);
  mount->type = g_strdup ("");
  mount->source = g_strdup ("");
  mount->point = g_strdup ("");
  mount->root = g_strdup ("/");
  mount->options = g_strdup ("");
  return mount;
}

gboolean
tap_mount_has (TapMount   *self,
               const char *option)
{
  g_auto(GStrv) options = g_strsplit (self->options, ",", -1);

  return g_strv_contains ((const char *const *) options, option);
}

char *
tap_mount_get (TapMount   *self,
               const char *option)
{
  g_auto(GStrv) options = g_strsplit (self->options, ",", -1);
  gsize len = strlen (option);

  for (guint i = 0; options[i] != NULL; i++)
    if (strncmp (options[i], option, len) == 0 && options[i][len] == '=')
      return g_strdup (options[i] + len + 1);
  return NULL;
}

gboolean
tap_mount_needs_proof (TapMountKind kind)
{
  return kind != TAP_MOUNT_LOCAL && kind != TAP_MOUNT_MEMORY && kind != TAP_MOUNT_UNKNOWN;
}

void
tap_mount_describe (const char *path,
                    char      **type,
                    char      **options)
{
  g_autoptr(TapMount) mount = tap_mount_find (path);

  *type = g_steal_pointer (&mount->type);
  *options = g_steal_pointer (&mount->options);
}

static gboolean
is_network_fuse (const char *path)
{
  g_autoptr(TapMount) mount = tap_mount_find (path);

  return tap_mount_needs_proof (mount->kind) && mount->kind != TAP_MOUNT_OTHER_FUSE;
}

gboolean
tap_mount_is_network (const char *path)
{
  struct statfs info;

  if (statfs (path, &info) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (network_types); i++)
    if ((guint32) info.f_type == network_types[i].magic)
      return TRUE;
  return (guint32) info.f_type == 0x65735546 && is_network_fuse (path);
}

gboolean
tap_mount_check_folder (const char *folder,
                        GError    **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (folder);

  if (scheme != NULL)
    {
      /* Translators: %s is an address like smb://server/share. */
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
                   _("%s is an address, not a folder. Mount the share (cifs or nfs) and give the folder where it is mounted."),
                   folder);
      return FALSE;
    }
  if (strstr (folder, "/gvfs/") != NULL || g_str_has_suffix (folder, "/gvfs")
      || strstr (folder, "/.gvfs/") != NULL)
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
                   _("%s was opened by the file manager, which is not safe for shared data. Mount the share (cifs or nfs) and give the folder where it is mounted."),
                   folder);
      return FALSE;
    }
  return TRUE;
}

gboolean
tap_mount_check_kind (const char *folder,
                      GError    **error)
{
  g_autoptr(TapMount) mount = tap_mount_find (folder);

  if (mount->kind != TAP_MOUNT_COPYING && mount->kind != TAP_MOUNT_GVFS)
    return TRUE;
  /* Translators: the first %s is a folder, the second one a kind of mount, like "fuse.rclone". */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
               _("%s is mounted by %s, which copies and deletes instead of renaming: entries of two PCs could mix there. Mount the share by cifs or nfs."),
               folder, mount->type);
  return FALSE;
}

gint64
tap_mount_free_bytes (const char *path)
{
  struct statvfs info;

  if (statvfs (path, &info) != 0)
    return 0;
  return (gint64) info.f_bavail * (gint64) info.f_frsize;
}

gint64
tap_mount_total_bytes (const char *path)
{
  struct statvfs info;

  if (statvfs (path, &info) != 0)
    return 0;
  return (gint64) info.f_blocks * (gint64) info.f_frsize;
}
