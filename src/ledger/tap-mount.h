/* tap-mount.h — what kind of disk a folder lies on (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_MOUNT_UNKNOWN,            /* the system does not say */
  TAP_MOUNT_LOCAL,              /* a disk of this PC */
  TAP_MOUNT_MEMORY,             /* gone with the next start */
  TAP_MOUNT_NFS,
  TAP_MOUNT_SMB,
  TAP_MOUNT_SSHFS,
  TAP_MOUNT_COPYING,            /* rclone, WebDAV, object stores: they copy and delete where a rename is asked for */
  TAP_MOUNT_GVFS,
  TAP_MOUNT_OTHER_NETWORK,
  TAP_MOUNT_OTHER_FUSE,         /* a program of this PC; nobody knows what is behind it */
} TapMountKind;

typedef struct
{
  TapMountKind kind;
  char        *type;            /* "ext4", "cifs", "nfs4", "fuse.sshfs"; never NULL, like all here */
  char        *source;          /* "server:/export", "//server/share", "/dev/sda1" */
  char        *point;           /* where it is mounted */
  char        *root;            /* which folder of it; "/" but for bind mounts */
  char        *options;         /* of the mount and of the file system, with commas */
} TapMount;
void         tap_mount_free           (TapMount     *self);

/* The mount @path (absolute, without links and dots) lies on, after the text of /proc/self/mountinfo. NULL: it names none. */
TapMount    *tap_mount_parse          (const char   *mountinfo,
                                       const char   *path);
/* The same on this PC. For a folder that does not exist yet, of the one above. Never NULL. */
TapMount    *tap_mount_find           (const char   *path);
gboolean     tap_mount_has            (TapMount     *self,
                                       const char   *option);
/* "60" of "actimeo=60"; NULL when it is not there. (transfer full) */
char        *tap_mount_get            (TapMount     *self,
                                       const char   *option);
/* More PCs than this one may write there: two of them have to prove that it is safe. */
gboolean     tap_mount_needs_proof    (TapMountKind  kind);

/* One translated phrase: "NFS 4.2, server:/export". (transfer full) */
char        *tap_mount_kind_text      (TapMount     *self);
/* What its options mean here, in translated words. @concern: how many of them ask for attention, @grave: how many rule it out.
 * (transfer full) */
char        *tap_mount_options_text   (TapMount     *self,
                                       guint        *concern,
                                       guint        *grave);

/* By the file system's own type, so also for what is mounted by other names. */
gboolean     tap_mount_is_network     (const char   *path);
/* "ext4", "cifs", … and the mount options; free both. Empty when the system does not say. */
void         tap_mount_describe       (const char   *path,
                                       char        **type,
                                       char        **options);
/* FALSE with TAP_LEDGER_ERROR_FOREIGN and advice for smb:// addresses and folders under gvfs, which copy and delete where a rename is
 * needed. Only looks at the words. */
gboolean     tap_mount_check_folder   (const char   *folder,
                                       GError      **error);
/* The same for what is mounted there: rclone, WebDAV and their like. */
gboolean     tap_mount_check_kind     (const char   *folder,
                                       GError      **error);
gint64       tap_mount_free_bytes     (const char   *path);
/* 0 when the system does not say. */
gint64       tap_mount_total_bytes    (const char   *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMount, tap_mount_free)

G_END_DECLS
