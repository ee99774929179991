/* tap-doctor-station.c — the doctor on room, the station in the folder, the other PCs and the proof.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "ledger/tap-doctor-private.h"
#include "ledger/tap-ledger-folder.h"
#include "ledger/tap-presence.h"
#include "ledger/tap-proof.h"

#define GIGABYTE ((gint64) 1000 * 1000 * 1000)
#define AMBER_BYTES (5 * GIGABYTE)
#define RED_BYTES (1 * GIGABYTE)
#define AMBER_PERCENT 5
#define PLENTY_BYTES (50 * GIGABYTE)    /* five of a hundred of a large disk is room enough */
#define DAY_S (24 * 3600)
#define PRESENT_S (10 * 60)

/* --- room ------------------------------------------------------------------------------------------ */

void
_tap_doctor_space (TapDoctor *self)
{
  gint64 bytes = tap_mount_free_bytes (self->folder);
  gint64 total = tap_mount_total_bytes (self->folder);
  g_autofree char *of = g_format_size ((guint64) total);
  gboolean amber = bytes < AMBER_BYTES || (bytes < total / 100 * AMBER_PERCENT && bytes < PLENTY_BYTES);
  gboolean red = bytes < RED_BYTES;

  if (total == 0)
    {
      _tap_doctor_line (self, "space", TAP_CHECK_WARNING, _("Free room"), g_strdup (_("The server does not say how much room is left.")),
                        NULL, NAN, "bytes");
      return;
    }
  _tap_doctor_line (self, "space", red ? TAP_CHECK_FAILED : amber ? TAP_CHECK_WARNING : TAP_CHECK_OK, _("Free room"),
                    red || amber
                        /* Translators: %s is a size, like "480 GB". */
                        ? g_strdup_printf (_("Of %s. When it is full nothing can be saved: make room there soon."), of)
                        : g_strdup_printf (_("Of %s."), of),
                    g_format_size ((guint64) bytes), (double) bytes, "bytes");
}

/* --- the station ------------------------------------------------------------------------------------- */

static gint64
server_now_unix (TapDoctor *self)
{
  return (g_get_real_time () + self->offset_us) / G_USEC_PER_SEC;
}

static char *
age_text (gint64 seconds)
{
  gint64 days = seconds / DAY_S;
  gint64 hours = seconds / 3600;

  if (days > 0)
    return g_strdup_printf (ngettext ("%d day old", "%d days old", (gulong) days), (int) days);
  return g_strdup_printf (ngettext ("%d hour old", "%d hours old", (gulong) MAX (hours, 0)), (int) MAX (hours, 0));
}

static char *
snapshot_text (TapDoctor      *self,
               TapStationInfo *info,
               gboolean       *late)
{
  TapLedgerLimits limits;
  g_autofree char *path = NULL;
  g_autofree char *age = NULL;
  struct statx stat_info;

  tap_ledger_limits_default (&limits);
  *late = info->last_seq > info->newest_snapshot + 2 * (guint64) limits.snapshot_behind;
  if (info->newest_snapshot == 0)
    return g_strdup (*late ? _("There is no snapshot, though there should be: PCs left open over night write one.")
                           : _("No snapshot is needed yet."));
  path = g_strdup_printf ("%s/snapshots/%" G_GUINT64_FORMAT ".snap/note", self->folder, info->newest_snapshot);
  if (statx (AT_FDCWD, path, AT_STATX_FORCE_SYNC, STATX_MTIME, &stat_info) != 0)
    /* Translators: %llu is the number of a transaction. */
    return g_strdup_printf (_("The newest snapshot, number %llu, cannot be read."), (unsigned long long) info->newest_snapshot);
  age = age_text (server_now_unix (self) - stat_info.stx_mtime.tv_sec);
  /* Translators: the number of a transaction, then an age like "2 days old". */
  return g_strdup_printf (_("The newest snapshot is number %llu, %s."), (unsigned long long) info->newest_snapshot, age);
}

void
_tap_doctor_station (TapDoctor *self)
{
  g_autoptr(GError) error = NULL;
  TapStationInfo *info = tap_station_inspect (self->folder, &error);
  g_autofree char *snapshot = NULL;
  gboolean late = FALSE;

  if (info == NULL && g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_EMPTY))
    {
      _tap_doctor_line (self, "station", TAP_CHECK_OK, _("No station in the folder yet"),
                        g_strdup (_("The folder is empty: a new station can be made here.")), NULL, NAN, "");
      return;
    }
  if (info == NULL)
    {
      gboolean foreign = g_error_matches (error, TAP_LEDGER_ERROR, TAP_LEDGER_ERROR_FOREIGN);

      _tap_doctor_line (self, "station", foreign ? TAP_CHECK_WARNING : TAP_CHECK_FAILED,
                        foreign ? _("No station in the folder") : _("The station cannot be read"), g_strdup (error->message), NULL,
                        NAN, "");
      return;
    }
  snapshot = snapshot_text (self, info, &late);
  _tap_doctor_line (self, "station", late ? TAP_CHECK_WARNING : TAP_CHECK_OK, _("The station in the folder"),
                    /* Translators: the station's name, the format's number, the epoch, then a sentence. */
                    g_strdup_printf (_("%s · format %d · epoch %s. %s"), info->name, info->format, info->epoch, snapshot),
                    g_strdup_printf ("%" G_GUINT64_FORMAT, info->last_seq), (double) info->last_seq, "");
  tap_station_info_free (info);
}

/* --- other PCs ------------------------------------------------------------------------------------------ */

static void
add_peer (GString *text,
          TapPeer *peer,
          gint64   seen_s)
{
  g_autofree char *seen = NULL;

  if (seen_s < PRESENT_S)
    seen = g_strdup (_("here now"));
  else if (seen_s < DAY_S)
    seen = g_strdup_printf (ngettext ("seen %d minute ago", "seen %d minutes ago", (gulong) (seen_s / 60)), (int) (seen_s / 60));
  else
    seen = g_strdup_printf (ngettext ("seen %d day ago", "seen %d days ago", (gulong) (seen_s / DAY_S)), (int) (seen_s / DAY_S));
  if (text->len > 0)
    g_string_append (text, " · ");
  /* Translators: a PC's name, the version of Tappet there, when it was seen. */
  g_string_append_printf (text, _("%s: %s, %s"), peer->pc != NULL ? peer->pc : "?", peer->version != NULL ? peer->version : "?", seen);
}

void
_tap_doctor_peers (TapDoctor *self)
{
  g_autoptr(TapLedger) ledger = tap_ledger_folder_new (self->folder);
  g_autoptr(TapStationFile) station = tap_ledger_open (ledger, NULL);
  g_autoptr(GPtrArray) notes = station != NULL ? tap_ledger_list_presence (ledger, NULL) : NULL;
  GString *text = g_string_new (NULL);
  guint n_here = 0;
  guint n_other = 0;

  if (notes == NULL)
    {
      g_string_free (text, TRUE);
      _tap_doctor_skip (self, "peers", _("Other PCs"));
      return;
    }
  for (guint i = 0; i < notes->len; i++)
    {
      TapPeer *peer = tap_presence_parse (notes->pdata[i]);
      gint64 seen_s;

      if (peer == NULL)
        continue;
      seen_s = server_now_unix (self) - peer->seen_unix;
      add_peer (text, peer, seen_s);
      n_here += seen_s < PRESENT_S;
      n_other += g_strcmp0 (peer->version, TAP_VERSION) != 0;
      tap_peer_free (peer);
    }
  if (text->len == 0)
    g_string_append (text, _("Nobody has been here yet."));
  else if (n_other > 0)
    g_string_append_printf (text, ". %s", _("Versions differ: update the older PCs."));
  _tap_doctor_line (self, "peers", n_other > 0 ? TAP_CHECK_WARNING : TAP_CHECK_OK, _("Other PCs"), g_string_free (text, FALSE),
                    g_strdup_printf ("%u", n_here), n_here, "");
}

/* --- the proof -------------------------------------------------------------------------------------------- */

void
_tap_doctor_proof (TapDoctor *self)
{
  g_autoptr(TapProof) proof = tap_proof_read (self->folder);

  switch (proof->state)
    {
    case TAP_PROOF_NEEDLESS:
      _tap_doctor_line (self, "proven", TAP_CHECK_OK, _("No proof is needed"),
                        g_strdup (_("A disk of this PC is not shared; if other PCs get it as a share, probe it from two of them.")), NULL, NAN, "");
      break;
    case TAP_PROOF_PROVEN:
      _tap_doctor_line (self, "proven", TAP_CHECK_OK, _("Proven by two PCs"), g_strdup (proof->pcs), NULL, NAN, "");
      break;
    case TAP_PROOF_FAILED:
      _tap_doctor_line (self, "proven", TAP_CHECK_FAILED, _("The last probe of two PCs failed"),
                        g_strdup (_("Entries could be lost on this share: nothing is saved there. Mount it another way and run “tappetctl probe” again.")),
                        NULL, NAN, "");
      break;
    case TAP_PROOF_UNPROVEN:
    default:
      _tap_doctor_line (self, "proven", TAP_CHECK_WARNING, _("Unproven share"),
                        /* Translators: %s is a folder. */
                        g_strdup_printf (_("Run “tappetctl probe %s” on two PCs at the same time."), self->folder), NULL, NAN, "");
      break;
    }
}
