/* tap-probe-meet.c — how PCs that probe one share find each other there, agree on a start, and tell what they found.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They know nothing of each other but the folder: each leaves a note, <folder>/.probe/<id>.here. The first by name chooses the session,
 * publishes its folder, and names the time of the start by the server's clock, which each has measured.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-probe-peers-private.h"
#include "ledger/tap-probe-private.h"

#define GROUP "probe"
#define CLOCK_SAMPLES 12
#define COARSE_US (10 * G_TIME_SPAN_MILLISECOND)        /* modification times tick no more coarsely than this */
#define POLL_US (20 * G_TIME_SPAN_MILLISECOND)
#define NOTE_US (2 * G_USEC_PER_SEC)
#define STALE_S 10
#define LEFT_OVER_S 3600
#define GATHER_US (60 * G_USEC_PER_SEC)
#define TELL_US (60 * G_USEC_PER_SEC)
#define PART_US (3 * G_USEC_PER_SEC)

void
_tap_probe_peer_free (TapProbePeer *peer)
{
  g_free (peer->id);
  g_free (peer->machine);
  g_free (peer->pc);
  g_free (peer->codes);
  g_free (peer->began_us);
  g_free (peer->ended_us);
  g_free (peer->seen_us);
  g_free (peer->id_file);
  g_free (peer);
}

gint64
_tap_probe_server_us (TapProbeMeeting *self)
{
  return g_get_real_time () + self->offset_us;
}

gboolean
_tap_probe_sleep (TapProbeMeeting *self,
                  gint64           us,
                  GError         **error)
{
  while (us > 0)
    {
      gint64 step_us = MIN (us, 100 * G_TIME_SPAN_MILLISECOND);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      g_usleep ((gulong) step_us);
      us -= step_us;
    }
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static void
tell_progress (TapProbeMeeting *self,
               const char      *step,
               gint64           done,
               gint64           total)
{
  if (self->progress != NULL)
    self->progress (step, done, total, self->data);
}

/* --- the note and the clock -------------------------------------------------------------------------- */

static gboolean
write_note (TapProbeMeeting *self,
            GError         **error)
{
  g_autofree char *text = g_strdup_printf ("%u\n%s\n", self->n_peers, self->machine);

  if (_tap_probe_write (self->here, text, FALSE))
    return TRUE;
  tap_ledger_set_errno (error, errno, TRUE, self->folder);
  return FALSE;
}

/* The server's time lies between what each sample allows at least and at most. */
static gboolean
measure_clock (TapProbeMeeting *self,
               GError         **error)
{
  gint64 least_us = G_MININT64;
  gint64 most_us = G_MAXINT64;
  gint64 began_us = g_get_monotonic_time ();

  for (guint i = 0; i < CLOCK_SAMPLES; i++)
    {
      gint64 before_us = g_get_real_time ();
      struct statx info;
      gint64 written_us;

      if (!write_note (self, error))
        return FALSE;
      if (statx (AT_FDCWD, self->here, AT_STATX_FORCE_SYNC, STATX_MTIME, &info) != 0)
        {
          tap_ledger_set_errno (error, errno, TRUE, self->folder);
          return FALSE;
        }
      written_us = info.stx_mtime.tv_sec * G_USEC_PER_SEC + info.stx_mtime.tv_nsec / 1000;
      least_us = MAX (least_us, written_us - g_get_real_time ());
      most_us = MIN (most_us, written_us + COARSE_US - before_us);
    }
  self->offset_us = least_us <= most_us ? least_us + (most_us - least_us) / 2 : least_us;
  /* A note is opened, written, closed and looked at: some four answers. */
  self->trip_us = (g_get_monotonic_time () - began_us) / CLOCK_SAMPLES / 4;
  return TRUE;
}

/* --- who is here ----------------------------------------------------------------------------------------- */

static gint64
age_s (TapProbeMeeting *self,
       const char      *path)
{
  struct statx info;

  if (statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_MTIME, &info) != 0)
    return -1;
  return _tap_probe_server_us (self) / G_USEC_PER_SEC - info.stx_mtime.tv_sec;
}

static gboolean
wants_as_many (TapProbeMeeting *self,
               const char      *path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_ascii_strtoull (text, NULL, 10) == self->n_peers;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Ids of the living, sorted; what the dead left is cleared away. */
static GPtrArray *
list_living (TapProbeMeeting *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = NULL;
  const char *name;
  struct statx info;

  statx (AT_FDCWD, self->meet, AT_STATX_FORCE_SYNC, STATX_MTIME, &info);
  dir = g_dir_open (self->meet, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->meet, name, NULL);
      gint64 seconds = age_s (self, path);

      if (!g_str_has_suffix (name, ".here"))
        {
          if (seconds > LEFT_OVER_S)
            _tap_probe_remove (path);
          continue;
        }
      if (seconds > LEFT_OVER_S)
        unlink (path);
      else if (seconds <= STALE_S && wants_as_many (self, path))
        g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (".here")));
    }
  g_ptr_array_sort (ids, compare_ids);
  return ids;
}

/* --- the session -------------------------------------------------------------------------------------------- */

static gboolean
stage_session (TapProbeMeeting *self,
               const char      *staged,
               const char      *text)
{
  g_autofree char *log = g_build_filename (staged, "log", NULL);
  g_autofree char *see = g_build_filename (staged, "see", NULL);

  return _tap_probe_stage (staged, text) && mkdir (log, 0777) == 0 && mkdir (see, 0777) == 0;
}

static gboolean
make_session (TapProbeMeeting *self,
              GPtrArray       *ids,
              GError         **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *staged = g_strdup_printf ("%s/%s.tmp", self->meet, self->id);
  g_autofree char *session = g_strdup_printf ("%s/%s-%.8s.session", self->meet, self->id, uuid);
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  int code;

  g_ptr_array_set_size (ids, (int) self->n_peers);
  g_ptr_array_add (ids, NULL);
  list = g_strjoinv (" ", (char **) ids->pdata);
  text = g_strdup_printf ("%u\n%s\n%s\n", self->n_rounds, list, uuid);
  code = stage_session (self, staged, text) ? _tap_probe_publish (staged, session) : errno;
  if (code == 0)
    return TRUE;
  _tap_probe_remove (staged);
  tap_ledger_set_errno (error, code, TRUE, self->folder);
  return FALSE;
}

/* A session that names this one. */
static gboolean
find_session (TapProbeMeeting *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->meet, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (self->meet, name, "t", NULL);
      g_autofree char *text = NULL;
      g_auto(GStrv) lines = NULL;
      g_auto(GStrv) ids = NULL;

      if (!g_str_has_suffix (name, ".session") || !g_file_get_contents (file, &text, NULL, NULL))
        continue;
      lines = g_strsplit (text, "\n", -1);
      if (g_strv_length (lines) < 3)
        continue;
      ids = g_strsplit (lines[1], " ", -1);
      if (!g_strv_contains ((const char *const *) ids, self->id) || g_strv_length (ids) != self->n_peers)
        continue;
      self->session = g_build_filename (self->meet, name, NULL);
      self->n_rounds = (guint) CLAMP (g_ascii_strtoull (lines[0], NULL, 10), 1, 10000);
      self->ids = g_steal_pointer (&ids);
      for (self->me = 0; strcmp (self->ids[self->me], self->id) != 0; self->me++)
        ;
      return TRUE;
    }
  return FALSE;
}

static gboolean
gather (TapProbeMeeting *self,
        guint            wait_s,
        GError         **error)
{
  gint64 began_us = g_get_monotonic_time ();
  gint64 noted_us = began_us;
  gboolean made = FALSE;

  while (!find_session (self))
    {
      g_autoptr(GPtrArray) ids = list_living (self);
      gint64 now_us = g_get_monotonic_time ();

      tell_progress (self, _("Waiting for the other PC"), (now_us - began_us) / G_USEC_PER_SEC, wait_s);
      if (now_us - began_us > wait_s * G_USEC_PER_SEC)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                       /* Translators: %u seconds; %s is a folder. */
                       ngettext ("No other PC came within %u second. Start “tappetctl probe %s” on two PCs at the same time.",
                                 "No other PC came within %u seconds. Start “tappetctl probe %s” on two PCs at the same time.", wait_s),
                       wait_s, self->folder);
          return FALSE;
        }
      if (ids->len >= self->n_peers && strcmp (ids->pdata[0], self->id) == 0 && !made)
        {
          made = TRUE;
          if (!make_session (self, ids, error))
            return FALSE;
          continue;
        }
      if (now_us - noted_us > NOTE_US)
        {
          noted_us = now_us;
          if (!write_note (self, error))
            return FALSE;
        }
      if (!_tap_probe_sleep (self, POLL_US, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the start -------------------------------------------------------------------------------------------------- */

static char *
session_path (TapProbeMeeting *self,
              const char      *id,
              const char      *what)
{
  return g_strdup_printf ("%s/%s.%s", self->session, id, what);
}

/* All that is published in the rounds lies ready before they begin: then a round is one call. */
static gboolean
stage_rounds (TapProbeMeeting *self,
              GError         **error)
{
  for (guint i = 0; i < self->n_rounds; i++)
    {
      g_autofree char *staged = g_strdup_printf ("%s/%s-%u.tmp", self->session, self->id, i);

      if (i % 20 == 0)
        tell_progress (self, _("Preparing"), i, self->n_rounds);
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (!_tap_probe_stage (staged, self->id))
        {
          tap_ledger_set_errno (error, errno, TRUE, self->folder);
          return FALSE;
        }
    }
  return TRUE;
}

/* Waits for a file of everybody in the session, and reads it. (array of char *) */
static GPtrArray *
wait_for_all (TapProbeMeeting *self,
              const char      *what,
              gint64           longest_us,
              GError         **error)
{
  gint64 until_us = g_get_monotonic_time () + longest_us;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  while (self->ids[texts->len] != NULL)
    {
      g_autofree char *folder = session_path (self, self->ids[texts->len], what);
      g_autofree char *file = g_build_filename (folder, "t", NULL);
      struct statx info;
      char *text = NULL;

      statx (AT_FDCWD, self->session, AT_STATX_FORCE_SYNC, STATX_MTIME, &info);
      if (g_file_get_contents (file, &text, NULL, NULL))
        {
          g_ptr_array_add (texts, text);
          continue;
        }
      if (g_get_monotonic_time () > until_us)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("The other PC stopped answering. Start the probe again on both."));
      else if (_tap_probe_sleep (self, POLL_US, error))
        continue;
      g_ptr_array_unref (texts);
      return NULL;
    }
  return texts;
}

static gboolean
publish_text (TapProbeMeeting *self,
              const char      *what,
              const char      *text,
              GError         **error)
{
  g_autofree char *to = session_path (self, self->id, what);
  g_autofree char *staged = g_strconcat (to, ".tmp", NULL);
  int code = _tap_probe_stage (staged, text) ? _tap_probe_publish (staged, to) : errno;

  if (code == 0)
    return TRUE;
  tap_ledger_set_errno (error, code, TRUE, self->folder);
  return FALSE;
}

static gboolean
agree_on_start (TapProbeMeeting *self,
                GError         **error)
{
  g_autoptr(GPtrArray) ready = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folder = session_path (self, self->ids[0], "go");
  g_autofree char *file = g_build_filename (folder, "t", NULL);
  gint64 until_us = g_get_monotonic_time () + GATHER_US;

  if (self->me == 0)
    {
      gint64 lead_us = self->remote ? 2 * G_USEC_PER_SEC : G_USEC_PER_SEC / 4;

      ready = wait_for_all (self, "ready", GATHER_US, error);
      if (ready == NULL)
        return FALSE;
      self->start_us = _tap_probe_server_us (self) + lead_us;
      self->slot_us = CLAMP (6 * self->trip_us, 5 * G_TIME_SPAN_MILLISECOND, G_USEC_PER_SEC / 2);
      text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", self->start_us, self->slot_us);
      return publish_text (self, "go", text, error);
    }
  while (!g_file_get_contents (file, &text, NULL, NULL))
    {
      struct statx info;

      statx (AT_FDCWD, self->session, AT_STATX_FORCE_SYNC, STATX_MTIME, &info);
      if (g_get_monotonic_time () > until_us)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                               _("The other PC stopped answering. Start the probe again on both."));
          return FALSE;
        }
      if (!_tap_probe_sleep (self, POLL_US / 4, error))
        return FALSE;
    }
  return sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &self->start_us, &self->slot_us) == 2;
}

gboolean
_tap_probe_meet (TapProbeMeeting *self,
                 guint            wait_s,
                 GError         **error)
{
  if (mkdir (self->meet, 0777) != 0 && errno != EEXIST)
    {
      tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  return measure_clock (self, error) && gather (self, wait_s, error) && stage_rounds (self, error)
         && publish_text (self, "ready", "", error) && agree_on_start (self, error);
}

/* --- telling ---------------------------------------------------------------------------------------------------- */

static void
set_times (GKeyFile   *file,
           const char *key,
           gint64     *times,
           guint       n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", times[i]);
  g_key_file_set_string (file, GROUP, key, text->str);
  g_string_free (text, TRUE);
}

/* FALSE: not as many as there should be. */
static gboolean
get_times (GKeyFile   *file,
           const char *key,
           gint64     *times,
           guint       n)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  if (g_strv_length (words) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    times[i] = g_ascii_strtoll (words[i], NULL, 10);
  return TRUE;
}

static char *
write_peer (TapProbeMeeting *self)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  TapProbePeer *own = self->own;

  g_key_file_set_string (file, GROUP, "machine", own->machine);
  g_key_file_set_string (file, GROUP, "pc", own->pc);
  g_key_file_set_integer_list (file, GROUP, "codes", own->codes, self->n_rounds);
  set_times (file, "began", own->began_us, self->n_rounds);
  set_times (file, "ended", own->ended_us, self->n_rounds);
  set_times (file, "shown", own->shown_us, TAP_PROBE_SIGHTS);
  set_times (file, "seen", own->seen_us, TAP_PROBE_SIGHTS * self->n_peers);
  g_key_file_set_double (file, GROUP, "flush", own->flush_ms);
  g_key_file_set_double (file, GROUP, "offset", own->offset_s);
  g_key_file_set_int64 (file, GROUP, "free", own->free_bytes);
  g_key_file_set_string (file, GROUP, "id-file", own->id_file);
  return g_key_file_to_data (file, NULL, NULL);
}

static TapProbePeer *
read_peer (TapProbeMeeting *self,
           const char      *id,
           const char      *text)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  TapProbePeer *peer = g_new0 (TapProbePeer, 1);
  gsize n_codes = 0;

  peer->id = g_strdup (id);
  peer->began_us = g_new0 (gint64, self->n_rounds);
  peer->ended_us = g_new0 (gint64, self->n_rounds);
  peer->seen_us = g_new0 (gint64, TAP_PROBE_SIGHTS * self->n_peers);
  if (g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    {
      peer->machine = g_key_file_get_string (file, GROUP, "machine", NULL);
      peer->pc = g_key_file_get_string (file, GROUP, "pc", NULL);
      peer->codes = g_key_file_get_integer_list (file, GROUP, "codes", &n_codes, NULL);
      peer->flush_ms = g_key_file_get_double (file, GROUP, "flush", NULL);
      peer->offset_s = g_key_file_get_double (file, GROUP, "offset", NULL);
      peer->free_bytes = g_key_file_get_int64 (file, GROUP, "free", NULL);
      peer->id_file = g_key_file_get_string (file, GROUP, "id-file", NULL);
      if (n_codes == self->n_rounds && peer->machine != NULL && peer->pc != NULL && peer->id_file != NULL
          && get_times (file, "began", peer->began_us, self->n_rounds) && get_times (file, "ended", peer->ended_us, self->n_rounds)
          && get_times (file, "shown", peer->shown_us, TAP_PROBE_SIGHTS)
          && get_times (file, "seen", peer->seen_us, TAP_PROBE_SIGHTS * self->n_peers))
        return peer;
    }
  _tap_probe_peer_free (peer);
  return NULL;
}

gboolean
_tap_probe_tell (TapProbeMeeting *self,
                 GError         **error)
{
  g_autofree char *text = write_peer (self);
  g_autoptr(GPtrArray) texts = NULL;

  if (!publish_text (self, "result", text, error))
    return FALSE;
  texts = wait_for_all (self, "result", TELL_US, error);
  if (texts == NULL)
    return FALSE;
  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) _tap_probe_peer_free);
  for (guint i = 0; i < texts->len; i++)
    {
      TapProbePeer *peer = read_peer (self, self->ids[i], texts->pdata[i]);

      if (peer == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _("What the other PC found could not be read. Do both have the same version of Tappet?"));
          return FALSE;
        }
      g_ptr_array_add (self->peers, peer);
    }
  return TRUE;
}

/* The last to leave clears up; who died is cleared up after by the next probe. */
void
_tap_probe_part (TapProbeMeeting *self)
{
  if (self->here != NULL)
    unlink (self->here);
  if (self->session != NULL && self->peers != NULL && publish_text (self, "left", "", NULL) && self->me == 0)
    {
      g_autoptr(GPtrArray) left = wait_for_all (self, "left", PART_US, NULL);

      if (left != NULL)
        _tap_probe_remove (self->session);
    }
  else if (self->session != NULL && self->peers == NULL)
    _tap_probe_remove (self->session);
  rmdir (self->meet);
}
