/* tap-mount.h — what kind of disk a folder lies on (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* By the file system's own type, so also for what is mounted by other names. */
gboolean tap_mount_is_network   (const char *path);
/* "ext4", "cifs", … and the mount options; free both. Empty when the system does not say. */
void     tap_mount_describe     (const char *path,
                                 char      **type,
                                 char      **options);
/* FALSE with TAP_LEDGER_ERROR_FOREIGN and advice for smb:// addresses and folders under gvfs, which copy and delete where a rename is
 * needed. */
gboolean tap_mount_check_folder (const char *folder,
                                 GError    **error);
gint64   tap_mount_free_bytes   (const char *path);

G_END_DECLS
