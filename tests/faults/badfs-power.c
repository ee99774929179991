/* badfs-power.c — what a server forgets that loses power: what no fsync has put on its disk.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As on ext4: the names (made, removed, renamed) are in one journal, and all of them are on the disk once any file is synced that has
 * become longer, or is new itself. Syncing a file whose length did not change writes its bytes and no journal. Bytes that were not
 * synced are lost file by file.
 */
#include "badfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef enum { STEP_MADE_FILE, STEP_MADE_FOLDER, STEP_UNLINKED, STEP_RMDIR, STEP_RENAMED } StepKind;

typedef struct
{
  StepKind kind;
  int      fd;
  char    *name;
  int      from_fd;
  char    *from;
  char    *grave;
  ino_t    ino;
} Step;

/* A file as it was at its last fsync. */
typedef struct
{
  int    fd;
  ino_t  ino;
  gsize  size;
  char  *bytes;
} Before;

/* A name that the kernel may remember otherwise. */
typedef struct
{
  fuse_ino_t folder;
  char      *name;
} Changed;

static GMutex lock;
static GPtrArray *steps;
static GPtrArray *changes;
static GPtrArray *befores;
static char *grave_folder;
static guint n_graves;

static void
step_free (gpointer data)
{
  Step *step = data;

  close (step->fd);
  if (step->from_fd >= 0)
    close (step->from_fd);
  if (step->grave != NULL)
    unlink (step->grave);
  g_free (step->name);
  g_free (step->from);
  g_free (step->grave);
  g_free (step);
}

static void
before_free (gpointer data)
{
  Before *before = data;

  close (before->fd);
  g_free (before->bytes);
  g_free (before);
}

static void
changed_free (gpointer data)
{
  Changed *changed = data;

  g_free (changed->name);
  g_free (changed);
}

void
power_init (const char *grave)
{
  steps = g_ptr_array_new_with_free_func (step_free);
  changes = g_ptr_array_new_with_free_func (changed_free);
  befores = g_ptr_array_new_with_free_func (before_free);
  grave_folder = g_strdup (grave);
}

void
power_lock (void)
{
  g_mutex_lock (&lock);
}

void
power_unlock (void)
{
  g_mutex_unlock (&lock);
}

static Step *
add_step (StepKind    kind,
          int         fd,
          const char *name)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  step->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  step->name = g_strdup (name);
  step->from_fd = -1;
  g_ptr_array_add (steps, step);
  return step;
}

void
power_made (int         parent_fd,
            const char *name,
            gboolean    folder)
{
  struct stat info;
  Step *step;

  if (!modes.journal)
    return;
  step = add_step (folder ? STEP_MADE_FOLDER : STEP_MADE_FILE, parent_fd, name);
  if (fstatat (parent_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
    step->ino = info.st_ino;
}

int
power_unlink (int         parent_fd,
              const char *name)
{
  g_autofree char *grave = NULL;

  if (!modes.journal)
    return unlinkat (parent_fd, name, 0) == 0 ? 0 : errno;
  grave = g_strdup_printf ("%s/%u", grave_folder, n_graves++);
  if (renameat (parent_fd, name, AT_FDCWD, grave) != 0)
    return errno;
  add_step (STEP_UNLINKED, parent_fd, name)->grave = g_steal_pointer (&grave);
  return 0;
}

void
power_rmdir (int         parent_fd,
             const char *name)
{
  if (modes.journal)
    add_step (STEP_RMDIR, parent_fd, name);
}

void
power_renamed (int         from_fd,
               const char *from,
               int         to_fd,
               const char *to)
{
  Step *step;

  if (!modes.journal)
    return;
  step = add_step (STEP_RENAMED, to_fd, to);
  step->from_fd = fcntl (from_fd, F_DUPFD_CLOEXEC, 3);
  step->from = g_strdup (from);
}

static guint
find_before (ino_t ino)
{
  for (guint i = 0; i < befores->len; i++)
    if (((Before *) befores->pdata[i])->ino == ino)
      return i;
  return befores->len;
}

void
power_writing (int fd)
{
  g_autofree char *link = fd_link (fd);
  struct stat info;
  Before *before;
  ssize_t n;

  if (!modes.journal || stat (link, &info) != 0 || find_before (info.st_ino) < befores->len)
    return;
  before = g_new0 (Before, 1);
  before->fd = open (link, O_RDWR | O_CLOEXEC);
  before->ino = info.st_ino;
  before->bytes = g_malloc ((gsize) info.st_size + 1);
  n = pread (before->fd, before->bytes, (gsize) info.st_size, 0);
  before->size = n > 0 ? (gsize) n : 0;
  g_ptr_array_add (befores, before);
}

void
power_fsynced (int fd)
{
  struct stat info;
  gboolean journal = FALSE;
  guint at;

  if (!modes.journal || fstat (fd, &info) != 0)
    return;
  at = find_before (info.st_ino);
  if (at < befores->len)
    {
      journal = ((Before *) befores->pdata[at])->size != (gsize) info.st_size;
      g_ptr_array_remove_index (befores, at);
    }
  for (guint i = 0; i < steps->len; i++)
    {
      Step *step = steps->pdata[i];

      journal = journal || (step->kind == STEP_MADE_FILE && step->ino == info.st_ino);
    }
  if (journal)
    g_ptr_array_set_size (steps, 0);
}

void
power_keep (void)
{
  g_ptr_array_set_size (steps, 0);
  g_ptr_array_set_size (befores, 0);
}

static void
note_change (int         fd,
             const char *name)
{
  Changed *changed = g_new0 (Changed, 1);

  changed->folder = inode_number (fd);
  changed->name = g_strdup (name);
  g_ptr_array_add (changes, changed);
}

void
power_tell_kernel (struct fuse_session *session)
{
  g_autoptr(GPtrArray) told = NULL;

  g_mutex_lock (&lock);
  told = g_steal_pointer (&changes);
  changes = g_ptr_array_new_with_free_func (changed_free);
  g_mutex_unlock (&lock);
  for (guint i = 0; i < told->len; i++)
    {
      Changed *changed = told->pdata[i];

      if (changed->folder != 0)
        fuse_lowlevel_notify_inval_entry (session, changed->folder, changed->name, strlen (changed->name));
    }
}

static void
undo (Step *step)
{
  int result = 0;

  note_change (step->fd, step->name);
  if (step->from != NULL)
    note_change (step->from_fd, step->from);

  switch (step->kind)
    {
    case STEP_MADE_FILE:
      result = unlinkat (step->fd, step->name, 0);
      break;
    case STEP_MADE_FOLDER:
      result = unlinkat (step->fd, step->name, AT_REMOVEDIR);
      break;
    case STEP_UNLINKED:
      result = renameat (AT_FDCWD, step->grave, step->fd, step->name);
      break;
    case STEP_RMDIR:
      result = mkdirat (step->fd, step->name, 0777);
      break;
    case STEP_RENAMED:
      result = renameat (step->fd, step->name, step->from_fd, step->from);
      break;
    default:
      g_assert_not_reached ();
    }
  if (result != 0)
    g_printerr ("badfs: cannot undo %d of %s: %s\n", step->kind, step->name, g_strerror (errno));
}

guint
power_cut (void)
{
  guint n = steps->len + befores->len;

  for (guint i = 0; i < befores->len; i++)
    {
      Before *before = befores->pdata[i];

      if (ftruncate (before->fd, (off_t) before->size) != 0
          || pwrite (before->fd, before->bytes, before->size, 0) != (ssize_t) before->size)
        g_printerr ("badfs: cannot take bytes back: %s\n", g_strerror (errno));
    }
  for (guint i = steps->len; i > 0; i--)
    undo (steps->pdata[i - 1]);
  power_keep ();
  return n;
}
