/* tap-probe-peers-private.h — what the halves of the probe of two PCs share: how they meet, and what they do then.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-doctor.h"

G_BEGIN_DECLS

#define TAP_PROBE_SIGHTS 3              /* how often each shows itself to the others */

/* What one of them found, as it tells the others. */
typedef struct
{
  char    *id;
  char    *machine;
  char    *pc;
  int     *codes;               /* of each round: 0 won, else errno */
  gint64  *began_us;            /* of each round, by the server's clock */
  gint64  *ended_us;
  gint64   shown_us[TAP_PROBE_SIGHTS];
  gint64  *seen_us;             /* of each sight of each peer, in the order of the list; -1: never */
  double   flush_ms, offset_s;
  gint64   free_bytes;
  char    *id_file;
} TapProbePeer;

typedef struct
{
  const char     *folder;
  char           *meet;         /* <folder>/.probe */
  char           *id;           /* this one; sorts */
  char           *machine;
  char           *here;         /* its file in @meet */
  guint           n_peers;
  guint           n_rounds;
  char           *session;      /* the folder of the chosen ones */
  char          **ids;          /* who they are, sorted */
  guint           me;           /* among them; 0 leads */
  gint64          offset_us;    /* server minus PC */
  gint64          trip_us;      /* one answer of the server */
  gboolean        remote;       /* a share: what is published may take its time to be seen */
  gint64          start_us;     /* of the first round, by the server's clock */
  gint64          slot_us;      /* from one round to the next */
  TapProbePeer   *own;
  GPtrArray      *peers;        /* of TapProbePeer, as in @ids, once all have told */
  TapProgressFunc progress;
  gpointer        data;
  GCancellable   *cancellable;
} TapProbeMeeting;

/* tap-probe-meet.c: everything until the start is agreed on, and the parting. FALSE with an error. */
gboolean _tap_probe_meet        (TapProbeMeeting *self,
                                 guint            wait_s,
                                 GError         **error);
/* Writes what this one found and reads what the others did. */
gboolean _tap_probe_tell        (TapProbeMeeting *self,
                                 GError         **error);
void     _tap_probe_part        (TapProbeMeeting *self);
gint64   _tap_probe_server_us   (TapProbeMeeting *self);
/* FALSE: cancelled. */
gboolean _tap_probe_sleep       (TapProbeMeeting *self,
                                 gint64           us,
                                 GError         **error);
void     _tap_probe_peer_free   (TapProbePeer    *peer);

G_END_DECLS
