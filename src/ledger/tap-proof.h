/* tap-proof.h — whether two PCs have proven a share, as it stands in the folder itself (inside this room only).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each PC writes only its own file, .proven/<machine>: with whom it probed, and how it went. A share counts as proven when the files of
 * two computers tell of the same probe. A copy of the folder elsewhere does not take the proof with it.
 */
#pragma once

#include "ledger/tap-mount.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_PROOF_NEEDLESS,           /* a disk of this PC */
  TAP_PROOF_PROVEN,
  TAP_PROOF_UNPROVEN,
  TAP_PROOF_FAILED,             /* the last probe found it unsafe */
} TapProofState;

typedef struct
{
  TapProofState state;
  gint64        probed_unix;    /* by the server's clock; 0: never */
  char         *pcs;            /* names of the PCs that proved it, "前台1, 调度"; "" */
} TapProof;
void      tap_proof_free       (TapProof    *self);

/* Looks into the folder and those above it, as far as the mount goes: who probes a share before making the station there has proven the
 * station, too. Never NULL. */
TapProof *tap_proof_read       (const char  *folder);
/* Writes this PC's file. */
gboolean  tap_proof_write      (const char  *folder,
                                const char  *run,
                                const char  *pc,
                                gboolean     passed,
                                gint64       now_unix,
                                GError     **error);
/* Who this computer is: the same over restarts, another on each computer. (transfer full) */
char     *tap_proof_machine    (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapProof, tap_proof_free)

G_END_DECLS
