/* tap-ledger-folder.c — the ledger as a folder on a file server: opening, looking, reading, the tail check.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-ledger-folder-private.h"
#include "ledger/tap-mount.h"

#define COARSE_US (60 * 1000)           /* modification times tick this coarsely */
#define STATION_MAX_BYTES 65536

static void tap_ledger_folder_ledger_init (TapLedgerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapLedgerFolder, tap_ledger_folder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAP_TYPE_LEDGER, tap_ledger_folder_ledger_init))

/* --- shared helpers -------------------------------------------------------------------------- */

char *
_tap_ledger_folder_path (TapLedgerFolder *self,
                         const char      *format,
                         ...)
{
  g_autofree char *rest = NULL;
  va_list args;

  va_start (args, format);
  rest = g_strdup_vprintf (format, args);
  va_end (args);
  return g_strconcat (self->folder, "/", rest, NULL);
}

char *
_tap_ledger_folder_txn_path (TapLedgerFolder *self,
                             guint64          seq)
{
  return _tap_ledger_folder_path (self, "log/%s/%04u/%" G_GUINT64_FORMAT ".txn", self->epoch,
                                  (guint) (seq / TAP_TXNS_PER_FOLDER), seq);
}

GBytes *
_tap_ledger_folder_read (const char  *path,
                         gsize        max,
                         TapFileSeen *seen)
{
  g_autofree guint8 *data = NULL;
  struct stat info;
  gsize size = 0;
  gssize n = 0;
  int saved;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return NULL;
  if (seen != NULL)
    _tap_ledger_folder_see (fd, seen);
  if (fstat (fd, &info) != 0)
    saved = errno;
  else if ((guint64) info.st_size <= max)
    {
      data = g_malloc ((gsize) info.st_size + 1);
      while (size < (gsize) info.st_size
             && (n = read (fd, data + size, (gsize) info.st_size - size)) > 0)
        size += (gsize) n;
      saved = n < 0 ? errno : 0;
    }
  else
    saved = EFBIG;
  close (fd);
  errno = saved;
  if (saved != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

gboolean
_tap_ledger_folder_write (int           fd,
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

int
_tap_ledger_folder_stat (const char   *path,
                         struct statx *info)
{
  return statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_MTIME | STATX_INO | STATX_TYPE | STATX_SIZE,
                info);
}

/* The file was written at some moment between @began_us and now. A server that took its time over it has not got a wrong clock:
 * where the moment is not known, the offset nearest to none is the honest one. */
gint64
_tap_ledger_folder_clock (TapLedgerFolder *self,
                          struct statx    *info,
                          gint64           began_us)
{
  gint64 written_us = info->stx_mtime.tv_sec * G_USEC_PER_SEC + info->stx_mtime.tv_nsec / 1000;
  gint64 now_us = g_get_monotonic_time ();
  gint64 least_us = written_us - g_get_real_time ();
  gint64 most_us = least_us + (now_us - began_us);

  self->clock_offset_us = least_us > 0 ? least_us : MIN (most_us, 0);
  self->clock_measured_us = now_us;
  return g_get_real_time () + self->clock_offset_us;
}

void
_tap_ledger_folder_bury (const char *dead)
{
  g_autoptr(GDir) dir = g_dir_open (dead, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (dead, name, NULL);

      unlink (path);
    }
  rmdir (dead);
}

static gboolean
same_time (struct statx_timestamp a,
           struct statx_timestamp b)
{
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* --- opening --------------------------------------------------------------------------------- */

/* There is no station.json: say why. */
static void
set_no_station (TapLedgerFolder *self,
                GError         **error)
{
  g_autoptr(GDir) dir = NULL;
  struct stat info;
  const char *name;

  if (stat (self->folder, &info) != 0)
    {
      if (errno != ENOENT && errno != ENOTDIR)
        tap_ledger_set_errno (error, errno, FALSE, self->folder);
      else
        g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING,
                     _("There is no folder %s. Is the share mounted?"), self->folder);
      return;
    }
  if (!S_ISDIR (info.st_mode))
    {
      g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN, _("%s is a file, not a folder."), self->folder);
      return;
    }
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && strcmp (name, "lost+found") != 0)
      {
        g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
                     _("The folder %s holds other things, not a station."), self->folder);
        return;
      }
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EMPTY,
               _("The folder %s is empty: there is no station in it. Is the share mounted?"), self->folder);
}

/* FOREIGN also when it is another station than the one that was opened first. */
static TapStationFile *
read_station (TapLedgerFolder *self,
              TapFileSeen     *seen,
              GError         **error)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "station.json");
  g_autoptr(TapStationFile) station = NULL;
  char text[4096];
  gssize n;
  int saved;
  int fd;

  self->station_seen.known = FALSE;
  if (!tap_mount_check_folder (self->folder, error)
      || (self->station_id == NULL && !tap_mount_check_kind (self->folder, error)))
    return NULL;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        set_no_station (self, error);
      else
        tap_ledger_set_errno (error, errno, FALSE, self->folder);
      return NULL;
    }
  n = read (fd, text, sizeof text);
  saved = errno;
  _tap_ledger_folder_see (fd, seen);
  close (fd);
  if (n < 0)
    {
      tap_ledger_set_errno (error, saved, FALSE, self->folder);
      return NULL;
    }
  station = tap_station_file_parse (text, (gsize) n, error);
  if (station == NULL)
    return NULL;
  if (self->station_id == NULL || strcmp (self->station_id, station->id) == 0)
    return g_steal_pointer (&station);
  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN,
               _("The folder %s now holds another station than before. Nothing is put into it; mount the right share and all goes on by itself."),
               self->folder);
  return NULL;
}

/* What a glance compares with. */
static void
remember_station (TapLedgerFolder *self,
                  TapStationFile  *station,
                  TapFileSeen     *seen)
{
  self->station_seen = *seen;
  memcpy (self->station_hash, station->hash, TAP_HASH_LEN);
}

static TapStationFile *
tap_ledger_folder_open (TapLedger *ledger,
                        GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  TapFileSeen seen;
  g_autoptr(TapStationFile) station = read_station (self, &seen, error);

  if (station == NULL)
    return NULL;
  if (self->station_id == NULL)
    self->station_id = g_strdup (station->id);
  /* The one that is open may lie in a folder that another took the place of, and flushing it would flush nothing here. */
  if (self->flush_fd >= 0)
    close (self->flush_fd);
  self->flush_fd = -1;
  if (g_strcmp0 (self->epoch, station->epoch) != 0)
    {
      g_free (self->epoch);
      self->epoch = g_strdup (station->epoch);
      self->look_known = FALSE;
      self->want_known = FALSE;
      g_mutex_lock (&self->seen_lock);
      g_clear_pointer (&self->pack, tap_archive_unref);
      g_mutex_unlock (&self->seen_lock);
    }
  remember_station (self, station, &seen);
  return g_steal_pointer (&station);
}

static void
tap_ledger_folder_identify (TapLedger  *ledger,
                            const char *replica_id,
                            const char *tag)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);

  g_free (self->replica_id);
  g_free (self->tag);
  self->replica_id = g_strdup (replica_id);
  self->tag = g_strdup (tag);
}

/* --- looking --------------------------------------------------------------------------------- */

static gboolean
exists_txn (TapLedgerFolder *self,
            guint64          seq)
{
  g_autofree char *txn = _tap_ledger_folder_txn_path (self, seq);
  g_autofree char *path = g_strconcat (txn, "/t", NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* TRUE: the folder is as it was at the last look, and that was not too soon after a change. */
static gboolean
is_unchanged (TapLedgerFolder *self,
              guint            number,
              struct statx    *info)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean same = self->look_known && self->look_number == number && self->look_ino == info->stx_ino
                  && same_time (self->look_mtime, info->stx_mtime);

  self->look_known = TRUE;
  self->look_number = number;
  self->look_ino = info->stx_ino;
  self->look_mtime = info->stx_mtime;
  if (!same)
    {
      self->changed_us = now_us;
      self->suspicious = TRUE;
      return FALSE;
    }
  if (!self->suspicious)
    return TRUE;
  /* A second transaction within the same tick leaves the time as it is: look once more after that. */
  if (now_us - self->changed_us > COARSE_US)
    self->suspicious = FALSE;
  return FALSE;
}

static gboolean
tap_ledger_folder_look (TapLedger *ledger,
                        guint64    next,
                        gboolean   thorough,
                        gboolean  *news,
                        GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  guint number = (guint) (next / TAP_TXNS_PER_FOLDER);
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%04u", self->epoch, number);
  struct statx info;
  gboolean unchanged;

  *news = FALSE;
  if (_tap_ledger_folder_stat (path, &info) != 0)
    {
      int code = errno;
      g_autofree char *above = _tap_ledger_folder_path (self, "log/%s", self->epoch);

      /* The next thousand has no folder before somebody needs it; all else that is missing is a share that is away. */
      self->look_known = FALSE;
      if (code == ENOENT && next % TAP_TXNS_PER_FOLDER == 0 && _tap_ledger_folder_stat (above, &info) == 0)
        return TRUE;
      tap_ledger_set_errno (error, code, FALSE, self->folder);
      return FALSE;
    }
  /* These numbers were packed away meanwhile: this PC is far behind. */
  if (!S_ISDIR (info.stx_mode))
    {
      self->look_known = FALSE;
      *news = TRUE;
      return TRUE;
    }
  unchanged = is_unchanged (self, number, &info);
  /* Whether it is there is told by reading it. */
  *news = !unchanged || thorough;
  return TRUE;
}

/* --- reading --------------------------------------------------------------------------------- */

static GBytes *
set_damaged (guint64  seq,
             GError **error)
{
  tap_ledger_set_damaged (error, seq);
  return NULL;
}

/* Reading the directory makes a mount forget that it remembers "not there". TRUE: the name is listed. @no_folder: there is none. */
static gboolean
is_listed (TapLedgerFolder *self,
           guint64          seq,
           gboolean        *no_folder)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%04u", self->epoch,
                                                   (guint) (seq / TAP_TXNS_PER_FOLDER));
  g_autofree char *wanted = g_strdup_printf ("%" G_GUINT64_FORMAT ".txn", seq);
  g_autoptr(GDir) dir = NULL;
  struct statx info;
  const char *name;

  *no_folder = _tap_ledger_folder_stat (path, &info) != 0 ? errno == ENOENT : !S_ISDIR (info.stx_mode);
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, wanted) == 0)
      return TRUE;
  return FALSE;
}

/* The thousand's folder is not there: packed away, or not made yet. */
static GBytes *
read_packed (TapLedgerFolder *self,
             guint64          seq,
             const char      *path,
             GError         **error)
{
  g_autoptr(GError) damaged = NULL;
  GBytes *bytes = _tap_ledger_folder_read_packed (self, seq, &damaged);

  if (bytes != NULL)
    return bytes;
  if (damaged != NULL)
    g_propagate_error (error, g_steal_pointer (&damaged));
  else if (errno == ENOENT || errno == ENOTDIR)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", path);
  else
    tap_ledger_set_errno (error, errno, FALSE, self->folder);
  return NULL;
}

static GBytes *
tap_ledger_folder_read (TapLedger *ledger,
                        guint64    seq,
                        gboolean   careful,
                        GError   **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *txn = _tap_ledger_folder_txn_path (self, seq);
  g_autofree char *path = g_strconcat (txn, "/t", NULL);
  TapFileSeen seen;
  GBytes *bytes = _tap_ledger_folder_read (path, TAP_TXN_MAX_BYTES, &seen);
  int code = bytes == NULL ? errno : 0;
  gboolean no_folder = code == ENOTDIR;

  if (code == ENOENT && careful && is_listed (self, seq, &no_folder))
    {
      bytes = _tap_ledger_folder_read (path, TAP_TXN_MAX_BYTES, &seen);
      code = bytes == NULL ? errno : 0;
      /* It may have been packed away since it was listed. */
      no_folder = code == ENOTDIR || (code == ENOENT && _tap_ledger_folder_is_packed (self, seq));
      if (code == ENOENT && !no_folder)
        return set_damaged (seq, error);
    }
  if (no_folder)
    return read_packed (self, seq, path, error);
  if (bytes != NULL)
    _tap_ledger_folder_saw_txn (self, seq, careful, &seen, bytes);
  else if (code == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", path);
  else if (code == EFBIG)
    set_damaged (seq, error);
  else
    tap_ledger_set_errno (error, code, FALSE, self->folder);
  return bytes;
}

/* --- the tail check -------------------------------------------------------------------------- */

static TapTailState
check_whole_file (TapLedger     *ledger,
                  const TapMark *mark,
                  GError       **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GBytes) bytes = tap_ledger_folder_read (ledger, mark->seq, TRUE, &reason);
  guint8 hash[TAP_HASH_LEN];

  if (bytes == NULL)
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return TAP_TAIL_MISSING;
      if (g_error_matches (reason, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED))
        return TAP_TAIL_DAMAGED;
      g_propagate_error (error, g_steal_pointer (&reason));
      return TAP_TAIL_MISSING;
    }
  tap_hash_bytes (bytes, hash);
  return memcmp (hash, mark->hash, TAP_HASH_LEN) == 0 ? TAP_TAIL_FITS : TAP_TAIL_DIFFERENT;
}

/* Three calls: the last bytes of the file are the hash over all before them, and one more byte would be another file. */
static TapTailState
check_seal (TapLedger     *ledger,
            const TapMark *mark,
            GError       **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  g_autofree char *txn = _tap_ledger_folder_txn_path (self, mark->seq);
  g_autofree char *path = g_strconcat (txn, "/t", NULL);
  guint8 seal[TAP_HASH_LEN + 1];
  TapFileSeen seen;
  gssize n;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return check_whole_file (ledger, mark, error);
  _tap_ledger_folder_see (fd, &seen);
  n = pread (fd, seal, sizeof seal, (off_t) (mark->size - TAP_HASH_LEN));
  close (fd);
  if (n == TAP_HASH_LEN && memcmp (seal, mark->seal, TAP_HASH_LEN) == 0)
    {
      _tap_ledger_folder_saw_mark (self, mark, &seen);
      return TAP_TAIL_FITS;
    }
  return check_whole_file (ledger, mark, error);
}

static int
compare_seq (gconstpointer a,
             gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

/* @archived: gets the thousand when a file stands in its place. */
static void
list_thousand (TapLedgerFolder *self,
               const char      *number,
               guint64          above,
               GArray          *found,
               GHashTable      *archived)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s/%s", self->epoch, number);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL && errno == ENOTDIR)
    g_hash_table_add (archived, GUINT_TO_POINTER ((guint) g_ascii_strtoull (number, NULL, 10)));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *end = NULL;
      guint64 seq = g_ascii_strtoull (name, &end, 10);

      /* What does not belong into this folder is no transaction. */
      if (seq > above && strcmp (end, ".txn") == 0
          && seq / TAP_TXNS_PER_FOLDER == g_ascii_strtoull (number, NULL, 10))
        g_array_append_val (found, seq);
    }
}

/* The numbers above the mark have to follow it without a hole. */
static TapTailState
check_numbers (TapLedgerFolder *self,
               guint64          above,
               guint64         *last,
               GError         **error)
{
  g_autofree char *path = _tap_ledger_folder_path (self, "log/%s", self->epoch);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GHashTable) archived = g_hash_table_new (NULL, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  TapTailState state = TAP_TAIL_FITS;
  guint64 next = above + 1;

  if (dir == NULL)
    {
      tap_ledger_set_errno (error, errno, FALSE, path);
      return TAP_TAIL_MISSING;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_ascii_isdigit (name[0])
        && g_ascii_strtoull (name, NULL, 10) >= above / TAP_TXNS_PER_FOLDER)
      list_thousand (self, name, above, found, archived);
  g_array_sort (found, compare_seq);
  *last = above;
  for (guint i = 0; i < found->len; i++)
    {
      guint64 seq = g_array_index (found, guint64, i);

      /* A list is not taken at one moment: what it seems to lack may have come while it was read. */
      for (; next < seq && state == TAP_TAIL_FITS; next++)
        if (g_hash_table_contains (archived, GUINT_TO_POINTER ((guint) (next / TAP_TXNS_PER_FOLDER))))
          next = (next / TAP_TXNS_PER_FOLDER + 1) * TAP_TXNS_PER_FOLDER - 1;
        else if (!exists_txn (self, next))
          {
            /* Between the folder and the file that takes its place there may be neither. */
            if (errno == ENOENT && _tap_ledger_folder_is_packed (self, next))
              continue;
            if (errno != ENOENT)
              {
                tap_ledger_set_errno (error, errno, FALSE, path);
                return TAP_TAIL_MISSING;
              }
            state = TAP_TAIL_GAP;
          }
      next = seq + 1;
      *last = seq;
    }
  return state;
}

static TapTailState
tap_ledger_folder_check_tail (TapLedger     *ledger,
                              const TapMark *mark,
                              gboolean       thorough,
                              guint64       *last,
                              GError       **error)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (ledger);
  TapFileSeen seen;
  g_autoptr(TapStationFile) station = read_station (self, &seen, error);
  g_autoptr(GError) reason = NULL;
  TapTailState state = TAP_TAIL_FITS;

  *last = mark->seq;
  if (station == NULL)
    return TAP_TAIL_MISSING;
  if (g_strcmp0 (station->epoch, self->epoch) != 0)
    return TAP_TAIL_EPOCH;
  remember_station (self, station, &seen);
  if (mark->seq == 0)
    state = memcmp (station->hash, mark->hash, TAP_HASH_LEN) == 0 ? TAP_TAIL_FITS : TAP_TAIL_DIFFERENT;
  else if (mark->seq == station->start_seq)
    state = memcmp (station->start_hash, mark->hash, TAP_HASH_LEN) == 0 ? TAP_TAIL_FITS : TAP_TAIL_DIFFERENT;
  else if (thorough || !mark->has_seal)
    state = check_whole_file (ledger, mark, &reason);
  else
    state = check_seal (ledger, mark, &reason);
  if (reason == NULL && thorough && (state == TAP_TAIL_FITS || state == TAP_TAIL_MISSING))
    {
      TapTailState above = check_numbers (self, MAX (mark->seq, station->start_seq), last, &reason);

      /* Our own is missing and later ones are there: that is a hole, too. */
      if (state == TAP_TAIL_FITS)
        state = above;
      else if (reason == NULL && (above == TAP_TAIL_GAP || *last > mark->seq))
        state = TAP_TAIL_GAP;
    }
  /* An empty folder that took the station's place meanwhile lacks everything, too. */
  if (reason == NULL && state != TAP_TAIL_FITS)
    {
      tap_station_file_free (station);
      station = tap_ledger_folder_open (ledger, &reason);
    }
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return state;
}

/* --- the object ------------------------------------------------------------------------------ */

static void
tap_ledger_folder_finalize (GObject *object)
{
  TapLedgerFolder *self = TAP_LEDGER_FOLDER (object);

  if (self->flush_fd >= 0)
    close (self->flush_fd);
  g_mutex_clear (&self->seen_lock);
  g_clear_pointer (&self->pack, tap_archive_unref);
  g_ptr_array_unref (self->dead);
  g_ptr_array_unref (self->given_up);
  g_free (self->folder);
  g_free (self->station_id);
  g_free (self->epoch);
  g_free (self->replica_id);
  g_free (self->tag);
  G_OBJECT_CLASS (tap_ledger_folder_parent_class)->finalize (object);
}

static void
tap_ledger_folder_class_init (TapLedgerFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_ledger_folder_finalize;
}

static void
tap_ledger_folder_init (TapLedgerFolder *self)
{
  self->flush_fd = -1;
  self->dead = g_ptr_array_new_with_free_func (g_free);
  self->given_up = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->seen_lock);
}

static void
tap_ledger_folder_ledger_init (TapLedgerInterface *iface)
{
  iface->open = tap_ledger_folder_open;
  iface->identify = tap_ledger_folder_identify;
  iface->look = tap_ledger_folder_look;
  iface->read = tap_ledger_folder_read;
  iface->check_tail = tap_ledger_folder_check_tail;
  iface->is_archived = _tap_ledger_folder_is_archived;
  iface->glance = _tap_ledger_folder_glance;
  _tap_ledger_folder_publish_init (iface);
  _tap_ledger_folder_side_init (iface);
}

TapLedger *
tap_ledger_folder_new (const char *folder)
{
  TapLedgerFolder *self = g_object_new (TAP_TYPE_LEDGER_FOLDER, NULL);
  gsize len;

  self->folder = g_strdup (folder);
  for (len = strlen (self->folder); len > 1 && self->folder[len - 1] == '/'; len--)
    self->folder[len - 1] = '\0';
  return TAP_LEDGER (self);
}
