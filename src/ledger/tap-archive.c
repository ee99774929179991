/* tap-archive.c — a thousand old transactions packed into one file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/tap-archive.h"
#include "ledger/tap-ledger-folder-private.h"

#define MAGIC "TAPPACK\n"
#define FORMAT 1
#define ID_LEN 36
#define EPOCH_LEN 64
#define HEAD_LEN (8 + 4 + 4 + 8 + ID_LEN + EPOCH_LEN)
#define ENTRY_LEN (8 + 4 + 4 + TAP_HASH_LEN)

TapArchive *
tap_archive_ref (TapArchive *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tap_archive_unref (TapArchive *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->offsets);
  g_free (self->sizes);
  g_free (self->hashes);
  g_free (self);
}

static guint32
get_u32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
get_u64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

static void
put_u32 (GByteArray *out,
         guint32     value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (out, (guint8 *) &value, sizeof value);
}

static void
put_u64 (GByteArray *out,
         guint64     value)
{
  value = GUINT64_TO_LE (value);
  g_byte_array_append (out, (guint8 *) &value, sizeof value);
}

static void
put_text (GByteArray *out,
          const char *text,
          gsize       len)
{
  g_autofree char *field = g_malloc0 (len);

  memcpy (field, text, MIN (strlen (text), len));
  g_byte_array_append (out, (guint8 *) field, (guint) len);
}

static gboolean
is_text (const guint8 *at,
         gsize         len,
         const char   *text)
{
  gsize text_len = strlen (text);

  return text_len <= len && memcmp (at, text, text_len) == 0 && (text_len == len || at[text_len] == '\0');
}

static void
hash_of (gconstpointer data,
         gsize         size,
         guint8        hash[TAP_HASH_LEN])
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);

  tap_hash_bytes (bytes, hash);
}

/* --- reading --------------------------------------------------------------------------------------- */

static gpointer
set_damaged (const char *path,
             GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_DAMAGED,
               /* Translators: %s is a folder. */
               _("The packed entries in %s are damaged. The administrator puts them back from a backup."), folder);
  return NULL;
}

/* FALSE with errno, 0 when the file ends before. */
static gboolean
read_at (int     fd,
         guint8 *data,
         gsize   size,
         guint64 offset)
{
  while (size > 0)
    {
      gssize n = pread (fd, data, size, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = 0;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
      offset += (guint64) n;
    }
  return TRUE;
}

static TapArchive *
parse_index (const guint8 *head,
             guint64       first,
             guint         n)
{
  TapArchive *self = g_new0 (TapArchive, 1);
  guint64 expected = HEAD_LEN + (guint64) n * ENTRY_LEN + TAP_HASH_LEN;

  g_atomic_ref_count_init (&self->refs);
  self->first = first;
  self->n = n;
  self->offsets = g_new (guint64, n);
  self->sizes = g_new (guint32, n);
  self->hashes = g_malloc ((gsize) n * TAP_HASH_LEN);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *entry = head + HEAD_LEN + i * ENTRY_LEN;

      self->offsets[i] = get_u64 (entry);
      self->sizes[i] = get_u32 (entry + 8);
      memcpy (self->hashes + i * TAP_HASH_LEN, entry + 16, TAP_HASH_LEN);
      if (self->offsets[i] != expected || self->sizes[i] > TAP_TXN_MAX_BYTES)
        {
          tap_archive_unref (self);
          return NULL;
        }
      expected += self->sizes[i];
    }
  return self;
}

static TapArchive *
read_index (int         fd,
            const char *path,
            const char *station_id,
            const char *epoch,
            GError    **error)
{
  guint8 head[HEAD_LEN];
  guint8 hash[TAP_HASH_LEN];
  g_autofree guint8 *whole = NULL;
  TapArchive *self;
  gsize size;
  guint n;

  if (!read_at (fd, head, HEAD_LEN, 0))
    return errno != 0 ? NULL : set_damaged (path, error);
  n = get_u32 (head + 12);
  if (memcmp (head, MAGIC, 8) != 0 || get_u32 (head + 8) != FORMAT || n == 0 || n > TAP_TXNS_PER_FOLDER
      || !is_text (head + 24, ID_LEN, station_id) || !is_text (head + 24 + ID_LEN, EPOCH_LEN, epoch))
    return set_damaged (path, error);
  size = HEAD_LEN + (gsize) n * ENTRY_LEN;
  whole = g_malloc (size + TAP_HASH_LEN);
  if (!read_at (fd, whole, size + TAP_HASH_LEN, 0))
    return errno != 0 ? NULL : set_damaged (path, error);
  hash_of (whole, size, hash);
  self = memcmp (hash, whole + size, TAP_HASH_LEN) == 0 ? parse_index (whole, get_u64 (head + 16), n) : NULL;
  return self != NULL ? self : set_damaged (path, error);
}

TapArchive *
tap_archive_open (const char *path,
                  const char *station_id,
                  const char *epoch,
                  GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  TapArchive *self;
  int saved;

  if (fd < 0)
    return NULL;
  self = read_index (fd, path, station_id, epoch, error);
  saved = errno;
  close (fd);
  errno = saved;
  return self;
}

GBytes *
tap_archive_read (TapArchive *self,
                  const char *path,
                  guint64     seq,
                  GError    **error)
{
  g_autofree guint8 *data = NULL;
  guint8 hash[TAP_HASH_LEN];
  guint64 i = seq - self->first;
  gboolean ok;
  int saved;
  int fd;

  g_return_val_if_fail (seq >= self->first && i < self->n, NULL);

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return NULL;
  data = g_malloc (MAX (self->sizes[i], 1));
  ok = read_at (fd, data, self->sizes[i], self->offsets[i]);
  saved = errno;
  close (fd);
  if (!ok && saved != 0)
    {
      errno = saved;
      return NULL;
    }
  if (ok)
    hash_of (data, self->sizes[i], hash);
  if (!ok || memcmp (hash, self->hashes + i * TAP_HASH_LEN, TAP_HASH_LEN) != 0)
    return set_damaged (path, error);
  return g_bytes_new_take (g_steal_pointer (&data), self->sizes[i]);
}

/* --- writing ------------------------------------------------------------------------------------------ */

gboolean
tap_archive_write (int         fd,
                   const char *station_id,
                   const char *epoch,
                   guint64     first,
                   GPtrArray  *files)
{
  g_autoptr(GByteArray) head = g_byte_array_new ();
  guint64 offset = HEAD_LEN + (guint64) files->len * ENTRY_LEN + TAP_HASH_LEN;
  guint8 hash[TAP_HASH_LEN];

  g_byte_array_append (head, (const guint8 *) MAGIC, 8);
  put_u32 (head, FORMAT);
  put_u32 (head, files->len);
  put_u64 (head, first);
  put_text (head, station_id, ID_LEN);
  put_text (head, epoch, EPOCH_LEN);
  for (guint i = 0; i < files->len; i++)
    {
      gsize size = g_bytes_get_size (files->pdata[i]);

      put_u64 (head, offset);
      put_u32 (head, (guint32) size);
      put_u32 (head, 0);
      tap_hash_bytes (files->pdata[i], hash);
      g_byte_array_append (head, hash, TAP_HASH_LEN);
      offset += size;
    }
  hash_of (head->data, head->len, hash);
  g_byte_array_append (head, hash, TAP_HASH_LEN);
  if (!_tap_ledger_folder_write (fd, head->data, head->len))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      gsize size;
      gconstpointer data = g_bytes_get_data (files->pdata[i], &size);

      if (!_tap_ledger_folder_write (fd, data, size))
        return FALSE;
    }
  return TRUE;
}
