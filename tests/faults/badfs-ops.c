/* badfs-ops.c — the requests of the kernel, passed on to the backing folder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_OF(info) ((int) (info)->fh)

typedef struct
{
  Inode     *inode;
  GPtrArray *entries;           /* of Entry */
} Dir;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static void
reply_entry (fuse_req_t               req,
             Call                    *call,
             int                      error,
             struct fuse_entry_param *entry)
{
  int answer = call_end (call, error);

  if (answer == 0)
    fuse_reply_entry (req, entry);
  else
    {
      if (error == 0)
        inode_forget (entry->ino, 1);
      fuse_reply_err (req, answer);
    }
}

/* --- names --------------------------------------------------------------------------------------- */

static void
op_init (void                  *data,
         struct fuse_conn_info *connection)
{
  /* What one process writes in one call arrives as one call. */
  connection->want &= ~(unsigned) FUSE_CAP_WRITEBACK_CACHE;
}

static void
op_lookup (fuse_req_t  req,
           fuse_ino_t  parent,
           const char *name)
{
  Inode *inode = inode_get (parent);
  struct fuse_entry_param entry = { 0 };
  Call call;
  int error = call_begin (&call, req, KIND_LOOKUP, inode, -1, name);

  /* A mount cannot remember the absence of what came into its sight together with its folder. */
  if (error == 0 && call.absent && strchr (name, '.') != NULL)
    absent_remember (inode, name, 60000);
  if (error == 0 && absent_is_remembered (inode, name))
    error = ENOENT;
  else if (error == 0)
    {
      error = inode_find (inode, name, &entry);
      if (error == ENOENT)
        absent_remember (inode, name, modes.stale_absent_ms);
    }
  reply_entry (req, &call, error, &entry);
}

static void
op_forget (fuse_req_t req,
           fuse_ino_t ino,
           uint64_t   n)
{
  inode_forget (ino, n);
  fuse_reply_none (req);
}

static void
op_forget_multi (fuse_req_t               req,
                 size_t                   n,
                 struct fuse_forget_data *forgets)
{
  for (size_t i = 0; i < n; i++)
    inode_forget (forgets[i].ino, forgets[i].nlookup);
  fuse_reply_none (req);
}

static void
op_mkdir (fuse_req_t  req,
          fuse_ino_t  parent,
          const char *name,
          mode_t      mode)
{
  Inode *inode = inode_get (parent);
  struct fuse_entry_param entry = { 0 };
  Call call;
  int error = call_begin (&call, req, KIND_MKDIR, inode, -1, name);

  if (error == 0)
    {
      power_lock ();
      error = mkdirat (inode->fd, name, mode) == 0 ? 0 : errno;
      if (error == 0)
        power_made (inode->fd, name, TRUE);
      power_unlock ();
      absent_forget (inode, name);
    }
  if (error == 0)
    error = inode_find (inode, name, &entry);
  reply_entry (req, &call, error, &entry);
}

static void
op_symlink (fuse_req_t  req,
            const char *target,
            fuse_ino_t  parent,
            const char *name)
{
  Inode *inode = inode_get (parent);
  struct fuse_entry_param entry = { 0 };
  Call call;
  int error = call_begin (&call, req, KIND_OTHER, inode, -1, name);

  if (error == 0)
    error = symlinkat (target, inode->fd, name) == 0 ? inode_find (inode, name, &entry) : errno;
  absent_forget (inode, name);
  reply_entry (req, &call, error, &entry);
}

static void
op_readlink (fuse_req_t req,
             fuse_ino_t ino)
{
  Inode *inode = inode_get (ino);
  char target[4096];
  ssize_t n = 0;
  Call call;
  int error = call_begin (&call, req, KIND_OTHER, inode, -1, NULL);

  if (error == 0 && (n = readlinkat (inode->fd, "", target, sizeof target - 1)) < 0)
    error = errno;
  error = call_end (&call, error);
  if (error != 0)
    {
      fuse_reply_err (req, error);
      return;
    }
  target[n] = '\0';
  fuse_reply_readlink (req, target);
}

/* As on servers that do not link (SMB). */
static void
op_link (fuse_req_t  req,
         fuse_ino_t  ino,
         fuse_ino_t  parent,
         const char *name)
{
  Call call;
  int error = call_begin (&call, req, KIND_OTHER, inode_get (parent), -1, name);

  fuse_reply_err (req, call_end (&call, error != 0 ? error : EOPNOTSUPP));
}

static void
remove_name (fuse_req_t  req,
             Kind        kind,
             fuse_ino_t  parent,
             const char *name)
{
  Inode *inode = inode_get (parent);
  Call call;
  int error = call_begin (&call, req, kind, inode, -1, name);

  if (error == 0)
    {
      power_lock ();
      if (kind == KIND_UNLINK)
        error = power_unlink (inode->fd, name);
      else if (unlinkat (inode->fd, name, AT_REMOVEDIR) != 0)
        error = errno;
      else
        power_rmdir (inode->fd, name);
      power_unlock ();
    }
  fuse_reply_err (req, call_end (&call, error));
}

static void
op_unlink (fuse_req_t  req,
           fuse_ino_t  parent,
           const char *name)
{
  remove_name (req, KIND_UNLINK, parent, name);
}

static void
op_rmdir (fuse_req_t  req,
          fuse_ino_t  parent,
          const char *name)
{
  remove_name (req, KIND_RMDIR, parent, name);
}

/* Samba looks whether the name is free and renames then: between the two there is room for a second winner. Folders fail there in the
 * file system below, and so they do here. */
static int
rename_with_two_winners (int         from_fd,
                         const char *from,
                         int         to_fd,
                         const char *to)
{
  struct stat info;

  if (fstatat (from_fd, from, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno;
  if (S_ISDIR (info.st_mode))
    return renameat2 (from_fd, from, to_fd, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
  if (fstatat (to_fd, to, &info, AT_SYMLINK_NOFOLLOW) == 0)
    return EEXIST;
  g_usleep (20 * 1000);
  return renameat (from_fd, from, to_fd, to) == 0 ? 0 : errno;
}

static int
do_rename (int          from_fd,
           const char  *from,
           int          to_fd,
           const char  *to,
           unsigned int flags)
{
  int error;

  if (flags != 0 && !modes.noreplace_known)
    return EINVAL;
  if (modes.rename_mode == RENAMES_COPY)
    return flags != 0 ? EINVAL : rename_by_copy (from_fd, from, to_fd, to);
  if (modes.rename_mode == RENAMES_TWO_WINNERS && flags == RENAME_NOREPLACE)
    return rename_with_two_winners (from_fd, from, to_fd, to);
  power_lock ();
  error = renameat2 (from_fd, from, to_fd, to, flags) == 0 ? 0 : errno;
  if (error == 0)
    power_renamed (from_fd, from, to_fd, to);
  power_unlock ();
  return error;
}

static void
op_rename (fuse_req_t   req,
           fuse_ino_t   parent,
           const char  *name,
           fuse_ino_t   new_parent,
           const char  *new_name,
           unsigned int flags)
{
  Inode *from = inode_get (parent);
  Inode *to = inode_get (new_parent);
  g_autofree char *folder = inode_path (to);
  g_autofree char *both = g_strdup_printf ("%s -> %s/%s", name, folder, new_name);
  Call call;
  int error = call_begin (&call, req, KIND_RENAME, from, -1, both);

  if (error == 0)
    error = do_rename (from->fd, name, to->fd, new_name, flags);
  if (error == 0)
    absent_forget (to, new_name);
  fuse_reply_err (req, call_end (&call, error));
}

/* --- attributes ---------------------------------------------------------------------------------- */

/* What a mount that trusts its memory would say of a folder. */
static void
make_stale (Inode       *inode,
            struct stat *info)
{
  gint64 now_us = g_get_monotonic_time ();
  int ms = modes.stale_attr_ms;

  if (ms == 0 || !S_ISDIR (info->st_mode))
    return;
  if (now_us >= inode->stale_until_us)
    {
      inode->stale = *info;
      inode->stale_until_us = now_us + ms * G_TIME_SPAN_MILLISECOND;
    }
  info->st_mtim = inode->stale.st_mtim;
  info->st_ctim = inode->stale.st_ctim;
}

static void
op_getattr (fuse_req_t             req,
            fuse_ino_t             ino,
            struct fuse_file_info *file)
{
  Inode *inode = inode_get (ino);
  struct stat info = { 0 };
  Call call;
  int error = call_begin (&call, req, KIND_GETATTR, inode, -1, NULL);

  if (error == 0 && fstatat (inode->fd, "", &info, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
    error = errno;
  if (error == 0)
    {
      make_stale (inode, &info);
      absent_forget_all (inode);
    }
  error = call_end (&call, error);
  if (error == 0)
    fuse_reply_attr (req, &info, modes.attr_ms / 1000.0);
  else
    fuse_reply_err (req, error);
}

static int
set_times (const char  *link,
           struct stat *wanted,
           int          what)
{
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };

  if (what & FUSE_SET_ATTR_ATIME_NOW)
    times[0].tv_nsec = UTIME_NOW;
  else if (what & FUSE_SET_ATTR_ATIME)
    times[0] = wanted->st_atim;
  if (what & FUSE_SET_ATTR_MTIME_NOW)
    times[1].tv_nsec = UTIME_NOW;
  else if (what & FUSE_SET_ATTR_MTIME)
    times[1] = wanted->st_mtim;
  return utimensat (AT_FDCWD, link, times, 0) == 0 ? 0 : errno;
}

static int
set_attributes (Inode       *inode,
                struct stat *wanted,
                int          what)
{
  g_autofree char *link = fd_link (inode->fd);

  if ((what & FUSE_SET_ATTR_MODE) && chmod (link, wanted->st_mode) != 0)
    return errno;
  if ((what & (FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID))
      && fchownat (inode->fd, "", (what & FUSE_SET_ATTR_UID) ? wanted->st_uid : (uid_t) -1,
                   (what & FUSE_SET_ATTR_GID) ? wanted->st_gid : (gid_t) -1, AT_EMPTY_PATH)
             != 0)
    return errno;
  if (what & FUSE_SET_ATTR_SIZE)
    {
      int error;

      power_lock ();
      power_writing (inode->fd);
      error = truncate (link, wanted->st_size) == 0 ? 0 : errno;
      power_unlock ();
      if (error != 0)
        return error;
    }
  if (what & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_ATIME_NOW | FUSE_SET_ATTR_MTIME_NOW))
    return set_times (link, wanted, what);
  return 0;
}

static void
op_setattr (fuse_req_t             req,
            fuse_ino_t             ino,
            struct stat           *wanted,
            int                    what,
            struct fuse_file_info *file)
{
  Inode *inode = inode_get (ino);
  struct stat info = { 0 };
  Call call;
  int error = call_begin (&call, req, KIND_SETATTR, inode, -1, NULL);

  if (error == 0)
    error = set_attributes (inode, wanted, what);
  if (error == 0 && fstatat (inode->fd, "", &info, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
    error = errno;
  error = call_end (&call, error);
  if (error == 0)
    fuse_reply_attr (req, &info, modes.attr_ms / 1000.0);
  else
    fuse_reply_err (req, error);
}

static void
op_statfs (fuse_req_t req,
           fuse_ino_t ino)
{
  Inode *inode = inode_get (ino);
  struct statvfs info;
  Call call;
  int error = call_begin (&call, req, KIND_STATFS, inode, -1, NULL);

  if (error == 0)
    {
      g_autofree char *link = fd_link (inode->fd);

      error = statvfs (link, &info) == 0 ? 0 : errno;
    }
  error = call_end (&call, error);
  if (error == 0)
    fuse_reply_statfs (req, &info);
  else
    fuse_reply_err (req, error);
}

/* --- files --------------------------------------------------------------------------------------- */

static void
set_caching (struct fuse_file_info *file)
{
  file->direct_io = modes.direct_io != 0;
  file->keep_cache = 0;
}

static void
op_create (fuse_req_t             req,
           fuse_ino_t             parent,
           const char            *name,
           mode_t                 mode,
           struct fuse_file_info *file)
{
  Inode *inode = inode_get (parent);
  struct fuse_entry_param entry = { 0 };
  int fd = -1;
  Call call;
  int error = call_begin (&call, req, KIND_CREATE, inode, -1, name);
  int answer;

  if (error == 0)
    {
      struct stat info;
      gboolean fresh;

      power_lock ();
      fresh = fstatat (inode->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0;
      fd = openat (inode->fd, name, (file->flags & ~(O_NOFOLLOW | O_APPEND)) | O_CREAT | O_CLOEXEC, mode);
      error = fd >= 0 ? 0 : errno;
      if (error == 0 && fresh)
        power_made (inode->fd, name, FALSE);
      power_unlock ();
      absent_forget (inode, name);
    }
  if (error == 0)
    error = inode_find (inode, name, &entry);
  answer = call_end (&call, error);
  if (answer == 0)
    {
      file->fh = (uint64_t) fd;
      set_caching (file);
      fuse_reply_create (req, &entry, file);
      return;
    }
  if (error == 0)
    inode_forget (entry.ino, 1);
  if (fd >= 0)
    close (fd);
  fuse_reply_err (req, answer);
}

static void
op_open (fuse_req_t             req,
         fuse_ino_t             ino,
         struct fuse_file_info *file)
{
  Inode *inode = inode_get (ino);
  int fd = -1;
  Call call;
  int error = call_begin (&call, req, KIND_OPEN, inode, -1, NULL);

  if (error == 0)
    {
      g_autofree char *link = fd_link (inode->fd);

      power_lock ();
      if (file->flags & O_TRUNC)
        power_writing (inode->fd);
      /* The kernel appends by itself. */
      fd = open (link, (file->flags & ~(O_NOFOLLOW | O_APPEND)) | O_CLOEXEC);
      error = fd >= 0 ? 0 : errno;
      power_unlock ();
    }
  error = call_end (&call, error);
  if (error == 0)
    {
      file->fh = (uint64_t) fd;
      set_caching (file);
      fuse_reply_open (req, file);
      return;
    }
  if (fd >= 0)
    close (fd);
  fuse_reply_err (req, error);
}

static void
op_read (fuse_req_t             req,
         fuse_ino_t             ino,
         size_t                 size,
         off_t                  offset,
         struct fuse_file_info *file)
{
  g_autofree char *bytes = NULL;
  ssize_t n = 0;
  Call call;
  int error = call_begin (&call, req, KIND_READ, inode_get (ino), FILE_OF (file), NULL);

  if (error == 0)
    {
      bytes = g_malloc (size + 1);
      n = pread (FILE_OF (file), bytes, size, offset);
      error = n >= 0 ? 0 : errno;
    }
  error = call_end (&call, error);
  if (error == 0)
    fuse_reply_buf (req, bytes, (size_t) n);
  else
    fuse_reply_err (req, error);
}

static void
op_write (fuse_req_t             req,
          fuse_ino_t             ino,
          const char            *bytes,
          size_t                 size,
          off_t                  offset,
          struct fuse_file_info *file)
{
  ssize_t n = 0;
  Call call;
  int error = call_begin (&call, req, KIND_WRITE, inode_get (ino), FILE_OF (file), NULL);

  if (error == 0)
    {
      power_lock ();
      power_writing (FILE_OF (file));
      n = pwrite (FILE_OF (file), bytes, size, offset);
      error = n >= 0 ? 0 : errno;
      power_unlock ();
    }
  error = call_end (&call, error);
  if (error == 0)
    fuse_reply_write (req, (size_t) n);
  else
    fuse_reply_err (req, error);
}

/* close() */
static void
op_flush (fuse_req_t             req,
          fuse_ino_t             ino,
          struct fuse_file_info *file)
{
  Call call;
  int error = call_begin (&call, req, KIND_FLUSH, inode_get (ino), FILE_OF (file), NULL);

  fuse_reply_err (req, call_end (&call, error));
}

static void
op_release (fuse_req_t             req,
            fuse_ino_t             ino,
            struct fuse_file_info *file)
{
  Call call;

  call_begin (&call, req, KIND_RELEASE, inode_get (ino), FILE_OF (file), NULL);
  close (FILE_OF (file));
  fuse_reply_err (req, 0);
}

static void
op_fsync (fuse_req_t             req,
          fuse_ino_t             ino,
          int                    data_only,
          struct fuse_file_info *file)
{
  Call call;
  int error = call_begin (&call, req, KIND_FSYNC, inode_get (ino), FILE_OF (file), NULL);

  /* The disk below need not spin for it unless the cost is to be measured. */
  if (error == 0 && modes.real_fsync && fsync (FILE_OF (file)) != 0)
    error = errno;
  if (error == 0)
    {
      power_lock ();
      power_fsynced (FILE_OF (file));
      power_unlock ();
    }
  fuse_reply_err (req, call_end (&call, error));
}

/* --- folders ------------------------------------------------------------------------------------- */

static int
read_entries (Inode      *inode,
              GPtrArray **entries)
{
  g_autofree char *link = fd_link (inode->fd);
  DIR *dir = opendir (link);
  struct dirent *item;

  if (dir == NULL)
    return errno;
  *entries = g_ptr_array_new_with_free_func (entry_free);
  while ((item = readdir (dir)) != NULL)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->name = g_strdup (item->d_name);
      entry->ino = item->d_ino;
      entry->mode = (mode_t) item->d_type << 12;
      g_ptr_array_add (*entries, entry);
    }
  closedir (dir);
  return 0;
}

static int
list_folder (Inode      *inode,
             GPtrArray **entries)
{
  static GMutex lock;
  gint64 now_us = g_get_monotonic_time ();
  int error = 0;

  g_mutex_lock (&lock);
  if (modes.stale_list_ms == 0 || inode->listing == NULL || now_us >= inode->listing_until_us)
    {
      g_clear_pointer (&inode->listing, g_ptr_array_unref);
      error = read_entries (inode, &inode->listing);
      inode->listing_until_us = now_us + modes.stale_list_ms * G_TIME_SPAN_MILLISECOND;
    }
  if (error == 0)
    *entries = g_ptr_array_ref (inode->listing);
  g_mutex_unlock (&lock);
  return error;
}

static void
op_opendir (fuse_req_t             req,
            fuse_ino_t             ino,
            struct fuse_file_info *file)
{
  Inode *inode = inode_get (ino);
  GPtrArray *entries = NULL;
  Dir *dir;
  Call call;
  int error = call_begin (&call, req, KIND_OPENDIR, inode, -1, NULL);

  if (error == 0)
    error = list_folder (inode, &entries);
  error = call_end (&call, error);
  if (error != 0)
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      fuse_reply_err (req, error);
      return;
    }
  if (modes.stale_list_ms == 0)
    absent_forget_all (inode);
  dir = g_new0 (Dir, 1);
  dir->inode = inode;
  dir->entries = entries;
  file->fh = (uint64_t) (uintptr_t) dir;
  file->cache_readdir = 0;
  file->keep_cache = 0;
  fuse_reply_open (req, file);
}

static void
op_readdir (fuse_req_t             req,
            fuse_ino_t             ino,
            size_t                 size,
            off_t                  offset,
            struct fuse_file_info *file)
{
  Dir *dir = (Dir *) (uintptr_t) file->fh;
  g_autofree char *buffer = NULL;
  size_t used = 0;
  Call call;
  int error = call_begin (&call, req, KIND_READDIR, dir->inode, -1, NULL);

  error = call_end (&call, error);
  if (error != 0)
    {
      fuse_reply_err (req, error);
      return;
    }
  buffer = g_malloc (size);
  for (guint i = (guint) offset; i < dir->entries->len; i++)
    {
      Entry *entry = dir->entries->pdata[i];
      struct stat info = { .st_ino = entry->ino, .st_mode = entry->mode };
      size_t need = fuse_add_direntry (req, buffer + used, size - used, entry->name, &info, (off_t) i + 1);

      if (need > size - used)
        break;
      used += need;
    }
  fuse_reply_buf (req, buffer, used);
}

static void
op_releasedir (fuse_req_t             req,
               fuse_ino_t             ino,
               struct fuse_file_info *file)
{
  Dir *dir = (Dir *) (uintptr_t) file->fh;
  Call call;

  call_begin (&call, req, KIND_RELEASEDIR, dir->inode, -1, NULL);
  g_ptr_array_unref (dir->entries);
  g_free (dir);
  fuse_reply_err (req, 0);
}

static void
op_fsyncdir (fuse_req_t             req,
             fuse_ino_t             ino,
             int                    data_only,
             struct fuse_file_info *file)
{
  Call call;
  int error = call_begin (&call, req, KIND_FSYNCDIR, inode_get (ino), -1, NULL);

  if (error == 0)
    {
      power_lock ();
      power_keep ();
      power_unlock ();
    }
  fuse_reply_err (req, call_end (&call, error));
}

const struct fuse_lowlevel_ops badfs_ops = {
  .init = op_init,
  .lookup = op_lookup,
  .forget = op_forget,
  .forget_multi = op_forget_multi,
  .getattr = op_getattr,
  .setattr = op_setattr,
  .readlink = op_readlink,
  .mkdir = op_mkdir,
  .unlink = op_unlink,
  .rmdir = op_rmdir,
  .symlink = op_symlink,
  .link = op_link,
  .rename = op_rename,
  .create = op_create,
  .open = op_open,
  .read = op_read,
  .write = op_write,
  .flush = op_flush,
  .release = op_release,
  .fsync = op_fsync,
  .opendir = op_opendir,
  .readdir = op_readdir,
  .releasedir = op_releasedir,
  .fsyncdir = op_fsyncdir,
  .statfs = op_statfs,
};
