/* tap-worker-peers.c — who else is here: the notes of the other PCs, read one by one so that nobody waits for it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A note costs four requests. Fifty PCs that read all of each other's every minute, all at once, would be the busiest users of the share.
 */
#define G_LOG_DOMAIN "tap-ledger"
#include "config.h"

#include "ledger/tap-presence.h"
#include "ledger/tap-worker-private.h"

#define LOOKS_PER_NOTE 2                /* so twenty PCs are known anew within a minute, fifty within two */
#define AT_ONCE_US (3 * G_USEC_PER_SEC) /* a start may take so long for it; the rest follows with the looks */

void
_tap_share_peers_init (TapWorker *self)
{
  self->share.notes
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) tap_presence_note_free);
  self->share.notes_due = g_ptr_array_new_with_free_func (g_free);
}

void
_tap_share_peers_clear (TapWorker *self)
{
  g_clear_pointer (&self->share.notes, g_hash_table_unref);
  g_clear_pointer (&self->share.notes_due, g_ptr_array_unref);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 ((*(TapPeer *const *) a)->pc, (*(TapPeer *const *) b)->pc);
}

static void
post (TapWorker *self)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_peer_free);
  GHashTableIter iter;
  gpointer note;

  g_hash_table_iter_init (&iter, self->share.notes);
  while (g_hash_table_iter_next (&iter, NULL, &note))
    {
      TapPeer *peer = tap_presence_parse (note);

      if (peer != NULL)
        g_ptr_array_add (peers, peer);
    }
  g_ptr_array_sort (peers, compare_names);
  _tap_share_post_peers (self, peers);
}

static void
read_one (TapWorker *self)
{
  g_autofree char *replica_id = g_ptr_array_steal_index (self->share.notes_due, self->share.notes_due->len - 1);
  g_autoptr(TapPresenceNote) note = NULL;
  TapPeer *peer;

  _tap_share_ask (self);
  note = tap_ledger_get_presence (self->ledger, replica_id);
  _tap_share_told (self, NULL);
  peer = note != NULL ? tap_presence_parse (note) : NULL;
  /* One that is just being written is no reason to forget the one before. */
  if (peer == NULL)
    return;
  tap_peer_free (peer);
  g_hash_table_replace (self->share.notes, note->replica_id, note);
  note = NULL;
}

static gboolean
is_gone (gpointer replica_id,
         gpointer note,
         gpointer listed)
{
  return !g_ptr_array_find_with_equal_func (listed, replica_id, g_str_equal, NULL);
}

void
_tap_share_list_peers (TapWorker *self)
{
  gint64 until_us = g_get_monotonic_time () + AT_ONCE_US;
  GPtrArray *listed;

  /* Fifty of them take longer than the minute after which they are listed again. */
  if (self->share.connected && self->share.notes_due->len > 0)
    return;
  _tap_share_ask (self);
  listed = tap_ledger_list_present (self->ledger, NULL);
  _tap_share_told (self, NULL);
  if (listed == NULL)
    return;
  g_hash_table_foreach_remove (self->share.notes, is_gone, listed);
  g_ptr_array_unref (self->share.notes_due);
  self->share.notes_due = listed;
  while (!self->share.connected && listed->len > 0 && g_get_monotonic_time () < until_us
         && !_tap_share_is_closing (self))
    read_one (self);
  post (self);
}

void
_tap_share_read_a_peer (TapWorker *self)
{
  gboolean busy;

  if (self->share.notes_due->len == 0 || self->share.n_looks % LOOKS_PER_NOTE != 0)
    return;
  g_mutex_lock (&self->lock);
  busy = !g_queue_is_empty (&self->queue);
  g_mutex_unlock (&self->lock);
  if (busy)
    return;
  read_one (self);
  post (self);
}
