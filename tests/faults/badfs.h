/* badfs.h — what the files of the file system for bad days share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A request passes call_begin() (counted, recorded, delayed, held, failed), the real call on the backing folder, and call_end() (reported as
 * failed although it was done, held once more). Requests run on many threads; a held one blocks nobody else.
 */
#pragma once

#define FUSE_USE_VERSION 312
#include <fuse_lowlevel.h>
#include <glib.h>
#include <sys/stat.h>

typedef enum
{
  KIND_LOOKUP, KIND_GETATTR, KIND_SETATTR, KIND_OPEN, KIND_CREATE, KIND_READ, KIND_WRITE, KIND_FLUSH, KIND_FSYNC, KIND_RELEASE,
  KIND_MKDIR, KIND_UNLINK, KIND_RMDIR, KIND_RENAME, KIND_OPENDIR, KIND_READDIR, KIND_RELEASEDIR, KIND_FSYNCDIR, KIND_STATFS, KIND_OTHER,
  N_KINDS,
} Kind;
/* Besides the kinds themselves: any, and change (whatever changes something). */
enum { KIND_ANY = N_KINDS, KIND_CHANGE };

extern const char *const kind_names[N_KINDS];
/* -1: no such kind. */
int      kind_from_name       (const char *name);

/* --- inodes ------------------------------------------------------------------------------------------------- */

typedef struct
{
  int     fd;                   /* O_PATH */
  dev_t   dev;
  ino_t   ino;
  guint64 n_lookup;
  guint   world;                /* which of the two folders it belongs to: the real one, or the empty one in its place */
  /* What a mount that remembers too long would show. */
  struct stat stale;
  gint64  stale_until_us;
  GPtrArray *listing;           /* of Entry */
  gint64  listing_until_us;
} Inode;

typedef struct { char *name; ino_t ino; mode_t mode; } Entry;

void     inodes_init          (const char *backing, const char *empty);
Inode   *inode_get            (fuse_ino_t ino);
/* 0 or an errno; the entry counts one look-up more. */
int      inode_find           (Inode *parent, const char *name, struct fuse_entry_param *entry);
void     inode_forget         (fuse_ino_t ino, guint64 n);
/* 0: the kernel does not know that folder. */
fuse_ino_t inode_number       (int fd);
/* Path below the backing folder, "" for the folder itself. */
char    *inode_path           (Inode *inode);
char    *fd_path              (int fd);
/* /proc/self/fd/N */
char    *fd_link              (int fd);

/* --- faults ------------------------------------------------------------------------------------------------- */

typedef struct
{
  fuse_req_t req;
  Kind       kind;
  Inode     *inode;
  int        late_error;        /* done, and reported as failed */
  gint64     late_hold_ms;      /* -1: none, 0: until released */
  gboolean   late_kill;
  gboolean   absent;            /* answer "no such file", and remember that */
  guint      fault_id;
} Call;

/* 0: go on. @fd: of the open file, or -1. */
int      call_begin           (Call *call, fuse_req_t req, Kind kind, Inode *inode, int fd, const char *name);
/* What to answer, given the true outcome. */
int      call_end             (Call *call, int error);

/* How the folder renames, remembers and forgets; read under no lock, set by commands. */
typedef struct
{
  _Atomic int noreplace_known;
  _Atomic int rename_mode;      /* RENAME_* below */
  _Atomic int stale_absent_ms;
  _Atomic int stale_list_ms;
  _Atomic int stale_attr_ms;
  _Atomic int entry_ms;
  _Atomic int attr_ms;
  _Atomic int direct_io;
  _Atomic int world;
  _Atomic int journal;
  _Atomic int real_fsync;
} Modes;
enum { RENAMES_WHOLE, RENAMES_COPY, RENAMES_TWO_WINNERS };
extern Modes modes;

/* The memory of "no such file". */
gboolean absent_is_remembered (Inode *parent, const char *name);
void     absent_remember      (Inode *parent, const char *name, int ms);
void     absent_forget        (Inode *parent, const char *name);
void     absent_forget_all    (Inode *parent);

void     faults_init          (void);
/* Lets everything that is held go on, and holds nothing any more: the end. */
void     faults_end           (void);
/* The answer to one line of a client, without the line's end; "ok…" or "error …". */
char    *faults_command       (const char *line);

/* --- a server that loses power ------------------------------------------------------------------------------- */

void     power_init           (const char *grave);
/* Each is called with what is about to be done, or was done, while modes.journal is on; all hold the same lock as the cut. */
void     power_lock           (void);
void     power_unlock         (void);
void     power_made           (int parent_fd, const char *name, gboolean folder);
/* Moves the file aside instead of removing it; 0 or an errno. */
int      power_unlink         (int parent_fd, const char *name);
void     power_rmdir          (int parent_fd, const char *name);
void     power_renamed        (int from_fd, const char *from, int to_fd, const char *to);
/* Before the first write or truncation since the last fsync. */
void     power_writing        (int fd);
void     power_fsynced        (int fd);
/* What was not flushed is undone. Returns how many steps. */
guint    power_cut            (void);
void     power_keep           (void);
/* Makes the kernel look up again what a cut has changed. Never while a request is under way. */
void     power_tell_kernel    (struct fuse_session *session);
extern struct fuse_session *badfs_session;

/* --- operations ---------------------------------------------------------------------------------------------- */

extern const struct fuse_lowlevel_ops badfs_ops;
int      rename_by_copy       (int from_fd, const char *from, int to_fd, const char *to);
