/* tap-doctor.h — a share looked over from every side, and the probe of two PCs at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All calls block: on a thread of their own. What they write lies in a hidden folder of their own and is removed.
 */
#pragma once

#include "ledger/tap-progress.h"
#include "ledger/tap-station.h"

G_BEGIN_DECLS

typedef struct
{
  char          *id;            /* stable, for --json: "mount", "options", "publish", "visible", "round-trip", "flush", "clock", "space", "peers", … */
  TapCheckResult result;        /* OK green, WARNING amber, FAILED red, NOT_DONE */
  char          *title;         /* translated */
  char          *detail;        /* translated: what was found, and what to do about it */
  char          *value;         /* short: "2.1 ms"; may be "" */
  double         number;        /* the figure behind @value in the unit of @unit; NAN: none */
  const char    *unit;          /* "ms", "s", "bytes", ""; static */
} TapDoctorLine;
void     tap_doctor_line_free (TapDoctorLine *self);

typedef void (*TapDoctorFunc) (const TapDoctorLine *line,
                               gpointer             data);

/* Reports line by line. FALSE only when cancelled or when there is nothing to look at; red lines are an answer. @worst: the worst of them. */
gboolean tap_doctor_examine   (const char       *folder,
                               TapDoctorFunc     func,
                               gpointer          data,
                               TapCheckResult   *worst,
                               GCancellable     *cancellable,
                               GError          **error);

typedef struct
{
  guint    n_peers;             /* who took part, this one too */
  guint    n_pcs;               /* how many computers they ran on */
  guint    n_rounds, n_one_winner, n_two_winners, n_no_winner;
  guint    n_met;               /* rounds in which all were at it at the same moment */
  double   longest_seen_s;      /* until a folder of another was seen */
  double   flush_ms, offset_s;
  gint64   free_bytes;
  gboolean same_id_file;
  gboolean passed;              /* with two PCs the share counts as proven from now on */
  char    *sentence;            /* translated */
} TapProbeResult;
void     tap_probe_result_free (TapProbeResult *self);

/* Runs the probe of ledger.md with as many others as call it on the same folder: waits for @n_peers in all (2) for @wait_s. @n_peers 2 on
 * one PC is a smoke test: nothing is proven by it. Returns: (transfer full) NULL with an error when nobody came. */
TapProbeResult *tap_probe_run  (const char       *folder,
                                guint             n_peers,
                                guint             n_rounds,
                                guint             wait_s,
                                TapProgressFunc   progress,
                                gpointer          data,
                                GCancellable     *cancellable,
                                GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDoctorLine, tap_doctor_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapProbeResult, tap_probe_result_free)

G_END_DECLS
