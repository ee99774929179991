/* tap-scratch.c — a folder on this PC's disk for work that is thrown away; what killed programs left is cleared.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/tap-mount.h"
#include "ledger/tap-scratch.h"
#include "ledger/tap-tree.h"
#include "ledger/tap-worker.h"

#define PREFIX "tappet-scratch-"
#define MAKING "tappet-making-"         /* until it is locked */
#define UNLOCKED_S 60                   /* longer than anybody takes between making the folder and locking it */

struct _TapScratch
{
  char *path;
  int   lock_fd;
};

/* Nobody holds its lock: whoever made it is dead. */
static gboolean
is_left_over (const char *path)
{
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  gboolean making = g_str_has_prefix (strrchr (path, '/') + 1, MAKING);
  int fd = making ? -1 : open (lock, O_RDWR | O_CLOEXEC);
  GStatBuf info;
  gboolean dead;

  if (fd < 0)
    return g_stat (path, &info) == 0 && g_get_real_time () / G_USEC_PER_SEC - info.st_mtime > UNLOCKED_S;
  dead = flock (fd, LOCK_EX | LOCK_NB) == 0;
  close (fd);
  return dead;
}

static void
clear_left_over (const char *parent)
{
  g_autoptr(GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);

      if ((g_str_has_prefix (name, PREFIX) || g_str_has_prefix (name, MAKING)) && is_left_over (path))
        tap_tree_remove (path);
    }
}

static gboolean
set_error (GError    **error,
           const char *parent)
{
  /* Translators: a folder, the system's reason. */
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
               _("The folder %s on this PC, where the work is done, cannot be written: %s"), parent,
               g_strerror (errno));
  return FALSE;
}

static gboolean
make (TapScratch *self,
      const char *parent,
      GError    **error)
{
  g_autofree char *lock = NULL;
  g_autofree char *locked = NULL;

  if (g_mkdir_with_parents (parent, 0700) != 0)
    return set_error (error, parent);
  if (tap_mount_is_network (parent))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_LOCAL,
                   _("The work must be done on a disk of this PC, but %s is on a network."), parent);
      return FALSE;
    }
  clear_left_over (parent);
  self->path = g_build_filename (parent, MAKING "XXXXXX", NULL);
  if (g_mkdtemp_full (self->path, 0700) == NULL)
    return set_error (error, parent);
  lock = g_build_filename (self->path, "lock", NULL);
  self->lock_fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0 || flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0)
    return set_error (error, parent);
  /* Under a name that others look after only now that it is locked: between the two they would take it for a dead one's. */
  locked = g_strconcat (parent, "/" PREFIX, self->path + strlen (self->path) - 6, NULL);
  if (rename (self->path, locked) != 0)
    return set_error (error, parent);
  g_free (self->path);
  self->path = g_steal_pointer (&locked);
  return TRUE;
}

TapScratch *
tap_scratch_new (const char *parent,
                 GError    **error)
{
  g_autoptr(TapScratch) self = g_new0 (TapScratch, 1);
  g_autofree char *usual = g_build_filename (g_get_user_cache_dir (), "tappet", NULL);

  self->lock_fd = -1;
  if (!make (self, parent != NULL ? parent : usual, error))
    return NULL;
  return g_steal_pointer (&self);
}

char *
tap_scratch_path (TapScratch *self,
                  const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

void
tap_scratch_free (TapScratch *self)
{
  if (self->path != NULL)
    tap_tree_remove (self->path);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->path);
  g_free (self);
}
