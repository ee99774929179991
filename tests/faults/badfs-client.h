/* badfs-client.h — a test's hold on a badfs of its own: mount it, command it, count, unmount.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _Badfs Badfs;

/* Mounts the folder @backing somewhere under the temporary folder. NULL, and why in *@why_not (caller frees), where FUSE is not allowed:
 * the test is to be skipped then. It goes away with badfs_free(), or with this process. */
Badfs      *badfs_new       (const char  *backing,
                             char       **why_not);
void        badfs_free      (Badfs       *self);
/* The backing folder as a client of the bad server sees it. Owned by @self. */
const char *badfs_mount     (Badfs       *self);
/* One command of README.md; fails the test when it is refused. Any thread. */
void        badfs_say       (Badfs       *self,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);
/* The same, with what follows "ok ". Caller frees. */
char       *badfs_ask       (Badfs       *self,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);
/* FALSE when refused ("wait …" in vain). */
gboolean    badfs_try       (Badfs       *self,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);
/* Requests of a kind ("rename", "total") since the last "counts reset". */
guint64     badfs_count     (Badfs       *self,
                             const char  *kind);
/* How often the fault with this id has struck. */
guint       badfs_fired     (Badfs       *self,
                             guint        id);
/* Orders a fault; its id. */
guint       badfs_fault     (Badfs       *self,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Badfs, badfs_free)

G_END_DECLS
