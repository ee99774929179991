/* badfs-copy.c — a rename that copies and deletes, as mounts of web storage do it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
copy_file (int         from_fd,
           const char *from,
           int         to_fd,
           const char *to)
{
  char bytes[65536];
  ssize_t n;
  int error = 0;
  int in = openat (from_fd, from, O_RDONLY | O_CLOEXEC);
  int out = in >= 0 ? openat (to_fd, to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;

  if (out < 0)
    error = errno;
  while (error == 0 && (n = read (in, bytes, sizeof bytes)) != 0)
    if (n < 0 || write (out, bytes, (size_t) n) != n)
      error = errno;
  if (in >= 0)
    close (in);
  if (out >= 0)
    close (out);
  if (error == 0 && unlinkat (from_fd, from, 0) != 0)
    error = errno;
  return error;
}

static int
copy_folder (int         from_fd,
             const char *from,
             int         to_fd,
             const char *to)
{
  int in = openat (from_fd, from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = in >= 0 ? fdopendir (in) : NULL;
  struct dirent *item;
  int out;
  int error = 0;

  if (dir == NULL)
    return errno;
  /* A folder of that name is no hindrance: it is merged into. That is what makes this unfit for a station. */
  mkdirat (to_fd, to, 0777);
  out = openat (to_fd, to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (out < 0)
    error = errno;
  while (error == 0 && (item = readdir (dir)) != NULL)
    if (strcmp (item->d_name, ".") != 0 && strcmp (item->d_name, "..") != 0)
      error = rename_by_copy (in, item->d_name, out, item->d_name);
  if (out >= 0)
    close (out);
  closedir (dir);
  if (error == 0 && unlinkat (from_fd, from, AT_REMOVEDIR) != 0)
    error = errno;
  return error;
}

int
rename_by_copy (int         from_fd,
                const char *from,
                int         to_fd,
                const char *to)
{
  struct stat info;

  if (fstatat (from_fd, from, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno;
  return S_ISDIR (info.st_mode) ? copy_folder (from_fd, from, to_fd, to) : copy_file (from_fd, from, to_fd, to);
}
