/* tap-tree.h — files and folders in one piece: copied with their hash, written down to the disk, removed (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All calls block and leave errno; what the failure means is for the caller to say: the same code is one thing on the station's share
 * and another one at the place of a backup.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_COPY_DONE,
  TAP_COPY_CANCELLED,
  TAP_COPY_NOT_READ,            /* errno is about the source */
  TAP_COPY_NOT_WRITTEN,         /* errno is about the copy; a half one may be there */
} TapCopy;

/* Told after every megabyte: how many bytes came since. */
typedef void (*TapCopyFunc) (gsize bytes, gpointer data);

/* The whole file, flushed to the disk. @to NULL: only reads. @sum: NULL, or takes the bytes in. */
TapCopy  tap_tree_copy_file  (const char   *from,
                              const char   *to,
                              GChecksum    *sum,
                              TapCopyFunc   func,
                              gpointer      data,
                              GCancellable *cancellable);
/* Makes or replaces the file, through a name beside it: it holds the old bytes or the new ones. */
gboolean tap_tree_write_file (const char   *path,
                              const char   *text);
/* What was made, renamed or removed in the folder survives a power cut. Servers that cannot do it are not an error. */
void     tap_tree_sync       (const char   *folder);
/* The names in it, all of them; NULL: with errno, for half a list is worse than none. (of char *) */
GPtrArray *tap_tree_list     (const char   *folder);
/* The folder with all in it; links are removed, not followed. TRUE when nothing is left. */
gboolean tap_tree_remove     (const char   *path);
/* Bytes of all files in it. FALSE with errno when it cannot be seen whole. */
gboolean tap_tree_measure    (const char   *path,
                              gint64       *bytes);
/* The same where only a progress bar hangs on it: what can be seen. */
gint64   tap_tree_bytes      (const char   *path);

G_END_DECLS
