/* badfs-faults.c — what goes wrong, and when; who is counted, recorded and held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "badfs-private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

const char *const kind_names[N_KINDS]
    = { "lookup", "getattr", "setattr", "open", "create", "read", "write", "flush", "fsync", "release",
        "mkdir", "unlink", "rmdir", "rename", "opendir", "readdir", "releasedir", "fsyncdir", "statfs", "other" };

Modes modes = { .noreplace_known = 1 };
Faults faults;

int
kind_from_name (const char *name)
{
  if (strcmp (name, "any") == 0)
    return KIND_ANY;
  if (strcmp (name, "change") == 0)
    return KIND_CHANGE;
  for (int kind = 0; kind < N_KINDS; kind++)
    if (strcmp (name, kind_names[kind]) == 0)
      return kind;
  return -1;
}

static gboolean
is_change (Kind kind)
{
  return kind == KIND_CREATE || kind == KIND_WRITE || kind == KIND_MKDIR || kind == KIND_RENAME
         || kind == KIND_UNLINK || kind == KIND_RMDIR || kind == KIND_SETATTR;
}

gboolean
fault_fits_kind (int  wanted,
                 Kind kind)
{
  /* The last word about a file that was closed cannot fail. */
  if (kind == KIND_RELEASE || kind == KIND_RELEASEDIR)
    return wanted == (int) kind;
  return wanted == KIND_ANY || wanted == (int) kind || (wanted == KIND_CHANGE && is_change (kind));
}

void
fault_free (gpointer data)
{
  Fault *fault = data;

  g_free (fault->path);
  g_free (fault);
}

void
faults_init (void)
{
  faults.list = g_ptr_array_new_with_free_func (fault_free);
  faults.record = g_ptr_array_new_with_free_func (g_free);
  faults.absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- holding ------------------------------------------------------------------------------------- */

/* Lock held. Until @ms are over (0: for ever) or everything is released; what it was released with. */
static int
hold (gint64 ms)
{
  guint release = faults.n_releases;
  gint64 until_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  faults.n_held++;
  g_cond_broadcast (&faults.changed);
  while (faults.n_releases == release && !faults.ended)
    if (ms == 0)
      g_cond_wait (&faults.changed, &faults.lock);
    else if (!g_cond_wait_until (&faults.changed, &faults.lock, until_us))
      break;
  faults.n_held--;
  g_cond_broadcast (&faults.changed);
  if (faults.ended)
    return EIO;
  return faults.n_releases != release ? faults.release_error : 0;
}

void
faults_release (int error)
{
  g_mutex_lock (&faults.lock);
  faults.n_releases++;
  faults.release_error = error;
  g_cond_broadcast (&faults.changed);
  g_mutex_unlock (&faults.lock);
}

void
faults_end (void)
{
  g_mutex_lock (&faults.lock);
  faults.ended = TRUE;
  g_cond_broadcast (&faults.changed);
  g_mutex_unlock (&faults.lock);
}

/* --- the call ------------------------------------------------------------------------------------ */

typedef struct
{
  int      error;
  gint64   delay_ms;
  gint64   hold_ms;             /* -1: none */
  gboolean kill;
} Early;

guint
faults_cut (void)
{
  guint n;

  power_lock ();
  n = power_cut ();
  power_unlock ();
  return n;
}

static void
fire (Fault *fault,
      Call  *call,
      Early *early)
{
  fault->n_fired++;
  call->fault_id = fault->id;
  g_cond_broadcast (&faults.changed);
  switch (fault->action)
    {
    case ACTION_FAIL:
      if (early->error == 0)
        early->error = fault->error;
      break;
    case ACTION_LOST:
      call->late_error = fault->error;
      break;
    case ACTION_DELAY:
      early->delay_ms += fault->ms;
      break;
    case ACTION_HANG:
      early->hold_ms = fault->ms;
      break;
    case ACTION_HANG_AFTER:
      call->late_hold_ms = fault->ms;
      break;
    case ACTION_KILL:
      early->kill = TRUE;
      break;
    case ACTION_KILL_AFTER:
      call->late_kill = TRUE;
      break;
    case ACTION_GONE:
      faults.gone = TRUE;
      faults.gone_error = fault->error;
      break;
    case ACTION_EMPTY:
      modes.world = 1;
      break;
    case ACTION_CUT:
      faults_cut ();
      faults.gone = TRUE;
      faults.gone_error = fault->error;
      break;
    case ACTION_ABSENT:
      call->absent = TRUE;
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Lock held. */
static void
match (Call       *call,
       const char *path,
       Early      *early)
{
  for (guint i = 0; i < faults.list->len; i++)
    {
      Fault *fault = faults.list->pdata[i];

      if (!fault_fits_kind (fault->kind, call->kind)
          || (fault->path != NULL && strstr (path, fault->path) == NULL))
        continue;
      if (fault->skip > 0)
        fault->skip--;
      else if (fault->times != 0)
        {
          if (fault->times > 0)
            fault->times--;
          fire (fault, call, early);
        }
    }
}

static char *
describe (Inode      *inode,
          int         fd,
          const char *name)
{
  g_autofree char *folder = fd >= 0 ? fd_path (fd) : inode_path (inode);

  if (name == NULL)
    return g_steal_pointer (&folder);
  return folder[0] == '\0' ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
}

/* What a server says of a file it does not have any more. */
static int
check_handle (Inode *inode,
              int    fd)
{
  struct stat info;

  if (inode->world != (guint) modes.world)
    return ESTALE;
  /* What a power cut took away; a file that this PC has removed itself is none of that. */
  return fd >= 0 && modes.journal && fstat (fd, &info) == 0 && info.st_nlink == 0 ? ESTALE : 0;
}

int
call_begin (Call       *call,
            fuse_req_t  req,
            Kind        kind,
            Inode      *inode,
            int         fd,
            const char *name)
{
  Early early = { .hold_ms = -1 };
  g_autofree char *path = NULL;
  int stale;

  *call = (Call){ .req = req, .kind = kind, .inode = inode, .late_hold_ms = -1 };
  g_mutex_lock (&faults.lock);
  faults.counts[kind]++;
  if (faults.recording || faults.uses_paths)
    path = describe (inode, fd, name);
  if (faults.recording)
    g_ptr_array_add (faults.record,
                     g_strdup_printf ("%s %" G_GUINT64_FORMAT " %s", kind_names[kind], faults.counts[kind], path));
  early.delay_ms = faults.delay_ms[kind];
  match (call, path, &early);
  if (faults.gone && fault_fits_kind (KIND_ANY, kind))
    {
      early.error = faults.gone_error;
      if (faults.gone_error == 0)
        early.hold_ms = 0;
    }
  if (early.hold_ms >= 0 && early.error == 0)
    early.error = hold (early.hold_ms);
  g_mutex_unlock (&faults.lock);
  if (early.delay_ms > 0)
    g_usleep ((gulong) (early.delay_ms * G_TIME_SPAN_MILLISECOND));
  if (early.kill)
    {
      kill (fuse_req_ctx (req)->pid, SIGKILL);
      early.error = EINTR;
    }
  stale = check_handle (inode, fd);
  return early.error != 0 ? early.error : stale;
}

int
call_end (Call *call,
          int   error)
{
  if (call->late_hold_ms >= 0)
    {
      int released;

      g_mutex_lock (&faults.lock);
      released = hold (call->late_hold_ms);
      g_mutex_unlock (&faults.lock);
      if (error == 0)
        error = released;
    }
  if (call->late_kill)
    kill (fuse_req_ctx (call->req)->pid, SIGKILL);
  return error == 0 ? call->late_error : error;
}

/* --- the memory of "no such file" ------------------------------------------------------------------ */

static char *
absent_key (Inode      *parent,
            const char *name)
{
  return g_strdup_printf ("%p/%s", (void *) parent, name);
}

gboolean
absent_is_remembered (Inode      *parent,
                      const char *name)
{
  g_autofree char *key = absent_key (parent, name);
  gint64 *until_us;
  gboolean remembered;

  g_mutex_lock (&faults.lock);
  until_us = g_hash_table_lookup (faults.absent, key);
  remembered = until_us != NULL && g_get_monotonic_time () < *until_us;
  g_mutex_unlock (&faults.lock);
  return remembered;
}

void
absent_remember (Inode      *parent,
                 const char *name,
                 int         ms)
{
  gint64 until_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  if (ms == 0)
    return;
  g_mutex_lock (&faults.lock);
  g_hash_table_insert (faults.absent, absent_key (parent, name), g_memdup2 (&until_us, sizeof until_us));
  g_mutex_unlock (&faults.lock);
}

void
absent_forget (Inode      *parent,
               const char *name)
{
  g_autofree char *key = absent_key (parent, name);

  g_mutex_lock (&faults.lock);
  g_hash_table_remove (faults.absent, key);
  g_mutex_unlock (&faults.lock);
}

static gboolean
begins_with (gpointer key,
             gpointer value,
             gpointer prefix)
{
  return g_str_has_prefix (key, prefix);
}

void
absent_forget_all (Inode *parent)
{
  g_autofree char *prefix = absent_key (parent, "");

  g_mutex_lock (&faults.lock);
  g_hash_table_foreach_remove (faults.absent, begins_with, prefix);
  g_mutex_unlock (&faults.lock);
}
