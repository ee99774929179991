/* badfs-inode.c — the files behind the mount, by device and number, held by O_PATH descriptors.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static GMutex lock;
static GHashTable *inodes;      /* Inode, by dev and ino */
static Inode roots[2];
static char *prefixes[2];

static guint
hash_inode (gconstpointer key)
{
  const Inode *inode = key;

  return (guint) inode->ino ^ (guint) inode->dev;
}

static gboolean
same_inode (gconstpointer a,
            gconstpointer b)
{
  const Inode *left = a;
  const Inode *right = b;

  return left->ino == right->ino && left->dev == right->dev;
}

static void
open_root (guint       world,
           const char *path)
{
  roots[world].fd = open (path, O_PATH | O_CLOEXEC | O_DIRECTORY);
  roots[world].world = world;
  prefixes[world] = realpath (path, NULL);
  if (roots[world].fd < 0 || prefixes[world] == NULL)
    g_error ("%s: %s", path, g_strerror (errno));
}

void
inodes_init (const char *backing,
             const char *empty)
{
  inodes = g_hash_table_new (hash_inode, same_inode);
  open_root (0, backing);
  open_root (1, empty);
}

Inode *
inode_get (fuse_ino_t ino)
{
  return ino == FUSE_ROOT_ID ? &roots[modes.world] : (Inode *) (uintptr_t) ino;
}

int
inode_find (Inode                   *parent,
            const char              *name,
            struct fuse_entry_param *entry)
{
  Inode key = { 0 };
  Inode *inode;
  int fd = openat (parent->fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    return errno;
  memset (entry, 0, sizeof *entry);
  if (fstatat (fd, "", &entry->attr, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
    {
      int saved = errno;

      close (fd);
      return saved;
    }
  key.dev = entry->attr.st_dev;
  key.ino = entry->attr.st_ino;
  g_mutex_lock (&lock);
  inode = g_hash_table_lookup (inodes, &key);
  if (inode != NULL)
    close (fd);
  else
    {
      inode = g_new0 (Inode, 1);
      inode->fd = fd;
      inode->dev = key.dev;
      inode->ino = key.ino;
      inode->world = parent->world;
      g_hash_table_add (inodes, inode);
    }
  inode->n_lookup++;
  g_mutex_unlock (&lock);
  entry->ino = (uintptr_t) inode;
  entry->attr_timeout = modes.attr_ms / 1000.0;
  entry->entry_timeout = modes.entry_ms / 1000.0;
  return 0;
}

void
inode_forget (fuse_ino_t ino,
              guint64    n)
{
  Inode *inode = inode_get (ino);
  gboolean unused;

  if (ino == FUSE_ROOT_ID)
    return;
  g_mutex_lock (&lock);
  inode->n_lookup -= MIN (n, inode->n_lookup);
  unused = inode->n_lookup == 0;
  if (unused)
    g_hash_table_remove (inodes, inode);
  g_mutex_unlock (&lock);
  if (!unused)
    return;
  /* Not under the lock: a power cut takes the two the other way round. */
  absent_forget_all (inode);
  close (inode->fd);
  g_clear_pointer (&inode->listing, g_ptr_array_unref);
  g_free (inode);
}

fuse_ino_t
inode_number (int fd)
{
  struct stat info;
  Inode key = { 0 };
  Inode root = { 0 };
  Inode *inode;

  if (fstat (fd, &info) != 0)
    return 0;
  key.dev = info.st_dev;
  key.ino = info.st_ino;
  if (fstat (roots[0].fd, &info) == 0)
    {
      root.dev = info.st_dev;
      root.ino = info.st_ino;
    }
  if (same_inode (&key, &root))
    return FUSE_ROOT_ID;
  g_mutex_lock (&lock);
  inode = g_hash_table_lookup (inodes, &key);
  g_mutex_unlock (&lock);
  return (uintptr_t) inode;
}

char *
fd_link (int fd)
{
  return g_strdup_printf ("/proc/self/fd/%d", fd);
}

char *
fd_path (int fd)
{
  g_autofree char *link = fd_link (fd);
  char path[4096];
  ssize_t n = readlink (link, path, sizeof path - 1);

  if (n < 0)
    return g_strdup ("?");
  path[n] = '\0';
  for (guint i = 0; i < 2; i++)
    if (g_str_has_prefix (path, prefixes[i]))
      return g_strdup (path + strlen (prefixes[i]) + (path[strlen (prefixes[i])] == '/'));
  return g_strdup (path);
}

char *
inode_path (Inode *inode)
{
  return fd_path (inode->fd);
}
