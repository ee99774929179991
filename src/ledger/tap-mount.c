/* tap-mount.c — what kind of disk a folder lies on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <gio/gunixmounts.h>
#include <glib/gi18n-lib.h>
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

void
tap_mount_describe (const char *path,
                    char      **type,
                    char      **options)
{
  GUnixMountEntry *entry = g_unix_mount_for (path, NULL);

  *type = g_strdup (entry != NULL ? g_unix_mount_get_fs_type (entry) : "");
  *options = g_strdup (entry != NULL ? g_unix_mount_get_options (entry) : "");
  if (*options == NULL)
    *options = g_strdup ("");
  g_clear_pointer (&entry, g_unix_mount_free);
}

static gboolean
is_network_fuse (const char *path)
{
  static const char *names[] = { "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.davfs",
                                 "fuse.glusterfs", "fuse.s3fs", "davfs" };
  g_autofree char *type = NULL;
  g_autofree char *options = NULL;

  tap_mount_describe (path, &type, &options);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (type, names[i]) == 0)
      return TRUE;
  return FALSE;
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

gint64
tap_mount_free_bytes (const char *path)
{
  struct statvfs info;

  if (statvfs (path, &info) != 0)
    return 0;
  return (gint64) info.f_bavail * (gint64) info.f_frsize;
}
