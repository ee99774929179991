/* tap-probe-peers.c — the probe of a new share by two PCs at once: a hundred races, and how soon each sees the other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/tap-ledger.h"
#include "ledger/tap-mount.h"
#include "ledger/tap-probe-peers-private.h"
#include "ledger/tap-probe-private.h"
#include "ledger/tap-proof.h"

#define FLUSHES 5
#define SEEN_LIMIT_S 2.0
#define SEEN_NEVER_US (5 * G_USEC_PER_SEC)
#define LOOK_US (25 * G_TIME_SPAN_MILLISECOND)

void
tap_probe_result_free (TapProbeResult *self)
{
  g_free (self->sentence);
  g_free (self);
}

/* --- the rounds ---------------------------------------------------------------------------------------- */

static gboolean
sleep_until (TapProbeMeeting *self,
             gint64           server_us,
             GError         **error)
{
  return _tap_probe_sleep (self, server_us - _tap_probe_server_us (self), error);
}

/* Each starts a round at the same moment of the server's clock, give or take a random part of a round trip: so some meet exactly. */
static gboolean
run_rounds (TapProbeMeeting *self,
            GError         **error)
{
  g_autoptr(GRand) rand = g_rand_new ();
  TapProbePeer *own = self->own;

  for (guint i = 0; i < self->n_rounds; i++)
    {
      g_autofree char *from = g_strdup_printf ("%s/%s-%u.tmp", self->session, self->id, i);
      g_autofree char *to = g_strdup_printf ("%s/log/%u", self->session, i);
      gint64 jitter_us = (gint64) (g_rand_double (rand) * (double) MIN (self->trip_us, self->slot_us / 4));

      if (!sleep_until (self, self->start_us + i * self->slot_us + jitter_us, error))
        return FALSE;
      own->began_us[i] = _tap_probe_server_us (self);
      own->codes[i] = _tap_probe_publish (from, to);
      own->ended_us[i] = _tap_probe_server_us (self);
      if (self->progress != NULL && (i % 10 == 9 || i + 1 == self->n_rounds))
        self->progress (_("Racing for one number"), i + 1, self->n_rounds, self->data);
    }
  return TRUE;
}

/* --- seeing each other ------------------------------------------------------------------------------------ */

/* Looks as the ledger looks: at the folder's time, and opens the name when that changed, and now and then anyway. */
static gint64
watch_for (TapProbeMeeting *self,
           const char      *see,
           const char      *file,
           gint64           until_us,
           GError         **error)
{
  struct statx known = { 0 };
  struct statx info;

  for (guint n = 0; _tap_probe_server_us (self) < until_us; n++)
    {
      gboolean changed = statx (AT_FDCWD, see, AT_STATX_FORCE_SYNC, STATX_MTIME, &info) == 0
                         && (info.stx_mtime.tv_sec != known.stx_mtime.tv_sec || info.stx_mtime.tv_nsec != known.stx_mtime.tv_nsec);
      int fd = changed || n % 5 == 0 ? open (file, O_RDONLY | O_CLOEXEC) : -1;

      known = info;
      if (fd >= 0)
        {
          close (fd);
          return _tap_probe_server_us (self);
        }
      if (!_tap_probe_sleep (self, LOOK_US, error))
        return -1;
    }
  return -1;
}

static gboolean
run_sights (TapProbeMeeting *self,
            GError         **error)
{
  g_autofree char *see = g_build_filename (self->session, "see", NULL);
  gint64 step_us = self->remote ? 600 * G_TIME_SPAN_MILLISECOND : 200 * G_TIME_SPAN_MILLISECOND;
  gint64 begin_us = self->start_us + self->n_rounds * self->slot_us + step_us;
  g_autoptr(GError) cancelled = NULL;

  for (guint turn = 0; turn < TAP_PROBE_SIGHTS * self->n_peers; turn++)
    {
      guint whose = turn % self->n_peers;
      gint64 at_us = begin_us + turn * step_us;
      g_autofree char *to = g_strdup_printf ("%s/%s-%u", see, self->ids[whose], turn);
      g_autofree char *file = g_build_filename (to, "t", NULL);
      g_autofree char *staged = g_strdup_printf ("%s/%s-see-%u.tmp", self->session, self->id, turn);

      if (self->progress != NULL)
        self->progress (_("Seeing each other's entries"), turn + 1, TAP_PROBE_SIGHTS * self->n_peers, self->data);
      if (whose != self->me)
        {
          /* From before it is there, so that "not there" may be remembered. */
          if (!sleep_until (self, at_us - step_us / 2, error))
            return FALSE;
          self->own->seen_us[turn] = watch_for (self, see, file, at_us + SEEN_NEVER_US, &cancelled);
          if (cancelled != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&cancelled));
              return FALSE;
            }
          continue;
        }
      if (!sleep_until (self, at_us, error))
        return FALSE;
      if (!_tap_probe_stage (staged, self->id) || _tap_probe_publish (staged, to) != 0)
        {
          tap_ledger_set_errno (error, errno, TRUE, self->folder);
          return FALSE;
        }
      self->own->shown_us[turn / self->n_peers] = _tap_probe_server_us (self);
    }
  return TRUE;
}

/* --- flush, room, the file that tells whose session it is ----------------------------------------------------- */

static int
compare_us (gconstpointer a,
            gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static gboolean
measure_flush (TapProbeMeeting *self,
               GError         **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.flush", self->session, self->id);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  gint64 times[FLUSHES];
  gboolean ok = fd >= 0;
  int saved = errno;

  for (guint i = 0; ok && i < FLUSHES; i++)
    {
      gint64 began_us = g_get_monotonic_time ();

      ok = write (fd, &began_us, sizeof began_us) == sizeof began_us && fsync (fd) == 0;
      saved = errno;
      times[i] = g_get_monotonic_time () - began_us;
    }
  if (fd >= 0)
    close (fd);
  if (!ok)
    {
      tap_ledger_set_errno (error, saved, TRUE, self->folder);
      return FALSE;
    }
  qsort (times, FLUSHES, sizeof *times, compare_us);
  self->own->flush_ms = (double) times[FLUSHES / 2] / 1000;
  return TRUE;
}

static gboolean
measure_rest (TapProbeMeeting *self,
              GError         **error)
{
  g_autofree char *path = g_build_filename (self->session, "t", NULL);
  TapProbePeer *own = self->own;

  if (!measure_flush (self, error))
    return FALSE;
  own->offset_s = (double) self->offset_us / G_USEC_PER_SEC;
  own->free_bytes = tap_mount_free_bytes (self->folder);
  return g_file_get_contents (path, &own->id_file, NULL, error);
}

/* --- what it means ------------------------------------------------------------------------------------------------ */

/* Whose entry lies under the number in the end; NULL: none. */
static char *
read_winner (TapProbeMeeting *self,
             guint            round)
{
  g_autofree char *file = g_strdup_printf ("%s/log/%u/t", self->session, round);
  char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) ? text : NULL;
}

static void
judge_round (TapProbeMeeting *self,
             guint            round,
             TapProbeResult  *result)
{
  g_autofree char *stands = read_winner (self, round);
  TapProbePeer *winner = NULL;
  guint n_winners = 0;

  for (guint i = 0; i < self->peers->len; i++)
    {
      TapProbePeer *peer = self->peers->pdata[i];

      if (peer->codes[round] != 0)
        continue;
      n_winners++;
      winner = peer;
    }
  /* Another entry than the winner's is as bad as two winners: one of the two is lost. */
  if (n_winners > 1 || (winner != NULL && stands != NULL && strcmp (stands, winner->id) != 0))
    result->n_two_winners++;
  else if (n_winners == 0 || stands == NULL)
    result->n_no_winner++;
  else
    result->n_one_winner++;
}

static gboolean
met_in_round (TapProbeMeeting *self,
              guint            round)
{
  gint64 latest_us = G_MININT64;
  gint64 earliest_us = G_MAXINT64;

  for (guint i = 0; i < self->peers->len; i++)
    {
      TapProbePeer *peer = self->peers->pdata[i];

      latest_us = MAX (latest_us, peer->began_us[round]);
      earliest_us = MIN (earliest_us, peer->ended_us[round]);
    }
  return latest_us <= earliest_us;
}

static void
judge_sights (TapProbeMeeting *self,
              TapProbeResult  *result)
{
  for (guint turn = 0; turn < TAP_PROBE_SIGHTS * self->n_peers; turn++)
    {
      TapProbePeer *shower = self->peers->pdata[turn % self->n_peers];
      gint64 shown_us = shower->shown_us[turn / self->n_peers];

      for (guint i = 0; i < self->peers->len; i++)
        {
          TapProbePeer *peer = self->peers->pdata[i];
          double seconds = peer->seen_us[turn] < 0 ? (double) SEEN_NEVER_US / G_USEC_PER_SEC
                                                   : (double) (peer->seen_us[turn] - shown_us) / G_USEC_PER_SEC;

          if (peer != shower)
            result->longest_seen_s = MAX (result->longest_seen_s, seconds);
        }
    }
}

static guint
count_machines (TapProbeMeeting *self)
{
  g_autoptr(GHashTable) machines = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->peers->len; i++)
    g_hash_table_add (machines, ((TapProbePeer *) self->peers->pdata[i])->machine);
  return g_hash_table_size (machines);
}

static char *
say (TapProbeResult *result)
{
  if (result->n_two_winners > 0)
    return g_strdup (_("This share is not safe: two PCs were both told that their entry was saved. Mount it another way, by NFS 4.1 or by SMB with its default options, and probe again."));
  if (!result->same_id_file)
    return g_strdup (_("The two PCs do not see the same folder: what one writes is copied to the other. Both have to mount the share of the server itself."));
  if (result->n_no_winner > 0)
    return g_strdup (_("Some entries could not be published at all. Look at the rights and the room on the server, then probe again."));
  if (result->longest_seen_s > SEEN_LIMIT_S)
    return g_strdup (_("Entries of the other PC are seen too late. Mount the share without long caches (actimeo), and probe again."));
  if (!result->passed)
    return g_strdup (_("The clocks differ too much. Set them right, best by the network (NTP), and probe again."));
  if (result->n_pcs >= 2)
    return g_strdup (_("The share is proven: entries of two PCs at once had one winner each, and were seen in time."));
  return g_strdup (_("All went well on this PC. To prove the share run the probe on two PCs at the same time."));
}

static TapProbeResult *
judge (TapProbeMeeting *self)
{
  TapProbeResult *result = g_new0 (TapProbeResult, 1);
  TapProbePeer *first = self->peers->pdata[0];
  TapLedgerLimits limits;

  tap_ledger_limits_default (&limits);
  result->n_peers = self->n_peers;
  result->n_pcs = count_machines (self);
  result->n_rounds = self->n_rounds;
  result->same_id_file = TRUE;
  result->free_bytes = self->own->free_bytes;
  for (guint i = 0; i < self->n_rounds; i++)
    {
      judge_round (self, i, result);
      result->n_met += met_in_round (self, i);
    }
  judge_sights (self, result);
  for (guint i = 0; i < self->peers->len; i++)
    {
      TapProbePeer *peer = self->peers->pdata[i];

      result->flush_ms = MAX (result->flush_ms, peer->flush_ms);
      if (fabs (peer->offset_s) > fabs (result->offset_s))
        result->offset_s = peer->offset_s;
      result->same_id_file = result->same_id_file && strcmp (peer->id_file, first->id_file) == 0;
    }
  result->passed = result->n_one_winner == result->n_rounds && result->same_id_file && result->longest_seen_s <= SEEN_LIMIT_S
                   && fabs (result->offset_s) <= limits.clock_stop_s;
  result->sentence = say (result);
  return result;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

/* A pass counts when two computers made it; that something is unsafe counts whoever found it. */
static gboolean
record (TapProbeMeeting *self,
        TapProbeResult  *result,
        GError         **error)
{
  gboolean unsafe = result->n_two_winners > 0 || !result->same_id_file;
  g_autofree char *run = g_path_get_basename (self->session);

  if (!unsafe && !(result->passed && result->n_pcs >= 2))
    return TRUE;
  return tap_proof_write (self->folder, run, self->own->pc, !unsafe, _tap_probe_server_us (self) / G_USEC_PER_SEC, error);
}

static gboolean
check_alone (TapProbeMeeting *self,
             GError         **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *place = g_strdup_printf ("%s/.probe-%.8s", self->folder, uuid);
  int whole;

  if (!tap_mount_check_folder (self->folder, error) || !tap_mount_check_kind (self->folder, error))
    return FALSE;
  if (mkdir (place, 0777) != 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_MISSING, _("There is no folder %s. Is the share mounted?"), self->folder);
      else
        tap_ledger_set_errno (error, errno, TRUE, self->folder);
      return FALSE;
    }
  whole = _tap_probe_whole (place);
  if (whole < 0)
    tap_ledger_set_errno (error, errno, TRUE, self->folder);
  else if (whole == 0)
    g_set_error (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_READ_ONLY,
                 _("A folder does not appear whole in %s: it is copied and deleted instead of renamed. Mount the share by cifs or nfs."),
                 self->folder);
  _tap_probe_remove (place);
  return whole == 1;
}

static void
begin (TapProbeMeeting *self)
{
  TapProbePeer *own = g_new0 (TapProbePeer, 1);

  own->machine = g_strdup (self->machine);
  own->pc = g_strdup (g_get_host_name ());
  own->codes = g_new0 (int, self->n_rounds);
  own->began_us = g_new0 (gint64, self->n_rounds);
  own->ended_us = g_new0 (gint64, self->n_rounds);
  own->seen_us = g_new0 (gint64, TAP_PROBE_SIGHTS * self->n_peers);
  self->own = own;
}

static void
end (TapProbeMeeting *self)
{
  g_clear_pointer (&self->own, _tap_probe_peer_free);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
  g_free (self->meet);
  g_free (self->id);
  g_free (self->machine);
  g_free (self->here);
  g_free (self->session);
  g_strfreev (self->ids);
}

TapProbeResult *
tap_probe_run (const char       *folder,
               guint             n_peers,
               guint             n_rounds,
               guint             wait_s,
               TapProgressFunc   progress,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  TapProbeMeeting self = { .folder = folder, .n_peers = n_peers, .n_rounds = n_rounds,
                           .progress = progress, .data = data, .cancellable = cancellable };
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr(TapMount) mount = NULL;
  TapProbeResult *result = NULL;

  g_return_val_if_fail (folder != NULL && n_peers >= 2 && n_rounds >= 1, NULL);

  if (!check_alone (&self, error))
    return NULL;
  mount = tap_mount_find (folder);
  self.remote = tap_mount_needs_proof (mount->kind);
  self.meet = g_build_filename (folder, ".probe", NULL);
  self.machine = tap_proof_machine ();
  self.id = g_strndup (uuid, 8);
  self.here = g_strdup_printf ("%s/%s.here", self.meet, self.id);
  if (_tap_probe_meet (&self, wait_s, error))
    {
      begin (&self);
      if (run_rounds (&self, error) && run_sights (&self, error) && measure_rest (&self, error) && _tap_probe_tell (&self, error))
        {
          result = judge (&self);
          if (!record (&self, result, error))
            g_clear_pointer (&result, tap_probe_result_free);
        }
    }
  _tap_probe_part (&self);
  end (&self);
  return result;
}
