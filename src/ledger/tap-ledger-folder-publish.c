/* tap-ledger-folder-publish.c — one transaction into the folder: stage, rename, flush, or give up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders are published, not files: on some servers two renames of a file to one name both report success, and hard links fail. A
 * rename onto a folder that is not empty fails inside the server. And nothing is unlinked that could still be published: a late rename
 * would publish it empty.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "ledger/tap-ledger-folder-private.h"

#define CLOCK_AGAIN_US (10 * G_USEC_PER_SEC)
#define COARSE_US (60 * 1000)
#define WANT_STALE_US (30 * G_USEC_PER_SEC)
#define WEEK_S (7 * 24 * 3600)

/* --- staging --------------------------------------------------------------------------------- */

static gboolean
write_staged (TapLedgerFolder *self,
              const char      *path,
              GBytes          *bytes,
              gint64          *server_us)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gint64 began_us = g_get_monotonic_time ();
  struct statx info;
  gboolean known;
  gboolean ok;
  int saved;
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

  if (fd < 0)
    return FALSE;
  ok = _tap_ledger_folder_write (fd, data, size) && fsync (fd) == 0;
  known = ok && statx (fd, "", AT_EMPTY_PATH | AT_STATX_FORCE_SYNC, STATX_BASIC_STATS, &info) == 0;
  _tap_ledger_folder_see_staged (self, known ? &info : NULL, bytes);
  /* The clock of the server does not jump about: it is measured every few seconds, not with every transaction. */
  if (known
      && (self->clock_measured_us == 0
          || g_get_monotonic_time () - self->clock_measured_us > CLOCK_AGAIN_US))
    _tap_ledger_folder_clock (self, &info, began_us);
  *server_us = g_get_real_time () + self->clock_offset_us;
  saved = errno;
  if (close (fd) != 0 && ok)
    return FALSE;
  errno = saved;
  return ok;
}

static char *
tap_ledger_folder_stage (TapLedger *ledger,
                         GBytes    *bytes,
                         gint64    *server_us,
                         GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *name
      = g_strdup_printf ("%s-%s-%u.tmp", self->replica_id, self->tag, ++self->n_staged);
  g_autofree char *folder = _tap_ledger_folder_path (self, "staging/%s", name);
  g_autofree char *path = g_strconcat (folder, "/t", NULL);
  int saved;

  if (mkdir (folder, 0777) == 0 && write_staged (self, path, bytes, server_us))
    return g_steal_pointer (&name);
  saved = errno;
  /* It was never on its way out. */
  unlink (path);
  rmdir (folder);
  tap_ledger_set_errno (error, saved, TRUE, self->folder);
  return NULL;
}

/* --- publishing ------------------------------------------------------------------------------ */

/* 0 or errno. Servers that do not know the flag (NFS) refuse a folder that is not empty all the same; an empty one under a final name
 * is damage and must not be replaced. */
static int
rename_folder (const char *from,
               const char *to)
{
  struct statx info;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (_tap_ledger_folder_stat (to, &info) == 0)
    return EEXIST;
  return rename (from, to) == 0 ? 0 : errno;
}

/* ENOENT: which of the two is missing? A log folder is made only for the number that is next. TRUE: it is there now. */
static gboolean
make_log_folder (TapLedgerFolder *self,
                 guint64          seq)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%04u", self->epoch,
                                                   (guint) (seq / TAP_TXNS_PER_FOLDER));

  if (seq % TAP_TXNS_PER_FOLDER != 0 && seq != 1)
    return FALSE;
  return mkdir (path, 0777) == 0 || errno == EEXIST;
}

static TapPublish
judge (TapLedgerFolder *self,
       int              code,
       GError         **error)
{
  switch (code)
    {
    case 0:
      return TAP_PUBLISH_OURS;
    case EEXIST:
    case ENOTEMPTY:
    case ENOTDIR:               /* a file in place of the thousand's folder: these numbers are archived */
      return TAP_PUBLISH_TAKEN;
    case EACCES:
    case EPERM:
    case ENOSPC:
    case EDQUOT:
    case EROFS:
      tap_ledger_set_errno (error, code, TRUE, self->folder);
      return TAP_PUBLISH_NOT_DONE;
    default:
      tap_ledger_set_errno (error, code, FALSE, self->folder);
      return TAP_PUBLISH_UNKNOWN;
    }
}

static TapPublish
tap_ledger_folder_publish (TapLedger  *ledger,
                           const char *staged,
                           guint64     seq,
                           GError    **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *from = _tap_ledger_folder_path (self, "staging/%s", staged);
  g_autofree char *to = _tap_ledger_folder_txn_path (self, seq);
  struct statx info;
  int code = rename_folder (from, to);

  if (code == ENOENT && _tap_ledger_folder_stat (from, &info) == 0)
    {
      /* What was packed away is never opened again, whatever lies in its place. */
      if (_tap_ledger_folder_is_packed (self, seq))
        return TAP_PUBLISH_TAKEN;
      if (!make_log_folder (self, seq))
        {
          tap_ledger_set_errno (error, ENOENT, FALSE, self->folder);
          return TAP_PUBLISH_NOT_DONE;
        }
      code = rename_folder (from, to);
    }
  if (code == 0)
    _tap_ledger_folder_saw_published (self, seq);
  return judge (self, code, error);
}

/* Appending makes the server write its journal, and the rename with it; the same bytes in the same place would not. */
static gboolean
tap_ledger_folder_flush (TapLedger *ledger,
                         GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  guint64 bytes = 0;
  int saved;

  if (self->flush_fd < 0)
    {
      g_autofree char *path = _tap_ledger_folder_path (self, "flush/%s", self->replica_id);

      self->flush_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    }
  if (getrandom (&bytes, sizeof bytes, 0) != sizeof bytes)
    bytes = (guint64) g_get_real_time ();
  if (self->flush_fd >= 0 && _tap_ledger_folder_write (self->flush_fd, &bytes, sizeof bytes)
      && fsync (self->flush_fd) == 0)
    return TRUE;
  saved = errno;
  if (self->flush_fd >= 0)
    close (self->flush_fd);
  self->flush_fd = -1;
  tap_ledger_set_errno (error, saved, TRUE, self->folder);
  return FALSE;
}

/* --- giving up ------------------------------------------------------------------------------- */

static TapWithdraw
withdraw (TapLedgerFolder *self,
          const char      *staged,
          GError         **error)
{
  g_autofree char *from = _tap_ledger_folder_path (self, "staging/%s", staged);
  g_autofree char *dead = _tap_ledger_folder_path (self, "staging/dead-%s", staged);
  struct statx info;
  int code = rename_folder (from, dead);

  if (code == 0 || (code == ENOENT && _tap_ledger_folder_stat (dead, &info) == 0))
    {
      g_mutex_lock (&self->seen_lock);
      g_ptr_array_add (self->dead, g_steal_pointer (&dead));
      g_mutex_unlock (&self->seen_lock);
      return TAP_WITHDRAW_DONE;
    }
  if (code == ENOENT && _tap_ledger_folder_stat (from, &info) != 0 && errno == ENOENT)
    return TAP_WITHDRAW_GONE;
  tap_ledger_set_errno (error, code, FALSE, self->folder);
  return TAP_WITHDRAW_FAILED;
}

void
_tap_ledger_folder_give_up (TapLedgerFolder *self,
                            const char      *staged)
{
  if (withdraw (self, staged, NULL) != TAP_WITHDRAW_FAILED)
    return;
  g_mutex_lock (&self->seen_lock);
  g_ptr_array_add (self->given_up, g_strdup (staged));
  g_mutex_unlock (&self->seen_lock);
}

static void
give_up_again (TapLedgerFolder *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_mutex_lock (&self->seen_lock);
  g_ptr_array_extend_and_steal (names, g_steal_pointer (&self->given_up));
  self->given_up = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->seen_lock);
  for (guint i = 0; i < names->len; i++)
    _tap_ledger_folder_give_up (self, names->pdata[i]);
}

/* Nothing waits for this: who lost a race has the next one before him. */
static void
tap_ledger_folder_bury (TapLedger *ledger)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autoptr(GPtrArray) dead = g_ptr_array_new_with_free_func (g_free);

  give_up_again (self);
  g_mutex_lock (&self->seen_lock);
  g_ptr_array_extend_and_steal (dead, g_steal_pointer (&self->dead));
  self->dead = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->seen_lock);
  for (guint i = 0; i < dead->len; i++)
    _tap_ledger_folder_bury (dead->pdata[i]);
}

static TapWithdraw
tap_ledger_folder_withdraw (TapLedger  *ledger,
                            const char *staged,
                            GError    **error)
{
  return withdraw (TAP_LEDGER_FOLDER (ledger), staged, error);
}

/* Of our own PC, and not of a process that lives. */
static gboolean
is_left_over (TapLedgerFolder   *self,
              const char        *name,
              const char *const *spare)
{
  gsize len = strlen (self->replica_id);
  g_autofree char *tag = NULL;

  if (!g_str_has_prefix (name, self->replica_id) || name[len] != '-')
    return FALSE;
  tag = g_strndup (name + len + 1, strcspn (name + len + 1, "-"));
  return strcmp (tag, self->tag) != 0 && !g_strv_contains (spare, tag);
}

/* What others left is theirs, until a week old by the server's clock. */
static gboolean
is_week_old (TapLedgerFolder *self,
             const char      *name)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "staging/%s", name);
  gint64 server_unix = (g_get_real_time () + self->clock_offset_us) / G_USEC_PER_SEC;
  struct statx info;

  return self->clock_measured_us != 0 && _tap_ledger_folder_stat (path, &info) == 0
         && server_unix - info.stx_mtime.tv_sec > WEEK_S;
}

static gboolean
tap_ledger_folder_withdraw_all (TapLedger         *ledger,
                                const char *const *spare,
                                GError           **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *staging = _tap_ledger_folder_path (self, "staging");
  g_autofree char *own_dead = g_strconcat ("dead-", self->replica_id, "-", NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (staging, 0, NULL);
  const char *entry;

  if (dir == NULL)
    {
      tap_ledger_set_errno (error, errno != 0 ? errno : ENOENT, FALSE, staging);
      return FALSE;
    }
  while ((entry = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (entry));
  /* Of this PC nobody is publishing now, so nobody waits for a turn either. */
  tap_ledger_want (ledger, FALSE, NULL);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = _tap_ledger_folder_path (self, "staging/%s", name);

      if (g_str_has_prefix (name, own_dead)
          || (g_str_has_prefix (name, "dead-") && is_week_old (self, name)))
        _tap_ledger_folder_bury (path);
      else if (is_left_over (self, name, spare))
        {
          if (withdraw (self, name, error) == TAP_WITHDRAW_FAILED)
            return FALSE;
        }
      /* What packing moved here is as old as its entries; packing deletes it, or the next one does. */
      else if (!g_str_has_prefix (name, self->replica_id) && !g_str_has_prefix (name, "pruned-") && is_week_old (self, name))
        withdraw (self, name, NULL);
    }
  tap_ledger_folder_bury (ledger);
  return TRUE;
}

/* --- fairness -------------------------------------------------------------------------------- */

static gboolean
tap_ledger_folder_want (TapLedger *ledger,
                        gboolean   wanted,
                        GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path
      = _tap_ledger_folder_path (self, "log/%s/want-%s", self->epoch, self->replica_id);
  int fd;

  if (!wanted)
    return unlink (path) == 0 || errno == ENOENT;
  fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
list_wants (TapLedgerFolder *self)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s", self->epoch);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  gint64 server_us = g_get_real_time () + self->clock_offset_us;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = NULL;
      struct statx info;

      if (!g_str_has_prefix (name, "want-") || strcmp (name + 5, self->replica_id) == 0)
        continue;
      file = g_build_filename (path, name, NULL);
      /* Who asked and died does not slow the others for ever. */
      if (_tap_ledger_folder_stat (file, &info) == 0
          && server_us - info.stx_mtime.tv_sec * G_USEC_PER_SEC < WANT_STALE_US)
        return TRUE;
    }
  return FALSE;
}

static gboolean
tap_ledger_folder_is_wanted (TapLedger *ledger,
                             gboolean  *wanted,
                             GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s", self->epoch);
  gint64 now_us = g_get_monotonic_time ();
  struct statx info;

  *wanted = FALSE;
  if (_tap_ledger_folder_stat (path, &info) != 0)
    {
      tap_ledger_set_errno (error, errno, FALSE, self->folder);
      return FALSE;
    }
  if (!self->want_known || info.stx_mtime.tv_sec != self->want_mtime.tv_sec
      || info.stx_mtime.tv_nsec != self->want_mtime.tv_nsec)
    self->want_changed_us = now_us;
  if (self->wanted || now_us - self->want_changed_us < COARSE_US)
    self->wanted = list_wants (self);
  self->want_known = TRUE;
  self->want_mtime = info.stx_mtime;
  *wanted = self->wanted;
  return TRUE;
}

void
_tap_ledger_folder_publish_init (TapLedgerInterface *iface)
{
  iface->stage = tap_ledger_folder_stage;
  iface->publish = tap_ledger_folder_publish;
  iface->flush = tap_ledger_folder_flush;
  iface->withdraw = tap_ledger_folder_withdraw;
  iface->bury = tap_ledger_folder_bury;
  iface->withdraw_all = tap_ledger_folder_withdraw_all;
  iface->want = tap_ledger_folder_want;
  iface->is_wanted = tap_ledger_folder_is_wanted;
}
