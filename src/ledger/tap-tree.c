/* tap-tree.c — files and folders in one piece: copied with their hash, written down to the disk, removed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-tree.h"

#define CHUNK (1024 * 1024)

static gboolean
write_all (int           fd,
           gconstpointer data,
           gsize         size)
{
  const guint8 *at = data;

  while (size > 0)
    {
      gssize n = write (fd, at, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      size -= (gsize) n;
    }
  return TRUE;
}

static TapCopy
copy_bytes (int           in,
            int           out,
            GChecksum    *sum,
            TapCopyFunc   func,
            gpointer      data,
            GCancellable *cancellable)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      gssize n;

      if (g_cancellable_is_cancelled (cancellable))
        return TAP_COPY_CANCELLED;
      n = read (in, chunk, CHUNK);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return TAP_COPY_NOT_READ;
      if (n == 0)
        break;
      if (sum != NULL)
        g_checksum_update (sum, chunk, n);
      if (out >= 0 && !write_all (out, chunk, (gsize) n))
        return TAP_COPY_NOT_WRITTEN;
      if (func != NULL)
        func ((gsize) n, data);
    }
  return out < 0 || fsync (out) == 0 ? TAP_COPY_DONE : TAP_COPY_NOT_WRITTEN;
}

TapCopy
tap_tree_copy_file (const char   *from,
                    const char   *to,
                    GChecksum    *sum,
                    TapCopyFunc   func,
                    gpointer      data,
                    GCancellable *cancellable)
{
  int in = open (from, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  int out = -1;
  TapCopy result;
  int saved;

  if (in < 0)
    return TAP_COPY_NOT_READ;
  if (to != NULL)
    out = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  result = to != NULL && out < 0 ? TAP_COPY_NOT_WRITTEN
                                 : copy_bytes (in, out, sum, func, data, cancellable);
  saved = errno;
  close (in);
  /* Some servers report only now that there was no room. */
  if (out >= 0 && close (out) != 0 && result == TAP_COPY_DONE)
    return TAP_COPY_NOT_WRITTEN;
  errno = saved;
  return result;
}

gboolean
tap_tree_write_file (const char *path,
                     const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *beside = g_strdup_printf ("%s/.%s.new", folder, base);
  int fd = open (beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  gboolean ok;
  int saved;

  if (fd < 0)
    return FALSE;
  ok = write_all (fd, text, strlen (text)) && fsync (fd) == 0;
  saved = errno;
  if (close (fd) != 0 && ok)
    {
      saved = errno;
      ok = FALSE;
    }
  if (ok && rename (beside, path) == 0)
    {
      tap_tree_sync (folder);
      return TRUE;
    }
  if (ok)
    saved = errno;
  unlink (beside);
  errno = saved;
  return FALSE;
}

void
tap_tree_sync (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

GPtrArray *
tap_tree_list (const char *folder)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  errno = 0;
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_ptr_array_add (names, g_strdup (name));
      errno = 0;
    }
  return dir != NULL && errno == 0 ? g_steal_pointer (&names) : NULL;
}

gboolean
tap_tree_remove (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;
  GStatBuf info;

  if (g_lstat (path, &info) != 0)
    return errno == ENOENT;
  if (!S_ISDIR (info.st_mode))
    return g_unlink (path) == 0;
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      tap_tree_remove (child);
    }
  return g_rmdir (path) == 0;
}

static gboolean
add_bytes (const char *path,
           gint64     *bytes)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;
  GStatBuf info;
  gboolean ok = TRUE;

  if (g_lstat (path, &info) != 0)
    return FALSE;
  if (!S_ISDIR (info.st_mode))
    {
      *bytes += (gint64) info.st_size;
      return TRUE;
    }
  errno = 0;
  dir = g_dir_open (path, 0, NULL);
  if (dir == NULL)
    return FALSE;
  while (ok && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      ok = add_bytes (child, bytes);
      errno = ok ? 0 : errno;
    }
  return ok && errno == 0;
}

gboolean
tap_tree_measure (const char *path,
                  gint64     *bytes)
{
  *bytes = 0;
  return add_bytes (path, bytes);
}

gint64
tap_tree_bytes (const char *path)
{
  gint64 bytes;

  tap_tree_measure (path, &bytes);
  return bytes;
}
